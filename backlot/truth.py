"""The truth beside every frame: who is where, how the camera stands, which foot is on the ground.

Traced for one frame, or written for a whole shot: a JSON file and an indexed PNG of masks per frame, in the
format of docs/backlot.md.

    python -m backlot.truth PRODUCTION OUT_DIR [--every N]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backlot.actors.figures import find_heads, find_joints
from backlot.camera import View
from backlot.framing import Box
from backlot.masks import NOBODY, mask_frame
from backlot.picture import DrawnShot, Layer
from backlot.placed import box_at
from backlot.places.backdrop import GROUPS
from backlot.playing import loudness_of
from prompts.errors import FilmError, WorkspaceError
from shots.backends import ClipTask
from shots.slate import disk_errors, replace_whole, write_whole

FORMAT = "truth/1"


@dataclass(frozen=True)
class FrameTruth:
    """What is known of one frame."""

    frame: int
    boxes: dict[str, Box]
    """what is seen of each character, by id, in 0..1 of the frame, cut at its edges"""
    planned: dict[str, Box]
    """what is to be seen of each figure at this moment, as it is staged in its box"""
    asked: dict[str, Box]
    """the box that the screenplay has for them, of those for whom it has one"""
    props: dict[str, Box]
    """what is seen of each prop, by id"""
    feet: dict[str, tuple[tuple[float, float], ...]]
    """(x in 0..1 of the frame, height over the ground in body heights) of each foot; empty for the
    footless
    """
    mouths: dict[str, float]
    """how far each mouth is open, 0..1"""
    ground: float
    """how far the ground under the actors has moved to the right since the camera's rest, in 0..1 of the
    width
    """
    planes: dict[float, tuple[float, float, float]]
    """depth: (moved right, moved down, in frame heights; scale)"""
    view: View
    order: tuple[str, ...]
    """characters from the farthest to the nearest"""
    actions: dict[str, str]
    moods: dict[str, str]


def trace(task: ClipTask, frame: int) -> FrameTruth:
    """The truth of one frame of a task. The frame is drawn for it; nothing is estimated.

    Raises:
        ValueError: the task has no such frame.
    """
    if not 0 <= frame < task.num_frames:
        raise ValueError(f"frame is {frame}; the task has frames 0 to {task.num_frames - 1}")
    return trace_shot(DrawnShot(task.panel, task.num_frames, task.fps, task.speech), frame)


def trace_shot(shot: DrawnShot, frame: int) -> FrameTruth:
    """The truth of one frame of a shot that is already set up."""
    drawn = shot.draw(frame)
    view, u = drawn.view, shot.moment(frame)
    aspect = shot.panel.width / shot.panel.height
    return FrameTruth(
        frame=frame,
        boxes=drawn.boxes,
        planned={p.part.actor.id: p.planned_box(u, shot.panel.width, shot.panel.height) for p in shot.placed},
        asked={p.part.actor.id: box_at(p.asked, u) for p in shot.placed if p.asked},
        props=drawn.props,
        feet=drawn.feet,
        mouths=drawn.mouths,
        ground=view.offset(1.0)[0] / aspect,
        planes={g: (*view.offset(g), view.scale(g)) for g in GROUPS},
        view=view,
        order=tuple(p.part.actor.id for p in shot.placed),
        actions={p.part.actor.id: p.part.action for p in shot.placed},
        moods={p.part.actor.id: p.part.emotion for p in shot.placed},
    )


# -- files ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShotTruth:
    """The written truth of one shot."""

    folder: Path
    facts: dict[str, Any]
    """of the shot: size of the frame, entities with their colours, camera, lines of speech"""
    moments: dict[int, dict[str, Any]]
    """of every written frame, by its number"""

    def mask(self, frame: int) -> NDArray[np.uint8]:
        """(height, width) uint8: the index of the entity that each pixel shows, 0 for the place."""
        with Image.open(self.folder / self.moments[frame]["mask"]) as image:
            return np.asarray(image)

    def index_of(self, entity: str) -> int:
        """The number of a character or a prop in the masks.

        Raises:
            KeyError: the shot has no such entity.
        """
        return next(e["index"] for e in self.facts["entities"] if e["id"] == entity)


def write_truth(task: ClipTask, folder: Path, frames: Iterable[int] | None = None) -> ShotTruth:
    """A shot's truth, as `folder`/truth.json and `folder`/masks/NNNNNN.png; same task, same bytes.

    Args:
        frames: numbers of the frames to write, all without it.

    Raises:
        ValueError: the task has no such frame.
        WorkspaceError: the disk is full or cannot be written.
    """
    wanted = sorted(set(range(task.num_frames) if frames is None else frames))
    if wanted and not 0 <= wanted[0] <= wanted[-1] < task.num_frames:
        raise ValueError(f"frames are {wanted[0]} to {wanted[-1]}; the task has 0 to {task.num_frames - 1}")
    shot = DrawnShot(task.panel, task.num_frames, task.fps, task.speech)
    facts = _facts(shot)
    numbers = {e["id"]: e["index"] for e in facts["entities"]}
    with disk_errors(folder):
        (folder / "masks").mkdir(parents=True, exist_ok=True)
    moments = [_write_moment(shot, frame, numbers, folder) for frame in wanted]
    write_whole(folder / "truth.json", _render(facts, moments))
    return load_truth(folder)


def _render(facts: dict[str, Any], moments: list[dict[str, Any]]) -> str:
    """JSON with one line for each frame."""
    lines = [json.dumps(m, ensure_ascii=False, sort_keys=True) for m in moments]
    head = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return head[:-1] + ', "moments": [\n' + ",\n".join(lines) + "\n]}\n"


def load_truth(folder: Path) -> ShotTruth:
    """What `write_truth` wrote.

    Raises:
        WorkspaceError: there is no truth in the folder, or it is of another format.
    """
    file = Path(folder) / "truth.json"
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WorkspaceError(
            f"{file} holds no truth: {error}. Make it with `film make --truth`, or `python -m backlot.truth`."
        ) from error
    if facts.get("format") != FORMAT:
        raise WorkspaceError(f"{file} is {facts.get('format')!r}, not {FORMAT!r}. Write it again.")
    moments = {moment["frame"]: moment for moment in facts.pop("moments")}
    return ShotTruth(Path(folder), facts, moments)


def find_truths(production: Path) -> dict[str, ShotTruth]:
    """Shot id → the truth that `film make --truth` wrote beside its clip, of the film as it was last made.

    Raises:
        WorkspaceError: the folder has no finished film, or a shot has no truth.
    """
    file = production / "report.json"
    try:
        shots = json.loads(file.read_text(encoding="utf-8"))["shots"]
    except (OSError, ValueError, KeyError) as error:
        raise WorkspaceError(
            f"{file} is no report of a film: {error}. Run `film make --truth` first."
        ) from error
    return {shot["id"]: load_truth((production / shot["clip"]).with_suffix(".truth")) for shot in shots}


def _facts(shot: DrawnShot) -> dict[str, Any]:
    panel = shot.panel
    actors = [_actor_facts(p.part.actor) for p in sorted(shot.placed, key=lambda p: p.part.actor.id)]
    props = [
        {"id": t.id, "kind": t.match.kind.name, "colours": {"main": list(t.match.colour)}, "role": "prop"}
        for t in sorted(shot.props, key=lambda t: t.id)
    ]
    camera = panel.shot.camera
    return {
        "format": FORMAT,
        "shot": panel.shot.id,
        "place": panel.scene.place,
        "width": panel.width,
        "height": panel.height,
        "fps": shot.fps,
        "num_frames": shot.num_frames,
        "style": shot.style.name,
        "camera": {
            "size": shot.size,
            "angle": shot.angle,
            "move": (camera.move if camera else None) or "static",
        },
        "entities": [{"index": i, **facts} for i, facts in enumerate([*actors, *props], NOBODY + 1)],
        "speech": [{**vars(line), "loudness": list(line.loudness)} for line in shot.speech],
    }


def _actor_facts(actor: Any) -> dict[str, Any]:
    colours = {"coat": actor.coat, "belly": actor.belly, "accent": actor.accent, "eye": actor.eye}
    if actor.kind.plan == "person":
        colours["hair"] = actor.hair
    worn = {g.name: list(g.colour) for g in actor.garments}
    return {
        "id": actor.id,
        "kind": actor.kind.name,
        "role": "actor",
        "colours": {name: list(colour) for name, colour in colours.items()},
        "worn": worn,
    }


def _write_moment(shot: DrawnShot, frame: int, numbers: dict[str, int], folder: Path) -> dict[str, Any]:
    masks = mask_frame(shot, frame, numbers)
    name = f"masks/{frame:06d}.png"
    image = Image.fromarray(masks.index)
    image.putpalette(_PALETTE)
    with disk_errors(folder / name), replace_whole(folder / name) as temporary:
        image.save(temporary, format="png", optimize=False)
    truth = trace_shot(shot, frame)
    size = (shot.panel.width, shot.panel.height)
    entities = {}
    for layer in shot.layers(frame):
        entities[layer.name] = {
            "box": _share(masks.whole.get(layer.name), size),
            "seen": _share(masks.seen.get(layer.name), size),
            "pixels": masks.pixels[layer.name],
        }
        if layer.placed and layer.pose:
            entities[layer.name] |= _acting_facts(shot, layer, truth, frame)
    return {
        "frame": frame,
        "mask": name,
        "view": {k: _short(v) for k, v in vars(truth.view).items()},
        "planes": [
            {"depth": d, "moved": [_short(x), _short(y)], "scale": _short(s)}
            for d, (x, y, s) in truth.planes.items()
        ],
        "order": [layer.name for layer in shot.layers(frame)],
        "entities": entities,
    }


def _acting_facts(shot: DrawnShot, layer: Layer, truth: FrameTruth, frame: int) -> dict[str, Any]:
    assert layer.pose and layer.fit
    width, height = shot.panel.width, shot.panel.height
    actor_canvas = shot.figure_canvas(shot.surface, layer.fit)
    actor = layer.placed.part.actor if layer.placed else None
    joints = find_joints(actor_canvas, actor, layer.pose) if actor else {}
    heads = find_heads(actor_canvas, actor, layer.pose) if actor else []
    return {
        "planned": [_short(v) for v in truth.planned[layer.name]],
        "asked": [_short(v) for v in truth.asked[layer.name]] if layer.name in truth.asked else None,
        "action": truth.actions[layer.name],
        "mood": truth.moods[layer.name],
        "facing": "right" if layer.pose.facing > 0 else "left",
        "away": bool(layer.pose.away),
        "joints": {name: [_short(x / width), _short(y / height)] for name, (x, y) in joints.items()},
        "heads": [
            [_short(v) for v in ((x - r) / width, (y - r) / height, (x + r) / width, (y + r) / height)]
            for x, y, r in heads
        ],
        "mouth": _short(truth.mouths[layer.name]),
        "loudness": _short(loudness_of(shot.speech, layer.name, frame / shot.fps)),
    }


def _share(box: Sequence[int] | None, size: tuple[int, int]) -> list[float] | None:
    if box is None:
        return None
    return [_short(v / size[i % 2]) for i, v in enumerate(box)]


def _short(value: float) -> float:
    return round(float(value), 6)


_PALETTE = [0, 0, 0] + [
    v for i in range(1, 256) for v in (64 + i * 67 % 192, 64 + i * 131 % 192, 64 + i * 29 % 192)
]
"""Colours to tell entities apart by eye."""


def _main(words: Sequence[str]) -> int:
    from backlot.production import find_tasks

    parser = argparse.ArgumentParser(prog="python -m backlot.truth", description=__doc__)
    parser.add_argument("production", type=Path)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--every", type=int, default=1, help="write every N-th frame")
    asked = parser.parse_args(words)
    if asked.every < 1:
        parser.error(f"--every is {asked.every}; it must be 1 or more")
    try:
        for task in find_tasks(asked.production):
            frames = range(0, task.num_frames, asked.every)
            truth = write_truth(task, asked.out_dir / str(task.panel.shot.id), frames)
            sys.stdout.write(f"{truth.folder}: {len(truth.moments)} frames\n")
    except FilmError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))

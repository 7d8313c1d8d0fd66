"""A dataset of the drawn world: labelled stills and short clips, the same ones for the same seed.

Each has a caption in plain English, the prompt that an image model would be given, and the boxes of everybody
and everything seen, by the masks. Number N of a seed is the same however many are drawn.

    python -m backlot.dataset OUT_DIR --count 100 --seed 1 [--size 256] [--clips 10]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backlot.actors.figures import draw_figure
from backlot.actors.kind import Kind
from backlot.actors.kinds import KINDS
from backlot.actors.look import cast_actor
from backlot.actors.pose import Pose
from backlot.captions import DEEDS, caption_shot
from backlot.colour import find_colour
from backlot.masks import Masks, mask_frame
from backlot.notes import notes_for
from backlot.paint import Canvas
from backlot.picture import DrawnShot
from backlot.places.sets import SETS, build_stage
from backlot.props import PROPS
from backlot.style import STYLES
from prompts.errors import FilmError
from prompts.screenplay import Camera, Character, Performer, Place, Prop, Scene, Shot
from prompts.vocabulary import Emotion, Move, Size, TimeOfDay, Weather
from prompts.wording import Seen, word_image
from shots.backends import Panel
from shots.slate import disk_errors, write_whole

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white", "grey", "black")
CLIP_FRAMES, CLIP_FPS = 16, 8
LEAST = 0.004
"""Share of the picture that somebody must have to be in a caption."""
_SIZES: tuple[Size, ...] = ("wide", "full", "full", "medium", "medium", "close", "extreme_close")
_MOVES: tuple[Move, ...] = (
    "static",
    "static",
    "pan_left",
    "pan_right",
    "push_in",
    "pull_out",
    "truck_left",
    "truck_right",
)
_WEARS = {
    "person": ("coat", "sweater", "scarf", "hat"),
    "upright": ("scarf", "hat", "waistcoat", "sweater"),
    "quadruped": ("scarf", "hat"),
    "bird": ("scarf", "hat"),
    "thing": ("hat",),
    "fish": ("hat",),
}
_SIMPLE = ("walk", "run", "jump", "sleep", "eat", "nod", "look", "talk", "stand")
"""What everybody can do, with hands or without."""
_NO_SKY = frozenset({"space", "underwater", "cave", "sky"})


@dataclass(frozen=True)
class Example:
    """One labelled picture or clip, not yet drawn."""

    panel: Panel
    num_frames: int
    frame: int
    """the one that a still shows"""


def make_example(seed: int, number: int, size: int, num_frames: int = 24) -> tuple[Example, DrawnShot, Masks]:
    """Number N of a seed, with its shot set up and the masks of its frame.

    What would be drawn otherwise than its caption says, or too small to be seen, is drawn by lot again.

    Args:
        size: width and height in pixels.
        num_frames: of its shot; clips have their own.
    """
    rng = random.Random(f"{seed}/{number}/{num_frames}")
    while True:
        panel = _draw_lots(rng, size, number, moves=num_frames == CLIP_FRAMES)
        frame = rng.randrange(num_frames)
        if notes_for(panel):
            continue
        shot = DrawnShot(panel, num_frames, CLIP_FPS)
        names = [p.part.actor.id for p in shot.placed] + [t.id for t in shot.props]
        masks = mask_frame(shot, frame, {name: i for i, name in enumerate(names, 1)})
        if all(pixels >= LEAST * size * size for pixels in masks.pixels.values()):
            return Example(panel, num_frames, frame), shot, masks


def _draw_lots(rng: random.Random, size: int, number: int, moves: bool) -> Panel:
    place = rng.choice(SETS)
    weather = rng.choice(get_args(Weather)) if rng.random() < 0.5 and _has_weather(place) else "clear"
    time_of_day = rng.choice(get_args(TimeOfDay)) if _has_weather(place) else "day"
    count = rng.choices((0, 1, 2), (1, 12, 7))[0]
    size_of_shot = rng.choice(_SIZES[: {0: 3, 1: 7, 2: 5}[count]])
    style = "storybook" if rng.random() < 0.7 else rng.choice(sorted(STYLES))
    kinds = rng.sample(sorted(KINDS), count)
    cast = {
        "-".join(kind.split()): _dress(rng, KINDS[kind], style != "noir", "close" in size_of_shot)
        for kind in kinds
    }
    performers = [_cast_part(rng, name, KINDS[str(c.kind)]) for name, c in cast.items()]
    props = dict([_choose_prop(rng, style != "noir")]) if rng.random() < 0.35 else {}
    camera = Camera(
        size=size_of_shot,
        angle="dutch" if rng.random() < 0.05 else "eye_level",
        move=rng.choice(_MOVES) if moves else "static",
    )
    shot = Shot(id=f"d-{number}", who=performers, camera=camera, props=list(props))
    scene = Scene(id="d", place="place", time_of_day=time_of_day, weather=weather, shots=[shot])
    return Panel(shot, scene, cast, Place(name=place), props, style, size, size, number)


@cache
def _has_weather(place: str) -> bool:
    return place not in _NO_SKY and not build_stage(place, [place], "day", "clear", 2.0).indoors


def _dress(rng: random.Random, kind: Kind, coloured: bool, near: bool) -> Character:
    """A look of colours and clothes that can be seen: 'blue fox, green scarf'."""

    def colour() -> str:
        return f"{rng.choice(COLOURS)} " if coloured else ""

    body = f"{colour()}{kind.name}" if rng.random() < 0.6 and _can_be_dyed(kind) else kind.name
    # Near the lens only what is worn about the head is sure to be in the picture.
    wears = ("scarf",) if kind.wears else _WEARS.get(kind.plan, ())
    free = [g for g in wears if _is_seen(kind, g) and not (near and g != "hat")]
    worn = rng.sample(free, min(len(free), rng.choices((0, 1, 2), (3, 5, 2))[0]))
    if len(set(worn) & {"coat", "sweater", "waistcoat"}) > 1:
        worn = worn[:1]
    return Character(kind=kind.name, look=", ".join([body, *(f"{colour()}{garment}" for garment in worn)]))


@cache
def _can_be_dyed(kind: Kind) -> bool:
    """Whether a colour before the noun is that of most of the figure."""
    if kind.plan == "person":
        return False
    magenta = find_colour("magenta")
    figure = _draw_alone(kind, f"magenta {kind.name}").astype(int)
    plain = _draw_alone(kind, kind.name).astype(int)
    dyed = np.abs(figure - np.array(magenta)).sum(2) < 150
    return bool(dyed.sum() > 0.25 * (plain.sum(2) < 765).sum())


@cache
def _is_seen(kind: Kind, garment: str) -> bool:
    """Whether a garment changes the drawing of a kind at all, and in its own colour."""
    worn = _draw_alone(kind, f"{kind.name}, magenta {garment}").astype(int)
    changed = np.abs(worn - _draw_alone(kind, kind.name)).sum(2) > 60
    like = np.abs(worn - np.array(find_colour("magenta"))).sum(2) < 150
    return bool((changed & like).sum() > 40)


def _draw_alone(kind: Kind, look: str) -> NDArray[np.uint8]:
    canvas = Canvas.blank(128, 128)
    draw_figure(canvas.at(64, 118, 84), cast_actor("x", kind.name, look), Pose())
    return canvas.surface.pixels()


def _cast_part(rng: random.Random, name: str, kind: Kind) -> Performer:
    hands = kind.plan in ("person", "upright")
    able = [deed for deed in DEEDS if deed not in ("swim", "fly", "carry")] if hands else list(_SIMPLE)
    if kind.plan == "bird":
        able.append("fly")
    emotion = rng.choice(get_args(Emotion)) if rng.random() < 0.5 else "neutral"
    return Performer(character=name, doing=DEEDS[rng.choice(able)], emotion=emotion)


def _choose_prop(rng: random.Random, coloured: bool) -> tuple[str, Prop]:
    kind = rng.choice([k for k in PROPS if k.size <= 1])
    return kind.name.replace(" ", "-"), Prop(
        name=kind.name, look=f"{rng.choice(COLOURS)} {kind.name}" if coloured else ""
    )


# -- labels --------------------------------------------------------------------------------------------------


def label_example(example: Example, shot: DrawnShot, masks: Masks) -> dict[str, Any]:
    """What is known of one picture, as plain data: a line of the index, but for its file."""
    panel = example.panel
    seen = Seen(panel.shot, panel.scene, panel.cast, panel.place, panel.props, panel.style)
    camera = panel.shot.camera or Camera()
    return {
        "caption": caption_shot(panel),
        "prompt": word_image(seen, window=200).text,
        "width": panel.width,
        "height": panel.height,
        "place": panel.place.name if panel.place else None,
        "time_of_day": panel.scene.time_of_day,
        "weather": panel.scene.weather,
        "style": panel.style,
        "camera": {"size": camera.size, "angle": camera.angle, "move": camera.move},
        "entities": _label_entities(shot, masks, panel),
    }


def _label_entities(shot: DrawnShot, masks: Masks, panel: Panel) -> list[dict[str, Any]]:
    actors: list[dict[str, Any]] = [
        {
            "id": p.part.actor.id,
            "role": "actor",
            "kind": p.part.actor.kind.name,
            "look": panel.cast[p.part.actor.id].look,
            "action": p.part.action,
            "mood": p.part.emotion,
        }
        for p in shot.placed
    ]
    props: list[dict[str, Any]] = [
        {"id": t.id, "role": "prop", "kind": t.match.kind.name, "colour": list(t.match.colour)}
        for t in shot.props
    ]
    return [{**facts, "box": _share(masks, str(facts["id"]), panel)} for facts in [*actors, *props]]


def _share(masks: Masks, name: str, panel: Panel) -> list[float]:
    box = masks.seen[name]
    return [round(v / (panel.width, panel.height)[i % 2], 5) for i, v in enumerate(box)]


# -- files ---------------------------------------------------------------------------------------------------


def write_dataset(folder: Path, count: int, seed: int, size: int = 256, clips: int = 0) -> Path:
    """`count` stills in `folder`/stills, `clips` clips in `folder`/clips, and `folder`/index.jsonl; its path.

    Raises:
        WorkspaceError: the disk is full or cannot be written.
    """
    rows = [_write_still(folder, seed, number, size) for number in range(count)]
    rows += [_write_clip(folder, seed, number, size) for number in range(clips)]
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "index.jsonl", text)
    return folder / "index.jsonl"


def _write_still(folder: Path, seed: int, number: int, size: int) -> dict[str, Any]:
    example, shot, masks = make_example(seed, number, size)
    file = f"stills/{number:06d}.png"
    picture = Image.fromarray(shot.draw(example.frame).picture)
    _write(folder / file, lambda path: picture.save(path, format="png", compress_level=1))
    return {"file": file, **label_example(example, shot, masks)}


def _write_clip(folder: Path, seed: int, number: int, size: int) -> dict[str, Any]:
    from shots.encode import write_clip

    example, shot, masks = make_example(seed, number, size, CLIP_FRAMES)
    file = f"clips/{number:06d}.mp4"
    drawn = [shot.draw(frame) for frame in range(CLIP_FRAMES)]

    def write(path: Path) -> None:
        pictures = (d.picture for d in drawn)
        write_clip(pictures, path, width=size, height=size, fps=CLIP_FPS, num_frames=CLIP_FRAMES)

    _write(folder / file, write)
    return {
        "file": file,
        "num_frames": CLIP_FRAMES,
        "fps": CLIP_FPS,
        "labelled_frame": example.frame,
        **label_example(example, shot, masks),
        "boxes": [{n: [round(v, 5) for v in box] for n, box in (d.boxes | d.props).items()} for d in drawn],
    }


def _write(path: Path, write: Callable[[Path], object]) -> None:
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)


def _main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m backlot.dataset", description=__doc__)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--count", type=int, default=100, help="stills")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", type=int, default=256, help="width and height in pixels, even")
    parser.add_argument("--clips", type=int, default=0, help=f"clips of {CLIP_FRAMES} frames")
    asked = parser.parse_args(words)
    if asked.size < 64 or asked.size % 2 or min(asked.count, asked.clips) < 0:
        parser.error(
            f"--size is {asked.size}; it must be even, 64 or more. --count and --clips are 0 or more"
        )
    start = time.perf_counter()
    try:
        index = write_dataset(asked.out_dir, asked.count, asked.seed, asked.size, asked.clips)
    except FilmError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    pictures = asked.count + asked.clips * CLIP_FRAMES
    pace = pictures / (time.perf_counter() - start)
    sys.stdout.write(f"{index}: {asked.count} stills, {asked.clips} clips; {pace:.1f} pictures a second\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))

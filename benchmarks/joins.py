"""How one shot meets the next: cut, dissolve, smooth and bridge, on the animatic and on tiny video models.

    python benchmarks/joins.py               # two pairs of shots each, about five minutes
    python benchmarks/joins.py --pairs 1 --steps 4

`jump` is the change over the join, `step` the largest within half a second of it, `typical` the median change
inside both shots (0..255); `ratio` is step in units of typical, 1 is no seam. `latents` is how far
the second frame of the shot after is from the shot before, in latents. Flicker and motion stand beside it,
for a join that freezes the picture has no seam either. The models have random weights: the figures say what
the mechanism does, nothing of how films look.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image as Pillow

sys.path.insert(0, str(Path(__file__).parent.parent))

from backlot.animatic import AnimaticClips, AnimaticKeyframes
from consistency.measure import measure_flicker, measure_motion
from prompts.screenplay import Character, Place, Scene, Shot
from shots.backends import Carry, ClipTask, Panel, find_backend
from shots.diffusion.latents import Tail
from tests.tiny_families import save_framepack, save_hunyuan, save_ltx2, save_skyreels, save_vace
from tests.tiny_video import save_animatediff, save_ltx, save_svd, save_wan

SAVE: dict[str, Any] = {
    "svd": save_svd,
    "animatediff": save_animatediff,
    "wan": save_wan,
    "wan/vace": save_vace,
    "ltx": save_ltx,
    "ltx/2": save_ltx2,
    "hunyuan": save_hunyuan,
    "hunyuan/framepack": save_framepack,
    "skyreels": save_skyreels,
}
"""backend, with the kind of its model after a stroke -> how a tiny one is saved"""
WIDTH, HEIGHT, FPS, FRAMES, REACH = 64, 32, 8, 9, 4
ACTIONS = ("A fox walks.", "A fox looks around.")
Frames = NDArray[np.uint8]


def make_tasks(folder: Path, seed: int) -> list[ClipTask]:
    """Two shots of one fox in one wood, with their drawn keyframes."""
    tasks = []
    for number, action in enumerate(ACTIONS):
        who = [
            {
                "character": "fox",
                "path": [{"at": 0, "box": [0.2 + 0.3 * number, 0.3, 0.5 + 0.3 * number, 0.9]}],
            }
        ]
        shot = Shot.model_validate({"id": f"s{number}", "action": action, "who": who})
        scene = Scene(place="wood", time_of_day="day", shots=[shot])
        cast = {"fox": Character(kind="fox", look="a red fox")}
        panel = Panel(
            shot, scene, cast, Place(look="a forest"), {}, "storybook", WIDTH, HEIGHT, seed + number
        )
        ((_, picture),) = AnimaticKeyframes().draw([panel])
        keyframe = folder / f"{seed}-{number}.png"
        Pillow.fromarray(picture).save(keyframe)
        tasks.append(ClipTask(panel, FRAMES, FPS, keyframe=keyframe))
    return tasks


def shoot_pair(
    backend: Any, tasks: list[ClipTask], carry: Carry | None, folder: Path
) -> tuple[Frames, Frames, float]:
    """Both shots, and how far the second frame of one is from the end of the other, in latents."""
    first, second = tasks
    if backend.card.latents is None:
        return _stack(backend, first), _stack(backend, second), float("nan")
    ends = [folder / "end.0", folder / "end.1"]
    before = _stack(backend, replace(first, keep=ends[0]))
    given = replace(carry, tail=ends[0]) if carry else None
    after = _stack(backend, replace(second, carry=given, keep=ends[1]))
    one, other = (Tail.load(path).latents for path in ends)
    return before, after, float((other[1] - one[-2]).abs().mean())


def _stack(backend: Any, task: ClipTask) -> Frames:
    return np.stack(list(backend.shoot(task)))


def dissolve(before: Frames, after: Frames) -> tuple[Frames, Frames]:
    """Both shots, half a second of them seen at once; split in the middle of it."""
    weights = (np.arange(1, REACH + 1) / (REACH + 1))[:, None, None, None]
    mixed = (before[-REACH:] * (1 - weights) + after[:REACH] * weights).round().astype(np.uint8)
    half = REACH // 2
    return np.concatenate([before[:-REACH], mixed[:half]]), np.concatenate([mixed[half:], after[REACH:]])


def bridge(backend: Any, task: ClipTask, before: Frames, after: Frames, folder: Path) -> Frames:
    """The in-between clip of two shots, seen in place of REACH frames of both."""
    pictures = {"keyframe": before[-REACH], "last": after[REACH - 1]}
    for name, picture in pictures.items():
        Pillow.fromarray(picture).save(folder / f"{name}.png")
    given = {name: folder / f"{name}.png" for name in pictures}
    return _stack(backend, replace(task, num_frames=2 * REACH, **given))


def measure_bridge(before: Frames, between: Frames, after: Frames) -> dict[str, float]:
    """As `measure`, the jump the larger one of the bridge's two seams."""
    seams = [measure(before[:-REACH], between), measure(between, after[REACH:])]
    return max(seams, key=lambda seam: seam["jump"])


def measure(before: Frames, after: Frames) -> dict[str, float]:
    """The join of two shots in 0..255, and what moves and flickers around it."""
    film = np.concatenate([before, after]).astype(float)
    changes = np.abs(np.diff(film, axis=0)).mean((1, 2, 3))
    join = len(before) - 1
    near = changes[max(0, join - REACH) : join + REACH + 1]
    inside = np.delete(changes, join)
    around = np.concatenate([before[-REACH:], after[:REACH]])
    return {
        "jump": float(changes[join]),
        "step": float(near.max()),
        "typical": float(np.median(inside)),
        "flicker": measure_flicker(list(around)) * 255,
        "motion": measure_motion(list(after)) * 255,
    }


def rows(pairs: int, steps: int) -> Iterator[tuple[str, str, dict[str, float]]]:
    """(backend, join, medians over the pairs)."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tasks = [make_tasks(folder, 10 * pair) for pair in range(pairs)]
        backends: dict[str, Any] = {"animatic": AnimaticClips()}
        for family, save in SAVE.items():
            save(folder / family)
            name = family.partition("/")[0]
            backends[family] = find_backend("shots.clips", f"{name}:{folder / family},steps={steps}")
        for family, backend in backends.items():
            joins: dict[str, Carry | None] = {"cut": None, "dissolve": None}
            if backend.card.latents is not None:
                joins["smooth"] = Carry("s0", "", REACH)
                joins["smooth, full"] = Carry("s0", "", REACH, noise=1.0, latents=1.0, until=1.0)
            if backend.card.last_frame:
                joins["bridge"] = None
            for join, carry in joins.items():
                found = []
                for first, second in tasks:
                    before, after, distance = shoot_pair(backend, [first, second], carry, folder)
                    if join == "dissolve":
                        before, after = dissolve(before, after)
                    seam = measure(before, after)
                    if join == "bridge":
                        between = bridge(backend, first, before, after, folder)
                        seam = measure_bridge(before, between, after)
                    found.append({**seam, "latents": distance})
                yield family, join, {key: statistics.median(row[key] for row in found) for key in found[0]}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=2)
    parser.add_argument("--steps", type=int, default=4)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    print(
        f"{'clips':<18}{'join':<14}{'jump':>8}{'step':>8}{'typical':>9}{'ratio':>8}{'latents':>9}{'flicker':>9}{'motion':>8}"
    )
    for family, join, row in rows(chosen.pairs, chosen.steps):
        ratio = row["step"] / max(row["typical"], 0.5)
        print(
            f"{family:<18}{join:<14}{row['jump']:>8.2f}{row['step']:>8.2f}{row['typical']:>9.2f}{ratio:>8.2f}{row['latents']:>9.3f}"
            f"{row['flicker']:>9.2f}{row['motion']:>8.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

"""Does a shot move as much as its `motion.intensity` says? Mean optical flow on the animatic for 1 to 10.

    python benchmarks/motion.py              # four acts, with and without a move of the camera, a minute

Flow is in hundredths of the picture's height a frame, at 12 frames a second. The last column is Spearman's
rank correlation of intensity and flow; the bar is 0.9.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from backlot.animatic import AnimaticClips
from consistency.flow import measure_flow
from prompts.screenplay import Character, Place, Scene, Shot
from shots.backends import ClipTask, Panel

ACTS = ("walks", "waves", "stands", "dances")


def measure_act(doing: str, move: str, intensity: int, *, seconds: float = 2.0, fps: int = 12) -> float:
    """Mean flow of a fox who does something in a wood, in heights of the picture a frame."""
    marks = [{"at": 0, "box": [0.2, 0.3, 0.5, 0.9]}]
    if doing == "walks":
        marks.append({"at": 1, "box": [0.5, 0.3, 0.8, 0.9]})
    shot = Shot.model_validate(
        {
            "id": "s1",
            "action": f"A fox {doing}.",
            "who": [{"character": "fox", "doing": doing, "path": marks}],
            "motion": {"intensity": intensity},
            "camera": {"move": move},
        }
    )
    scene = Scene(place="wood", time_of_day="day", shots=[shot])
    cast = {"fox": Character(kind="fox", look="a red fox")}
    panel = Panel(shot, scene, cast, Place(look="a forest"), {}, "storybook", 160, 90, 3)
    frames = AnimaticClips().shoot(ClipTask(panel, round(seconds * fps) + 1, fps))
    return float(np.mean([measure_flow(a, b) for a, b in pairwise(frames)]))


def correlate_ranks(values: list[float]) -> float:
    """-1..1, Spearman's correlation of values with their own order."""
    ranks = np.argsort(np.argsort(values))
    count = len(values)
    return float(1 - 6 * ((ranks - np.arange(count)) ** 2).sum() / (count * (count**2 - 1)))


def main() -> None:
    """Print the table."""
    print(f"{'act':<8}{'camera':<10}" + "".join(f"{n:>7}" for n in range(1, 11)) + "   rank")
    for doing in ACTS:
        for move in ("static", "push_in"):
            flows = [measure_act(doing, move, n) for n in range(1, 11)]
            cells = "".join(f"{flow * 100:>7.3f}" for flow in flows)
            print(f"{doing:<8}{move:<10}{cells}{correlate_ranks(flows):>7.2f}", flush=True)


if __name__ == "__main__":
    main()

"""Seams: what a viewer sees where one clip of a film meets the next, measured on the film's own pictures.

Joins are looked at as they are cut, dissolves and fades in them. Only the pictures around a join are decoded,
and small; what is measured is kept, so that a film that did not change is not looked at again.

    seams = find_seams(timeline, workspace)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shots.cutting.footage import Footage, inspect_clip
from shots.cutting.joins import film_pictures
from shots.cutting.timeline import Timeline
from shots.slate import Notes, Workspace

if TYPE_CHECKING:
    from shots.backends import Image

SEAM_VERSION = "seam/2"
REACH = 8
"""frames on either side of a join that say what a usual change is"""
WIDTH = 256
"""pixels of what is looked at"""


def find_seams(timeline: Timeline, workspace: Workspace) -> dict[str, dict[str, float]]:
    """Id of every shot but the last -> `measure_join` of it and the next; measured once and kept.

    Raises:
        CutError: a clip cannot be read.
    """
    seams = {}
    for index, clip in enumerate(timeline.clips[:-1]):
        if clip.bridges:
            continue  # it is itself the join of the clips around it
        far = index + (2 if timeline.clips[index + 1].bridges else 1)
        inputs = {
            "step": SEAM_VERSION,
            "clips": [
                [c.path.name, c.num_frames, timeline.overlap_in(n)]
                for n, c in enumerate(timeline.clips[index : far + 1], index)
            ],
            "kind": clip.transition.kind,
            "after": timeline.overlaps[far],
        }

        def build(path: Path, notes: Notes, index: int = index) -> None:
            path.write_text(json.dumps(measure_join(timeline, index)), encoding="utf-8")

        kept = workspace.make("seams", clip.id, ".json", inputs, build)
        seams[clip.id] = json.loads(kept.path.read_text(encoding="utf-8"))
    return seams


def measure_join(timeline: Timeline, index: int) -> dict[str, float]:
    """How a clip of the film meets the next, over their bridge if they have one.

    Returns:
        `jump` and `usual`, the largest change from frame to frame in the join and the median one around it,
        and `colour_shift`, all 0..1 of the range of pixels; `ratio`, the jump in usual changes, 1 is no seam;
        `flow` and `usual_flow`, likewise what moves, in heights of the picture. Of a bridge also `opens` and
        `ends`, the ratios of its two seams.
    """
    from consistency.measure import measure_seam

    after, start = timeline.clips[index + 1], timeline.starts[index + 1]
    lasts = after.num_frames if after.bridges else timeline.overlaps[index]
    first, last = max(0, start - REACH), min(start + lasts + REACH, timeline.num_frames)
    frames = _read_small(timeline, first, last)
    meets, ends = start - first, start - first + lasts
    before, between, behind = frames[:meets], frames[meets:ends], frames[ends:]
    seam = measure_seam(before, behind, between=between, flow=True)
    found = {**vars(seam), "ratio": seam.ratio}
    if after.bridges:
        seams = {"opens": (before, between), "ends": (between, behind)}
        found |= {name: measure_seam(*sides, reach=REACH).ratio for name, sides in seams.items()}
    return {name: round(value, 5) for name, value in found.items()}


def _read_small(timeline: Timeline, first: int, last: int) -> list[Image]:
    """The film's pictures first <= n < last, at most WIDTH wide."""
    near = [n for n, clip in enumerate(timeline.clips) if _shows(timeline, n, first, last)]
    footage: dict[int, Footage] = {n: inspect_clip(timeline.clips[n].path) for n in near}
    every: Any = [footage.get(n) for n in range(len(timeline.clips))]
    frames: list[Image] = []
    for frame in film_pictures(timeline, every, first, last):
        width = min(frame.width, WIDTH)
        height = max(round(frame.height * width / frame.width), 1)
        small: Any = frame.reformat(width=width, height=height, format="rgb24").to_ndarray()
        frames.append(small)
    return frames


def _shows(timeline: Timeline, clip: int, first: int, last: int) -> bool:
    start = timeline.starts[clip]
    return start < last and first < start + timeline.clips[clip].num_frames

"""Masks: which pixels of a frame belong to whom, by drawing everybody alone.

Knows nothing of files.

    python -c "from backlot.masks import mask_frame; print(mask_frame.__doc__)"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backlot.paint import Surface
from backlot.picture import DrawnShot, Layer
from backlot.soft import coverage

PixelBox = tuple[int, int, int, int]
"""left, top, right, bottom in pixels; right and bottom are one past the last"""
NOBODY = 0
"""The index of the place itself."""


@dataclass(frozen=True)
class Masks:
    """Who is where in one frame, by pixels."""

    index: NDArray[np.uint8]
    """(height, width): whose pixel is seen, NOBODY for the place, its light and its weather"""
    whole: dict[str, PixelBox]
    """the box of everybody that is in the picture at all, as if nobody stood in front"""
    seen: dict[str, PixelBox]
    """the box of what is seen of them; those who are hidden are left out"""
    pixels: dict[str, int]
    """how many of them are seen"""


def mask_frame(shot: DrawnShot, frame: int, numbers: Mapping[str, int]) -> Masks:
    """The masks of one frame. A pixel is somebody's when they cover at least half of it.

    Args:
        numbers: the index of every character and prop of the shot, 1 .. 255.
    """
    width, height = shot.panel.width, shot.panel.height
    index = np.zeros((height, width), np.uint8)
    whole: dict[str, PixelBox] = {}
    for layer in shot.layers(frame):
        covered = cover_of(layer, width, height)
        index[covered] = numbers[layer.name]
        box = box_of(covered)
        if box:
            whole[layer.name] = box
    before = coverage(width, height, lambda surface: shot.draw_foreground(surface, frame))[1]
    index[before >= 128] = NOBODY
    seen = {name: box_of(index == number) for name, number in numbers.items()}
    counts = np.bincount(index.ravel(), minlength=256)
    return Masks(
        index,
        whole,
        {name: box for name, box in seen.items() if box},
        {name: int(counts[number]) for name, number in numbers.items()},
    )


def cover_of(layer: Layer, width: int, height: int) -> NDArray[np.bool_]:
    """(height, width): the pixels that a layer covers by half or more."""

    def draw(surface: Surface) -> None:
        layer.draw(surface)

    return coverage(width, height, draw)[1] >= 128


def box_of(covered: NDArray[np.bool_]) -> PixelBox | None:
    """The smallest box around the true pixels; None if there are none."""
    rows, columns = np.flatnonzero(covered.any(1)), np.flatnonzero(covered.any(0))
    if not len(rows):
        return None
    return (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)

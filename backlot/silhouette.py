"""Silhouettes: where a figure is, row by row and column by column, at a few moments of what it plays.

The body is painted black, small, and read back: what counts is what covers a pixel by half, as in the truth.
From rows and columns follows what of the figure is seen wherever it is put, cut by the frame's edges.

    python -c "from backlot.silhouette import silhouette_of; print(silhouette_of.__doc__)"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backlot.actors.acting import Part, pose_at, stride_of
from backlot.actors.figures import draw_figure, outline
from backlot.framing import Box
from backlot.paint import Canvas, Surface

MOMENTS = 8
_FINE = 96.0
"""Pixels a body height, of those who are not very long."""
_WIDEST = 400.0
_BLACK = (0, 0, 0)


@dataclass(frozen=True)
class Silhouette:
    """A figure at some moments, in body heights: x to the right, y downwards, feet at 0."""

    tops: NDArray[np.float64]
    """(rows,) where each row begins"""
    step: float
    """how tall a row is"""
    left: NDArray[np.float64]
    """(moments, rows) where the figure begins in each row; infinity where there is nothing of it"""
    right: NDArray[np.float64]
    """(moments, rows) where it ends; minus infinity where there is nothing"""
    sides: NDArray[np.float64]
    """(columns,) where each column begins"""
    wide: float
    """how broad a column is"""
    upper: NDArray[np.float64]
    """(moments, columns) where the figure begins in each column; infinity where there is nothing of it"""
    lower: NDArray[np.float64]
    """(moments, columns) where it ends; minus infinity where there is nothing"""

    def inside(self, window: Box) -> NDArray[np.float64]:
        """(moments, 4): the box of what is inside the window, at each moment; empty where nothing is."""
        x0, y0, x1, y1 = window
        tops, bottoms = self.tops, self.tops + self.step
        there = (self.right > x0) & (self.left < x1) & (bottoms > y0) & (tops < y1)
        starts, ends = self.sides, self.sides + self.wide
        across = (self.lower > y0) & (self.upper < y1) & (ends > x0) & (starts < x1)
        left = np.where(across, starts, np.inf).min(1).clip(x0, x1)
        right = np.where(across, ends, -np.inf).max(1).clip(x0, x1)
        top = np.where(there, tops, np.inf).min(1).clip(y0, y1)
        bottom = np.where(there, bottoms, -np.inf).max(1).clip(y0, y1)
        return np.stack([left, top, np.maximum(left, right), np.maximum(top, bottom)], 1)

    def extent(self, window: Box = (-99.0, -99.0, 99.0, 99.0)) -> Box:
        """The mean over the moments of what is inside the window."""
        x0, y0, x1, y1 = self.inside(window).mean(0)
        return (float(x0), float(y0), float(x1), float(y1))


@lru_cache(256)
def silhouette_of(part: Part, pace: float = 0.0, stretch: float = 1.0) -> Silhouette:
    """The silhouette of a part: at `MOMENTS` moments of its act, or of its gait if it covers ground.

    Args:
        pace: body heights a second, of those who cover ground.
        stretch: how much broader than tall it is drawn; its head keeps its form, so that it is of another
            shape in body heights too.
    """
    poses = []
    for i in range(MOMENTS):
        gone = i * stride_of(part, pace) / MOMENTS if pace else 0.0
        poses.append(pose_at(part, 0.33 * i, gone, pace, goes=pace > 0))
    if pace:  # it begins and ends at rest
        poses += [pose_at(part, t, goes=True) for t in (0.0, 0.33 * MOMENTS)]
    wide, tall = math.sqrt(stretch), 1 / math.sqrt(stretch)
    reach = [_bounds_of(outline(part.actor, pose, stretch)) for pose in poses]
    x0, y0 = min(b[0] for b in reach) - 0.03, min(b[1] for b in reach) - 0.03
    x1, y1 = max(b[2] for b in reach) + 0.03, max(b[3] for b in reach) + 0.03
    fine = min(_FINE, _WIDEST / (x1 - x0) / wide, _WIDEST / (y1 - y0) / tall)
    fx, fy = fine * wide, fine * tall
    width, height = int((x1 - x0) * fx) + 1, int((y1 - y0) * fy) + 1
    surface = Surface(width, height, marks=False)
    lefts, rights, uppers, lowers = [], [], [], []
    for pose in poses:
        surface.load(b"\xff" * (width * height * 3))
        canvas = Canvas(surface, (fx, 0.0, -x0 * fx, 0.0, fy, -y0 * fy), tone=lambda _: _BLACK)
        draw_figure(canvas, part.actor, pose)
        dark = surface.pixels()[..., 1] < 128
        first, last = _ends_of(dark)
        lefts.append(first / fx + x0)
        rights.append(last / fx + x0)
        first, last = _ends_of(dark.T)
        uppers.append(first / fy + y0)
        lowers.append(last / fy + y0)
    tops, sides = np.arange(height) / fy + y0, np.arange(width) / fx + x0
    return Silhouette(
        tops,
        1 / fy,
        np.stack(lefts),
        np.stack(rights),
        sides,
        1 / fx,
        np.stack(uppers),
        np.stack(lowers),
    )


def _ends_of(dark: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(rows,) where each row's first dark pixel begins and its last one ends; infinities where none is."""
    empty, length = ~dark.any(1), dark.shape[1]
    first = np.where(empty, np.inf, dark.argmax(1))
    return first, np.where(empty, -np.inf, length - dark[:, ::-1].argmax(1))


def in_turn(played: Sequence[tuple[float, Silhouette]]) -> Silhouette:
    """One silhouette of several that follow each other, each with its share of the moments, 0..1."""
    step, wide = min(s.step for _, s in played), min(s.wide for _, s in played)
    tops = np.arange(min(s.tops[0] for _, s in played), max(s.tops[-1] for _, s in played) + step, step)
    sides = np.arange(min(s.sides[0] for _, s in played), max(s.sides[-1] for _, s in played) + wide, wide)
    rows, columns = [], []
    for share, s in played:
        count = max(1, round(share * MOMENTS))
        moments = np.arange(count) * len(s.left) // count
        rows.append(_at(tops + step / 2, s.tops, s.step, s.left[moments], s.right[moments]))
        columns.append(_at(sides + wide / 2, s.sides, s.wide, s.upper[moments], s.lower[moments]))
    left, right = (np.concatenate(ends) for ends in zip(*rows, strict=True))
    upper, lower = (np.concatenate(ends) for ends in zip(*columns, strict=True))
    return Silhouette(tops, step, left, right, sides, wide, upper, lower)


def _at(
    places: NDArray[np.float64],
    starts: NDArray[np.float64],
    step: float,
    first: NDArray[np.float64],
    last: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(moments, places) twice: the ends of the rows, or columns, in which the places are."""
    rows = np.floor((places - starts[0]) / step).astype(int)
    there = (rows >= 0) & (rows < len(starts))
    rows = rows.clip(0, len(starts) - 1)
    return np.where(there, first[:, rows], np.inf), np.where(there, last[:, rows], -np.inf)


def _bounds_of(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))

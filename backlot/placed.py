"""Placed: one performer with boxes for the whole shot, and how a figure stands in a box.

Values only; who is placed where is decided by `staging`, `together` and `prop_staging`.

    python -c "from backlot.placed import box_at; print(box_at([(0, (0, 0, 1, 1))], 0.5))"
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from backlot.actors.acting import Part
from backlot.framing import Box

_RAMP = 0.05
"""Share of a way spent on starting and on stopping."""
MAX_STRETCH = 1.16


@dataclass(frozen=True)
class Fit:
    """How a figure is put into the picture: pixel = origin + scale * body height."""

    x: float
    y: float
    sx: float
    sy: float


@dataclass
class Placed:
    """One performer with boxes for the whole shot."""

    part: Part
    keys: list[tuple[float, Box]]
    planned: bool
    """the boxes are the screenplay's"""
    shown: float
    """share of the figure that is in the picture, from the top"""
    extent: Box
    """of the shown part in body heights: left, top, right, bottom"""
    asked: list[tuple[float, Box]] = field(default_factory=list)
    """the boxes as the screenplay has them; none when they are by custom"""
    whole: Box = (-0.5, -1.0, 0.5, 0.0)
    """of the whole figure in body heights, the mean over its action"""
    travelled: list[float] = field(default_factory=list)
    speed: list[float] = field(default_factory=list)
    moves: bool = False
    depth_key: float = 0.0
    alone: bool = True
    """nobody else, or one other whom they face: what is behind them may leave the picture"""
    beats: list[tuple[float, Part]] = field(default_factory=list)
    """what the actor plays from that moment on"""
    away: bool = False
    """near the lens, with the back to us"""
    called: str = ""
    """their name in the screenplay"""
    holds: bool = False
    """something is in the hand, whatever else they do"""
    awake: bool = False
    """they lie with open eyes"""
    carrier: Placed | None = None
    """on whom, or in which vehicle, they ride"""
    seat: tuple[float, float, float] | None = None
    """in a vehicle: where the head is seen, x, y and radius in the vehicle's heights"""
    note: str = ""
    """how this is staged otherwise than the boxes ask; '' when it is not"""

    def box(self, u: float) -> Box:
        """The box to stand in at u, 0..1."""
        return box_at(self.keys, u)

    def planned_box(self, u: float, width: int, height: int) -> Box:
        """What the whole figure is to cover at u, 0..1, in 0..1 of the frame and cut at its edges."""
        fit = self.fit(self.box(u), width, height)
        left, right = (min(1.0, max(0.0, (fit.x + fit.sx * x) / width)) for x in self.whole[::2])
        top, bottom = (min(1.0, max(0.0, (fit.y + fit.sy * y) / height)) for y in self.whole[1::2])
        return (left, top, right, bottom)

    def fit(self, box: Box, width: int, height: int) -> Fit:
        """How the figure stands in a box: filling it when the proportions agree, else at its bottom
        centre.
        """
        left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
        wide, tall = self.extent[2] - self.extent[0], self.extent[3] - self.extent[1]
        ratio = ((right - left) / max(bottom - top, 1e-6)) / (wide / tall)
        stretch = min(MAX_STRETCH, max(1 / MAX_STRETCH, ratio))
        scale = min((bottom - top) / tall, (right - left) / (wide * stretch))
        sx, sy = scale * stretch, scale
        middle = (left + right) / 2 - sx * (self.extent[0] + self.extent[2]) / 2
        return Fit(middle, bottom - sy * self.extent[3], sx, sy)


def box_at(keys: Sequence[tuple[float, Box]], u: float) -> Box:
    """The box at u between its keys: straight ways with soft starts and stops."""
    if u <= keys[0][0]:
        return keys[0][1]
    if u >= keys[-1][0]:
        return keys[-1][1]
    i = bisect_right([k[0] for k in keys], u)
    (t0, a), (t1, b) = keys[i - 1], keys[i]
    k = _glide((u - t0) / (t1 - t0))
    return (
        a[0] + (b[0] - a[0]) * k,
        a[1] + (b[1] - a[1]) * k,
        a[2] + (b[2] - a[2]) * k,
        a[3] + (b[3] - a[3]) * k,
    )


def _glide(t: float) -> float:
    """0..1 at an even pace but for a short ramp at both ends."""
    v = 1 / (1 - _RAMP)
    if t < _RAMP:
        return v * t * t / (2 * _RAMP)
    if t > 1 - _RAMP:
        return 1 - v * (1 - t) ** 2 / (2 * _RAMP)
    return v * (t - _RAMP / 2)

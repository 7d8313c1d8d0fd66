"""Fur that stands: the jagged edge of those who are angry or startled, behind head and back.

One unit is the head's radius, or the standing height, as the canvas has it.
"""

from __future__ import annotations

import math

from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.colour import darker
from backlot.paint import Canvas

_SMOOTH = frozenset({"person", "thing", "fish", "snake"})
_BARE = frozenset({"tentacles", "claws", "dots", "shell-wings", "shell", "hopper", "rod", "sting"})
_POINTS = 26


def draw_ruff(c: Canvas, a: Actor, p: Pose) -> None:
    """Spikes round the skull; `c` is in head radii, its origin in the middle of the skull."""
    if p.bristle <= 0 or a.kind.plan in _SMOOTH or a.traits & _BARE or "robot" in a.kind.name:
        return
    points = []
    for i in range(2 * _POINTS):
        r = 0.96 if i % 2 else 1.0 + 0.26 * p.bristle
        angle = i * math.pi / _POINTS
        points.append((r * math.cos(angle), 0.06 + r * math.sin(angle)))
    c.polygon(points, darker(a.coat, 0.9))


def draw_ridge(c: Canvas, a: Actor, p: Pose, half: float, height: float) -> None:
    """Spikes along a back from -half to half, at `height` over the canvas's origin."""
    if p.bristle <= 0:
        return
    points = [(half, -0.6 * height)]
    for i in range(17):
        x = half - 2 * half * i / 16
        points.append((x - 0.02 * (i % 2), -height * (1.0 if i % 2 == 0 else 1.0 + 0.42 * p.bristle)))
    c.polygon([*points, (-half, -0.6 * height)], darker(a.coat, 0.85))

"""Sun, moon, stars, clouds and the wind, as they act. Part of things.py, apart for length.

One unit is the standing height; the origin is at the hips, above the legs.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.colour import darker, lighter
from backlot.paint import Canvas


def _sun(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    for i in range(12):
        angle = i * math.tau / 12 + p.sway * 0.05
        x, y = math.cos(angle), math.sin(angle)
        b.lit(None).polygon(
            [
                (0.3 * x - 0.07 * y, -0.42 + 0.3 * y + 0.07 * x),
                (0.44 * x, -0.42 + 0.44 * y),
                (0.3 * x + 0.07 * y, -0.42 + 0.3 * y - 0.07 * x),
            ],
            darker(a.coat, 0.94),
        )
    b.lit(None).ellipse(0, -0.42, 0.31, 0.31, a.coat)
    return 0.0, -0.42, 0.25


def _moon(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.lit(None).ellipse(0, -0.42, 0.4, 0.4, a.coat)
    for x, y, r in ((-0.24, -0.6, 0.06), (0.24, -0.2, 0.05), (0.2, -0.66, 0.04)):
        b.lit(None).plain().ellipse(x, y, r, r, darker(a.coat, 0.9))
    return 0.0, -0.42, 0.25


def _star(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    points = [
        (
            (0.46 if i % 2 == 0 else 0.24) * math.sin(i * math.pi / 5),
            -0.4 - (0.46 if i % 2 == 0 else 0.24) * math.cos(i * math.pi / 5),
        )
        for i in range(10)
    ]
    b.lit(None).polygon(points, a.coat)
    return 0.0, -0.4, 0.2


def _cloud(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    for x, y, r in (
        (-0.42, -0.24, 0.22),
        (0.42, -0.24, 0.22),
        (-0.18, -0.42, 0.3),
        (0.2, -0.4, 0.28),
        (0, -0.24, 0.3),
    ):
        b.ellipse(x, y, r, r * 0.9, a.coat)
    return 0.0, -0.32, 0.24


def _wind(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    """A puff of air with hair that streams behind, and what it blows."""
    for i, (y, long) in enumerate(((-0.7, 0.56), (-0.52, 0.74), (-0.32, 0.66), (-0.14, 0.44))):
        w = 0.05 * math.sin(p.sway * 2 + i)
        b.limb([(0.0, y), (-0.3, y - 0.06 + w), (-0.5, y + 0.08 - w), (-0.24 - long, y - 0.04 + w)],
               [0.3, 0.04], darker(a.coat, 0.88 if i % 2 else 0.95))  # fmt: skip
    b.blob(
        [(-0.3, -0.1), (-0.36, -0.5), (-0.1, -0.82), (0.26, -0.76), (0.42, -0.44), (0.3, -0.1), (0, 0.0)],
        a.coat,
    )
    for k in (-1, 1):
        b.plain().ellipse(0.08 + k * 0.2, -0.26, 0.11, 0.1, lighter(a.coat, 0.5))
    for i, y in enumerate((-0.4, -0.26, -0.12)):
        x = 0.5 + 0.05 * math.sin(p.sway * 3 + i)
        curl = [(x, y), (x + 0.3, y - 0.03), (x + 0.46, y - 0.12), (x + 0.36, y - 0.2), (x + 0.28, y - 0.12)]
        b.stroke(curl, 0.035, lighter(a.coat, 0.2))
    return 0.08, -0.44, 0.25


SKY: dict[str, Callable[[Canvas, Actor, Pose], tuple[float, float, float]]] = {
    "sun": _sun,
    "moon": _moon,
    "star": _star,
    "cloud": _cloud,
    "wind": _wind,
}
"""Every being of the sky by the trait that chooses it."""

"""Gaits: when each of four feet stands and where it is, and the joints of a leg that keeps its lengths.

A standing foot moves back under the body as fast as the body goes, so it keeps its place on the ground; a
lifted one swings forward along a cubic Bézier curve. Numbers only; knows nothing of shapes.

    python -c "from backlot.actors.gaits import GALLOP, step; print([step(GALLOP, 0.1, i) for i in range(4)])"
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Foot = tuple[float, float]
"""Forward of the hip or shoulder, and height over the ground."""


@dataclass(frozen=True)
class Gait:
    """How four legs go."""

    stride: float
    """ground covered in one cycle, in lengths of the leg"""
    duty: float
    """share of the cycle that each foot stands"""
    beats: tuple[float, float, float, float]
    """when in the cycle each comes down: hind near, hind far, fore near, fore far"""
    lift: float
    """height of a swinging foot, in lengths of the leg"""
    bounce: float
    """rise of the back, in lengths of the leg"""
    pitch: float
    """degrees that the back rocks"""


WALK = Gait(1.5, 0.64, (0.0, 0.5, 0.25, 0.75), 0.2, 0.03, 0.0)
TROT = Gait(2.3, 0.44, (0.0, 0.5, 0.5, 1.0), 0.3, 0.1, 0.0)
GALLOP = Gait(3.1, 0.3, (0.0, 0.1, 0.46, 0.56), 0.42, 0.12, 7.0)
BOUND = Gait(2.9, 0.26, (0.0, 0.04, 0.48, 0.54), 0.44, 0.3, 11.0)


def between(a: Gait, b: Gait, share: float) -> Gait:
    """A gait `share` of the way from a to b."""

    def mix(p: float, q: float) -> float:
        return p + (q - p) * share

    one, two, three, four = map(mix, a.beats, b.beats)
    return Gait(
        mix(a.stride, b.stride),
        mix(a.duty, b.duty),
        (one, two, three, four),
        mix(a.lift, b.lift),
        mix(a.bounce, b.bounce),
        mix(a.pitch, b.pitch),
    )


def step(gait: Gait, cycle: float, leg: int) -> Foot:
    """Where a foot is, in lengths of the leg.

    Args:
        cycle: how many strides have been gone.
        leg: 0 near hind, 1 far hind, 2 near fore, 3 far fore.
    """
    ground = gait.stride * gait.duty
    at = (cycle - gait.beats[leg]) % 1.0
    if at < gait.duty:
        return (ground * (0.5 - at / gait.duty), 0.0)
    s = (at - gait.duty) / (1 - gait.duty)
    over = 0.12 * ground
    x = _bezier(-ground / 2, -ground / 2 - over, ground / 2 + over, ground / 2, s)
    return (x, _bezier(0.0, gait.lift * 4 / 3, gait.lift * 4 / 3, 0.0, s))


def _bezier(a: float, b: float, c: float, d: float, s: float) -> float:
    r = 1 - s
    return a * r**3 + 3 * b * r * r * s + 3 * c * r * s * s + d * s**3


def rock(gait: Gait, cycle: float) -> tuple[float, float, float]:
    """(rise of the back in lengths of the leg, pitch in degrees, -1 gathered .. 1 stretched)."""
    middle = gait.beats[0] + (gait.beats[1] + gait.duty) / 2
    bound = math.cos((cycle - middle - 0.22) * math.tau)
    twice = math.cos((cycle - middle - 0.22) * 2 * math.tau)
    return gait.bounce * (0.5 + 0.5 * twice), -gait.pitch * math.cos((cycle - middle) * math.tau), bound


def bend(
    hip: tuple[float, float], foot: tuple[float, float], upper: float, lower: float, side: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """(joint, foot) of a leg of two parts that keep their lengths; a foot out of reach is brought in.

    Args:
        side: 1 bends forward, -1 backward.
    """
    dx, dy = foot[0] - hip[0], foot[1] - hip[1]
    away = math.hypot(dx, dy) or 1e-9
    reach = min(max(away, abs(upper - lower) + 1e-6), upper + lower - 1e-6)
    ux, uy = dx / away, dy / away
    along = (upper * upper - lower * lower + reach * reach) / (2 * reach)
    out = side * math.sqrt(max(0.0, upper * upper - along * along))
    joint = (hip[0] + ux * along + uy * out, hip[1] + uy * along - ux * out)
    return joint, (hip[0] + ux * reach, hip[1] + uy * reach)


def through(hip: Foot, joint: Foot, foot: Foot) -> Foot:
    """The control point of the quadratic Bézier from hip to foot that passes through the joint."""
    return (2 * joint[0] - (hip[0] + foot[0]) / 2, 2 * joint[1] - (hip[1] + foot[1]) / 2)


def mix_points(a: Foot, b: Foot, share: float) -> Foot:
    """`share` of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def turn_about(origin: Foot, at: Foot, angle: float) -> Foot:
    """Where a point of a body is that is turned clockwise by `angle` degrees about its origin."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return (origin[0] + at[0] * cos - at[1] * sin, origin[1] + at[0] * sin + at[1] * cos)

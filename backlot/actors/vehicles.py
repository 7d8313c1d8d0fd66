"""Vehicles that act: trams, buses, trains, ships and whatever else carries people, with a face in front.

One unit is the standing height; wheels stand on the ground, at 0. Everybody faces right.
"""

from __future__ import annotations

import math
from typing import Protocol

from backlot.actors.pose import Pose
from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas, Point


class Painted(Protocol):
    """Whatever has a colour to be painted in: somebody, or only a thing."""

    @property
    def coat(self) -> RGB:
        """The colour of the body."""


Face = tuple[float, float, float]
_GLASS: RGB = (206, 230, 244)
_TYRE: RGB = (62, 58, 68)
_STEEL: RGB = (170, 174, 184)
_CREAM: RGB = (250, 242, 222)


def draw_tram(b: Canvas, a: Painted, p: Pose) -> Face:
    """A tram: two doors' length of windows, a pole on the roof, one great lamp."""
    b.stroke([(-0.1, -0.9), (0.1, -1.0), (0.3, -1.0)], 0.022, _TYRE)
    _hull(b, a, -0.98, 0.98, -0.12, -0.86, 0.08)
    _windows(b, (-0.84, -0.58, -0.32, -0.06), -0.76, 0.22, 0.26)
    b.plain().polygon([(-0.98, -0.42), (0.98, -0.42), (0.98, -0.37), (-0.98, -0.37)], _CREAM)
    b.polygon([(-0.9, -0.86), (0.9, -0.86), (0.82, -0.93), (-0.82, -0.93)], darker(a.coat, 0.74))
    b.lit(None).ellipse(0.93, -0.24, 0.05, 0.06, (255, 240, 180))
    _wheels(b, (-0.62, -0.36, 0.36, 0.62), 0.12, p)
    return 0.48, -0.54, 0.25


def draw_car(b: Canvas, a: Painted, p: Pose) -> Face:
    """A small round car."""
    b.blob([(-0.5, -0.5), (-0.38, -0.96), (0.24, -1.0), (0.46, -0.5)], lighter(a.coat, 0.1))
    b.blob(
        [(-0.9, -0.14), (-0.94, -0.46), (-0.56, -0.6), (0.56, -0.6), (0.9, -0.42), (0.94, -0.14), (0, -0.08)],
        a.coat,
    )
    b.plain().blob([(-0.34, -0.6), (-0.26, -0.88), (0.2, -0.9), (0.34, -0.6)], _GLASS)
    b.lit(None).ellipse(0.86, -0.34, 0.05, 0.06, (255, 240, 180))
    _wheels(b, (-0.52, 0.52), 0.2, p)
    return 0.3, -0.42, 0.2


def draw_bus(b: Canvas, a: Painted, p: Pose) -> Face:
    """A bus."""
    _hull(b, a, -0.92, 0.96, -0.14, -0.92, 0.14)
    _windows(b, (-0.78, -0.5, -0.22, 0.06), -0.8, 0.23, 0.28)
    b.plain().polygon([(-0.92, -0.36), (0.96, -0.36), (0.96, -0.3), (-0.92, -0.3)], lighter(a.coat, 0.45))
    b.lit(None).ellipse(0.92, -0.24, 0.045, 0.05, (255, 240, 180))
    _wheels(b, (-0.54, 0.54), 0.17, p)
    return 0.58, -0.56, 0.24


def draw_train(b: Canvas, a: Painted, p: Pose) -> Face:
    """A steam engine with its cab behind and its smoke above."""
    dark = darker(a.coat, 0.72)
    b.polygon([(-0.86, -0.16), (-0.86, -0.92), (-0.34, -0.92), (-0.34, -0.16)], a.coat)
    b.polygon([(-0.94, -0.92), (-0.9, -1.0), (-0.3, -1.0), (-0.26, -0.92)], dark)
    b.plain().polygon([(-0.74, -0.8), (-0.46, -0.8), (-0.46, -0.52), (-0.74, -0.52)], _GLASS)
    b.blob([(-0.36, -0.2), (-0.36, -0.66), (0.6, -0.68), (0.72, -0.44), (0.6, -0.18)], a.coat)
    b.polygon([(0.36, -0.66), (0.32, -0.96), (0.56, -0.96), (0.5, -0.66)], dark)
    b.polygon([(-0.04, -0.66), (-0.02, -0.78), (0.14, -0.78), (0.16, -0.66)], (236, 196, 92))
    for i in range(3):
        drift = (p.sway * 0.5 + 0.5 + i) / 3
        b.plain().ellipse(0.4 - 0.36 * drift, -1.0 - 0.2 * drift, 0.07 + 0.09 * drift, 0.06 + 0.07 * drift,
                          (246, 246, 250), 190 - int(120 * drift))  # fmt: skip
    b.polygon([(0.6, -0.14), (0.94, -0.02), (0.6, -0.02)], dark)
    b.polygon([(-0.9, -0.2), (0.66, -0.2), (0.66, -0.12), (-0.9, -0.12)], dark)
    _wheels(b, (-0.62, -0.2, 0.12, 0.42), 0.15, p, (196, 70, 62))
    return 0.42, -0.42, 0.21


def draw_truck(b: Canvas, a: Painted, p: Pose) -> Face:
    """A lorry: its load behind, its cab in front."""
    load = mix(a.coat, (240, 230, 210), 0.7)
    b.polygon([(-0.98, -0.2), (-0.98, -0.88), (0.22, -0.88), (0.22, -0.2)], load)
    b.plain().polygon([(-0.98, -0.3), (0.22, -0.3), (0.22, -0.2), (-0.98, -0.2)], darker(load, 0.84))
    b.blob([(0.26, -0.12), (0.26, -0.74), (0.36, -0.8), (0.66, -0.78), (0.92, -0.46), (0.94, -0.12)], a.coat)
    b.lit(None).ellipse(0.9, -0.24, 0.045, 0.05, (255, 240, 180))
    _wheels(b, (-0.66, -0.3, 0.62), 0.17, p)
    return 0.56, -0.48, 0.21


def draw_plane(b: Canvas, a: Painted, p: Pose) -> Face:
    """An aeroplane with a propeller."""
    b.polygon([(-0.94, -0.5), (-1.04, -0.94), (-0.86, -0.94), (-0.62, -0.58)], darker(a.coat, 0.78))
    b.blob(
        [
            (-0.98, -0.56),
            (-0.3, -0.74),
            (0.5, -0.74),
            (0.82, -0.54),
            (0.78, -0.32),
            (0.3, -0.2),
            (-0.5, -0.34),
        ],
        a.coat,
    )
    _windows(b, (-0.46, -0.26, -0.06), -0.62, 0.11, 0.13)
    b.blob([(-0.3, -0.38), (0.22, -0.4), (0.04, -0.16), (-0.5, -0.08)], darker(a.coat, 0.82))
    blade = 0.26 * abs(math.cos(p.sway * 9))
    b.plain().polygon(
        [(0.84, -0.46 - blade), (0.9, -0.46 - blade), (0.9, -0.42 + blade), (0.84, -0.42 + blade)], _STEEL
    )
    b.ellipse(0.86, -0.44, 0.05, 0.06, darker(a.coat, 0.6))
    b.limb([(0.3, -0.24), (0.34, -0.06)], [0.04, 0.03], _STEEL)
    _wheels(b, (0.34, -0.46), 0.08, p)
    return 0.46, -0.48, 0.2


def draw_rocket(b: Canvas, a: Painted, p: Pose) -> Face:
    """A rocket on its fins."""
    fin = darker(a.coat, 0.7)
    for k in (-1, 1):
        b.blob([(k * 0.18, -0.34), (k * 0.44, -0.1), (k * 0.42, 0.0), (k * 0.2, -0.08)], (214, 78, 70))
    b.blob(
        [(-0.2, -0.06), (-0.26, -0.5), (-0.14, -0.86), (0, -1.0), (0.14, -0.86), (0.26, -0.5), (0.2, -0.06)],
        a.coat,
    )
    b.plain().blob([(-0.12, -0.88), (0, -1.0), (0.12, -0.88), (0, -0.84)], (214, 78, 70))
    b.plain().polygon([(-0.2, -0.12), (0.2, -0.12), (0.19, -0.06), (-0.19, -0.06)], fin)
    b.plain().ellipse(0, -0.5, 0.2, 0.2, _GLASS)
    return 0.0, -0.5, 0.19


def draw_ship(b: Canvas, a: Painted, p: Pose) -> Face:
    """A steamer: hull, cabins, a funnel."""
    b.polygon([(-0.5, -0.44), (-0.5, -0.66), (0.36, -0.66), (0.36, -0.44)], _CREAM)
    _windows(b, (-0.42, -0.22, -0.02, 0.18), -0.62, 0.1, 0.1)
    b.polygon([(-0.16, -0.66), (-0.13, -0.96), (0.08, -0.96), (0.1, -0.66)], (206, 76, 68))
    b.plain().polygon([(-0.13, -0.92), (0.08, -0.92), (0.08, -0.85), (-0.13, -0.85)], (250, 246, 238))
    b.blob([(-0.94, -0.44), (0.96, -0.48), (0.78, -0.04), (0.6, 0.0), (-0.66, 0.0), (-0.82, -0.06)], a.coat)
    b.plain().polygon([(-0.86, -0.1), (0.8, -0.1), (0.72, 0.0), (-0.72, 0.0)], darker(a.coat, 0.6))
    return 0.4, -0.26, 0.18


def draw_bicycle(b: Canvas, a: Painted, p: Pose) -> Face:
    """A bicycle; its face is its basket's."""
    for x in (-0.46, 0.46):
        w = b.at(x, -0.3).even(0.0, 0.3)
        w.ellipse(0, 0, 0.3, 0.3, _TYRE)
        w.plain().ellipse(0, 0, 0.24, 0.24, (214, 220, 228), 150)
        for i in range(4):
            turn = i * math.pi / 4 - p.near_foot[0] * 9
            dx, dy = 0.24 * math.cos(turn), 0.24 * math.sin(turn)
            w.plain().stroke([(-dx, -dy), (dx, dy)], 0.014, _STEEL)
    frame: list[Point] = [(-0.46, -0.3), (-0.06, -0.3), (0.32, -0.74), (-0.2, -0.74), (-0.46, -0.3)]
    b.stroke(frame, 0.045, a.coat)
    b.stroke([(-0.06, -0.3), (-0.24, -0.86)], 0.04, a.coat)
    b.stroke([(0.46, -0.3), (0.3, -0.92), (0.16, -0.96)], 0.04, a.coat)
    b.blob([(-0.38, -0.88), (-0.12, -0.88), (-0.2, -0.82), (-0.36, -0.82)], _TYRE)
    b.blob([(0.2, -0.84), (0.72, -0.84), (0.64, -0.46), (0.3, -0.46)], (206, 164, 108))
    return 0.46, -0.64, 0.19


def draw_tractor(b: Canvas, a: Painted, p: Pose) -> Face:
    """A tractor: a great wheel behind, a cab above it, an exhaust in front."""
    b.stroke([(0.5, -0.5), (0.5, -0.96)], 0.06, _TYRE)
    b.polygon([(-0.62, -0.4), (-0.56, -0.98), (0.06, -0.98), (0.12, -0.4)], a.coat)
    b.plain().polygon([(-0.5, -0.56), (-0.46, -0.9), (-0.04, -0.9), (0.0, -0.56)], _GLASS)
    b.polygon([(-0.68, -0.98), (-0.64, -1.05), (0.1, -1.05), (0.14, -0.98)], darker(a.coat, 0.7))
    b.blob([(0.0, -0.2), (0.0, -0.6), (0.4, -0.66), (0.8, -0.6), (0.88, -0.4), (0.84, -0.2)], a.coat)
    _wheels(b, (-0.4,), 0.36, p, (246, 206, 92))
    _wheels(b, (0.62,), 0.2, p, (246, 206, 92))
    return 0.48, -0.44, 0.18


def draw_fire_engine(b: Canvas, a: Painted, p: Pose) -> Face:
    """A fire engine with its ladder and its blue lamp."""
    b.polygon([(-0.98, -0.18), (-0.98, -0.72), (0.3, -0.72), (0.3, -0.18)], a.coat)
    b.plain().polygon([(-0.98, -0.44), (0.3, -0.44), (0.3, -0.36), (-0.98, -0.36)], _CREAM)
    b.blob([(0.26, -0.12), (0.26, -0.8), (0.4, -0.86), (0.78, -0.84), (0.94, -0.5), (0.96, -0.12)], a.coat)
    for y in (-0.0, 0.12):
        b.stroke([(-0.94, -0.82 - y), (0.36, -0.92 - y)], 0.035, _STEEL)
    for i in range(7):
        x = -0.86 + 0.19 * i
        b.stroke([(x, -0.83 - 0.014 * i), (x, -0.94 - 0.014 * i)], 0.025, _STEEL)
    b.lit(None).ellipse(0.62, -0.9, 0.09, 0.08, (92, 156, 240))
    _wheels(b, (-0.66, 0.6), 0.18, p)
    return 0.6, -0.5, 0.21


def draw_submarine(b: Canvas, a: Painted, p: Pose) -> Face:
    """A submarine with its tower, its periscope and its screw."""
    b.stroke([(-0.02, -0.7), (-0.02, -0.98), (0.14, -0.98)], 0.05, _STEEL)
    b.blob([(-0.26, -0.5), (-0.2, -0.8), (0.2, -0.8), (0.28, -0.5)], darker(a.coat, 0.9))
    for k in (-1, 1):
        b.ellipse(-0.98, -0.34 + k * 0.13 * abs(math.cos(p.sway * 6)), 0.05, 0.12, _STEEL)
    b.blob([(-0.94, -0.34), (-0.6, -0.58), (0.5, -0.64), (0.94, -0.36), (0.56, -0.06), (-0.6, -0.1)], a.coat)
    for x in (-0.56, -0.26, 0.04):
        b.plain().ellipse(x, -0.36, 0.1, 0.1, darker(a.coat, 0.7))
        b.plain().ellipse(x, -0.36, 0.07, 0.07, _GLASS)
    return 0.5, -0.38, 0.2


def draw_helicopter(b: Canvas, a: Painted, p: Pose) -> Face:
    """A helicopter on its skids, its blades going round."""
    b.limb([(-0.1, -0.5), (-0.94, -0.6)], [0.24, 0.08], darker(a.coat, 0.86))
    b.blob([(-0.92, -0.6), (-1.0, -0.86), (-0.84, -0.62), (-0.86, -0.44)], a.coat)
    b.blob([(-0.34, -0.46), (-0.14, -0.78), (0.36, -0.8), (0.7, -0.46), (0.4, -0.18), (-0.14, -0.2)], a.coat)
    b.stroke([(0.1, -0.78), (0.1, -0.9)], 0.05, _TYRE)
    wide = 0.4 + 0.5 * abs(math.cos(p.sway * 9))
    b.limb([(0.1 - wide, -0.91), (0.1 + wide, -0.91)], [0.04, 0.04], _TYRE)
    for x in (-0.04, 0.36):
        b.stroke([(x, -0.2), (x, -0.03)], 0.035, _TYRE)
    b.stroke([(-0.3, -0.03), (0.2, -0.02), (0.62, -0.05)], 0.045, _TYRE)
    return 0.32, -0.48, 0.2


def _hull(b: Canvas, a: Painted, left: float, right: float, low: float, high: float, round_: float) -> None:
    roof = [(left, high + round_), (left + round_, high), (right - round_, high), (right, high + round_)]
    b.polygon([(left, low), *roof, (right, low)], a.coat)
    b.plain().polygon(
        [(left, low), (left, low - 0.1), (right, low - 0.1), (right, low)], darker(a.coat, 0.72)
    )


def _windows(b: Canvas, lefts: tuple[float, ...], top: float, wide: float, tall: float) -> None:
    for x in lefts:
        b.plain().polygon([(x, top), (x + wide, top), (x + wide, top + tall), (x, top + tall)], _GLASS)
        b.plain().polygon(
            [
                (x + wide * 0.55, top),
                (x + wide * 0.8, top),
                (x + wide * 0.5, top + tall),
                (x + wide * 0.25, top + tall),
            ],
            (240, 248, 252),
        )


def _wheels(b: Canvas, places: tuple[float, ...], radius: float, p: Pose, tone: RGB = _STEEL) -> None:
    """Round whatever the body is; they turn as the ground goes by under the feet of those who walk."""
    for x in places:
        w = b.at(x, -radius).even(0.0, radius)
        w.ellipse(0, 0, radius, radius, _TYRE)
        w.plain().ellipse(0, 0, radius * 0.58, radius * 0.58, tone)
        for i in range(3):
            turn = i * math.pi / 3 - p.near_foot[0] / radius
            dx, dy = 0.5 * radius * math.cos(turn), 0.5 * radius * math.sin(turn)
            w.plain().stroke([(-dx, -dy), (dx, dy)], radius * 0.12, _TYRE)


VEHICLES = {
    "car": draw_car,
    "tram": draw_tram,
    "bus": draw_bus,
    "train": draw_train,
    "truck": draw_truck,
    "plane": draw_plane,
    "rocket": draw_rocket,
    "ship": draw_ship,
    "bicycle": draw_bicycle,
    "tractor": draw_tractor,
    "fire-engine": draw_fire_engine,
    "submarine": draw_submarine,
    "helicopter": draw_helicopter,
}
"""Every vehicle by the trait that chooses it."""
ROOFS = {
    "train": -0.68,
    "truck": -0.78,
    "car": -0.6,
    "plane": -0.74,
    "ship": -0.48,
    "bicycle": -0.84,
    "tractor": -0.64,
    "fire-engine": -0.84,
    "submarine": -0.62,
    "helicopter": -0.72,
    "rocket": -0.96,
}
"""Where a hat sits above the face, if not on a high roof."""

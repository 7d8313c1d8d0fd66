"""Aboard: a ship's cabin and a submarine.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, lighter
from backlot.paint import Canvas
from backlot.places.indoors import add_hanging_lamp, add_room, draw_table
from backlot.places.stage import Stage

_STEEL: RGB = (150, 162, 176)


def build_cabin(s: Stage) -> None:
    """Aboard: planks, portholes with the sea in them, a bunk, a chest, a lamp that swings."""
    add_room(s, (220, 172, 118), (190, 144, 100), paper="planks")
    side = s.rng("side").choice((-1, 1))

    def wall(c: Canvas, rng: random.Random) -> None:
        for i in range(-4, 5):
            x = 0.74 * i + 0.37
            c.blob([(x - 0.03, 0.7), (x - 0.03, 0.1), (x - 0.12, -0.2), (x + 0.12, -0.2), (x + 0.03, 0.1),
                    (x + 0.03, 0.7)],
                   (140, 98, 70))  # fmt: skip
            _porthole(c, s, 0.74 * i, 0.28, 0.12)

    def bunk(c: Canvas, rng: random.Random) -> None:
        x = 0.56 * side
        c.rect(x - 0.32, 0.6, x + 0.32, 0.8, (124, 84, 60))
        for k in (-0.2, 0.0, 0.2):
            c.plain().rect(x + k - 0.085, 0.66, x + k + 0.085, 0.78, (150, 104, 74))
            c.plain().ellipse(x + k, 0.72, 0.01, 0.01, (232, 190, 96))
        c.blob(
            [(x - 0.31, 0.61), (x - 0.31, 0.55), (x, 0.535), (x + 0.31, 0.55), (x + 0.31, 0.61)],
            (248, 242, 230),
        )
        a, b = sorted((x - 0.31 * side, x + 0.08 * side))
        c.blob([(a, 0.615), (a, 0.545), ((a + b) / 2, 0.525), (b, 0.54), (b, 0.615)], (70, 112, 160))
        c.ellipse(x + 0.2 * side, 0.535, 0.09, 0.035, (255, 252, 244))
        m = -0.56 * side
        draw_table(c, m, 0.8, 0.24, 0.2, (140, 96, 66))
        c.polygon([(m - 0.14, 0.57), (m + 0.1, 0.565), (m + 0.14, 0.595), (m - 0.17, 0.6)], (242, 222, 176))
        c.plain().stroke([(m - 0.1, 0.585), (m, 0.575), (m + 0.06, 0.588)], 0.005, (186, 70, 60))
        c.ellipse(m + 0.18, 0.56, 0.03, 0.03, (214, 172, 90))

    s.plane(2.3, wall)
    s.plane(1.9, bunk)
    add_hanging_lamp(s, 0.02, 0.12)


def _porthole(c: Canvas, s: Stage, x: float, y: float, r: float) -> None:
    c = c.lit(None)
    c.ellipse(x, y, r * 1.22, r * 1.22, (206, 164, 84))
    c.plain().ellipse(x, y, r, r, s.light.sky[1])
    tint = s.light.tint
    sea: RGB = (round(70 * tint[0]), round(146 * tint[1]), round(190 * tint[2]))
    half = [
        (x + r * math.cos(math.pi * i / 12), y + 0.1 * r + r * 0.9 * math.sin(math.pi * i / 12))
        for i in range(13)
    ]
    c.plain().polygon(half, sea)
    c.plain().stroke([(x - r * 0.9, y + r * 0.14), (x, y + r * 0.06), (x + r * 0.9, y + r * 0.14)], 0.007,
                     lighter(sea, 0.5))  # fmt: skip
    for k in range(6):
        c.plain().ellipse(x + r * 1.11 * math.cos(k * math.pi / 3),
                          y + r * 1.11 * math.sin(k * math.pi / 3), 0.009,
                          0.009, (150, 112, 60))  # fmt: skip


def build_submarine(s: Stage) -> None:
    """A hull of iron: round windows on the deep, pipes, valves, gauges, a periscope."""
    add_room(s, (96, 150, 154), (74, 96, 108), boards=False)
    side = s.rng("side").choice((-1, 1))

    def hull(c: Canvas, rng: random.Random) -> None:
        for i in range(-5, 6):
            x = 0.86 * i
            c.rect(x + 0.4, -0.5, x + 0.46, 0.68, (92, 112, 118))
            for k in range(9):
                c.plain().ellipse(x + 0.43, -0.1 + 0.09 * k, 0.008, 0.008, (150, 168, 172))
            g = c.lit(None)
            g.ellipse(x, 0.3, 0.2, 0.2, (196, 158, 84))
            g.plain().ellipse(x, 0.3, 0.165, 0.165, (34, 96, 140))
            g.plain().ellipse(x - 0.02, 0.24, 0.12, 0.08, (70, 150, 190), 150)
            for k in range(3):
                fx, fy = x - 0.06 + 0.06 * k, 0.27 + 0.045 * ((i + k) % 3)
                tone = ((246, 176, 80), (236, 110, 110), (160, 220, 200))[(i + k) % 3]
                g.plain().ellipse(fx, fy, 0.026, 0.014, tone)
                g.plain().polygon([(fx - 0.02, fy), (fx - 0.042, fy - 0.014), (fx - 0.042, fy + 0.014)], tone)
        for y, tone in ((0.05, (176, 110, 72)), (0.09, (146, 160, 166))):
            c.rect(-s.span * 1.4, y - 0.014, s.span * 1.4, y + 0.014, tone)
        c.rect(-s.span * 1.4, 0.55, s.span * 1.4, 0.58, (176, 110, 72))

    def gear(c: Canvas, rng: random.Random) -> None:
        c.rect(0.02 * side - 0.035, -0.5, 0.02 * side + 0.035, 0.5, _STEEL)
        c.rect(0.02 * side - 0.06, 0.46, 0.02 * side + 0.06, 0.56, (84, 96, 106))
        for k in (-1, 1):
            c.limb([(0.02 * side, 0.53), (0.02 * side + 0.13 * k, 0.54)], [0.024, 0.02], (206, 74, 66))
        x = 0.66 * side
        c.blob([(x - 0.24, 0.76), (x - 0.26, 0.52), (x + 0.26, 0.52), (x + 0.24, 0.76)], (84, 100, 108))
        for i in range(4):
            at = x - 0.17 + 0.113 * i
            c.ellipse(at, 0.58, 0.042, 0.042, (240, 236, 222))
            c.plain().stroke([(at, 0.58), (at + 0.02 * (-1) ** i, 0.555)], 0.007, (196, 60, 56))
        for i in range(5):
            c.lit(None).plain().ellipse(x - 0.16 + 0.08 * i, 0.68, 0.016, 0.016,
                                        ((240, 96, 90), (250, 206, 90), (110, 216, 130))[i % 3])  # fmt: skip
        v = -0.62 * side
        c.rect(v - 0.014, 0.1, v + 0.014, 0.56, (176, 110, 72))
        c.stroke([(v + 0.09 * math.cos(k * math.pi / 8),
                   0.5 + 0.09 * math.sin(k * math.pi / 8)) for k in range(17)],
                 0.02, (206, 66, 60))  # fmt: skip
        for k in range(3):
            a = k * math.pi / 3
            c.stroke([(v - 0.09 * math.cos(a), 0.5 - 0.09 * math.sin(a)),
                      (v + 0.09 * math.cos(a), 0.5 + 0.09 * math.sin(a))],
                     0.014, (206, 66, 60))  # fmt: skip

    s.plane(2.3, hull)
    s.plane(1.8, gear)

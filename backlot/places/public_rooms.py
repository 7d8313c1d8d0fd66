"""Rooms where many people go: hospital, museum, laboratory, restaurant, theatre, circus, church, supermarket,
airport.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random
from itertools import pairwise

from backlot.colour import RGB, darker, lighter
from backlot.lettering import write
from backlot.paint import Canvas
from backlot.places.indoors import WOOD, add_flame, add_room, add_window, draw_picture, draw_shelf
from backlot.places.stage import DrawLive, Stage

_STEEL: RGB = (176, 184, 194)
_GLASS: RGB = (206, 228, 236)
_GOLD: RGB = (232, 188, 88)


def build_hospital(s: Stage) -> None:
    """A ward: white beds, a curtain, a drip and a monitor with a beating line."""
    add_room(s, (216, 232, 228), (168, 190, 196), boards=False)
    side = s.rng("side").choice((-1, 1))
    s.sight = -0.36 * side
    add_window(s, -0.08 * side, 0.27, 0.16, 0.15)

    def ward(c: Canvas, rng: random.Random) -> None:
        for x in (-0.6, 0.62, -1.7, 1.7):
            _ward_bed(c, x, 0.8, 1 if x > 0 else -1)
        c.rect(-s.span, 0.06, s.span, 0.07, _STEEL)
        for x in (-1.16, 0.24 * side, 1.16):
            for i in range(5):
                c.rect(x - 0.09 + 0.036 * i, 0.065, x - 0.055 + 0.036 * i, 0.66,
                       (150, 200, 196) if i % 2 else (168, 214, 208))  # fmt: skip
        c.rect(-0.36 * side - 0.05, 0.13, -0.36 * side + 0.05, 0.23, (250, 250, 248))
        c.rect(-0.36 * side - 0.014, 0.145, -0.36 * side + 0.014, 0.215, (214, 70, 70))
        c.rect(-0.36 * side - 0.035, 0.166, -0.36 * side + 0.035, 0.194, (214, 70, 70))
        x = 0.36 * side
        c.rect(x - 0.006, 0.22, x + 0.006, 0.78, _STEEL)
        c.blob([(x - 0.03, 0.24), (x + 0.03, 0.24), (x + 0.026, 0.34), (x - 0.026, 0.34)], (196, 226, 240))
        c.rect(-0.4 * side - 0.07, 0.44, -0.4 * side + 0.07, 0.55, (70, 78, 92))
        c.rect(-0.4 * side - 0.01, 0.55, -0.4 * side + 0.01, 0.78, _STEEL)

    s.plane(1.9, ward)
    s.live(1.9, _heartbeat(-0.4 * side, 0.495))


def _ward_bed(c: Canvas, x: float, y: float, side: int) -> None:
    for k, h in ((0.3, 0.36), (-0.3, 0.26)):
        at = x + k * side
        c.stroke([(at, y), (at, y - h)], 0.014, _STEEL)
    c.rect(x - 0.31, y - 0.16, x + 0.31, y - 0.1, (226, 232, 238))
    c.blob([(x - 0.31, y - 0.14), (x - 0.3, y - 0.22), (x, y - 0.24), (x + 0.3, y - 0.22),
            (x + 0.31, y - 0.14)],
           (252, 252, 250))  # fmt: skip
    c.ellipse(x + 0.21 * side, y - 0.25, 0.09, 0.04, (255, 255, 252))
    a, b = sorted((x - 0.31 * side, x + 0.1 * side))
    c.blob(
        [(a, y - 0.09), (a, y - 0.21), ((a + b) / 2, y - 0.24), (b, y - 0.22), (b, y - 0.09)], (140, 190, 214)
    )
    for k in (0.26, -0.26):
        c.ellipse(x + k, y - 0.01, 0.018, 0.018, (96, 104, 116))


def _heartbeat(x: float, y: float) -> DrawLive:
    def draw(c: Canvas, t: float) -> None:
        shape = [(0, 0), (0.3, 0), (0.36, -0.9), (0.43, 0.7), (0.5, 0), (1, 0)]
        points = [(x - 0.055 + 0.11 * u, y + 0.034 * v) for u, v in shape]
        c.lit(None).plain().polygon(
            points + [(px, py + 0.006) for px, py in reversed(points)], (110, 236, 150)
        )
        at = x - 0.055 + 0.11 * ((0.8 * t) % 1.0)
        c.lit(None).plain().ellipse(at, y, 0.008, 0.008, (220, 255, 230))

    return draw


def build_museum(s: Stage) -> None:
    """The bones of a dinosaur on a plinth, pictures in gold, a case with a treasure, ropes."""
    wall: RGB = s.rng("wall").choice(((186, 96, 88), (108, 132, 128), (196, 176, 146)))
    add_room(s, wall, (196, 178, 150), boards=True)
    side = s.rng("side").choice((-1, 1))
    s.sight = 0.7 * side

    def hall(c: Canvas, rng: random.Random) -> None:
        for i in range(-3, 4):
            x = 1.24 * i + 0.62
            c.rect(x - 0.06, -0.5, x + 0.06, 0.7, (236, 226, 208))
            c.plain().rect(x + 0.02, -0.5, x + 0.06, 0.7, (210, 196, 178))
            c.rect(x - 0.09, 0.66, x + 0.09, 0.72, (222, 210, 192))
        for x in (-0.36 * side, 1.0 * side, -1.5 * side, 1.7 * side):
            draw_picture(c, rng, x, 0.24, 0.13)

    s.plane(2.2, hall)
    s.plane(1.9, lambda c, rng: _dinosaur(c.at(0.28 * side, 0.76, 0.9 * side, 0.9)))

    def cases(c: Canvas, rng: random.Random) -> None:
        x = -0.66 * side
        c.rect(x - 0.11, 0.56, x + 0.11, 0.78, (150, 112, 84))
        c.rect(x - 0.1, 0.36, x + 0.1, 0.56, _GLASS, 120)
        c.polygon([(x - 0.05, 0.55), (x - 0.06, 0.46), (x - 0.025, 0.5), (x, 0.44), (x + 0.025, 0.5),
                   (x + 0.06, 0.46),
                   (x + 0.05, 0.55)], _GOLD)  # fmt: skip
        c.rect(x - 0.11, 0.345, x + 0.11, 0.365, (150, 112, 84))
        posts = [-0.36, -0.02, 0.32, 0.66, 1.0]
        for p in posts:
            at = p * side
            c.rect(at - 0.008, 0.7, at + 0.008, 0.84, _GOLD)
            c.ellipse(at, 0.7, 0.016, 0.016, _GOLD)
            c.ellipse(at, 0.845, 0.035, 0.01, darker(_GOLD, 0.8))
        for a, b in pairwise(posts):
            c.stroke([(a * side, 0.72), ((a + b) / 2 * side, 0.77), (b * side, 0.72)], 0.014, (176, 50, 60))

    s.plane(1.6, cases)


def _dinosaur(c: Canvas) -> None:
    """The skeleton, facing right, standing on (0, 0), two thirds of a frame long."""
    bone: RGB = (244, 236, 214)
    c.rect(-0.42, -0.06, 0.42, 0.0, (120, 104, 96))
    spine = [
        (-0.62, -0.12),
        (-0.4, -0.24),
        (-0.2, -0.36),
        (0.0, -0.42),
        (0.16, -0.44),
        (0.28, -0.54),
        (0.36, -0.64),
    ]
    c.stroke(spine, 0.022, bone)
    for i in range(16):
        u = i / 15
        k = min(5, int(u * 6))
        f = u * 6 - k
        x = spine[k][0] + (spine[k + 1][0] - spine[k][0]) * f
        y = spine[k][1] + (spine[k + 1][1] - spine[k][1]) * f
        c.plain().ellipse(x, y - 0.008, 0.016, 0.024, lighter(bone, 0.3))
    for i in range(6):
        x = -0.1 + 0.05 * i
        deep = 0.16 + 0.02 * (2 - abs(i - 2))
        c.stroke([(x, -0.42), (x + 0.05, -0.4 + deep * 0.6), (x + 0.01, -0.42 + deep)], 0.012, bone)
    for x, knee in ((-0.14, -0.1), (0.12, 0.15)):
        c.limb([(x, -0.36), (knee + 0.02, -0.2), (knee - 0.02, -0.07)], [0.032, 0.022], bone)
        c.limb([(knee - 0.02, -0.07), (knee + 0.06, -0.065)], [0.024, 0.016], bone)
    c.limb([(0.18, -0.42), (0.26, -0.34), (0.3, -0.36)], [0.016, 0.01], bone)
    c.blob([(0.32, -0.72), (0.44, -0.74), (0.56, -0.68), (0.57, -0.63), (0.42, -0.62), (0.34, -0.63)], bone)
    c.blob([(0.36, -0.62), (0.54, -0.6), (0.55, -0.57), (0.4, -0.57)], darker(bone, 0.92))
    c.plain().ellipse(0.4, -0.685, 0.02, 0.02, (70, 60, 60))
    for i in range(4):
        c.plain().polygon(
            [(0.44 + 0.03 * i, -0.63), (0.455 + 0.03 * i, -0.6), (0.465 + 0.03 * i, -0.63)], (255, 252, 240)
        )


def build_laboratory(s: Stage) -> None:
    """A long bench with flasks that bubble, coils, a machine with dials, a board of formulas."""
    add_room(s, (206, 220, 226), (156, 166, 178), boards=False)
    side = s.rng("side").choice((-1, 1))
    tones: tuple[RGB, ...] = ((110, 206, 130), (232, 110, 160), (96, 170, 230), (246, 190, 80))

    def bench(c: Canvas, rng: random.Random) -> None:
        x = 0.1 * side
        c.rect(x - 0.36, 0.1, x + 0.3, 0.36, (70, 88, 84))
        c.plain().rect(x - 0.35, 0.115, x + 0.29, 0.345, (50, 76, 72))
        write(c.plain(), "H2O + x = ?", x - 0.03, 0.2, 0.5, 0.07, (226, 236, 230))
        c.plain().stroke(
            [(x - 0.3, 0.3), (x - 0.18, 0.26), (x - 0.06, 0.31), (x + 0.22, 0.25)], 0.005, (206, 220, 214)
        )
        draw_shelf(c, rng, -0.66 * side, 0.2, 0.2, "jars")
        draw_shelf(c, rng, -0.66 * side, 0.34, 0.2, "jars")
        m = 0.74 * side
        c.rect(m - 0.17, 0.18, m + 0.17, 0.74, (120, 136, 152))
        c.plain().rect(m - 0.14, 0.22, m + 0.14, 0.36, (40, 60, 70))
        c.lit(None).plain().stroke([(m - 0.12, 0.3), (m - 0.04, 0.25), (m + 0.03, 0.33),
                                    (m + 0.12, 0.27)], 0.007,
                                   (120, 236, 170))  # fmt: skip
        for i in range(3):
            c.ellipse(m - 0.09 + 0.09 * i, 0.44, 0.034, 0.034, (240, 240, 236))
            c.plain().stroke(
                [(m - 0.09 + 0.09 * i, 0.44), (m - 0.07 + 0.09 * i, 0.415)], 0.006, (196, 60, 60)
            )
        c.rect(-0.96, 0.56, 0.46, 0.59, (236, 240, 242))
        c.rect(-0.94, 0.59, 0.44, 0.76, (150, 170, 184))
        for i in range(4):
            c.plain().rect(-0.9 + 0.34 * i, 0.62, -0.62 + 0.34 * i, 0.74, (168, 186, 198))
        for i, tone in enumerate(tones):
            draw_flask(c, -0.78 + 0.26 * i, 0.56, 0.13, tone)
        c.stroke([(-0.72, 0.44), (-0.66, 0.39), (-0.6, 0.46), (-0.54, 0.42)], 0.012, _GLASS)
        for i in range(4):
            c.rect(0.2 + 0.04 * i, 0.48, 0.222 + 0.04 * i, 0.555, tones[i], 210)
        c.rect(0.18, 0.51, 0.37, 0.525, (150, 110, 80))

    s.plane(1.9, bench)
    s.live(1.9, _bubbling(tones))


def draw_flask(c: Canvas, x: float, y: float, h: float, tone: RGB) -> None:
    """A flask with something coloured in it, standing on y."""
    c.blob([(x - h * 0.4, y), (x - h * 0.42, y - h * 0.12), (x - h * 0.12, y - h * 0.6),
            (x - h * 0.12, y - h),
            (x + h * 0.12, y - h), (x + h * 0.12, y - h * 0.6), (x + h * 0.42, y - h * 0.12),
            (x + h * 0.4, y)],
           (230, 242, 246))  # fmt: skip
    c.plain().blob(
        [
            (x - h * 0.36, y - h * 0.02),
            (x - h * 0.37, y - h * 0.12),
            (x - h * 0.2, y - h * 0.4),
            (x + h * 0.2, y - h * 0.4),
            (x + h * 0.37, y - h * 0.12),
            (x + h * 0.36, y - h * 0.02),
        ],
        tone,
    )
    c.plain().ellipse(x - h * 0.16, y - h * 0.2, h * 0.05, h * 0.1, lighter(tone, 0.5))


def _bubbling(tones: tuple[RGB, ...]) -> DrawLive:
    def draw(c: Canvas, t: float) -> None:
        for i, tone in enumerate(tones):
            for k in range(3):
                u = (0.4 * t + 0.33 * k + 0.2 * i) % 1.0
                c.plain().ellipse(-0.78 + 0.26 * i + 0.01 * math.sin(6 * u + k), 0.43 - 0.12 * u,
                                  0.008 + 0.008 * u,
                                  0.008 + 0.008 * u, lighter(tone, 0.4), round(220 * (1 - u)))  # fmt: skip

    return draw


def build_restaurant(s: Stage) -> None:
    """Tables with white cloths and candles, lamps over them, a menu on the wall."""
    wall: RGB = s.rng("wall").choice(((176, 88, 78), (96, 124, 118), (214, 176, 128)))
    add_room(s, wall, (150, 108, 78), paper="panels")
    side = s.rng("side").choice((-1, 1))
    s.sight = 0.5 * side
    add_window(s, -0.24 * side, 0.28, 0.2, 0.17)

    def dining(c: Canvas, rng: random.Random) -> None:
        x = 0.34 * side
        c.rect(x - 0.11, 0.12, x + 0.11, 0.4, darker(WOOD, 0.6))
        c.plain().rect(x - 0.095, 0.135, x + 0.095, 0.385, (50, 60, 58))
        write(c.plain(), "MENU", x, 0.18, 0.16, 0.05, (240, 232, 214))
        for i in range(4):
            c.plain().stroke(
                [(x - 0.07, 0.25 + 0.032 * i), (x + 0.06, 0.25 + 0.032 * i)], 0.005, (206, 206, 196)
            )
        lit = s.light.dark > 0.3
        for at in (-0.66, 0.7, -1.8, 1.8):
            c.stroke([(at, -0.4), (at, 0.16)], 0.006, (70, 56, 52))
            c.polygon(
                [(at - 0.09, 0.23), (at - 0.035, 0.15), (at + 0.035, 0.15), (at + 0.09, 0.23)], (222, 160, 76)
            )
            for r, o in ((0.26, 16), (0.16, 26)) if lit else ((0.12, 20),):
                c.lit(None).plain().ellipse(at, 0.26, r, r, (255, 220, 140), o)
            _laid_table(c, at, 0.82)

    s.plane(1.8, dining)
    for at in (-0.66, 0.7):
        add_flame(s, at, 0.5, 0.028, depth=1.8)


def _laid_table(c: Canvas, x: float, y: float) -> None:
    for k in (-1, 1):
        at = x + 0.25 * k
        c.rect(at - 0.016, y - 0.4, at + 0.016, y - 0.02, (112, 76, 58))
        c.rect(min(at, at - 0.11 * k), y - 0.2, max(at, at - 0.11 * k), y - 0.17, (134, 92, 68))
        c.rect(at - 0.11 * k - 0.012, y - 0.18, at - 0.11 * k + 0.012, y, (112, 76, 58))
    c.rect(x - 0.02, y - 0.2, x + 0.02, y, (112, 76, 58))
    c.blob([(x - 0.22, y - 0.27), (x + 0.22, y - 0.27), (x + 0.21, y - 0.1), (x + 0.1, y - 0.13),
            (x, y - 0.09),
            (x - 0.1, y - 0.13), (x - 0.21, y - 0.1)], (250, 246, 238))  # fmt: skip
    c.ellipse(x, y - 0.275, 0.22, 0.025, (255, 253, 246))
    for dx in (-0.12, 0.12):
        c.ellipse(x + dx, y - 0.278, 0.06, 0.011, (206, 220, 230))
    c.rect(x - 0.008, y - 0.33, x + 0.008, y - 0.28, (244, 236, 214))


def build_supermarket(s: Stage) -> None:
    """Shelves full of bright boxes, signs with prices, a till."""
    add_room(s, (232, 236, 232), (206, 210, 214), boards=False)
    side = s.rng("side").choice((-1, 1))

    def shelves(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.92, 0.0):
            c.rect(x - 0.4, 0.14, x + 0.4, 0.74, (150, 160, 172))
            for row in range(4):
                y = 0.28 + 0.14 * row
                c.rect(x - 0.39, y - 0.125, x + 0.39, y, (214, 220, 226))
                at = x - 0.38
                while at < x + 0.34:
                    w, h = rng.uniform(0.03, 0.06), rng.uniform(0.07, 0.11)
                    tone = rng.choice(((224, 84, 76), (84, 150, 200), (246, 196, 84), (112, 176, 110),
                                       (236, 140, 80),
                                       (170, 120, 190), (250, 246, 236)))  # fmt: skip
                    n = rng.choice((1, 2, 3))
                    for k in range(n):
                        c.plain().rect(at + k * w, y - h, at + (k + 1) * w - 0.004, y, tone)
                    at += n * w + 0.004
                c.plain().rect(x - 0.39, y, x + 0.39, y + 0.014, (246, 214, 96))
            c.rect(x - 0.14, 0.03, x + 0.14, 0.11, (206, 70, 70))
            c.plain().stroke([(x - 0.09, 0.07), (x + 0.09, 0.07)], 0.014, (252, 248, 240))

    def till(c: Canvas, rng: random.Random) -> None:
        x = 0.7 * side
        c.rect(x - 0.2, 0.6, x + 0.2, 0.8, (84, 140, 120))
        c.rect(x - 0.22, 0.585, x + 0.22, 0.61, (60, 66, 76))
        c.rect(x - 0.07, 0.48, x + 0.07, 0.585, (70, 78, 90))
        c.lit(None).plain().rect(x - 0.055, 0.495, x + 0.055, 0.54, (150, 226, 190))

    s.plane(2.1, shelves)
    s.plane(1.7, till)


def build_airport(s: Stage) -> None:
    """A hall of glass with a plane behind it, rows of seats, a board of flights."""
    add_room(s, (222, 228, 236), (200, 208, 218), boards=False)
    side = s.rng("side").choice((-1, 1))

    def apron(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None)
        span = s.span * 1.5
        for i, tone in enumerate(s.light.sky):
            c.plain().rect(-span, 0.08 + 0.14 * i, span, 0.62, tone)
        tint = s.light.tint
        c.plain().rect(
            -span, 0.5, span, 0.62, (round(150 * tint[0]), round(156 * tint[1]), round(164 * tint[2]))
        )
        p = c.at(0.1 * side, 0.53, side, 1).lit(None if s.light.dark < 0.4 else lambda k: darker(k, 0.7))
        white: RGB = (246, 248, 250)
        p.polygon([(-0.4, -0.1), (-0.5, -0.27), (-0.42, -0.27), (-0.28, -0.1)], (206, 70, 76))
        p.blob([(-0.5, -0.1), (-0.4, -0.14), (0.3, -0.15), (0.42, -0.12), (0.47, -0.08), (0.4, -0.04),
                (-0.1, -0.03),
                (-0.36, -0.05)], white)  # fmt: skip
        p.polygon([(0.1, -0.08), (-0.06, -0.08), (-0.22, 0.03), (-0.1, 0.03)], (196, 204, 214))
        for i in range(9):
            p.plain().ellipse(-0.26 + 0.06 * i, -0.1, 0.012, 0.014, (96, 150, 190))
        p.plain().blob([(0.36, -0.125), (0.42, -0.115), (0.44, -0.09), (0.37, -0.095)], (96, 150, 190))
        for x in (-0.06, 0.34):
            p.rect(x - 0.006, -0.04, x + 0.006, 0.02, (96, 100, 112))
            p.ellipse(x, 0.025, 0.022, 0.022, (60, 62, 72))

    def frames(c: Canvas, rng: random.Random) -> None:
        for i in range(-9, 10):
            c.rect(0.46 * i + 0.2, -0.4, 0.46 * i + 0.222, 0.64, (150, 160, 174))
        for y in (0.06, 0.61):
            c.rect(-s.span * 1.5, y, s.span * 1.5, y + 0.024, (150, 160, 174))
        b = -0.6 * side
        c.rect(b - 0.2, 0.1, b + 0.2, 0.34, (44, 50, 62))
        for i in range(5):
            for left, right, tone in ((-0.18, -0.1, (246, 206, 96)), (-0.08, 0.08, (236, 240, 244)),
                                      (0.11, 0.18, (120, 220, 150))):  # fmt: skip
                c.lit(None).plain().rect(b + left, 0.13 + 0.04 * i, b + right, 0.148 + 0.04 * i, tone)

    def seats(c: Canvas, rng: random.Random) -> None:
        for start in (-0.95, 0.5, -2.2, 1.8):
            c.rect(start, 0.745, start + 0.5, 0.76, (110, 118, 132))
            for i in range(4):
                x = start + 0.125 * i
                c.blob(
                    [(x + 0.01, 0.745), (x + 0.005, 0.6), (x + 0.115, 0.6), (x + 0.11, 0.745)], (70, 110, 160)
                )
                c.rect(x + 0.005, 0.71, x + 0.115, 0.75, (90, 134, 184))
            for x in (start + 0.05, start + 0.45):
                c.rect(x, 0.76, x + 0.016, 0.82, (110, 118, 132))

    s.plane(2.5, apron)
    s.plane(2.3, frames)
    s.plane(1.8, seats)

"""Halls where people watch, pray or play: theatre, circus, church and gym.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import random

from backlot.colour import RGB, darker, mix
from backlot.paint import Canvas
from backlot.places.indoors import WOOD, add_flame, add_room, draw_table
from backlot.places.stage import DrawLive, Stage

_GOLD: RGB = (232, 188, 88)


def build_theatre(s: Stage) -> None:
    """On the stage: red curtains, a painted landscape, boards and footlights."""
    s.indoors, s.horizon, s.roam, s.floor = True, 0.66, 0.3, (186, 136, 92)
    red: RGB = s.rng("curtain").choice(((176, 44, 56), (150, 40, 90), (54, 92, 140)))

    def scene(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        for i in range(12):
            c.rect(-6, -0.6 + 0.11 * i, 6, 2, mix((130, 186, 236), (250, 238, 216), i / 11))
        c.ellipse(0.26, 0.22, 0.09, 0.09, (252, 230, 150))
        for x, r, tone in (
            (-0.5, 0.36, (110, 170, 120)),
            (0.2, 0.42, (132, 186, 112)),
            (0.9, 0.34, (98, 158, 116)),
        ):
            c.ellipse(x, 0.72, r, r * 0.55, tone)
        for x, y, w in ((-0.34, 0.2, 0.09), (0.5, 0.14, 0.07)):
            for dx in (-0.7, 0.0, 0.7):
                c.ellipse(x + dx * w, y, w * 0.7, w * 0.4, (252, 250, 244))

    def boards(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        for i in range(8):
            y = s.horizon + (1.1 - s.horizon) * i / 8
            c.rect(-6, y, 6, 2, mix(darker(s.floor, 0.8), s.floor, i / 7))
        for k in range(-22, 23):
            c.stroke([(k * 0.17, s.horizon), (k * 0.34, 1.2)], 0.003, darker(s.floor, 0.8))
        for r, o in ((0.9, 26), (0.6, 30)):
            c.ellipse(0, 0.86, r, r * 0.2, (255, 244, 200), o)

    def curtains(c: Canvas, rng: random.Random) -> None:
        for side in (-1, 1):
            for i in range(16):
                x = side * (0.62 + 0.14 * i + (0.02 if i else 0))
                c.blob([(x, -0.4), (x + side * 0.17, -0.4), (x + side * 0.19, 0.74), (x + side * 0.08, 0.755),
                        (x - side * 0.03, 0.74)], darker(red, 0.78 + 0.22 * (i % 2)))  # fmt: skip
            c.ellipse(side * 0.68, 0.46, 0.08, 0.02, _GOLD)
        for i in range(-14, 15):
            x = 0.24 * i
            c.blob([(x - 0.13, -0.4), (x + 0.13, -0.4), (x + 0.12, 0.05), (x, 0.11), (x - 0.12, 0.05)],
                   darker(red, 0.86 + 0.14 * (i % 2)))  # fmt: skip
            c.plain().stroke([(x - 0.12, 0.05), (x, 0.112), (x + 0.12, 0.05)], 0.012, _GOLD)

    s.plane(3.0, scene)
    s.plane(1.6, boards)
    s.plane(1.4, curtains)
    s.live(0.9, _footlights(), front=True, screen=True)


def _footlights() -> DrawLive:
    def draw(c: Canvas, t: float) -> None:
        edge = c.surface.width / c.surface.height / 2
        c = c.lit(None).plain()
        c.rect(-edge, 0.985, edge, 1.02, (92, 62, 52))
        n = max(3, round(edge * 7))
        for i in range(n):
            x = -edge + 2 * edge * (i + 0.5) / n
            c.ellipse(x, 0.985, 0.05, 0.03, (255, 236, 160), 60)
            c.ellipse(x, 0.99, 0.022, 0.016, (255, 244, 200))

    return draw


def build_circus(s: Stage) -> None:
    """Inside the big top: stripes to the pole, benches full of people, a ring of sand."""
    s.indoors, s.horizon, s.roam, s.floor = True, 0.64, 0.5, (228, 196, 140)
    tone: RGB = s.rng("tent").choice(((206, 66, 62), (58, 110, 170), (72, 140, 110)))

    def tent(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        c.rect(-6, -1, 6, 2, darker(tone, 0.7))
        for i in range(-16, 16):
            a, b = i * 0.3, (i + 1) * 0.3
            colour = tone if i % 2 else (250, 240, 216)
            c.polygon([(0, -0.5), (a, 0.34), (b, 0.34)], darker(colour, 0.92))
            c.rect(a, 0.34, b, 0.7, darker(colour, 0.74))
        c.rect(-6, 0.325, 6, 0.35, _GOLD)

    def seats(c: Canvas, rng: random.Random) -> None:
        for row in range(4):
            y = 0.5 + 0.055 * row
            c.rect(-s.span * 1.3, y, s.span * 1.3, 0.74, darker((120, 76, 70), 0.7 + 0.08 * row))
            for x in s.spread(rng, 0.075, 0.3):
                skin = rng.choice(((236, 190, 150), (150, 100, 74), (206, 150, 110)))
                coat = rng.choice(
                    ((206, 84, 76), (82, 130, 180), (240, 190, 90), (120, 164, 110), (160, 120, 180))
                )
                c.plain().ellipse(x, y - 0.004, 0.026, 0.03, darker(coat, 0.8))
                c.plain().ellipse(x, y - 0.04, 0.018, 0.02, darker(skin, 0.86))

    def ring(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None)
        c.rect(-6, 0.7, 6, 2, darker(s.floor, 0.72))
        for i in range(-18, 18):
            x = 0.14 * i
            y = 0.715 + 0.02 * (x / 1.6) ** 2
            c.polygon([(x, y), (x + 0.14, y), (x + 0.14, y + 0.05), (x, y + 0.05)],
                      (206, 60, 60) if i % 2 else (250, 240, 220))  # fmt: skip
        c.plain().ellipse(0, 1.06, 1.9, 0.31, s.floor)
        for x in (-0.4, 0.4):
            c.plain().polygon([(x * 3.2, -0.3), (x - 0.34, 0.94), (x + 0.34, 0.94)], (255, 246, 200), 30)
            c.plain().ellipse(x, 0.93, 0.4, 0.07, (255, 246, 206), 70)

    s.plane(3.0, tent)
    s.plane(2.4, seats)
    s.plane(1.4, ring)
    s.plane(1.39, lambda c, rng: _trapeze(c))


def _trapeze(c: Canvas) -> None:
    for x in (-0.72, 0.72):
        for d in (-0.07, 0.07):
            c.stroke([(x + d * 0.6, -0.4), (x + d, 0.17)], 0.005, (236, 226, 206))
        c.limb([(x - 0.09, 0.17), (x + 0.09, 0.17)], [0.014, 0.014], (246, 206, 96))


def build_church(s: Stage) -> None:
    """A nave: pointed arches, coloured windows, pews, an altar with candles."""
    add_room(s, (212, 202, 186), (168, 158, 148), boards=False, paper="stones")

    def windows(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None)
        dim = 1 - 0.5 * min(1.0, s.light.dark)
        for i in range(-5, 6):
            x = 0.62 * i
            shape = [(x - 0.11, 0.5), (x - 0.11, 0.18), (x, 0.02), (x + 0.11, 0.18), (x + 0.11, 0.5)]
            c.polygon([(x + (px - x) * 1.2, 0.26 + (py - 0.26) * 1.1) for px, py in shape], (150, 140, 132))
            c.polygon(shape, (62, 66, 92))
            for j in range(5):
                for k in range(3):
                    tone = rng.choice(
                        ((206, 70, 70), (70, 120, 200), (246, 196, 84), (90, 170, 110), (160, 100, 180))
                    )
                    tone = (round(tone[0] * dim), round(tone[1] * dim), round(tone[2] * dim))
                    left, top = x - 0.1 + 0.068 * k, 0.165 + 0.067 * j
                    c.plain().rect(left, top, left + 0.06, top + 0.06, tone)

    def nave(c: Canvas, rng: random.Random) -> None:
        for i in range(-4, 4):
            x = 0.62 * i + 0.31
            c.rect(x - 0.045, -0.5, x + 0.045, 0.7, (228, 220, 206))
            c.plain().rect(x + 0.012, -0.5, x + 0.045, 0.7, (198, 188, 176))
        c.rect(-0.26, 0.56, 0.26, 0.74, (236, 230, 220))
        c.rect(-0.29, 0.54, 0.29, 0.57, (250, 248, 242))
        c.rect(-0.012, 0.3, 0.012, 0.54, _GOLD)
        c.rect(-0.07, 0.36, 0.07, 0.384, _GOLD)
        for x in (-0.2, 0.2):
            c.rect(x - 0.01, 0.46, x + 0.01, 0.54, (250, 244, 226))
        c.polygon([(-0.2, 0.74), (0.2, 0.74), (0.5, 1.9), (-0.5, 1.9)], (170, 58, 64))
        for row in range(2):
            y = 0.8 + 0.12 * row
            for side in (-1, 1):
                for i in range(4):
                    x = side * (0.5 + 0.06 * row + 0.52 * i)
                    _pew(c, x, y - 0.02)

    s.plane(2.4, windows)
    s.plane(2.0, nave)
    for x in (-0.2, 0.2):
        add_flame(s, x, 0.465, 0.03, depth=2.0)


def _pew(c: Canvas, x: float, y: float) -> None:
    c.rect(x - 0.22, y - 0.17, x + 0.22, y - 0.05, (134, 92, 66))
    c.rect(x - 0.23, y - 0.185, x + 0.23, y - 0.165, (160, 114, 82))
    for k in (-0.22, 0.22):
        c.rect(x + k - 0.016, y - 0.18, x + k + 0.016, y, (112, 76, 56))


def build_gym(s: Stage) -> None:
    """Wall bars, a hoop, a climbing rope, lines on the floor."""
    add_room(s, (236, 222, 190), (214, 164, 108))

    def hall(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.9, 0.0):
            for k in (-0.16, 0.16):
                c.rect(x + k - 0.012, 0.06, x + k + 0.012, 0.68, darker(WOOD, 0.8))
            for i in range(10):
                c.rect(x - 0.16, 0.1 + 0.058 * i, x + 0.16, 0.115 + 0.058 * i, WOOD)
        for x in (0.0, -2.0, 2.0):
            c.rect(x - 0.14, 0.06, x + 0.14, 0.26, (250, 250, 248))
            c.plain().stroke(
                [(x - 0.06, 0.22), (x - 0.06, 0.13), (x + 0.06, 0.13), (x + 0.06, 0.22)], 0.008, (206, 70, 60)
            )
            c.stroke([(x - 0.07, 0.25), (x + 0.07, 0.25)], 0.012, (226, 110, 50))
            for k in range(5):
                c.plain().stroke(
                    [(x - 0.06 + 0.03 * k, 0.25), (x - 0.035 + 0.018 * k, 0.34)], 0.004, (252, 252, 250)
                )
        for x in (0.62, -1.3):
            c.stroke([(x, -0.4), (x, 0.7)], 0.02, (206, 176, 120))
            c.ellipse(x, 0.7, 0.02, 0.03, (206, 176, 120))
        draw_table(c, -0.66, 0.8, 0.16, 0.2, (176, 110, 70))

    s.plane(1.9, hall)
    s.plane(1.3, lambda c, rng: c.plain().stroke([(-3, 0.86), (3, 0.86)], 0.012, (70, 120, 180)))

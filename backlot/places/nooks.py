"""Nooks: where things and mice are at home in a house, in a drawer, on a shelf, under a bed.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.stage import Stage

_PINE: RGB = (206, 160, 108)


def build_drawer(s: Stage) -> None:
    """Inside a drawer: boards as high as walls, and pencils, reels,
    buttons and keys as large as furniture."""
    s.indoors = True
    s.horizon, s.roam, s.floor = 0.66, 0.5, (216, 176, 126)

    def boards(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        span, dim = s.span * 1.6, 1 - 0.3 * min(1.0, s.light.dark)
        c.rect(-span, -1, span, 2, (62, 46, 40))
        glow = mix((255, 232, 178), s.light.sky[2], 0.3)
        c.rect(-span, -0.2, span, 0.1, (round(glow[0] * dim), round(glow[1] * dim), round(glow[2] * dim)))
        c.rect(-span, -1.0, span, 0.035, darker(_PINE, 0.5))
        for i in range(6):
            y = 0.1 + (s.horizon - 0.1) * i / 6
            c.rect(-span, y, span, 1.0, mix(lighter(_PINE, 0.1), darker(_PINE, 0.72), i / 5))
        for k in range(7):
            y = 0.16 + 0.075 * k
            c.stroke(
                [(-span + 2 * span * i / 10, y + 0.01 * math.sin(2.1 * i + k)) for i in range(11)],
                0.004,
                darker(_PINE, 0.8),
            )
        for x in s.spread(rng, 1.3, 0.2):
            for size in (1.0, 0.6, 0.25):
                c.ellipse(x, 0.36, 0.07 * size, 0.05 * size, darker(_PINE, 0.82 - 0.2 * size))
        for i in range(8):
            y = s.horizon + (1.1 - s.horizon) * i / 8
            c.rect(-span, y, span, 2, mix(darker(s.floor, 0.74), s.floor, i / 7))
        c.rect(-span, s.horizon - 0.006, span, s.horizon + 0.008, darker(_PINE, 0.5))

    s.plane(2.6, boards)
    s.plane(2.0, lambda c, rng: _giant_things(c, rng, s))
    s.plane(1.3, lambda c, rng: _small_change(c, rng, s))


def _giant_things(c: Canvas, rng: random.Random, s: Stage) -> None:
    """What lies in drawers, at the size that it has for a mouse."""
    turn = s.rng("things").choice((-1, 1))
    for k, tone in enumerate(((236, 190, 76), (84, 150, 190), (214, 90, 84))):
        x = turn * (-1.02 + 0.13 * k)
        top = (x + turn * 0.17, 0.14 + 0.05 * k)
        c.limb([(x, 0.72), top], [0.06, 0.06], tone)
        c.polygon(
            [(top[0] - 0.03, top[1]), (top[0] + 0.03, top[1] + 0.01), (top[0] + turn * 0.014, top[1] - 0.08)],
            (244, 220, 180),
        )
        c.plain().polygon(
            [
                (top[0], top[1] - 0.05),
                (top[0] + 0.014, top[1] - 0.05),
                (top[0] + turn * 0.014, top[1] - 0.08),
            ],
            tone,
        )
    x = 0.74 * turn
    c.rect(x - 0.11, 0.46, x + 0.11, 0.72, (206, 86, 104))
    for k in range(7):
        c.plain().stroke(
            [(x - 0.11, 0.485 + 0.034 * k), (x, 0.495 + 0.034 * k), (x + 0.11, 0.485 + 0.034 * k)],
            0.006,
            (170, 62, 82),
        )
    for y in (0.44, 0.72):
        c.blob([(x - 0.15, y), (x, y - 0.022), (x + 0.15, y), (x, y + 0.024)], (226, 190, 140))
    at = 1.12 * turn
    c.ellipse(at, 0.55, 0.17, 0.17, (110, 170, 150))
    c.plain().ellipse(at, 0.55, 0.13, 0.13, (92, 150, 132))
    for dx, dy in ((-0.04, -0.04), (0.04, -0.04), (-0.04, 0.04), (0.04, 0.04)):
        c.plain().ellipse(at + dx, 0.55 + dy, 0.02, 0.02, (58, 92, 84))
    b = -0.5 * turn
    for n in range(4):
        y = 0.715 - 0.03 * n
        c.blob(
            [(b - 0.13, y), (b, y - 0.03), (b + 0.13, y), (b, y + 0.028)],
            (224, 182, 84) if n % 2 else (196, 150, 66),
        )


def _small_change(c: Canvas, rng: random.Random, s: Stage) -> None:
    for x in s.spread(rng, 0.36, 0.5):
        y, kind = rng.uniform(0.76, 0.8), rng.randrange(3)
        if kind == 0:
            c.stroke([(x - 0.05, y), (x + 0.05, y - 0.01), (x + 0.06, y + 0.015), (x - 0.04, y + 0.022),
                      (x - 0.03, y + 0.008)],
                     0.007, (160, 170, 184))  # fmt: skip
        elif kind == 1:
            c.ellipse(x, y, 0.04, 0.014, rng.choice(((236, 130, 110), (120, 170, 210), (250, 214, 120))))
            c.plain().ellipse(x, y, 0.012, 0.004, (90, 70, 70))
        else:
            c.blob(
                [(x - 0.06, y), (x + 0.05, y - 0.02), (x + 0.07, y + 0.012), (x - 0.04, y + 0.03)],
                (250, 244, 228),
            )


_SPINES: tuple[RGB, ...] = ((188, 74, 70), (70, 110, 150), (224, 176, 92), (92, 140, 104), (142, 98, 150))


def build_shelf(s: Stage) -> None:
    """On a shelf: a board to stand on, books like towers, a globe, a jar, the room dim far below."""
    s.indoors = True
    s.horizon, s.roam, s.floor = 0.68, 0.5, (186, 132, 88)
    wall: RGB = s.rng("wall").choice(((226, 206, 178), (190, 212, 206), (214, 196, 208)))
    side = s.rng("side").choice((-1, 1))

    def back(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        span, dim = s.span * 1.6, 1 - 0.24 * min(1.0, s.light.dark)
        tone: RGB = (round(wall[0] * dim), round(wall[1] * dim), round(wall[2] * dim))
        for i in range(8):
            c.rect(-span, -0.6 + 0.17 * i, span, 2, mix(darker(tone, 0.78), tone, i / 7))
        for i in range(-20, 21):
            for j in range(7):
                c.ellipse(0.2 * i + 0.1 * (j % 2), 0.1 * j, 0.016, 0.016, lighter(tone, 0.18))
        c.rect(-span, -1.0, span, -0.02, darker((150, 104, 72), 0.8))
        c.rect(-span, -0.02, span, 0.03, darker((150, 104, 72), 0.55))

    def things(c: Canvas, rng: random.Random) -> None:
        x = -0.46 * side
        for k in range(9):
            w, h = rng.uniform(0.06, 0.1), rng.uniform(0.4, 0.6)
            x -= side * (w + 0.012)
            tone = _SPINES[(k + rng.randrange(5)) % 5]
            c.rect(x - w / 2, 0.74 - h, x + w / 2, 0.74, tone)
            for y in (0.1, 0.16, h - 0.08):
                c.plain().rect(x - w / 2, 0.74 - h + y, x + w / 2, 0.755 - h + y, lighter(tone, 0.4))
        c.polygon(
            [(-0.42 * side, 0.74), (-0.36 * side, 0.74), (-0.5 * side, 0.3), (-0.56 * side, 0.32)],
            (110, 160, 140),
        )
        g = 0.68 * side
        c.stroke([(g + 0.02, 0.22), (g + 0.2 * side, 0.4), (g + 0.02, 0.6)], 0.016, (196, 154, 84))
        c.ellipse(g, 0.42, 0.17, 0.17, (110, 170, 206))
        for dx, dy, r in ((-0.05, -0.06, 0.07), (0.06, 0.03, 0.06), (-0.04, 0.09, 0.04)):
            c.plain().ellipse(g + dx, 0.42 + dy, r, r * 0.8, (136, 186, 112))
        c.limb([(g, 0.6), (g, 0.72)], [0.03, 0.05], (150, 106, 70))
        c.blob([(g - 0.12, 0.745), (g, 0.7), (g + 0.12, 0.745)], (150, 106, 70))
        j = 1.1 * side
        c.blob([(j - 0.12, 0.74), (j - 0.13, 0.5), (j - 0.06, 0.44), (j + 0.06, 0.44), (j + 0.13, 0.5),
                (j + 0.12, 0.74)],
               (206, 228, 232))  # fmt: skip
        for k in range(10):
            c.plain().ellipse(j - 0.07 + 0.047 * (k % 4), 0.7 - 0.05 * (k // 4), 0.026, 0.026, _SPINES[k % 5])
        c.rect(j - 0.08, 0.4, j + 0.08, 0.45, (206, 86, 80))

    def board(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        span = s.span * 1.6
        c.rect(-span, 0.72, span, 0.965, s.floor)
        for k in range(5):
            y = 0.75 + 0.045 * k
            c.stroke(
                [(-span + 2 * span * i / 8, y + 0.008 * math.sin(1.7 * i + k)) for i in range(9)],
                0.003,
                darker(s.floor, 0.84),
            )
        c.rect(-span, 0.965, span, 1.03, darker(s.floor, 0.7))
        c.rect(-span, 1.03, span, 2.0, darker(wall, 0.5))

    s.plane(2.6, back)
    s.plane(1.35, board)
    s.plane(1.6, things)


def build_under_bed(s: Stage) -> None:
    """Under a bed: slats overhead, a fringe of blanket, dust, a lost ball and a slipper,
    light along the floor."""
    s.indoors = True
    s.horizon, s.roam, s.floor = 0.64, 0.5, (140, 112, 98)

    def dark(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        span = s.span * 1.6
        for i in range(10):
            c.rect(-span, -0.6 + 0.13 * i, span, 2, mix((34, 30, 52), (78, 66, 92), i / 9))
        room = mix((250, 226, 180), s.light.sky[1], 0.4) if s.light.dark < 0.6 else (92, 98, 150)
        c.rect(-span, 0.46, span, s.horizon, room)
        c.rect(-span, s.horizon - 0.045, span, s.horizon, mix(room, (255, 255, 255), 0.4))
        for x in s.spread(rng, 0.9, 0.3):
            c.rect(x - 0.05, 0.46, x + 0.05, s.horizon, mix(room, (120, 90, 80), 0.5))

    def ground(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        span, h = s.span * 1.6, s.horizon
        for i in range(8):
            c.rect(-span, h + 0.055 * i, span, 2, mix(lighter(s.floor, 0.24), darker(s.floor, 0.66), i / 7))
        for k in range(-18, 19):
            c.stroke([(k * 0.2, h), (k * 0.4, 1.2)], 0.003, darker(s.floor, 0.7))

    def bed(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        c.rect(-span, -1.0, span, 0.1, (52, 40, 46))
        for x in s.spread(rng, 0.3, 0.05):
            c.polygon([(x - 0.09, -0.3), (x + 0.09, -0.3), (x + 0.07, 0.12), (x - 0.07, 0.12)], (126, 92, 74))
        tone: RGB = s.rng("blanket").choice(((96, 132, 186), (186, 96, 110), (110, 160, 130)))
        for n, x in enumerate(s.spread(rng, 0.19, 0.1)):
            low = 0.34 + 0.045 * math.sin(1.9 * n)
            c.blob(
                [(x - 0.12, 0.06), (x + 0.12, 0.06), (x + 0.1, low), (x, low + 0.03), (x - 0.1, low)],
                darker(tone, 0.6),
            )
            c.plain().rect(x - 0.07, low - 0.06, x + 0.07, low - 0.04, lighter(tone, 0.2))
        for x in (-1.25, 1.25):
            c.rect(x - 0.07, 0.0, x + 0.07, 0.74, (104, 74, 60))

    def lost(c: Canvas, rng: random.Random) -> None:
        side = s.rng("side").choice((-1, 1))
        x = 0.7 * side
        c.ellipse(x, 0.69, 0.1, 0.1, (222, 92, 84))
        c.plain().stroke([(x - 0.09, 0.67), (x, 0.71), (x + 0.09, 0.67)], 0.022, (250, 236, 210))
        b = -0.72 * side
        c.blob(
            [
                (b - 0.19, 0.8),
                (b - 0.17, 0.73),
                (b, 0.74),
                (b + 0.12, 0.68),
                (b + 0.2, 0.74),
                (b + 0.19, 0.8),
            ],
            (110, 150, 190),
        )
        c.plain().blob([(b - 0.15, 0.745), (b, 0.755), (b + 0.04, 0.73), (b - 0.04, 0.72)], (60, 82, 110))
        for at in s.spread(rng, 0.4, 0.6):
            y, r = rng.uniform(0.72, 0.86), rng.uniform(0.02, 0.04)
            for k in range(6):
                a = k * math.pi / 3 + at
                c.plain().stroke(
                    [(at, y), (at + r * math.cos(a), y + 0.6 * r * math.sin(a))], 0.004, (170, 162, 176)
                )
            c.plain().ellipse(at, y, r * 0.6, r * 0.42, (150, 142, 158))

    s.plane(2.6, dark)
    s.plane(1.5, ground)
    s.plane(2.0, bed)
    s.plane(1.3, lost)

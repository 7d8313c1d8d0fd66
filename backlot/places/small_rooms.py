"""Rooms below, above and aboard: attic, cellar, dungeon, tomb, garage, bathroom, corridor, greenhouse, cabin,
submarine.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.indoors import (
    WOOD,
    add_flame,
    add_hanging_lamp,
    add_room,
    add_window,
    draw_rug,
    draw_shelf,
    draw_table,
)
from backlot.places.stage import Stage

_IRON: RGB = (84, 88, 100)
_STEEL: RGB = (150, 162, 176)


def build_attic(s: Stage) -> None:
    """Under the roof: slanting beams, a round window, trunks and boxes, cobwebs."""
    add_room(s, (204, 160, 116), (176, 132, 96), paper="planks")
    side = s.rng("side").choice((-1, 1))
    add_window(s, 0.0, 0.26, 0.11, 0.11)

    def roof(c: Canvas, rng: random.Random) -> None:
        dark: RGB = (112, 80, 62)
        for k in (-1, 1):
            c.polygon([(k * 0.5, -0.6), (k * 3.2, -0.6), (k * 3.2, 0.9), (k * 1.08, 0.62)], (142, 104, 80))
            for i in range(5):
                x = k * (0.62 + 0.34 * i)
                c.limb([(x - k * 0.16, -0.4), (x + k * 0.42, 0.66)], [0.04, 0.04], dark)
            c.limb([(k * 0.44, -0.5), (k * 1.08, 0.64)], [0.06, 0.06], darker(dark, 0.9))
        c.rect(-3, 0.03, 3, 0.07, dark)
        for x in (-0.3, 0.3):
            c.rect(x - 0.024, 0.05, x + 0.024, 0.66, darker(dark, 0.94))
        for k, x in ((1, 0.3), (-1, -0.3)):
            for i in range(3):
                c.plain().stroke([(x, 0.08 + 0.05 * i), (x + 0.03 * k, 0.09 + 0.03 * i),
                                  (x + (0.07 + 0.04 * i) * k, 0.075)], 0.003, (236, 232, 226))  # fmt: skip
            c.plain().stroke([(x, 0.08), (x + 0.12 * k, 0.2)], 0.003, (236, 232, 226))

    def lumber(c: Canvas, rng: random.Random) -> None:
        x = 0.56 * side
        c.blob([(x - 0.19, 0.8), (x - 0.19, 0.62), (x - 0.16, 0.56), (x + 0.16, 0.56), (x + 0.19, 0.62),
                (x + 0.19, 0.8)], (140, 84, 62))  # fmt: skip
        for k in (-0.13, 0.13):
            c.plain().rect(x + k - 0.014, 0.565, x + k + 0.014, 0.8, (226, 180, 92))
        c.plain().rect(x - 0.19, 0.635, x + 0.19, 0.65, darker((140, 84, 62), 0.7))
        c.ellipse(x, 0.65, 0.022, 0.026, (226, 180, 92))
        for dx, y, w, tone in ((-0.62, 0.79, 0.13, (206, 166, 116)), (-0.56, 0.65, 0.1, (190, 148, 100)),
                               (-0.86, 0.78, 0.09, (168, 130, 92))):  # fmt: skip
            at = dx * side
            c.rect(at - w, y - w * 1.1, at + w, y, tone)
            c.plain().rect(at - 0.02, y - w * 1.1, at + 0.02, y, lighter(tone, 0.3))
        at = 0.86 * side
        c.limb([(at - 0.05, 0.8), (at, 0.56)], [0.014, 0.014], WOOD)
        c.limb([(at + 0.05, 0.8), (at, 0.56)], [0.014, 0.014], WOOD)
        c.blob(
            [(at - 0.07, 0.58), (at - 0.08, 0.44), (at, 0.38), (at + 0.08, 0.44), (at + 0.07, 0.58)],
            (206, 150, 140),
        )

    s.plane(2.2, roof)
    s.plane(1.9, lumber)


def build_cellar(s: Stage) -> None:
    """A vault of stone with barrels, a shelf of bottles, steps up to a door, a hanging lamp."""
    add_room(s, (150, 138, 132), (122, 112, 108), boards=False, paper="stones")
    side = s.rng("side").choice((-1, 1))

    def vault(c: Canvas, rng: random.Random) -> None:
        stone: RGB = (118, 106, 104)
        for i in range(-3, 4):
            x = 1.3 * i
            arch = [(x + 0.62 * math.cos(math.pi * k / 14), 0.42 - 0.34 * math.sin(math.pi * k / 14))
                    for k in range(15)]  # fmt: skip
            c.polygon([*arch, (x - 0.62, -0.6), (x + 0.62, -0.6)], darker(stone, 0.9))
            c.stroke(arch, 0.03, lighter(stone, 0.14))
            c.rect(x + 0.6, -0.6, x + 0.7, 0.68, stone)
            c.plain().rect(x + 0.66, -0.6, x + 0.7, 0.68, darker(stone, 0.84))

    def stores(c: Canvas, rng: random.Random) -> None:
        for k, (dx, y, r) in enumerate(((0.3, 0.7, 0.13), (0.57, 0.7, 0.13), (0.435, 0.48, 0.12))):
            x = dx * side
            c.ellipse(x, y, r, r, (140, 96, 66))
            c.plain().ellipse(x, y, r * 0.86, r * 0.86, (176, 128, 84))
            for d in (-0.5, 0.0, 0.5):
                c.plain().stroke([(x + d * r, y - r * 0.72), (x + d * r, y + r * 0.72)], 0.004, (140, 96, 66))
            c.ellipse(x, y + r * 0.4, 0.018, 0.018, (84, 62, 52))
            if k < 2:
                c.polygon(
                    [(x - r, 0.84), (x - r * 0.6, 0.8), (x + r * 0.6, 0.8), (x + r, 0.84)], (104, 76, 60)
                )
        for i in range(6):
            x = (-0.36 - 0.1 * i) * side
            top = 0.75 - 0.1 * i
            c.rect(
                min(x, x - 0.1 * side), top, max(x, x - 0.1 * side), 0.82, lighter((150, 142, 138), 0.04 * i)
            )
            c.plain().rect(min(x, x - 0.1 * side), top, max(x, x - 0.1 * side), top + 0.016, (190, 182, 176))
        draw_shelf(c, rng, 0.84 * side, 0.36, 0.12, "jars")
        draw_shelf(c, rng, 0.84 * side, 0.52, 0.12, "jars")

    s.plane(2.2, vault)
    s.plane(1.9, stores)
    add_hanging_lamp(s, 0.02 * side, 0.18)


def build_dungeon(s: Stage) -> None:
    """Dark stone, bars, chains, straw and a torch."""
    add_room(s, (84, 80, 104), (78, 72, 92), boards=False, paper="stones")
    side = s.rng("side").choice((-1, 1))
    add_window(s, 0.16 * side, 0.18, 0.09, 0.08)

    def cell(c: Canvas, rng: random.Random) -> None:
        for i in range(4):
            x = 0.16 * side - 0.066 + 0.044 * i
            c.rect(x - 0.006, 0.08, x + 0.006, 0.28, _IRON)
        for start in (0.46, -1.9):
            for i in range(13):
                x = (start + 0.085 * i) * side
                c.rect(x - 0.011, -0.4, x + 0.011, 0.76, _IRON)
                c.plain().rect(x + 0.003, -0.4, x + 0.011, 0.76, darker(_IRON, 0.7))
            left, right = sorted((start * side, (start + 1.02) * side))
            for y in (0.2, 0.5):
                c.rect(left - 0.02, y, right + 0.02, y + 0.024, darker(_IRON, 0.86))
        for x in (-0.3 * side, -0.5 * side):
            c.ellipse(x, 0.3, 0.022, 0.022, darker(_IRON, 0.8))
            for i in range(6):
                c.stroke([(x + 0.007 * math.sin(i), 0.31 + 0.035 * i), (x + 0.01, 0.34 + 0.035 * i)], 0.012,
                         lighter(_IRON, 0.16 * (i % 2)))  # fmt: skip
            c.stroke(
                [(x - 0.03, 0.54), (x, 0.51), (x + 0.03, 0.54), (x, 0.57), (x - 0.03, 0.54)], 0.012, _IRON
            )
        for x in (-0.62 * side, -0.9 * side):
            c.blob([(x - 0.2, 0.81), (x - 0.1, 0.75), (x + 0.08, 0.745), (x + 0.2, 0.81)], (196, 168, 100))
            for k in range(6):
                c.plain().stroke(
                    [(x - 0.14 + 0.05 * k, 0.805), (x - 0.1 + 0.045 * k, 0.755)], 0.004, (160, 130, 74)
                )

    s.plane(1.9, cell)
    add_flame(s, -0.74 * side, 0.36, 0.07, depth=1.9)


def build_tomb(s: Stage) -> None:
    """Sandstone with painted signs, a painted coffin, torches."""
    add_room(s, (206, 174, 124), (176, 146, 104), boards=False, paper="stones")
    side = s.rng("side").choice((-1, 1))

    def signs(c: Canvas, rng: random.Random) -> None:
        tones: tuple[RGB, ...] = ((150, 74, 54), (54, 106, 128), (96, 74, 56), (186, 128, 50))
        c.rect(-s.span * 1.5, 0.05, s.span * 1.5, 0.075, tones[1])
        c.rect(-s.span * 1.5, 0.49, s.span * 1.5, 0.515, tones[0])
        for i, x in enumerate(s.spread(rng, 0.13, 0.1)):
            for j in range(3):
                _sign(c, rng.randrange(5), x, 0.15 + 0.13 * j, 0.04, tones[(i + j) % 4])

    def coffin(c: Canvas, rng: random.Random) -> None:
        x, y, gold, blue = 0.58 * side, 0.8, (226, 182, 84), (54, 96, 140)
        c.rect(x - 0.2, y - 0.05, x + 0.2, y, (150, 124, 90))
        c.blob([(x - 0.11, y - 0.05), (x - 0.16, y - 0.34), (x - 0.1, y - 0.5), (x, y - 0.56),
                (x + 0.1, y - 0.5),
                (x + 0.16, y - 0.34), (x + 0.11, y - 0.05)], gold)  # fmt: skip
        p = c.plain()
        for k in range(4):
            p.rect(x - 0.12, y - 0.28 + 0.055 * k, x + 0.12, y - 0.255 + 0.055 * k, blue)
        p.blob(
            [
                (x - 0.09, y - 0.36),
                (x - 0.09, y - 0.48),
                (x, y - 0.54),
                (x + 0.09, y - 0.48),
                (x + 0.09, y - 0.36),
            ],
            blue,
        )
        p.ellipse(x, y - 0.44, 0.05, 0.062, (214, 158, 112))
        for dx in (-0.02, 0.02):
            p.ellipse(x + dx, y - 0.45, 0.01, 0.007, (50, 40, 44))
        j = -0.62 * side
        for dx, tone in ((-0.1, (176, 110, 74)), (0.08, (150, 92, 66))):
            c.blob([(j + dx - 0.03, y), (j + dx - 0.07, y - 0.12), (j + dx - 0.03, y - 0.2),
                    (j + dx + 0.03, y - 0.2),
                    (j + dx + 0.07, y - 0.12), (j + dx + 0.03, y)], tone)  # fmt: skip

    s.plane(2.3, signs)
    s.plane(1.9, coffin)
    for x in (-0.34, 0.3):
        add_flame(s, x * side, 0.4, 0.06, depth=1.9)


def _sign(c: Canvas, kind: int, x: float, y: float, r: float, tone: RGB) -> None:
    c = c.plain().at(x, y, r)
    if kind == 0:
        c.blob([(-0.8, 0), (0, -0.5), (0.8, 0), (0, 0.5)], tone)
        c.ellipse(0, 0, 0.26, 0.26, (240, 220, 180))
    elif kind == 1:
        c.stroke([(-0.9, 0.2), (-0.45, -0.3), (0, 0.2), (0.45, -0.3), (0.9, 0.2)], 0.22, tone)
    elif kind == 2:
        c.rect(-0.14, -0.2, 0.14, 0.9, tone)
        c.rect(-0.5, -0.1, 0.5, 0.14, tone)
        c.ellipse(0, -0.5, 0.34, 0.4, tone)
        c.ellipse(0, -0.5, 0.14, 0.2, (206, 174, 124))
    elif kind == 3:
        c.blob(
            [(-0.8, 0.5), (-0.5, -0.2), (0.1, -0.4), (0.3, -0.8), (0.7, -0.7), (0.5, 0.1), (0.1, 0.5)], tone
        )
        c.rect(0.0, 0.4, 0.1, 0.9, tone)
    else:
        c.ellipse(0, 0, 0.5, 0.5, tone)


def build_garage(s: Stage) -> None:
    """A rolling gate, tyres, a wall of tools, a jack and cans of oil."""
    add_room(s, (230, 222, 204), (176, 178, 182), boards=False)
    side = s.rng("side").choice((-1, 1))

    def gate(c: Canvas, rng: random.Random) -> None:
        x = -0.3 * side
        c.rect(x - 0.46, 0.08, x + 0.46, 0.68, (112, 126, 144))
        for i in range(8):
            c.rect(x - 0.43, 0.1 + 0.073 * i, x + 0.43, 0.166 + 0.073 * i, (196, 212, 226))
        c.rect(x - 0.05, 0.6, x + 0.05, 0.62, _IRON)

    def gear(c: Canvas, rng: random.Random) -> None:
        w = 0.56 * side
        c.rect(w - 0.22, 0.12, w + 0.22, 0.42, (206, 150, 96))
        for i in range(5):
            x = w - 0.17 + 0.085 * i
            c.rect(x - 0.009, 0.18, x + 0.009, 0.34, (206, 70, 66) if i % 2 else (72, 110, 160))
            c.blob(
                [(x - 0.025, 0.2), (x - 0.02, 0.15), (x + 0.02, 0.15), (x + 0.025, 0.2), (x, 0.185)], _STEEL
            )
        draw_table(c, w, 0.78, 0.26, 0.2, (150, 104, 74))
        c.rect(w - 0.12, 0.47, w + 0.04, 0.55, (206, 66, 62))
        c.stroke([(w - 0.08, 0.47), (w - 0.04, 0.44), (w, 0.47)], 0.012, (150, 44, 48))
        t = -0.98 * side
        for i in range(4):
            y = 0.77 - 0.085 * i
            c.ellipse(t, y, 0.13, 0.046, (50, 50, 58))
            c.plain().ellipse(t, y - 0.014, 0.1, 0.028, (74, 76, 86))
        c.plain().ellipse(t, 0.77 - 0.085 * 3 - 0.014, 0.055, 0.016, (150, 156, 166))
        for i, tone in enumerate(((84, 140, 100), (226, 176, 70))):
            c.rect((0.94 + 0.12 * i) * side - 0.04, 0.68, (0.94 + 0.12 * i) * side + 0.04, 0.79, tone)

    s.plane(2.3, gate)
    s.plane(1.9, gear)


def build_bathroom(s: Stage) -> None:
    """Tiles, a tub on feet with foam, a basin under a mirror, a towel."""
    tile: RGB = s.rng("tile").choice(((186, 220, 226), (226, 210, 226), (206, 226, 206)))
    add_room(s, tile, (226, 222, 214), boards=False)
    side = s.rng("side").choice((-1, 1))
    add_window(s, -0.02 * side, 0.24, 0.11, 0.12)

    def tiles(c: Canvas, rng: random.Random) -> None:
        p = c.plain()
        for i in range(-26, 27):
            p.rect(0.13 * i - 0.002, 0.36, 0.13 * i + 0.002, 0.63, lighter(tile, 0.5))
        for j in range(4):
            p.rect(-4, 0.36 + 0.09 * j, 4, 0.364 + 0.09 * j, lighter(tile, 0.5))

    def bath(c: Canvas, rng: random.Random) -> None:
        x, white = 0.54 * side, (252, 252, 250)
        for k in (-0.24, 0.24):
            c.ellipse(x + k, 0.79, 0.03, 0.03, (226, 182, 92))
        c.blob([(x - 0.36, 0.55), (x + 0.36, 0.55), (x + 0.31, 0.74), (x + 0.22, 0.79), (x - 0.22, 0.79),
                (x - 0.31, 0.74)], white)  # fmt: skip
        c.plain().blob(
            [(x - 0.3, 0.7), (x + 0.3, 0.7), (x + 0.22, 0.775), (x - 0.22, 0.775)], (226, 232, 236)
        )
        for i in range(9):
            c.ellipse(x - 0.28 + 0.07 * i, 0.54 - 0.02 * ((i * 3) % 4), 0.05, 0.04, (240, 248, 252))
        c.rect(x - 0.38, 0.54, x + 0.38, 0.57, white)
        c.stroke([(x + 0.33, 0.55), (x + 0.33, 0.42), (x + 0.27, 0.42), (x + 0.27, 0.46)], 0.016, _STEEL)

    def basin(c: Canvas, rng: random.Random) -> None:
        white = (252, 252, 250)
        b = -0.56 * side
        c.blob([(b - 0.1, 0.5), (b + 0.1, 0.5), (b + 0.05, 0.59), (b - 0.05, 0.59)], white)
        c.rect(b - 0.024, 0.58, b + 0.024, 0.78, (236, 238, 238))
        c.ellipse(b, 0.28, 0.12, 0.15, (206, 166, 100))
        c.plain().ellipse(b, 0.28, 0.1, 0.13, (214, 236, 244))
        c.plain().stroke([(b - 0.05, 0.32), (b + 0.03, 0.2)], 0.012, (250, 254, 255))
        t = -0.86 * side
        c.rect(t - 0.08, 0.36, t + 0.08, 0.372, _STEEL)
        c.rect(t - 0.065, 0.365, t + 0.065, 0.58, (236, 140, 140))
        c.plain().rect(t - 0.065, 0.53, t + 0.065, 0.55, (252, 236, 226))

    s.plane(2.4, tiles)
    if not s.vessel:
        s.plane(1.9, bath)
    s.plane(1.9, basin)
    s.plane(1.4, lambda c, rng: draw_rug(c, -0.1 * side, 0.88, 0.3, (120, 176, 196)))


def build_corridor(s: Stage) -> None:
    """A passage with doors on a row, lamps, a runner on the floor."""
    wall: RGB = s.rng("wall").choice(((226, 216, 190), (206, 218, 222), (222, 206, 196)))
    add_room(s, wall, (176, 150, 120), paper="panels")
    tone: RGB = s.rng("doors").choice(((120, 150, 140), (150, 96, 72), (96, 126, 166)))

    def doors(c: Canvas, rng: random.Random) -> None:
        for i in range(-4, 5):
            x = 0.72 * i + 0.1
            c.rect(x - 0.16, 0.16, x + 0.16, 0.7, lighter(wall, 0.5))
            c.rect(x - 0.135, 0.185, x + 0.135, 0.7, tone)
            for y in (0.22, 0.46):
                c.plain().rect(x - 0.1, y, x + 0.1, y + 0.19, darker(tone, 0.86))
            c.ellipse(x + 0.105, 0.46, 0.014, 0.014, (236, 196, 96))
            at = x + 0.36
            lamp = c.lit(None).plain()
            lamp.ellipse(at, 0.22, 0.12, 0.12, (255, 224, 150), 26 if s.light.dark < 0.3 else 60)
            c.polygon(
                [(at - 0.035, 0.26), (at - 0.02, 0.19), (at + 0.02, 0.19), (at + 0.035, 0.26)],
                (255, 236, 190),
            )

    s.plane(2.1, doors)
    s.plane(1.3, lambda c, rng: c.plain().rect(-4, 0.8, 4, 0.93, (160, 66, 70)))
    s.plane(1.29, lambda c, rng: c.plain().rect(-4, 0.812, 4, 0.822, (232, 190, 110)))


def build_greenhouse(s: Stage) -> None:
    """Panes of glass in a white frame, plants on tables and hanging."""
    add_room(s, (196, 224, 226), (186, 168, 138), boards=False)

    def panes(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None)
        span = s.span * 1.5
        for i, tone in enumerate(s.light.sky):
            c.plain().rect(-span, -0.6 + 0.44 * i, span, 0.64, mix(tone, (214, 236, 226), 0.2))
        dim = s.light.tint
        for x in s.spread(rng, 0.22, 0.5):
            r = rng.uniform(0.05, 0.14)
            c.plain().ellipse(x, 0.62 - r, 0.2, r,
                              (round(126 * dim[0]), round(176 * dim[1]), round(122 * dim[2])))  # fmt: skip
        c.plain().rect(-span, 0.57, span, 0.662, (206, 150, 122))
        frame: RGB = (244, 246, 242)
        for i in range(-10, 11):
            c.rect(0.36 * i - 0.009, -0.4, 0.36 * i + 0.009, 0.66, frame)
        for y in (0.02, 0.3, 0.56):
            c.rect(-span, y, span, y + 0.016, frame)
        c.plain().polygon([(-0.9, -0.2), (-0.7, -0.2), (-1.1, 0.56), (-1.3, 0.56)], (255, 255, 255), 50)
        c.plain().polygon([(0.5, -0.2), (0.6, -0.2), (0.2, 0.56), (0.1, 0.56)], (255, 255, 255), 50)

    def plants(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.72, 0.12):
            draw_table(c, x, 0.78, 0.28, 0.17, (176, 134, 96))
            for k in (-0.18, 0.0, 0.18):
                at = x + k
                _potted(c, rng, at, 0.58)
        for x in s.spread(rng, 0.62, 0.2):
            c.stroke([(x, -0.4), (x, 0.1)], 0.004, (150, 130, 110))
            c.blob([(x - 0.06, 0.1), (x + 0.06, 0.1), (x + 0.04, 0.17), (x - 0.04, 0.17)], (196, 112, 80))
            for k in (-2, -1, 1, 2):
                c.stroke(
                    [(x + 0.02 * k, 0.11), (x + 0.05 * k, 0.16), (x + 0.05 * k, 0.27)], 0.012, (98, 164, 88)
                )

    s.plane(2.5, panes)
    s.plane(1.9, plants)


def _potted(c: Canvas, rng: random.Random, x: float, y: float) -> None:
    leaf = rng.choice(((92, 160, 84), (116, 176, 88), (72, 142, 90)))
    h = rng.uniform(0.1, 0.2)
    for k in (-2, -1, 0, 1, 2):
        c.blob([(x, y - 0.06), (x + 0.02 * k - 0.014, y - 0.06 - h * 0.5), (x + 0.036 * k, y - 0.06 - h),
                (x + 0.02 * k + 0.018, y - 0.06 - h * 0.5)], darker(leaf, 0.84 + 0.08 * (k % 2)))  # fmt: skip
    if rng.random() < 0.5:
        tone = rng.choice(((236, 96, 110), (250, 200, 86), (240, 150, 70), (186, 120, 210)))
        for dx in (-0.036, 0.009, 0.042):
            c.ellipse(x + dx, y - 0.08 - h * 0.7, 0.018, 0.018, tone)
    c.polygon(
        [(x - 0.045, y - 0.075), (x + 0.045, y - 0.075), (x + 0.032, y), (x - 0.032, y)], (200, 112, 78)
    )

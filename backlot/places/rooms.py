"""Rooms with a purpose: kitchen, bedroom, workshop, classroom, halls and inside a ship of the stars.

Each function dresses an empty stage with the furniture of indoors.py.
"""

from __future__ import annotations

import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.lettering import write
from backlot.paint import Canvas
from backlot.places.indoors import (
    WOOD,
    add_flame,
    add_room,
    add_window,
    draw_picture,
    draw_rug,
    draw_shelf,
    draw_table,
)
from backlot.places.stage import Stage


def build_kitchen(s: Stage) -> None:
    """A stove with a fire in it, shelves with jars, a table, a window over the sink."""
    rng = s.rng("colours")
    add_room(
        s, rng.choice(((250, 228, 178), (214, 230, 220), (246, 214, 196))), (206, 176, 140), boards=False
    )
    side = rng.choice((-1, 1))
    s.sight = 0.5 * side
    add_window(s, -0.1 * side, 0.27, 0.14, 0.14)
    stove = s.hints.get("stove", (92, 96, 108))

    def furniture(c: Canvas, rng: random.Random) -> None:
        x = 0.58 * side
        c.polygon([(x - 0.17, 0.74), (x - 0.17, 0.46), (x + 0.17, 0.46), (x + 0.17, 0.74)], stove)
        c.polygon(
            [(x - 0.19, 0.46), (x - 0.19, 0.44), (x + 0.19, 0.44), (x + 0.19, 0.46)], darker(stove, 0.7)
        )
        c.polygon(
            [(x + 0.07, 0.44), (x + 0.07, -0.4), (x + 0.13, -0.4), (x + 0.13, 0.44)], darker(stove, 0.82)
        )
        c.polygon([(x - 0.1, 0.7), (x - 0.1, 0.54), (x + 0.1, 0.54), (x + 0.1, 0.7)], (52, 40, 44))
        c.blob(
            [(x - 0.12, 0.44), (x - 0.13, 0.36), (x + 0.0, 0.34), (x + 0.02, 0.36), (x + 0.01, 0.44)],
            (196, 110, 80),
        )
        for k in (-0.62, -0.36):
            c.polygon(
                [
                    (k * side - 0.12, 0.74),
                    (k * side - 0.12, 0.5),
                    (k * side + 0.12, 0.5),
                    (k * side + 0.12, 0.74),
                ],
                (236, 222, 196),
            )
            c.plain().ellipse(k * side, 0.56, 0.012, 0.012, (150, 110, 80))
        c.polygon(
            [(-0.76 * side, 0.5), (-0.76 * side, 0.475), (-0.22 * side, 0.475), (-0.22 * side, 0.5)],
            darker(WOOD, 0.9),
        )
        draw_shelf(c, rng, -0.56 * side, 0.26, 0.17, "jars")
        draw_shelf(c, rng, 0.92 * side, 0.3, 0.12, "jars")
        for i in range(4):
            px = (0.24 + 0.06 * i) * side
            c.stroke([(px, 0.14), (px, 0.2)], 0.004, (120, 100, 90))
            c.ellipse(
                px, 0.235, 0.024, 0.034, ((206, 120, 80), (170, 172, 180), (240, 236, 220), (196, 96, 80))[i]
            )

    s.plane(2.0, furniture)
    add_flame(s, 0.58 * side, 0.7, 0.075, depth=2.0)
    s.plane(1.4, lambda c, rng: draw_rug(c, -0.1, 0.88, 0.34, (206, 110, 90)))


def build_bedroom(s: Stage) -> None:
    """A bed with a patchwork quilt, a night table, a window with the night in it."""
    rng = s.rng("colours")
    add_room(
        s, rng.choice(((190, 206, 232), (226, 204, 224), (206, 222, 206))), (186, 146, 108), paper="dots"
    )
    side = rng.choice((-1, 1))
    s.sight = 0.4 * side
    add_window(s, -0.34 * side, 0.28)
    quilt = s.hints.get("bed", rng.choice(((206, 92, 92), (92, 130, 180), (232, 176, 92))))

    def furniture(c: Canvas, rng: random.Random) -> None:
        x, y = 0.56 * side, 0.8
        c.blob(
            [
                (x + 0.3 * side, y),
                (x + 0.3 * side, y - 0.4),
                (x + 0.26 * side, y - 0.44),
                (x + 0.23 * side, y - 0.4),
                (x + 0.23 * side, y),
            ],
            darker(WOOD, 0.9),
        )
        c.blob(
            [
                (x - 0.36 * side, y),
                (x - 0.36 * side, y - 0.24),
                (x - 0.33 * side, y - 0.27),
                (x - 0.3 * side, y - 0.24),
                (x - 0.3 * side, y),
            ],
            darker(WOOD, 0.9),
        )
        c.blob(
            [
                (x - 0.32, y - 0.02),
                (x - 0.32, y - 0.18),
                (x, y - 0.22),
                (x + 0.28, y - 0.2),
                (x + 0.28, y - 0.02),
            ],
            (250, 246, 238),
        )
        c.ellipse(x + 0.17 * side, y - 0.22, 0.1, 0.055, (255, 253, 246))
        a, b = (x - 0.33, x + 0.1) if side > 0 else (x - 0.1, x + 0.33)
        c.blob([(a, y - 0.01), (a, y - 0.19), ((a + b) / 2, y - 0.23), (b, y - 0.21), (b, y - 0.01)], quilt)
        for i in range(5):
            for j in range(2):
                if (i + j) % 2:
                    c.plain().polygon(
                        [
                            (a + 0.02 + i * 0.08, y - 0.16 + j * 0.07),
                            (a + 0.09 + i * 0.08, y - 0.16 + j * 0.07),
                            (a + 0.09 + i * 0.08, y - 0.1 + j * 0.07),
                            (a + 0.02 + i * 0.08, y - 0.1 + j * 0.07),
                        ],
                        lighter(quilt, 0.35),
                    )
        draw_picture(c, rng, 0.3 * side, 0.24, 0.07)
        draw_shelf(c, rng, 0.72 * side, 0.26, 0.12)
        draw_table(c, 0.06 * side, 0.77, 0.07, 0.14)
        lit = s.light.dark > 0.4
        for r, o in ((0.26, 18), (0.17, 26)) if lit else ():
            c.lit(None).plain().ellipse(0.06 * side, 0.55, r, r, (255, 214, 130), o)
        (c.lit(None) if lit else c).polygon(
            [
                (0.06 * side - 0.045, 0.57),
                (0.06 * side - 0.026, 0.5),
                (0.06 * side + 0.026, 0.5),
                (0.06 * side + 0.045, 0.57),
            ],
            (255, 224, 150) if lit else (240, 206, 170),
        )

    s.plane(1.9, furniture)
    s.plane(1.4, lambda c, rng: draw_rug(c, -0.2 * side, 0.89, 0.4, mix(quilt, (250, 240, 220), 0.2)))


def build_workshop(s: Stage) -> None:
    """A bench under a window, tools on the wall, shelves of work."""
    add_room(s, (216, 178, 134), (164, 120, 84), paper="planks")
    side = s.rng("side").choice((-1, 1))
    add_window(s, 0.1 * side, 0.27)

    def furniture(c: Canvas, rng: random.Random) -> None:
        draw_table(c, 0.52 * side, 0.78, 0.27, 0.26, (150, 104, 70))
        for i in range(5):
            x = 0.4 * side + i * 0.07 * side
            c.stroke([(x, 0.16), (x, 0.28)], 0.012, darker(WOOD, 0.7))
            c.polygon(
                [(x - 0.02, 0.14), (x + 0.02, 0.14), (x + 0.024, 0.18), (x - 0.024, 0.18)], (156, 162, 172)
            )
        for i, tone in enumerate(((150, 84, 60), (84, 66, 66), (196, 110, 70), (120, 70, 56))):
            _shoe(c, -0.74 * side + 0.1 * i * side, 0.246, 0.05, tone)
            _shoe(c, -0.74 * side + 0.1 * i * side, 0.416, 0.05, darker(tone, 0.86))
        for y in (0.25, 0.42):
            c.polygon(
                [(-0.82 * side, y), (-0.36 * side, y), (-0.36 * side, y + 0.018), (-0.82 * side, y + 0.018)],
                darker(WOOD, 0.8),
            )
        _shoe(c, 0.46 * side, 0.49, 0.07, (176, 92, 62))
        c.stroke([(0.58 * side, 0.49), (0.66 * side, 0.46)], 0.012, darker(WOOD, 0.6))
        c.polygon(
            [
                (0.65 * side - 0.02, 0.44),
                (0.65 * side + 0.03, 0.44),
                (0.65 * side + 0.03, 0.48),
                (0.65 * side - 0.02, 0.48),
            ],
            (150, 156, 166),
        )
        c.blob(
            [
                (-0.62 * side - 0.12, 0.8),
                (-0.62 * side - 0.13, 0.66),
                (-0.62 * side + 0.13, 0.66),
                (-0.62 * side + 0.12, 0.8),
            ],
            darker(WOOD, 0.9),
        )
        lit = s.light.dark > 0.4
        for r, o in ((0.34, 16), (0.22, 26)) if lit else ():
            c.lit(None).plain().ellipse(0.3 * side, 0.44, r, r, (255, 206, 120), o)
        (c.lit(None) if lit else c).blob(
            [
                (0.3 * side - 0.012, 0.49),
                (0.3 * side - 0.012, 0.43),
                (0.3 * side, 0.4),
                (0.3 * side + 0.012, 0.43),
                (0.3 * side + 0.012, 0.49),
            ],
            (255, 232, 170) if lit else (246, 238, 220),
        )

    s.plane(1.9, furniture)


def _shoe(c: Canvas, x: float, y: float, w: float, tone: RGB) -> None:
    c.blob(
        [
            (x - w * 0.6, y),
            (x - w * 0.62, y - w * 0.9),
            (x - w * 0.2, y - w * 0.92),
            (x, y - w * 0.5),
            (x + w * 0.6, y - w * 0.34),
            (x + w * 0.7, y),
        ],
        tone,
    )


def build_classroom(s: Stage) -> None:
    """A blackboard, desks, a map and drawings on the wall."""
    add_room(s, (240, 226, 186), (190, 148, 104))
    add_window(s, 0.78, 0.29)

    def furniture(c: Canvas, rng: random.Random) -> None:
        c.polygon([(-0.52, 0.1), (0.42, 0.1), (0.42, 0.48), (-0.52, 0.48)], darker(WOOD, 0.8))
        c.polygon([(-0.5, 0.12), (0.4, 0.12), (0.4, 0.46), (-0.5, 0.46)], (54, 92, 80))
        write(c.plain(), "A B C   1 2 3", -0.05, 0.24, 0.6, 0.09, (236, 240, 232))
        c.plain().stroke([(-0.4, 0.37), (-0.2, 0.35), (0.0, 0.38), (0.28, 0.36)], 0.006, (220, 228, 220))
        for i in range(3):
            x, y = -0.86 + 0.11 * (i % 2), 0.2 + 0.12 * i
            c.polygon(
                [(x - 0.05, y - 0.05), (x + 0.05, y - 0.05), (x + 0.05, y + 0.05), (x - 0.05, y + 0.05)],
                (255, 252, 240),
            )
            c.plain().ellipse(x, y, 0.026, 0.026, ((240, 120, 110), (110, 170, 220), (250, 200, 90))[i])
        for x in (-0.62, 0.62):
            draw_table(c, x, 0.8, 0.16, 0.16, (206, 160, 104))

    s.plane(1.9, furniture)


def build_hall(s: Stage) -> None:
    """A castle hall: columns, banners, tall windows, torches."""
    add_room(s, (212, 196, 172), (176, 156, 136), boards=False, paper="stones")
    for x in (-0.44, 0.44):
        add_window(s, x, 0.3, 0.09, 0.17, arch=True)

    def columns(c: Canvas, rng: random.Random) -> None:
        for i in range(-4, 5):
            x = i * 0.88
            tone: RGB = (232, 220, 200)
            c.polygon([(x - 0.06, 0.72), (x - 0.05, -0.4), (x + 0.05, -0.4), (x + 0.06, 0.72)], tone)
            c.plain().polygon(
                [(x + 0.015, 0.72), (x + 0.015, -0.4), (x + 0.05, -0.4), (x + 0.06, 0.72)], darker(tone, 0.88)
            )
            c.polygon(
                [(x - 0.09, 0.75), (x - 0.07, 0.69), (x + 0.07, 0.69), (x + 0.09, 0.75)], darker(tone, 0.84)
            )
            bx = x + 0.44 - 0.22
            for k in (0, 1):
                px, red = bx + 0.44 * k, (176, 54, 66) if (i + k) % 2 else (64, 84, 150)
                c.polygon(
                    [(px - 0.06, 0.06), (px + 0.06, 0.06), (px + 0.06, 0.36), (px, 0.42), (px - 0.06, 0.36)],
                    red,
                )
                c.plain().ellipse(px, 0.2, 0.032, 0.032, (246, 204, 96))

    s.plane(2.0, columns)
    for x in (-0.82, 0.82):
        add_flame(s, x, 0.4, 0.06, depth=2.0)


def build_throne_room(s: Stage) -> None:
    """The hall with a throne on steps and a red carpet."""
    build_hall(s)

    def throne(c: Canvas, rng: random.Random) -> None:
        gold: RGB = (236, 190, 84)
        for i in range(3):
            c.polygon(
                [
                    (-0.34 + 0.05 * i, 0.78 - 0.035 * i),
                    (0.34 - 0.05 * i, 0.78 - 0.035 * i),
                    (0.34 - 0.05 * i, 0.745 - 0.035 * i),
                    (-0.34 + 0.05 * i, 0.745 - 0.035 * i),
                ],
                lighter(STEP, 0.1 * i),
            )
        c.blob(
            [
                (-0.13, 0.68),
                (-0.14, 0.34),
                (-0.08, 0.24),
                (0, 0.16),
                (0.08, 0.24),
                (0.14, 0.34),
                (0.13, 0.68),
            ],
            gold,
        )
        c.plain().blob([(-0.09, 0.56), (-0.09, 0.36), (0, 0.27), (0.09, 0.36), (0.09, 0.56)], (176, 50, 62))
        c.blob([(-0.16, 0.68), (-0.16, 0.54), (0.16, 0.54), (0.16, 0.68)], (190, 60, 70))
        for k in (-1, 1):
            c.blob(
                [(k * 0.13, 0.69), (k * 0.13, 0.47), (k * 0.18, 0.46), (k * 0.19, 0.69)], darker(gold, 0.86)
            )
            c.ellipse(k * 0.13, 0.25, 0.03, 0.03, (214, 70, 76))
        c.polygon([(-0.2, 0.78), (0.2, 0.78), (0.42, 1.9), (-0.42, 1.9)], (176, 50, 60))
        for k in (-1, 1):
            c.plain().stroke([(k * 0.18, 0.78), (k * 0.38, 1.7)], 0.014, gold)

    s.plane(1.5, throne)


STEP: RGB = (196, 178, 158)


def build_library(s: Stage) -> None:
    """Shelves of books to the ceiling, a ladder, a lamp."""
    add_room(s, (150, 106, 76), (140, 96, 68), paper="panels")

    def shelves(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.56, 0.0):
            c.polygon(
                [(x - 0.25, 0.7), (x - 0.25, -0.2), (x + 0.25, -0.2), (x + 0.25, 0.7)], darker(WOOD, 0.62)
            )
            for row in range(6):
                draw_shelf(c, rng, x, 0.08 + row * 0.125, 0.22)
        c.stroke([(0.5, 0.76), (0.62, 0.0)], 0.014, WOOD)
        c.stroke([(0.6, 0.76), (0.72, 0.0)], 0.014, WOOD)
        for i in range(6):
            c.stroke([(0.51 + 0.02 * i, 0.68 - 0.12 * i), (0.61 + 0.02 * i, 0.68 - 0.12 * i)], 0.012, WOOD)

    s.plane(2.0, shelves)
    s.plane(1.4, lambda c, rng: draw_rug(c, 0.0, 0.88, 0.5, (130, 60, 66)))


def build_shop(s: Stage) -> None:
    """A counter, scales, shelves full of goods, a door with a bell."""
    add_room(s, (226, 206, 170), (180, 136, 96))
    add_window(s, -0.66, 0.28)

    def furniture(c: Canvas, rng: random.Random) -> None:
        for row in range(3):
            draw_shelf(c, rng, 0.12, 0.16 + row * 0.13, 0.36, "jars" if row % 2 else "books")
        c.polygon([(0.58, 0.7), (0.58, 0.18), (0.82, 0.18), (0.82, 0.7)], (120, 150, 140))
        c.plain().polygon([(0.62, 0.42), (0.62, 0.22), (0.78, 0.22), (0.78, 0.42)], s.light.sky[1])
        c.ellipse(0.62, 0.5, 0.012, 0.012, (246, 206, 100))
        c.polygon([(-0.46, 0.76), (-0.46, 0.56), (0.36, 0.56), (0.36, 0.76)], darker(WOOD, 0.94))
        c.polygon([(-0.5, 0.56), (-0.5, 0.535), (0.4, 0.535), (0.4, 0.56)], lighter(WOOD, 0.2))
        c.stroke([(-0.2, 0.535), (-0.2, 0.45)], 0.01, (200, 170, 90))
        c.stroke([(-0.29, 0.47), (-0.2, 0.45), (-0.11, 0.47)], 0.008, (200, 170, 90))
        for x in (-0.29, -0.11):
            c.ellipse(x, 0.5, 0.04, 0.014, (220, 190, 110))

    s.plane(1.9, furniture)


def build_stable(s: Stage) -> None:
    """Inside a barn: boards, stalls, straw and a lantern."""
    add_room(s, (176, 126, 86), (206, 174, 110), paper="planks")
    add_window(s, 0.2, 0.24, 0.1, 0.1)

    def stalls(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.7, 0.05):
            c.polygon(
                [(x - 0.025, 0.76), (x - 0.025, -0.3), (x + 0.025, -0.3), (x + 0.025, 0.76)],
                darker(WOOD, 0.7),
            )
            for y in (0.5, 0.6, 0.7):
                c.polygon(
                    [(x - 0.3, y), (x + 0.1, y), (x + 0.1, y + 0.03), (x - 0.3, y + 0.03)], darker(WOOD, 0.84)
                )
        for x in s.spread(rng, 0.5, 0.5):
            c.blob([(x - 0.16, 0.8), (x - 0.08, 0.71), (x + 0.05, 0.7), (x + 0.16, 0.8)], (232, 196, 104))
            for k in range(5):
                c.plain().stroke(
                    [(x - 0.1 + k * 0.05, 0.79), (x - 0.07 + k * 0.04, 0.73)], 0.004, (206, 166, 80)
                )

    s.plane(1.9, stalls)

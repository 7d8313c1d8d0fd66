"""Sets built by people and set under the sky: streets, markets, castles; and the far ones: sea, sky, space.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.foreground import add_grass
from backlot.places.ground import GRASS, SNOW, add_ground, add_sky, add_tufts
from backlot.places.scenery import (
    draw_fence,
    draw_hills,
    draw_house,
    draw_mountains,
    draw_tree,
    draw_window,
)
from backlot.places.stage import Stage

WALLS: tuple[RGB, ...] = ((248, 234, 206), (240, 214, 178), (226, 218, 208), (244, 206, 186), (214, 226, 222))
ROOFS: tuple[RGB, ...] = ((196, 88, 70), (164, 100, 74), (118, 112, 144), (208, 120, 76))
STONE: RGB = (176, 170, 174)


def build_village(s: Stage) -> None:
    """Cottages along a street of earth, a lamp or two, hills behind."""
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon + 0.02, 0.16, (124, 172, 120), 0.7))
    s.plane(5, lambda c, rng: _houses(c, rng, s, s.horizon + 0.03, (0.2, 0.26), 0.36))
    s.plane(2.6, lambda c, rng: _houses(c, rng, s, s.horizon + 0.09, (0.4, 0.5), 0.74))
    add_ground(s, (214, 192, 150))
    s.plane(1.7, lambda c, rng: _verges(c, rng, s), haze=0.0)
    s.row(
        1.3,
        1.9,
        0.25,
        lambda c, rng, x: _lamp_post(c, s, x, s.horizon + 0.15, 0.36),
        haze=0.0,
    )
    add_tufts(s, (150, 178, 100), stones=3)


def _houses(
    c: Canvas, rng: random.Random, s: Stage, y: float, tall: tuple[float, float], step: float
) -> None:
    for x in s.spread(rng, step, 0.22):
        draw_house(
            c,
            rng,
            x,
            y + rng.uniform(-0.01, 0.01),
            rng.uniform(*tall),
            rng.choice(WALLS),
            rng.choice(ROOFS),
            s.light,
        )


def _verges(c: Canvas, rng: random.Random, s: Stage) -> None:
    tone = SNOW if s.light.snowy else GRASS
    y = s.horizon + 0.1
    c.blob(
        [
            (-s.span * 1.4, y - 0.03),
            (0, y - 0.015),
            (s.span * 1.4, y - 0.03),
            (s.span * 1.4, y + 0.02),
            (0, y + 0.03),
            (-s.span * 1.4, y + 0.02),
        ],
        tone,
    )


def _lamp_post(c: Canvas, s: Stage, x: float, y: float, h: float) -> None:
    c.limb([(x, y), (x, y - h)], [0.018, 0.012], (72, 70, 84))
    lit = s.light.dark > 0.4
    glow = c.lit(None) if lit else c
    if lit:
        for r, o in ((0.16, 22), (0.1, 34)):
            glow.plain().ellipse(x, y - h - 0.03, r, r, (255, 220, 140), o)
    glow.polygon(
        [(x - 0.028, y - h), (x - 0.036, y - h - 0.06), (x + 0.036, y - h - 0.06), (x + 0.028, y - h)],
        (255, 226, 150) if lit else (236, 232, 214),
    )
    c.polygon([(x - 0.045, y - h - 0.06), (x, y - h - 0.1), (x + 0.045, y - h - 0.06)], (72, 70, 84))


def build_city(s: Stage) -> None:
    """Towers, shop fronts, a pavement and a road."""
    s.horizon = 0.6
    add_sky(s)
    s.plane(9, lambda c, rng: _towers(c, rng, s, (0.3, 0.56), 0.2, (150, 164, 190)))
    s.plane(4.5, lambda c, rng: _towers(c, rng, s, (0.2, 0.4), 0.26, (178, 160, 156)))
    s.plane(2.6, lambda c, rng: _shops(c, rng, s))
    add_ground(s, (176, 174, 178), patches=False)

    def street(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        c.polygon([(-span, 0.9), (span, 0.9), (span, 0.925), (-span, 0.925)], (206, 202, 200))
        c.polygon([(-span, 0.925), (span, 0.925), (span, 1.9), (-span, 1.9)], (110, 110, 122))
        for i in range(-14, 15):
            c.plain().polygon(
                [(i * 0.4, 0.985), (i * 0.4 + 0.18, 0.985), (i * 0.4 + 0.18, 1.0), (i * 0.4, 1.0)],
                (240, 232, 210),
            )

    s.plane(1.0, street, haze=0.0)
    s.row(
        1.25,
        1.5,
        0.2,
        lambda c, rng, x: _lamp_post(c, s, x, 0.76, 0.46),
        haze=0.0,
    )


def _towers(
    c: Canvas, rng: random.Random, s: Stage, tall: tuple[float, float], step: float, tone: RGB
) -> None:
    for x in s.spread(rng, step, 0.3):
        w, h, y = step * rng.uniform(0.36, 0.52), rng.uniform(*tall), s.horizon + 0.05
        colour = mix(tone, rng.choice(((200, 150, 130), (140, 160, 190), (220, 200, 170))), 0.4)
        c.polygon([(x - w, y), (x - w, y - h), (x + w, y - h), (x + w, y)], colour)
        c.plain().polygon(
            [(x + w * 0.6, y), (x + w * 0.6, y - h), (x + w, y - h), (x + w, y)], darker(colour, 0.88)
        )
        lit = s.light.dark > 0.4
        row = y - h + 0.03
        while row < y - 0.03:
            for k in (-0.62, -0.2, 0.22):
                on = rng.random() < 0.6
                pane = c.lit(None).plain() if lit and on else c.plain()
                pane.polygon(
                    [
                        (x + k * w, row),
                        (x + (k + 0.24) * w, row),
                        (x + (k + 0.24) * w, row + 0.022),
                        (x + k * w, row + 0.022),
                    ],
                    (255, 220, 130) if lit and on else (206, 224, 236),
                )
            row += 0.048


def _shops(c: Canvas, rng: random.Random, s: Stage) -> None:
    for x in s.spread(rng, 0.52, 0.06):
        w, y, h = 0.24, s.horizon + 0.1, rng.uniform(0.38, 0.5)
        wall = rng.choice(
            ((222, 150, 120), (196, 180, 160), (150, 170, 180), (232, 206, 160), (176, 130, 120))
        )
        awning = rng.choice(((206, 74, 70), (72, 140, 130), (70, 110, 170), (226, 160, 70)))
        c.polygon([(x - w, y), (x - w, y - h), (x + w, y - h), (x + w, y)], wall)
        c.polygon(
            [
                (x - w - 0.01, y - h),
                (x + w + 0.01, y - h),
                (x + w + 0.01, y - h + 0.025),
                (x - w - 0.01, y - h + 0.025),
            ],
            darker(wall, 0.8),
        )
        for k in (-0.5, 0.5):
            draw_window(c, x + k * w, y - h + 0.11, 0.038, s.light)
        lit = s.light.dark > 0.4
        (c.lit(None) if lit else c).plain().polygon(
            [
                (x - w * 0.84, y - 0.02),
                (x - w * 0.84, y - 0.16),
                (x + w * 0.3, y - 0.16),
                (x + w * 0.3, y - 0.02),
            ],
            (255, 226, 150) if lit else (196, 222, 232),
        )
        c.plain().polygon(
            [(x + w * 0.44, y), (x + w * 0.44, y - 0.17), (x + w * 0.84, y - 0.17), (x + w * 0.84, y)],
            darker(awning, 0.7),
        )
        for i in range(6):
            a, b = x - w * 0.92 + i * w * 0.31, x - w * 0.92 + (i + 1) * w * 0.31
            c.plain().polygon(
                [(a, y - 0.23), (b, y - 0.23), (b + 0.0, y - 0.165), (a, y - 0.165)],
                awning if i % 2 else (250, 244, 230),
            )


def build_market(s: Stage) -> None:
    """Stalls with striped roofs, heaps of fruit, flags over the square."""
    add_sky(s)
    s.plane(5, lambda c, rng: _houses(c, rng, s, s.horizon + 0.04, (0.28, 0.36), 0.4))
    add_ground(s, (220, 202, 168))
    s.row(
        2.2,
        0.68,
        0.12,
        lambda c, rng, x: _stall(c, rng, x, s.horizon + 0.12, s.light.snowy),
        haze=0.05,
    )
    s.plane(2.0, lambda c, rng: _flags(c, rng, s), haze=0.0)
    add_tufts(s, (198, 180, 140), stones=5)


def _stall(c: Canvas, rng: random.Random, x: float, y: float, snowy: bool) -> None:
    w, h = 0.25, 0.36
    tone = rng.choice(((206, 74, 70), (72, 150, 110), (70, 120, 180), (230, 160, 70)))
    for k in (-1, 1):
        c.polygon(
            [
                (x + k * w - 0.01, y),
                (x + k * w - 0.01, y - h),
                (x + k * w + 0.01, y - h),
                (x + k * w + 0.01, y),
            ],
            (150, 110, 78),
        )
    c.polygon([(x - w, y), (x - w, y - 0.13), (x + w, y - 0.13), (x + w, y)], (178, 132, 92))
    for i in range(9):
        fruit = rng.choice(((224, 76, 66), (246, 176, 66), (140, 180, 80), (240, 214, 96)))
        c.ellipse(x - w * 0.86 + i * w * 0.215, y - 0.145, 0.026, 0.026, fruit)
    for i in range(8):
        a, b = x - w * 1.15 + i * w * 0.2875, x - w * 1.15 + (i + 1) * w * 0.2875
        c.polygon(
            [
                (a * 0.9 + x * 0.1, y - h - 0.08),
                (b * 0.9 + x * 0.1, y - h - 0.08),
                (b, y - h + 0.02),
                (a, y - h + 0.02),
            ],
            tone if i % 2 else (252, 246, 232),
        )
        c.ellipse((a + b) / 2, y - h + 0.02, (b - a) / 2, 0.018, tone if i % 2 else (252, 246, 232))
    if snowy:
        c.blob([(x - w * 1.06, y - h - 0.05), (x - w * 0.6, y - h - 0.115), (x, y - h - 0.1),
                (x + w * 0.6, y - h - 0.115), (x + w * 1.06, y - h - 0.05),
                (x, y - h - 0.06)], SNOW)  # fmt: skip


def _flags(c: Canvas, rng: random.Random, s: Stage) -> None:
    for start in s.spread(rng, 1.1, 0.1):
        points = [(start + i * 0.11, 0.1 + 0.08 * math.sin(i / 10 * math.pi)) for i in range(11)]
        c.stroke(points, 0.004, (110, 96, 90))
        for x, y in points[1:-1]:
            c.polygon(
                [(x - 0.028, y), (x + 0.028, y), (x, y + 0.06)],
                rng.choice(((224, 84, 76), (248, 196, 84), (92, 160, 190), (130, 180, 110))),
            )


def build_castle(s: Stage) -> None:
    """A castle on a hill, with a road to its gate."""
    s.roam = 0.5
    add_sky(s)
    s.plane(12, lambda c, rng: draw_mountains(c, rng, s.span, s.horizon + 0.02, 0.24, (150, 164, 190)))
    s.plane(6, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon + 0.03, 0.12, (122, 174, 112), 0.7))
    s.plane(4, lambda c, rng: _castle(c, rng, s))
    s.row(
        3.2,
        0.55,
        0.5,
        lambda c, rng, x: draw_tree(
            c, rng, x, s.horizon + 0.06, rng.uniform(0.12, 0.2), (104, 162, 92), s.light.snowy
        ),
    )
    add_ground(s, GRASS)
    add_tufts(s, GRASS, flowers=6, stones=2)
    add_grass(s, GRASS)


def _castle(c: Canvas, rng: random.Random, s: Stage) -> None:
    x, y = rng.uniform(-0.3, 0.3), s.horizon + 0.06
    tone: RGB = (204, 196, 200)
    c.blob(
        [(x - 0.9, y + 0.02), (x - 0.5, y - 0.08), (x, y - 0.1), (x + 0.5, y - 0.08), (x + 0.9, y + 0.02)],
        (126, 172, 104),
    )
    for dx, w, h in ((-0.34, 0.07, 0.34), (0.34, 0.07, 0.34), (-0.14, 0.06, 0.46), (0.15, 0.065, 0.5)):
        _tower(c, s, x + dx, y - 0.03, w, h, tone)
    c.polygon([(x - 0.3, y), (x - 0.3, y - 0.24), (x + 0.3, y - 0.24), (x + 0.3, y)], lighter(tone, 0.06))
    for i in range(8):
        c.polygon(
            [
                (x - 0.3 + i * 0.08, y - 0.24),
                (x - 0.3 + i * 0.08, y - 0.27),
                (x - 0.26 + i * 0.08, y - 0.27),
                (x - 0.26 + i * 0.08, y - 0.24),
            ],
            lighter(tone, 0.06),
        )
    c.blob(
        [(x - 0.06, y), (x - 0.06, y - 0.12), (x, y - 0.17), (x + 0.06, y - 0.12), (x + 0.06, y)],
        (104, 76, 66),
    )
    for k in (-0.18, 0.18):
        draw_window(c, x + k, y - 0.14, 0.022, s.light)


def _tower(c: Canvas, s: Stage, x: float, y: float, w: float, h: float, tone: RGB) -> None:
    c.polygon([(x - w, y), (x - w, y - h), (x + w, y - h), (x + w, y)], tone)
    c.plain().polygon(
        [(x + w * 0.4, y), (x + w * 0.4, y - h), (x + w, y - h), (x + w, y)], darker(tone, 0.88)
    )
    c.polygon(
        [(x - w * 1.3, y - h), (x, y - h - 0.17), (x + w * 1.3, y - h)],
        (190, 84, 90) if not s.light.snowy else (230, 226, 236),
    )
    c.stroke([(x, y - h - 0.16), (x, y - h - 0.24)], 0.006, (90, 80, 84))
    c.polygon([(x, y - h - 0.24), (x + 0.07, y - h - 0.22), (x, y - h - 0.195)], (246, 196, 84))
    draw_window(c, x - w * 0.1, y - h * 0.72, 0.02, s.light)


def build_arena(s: Stage) -> None:
    """A ring of sand with full benches round it."""
    add_sky(s)
    s.plane(5, lambda c, rng: _stands(c, rng, s))
    add_ground(s, (232, 208, 156))
    s.plane(
        1.9,
        lambda c, rng: draw_fence(c, -s.span * 1.2, s.span * 1.2, s.horizon + 0.09, 0.09, (196, 140, 92)),
        haze=0.0,
    )
    add_tufts(s, (214, 188, 132), stones=3)


def _stands(c: Canvas, rng: random.Random, s: Stage) -> None:
    span = s.span * 1.2
    for row in range(5):
        y = s.horizon + 0.06 - row * 0.055
        c.polygon(
            [(-span, y + 0.06), (-span, y - 0.03), (span, y - 0.03), (span, y + 0.06)],
            darker(STONE, 1 - 0.04 * row),
        )
        for x in s.spread(rng, 0.062, 0.3):
            c.ellipse(
                x, y - 0.035, 0.018, 0.02, rng.choice(((236, 190, 150), (150, 100, 74), (206, 150, 110)))
            )
            c.ellipse(
                x,
                y - 0.004,
                0.024,
                0.02,
                rng.choice(((206, 84, 76), (82, 130, 180), (240, 190, 90), (120, 164, 110), (160, 120, 180))),
            )

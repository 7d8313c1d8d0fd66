"""Sets under the open sky: woods, fields, mountains and what grows there.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import random

from backlot.colour import RGB, darker, mix
from backlot.paint import Canvas
from backlot.places.foreground import add_grass
from backlot.places.ground import AUTUMN, GRASS, PETALS, add_ground, add_sky, add_tufts, leaves_of
from backlot.places.light import Pool
from backlot.places.scenery import (
    draw_bush,
    draw_fence,
    draw_hills,
    draw_house,
    draw_pine,
    draw_tree,
)
from backlot.places.stage import Stage


def build_meadow(s: Stage) -> None:
    """Rolling green with flowers, a few trees far off."""
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.02, 0.16, (120, 172, 120), 0.7))
    s.plane(5, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.03, 0.09, (126, 182, 104), 0.5))
    add_trees(s, 6.0, 0.3, s.horizon + 0.02, (0.07, 0.12), 0.3)
    add_trees(s, 3.2, 0.62, s.horizon + 0.05, (0.2, 0.36), 0.3)
    add_ground(s, GRASS)
    add_tufts(s, GRASS, flowers=14)
    add_grass(s, GRASS)


def build_forest(s: Stage) -> None:
    """Trunk behind trunk, with light between them."""
    s.horizon = 0.58
    pines = s.rng("sort").random() < 0.5 or bool(s.words & {"pine", "fir", "dark", "deep", "snowy"})
    pines = pines and leaves_of(s) is not AUTUMN
    add_sky(s, clouds=False)
    s.plane(
        10,
        lambda c, rng: draw_wood(
            c,
            rng,
            s,
            s.horizon + 0.02,
            (0.34, 0.5),
            0.13,
            (92, 148, 112),
            pines or leaves_of(s) is not AUTUMN,
        ),
    )
    s.plane(
        5.5, lambda c, rng: draw_wood(c, rng, s, s.horizon + 0.03, (0.42, 0.62), 0.24, (84, 144, 96), pines)
    )
    add_ground(s, (112, 162, 84))
    s.plane(
        2.4,
        lambda c, rng: draw_wood(c, rng, s, s.horizon + 0.1, (0.6, 0.86), 0.52, leaves_of(s)[0], pines),
        haze=0.18,
    )
    add_tufts(s, (104, 156, 78), flowers=3, stones=3)
    s.plane(0.98, lambda c, rng: _frame_trunks(c, rng, s), haze=0.0)
    add_grass(s, (90, 140, 76), flowers=False)


def draw_wood(
    c: Canvas,
    rng: random.Random,
    s: Stage,
    y: float,
    tall: tuple[float, float],
    step: float,
    leaf: RGB,
    pines: bool,
) -> None:
    """A row of firs or of round trees, `step` apart, standing on y."""
    for x in s.spread(rng, step, 0.45):
        h = rng.uniform(*tall)
        tone = mix(leaf, rng.choice(leaves_of(s)), 0.5 if not pines else 0.15)
        if pines:
            draw_pine(c, rng, x, y + rng.uniform(-0.01, 0.03), h, darker(tone, 0.82), s.light.snowy)
        else:
            draw_tree(c, rng, x, y + rng.uniform(-0.01, 0.03), h, tone, s.light.snowy)


def _frame_trunks(c: Canvas, rng: random.Random, s: Stage) -> None:
    """A big trunk now and then behind the actors' line, so that the wood has a near."""
    for x in s.spread(rng, 1.15, 0.2):
        w, y = rng.uniform(0.05, 0.075), s.horizon + 0.16
        bark: RGB = (116, 84, 62)
        c.blob(
            [
                (x - w * 2.0, y + 0.02),
                (x - w, y - 0.1),
                (x - w * 0.9, -0.3),
                (x + w * 0.9, -0.3),
                (x + w, y - 0.1),
                (x + w * 2.1, y + 0.02),
            ],
            bark,
        )
        p = c.plain()
        p.blob(
            [
                (x + w * 0.2, y + 0.01),
                (x + w * 0.3, -0.3),
                (x + w * 0.9, -0.3),
                (x + w, y - 0.1),
                (x + w * 1.7, y + 0.015),
            ],
            darker(bark, 0.84),
        )
        for k in (0.1, 0.3, 0.46):
            p.stroke([(x - w * 0.4, k), (x - w * 0.5, k + 0.06)], 0.006, darker(bark, 0.7))


def build_garden(s: Stage) -> None:
    """Beds of flowers, a fence, a tree and a cottage behind."""
    add_sky(s)
    s.plane(8, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.02, 0.12, (128, 176, 118), 0.6))
    s.row(
        4,
        1.3,
        0.2,
        lambda c, rng, x: draw_house(
            c, rng, x, s.horizon + 0.05, 0.32, rng.choice(_WALLS), rng.choice(_ROOFS), s.light
        ),
    )
    add_trees(s, 3.0, 0.75, s.horizon + 0.05, (0.26, 0.36), 0.4)
    add_ground(s, (136, 192, 96))
    s.plane(
        1.9,
        lambda c, rng: draw_fence(c, -s.span * 1.3, s.span * 1.3, s.horizon + 0.1, 0.11, (246, 240, 228)),
        haze=0.05,
    )
    s.plane(1.5, lambda c, rng: _beds(c, rng, s), haze=0.0)
    add_tufts(s, (126, 182, 92), flowers=10)
    add_grass(s, GRASS)


def _beds(c: Canvas, rng: random.Random, s: Stage) -> None:
    from backlot.places.scenery import draw_flower

    for x in s.spread(rng, 0.3, 0.3):
        draw_bush(c, x, s.horizon + 0.13, rng.uniform(0.05, 0.08), (96, 158, 84))
        for _ in range(4):
            draw_flower(
                c,
                x + rng.uniform(-0.07, 0.07),
                s.horizon + 0.13 + rng.uniform(0, 0.03),
                rng.uniform(0.06, 0.1),
                rng.choice(PETALS),
            )


_WALLS: tuple[RGB, ...] = (
    (248, 234, 206),
    (240, 214, 178),
    (226, 218, 208),
    (244, 206, 186),
    (214, 226, 222),
)
_ROOFS: tuple[RGB, ...] = ((196, 88, 70), (164, 100, 74), (118, 112, 144), (208, 120, 76))


def add_trees(s: Stage, depth: float, step: float, y: float, tall: tuple[float, float], gap: float) -> None:
    """A loose row of round trees; `gap` is the share left out."""

    def draw(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, step, 0.5):
            if rng.random() < gap:
                continue
            draw_tree(
                c,
                rng,
                x,
                y + rng.uniform(0, 0.02),
                rng.uniform(*tall),
                rng.choice(leaves_of(s)),
                s.light.snowy,
            )

    s.plane(depth, draw)


def build_desert(s: Stage) -> None:
    """Dunes, cacti and a far table mountain."""
    s.horizon = 0.58
    add_sky(s, clouds=s.light.weather != "clear")
    s.plane(12, lambda c, rng: _mesas(c, rng, s))
    s.plane(6, lambda c, rng: draw_hills(c, rng, s.span * 1.4, s.horizon + 0.04, 0.1, (238, 198, 132), 0.8))
    s.row(
        3,
        0.8,
        0.4,
        lambda c, rng, x: _cactus(c, rng, x, s.horizon + 0.06, rng.uniform(0.12, 0.26)),
    )
    add_ground(s, (240, 206, 140))
    add_tufts(s, (206, 176, 104), stones=5)


def _mesas(c: Canvas, rng: random.Random, s: Stage) -> None:
    for x in s.spread(rng, 0.9, 0.4):
        w, h = rng.uniform(0.16, 0.3), rng.uniform(0.1, 0.2)
        y = s.horizon + 0.05
        c.polygon([(x - w, y), (x - w * 0.72, y - h), (x + w * 0.7, y - h), (x + w, y)], (214, 136, 96))
        c.plain().polygon(
            [(x + w * 0.3, y), (x + w * 0.24, y - h), (x + w * 0.7, y - h), (x + w, y)], (190, 114, 84)
        )


def _cactus(c: Canvas, rng: random.Random, x: float, y: float, h: float) -> None:
    tone: RGB = (96, 156, 96)
    c.limb([(x, y), (x, y - h)], [h * 0.22, h * 0.2], tone)
    c.limb(
        [(x, y - h * 0.4), (x - h * 0.3, y - h * 0.4), (x - h * 0.3, y - h * 0.72)],
        [h * 0.13, h * 0.13],
        tone,
    )
    c.limb(
        [(x, y - h * 0.52), (x + h * 0.28, y - h * 0.52), (x + h * 0.28, y - h * 0.84)],
        [h * 0.13, h * 0.13],
        tone,
    )
    c.ellipse(x, y - h * 1.1, h * 0.08, h * 0.07, (240, 120, 150))


def build_farm(s: Stage) -> None:
    """A red barn, fields in rows, hay and a fence."""
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.03, 0.12, (140, 180, 108), 0.7))
    s.plane(6, lambda c, rng: _fields(c, rng, s))
    s.plane(3.6, lambda c, rng: _barn(c, s))
    s.sight = -0.5
    add_trees(s, 3.2, 1.0, s.horizon + 0.05, (0.2, 0.3), 0.4)
    add_ground(s, (164, 192, 100))
    s.plane(1.9, lambda c, rng: draw_fence(c, -s.span * 1.3, s.span * 1.3, s.horizon + 0.11, 0.1), haze=0.05)
    s.row(
        1.4,
        1.1,
        0.4,
        lambda c, rng, x: _hay(c, x, s.horizon + 0.15, 0.07),
        haze=0.0,
    )
    add_tufts(s, (150, 182, 92), flowers=4)
    add_grass(s, (140, 176, 86))


def _fields(c: Canvas, rng: random.Random, s: Stage) -> None:
    for x in s.spread(rng, 0.7, 0.2):
        tone = rng.choice(((232, 202, 110), (176, 196, 96), (150, 184, 96)))
        y = s.horizon + 0.04
        c.polygon([(x - 0.4, y), (x - 0.28, y - 0.07), (x + 0.32, y - 0.07), (x + 0.4, y)], tone)
        for k in range(-4, 5):
            c.plain().stroke([(x + k * 0.09, y), (x + k * 0.068, y - 0.07)], 0.004, darker(tone, 0.88))


def _barn(c: Canvas, s: Stage) -> None:
    for x in (-0.62, s.span * 0.9 + 0.3):
        y, h = s.horizon + 0.07, 0.34
        red: RGB = (190, 72, 62)
        c.polygon(
            [
                (x - 0.24, y),
                (x - 0.24, y - h * 0.5),
                (x - 0.15, y - h * 0.82),
                (x, y - h),
                (x + 0.15, y - h * 0.82),
                (x + 0.24, y - h * 0.5),
                (x + 0.24, y),
            ],
            red,
        )
        c.stroke(
            [
                (x - 0.255, y - h * 0.47),
                (x - 0.155, y - h * 0.84),
                (x, y - h * 1.02),
                (x + 0.155, y - h * 0.84),
                (x + 0.255, y - h * 0.47),
            ],
            0.05 if s.light.snowy else 0.02,
            (246, 248, 252) if s.light.snowy else (112, 82, 78),
        )
        p = c.plain()
        p.polygon(
            [(x - 0.09, y), (x - 0.09, y - h * 0.42), (x + 0.09, y - h * 0.42), (x + 0.09, y)],
            (232, 220, 206),
        )
        p.polygon(
            [(x - 0.075, y), (x - 0.075, y - h * 0.39), (x + 0.075, y - h * 0.39), (x + 0.075, y)],
            darker(red, 0.8),
        )
        p.stroke([(x - 0.075, y), (x + 0.075, y - h * 0.39)], 0.01, (232, 220, 206))
        p.stroke([(x + 0.075, y), (x - 0.075, y - h * 0.39)], 0.01, (232, 220, 206))
        p.ellipse(x, y - h * 0.7, 0.035, 0.035, (96, 60, 56))


def _hay(c: Canvas, x: float, y: float, r: float) -> None:
    c.ellipse(x, y - r * 0.9, r * 1.2, r, (228, 190, 96))
    for k in (0.8, 0.5, 0.2):
        c.plain().ellipse(
            x, y - r * 0.9, r * 1.2 * k, r * k, (206, 164, 78) if round(k * 10) % 2 == 0 else (236, 204, 118)
        )


def build_road(s: Stage) -> None:
    """A country road that winds to the hills."""
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.02, 0.15, (124, 176, 116), 0.7))
    s.plane(5, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.03, 0.08, (134, 184, 102), 0.5))
    add_trees(s, 3.2, 0.6, s.horizon + 0.04, (0.2, 0.32), 0.4)
    add_ground(s, (140, 188, 96))

    def road(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        tone: RGB = (222, 198, 152) if not s.light.snowy else (214, 220, 232)
        c.blob(
            [
                (-span, 0.74),
                (-0.4, 0.72),
                (0.5, 0.7),
                (span, 0.73),
                (span, 0.97),
                (0.3, 0.94),
                (-0.5, 0.97),
                (-span, 0.95),
            ],
            tone,
        )
        c.blob(
            [
                (0.22, 0.74),
                (0.1, 0.68),
                (0.2, 0.63),
                (0.06, s.horizon + 0.005),
                (0.12, s.horizon + 0.005),
                (0.32, 0.63),
                (0.3, 0.68),
                (0.6, 0.74),
            ],
            tone,
        )
        for _ in range(14):
            c.plain().ellipse(
                rng.uniform(-span, span), rng.uniform(0.76, 0.93), 0.02, 0.005, darker(tone, 0.88)
            )

    s.plane(1.0, road, haze=0.0)
    add_tufts(s, (126, 178, 88), flowers=5, stones=2)
    add_grass(s, GRASS)


def build_cave(s: Stage) -> None:
    """Stone all round, a mouth of light, crystals."""
    s.indoors = True
    s.horizon, s.roam = 0.62, 0.6
    wall: RGB = (96, 88, 112)
    x = s.rng("mouth").uniform(-0.4, 0.4)
    s.pools += [Pool(x, 0.56, 0.7), Pool(0.0, 0.7, 0.9, share=0.4)]

    def back(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.6
        c.polygon([(-span, -1), (span, -1), (span, 2), (-span, 2)], darker(wall, 0.7))
        for k in (1.0, 0.86, 0.72):
            c.blob(
                [
                    (x - 0.34 * k, 0.64),
                    (x - 0.3 * k, 0.36),
                    (x, 0.62 - 0.42 * k),
                    (x + 0.3 * k, 0.38),
                    (x + 0.36 * k, 0.64),
                ],
                mix(darker(wall, 0.7), s.light.sky[2], 1.35 - k),
            )

    def walls(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.26, 0.4):
            h = rng.uniform(0.1, 0.34)
            c.blob(
                [(x - 0.12, -0.4), (x - 0.06, h * 0.6), (x, h), (x + 0.06, h * 0.6), (x + 0.12, -0.4)],
                darker(wall, rng.uniform(0.76, 0.96)),
            )
        for x in s.spread(rng, 0.5, 0.4):
            h = rng.uniform(0.06, 0.2)
            c.blob(
                [
                    (x - 0.09, 0.72),
                    (x - 0.03, 0.66 - h * 0.5),
                    (x, 0.66 - h),
                    (x + 0.03, 0.66 - h * 0.5),
                    (x + 0.09, 0.72),
                ],
                darker(wall, rng.uniform(0.8, 1.0)),
            )

    s.plane(6, back)
    s.plane(2.4, walls)
    add_ground(s, (92, 80, 106))
    s.row(
        1.2,
        0.8,
        0.4,
        lambda c, rng, x: _crystal(c, rng, x, s.horizon + rng.uniform(0.07, 0.12)),
    )
    add_tufts(s, (108, 98, 116), stones=7)


def _crystal(c: Canvas, rng: random.Random, x: float, y: float) -> None:
    tone = rng.choice(((140, 214, 240), (206, 150, 240), (150, 240, 200)))
    for dx, h, lean in ((-0.03, 0.09, -0.03), (0.0, 0.14, 0.0), (0.035, 0.08, 0.03)):
        c.lit(None).polygon(
            [
                (x + dx - 0.014, y),
                (x + dx + lean - 0.012, y - h * 0.8),
                (x + dx + lean, y - h),
                (x + dx + lean + 0.012, y - h * 0.8),
                (x + dx + 0.014, y),
            ],
            mix(tone, (90, 84, 120), 0.25),
        )

"""Sets at the water's edge: beach, lake and river.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas
from backlot.places.foreground import add_grass
from backlot.places.ground import GRASS, SNOW, add_sky, add_tufts, add_water
from backlot.places.outdoors import add_trees, draw_wood
from backlot.places.scenery import draw_hills, draw_rock
from backlot.places.stage import DrawLive, Stage


def build_beach(s: Stage) -> None:
    """Sea, sand, a palm and shells."""
    s.horizon = 0.5
    add_sky(s)
    add_water(s, s.horizon, 0.72, (74, 158, 206), depth=4.0)
    s.plane(
        12, lambda c, rng: draw_hills(c, rng, s.span * 0.5, s.horizon + 0.012, 0.07, (120, 164, 150), 0.4)
    )

    def sand(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        tone: RGB = (244, 222, 172) if not s.light.snowy else (236, 240, 248)
        for dy, colour in ((-0.022, (252, 252, 248)), (0.0, darker(tone, 0.9)), (0.02, tone)):
            points = [(-span, 0.69 + dy)]
            points += [
                (-span + 2 * span * i / 12, 0.69 + dy + 0.018 * ((i * 7919) % 5 - 2) / 2)
                for i in range(1, 12)
            ]
            c.blob([*points, (span, 0.69 + dy), (span + 0.4, 1.9), (-span - 0.4, 1.9)], colour)
        for _ in range(26):
            c.plain().ellipse(
                rng.uniform(-span, span),
                rng.uniform(0.76, 1.05),
                0.008,
                0.004,
                rng.choice(((226, 196, 144), (250, 180, 160), (255, 250, 240))),
            )

    s.plane(1.35, sand, haze=0.0)
    s.floor = (244, 222, 172)
    s.row(1.3, 1.7, 0.1, lambda c, rng, x: draw_palm(c, rng, x, 0.8, 0.5), haze=0.0)


def draw_palm(c: Canvas, rng: random.Random, x: float, y: float, h: float) -> None:
    """A palm, standing on y."""
    lean = rng.choice((-0.24, 0.24)) * h
    top = (x + lean, y - h)
    c.limb([(x, y), (x + lean * 0.2, y - h * 0.6), top], [0.1 * h, 0.06 * h], (172, 128, 88))
    k = h / 0.5
    for dx, dy in (
        (-0.2 * k, 0.04 * k),
        (-0.16 * k, -0.08 * k),
        (0.0, -0.12 * k),
        (0.16 * k, -0.08 * k),
        (0.2 * k, 0.05 * k),
        (0.08 * k, 0.1 * k),
        (-0.09 * k, 0.1 * k),
    ):
        c.limb(
            [top, (top[0] + dx * 0.6, top[1] + dy - 0.05 * k), (top[0] + dx, top[1] + dy + 0.04 * k)],
            [0.05 * k, 0.012 * k],
            darker((98, 172, 96), rng.uniform(0.85, 1.0)),
        )
    for dx in (-0.02, 0.02):
        c.ellipse(top[0] + dx, top[1] + 0.02, 0.016, 0.018, (120, 84, 60))


def build_lake(s: Stage) -> None:
    """Still water among reeds, hills around."""
    s.horizon = 0.5
    add_sky(s)
    s.plane(10, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.01, 0.17, (112, 158, 124), 0.6))
    s.plane(6, lambda c, rng: draw_wood(c, rng, s, s.horizon + 0.02, (0.1, 0.2), 0.17, (92, 150, 100), False))
    add_water(s, s.horizon + 0.01, 0.75, (92, 166, 196), depth=3.0)
    add_bank(s, GRASS)
    add_tufts(s, GRASS, flowers=4, stones=3)
    s.live(0.95, _reeds(s), front=False)
    add_grass(s, GRASS)


def build_river(s: Stage) -> None:
    """A brook between meadows, with stones and a far bank."""
    s.horizon = 0.52
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.02, 0.14, (122, 174, 116), 0.6))
    add_trees(s, 4.2, 0.4, s.horizon + 0.05, (0.2, 0.3), 0.3)
    s.plane(
        3.6,
        lambda c, rng: c.polygon(
            [
                (-s.span * 1.5, s.horizon + 0.03),
                (s.span * 1.5, s.horizon + 0.03),
                (s.span * 1.5, 0.66),
                (-s.span * 1.5, 0.66),
            ],
            GRASS,
        ),
        haze=0.1,
    )
    add_water(s, 0.62, 0.78, (86, 166, 210), depth=2.0)
    s.row(
        1.8,
        0.4,
        0.5,
        lambda c, rng, x: draw_rock(c, rng, x, rng.uniform(0.66, 0.76), rng.uniform(0.02, 0.045)),
        haze=0.0,
    )
    add_bank(s, (134, 188, 92))
    add_tufts(s, (126, 180, 88), flowers=6, stones=3)
    add_grass(s, GRASS)


def add_bank(s: Stage, tone: RGB) -> None:
    """The near bank of a water, to stand on."""
    s.floor = tone

    def bank(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        ground = SNOW if s.light.snowy else tone
        for dy, colour in (
            (0.0, darker(ground, 0.72)),
            (0.014, lighter(ground, 0.1)),
            (0.1, ground),
            (0.2, darker(ground, 0.96)),
        ):
            ridge = [(-span + 2 * span * i / 14, 0.755 + dy + rng.uniform(-0.012, 0.012)) for i in range(15)]
            c.blob([*ridge, (span + 0.4, 1.9), (-span - 0.4, 1.9)], colour)

    s.plane(1.5, bank, haze=0.0)


def _reeds(s: Stage) -> DrawLive:
    rng = s.rng("reeds")
    spots = [
        (rng.choice((-1, 1)) * rng.uniform(0.55, 1.0), rng.uniform(0.12, 0.22), rng.uniform(0, 6))
        for _ in range(12)
    ]

    def draw(c: Canvas, t: float) -> None:
        for x, h, phase in spots:
            tip = x + 0.01 * math.sin(t * 1.3 + phase)
            c.stroke([(x, 0.79), (x, 0.79 - h * 0.6), (tip, 0.79 - h)], 0.006, (110, 150, 80))
            c.ellipse(tip, 0.79 - h, 0.009, 0.026, (128, 88, 58))

    return draw

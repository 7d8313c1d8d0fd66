"""Heights and cold: a mountain side with a path, and open land under snow.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.foreground import add_grass
from backlot.places.ground import SNOW, add_ground, add_sky, add_tufts
from backlot.places.outdoors import draw_wood
from backlot.places.scenery import draw_hills, draw_house, draw_mountains, draw_pine, draw_rock
from backlot.places.stage import Stage

_ROCK: RGB = (146, 140, 148)


def build_mountain(s: Stage) -> None:
    """Peaks behind peaks; a path on a shoulder of rock over a valley with a lake, a cairn, firs, a cliff."""
    s.horizon = 0.56
    s.roam = 1.0
    add_sky(s)
    high, middle = (150, 160, 190), (126, 140, 160)
    s.plane(16, lambda c, rng: draw_mountains(c, rng, s.span * 1.3, s.horizon + 0.02, 0.48, high))
    s.plane(
        9, lambda c, rng: draw_mountains(c, rng, s.span * 1.3, s.horizon + 0.05, 0.3, middle, s.light.snowy)
    )
    wood: RGB = (86, 138, 100)
    s.plane(6, lambda c, rng: draw_wood(c, rng, s, s.horizon + 0.07, (0.1, 0.18), 0.14, wood, True))
    s.plane(5, lambda c, rng: _paint_valley(c, rng, s), haze=0.3)
    s.plane(2.6, lambda c, rng: _paint_cliffs(c, rng, s), haze=0.1)
    s.plane(1.35, lambda c, rng: _paint_shoulder(c, rng, s), haze=0.0)
    s.floor = SNOW if s.light.snowy else (150, 158, 108)
    add_tufts(s, (118, 140, 88), flowers=3, stones=7)
    add_grass(s, (112, 134, 84), flowers=False)


def _paint_valley(c: Canvas, rng: random.Random, s: Stage) -> None:
    span, y = s.span * 1.5, s.horizon + 0.06
    c.plain().rect(-span, y, span, 2.0, SNOW if s.light.snowy else (138, 178, 112))
    for x in s.spread(rng, 1.3, 0.3):
        c.plain().blob([(x - 0.24, y + 0.04), (x - 0.05, y + 0.02), (x + 0.24, y + 0.035), (x + 0.1,
                                                                                            y + 0.07),
                        (x - 0.14, y + 0.07)], mix((104, 168, 200), s.light.sky[1], 0.4))  # fmt: skip
    for x in s.spread(rng, 0.1, 0.6):
        h = rng.uniform(0.02, 0.035)
        at = y + rng.uniform(0.01, 0.09)
        c.plain().polygon([(x - h * 0.4, at), (x, at - h), (x + h * 0.4, at)], (92, 140, 100))


def _paint_cliffs(c: Canvas, rng: random.Random, s: Stage) -> None:
    """Walls of rock that rise out of the frame now and then, with ledges and firs on them."""
    for n, x in enumerate(s.spread(rng, 1.7, 0.1)):
        side = 0.7 if n % 2 else -0.7
        low = s.horizon + 0.2
        edge = [(x - 0.3 * side, low), (x - 0.22 * side, 0.46), (x - 0.12 * side, 0.4), (x - 0.08 * side,
                                                                                         0.2),
                (x + 0.06 * side, 0.12), (x + 0.14 * side, -0.1), (x + 0.5 * side, -0.14),
                (x + 0.56 * side, 0.2),
                (x + 0.68 * side, 0.34), (x + 0.74 * side, low)]  # fmt: skip
        c.polygon(edge, _ROCK)
        p = c.plain()
        p.polygon([(x + 0.14 * side, -0.1), (x + 0.5 * side, -0.14), (x + 0.56 * side, 0.2),
                   (x + 0.74 * side, low),
                   (x + 0.2 * side, low), (x + 0.26 * side, 0.2)], darker(_ROCK, 0.82))  # fmt: skip
        for dx, y, w in ((-0.16, 0.42, 0.12), (-0.02, 0.2, 0.12), (0.3, 0.3, 0.16), (0.1, 0.52, 0.2)):
            at = x + dx * side
            p.polygon(
                [(at - w, y + 0.012), (at + w * 0.6, y), (at + w * 0.4, y + 0.03)], lighter(_ROCK, 0.22)
            )
            if s.light.snowy:
                p.stroke([(at - w, y), (at, y - 0.012), (at + w * 0.6, y)], 0.02, SNOW)
        for dx, y, h in ((-0.16, 0.43, 0.12), (0.02, 0.15, 0.1), (0.62, 0.34, 0.14)):
            draw_pine(c, rng, x + dx * side, y, h, (82, 130, 96), s.light.snowy)


def _paint_shoulder(c: Canvas, rng: random.Random, s: Stage) -> None:
    """The near slope: turf over broken stone, a trodden path, a cairn that marks it."""
    span, snowy = s.span * 1.5, s.light.snowy
    tone: RGB = SNOW if snowy else (150, 158, 108)
    ridge = [
        (-span + 2 * span * i / 24, 0.71 + 0.018 * math.sin(1.7 * i) + rng.uniform(-0.006, 0.006))
        for i in range(25)
    ]
    c.polygon([*ridge, (span, 1.9), (-span, 1.9)], darker(_ROCK, 0.8))
    c.plain().polygon([*((x, y + 0.012) for x, y in ridge), (span, 1.9), (-span, 1.9)], tone)
    path: RGB = (206, 192, 160) if not snowy else (220, 226, 236)
    c.plain().blob([(-span, 0.86), (-0.7, 0.84), (0.1, 0.81), (0.9, 0.83), (span, 0.85), (span, 0.95),
                    (0.9, 0.94),
                    (0.1, 0.91), (-0.7, 0.95), (-span, 0.96)], path)  # fmt: skip
    for _ in range(60):
        x, y = rng.uniform(-span, span), rng.uniform(0.75, 1.04)
        w = 0.006 + 0.03 * (y - 0.7)
        c.plain().blob([(x - w, y), (x - 0.5 * w, y - 0.6 * w), (x + 0.6 * w, y - 0.5 * w), (x + w, y)],
                       darker(_ROCK, rng.uniform(0.8, 1.1)))  # fmt: skip
    for x in s.spread(rng, 1.6, 0.3):
        for k, w in enumerate((0.075, 0.06, 0.046, 0.03)):
            y = 0.79 - 0.034 * k
            draw_rock(c, rng, x + rng.uniform(-0.008, 0.008), y, w * 0.62, _ROCK)


def build_snowfield(s: Stage) -> None:
    """White land: drifts with blue shadows, firs bent with snow, a hut with a lit window, tracks, a fence."""
    add_sky(s)
    far, near = (170, 184, 212), (226, 236, 248)
    s.plane(12, lambda c, rng: draw_mountains(c, rng, s.span * 1.3, s.horizon + 0.03, 0.28, far))
    s.plane(7, lambda c, rng: draw_hills(c, rng, s.span * 1.4, s.horizon + 0.04, 0.1, near, 0.7))
    s.plane(5, lambda c, rng: _paint_white_wood(c, rng, s), haze=0.3)
    add_ground(s, (236, 243, 252), patches=False)
    s.plane(1.33, lambda c, rng: _paint_hut(c, rng, s), haze=0.12)
    s.plane(1.3, lambda c, rng: _paint_drifts(c, rng, s), haze=0.0)
    s.plane(1.2, lambda c, rng: _paint_firs(c, rng, s), haze=0.0)
    add_tufts(s, (206, 218, 232), stones=2)


def _paint_white_wood(c: Canvas, rng: random.Random, s: Stage) -> None:
    for x in s.spread(rng, 0.12, 0.5):
        draw_pine(c, rng, x, s.horizon + 0.05, rng.uniform(0.1, 0.2), (108, 150, 142), True)


def _paint_hut(c: Canvas, rng: random.Random, s: Stage) -> None:
    for x in s.spread(rng, 2.0, 0.1):
        draw_house(c, rng, x - 0.5, s.horizon + 0.06, 0.24, (150, 106, 78), (240, 246, 252), s.light)
        g = c.plain()
        for k in range(4):
            g.ellipse(x - 0.42 + 0.03 * k, s.horizon - 0.18 - 0.04 * k, 0.02 + 0.01 * k, 0.016 + 0.008 * k,
                      (236, 240, 248), 150 - 26 * k)  # fmt: skip
    for k in range(-18, 19):
        x, y = 0.22 * k, s.horizon + 0.085 + 0.004 * math.sin(k)
        c.polygon(
            [(x - 0.009, y), (x - 0.007, y - 0.07), (x + 0.007, y - 0.07), (x + 0.009, y)], (140, 106, 84)
        )
        c.plain().ellipse(x, y - 0.07, 0.014, 0.01, SNOW)
        c.stroke([(x, y - 0.045), (x + 0.11, y - 0.04), (x + 0.22, y - 0.045)], 0.009, (156, 120, 94))


def _paint_drifts(c: Canvas, rng: random.Random, s: Stage) -> None:
    p, span = c.plain(), s.span * 1.5
    blue: RGB = (206, 220, 240)
    for y in (0.7, 0.78, 0.9):
        for x in s.spread(rng, 0.9, 0.4):
            w, h = rng.uniform(0.3, 0.6), 0.02 + 0.05 * (y - 0.6)
            p.blob(
                [(x - w, y + h), (x - 0.4 * w, y), (x + 0.2 * w, y - h), (x + w, y + h)], lighter(SNOW, 0.5)
            )
            p.blob([(x + 0.2 * w, y - 0.9 * h), (x + w, y + h), (x + 0.2 * w, y + 0.8 * h)], blue, 190)
    for k in range(26):
        x = -1.6 + 0.13 * k
        y = 0.86 + 0.03 * math.sin(0.7 * k)
        p.ellipse(x, y + 0.012 * (k % 2), 0.016, 0.007, (186, 204, 230))
    p.rect(-span, 1.2, span, 2.0, SNOW)


def _paint_firs(c: Canvas, rng: random.Random, s: Stage) -> None:
    for x in s.spread(rng, 0.95, 0.25):
        y, h = s.horizon + rng.uniform(0.11, 0.15), rng.uniform(0.36, 0.52)
        c.plain().ellipse(x + 0.1, y + 0.008, 0.2, 0.018, (200, 214, 236))
        draw_pine(c, rng, x, y, h, (74, 122, 108), True)
        c.plain().ellipse(x, y + 0.006, 0.09, 0.02, SNOW)

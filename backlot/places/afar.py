"""Far places: harbour, open sea, the sky, space, under water, and a camp in the wood.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.ground import SNOW, add_sky, add_water
from backlot.places.indoors import add_flame
from backlot.places.landmarks import add_shore
from backlot.places.outdoors import build_forest
from backlot.places.scenery import draw_hills, draw_rock
from backlot.places.stage import FAR, DrawLive, Stage
from backlot.places.town import STONE


def build_harbour(s: Stage) -> None:
    """A quay with boats, ropes and gulls."""
    s.horizon = 0.5
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span, s.horizon + 0.01, 0.08, (130, 166, 156), 0.5))
    add_water(s, s.horizon, 0.75, (70, 146, 190), depth=4.0)
    s.row(
        3.0,
        0.8,
        0.3,
        lambda c, rng, x: _sailboat(c, rng, x, 0.62 + rng.uniform(0, 0.04)),
        haze=0.05,
    )

    def quay(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        c.polygon([(-span, 0.74), (span, 0.74), (span, 0.78), (-span, 0.78)], darker(STONE, 0.7))
        c.polygon([(-span, 0.72), (span, 0.72), (span, 0.75), (-span, 0.75)], lighter(STONE, 0.2))
        c.polygon(
            [(-span, 0.75), (span, 0.75), (span, 1.9), (-span, 1.9)], STONE if not s.light.snowy else SNOW
        )
        for i in range(-16, 17):
            c.plain().stroke([(i * 0.3, 0.75), (i * 0.42, 1.1)], 0.003, darker(STONE, 0.86))

    s.plane(1.35, quay, haze=0.0)
    s.row(1.2, 0.9, 0.2, lambda c, rng, x: _bollard(c, x), haze=0.0)
    s.live(5.0, draw_gulls(s))


def _bollard(c: Canvas, x: float) -> None:
    c.blob(
        [
            (x - 0.03, 0.78),
            (x - 0.024, 0.72),
            (x - 0.04, 0.69),
            (x + 0.04, 0.69),
            (x + 0.024, 0.72),
            (x + 0.03, 0.78),
        ],
        (84, 82, 94),
    )


def _sailboat(c: Canvas, rng: random.Random, x: float, y: float) -> None:
    hull = rng.choice(((196, 84, 74), (70, 110, 160), (226, 170, 80), (240, 236, 226)))
    c.polygon(
        [(x - 0.005, y - 0.02), (x - 0.005, y - 0.36), (x + 0.005, y - 0.36), (x + 0.005, y - 0.02)],
        (120, 90, 70),
    )
    c.polygon([(x + 0.01, y - 0.35), (x + 0.14, y - 0.06), (x + 0.01, y - 0.05)], (252, 248, 236))
    c.polygon([(x - 0.01, y - 0.3), (x - 0.1, y - 0.06), (x - 0.01, y - 0.05)], (246, 226, 200))
    c.blob([(x - 0.16, y - 0.045), (x + 0.18, y - 0.05), (x + 0.12, y + 0.025), (x - 0.11, y + 0.025)], hull)


def draw_gulls(s: Stage) -> DrawLive:
    """Gulls that drift over the water."""
    rng = s.rng("gulls")
    flock = [
        (rng.uniform(-0.9, 0.9), rng.uniform(0.1, 0.34), rng.uniform(0.5, 1.2), rng.uniform(0, 6))
        for _ in range(5)
    ]

    def draw(c: Canvas, t: float) -> None:
        for x, y, k, phase in flock:
            gx, gy = x + 0.03 * t * k, y + 0.012 * math.sin(t + phase)
            w, lift = 0.03 * k, 0.014 * math.sin(t * 5 + phase)
            c.stroke(
                [
                    (gx - w, gy - lift),
                    (gx - w * 0.4, gy - 0.008),
                    (gx, gy),
                    (gx + w * 0.4, gy - 0.008),
                    (gx + w, gy - lift),
                ],
                0.005,
                (250, 250, 252),
            )

    return draw


def build_sea(s: Stage) -> None:
    """Open water to the horizon, swell, islands far off; whoever stands here stands on deck."""
    s.horizon = 0.48
    add_sky(s)
    s.plane(
        14, lambda c, rng: draw_hills(c, rng, s.span * 0.4, s.horizon + 0.012, 0.05, (130, 160, 160), 0.3)
    )
    add_water(s, s.horizon, 1.8, (58, 136, 188), depth=3.0)
    s.live(6.0, draw_gulls(s))
    if s.words & {"boat", "ship", "deck", "raft", "vessel"}:
        _add_deck(s)
    elif "ashore" in s.words:
        add_shore(s)
    else:
        s.live(1.15, draw_swell(s, 0.8, (62, 138, 190)))
        s.live(0.9, draw_swell(s, 0.955, (48, 118, 172)), front=True, screen=True)


def draw_swell(s: Stage, y: float, tone: RGB) -> DrawLive:
    """A wave from edge to edge, its crest at y, that hides what is below."""
    tone = mix(tone, s.light.sky[1], 0.18)

    def draw(c: Canvas, t: float) -> None:
        points = [
            (-2.2 + i * 0.2, y + 0.012 * math.sin(i * 1.15 + t * 1.4) + 0.006 * math.sin(i * 2.3 - t))
            for i in range(23)
        ]
        c.blob([*points, (2.4, 1.9), (-2.4, 1.9)], tone)
        c.plain().stroke(points, 0.006, lighter(tone, 0.45))

    return draw


def _add_deck(s: Stage) -> None:
    def deck(c: Canvas, rng: random.Random) -> None:
        wood: RGB = (188, 138, 92)
        c.limb([(0.0, 0.8), (0.0, -0.4)], [0.06, 0.045], (140, 100, 70))
        c.blob([(0.04, -0.1), (0.5, 0.05), (0.62, 0.42), (0.3, 0.52), (0.04, 0.52)], (250, 244, 228))
        c.blob([(-1.5, 0.74), (0, 0.79), (1.5, 0.72), (1.3, 1.9), (-1.3, 1.9)], wood)
        for i in range(6):
            y = 0.82 + i * 0.05
            c.plain().stroke([(-1.4, y - 0.02), (0, y), (1.4, y - 0.02)], 0.004, darker(wood, 0.8))
        c.stroke([(-1.5, 0.66), (0, 0.7), (1.5, 0.64)], 0.026, darker(wood, 0.72))
        for i in range(-9, 10):
            x = i * 0.16
            c.polygon(
                [(x - 0.01, 0.68), (x + 0.01, 0.68), (x + 0.01, 0.79), (x - 0.01, 0.79)], darker(wood, 0.8)
            )

    s.plane(1.1, deck, haze=0.0)
    s.floor = (188, 138, 92)


def build_underwater(s: Stage) -> None:
    """Blue depth with rays of light, weeds, corals and rising bubbles."""
    s.horizon = 0.68

    def water(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        span, dim = s.span * 1.5, 1 - 0.5 * min(1.0, s.light.dark)
        for i in range(24):
            tone = mix((120, 210, 226), (20, 74, 130), i / 23)
            y = -0.6 + 1.6 * i / 24
            c.polygon(
                [(-span, y), (span, y), (span, 2), (-span, 2)],
                (round(tone[0] * dim), round(tone[1] * dim), round(tone[2] * dim)),
            )
        for x in s.spread(rng, 0.4, 0.4):
            c.polygon([(x, -0.6), (x + 0.09, -0.6), (x - 0.16, 0.8), (x - 0.36, 0.8)], (220, 250, 255), 22)

    s.plane(FAR, water, haze=0.0)
    s.plane(
        6,
        lambda c, rng: draw_hills(
            c.lit(None), rng, s.span * 1.2, s.horizon + 0.02, 0.14, (40, 104, 150), 0.5
        ),
        haze=0.0,
    )
    s.row(
        3,
        0.5,
        0.4,
        lambda c, rng, x: draw_rock(c, rng, x, s.horizon + 0.06, rng.uniform(0.06, 0.16), (96, 120, 150)),
        haze=0.25,
    )

    def sand(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        draw_hills(c, rng, span, s.horizon + 0.08, 0.03, (214, 204, 166), 0.5)
        for x in s.spread(rng, 0.3, 0.5):
            tone = rng.choice(((240, 120, 130), (246, 170, 90), (200, 130, 210), (250, 200, 120)))
            y = s.horizon + rng.uniform(0.08, 0.2)
            for k in (-0.5, 0.0, 0.5):
                c.limb(
                    [(x, y), (x + k * 0.07, y - 0.05), (x + k * 0.1, y - 0.1 + abs(k) * 0.04)],
                    [0.022, 0.018],
                    tone,
                )

    s.plane(1.35, sand, haze=0.0)
    s.live(1.2, _weeds(s))
    s.live(0.9, _bubbles(s), front=True)


def _weeds(s: Stage) -> DrawLive:
    rng = s.rng("weeds")
    stalks = [
        (x + rng.uniform(-0.1, 0.1), rng.uniform(0.14, 0.32), rng.uniform(0, 6))
        for x in s.spread(rng, 0.3, 0.4)
        if abs(x) < 1.6
    ]

    def draw(c: Canvas, t: float) -> None:
        for x, h, phase in stalks:
            w = 0.03 * math.sin(t * 1.1 + phase)
            c.limb(
                [
                    (x, s.horizon + 0.12),
                    (x - w, s.horizon + 0.1 - h * 0.4),
                    (x + w, s.horizon + 0.1 - h * 0.7),
                    (x + w * 0.4, s.horizon + 0.1 - h),
                ],
                [0.026, 0.01],
                (70, 160, 120),
            )

    return draw


def _bubbles(s: Stage) -> DrawLive:
    rng = s.rng("bubbles")
    drops = [
        (rng.uniform(-1.0, 1.0), rng.random(), rng.uniform(0.05, 0.12), rng.uniform(0.004, 0.012))
        for _ in range(18)
    ]

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None).plain()
        for x, phase, speed, r in drops:
            y = 1.0 - ((phase + t * speed) % 1.0)
            c.ellipse(x + 0.012 * math.sin(t * 2 + phase * 6), y, r, r, (226, 248, 255), 120)
            c.ellipse(
                x + 0.012 * math.sin(t * 2 + phase * 6) - r * 0.3,
                y - r * 0.3,
                r * 0.3,
                r * 0.3,
                (255, 255, 255),
                220,
            )

    return draw


def build_camp(s: Stage) -> None:
    """A clearing with a tent and a fire."""
    s.roam = 0.4
    build_forest(s)
    s.plane(1.3, lambda c, rng: _tent(c, -0.5, s.horizon + 0.19, s.light.snowy), haze=0.0)
    add_flame(s, 0.62, 0.82, 0.11)


def _tent(c: Canvas, x: float, y: float, snowy: bool) -> None:
    c.polygon([(x - 0.26, y), (x, y - 0.34), (x + 0.26, y)], (226, 150, 84))
    if snowy:
        c.plain().stroke(
            [(x - 0.17, y - 0.11), (x, y - 0.335), (x, y - 0.335), (x + 0.17, y - 0.11)], 0.03, SNOW
        )
    c.plain().polygon([(x - 0.08, y), (x, y - 0.3), (x + 0.09, y)], (110, 72, 60))

"""Ground, sky and water: the parts that every outdoor set begins with.

Knows no place by name; sets put these together.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.scenery import draw_cloud, draw_flower, draw_rock, draw_tuft, paint_sky
from backlot.places.stage import FAR, Stage

SNOW: RGB = (238, 244, 252)
GRASS: RGB = (130, 186, 92)
LEAVES: tuple[RGB, ...] = ((98, 164, 84), (122, 180, 88), (84, 148, 92), (146, 186, 84))
AUTUMN: tuple[RGB, ...] = ((224, 142, 62), (206, 96, 58), (238, 184, 80), (176, 120, 62))
PETALS: tuple[RGB, ...] = ((240, 110, 130), (250, 200, 86), (250, 248, 240), (170, 130, 220), (246, 150, 90))


def leaves_of(stage: Stage) -> tuple[RGB, ...]:
    """The season's leaves: from the words, or summer."""
    if stage.words & {"autumn", "fall", "golden", "october"}:
        return AUTUMN
    return LEAVES


def add_sky(stage: Stage, clouds: bool = True) -> None:
    """The sky, with drifting clouds as the weather has them."""

    def sky(c: Canvas, rng: random.Random) -> None:
        paint_sky(stage, c.lit(None), rng)

    stage.plane(FAR, sky, haze=0.0)
    number = (
        {"clear": 3, "cloudy": 8, "rain": 9, "snow": 6, "storm": 11, "fog": 2}[stage.light.weather]
        if clouds
        else 0
    )
    rng = stage.rng("clouds")
    tone = mix(
        (255, 255, 255),
        stage.light.sky[1],
        {"clear": 0.12, "cloudy": 0.3}.get(stage.light.weather, 0.5) + 0.3 * min(1, stage.light.dark),
    )
    heavy = {"storm": 0.55, "rain": 0.3}.get(stage.light.weather, 0.0)
    tone = mix(tone, (70, 74, 96), heavy)
    spots = [
        (
            rng.uniform(-stage.span, stage.span),
            rng.uniform(0.04, stage.horizon - 0.24),
            rng.uniform(0.22, 0.42),
        )
        for _ in range(number)
    ]

    def drift(c: Canvas, t: float) -> None:
        for x, y, w in spots:
            draw_cloud(c.lit(None), x + 0.006 * t * (0.6 + w), y, w, tone)

    if spots:
        stage.live(FAR * 0.5, drift)


def add_ground(stage: Stage, colour: RGB, patches: bool = True) -> None:
    """The floor from the horizon to the camera, darker towards us, with soft patches; snow covers it."""
    tone = SNOW if stage.light.snowy else colour
    stage.floor = tone

    def far(c: Canvas, rng: random.Random) -> None:
        span, h = stage.span * 1.5, stage.horizon
        c = c.plain()
        starts = [h + (1.05 - h) * (i / 13) ** 1.6 for i in range(14)]
        ends = [*starts[2:], 1.8, 1.8]  # each band to the end of the next one, which hides the rest
        c.polygon([(-span, h), (span, h), (span, ends[0]), (-span, ends[0])], lighter(tone, 0.12))
        for i, (y, end) in enumerate(zip(starts, ends, strict=True)):
            c.polygon(
                [(-span, y), (span, y), (span, end), (-span, end)],
                mix(lighter(tone, 0.12), darker(tone, 0.93), i / 13),
            )
        if patches:
            for _ in range(16):
                y = rng.uniform(h + 0.03, 1.1)
                size = 0.1 + 0.5 * (y - h)
                c.ellipse(
                    rng.uniform(-span, span),
                    y,
                    size,
                    size * 0.16,
                    darker(tone, 0.95) if rng.random() < 0.5 else lighter(tone, 0.1),
                    150,
                )

    stage.plane(1.35, far, haze=0.06)


def add_tufts(stage: Stage, colour: RGB, flowers: int = 0, stones: int = 0) -> None:
    """Grass, flowers and stones at the actors' depth."""
    if stage.light.snowy:
        colour, flowers = (206, 218, 232), 0

    def near(c: Canvas, rng: random.Random) -> None:
        for x in stage.spread(rng, 0.11, 0.9):
            y = rng.uniform(stage.horizon + 0.1, 1.02)
            draw_tuft(c, x, y, 0.02 + 0.05 * (y - stage.horizon), darker(colour, rng.uniform(0.78, 0.95)))
        for _ in range(round(flowers * stage.span)):
            y = rng.uniform(stage.horizon + 0.1, 1.0)
            draw_flower(
                c,
                rng.uniform(-stage.span, stage.span),
                y,
                0.03 + 0.07 * (y - stage.horizon),
                rng.choice(PETALS),
            )
        for _ in range(round(stones * stage.span)):
            y = rng.uniform(stage.horizon + 0.08, 1.0)
            draw_rock(c, rng, rng.uniform(-stage.span, stage.span), y, 0.02 + 0.05 * (y - stage.horizon))

    stage.plane(1.0, near, haze=0.0)


def add_water(stage: Stage, top: float, bottom: float, colour: RGB, depth: float = 2.2) -> None:
    """Water from `top` to `bottom`, mirroring the sky, with waves that run."""
    sky = stage.light.sky[1]
    tone = mix(colour, sky, 0.36)
    tint = stage.light.tint
    tone = (
        round(tone[0] * (0.4 + 0.6 * tint[0])),
        round(tone[1] * (0.4 + 0.6 * tint[1])),
        round(tone[2] * (0.4 + 0.6 * tint[2])),
    )

    def water(c: Canvas, rng: random.Random) -> None:
        c = c.plain().lit(None)
        span = stage.span * 1.5
        for i in range(10):
            y = top + (bottom - top) * i / 10
            c.polygon(
                [(-span, y), (span, y), (span, bottom), (-span, bottom)],
                mix(lighter(tone, 0.25), darker(tone, 0.9), i / 9),
            )

    stage.plane(depth, water, haze=0.1)
    rng = stage.rng(f"waves{top}")
    crests = []
    for _ in range(round(14 * stage.span)):
        y = top + (bottom - top) * rng.random() ** 1.3
        crests.append(
            (
                rng.uniform(-stage.span, stage.span),
                y,
                rng.uniform(0.03, 0.09) * (0.4 + (y - top) / (bottom - top)),
                rng.uniform(0, 6),
            )
        )
    light = lighter(tone, 0.5)

    def waves(c: Canvas, t: float) -> None:
        for x, y, w, phase in crests:
            dx = 0.02 * math.sin(t * 0.8 + phase)
            k = w * (0.7 + 0.3 * math.sin(t * 1.7 + phase))
            c.stroke(
                [
                    (x + dx - k, y),
                    (x + dx - k * 0.4, y - 0.004),
                    (x + dx + k * 0.4, y - 0.004),
                    (x + dx + k, y),
                ],
                0.0042,
                light,
                190,
            )

    stage.live(depth, waves)

"""Weather: rain, snow, fog and lightning before the lens. Knows nothing of places."""

from __future__ import annotations

import math

import numpy as np

from backlot.colour import mix
from backlot.paint import Canvas
from backlot.places.stage import FAR, DrawLive, Stage

_ROUND = np.array([(math.cos(math.tau * i / 12), math.sin(math.tau * i / 12)) for i in range(12)])
"""A flake: it is never larger than a dozen pixels."""


def add_weather(stage: Stage) -> None:
    """What falls or drifts between us and the actors. Indoors and in space nothing does."""
    if stage.indoors or stage.airless:
        return
    weather = stage.light.weather
    if weather in ("rain", "storm"):
        stage.live(
            0.8,
            _rain(stage, 96 if weather == "rain" else 150, 0.12 if weather == "rain" else 0.3),
            front=True,
            screen=True,
        )
    elif weather == "snow":
        stage.live(0.8, _snow(stage, 95), front=True, screen=True)
    elif weather == "fog":
        stage.live(2.0, _fog(stage), screen=True)
        stage.live(0.8, _fog(stage, 0.5), front=True, screen=True)
    if weather == "storm":
        stage.live(FAR / 4, _lightning(stage), screen=True)


def _rain(stage: Stage, count: int, slant: float) -> DrawLive:
    """Long near drops, short far ones, and rings where they fall."""
    rng = stage.rng("rain")
    falling = [
        np.array([(rng.uniform(-1.3, 1.3), rng.random(), rng.uniform(1.5, 2.1)) for _ in range(number)]).T
        for number in (count // 3, 2 * count // 3)
    ]
    rings = [(rng.uniform(-1.1, 1.1), rng.uniform(0.78, 0.99), rng.random()) for _ in range(count // 8)]
    tone = mix((226, 236, 248), stage.light.haze, 0.2)

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None).plain()
        kinds = ((1.0, 0.12, 0.0028, 190), (0.7, 0.055, 0.0018, 110))  # near, far
        for (x, phase, speed), (k, length, wide, opacity) in zip(falling, kinds, strict=True):
            y = -0.16 + 1.2 * ((phase + t * speed * k) % 1.0)
            top, tip = x - slant * y, x - slant * (y + length)
            drops = np.stack([top, y, top + wide, y, tip, y + length], 1)
            c.polygons(drops.reshape(-1, 3, 2), tone, opacity)
        for x, y, phase in rings:
            u = (phase + 1.6 * t) % 1.0
            w = (0.008 + 0.02 * u) * (0.4 + y)
            c.stroke([(x - w, y), (x, y - 0.3 * w), (x + w, y)], 0.0028, tone, round(170 * (1 - u)))

    return draw


def _snow(stage: Stage, count: int) -> DrawLive:
    rng = stage.rng("snow")
    flakes = [
        (
            rng.uniform(-1.2, 1.2),
            rng.random(),
            rng.uniform(0.06, 0.14),
            rng.choice((0.0035, 0.005, 0.008)),
            rng.uniform(0, 6),
        )
        for _ in range(count)
    ]
    x, phase, speed, r, sway = np.array(flakes).T
    rims = r[:, None, None] * _ROUND

    def draw(c: Canvas, t: float) -> None:
        at = np.stack([x + 0.02 * np.sin(t * 0.9 + sway), -0.05 + 1.1 * ((phase + t * speed) % 1.0)], 1)
        c.lit(None).plain().polygons(at[:, None] + rims, (255, 255, 255), 225)

    return draw


def _fog(stage: Stage, strength: float = 1.0) -> DrawLive:
    rng = stage.rng(f"fog{strength}")
    banks = [
        (rng.uniform(-1.2, 1.2), rng.uniform(0.45, 0.95), rng.uniform(0.4, 0.8), rng.uniform(0.004, 0.02))
        for _ in range(7)
    ]
    haze = stage.light.haze

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None).plain()
        for x, y, w, speed in banks:
            for k, o in ((1.0, 40), (0.7, 44)):
                c.ellipse(x + speed * t, y, w * k, 0.11 * k, haze, int(o * strength))

    return draw


def _lightning(stage: Stage) -> DrawLive:
    rng = stage.rng("lightning")
    first = rng.uniform(0.9, 1.8)

    def draw(c: Canvas, t: float) -> None:
        since = (t - first) % 4.3
        if t < first or since > 0.25:
            return
        c = c.lit(None).plain()
        c.polygon([(-2, -1), (2, -1), (2, 2), (-2, 2)], (236, 240, 255), int(110 * (1 - since / 0.25)))
        x = -0.5 + ((t - first) // 4.3 * 0.37) % 1.0
        c.polygon(
            [
                (x, 0),
                (x + 0.05, 0),
                (x + 0.0, 0.2),
                (x + 0.05, 0.2),
                (x - 0.05, 0.5),
                (x - 0.01, 0.26),
                (x - 0.05, 0.26),
            ],
            (255, 252, 220),
            220,
        )

    return draw

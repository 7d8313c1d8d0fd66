"""Weather: rain, snow, fog and lightning before the lens. Knows nothing of places."""

from __future__ import annotations

import math

from backlot.paint import Canvas
from backlot.places.stage import FAR, DrawLive, Stage


def add_weather(stage: Stage) -> None:
    """What falls or drifts between us and the actors. Indoors nothing does."""
    if stage.indoors:
        return
    weather = stage.light.weather
    if weather in ("rain", "storm"):
        stage.live(
            0.8,
            _rain(stage, 110 if weather == "rain" else 170, 0.12 if weather == "rain" else 0.3),
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
    rng = stage.rng("rain")
    drops = [
        (rng.uniform(-1.3, 1.3), rng.random(), rng.uniform(1.3, 2.0), rng.uniform(0.03, 0.055))
        for _ in range(count)
    ]

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None).plain()
        for x, phase, speed, length in drops:
            y = -0.1 + 1.2 * ((phase + t * speed) % 1.0)
            c.polygon(
                [(x - slant * y, y), (x - slant * y + 0.0022, y), (x - slant * (y + length), y + length)],
                (214, 228, 244),
                150,
            )

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

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None).plain()
        for x, phase, speed, r, sway in flakes:
            y = -0.05 + 1.1 * ((phase + t * speed) % 1.0)
            c.ellipse(x + 0.02 * math.sin(t * 0.9 + sway), y, r, r, (255, 255, 255), 225)

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
            for k, o in ((1.0, 26), (0.7, 30)):
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

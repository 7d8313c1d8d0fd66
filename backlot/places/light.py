"""Light: what the time of day and the weather do to every colour, and what the sky looks like.

python -c "from backlot.places.light import find_light; print(find_light('sunset', 'rain').sky)"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backlot.colour import RGB, mix, words_of
from backlot.paint import Grade


@dataclass(frozen=True)
class Light:
    """One hour in one weather."""

    time: str
    weather: str
    sky: tuple[RGB, RGB, RGB]
    """top, middle, at the horizon"""
    haze: RGB
    """what distance fades into"""
    tint: tuple[float, float, float]
    """what every colour of the set is multiplied with"""
    dark: float
    """0 full day .. 1 night: lamps and windows shine as it rises"""
    fog: float
    """how quickly distance swallows colour"""
    covered: bool = False
    """snow lies, whatever the sky does"""

    @property
    def snowy(self) -> bool:
        return self.weather == "snow" or self.covered


_SKIES: dict[str, tuple[tuple[RGB, RGB, RGB], tuple[float, float, float], float]] = {
    "dawn": (((126, 140, 200), (236, 176, 180), (255, 220, 178)), (0.95, 0.88, 0.92), 0.25),
    "morning": (((118, 190, 240), (176, 220, 248), (246, 240, 218)), (1.0, 0.99, 0.96), 0.0),
    "day": (((98, 180, 240), (158, 214, 250), (222, 242, 252)), (1.0, 1.0, 1.0), 0.0),
    "afternoon": (((108, 180, 232), (180, 214, 236), (252, 236, 204)), (1.0, 0.97, 0.9), 0.0),
    "sunset": (((108, 92, 164), (232, 134, 118), (255, 202, 122)), (1.0, 0.82, 0.74), 0.3),
    "evening": (((58, 64, 128), (118, 104, 168), (232, 156, 144)), (0.72, 0.68, 0.84), 0.62),
    "night": (((24, 30, 76), (42, 56, 118), (80, 98, 160)), (0.54, 0.6, 0.78), 1.0),
}
_GREYS: dict[str, tuple[float, float]] = {
    "cloudy": (0.45, 0.95),
    "rain": (0.62, 0.86),
    "snow": (0.5, 1.0),
    "fog": (0.7, 0.98),
    "storm": (0.74, 0.6),
}
"""weather: how grey the sky goes, how bright all is"""


_MOODS: dict[tuple[float, float, float], str] = {
    (0.9, 0.94, 1.0): "sad lonely gloomy melancholy sorrowful mournful wistful weary grey",
    (
        0.82,
        0.85,
        0.95,
    ): "tense scary uneasy frightening dark menacing fearful dangerous eerie spooky",
    (1.04, 0.9, 0.84): "angry furious stormy heated fierce",
    (1.05, 1.01, 0.93): "cheerful happy joyful merry warm tender loving playful festive cosy proud",
    (1.0, 0.94, 1.08): "magical wonder wondering dreaming dreamy mysterious enchanted wondrous",
}
"""What a scene's mood does to its light, softly, and the words for it."""


def _tinge(mood: str | None) -> tuple[float, float, float]:
    words = set(words_of(mood or ""))
    return next((tinge for tinge, names in _MOODS.items() if words & set(names.split())), (1.0, 1.0, 1.0))


def find_light(time: str | None, weather: str | None, mood: str | None = None) -> Light:
    """The light of a time of day and a weather of the screenplay's vocabularies; None means a clear day.

    Args:
        mood: of the scene, in words; it colours the light a little.
    """
    time, weather = time or "day", weather or "clear"
    sky, tint, dark = _SKIES[time]
    grey, bright = _GREYS.get(weather, (0.0, 1.0))
    level = 0.35 + 0.65 * (1 - dark)
    base: RGB = (138, 146, 164) if weather == "storm" else (196, 204, 216)
    cloud: RGB = (round(base[0] * level), round(base[1] * level), round(base[2] * level + 10 * dark))
    colours = tuple(
        mix((round(c[0] * bright), round(c[1] * bright), round(c[2] * bright)), cloud, grey) for c in sky
    )
    tinge = _tinge(mood)
    dim = tuple(t * (0.55 + 0.45 * bright) * k for t, k in zip(tint, tinge, strict=True))
    colours = tuple(_tinged(c, tinge) for c in colours)
    fog = {"fog": 0.95, "rain": 0.5, "snow": 0.45, "storm": 0.5, "cloudy": 0.34}.get(weather, 0.28)
    haze = mix(colours[2], colours[1], 0.35)
    return Light(time, weather, colours, haze, dim, dark + (0.2 if weather == "storm" else 0), fog)  # type: ignore[arg-type]


def _tinged(colour: RGB, tinge: tuple[float, float, float]) -> RGB:
    r, g, b = (min(255, round(c * (1 + 0.6 * (k - 1)))) for c, k in zip(colour, tinge, strict=True))
    return r, g, b


def grade_for(light: Light, distance: float = 0.0) -> Grade:
    """The grade of a plane: the light's tint, and the haze of `distance` (0 here .. 1 as far as one sees)."""
    red, green, blue = light.tint
    white = light.snowy
    haze, share = light.haze, min(0.92, distance * (light.fog * 0.9 + 0.18))
    known: dict[RGB, RGB] = {}

    def grade(colour: RGB) -> RGB:
        if colour not in known:
            bare = mix(colour, _LYING, 0.66) if white and _is_green(colour) else colour
            lit = (
                min(255, round(bare[0] * red)),
                min(255, round(bare[1] * green)),
                min(255, round(bare[2] * blue)),
            )
            known[colour] = mix(lit, haze, share)
        return known[colour]

    return grade


_LYING: RGB = (236, 242, 250)


def _is_green(colour: RGB) -> bool:
    """Grass and leaves, on which snow lies; firs are darker and have their own."""
    red, green, blue = colour
    return green >= red and green > blue + 24 and red + green + blue > 300


def grade_actor(light: Light, indoors: bool = False) -> Grade:
    """The grade of whoever acts: gentler than the set's, so that colours of clothes are still told apart."""
    keep = 0.42 if not indoors else 0.3
    red, green, blue = (1 - (1 - t) * keep for t in light.tint)
    known: dict[RGB, RGB] = {}

    def grade(colour: RGB) -> RGB:
        if colour not in known:
            known[colour] = (
                min(255, round(colour[0] * red)),
                min(255, round(colour[1] * green)),
                min(255, round(colour[2] * blue)),
            )
        return known[colour]

    return grade


@dataclass(frozen=True)
class Pool:
    """Where a room is lit, in stage units; the light fades around it."""

    x: float
    y: float
    radius: float
    warm: bool = False
    """a lamp or a fire, else a window"""
    share: float = 1.0
    """0..1 of its full light, in its middle"""


_WINDOW = ((1.03, 1.02, 1.0), (0.74, 0.84, 1.08))
_FLAME = ((1.03, 1.0, 0.96), (1.22, 1.04, 0.8))
"""What full light does to every colour, by day and by night."""
_LEAST = (0.52, 0.54, 0.62)
"""What the darkest corner still has: a stormy night is not black."""


def light_room(
    light: Light, pools: Sequence[Pool], x: NDArray[np.float32], y: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What the colours of a room are multiplied with: (len(y), len(x), 3), about 0.5 .. 1.25.

    Without any pool the whole room has the light of the hour.

    Args:
        x: columns in stage units.
        y: rows in stage units.
    """
    night = min(1.0, light.dark)
    rest = np.array([1 - 0.96 * (1 - min(1.0, t)) - 0.06 * (1 - night) for t in light.tint], np.float32)
    rest = np.maximum(rest, _LEAST)
    unlit = np.ones((len(y), len(x)), np.float32)
    total, lit = np.zeros_like(unlit), np.zeros((*unlit.shape, 3), np.float32)
    for pool in pools:
        day, dark = _FLAME if pool.warm else _WINDOW
        full = np.array([a + (b - a) * night for a, b in zip(day, dark, strict=True)], np.float32)
        if not pool.warm:  # the sky's own colour falls in
            full *= 1 - 0.5 * (1 - night) * (1 - np.minimum(1, np.array(light.tint, np.float32)))
        across, down = (np.exp(-(((v - m) / pool.radius) ** 2)) for v, m in ((x, pool.x), (y, pool.y)))
        share = pool.share * down[:, None] * across
        unlit *= 1 - share
        total += share
        lit += share[..., None] * full
    lit /= np.maximum(total, 1e-6)[..., None]
    return rest * unlit[..., None] + lit * (1 - unlit[..., None])

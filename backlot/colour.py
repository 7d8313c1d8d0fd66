"""Colours: words into RGB, and the few mixtures that drawing needs. Knows nothing of shapes.

python -c "from backlot.colour import find_colour; print(find_colour('a dark green scarf'))"
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RGB = tuple[int, int, int]
"""(red, green, blue), each 0..255."""

COLOURS: dict[str, RGB] = {
    "red": (214, 60, 54),
    "scarlet": (206, 44, 44),
    "crimson": (172, 34, 58),
    "ruby": (184, 30, 66),
    "maroon": (122, 38, 48),
    "burgundy": (118, 36, 56),
    "rust": (176, 84, 44),
    "copper": (190, 104, 62),
    "orange": (240, 138, 48),
    "ginger": (220, 124, 54),
    "auburn": (146, 66, 40),
    "amber": (242, 174, 56),
    "gold": (238, 190, 66),
    "golden": (240, 194, 78),
    "yellow": (248, 208, 74),
    "blond": (240, 206, 120),
    "blonde": (240, 206, 120),
    "straw-coloured": (228, 196, 104),
    "cream": (248, 234, 206),
    "ivory": (250, 242, 222),
    "beige": (226, 206, 172),
    "sandy": (222, 190, 136),
    "tan": (206, 164, 112),
    "tawny": (206, 146, 78),
    "brown": (138, 92, 58),
    "chestnut": (134, 76, 48),
    "chocolate": (92, 58, 42),
    "green": (86, 160, 82),
    "emerald": (38, 150, 104),
    "olive": (128, 132, 62),
    "lime": (158, 204, 74),
    "mint": (160, 218, 186),
    "teal": (44, 138, 140),
    "turquoise": (64, 186, 186),
    "cyan": (90, 200, 216),
    "blue": (66, 122, 200),
    "navy": (40, 58, 110),
    "azure": (92, 166, 228),
    "indigo": (72, 68, 150),
    "purple": (134, 84, 168),
    "violet": (146, 100, 190),
    "lilac": (192, 162, 216),
    "lavender": (188, 176, 226),
    "magenta": (200, 66, 148),
    "pink": (240, 150, 172),
    "rose": (228, 112, 140),
    "peach": (250, 196, 160),
    "white": (248, 246, 240),
    "snowy": (246, 248, 250),
    "silver": (190, 196, 206),
    "silvery": (190, 196, 206),
    "grey": (142, 146, 154),
    "gray": (142, 146, 154),
    "ashen": (160, 160, 162),
    "charcoal": (70, 72, 80),
    "black": (52, 52, 62),
    "ebony": (58, 50, 52),
    "dark": (78, 70, 78),
    "pale": (236, 226, 214),
    "raven": (44, 44, 56),
    "sooty": (60, 58, 62),
}
"""What the words look like in this world: a little softer than in life."""

_TONES = {"dark": 0.68, "deep": 0.76, "light": -0.45, "pale": -0.55, "bright": -0.12, "faded": -0.3}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; a hyphenated word stays whole."""
    return _WORD.findall(text.lower())


def find_colour(text: str) -> RGB | None:
    """The first colour that a text names, with `dark`, `light`, `pale` ... before it; None if it names
    none.
    """
    found = colours_at(words_of(text))
    return found[0][1] if found else None


def colours_at(words: list[str]) -> list[tuple[int, RGB]]:
    """(index, colour) of every colour word; a tone word (`dark red`) changes the colour that follows it."""
    found = []
    for i, word in enumerate(words):
        base = COLOURS.get(word) or COLOURS.get(word.removesuffix("ish")) or _compound(word)
        if base is None or (word in _TONES and i + 1 < len(words) and words[i + 1] in COLOURS):
            continue
        tone = _TONES.get(words[i - 1], 0.0) if i else 0.0
        found.append((i, darker(base, tone) if tone > 0 else lighter(base, -tone)))
    return found


def _compound(word: str) -> RGB | None:
    head, _, tail = word.partition("-")
    return COLOURS.get(tail) or COLOURS.get(head) if tail else None


@lru_cache(4096)
def mix(a: RGB, b: RGB, share: float) -> RGB:
    """`share` of b in a, 0..1."""
    keep = 1 - share
    return (
        round(a[0] * keep + b[0] * share),
        round(a[1] * keep + b[1] * share),
        round(a[2] * keep + b[2] * share),
    )


@lru_cache(4096)
def darker(colour: RGB, keep: float = 0.82) -> RGB:
    """The colour in soft shade: `keep` of its light, leaning to violet as storybook shadows do."""
    return mix((24, 18, 48), colour, keep)


@lru_cache(4096)
def lighter(colour: RGB, share: float = 0.3) -> RGB:
    """The colour in the light: mixed with warm white."""
    return mix(colour, (255, 252, 240), share)


def luminance(colour: RGB) -> float:
    """Perceived lightness, 0 black .. 1 white."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


def to_lab(colours: NDArray[np.uint8] | NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE Lab (D65) of sRGB colours 0..255, (..., 3) each."""
    parts = colours / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    xyz = linear @ np.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
    xyz = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)

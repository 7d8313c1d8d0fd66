"""Captions: words on the picture, readable on any background, inside what every screen shows.

It draws words that it is given; when they are shown is decided elsewhere. Opening and closing cards are in
`shots.titling.cards`.

    python -c "import numpy as np; from shots.titles import draw_caption; \
    print(draw_caption(np.full((360, 640, 3), 255, np.uint8), 'Once upon a time').mean())"
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageDraw

from shots.backends import Image
from shots.cutting.subtitles import break_units
from shots.titling.lettering import Lettering, wrap_to, writable_words
from shots.titling.typefaces import missing_letters

TITLE_SAFE = 0.05
"""Share of the picture, at each edge, that a screen may hide."""

MAX_LINES = 3
_BOX = (16, 18, 28, 200)  # over white paper this leaves a contrast of about 10:1 to the words
_WORDS = (255, 255, 255, 255)


def draw_caption(image: Image, text: str) -> Image:
    """A copy of the picture with the words in a box at its lower edge.

    The words are wrapped to three lines and made smaller if they must; what still does not fit ends in `…`.
    Letters that no font here has are left out (`shots.titling.typefaces.missing_letters` tells them).

    Args:
        image: (H, W, 3) uint8 RGB.
        text: words in any script.
    """
    height, width = image.shape[:2]
    plate = _plate(text, width, height)
    if plate is None:
        return image
    drawn = image.copy()
    box = drawn[plate.top : plate.top + plate.alpha.shape[0], plate.left : plate.left + plate.alpha.shape[1]]
    box[:] = ((box * (255 - plate.alpha) + plate.colour + 127) // 255).astype(np.uint8)
    return drawn


def check_letters(text: str) -> list[str]:
    """What of the text cannot be drawn, as one sentence; [] if all can."""
    missing = missing_letters(text)
    if not missing:
        return []
    some = " ".join(missing[:12]) + (" ..." if len(missing) > 12 else "")
    return [f"No font here has {some}; captions and cards leave these out. Install a font that has them."]


@dataclass(frozen=True)
class _Plate:
    """The box with its words, ready to be laid over a picture."""

    left: int
    top: int
    alpha: NDArray[np.uint32]
    """(h, w, 1) 0..255"""
    colour: NDArray[np.uint32]
    """(h, w, 3) RGB times alpha"""


@functools.lru_cache(maxsize=8)
def _plate(text: str, width: int, height: int) -> _Plate | None:
    words = writable_words(text)
    if not words:
        return None
    size, lines = fit_lines(words, width, height)
    letters = Lettering(words, size)
    pad = size // 2
    advance = round(size * 1.3)
    box_width = min(width, round(max(letters.getlength(line) for line in lines)) + 2 * pad)
    box_height = min(height, advance * len(lines) + pad)
    picture = Pictures.new("RGBA", (box_width, box_height), (*_BOX[:3], 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, box_width - 1, box_height - 1), radius=size // 2, fill=_BOX)
    for n, line in enumerate(lines):
        letters.draw(draw, box_width / 2, pad / 2 + advance * (n + 0.5), line, _WORDS)
    pixels = np.asarray(picture).astype(np.uint32)
    bottom = height - round(height * TITLE_SAFE)
    return _Plate(
        left=(width - box_width) // 2,
        top=max(0, bottom - box_height),
        alpha=pixels[:, :, 3:],
        colour=pixels[:, :, :3] * pixels[:, :, 3:],
    )


def fit_lines(words: str, width: int, height: int) -> tuple[int, list[str]]:
    """(size of the letters in pixels, lines) so that the words stand in the title-safe part of a picture."""
    largest = max(8, round(min(height / 19, width / 22)))
    room = width * (1 - 2 * TITLE_SAFE) - largest - 2
    smallest = max(7, round(largest * 0.62))
    units = list(break_units(words))
    for size in range(largest, smallest - 1, -1):
        letters = Lettering(words, size)
        lines = wrap_to(units, letters, room, MAX_LINES + 1)
        if len(lines) <= MAX_LINES:
            return size, lines
    lines = lines[:MAX_LINES]
    while letters.getlength(lines[-1] + "…") > room:
        lines[-1] = lines[-1][:-1].rstrip()
    lines[-1] += "…"
    return smallest, lines


__all__ = [
    "MAX_LINES",
    "TITLE_SAFE",
    "check_letters",
    "draw_caption",
    "fit_lines",
    "wrap_to",
    "writable_words",
]

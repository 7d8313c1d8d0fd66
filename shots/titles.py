"""Captions: words on the picture, readable on any background, inside what every screen shows.

It draws words that it is given; when they are shown is decided elsewhere. Opening and closing cards are in
`shots.titling.cards`.

    python -c "import numpy as np; from shots.titles import draw_caption; \
    print(draw_caption(np.full((360, 640, 3), 255, np.uint8), 'Once upon a time').mean())"
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageDraw

from prompts.screenplay import Box
from prompts.vocabulary import LetterMotion
from shots.backends import Image
from shots.cutting.subtitles import break_units
from shots.titling.kinetics import Mask, SetText, arrival_seconds, arrive, set_lines
from shots.titling.lettering import Lettering, even_lines, wrap_to, writable_words
from shots.titling.typefaces import missing_letters

TITLE_SAFE = 0.05
"""Share of the picture, at each edge, that a screen may hide."""

MAX_LINES = 3
ARRIVAL_S = 1.2
"""Seconds in which the letters of a caption have arrived."""
_BOX = (16, 18, 28, 200)  # over white paper this leaves a contrast of about 10:1 to the words


def draw_caption(
    image: Image,
    text: str,
    motion: LetterMotion = "none",
    seconds: float | None = None,
    *,
    high: bool = False,
) -> Image:
    """A copy of the picture with the words in a box at its lower edge, or at its upper edge.

    The words are wrapped to three lines and made smaller if they must; what still does not fit ends in `…`.
    Letters that no font here has are left out (`shots.titling.typefaces.missing_letters` tells them).

    Args:
        image: (H, W, 3) uint8 RGB.
        text: words in any script.
        motion: how the letters arrive in the box.
        seconds: since the caption appeared; None: all are there.
        high: at the upper edge.
    """
    height, width = image.shape[:2]
    plate = _plate(text, width, height, high)
    if plate is None:
        return image
    alpha, colour = plate.alpha, plate.colour
    lasts = arrival_seconds(plate.words, motion, ARRIVAL_S)
    if seconds is not None and seconds < lasts:
        alpha, colour = _with_words(plate.paper, arrive(plate.words, motion, seconds / lasts))
    drawn = image.copy()
    box = drawn[plate.top : plate.top + alpha.shape[0], plate.left : plate.left + alpha.shape[1]]
    box[:] = ((box * (255 - alpha) + colour + 127) // 255).astype(np.uint8)
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
    paper: NDArray[np.float32]
    """(h, w) 0..1, how much of the box's own colour and opacity there is"""
    words: SetText


@functools.lru_cache(maxsize=8)
def _plate(text: str, width: int, height: int, high: bool) -> _Plate | None:
    words = writable_words(text)
    if not words:
        return None
    size, lines = fit_lines(words, width, height)
    letters = Lettering(words, size)
    pad = size // 2
    advance = round(size * 1.3)
    box_width = min(width, round(max(letters.getlength(line) for line in lines)) + 2 * pad)
    box_height = min(height, advance * len(lines) + pad)
    paper = Pictures.new("L", (box_width, box_height))
    ImageDraw.Draw(paper).rounded_rectangle((0, 0, box_width - 1, box_height - 1), radius=size // 2, fill=255)
    written = _framed(set_lines(lines, letters, box_width, advance), box_height, pad)
    cover = np.asarray(paper).astype(np.float32) / np.float32(255)
    alpha, colour = _with_words(cover, written.mask)
    edge = round(height * TITLE_SAFE)
    top = min(edge, height - box_height) if high else max(0, height - edge - box_height)
    return _Plate((width - box_width) // 2, top, alpha, colour, cover, written)


def caption_box(text: str, width: int, height: int, *, high: bool = False) -> Box | None:
    """Where a caption stands, in 0..1 of the picture; None for words of which no letter can be drawn."""
    plate = _plate(text, width, height, high)
    if plate is None:
        return None
    tall, wide = plate.paper.shape
    left, top = plate.left, plate.top
    return (left / width, top / height, (left + wide) / width, (top + tall) / height)


def stands_higher(texts: Sequence[str], faces: Sequence[Box], width: int, height: int) -> bool:
    """Whether captions hide less of faces at the upper edge than at the lower edge, where they belong.

    Args:
        texts: the captions of one shot; all of them stand at the same edge.
        faces: boxes in 0..1 of the picture.
    """
    low, high = (
        max(
            (
                hidden(face, box)
                for text in texts
                if (box := caption_box(text, width, height, high=up))
                for face in faces
            ),
            default=0.0,
        )
        for up in (False, True)
    )
    return high < low


def hidden(face: Box, caption: Box) -> float:
    """0..1, the share of a face that lies under a caption."""
    wide = min(face[2], caption[2]) - max(face[0], caption[0])
    tall = min(face[3], caption[3]) - max(face[1], caption[1])
    area = (face[2] - face[0]) * (face[3] - face[1])
    return max(0.0, wide) * max(0.0, tall) / area if area > 0 else 0.0


def _framed(text: SetText, height: int, pad: int) -> SetText:
    """The text cut to its box: letters that are still on their way come from behind its edges."""
    above = text.margin - pad // 2
    boxes = tuple((a, max(0, t - above), b, min(height, d - above)) for a, t, b, d in text.letters)
    mask = np.zeros((height, text.mask.shape[1]), np.uint8)
    owners = np.zeros(mask.shape, np.int16)
    shown, first = slice(max(0, above), above + height), max(0, -above)
    for whole, part in ((text.mask, mask), (text.owners, owners)):
        part[first : first + len(whole[shown])] = whole[shown]
    return replace(text, mask=mask, owners=owners, letters=boxes)


def _with_words(paper: NDArray[np.float32], words: Mask) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """(alpha (h, w, 1) 0..255, colour times alpha (h, w, 3)) of a box with white words in it."""
    ink = words.astype(np.float32)[:, :, None] / 255
    box = paper[:, :, None] * _BOX[3]
    alpha = np.rint(box * (1 - ink) + 255 * ink)
    colour = np.array(_BOX[:3], np.float32) * box * (1 - ink) + 255.0 * 255.0 * ink
    return alpha.astype(np.uint32), np.rint(colour).astype(np.uint32)


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
            return size, even_lines(units, letters, room, lines)
    lines = lines[:MAX_LINES]
    while letters.getlength(lines[-1] + "…") > room:
        lines[-1] = lines[-1][:-1].rstrip()
    lines[-1] += "…"
    return smallest, lines


__all__ = [
    "MAX_LINES",
    "TITLE_SAFE",
    "caption_box",
    "check_letters",
    "draw_caption",
    "fit_lines",
    "hidden",
    "stands_higher",
    "wrap_to",
    "writable_words",
]

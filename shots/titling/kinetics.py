"""Letters as actors: how the letters of a card or caption arrive, one after the other, and come to rest.

A text is drawn once, as plain lettering; its letters are cut out of that picture along their own outlines and
moved. At rest they lie exactly where plain lettering has them, so nothing that moves can be less legible at
hold than what does not (what the readability loss of "Kinetic Typography Diffusion Model" asks for).

    python -c "from shots.titling.kinetics import arrive, set_lines; \
    from shots.titling.lettering import Lettering; \
    print(arrive(set_lines(['Fox'], Lettering('Fox', 40), 200, 52), 'rise', 0.5).shape)"
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from prompts.vocabulary import LetterMotion
from shots.titling.lettering import Lettering, runs_leftwards

Mask = NDArray[np.uint8]

SECONDS_PER_LETTER = 0.045
_REACH = {"rise": 0.75, "drop": 1.2, "wave": 0.4, "typewriter": 0.0, "fade": 0.0, "none": 0.0}
"""How far from its place a letter is ever seen, in ems."""
_AT_ONCE = {"rise": 0.35, "drop": 0.4, "wave": 0.5, "typewriter": 0.001, "fade": 0.45, "none": 1.0}
"""Share of the arrival that one letter takes: how many are on their way at once."""


@dataclass(frozen=True)
class SetText:
    """Lines of lettering as one picture, with its letters in the order of reading."""

    mask: Mask
    """(height, width) 0..255, the text at rest"""
    owners: NDArray[np.int16]
    """(height, width), whose a pixel is: the number of a letter, in the order of reading"""
    letters: tuple[tuple[int, int, int, int], ...]
    """(left, top, right, bottom) of each, in pixels, around all that it owns"""
    em: int
    """pixels"""

    @property
    def margin(self) -> int:
        """Pixels above and below the lines in which letters move."""
        return margin_of(self.em)


def margin_of(em: int) -> int:
    """Pixels that letters of a size need above and below their lines to move in."""
    return math.ceil(em * max(_REACH.values())) + 2


def set_lines(lines: Sequence[str], letters: Lettering, width: int, advance: int) -> SetText:
    """Lines one below the other, each in the middle.

    Args:
        lines: what is written.
        letters: the fonts.
        width: pixels of the picture.
        advance: pixels from line to line.
    """
    margin = margin_of(letters.size)
    picture = Image.new("L", (width, advance * max(1, len(lines)) + 2 * margin))
    draw = ImageDraw.Draw(picture)
    for n, line in enumerate(lines):
        letters.draw(draw, width / 2, margin + advance * (n + 0.5), line, 255)
    mask = np.asarray(picture)
    owners = np.zeros(mask.shape, np.int16)
    boxes: list[tuple[int, int, int, int]] = []
    for n, line in enumerate(lines):
        top = margin + advance * n if n else 0
        bottom = margin + advance * (n + 1) if n < len(lines) - 1 else mask.shape[0]
        spans = list(itertools.pairwise(_edges(line, letters, mask[top:bottom], width)))
        spans = spans[::-1] if runs_leftwards(line) else spans
        middle = margin + advance * (n + 0.5) - top
        grown = _own(line, letters, spans, owners[top:bottom], middle, len(boxes))
        boxes += [(a, top, b, bottom) for a, b in grown]
    return SetText(mask, owners, tuple(boxes), letters.size)


def _own(
    line: str,
    letters: Lettering,
    spans: Sequence[tuple[int, int]],
    row: NDArray[np.int16],
    middle: float,
    first: int,
) -> list[tuple[int, int]]:
    """Write into `row` whose every pixel is, numbers from `first` on; the columns that each letter may own.

    Columns alone would cut slivers off letters that stand under one another, as in `To` and `AV`. So each is
    drawn by itself, and a pixel is whose ink is strongest there.
    """
    height, width = row.shape
    for n, (a, b) in enumerate(spans):
        row[:, a:b] = first + n
    pieces = _pieces(line)
    if len(pieces) != len(spans):
        return list(spans)
    left, total = (width - letters.getlength(line)) / 2, letters.getlength(line)
    strongest = np.zeros((height, width), np.uint8)
    grown = []
    for n, ((start, end), (a, b)) in enumerate(zip(pieces, spans, strict=True)):
        long = letters.getlength(line[start:end])
        at = letters.getlength(line[:end]) - long
        at = left + (total - at - long if runs_leftwards(line) else at)
        low = max(0, min(a, round(at) - letters.size))
        high = min(width, max(b, round(at + long) + letters.size))
        alone = Image.new("L", (high - low, height))
        letters.draw(ImageDraw.Draw(alone), at - low + long / 2, middle, line[start:end], 255)
        ink, best = np.asarray(alone), strongest[:, low:high]
        stronger = ink > best
        best[stronger] = ink[stronger]
        row[:, low:high][stronger] = first + n
        grown.append((low, high))
    return grown


def _pieces(line: str) -> list[tuple[int, int]]:
    """(start, end) of what moves as one, in the order of reading."""
    return list(itertools.pairwise([0, *_breaks(line), len(line)])) if line else []


def _edges(line: str, letters: Lettering, row: Mask, width: int) -> list[int]:
    """Columns between which the letters of a line stand, from left to right, where there is least ink."""
    total = letters.getlength(line)
    left = (width - total) / 2
    ends = [letters.getlength("".join(line[:n])) for n in _breaks(line)]
    if runs_leftwards(line):
        ends = [total - end for end in reversed(ends)]
    ink = row.sum(axis=0, dtype=np.int64)
    reach = max(1, round(letters.size * 0.12))
    edges = [0]
    for end in ends:
        near = round(left + end)
        low, high = max(edges[-1] + 1, near - reach), min(width - 1, near + reach + 1)
        if low < high:
            columns = np.arange(low, high)
            edges.append(int(columns[np.lexsort((np.abs(columns - near), ink[low:high]))[0]]))
    return [*edges, width]


def _breaks(line: str) -> list[int]:
    """Where one letter ends and the next begins; scripts whose letters join are cut at words only."""
    whole_words = runs_leftwards(line) or any(0x0900 <= ord(c) <= 0x0DFF for c in line)
    breaks = []
    for n, letter in enumerate(line):
        if n == 0 or unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf") or line[n - 1] == "\u200d":
            continue
        if line[n - 1].isspace() or not (whole_words or letter.isspace()):
            breaks.append(n)
    return breaks


def arrive(text: SetText, motion: LetterMotion, progress: float) -> Mask:
    """The text as far as it has arrived, (height, width) 0..255.

    Args:
        text: what is written.
        motion: how its letters come.
        progress: 0 nothing is there (but with `none` all is), 1 all is at rest.
    """
    if progress >= 1 or motion == "none":
        return text.mask
    out = np.zeros_like(text.mask)
    share = max(_AT_ONCE[motion], 1e-3)
    for n, (left, top, right, bottom) in enumerate(text.letters):
        start = (1 - share) * n / max(1, len(text.letters) - 1)
        done = min(1.0, max(0.0, (progress - start) / share))
        if done > 0:
            shift, opacity = _place(motion, done, n)
            own = text.owners[top:bottom, left:right] == n
            letter = np.where(own, text.mask[top:bottom, left:right], 0)
            _lay(out, letter, left, top + shift * text.em, opacity)
    return out


def arrival_seconds(text: SetText, motion: LetterMotion, most: float) -> float:
    """How long the letters of a text take to arrive, at most `most` seconds."""
    if motion == "none" or not text.letters:
        return 0.0
    return min(most, 0.4 + SECONDS_PER_LETTER * len(text.letters))


def _place(motion: LetterMotion, done: float, number: int) -> tuple[float, float]:
    """(ems below its place, opacity 0..1) of a letter that is `done` of its way."""
    left = 1 - done
    if motion == "rise":  # up from below, a little too far, and back
        return 0.7 * left**2 - 0.28 * math.sin(math.pi * done) * done, min(1.0, 2 * done)
    if motion == "drop":  # falls, and bounces twice
        fallen = abs(math.cos(2.5 * math.pi * done)) * left**1.6
        return -1.1 * fallen, min(1.0, 4 * done)
    if motion == "wave":
        return 0.32 * math.sin(3 * math.pi * done + 0.5 * number) * left, min(1.0, 3 * done)
    if motion == "fade":
        return 0.0, done * done * (3 - 2 * done)
    return 0.0, 1.0


def _lay(out: Mask, letter: Mask, left: int, top: float, opacity: float) -> None:
    """A letter onto the picture at a part of a pixel; where letters meet the stronger is seen."""
    whole = math.floor(top)
    rest = top - whole
    pixels = letter.astype(np.float32) * opacity
    moved = np.zeros((letter.shape[0] + 1, letter.shape[1]), np.float32)
    moved[:-1] += (1 - rest) * pixels
    moved[1:] += rest * pixels
    first, last = max(0, whole), min(out.shape[0], whole + len(moved))
    if first < last:
        place = out[first:last, left : left + letter.shape[1]]
        np.maximum(place, (moved[first - whole : last - whole] + 0.5).astype(np.uint8), out=place)

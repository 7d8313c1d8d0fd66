"""Writing a line of words in as many fonts as it takes.

It measures and draws lines; where they stand and what they say is decided elsewhere.

    python -c "from shots.titling.lettering import Lettering; print(Lettering('Fox 狐', 40).getlength('狐'))"
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from PIL import ImageDraw, ImageFont

from shots.titling.typefaces import covered_letters, find_font_files, missing_letters


class Measure(Protocol):
    """Whatever knows how wide words are: a `Lettering`, or a font of Pillow."""

    def getlength(self, text: str, /) -> float:
        """The width in pixels."""
        ...


class Lettering:
    """The fonts for a text at one size."""

    def __init__(self, text: str, size: int, *, title: bool = False) -> None:
        """Choose the fonts.

        Args:
            text: everything that will be written.
            size: pixels per em.
            title: prefer the round title font.
        """
        self.size = size
        files = find_font_files(text, title=title)
        self._fonts = [ImageFont.truetype(str(path), size) for path in files]
        self._covered = [covered_letters(path) for path in files]

    def getlength(self, text: str, /) -> float:
        """The width of a line in pixels."""
        return sum(self._fonts[font].getlength(run) for font, run in self._runs(text))

    def draw(self, draw: ImageDraw.ImageDraw, centre: float, middle: float, text: str, fill: Any) -> None:
        """Write a line around a point; `middle` is halfway up the small letters."""
        runs = list(self._runs(text))
        if runs_leftwards(text):
            runs.reverse()
        left = centre - self.getlength(text) / 2
        for font, run in runs:
            face = self._fonts[font]
            # One base line for all fonts, or the words would dance.
            draw.text((left, middle + self.size * 0.35), run, font=face, fill=fill, anchor="ls")
            left += face.getlength(run)

    def _runs(self, text: str) -> Iterator[tuple[int, str]]:
        """(number of the font, words) in reading order; marks and spaces stay with the letter before."""
        current = 0
        choices = []
        for letter in text:
            stays = letter.isspace() or unicodedata.category(letter) in ("Mn", "Mc", "Cf")
            if not stays and letter not in self._covered[current]:
                able = (n for n, covered in enumerate(self._covered) if letter in covered)
                current = next(able, current)
            elif not stays and letter.isalnum() and letter in self._covered[0]:
                current = 0
            choices.append(current)
        for font, letters in itertools.groupby(zip(choices, text, strict=True), key=lambda choice: choice[0]):
            yield font, "".join(letter for _, letter in letters)


def runs_leftwards(text: str) -> bool:
    """Whether the text is read from right to left."""
    first = next((d for d in map(unicodedata.bidirectional, text) if d in ("L", "R", "AL")), "L")
    return first != "L"


def writable_words(text: str) -> str:
    """The text on one line, without letters that no font here has; '' if little more than marks is left."""
    text = " ".join(text.split())
    missing = set(missing_letters(text))
    if not missing:
        return text
    kept = "".join(c for c in text if c not in missing)
    if sum(c.isalnum() for c in kept) * 2 < sum(c.isalnum() for c in text):
        return ""
    return " ".join(kept.split())


def wrap_to(units: Sequence[str], letters: Measure, room: float, most: int) -> list[str]:
    """The units as lines no wider than `room` pixels; at most `most` lines, the rest is left off."""
    lines: list[str] = []
    line = ""
    for unit in units:
        # A word wider than a line is broken wherever the line ends.
        parts = [unit] if letters.getlength(unit.rstrip()) <= room else list(unit)
        for part in parts:
            if line and letters.getlength((line + part).rstrip()) > room:
                lines.append(line.rstrip())
                line = ""
                if len(lines) == most:
                    return lines
            line += part
    return [*lines, line.rstrip()]


def even_lines(units: Sequence[str], letters: Measure, room: float, lines: list[str]) -> list[str]:
    """As many lines of as even a length as can be, without a lone word at the end.

    Args:
        units: what may not be broken.
        letters: measures them.
        room: pixels, the widest that a line may be.
        lines: the units as `wrap_to` breaks them.
    """
    narrow = room
    while narrow > room * 0.25 and len(wrap_to(units, letters, narrow * 0.95, len(lines) + 1)) == len(lines):
        narrow *= 0.95
    even = wrap_to(units, letters, narrow, len(lines))
    kept = "".join(even).replace(" ", "") == "".join(lines).replace(" ", "")
    return even if kept and max(map(letters.getlength, even)) <= room else lines

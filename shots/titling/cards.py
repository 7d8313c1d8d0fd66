"""The cards of a film, opening, chapter and closing: paper, a drawn landscape, and letters that arrive.

Pictures for `shots.encode.write_clip`; nothing here knows the film they open. Sky and hills are chosen by the
title, so that a film keeps its card (`shots.titling.landscape`); letters arrive by `shots.titling.kinetics`.

    python -c "from shots.titling.cards import draw_title_card; \
    print(len(list(draw_title_card('The Fox', '', width=640, height=360, fps=12, num_frames=24))))"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pictures

from prompts.vocabulary import LetterMotion
from shots.backends import Image
from shots.cutting.subtitles import break_units
from shots.titling.kinetics import SetText, arrive, set_lines
from shots.titling.landscape import (
    Colour,
    Palette,
    Scenery,
    choose_palette,
    draw_birds,
    draw_flourish,
    draw_scenery,
    ease,
)
from shots.titling.lettering import Lettering, even_lines, wrap_to, writable_words

CARDS_VERSION = "cards/4"
"""Changes whenever the same title would give another card; part of its fingerprint."""
CONTRAST = 4.5
"""Between letters and paper, at least (WCAG 2.2, AA)."""
_ENDS = {
    "en": "The End", "de": "Ende", "fr": "Fin", "es": "Fin", "it": "Fine", "pt": "Fim", "nl": "Einde",
    "sv": "Slut", "da": "Slut", "nb": "Slutt", "no": "Slutt", "fi": "Loppu", "pl": "Koniec", "cs": "Konec",
    "sk": "Koniec", "hu": "Vége", "ro": "Sfârșit", "ru": "Конец", "uk": "Кінець", "el": "Τέλος", "tr": "Son",
    "zh": "剧终", "cmn": "剧终", "ja": "おわり", "ko": "끝", "ar": "النهاية", "he": "סוף", "hi": "समाप्त",
}  # fmt: skip
_HEADING = re.compile(r"(.{1,24}?)\s*[.:—–]\s+(\S.*)")


def draw_title_card(
    title: str,
    subtitle: str = "",
    *,
    width: int,
    height: int,
    fps: int,
    num_frames: int,
    motion: LetterMotion = "rise",
    style: str = "",
) -> Iterator[Image]:
    """The opening: hills on paper, a rising sun, and the title appearing from its first letter to its last.

    Args:
        title: words in any script; letters that no font here has are left out.
        subtitle: a smaller line under it, or ''.
        width: pixels.
        height: pixels.
        fps: frames per second.
        num_frames: how many pictures.
        motion: how the letters arrive.
        style: the words for the look of the film, for the same colours as its pictures.

    Yields:
        (height, width, 3) uint8 RGB.
    """
    palette, seed = choose_palette(title, style)
    card = _Card(
        draw_scenery(palette, seed, width, height),
        _title_layers("", title, subtitle, palette, width, height),
        palette,
        seed,
        motion,
    )
    for n in range(num_frames):
        progress = _progress(n, fps, num_frames)
        yield card.compose(n / fps, progress, (0.66 + 0.14 * (seed % 5) / 4, 0.80 - 0.13 * ease(progress)))


def draw_chapter_card(
    heading: str,
    *,
    number: int,
    of: int,
    width: int,
    height: int,
    fps: int,
    num_frames: int,
    title: str = "",
    motion: LetterMotion = "rise",
    style: str = "",
) -> Iterator[Image]:
    """A chapter: the film's paper and hills, and its sun as far on its way as the story is.

    Args:
        heading: as it is written; "Chapter 2: The Wolf" is set in two sizes.
        number: which chapter this is, from 1.
        of: how many there are.
        width: pixels.
        height: pixels.
        fps: frames per second.
        num_frames: how many pictures.
        title: of the film, for the same colours as its opening.
        motion: how the letters arrive.
        style: the words for the look of the film, for the same colours as its pictures.

    Yields:
        (height, width, 3) uint8 RGB.
    """
    palette, seed = choose_palette(title, style)
    above, words = split_heading(heading)
    layers = _title_layers(above, words, "", palette, width, height)
    card = _Card(draw_scenery(palette, seed, width, height), layers, palette, seed, motion)
    for n in range(num_frames):
        day = (number - 1 + 0.25 * n / num_frames) / max(1, of - 0.75)
        low = 0.14 * (2 * day - 1) ** 2
        yield card.compose(n / fps, _progress(n, fps, num_frames), (0.1 + 0.8 * day, 0.66 + low))


def draw_end_card(
    *,
    width: int,
    height: int,
    fps: int,
    num_frames: int,
    language: str = "en",
    title: str = "",
    motion: LetterMotion = "rise",
    style: str = "",
) -> Iterator[Image]:
    """The closing: the same paper and hills, with "The End" in the film's language if it is known here.

    Args:
        width: pixels.
        height: pixels.
        fps: frames per second.
        num_frames: how many pictures.
        language: code of the film's words; in one that is not known an ornament stands alone.
        title: of the film, for the same colours as its opening.
        motion: how the letters arrive.
        style: the words for the look of the film, for the same colours as its pictures.

    Yields:
        (height, width, 3) uint8 RGB.
    """
    palette, seed = choose_palette(title, style)
    words = _ENDS.get(language.split("-")[0].lower(), "")
    layers = _title_layers("", words, "", palette, width, height)
    card = _Card(draw_scenery(palette, seed, width, height), layers, palette, seed, motion)
    for n in range(num_frames):
        progress = min(1.0, (n + 1) / max(1, num_frames * 0.6))
        yield card.compose(
            n / fps, progress, (0.66 + 0.14 * (seed % 5) / 4, 0.80 - 0.13 * ease(1 - progress))
        )


def split_heading(heading: str) -> tuple[str, str]:
    """("Chapter 2", "The Wolf") of "Chapter 2: The Wolf"; ("", all) of a heading that is not in two parts."""
    found = _HEADING.fullmatch(" ".join(heading.split()))
    if found and len(found[1].split()) <= 3:
        return found[1], found[2]
    return "", " ".join(heading.split())


def _progress(frame: int, fps: int, num_frames: int) -> float:
    """How far the letters have come; all are there after two thirds, so that they can be read."""
    return min(1.0, (frame + 1) / fps / max(0.3, min(2.2, num_frames / fps * 0.66)))


@dataclass(frozen=True)
class _Block:
    """Lines of one size and colour, and where they stand."""

    text: SetText
    ink: Colour
    top: int
    share: tuple[float, float]
    """the part of the animation in which it arrives"""


@dataclass(frozen=True)
class _Layers:
    blocks: tuple[_Block, ...]
    ornament_y: int


def _title_layers(above: str, title: str, below: str, palette: Palette, width: int, height: int) -> _Layers:
    above, words, below = writable_words(above), writable_words(title), writable_words(below)
    size, lines = _fit_title(words, width, height)
    advance, small = round(size * 1.25), max(9, round(size * (0.5 if above else 0.4)))
    top = round(height * (0.4 if above else 0.36) - advance * len(lines) / 2)
    made: list[_Block] = []
    accent = set_off(palette.accent, palette.paper)
    if above:
        made.append(_block([above], small, accent, width, top - round(small * 1.5), (0, 0.4)))
    if lines:
        made.append(_block(lines, size, palette.ink, width, top, (0.25 if above else 0, 0.9), words))
    bottom = top + advance * len(lines)
    if below:
        made.append(
            _block([below], small, accent, width, bottom + round(size * 0.15 + height * 0.1), (0.6, 1))
        )
    ornament = bottom + round(size * 0.15 + height * 0.045) if lines else round(height * 0.36)
    return _Layers(tuple(made), ornament)


def _block(
    lines: list[str],
    size: int,
    ink: Colour,
    width: int,
    top: int,
    share: tuple[float, float],
    words: str = "",
) -> _Block:
    letters = Lettering(words or lines[0], size, title=True)
    text = set_lines(lines, letters, width, round(size * 1.25))
    return _Block(text, ink, top - text.margin, share)


def set_off(ink: Colour, paper: Colour) -> Colour:
    """The colour, away from the paper's until it stands out by `CONTRAST` and a little more."""
    r, g, b = ink
    darker = contrast_of(paper, (0, 0, 0)) > contrast_of(paper, (255, 255, 255))
    end = 0 if darker else 255
    for _ in range(100):
        if contrast_of((r, g, b), paper) >= CONTRAST * 1.12:
            break
        r, g, b = (round(c + 0.04 * (end - c)) for c in (r, g, b))
    return r, g, b


def contrast_of(one: Colour, other: Colour) -> float:
    """1 .. 21, the contrast of two colours as WCAG 2.2 defines it."""

    def luminance(colour: Colour) -> float:
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _fit_title(words: str, width: int, height: int) -> tuple[int, list[str]]:
    """The largest size at which the title takes at most three lines, and those lines, as even as can be."""
    if not words:
        return round(height / 9), []
    units = list(break_units(words))
    widest = width * 0.8
    for size in range(round(min(height / 7.5, width / 9)), 8, -1):
        letters = Lettering(words, size, title=True)
        lines = wrap_to(units, letters, widest, 6)
        if len(lines) <= (3 if size > height / 16 else 5):
            return size, even_lines(units, letters, widest, lines)
    return 9, wrap_to(units, Lettering(words, 9, title=True), widest, 5)


@dataclass(frozen=True)
class _Card:
    """All that one card is composed of, at every moment."""

    scenery: Scenery
    layers: _Layers
    palette: Palette
    seed: int
    motion: LetterMotion

    def compose(self, seconds: float, progress: float, sun: tuple[float, float]) -> Image:
        """The card at a moment, with the middle of the sun at (x, y) in 0..1 of the picture."""
        picture = self.scenery.paper.copy()
        width, height = picture.size
        disc = self.scenery.sun
        place = (round(width * sun[0] - disc.size[0] / 2), round(height * sun[1] - disc.size[0] / 2))
        picture.paste(disc, place, disc)
        picture.paste(self.scenery.hills, (0, 0), self.scenery.hills)
        draw_flourish(picture, self.layers.ornament_y, progress, self.palette)
        draw_birds(picture, seconds, self.palette, self.seed)
        for block in self.layers.blocks:
            start, end = block.share
            done = 1.0 if progress >= 1 else min(1.0, max(0.0, (progress - start) / (end - start)))
            mask = Pictures.fromarray(arrive(block.text, self.motion, done))
            picture.paste(block.ink, (0, block.top), mask)
        return np.asarray(picture)

"""The opening and the closing card: paper, a drawn landscape, and letters that appear softly.

Pictures for `shots.encode.write_clip`; nothing here knows the film they open. Sky and hills are chosen by the
title, so that a film keeps its card (`shots.titling.landscape`).

    python -c "from shots.titling.cards import draw_title_card; \
    print(len(list(draw_title_card('The Fox', '', width=640, height=360, fps=12, num_frames=24))))"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw

from shots.backends import Image
from shots.cutting.subtitles import break_units
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
from shots.titling.lettering import Lettering, wrap_to, writable_words

CARDS_VERSION = "cards/2"
"""Changes whenever the same title would give another card; part of its fingerprint."""


def draw_title_card(
    title: str, subtitle: str = "", *, width: int, height: int, fps: int, num_frames: int
) -> Iterator[Image]:
    """The opening: hills on paper, a rising sun, and the title appearing from its first letter to its last.

    Args:
        title: words in any script; letters that no font here has are left out.
        subtitle: a smaller line under it, or ''.
        width: pixels.
        height: pixels.
        fps: frames per second.
        num_frames: how many pictures.

    Yields:
        (height, width, 3) uint8 RGB.
    """
    palette, seed = choose_palette(title)
    scenery = draw_scenery(palette, seed, width, height)
    layers = _title_layers(title, subtitle, palette, width, height)
    seconds = num_frames / fps
    for n in range(num_frames):
        # All is there after two thirds, so that it can be read.
        progress = min(1.0, (n + 1) / fps / max(0.3, min(2.2, seconds * 0.66)))
        yield _compose(scenery, layers, palette, n / fps, progress, seed)


def draw_end_card(
    *, width: int, height: int, fps: int, num_frames: int, language: str = "en", title: str = ""
) -> Iterator[Image]:
    """The closing: the same paper and hills, with "The End" if the film is in English, else an ornament.

    Args:
        width: pixels.
        height: pixels.
        fps: frames per second.
        num_frames: how many pictures.
        language: code of the film's words.
        title: of the film, for the same colours as its opening.

    Yields:
        (height, width, 3) uint8 RGB.
    """
    palette, seed = choose_palette(title)
    words = "The End" if language.split("-")[0].lower() == "en" else ""
    scenery = draw_scenery(palette, seed, width, height)
    layers = _title_layers(words, "", palette, width, height)
    for n in range(num_frames):
        progress = min(1.0, (n + 1) / max(1, num_frames * 0.6))
        yield _compose(scenery, layers, palette, n / fps, progress, seed, setting=True)


@dataclass(frozen=True)
class _Line:
    """One line of the title, drawn, and where it stands."""

    picture: Pictures.Image
    left: int
    top: int
    share: tuple[float, float]
    """the part of the animation in which it appears"""
    rightwards: bool


@dataclass(frozen=True)
class _Layers:
    lines: tuple[_Line, ...]
    ornament_y: int


def _title_layers(title: str, subtitle: str, palette: Palette, width: int, height: int) -> _Layers:
    words, small = writable_words(title), writable_words(subtitle)
    size, lines = _fit_title(words, width, height)
    advance = round(size * 1.25)
    top = round(height * 0.36 - advance * len(lines) / 2)
    made: list[_Line] = []
    for n, line in enumerate(lines):
        share = (0.85 * n / len(lines), 0.85 * (n + 1) / len(lines))
        made.append(_line(line, words, size, palette.ink, width, top + n * advance, share))
    bottom = top + advance * len(lines)
    if small:
        made.append(
            _line(
                small,
                small,
                max(9, round(size * 0.4)),
                palette.accent,
                width,
                bottom + round(size * 0.15 + height * 0.1),
                (0.6, 1),
            )
        )
    return _Layers(
        tuple(made), bottom + round(size * 0.15 + height * 0.045) if lines else round(height * 0.36)
    )


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
            room = widest
            while room > width * 0.2 and len(wrap_to(units, letters, room * 0.95, 6)) == len(lines):
                room *= 0.95
            even = wrap_to(units, letters, room, 6)
            return size, even if max(map(letters.getlength, even)) <= widest else lines
    return 9, wrap_to(units, Lettering(words, 9, title=True), widest, 5)


def _line(
    text: str, words: str, size: int, ink: Colour, width: int, top: int, share: tuple[float, float]
) -> _Line:
    letters = Lettering(words, size, title=True)
    breadth = round(letters.getlength(text)) + size
    picture = Pictures.new("RGBA", (breadth, round(size * 1.7)), (*ink, 0))
    letters.draw(ImageDraw.Draw(picture), breadth / 2, size * 0.8, text, (*ink, 255))
    rightwards = not any(0x0590 <= ord(c) <= 0x08FF for c in text)
    return _Line(picture, (width - breadth) // 2, top, share, rightwards)


def _compose(
    scenery: Scenery,
    layers: _Layers,
    palette: Palette,
    seconds: float,
    progress: float,
    seed: int,
    setting: bool = False,
) -> Image:
    picture = scenery.paper.copy()
    width, height = picture.size
    risen = progress if not setting else 1 - progress
    size = scenery.sun.size[0]
    centre = width * (0.66 + 0.14 * (seed % 5) / 4)
    level = height * (0.80 - 0.13 * ease(risen))
    picture.paste(scenery.sun, (round(centre - size / 2), round(level - size / 2)), scenery.sun)
    picture.paste(scenery.hills, (0, 0), scenery.hills)
    for line in layers.lines:
        _appear(picture, line, progress)
    draw_flourish(picture, layers.ornament_y, progress, palette)
    draw_birds(picture, seconds, palette, seed)
    return np.asarray(picture)


def _appear(picture: Pictures.Image, line: _Line, progress: float) -> None:
    """The line as far as it is there: a soft edge walks over it, and each letter sinks into its place."""
    start, end = line.share
    done = min(1.0, max(0.0, (progress - start) / (end - start)))
    if done == 0:
        return
    width, height = line.picture.size
    where = np.linspace(0, 1, width) if line.rightwards else np.linspace(1, 0, width)
    soft = 0.35
    seen = np.clip((done * (1 + soft) - where) / soft, 0, 1)
    alpha = np.asarray(line.picture.getchannel("A")) * (seen**1.5)[None, :]
    mask = Pictures.fromarray(alpha.astype(np.uint8))
    drop = round((1 - ease(done)) * height * 0.12)
    picture.paste(line.picture.convert("RGB"), (line.left, line.top - drop), mask)

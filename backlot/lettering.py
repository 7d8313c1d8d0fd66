"""Lettering: words as shapes on a canvas, for tags and signs, in the fonts that titles are written in.

python -c "from backlot.lettering import write; print(write.__doc__)"
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from backlot.colour import RGB
from backlot.paint import Canvas
from shots.titling.lettering import Lettering

_SIZE = 40


@lru_cache(maxsize=64)
def _runs(text: str) -> tuple[int, int, tuple[tuple[int, int, int], ...]]:
    """(width, height, horizontal runs (row, first, last)) of a text."""
    letters = Lettering(text, _SIZE)
    paper = Image.new("L", (round(letters.getlength(text)) + _SIZE, 3 * _SIZE))
    letters.draw(ImageDraw.Draw(paper), paper.width / 2, paper.height / 2, text, 255)
    image = paper.crop(paper.getbbox() or (0, 0, 1, 1))
    runs = []
    for y, row in enumerate(np.asarray(image) > 110):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
        runs += [(y, int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return image.width, image.height, tuple(runs)


def write(
    c: Canvas, text: str, x: float, y: float, width: float, height: float, colour: RGB = (84, 66, 66)
) -> None:
    """A line of text with its middle at (x, y), as large as fits into width x height; never mirrored."""
    text = text[:18]
    if not text.strip():
        return
    w, h, runs = _runs(text)
    k = min(width / w, height / h)
    mirror = -1.0 if c.matrix[0] < 0 else 1.0
    for row, a, b in runs:
        top, bottom = y + (row - h / 2) * k, y + (row + 1.08 - h / 2) * k
        left, right = x + mirror * (a - w / 2) * k, x + mirror * (b - w / 2) * k
        c.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

"""Soft figures: somebody so near to the lens that they are out of focus, as pixels over the picture.

Painted once a shot, blurred, and moved by parts of a pixel from frame to frame. Knows nothing of who it is.

    python -c "from backlot.soft import coverage; print(coverage.__doc__)"
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from backlot.paint import Surface

PHASES = 2
"""Parts of a pixel by which it can be moved: what is blurred needs no finer ones."""
_HALF = [0] * 128 + [255] * 128


def coverage(width: int, height: int, draw: Callable[[Surface], None]) -> tuple[Image.Image, Image.Image]:
    """What `draw` paints of bodies, as (RGB colours, L coverage), both width x height.

    Painted on black and on white; the difference is the air. Colours are those over black, not divided by
    the coverage.
    """
    seen: list[NDArray[np.uint8]] = []
    for ground in (0, 255):
        surface = Surface(width, height, marks=False)
        surface.load(bytes([ground]) * (width * height * 3))
        draw(surface)
        seen.append(surface.pixels())
    air = 255 - (seen[1][..., 1].astype(np.int16) - seen[0][..., 1]).clip(0, 255)
    return Image.fromarray(seen[0]), Image.fromarray(air.astype(np.uint8))


class SoftFigure:
    """A blurred figure as a cut-out."""

    def __init__(self, width: int, height: int, draw: Callable[[Surface], None], blur: float) -> None:
        colours, cover = coverage(width, height, draw)
        margin = round(3 * blur) + 1
        near = cover.getbbox() or (0, 0, 1, 1)
        near = (
            max(0, near[0] - margin),
            max(0, near[1] - margin),
            min(width, near[2] + margin),
            min(height, near[3] + margin),
        )
        colours, cover = colours.crop(near), cover.crop(near)
        soft = cover.filter(ImageFilter.GaussianBlur(blur))
        pixels = np.asarray(colours.filter(ImageFilter.GaussianBlur(blur))).astype(np.float32)
        share = np.asarray(soft).astype(np.float32)[..., None] / 255
        sharp = np.where(share > 0, pixels / np.maximum(share, 1e-3), 0).clip(0, 255).astype(np.uint8)
        # One pixel more at the right and below, to be moved into by parts of one.
        box = (0, 0, soft.width + 1, soft.height + 1)
        self._picture, self._cover = Image.fromarray(sharp).crop(box), soft.crop(box)
        self._at = (near[0], near[1])
        self._size = (width, height)
        self._moved: dict[tuple[int, int], tuple[Image.Image, Image.Image, tuple[int, int, int, int]]] = {}

    def paste(self, surface: Surface, dx: float, dy: float) -> tuple[int, int, int, int]:
        """Put it over what is painted, moved by (dx, dy) pixels, to half of one.

        Returns:
            left, top, right, bottom in pixels of what it covers by half or more, cut at the edges.
        """
        x, y = round(dx * PHASES), round(dy * PHASES)
        left, top = self._at[0] + x // PHASES, self._at[1] + y // PHASES
        picture, cover, half = self._shifted((x % PHASES, y % PHASES))
        base = Image.frombytes("RGB", self._size, surface.agg.tobytes())
        base.paste(picture, (left, top), cover)
        surface.load(base.tobytes())
        w, h = self._size
        return (
            min(w, max(0, left + half[0])),
            min(h, max(0, top + half[1])),
            min(w, max(0, left + half[2])),
            min(h, max(0, top + half[3])),
        )

    def _shifted(self, phase: tuple[int, int]) -> tuple[Image.Image, Image.Image, tuple[int, int, int, int]]:
        if phase not in self._moved:
            where = (1, 0, -phase[0] / PHASES, 0, 1, -phase[1] / PHASES)
            picture, cover = (
                image.transform(image.size, Image.Transform.AFFINE, where, Image.Resampling.BILINEAR)
                for image in (self._picture, self._cover)
            )
            self._moved[phase] = (picture, cover, cover.point(_HALF).getbbox() or (0, 0, 0, 0))
        return self._moved[phase]

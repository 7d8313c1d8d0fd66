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


def coverage(width: int, height: int, draw: Callable[[Surface], None]) -> tuple[Image.Image, Image.Image]:
    """What `draw` paints, as (RGB colours, L coverage), both width x height.

    Painted on black and on white; the difference is the air. Colours are those over black, not divided by
    the coverage.
    """
    seen: list[NDArray[np.uint8]] = []
    for ground in (0, 255):
        surface = Surface(width, height)
        surface.load(bytes([ground]) * (width * height * 3))
        draw(surface)
        seen.append(surface.pixels())
    air = 255 - (seen[1][..., 1].astype(np.int16) - seen[0][..., 1]).clip(0, 255)
    return Image.fromarray(seen[0]), Image.fromarray(air.astype(np.uint8))


class SoftFigure:
    """A blurred figure as a cut-out."""

    def __init__(self, width: int, height: int, draw: Callable[[Surface], None], blur: float) -> None:
        colours, cover = coverage(width, height, draw)
        soft = cover.filter(ImageFilter.GaussianBlur(blur))
        pixels = np.asarray(colours.filter(ImageFilter.GaussianBlur(blur))).astype(np.float32)
        share = np.asarray(soft).astype(np.float32)[..., None] / 255
        sharp = np.where(share > 0, pixels / np.maximum(share, 1e-3), 0).clip(0, 255).astype(np.uint8)
        self._box = soft.getbbox() or (0, 0, 1, 1)
        self._picture = Image.merge("RGBA", [*Image.fromarray(sharp).split(), soft]).crop(self._box)
        self._size = (width, height)

    def paste(self, surface: Surface, dx: float, dy: float) -> Image.Image:
        """Put it over what is painted, moved by (dx, dy) pixels; returns its coverage, L, frame-sized."""
        left, top = self._box[0] + int(np.floor(dx)), self._box[1] + int(np.floor(dy))
        part = (dx - np.floor(dx), dy - np.floor(dy))
        moved = self._picture.transform(
            (self._picture.width + 1, self._picture.height + 1),
            Image.Transform.AFFINE,
            (1, 0, -part[0], 0, 1, -part[1]),
            Image.Resampling.BILINEAR,
        )
        base = Image.frombytes("RGB", self._size, surface.agg.tobytes())
        base.paste(moved, (left, top), moved)
        surface.load(base.tobytes())
        cover = Image.new("L", self._size)
        cover.paste(moved.getchannel("A"), (left, top))
        return cover

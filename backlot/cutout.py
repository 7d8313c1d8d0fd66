"""Cut-outs: what is painted on nothing, as pixels that are laid over pictures again and again.

Colours are kept as they are painted on black, and with them how much of what is behind is seen through. So
laying one over a picture is one product and one sum, and where it hides all behind it, a copy. Colours and
air never add up to more than white, however a cut-out is moved, because every mean is rounded down.

    python -c "from backlot.cutout import cut_out; print(cut_out.__doc__)"
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from backlot.paint import Pixels, Surface

PARTS = 4
"""Parts of a pixel by which a cut-out can be moved."""
_BAND, _TILE = 64, 128
"""Rows and columns that are laid together or, where nothing is, not at all."""


@dataclass(frozen=True)
class CutOut:
    """What covers a part of a picture."""

    left: int
    top: int
    colours: Pixels
    """(height, width, 3) as painted on black"""
    seen_through: Pixels
    """(rows, width): 255 where nothing is; the rows below these hide all that is behind"""

    @cached_property
    def _parts(self) -> list[tuple[int, int, Pixels, NDArray[np.uint16] | None]]:
        """left, top, colours and air of whatever must be laid: most of a row of trees or of tufts is nothing.

        The air is the share of what is behind that is seen, in 256ths, for all three colours.
        """
        thin, (height, width) = len(self.seen_through), self.colours.shape[:2]
        parts: list[tuple[int, int, Pixels, NDArray[np.uint16] | None]] = []
        for top in range(0, thin, _BAND):
            air = self.seen_through[top : top + _BAND]
            some = [*(np.minimum.reduceat(air.min(0), range(0, width, _TILE)) < 255), False]
            edges = [_TILE * i for i, (a, b) in enumerate(pairwise([False, *some])) if a != b]
            for left, right in zip(edges[::2], edges[1::2], strict=True):
                share = air[:, left:right].astype(np.uint16)
                share += share >> 7
                shares = np.empty((*share.shape, 3), np.uint16)
                for channel in range(3):  # a third of the time of repeating
                    shares[..., channel] = share
                colours = self.colours[top : top + len(air), left:right]
                parts.append((self.left + left, self.top + top, colours, shares))
        if thin < height:
            parts.append((self.left, self.top + thin, self.colours[thin:], None))
        return parts

    def tinted(self, colours: Pixels) -> CutOut:
        """The same in other colours, which may be lighter."""
        red, green, blue = np.moveaxis(colours[: len(self.seen_through)], 2, 0)
        air = np.minimum(self.seen_through, 255 - np.maximum(np.maximum(red, green), blue))
        return CutOut(self.left, self.top, colours, air)

    def whitened(self) -> CutOut:
        """The same in white: what it adds to how far a surface is covered."""
        white = np.full_like(self.colours, 255)
        white[: len(self.seen_through)] -= self.seen_through[..., None]
        return CutOut(self.left, self.top, white, self.seen_through)

    def lay(self, picture: Pixels, dx: int = 0, dy: int = 0) -> None:
        """Put it over a picture, moved by whole pixels; what is beyond the edges is left out.

        Args:
            picture: (height, width, channels), of which it has the first ones.
        """
        for left, top, colours, air in self._parts:
            x, y = left + dx, top + dy
            rows = slice(max(0, -y), min(len(colours), picture.shape[0] - y))
            columns = slice(max(0, -x), min(colours.shape[1], picture.shape[1] - x))
            if rows.start >= rows.stop or columns.start >= columns.stop:
                continue
            colours = colours[rows, columns, : picture.shape[2]]
            part = picture[y + rows.start : y + rows.stop, x + columns.start : x + columns.stop]
            if air is None:
                part[...] = colours
                continue
            behind = part * air[rows, columns, : picture.shape[2]]
            behind >>= 8
            np.add(behind, colours, out=part, casting="unsafe")

    @cached_property
    def half(self) -> tuple[int, int, int, int]:
        """left, top, right, bottom of what it covers by half or more."""
        hidden = np.ones(self.colours.shape[:2], np.bool_)
        hidden[: len(self.seen_through)] = self.seen_through < 128
        rows, columns = np.flatnonzero(hidden.any(1)), np.flatnonzero(hidden.any(0))
        if not len(rows):
            return (0, 0, 0, 0)
        return (
            self.left + int(columns[0]),
            self.top + int(rows[0]),
            self.left + int(columns[-1]) + 1,
            self.top + int(rows[-1]) + 1,
        )

    def moved(self, x: int, y: int = 0) -> CutOut:
        """The same to the right and down by parts of a pixel; its outermost pixels do not grow."""
        air = self.seen_through
        if y and len(air) < len(self.colours):  # the first of the solid rows is mixed with the one above it
            air = np.concatenate([air, np.zeros_like(self.colours[:1, :, 0])])
        colours, air = (_between(_between(pixels, x, axis=1), y, axis=0) for pixels in (self.colours, air))
        return CutOut(self.left, self.top, colours, air)

    def grown(self, scale: float, left: float, top: float, width: int, height: int) -> CutOut:
        """The same `scale` times as large, as a picture of width x height shows it whose upper left corner is
        at (left, top) of the surface.

        The nearest pixel of one that is twice as fine is as good as a part of a pixel, at a tenth of the
        price of filtering.
        """
        (rows, columns), (x, y) = self.colours.shape[:2], (left - self.left, top - self.top)
        first = max(0, math.ceil(-x * scale)), max(0, math.ceil(-y * scale))
        last = min(width, math.floor((columns - x) * scale)), min(height, math.floor((rows - y) * scale))
        if first[0] >= last[0] or first[1] >= last[1]:
            return _NOTHING
        thin = min(last[1], math.ceil((len(self.seen_through) - y) * scale))
        step, pieces = 2 / scale, []
        where = (step, 0.0, 2 * (x + first[0] / scale), 0.0, step, 2 * (y + first[1] / scale))
        for fine, end in zip(self._fine, (last[1], max(thin, first[1] + 1)), strict=True):
            size = (last[0] - first[0], end - first[1])
            pieces.append(np.asarray(fine.transform(size, Image.Transform.AFFINE, where)))
        return CutOut(*first, *pieces)

    @cached_property
    def _fine(self) -> tuple[Image.Image, Image.Image]:
        """Colours and air twice as fine in both directions; the air with the rows that hide all."""
        air = np.zeros(self.colours.shape[:2], np.uint8)
        air[: len(self.seen_through)] = self.seen_through
        return Image.fromarray(_double(self.colours)), Image.fromarray(_double(air))


_NOTHING = CutOut(0, 0, np.zeros((0, 0, 3), np.uint8), np.zeros((0, 0), np.uint8))


def cut_out(
    width: int, height: int, draw: Callable[[Surface], None], blur: float = 0.0, marks: bool = True
) -> CutOut:
    """What `draw` paints on a surface of this size, no larger than it is.

    Args:
        blur: how far out of focus, in pixels.
        marks: whether what belongs to no body is painted, too.
    """
    surface = Surface(width, height, marks, clear=True)
    draw(surface)
    painted = soften(surface.pixels(), blur)
    there = painted[..., 3] > 0
    rows, columns = np.flatnonzero(there.any(1)), np.flatnonzero(there.any(0))
    if not len(rows):
        return _NOTHING
    left, top = int(columns[0]), int(rows[0])
    painted = painted[top : rows[-1] + 1, left : columns[-1] + 1]
    colours, cover = np.ascontiguousarray(painted[..., :3]), painted[..., 3]
    thin = np.flatnonzero((cover < 255).any(1))
    return CutOut(left, top, colours, 255 - cover[: thin[-1] + 1 if len(thin) else 0]).tinted(colours)


def soften(pixels: Pixels, blur: float) -> Pixels:
    """Out of focus, all channels alike; the same if it is too little to be seen."""
    if blur <= 0.3:
        return pixels
    # A box of the same spread as a Gaussian costs a third, and shapes of one colour look alike through both.
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.BoxBlur((math.sqrt(12) * blur - 1) / 2)))


def _double(pixels: Pixels) -> Pixels:
    """Twice as fine in both directions."""
    for axis in (0, 1):
        shape = list(pixels.shape)
        shape[axis] *= 2
        finer = np.empty(shape, np.uint8)
        rows = finer if axis == 0 else finer.swapaxes(0, 1)
        for first, part in ((0, 1), (1, -1)):
            moved = _between(pixels, part, axis)
            rows[first::2] = moved if axis == 0 else moved.swapaxes(0, 1)
        pixels = finer
    return pixels


def _between(pixels: Pixels, parts: int, axis: int) -> Pixels:
    """Every pixel moved along an axis by parts of one, mixed with its neighbour; backwards if negative."""
    if not parts or not len(pixels):
        return pixels
    earlier, later = [slice(None)] * pixels.ndim, [slice(None)] * pixels.ndim
    earlier[axis], later[axis] = slice(None, -1), slice(1, None)
    own, other = (later, earlier) if parts > 0 else (earlier, later)
    mine, theirs = pixels[tuple(own)], pixels[tuple(other)]
    mixed = _mean(mine, theirs)
    if abs(parts) != PARTS // 2:
        mixed = _mean(mine if abs(parts) < PARTS // 2 else theirs, mixed)
    out = pixels.copy()
    out[tuple(own)] = mixed
    return out


def _mean(a: Pixels, b: Pixels) -> Pixels:
    """The mean of two pictures rounded down, without wider numbers."""
    return (a & b) + ((a ^ b) >> 1)

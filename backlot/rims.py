"""Rims: an edge of light or shade behind whoever would melt into the place, found once for a shot.

A figure keeps its own colours; where too much of its edge is as bright and as coloured as the place beside
it, it gets a thin outline in a paler or darker tone of that very place. Knows nothing of who it is.

    python -c "from backlot.rims import find_rim; print(find_rim.__doc__)"
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from backlot.colour import RGB, luminance, mix, to_lab
from backlot.paint import Line, Surface
from backlot.soft import coverage

SMALL = 180
"""Rows of the picture on which edges are looked at, about."""
_ALIKE = 13.0
"""Distance in CIE Lab under which two colours are taken for one."""
_ENOUGH = 0.06
"""The share of an edge that may be lost without a rim."""
_LIGHT: RGB = (255, 246, 222)
_SHADE: RGB = (58, 52, 92)
WIDTH = 5.0


def find_rim(draw: Callable[[Surface], object], ground: NDArray[np.uint8]) -> Line | None:
    """The rim for what `draw` paints before the ground; None when its edge is seen well enough.

    Args:
        draw: paints the figure on a surface of any size with the frame's shape.
        ground: (height, width, 3) uint8, the place, small.
    """
    height, width = ground.shape[:2]

    def paint(surface: Surface) -> None:
        draw(surface)

    colours, cover = coverage(width, height, paint)
    share = cover.astype(np.float64)[..., None] / 255
    body = share[..., 0] >= 0.6
    inside, outside = _pairs(colours / np.maximum(share, 0.01), body, ground)
    if not len(inside):
        return None
    lost = np.linalg.norm(to_lab(inside) - to_lab(outside), axis=1) < _ALIKE
    if lost.mean() < _ENOUGH:
        return None
    red, green, blue = (round(v) for v in outside[lost].mean(0))
    place = (red, green, blue)
    tone = mix(place, _LIGHT, 0.62) if luminance(place) < 0.66 else mix(place, _SHADE, 0.5)
    return Line(ink=tone, width=WIDTH, even=True)


def _pairs(
    colours: NDArray[np.float64], body: NDArray[np.bool_], ground: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The colours on both sides of the edge, in four directions: (N, 3) of the body, (N, 3) of the place."""
    inside, outside = [], []
    inner = np.zeros_like(body)
    inner[2:-2, 2:-2] = body[2:-2, 2:-2]
    for down, right in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        rows, columns = np.nonzero(inner & ~np.roll(body, (-down, -right), (0, 1)))
        inside.append(colours[rows, columns])
        outside.append(ground[rows + down, columns + right])
    return np.concatenate(inside).astype(np.float64), np.concatenate(outside).astype(np.float64)

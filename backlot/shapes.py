"""What props of one plain shape are made of: bars, boards, stars, and the colours of steel and wood.

Knows the brush, nothing of props.
"""

from __future__ import annotations

import math
from functools import lru_cache

from backlot.colour import RGB
from backlot.paint import Canvas, Point

STEEL: RGB = (190, 198, 210)
GOLD: RGB = (240, 194, 86)
WOOD: RGB = (176, 126, 82)
PAPER: RGB = (252, 246, 232)
GLASS: RGB = (186, 222, 236)
DARK: RGB = (74, 72, 84)
LEAF: RGB = (104, 166, 90)


@lru_cache(maxsize=256)
def path(points: str) -> tuple[Point, ...]:
    """Points that are written in hundredths: "-34,-98 0,0"."""
    pairs = (pair.split(",") for pair in points.split())
    return tuple((int(x) / 100, int(y) / 100) for x, y in pairs)


def bar(c: Canvas, left: float, top: float, right: float, bottom: float, k: RGB) -> None:
    """An upright rectangle."""
    c.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], k)


def slab(
    c: Canvas, width: float, k: RGB, top: float = -1.0, bottom: float = 0.0, round_: float = 0.1
) -> None:
    """An upright board with soft corners."""
    x, r = width / 2, min(round_, width / 2)
    c.polygon(
        [
            (-x, bottom - r),
            (-x, top + r),
            (-x + 0.3 * r, top + 0.3 * r),
            (-x + r, top),
            (x - r, top),
            (x - 0.3 * r, top + 0.3 * r),
            (x, top + r),
            (x, bottom - r),
            (x - 0.3 * r, bottom - 0.3 * r),
            (x - r, bottom),
            (-x + r, bottom),
            (-x + 0.3 * r, bottom - 0.3 * r),
        ],
        k,
    )


def star(x: float, y: float, outer: float, inner: float, points: int) -> list[Point]:
    """The corners of a star, or of a wheel with teeth."""
    corners = []
    for i in range(2 * points):
        r = inner if i % 2 else outer
        corners.append((x + r * math.sin(i * math.pi / points), y - r * math.cos(i * math.pi / points)))
    return corners

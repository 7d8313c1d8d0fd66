"""Soft figures: somebody so near to the lens that they are out of focus, as pixels over the picture.

Painted once a shot, blurred, and moved by parts of a pixel from frame to frame. Knows nothing of who it is.

    python -c "from backlot.soft import coverage; print(coverage.__doc__)"
"""

from __future__ import annotations

from collections.abc import Callable

from backlot.cutout import PARTS, CutOut, cut_out
from backlot.paint import Pixels, Surface

PHASES = 2
"""Parts of a pixel by which it can be moved: what is blurred needs no finer ones."""


def coverage(width: int, height: int, draw: Callable[[Surface], None]) -> tuple[Pixels, Pixels]:
    """What `draw` paints of bodies: (height, width, 3) colours as on black, (height, width) coverage."""
    surface = Surface(width, height, marks=False, clear=True)
    draw(surface)
    painted = surface.pixels()
    return painted[..., :3], painted[..., 3]


class SoftFigure:
    """A blurred figure as a cut-out."""

    def __init__(self, width: int, height: int, draw: Callable[[Surface], None], blur: float) -> None:
        self._cut = cut_out(width, height, draw, blur, marks=False)
        self._moved: dict[tuple[int, int], CutOut] = {}

    def paste(self, surface: Surface, dx: float, dy: float) -> tuple[int, int, int, int]:
        """Put it over what is painted, moved by (dx, dy) pixels, to half of one.

        Returns:
            left, top, right, bottom in pixels of what it covers by half or more, cut at the edges.
        """
        (x, right), (y, down) = (divmod(round(d * PHASES), PHASES) for d in (dx, dy))
        if (right, down) not in self._moved:
            self._moved[right, down] = self._cut.moved(right * PARTS // PHASES, down * PARTS // PHASES)
        cut = self._moved[right, down]
        picture = surface.pixels().copy()
        cut.lay(picture[..., :3], x, y)
        if picture.shape[2] == 4:
            cut.whitened().lay(picture[..., 3:], x, y)
        surface.load(picture)
        (left, top, right, bottom), (w, h) = cut.half, (surface.width, surface.height)
        return (
            min(w, max(0, left + x)),
            min(h, max(0, top + y)),
            min(w, max(0, right + x)),
            min(h, max(0, bottom + y)),
        )

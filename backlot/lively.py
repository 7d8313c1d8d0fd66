"""What of a place is drawn afresh in every frame: what moves by itself, and what grows before the actors.

Knows nothing of actors.

    python -c "from backlot.lively import Lively; print(Lively.__doc__)"
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from backlot.camera import Tilt, View
from backlot.paint import Matrix, Surface
from backlot.places.backdrop import Window
from backlot.places.foreground import NEAR, draw_turf
from backlot.places.stage import Live, Stage, Turf
from backlot.style import Style
from shots.backends import Panel

_ROOMY = ("extreme_wide", "wide", "full")
_TIGHT = ("close", "extreme_close")


@dataclass(frozen=True)
class Lively:
    """The moving things of a stage as one shot sees them."""

    stage: Stage
    window: Window
    style: Style
    tilt: Tilt | None
    size: str
    """of the shot: a branch hangs where there is air over heads, and no grass stands before a close face"""
    panel: Panel

    def draw(self, surface: Surface, view: View, t: float, chosen: Callable[[Live], bool]) -> None:
        """Those of the moving things that are chosen, at `t` seconds; clouds are the backdrop's."""
        width, height = self.panel.width, self.panel.height
        for live in self.stage.lives:
            if live.depth > 20 or not chosen(live):
                continue
            if (live.wide and self.size not in _ROOMY) or (live.depth <= NEAR and self.size in _TIGHT):
                continue
            matrix = self._place(view, live.depth)
            if live.screen:
                dx, dy = view.offset(live.depth)
                side = -1.0 if live.wide and self.window.cx > 0 else 1.0
                matrix = (side * height, 0, width / 2 + dx * height, 0, height, dy * height)
            canvas = self.window.canvas(surface)
            canvas.matrix = self.tilt.applied(matrix) if self.tilt else matrix
            canvas.grade, canvas.tone = self.stage.grade(0.0), self.style.tone
            live.draw(canvas, t)

    def draw_turf(self, surface: Surface, view: View, t: float, turf: Turf, feet: float) -> None:
        """Tufts on the ground just before everybody's feet; they stand still while people walk.

        Args:
            feet: the lowest foot, in 0..1 of the frame's height.
        """
        window, dx = self.window, view.offset(1.0)[0]
        line = window.cy + (feet - 0.5) / window.zoom
        seen = window.width / 2 / (window.unit * window.zoom) + 0.2
        first, last = (math.floor((window.cx + side * seen - dx) / turf.step) for side in (-1, 1))
        places = [
            ((n + 0.45 * math.sin(12.9 * n)) * turf.step, line + 0.008 + 0.011 * (n * n * n % 5), n % 61)
            for n in range(first, last + 1)
        ]
        canvas = window.canvas(surface)
        matrix = self._place(view, 1.0)
        canvas.matrix = self.tilt.applied(matrix) if self.tilt else matrix
        canvas.grade, canvas.tone = self.stage.grade(0.0), self.style.tone
        draw_turf(canvas, turf, places, t)

    def _place(self, view: View, depth: float) -> Matrix:
        """From the stage to the frame, for a depth."""
        width, height, window = self.panel.width, self.panel.height, self.window
        scale, (dx, dy) = view.scale(depth), view.offset(depth)
        k = window.unit * window.zoom * scale
        return (
            k,
            0,
            width / 2 - window.cx * k + dx * height,
            0,
            k,
            height / 2 - window.cy * k + dy * height,
        )

"""The backdrop: a stage's planes as pixels, behind the actors, for every view of the camera.

While the camera rests all planes are one picture, painted once. While it moves, each run of planes of about
one depth is painted once, wider than the frame: it slides by quarters of a pixel, or is scaled by steps that
move the edge of the frame by as much. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, takewhile

import numpy as np

from backlot.camera import CameraPath, View
from backlot.cutout import PARTS, CutOut, cut_out, soften
from backlot.paint import Canvas, Pixels, Surface
from backlot.places.light import light_room
from backlot.places.stage import Plane, Stage
from backlot.style import Style

GROUPS = (60.0, 9.0, 3.2, 1.0)
"""Depths at which planes move; a plane belongs to the nearest one. Four are enough for an eye."""
CLOUD_EVERY = 3
"""Frames between two drawings of the clouds while the camera rests: they drift half a pixel meanwhile."""
_LIT_EVERY = 4
"""Pixels for which the light of a room is found at once: it fades so slowly that it changes by one level."""


@dataclass(frozen=True)
class Window:
    """The part of the stage that the frame shows while the camera rests."""

    cx: float
    cy: float
    zoom: float
    width: int
    height: int
    unit: int
    """pixels that a frame height is worth; fewer than `height` where more than the frame is painted"""

    def canvas(self, surface: Surface, mx: int = 0, my: int = 0) -> Canvas:
        """A canvas in stage units on a surface that is mx, my pixels wider at each side."""
        k = self.unit * self.zoom
        return Canvas(
            surface, (k, 0.0, self.width / 2 + mx - self.cx * k, 0.0, k, self.height / 2 + my - self.cy * k)
        )


def group_of(depth: float) -> float:
    """The depth at which a plane of `depth` moves."""
    return min(GROUPS, key=lambda g: abs(np.log(g / depth)))


@dataclass(frozen=True)
class Spot:
    """Where a flat stands in one frame."""

    scale: float
    x: int
    """in parts of a pixel to the right"""
    y: int
    """in pixels down"""


class Flat:
    """One group of planes as pixels, wider than the frame."""

    def __init__(self, depth: float, piece: CutOut, origin: tuple[int, int], grows: bool) -> None:
        self.depth, self.grows = depth, grows
        self._piece, self._origin = piece, origin
        self._moved = {0: piece}
        self._grown: tuple[Spot | None, CutOut] = (None, piece)

    def spot(self, view: View, window: Window) -> Spot:
        """Where it stands under a view, to a quarter of a pixel, at the edges of the frame as well."""
        dx, dy = view.offset(self.depth)
        steps = PARTS * window.width / 2
        scale = round(view.scale(self.depth) * steps) / steps if self.grows else 1.0
        return Spot(scale, math.floor(dx * window.unit * PARTS), round(dy * window.unit))

    def lay(self, picture: Pixels, spot: Spot) -> None:
        """Put it over a picture of the frame's size."""
        if self.grows:
            self._grow(spot, picture.shape[1], picture.shape[0]).lay(picture)
            return
        whole, part = divmod(spot.x, PARTS)
        if part not in self._moved:
            self._moved[part] = self._piece.moved(part)
        self._moved[part].lay(picture, whole - self._origin[0], spot.y - self._origin[1])

    def _grow(self, spot: Spot, width: int, height: int) -> CutOut:
        """The flat about the middle of the frame; a slow camera sees the same one for some frames."""
        if self._grown[0] != spot:
            left = self._origin[0] + width / 2 - (spot.x / PARTS + width / 2) / spot.scale
            top = self._origin[1] + height / 2 - (spot.y + height / 2) / spot.scale
            self._grown = (spot, self._piece.grown(spot.scale, left, top, width, height))
        return self._grown[1]


class Backdrop:
    """Pixels behind the actors, frame by frame."""

    def __init__(
        self, stage: Stage, window: Window, path: CameraPath, style: Style, fps: int, blur: float = 0.0
    ) -> None:
        self.stage, self.window, self.path, self.style = stage, window, path, style
        self.fps, self.blur = fps, blur
        self.views = [path.at(i / 16) for i in range(17)]
        self.rests = all(v == self.views[0] for v in self.views) and path.scroll == 0.0
        self.clouds = [live for live in stage.lives if live.depth > 20]
        self._sky: Pixels | None = None
        self._last: tuple[int | tuple[Spot, ...], Pixels] | None = None
        self._spots: tuple[Spot, ...] = ()
        self._kept: tuple[tuple[Spot, ...], Pixels] = ((), np.zeros((0, 0, 3), np.uint8))
        """the first flats as they stood, and the picture of them"""

    def pixels(self, view: View, frame: int) -> Pixels:
        """(height, width, 3) uint8 of what is behind the actors; the very same array while nothing moves."""
        if self.rests and view == View():
            seen: int | tuple[Spot, ...] = frame // CLOUD_EVERY if self.clouds else 0
        else:
            seen = tuple(flat.spot(view, self.window) for flat in self.flats)
        if self._last is None or self._last[0] != seen:
            self._last = (seen, self._compose(seen) if isinstance(seen, tuple) else self._at_rest(seen))
        return self._last[1]

    # -- at rest ---------------------------------------------------------------------------------------------

    def _at_rest(self, step: int) -> Pixels:
        surface = Surface(self.window.width, self.window.height)
        if self._sky is None:
            surface.load(bytes(surface.width * surface.height * 3))
            self._draw(self._canvas(surface), self._far if self.clouds else self.stage.planes)
            self._sky = surface.pixels()
        if not self.clouds:
            return self._lit(soften(self._sky, self.blur), 0, 0)
        surface.load(self._sky)
        for live in self.clouds:
            live.draw(self._canvas(surface), step * CLOUD_EVERY / self.fps)
        picture = surface.pixels().copy()
        self._before_clouds.lay(picture)
        return picture

    @cached_property
    def _before_clouds(self) -> CutOut:
        return self._cut_out(lambda c: self._draw(c, self._near), self.blur)

    # -- moving ----------------------------------------------------------------------------------------------

    def _compose(self, spots: tuple[Spot, ...]) -> Pixels:
        """The flats over each other. Those that stand where they stood, with all behind them, are kept
        composed: what is far moves so slowly that it mostly is.
        """
        last, self._spots = self._spots, spots
        steady = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(last, spots, strict=False))))
        kept, picture = self._kept
        done = len(kept) if kept == spots[: len(kept)] else 0
        picture = picture.copy() if done else np.zeros((self.window.height, self.window.width, 3), np.uint8)
        for i in range(done, len(spots)):
            if i == steady > done:
                self._kept = (spots[:steady], picture.copy())
            self.flats[i].lay(picture, spots[i])
        return picture

    @cached_property
    def flats(self) -> list[Flat]:
        """In the order in which they lie over each other, which is that of a stage's planes."""
        if all(view.x == view.y == view.dolly == 0 for view in self.views):  # no parallax
            return [self._flat(GROUPS[0], self.stage.planes)]
        runs = groupby(self.stage.planes, key=lambda plane: group_of(plane.depth))
        return [self._flat(depth, list(planes)) for depth, planes in runs]

    def _flat(self, depth: float, planes: Sequence[Plane]) -> Flat:
        """The planes, and the clouds in the farthest flat: they do not drift while the camera moves."""
        before, beyond = self._margins(depth)
        grows = any(abs(v.scale(depth) - 1) > 0.002 for v in self.views)

        def draw(c: Canvas) -> None:
            self._draw(c, [p for p in planes if p.depth > 20])
            for live in self.clouds if any(p.depth > 20 for p in planes) else ():
                live.draw(c, 0.0)
            self._draw(c, [p for p in planes if p.depth <= 20])

        blur = 0.0 if depth == GROUPS[0] and len(planes) < len(self.stage.planes) else self.blur
        return Flat(depth, self._cut_out(draw, blur, before, beyond), before, grows)

    def _margins(self, depth: float) -> tuple[tuple[int, int], tuple[int, int]]:
        """How many pixels beyond the frame are ever seen: to the left and above, to the right and below."""
        views = [*self.views, self.path.at(0.0), self.path.at(1.0)]
        out = max(0.0, max(1 / v.scale(depth) for v in views) - 1)
        before, beyond = [], []
        for axis, size in enumerate((self.window.width, self.window.height)):
            moved = [v.offset(depth)[axis] * self.window.unit for v in views]
            before.append(int(max(0.0, *moved) + out * size / 2) + 3)
            beyond.append(int(max(0.0, *(-m for m in moved)) + out * size / 2) + 3)
        return (before[0], before[1]), (beyond[0], beyond[1])

    # -- painting --------------------------------------------------------------------------------------------

    @property
    def _far(self) -> list[Plane]:
        return [p for p in self.stage.planes if p.depth > 20]

    @property
    def _near(self) -> list[Plane]:
        return [p for p in self.stage.planes if p.depth <= 20]

    def _canvas(self, surface: Surface, mx: int = 0, my: int = 0) -> Canvas:
        canvas = self.window.canvas(surface, mx, my)
        canvas.line, canvas.tone = self.style.line, self.style.tone
        return canvas

    def _draw(self, canvas: Canvas, planes: Sequence[Plane]) -> None:
        for plane in planes:
            plane.draw(canvas.lit(self.stage.grade(plane.haze)), random.Random(plane.seed))

    def _cut_out(
        self,
        draw: Callable[[Canvas], None],
        blur: float,
        before: tuple[int, int] = (0, 0),
        beyond: tuple[int, int] = (0, 0),
    ) -> CutOut:
        """What `draw` paints on a surface that is wider than the frame by so much on each side."""
        width, height = (
            size + a + b
            for size, a, b in zip((self.window.width, self.window.height), before, beyond, strict=True)
        )
        cut = cut_out(width, height, lambda surface: draw(self._canvas(surface, *before)), blur)
        if not self.stage.indoors:
            return cut
        return cut.tinted(self._lit(cut.colours, cut.left - before[0], cut.top - before[1]))

    def _lit(self, pixels: Pixels, left: int, top: int) -> Pixels:
        """A room in the light of its lamps and windows; any other place as it is.

        Args:
            left: where the pixels begin in the frame.
            top: the same, downwards.
        """
        if not self.stage.indoors or not pixels.size:
            return pixels
        window, k = self.window, self.window.unit * self.window.zoom
        rows, columns = pixels.shape[:2]
        x, y = (
            ((np.arange(first, first + count, _LIT_EVERY) - size / 2) / k + middle).astype(np.float32)
            for count, first, size, middle in (
                (columns, left, window.width, window.cx),
                (rows, top, window.height, window.cy),
            )
        )
        gain = light_room(self.stage.light, self.stage.pools, x, y)
        gain = gain.repeat(_LIT_EVERY, 0)[:rows].repeat(_LIT_EVERY, 1)[:, :columns]
        gain *= pixels
        return np.minimum(gain, 255, out=gain).astype(np.uint8)

"""The camera: moves of the screenplay as smooth paths, and what they do to every depth.

A plane at depth z moves by 1/z of what the camera trucks, and grows by z / (z - dolly): true parallax.
Whoever has boxes in the screenplay is *held*: the camera turns to keep them where the boxes say, and the
world moves around them.

    python -c "from backlot.camera import CameraPath; print(CameraPath('truck_left').at(1.0).offset(4.0))"
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from backlot.actors.pose import ease
from backlot.paint import Matrix, Pixels


@dataclass(frozen=True)
class View:
    """The camera at one moment. Lengths in frame heights at depth 1."""

    x: float = 0.0
    """trucked to the right"""
    y: float = 0.0
    """craned down"""
    pan: float = 0.0
    """all depths moved to the right alike: the camera turned left"""
    tilt: float = 0.0
    """all depths moved down alike: the camera turned up"""
    dolly: float = 0.0
    """forward, in units of the actors' distance"""
    zoom: float = 1.0

    def scale(self, depth: float) -> float:
        """How much a plane at `depth` has grown."""
        return self.zoom * depth / (depth - self.dolly)

    def offset(self, depth: float) -> tuple[float, float]:
        """How far a plane at `depth` has moved, in frame heights."""
        return (self.pan - self.x / depth, self.tilt - self.y / depth)

    @property
    def still(self) -> bool:
        return self == View()


@dataclass(frozen=True)
class CameraPath:
    """One move over one shot."""

    move: str = "static"
    amount: float = 0.5
    held: bool = False
    """somebody's boxes are obeyed, so the move is modest and turns about them"""
    scroll: float = 0.0
    """frame heights that the world runs by during the shot, for tracking; positive when we follow to the
    right
    """
    seconds: float = 4.0

    def at(self, u: float) -> View:
        """The view at u, 0 the first frame .. 1 the last."""
        k = 0.5 * u + 0.5 * ease(u)
        half = k - 0.5
        far = 0.44 * self.amount
        if self.move in ("truck_left", "truck_right", "pan_left", "pan_right"):
            side = 1.0 if self.move.endswith("right") else -1.0
            travel = side * far * half * (0.5 if self.held else 1.0)
            if self.held:
                return View(x=-travel, pan=-travel)
            return View(x=travel) if self.move.startswith("truck") else View(pan=-travel)
        if self.move in ("tilt_up", "tilt_down", "crane_up", "crane_down"):
            side = -1.0 if self.move.endswith("up") else 1.0
            travel = side * 0.2 * self.amount * half * (0.5 if self.held else 1.0)
            if self.held:
                return View(y=-travel, tilt=-travel)
            return View(y=travel) if self.move.startswith("crane") else View(tilt=-travel)
        if self.move in ("push_in", "pull_out"):
            reach = 0.09 * self.amount if self.held else 0.36 * self.amount
            return View(
                dolly=reach * ((k if self.move == "push_in" else 1 - k) - (0.5 if self.held else 0.0))
            )
        if self.move in ("zoom_in", "zoom_out"):
            reach = 0.09 * self.amount if self.held else 0.4 * self.amount
            return View(
                zoom=1 + reach * ((k if self.move == "zoom_in" else 1 - k) - (0.5 if self.held else 0.0))
            )
        if self.move == "handheld":
            return _shake(u * self.seconds, self.amount, 0.4 if self.held else 1.0)
        return View(x=self.scroll * u) if self.scroll else View()


class Tilt:
    """A camera that is tilted about its axis: the picture turned about its middle."""

    def __init__(self, width: int, height: int, degrees: float) -> None:
        turn = math.radians(degrees)
        self._cos, self._sin = math.cos(turn), math.sin(turn)
        self._size = (width, height)
        cos, sin = abs(self._cos), abs(self._sin)
        self.wider = (_even(width * cos + height * sin + 4), _even(width * sin + height * cos + 4))
        """(width, height) of what must be painted so that the turned frame is covered"""
        self._last: tuple[Pixels, Pixels] | None = None

    def applied(self, matrix: Matrix) -> Matrix:
        """A map of the level picture, followed by the turn."""
        a, b, c, d, e, f = matrix
        cos, sin = self._cos, self._sin
        cx, cy = self._size[0] / 2, self._size[1] / 2
        x, y = c - cx, f - cy
        return (
            cos * a - sin * d,
            cos * b - sin * e,
            cx + cos * x - sin * y,
            sin * a + cos * d,
            sin * b + cos * e,
            cy + sin * x + cos * y,
        )

    def shift(self, point: tuple[float, float]) -> tuple[float, float]:
        """How far something must be moved in the level picture so that the turn brings it back to `point`."""
        x, y = point[0] - self._size[0] / 2, point[1] - self._size[1] / 2
        return (self._cos * x + self._sin * y - x, -self._sin * x + self._cos * y - y)

    def turned(self, pixels: Pixels) -> Pixels:
        """The frame cut out of the wider picture, (height, width, 3) uint8 both."""
        if self._last is None or self._last[0] is not pixels:
            (w, h), (wide, tall) = self._size, self.wider
            cos, sin = self._cos, self._sin
            where = (
                cos,
                sin,
                wide / 2 - cos * w / 2 - sin * h / 2,
                -sin,
                cos,
                tall / 2 + sin * w / 2 - cos * h / 2,
            )
            image = Image.fromarray(pixels)
            frame = image.transform((w, h), Image.Transform.AFFINE, where, Image.Resampling.BILINEAR)
            self._last = (pixels, np.asarray(frame))
        return self._last[1]


def _even(length: float) -> int:
    return 2 * math.ceil(length / 2)


def _shake(t: float, amount: float, share: float) -> View:
    size = share * (0.004 + 0.012 * amount)
    return View(
        pan=size * (math.sin(t * 2.1) + 0.5 * math.sin(t * 5.3 + 1)),
        tilt=size * 0.7 * (math.sin(t * 2.7 + 2) + 0.4 * math.sin(t * 6.1)),
    )

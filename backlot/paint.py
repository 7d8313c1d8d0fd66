"""The brush: smooth shapes on a picture through one affine map. Knows nothing of actors, sets or stories.

Coordinates are the caller's own units, y downwards; `Canvas.at` gives a canvas with another origin, scale,
mirror or tilt that paints on the same picture. Every shape widens `bounds`, so a drawing knows its own box.

    python -c "from backlot.paint import Canvas; Canvas.blank(64, 64).ellipse(32, 32, 20, 20, (200, 60, 50))"
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import aggdraw
import numpy as np
from numpy.typing import ArrayLike, NDArray

from backlot.colour import RGB, darker

Pixels = NDArray[np.uint8]
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Grade = Callable[[RGB], RGB]
"""What light does to a colour."""

KAPPA = 0.5522847498


@dataclass(frozen=True)
class Line:
    """How a style treats the edge of a shape."""

    ink: RGB | None = None
    """colour of the outline, None for none"""
    width: float = 0.0
    """outline width in pixels at a picture height of 720"""
    relief: float = 0.0
    """offset of a soft cut-paper shadow in pixels at 720"""
    even: bool = False
    """the outline has the colour `ink` itself; else that of the shape in deep shade"""
    rim: Line | None = None
    """an outline that lies behind the whole drawing"""


NO_LINE = Line()


@dataclass
class Bounds:
    """The box of what was drawn, in pixels; empty until something is drawn."""

    left: float = math.inf
    top: float = math.inf
    right: float = -math.inf
    bottom: float = -math.inf

    def add(self, points: Sequence[Point], margin: float = 0.0) -> None:
        """Widen to hold the points."""
        xs, ys = zip(*points, strict=True)
        self.widen(min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)

    def widen(self, left: float, top: float, right: float, bottom: float) -> None:
        """Widen to hold a box."""
        self.left = left if left < self.left else self.left
        self.top = top if top < self.top else self.top
        self.right = right if right > self.right else self.right
        self.bottom = bottom if bottom > self.bottom else self.bottom

    @property
    def empty(self) -> bool:
        return self.left > self.right


@dataclass
class FramedBounds(Bounds):
    """The box of what is inside a frame of some pixels, of everything that is drawn."""

    width: float = 0.0
    height: float = 0.0

    def add(self, points: Sequence[Point], margin: float = 0.0) -> None:
        """Widen to hold the part of the polygon that is in the frame."""
        if len(points) == 2 and not margin:  # opposite corners
            (a, b), (c, d) = points
            points = [(a, b), (c, b), (c, d), (a, d)]
        xs, ys = zip(*points, strict=True)
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        if left >= 0 and top >= 0 and right <= self.width and bottom <= self.height:  # as most are
            self.widen(left - margin, top - margin, right + margin, bottom + margin)
            return
        for axis, edge, keeps in (
            (0, 0.0, 1.0),
            (0, self.width, -1.0),
            (1, 0.0, 1.0),
            (1, self.height, -1.0),
        ):
            points = _cut(points, axis, edge, keeps)
            if not points:
                return
        super().add(points, margin)


def _cut(points: Sequence[Point], axis: int, edge: float, keeps: float) -> Sequence[Point]:
    """The part of a polygon on one side of an upright or level line (Sutherland and Hodgman, 1974)."""
    if all((p[axis] - edge) * keeps >= 0 for p in points):
        return points
    kept: list[Point] = []
    for i, b in enumerate(points):
        a = points[i - 1]
        da, db = (a[axis] - edge) * keeps, (b[axis] - edge) * keeps
        if da * db < 0:
            t = da / (da - db)
            kept.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
        if db >= 0:
            kept.append(b)
    return kept


class _Unmeasured(Bounds):
    """Bounds of what nobody asks the box of."""

    def add(self, points: Sequence[Point], margin: float = 0.0) -> None:
        """Nothing."""


_UNMEASURED = _Unmeasured()


class _Held:
    """What is painted later: the rims of a drawing, then its shapes."""

    def __init__(self, agg: aggdraw.Draw) -> None:
        self.agg = agg
        self.rims: list[tuple[aggdraw.Path, aggdraw.Pen]] = []
        self._calls: list[tuple[Callable[..., None], tuple[object, ...]]] = []

    def path(self, *words: object) -> None:
        """A shape, for later."""
        self._calls.append((self.agg.path, words))

    def settransform(self, *words: object) -> None:
        """The map of what comes after it, for later."""
        self._calls.append((self.agg.settransform, words))

    def paint(self) -> None:
        """Everything now."""
        for path, pen in self.rims:
            self.agg.path(path, pen)
        for call, words in self._calls:
            call(*words)


class Surface:
    """A picture being painted: RGB pixels in the hands of the anti-aliasing rasteriser."""

    def __init__(self, width: int, height: int, marks: bool = True, clear: bool = False) -> None:
        self.width, self.height = width, height
        self.marks = marks
        """whether what belongs to no body is painted: snores, signs, the water round a swimmer"""
        self._depth = 4 if clear else 3
        self.agg = aggdraw.Draw("RGBA" if clear else "RGB", (width, height))
        if clear:
            self.load(bytes(width * height * self._depth))

    def load(self, pixels: bytes | Pixels) -> None:
        """Begin from these pixels: height x width x 3 bytes."""
        self.agg.frombytes(pixels)

    def pixels(self) -> Pixels:
        """(height, width, 3) uint8 as it is now, not to be written to.

        A clear surface has colours as on black and, fourth, how far each pixel is covered.
        """
        return np.frombuffer(self.agg.tobytes(), np.uint8).reshape(self.height, self.width, self._depth)


@dataclass
class Canvas:
    """A surface seen through an affine map and a light."""

    surface: Surface
    matrix: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    grade: Grade | None = None
    line: Line = field(default_factory=Line)
    bounds: Bounds = field(default_factory=Bounds)
    tone: Grade | None = None
    """what a style does to every colour, last of all"""

    @staticmethod
    def blank(width: int, height: int, colour: RGB = (255, 255, 255)) -> Canvas:
        """A canvas in pixel units on a picture of one colour."""
        surface = Surface(width, height)
        surface.load(bytes(colour) * (width * height))
        return Canvas(surface)

    # -- where -----------------------------------------------------------------------------------------------

    def at(self, x: float, y: float, sx: float = 1.0, sy: float | None = None, angle: float = 0.0) -> Canvas:
        """The same picture with its origin at (x, y), scaled, then turned clockwise by `angle` degrees."""
        sy = sx if sy is None else sy
        a, b, c, d, e, f = self.matrix
        turn = math.radians(angle)
        cos, sin = math.cos(turn), math.sin(turn)
        inner = (cos * sx, -sin * sy, sin * sx, cos * sy)
        matrix = (
            a * inner[0] + b * inner[2],
            a * inner[1] + b * inner[3],
            a * x + b * y + c,
            d * inner[0] + e * inner[2],
            d * inner[1] + e * inner[3],
            d * x + e * y + f,
        )
        return Canvas(self.surface, matrix, self.grade, self.line, self.bounds, self.tone)

    def even(self, x: float = 0.0, y: float = 0.0) -> Canvas:
        """The same canvas with equal scales both ways, of the same area, where (x, y) stays in its place.

        What must keep its form in a figure that is drawn broader or slimmer is painted on it: heads, wheels.
        """
        a, b, _, d, e, _ = self.matrix
        side = 1.0 if a * e - b * d >= 0 else -1.0
        # The nearest turn of the map: the orthogonal factor of its polar decomposition.
        u, v = a + side * e, b - side * d
        length = math.hypot(u, v)
        if length < 1e-9:
            return self
        k = self.scale / length
        u, v = u * k, v * k
        px, py = self.pixel(x, y)
        matrix = (u, v, px - u * x - v * y, -side * v, side * u, py + side * (v * x - u * y))
        return Canvas(self.surface, matrix, self.grade, self.line, self.bounds, self.tone)

    def apart(self) -> Canvas:
        """The same canvas with bounds of its own: for one drawing's box."""
        return Canvas(self.surface, self.matrix, self.grade, self.line, Bounds(), self.tone)

    def lit(self, grade: Grade | None) -> Canvas:
        """The same canvas in another light; None leaves colours as they are, for things that glow."""
        return Canvas(self.surface, self.matrix, grade, self.line, self.bounds, self.tone)

    def plain(self) -> Canvas:
        """The same canvas without outlines: for shading inside a shape. Bounds are not widened."""
        return Canvas(self.surface, self.matrix, self.grade, NO_LINE, _UNMEASURED, self.tone)

    @contextmanager
    def rimmed(self, line: Line | None) -> Iterator[Canvas]:
        """The same canvas for one drawing with a rim, which lies behind all of it; None for no rim."""
        if line is None:
            yield self
            return
        held = _Held(self.surface.agg)
        self.surface.agg = held
        try:
            yield replace(self, line=replace(self.line, rim=line))
        finally:
            self.surface.agg = held.agg
        held.paint()

    @property
    def scale(self) -> float:
        """Pixels per unit, the geometric mean of both axes."""
        a, b, _, d, e, _ = self.matrix
        return math.sqrt(abs(a * e - b * d))

    def pixel(self, x: float, y: float) -> Point:
        """Where a point falls on the picture."""
        a, b, c, d, e, f = self.matrix
        return (a * x + b * y + c, d * x + e * y + f)

    # -- shapes ----------------------------------------------------------------------------------------------

    def polygon(self, points: Sequence[Point], colour: RGB, opacity: int = 255) -> None:
        """A filled polygon."""
        a, b, c, d, e, f = self.matrix
        at = [(a * x + b * y + c, d * x + e * y + f) for x, y in points]
        if self._outside(at):
            return
        self._paint(aggdraw.Path([v for p in at for v in p]), at, colour, opacity, close=True)

    def polygons(self, shapes: ArrayLike, colour: RGB, opacity: int = 255) -> None:
        """Many filled polygons of one colour, painted as one shape: drops, flakes, tufts of grass.

        Args:
            shapes: (polygons, corners, 2) x and y.
        """
        a, b, c, d, e, f = self.matrix
        at = np.asarray(shapes, np.float64).reshape(len(shapes), -1, 2) @ ((a, d), (b, e)) + (c, f)  # type: ignore[arg-type]
        size = np.array((self.surface.width, self.surface.height))
        at = at[((at.max(1) >= 0) & (at.min(1) <= size)).all(1)]
        if not len(at):
            return
        path = aggdraw.Path()
        for first, *others in at.tolist():
            path.moveto(*first)
            for point in others:
                path.lineto(*point)
            path.close()
        corners = [tuple(at.min((0, 1))), tuple(at.max((0, 1)))]
        self._paint(path, corners, colour, opacity, close=False)

    def rect(
        self, left: float, top: float, right: float, bottom: float, colour: RGB, opacity: int = 255
    ) -> None:
        """A filled rectangle with upright sides."""
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour, opacity)

    def blob(self, points: Sequence[Point], colour: RGB, opacity: int = 255) -> None:
        """A filled closed curve through the points (Catmull-Rom)."""
        a, b, c, d, e, f = self.matrix
        at = [(a * x + b * y + c, d * x + e * y + f) for x, y in points]
        if self._outside(at):
            return
        n = len(at)
        # From point to point a Bézier that leaves along a sixth of the way between a point's neighbours.
        way = [
            ((q[0] - p[0]) / 6, (q[1] - p[1]) / 6)
            for p, q in zip(at[-1:] + at[:-1], at[1:] + at[:1], strict=True)
        ]
        path = aggdraw.Path()
        path.moveto(*at[0])
        for i in range(1 - n, 1):
            (x0, y0), (u0, v0), (x1, y1), (u1, v1) = at[i - 1], way[i - 1], at[i], way[i]
            path.curveto(x0 + u0, y0 + v0, x1 - u1, y1 - v1, x1, y1)
        self._paint(path, at, colour, opacity, close=True)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, colour: RGB, opacity: int = 255, angle: float = 0.0
    ) -> None:
        """A filled ellipse with half-axes rx, ry, turned clockwise by `angle` degrees."""
        a, b, _, d, e, _ = self.matrix
        cos, sin = (math.cos(math.radians(angle)), math.sin(math.radians(angle))) if angle else (1.0, 0.0)
        mx, my = self.pixel(x, y)
        ux, uy = (a * cos + b * sin) * rx, (d * cos + e * sin) * rx
        vx, vy = (b * cos - a * sin) * ry, (e * cos - d * sin) * ry
        wide, tall = (math.hypot(ux, vx), math.hypot(uy, vy))
        rim = [(mx - wide, my - tall), (mx + wide, my + tall)]
        if self._outside(rim):
            return
        kux, kuy, kvx, kvy = KAPPA * ux, KAPPA * uy, KAPPA * vx, KAPPA * vy
        path = aggdraw.Path()
        path.moveto(mx + ux, my + uy)
        path.curveto(mx + ux + kvx, my + uy + kvy, mx + kux + vx, my + kuy + vy, mx + vx, my + vy)
        path.curveto(mx + vx - kux, my + vy - kuy, mx + kvx - ux, my + kvy - uy, mx - ux, my - uy)
        path.curveto(mx - ux - kvx, my - uy - kvy, mx - kux - vx, my - kuy - vy, mx - vx, my - vy)
        path.curveto(mx - vx + kux, my - vy + kuy, mx - kvx + ux, my - kvy + uy, mx + ux, my + uy)
        self._paint(path, rim, colour, opacity, close=True)

    def limb(self, points: Sequence[Point], widths: Sequence[float], colour: RGB, opacity: int = 255) -> None:
        """A tapering curved stroke through two to four points with round ends; `widths` at first and last."""
        spine = _smooth(points)
        w0, w1 = widths[0] / 2, widths[-1] / 2
        left: list[Point] = []
        right: list[Point] = []
        last = len(spine) - 1
        for i, (x, y) in enumerate(spine):
            ax, ay = spine[max(i - 1, 0)]
            bx, by = spine[min(i + 1, last)]
            length = math.hypot(bx - ax, by - ay) or 1e-9
            w = w0 + (w1 - w0) * i / last
            nx, ny = -(by - ay) / length * w, (bx - ax) / length * w
            left.append((x + nx, y + ny))
            right.append((x - nx, y - ny))
        self.blob(
            [*left, *_cap(spine[-2], spine[-1], w1), *reversed(right), *_cap(spine[1], spine[0], w0)],
            colour,
            opacity,
        )

    def stroke(self, points: Sequence[Point], width: float, colour: RGB, opacity: int = 255) -> None:
        """An open smooth curve of even width; three points make one bow through the middle one."""
        at = [self.pixel(x, y) for x, y in points]
        path = aggdraw.Path()
        path.moveto(*at[0])
        if len(at) == 3:
            (ax, ay), (bx, by), (cx, cy) = at
            qx, qy = 2 * bx - (ax + cx) / 2, 2 * by - (ay + cy) / 2
            path.curveto((ax + 2 * qx) / 3, (ay + 2 * qy) / 3, (cx + 2 * qx) / 3, (cy + 2 * qy) / 3, cx, cy)
        else:
            _curve_through(path, at)
        thick = width * self.scale
        self.bounds.add(at, thick / 2)
        if self.line.rim:
            self._rim(path, self.line.rim, thick)
        self.surface.agg.path(path, aggdraw.Pen(self._graded(colour), max(thick, 0.6), opacity))

    # -- inside ----------------------------------------------------------------------------------------------

    def _outside(self, at: list[Point]) -> bool:
        """Nothing of it can be on the picture; only its box is kept."""
        w, h = self.surface.width, self.surface.height
        if 0 <= at[0][0] <= w and 0 <= at[0][1] <= h:
            return False
        xs, ys = [p[0] for p in at], [p[1] for p in at]
        if max(xs) < -w * 0.1 or min(xs) > w * 1.1 or max(ys) < -h * 0.1 or min(ys) > h * 1.1:
            self.bounds.add(at)
            return True
        return False

    def _graded(self, colour: RGB) -> RGB:
        colour = self.grade(colour) if self.grade else colour
        return self.tone(colour) if self.tone else colour

    def _paint(self, path: aggdraw.Path, at: list[Point], colour: RGB, opacity: int, close: bool) -> None:
        if close:
            path.close()
        self.bounds.add(at)
        if self.line.rim and opacity == 255:
            self._rim(path, self.line.rim)
        colour = self._graded(colour)
        brush = aggdraw.Brush(colour, opacity)
        unit = self.surface.height / 720
        if self.line.relief and opacity == 255:
            self.surface.agg.settransform((1, 0, self.line.relief * unit, 0, 1, self.line.relief * unit))
            self.surface.agg.path(path, aggdraw.Brush((20, 16, 40), 54))
            self.surface.agg.settransform()
        if self.line.ink and opacity == 255:
            pen = aggdraw.Pen(
                self.line.ink if self.line.even else darker(colour, 0.3), self.line.width * unit
            )
            self.surface.agg.path(path, pen, brush)
        else:
            self.surface.agg.path(path, brush)

    def _rim(self, path: aggdraw.Path, line: Line, thick: float = 0.0) -> None:
        pen = aggdraw.Pen(line.ink, thick + line.width * self.surface.height / 720)
        self.surface.agg.rims.append((path, pen))


_STEPS = [0.0, 0.25, 0.5, 0.75, 1.0]
_BERNSTEIN: dict[int, list[Any]] = {
    2: [(1 - t, t) for t in _STEPS],
    3: [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in _STEPS],
    4: [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in _STEPS],
}


def _curve_through(path: aggdraw.Path, at: list[Point]) -> None:
    """Catmull-Rom through every point, from where the path is: the first one."""
    last = len(at) - 1
    for i in range(last):
        p0, p1, p2, p3 = at[max(i - 1, 0)], at[i], at[i + 1], at[min(i + 2, last)]
        path.curveto(
            p1[0] + (p2[0] - p0[0]) / 6,
            p1[1] + (p2[1] - p0[1]) / 6,
            p2[0] - (p3[0] - p1[0]) / 6,
            p2[1] - (p3[1] - p1[1]) / 6,
            *p2,
        )


def _smooth(points: Sequence[Point]) -> list[Point]:
    """Five points along a line (two points given), a quadratic (three) or a cubic Bézier (four)."""
    if len(points) == 2:
        (ax, ay), (bx, by) = points
        return [(p * ax + q * bx, p * ay + q * by) for p, q in _BERNSTEIN[2]]
    if len(points) == 3:
        (ax, ay), (bx, by), (cx, cy) = points
        return [(p * ax + q * bx + r * cx, p * ay + q * by + r * cy) for p, q, r in _BERNSTEIN[3]]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    return [
        (p * ax + q * bx + r * cx + s * dx, p * ay + q * by + r * cy + s * dy) for p, q, r, s in _BERNSTEIN[4]
    ]


def _cap(inner: Point, tip: Point, radius: float) -> list[Point]:
    """The rounded end of a limb: points on a half circle about the tip."""
    heading = math.atan2(tip[1] - inner[1], tip[0] - inner[0])
    turns = [heading + math.pi / 2 - k * math.pi / 5 for k in range(1, 5)]
    return [(tip[0] + radius * math.cos(a), tip[1] + radius * math.sin(a)) for a in turns]

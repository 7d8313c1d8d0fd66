"""The backdrop: a stage's planes as pixels, behind the actors, for every view of the camera.

While the camera rests all planes are one picture, painted once. While it trucks or turns, each group of
depths is painted once, wider than the frame, and slides at a quarter of a pixel; while it dollies or zooms,
each is resampled. Knows nothing of actors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from backlot.camera import CameraPath, View
from backlot.paint import Canvas, Surface
from backlot.places.light import light_room
from backlot.places.stage import Plane, Stage
from backlot.style import Style

GROUPS = (60.0, 9.0, 3.2, 1.0)
"""Depths at which planes move; a plane belongs to the nearest one. Four are enough for an eye, and cost
four pastes.
"""
PHASES = 4
CLOUD_EVERY = 3
"""Frames between two drawings of the clouds while the camera rests: they drift half a pixel meanwhile."""


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


@dataclass
class _Flat:
    """One group of planes as pixels."""

    depth: float
    picture: Image.Image
    mask: Image.Image | None
    mx: int
    my: int
    box: tuple[int, int, int, int]
    """where the mask is not empty"""
    grows: bool
    """it changes its size during the shot"""
    shifted: dict[int, tuple[Image.Image, Image.Image | None]]
    """by quarters of a pixel; -1 twice as fine"""
    solid: int = 0
    """the row from which on the mask covers all of the box, so that pasting needs no mask"""


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
        self._sky: bytes | None = None
        self._over: tuple[Image.Image, Image.Image] | None = None
        self._solid: int | None = None
        self._still: tuple[int, bytes] | None = None
        self._flats: list[_Flat] | None = None

    def pixels(self, view: View, frame: int) -> bytes:
        """height x width x 3 bytes of what is behind the actors."""
        if self.rests and view == View():
            return self._resting(frame)
        return self._moving(view)

    # -- at rest ---------------------------------------------------------------------------------------------

    def _resting(self, frame: int) -> bytes:
        step = frame // CLOUD_EVERY if self.clouds else 0
        if self._still is None or self._still[0] != step:
            self._still = (step, self._compose(step * CLOUD_EVERY / self.fps))
        return self._still[1]

    def _compose(self, t: float) -> bytes:
        w, h = self.window.width, self.window.height
        far = [p for p in self.stage.planes if p.depth > 20]
        near = [p for p in self.stage.planes if p.depth <= 20]
        surface = Surface(w, h)
        canvas = self._canvas(surface)
        if self._sky is None:
            surface.load(bytes(w * h * 3))
            self._draw(canvas, far)
            self._sky = surface.agg.tobytes()
        surface.load(self._sky)
        for live in self.clouds:
            live.draw(canvas, t)
        if not self.clouds:
            self._draw(canvas, near)
            return self._lit(self._blurred(Image.frombytes("RGB", (w, h), surface.agg.tobytes()))).tobytes()
        picture = Image.frombytes("RGB", (w, h), surface.agg.tobytes())
        if self._over is None:
            self._over = self._cut_out(lambda c: self._draw(c, near), 0, 0)
        over, cover = self._over
        box = cover.getbbox() or (0, 0, 1, 1)
        solid = _solid_from(cover, box) if self._solid is None else self._solid
        self._solid = solid
        for part, mask in (((*box[:3], solid), cover), ((box[0], solid, *box[2:]), None)):
            if part[1] < part[3]:
                picture.paste(over.crop(part), part[:2], mask.crop(part) if mask else None)
        return picture.tobytes()

    # -- moving ----------------------------------------------------------------------------------------------

    def _moving(self, view: View) -> bytes:
        if self._flats is None:
            self._flats = [f for f in (self._flat(g) for g in GROUPS) if f]
        base: Image.Image | None = None
        for flat in self._flats:
            dx, dy = view.offset(flat.depth)
            dx, dy = dx * self.window.unit, dy * self.window.unit
            if base is None and flat.mask is None and not flat.grows:
                base = self._cut(flat, dx, dy)
                continue
            base = base or Image.new("RGB", (self.window.width, self.window.height))
            if flat.grows:
                self._resample(base, flat, dx, dy, view.scale(flat.depth))
            else:
                self._slide(base, flat, dx, dy)
        return base.tobytes() if base else bytes(self.window.width * self.window.height * 3)

    def _cut(self, flat: _Flat, dx: float, dy: float) -> Image.Image:
        """The part of a flat that fills the frame: what is farthest needs no pasting."""
        whole = int(np.floor(dx))
        picture, _ = self._shift(flat, int((dx - whole) * PHASES))
        left, top = flat.mx - whole, flat.my - round(dy)
        return picture.crop((left, top, left + self.window.width, top + self.window.height))

    def _slide(self, base: Image.Image, flat: _Flat, dx: float, dy: float) -> None:
        """Paste with a quarter of a pixel's precision sideways."""
        w, h = self.window.width, self.window.height
        whole = int(np.floor(dx))
        phase = int((dx - whole) * PHASES)
        picture, mask = self._shift(flat, phase)
        left, top = flat.mx - whole, flat.my - round(dy)
        box = (
            max(left, flat.box[0]),
            max(top, flat.box[1]),
            min(left + w, flat.box[2]),
            min(top + h, flat.box[3]),
        )
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        solid = min(box[3], max(box[1], flat.solid))
        for first, last, cover in ((box[1], solid, mask), (solid, box[3], None)):
            part = (box[0], first, box[2], last)
            if first < last:
                place = (part[0] - left, first - top)
                base.paste(picture.crop(part), place, cover.crop(part) if cover else None)

    def _shift(self, flat: _Flat, phase: int) -> tuple[Image.Image, Image.Image | None]:
        if phase not in flat.shifted:
            if phase == 0:
                flat.shifted[0] = (flat.picture, flat.mask)
            else:
                flat.shifted[phase] = tuple(
                    _nudge(i, phase / PHASES) if i else None for i in (flat.picture, flat.mask)
                )  # type: ignore[assignment]
        return flat.shifted[phase]

    def _resample(self, base: Image.Image, flat: _Flat, dx: float, dy: float, scale: float) -> None:
        """Scale about the middle of the frame; only rows that hold something.

        The nearest pixel of a picture that is twice as fine is as good as a quarter of a pixel, at a tenth
        of the price of filtering every frame.
        """
        w, h = self.window.width, self.window.height
        left = flat.mx + w / 2 - (dx + w / 2) / scale
        top = flat.my + h / 2 - (dy + h / 2) / scale
        first = max(0, int(np.floor((flat.box[1] - top) * scale)))
        last = min(h, int(np.ceil((flat.box[3] - top) * scale)))
        if first >= last:
            return
        picture, mask = self._fine(flat)
        step = 2 / scale
        where = (step, 0.0, 2 * left, 0.0, step, 2 * (top + first / scale))
        size = (w, last - first)
        seen = picture.transform(size, Image.Transform.AFFINE, where, Image.Resampling.NEAREST)
        cover = (
            mask.transform(size, Image.Transform.AFFINE, where, Image.Resampling.NEAREST) if mask else None
        )
        base.paste(seen, (0, first), cover)

    def _fine(self, flat: _Flat) -> tuple[Image.Image, Image.Image | None]:
        if -1 not in flat.shifted:
            size = (flat.picture.width * 2, flat.picture.height * 2)
            fine = [
                i.resize(size, Image.Resampling.BILINEAR) if i else None for i in (flat.picture, flat.mask)
            ]
            flat.shifted[-1] = (fine[0], fine[1])  # type: ignore[assignment]
        return flat.shifted[-1]

    def _flat(self, depth: float) -> _Flat | None:
        zooms = self.path.move.startswith("zoom")
        planes = [p for p in self.stage.planes if zooms or group_of(p.depth) == depth]
        lives = self.clouds if depth == GROUPS[0] else []
        if not (planes or lives) or (zooms and lives is not self.clouds):
            return None
        mx, my = self._margins(depth)
        grows = any(abs(v.scale(depth) - 1) > 0.002 for v in self.views)

        def draw(c: Canvas) -> None:
            self._draw(c, [p for p in planes if p.depth > 20])
            for live in lives:
                live.draw(c, 0.0)
            self._draw(c, [p for p in planes if p.depth <= 20])

        if depth == GROUPS[0]:
            w, h = self.window.width + 2 * mx, self.window.height + 2 * my
            surface = Surface(w, h)
            surface.load(bytes(w * h * 3))
            draw(self._canvas(surface, mx, my))
            picture = self._blurred(Image.frombytes("RGB", (w, h), surface.agg.tobytes())) if zooms else None
            picture = self._lit(picture or Image.frombytes("RGB", (w, h), surface.agg.tobytes()), mx, my)
            return _Flat(depth, picture, None, mx, my, (0, 0, w, h), grows, {})
        picture, cover = self._cut_out(draw, mx, my)
        picture = self._lit(picture, mx, my)
        box = cover.getbbox() or (0, 0, 1, 1)
        mask = None if cover.crop(box).getextrema()[0] == 255 else cover
        return _Flat(depth, picture, mask, mx, my, box, grows, {}, _solid_from(cover, box) if mask else 0)

    def _margins(self, depth: float) -> tuple[int, int]:
        """How many pixels beyond the frame are ever seen."""
        h, w = self.window.height, self.window.width
        ends = [*self.views, self.path.at(0.0), self.path.at(1.0)]
        reach_x = max(abs(v.offset(depth)[0]) for v in ends) * self.window.unit
        reach_y = max(abs(v.offset(depth)[1]) for v in ends) * self.window.unit
        out = max(0.0, max(1 / v.scale(depth) for v in ends) - 1)
        return int(reach_x + out * w / 2) + 3, int(reach_y + out * h / 2) + 3

    # -- painting --------------------------------------------------------------------------------------------

    def _canvas(self, surface: Surface, mx: int = 0, my: int = 0) -> Canvas:
        canvas = self.window.canvas(surface, mx, my)
        canvas.line, canvas.tone = self.style.line, self.style.tone
        return canvas

    def _draw(self, canvas: Canvas, planes: list[Plane]) -> None:
        import random

        for plane in planes:
            plane.draw(canvas.lit(self.stage.grade(plane.haze)), random.Random(plane.seed))

    def _cut_out(self, draw: Callable[[Canvas], None], mx: int, my: int) -> tuple[Image.Image, Image.Image]:
        """What `draw` paints, as colours and coverage: painted on black and on white, the difference is
        the air.
        """
        w, h = self.window.width + 2 * mx, self.window.height + 2 * my
        seen = []
        for ground in (0, 255):
            surface = Surface(w, h)
            surface.load(bytes([ground]) * (w * h * 3))
            draw(self._canvas(surface, mx, my))
            seen.append(np.frombuffer(surface.agg.tobytes(), np.uint8).reshape(h, w, 3))
        black, white = seen
        cover = self._blurred(
            Image.fromarray(
                (255 - (white[..., 1].astype(np.int16) - black[..., 1]).clip(0, 255)).astype(np.uint8)
            )
        )
        colour, air = np.array(self._blurred(Image.fromarray(black))), np.asarray(cover)
        edge = (air > 0) & (air < 255)
        colour[edge] = np.minimum(255, colour[edge].astype(np.uint16) * 255 // air[edge][:, None]).astype(
            np.uint8
        )
        return Image.fromarray(colour), cover

    def _lit(self, picture: Image.Image, mx: int = 0, my: int = 0) -> Image.Image:
        """A room in the light of its lamps and windows; any other place as it is."""
        if not self.stage.indoors:
            return picture
        window, k = self.window, self.window.unit * self.window.zoom
        x, y = (
            ((np.arange(n, dtype=np.float32) - n / 2) / k + c).astype(np.float32)
            for n, c in ((picture.width, window.cx), (picture.height, window.cy))
        )
        gain = light_room(self.stage.light, self.stage.pools, x, y)
        return Image.fromarray((np.asarray(picture) * gain + 0.5).clip(0, 255).astype(np.uint8))

    def _blurred(self, picture: Image.Image) -> Image.Image:
        return picture.filter(ImageFilter.GaussianBlur(self.blur)) if self.blur > 0.3 else picture


def _solid_from(cover: Image.Image, box: tuple[int, int, int, int]) -> int:
    """The first row below which nothing in the box is seen through; its lower edge if there is none."""
    rows = np.asarray(cover)[box[1] : box[3], box[0] : box[2]].min(axis=1) == 255
    open_rows = np.flatnonzero(~rows)
    return box[1] + (int(open_rows[-1]) + 1 if len(open_rows) else 0)


def _nudge(picture: Image.Image, by: float) -> Image.Image:
    """The picture moved to the right by a part of a pixel."""
    w, h = picture.size
    wide = Image.new(picture.mode, (w + 1, h))
    wide.paste(picture, (1, 0))
    return wide.resize((w, h), Image.Resampling.BILINEAR, box=(1 - by, 0, w + 1 - by, h))

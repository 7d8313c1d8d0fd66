"""One drawn shot: its stage, its cast and its camera put together, frame by frame.

shot = DrawnShot(panel, num_frames=72, fps=24)
shot.draw(0).picture                # (height, width, 3) uint8 RGB
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backlot.actors.acting import Part, pose_at
from backlot.actors.figures import draw_figure
from backlot.actors.heads import draw_head
from backlot.actors.pose import Pose
from backlot.camera import Tilt, View
from backlot.colour import darker, words_of
from backlot.contact import touch_others
from backlot.containers import enclose
from backlot.fitting import Fit
from backlot.following import choose_path, spot_of
from backlot.framing import Box
from backlot.held import held_matrix
from backlot.lamps import find_pools
from backlot.lively import Lively
from backlot.paint import Canvas, FramedBounds, Line, Matrix, Surface
from backlot.passing import Held, Passing, act_together, idle
from backlot.placed import Placed, PlacedProp
from backlot.places.backdrop import Backdrop, Window
from backlot.places.foreground import NEAR
from backlot.places.light import grade_actor
from backlot.places.sets import build_stage, place_words
from backlot.places.vessels import Seats
from backlot.places.weather import add_weather
from backlot.playing import play
from backlot.prop_staging import stage_props
from backlot.props import draw_prop
from backlot.rims import SMALL, find_rim
from backlot.seating import seat_together
from backlot.shadows import draw_shadow
from backlot.soft import SoftFigure
from backlot.staging import looks_back, stage_cast
from backlot.style import find_style
from shots.backends import Panel, SpokenLine

VERSION = "42"
"""Changes whenever the same panel would give another picture."""
SPAN = 4.2
"""Half the width of every stage in frame heights: always the same, so that a place is always the same."""
_ZOOMS: dict[str, float] = {
    "extreme_wide": 0.86,
    "wide": 1.0,
    "full": 1.12,
    "medium": 1.45,
    "close": 2.0,
    "extreme_close": 2.7,
}
_LENSES = {"wide": 0.9, "long": 1.16}
"""How much of the place a lens shows beside the normal one."""
_HORIZONS: dict[str, float] = {"low": 0.74, "high": 0.36, "overhead": 0.14}
_WALKERS = frozenset({"person", "upright", "quadruped", "thing"})
"""Plans that stand on ground; where there is only water they stand ashore."""
_WET = frozenset(words_of("sea ocean underwater reef sky space aquarium"))
"""Places where a fish needs no pool."""


@dataclass(frozen=True)
class Layer:
    """Somebody or something of one frame, to be drawn alone on any surface of the frame's shape."""

    name: str
    draw: Callable[[Surface], Box]
    """paints it and returns its box, 0..1 of the frame, cut at the edges"""
    shade: Callable[[Surface], None]
    """paints its shadow"""
    placed: Placed | None = None
    pose: Pose | None = None
    fit: Fit | None = None
    is_prop: bool = False


@dataclass(frozen=True)
class Drawn:
    """One frame and what is known of it."""

    picture: NDArray[np.uint8]
    view: View
    boxes: dict[str, Box]
    feet: dict[str, tuple[tuple[float, float], ...]]
    props: dict[str, Box]
    mouths: dict[str, float]
    """how far each mouth is open, 0..1"""


def _no_shade(surface: Surface) -> None:
    """What is held, or near the lens, throws no shadow."""


_SAME: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
DUTCH = 8.0
"""Degrees that a dutch angle tilts the picture, clockwise."""
_NOTHING: NDArray[np.uint8] = np.zeros((0, 0, 3), np.uint8)


class DrawnShot:
    """A shot ready to be drawn. Frame 0 depends on the panel alone, so the keyframe is the clip's first
    frame.
    """

    def __init__(self, panel: Panel, num_frames: int, fps: int, speech: tuple[SpokenLine, ...] = ()) -> None:
        self.panel, self.num_frames, self.fps, self.speech = panel, num_frames, fps, speech
        camera = panel.shot.camera
        self.size = (camera.size if camera else None) or "full"
        self.angle = (camera.angle if camera else None) or "eye_level"
        self.style = find_style(panel.style)
        self.placed = stage_cast(panel)
        self.tilt = Tilt(panel.width, panel.height, DUTCH) if self.angle == "dutch" else None
        self._soft: SoftFigure | None = None
        self.props = stage_props(panel, self.placed)
        self.passings = self._passings()
        self.stage = self._stage()
        self.path = choose_path(panel, self.placed, (num_frames - 1) / fps, self.stage.indoors)
        self.window = self._window()
        self.stage.pools += find_pools(self.props, self.placed, self.window)
        blur = max(0.0, self.window.zoom - 1.3) * panel.height / 400
        night = self.stage.light.dark > 0.5 and not self.stage.indoors
        self._usual_rim = self.style.rims[night]
        self._rims: dict[str, Line | None] | None = None
        ground = self.style.under(night)
        self.backdrop = Backdrop(self.stage, self.window, self.path, ground, fps, blur)
        self.lively = Lively(self.stage, self.window, ground, self.tilt, self.size, panel)
        self.surface = Surface(panel.width, panel.height)
        self.grade = grade_actor(self.stage.light, self.stage.indoors)
        self._walk()

    @property
    def rims(self) -> dict[str, Line | None]:
        """The edge of everybody and everything: the style's, or one for those who would melt into the place.

        Found at the first frame, so that nobody's edge comes and goes.
        """
        if self._rims is None:
            self._rims = {}  # nobody has one while they are looked at
            self._rims = self._find_rims()
        return self._rims

    def _find_rims(self) -> dict[str, Line | None]:
        layers = self.layers(0)
        if self._usual_rim or self.style.line.ink or not layers:
            return {layer.name: self._usual_rim for layer in layers}
        pixels = self._behind(self.path.at(0.0), 0)
        step = max(1, self.panel.height // SMALL)
        ground = pixels[step // 2 :: step, step // 2 :: step]
        alone = [layer for layer in layers if not (layer.placed and layer.placed.away)]
        return {layer.name: find_rim(layer.draw, ground) for layer in alone}

    def moment(self, frame: int) -> float:
        """0 for the first frame .. 1 for the last."""
        return frame / max(1, self.num_frames - 1)

    def draw(self, frame: int) -> Drawn:
        """One frame with what is known of it."""
        t = frame / self.fps
        view = self.path.at(self.moment(frame))
        self.surface.load(self._behind(view, frame))
        self.lively.draw(self.surface, view, t, lambda live: not live.front)
        if self.stage.vessel:
            self.stage.vessel.back(*self._aboard(self.surface, view), t)
        drawn = Drawn(_NOTHING, view, {}, {}, {}, {})
        for layer in self.layers(frame):
            layer.shade(self.surface)
            box = layer.draw(self.surface)
            (drawn.props if layer.is_prop else drawn.boxes)[layer.name] = box
            if layer.pose and layer.fit and layer.placed:
                drawn.feet[layer.name] = self._feet(layer.placed, layer.pose, layer.fit)
                drawn.mouths[layer.name] = layer.pose.mouth
        self.draw_foreground(self.surface, frame)
        self.lively.draw(self.surface, view, t, lambda live: live.front and live.depth > NEAR)
        return replace(drawn, picture=self.surface.pixels())

    def layers(self, frame: int) -> list[Layer]:
        """Everybody and every prop of one frame, from the farthest to the nearest, each to be drawn alone."""
        u, t = self.moment(frame), frame / self.fps
        view = self.path.at(u)
        loose = [thing for thing in self.props if not (thing.holder or thing.handings or thing.around)]
        standing = sorted(loose, key=lambda q: (not q.behind, q.near))
        bodies = self._bodies(frame, view)
        passed = self._passed(bodies, view, t)
        out: list[Layer] = []
        for p in self.placed:
            while standing and not p.away and (standing[0].behind or standing[0].near <= p.box(u)[3]):
                out.append(self._prop_layer(standing.pop(0), view, t))
            if p.away:
                out += [self._prop_layer(thing, view, t) for thing in standing]
                standing = []
            out += self._enclosed(self._actor_layers(p, frame, view, bodies[p.part.actor.id]), bodies, t)
            out += passed.get(p.part.actor.id, [])
        return out + [self._prop_layer(thing, view, t) for thing in standing] + passed.get("", [])

    def _enclosed(self, layers: list[Layer], bodies: dict[str, Held], t: float) -> list[Layer]:
        """An actor's layers with the thing that they are in: what is behind them, and what is before."""
        thing = next((q for q in self.props if layers[0].name in q.around), None)
        if thing is None:
            return layers
        where = enclose(thing.match, [(bodies[who].placed, bodies[who].fit) for who in thing.around])

        def whole(surface: Surface) -> None:
            draw_prop(self._canvas(surface, where), thing.match, t)

        front = thing.match.kind.front
        if layers[0].name == thing.around[0]:
            layers[0] = replace(layers[0], shade=whole if front else _no_shade)
        if layers[0].name == thing.around[-1]:
            seen = replace(thing.match, kind=replace(thing.match.kind, draw=front or thing.match.kind.draw))
            layers.append(self._thing_layer(replace(thing, match=seen), where, t, _no_shade))
        return layers

    def _bodies(self, frame: int, view: View) -> dict[str, Held]:
        """Everybody's pose and place in one frame: the act, and the reaching of who gives and takes."""
        u, scrolls = self.moment(frame), bool(self.path.scroll)
        bodies = {}
        for p in self.placed:
            who = idle(p) if any(x.concerns(p.part.actor.id) for _, x in self.passings) else p
            pose = play(who, self.placed, self.speech, frame, self.fps, self.num_frames - 1, scrolls)
            bodies[p.part.actor.id] = Held(p, pose, self._seen(p, u, view))
        passings = [(passing, self._spots(thing, view)) for thing, passing in self.passings]
        return act_together(passings, touch_others(bodies, frame / self.fps), frame / self.fps)

    def _passed(self, bodies: dict[str, Held], view: View, t: float) -> dict[str, list[Layer]]:
        """What changes hands, by the actor right after whom it is drawn; under '' what is drawn last."""
        out: dict[str, list[Layer]] = {}
        for thing, passing in self.passings:
            if where := passing.place(t, bodies, self._spots(thing, view)):
                (x, y), k = where.foot, thing.height * self.panel.height
                side = bodies[where.holder].pose.facing if where.holder else 1.0
                layer = self._thing_layer(thing, (k * side, 0.0, x, 0.0, k, y), t, _no_shade)
                out.setdefault(where.after(list(bodies)), []).append(layer)
        return out

    def _passings(self) -> list[tuple[PlacedProp, Passing]]:
        seconds, height = self.num_frames / self.fps, self.panel.height
        return [
            (thing, Passing(thing.handings, seconds, thing.height * height))
            for thing in self.props
            if thing.handings
        ]

    def _spots(self, thing: PlacedProp, view: View) -> list[tuple[float, float]]:
        return [self._ground_at(x, y, view) for x, y in thing.spots]

    def _actor_layers(self, p: Placed, frame: int, view: View, body: Held) -> list[Layer]:
        pose, fit = body.pose, body.fit
        if p.away:
            return [self._shoulder_layer(p, pose, fit, frame)]
        if p.carrier and p.seat:
            return [self._window_layer(p, pose, fit, frame, view)]

        def draw(surface: Surface) -> Box:
            figure = self.figure_canvas(surface, fit)
            with figure.rimmed(self.rims.get(p.part.actor.id)) as canvas:
                draw_figure(canvas, p.part.actor, pose)
            return self._clip(figure)

        def shade(surface: Surface) -> None:
            wet = bool(_WET & self.stage.words)
            draw_shadow(self._canvas(surface, _SAME), p, fit, pose, wet)

        held = [thing for thing in self.props if thing.holder == p.part.actor.id]
        return [
            Layer(p.part.actor.id, draw, shade, p, pose, fit),
            *(self._held_layer(thing, p, pose, fit, frame / self.fps) for thing in held),
        ]

    def _window_layer(self, p: Placed, pose: Pose, fit: Fit, frame: int, view: View) -> Layer:
        """Somebody's head in the window of the vehicle that they ride in."""
        assert p.carrier and p.seat
        carrier, (x, y, radius) = self._seen(p.carrier, self.moment(frame), view), p.seat
        side = -1.0 if p.carrier.part.facing < 0 else 1.0

        def draw(surface: Surface) -> Box:
            body = self.figure_canvas(surface, carrier).at(0, 0, side, 1)
            window = body.at(x, y, radius, radius)
            draw_head(window, p.part.actor, replace(pose, tilt=0.0))
            return self._clip(window)

        return Layer(p.part.actor.id, draw, _no_shade, p, pose, fit)

    def _shoulder_layer(self, p: Placed, pose: Pose, fit: Fit, frame: int) -> Layer:
        """Somebody's back near the lens, out of focus: painted once, it only breathes."""
        width, height = self.panel.width, self.panel.height
        if self._soft is None:
            still = replace(rest(p.part), away=1.0, turn=0.1, sway=0.0, near_arm=(-8, 10), far_arm=(10, 10))

            def paint(surface: Surface) -> None:
                canvas = self.figure_canvas(surface, fit)
                draw_figure(canvas.lit(lambda k: darker(self.grade(k), 0.82)), p.part.actor, still)

            self._soft = SoftFigure(width, height, paint, height / 130)
        soft, t = self._soft, frame / self.fps

        def draw(surface: Surface) -> Box:
            bob = height * 0.004
            left, top, right, bottom = soft.paste(
                surface, bob * math.sin(t * 1.1), bob * (1 + math.sin(t * 2.1))
            )
            return (left / width, top / height, right / width, bottom / height)

        return Layer(p.part.actor.id, draw, _no_shade, p, replace(pose, away=1.0), fit)

    # -- setting up ------------------------------------------------------------------------------------------

    def _stage(self):  # type: ignore[no-untyped-def]
        place = self.panel.place
        scene = self.panel.scene
        words = place_words(place, scene.place)
        if any(
            p.part.actor.kind.plan in _WALKERS and p.part.action not in ("swim", "fly") for p in self.placed
        ):
            words.append("ashore")
        stage = build_stage(
            scene.place or "somewhere",
            words,
            scene.time_of_day,
            scene.weather,
            SPAN,
            scene.mood,
            besides={q.match.kind.name for q in self.props} | {p.part.actor.kind.name for p in self.placed},
            reverse=looks_back(self.placed, self.size),
        )
        add_weather(stage)
        return stage

    def _window(self) -> Window:
        """Which part of the stage is seen: the size decides how much, the shot's id from where."""
        width, height = self.panel.width, self.panel.height
        aspect = width / height
        camera = self.panel.shot.camera
        lens = _LENSES.get((camera.lens if camera else None) or "normal", 1.0)
        zoom = max(_ZOOMS[self.size] * lens, aspect / 2 / (SPAN - 2.7))
        cx = spot_of(self.panel.shot.id or "") * self.stage.roam
        if aspect < 1.2:  # a narrow frame looks for what makes the place
            cx = self.stage.sight + 0.3 * cx
        target = _HORIZONS.get(self.angle, self.stage.horizon)
        on_foot = [p for p in self.placed if p.shown == 1.0 and p.part.action not in ("fly", "swim")]
        feet = [p.keys[0][1][3] for p in on_foot]
        self.feet = max((box[3] for p in on_foot for _, box in p.keys), default=0.0)
        if feet:
            target = min(target, max(0.2, min(feet) - 0.06))
        cy = self.stage.horizon - (target - 0.5) / zoom
        if not self.tilt:
            return Window(cx, cy, zoom, width, height, height)
        return Window(cx, cy, zoom * 1.12, *self.tilt.wider, height)

    def _walk(self) -> None:
        """The ground that everybody covers until each frame, in body heights, and how fast."""
        height = self.panel.height
        for p in self.placed:
            p.travelled, p.speed = [0.0], [0.0]
            before = self._stand(p, 0)
            for frame in range(1, self.num_frames):
                here = self._stand(p, frame)
                fit = p.fit(self.moment(frame), height)
                step = (here[0] - before[0]) * p.part.facing / fit.sx
                step += abs(here[1] - before[1]) / fit.sy * (1 if abs(here[0] - before[0]) < 0.5 else 0)
                p.travelled.append(p.travelled[-1] + step)
                p.speed.append(abs(step) * self.fps)
                before = here

    def _stand(self, p: Placed, frame: int) -> tuple[float, float]:
        """Where somebody stands on the ground, in pixels, the camera's travel taken out."""
        u = self.moment(frame)
        fit = p.fit(u, self.panel.height)
        moved = self.path.at(u).offset(1.0)[0] * self.panel.height if self.path.scroll else 0.0
        return fit.x - moved, fit.y

    # -- drawing ---------------------------------------------------------------------------------------------

    def _seen(self, p: Placed, u: float, view: View) -> Fit:
        """The figure's place in the picture: its box, carried by the camera as the ground under it is.

        Whoever has boxes is held in them: a push in makes them larger where they are; and with boxes at
        several moments they keep their size too, for there the boxes speak for the camera.
        """
        width, height = self.panel.width, self.panel.height
        fit = p.fit(u, height)
        if self.tilt:
            dx, dy = self.tilt.shift((fit.x, fit.y - fit.sy * (p.extent[3] - p.extent[1]) / 2))
            fit = replace(fit, x=fit.x + dx, y=fit.y + dy)
        scale = 1.0 if len(p.keys) > 1 and p.planned else view.scale(1.0)
        dx, dy = (0.0, 0.0) if self.path.scroll else view.offset(1.0)
        cx, cy = width / 2, height / 2
        if p.planned:
            cx, cy = fit.x, fit.y - fit.sy * (p.extent[3] - p.extent[1]) / 2
        return Fit(
            cx + (fit.x - cx) * scale + dx * height,
            cy + (fit.y - cy) * scale + dy * height,
            fit.sx * scale,
            fit.sy * scale,
        )

    def figure_canvas(self, surface: Surface, fit: Fit) -> Canvas:
        """A canvas in body heights with its origin under the figure, in the light of the place."""
        canvas = self._canvas(surface, (fit.sx, 0.0, fit.x, 0.0, fit.sy, fit.y))
        canvas.bounds = FramedBounds(width=surface.width, height=surface.height)
        return canvas

    def _canvas(self, surface: Surface, matrix: Matrix) -> Canvas:
        matrix = self.tilt.applied(matrix) if self.tilt else matrix
        if surface.height != self.panel.height:
            k = surface.height / self.panel.height
            a, b, c, d, e, f = matrix
            matrix = (a * k, b * k, c * k, d * k, e * k, f * k)
        return Canvas(surface, matrix, self.grade, self.style.line, tone=self.style.tone)

    def _prop_layer(self, thing: PlacedProp, view: View, t: float) -> Layer:
        x, y = self._ground_at(thing.x, thing.y, view)
        k = thing.height * self.panel.height * view.scale(1.0)
        matrix = (k * thing.broad, 0.0, x, 0.0, k, y)

        def shade(surface: Surface) -> None:
            self._canvas(surface, matrix).plain().ellipse(0.02, 0.0, 0.55, 0.08, (18, 20, 40), 60)

        return self._thing_layer(thing, matrix, t, _no_shade if thing.nearer else shade)

    def _ground_at(self, x: float, y: float, view: View) -> tuple[float, float]:
        """Where a spot of the ground, in 0..1 of the still frame, is seen, in pixels."""
        width, height = self.panel.width, self.panel.height
        scale, (dx, dy) = view.scale(1.0), view.offset(1.0)
        x = width / 2 + (x - 0.5) * width * scale + dx * height
        y = height / 2 + (y - 0.5) * height * scale + dy * height
        if self.tilt:
            sx, sy = self.tilt.shift((x, y))
            x, y = x + sx, y + sy
        return x, y

    def _held_layer(self, thing: PlacedProp, p: Placed, pose: Pose, fit: Fit, t: float) -> Layer:
        matrix = held_matrix(thing, p, pose, fit, self.panel.height)
        return self._thing_layer(thing, matrix, t, _no_shade)

    def _thing_layer(
        self, thing: PlacedProp, where: Matrix, t: float, shade: Callable[[Surface], None]
    ) -> Layer:
        def draw(surface: Surface) -> Box:
            canvas = self._canvas(surface, where)
            with canvas.rimmed(self.rims.get(thing.id)) as rimmed:
                draw_prop(rimmed, thing.match, t)
            return self._clip(canvas)

        return Layer(thing.id, draw, shade, is_prop=True)

    def _behind(self, view: View, frame: int) -> NDArray[np.uint8]:
        """What is behind the actors; under a tilted camera a part of something wider, turned."""
        pixels = self.backdrop.pixels(view, frame)
        return self.tilt.turned(pixels) if self.tilt else pixels

    def draw_foreground(self, surface: Surface, frame: int) -> None:
        """What grows before everybody: the only things of the place that hide a part of anybody."""
        view, t = self.path.at(self.moment(frame)), frame / self.fps
        if self.stage.vessel:
            self.stage.vessel.front(*self._aboard(surface, view), t)
        if self.stage.turf and 0.6 < self.feet < 0.985:
            self.lively.draw_turf(surface, view, t, self.stage.turf, self.feet)
        self.lively.draw(surface, view, t, lambda live: live.front and live.depth <= NEAR)

    def _aboard(self, surface: Surface, view: View) -> tuple[Canvas, Seats]:
        """A canvas for the stage's vessel, and the room of those in it."""
        size = (self.panel.width, self.panel.height)
        matrix, seats = seat_together(self.placed, size, view, bool(self.path.scroll))
        return self._canvas(surface, matrix), seats

    def _clip(self, figure: Canvas) -> Box:
        b, w, h = figure.bounds, figure.surface.width, figure.surface.height
        return (
            min(1.0, max(0.0, b.left / w)),
            min(1.0, max(0.0, b.top / h)),
            max(0.0, min(1.0, b.right / w)),
            max(0.0, min(1.0, b.bottom / h)),
        )

    def _feet(self, p: Placed, pose: Pose, fit: Fit) -> tuple[tuple[float, float], ...]:
        if p.part.actor.kind.plan in ("fish", "snake") or pose.roll or p.part.actor.others:
            return ()
        side = -1.0 if pose.facing < 0 else 1.0
        return tuple(
            ((fit.x + side * fit.sx * foot[0]) / self.panel.width, foot[1])
            for foot in (pose.near_foot, pose.far_foot)
        )


def rest(part: Part) -> Pose:
    """The pose at the first moment."""
    return pose_at(part, 0.0)

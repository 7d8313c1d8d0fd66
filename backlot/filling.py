"""Filling: how somebody plays and stands in the boxes that they have, so that what is seen fills them.

As the part is usually played, if that fills the box; else by the least unusual of `means`, and drawn broader
or slimmer if that is needed. Knows nothing of the screenplay.

    python -c "from backlot.filling import fill_boxes; print(fill_boxes.__doc__)"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backlot.actors.acting import Part, pose_at
from backlot.actors.bearing import USUAL, Bearing
from backlot.actors.figures import face_of, find_joints, head_of
from backlot.fitting import (
    LOWEST,
    NEAR,
    Body,
    Choice,
    choose,
    fit_into,
    grow,
    overlap_at_worst,
    overlap_of,
    place_alike,
    stretch_cost,
)
from backlot.framing import OBEYED, Box
from backlot.means import leeway_of, means_of
from backlot.paint import Canvas, Point, Surface
from backlot.placed import Placed, box_at
from backlot.silhouette import Silhouette, in_turn, silhouette_of

_THINGS = (0.8, 0.9)
"""What a near shot shows of things, which have their faces on their bodies."""
_TRUNKS = frozenset({"person", "upright", "bird"})
"""Plans whose groups may be cut below."""
_HANDS = _TRUNKS | {"thing"}
"""Plans that bring things to the face instead of bowing to them."""
_FACES, _TUCKS = frozenset({"close", "extreme_close"}), 0.85
"""Sizes that show a face; with less of the body in the picture than so much, no tail is seen on its own."""
_GOOD, _SURE = 0.9, 0.03
"""With so much overlap nobody does anything else for the box; so much more than is due makes sure of it."""
_NEARLY = 1.05
"""By so much a figure may be broader or slimmer than its silhouette, in which the head has its own form."""
_SLACK, _LITTLE = 0.15, 0.22
"""Differences of breadth, as logarithms: what a box bears, and what a body does before anything else."""
_TRIES = 3


def fill_boxes(p: Placed, size: str, aspect: float, most: float = math.inf) -> None:
    """Put the figure into its boxes, at most so many frame heights a body height large."""
    p.silhouette = silhouette_of(p.part, p.pace)
    if p.away:
        _, top, _, bottom = p.silhouette.extent()
        p.shown, cut = 0.5, (top + bottom) / 2
        p.extent = (*p.silhouette.extent((-99.0, -99.0, 99.0, cut))[:3], cut)
        p.fits = [(at, fit_into(p.extent, _in_heights(box, aspect))) for at, box in p.keys]
        return
    main = max(range(len(p.keys)), key=lambda i: _area(p.keys[i][1]))
    body, choice = _choose(p, p.keys[main][1], size, aspect, most)
    p.shown, p.extent = choice.shown, choice.extent
    p.fits = [
        (at, choice.fit if i == main else place_alike(body, choice, p.keys[main][1], box, aspect))
        for i, (at, box) in enumerate(p.keys)
    ]
    _keep_heads_in(p)
    if p.asked:
        pairs = [(box_at(p.asked, at), fit) for at, fit in p.fits]
        p.overlap = min(overlap_of(p.silhouette, fit, box, aspect) for box, fit in pairs)
        p.at_worst = min(overlap_at_worst(p.silhouette, fit, box, aspect) for box, fit in pairs)


def _keep_heads_in(p: Placed) -> None:
    """Whoever would leave the frame above while they play is smaller, on the same spot."""
    assert p.silhouette
    tallest = float(p.silhouette.inside((-99.0, -99.0, 99.0, 99.0))[:, 1].min())
    bottom, smaller = p.extent[3], 1.0
    for _, fit in p.fits:
        top, ground = fit.y + fit.sy * tallest, fit.y + fit.sy * bottom
        if top < 0:
            smaller = min(smaller, ground / (ground - top))
    if smaller < 1:
        p.fits = [(at, grow(fit, p.extent, smaller)) for at, fit in p.fits]


@dataclass(frozen=True)
class _Try:
    """One way to play a part in a box."""

    part: Part
    cost: float
    body: Body
    choice: Choice
    needed: float
    """how much broader the figure would have to be, to fill the box"""

    @property
    def fills(self) -> bool:
        """Whether nothing else need be tried."""
        near = 1 / _NEARLY < self.needed < _NEARLY
        return self.choice.overlap >= (OBEYED + _SURE if near else _GOOD)

    @property
    def level(self) -> float:
        """How much broader their kind may be drawn towards what is needed."""
        low, high = leeway_of(self.part.actor)
        return min(max(self.needed, low), high)

    @property
    def worth(self) -> tuple[bool, float]:
        got, fit = self.choice.overlap, self.choice.fit
        cost = self.cost + stretch_cost(fit.sx / fit.sy)
        if got < OBEYED + _SURE:  # it will be told, so how near it comes is what counts
            return False, got - 0.3 * cost
        return True, min(got, _GOOD) - cost


@dataclass(frozen=True)
class _Room:
    """A box and what is known of the shot that it is in."""

    p: Placed
    box: Box
    size: str
    aspect: float
    most: float

    def attempt(self, part: Part, cost: float = 0.0, level: float = 1.0) -> _Try:
        """The part in the box, drawn about so much broader than it is."""
        stretch = (level / _NEARLY, level * _NEARLY)
        body = _body(self.p, part, _silhouette(self.p, part, level), self.size, stretch)
        choice = choose(body, self.box, self.aspect, self.most)
        x0, y0, x1, y1 = choice.extent
        left, top, right, bottom = self.box
        broad, tall = (right - left) * self.aspect, (1.0 if choice.shown < 1 else bottom) - top
        return _Try(part, cost, body, choice, broad / tall * (y1 - y0) / (x1 - x0))


def _silhouette(p: Placed, part: Part, level: float = 1.0) -> Silhouette:
    """Of a part and, where there is a box to fill, of all that the beats make of it, each for as long as it
    lasts.
    """
    if not (p.beats and p.asked):
        return silhouette_of(part, p.pace, level)
    parts = [(0.0, part), *((at, _borne(beat, part)) for at, beat in p.beats)]
    ends = [at for at, _ in parts[1:]] + [1.0]
    return in_turn(
        [(end - at, silhouette_of(beat, p.pace, level)) for (at, beat), end in zip(parts, ends, strict=True)]
    )


def _borne(beat: Part, part: Part) -> Part:
    """What follows, with arms and legs as wide as before, and the same in the hand."""
    b = part.bearing
    bearing = Bearing(spread=b.spread, stance=b.stance, tucked=b.tucked)
    return replace(beat, bearing=bearing, facing=part.facing, holding=part.holding)


def _choose(p: Placed, box: Box, size: str, aspect: float, most: float) -> tuple[Body, Choice]:
    """The best framing: as the part is usually played; if that does not fill the box, by the least unusual
    means that do.
    """
    room = _Room(p, box, size, aspect, most)
    usual = replace(p.part, bearing=USUAL)
    best = room.attempt(usual)
    if size in _FACES and usual.actor.kind.tail and usual.actor.kind.plan == "upright":
        tucked = room.attempt(replace(usual, bearing=Bearing(tucked=True)))
        if tucked.choice.shown < _TUCKS and tucked.choice.overlap >= OBEYED:
            best = tucked
    if p.asked and not p.carrier and not best.fills:
        best = _by_other_means(room, best)
    p.part, p.silhouette = best.part, best.body.silhouette
    p.beats = [(at, _borne(beat, best.part)) for at, beat in p.beats]
    return best.body, best.choice


def _by_other_means(room: _Room, usual: _Try) -> _Try:
    found = [usual]
    if abs(math.log(usual.needed)) < _LITTLE:
        found.append(room.attempt(usual.part, 0.0, usual.level))
        if found[-1].fills:
            return found[-1]
    for part, cost in means_of(usual.part, usual.needed > 1):
        found.append(room.attempt(part, cost))
        if found[-1].fills:
            break
    best = max(found, key=lambda row: row.worth)
    for row in [] if best.worth[0] else _stretched(found):
        found.append(room.attempt(row.part, row.cost, row.level))
        if found[-1].worth[0]:
            break
    return max(found, key=lambda row: row.worth)


def _stretched(found: Sequence[_Try]) -> list[_Try]:
    """The attempts that are worth drawing broader or slimmer, the most promising first."""

    def due(row: _Try) -> tuple[float, float]:
        missed = abs(math.log(row.needed / row.level))
        return max(0.0, missed - _SLACK), row.cost + stretch_cost(row.level)

    return sorted((row for row in found if abs(math.log(row.needed)) > math.log(_NEARLY)), key=due)[:_TRIES]


def _body(p: Placed, part: Part, silhouette: Silhouette, size: str, stretch: tuple[float, float]) -> Body:
    a, whole = part.actor, silhouette.extent()
    steady = abs(p.keys[0][1][3] - p.keys[-1][1][3]) < 0.1
    bows = pose_at(part, 0.4).bow > 0.3 and a.kind.plan not in _HANDS
    usual = NEAR.get(size) if steady and not (p.carrier or bows) else None
    lowest = LOWEST.get(size, 2.0)
    head = head_of(a)
    if head is None:
        least = 0.55 if a.others and a.kind.plan in _TRUNKS else _THINGS[0]
        if usual and not a.others:
            usual = _THINGS
        kept, face = None, face_of(a)
        if face and size in _FACES:  # of a tram as of a horse, the fore part is enough
            x, y, radius = face
            sides = (part.facing * (x - 1.2 * radius), part.facing * (x + 1.2 * radius))
            kept = (min(sides), y - radius, max(sides), y + radius)
        return Body(silhouette, kept, least, part.facing, usual, lowest, stretch)
    _, _, radius = head
    x, y = _head_at(part, p.goes)
    chin = y + radius * (0.85 if size == "extreme_close" else 1.05)
    least = min(1.0, (chin - whole[1]) / (whole[3] - whole[1]))
    behind = 0.5 if a.kind.plan == "fish" else 1.0
    back = x - part.facing * radius * behind
    front = x + part.facing * radius
    kept = (max(whole[0], min(back, front)), y - radius, min(whole[2], max(back, front)), chin)
    return Body(silhouette, kept, least, part.facing, usual, lowest, stretch)


def _head_at(part: Part, goes: bool) -> Point:
    """The middle of the head in the pose of the part, in body heights."""
    canvas = Canvas(Surface(1, 1), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    return find_joints(canvas, part.actor, pose_at(part, 0.37, goes=goes))["head"]


def _in_heights(box: Box, aspect: float) -> Box:
    return (box[0] * aspect, box[1], box[2] * aspect, box[3])


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])

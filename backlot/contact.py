"""Contact: hands that find the other one's body: an embrace, a stroke, a push, a spoon at a mouth, a dance.

Boxes bring two beside each other; here their arms reach to the right place. Knows nothing of words.

    from backlot.contact import touch_others
    touch_others(bodies, 1.5)       # everybody with the arms of those who touch somebody, after 1.5 seconds
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from backlot.actors.figures import find_joints
from backlot.actors.pose import ease
from backlot.actors.reaching import can_hold, reach
from backlot.paint import Canvas, Point, Surface
from backlot.passing import Held

Grasp = Callable[[Held, Held, float], tuple[Point, Point | None]]
"""me, the other, seconds -> where the front hand goes, and the other hand if it does not stay"""
_NOWHERE = Surface(1, 1, marks=False)
_FAR = 1.3
"""Who is farther away than so many body heights is not touched."""


def _tall(b: Held) -> float:
    """How tall somebody stands in the picture, in pixels."""
    return (b.placed.extent[3] - b.placed.extent[1]) / max(b.placed.shown, 0.3) * b.fit.sy


def _on(me: Held, other: Held, across: float, up: float) -> Point:
    """A spot of the other's body: `across` from their middle to me in my heights, `up` 0..1 of theirs."""
    side = 1.0 if me.fit.x >= other.fit.x else -1.0
    return other.fit.x + side * across * me.fit.sx, other.fit.y - up * _tall(other)


def _head(b: Held) -> Point:
    fit = b.fit
    canvas = Canvas(_NOWHERE, (fit.sx, 0.0, fit.x, 0.0, fit.sy, fit.y))
    joints = find_joints(canvas, b.placed.part.actor, b.pose)
    return joints.get("head", (fit.x, fit.y - 0.6 * _tall(b)))


def _between(me: Held, other: Held, up: float) -> Point:
    lower = min(me.fit.sy, _tall(other))
    return (me.fit.x + other.fit.x) / 2, (me.fit.y + other.fit.y) / 2 - up * lower


def _hug(me: Held, other: Held, t: float) -> tuple[Point, Point | None]:
    pat = 0.015 * math.sin(t * 4)
    return _on(me, other, -0.02, 0.62 + pat), _on(me, other, 0.04, 0.46)


def _stroke(me: Held, other: Held, t: float) -> tuple[Point, Point | None]:
    x, y = _on(me, other, 0.16 + 0.07 * math.sin(t * 3), 0.66)
    return (x, y + 0.02 * me.fit.sy * math.sin(t * 3)), None


def _push(me: Held, other: Held, t: float) -> tuple[Point, Point | None]:
    return _on(me, other, 0.16, 0.6), _on(me, other, 0.16, 0.5)


def _feed(me: Held, other: Held, t: float) -> tuple[Point, Point | None]:
    """To the mouth and back."""
    x, y = _head(other)
    near = ease(0.5 + 0.62 * math.sin(t * 2))
    side = 1.0 if me.fit.x >= x else -1.0
    return (
        x + side * (0.16 + 0.16 * (1 - near)) * me.fit.sx,
        y + (0.1 + 0.12 * (1 - near)) * me.fit.sy,
    ), None


def _dance(me: Held, other: Held, t: float) -> tuple[Point, Point | None]:
    """Hand in hand, the joined hands up and down with the step."""
    s = math.sin(t * 2.5)
    x, y = _between(me, other, 0.5 + 0.09 * s)
    return (x, y), (x, y + 0.12 * me.fit.sy)


def _shake(me: Held, other: Held, t: float) -> tuple[Point, Point | None]:
    x, y = _between(me, other, 0.44)
    return (x, y + 0.03 * me.fit.sy * math.sin(t * 7)), None


GRASPS: dict[str, Grasp] = {
    "hug": _hug,
    "stroke": _stroke,
    "push": _push,
    "feed": _feed,
    "dance": _dance,
    "handshake": _shake,
}
"""By the act, where hands go."""
_MUTUAL = frozenset({"hug", "dance", "handshake"})
"""What both do."""


def touch_others(bodies: Mapping[str, Held], t: float) -> dict[str, Held]:
    """Everybody, with the arms of those who touch the one beside them at `t` seconds."""
    out = dict(bodies)
    for name, me in bodies.items():
        grasp = GRASPS.get(me.placed.part.action)
        other = _partner(me, bodies) if grasp and _is_free(me) else None
        if grasp and other:
            far, near = grasp(me, other, t)
            pose = reach(me.placed.part.actor, me.pose, me.fit, far, 1.0, near)
            out[name] = replace(me, pose=replace(pose, nod=me.pose.nod, mouth=me.pose.mouth))
    return out


def _is_free(me: Held) -> bool:
    p = me.placed
    return can_hold(p.part.actor) and not (p.away or p.carrier or p.seat or p.moves)


def _partner(me: Held, bodies: Mapping[str, Held]) -> Held | None:
    """Who is touched: the nearest before me, of those who do the same if both must; None for nobody."""
    action, side = me.placed.part.action, -1.0 if me.pose.facing < 0 else 1.0
    able = [
        b
        for b in bodies.values()
        if b is not me
        and not (b.placed.away or b.placed.seat or b.placed.part.actor.others)
        and 0 < (b.fit.x - me.fit.x) * side < _FAR * max(me.fit.sx, b.fit.sx)
    ]
    same = [b for b in able if b.placed.part.action == action]
    return min(
        same if action in _MUTUAL and same else able, key=lambda b: abs(b.fit.x - me.fit.x), default=None
    )

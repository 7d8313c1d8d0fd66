"""Together: those who touch, and those who ride. Where two must meet, their boxes are brought to it.

Values in, values out; `staging` calls it once for every shot. Knows nothing of drawing.

    python -c "from backlot.together import SEATS; print(*SEATS)"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from backlot.framing import Box
from backlot.placed import Placed

TOUCHING = frozenset({"hug"})
"""What nobody does at a distance."""
_HANDING = frozenset({"give", "dance", "fight", "stroke", "feed", "push", "handshake"})
_ARMS = 0.0, 0.08
"""How far apart, in widths of the frame, those stand who hand something over, and from what distance on they
are brought to it.
"""
SEATS: dict[str, tuple[float, float, float]] = {
    "tram": (-0.47, -0.64, 0.115),
    "bus": (-0.385, -0.66, 0.12),
    "train": (-0.6, -0.66, 0.14),
    "car": (-0.04, -0.74, 0.15),
    "truck": (0.46, -0.68, 0.11),
    "plane": (-0.02, -0.68, 0.11),
    "ship": (-0.06, -0.7, 0.11),
    "rocket": (0.0, -0.72, 0.1),
}
"""Vehicle: (x, y, radius) of the head of whoever rides in it, in its heights."""
_BACKS = {"quadruped": 0.5, "bird": 0.42, "upright": 0.42, "bug": 0.4, "fish": 0.3, "thing": 0.2}
"""How far below the top of those who carry the seat is, as a share of their height, by plan."""


def touch(placed: Sequence[Placed]) -> None:
    """Bring whoever hugs to the one beside them, without anybody between, and whoever gives within reach."""
    row = sorted((p for p in placed if len(p.keys) == 1 and not p.away), key=lambda p: p.keys[0][1][0])
    for left, right in pairwise(row):
        a, b = left.keys[0][1], right.keys[0][1]
        if _wants(left, right, row) or _wants(right, left, row):
            gap = b[0] - a[2] + 0.3 * min(a[2] - a[0], b[2] - b[0])
        elif _HANDING & {left.part.action, right.part.action} and b[0] - a[2] > _ARMS[1]:
            gap = b[0] - a[2] - _ARMS[0]
        else:
            continue
        if gap <= 0.01:
            continue
        left.keys, right.keys = [(0.0, _moved(a, gap / 2))], [(0.0, _moved(b, -gap / 2))]
        for p, q in ((left, right), (right, left)):
            if p.planned:
                p.note = f"{p.part.actor.id}: brought beside {q.part.actor.id}, for they touch"


def _wants(p: Placed, q: Placed, row: Sequence[Placed]) -> bool:
    """Whether p hugs, and q is the nearest to be hugged: who hugs as well, else who is beside."""
    if p.part.action not in TOUCHING:
        return False
    others = [o for o in row if o is not p]
    middle = sum(p.keys[0][1][::2])
    both = [o for o in others if o.part.action in TOUCHING] or others
    return q is min(both, key=lambda o: abs(sum(o.keys[0][1][::2]) - middle))


def seat(placed: Sequence[Placed]) -> None:
    """Put whoever rides into the vehicle or onto the back of the one that is there to carry them."""
    for p in placed:
        if p.part.action != "ride" or p.part.actor.others:
            continue
        able = [q for q in placed if q is not p and q.part.action != "ride" and _carries(q)]
        if not able:
            p.part = replace(p.part, action="sit")
            continue
        carrier = max(able, key=lambda q: q.part.actor.size)
        vehicle = next((t for t in SEATS if t in carrier.part.actor.traits), "")
        p.carrier, p.seat = carrier, SEATS.get(vehicle)
        if p.seat is None and _is_on(p, carrier):
            if len(p.keys) > 1:
                _set_going(carrier)
            continue
        if len(p.keys) > 1 and len(carrier.keys) == 1:
            _take_along(carrier, p)
        p.keys = [(at, _on(box, p, carrier)) for at, box in carrier.keys]
        if p.planned:
            where = "in" if vehicle else "on"
            p.note = f"{p.part.actor.id}: rides {where} {carrier.part.actor.id}, not in the box"


def _is_on(p: Placed, carrier: Placed) -> bool:
    """Whether the boxes have the rider on the back already, all the way."""
    for (at, box), (moment, back) in zip(p.keys, carrier.keys, strict=False):
        sits = _sits_at(back, carrier)
        middle = (box[0] + box[2] - back[0] - back[2]) / 2
        if at != moment or abs(middle) > 0.1 * (back[2] - back[0]) or abs(box[3] - sits) > 0.05:
            return False
    return p.planned and len(p.keys) == len(carrier.keys)


def _take_along(carrier: Placed, p: Placed) -> None:
    """Whoever is ridden goes the way of the rider."""
    left, top, right, bottom = carrier.keys[0][1]
    half = (right - left) / 2
    ways = [(at, min(max((box[0] + box[2]) / 2, half), 1 - half)) for at, box in p.keys]
    carrier.keys = [(at, (x - half, top, x + half, bottom)) for at, x in ways]
    _set_going(carrier)
    if carrier.planned:
        carrier.note = f"{carrier.part.actor.id}: goes the way of {p.part.actor.id}, who rides"


def _set_going(carrier: Placed) -> None:
    """Whoever is ridden somewhere goes on the feet, or flies or swims."""
    if carrier.part.action not in ("run", "fly", "swim"):
        kind = carrier.part.actor.kind
        runs = kind.plan == "quadruped" or bool(kind.gait)  # on all fours, or the rider would hide the face
        carrier.part = replace(carrier.part, action="run" if runs else "walk")


def _carries(q: Placed) -> bool:
    a = q.part.actor
    return (
        not a.others and (a.kind.plan in ("quadruped", "bird") or a.size >= 0.8) and a.kind.plan != "person"
    )


def _on(box: Box, p: Placed, carrier: Placed) -> Box:
    """The box of a rider, in that of the one who carries."""
    left, top, right, bottom = box
    wide, tall = right - left, bottom - top
    if p.seat is not None:
        middle, half = (left + right) / 2, wide * 0.08
        return (middle - half, top + 0.2 * tall, middle + half, top + 0.45 * tall)
    own = p.keys[0][1]
    ratio = (own[2] - own[0]) / (own[3] - own[1])
    high = min(0.8 * tall, 0.85 * (own[3] - own[1]))
    sits = _sits_at(box, carrier)
    middle = (left + right) / 2
    half = high * max(ratio, 0.3) / 2
    return (middle - half, max(0.0, sits - high), middle + half, sits)


def _sits_at(box: Box, carrier: Placed) -> float:
    return box[1] + _BACKS.get(carrier.part.actor.kind.plan, 0.4) * (box[3] - box[1])


def _moved(box: Box, by: float) -> Box:
    return (box[0] + by, box[1], box[2] + by, box[3])

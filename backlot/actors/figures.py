"""Figures: one door to every body plan. An actor and a pose in, shapes and their box out.

from backlot.actors.figures import outline
outline(cast_actor("f", "fox", ""))[:2]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from backlot.actors.biped import draw_biped, skeleton
from backlot.actors.bird import bowed, draw_bird, draw_fish
from backlot.actors.bugs import creeping_head, draw_bug, draw_snake
from backlot.actors.fours import draw_upright, find_skeleton, head_down
from backlot.actors.look import Actor
from backlot.actors.pose import CHIN, Pose
from backlot.actors.quadruped import draw_quadruped, find_stance, measure, spine
from backlot.actors.signs import draw_sign
from backlot.actors.things import draw_thing
from backlot.actors.vehicles import VEHICLES
from backlot.paint import Bounds, Canvas, Point, Surface


def draw_figure(c: Canvas, a: Actor, p: Pose) -> None:
    """The actor in a pose; `c` has its origin on the ground below the figure, one unit is the standing
    height.
    """
    if a.others:
        for member, spot, pose in _stand_in_group(a, p):
            draw_figure(c.at(*spot), member, pose)
        return
    body, p = _upright(c, a, p)
    PLANS[a.kind.plan](body, _from_behind(a) if p.away else a, p)
    if c.surface.marks:
        _draw_marks(c, a, p)


def _draw_marks(c: Canvas, a: Actor, p: Pose) -> None:
    """What belongs to no body: the water round a swimmer, a snore, a sign."""
    if p.afloat > 0 and a.kind.plan != "fish":
        _draw_water(c, p)
    if p.sleep >= 0:
        _draw_snore(c, p)
    if p.sign and not p.away and abs(p.roll) < 30:
        x, y, radius = _head_spot(a, p)
        side = -1.0 if p.facing < 0 else 1.0
        mark = c.at(side * x, y - p.hop, radius if p.sign == "notes" else side * radius, radius)
        draw_sign(mark.even(), p)


def _stand_in_group(a: Actor, p: Pose) -> list[tuple[Actor, tuple[float, float, float], Pose]]:
    """Everybody of a group from back to front: the actor, where (x, y, scale) in body heights, the pose.

    Every other one stands a step back, and moves half a pace later.
    """
    members = (replace(a, others=()), *a.others)
    tall = max(member.size for member in members)
    spots = []
    x = 0.0
    for i, member in enumerate(members):
        scale = (member.size / tall) ** 0.5 * (0.94 if i % 2 else 1.0)
        room = _ELBOWROOM.get(member.kind.plan, 0.5)
        half = (room + (0.85 - room) * p.fours) / 2 * max(1.0, member.build) * scale
        x += half
        back = 0.45 if member.kind.plan == "fish" else 0.07
        spots.append((x, -back * (i % 2), scale))
        x += half
    side = -1.0 if p.facing < 0 else 1.0
    placed = [
        (member, (side * (x / 2 - at), y, scale), _out_of_step(p, i))
        for i, (member, (at, y, scale)) in enumerate(zip(members, spots, strict=True))
    ]
    return sorted(placed, key=lambda row: row[1][1])


def _out_of_step(p: Pose, i: int) -> Pose:
    if i % 2 == 0:
        return replace(p, tilt=p.tilt - 2.0 * (i // 2))
    return replace(
        p,
        near_foot=p.far_foot,
        far_foot=p.near_foot,
        near_paw=p.far_paw,
        far_paw=p.near_paw,
        sway=-p.sway,
        nod=p.nod * 0.5 - 0.02,
        tilt=-p.tilt + 3.0,
        sleep=-1.0,
    )


def find_joints(c: Canvas, a: Actor, p: Pose) -> dict[str, Point]:
    """Where the joints of the drawn figure are, in the pixels of `c`, by name.

    People and upright animals have hip, neck, head and, near and far, shoulder, elbow, hand, knee, foot.
    Four-legged ones have hip, shoulder, head and the joints of four legs; everybody else has a head or,
    with the face on the body, none.
    In a group every name begins with its member's id and a slash.
    """
    if a.others:
        return {
            f"{member.id}/{name}": point
            for member, spot, pose in _stand_in_group(a, p)
            for name, point in find_joints(c.at(*spot), member, pose).items()
        }
    body, p = _upright(c, a, p)
    if a.kind.plan == "person":
        return skeleton(body, a, p)
    if a.kind.plan == "upright":
        return find_skeleton(body, a, p)
    if a.kind.plan == "quadruped":
        return spine(body, a, p)
    head = head_of(a)
    body = bowed(body, a, p) if a.kind.plan == "bird" else body
    if head is None:
        return {}
    x, y, radius = head
    spot = body.at(x, y + p.drop, radius)
    return {"head": (spot if a.kind.plan == "fish" else spot.even(0.0, CHIN)).pixel(0, 0)}


def find_heads(c: Canvas, a: Actor, p: Pose) -> list[tuple[float, float, float]]:
    """(x, y, radius) of every head of the drawn figure, or of the face of a thing, in the pixels of `c`."""
    if a.others:
        return [
            head
            for member, spot, pose in _stand_in_group(a, p)
            for head in find_heads(c.at(*spot), member, pose)
        ]
    joint = find_joints(c, a, p).get("head")
    body, p = _upright(c, a, p)
    x, y, radius = _head_spot(a, p)
    middle, edge = joint or body.pixel(x, y), body.pixel(x, y - radius)
    return [(*middle, math.dist(body.pixel(x, y), edge))]


def _upright(c: Canvas, a: Actor, p: Pose) -> tuple[Canvas, Pose]:
    """The canvas that the body stands upright on, mirrored and rolled, and the pose that is left."""
    if a.kind.plan in _SETTLES and abs(p.roll) > 70:
        p = replace(
            p, roll=0.0, drop=0.24, hop=0.0, near_foot=(0.02, 0.0), far_foot=(0.08, 0.0), nod=p.nod + 0.3
        )
    elif a.kind.plan in _SETTLES:
        over = max(0.0, abs(p.roll) - _LEVEL)
        p = replace(p, roll=math.copysign(abs(p.roll) - over + 5 * math.tanh(over / 5), p.roll))
    body = c.at(0, -p.hop, -1.0 if p.facing < 0 else 1.0, p.stretch, 0.0)
    if p.roll:
        # Whoever lies rests on the back of the head, which is thicker than the trunk.
        body = body.at(0.0, -max(0.1, 0.42 * a.kind.head) * abs(p.roll) / 90, 1, 1, p.roll)
        if abs(p.roll) > 60:
            body = body.at(0, 0.4)
    return _poised(body, a, p), p


def _poised(body: Canvas, a: Actor, p: Pose) -> Canvas:
    """Those who have no hands rear on their hind legs, and crawlers and fish bow with the whole body."""
    pivot = -0.72 * measure(a).half if a.kind.plan == "quadruped" else -0.3
    if p.rear > 0 and a.kind.plan in ("quadruped", "bug"):
        body = body.at(pivot, 0, 1, 1, -26 * p.rear).at(-pivot, 0)
    if p.bow > 0 and a.kind.plan in _BOWS:
        body = body.at(0, 0, 1, 1, _BOWS[a.kind.plan] * p.bow)
    return body


def _from_behind(a: Actor) -> Actor:
    """The actor without what is worn or marked in front."""
    garments = tuple(g for g in a.garments if g.name not in _IN_FRONT)
    return replace(a, belly=a.coat, garments=garments, traits=a.traits - _FACIAL)


def _head_spot(a: Actor, p: Pose) -> tuple[float, float, float]:
    """(x, y, radius) of the head of a pose, or of the face of a thing, in body heights."""
    if a.kind.plan in ("person", "upright"):
        return (*head_down(a, p), a.kind.head / 2)
    if a.kind.plan == "quadruped":
        trunk = measure(a)
        (x, y), radius = find_stance(trunk, p).head, trunk.radius
        return (x, y - 0.3 * p.rear, radius)
    x, y, radius = head_of(a) or (0.0, -0.62, 0.28)
    return (x, y + p.drop, radius)


def head_of(a: Actor, p: Pose | None = None) -> tuple[float, float, float] | None:
    """(x, y, radius) of the head in body heights, standing or on all fours; None for things and groups."""
    if a.others:
        return None
    radius = a.kind.head / 2
    if p and p.fours > 0 and a.kind.plan == "upright":
        return (*head_down(a, p), radius)
    if a.kind.plan == "quadruped":
        trunk = measure(a)
        return (*trunk.head, trunk.radius)
    if a.kind.plan == "fish":
        return (0.34, -0.52, 0.27)
    if a.kind.plan == "snake":
        return (creeping_head(a), -1 + radius, radius)
    if a.kind.plan in ("bird", "bug"):
        return (0.12, -1 + radius, radius)
    return (0.0, -1 + radius, radius) if a.kind.plan in ("person", "upright") else None


def face_of(a: Actor) -> tuple[float, float, float] | None:
    """(x, y, radius) of the face of a vehicle, in body heights; None for everybody else."""
    vehicle = next((t for t in VEHICLES if t in a.traits), None)
    if a.others or vehicle is None:
        return None
    return VEHICLES[vehicle](Canvas(Surface(1, 1), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)), a, Pose())


def _draw_water(c: Canvas, p: Pose) -> None:
    """The water that hides the lower half of a swimmer, and the ripples round it."""
    side = -1.0 if p.facing < 0 else 1.0
    level = min(1.0, abs(p.roll) / 60)
    w = c.plain().at(side * 0.3 * level, -0.1, 1 + 0.3 * level, 1 + 0.4 * level)
    fade = int(200 * min(1.0, p.afloat))
    wave = 0.012 * math.sin(3.4 * p.clock)
    w.blob(
        [(-0.66, 0.03), (-0.4, -0.05 + wave), (0.0, -0.07), (0.4, -0.05 - wave), (0.66, 0.03), (0.0, 0.13)],
        _WATER,
        fade,
    )
    for k in (-1, 1):
        for x, y, long in ((0.44, -0.02, 0.2), (0.3, 0.05, 0.14)):
            at = k * x + 0.02 * math.sin(2.2 * p.clock + k)
            w.stroke([(at - long / 2, y), (at, y - 0.02), (at + long / 2, y)], 0.014, (236, 248, 252), fade)


def _draw_snore(c: Canvas, p: Pose) -> None:
    side = (1 if p.curl > 0.5 else -1) * (1 if p.facing >= 0 else -1)
    plain = c.plain().lit(None)
    for i in range(3):
        u = (p.sleep + i / 3) % 1.0
        x, y, r = side * (0.26 + 0.34 * u), -0.4 - 0.5 * u, 0.026 + 0.03 * u
        fade = int(230 * (1 - u) * min(1.0, u * 6))
        z = [(x - r, y - r), (x + r, y - r), (x - r, y + r), (x + r, y + r)]
        for width, tone in ((0.95, (62, 60, 104)), (0.5, (250, 250, 255))):
            for a, b in pairwise(z):
                plain.stroke([a, b], r * width, tone, fade)


@dataclass
class Outline(Bounds):
    """Bounds that remember every point."""

    points: list[Point] = field(default_factory=list)

    def add(self, points: Sequence[Point], margin: float = 0.0) -> None:
        """Widen, and remember."""
        super().add(points, margin)
        self.points.extend((x + dx, y) for x, y in points for dx in ((-margin, margin) if margin else (0.0,)))


def outline(a: Actor, p: Pose | None = None, stretch: float = 1.0) -> list[Point]:
    """The points of the figure's shapes in standing heights: x forward, y downwards, feet at 0.

    Args:
        stretch: how much broader than tall it is drawn.
    """
    marks = Outline()
    wide, tall = _FINE * math.sqrt(stretch), _FINE / math.sqrt(stretch)
    canvas = Canvas(Surface(1, 1), (wide, 0.0, 0.0, 0.0, tall, 0.0), bounds=marks)
    draw_figure(canvas, a, p or Pose())
    return [(x / wide, y / tall) for x, y in marks.points]


_FINE = 1000.0
_WATER = (112, 178, 214)
_FACIAL = frozenset({"beard", "long-beard", "moustache", "dark-paws"})
_IN_FRONT = frozenset({"apron", "tie", "necklace", "glasses", "bow"})
_BOWS = {"bug": 9.0, "snake": 12.0, "fish": 22.0}
"""Degrees that a body is inclined when its head goes down to the ground."""
_ELBOWROOM = {
    "person": 0.44,
    "upright": 0.52,
    "quadruped": 0.8,
    "bird": 0.8,
    "fish": 1.3,
    "bug": 0.8,
    "snake": 0.9,
    "thing": 0.62,
}
"""The width that each of a group takes, in body heights."""
_SETTLES = frozenset({"quadruped", "bird", "bug", "snake", "fish", "thing"})
"""Plans that lie down by lowering themselves instead of falling on their backs."""
_LEVEL = 12.0
"""Degrees that they are inclined, swimming and flying; hardly more."""
PLANS = {
    "person": draw_biped,
    "upright": draw_upright,
    "quadruped": draw_quadruped,
    "bird": draw_bird,
    "fish": draw_fish,
    "bug": draw_bug,
    "snake": draw_snake,
    "thing": draw_thing,
}
"""Every body plan."""

"""Reaching: where a hand is, and the arm, the back and the knees that bring it to a point.

Two-legged figures and things that act have hands; beasts, birds and fish hold things in the mouth. Joints
keep their lengths; whoever reaches for the ground stoops, and their feet stay where they are.

    from backlot.actors.reaching import hand_of, reach
    hand_of(actor, pose, fit)                       # (x, y) in pixels
    hand_of(actor, reach(actor, pose, fit, (400, 300), 1.0), fit)       # there, or as near as it goes
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from backlot.actors.biped import measure
from backlot.actors.figures import find_joints, head_of
from backlot.actors.fours import mouth_at
from backlot.actors.look import Actor
from backlot.actors.pose import Pose, blend
from backlot.actors.quadruped import find_back
from backlot.actors.things import ARM, LEG, shoulder_of
from backlot.actors.vehicles import VEHICLES
from backlot.fitting import Fit
from backlot.paint import Canvas, Matrix, Point, Surface

_HANDED = frozenset({"person", "upright", "thing"})
_LOW = 0.36
"""Below this height, in body heights, a hand does not come without a stoop."""


def can_hold(a: Actor) -> bool:
    """Whether somebody has hands; the others hold things in the mouth."""
    return a.kind.plan in _HANDED and can_carry(a)


def can_carry(a: Actor) -> bool:
    """Whether somebody can have a thing in the hand or in the mouth."""
    return not a.others and not VEHICLES.keys() & a.traits


def hand_of(a: Actor, pose: Pose, fit: Fit, near: bool = False) -> Point:
    """Where the front hand is (or the one at our side), in pixels; without free hands, the mouth."""
    side = -1.0 if pose.facing < 0 else 1.0
    if a.kind.plan == "thing":
        arm = _arm_of(a, pose)
        if near:
            arm = replace(arm, shoulder=(-arm.shoulder[0], arm.shoulder[1]))
        x, y = arm.outside(arm.hand(pose.near_arm if near else pose.far_arm))
        return fit.x + side * fit.sx * x, fit.y + fit.sy * (y - pose.hop)
    if pose.fours > 0.5:
        x, y = mouth_at(a, pose)
        return fit.x + side * fit.sx * x, fit.y + fit.sy * (y - pose.hop)
    joints = find_joints(Canvas(_NOWHERE, (fit.sx, 0.0, fit.x, 0.0, fit.sy, fit.y)), a, pose)
    if "far_hand" in joints:
        return joints["near_hand" if near else "far_hand"]
    x, y = joints["head"]
    radius = (head_of(a) or (0.0, 0.0, 0.2))[2]
    return x + side * fit.sx * 1.1 * radius, y + fit.sy * 0.55 * radius


def load_of(a: Actor, pose: Pose, fit: Fit, tall: float) -> Matrix:
    """The matrix by which a thing of one unit's height lies on the back, `tall` pixels high."""
    (x, y), angle = find_back(a, pose)
    side = -1.0 if pose.facing < 0 else 1.0
    turn = math.radians(angle)
    cos, sin = tall * math.cos(turn), tall * math.sin(turn)
    ground = fit.sy * (y - pose.hop) + 0.3 * tall
    return (side * cos, -side * sin, fit.x + side * fit.sx * x, sin, cos, fit.y + ground)


_NOWHERE = Surface(1, 1, marks=False)


@dataclass(frozen=True)
class Arm:
    """The front arm of a body that faces right, in body heights."""

    hip: Point
    lean: float
    shoulder: Point
    """from the hip, upright"""
    length: float
    """of the upper arm; the forearm is as long"""

    def outside(self, at: Point) -> Point:
        """A point of the leaning body, from the ground under it."""
        cos, sin = math.cos(math.radians(self.lean)), math.sin(math.radians(self.lean))
        return self.hip[0] + at[0] * cos - at[1] * sin, self.hip[1] + at[0] * sin + at[1] * cos

    def inside(self, at: Point) -> Point:
        """A point over the ground, as the leaning body has it."""
        x, y = at[0] - self.hip[0], at[1] - self.hip[1]
        cos, sin = math.cos(math.radians(self.lean)), math.sin(math.radians(self.lean))
        return x * cos + y * sin, y * cos - x * sin

    def hand(self, angles: tuple[float, float]) -> Point:
        """Where the hand is, as the body has it."""
        upper, fore = math.radians(angles[0]), math.radians(sum(angles))
        x = self.shoulder[0] + self.length * (math.sin(upper) + math.sin(fore))
        return x, self.shoulder[1] + self.length * (math.cos(upper) + math.cos(fore))

    def angles_to(self, at: Point) -> tuple[float, float]:
        """Shoulder and elbow that bring the hand to a point of the body, or as near as it goes."""
        dx, dy = at[0] - self.shoulder[0], at[1] - self.shoulder[1]
        away = min(max(math.hypot(dx, dy), 0.3 * self.length), 1.98 * self.length)
        bend = math.degrees(math.acos(away / (2 * self.length)))
        return math.degrees(math.atan2(dx, dy)) - bend, 2 * bend


def _arm_of(a: Actor, p: Pose) -> Arm:
    if a.kind.plan == "thing":
        hip = -LEG + min(p.drop, LEG * 0.7)
        return Arm((0.0, hip), p.lean + 0.4 * p.tilt, shoulder_of(a), ARM)
    m = measure(a)
    hip = -m.leg + max(p.drop, p.seated * (m.leg - 0.09))
    return Arm((0.0, hip), p.lean, (m.shoulder * 0.86, -m.torso * p.squash * 0.85), m.arm)


def reach(a: Actor, pose: Pose, fit: Fit, target: Point, weight: float, other: Point | None = None) -> Pose:
    """The pose with its front hand, or its mouth, brought to a point of the picture by `weight` 0..1; and the
    other hand to another point.
    """
    side = -1.0 if pose.facing < 0 else 1.0

    def own(at: Point) -> Point:
        return (at[0] - fit.x) * side / fit.sx, (at[1] - fit.y) / (fit.sy * pose.stretch) + pose.hop

    x, y = own(target)
    if not can_hold(a):
        return blend(pose, _stretch(a, pose, x, y), weight)
    low = min(1.0, max(0.0, (_LOW + y) / 0.3))
    bent = replace(
        pose,
        drop=max(pose.drop, 0.2 * low * (1 - pose.seated)),
        lean=pose.lean + 30 * low + 8 * min(1.0, max(0.0, x - 0.3) / 0.2),
        nod=pose.nod + 0.14 * low,
        turn=0.7,
        gaze=(0.5, 0.7 * low),
    )
    arm = _arm_of(a, bent)
    bent = replace(bent, far_arm=arm.angles_to(arm.inside((x, y))))
    if other:
        near = replace(arm, shoulder=(-arm.shoulder[0], arm.shoulder[1]))
        bent = replace(bent, near_arm=near.angles_to(near.inside(own(other))))
    return blend(pose, bent, weight)


def _stretch(a: Actor, pose: Pose, x: float, y: float) -> Pose:
    """Head and neck towards a point: down to the ground, or level and forward."""
    head = (head_of(a) or (0.0, -0.6, 0.2))[1]
    down = min(1.0, max(0.0, (y - head) / -head))
    return replace(
        pose, bow=max(pose.bow, down), turn=0.75, mouth=max(pose.mouth, 0.3), gaze=(0.4, 0.6 * down)
    )


def under_rider(pose: Pose, fit: Fit, tall: float) -> Matrix:
    """Where a broom that flies lies, `tall` pixels long, with its bristles behind."""
    side, turn = (-1.0 if pose.facing < 0 else 1.0), math.radians(-82)
    cos, sin = tall * math.cos(turn), tall * math.sin(turn)
    x, y = fit.x - side * 0.5 * tall, fit.y - fit.sy * (0.3 + pose.hop)
    return (side * cos, side * sin, x, -sin, cos, y)

"""Two-legged figures: people and the upright animals of storybooks, from the pose's joint angles.

One unit is the standing height; the origin is on the ground between the feet. Knows heads only as something
that sits on a neck.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from backlot.actors.clothes import draw_body, draw_cape, draw_neckwear, draw_skirt, sleeve_colour
from backlot.actors.heads import draw_head, spine_tone
from backlot.actors.look import Actor
from backlot.actors.marks import draw_back_spines, draw_marked_tail
from backlot.actors.pose import CHIN, Pose
from backlot.actors.trappings import draw_fish_tail
from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas, Point


@dataclass(frozen=True)
class Frame:
    """The lengths of one figure, in standing heights."""

    radius: float
    """of the head"""
    leg: float
    torso: float
    shoulder: float
    """half the width at the shoulders"""
    hip: float
    arm: float
    """upper arm; the forearm is as long"""


def measure(a: Actor) -> Frame:
    """The proportions of an actor's body."""
    head = a.kind.head
    rest = 1 - head
    person = a.kind.plan == "person"
    leg = rest * (0.5 if person else 0.38)
    width = a.build * (0.105 if person else 0.115) * (1.1 if head > 0.4 else 1.0)
    hip = width * (1.0 if person else 1.28)
    return Frame(head / 2, leg, rest - leg + head * 0.08, width, hip, rest * (0.27 if person else 0.25))


def draw_biped(c: Canvas, a: Actor, p: Pose) -> None:
    """The whole figure, back to front."""
    m = measure(a)
    hip_y = -m.leg + max(p.drop, p.seated * (m.leg - 0.09))
    body = c.at(0, hip_y, 1, 1, p.lean)
    torso = m.torso * p.squash
    draw_cape(body, a, p, m.shoulder, torso, m.leg)
    draw_wings(body, a, p, torso)
    if p.roll > -60 and not p.tucked:  # who sleeps lies on it
        draw_tail(body.at(0, 0, 1, 1, 26 * p.tail), a, p, m.hip)
    if "spines" in a.traits and not p.away:
        draw_back_spines(body, spine_tone(a), m.hip, torso)
    raised = abs(p.far_arm[0]) > 60
    if not raised:
        _draw_arm(body, a, p.far_arm, (m.shoulder * 0.86, -torso * 0.86), m, far=True)
    _draw_legs(c, a, p, m, hip_y)
    draw_body(body, a, p, m.shoulder, m.hip, torso, min(0.2, -hip_y - 0.01))
    draw_skirt(c, body, a, p, m.hip, torso, hip_y)
    draw_neckwear(body, a, p, m.shoulder, torso)
    draw_head(_head_on(body, m, p, torso), a, p)
    if raised:
        _draw_arm(body, a, p.far_arm, (m.shoulder * 0.86, -torso * 0.84), m, far=True)
    _draw_arm(body, a, p.near_arm, (-m.shoulder * 0.92, -torso * 0.84), m, far=False)


def skeleton(c: Canvas, a: Actor, p: Pose) -> dict[str, Point]:
    """Where every joint of the drawn figure is, in the pixels of `c`, by name."""
    m = measure(a)
    hip_y = -m.leg + max(p.drop, p.seated * (m.leg - 0.09))
    body = c.at(0, hip_y, 1, 1, p.lean)
    torso = m.torso * p.squash
    joints = {
        "hip": body.pixel(0, 0),
        "neck": body.pixel(0, -torso),
        "head": _head_on(body, m, p, torso).even(0.0, CHIN).pixel(0, 0),
    }
    height = 0.84 if abs(p.far_arm[0]) > 60 else 0.86
    sides = (
        ("far", p.far_arm, (m.shoulder * 0.86, -torso * height), p.far_foot, 0.42),
        ("near", p.near_arm, (-m.shoulder * 0.92, -torso * 0.84), p.near_foot, -0.42),
    )
    for side, angles, shoulder, foot, share in sides:
        elbow, hand = hand_at(shoulder, angles, m.arm)
        joints[f"{side}_shoulder"] = body.pixel(*shoulder)
        joints[f"{side}_elbow"] = body.pixel(*elbow)
        joints[f"{side}_hand"] = body.pixel(*hand)
        if "ghost" not in a.traits:
            hip, ankle = (m.hip * share, hip_y - 0.01), (foot[0], -foot[1] - 0.02)
            joints[f"{side}_knee"] = c.pixel(*knee_at(hip, ankle, m.leg, p.seated))
            joints[f"{side}_foot"] = c.pixel(*ankle)
    return joints


def _head_on(body: Canvas, m: Frame, p: Pose, torso: float) -> Canvas:
    """The canvas of the head, in its radii."""
    y = -torso - m.radius * (0.78 - p.nod * 0.3)
    return body.at(0.012 * p.turn, y, m.radius, m.radius, p.tilt - p.lean * 0.6)


# -- arms and legs -------------------------------------------------------------------------------------------


def _draw_arm(body: Canvas, a: Actor, angles: tuple[float, float], at: Point, m: Frame, far: bool) -> None:
    elbow, hand = hand_at(at, angles, m.arm)
    tone, skin = paw_tones(a, far)
    thick = m.shoulder * (0.62 if a.kind.plan == "person" else 0.66)
    body.limb([at, elbow, hand], [thick * 1.05, thick * 0.8], tone)
    if sleeve_colour(a) or "dark-paws" in a.traits:
        body.plain().ellipse(*_beyond(elbow, hand, thick * 0.22), thick * 0.46, thick * 0.46, skin)


def paw_tones(a: Actor, far: bool) -> tuple[RGB, RGB]:
    """The colours of an arm and its hand."""
    dark = "dark-paws" in a.traits and a.kind.plan != "person"
    skin = darker(a.coat, 0.55) if dark else a.coat
    tone = sleeve_colour(a) or a.coat
    return (darker(tone, 0.86), darker(skin, 0.92)) if far else (darker(tone, 0.93), skin)


def foot_tones(a: Actor, far: bool) -> tuple[RGB, RGB]:
    """The colours of a leg and its foot."""
    colour, shoe = _leg_colours(a)
    return (darker(colour, 0.86), darker(shoe, 0.86)) if far else (colour, shoe)


def hand_at(shoulder: Point, angles: tuple[float, float], length: float) -> tuple[Point, Point]:
    """(elbow, hand) of an arm; 0 hangs, 90 points forward, 180 up."""
    upper = math.radians(angles[0])
    fore = math.radians(angles[0] + angles[1])
    elbow = (shoulder[0] + length * math.sin(upper), shoulder[1] + length * math.cos(upper))
    return elbow, (elbow[0] + length * math.sin(fore), elbow[1] + length * math.cos(fore))


def _beyond(a: Point, b: Point, by: float) -> Point:
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1e-9
    return (b[0] + (b[0] - a[0]) / length * by, b[1] + (b[1] - a[1]) / length * by)


def _draw_legs(c: Canvas, a: Actor, p: Pose, m: Frame, hip_y: float) -> None:
    if "ghost" in a.traits:
        return
    if "fishtail" in a.traits:
        draw_fish_tail(c, a, p, m.hip, hip_y)
        return
    thick = m.hip * (0.62 if a.kind.plan == "person" else 0.72)
    for foot, side, far in ((p.far_foot, 0.42, True), (p.near_foot, -0.42, False)):
        colour, shoe = foot_tones(a, far)
        x, lift = foot
        hip = (m.hip * side, hip_y - 0.01)
        ankle = (x, -lift - thick * 0.26)
        knee = knee_at(hip, ankle, m.leg, p.seated)
        c.limb([hip, knee, ankle], [thick * 1.1, thick * 0.78], colour)
        toe = c.at(ankle[0], ankle[1], 1, 1, -lift * 140)
        toe.blob(
            [
                (-thick * 0.42, -thick * 0.3),
                (thick * 0.3, -thick * 0.34),
                (thick * 0.86, -thick * 0.02),
                (thick * 0.84, thick * 0.27),
                (-thick * 0.44, thick * 0.27),
            ],
            shoe,
        )


def knee_at(hip: Point, ankle: Point, leg: float, seated: float) -> Point:
    """The middle point of a leg that keeps its length: it bends forward when the foot is near the hip."""
    dx, dy = ankle[0] - hip[0], ankle[1] - hip[1]
    reach = math.hypot(dx, dy)
    spare = max(0.0, leg * leg - reach * reach)
    bend = min(math.sqrt(spare) * 0.62, leg * 0.6)
    length = reach or 1e-9
    middle = ((hip[0] + ankle[0]) / 2, (hip[1] + ankle[1]) / 2)
    return (middle[0] + dy / length * bend, middle[1] - dx / length * bend * (1 + seated))


def _leg_colours(a: Actor) -> tuple[RGB, RGB]:
    trousers, shoes = a.worn("trousers"), a.worn("shoes")
    for whole in ("spacesuit", "armour", "overalls"):
        worn = a.worn(whole)
        if worn:
            return worn.colour, darker(
                worn.colour, 0.8
            ) if not shoes or whole == "spacesuit" else shoes.colour
    if a.kind.plan == "person":
        bare = any(a.worn(n) for n in ("dress", "tunic"))
        return (lighter(a.coat, 0.1) if bare else (trousers.colour if trousers else a.coat)), (
            shoes.colour if shoes else a.coat
        )
    leg = trousers.colour if trousers else a.coat
    paw = darker(a.coat, 0.5) if "dark-paws" in a.traits else darker(a.coat, 0.86)
    if "panda" in a.traits:
        leg = paw = a.accent
    return leg, shoes.colour if shoes else paw


# -- tails and wings -----------------------------------------------------------------------------------------


def draw_tail(c: Canvas, a: Actor, p: Pose, hip: float) -> None:
    """The tail behind the body; `c` has its origin at the hips."""
    kind, coat = a.kind.tail, a.coat
    w = p.sway * 0.03
    x, y = -hip * 0.8, -0.03
    if draw_marked_tail(c, a, x, y, w):
        return
    if kind == "bushy":
        c.blob(
            [
                (x, y + 0.02),
                (x - 0.12, y + 0.03),
                (x - 0.25, y - 0.08 + w),
                (x - 0.28, y - 0.24 + w),
                (x - 0.19, y - 0.33 + w),
                (x - 0.12, y - 0.2),
                (x - 0.02, y - 0.07),
            ],
            coat,
        )
        c.plain().blob(
            [
                (x - 0.27, y - 0.19 + w),
                (x - 0.265, y - 0.26 + w),
                (x - 0.19, y - 0.33 + w),
                (x - 0.16, y - 0.26),
                (x - 0.21, y - 0.22 + w),
            ],
            a.belly,
        )
    elif kind == "brush":
        c.blob(
            [
                (x + 0.02, y - 0.03),
                (x - 0.12, y - 0.05),
                (x - 0.24, y + 0.0),
                (x - 0.31, y + 0.12 + w),
                (x - 0.27, y + 0.2 + w),
                (x - 0.14, y + 0.13),
                (x - 0.02, y + 0.08),
            ],
            darker(coat, 0.92),
        )
    elif kind == "curl-bushy":
        c.blob(
            [
                (x, y),
                (x - 0.16, y + 0.02),
                (x - 0.28, y - 0.16),
                (x - 0.25, y - 0.4 + w),
                (x - 0.1, y - 0.5 + w),
                (x - 0.04, y - 0.4),
                (x - 0.14, y - 0.32),
                (x - 0.1, y - 0.16),
            ],
            a.accent if "blaze" in a.traits else coat,
        )
    else:
        _draw_thin_tail(c, a, x, y, w)


def _draw_thin_tail(c: Canvas, a: Actor, x: float, y: float, w: float) -> None:
    kind, coat = a.kind.tail, a.coat
    if kind in ("thin-up", "string"):
        tone = coat if kind == "thin-up" else (226, 160, 160)
        width = 0.045 if kind == "thin-up" else 0.022
        c.limb(
            [(x, y), (x - 0.2, y + 0.06), (x - 0.26, y - 0.08 + w), (x - 0.2, y - 0.24 + w)],
            [width, width * 0.8],
            tone,
        )
    elif kind == "wag":
        c.limb([(x + 0.02, y), (x - 0.12, y - 0.05), (x - 0.2 + 2 * w, y - 0.2)], [0.075, 0.05], coat)
    elif kind == "tuft":
        c.limb(
            [(x, y), (x - 0.18, y + 0.06), (x - 0.2, y - 0.1 + w), (x - 0.24, y - 0.16 + w)],
            [0.04, 0.03],
            coat,
        )
        c.ellipse(x - 0.25, y - 0.18 + w, 0.045, 0.055, darker(coat, 0.6))
    elif kind == "puff":
        c.ellipse(x - 0.02, y - 0.02, 0.06, 0.06, lighter(a.belly, 0.3))
    elif kind == "curl":
        c.stroke(
            [
                (x + 0.02, y - 0.04),
                (x - 0.06, y - 0.05),
                (x - 0.08, y - 0.11),
                (x - 0.03, y - 0.1),
                (x - 0.07, y - 0.05 + w),
            ],
            0.022,
            darker(coat, 0.86),
        )
    elif kind == "curl-long":
        c.stroke(
            [
                (x, y),
                (x - 0.14, y + 0.04),
                (x - 0.24, y - 0.1),
                (x - 0.18, y - 0.22 + w),
                (x - 0.1, y - 0.18 + w),
            ],
            0.04,
            coat,
        )
    elif kind == "thick":
        c.limb(
            [(x + 0.06, y - 0.02), (x - 0.1, y + 0.12), (x - 0.26, y + 0.12 + w), (x - 0.36, y + 0.02 + w)],
            [0.2, 0.04],
            coat,
        )


def draw_wings(c: Canvas, a: Actor, p: Pose, torso: float) -> None:
    """Bat wings and fairy wings; `c` has its origin at the hips."""
    beat = p.flap * 18
    if "bat-wings" in a.traits:
        for k in (-1, 1):
            draw_bat_wing(c.at(0.02 * k, -torso * 0.8, k, 1, -beat * k), a)
    elif "wings" in a.traits:
        for k in (-1, 1):
            w = c.at(0.02 * k, -torso * 0.8, k, 1, -beat * k)
            w.ellipse(0.2, -0.12, 0.2, 0.11, (206, 234, 250), 200, angle=-34)
            w.ellipse(0.16, 0.08, 0.14, 0.08, (222, 240, 252), 200, angle=24)


def draw_bat_wing(w: Canvas, a: Actor) -> None:
    """One wing of a dragon, to the right of where it is joined."""
    w.blob(
        [
            (0, 0.02),
            (0.16, -0.2),
            (0.36, -0.3),
            (0.4, -0.06),
            (0.3, 0.0),
            (0.24, 0.08),
            (0.16, 0.06),
            (0.1, 0.14),
        ],
        darker(a.coat, 0.78),
    )

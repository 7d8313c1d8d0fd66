"""Animals that stand upright like people and go down on all fours to run, creep, sniff, swim and sleep.

The head, the colours and the clothes are those of the upright figure; between the two ways every joint goes
straight from one place to the other. One unit is the standing height; the origin is on the ground.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from backlot.actors.biped import (
    Frame,
    draw_bat_wing,
    draw_biped,
    draw_tail,
    draw_wings,
    foot_tones,
    hand_at,
    knee_at,
    measure,
    paw_tones,
    skeleton,
)
from backlot.actors.clothes import (
    draw_body,
    draw_cape,
    draw_neckwear,
    draw_saddle_cape,
    draw_skirt,
    top_colour,
)
from backlot.actors.gaits import bend, mix_points, through, turn_about
from backlot.actors.heads import draw_head, spine_tone
from backlot.actors.look import Actor
from backlot.actors.pose import CHIN, Pose
from backlot.paint import Canvas, Point

BACK = 0.35
"""Height of the hips and shoulders of one that stands on all fours."""


@dataclass(frozen=True)
class Crouch:
    """Where trunk, neck and head are between upright and all fours."""

    hip: Point
    lean: float
    """of the trunk, clockwise from upright in degrees"""
    torso: float
    neck: Point
    head: Point


def draw_upright(c: Canvas, a: Actor, p: Pose) -> None:
    """The whole figure on two legs, on four, or on the way."""
    if p.fours <= 0:
        draw_biped(c, a, p)
        return
    m = measure(a)
    s = find_crouch(a, m, p)
    body = c.at(*s.hip, 1, 1, s.lean)
    if p.fours < 0.5:
        draw_cape(body, a, p, m.shoulder, s.torso, m.leg)
        draw_wings(body, a, p, s.torso)
    back = turn_about(s.hip, (-m.hip * 0.7, -s.torso * 0.6), s.lean)
    folded = c.at(*back, -0.86 * p.fours, 0.86 * p.fours, 14 * p.pitch / 7)
    if p.fours >= 0.5 and "bat-wings" in a.traits:
        draw_bat_wing(folded.at(-0.08, 0.0, 1, 1, -16 - 18 * p.flap), a)
    curled = p.curl > 0.5
    if not curled:
        _draw_tail(c, a, p, m, s)
    limbs = find_limbs(a, m, s, p)
    for limb in limbs:
        if limb.far:
            _draw_limb(c, a, m, limb)
    wide, broad = m.shoulder * (1 + 0.2 * p.fours), m.hip * (1 - 0.06 * p.fours + 0.14 * p.curl)
    _draw_rump(c, a, p, broad, s)
    draw_body(body, a, p, wide, broad, s.torso)
    if "spines" in a.traits:
        _draw_back_spines(c.at(*s.hip, 1, 1, s.lean - 90), a, p, broad, s)
    draw_skirt(c, body, a, p, m.hip, s.torso, -m.leg * (1 - 0.62 * p.fours))
    if p.fours >= 0.5:
        draw_saddle_cape(body, a, p, wide, s.torso)
    for limb in limbs:
        if not limb.far:
            _draw_limb(c, a, m, limb)
    if p.fours >= 0.5 and "bat-wings" in a.traits:
        draw_bat_wing(folded.at(0, 0, 1, 1, 6 - 18 * p.flap), a)
    draw_neckwear(body, a, p, m.shoulder * 1.1, s.torso)
    if curled:
        _draw_tail(c, a, p, m, s)
    turn = p.tilt - p.lean * 0.6 * (1 - p.fours) + p.nod * 14 * p.fours + 14 * p.bow
    draw_head(c.at(*s.head, m.radius, m.radius, turn), a, p)


def _draw_rump(c: Canvas, a: Actor, p: Pose, broad: float, s: Crouch) -> None:
    """The round of the trunk behind, and the round back of a sleeper."""
    tone = top_colour(a)
    share = p.fours
    c.ellipse(s.hip[0] + 0.03, s.hip[1], broad * 0.72 * share, broad * 0.98 * share, tone)
    if p.curl > 0:
        x = (s.hip[0] + s.neck[0]) / 2 - 0.03
        c.ellipse(x, s.hip[1] - 0.01, s.torso * 0.62, broad * (0.9 + 0.3 * p.curl), tone)


def _draw_back_spines(c: Canvas, a: Actor, p: Pose, broad: float, s: Crouch) -> None:
    """The coat of spines over the back; `c` has its origin at the hips and the trunk along x."""
    points = []
    for i in range(19):
        angle = math.radians(-178 + 172 * i / 18)
        r = (1.0 if i % 2 else 0.74) * p.fours
        points.append((s.torso * (0.42 + 0.66 * r * math.cos(angle)), broad * 1.36 * r * math.sin(angle)))
    c.polygon(points, spine_tone(a))


def find_crouch(a: Actor, m: Frame, p: Pose) -> Crouch:
    """The trunk of a pose: the hips go back and the shoulders forward and down as `fours` grows."""
    upright = (0.0, -m.leg + max(p.drop, p.seated * (m.leg - 0.09)))
    tall = m.torso * p.squash
    long = m.torso * 1.12 * p.squash
    level = -(BACK + (m.hip * 1.3 - BACK) * p.curl) + p.drop * (1 - p.curl)
    hip = mix_points(upright, (-0.46 * long, level), p.fours)
    lean = p.lean * (1 - p.fours) + (88.0 + p.pitch + 9 * p.bow) * p.fours
    torso = tall + (long - tall) * p.fours
    neck = turn_about(hip, (0.0, -torso), lean)
    over = m.radius * (0.78 - p.nod * 0.3)
    on_two = turn_about(hip, (0.012 * p.turn, -torso - over), lean)
    ahead = (neck[0] + m.radius * (0.5 + 0.14 * p.stream), neck[1] - m.radius * (0.7 - 0.3 * p.stream))
    ahead = (ahead[0], ahead[1] + p.nod * 0.12)
    low = m.radius * (1.3 if a.traits & {"mane", "ruff"} else 0.98)
    ahead = mix_points(ahead, (neck[0] + m.radius * 0.9, -low), p.bow)
    ahead = mix_points(ahead, (neck[0] + m.radius * 0.35, -low), p.curl)
    return Crouch(hip, lean, torso, neck, mix_points(on_two, ahead, p.fours))


@dataclass(frozen=True)
class Limb:
    """An arm that is a fore leg, or a hind leg."""

    front: bool
    far: bool
    top: Point
    joint: Point
    end: Point


def find_limbs(a: Actor, m: Frame, s: Crouch, p: Pose) -> list[Limb]:
    """The four limbs of a pose, hind ones first; on all fours both parts of each keep their lengths."""
    reach = BACK * 1.06
    hips = -0.46 * m.torso * 1.12
    limbs = []
    for far in (True, False):
        k = 1.0 if far else -1.0
        foot = p.far_foot if far else p.near_foot
        on_two = (m.hip * 0.42 * k, s.hip[1] - 0.01)
        # The haunch glides with the foot, so a leg that reaches out need not be longer.
        at = (0.02, -0.04 - 0.03 * k - 0.4 * foot[0] * (1 - p.curl))
        top = mix_points(on_two, turn_about(s.hip, at, s.lean), p.fours)
        spot = mix_points((hips + foot[0], -foot[1] - 0.03), (s.hip[0] + 0.22, -0.03), p.curl)
        joint, end = bend(top, spot, reach * 0.54, reach * 0.46, -1.0)
        ankle = (foot[0], -foot[1] - 0.02)
        knee = knee_at(on_two, ankle, m.leg, p.seated)
        limbs.append(Limb(False, far, top, mix_points(knee, joint, p.fours), mix_points(ankle, end, p.fours)))
    for far in (True, False):
        k = 1.0 if far else -1.0
        paw, angles = (p.far_paw, p.far_arm) if far else (p.near_paw, p.near_arm)
        shoulder = (m.shoulder * 0.9 * k, -s.torso * 0.85)
        elbow, hand = (turn_about(s.hip, at, s.lean) for at in hand_at(shoulder, angles, m.arm))
        on_two = turn_about(s.hip, shoulder, s.lean)
        at = (0.03, -s.torso * 0.86 - 0.03 * k - 0.4 * paw[0] * (1 - p.curl))
        top = mix_points(on_two, turn_about(s.hip, at, s.lean), p.fours)
        spot = (hips + m.torso * 1.12 * 0.9 + paw[0], -paw[1] - 0.03)
        spot = mix_points(spot, (s.head[0] - 0.02 + 0.05 * k, -0.03), p.curl)
        joint, end = bend(top, spot, reach * 0.5, reach * 0.5, -1.0)
        limbs.append(Limb(True, far, top, mix_points(elbow, joint, p.fours), mix_points(hand, end, p.fours)))
    return limbs


def find_skeleton(c: Canvas, a: Actor, p: Pose) -> dict[str, Point]:
    """Where every joint of the drawn figure is, in the pixels of `c`, by name: hands are fore feet."""
    if p.fours <= 0:
        return skeleton(c, a, p)
    m = measure(a)
    s = find_crouch(a, m, p)
    head = c.at(*s.head, m.radius).even(0.0, CHIN).pixel(0, 0)
    joints = {"hip": c.pixel(*s.hip), "neck": c.pixel(*s.neck), "head": head}
    for limb in find_limbs(a, m, s, p):
        side = "far" if limb.far else "near"
        names = ("shoulder", "elbow", "hand") if limb.front else ("thigh", "knee", "foot")
        for name, at in zip(names, (limb.top, limb.joint, limb.end), strict=True):
            joints[f"{side}_{name}"] = c.pixel(*at)
    return joints


def head_down(a: Actor, p: Pose) -> Point:
    """The middle of the head, in standing heights."""
    return find_crouch(a, measure(a), p).head


def mouth_at(a: Actor, p: Pose) -> Point:
    """Where something in the mouth is, in standing heights: those on all fours have no hand free."""
    (x, y), radius = head_down(a, p), measure(a).radius
    return (x + radius * 0.3, y + radius * 0.5)


def _draw_limb(c: Canvas, a: Actor, m: Frame, limb: Limb) -> None:
    tone, paw = paw_tones(a, limb.far) if limb.front else foot_tones(a, limb.far)
    thick = m.hip * 0.56
    control = through(limb.top, limb.joint, limb.end)
    c.limb([limb.top, control, limb.end], [thick * (1.15 if limb.front else 1.7), thick * 0.82], tone)
    c.ellipse(limb.end[0] + thick * 0.16, limb.end[1] + 0.002, thick * 0.62, 0.032, paw)


def _draw_tail(c: Canvas, a: Actor, p: Pose, m: Frame, s: Crouch) -> None:
    """Streaming behind in a run, and round the sleeper's feet to the nose."""
    hangs = a.kind.tail in ("brush", "thick")
    if p.curl > 0.5:
        root = c.at(s.hip[0] - 0.06, -0.16 if hangs else -0.12, -1.0, 1.0, -4 if hangs else 36)
        draw_tail(root.at(m.hip * 0.8, 0.03), a, p, m.hip)
        return
    streams = (6 + 24 * p.stream + 4 * p.sway) if hangs else -(6 + 34 * p.stream - 4 * p.sway)
    angle = p.lean * (1 - p.fours) + (streams + p.pitch) * p.fours + 26 * p.tail
    at = (s.hip[0] + (m.hip * 0.72 - 0.02) * p.fours, s.hip[1] - 0.03 * p.fours)
    draw_tail(c.at(*at, 1, 1, angle), a, p, m.hip)

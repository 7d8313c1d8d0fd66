"""Four-legged figures: horse, cow, elephant, tortoise and their relatives.

One unit is the standing height; the origin is on the ground below the body's middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from backlot.actors.fur import draw_ridge
from backlot.actors.gaits import bend, mix_points, through, turn_about
from backlot.actors.heads import draw_head
from backlot.actors.look import Actor
from backlot.actors.pose import CHIN, Pose, ease
from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas, Point


@dataclass(frozen=True)
class Trunk:
    """The lengths of one body, in standing heights."""

    leg: float
    half: float
    """half the body's length"""
    thick: float
    """half the body's height"""
    head: Point
    radius: float
    chin: float
    """how low the middle of the head comes"""


def measure(a: Actor) -> Trunk:
    """The proportions of an actor's body."""
    radius = a.kind.head / 2 * 0.92
    chin = radius * (1.75 if a.kind.muzzle == "trunk" else 1.35 if "goatee" in a.traits else 1.05)
    wide = a.build
    if "low" in a.traits:
        half = 0.62 if a.kind.name == "crocodile" else 0.46
        return Trunk(0.2, half, 0.2 * wide, (half + 0.16, -1 + radius * 1.1), radius, chin)
    if "long-neck" in a.traits:
        return Trunk(0.34, 0.26, 0.11, (0.3, -1 + radius), radius, chin)
    half = 0.36 * (0.85 + 0.15 * wide)
    return Trunk(0.32, half, 0.165 * wide, (half + 0.06, -1 + radius * 1.05), radius, chin)


@dataclass(frozen=True)
class Stance:
    """Where a trunk and its joints are at one moment, in standing heights."""

    middle: Point
    angle: float
    """of the back, clockwise in degrees"""
    hip: Point
    shoulder: Point
    head: Point


def find_stance(m: Trunk, p: Pose) -> Stance:
    """The trunk of a pose: it sinks behind to sit and wholly to lie, rocks in a gallop, and bows the head."""
    low = 0.9 * m.leg
    hind = min(low, p.drop + 0.72 * m.leg * p.seated) * (1 - p.curl) + low * p.curl
    fore = min(low, p.drop + 0.06 * m.leg * p.seated) * (1 - p.curl) + low * p.curl
    level = -m.leg - m.thick * 0.8
    middle = (0.0, level + (hind + fore) / 2)
    angle = math.degrees(math.atan2(fore - hind, 1.42 * m.half)) + p.pitch - p.lean * 0.3
    hip, shoulder = ((x * m.half, 0.4 * m.thick) for x in (-0.72, 0.7))
    x, y = turn_about(middle, (m.head[0], m.head[1] - level), angle)
    x, y = x + 0.14 * p.bow, y + p.nod * 0.12 - (m.chin + y) * p.bow
    return Stance(middle, angle, turn_about(middle, hip, angle), turn_about(middle, shoulder, angle), (x, y))


def draw_quadruped(c: Canvas, a: Actor, p: Pose) -> None:
    """The whole figure, back to front."""
    m = measure(a)
    s = find_stance(m, p)
    body = c.at(*s.middle, 1, 1, s.angle)
    down = max(p.seated, p.curl)
    root = turn_about(s.middle, (-m.half * 0.94, -m.thick * 0.4), s.angle)
    _draw_tail(c.at(*root, 1, 1, s.angle * (1 - down) + 62 * down + 30 * p.stream + _lifted(p.tail)), a, p, m)
    for leg in find_legs(m, s, p):
        if leg.far:
            _draw_leg(c, a, m, leg)
    if not a.traits & {"shell", "wool"}:
        draw_ridge(body, a, p, 0.86 * m.half, m.thick * 0.95)
    _draw_body(body, a, p, m)
    for leg in find_legs(m, s, p):
        if not leg.far:
            _draw_leg(c, a, m, leg)
    _draw_neck(c, a, p, m, s)
    draw_head(c.at(*s.head, m.radius, m.radius, p.tilt * 0.7 + p.nod * 20 + 16 * p.bow), a, p)


def spine(c: Canvas, a: Actor, p: Pose) -> dict[str, Point]:
    """Where hip, shoulder, head and, near and far, the knees and feet of the drawn figure are, in the pixels
    of `c`.
    """
    m = measure(a)
    s = find_stance(m, p)
    head = c.at(*s.head, m.radius).even(0.0, CHIN).pixel(0, 0)
    joints = {"hip": c.pixel(*s.hip), "shoulder": c.pixel(*s.shoulder), "head": head}
    for leg in find_legs(m, s, p):
        side = ("far" if leg.far else "near") + ("_fore" if leg.front else "_hind")
        joints[f"{side}_top"] = c.pixel(*leg.top)
        joints[f"{side}_knee"] = c.pixel(*leg.joint)
        joints[f"{side}_foot"] = c.pixel(*leg.foot)
    return joints


def find_back(a: Actor, p: Pose) -> tuple[Point, float]:
    """Where a load lies: (the middle of the back, its angle clockwise in degrees), in standing heights."""
    m = measure(a)
    s = find_stance(m, p)
    return turn_about(s.middle, (-0.12 * m.half, -0.55 * m.thick), s.angle), s.angle


def _draw_body(b: Canvas, a: Actor, p: Pose, m: Trunk) -> None:
    coat, t = a.coat, m.thick * p.squash
    if "shell" in a.traits:
        _draw_shell(b, a, m)
        return
    if "wool" in a.traits:
        for i in range(12):
            angle = i * math.tau / 12
            b.ellipse(
                m.half * 0.82 * math.cos(angle),
                t * 0.78 * math.sin(angle),
                0.13,
                0.12,
                darker(coat, 0.95 if i < 6 else 1.0),
            )
        b.ellipse(0, 0, m.half * 0.95, t * 0.95, coat)
        for dx in (-0.5, -0.1, 0.3, 0.6):
            b.plain().stroke(
                [(dx * m.half - 0.03, -0.02), (dx * m.half, 0.02), (dx * m.half + 0.04, -0.01)],
                0.012,
                darker(coat, 0.86),
            )
        return
    if "hump" in a.traits:
        b.blob([(-m.half * 0.6, -t * 0.6), (-m.half * 0.1, -t * 2.1), (m.half * 0.4, -t * 0.6)], coat)
    shape = [
        (-m.half, -t * 0.3),
        (-m.half * 0.8, -t * 0.95),
        (0, -t * 0.92),
        (m.half * 0.75, -t * 1.05),
        (m.half * 1.06, -t * 0.4),
        (m.half * 0.95, t * 0.5),
        (m.half * 0.4, t * 0.92),
        (-m.half * 0.4, t * 0.9),
        (-m.half * 0.95, t * 0.5),
    ]
    b.blob(shape, coat)
    s = b.plain()
    s.blob(
        [
            (-m.half * 0.8, t * 0.5),
            (0, t * 0.42),
            (m.half * 0.85, t * 0.5),
            (m.half * 0.4, t * 0.88),
            (-m.half * 0.4, t * 0.86),
        ],
        a.belly,
    )
    _draw_coat_marks(s, a, m, t)
    _draw_on_back(b, a, m, t)


def _draw_on_back(b: Canvas, a: Actor, m: Trunk, t: float) -> None:
    s, coat = b.plain(), a.coat
    if "spikes" in a.traits:
        for i in range(7):
            x = m.half * (-0.85 + i * 0.27)
            b.polygon(
                [(x - 0.05, -t * 0.84), (x, -t * 0.84 - 0.08), (x + 0.05, -t * 0.84)], darker(coat, 0.78)
            )
    if "udder" in a.traits:
        s.ellipse(-m.half * 0.4, t * 0.95, 0.07, 0.05, (246, 176, 170))
    blanket = next(
        (
            g
            for g in a.garments
            if g.name in ("coat", "jacket", "dress", "cape", "shirt", "sweater", "robe", "waistcoat")
        ),
        None,
    )
    if blanket:
        b.blob(
            [
                (-m.half * 0.5, -t * 1.0),
                (m.half * 0.5, -t * 1.03),
                (m.half * 0.56, t * 0.5),
                (0, t * 0.62),
                (-m.half * 0.56, t * 0.5),
            ],
            blanket.colour,
        )
        s.stroke(
            [(-m.half * 0.54, t * 0.4), (0, t * 0.52), (m.half * 0.54, t * 0.4)],
            0.022,
            lighter(blanket.colour, 0.4),
        )


def _draw_coat_marks(s: Canvas, a: Actor, m: Trunk, t: float) -> None:
    dark = darker(a.coat, 0.6) if "stripes" not in a.traits else (60, 56, 62)
    if "patches" in a.traits:
        for x, y, rx, ry in (
            (-0.5, -0.3, 0.14, 0.1),
            (0.2, -0.2, 0.16, 0.09),
            (0.6, 0.3, 0.08, 0.06),
            (-0.75, 0.3, 0.07, 0.06),
        ):
            s.ellipse(x * m.half, y * t, rx, ry, (84, 66, 60))
    if "stripes" in a.traits:
        for i in range(6):
            x = m.half * (-0.75 + i * 0.3)
            s.polygon([(x - 0.025, -t * 0.9), (x + 0.025, -t * 0.9), (x + 0.04, t * 0.5)], dark)
    if "spots" in a.traits:
        tone = lighter(a.coat, 0.6) if a.kind.name == "deer" else darker(a.coat, 0.66)
        for x, y in (
            (-0.7, -0.4),
            (-0.4, 0.0),
            (-0.3, -0.6),
            (0.0, -0.3),
            (0.3, -0.6),
            (0.4, 0.05),
            (0.7, -0.3),
            (0.62, 0.3),
            (-0.66, 0.3),
        ):
            s.ellipse(x * m.half, y * t, 0.03, 0.028, tone)


def _draw_shell(b: Canvas, a: Actor, m: Trunk) -> None:
    t, tone = m.thick, a.accent
    b.ellipse(0, t * 0.5, m.half * 1.02, t * 0.5, a.belly)
    b.blob(
        [
            (-m.half * 1.1, t * 0.5),
            (-m.half * 0.9, -t * 0.6),
            (-m.half * 0.4, -t * 1.6),
            (m.half * 0.3, -t * 1.65),
            (m.half * 0.85, -t * 0.7),
            (m.half * 1.08, t * 0.5),
            (0, t * 0.7),
        ],
        tone,
    )
    s = b.plain()
    for x, y, r in (
        (-0.5, -0.5, 0.1),
        (0.0, -0.9, 0.12),
        (0.5, -0.5, 0.1),
        (-0.1, -0.05, 0.08),
        (0.36, 0.05, 0.06),
        (-0.6, 0.1, 0.06),
    ):
        ring = [
            (x * m.half + r * math.cos(i * math.tau / 6), y * t + r * 0.86 * math.sin(i * math.tau / 6))
            for i in range(6)
        ]
        s.polygon(ring, lighter(tone, 0.2))
    s.stroke([(-m.half * 1.06, t * 0.46), (0, t * 0.66), (m.half * 1.04, t * 0.46)], 0.03, darker(tone, 0.8))


def _draw_neck(c: Canvas, a: Actor, p: Pose, m: Trunk, s: Stance) -> None:
    base = turn_about(s.middle, (m.half * 0.68, -m.thick * 0.3), s.angle)
    x, y = s.head
    top = (x - m.radius * (0.12 + 0.3 * p.bow), y + m.radius * (0.34 - 0.5 * p.bow))
    wide = m.thick * (0.9 if "low" in a.traits else 1.0 if "wool" in a.traits else 1.3)
    middle = ((base[0] + top[0]) / 2 + 0.03 + 0.06 * p.bow, (base[1] + top[1]) / 2)
    c.limb(
        [base, middle, top], [wide * 1.3, m.radius * (1.0 if "long-neck" not in a.traits else 0.8)], a.coat
    )
    if "horse-mane" in a.traits:
        hair = a.accent if a.kind.accent else darker(a.coat, 0.5)
        n = 5
        for i in range(n):
            u = i / (n - 1)
            x, y = base[0] + (top[0] - base[0]) * u, base[1] + (top[1] - base[1]) * u
            c.plain().ellipse(x - wide * 0.55, y - 0.02, 0.06, 0.075, hair, angle=30 + 6 * p.sway)
    if "spots" in a.traits and "long-neck" in a.traits:
        for u in (0.15, 0.35, 0.55, 0.75):
            x, y = base[0] + (top[0] - base[0]) * u, base[1] + (top[1] - base[1]) * u
            c.plain().ellipse(x + 0.01, y, 0.026, 0.028, darker(a.coat, 0.66))
    for name in ("scarf", "collar", "tie", "bow"):
        worn = a.worn(name)
        if worn and name != "bow":
            x, y = base[0] + (top[0] - base[0]) * 0.55, base[1] + (top[1] - base[1]) * 0.55
            c.limb(
                [(x - wide * 0.7, y + 0.0), (x + wide * 0.62, y + 0.05)],
                [0.07, 0.07] if name == "scarf" else [0.035, 0.035],
                worn.colour,
            )
            if name == "scarf":
                c.limb(
                    [(x + wide * 0.3, y + 0.05), (x + wide * 0.4, y + 0.2 + 0.01 * p.sway)],
                    [0.06, 0.07],
                    darker(worn.colour, 0.88),
                )


@dataclass(frozen=True)
class Leg:
    """One leg of two parts: where it hangs, where it bends and where it ends."""

    front: bool
    far: bool
    top: Point
    joint: Point
    foot: Point


def find_legs(m: Trunk, s: Stance, p: Pose) -> list[Leg]:
    """The four legs of a pose, hind ones first."""
    length = m.leg + m.thick * 0.4
    sole = m.thick * 0.125
    lifted = max(ease((p.rear - 0.1) / 0.3), 0.0)
    waves = ease((p.far_arm[0] - 40) / 30) * (1 - ease(p.bow / 0.3))
    legs = []
    for front in (False, True):
        home, at = (0.7 * m.half, s.shoulder) if front else (-0.72 * m.half, s.hip)
        for far in (True, False):
            x, lift = (p.far_paw if far else p.near_paw) if front else (p.far_foot if far else p.near_foot)
            # The shoulder blade glides with the foot, so a leg that reaches out need not be longer.
            top = (at[0] + (0.03 if far else -0.03) + 0.6 * x * (1 - p.curl), at[1])
            reach = length * (1.02 if front else 1.035)
            upper, lower = reach * 0.54, reach * 0.46
            foot = (home + x, -lift - sole)
            folded = (at[0] + (0.2 if front else 0.22), -sole)
            foot = mix_points(foot, folded, p.curl if front else max(p.curl, p.seated))
            if front:
                up = max(lifted, waves if far else 0.0)
                swing = (p.far_arm[1] - 20) * 0.002 if far else 0.0
                foot = mix_points(foot, (at[0] + 0.19, at[1] + 0.3 * m.leg + swing), up)
            forward, end = bend(top, foot, upper, lower, 1.0)
            back, _ = bend(top, foot, upper, lower, -1.0)
            legs.append(
                Leg(
                    front,
                    far,
                    top,
                    forward if front else mix_points(back, forward, max(p.seated, p.curl)),
                    end,
                )
            )
    return legs


def _draw_leg(c: Canvas, a: Actor, m: Trunk, leg: Leg) -> None:
    tone = darker(a.accent if "wool" in a.traits else a.coat, 0.8 if leg.far else 0.96)
    thick = m.thick * (0.66 if "trunk" in a.kind.muzzle else 0.36 if "wool" in a.traits else 0.5)
    control = through(leg.top, leg.joint, leg.foot)
    c.limb([leg.top, control, leg.foot], [thick * (1.35 if leg.front else 1.6), thick * 0.8], tone)
    hoof = (74, 62, 62) if a.kind.muzzle in ("horse", "cow", "sheep") else darker(tone, 0.82)
    c.ellipse(leg.foot[0] + thick * 0.12, leg.foot[1] - thick * 0.1, thick * 0.54, thick * 0.3, hoof)


def _lifted(tail: float) -> float:
    """Degrees that a tail is turned up, or pressed to the legs."""
    return 56 * tail if tail > 0 else 20 * tail


def _draw_tail(b: Canvas, a: Actor, p: Pose, m: Trunk) -> None:
    kind, w = a.kind.tail, p.sway * 0.04
    y = m.thick * 0.4
    tone: RGB = a.accent if a.kind.accent and kind == "hair" else darker(a.coat, 0.55)
    if kind == "hair":
        b.limb([(0.02, 0), (-0.16, 0.02), (-0.14 + w, 0.36)], [0.07, 0.1], tone)
    elif kind in ("tuft", "string"):
        b.limb([(0.02, 0), (-0.1, 0.04), (-0.09 + w, 0.24)], [0.035, 0.025], a.coat)
        b.ellipse(-0.09 + w, 0.27, 0.03, 0.05, tone)
    elif kind == "puff":
        b.ellipse(0, 0, 0.06, 0.06, lighter(a.coat, 0.3))
    elif kind == "reptile":
        b.limb(
            [(0.1, y + 0.02), (-0.16, y + 0.1), (-0.3, y + 0.1 + w), (-0.44, y - 0.02 + w)],
            [m.thick * 1.5, 0.03],
            a.coat,
        )
    elif kind == "stub":
        b.limb([(0, y + 0.1), (-0.12, y + 0.14 + w * 0.3)], [0.08, 0.02], a.coat)

"""Four-legged figures: horse, cow, elephant, tortoise and their relatives.

One unit is the standing height; the origin is on the ground below the body's middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from backlot.actors.heads import draw_head
from backlot.actors.look import Actor
from backlot.actors.pose import Pose
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


def measure(a: Actor) -> Trunk:
    """The proportions of an actor's body."""
    radius = a.kind.head / 2 * 0.92
    wide = a.build
    if "low" in a.traits:
        half = 0.62 if a.kind.name == "crocodile" else 0.46
        return Trunk(0.2, half, 0.2 * wide, (half + 0.16, -1 + radius * 1.1), radius)
    if "long-neck" in a.traits:
        return Trunk(0.34, 0.26, 0.11, (0.3, -1 + radius), radius)
    half = 0.36 * (0.85 + 0.15 * wide)
    return Trunk(0.32, half, 0.165 * wide, (half + 0.06, -1 + radius * 1.05), radius)


def draw_quadruped(c: Canvas, a: Actor, p: Pose) -> None:
    """The whole figure, back to front."""
    m = measure(a)
    drop = min(p.drop + (0.2 if p.seated else 0.0), m.leg * 0.82)
    body = c.at(0, -m.leg - m.thick * 0.8 + drop, 1, 1, -p.lean * 0.3 - (14 if p.seated else 0))
    _draw_tail(body, a, p, m)
    _draw_legs(c, a, p, m, drop, far=True)
    _draw_body(body, a, p, m)
    _draw_legs(c, a, p, m, drop, far=False)
    _draw_neck(c, a, p, m, drop)
    head = c.at(*head_at(m, p, drop), m.radius, m.radius, p.tilt * 0.7 + p.nod * 20 + 16 * p.bow)
    draw_head(head, a, p)


def head_at(m: Trunk, p: Pose, drop: float) -> Point:
    """The middle of the head, which bows to the ground."""
    x, y = m.head[0], m.head[1] + p.nod * 0.12 + drop * 0.8
    low = -m.radius * 1.05
    return (x + 0.12 * p.bow, y + (low - y) * p.bow)


def spine(c: Canvas, a: Actor, p: Pose) -> dict[str, Point]:
    """Where hip, shoulder and head of the drawn figure are, in the pixels of `c`."""
    m = measure(a)
    drop = min(p.drop + (0.2 if p.seated else 0.0), m.leg * 0.82)
    body = c.at(0, -m.leg - m.thick * 0.8 + drop, 1, 1, -p.lean * 0.3 - (14 if p.seated else 0))
    return {
        "hip": body.pixel(-m.half * 0.72, 0.0),
        "shoulder": body.pixel(m.half * 0.7, 0.0),
        "head": c.pixel(*head_at(m, p, drop)),
    }


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


def _draw_neck(c: Canvas, a: Actor, p: Pose, m: Trunk, drop: float) -> None:
    base = (m.half * 0.74, -m.leg - m.thick * 1.1 + drop)
    x, y = head_at(m, p, drop)
    top = (x - m.radius * (0.1 + 0.3 * p.bow), y + m.radius * (0.3 - 0.6 * p.bow))
    wide = m.thick * (1.3 if "low" not in a.traits else 0.9)
    tone = a.coat if "wool" not in a.traits else a.accent
    c.limb(
        [base, ((base[0] + top[0]) / 2 + 0.02, (base[1] + top[1]) / 2), top],
        [wide * 1.25, m.radius * (1.0 if "long-neck" not in a.traits else 0.8)],
        tone,
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


def _draw_legs(c: Canvas, a: Actor, p: Pose, m: Trunk, drop: float, far: bool) -> None:
    tone = a.accent if "wool" in a.traits else a.coat
    tone = darker(tone, 0.8 if far else 0.96)
    thick = m.thick * (0.5 if "trunk" not in a.kind.muzzle else 0.62)
    shift = 0.045 if far else -0.045
    fore, hind = (p.far_foot, p.near_foot) if far else (p.near_foot, p.far_foot)
    lifted = (far and p.far_arm[0] > 60 and p.bow < 0.3) or p.rear > 0.2
    for x, foot, front in ((m.half * 0.7 + shift, fore, True), (-m.half * 0.72 + shift, hind, False)):
        hip = (x, -m.leg - m.thick * 0.4 + drop)
        ankle = (x + (foot[0] - (0.07 if foot is p.far_foot else -0.05)), -foot[1] - thick * 0.2)
        if front and lifted:
            swing = (p.far_arm[1] - 20) * 0.002
            ankle = (x + 0.2, -m.leg * 1.15 + swing)
        if p.roll or (p.seated and not front):
            ankle = (x + 0.14, -thick * 0.25)
        bend = (hip[1] - ankle[1] + m.leg) * 0.5
        knee = (
            (hip[0] + ankle[0]) / 2 + (0.05 if front else -0.05) * (1 + 4 * max(0.0, bend)),
            (hip[1] + ankle[1]) / 2,
        )
        c.limb([hip, knee, ankle], [thick * 1.3, thick * 0.86], tone)
        hoof = (74, 62, 62) if a.kind.muzzle in ("horse", "cow", "sheep") else darker(tone, 0.82)
        c.ellipse(ankle[0] + thick * 0.12, ankle[1], thick * 0.56, thick * 0.3, hoof)


def _draw_tail(b: Canvas, a: Actor, p: Pose, m: Trunk) -> None:
    kind, w = a.kind.tail, p.sway * 0.04
    x, y = -m.half * 0.94, -m.thick * 0.4
    tone: RGB = a.accent if a.kind.accent and kind == "hair" else darker(a.coat, 0.55)
    if kind == "hair":
        b.limb([(x + 0.02, y), (x - 0.16, y + 0.02), (x - 0.14 + w, y + 0.36)], [0.07, 0.1], tone)
    elif kind in ("tuft", "string"):
        b.limb([(x + 0.02, y), (x - 0.1, y + 0.04), (x - 0.09 + w, y + 0.24)], [0.035, 0.025], a.coat)
        b.ellipse(x - 0.09 + w, y + 0.27, 0.03, 0.05, tone)
    elif kind == "puff":
        b.ellipse(x, y, 0.06, 0.06, lighter(a.coat, 0.3))
    elif kind == "reptile":
        b.limb(
            [(x + 0.1, 0.02), (x - 0.16, 0.1), (x - 0.3, 0.1 + w), (x - 0.44, -0.02 + w)],
            [m.thick * 1.5, 0.03],
            a.coat,
        )
    elif kind == "stub":
        b.limb([(x, 0.1), (x - 0.12, 0.14 + w * 0.3)], [0.08, 0.02], a.coat)

"""Birds: an egg of a body, wings for arms, thin legs and a beak that speaks.

One unit is the standing height; the origin is on the ground between the feet.
"""

from __future__ import annotations

import math
from dataclasses import replace

from backlot.actors.clothes import draw_neckwear
from backlot.actors.hair import draw_hat
from backlot.actors.heads import draw_eyes, draw_head, draw_mouth
from backlot.actors.look import Actor
from backlot.actors.marks import draw_pouch, draw_turkey_tail, head_of_bird
from backlot.actors.pose import CHIN, Pose
from backlot.actors.trappings import draw_glasses
from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas, Point

_BLUE: RGB = (70, 120, 200)


def draw_bird(c: Canvas, a: Actor, p: Pose) -> None:
    """The whole figure, back to front."""
    radius = a.kind.head / 2
    neck = "long-neck" in a.traits
    leg = _leg(a, p)
    egg, wide = _trunk(a)
    _draw_legs(c, a, p, leg, wide)
    c = bowed(c, a, p)
    body = c.at(0, -leg - egg * 0.8, 1, 1, p.lean + (0 if "penguin" in a.traits else 6))
    _draw_tail(body, a, p, wide, egg)
    _draw_wing(body, a, p, wide, egg, far=True)
    top = -1 + radius + p.drop + p.nod * 0.06
    perch = wide * (0.92 if neck else 0.08)
    if neck:
        _draw_neck(c, a, (wide * 0.5, -leg - egg * 1.15), (perch, top), wide, radius)
    body.blob(
        [
            (0, -egg),
            (wide * 0.72, -egg * 0.7),
            (wide, 0.1 * egg),
            (wide * 0.6, egg * 0.86),
            (0, egg),
            (-wide * 0.66, egg * 0.8),
            (-wide, 0.05),
            (-wide * 0.74, -egg * 0.7),
        ],
        a.coat,
    )
    body.plain().blob(
        [
            (wide * 0.16, -egg * 0.76),
            (wide * 0.78, -egg * 0.3),
            (wide * 0.86, egg * 0.26),
            (wide * 0.4, egg * 0.84),
            (-wide * 0.3, egg * 0.8),
            (-wide * 0.46, egg * 0.1),
            (-wide * 0.2, -egg * 0.5),
        ],
        a.belly,
    )
    if a.worn("scarf") or a.worn("collar") or a.worn("cape") or a.worn("necklace"):
        if neck:
            draw_neckwear(c.at(perch - 0.04, top + radius * 0.9 + 0.1), a, p, radius * 0.6, 0.1)
        else:
            draw_neckwear(body.at(0, egg * 0.2), a, p, wide * 0.8, egg * 1.15)
    head = c.at(perch + p.lean * 0.004, top, radius, radius, p.tilt).even(0.0, CHIN)
    _draw_crest(head, a, p)
    if p.away:
        draw_head(head, a, p)
        _draw_wing(body, a, p, wide, egg, far=False)
        return
    draw_head(head, replace(a, coat=head_of_bird(a)), p)
    _draw_face(head, a, p)
    if "pouch" in a.traits:
        draw_pouch(head.at(0.4 * p.turn + 0.2, 0.2), a)
    draw_beak(head.at(min(0.2 if "owl" in a.traits else 0.62, 1.3 * p.turn), 0.2), a, p)
    _draw_wing(body, a, p, wide, egg, far=False)


def _trunk(a: Actor) -> tuple[float, float]:
    """Half the height and half the width of the body."""
    if "long-neck" in a.traits:
        egg = 0.17 if "long-legs" in a.traits else 0.225
        return egg, egg * 1.16 * a.build
    egg = (1 - a.kind.head) * 0.62 + 0.06
    return egg, egg * 0.84 * a.build


def _draw_neck(c: Canvas, a: Actor, base: Point, top: Point, wide: float, radius: float) -> None:
    """An S from the chest up to the head."""
    (x, y), (u, v) = base, top
    tone = a.accent if "pale-neck" in a.traits else a.coat
    slim = 0.62 if "swan" in a.traits or "long-legs" in a.traits else 0.8
    c.limb(
        [(x - 0.1 * wide, y + 0.06), (x + wide * 0.75, y - 0.1), (u - wide * 0.75, v + 0.16), (u, v)],
        [radius * 1.5 * slim, radius * 1.15 * slim],
        tone,
    )


def bowed(c: Canvas, a: Actor, p: Pose) -> Canvas:
    """The canvas of all but the legs, inclined about the hip where the head goes down to the ground."""
    leg = _leg(a, p)
    return c.at(0, -leg, 1, 1, 34 * p.bow).at(0, leg) if p.bow > 0 else c


def _leg(a: Actor, p: Pose) -> float:
    leg = 0.34 if "long-legs" in a.traits else 0.17
    return leg - min(p.drop, leg * 0.8)


def draw_beak(f: Canvas, a: Actor, p: Pose) -> None:
    """The beak, opening as the voice goes."""
    tone = a.accent
    kind = a.kind.muzzle
    gap = 0.05 + 0.3 * p.mouth
    long = {"long-beak": 1.2, "spear": 1.8, "bill": 0.95, "hook": 0.8}.get(kind, 0.74) * (
        0.8 + 0.4 * abs(p.turn)
    )
    x = -0.1
    low = f.at(0, 0.06)
    low.polygon([(x, 0.0), (x + long * 0.8, gap * 0.7), (x + 0.1, 0.14 + gap * 0.5)], darker(tone, 0.78))
    if kind == "bill":
        f.blob(
            [
                (x - 0.06, -0.16),
                (x + 0.3, -0.2),
                (x + long, -0.04),
                (x + long, 0.12),
                (x + 0.3, 0.08),
                (x - 0.06, 0.12),
            ],
            tone,
        )
    elif kind == "hook":
        f.blob(
            [
                (x - 0.04, -0.2),
                (x + 0.3, -0.26),
                (x + long, 0.0),
                (x + long * 0.92, 0.3),
                (x + 0.4, 0.08),
                (x - 0.04, 0.1),
            ],
            tone,
        )
    else:
        f.polygon([(x - 0.02, -0.2), (x + 0.24, -0.16), (x + long, 0.05), (x - 0.02, 0.12)], tone)
    f.plain().ellipse(x + 0.2, -0.08, 0.035, 0.025, darker(tone, 0.6))


def _draw_face(h: Canvas, a: Actor, p: Pose) -> None:
    s = h.plain()
    if "owl" in a.traits:
        for k in (-1, 1):
            s.ellipse(p.turn * 0.2 + k * 0.4, -0.04, 0.44, 0.46, lighter(a.belly, 0.3))
        draw_eyes(h.at(p.turn * 0.2, 0.0), a, p, spread=0.4, y=-0.04, size=1.22)
        if a.worn("glasses"):
            draw_glasses(h.at(p.turn * 0.2, 0.0), a, p)
    if a.traits & {"big-comb", "comb", "wattle"}:
        big = 1.6 if "wattle" in a.traits else 1.3 if "big-comb" in a.traits else 0.9
        h.blob(
            [
                (p.turn * 0.3 + 0.14, 0.5),
                (p.turn * 0.3 + 0.36, 0.5),
                (p.turn * 0.3 + 0.32, 0.5 + 0.4 * big),
                (p.turn * 0.3 + 0.16, 0.5 + 0.36 * big),
            ],
            (214, 50, 56),
        )


def _draw_crest(h: Canvas, a: Actor, p: Pose) -> None:
    if "comb" in a.traits:
        big = 1.25 if "big-comb" in a.traits else 0.85
        for dx, r in ((-0.36, 0.22), (0.0, 0.3), (0.36, 0.24)):
            h.ellipse(dx + 0.08, -0.92 - r * 0.4 * big, r * big, r * 1.2 * big, (214, 50, 56))
    if "crest" in a.traits:
        for dx in (-0.4, 0.0, 0.4):
            h.stroke([(dx * 0.3, -0.9), (dx, -1.5)], 0.05, darker(a.coat, 0.8))
            h.ellipse(dx, -1.52, 0.13, 0.13, (90, 200, 190))


def _draw_wing(b: Canvas, a: Actor, p: Pose, wide: float, egg: float, far: bool) -> None:
    arm = p.far_arm if far else p.near_arm
    raised = arm[0] if abs(arm[0]) > 34 and p.bow < 0.2 else 0.0
    beat = p.flap * (70 if abs(p.flap) > 0.4 else 6)
    side = 1 if far else -1
    spread = abs(p.flap) > 0.4 or abs(raised) > 60
    angle = (
        (-raised * 0.75 if far else raised * 0.5)
        - side * beat * 0.6
        - (50 * side if abs(p.flap) > 0.4 else 0)
    )
    w = b.at(side * wide * 0.72, -egg * 0.42, 1, 1, angle)
    length = egg * (1.75 if spread else 1.35)
    tone = darker(a.coat, 0.8 if far else 0.88)
    w.blob(
        [
            (-0.04 * side, -0.04),
            (wide * 0.3 * side, length * 0.16),
            (wide * 0.34 * side, length * 0.6),
            (wide * 0.1 * side, length),
            (-wide * 0.18 * side, length * 0.7),
            (-wide * 0.24 * side, length * 0.2),
        ],
        tone,
    )
    for u in (0.5, 0.72):
        w.plain().stroke(
            [(-wide * 0.12 * side, length * u), (wide * 0.2 * side, length * u + 0.02)],
            0.012,
            darker(tone, 0.86),
        )


def _draw_legs(c: Canvas, a: Actor, p: Pose, leg: float, wide: float) -> None:
    tone = a.accent if a.kind.name != "crow" else (110, 104, 108)
    thin = 0.03
    for foot, side, shade in ((p.far_foot, 0.36, 0.82), (p.near_foot, -0.36, 1.0)):
        x, lift = foot[0] * 0.9, min(foot[1], leg * 0.7)
        hip = (wide * side, -leg - 0.06)
        c.limb(
            [hip, ((hip[0] + x) / 2 - 0.015, -leg * 0.55 - lift), (x, -lift - 0.012)],
            [thin * 1.4, thin],
            darker(tone, shade),
        )
        c.blob(
            [
                (x - 0.035, -lift - 0.012),
                (x + 0.01, -lift - 0.034),
                (x + 0.085, -lift - 0.014),
                (x + 0.08, -lift + 0.006),
                (x - 0.03, -lift + 0.006),
            ],
            darker(tone, shade),
        )


def _draw_tail(b: Canvas, a: Actor, p: Pose, wide: float, egg: float) -> None:
    kind, w = a.kind.tail, p.sway * 5
    tone = darker(a.coat, 0.78)
    if kind == "turkey":
        draw_turkey_tail(b, a, wide, egg, w)
    elif kind == "peacock":
        for i in range(9):
            angle = -80 + i * 20 + w
            f = b.at(-wide * 0.2, 0, 1, 1, angle)
            f.ellipse(0, -egg * 1.9, 0.07, 0.2, (54, 150, 110))
            f.plain().ellipse(0, -egg * 2.2, 0.045, 0.06, (240, 190, 80))
            f.plain().ellipse(0, -egg * 2.2, 0.026, 0.036, _BLUE)
    elif kind == "plume":
        for i, colour in enumerate(((36, 110, 96), (46, 84, 130), (206, 120, 52), (30, 90, 80))):
            k = 0.16 * i
            b.limb(
                [
                    (-wide * 0.7, egg * 0.1),
                    (-wide * 1.5 - k * 0.6, -egg * 0.9 + k),
                    (-wide * 1.9, -egg * 0.5 + k * 1.5 + p.sway * 0.02),
                ],
                [0.1, 0.05],
                colour,
            )
    elif kind == "up":
        b.blob(
            [
                (-wide * 0.6, egg * 0.2),
                (-wide * 1.2, -egg * 0.1),
                (-wide * 1.5, -egg * 0.6 + w * 0.003),
                (-wide * 1.2, egg * 0.3),
                (-wide * 0.6, egg * 0.6),
            ],
            tone,
        )
    elif kind in ("fan", "long"):
        long = 0.5 if kind == "long" else 0.0
        t = b.at(-wide * 0.7, egg * 0.4, 1, 1, w)
        t.blob(
            [
                (0.05, -0.05),
                (-wide * (0.8 + long), egg * (0.1 + long)),
                (-wide * (0.9 + long), egg * (0.5 + long)),
                (-wide * 0.5, egg * (0.5 + long * 0.6)),
                (0.06, 0.12),
            ],
            tone,
        )


def draw_fish(c: Canvas, a: Actor, p: Pose) -> None:
    """Fish, whale and shark: a body that swims in the air of the picture."""
    wag = math.sin(p.sway * 1.5) * 0.09 + 0.12 * p.tail
    b = c.at(0, -0.5 + 0.02 * p.sway, 1, 1, -p.lean - p.rise)
    fin = 1 + 0.45 * p.ears + 0.7 * p.bristle
    big = a.kind.name == "whale"
    half, tall = (0.95, 0.44) if big else (0.72, 0.4)
    b.blob(
        [
            (-half * 0.8, 0),
            (-half * 1.16, -0.26 - wag),
            (-half * 1.34, -0.3 - wag),
            (-half * 1.22, 0.0 - wag * 0.5),
            (-half * 1.34, 0.3 - wag),
            (-half * 1.16, 0.26 - wag),
        ],
        darker(a.coat, 0.86),
    )
    if not big:
        b.blob(
            [
                (-0.3, -tall * 0.8),
                (-0.1, -tall * (0.8 + 0.54 * fin)),
                (0.26, -tall * (0.8 + 0.4 * fin)),
                (0.2, -tall * 0.8),
            ],
            darker(a.coat, 0.84),
        )
    b.blob(
        [
            (half, -0.02),
            (half * 0.82, -tall * 0.72),
            (half * 0.2, -tall),
            (-half * 0.5, -tall * 0.62),
            (-half * 0.94, -0.02),
            (-half * 0.5, tall * 0.62),
            (half * 0.2, tall),
            (half * 0.82, tall * 0.66),
        ],
        a.coat,
    )
    s = b.plain()
    s.blob(
        [
            (half * 0.96, 0.1),
            (half * 0.3, tall * 0.4),
            (-half * 0.7, tall * 0.24),
            (-half * 0.4, tall * 0.62),
            (half * 0.2, tall * 0.94),
            (half * 0.78, tall * 0.62),
        ],
        a.belly,
    )
    if a.kind.name == "fish":
        for x in (-0.36, -0.12, 0.1):
            s.stroke([(x, -tall * 0.6), (x + 0.07, 0), (x, tall * 0.5)], 0.025, darker(a.coat, 0.86))
    b.blob([(-0.04, 0.08), (-0.3, 0.26 + wag), (-0.22, 0.36 + wag), (0.08, 0.22)], darker(a.coat, 0.8))
    if "spout" in a.traits:
        for k in (-1, 1):
            b.stroke(
                [(0.2, -tall * 0.98), (0.2 + k * 0.05, -tall - 0.14), (0.2 + k * 0.16, -tall - 0.1)],
                0.03,
                (170, 214, 240),
            )
    face = b.at(half * 0.52, -0.06, 0.3, 0.3).even()
    draw_eyes(face, a, p)
    draw_mouth(face.at(0.24, 0.1), a, p, 0.46)
    draw_hat(face.at(-0.1, -0.5), a, p)

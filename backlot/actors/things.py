"""Things that act: any noun with eyes, arms and legs. A straw, a coal, a teapot, or a box that wears "
"its name.

One unit is the standing height; the origin is on the ground between the feet.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from backlot.actors.biped import hand_at
from backlot.actors.clothes import draw_neckwear
from backlot.actors.hair import draw_hat
from backlot.actors.heads import INK, draw_eyes, draw_mouth
from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.actors.props_alive import SHOULDER, draw_body, reach_of, spread_of
from backlot.actors.sky_beings import SKY
from backlot.actors.vehicles import ROOFS, VEHICLES
from backlot.colour import RGB, darker, lighter, luminance, mix
from backlot.paint import Canvas, Point

Shape = Callable[[Canvas, Actor, Pose], tuple[float, float, float]]
"""draws the body above the legs; returns the face's middle (x, y) and its radius"""
LEG = 0.16
ARM = 0.13
"""Length of the upper arm; the forearm is as long."""


def draw_thing(c: Canvas, a: Actor, p: Pose) -> None:
    """Legs, far arm, body, face, near arm."""
    if VEHICLES.keys() & a.traits:
        _draw_vehicle(c, a, p)
        return
    limb: RGB = (84, 66, 66) if luminance(a.coat) > 0.3 else (206, 170, 150)
    hip = -LEG + min(p.drop, LEG * 0.7)
    for foot, side in ((p.far_foot, 0.07), (p.near_foot, -0.07)):
        x, lift = foot
        c.limb(
            [(side, hip - 0.06), ((side + x) / 2 + 0.02, hip * 0.5 - lift), (x, -lift - 0.02)],
            [0.035, 0.03],
            limb,
        )
        c.blob(
            [
                (x - 0.03, -lift - 0.03),
                (x + 0.03, -lift - 0.04),
                (x + 0.08, -lift - 0.01),
                (x + 0.075, -lift + 0.005),
                (x - 0.03, -lift + 0.005),
            ],
            darker(limb, 0.8),
        )
    body = c.at(0, hip, 1, p.squash, p.lean + p.tilt * 0.4)
    shape = next((_SHAPES[t] for t in _SHAPES if t in a.traits), _box)
    reach = shoulder_of(a)[0]
    _draw_arm(body, p.far_arm, shoulder_of(a), limb)
    x, y, radius = shape(body, a, p)
    if not p.away:
        spread = spread_of(a.kind.name) if "prop" in a.traits else 0.38
        face = body.at(x + 0.05 * p.turn * radius, y + p.nod * 0.05, radius, radius).even()
        _draw_face(face, a, p, spread)
    if a.label:
        _write(body, a)
    draw_neckwear(body.at(x, y + radius * 0.95), a, p, radius * 0.72, 0.0)
    draw_hat(body.at(x, y - radius * 0.35, radius, radius).even(0.0, -0.6), a, p)
    _draw_arm(body, p.near_arm, (-reach, -0.28), limb)


def _draw_vehicle(c: Canvas, a: Actor, p: Pose) -> None:
    """No legs and no arms: it stands on its wheels, and rocks with what it feels."""
    c = c.at(0, -0.5, 1, 1, -p.rise).at(0, 0.5) if p.rise else c
    body = c.at(0, 0, 1, p.squash, 0.3 * p.lean + 0.25 * p.tilt + 0.03 * (p.far_arm[0] - 12) * p.sway)
    vehicle = next(t for t in VEHICLES if t in a.traits)
    x, y, radius = VEHICLES[vehicle](body, a, p)
    if not p.away:
        _draw_face(body.at(x + 0.05 * p.turn * radius, y + p.nod * 0.05, radius, radius).even(), a, p)
    draw_hat(body.at(x, ROOFS.get(vehicle, -0.9) + 0.3 * radius, radius, radius).even(0.0, -0.6), a, p)


def shoulder_of(a: Actor) -> Point:
    """Where the front arm begins, from where the legs end."""
    return (reach_of(a.kind.name) if "prop" in a.traits else _reach_of(a)), -SHOULDER


def _reach_of(a: Actor) -> float:
    return _REACH.get(next((t for t in _REACH if t in a.traits), ""), 0.24)


def _prop(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    return draw_body(b, a.kind.name, a.coat)


def _draw_face(face: Canvas, a: Actor, p: Pose, spread: float = 0.38) -> None:
    draw_eyes(face, a, p, spread)
    if p.blush > 0:
        for k in (-1, 1):
            face.plain().ellipse(k * 0.62, 0.3, 0.17, 0.1, mix(a.coat, (240, 96, 96), 0.4))
    draw_mouth(face, a, p, 0.42)
    if luminance(a.coat) < 0.3 and p.mouth <= 0.1:
        curve = p.smile * 0.17
        face.plain().stroke(
            [
                (p.turn * 0.16 - 0.25, 0.42 - curve * 0.5),
                (p.turn * 0.16, 0.42 + curve * 0.6),
                (p.turn * 0.16 + 0.25, 0.42 - curve * 0.5),
            ],
            0.07,
            (240, 226, 216),
        )


def _draw_arm(body: Canvas, angles: tuple[float, float], at: Point, tone: RGB) -> None:
    elbow, hand = hand_at(at, angles, ARM)
    body.limb([at, elbow, hand], [0.03, 0.028], tone)
    body.ellipse(*hand, 0.032, 0.032, tone)


def _round(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.ellipse(0, -0.4, 0.4, 0.4, a.coat)
    b.plain().ellipse(-0.12, -0.56, 0.14, 0.1, lighter(a.coat, 0.25))
    return 0.0, -0.42, 0.28


def _stalk(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    w = p.sway * 0.02
    b.limb([(0, 0.0), (0.02, -0.4), (w, -0.84)], [0.17, 0.15], a.coat)
    for dx, tip in ((-0.06, -0.1), (0.0, -0.0), (0.06, 0.08)):
        b.limb([(w + dx * 0.4, -0.8), (w + tip, -0.95)], [0.05, 0.02], darker(a.coat, 0.86))
    for y in (-0.22, -0.36):
        b.plain().stroke([(-0.07, y), (0.08, y - 0.01)], 0.014, darker(a.coat, 0.82))
    return w * 0.7, -0.62, 0.13


def _lump(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.blob(
        [
            (-0.34, -0.02),
            (-0.44, -0.3),
            (-0.34, -0.62),
            (-0.08, -0.8),
            (0.2, -0.74),
            (0.42, -0.5),
            (0.42, -0.18),
            (0.26, 0.02),
        ],
        a.coat,
    )
    s = b.plain()
    s.polygon([(-0.3, -0.56), (-0.08, -0.74), (0.12, -0.62), (-0.1, -0.52)], lighter(a.coat, 0.18))
    s.polygon([(0.2, -0.1), (0.38, -0.24), (0.3, 0.0)], darker(a.coat, 0.7))
    if "glow" in a.traits:
        heat = 0.5 + 0.5 * math.sin(p.sway * 3)
        for x, y in ((-0.3, -0.14), (0.28, -0.42), (-0.02, -0.06)):
            s.lit(None).ellipse(x, y, 0.06, 0.04, mix((240, 110, 50), (255, 190, 80), heat))
    return 0.0, -0.4, 0.27


def _bean(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.blob(
        [
            (-0.26, -0.06),
            (-0.36, -0.36),
            (-0.26, -0.7),
            (0.04, -0.82),
            (0.3, -0.66),
            (0.32, -0.44),
            (0.22, -0.3),
            (0.3, -0.1),
            (0.14, 0.02),
            (-0.1, 0.02),
        ],
        a.coat,
    )
    b.plain().stroke([(-0.24, -0.3), (-0.25, -0.5), (-0.16, -0.66)], 0.04, lighter(a.coat, 0.4))
    return 0.02, -0.52, 0.23


def _teapot(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    dark = darker(a.coat, 0.86)
    b.stroke([(-0.34, -0.5), (-0.6, -0.56), (-0.58, -0.2), (-0.32, -0.2)], 0.07, dark)
    b.limb([(0.3, -0.22), (0.52, -0.3), (0.56, -0.58)], [0.16, 0.08], dark)
    b.ellipse(0, -0.34, 0.42, 0.36, a.coat)
    b.ellipse(0, -0.66, 0.24, 0.08, dark)
    b.ellipse(0, -0.76, 0.06, 0.06, dark)
    for x in (-0.24, 0.24):
        b.plain().ellipse(x, -0.12, 0.05, 0.05, (232, 110, 120))
    return 0.0, -0.4, 0.26


def _cup(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.stroke([(0.3, -0.6), (0.56, -0.56), (0.52, -0.24), (0.26, -0.2)], 0.07, darker(a.coat, 0.86))
    b.blob([(-0.36, -0.76), (0.36, -0.76), (0.3, -0.1), (0.16, 0.02), (-0.16, 0.02), (-0.3, -0.1)], a.coat)
    b.ellipse(0, -0.74, 0.37, 0.08, darker(a.coat, 0.7))
    return 0.0, -0.4, 0.26


def _tree(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    w = p.sway * 0.012
    bark: RGB = (138, 98, 68)
    b.blob([(-0.16, 0.14), (-0.1, -0.1), (-0.1, -0.46), (0.1, -0.46), (0.1, -0.1), (0.17, 0.14)], bark)
    for x, y, r in (
        (-0.24, -0.48, 0.18),
        (0.24, -0.48, 0.18),
        (0, -0.56, 0.24),
        (-0.14, -0.68, 0.17),
        (0.14, -0.68, 0.17),
    ):
        b.ellipse(x + w, y, r, r * 0.9, darker(a.coat, 0.88))
        b.ellipse(x + w - 0.015, y - 0.02, r * 0.9, r * 0.8, a.coat)
    return w, -0.55, 0.17


def _flower(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    w = p.sway * 0.02
    b.limb([(0, 0.02), (0.02, -0.3), (w, -0.56)], [0.06, 0.05], (96, 160, 84))
    for i in range(8):
        angle = i * math.tau / 8
        b.ellipse(
            w + 0.21 * math.cos(angle),
            -0.6 + 0.21 * math.sin(angle),
            0.12,
            0.12,
            a.coat if i % 2 else lighter(a.coat, 0.12),
        )
    b.ellipse(w, -0.6, 0.19, 0.19, (250, 214, 106))
    return w, -0.6, 0.16


def _fruit(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.blob(
        [
            (0, -0.68),
            (0.24, -0.74),
            (0.42, -0.46),
            (0.32, -0.1),
            (0.1, 0.02),
            (-0.1, 0.02),
            (-0.32, -0.1),
            (-0.42, -0.46),
            (-0.24, -0.74),
        ],
        a.coat,
    )
    b.plain().ellipse(-0.2, -0.56, 0.09, 0.07, lighter(a.coat, 0.4))
    b.limb([(0, -0.66), (0.05, -0.84)], [0.04, 0.03], (110, 80, 60))
    b.blob([(0.05, -0.78), (0.22, -0.86), (0.26, -0.74)], (110, 172, 84))
    return 0.0, -0.36, 0.26


def _pumpkin(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    for x in (-0.3, 0.3, -0.16, 0.16, 0.0):
        b.ellipse(x, -0.36, 0.2, 0.37, darker(a.coat, 1 - abs(x) * 0.5))
    b.limb([(0, -0.7), (0.06, -0.84)], [0.09, 0.06], (96, 140, 76))
    return 0.0, -0.36, 0.26


def _mushroom(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.blob([(-0.16, 0.02), (-0.18, -0.44), (0.18, -0.44), (0.16, 0.02)], (250, 238, 218))
    b.blob([(-0.46, -0.4), (-0.36, -0.68), (0, -0.84), (0.36, -0.68), (0.46, -0.4), (0, -0.32)], a.coat)
    for x, y, r in ((-0.22, -0.56, 0.06), (0.06, -0.68, 0.07), (0.26, -0.5, 0.05)):
        b.plain().ellipse(x, y, r, r * 0.86, (255, 250, 240))
    return 0.0, -0.2, 0.16


def _candle(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.blob([(-0.18, 0.02), (-0.18, -0.58), (-0.1, -0.6), (0.1, -0.6), (0.18, -0.58), (0.18, 0.02)], a.coat)
    b.stroke([(0, -0.6), (0, -0.68)], 0.02, INK)
    _fire(b.at(0.0, -0.66, 0.3), p)
    return 0.0, -0.34, 0.18


def _fire(b: Canvas, p: Pose) -> None:
    glow = b.lit(None)
    lean = 0.06 * p.sway
    glow.plain().ellipse(0, -0.3, 0.5, 0.5, (255, 196, 90), 40)
    for k, tone in ((1.0, (242, 120, 50)), (0.7, (250, 176, 70)), (0.42, (255, 232, 150))):
        glow.blob(
            [
                (-0.3 * k, -0.1 * k),
                (-0.26 * k, -0.36 * k),
                (-0.1 * k, -0.5 * k),
                (lean, -0.86 * k),
                (0.16 * k, -0.5 * k),
                (0.3 * k, -0.3 * k),
                (0.26 * k, -0.08 * k),
                (0, 0.02),
            ],
            tone,
        )


def _flame(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    _fire(b.at(0, 0.02, 1.0, 0.98), p)
    return 0.0, -0.26, 0.2


def _lamp(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.polygon(
        [(-0.14, 0.02), (0.14, 0.02), (0.05, -0.08), (0.04, -0.3), (-0.04, -0.3), (-0.05, -0.08)],
        darker(a.coat, 0.6),
    )
    b.lit(None).blob([(-0.26, -0.28), (-0.3, -0.6), (0, -0.78), (0.3, -0.6), (0.26, -0.28)], a.coat)
    return 0.0, -0.48, 0.22


def _box(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.polygon([(-0.36, 0.02), (-0.36, -0.72), (0.36, -0.72), (0.36, 0.02)], a.coat)
    b.polygon([(-0.36, -0.72), (-0.28, -0.8), (0.44, -0.8), (0.36, -0.72)], lighter(a.coat, 0.2))
    b.polygon([(0.36, -0.72), (0.44, -0.8), (0.44, -0.05), (0.36, 0.02)], darker(a.coat, 0.8))
    return 0.0, -0.5, 0.22


def _post(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.polygon(
        [(-0.14, 0.02), (-0.14, -0.8), (-0.08, -0.84), (0.08, -0.84), (0.14, -0.8), (0.14, 0.02)], a.coat
    )
    b.plain().polygon([(0.06, 0.02), (0.06, -0.84), (0.14, -0.8), (0.14, 0.02)], darker(a.coat, 0.86))
    return 0.0, -0.6, 0.16


def _write(b: Canvas, a: Actor) -> None:
    """The name on a tag below the face."""
    b.plain().polygon([(-0.33, -0.22), (0.33, -0.22), (0.33, -0.04), (-0.33, -0.04)], (255, 252, 240))
    from backlot.lettering import write

    write(b.plain(), a.label, 0.0, -0.13, 0.62, 0.13)


def _book(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.polygon([(0.26, 0.02), (0.34, -0.02), (0.34, -0.78), (0.26, -0.74)], (250, 244, 228))
    b.polygon([(-0.32, 0.02), (-0.32, -0.76), (0.3, -0.76), (0.3, 0.02)], a.coat)
    b.plain().polygon([(-0.32, 0.02), (-0.32, -0.76), (-0.24, -0.76), (-0.24, 0.02)], darker(a.coat, 0.76))
    return 0.03, -0.42, 0.22


def _clock(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.ellipse(0, -0.4, 0.4, 0.4, a.coat)
    b.plain().ellipse(0, -0.4, 0.32, 0.32, (252, 248, 236))
    for i in range(12):
        angle = i * math.tau / 12
        b.plain().ellipse(0.28 * math.cos(angle), -0.4 + 0.28 * math.sin(angle), 0.014, 0.014, INK)
    for k in (-1, 1):
        b.ellipse(k * 0.2, -0.8, 0.09, 0.07, darker(a.coat, 0.8))
    return 0.0, -0.4, 0.21


def _drop(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.blob(
        [
            (0, -0.84),
            (0.14, -0.6),
            (0.34, -0.3),
            (0.24, -0.04),
            (0, 0.04),
            (-0.24, -0.04),
            (-0.34, -0.3),
            (-0.14, -0.6),
        ],
        a.coat,
    )
    b.plain().ellipse(-0.16, -0.34, 0.05, 0.1, lighter(a.coat, 0.5))
    return 0.0, -0.28, 0.23


def _leaf(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.blob([(0, 0.04), (-0.34, -0.2), (-0.3, -0.56), (0.04, -0.84), (0.32, -0.54), (0.32, -0.2)], a.coat)
    b.plain().stroke([(0, 0.0), (0.02, -0.4), (0.04, -0.76)], 0.02, darker(a.coat, 0.8))
    return 0.0, -0.36, 0.22


def _pencil(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.polygon([(-0.12, 0.02), (-0.12, -0.6), (0.12, -0.6), (0.12, 0.02)], a.coat)
    b.polygon([(-0.12, -0.6), (0, -0.84), (0.12, -0.6)], (240, 214, 176))
    b.polygon([(-0.04, -0.76), (0, -0.84), (0.04, -0.76)], INK)
    b.polygon([(-0.12, 0.02), (-0.12, -0.08), (0.12, -0.08), (0.12, 0.02)], (232, 130, 140))
    return 0.0, -0.4, 0.13


def _shoe(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.blob(
        [
            (-0.34, 0.0),
            (-0.36, -0.62),
            (-0.3, -0.7),
            (0.0, -0.68),
            (0.06, -0.4),
            (0.36, -0.3),
            (0.5, -0.12),
            (0.48, 0.0),
        ],
        a.coat,
    )
    b.polygon([(-0.36, 0.0), (0.5, 0.0), (0.5, 0.06), (-0.36, 0.06)], darker(a.coat, 0.6))
    return -0.12, -0.4, 0.2


def _boat(b: Canvas, a: Actor, p: Pose) -> tuple[float, float, float]:
    b.stroke([(0, -0.3), (0, -0.84)], 0.04, darker(a.coat, 0.7))
    b.polygon([(0.03, -0.82), (0.36, -0.42), (0.03, -0.4)], (252, 246, 232))
    b.blob([(-0.6, -0.36), (0.62, -0.36), (0.44, 0.0), (-0.42, 0.0)], a.coat)
    return 0.02, -0.2, 0.17


_SHAPES: dict[str, Shape] = {
    **SKY,
    "prop": _prop,
    "stalk": _stalk,
    "lump": _lump,
    "bean": _bean,
    "teapot": _teapot,
    "cup": _cup,
    "tree": _tree,
    "flower": _flower,
    "fruit": _fruit,
    "pumpkin": _pumpkin,
    "mushroom": _mushroom,
    "candle": _candle,
    "lamp": _lamp,
    "book": _book,
    "clock": _clock,
    "round-thing": _round,
    "drop": _drop,
    "flame": _flame,
    "leaf": _leaf,
    "pencil": _pencil,
    "shoe": _shoe,
    "boat": _boat,
    "post": _post,
    "box": _box,
}
_REACH = {
    "stalk": 0.07,
    "pencil": 0.12,
    "flower": 0.03,
    "tree": 0.1,
    "candle": 0.18,
    "mushroom": 0.16,
    "lamp": 0.05,
    "bean": 0.27,
    "boat": 0.5,
    "lump": 0.38,
    "round-thing": 0.36,
    "post": 0.13,
    "box": 0.36,
    "cloud": 0.5,
    "wind": 0.36,
    "star": 0.24,
}

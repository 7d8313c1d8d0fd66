"""Marks of relatives: what tells an otter from a beaver. Part of heads.py, biped.py and bird.py, apart for
length. Heads are in head radii about the middle of the skull.
"""

from __future__ import annotations

import math

from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas

_SNOW: RGB = (250, 248, 242)
_INK: RGB = (52, 44, 52)


def draw_head_marks(c: Canvas, a: Actor, p: Pose) -> None:
    """Fur of another colour, horns and tusks, under eyes and mouth."""
    s, x = c.plain(), p.turn * 0.2
    if "bandit" in a.traits:
        for k in (-1, 1):
            s.ellipse(x + k * 0.44, -0.34, 0.4, 0.2, _SNOW, angle=k * 16)
            s.ellipse(x + k * 0.48, 0.0, 0.46, 0.3, (58, 56, 66), angle=k * 20)
            s.ellipse(k * 0.74, 0.36, 0.24, 0.2, _SNOW, angle=-k * 30)
    if "blaze" in a.traits:
        s.blob([(x - 0.16, -0.92), (x + 0.16, -0.92), (x + 0.1, 0.1), (x - 0.1, 0.1)], _SNOW)
    if "curled-horns" in a.traits:
        for k in (-1, 1):
            turns = [(0.0, -0.7), (0.5, -0.9), (0.9, -0.5), (0.86, 0.1), (0.5, 0.24), (0.4, -0.1)]
            c.stroke([(k * (0.42 + u), v) for u, v in turns], 0.3, (214, 190, 146))
    if "neck-ruff" in a.traits:
        for i in range(7):
            angle = math.pi * (0.05 + 0.15 * i)
            c.ellipse(0.7 * math.cos(angle), 0.74 + 0.2 * math.sin(angle), 0.26, 0.22, _SNOW)
    if "red-crest" in a.traits:
        c.blob([(-0.9, -0.3), (-1.0, -1.2), (-0.2, -1.24), (0.5, -0.86), (0.0, -0.6)], (214, 58, 54))
    if "nose-ring" in a.traits:
        c.stroke([(x + 0.0, 0.7), (x + 0.04, 1.04), (x + 0.24, 0.72)], 0.09, (240, 196, 90))


def draw_front_marks(f: Canvas, a: Actor, p: Pose) -> None:
    """Tusks and fangs, over the mouth; `f` is moved to where the face looks."""
    s, x = f.plain(), p.turn * 0.18
    for k in (-1, 1):
        if "tusks-up" in a.traits:
            s.polygon([(x + k * 0.2, 0.62), (x + k * 0.38, 0.62), (x + k * 0.36, 0.26)], _SNOW)
        if "tusks-down" in a.traits:
            f.limb([(x + k * 0.22, 0.56), (x + k * 0.26, 1.24)], [0.16, 0.06], _SNOW)
        if "fangs" in a.traits and a.kind.plan != "person":
            s.polygon([(x + k * 0.06, 0.54), (x + k * 0.2, 0.54), (x + k * 0.14, 0.76)], _SNOW)
    if "needle-nose" in a.traits:
        f.limb([(x + 0.1, 0.3), (x + 1.1, 0.9)], [0.1, 0.03], _INK)


def draw_marked_tail(c: Canvas, a: Actor, x: float, y: float, w: float) -> bool:
    """A ringed tail or a beaver's; whether there was one to draw. The origin is at the hips."""
    if "paddle" in a.traits:
        c.ellipse(x - 0.13, y + 0.1 + w, 0.2, 0.075, darker(a.coat, 0.62), angle=-24)
        for i in range(3):
            at = x - 0.06 - 0.07 * i
            c.plain().stroke([(at, y + 0.05 + w), (at - 0.05, y + 0.14 + w)], 0.008, darker(a.coat, 0.5))
        return True
    if a.kind.tail != "ringed":
        return False
    for i in range(5):
        u = i / 4
        spot = (x - 0.04 - 0.19 * u, y + 0.02 - 0.28 * u * u + w * u)
        c.ellipse(*spot, 0.07, 0.06, darker(a.coat, 0.45 if i % 2 else 0.95), angle=50 * u)
    return True


def draw_back_spines(b: Canvas, tone: RGB, hip: float, torso: float) -> None:
    """The spines behind the trunk of a hedgehog that stands; the origin is at the hips."""
    points = []
    for i in range(17):
        angle = math.radians(-112 - i * 196 / 16 + 16)
        r = 1.0 if i % 2 else 1.34
        points.append(
            (hip * (-0.1 + 1.25 * r * math.cos(angle)), -torso * 0.44 - torso * 0.62 * r * -math.sin(angle))
        )
    b.polygon(points, tone)


def draw_blubber(c: Canvas, a: Actor, head: tuple[float, float]) -> None:
    """The body of a seal: a chest that rises to the head, flippers, and a tail on the ground."""
    x, y = head
    dark = darker(a.coat, 0.84)
    c.blob([(-0.86, -0.05), (-1.12, -0.26), (-1.2, -0.1), (-1.06, -0.02), (-1.16, 0.06), (-0.9, 0.02)], dark)
    c.blob(
        [
            (-0.92, -0.02),
            (-0.6, -0.2),
            (-0.2, -0.36),
            (x - 0.22, y + 0.16),
            (x + 0.2, y + 0.1),
            (x + 0.28, -0.3),
            (x + 0.16, -0.04),
            (0.0, 0.01),
            (-0.5, 0.02),
        ],
        a.coat,
    )
    c.plain().blob(
        [(x + 0.02, y + 0.2), (x + 0.22, -0.36), (x + 0.12, -0.08), (x - 0.12, -0.06), (x - 0.1, -0.3)],
        a.belly,
    )
    c.blob([(x - 0.06, -0.24), (x + 0.06, -0.06), (x + 0.26, 0.0), (x + 0.06, 0.03), (x - 0.16, -0.06)], dark)


def draw_turkey_tail(b: Canvas, a: Actor, wide: float, egg: float, w: float) -> None:
    """A fan of feathers behind the body."""
    for i in range(9):
        f = b.at(-wide * 0.3, egg * 0.1, 1, 1, -96 + i * 20 + w)
        f.ellipse(0, -egg * 1.15, egg * 0.24, egg * 0.5, darker(a.coat, 0.94 if i % 2 else 0.78))
        f.plain().ellipse(0, -egg * 1.44, egg * 0.17, egg * 0.14, (240, 218, 178))
        f.plain().ellipse(0, -egg * 1.3, egg * 0.15, egg * 0.05, (196, 96, 60))


def head_of_bird(a: Actor) -> RGB:
    """The colour of a bird's head."""
    named: dict[str, RGB] = {
        "white-head": (248, 246, 240),
        "pink-head": (236, 160, 150),
        "green-head": (46, 120, 92),
    }
    return next((tone for trait, tone in named.items() if trait in a.traits), a.coat)


def draw_pouch(f: Canvas, a: Actor) -> None:
    """What hangs below a pelican's bill."""
    f.blob([(-0.1, 0.06), (0.5, 0.1), (0.86, 0.1), (0.6, 0.56), (0.1, 0.56)], lighter(a.accent, 0.2))

"""Trappings: what tells a trade or a being at a glance, on the trunk and in the face. Part of clothes.py and
heads.py, apart for length: a badge, a measuring tape, a mask, a mermaid's tail.
"""

from __future__ import annotations

import math

from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas

_INK: RGB = (44, 40, 50)
_GOLD: RGB = (246, 204, 92)
_SNOW: RGB = (252, 250, 246)


def draw_trappings(b: Canvas, a: Actor, shoulder: float, hip: float, torso: float) -> None:
    """What is worn on the trunk over everything; `b` has its origin at the hips."""
    s = b.plain()
    if "hoops" in a.traits:
        _draw_hoops(s, a, shoulder, hip, torso)
    if "badge" in a.traits:
        _draw_belt(s, hip, torso, _INK)
        s.polygon(_star(shoulder * 0.5, -torso * 0.66, 0.036), _GOLD)
    if "bands" in a.traits:
        for y in (0.18, 0.5):
            s.stroke([(-hip, -torso * y), (0, -torso * y + 0.012), (hip, -torso * y)], 0.03, (250, 226, 92))
    if "cross-belt" in a.traits:
        for k in (-1, 1):
            s.stroke([(k * shoulder * 0.8, -torso * 0.92), (-k * hip * 0.9, -torso * 0.16)], 0.028, _SNOW)
        s.ellipse(0.0, -torso * 0.54, 0.024, 0.024, _GOLD)
    if "stethoscope" in a.traits:
        y = -torso * 0.94
        s.stroke([(-shoulder * 0.56, y), (0.02, -torso * 0.5), (shoulder * 0.6, y)], 0.016, (70, 84, 104))
        s.stroke([(0.02, -torso * 0.66), (0.02, -torso * 0.42)], 0.016, (70, 84, 104))
        s.ellipse(0.02, -torso * 0.38, 0.026, 0.026, (150, 166, 184))
    if "tape" in a.traits:
        for k in (-1, 1):
            s.stroke([(k * shoulder * 0.5, -torso * 0.97), (k * shoulder * 0.62, -torso * 0.24)], 0.03, _GOLD)
            for i in range(4):
                y = -torso * (0.32 + 0.16 * i)
                s.stroke([(k * shoulder * 0.5, y), (k * shoulder * 0.66, y)], 0.006, _INK)
    if "patched" in a.traits:
        for x, y, tone in (
            (-0.5, 0.3, (126, 146, 96)),
            (0.5, 0.6, (176, 132, 88)),
            (0.3, 0.1, (116, 120, 150)),
        ):
            r = 0.034
            px, py = x * hip, -torso * y
            s.polygon(
                [(px - r, py - r), (px + r, py - r * 0.8), (px + r * 0.9, py + r), (px - r, py + r)], tone
            )
    if "rope-belt" in a.traits:
        _draw_belt(s, hip, torso, (226, 200, 146))
        s.stroke([(0.03, -torso * 0.22), (0.05, 0.04)], 0.02, (226, 200, 146))
    if "big-buttons" in a.traits:
        for i in range(3):
            s.ellipse(0.02, -torso * (0.14 + 0.24 * i), 0.032, 0.032, ((214, 70, 66), (70, 130, 200))[i % 2])
    _draw_ruffs(b, a, shoulder, torso)
    if "bones" in a.traits:
        s.stroke([(0.02, -torso * 0.9), (0.02, -0.02)], 0.03, _SNOW)
        for i in range(4):
            y = -torso * (0.3 + 0.17 * i)
            s.stroke([(-hip * 0.7, y + 0.016), (0.02, y - 0.012), (hip * 0.76, y + 0.016)], 0.022, _SNOW)


def _draw_hoops(s: Canvas, a: Actor, shoulder: float, hip: float, torso: float) -> None:
    for i in range(4):
        y = -torso * (0.16 + 0.2 * i)
        wide = hip + (shoulder - hip) * i / 4
        s.stroke([(-wide * 0.98, y), (0, y + 0.012), (wide * 0.98, y)], 0.03, a.accent)


def _draw_belt(s: Canvas, hip: float, torso: float, tone: RGB) -> None:
    s.stroke([(-hip * 0.98, -torso * 0.2), (0, -torso * 0.17), (hip * 0.98, -torso * 0.2)], 0.034, tone)


def _draw_ruffs(b: Canvas, a: Actor, shoulder: float, torso: float) -> None:
    if "collar-ruff" in a.traits:
        for i in range(7):
            b.ellipse((i - 3) * shoulder * 0.38, -torso * 0.93 + 0.012 * (3 - abs(i - 3)), 0.036, 0.04, _SNOW)
    if "priest-collar" in a.traits:
        b.plain().rect(-0.02, -torso * 0.97, 0.055, -torso * 0.86, _SNOW)
    if "stand-collar" in a.traits:
        for k in (-1, 1):
            b.blob(
                [
                    (k * 0.02, -torso * 0.8),
                    (k * shoulder * 1.2, -torso * 1.22),
                    (k * shoulder * 1.1, -torso * 0.86),
                ],
                (190, 40, 56),
            )


def _star(x: float, y: float, r: float) -> list[tuple[float, float]]:
    return [
        (
            x + (r if i % 2 == 0 else r * 0.46) * math.sin(i * math.pi / 5),
            y - (r if i % 2 == 0 else r * 0.46) * math.cos(i * math.pi / 5),
        )
        for i in range(10)
    ]


def draw_face_marks(f: Canvas, a: Actor, p: Pose) -> None:
    """What is worn or grows in the face; `f` is in head radii, moved to where the face looks."""
    s = f.plain()
    x = p.turn * 0.06
    if "eye-cover" in a.traits:
        s.stroke([(-0.95, -0.5), (x + 0.2, -0.34), (0.9, -0.2)], 0.07, _INK)
        s.ellipse(x + 0.4, -0.06, 0.27, 0.28, _INK)
    if "eye-mask" in a.traits:
        for k in (-1, 1):
            _draw_mask_half(s, x, k)
    if "red-nose" in a.traits:
        f.ellipse(p.turn * 0.16, 0.2, 0.24, 0.23, (226, 62, 56))
        s.ellipse(p.turn * 0.16 - 0.07, 0.12, 0.06, 0.05, (255, 190, 180))
    if "big-nose" in a.traits:
        f.ellipse(p.turn * 0.22, 0.2, 0.3, 0.24, darker(a.coat, 0.86))
        s.ellipse(p.turn * 0.22 + 0.14, 0.1, 0.06, 0.05, darker(a.coat, 0.6))
    if "fangs" in a.traits:
        for k in (-1, 1):
            m = p.turn * 0.16 + k * 0.14
            s.polygon([(m - 0.06, 0.46), (m + 0.06, 0.46), (m, 0.68)], _SNOW)
    if "tusks" in a.traits:
        for k in (-1, 1):
            m = p.turn * 0.16 + k * 0.26
            s.polygon([(m - 0.07, 0.5), (m + 0.07, 0.5), (m + k * 0.02, 0.22)], (250, 242, 214))


def _draw_mask_half(s: Canvas, x: float, k: int) -> None:
    """One half of a mask round the eye, which stays open."""
    ring = [
        (x + k * 0.4 + 0.25 * math.cos(i * math.tau / 12), -0.06 + 0.3 * math.sin(i * math.tau / 12))
        for i in range(13)
    ]
    s.stroke(ring, 0.16, _INK)
    s.stroke([(x, -0.08), (x + k * 0.2, -0.1)], 0.26, _INK)
    s.stroke([(x + k * 0.62, -0.1), (k * 0.94, -0.2)], 0.24, _INK)


def draw_sockets(f: Canvas, a: Actor, p: Pose) -> None:
    """The hollow eyes of a skull, behind its eyes, and dark rings round those of the undead."""
    if "skull" in a.traits:
        for k in (-1, 1):
            f.plain().ellipse(k * 0.4 + p.turn * 0.06, -0.06, 0.3, 0.34, _INK)
        f.plain().polygon(
            [(p.turn * 0.16, 0.2), (p.turn * 0.16 - 0.1, 0.36), (p.turn * 0.16 + 0.1, 0.36)], _INK
        )
    elif "rings" in a.traits:
        for k in (-1, 1):
            f.plain().ellipse(k * 0.4 + p.turn * 0.06, -0.02, 0.27, 0.31, darker(a.coat, 0.7))
    elif "clown-eyes" in a.traits:
        for k in (-1, 1):
            f.plain().ellipse(k * 0.4 + p.turn * 0.06, -0.08, 0.26, 0.42, _SNOW)
        f.plain().ellipse(p.turn * 0.16, 0.52, 0.5, 0.26, _SNOW)


def draw_fish_tail(c: Canvas, a: Actor, p: Pose, hip: float, hip_y: float) -> None:
    """A mermaid's tail from the hips to the ground, where it turns up."""
    tone = a.accent
    w = 0.03 * p.sway
    y = min(hip_y, -0.06)
    c.blob([(0.3, -0.05), (0.5 + w, -0.2), (0.42, -0.04), (0.52 + w, 0.02), (0.34, 0.0)], darker(tone, 0.88))
    c.blob(
        [
            (-hip * 1.04, y - 0.05),
            (0, y - 0.07),
            (hip * 1.04, y - 0.05),
            (hip * 1.1, y * 0.55),
            (hip * 1.3, -0.1),
            (0.3, -0.075),
            (0.36, -0.02),
            (0.2, 0.0),
            (-hip * 0.2, 0.0),
            (-hip * 1.05, y * 0.4),
        ],
        tone,
    )
    s = c.plain()
    for i in range(3):
        for j in range(3):
            sx, sy = (j - 1) * hip * 0.6, y * (0.9 - 0.28 * i)
            s.stroke([(sx - 0.03, sy), (sx, sy + 0.02), (sx + 0.03, sy)], 0.009, lighter(tone, 0.35))


def draw_glasses(f: Canvas, a: Actor, p: Pose) -> None:
    """Round glasses on the nose."""
    worn = a.worn("glasses")
    tone = worn.colour if worn else _INK
    s = f.plain()
    for k in (-1, 1):
        x = k * 0.4 + p.turn * 0.06
        ring = [
            (x + 0.29 * math.cos(i * math.tau / 12), -0.05 + 0.29 * math.sin(i * math.tau / 12))
            for i in range(13)
        ]
        s.stroke(ring, 0.06, tone)
    s.stroke([(-0.12 + p.turn * 0.06, -0.08), (0.12 + p.turn * 0.06, -0.08)], 0.06, tone)

"""Ears, feelers and what else stands on both sides of a skull; they droop, or are laid back, with a mood.

One unit is the head's radius; the origin is in the middle of the skull.
"""

from __future__ import annotations

from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.colour import RGB, darker, mix
from backlot.paint import Canvas


def draw_ears(c: Canvas, a: Actor, p: Pose, hatted: bool) -> None:
    """Both ears of a head."""
    kind = a.kind.ears
    inner = a.coat if p.away else mix(a.belly, (240, 150, 150), 0.4)
    wag = p.sway * 4
    sides = (-1, 1)
    if a.kind.plan == "person":
        for s in sides:
            c.ellipse(s * 0.93 - p.turn * 0.1, 0.08, 0.16, 0.22, darker(a.coat, 0.93))
            if kind == "pointed-side":
                c.polygon([(s * 0.8, -0.08), (s * 1.42, -0.34), (s * 0.86, 0.28)], darker(a.coat, 0.95))
        return
    for s in sides:
        e = c.at(
            s * 0.58 - p.turn * 0.12,
            -0.66,
            s,
            1,
            s * (wag - _DROOPS * min(0.0, p.ears) - 9 * max(0.0, p.ears)) - 30 * p.stream,
        )
        if kind == "pointed":
            e.blob([(-0.36, 0.12), (-0.1, -0.5), (0.26, -0.92), (0.42, -0.3), (0.42, 0.36)], a.coat)
            e.plain().blob(
                [(-0.14, 0.05), (0.02, -0.36), (0.24, -0.66), (0.3, -0.2), (0.26, 0.2)], _inner_ear(a, inner)
            )
        elif kind in ("round", "panda"):
            tone = a.accent if "panda" in a.traits else a.coat
            e.ellipse(0.16, -0.1, 0.34, 0.34, darker(tone, 0.94))
            e.plain().ellipse(
                0.16, -0.06, 0.19, 0.19, mix(tone, inner, 0.75) if "panda" not in a.traits else tone
            )
        elif kind == "big-round":
            e.ellipse(0.3, -0.18, 0.58, 0.58, a.coat)
            e.plain().ellipse(0.3, -0.14, 0.4, 0.4, mix(inner, (246, 168, 170), 0.5))
        elif kind == "long":
            e.at(-0.14, 0, 1, 1, 7 + (14 if hatted else 0)).ellipse(0, -0.7, 0.26, 0.86, a.coat)
            e.at(-0.14, 0, 1, 1, 7 + (14 if hatted else 0)).plain().ellipse(0, -0.66, 0.13, 0.62, inner)
        else:
            _draw_other_ears(e, a, kind, inner, wag)


_DROOPS = 62.0
"""Degrees that an ear is turned outward when it is laid back or hangs."""


def _inner_ear(a: Actor, inner: RGB) -> RGB:
    return darker(a.coat, 0.5) if "dark-paws" in a.traits else inner


def _draw_other_ears(e: Canvas, a: Actor, kind: str, inner: RGB, wag: float) -> None:
    """One ear at the right side of the skull; `e` is mirrored for the left one."""
    if kind == "floppy":
        e.blob(
            [(0.0, -0.16), (0.44, -0.1), (0.74, 0.56), (0.66, 1.3), (0.4, 1.34), (0.2, 0.5)],
            darker(a.coat, 0.62),
        )
    elif kind == "fold":
        e.blob([(-0.3, 0.1), (0.1, -0.44), (0.56, -0.36), (0.5, 0.2), (0.2, 0.32)], darker(a.coat, 0.9))
    elif kind in ("side", "long-side"):
        length = 0.62 if kind == "side" else 1.05
        angle = 14 if kind == "side" else -34
        s = e.at(0.2, 0.3, 1, 1, angle + wag)
        tone = a.accent if "wool" in a.traits else a.coat
        s.ellipse(length * 0.7, 0, length * 0.72, 0.24, darker(tone, 0.94))
        s.plain().ellipse(length * 0.74, 0.03, length * 0.5, 0.12, inner)
    elif kind == "fluffy":
        e.ellipse(0.34, 0.2, 0.56, 0.52, a.coat)
        e.plain().ellipse(0.4, 0.26, 0.36, 0.34, a.belly)
    elif kind == "side-round":
        e.ellipse(0.44, 0.62, 0.34, 0.36, a.coat)
        e.plain().ellipse(0.44, 0.64, 0.22, 0.24, a.accent)
    elif kind == "frog-eyes":
        e.ellipse(0.0, -0.12, 0.4, 0.42, a.coat)
    elif kind == "fan":
        e.blob(
            [(-0.1, 0.1), (0.5, -0.36), (1.16, -0.1), (1.24, 0.72), (0.74, 1.36), (0.24, 1.06)],
            darker(a.coat, 0.93),
        )
        e.plain().blob(
            [(0.2, 0.22), (0.56, -0.08), (1.0, 0.12), (1.04, 0.7), (0.68, 1.12), (0.34, 0.86)],
            mix(a.coat, a.accent, 0.62),
        )
    elif kind == "horns":
        e.blob([(-0.2, 0.12), (0.0, -0.5), (0.36, -0.86), (0.26, -0.3), (0.22, 0.1)], (246, 232, 190))
    elif kind == "tufts":
        e.blob([(-0.3, 0.1), (0.24, -0.62), (0.4, 0.2)], darker(a.coat, 0.82))
    elif kind == "antenna":
        e.stroke([(-0.3, 0), (-0.3, -0.46)], 0.09, darker(a.coat, 0.7))
        e.ellipse(-0.3, -0.56, 0.14, 0.14, a.accent)
        e.ellipse(0.44, 0.66, 0.14, 0.24, darker(a.coat, 0.8))
    elif kind == "antennae":
        e.stroke([(-0.3, 0.1), (-0.2, -0.4), (0.06, -0.78)], 0.08, darker(a.coat, 0.6))
        e.ellipse(0.06, -0.8, 0.13, 0.13, darker(a.coat, 0.6))

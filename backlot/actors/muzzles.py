"""Muzzles: snouts, trunks and noses, in units of the head's radius. Part of heads.py, apart for length."""

from __future__ import annotations

from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.colour import darker, lighter, luminance
from backlot.paint import Canvas


def draw_muzzle(f: Canvas, a: Actor, p: Pose) -> float:
    """The snout; returns where the mouth is, downwards from the middle of the skull."""
    kind = a.kind.muzzle
    x = p.turn * 0.18
    light, nose = a.belly, (52, 42, 50)
    s = f.plain()
    if kind == "":
        return 0.46 if a.kind.plan == "person" else 0.4
    if kind == "long":
        f.at(x, 0.42).ellipse(0.06, 0.06, 0.46, 0.36, light)
        s.ellipse(x + 0.16 * p.turn, 0.2, 0.19, 0.14, nose)
        return 0.52
    if kind == "dog":
        out = 0.36 * p.turn
        snout, flat = f.at(out, 0.36), s.at(out, 0.36)
        if p.mouth > 0.12 or p.smile > 0.7:
            flat.blob([(-0.1, 0.24), (0.16, 0.24), (0.14, 0.62), (-0.06, 0.62)], (238, 120, 130))
        snout.ellipse(0.0, 0.08, 0.56, 0.37, light)
        snout.ellipse(0.3 * p.turn, -0.1, 0.21, 0.16, nose)
        flat.stroke([(0.28 * p.turn, 0.04), (0.16 * p.turn, 0.22)], 0.035, nose)
        return 0.6
    if kind in ("wide", "small", "point"):
        width = {"wide": 0.52, "small": 0.36, "point": 0.34}[kind]
        f.ellipse(x, 0.42, width, width * 0.72, light)
        tone = (226, 120, 130) if kind != "wide" and luminance(a.coat) > 0.3 else nose
        s.ellipse(x, 0.24, 0.2 if kind == "wide" else 0.13, 0.14 if kind == "wide" else 0.1, tone)
        if "whiskers" in a.traits:
            _draw_whiskers(s, x)
        return 0.5
    if kind == "disc":
        f.ellipse(x * 1.3, 0.34, 0.38, 0.3, darker(a.coat, 0.88))
        for k in (-1, 1):
            s.ellipse(x * 1.3 + k * 0.13, 0.34, 0.07, 0.11, darker(a.coat, 0.55))
        return 0.76
    return _draw_long_muzzle(f, a, p, x)


def _draw_whiskers(s: Canvas, x: float) -> None:
    for k in (-1, 1):
        for dy in (-0.06, 0.1):
            s.stroke([(x + k * 0.36, 0.42 + dy), (x + k * 0.9, 0.36 + dy * 2.2)], 0.03, (250, 246, 240))


def _draw_long_muzzle(f: Canvas, a: Actor, p: Pose, x: float) -> float:
    kind, s, nose = a.kind.muzzle, f.plain(), (52, 42, 50)
    if kind in ("horse", "cow"):
        tone = a.belly if kind == "horse" else (246, 190, 176)
        f.ellipse(
            x, 0.66, 0.56 if kind == "horse" else 0.66, 0.46 if kind == "horse" else 0.4, lighter(tone, 0.15)
        )
        for k in (-1, 1):
            s.ellipse(x + k * 0.24, 0.5, 0.08, 0.1, darker(tone, 0.5))
        if "nose-horn" in a.traits:
            f.polygon([(x - 0.2, 0.4), (x + 0.2, 0.4), (x + 0.2, -0.5)], (240, 232, 214))
        if "goatee" in a.traits:
            f.blob([(x - 0.2, 1.0), (x + 0.2, 1.0), (x + 0.06, 1.6)], darker(a.coat, 0.86))
        return 0.82
    if kind == "sheep":
        s.ellipse(x, 0.42, 0.14, 0.09, (236, 150, 150))
        return 0.66
    if kind == "ape":
        f.ellipse(x * 0.6, 0.42, 0.66, 0.48, a.accent)
        s.ellipse(x * 0.3, -0.1, 0.68, 0.42, a.accent)
        for k in (-1, 1):
            s.ellipse(x + k * 0.07, 0.26, 0.04, 0.05, darker(a.accent, 0.5))
        return 0.52
    if kind == "frog":
        for k in (-1, 1):
            s.ellipse(x + k * 0.12, 0.16, 0.04, 0.05, darker(a.coat, 0.55))
        return 0.44
    if kind == "croc":
        f.blob(
            [
                (-0.5, 0.2),
                (x + 0.5, 0.14),
                (x + 1.5, 0.36),
                (x + 1.66, 0.62),
                (x + 1.4, 0.8),
                (0.1, 0.86),
                (-0.5, 0.7),
            ],
            a.coat,
        )
        for k in (0, 1):
            s.ellipse(x + 1.36 + k * 0.16, 0.36, 0.06, 0.05, darker(a.coat, 0.5))
        for i in range(4):
            s.polygon(
                [(x + 0.4 + i * 0.26, 0.62), (x + 0.52 + i * 0.26, 0.62), (x + 0.46 + i * 0.26, 0.76)],
                (255, 252, 240),
            )
        return 0.62
    if kind == "turtle":
        s.ellipse(x + 0.3, 0.2, 0.04, 0.05, darker(a.coat, 0.5))
        return 0.44
    if kind == "trunk":
        swing = p.sway * 0.12
        tip = (x + 0.62 + swing, 1.5 - p.mouth * 0.3)
        f.limb([(x, 0.3), (x + 0.1, 1.0), (x + 0.1, 1.6), tip], [0.58, 0.3], darker(a.coat, 0.96))
        if "tusks" in a.traits:
            for k in (-1, 1):
                f.limb([(x + k * 0.36, 0.62), (x + k * 0.5, 1.0)], [0.16, 0.08], (255, 250, 236))
        return 0.62
    if kind == "koala":
        s.ellipse(x * 0.7, 0.16, 0.26, 0.38, nose)
        s.ellipse(x * 0.7 - 0.06, 0.0, 0.07, 0.08, lighter(nose, 0.3))
        return 0.68
    if kind == "snout":
        f.limb([(x, 0.36), (x + 0.5, 0.32)], [0.62, 0.36], a.belly)
        s.ellipse(x + 0.66, 0.3, 0.2, 0.19, (240, 140, 150))
        return 0.58
    if kind == "carrot":
        f.polygon([(x - 0.06, 0.02), (x - 0.02, 0.3), (x + 0.86, 0.24)], (244, 140, 52))
        return 0.5
    if kind == "grille":
        return 0.4
    s.ellipse(0, 0, 0.01, 0.01, nose)
    return 0.46

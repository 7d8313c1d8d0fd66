"""Props of the house and the pocket, each standing on (0, 0), one unit tall, y downwards. Part of props.py,
apart for length.
"""

from __future__ import annotations

import math

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas

_WOOD: RGB = (168, 118, 76)
_GOLD: RGB = (244, 196, 84)


def cake(c: Canvas, k: RGB, t: float) -> None:
    """A cake with a candle."""
    c.ellipse(0, -0.06, 0.72, 0.08, (236, 232, 226))
    c.polygon([(-0.6, -0.08), (-0.6, -0.36), (0.6, -0.36), (0.6, -0.08)], lighter(k, 0.35))
    c.polygon([(-0.44, -0.36), (-0.44, -0.62), (0.44, -0.62), (0.44, -0.36)], lighter(k, 0.5))
    for y, half in ((-0.36, 0.6), (-0.62, 0.44)):
        for i in range(7):
            c.ellipse(-half + 0.12 + i * (2 * half - 0.24) / 6, y + 0.03, half * 0.17, 0.07, k)
        c.ellipse(0, y, half, 0.05, k)
    c.polygon([(-0.03, -0.64), (-0.03, -0.84), (0.03, -0.84), (0.03, -0.64)], (120, 170, 220))
    glow = c.lit(None).plain()
    glow.ellipse(0, -0.92, 0.16, 0.16, (255, 220, 140), 70)
    glow.ellipse(0.01 * math.sin(t * 7), -0.92, 0.035, 0.08, (255, 190, 80))


def teapot(c: Canvas, k: RGB, t: float) -> None:
    """A teapot that steams a little."""
    c.stroke([(-0.4, -0.62), (-0.84, -0.6), (-0.42, -0.2)], 0.09, darker(k, 0.88))
    c.blob([(0.34, -0.26), (0.66, -0.44), (0.72, -0.72), (0.86, -0.76), (0.76, -0.34), (0.44, -0.1)], k)
    c.ellipse(0, -0.38, 0.54, 0.38, k)
    c.ellipse(0, -0.72, 0.26, 0.07, darker(k, 0.86))
    c.ellipse(0, -0.78, 0.08, 0.07, darker(k, 0.8))
    c.plain().ellipse(-0.2, -0.5, 0.14, 0.1, lighter(k, 0.5))
    for i in (0, 1):
        u = (t * 0.4 + i * 0.5) % 1.0
        c.plain().ellipse(
            0.86 + 0.05 * math.sin(5 * u), -0.84 - 0.3 * u, 0.06, 0.07, (250, 250, 252), int(120 * (1 - u))
        )


def jug(c: Canvas, k: RGB, t: float) -> None:
    """A jug."""
    c.stroke([(0.3, -0.84), (0.74, -0.66), (0.4, -0.24)], 0.1, darker(k, 0.86))
    c.blob(
        [
            (-0.42, -1.0),
            (0.3, -0.94),
            (0.26, -0.74),
            (0.46, -0.42),
            (0.3, 0.0),
            (-0.3, 0.0),
            (-0.46, -0.42),
            (-0.24, -0.74),
        ],
        k,
    )
    c.ellipse(-0.02, -0.93, 0.27, 0.07, darker(k, 0.68))
    c.plain().stroke([(-0.38, -0.46), (0, -0.4), (0.39, -0.46)], 0.05, lighter(k, 0.4))
    c.plain().ellipse(-0.18, -0.6, 0.07, 0.12, lighter(k, 0.45))


def drum(c: Canvas, k: RGB, t: float) -> None:
    """A drum with its sticks."""
    c.polygon([(-0.6, -0.7), (0.6, -0.7), (0.6, -0.1), (-0.6, -0.1)], k)
    c.ellipse(0, -0.1, 0.6, 0.1, k)
    for i in range(6):
        x = -0.6 + 0.2 * i
        c.plain().stroke([(x, -0.66), (x + 0.1, -0.08)], 0.025, _GOLD)
        c.plain().stroke([(x + 0.1, -0.08), (x + 0.2, -0.66)], 0.025, _GOLD)
    c.ellipse(0, -0.7, 0.62, 0.14, (246, 236, 214))
    for side in (-1, 1):
        c.limb([(side * 0.1, -0.74), (side * 0.6, -1.0)], [0.06, 0.05], _WOOD)


def bell(c: Canvas, k: RGB, t: float) -> None:
    """A bell on a handle."""
    c.limb([(0, -0.66), (0, -0.98)], [0.1, 0.14], _WOOD)
    c.ellipse(0, -0.05, 0.1, 0.08, darker(k, 0.7))
    c.blob([(-0.16, -0.7), (0.16, -0.7), (0.3, -0.34), (0.5, -0.1), (-0.5, -0.1), (-0.3, -0.34)], k)
    c.plain().stroke([(-0.12, -0.6), (-0.2, -0.36), (-0.32, -0.18)], 0.05, lighter(k, 0.5))


def broom(c: Canvas, k: RGB, t: float) -> None:
    """A broom."""
    c.stroke([(0, -0.3), (0, -1.0)], 0.05, _WOOD)
    c.blob([(-0.07, -0.36), (0.07, -0.36), (0.18, -0.02), (0.1, 0.0), (-0.1, 0.0), (-0.18, -0.02)], k)
    for x in (-0.09, 0.0, 0.09):
        c.plain().stroke([(x * 0.4, -0.28), (x, -0.02)], 0.014, darker(k, 0.72))
    c.plain().stroke([(-0.08, -0.28), (0.08, -0.28)], 0.035, (190, 80, 70))


def shovel(c: Canvas, k: RGB, t: float) -> None:
    """A shovel."""
    c.stroke([(0, -0.28), (0, -0.94)], 0.05, _WOOD)
    c.stroke([(-0.09, -0.97), (0.09, -0.97)], 0.05, _WOOD)
    c.blob([(-0.13, -0.36), (0.13, -0.36), (0.13, -0.14), (0, 0.0), (-0.13, -0.14)], k)
    c.plain().stroke([(0, -0.32), (0, -0.1)], 0.02, darker(k, 0.75))


def feather(c: Canvas, k: RGB, t: float) -> None:
    """A feather."""
    f = c.at(0, 0, 1, 1, 12)
    f.blob([(0, -0.2), (0.2, -0.5), (0.14, -0.9), (0, -1.0), (-0.12, -0.86), (-0.18, -0.46)], k)
    f.plain().stroke([(0, 0.0), (0.01, -0.5), (0, -0.94)], 0.028, lighter(k, 0.6))
    for y in (-0.36, -0.54, -0.7):
        f.plain().stroke([(0.01, y), (0.12, y - 0.12)], 0.016, darker(k, 0.8))


def coin(c: Canvas, k: RGB, t: float) -> None:
    """A heap of coins."""
    for x, y in ((-0.5, 0.0), (0.1, 0.0), (0.6, 0.0), (-0.2, -0.24), (0.36, -0.24), (0.08, -0.48)):
        c.ellipse(x, y - 0.16, 0.34, 0.18, darker(k, 0.78))
        c.ellipse(x, y - 0.24, 0.34, 0.18, k)
        c.plain().ellipse(x, y - 0.24, 0.22, 0.11, lighter(k, 0.3))
    c.lit(None).plain().ellipse(-0.06, -0.84, 0.05 + 0.02 * math.sin(t * 3), 0.05, (255, 255, 240))


def gem(c: Canvas, k: RGB, t: float) -> None:
    """A cut gem that glitters."""
    c.polygon([(-0.6, -0.66), (-0.34, -1.0), (0.34, -1.0), (0.6, -0.66), (0, 0.0)], k)
    s = c.plain()
    s.polygon([(-0.6, -0.66), (-0.34, -1.0), (-0.2, -0.66)], lighter(k, 0.3))
    s.polygon([(0.6, -0.66), (0.34, -1.0), (0.2, -0.66)], darker(k, 0.85))
    s.polygon([(-0.2, -0.66), (0.2, -0.66), (0, 0.0)], lighter(k, 0.45))
    r = 0.05 + 0.05 * max(0.0, math.sin(t * 2.4))
    glint = c.lit(None).plain()
    glint.polygon(
        [(-0.3, -0.86 - 2 * r), (-0.3 + r, -0.86), (-0.3, -0.86 + 2 * r), (-0.3 - r, -0.86)], (255, 255, 255)
    )


def mirror(c: Canvas, k: RGB, t: float) -> None:
    """A standing mirror."""
    for side in (-1, 1):
        c.limb([(side * 0.16, -0.2), (side * 0.28, 0.0)], [0.05, 0.05], darker(k, 0.8))
    c.ellipse(0, -0.56, 0.32, 0.44, k)
    c.plain().ellipse(0, -0.56, 0.26, 0.38, (196, 222, 232))
    for x in (-0.06, 0.06):
        c.plain().stroke([(x - 0.06, -0.4), (x + 0.08, -0.74)], 0.03, (232, 244, 248))


def chart(c: Canvas, k: RGB, t: float) -> None:
    """A map with a dotted way and a cross."""
    c.blob([(-0.8, -0.9), (0, -0.98), (0.8, -0.9), (0.84, -0.1), (0, 0.0), (-0.84, -0.1)], k)
    s = c.plain()
    s.blob([(-0.6, -0.7), (-0.1, -0.76), (0.0, -0.4), (-0.4, -0.2), (-0.66, -0.36)], (168, 196, 140))
    s.blob([(0.2, -0.8), (0.6, -0.74), (0.62, -0.5), (0.3, -0.54)], (150, 190, 206))
    for x, y in ((-0.5, -0.3), (-0.3, -0.42), (-0.08, -0.44), (0.14, -0.36)):
        s.ellipse(x, y, 0.04, 0.035, (150, 90, 70))
    for a, b in (((0.3, -0.4), (0.5, -0.18)), ((0.5, -0.4), (0.3, -0.18))):
        s.stroke([a, b], 0.06, (206, 60, 56))


def wand(c: Canvas, k: RGB, t: float) -> None:
    """A magic wand with a star."""
    c.stroke([(0, 0.0), (0, -0.74)], 0.06, _WOOD)
    c.lit(None).plain().ellipse(0, -0.82, 0.3, 0.3, (255, 236, 160), 60)
    star = [
        (r * math.sin(i * math.pi / 5), -0.82 - r * math.cos(i * math.pi / 5))
        for i, r in enumerate([0.2, 0.085] * 5)
    ]
    c.lit(None).polygon(star, k)
    for i in range(3):
        u = (t * 0.6 + i / 3) % 1.0
        c.lit(None).plain().ellipse(
            0.3 * math.sin(i * 2.4 + t), -0.82 + 0.5 * u, 0.03, 0.03, (255, 246, 200), int(255 * (1 - u))
        )


def hat(c: Canvas, k: RGB, t: float) -> None:
    """A hat."""
    c.ellipse(0, -0.14, 0.9, 0.16, k)
    c.blob([(-0.5, -0.16), (-0.46, -0.8), (-0.1, -0.98), (0.1, -0.9), (0.46, -0.82), (0.5, -0.16)], k)
    c.plain().blob([(-0.5, -0.2), (-0.49, -0.38), (0.49, -0.38), (0.5, -0.2), (0, -0.12)], darker(k, 0.6))


def teddy(c: Canvas, k: RGB, t: float) -> None:
    """A teddy bear."""
    for side in (-1, 1):
        c.ellipse(side * 0.2, -0.9, 0.11, 0.11, k)
        c.ellipse(side * 0.3, -0.4, 0.12, 0.16, darker(k, 0.92), angle=side * 30)
        c.ellipse(side * 0.24, -0.09, 0.16, 0.12, darker(k, 0.9))
    c.ellipse(0, -0.32, 0.28, 0.28, k)
    c.plain().ellipse(0, -0.3, 0.17, 0.18, lighter(k, 0.4))
    c.ellipse(0, -0.72, 0.28, 0.25, k)
    s = c.plain()
    s.ellipse(0, -0.65, 0.13, 0.1, lighter(k, 0.45))
    s.ellipse(0, -0.69, 0.045, 0.035, (60, 44, 44))
    for side in (-1, 1):
        s.ellipse(side * 0.11, -0.77, 0.03, 0.035, (50, 38, 40))


def clock(c: Canvas, k: RGB, t: float) -> None:
    """A grandfather clock; its pendulum swings."""
    c.polygon([(-0.2, 0), (-0.2, -0.9), (0.2, -0.9), (0.2, 0)], k)
    c.polygon([(-0.26, -0.88), (0, -1.0), (0.26, -0.88)], darker(k, 0.8))
    c.polygon([(-0.24, 0), (-0.24, -0.08), (0.24, -0.08), (0.24, 0)], darker(k, 0.8))
    s = c.plain()
    s.ellipse(0, -0.74, 0.14, 0.14, (250, 244, 226))
    s.stroke([(0, -0.74), (0, -0.84)], 0.018, (70, 56, 60))
    s.stroke([(0, -0.74), (0.06, -0.71)], 0.018, (70, 56, 60))
    s.polygon([(-0.11, -0.16), (-0.11, -0.54), (0.11, -0.54), (0.11, -0.16)], darker(k, 0.55))
    x = 0.06 * math.sin(t * math.pi)
    s.stroke([(0, -0.54), (x, -0.26)], 0.014, _GOLD)
    s.ellipse(x, -0.25, 0.045, 0.045, _GOLD)


def scissors(c: Canvas, k: RGB, t: float) -> None:
    """A pair of scissors."""
    for side in (-1, 1):
        c.limb([(side * 0.12, -0.34), (-side * 0.14, -1.0)], [0.1, 0.03], k)
        ring = [
            (side * 0.2 + 0.13 * math.cos(i * math.tau / 10), -0.17 + 0.15 * math.sin(i * math.tau / 10))
            for i in range(11)
        ]
        c.stroke(ring, 0.06, (206, 74, 80))
    c.plain().ellipse(0, -0.56, 0.04, 0.04, darker(k, 0.6))

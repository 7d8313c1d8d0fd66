"""Props that stand on the ground, each standing on (0, 0), one unit tall, y downwards. Part of props.py,
apart for length.
"""

from __future__ import annotations

import math

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas


def table(c: Canvas, k: RGB, t: float) -> None:
    """A table."""
    for x in (-0.78, 0.78):
        c.polygon([(x - 0.06, -0.9), (x + 0.06, -0.9), (x + 0.05, 0), (x - 0.05, 0)], darker(k, 0.8))
    c.polygon([(-0.86, -1.0), (0.86, -1.0), (1.0, -0.84), (-1.0, -0.84)], lighter(k, 0.15))
    c.polygon([(-1.0, -0.84), (1.0, -0.84), (1.0, -0.75), (-1.0, -0.75)], darker(k, 0.88))


def chair(c: Canvas, k: RGB, t: float) -> None:
    """A chair."""
    for x in (-0.26, 0.24):
        c.polygon([(x - 0.035, -0.46), (x + 0.035, -0.46), (x + 0.035, 0), (x - 0.035, 0)], darker(k, 0.8))
    c.polygon([(-0.3, -1.0), (-0.22, -1.0), (-0.22, -0.44), (-0.3, -0.44)], k)
    c.polygon([(-0.3, -0.52), (0.28, -0.52), (0.34, -0.42), (-0.3, -0.42)], lighter(k, 0.12))
    c.plain().polygon([(-0.28, -0.96), (-0.16, -0.94), (-0.16, -0.66), (-0.28, -0.68)], darker(k, 0.88))


def tree(c: Canvas, k: RGB, t: float) -> None:
    """A tree."""
    w = 0.012 * math.sin(t * 1.2)
    c.blob([(-0.1, 0), (-0.05, -0.3), (-0.04, -0.6), (0.04, -0.6), (0.05, -0.3), (0.11, 0)], (124, 88, 62))
    for x, y, r in (
        (-0.2, -0.55, 0.17),
        (0.2, -0.54, 0.17),
        (0, -0.62, 0.25),
        (-0.12, -0.8, 0.18),
        (0.13, -0.8, 0.17),
    ):
        c.ellipse(x + w + 0.015, y + 0.015, r, r * 0.92, darker(k, 0.84))
        c.ellipse(x + w, y, r * 0.94, r * 0.84, k)


def boat(c: Canvas, k: RGB, t: float) -> None:
    """A boat."""
    r = c.at(0, 0, 1, 1, 1.5 * math.sin(t * 1.3))
    r.polygon([(-0.02, -0.2), (-0.02, -1.0), (0.02, -1.0), (0.02, -0.2)], (120, 90, 70))
    r.polygon([(0.04, -0.98), (0.5, -0.34), (0.04, -0.32)], (252, 248, 236))
    r.blob([(-0.7, -0.28), (0.74, -0.28), (0.5, 0.0), (-0.48, 0.0)], k)
    r.plain().stroke([(-0.62, -0.2), (0.64, -0.2)], 0.035, lighter(k, 0.4))


def pot(c: Canvas, k: RGB, t: float) -> None:
    """A pot."""
    c.stroke([(-0.5, -0.78), (0, -1.0), (0.5, -0.78)], 0.06, darker(k, 0.7))
    c.blob([(-0.5, -0.74), (0.5, -0.74), (0.58, -0.4), (0.4, -0.04), (-0.4, -0.04), (-0.58, -0.4)], k)
    c.ellipse(0, -0.74, 0.52, 0.1, darker(k, 0.6))
    for i in range(3):
        u = (t * 0.5 + i / 3) % 1.0
        c.plain().lit(None).ellipse(
            0.16 * math.sin(i * 2.4 + t),
            -0.8 - 0.6 * u,
            0.08 + 0.1 * u,
            0.08 + 0.08 * u,
            (250, 250, 250),
            int(90 * (1 - u)),
        )


def bed(c: Canvas, k: RGB, t: float) -> None:
    """A bed."""
    wood: RGB = (156, 108, 72)
    c.blob([(-1.1, 0), (-1.1, -0.9), (-1.02, -1.0), (-0.94, -0.9), (-0.94, 0)], wood)
    c.blob([(0.94, 0), (0.94, -0.55), (1.02, -0.62), (1.1, -0.55), (1.1, 0)], wood)
    c.blob([(-0.98, -0.12), (-0.98, -0.5), (0, -0.58), (0.98, -0.5), (0.98, -0.12)], (250, 246, 238))
    c.ellipse(-0.66, -0.6, 0.26, 0.14, (255, 253, 246))
    c.blob([(-0.36, -0.1), (-0.36, -0.54), (0.3, -0.62), (0.98, -0.52), (0.98, -0.1)], k)


def fire(c: Canvas, k: RGB, t: float) -> None:
    """A fire on logs."""
    glow = c.lit(None)
    flick = 1 + 0.08 * math.sin(t * 9) + 0.05 * math.sin(t * 14.3)
    for r, o in ((1.3, 18), (0.9, 30)):
        glow.plain().ellipse(0, -0.4, r * flick, r * flick, (255, 186, 90), o)
    for angle in (-16, 16):
        c.at(0, -0.06, 1, 1, angle).limb([(-0.5, 0), (0.5, 0)], [0.14, 0.12], (116, 80, 58))
    for size, tone in ((1.0, k), (0.68, (250, 176, 70)), (0.38, (255, 234, 150))):
        lean = 0.08 * math.sin(t * 7 + size * 4)
        h = size * flick
        glow.blob(
            [
                (-0.34 * size, -0.14),
                (-0.3 * size, -0.4 * h),
                (lean, -1.0 * h),
                (0.3 * size, -0.42 * h),
                (0.34 * size, -0.14),
                (0, -0.04),
            ],
            tone,
        )


def chest(c: Canvas, k: RGB, t: float) -> None:
    """A chest."""
    c.polygon([(-0.7, 0), (-0.7, -0.56), (0.7, -0.56), (0.7, 0)], k)
    c.blob(
        [(-0.72, -0.54), (-0.7, -0.82), (-0.4, -0.98), (0.4, -0.98), (0.7, -0.82), (0.72, -0.54)],
        lighter(k, 0.1),
    )
    for x in (-0.48, 0.48):
        c.plain().polygon(
            [(x - 0.05, 0), (x - 0.05, -0.92), (x + 0.05, -0.92), (x + 0.05, 0)], (226, 184, 92)
        )
    c.plain().ellipse(0, -0.52, 0.11, 0.13, (240, 200, 100))


def nest(c: Canvas, k: RGB, t: float) -> None:
    """A nest."""
    for x in (-0.3, 0.0, 0.3):
        c.at(x, -0.3, 0.4, 0.5).ellipse(0, -0.5, 0.4, 0.5, (240, 244, 236))
    c.blob([(-0.9, -0.5), (0, -0.36), (0.9, -0.5), (0.66, -0.06), (0, 0.02), (-0.66, -0.06)], k)
    for y in (-0.32, -0.18):
        c.plain().stroke([(-0.74, y - 0.08), (0, y + 0.04), (0.74, y - 0.08)], 0.04, darker(k, 0.78))


def fence(c: Canvas, k: RGB, t: float) -> None:
    """A fence."""
    for y in (-0.34, -0.7):
        c.polygon([(-1.2, y - 0.06), (1.2, y - 0.06), (1.2, y + 0.06), (-1.2, y + 0.06)], darker(k, 0.88))
    for i in range(6):
        x = -1.0 + i * 0.4
        c.polygon([(x - 0.09, 0), (x - 0.09, -0.86), (x, -1.0), (x + 0.09, -0.86), (x + 0.09, 0)], k)


def door(c: Canvas, k: RGB, t: float) -> None:
    """A door."""
    c.blob([(-0.36, 0), (-0.36, -0.86), (-0.2, -1.0), (0.2, -1.0), (0.36, -0.86), (0.36, 0)], (206, 196, 186))
    c.blob([(-0.29, 0), (-0.29, -0.82), (-0.16, -0.93), (0.16, -0.93), (0.29, -0.82), (0.29, 0)], k)
    for x in (-0.1, 0.1):
        c.plain().stroke([(x, -0.04), (x, -0.88)], 0.014, darker(k, 0.8))
    c.plain().ellipse(0.2, -0.44, 0.03, 0.03, (246, 206, 100))


def house(c: Canvas, k: RGB, t: float) -> None:
    """A house."""
    c.polygon([(-0.5, 0), (-0.5, -0.52), (0.5, -0.52), (0.5, 0)], (248, 234, 206))
    c.polygon([(-0.64, -0.5), (0, -1.0), (0.64, -0.5)], k)
    c.plain().polygon([(-0.12, 0), (-0.12, -0.34), (0.12, -0.34), (0.12, 0)], darker(k, 0.7))
    for x in (-0.32, 0.32):
        c.plain().polygon(
            [(x - 0.09, -0.2), (x - 0.09, -0.38), (x + 0.09, -0.38), (x + 0.09, -0.2)], (180, 216, 236)
        )


def wheelbarrow(c: Canvas, k: RGB, t: float) -> None:
    """A wheelbarrow."""
    for x in (-0.55, 0.55):
        c.ellipse(x, -0.22, 0.22, 0.22, (110, 80, 60))
        c.plain().ellipse(x, -0.22, 0.13, 0.13, (196, 156, 110))
    c.blob([(-0.9, -0.9), (0.9, -0.9), (0.74, -0.34), (-0.74, -0.34)], k)
    c.limb([(0.8, -0.6), (1.3, -0.76)], [0.07, 0.05], darker(k, 0.8))


def net(c: Canvas, k: RGB, t: float) -> None:
    """A net."""
    c.blob([(-0.9, 0), (-0.7, -0.6), (-0.1, -0.9), (0.5, -0.7), (0.9, 0)], darker(k, 0.9), 150)
    for i in range(7):
        c.plain().stroke([(-0.8 + 0.26 * i, 0), (-0.5 + 0.18 * i, -0.7)], 0.02, darker(k, 0.6))
        c.plain().stroke([(-0.5 + 0.2 * i, 0), (-0.8 + 0.24 * i, -0.5)], 0.02, darker(k, 0.6))


def ladder(c: Canvas, k: RGB, t: float) -> None:
    """A ladder."""
    for x in (-0.1, 0.1):
        c.stroke([(x, 0), (x, -1.0)], 0.035, k)
    for i in range(7):
        c.stroke([(-0.1, -0.1 - i * 0.13), (0.1, -0.1 - i * 0.13)], 0.026, darker(k, 0.86))


def computer(c: Canvas, k: RGB, t: float) -> None:
    """A computer."""
    c.polygon([(-0.7, -0.98), (0.7, -0.98), (0.7, -0.2), (-0.7, -0.2)], (70, 74, 86))
    c.lit(None).plain().polygon([(-0.63, -0.91), (0.63, -0.91), (0.63, -0.27), (-0.63, -0.27)], k)
    c.polygon([(-0.14, -0.2), (0.14, -0.2), (0.26, 0), (-0.26, 0)], (110, 114, 126))


def sofa(c: Canvas, k: RGB, t: float) -> None:
    """A sofa for three."""
    c.blob([(-1.0, -0.2), (-1.0, -0.9), (-0.9, -1.0), (0.9, -1.0), (1.0, -0.9), (1.0, -0.2)], darker(k, 0.86))
    c.polygon([(-1.0, -0.12), (-1.0, -0.46), (1.0, -0.46), (1.0, -0.12)], k)
    for x in (-0.33, 0.33):
        c.plain().stroke([(x, -0.94), (x, -0.14)], 0.02, darker(k, 0.72))
    for side in (-1, 1):
        c.blob(
            [
                (side * 0.92, 0.0),
                (side * 0.92, -0.58),
                (side * 1.04, -0.66),
                (side * 1.18, -0.56),
                (side * 1.16, 0.0),
            ],
            lighter(k, 0.12),
        )

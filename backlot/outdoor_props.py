"""Props of the yard, the road and the field, each standing on (0, 0), one unit tall, y downwards. Part of
props.py, apart for length.
"""

from __future__ import annotations

import math

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas

_WOOD: RGB = (168, 118, 76)
_TYRE: RGB = (66, 62, 70)


def barrel(c: Canvas, k: RGB, t: float) -> None:
    """A barrel."""
    c.blob([(-0.34, -0.98), (0.34, -0.98), (0.44, -0.5), (0.34, 0.0), (-0.34, 0.0), (-0.44, -0.5)], k)
    s = c.plain()
    for x in (-0.2, 0.0, 0.2):
        s.stroke([(x * 0.9, -0.96), (x * 1.15, -0.5), (x * 0.9, -0.02)], 0.016, darker(k, 0.78))
    for y, half in ((-0.8, 0.38), (-0.2, 0.38)):
        s.polygon([(-half, y - 0.05), (half, y - 0.05), (half, y + 0.05), (-half, y + 0.05)], (110, 108, 116))
    c.ellipse(0, -0.96, 0.33, 0.06, darker(k, 0.84))


def signpost(c: Canvas, k: RGB, t: float) -> None:
    """A signpost with two arms."""
    c.polygon([(-0.04, 0), (-0.04, -1.0), (0.04, -1.0), (0.04, 0)], darker(k, 0.8))
    c.polygon([(-0.06, -0.94), (0.36, -0.94), (0.46, -0.85), (0.36, -0.76), (-0.06, -0.76)], k)
    c.polygon([(0.06, -0.7), (-0.34, -0.7), (-0.44, -0.61), (-0.34, -0.52), (0.06, -0.52)], lighter(k, 0.12))
    for y, x in ((-0.85, 0.14), (-0.61, -0.14)):
        c.plain().stroke([(x - 0.12, y), (x + 0.12, y)], 0.022, darker(k, 0.6))


def bench(c: Canvas, k: RGB, t: float) -> None:
    """A bench."""
    for x in (-0.9, 0.9):
        c.polygon([(x - 0.06, 0), (x - 0.06, -0.94), (x + 0.06, -0.94), (x + 0.06, 0)], darker(k, 0.74))
    for y in (-0.92, -0.7, -0.4):
        c.polygon(
            [(-1.1, y), (1.1, y), (1.1, y + 0.13), (-1.1, y + 0.13)], k if y < -0.5 else lighter(k, 0.1)
        )


def well(c: Canvas, k: RGB, t: float) -> None:
    """A well with a roof and a bucket."""
    for x in (-0.34, 0.34):
        c.polygon([(x - 0.035, -0.3), (x - 0.035, -0.8), (x + 0.035, -0.8), (x + 0.035, -0.3)], _WOOD)
    c.ellipse(0, -0.38, 0.44, 0.08, (70, 74, 92))
    c.plain().stroke([(0, -0.74), (0, -0.54)], 0.014, (196, 170, 120))
    c.plain().polygon([(-0.08, -0.56), (0.08, -0.56), (0.06, -0.42), (-0.06, -0.42)], darker(_WOOD, 0.8))
    well_wall(c, k, t)
    c.polygon([(-0.56, -0.74), (0, -1.0), (0.56, -0.74)], k)


def pit(c: Canvas, k: RGB, t: float) -> None:
    """A hole in the ground behind the earth that was dug out."""
    hole(c, k, t)
    mound(c, k, t)


def hole(c: Canvas, k: RGB, t: float) -> None:
    """The dark of a pit, and the earth beyond it."""
    c.ellipse(0, -0.84, 1.0, 0.32, darker(k, 0.8))
    c.plain().ellipse(0, -0.78, 0.84, 0.24, darker(k, 0.3))


def mound(c: Canvas, k: RGB, t: float) -> None:
    """The earth before a pit."""
    edge = [(-1.0, -0.82), (-0.66, -0.66), (-0.22, -0.6), (0.22, -0.6), (0.66, -0.66), (1.0, -0.82)]
    c.blob([*edge, (1.14, -0.3), (1.06, 0.02), (0.0, 0.06), (-1.06, 0.02), (-1.14, -0.3)], k)
    clods = c.plain()
    for i, x in enumerate((-0.9, -0.66, -0.4, -0.1, 0.2, 0.46, 0.7, 0.92)):
        clods.ellipse(x, -0.2 - 0.14 * (i % 3), 0.09, 0.06, darker(k, 0.84) if i % 2 else lighter(k, 0.14))


def well_wall(c: Canvas, k: RGB, t: float) -> None:
    """What of a well is before somebody who is in it."""
    c.polygon([(-0.46, -0.36), (0.46, -0.36), (0.44, 0.0), (-0.44, 0.0)], (166, 162, 168))
    for i, y in enumerate((-0.28, -0.16, -0.04)):
        for x in (-0.3, -0.06, 0.18):
            c.plain().ellipse(x + 0.06 * (i % 2), y, 0.09, 0.045, (146, 142, 150))


def haystack(c: Canvas, k: RGB, t: float) -> None:
    """A haystack."""
    c.blob(
        [(-0.8, 0.0), (-0.72, -0.46), (-0.36, -0.86), (0, -1.0), (0.36, -0.86), (0.72, -0.46), (0.8, 0.0)], k
    )
    for x, y in (
        (-0.5, -0.2),
        (-0.2, -0.5),
        (0.1, -0.16),
        (0.3, -0.6),
        (0.5, -0.26),
        (0.0, -0.76),
        (-0.36, -0.66),
    ):
        c.plain().stroke([(x - 0.08, y), (x + 0.1, y - 0.1)], 0.03, darker(k, 0.84))
        c.plain().stroke([(x - 0.02, y + 0.06), (x + 0.1, y + 0.02)], 0.025, lighter(k, 0.35))


def tent(c: Canvas, k: RGB, t: float) -> None:
    """A tent."""
    c.polygon([(-0.8, 0), (0, -1.0), (0.8, 0)], k)
    c.plain().polygon([(0, -1.0), (0.8, 0), (0.3, 0)], darker(k, 0.82))
    c.plain().polygon([(-0.2, 0), (-0.02, -0.66), (0.2, 0)], darker(k, 0.45))
    c.plain().polygon([(-0.2, 0), (-0.02, -0.66), (-0.3, -0.04)], lighter(k, 0.3))


def sled(c: Canvas, k: RGB, t: float) -> None:
    """A sled."""
    c.stroke([(-0.9, -0.06), (0.5, -0.06), (1.0, -0.2), (0.96, -0.62)], 0.1, darker(k, 0.7))
    for x in (-0.6, 0.0, 0.5):
        c.polygon([(x - 0.05, -0.08), (x - 0.05, -0.5), (x + 0.05, -0.5), (x + 0.05, -0.08)], darker(k, 0.8))
    c.polygon([(-0.95, -0.7), (0.86, -0.7), (0.86, -0.5), (-0.95, -0.5)], k)
    c.plain().stroke([(0.92, -0.6), (1.3, -0.9), (1.5, -0.7)], 0.035, (206, 172, 118))


def bicycle(c: Canvas, k: RGB, t: float) -> None:
    """A bicycle."""
    for x in (-0.52, 0.52):
        rim = [
            (x + 0.34 * math.cos(i * math.tau / 16), -0.36 + 0.34 * math.sin(i * math.tau / 16))
            for i in range(17)
        ]
        c.stroke(rim, 0.06, _TYRE)
        for i in range(4):
            dx, dy = 0.32 * math.cos(i * math.pi / 4), 0.32 * math.sin(i * math.pi / 4)
            c.plain().stroke([(x - dx, -0.36 - dy), (x + dx, -0.36 + dy)], 0.012, (170, 172, 180))
    for a, b in (
        ((-0.52, -0.36), (-0.2, -0.76)),
        ((-0.2, -0.76), (0.36, -0.76)),
        ((0.36, -0.76), (0.0, -0.34)),
        ((0.0, -0.34), (-0.2, -0.76)),
        ((-0.52, -0.36), (0.0, -0.34)),
        ((0.52, -0.36), (0.34, -0.9)),
    ):
        c.stroke([a, b], 0.055, k)
    c.stroke([(0.2, -0.98), (0.36, -0.92), (0.5, -0.98)], 0.05, _TYRE)
    c.ellipse(-0.22, -0.82, 0.14, 0.05, (112, 76, 58))


def car(c: Canvas, k: RGB, t: float) -> None:
    """A car."""
    c.blob([(-0.52, -0.6), (-0.3, -0.96), (0.26, -0.98), (0.54, -0.6)], k)
    c.blob([(-1.0, -0.16), (-0.98, -0.5), (-0.7, -0.62), (0.7, -0.62), (1.0, -0.46), (1.02, -0.16)], k)
    s = c.plain()
    s.blob([(-0.4, -0.62), (-0.24, -0.88), (-0.04, -0.9), (-0.04, -0.62)], (196, 228, 240))
    s.blob([(0.04, -0.62), (0.04, -0.9), (0.22, -0.88), (0.42, -0.62)], (196, 228, 240))
    s.ellipse(0.96, -0.4, 0.06, 0.08, (255, 240, 170))
    for x in (-0.55, 0.58):
        c.ellipse(x, -0.18, 0.2, 0.2, _TYRE)
        s.ellipse(x, -0.18, 0.1, 0.1, (206, 208, 214))


def rocket(c: Canvas, k: RGB, t: float) -> None:
    """A rocket with a porthole."""
    for side in (-1, 1):
        c.blob([(side * 0.12, -0.4), (side * 0.34, -0.12), (side * 0.34, 0.0), (side * 0.12, -0.1)], k)
    c.blob(
        [(0, -1.0), (0.17, -0.74), (0.2, -0.4), (0.14, -0.06), (-0.14, -0.06), (-0.2, -0.4), (-0.17, -0.74)],
        (238, 240, 246),
    )
    c.plain().blob([(0, -1.0), (0.12, -0.84), (0.15, -0.77), (-0.15, -0.77), (-0.12, -0.84)], k)
    c.plain().ellipse(0, -0.56, 0.09, 0.09, (120, 128, 146))
    c.plain().ellipse(0, -0.56, 0.065, 0.065, (160, 216, 240))


def flag(c: Canvas, k: RGB, t: float) -> None:
    """A flag that flutters."""
    c.polygon([(-0.03, 0), (-0.03, -1.0), (0.03, -1.0), (0.03, 0)], _WOOD)
    top = [(0.03 + 0.1 * i, -0.96 + 0.03 * math.sin(i * 1.2 - t * 5)) for i in range(6)]
    low = [(x, y + 0.34) for x, y in reversed(top)]
    c.polygon([*top, *low], k)
    c.ellipse(0, -1.0, 0.05, 0.05, (244, 196, 84))


def pumpkin(c: Canvas, k: RGB, t: float) -> None:
    """A pumpkin."""
    for x, half, shade in (
        (-0.34, 0.3, 0.86),
        (0.34, 0.3, 0.86),
        (-0.16, 0.3, 0.94),
        (0.16, 0.3, 0.94),
        (0, 0.26, 1.0),
    ):
        c.ellipse(x, -0.4, half, 0.4, darker(k, shade))
    c.limb([(0, -0.76), (0.06, -1.0)], [0.14, 0.08], (96, 136, 74))
    c.plain().blob([(0.04, -0.8), (0.3, -0.96), (0.4, -0.8), (0.2, -0.74)], (120, 164, 84))


def carrot(c: Canvas, k: RGB, t: float) -> None:
    """A carrot."""
    for dx in (-0.16, 0.0, 0.16):
        c.limb([(0, -0.7), (dx, -1.0)], [0.05, 0.09], (104, 160, 84))
    c.blob([(-0.2, -0.7), (0, -0.76), (0.2, -0.7), (0.1, -0.3), (0, 0.0), (-0.1, -0.3)], k)
    for y, x in ((-0.56, -0.1), (-0.42, 0.06), (-0.26, -0.04)):
        c.plain().stroke([(x - 0.05, y), (x + 0.05, y + 0.01)], 0.02, darker(k, 0.8))


def fish(c: Canvas, k: RGB, t: float) -> None:
    """A fish that was caught."""
    c.polygon([(-0.5, -0.5), (-1.0, -0.9), (-1.0, -0.1)], darker(k, 0.84))
    c.blob([(-0.6, -0.5), (0, -0.92), (0.7, -0.7), (0.98, -0.46), (0.7, -0.2), (0, -0.04)], k)
    s = c.plain()
    s.blob([(-0.3, -0.36), (0.3, -0.3), (0.8, -0.34), (0.5, -0.14), (0, -0.08)], lighter(k, 0.5))
    s.ellipse(0.6, -0.56, 0.1, 0.1, (250, 250, 246))
    s.ellipse(0.62, -0.55, 0.05, 0.05, (50, 44, 52))
    s.stroke([(0.36, -0.74), (0.28, -0.5), (0.36, -0.26)], 0.04, darker(k, 0.76))

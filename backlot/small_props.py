"""Props that a hand can hold, each standing on (0, 0), one unit tall, y downwards. Part of props.py, apart
for length.
"""

from __future__ import annotations

import math

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas


def basket(c: Canvas, k: RGB, t: float) -> None:
    """A basket."""
    c.stroke([(-0.44, -0.5), (-0.3, -0.92), (0, -1.02), (0.3, -0.92), (0.44, -0.5)], 0.07, darker(k, 0.8))
    for x, tone in ((-0.24, (224, 84, 70)), (0.02, (246, 190, 80)), (0.26, (206, 66, 62))):
        c.ellipse(x, -0.52, 0.17, 0.16, tone)
    wicker(c, k, t)


def wicker(c: Canvas, k: RGB, t: float) -> None:
    """A basket without its handle and what is in it."""
    c.blob([(-0.54, -0.5), (0.54, -0.5), (0.42, -0.04), (0.3, 0.0), (-0.3, 0.0), (-0.42, -0.04)], k)
    for y in (-0.36, -0.2):
        c.plain().stroke([(-0.46, y), (0, y + 0.03), (0.46, y)], 0.035, darker(k, 0.8))


def lantern(c: Canvas, k: RGB, t: float) -> None:
    """A lantern."""
    glow = c.lit(None).plain()
    for r, o in ((0.9, 24), (0.6, 40)):
        glow.ellipse(0, -0.42, r, r, (255, 214, 130), o)
    c.stroke([(-0.16, -0.84), (0, -1.0), (0.16, -0.84)], 0.05, k)
    c.polygon([(-0.28, -0.78), (0, -0.94), (0.28, -0.78)], k)
    c.lit(None).polygon([(-0.22, -0.76), (0.22, -0.76), (0.25, -0.12), (-0.25, -0.12)], (255, 228, 150))
    c.lit(None).plain().ellipse(0, -0.36, 0.08, 0.15 + 0.02 * math.sin(t * 8), (250, 150, 60))
    c.polygon([(-0.3, -0.12), (0.3, -0.12), (0.3, 0.0), (-0.3, 0.0)], k)


def book(c: Canvas, k: RGB, t: float) -> None:
    """A book."""
    c.polygon([(-0.72, -0.16), (0, -0.04), (0.72, -0.16), (0.72, 0), (0, 0.08), (-0.72, 0)], k)
    for side in (-1, 1):
        c.blob(
            [(0, -0.1), (side * 0.3, -0.26), (side * 0.68, -0.24), (side * 0.68, -0.08), (0, 0.03)],
            (252, 246, 230),
        )
        for y in (-0.19, -0.13):
            c.plain().stroke([(side * 0.14, y + 0.03), (side * 0.58, y)], 0.014, (170, 160, 150))


def bread(c: Canvas, k: RGB, t: float) -> None:
    """A loaf of bread."""
    c.blob(
        [
            (-0.9, -0.1),
            (-0.84, -0.6),
            (-0.4, -0.95),
            (0.4, -0.95),
            (0.84, -0.6),
            (0.9, -0.1),
            (0.5, 0.02),
            (-0.5, 0.02),
        ],
        k,
    )
    for x in (-0.4, 0.0, 0.4):
        c.plain().stroke([(x - 0.1, -0.8), (x + 0.1, -0.5)], 0.09, lighter(k, 0.45))


def shoes(c: Canvas, k: RGB, t: float) -> None:
    """A pair of shoes."""
    for x, tone in ((-0.6, darker(k, 0.86)), (0.35, k)):
        c.blob(
            [
                (x - 0.4, 0),
                (x - 0.42, -0.86),
                (x - 0.3, -1.0),
                (x - 0.02, -0.94),
                (x + 0.06, -0.5),
                (x + 0.5, -0.36),
                (x + 0.62, -0.1),
                (x + 0.58, 0),
            ],
            tone,
        )
        c.plain().stroke([(x - 0.42, 0.0), (x + 0.6, 0.0)], 0.1, darker(tone, 0.6))
        c.plain().ellipse(x + 0.02, -0.62, 0.08, 0.08, (250, 214, 110))


def ball(c: Canvas, k: RGB, t: float) -> None:
    """A ball."""
    c.ellipse(0, -0.5, 0.5, 0.5, k)
    c.plain().blob([(-0.1, -0.98), (0.16, -0.96), (0.2, -0.04), (-0.06, -0.02)], (252, 246, 232))
    c.plain().ellipse(-0.2, -0.72, 0.1, 0.08, lighter(k, 0.5))


def letter(c: Canvas, k: RGB, t: float) -> None:
    """A letter."""
    c.polygon([(-0.7, -0.9), (0.7, -0.9), (0.7, 0), (-0.7, 0)], k)
    c.plain().stroke([(-0.68, -0.88), (0, -0.4), (0.68, -0.88)], 0.035, darker(k, 0.78))
    c.plain().ellipse(0, -0.42, 0.12, 0.12, (206, 62, 66))


def sword(c: Canvas, k: RGB, t: float) -> None:
    """A sword."""
    c.polygon([(-0.05, -0.28), (-0.05, -0.88), (0, -1.0), (0.05, -0.88), (0.05, -0.28)], k)
    c.plain().polygon([(0.0, -0.28), (0.0, -1.0), (0.05, -0.88), (0.05, -0.28)], darker(k, 0.84))
    c.polygon([(-0.16, -0.3), (0.16, -0.3), (0.16, -0.24), (-0.16, -0.24)], (236, 190, 84))
    c.polygon([(-0.03, -0.24), (0.03, -0.24), (0.03, -0.04), (-0.03, -0.04)], (120, 76, 60))
    c.ellipse(0, -0.02, 0.045, 0.04, (236, 190, 84))


def flower(c: Canvas, k: RGB, t: float) -> None:
    """A flower."""
    w = 0.03 * math.sin(t * 1.5)
    c.limb([(0, 0), (0.03, -0.4), (w, -0.7)], [0.08, 0.06], (92, 152, 80))
    c.blob([(0.02, -0.3), (0.24, -0.46), (0.3, -0.36)], (104, 166, 88))
    for i in range(7):
        angle = i * math.tau / 7
        c.ellipse(w + 0.2 * math.cos(angle), -0.76 + 0.2 * math.sin(angle), 0.12, 0.12, k)
    c.ellipse(w, -0.76, 0.14, 0.14, (250, 212, 96))


def bag(c: Canvas, k: RGB, t: float) -> None:
    """A bag."""
    c.blob([(-0.5, -0.02), (-0.56, -0.4), (-0.26, -0.74), (0.26, -0.74), (0.56, -0.4), (0.5, -0.02)], k)
    c.blob([(-0.24, -0.72), (-0.34, -0.98), (0, -0.9), (0.34, -0.98), (0.24, -0.72)], lighter(k, 0.14))
    c.plain().stroke([(-0.26, -0.72), (0, -0.68), (0.26, -0.72)], 0.06, (150, 96, 64))


def bottle(c: Canvas, k: RGB, t: float) -> None:
    """A bottle."""
    c.blob(
        [
            (-0.24, 0),
            (-0.26, -0.5),
            (-0.1, -0.68),
            (-0.1, -0.92),
            (0.1, -0.92),
            (0.1, -0.68),
            (0.26, -0.5),
            (0.24, 0),
        ],
        k,
    )
    c.plain().ellipse(-0.12, -0.34, 0.05, 0.18, lighter(k, 0.5))
    c.polygon([(-0.08, -0.9), (0.08, -0.9), (0.08, -1.0), (-0.08, -1.0)], (170, 122, 80))


def cup(c: Canvas, k: RGB, t: float) -> None:
    """A cup."""
    c.stroke([(0.3, -0.8), (0.62, -0.72), (0.56, -0.34), (0.26, -0.26)], 0.09, darker(k, 0.86))
    c.blob([(-0.42, -0.96), (0.42, -0.96), (0.34, -0.14), (0.2, 0), (-0.2, 0), (-0.34, -0.14)], k)
    c.ellipse(0, -0.94, 0.42, 0.1, darker(k, 0.7))


def hammer(c: Canvas, k: RGB, t: float) -> None:
    """A hammer."""
    c.polygon([(-0.06, 0), (-0.05, -0.8), (0.05, -0.8), (0.06, 0)], (170, 118, 76))
    c.blob([(-0.36, -0.98), (0.3, -1.0), (0.36, -0.76), (-0.3, -0.74)], k)


def key(c: Canvas, k: RGB, t: float) -> None:
    """A key."""
    ring = [(0.2 * math.cos(i * math.tau / 10), -0.78 + 0.2 * math.sin(i * math.tau / 10)) for i in range(11)]
    c.stroke(ring, 0.1, k)
    c.polygon([(-0.05, -0.6), (0.05, -0.6), (0.05, 0), (-0.05, 0)], k)
    for y in (-0.04, -0.2):
        c.polygon([(0.04, y - 0.08), (0.2, y - 0.08), (0.2, y), (0.04, y)], k)


def crown(c: Canvas, k: RGB, t: float) -> None:
    """A crown."""
    c.polygon([(-0.6, 0), (-0.74, -0.8), (-0.34, -0.44), (0, -1.0), (0.34, -0.44), (0.74, -0.8), (0.6, 0)], k)
    for x, tone in ((-0.32, (214, 64, 72)), (0.0, (72, 140, 210)), (0.32, (86, 170, 100))):
        c.plain().ellipse(x, -0.2, 0.09, 0.1, tone)


def apple(c: Canvas, k: RGB, t: float) -> None:
    """An apple."""
    c.blob(
        [
            (0, -0.78),
            (0.28, -0.86),
            (0.5, -0.54),
            (0.38, -0.12),
            (0.12, 0),
            (-0.12, 0),
            (-0.38, -0.12),
            (-0.5, -0.54),
            (-0.28, -0.86),
        ],
        k,
    )
    c.plain().ellipse(-0.24, -0.62, 0.1, 0.08, lighter(k, 0.45))
    c.limb([(0, -0.76), (0.05, -1.0)], [0.07, 0.05], (110, 80, 60))
    c.blob([(0.05, -0.9), (0.3, -1.0), (0.32, -0.84)], (110, 172, 84))


def cheese(c: Canvas, k: RGB, t: float) -> None:
    """A piece of cheese."""
    c.polygon([(-0.8, 0), (-0.8, -0.55), (0.8, -0.55), (0.8, 0)], k)
    c.polygon([(-0.8, -0.55), (0.5, -1.0), (0.8, -0.55)], lighter(k, 0.3))
    for x, y, r in ((-0.4, -0.26, 0.12), (0.1, -0.36, 0.09), (0.46, -0.2, 0.11)):
        c.plain().ellipse(x, y, r, r * 0.86, darker(k, 0.8))


def egg(c: Canvas, k: RGB, t: float) -> None:
    """An egg."""
    c.blob(
        [
            (0, -1.0),
            (0.3, -0.7),
            (0.4, -0.34),
            (0.22, -0.04),
            (0, 0),
            (-0.22, -0.04),
            (-0.4, -0.34),
            (-0.3, -0.7),
        ],
        k,
    )
    c.plain().ellipse(-0.12, -0.56, 0.07, 0.14, lighter(k, 0.6))


def stone(c: Canvas, k: RGB, t: float) -> None:
    """A stone."""
    c.blob([(-0.6, 0), (-0.62, -0.4), (-0.2, -0.9), (0.36, -0.84), (0.66, -0.36), (0.62, 0)], darker(k, 0.9))
    c.plain().blob([(-0.52, -0.3), (-0.18, -0.82), (0.2, -0.74), (0, -0.3)], lighter(k, 0.16))


def candle(c: Canvas, k: RGB, t: float) -> None:
    """A candle."""
    glow = c.lit(None)
    glow.plain().ellipse(0, -0.85, 0.5, 0.5, (255, 214, 130), 36)
    c.ellipse(0, -0.04, 0.34, 0.06, (196, 150, 84))
    c.polygon([(-0.13, -0.06), (-0.13, -0.68), (0.13, -0.68), (0.13, -0.06)], k)
    w = 0.02 * math.sin(t * 8)
    glow.blob([(-0.07, -0.72), (-0.05, -0.84), (w, -1.0), (0.05, -0.84), (0.07, -0.72)], (252, 176, 70))


def umbrella(c: Canvas, k: RGB, t: float) -> None:
    """An umbrella."""
    c.stroke([(0, -0.95), (0, -0.08), (0.08, 0), (0.14, -0.08)], 0.035, (120, 86, 64))
    c.blob(
        [
            (-0.62, -0.56),
            (-0.44, -0.86),
            (0, -1.0),
            (0.44, -0.86),
            (0.62, -0.56),
            (0.3, -0.62),
            (0, -0.56),
            (-0.3, -0.62),
        ],
        k,
    )


def balloon(c: Canvas, k: RGB, t: float) -> None:
    """A balloon."""
    w = 0.04 * math.sin(t * 1.1)
    c.stroke([(0, 0), (0.04, -0.3), (w, -0.58)], 0.014, (150, 140, 140))
    c.ellipse(w, -0.78, 0.2, 0.23, k)
    c.plain().ellipse(w - 0.07, -0.86, 0.05, 0.06, lighter(k, 0.5))


def gift(c: Canvas, k: RGB, t: float) -> None:
    """A gift."""
    c.polygon([(-0.5, 0), (-0.5, -0.76), (0.5, -0.76), (0.5, 0)], k)
    c.plain().polygon([(-0.09, 0), (-0.09, -0.76), (0.09, -0.76), (0.09, 0)], (252, 236, 190))
    for s in (-1, 1):
        c.blob([(0, -0.76), (s * 0.34, -1.0), (s * 0.4, -0.8)], (252, 226, 160))


def rope(c: Canvas, k: RGB, t: float) -> None:
    """A rope."""
    for r in (0.8, 0.56, 0.32):
        ring = [
            (r * math.cos(i * math.tau / 12), -0.3 + r * 0.34 * math.sin(i * math.tau / 12))
            for i in range(13)
        ]
        c.stroke(ring, 0.13, k if r != 0.56 else darker(k, 0.86))


def bucket(c: Canvas, k: RGB, t: float) -> None:
    """A bucket."""
    c.stroke([(-0.42, -0.7), (0, -1.0), (0.42, -0.7)], 0.04, darker(k, 0.6))
    c.polygon([(-0.46, -0.72), (0.46, -0.72), (0.34, 0), (-0.34, 0)], k)
    c.ellipse(0, -0.72, 0.46, 0.09, (120, 180, 220))


def bone(c: Canvas, k: RGB, t: float) -> None:
    """A bone."""
    c.limb([(-0.7, -0.4), (0.7, -0.4)], [0.26, 0.26], k)
    for x in (-0.8, 0.8):
        for y in (-0.62, -0.2):
            c.ellipse(x, y, 0.22, 0.22, k)


def spoon(c: Canvas, k: RGB, t: float) -> None:
    """A spoon."""
    c.limb([(0, 0), (0, -0.66)], [0.1, 0.07], k)
    c.ellipse(0, -0.82, 0.15, 0.19, k)


def guitar(c: Canvas, k: RGB, t: float) -> None:
    """A guitar."""
    c.polygon([(-0.05, -0.45), (-0.04, -1.0), (0.04, -1.0), (0.05, -0.45)], (96, 66, 52))
    c.blob(
        [
            (-0.28, -0.02),
            (-0.3, -0.24),
            (-0.18, -0.36),
            (-0.22, -0.54),
            (0, -0.62),
            (0.22, -0.54),
            (0.18, -0.36),
            (0.3, -0.24),
            (0.28, -0.02),
            (0, 0.02),
        ],
        k,
    )
    c.plain().ellipse(0, -0.34, 0.09, 0.09, (80, 52, 44))


def telephone(c: Canvas, k: RGB, t: float) -> None:
    """A telephone."""
    c.blob([(-0.3, 0), (-0.3, -0.96), (-0.24, -1.0), (0.24, -1.0), (0.3, -0.96), (0.3, 0)], (60, 62, 72))
    c.lit(None).plain().polygon([(-0.24, -0.1), (-0.24, -0.9), (0.24, -0.9), (0.24, -0.1)], k)


def tag(c: Canvas, k: RGB, t: float) -> None:
    """A tag to write on."""
    c.polygon([(-1.0, -0.16), (-0.8, -0.8), (0.8, -0.8), (1.0, -0.16), (0.8, 0), (-0.8, 0)], k)
    c.polygon([(-0.06, 0), (0.06, 0), (0.06, 0.0), (-0.06, 0.0)], darker(k, 0.7))


def stick(c: Canvas, k: RGB, t: float) -> None:
    """A crooked stick."""
    c.limb([(-0.04, 0.0), (0.03, -0.5), (-0.02, -1.0)], [0.075, 0.055], k)
    c.limb([(0.02, -0.62), (0.16, -0.78)], [0.05, 0.03], darker(k, 0.9))


def board(c: Canvas, k: RGB, t: float) -> None:
    """A plank with marks on it."""
    c.polygon([(-0.17, 0.0), (-0.17, -1.0), (0.17, -1.0), (0.17, 0.0)], k)
    for i in range(5):
        y = -0.18 - 0.16 * i
        c.plain().stroke([(-0.17, y), (-0.02 - 0.03 * (i % 2), y)], 0.02, darker(k, 0.55))
    c.plain().stroke([(0.06, -0.06), (0.09, -0.5), (0.05, -0.94)], 0.014, darker(k, 0.84))


def saw(c: Canvas, k: RGB, t: float) -> None:
    """A hand saw."""
    teeth = [(-0.5 + 0.1 * i, -0.2 if i % 2 else -0.26) for i in range(11)]
    c.polygon([(-0.5, -0.44), (0.5, -0.62), *teeth[::-1]], k)
    c.blob([(0.46, -0.7), (0.8, -0.66), (0.82, -0.14), (0.46, -0.1)], (166, 112, 72))
    c.plain().ellipse(0.64, -0.4, 0.08, 0.12, (96, 66, 50))


def pizza(c: Canvas, k: RGB, t: float) -> None:
    """A pizza on its board."""
    c.ellipse(0, -0.22, 1.0, 0.24, (176, 126, 84))
    c.ellipse(0, -0.32, 0.9, 0.24, (206, 140, 76))
    c.plain().ellipse(0, -0.34, 0.78, 0.19, k)
    for x, y in ((-0.4, -0.36), (0.1, -0.44), (0.44, -0.32), (-0.08, -0.26)):
        c.plain().ellipse(x, y, 0.13, 0.045, (206, 66, 54))


def chalk(c: Canvas, k: RGB, t: float) -> None:
    """A piece of chalk."""
    c.polygon([(-0.14, 0.0), (-0.1, -0.96), (0.1, -0.96), (0.14, 0.0)], k)
    c.plain().ellipse(0, -0.96, 0.1, 0.05, darker(k, 0.86))


def wheel(c: Canvas, k: RGB, t: float) -> None:
    """A ship's wheel on its post."""
    c.polygon([(-0.08, 0.0), (-0.05, -0.5), (0.05, -0.5), (0.08, 0.0)], darker(k, 0.8))
    turn = 0.3 * math.sin(0.8 * t)
    for i in range(4):
        dx, dy = 0.44 * math.cos(turn + i * math.pi / 4), 0.44 * math.sin(turn + i * math.pi / 4)
        c.stroke([(-dx, -0.56 - dy), (dx, -0.56 + dy)], 0.05, k)
    ring = [
        (0.33 * math.cos(turn + i * math.pi / 10), -0.56 + 0.33 * math.sin(turn + i * math.pi / 10))
        for i in range(21)
    ]
    c.stroke(ring, 0.07, darker(k, 0.9))
    c.ellipse(0, -0.56, 0.08, 0.08, (226, 186, 92))

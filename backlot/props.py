"""Props: things that do not act, by name. Each is drawn standing on (0, 0), one unit tall, y downwards.

Knows where nothing stands; prop_staging.py puts props in their places.

    python -c "from backlot.props import find_prop; print(find_prop('a wicker basket of apples'))"
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from backlot.colour import RGB, darker, find_colour, lighter, words_of
from backlot.lettering import write
from backlot.paint import Canvas

DrawProp = Callable[[Canvas, RGB, float], None]
"""draws one prop in a colour at a moment in seconds"""


@dataclass(frozen=True)
class PropKind:
    """One thing that can be drawn."""

    name: str
    draw: DrawProp
    colour: RGB
    size: float
    """height beside a person of 1.0"""
    held: bool = False
    """small enough to be carried in a hand"""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class PropMatch:
    """What the words for a prop were taken to mean."""

    kind: PropKind
    colour: RGB
    label: str
    """written on a stand-in; '' when the thing can be drawn"""


def find_prop(words: str, name: str = "") -> PropMatch:
    """The prop that the words mean; a tag with its name when none is known."""
    for word in reversed(words_of(name or words)) if name else words_of(words):
        kind = _known(word)
        if kind:
            return PropMatch(kind, find_colour(words) or kind.colour, "")
    for word in words_of(words):
        kind = _known(word)
        if kind:
            return PropMatch(kind, find_colour(words) or kind.colour, "")
    return PropMatch(_TAG, _TAG.colour, name or words)


def _known(word: str) -> PropKind | None:
    for form in (
        word,
        word.removesuffix("s"),
        word.removesuffix("es"),
        word.removesuffix("ves") + "f",
        *word.split("-"),
    ):
        if form in _BY_WORD:
            return _BY_WORD[form]
    return None


# -- drawings ------------------------------------------------------------------------------------------------


def _basket(c: Canvas, k: RGB, t: float) -> None:
    c.stroke([(-0.44, -0.5), (-0.3, -0.92), (0, -1.02), (0.3, -0.92), (0.44, -0.5)], 0.07, darker(k, 0.8))
    for x, tone in ((-0.24, (224, 84, 70)), (0.02, (246, 190, 80)), (0.26, (206, 66, 62))):
        c.ellipse(x, -0.52, 0.17, 0.16, tone)
    c.blob([(-0.54, -0.5), (0.54, -0.5), (0.42, -0.04), (0.3, 0.0), (-0.3, 0.0), (-0.42, -0.04)], k)
    for y in (-0.36, -0.2):
        c.plain().stroke([(-0.46, y), (0, y + 0.03), (0.46, y)], 0.035, darker(k, 0.8))


def _lantern(c: Canvas, k: RGB, t: float) -> None:
    glow = c.lit(None).plain()
    for r, o in ((0.9, 24), (0.6, 40)):
        glow.ellipse(0, -0.42, r, r, (255, 214, 130), o)
    c.stroke([(-0.16, -0.84), (0, -1.0), (0.16, -0.84)], 0.05, k)
    c.polygon([(-0.28, -0.78), (0, -0.94), (0.28, -0.78)], k)
    c.lit(None).polygon([(-0.22, -0.76), (0.22, -0.76), (0.25, -0.12), (-0.25, -0.12)], (255, 228, 150))
    c.lit(None).plain().ellipse(0, -0.36, 0.08, 0.15 + 0.02 * math.sin(t * 8), (250, 150, 60))
    c.polygon([(-0.3, -0.12), (0.3, -0.12), (0.3, 0.0), (-0.3, 0.0)], k)


def _table(c: Canvas, k: RGB, t: float) -> None:
    for x in (-0.78, 0.78):
        c.polygon([(x - 0.06, -0.9), (x + 0.06, -0.9), (x + 0.05, 0), (x - 0.05, 0)], darker(k, 0.8))
    c.polygon([(-0.86, -1.0), (0.86, -1.0), (1.0, -0.84), (-1.0, -0.84)], lighter(k, 0.15))
    c.polygon([(-1.0, -0.84), (1.0, -0.84), (1.0, -0.75), (-1.0, -0.75)], darker(k, 0.88))


def _chair(c: Canvas, k: RGB, t: float) -> None:
    for x in (-0.26, 0.24):
        c.polygon([(x - 0.035, -0.46), (x + 0.035, -0.46), (x + 0.035, 0), (x - 0.035, 0)], darker(k, 0.8))
    c.polygon([(-0.3, -1.0), (-0.22, -1.0), (-0.22, -0.44), (-0.3, -0.44)], k)
    c.polygon([(-0.3, -0.52), (0.28, -0.52), (0.34, -0.42), (-0.3, -0.42)], lighter(k, 0.12))
    c.plain().polygon([(-0.28, -0.96), (-0.16, -0.94), (-0.16, -0.66), (-0.28, -0.68)], darker(k, 0.88))


def _tree(c: Canvas, k: RGB, t: float) -> None:
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


def _book(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.72, -0.16), (0, -0.04), (0.72, -0.16), (0.72, 0), (0, 0.08), (-0.72, 0)], k)
    for side in (-1, 1):
        c.blob(
            [(0, -0.1), (side * 0.3, -0.26), (side * 0.68, -0.24), (side * 0.68, -0.08), (0, 0.03)],
            (252, 246, 230),
        )
        for y in (-0.19, -0.13):
            c.plain().stroke([(side * 0.14, y + 0.03), (side * 0.58, y)], 0.014, (170, 160, 150))


def _bread(c: Canvas, k: RGB, t: float) -> None:
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


def _shoes(c: Canvas, k: RGB, t: float) -> None:
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


def _ball(c: Canvas, k: RGB, t: float) -> None:
    c.ellipse(0, -0.5, 0.5, 0.5, k)
    c.plain().blob([(-0.1, -0.98), (0.16, -0.96), (0.2, -0.04), (-0.06, -0.02)], (252, 246, 232))
    c.plain().ellipse(-0.2, -0.72, 0.1, 0.08, lighter(k, 0.5))


def _letter(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.7, -0.9), (0.7, -0.9), (0.7, 0), (-0.7, 0)], k)
    c.plain().stroke([(-0.68, -0.88), (0, -0.4), (0.68, -0.88)], 0.035, darker(k, 0.78))
    c.plain().ellipse(0, -0.42, 0.12, 0.12, (206, 62, 66))


def _sword(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.05, -0.28), (-0.05, -0.88), (0, -1.0), (0.05, -0.88), (0.05, -0.28)], k)
    c.plain().polygon([(0.0, -0.28), (0.0, -1.0), (0.05, -0.88), (0.05, -0.28)], darker(k, 0.84))
    c.polygon([(-0.16, -0.3), (0.16, -0.3), (0.16, -0.24), (-0.16, -0.24)], (236, 190, 84))
    c.polygon([(-0.03, -0.24), (0.03, -0.24), (0.03, -0.04), (-0.03, -0.04)], (120, 76, 60))
    c.ellipse(0, -0.02, 0.045, 0.04, (236, 190, 84))


def _boat(c: Canvas, k: RGB, t: float) -> None:
    r = c.at(0, 0, 1, 1, 1.5 * math.sin(t * 1.3))
    r.polygon([(-0.02, -0.2), (-0.02, -1.0), (0.02, -1.0), (0.02, -0.2)], (120, 90, 70))
    r.polygon([(0.04, -0.98), (0.5, -0.34), (0.04, -0.32)], (252, 248, 236))
    r.blob([(-0.7, -0.28), (0.74, -0.28), (0.5, 0.0), (-0.48, 0.0)], k)
    r.plain().stroke([(-0.62, -0.2), (0.64, -0.2)], 0.035, lighter(k, 0.4))


def _pot(c: Canvas, k: RGB, t: float) -> None:
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


def _flower(c: Canvas, k: RGB, t: float) -> None:
    w = 0.03 * math.sin(t * 1.5)
    c.limb([(0, 0), (0.03, -0.4), (w, -0.7)], [0.08, 0.06], (92, 152, 80))
    c.blob([(0.02, -0.3), (0.24, -0.46), (0.3, -0.36)], (104, 166, 88))
    for i in range(7):
        angle = i * math.tau / 7
        c.ellipse(w + 0.2 * math.cos(angle), -0.76 + 0.2 * math.sin(angle), 0.12, 0.12, k)
    c.ellipse(w, -0.76, 0.14, 0.14, (250, 212, 96))


def _bed(c: Canvas, k: RGB, t: float) -> None:
    wood: RGB = (156, 108, 72)
    c.blob([(-1.1, 0), (-1.1, -0.9), (-1.02, -1.0), (-0.94, -0.9), (-0.94, 0)], wood)
    c.blob([(0.94, 0), (0.94, -0.55), (1.02, -0.62), (1.1, -0.55), (1.1, 0)], wood)
    c.blob([(-0.98, -0.12), (-0.98, -0.5), (0, -0.58), (0.98, -0.5), (0.98, -0.12)], (250, 246, 238))
    c.ellipse(-0.66, -0.6, 0.26, 0.14, (255, 253, 246))
    c.blob([(-0.36, -0.1), (-0.36, -0.54), (0.3, -0.62), (0.98, -0.52), (0.98, -0.1)], k)


def _fire(c: Canvas, k: RGB, t: float) -> None:
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


def _chest(c: Canvas, k: RGB, t: float) -> None:
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


def _bag(c: Canvas, k: RGB, t: float) -> None:
    c.blob([(-0.5, -0.02), (-0.56, -0.4), (-0.26, -0.74), (0.26, -0.74), (0.56, -0.4), (0.5, -0.02)], k)
    c.blob([(-0.24, -0.72), (-0.34, -0.98), (0, -0.9), (0.34, -0.98), (0.24, -0.72)], lighter(k, 0.14))
    c.plain().stroke([(-0.26, -0.72), (0, -0.68), (0.26, -0.72)], 0.06, (150, 96, 64))


def _bottle(c: Canvas, k: RGB, t: float) -> None:
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


def _cup(c: Canvas, k: RGB, t: float) -> None:
    c.stroke([(0.3, -0.8), (0.62, -0.72), (0.56, -0.34), (0.26, -0.26)], 0.09, darker(k, 0.86))
    c.blob([(-0.42, -0.96), (0.42, -0.96), (0.34, -0.14), (0.2, 0), (-0.2, 0), (-0.34, -0.14)], k)
    c.ellipse(0, -0.94, 0.42, 0.1, darker(k, 0.7))


def _hammer(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.06, 0), (-0.05, -0.8), (0.05, -0.8), (0.06, 0)], (170, 118, 76))
    c.blob([(-0.36, -0.98), (0.3, -1.0), (0.36, -0.76), (-0.3, -0.74)], k)


def _key(c: Canvas, k: RGB, t: float) -> None:
    ring = [(0.2 * math.cos(i * math.tau / 10), -0.78 + 0.2 * math.sin(i * math.tau / 10)) for i in range(11)]
    c.stroke(ring, 0.1, k)
    c.polygon([(-0.05, -0.6), (0.05, -0.6), (0.05, 0), (-0.05, 0)], k)
    for y in (-0.04, -0.2):
        c.polygon([(0.04, y - 0.08), (0.2, y - 0.08), (0.2, y), (0.04, y)], k)


def _crown(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.6, 0), (-0.74, -0.8), (-0.34, -0.44), (0, -1.0), (0.34, -0.44), (0.74, -0.8), (0.6, 0)], k)
    for x, tone in ((-0.32, (214, 64, 72)), (0.0, (72, 140, 210)), (0.32, (86, 170, 100))):
        c.plain().ellipse(x, -0.2, 0.09, 0.1, tone)


def _apple(c: Canvas, k: RGB, t: float) -> None:
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


def _cheese(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.8, 0), (-0.8, -0.55), (0.8, -0.55), (0.8, 0)], k)
    c.polygon([(-0.8, -0.55), (0.5, -1.0), (0.8, -0.55)], lighter(k, 0.3))
    for x, y, r in ((-0.4, -0.26, 0.12), (0.1, -0.36, 0.09), (0.46, -0.2, 0.11)):
        c.plain().ellipse(x, y, r, r * 0.86, darker(k, 0.8))


def _egg(c: Canvas, k: RGB, t: float) -> None:
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


def _nest(c: Canvas, k: RGB, t: float) -> None:
    for x in (-0.3, 0.0, 0.3):
        c.at(x, -0.3, 0.4, 0.5).ellipse(0, -0.5, 0.4, 0.5, (240, 244, 236))
    c.blob([(-0.9, -0.5), (0, -0.36), (0.9, -0.5), (0.66, -0.06), (0, 0.02), (-0.66, -0.06)], k)
    for y in (-0.32, -0.18):
        c.plain().stroke([(-0.74, y - 0.08), (0, y + 0.04), (0.74, y - 0.08)], 0.04, darker(k, 0.78))


def _stone(c: Canvas, k: RGB, t: float) -> None:
    c.blob([(-0.6, 0), (-0.62, -0.4), (-0.2, -0.9), (0.36, -0.84), (0.66, -0.36), (0.62, 0)], darker(k, 0.9))
    c.plain().blob([(-0.52, -0.3), (-0.18, -0.82), (0.2, -0.74), (0, -0.3)], lighter(k, 0.16))


def _fence(c: Canvas, k: RGB, t: float) -> None:
    for y in (-0.34, -0.7):
        c.polygon([(-1.2, y - 0.06), (1.2, y - 0.06), (1.2, y + 0.06), (-1.2, y + 0.06)], darker(k, 0.88))
    for i in range(6):
        x = -1.0 + i * 0.4
        c.polygon([(x - 0.09, 0), (x - 0.09, -0.86), (x, -1.0), (x + 0.09, -0.86), (x + 0.09, 0)], k)


def _door(c: Canvas, k: RGB, t: float) -> None:
    c.blob([(-0.36, 0), (-0.36, -0.86), (-0.2, -1.0), (0.2, -1.0), (0.36, -0.86), (0.36, 0)], (206, 196, 186))
    c.blob([(-0.29, 0), (-0.29, -0.82), (-0.16, -0.93), (0.16, -0.93), (0.29, -0.82), (0.29, 0)], k)
    for x in (-0.1, 0.1):
        c.plain().stroke([(x, -0.04), (x, -0.88)], 0.014, darker(k, 0.8))
    c.plain().ellipse(0.2, -0.44, 0.03, 0.03, (246, 206, 100))


def _house(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.5, 0), (-0.5, -0.52), (0.5, -0.52), (0.5, 0)], (248, 234, 206))
    c.polygon([(-0.64, -0.5), (0, -1.0), (0.64, -0.5)], k)
    c.plain().polygon([(-0.12, 0), (-0.12, -0.34), (0.12, -0.34), (0.12, 0)], darker(k, 0.7))
    for x in (-0.32, 0.32):
        c.plain().polygon(
            [(x - 0.09, -0.2), (x - 0.09, -0.38), (x + 0.09, -0.38), (x + 0.09, -0.2)], (180, 216, 236)
        )


def _candle(c: Canvas, k: RGB, t: float) -> None:
    glow = c.lit(None)
    glow.plain().ellipse(0, -0.85, 0.5, 0.5, (255, 214, 130), 36)
    c.ellipse(0, -0.04, 0.34, 0.06, (196, 150, 84))
    c.polygon([(-0.13, -0.06), (-0.13, -0.68), (0.13, -0.68), (0.13, -0.06)], k)
    w = 0.02 * math.sin(t * 8)
    glow.blob([(-0.07, -0.72), (-0.05, -0.84), (w, -1.0), (0.05, -0.84), (0.07, -0.72)], (252, 176, 70))


def _wheelbarrow(c: Canvas, k: RGB, t: float) -> None:
    for x in (-0.55, 0.55):
        c.ellipse(x, -0.22, 0.22, 0.22, (110, 80, 60))
        c.plain().ellipse(x, -0.22, 0.13, 0.13, (196, 156, 110))
    c.blob([(-0.9, -0.9), (0.9, -0.9), (0.74, -0.34), (-0.74, -0.34)], k)
    c.limb([(0.8, -0.6), (1.3, -0.76)], [0.07, 0.05], darker(k, 0.8))


def _umbrella(c: Canvas, k: RGB, t: float) -> None:
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


def _balloon(c: Canvas, k: RGB, t: float) -> None:
    w = 0.04 * math.sin(t * 1.1)
    c.stroke([(0, 0), (0.04, -0.3), (w, -0.58)], 0.014, (150, 140, 140))
    c.ellipse(w, -0.78, 0.2, 0.23, k)
    c.plain().ellipse(w - 0.07, -0.86, 0.05, 0.06, lighter(k, 0.5))


def _gift(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.5, 0), (-0.5, -0.76), (0.5, -0.76), (0.5, 0)], k)
    c.plain().polygon([(-0.09, 0), (-0.09, -0.76), (0.09, -0.76), (0.09, 0)], (252, 236, 190))
    for s in (-1, 1):
        c.blob([(0, -0.76), (s * 0.34, -1.0), (s * 0.4, -0.8)], (252, 226, 160))


def _net(c: Canvas, k: RGB, t: float) -> None:
    c.blob([(-0.9, 0), (-0.7, -0.6), (-0.1, -0.9), (0.5, -0.7), (0.9, 0)], darker(k, 0.9), 150)
    for i in range(7):
        c.plain().stroke([(-0.8 + 0.26 * i, 0), (-0.5 + 0.18 * i, -0.7)], 0.02, darker(k, 0.6))
        c.plain().stroke([(-0.5 + 0.2 * i, 0), (-0.8 + 0.24 * i, -0.5)], 0.02, darker(k, 0.6))


def _ladder(c: Canvas, k: RGB, t: float) -> None:
    for x in (-0.1, 0.1):
        c.stroke([(x, 0), (x, -1.0)], 0.035, k)
    for i in range(7):
        c.stroke([(-0.1, -0.1 - i * 0.13), (0.1, -0.1 - i * 0.13)], 0.026, darker(k, 0.86))


def _rope(c: Canvas, k: RGB, t: float) -> None:
    for r in (0.8, 0.56, 0.32):
        ring = [
            (r * math.cos(i * math.tau / 12), -0.3 + r * 0.34 * math.sin(i * math.tau / 12))
            for i in range(13)
        ]
        c.stroke(ring, 0.13, k if r != 0.56 else darker(k, 0.86))


def _bucket(c: Canvas, k: RGB, t: float) -> None:
    c.stroke([(-0.42, -0.7), (0, -1.0), (0.42, -0.7)], 0.04, darker(k, 0.6))
    c.polygon([(-0.46, -0.72), (0.46, -0.72), (0.34, 0), (-0.34, 0)], k)
    c.ellipse(0, -0.72, 0.46, 0.09, (120, 180, 220))


def _bone(c: Canvas, k: RGB, t: float) -> None:
    c.limb([(-0.7, -0.4), (0.7, -0.4)], [0.26, 0.26], k)
    for x in (-0.8, 0.8):
        for y in (-0.62, -0.2):
            c.ellipse(x, y, 0.22, 0.22, k)


def _spoon(c: Canvas, k: RGB, t: float) -> None:
    c.limb([(0, 0), (0, -0.66)], [0.1, 0.07], k)
    c.ellipse(0, -0.82, 0.15, 0.19, k)


def _guitar(c: Canvas, k: RGB, t: float) -> None:
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


def _computer(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-0.7, -0.98), (0.7, -0.98), (0.7, -0.2), (-0.7, -0.2)], (70, 74, 86))
    c.lit(None).plain().polygon([(-0.63, -0.91), (0.63, -0.91), (0.63, -0.27), (-0.63, -0.27)], k)
    c.polygon([(-0.14, -0.2), (0.14, -0.2), (0.26, 0), (-0.26, 0)], (110, 114, 126))


def _telephone(c: Canvas, k: RGB, t: float) -> None:
    c.blob([(-0.3, 0), (-0.3, -0.96), (-0.24, -1.0), (0.24, -1.0), (0.3, -0.96), (0.3, 0)], (60, 62, 72))
    c.lit(None).plain().polygon([(-0.24, -0.1), (-0.24, -0.9), (0.24, -0.9), (0.24, -0.1)], k)


def _tag(c: Canvas, k: RGB, t: float) -> None:
    c.polygon([(-1.0, -0.16), (-0.8, -0.8), (0.8, -0.8), (1.0, -0.16), (0.8, 0), (-0.8, 0)], k)
    c.polygon([(-0.06, 0), (0.06, 0), (0.06, 0.0), (-0.06, 0.0)], darker(k, 0.7))


def _prop(
    name: str, draw: DrawProp, colour: RGB, size: float, held: bool = False, aliases: str = ""
) -> PropKind:
    return PropKind(name, draw, colour, size, held, tuple(aliases.split()))


PROPS: tuple[PropKind, ...] = (
    _prop("basket", _basket, (206, 156, 96), 0.3, True, "hamper picnic"),
    _prop("lantern", _lantern, (84, 74, 78), 0.3, True, "lamp torch light"),
    _prop("table", _table, (170, 120, 80), 0.45, False, "desk bench counter workbench"),
    _prop("chair", _chair, (176, 124, 82), 0.5, False, "stool seat armchair throne"),
    _prop("tree", _tree, (104, 166, 90), 1.5, False, "oak pine bush willow branch"),
    _prop("book", _book, (172, 74, 70), 0.2, True, "books diary map scroll newspaper notebook"),
    _prop("bread", _bread, (214, 156, 92), 0.16, True, "loaf cake pie bun biscuit cookie"),
    _prop("shoes", _shoes, (150, 84, 58), 0.16, False, "shoe boot boots slippers slipper"),
    _prop("ball", _ball, (226, 84, 78), 0.2, True, "football marble toy"),
    _prop("letter", _letter, (250, 240, 214), 0.16, True, "envelope note card paper message ticket"),
    _prop("sword", _sword, (206, 212, 222), 0.62, True, "knife dagger spear axe blade wand staff stick"),
    _prop("boat", _boat, (186, 104, 70), 0.7, False, "ship raft canoe"),
    _prop("pot", _pot, (92, 94, 106), 0.3, False, "cauldron kettle pan soup stew porridge"),
    _prop("flower", _flower, (238, 118, 150), 0.3, True, "flowers rose bouquet tulip daisy plant"),
    _prop("bed", _bed, (92, 130, 180), 0.5, False, "cradle hammock mattress"),
    _prop("fire", _fire, (242, 120, 50), 0.42, False, "campfire bonfire flames hearth fireplace"),
    _prop("chest", _chest, (150, 100, 66), 0.4, False, "treasure box crate trunk suitcase"),
    _prop("bag", _bag, (206, 172, 122), 0.36, False, "sack backpack purse money bundle"),
    _prop("bottle", _bottle, (110, 170, 140), 0.24, True, "jar vase potion milk flask medicine"),
    _prop("cup", _cup, (236, 196, 176), 0.14, True, "mug glass bowl goblet tea plate"),
    _prop("hammer", _hammer, (150, 156, 166), 0.34, True, "tool tools broom shovel spade rake needle"),
    _prop("key", _key, (238, 190, 84), 0.16, True, "keys ring"),
    _prop("crown", _crown, (246, 200, 74), 0.18, True, "tiara"),
    _prop("apple", _apple, (216, 66, 58), 0.13, True, "fruit pear orange berry berries grapes cherry carrot turnip"),
    _prop("cheese", _cheese, (248, 206, 92), 0.18, True, "butter"),
    _prop("egg", _egg, (250, 240, 220), 0.16, True, "eggs pearl seed stone-egg"),
    _prop("nest", _nest, (170, 124, 78), 0.24, False, ""),
    _prop("stone", _stone, (158, 156, 160), 0.24, False, "rock boulder pebble stones"),
    _prop("fence", _fence, (222, 200, 164), 0.42, False, "gate hedge wall"),
    _prop("door", _door, (150, 92, 66), 1.15, False, "doorway"),
    _prop("house", _house, (196, 88, 70), 1.5, False, "cottage hut barn cabin"),
    _prop("candle", _candle, (250, 240, 214), 0.26, True, "candles"),
    _prop("cart", _wheelbarrow, (176, 116, 74), 0.44, False, "wheelbarrow wagon carriage trolley"),
    _prop("umbrella", _umbrella, (206, 74, 80), 0.6, True, "parasol"),
    _prop("balloon", _balloon, (226, 84, 92), 0.8, True, "balloons kite"),
    _prop("gift", _gift, (92, 150, 190), 0.26, True, "present parcel package"),
    _prop("net", _net, (196, 176, 130), 0.36, False, "web trap"),
    _prop("ladder", _ladder, (190, 140, 90), 1.1, False, ""),
    _prop("rope", _rope, (206, 172, 118), 0.16, False, "string thread cord chain"),
    _prop("bucket", _bucket, (150, 158, 170), 0.28, True, "pail"),
    _prop("bone", _bone, (248, 242, 226), 0.1, True, "meat fish-bone"),
    _prop("spoon", _spoon, (190, 150, 104), 0.24, True, "ladle fork brush pencil pen"),
    _prop("guitar", _guitar, (206, 130, 70), 0.55, True, "violin fiddle lute harp flute drum"),
    _prop("computer", _computer, (120, 200, 220), 0.34, False, "screen television tv laptop"),
    _prop("telephone", _telephone, (150, 210, 240), 0.2, True, "phone smartphone mobile"),
)  # fmt: skip
_TAG = PropKind("tag", _tag, (250, 236, 200), 0.16)
_BY_WORD: dict[str, PropKind] = {word: kind for kind in PROPS for word in (kind.name, *kind.aliases)}


def draw_prop(c: Canvas, match: PropMatch, t: float = 0.0) -> None:
    """The prop, standing on the origin, one unit tall."""
    match.kind.draw(c, match.colour, t)
    if match.label:
        write(c.plain(), match.label, 0.0, -0.4, 1.5, 0.5)

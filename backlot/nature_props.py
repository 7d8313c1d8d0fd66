"""Props of garden and land: what grows, and what a country is made of. Each stands on (0, 0), one unit tall.

python -c "from backlot.nature_props import ROWS; print([row[0] for row in ROWS])"
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.shapes import LEAF, path

_SNOW: RGB = (250, 250, 252)


def onion(c: Canvas, k: RGB, t: float) -> None:
    """An onion with its shoots."""
    for x, lean in ((-0.06, -0.2), (0.0, 0.02), (0.06, 0.24)):
        c.limb([(x, -0.7), (x + lean * 0.5, -0.86), (x + lean, -1.0)], [0.09, 0.03], LEAF)
    c.blob(path("0,-80 12,-68 44,-52 50,-26 26,-4 0,0 -26,-4 -50,-26 -44,-52 -12,-68"), k)
    for x in (-0.3, 0.0, 0.3):
        c.plain().stroke([(x * 0.2, -0.72), (x, -0.34), (x * 0.3, -0.03)], 0.02, darker(k, 0.8))
    for x in (-0.08, 0.0, 0.08):
        c.stroke([(x, -0.02), (x * 1.6, 0.04)], 0.02, darker(k, 0.7))


def lemon(c: Canvas, k: RGB, t: float) -> None:
    """A lemon on its side."""
    c.blob(path("-66,-46 -54,-58 -34,-86 0,-94 34,-86 54,-58 68,-46 54,-34 34,-8 0,0 -34,-8 -54,-34"), k)
    c.plain().ellipse(-0.2, -0.7, 0.16, 0.08, lighter(k, 0.5), angle=-20)
    c.blob(path("60,-50 76,-74 98,-72 84,-52"), LEAF)


def acorn(c: Canvas, k: RGB, t: float) -> None:
    """An acorn with its cap."""
    c.blob(path("-34,-62 34,-62 32,-30 14,-8 0,0 -14,-8 -32,-30"), k)
    c.plain().ellipse(-0.14, -0.4, 0.05, 0.16, lighter(k, 0.35))
    cap = darker(k, 0.62)
    c.limb([(0, -0.86), (0.06, -1.0)], [0.07, 0.05], cap)
    c.blob(path("-42,-58 -36,-78 0,-90 36,-78 42,-58 0,-52"), cap)
    for i in range(5):
        c.plain().ellipse(-0.26 + 0.13 * i, -0.68 - 0.02 * (i % 2), 0.04, 0.03, lighter(cap, 0.2))


def potato(c: Canvas, k: RGB, t: float) -> None:
    """A lumpy potato."""
    c.blob(path("-44,-10 -56,-46 -40,-84 -4,-98 30,-90 54,-62 52,-26 28,-2 -14,0"), k)
    for x, y in ((-0.34, -0.7), (0.3, -0.76), (0.36, -0.16), (-0.36, -0.22), (0.02, -0.1)):
        c.plain().stroke([(x - 0.04, y), (x, y + 0.03), (x + 0.05, y)], 0.025, darker(k, 0.72))
    c.plain().ellipse(-0.12, -0.84, 0.16, 0.06, lighter(k, 0.3))


def mountain(c: Canvas, k: RGB, t: float) -> None:
    """A mountain with snow on its top."""
    c.polygon(path("-90,0 -34,-66 -22,-60 6,-100 40,-58 54,-66 96,0"), k)
    c.plain().polygon(path("6,-100 40,-58 54,-66 96,0 30,0 14,-40 24,-60"), darker(k, 0.84))
    c.polygon(path("-22,-60 6,-100 36,-62 22,-68 12,-58 0,-70 -10,-58"), _SNOW)
    c.plain().polygon(path("6,-100 36,-62 22,-68 16,-76"), (222, 230, 244))


def volcano(c: Canvas, k: RGB, t: float) -> None:
    """A mountain that smokes and runs over."""
    for i, x in enumerate((-0.08, 0.1, 0.0)):
        c.ellipse(x, -0.86 - 0.06 * i, 0.15 - 0.02 * i, 0.1, (206, 200, 206))
    c.polygon(path("-86,0 -22,-74 22,-74 88,0"), k)
    c.plain().polygon(path("22,-74 88,0 30,0 8,-74"), darker(k, 0.84))
    glow = c.lit(None)
    glow.ellipse(0, -0.74, 0.22, 0.06, (250, 130, 60))
    glow.blob(path("-14,-74 -4,-70 6,-50 0,-36 -8,-44 -18,-28 -24,-40 -16,-56"), (250, 130, 60))
    glow.blob(path("8,-74 16,-72 30,-40 22,-34 14,-48"), (252, 170, 70))


def river(c: Canvas, k: RGB, t: float) -> None:
    """Water that winds down from behind."""
    bank = (128, 176, 96)
    c.blob(path("-100,0 -92,-30 -40,-60 20,-100 60,-84 70,-40 104,-14 96,2 0,6"), bank)
    c.blob(path("-70,2 -54,-18 -8,-36 -24,-58 14,-74 22,-96 44,-92 40,-68 12,-54 46,-34 20,-14 34,4"), k)
    for y, x, wide in ((-0.12, -0.18, 0.2), (-0.3, 0.14, 0.14), (-0.6, 0.06, 0.1)):
        shift = 0.03 * math.sin(2 * t + 9 * y)
        c.plain().stroke(
            [(x - wide + shift, y), (x + shift, y + 0.03), (x + wide + shift, y)], 0.03, lighter(k, 0.5)
        )


def wave(c: Canvas, k: RGB, t: float) -> None:
    """A wave that curls over."""
    roll = 0.03 * math.sin(1.6 * t)
    c.blob(
        [(-0.9, 0.0), (-0.7, -0.36), (-0.3, -0.82), (0.2, -1.0), (0.66, -0.84), (0.8 + roll, -0.5),
         (0.52, -0.6), (0.3, -0.5), (0.36, -0.2), (0.9, -0.02), (0.0, 0.03)],
        k,
    )  # fmt: skip
    for x, y, r in (
        (0.1, -0.97, 0.1),
        (0.34, -0.95, 0.11),
        (0.58, -0.82, 0.11),
        (0.78, -0.56, 0.1),
        (0.7, -0.68, 0.1),
    ):
        c.ellipse(x + roll, y, r, r * 0.9, _SNOW)
    for dx in (0.0, 0.2):
        c.plain().stroke([(-0.66 + dx, -0.14), (-0.3 + dx, -0.6), (0.06 + dx, -0.76)], 0.03, lighter(k, 0.4))


def rainbow(c: Canvas, k: RGB, t: float) -> None:
    """A rainbow between two little clouds."""
    tones = ((226, 80, 76), (244, 154, 66), (250, 214, 90), (112, 186, 98), (86, 150, 220), (142, 104, 190))
    for i, tone in enumerate(tones):
        r = 0.9 - 0.1 * i
        arc = [
            (r * math.cos(math.pi + math.pi * j / 12), -0.1 + r * math.sin(math.pi + math.pi * j / 12))
            for j in range(13)
        ]
        c.stroke(arc, 0.11, tone)
    for side in (-1, 1):
        for dx, y, r in ((-0.2, -0.1, 0.14), (0.0, -0.16, 0.18), (0.2, -0.1, 0.14)):
            c.ellipse(side * 0.65 + dx, y, r, r * 0.9, (246, 250, 254))


def island(c: Canvas, k: RGB, t: float) -> None:
    """A hump of sand with one palm, in a ring of water."""
    c.ellipse(0, -0.06, 0.95, 0.12, (110, 186, 214))
    c.blob(path("-70,-6 -40,-30 0,-38 40,-30 70,-6 0,2"), k)
    c.limb([(0.1, -0.32), (0.2, -0.6), (0.06, -0.86)], [0.1, 0.06], (158, 112, 74))
    for dx, dy in ((-0.4, -0.02), (-0.3, 0.14), (0.4, -0.0), (0.3, 0.16), (-0.06, -0.16)):
        c.limb(
            [(0.06, -0.86), (0.06 + dx * 0.6, -0.94 + dy * 0.3), (0.06 + dx, -0.84 + dy)], [0.1, 0.02], LEAF
        )


def bridge(c: Canvas, k: RGB, t: float) -> None:
    """A stone bridge of one arch."""
    c.blob(path("-100,0 -100,-46 -50,-82 0,-94 50,-82 100,-46 100,0 54,0 44,-34 0,-54 -44,-34 -54,0"), k)
    c.stroke([(-1.0, -0.46), (-0.5, -0.82), (0, -0.95), (0.5, -0.82), (1.0, -0.46)], 0.1, darker(k, 0.8))
    for i in range(7):
        a = math.pi * (1.08 + 0.84 * i / 6)
        c.plain().stroke(
            [(0.5 * math.cos(a), 0.5 * math.sin(a) * 1.06), (0.66 * math.cos(a), 0.7 * math.sin(a))],
            0.025,
            darker(k, 0.72),
        )


def road(c: Canvas, k: RGB, t: float) -> None:
    """A road that runs away to the hills."""
    c.blob(path("-100,0 -90,-50 -30,-72 40,-76 96,-48 100,0"), (138, 182, 102))
    c.polygon(path("-56,0 -10,-44 -6,-72 8,-72 22,-44 56,0"), k)
    for y, w, h in ((-0.06, 0.05, 0.12), (-0.28, 0.035, 0.09), (-0.46, 0.025, 0.06), (-0.6, 0.018, 0.04)):
        c.plain().rect(0.01 - w / 2, y - h, 0.01 + w / 2, y, _SNOW)


def fir(c: Canvas, k: RGB, t: float) -> None:
    """A fir in three tiers, with a star and baubles."""
    c.rect(-0.07, -0.16, 0.07, 0.0, (138, 98, 68))
    for top, low, wide in ((-0.6, -0.12, 0.44), (-0.78, -0.4, 0.34), (-0.94, -0.64, 0.24)):
        c.polygon(
            [(0, top), (wide, low), (wide * 0.4, low + 0.04), (-wide * 0.4, low + 0.04), (-wide, low)],
            mix(k, (60, 120, 90), 0.4 if top < -0.7 else 0.6),
        )
    for x, y, tone in (
        (-0.2, -0.2, (226, 84, 78)),
        (0.16, -0.26, (250, 206, 90)),
        (-0.08, -0.46, (110, 170, 226)),
        (0.12, -0.62, (226, 84, 78)),
    ):
        c.ellipse(x, y, 0.045, 0.045, tone)
    c.lit(None).ellipse(0, -0.96, 0.06, 0.06, (252, 220, 100))


ROWS: Sequence[tuple[str, Callable[[Canvas, RGB, float], None], RGB, float, bool, str]] = (
    ("onion", onion, (214, 150, 106), 0.16, True, "onions garlic shallot leek"),
    ("lemon", lemon, (250, 218, 82), 0.14, True, "lemons lime"),
    ("acorn", acorn, (190, 136, 78), 0.14, True, "acorns"),
    ("potato", potato, (208, 168, 112), 0.16, True, "potatoes yam"),
    ("mountain", mountain, (140, 138, 158), 1.4, False, "hill peak cliff"),
    ("volcano", volcano, (126, 96, 92), 1.4, False, ""),
    ("river", river, (96, 168, 216), 0.8, False, "stream brook creek"),
    ("wave", wave, (84, 156, 206), 0.8, False, "waves sea ocean tide"),
    ("rainbow", rainbow, (226, 80, 76), 1.2, False, ""),
    ("island", island, (240, 216, 160), 0.9, False, ""),
    ("bridge", bridge, (176, 170, 166), 0.7, False, ""),
    ("road", road, (122, 120, 130), 0.7, False, "street path"),
    ("christmas-tree", fir, (78, 148, 96), 1.3, False, "fir-tree"),
)
"""(name, how it is drawn, colour, height beside a person, held, other names)"""

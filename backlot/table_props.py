"""Things from the table and the garden: bowls, plates, fruit, vegetables,
sweets and mushrooms. Each stands on
(0, 0), one unit tall, y downwards. Part of props.py, apart for length.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas
from backlot.shapes import DARK, GLASS, LEAF, STEEL, path


def bowl(c: Canvas, k: RGB, t: float) -> None:
    """A bowl of something that steams."""
    for x in (-0.3, 0.05, 0.36):
        up = (0.3 * t + x) % 1.0
        c.plain().ellipse(
            x + 0.06 * math.sin(6 * up), -0.9 - 0.6 * up, 0.09, 0.14, (255, 255, 255), round(90 * (1 - up))
        )
    c.blob(path("-98,-80 98,-80 70,-22 30,0 -30,0 -70,-22"), k)
    c.ellipse(0, -0.8, 0.98, 0.2, lighter(k, 0.3))
    c.plain().ellipse(0, -0.79, 0.84, 0.15, (226, 168, 92))
    c.plain().stroke([(-0.8, -0.5), (0, -0.36), (0.8, -0.5)], 0.06, darker(k, 0.8))


def plate(c: Canvas, k: RGB, t: float) -> None:
    """A plate with a meal on it."""
    c.ellipse(0, -0.3, 1.5, 0.3, k)
    c.plain().ellipse(0, -0.34, 1.1, 0.19, darker(k, 0.92))
    c.ellipse(-0.3, -0.5, 0.5, 0.3, (196, 116, 70))
    for x, tone in ((0.3, (112, 168, 86)), (0.56, (236, 140, 60)), (0.44, (112, 168, 86))):
        c.ellipse(x, -0.46, 0.17, 0.16, tone)


def glass(c: Canvas, k: RGB, t: float) -> None:
    """A glass with a straw."""
    c.stroke([(0.08, -0.2), (0.22, -1.08)], 0.05, (226, 84, 84))
    c.polygon(path("-34,-92 34,-92 26,0 -26,0"), GLASS, 200)
    c.plain().polygon(path("-31,-72 31,-72 25,-3 -25,-3"), k)
    c.plain().polygon(path("-24,-66 -14,-66 -13,-10 -20,-10"), lighter(k, 0.5))


def pan(c: Canvas, k: RGB, t: float) -> None:
    """A frying pan."""
    c.limb([(0.6, -0.5), (1.7, -0.8)], [0.2, 0.16], darker(k, 0.7))
    c.blob(path("-90,-70 90,-70 70,-8 -70,-8"), k)
    c.ellipse(0, -0.7, 0.9, 0.26, lighter(k, 0.16))
    c.plain().ellipse(0, -0.68, 0.74, 0.18, darker(k, 0.7))
    c.plain().ellipse(-0.1, -0.7, 0.4, 0.1, (252, 250, 242))
    c.plain().ellipse(-0.06, -0.73, 0.15, 0.07, (250, 196, 70))


def ice_cream(c: Canvas, k: RGB, t: float) -> None:
    """Two scoops in a cone."""
    c.polygon(path("-24,-52 24,-52 0,0"), (222, 170, 104))
    for i in range(3):
        c.plain().stroke([(-0.18 + 0.1 * i, -0.5), (-0.04 + 0.06 * i, -0.2)], 0.02, (190, 134, 76))
    c.ellipse(0.0, -0.6, 0.27, 0.2, (252, 240, 214))
    c.ellipse(0.02, -0.8, 0.24, 0.2, k)
    c.ellipse(0.04, -0.99, 0.07, 0.07, (206, 50, 60))


def sandwich(c: Canvas, k: RGB, t: float) -> None:
    """A sandwich, or a burger."""
    c.blob(path("-90,-4 -92,-26 92,-26 90,-4"), darker(k, 0.9))
    c.rect(-0.94, -0.42, 0.94, -0.24, (150, 84, 58))
    c.blob(path("-100,-40 -60,-54 -20,-42 20,-54 60,-42 100,-52 96,-36 -96,-32"), (126, 180, 88))
    c.rect(-0.86, -0.6, 0.86, -0.5, (250, 204, 90))
    c.blob(path("-92,-58 -84,-86 -40,-102 40,-102 84,-86 92,-58"), k)
    for x, y in ((-0.4, -0.84), (0.0, -0.92), (0.4, -0.82)):
        c.plain().ellipse(x, y, 0.07, 0.035, (252, 240, 206))


def mushroom(c: Canvas, k: RGB, t: float) -> None:
    """A mushroom with dots."""
    c.blob(path("-18,0 -14,-50 14,-50 18,0"), (248, 238, 218))
    c.blob(path("-62,-46 -52,-78 -20,-98 20,-98 52,-78 62,-46 0,-38"), k)
    for x, y, r in ((-0.3, -0.66, 0.1), (0.08, -0.82, 0.11), (0.36, -0.6, 0.08)):
        c.plain().ellipse(x, y, r, r * 0.8, (252, 248, 238))


def leaf(c: Canvas, k: RGB, t: float) -> None:
    """A leaf."""
    c.blob(path("0,-8 -34,-34 -30,-72 0,-100 30,-72 34,-34"), k)
    c.plain().stroke([(0, 0.0), (0.02, -0.5), (0, -0.9)], 0.04, darker(k, 0.72))
    for y in (-0.3, -0.5, -0.68):
        for side in (-1, 1):
            c.plain().stroke([(0.0, y), (side * 0.22, y - 0.12)], 0.024, darker(k, 0.78))


def turnip(c: Canvas, k: RGB, t: float) -> None:
    """A turnip with its leaves."""
    for side, h in ((-1, 0.94), (1, 0.96), (0, 1.0)):
        c.blob([(0, -0.5), (side * 0.26 - 0.1, -0.74), (side * 0.34, -h), (side * 0.26 + 0.1, -0.72)], LEAF)
    c.blob(path("0,-60 34,-54 44,-32 20,-10 4,2 -20,-10 -44,-32 -34,-54"), (250, 242, 230))
    c.plain().blob(path("0,-60 34,-54 42,-36 0,-40 -42,-36 -34,-54"), k)


def cabbage(c: Canvas, k: RGB, t: float) -> None:
    """A cabbage."""
    c.ellipse(0, -0.5, 0.62, 0.5, darker(k, 0.84))
    c.blob(path("-60,-40 -66,-80 -20,-98 6,-70 -6,-20 -30,-4"), k)
    c.blob(path("60,-40 66,-76 24,-98 -4,-74 4,-20 30,-4"), lighter(k, 0.14))
    for side in (-1, 1):
        c.plain().stroke(
            [(side * 0.1, -0.1), (side * 0.3, -0.5), (side * 0.34, -0.84)], 0.03, lighter(k, 0.4)
        )


def pear(c: Canvas, k: RGB, t: float) -> None:
    """A pear."""
    c.blob(path("0,-86 14,-78 20,-52 36,-26 24,-2 0,0 -24,-2 -36,-26 -20,-52 -14,-78"), k)
    c.limb([(0, -0.84), (0.04, -1.0)], [0.05, 0.04], (110, 80, 60))
    c.blob(path("2,-92 22,-104 28,-92"), LEAF)
    c.plain().ellipse(-0.16, -0.3, 0.06, 0.12, lighter(k, 0.5))


def orange(c: Canvas, k: RGB, t: float) -> None:
    """An orange."""
    c.ellipse(0, -0.48, 0.48, 0.48, k)
    c.plain().ellipse(-0.16, -0.64, 0.12, 0.1, lighter(k, 0.45))
    c.blob(path("0,-92 24,-106 30,-92 12,-86"), LEAF)
    for x, y in ((0.1, -0.3), (0.24, -0.5), (-0.1, -0.24)):
        c.plain().ellipse(x, y, 0.016, 0.016, darker(k, 0.82))


def grapes(c: Canvas, k: RGB, t: float) -> None:
    """A bunch of grapes."""
    c.stroke([(0, -0.78), (0.05, -1.0)], 0.06, (120, 92, 62))
    c.blob(path("4,-86 34,-100 44,-80 24,-74"), LEAF)
    for row, count in enumerate((4, 3, 2, 1)):
        for i in range(count):
            x, y = (i - (count - 1) / 2) * 0.24, -0.72 + 0.2 * row
            c.ellipse(x, y, 0.14, 0.14, darker(k, 0.84 + 0.14 * ((i + row) % 2)))
            c.plain().ellipse(x - 0.04, y - 0.05, 0.035, 0.03, lighter(k, 0.5))


def tomato(c: Canvas, k: RGB, t: float) -> None:
    """A tomato."""
    c.blob(path("0,-84 34,-88 52,-54 36,-8 0,0 -36,-8 -52,-54 -34,-88"), k)
    c.plain().ellipse(-0.22, -0.58, 0.1, 0.08, lighter(k, 0.45))
    for side in (-1, 0, 1):
        c.blob([(0, -0.84), (side * 0.2 - 0.04, -0.94), (side * 0.28, -0.8), (side * 0.1, -0.78)], LEAF)


def bean(c: Canvas, k: RGB, t: float) -> None:
    """Beans, three of them."""
    for x, y, tone in ((-0.5, 0.0, k), (0.5, -0.04, darker(k, 0.86)), (0.0, -0.36, lighter(k, 0.12))):
        c.blob([(x - 0.42, y - 0.2), (x - 0.3, y - 0.5), (x, y - 0.44), (x + 0.3, y - 0.56),
                (x + 0.42, y - 0.24),
                (x + 0.2, y), (x - 0.2, y)], tone)  # fmt: skip
        c.plain().ellipse(x - 0.12, y - 0.34, 0.09, 0.06, lighter(k, 0.5))


def candlestick(c: Canvas, k: RGB, t: float) -> None:
    """A candlestick with three candles."""
    c.rect(-0.04, -0.6, 0.04, -0.06, k)
    c.blob(path("-22,0 -16,-8 16,-8 22,0"), k)
    c.stroke([(-0.3, -0.6), (-0.26, -0.42), (0, -0.38), (0.26, -0.42), (0.3, -0.6)], 0.05, k)
    for x in (-0.3, 0.0, 0.3):
        c.rect(x - 0.045, -0.84, x + 0.045, -0.6, (250, 244, 226))
        c.lit(None).plain().ellipse(x, -0.9, 0.14, 0.14, (255, 214, 130), 46)
        c.lit(None).blob(
            [(x - 0.035, -0.85), (x + 0.015 * math.sin(8 * t + x), -1.0), (x + 0.035, -0.85)], (252, 176, 70)
        )


def fork(c: Canvas, k: RGB, t: float) -> None:
    """A fork."""
    c.limb([(0, 0), (0, -0.6)], [0.09, 0.06], k)
    c.blob(path("-14,-74 14,-74 8,-56 -8,-56"), k)
    for x in (-0.11, 0.0, 0.11):
        c.rect(x - 0.026, -1.0, x + 0.026, -0.7, k)


def pencil(c: Canvas, k: RGB, t: float) -> None:
    """A pencil, point upwards."""
    c.rect(-0.08, -0.78, 0.08, -0.06, k)
    c.plain().rect(0.02, -0.78, 0.08, -0.06, darker(k, 0.84))
    c.polygon(path("-8,-78 8,-78 0,-100"), (240, 212, 170))
    c.polygon(path("-3,-92 3,-92 0,-100"), DARK)
    c.rect(-0.085, -0.13, 0.085, -0.07, STEEL)
    c.ellipse(0, -0.04, 0.08, 0.05, (236, 130, 140))


def pen(c: Canvas, k: RGB, t: float) -> None:
    """A pen with its nib upwards."""
    c.limb([(0, 0.0), (0, -0.74)], [0.12, 0.14], k)
    c.polygon(path("-7,-74 7,-74 0,-100"), STEEL)
    c.plain().rect(-0.07, -0.5, 0.07, -0.46, (240, 200, 96))
    c.plain().rect(0.06, -0.48, 0.1, -0.2, (240, 200, 96))


def easel(c: Canvas, k: RGB, t: float) -> None:
    """An easel with a picture that is being painted."""
    for x in (-0.3, 0.3):
        c.limb([(x * 0.3, -1.0), (x, 0.0)], [0.05, 0.045], k)
    c.rect(-0.4, -0.94, 0.4, -0.34, (252, 248, 238))
    c.rect(-0.44, -0.36, 0.44, -0.3, k)
    s = c.plain()
    spots = ((-0.2, -0.5, (124, 184, 96)), (0.12, -0.46, (124, 184, 96)), (0.16, -0.78, (250, 206, 84)))
    for i, (x, y, tone) in enumerate(((-0.12, -0.76, (140, 200, 236)), *spots)):
        grown = min(1.0, max(0.0, 0.6 * t + 0.9 - 0.7 * i))
        s.ellipse(x, y, 0.17 * grown, 0.1 * grown, tone)


def oar(c: Canvas, k: RGB, t: float) -> None:
    """An oar, the blade up."""
    c.limb([(0.0, 0.0), (0.0, -0.74)], [0.05, 0.045], k)
    c.blob(
        [(-0.03, -0.7), (-0.085, -0.8), (-0.07, -1.0), (0.07, -1.0), (0.085, -0.8), (0.03, -0.7)],
        darker(k, 0.86),
    )


def rowboat(c: Canvas, k: RGB, t: float) -> None:
    """A boat without a mast, on its water."""
    r = c.at(0, 0, 1, 1, 1.5 * math.sin(t * 1.3))
    r.blob([(-1.9, -0.95), (1.95, -0.95), (1.4, 0.0), (-1.3, 0.0)], k)
    for y in (-0.7, -0.4):
        r.plain().stroke([(-1.6, y), (1.62, y)], 0.05, darker(k, 0.8))
    r.plain().stroke([(-1.8, -0.88), (1.84, -0.88)], 0.12, lighter(k, 0.35))
    for x, w in ((-1.5, 0.7), (0.0, 1.1), (1.5, 0.7)):
        c.plain().ellipse(x + 0.1 * math.sin(t * 2 + x), 0.02, w, 0.12, (226, 240, 246), 150)


ROWS: Sequence[tuple[str, Callable[[Canvas, RGB, float], None], RGB, float, bool, str]] = (
    ("bowl", bowl, (112, 150, 190), 0.13, True, "porridge soup stew noodles dish cereal"),
    ("plate", plate, (250, 248, 242), 0.1, True, "dinner supper platter"),
    ("glass", glass, (246, 170, 80), 0.18, True, "juice lemonade tumbler beaker"),
    ("pan", pan, (84, 86, 98), 0.16, True, "saucepan frying-pan skillet wok"),
    ("ice-cream", ice_cream, (240, 150, 170), 0.22, True, "icecream sundae"),
    ("sandwich", sandwich, (226, 164, 92), 0.14, True, "burger hamburger toast lunch"),
    ("mushroom", mushroom, (214, 66, 60), 0.22, True, "mushrooms toadstool"),
    ("leaf", leaf, (110, 168, 84), 0.18, True, "clover herb fern-leaf"),
    ("turnip", turnip, (190, 110, 160), 0.34, False, "beet beetroot"),
    ("cabbage", cabbage, (134, 184, 106), 0.26, True, "lettuce cauliflower"),
    ("pear", pear, (206, 204, 90), 0.15, True, "pears mango fig"),
    ("orange", orange, (244, 150, 52), 0.13, True, "oranges peach apricot tangerine"),
    ("grapes", grapes, (130, 86, 160), 0.2, True, "grape berries currants blueberries"),
    ("tomato", tomato, (220, 68, 56), 0.13, True, "tomatoes pepper radish-red"),
    ("bean", bean, (150, 110, 176), 0.1, True, "beans peas lentil grain"),
    ("candlestick", candlestick, (226, 182, 88), 0.4, True, "candelabra chandelier"),
    ("fork", fork, STEEL, 0.22, True, ""),
    ("pencil", pencil, (246, 190, 70), 0.22, True, "pencils"),
    ("pen", pen, (60, 84, 140), 0.22, True, "fountain-pen marker"),
    ("easel", easel, (176, 128, 84), 0.66, False, ""),
    ("oar", oar, (190, 144, 94), 0.8, True, "oars paddle"),
    ("rowboat", rowboat, (186, 104, 70), 0.3, False, "dinghy rowing-boat"),
)
"""name, how it is drawn, colour, height beside a person, whether a hand holds it, other words"""

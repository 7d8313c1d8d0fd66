"""Props of the house: what is worn, washed, locked and cooked with. Each stands on (0, 0), one unit tall.

python -c "from backlot.home_props import ROWS; print([row[0] for row in ROWS])"
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas
from backlot.shapes import DARK, GOLD, PAPER, STEEL, path, slab


def kettle(c: Canvas, k: RGB, t: float) -> None:
    """A kettle for the stove: a dome, a high handle, a short spout, steam."""
    c.stroke([(-0.34, -0.58), (-0.3, -0.96), (0.0, -1.02), (0.3, -0.96), (0.34, -0.58)], 0.09, DARK)
    c.limb([(0.36, -0.34), (0.62, -0.46), (0.72, -0.7)], [0.22, 0.12], darker(k, 0.86))
    c.blob(path("-54,0 -56,-34 -34,-66 0,-74 34,-66 56,-34 54,0 0,2"), k)
    c.plain().ellipse(-0.24, -0.46, 0.09, 0.14, lighter(k, 0.5), angle=20)
    c.ellipse(0, -0.74, 0.07, 0.06, DARK)
    for i in range(2):
        c.ellipse(0.8 + 0.1 * i, -0.84 - 0.12 * i, 0.09 - 0.02 * i, 0.08, (240, 244, 248), 170)


def sock(c: Canvas, k: RGB, t: float) -> None:
    """A knitted sock."""
    c.blob(path("-30,-98 18,-98 16,-40 50,-28 62,-10 50,2 4,2 -24,-8 -30,-40"), k)
    c.plain().blob(path("36,-32 62,-12 52,1 32,1"), lighter(k, 0.45))
    c.plain().blob(path("-29,-30 -8,-10 -6,0 -24,-8"), lighter(k, 0.45))
    c.polygon(path("-34,-100 22,-100 21,-82 -33,-82"), lighter(k, 0.45))
    for y in (-0.7, -0.56):
        c.plain().stroke([(-0.3, y), (0.17, y)], 0.05, lighter(k, 0.45))


def coat(c: Canvas, k: RGB, t: float) -> None:
    """A coat on its hanger."""
    c.stroke([(0.0, -0.9), (0.02, -1.0), (0.1, -0.98)], 0.03, STEEL)
    for side in (-1, 1):
        c.limb(
            [(side * 0.26, -0.78), (side * 0.46, -0.5), (side * 0.5, -0.26)], [0.22, 0.15], darker(k, 0.86)
        )
    c.blob(path("-14,-90 14,-90 34,-78 32,-40 44,0 0,3 -44,0 -32,-40 -34,-78"), k)
    c.plain().polygon(path("-12,-90 12,-90 0,-66"), PAPER)
    c.plain().stroke([(0, -0.66), (0, 0.0)], 0.02, darker(k, 0.72))
    for y in (-0.54, -0.38, -0.22):
        c.plain().ellipse(0.06, y, 0.025, 0.025, lighter(k, 0.6))


def scarf(c: Canvas, k: RGB, t: float) -> None:
    """A striped scarf, hung in a loop, with fringes."""
    c.stroke([(-0.18, -0.5), (-0.34, -0.84), (0.0, -0.98), (0.34, -0.84), (0.18, -0.5)], 0.22, k)
    for side, low in ((-1, -0.1), (1, -0.02)):
        c.limb([(side * 0.1, -0.54), (side * 0.22, low)], [0.26, 0.3], k if side < 0 else darker(k, 0.86))
        for y in (0.16, 0.3):
            c.plain().stroke([(side * 0.2 - 0.15, low - y), (side * 0.2 + 0.15, low - y)], 0.05, PAPER)
        for i in range(4):
            x = side * 0.22 - 0.1 + 0.07 * i
            c.stroke([(x, low - 0.02), (x, low + 0.07)], 0.025, k)


def lock(c: Canvas, k: RGB, t: float) -> None:
    """A padlock."""
    c.stroke([(-0.26, -0.56), (-0.26, -0.84), (0.0, -0.98), (0.26, -0.84), (0.26, -0.56)], 0.12, STEEL)
    slab(c, 0.86, k, -0.62, 0.0, 0.12)
    c.plain().ellipse(0, -0.12, 0.06, 0.06, DARK)


def whistle(c: Canvas, k: RGB, t: float) -> None:
    """A referee's whistle."""
    c.blob(path("-20,-80 90,-80 90,-48 36,-44"), k)
    c.ellipse(0, -0.44, 0.46, 0.44, k)
    c.plain().rect(0.2, -0.84, 0.34, -0.66, DARK)
    c.stroke([(-0.3, -0.8), (-0.44, -0.98)], 0.05, darker(k, 0.7))


def nail(c: Canvas, k: RGB, t: float) -> None:
    """An iron nail, its point down."""
    c.polygon(path("-10,-88 10,-88 8,-16 0,0 -8,-16"), k)
    c.polygon(path("-32,-100 32,-100 28,-88 -28,-88"), darker(k, 0.86))
    c.plain().polygon(path("-8,-86 -3,-86 -2,-20 -5,-20"), lighter(k, 0.5))


def soap(c: Canvas, k: RGB, t: float) -> None:
    """A bar of soap in its bubbles."""
    c.blob(path("-66,-6 -72,-36 -54,-60 0,-64 54,-60 72,-36 66,-6 0,0"), k)
    c.plain().ellipse(0, -0.34, 0.5, 0.22, lighter(k, 0.25))
    for x, y, r in ((-0.5, -0.74, 0.15), (-0.2, -0.86, 0.1), (0.5, -0.76, 0.18), (0.28, -0.92, 0.08)):
        c.ellipse(x, y, r, r, (216, 236, 248), 190)
        c.plain().ellipse(x - r * 0.3, y - r * 0.3, r * 0.25, r * 0.25, (255, 255, 255))


def washing_machine(c: Canvas, k: RGB, t: float) -> None:
    """A washing machine with its round door."""
    slab(c, 0.86, k, -1.0, 0.0, 0.06)
    c.plain().rect(-0.43, -0.86, 0.43, -0.83, darker(k, 0.8))
    c.plain().rect(-0.36, -0.95, -0.1, -0.89, darker(k, 0.7))
    for x, tone in ((0.14, (226, 84, 78)), (0.28, (108, 186, 120))):
        c.plain().ellipse(x, -0.92, 0.035, 0.035, tone)
    c.ellipse(0, -0.42, 0.35, 0.35, STEEL)
    c.plain().ellipse(0, -0.42, 0.28, 0.28, (150, 200, 226))
    c.plain().blob(
        [
            (-0.27, -0.38),
            (-0.1, -0.34 + 0.02 * math.sin(2 * t)),
            (0.1, -0.4),
            (0.27, -0.36),
            (0.2, -0.22),
            (0, -0.15),
            (-0.2, -0.22),
        ],
        (110, 170, 214),
    )


def traffic_light(c: Canvas, k: RGB, t: float) -> None:
    """A traffic light on its post."""
    c.rect(-0.05, -0.4, 0.05, 0.0, DARK)
    c.rect(-0.16, -0.04, 0.16, 0.0, DARK)
    slab(c, 0.44, k, -1.0, -0.32, 0.1)
    for y, tone in ((-0.88, (230, 72, 66)), (-0.66, (250, 200, 70)), (-0.44, (96, 196, 110))):
        c.lit(None).ellipse(0, y, 0.1, 0.1, tone)


def dumpling(c: Canvas, k: RGB, t: float) -> None:
    """A steamed dumpling with its folds and its curl of steam."""
    c.blob(path("-66,-2 -72,-34 -40,-66 -8,-80 0,-92 8,-80 40,-66 72,-34 66,-2 0,4"), k)
    for x in (-0.36, -0.16, 0.16, 0.36):
        c.plain().stroke([(x * 0.3, -0.8), (x * 0.8, -0.66), (x * 1.2, -0.5)], 0.035, darker(k, 0.84))
    c.plain().stroke([(0.2, -0.96), (0.28, -1.04), (0.2, -1.12)], 0.03, (226, 232, 238))


def pancake(c: Canvas, k: RGB, t: float) -> None:
    """A round pancake, browned at its rim, with butter."""
    c.ellipse(0, -0.48, 0.5, 0.48, darker(k, 0.78))
    c.plain().ellipse(0, -0.49, 0.43, 0.41, k)
    for x, y, r in ((-0.26, -0.66, 0.07), (0.24, -0.28, 0.06), (0.28, -0.7, 0.05), (-0.24, -0.26, 0.05)):
        c.plain().ellipse(x, y, r, r * 0.8, darker(k, 0.88))
    c.polygon(path("-10,-84 10,-86 12,-72 -8,-70"), (252, 232, 130))


def bulb(c: Canvas, k: RGB, t: float) -> None:
    """A light bulb."""
    c.lit(None).blob(path("-14,-30 -36,-62 -26,-92 0,-100 26,-92 36,-62 14,-30"), k)
    slab(c, 0.28, STEEL, -0.32, -0.06, 0.04)
    for y in (-0.24, -0.15):
        c.plain().stroke([(-0.14, y), (0.14, y - 0.03)], 0.03, DARK)
    c.ellipse(0, -0.04, 0.07, 0.05, DARK)


def music_box(c: Canvas, k: RGB, t: float) -> None:
    """A music box, its lid up and a dancer within."""
    c.polygon(path("-50,-44 -44,-92 44,-92 50,-44"), darker(k, 0.7))
    c.plain().polygon(path("-40,-48 -36,-84 36,-84 40,-48"), (236, 190, 200))
    c.polygon(path("-10,-52 0,-66 10,-52 16,-44 -16,-44"), (250, 160, 182))
    c.ellipse(0, -0.7, 0.05, 0.05, (244, 206, 176))
    slab(c, 1.08, k, -0.46, 0.0, 0.05)
    c.plain().rect(-0.54, -0.2, 0.54, -0.16, GOLD)
    c.stroke([(0.54, -0.24), (0.68, -0.24), (0.68, -0.36)], 0.045, GOLD)


ROWS: Sequence[tuple[str, Callable[[Canvas, RGB, float], None], RGB, float, bool, str]] = (
    ("kettle", kettle, (178, 190, 204), 0.28, True, "kettles"),
    ("sock", sock, (206, 96, 100), 0.22, True, "socks stocking"),
    ("overcoat", coat, (116, 96, 150), 0.7, False, "coat jacket raincoat dress shirt"),
    ("muffler", scarf, (206, 84, 78), 0.4, True, "scarf scarves"),
    ("lock", lock, (238, 194, 90), 0.2, True, "padlock"),
    ("whistle", whistle, (240, 190, 78), 0.16, True, ""),
    ("nail", nail, STEEL, 0.16, True, "nails"),
    ("soap", soap, (244, 190, 206), 0.14, True, ""),
    ("washing-machine", washing_machine, (240, 242, 246), 0.6, False, "washer dryer dishwasher"),
    ("traffic-light", traffic_light, (74, 80, 88), 1.1, False, "stoplight"),
    ("dumpling", dumpling, (250, 238, 214), 0.14, True, "dumplings bao"),
    ("pancake", pancake, (240, 194, 110), 0.18, True, "pancakes waffle crepe"),
    ("bulb", bulb, (252, 232, 140), 0.18, True, "light-bulb lightbulb"),
    ("music-box", music_box, (150, 92, 120), 0.26, True, "jewellery-box"),
)
"""(name, how it is drawn, colour, height beside a person, held, other names)"""

"""Props of the house that are one plain shape with a mark or two: a button, a magnet, a fridge. Each stands
on (0, 0), one unit tall, y downwards. Part of props.py, apart for length.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas
from backlot.shapes import DARK, GLASS, GOLD, PAPER, STEEL, WOOD, bar, path, slab, star


def _pot(c: Canvas) -> None:
    c.polygon([(-0.3, -0.3), (0.3, -0.3), (0.22, 0.0), (-0.22, 0.0)], (196, 110, 76))
    bar(c, -0.34, -0.38, 0.34, -0.28, (212, 126, 88))


def button(c: Canvas, k: RGB, t: float) -> None:
    """A button with four holes."""
    c.ellipse(0, -0.5, 0.5, 0.5, darker(k, 0.86))
    c.ellipse(0, -0.5, 0.4, 0.4, k)
    for x in (-0.13, 0.13):
        for y in (-0.8, -0.2):
            c.plain().ellipse(x, y, 0.05, 0.05, darker(k, 0.5))


def magnet(c: Canvas, k: RGB, t: float) -> None:
    """A horseshoe magnet, its ends up."""
    c.stroke(path("-34,-98 -36,-50 -26,-20 0,-13 26,-20 36,-50 34,-98"), 0.25, k)
    for x in (-0.34, 0.34):
        bar(c, x - 0.13, -1.02, x + 0.13, -0.78, STEEL)


def needle(c: Canvas, k: RGB, t: float) -> None:
    """A needle that stands on its point, thread in its eye."""
    c.polygon(path("-7,-86 -5,-97 0,-100 5,-97 7,-86 5,-20 0,0 -5,-20"), k)
    c.plain().ellipse(0, -0.9, 0.022, 0.055, darker(k, 0.4))
    c.plain().stroke([(0.0, -0.9), (0.22, -0.96), (0.26, -0.7), (0.4, -0.62)], 0.025, (214, 74, 80))


def screw(c: Canvas, k: RGB, t: float) -> None:
    """A screw."""
    c.polygon(path("-12,-84 12,-84 8,-16 0,0 -8,-16"), k)
    for i in range(6):
        y = -0.7 + i * 0.1
        c.plain().stroke([(-0.13, y), (0.13, y + 0.06)], 0.03, darker(k, 0.7))
    c.blob(path("-24,-84 -20,-96 0,-100 20,-96 24,-84"), darker(k, 0.88))


def spool(c: Canvas, k: RGB, t: float) -> None:
    """A spool of thread."""
    bar(c, -0.36, -0.86, 0.36, -0.14, k)
    for y in (-0.72, -0.58, -0.44, -0.3):
        c.plain().stroke([(-0.36, y), (0.36, y + 0.05)], 0.025, darker(k, 0.76))
    for y in (-1.0, -0.14):
        bar(c, -0.46, y, 0.46, y + 0.14, WOOD)


def pillow(c: Canvas, k: RGB, t: float) -> None:
    """A pillow."""
    c.blob(path("-78,-96 0,-88 78,-96 70,-50 78,-2 0,-8 -78,-2 -70,-50"), k)
    for side in (-1, 1):
        for y, to in ((-0.86, -0.74), (-0.12, -0.26)):
            c.plain().stroke([(side * 0.7, y), (side * 0.5, to)], 0.025, darker(k, 0.82))


def cloth(c: Canvas, k: RGB, t: float) -> None:
    """A folded blanket or towel."""
    for y, tone in ((-0.34, darker(k, 0.86)), (-0.66, k), (-0.98, lighter(k, 0.14))):
        c.blob([(-0.7, y + 0.03), (0.62, y), (0.74, y + 0.17), (0.64, y + 0.34), (-0.7, y + 0.34)], tone)
    c.plain().stroke([(-0.34, -0.96), (-0.34, -0.66)], 0.06, PAPER)


def rug(c: Canvas, k: RGB, t: float) -> None:
    """A rug with fringes, seen from above."""
    for i in range(11):
        x = -1.9 + i * 0.38
        c.plain().stroke([(x, -0.02), (x, 0.12)], 0.05, PAPER)
    c.polygon([(-1.7, -1.0), (1.7, -1.0), (2.0, 0.0), (-2.0, 0.0)], k)
    c.plain().polygon([(-1.4, -0.82), (1.4, -0.82), (1.6, -0.2), (-1.6, -0.2)], lighter(k, 0.3))
    c.plain().ellipse(0, -0.5, 0.8, 0.2, darker(k, 0.8))


def curtain(c: Canvas, k: RGB, t: float) -> None:
    """A pair of curtains on a rod."""
    for side in (-1, 1):
        c.blob(
            [
                (side * 0.44, -0.94),
                (side * 0.04, -0.92),
                (side * 0.12, -0.5),
                (side * 0.3, 0.0),
                (side * 0.46, 0.0),
            ],
            k,
        )
        for x in (0.18, 0.32):
            c.plain().stroke([(side * x, -0.9), (side * (x + 0.06), -0.05)], 0.025, darker(k, 0.8))
    bar(c, -0.54, -1.0, 0.54, -0.93, WOOD)


def mitten(c: Canvas, k: RGB, t: float) -> None:
    """A mitten."""
    c.blob(path("-28,-24 -36,-60 -22,-96 6,-100 26,-80 26,-24"), k)
    c.blob(path("20,-30 24,-52 44,-64 52,-48 36,-26"), k)
    bar(c, -0.32, -0.26, 0.32, 0.0, lighter(k, 0.45))


def cactus(c: Canvas, k: RGB, t: float) -> None:
    """A cactus in a pot, with a flower."""
    _pot(c)
    for arm in ([(-0.1, -0.5), (-0.36, -0.5), (-0.36, -0.72)], [(0.1, -0.6), (0.34, -0.6), (0.34, -0.8)]):
        c.stroke(arm, 0.13, k)
    c.limb([(0, -0.36), (0, -0.6), (0, -0.84)], [0.3, 0.26], k)
    for x, y in ((-0.06, -0.5), (0.07, -0.62), (-0.05, -0.74), (0.04, -0.46)):
        c.plain().stroke([(x - 0.025, y), (x + 0.025, y - 0.02)], 0.016, PAPER)
    for i in range(5):
        a = i * math.tau / 5
        c.ellipse(0.05 * math.sin(a), -0.95 + 0.04 * math.cos(a), 0.045, 0.04, (240, 120, 160))


def pot_plant(c: Canvas, k: RGB, t: float) -> None:
    """A plant in a pot."""
    w = 0.03 * math.sin(t * 1.3)
    for x, y in ((-0.4, -0.66), (0.4, -0.7), (-0.2, -0.92), (0.22, -0.98), (0, -0.8)):
        c.blob([(0, -0.34), (x * 0.4 - 0.08, y * 0.7), (x + w, y), (x * 0.6 + 0.09, y * 0.66)], k)
    _pot(c)


def comb(c: Canvas, k: RGB, t: float) -> None:
    """A comb on its side."""
    for i in range(11):
        x = -0.9 + i * 0.18
        c.polygon([(x - 0.05, -0.5), (x + 0.05, -0.5), (x + 0.03, 0.0), (x - 0.03, 0.0)], k)
    c.blob(path("-102,-46 -100,-84 0,-100 100,-84 102,-46"), k)


def brush(c: Canvas, k: RGB, t: float) -> None:
    """A brush for paint or teeth: bristles up."""
    c.limb([(0, 0), (0, -0.35), (0, -0.66)], [0.09, 0.11], k)
    bar(c, -0.1, -0.74, 0.1, -0.62, STEEL)
    c.blob(path("-10,-74 -12,-86 0,-100 12,-86 10,-74"), (246, 226, 190))


def sponge(c: Canvas, k: RGB, t: float) -> None:
    """A sponge, or a piece of soap."""
    slab(c, 1.5, k, round_=0.24)
    for x, y in ((-0.5, -0.7), (-0.2, -0.3), (0.2, -0.75), (0.5, -0.4), (-0.55, -0.26)):
        c.plain().ellipse(x, y, 0.08, 0.06, darker(k, 0.82))


def radio(c: Canvas, k: RGB, t: float) -> None:
    """A radio with its aerial."""
    c.stroke([(0.4, -0.76), (0.66, -1.0)], 0.03, STEEL)
    slab(c, 1.3, k, top=-0.78)
    c.plain().ellipse(-0.32, -0.36, 0.22, 0.22, darker(k, 0.55))
    c.plain().ellipse(-0.32, -0.36, 0.14, 0.14, darker(k, 0.7))
    c.plain().polygon([(0.04, -0.62), (0.54, -0.62), (0.54, -0.42), (0.04, -0.42)], PAPER)
    for x in (0.14, 0.42):
        c.plain().ellipse(x, -0.2, 0.07, 0.07, GOLD)


def fridge(c: Canvas, k: RGB, t: float) -> None:
    """A fridge or a wardrobe without its mirror: a tall box with two doors."""
    slab(c, 0.56, k, round_=0.06)
    c.plain().stroke([(-0.28, -0.62), (0.28, -0.62)], 0.014, darker(k, 0.7))
    for y in (-0.74, -0.5):
        c.plain().stroke([(0.2, y), (0.2, y + 0.1)], 0.03, darker(k, 0.6))


def wardrobe(c: Canvas, k: RGB, t: float) -> None:
    """A wardrobe."""
    slab(c, 0.72, k, top=-0.96, bottom=-0.04, round_=0.03)
    bar(c, -0.42, -1.0, 0.42, -0.92, darker(k, 0.84))
    for x in (-0.3, 0.3):
        bar(c, x - 0.05, -0.05, x + 0.05, 0.0, darker(k, 0.7))
    for side in (-1, 1):
        c.plain().polygon(
            [(side * 0.05, -0.86), (side * 0.29, -0.86), (side * 0.29, -0.12), (side * 0.05, -0.12)],
            lighter(k, 0.14),
        )
        c.plain().ellipse(side * 0.045, -0.5, 0.025, 0.025, GOLD)


def stove(c: Canvas, k: RGB, t: float) -> None:
    """A stove with a fire in it."""
    bar(c, 0.24, -1.0, 0.4, -0.72, darker(k, 0.8))
    slab(c, 0.96, k, top=-0.74, round_=0.05)
    bar(c, -0.54, -0.8, 0.54, -0.7, darker(k, 0.7))
    c.plain().polygon([(-0.3, -0.52), (0.3, -0.52), (0.3, -0.16), (-0.3, -0.16)], DARK)
    c.lit(None).plain().blob(path("-20,-17 -14,-36 0,-46 14,-36 20,-17"), (246, 150, 60))


def toaster(c: Canvas, k: RGB, t: float) -> None:
    """A toaster with toast."""
    for x in (-0.24, 0.2):
        slab(c.at(x, -0.5), 0.4, (222, 168, 100), top=-0.5, bottom=0.2)
    slab(c, 1.3, k, top=-0.72, round_=0.26)
    c.plain().stroke([(0.5, -0.5), (0.5, -0.3)], 0.06, DARK)


def vacuum(c: Canvas, k: RGB, t: float) -> None:
    """A vacuum cleaner."""
    c.stroke([(-0.2, -0.3), (-0.1, -0.8), (0.3, -1.0), (0.56, -0.1)], 0.07, DARK)
    c.blob([(0.4, 0.0), (0.46, -0.12), (0.8, -0.12), (0.86, 0.0)], DARK)
    c.blob(path("-74,-6 -70,-40 -30,-54 10,-40 16,-6"), k)
    c.ellipse(-0.5, -0.1, 0.14, 0.1, DARK)


def iron(c: Canvas, k: RGB, t: float) -> None:
    """A flat-iron."""
    c.stroke([(-0.5, -0.5), (-0.4, -0.94), (0.3, -0.9), (0.36, -0.5)], 0.14, DARK)
    c.blob([(-0.7, -0.14), (-0.66, -0.5), (0.3, -0.56), (0.94, -0.14)], k)
    c.polygon([(-0.74, -0.16), (0.98, -0.16), (1.06, 0.0), (-0.74, 0.0)], STEEL)


def card(c: Canvas, k: RGB, t: float) -> None:
    """A stamp or a postcard: a picture with a white rim."""
    bar(c, -0.6, -1.0, 0.6, 0.0, PAPER)
    c.plain().polygon([(-0.5, -0.9), (0.5, -0.9), (0.5, -0.1), (-0.5, -0.1)], k)
    c.plain().ellipse(0.24, -0.66, 0.12, 0.12, (252, 214, 110))
    c.plain().polygon(path("-50,-10 -20,-50 6,-24 24,-40 50,-10"), darker(k, 0.7))


def painting(c: Canvas, k: RGB, t: float) -> None:
    """A painting in a frame."""
    bar(c, -0.66, -1.0, 0.66, 0.0, GOLD)
    card(c.at(0, -0.1, 0.9, 0.8), k, t)


def window(c: Canvas, k: RGB, t: float) -> None:
    """A window."""
    bar(c, -0.44, -1.0, 0.44, -0.06, k)
    for x in (-0.37, 0.03):
        for y in (-0.94, -0.5):
            c.plain().polygon([(x, y), (x + 0.34, y), (x + 0.34, y + 0.38), (x, y + 0.38)], GLASS)
    bar(c, -0.52, -0.08, 0.52, 0.0, darker(k, 0.84))


def necklace(c: Canvas, k: RGB, t: float) -> None:
    """A necklace."""
    for i in range(13):
        a = math.pi * (0.08 + 0.84 * i / 12)
        c.ellipse(0.55 * math.cos(a), -0.96 + 0.74 * math.sin(a), 0.09, 0.09, k)
    c.ellipse(0, -0.13, 0.15, 0.15, (206, 70, 90))


def globe(c: Canvas, k: RGB, t: float) -> None:
    """A globe on its stand."""
    c.stroke([(0.1, -0.98), (0.5, -0.7), (0.36, -0.24), (0, -0.12)], 0.05, GOLD)
    c.blob([(-0.26, 0.0), (-0.2, -0.08), (0.2, -0.08), (0.26, 0.0)], WOOD)
    c.ellipse(0, -0.56, 0.38, 0.38, k)
    for x, y, rx, ry in ((-0.14, -0.68, 0.15, 0.1), (0.16, -0.5, 0.11, 0.14), (-0.12, -0.38, 0.08, 0.06)):
        c.plain().ellipse(x, y, rx, ry, (122, 178, 104))


def hourglass(c: Canvas, k: RGB, t: float) -> None:
    """An hourglass."""
    c.blob(path("-26,-92 26,-92 20,-68 4,-50 20,-32 26,-8 -26,-8 -20,-32 -4,-50 -20,-68"), GLASS)
    c.plain().polygon([(-0.15, -0.7), (0.15, -0.7), (0, -0.52)], GOLD)
    c.plain().polygon([(-0.22, -0.1), (0.22, -0.1), (0, -0.34)], GOLD)
    for y in (-1.0, -0.09):
        bar(c, -0.34, y, 0.34, y + 0.09, k)


def trophy(c: Canvas, k: RGB, t: float) -> None:
    """A cup that was won."""
    for side in (-1, 1):
        c.stroke(
            [(side * 0.3, -0.9), (side * 0.56, -0.84), (side * 0.44, -0.56), (side * 0.2, -0.5)], 0.07, k
        )
    c.blob(path("-36,-98 36,-98 26,-56 6,-40 -6,-40 -26,-56"), k)
    bar(c, -0.05, -0.44, 0.05, -0.2, k)
    bar(c, -0.24, -0.2, 0.24, 0.0, (120, 84, 60))


def medal(c: Canvas, k: RGB, t: float) -> None:
    """A medal on its ribbon."""
    for side in (-1, 1):
        c.polygon(
            [(side * 0.04, -0.5), (side * 0.1, -1.0), (side * 0.32, -1.0), (side * 0.16, -0.5)], (206, 72, 76)
        )
    c.ellipse(0, -0.32, 0.32, 0.32, k)
    c.plain().polygon(star(0, -0.32, 0.2, 0.09, 5), lighter(k, 0.4))


def gear(c: Canvas, k: RGB, t: float) -> None:
    """A wheel with teeth, turning slowly."""
    turning = c.at(0, -0.5, 1, 1, 8 * math.sin(t))
    for i in range(8):
        bar(turning.at(0, 0, 1, 1, i * 45), -0.1, -0.5, 0.1, -0.3, k)
    turning.ellipse(0, 0, 0.38, 0.38, k)
    turning.plain().ellipse(0, 0, 0.3, 0.3, lighter(k, 0.2))


def piano(c: Canvas, k: RGB, t: float) -> None:
    """An upright piano."""
    slab(c, 1.2, k, bottom=-0.04, round_=0.04)
    for x in (-0.5, 0.5):
        bar(c, x - 0.06, -0.4, x + 0.06, 0.0, darker(k, 0.8))
    bar(c, -0.64, -0.5, 0.64, -0.4, PAPER)
    for i in range(12):
        c.plain().stroke([(-0.56 + i * 0.1, -0.5), (-0.56 + i * 0.1, -0.45)], 0.035, DARK)


def die(c: Canvas, k: RGB, t: float) -> None:
    """A die."""
    slab(c, 1.0, k, round_=0.16)
    for x, y in ((-0.26, -0.78), (0.26, -0.78), (-0.26, -0.22), (0.26, -0.22)):
        c.plain().ellipse(x, y, 0.08, 0.08, DARK)


def pawn(c: Canvas, k: RGB, t: float) -> None:
    """A chessman."""
    c.blob(path("-34,0 -30,-14 -12,-24 -10,-60 10,-60 12,-24 30,-14 34,0"), k)
    c.ellipse(0, -0.78, 0.22, 0.22, k)
    c.ellipse(0, -0.57, 0.2, 0.05, darker(k, 0.84))


def top(c: Canvas, k: RGB, t: float) -> None:
    """A spinning top."""
    spun = c.at(0, 0, 1, 1, 5 * math.sin(t * 5))
    spun.stroke([(0, -0.8), (0, -1.0)], 0.1, WOOD)
    spun.blob(path("-56,-62 -40,-82 40,-82 56,-62 20,-20 0,0 -20,-20"), k)
    spun.plain().stroke([(-0.5, -0.6), (0, -0.54), (0.5, -0.6)], 0.09, GOLD)


def wrench(c: Canvas, k: RGB, t: float) -> None:
    """A wrench."""
    c.limb([(0, -0.06), (0, -0.7)], [0.14, 0.14], k)
    c.polygon(path("-8,-66 -20,-80 -17,-100 -6,-86 6,-86 17,-100 20,-80 8,-66"), k)


def spring(c: Canvas, k: RGB, t: float) -> None:
    """A coil."""
    for i in range(7):
        y = -0.06 - i * 0.145
        c.stroke([(-0.26, y), (0, y + 0.06), (0.26, y - 0.05)], 0.07, k if i % 2 else darker(k, 0.86))


def battery(c: Canvas, k: RGB, t: float) -> None:
    """A battery."""
    bar(c, -0.09, -1.0, 0.09, -0.9, STEEL)
    slab(c, 0.46, k, top=-0.92, round_=0.05)
    c.plain().polygon([(-0.23, -0.87), (0.23, -0.87), (0.23, -0.66), (-0.23, -0.66)], GOLD)


def bathtub(c: Canvas, k: RGB, t: float) -> None:
    """A bathtub with foam."""
    for x, r in ((-0.7, 0.2), (-0.4, 0.25), (0, 0.22), (0.4, 0.26), (0.7, 0.18)):
        c.ellipse(x, -0.74, r, r, (240, 248, 255))
    for x in (-0.7, 0.7):
        c.ellipse(x, -0.06, 0.12, 0.07, GOLD)
    c.blob(path("-110,-70 110,-70 96,-24 70,-6 -70,-6 -96,-24"), k)


def camera(c: Canvas, k: RGB, t: float) -> None:
    """A camera."""
    slab(c.at(0, -0.76), 0.4, k, top=-0.24, bottom=0.1, round_=0.06)
    slab(c, 1.3, k, top=-0.8)
    c.ellipse(0, -0.4, 0.3, 0.3, STEEL)
    c.plain().ellipse(0, -0.4, 0.2, 0.2, (70, 110, 150))
    c.plain().ellipse(-0.06, -0.46, 0.06, 0.06, (255, 255, 255))


def microscope(c: Canvas, k: RGB, t: float) -> None:
    """A microscope."""
    c.stroke([(-0.1, -0.6), (0.32, -0.56), (0.34, -0.2), (0.1, -0.06)], 0.11, k)
    c.blob([(-0.34, 0.0), (-0.3, -0.08), (0.36, -0.08), (0.4, 0.0)], k)
    bar(c, -0.3, -0.28, 0.14, -0.22, darker(k, 0.7))
    tube = c.at(-0.06, -0.6, 1, 1, -14)
    bar(tube, -0.09, -0.34, 0.09, 0.2, STEEL)
    bar(tube, -0.11, -0.42, 0.11, -0.32, DARK)


ROWS: Sequence[tuple[str, Callable[[Canvas, RGB, float], None], RGB, float, bool, str]] = (
    ("button", button, (206, 84, 92), 0.16, True, "badge"),
    ("magnet", magnet, (214, 66, 66), 0.2, True, "horseshoe"),
    ("needle", needle, STEEL, 0.24, True, "pin thorn splinter"),
    ("screw", screw, (176, 182, 194), 0.18, True, "bolt drill screwdriver"),
    ("spool", spool, (96, 140, 206), 0.18, True, "thread string yarn wool reel bobbin"),
    ("pillow", pillow, (240, 226, 240), 0.22, True, "cushion"),
    ("blanket", cloth, (112, 152, 200), 0.2, True, "towel quilt cloth sheet shawl handkerchief"),
    ("rug", rug, (184, 84, 80), 0.16, False, "carpet mat doormat"),
    ("curtain", curtain, (190, 84, 96), 1.2, False, "curtains drape"),
    ("mitten", mitten, (206, 74, 76), 0.16, True, "glove gloves mittens"),
    ("cactus", cactus, (106, 164, 98), 0.36, True, "cacti succulent"),
    (
        "pot-plant",
        pot_plant,
        (98, 166, 92),
        0.36,
        True,
        "plant fern houseplant vine moss seedling sprout shrub",
    ),
    ("comb", comb, (196, 150, 92), 0.1, True, "hairbrush"),
    ("paintbrush", brush, (206, 130, 80), 0.26, True, "toothbrush brush"),
    ("sponge", sponge, (246, 210, 104), 0.14, True, "eraser rubber"),
    ("radio", radio, (196, 106, 80), 0.3, False, "transistor stereo speaker amplifier"),
    ("fridge", fridge, (214, 228, 236), 1.05, False, "refrigerator freezer icebox"),
    (
        "wardrobe",
        wardrobe,
        (162, 110, 74),
        1.15,
        False,
        "cupboard closet cabinet drawer drawers dresser locker",
    ),
    ("stove", stove, (110, 108, 120), 0.72, False, "oven furnace cooker boiler"),
    ("toaster", toaster, (206, 212, 220), 0.24, False, ""),
    ("vacuum", vacuum, (206, 84, 84), 0.42, False, "vacuum-cleaner hoover"),
    ("iron", iron, (96, 146, 196), 0.2, True, ""),
    ("postcard", card, (150, 200, 232), 0.16, True, "stamp photograph photo snapshot"),
    ("painting", painting, (150, 200, 232), 0.6, False, "picture portrait frame canvas poster"),
    ("window", window, (190, 140, 96), 0.8, False, "shutter"),
    ("necklace", necklace, (246, 240, 232), 0.2, True, "pearls beads bracelet amulet pendant"),
    ("globe", globe, (112, 170, 220), 0.36, False, "earth world"),
    ("hourglass", hourglass, (176, 120, 76), 0.3, True, "timer"),
    ("trophy", trophy, GOLD, 0.34, True, "prize award"),
    ("medal", medal, GOLD, 0.2, True, "rosette"),
    ("gear", gear, (170, 150, 120), 0.3, False, "cog cogwheel clockwork machine"),
    ("piano", piano, (96, 66, 56), 0.8, False, "organ harpsichord"),
    ("die", die, (250, 246, 236), 0.14, True, "dice domino"),
    ("pawn", pawn, (236, 214, 176), 0.2, True, "chess chessman skittle"),
    ("top", top, (206, 84, 92), 0.2, True, "spinning-top yo-yo"),
    ("wrench", wrench, (176, 184, 196), 0.26, True, "spanner pliers"),
    ("spring", spring, (176, 184, 196), 0.24, True, "coil"),
    ("battery", battery, (70, 76, 92), 0.18, True, ""),
    ("bathtub", bathtub, (240, 244, 248), 0.46, False, "bath tub toilet"),
    ("camera", camera, (84, 82, 96), 0.18, True, ""),
    ("microscope", microscope, (90, 110, 140), 0.36, False, ""),
)
"""name, how it is drawn, colour, height beside a person, whether a hand holds it, other words"""

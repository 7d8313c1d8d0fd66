"""Things to eat, to play with and to see from afar that are one plain shape: a banana, a swing, a lighthouse.
Each stands on (0, 0), one unit tall, y downwards. Part of props.py, apart for length.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas
from backlot.shapes import DARK, GLASS, GOLD, LEAF, PAPER, WOOD, bar, path, star


def shell(c: Canvas, k: RGB, t: float) -> None:
    """A sea shell."""
    c.blob(path("-14,0 -60,-50 -40,-90 0,-100 40,-90 60,-50 14,0"), k)
    for x in (-0.36, -0.18, 0, 0.18, 0.36):
        c.plain().stroke([(x * 0.2, -0.06), (x * 1.1, -0.88)], 0.03, darker(k, 0.82))


def snowflake(c: Canvas, k: RGB, t: float) -> None:
    """A flake of snow."""
    for i in range(6):
        arm = c.at(0, -0.5, 1, 1, i * 60 + 4 * math.sin(t))
        arm.stroke([(0, 0), (0, -0.48)], 0.08, k)
        for side in (-1, 1):
            arm.stroke([(0, -0.28), (side * 0.13, -0.4)], 0.06, k)
    c.ellipse(0, -0.5, 0.17, 0.17, lighter(k, 0.4))


def icicle(c: Canvas, k: RGB, t: float) -> None:
    """An icicle."""
    c.blob(path("-20,-96 20,-96 14,-60 6,-30 0,0 -8,-40 -15,-66"), k)
    c.plain().stroke([(-0.08, -0.88), (-0.04, -0.5)], 0.03, (255, 255, 255))


def banana(c: Canvas, k: RGB, t: float) -> None:
    """A banana."""
    c.blob(path("-26,-98 -12,-100 2,-60 34,-24 62,-10 56,0 10,-4 -22,-36"), k)
    for x, y in ((-0.19, -0.98), (0.6, -0.05)):
        c.plain().ellipse(x, y, 0.06, 0.05, (110, 84, 52))


def strawberry(c: Canvas, k: RGB, t: float) -> None:
    """A strawberry."""
    c.blob(path("-40,-72 0,-82 40,-72 34,-36 0,0 -34,-36"), k)
    for x, y in ((-0.22, -0.6), (0.2, -0.62), (0, -0.2), (-0.16, -0.34), (0.16, -0.34)):
        c.plain().ellipse(x, y, 0.024, 0.034, (250, 214, 110))
    c.polygon(star(0, -0.82, 0.32, 0.12, 5), LEAF)


def corn(c: Canvas, k: RGB, t: float) -> None:
    """A cob of corn."""
    c.ellipse(0, -0.56, 0.22, 0.44, k)
    for y in (-0.84, -0.7, -0.56):
        for x in (-0.1, 0.0, 0.1):
            c.plain().ellipse(x, y, 0.035, 0.04, darker(k, 0.85))
    for side in (-1, 1):
        c.blob([(0, 0.0), (side * 0.16, -0.1), (side * 0.34, -0.6), (side * 0.1, -0.36)], LEAF)


def nut(c: Canvas, k: RGB, t: float) -> None:
    """A chestnut, a walnut, a cone."""
    c.blob(path("0,-100 40,-70 48,-34 24,0 -24,0 -48,-34 -40,-70"), k)
    c.plain().blob(path("-30,-10 0,-20 30,-10 20,0 -20,0"), lighter(k, 0.4))
    c.plain().ellipse(-0.18, -0.66, 0.07, 0.1, lighter(k, 0.3))


def sausage(c: Canvas, k: RGB, t: float) -> None:
    """A sausage."""
    c.limb([(-1.0, -0.6), (0, -0.3), (1.0, -0.6)], [0.62, 0.62], k)
    for x, y in ((-0.5, -0.62), (0.0, -0.56), (0.5, -0.62)):
        c.plain().stroke([(x, y), (x + 0.12, y + 0.16)], 0.05, darker(k, 0.74))


def gingerbread(c: Canvas, k: RGB, t: float) -> None:
    """A gingerbread man."""
    for side in (-1, 1):
        c.limb([(side * 0.1, -0.54), (side * 0.42, -0.56)], [0.18, 0.17], k)
        c.limb([(side * 0.1, -0.3), (side * 0.2, -0.08)], [0.2, 0.19], k)
    c.ellipse(0, -0.42, 0.2, 0.24, k)
    c.ellipse(0, -0.79, 0.21, 0.21, k)
    for y in (-0.5, -0.38):
        c.plain().ellipse(0, y, 0.035, 0.035, (206, 66, 70))


def tower(c: Canvas, k: RGB, t: float) -> None:
    """A tower with battlements and a flag."""
    c.stroke([(0, -0.8), (0, -1.0)], 0.016, DARK)
    c.polygon([(0, -1.0), (0.16, -0.96), (0, -0.91)], (206, 72, 70))
    bar(c, -0.17, -0.76, 0.17, 0.0, k)
    for x in (-0.2, -0.05, 0.1):
        bar(c, x, -0.84, x + 0.1, -0.74, darker(k, 0.9))
    bar(c, -0.2, -0.77, 0.2, -0.7, darker(k, 0.9))
    c.plain().blob(path("-5,-46 0,-55 5,-46 5,-38 -5,-38"), DARK)
    c.plain().blob(path("-7,0 -6,-13 0,-18 6,-13 7,0"), (110, 74, 54))


def castle(c: Canvas, k: RGB, t: float) -> None:
    """A castle of two towers."""
    for x in (-0.4, 0.4):
        tower(c.at(x, 0, 0.9), k, t)
    bar(c, -0.32, -0.44, 0.32, 0.0, lighter(k, 0.1))
    for x in (-0.3, -0.1, 0.1):
        bar(c, x, -0.52, x + 0.14, -0.43, lighter(k, 0.1))
    c.plain().blob(path("-13,0 -12,-20 0,-28 12,-20 13,0"), (110, 74, 54))


def lighthouse(c: Canvas, k: RGB, t: float) -> None:
    """A lighthouse in stripes, its lamp lit."""
    c.polygon([(-0.13, -0.78), (0.13, -0.78), (0.2, 0.0), (-0.2, 0.0)], PAPER)
    for top, bottom in ((-0.7, -0.55), (-0.38, -0.2)):
        x, y = 0.13 - 0.09 * (top + 0.78), 0.13 - 0.09 * (bottom + 0.78)
        x, y = 0.13 + (top + 0.78) * 0.09, 0.13 + (bottom + 0.78) * 0.09
        c.plain().polygon([(-x, top), (x, top), (y, bottom), (-y, bottom)], k)
    bar(c, -0.17, -0.8, 0.17, -0.76, DARK)
    glow = c.lit(None)
    glow.plain().ellipse(0, -0.86, 0.3, 0.14, (255, 230, 150), 50)
    glow.polygon([(-0.1, -0.92), (0.1, -0.92), (0.1, -0.8), (-0.1, -0.8)], (255, 232, 150))
    c.polygon([(-0.14, -0.91), (0, -1.0), (0.14, -0.91)], k)


def windmill(c: Canvas, k: RGB, t: float) -> None:
    """A windmill whose sails turn."""
    c.polygon([(-0.14, -0.62), (0.14, -0.62), (0.22, 0.0), (-0.22, 0.0)], PAPER)
    c.blob([(-0.17, -0.6), (-0.1, -0.76), (0.1, -0.76), (0.17, -0.6)], k)
    c.plain().blob([(-0.06, 0.0), (-0.05, -0.14), (0.05, -0.14), (0.06, 0.0)], (110, 74, 54))
    for i in range(4):
        sail = c.at(0, -0.62, 1, 1, 45 + 90 * i + 25 * t)
        sail.stroke([(0, 0), (0, -0.38)], 0.025, WOOD)
        sail.polygon([(0.01, -0.1), (0.11, -0.1), (0.11, -0.37), (0.01, -0.37)], (250, 240, 220))


def planet(c: Canvas, k: RGB, t: float) -> None:
    """A planet with its ring."""
    c.ellipse(0, -0.5, 0.44, 0.44, k)
    for y in (-0.66, -0.36):
        c.plain().stroke([(-0.34, y), (0, y + 0.06), (0.34, y)], 0.07, lighter(k, 0.25))
    c.stroke(path("-40,-56 -74,-30 0,-24 74,-50 42,-62"), 0.06, GOLD)


def meteor(c: Canvas, k: RGB, t: float) -> None:
    """A meteor or a comet with its tail."""
    tail = c.lit(None)
    tail.blob(path("-34,-50 50,-100 90,-100 60,-72 90,-60 10,0"), (250, 180, 90))
    tail.plain().blob([(-0.3, -0.46), (0.5, -0.84), (0.06, -0.1)], (255, 232, 150))
    c.ellipse(-0.14, -0.3, 0.32, 0.3, k)
    for x, y in ((-0.26, -0.4), (-0.02, -0.24)):
        c.plain().ellipse(x, y, 0.07, 0.06, darker(k, 0.74))


def ufo(c: Canvas, k: RGB, t: float) -> None:
    """A flying saucer."""
    c.blob(path("-40,-60 -30,-94 0,-100 30,-94 40,-60"), GLASS)
    c.blob(path("-100,-34 -50,-64 50,-64 100,-34 50,-6 -50,-6"), k)
    for x in (-0.6, -0.2, 0.2, 0.6):
        c.lit(None).plain().ellipse(x, -0.32, 0.07, 0.07, (255, 232, 130))


def trumpet(c: Canvas, k: RGB, t: float) -> None:
    """A trumpet on its side."""
    c.stroke([(-1.0, -0.5), (0.7, -0.5)], 0.1, k)
    c.stroke([(-0.5, -0.5), (-0.56, -0.1), (0.3, -0.1), (0.34, -0.5)], 0.09, k)
    c.blob(path("50,-54 80,-60 110,-100 116,-50 110,0 80,-40 50,-46"), k)
    for x in (-0.3, -0.1, 0.1):
        bar(c, x - 0.05, -0.74, x + 0.05, -0.5, darker(k, 0.84))


def statue(c: Canvas, k: RGB, t: float) -> None:
    """A bust on its stand."""
    bar(c, -0.26, -0.4, 0.26, 0.0, darker(k, 0.84))
    bar(c, -0.32, -0.44, 0.32, -0.36, k)
    c.blob(path("-26,-42 -20,-60 0,-66 20,-60 26,-42"), k)
    c.ellipse(0, -0.81, 0.17, 0.19, k)


def mailbox(c: Canvas, k: RGB, t: float) -> None:
    """A box for letters on its post."""
    bar(c, -0.06, -0.5, 0.06, 0.0, WOOD)
    c.blob(path("-40,-46 -40,-80 -20,-98 20,-98 40,-80 40,-46"), k)
    c.plain().stroke([(-0.2, -0.74), (0.2, -0.74)], 0.05, darker(k, 0.5))


def lamppost(c: Canvas, k: RGB, t: float) -> None:
    """A street lamp."""
    bar(c, -0.025, -0.8, 0.025, 0.0, k)
    bar(c, -0.09, -0.05, 0.09, 0.0, k)
    c.lit(None).plain().ellipse(0, -0.88, 0.2, 0.16, (255, 230, 150), 60)
    c.lit(None).polygon([(-0.07, -0.94), (0.07, -0.94), (0.05, -0.8), (-0.05, -0.8)], (255, 236, 170))
    c.polygon([(-0.1, -0.93), (0, -1.0), (0.1, -0.93)], k)


def swing(c: Canvas, k: RGB, t: float) -> None:
    """A swing that sways."""
    for side in (-1, 1):
        c.stroke([(side * 0.34, -1.0), (side * 0.46, 0.0)], 0.06, WOOD)
    bar(c, -0.42, -1.0, 0.42, -0.94, WOOD)
    seat = c.at(0, -0.95, 1, 1, 10 * math.sin(t * 1.6))
    for x in (-0.15, 0.15):
        seat.stroke([(x, 0), (x, 0.64)], 0.018, DARK)
    bar(seat, -0.2, 0.62, 0.2, 0.68, k)


def slide(c: Canvas, k: RGB, t: float) -> None:
    """A children's slide."""
    for x in (-0.62, -0.42):
        c.stroke([(x, -0.94), (x, 0.0)], 0.05, WOOD)
    for y in (-0.7, -0.46, -0.22):
        c.stroke([(-0.62, y), (-0.42, y)], 0.04, WOOD)
    c.stroke([(-0.5, -0.88), (-0.1, -0.7), (0.3, -0.16), (0.84, -0.06)], 0.14, k)


def seesaw(c: Canvas, k: RGB, t: float) -> None:
    """A seesaw."""
    c.polygon([(-0.26, 0.0), (0, -0.6), (0.26, 0.0)], WOOD)
    plank = c.at(0, -0.6, 1, 1, 8 * math.sin(t * 1.4))
    bar(plank, -1.6, -0.1, 1.6, 0.06, k)
    for x in (-1.3, 1.3):
        plank.stroke([(x, -0.1), (x, -0.38)], 0.06, DARK)


def board_on_wheels(c: Canvas, k: RGB, t: float) -> None:
    """A skateboard."""
    for x in (-1.0, 1.0):
        c.ellipse(x, -0.24, 0.24, 0.24, DARK)
    c.blob(path("-190,-90 -150,-62 150,-62 190,-90 170,-50 140,-36 -140,-36 -170,-50"), k)


def sandcastle(c: Canvas, k: RGB, t: float) -> None:
    """A castle of sand."""
    for x, top in ((-0.46, -0.6), (0.46, -0.6), (0, -0.84)):
        c.polygon(
            [(x - 0.2, top), (x + 0.2, top), (x + 0.28, 0.0), (x - 0.28, 0.0)], k if x else lighter(k, 0.1)
        )
        for dx in (-0.15, 0.0, 0.15):
            bar(c, x + dx - 0.05, top - 0.09, x + dx + 0.05, top + 0.01, k)
    c.plain().blob([(-0.1, 0.0), (-0.09, -0.2), (0.09, -0.2), (0.1, 0.0)], darker(k, 0.6))


def racket(c: Canvas, k: RGB, t: float) -> None:
    """A racket."""
    c.limb([(0, 0.0), (0, -0.42)], [0.09, 0.08], k)
    c.ellipse(0, -0.7, 0.25, 0.3, k)
    c.plain().ellipse(0, -0.7, 0.19, 0.24, PAPER)
    for d in (-0.09, 0.0, 0.09):
        c.plain().stroke([(d, -0.92), (d, -0.48)], 0.012, darker(k, 0.8))
        c.plain().stroke([(-0.18, -0.7 + d), (0.18, -0.7 + d)], 0.012, darker(k, 0.8))


def kite(c: Canvas, k: RGB, t: float) -> None:
    """A paper kite with its tail."""
    w = 0.05 * math.sin(t * 2)
    c.plain().stroke([(0, -0.3), (0.1 + w, -0.18), (-0.06, -0.1), (0.06 + w, 0.0)], 0.02, DARK)
    c.polygon([(0, -1.0), (0.32, -0.68), (0, -0.28), (-0.32, -0.68)], k)
    c.plain().polygon([(0, -1.0), (0.32, -0.68), (0, -0.68)], GOLD)
    c.plain().polygon([(0, -0.28), (-0.32, -0.68), (0, -0.68)], GOLD)


def anchor(c: Canvas, k: RGB, t: float) -> None:
    """An anchor."""
    c.stroke(path("-44,-36 -34,-10 0,-4 34,-10 44,-36"), 0.1, k)
    bar(c, -0.05, -0.8, 0.05, -0.04, k)
    bar(c, -0.26, -0.74, 0.26, -0.65, k)
    c.ellipse(0, -0.89, 0.11, 0.11, k)
    c.plain().ellipse(0, -0.89, 0.05, 0.05, PAPER)


def scarecrow(c: Canvas, k: RGB, t: float) -> None:
    """A scarecrow."""
    bar(c, -0.025, -0.6, 0.025, 0.0, WOOD)
    bar(c, -0.46, -0.62, 0.46, -0.57, WOOD)
    c.polygon(path("-36,-66 36,-66 36,-52 15,-52 18,-22 -18,-22 -15,-52 -36,-52"), k)
    c.ellipse(0, -0.77, 0.12, 0.13, (240, 214, 150))
    c.blob(path("-22,-84 -10,-87 0,-100 10,-87 22,-84"), (150, 110, 70))


def snowman(c: Canvas, k: RGB, t: float) -> None:
    """A snowman with a hat."""
    c.ellipse(0, -0.26, 0.28, 0.26, k)
    c.ellipse(0, -0.64, 0.2, 0.19, k)
    bar(c, -0.2, -0.82, 0.2, -0.78, DARK)
    bar(c, -0.13, -1.0, 0.13, -0.8, DARK)
    for y in (-0.36, -0.24):
        c.plain().ellipse(0, y, 0.025, 0.025, DARK)


def telescope(c: Canvas, k: RGB, t: float) -> None:
    """A telescope on three legs."""
    for x in (-0.26, 0.0, 0.26):
        c.stroke([(0, -0.5), (x, 0.0)], 0.04, WOOD)
    tube = c.at(0, -0.62, 1, 1, -28)
    bar(tube, -0.42, -0.08, 0.1, 0.08, k)
    bar(tube, 0.08, -0.11, 0.5, 0.11, lighter(k, 0.14))
    bar(tube, 0.48, -0.13, 0.54, 0.13, GOLD)


def plane_of_paper(c: Canvas, k: RGB, t: float) -> None:
    """A folded paper plane."""
    c.polygon([(-1.0, -0.9), (1.1, -0.5), (-0.5, -0.36)], k)
    c.polygon([(-0.5, -0.36), (1.1, -0.5), (-0.3, 0.0)], darker(k, 0.86))


ROWS: Sequence[tuple[str, Callable[[Canvas, RGB, float], None], RGB, float, bool, str]] = (
    ("shell", shell, (244, 190, 176), 0.16, True, "seashell conch clam oyster"),
    ("snowflake", snowflake, (206, 230, 248), 0.2, True, "flake"),
    ("icicle", icicle, (190, 224, 244), 0.3, True, "ice"),
    ("banana", banana, (250, 216, 92), 0.2, True, ""),
    ("strawberry", strawberry, (222, 62, 70), 0.14, True, "raspberry"),
    ("corn", corn, (250, 210, 92), 0.26, True, "maize cob"),
    ("nut", nut, (152, 96, 62), 0.14, True, "chestnut walnut hazelnut pinecone cone"),
    ("sausage", sausage, (190, 92, 72), 0.1, True, "hotdog frankfurter"),
    ("gingerbread", gingerbread, (190, 124, 72), 0.3, True, "gingerbread-man"),
    ("tower", tower, (186, 182, 190), 1.8, False, "turret"),
    ("castle", castle, (190, 186, 196), 1.8, False, "palace fortress"),
    ("lighthouse", lighthouse, (206, 70, 68), 1.9, False, "beacon"),
    ("windmill", windmill, (150, 96, 70), 1.7, False, "mill"),
    ("planet", planet, (206, 150, 110), 0.5, False, "saturn mars jupiter asteroid"),
    ("meteor", meteor, (150, 118, 104), 0.5, False, "comet meteorite shooting-star"),
    ("ufo", ufo, (170, 180, 200), 0.5, False, "flying-saucer satellite"),
    ("trumpet", trumpet, GOLD, 0.16, True, "horn bugle trombone saxophone"),
    ("statue", statue, (206, 204, 206), 0.8, False, "bust sculpture monument"),
    ("mailbox", mailbox, (206, 66, 64), 0.6, False, "postbox letterbox"),
    ("lamppost", lamppost, (72, 80, 92), 1.5, False, "streetlamp streetlight"),
    ("swing", swing, (206, 84, 80), 1.1, False, ""),
    ("slide", slide, (240, 180, 72), 0.9, False, ""),
    ("seesaw", seesaw, (96, 150, 200), 0.36, False, ""),
    ("skateboard", board_on_wheels, (96, 176, 150), 0.1, False, "rollerskate skate skates"),
    ("sandcastle", sandcastle, (238, 206, 140), 0.36, False, ""),
    ("racket", racket, (196, 140, 84), 0.42, True, "racquet bat"),
    ("kite", kite, (222, 78, 76), 0.6, True, ""),
    ("anchor", anchor, (96, 104, 120), 0.5, False, ""),
    ("scarecrow", scarecrow, (150, 110, 160), 1.0, False, ""),
    ("snowman", snowman, (244, 250, 255), 0.85, False, "snowwoman"),
    ("telescope", telescope, (120, 96, 160), 0.6, False, "spyglass binoculars"),
    ("paper-plane", plane_of_paper, PAPER, 0.16, True, "paper-aeroplane"),
)
"""name, how it is drawn, colour, height beside a person, whether a hand holds it, other words"""

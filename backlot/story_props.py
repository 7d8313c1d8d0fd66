"""Things that stories turn on: arms, instruments, luggage, lights, and what stands in tombs,
nurseries and wards.
Each stands on (0, 0), one unit tall, y downwards. Part of props.py, apart for length.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas
from backlot.shapes import DARK, GOLD, PAPER, STEEL, WOOD, path, star


def suitcase(c: Canvas, k: RGB, t: float) -> None:
    """A suitcase with a handle and straps."""
    c.stroke([(-0.16, -0.8), (-0.14, -0.98), (0.14, -0.98), (0.16, -0.8)], 0.07, darker(k, 0.6))
    c.blob(path("-62,-2 -66,-40 -62,-80 62,-80 66,-40 62,-2"), k)
    for x in (-0.36, 0.36):
        c.plain().rect(x - 0.06, -0.8, x + 0.06, -0.01, darker(k, 0.72))
        c.plain().rect(x - 0.08, -0.52, x + 0.08, -0.42, GOLD)


def backpack(c: Canvas, k: RGB, t: float) -> None:
    """A backpack with a pocket."""
    c.stroke([(-0.1, -0.94), (0, -1.02), (0.1, -0.94)], 0.06, darker(k, 0.7))
    c.blob(path("-40,-2 -42,-60 -28,-92 0,-97 28,-92 42,-60 40,-2"), k)
    c.blob(path("-40,-58 -28,-92 28,-92 40,-58 0,-48"), darker(k, 0.86))
    c.blob(path("-28,-4 -28,-34 0,-38 28,-34 28,-4"), lighter(k, 0.16))
    c.plain().rect(-0.05, -0.58, 0.05, -0.42, GOLD)


def cage(c: Canvas, k: RGB, t: float) -> None:
    """A cage with a ring."""
    c.stroke([(0.05 * math.cos(i), -0.96 + 0.05 * math.sin(i)) for i in range(7)], 0.03, k)
    for x in (-0.42, -0.25, -0.085, 0.085, 0.25, 0.42):
        c.stroke([(x, -0.08), (x, -0.5), (x * 0.9, -0.7), (x * 0.2, -0.92)], 0.026, k)
    c.rect(-0.48, -0.1, 0.48, 0.0, darker(k, 0.8))
    c.rect(-0.45, -0.55, 0.45, -0.51, darker(k, 0.86))


def ring(c: Canvas, k: RGB, t: float) -> None:
    """A ring with a stone."""
    c.stroke([(0.34 * math.cos(i * 0.4), -0.36 + 0.34 * math.sin(i * 0.4)) for i in range(17)], 0.11, k)
    c.polygon(path("-18,-88 -9,-100 9,-100 18,-88 0,-68"), (120, 200, 236))
    c.plain().polygon(path("-6,-88 0,-100 6,-88 0,-70"), (206, 240, 252))


def axe(c: Canvas, k: RGB, t: float) -> None:
    """An axe."""
    c.limb([(0.04, 0.0), (0.0, -0.5), (0.0, -1.0)], [0.09, 0.07], WOOD)
    c.blob(path("-3,-96 -3,-70 -26,-64 -40,-58 -44,-80 -40,-102 -26,-98"), k)
    c.plain().blob(path("-34,-64 -40,-58 -44,-80 -40,-102 -35,-98 -38,-80"), lighter(k, 0.4))


def knife(c: Canvas, k: RGB, t: float) -> None:
    """A knife."""
    c.blob(path("-9,-34 -9,-80 4,-100 9,-80 9,-34"), k)
    c.blob(path("-8,0 -10,-34 10,-34 8,0"), (120, 80, 62))
    c.rect(-0.14, -0.37, 0.14, -0.32, darker(k, 0.7))


def bow(c: Canvas, k: RGB, t: float) -> None:
    """A bow with an arrow on its string."""
    c.stroke([(-0.06, -0.02), (0.24, -0.26), (0.3, -0.5), (0.24, -0.74), (-0.06, -0.98)], 0.07, k)
    c.plain().stroke([(-0.06, -0.02), (-0.06, -0.98)], 0.014, PAPER)
    c.stroke([(-0.3, -0.5), (0.44, -0.5)], 0.03, WOOD)
    c.polygon(path("44,-56 58,-50 44,-44"), STEEL)
    for y in (-0.55, -0.45):
        c.polygon([(-0.2, -0.5), (-0.32, y), (-0.4, y), (-0.3, -0.5)], (206, 74, 70))


def arrow(c: Canvas, k: RGB, t: float) -> None:
    """An arrow, point upwards."""
    c.rect(-0.025, -0.84, 0.025, 0.0, WOOD)
    c.polygon(path("-12,-80 0,-100 12,-80"), STEEL)
    for side in (-1, 1):
        c.polygon([(0, -0.28), (side * 0.12, -0.16), (side * 0.12, 0.0), (0, -0.1)], k)


def shield(c: Canvas, k: RGB, t: float) -> None:
    """A shield with a star."""
    c.blob(path("-46,-92 0,-100 46,-92 44,-44 0,0 -44,-44"), STEEL)
    c.plain().blob(path("-38,-85 0,-92 38,-85 36,-46 0,-9 -36,-46"), k)
    c.plain().polygon(star(0, -0.54, 0.22, 0.09, 5), GOLD)


def spear(c: Canvas, k: RGB, t: float) -> None:
    """A spear."""
    c.rect(-0.026, -0.86, 0.026, 0.0, WOOD)
    c.polygon(path("0,-100 8,-88 0,-76 -8,-88"), k)
    c.rect(-0.035, -0.8, 0.035, -0.77, GOLD)


def trident(c: Canvas, k: RGB, t: float) -> None:
    """A fork with three points."""
    c.rect(-0.028, -0.76, 0.028, 0.0, k)
    c.stroke([(-0.13, -0.94), (-0.13, -0.78), (0, -0.72), (0.13, -0.78), (0.13, -0.94)], 0.035, k)
    for x, y in ((-0.13, -0.9), (0.0, -0.92), (0.13, -0.9)):
        c.polygon([(x - 0.035, y), (x, y - 0.08), (x + 0.035, y)], k)
    c.rect(-0.018, -0.94, 0.018, -0.72, k)


def rod(c: Canvas, k: RGB, t: float) -> None:
    """A fishing rod, its line with a float."""
    c.limb([(-0.2, 0.0), (-0.05, -0.6), (0.2, -1.0)], [0.045, 0.016], k)
    swing = 0.01 * math.sin(1.7 * t)
    c.plain().stroke([(0.2, -1.0), (0.24 + swing, -0.7), (0.23 + swing, -0.34)], 0.01, PAPER)
    c.ellipse(0.23 + swing, -0.32, 0.03, 0.04, (214, 66, 62))
    c.ellipse(-0.13, -0.2, 0.04, 0.04, DARK)


def flaming_torch(c: Canvas, k: RGB, t: float) -> None:
    """A burning torch."""
    glow = c.lit(None)
    for r, o in ((0.5, 26), (0.34, 40)):
        glow.plain().ellipse(0, -0.82, r, r, (255, 190, 90), o)
    c.polygon(path("-5,0 -11,-64 11,-64 5,0"), k)
    c.rect(-0.13, -0.68, 0.13, -0.6, darker(k, 0.7))
    lean = 0.03 * math.sin(7 * t)
    for size, tone in ((1.0, (240, 110, 50)), (0.62, (250, 176, 66)), (0.34, (255, 232, 140))):
        glow.blob([(-0.13 * size, -0.68), (-0.15 * size, -0.68 - 0.14 * size), (lean, -0.68 - 0.32 * size),
                   (0.15 * size, -0.68 - 0.14 * size), (0.13 * size, -0.68)], tone)  # fmt: skip


def flashlight(c: Canvas, k: RGB, t: float) -> None:
    """A torch that runs on batteries, and its beam."""
    glow = c.lit(None).plain()
    glow.polygon(path("-24,-86 24,-86 90,-190 -90,-190"), (255, 246, 190), 50)
    c.rect(-0.16, -0.62, 0.16, 0.0, k)
    c.polygon(path("-16,-62 -28,-86 28,-86 16,-62"), darker(k, 0.8))
    glow.ellipse(0, -0.87, 0.28, 0.07, (255, 246, 200))
    c.plain().ellipse(0, -0.42, 0.06, 0.06, (206, 70, 66))


def violin(c: Canvas, k: RGB, t: float) -> None:
    """A violin with its bow."""
    c.rect(-0.035, -0.98, 0.035, -0.5, DARK)

    c.blob(
        path(
            "0,-66 20,-62 22,-50 14,-40 24,-28 28,-12 14,0 0,2 -14,0 -28,-12 -24,-28 -14,-40 -22,-50 -20,-62"
        ),
        k,
    )
    for side in (-1, 1):
        c.plain().stroke([(0.1 * side, -0.4), (0.07 * side, -0.32), (0.11 * side, -0.24)], 0.018, DARK)
    c.plain().rect(-0.07, -0.2, 0.07, -0.17, DARK)
    c.stroke([(0.4, -0.04), (0.46, -0.5), (0.4, -0.96)], 0.03, WOOD)
    c.plain().stroke([(0.4, -0.06), (0.4, -0.94)], 0.012, PAPER)


def flute(c: Canvas, k: RGB, t: float) -> None:
    """A flute."""
    c.limb([(-0.16, 0.0), (0.16, -1.0)], [0.09, 0.08], k)
    for i in range(5):
        u = 0.2 + 0.12 * i
        c.plain().ellipse(-0.16 + 0.32 * u, -u, 0.022, 0.022, DARK)
    c.plain().rect(0.09, -0.88, 0.19, -0.84, GOLD)


def harp(c: Canvas, k: RGB, t: float) -> None:
    """A harp."""
    for i in range(7):
        x = -0.2 + 0.075 * i
        c.plain().stroke([(x, -0.14 - 0.1 * i), (x, -0.86 + 0.012 * i)], 0.012, PAPER)
    c.limb([(-0.3, -0.04), (0.34, -0.8)], [0.14, 0.08], k)
    c.stroke([(-0.3, -0.04), (-0.34, -0.5), (-0.3, -0.96)], 0.08, darker(k, 0.86))
    c.stroke([(-0.3, -0.96), (-0.06, -0.82), (0.12, -0.98), (0.36, -0.8)], 0.08, k)
    c.rect(-0.4, -0.06, -0.1, 0.0, darker(k, 0.7))


def accordion(c: Canvas, k: RGB, t: float) -> None:
    """An accordion that breathes."""
    pull = 0.06 * math.sin(2 * t)
    for i in range(6):
        x = -0.3 + (0.12 + pull) * i
        c.polygon([(x, -0.9), (x + 0.06 + pull / 2, -0.96), (x + 0.12 + pull, -0.9), (x + 0.12 + pull, -0.08),
                   (x + 0.06 + pull / 2, -0.02), (x, -0.08)], darker(k, 0.7 + 0.24 * (i % 2)))  # fmt: skip
    for left in (-0.56, 0.42 + 6 * pull):
        c.rect(left, -0.98, left + 0.26, 0.0, k)
        for j in range(6):
            c.plain().rect(
                left + 0.04, -0.9 + 0.14 * j, left + 0.2, -0.82 + 0.14 * j, PAPER if left < 0 else DARK
            )


def mask(c: Canvas, k: RGB, t: float) -> None:
    """A mask for the eyes, with feathers."""
    for x, tone in ((-0.5, (226, 84, 92)), (-0.36, GOLD), (0.36, GOLD), (0.5, (226, 84, 92))):
        c.blob([(x * 0.9, -0.6), (x * 1.2 - 0.07, -0.9), (x * 1.4, -1.0), (x * 1.2 + 0.07, -0.84)], tone)
    c.blob(path("-76,-62 -40,-74 0,-60 40,-74 76,-62 66,-20 30,-6 0,-28 -30,-6 -66,-20"), k)
    for x in (-0.34, 0.34):
        c.plain().blob([(x - 0.2, -0.42), (x, -0.54), (x + 0.2, -0.42), (x, -0.3)], (52, 44, 60))


def crystal_ball(c: Canvas, k: RGB, t: float) -> None:
    """A ball of glass that shimmers on its foot."""
    glow = c.lit(None).plain()
    glow.ellipse(0, -0.56, 0.62, 0.62, k, 40)
    c.blob(path("-36,0 -24,-18 24,-18 36,0"), GOLD)
    c.ellipse(0, -0.56, 0.44, 0.44, k)
    glow.ellipse(0.06 * math.sin(t), -0.5, 0.28, 0.2, lighter(k, 0.5), 150)
    c.plain().ellipse(-0.16, -0.72, 0.1, 0.08, (255, 255, 255))


def log(c: Canvas, k: RGB, t: float) -> None:
    """A log that lies."""
    c.blob(path("-150,-90 130,-96 130,-6 -150,0"), k)
    for y in (-0.7, -0.46, -0.2):
        c.plain().stroke([(-1.2, y), (-0.2, y - 0.05), (1.0, y)], 0.05, darker(k, 0.78))
    c.ellipse(1.3, -0.5, 0.24, 0.46, (226, 190, 142))
    for r in (0.3, 0.14):
        c.plain().ellipse(1.3, -0.5, 0.5 * r, r, (196, 152, 106))


def rocking_horse(c: Canvas, k: RGB, t: float) -> None:
    """A wooden horse on rockers."""
    c = c.at(0, 0, 1, 1, 4 * math.sin(1.6 * t))
    c.stroke([(-0.6, -0.1), (0, -0.0), (0.6, -0.1)], 0.07, (196, 74, 70))
    for x in (-0.34, 0.3):
        c.limb([(x * 0.8, -0.42), (x * 1.2, -0.06)], [0.13, 0.09], darker(k, 0.88))
    c.blob(path("-46,-60 0,-50 30,-64 40,-44 28,-32 -30,-30 -48,-42"), k)
    c.blob(path("20,-56 34,-90 50,-98 76,-76 72,-66 54,-70 44,-44"), k)
    c.blob(path("22,-62 28,-90 46,-100 38,-84 32,-60"), darker((96, 66, 54), 0.9))
    c.stroke([(-0.44, -0.56), (-0.62, -0.5), (-0.6, -0.28)], 0.08, (96, 66, 54))
    c.blob(path("-16,-58 14,-60 16,-46 -16,-44"), (206, 84, 80))
    c.plain().ellipse(0.54, -0.83, 0.025, 0.03, DARK)


def doll(c: Canvas, k: RGB, t: float) -> None:
    """A doll in a frock."""
    for x in (-0.12, 0.12):
        c.limb([(x, -0.24), (x, -0.03)], [0.11, 0.1], (244, 206, 176))
    for side in (-1, 1):
        c.limb([(side * 0.12, -0.56), (side * 0.32, -0.4)], [0.1, 0.08], (244, 206, 176))
    c.blob(path("-12,-60 12,-60 36,-20 0,-14 -36,-20"), k)
    c.ellipse(0, -0.8, 0.26, 0.22, (150, 90, 60))
    c.plain().ellipse(0, -0.76, 0.19, 0.17, (244, 206, 176))
    for x in (-0.08, 0.08):
        c.plain().ellipse(x, -0.77, 0.026, 0.03, DARK)
    c.plain().stroke([(-0.06, -0.68), (0, -0.66), (0.06, -0.68)], 0.02, (206, 90, 90))
    for side in (-1, 1):
        c.ellipse(side * 0.26, -0.7, 0.09, 0.12, (150, 90, 60))


def spinning_wheel(c: Canvas, k: RGB, t: float) -> None:
    """A wheel that spins yarn."""
    for i in range(4):
        a = i * math.pi / 4 + t
        c.stroke([(-0.2 - 0.36 * math.cos(a), -0.56 - 0.36 * math.sin(a)),
                  (-0.2 + 0.36 * math.cos(a), -0.56 + 0.36 * math.sin(a))], 0.03, k)  # fmt: skip
    c.stroke(
        [(-0.2 + 0.38 * math.cos(i * 0.4), -0.56 + 0.38 * math.sin(i * 0.4)) for i in range(17)], 0.06, k
    )
    c.limb([(-0.3, 0.0), (-0.2, -0.54)], [0.06, 0.05], darker(k, 0.8))
    c.limb([(-0.1, -0.24), (0.56, -0.34)], [0.08, 0.08], darker(k, 0.86))
    for x in (0.06, 0.46):
        c.limb([(x, -0.28), (x + 0.06, 0.0)], [0.05, 0.05], darker(k, 0.8))
    c.limb([(0.5, -0.34), (0.5, -0.8)], [0.05, 0.04], darker(k, 0.86))
    c.ellipse(0.5, -0.82, 0.1, 0.18, (246, 240, 226))


def pram(c: Canvas, k: RGB, t: float) -> None:
    """A pram with its hood up."""
    c.stroke([(0.44, -0.5), (0.66, -0.72), (0.74, -0.74)], 0.04, DARK)
    c.blob(path("-52,-62 -44,-90 -16,-100 4,-92 2,-56"), darker(k, 0.84))
    c.blob(path("-54,-60 52,-60 44,-32 20,-22 -24,-22 -48,-36"), k)
    for x in (-0.32, 0.28):
        c.stroke([(x, -0.24), (x * 1.05, -0.14)], 0.04, DARK)
        c.ellipse(x * 1.1, -0.12, 0.13, 0.13, DARK)
        c.plain().ellipse(x * 1.1, -0.12, 0.08, 0.08, (214, 220, 226))


def wheelchair(c: Canvas, k: RGB, t: float) -> None:
    """A wheelchair."""
    c.stroke(
        [(-0.42, -0.94), (-0.3, -0.92), (-0.26, -0.46), (0.24, -0.44), (0.36, -0.1), (0.5, -0.1)], 0.045, DARK
    )
    c.blob(path("-34,-88 -24,-88 -20,-48 -30,-46"), k)
    c.blob(path("-28,-52 26,-52 26,-42 -28,-42"), k)
    c.stroke([(-0.22, -0.66), (0.18, -0.64)], 0.05, darker(k, 0.7))
    c.stroke(
        [(-0.1 + 0.32 * math.cos(i * 0.4), -0.33 + 0.32 * math.sin(i * 0.4)) for i in range(17)], 0.045, DARK
    )
    for i in range(4):
        a = i * math.pi / 4
        c.plain().stroke([(-0.1 - 0.3 * math.cos(a), -0.33 - 0.3 * math.sin(a)),
                          (-0.1 + 0.3 * math.cos(a), -0.33 + 0.3 * math.sin(a))], 0.014, STEEL)  # fmt: skip
    c.ellipse(0.34, -0.07, 0.07, 0.07, DARK)


def gravestone(c: Canvas, k: RGB, t: float) -> None:
    """A gravestone with a cross cut in it."""
    c.blob(path("-40,2 -40,-66 -24,-94 0,-100 24,-94 40,-66 40,2"), k)
    c.plain().blob(path("24,0 26,-66 34,-62 36,0"), darker(k, 0.82))
    c.plain().rect(-0.03, -0.8, 0.03, -0.48, darker(k, 0.64))
    c.plain().rect(-0.12, -0.7, 0.12, -0.64, darker(k, 0.64))
    for y in (-0.34, -0.22):
        c.plain().stroke([(-0.22, y), (0.14, y)], 0.03, darker(k, 0.72))


def coffin(c: Canvas, k: RGB, t: float) -> None:
    """A coffin that lies."""
    c.polygon(path("-150,-76 -110,-96 130,-84 130,-6 -110,0 -150,-10"), darker(k, 0.82))
    c.polygon(path("-150,-76 -110,-100 132,-88 132,-70 -110,-76"), k)
    for x in (-0.7, 0.1, 0.9):
        c.plain().ellipse(x, -0.4, 0.09, 0.05, GOLD)


def throne(c: Canvas, k: RGB, t: float) -> None:
    """A throne."""
    c.blob(path("-36,-2 -38,-66 -24,-86 0,-100 24,-86 38,-66 36,-2"), GOLD)
    c.plain().blob(path("-26,-42 -26,-68 0,-86 26,-68 26,-42"), k)
    c.rect(-0.42, -0.42, 0.42, -0.3, k)
    c.rect(-0.42, -0.3, 0.42, -0.08, darker(GOLD, 0.86))
    for x in (-0.42, 0.42):
        c.rect(x - 0.06, -0.56, x + 0.06, 0.0, darker(GOLD, 0.94))
        c.ellipse(x, -0.58, 0.08, 0.06, GOLD)
    c.ellipse(0, -0.95, 0.06, 0.06, (206, 62, 70))


def toolbox(c: Canvas, k: RGB, t: float) -> None:
    """A box of tools with its handle up."""
    c.stroke([(-0.36, -0.62), (-0.3, -0.96), (0.3, -0.96), (0.36, -0.62)], 0.08, darker(k, 0.6))
    c.rect(-0.8, -0.64, 0.8, 0.0, k)
    c.rect(-0.84, -0.68, 0.84, -0.5, darker(k, 0.84))
    c.plain().rect(-0.12, -0.56, 0.12, -0.36, STEEL)


def fallen_star(c: Canvas, k: RGB, t: float) -> None:
    """A star that shines."""
    c.lit(None).plain().ellipse(0, -0.5, 0.72, 0.72, k, 40)
    c.lit(None).polygon(star(0, -0.48, 0.52, 0.23, 5), k)
    c.lit(None).plain().polygon(star(0, -0.5, 0.3, 0.13, 5), lighter(k, 0.5))


def wristwatch(c: Canvas, k: RGB, t: float) -> None:
    """A watch for the pocket, on its chain."""
    c.stroke([(0.0, -0.86), (0.1, -1.0), (0.3, -0.96), (0.46, -0.8)], 0.04, k)
    c.ellipse(0, -0.42, 0.42, 0.42, k)
    c.plain().ellipse(0, -0.42, 0.33, 0.33, (252, 250, 242))
    c.plain().stroke([(0, -0.42), (0, -0.66)], 0.04, DARK)
    a = 0.4 * t
    c.plain().stroke([(0, -0.42), (0.17 * math.cos(a), -0.42 + 0.17 * math.sin(a))], 0.04, DARK)


def spectacles(c: Canvas, k: RGB, t: float) -> None:
    """A pair of glasses."""
    for x in (-0.62, 0.62):
        ring_ = [(x + 0.46 * math.cos(i * 0.4), -0.5 + 0.46 * math.sin(i * 0.4)) for i in range(17)]
        c.plain().ellipse(x, -0.5, 0.42, 0.42, (206, 232, 244), 150)
        c.stroke(ring_, 0.1, k)
    c.stroke([(-0.16, -0.56), (0, -0.68), (0.16, -0.56)], 0.1, k)


def helmet(c: Canvas, k: RGB, t: float) -> None:
    """A helmet."""
    c.blob(path("-60,-14 -62,-56 -36,-92 0,-100 36,-92 62,-56 60,-14"), k)
    c.plain().blob(path("-40,-50 -26,-80 -4,-88 -20,-66"), lighter(k, 0.4))
    c.rect(-0.7, -0.22, 0.7, -0.06, darker(k, 0.76))


ROWS: Sequence[tuple[str, Callable[[Canvas, RGB, float], None], RGB, float, bool, str]] = (
    ("suitcase", suitcase, (176, 108, 70), 0.36, True, "luggage briefcase case trunk-case"),
    ("backpack", backpack, (206, 92, 76), 0.36, True, "rucksack knapsack satchel schoolbag"),
    ("cage", cage, (214, 184, 110), 0.5, False, "birdcage"),
    ("ring", ring, GOLD, 0.14, True, "rings"),
    ("axe", axe, STEEL, 0.5, True, "hatchet tomahawk"),
    ("knife", knife, STEEL, 0.26, True, "dagger blade penknife"),
    ("bow", bow, (150, 104, 70), 0.6, True, "crossbow"),
    ("arrow", arrow, (206, 74, 70), 0.44, True, "arrows dart"),
    ("shield", shield, (70, 112, 170), 0.46, True, ""),
    ("spear", spear, STEEL, 1.0, True, "lance javelin harpoon"),
    ("trident", trident, (214, 178, 90), 0.95, True, "pitchfork"),
    ("fishing-rod", rod, (150, 110, 74), 0.9, True, "angle fishing-pole"),
    ("torch", flaming_torch, (120, 86, 64), 0.42, True, "torches"),
    ("flashlight", flashlight, (86, 96, 116), 0.22, True, "headlamp"),
    ("violin", violin, (186, 104, 62), 0.5, True, "fiddle cello viola"),
    ("flute", flute, (206, 170, 116), 0.34, True, "pipe recorder clarinet"),
    ("harp", harp, GOLD, 0.7, False, "lyre"),
    ("accordion", accordion, (190, 62, 70), 0.4, True, "accordions concertina"),
    ("mask", mask, (110, 76, 150), 0.18, True, ""),
    ("crystal-ball", crystal_ball, (150, 190, 236), 0.32, True, "orb"),
    ("log", log, (128, 92, 68), 0.24, False, "logs firewood trunk-of-tree"),
    ("rocking-horse", rocking_horse, (222, 184, 134), 0.62, False, ""),
    ("doll", doll, (222, 110, 140), 0.3, True, "dolly marionette puppet rag-doll"),
    ("spinning-wheel", spinning_wheel, (160, 112, 74), 0.7, False, "loom"),
    ("pram", pram, (92, 130, 170), 0.6, False, "stroller buggy pushchair"),
    ("wheelchair", wheelchair, (70, 120, 170), 0.62, False, ""),
    ("gravestone", gravestone, (160, 160, 168), 0.56, False, "tombstone headstone grave"),
    ("coffin", coffin, (134, 92, 66), 0.36, False, "sarcophagus casket"),
    ("throne", throne, (176, 50, 62), 0.95, False, ""),
    ("toolbox", toolbox, (206, 66, 62), 0.24, True, ""),
    ("star", fallen_star, (255, 222, 110), 0.3, True, "starlight"),
    ("watch", wristwatch, GOLD, 0.18, True, "pocket-watch wristwatch compass stopwatch"),
    ("glasses", spectacles, (76, 70, 84), 0.1, True, "spectacles goggles sunglasses monocle"),
    ("helmet", helmet, (206, 74, 66), 0.2, True, ""),
)
"""name, how it is drawn, colour, height beside a person, whether a hand holds it, other words"""

"""Hideaways: where animals and things live, a burrow, a hollow tree, a treetop, a drawer, a shelf,
under a bed.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas
from backlot.places.foreground import add_branch
from backlot.places.ground import LEAVES, SNOW, add_sky, leaves_of
from backlot.places.scenery import draw_hills, draw_rock
from backlot.places.stage import DrawLive, Stage
from backlot.places.vessels import VESSELS

_EARTH: RGB = (128, 92, 68)
_BARK: RGB = (124, 88, 62)


def _add_chamber(s: Stage, wall: RGB, floor: RGB) -> None:
    """A round room dug out: dark around, lighter in the middle, an uneven floor."""
    s.indoors = True
    s.horizon, s.roam, s.floor = 0.66, 0.5, floor

    def back(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.6
        c.rect(-span, -1, span, 2, darker(wall, 0.5))
        for k, tone in ((1.0, 0.62), (0.92, 0.76), (0.82, 0.9)):
            rim = [(1.42 * k * math.cos(a) * (1 + 0.05 * math.sin(5 * a + k)),
                    0.52 + 0.62 * k * math.sin(a) * (1 + 0.06 *
                   math.cos(7 * a))) for a in (math.tau * i / 22 for i in range(22))]  # fmt: skip
            c.plain().blob(rim, darker(wall, tone))

    def ground(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        for dy, tone in ((0.0, 0.8), (0.03, 1.0), (0.16, 0.94)):
            ridge = [
                (-span + 2 * span * i / 18, s.horizon + dy + rng.uniform(-0.012, 0.012)) for i in range(19)
            ]
            c.plain().blob([*ridge, (span + 0.4, 1.9), (-span - 0.4, 1.9)], darker(floor, tone))
        for _ in range(30):
            x, y = rng.uniform(-span, span), rng.uniform(0.74, 1.05)
            c.plain().ellipse(
                x, y, 0.012 + 0.02 * (y - 0.6), 0.006, darker(floor, rng.choice((0.8, 0.88, 1.1)))
            )

    s.plane(2.6, back)
    s.plane(1.35, ground)


def _add_daylight(s: Stage, x: float, y: float, r: float, rim: RGB) -> None:
    """A hole through which the hour and the weather are seen, and the light that falls from it."""

    def hole(c: Canvas, rng: random.Random) -> None:
        g = c.lit(None)
        ring = [(x + r * 1.2 * math.cos(a) * (1 + 0.08 * math.sin(3 * a)),
                 y + r * 1.14 * math.sin(a)) for a in
                (math.tau * i / 14 for i in range(14))]  # fmt: skip
        c.blob(ring, rim)
        g.plain().ellipse(x, y, r, r * 0.94, s.light.sky[1])
        g.plain().ellipse(x, y + r * 0.3, r * 0.86, r * 0.58, s.light.sky[2])
        tint = s.light.tint
        green = SNOW if s.light.snowy else (116, 172, 96)
        hill: RGB = (round(green[0] * tint[0]), round(green[1] * tint[1]), round(green[2] * tint[2]))
        g.plain().blob([(x - r * 0.88, y + r * 0.42), (x - r * 0.2, y + r * 0.28), (x + r * 0.88,
                                                                                    y + r * 0.44),
                        (x + r * 0.4, y + r * 0.86), (x - r * 0.4, y + r * 0.86)], hill)  # fmt: skip
        if s.light.dark < 0.6 and s.light.weather in ("clear", "cloudy"):
            side = -1.0 if x > 0 else 1.0
            g.plain().polygon([(x - r * 0.6, y), (x + r * 0.6, y), (x + side * 0.7 + 0.2, 0.92),
                               (x + side * 0.7 - 0.3, 0.92)],
                              (255, 240, 190), 26)  # fmt: skip
        for k in range(6):
            gx = x + r * (-0.9 + 0.36 * k)
            c.plain().polygon(
                [(gx - 0.014, y + r * 1.02), (gx + 0.01, y + r * 0.68), (gx + 0.02, y + r * 1.02)], hill
            )

    s.plane(2.4, hole)


def _lantern(x: float, y: float, s: Stage) -> DrawLive:
    def draw(c: Canvas, t: float) -> None:
        g = c.lit(None)
        flare = 1 + 0.05 * math.sin(t * 7) + 0.04 * math.sin(t * 11)
        for r, o in ((0.3, 22), (0.19, 34), (0.1, 60)):
            g.plain().ellipse(x, y, r * flare, r * flare, (255, 208, 120), o)
        g.stroke([(x, y - 0.2), (x, y - 0.06)], 0.006, (90, 66, 50))
        g.blob(
            [(x - 0.03, y - 0.05), (x + 0.03, y - 0.05), (x + 0.036, y + 0.04), (x - 0.036, y + 0.04)],
            (255, 224, 140),
        )
        g.rect(x - 0.036, y - 0.062, x + 0.036, y - 0.045, (104, 78, 58))
        g.rect(x - 0.04, y + 0.036, x + 0.04, y + 0.05, (104, 78, 58))
        g.plain().ellipse(x, y, 0.014, 0.024 * flare, (255, 250, 220))

    return draw


def build_burrow(s: Stage) -> None:
    """Under the earth: roots from above, a way out with daylight, a bed of straw, stores in niches,
    a lantern."""
    _add_chamber(s, _EARTH, (140, 104, 74))
    side = s.rng("side").choice((-1, 1))

    def roots(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.2, 0.6):
            h, lean = rng.uniform(0.06, 0.26), rng.uniform(-0.08, 0.08)
            tone = darker((176, 136, 98), rng.uniform(0.7, 1.0))
            c.limb([(x, -0.3), (x + lean * 0.4, h * 0.5), (x + lean, h)], [0.03, 0.006], tone)
            c.plain().stroke([(x + lean * 0.3, h * 0.4), (x - lean * 0.6, h * 0.75)], 0.007, tone)
        for _ in range(16):
            draw_rock(
                c,
                rng,
                rng.uniform(-1.6, 1.6),
                rng.uniform(0.1, 0.6),
                rng.uniform(0.015, 0.04),
                (152, 128, 108),
            )

    def stores(c: Canvas, rng: random.Random) -> None:
        x = -0.6 * side
        for row, y in enumerate((0.34, 0.5)):
            c.blob([(x - 0.2, y + 0.015), (x - 0.17, y - 0.1), (x, y - 0.135), (x + 0.17, y - 0.1),
                    (x + 0.2, y + 0.015)],
                   darker(_EARTH, 0.5))  # fmt: skip
            c.rect(x - 0.2, y, x + 0.2, y + 0.02, (168, 122, 80))
            for k in range(4):
                at = x - 0.13 + 0.087 * k
                if (k + row) % 2:
                    c.blob([(at - 0.026, y), (at - 0.03, y - 0.06), (at + 0.03, y - 0.06), (at + 0.026, y)],
                           rng.choice(((206, 90, 84), (236, 190, 96), (120, 160, 110))))  # fmt: skip
                    c.plain().rect(at - 0.03, y - 0.075, at + 0.03, y - 0.058, (246, 236, 210))
                else:
                    c.blob(
                        [(at - 0.012, y - 0.03), (at, y - 0.08), (at + 0.022, y - 0.03), (at + 0.006, y)],
                        (232, 130, 60),
                    )
                    c.plain().stroke([(at, y - 0.076), (at - 0.01, y - 0.1)], 0.01, (110, 160, 80))
        b = 0.62 * side
        c.blob(
            [(b - 0.3, 0.79), (b - 0.24, 0.7), (b, 0.67), (b + 0.24, 0.7), (b + 0.3, 0.79)], (226, 190, 108)
        )
        for k in range(9):
            at = b - 0.24 + 0.06 * k
            c.plain().stroke([(at, 0.79), (at + 0.02, 0.7 + 0.01 * (k % 3))], 0.005, (196, 156, 80))
        c.blob([(b - 0.2, 0.74), (b - 0.1, 0.685), (b + 0.12, 0.685), (b + 0.22, 0.75)], (176, 96, 92))
        for k in range(3):
            c.plain().ellipse(b - 0.1 + 0.1 * k, 0.72, 0.022, 0.016, (246, 214, 150))

    s.plane(2.2, roots)
    _add_daylight(s, 0.42 * side, 0.26, 0.15, darker(_EARTH, 0.66))
    s.plane(1.9, stores)
    s.live(1.8, _lantern(-0.1 * side, 0.24, s))


def build_hollow(s: Stage) -> None:
    """Inside a hollow tree: walls of wood, a knothole full of leaves and sky, nuts and toadstools."""
    _add_chamber(s, (158, 114, 76), (150, 110, 74))
    side = s.rng("side").choice((-1, 1))

    def grain(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.1, 0.5):
            lean = rng.uniform(-0.03, 0.03)
            c.plain().stroke(
                [(x, -0.3), (x + lean, 0.3), (x - lean, 0.68)], rng.choice((0.004, 0.007)), (116, 80, 54)
            )
        for _ in range(4):
            x, y = rng.uniform(-1.0, 1.0), rng.uniform(0.1, 0.5)
            for k in (1.0, 0.66, 0.3):
                c.plain().ellipse(x, y, 0.05 * k, 0.07 * k, darker((140, 98, 66), 0.7 + 0.3 * k))

    def stores(c: Canvas, rng: random.Random) -> None:
        x = 0.66 * side
        for row in range(4):
            for k in range(5 - row):
                at, y = x - 0.16 + 0.08 * k + 0.04 * row, 0.78 - 0.06 * row
                c.ellipse(at, y, 0.036, 0.034, (190, 130, 70))
                c.blob([(at - 0.038, y - 0.008), (at, y - 0.05), (at + 0.038, y - 0.008)], (122, 84, 54))
        m = -0.72 * side
        for k, (dx, y) in enumerate(((0.0, 0.36), (0.1, 0.48), (-0.06, 0.58))):
            c.blob([(m + dx - 0.12, y), (m + dx, y - 0.06), (m + dx + 0.12, y), (m + dx, y + 0.02)],
                   ((226, 120, 84), (240, 196, 120), (206, 96, 78))[k])  # fmt: skip
        c.blob([(m - 0.2, 0.8), (m - 0.1, 0.73), (m + 0.14, 0.73), (m + 0.24, 0.8)], (120, 168, 88))

    s.plane(2.3, grain)
    _add_daylight(s, -0.16 * side, 0.26, 0.17, (104, 72, 48))
    s.plane(1.9, stores)
    s.live(2.2, _swaying_leaves(s, -0.16 * side, 0.18))


def _swaying_leaves(s: Stage, x: float, y: float) -> DrawLive:
    rng = s.rng("leaves")
    spots = [(x + rng.uniform(-0.2, 0.2), y + rng.uniform(-0.08, 0.03), rng.uniform(0, 6),
              rng.choice(leaves_of(s)))
             for _ in range(9)]  # fmt: skip

    def draw(c: Canvas, t: float) -> None:
        for at, level, phase, tone in spots:
            c.ellipse(at, level, 0.034, 0.016, tone, angle=40 * math.sin(phase) + 8 * math.sin(t + phase))

    return draw


def build_treetop(s: Stage) -> None:
    """High in a tree: a great bough, leaves on all sides,
    the country far below; a nest where one is named."""
    s.horizon, s.roam = 0.6, 0.5
    tone = leaves_of(s)[0] if not s.light.snowy else (214, 224, 236)
    if s.words & {"nest", "eyrie"}:
        s.vessel = VESSELS["nest"]
    add_sky(s)
    s.plane(12, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.1, 0.12, (136, 176, 140), 0.6))
    s.plane(8, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.18, 0.06, (126, 178, 104), 0.4))

    def crowns(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.2, 0.5):
            r, y = rng.uniform(0.08, 0.15), s.horizon + rng.uniform(0.3, 0.4)
            c.ellipse(
                x, y, r, r * 0.8, darker(rng.choice(LEAVES), 0.86) if not s.light.snowy else (220, 228, 238)
            )
            c.plain().ellipse(x - 0.02, y - 0.02, r * 0.6, r * 0.4, lighter(tone, 0.1))

    def bough(c: Canvas, rng: random.Random) -> None:
        side = s.rng("bough").choice((-1, 1))
        trunk = [(1.3 * side, 1.4), (1.16 * side, 0.5), (1.24 * side, -0.5)]
        c.limb(trunk, [0.44, 0.3], _BARK)
        for k in range(9):
            y = -0.3 + 0.16 * k
            c.plain().stroke(
                [(side * 1.12, y), (side * (1.16 + 0.02 * (k % 3)), y + 0.09)], 0.012, darker(_BARK, 0.76)
            )
        c.limb(
            [(1.2 * side, 0.84), (0.3 * side, 0.95), (-0.9 * side, 0.86), (-1.9 * side, 0.72)],
            [0.22, 0.07],
            _BARK,
        )
        c.plain().limb([(1.1 * side, 0.82), (0.2 * side, 0.915), (-0.9 * side, 0.845), (-1.8 * side,
                                                                                        0.715)], [0.05, 0.02],
                       SNOW if s.light.snowy else lighter(_BARK, 0.22))  # fmt: skip
        for x, y, tx, ty in ((0.7, 0.9, 0.52, 0.6), (-0.62, 0.88, -0.86, 0.56), (-1.2, 0.8, -1.1, 0.5)):
            c.limb([(x * side, y), (tx * side, ty)], [0.05, 0.014], darker(_BARK, 0.94))

    s.plane(4, crowns, haze=0.3)
    s.plane(1.3, bough, haze=0.0)
    s.live(1.25, _tufts_of_leaves(s, tone))
    add_branch(s, darker(tone, 0.84))


def _tufts_of_leaves(s: Stage, tone: RGB) -> DrawLive:
    rng = s.rng("tufts")
    centres = [
        (-1.08, 0.46),
        (-0.84, 0.5),
        (0.54, 0.54),
        (1.0, 0.12),
        (-1.2, 0.06),
        (-1.3, 0.74),
        (1.3, 0.3),
        (1.05, 0.62),
    ]
    side = s.rng("bough").choice((-1, 1))
    spots = [(x * side + rng.uniform(-0.14, 0.14), y + rng.uniform(-0.09, 0.09), rng.uniform(0.03, 0.06),
              rng.uniform(-60, 60),
              rng.uniform(0, 6), darker(tone, rng.uniform(0.78, 1.06))) for x,
              y in centres for _ in range(9)]  # fmt: skip

    def draw(c: Canvas, t: float) -> None:
        for x, y, r, turn, phase, colour in spots:
            c.ellipse(
                x + 0.006 * math.sin(t + phase),
                y,
                r,
                r * 0.5,
                colour,
                angle=turn + 7 * math.sin(1.3 * t + phase),
            )

    return draw

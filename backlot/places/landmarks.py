"""Sets with something tall in their middle: a well, a bridge, a lighthouse, a works hall, a platform.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.outdoor_props import well
from backlot.paint import Canvas
from backlot.places.foreground import add_grass
from backlot.places.ground import GRASS, SNOW, add_ground, add_sky, add_tufts, add_water
from backlot.places.indoors import add_room, add_window
from backlot.places.outdoors import add_trees
from backlot.places.scenery import draw_hills, draw_rock, draw_window
from backlot.places.stage import DrawLive, Stage
from backlot.places.waters import build_river

_STONE: RGB = (178, 172, 174)
_IRON: RGB = (92, 98, 110)
_DARK: RGB = (70, 76, 86)
_STEEL: RGB = (150, 154, 164)
_GREY: RGB = (196, 188, 178)


def build_well(s: Stage) -> None:
    """A green with an old well under a roof, trees around."""
    s.roam = 0.4
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon + 0.02, 0.15, (122, 174, 112), 0.7))
    add_trees(s, 3.4, 0.36, s.horizon + 0.06, (0.26, 0.4), 0.3)
    add_ground(s, GRASS)
    x = s.rng("well").choice((-0.42, 0.42))
    s.sight = x
    roof = SNOW if s.light.snowy else (170, 96, 72)
    if "well" not in s.besides:
        s.plane(1.25, lambda c, rng: well(c.at(x, 0.8, 0.44), roof, 0.0), haze=0.0)
    add_tufts(s, GRASS, flowers=7, stones=4)
    add_grass(s, GRASS)


def build_bridge(s: Stage) -> None:
    """A humped stone bridge over a river, seen from the bank."""
    s.roam = 0.3
    x = s.rng("bridge").uniform(-0.2, 0.2)
    build_river(s)
    bank = len(s.planes) - 1
    s.plane(1.9, lambda c, rng: _bridge(c, s, x), haze=0.0)
    s.planes.insert(bank - 1, s.planes.pop())


def _bridge(c: Canvas, s: Stage, x: float) -> None:
    tone = mix(_STONE, SNOW, 0.3) if s.light.snowy else _STONE
    top = [(x - 1.1 + 0.1 * i, 0.63 - 0.15 * math.sin(math.pi * i / 22)) for i in range(23)]
    c.polygon([*top, (x + 1.1, 0.76), (x - 1.1, 0.76)], tone)
    for k, w, h in ((-0.42, 0.17, 0.1), (0.0, 0.2, 0.15), (0.42, 0.17, 0.1)):
        arch = [
            (x + k + w * math.cos(math.pi * i / 12), 0.76 - h * math.sin(math.pi * i / 12)) for i in range(13)
        ]
        c.plain().polygon(arch, darker(tone, 0.42))
        c.plain().stroke(arch, 0.016, lighter(tone, 0.18))
    c.plain().stroke([(px, py + 0.018) for px, py in top], 0.012, darker(tone, 0.8))
    for i, (px, py) in enumerate(top):
        c.polygon(
            [(px - 0.045, py), (px - 0.045, py - 0.035), (px + 0.045, py - 0.035), (px + 0.045, py)],
            lighter(tone, 0.06 + 0.08 * (i % 2)),
        )
    for i in range(30):
        px = x - 0.95 + 0.065 * i
        c.plain().ellipse(px, 0.65 + 0.02 * (i % 3), 0.022, 0.008, darker(tone, 0.88))


def build_lighthouse(s: Stage) -> None:
    """A lighthouse on its rock above the sea; by night its beam goes round."""
    s.horizon = 0.5
    s.roam = 0.3
    add_sky(s)
    add_water(s, s.horizon, 1.2, (62, 140, 190), depth=4.0)
    x = s.rng("tower").choice((-0.5, 0.5))
    s.sight = x
    s.plane(1.9, lambda c, rng: _lighthouse(c, s, x), haze=0.0)
    if s.light.dark > 0.4:
        s.live(2.0, _beam(x))
    add_shore(s)


def _lighthouse(c: Canvas, s: Stage, x: float) -> None:
    c.blob(
        [
            (x - 0.5, 0.8),
            (x - 0.36, 0.68),
            (x - 0.1, 0.63),
            (x + 0.14, 0.64),
            (x + 0.4, 0.7),
            (x + 0.52, 0.8),
        ],
        (128, 126, 134),
    )
    white, red = (246, 242, 236), (206, 76, 68)
    for i in range(5):
        y, w = 0.66 - 0.1 * i, 0.1 - 0.009 * i
        c.polygon(
            [(x - w, y), (x - w + 0.009, y - 0.1), (x + w - 0.009, y - 0.1), (x + w, y)],
            red if i % 2 else white,
        )
    c.polygon([(x - 0.08, 0.16), (x - 0.08, 0.135), (x + 0.08, 0.135), (x + 0.08, 0.16)], _IRON)
    lit = s.light.dark > 0.4
    lamp = c.lit(None) if lit else c
    lamp.polygon(
        [(x - 0.042, 0.135), (x - 0.042, 0.06), (x + 0.042, 0.06), (x + 0.042, 0.135)],
        (255, 232, 150) if lit else (206, 226, 236),
    )
    c.polygon([(x - 0.06, 0.06), (x, 0.0), (x + 0.06, 0.06)], red)
    c.blob([(x - 0.03, 0.66), (x - 0.03, 0.6), (x, 0.575), (x + 0.03, 0.6), (x + 0.03, 0.66)], (96, 72, 62))
    for y in (0.5, 0.34):
        draw_window(c, x, y, 0.018, s.light)


def _beam(x: float) -> DrawLive:
    def draw(c: Canvas, t: float) -> None:
        turn = math.cos(t * 0.9)
        glow = c.lit(None).plain()
        for spread, alpha in ((0.2, 26), (0.11, 34)):
            reach = 2.4 * turn
            glow.polygon(
                [(x, 0.09), (x, 0.105), (x + reach, 0.1 + spread), (x + reach, 0.1 - spread)],
                (255, 240, 180),
                alpha,
            )
        for r, alpha in ((0.16, 26), (0.09, 44)):
            glow.ellipse(x, 0.1, r, r, (255, 240, 180), alpha)

    return draw


def add_shore(s: Stage) -> None:
    """A strand of pebbles and rocks before the water, to stand on."""

    def strand(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        tone: RGB = (236, 240, 248) if s.light.snowy else (206, 190, 164)
        for dy, colour in ((-0.02, (250, 252, 250)), (0.0, darker(tone, 0.84)), (0.02, tone)):
            ridge = [(-span + 2 * span * i / 16, 0.76 + dy + 0.012 * math.sin(2.3 * i)) for i in range(17)]
            c.blob([*ridge, (span + 0.3, 1.9), (-span - 0.3, 1.9)], colour)
        for _ in range(60):
            c.plain().ellipse(
                rng.uniform(-span, span),
                rng.uniform(0.82, 1.05),
                rng.uniform(0.006, 0.02),
                rng.uniform(0.004, 0.009),
                rng.choice((darker(tone, 0.86), darker(tone, 0.74), lighter(tone, 0.3))),
            )

    s.plane(1.35, strand, haze=0.0)
    s.row(
        1.3,
        0.9,
        0.5,
        lambda c, rng, x: draw_rock(
            c, rng, x, rng.uniform(0.8, 0.84), rng.uniform(0.03, 0.09), (132, 128, 136)
        ),
        haze=0.0,
    )
    s.floor = (206, 190, 164)


def build_works(s: Stage) -> None:
    """A great hall of brick and iron: high windows, beams, a gate; rails in it where trams or trains live."""
    brick: RGB = s.rng("brick").choice(((188, 128, 104), (214, 192, 166), (198, 210, 220)))
    add_room(s, brick, (192, 176, 156), boards=False, paper="stones")
    for x in (-0.98, -0.36, 0.36, 0.98):
        add_window(s, x, 0.24, 0.12, 0.15, arch=True)

    def iron(c: Canvas, rng: random.Random) -> None:
        for i in range(-4, 5):
            x = i * 0.68
            c.polygon([(x - 0.022, 0.7), (x - 0.022, -0.5), (x + 0.022, -0.5), (x + 0.022, 0.7)], _IRON)
            c.polygon(
                [(x - 0.05, 0.7), (x - 0.04, 0.66), (x + 0.04, 0.66), (x + 0.05, 0.7)], darker(_IRON, 0.8)
            )
            for k in (-1, 1):
                c.stroke([(x, 0.1), (x + 0.1 * k, 0.02), (x + 0.2 * k, 0.0)], 0.016, _IRON)
        span = s.span * 1.5
        c.polygon([(-span, -0.02), (span, -0.02), (span, 0.02), (-span, 0.02)], darker(_IRON, 0.86))
        for i in range(-5, 6):
            x = i * 0.68 + 0.34
            lamp = c.lit(None) if s.light.dark > 0.3 else c
            c.stroke([(x, 0.02), (x, 0.1)], 0.006, darker(_IRON, 0.7))
            c.polygon(
                [(x - 0.05, 0.14), (x - 0.02, 0.1), (x + 0.02, 0.1), (x + 0.05, 0.14)], darker(_IRON, 0.7)
            )
            lamp.ellipse(x, 0.145, 0.03, 0.014, (255, 232, 160))

    s.plane(2.2, iron)
    s.plane(1.9, lambda c, rng: _crates(c, rng, s))
    if s.words & {"rails", "rail", "tracks", "tram", "train", "depot", "station", "trains", "trams"}:
        s.plane(1.3, lambda c, rng: _rails(c, s, 0.86))


def _crates(c: Canvas, rng: random.Random, s: Stage) -> None:
    for x in s.spread(rng, 1.4, 0.3):
        for k in range(rng.choice((1, 2, 3))):
            w, y = rng.uniform(0.06, 0.08), 0.72 - 0.13 * (k // 2)
            cx = x + 0.17 * (k % 2)
            tone = rng.choice(((178, 132, 88), (150, 112, 80), (120, 134, 140)))
            c.polygon([(cx - w, y), (cx - w, y - 0.13), (cx + w, y - 0.13), (cx + w, y)], tone)
            c.plain().stroke([(cx - w, y - 0.13), (cx + w, y)], 0.01, darker(tone, 0.84))
            c.plain().stroke([(cx - w, y), (cx + w, y)], 0.01, darker(tone, 0.8))


def add_rails(s: Stage) -> None:
    """Rails across whatever ground there is, where the actors stand."""
    s.plane(1.1, lambda c, rng: _rails(c, s, 0.86), haze=0.0)


def _rails(c: Canvas, s: Stage, y: float) -> None:
    span = s.span * 1.5
    for i in range(-24, 25):
        c.plain().polygon(
            [(i * 0.16 - 0.03, y - 0.012), (i * 0.16 + 0.03, y - 0.012), (i * 0.17 + 0.034, y + 0.07),
             (i * 0.17 - 0.034, y + 0.07)],
            (116, 92, 76),
        )  # fmt: skip
    for dy, thick in ((0.0, 0.008), (0.052, 0.012)):
        c.plain().polygon(
            [(-span, y + dy), (span, y + dy), (span, y + dy + thick), (-span, y + dy + thick)],
            (150, 154, 164),
        )


def build_office(s: Stage) -> None:
    """Desks with screens, a wall of files, a plant, a clock, wide windows on a city."""
    wall: RGB = s.rng("wall").choice(((226, 232, 236), (236, 230, 218), (216, 228, 222)))
    add_room(s, wall, (184, 192, 202), boards=False)
    side = s.rng("side").choice((-1, 1))
    for x in (-0.34 * side, 0.1 * side):
        add_window(s, x, 0.28, 0.19, 0.17)
    s.plane(2.3, lambda c, rng: _skyline(c, rng, s, side))
    s.plane(2.0, lambda c, rng: _files(c, rng, side))
    s.row(1.75, 0.95, 0.15, lambda c, rng, x: _desk(c, rng, s, x))


def _skyline(c: Canvas, rng: random.Random, s: Stage, side: int) -> None:
    lit = s.light.dark > 0.4
    for middle in (-0.34 * side, 0.1 * side):
        for k in range(6):
            x, h = middle - 0.165 + 0.062 * k, rng.uniform(0.08, 0.2)
            tone: RGB = rng.choice(((150, 162, 182), (134, 148, 172), (168, 160, 168)))
            tall = c.lit(None) if lit else c
            tall.plain().polygon(
                [(x, 0.45), (x, 0.45 - h), (x + 0.054, 0.45 - h), (x + 0.054, 0.45)],
                darker(tone, 0.4) if lit else tone,
            )
            for j in range(3):
                tall.plain().ellipse(
                    x + 0.027, 0.44 - h * (0.25 + 0.25 * j), 0.008, 0.006, (255, 226, 140) if lit else _STEEL
                )


def _files(c: Canvas, rng: random.Random, side: int) -> None:
    x = 0.62 * side
    c.polygon([(x - 0.16, 0.72), (x - 0.16, 0.2), (x + 0.16, 0.2), (x + 0.16, 0.72)], (168, 176, 186))
    for j in range(4):
        y = 0.24 + 0.12 * j
        c.plain().polygon([(x - 0.14, y + 0.1), (x - 0.14, y), (x + 0.14, y), (x + 0.14, y + 0.1)], _DARK)
        for i in range(6):
            left = x - 0.13 + 0.044 * i
            c.plain().polygon(
                [(left, y + 0.1), (left, y + 0.012), (left + 0.036, y + 0.012), (left + 0.036, y + 0.1)],
                rng.choice(((206, 96, 84), (88, 140, 180), (236, 190, 92), (112, 164, 120), (240, 236, 226))),
            )
    clock = -0.62 * side
    c.ellipse(clock, 0.22, 0.055, 0.055, (250, 248, 242))
    c.plain().stroke([(clock, 0.22), (clock, 0.185)], 0.008, _DARK)
    c.plain().stroke([(clock, 0.22), (clock + 0.026, 0.23)], 0.008, _DARK)
    plant = -0.8 * side
    c.polygon(
        [(plant - 0.04, 0.74), (plant - 0.05, 0.65), (plant + 0.05, 0.65), (plant + 0.04, 0.74)],
        (196, 112, 80),
    )
    for k in (-2, -1, 0, 1, 2):
        tip = (plant + 0.05 * k, 0.46 + 0.02 * abs(k))
        c.blob(
            [(plant, 0.66), (plant + 0.035 * k - 0.02, 0.56), tip, (plant + 0.035 * k + 0.03, 0.56)],
            (96, 152, 96),
        )


def _desk(c: Canvas, rng: random.Random, s: Stage, x: float) -> None:
    wood: RGB = (206, 176, 138)
    c.polygon([(x - 0.24, 0.64), (x - 0.24, 0.61), (x + 0.24, 0.61), (x + 0.24, 0.64)], wood)
    for k in (-0.21, 0.18):
        c.polygon(
            [(x + k, 0.78), (x + k, 0.64), (x + k + 0.03, 0.64), (x + k + 0.03, 0.78)], darker(wood, 0.7)
        )
    c.polygon([(x - 0.08, 0.58), (x - 0.08, 0.45), (x + 0.1, 0.45), (x + 0.1, 0.58)], _DARK)
    screen = c.lit(None) if s.light.dark > 0.3 else c
    screen.plain().polygon(
        [(x - 0.07, 0.57), (x - 0.07, 0.46), (x + 0.09, 0.46), (x + 0.09, 0.57)], (150, 206, 230)
    )
    c.polygon([(x - 0.01, 0.61), (x, 0.58), (x + 0.02, 0.58), (x + 0.03, 0.61)], _DARK)
    for i in range(3):
        c.plain().polygon(
            [(x - 0.21, 0.61 - 0.012 * i), (x - 0.21, 0.6 - 0.012 * i), (x - 0.11, 0.6 - 0.012 * i),
             (x - 0.11, 0.61 - 0.012 * i)],
            (250, 250, 246) if i % 2 else (226, 224, 216),
        )  # fmt: skip


def build_carriage(s: Stage) -> None:
    """Inside a train, a tram or a bus: benches, poles, and windows past which the country runs."""
    tone: RGB = s.rng("wall").choice(((232, 214, 178), (206, 222, 214), (224, 206, 196)))
    add_room(s, tone, (122, 112, 112), boards=False)
    seat: RGB = s.rng("seat").choice(((166, 70, 72), (70, 108, 150), (84, 130, 100)))
    places = [-1.32, -0.66, 0.0, 0.66, 1.32]
    for x in places:
        add_window(s, x, 0.28, 0.22, 0.15)
    s.live(2.45, _country(s, places))

    def benches(c: Canvas, rng: random.Random) -> None:
        for x in (-1.65, -0.99, -0.33, 0.33, 0.99, 1.65):
            half = [(0.08, 0.45), (0.14, 0.5), (0.13, 0.74)]
            c.blob([*((x - dx, y) for dx, y in half[::-1]), *((x + dx, y) for dx, y in half)], seat)
            low = [(x - 0.17, 0.76), (x - 0.17, 0.66), (x + 0.17, 0.66), (x + 0.17, 0.76)]
            c.polygon(low, darker(seat, 0.8))
            c.stroke([(x + 0.2, 0.78), (x + 0.2, -0.3)], 0.014, (226, 190, 110))
        span = s.span * 1.5
        c.polygon([(-span, 0.06), (span, 0.06), (span, 0.085), (-span, 0.085)], (226, 190, 110))

    s.plane(1.8, benches)


def _country(s: Stage, places: list[float]) -> DrawLive:
    """Trees and posts that pass behind the windows."""
    red, green, blue = s.light.tint
    leaf: RGB = (round(90 * red), round(140 * green), round(92 * blue))

    def draw(c: Canvas, t: float) -> None:
        p = c.plain().lit(None)
        for i, x in enumerate(places):
            for k in range(3):
                u = (0.45 * t + 0.37 * k + 0.21 * i) % 1.0
                at, tall = x + 0.19 - 0.38 * u, 0.06 + 0.03 * ((i + k) % 3)
                p.ellipse(at, 0.42 - tall * 0.6, 0.03, tall * 0.5, leaf)
            p.stroke([(x, 0.14), (x, 0.43)], 0.012, (246, 236, 214))

    return draw


def build_platform(s: Stage) -> None:
    """A station under the sky: a roof on pillars, a clock, a bench, rails in front."""
    s.horizon = 0.56
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon + 0.02, 0.12, (128, 172, 120), 0.7))
    add_trees(s, 4.0, 0.5, s.horizon + 0.05, (0.16, 0.24), 0.3)
    s.plane(2.0, lambda c, rng: _station(c, s), haze=0.0)
    add_ground(s, (188, 184, 182), patches=False)

    def edge(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        c.plain().polygon([(-span, 0.9), (span, 0.9), (span, 0.925), (-span, 0.925)], (246, 226, 140))
        c.plain().polygon([(-span, 0.925), (span, 0.925), (span, 1.9), (-span, 1.9)], (116, 108, 106))
        _rails(c, s, 0.945)

    s.plane(1.15, edge, haze=0.0)
    s.floor = (188, 184, 182)


def _station(c: Canvas, s: Stage) -> None:
    span = s.span * 1.3
    wall: RGB = (214, 170, 132)
    for i in range(-2, 3):
        x = i * 1.9
        c.polygon([(x - 0.62, 0.7), (x - 0.62, 0.34), (x + 0.62, 0.34), (x + 0.62, 0.7)], wall)
        for k in (-0.42, 0.42):
            draw_window(c, x + k, 0.5, 0.055, s.light)
        c.blob([(x - 0.07, 0.7), (x - 0.07, 0.5), (x, 0.45), (x + 0.07, 0.5), (x + 0.07, 0.7)], (104, 76, 66))
        roof = SNOW if s.light.snowy else (150, 84, 74)
        c.polygon([(x - 0.7, 0.34), (x - 0.5, 0.24), (x + 0.5, 0.24), (x + 0.7, 0.34)], roof)
        c.ellipse(x + 0.95, 0.36, 0.06, 0.06, (250, 246, 236))
        c.plain().stroke([(x + 0.95, 0.36), (x + 0.95, 0.32)], 0.008, (70, 60, 60))
        c.plain().stroke([(x + 0.95, 0.36), (x + 0.98, 0.375)], 0.008, (70, 60, 60))
        c.stroke([(x + 0.95, 0.42), (x + 0.95, 0.7)], 0.018, _IRON)
    c.polygon([(-span, 0.705), (span, 0.705), (span, 0.74), (-span, 0.74)], darker(wall, 0.7))

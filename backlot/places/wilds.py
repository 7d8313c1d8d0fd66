"""Sets of the wide world: jungle, swamp, waterfall, volcano, island, ice, pyramids, oasis and fields of corn.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.foreground import add_crops, add_fronds, add_grass, add_reeds
from backlot.places.ground import GRASS, SNOW, add_ground, add_sky, add_tufts, add_water
from backlot.places.outdoors import add_trees, build_desert, draw_wood
from backlot.places.scenery import draw_bush, draw_hills, draw_mountains, draw_rock
from backlot.places.stage import DrawLive, Stage
from backlot.places.waters import add_bank, draw_palm

_ROCK: RGB = (150, 122, 98)


def build_jungle(s: Stage) -> None:
    """Trunks with lianas under a roof of leaves, great leaves near the ground, rays of light."""
    s.horizon = 0.6
    add_sky(s, clouds=False)
    s.plane(10, lambda c, rng: _leaf_wall(c, rng, s, 0.2, (128, 186, 118)))
    s.plane(5.5, lambda c, rng: _trunks(c, rng, s, 0.34, 0.016, (104, 120, 84), (98, 164, 92)))
    add_ground(s, (96, 148, 78))
    s.plane(2.6, lambda c, rng: _trunks(c, rng, s, 0.72, 0.04, (112, 88, 64), (64, 130, 70)), haze=0.08)
    s.plane(2.0, lambda c, rng: _rays(c, rng, s), haze=0.0)
    s.row(1.7, 0.42, 0.5, lambda c, rng, x: _big_plant(c, rng, x, s.horizon + 0.12), haze=0.0)
    add_tufts(s, (86, 140, 72), flowers=3, stones=1)
    add_fronds(s, (44, 108, 62))


def _leaf_wall(c: Canvas, rng: random.Random, s: Stage, top: float, tone: RGB) -> None:
    c.rect(-s.span * 1.5, top + 0.16, s.span * 1.5, 1.2, darker(tone, 0.9))
    for x in s.spread(rng, 0.13, 0.6):
        y = top + rng.uniform(0.0, 0.3)
        r = rng.uniform(0.08, 0.15)
        c.ellipse(x, y, r, r * 0.85, darker(tone, rng.uniform(0.8, 1.0)))


def _trunks(c: Canvas, rng: random.Random, s: Stage, step: float, thick: float, bark: RGB, leaf: RGB) -> None:
    y = s.horizon + 0.04 + thick
    for x in s.spread(rng, step, 0.4):
        lean = rng.uniform(-0.06, 0.06)
        c.polygon(
            [(x - thick * 1.7, y), (x - thick + lean, -0.5), (x + thick + lean, -0.5), (x + thick * 1.9, y)],
            bark,
        )
        c.plain().polygon(
            [(x + thick * 0.3, y), (x + thick * 0.3 + lean, -0.5), (x + thick + lean, -0.5),
             (x + thick * 1.8, y)],
            darker(bark, 0.82),
        )  # fmt: skip
    for x in s.spread(rng, step * 0.7, 0.5):
        end = rng.uniform(0.2, 0.46)
        bow = rng.uniform(-0.08, 0.08)
        c.stroke([(x, -0.3), (x + bow, end * 0.6), (x + bow * 0.4, end)], thick * 0.22, darker(leaf, 0.72))
        c.ellipse(x + bow * 0.4, end, thick * 0.5, thick * 0.9, darker(leaf, 0.9))
    for x in s.spread(rng, step * 0.3, 0.5):
        low, r = rng.uniform(-0.02, 0.11), rng.uniform(0.1, 0.16)
        c.ellipse(x, low - 0.06, r, r * 0.7, darker(leaf, rng.uniform(0.78, 1.0)))


def _rays(c: Canvas, rng: random.Random, s: Stage) -> None:
    if s.light.dark > 0.4 or s.light.weather not in ("clear", "cloudy"):
        return
    for x in s.spread(rng, 0.9, 0.4):
        c.lit(None).plain().polygon(
            [(x, -0.2), (x + 0.12, -0.2), (x - 0.1, 0.9), (x - 0.34, 0.9)], (255, 250, 200), 22
        )


def _big_plant(c: Canvas, rng: random.Random, x: float, y: float) -> None:
    """A plant of long leaves that bow outwards from one root."""
    tone = rng.choice(((70, 146, 78), (92, 160, 74), (54, 128, 84)))
    size = rng.uniform(0.12, 0.22)
    for k in (-2, 2, -1, 1, 0):
        tip = (x + 0.42 * size * k, y - size * (1.0 - 0.14 * abs(k)))
        bow = (x + 0.2 * size * k, y - size * 0.86)
        c.blob([(x - 0.012, y), (bow[0] - 0.03, bow[1]), tip, (bow[0] + 0.03, bow[1] + 0.05)],
               darker(tone, 0.84 + 0.05 * abs(k)))  # fmt: skip
        c.plain().stroke([(x, y), (bow[0], bow[1] + 0.02), tip], 0.004, lighter(tone, 0.25))


def build_swamp(s: Stage) -> None:
    """Dark water between dead trees, pads of leaves, reeds and mist."""
    s.horizon = 0.5
    add_sky(s)
    s.plane(9, lambda c, rng: draw_wood(c, rng, s, s.horizon + 0.03, (0.1, 0.2), 0.12, (112, 132, 104), True))
    add_water(s, s.horizon + 0.02, 0.78, (92, 112, 70), depth=3.0)
    s.row(2.8, 0.62, 0.5, lambda c, rng, x: draw_dead_tree(c, rng, x, rng.uniform(0.6, 0.68), 0.5), haze=0.12)
    s.row(2.0, 0.3, 0.6, lambda c, rng, x: _pad(c, rng, x, rng.uniform(0.66, 0.74)), haze=0.0)
    add_bank(s, (112, 124, 72))
    add_tufts(s, (98, 112, 64), stones=2)
    s.live(1.6, _mist(s))
    add_reeds(s, (92, 112, 62))


def draw_dead_tree(c: Canvas, rng: random.Random, x: float, y: float, h: float) -> None:
    """A bare crooked tree, standing on y."""
    bark: RGB = (96, 84, 78)
    lean = rng.uniform(-0.08, 0.08)
    top = (x + lean, y - h)
    c.limb([(x, y), (x - lean * 0.4, y - h * 0.5), top], [h * 0.13, h * 0.035], bark)
    for k, side in ((0.45, -1), (0.6, 1), (0.76, -1), (0.86, 1)):
        at = (x + lean * (k - 0.3), y - h * k)
        reach = h * rng.uniform(0.2, 0.34) * (1.3 - k)
        end = (at[0] + side * reach, at[1] - reach * 0.7)
        c.limb([at, (at[0] + side * reach * 0.7, at[1] - reach * 0.1), end], [h * 0.045, h * 0.014], bark)
        c.limb([end, (end[0] + side * reach * 0.1, end[1] - reach * 0.4)], [h * 0.016, h * 0.008], bark)


def _pad(c: Canvas, rng: random.Random, x: float, y: float) -> None:
    r = rng.uniform(0.03, 0.06)
    c.ellipse(x, y, r, r * 0.26, rng.choice(((104, 150, 82), (84, 132, 78))))
    if rng.random() < 0.3:
        for k in (-1, 0, 1):
            c.ellipse(x + k * r * 0.22, y - r * 0.3, r * 0.16, r * 0.32, (246, 196, 214), angle=24 * k)


def _mist(s: Stage) -> DrawLive:
    rng = s.rng("mist")
    banks = [(rng.uniform(-1.4, 1.4), rng.uniform(0.56, 0.74), rng.uniform(0.3, 0.6)) for _ in range(6)]
    tone = mix(s.light.haze, s.light.sky[1], 0.3)

    def draw(c: Canvas, t: float) -> None:
        for x, y, w in banks:
            c.lit(None).plain().ellipse(x + 0.012 * t, y, w, 0.035, tone, 60)

    return draw


def build_waterfall(s: Stage) -> None:
    """A cliff with a fall of water into a pool, spray and wet rocks."""
    s.horizon, s.roam = 0.6, 0.4
    x = s.rng("fall").choice((-0.3, 0.3))
    s.sight = x
    add_sky(s)
    s.plane(8, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon, 0.2, (120, 166, 124), 0.5))
    s.plane(4.0, lambda c, rng: _cliff(c, rng, s, x), haze=0.12)
    s.live(3.9, _falling(s, x))
    add_water(s, 0.64, 0.8, (92, 176, 206), depth=2.4)
    s.row(2.0, 0.34, 0.5, lambda c, rng, at: draw_rock(c, rng, at, rng.uniform(0.68, 0.77), 0.05), haze=0.0)
    s.live(2.2, _spray(s, x))
    add_bank(s, GRASS)
    add_tufts(s, GRASS, flowers=5, stones=4)
    add_grass(s, GRASS)


def _cliff(c: Canvas, rng: random.Random, s: Stage, x: float) -> None:
    span = s.span * 1.4
    ridge = [(at, 0.2 + 0.34 * min(1.0, abs(at - x) / 1.7) + rng.uniform(-0.02, 0.02))
             for at in s.spread(rng, 0.2, 0.2)]  # fmt: skip
    c.blob([(-span, 0.66), (-span, 0.5), *ridge, (span, 0.5), (span, 0.66)], _ROCK)
    for at, y in ridge:
        w = rng.uniform(0.03, 0.06)
        c.plain().polygon([(at, y + 0.03), (at + w, y + 0.05), (at + w * 0.8, 0.65), (at - w * 0.2, 0.65)],
                          darker(_ROCK, rng.uniform(0.78, 0.92)))  # fmt: skip
    for at, y in ridge:
        tone = SNOW if s.light.snowy else rng.choice(((98, 160, 88), (84, 146, 84)))
        draw_bush(c, at, y + 0.02, rng.uniform(0.07, 0.12), tone)


def _falling(s: Stage, x: float) -> DrawLive:
    rng = s.rng("streaks")
    streaks = [(rng.uniform(-0.11, 0.11), rng.random(), rng.uniform(0.05, 0.12)) for _ in range(26)]
    dim = s.light.tint
    white: RGB = (round(240 * dim[0]), round(250 * dim[1]), round(min(255, 255 * dim[2])))
    blue: RGB = (round(168 * dim[0]), round(212 * dim[1]), round(min(255, 236 * dim[2])))

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None).plain()
        c.polygon([(x - 0.1, 0.2), (x + 0.1, 0.2), (x + 0.13, 0.67), (x - 0.13, 0.67)], blue)
        c.polygon(
            [(x - 0.05, 0.2), (x + 0.06, 0.2), (x + 0.07, 0.67), (x - 0.06, 0.67)], mix(blue, white, 0.5)
        )
        for dx, phase, length in streaks:
            y = 0.2 + 0.44 * ((phase + 0.5 * t) % 1.0)
            c.polygon([(x + dx, y), (x + dx + 0.007, y), (x + dx * 1.1, min(0.67, y + length))], white, 220)

    return draw


def _spray(s: Stage, x: float) -> DrawLive:
    rng = s.rng("spray")
    puffs = [(rng.uniform(-0.16, 0.16), rng.uniform(0, 6), rng.uniform(0.03, 0.06)) for _ in range(8)]
    tone = mix((255, 255, 255), s.light.haze, 0.3 + 0.5 * min(1.0, s.light.dark))

    def draw(c: Canvas, t: float) -> None:
        for dx, phase, r in puffs:
            grown = 1 + 0.25 * math.sin(2 * t + phase)
            c.lit(None).plain().ellipse(x + dx, 0.66, r * grown * 1.3, r * grown * 0.7, tone, 120)

    return draw


def build_volcano(s: Stage) -> None:
    """A smoking cone with streams of lava above black stone."""
    s.horizon, s.roam = 0.6, 0.5
    x = s.rng("cone").uniform(-0.25, 0.25)
    s.sight = x
    add_sky(s)
    s.plane(14, lambda c, rng: draw_mountains(c, rng, s.span * 1.2, s.horizon + 0.02, 0.24, (150, 140, 156)))
    s.live(12.0, _smoke(s, x))
    s.plane(7, lambda c, rng: _cone(c, rng, s, x), haze=0.2)
    s.plane(4, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.04, 0.08, (112, 98, 102), 0.5))
    add_ground(s, (80, 62, 64))
    s.plane(1.3, lambda c, rng: _cracks(c, rng, s), haze=0.0)
    s.row(1.25, 0.7, 0.5,
          lambda c, rng, at: draw_rock(c, rng, at, s.horizon + rng.uniform(0.07, 0.13), 0.09, (96, 88, 94)),
          haze=0.0)  # fmt: skip
    add_tufts(s, (112, 104, 92), stones=8)


def _cone(c: Canvas, rng: random.Random, s: Stage, x: float) -> None:
    top, foot = 0.17, s.horizon + 0.03
    stone: RGB = (118, 98, 104)
    c.blob([(x - 0.95, foot), (x - 0.5, 0.44), (x - 0.16, top), (x, top + 0.012), (x + 0.16, top),
            (x + 0.5, 0.44), (x + 0.95, foot)], stone)  # fmt: skip
    c.plain().blob([(x + 0.03, top + 0.02), (x + 0.15, top + 0.01), (x + 0.49, 0.44), (x + 0.92, foot),
                    (x + 0.3, foot), (x + 0.12, 0.4)], darker(stone, 0.84))  # fmt: skip
    glow = c.lit(None).plain()
    for r, o in ((0.3, 26), (0.2, 40)):
        glow.ellipse(x, top, r, r * 0.6, (255, 140, 70), o)
    glow.ellipse(x, top + 0.012, 0.15, 0.022, (255, 176, 80))
    for dx, wide, down in ((-0.08, 0.022, 0.3), (0.02, 0.03, 0.38), (0.1, 0.018, 0.24)):
        sway = rng.uniform(-0.06, 0.06)
        for k, tone in ((1.0, (226, 84, 50)), (0.5, (255, 186, 84))):
            glow.blob([(x + dx - wide * k, top + 0.015), (x + dx + wide * k, top + 0.015),
                       (x + dx * 1.8 + sway + wide * k, top + down * 0.6),
                       (x + dx * 2.6 + sway * 0.5, top + down * (0.8 + 0.2 * k)),
                       (x + dx * 1.8 + sway - wide * k, top + down * 0.6)], tone)  # fmt: skip


def _smoke(s: Stage, x: float) -> DrawLive:
    rng = s.rng("smoke")
    puffs = [(rng.uniform(-0.05, 0.05), i / 9, rng.uniform(0.07, 0.1)) for i in range(9)]
    tone = mix((128, 118, 124), s.light.sky[1], 0.25)

    def draw(c: Canvas, t: float) -> None:
        for dx, phase, r in puffs:
            u = (phase + 0.06 * t) % 1.0
            c.lit(None).plain().ellipse(
                x + dx + 0.3 * u * u, 0.18 - 0.3 * u, r * (0.6 + 1.2 * u), r * (0.5 + u), tone,
                round(210 * (1 - u) + 20),
            )  # fmt: skip

    return draw


def _cracks(c: Canvas, rng: random.Random, s: Stage) -> None:
    c = c.lit(None).plain()
    for x in s.spread(rng, 0.8, 0.5):
        y = rng.uniform(0.72, 0.98)
        points = [(x + 0.09 * i, y + rng.uniform(-0.012, 0.012)) for i in range(4)]
        c.stroke(points, 0.012, (206, 80, 50))
        c.stroke(points, 0.005, (255, 190, 90))


def build_island(s: Stage) -> None:
    """A small hump of sand with palms, and the sea on every side of it."""
    s.horizon, s.roam = 0.48, 0.3
    add_sky(s)
    add_water(s, s.horizon, 1.6, (62, 156, 202), depth=4.0)
    side = s.rng("side").choice((-1, 1))

    def sand(c: Canvas, rng: random.Random) -> None:
        tone: RGB = (246, 224, 172) if not s.light.snowy else SNOW
        for grown, colour in ((1.05, (236, 248, 250)), (1.0, darker(tone, 0.88)), (0.96, tone)):
            c.blob([(-1.3 * grown, 0.88), (-0.8 * grown, 0.74 - 0.03 * grown), (0, 0.69 - 0.03 * grown),
                    (0.8 * grown, 0.74 - 0.03 * grown), (1.3 * grown, 0.88), (0.9 * grown, 1.02 * grown),
                    (-0.9 * grown, 1.02 * grown)], colour)  # fmt: skip
        for _ in range(30):
            c.plain().ellipse(
                rng.uniform(-1.0, 1.0), rng.uniform(0.78, 0.98), 0.01, 0.004, darker(tone, 0.88)
            )

    s.plane(1.35, sand, haze=0.0)
    s.floor = (246, 224, 172)

    def palms(c: Canvas, rng: random.Random) -> None:
        draw_bush(c, side * 0.5, 0.76, 0.09, (96, 164, 92))
        for x, h in ((side * 0.62, 0.56), (side * 0.46, 0.4), (-side * 0.78, 0.34)):
            draw_palm(c, rng, x, 0.77, h)

    s.plane(1.3, palms, haze=0.0)


def build_ice(s: Stage) -> None:
    """The far north: icebergs in a dark sea, floes, an igloo; by night the northern lights."""
    s.horizon, s.roam = 0.5, 0.6
    add_sky(s)
    if s.light.dark > 0.5 and s.light.weather in ("clear", "cloudy"):
        s.live(30.0, _northern_lights(s))
    add_water(s, s.horizon, 0.78, (58, 118, 160), depth=5.0)
    s.row(4.6, 0.9, 0.4, lambda c, rng, x: _iceberg(c, rng, x, s.horizon + 0.08), haze=0.12)
    s.row(2.4, 0.5, 0.5, lambda c, rng, x: c.ellipse(x, rng.uniform(0.64, 0.7), 0.12, 0.016, SNOW), haze=0.0)
    add_bank(s, SNOW)
    side = s.rng("igloo").choice((-1, 1))
    s.sight = 0.5 * side
    s.plane(1.3, lambda c, rng: _igloo(c, s, side * 0.5), haze=0.0)
    add_tufts(s, (206, 218, 232), stones=1)
    s.floor = SNOW


def _iceberg(c: Canvas, rng: random.Random, x: float, y: float) -> None:
    w, h = rng.uniform(0.16, 0.34), rng.uniform(0.1, 0.24)
    peak = x + rng.uniform(-0.4, 0.4) * w
    c.polygon([(x - w, y), (x - w * 0.8, y - h * 0.5), (peak, y - h), (x + w * 0.7, y - h * 0.6), (x + w, y)],
              (222, 238, 250))  # fmt: skip
    c.plain().polygon([(peak, y - h), (x + w * 0.7, y - h * 0.6), (x + w, y), (peak + 0.1 * w, y)],
                      (164, 200, 228))  # fmt: skip


def _igloo(c: Canvas, s: Stage, x: float) -> None:
    snow, joint, r, y = (242, 247, 253), (188, 208, 230), 0.27, 0.82
    dome = [
        (x + r * math.cos(math.pi * i / 14), y - r * 1.02 * math.sin(math.pi * i / 14)) for i in range(15)
    ]
    c.polygon(dome, snow)
    c.plain().polygon([*dome[:6], (x + r * 0.32, y)], (214, 228, 244))
    p = c.plain()
    for k in (0.3, 0.58, 0.82):
        w = r * math.sqrt(1 - k * k)
        p.stroke([(x - w, y - r * k), (x, y - r * k + 0.012), (x + w, y - r * k)], 0.005, joint)
    for i in range(-3, 4):
        p.stroke([(x + 0.08 * i, y), (x + 0.076 * i, y - 0.08)], 0.005, joint)
        p.stroke([(x + 0.04 + 0.072 * i, y - 0.08), (x + 0.04 + 0.062 * i, y - 0.155)], 0.005, joint)
    lit = s.light.dark > 0.4
    c.blob([(x - 0.13, y + 0.01), (x - 0.13, y - 0.09), (x, y - 0.15), (x + 0.13, y - 0.09),
            (x + 0.13, y + 0.01)],
           (226, 236, 248))  # fmt: skip
    (c.lit(None) if lit else c).plain().blob(
        [(x - 0.085, y + 0.01), (x - 0.085, y - 0.06), (x, y - 0.11), (x + 0.085, y - 0.06),
         (x + 0.085, y + 0.01)],
        (255, 206, 120) if lit else (92, 116, 150),
    )  # fmt: skip


def _northern_lights(s: Stage) -> DrawLive:
    rng = s.rng("aurora")
    bands = [(rng.uniform(0, 6), 0.12 + 0.07 * k, tone) for k, tone in
             enumerate(((110, 240, 170), (120, 200, 250), (190, 140, 240)))]  # fmt: skip

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None).plain()
        for phase, y, tone in bands:
            low = [(-4.5 + 0.45 * i, y + 0.05 * math.sin(1.2 * i + phase + 0.25 * t)) for i in range(21)]
            for tall, o in ((0.2, 26), (0.13, 34), (0.06, 44)):
                c.polygon([*low, *[(x + 0.05, v - tall) for x, v in reversed(low)]], tone, o)

    return draw


def build_pyramid(s: Stage) -> None:
    """Pyramids in the sand, palms at their foot."""
    s.horizon, s.roam = 0.58, 0.6
    x = s.rng("pyramid").uniform(-0.3, 0.3)
    add_sky(s, clouds=s.light.weather != "clear")
    for depth, dx, h in ((12.0, -0.72, 0.22), (8.0, 0.66, 0.3), (5.0, 0.0, 0.42)):
        s.plane(depth, lambda c, rng, at=x + dx, h=h: _pyramid(c, at, s.horizon + 0.05, h))  # type: ignore[misc]
    s.plane(4, lambda c, rng: draw_hills(c, rng, s.span * 1.4, s.horizon + 0.05, 0.05, (240, 202, 136), 0.8))
    s.row(2.6, 1.1, 0.4, lambda c, rng, at: draw_palm(c, rng, at, s.horizon + 0.08, 0.26), haze=0.05)
    add_ground(s, (242, 208, 144))
    add_tufts(s, (210, 180, 108), stones=5)


def _pyramid(c: Canvas, x: float, y: float, h: float) -> None:
    stone: RGB = (232, 190, 124)
    w = h * 0.86
    c.polygon([(x - w, y), (x, y - h), (x + w, y)], stone)
    c.plain().polygon([(x, y - h), (x + w, y), (x + w * 0.22, y)], darker(stone, 0.76))
    for i in range(1, 9):
        k = i / 9
        c.plain().stroke([(x - w * k, y - h * (1 - k)), (x + w * 0.22 * k, y - h * (1 - k))], 0.003,
                         darker(stone, 0.88))  # fmt: skip
    c.plain().polygon([(x - 0.05 * h, y), (x - 0.05 * h, y - 0.1 * h), (x + 0.04 * h, y - 0.1 * h),
                       (x + 0.04 * h, y)], (110, 80, 66))  # fmt: skip


def build_oasis(s: Stage) -> None:
    """A pool with palms and green in the middle of dunes."""
    build_desert(s)
    s.roam = 0.5

    def pool(c: Canvas, rng: random.Random) -> None:
        c.ellipse(0.1, 0.74, 0.86, 0.078, (126, 176, 96))
        c.ellipse(0.1, 0.735, 0.76, 0.058, (96, 176, 202))
        c.plain().ellipse(-0.05, 0.725, 0.42, 0.022, mix((140, 208, 226), s.light.sky[1], 0.4))

    s.plane(1.5, pool, haze=0.0)
    for x, h in ((-0.72, 0.5), (-0.56, 0.36), (0.78, 0.46)):
        s.plane(1.45, lambda c, rng, x=x, h=h: draw_palm(c, rng, x, 0.77, h), haze=0.0)  # type: ignore[misc]
    add_grass(s, (150, 170, 92))


def build_crops(s: Stage) -> None:
    """A field that stands high: wheat, or maize where the words say so, with a way through it."""
    maize = bool(s.words & {"corn", "maize", "cornfield", "sweetcorn"})
    tone: RGB = (128, 172, 82) if maize else (232, 196, 100)
    s.horizon = 0.54
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.02, 0.13, (134, 176, 112), 0.7))
    add_trees(s, 5.0, 0.6, s.horizon + 0.03, (0.12, 0.2), 0.4)
    s.plane(
        3.4, lambda c, rng: _stand(c, rng, s, s.horizon + 0.11, 0.09, lighter(tone, 0.1), maize), haze=0.15
    )
    s.plane(2.0, lambda c, rng: _stand(c, rng, s, s.horizon + 0.2, 0.19, tone, maize), haze=0.04)
    add_ground(s, (206, 178, 112))
    s.planes.insert(-2, s.planes.pop())
    s.plane(1.2, lambda c, rng: _stand(c, rng, s, s.horizon + 0.27, 0.2, darker(tone, 0.94), maize), haze=0.0)
    add_tufts(s, (196, 172, 96))
    add_crops(s, darker(tone, 0.82), maize)


def _stand(c: Canvas, rng: random.Random, s: Stage, y: float, h: float, tone: RGB, maize: bool) -> None:
    """A band of standing corn from edge to edge."""
    tone = mix(tone, SNOW, 0.6) if s.light.snowy else tone
    span = s.span * 1.4
    top = [(x, y - h * rng.uniform(0.8, 1.0)) for x in s.spread(rng, 0.05, 0.5)]
    c.polygon([(-span, y), (-span, y - h * 0.8), *top, (span, y - h * 0.8), (span, y)], darker(tone, 0.9))
    p = c.plain()
    for x, at in top:
        if maize:
            p.limb([(x, y), (x, at - h * 0.1)], [0.008, 0.005], darker(tone, 0.8))
            for k in (-1, 1):
                p.stroke([(x, at + h * 0.4), (x + k * h * 0.14, at + h * 0.14),
                          (x + k * h * 0.26, at + h * 0.3)],
                         0.007, lighter(tone, 0.1))  # fmt: skip
            if rng.random() < 0.4:
                p.ellipse(x + 0.008, at + h * 0.4, h * 0.035, h * 0.1, (246, 206, 92))
        else:
            p.stroke([(x, y), (x + 0.006, at)], 0.004, darker(tone, 0.8))
            p.ellipse(x + 0.006, at, h * 0.035, h * 0.13, lighter(tone, 0.22), angle=12)

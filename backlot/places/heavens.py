"""High and far away: the sky among clouds, the moon and other planets, and the cabin of a spaceship.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.ground import add_sky
from backlot.places.indoors import add_room
from backlot.places.light import Pool
from backlot.places.scenery import draw_cloud, draw_hills, draw_rock
from backlot.places.stage import FAR, Draw, DrawLive, Stage

_MOONS = frozenset(["moon", "base", "crater", "craters"])
_GREY: RGB = (176, 170, 194)
_SOILS: tuple[RGB, ...] = ((206, 126, 92), (122, 158, 132), (186, 140, 176), (200, 170, 110))


def build_sky(s: Stage) -> None:
    """High in the air: towers of cloud, a floor of cloud to stand on, the earth through a gap, birds."""
    s.horizon = 0.74
    add_sky(s)
    white = mix((255, 255, 255), s.light.sky[1], 0.1 + 0.45 * min(1.0, s.light.dark))
    warm = mix(white, s.light.sky[2], 0.3)

    def earth(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        tint = s.light.tint
        green: RGB = (round(150 * tint[0]), round(190 * tint[1]), round(140 * tint[2]))
        c.plain().rect(-span, 0.7, span, 2.0, mix(green, s.light.sky[2], 0.45))
        for x in s.spread(rng, 0.4, 0.5):
            y = rng.uniform(0.71, 0.8)
            c.plain().ellipse(x, y, 0.16, 0.012, mix(darker(green, 0.86), s.light.sky[2], 0.4))

    def towers(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 1.1, 0.3):
            h = rng.uniform(0.24, 0.4)
            _tower(c.lit(None), rng, x, 0.86, h, mix(white, s.light.sky[1], 0.34))

    def bank(c: Canvas, rng: random.Random) -> None:
        for x in s.spread(rng, 0.56, 0.4):
            _tower(c.lit(None), rng, x, 0.92, rng.uniform(0.08, 0.2), mix(white, s.light.sky[1], 0.16))

    def floor(c: Canvas, rng: random.Random) -> None:
        g = c.lit(None)
        for y, tone in ((0.79, warm), (0.86, white), (0.95, mix(white, s.light.sky[1], 0.12))):
            for x in s.spread(rng, 0.22, 0.4):
                r = rng.uniform(0.1, 0.16)
                g.plain().ellipse(x, y + 0.06, r, r * 0.5, tone)
            g.plain().rect(-s.span * 1.5, y + 0.06, s.span * 1.5, 2.0, tone)

    s.plane(20, earth, haze=0.0)
    s.plane(8, towers, haze=0.0)
    s.plane(3, bank, haze=0.0)
    s.plane(1.3, floor, haze=0.0)
    s.floor = white
    s.live(5.0, _wisps(s, white))
    if s.light.dark < 0.5:
        s.live(6.0, _birds(s))


def _tower(c: Canvas, rng: random.Random, x: float, y: float, h: float, tone: RGB) -> None:
    """A heaped cloud, broad below, with a lit side."""
    p = c.plain()
    for row in range(4):
        u = row / 3
        wide, r = h * (1.3 - 0.95 * u), h * (0.36 - 0.1 * u)
        across = [x + wide * (k - (4 - row) / 2) / 2 for k in range(5 - row)]
        spots = [(at + rng.uniform(-0.1, 0.1) * h, y - 0.72 * h * u) for at in across]
        for at, level in spots:
            p.ellipse(at + 0.12 * r, level + 0.12 * r, r * 1.08, r, mix(tone, (120, 140, 190), 0.12))
        for at, level in spots:
            p.ellipse(at, level, r, r * 0.92, tone)
            p.ellipse(at - 0.2 * r, level - 0.24 * r, r * 0.6, r * 0.45, lighter(tone, 0.3))


def _wisps(s: Stage, tone: RGB) -> DrawLive:
    rng = s.rng("wisps")
    spots = [(rng.uniform(-1.8, 1.8), rng.uniform(0.3, 0.66), rng.uniform(0.16, 0.3)) for _ in range(5)]

    def draw(c: Canvas, t: float) -> None:
        for x, y, w in spots:
            draw_cloud(c.lit(None), (x + 0.02 * t * (1 + w) + 2) % 4 - 2, y, w, tone)

    return draw


def _birds(s: Stage) -> DrawLive:
    rng = s.rng("flock")
    x0, y0 = rng.uniform(-0.6, 0.1), rng.uniform(0.12, 0.26)

    def draw(c: Canvas, t: float) -> None:
        for k in range(5):
            x, y = x0 + 0.03 * t + 0.05 * abs(k - 2), y0 + 0.028 * (k - 2)
            lift = 0.01 * math.sin(6 * t + k)
            c.plain().stroke([(x - 0.02, y - lift), (x, y), (x + 0.02, y - lift)], 0.005, (90, 100, 130))

    return draw


def build_space(s: Stage) -> None:
    """On the moon or a strange planet: stars, a world in the sky, crater rims, boulders, footprints."""
    s.horizon = 0.6
    moon = bool(s.words & _MOONS) or not s.words & {"planet", "mars", "galaxy"}
    soil = _GREY if moon else _SOILS[0] if "mars" in s.words else s.rng("soil").choice(_SOILS)
    s.floor, s.roam, s.airless = soil, 1.0, True
    s.plane(FAR, lambda c, rng: _paint_deep(c, rng, s), haze=0.0)
    s.plane(20, lambda c, rng: _paint_worlds(c, rng, s, moon), haze=0.0)
    for depth, y, h, shade in ((9.0, 0.0, 0.17, 0.46), (5.0, 0.03, 0.09, 0.62)):
        s.plane(depth, _ridge(s, s.horizon + y, h, darker(soil, shade)), haze=0.0)
    s.plane(1.35, lambda c, rng: _paint_soil(c, rng, s, soil), haze=0.0)

    def boulders(c: Canvas, rng: random.Random) -> None:
        g = c.lit(None)
        for x in s.spread(rng, 0.62, 0.5):
            y, h = s.horizon + rng.uniform(0.07, 0.13), rng.uniform(0.04, 0.12)
            g.plain().ellipse(x + 0.6 * h, y + 0.006, 1.5 * h, 0.16 * h, darker(soil, 0.66))
            draw_rock(g, rng, x, y, h, darker(soil, 0.8))

    s.plane(1.3, boulders, haze=0.0)
    if "base" in s.words or "station" in s.words:
        s.plane(3.0, lambda c, rng: _paint_domes(c, s), haze=0.0)
    s.live(20, _twinkle(s), screen=True)


def _ridge(s: Stage, y: float, h: float, tone: RGB) -> Draw:
    def draw(c: Canvas, rng: random.Random) -> None:
        g = c.lit(None)
        draw_hills(g, rng, s.span * 1.3, y + 0.02, h, tone, 0.34)

    return draw


def _paint_deep(c: Canvas, rng: random.Random, s: Stage) -> None:
    p, span = c.lit(None).plain(), s.span * 1.5
    for i in range(24):
        y = -0.6 + 1.4 * i / 24
        p.rect(-span, y, span, 2, mix((10, 10, 32), (50, 40, 96), i / 23))
    for k in range(60):  # a band of stars from corner to corner
        u = k / 59
        x, y = -span + 2 * span * u, 0.42 - 0.5 * math.sin(1.2 * u + 0.4) + rng.uniform(-0.05, 0.05)
        p.ellipse(
            x,
            y,
            rng.uniform(0.14, 0.3),
            rng.uniform(0.04, 0.09),
            rng.choice(((126, 100, 190), (84, 92, 180))),
            16,
        )
    for _ in range(620):
        r = rng.choice((0.0014, 0.002, 0.002, 0.004))
        tone = rng.choice(((255, 255, 240), (200, 220, 255), (255, 224, 200)))
        p.ellipse(rng.uniform(-span, span), rng.uniform(-0.4, 0.7), r, r, tone, rng.choice((110, 180, 255)))


def _paint_worlds(c: Canvas, rng: random.Random, s: Stage, moon: bool) -> None:
    """The earth over the moon, or a planet with a ring and two small moons."""
    g = c.lit(None)
    x, y = rng.choice((-0.46, 0.46)), 0.2
    if moon:
        for r, o in ((0.21, 26), (0.185, 40)):
            g.plain().ellipse(x, y, r, r, (130, 180, 255), o)
        g.ellipse(x, y, 0.16, 0.16, (74, 140, 206))
        p = g.plain()
        for dx, dy, rx, ry in (
            (-0.06, -0.05, 0.06, 0.05),
            (0.05, 0.03, 0.05, 0.065),
            (-0.05, 0.08, 0.04, 0.03),
        ):
            p.ellipse(x + dx, y + dy, rx, ry, (116, 178, 110))
        for dx, dy, w in ((-0.03, -0.1, 0.07), (0.04, -0.03, 0.08), (-0.05, 0.03, 0.07), (0.02, 0.11, 0.06)):
            p.ellipse(x + dx, y + dy, w, 0.014, (246, 250, 255), 220)
        p.blob([(x + 0.155 * math.cos(a), y + 0.155 * math.sin(a)) for a in (-1.4, -0.7, 0.0, 0.7, 1.4)]
               + [(x + 0.09, y + 0.06), (x + 0.1, y - 0.02), (x + 0.07, y - 0.09)], (20, 40, 96),
               120)  # fmt: skip
        return
    tone = rng.choice(((224, 160, 120), (150, 150, 220), (200, 150, 200)))
    g.ellipse(x, y, 0.15, 0.15, tone)
    for dy, w, k in ((-0.07, 0.12, 1.14), (-0.01, 0.147, 0.88), (0.06, 0.13, 1.08)):
        band = lighter(tone, k - 1) if k > 1 else darker(tone, k)
        g.plain().ellipse(x, y + dy, w, 0.018, band)
    ring = [(x - 0.27, y + 0.07), (x - 0.06, y + 0.062), (x + 0.14, y - 0.02), (x + 0.27, y - 0.08)]
    g.stroke(ring, 0.02, lighter(tone, 0.4))
    for dx, dy, r in ((-0.8, 0.1, 0.035), (0.55, -0.06, 0.024)):
        g.ellipse(x + dx * (1 if x > 0 else -1), y + dy, r, r, (226, 216, 206))


def _paint_soil(c: Canvas, rng: random.Random, s: Stage, soil: RGB) -> None:
    p, span, h = c.lit(None).plain(), s.span * 1.5, s.horizon
    ridge = [(-span + 2 * span * i / 20, h + rng.uniform(-0.006, 0.012)) for i in range(21)]
    p.blob([*ridge, (span, 2), (-span, 2)], lighter(soil, 0.16))
    for i in range(8):
        y = h + 0.03 + (1.1 - h) * (i / 8) ** 1.3
        p.rect(-span, y, span, 2, mix(lighter(soil, 0.12), darker(soil, 0.84), i / 7))
    spots = sorted((rng.uniform(h + 0.05, 1.05), rng.uniform(-span, span)) for _ in range(34))
    for y, x in spots:
        r = 0.02 + 0.24 * (y - h) * rng.uniform(0.5, 1.0)
        p.ellipse(x, y, r * 1.16, r * 0.32, lighter(soil, 0.3))
        p.ellipse(x, y + 0.03 * r, r, r * 0.25, darker(soil, 0.62))
        p.ellipse(x + 0.1 * r, y + 0.09 * r, r * 0.84, r * 0.18, darker(soil, 0.8))
    for k in range(9):  # somebody was here before
        x, y = -0.7 + 0.11 * k, 0.72 + 0.018 * k
        p.ellipse(x, y, 0.016, 0.006, darker(soil, 0.7))


def _paint_domes(c: Canvas, s: Stage) -> None:
    """A base on the moon: domes with lit windows and a dish."""
    g, y, x = c.lit(None), s.horizon + 0.06, -0.5
    for dx, r in ((0.0, 0.16), (0.25, 0.1), (-0.23, 0.09)):
        rim = [(x + dx + r * math.cos(a), y - r * math.sin(a)) for a in (math.pi * i / 12 for i in range(13))]
        g.polygon(rim, (222, 226, 236))
        g.plain().polygon([(x + dx + 0.3 * r, y), *rim[:5], (x + dx + 0.3 * r, y - 0.7 * r)], (190, 196, 214))
        for k in (-0.4, 0.0, 0.4):
            g.plain().ellipse(x + dx + k * r, y - 0.4 * r, 0.12 * r, 0.12 * r, (255, 220, 130))
    g.stroke([(x + 0.43, y), (x + 0.43, y - 0.14)], 0.01, (200, 204, 216))
    g.blob(
        [(x + 0.37, y - 0.17), (x + 0.45, y - 0.12), (x + 0.5, y - 0.18), (x + 0.42, y - 0.14)],
        (232, 236, 244),
    )


def _twinkle(s: Stage) -> DrawLive:
    rng = s.rng("twinkle")
    spots = [(rng.uniform(-0.95, 0.95), rng.uniform(0.02, 0.5), rng.uniform(0, 6)) for _ in range(14)]

    def draw(c: Canvas, t: float) -> None:
        p = c.lit(None).plain()
        for x, y, phase in spots:
            r = 0.003 + 0.0035 * max(0.0, math.sin(1.7 * t + phase))
            p.polygon([(x - 2 * r, y), (x, y - r * 0.3), (x + 2 * r, y), (x, y + r * 0.3)], (255, 255, 244))
            p.polygon([(x, y - 2 * r), (x + r * 0.3, y), (x, y + 2 * r), (x - r * 0.3, y)], (255, 255, 244))

    return draw


_HULL: RGB = (196, 208, 226)


def build_spaceship(s: Stage) -> None:
    """A cabin: ribs, one great window on the stars or the moon, desks of lamps and screens, pipes,
    a hatch."""
    add_room(s, _HULL, (126, 146, 170), boards=False)
    s.pools.append(Pool(0.0, 0.4, 1.4))
    grounded = bool(s.words & {"base", "moon"})

    def ribs(c: Canvas, rng: random.Random) -> None:
        g = c.lit(None)
        for x in s.spread(rng, 0.96, 0.0):
            g.plain().rect(x + 0.4, -0.5, x + 0.56, 0.66, darker(_HULL, 0.92))
            g.limb([(x + 0.48, -0.4), (x + 0.48, 0.66)], [0.1, 0.1], darker(_HULL, 0.8))
            for k in range(7):
                g.plain().ellipse(x + 0.48, 0.02 + 0.095 * k, 0.011, 0.011, darker(_HULL, 0.6))
            _great_window(g, rng, x, s, grounded)
        span = s.span * 1.5
        for y, tone in ((0.02, (232, 150, 92)), (0.055, (140, 160, 190))):
            g.rect(-span, y - 0.012, span, y + 0.012, tone)
        g.rect(-span, 0.6, span, 0.63, darker(_HULL, 0.7))

    def desks(c: Canvas, rng: random.Random) -> None:
        g = c.lit(None)
        for x in s.spread(rng, 0.96, 0.0):
            _console(g, rng, x + 0.48)

    s.plane(2.3, ribs)
    s.plane(1.9, desks)
    s.live(1.85, _lamps(s))


def _great_window(c: Canvas, rng: random.Random, x: float, s: Stage, grounded: bool) -> None:
    w, h, y = 0.34, 0.2, 0.3

    def oval(k: float) -> list[tuple[float, float]]:
        return [(x + k * w * math.copysign(abs(math.cos(a)) ** 0.6, math.cos(a)),
                 y + k * h * math.copysign(abs(math.sin(a)) ** 0.6, math.sin(a)))
                for a in (math.tau * i / 40 for i in range(40))]  # fmt: skip

    c.polygon(oval(1.13), (236, 240, 248))
    c.plain().polygon(oval(1.05), darker(_HULL, 0.6))
    c.plain().polygon(oval(1.0), (18, 18, 52))
    p = c.plain()
    for _ in range(30):
        r = rng.choice((0.0018, 0.003))
        p.ellipse(x + rng.uniform(-0.27, 0.27), y + rng.uniform(-0.15, 0.13), r, r, (255, 252, 230))
    if grounded:
        p.ellipse(x + 0.12, y - 0.07, 0.06, 0.06, (80, 146, 210))
        p.ellipse(x + 0.1, y - 0.08, 0.024, 0.02, (120, 180, 114))
        low = [q for q in oval(1.0) if q[1] > y + 0.06]
        p.polygon(low, _GREY)
        for dx, r in ((-0.14, 0.05), (0.08, 0.035)):
            p.ellipse(x + dx, y + 0.12, r, r * 0.3, darker(_GREY, 0.74))
    else:
        tone = rng.choice(((224, 150, 110), (110, 160, 210), (190, 140, 210)))
        p.ellipse(x + 0.13, y + 0.02, 0.085, 0.085, tone)
        p.ellipse(x + 0.11, y - 0.01, 0.05, 0.016, lighter(tone, 0.3))
        p.ellipse(x + 0.14, y + 0.05, 0.06, 0.014, darker(tone, 0.84))
    p.polygon(
        [(x - 0.26, y - 0.12), (x - 0.2, y - 0.15), (x - 0.1, y + 0.14), (x - 0.18, y + 0.14)],
        (255, 255, 255),
        26,
    )


def _console(c: Canvas, rng: random.Random, x: float) -> None:
    """A desk with a slanting top, two screens and a lever."""
    c.blob([(x - 0.23, 0.77), (x - 0.26, 0.6), (x - 0.2, 0.55), (x + 0.2, 0.55), (x + 0.26, 0.6),
            (x + 0.23, 0.77)],
           (168, 182, 206))  # fmt: skip
    p = c.plain()
    p.rect(x - 0.22, 0.655, x + 0.22, 0.76, (142, 156, 184))
    for k, tone in ((-0.11, (40, 92, 110)), (0.11, (46, 70, 116))):
        c.polygon(
            [(x + k - 0.1, 0.54), (x + k + 0.1, 0.54), (x + k + 0.09, 0.42), (x + k - 0.09, 0.42)],
            (90, 102, 128),
        )
        p.polygon(
            [(x + k - 0.08, 0.53), (x + k + 0.08, 0.53), (x + k + 0.073, 0.433), (x + k - 0.073, 0.433)], tone
        )
    p.stroke(
        [(x - 0.18, 0.5), (x - 0.14, 0.47), (x - 0.1, 0.5), (x - 0.06, 0.46), (x - 0.04, 0.49)],
        0.006,
        (120, 240, 200),
    )
    for r in (0.036, 0.022):
        p.ellipse(x + 0.11, 0.482, r, r, (110, 170, 240), 90)
    p.ellipse(x + 0.122, 0.474, 0.007, 0.007, (255, 226, 140))
    c.limb([(x + 0.17, 0.6), (x + 0.2, 0.52)], [0.014, 0.014], (90, 96, 112))
    c.ellipse(x + 0.2, 0.515, 0.02, 0.02, (226, 84, 76))


def _lamps(s: Stage) -> DrawLive:
    tones: tuple[RGB, ...] = ((240, 96, 90), (250, 206, 90), (110, 216, 130), (120, 190, 250))
    places = [x + 0.48 for x in s.spread(s.rng("desks"), 0.96, 0.0)]

    def draw(c: Canvas, t: float) -> None:
        p = c.lit(None).plain()
        for n, x in enumerate(places):
            for k in range(8):
                tone = tones[(k + n) % 4]
                on = math.sin(2.1 * t + 1.9 * k + n) > -0.3
                p.ellipse(x - 0.16 + 0.045 * k, 0.625, 0.011, 0.011, tone if on else darker(tone, 0.5))

    return draw

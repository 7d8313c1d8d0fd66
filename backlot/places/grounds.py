"""Grounds that people made: graveyard, playground, football pitch, pool, treehouse, roofs, mill and temple.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.foreground import add_branch, add_grass
from backlot.places.ground import GRASS, SNOW, add_ground, add_sky, add_tufts, leaves_of
from backlot.places.outdoors import add_trees, build_forest
from backlot.places.scenery import draw_bush, draw_fence, draw_hills, draw_window
from backlot.places.stage import DrawLive, Stage
from backlot.places.town import ROOFS, STONE, WALLS
from backlot.places.wilds import draw_dead_tree

_IRON: RGB = (70, 72, 84)
_WOOD: RGB = (158, 112, 76)


def build_graveyard(s: Stage) -> None:
    """Leaning stones and crosses, an iron fence, a bare tree, a church behind."""
    s.horizon, s.roam = 0.54, 0.6
    x = s.rng("church").choice((-0.42, 0.42))
    s.sight = x
    add_sky(s)
    s.plane(8, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon + 0.03, 0.16, (112, 146, 118), 0.7))
    s.plane(4.5, lambda c, rng: _church(c, s, x, s.horizon + 0.05, 0.44), haze=0.25)
    add_ground(s, (120, 152, 96))
    s.plane(2.2, lambda c, rng: _railing(c, s, s.horizon + 0.1, 0.13), haze=0.05)
    s.plane(1.9, lambda c, rng: draw_dead_tree(c, rng, -x * 1.3, s.horizon + 0.13, 0.56), haze=0.0)
    s.row(1.6, 0.34, 0.4, lambda c, rng, at: _grave(c, rng, s, at, s.horizon + 0.17, 0.13), haze=0.0)
    s.row(1.2, 0.62, 0.5, lambda c, rng, at: _grave(c, rng, s, at, s.horizon + 0.25, 0.17), haze=0.0)
    add_tufts(s, (108, 140, 86), stones=2)
    add_grass(s, (96, 128, 80), flowers=False)


def _church(c: Canvas, s: Stage, x: float, y: float, h: float) -> None:
    wall: RGB = (206, 198, 192)
    roof = SNOW if s.light.snowy else (104, 92, 112)
    c.rect(x - 0.1 * h, y - 0.42 * h, x + 0.62 * h, y, wall)
    c.polygon([(x - 0.14 * h, y - 0.4 * h), (x + 0.05 * h, y - 0.64 * h), (x + 0.5 * h, y - 0.64 * h),
               (x + 0.68 * h, y - 0.4 * h)], roof)  # fmt: skip
    c.rect(x - 0.26 * h, y - 0.66 * h, x, y, lighter(wall, 0.1))
    c.polygon([(x - 0.3 * h, y - 0.65 * h), (x - 0.13 * h, y - 1.08 * h), (x + 0.04 * h, y - 0.65 * h)], roof)
    c.stroke([(x - 0.13 * h, y - 1.06 * h), (x - 0.13 * h, y - 1.2 * h)], 0.008, _IRON)
    c.stroke([(x - 0.17 * h, y - 1.15 * h), (x - 0.09 * h, y - 1.15 * h)], 0.008, _IRON)
    for k in (0.14, 0.32, 0.5):
        draw_window(c, x + k * h, y - 0.22 * h, 0.045 * h, s.light)
    draw_window(c, x - 0.13 * h, y - 0.5 * h, 0.05 * h, s.light)
    c.blob([(x - 0.19 * h, y), (x - 0.19 * h, y - 0.16 * h), (x - 0.13 * h, y - 0.23 * h),
            (x - 0.07 * h, y - 0.16 * h), (x - 0.07 * h, y)], (112, 78, 66))  # fmt: skip


def _railing(c: Canvas, s: Stage, y: float, h: float) -> None:
    span = s.span * 1.3
    for k in (0.2, 0.8):
        c.rect(-span, y - h * k - 0.005, span, y - h * k + 0.005, _IRON)
    for i in range(round(-span / 0.06), round(span / 0.06)):
        x = i * 0.06
        c.plain().rect(x - 0.004, y - h, x + 0.004, y, _IRON)
        c.plain().polygon([(x - 0.01, y - h), (x, y - h - 0.022), (x + 0.01, y - h)], _IRON)


def _grave(c: Canvas, rng: random.Random, s: Stage, x: float, y: float, h: float) -> None:
    stone: RGB = rng.choice(((158, 158, 166), (140, 146, 150), (172, 164, 160)))
    c = c.at(x, y, h, angle=rng.uniform(-7, 7))
    kind = rng.random()
    if kind < 0.6:
        c.blob(
            [(-0.36, 0.02), (-0.36, -0.66), (-0.2, -0.96), (0.2, -0.96), (0.36, -0.66), (0.36, 0.02)], stone
        )
        c.plain().blob([(0.16, 0.0), (0.2, -0.7), (0.3, -0.66), (0.32, 0.0)], darker(stone, 0.84))
        for k in (-0.6, -0.46):
            c.plain().stroke([(-0.18, k), (0.1, k)], 0.045, darker(stone, 0.7))
        top = (-0.34, -0.2, 0.2, 0.34)
    elif kind < 0.85:
        c.rect(-0.09, -1.1, 0.09, 0.02, stone)
        c.rect(-0.34, -0.84, 0.34, -0.66, stone)
        c.plain().rect(0.03, -1.1, 0.09, 0.02, darker(stone, 0.84))
        top = (-0.3, -0.12, 0.12, 0.3)
    else:
        c.polygon([(-0.22, 0.02), (-0.13, -1.0), (0, -1.2), (0.13, -1.0), (0.22, 0.02)], stone)
        c.plain().polygon([(0.04, 0.02), (0, -1.2), (0.13, -1.0), (0.22, 0.02)], darker(stone, 0.84))
        top = ()  # type: ignore[assignment]
    if s.light.snowy and top:
        y = -0.9 if kind < 0.6 else -0.82
        c.plain().blob([(top[0], y + 0.06), (top[1], y - 0.1), (top[2], y - 0.1), (top[3], y + 0.06)], SNOW)


def build_playground(s: Stage) -> None:
    """A slide, swings, a sandpit and a seesaw before a hedge."""
    s.roam = 0.5
    add_sky(s)
    s.plane(8, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon + 0.02, 0.1, (130, 178, 122), 0.6))
    add_trees(s, 3.6, 0.42, s.horizon + 0.05, (0.24, 0.34), 0.3)
    add_ground(s, (146, 192, 104))
    s.plane(2.0, lambda c, rng: draw_fence(c, -s.span * 1.3, s.span * 1.3, s.horizon + 0.09, 0.09), haze=0.05)
    side = s.rng("slide").choice((-1, 1))
    s.sight = -0.45 * side

    def yard(c: Canvas, rng: random.Random) -> None:
        c.ellipse(0, 0.8, 1.25, 0.1, (232, 206, 150) if not s.light.snowy else SNOW)
        _slide(c.at(-0.55 * side, 0.79, side, 1))
        _swings(c, 0.56 * side, 0.79)
        c.limb([(1.02 * side - 0.2, 0.7), (1.02 * side + 0.2, 0.8)], [0.03, 0.03], (72, 140, 190))
        c.polygon(
            [(1.02 * side - 0.05, 0.82), (1.02 * side, 0.75), (1.02 * side + 0.05, 0.82)], (206, 74, 70)
        )

    s.plane(1.45, yard, haze=0.0)
    s.live(1.44, _swinging(0.56 * side))
    add_tufts(s, (130, 178, 92), flowers=2)
    add_grass(s, GRASS, flowers=False)


def _slide(c: Canvas) -> None:
    red: RGB = (214, 76, 70)
    for x in (-0.2, -0.1):
        c.limb([(x - 0.03, 0.0), (x + 0.02, -0.4)], [0.018, 0.018], (92, 120, 170))
    for k in range(5):
        c.stroke([(-0.215 + 0.006 * k, -0.06 - 0.07 * k), (-0.115 + 0.006 * k, -0.06 - 0.07 * k)], 0.012,
                 (92, 120, 170))  # fmt: skip
    c.rect(-0.2, -0.4, -0.05, -0.375, (246, 196, 84))
    c.blob([(-0.08, -0.41), (0.02, -0.34), (0.16, -0.12), (0.3, -0.05), (0.36, -0.05), (0.36, -0.02),
            (0.26, -0.01), (0.12, -0.07), (-0.02, -0.3), (-0.09, -0.37)], red)  # fmt: skip
    c.plain().stroke([(-0.07, -0.4), (0.06, -0.27), (0.18, -0.09), (0.35, -0.045)], 0.012, lighter(red, 0.35))
    c.stroke([(-0.2, -0.4), (-0.18, -0.52), (-0.08, -0.52), (-0.06, -0.4)], 0.012, (92, 120, 170))


def _swings(c: Canvas, x: float, y: float) -> None:
    for k in (-0.3, 0.3):
        c.limb([(x + k - 0.05, y), (x + k, y - 0.48)], [0.02, 0.02], (86, 150, 120))
        c.limb([(x + k + 0.05, y), (x + k, y - 0.48)], [0.02, 0.02], (72, 132, 106))
    c.limb([(x - 0.3, y - 0.48), (x + 0.3, y - 0.48)], [0.024, 0.024], (86, 150, 120))


def _swinging(x: float) -> DrawLive:
    def draw(c: Canvas, t: float) -> None:
        for k, phase in ((-0.12, 0.0), (0.12, 1.4)):
            lean = 0.03 * math.sin(1.3 * t + phase)
            for d in (-0.05, 0.05):
                c.plain().stroke([(x + k + d, 0.31), (x + k + d + lean, 0.68)], 0.005, (110, 106, 110))
            c.rect(x + k - 0.065 + lean, 0.675, x + k + 0.065 + lean, 0.695, (226, 150, 70))

    return draw


def build_pitch(s: Stage) -> None:
    """Mown stripes, white lines, a goal with its net, boards and floodlights."""
    s.horizon, s.roam = 0.55, 0.7
    add_sky(s)
    add_trees(s, 5.0, 0.3, s.horizon + 0.03, (0.12, 0.18), 0.2)
    s.plane(4.0, lambda c, rng: _floodlights(c, rng, s), haze=0.1)

    def grass(c: Canvas, rng: random.Random) -> None:
        tone: RGB = SNOW if s.light.snowy else (104, 176, 88)
        c.rect(-s.span * 1.5, s.horizon + 0.02, s.span * 1.5, 1.9, tone)
        for i in range(-14, 14, 2):
            a, b = i * 0.22, (i + 1) * 0.22
            c.plain().polygon([(a, s.horizon + 0.02), (b, s.horizon + 0.02), (b * 3.0, 1.9), (a * 3.0, 1.9)],
                              darker(tone, 0.93))  # fmt: skip

    def lines(c: Canvas, rng: random.Random) -> None:
        c = c.plain()
        white: RGB = (250, 250, 246) if not s.light.snowy else (206, 90, 80)
        c.rect(-s.span, 0.665, s.span, 0.674, white)
        c.stroke([(-0.62, 0.67), (-0.74, 0.74), (0.74, 0.74), (0.62, 0.67)], 0.009, white)
        c.rect(-s.span, 0.97, s.span, 0.985, white)
        c.ellipse(0.0, 0.8, 0.022, 0.006, white)

    s.plane(1.5, grass, haze=0.0)
    s.plane(1.45, lambda c, rng: _boards(c, rng, s), haze=0.0)
    s.plane(1.4, lines, haze=0.0)
    s.plane(1.38, lambda c, rng: _goal(c, s), haze=0.0)
    s.floor = (104, 176, 88)


def _floodlights(c: Canvas, rng: random.Random, s: Stage) -> None:
    lit = s.light.dark > 0.3
    for x in (-1.3, -0.62, 0.66, 1.34):
        c.rect(x - 0.008, 0.2, x + 0.008, 0.62, (140, 146, 158))
        c.rect(x - 0.06, 0.13, x + 0.06, 0.21, (110, 116, 130))
        for i in range(3):
            lamp = c.lit(None).plain() if lit else c.plain()
            if lit:
                lamp.ellipse(x - 0.036 + 0.036 * i, 0.17, 0.06, 0.06, (255, 250, 220), 40)
            lamp.ellipse(x - 0.036 + 0.036 * i, 0.17, 0.014, 0.014, (255, 252, 230))


def _boards(c: Canvas, rng: random.Random, s: Stage) -> None:
    tones = ((206, 74, 70), (70, 120, 180), (246, 240, 226), (236, 176, 70), (84, 150, 110))
    for i in range(-12, 12):
        c.rect(i * 0.36, 0.585, i * 0.36 + 0.35, 0.645, rng.choice(tones))


def _goal(c: Canvas, s: Stage) -> None:
    net: RGB = (236, 240, 240)
    for i in range(17):
        x = -0.4 + 0.05 * i
        c.plain().stroke([(x, 0.42), (x * 0.92, 0.6)], 0.0025, net, 170)
    for j in range(6):
        y = 0.43 + 0.035 * j
        c.plain().stroke([(-0.4 + 0.005 * j, y), (0.4 - 0.005 * j, y)], 0.0025, net, 170)
    for x in (-0.42, 0.42):
        c.limb([(x, 0.672), (x, 0.41)], [0.018, 0.018], (252, 252, 250))
    c.limb([(-0.42, 0.41), (0.42, 0.41)], [0.018, 0.018], (252, 252, 250))


def build_pool(s: Stage) -> None:
    """A tiled pool with lanes, a diving tower, a parasol and a hedge."""
    s.horizon, s.roam = 0.55, 0.6
    side = s.rng("tower").choice((-1, 1))
    add_sky(s)
    add_trees(s, 4.0, 0.3, s.horizon + 0.04, (0.16, 0.24), 0.3)
    s.row(3.0, 0.16, 0.3, lambda c, rng, x: draw_bush(c, x, s.horizon + 0.07, 0.1, (92, 154, 90)), haze=0.1)

    def deck(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        tone: RGB = (232, 224, 210) if not s.light.snowy else SNOW
        c.rect(-span, s.horizon + 0.04, span, 1.9, tone)
        for i in range(-20, 21):
            c.plain().stroke([(i * 0.16, s.horizon + 0.04), (i * 0.34, 1.2)], 0.003, darker(tone, 0.9))
        for y in (0.62, 0.82, 0.9, 1.0):
            c.plain().stroke([(-span, y), (span, y)], 0.003, darker(tone, 0.9))
        c.polygon([(-1.18, 0.645), (1.18, 0.645), (1.4, 0.785), (-1.4, 0.785)], (150, 196, 214))
        c.polygon([(-1.14, 0.657), (1.14, 0.657), (1.33, 0.775), (-1.33, 0.775)], (74, 176, 212))
        for k in (-0.6, -0.2, 0.2, 0.6):
            for i in range(9):
                u = i / 9
                c.plain().ellipse(k * (1.3 + 0.3 * u), 0.664 + 0.104 * u, 0.012, 0.005,
                                  (226, 84, 78) if i % 2 else (252, 250, 246))  # fmt: skip

    s.plane(1.5, deck, haze=0.0)
    s.live(1.49, _glitter(s))

    def tower(c: Canvas, rng: random.Random) -> None:
        x = 0.72 * side
        for dx in (0.05, 0.15):
            c.limb([(x + dx * side, 0.72), (x + dx * side, 0.3)], [0.02, 0.02], (226, 230, 236))
        for i in range(6):
            c.plain().stroke([(x + 0.05 * side, 0.36 + 0.06 * i), (x + 0.15 * side, 0.36 + 0.06 * i)], 0.01,
                             (196, 204, 214))  # fmt: skip
        c.polygon([(x + 0.17 * side, 0.3), (x - 0.26 * side, 0.295), (x - 0.26 * side, 0.315),
                   (x + 0.17 * side, 0.33)], (70, 140, 190))  # fmt: skip
        p = -0.8 * side
        c.limb([(p, 0.8), (p, 0.42)], [0.016, 0.014], (236, 230, 220))
        for i in range(6):
            a, b = p - 0.21 + 0.07 * i, p - 0.14 + 0.07 * i
            c.polygon([(p, 0.38), (a, 0.5), (b, 0.5)], (222, 84, 78) if i % 2 else (252, 246, 234))

    s.plane(1.4, tower, haze=0.0)
    s.floor = (232, 224, 210)


def _glitter(s: Stage) -> DrawLive:
    rng = s.rng("glitter")
    spots = [(rng.uniform(-1.1, 1.1), rng.uniform(0.67, 0.765), rng.uniform(0, 6)) for _ in range(22)]

    def draw(c: Canvas, t: float) -> None:
        for x, y, phase in spots:
            w = 0.03 + 0.012 * math.sin(2 * t + phase)
            c.plain().stroke([(x - w, y), (x, y - 0.004), (x + w, y)], 0.004, (206, 240, 250), 200)

    return draw


def build_treehouse(s: Stage) -> None:
    """A hut in the fork of a great tree, with a ladder up to it."""
    s.roam = 0.4
    build_forest(s)
    x = s.rng("tree").choice((-0.44, 0.44))
    s.sight = x
    s.plane(1.25, lambda c, rng: _treehouse(c, rng, s, x), haze=0.0)
    add_branch(s, darker(leaves_of(s)[0], 0.8))


def _treehouse(c: Canvas, rng: random.Random, s: Stage, x: float) -> None:
    bark, y = (120, 88, 64), s.horizon + 0.2
    c.blob([(x - 0.15, y), (x - 0.08, y - 0.12), (x - 0.07, 0.4), (x - 0.2, 0.16), (x - 0.15, 0.1), (x, 0.3),
            (x + 0.16, 0.08), (x + 0.21, 0.14), (x + 0.08, 0.42), (x + 0.09, y - 0.12),
            (x + 0.17, y)], bark)  # fmt: skip
    c.plain().blob([(x + 0.03, y - 0.01), (x + 0.03, 0.42), (x + 0.08, 0.42), (x + 0.09, y - 0.12),
                    (x + 0.15, y - 0.01)], darker(bark, 0.82))  # fmt: skip
    for k in range(9):
        tone = mix(rng.choice(leaves_of(s)), SNOW, 0.6 if s.light.snowy else 0.0)
        c.ellipse(x - 0.36 + 0.09 * k, 0.02 + 0.05 * ((k * 5) % 3), 0.12, 0.1, darker(tone, 0.9))
    wall: RGB = (206, 158, 104)
    c.rect(x - 0.26, 0.4, x + 0.26, 0.425, darker(wall, 0.7))
    c.rect(x - 0.19, 0.2, x + 0.19, 0.4, wall)
    for i in range(1, 6):
        c.plain().stroke([(x - 0.19 + 0.063 * i, 0.2), (x - 0.19 + 0.063 * i, 0.4)], 0.004, darker(wall, 0.8))
    c.polygon([(x - 0.25, 0.21), (x, 0.06), (x + 0.25, 0.21)],
              SNOW if s.light.snowy else (176, 84, 72))  # fmt: skip
    draw_window(c, x + 0.09, 0.29, 0.035, s.light)
    c.plain().rect(x - 0.13, 0.26, x - 0.04, 0.4, (104, 72, 58))
    for k in range(-4, 5):
        c.stroke([(x + 0.06 * k, 0.4), (x + 0.06 * k, 0.35)], 0.008, darker(wall, 0.7))
    c.stroke([(x - 0.25, 0.35), (x + 0.25, 0.35)], 0.01, darker(wall, 0.7))
    side = 1 if x < 0 else -1
    for d in (0.0, 0.07):
        c.limb(
            [(x + side * (0.2 + d), y - 0.01), (x + side * (0.17 + d), 0.41)], [0.016, 0.014], (196, 154, 104)
        )
    for i in range(6):
        up = i / 6
        at = x + side * (0.197 - 0.026 * up)
        c.stroke([(at, y - 0.05 - 0.3 * up), (at + side * 0.07, y - 0.05 - 0.3 * up)], 0.012, (176, 132, 88))


def build_roofs(s: Stage) -> None:
    """Over the town: roofs behind roofs with chimneys, and tiles underfoot."""
    s.horizon = 0.62
    add_sky(s)
    for depth, y, h, step in ((9.0, 0.66, 0.2, 0.3), (4.5, 0.7, 0.26, 0.44), (2.4, 0.76, 0.3, 0.62)):
        s.plane(depth, lambda c, rng, y=y, h=h, step=step: _roof_row(c, rng, s, y, h, step))  # type: ignore[misc]
    tone: RGB = s.rng("tiles").choice(((186, 96, 78), (160, 104, 84), (122, 112, 134)))

    def tiles(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        roof = SNOW if s.light.snowy else tone
        c.rect(-span, 0.775, span, 1.9, roof)
        for j in range(7):
            y = 0.8 + 0.036 * j * (1 + 0.12 * j)
            size = 0.06 + 0.012 * j
            for i in range(round(-span / size), round(span / size)):
                x = (i + 0.5 * (j % 2)) * size
                c.plain().stroke([(x, y), (x + size / 2, y + 0.016 + 0.003 * j), (x + size, y)], 0.005,
                                 darker(roof, 0.8 if (i * 7 + j * 3) % 5 else 0.7))  # fmt: skip
        c.rect(-span, 0.758, span, 0.79, darker(roof, 0.86))
        for i in range(round(-span / 0.1), round(span / 0.1)):
            c.plain().ellipse(i * 0.1, 0.774, 0.05, 0.02, roof)

    s.plane(1.35, tiles, haze=0.0)
    s.row(1.3, 1.25, 0.25, lambda c, rng, x: draw_chimney(c, s, x, 0.86, 0.3), haze=0.0)
    s.floor = tone


def _roof_row(c: Canvas, rng: random.Random, s: Stage, y: float, h: float, step: float) -> None:
    for x in s.spread(rng, step, 0.2):
        w, tall = step * rng.uniform(0.5, 0.62), h * rng.uniform(0.7, 1.0)
        roof = mix(rng.choice(ROOFS), SNOW, 0.75 if s.light.snowy else 0.0)
        c.rect(x - w * 0.9, y - tall * 0.5, x + w * 0.9, 1.9, rng.choice(WALLS))
        c.polygon([(x - w, y - tall * 0.46), (x - w * 0.3, y - tall), (x + w * 0.3, y - tall),
                   (x + w, y - tall * 0.46)], roof)  # fmt: skip
        draw_chimney(c, s, x + w * 0.4, y - tall * 0.7, tall * 0.4)
        draw_window(c, x - w * 0.3, y - tall * 0.28, tall * 0.07, s.light)
        draw_window(c, x + w * 0.4, y - tall * 0.28, tall * 0.07, s.light)


def draw_chimney(c: Canvas, s: Stage, x: float, y: float, h: float) -> None:
    """A brick chimney, standing on y."""
    brick: RGB = (166, 98, 82)
    c.rect(x - h * 0.2, y - h, x + h * 0.2, y, brick)
    c.plain().rect(x + h * 0.06, y - h, x + h * 0.2, y, darker(brick, 0.84))
    c.rect(
        x - h * 0.26, y - h * 1.06, x + h * 0.26, y - h * 0.94, SNOW if s.light.snowy else darker(brick, 0.8)
    )
    for k in (-0.1, 0.1):
        c.rect(x + k * h - h * 0.06, y - h * 1.2, x + k * h + h * 0.06, y - h * 1.05, (206, 130, 92))


def build_mill(s: Stage) -> None:
    """A windmill on a hill, its sails turning."""
    s.roam = 0.5
    x = s.rng("mill").choice((-0.42, 0.42))
    s.sight = x
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.02, 0.14, (124, 176, 118), 0.7))
    add_trees(s, 4.0, 0.7, s.horizon + 0.04, (0.12, 0.2), 0.4)
    s.plane(2.2, lambda c, rng: _mill(c, s, x), haze=0.05)
    s.live(2.19, _sails(x))
    add_ground(s, (150, 192, 98))
    s.planes.insert(-2, s.planes.pop())
    add_tufts(s, GRASS, flowers=7)
    add_grass(s, GRASS)


def _mill(c: Canvas, s: Stage, x: float) -> None:
    y = s.horizon + 0.1
    c.blob([(x - 0.9, y + 0.04), (x - 0.4, y - 0.04), (x, y - 0.06), (x + 0.4, y - 0.04),
            (x + 0.9, y + 0.04)],
           SNOW if s.light.snowy else (136, 184, 96))  # fmt: skip
    wall: RGB = (240, 228, 206)
    c.polygon([(x - 0.15, y), (x - 0.1, 0.26), (x + 0.1, 0.26), (x + 0.15, y)], wall)
    c.plain().polygon([(x + 0.06, y), (x + 0.04, 0.26), (x + 0.1, 0.26), (x + 0.15, y)], darker(wall, 0.88))
    c.blob([(x - 0.12, 0.27), (x - 0.09, 0.19), (x, 0.14), (x + 0.09, 0.19), (x + 0.12, 0.27)],
           SNOW if s.light.snowy else (176, 92, 74))  # fmt: skip
    c.blob([(x - 0.045, y), (x - 0.045, y - 0.09), (x, y - 0.12), (x + 0.045, y - 0.09), (x + 0.045, y)],
           (120, 84, 66))  # fmt: skip
    draw_window(c, x, 0.44, 0.025, s.light)


def _sails(x: float) -> DrawLive:
    def draw(c: Canvas, t: float) -> None:
        for k in range(4):
            sail = c.at(x, 0.27, 0.82, angle=90 * k + 24 * t + 20)
            sail.rect(-0.006, -0.34, 0.006, 0.0, (120, 88, 66))
            sail.rect(0.006, -0.33, 0.07, -0.08, (250, 244, 230))
            for i in range(1, 4):
                sail.plain().rect(0.006, -0.33 + 0.062 * i, 0.07, -0.326 + 0.062 * i, (150, 116, 88))
        c.ellipse(x, 0.27, 0.02, 0.02, (96, 72, 58))

    return draw


def build_temple(s: Stage) -> None:
    """Columns under a gable on broad steps; overgrown where a jungle is near."""
    s.horizon, s.roam = 0.56, 0.4
    wild = bool(s.words & {"jungle", "ruin", "ruins", "lost", "forgotten", "overgrown", "ruined"})
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon + 0.03, 0.15, (128, 168, 122), 0.7))
    add_trees(s, 4.0, 0.34, s.horizon + 0.05, (0.2, 0.34), 0.2)
    s.plane(2.4, lambda c, rng: _temple(c, rng, s, wild), haze=0.04)
    add_ground(s, (198, 184, 152))
    s.planes.insert(-2, s.planes.pop())
    add_tufts(s, (150, 164, 100), stones=4)


def _temple(c: Canvas, rng: random.Random, s: Stage, wild: bool) -> None:
    stone: RGB = mix((226, 214, 188), STONE, 0.4 if wild else 0.0)
    c.rect(-0.66, 0.26, 0.66, 0.62, darker(stone, 0.66))
    c.plain().rect(-0.1, 0.36, 0.1, 0.62, darker(stone, 0.36))
    for i in range(7):
        x = -0.6 + 0.2 * i
        c.rect(x - 0.036, 0.28, x + 0.036, 0.6, stone)
        for k in (-0.012, 0.012):
            c.plain().rect(x + k - 0.003, 0.29, x + k + 0.003, 0.59, darker(stone, 0.86))
        c.rect(x - 0.05, 0.265, x + 0.05, 0.285, lighter(stone, 0.2))
        c.rect(x - 0.05, 0.592, x + 0.05, 0.612, lighter(stone, 0.2))
    c.rect(-0.72, 0.225, 0.72, 0.268, darker(stone, 0.95))
    c.polygon([(-0.76, 0.226), (0, 0.07), (0.76, 0.226)], SNOW if s.light.snowy else stone)
    c.plain().polygon([(-0.56, 0.21), (0, 0.105), (0.56, 0.21)], darker(stone, 0.82))
    c.plain().ellipse(0, 0.17, 0.035, 0.035, (226, 180, 92))
    for i in range(4):
        c.rect(-0.74 - 0.05 * i, 0.61 + 0.026 * i, 0.74 + 0.05 * i, 0.638 + 0.026 * i,
               mix(darker(stone, 0.95 - 0.06 * (i % 2)), SNOW, 0.5 if s.light.snowy else 0))  # fmt: skip
    if wild:
        for _ in range(26):
            x, y = rng.uniform(-0.7, 0.7), rng.choice((0.23, 0.26, 0.6, rng.uniform(0.26, 0.6)))
            c.ellipse(x, y, 0.035, 0.022, rng.choice(((84, 142, 76), (104, 160, 84))))
        for x in (-0.5, -0.22, 0.3, 0.62):
            c.stroke([(x, 0.24), (x + 0.02, 0.36), (x, 0.46)], 0.008, (84, 138, 78))

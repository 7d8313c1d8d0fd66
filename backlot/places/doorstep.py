"""The doorstep: the front of a house, where visitors knock.

Dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.foreground import add_grass
from backlot.places.ground import GRASS, SNOW, add_ground, add_sky, add_tufts
from backlot.places.outdoors import add_trees
from backlot.places.scenery import draw_bush, draw_flower, draw_hills
from backlot.places.stage import Stage
from backlot.places.town import ROOFS, WALLS

_BEAM: RGB = (122, 88, 64)
_CREAM: RGB = (248, 240, 222)
_GLOW: RGB = (255, 214, 118)


def build_doorstep(s: Stage) -> None:
    """Before a cottage: its door with a step and a lantern, a window with flowers, the eaves, a garden."""
    s.roam = 0.4
    rng = s.rng("house")
    side = rng.choice((-1, 1))
    wall, roof = rng.choice(WALLS), rng.choice(ROOFS)
    door = s.hints.get("door", rng.choice(((92, 128, 106), (150, 84, 70), (84, 112, 150), (140, 96, 62))))
    s.sight = 0.26 * side
    add_sky(s)
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.2, s.horizon + 0.02, 0.16, (124, 172, 120), 0.7))
    add_trees(s, 3.4, 0.4, s.horizon + 0.06, (0.24, 0.36), 0.3)
    add_ground(s, GRASS)
    foot = s.horizon + 0.16

    def house(c: Canvas, rng: random.Random) -> None:
        c = c.at(0.3 * side, foot, side, 1)
        _draw_wall(c, wall)
        _draw_eaves(c, mix(roof, SNOW, 0.8 if s.light.snowy else 0.0), roof)
        _draw_window(c, s.light.dark > 0.3, s.light.snowy)
        _draw_door(c, door, s.light.dark > 0.3)

    def path(c: Canvas, rng: random.Random) -> None:
        stone = mix((206, 190, 160), SNOW, 0.7 if s.light.snowy else 0.0)
        x = 0.12 * side
        left = [(x - 0.5, 1.5), (x - 0.32, 1.02), (x - 0.15, foot)]
        c.plain().blob([*left, (x + 0.15, foot), (x + 0.34, 1.02), (x + 0.44, 1.5)], stone)

    s.plane(1.6, house, haze=0.0)
    s.plane(1.35, path, haze=0.0)
    add_tufts(s, GRASS, flowers=6, stones=3)
    add_grass(s, GRASS)


def _draw_wall(c: Canvas, wall: RGB) -> None:
    c.rect(-0.5, -0.72, 1.4, 0.0, wall)
    p = c.plain()
    p.rect(-0.5, -0.72, 1.4, -0.56, darker(wall, 0.88))  # in the shadow of the eaves
    for x, y in ((-0.42, -0.2), (0.42, -0.1), (0.5, -0.34), (-0.46, -0.4), (0.95, -0.16)):
        p.ellipse(x, y, 0.05, 0.022, lighter(wall, 0.2))
    p.rect(-0.5, -0.05, 1.4, 0.0, (150, 144, 148))
    for x in (-0.5, 0.88, 1.2):
        p.rect(x, -0.72, x + 0.035, 0.0, _BEAM)
    p.rect(-0.5, -0.56, 1.4, -0.53, _BEAM)


def _draw_eaves(c: Canvas, tone: RGB, roof: RGB) -> None:
    c.polygon([(-0.62, -0.6), (-0.4, -1.3), (1.5, -1.3), (1.5, -0.6)], tone)
    p = c.plain()
    for row in range(4):
        y = -0.68 - 0.13 * row
        for i in range(17):
            x = -0.5 + 0.12 * i + 0.06 * (row % 2) + 0.03 * row
            p.stroke([(x, y), (x + 0.05, y + 0.03), (x + 0.1, y)], 0.008, darker(tone, 0.88))
    p.rect(-0.64, -0.62, 1.5, -0.59, darker(roof, 0.72))


def _draw_window(c: Canvas, lit: bool, snowy: bool) -> None:
    x, y, w, h = 0.56, -0.34, 0.13, 0.12
    for side in (-1, 1):  # shutters
        c.rect(*_ordered(x + side * w * 1.12, x + side * w * 1.75, y - h * 1.1, y + h * 1.1), (96, 128, 112))
        for k in range(4):
            bar = y - h * 0.7 + 0.45 * h * k
            c.plain().stroke([(x + side * w * 1.2, bar), (x + side * w * 1.67, bar)], 0.008, (74, 102, 90))
    glass = c.plain().lit(None) if lit else c.plain()
    if lit:
        for r, o in ((0.34, 18), (0.24, 28)):
            glass.ellipse(x, y, r, r, _GLOW, o)
    c.plain().rect(x - w * 1.1, y - h * 1.12, x + w * 1.1, y + h * 1.12, _CREAM)
    glass.rect(x - w, y - h, x + w, y + h, _GLOW if lit else (178, 214, 234))
    c.plain().stroke([(x, y - h), (x, y + h)], 0.012, _CREAM)
    c.plain().stroke([(x - w, y), (x + w, y)], 0.012, _CREAM)
    c.rect(x - w * 1.25, y + h * 1.12, x + w * 1.25, y + h * 1.5, (150, 104, 72))
    if snowy:
        c.plain().rect(x - w * 1.25, y + h * 1.0, x + w * 1.25, y + h * 1.16, SNOW)
        return
    for i, tone in enumerate(((226, 96, 92), (250, 206, 92), (232, 130, 170), (226, 96, 92), (250, 206, 92))):
        draw_flower(c, x - w + 0.065 * i, y + h * 1.14, 0.06, tone)
    draw_bush(c, 0.8, 0.02, 0.12, (108, 160, 92))


def _ordered(a: float, b: float, top: float, bottom: float) -> tuple[float, float, float, float]:
    return min(a, b), top, max(a, b), bottom


def _draw_door(c: Canvas, tone: RGB, lit: bool) -> None:
    x, w, h = -0.02, 0.14, 0.46
    half = [(-1.0, 0.0), (-1.0, -0.8), (-0.6, -0.98), (0.6, -0.98), (1.0, -0.8)]
    arch = [(x + px * w, py * h) for px, py in half]
    frame = [(x + (px - x) * 1.2, py * 1.05) for px, py in arch]
    c.polygon([*frame, (x + w * 1.2, 0.0)], (176, 164, 152))
    c.polygon([*arch, (x + w, 0.0)], tone)
    p = c.plain()
    for k in (-0.5, 0.0, 0.5):
        p.stroke([(x + k * w, -0.01), (x + k * w, -h * 0.94)], 0.008, darker(tone, 0.78))
    for y in (-0.1, -0.32):
        p.stroke([(x - w * 0.92, y), (x + w * 0.3, y)], 0.018, (74, 76, 84))
    p.ellipse(x + w * 0.68, -h * 0.44, 0.018, 0.018, (240, 204, 100))
    glass = c.lit(None).plain() if lit else p
    glass.ellipse(x, -h * 0.74, 0.045, 0.045, _GLOW if lit else (178, 214, 234))
    for i, wide in enumerate((0.2, 0.26)):
        y, stone = 0.035 * i, darker((196, 188, 182), 1 - 0.08 * i)
        c.rect(x - wide, y - 0.005, x + wide, y + 0.032, stone)
    lamp = c.lit(None).plain() if lit else p
    at = x + 0.235
    p.stroke([(at, -0.46), (at, -0.4)], 0.01, (74, 76, 84))
    if lit:
        for r, o in ((0.2, 20), (0.12, 34)):
            lamp.ellipse(at, -0.36, r, r, _GLOW, o)
    lamp.rect(at - 0.024, -0.4, at + 0.024, -0.33, (255, 230, 160) if lit else (232, 228, 206))
    p.rect(at - 0.03, -0.415, at + 0.03, -0.395, (74, 76, 84))

"""Rides: places one sits in and is carried by: a rowing boat, a car, a cart, a balloon, a tub full of foam.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.afar import draw_gulls, draw_swell
from backlot.places.ground import GRASS, SNOW, add_ground, add_sky, add_water, leaves_of
from backlot.places.outdoors import draw_wood
from backlot.places.scenery import draw_cloud, draw_hills, draw_mountains, draw_tree
from backlot.places.small_rooms import build_bathroom
from backlot.places.stage import DrawLive, Stage
from backlot.places.vessels import VESSELS

_INLAND = frozenset(["lake", "pond", "river", "stream", "brook", "reeds", "lagoon", "canal", "swamp"])


def build_boat(s: Stage) -> None:
    """A small boat seen from the side, on a lake, a river or the sea, with everybody sitting in it."""
    s.horizon, s.roam = 0.46, 0.9
    s.vessel = VESSELS["raft" if s.words & {"raft", "plank", "log"} else "boat"]
    add_sky(s)
    if s.words & _INLAND:
        _add_far_shore(s)
        tone: RGB = (84, 156, 178)
    else:
        far: RGB = (130, 160, 160)
        s.plane(14, lambda c, rng: draw_hills(c, rng, s.span * 0.4, s.horizon + 0.012, 0.06, far, 0.3))
        s.live(6.0, draw_gulls(s))
        tone = (58, 136, 188)
    add_water(s, s.horizon + 0.01, 1.8, tone, depth=2.0)
    s.live(1.15, _glints(s), screen=True)
    s.live(0.9, draw_swell(s, 0.962, darker(tone, 0.86)), front=True, screen=True)


def _add_far_shore(s: Stage) -> None:
    """Hills, a wood and reeds on the other side of a lake, and their image in the water."""
    s.plane(12, lambda c, rng: draw_mountains(c, rng, s.span, s.horizon + 0.01, 0.24, (136, 158, 178), False))
    s.plane(9, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.01, 0.14, (112, 158, 124), 0.6))
    wood: RGB = (86, 144, 98)
    s.plane(6, lambda c, rng: draw_wood(c, rng, s, s.horizon + 0.02, (0.1, 0.19), 0.15, wood, False))

    def image(c: Canvas, rng: random.Random) -> None:
        span, y = s.span * 1.4, s.horizon + 0.02
        for k in range(3):
            low = [(x, y + 0.02 + 0.035 * k + rng.uniform(0, 0.03)) for x in s.spread(rng, 0.3, 0.3)]
            c.plain().blob([(-span, y), *low, (span, y)], darker(wood, 0.7), 60)
        for x in s.spread(rng, 0.16, 0.5):
            c.plain().stroke([(x, y + 0.012), (x + 0.01, y - rng.uniform(0.02, 0.05))], 0.005, (124, 150, 84))

    s.plane(1.9, image, haze=0.1)


def _glints(s: Stage) -> DrawLive:
    """Light on the water around the boat."""
    rng = s.rng("glints")
    spots = [(rng.uniform(-1.0, 1.0), rng.uniform(0.6, 0.95), rng.uniform(0, 6)) for _ in range(26)]
    tone = mix(s.light.sky[2], (255, 255, 255), 0.4)

    def draw(c: Canvas, t: float) -> None:
        p = c.plain().lit(None)
        for x, y, phase in spots:
            w = (0.02 + 0.07 * (y - 0.5)) * (0.7 + 0.3 * math.sin(t * 1.9 + phase))
            p.ellipse(x + 0.012 * math.sin(t + phase), y, w, 0.003 + 0.004 * (y - 0.5), tone, 130)

    return draw


def build_car(s: Stage) -> None:
    """In a car, seen from beside it: the country runs past behind the windows."""
    s.horizon, s.roam = 0.5, 0.0
    s.vessel = VESSELS["car"]
    _add_passing_country(s, 0.34, town=bool(s.words & {"city", "taxi", "town", "street"}))
    _add_tarmac(s)


def build_cart(s: Stage) -> None:
    """On a cart among fields."""
    s.horizon, s.roam = 0.52, 0.0
    s.vessel = VESSELS["cart"]
    _add_passing_country(s, 0.1, town=False)
    tone: RGB = (222, 198, 152) if not s.light.snowy else (226, 230, 240)

    def lane(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        c.blob([(-span, 0.8), (0.0, 0.79), (span, 0.8), (span, 1.9), (-span, 1.9)], tone)
        for y in (0.86, 0.95):
            c.plain().stroke([(-span, y), (0.0, y - 0.004), (span, y)], 0.014, darker(tone, 0.88))

    s.plane(1.1, lane, haze=0.0)


def _add_tarmac(s: Stage) -> None:
    tone: RGB = (112, 114, 124) if not s.light.snowy else (206, 212, 222)

    def street(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        c.rect(-span, 0.74, span, 0.77, lighter(tone, 0.5))
        c.rect(-span, 0.76, span, 1.9, tone)
        c.plain().rect(-span, 0.765, span, 0.785, darker(tone, 0.8))

    def dashes(c: Canvas, t: float) -> None:
        for k in range(-6, 7):
            x = (0.5 * k - 1.5 * t) % 6.5 - 3.25
            c.plain().polygon(
                [(x, 0.955), (x + 0.22, 0.955), (x + 0.2, 0.972), (x - 0.02, 0.972)], (246, 240, 220)
            )

    s.plane(1.1, street, haze=0.0)
    s.live(1.05, dashes)


def _add_passing_country(s: Stage, pace: float, town: bool) -> None:
    """Sky, hills, a meadow, and trees or houses that go by to the left, the nearer the faster."""
    add_sky(s)
    s.plane(10, lambda c, rng: draw_hills(c, rng, s.span * 1.3, s.horizon + 0.02, 0.16, (124, 172, 124), 0.7))
    add_ground(s, GRASS)
    rng = s.rng("passing")
    rows = [(3.2, 0.02, 0.5 * pace,
             [(0.62 * k + rng.uniform(-0.2, 0.2), rng.uniform(0.15, 0.24)) for k in range(9)]),
            (1.6, 0.14, pace,
             [(0.9 * k + rng.uniform(-0.3, 0.3), rng.uniform(0.3, 0.44)) for k in range(6)])]  # fmt: skip
    leaves = leaves_of(s)

    def passing(depth: float, low: float, speed: float, spots: list[tuple[float, float]]) -> None:
        long = 0.62 * 9 if depth > 2 else 0.9 * 6

        def draw(c: Canvas, t: float) -> None:
            for k, (x, h) in enumerate(spots):
                at = (x - speed * t) % long - long / 2
                if town:
                    _house_front(c, at, s.horizon + low, h, k, s)
                else:
                    draw_tree(
                        c, random.Random(k), at, s.horizon + low, h, leaves[k % len(leaves)], s.light.snowy
                    )

        s.live(depth, draw)

    for row in rows:
        passing(*row)


_FRONTS: tuple[RGB, ...] = (
    (222, 160, 130),
    (196, 206, 212),
    (232, 206, 150),
    (176, 130, 120),
    (160, 184, 176),
)


def _house_front(c: Canvas, x: float, y: float, h: float, k: int, s: Stage) -> None:
    wall, w, tall = _FRONTS[k % len(_FRONTS)], h * 0.62, h * (1.5 + 0.3 * (k % 3))
    c.rect(x - w, y - tall, x + w, y, wall)
    c.rect(x - w * 1.06, y - tall - 0.02, x + w * 1.06, y - tall, darker(wall, 0.74))
    glass: RGB = (255, 216, 120) if s.light.dark > 0.4 else (190, 222, 240)
    p = c.plain().lit(None) if s.light.dark > 0.4 else c.plain()
    for row in range(3):
        for dx in (-0.55, 0.0, 0.55):
            top = y - tall + 0.05 + row * tall / 3.4
            p.rect(x + dx * w - w * 0.14, top, x + dx * w + w * 0.14, top + tall / 6, glass)


def build_balloon(s: Stage) -> None:
    """High over the country in the basket of a balloon."""
    s.horizon, s.roam = 0.64, 0.8
    s.vessel = VESSELS["balloon"]
    add_sky(s)
    s.plane(12, lambda c, rng: draw_mountains(c, rng, s.span * 1.2, s.horizon + 0.02, 0.18, (150, 168, 192)))
    fields: tuple[RGB, ...] = (
        (150, 194, 104),
        (222, 200, 110),
        (124, 176, 96),
        (186, 206, 120),
        (108, 160, 92),
    )

    def country(c: Canvas, rng: random.Random) -> None:
        span = s.span * 1.5
        tones = (SNOW, (226, 234, 244)) if s.light.snowy else fields
        c.rect(-span, s.horizon, span, 2.0, tones[0])
        for row in range(6):
            y, deep = s.horizon + 0.05 * row + 0.014 * row * row, 0.05 + 0.03 * row
            for x in s.spread(rng, 0.34 + 0.1 * row, 0.3):
                w, lean = 0.16 + 0.06 * row, 0.02 + 0.02 * row
                c.plain().polygon([(x - w, y), (x + w, y + 0.01), (x + w + lean, y + deep),
                                   (x - w + lean, y + deep)],
                                  rng.choice(tones))  # fmt: skip
            for x in s.spread(rng, 0.5, 0.5):
                c.plain().ellipse(x, y + 0.02, 0.018 + 0.004 * row, 0.012 + 0.003 * row, (84, 140, 86))
        river = [(0.5 * math.sin(k * 0.9) + 0.1 * k - 0.4, s.horizon + 0.055 * k) for k in range(8)]
        c.plain().stroke(river, 0.022, (120, 186, 220))
        for _ in range(5):
            x, y = rng.uniform(-0.9, 0.9), s.horizon + rng.uniform(0.06, 0.24)
            c.rect(x - 0.012, y - 0.012, x + 0.012, y + 0.008, (246, 236, 220))
            c.polygon([(x - 0.016, y - 0.012), (x, y - 0.026), (x + 0.016, y - 0.012)], (200, 90, 70))

    s.plane(6, country, haze=0.3)
    tone = mix((255, 255, 255), s.light.sky[1], 0.12 + 0.4 * min(1.0, s.light.dark))
    rng = s.rng("near clouds")
    near = [(rng.uniform(-1.6, 1.6), rng.uniform(0.5, 0.95), rng.uniform(0.24, 0.4)) for _ in range(6)]

    def drift(c: Canvas, t: float) -> None:
        for x, y, w in near:
            draw_cloud(c.lit(None), (x - 0.03 * t * (1 + w) + 1.8) % 3.6 - 1.8, y, w, tone)

    s.live(2.4, drift)


def build_tub(s: Stage) -> None:
    """In the bath: foam up to the arms, tiles behind."""
    s.vessel = VESSELS["tub"]
    build_bathroom(s)
    s.roam = 0.3

"""Sets under a roof: rooms of every kind, with a window that shows the hour and the weather.

Each function dresses an empty stage. Knows nothing of actors.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.light import Pool
from backlot.places.stage import Stage

WOOD: RGB = (170, 120, 80)


def add_room(s: Stage, wall: RGB, floor: RGB, boards: bool = True, paper: str = "") -> None:
    """Walls and floor. `paper` is stripes, dots, panels or stones on the wall."""
    s.indoors = True
    s.horizon, s.roam = 0.66, 0.6
    wall = s.hints.get("wall", wall)
    s.floor = floor
    dim = 1 - 0.16 * min(1.0, s.light.dark)
    wall = (round(wall[0] * dim), round(wall[1] * dim), round(wall[2] * (dim + 0.04)))

    def back(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        span = s.span * 1.6
        for i in range(10):
            y = -0.6 + 1.3 * i / 10
            c.polygon(
                [(-span, y), (span, y), (span, 2), (-span, 2)],
                mix(darker(wall, 0.88), lighter(wall, 0.06), i / 9),
            )
        _paper(c, rng, s, wall, paper)
        c.polygon(
            [(-span, s.horizon - 0.03), (span, s.horizon - 0.03), (span, s.horizon), (-span, s.horizon)],
            lighter(wall, 0.45),
        )

    def ground(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None).plain()
        span, h = s.span * 1.6, s.horizon
        lit = tuple(round(v * dim) for v in floor)
        for i in range(8):
            y = h + (1.1 - h) * i / 8
            c.polygon([(-span, y), (span, y), (span, 2), (-span, 2)], mix(darker(lit, 0.86), lit, i / 7))
        if boards:
            for k in range(-22, 23):
                c.stroke([(k * 0.17, h), (k * 0.34, 1.2)], 0.003, darker(lit, 0.84))
        else:
            for i in range(1, 6):
                y = h + (1.1 - h) * (i / 5) ** 1.5
                c.stroke([(-span, y), (span, y)], 0.003, darker(lit, 0.86))
            for k in range(-16, 17):
                c.stroke([(k * 0.24, h), (k * 0.5, 1.2)], 0.003, darker(lit, 0.86))

    s.plane(2.6, back)
    s.plane(1.35, ground)
    s.room = len(s.planes)
    s.pools.append(Pool(0.0, 0.5, 0.55, warm=True, share=0.45))  # a lamp that is not seen


def _paper(c: Canvas, rng: random.Random, s: Stage, wall: RGB, paper: str) -> None:
    span = s.span * 1.6
    if paper == "stripes":
        x = -span
        while x < span:
            c.polygon(
                [(x, -0.6), (x + 0.05, -0.6), (x + 0.05, s.horizon), (x, s.horizon)], lighter(wall, 0.1)
            )
            x += 0.14
    elif paper == "dots":
        for i in range(-14, 15):
            for j in range(6):
                c.ellipse(i * 0.15 + 0.075 * (j % 2), 0.05 + j * 0.11, 0.011, 0.011, lighter(wall, 0.3))
    elif paper == "stones":
        for j in range(9):
            for i in range(-12, 13):
                if rng.random() < 0.3:
                    x, y = i * 0.17 + 0.085 * (j % 2), -0.1 + j * 0.085
                    c.blob(
                        [
                            (x - 0.07, y - 0.03),
                            (x + 0.07, y - 0.03),
                            (x + 0.075, y + 0.03),
                            (x - 0.07, y + 0.03),
                        ],
                        rng.choice((lighter(wall, 0.08), darker(wall, 0.92))),
                    )
    elif paper == "panels":
        for i in range(-9, 10):
            x = i * 0.24
            c.polygon([(x - 0.1, 0.46), (x + 0.1, 0.46), (x + 0.1, 0.62), (x - 0.1, 0.62)], darker(wall, 0.9))
    elif paper == "planks":
        for j in range(11):
            c.stroke([(-span, -0.1 + j * 0.075), (span, -0.1 + j * 0.075)], 0.003, darker(wall, 0.86))


def add_window(
    s: Stage,
    x: float,
    y: float = 0.3,
    w: float = 0.15,
    h: float = 0.16,
    arch: bool = False,
    depth: float = 2.5,
) -> None:
    """A window: sky, moon or sun, a hill, and the weather outside; light falls from it by day."""
    light = s.light

    def frame(c: Canvas, rng: random.Random) -> None:
        c = c.lit(None)
        top = [
            (x - w, y + h),
            (x - w, y - h * (0.5 if arch else 1)),
            (x, y - h * 1.3 if arch else y - h),
            (x + w, y - h * (0.5 if arch else 1)),
            (x + w, y + h),
        ]
        big = [(x + (px - x) * 1.14, y + (py - y) * 1.12) for px, py in top]
        c.polygon(big, (246, 236, 214) if not arch else (128, 118, 122))
        c.polygon(top, light.sky[0])
        p = c.plain()
        p.polygon([(x - w, y + h), (x - w, y), (x + w, y), (x + w, y + h)], light.sky[1])
        p.polygon(
            [(x - w, y + h), (x - w, y + h * 0.55), (x + w, y + h * 0.55), (x + w, y + h)], light.sky[2]
        )
        if light.weather in ("clear", "cloudy"):
            p.ellipse(
                x + w * 0.4,
                y - h * 0.36,
                0.03,
                0.03,
                (252, 244, 212) if light.dark > 0.5 else (255, 226, 130),
            )
        tint = light.tint
        hill: RGB = (round(120 * tint[0]), round(172 * tint[1]), round(110 * tint[2]))
        p.polygon(
            [
                (x - w, y + h),
                (x - w, y + h * 0.62),
                (x - w * 0.3, y + h * 0.42),
                (x + w * 0.5, y + h * 0.66),
                (x + w, y + h * 0.5),
                (x + w, y + h),
            ],
            (236, 242, 250) if light.snowy else hill,
        )
        p.stroke([(x, y - h * (1.2 if arch else 1)), (x, y + h)], 0.012, (246, 236, 214))
        p.stroke([(x - w, y), (x + w, y)], 0.012, (246, 236, 214))
        c.polygon(
            [
                (x - w * 1.25, y + h),
                (x + w * 1.25, y + h),
                (x + w * 1.25, y + h + 0.025),
                (x - w * 1.25, y + h + 0.025),
            ],
            (236, 222, 196),
        )
        if light.dark < 0.5 and light.weather in ("clear", "cloudy"):
            c.plain().polygon(
                [(x - w, y + h), (x + w, y + h), (x + w * 1.9, 1.05), (x - w * 0.2, 1.05)],
                (255, 244, 200),
                26,
            )

    s.plane(depth, frame)
    s.pools.append(Pool(x, y + 0.1, 0.5))
    if light.weather in ("rain", "snow", "storm"):
        s.live(depth, _weather_pane(s, x, y, w, h))


def _weather_pane(s: Stage, x: float, y: float, w: float, h: float):  # type: ignore[no-untyped-def]
    rng = s.rng(f"pane{x}")
    drops = [(rng.uniform(-0.9, 0.9), rng.random(), rng.uniform(0.7, 1.3)) for _ in range(16)]
    snowy = s.light.snowy

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None)
        for dx, phase, speed in drops:
            u = (phase + t * speed * (0.3 if snowy else 1.6)) % 1.0
            py = y - h * 0.95 + 1.75 * h * u
            if snowy:
                c.ellipse(x + dx * w + 0.01 * math.sin(t + phase * 6), py, 0.006, 0.006, (255, 255, 255))
            else:
                c.stroke([(x + dx * w, py), (x + dx * w - 0.006, py + 0.03)], 0.003, (206, 224, 242), 200)

    return draw


def add_flame(s: Stage, x: float, y: float, size: float, depth: float = 1.2) -> None:
    """A fire that flickers, with its glow."""

    def draw(c: Canvas, t: float) -> None:
        c = c.lit(None)
        flick = 1 + 0.1 * math.sin(t * 9) + 0.06 * math.sin(t * 15.7)
        for r, o in ((2.6, 18), (1.8, 26)):
            c.ellipse(x, y - size * 0.4, size * r * flick, size * r * flick, (255, 190, 90), o)
        for k, tone in ((1.0, (240, 110, 50)), (0.7, (250, 164, 60)), (0.4, (255, 226, 120))):
            w, h = size * 0.5 * k, size * 1.25 * k * flick
            lean = 0.12 * size * math.sin(t * 7 + k * 3)
            c.blob(
                [
                    (x - w, y - h * 0.22),
                    (x - w * 0.6, y - h * 0.55),
                    (x + lean, y - h),
                    (x + w * 0.62, y - h * 0.5),
                    (x + w, y - h * 0.2),
                    (x, y),
                ],
                tone,
            )

    s.live(depth, draw)
    s.pools.append(Pool(x, y - 0.4 * size, min(0.6, 0.2 + 3 * size), warm=True))


def add_hanging_lamp(s: Stage, x: float, y: float) -> None:
    """A lamp on a chain that swings a little, with its pool of light."""
    iron: RGB = (84, 88, 100)

    def draw(c: Canvas, t: float) -> None:
        at = x + 0.012 * math.sin(1.1 * t)
        c.stroke([(x, -0.4), (at, y)], 0.006, iron)
        glow = c.lit(None).plain()
        for r, o in ((0.5, 16), (0.3, 24), (0.16, 40)):
            glow.ellipse(at, y + 0.06, r, r, (255, 214, 130), o)
        c.polygon([(at - 0.05, y + 0.04), (at - 0.02, y), (at + 0.02, y), (at + 0.05, y + 0.04)], iron)
        glow.ellipse(at, y + 0.06, 0.026, 0.03, (255, 240, 190))

    s.live(1.9, draw)
    s.pools.append(Pool(x, y + 0.1, 0.55, warm=True))


# -- furniture -----------------------------------------------------------------------------------------------


def draw_table(c: Canvas, x: float, y: float, w: float, h: float, colour: RGB = WOOD) -> None:
    """A table, standing on y."""
    for k in (-0.85, 0.85):
        c.polygon(
            [
                (x + k * w - 0.014, y - h),
                (x + k * w + 0.014, y - h),
                (x + k * w + 0.012, y),
                (x + k * w - 0.012, y),
            ],
            darker(colour, 0.78),
        )
    c.polygon(
        [(x - w, y - h - 0.03), (x + w, y - h - 0.03), (x + w * 1.06, y - h), (x - w * 1.06, y - h)],
        lighter(colour, 0.14),
    )
    c.polygon(
        [
            (x - w * 1.06, y - h),
            (x + w * 1.06, y - h),
            (x + w * 1.06, y - h + 0.025),
            (x - w * 1.06, y - h + 0.025),
        ],
        darker(colour, 0.86),
    )


def draw_shelf(c: Canvas, rng: random.Random, x: float, y: float, w: float, kind: str = "books") -> None:
    """A wall shelf with books or jars."""
    c.polygon([(x - w, y), (x + w, y), (x + w, y + 0.018), (x - w, y + 0.018)], darker(WOOD, 0.84))
    at = x - w + 0.02
    while at < x + w - 0.04:
        tone = rng.choice(((196, 84, 74), (82, 130, 176), (232, 184, 90), (112, 158, 110), (150, 110, 160)))
        if kind == "books":
            bw, bh = rng.uniform(0.018, 0.03), rng.uniform(0.07, 0.1)
            c.polygon([(at, y), (at, y - bh), (at + bw, y - bh), (at + bw, y)], tone)
            at += bw + 0.003
        else:
            c.blob(
                [
                    (at, y),
                    (at - 0.004, y - 0.05),
                    (at + 0.012, y - 0.07),
                    (at + 0.04, y - 0.07),
                    (at + 0.052, y - 0.05),
                    (at + 0.048, y),
                ],
                tone,
            )
            c.polygon(
                [
                    (at + 0.006, y - 0.07),
                    (at + 0.044, y - 0.07),
                    (at + 0.044, y - 0.086),
                    (at + 0.006, y - 0.086),
                ],
                (240, 228, 204),
            )
            at += 0.08


def draw_picture(c: Canvas, rng: random.Random, x: float, y: float, w: float) -> None:
    """A framed picture."""
    c.polygon(
        [(x - w, y - w * 0.8), (x + w, y - w * 0.8), (x + w, y + w * 0.8), (x - w, y + w * 0.8)],
        (176, 128, 78),
    )
    sky, land = rng.choice(
        (
            ((186, 218, 238), (132, 176, 112)),
            ((250, 214, 160), (206, 140, 100)),
            ((200, 190, 226), (116, 130, 168)),
        )
    )
    k = 0.82
    c.plain().polygon(
        [
            (x - w * k, y - w * 0.64),
            (x + w * k, y - w * 0.64),
            (x + w * k, y + w * 0.64),
            (x - w * k, y + w * 0.64),
        ],
        sky,
    )
    c.plain().polygon(
        [
            (x - w * k, y + w * 0.2),
            (x, y - w * 0.1),
            (x + w * k, y + w * 0.24),
            (x + w * k, y + w * 0.64),
            (x - w * k, y + w * 0.64),
        ],
        land,
    )


def draw_rug(c: Canvas, x: float, y: float, w: float, colour: RGB) -> None:
    """An oval rug on the floor."""
    c.ellipse(x, y, w, w * 0.2, colour)
    c.plain().ellipse(x, y, w * 0.84, w * 0.155, lighter(colour, 0.28))
    c.plain().ellipse(x, y, w * 0.68, w * 0.12, colour)


def build_living_room(s: Stage) -> None:
    """A sitting room: window, shelf, armchair, lamp, rug."""
    rng = s.rng("colours")
    add_room(
        s,
        rng.choice(((236, 214, 178), (206, 220, 208), (232, 200, 184), (200, 214, 230))),
        (190, 146, 104),
        paper=rng.choice(("stripes", "dots", "panels")),
    )
    side = rng.choice((-1, 1))
    add_window(s, -0.16 * side, 0.28)

    def furniture(c: Canvas, rng: random.Random) -> None:
        tone = rng.choice(((196, 96, 84), (96, 136, 160), (140, 156, 104)))
        draw_shelf(c, rng, 0.36 * side, 0.22, 0.16)
        draw_picture(c, rng, -0.62 * side, 0.26, 0.1)
        draw_picture(c, rng, 0.85 * side, 0.3, 0.08)
        x, y = 0.66 * side, 0.76
        c.blob(
            [
                (x - 0.16, y),
                (x - 0.17, y - 0.2),
                (x - 0.12, y - 0.36),
                (x + 0.12, y - 0.36),
                (x + 0.17, y - 0.2),
                (x + 0.16, y),
            ],
            darker(tone, 0.9),
        )
        c.blob(
            [(x - 0.13, y - 0.04), (x - 0.13, y - 0.17), (x + 0.13, y - 0.17), (x + 0.13, y - 0.04)],
            lighter(tone, 0.12),
        )
        for k in (-1, 1):
            c.blob(
                [
                    (x + k * 0.15, y + 0.01),
                    (x + k * 0.12, y - 0.17),
                    (x + k * 0.2, y - 0.2),
                    (x + k * 0.21, y + 0.01),
                ],
                tone,
            )
        c.stroke([(-0.72 * side, 0.78), (-0.72 * side, 0.42)], 0.012, darker(WOOD, 0.7))
        c.lit(None).polygon(
            [
                (-0.72 * side - 0.08, 0.46),
                (-0.72 * side - 0.045, 0.34),
                (-0.72 * side + 0.045, 0.34),
                (-0.72 * side + 0.08, 0.46),
            ],
            (255, 224, 150) if s.light.dark > 0.4 else (240, 216, 170),
        )
        if s.light.dark > 0.4:
            for r, o in ((0.3, 18), (0.2, 26)):
                c.lit(None).ellipse(-0.72 * side, 0.42, r, r, (255, 214, 130), o)

    s.plane(1.9, furniture)
    s.plane(
        1.4,
        lambda c, rng: draw_rug(
            c, 0.0, 0.87, 0.56, rng.choice(((186, 84, 84), (92, 122, 160), (206, 160, 90)))
        ),
    )

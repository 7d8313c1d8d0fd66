"""Scenery: trees, clouds, hills, houses and stones, the pieces that outdoor sets are made of.

Every piece stands on (x, y) and is `h` frame heights tall. Knows nothing of places.
"""

from __future__ import annotations

import math
import random

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.light import Light
from backlot.places.stage import Stage


def paint_sky(stage: Stage, c: Canvas, rng: random.Random) -> None:
    """Bands of sky, then sun or moon and stars. The canvas must be without grade: a sky is light itself."""
    light, span = stage.light, stage.span * 1.4
    c = c.plain()
    top, middle, low = light.sky
    bands = 48
    height = stage.horizon + 0.12
    for i in range(bands):
        u = i / (bands - 1)
        tone = mix(top, middle, u / 0.55) if u < 0.55 else mix(middle, low, (u - 0.55) / 0.45)
        y = -0.6 + (height + 0.6) * i / bands
        # down to the end of the next band, which hides the rest: what is not seen need not be filled
        end = 2 if i == bands - 1 else y + 2 * (height + 0.6) / bands
        c.polygon([(-span, y), (span, y), (span, end), (-span, end)], tone)
    x, y = rng.uniform(-0.55, 0.55), rng.uniform(0.12, 0.24)
    if light.time in ("sunset", "dawn"):
        y = stage.horizon - 0.14
    if light.dark > 0.5:
        _paint_stars(c, rng, span, stage.horizon, light)
    somebody = ("moon" if light.dark > 0.5 else "sun") in stage.besides
    if light.weather in ("clear", "cloudy") and not somebody:
        _paint_orb(c, x, y, light)


def _paint_orb(c: Canvas, x: float, y: float, light: Light) -> None:
    if light.dark > 0.5:
        for r, o in ((0.16, 16), (0.11, 24)):
            c.ellipse(x, y, r, r, (250, 244, 214), o)
        c.ellipse(x, y, 0.06, 0.06, (252, 244, 212))
        for dx, dy, r in ((-0.02, -0.015, 0.012), (0.02, 0.01, 0.009), (-0.005, 0.028, 0.007)):
            c.ellipse(x + dx, y + dy, r, r, (234, 222, 186))
        return
    warm = light.time in ("sunset", "dawn")
    for r, o in ((0.22, 26), (0.15, 40), (0.11, 50)):
        c.ellipse(x, y, r, r, (255, 236, 170), o)
    c.ellipse(x, y, 0.075, 0.075, (255, 206, 120) if warm else (255, 232, 140))


def _paint_stars(c: Canvas, rng: random.Random, span: float, horizon: float, light: Light) -> None:
    if light.weather not in ("clear", "cloudy", "fog"):
        return
    for _ in range(90):
        x, y = rng.uniform(-span, span), rng.uniform(-0.1, horizon - 0.06)
        r = rng.choice((0.0018, 0.0024, 0.004))
        c.ellipse(x, y, r, r, (255, 252, 226), rng.choice((120, 190, 255)))


def draw_cloud(c: Canvas, x: float, y: float, w: float, colour: RGB) -> None:
    """A cloud `w` wide with a flat underside."""
    shade = darker(colour, 0.92)
    for dx, dy, r in ((-0.34, 0.02, 0.15), (-0.14, -0.09, 0.21), (0.12, -0.07, 0.19), (0.33, 0.02, 0.14)):
        c.ellipse(x + dx * w, y + dy * w + 0.02 * w, r * w, r * w * 0.92, shade)
    c.blob(
        [(x - 0.5 * w, y + 0.1 * w), (x, y + 0.06 * w), (x + 0.48 * w, y + 0.1 * w), (x, y + 0.16 * w)], shade
    )
    for dx, dy, r in ((-0.33, 0.0, 0.14), (-0.13, -0.11, 0.2), (0.12, -0.09, 0.18), (0.32, 0.0, 0.13)):
        c.ellipse(x + dx * w, y + dy * w, r * w, r * w * 0.9, colour)


def draw_hills(
    c: Canvas, rng: random.Random, span: float, y: float, height: float, colour: RGB, step: float = 0.5
) -> None:
    """A rolling ridge from edge to edge, filled to below the frame."""
    points = [(-span - 0.5, 2.0), (-span - 0.5, y)]
    n = max(3, round(2 * span / step))
    for i in range(n + 1):
        points.append((-span + 2 * span * i / n, y - height * rng.uniform(0.15, 1.0) * (0.5 + 0.5 * (i % 2))))
    points += [(span + 0.5, y), (span + 0.5, 2.0)]
    c.blob(points, colour)


def draw_mountains(
    c: Canvas, rng: random.Random, span: float, y: float, height: float, colour: RGB, snow: bool = True
) -> None:
    """Peaks with a lit and a shaded side, snow on top."""
    x = -span - 0.3
    while x < span + 0.3:
        h = height * rng.uniform(0.55, 1.0)
        w = h * rng.uniform(0.75, 1.05)
        px = x + w * rng.uniform(0.85, 1.1)
        c.polygon([(px - w, y), (px, y - h), (px + w, y), (px + w, 2), (px - w, 2)], colour)
        c.polygon(
            [(px, y - h), (px + w, y), (px + 0.22 * w, y), (px + 0.1 * w, y - h * 0.5)], darker(colour, 0.86)
        )
        if snow:
            c.polygon(
                [
                    (px, y - h),
                    (px + 0.3 * w, y - 0.7 * h),
                    (px + 0.14 * w, y - 0.74 * h),
                    (px + 0.04 * w, y - 0.62 * h),
                    (px - 0.1 * w, y - 0.74 * h),
                    (px - 0.28 * w, y - 0.72 * h),
                ],
                (246, 248, 252),
            )
        x += w * rng.uniform(0.7, 1.2)


def draw_tree(
    c: Canvas, rng: random.Random, x: float, y: float, h: float, leaf: RGB, snowy: bool = False
) -> None:
    """A round-crowned tree."""
    bark: RGB = (124, 88, 62)
    w = h * 0.07
    c.blob(
        [
            (x - w * 1.5, y),
            (x - w * 0.7, y - h * 0.2),
            (x - w * 0.6, y - h * 0.55),
            (x + w * 0.6, y - h * 0.55),
            (x + w * 0.7, y - h * 0.2),
            (x + w * 1.6, y),
        ],
        bark,
    )
    c.plain().blob(
        [
            (x + w * 0.2, y - 0.01),
            (x + w * 0.1, y - h * 0.5),
            (x + w * 0.6, y - h * 0.5),
            (x + w * 1.3, y - 0.004),
        ],
        darker(bark, 0.8),
    )
    r = h * rng.uniform(0.27, 0.34)
    puffs = [
        (-0.6, -0.52, 0.62),
        (0.62, -0.5, 0.6),
        (0.0, -0.68, 0.9),
        (-0.36, -0.86, 0.6),
        (0.4, -0.88, 0.58),
        (0.02, -1.02, 0.52),
    ]
    for dx, dy, k in puffs:
        c.ellipse(x + dx * r + 0.06 * r, y + dy * h + 0.06 * h, r * k, r * k * 0.94, darker(leaf, 0.84))
    tone = mix(leaf, (250, 252, 255), 0.6) if snowy else leaf
    for dx, dy, k in puffs:
        c.ellipse(x + dx * r, y + dy * h, r * k * 0.94, r * k * 0.86, tone)
    for dx, dy, k in ((-0.3, -0.86, 0.3), (-0.5, -0.6, 0.22)):
        c.plain().ellipse(x + dx * r, y + dy * h, r * k, r * k * 0.8, lighter(tone, 0.16))


def draw_pine(
    c: Canvas, rng: random.Random, x: float, y: float, h: float, leaf: RGB, snowy: bool = False
) -> None:
    """A fir in tiers."""
    w = h * rng.uniform(0.2, 0.26)
    c.polygon(
        [(x - h * 0.03, y), (x - h * 0.025, y - h * 0.2), (x + h * 0.025, y - h * 0.2), (x + h * 0.03, y)],
        (112, 80, 58),
    )
    for i in range(4):
        low, high = y - h * (0.12 + 0.2 * i), y - h * (0.46 + 0.185 * i)
        wide = w * (1 - 0.2 * i)
        c.blob(
            [
                (x - wide, low),
                (x - wide * 0.42, (low + high) / 2),
                (x, high),
                (x + wide * 0.42, (low + high) / 2),
                (x + wide, low),
                (x, low + h * 0.03),
            ],
            leaf,
        )
        c.plain().blob(
            [
                (x + wide * 0.05, low + h * 0.01),
                (x + wide * 0.14, (low + high) / 2),
                (x, high + h * 0.02),
                (x + wide * 0.4, (low + high) / 2),
                (x + wide * 0.9, low),
            ],
            darker(leaf, 0.85),
        )
        if snowy:
            c.plain().blob(
                [
                    (x - wide * 0.9, low - h * 0.005),
                    (x - wide * 0.4, (low + high) / 2),
                    (x, high),
                    (x + wide * 0.2, (low + high) / 2),
                    (x - wide * 0.1, low - h * 0.03),
                ],
                (246, 250, 254),
            )


def draw_bush(c: Canvas, x: float, y: float, h: float, leaf: RGB) -> None:
    """A low round bush."""
    for dx, dy, k in ((-0.7, -0.34, 0.46), (0.68, -0.32, 0.44), (0, -0.46, 0.62)):
        c.ellipse(x + dx * h, y + dy * h + 0.04 * h, h * k, h * k * 0.82, darker(leaf, 0.85))
        c.ellipse(x + dx * h - 0.03 * h, y + dy * h - 0.02 * h, h * k * 0.9, h * k * 0.72, leaf)


def draw_tuft(c: Canvas, x: float, y: float, h: float, colour: RGB, lean: float = 0.0) -> None:
    """A tuft of grass."""
    for dx, k in ((-0.3, 0.75), (0.0, 1.0), (0.3, 0.8)):
        tip = (x + dx * h * 1.4 + lean * h, y - h * k)
        c.polygon([(x + dx * h * 0.5 - h * 0.09, y), tip, (x + dx * h * 0.5 + h * 0.09, y)], colour)


def draw_flower(c: Canvas, x: float, y: float, h: float, colour: RGB) -> None:
    """A flower on a stalk."""
    c.stroke([(x, y), (x + h * 0.08, y - h * 0.7)], h * 0.09, (92, 146, 74))
    for i in range(5):
        angle = i * math.tau / 5
        c.ellipse(
            x + h * 0.08 + h * 0.17 * math.cos(angle),
            y - h * 0.78 + h * 0.17 * math.sin(angle),
            h * 0.13,
            h * 0.13,
            colour,
        )
    c.ellipse(x + h * 0.08, y - h * 0.78, h * 0.1, h * 0.1, (250, 214, 96))


def draw_rock(
    c: Canvas, rng: random.Random, x: float, y: float, h: float, colour: RGB = (150, 148, 154)
) -> None:
    """A boulder with a lit side."""
    w = h * rng.uniform(0.7, 1.0)
    c.blob(
        [
            (x - w, y),
            (x - w * 0.9, y - h * 0.5),
            (x - w * 0.3, y - h),
            (x + w * 0.5, y - h * 0.86),
            (x + w, y - h * 0.3),
            (x + w * 0.96, y + h * 0.04),
            (x, y + h * 0.08),
        ],
        darker(colour, 0.86),
    )
    c.plain().blob(
        [
            (x - w * 0.84, y - h * 0.14),
            (x - w * 0.76, y - h * 0.5),
            (x - w * 0.26, y - h * 0.9),
            (x + w * 0.3, y - h * 0.76),
            (x, y - h * 0.3),
        ],
        lighter(colour, 0.12),
    )


def draw_house(
    c: Canvas, rng: random.Random, x: float, y: float, h: float, wall: RGB, roof: RGB, light: Light
) -> None:
    """A cottage with door, windows that shine in the dark, and a chimney."""
    w = h * rng.uniform(0.5, 0.62)
    top = y - h * 0.55
    c.polygon(
        [
            (x + w * 0.5, top - h * 0.05),
            (x + w * 0.5, y - h * 1.02),
            (x + w * 0.72, y - h * 1.02),
            (x + w * 0.72, top),
        ],
        darker(wall, 0.66),
    )
    c.polygon([(x - w, y), (x - w, top), (x + w, top), (x + w, y)], wall)
    c.plain().polygon([(x + w * 0.62, y), (x + w * 0.62, top), (x + w, top), (x + w, y)], darker(wall, 0.9))
    c.polygon(
        [
            (x - w * 1.18, top + h * 0.03),
            (x - w * 0.74, y - h),
            (x + w * 0.74, y - h),
            (x + w * 1.18, top + h * 0.03),
        ],
        mix(roof, (248, 250, 255), 0.75) if light.snowy else roof,
    )
    c.plain().stroke([(x - w * 1.12, top), (x + w * 1.12, top)], h * 0.03, darker(roof, 0.8))
    c.blob(
        [
            (x - h * 0.09, y),
            (x - h * 0.09, y - h * 0.26),
            (x, y - h * 0.32),
            (x + h * 0.09, y - h * 0.26),
            (x + h * 0.09, y),
        ],
        darker(roof, 0.7),
    )
    for k in (-1, 1):
        draw_window(c, x + k * w * 0.6, y - h * 0.34, h * 0.085, light)


def draw_window(c: Canvas, x: float, y: float, r: float, light: Light) -> None:
    """A small window; it glows when it is dark."""
    glass: RGB = (255, 216, 120) if light.dark > 0.4 else (190, 222, 240)
    pane = c.plain() if light.dark <= 0.4 else c.plain().lit(None)
    c.plain().polygon(
        [
            (x - r * 1.2, y - r * 1.2),
            (x + r * 1.2, y - r * 1.2),
            (x + r * 1.2, y + r * 1.2),
            (x - r * 1.2, y + r * 1.2),
        ],
        (248, 240, 222),
    )
    pane.polygon([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], glass)
    c.plain().stroke([(x, y - r), (x, y + r)], r * 0.18, (248, 240, 222))
    c.plain().stroke([(x - r, y), (x + r, y)], r * 0.18, (248, 240, 222))


def draw_fence(
    c: Canvas, left: float, right: float, y: float, h: float, colour: RGB = (222, 200, 164)
) -> None:
    """A wooden fence."""
    for k in (0.35, 0.72):
        c.polygon(
            [
                (left, y - h * k - h * 0.06),
                (right, y - h * k - h * 0.06),
                (right, y - h * k + h * 0.06),
                (left, y - h * k + h * 0.06),
            ],
            darker(colour, 0.9),
        )
    x = left
    while x < right:
        c.polygon(
            [
                (x - h * 0.09, y),
                (x - h * 0.09, y - h * 0.9),
                (x, y - h * 1.04),
                (x + h * 0.09, y - h * 0.9),
                (x + h * 0.09, y),
            ],
            colour,
        )
        x += h * 0.46

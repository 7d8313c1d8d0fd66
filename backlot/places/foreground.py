"""What stands between the lens and the actors: grass, reeds, corn, great leaves and a branch.

All of it keeps to the lower edge and to the corners, in every size of shot and every shape of frame, so that
no face is hidden. Knows no place by name.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas, Point
from backlot.places.ground import PETALS
from backlot.places.scenery import draw_flower
from backlot.places.stage import Stage, Turf

NEAR = 0.7
"""The depth of it all; the weather falls behind it."""
Stalk = tuple[float, float, float, float]
"""(how far from the edge of the frame inwards, height, phase, lean), in frame heights"""


def add_grass(stage: Stage, colour: RGB, flowers: bool = True) -> None:
    """Grass in both lower corners, and a little before everybody's feet."""
    snowy = stage.light.snowy
    tone = (222, 230, 242) if snowy else darker(colour, 0.62)
    rng = stage.rng("front")
    blooms = [(side, rng.uniform(-0.1, 0.16), rng.uniform(0.13, 0.2), rng.choice(PETALS))
              for side in (-1, 1) for _ in range(2)]  # fmt: skip
    if not snowy:
        stage.turf = Turf(darker(colour, 0.9), 0.045)

    def bloom(c: Canvas, edge: float, t: float) -> None:
        for side, inwards, h, petal in blooms:
            x = side * (edge - inwards)
            draw_flower(c, x + 0.008 * math.sin(t * 1.4 + x), 1.03, h, darker(petal, 0.85))

    _add_corners(stage, 9, (0.09, 0.19), lambda c, root, tip, h: _blade(c, root, tip, h, tone),
                 bloom if flowers and not snowy else None)  # fmt: skip


def add_reeds(stage: Stage, colour: RGB) -> None:
    """Reeds with brown heads in both lower corners."""
    tone = mix(darker(colour, 0.7), (240, 244, 250), 0.5 if stage.light.snowy else 0.0)
    stage.turf = Turf(darker(colour, 0.8), 0.06)

    def reed(c: Canvas, root: float, tip: float, h: float) -> None:
        _blade(c, root, tip, h, tone)
        if h > 0.24:
            c.ellipse(tip, 1.02 - h, 0.011, 0.036, (104, 72, 52))

    _add_corners(stage, 9, (0.16, 0.34), reed)


def add_crops(stage: Stage, colour: RGB, maize: bool) -> None:
    """Standing corn before the lens, and before everybody's feet."""
    tone = mix(colour, (240, 244, 250), 0.55) if stage.light.snowy else colour
    stage.turf = Turf(tone, 0.19, step=0.045, ears=not maize)

    def ear(c: Canvas, root: float, tip: float, h: float) -> None:
        c.stroke([(root, 1.04), (root, 1.02 - h * 0.5), (tip, 1.02 - h)], 0.008, darker(tone, 0.8))
        if maize:
            for k in (-1, 1):
                c.blob([(root, 1.03 - h * 0.4), (root + 0.03 * k, 1.0 - h * 0.7),
                        (root + 0.08 * k, 1.02 - h * 0.4)],
                       darker(tone, 0.86))  # fmt: skip
        else:
            c.ellipse(tip, 1.0 - h, 0.014, 0.045, lighter(tone, 0.1), angle=80 * (tip - root))

    _add_corners(stage, 8, (0.14, 0.3), ear)


def add_fronds(stage: Stage, colour: RGB) -> None:
    """Great leaves in both lower corners, and a branch overhead in wide shots."""
    stage.turf = Turf(darker(colour, 0.9), 0.07)

    def frond(c: Canvas, root: float, tip: float, h: float) -> None:
        side = 1.0 if tip > root else -1.0
        end = (root + side * h * 0.7, 1.02 - h)
        bow = (root + side * h * 0.2, 1.0 - h * 0.95)
        c.blob([(root - 0.02, 1.05), (bow[0] - 0.05, bow[1]), end, (bow[0] + 0.07, bow[1] + 0.09)], colour)
        c.plain().stroke([(root, 1.05), (bow[0], bow[1] + 0.03), end], 0.006, lighter(colour, 0.2))

    _add_corners(stage, 4, (0.14, 0.3), frond)
    add_branch(stage, colour)


def add_branch(stage: Stage, colour: RGB) -> None:
    """A leafy branch from an upper corner; in wide shots only, so that it stays over everybody's head."""
    rng = stage.rng("branch")
    snowy = stage.light.snowy
    tone = mix(colour, (244, 248, 252), 0.6) if snowy else colour
    leaves = [(rng.uniform(0.0, 0.5), rng.uniform(-0.03, 0.05), rng.uniform(-40, 60), rng.uniform(0.035,
                                                                                                  0.06))
              for _ in range(16)]  # fmt: skip

    def draw(c: Canvas, t: float) -> None:
        edge = c.surface.width / c.surface.height / 2
        sway = 0.006 * math.sin(0.9 * t)
        c.stroke([(-edge - 0.02, 0.02), (-edge + 0.24, 0.055), (-edge + 0.5, 0.03 + sway)], 0.014,
                 darker((92, 68, 54), 0.8))  # fmt: skip
        for i, (x, dy, turn, size) in enumerate(leaves):
            y = 0.035 + 0.04 * math.sin(3 * x) + dy + sway * (0.4 + 2 * x)
            c.ellipse(-edge + x, y, size, size * 0.42, darker(tone, 0.8 if i % 3 else 0.92), angle=turn)

    stage.live(NEAR, draw, front=True, screen=True, wide=True)


def _add_corners(
    stage: Stage,
    count: int,
    tall: tuple[float, float],
    draw_one: Callable[[Canvas, float, float, float], None],
    more: Callable[[Canvas, float, float], None] | None = None,
) -> None:
    """Stalks at both edges of the frame; they sway."""
    rng = stage.rng("corners")
    stalks: list[tuple[int, Stalk]] = [
        (side, (rng.uniform(-0.22, 0.19), rng.uniform(*tall), rng.uniform(0, 6), rng.uniform(-0.03, 0.03)))
        for side in (-1, 1)
        for _ in range(count)
    ]

    def sway(c: Canvas, t: float) -> None:
        edge = c.surface.width / c.surface.height / 2
        k = min(1.0, max(0.4, edge / 0.8))  # a narrow frame has narrow corners
        for side, (inwards, h, phase, lean) in stalks:
            root = side * (edge - k * inwards)
            if abs(root) < edge + 0.1:
                draw_one(c, root, root + k * (lean + 0.014 * math.sin(1.6 * t + phase)), k * h)
        if more:
            more(c, edge, t)

    stage.live(NEAR, sway, front=True, screen=True)


def _blade(c: Canvas, root: float, tip: float, h: float, tone: RGB) -> None:
    lean = (tip - root) * 0.4
    c.blob([(root - 0.016, 1.04), (root - 0.006 + lean, 1.02 - h * 0.5), (tip, 1.02 - h),
            (root + 0.012 + lean, 1.02 - h * 0.5), (root + 0.018, 1.04)], tone)  # fmt: skip


def draw_turf(c: Canvas, turf: Turf, places: list[tuple[float, float, int]], t: float) -> None:
    """Tufts of what grows here, each at (x, y, a number that tells it from others)."""
    tufts: dict[bool, list[list[Point]]] = {False: [], True: []}
    for x, y, n in places:
        h = turf.height * (0.62 + 0.1 * (n * n % 7))
        tip = 0.1 * h * math.sin(1.6 * t + n)
        points: list[Point] = [(x - 0.5 * h, y)]
        for dx, k in ((-0.42, 0.6), (-0.1, 1.0), (0.24, 0.76), (0.5, 0.5)):
            points += [(x + dx * h + tip * k, y - h * k), (x + (dx + 0.2) * h, y - 0.06 * h)]
        tufts[n % 3 > 0].append([*points, (x + 0.7 * h, y)])
        if turf.ears:
            for dx, k in ((-0.42, 0.6), (-0.1, 1.0), (0.24, 0.76)):
                c.ellipse(x + dx * h + tip * k, y - h * k, 0.011, 0.03, lighter(turf.colour, 0.12))
    for light, shapes in tufts.items():
        c.polygons(shapes, turf.colour if light else darker(turf.colour, 0.9))

"""The other wall: what a room shows when the camera turns round, as for the second half of a talk.

Floor, wallpaper and light are the room's own; the furniture is what stands opposite. Knows nothing of actors.

    python -c "from backlot.places.reverse import OPPOSITE; print(*OPPOSITE)"
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import partial

from backlot.colour import RGB, darker, lighter, mix
from backlot.paint import Canvas
from backlot.places.indoors import WOOD, add_flame, draw_picture, draw_shelf
from backlot.places.stage import Stage

ON_FLOOR = 1.4
"""The depth of rugs, which lie there from whichever side they are seen."""
_COATS: tuple[RGB, ...] = ((178, 84, 78), (84, 118, 156), (96, 136, 104), (204, 160, 88), (136, 104, 150))


def turn_round(s: Stage, name: str) -> None:
    """Make a dressed room its other wall, if the set of this name has one.

    Args:
        s: a stage that `add_room` made, dressed.
        name: of its set.
    """
    if not s.room or name not in OPPOSITE:
        return
    rugs = [p for p in s.planes[s.room :] if p.depth == ON_FLOOR]
    s.planes, s.pools, s.lives = [*s.planes[: s.room], *rugs], s.pools[:1], []
    s.roam = min(s.roam, 0.3)
    OPPOSITE[name](s)


def _turned(s: Stage) -> int:
    return s.rng("opposite").choice((-1, 1))


def _add_home(s: Stage) -> None:
    """A door that stands ajar, coats on hooks, a chest of drawers with a plant, pictures."""
    side = _turned(s)

    def wall(c: Canvas, rng: random.Random) -> None:
        _door(c, 0.5 * side, s.horizon, rng.choice(((126, 150, 132), (164, 112, 78), (110, 132, 160))), s)
        x = -0.02 * side
        c.rect(x - 0.2, 0.26, x + 0.2, 0.29, darker(WOOD, 0.8))
        for k in range(4):
            at = x - 0.15 + 0.1 * k
            c.plain().ellipse(at, 0.3, 0.012, 0.012, (226, 190, 110))
            if k != rng.randrange(4):
                _coat(c, at, 0.3, rng.choice(_COATS), 0.2 + 0.05 * (k % 2))
        draw_picture(c, rng, -0.5 * side, 0.24, 0.09)
        draw_picture(c, rng, -0.76 * side, 0.3, 0.06)
        draw_picture(c, rng, 0.98 * side, 0.28, 0.08)

    def chest(c: Canvas, rng: random.Random) -> None:
        x = -0.58 * side
        tone = darker(WOOD, 0.9)
        c.rect(x - 0.22, 0.5, x + 0.22, 0.74, tone)
        c.rect(x - 0.24, 0.48, x + 0.24, 0.505, lighter(tone, 0.2))
        for row in range(2):
            for k in (-0.11, 0.11):
                y = 0.53 + 0.1 * row
                c.plain().rect(x + k - 0.095, y, x + k + 0.095, y + 0.085, darker(tone, 0.84))
                c.plain().ellipse(x + k, y + 0.042, 0.011, 0.011, (232, 196, 116))
        _plant(c, x + 0.1, 0.485, 0.2)
        c.blob([(x - 0.14, 0.48), (x - 0.16, 0.43), (x - 0.11, 0.4), (x - 0.06, 0.43), (x - 0.08, 0.48)],
               (206, 110, 96))  # fmt: skip

    s.plane(2.4, wall)
    s.plane(1.9, chest)


def _add_public(s: Stage) -> None:
    """A door with a pane, a clock, a board full of notes, a radiator, a plant in a tub."""
    side = _turned(s)

    def wall(c: Canvas, rng: random.Random) -> None:
        x = 0.54 * side
        _door(c, x, s.horizon, (118, 142, 164), s)
        c.plain().rect(x - 0.07, 0.28, x + 0.07, 0.42, (206, 228, 236))
        c.plain().stroke([(x - 0.05, 0.4), (x + 0.03, 0.3)], 0.01, (240, 248, 250))
        m = -0.24 * side
        c.rect(m - 0.27, 0.16, m + 0.27, 0.47, (176, 128, 82))
        c.plain().rect(m - 0.25, 0.18, m + 0.25, 0.45, (214, 178, 128))
        for k in range(9):
            px, py = m - 0.2 + 0.1 * (k % 5) + rng.uniform(-0.01, 0.01), 0.21 + 0.115 * (k // 5)
            w, h = rng.uniform(0.03, 0.042), rng.uniform(0.034, 0.05)
            tone = rng.choice(((255, 252, 240), (250, 220, 130), (178, 216, 232), (240, 180, 170)))
            c.plain().rect(px - w, py - 0.01, px + w, py + h, tone)
            c.plain().ellipse(px, py, 0.008, 0.008, (204, 70, 66))
        t = 0.14 * side
        c.ellipse(t, 0.15, 0.062, 0.062, (80, 84, 96))
        c.plain().ellipse(t, 0.15, 0.052, 0.052, (250, 250, 246))
        c.plain().stroke([(t, 0.15), (t + 0.02, 0.125)], 0.008, (60, 62, 72))
        c.plain().stroke([(t, 0.15), (t, 0.108)], 0.006, (60, 62, 72))

    def low(c: Canvas, rng: random.Random) -> None:
        x = -0.24 * side
        for i in range(9):
            c.limb([(x - 0.2 + 0.05 * i, 0.56), (x - 0.2 + 0.05 * i, 0.68)], [0.036, 0.036], (236, 236, 232))
        c.rect(x - 0.23, 0.575, x + 0.23, 0.59, (214, 214, 210))
        p = -0.78 * side
        c.blob([(p - 0.08, 0.77), (p - 0.1, 0.63), (p + 0.1, 0.63), (p + 0.08, 0.77)], (196, 112, 84))
        _plant(c, p, 0.64, 0.34)

    s.plane(2.4, wall)
    s.plane(1.9, low)


def _add_stone(s: Stage, hung: bool = False) -> None:
    """A studded door in an arch of stones, torches, a shield; in a hall a hanging."""
    side = _turned(s)

    def wall(c: Canvas, rng: random.Random) -> None:
        x = 0.34 * side
        arch = [(x - 0.24, 0.7), (x - 0.24, 0.34), (x - 0.15, 0.17), (x, 0.11), (x + 0.15, 0.17),
                (x + 0.24, 0.34),
                (x + 0.24, 0.7)]  # fmt: skip
        c.polygon(arch, (118, 110, 114))
        inner = [(x + (px - x) * 0.78, 0.7 if py == 0.7 else py + 0.045) for px, py in arch]
        c.polygon(inner, (118, 80, 56))
        for k in range(-2, 3):
            c.plain().stroke([(x + 0.072 * k, 0.2 + 0.02 * k * k), (x + 0.072 * k, 0.7)], 0.006, (84, 56, 42))
        for y in (0.36, 0.56):
            c.plain().rect(x - 0.18, y, x + 0.18, y + 0.03, (72, 70, 80))
            for n in range(-2, 3):
                c.plain().ellipse(x + 0.075 * n, y + 0.015, 0.01, 0.01, (150, 150, 160))
        c.stroke([(x + 0.1, 0.47), (x + 0.13, 0.49), (x + 0.1, 0.51)], 0.01, (206, 170, 92))
        m = -0.42 * side
        tone = rng.choice(((150, 56, 60), (58, 84, 136), (76, 110, 78)))
        cloth = [(m - 0.2, 0.08), (m + 0.2, 0.08), (m + 0.2, 0.5), (m + 0.1, 0.47), (m, 0.5), (m - 0.1, 0.47)]
        p = c.plain()
        if hung:
            c.rect(m - 0.24, 0.06, m + 0.24, 0.085, (206, 166, 92))
            c.polygon([*cloth, (m - 0.2, 0.5)], tone)
            p.rect(m - 0.17, 0.11, m + 0.17, 0.12, (236, 204, 120))
            crown = [
                (-0.09, 0.36),
                (-0.1, 0.24),
                (-0.05, 0.3),
                (0.0, 0.2),
                (0.05, 0.3),
                (0.1, 0.24),
                (0.09, 0.36),
            ]
            p.polygon([(m + dx, y) for dx, y in crown], (236, 204, 120))
            for dx, y in crown[1:6:2]:
                p.ellipse(m + dx, y, 0.014, 0.014, (250, 236, 190))
        h = 0.86 * side
        c.blob(
            [(h - 0.09, 0.2), (h, 0.17), (h + 0.09, 0.2), (h + 0.07, 0.36), (h, 0.43), (h - 0.07, 0.36)],
            (150, 158, 172),
        )
        p.polygon([(h, 0.19), (h + 0.075, 0.21), (h + 0.06, 0.35), (h, 0.41)], tone)

    s.plane(2.4, wall)
    for x in (-0.02, 0.68):
        s.plane(2.3, _bracket(x * side))
        add_flame(s, x * side, 0.34, 0.06, depth=2.2)


def _bracket(x: float) -> Callable[[Canvas, random.Random], None]:
    def draw(c: Canvas, rng: random.Random) -> None:
        c.limb([(x, 0.46), (x, 0.34)], [0.016, 0.034], (92, 66, 52))
        c.rect(x - 0.03, 0.39, x + 0.03, 0.405, (70, 68, 78))

    return draw


def _add_shed(s: Stage) -> None:
    """A plank door with a bar, tools on nails, a shelf of tins, a barrel."""
    side = _turned(s)

    def wall(c: Canvas, rng: random.Random) -> None:
        x, tone = 0.42 * side, darker(WOOD, 0.84)
        c.rect(x - 0.2, 0.14, x + 0.2, s.horizon, tone)
        for k in range(-2, 3):
            c.plain().stroke(
                [(x + 0.08 * k - 0.04, 0.14), (x + 0.08 * k - 0.04, s.horizon)], 0.005, darker(tone, 0.7)
            )
        for y in (0.22, 0.54):
            c.rect(x - 0.2, y, x + 0.2, y + 0.05, darker(tone, 0.8))
        c.polygon([(x - 0.18, 0.54), (x - 0.13, 0.54), (x + 0.18, 0.27), (x + 0.13, 0.27)], darker(tone, 0.8))
        c.stroke([(x - 0.13, 0.4), (x - 0.16, 0.42), (x - 0.13, 0.44)], 0.01, (70, 66, 70))
        draw_shelf(c, rng, -0.36 * side, 0.24, 0.24, "jars")
        for k, x in enumerate((-0.72, -0.84, -0.96)):
            at = x * side
            c.limb([(at, 0.22), (at, 0.62)], [0.018, 0.018], (196, 150, 96))
            if k == 0:
                c.blob(
                    [(at - 0.05, 0.6), (at + 0.05, 0.6), (at + 0.04, 0.7), (at, 0.73), (at - 0.04, 0.7)],
                    (150, 156, 166),
                )
            elif k == 1:
                for d in (-0.03, 0.0, 0.03):
                    c.stroke([(at + d, 0.6), (at + d * 1.3, 0.7)], 0.01, (150, 156, 166))
            else:
                for d in range(5):
                    c.stroke([(at, 0.58), (at + 0.02 * (d - 2), 0.71)], 0.01, (216, 184, 110))

    def barrel(c: Canvas, rng: random.Random) -> None:
        x = -0.3 * side
        c.blob([(x - 0.1, 0.52), (x + 0.1, 0.52), (x + 0.14, 0.64), (x + 0.1, 0.77), (x - 0.1, 0.77),
                (x - 0.14, 0.64)],
               (160, 108, 70))  # fmt: skip
        for y in (0.56, 0.72):
            c.plain().stroke([(x - 0.12, y), (x, y + 0.012), (x + 0.12, y)], 0.016, (84, 82, 90))
        c.plain().ellipse(x, 0.525, 0.095, 0.018, (112, 76, 52))

    s.plane(2.4, wall)
    s.plane(1.9, barrel)


def _door(c: Canvas, x: float, floor: float, tone: RGB, s: Stage) -> None:
    """A door with four panels, a hand's breadth open."""
    c.rect(x - 0.2, 0.1, x + 0.2, floor, mix(tone, (250, 244, 230), 0.7))
    p = c.plain()
    p.rect(x - 0.17, 0.13, x + 0.17, floor, darker(tone, 0.4))
    c.polygon([(x - 0.17, 0.13), (x + 0.13, 0.15), (x + 0.13, floor + 0.014), (x - 0.17, floor)], tone)
    for y, h in ((0.19, 0.17), (0.42, 0.18)):
        for k in (-0.135, -0.005):
            p.rect(x + k, y, x + k + 0.1, y + h, darker(tone, 0.86))
            p.rect(x + k + 0.008, y + 0.008, x + k + 0.1, y + h, lighter(tone, 0.1))
    c.ellipse(x + 0.105, 0.41, 0.016, 0.016, (238, 200, 110))


def _coat(c: Canvas, x: float, y: float, tone: RGB, h: float) -> None:
    c.blob([(x - 0.012, y), (x + 0.012, y), (x + 0.045, y + 0.05), (x + 0.055, y + h), (x, y + h + 0.012),
            (x - 0.055, y + h), (x - 0.045, y + 0.05)], tone)  # fmt: skip
    c.plain().stroke([(x, y + 0.04), (x + 0.004, y + h)], 0.006, darker(tone, 0.74))


def _plant(c: Canvas, x: float, y: float, h: float) -> None:
    """Leaves that rise from a pot's rim at y; a small pot of its own where it stands on furniture."""
    if h < 0.3:
        c.blob([(x - 0.04, y), (x - 0.05, y - 0.07), (x + 0.05, y - 0.07), (x + 0.04, y)], (206, 124, 90))
        y -= 0.07
    for i in range(7):
        a = math.radians(-160 + 23 * i)
        tip = (x + 0.7 * h * math.cos(a), y + h * math.sin(a) * 0.9)
        middle = (x + 0.42 * h * math.cos(a), y + 0.75 * h * math.sin(a))
        c.limb([(x, y), middle, tip], [0.03, 0.012], darker((104, 164, 96), 0.82 + 0.05 * (i % 4)))


OPPOSITE: dict[str, Callable[[Stage], None]] = {
    **dict.fromkeys(("living room", "kitchen", "bedroom", "bathroom", "library"), _add_home),
    **dict.fromkeys(
        ("classroom", "office", "hospital", "laboratory", "shop", "restaurant", "museum", "gym", "corridor"),
        _add_public,
    ),
    **dict.fromkeys(("castle hall", "throne room", "church"), partial(_add_stone, hung=True)),
    **dict.fromkeys(("dungeon", "cellar"), _add_stone),
    **dict.fromkeys(("workshop", "stable", "attic", "garage", "works hall"), _add_shed),
}
"""The sets that have another wall, and what dresses it."""

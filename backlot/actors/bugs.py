"""Small crawlers: insects, spiders, crabs, worms and snakes.

One unit is the standing height; the origin is on the ground.
"""

from __future__ import annotations

import math
from dataclasses import replace

from backlot.actors.clothes import draw_neckwear
from backlot.actors.heads import draw_head
from backlot.actors.look import Actor
from backlot.actors.marks import draw_blubber
from backlot.actors.pose import Pose
from backlot.colour import darker, lighter
from backlot.paint import Canvas


def draw_bug(c: Canvas, a: Actor, p: Pose) -> None:
    """Insects, spiders, crabs and the octopus: a body, a big head, many legs."""
    radius = a.kind.head / 2
    flies = bool(a.traits & {"fly-wings", "butterfly"})
    b = c.at(0, -0.12 + 0.03 * p.sway + p.drop) if flies else c.at(0, p.drop * 0.4)
    if "tentacles" in a.traits:
        _draw_tentacles(b, a, p)
    if "butterfly" in a.traits:
        _draw_butterfly_wings(b, a, p)
    rear = (-0.34, -0.3) if not flies else (-0.3, -0.3)
    if not a.traits & {"tentacles", "claws"}:
        _draw_legs(b, a, p, far=True)
        _draw_rear(b, a, p, rear)
    if "claws" in a.traits:
        _draw_claws(b, a, p)
    if "fly-wings" in a.traits:
        for k in (0, 1):
            b.ellipse(
                rear[0] + 0.06 + 0.14 * k,
                -0.62,
                0.12,
                0.26,
                (226, 240, 252),
                200,
                angle=-34 + 40 * k + 22 * math.sin(p.sway * 9),
            )
    if not a.traits & {"tentacles"}:
        _draw_legs(b, a, p, far=False)
    head = b.at(
        0.12 if not a.traits & {"tentacles", "claws"} else 0.0,
        -1 + radius + 0.1 + p.nod * 0.08,
        radius,
        radius,
        p.tilt,
    )
    draw_head(head, replace(a, coat=a.belly) if a.traits & {"butterfly", "dots", "shell-wings"} else a, p)
    draw_neckwear(b.at(0.12, 0.0), a, p, radius * 0.6, 0.44) if a.worn("scarf") else None


def _draw_rear(b: Canvas, a: Actor, p: Pose, at: tuple[float, float]) -> None:
    x, y = at
    if "rod" in a.traits:
        b.limb([(0.1, -0.34), (-0.4, -0.34), (-0.96, -0.3)], [0.24, 0.08], a.coat)
        return
    if "sting" in a.traits:
        b.limb([(-0.3, -0.3), (-0.9, -0.4), (-0.9, -0.86), (-0.44, -0.94)], [0.22, 0.1], darker(a.coat, 0.9))
        b.polygon([(-0.5, -1.0), (-0.28, -0.84), (-0.46, -0.84)], darker(a.coat, 0.6))
    if "hopper" in a.traits:
        b.limb([(0.1, -0.34), (-0.3, -0.36), (-0.7, -0.24)], [0.26, 0.1], a.coat)
        b.limb([(-0.2, -0.3), (-0.42, -0.66), (-0.62, -0.02)], [0.12, 0.05], darker(a.coat, 0.85))
        return
    if a.traits & {"dots", "shell-wings"}:
        b.blob([(-0.76, -0.1), (-0.68, -0.42), (-0.36, -0.62), (-0.02, -0.48), (0.1, -0.1)], a.coat)
    elif "legs6" in a.traits and "stripes" not in a.traits:
        x -= 0.12
        b.ellipse(x, y, 0.27, 0.22, a.coat)
    else:
        b.ellipse(x, y, 0.34, 0.27, a.coat)
    s = b.plain()
    if "shell-wings" in a.traits:
        s.stroke([(x - 0.3, y - 0.08), (x + 0.28, y - 0.12)], 0.02, darker(a.coat, 0.7))
        s.ellipse(x - 0.1, y - 0.16, 0.12, 0.05, lighter(a.coat, 0.4), angle=-14)
    elif "dots" in a.traits:
        for dx, dy in ((-0.12, -0.1), (0.06, -0.14), (-0.02, 0.06), (0.16, 0.02)):
            s.ellipse(x + dx, y + dy, 0.05, 0.05, (52, 48, 56))
        s.stroke([(x - 0.3, y - 0.08), (x + 0.28, y - 0.12)], 0.02, (52, 48, 56))
    elif "stripes" in a.traits:
        for dx, tall in ((-0.18, 0.2), (0.0, 0.25), (0.18, 0.2)):
            s.limb([(x + dx, y - tall), (x + dx, y + tall)], [0.07, 0.07], (64, 56, 58))
    else:
        s.ellipse(x - 0.06, y - 0.08, 0.18, 0.12, lighter(a.coat, 0.16))
    if "lamp-tail" in a.traits:
        s.lit(None).ellipse(x - 0.16, y + 0.02, 0.2, 0.22, (250, 232, 110))
        s.lit(None).ellipse(x - 0.16, y + 0.02, 0.34, 0.34, (250, 240, 150), 70)
    if "legs6" in a.traits and not a.traits & {"dots", "stripes", "shell-wings"}:
        b.ellipse(-0.04, -0.3, 0.17, 0.15, darker(a.coat, 0.92))


def _draw_legs(b: Canvas, a: Actor, p: Pose, far: bool) -> None:
    count = 4 if "legs8" in a.traits else 3
    tone = darker(
        a.coat if not a.traits & {"butterfly", "fly-wings", "dots"} else a.belly, 0.6 if far else 0.74
    )
    wave = p.near_foot if not far else p.far_foot
    flies = bool(a.traits & {"fly-wings", "butterfly"})
    for i in range(count):
        base = (-0.36 + 0.5 * i / (count - 1), -0.24)
        reach = (-0.3 + 0.6 * i / (count - 1)) * (1.5 if "legs8" in a.traits else 0.6)
        step = (wave[0] * 0.6) * (1 if i % 2 else -1)
        lift = wave[1] if i % 2 else 0.0
        foot = (base[0] + reach + step, -lift - (0.0 if flies else 0.4 * p.drop))
        knee = ((base[0] + foot[0]) / 2 + reach * 0.25, -1.0 if "legs8" in a.traits else -0.16)
        b.limb([base, knee, foot], [0.05, 0.028], tone)


def _draw_claws(b: Canvas, a: Actor, p: Pose) -> None:
    b.ellipse(0, -0.36, 0.5, 0.3, a.coat)
    for k in (-1, 1):
        lift = 0.1 * max(0.0, math.sin(p.sway * 3 + k))
        b.limb([(k * 0.42, -0.4), (k * 0.66, -0.5 - lift), (k * 0.6, -0.7 - lift)], [0.09, 0.08], a.coat)
        b.blob(
            [
                (k * 0.5, -0.72 - lift),
                (k * 0.48, -0.96 - lift),
                (k * 0.6, -0.82 - lift),
                (k * 0.72, -0.96 - lift),
                (k * 0.72, -0.72 - lift),
            ],
            darker(a.coat, 0.92),
        )


def _draw_tentacles(b: Canvas, a: Actor, p: Pose) -> None:
    for i in range(6):
        x = -0.3 + 0.12 * i
        curl = 0.06 * math.sin(p.sway * 2 + i)
        b.limb(
            [(x * 0.7, -0.44), (x * 1.3, -0.2), (x * 1.7 + curl, -0.12), (x * 1.9 + curl, -0.02)],
            [0.14, 0.05],
            darker(a.coat, 0.86 if i % 2 else 0.96),
        )


def _draw_butterfly_wings(b: Canvas, a: Actor, p: Pose) -> None:
    beat = 0.72 + 0.28 * math.cos(p.sway * 6 + p.flap * 3)
    for k in (-1, 1):
        w = b.at(0.02 * k, -0.42, k * beat, 1)
        w.blob([(0, 0), (0.2, -0.46), (0.56, -0.52), (0.62, -0.2), (0.3, 0.02)], a.coat)
        w.blob([(0, 0.02), (0.34, 0.04), (0.48, 0.24), (0.26, 0.4), (0.06, 0.22)], lighter(a.coat, 0.25))
        s = w.plain()
        s.ellipse(0.4, -0.32, 0.09, 0.09, lighter(a.coat, 0.6))
        s.ellipse(0.28, 0.18, 0.07, 0.07, darker(a.coat, 0.8))
    b.limb([(0.02, -0.6), (0, -0.3), (-0.02, 0.02)], [0.14, 0.07], a.belly)


def draw_snake(c: Canvas, a: Actor, p: Pose) -> None:
    """Snakes, caterpillars and snails: bodies that creep."""
    radius = a.kind.head / 2
    w = p.sway * 0.04
    if "blubber" in a.traits:
        draw_blubber(c, a, (creeping_head(a) + w, -1 + radius))
    elif "snail-shell" in a.traits:
        c.blob([(-0.74, 0.0), (-0.4, -0.16), (0.1, -0.2), (0.34, -0.42), (0.56, -0.3), (0.5, 0.0)], a.coat)
        _draw_spiral(c, a, -0.2, -0.38, 0.36)
    elif "segments" in a.traits:
        for i in range(5):
            lift = 0.06 * math.sin(p.sway * 1.4 + i * 1.1)
            c.ellipse(
                -0.86 + 0.22 * i,
                -0.19 - max(0.0, lift),
                0.18,
                0.18,
                a.coat if i % 2 else darker(a.coat, 0.88),
            )
            c.ellipse(-0.86 + 0.22 * i, -0.03, 0.04, 0.04, darker(a.coat, 0.6))
    else:
        tone = a.coat
        c.limb([(-0.95, -0.05), (-0.6, -0.34 - w), (-0.44, 0.06), (-0.16, -0.1)], [0.05, 0.2], tone)
        c.limb([(-0.18, -0.1), (0.2, -0.04), (0.22, -0.3), (0.1 + w, -0.66)], [0.2, 0.2], tone)
        for x, y in ((-0.7, -0.15), (-0.5, -0.12), (-0.28, -0.1), (-0.02, -0.1), (0.16, -0.3), (0.13, -0.48)):
            c.plain().ellipse(x, y, 0.04, 0.05, darker(tone, 0.72))
    x = creeping_head(a) + (0.0 if a.traits & {"snail-shell", "segments"} else w)
    head = c.at(x, -1 + radius + p.nod * 0.08 + p.drop * 0.5, radius, radius, p.tilt)
    if "tongue" in a.traits and p.mouth < 0.1 and math.sin(p.sway * 1.6) > 0.2:
        head.stroke([(0.3, 0.6), (0.8, 0.72), (1.1, 0.62)], 0.07, (214, 70, 80))
    draw_head(head, a, p)
    if a.worn("scarf"):
        draw_neckwear(c.at(x - 0.02, -0.02), a, p, radius * 0.5, 1 - a.kind.head)


def creeping_head(a: Actor) -> float:
    """How far before the middle of the body a creeping one has its head, in body heights."""
    if "blubber" in a.traits:
        return 0.3
    return 0.46 if "snail-shell" in a.traits else 0.26 if "segments" in a.traits else 0.14


def _draw_spiral(c: Canvas, a: Actor, x: float, y: float, r: float) -> None:
    c.ellipse(x, y, r, r, a.accent)
    turns = [
        (x + r * (1 - i / 22) * 0.92 * math.cos(i * 0.6), y + r * (1 - i / 22) * 0.92 * math.sin(i * 0.6))
        for i in range(20)
    ]
    c.plain().stroke(turns, 0.05, darker(a.accent, 0.76))

"""Signs: the small marks beside a head that comics use, for what a body alone does not tell from afar.

A heart, notes, puffs of anger, tears that fly, a thought: each follows the clock, over the figure.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from backlot.actors.pose import Pose
from backlot.colour import RGB
from backlot.paint import Canvas

Draw = Callable[[Canvas, float], None]
_INK: RGB = (62, 60, 104)


def draw_sign(c: Canvas, p: Pose) -> None:
    """The sign of a pose; `c` has its origin in the middle of the head, one unit is the head's radius."""
    SIGNS[p.sign](c.plain().lit(None), p.clock)


def _fade(u: float) -> int:
    """Opacity of something that comes quickly and goes slowly, at 0..1 of its life."""
    return int(235 * min(1.0, 5 * u) * min(1.0, 2.4 * (1 - u)))


def _draw_hearts(c: Canvas, t: float) -> None:
    for i in range(2):
        u = (0.42 * t + i / 2) % 1.0
        h = c.at(0.5 + 0.5 * i + 0.12 * math.sin(4 * u), -1.2 - 0.9 * u, 0.3 + 0.1 * u)
        shape = [(0, 0.9), (-0.95, 0.05), (-0.75, -0.7), (-0.2, -0.65), (0, -0.3), (0.2, -0.65), (0.75, -0.7)]
        h.blob([*shape, (0.95, 0.05)], (232, 84, 108), _fade(u))


def _draw_notes(c: Canvas, t: float) -> None:
    for i in range(2):
        u = (0.5 * t + i / 2) % 1.0
        n = c.at(1.3 * (1 if i else -1) + 0.2 * math.sin(5 * u), -0.7 - 0.8 * u, 0.42)
        n.ellipse(0, 0.5, 0.34, 0.25, _INK, _fade(u), angle=-20)
        n.stroke([(0.28, 0.46), (0.28, -0.6)], 0.14, _INK, _fade(u))
        n.stroke([(0.28, -0.6), (0.56, -0.4), (0.62, -0.06)], 0.16, _INK, _fade(u))


def _draw_puffs(c: Canvas, t: float) -> None:
    for k in (-1, 1):
        u = (1.3 * t + 0.25 * k) % 1.0
        at, r = k * (1.2 + 0.6 * u), 0.16 + 0.2 * u
        for dx, dy in ((0.0, 0.0), (0.9 * k, -0.4), (0.7 * k, 0.5)):
            c.ellipse(at + dx * r, -0.9 - 0.3 * u + dy * r, r, r, (246, 240, 240), _fade(u))
    angry = (214, 58, 58)
    for a in range(4):
        m = c.at(1.36, -1.0, 0.36, 0.36, 90 * a + 4 * math.sin(9 * t))
        m.stroke([(0.16, 0.62), (0.16, 0.16), (0.62, 0.16)], 0.17, angry)


def _draw_tears(c: Canvas, t: float) -> None:
    for k in (-1, 1):
        for i in range(2):
            u = (0.9 * t + i / 2 + 0.2 * k) % 1.0
            x, y = k * (0.8 + 0.75 * u), -0.1 - 1.1 * u + 2.4 * u * u
            c.ellipse(x, y, 0.13, 0.19, (108, 184, 246), _fade(u), angle=-30 * k)


def _draw_thought(c: Canvas, t: float) -> None:
    lift = 0.05 * math.sin(2 * t)
    for x, y, r in ((0.95, -0.95, 0.1), (1.2, -1.25, 0.16)):
        c.ellipse(x, y + lift, r, r, (252, 252, 255), 235)
    for x, y, rx, ry in ((1.75, -1.8, 0.62, 0.4), (1.4, -1.7, 0.36, 0.32), (2.1, -1.7, 0.36, 0.32)):
        c.ellipse(x, y + lift, rx, ry, (252, 252, 255), 235)
    for i in range(3):
        r = 0.09 + 0.03 * max(0.0, math.sin(4 * t - i))
        c.ellipse(1.45 + 0.3 * i, -1.76 + lift, r, r, _INK)


def _draw_sweat(c: Canvas, t: float) -> None:
    for k in (-1, 1):
        u = (1.1 * t + 0.3 * k) % 1.0
        c.ellipse(k * (1.05 + 0.35 * u), -0.6 - 0.35 * u, 0.11, 0.18, (140, 204, 246), _fade(u), angle=34 * k)
        x = k * 1.5 + 0.05 * math.sin(30 * t)
        c.stroke([(x, 0.1), (x + 0.14 * k, 0.3), (x, 0.5), (x + 0.14 * k, 0.7)], 0.09, _INK, 190)


def _draw_rays(c: Canvas, t: float) -> None:
    grow = 0.9 + 0.1 * math.sin(8 * t)
    for angle in (-52, -18, 18, 52):
        ray = c.at(0, -0.1, 1, 1, angle)
        ray.stroke([(0, -1.45), (0, -1.45 - 0.42 * grow)], 0.15, (244, 172, 50))


def _draw_blow(c: Canvas, t: float) -> None:
    """The star of a blow, before the fist."""
    hit = max(0.0, math.sin(6 * t)) ** 2
    if hit > 0.05:
        points = []
        for i in range(16):
            r = (0.62 if i % 2 else 0.3) * (0.6 + 0.4 * hit)
            points.append((2.2 + r * math.cos(i * math.tau / 16), 1.2 + r * math.sin(i * math.tau / 16)))
        c.polygon(points, (250, 206, 72), int(240 * hit))


def _draw_mirth(c: Canvas, t: float) -> None:
    """Short arcs that leave a laughing head on both sides."""
    for k in (-1, 1):
        for i in range(2):
            u = (1.6 * t + i / 2) % 1.0
            x, tall = k * (1.3 + 0.5 * u), 0.22 + 0.2 * u
            c.stroke(
                [(x, -0.2 - tall), (x + 0.14 * k, -0.2), (x, -0.2 + tall)], 0.12, (244, 172, 50), _fade(u)
            )


def _draw_knock(c: Canvas, t: float) -> None:
    """Short strokes before the fist that knocks."""
    hit = max(0.0, math.sin((t % 2.4) * 10.5))
    for angle in (-34, 0, 34):
        ray = c.at(2.1, 0.7, 1, 1, 90 + angle)
        ray.stroke([(0, -0.3), (0, -0.3 - 0.4 * hit)], 0.13, (244, 172, 50), int(235 * hit))


def _draw_hush(c: Canvas, t: float) -> None:
    """Small dots that go from the mouth to an ear."""
    for i in range(3):
        u = (0.9 * t + i / 3) % 1.0
        c.ellipse(1.1 + 1.1 * u, 0.3 - 0.1 * math.sin(3 * u), 0.09, 0.09, _INK, _fade(u))


def _draw_call(c: Canvas, t: float) -> None:
    """Arcs that widen before the mouth."""
    for i in range(3):
        u = (1.1 * t + i / 3) % 1.0
        x, tall = 1.2 + 1.4 * u, 0.2 + 0.5 * u
        arc = [(x - 0.2 * tall, 0.3 - tall), (x + 0.2 * tall, 0.3), (x - 0.2 * tall, 0.3 + tall)]
        c.stroke(arc, 0.12, (244, 172, 50), _fade(u))


def _draw_breath(c: Canvas, t: float) -> None:
    """Streaks and puffs of wind that leave the mouth."""
    for i in range(5):
        u = (1.9 * t + i / 5) % 1.0
        x, y = 1.1 + 3.6 * u, 0.4 + 0.5 * (i % 3 - 1) * (0.3 + u)
        c.stroke([(x, y), (x + 0.5, y - 0.08), (x + 0.9, y)], 0.12, (236, 246, 252), _fade(u))
        c.ellipse(x + 1.0, y, 0.16 + 0.16 * u, 0.13 + 0.13 * u, (236, 246, 252), _fade(u))


def _draw_magic(c: Canvas, t: float) -> None:
    """Stars that leave the hand, high at first and then forward."""
    for i in range(7):
        u = (0.8 * t + i / 7) % 1.0
        x = 1.1 + 2.6 * u * (0.5 + 0.5 * math.cos(1.7 * i))
        y, r = -1.4 + 0.9 * math.sin(2.6 * i) * u + 1.1 * u * u, 0.2 * (1 - 0.5 * u)
        points = [
            (
                x + (r if k % 2 else 0.36 * r) * math.cos(k * math.tau / 8),
                y + (r if k % 2 else 0.36 * r) * math.sin(k * math.tau / 8),
            )
            for k in range(8)
        ]
        c.polygon(points, ((255, 226, 120), (196, 150, 250), (140, 220, 250))[i % 3], _fade(u))


def _draw_effort(c: Canvas, t: float) -> None:
    """Drops that spring from a brow that works hard."""
    for k in (-1, 1):
        u = (1.3 * t + 0.4 * k) % 1.0
        c.ellipse(
            k * (0.8 + 0.5 * u) - 0.2,
            -0.8 - 0.5 * u + 0.7 * u * u,
            0.1,
            0.16,
            (140, 204, 246),
            _fade(u),
            angle=30 * k,
        )


SIGNS: dict[str, Draw] = {
    "hearts": _draw_hearts,
    "notes": _draw_notes,
    "puffs": _draw_puffs,
    "tears": _draw_tears,
    "thought": _draw_thought,
    "sweat": _draw_sweat,
    "rays": _draw_rays,
    "blow": _draw_blow,
    "mirth": _draw_mirth,
    "knock": _draw_knock,
    "hush": _draw_hush,
    "call": _draw_call,
    "breath": _draw_breath,
    "magic": _draw_magic,
    "effort": _draw_effort,
}
"""Every sign by its name in a pose."""

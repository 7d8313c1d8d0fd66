"""Vessels: what everybody in the picture sits in, a rowing boat, a car, a basket, a nest, a tub.

A vessel is drawn in two halves, one behind everybody and one before them, where they happen to be: its
canvas has its origin under the middle of them, on the line of their feet, and the tallest is 1 tall.
Knows nothing of actors.

    python -c "from backlot.places.vessels import VESSELS; print(*VESSELS)"
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas


@dataclass(frozen=True)
class Seats:
    """How much room those in a vessel take, in heights of the tallest."""

    half: float
    """from the middle to where the outermost ends"""
    rim: float = 0.36
    """how high over their feet the near side reaches: it hides legs, and no face"""
    top: float = 1.0
    """how high the highest head is"""


DrawVessel = Callable[[Canvas, Seats, float], None]
"""draws one half of a vessel, at a moment in seconds"""


@dataclass(frozen=True)
class Vessel:
    """A vessel's two halves."""

    back: DrawVessel
    front: DrawVessel


_WOOD: RGB = (182, 118, 74)


def _hull(half: float, rim: float, low: float) -> list[tuple[float, float]]:
    """A boat from the side: a prow at the right, a stern at the left."""
    w = half + 0.52
    return [
        (-w - 0.1, -rim - 0.12),
        (-w * 0.6, -rim - 0.01),
        (0.0, -rim + 0.02),
        (w * 0.62, -rim - 0.02),
        (w + 0.22, -rim - 0.22),
        (w + 0.1, -rim * 0.4),
        (w * 0.84, low),
        (0.0, low + 0.04),
        (-w * 0.86, low),
        (-w - 0.02, -rim * 0.3),
    ]


def _boat_back(c: Canvas, s: Seats, t: float) -> None:
    w = s.half + 0.52
    inside = [(-w - 0.08, -s.rim - 0.12), (-w * 0.6, -s.rim - 0.07), (0.0, -s.rim - 0.05),
              (w * 0.62, -s.rim - 0.08), (w + 0.2, -s.rim - 0.21), (w * 0.7, 0.0), (-w * 0.8,
                                                                                    0.0)]  # fmt: skip
    c.blob(inside, darker(_WOOD, 0.56))
    c.stroke(inside[:5], 0.035, darker(_WOOD, 0.8))


def _boat_front(c: Canvas, s: Seats, t: float) -> None:
    w, low = s.half + 0.52, 0.12
    hull = _hull(s.half, s.rim, low)
    c.blob(hull, _WOOD)
    p = c.plain()
    for k in (0.36, 0.66):
        plank = [(x * (1 - 0.05 * k), y + (low - y) * k) for x, y in hull[:5]]
        p.stroke(plank, 0.014, darker(_WOOD, 0.8))
    p.stroke([(x, y + 0.03) for x, y in hull[:5]], 0.05, (206, 74, 62))
    c.stroke(hull[:5], 0.045, lighter(_WOOD, 0.28))
    turn = 0.5 * math.sin(t * 1.8)
    x, y = 0.1 * w, -s.rim + 0.01
    blade = (x - 0.52 - 0.1 * turn, low - 0.02 + 0.04 * turn)
    c.limb([(x + 0.2, y - 0.12), blade], [0.03, 0.03], (222, 178, 120))
    c.limb(
        [(blade[0] + 0.1, blade[1] - 0.07), (blade[0] - 0.06, blade[1] + 0.05)], [0.05, 0.1], (222, 178, 120)
    )
    p.ellipse(x, y + 0.01, 0.03, 0.03, (90, 78, 78))
    for k in range(9):
        fx = -w + 2 * w * k / 8 + 0.03 * math.sin(t * 1.7 + k)
        p.ellipse(fx, low + 0.035, 0.15, 0.022, (236, 246, 250), 210)


def _raft_back(c: Canvas, s: Seats, t: float) -> None:
    c.rect(-0.012, -s.top - 0.5, 0.012, 0.0, darker(_WOOD, 0.8))
    c.blob([(0.03, -s.top - 0.44), (0.5, -s.top * 0.8), (0.42, -0.42), (0.03, -0.36)], (246, 236, 212))


def _raft_front(c: Canvas, s: Seats, t: float) -> None:
    w = s.half + 0.4
    for k in range(3):
        y = -0.04 + 0.07 * k
        c.limb([(-w, y), (w, y)], [0.085, 0.085], darker(_WOOD, 1.0 - 0.08 * k))
        c.plain().ellipse(w, y, 0.03, 0.034, lighter(_WOOD, 0.35))
    for x in (-0.7 * w, 0.7 * w):
        c.stroke([(x, -0.09), (x + 0.02, 0.05), (x, 0.16)], 0.03, (222, 196, 140))
    for k in range(9):
        c.plain().ellipse(
            -w + 2 * w * k / 8, 0.18 + 0.01 * math.sin(t * 2 + k), 0.15, 0.022, (236, 246, 250), 200
        )


_PAINT: RGB = (214, 74, 66)


def _car_back(c: Canvas, s: Seats, t: float) -> None:
    w, top = s.half + 0.2, s.top + 0.1
    c.blob([(-w - 0.24, -s.rim), (-w - 0.06, -top + 0.06), (-w + 0.2, -top), (w - 0.16, -top),
            (w + 0.06, -top + 0.08), (w + 0.42, -s.rim)], (176, 214, 232), 70)  # fmt: skip
    for x in (-w + 0.16, 0.24):
        c.blob([(x - 0.15, 0.0), (x - 0.19, -0.62), (x - 0.12, -0.7), (x - 0.02, -0.64), (x + 0.02, 0.0)],
               (116, 92, 84))  # fmt: skip
    c.rect(-w - 0.2, -s.rim - 0.02, w + 0.4, 0.0, darker(_PAINT, 0.5))


def _car_front(c: Canvas, s: Seats, t: float) -> None:
    w, top, rim = s.half + 0.2, s.top + 0.1, s.rim
    roof = [(-w - 0.26, -rim), (-w - 0.07, -top + 0.05), (-w + 0.2, -top), (0.0, -top - 0.015),
            (w - 0.16, -top), (w + 0.06, -top + 0.07), (w + 0.44, -rim)]  # fmt: skip
    c.stroke(roof, 0.075, _PAINT)
    c.plain().stroke(
        [(-w + 0.2, -top - 0.02), (0.0, -top - 0.032), (w - 0.16, -top - 0.02)], 0.02, lighter(_PAINT, 0.4)
    )
    body = [(-w - 0.5, -rim * 0.4), (-w - 0.44, -rim - 0.02), (-w - 0.2, -rim - 0.05), (w + 0.36,
                                                                                        -rim - 0.05),
            (w + 0.9, -rim + 0.02), (w + 1.04, -rim * 0.5), (w + 1.02, 0.1), (-w - 0.48, 0.1)]  # fmt: skip
    c.blob(body, _PAINT)
    p = c.plain()
    p.blob(
        [(-w - 0.46, -rim * 0.2), (w + 1.0, -rim * 0.26), (w + 1.0, 0.09), (-w - 0.46, 0.09)],
        darker(_PAINT, 0.84),
    )
    p.stroke([(-w - 0.4, -rim + 0.01), (w + 0.86, -rim + 0.03)], 0.018, lighter(_PAINT, 0.4))
    for x in (-w - 0.06, 0.1, w + 0.3):
        p.stroke([(x, -rim), (x + 0.01, 0.07)], 0.008, darker(_PAINT, 0.7))
    p.rect(0.16, -rim + 0.09, 0.3, -rim + 0.12, (246, 240, 230))
    p.ellipse(w + 0.97, -rim * 0.7, 0.05, 0.065, (255, 240, 180))
    p.rect(-w - 0.5, -0.02, w + 1.05, 0.03, (214, 220, 226))
    c.stroke([(w + 0.02, -rim - 0.2), (w + 0.1, -rim - 0.06)], 0.03, (70, 66, 72))
    c.ellipse(w + 0.02, -rim - 0.17, 0.035, 0.13, (60, 56, 64), angle=14)
    for x in (-w + 0.02, w + 0.56):
        _wheel(c, x, 0.1, 0.2, t)


def _wheel(c: Canvas, x: float, y: float, r: float, t: float, spokes: int = 5) -> None:
    c.ellipse(x, y, r, r, (54, 52, 60))
    c.plain().ellipse(x, y, r * 0.58, r * 0.58, (214, 218, 224))
    for k in range(spokes):
        a = 7.0 * t + k * math.tau / spokes
        c.plain().stroke(
            [(x, y), (x + 0.5 * r * math.cos(a), y + 0.5 * r * math.sin(a))], 0.02, (130, 134, 144)
        )


def _cart_back(c: Canvas, s: Seats, t: float) -> None:
    w = s.half + 0.16
    c.rect(-w - 0.1, -s.rim - 0.1, w + 0.1, 0.0, darker(_WOOD, 0.55))
    c.blob(
        [(-w, -s.rim + 0.06), (-w * 0.4, -s.rim - 0.2), (w * 0.3, -s.rim - 0.14), (w, -s.rim + 0.06)],
        (232, 196, 104),
    )


def _cart_front(c: Canvas, s: Seats, t: float) -> None:
    w, rim = s.half + 0.16, s.rim
    c.limb([(w, 0.0), (w + 0.9, -0.14)], [0.05, 0.035], darker(_WOOD, 0.8))
    c.polygon([(-w - 0.16, -rim - 0.06), (w + 0.16, -rim - 0.06), (w + 0.1, 0.06), (-w - 0.1, 0.06)], _WOOD)
    for k in (0.34, 0.68):
        y = -rim - 0.06 + (rim + 0.12) * k
        c.plain().stroke([(-w - 0.13, y), (w + 0.13, y)], 0.012, darker(_WOOD, 0.74))
    c.rect(-w - 0.2, -rim - 0.1, w + 0.2, -rim - 0.04, lighter(_WOOD, 0.24))
    for x in (-w * 0.6, w * 0.6):
        c.ellipse(x, 0.08, 0.21, 0.21, darker(_WOOD, 0.6))
        c.plain().ellipse(x, 0.08, 0.16, 0.16, lighter(_WOOD, 0.2))
        for k in range(8):
            a = 2.2 * t + k * math.tau / 8
            c.plain().stroke(
                [(x, 0.08), (x + 0.17 * math.cos(a), 0.08 + 0.17 * math.sin(a))], 0.022, darker(_WOOD, 0.6)
            )
        c.ellipse(x, 0.08, 0.045, 0.045, darker(_WOOD, 0.5))


_WICKER: RGB = (204, 150, 84)
_STRIPES: tuple[RGB, ...] = ((222, 84, 74), (250, 206, 104), (84, 150, 190), (250, 240, 220))


def _balloon_back(c: Canvas, s: Seats, t: float) -> None:
    w, top = s.half + 0.14, s.top
    wide = max(1.1, 1.5 * w)
    for k in (-1.0, -0.4, 0.4, 1.0):
        c.stroke(
            [(k * w, -s.rim), (k * w * 1.05, -top - 0.12), (k * wide * 0.52, -top - 0.36)],
            0.014,
            (150, 118, 84),
        )
    y = -top - 1.5
    for i in range(8):
        a, b = -1 + 0.25 * i, -1 + 0.25 * (i + 1)
        tone = _STRIPES[i % 4]
        c.plain().blob([(a * wide * 0.5, -top - 0.32), (a * wide * 1.1, y + 0.3), (a * wide * 0.8, y - 0.9),
                        (b * wide * 0.8, y - 0.9), (b * wide * 1.1, y + 0.3), (b * wide * 0.5, -top - 0.32)],
                       tone)  # fmt: skip
    c.stroke([(-wide * 0.5, -top - 0.32), (0.0, -top - 0.27), (wide * 0.5, -top - 0.32)], 0.05, (176, 62, 58))
    for k, r in ((1.0, 0.11), (0.6, 0.06)):
        flare = r * (1 + 0.2 * math.sin(t * 9))
        tone = (255, 190, 80) if k == 1.0 else (255, 240, 180)
        c.lit(None).plain().ellipse(0.0, -top - 0.24, flare * 0.5, flare, tone)
    c.rect(-w, -s.rim, w, 0.0, darker(_WICKER, 0.5))


def _balloon_front(c: Canvas, s: Seats, t: float) -> None:
    w, rim = s.half + 0.14, s.rim
    c.blob([(-w - 0.02, -rim), (w + 0.02, -rim), (w - 0.02, -0.1), (w - 0.1, 0.12), (-w + 0.1, 0.12),
            (-w + 0.02, -0.1)],
           _WICKER)  # fmt: skip
    columns = max(4, round(2 * w / 0.16))
    for row in range(5):
        for k in range(columns):
            x, y = -w + 0.08 + (2 * w - 0.16) * (k + 0.5) / columns, -rim + 0.09 + 0.085 * row
            if (row + k) % 2:
                c.plain().ellipse(x, y, 0.8 * w / columns, 0.032, darker(_WICKER, 0.84))
    c.limb([(-w - 0.03, -rim), (w + 0.03, -rim)], [0.09, 0.09], darker(_WICKER, 0.7))
    for x in (-0.7 * w, 0.7 * w):
        c.stroke([(x, -rim), (x, -rim + 0.16)], 0.02, (120, 94, 70))
        c.blob([(x - 0.07, -rim + 0.15), (x + 0.07, -rim + 0.15), (x + 0.09, -rim + 0.32), (x - 0.09,
                                                                                            -rim + 0.32)],
               (216, 196, 160))  # fmt: skip


_TWIG: RGB = (150, 108, 70)


def _nest_back(c: Canvas, s: Seats, t: float) -> None:
    w = s.half + 0.2
    c.ellipse(0.0, -s.rim, w, 0.16, darker(_TWIG, 0.6))


def _nest_front(c: Canvas, s: Seats, t: float) -> None:
    w, rim = s.half + 0.22, s.rim
    c.blob([(-w, -rim - 0.04), (-w * 0.5, -rim + 0.07), (0.0, -rim + 0.1), (w * 0.5, -rim + 0.07),
            (w, -rim - 0.04), (w * 0.92, -0.02), (w * 0.5, 0.2), (-w * 0.5, 0.2), (-w * 0.92, -0.02)],
           _TWIG)  # fmt: skip
    for i in range(46):
        u, v = (i * 0.618) % 1.0, (i * 0.382) % 1.0
        x, y = (2 * u - 1) * w * 0.95, -rim + 0.06 + v * (rim + 0.06)
        lean = 0.1 * math.sin(7.3 * i)
        long = 0.16 + 0.1 * v
        tone = (darker(_TWIG, 0.76), lighter(_TWIG, 0.22), darker(_TWIG, 0.9), (196, 164, 104))[i % 4]
        c.plain().stroke([(x - long, y - lean), (x, y + 0.03), (x + long, y + lean)], 0.022, tone)
    for x in (-w, -0.55 * w, 0.5 * w, w * 0.96):
        c.stroke(
            [(x * 0.9, -rim + 0.06), (x, -rim - 0.02), (x * 1.12, -rim - 0.1)], 0.024, darker(_TWIG, 0.8)
        )
    c.blob([(-w * 1.0, -rim + 0.06), (-w * 1.16, -rim - 0.02), (-w * 1.3, -rim + 0.1), (-w * 1.12,
                                                                                        -rim + 0.14)],
           (120, 172, 84))  # fmt: skip


_ENAMEL: RGB = (246, 248, 250)


def _tub_back(c: Canvas, s: Seats, t: float) -> None:
    w = s.half + 0.4
    c.ellipse(0.0, -s.rim - 0.02, w, 0.1, (206, 218, 226))
    c.plain().ellipse(0.0, -s.rim, w * 0.94, 0.08, (150, 206, 224))


def _tub_front(c: Canvas, s: Seats, t: float) -> None:
    w, rim = s.half + 0.4, s.rim
    for x in (-w * 0.7, w * 0.7):
        c.blob([(x - 0.06, 0.0), (x + 0.06, 0.0), (x + 0.1, 0.12), (x - 0.1, 0.12)], (214, 176, 96))
    c.blob([(-w - 0.04, -rim), (0.0, -rim + 0.04), (w + 0.04, -rim), (w * 0.9, -0.06), (w * 0.7, 0.06),
            (-w * 0.7, 0.06),
            (-w * 0.9, -0.06)], _ENAMEL)  # fmt: skip
    c.plain().blob([(-w * 0.9, -rim * 0.4), (0.0, -rim * 0.34), (w * 0.9, -rim * 0.4), (w * 0.7, 0.05),
                    (-w * 0.7, 0.05)],
                   (222, 230, 236))  # fmt: skip
    c.stroke([(-w - 0.05, -rim), (0.0, -rim + 0.05), (w + 0.05, -rim)], 0.05, (255, 255, 255))
    for i in range(16):
        u = (i * 0.618) % 1.0
        r = 0.05 + 0.05 * ((i * 0.382) % 1.0)
        x, y = (
            (2 * u - 1) * w * 0.92,
            -rim - 0.02 + 0.012 * math.sin(t * 1.6 + i) + 0.03 * (1 - abs(2 * u - 1)),
        )
        c.plain().ellipse(x, y, r, r * 0.86, (250, 253, 255), 235)
        c.plain().ellipse(x - 0.3 * r, y - 0.3 * r, 0.25 * r, 0.2 * r, (255, 255, 255))


VESSELS: dict[str, Vessel] = {
    "boat": Vessel(_boat_back, _boat_front),
    "raft": Vessel(_raft_back, _raft_front),
    "car": Vessel(_car_back, _car_front),
    "cart": Vessel(_cart_back, _cart_front),
    "balloon": Vessel(_balloon_back, _balloon_front),
    "nest": Vessel(_nest_back, _nest_front),
    "tub": Vessel(_tub_back, _tub_front),
}
"""Every vessel by name."""

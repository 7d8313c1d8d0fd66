"""Headgear of trades and tales, in units of the head's radius about its middle. Part of hair.py, apart for
length: a tricorne, a sailor's cap, a turban.
"""

from __future__ import annotations

from collections.abc import Callable

from backlot.colour import RGB, darker, lighter, luminance
from backlot.paint import Canvas

_GOLD: RGB = (246, 204, 92)
_SNOW: RGB = (252, 250, 246)


def _tricorne(h: Canvas, colour: RGB) -> None:
    h.blob([(-0.9, -0.5), (-0.72, -1.2), (0.0, -1.46), (0.72, -1.2), (0.9, -0.5), (0, -0.6)], colour)
    brim = [(-1.5, -0.78), (-0.9, -1.12), (0, -0.86), (0.9, -1.12), (1.5, -0.78), (0.9, -0.4), (-0.9, -0.4)]
    h.blob(brim, lighter(colour, 0.1))
    s = h.plain()
    s.stroke([(-1.4, -0.78), (0, -0.46), (1.4, -0.78)], 0.08, _GOLD)
    s.ellipse(0, -0.78, 0.17, 0.15, _SNOW)
    for k in (-1, 1):
        s.ellipse(k * 0.06, -0.8, 0.04, 0.045, colour)
        s.stroke([(-k * 0.2, -0.6), (k * 0.2, -0.52)], 0.05, _SNOW)


def _sailor(h: Canvas, colour: RGB) -> None:
    h.blob([(-0.84, -1.0), (-0.5, -1.36), (0.5, -1.36), (0.84, -1.0), (0, -0.8)], lighter(colour, 0.4))
    h.polygon([(-0.86, -0.56), (-0.98, -1.02), (0.98, -1.02), (0.86, -0.56)], colour)
    h.plain().stroke([(-0.84, -0.62), (0, -0.56), (0.84, -0.62)], 0.09, (58, 92, 160))


def _peaked(h: Canvas, colour: RGB) -> None:
    crown = [(-1.0, -0.6), (-1.24, -1.06), (-0.7, -1.4), (0.7, -1.4), (1.24, -1.06), (1.0, -0.6), (0, -0.7)]
    h.blob(crown, colour)
    band = darker(colour, 0.55) if luminance(colour) > 0.3 else darker(colour, 0.75)
    h.blob([(-0.96, -0.46), (-0.98, -0.74), (0, -0.84), (0.98, -0.74), (0.96, -0.46), (0, -0.56)], band)
    h.blob([(-0.7, -0.5), (0, -0.6), (0.8, -0.5), (1.08, -0.28), (0.3, -0.34)], (40, 38, 48))
    h.plain().ellipse(0.06, -0.96, 0.16, 0.17, _GOLD)


def _shako(h: Canvas, colour: RGB) -> None:
    h.blob([(-0.86, -0.5), (-0.8, -1.86), (0, -2.0), (0.8, -1.86), (0.86, -0.5), (0, -0.62)], colour)
    h.blob([(0.1, -1.9), (-0.06, -2.5), (0.1, -2.7), (0.28, -2.5)], (214, 66, 60))
    s = h.plain()
    s.ellipse(0.06, -1.3, 0.22, 0.24, _GOLD)
    s.stroke([(-0.84, -0.62), (0, -0.56), (0.84, -0.62)], 0.12, _GOLD)
    s.stroke([(-0.84, -0.3), (-0.5, 0.8), (0.0, 0.98)], 0.05, _GOLD)


def _turban(h: Canvas, colour: RGB) -> None:
    h.blob(
        [(-1.06, -0.4), (-1.14, -0.9), (-0.5, -1.5), (0.5, -1.5), (1.14, -0.9), (1.06, -0.4), (0, -0.6)],
        colour,
    )
    for dy, bend in ((-0.62, 0.3), (-0.9, 0.34), (-1.16, 0.3)):
        h.plain().stroke(
            [(-1.0, dy + 0.1), (0.1, dy - bend * 0.5), (1.0, dy + 0.06)], 0.06, darker(colour, 0.8)
        )
    h.limb([(0.1, -1.0), (0.16, -1.5), (0.36, -1.86)], [0.14, 0.05], _SNOW)
    h.plain().ellipse(0.1, -0.96, 0.16, 0.18, (206, 60, 72))


def _fez(h: Canvas, colour: RGB) -> None:
    h.polygon([(-0.7, -0.6), (-0.54, -1.5), (0.54, -1.5), (0.7, -0.6)], colour)
    h.stroke([(0, -1.5), (0.6, -1.4), (0.72, -0.9)], 0.06, (40, 36, 44))


def _feathered(h: Canvas, colour: RGB) -> None:
    h.limb([(-0.5, -0.8), (-0.9, -1.5), (-1.3, -1.9)], [0.26, 0.08], (214, 70, 60))
    h.blob([(-0.9, -0.5), (-0.7, -1.1), (-0.1, -1.5), (0.5, -1.2), (0.86, -0.56), (0, -0.56)], colour)
    h.blob(
        [(-1.24, -0.74), (-0.6, -0.78), (0.6, -0.66), (1.7, -0.3), (0.5, -0.34), (-0.9, -0.4)], darker(colour)
    )


def _fire(h: Canvas, colour: RGB) -> None:
    h.blob([(-0.96, -0.5), (-0.86, -1.1), (0, -1.5), (0.86, -1.1), (0.96, -0.5), (0, -0.6)], colour)
    h.blob(
        [(-1.46, -0.24), (-0.9, -0.62), (0, -0.7), (0.9, -0.62), (1.24, -0.4), (0, -0.42)],
        darker(colour, 0.86),
    )
    h.stroke([(-0.06, -1.46), (0.0, -1.0), (0.02, -0.66)], 0.16, lighter(colour, 0.25))
    h.polygon([(-0.24, -0.66), (-0.24, -1.08), (0.02, -1.22), (0.3, -1.08), (0.3, -0.66)], _GOLD)


def _viking(h: Canvas, colour: RGB) -> None:
    for k in (-1, 1):
        h.limb([(k * 0.8, -0.8), (k * 1.5, -0.9), (k * 1.44, -1.7)], [0.4, 0.08], (222, 198, 148))
    h.blob([(-1.02, -0.36), (-0.9, -1.0), (0, -1.34), (0.9, -1.0), (1.02, -0.36), (0, -0.52)], colour)
    h.plain().stroke([(-0.96, -0.46), (0, -0.6), (0.96, -0.46)], 0.18, (196, 150, 80))


def _nightcap(h: Canvas, colour: RGB) -> None:
    h.blob(
        [
            (-0.9, -0.5),
            (-0.7, -1.2),
            (0.0, -1.6),
            (0.9, -1.5),
            (1.4, -0.7),
            (1.24, -0.6),
            (0.7, -1.0),
            (0.9, -0.5),
        ],
        colour,
    )
    h.ellipse(1.34, -0.52, 0.24, 0.24, _SNOW)
    h.limb([(-0.9, -0.5), (0, -0.64), (0.9, -0.5)], [0.34, 0.34], _SNOW)


def _cone(h: Canvas, colour: RGB) -> None:
    h.blob(
        [(-0.9, -0.46), (-0.6, -1.3), (0.06, -2.1), (0.16, -2.1), (0.66, -1.3), (0.9, -0.46), (0, -0.56)],
        colour,
    )
    h.plain().stroke([(-0.84, -0.54), (0, -0.6), (0.84, -0.54)], 0.16, darker(colour, 0.74))


def _clown(h: Canvas, colour: RGB) -> None:
    h.polygon([(-0.46, -0.8), (0.1, -2.1), (0.56, -0.84)], colour)
    for x, y in ((0.1, -2.1), (0.06, -1.12), (0.1, -1.6)):
        h.ellipse(x, y, 0.17, 0.17, (250, 216, 90))


def _nurse(h: Canvas, colour: RGB) -> None:
    h.blob([(-0.72, -0.76), (-0.9, -1.34), (0, -1.2), (0.9, -1.34), (0.72, -0.76), (0, -0.9)], colour)
    s = h.plain()
    s.stroke([(0, -1.22), (0, -0.94)], 0.11, (222, 68, 70))
    s.stroke([(-0.15, -1.08), (0.15, -1.08)], 0.11, (222, 68, 70))


def _veil(h: Canvas, colour: RGB) -> None:
    for k in (-1, 1):
        h.blob(
            [
                (k * 0.3, -1.12),
                (k * 0.96, -0.7),
                (k * 1.3, 0.6),
                (k * 1.5, 2.2),
                (k * 0.96, 1.9),
                (k * 0.9, 0),
            ],
            colour,
            220,
        )
    for i in range(5):
        h.ellipse((i - 2) * 0.32, -1.02 + 0.05 * abs(i - 2), 0.17, 0.16, (250, 214, 222) if i % 2 else colour)


def _halo(h: Canvas, colour: RGB) -> None:
    ring = [(-0.7, -1.5), (0, -1.68), (0.7, -1.5), (0, -1.32), (-0.7, -1.5)]
    h.lit(None).stroke(ring, 0.13, colour)


def _beret(h: Canvas, colour: RGB) -> None:
    h.blob(
        [(-0.9, -0.5), (-1.4, -0.8), (-1.0, -1.24), (0.1, -1.36), (0.9, -1.04), (0.9, -0.56), (0, -0.66)],
        colour,
    )
    h.stroke([(-0.3, -1.3), (-0.26, -1.52)], 0.1, darker(colour))


def _wig(h: Canvas, colour: RGB) -> None:
    for k in (-1, 1):
        for i in range(4):
            h.ellipse(
                k * (1.0 + 0.04 * i), -0.3 + 0.36 * i, 0.28, 0.22, darker(colour, 0.96 - 0.04 * (i % 2))
            )
    for i in range(5):
        h.ellipse((i - 2) * 0.38, -0.98 + 0.08 * abs(i - 2), 0.3, 0.26, darker(colour, 0.98 - 0.04 * (i % 2)))


def _horns(h: Canvas, colour: RGB) -> None:
    for k in (-1, 1):
        h.limb([(k * 0.5, -0.8), (k * 0.86, -1.1), (k * 0.74, -1.6)], [0.32, 0.04], colour)


def _cowboy(h: Canvas, colour: RGB) -> None:
    h.blob(
        [(-0.72, -0.6), (-0.62, -1.4), (-0.3, -1.56), (0, -1.4), (0.3, -1.56), (0.62, -1.4), (0.72, -0.6)],
        colour,
    )
    h.blob(
        [
            (-1.8, -0.94),
            (-1.2, -0.62),
            (0, -0.68),
            (1.2, -0.62),
            (1.8, -0.94),
            (1.2, -0.36),
            (0, -0.34),
            (-1.2, -0.36),
        ],
        colour,
    )
    h.plain().stroke([(-0.7, -0.76), (0, -0.7), (0.7, -0.76)], 0.14, darker(colour, 0.55))


def _icy(h: Canvas, colour: RGB) -> None:
    for i in range(7):
        x = (i - 3) * 0.26
        tall = 1.9 - 0.2 * abs(i - 3) + (0.24 if i % 2 else 0.0)
        h.polygon([(x - 0.16, -0.66), (x * 1.5, -tall), (x + 0.16, -0.66)], colour)


HEADGEAR: dict[str, Callable[[Canvas, RGB], None]] = {
    "tricorne": _tricorne,
    "sailor": _sailor,
    "peaked": _peaked,
    "shako": _shako,
    "turban": _turban,
    "fez": _fez,
    "feathered": _feathered,
    "fire": _fire,
    "viking": _viking,
    "nightcap": _nightcap,
    "cone": _cone,
    "clown": _clown,
    "nurse": _nurse,
    "veil": _veil,
    "halo": _halo,
    "beret": _beret,
    "wig": _wig,
    "horns": _horns,
    "cowboy": _cowboy,
    "icy": _icy,
}
"""Every style of hat, cap, crown and helmet that is more than a plain one."""

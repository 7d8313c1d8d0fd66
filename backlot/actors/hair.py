"""Hair, beards and hats, in units of the head's radius about its middle. Part of heads.py, apart for
length.
"""

from __future__ import annotations

import math

from backlot.actors.headgear import HEADGEAR
from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas


def draw_back_hair(c: Canvas, a: Actor, p: Pose) -> None:
    """What is seen of the hair behind the head."""
    tone, style = darker(a.hair, 0.88), a.hair_style
    drift = -p.turn * 0.12
    if style == "long":
        c.blob(
            [
                (drift - 0.98, -0.4),
                (0, -1.12),
                (drift + 0.98, -0.4),
                (drift + 1.12, 0.7),
                (drift + 0.86, 1.5),
                (drift, 1.3),
                (drift - 0.86, 1.5),
                (drift - 1.12, 0.7),
            ],
            tone,
        )
    elif style == "bob":
        c.blob(
            [
                (drift - 1.0, -0.4),
                (0, -1.12),
                (drift + 1.0, -0.4),
                (drift + 1.12, 0.5),
                (drift + 0.8, 0.86),
                (drift - 0.8, 0.86),
                (drift - 1.12, 0.5),
            ],
            tone,
        )
    elif style == "curly":
        for i in range(11):
            angle = math.pi * (0.86 + i * 1.28 / 10)
            c.ellipse(drift * 0.6 + 0.92 * math.cos(angle), 0.86 * math.sin(angle) - 0.04, 0.36, 0.36, tone)
    elif style == "braids":
        for k in (-1, 1):
            for i in range(4):
                c.ellipse(
                    drift + k * (0.98 + 0.05 * i),
                    0.34 + 0.3 * i,
                    0.2 - 0.018 * i,
                    0.2,
                    tone if i % 2 else a.hair,
                )
            c.ellipse(drift + k * 1.14, 1.44, 0.11, 0.11, (222, 90, 90))
    elif style == "ponytail":
        c.blob(
            [
                (drift - 0.6, -0.7),
                (drift - 1.3, -0.6),
                (drift - 1.56, 0.3 + 0.05 * p.sway),
                (drift - 1.24, 0.9),
                (drift - 1.06, 0.2),
                (drift - 0.8, -0.1),
            ],
            tone,
        )
    elif style == "bun":
        c.ellipse(drift, -1.14, 0.42, 0.38, tone)


def draw_front_hair(c: Canvas, a: Actor, p: Pose) -> None:
    """The hair over the brow."""
    style, tone = a.hair_style, a.hair
    shift = p.turn * 0.16
    if style == "bald":
        if "old" in a.traits:
            for k in (-1, 1):
                c.ellipse(k * 0.92, 0.0, 0.2, 0.34, tone)
        elif "child" in a.traits:
            c.stroke([(shift, -0.98), (shift + 0.1, -1.2), (shift + 0.24, -1.1)], 0.09, tone)
        return
    part = shift + (0.26 if a.phase > 0.5 else -0.26)
    left, right = (-1.0, -0.02), (1.0, -0.02)
    c.blob(
        [
            left,
            (-0.98, -0.56),
            (-0.6, -1.02),
            (0, -1.16),
            (0.6, -1.02),
            (0.98, -0.56),
            right,
            (0.84, -0.3),
            (part + 0.44, -0.5),
            (part, -0.66),
            (part - 0.44, -0.46),
            (-0.84, -0.28),
        ],
        tone,
    )
    c.plain().stroke([(part - 0.1, -0.98), (part + 0.3, -0.92)], 0.06, lighter(tone, 0.25))
    if style == "curly":
        for i in range(6):
            angle = math.pi * (1.16 + i * 0.68 / 5)
            c.ellipse(shift * 0.5 + 0.74 * math.cos(angle), 0.82 * math.sin(angle), 0.29, 0.27, tone)
    elif style == "short" and a.phase > 0.35:
        c.polygon([(shift - 0.1, -1.1), (shift + 0.1, -1.3), (shift + 0.24, -1.06)], tone)


def draw_beard(f: Canvas, a: Actor, p: Pose) -> None:
    """Beard and moustache, around the mouth so that speech stays visible."""
    tone = (232, 232, 234) if "old" in a.traits else darker(a.hair, 0.94)
    s = f
    y = 0.02 + 0.1 * p.mouth
    if "long-beard" in a.traits:
        s.blob(
            [
                (-0.86, 0.16),
                (-0.5, 0.4),
                (0, 0.38),
                (0.5, 0.4),
                (0.86, 0.16),
                (0.8, 0.9),
                (0.44, 1.5),
                (0.06, 1.96 + y),
                (-0.4, 1.5),
                (-0.8, 0.9),
            ],
            tone,
        )
    elif "beard" in a.traits:
        s.blob(
            [
                (-0.88, 0.1),
                (-0.56, 0.38),
                (0, 0.36),
                (0.56, 0.38),
                (0.88, 0.1),
                (0.8, 0.72),
                (0.4, 1.12),
                (0, 1.22 + y),
                (-0.4, 1.12),
                (-0.8, 0.72),
            ],
            tone,
        )
    if a.traits & {"beard", "long-beard", "moustache"}:
        x = p.turn * 0.14
        for k in (-1, 1):
            s.plain().blob(
                [(x, 0.26), (x + k * 0.3, 0.24), (x + k * 0.52, 0.4), (x + k * 0.26, 0.42)],
                lighter(tone, 0.12),
            )
        wide, tall = 0.2, 0.05 + 0.2 * p.mouth
        s.plain().ellipse(x, 0.52 + tall * 0.5, wide, tall, (120, 40, 50))


# -- hats ----------------------------------------------------------------------------------------------------


def draw_hat_back(c: Canvas, a: Actor) -> None:
    """The part of a hood that is behind the head."""
    hood = a.worn("hood")
    if hood:
        c.blob(
            [
                (-1.16, 0.7),
                (-1.2, -0.3),
                (-0.7, -1.2),
                (0, -1.42),
                (0.7, -1.2),
                (1.2, -0.3),
                (1.16, 0.7),
                (0, 1.2),
            ],
            darker(hood.colour, 0.86),
        )


def draw_hat(c: Canvas, a: Actor, p: Pose) -> None:
    """Whatever is worn on the head."""
    h = c.at(p.turn * 0.06, -0.04 if a.kind.plan == "person" else 0.06, 1, 1, 3 * p.turn)
    for garment in a.garments:
        if garment.style in HEADGEAR:
            HEADGEAR[garment.style](h, garment.colour)
        elif garment.name == "hat":
            _draw_brimmed(h, garment.colour, garment.style)
        elif garment.name == "cap":
            _draw_cap(h, garment.colour, garment.style)
        elif garment.name == "crown":
            _draw_crown(h, garment.colour)
        elif garment.name == "helmet":
            _draw_helmet(h, garment.colour)
        elif garment.name == "hood":
            _draw_hood(h, garment.colour)
        elif garment.name == "spacesuit":
            _draw_bubble(c)
        elif garment.name == "bow":
            _draw_bow(h, garment.colour)


def _draw_brimmed(h: Canvas, colour: RGB, style: str) -> None:
    band = darker(colour, 0.62)
    if style == "bobble":
        _draw_cap(h, colour, style)
        return
    if style == "pointed":
        h.blob(
            [
                (-0.84, -0.6),
                (-0.4, -1.4),
                (0.1, -2.1),
                (0.34, -2.46),
                (0.42, -2.2),
                (0.5, -1.3),
                (0.86, -0.6),
                (0, -0.46),
            ],
            colour,
        )
        h.blob(
            [
                (-1.4, -0.52),
                (-0.7, -0.78),
                (0, -0.68),
                (0.7, -0.78),
                (1.4, -0.52),
                (0.7, -0.34),
                (0, -0.28),
                (-0.7, -0.34),
            ],
            darker(colour, 0.88),
        )
        h.plain().stroke([(-0.76, -0.78), (0, -0.66), (0.78, -0.78)], 0.16, (244, 200, 84))
        return
    if style == "chef":
        for x, y, r in ((-0.5, -1.4, 0.42), (0.5, -1.4, 0.42), (0, -1.6, 0.48)):
            h.ellipse(x, y, r, r, (252, 250, 244))
        h.polygon([(-0.74, -1.3), (0.74, -1.3), (0.7, -0.62), (-0.7, -0.62)], (244, 240, 232))
        return
    if style == "rain":
        _draw_rain_hat(h, colour)
        return
    tall = 1.72 if style == "top" else 1.34
    h.blob(
        [
            (-0.72, -0.6),
            (-0.7, -tall + 0.2),
            (-0.4, -tall),
            (0.4, -tall),
            (0.7, -tall + 0.2),
            (0.72, -0.6),
            (0, -0.5),
        ],
        colour,
    )
    h.plain().stroke([(-0.7, -0.78), (0, -0.68), (0.7, -0.78)], 0.18, band)
    wide = 1.75 if style == "straw" else 1.22
    h.blob(
        [
            (-wide, -0.56),
            (-0.6, -0.74),
            (0, -0.66),
            (0.6, -0.74),
            (wide, -0.56),
            (0.6, -0.4),
            (0, -0.36),
            (-0.6, -0.4),
        ],
        lighter(colour, 0.06),
    )


def _draw_rain_hat(h: Canvas, colour: RGB) -> None:
    """A round crown, and a brim that runs down the neck."""
    h.blob(
        [(-1.0, -0.3), (-0.96, -0.9), (-0.4, -1.36), (0.3, -1.34), (0.84, -0.9), (0.9, -0.5), (0, -0.5)],
        colour,
    )
    brim = [(1.36, -0.5), (0.6, -0.66), (-0.5, -0.6), (-1.2, -0.2), (-1.7, 0.5), (-1.3, 0.42), (-0.8, -0.24)]
    h.blob([*brim, (0.4, -0.42)], darker(colour, 0.86))


def _draw_cap(h: Canvas, colour: RGB, style: str) -> None:
    h.blob(
        [(-0.98, -0.36), (-0.86, -0.9), (-0.3, -1.26), (0.3, -1.26), (0.86, -0.9), (0.98, -0.36), (0, -0.52)],
        colour,
    )
    if style == "bobble":
        h.stroke([(-0.96, -0.42), (0, -0.56), (0.96, -0.42)], 0.24, lighter(colour, 0.3))
        h.ellipse(0, -1.36, 0.24, 0.24, lighter(colour, 0.45))
    else:
        h.blob([(0.1, -0.52), (0.9, -0.5), (1.46, -0.3), (0.9, -0.28)], darker(colour, 0.8))


def _draw_crown(h: Canvas, colour: RGB) -> None:
    h.polygon(
        [
            (-0.66, -0.66),
            (-0.78, -1.34),
            (-0.38, -1.02),
            (0, -1.5),
            (0.38, -1.02),
            (0.78, -1.34),
            (0.66, -0.66),
        ],
        colour,
    )
    h.plain().stroke([(-0.64, -0.76), (0, -0.7), (0.64, -0.76)], 0.14, darker(colour, 0.8))
    for x, tone in ((-0.36, (214, 64, 72)), (0, (72, 140, 210)), (0.36, (86, 170, 100))):
        h.plain().ellipse(x, -0.86, 0.09, 0.1, tone)


def _draw_helmet(h: Canvas, colour: RGB) -> None:
    h.blob(
        [
            (-1.04, 0.3),
            (-1.04, -0.5),
            (-0.6, -1.1),
            (0, -1.24),
            (0.6, -1.1),
            (1.04, -0.5),
            (1.04, 0.3),
            (0.8, 0.1),
            (0.74, -0.4),
            (0, -0.52),
            (-0.74, -0.4),
            (-0.8, 0.1),
        ],
        colour,
    )
    h.blob([(-0.1, -1.16), (0.1, -1.7), (-0.4, -2.0), (-0.9, -1.7), (-0.5, -1.62)], (212, 66, 62))
    h.plain().stroke([(-0.7, -0.5), (0, -0.64), (0.7, -0.5)], 0.09, darker(colour, 0.72))


def _draw_hood(h: Canvas, colour: RGB) -> None:
    h.blob(
        [
            (-1.04, 0.5),
            (-1.12, -0.4),
            (-0.62, -1.14),
            (0, -1.34),
            (0.62, -1.14),
            (1.12, -0.4),
            (1.04, 0.5),
            (0.84, 0.16),
            (0.76, -0.42),
            (0, -0.8),
            (-0.76, -0.42),
            (-0.84, 0.16),
        ],
        colour,
    )


def _draw_bubble(c: Canvas) -> None:
    ring = [(1.26 * math.cos(i * math.tau / 16), 1.22 * math.sin(i * math.tau / 16)) for i in range(17)]
    c.ellipse(0, 0, 1.26, 1.22, (210, 232, 250), 60)
    c.stroke(ring, 0.12, (226, 230, 238))
    c.plain().stroke([(-0.8, -0.6), (-0.5, -0.92), (-0.1, -1.04)], 0.1, (255, 255, 255))


def _draw_bow(h: Canvas, colour: RGB) -> None:
    for k in (-1, 1):
        h.blob([(0.5, -0.86), (0.5 + k * 0.4, -1.14), (0.5 + k * 0.44, -0.66)], colour)
    h.ellipse(0.5, -0.88, 0.12, 0.12, darker(colour, 0.8))

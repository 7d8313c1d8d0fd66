"""Clothes and trunks of two-legged figures: what is worn between neck and knee. Part of biped.py, "
"apart for length.

Canvases have their origin at the hips, one unit is the standing height.
"""

from __future__ import annotations

from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.actors.trappings import draw_trappings
from backlot.actors.wardrobe import Garment
from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas

_SLEEVED = ("coat", "jacket", "robe", "gown", "dress", "armour", "spacesuit", "sweater", "shirt", "tunic")


def sleeve_colour(a: Actor) -> RGB | None:
    """The colour of the arms' clothes; None for bare arms."""
    for name in _SLEEVED:
        worn = a.worn(name)
        if worn:
            return worn.colour
    return (244, 238, 226) if a.kind.plan == "person" and a.worn("overalls") else None


def top_colour(a: Actor) -> RGB:
    """The colour of the trunk: of what is worn on it, else of the body."""
    worn = next((g for g in (a.worn(n) for n in _SLEEVED) if g), None)
    return worn.colour if worn else a.coat


def draw_body(
    b: Canvas, a: Actor, p: Pose, shoulder: float, hip: float, torso: float, low: float = 0.2
) -> None:
    """The trunk with what covers it; a ghost's sheet hangs `low` below the hips."""
    if "ghost" in a.traits:
        _draw_sheet(b, a, p, shoulder, torso, low)
        return
    if "robot" in a.traits:
        _draw_chassis(b, a, shoulder, hip, torso)
        return
    top = next((g for g in (a.worn(n) for n in _SLEEVED) if g), None)
    shape = trunk(shoulder, hip, torso)
    b.blob(shape, top.colour if top else a.coat)
    if top:
        _draw_top(b.at(hip * 0.5 * p.fours, 0) if p.fours else b, a, top, shoulder, hip, torso)
    else:
        _draw_bare(b, a, p, hip, torso)
    _draw_over(b, a, shoulder, hip, torso)


def trunk(shoulder: float, hip: float, torso: float) -> list[tuple[float, float]]:
    """The outline of the trunk: a pear with shoulders."""
    return [
        (0, -torso),
        (shoulder * 0.7, -torso * 0.97),
        (shoulder * 1.04, -torso * 0.8),
        (hip * 1.02, -torso * 0.32),
        (hip * 1.0, -0.0),
        (hip * 0.6, 0.045),
        (0, 0.05),
        (-hip * 0.6, 0.045),
        (-hip * 1.0, -0.0),
        (-hip * 1.02, -torso * 0.32),
        (-shoulder * 1.04, -torso * 0.8),
        (-shoulder * 0.7, -torso * 0.97),
    ]


def _draw_bare(b: Canvas, a: Actor, p: Pose, hip: float, torso: float) -> None:
    s = b.plain()
    x, wide = hip * 0.16 * p.turn, hip * 0.66
    if p.fours:
        x, wide = x + (hip * 0.6 - x) * p.fours, wide - hip * 0.28 * p.fours
    s.ellipse(x, -torso * (0.36 + 0.1 * p.fours), wide, torso * 0.42, a.belly)
    if "buttons" in a.traits:
        for i in range(3):
            s.ellipse(0.02, -torso * (0.2 + 0.25 * i), 0.02, 0.02, (60, 56, 62))
    if "stripes" in a.traits:
        dark = darker(a.coat, 0.62)
        for k in (-1, 1):
            for y in (0.2, 0.42, 0.64):
                s.polygon(
                    [
                        (k * hip, -torso * y - 0.02),
                        (k * hip * 0.66, -torso * y),
                        (k * hip, -torso * y + 0.02),
                    ],
                    dark,
                )
    if "spots" in a.traits:
        for x, y in ((0.84, 0.3), (-0.86, 0.2), (-0.84, 0.5), (0.78, 0.62), (-0.66, 0.76)):
            s.ellipse(x * hip, -torso * y, 0.026, 0.024, darker(a.coat, 0.6))


def _draw_top(b: Canvas, a: Actor, top: Garment, shoulder: float, hip: float, torso: float) -> None:
    s = b.plain()
    dark, light = darker(top.colour, 0.8), lighter(top.colour, 0.22)
    if top.name in ("coat", "jacket"):
        s.polygon(
            [(0.02, -torso * 0.97), (0.02 + shoulder * 0.5, -torso * 0.97), (0.03, -torso * 0.55)], _under(a)
        )
        s.stroke([(0.03, -torso * 0.56), (0.03, 0.03)], 0.01, dark)
        for i in range(3):
            s.ellipse(0.052, -torso * (0.12 + 0.18 * i), 0.011, 0.011, lighter(top.colour, 0.6))
    elif top.name == "sweater":
        for y in (0.3, 0.5):
            s.stroke(
                [(-hip * 0.9, -torso * y), (0, -torso * y + 0.014), (hip * 0.9, -torso * y)], 0.022, light
            )
    elif top.name == "armour":
        s.ellipse(0.02, -torso * 0.6, shoulder * 0.72, torso * 0.3, light)
        s.stroke([(-hip * 0.9, -torso * 0.22), (0, -torso * 0.18), (hip * 0.9, -torso * 0.22)], 0.02, dark)
    elif top.name == "spacesuit":
        s.blob(
            [(-0.05, -torso * 0.62), (0.07, -torso * 0.62), (0.07, -torso * 0.34), (-0.05, -torso * 0.34)],
            (120, 140, 170),
        )
        s.ellipse(-0.02, -torso * 0.52, 0.014, 0.014, (226, 84, 76))
        s.ellipse(0.03, -torso * 0.52, 0.014, 0.014, (108, 200, 120))
    else:
        s.polygon(
            [
                (0.01 - shoulder * 0.34, -torso * 0.99),
                (0.03 + shoulder * 0.34, -torso * 0.99),
                (0.02, -torso * 0.84),
            ],
            lighter(top.colour, 0.55),
        )
        if top.name in ("dress", "gown", "robe", "tunic"):
            s.stroke(
                [(-hip * 0.98, -torso * 0.24), (0, -torso * 0.2), (hip * 0.98, -torso * 0.24)], 0.028, dark
            )


def _under(a: Actor) -> RGB:
    shirt = a.worn("waistcoat") or (a.worn("shirt") if a.worn("shirt") is not None else None)
    return shirt.colour if shirt else (248, 244, 236)


def _draw_over(b: Canvas, a: Actor, shoulder: float, hip: float, torso: float) -> None:
    s = b.plain()
    vest, overalls, apron, tie = a.worn("waistcoat"), a.worn("overalls"), a.worn("apron"), a.worn("tie")
    if vest:
        for k in (-1, 1):
            s.blob(
                [
                    (k * shoulder * 0.9, -torso * 0.9),
                    (k * shoulder * 0.3, -torso * 0.95),
                    (k * 0.012 + 0.02, -torso * 0.5),
                    (k * 0.016 + 0.02, 0.0),
                    (k * hip * 0.96, 0.01),
                    (k * hip, -torso * 0.4),
                ],
                vest.colour,
            )
    if overalls:
        s.blob(
            [
                (-hip * 1.0, -torso * 0.34),
                (0, -torso * 0.38),
                (hip * 1.0, -torso * 0.34),
                (hip, 0.03),
                (0, 0.06),
                (-hip, 0.03),
            ],
            overalls.colour,
        )
        s.polygon(
            [
                (-shoulder * 0.56, -torso * 0.66),
                (shoulder * 0.62, -torso * 0.66),
                (shoulder * 0.66, -torso * 0.2),
                (-shoulder * 0.6, -torso * 0.2),
            ],
            overalls.colour,
        )
        for k in (-1, 1):
            s.stroke(
                [(k * shoulder * 0.54, -torso * 0.6), (k * shoulder * 0.62, -torso * 0.97)],
                0.022,
                overalls.colour,
            )
            s.ellipse(k * shoulder * 0.5, -torso * 0.6, 0.01, 0.01, (246, 214, 110))
    if apron:
        s.blob(
            [
                (-shoulder * 0.5, -torso * 0.78),
                (shoulder * 0.6, -torso * 0.78),
                (hip * 0.8, -torso * 0.3),
                (hip * 0.86, 0.09),
                (0, 0.12),
                (-hip * 0.76, 0.09),
                (-hip * 0.7, -torso * 0.3),
            ],
            apron.colour,
        )
        s.stroke(
            [(-hip * 0.98, -torso * 0.3), (0, -torso * 0.26), (hip * 0.98, -torso * 0.3)],
            0.016,
            darker(apron.colour, 0.8),
        )
    if tie:
        s.polygon(
            [
                (0.0, -torso * 0.96),
                (0.05, -torso * 0.96),
                (0.06, -torso * 0.5),
                (0.025, -torso * 0.42),
                (-0.01, -torso * 0.5),
            ],
            tie.colour,
        )
    draw_trappings(b, a, shoulder, hip, torso)
    _draw_pack(b, a, shoulder, torso)


def _draw_pack(b: Canvas, a: Actor, shoulder: float, torso: float) -> None:
    pack = a.worn("backpack")
    if pack:
        x = -shoulder * 1.1
        b.blob(
            [
                (x - 0.1, -torso * 0.8),
                (x + 0.02, -torso * 0.84),
                (x + 0.03, -torso * 0.1),
                (x - 0.1, -torso * 0.08),
                (x - 0.14, -torso * 0.4),
            ],
            pack.colour,
        )
        b.plain().stroke(
            [(x, -torso * 0.9), (x + 0.1, -torso * 0.7), (x + 0.06, -torso * 0.3)],
            0.02,
            darker(pack.colour, 0.75),
        )


def draw_skirt(c: Canvas, b: Canvas, a: Actor, p: Pose, hip: float, torso: float, hip_y: float) -> None:
    """What hangs below the waist: coat tails, skirts, gowns and robes."""
    for name, length, flare in (
        ("coat", 0.42, 1.22),
        ("tunic", 0.36, 1.3),
        ("dress", 0.56, 1.62),
        ("gown", 0.97, 2.1),
        ("robe", 0.97, 1.6),
    ):
        worn = a.worn(name)
        if worn is None:
            continue
        low = max(-hip_y, 0.05) * length
        wide = hip * flare
        w = p.sway * 0.012
        waist = -torso * 0.24
        tone = worn.colour
        b.blob(
            [
                (-hip * 0.94, waist),
                (0, waist - 0.005),
                (hip * 0.94, waist),
                (wide * 0.9, low * 0.55),
                (wide + w, low),
                (wide * 0.5, low + 0.018),
                (0, low + 0.024),
                (-wide * 0.5, low + 0.018),
                (-wide + w, low),
                (-wide * 0.9, low * 0.55),
            ],
            tone,
        )
        s = b.plain()
        s.stroke(
            [(-wide * 0.96 + w, low - 0.012), (0, low + 0.006), (wide * 0.96 + w, low - 0.012)],
            0.016,
            lighter(tone, 0.35),
        )
        s.stroke([(0.0, waist + 0.03), (w * 0.5 - wide * 0.2, low * 0.9)], 0.008, darker(tone, 0.84))
        s.stroke([(0.03, waist + 0.03), (w * 0.5 + wide * 0.3, low * 0.9)], 0.008, darker(tone, 0.84))
        apron = a.worn("apron")
        if apron and name in ("dress", "gown"):
            s.blob(
                [
                    (-hip * 0.7, waist),
                    (hip * 0.8, waist),
                    (wide * 0.62, low * 0.8),
                    (0, low * 0.86),
                    (-wide * 0.6, low * 0.8),
                ],
                apron.colour,
            )
        return


def draw_cape(b: Canvas, a: Actor, p: Pose, shoulder: float, torso: float, leg: float) -> None:
    """A cape behind the body."""
    cape = a.worn("cape")
    if cape:
        w = p.sway * 0.03
        b.blob(
            [
                (-shoulder * 0.8, -torso * 0.95),
                (shoulder * 0.8, -torso * 0.95),
                (shoulder * 1.5, -torso * 0.4),
                (shoulder * 1.5 + w, leg * 0.7),
                (0, leg * 0.8),
                (-shoulder * 2.0 + w, leg * 0.72),
                (-shoulder * 1.6, -torso * 0.4),
            ],
            darker(cape.colour, 0.9),
        )


def draw_saddle_cape(b: Canvas, a: Actor, p: Pose, shoulder: float, torso: float) -> None:
    """A cape over the back of somebody on all fours, blown up behind."""
    cape = a.worn("cape")
    if cape:
        w = p.sway * 0.03
        b.blob(
            [
                (shoulder * 0.55, -torso * 0.96),
                (-shoulder * 0.95, -torso * 0.98),
                (-shoulder * 1.25, -torso * 0.4),
                (-shoulder * 1.6 + w, 0.1),
                (-shoulder * 0.7 + w, 0.2),
                (shoulder * 0.1 + w, 0.12),
                (shoulder * 0.5, -torso * 0.3),
            ],
            cape.colour,
        )


def draw_neckwear(b: Canvas, a: Actor, p: Pose, shoulder: float, torso: float) -> None:
    """Scarf, collar, necklace and the clasp of a cape."""
    s = b
    y = -torso * 0.94
    for garment in a.garments:
        if garment.name == "scarf":
            w = p.sway * 0.02
            s.blob(
                [
                    (-shoulder * 0.1, y),
                    (-shoulder * 0.5, y + 0.12),
                    (-shoulder * 0.66 + w, y + 0.2),
                    (-shoulder * 0.1 + w, y + 0.21),
                    (shoulder * 0.2, y + 0.05),
                ],
                darker(garment.colour, 0.88),
            )
            s.blob(
                [
                    (-shoulder * 0.95, y - 0.02),
                    (0, y + 0.02),
                    (shoulder * 1.0, y - 0.02),
                    (shoulder * 0.96, y + 0.045),
                    (0.01, y + 0.085),
                    (-shoulder * 0.92, y + 0.045),
                ],
                garment.colour,
            )
        elif garment.name == "collar":
            s.stroke([(-shoulder * 0.7, y), (0, y + 0.03), (shoulder * 0.7, y)], 0.03, garment.colour)
            s.ellipse(0.01, y + 0.045, 0.018, 0.018, (248, 206, 90))
        elif garment.name == "necklace":
            for i in range(5):
                s.ellipse(
                    (i - 2) * shoulder * 0.26, y + 0.04 - abs(i - 2) * 0.008, 0.013, 0.013, garment.colour
                )
        elif garment.name == "cape":
            s.stroke([(-shoulder * 0.9, y), (0, y + 0.03), (shoulder * 0.9, y)], 0.035, garment.colour)
            s.plain().ellipse(0.01, y + 0.03, 0.02, 0.02, (248, 206, 90))


def _draw_sheet(b: Canvas, a: Actor, p: Pose, shoulder: float, torso: float, low: float) -> None:
    w = p.sway * 0.03
    wide = shoulder * 1.7
    b.blob(
        [
            (0, -torso * 1.15),
            (wide * 0.8, -torso * 0.9),
            (wide, -torso * 0.3),
            (wide * 1.1 + w, low),
            (wide * 0.66, low * 0.72),
            (wide * 0.3 + w, low * 1.1),
            (0, low * 0.76),
            (-wide * 0.36 + w, low * 1.1),
            (-wide * 0.72, low * 0.72),
            (-wide * 1.1 + w, low),
            (-wide, -torso * 0.3),
            (-wide * 0.8, -torso * 0.9),
        ],
        a.coat,
    )


def _draw_chassis(b: Canvas, a: Actor, shoulder: float, hip: float, torso: float) -> None:
    w = shoulder * 1.1
    b.stroke([(0, -torso * 0.9), (0, -torso * 1.1)], 0.05, darker(a.coat, 0.7))
    b.blob(
        [
            (-w, -torso * 0.94),
            (0, -torso * 0.97),
            (w, -torso * 0.94),
            (w * 1.1, -torso * 0.4),
            (w, 0.03),
            (0, 0.05),
            (-w, 0.03),
            (-w * 1.1, -torso * 0.4),
        ],
        a.coat,
    )
    s = b.plain()
    s.blob(
        [
            (-w * 0.62, -torso * 0.76),
            (w * 0.7, -torso * 0.76),
            (w * 0.7, -torso * 0.3),
            (-w * 0.62, -torso * 0.3),
        ],
        a.belly,
    )
    for i, tone in enumerate(((232, 92, 84), (248, 206, 90), (112, 206, 128))):
        s.ellipse((i - 1) * w * 0.4 + 0.01, -torso * 0.6, 0.018, 0.018, tone)
    s.stroke([(-w * 0.4, -torso * 0.42), (w * 0.5, -torso * 0.42)], 0.016, lighter(a.belly, 0.4))

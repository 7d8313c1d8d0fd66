"""Heads: faces, ears, muzzles, hair and hats, in units of the head's radius about its middle.

Knows nothing of bodies or places; figures put the head where it belongs.
"""

from __future__ import annotations

import math

from backlot.actors.ears import draw_ears
from backlot.actors.fur import draw_ruff
from backlot.actors.hair import draw_back_hair, draw_beard, draw_front_hair, draw_hat, draw_hat_back
from backlot.actors.look import Actor
from backlot.actors.marks import draw_front_marks, draw_head_marks
from backlot.actors.muzzles import draw_muzzle
from backlot.actors.pose import CHIN, Pose
from backlot.actors.trappings import draw_face_marks, draw_glasses, draw_sockets
from backlot.colour import RGB, darker, lighter, luminance, mix
from backlot.paint import Canvas

INK: RGB = (56, 40, 48)


def draw_head(c: Canvas, a: Actor, p: Pose) -> None:
    """The whole head; `c` is in head radii with the origin in the middle of the skull."""
    c, shift = c.even(0.0, CHIN), p.turn * 0.2
    hatted = any(a.worn(n) for n in ("hat", "cap", "hood", "helmet"))
    draw_hat_back(c, a)
    if a.kind.plan == "person":
        draw_back_hair(c, a, p)
    draw_ruff(c, a, p)
    draw_ears(c, a, p, hatted)
    _draw_skull(c, a, p)
    if p.away:
        _draw_back_of_head(c, a)
        draw_hat(c, a, p)
        return
    _draw_markings(c, a, p)
    draw_head_marks(c, a, p)
    f = c.at(shift, 0.0)
    muzzle_y = draw_muzzle(f, a, p)
    if p.blush > 0 and a.kind.muzzle != "dog":
        _draw_blush(f, a, p)
    draw_sockets(f, a, p)
    draw_eyes(f, a, p)
    draw_mouth(f, a, p, muzzle_y)
    draw_front_marks(f, a, p)
    if a.kind.plan == "person" or a.traits & {"beard", "long-beard", "moustache"}:
        draw_beard(f, a, p)
    if a.kind.plan == "person":
        draw_front_hair(c, a, p)
    draw_face_marks(f, a, p)
    if a.worn("glasses"):
        draw_glasses(f, a, p)
    draw_hat(c.at(0, -0.62, 0.8, 0.8) if a.kind.ears == "frog-eyes" else c, a, p)  # above the eyes


def _draw_back_of_head(c: Canvas, a: Actor) -> None:
    """Hair or fur over the whole skull."""
    if "spines" in a.traits:
        _draw_spines(c, a)
    if "wool" in a.traits:
        c.ellipse(0, 0.0, 0.86, 0.9, a.coat)
    if a.kind.plan == "person" and a.hair_style not in ("bald", "none"):
        c.blob([(x * 1.04, y * (1.06 if y < 0 else 0.9)) for x, y in _FACE], a.hair)
        for x in (-0.4, 0.0, 0.4):
            c.plain().stroke([(x * 0.5, -0.8), (x, 0.0), (x * 1.1, 0.7)], 0.05, darker(a.hair, 0.9))
    covered = a.worn("helmet") or a.worn("hood")
    if covered:
        c.blob([(x * 1.1, y * 1.06) for x, y in _FACE], covered.colour)


# -- the skull -----------------------------------------------------------------------------------------------


def _draw_skull(c: Canvas, a: Actor, p: Pose) -> None:
    coat = a.coat
    if a.kind.plan == "person":
        c.blob(_FACE_OLD if "old" in a.traits else _FACE, coat)
        c.plain().ellipse(p.turn * 0.2, 0.08, 0.13, 0.1, mix(coat, (214, 96, 80), 0.42))
        return
    if "mane" in a.traits:
        _draw_mane(c, darker(a.accent if a.kind.accent else coat, 0.72), p)
    if "ruff" in a.traits:
        _draw_ruff(c, darker(coat, 0.9))
    if "robot" in a.traits:
        c.blob(_BOX, coat)
        c.plain().blob([(x * 0.8 + p.turn * 0.12, y * 0.66 + 0.02) for x, y in _BOX], darker(a.belly, 0.7))
        return
    if "cheeks" in a.traits:
        c.blob(_FOX, coat)
    elif a.kind.muzzle == "horse":
        c.blob([(x * 0.78 + p.turn * 0.1, y) for x, y in _FACE], coat)
    elif a.kind.muzzle == "frog":
        c.ellipse(0, 0.12, 1.12, 0.84, coat)
    elif "wool" in a.traits:
        _draw_wool(c, a)
    else:
        c.ellipse(0, 0, 1.0, 0.94, coat)


_FACE = [
    (0, -1.0),
    (0.66, -0.78),
    (0.93, -0.1),
    (0.82, 0.5),
    (0.42, 0.9),
    (0, 0.98),
    (-0.42, 0.9),
    (-0.82, 0.5),
    (-0.93, -0.1),
    (-0.66, -0.78),
]
_FACE_OLD = [
    (0, -1.0),
    (0.66, -0.78),
    (0.9, -0.1),
    (0.86, 0.52),
    (0.46, 0.9),
    (0, 0.98),
    (-0.46, 0.9),
    (-0.86, 0.52),
    (-0.9, -0.1),
    (-0.66, -0.78),
]
_FOX = [
    (0, -0.84),
    (0.62, -0.74),
    (0.95, -0.1),
    (1.2, 0.42),
    (0.72, 0.66),
    (0.3, 0.9),
    (0, 0.96),
    (-0.3, 0.9),
    (-0.72, 0.66),
    (-1.2, 0.42),
    (-0.95, -0.1),
    (-0.62, -0.74),
]
_BOX = [
    (0, -0.9),
    (0.8, -0.86),
    (0.96, -0.7),
    (1.0, 0),
    (0.96, 0.7),
    (0.8, 0.86),
    (0, 0.9),
    (-0.8, 0.86),
    (-0.96, 0.7),
    (-1.0, 0),
    (-0.96, -0.7),
    (-0.8, -0.86),
]


def _draw_mane(c: Canvas, colour: RGB, p: Pose) -> None:
    for radius, tone in ((1.5, colour), (1.26, lighter(colour, 0.14))):
        points = []
        for i in range(26):
            r = radius * (1.0 if i % 2 else 0.86)
            angle = i * math.tau / 26 + 0.02 * p.sway
            points.append((r * math.cos(angle), r * math.sin(angle) * 0.98 + 0.05))
        c.blob(points, tone)


def _draw_ruff(c: Canvas, colour: RGB) -> None:
    """Shaggy cheeks and throat."""
    points = []
    for i in range(15):
        angle = math.radians(-8 + i * 196 / 14)
        r = 1.5 if i % 2 else 1.02
        points.append((r * math.cos(angle), 0.12 + r * 0.86 * math.sin(angle)))
    c.polygon(points, colour)


def _draw_wool(c: Canvas, a: Actor) -> None:
    c.ellipse(0, 0.14, 0.74, 0.86, a.accent)
    for i in range(7):
        angle = math.pi * (1.02 + i * 0.96 / 6)
        c.ellipse(0.7 * math.cos(angle), 0.1 + 0.82 * math.sin(angle), 0.34, 0.32, a.coat)
    c.ellipse(0, -0.62, 0.5, 0.32, a.coat)


# -- ears ----------------------------------------------------------------------------------------------------


# -- markings and crowns of the head -------------------------------------------------------------------------


def _draw_markings(c: Canvas, a: Actor, p: Pose) -> None:
    s = c.plain()
    shift = p.turn * 0.2
    dark = darker(a.coat, 0.62)
    if a.kind.plan == "person":
        return
    if "cheeks" in a.traits:
        for k in (-1, 1):
            s.blob(
                [
                    (shift * 0.5 + k * 0.1, 0.3),
                    (k * 0.66, 0.1),
                    (k * 1.16, 0.42),
                    (k * 0.7, 0.65),
                    (k * 0.22, 0.9),
                ],
                a.belly,
            )
    if "panda" in a.traits:
        for k in (-1, 1):
            s.ellipse(shift + k * 0.4, -0.02, 0.3, 0.36, a.accent, angle=k * 24)
    if "eye-patch" in a.traits:
        s.ellipse(shift + 0.42, -0.08, 0.38, 0.46, darker(a.coat, 0.74))
    if "badger" in a.traits:
        s.blob(
            [(shift - 0.14, -0.9), (shift + 0.14, -0.9), (shift + 0.2, 0.4), (shift - 0.2, 0.4)],
            (246, 244, 238),
        )
        for k in (-1, 1):
            s.ellipse(k * 0.78, 0.3, 0.22, 0.44, (246, 244, 238))
    if "stripes" in a.traits:
        for k in (-1, 1):
            s.polygon([(k * 0.98, -0.1), (k * 0.62, 0.02), (k * 0.98, 0.1)], dark)
            s.polygon([(k * 0.94, 0.3), (k * 0.66, 0.36), (k * 0.86, 0.5)], dark)
        for x in (-0.24, 0.0, 0.24):
            s.polygon(
                [
                    (shift + x - 0.07, -0.93 + abs(x) * 0.2),
                    (shift + x + 0.07, -0.93 + abs(x) * 0.2),
                    (shift + x, -0.56),
                ],
                dark,
            )
    if "patches" in a.traits:
        s.ellipse(shift + 0.42, -0.2, 0.34, 0.44, (84, 66, 60))
    if "unicorn" in a.traits:
        c.polygon([(shift - 0.16, -0.8), (shift + 0.16, -0.8), (shift + 0.1, -1.9)], (250, 208, 100))
    if "antlers" in a.traits:
        _draw_antlers(c)
    if "knobs" in a.traits:
        for k in (-1, 1):
            c.limb([(k * 0.26, -0.8), (k * 0.3, -1.25)], [0.12, 0.16], darker(a.coat, 0.6))
    if "horns" in a.traits and a.kind.ears != "horns":
        wide = 1.7 if "long-horns" in a.traits else 1.0
        for k in (-1, 1):
            c.limb(
                [(k * 0.4, -0.76), (k * 0.78 * wide, -0.98), (k * 0.72 * wide, -1.42)],
                [0.26, 0.08],
                (238, 224, 190),
            )
    if "spines" in a.traits:
        _draw_spines(c, a)


def _draw_antlers(c: Canvas) -> None:
    for k in (-1, 1):
        c.limb([(k * 0.3, -0.8), (k * 0.9, -1.2), (k * 0.8, -1.9)], [0.16, 0.09], (150, 110, 76))
        c.limb([(k * 0.62, -1.16), (k * 0.4, -1.6)], [0.11, 0.07], (150, 110, 76))
        c.limb([(k * 0.8, -1.42), (k * 1.2, -1.7)], [0.11, 0.07], (150, 110, 76))


def spine_tone(a: Actor) -> RGB:
    """The colour of a hedgehog's spines."""
    return darker(a.accent if a.kind.accent else (122, 92, 70), 0.9)


def _draw_spines(c: Canvas, a: Actor) -> None:
    dark = spine_tone(a)
    for i in range(11):
        angle = math.pi * (1.04 + i * 0.92 / 10)
        x, y = math.cos(angle), math.sin(angle)
        c.polygon(
            [
                (x * 0.72 - y * 0.2, y * 0.72 + x * 0.2),
                (x * 1.32, y * 1.28),
                (x * 0.72 + y * 0.2, y * 0.72 - x * 0.2),
            ],
            dark,
        )
    c.plain().blob(
        [(-0.9, -0.24), (-0.5, -0.8), (0, -0.92), (0.5, -0.8), (0.9, -0.24), (0.3, -0.42), (-0.3, -0.42)],
        dark,
    )


# -- muzzles -------------------------------------------------------------------------------------------------


# -- eyes, mouth ---------------------------------------------------------------------------------------------


def draw_eyes(f: Canvas, a: Actor, p: Pose, spread: float = 0.4, y: float = -0.06, size: float = 1.0) -> None:
    """Both eyes with lids and brows; they blink, look and show the mood."""
    if a.kind.ears == "frog-eyes":
        spread, y = 0.58, -0.74
    s = f.plain()
    glow = "robot" in a.traits
    rx, ry = 0.21 * size, 0.27 * size
    if a.kind.plan == "person":
        rx, ry = 0.18 * size, 0.23 * size
    for k in (-1, 1):
        near = 1.0 - 0.14 * max(0.0, p.turn * k)
        x = k * spread * near + p.turn * 0.06
        if p.lids <= 0.12:
            bend = 0.08 if p.smile >= 0 else -0.02
            s.stroke(
                [(x - rx, y), (x, y + bend + 0.04), (x + rx, y)], 0.07, INK if not glow else (140, 230, 240)
            )
        else:
            _draw_open_eye(s, a, p, x, y, rx * near, ry, glow)
        _draw_brow(s, a, p, x, y - ry, k, rx)
        if p.tears >= 0:
            s.ellipse(x + k * 0.06, y + ry + p.tears * 0.7, 0.07, 0.11, (130, 200, 246))


def _draw_open_eye(
    s: Canvas, a: Actor, p: Pose, x: float, y: float, rx: float, ry: float, glow: bool
) -> None:
    tall = ry * min(p.lids, 1.25)
    if glow:
        s.lit(None).ellipse(x, y, rx * 0.9, tall * 0.8, (140, 230, 240))
        return
    s.ellipse(x, y, rx, tall, (255, 254, 250))
    px = x + (0.34 * p.turn * rx * 0.6) + p.gaze[0] * rx * 0.42
    py = y + p.gaze[1] * ry * 0.36 + 0.02
    pr = rx * (0.66 if p.lids < 1.15 else 0.5)
    s.ellipse(px, py, pr, min(pr * 1.16, tall * 0.94), a.eye)
    s.ellipse(px + pr * 0.32, py - pr * 0.42, pr * 0.34, pr * 0.34, (255, 255, 255))
    if p.brow > 0.45:
        lid = ry * 0.55 * p.brow
        inward = 1 if x > 0 else -1
        s.polygon(
            [
                (x - rx * 1.2, y - ry * 1.1),
                (x + rx * 1.2, y - ry * 1.1),
                (x + rx * 1.2, y - ry + (lid if inward < 0 else lid * 0.2)),
                (x - rx * 1.2, y - ry + (lid * 0.2 if inward < 0 else lid)),
            ],
            _lid(a),
        )


def _lid(a: Actor) -> RGB:
    if "panda" in a.traits:
        return a.accent
    return darker(a.accent if "wool" in a.traits or a.kind.muzzle == "ape" else a.coat, 0.94)


def _draw_brow(s: Canvas, a: Actor, p: Pose, x: float, top: float, side: int, rx: float) -> None:
    if a.kind.plan != "person" and abs(p.brow) < 0.2:
        return
    tone = darker(a.hair, 0.85) if a.kind.plan == "person" else darker(a.coat, 0.45)
    if "old" in a.traits and a.kind.plan == "person":
        tone = (214, 212, 212)
    lift = 0.09 + (0.07 if p.lids > 1.1 else 0.0)
    y, bend = top - lift, 0.13 * p.brow
    outer, inner = (x + side * rx, y - bend), (x - side * rx, y + bend)
    s.stroke([outer, (x, y - 0.045 * (1 - abs(p.brow))), inner], 0.085, tone)


def draw_mouth(f: Canvas, a: Actor, p: Pose, y: float, width: float = 0.3) -> None:
    """The mouth: a line that smiles or not, or an opening when it speaks."""
    if a.kind.plan == "bird":
        return
    s = f.plain()
    x = p.turn * 0.16
    if a.kind.muzzle == "frog":
        width = 0.62
    if a.kind.muzzle == "croc":
        x, width = x + 0.6, 0.7
    if "robot" in a.traits:
        tall = 0.06 + p.mouth * 0.2
        s.lit(None).ellipse(x * 0.7, y, 0.34, tall, (140, 230, 240))
        return
    dark = (120, 40, 50)
    if p.mouth > 0.1:
        tall = 0.06 + 0.24 * p.mouth
        wide = width * (0.72 + 0.16 * p.smile)
        s.blob(
            [
                (x - wide, y - 0.02 - 0.05 * p.smile),
                (x, y - 0.04),
                (x + wide, y - 0.02 - 0.05 * p.smile),
                (x + wide * 0.6, y + tall * 0.8),
                (x, y + tall),
                (x - wide * 0.6, y + tall * 0.8),
            ],
            dark,
        )
        s.ellipse(x, y + tall * 0.72, wide * 0.5, tall * 0.24, (232, 110, 110))
    else:
        curve = p.smile * 0.17
        s.stroke(
            [(x - width * 0.85, y - curve * 0.5), (x, y + curve * 0.6), (x + width * 0.85, y - curve * 0.5)],
            0.065,
            INK if luminance(a.coat) > 0.25 or a.belly != a.coat else (230, 220, 220),
        )
    if "teeth" in a.traits:
        s.blob(
            [(x - 0.1, y + 0.02), (x + 0.1, y + 0.02), (x + 0.09, y + 0.18), (x - 0.09, y + 0.18)],
            (255, 254, 246),
        )


def _draw_blush(f: Canvas, a: Actor, p: Pose) -> None:
    if "robot" in a.traits:
        return
    tone = mix(a.coat if "cheeks" not in a.traits else a.belly, (236, 96, 96), 0.3 + 0.25 * p.blush)
    for k in (-1, 1):
        f.plain().ellipse(k * 0.6 + p.turn * 0.04, 0.32, 0.17, 0.11, tone)
    if "freckles" in a.traits:
        for k in (-1, 1):
            for dx in (-0.09, 0.0, 0.09):
                f.plain().ellipse(k * 0.5 + dx, 0.24 + abs(dx) * 0.4, 0.028, 0.028, darker(a.coat, 0.72))

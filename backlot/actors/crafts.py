"""Crafts: what is done with a tool, each a smooth function of the clock.

A craft changes a breathing pose, as gestures do, and has a beat of its own: what goes up comes down with
weight. Which tool is in the hand is the business of tools.py.

    python -c "from backlot.actors.crafts import CRAFTS; print(*CRAFTS)"
"""

from __future__ import annotations

import math
from dataclasses import replace

from backlot.actors.gestures import Act
from backlot.actors.pose import Pose, blend, ease

STANDING = ((-0.1, 0.0), (0.12, 0.0))
"""Feet of whoever works on their legs."""


def strike(t: float, pace: float) -> float:
    """0 when a tool is high .. 1 when it has come down; it rises slowly and falls fast."""
    u = (t * pace) % 1.0
    return 1 - ease(u / 0.62) if u < 0.62 else ease((u - 0.62) / 0.2)


def _work_pose(p: Pose, lean: float, drop: float, down: float) -> Pose:
    """Bent over something that is looked at; `down` 0..1 lowers the eyes."""
    return replace(
        p,
        lean=lean,
        drop=drop,
        nod=0.05 + 0.15 * down,
        gaze=(0.3, 0.7 * down),
        turn=0.66,
        near_foot=STANDING[0],
        far_foot=STANDING[1],
        bow=0.35 + 0.2 * down,
    )


def _dig(p: Pose, t: float, e: float) -> Pose:
    """The blade into the ground, then up with what is on it."""
    s = 0.5 - 0.5 * math.cos(t * 3.6)
    bent = _work_pose(p, 12 + 15 * s, 0.04 + 0.05 * s, s)
    return replace(bent, far_arm=(48 - 22 * s, 30 - 12 * s), near_arm=(26 + 6 * s, 42 - 20 * s), smile=0.2)


def _sow(p: Pose, t: float, e: float) -> Pose:
    """A wide swing of the hand, again and again; the other holds the seeds."""
    s = math.sin(t * 2.8)
    return replace(
        _work_pose(p, 5, 0.0, 0.4), far_arm=(62 + 40 * s, 14 + 12 * s), near_arm=(10, 92), turn=0.5 + 0.2 * s
    )


def _water(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 1.4)
    return replace(_work_pose(p, 12, 0.02, 0.8), far_arm=(52 + 7 * s, 26), near_arm=(38 + 7 * s, 40))


def _stir(p: Pose, t: float, e: float) -> Pose:
    """The hand goes round over the pot."""
    x, y = math.cos(t * 4.2), math.sin(t * 4.2)
    return replace(
        _work_pose(p, 13, 0.03, 0.9),
        far_arm=(46 + 9 * x, 34 + 12 * y),
        near_arm=(-24, 84),
        tilt=p.tilt + 2 * x,
    )


def _bake(p: Pose, t: float, e: float) -> Pose:
    """Both hands press the dough, and the weight comes after them."""
    s = 0.5 + 0.5 * math.sin(t * 4.4)
    return replace(
        _work_pose(p, 8 + 11 * s, 0.015, 0.8),
        far_arm=(44 + 12 * s, 24 - 14 * s),
        near_arm=(36 + 12 * s, 30 - 14 * s),
    )


def _sweep(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 3.6)
    return replace(
        _work_pose(p, 9 + 5 * s, 0.01, 0.7),
        far_arm=(36 + 20 * s, 34),
        near_arm=(20 + 18 * s, 60),
        turn=0.5 + 0.2 * s,
    )


def _wash(p: Pose, t: float, e: float) -> Pose:
    """Both hands rub, down in the water."""
    s = math.sin(t * 8)
    return replace(
        _work_pose(p, 17, 0.07, 1.0), far_arm=(38 + 9 * s, 12), near_arm=(30 - 9 * s, 16), hop=0.004 * abs(s)
    )


def _knock(p: Pose, t: float, e: float) -> Pose:
    """Three knocks of the fist, then a wait with an ear to it."""
    u = t % 2.4
    beat = max(0.0, math.sin(u * 10.5)) if u < 0.9 else 0.0
    waits = ease((u - 1.0) / 0.3) * (1 - ease((u - 2.1) / 0.3))
    knocks = replace(
        p,
        far_arm=(76 + 10 * beat, 58 - 44 * beat),
        near_arm=(-16, 20),
        lean=3 + 4 * beat,
        turn=0.85,
        bow=0.1,
        sign="knock" if u < 1.0 else "",
    )
    listens = replace(p, far_arm=(66, 70), near_arm=(-12, 14), lean=9, tilt=10, turn=0.5, gaze=(0.7, -0.3))
    return blend(knocks, listens, waits)


def _write(p: Pose, t: float, e: float) -> Pose:
    """Small quick strokes over a sheet, a look up now and then."""
    s, thinks = math.sin(t * 9), ease((math.sin(t * 0.8) - 0.75) / 0.2)
    writes = replace(
        _work_pose(p, 7, 0.0, 0.9), far_arm=(6 + 3 * s, 98 + 3 * math.sin(t * 6)), near_arm=(34, 74)
    )
    return blend(writes, replace(writes, nod=-0.06, gaze=(0.5, -0.6), far_arm=(34, 112)), thinks)


def _paint(p: Pose, t: float, e: float) -> Pose:
    """Strokes over an upright canvas, a step of the head back to see it."""
    x, y = math.sin(t * 2.1), math.sin(t * 3.3)
    return replace(
        _work_pose(p, 4 - 3 * x, 0.0, 0.2),
        far_arm=(72 + 14 * y, 18 + 16 * x),
        near_arm=(14, 92),
        tilt=p.tilt + 5 * x,
    )


def _sew(p: Pose, t: float, e: float) -> Pose:
    """The thread drawn out wide, then the needle back to the cloth."""
    s = 0.5 - 0.5 * math.cos(t * 3.0)
    return replace(
        _work_pose(p, 6, 0.0, 0.85), far_arm=(20 + 44 * s, 92 - 40 * s), near_arm=(20, 94), turn=0.55
    )


def _hammer(p: Pose, t: float, e: float) -> Pose:
    """High, and down on it."""
    s = strike(t, 1.15)
    return replace(
        _work_pose(p, 4 + 15 * s, 0.02 + 0.04 * s, 0.4 + 0.6 * s),
        far_arm=(136 - 92 * s, 54 - 22 * s),
        near_arm=(34, 22),
        brow=max(p.brow, 0.3),
    )


def _chop(p: Pose, t: float, e: float) -> Pose:
    """Both hands over the head, and down to the ground."""
    s = strike(t, 0.8)
    return replace(
        _work_pose(p, -6 + 32 * s, 0.01 + 0.07 * s, s),
        far_arm=(158 - 108 * s, 26 - 14 * s),
        near_arm=(150 - 106 * s, 34 - 14 * s),
        brow=max(p.brow, 0.3),
    )


def _saw(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 6)
    return replace(
        _work_pose(p, 15 + 4 * s, 0.05, 0.9), far_arm=(36 + 20 * s, 34 - 24 * s), near_arm=(30, 14)
    )


def _row(p: Pose, t: float, e: float) -> Pose:
    """Seated: forward with the hands, back with the whole body."""
    s = math.sin(t * 2.6)
    return replace(
        p,
        seated=1.0,
        lean=10 * s,
        far_arm=(58 + 14 * s, 34 - 26 * s),
        near_arm=(54 + 14 * s, 38 - 26 * s),
        near_foot=(0.2, 0.0),
        far_foot=(0.27, 0.0),
        turn=0.5,
    )


def _angle(p: Pose, t: float, e: float) -> Pose:
    """The rod held still over the water, and a twitch of it now and then."""
    tug = max(0.0, math.sin(t * 1.3) - 0.85) * 40
    return replace(
        _work_pose(p, -2 - tug * 0.5, 0.0, 0.25), far_arm=(48 + 2 * tug, 34), near_arm=(30, 62), turn=0.7
    )


CRAFTS: dict[str, Act] = {
    "dig": _dig,
    "sow": _sow,
    "watering": _water,
    "stir": _stir,
    "bake": _bake,
    "sweep": _sweep,
    "wash": _wash,
    "knock": _knock,
    "write": _write,
    "painting": _paint,
    "sew": _sew,
    "hammering": _hammer,
    "chop": _chop,
    "sawing": _saw,
    "rowing": _row,
    "angling": _angle,
}
"""Every craft."""

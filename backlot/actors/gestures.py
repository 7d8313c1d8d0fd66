"""Gestures: what hands and heads do while the feet stand, each a smooth function of the clock.

A gesture changes a breathing pose (pose, clock in seconds, energy); acts.py has those of the whole body.

    python -c "from backlot.actors.gestures import GESTURES; print(*GESTURES)"
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from backlot.actors.pose import Pose

Act = Callable[[Pose, float, float], Pose]


def _wave(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        rear=0.12,
        far_arm=(108.0, 46 + 26 * math.sin(t * 7)),
        smile=max(p.smile, 0.7),
        tilt=4 + 2 * math.sin(t * 3.5),
    )


def _point(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p, far_arm=(84 + 3 * math.sin(t * 2.6), 6.0), near_arm=(-28, 52), turn=0.7, lean=p.lean + 3
    )


def _eat(p: Pose, t: float, e: float) -> Pose:
    chew = 0.5 + 0.5 * math.sin(t * 8)
    lift = 0.5 + 0.5 * math.sin(t * 1.8)
    return replace(
        p,
        bow=0.92 + 0.08 * math.sin(t * 8),
        far_arm=(34 + 26 * lift, 84 + 26 * lift),
        near_arm=(24, 76),
        mouth=0.14 + 0.3 * chew,
        smile=max(p.smile, 0.5),
        nod=p.nod + 0.05 * lift,
    )


def _give(p: Pose, t: float, e: float) -> Pose:
    """Both hands out, bent towards whoever is there."""
    reach = 0.5 + 0.5 * math.sin(t * 1.6)
    return replace(
        p,
        bow=0.25 * reach,
        far_arm=(58 + 18 * reach, 24 - 12 * reach),
        near_arm=(50 + 18 * reach, 28 - 10 * reach),
        lean=p.lean + 6 + 6 * reach,
        smile=max(p.smile, 0.7),
        far_foot=(0.12, 0.0),
    )


def _take(p: Pose, t: float, e: float) -> Pose:
    """Something in the hands, which is looked at."""
    turned = 4 * math.sin(t * 1.4)
    return replace(
        p,
        bow=0.2,
        far_arm=(44 + turned, 52),
        near_arm=(34 - turned, 60),
        nod=p.nod + 0.08,
        gaze=(0.4, 0.6),
        turn=0.6,
    )


def _nod(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 5)
    return replace(p, nod=0.16 + 0.3 * s, tilt=p.tilt + 3 + 5 * s, lean=p.lean + 3 + 3 * s, turn=0.6)


def _shake(p: Pose, t: float, e: float) -> Pose:
    """The head from side to side, a flat hand that wards off."""
    s = math.sin(t * 5)
    return replace(
        p,
        turn=0.1 + 0.75 * s,
        tilt=p.tilt - 5 * s,
        smile=min(p.smile, -0.2),
        far_arm=(50 + 8 * s, 62),
        near_arm=(-22, 30),
        lean=-3,
    )


def _cry(p: Pose, t: float, e: float) -> Pose:
    """Bent, both hands at the eyes, shaken by sobs."""
    sob = math.sin(t * 6)
    return replace(
        p,
        bow=0.4,
        smile=-1.0,
        brow=-1.0,
        lids=0.4,
        mouth=0.3 + 0.14 * sob,
        tears=(t * 0.8) % 1.0,
        nod=0.26 + 0.05 * sob,
        near_arm=(58, 124 + 5 * sob),
        far_arm=(62, 122 - 5 * sob),
        lean=9,
        hop=0.012 * abs(sob),
        drop=0.02,
        sign="tears",
    )


def _laugh(p: Pose, t: float, e: float) -> Pose:
    """Thrown back, holding the belly."""
    ha = abs(math.sin(t * 7))
    return replace(
        p,
        rear=0.1 * ha,
        smile=1.0,
        mouth=0.5 + 0.5 * ha,
        lids=0.1 if math.sin(t * 0.9) > 0 else 0.7,
        nod=-0.2 - 0.08 * ha,
        lean=-11 - 2 * ha,
        tilt=p.tilt - 6,
        near_arm=(34, 84 + 8 * ha),
        far_arm=(38 + 6 * ha, 80),
        hop=0.022 * ha,
        blush=0.9,
        sign="mirth",
    )


def _cower(p: Pose, t: float, e: float) -> Pose:
    """Made small, the arms before the face."""
    return replace(
        p,
        bow=0.25,
        drop=0.13,
        lean=10 + 0.8 * math.sin(t * 24),
        brow=-1.0,
        lids=1.2,
        smile=-0.7,
        mouth=0.2,
        near_arm=(64, 110 + 3 * math.sin(t * 24)),
        far_arm=(72, 104),
        nod=0.2,
        blush=0.0,
        near_foot=(-0.1, 0),
        far_foot=(0.08, 0),
        sign="sweat",
    )


def _rage(p: Pose, t: float, e: float) -> Pose:
    """Both fists up, a foot that stamps."""
    s = math.sin(t * 4.4)
    return replace(
        p,
        rear=0.5 + 0.3 * s,
        brow=1.0,
        smile=-0.6,
        mouth=0.45 + 0.4 * abs(s),
        near_arm=(-104 - 14 * s, -42),
        far_arm=(112 + 16 * s, 40),
        lean=8 + 3 * s,
        blush=1.0,
        near_foot=(-0.1, 0),
        far_foot=(0.12, max(0.0, s) * 0.09),
        sign="puffs",
    )


def _hug(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        near_arm=(70, 30 + 4 * math.sin(t * 2)),
        far_arm=(84, 26),
        lean=9,
        tilt=11,
        lids=0.1,
        smile=0.9,
        blush=1.0,
        turn=0.7,
        sign="hearts",
    )


def _read(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        bow=0.45,
        near_arm=(30, 78),
        far_arm=(36, 74 + 4 * math.sin(t * 2)),
        nod=0.2,
        gaze=(0.2 * math.sin(t * 1.4), 0.8),
    )


def _work(p: Pose, t: float, e: float) -> Pose:
    """A tool that rises high and comes down."""
    s = math.sin(t * 5)
    return replace(
        p,
        bow=0.5 + 0.15 * s,
        near_arm=(40 + 12 * s, 50),
        far_arm=(78 + 52 * s, 40 - 10 * s),
        nod=0.16 - 0.1 * s,
        gaze=(0.2, 0.7),
        lean=9 - 7 * s,
        near_foot=(-0.1, 0),
        far_foot=(0.12, 0),
    )


def _think(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        far_arm=(52, 122),
        near_arm=(22, 74),
        tilt=9 + 2 * math.sin(t),
        gaze=(0.5, -0.7),
        smile=0.05,
        brow=-0.2,
        sign="thought",
    )


def _look(p: Pose, t: float, e: float) -> Pose:
    """The neck stretched, the head from side to side."""
    s = math.sin(t * 1.1)
    return replace(
        p,
        turn=0.45 + 0.45 * s,
        gaze=(0.6 * s, -0.2),
        lean=p.lean + 7,
        nod=-0.1,
        lids=max(p.lids, 1.1),
        tilt=p.tilt + 4 * s,
        near_arm=(-26, 14),
    )


def _search(p: Pose, t: float, e: float) -> Pose:
    """A hand over the eyes, the head from side to side."""
    s = math.sin(t * 1.1)
    return replace(
        _look(p, t, e),
        far_arm=(120, 80),
        near_arm=(-30, 60),
        lean=p.lean + 9,
        near_foot=(-0.1, 0.0),
        far_foot=(0.12, 0.0),
        turn=0.55 + 0.3 * s,
    )


def _hand_out(p: Pose, t: float, e: float) -> Pose:
    """One hand towards whoever is there: to stroke, to feed, to shake hands."""
    s = math.sin(t * 2)
    return replace(
        p, far_arm=(62 + 4 * s, 16), lean=p.lean + 4, smile=max(p.smile, 0.7), turn=0.7, bow=0.15, rear=0.05
    )


GESTURES: dict[str, Act] = {
    "stroke": _hand_out,
    "feed": _hand_out,
    "handshake": _hand_out,
    "wave": _wave,
    "point": _point,
    "eat": _eat,
    "give": _give,
    "take": _take,
    "nod": _nod,
    "shake": _shake,
    "cry": _cry,
    "laugh": _laugh,
    "cower": _cower,
    "rage": _rage,
    "hug": _hug,
    "read": _read,
    "work": _work,
    "think": _think,
    "look": _look,
    "search": _search,
}

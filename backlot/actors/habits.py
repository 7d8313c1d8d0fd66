"""Habits: what one does alone and without a tool: counts, peeps, yawns, bows, prays, drinks, pushes, pulls.

python -c "from backlot.actors.habits import HABITS; print(*HABITS)"
"""

from __future__ import annotations

import math
from dataclasses import replace

from backlot.actors.gestures import Act
from backlot.actors.pose import Pose, blend, ease


def _count(p: Pose, t: float, e: float) -> Pose:
    """A finger that goes from one to the next, and nods with it."""
    step = math.floor(t * 1.8) + ease((t * 1.8) % 1.0 / 0.4)
    along = abs((step + 3) % 6 - 3)  # there and back
    beat = math.sin(math.pi * min(1.0, (t * 1.8) % 1.0 / 0.5))
    return replace(
        p,
        far_arm=(48 + 7 * along + 5 * beat, 26),
        near_arm=(18, 96),
        nod=0.12 + 0.05 * beat,
        gaze=(0.5, 0.6),
        turn=0.6,
        lean=8,
        bow=0.25,
        mouth=0.2 * beat,
    )


def _peek(p: Pose, t: float, e: float) -> Pose:
    """Low, then the head stretched out to one side, and back."""
    s = ease(0.5 - 0.5 * math.cos(t * 1.5))
    return replace(
        p,
        lean=6 + 16 * s,
        drop=0.06,
        tilt=4 + 12 * s,
        turn=0.8,
        gaze=(0.9, -0.1),
        lids=1.2,
        near_arm=(40, 104),
        far_arm=(48, 96),
        nod=-0.05,
        mouth=0.08,
    )


def _yawn(p: Pose, t: float, e: float) -> Pose:
    """The arms stretched wide and high, the mouth as wide, and down again."""
    u = 0.5 - 0.5 * math.cos(t * 1.7)
    up = ease(u)
    return replace(
        p,
        far_arm=(46 + 86 * up, 26),
        near_arm=(-42 - 80 * up, -30),
        mouth=0.08 + 0.92 * up,
        lids=0.62 - 0.5 * up,
        nod=0.1 - 0.26 * up,
        lean=4 - 12 * up,
        squash=1 + 0.03 * up,
        smile=0.0,
        brow=-0.5,
    )


def _wake(p: Pose, t: float, e: float) -> Pose:
    """Sitting up, stretched, with the eyes coming open."""
    return replace(
        _yawn(p, t, e), seated=1.0, near_foot=(0.2, 0.0), far_foot=(0.27, 0.0), lids=0.3 + 0.6 * ease(t / 2)
    )


def _bowing(p: Pose, t: float, e: float) -> Pose:
    """From the hips, deep, one arm across and one behind; and up again."""
    s = ease(1.6 - 1.6 * abs(math.cos(t * 0.9)))
    return replace(
        p,
        lean=48 * s,
        nod=0.22 * s,
        bow=0.8 * s,
        far_arm=(18 + 10 * s, 96),
        near_arm=(-34 - 20 * s, -10),
        gaze=(0.2, 0.6 * s),
        turn=0.6,
        pitch=12 * s,
        near_paw=(0.1 * s, 0.0),
        far_paw=(0.14 * s, 0.0),
        near_foot=(-0.1, 0.0),
    )


def _pray(p: Pose, t: float, e: float) -> Pose:
    """On the knees, the hands together before the face, the eyes shut."""
    return replace(
        p,
        drop=0.16,
        near_foot=(-0.14, 0.0),
        far_foot=(0.1, 0.0),
        near_arm=(52, 92),
        far_arm=(46, 98),
        nod=0.2,
        lids=0.0,
        lean=6 + math.sin(t * 1.1),
        turn=0.55,
        bow=0.5,
        pitch=12.0,
    )


def _cast(p: Pose, t: float, e: float) -> Pose:
    """A circle of the arm high over the head, then a throw of it forward."""
    u = (t * 0.5) % 1.0
    thrown = ease((u - 0.5) / 0.1) * (1 - ease((u - 0.9) / 0.1))
    ring = t * 6
    winds = replace(
        p,
        far_arm=(138 + 16 * math.sin(ring), 18 + 14 * math.cos(ring)),
        near_arm=(-24, -8),
        lean=-3,
        nod=-0.1,
        gaze=(0.3, -0.6),
        brow=0.4,
        near_foot=(-0.1, 0.0),
        far_foot=(0.12, 0.0),
        rear=0.3,
        mouth=0.2,
    )
    throws = replace(
        winds, far_arm=(86, 2), near_arm=(-34, -8), lean=6, nod=0.0, gaze=(0.8, 0.0), mouth=0.5, rear=0.1
    )
    cast = blend(winds, throws, thrown)
    return replace(cast, sign="magic")


def _drink(p: Pose, t: float, e: float) -> Pose:
    """To the mouth, the head back with it, and down."""
    s = ease(0.5 - 0.62 * math.cos(t * 1.6))
    return replace(
        p,
        far_arm=(30 + 26 * s, 84 + 34 * s),
        near_arm=(-12, 14),
        nod=0.06 - 0.2 * s,
        lean=2 - 7 * s,
        mouth=0.1 + 0.14 * s,
        lids=1 - 0.7 * s,
        turn=0.7,
        bow=0.96 + 0.04 * math.sin(t * 6),
    )


def _push(p: Pose, t: float, e: float) -> Pose:
    """Both hands against it, the whole body behind them."""
    s = math.sin(t * 3)
    return replace(
        p,
        lean=25 + 3 * s,
        far_arm=(62, 10),
        near_arm=(56, 14),
        drop=0.04,
        near_foot=(-0.22, 0.0),
        far_foot=(0.04, 0.0),
        brow=0.6,
        smile=-0.1,
        lids=0.7,
        nod=0.06,
        turn=0.85,
        blush=0.8,
        bow=0.55,
        pitch=7 + 2 * s,
        sign="effort",
    )


def _pull(p: Pose, t: float, e: float) -> Pose:
    """Both hands on it, the heels in the ground, the body far back, in tugs."""
    s = ease(0.5 + 0.7 * math.sin(t * 3))
    return replace(
        p,
        lean=-14 - 12 * s,
        far_arm=(48 + 6 * s, 6),
        near_arm=(42 + 6 * s, 8),
        drop=0.1 + 0.02 * s,
        near_foot=(-0.06, 0.0),
        far_foot=(0.16, 0.0),
        brow=0.7,
        smile=-0.3,
        lids=0.5,
        turn=0.85,
        blush=0.9,
        nod=-0.04,
        bow=0.3,
        pitch=-6 - 4 * s,
        sign="effort",
    )


# -- of those who have no hands ------------------------------------------------------------------------------


def _paw(p: Pose, t: float, e: float) -> Pose:
    """One fore foot after the other scrapes, the nose to the ground."""
    s = math.sin(t * 9)
    return replace(
        p,
        fours=1.0,
        bow=0.85,
        pitch=9.0,
        drop=0.03,
        near_paw=(0.02 + 0.09 * s, 0.05 * max(0.0, s)),
        far_paw=(0.06 - 0.09 * s, 0.05 * max(0.0, -s)),
        gaze=(0.2, 0.8),
        brow=max(p.brow, 0.2),
        sway=math.sin(t * 9),
        mouth=0.1,
    )


def _lap(p: Pose, t: float, e: float) -> Pose:
    """The mouth down in the water."""
    return replace(
        p, bow=1.0, mouth=0.2 + 0.14 * math.sin(t * 9), lids=0.7, nod=0.0, pitch=4.0, far_paw=(0.1, 0.0)
    )


def _howl(p: Pose, t: float, e: float) -> Pose:
    """The head thrown up, the mouth open."""
    s = math.sin(t * 2.2)
    return replace(
        p, nod=-1.4 + 0.2 * s, pitch=-5.0, mouth=0.6 + 0.3 * s, lids=0.3, smile=0.6, tilt=-6.0, sign="notes"
    )


def _strain(p: Pose, t: float, e: float) -> Pose:
    """The head low and forward, the whole weight behind it, in tugs."""
    s = ease(0.5 + 0.7 * math.sin(t * 3))
    return replace(
        p,
        bow=0.42 + 0.1 * s,
        pitch=5 + 4 * s,
        drop=0.02 + 0.02 * s,
        near_foot=(-0.12, 0.0),
        far_foot=(-0.06, 0.0),
        near_paw=(-0.1, 0.0),
        far_paw=(0.06, 0.0),
        brow=0.6,
        lids=0.7,
        turn=0.8,
        sign="effort",
    )


HABITS: dict[str, Act] = {
    "count": _count,
    "peek": _peek,
    "yawn": _yawn,
    "wake": _wake,
    "bowing": _bowing,
    "pray": _pray,
    "cast": _cast,
    "drink": _drink,
    "push": _push,
    "pull": _pull,
}
"""Every habit."""
PAWED: dict[str, Act] = {"dig": _paw}
"""Of everybody who digs with their own fore feet."""
HANDLESS: dict[str, Act] = {"dig": _paw, "drink": _lap, "sing": _howl, "pull": _strain, "push": _strain}
"""Of those who never stand on two."""

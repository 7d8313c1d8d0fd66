"""Acts: what a body does while it stands its ground, each a smooth function of the clock.

An act changes a breathing pose (pose, clock in seconds, energy); acting.py chooses it by the words.
"""

from __future__ import annotations

import math
from dataclasses import replace

from backlot.actors.crafts import CRAFTS
from backlot.actors.gestures import GESTURES, Act
from backlot.actors.habits import HABITS
from backlot.actors.music import MUSIC
from backlot.actors.pose import Pose


def _walk(p: Pose, t: float, e: float) -> Pose:
    """On the spot, where no ground is covered: the feet rise and come down in their places."""
    s = math.sin(t * 6.5)
    return replace(
        p,
        near_foot=(-0.05, max(0.0, s) * 0.05),
        far_foot=(0.07, max(0.0, -s) * 0.05),
        near_arm=(-16 * s, 14),
        far_arm=(16 * s + 4, 14),
        hop=0.01 * abs(s),
    )


def _run(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 11)
    return replace(
        p,
        near_foot=(-0.05, max(0.0, s) * 0.11),
        far_foot=(0.07, max(0.0, -s) * 0.11),
        lean=9,
        near_arm=(-42 * s, 70),
        far_arm=(42 * s, 70),
        hop=0.03 * abs(s),
    )


def _creep(p: Pose, t: float, e: float) -> Pose:
    """Bent low, on tiptoe, one careful foot after the other."""
    s = math.sin(t * 2.6)
    return replace(
        p,
        lean=20 + 2 * s,
        drop=0.05,
        near_foot=(-0.1, max(0.0, s) * 0.09),
        far_foot=(0.1, max(0.0, -s) * 0.09),
        near_arm=(34 - 12 * s, 70),
        far_arm=(46 + 12 * s, 66),
        gaze=(0.6, 0.0),
        brow=max(p.brow, 0.35),
        turn=0.6,
    )


def _sniff(p: Pose, t: float, e: float) -> Pose:
    """Bent forward, the nose first."""
    return replace(
        p,
        bow=0.85 + 0.06 * math.sin(t * 9),
        lean=24,
        drop=0.03,
        nod=0.14 + 0.03 * math.sin(t * 9),
        near_arm=(-30, 40),
        far_arm=(-18, 44),
        gaze=(0.4, 0.7),
        turn=0.65,
    )


def _jump(p: Pose, t: float, e: float) -> Pose:
    """Crouched, then off the ground with arms up and knees drawn in."""
    u = (t * 1.1) % 1.0
    air = max(0.0, math.sin((u - 0.25) / 0.6 * math.pi)) if 0.25 < u < 0.85 else 0.0
    crouch = math.exp(-(((u - 0.14) / 0.08) ** 2)) + 0.6 * math.exp(-(((u - 0.93) / 0.05) ** 2))
    return replace(
        p,
        rear=0.5 * air,
        hop=0.3 * air * e,
        drop=0.09 * crouch,
        lean=10 * crouch,
        near_arm=(-30 - 100 * air, -10),
        far_arm=(30 + 100 * air, 20),
        near_foot=(-0.07, 0.08 * air),
        far_foot=(0.11, 0.05 * air),
        near_paw=(0.1 * air - 0.04, 0.08 * air),
        far_paw=(0.14 * air + 0.06, 0.1 * air),
        smile=max(p.smile, 0.6),
    )


def _sit(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        seated=1.0,
        drop=0.2,
        near_foot=(0.2, 0.0),
        far_foot=(0.26, 0.0),
        near_arm=(26, 30),
        far_arm=(34, 30),
    )


def _ride(p: Pose, t: float, e: float) -> Pose:
    bump = math.sin(t * 6)
    return replace(
        p,
        seated=1.0,
        drop=0.2,
        hop=0.006 * abs(bump),
        near_foot=(0.12, 0.0),
        far_foot=(0.2, 0.0),
        near_arm=(44, 40),
        far_arm=(50 + 3 * bump, 36),
    )


def _sleep(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        roll=-84,
        lids=0.0,
        smile=0.35,
        mouth=0.1 + 0.06 * math.sin(t * 1.5),
        squash=1 + 0.03 * math.sin(t * 1.5),
        sleep=(t * 0.4) % 1.0,
        near_arm=(-4, 14),
        far_arm=(8, 14),
        turn=0.1,
        tilt=0.0,
        nod=0.0,
        near_foot=(-0.03, 0),
        far_foot=(0.05, 0),
    )


def _doze(p: Pose, t: float, e: float) -> Pose:
    """Asleep where there is no room to lie: sitting, the chin on the chest."""
    return replace(
        _sit(p, t, e),
        lids=0.0,
        smile=0.3,
        nod=0.24 + 0.04 * math.sin(t * 1.5),
        tilt=9.0,
        squash=1 + 0.03 * math.sin(t * 1.5),
        sleep=(t * 0.4) % 1.0,
        turn=0.3,
        near_arm=(30, 40),
        far_arm=(36, 40),
    )


def _swim(p: Pose, t: float, e: float) -> Pose:
    """Nearly level, one arm after the other over the water."""
    s = math.sin(t * 3.4)
    return replace(
        p,
        roll=66 + 4 * s,
        hop=0.02 * s,
        near_arm=(110 - 74 * s, 16),
        far_arm=(110 + 74 * s, 16),
        near_foot=(-0.04, 0.03 * s + 0.03),
        far_foot=(0.05, 0.03 - 0.03 * s),
        turn=0.5,
        tilt=-26,
        nod=-0.1,
        afloat=1.0,
    )


def _tread_water(p: Pose, t: float, e: float) -> Pose:
    """Upright in the water to the waist, the arms at work beside."""
    s = math.sin(t * 3.4)
    return replace(
        p,
        drop=0.2,
        hop=0.012 * math.sin(t * 2.6),
        near_foot=(-0.05 + 0.03 * s, 0.0),
        far_foot=(0.07 - 0.03 * s, 0.0),
        near_arm=(-34 + 10 * s, -20),
        far_arm=(38 - 10 * s, 20),
        nod=-0.06,
        afloat=1.0,
    )


def _crawl(p: Pose, t: float, e: float) -> Pose:
    """On hands and knees, as babies go."""
    s = math.sin(t * 5)
    return replace(
        p,
        lean=64,
        drop=0.17,
        tilt=-8,
        near_foot=(-0.2 + 0.05 * s, 0.0),
        far_foot=(-0.14 - 0.05 * s, 0.0),
        near_arm=(66 + 16 * s, -4),
        far_arm=(66 - 16 * s, -4),
        turn=0.6,
        smile=max(p.smile, 0.6),
    )


def _fly(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 9)
    return replace(
        p,
        hop=0.3 + 0.05 * math.sin(t * 2.2),
        flap=s,
        roll=12,
        near_arm=(-70 - 20 * s, 0),
        far_arm=(80 + 20 * s, 0),
        near_foot=(-0.09, 0.02),
        far_foot=(-0.02, 0.03),
    )


def _climb(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 3.2)
    return replace(
        p,
        rear=0.75,
        near_arm=(-150 - 20 * s, -14),
        far_arm=(140 - 26 * s, 24),
        near_foot=(0.02, 0.06 + 0.06 * s),
        far_foot=(0.08, 0.06 - 0.06 * s),
        hop=0.02,
        gaze=(0.0, -0.8),
        nod=-0.12,
    )


def _fight(p: Pose, t: float, e: float) -> Pose:
    """A lunge behind one fist, the other at the chin."""
    s = math.sin(t * 6)
    thrust = max(0.0, s)
    return replace(
        p,
        rear=0.45 + 0.35 * s,
        near_arm=(58 - 16 * s, 96 - 84 * max(0.0, -s)),
        far_arm=(56 + 34 * thrust, 92 - 92 * thrust),
        lean=10 + 9 * thrust,
        brow=0.9,
        smile=-0.4,
        near_foot=(-0.2, 0),
        far_foot=(0.18, 0),
        drop=0.045,
        sign="blow",
    )


def _dance(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 5)
    return replace(
        p,
        rear=0.3 + 0.3 * s,
        lean=11 * s,
        tilt=8 * s,
        near_arm=(-96 - 44 * s, -20),
        far_arm=(104 - 44 * s, 20),
        hop=0.04 * abs(s),
        smile=1.0,
        near_foot=(-0.1, max(0.0, s) * 0.12),
        far_foot=(0.11, max(0.0, -s) * 0.12),
        turn=0.5 * s,
        sign="notes",
    )


def _kneel(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        bow=0.4,
        drop=0.16,
        near_foot=(-0.14, 0.0),
        far_foot=(0.1, 0.0),
        near_arm=(50, 78),
        far_arm=(54, 76),
        nod=0.12,
        gaze=(0.2, -0.5),
        lean=5,
    )


def _fall(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        roll=76,
        near_arm=(120, 20),
        far_arm=(140, 10),
        lids=0.6,
        mouth=0.4,
        smile=-0.3,
        near_foot=(-0.1, 0),
        far_foot=(0.1, 0.04),
    )


def _carry(p: Pose, t: float, e: float) -> Pose:
    return replace(p, near_arm=(42, 46), far_arm=(48, 40), lean=-3)


ACTS: dict[str, Act] = {
    **GESTURES,
    **CRAFTS,
    **MUSIC,
    **HABITS,
    "walk": _walk,
    "run": _run,
    "creep": _creep,
    "crawl": _crawl,
    "sniff": _sniff,
    "jump": _jump,
    "sit": _sit,
    "ride": _ride,
    "sleep": _sleep,
    "doze": _doze,
    "swim": _swim,
    "fly": _fly,
    "climb": _climb,
    "fight": _fight,
    "dance": _dance,
    "kneel": _kneel,
    "fall": _fall,
    "carry": _carry,
}
UPRIGHT: dict[str, Act] = {**ACTS, "swim": _tread_water, "sleep": _doze}
"""The same, where there is no room to lie level."""

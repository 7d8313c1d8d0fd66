"""Music and voices: how instruments are played, and how one sings, calls, whispers, blows and listens.

python -c "from backlot.actors.music import MUSIC; print(*MUSIC)"
"""

from __future__ import annotations

import math
from dataclasses import replace

from backlot.actors.gestures import Act
from backlot.actors.pose import Pose, ease


def _music(p: Pose, t: float) -> Pose:
    s = math.sin(t * 4.2)
    return replace(
        p,
        tilt=p.tilt + 5 * s,
        hop=0.012 * abs(s),
        smile=max(p.smile, 0.7),
        turn=0.4,
        sign="notes",
        rear=0.1,
        near_foot=(-0.08, 0.0),
        far_foot=(0.1, 0.0),
        lean=3 * s,
    )


def _fiddle(p: Pose, t: float, e: float) -> Pose:
    """The fiddle under the chin, the bow to and fro over it."""
    s = math.sin(t * 7)
    return replace(
        _music(p, t), far_arm=(66, 36), near_arm=(52 + 20 * s, 84 - 34 * s), nod=p.nod + 0.1, tilt=11.0
    )


def _flute(p: Pose, t: float, e: float) -> Pose:
    """Both hands at a pipe before the mouth, the fingers busy."""
    s = math.sin(t * 9)
    return replace(
        _music(p, t), far_arm=(56 + 1.5 * s, 66), near_arm=(66 - 1.5 * s, 74), mouth=0.16, lids=0.5, turn=0.75
    )


def _drum(p: Pose, t: float, e: float) -> Pose:
    """One hand after the other."""
    s = math.sin(t * 9)
    return replace(_music(p, t), far_arm=(44 + 16 * s, 46), near_arm=(38 - 16 * s, 52), nod=p.nod + 0.05 * s)


def _strum(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 7)
    return replace(_music(p, t), far_arm=(58, 44), near_arm=(24 + 9 * s, 76 + 9 * s))


def _play_keys(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 8)
    return replace(
        _music(p, t), far_arm=(56, 26 + 9 * s), near_arm=(50, 32 - 9 * s), turn=0.7, nod=p.nod + 0.06
    )


def _sing(p: Pose, t: float, e: float) -> Pose:
    """The head high, the mouth wide, the arms out to whoever hears."""
    s, swell = math.sin(t * 2.2), 0.5 + 0.5 * math.sin(t * 3.1)
    return replace(
        p,
        mouth=0.35 + 0.55 * swell,
        nod=-0.14,
        lids=0.35,
        smile=max(p.smile, 0.6),
        lean=-5 + 3 * s,
        tilt=p.tilt + 4 * s,
        far_arm=(74 + 12 * s, 12),
        near_arm=(-58 - 12 * s, -10),
        squash=1 + 0.03 * swell,
        flap=0.4 * s,
        sign="notes",
    )


def _whisper(p: Pose, t: float, e: float) -> Pose:
    """Leaning close, a hand beside the mouth."""
    return replace(
        p,
        lean=13,
        far_arm=(74, 92),
        near_arm=(-8, 14),
        turn=0.85,
        nod=0.04,
        mouth=0.14 + 0.08 * math.sin(t * 7),
        gaze=(0.7, 0.1),
        bow=0.12,
        sign="hush",
    )


def _call(p: Pose, t: float, e: float) -> Pose:
    """Both hands round the mouth, and a shout that bends the body back."""
    s = abs(math.sin(t * 2.4))
    return replace(
        p,
        lean=-4 + 9 * s,
        far_arm=(70, 104),
        near_arm=(62, 112),
        mouth=0.4 + 0.6 * s,
        turn=0.75,
        nod=-0.12 - 0.05 * s,
        brow=-0.3,
        rear=0.2 * s,
        sign="call",
    )


def _blow(p: Pose, t: float, e: float) -> Pose:
    """A deep breath that bends the body back, then the cheeks empty with the body behind it."""
    u = (t * 0.55) % 1.0
    out = ease((u - 0.4) / 0.12) * (1 - ease((u - 0.9) / 0.1))
    full = ease(u / 0.36) * (1 - out)
    return replace(
        p,
        squash=1 + 0.035 * full - 0.01 * out,
        lean=-3 * full + 6 * out,
        nod=-0.08 * full + 0.03 * out,
        mouth=0.12 + 0.3 * out,
        smile=-0.1,
        blush=0.4 + 0.6 * full,
        turn=0.9,
        far_arm=(-26 + 10 * out, 34),
        near_arm=(-40 + 10 * out, 34),
        rear=0.15 * full,
        sign="breath" if out > 0.3 else "",
    )


def _listen(p: Pose, t: float, e: float) -> Pose:
    """A hand behind the ear, the head to the side."""
    return replace(
        p,
        far_arm=(96, 116),
        near_arm=(-14, 20),
        tilt=11 + 2 * math.sin(t * 1.2),
        lean=8,
        turn=0.2,
        gaze=(0.8, -0.3),
        mouth=0.06,
        nod=-0.02,
        bow=0.1,
    )


MUSIC: dict[str, Act] = {
    "fiddling": _fiddle,
    "fluting": _flute,
    "drumming": _drum,
    "strumming": _strum,
    "keying": _play_keys,
    "sing": _sing,
    "whisper": _whisper,
    "calling": _call,
    "blow": _blow,
    "hearken": _listen,
}
"""Every act of music and voice."""

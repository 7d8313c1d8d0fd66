"""Poses: the joint angles and the face of one actor at one moment. Pure numbers; knows nothing of shapes.

Everybody faces right; `facing` mirrors. Lengths are in body heights, angles in degrees.

    python -c "from backlot.actors.pose import Pose; print(Pose(mouth=0.5))"
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

CHIN = 0.7
"""How far below its middle a head rests on its neck, in radii: it stays there on whatever body."""


@dataclass(frozen=True)
class Pose:
    """One moment of one body."""

    facing: float = 1.0
    """1 to the right, -1 to the left"""
    turn: float = 0.45
    """where the face looks beside the facing: -1 back over the shoulder, 0 at us, 1 in profile"""
    tilt: float = 0.0
    """the head to the shoulder, clockwise"""
    nod: float = 0.0
    """the head down (positive) or up, in head heights"""
    lean: float = 0.0
    """the body forward"""
    roll: float = 0.0
    """the whole body about its feet; -90 lies on the back"""
    drop: float = 0.0
    """the hips down, in body heights"""
    hop: float = 0.0
    """the whole body off the ground"""
    squash: float = 1.0
    """breath: the torso's height"""
    near_arm: tuple[float, float] = (-10.0, 8.0)
    """shoulder (0 hangs, 90 forward, 180 up) and elbow bend of the arm at our side"""
    far_arm: tuple[float, float] = (12.0, 10.0)
    near_foot: tuple[float, float] = (-0.05, 0.0)
    """forward of the hip, and height over the ground"""
    far_foot: tuple[float, float] = (0.07, 0.0)
    near_paw: tuple[float, float] = (-0.04, 0.0)
    """of those on four legs: forward of the shoulder, and height over the ground"""
    far_paw: tuple[float, float] = (0.06, 0.0)
    fours: float = 0.0
    """0 upright .. 1 on all fours, of animals that go either way"""
    curl: float = 0.0
    """0..1 lying down curled up or on folded legs, of those on four legs"""
    pitch: float = 0.0
    """the back of those on four legs up in front (negative) or behind, in degrees"""
    stream: float = 0.0
    """0..1 ears and tail laid back by the wind"""
    seated: float = 0.0
    """0 stands, 1 sits with the legs forward"""
    mouth: float = 0.0
    """0 shut .. 1 wide open"""
    smile: float = 0.5
    """-1 sorrow .. 1 joy"""
    lids: float = 1.0
    """0 closed .. 1 open .. 1.3 staring"""
    brow: float = 0.0
    """-1 raised at the nose (fear, sorrow) .. 1 drawn down (anger)"""
    gaze: tuple[float, float] = (0.0, 0.0)
    """where the eyes look, -1..1"""
    blush: float = 0.35
    tears: float = -1.0
    """0..1 how far a tear has run; negative for none"""
    sleep: float = -1.0
    """0..1 phase of the letters over a sleeper; negative for none"""
    flap: float = 0.0
    """-1..1 wing beat"""
    stretch: float = 1.0
    """the whole body's height: drawn up or slumped"""
    ears: float = 0.0
    """-1 laid back or hanging .. 1 pricked: ears, feelers, the fin of a fish's back"""
    tail: float = 0.0
    """-1 tucked in .. 1 high: tails and tail fins"""
    bristle: float = 0.0
    """0..1 how far fur, feathers or spines stand up"""
    bow: float = 0.0
    """0..1 the head down to the ground, of those who have no hands to bring things to it"""
    rise: float = 0.0
    """the nose up, in degrees, of those who swim or fly level"""
    rear: float = 0.0
    """0..1 the fore legs off the ground"""
    away: float = 0.0
    """1 with the back to us"""
    afloat: float = 0.0
    """0..1 in the water to the waist"""
    tucked: float = 0.0
    """1 with the tail behind the body, of those who stand upright"""
    sway: float = 0.0
    """-1..1 tail, ears, cloth"""
    sign: str = ""
    """the mark beside the head, of signs.py; '' for none"""
    clock: float = 0.0
    """seconds, which the mark follows"""


_NUMBERS = [f.name for f in fields(Pose) if isinstance(getattr(Pose(), f.name), float)]
_PAIRS = [f.name for f in fields(Pose) if isinstance(getattr(Pose(), f.name), tuple)]


def blend(a: Pose, b: Pose, share: float) -> Pose:
    """`share` of b in a; 0 gives a, 1 gives b."""
    if share <= 0:
        return a
    if share >= 1:
        return b
    values: dict[str, object] = {"sign": b.sign if share >= 0.5 else a.sign}
    for name in _NUMBERS:
        values[name] = getattr(a, name) * (1 - share) + getattr(b, name) * share
    for name in _PAIRS:
        p, q = getattr(a, name), getattr(b, name)
        values[name] = (p[0] * (1 - share) + q[0] * share, p[1] * (1 - share) + q[1] * share)
    return replace(a, **values)  # type: ignore[arg-type]


def ease(t: float) -> float:
    """0..1 to 0..1 with a soft start and a soft end."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)

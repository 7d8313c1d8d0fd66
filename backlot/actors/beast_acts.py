"""Acts on four legs: how beasts, and upright animals that go down on all fours, run, creep, sniff and lie.

Who wears nothing but a collar walks on all fours too; whoever stands, talks or has hands to use is upright.

    python -c "from backlot.actors.beast_acts import ON_FOURS; print(*sorted(ON_FOURS))"
"""

from __future__ import annotations

import math
from dataclasses import replace

from backlot.actors.gaits import BOUND, GALLOP, TROT, WALK, Gait, between, rock, step
from backlot.actors.gestures import Act
from backlot.actors.habits import HANDLESS, PAWED
from backlot.actors.look import Actor
from backlot.actors.pose import Pose, ease

_DOWN = frozenset({"run", "creep", "sniff", "swim", "sleep", "dig"})
"""What an animal that stands upright goes down on all fours for."""
_CROUCH = 0.05
"""How far the back of somebody who creeps sinks, in body heights."""


def is_on_fours(a: Actor, action: str) -> bool:
    """Whether somebody does this on four legs."""
    if a.kind.plan == "quadruped":
        return True
    bare = all(g.name == "collar" for g in a.garments)
    return bool(a.kind.gait) and (action in _DOWN or (action == "walk" and bare))


def gait_of(a: Actor, action: str, speed: float) -> Gait:
    """How somebody goes: who runs gallops or bounds, others walk, and trot when they are fast."""
    if action == "run":
        return BOUND if a.kind.gait == "bound" else GALLOP
    return between(WALK, TROT, ease((speed - 0.9) / 0.8))


def stride_of(a: Actor, action: str, speed: float) -> float:
    """Ground covered in one cycle, in body heights."""
    return gait_of(a, action, speed).stride * _leg_of(a)


def _leg_of(a: Actor) -> float:
    if "low" in a.traits:
        return 0.2
    return 0.3 if a.kind.gait else 0.36


def go_on_fours(p: Pose, a: Actor, action: str, travelled: float, speed: float) -> Pose:
    """The stride of a moment: a standing foot keeps its place on the ground."""
    leg = _leg_of(a)
    gait = gait_of(a, action, speed)
    cycle = travelled / (gait.stride * leg)
    feet = [(x * leg, y * leg) for x, y in (step(gait, cycle, i) for i in range(4))]
    rise, pitch, stretch = rock(gait, cycle)
    fast = gait.pitch / GALLOP.pitch
    sneaks = _CROUCH if action == "creep" else 0.0
    return replace(
        p,
        near_foot=feet[0],
        far_foot=feet[1],
        near_paw=feet[2],
        far_paw=feet[3],
        fours=1.0 if a.kind.gait else 0.0,
        drop=p.drop + 0.01 - rise * leg + sneaks,
        pitch=pitch,
        squash=1 + 0.05 * min(1.0, fast) * stretch if a.kind.gait else p.squash,
        stream=min(1.0, 0.7 * fast),
        nod=p.nod + 0.02 * math.sin(cycle * 2 * math.tau) + 0.12 * bool(sneaks),
        turn=0.62 + 0.2 * min(1.0, fast),
        sway=math.sin(cycle * math.tau + 0.6),
    )


def _tread(p: Pose, t: float, rate: float, height: float) -> Pose:
    """Diagonal feet rise and come down in their places."""
    s = math.sin(t * rate)
    up, down = max(0.0, s) * height, max(0.0, -s) * height
    return replace(
        p,
        fours=1.0,
        near_foot=(-0.05, up),
        far_foot=(0.05, down),
        near_paw=(-0.04, down),
        far_paw=(0.06, up),
        drop=-0.01 * abs(s),
    )


def _walk(p: Pose, t: float, e: float) -> Pose:
    return _tread(p, t, 6.5, 0.05)


def _run(p: Pose, t: float, e: float) -> Pose:
    return replace(_tread(p, t, 11, 0.11), pitch=4 * math.sin(t * 11), stream=0.5)


def _creep(p: Pose, t: float, e: float) -> Pose:
    """Low to the ground, one careful foot after the other."""
    s = math.sin(t * 2.6)
    return replace(
        _tread(p, t, 2.6, 0.05),
        drop=0.07,
        nod=p.nod + 0.16,
        gaze=(0.6, 0.1),
        brow=max(p.brow, 0.4),
        tilt=2 * s,
        sway=math.sin(t * 1.3),
    )


def _sniff(p: Pose, t: float, e: float) -> Pose:
    """The nose to the ground, to and fro."""
    return replace(
        p,
        fours=1.0,
        bow=0.9 + 0.06 * math.sin(t * 9),
        near_paw=(-0.06, 0.0),
        far_paw=(0.09, 0.0),
        gaze=(0.3 * math.sin(t * 1.7), 0.8),
        tilt=4 * math.sin(t * 1.7),
    )


def _lie(p: Pose, t: float, e: float) -> Pose:
    """Asleep: curled up, or on folded legs with the head down."""
    breath = math.sin(t * 1.5)
    return replace(
        p,
        fours=1.0,
        curl=1.0,
        bow=0.0,
        lids=0.0,
        smile=0.35,
        mouth=0.0,
        squash=1 + 0.025 * breath,
        sleep=(t * 0.4) % 1.0,
        turn=0.35,
        nod=0.0,
        tilt=8.0 + breath,
        drop=0.0,
    )


def _rest(p: Pose, t: float, e: float) -> Pose:
    """The same of those whose neck brings the head to the ground."""
    return replace(_lie(p, t, e), bow=0.8, tilt=3.0)


def _paddle(p: Pose, t: float, e: float) -> Pose:
    """Swimming as dogs do: the head high, the feet treading water."""
    turn = t * 7.0
    feet = [(0.09 * math.cos(turn + k), 0.07 + 0.06 * math.sin(turn + k)) for k in (0.0, 3.1, 4.7, 1.6)]
    return replace(
        p,
        fours=1.0,
        hop=-0.06 + 0.02 * math.sin(t * 3.4),
        afloat=1.0,
        pitch=-9 + 3 * math.sin(t * 3.4),
        near_foot=feet[0],
        far_foot=feet[1],
        near_paw=(feet[2][0] + 0.08, feet[2][1] + 0.05),
        far_paw=(feet[3][0] + 0.08, feet[3][1] + 0.05),
        nod=-0.1,
        turn=0.55,
        stream=0.4,
    )


def _kneel(p: Pose, t: float, e: float) -> Pose:
    """Down on the fore legs, the head low."""
    return replace(
        p, pitch=15.0, drop=0.1, bow=0.3, near_paw=(0.14, 0.0), far_paw=(0.2, 0.0), gaze=(0.2, -0.5)
    )


def _tumble(p: Pose, t: float, e: float) -> Pose:
    """Down on the chest, the hind legs still standing."""
    return replace(
        p,
        pitch=22.0,
        drop=0.12,
        bow=0.5,
        near_paw=(0.24, 0.0),
        far_paw=(0.3, 0.04),
        mouth=0.4,
        smile=-0.3,
        lids=1.2,
        brow=-0.6,
    )


def _float(p: Pose, t: float, e: float) -> Pose:
    """Swimming as ducks do: upright, the wings folded, the feet at work below."""
    s = math.sin(t * 6)
    return replace(
        p,
        drop=0.16,
        hop=-0.02 + 0.012 * math.sin(t * 2.6),
        tilt=p.tilt + 2 * math.sin(t * 2.6),
        near_foot=(-0.05 + 0.05 * s, 0.0),
        far_foot=(0.07 - 0.05 * s, 0.0),
        afloat=1.0,
    )


ON_FOURS: dict[str, Act] = {
    "walk": _walk,
    "run": _run,
    "creep": _creep,
    "sniff": _sniff,
    "sleep": _lie,
    "swim": _paddle,
    **PAWED,
}
"""Of everybody on four legs; in place of the acts of the same name on two."""
OF_BEASTS: dict[str, Act] = {**ON_FOURS, **HANDLESS, "sleep": _rest, "kneel": _kneel, "fall": _tumble}
"""Of those who never stand on two."""
OF_BIRDS: dict[str, Act] = {"swim": _float}
"""Of birds."""

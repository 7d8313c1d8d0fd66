"""Bearing: how somebody holds themselves while they play a part, so that they fill a broad or a slim place.

What is played stays what it is; arms, legs, back and tail do it wider or closer. Knows nothing of boxes.

    python -c "from backlot.actors.bearing import Bearing; print(Bearing(spread=0.7))"
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from backlot.actors.pose import Pose, blend

_PACING = frozenset({"walk", "run", "carry", "creep"})
"""Acts whose feet keep their own step."""
_LIMP = frozenset({"fall", "fly", "sniff", "climb"})
"""Acts that are known without their arms."""
_ONE_HANDED = frozenset({"wave", "point", "search", "shake", "rage", "dance", "laugh"})
"""Acts of which the far arm tells."""


Way = Literal["", "upright", "fours"]


@dataclass(frozen=True)
class Bearing:
    """How a part is carried."""

    spread: float = 0.0
    """-1 arms and feet close to the body .. 0 as usual .. 1 arms spread wide"""
    stance: float = 0.0
    """0..1 the legs apart and the knees bent"""
    seated: float = 0.0
    """0..1 sitting on the ground"""
    bowed: float = 0.0
    """0..1 the head down to the ground, of those who have no hands"""
    held: float = 0.0
    """0..1 how far bows, crouches, leaps, rearing and falls are held back"""
    way: Way = ""
    """upright or on all fours, of those who can do either; '' as the act has it"""
    rise: float = 0.0
    """degrees that those who swim or fly level have the nose up"""
    tucked: bool = False
    """the tail is behind the body"""


USUAL = Bearing()


def bear(p: Pose, rest: Pose, b: Bearing, action: str, t: float) -> Pose:
    """The pose with this bearing.

    Args:
        p: of the act.
        rest: of who does nothing, at the same moment.
        t: the clock, in seconds.
    """
    if b == USUAL:
        return p
    p = _hold(p, rest, b.held, action) if b.held else p
    p = _spread(p, b.spread, action, t) if b.spread else p
    p = _straddle(p, b.stance) if b.stance and action not in _PACING else p
    p = replace(p, bow=max(p.bow, b.bowed))
    if b.seated:
        sitting = replace(p, seated=1.0, drop=0.2, near_foot=(0.2, 0.0), far_foot=(0.26, 0.0), hop=0.0)
        p = blend(p, sitting, b.seated)
    if b.way == "fours":
        p = replace(p, fours=1.0, lean=0.0, hop=0.0, drop=min(p.drop, 0.07), rear=0.0)
    return replace(p, rise=b.rise, tucked=float(b.tucked))


def _hold(p: Pose, rest: Pose, held: float, action: str) -> Pose:
    """More upright than the act has it; what hands and face do remains."""
    k = 1 - held
    values = {name: getattr(p, name) * k for name in ("bow", "rear", "roll", "curl", "seated", "pitch")}
    p = replace(
        p,
        drop=rest.drop + (p.drop - rest.drop) * k,
        lean=rest.lean + (p.lean - rest.lean) * k,
        hop=p.hop * (1 - 0.75 * held) if action == "jump" else p.hop,
        nod=p.nod + (0.12 * held if p.sleep >= 0 else 0.0),
        near_foot=_mixed(p.near_foot, rest.near_foot, held),
        far_foot=_mixed(p.far_foot, rest.far_foot, held),
        **values,
    )
    if action in _LIMP:
        near, far = _mixed(p.near_arm, rest.near_arm, held), _mixed(p.far_arm, rest.far_arm, held)
        p = replace(p, near_arm=near, far_arm=far, flap=p.flap * (1 - 0.7 * held))
    return p


def _mixed(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _spread(p: Pose, spread: float, action: str, t: float) -> Pose:
    """Arms spread as of one who tells something great; or drawn in, with the feet nearer to each other."""
    if spread < 0:
        step = 1.0 if action in _PACING else 0.5 if p.seated else 0.6
        drawn_in = replace(
            p,
            near_arm=(_closer(p.near_arm[0]), p.near_arm[1]),
            far_arm=(_closer(p.far_arm[0]), p.far_arm[1]),
            near_foot=(p.near_foot[0] * step, p.near_foot[1]),
            far_foot=(p.far_foot[0] * step, p.far_foot[1]),
        )
        return blend(p, drawn_in, -spread)
    sway = 2 * math.sin(t * 1.1)
    wide = min(spread, 0.7) / 0.7
    level = max(0.0, spread - 0.7) / 0.3
    near, far = (-46 - 22 * level - sway, -18 - 10 * level), (48 + 22 * level + sway, 18 + 10 * level)
    spread_out = replace(p, near_arm=near, far_arm=p.far_arm if action in _ONE_HANDED else far)
    if action not in _PACING and not p.seated:
        spread_out = replace(spread_out, near_foot=(-0.09, 0.0), far_foot=(0.11, 0.0))
    return blend(p, spread_out, wide)


def _closer(shoulder: float) -> float:
    """The angle of an upper arm nearer to the body, or to the head if it is raised."""
    raised = abs(shoulder) > 80
    return math.copysign(abs(shoulder) * 0.4 + 99, shoulder) if raised else shoulder * 0.5


def _straddle(p: Pose, stance: float) -> Pose:
    """Legs apart and knees bent, as of one who stands firm."""
    straddling = replace(
        p,
        near_foot=(min(p.near_foot[0], -0.2), p.near_foot[1]),
        far_foot=(max(p.far_foot[0], 0.22), p.far_foot[1]),
        drop=max(p.drop, 0.09),
    )
    return blend(p, straddling, stance)

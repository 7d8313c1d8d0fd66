"""Moods: what an emotion does to a face and, so that it is seen from afar, to the whole body.

python -c "from backlot.actors.moods import MOODS; print(*MOODS)"
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from backlot.actors.pose import Pose

Pair = tuple[float, float]


@dataclass(frozen=True)
class Mood:
    """One emotion: what it sets in a pose, and what it adds to it."""

    near_arm: Pair
    far_arm: Pair
    face: dict[str, float] = field(default_factory=dict)
    adds: dict[str, float] = field(default_factory=dict)
    feet: tuple[Pair, Pair] | None = None
    gaze: Pair | None = None
    sign: str = ""
    bounce: float = 0.0
    """body heights that it hops"""
    tremble: float = 0.0
    """degrees that the head shivers"""


MOODS: dict[str, Mood] = {
    "happy": Mood((-26, 20), (32, 22), {"smile": 1.0, "blush": 0.7, "brow": -0.15}, bounce=0.018),
    "sad": Mood(
        (2, 4),
        (10, 6),
        {"smile": -0.8, "brow": -0.9, "lids": 0.82, "blush": 0.2},
        {"nod": 0.22, "lean": 7, "drop": 0.012},
        gaze=(0.0, 0.5),
    ),
    "angry": Mood(
        (-34, 62),
        (20, 52),
        {"smile": -0.55, "brow": 1.0, "lids": 0.92, "blush": 0.9},
        {"lean": 7},
        feet=((-0.09, 0.0), (0.11, 0.0)),
    ),
    "afraid": Mood(
        (46, 104),
        (54, 100),
        {"smile": -0.6, "brow": -0.9, "lids": 1.22, "mouth": 0.22, "blush": 0.0},
        {"lean": -7, "drop": 0.025},
        sign="sweat",
        tremble=1.2,
    ),
    "surprised": Mood(
        (-48, -30),
        (56, 34),
        {"smile": 0.1, "brow": -0.5, "lids": 1.3, "mouth": 0.55},
        {"nod": -0.1, "lean": -5},
        sign="rays",
    ),
    "tired": Mood(
        (12, 4),
        (20, 4),
        {"smile": 0.0, "brow": -0.4, "lids": 0.45},
        {"nod": 0.24, "lean": 9, "drop": 0.02},
    ),
    "proud": Mood(
        (-46, 104),
        (50, -100),
        {"smile": 0.75, "brow": 0.25, "lids": 0.75},
        {"nod": -0.14, "lean": -6, "squash": 0.02},
    ),
    "loving": Mood(
        (30, 106),
        (36, 104),
        {"smile": 0.9, "blush": 1.0, "brow": -0.25, "lids": 0.86},
        {"tilt": 7},
    ),
}
"""Every emotion but the neutral one."""


def feel(p: Pose, emotion: str, t: float) -> Pose:
    """The pose with an emotion at `t` seconds; unchanged by one that is not known."""
    mood = MOODS.get(emotion)
    if mood is None:
        return p
    added = {name: getattr(p, name) + by for name, by in mood.adds.items()}
    felt = replace(p, **mood.face, **added)  # type: ignore[arg-type]
    feet = mood.feet or (p.near_foot, p.far_foot)
    return replace(
        felt,
        near_arm=mood.near_arm,
        far_arm=mood.far_arm,
        near_foot=feet[0],
        far_foot=feet[1],
        gaze=mood.gaze or p.gaze,
        sign=mood.sign,
        hop=p.hop + mood.bounce * abs(math.sin(4 * t)),
        tilt=felt.tilt + mood.tremble * math.sin(21 * t),
    )

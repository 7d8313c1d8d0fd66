"""Moods: what an emotion does to a face and, so that it is seen from afar, to the whole body.

Everybody has the face; who has hands has the arms, and everybody else tells it with head, back, tail, ears,
wings, fins and legs.

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


@dataclass(frozen=True)
class Body:
    """What one emotion makes of a body: what it sets, and what swings."""

    sets: dict[str, float] = field(default_factory=dict)
    adds: dict[str, float] = field(default_factory=dict)
    swings: dict[str, tuple[float, float]] = field(default_factory=dict)
    """how far a part goes to and fro, and how fast, in radians a second"""
    arms: tuple[Pair, Pair] | None = None


_ALL: dict[str, dict[str, float]] = {
    "happy": {"ears": 0.5, "tail": 0.9, "stretch": 1.02},
    "sad": {"ears": -0.9, "tail": -0.9, "stretch": 0.93},
    "angry": {"ears": -0.7, "tail": 0.5, "bristle": 1.0, "stretch": 1.02},
    "afraid": {"ears": -0.6, "tail": -1.0, "bristle": 0.45, "stretch": 0.88},
    "surprised": {"ears": 1.0, "tail": 0.8, "bristle": 0.5, "stretch": 1.05},
    "tired": {"ears": -0.5, "tail": -0.6, "stretch": 0.94},
    "proud": {"ears": 0.6, "tail": 0.7, "stretch": 1.06},
    "loving": {"ears": 0.1, "tail": 0.4},
}
"""Of everybody: ears, tail, fur and how upright they are."""
_HANDED: dict[str, Body] = {
    "happy": Body(swings={"tail": (0.4, 9.0)}),
    "sad": Body(adds={"lean": 6, "drop": 0.02}),
    "afraid": Body(adds={"drop": 0.04}),
}
_BEAST: dict[str, Body] = {
    "happy": Body(adds={"nod": -0.5, "pitch": -2}, swings={"tail": (0.3, 9.0), "tilt": (4.0, 4.0)}),
    "sad": Body({"bow": 0.42}, {"drop": 0.02}),
    "angry": Body({"bow": 0.28}, {"pitch": 5, "drop": 0.02}, {"tail": (0.4, 5.0)}),
    "afraid": Body(adds={"drop": 0.09, "pitch": -5, "turn": -0.4}),
    "surprised": Body({"rear": 0.32}),
    "tired": Body({"bow": 0.36}, {"drop": 0.04}),
    "proud": Body({}, {"nod": -0.9, "pitch": -4}, arms=((-10, 8), (62, 24))),
    "loving": Body({"bow": 0.12}, {"tilt": 7}, {"tail": (0.2, 4.0)}),
}
_BIRD: dict[str, Body] = {
    "happy": Body(adds={"hop": 0.03, "lean": -6}, swings={"flap": (0.9, 11.0)}),
    "sad": Body({"bow": 0.36}, arms=((-6, 4), (8, 6))),
    "angry": Body({"bow": 0.16}, {"lean": 6}, arms=((-92, 0), (92, 0))),
    "afraid": Body(adds={"lean": -4}, arms=((38, 100), (40, 100))),
    "surprised": Body(adds={"hop": 0.03}, arms=((-84, 0), (84, 0))),
    "tired": Body({"bow": 0.26}, arms=((-6, 4), (8, 6))),
    "proud": Body(adds={"lean": -10}, arms=((-12, 8), (14, 10))),
    "loving": Body(adds={"tilt": 8}, arms=((-12, 8), (14, 10))),
}
_FISH: dict[str, Body] = {
    "happy": Body(adds={"hop": 0.05}, swings={"lean": (13.0, 4.0), "hop": (0.05, 4.0)}),
    "sad": Body(adds={"lean": -29, "hop": -0.03}),
    "angry": Body(adds={"lean": -18}, swings={"tail": (0.4, 12.0)}),
    "afraid": Body(adds={"lean": 24}, swings={"tail": (0.5, 20.0), "lean": (1.2, 20.0)}),
    "surprised": Body(adds={"lean": 28, "hop": 0.05}),
    "tired": Body(adds={"lean": -21, "hop": -0.02}),
    "proud": Body(adds={"lean": 20}),
}
_BUG: dict[str, Body] = {
    "happy": Body(adds={"hop": 0.02}, swings={"tilt": (7.0, 6.0), "ears": (0.4, 9.0)}),
    "sad": Body(adds={"drop": 0.12}),
    "angry": Body({"rear": 0.34}, swings={"ears": (0.3, 14.0)}),
    "afraid": Body(adds={"drop": 0.16}),
    "surprised": Body({"rear": 0.26}),
    "tired": Body(adds={"drop": 0.12}),
    "proud": Body({"rear": 0.2}),
}
_SNAKE: dict[str, Body] = {
    "happy": Body(swings={"tilt": (8.0, 5.0)}),
    "sad": Body({"bow": 0.8, "stretch": 0.8}),
    "angry": Body({"stretch": 1.14}, {"tilt": 8}),
    "afraid": Body({"stretch": 0.7}),
    "tired": Body({"bow": 0.5, "stretch": 0.84}),
    "proud": Body({"stretch": 1.12}, {"tilt": -8}),
}
BODIES: dict[str, dict[str, Body]] = {
    "quadruped": _BEAST,
    "bird": _BIRD,
    "fish": _FISH,
    "bug": _BUG,
    "snake": _SNAKE,
}
"""By body plan what an emotion does to those who have no hands."""


def feel(p: Pose, emotion: str, t: float, plan: str = "person") -> Pose:
    """The pose of a body plan with an emotion at `t` seconds; unchanged by one that is not known."""
    mood = MOODS.get(emotion)
    if mood is None:
        return p
    felt = replace(_feel_with_hands(p, mood, t), **_ALL.get(emotion, {}))  # type: ignore[arg-type]
    body = BODIES.get(plan, _HANDED).get(emotion, Body())
    if plan in BODIES:
        near, far = body.arms or (p.near_arm, p.far_arm)
        felt = replace(felt, near_arm=near, far_arm=far, near_foot=p.near_foot, far_foot=p.far_foot)
    changed = dict(body.sets)
    for name, by in body.adds.items():
        changed[name] = changed.get(name, getattr(felt, name)) + by
    for name, (far_out, pace) in body.swings.items():
        changed[name] = changed.get(name, getattr(felt, name)) + far_out * math.sin(pace * t)
    return replace(felt, **changed)  # type: ignore[arg-type]


def _feel_with_hands(p: Pose, mood: Mood, t: float) -> Pose:
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

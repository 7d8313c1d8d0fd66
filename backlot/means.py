"""Means: what somebody can do to fill a box of another shape than theirs, the least unusual first.

As a good animator does it: arms and legs wide or close, down on all fours or up on two, a bow held back, a
fish with its nose up, and a body that is drawn broader or slimmer as far as its kind bears it.

    python -c "from backlot.means import leeway_of; print(leeway_of.__doc__)"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backlot.actors.acting import Part, goes_on_fours
from backlot.actors.bearing import Bearing, Way
from backlot.actors.look import Actor

_ARMED = frozenset({"person", "upright", "bird", "thing"})
_LEGGED = frozenset({"person", "upright"})
_FREE = frozenset({"stand", "look", "talk", "nod", "shake", "listen"})
"""Acts that leave both arms free."""
_ONE_HANDED = frozenset({"wave", "point", "search", "rage", "dance", "laugh"})
"""Acts that leave the near arm free."""
_LEVEL = frozenset({"sleep", "fall", "swim"})
"""Acts of who is lying in them."""
_DOWN = frozenset(
    {"stand", "look", "talk", "nod", "listen", "search", "eat", "cry", "laugh", "walk", "cower"}
)
"""What those who can go on all fours can do so as well."""
_STILL = _FREE | {
    *("wave", "point", "search", "think", "laugh", "read", "give", "carry", "rage", "fight", "eat", "work"),
    "cower",
}
"""Acts with both feet on the ground."""
_HELD = frozenset(
    {
        *("eat", "sniff", "cry", "cower", "read", "work", "give", "kneel", "climb", "fight", "dance", "rage"),
        *("sleep", "doze", "fall", "swim", "fly", "jump", "sit", "laugh", "creep"),
    }
)
"""Acts that bow, crouch, rear or roll the body."""
_SEATED = frozenset({"think", "read", "eat", "cry", "laugh", "talk", "listen", "work"})
"""Acts that are done as well sitting on the ground."""
_INSTEAD = {"sleep": "doze", "fall": "kneel"}
"""What is done sitting or kneeling, where there is no room to lie."""


def leeway_of(a: Actor) -> tuple[float, float]:
    """How slim (below 1) and how broad (above 1) an actor may be drawn, breadth beside height."""
    if a.others:
        return (0.8, 1.25)
    if a.kind.name in _LEEWAYS:
        return _LEEWAYS[a.kind.name]
    return _PLANS[a.kind.plan]


_PLANS: dict[str, tuple[float, float]] = {
    "person": (0.72, 1.4),
    "upright": (0.66, 1.45),
    "quadruped": (0.66, 1.3),
    "bird": (0.64, 1.4),
    "fish": (0.62, 1.45),
    "bug": (0.62, 1.4),
    "snake": (0.62, 1.5),
    "thing": (0.6, 1.5),
}
_LEEWAYS: dict[str, tuple[float, float]] = {
    "baby": (0.75, 1.3),
    "giant": (0.7, 1.5),
    "ghost": (0.6, 1.6),
    "snowman": (0.65, 1.6),
    "robot": (0.65, 1.6),
    "alien": (0.6, 1.5),
    "octopus": (0.55, 1.5),
    "tortoise": (0.6, 1.4),
    "crocodile": (0.7, 1.4),
    "cloud": (0.5, 1.8),
    "tree": (0.5, 1.7),
    "flame": (0.5, 1.6),
    "drop": (0.55, 1.6),
    "straw": (0.5, 1.8),
    "candle": (0.5, 1.8),
    "pencil": (0.5, 1.7),
    "lamp": (0.55, 1.7),
    "book": (0.55, 1.7),
    "box": (0.5, 1.8),
    "stone": (0.55, 1.7),
    "sun": (0.7, 1.35),
    "moon": (0.7, 1.4),
    "ball": (0.68, 1.4),
    "clock": (0.7, 1.4),
    "car": (0.55, 1.35),
    "truck": (0.55, 1.35),
    "jellyfish": (0.55, 1.6),
    "seal": (0.7, 1.4),
    "walrus": (0.7, 1.4),
    "bicycle": (0.6, 1.3),
}


def means_of(part: Part, broader: bool) -> Iterator[tuple[Part, float]]:
    """Other ways to play a part, each with what it costs, 0 usual .. 0.2 odd.

    Args:
        broader: the box asks for a broader figure than the part as it is; else for a slimmer one.
    """
    if part.actor.others:
        return
    if part.action == "jump":
        yield replace(part, bearing=Bearing(held=0.5)), 0.02
        yield replace(part, bearing=Bearing(held=1.0)), 0.04
    for bearing, cost in _broader(part) if broader else _slimmer(part):
        yield replace(part, bearing=bearing), cost
    if not broader and part.action in _INSTEAD and part.actor.kind.plan in _LEGGED:
        sitting = replace(part, action=_INSTEAD[part.action], bearing=Bearing(way="upright"))
        yield sitting, 0.03
        yield replace(sitting, bearing=Bearing(way="upright", spread=-1.0)), 0.04
        yield replace(sitting, bearing=Bearing(way="upright", spread=-1.0, held=0.6)), 0.06
        yield replace(sitting, bearing=Bearing(way="upright", spread=-1.0, held=1.0)), 0.1


def _slimmer(part: Part) -> Iterator[tuple[Bearing, float]]:
    a, action = part.actor, part.action
    way: Way = "upright" if _gets_up(part) else ""
    if way:
        yield Bearing(way="upright"), 0.03
    close = -1.0 if a.kind.plan in _ARMED and (way or action not in _LEVEL) else 0.0
    if close:
        yield Bearing(way=way, spread=close), 0.02 if not way else 0.04
    if a.kind.plan == "fish" or "plane" in a.traits:
        yield from ((Bearing(rise=rise), cost) for rise, cost in ((18.0, 0.02), (34.0, 0.04), (48.0, 0.08)))
    if action in _HELD and not (a.kind.plan in _LEGGED and action in ("sleep", "fall")):
        for held, cost in ((0.5, 0.04), (0.9, 0.08)):
            yield Bearing(way=way, spread=close, held=held), cost + 0.02 * bool(way)
    if a.kind.plan == "upright" and a.kind.tail:
        yield Bearing(way=way, spread=close, tucked=True), 0.14


def _gets_up(part: Part) -> bool:
    """Whether somebody who does this lying or on all fours can do it upright."""
    a = part.actor
    if a.kind.plan == "upright" and a.kind.gait and goes_on_fours(part):
        return part.action != "sleep"
    return a.kind.plan in ("person", "upright", "thing") and part.action == "swim"


def _broader(part: Part) -> Iterator[tuple[Bearing, float]]:
    a, action = part.actor, part.action
    arms = a.kind.plan in _ARMED and action in _FREE | _ONE_HANDED
    legs = a.kind.plan in _LEGGED and action in _STILL
    if arms:
        yield Bearing(spread=0.5), 0.02
    if a.kind.plan == "quadruped" and action in _STILL:
        yield Bearing(bowed=0.45), 0.04
        yield Bearing(bowed=0.85), 0.08
    if a.kind.gait and action in _DOWN and not goes_on_fours(part):
        yield Bearing(way="fours"), 0.05
    if legs:
        yield Bearing(stance=0.6), 0.02
        yield Bearing(stance=1.0), 0.04
    if arms:
        yield Bearing(spread=1.0, stance=0.6 if legs else 0.0), 0.06
    if arms and legs:
        yield Bearing(spread=1.0, stance=1.0), 0.08
    if a.kind.plan in _LEGGED and action in _SEATED:
        yield Bearing(seated=1.0), 0.1

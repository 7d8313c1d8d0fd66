"""What a kind of actor is: a body plan and its parts, as data. The tables of kinds are made of these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from backlot.colour import RGB

Plan = Literal["person", "upright", "quadruped", "bird", "fish", "bug", "snake", "thing"]


@dataclass(frozen=True)
class Kind:
    """One kind of actor."""

    name: str
    plan: Plan
    coat: RGB = (200, 160, 120)
    belly: RGB | None = None
    accent: RGB | None = None
    """muzzle, beak, inner ears, trousers of a robot: the second colour"""
    ears: str = ""
    muzzle: str = ""
    tail: str = ""
    extras: frozenset[str] = frozenset()
    gait: Literal["", "gallop", "bound"] = ""
    """how animals that stand upright run on all fours; '' for those who never do"""
    size: float = 1.0
    """height beside a grown-up person of 1.0, gently compressed as storybooks do"""
    head: float = 0.42
    """share of the standing height"""
    build: float = 1.0
    """width of the body, 1.0 middling"""
    wears: tuple[str, ...] = ()
    """clothes that come with the trade, as words for look.py"""
    aliases: tuple[str, ...] = field(default=())


def make_kind(name: str, plan: Plan, coat: RGB = (200, 160, 120), **more: object) -> Kind:
    """A kind from a line of a table; `extras`, `aliases` and `wears` are words in one text."""
    extras = frozenset(str(more.pop("extras", "")).split())
    aliases = tuple(str(more.pop("aliases", "")).split())
    wears = tuple(w.strip() for w in str(more.pop("wears", "")).split(",") if w.strip())
    return Kind(name, plan, coat, extras=extras, aliases=aliases, wears=wears, **more)  # type: ignore[arg-type]

"""Laid tables: who stands or sits at a table, and what is on it.

The table stands before those who are at it, as wide as they are together; small things that nobody holds
are on it, and whoever sits has a chair.

    from backlot.laid_tables import TableTop
    TableTop(x=0.5, y=0.95, height=0.3, broad=1.4, people=(0.4,)).spot()   # where a thing stands on it
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from backlot.colour import words_of
from backlot.placed import Placed
from backlot.props import PropMatch
from shots.backends import Panel

_HANDED = ("person", "upright")
_TALL = 0.34
"""How high a table is beside those who are at it."""
_DEEP = 0.09
"""How much nearer to the lens than people its legs stand, in persons."""
_TOP = 0.93
"""Where on it things stand, in its own heights."""
_SEATED = frozenset({"sit", "doze"})
_GONE = frozenset({"sleep", "lie", "fall", "swim", "fly", "climb", "crawl", "creep", "ride"})


@dataclass(frozen=True)
class TableTop:
    """A table in a shot."""

    x: float
    """the middle, in 0..1 of the width"""
    y: float
    """the ground under its front legs, in 0..1 of the height; below the frame where it is near"""
    height: float
    """in 0..1 of the height"""
    broad: float
    """how much wider than drawn"""
    people: tuple[float, ...] = ()
    """where those who are at it have their faces, which nothing shall hide, in 0..1 of the width"""
    aspect: float = 16 / 9

    @property
    def top(self) -> float:
        """Where things stand on it, in 0..1 of the height."""
        return self.y - _TOP * self.height

    def spot(self, taken: Sequence[float] = ()) -> float:
        """The roomiest place on it in 0..1 of the width, clear of the faces and of what stands there."""
        half = 0.74 * self.height * self.broad / self.aspect
        places = [self.x + half * n / 4 for n in (0, 1, -1, 2, -2, 3, -3, 4, -4)]
        near = [*self.people, *taken]
        seen = [x for x in places if 0.06 < x < 0.94] or places
        return max(seen, key=lambda x: round(min((abs(x - q) for q in near), default=1.0), 3))


def lay_table(panel: Panel, placed: list[Placed], person: float) -> TableTop | None:
    """The table before those who are at it; None if nobody can be: they go, lie or fly.

    Args:
        panel: the shot.
        placed: everybody in it.
        person: what somebody of size 1 measures, in 0..1 of the frame's height.
    """
    at_it = [p for p in placed if p.part.actor.kind.plan in _HANDED and not (p.moves or p.away or p.seat)]
    if not at_it or len(at_it) < len([p for p in placed if not p.away]) / 2 or is_under(panel):
        return None
    if any(p.part.action in _GONE for p in at_it):
        return None
    aspect = panel.width / panel.height
    feet = [p.fit(0.0, 1) for p in at_it]
    xs = [fit.x / aspect for fit in feet]
    ground = max(fit.y for fit in feet)
    height = _TALL * sum(fit.sy for fit in feet) / len(feet) + _DEEP * person
    wide = (max(xs) - min(xs)) * aspect + 0.75 * person
    broad = min(2.6, max(1.0, wide / (2 * height)))
    return TableTop((min(xs) + max(xs)) / 2, ground + _DEEP * person, height, broad, tuple(xs), aspect)


def is_under(panel: Panel) -> bool:
    """Whether the shot shows what is under the table."""
    words = words_of(panel.shot.action or "")
    return any(w in ("under", "beneath") and "table" in words[k : k + 4] for k, w in enumerate(words))


def sitters(placed: list[Placed]) -> list[Placed]:
    """Those at the table who sit and so need a chair."""
    return [
        p
        for p in placed
        if p.part.action in _SEATED and p.part.actor.kind.plan in _HANDED and not (p.seat or p.moves)
    ]


def stands_on(match: PropMatch, holders: Collection[str]) -> bool:
    """Whether a thing that nobody holds stands on the table and not on the floor."""
    return not holders and (match.kind.held or match.kind.name in _LAID) and match.kind.size <= 0.45


_LAID = frozenset(words_of("computer laptop pot clock jug"))
"""Things too large for one hand that stand on tables."""

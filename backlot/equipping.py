"""Equipping: the tools and the pieces of work that a craft needs, from the props of the shot or of its own.

Knows nothing of how they are drawn.

    from backlot.equipping import equip
    things, taken = equip(panel, placed, matches)       # what is in hands and before them; the props it used
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from backlot.actors.reaching import can_carry, can_hold
from backlot.colour import words_of
from backlot.placed import Placed, PlacedProp
from backlot.props import PropMatch, find_prop
from backlot.tools import INSTRUMENTS, PIECES, TOOLS, Piece, Tool
from shots.backends import Panel


def equip(
    panel: Panel, placed: Sequence[Placed], matches: Mapping[str, PropMatch], busy: frozenset[str]
) -> tuple[list[PlacedProp], set[str]]:
    """What everybody works with, and the ids of the shot's props among it.

    Args:
        matches: what the props of the shot are drawn as.
        busy: ids of props that have a part of their own in the shot.
    """
    spare = {name: match for name, match in matches.items() if name not in busy}
    out: list[PlacedProp] = []
    for p in placed:
        if not (p.away or p.seat):
            out += [*_give_tools(p, spare), *_lay_work(panel, p, placed, spare)]
    used = matches.keys() & {thing.id for thing in out}
    return out, set(used)


def _give_tools(p: Placed, spare: dict[str, PropMatch]) -> Iterator[PlacedProp]:
    """What somebody works with, in their hands; what is taken is spare no more."""
    pawed = p.part.action == "dig" and p.part.actor.kind.gait
    plays = p.part.action in INSTRUMENTS.values() and p.part.actor.kind.plan == "bug"
    if pawed or not (can_hold(p.part.actor) or plays):
        return
    for n, tool in enumerate(TOOLS.get(p.part.action, ())):
        name = _fitting(tool, spare)
        match = spare.pop(name) if name else find_prop(tool.prop)
        size = (tool.size or match.kind.size) * p.fit(0.0, 1).sy * _reach(p)
        own = f"{tool.prop}-{p.part.actor.id}" + "-2" * bool(n)
        yield PlacedProp(name or own, match, 0.0, 0.0, size, p.part.actor.id, tool=tool)


def _lay_work(
    panel: Panel, p: Placed, placed: Sequence[Placed], spare: dict[str, PropMatch]
) -> Iterator[PlacedProp]:
    """What somebody works at, pushes or pulls, where there is room for it."""
    told = words_of(panel.shot.action or "")
    piece, name = PIECES.get(p.part.action), ""
    if p.part.action in _MOVED and not p.moves:
        name = next((n for n in spare if n.split("-")[-1] in told), "")
        piece = Piece("", size=min(spare[name].kind.size, 0.8), ahead=_ahead(p)) if name else None
    elif piece:
        name = _fitting(piece, spare)
    if piece is None or (piece.told and piece.prop not in told) or not can_carry(p.part.actor):
        return
    place = words_of(f"{panel.scene.place} {panel.place.name if panel.place else ''}".replace("-", " "))
    if piece.prop == "door" and _DOORSTEPS & set(place):
        return  # the house has one
    match = spare[name] if name else find_prop(piece.prop)
    if laid := _lay(name or f"{piece.prop}-{p.part.actor.id}", match, piece, p, placed, panel):
        spare.pop(name, None)
        yield laid


_DOORSTEPS = frozenset({"doorstep", "porch", "threshold"})
_MOVED = frozenset({"push", "pull"})
"""Acts on a thing of the shot that stands before those with hands, and behind beasts that draw it."""


def _ahead(p: Placed) -> float:
    if p.part.action == "pull" and p.part.actor.kind.plan == "quadruped":
        return -0.95
    return 0.95 if p.part.actor.kind.plan == "quadruped" else 0.52


def _reach(p: Placed) -> float:
    """Animals that stand upright have shorter arms and hands nearer to the ground, and so shorter tools."""
    return {"person": 1.0, "thing": 0.7}.get(p.part.actor.kind.plan, 0.84)


def _fitting(wanted: Tool | Piece, spare: Mapping[str, PropMatch]) -> str:
    """The thing of the shot that will do best; '' for none."""
    kinds = [wanted.prop, *wanted.also.split()]
    fitting = [n for n, match in spare.items() if match.kind.name in kinds and not match.label]
    return min(fitting, key=lambda n: kinds.index(spare[n].kind.name), default="")


def _lay(
    name: str, match: PropMatch, piece: Piece, p: Placed, placed: Sequence[Placed], panel: Panel
) -> PlacedProp | None:
    """The piece of work before whoever works at it; None where somebody else stands."""
    aspect, fit = panel.height / panel.width, p.fit(0.0, 1)
    height = (piece.size or match.kind.size) * fit.sy
    x = (fit.x + p.part.facing * piece.ahead * fit.sx) * aspect
    others = [q.keys[0][1] for q in placed if q is not p]
    if not 0.02 < x < 0.98 or any(box[0] + 0.02 < x < box[2] - 0.02 for box in others):
        return None
    return PlacedProp(
        name, match, x, min(0.985, fit.y + (0.0 if piece.behind else 0.012)), height, behind=piece.behind
    )

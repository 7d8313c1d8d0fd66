"""Prop staging: where the things of a shot stand, and in whose hand the small ones are.

Knows nothing of how a prop is drawn.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from backlot.actors.reaching import can_carry
from backlot.colour import words_of
from backlot.containers import find_insiders, huddle
from backlot.equipping import equip
from backlot.filling import fill_boxes
from backlot.handing import Handing, find_handings
from backlot.laid_tables import is_under, lay_table, sitters, stands_on
from backlot.placed import Placed, PlacedProp
from backlot.props import PropMatch, find_prop
from prompts.screenplay import Prop
from shots.backends import Panel

_HOLDING = frozenset({"carry", "take", "give", "eat", "work", "fight"})
_HANDED = ("person", "upright")
"""Plans that have hands."""
_BEAKED = ("quadruped", "bird", "fish")
"""Plans that hold things in the mouth."""
_SPOTS = (0.5, 0.86, 0.14, 0.7, 0.3, 0.94, 0.06, 0.6, 0.4)


def stage_props(panel: Panel, placed: list[Placed]) -> list[PlacedProp]:
    """Every prop of the shot: in the hand of who carries, else on free ground beside the cast; what changes
    hands lies where it is left or picked up.
    """
    holders = [
        p
        for p in placed
        if p.part.action in _HOLDING and p.part.actor.kind.plan in _HANDED and not p.part.actor.others
    ]
    person = _person_height(panel, placed)
    cropped = any(p.shown < 1.0 for p in placed)
    ground = 0.985 if cropped else max([min(0.95, p.keys[0][1][3]) for p in placed], default=0.9)
    taken = [(min(k[1][0] for k in p.keys), max(k[1][2] for k in p.keys)) for p in placed]
    out: list[PlacedProp] = []
    used: list[Placed] = []
    matches = _match_props(panel)
    told = _find_handings(panel, placed, matches)
    equipment, equipped = equip(panel, placed, matches, frozenset(h.thing for h in told))
    out += equipment
    parties = {name for h in told for name in (h.giver, h.taker)} | {thing.holder for thing in equipment}
    holders = [h for h in holders if h.part.actor.id not in parties]
    laid = _Laid(panel, placed, person, matches)
    out += laid.furniture
    for name, match in matches.items():
        if name == laid.name or name in equipped:
            continue
        height = min(match.kind.size * person, 0.8 if match.kind.size > 1 else 0.42)
        if own := tuple(h for h in told if h.thing == name):
            out.append(PlacedProp(name, match, 0.0, 0.0, max(0.9 * height, 0.04), handings=own))
            continue
        if inside := find_insiders(name, match, panel, placed):
            if len(inside) > 1:
                huddle(inside, match.kind.name, panel.width / panel.height)
            around = tuple(p.part.actor.id for p in inside)
            out.append(PlacedProp(name, match, 0.0, 0.0, height, around=around))
            continue
        flyers = [p for p in placed if p.part.action == "fly" and p.part.actor.kind.plan in _HANDED]
        if match.kind.name == "broom" and flyers:
            size = 1.1 * flyers[0].part.actor.kind.size
            out.append(PlacedProp(name, match, 0.0, 0.0, size * person, flyers[0].part.actor.id, ridden=True))
            continue
        holder = _holder_of(name, panel.props.get(name), panel, placed) if match.kind.held else None
        if holder is None and match.kind.held and holders:
            holder = holders[0]
        if (
            bearer := None
            if match.kind.held
            else _bearer_of(name, panel.props.get(name), match, panel, placed)
        ):
            packed = bearer.part.actor.kind.plan == "quadruped"
            bearer.holds = not packed
            size = 0.42 * bearer.part.actor.size * person if packed else 0.9 * height
            out.append(PlacedProp(name, match, 0.0, 0.0, size, bearer.part.actor.id, packed=packed))
            continue
        if holder is not None and holder.part.actor.id not in parties:
            holders = [h for h in holders if h is not holder]
            holder.holds = True
            share = 0.6 if holder.part.actor.kind.plan in _BEAKED else 0.9  # or it would hide the face
            out.append(PlacedProp(name, match, 0.0, 0.0, height * share, holder.part.actor.id))
            continue
        if user := _user_of(match, placed, used):
            used.append(user)
            out.append(_under(name, match, height, user))
            continue
        if laid.table and stands_on(match, [h.how for h in told if h.thing == name]):
            out.append(laid.put(name, match, height))
            continue
        wide = height * 0.9 * panel.height / panel.width
        x, room = _free_spot(taken, wide)
        if near := next((h for h in told if h.beside == name), None):
            x, room = _spot_before(_party(near, placed), wide, panel, taken) or (x, room)
        taken.append((x - wide, x + wide))
        behind = match.kind.size > 0.9
        y = min(ground, 0.93) - 0.07 if behind and not cropped else min(0.985, ground + 0.012)
        out.append(PlacedProp(name, match, x, y, max(height, 0.05), behind=room < -0.05))
    _hold_out(placed, panel)
    return [_with_spots(thing, out, placed, panel) if thing.handings else thing for thing in out]


def _hold_out(placed: list[Placed], panel: Panel) -> None:
    """Who has something in the hand stands with the arm held out, no larger than before."""
    size = (panel.shot.camera.size if panel.shot.camera else None) or "full"
    for p in placed:
        if p.holds and p.part.actor.kind.plan in _HANDED:
            p.part = replace(p.part, holding=True)
            fill_boxes(p, size, panel.width / panel.height, 1.02 * max(fit.sy for _, fit in p.fits))


class _Laid:
    """The table of a shot, if it has one, with the chairs of those who sit at it and what stands on it."""

    def __init__(
        self, panel: Panel, placed: list[Placed], person: float, matches: dict[str, PropMatch]
    ) -> None:
        self.name = next((name for name, m in matches.items() if m.kind.name == "table"), "")
        self.table = lay_table(panel, placed, person) if self.name else None
        self.furniture: list[PlacedProp] = []
        self._taken: list[float] = []
        if self.table is None:
            if self.name and placed and is_under(panel):
                box, tall = placed[0].keys[0][1], 0.62 * person
                x = (box[0] + box[2]) / 2
                self.furniture.append(PlacedProp(self.name, matches[self.name], x, box[3], tall, behind=True))
            else:
                self.name = ""
            return
        t, chair = self.table, find_prop("chair")
        for p in sitters(placed):
            self.furniture.append(_under(f"chair-{p.part.actor.id}", chair, chair.kind.size * person, p))
        self.furniture.append(PlacedProp(self.name, matches[self.name], t.x, t.y, t.height, broad=t.broad))

    def put(self, name: str, match: PropMatch, height: float) -> PlacedProp:
        """The thing on the next free spot of the table."""
        assert self.table
        x, y = self.table.spot(self._taken), self.table.top
        self._taken.append(x)
        return PlacedProp(name, match, x, y, max(height, 0.05), nearer=self.table.y - y + 0.001)


def _match_props(panel: Panel) -> dict[str, PropMatch]:
    """What every prop of the shot is drawn as; first those that somebody is said to do something with."""
    said = [set(words_of(p.doing or "")) for p in panel.shot.who or []]
    matches = {}
    for name in sorted(panel.shot.props or [], key=lambda n: not any(n.split("-")[-1] in s for s in said)):
        prop = panel.props.get(name)
        words = f"{(prop.look or '') if prop else ''} {(prop.name or '') if prop else ''} {name}".replace(
            "_", " "
        ).replace("-", " ")
        called = ((prop.name if prop else None) or name).replace("_", " ").replace("-", " ")
        matches[name] = find_prop(words, called)
    return matches


# -- what changes hands --------------------------------------------------------------------------------------


def _find_handings(panel: Panel, placed: list[Placed], matches: dict[str, PropMatch]) -> list[Handing]:
    """What changes hands in the shot, of things that are small enough, between those who stand there."""
    people = {p.part.actor.id: _names_of(p) for p in placed if not p.part.actor.others}
    things: dict[str, Set[str]] = {name: _nouns_of(name, panel.props.get(name)) for name in matches}
    doing = [set(words_of(w.doing or "")) for w in panel.shot.who or []]
    meant = next((name for name, nouns in things.items() for words in doing if nouns & words), "")
    able = {p.part.actor.id for p in placed if can_carry(p.part.actor) and _stands(p)}
    return [
        h
        for h in find_handings(panel.shot.action or "", people, things, meant)
        if {h.giver, h.taker} <= able | {""}
        and (matches[h.thing].kind.held or matches[h.thing].kind.size <= _LIGHT)
    ]


_LIGHT = 0.36
"""Things that are no taller beside a person can be handed over."""


def _stands(p: Placed) -> bool:
    """Whether somebody is free to give and take where they are."""
    return not (p.away or p.carrier or p.seat or p.moves) and p.part.action not in _ELSEWHERE


_ELSEWHERE = frozenset({"sleep", "doze", "fall", "swim", "fly", "climb", "ride", "run", "creep"})


def _party(h: Handing, placed: list[Placed]) -> Placed:
    return next(p for p in placed if p.part.actor.id == (h.taker or h.giver))


def _nouns_of(name: str, prop: Prop | None) -> set[str]:
    return {name.split("-")[-1].lower(), *words_of((prop.name if prop else "") or "")[-1:]}


def _spot_before(
    p: Placed, wide: float, panel: Panel, taken: list[tuple[float, float]]
) -> tuple[float, float] | None:
    """A spot for a thing within reach of somebody, as `_free_spot` gives it; None where others stand."""
    aspect, fit = panel.height / panel.width, p.fit(0.0, 1)
    for side in (p.part.facing, -p.part.facing):
        x = (fit.x + side * (0.26 * fit.sx + 0.5 * wide / aspect)) * aspect
        free = [(a, b) for a, b in taken if not a - 0.01 < fit.x * aspect < b + 0.01]
        clear = all(x + wide < a + 0.01 or x - wide > b - 0.01 for a, b in free)
        if wide / 2 < x < 1 - wide / 2 and clear:
            return x, 0.0
    return None


def _with_spots(
    thing: PlacedProp, everything: list[PlacedProp], placed: list[Placed], panel: Panel
) -> PlacedProp:
    """The thing with the spots where it lies before or after each handing."""
    aspect = panel.height / panel.width
    spots = []
    for h in thing.handings:
        p = _party(h, placed)
        _face(h, placed)
        fit, far = p.fit(h.at, 1), {"throw": 1.25, "drop": 0.3}.get(h.how, 0.36)
        other = next((o for o in everything if o.id == h.beside and not o.holder and not o.handings), None)
        table = next((o for o in everything if o.broad > 1.0 and o.match.kind.name == "table"), None)
        x = min(0.97, max(0.03, (fit.x + p.part.facing * far * fit.sx) * aspect))
        low = fit.y + 0.03 if table is None else table.y - 0.93 * table.height
        y = low if other is None else other.y - other.height * (0.5 if h.inside else 0.93)
        spots.append((x if other is None else other.x, y))
    return replace(thing, spots=tuple(spots))


def _face(h: Handing, placed: list[Placed]) -> None:
    """Whoever gives and whoever takes look at each other."""
    pair = [p for p in placed if p.part.actor.id in (h.giver, h.taker)]
    if len(pair) == 2:
        for p, q in (pair, pair[::-1]):
            p.part = replace(p.part, facing=1.0 if q.fit(h.at, 1).x >= p.fit(h.at, 1).x else -1.0)


# -- in whose hand -------------------------------------------------------------------------------------------


def _bearer_of(
    name: str, prop: Prop | None, match: PropMatch, panel: Panel, placed: list[Placed]
) -> Placed | None:
    """Who carries a load that has no place in one hand, as what they do tells: a sack, a chest."""
    if match.kind.held or match.kind.name not in _LOADS:
        return None
    nouns = _nouns_of(name, prop)
    doing = {p.character: words_of(p.doing or "") for p in panel.shot.who or []}
    for p in placed:
        able = p.part.actor.kind.plan in (*_HANDED, "quadruped") and not p.part.actor.others
        free = p.part.action not in ("sleep", "fall", "swim", "lie") and not (p.away or p.holds or p.seat)
        if able and free and nouns & set(doing.get(p.part.actor.id, ())):
            return p
    return None


_LOADS = frozenset(words_of("bag box chest barrel pot stone drum net pumpkin nest rope"))
"""What stands by itself and is carried in both arms, or on a back."""


def _holder_of(name: str, prop: Prop | None, panel: Panel, placed: list[Placed]) -> Placed | None:
    """Who has a thing in the hand: by what they do ("walks, holding the lantern"), else by the words of the
    action ("she holds up a lantern", "with a lantern").
    """
    nouns = _nouns_of(name, prop)
    words = words_of(panel.shot.action or "")
    free = [
        p
        for p in placed
        if p.part.actor.kind.plan in (*_HANDED, *_BEAKED)
        and (p.part.action not in ("sleep", "fall", "swim") or (p.part.action == "swim" and _has_muzzle(p)))
        and not (p.part.actor.others or p.away or p.holds or p.seat)
    ]
    doing = {p.character: words_of(p.doing or "") for p in panel.shot.who or []}
    if holding := [p for p in free if nouns & set(doing.get(p.part.actor.id, ()))]:
        return holding[0]
    able = [p for p in free if p.part.actor.kind.plan in _HANDED]
    for at, word in enumerate(words):
        if word not in nouns and word.removesuffix("s") not in nouns:
            continue
        before = words[max(0, at - 6) : at]
        if not any(w in _GRASPS for w in before):
            continue
        named = [(_last(words[:at], p), p) for p in able]
        if found := [p for where, p in sorted(named, key=lambda row: -row[0]) if where >= 0]:
            return found[0]
        return able[0] if len(able) == 1 else None
    told = any(word in nouns or word.removesuffix("s") in nouns for word in words)
    stands = [p for p in able if p.part.action in _FREE_HANDED]
    usual = find_prop(name.replace("-", " ")).kind.name in _USUALLY_HELD
    return stands[0] if usual and not told and len(able) == len(stands) == 1 else None


def _has_muzzle(p: Placed) -> bool:
    """Whether somebody can hold a thing in the mouth, so that swimming leaves it there."""
    return p.part.actor.kind.plan in _BEAKED or bool(p.part.actor.kind.gait)


def _last(words: list[str], p: Placed) -> int:
    """Where somebody was named last; -1 for never."""
    names = _names_of(p)
    return max((i for i, w in enumerate(words) if w in names), default=-1)


def _names_of(p: Placed) -> set[str]:
    """The words that may mean somebody."""
    actor = p.part.actor
    names = {*actor.id.lower().replace("_", "-").split("-"), *actor.kind.name.split(), *words_of(p.called)}
    return names - _ARTICLES


_FREE_HANDED = frozenset({"stand", "talk", "look", "walk", "think", "nod", "shake", "sit"})
_USUALLY_HELD = frozenset(
    words_of("lantern candle umbrella wand stick basket balloon flower letter map key book bucket broom")
)
"""Things that who is alone with them has in the hand, though nobody says so."""
_ARTICLES = frozenset(["the", "a", "an", "of", "old", "little", "mr", "mrs"])
_GRASPS = frozenset(
    words_of(
        "hold holds holding held carry carries carrying carried lift lifts lifting lifted take takes "
        "taking took bring brings bringing brought swing swings swinging swung wave waves waving "
        "raise raises raising raised pick picks picked grab grabs grabbed grip grips clutch clutches "
        "clutching give gives giving gave hand hands handing offer offers show shows showing with "
        "break breaks breaking broke eat eats eating drink drinks read reads play plays catch catches "
        "caught find finds found steal steals stole wield wields"
    )
)
"""After these words a thing is in somebody's hand."""


def _person_height(panel: Panel, placed: list[Placed]) -> float:
    """What a person of size 1 measures in this shot, in 0..1 of the frame's height."""
    found = [p.fit(0.0, 1).sy / p.part.actor.size for p in placed]
    if not found:
        return 0.7
    mean = sum(found) / len(found)
    return min(1.6, max(0.2, mean))


def _user_of(match: PropMatch, placed: list[Placed], used: list[Placed]) -> Placed | None:
    """Who sits on a thing or climbs it: nobody has to sit on the floor beside a throne."""
    uses = {"sit": _SEATS, "doze": _SEATS, "climb": _CLIMBED}
    return next(
        (
            p
            for p in placed
            if match.kind.name in uses.get(p.part.action, ()) and p not in used and not p.seat
        ),
        None,
    )


def _under(name: str, match: PropMatch, height: float, user: Placed) -> PlacedProp:
    """The thing behind whoever uses it; whoever sits is raised to its seat."""
    left, top, right, bottom = user.keys[0][1]
    if user.part.action != "climb":
        rise = min(_SEATS[match.kind.name] * height, max(0.0, top - 0.02))
        user.lift(rise)
        if user.planned and not user.note:
            user.note = f"{user.part.actor.id}: sits on the {match.kind.name}, so above the box"
    return PlacedProp(name, match, (left + right) / 2, bottom, max(height, 0.05), behind=True)


_SEATS = {"chair": 0.42, "throne": 0.3, "bench": 0.4, "sofa": 0.36, "bed": 0.4, "stone": 0.55, "log": 0.6}
"""What one sits on, and how high its seat is, in its own heights."""
_CLIMBED = frozenset({"tree", "ladder", "fence", "stone", "chair", "bench", "box", "chest"})


def _free_spot(taken: list[tuple[float, float]], wide: float) -> tuple[float, float]:
    """(the roomiest spot, how much room there is; below 0 somebody stands there)."""

    def clearance(x: float) -> float:
        gaps = [max(a - (x + wide), (x - wide) - b) for a, b in taken]
        edge = min(x - wide, 1 - x - wide)
        return min([*gaps, 0.12, edge + 0.06])

    best = max(_SPOTS, key=clearance)
    return best, clearance(best)

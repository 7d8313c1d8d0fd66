"""Ways: who sets off is on the way until they arrive; what a sentence says of going, coming out and dreaming.

python -c "from director.language.ways import Way; print(Way.__doc__)"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from director.language.followed import Followed
from director.language.tokens import Token
from director.language.words import find_place, find_verb, listed

_LOOK_AHEAD = 6
"""Sentences within which somebody who set off is told to have arrived."""
_WAYS = frozenset(["way", "journey", "trip"])
_OWN = listed("the his her their its my our this a long")
_STREETS = listed(
    "school classroom kindergarten shop office hospital library museum supermarket cinema bank playground "
    "market marketplace town city bakery restaurant cafe café station airport gym pool swimming-pool "
    "theatre theater street pavement apartment flat bus-stop toyshop post-office stadium"
)
"""Where one goes along streets to."""
_BY: dict[str, str] = {"drive": "car", "sail": "ship", "row": "boat", "fly": "sky", "ride": "road"}
"""What one is in, or on, when one goes in this way; a road for all others."""
VEHICLES = listed(
    "car bus train tram rocket spaceship plane aeroplane airplane helicopter taxi van truck lorry boat ship "
    "raft carriage coach cart wagon sledge sleigh submarine balloon hot-air-balloon canoe caravan"
)
"""What carries people: who goes somewhere in one is in it on the way."""
OUTSIDES: dict[str, str] = {
    "moon": "moon", "moonbase": "moon", "spaceship": "space", "rocket": "space", "space": "space",
    "spacecraft": "space", "school": "playground", "classroom": "playground", "ship": "sea",
    "office": "street", "shop": "street", "hospital": "street", "station": "street", "train": "station",
    "carriage": "station", "bus": "street", "supermarket": "street", "library": "street",
    "restaurant": "street", "museum": "street", "theatre": "street", "palace": "garden", "barn": "farm",
    "stable": "farm",
}  # fmt: skip
"""What lies before the door of an indoor place; what is not here lies where the story was before."""
_GOING = listed(
    "go walk run hurry travel march wander trudge hike journey ride drive sail row fly skip trot set "
    "stroll cycle start head rush bring lead take carry limp tramp gallop"
)


@dataclass(frozen=True, slots=True)
class Way:
    """Somebody on the way."""

    goal: int = -1
    """the token that names where to; -1 where it is not said"""
    lemma: str = "road"
    """what there is on the way"""


def find_way(unit: Followed) -> Way | None:
    """The way that a sentence says somebody is on: `on the way to school`, `they set off`; else None."""
    tokens = unit.reading.tokens
    for i, token in enumerate(tokens):
        if token.quote >= 0 or i < 2:
            continue
        before = [t.low for t in tokens[max(0, i - 4) : i]]
        if token.low in _WAYS and before[-1] in _OWN and {"on", "along", "during"} & set(before):
            home = any(t.low in ("home", "back") for t in tokens[i + 1 : i + 3])
            return Way(_goal(tokens, i + 1), "home" if home else "road")
    return None


def _goal(tokens: Sequence[Token], start: int) -> int:
    """The place named after `way`: `on the way back to the village`."""
    rest = tokens[start : start + 7]
    for n, token in enumerate(rest):
        if not token.is_word:
            break
        place = find_place(token.low)
        if place and (token.low == "home" or {"to", "into"} & {t.low for t in rest[:n]}):
            return start + n
    return -1


def sets_off(unit: Followed) -> bool:
    """Whether somebody sets off, with nothing said of arriving: `she set out to see the world`."""
    words = [t for t in unit.reading.tokens if t.quote < 0 and t.is_word]
    lows = [t.low for t in words]
    pairs = set(pairwise(lows))
    started = {("set", "off"), ("set", "out"), ("setting", "off"), ("setting", "out"), ("started", "out")}
    walked = ("walked", "and"), ("walked", "on"), ("wandered", "on"), ("walked", "for")
    again = " walked and walked " in f" {' '.join(lows)} "
    return bool(pairs & started) or bool(pairs & set(walked[1:])) or again


def is_going(verb: str | None) -> bool:
    """Whether who does this to a place needs time to get there."""
    return verb in _GOING


def arrives(unit: Followed) -> bool:
    """Whether a sentence says that somebody is there at last, without naming the place."""
    lows = [t.low for t in unit.reading.tokens if t.quote < 0 and t.is_word]
    text = f" {' '.join(lows)} "
    return " arrived " in text or " got there " in text or " reached " in text or " were there " in text


def is_long(followed: Sequence[Followed], index: int, goal: str) -> bool:
    """Whether the way to a goal that begins at a unit is told: on it something happens before they arrive."""
    for n, unit in enumerate(followed[index + 1 : index + 1 + _LOOK_AHEAD]):
        way = find_way(unit)
        if way and not sets_off(unit):
            return way.lemma != "home" or goal == "home"
        if arrives(unit):
            return n > 0 or len(unit.reading.tokens) > 0
        if any(_names_place(unit.reading.tokens, i) for i in range(1, len(unit.reading.tokens))):
            return False
    return False


def is_short(followed: Sequence[Followed], index: int) -> bool:
    """Whether the sentence after a unit is at a place already: the way there is not worth a picture."""
    if index + 1 >= len(followed):
        return False
    tokens = followed[index + 1].reading.tokens
    return any(_names_place(tokens, i) for i in range(1, len(tokens)))


def _names_place(tokens: Sequence[Token], i: int) -> bool:
    place = find_place(tokens[i].low)
    near = {t.low for t in tokens[max(0, i - 3) : i]}
    firm = place is not None and not place.kind.startswith("part") and tokens[i].quote < 0
    return firm and bool(near & {"to", "into", "at", "in", "reached"})


def lemma_of_way(verb: str | None, goal: str, here: str) -> str:
    """What there is on the way from one place to another: `road`, `street`, `sea`, `car` ...

    Args:
        verb: how somebody goes, its base.
        goal: the word for the place they go to; '' where it is not known.
        here: the word for the place they come from.
    """
    if verb in _BY:
        return _BY[verb]
    town = any(w in _STREETS for name in (goal, here) for w in (name, name.split("-")[-1]))
    return "street" if town else "road"


def goes_outside(unit: Followed) -> bool:
    """`She went outside`: somebody leaves the room or the house they are in."""
    tokens = [t for t in unit.reading.tokens if t.quote < 0]
    for i, token in enumerate(tokens):
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        ends = not after[:1].isalpha() or after in ("and", "to", "into", "again", "with", "for", "where")
        if token.low in ("outside", "outdoors", "outdoor") and ends:
            verbs = [v for t in tokens[max(0, i - 4) : i] if (v := find_verb(t.low))]
            return any(v.sense == "move" for v in verbs)
    return False


def knocks(unit: Followed) -> bool:
    """`A wolf knocked at her door`, `they rang the bell`: somebody is outside, and wants to come in."""
    tokens = [t for t in unit.reading.tokens if t.quote < 0]
    for i, token in enumerate(tokens):
        verb = find_verb(token.low)
        if verb and verb.base in _KNOCKING and verb.form == "past":
            return bool(_DOORS & {t.low for t in tokens[i + 1 : i + 6]}) or verb.base == "knock"
    return False


_KNOCKING = listed("knock ring tap rap scratch pound bang")
_DOORS = listed("door doorbell bell gate")


def opens_door(unit: Followed) -> bool:
    """Whether somebody is told to open a door, or to stand in it."""
    lows = {t.low for t in unit.reading.tokens if t.quote < 0}
    return "door" in lows and bool({"opened", "opens", "open", "stood"} & lows)


def comes_in(unit: Followed) -> bool:
    """`She let him in`, `he stepped inside`."""
    tokens = [t for t in unit.reading.tokens if t.quote < 0]
    for i, token in enumerate(tokens):
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        ends = not after[:1].isalpha() or after in ("and", "with", "to", "at", "from")
        if token.low in ("in", "inside") and ends:
            verbs = [v for t in tokens[max(0, i - 3) : i] if (v := find_verb(t.low))]
            return any(v.sense == "move" or v.base in ("let", "invite", "pull", "call", "ask") for v in verbs)
    return False


def dreams(unit: Followed) -> bool:
    """Whether a sentence begins a dream."""
    text = f" {' '.join(t.low for t in unit.reading.tokens if t.quote < 0 and t.is_word)} "
    inside = any(f" in {w} dream " in text for w in ("his", "her", "the", "their", "my", "a"))
    return inside or " dreamed that " in text or " dreamt that " in text


def wakes(unit: Followed) -> bool:
    """Whether somebody wakes in a sentence."""
    return bool({"woke", "awoke", "awakened"} & {t.low for t in unit.reading.tokens if t.quote < 0})


def surfaces(unit: Followed) -> bool:
    """Whether somebody comes up from under water in a sentence."""
    text = f" {' '.join(t.low for t in unit.reading.tokens if t.quote < 0 and t.is_word)} "
    return " surface " in text or any(f" {v} {b}up " in text for v in ("swam", "came") for b in ("", "back "))

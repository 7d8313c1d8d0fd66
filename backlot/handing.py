"""Handing: how things change hands within a shot, from the words of its action.

"The fox gives the rabbit a basket": first it is in the fox's hand and last in the rabbit's. "The girl picks
up the flower": first it lies, last it is in her hand. It knows words; how that is seen is the business of
`passing`.

    python -c "from backlot.handing import HOW; print(*HOW)"
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from backlot.colour import words_of

HOW: dict[str, str] = {
    "give": "give gives gave giving hand hands handed handing offer offers offered pass passes passed "
    "present presents presented sell sells sold lend lends lent pay pays paid serve serves served deliver "
    "delivers delivered return returns returned bring brings brought share shares shared",
    "take": "take takes took taking grab grabs grabbed snatch snatches snatched steal steals stole seize "
    "seizes seized receive receives received get gets got accept accepts accepted borrow borrows buy buys "
    "bought",
    "pick": "pick picks picked lift lifts lifted gather gathers gathered collect collects pluck plucks "
    "plucked find finds found fetch fetches fetched",
    "throw": "throw throws threw throwing toss tosses tossed fling flings flung hurl hurls hurled",
    "drop": "drop drops dropped dropping",
    "put": "put puts putting lay lays laid set sets place places placed leave leaves left hide hides hid",
    "catch": "catch catches caught",
}
"""How a thing goes, and the verbs that say so."""
_HOW_OF = {word: how for how, words in HOW.items() for word in words.split()}
_LETTING_GO = ("lets go", "let go", "letting go")
_REACH = 8
"""Words between a verb and the thing that it is done to."""
_NOUN_AFTER = frozenset(words_of("the a an his her its their my your in by of one both own right left"))
"""After these words `hands` and `present` are no verbs."""
_ONTO = frozenset(["on", "onto", "upon"])
_INTO = frozenset(["in", "into", "inside"])
_FROM = frozenset(["from", "off"])
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[.!?;:,]")


@dataclass(frozen=True)
class Handing:
    """One thing that changes hands, or leaves a hand, or comes into one."""

    thing: str
    how: str
    giver: str
    """who has it before; '' when it lies or comes flying"""
    taker: str
    """who has it after; '' when it lies or is gone"""
    at: float
    """the moment, 0..1 of the shot"""
    beside: str = ""
    """the other thing on which, in which or from which"""
    inside: bool = False


def find_handings(
    action: str, people: Mapping[str, Set[str]], things: Mapping[str, Set[str]], meant: str = ""
) -> list[Handing]:
    """What changes hands in a shot, in the order in which it is told.

    Args:
        action: what is seen, in words.
        people: the words for everybody who is in the frame, by id.
        things: the words for every thing of the shot, by id.
        meant: the thing that `it` means until another is named.
    """
    words = _TOKEN.findall(action.lower())
    told: list[tuple[str, str, str, str, str, bool]] = []
    last = meant
    for at, word in enumerate(words):
        last = _named(word, things) or last
        how = "drop" if " ".join(words[at : at + 2]) in _LETTING_GO else _HOW_OF.get(word, "")
        if not how or (at and words[at - 1] in _NOUN_AFTER):
            continue
        end = _end_of(words, at)
        thing, where = _object_of(words, at, end, things, last)
        who = _last_of(words[:at], people) or (next(iter(people)) if len(people) == 1 else "")
        if not thing or not who:
            continue
        others = {name: nouns for name, nouns in people.items() if name != who}
        beside, inside = _beside(words, where, end, {t: n for t, n in things.items() if t != thing})
        parties = _parties(how, words[at + 1 : end], who, others, word)
        if parties is not None:
            told.append((thing, how, *parties, beside, inside))
    return _timed(_followed(told))


def _parties(
    how: str, after: Sequence[str], who: str, others: Mapping[str, Set[str]], verb: str
) -> tuple[str, str] | None:
    """(who has it before, who after) by one verb; None when nothing is seen to change hands."""
    named = next((name for word in after if (name := _named(word, others))), "")
    if how == "give":
        to = named or (next(iter(others)) if len(others) == 1 else "")
        if not to or (verb.startswith(("br", "ret")) and not named):
            return None
        return who, to
    if how == "take":
        return (named if _FROM & set(after) or verb.startswith(("steal", "stole")) else ""), who
    if how == "throw":
        return who, named if {"to", "at"} & set(after) else ""
    if how in ("pick", "catch"):
        return "", who
    return who, ""


def _followed(told: Sequence[tuple[str, str, str, str, str, bool]]) -> list[Handing]:
    """Each with who really has the thing by then: whoever took it before gives it, nobody takes it twice."""
    has: dict[str, str] = {}
    out: list[Handing] = []
    for thing, how, giver, taker, beside, inside in told:
        if thing in has:
            giver = has[thing]
            if giver == taker or (not giver and how in ("give", "throw", "drop", "put")):
                continue
        has[thing] = taker
        out.append(Handing(thing, how, giver, taker, 0.0, beside, inside))
    return out


def _timed(told: Sequence[Handing]) -> list[Handing]:
    """One after the other over the shot; a single one a little before its middle."""
    count = len(told)
    return [
        Handing(
            h.thing,
            h.how,
            h.giver,
            h.taker,
            0.45 if count == 1 else (n + 0.6) / (count + 0.2),
            h.beside,
            h.inside,
        )
        for n, h in enumerate(told)
    ]


def _named(word: str, nouns: Mapping[str, Set[str]]) -> str:
    """Whom or what a word names; '' for nobody."""
    single = word.removesuffix("s")
    return next((name for name, known in nouns.items() if word in known or single in known), "")


def _last_of(words: Sequence[str], people: Mapping[str, Set[str]]) -> str:
    """Who was named last in the sentence that is not over yet; '' for nobody."""
    for word in reversed(words):
        if word in (".", "!", "?"):
            break
        if name := _named(word, people):
            return name
    return ""


def _object_of(
    words: Sequence[str], at: int, end: int, things: Mapping[str, Set[str]], last: str
) -> tuple[str, int]:
    """(the thing that a verb is done to, where it is named); ('', -1) for none."""
    for k in range(at + 1, end):
        if words[k] in _ONTO | _INTO | _FROM:
            break
        if words[k] in ("it", "them") and last:
            return last, k
        if name := _named(words[k], things):
            return name, k
    return "", -1


def _beside(words: Sequence[str], at: int, end: int, things: Mapping[str, Set[str]]) -> tuple[str, bool]:
    """(the thing on, in or from which, whether it is inside); ('', False) for none."""
    for k in range(max(0, at) + 1, end):
        if words[k] in _ONTO | _INTO | _FROM:
            name = next((n for w in words[k + 1 : k + 5] if (n := _named(w, things))), "")
            if name:
                return name, words[k] in _INTO
    return "", False


def _end_of(words: Sequence[str], at: int) -> int:
    """Where the reach of a verb ends: at a mark or at the next of these verbs."""
    for k in range(at + 1, len(words)):
        ends = words[k] in (".", "!", "?", ";", ":") or (
            words[k] in _HOW_OF and words[k - 1] not in _NOUN_AFTER
        )
        if ends or k > at + 2 * _REACH:
            return k
    return len(words)

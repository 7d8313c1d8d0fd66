"""Holding: who has which thing in the hand, followed through the sentences of a story.

Whoever takes a thing keeps it until it is given, dropped, put down, thrown or eaten. It knows words; how a
thing is held is staging.

    from director.language.holding import Hands
    hands = Hands(props, {"letter": "jonas"})
    hands.read(unit)       # a followed unit: hands.held is what is held after it
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from director.language.followed import Followed, Reference
from director.language.things import is_held, singular_of
from director.language.tokens import DEFINITE, OWNERS, Token, is_open_word
from director.language.words import Verb, find_verb, listed, word_set
from prompts.pages import Entity

_TAKING = listed(
    "take pick grab catch seize snatch hold carry bring fetch lift steal get raise swing wave pull find buy "
    "borrow gather collect wear use ring play read show win have receive draw hug cuddle"
)
_CARRYING = listed("hold carry lift bring fetch drag")
"""What is done with things that nobody keeps in the hand, too."""
_GIVING = listed("give hand offer sell lend pay pass return feed serve throw toss bring send")
_LOSING = listed(
    "drop throw toss put lay set place lose leave eat drink devour swallow bury plant hang sell pour plunge "
    "hide give hand pay lend send gobble gulp"
)
_REACH = 9
_GOING_OFF = listed("fly fall roll sink vanish disappear slip break burn hang float")
_BODY = listed("hand hands paw paws mouth beak arm arms teeth")
_BE = listed("was were is are been")
_DENIED = listed("not n't didn't couldn't never cannot can't no nothing without")


class Hands:
    """What everybody has in the hand, sentence after sentence."""

    def __init__(self, props: Sequence[Entity], held: Mapping[str, str]) -> None:
        self.words = {singular_of(p.name.lower().split()[-1]): p.id for p in props if p.name.split()}
        self.soft = {p.id for p in props if p.look.startswith("plush")}
        """toys for one arm, whatever animal they are"""
        self.held = dict(held)
        """prop id -> character id, the one taken last at the end"""
        self.seen: dict[str, str] = {}
        """prop id -> who had it first since `begin`; what is handled since then comes last"""
        self.handled: set[str] = set()
        self.last = ""
        """the thing that `it` means"""
        self.fresh = 0
        """in how many units it still does"""
        self.unnamed: Counter[str] = Counter()
        """prop id -> units since it was named"""

    def begin(self) -> None:
        """A new shot begins: whoever holds something now is seen with it."""
        self.seen, self.handled = dict(self.held), set[str]()

    def read(self, unit: Followed) -> None:
        """Follow what the sentence says is taken, given and lost."""
        tokens = unit.reading.tokens
        self.fresh -= 1
        if _LATER_PART.match(unit.reading.text):
            self.held.clear()
            self.begin()
        if self.fresh < 1:
            self.last = ""
        named = {self._prop_at(tokens, at) for at in range(len(tokens))}
        later = any(t.low in _LATER for t in tokens[:4])
        for prop in list(self.held):
            self.unnamed[prop] = 0 if prop in named else self.unnamed[prop] + 1
            over = self.unnamed[prop] > _MEAL or (self.unnamed[prop] and later)
            if over and self._word_of(prop) in _SERVED:
                self.held.pop(prop)
        for at, token in enumerate(tokens):
            if token.quote >= 0:
                continue
            if any(r.token == at and r.mention and r.role == "object" for r in unit.references):
                self.last = ""  # `he took the clock and put it down`: whoever that is, not a thing
            prop = self._prop_at(tokens, at)
            if prop and self._is_carried_along(tokens, at):
                self._take(prop, _actor(unit, at))
            if prop and self._goes_off(tokens, at):
                self.held.pop(prop, None)
            if prop and token.low not in ("it", "them") and not self._is_beside(tokens, at):
                self.last, self.fresh = prop, _UNITS
            verb = _LETTING_GO if _lets_go(tokens, at) else find_verb(token.low)
            described = token.low == "left" and at > 0 and tokens[at - 1].low in OWNERS | DEFINITE
            beside = at > 0 and tokens[at - 1].low == ","  # `sat his grandson, playing the violin`
            if verb and (verb.form != "ing" or beside) and not described and _is_done(tokens, at):
                self._act(unit, at, verb)

    def _act(self, unit: Followed, at: int, verb: Verb) -> None:
        """One verb with what it is done to."""
        tokens, who = unit.reading.tokens, "" if _is_done_by_others(unit, at) else _actor(unit, at)
        end = _end_of(tokens, at)
        if at and tokens[at - 1].low in _BE:
            self._suffer(unit, at, end, verb)
            return
        if verb.base == "set" and tokens[at + 1 : at + 2] and tokens[at + 1].low in ("out", "off", "sail"):
            return  # `set out to find the apple`
        handed = verb.base in _LOSING | _GIVING | _TAKING
        prop = next((p for k in range(at + 1, end) if (p := self._prop_at(tokens, k))), "") if handed else ""
        if not prop or not who:
            return
        if self.held.get(prop) in _actors(unit, at):
            who = self.held[prop]  # all ate the cake: it was in the hand of one of them
        if verb.base in _GIVING and (to := _receiver(unit, at, end, who)):
            self._see(prop, who)
            self._take(prop, to)
        elif verb.base in _LOSING:
            self._see(prop, who)
            self.held.pop(prop, None)
        elif verb.base == "pull" and "out" not in [t.low for t in tokens[at + 1 : end + 1]]:
            return  # it may not come
        elif is_held(self._word_of(prop)) or prop in self.soft or verb.base in _CARRYING:
            self._take(prop, who)

    def _suffer(self, unit: Followed, at: int, end: int, verb: Verb) -> None:
        """`the key was taken by the fox`, `he was given an apple`."""
        tokens = unit.reading.tokens
        agent = next((r.ids[0] for r in unit.references if r.role == "subject" and r.token > at), "")
        taken = next((p for k in range(at) if (p := self._prop_at(tokens, k))), "")
        got = next((p for k in range(at + 1, end) if (p := self._prop_at(tokens, k))), "")
        if taken and agent and verb.base in _TAKING:
            self._take(taken, agent)
        elif got and verb.base in _GIVING:
            self._take(got, _actor(unit, at))

    def _take(self, prop: str, who: str) -> None:
        if who:
            self.held.pop(prop, None)
            self.held[prop] = who
            self._see(prop, who)

    def _see(self, prop: str, who: str) -> None:
        """Whoever handles a thing first in a shot is seen with it, whoever had it before."""
        if prop not in self.handled:
            self.handled.add(prop)
            self.seen.pop(prop, None)
            self.seen[prop] = who

    def _prop_at(self, tokens: Sequence[Token], at: int) -> str:
        if tokens[at].quote >= 0:
            return ""
        if tokens[at].low in ("it", "them"):
            return self.last
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        compound = singular_of(following) in self.words
        return "" if compound else self.words.get(singular_of(tokens[at].low), "")

    def _goes_off(self, tokens: Sequence[Token], at: int) -> bool:
        """`the kite flew over the river`: it is in nobody's hand any more."""
        before = tokens[at - 1].low if at else ""
        verb = find_verb(tokens[at + 1].low) if at + 1 < len(tokens) else None
        return before in ("the", "his", "her", "their", "my") and bool(verb and verb.base in _GOING_OFF)

    def _is_carried_along(self, tokens: Sequence[Token], at: int) -> bool:
        """`ran after him with a broom`, `the letter in his hand`."""
        before = [t.low for t in tokens[max(0, at - 4) : at]]
        after = [t.low for t in tokens[at + 1 : at + 4]]
        held = after[:1] == ["in"] and bool(_BODY & set(after[1:]))
        if tokens[at].low == "it" or not (held or is_held(singular_of(tokens[at].low))):
            return False
        own = before[-1:] in (["his"], ["her"]) and tokens[at].low in _GADGETS
        held = held or (own and before[-2:-1] in (["at"], ["into"], ["on"], ["through"]))
        return held or ("with" in before and not any(find_verb(w) for w in before[before.index("with") :]))

    def _is_beside(self, tokens: Sequence[Token], at: int) -> bool:
        """`a key in the bread`: another thing is told of, and this is where it is."""
        before = [t.low for t in tokens[max(0, at - 3) : at]]
        named = any(singular_of(t.low) in self.words for t in tokens[max(0, at - 6) : at])
        return named and bool(word_set("senses.txt", "prepositions") & set(before))

    def _word_of(self, prop: str) -> str:
        return next((word for word, name in self.words.items() if name == prop), "")


_SERVED = listed(
    "bowl plate cup mug goblet glass spoon fork bread cake pie soup egg cheese sandwich pancake apple pear "
    "orange banana carrot biscuit cookie pizza sausage hamburger"
)
_MEAL = 3
"""After so many sentences without a word of it, what was served is eaten or put down."""
_LATER = listed(
    "night morning evening noon day days week weeks month year years spring summer autumn winter later"
)
"""Near the beginning of a sentence: time has passed."""
_GADGETS = listed("phone telephone tablet watch book notebook map newspaper letter camera telescope")
"""What one has in the hand to look at it: `looked at his phone`."""
_LETTING_GO = Verb("drop", "do", "past")
_UNITS = 2
"""For the sentence that names a thing and the next one, `it` may mean it."""


def _lets_go(tokens: Sequence[Token], at: int) -> bool:
    return [t.low for t in tokens[at : at + 2]] == ["let", "go"]


def _actor(unit: Followed, at: int) -> str:
    """Who does what the verb at this token says: the last subject before it."""
    return next(iter(_actors(unit, at)), next(iter(unit.speakers.values()), ""))


def _actors(unit: Followed, at: int) -> tuple[str, ...]:
    acting = [r for r in unit.references if r.role == "subject" and not r.quoted and r.token <= at]
    return acting[-1].ids if acting else ()


def _is_done_by_others(unit: Followed, at: int) -> bool:
    """`drones carried boxes`: somebody of whom the story knows nothing does it."""
    if at < 1 or unit.meant_at(at - 1):
        return False
    token = unit.reading.tokens[at - 1]
    return is_open_word(token) and token.low.endswith("s")


def _receiver(unit: Followed, at: int, end: int, giver: str) -> str:
    """Whom a thing is given to; '' when nobody is named."""

    def receives(r: Reference) -> bool:
        return r.role in ("object", "oblique") and not r.quoted and at < r.token < end

    return next((r.ids[0] for r in unit.references if receives(r) and r.ids[0] != giver), "")


def _end_of(tokens: Sequence[Token], at: int) -> int:
    """Where the reach of a verb ends: at a mark, a joining word or the next verb."""
    for k in range(at + 1, min(len(tokens), at + _REACH)):
        verb = find_verb(tokens[k].low)
        again = verb is not None and verb.form == "past" and tokens[k - 1].low in ("and", "then", "he", "she")
        if tokens[k].low in (".", ";", "!", "?", ":", ",") or tokens[k].quote >= 0 or again:
            return k
    return min(len(tokens), at + _REACH)


def _is_done(tokens: Sequence[Token], at: int) -> bool:
    """Not denied, and no more than meant: `set out to find the apple`."""
    lows = [t.low for t in tokens[max(0, at - 2) : at]]
    return not _DENIED & set(lows) and (lows[-1:] != ["to"] or lows[0] in _BEGINNING)


_BEGINNING = listed("began begins started managed")
_LATER_PART = re.compile(
    r"\W*((but|and|then|so) )?(on )?(the|one|every|each|another|that) "
    r"((very|next|same|following|first|second|third|fourth|other|snowy|stormy|cold|fine|summer|winter) )*"
    r"(day|morning|evening|night|afternoon|week|month|year|spring|summer|autumn|winter)\b"
    r"|\W*(at|in the) (night|dawn|dusk|noon|morning|evening|afternoon)\b",
    re.IGNORECASE,
)
"""A sentence that begins a later part of the story: by then everybody has put down what they held."""

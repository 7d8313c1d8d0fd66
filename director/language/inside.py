"""Inside: who is in a pit, a basket or a box, followed through the sentences of a scene.

Whoever gets into a thing is in it until they get out or go elsewhere. It knows words; how it looks is
staging.

    from director.language.inside import Insides
    insides = Insides(props, {})
    insides.read(unit)     # a followed unit: insides.within is who is in what after it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from director.language.followed import Followed
from director.language.things import singular_of
from director.language.tokens import Token
from director.language.words import find_verb, listed
from prompts.pages import Entity

CONTAINERS = listed(
    "pit well box crate chest trunk basket barrel tub bathtub bucket pail pot cauldron kettle jar jug teapot "
    "cup teacup bag sack suitcase nest shoe boot hat"
)
"""What somebody can be in so that the upper part is seen."""
_IN = listed("in into inside")
_PUTTING = listed("put throw toss push place lay drop set hide pack stuff lower")
_GOING = ("move", "rest")
_STAYING = listed("be hide live sleep wake sit lie stand wait cry howl shiver")
_JOINING = listed("and then but he she it they")
"""What may stand before the verb of the next clause."""
_FAR = 5
"""Words from the little word to the thing."""


class Insides:
    """Who is in what, sentence after sentence."""

    def __init__(self, props: Sequence[Entity], within: Mapping[str, str]) -> None:
        words = {singular_of(p.name.lower().split()[-1]): p.id for p in props if p.name.split()}
        self.words = {word: prop for word, prop in words.items() if word in CONTAINERS}
        self.within = dict(within)
        """character id -> prop id"""

    def read(self, unit: Followed) -> None:
        """Follow who gets in and out."""
        tokens = unit.reading.tokens
        for at, token in enumerate(tokens):
            verb = find_verb(token.low) if token.quote < 0 else None
            if verb is None or (verb.form == "ing" and verb.base not in _STAYING):
                continue
            acting = _meant(unit, at, ("subject",))
            end = _end_of(tokens, at)
            moved = _meant_after(unit, at, end)
            who = moved if verb.base in _PUTTING else acting
            prop = self._entered(tokens, at, end)
            enters = verb.sense in _GOING or verb.base in _STAYING | _PUTTING
            if prop and enters:
                self.within |= dict.fromkeys(who, prop)
            elif "out" in [t.low for t in tokens[at + 1 : end]]:
                self._leave(moved or acting)
            elif verb.sense == "move" and verb.base not in ("fall", "jump"):
                self._leave(acting)

    def _leave(self, who: Sequence[str]) -> None:
        for name in who:
            self.within.pop(name, None)

    def _entered(self, tokens: Sequence[Token], at: int, end: int) -> str:
        """The thing that the words after a verb say it is into."""
        for k in range(at + 1, end):
            prop = self.words.get(singular_of(tokens[k].low), "")
            if any(t.low == "with" for t in tokens[max(at, k - _FAR) : k]):
                continue  # `came in with a basket`
            if prop and any(t.low in _IN for t in tokens[max(at, k - _FAR) : k]):
                return prop
        return ""


def _meant(unit: Followed, at: int, roles: Sequence[str]) -> tuple[str, ...]:
    """Who is meant last before a word."""
    found = [r for r in unit.references if r.role in roles and not r.quoted and r.token <= at]
    return found[-1].ids if found else ()


def _meant_after(unit: Followed, at: int, end: int) -> tuple[str, ...]:
    """To whom a verb does what it says."""
    return next(
        (r.ids for r in unit.references if not r.quoted and at < r.token < end and r.role == "object"), ()
    )


def _end_of(tokens: Sequence[Token], at: int) -> int:
    """Where the clause of a verb ends: at a mark, or before the next verb."""
    for k in range(at + 1, len(tokens)):
        verb = find_verb(tokens[k].low)
        again = verb is not None and verb.form == "past" and tokens[k - 1].low in _JOINING
        if tokens[k].low in (".", ";", "!", "?", ":", ",") or tokens[k].quote >= 0 or again:
            return k
    return len(tokens)

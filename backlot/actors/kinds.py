"""Who can be drawn: every kind of actor as data, and the small ontology that maps other nouns to them.

A kind names a body plan and its parts; figures.py turns it into shapes. Knows nothing of drawing.

    python -c "from backlot.actors.kinds import find_kind; print(find_kind('a sly old vixen'))"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from backlot.actors.kind import Kind, make_kind
from backlot.actors.kinds_beasts import UPRIGHT
from backlot.actors.kinds_critters import SMALL
from backlot.actors.kinds_groups import COLLECTIVE, IRREGULAR, MIXED, NUMBERS
from backlot.actors.kinds_people import PEOPLE
from backlot.actors.kinds_quadrupeds import QUADRUPEDS
from backlot.actors.kinds_relatives import RELATIVES
from backlot.actors.kinds_things import THINGS
from backlot.actors.kinds_trades import TRADES
from backlot.actors.kinds_young import YOUNG
from backlot.colour import words_of

KINDS: dict[str, Kind] = {
    k.name: k for k in (*PEOPLE, *TRADES, *UPRIGHT, *QUADRUPEDS, *SMALL, *RELATIVES, *YOUNG, *THINGS)
}
"""Every kind by its name."""

STAND_IN = make_kind("stand-in", "thing", (214, 200, 178), extras="box stand-in", size=0.5)
"""What is drawn for a kind that nobody here is related to: a friendly box that wears its name."""
STAND_IN_SHAPES = {
    "round-thing": words_of("round spherical circular plump globular"),
    "post": words_of("long thin slim slender tall narrow pointed sharp"),
}
"""Other shapes of a stand-in, and the words of a look that ask for them."""

_ALIASES: dict[str, str] = {alias: kind.name for kind in KINDS.values() for alias in kind.aliases}
_TWO_WORDS = [name for name in KINDS if " " in name]
_TITLES = frozenset(["mrs", "ms", "miss"])
"""What ends in s and is one."""
_OLD = frozenset(["old", "elderly", "aged", "ancient"])


@dataclass(frozen=True)
class Match:
    """What a word for somebody was taken to mean."""

    kind: Kind
    word: str
    """the noun that was found, '' if none was"""
    exact: bool
    """the noun is a kind of its own, not a relative"""


def find_kind(words: str, trades: bool = True) -> Match | None:
    """The kind that a noun phrase means: the last noun that is known wins ('a king's old cat' is a cat).

    None when no word is known. With `trades` a noun like smuggler is somebody. Plurals and a few endings
    are tried as well.
    """
    found = words_of(words.replace("_", " "))
    for name in _TWO_WORDS:
        if name in " ".join(found):
            return Match(KINDS[name], name, True)
    for pair in reversed(list(pairwise(found))):
        match = _match("-".join(pair)) if "-".join(pair) in _ALIASES else None
        if match:
            return match
    for word in reversed(found):
        match = _match(word) or (_by_trade(word) if trades else None)
        if match:
            return _aged(match, found)
    return None


def _by_trade(word: str) -> Match | None:
    """Somebody by what they do: a smuggler, an actress, a librarian."""
    if len(word) > 5 and word.endswith(("ress", "stress")):
        return Match(KINDS["woman"], word, False)
    if len(word) > 5 and word.endswith(_TRADES) and word not in _NO_TRADES:
        return Match(KINDS["man"], word, False)
    return None


_TRADES = ("er", "or", "ist", "ian", "eer")
_NO_TRADES = frozenset(
    words_of(
        "flower water winter summer weather feather leather letter paper number hammer mirror door floor "
        "river tower power ladder finger shoulder sugar butter pepper corner silver copper thunder "
        "computer scooter toaster printer tractor monster colour color helicopter sweater counter shutter "
        "stapler locker freezer cooker drawer container elevator escalator mower boiler radiator "
        "calculator pitcher ladle "
        "anchor meteor newspaper lighter saucer eraser screwdriver roller zipper poster "
        "folder hanger duster charger heater speaker amplifier receiver transmitter motor rotor reactor "
        "projector razor planter boomer teaser"
    )
)


def find_group(kind: str, name: str = "") -> tuple[str, ...]:
    """The kinds of two to four who play a plural ('three goats', 'children', 'the mum and dad'); () for one.

    Args:
        kind: the noun phrase that decides.
        name: what they are called; it counts where it names the same kind, or a list of several.
    """
    for text in (kind, name):
        bare = re.split(r"\b(?:with|who|in)\b", text)[0]
        listed = [find_kind(part, trades=False) for part in re.split(r",|&|\band\b", bare)]
        if len(listed) > 1 and all(listed):
            return tuple(match.kind.name for match in listed if match)[:4]
    one, other = find_kind(kind), find_kind(name, trades=False)
    names = words_of(name)
    plain = one is None or one.kind.plan == "person" or one.word in ("animal", "beast", "creature")
    several = bool(names) and names[-1] in MIXED and plain
    texts = [kind, *([name] if other and (several or one is None or one.kind == other.kind) else [])]
    return next((group for group in map(_plural, texts) if group), ())


def _plural(text: str) -> tuple[str, ...]:
    words = words_of(text.replace("_", " ").replace("-", " "))
    mixed = next((MIXED[w] for w in reversed(words) if w in MIXED), ())
    number = next((NUMBERS[w] for w in words if w in NUMBERS), 0)
    if mixed:
        return (mixed * 2)[: number or len(mixed)]
    many = bool(COLLECTIVE & set(words))
    for word in reversed(words):
        match = _match(word)
        if match:
            known = word in KINDS or word in _TITLES or (word in _ALIASES and not _match(word[:-1]))
            plural = word in IRREGULAR or (word.endswith("s") and not word.endswith("ss") and not known)
            kind = _aged(match, words).kind.name
            return (kind,) * (number or (4 if many else 3)) if plural or many else ()
    return ()


def _match(word: str) -> Match | None:
    if word in MIXED:
        return Match(KINDS[MIXED[word][0]], word, True)
    for form in _forms(word):
        if form in KINDS:
            return Match(KINDS[form], form, True)
        if form in _ALIASES:
            return Match(KINDS[_ALIASES[form]], form, False)
    return None


def _forms(word: str) -> list[str]:
    forms = [word]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("ves"):
        forms.append(word[:-3] + "f")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    for ending in ("woman", "man", "girl", "boy"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            forms.append(ending)
    if "-" in word:
        forms.extend(reversed(word.split("-")))
    return forms


def _aged(match: Match, words: list[str]) -> Match:
    """`old` beside a man or a woman makes them the old ones."""
    old = f"old {match.kind.name}"
    return Match(KINDS[old], old, True) if old in KINDS and _OLD & set(words) else match

"""Things: what people of the story handle, or come back to, and so has to stand in the picture.

It knows words for things; who holds them is staging.

    from director.language.things import choose_props
    props = choose_props(readings, taken=set())
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

from director.language.tokens import Token, UnitReading, find_quotes, is_open_word
from director.language.words import (
    find_noun,
    find_place,
    find_verb,
    listed,
    plural_of,
    read_sections,
    word_set,
)
from prompts.pages import Entity

MOST_PROPS = 6
_HANDLING = listed(
    "give offer hand carry bring take fetch hold lift drag pull push steal pick gather collect catch grab "
    "seize open close fix mend build read write drop throw put find light fill break lose eat drink buy sell "
    "show use play hang tie borrow pour make climb"
)
_REACH = 6
"""Words from a verb to the thing that it handles."""


@cache
def _things() -> dict[str, str]:
    """Every form of every word for a thing -> its singular."""
    found: dict[str, str] = {}
    for entry in (w for words in read_sections("things.txt").values() for w in words):
        lemma, _, plural = entry.partition("/")
        found.setdefault(lemma, lemma)
        found.setdefault(plural or plural_of(lemma), lemma)
    return found


def singular_of(word: str) -> str:
    """The thing that a lower-case word names, in the singular; any other word as it is."""
    return _things().get(word, word)


def is_thing(word: str) -> bool:
    """Whether a lower-case word is in our lists of things."""
    return word in _things()


@cache
def _handy() -> frozenset[str]:
    return frozenset(entry.partition("/")[0] for entry in read_sections("things.txt")["held"])


def is_held(thing: str) -> bool:
    """Whether one who has the thing has it in the hand."""
    return thing in _handy()


def fits_room(prop: Entity, room: str) -> bool:
    """Whether the thing can be in a room of this lower-case name: a bus is not in a kitchen, a toy bus is."""
    word = singular_of(prop.name.lower().split()[-1]) if prop.name.split() else ""
    if word not in _large() or _HALLS & set(room.split()):
        return True
    return bool(_PLAYED_WITH & set(re.findall(r"\w+", f"{prop.name} {prop.look}".lower())))


_HALLS = listed("garage barn stable shed workshop factory museum warehouse theatre theater shop hall")
_PLAYED_WITH = listed("toy paper tin model cardboard chocolate tiny little small")


@cache
def _large() -> frozenset[str]:
    return frozenset(entry.partition("/")[0] for entry in read_sections("things.txt")["too big for a room"])


def choose_props(readings: Sequence[UnitReading], taken: Collection[str], title: str = "") -> list[Entity]:
    """The few things that matter: handled by somebody, named in the title, or named again and again; in order
    of appearance.

    Args:
        readings: the units.
        taken: words that already name somebody or a place of the story.
        title: of the story.
    """
    titled = {_things().get(word, "") for word in re.findall(r"\w+", title.lower())}
    weight: Counter[str] = Counter()
    last = ""
    looks: dict[str, Counter[str]] = {}
    for reading in readings:
        for i, token in enumerate(reading.tokens):
            thing = _things().get(token.low)
            if token.low in ("it", "them") and last and last not in taken and _is_handled(reading.tokens, i):
                weight[last] += 1  # `a tomato was hanging there. She picked it`
            if thing is None or not _is_thing(reading.tokens, i):
                continue
            if thing in taken and not _is_fallen_into(reading.tokens, i):
                continue
            handled = token.quote < 0 and (_is_handled(reading.tokens, i) or _is_beside(reading.tokens, i))
            weight[thing] += 2 if handled or thing in titled else 1
            last = thing
            looks.setdefault(thing, Counter()).update(_adjectives(reading.tokens, i))
    chosen = sorted((w for w in weight if weight[w] >= 2), key=lambda w: -weight[w])[:MOST_PROPS]
    return [_entity(w, looks[w]) for w in weight if w in chosen]


def find_props(props: Sequence[Entity], text: str) -> list[str]:
    """The ids of the props that the words name, in the singular or the plural."""
    for a, b in reversed(find_quotes(text)):
        text = text[:a] + text[b:]  # what is only spoken of is not there
    text = _GONE.sub(" ", text)  # what is missing is not to be seen
    words = set(re.findall(r"\w+", _WANTED.sub(" ", text.lower())))
    singular = words | {_things()[w] for w in words if w in _things()}
    return [
        p.id
        for p in props
        if p.name and (p.name.lower() in singular or (" " in p.name and p.name.lower() in text.lower()))
    ]


_GONE = re.compile(
    r"\b\w+ (?:(?:was|were|is|are) (?:gone|missing|lost|nowhere)|"
    r"(?:had|has|have) (?:vanished|disappeared|gone))\b",
    re.IGNORECASE,
)


_WANTED = re.compile(
    r"\b(to (find|seek|look for|search for|fetch|get|buy|win)"
    r"|(asked|begged|looked|searched|wished|longed|looking|searching|asking) for|without)"
    r"\b[^,.;:!?]*?(?=\band\b|[,.;:!?]|$)"
)
"""What is only wanted, or not there, is not to be seen."""


def is_thing_at(tokens: Sequence[Token], i: int) -> bool:
    """Whether one thing is named at this word, outside quotations."""
    return tokens[i].quote < 0 and _things().get(tokens[i].low) == tokens[i].low and tokens[i - 1].is_word


def are_things_at(tokens: Sequence[Token], i: int) -> bool:
    """Whether several things are named at this word, known ones or not: `the eggs`, `six pancakes`."""
    low, before = tokens[i].low, tokens[i - 1].low
    if tokens[i].quote >= 0 or not low.endswith("s") or low.endswith("ss") or tokens[i].capital:
        return False
    if low in _things():
        return _things()[low] != low
    counted = before in _BEFORE - {"his", "her"} or before in word_set("adjectives.txt") or before.isdigit()
    known = find_noun(low) or find_verb(low) or find_place(low) or low in word_set("senses.txt", "adverbs")
    return (counted or before in _NUMBERS) and not known


_NUMBERS = listed("four five six seven eight nine ten many some few")


def _entity(word: str, adjectives: Counter[str]) -> Entity:
    words = [a for a, _ in adjectives.most_common(2)]
    return Entity(id=word, name=word, look=" ".join([*words, word]))


def _is_thing(tokens: list[Token], i: int) -> bool:
    """Whether the word is a noun here, and not the first part of another: `the boat`, not `boat house`."""
    before = i - 1
    while before >= 0 and (tokens[before].low in word_set("adjectives.txt") or _is_table_of(tokens, before)):
        before -= 1
    low = tokens[before].low if before >= 0 else ""
    owned = low in ("his", "her", "its", "their") or (before >= 0 and tokens[before].genitive)
    worn = owned and tokens[i].low in word_set("clothing.txt", "body", "clothing")
    if worn and [t.low for t in tokens[i + 1 : i + 2]] != ["of"]:
        return False
    past = find_verb(tokens[i].low)
    if past and past.form == "past" and past.base != tokens[i].low and low in ("and", "with", "of", "", ","):
        return False  # `and rose from his bed`
    determined = low in _BEFORE or tokens[before].genitive or tokens[i].low != _things()[tokens[i].low]
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    verb = find_verb(tokens[i - 1].low) if i else None
    determined = determined or (verb is not None and verb.base in _HANDLING)
    compound = (
        i + 1 < len(tokens) and is_open_word(tokens[i + 1]) and not find_noun(after) and not after.isdigit()
    )
    return determined and after not in _things() and not compound and not tokens[i].genitive


def _is_table_of(tokens: list[Token], i: int) -> bool:
    """`kitchen` in `the kitchen table`."""
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return after in _TABLES and (tokens[i].low in _MEALS or find_place(tokens[i].low) is not None)


_TABLES = listed("table desk counter")
_MEALS = listed("dinner breakfast lunch supper tea coffee birthday dining")


_BEFORE = listed(
    "a an the his her its their my our your some any this that these those two three and of with every"
)


def _is_handled(tokens: list[Token], i: int) -> bool:
    for token in reversed(tokens[max(0, i - _REACH) : i]):
        if verb := find_verb(token.low):
            return verb.base in _HANDLING
    return False


def _is_fallen_into(tokens: list[Token], i: int) -> bool:
    """`fell into a well`: what may be a place of the story is a thing that somebody is in."""
    before = [t.low for t in tokens[max(0, i - 3) : i]]
    return tokens[i].low in ("well", "pit") and bool({"in", "into", "inside"} & set(before))


_AT_TABLE = listed("at on onto under around from over behind beneath beside")
_NEAR = listed("with on onto at under behind beside by near around into in")


def _is_beside(tokens: list[Token], i: int) -> bool:
    """`came in with a basket`, `jumped on the table`, `a spaceship landed`: somebody has to do with it."""
    at = i - 1
    while at >= 0 and (
        tokens[at].low in word_set("adjectives.txt")
        or tokens[at].low in _BEFORE - {"with"}
        or _is_table_of(tokens, at)
    ):
        at -= 1
    if tokens[i].low in _TABLES and tokens[at].low in _AT_TABLE:
        return True
    if tokens[i - 1].low in ("his", "her") and tokens[at].low in ("at", "into") and is_held(tokens[i].low):
        return True  # `looked at his phone`
    if at >= 1 and tokens[at].low in _NEAR:
        near = (find_verb(t.low) for t in tokens[max(0, at - 4) : at])
        return any(v and v.sense in ("move", "rest") for v in near)
    after = find_verb(tokens[i + 1].low) if i + 1 < len(tokens) else None
    return after is not None and after.sense in ("move", "rest") and after.form == "past"


def _adjectives(tokens: list[Token], i: int) -> list[str]:
    seen = word_set("adjectives.txt", "colour", "size", "age", "seen")
    found: list[str] = []
    while i and tokens[i - 1].low in seen:
        i -= 1
        found.append(tokens[i].low)
    return found

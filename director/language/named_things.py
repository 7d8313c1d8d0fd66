"""Things that are somebody: those that have a name, and those of a list that do what only the living do.

from director.language.named_things import find_named_things
things = find_named_things(readings, frozenset(["bruno"]))   # `a red bus named Bruno` -> {"bus"}
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from director.language.pronouns import SUBJECT
from director.language.tokens import (
    DEFINITE,
    INDEFINITE,
    OWNERS,
    Token,
    UnitReading,
    can_modify,
    is_open_word,
)
from director.language.words import find_noun, find_place, find_verb, listed, read_sections, word_set

_DETERMINERS = DEFINITE | INDEFINITE | OWNERS
_LIVING = listed("live dwell dance walk run climb creep sneak sing play talk speak whisper say argue quarrel")


def find_named_things(readings: Sequence[UnitReading], names: Collection[str]) -> set[str]:
    """Nouns for things to which the text gives a name; a place with a name stays a place.

    `a red bus named Bruno`, `the kettle Bosco`, `her teapot, Mrs. Spout,`, `Rusty, an old tractor`.
    """
    found: set[str] = set()
    for n, reading in enumerate(readings):
        tokens = reading.tokens
        for i, token in enumerate(tokens):
            if token.low in ("named", "called") and _is_name(tokens, i + 1, names):
                found |= _thing_before(tokens, i)
            elif (told := _naming_before(tokens, i)) and _is_name(tokens, i, names):
                before = [*(readings[n - 1].tokens if n else []), *tokens[: i - told]]
                somebody = any(find_noun(t.low) or t.low in SUBJECT for t in before)
                if tokens[i - 1].low == "it" or tokens[i - told].low == "its" or not somebody:
                    ends = range(len(before), 1, -1)
                    found |= next((w for at in ends if (w := _known_thing(before, at))), set())
            elif _is_name(tokens, i, names) and not (i and _is_name(tokens, i - 1, names)):
                found |= _thing_beside(tokens, i, names)
    return found


def _naming_before(tokens: Sequence[Token], i: int) -> int:
    """How many words before token i give a name: `its name was` 3, `called it` 2; else 0."""
    before = [t.low for t in tokens[max(0, i - 3) : i]]
    if before[1:] == ["name", "was"] and before[0] in ("its", "his", "her"):
        return 3
    return 2 if before[-2:-1] in (["called"], ["named"]) and before[-1] in ("it", "him", "her") else 0


def _known_thing(tokens: Sequence[Token], end: int) -> set[str]:
    """The noun that ends before this token if a list knows it for a thing."""
    return _thing_before(tokens, end) & _known_things()


def find_listed_things(readings: Sequence[UnitReading]) -> set[str]:
    """Nouns of a list of things that does what only the living do: `the cup and the spoon danced`.

    Not what somebody handles: `the bear carried the lantern, and the fox walked`.
    """
    found: set[str] = set()
    for reading in readings:
        tokens = [t for t in reading.tokens if t.quote < 0]
        for i, token in enumerate(tokens):
            verb = find_verb(token.low)
            if verb is None or verb.base not in _LIVING or verb.form not in ("past", "s"):
                continue
            if verb.base in ("live", "dwell"):
                found |= _things_after(tokens, i)
            run, at = set[str](), i
            while at and _start_of_phrase(tokens, at - 1) < at - 1:
                run |= _thing_before(tokens, at) or {""}
                at = _start_of_phrase(tokens, at - 1)
                while at and tokens[at - 1].low in (",", "and"):
                    at -= 1
            handled = at > 0 and find_verb(tokens[at - 1].low) is not None
            if len(things := run - {""}) > 1 and things & _known_things() and not handled:
                found |= things
    return found


def _things_after(tokens: Sequence[Token], verb: int) -> set[str]:
    """`In a box lived an umbrella, a glove and a clock`: those of the list that a list of things knows."""
    run, at = set[str](), verb + 1
    while at < len(tokens) and tokens[at].low in _DETERMINERS:
        head = at + 1
        while head < min(len(tokens), at + 5) and tokens[head].low not in _known_things():
            head += 1
        if head >= min(len(tokens), at + 5):
            break
        noun = find_noun(tokens[head].low)
        run |= {tokens[head].low} if noun is None or noun.doubtful else set()
        at = head + 1
        while at < len(tokens) and tokens[at].low in (",", "and"):
            at += 1
    return run


def _known_things() -> frozenset[str]:
    return frozenset(w.partition("/")[0] for words in read_sections("things.txt").values() for w in words)


def _is_name(tokens: Sequence[Token], i: int, names: Collection[str]) -> bool:
    if i >= len(tokens) or not tokens[i].capital:
        return False
    titles = word_set("senses.txt", "male honorifics", "female honorifics")
    titled = tokens[i].low in titles and i + 1 < len(tokens) and tokens[i + 1].capital
    return tokens[i].low in names or titled


def _thing_before(tokens: Sequence[Token], end: int) -> set[str]:
    """The noun that ends before this token, if it may be a thing and has an article or an owner."""
    head = end - 1
    if head < 1 or not _may_be_thing(tokens[head]) or _start_of_phrase(tokens, head) == head:
        return set()
    return {tokens[head].low}


def _start_of_phrase(tokens: Sequence[Token], head: int) -> int:
    """Where the article of a noun is; the noun itself if it has none."""
    at = head - 1
    while at > 0 and head - at < 5 and (can_modify(tokens[at]) or is_open_word(tokens[at])):
        at -= 1
    return at if at >= 0 and (tokens[at].low in _DETERMINERS or tokens[at].genitive) else head


def _may_be_thing(token: Token) -> bool:
    known = token.low in _known_things()
    never = word_set("senses.txt", "never") | word_set("senses.txt", "not names")
    if not token.is_word or find_noun(token.low) or token.low in never or token.capital:
        return False
    return known or (is_open_word(token) and find_place(token.low) is None and not can_modify(token))


def _thing_beside(tokens: Sequence[Token], i: int, names: Collection[str]) -> set[str]:
    """The thing that stands as an apposition beside the name at token i."""
    last = i
    while last + 1 < len(tokens) and (_is_name(tokens, last + 1, names) or tokens[last + 1].capital):
        last += 1
    after = tokens[last + 1].low if last + 1 < len(tokens) else "."
    comma = i > 1 and tokens[i - 1].low == ","
    end = i - 1 if comma else i
    if thing := _thing_before(tokens, end):
        start = _start_of_phrase(tokens, end - 1)
        opening = word_set("senses.txt", "clause openers", "adverbs")
        first = start == 0 or not tokens[start - 1].is_word or tokens[start - 1].low in opening
        follows = [t.low for t in tokens[last + 2 : last + 3]]
        if (
            comma
            and after in (",", ".")
            and follows != ["and"]
            and not (start and tokens[start - 1].low == ",")
        ):
            return thing
        if not comma and tokens[start].low == "the" and first:
            return thing
    return _thing_after(tokens, last)


def _thing_after(tokens: Sequence[Token], last: int) -> set[str]:
    """`Rusty the tractor`, `Rusty, an old tractor,`, `Rusty was a tractor`."""
    lows = [t.low for t in tokens[last + 1 : last + 9]]
    at = last + 1 + (lows[:1] in ([","], ["was"], ["is"]))
    if at >= len(tokens) or tokens[at].low not in ("a", "an", "the") or tokens[last].genitive:
        return set()
    if lows[0] in ("was", "is") and tokens[at].low == "the":
        return set()
    head = at + 1
    while head + 1 < len(tokens) and tokens[head].low not in _known_things() and head < at + 5:
        head += 1
    ends = head + 1 >= len(tokens) or not tokens[head + 1].is_word or tokens[head + 1].low in _AFTER_KIND
    ends = ends or (lows[0] == "the" and find_verb(tokens[head + 1].low) is not None)
    return {tokens[head].low} if ends and tokens[head].low in _known_things() else set()


_AFTER_KIND = listed("who that which with from of in on and")

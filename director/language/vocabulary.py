"""The words that name somebody in one text: its names, and the things in it that speak or think.

from director.language.vocabulary import find_vocabulary
vocabulary = find_vocabulary(readings)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from director.language.named_things import find_listed_things, find_named_things
from director.language.tokens import PRONOUNS, Token, UnitReading, is_open_word, tokenize
from director.language.words import find_noun, find_place, find_verb, given_names, listed, word_set


@dataclass(frozen=True)
class Vocabulary:
    """The words that name somebody in this text."""

    names: frozenset[str]
    things: frozenset[str]
    """common nouns that are nobody elsewhere, but speak, think, live or have a name here: straw, coal, bus"""
    lower: bool
    """the text has no capitals to go by"""
    told: frozenset[str] = frozenset()
    """names that the text says are names, whatever else the word means: a robot called Tick"""


def find_vocabulary(
    readings: Sequence[UnitReading], names: Sequence[str] = (), acting: Sequence[str] = ()
) -> Vocabulary:
    """Which words are names in this text, and which things act in it."""
    inside, opening, small = Counter[str](), Counter[str](), Counter[str]()
    told: set[str] = {part for name in names for part in _words(name)}
    words = capitals = 0
    for reading in readings:
        tokens = reading.tokens
        for i, token in enumerate(tokens):
            if not token.is_word:
                continue
            words, capitals = words + 1, capitals + token.capital
            if token.capital and _is_numbered(tokens, i):
                continue  # `Block Nine`, `Platform 3`: a place or a thing
            if token.capital and not (_stands_alone(tokens, i) and token.low not in given_names()):
                (opening if token.initial or shouts(token) else inside)[token.low] += 1
            elif not token.capital:
                small[token.low] += 1
            if token.low in ("named", "called") and (name := _told_name(tokens, i)):
                told.add(name)
    said = frozenset(told) if not names else frozenset[str]()
    told |= _described_names(readings)
    lower = capitals < 0.01 * words
    barred = word_set("senses.txt", "not names")
    found = {w for w, n in inside.items() if w not in barred and n >= small[w] and not _is_common(w, n)}
    for word, n in opening.items():
        fresh = word not in barred and not small[word] and not _is_common(word, n)
        if fresh and (
            word in given_names() or (n > 1 and not find_verb(word) and not find_noun(word) and len(word) > 2)
        ):
            found.add(word)
    if lower:
        found |= {w for w in small if w in given_names() and not _is_common(w, 1) and not find_verb(w)}
    known = frozenset(found | told)
    things = _acting_things(readings) | find_listed_things(readings) | find_named_things(readings, known)
    things |= {word for word in acting if find_noun(word) is None}
    return Vocabulary(known, frozenset(things), lower, said)


def _described_names(readings: Sequence[UnitReading]) -> set[str]:
    """Names that are told with a kind, or that speak: `Tilda the hare`, `Tilda said`."""
    found: set[str] = set()
    barred = word_set("senses.txt", "not names") | PRONOUNS
    for reading in readings:
        tokens = reading.tokens
        for i, token in enumerate(tokens[:-2]):
            if not token.capital or token.low in barred or _is_common(token.low, 1) or find_verb(token.low):
                continue
            after, last = tokens[i + 1].low, tokens[i + 2].low
            noun, verb = find_noun(last), find_verb(after)
            if (after == "the" and noun) or (verb and verb.base in _ACTS_OF_MIND and verb.form == "past"):
                found.add(token.low)
    return found


def _is_common(word: str, _count: int) -> bool:
    """Whether a capitalised word is an ordinary noun or adjective after all."""
    return (
        find_noun(word) is not None
        or word in word_set("senses.txt", "honorifics")
        or (find_place(word) is not None and word not in given_names())
        or (word in word_set("adjectives.txt") and word not in given_names())
        or (len(word) == 1)
    )


def _stands_alone(tokens: Sequence[Token], i: int) -> bool:
    """`Ding!` is a sound, not somebody."""
    return tokens[i].initial and (i + 1 == len(tokens) or tokens[i + 1].low in ("!", "."))


def _is_numbered(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number follows that belongs to the word: `Block Nine`."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    numbered = after is not None and (after.low.isdigit() or (after.capital and after.low in _NUMBERS))
    return numbered and tokens[i].low not in given_names()


_NUMBERS = listed("one two three four five six seven eight nine ten eleven twelve")


def shouts(token: Token) -> bool:
    """Whether a word is all in capitals."""
    return len(token.text) > 1 and token.text.isupper()


def _told_name(tokens: list[Token], i: int) -> str:
    """The name after `named` or `called`, if one word follows that can be one."""
    if i + 1 < len(tokens) and tokens[i + 1].is_word and tokens[i + 1].quote == tokens[i].quote:
        low = tokens[i + 1].low
        if tokens[i].low == "called" and not tokens[i + 1].capital:
            return ""
        noun = not tokens[i + 1].capital and find_noun(low) is not None
        barred = word_set("senses.txt", "not names") | word_set("senses.txt", "honorifics")
        if low not in barred and low not in PRONOUNS and not noun:
            return low
    return ""


_ACTS_OF_MIND = listed(
    "think say answer reply ask shout yell whisper exclaim boast laugh beg complain decide wonder "
    "want sigh declare grumble murmur mutter remark quarrel tell weep sob giggle live dwell"
)


def _acting_things(readings: Sequence[UnitReading]) -> set[str]:
    """Nouns for things that speak or think in this text: `the straw said`, `said the coal`."""
    found = Counter[str]()
    never = word_set("senses.txt", "never") | word_set("senses.txt", "not names") | PRONOUNS
    adverbs = word_set("senses.txt", "adverbs")
    for reading in readings:
        tokens = reading.tokens
        for i, token in enumerate(tokens[:-1]):
            if token.low not in ("the", "a") or token.quote >= 0 or not tokens[i + 1].is_word:
                continue
            head = i + 1
            while (
                head + 1 < len(tokens) and head < i + 4 and _still_describes(tokens[head], tokens[head + 1])
            ):
                head += 1
            low = tokens[head].low
            if find_place(low) and i and tokens[i - 1].low in word_set("senses.txt", "prepositions"):
                continue  # `in a village dwelt a woman`
            if low in never or not tokens[head].is_word or find_noun(low) or tokens[head].genitive:
                continue
            after = head + 1
            while after < len(tokens) and (
                tokens[after].low in adverbs or tokens[after].low in ("began", "to")
            ):
                after += 1 + (tokens[after].low == "began" and tokens[after + 1 : after + 2] != [])
            verb = find_verb(tokens[after].low) if after < len(tokens) else None
            before = find_verb(tokens[i - 1].low) if i and tokens[i - 1].quote < 0 else None
            inverted = before is not None and before.sense == "say" and before.form == "past"
            if (verb and verb.base in _ACTS_OF_MIND and verb.form in ("past", "s")) or (
                inverted and i >= 2 and not tokens[i - 2].is_word
            ):
                found[low] += 1
    minded = {word for word in found if find_verb(word) is None or found[word] > 1}
    return minded | _helping_things(readings) if minded else minded


def _helping_things(readings: Sequence[UnitReading]) -> set[str]:
    """Where things speak, `the magnet came and pulled` is one of them as well."""
    found = set[str]()
    barred = word_set("senses.txt", "not names")
    for reading in readings:
        lows = [t.low for t in reading.tokens if t.quote < 0]
        for the, thing, low in zip(lows, lows[1:], lows[2:], strict=False):
            verb = find_verb(low)
            willed = verb is not None and verb.form == "past" and verb.base in _WITH_A_WILL
            new = thing.isalpha() and thing not in barred and not find_noun(thing) and not find_place(thing)
            if the == "the" and willed and new:
                found.add(thing)
    return found


_WITH_A_WILL = listed(
    "come help nod smile hurry dance walk climb run wave bow listen look agree yawn sneeze giggle laugh weep "
    "tiptoe wink shiver blush stretch cough snore"
)


def _still_describes(token: Token, after: Token) -> bool:
    """Whether a noun phrase goes on after this word."""
    if token.low not in word_set("adjectives.txt") and not is_open_word(token):
        return False
    return is_open_word(after) or (after.low in word_set("adjectives.txt") and find_verb(after.low) is None)


def _words(name: str) -> list[str]:
    return [t.low for t in tokenize(name) if t.is_word and t.low not in ("the", "a", "an", "and", "of")]

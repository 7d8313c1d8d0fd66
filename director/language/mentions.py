"""Mentions: the places in a unit where somebody is named, by name or by kind.

from director.language.mentions import find_mentions
mentions = list(find_mentions(reading, vocabulary))
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from director.language.tokens import (
    DEFINITE,
    INDEFINITE,
    OWNERS,
    Mention,
    Token,
    UnitReading,
    can_modify,
    is_open_word,
)
from director.language.vocabulary import Vocabulary, shouts
from director.language.words import Noun, find_noun, find_place, find_verb, listed, word_set

_APART = listed("skin soup milk tail trap meat feather feathers wool egg eggs fur trunk stump branch root")


def find_mentions(reading: UnitReading, vocabulary: Vocabulary) -> Iterator[Mention]:
    """Everybody who is named in the unit, in order."""
    tokens = reading.tokens
    i = 0
    while i < len(tokens):
        mention = _name_at(reading, i, vocabulary) or _noun_at(reading, i, vocabulary)
        if mention:
            yield mention
            i = mention.head
        i += 1


def _is_name(token: Token, vocabulary: Vocabulary) -> bool:
    return token.low in vocabulary.names and (token.capital or vocabulary.lower)


def _name_at(reading: UnitReading, i: int, vocabulary: Vocabulary) -> Mention | None:
    """A name that begins at token i: honorifics, given names and surnames that stand together."""
    tokens = reading.tokens
    honorifics = word_set("senses.txt", "honorifics")
    j = i
    while j < len(tokens) and (tokens[j].low in honorifics and (tokens[j].capital or vocabulary.lower)):
        j += 1
    titled = j > i
    if j >= len(tokens) or not tokens[j].is_word or (titled and tokens[j - 1].genitive):
        return None
    small = titled and tokens[j - 1].low in ("little", "big", "baby")
    pet = (
        small and tokens[j - 1].capital and not tokens[j - 1].initial and find_noun(tokens[j].low) is not None
    )
    title_counts = titled and (pet or not (small or tokens[j - 1].low == "old"))
    after_title = (
        title_counts
        and tokens[j].capital
        and not tokens[j].initial
        and (tokens[j].low not in word_set("senses.txt", "not names"))
    )
    if not (_is_name(tokens[j], vocabulary) or after_title):
        return None
    last = j
    while (
        not tokens[last].genitive and last + 1 < len(tokens) and _continues_name(tokens[last + 1], vocabulary)
    ):
        last += 1
    if last + 1 < len(tokens) and tokens[last + 1].low in _HOUSES and not tokens[last].genitive:
        return None
    # `Old Marten` is Marten; `Mr. Marten` is not
    first = i if title_counts else j
    words = " ".join(t.text for t in tokens[first : last + 1])
    noun = None if last == i and tokens[last].low in vocabulary.told else find_noun(tokens[last].low)
    if noun is None and j > i and tokens[j - 1].low in _ranks():
        noun = find_noun(tokens[j - 1].low)
    owner, article = _article(tokens, i, [])
    return Mention(
        reading.index,
        i,
        last,
        words,
        words.lower().replace("’", "'"),
        noun,
        True,
        False,
        article,
        owner,
        tuple(t.low for t in tokens[i:j]),
        tokens[last].quote >= 0,
    )


_HOUSES = listed("family siblings twins")
"""What a family name stands before: `the Weber family`."""


@cache
def _ranks() -> frozenset[str]:
    """Titles that tell what somebody is: whoever is Inspector Bloom is `the inspector` as well."""
    sexed = word_set("senses.txt", "male honorifics", "female honorifics", "kinship")
    titles = word_set("senses.txt", "honorifics") - sexed
    return frozenset(w for w in titles | _ROYAL if (noun := find_noun(w)) and noun.category == "person") - {
        "baby",
        "cousin",
    }


_ROYAL = listed("king queen prince princess emperor sultan")


def _continues_name(token: Token, vocabulary: Vocabulary) -> bool:
    if not token.is_word or not token.capital or token.initial or vocabulary.lower:
        return False
    if shouts(token):
        return token.low in vocabulary.names
    return token.low not in word_set("senses.txt", "not names")


def _noun_at(reading: UnitReading, i: int, vocabulary: Vocabulary) -> Mention | None:
    """A common noun for somebody at token i, with what stands before it."""
    tokens = reading.tokens
    token = tokens[i]
    whole = _compound_at(tokens, i)
    noun = whole or find_noun(token.low)
    thing = whole is None and token.low in vocabulary.things and (noun is None or noun.doubtful)
    noun = None if thing else noun
    if not token.is_word or not (noun or thing) or _is_first_of_compound(tokens, i):
        return None
    modifiers: list[str] = []
    first = i - 1 if whole else i
    while (
        first > 0 and len(modifiers) < 5 and (can_modify(tokens[first - 1]) or _may_modify(tokens, first - 1))
    ):
        first -= 1
        modifiers.append(tokens[first].low)
    called = " ".join(t.text for t in tokens[first : i + 1]) if whole else token.text
    parent = find_noun(tokens[first - 1].low) if first == i and first else None
    if (
        parent
        and noun
        and not tokens[first - 1].genitive
        and _is_kind_of(parent, noun, tokens[first - 1].low)
    ):
        first -= 1
        modifiers.append(tokens[first].low)
        while first > 0 and (can_modify(tokens[first - 1]) or _may_modify(tokens, first - 1)):
            first -= 1
            modifiers.append(tokens[first].low)
    if token.low in _HOUSES and first and _is_name(tokens[first - 1], vocabulary):
        first -= 1
    owner, article = _article(tokens, first, modifiers)
    if article == "bare" and first < i and tokens[first].low == "only":  # `Only Hare would not dig`
        first += 1
        modifiers.pop()
    if article != "bare" and first > 0 and not owner:
        first -= article in ("the", "a") and tokens[first - 1].low in DEFINITE | INDEFINITE
    capital = token.capital and not token.initial and not vocabulary.lower
    kin = token.capital and token.initial and not modifiers and token.low in _KIN_NAMES
    named = (capital or kin) and article == "bare"
    if not _counts(tokens, i, noun, article, modifiers, named):
        return None
    plural = noun.plural or noun.group if noun else False
    return Mention(
        reading.index,
        first,
        i,
        " ".join([*reversed(modifiers), called]),
        noun.lemma if noun else token.low,
        noun,
        named,
        plural,
        article,
        owner,
        tuple(modifiers),
        token.quote >= 0,
        compared=_is_compared(tokens, first, article),
        people=_people_of(tokens, i),
    )


def _people_of(tokens: list[Token], i: int) -> str:
    """`frog` in `king of the frogs`; '' unless somebody rules animals."""
    if tokens[i].low not in RANKS or [t.low for t in tokens[i + 1 : i + 2]] != ["of"]:
        return ""
    noun = next(
        (find_noun(t.low) for t in tokens[i + 2 : i + 5] if t.low not in ("the", "all", "these")), None
    )
    return noun.lemma if noun and noun.category == "animal" and noun.plural else ""


RANKS = listed("king queen prince princess emperor chief leader lord")
_KIN_NAMES = listed("mum mom mama mummy mommy dad daddy papa grandma grandpa granny nana")
"""What only one's own kin is called, so that it is a name even where every word has a capital."""


def _is_kind_of(parent: Noun, noun: Noun, word: str) -> bool:
    """`bear` in `bear cub`, `mother` in `mother bear`, `farmer` in `farmer boy`."""
    return not parent.plural and (
        parent.category == "animal"
        or (noun.category == "animal" and word in ("mother", "father", "baby", "king"))
    )


def _compound_at(tokens: list[Token], i: int) -> Noun | None:
    """`gingerbread man`, `teddy bear`: two words that are listed as one, of which token i is the second and
    alone would be somebody of another sort; a billy goat is a goat.
    """
    if i == 0 or not tokens[i].is_word or tokens[i - 1].genitive:
        return None
    alone, whole = find_noun(tokens[i].low), find_noun(f"{tokens[i - 1].low}-{tokens[i].low}")
    return whole if whole and (alone is None or alone.category != whole.category) else None


def _is_first_of_compound(tokens: list[Token], i: int) -> bool:
    """`fox` in `fox skin` or `farmer boy`; not in `fox said`."""
    if tokens[i].genitive or i + 1 >= len(tokens) or not tokens[i + 1].is_word:
        return False
    low = tokens[i + 1].low
    if _compound_at(tokens, i + 1):
        return True
    noun = find_noun(tokens[i].low)
    if noun and noun.group and low == "of":
        return True
    if low in _APART:
        return True
    place = find_place(low)
    if place and not place.doubtful and find_verb(low) is None:
        return True
    nextnoun = find_noun(low)
    if nextnoun and nextnoun.category == "animal" and tokens[i].low in ("mother", "father", "baby"):
        return True
    return (
        nextnoun is not None
        and not nextnoun.doubtful
        and find_verb(low) is None
        and not tokens[i + 1].capital
    )


def _may_modify(tokens: list[Token], i: int) -> bool:
    """An unknown word between an article and a noun: `a scruffy fox`, `the sugar bowl`."""
    return (
        i > 0
        and is_open_word(tokens[i])
        and (
            tokens[i - 1].genitive
            or tokens[i - 1].low in DEFINITE | INDEFINITE | OWNERS
            or can_modify(tokens[i - 1])
        )
    )


def _article(
    tokens: list[Token], first: int, modifiers: list[str]
) -> tuple[str, Literal["the", "a", "own", "bare"]]:
    """(owner, article) before token `first`."""
    before = tokens[first - 1] if first else None
    if before is None or not before.is_word:
        return "", "a" if set(modifiers) & INDEFINITE else "bare"
    if before.low in OWNERS:
        return before.low, "own"
    if before.genitive:
        return before.low, "own"
    if before.low in DEFINITE:
        return "", "the"
    if before.low in INDEFINITE or set(modifiers) & {"many", "several", "some"}:
        return "", "a"
    return "", "bare"


def _counts(
    tokens: list[Token], i: int, noun: Noun | None, article: str, modifiers: list[str], named: bool
) -> bool:
    """Whether the word really is a noun for somebody here."""
    if named:
        return noun is not None
    if noun is None:
        return article in ("the", "a", "own") or (tokens[i].capital and not tokens[i].initial)
    if noun.doubtful and article == "bare":
        return False
    if article == "bare" and not noun.plural:
        vocative = tokens[i].quote >= 0 and i > 0 and tokens[i - 1].low in (",", "dear", "oh", "o")
        conjoined = i > 0 and tokens[i - 1].low in ("and", "or", "both")
        return bool(modifiers) or vocative or conjoined or _names_by_position(tokens, i)
    return True


def _names_by_position(tokens: list[Token], i: int) -> bool:
    """`Turtle said` at the head of a sentence: a kind used as a name."""
    token = tokens[i]
    if not (token.capital and token.initial):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return token.genitive or (
        after is not None and (find_verb(after.low) is not None or after.low in ("and", ","))
    )


def _is_compared(tokens: list[Token], first: int, article: str) -> bool:
    before = tokens[max(0, first - 3) : first]
    words = [t.low for t in before]
    if not words:
        return False
    if "there" in words or "here" in words:
        return False
    if words[-1] == "but" and article == "a" and any(t.low in ("not", "longer") for t in tokens[:first]):
        return True
    if words[-1] in ("like", "than", "not", "without") or (words[-1] == "as" and article != "the"):
        return True
    if article == "own" and len(words) == 3 and words[1] in ("was", "were", "is", "are"):
        return words[0] not in ("it", "that", "this", "who", ",")  # `a porcupine was his barber`
    if words[-1] == "a" or words[-1] == "an":
        words = words[:-1]
    if words[-2:] == ["it", "was"] and first <= 3:
        return False  # `It was a young shepherd`: now he is seen
    return (
        bool(words)
        and article in ("a", "bare")
        and words[-1]
        in ("was", "is", "are", "were", "be", "been", "am", "become", "became", "not", "like", "as", "than")
    )

"""Reading English closely: words, quotations, and the places where somebody is named.

It knows sentences, not stories: which mentions are the same somebody is `cast_finding.py`'s business.

    python -c "from director.reading import read_units; print(read_units(['The fox ran.'])[0].mentions)"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from director.words import Noun, find_noun, find_place, find_verb, given_names, word_set

Role = Literal["subject", "object", "oblique", "genitive", "aside"]

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|St|Prof|MR|MRS|MS|DR|mr|mrs|dr)\.|[^\W_]+(?:['’‑-][^\W_]+)*|--+|\.{2,}|[^\w\s]",
    re.UNICODE,
)
_QUOTE_MARK = re.compile(r"[\"'“”‘’„«»「」『』‹›]")
_PRONOUNS = frozenset(
    [
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
    ]
    + [
        "theirs",
        "themselves",
        "i",
        "me",
        "my",
        "myself",
        "mine",
        "we",
        "us",
        "our",
        "ours",
        "ourselves",
        "you",
        "your",
    ]
    + ["yours", "yourself", "who", "whom", "whose", "that", "there", "what", "let", "here", "where"]
)
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "said"])
_INDEFINITE = frozenset(
    ["a", "an", "another", "some", "one", "two", "three", "four", "five", "six", "seven", "several"]
)
_OWNERS = frozenset(["his", "her", "their", "its", "my", "our", "your"])
_APART = frozenset(
    ["skin", "soup", "milk", "tail", "trap", "meat", "feather", "feathers", "wool", "egg", "eggs", "fur"]
)
_SEQUENCE_GAP = frozenset(["-", "‑"])


@dataclass(slots=True)
class Token:
    """One word or mark."""

    text: str
    low: str
    start: int
    end: int
    quote: int = -1
    """the number of the quotation it stands in, or -1"""
    capital: bool = False
    initial: bool = False
    """it opens a sentence or a quotation, where a capital says nothing"""
    genitive: bool = False
    clause: int = 0

    @property
    def is_word(self) -> bool:
        """Whether it is a word and not a mark."""
        return self.low[0].isalnum()


@dataclass(slots=True)
class Mention:
    """Somebody named in a unit, by name or by kind."""

    unit: int
    first: int
    head: int
    words: str
    """as the text has it, without article"""
    key: str
    """the name in lower case, or the lemma of the noun"""
    noun: Noun | None
    proper: bool
    plural: bool
    article: Literal["the", "a", "own", "bare"]
    owner: str
    """the word that owns them: `his`, `juma`; '' if nobody is said to"""
    modifiers: tuple[str, ...]
    quoted: bool
    role: Role = "oblique"
    compared: bool = False
    """only in a comparison or a saying-what-one-is: like a dog, he was a spider"""
    entity: str | None = None


@dataclass(slots=True)
class UnitReading:
    """One unit, read."""

    index: int
    text: str
    opens_paragraph: bool
    tokens: list[Token]
    mentions: list[Mention] = field(default_factory=list)


def find_quotes(text: str) -> list[tuple[int, int]]:
    """The spans between quotation marks, the outer ones only; a mark without its partner reaches to the edge."""
    spans: list[tuple[int, int]] = []
    opened, kind = -1, ""
    for match in _QUOTE_MARK.finditer(text):
        at, mark = match.start(), match[0]
        turn = _turn(text, at, mark, kind)
        if turn == "open" and opened < 0:
            opened, kind = at + 1, mark
        elif turn == "close" and opened >= 0 and _PARTNERS.get(kind, kind) == _PARTNERS.get(mark, mark):
            spans.append((opened, at))
            opened, kind = -1, ""
        elif turn == "close" and opened < 0 and not spans:
            spans.append((0, at))
    if opened >= 0 and opened < len(text):
        spans.append((opened, len(text)))
    return spans


_PARTNERS = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "«": "»", "「": "」", "『": "』", "‹": "›"}


def _turn(text: str, at: int, mark: str, kind: str) -> Literal["open", "close", ""]:
    """Whether a quotation mark opens, closes, or is an apostrophe."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "„«「『‹" or (mark == "“" and kind != "„"):
        return "close" if mark == "«" and kind == "»" else "open"
    if mark in "”」』›“":
        return "close"
    if mark == "»":
        return "open" if not kind and (not before or before.isspace()) else "close"
    if mark == '"':
        if kind:
            return "close" if kind in '"“' else ""
        return "close" if before and not before.isspace() and (not after or after.isspace()) else "open"
    if mark == "‘":
        return "open"
    if before.isalnum() and after.isalnum():
        return ""
    if mark == "'" and (not before or before.isspace() or before in "-—(") and after.isalnum():
        return "" if kind or text[at + 1 : at + 5].lower().startswith(("tis", "twas", "em ")) else "open"
    if before and before in ".,!?;:…-—)" and (kind or mark == "'" or not after.isalnum()):
        return "close"
    return "close" if kind in ("'", "‘") and after and after in ",.!?;:" else ""


def tokenize(text: str) -> list[Token]:
    """The words and marks of a text, possessive endings taken off, clauses numbered."""
    tokens: list[Token] = []
    openers = word_set("senses.txt", "clause openers")
    clause, initial = 0, True
    for match in _TOKEN.finditer(text):
        raw = match[0]
        word, genitive = _without_ending(raw)
        low = word.lower()
        if raw[0].isalnum():
            clause += low in openers
            token = Token(
                word, low, match.start(), match.end(), -1, word[0].isupper(), initial, genitive, clause
            )
            initial = False
        else:
            clause += raw in ",;:—–()" or raw.startswith("-")
            token = Token(raw, raw, match.start(), match.end(), clause=clause)
            initial = raw in '.!?…:"“‘«' or raw.startswith("--") or (initial and not raw.isalnum())
        tokens.append(token)
    return tokens


def _without_ending(raw: str) -> tuple[str, bool]:
    """(`Anansi`, True) for `Anansi's`; (`he`, False) for `he'd`."""
    for mark in ("'", "’"):
        stem, found, ending = raw.rpartition(mark)
        if found and stem:
            if ending.lower() == "s":
                return stem, stem.lower() not in _PRONOUNS
            if stem.lower() in _PRONOUNS and ending.lower() in ("d", "ll", "re", "ve", "m"):
                return stem, False
    return raw, False


def read_units(
    units: Sequence[str], paragraphs: Sequence[int] = (), names: Sequence[str] = ()
) -> list[UnitReading]:
    """Every unit with its words, quotations and mentions.

    Args:
        units: the story's units.
        paragraphs: the unit that begins each paragraph.
        names: words that are known to be names.
    """
    opening = set(paragraphs) | {0}
    readings = [UnitReading(i, text, i in opening, tokenize(text)) for i, text in enumerate(units)]
    _mark_quotes(readings)
    vocabulary = find_vocabulary(readings, names)
    for reading in readings:
        reading.mentions = list(_find_mentions(reading, vocabulary))
        _find_roles(reading)
    return readings


def _mark_quotes(readings: list[UnitReading]) -> None:
    """Number the quotations through each paragraph; one that runs over several units keeps its number."""
    number = 0
    for paragraph in _by_paragraph(readings):
        offsets, text = [], ""
        parts: list[str] = []
        length = 0
        for reading in paragraph:
            offsets.append(length)
            parts.append(reading.text)
            length += len(reading.text) + 1
        text = " ".join(parts)
        spans = find_quotes(text)
        at = 0
        for offset, reading in zip(offsets, paragraph, strict=True):
            for token in reading.tokens:
                position = token.start + offset
                while at < len(spans) and spans[at][1] <= position:
                    at += 1
                if at < len(spans) and spans[at][0] <= position:
                    token.quote = number + at
        number += len(spans)


def _by_paragraph(readings: list[UnitReading]) -> Iterator[list[UnitReading]]:
    group: list[UnitReading] = []
    for reading in readings:
        if reading.opens_paragraph and group:
            yield group
            group = []
        group.append(reading)
    if group:
        yield group


@dataclass(frozen=True)
class Vocabulary:
    """The words that name somebody in this text."""

    names: frozenset[str]
    things: frozenset[str]
    """common nouns that are nobody elsewhere, but speak or think here: straw, coal"""
    lower: bool
    """the text has no capitals to go by"""


def find_vocabulary(readings: Sequence[UnitReading], names: Sequence[str] = ()) -> Vocabulary:
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
            if token.capital:
                (opening if token.initial or _shouts(token) else inside)[token.low] += 1
            else:
                small[token.low] += 1
            if token.low in ("named", "called") and (name := _told_name(tokens, i)):
                told.add(name)
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
    return Vocabulary(frozenset(found | told), frozenset(_acting_things(readings)), lower)


def _is_common(word: str, _count: int) -> bool:
    """Whether a capitalised word is an ordinary noun or adjective after all."""
    return (
        find_noun(word) is not None
        or word in word_set("senses.txt", "honorifics")
        or (find_place(word) is not None and word not in given_names())
        or (word in word_set("adjectives.txt") and word not in given_names())
        or (len(word) == 1)
    )


def _shouts(token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper()


def _told_name(tokens: list[Token], i: int) -> str:
    """The name after `named` or `called`, if one word follows that can be one."""
    if i + 1 < len(tokens) and tokens[i + 1].is_word and tokens[i + 1].quote == tokens[i].quote:
        low = tokens[i + 1].low
        if tokens[i].low == "called" and not tokens[i + 1].capital:
            return ""
        if low not in word_set("senses.txt", "not names") and low not in _PRONOUNS and find_noun(low) is None:
            return low
    return ""


_ACTS_OF_MIND = frozenset(
    [
        "think",
        "say",
        "answer",
        "reply",
        "ask",
        "shout",
        "yell",
        "whisper",
        "exclaim",
        "boast",
        "laugh",
        "beg",
        "complain",
    ]
    + [
        "decide",
        "wonder",
        "want",
        "sigh",
        "declare",
        "grumble",
        "murmur",
        "mutter",
        "remark",
        "quarrel",
        "tell",
        "weep",
    ]
)


def _acting_things(readings: Sequence[UnitReading]) -> set[str]:
    """Nouns for things that speak or think in this text: `the straw said`, `said the coal`."""
    found = Counter[str]()
    never = word_set("senses.txt", "never") | word_set("senses.txt", "not names") | _PRONOUNS
    adverbs = word_set("senses.txt", "adverbs")
    for reading in readings:
        tokens = reading.tokens
        for i, token in enumerate(tokens[:-1]):
            if token.low not in ("the", "a") or token.quote >= 0 or not tokens[i + 1].is_word:
                continue
            head = i + 1
            while head + 1 < len(tokens) and head < i + 4 and _still_describes(tokens[head], tokens[head + 1]):
                head += 1
            low = tokens[head].low
            if low in never or not tokens[head].is_word or find_noun(low) or tokens[head].genitive:
                continue
            after = head + 1
            while after < len(tokens) and (
                tokens[after].low in adverbs or tokens[after].low in ("began", "to")
            ):
                after += 1 + (tokens[after].low == "began" and tokens[after + 1 : after + 2] != [])
            verb = find_verb(tokens[after].low) if after < len(tokens) else None
            before = find_verb(tokens[i - 1].low) if i and tokens[i - 1].quote < 0 else None
            inverted = (
                before is not None
                and before.base in ("say", "answer", "reply", "ask", "cry")
                and before.form == "past"
            )
            if (verb and verb.base in _ACTS_OF_MIND and verb.form in ("past", "s")) or (
                inverted and i >= 2 and not tokens[i - 2].is_word
            ):
                found[low] += 1
    return {word for word in found if find_verb(word) is None or found[word] > 1}


def _still_describes(token: Token, after: Token) -> bool:
    """Whether a noun phrase goes on after this word."""
    if token.low not in word_set("adjectives.txt") and not is_open_word(token):
        return False
    return is_open_word(after) or (after.low in word_set("adjectives.txt") and find_verb(after.low) is None)


def _words(name: str) -> list[str]:
    return [t.low for t in tokenize(name) if t.is_word and t.low not in ("the", "a", "an", "and", "of")]


def _find_mentions(reading: UnitReading, vocabulary: Vocabulary) -> Iterator[Mention]:
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
    title_counts = titled and tokens[j - 1].low not in ("old", "little", "big", "baby")
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
    # `Old Marten` is Marten; `Mr. Marten` is not
    first = i if title_counts else j
    words = " ".join(t.text for t in tokens[first : last + 1])
    noun = find_noun(tokens[last].low)
    if (
        noun is None
        and j > i
        and tokens[j - 1].low in ("king", "queen", "prince", "princess", "captain", "emperor", "chief")
    ):
        noun = find_noun(tokens[j - 1].low)
    owner, article = _article(tokens, i, [])
    return Mention(
        reading.index, i, last, words, words.lower().replace("’", "'"), noun, True, False, article, owner,
        tuple(t.low for t in tokens[i:j]), tokens[last].quote >= 0,
    )  # fmt: skip


def _continues_name(token: Token, vocabulary: Vocabulary) -> bool:
    if not token.is_word or not token.capital or token.initial or vocabulary.lower:
        return False
    if _shouts(token):
        return token.low in vocabulary.names
    return token.low not in word_set("senses.txt", "not names")


def _noun_at(reading: UnitReading, i: int, vocabulary: Vocabulary) -> Mention | None:
    """A common noun for somebody at token i, with what stands before it."""
    tokens = reading.tokens
    token = tokens[i]
    noun = find_noun(token.low)
    thing = noun is None and token.low in vocabulary.things
    if not token.is_word or not (noun or thing) or _is_first_of_compound(tokens, i):
        return None
    modifiers: list[str] = []
    first = i
    while first > 0 and len(modifiers) < 5 and (_can_modify(tokens[first - 1]) or _may_modify(tokens, first - 1)):
        first -= 1
        modifiers.append(tokens[first].low)
    parent = find_noun(tokens[first - 1].low) if first == i and first else None
    if parent and noun and not tokens[first - 1].genitive and _is_kind_of(parent, noun, tokens[first - 1].low):
        first -= 1
        modifiers.append(tokens[first].low)
        while first > 0 and (_can_modify(tokens[first - 1]) or _may_modify(tokens, first - 1)):
            first -= 1
            modifiers.append(tokens[first].low)
    owner, article = _article(tokens, first, modifiers)
    if article != "bare" and first > 0 and not owner:
        first -= article in ("the", "a") and tokens[first - 1].low in _DEFINITE | _INDEFINITE
    capital = token.capital and not token.initial and not vocabulary.lower
    named = capital and article == "bare"
    if not _counts(tokens, i, noun, article, modifiers, named):
        return None
    plural = noun.plural or noun.group if noun else False
    return Mention(
        reading.index, first, i, " ".join([*reversed(modifiers), token.text]), noun.lemma if noun else token.low,
        noun, named, plural, article, owner, tuple(modifiers), token.quote >= 0,
        compared=_is_compared(tokens, first, article),
    )  # fmt: skip


def _is_kind_of(parent: Noun, noun: Noun, word: str) -> bool:
    """`bear` in `bear cub`, `mother` in `mother bear`, `farmer` in `farmer boy`."""
    return not parent.plural and (parent.category == "animal" or noun.category == "animal" and word in ("mother", "father", "baby", "king"))


def _is_first_of_compound(tokens: list[Token], i: int) -> bool:
    """`fox` in `fox skin` or `farmer boy`; not in `fox said`."""
    if tokens[i].genitive or i + 1 >= len(tokens) or not tokens[i + 1].is_word:
        return False
    low = tokens[i + 1].low
    noun = find_noun(tokens[i].low)
    if noun and noun.group and low == "of":
        return True
    if low in _APART:
        return True
    place = find_place(low)
    if place and not place.doubtful and find_verb(low) is None:
        return True
    nextnoun = find_noun(low)
    return (
        nextnoun is not None
        and not nextnoun.doubtful
        and find_verb(low) is None
        and not tokens[i + 1].capital
    )


def _can_modify(token: Token) -> bool:
    if not token.is_word or token.genitive or token.low in _DEFINITE | _INDEFINITE | _OWNERS:
        return False
    if token.low in word_set("adjectives.txt"):
        return True
    verb = find_verb(token.low)
    return token.low.endswith(("ing", "ed")) and (verb is None or verb.form == "ing") and len(token.low) > 4


def _may_modify(tokens: list[Token], i: int) -> bool:
    """An unknown word between an article and a noun: `a scruffy fox`, `the sugar bowl`."""
    return i > 0 and is_open_word(tokens[i]) and (
        tokens[i - 1].genitive
        or tokens[i - 1].low in _DEFINITE | _INDEFINITE | _OWNERS
        or _can_modify(tokens[i - 1])
    )


def is_open_word(token: Token) -> bool:
    """Whether a word may be an adjective or a noun that no list knows: it is no verb and no little word."""
    if not token.is_word or token.genitive or token.capital or token.low in _PRONOUNS | _DEFINITE | _INDEFINITE | _OWNERS:
        return False
    return (
        find_verb(token.low) is None
        and not token.low.endswith("ly")
        and token.low not in word_set("senses.txt", "prepositions", "adverbs", "auxiliaries", "clause openers")
    )


def _article(
    tokens: list[Token], first: int, modifiers: list[str]
) -> tuple[str, Literal["the", "a", "own", "bare"]]:
    """(owner, article) before token `first`."""
    before = tokens[first - 1] if first else None
    if before is None or not before.is_word:
        return "", "a" if set(modifiers) & _INDEFINITE else "bare"
    if before.low in _OWNERS:
        return before.low, "own"
    if before.genitive:
        return before.low, "own"
    if before.low in _DEFINITE:
        return "", "the"
    if before.low in _INDEFINITE or set(modifiers) & {"many", "several", "some"}:
        return "", "a"
    return "", "bare"


def _counts(
    tokens: list[Token], i: int, noun: Noun | None, article: str, modifiers: list[str], named: bool
) -> bool:
    """Whether the word really is a noun for somebody here."""
    if named:
        return noun is not None
    if noun is None:
        return article in ("the", "a") or (tokens[i].capital and not tokens[i].initial)
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
    if words[-1] in ("like", "than", "not") or (words[-1] == "as" and article != "the"):
        return True
    if words[-1] == "a" or words[-1] == "an":
        words = words[:-1]
    return (
        bool(words)
        and article in ("a", "bare")
        and words[-1]
        in ("was", "is", "are", "were", "be", "been", "am", "become", "became", "not", "like", "as", "than")
    )


def _find_roles(reading: UnitReading) -> None:
    """Who acts in the unit and who is acted on."""
    tokens, mentions = reading.tokens, reading.mentions
    for m in reversed(mentions):
        m.role = _role(tokens, m)
    for left, right in reversed(list(zip(mentions, mentions[1:], strict=False))):
        between = [
            t.low
            for t in tokens[left.head + 1 : right.first]
            if t.low not in ("the", "a", "his", "her", "all")
        ]
        if (
            right.role == "subject"
            and left.role != "genitive"
            and between
            and set(between) <= {"and", ",", "or"}
        ):
            left.role = "subject"


_TRANSITIVE = frozenset(
    [
        "bring",
        "carry",
        "drag",
        "lead",
        "take",
        "fetch",
        "send",
        "steal",
        "chase",
        "follow",
        "leave",
        "reach",
        "cross",
    ]
    + [
        "approach",
        "visit",
        "pursue",
        "enter",
        "pass",
        "ride",
        "drive",
        "hang",
        "hide",
        "wake",
        "escape",
        "set",
        "stop",
    ]
)


def _role(tokens: list[Token], mention: Mention) -> Role:
    if tokens[mention.head].genitive:
        return "genitive"
    before = tokens[mention.first - 1] if mention.first else None
    if (
        before is not None
        and before.low in ("the", "a", "an", "his", "her", "their", "my")
        and mention.first > 1
    ):
        before = tokens[mention.first - 2]
    acts = _verb_follows(tokens, mention.head + 1)
    low = before.low if before else ""
    if mention.article in ("a", "bare") and _is_existential(tokens, mention.first):
        return "subject"
    if low in word_set("senses.txt", "prepositions"):
        following = tokens[mention.head + 1].low if mention.head + 1 < len(tokens) else ""
        verb = find_verb(following)
        clausal = (
            low != "of" and acts and (verb is not None or following in word_set("senses.txt", "auxiliaries"))
        )
        return "subject" if clausal else "oblique"
    if acts:
        return "subject"
    verb = find_verb(low) if before else None
    if verb is None:
        acted_on = any(
            find_verb(t.low) or t.low in word_set("senses.txt", "auxiliaries")
            for t in tokens[: mention.first]
            if t.clause == tokens[mention.head].clause
        )
        if mention.compared or acted_on:
            return "oblique" if mention.compared else "object"
        leads = before is None or not before.is_word or low in word_set("senses.txt", "clause openers")
        return "subject" if leads and low != "," else "object"
    if verb.sense == "say" and verb.base not in ("tell", "ask", "thank", "beg", "invite", "warn", "order"):
        return "subject"
    comes_first = (
        verb.sense in ("move", "rest") and verb.base not in _TRANSITIVE and mention.article in ("a", "bare")
    )
    return "subject" if comes_first else "object"


def _is_existential(tokens: list[Token], first: int) -> bool:
    """`there came in two dwarfs`, `in came buyers`."""
    clause = [t for t in tokens[max(0, first - 6) : first] if t.clause == tokens[first].clause]
    lows = [t.low for t in clause]
    if "there" in lows and lows.index("there") < len(lows) - 1:
        return find_verb(lows[lows.index("there") + 1]) is not None
    return (
        len(lows) >= 2
        and lows[-1] in ("came", "went", "ran", "flew")
        and lows[-2] in ("in", "out", "along", "up", "down", "by")
    )


def _verb_follows(tokens: list[Token], at: int) -> bool:
    """Whether what begins at this token is what the one before it does."""
    skip = word_set("senses.txt", "adverbs")
    steps = 0
    while at < len(tokens) and steps < 4 and (tokens[at].low in skip or tokens[at].low.endswith("ly")):
        at, steps = at + 1, steps + 1
    if at >= len(tokens):
        return False
    low = tokens[at].low
    if low in ("who", "whose"):
        return True
    if low in (",", "--"):
        return _goes_on_after_aside(tokens, at)
    if low in word_set("senses.txt", "auxiliaries"):
        return True
    verb = find_verb(low)
    return (verb is not None and verb.form in ("past", "s", "base")) or (low.endswith("ed") and len(low) > 4)


def _goes_on_after_aside(tokens: list[Token], comma: int) -> bool:
    """`the shoemaker, with the money, bought`: what stands between two commas is skipped."""
    if comma + 1 >= len(tokens):
        return False
    if tokens[comma + 1].low in ("who", "whose", "however", "without", "therefore", "feeling"):
        return True
    ends = (i for i in range(comma + 2, min(len(tokens), comma + 9)) if tokens[i].low == tokens[comma].low)
    after = next(ends, -1) + 1
    if not 0 < after < len(tokens) or tokens[comma + 1].low in word_set("senses.txt", "clause openers"):
        return False
    verb = find_verb(tokens[after].low)
    return verb is not None and verb.form in ("past", "s")

"""Words and marks: tokens, clauses, quotations; and the records that reading fills in.

It knows marks and single words; which words name somebody is the business of `mentions.py`.

    python -c "from director.language.tokens import find_quotes; print(find_quotes('He said, \"No.\"'))"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from director.language.words import Noun, find_verb, listed, word_set

Role = Literal["subject", "object", "oblique", "genitive", "aside"]


_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|St|Prof|MR|MRS|MS|DR|mr|mrs|dr)\.|[^\W_]+(?:['’‑-][^\W_]+)*|--+|\.{2,}|[^\w\s]",
    re.UNICODE,
)


_QUOTE_MARK = re.compile(r"[\"'“”‘’„«»「」『』‹›]")


PRONOUNS = listed(
    "he him his himself she her hers herself it its itself they them their theirs themselves i me "
    "my myself mine we us our ours ourselves you your yours yourself who whom whose that there "
    "what let here where"
)


DEFINITE = frozenset(["the", "this", "that", "these", "those", "said"])


INDEFINITE = listed("a an another some one two three four five six seven several")


OWNERS = frozenset(["his", "her", "their", "its", "my", "our", "your"])


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
    people: str = ""
    """the animals whose king, queen or chief is meant, in the singular"""
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
    """The spans between quotation marks, the outer ones only; a lone mark reaches to the edge."""
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
                return stem, stem.lower() not in PRONOUNS
            if stem.lower() in PRONOUNS and ending.lower() in ("d", "ll", "re", "ve", "m"):
                return stem, False
    return raw, False


def is_left_over(tokens: Sequence[Token], i: int) -> bool:
    """`there was one pancake left`, `they had no bread left`: nobody leaves."""
    after = tokens[i + 1].low if i + 1 < len(tokens) else "."
    ends = not after[0].isalnum() or after in ("over", "in", "of", "for", "and")
    before = {t.low for t in tokens[max(0, i - 7) : i]}
    return tokens[i].low == "left" and ends and bool(before & _REMAINING) and not before & {"he", "she"}


_REMAINING = frozenset(["was", "were", "is", "are", "had", "has", "have", "no", "nothing"])


def can_modify(token: Token) -> bool:
    """Whether a word is known to describe a noun: an adjective, a number, a participle."""
    if not token.is_word or token.genitive or token.low in DEFINITE | INDEFINITE | OWNERS:
        return False
    if token.low in word_set("adjectives.txt"):
        return True
    verb = find_verb(token.low)
    return token.low.endswith(("ing", "ed")) and (verb is None or verb.form == "ing") and len(token.low) > 4


def is_open_word(token: Token) -> bool:
    """Whether a word may be an adjective or a noun that no list knows: it is no verb and no little word."""
    if (
        not token.is_word
        or token.genitive
        or token.capital
        or token.low in PRONOUNS | DEFINITE | INDEFINITE | OWNERS
    ):
        return False
    return (
        find_verb(token.low) is None
        and not token.low.endswith("ly")
        and token.low
        not in word_set("senses.txt", "prepositions", "adverbs", "auxiliaries", "clause openers")
    )

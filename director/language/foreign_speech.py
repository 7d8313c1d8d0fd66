"""Who speaks each quotation of a text that is not in English, and who has what in the hand.

from director.language.foreign_speech import find_foreign_speakers
find_foreign_speakers("'Nein', sagte der Mann.", {"man": ["mann"]}, [], ["man"])   # ["man"]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from director.language.foreign_deeds import Deed
from director.language.tokens import find_quotes

_BESIDE = 45
"""Letters between a quotation and the name of its speaker, at most."""
_HANDED = ("carry", "give", "eat", "read")
_WITH = re.compile(r"\b(mit|avec|con|com)\b[^.,;!?]{0,28}$", re.IGNORECASE)


def find_foreign_speakers(
    text: str, called: Mapping[str, Sequence[str]], deeds: Sequence[Deed], who: Sequence[str]
) -> list[str]:
    """For each quotation the one named beside it, or who does something beside it; else it is answered.

    Args:
        text: the words of one shot.
        called: id -> the words in lower case by which they are called.
        deeds: what is done in the text.
        who: the ids of those who are there; somebody is.
    """
    spans = find_quotes(text)
    named = [*_names_in(text, called, spans), *((d.at, d.who) for d in deeds if d.verb in ("talk", "shout"))]
    claims = sorted(
        (gap, n, speaker)
        for n, (a, b) in enumerate(spans)
        for at, speaker in named
        if (gap := at - b if at >= b else a - at + 1) <= _BESIDE and _is_near(text, a, b, at, spans)
    )
    found: dict[int, str] = {}
    for _, n, speaker in claims:
        found.setdefault(n, speaker)
    return [found.get(n) or _answering(n, found, who) for n in range(len(spans))]


def _names_in(
    text: str, called: Mapping[str, Sequence[str]], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, str]]:
    """Where somebody is named outside the quotations, and who."""
    return [
        (m.start(), who)
        for who, words in called.items()
        for word in words
        for m in re.finditer(rf"(?<![^\W_]){re.escape(word)}", text.lower())
        if not any(a <= m.start() < b for a, b in spans)
    ]


def _is_near(text: str, a: int, b: int, at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether no other quotation and no end of a sentence stands between a quotation and a name."""
    low, high = (b, at) if at >= b else (at, a)
    between = text[low:high]
    other = any(low < c < high for c, _ in spans)
    return not other and not re.search(r"[.!?…]\s", between.lstrip("\"”»«“'’ "))


def _answering(n: int, found: Mapping[int, str], who: Sequence[str]) -> str:
    """Who speaks a quotation beside which nobody is named: the other of those who speak."""
    before, after = found.get(n - 1, ""), found.get(n + 1, "")
    beside = before or after
    return next((w for w in who if beside and w != beside), beside or who[0])


def find_foreign_hands(text: str, things: Mapping[str, str], deeds: Sequence[Deed]) -> dict[str, str]:
    """Prop id -> who has it in the hand: who carries, gives or eats it, or is told of `with` it.

    Args:
        text: the words of one shot.
        things: prop id -> its word in the story.
        deeds: what is done in the text.
    """
    held: dict[str, str] = {}
    for thing, word in things.items():
        match = re.search(rf"(?<![^\W_]){re.escape(word.lower())}", text.lower())
        if match is None:
            continue
        at = match.start()
        doers = [d for d in deeds if d.verb and d.at < at]
        between = text[doers[-1].at : at] if doers else "."
        if not doers or re.search(r"[.;!?]", between):
            continue
        if doers[-1].verb in _HANDED or _WITH.search(text[:at]):
            held[thing] = doers[-1].who
    return held

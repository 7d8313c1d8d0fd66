"""Speech: which quotation belongs to whoever is named beside it, and who is called by name in it.

from director.language.speech import tagged_quote
number = tagged_quote(reading, first, head, acts=True)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from director.language.followed import Followed
from director.language.roles import start_of_phrase
from director.language.tokens import Mention, Token, UnitReading
from director.language.words import find_verb

_PERCEIVING = frozenset(["saw", "found", "heard", "knew", "felt", "liked", "loved"])


def tagged_quote(reading: UnitReading, first: int, head: int, *, acts: bool) -> int:
    """The quotation that whoever stands at tokens first..head is said to speak, or -1."""
    tokens = reading.tokens
    verb_at = _speech_verb_after(reading, head) if acts else -1
    if verb_at < 0:
        verb_at = _speech_verb_before(tokens, first)
    if verb_at < 0:
        return -1
    begin = min(first, verb_at)
    after = next((t.quote for t in tokens[max(head, verb_at) + 1 :] if t.quote >= 0), -1)
    if after >= 0 and _another_leads(reading, max(head, verb_at), after):
        after = -1
    before = next((t.quote for t in reversed(tokens[:begin]) if t.quote >= 0), -1)
    close = any(t.quote >= 0 for t in tokens[max(0, begin - 3) : begin])
    if before >= 0 and after >= 0 and _opens_next(tokens, max(head, verb_at), begin):
        return after
    return before if before >= 0 and (close or after < 0) else after


def tagged_alone(before: UnitReading, reading: UnitReading) -> tuple[int, str] | None:
    """`"Come quick!"` and then `Pim called into the radio.`: (the quotation, who says it); None if untold."""
    words = [t for t in before.tokens if t.is_word]
    first = next((m for m in reading.mentions if m.role == "subject"), None)
    silent = all(t.quote < 0 for t in reading.tokens)
    if not words or words[0].quote < 0 or words[-1].quote != words[0].quote or not silent or not first:
        return None
    if reading.opens_paragraph or first.head > 3 or not first.entity or first.plural:
        return None
    after = reading.tokens[first.head + 1 : first.head + 2]
    verb = find_verb(after[0].low) if after else None
    told = verb is not None and verb.sense == "say" and verb.form == "past" and verb.base in _ALOUD
    return (words[0].quote, first.entity) if told else None


_ALOUD = frozenset(["call", "shout", "cry", "yell", "whisper", "scream", "ask", "reply", "answer"])


def _another_leads(reading: UnitReading, last: int, number: int) -> bool:
    """`the cook listened, and the soldier sighed, "..."`: whether somebody else acts before the quotation."""
    opens = next(i for i, t in enumerate(reading.tokens) if t.quote == number)
    return any(m.role == "subject" and last < m.first < opens for m in reading.mentions)


def _opens_next(tokens: list[Token], last: int, begin: int) -> bool:
    """`"..." And he said, "..."`: what stands before the comma belongs to what follows."""
    following = tokens[last + 1 : last + 5]
    leads = bool(following) and following[0].low in (",", ":") and any(t.quote >= 0 for t in following)
    earlier = [t for t in tokens[:begin] if t.quote >= 0]
    return leads and bool(earlier) and earlier[-1].low in (".", "!", "?")


def _speech_verb_after(reading: UnitReading, head: int) -> int:
    """The verb of saying of a subject, before anybody else becomes the subject; -1 if there is none."""
    tokens = reading.tokens
    others = {m.head for m in reading.mentions if m.role == "subject" and m.head > head}
    for at in range(head + 1, min(len(tokens), head + 22)):
        if (
            at in others
            or tokens[at].quote >= 0
            or (at > head + 1 and tokens[at].low in ("he", "she", "they", "i"))
        ):
            return -1
        verb = find_verb(tokens[at].low)
        if (
            verb
            and verb.sense in ("say", "think")
            and tokens[at].low not in _PERCEIVING
            and verb.form != "base"
        ):
            return at
    return -1


def _speech_verb_before(tokens: list[Token], first: int) -> int:
    """The verb in `said the old fox`; -1 if there is none."""
    at = start_of_phrase(tokens, first) - 1
    while (
        at >= 0
        and first - at <= 4
        and tokens[at].low in ("the", "a", "his", "her", "old", "poor", "little", "my")
    ):
        at -= 1
    if at < 0 or tokens[at].quote >= 0 or not any(t.quote >= 0 for t in tokens[max(0, at - 2) : at]):
        return -1
    verb = find_verb(tokens[at].low)
    return at if verb and verb.sense in ("say", "think", "do") and verb.form == "past" else -1


def is_vocative(tokens: list[Token], mention: Mention) -> bool:
    """Whether somebody is called by this mention: `Turtle, your hands`, `Oh Anansi`, `good morning, fox`."""
    if mention.article in ("the", "a") or mention.role == "genitive":
        return False
    before = tokens[mention.first - 1] if mention.first else None
    after = tokens[mention.head + 1] if mention.head + 1 < len(tokens) else None
    opens = (
        before is None
        or before.quote < 0
        or not before.is_word
        or before.low in ("oh", "o", "dear", "hello", "hey", "my")
    )
    return opens and (after is None or not after.is_word)


def named_speakers(readings: Sequence[UnitReading]) -> dict[int, str]:
    """Quotations whose speaker is named beside them, wherever in the paragraph the name stands."""
    found: dict[int, str] = {}
    for before, reading in zip([None, *readings], readings, strict=False):
        if before and (tag := tagged_alone(before, reading)):
            found.setdefault(*tag)
        for mention in reading.mentions:
            if mention.entity and not mention.quoted and mention.role not in ("genitive", "aside"):
                quote = tagged_quote(reading, mention.first, mention.head, acts=mention.role == "subject")
                if quote >= 0:
                    found.setdefault(quote, mention.entity)
    return found


def pronoun_speaker(followed: Followed, number: int) -> str | None:
    """The one who is meant by `he` in `"...", he said`."""
    for reference in followed.references:
        named = reference.mention is not None or reference.role != "subject" or len(reference.ids) != 1
        if (
            not named
            and tagged_quote(followed.reading, reference.token, reference.token, acts=True) == number
        ):
            return reference.ids[0]
    return None


def speaks_alone(reading: UnitReading, expected: Mapping[int, Sequence[str]]) -> str | None:
    """Who speaks where nothing is told but a quotation: the first of those who are known to be there."""
    told = any(t.quote < 0 and t.is_word for t in reading.tokens)
    return next(iter(() if told else expected.get(reading.index, ())), None)


def leading_speaker(followed: Followed, number: int) -> str | None:
    """`the cook listened, and the soldier sighed, "..."`: who acts last before the comma speaks."""
    tokens = followed.reading.tokens
    opens = next(i for i, t in enumerate(tokens) if t.quote == number)
    if opens < 2 or tokens[opens - 1].low not in (",", ":"):
        return None
    before = [r for r in followed.references if r.role == "subject" and not r.quoted and r.token < opens]
    return before[-1].ids[0] if before else None


def names_listener(followed: Followed) -> bool:
    """Whether the sentence names whom is spoken to: `said to the tsar`, `told him`, `asked the old man`."""
    tokens = followed.reading.tokens
    for r in followed.references:
        if r.role not in ("object", "oblique") or r.quoted:
            continue
        at = start_of_phrase(tokens, r.mention.first if r.mention else r.token) - 1
        at -= at > 0 and tokens[at].low == "to"
        verb = find_verb(tokens[at].low) if at >= 0 else None
        if verb is not None and verb.sense == "say":
            return True
    return False

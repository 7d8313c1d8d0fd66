"""What a sentence shows, in the story's own words: without its quotations, names for pronouns, present tense.

It knows words and who is meant by them; what is played of them is the business of `deeds.py`.

    from director.rules.retelling import retell
    words = retell(followed_unit, {"fox": "the little fox"})
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from director.language.followed import Followed, Reference
from director.language.pronouns import OBJECT, OWNER, SUBJECT
from director.language.tokens import Token, is_left_over
from director.language.words import Verb, find_verb, listed, word_set

_BE = {"was": "is", "were": "are", "had": "has", "did": "does", "could": "can", "would": "will"}
_BE |= {"wasn't": "isn't", "didn't": "doesn't", "couldn't": "can't", "hadn't": "hasn't"}
_PLURAL_BE = _BE | {
    "was": "are",
    "had": "have",
    "did": "do",
    "wasn't": "aren't",
    "didn't": "don't",
    "hadn't": "haven't",
}
_PARTICIPLE_AFTER = listed(
    "was were is are be been being had has have got get the a an his her its their to very so"
)
_MODALS = listed(
    "could would should must can will may might to not n't did didn't couldn't wouldn't let made "
    "help saw heard cannot can't won't do does"
)
_OPENS_CLAUSE = listed("and but or so then that where when while who which because until as if , ; : for")
_NAMED_PRONOUNS = (SUBJECT | OBJECT | OWNER | {"i", "me"}) - {"it", "its"}
_PLURALS = listed("they we you these those both all people children others men women")


def retell(unit: Followed, names: Mapping[str, str]) -> str:
    """One sentence as it is seen, ending with a full stop; '' when nothing is told but that somebody speaks.

    Args:
        unit: the sentence, followed.
        names: what each character is called.
    """
    lows = [t.low for t in unit.reading.tokens if t.quote < 0]
    if any(pair in (("name", "was"), ("name", "is")) for pair in pairwise(lows)):
        return ""  # it tells a name and shows nothing
    spans = [_without_tag(unit, span) for span in _narrated(unit)]
    told = [words for span in spans if (words := _say(unit, span, names))]
    return " ".join(_sentence(words) for words in told)


def third(verb: str) -> str:
    """The verb as he or she does it: carry, carries."""
    if verb in ("be", "have", "do", "go"):
        return {"be": "is", "have": "has", "do": "does", "go": "goes"}[verb]
    if verb.endswith(("s", "sh", "ch", "x", "o", "z")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _sentence(words: str) -> str:
    words = words.strip(" ,;:-–—")
    return words[:1].upper() + words[1:] + ("" if words[-1:] in ".!?…" else ".") if words else ""


def _narrated(unit: Followed) -> Iterator[range]:
    """The stretches of a sentence outside its quotations."""
    tokens, start = unit.reading.tokens, -1
    for i, token in enumerate(tokens):
        mark = token.low in _MARKS
        if (token.quote >= 0 or mark) and start >= 0:
            yield range(start, i)
            start = -1
        elif token.quote < 0 and not mark and start < 0:
            start = i
    if start >= 0:
        yield range(start, len(tokens))


_MARKS = frozenset('"“”„«»「」‘')


def _without_tag(unit: Followed, span: range) -> range:
    """The stretch after `said the fox`; the whole when it does not only tell who speaks."""
    tokens = unit.reading.tokens
    beside = (span.start and _is_quotation(tokens, span.start - 1)) or (
        span.stop < len(tokens) and _is_quotation(tokens, span.stop)
    )
    words = [i for i in span if tokens[i].is_word]
    at = next((i for i in words[:5] if (v := find_verb(tokens[i].low)) and _is_tag(v)), -1)
    if not beside or at < 0:
        return span
    ends = (i for i in range(at + 1, span.stop) if tokens[i].low in (",", ".", "!", "?", ";", "and", "as"))
    end = next(ends, span.stop)
    while end < span.stop and (not tokens[end].is_word or tokens[end].low in ("and", "as", "then")):
        end += 1
    return range(end, span.stop)


def _is_tag(verb: Verb) -> bool:
    return verb.sense == "say" or verb.base in ("think", "wonder")


def _is_quotation(tokens: list[Token], i: int) -> bool:
    return tokens[i].quote >= 0 or tokens[i].low in _MARKS


def _say(unit: Followed, span: range, names: Mapping[str, str]) -> str:
    """The words of a stretch, with names and in the present tense."""
    tokens = unit.reading.tokens
    words = [i for i in span if tokens[i].is_word]
    if len(words) < 2:
        return ""
    meant = {r.token: r for r in unit.references if not r.quoted}
    number = _numbers(unit, span, meant)
    named: set[str] = set()
    out = ""
    for i in span:
        reference = meant.get(i)
        word = _name(tokens, i, reference, names, named) or _present(tokens, i, plural=number[i])
        gap = unit.reading.text[tokens[i - 1].end : tokens[i].start] if i > span.start else ""
        out += (" " if gap.isspace() else gap) + word
        if reference:
            named.update(reference.ids)
    first = tokens[words[0]]
    if words[0] not in meant and span.start and find_verb(first.low):
        # `..., and gave the dog a bite` after a quotation: the one who spoke
        speaker = next(iter(unit.speakers.values()), "")
        out = f"{names[speaker]} {out}" if speaker in names else out
    return out


def _name(
    tokens: list[Token], i: int, reference: Reference | None, names: Mapping[str, str], named: set[str]
) -> str:
    """The name that a pronoun stands for; '' to leave the word as it is."""
    low = tokens[i].low
    if reference is None or reference.mention or low not in _NAMED_PRONOUNS:
        return ""
    ids = [w for w in reference.ids if w in names]
    if not ids or len(ids) > 3 or len(ids) < len(reference.ids) or named >= set(ids):
        return ""
    name = (
        names[ids[0]] if len(ids) == 1 else ", ".join(names[w] for w in ids[:-1]) + f" and {names[ids[-1]]}"
    )
    return name + "'s" if reference.role == "genitive" else name


def _numbers(unit: Followed, span: range, meant: Mapping[int, Reference]) -> dict[int, bool]:
    """For each word, whether the subject that it would follow is more than one."""
    tokens = unit.reading.tokens
    found: dict[int, bool] = {}
    plural = named = aside = joined = done = False
    last: tuple[str, ...] = ()
    for i in span:
        low, reference = tokens[i].low, meant.get(i)
        found[i] = plural
        several = _is_several(tokens, i, reference)
        again = reference is not None and bool(last) and reference.ids == last  # `his sister Ida`
        last = reference.ids if reference and reference.role != "genitive" else last
        if low in _OPENS_CLAUSE:
            joined = low == "and" and named and not done
            aside = done = False
            named = named and joined
        elif low in word_set("senses.txt", "prepositions"):
            aside = aside or named
        elif several is None:
            done = done or find_verb(low) is not None
        elif (
            not again
            and not aside
            and not done
            and not (reference and reference.role in ("genitive", "aside"))
        ):
            plural, named, joined = several or joined, True, False
    return found


def _is_several(tokens: list[Token], i: int, reference: Reference | None) -> bool | None:
    """Whether the noun at this token is more than one; None if it is no noun that acts."""
    low = tokens[i].low
    if reference is not None:
        return len(reference.ids) > 1 or bool(reference.mention and reference.mention.plural)
    if low in _PLURALS:
        return True
    if low in ("he", "she", "it", "nobody", "everybody", "everyone", "nothing", "something"):
        return False
    before = tokens[i - 1].low if i else ""
    opened = before in ("the", "a", "an", "his", "her", "its", "their", "all", "some", "one")
    if not tokens[i].is_word or not (opened or before in word_set("adjectives.txt")):
        return None
    if low in word_set("adjectives.txt"):
        return None
    return low.endswith("s") and not low.endswith(("ss", "us"))


def _present(tokens: list[Token], i: int, *, plural: bool) -> str:
    """The word, a past verb in the present tense."""
    token = tokens[i]
    before = tokens[i - 1].low if i else ""
    ending = "'s" if token.genitive else ""
    if token.genitive or not token.is_word:
        return token.text + ending if token.is_word else token.text
    if token.low in ("named", "called") and [t.capital for t in tokens[i + 1 : i + 2]] == [True]:
        return token.text
    if token.low in _BE and not (token.low == "had" and before in ("had", "not", "never")):
        return _cased((_PLURAL_BE if plural else _BE)[token.low], token)
    base = "" if is_left_over(tokens, i) else _base_of_past(tokens, i)
    fixed = base in ("", "may", "must", "shall", "can", "will") or _after_modal(tokens, i)
    if fixed or before in _PARTICIPLE_AFTER or before in ("for", "with", "of", "by", "from", "as"):
        return token.text
    return _cased(base if plural else third(base), token)


def _base_of_past(tokens: list[Token], i: int) -> str:
    """The base form of a past verb; '' for other words. An unlisted one is known by its ending."""
    low = tokens[i].low
    if verb := find_verb(low):
        return verb.base if verb.form == "past" else ""
    loose = i and tokens[i - 1].low in word_set("senses.txt", "prepositions") | word_set("adjectives.txt")
    if (
        not low.endswith("ed")
        or low.endswith("eed")
        or len(low) < 5
        or low in word_set("adjectives.txt")
        or loose
    ):
        return ""
    stem = low[:-2]
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    return stem + "e" if stem[-1] in "cvuz" or re.search(r"([^s]s|dg|rg)$", stem) else stem


def _after_modal(tokens: list[Token], i: int) -> bool:
    """`had never seen`, `was soon found`: the verb before it carries the tense."""
    near = [t.low for t in tokens[max(0, i - 3) : i]]
    while near and near[-1] in word_set("senses.txt", "adverbs"):
        near.pop()
    return bool(near) and near[-1] in _PARTICIPLE_AFTER | _MODALS


def _cased(word: str, token: Token) -> str:
    return word.capitalize() if token.capital else word

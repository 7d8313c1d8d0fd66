"""What is done and felt in a story that is not in English, as far as lists of verb forms tell.

Languages without such a list yield nothing, and say so by an empty answer.

    from director.language.foreign_deeds import find_deeds
    deeds = find_deeds("Der Fuchs lief in den Wald.", {"fuchs": ["fuchs"]}, "de", "")
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from director.language.tokens import find_quotes
from director.language.words import listed, read_sections
from prompts.vocabulary import Emotion


@dataclass(frozen=True)
class Deed:
    """One thing done or felt."""

    who: str
    verb: str
    """the verb that is played, '' if only a feeling is told"""
    emotion: Emotion
    at: int
    """where in the text"""


_JOINS = {"de": listed("und oder"), "fr": listed("et ou"), "es": listed("y e o")}
_DENIALS = listed("nicht nie kein keine keinen niemals ne n pas jamais no nunca tampoco")
_OBJECT = {
    "de": listed("den dem einen einem meinen seinen ihren seinem ihrem des"),
    "fr": listed("au aux du"),
    "es": listed("al del"),
}
"""Articles of whoever is not the subject."""
_PREPOSITIONS = listed(
    "mit von zu bei nach für an auf avec de pour à chez vers con de para a hacia zum zur vom"
)
_ARTICLES = listed(
    "der die das ein eine mein meine sein seine ihr ihre le la les l un une el los las una su mon son sa"
)


def is_form(word: str, language: str) -> bool:
    """Whether a lower-case word is a listed verb form of the language."""
    return word in _forms("deeds", language)


@cache
def _forms(kind: str, language: str) -> dict[str, str]:
    """Every listed form -> what it is played or felt as."""
    found: dict[str, str] = {}
    played = ""
    for word in read_sections("foreign_deeds.txt").get(f"{kind} {language}", ()):
        name, told, form = word.partition("=")
        played = name if told else played
        found.setdefault(form if told else word, played)
    return found


def find_deeds(text: str, people: Mapping[str, Sequence[str]], language: str, last: str) -> list[Deed]:
    """What everybody does and feels in a text, in order; what is only spoken of is left out.

    Args:
        text: the words of one shot.
        people: id -> the words in lower case by which they are called.
        language: its code; one without lists yields an empty list.
        last: the id of who did something last: a pronoun at the beginning means them; '' for nobody.
    """
    verbs, feelings = _forms("deeds", language), _forms("feelings", language)
    spans = find_quotes(text)
    words = [
        (m[0].lower(), m.start())
        for m in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]", text)
        if not any(a <= m.start() < b for a, b in spans)
    ]
    by_word = {word: who for who, names in people.items() for word in names}
    joins = _JOINS.get(language, frozenset())
    subjects, waiting, inverted = [last] if last else [], list[_Told](), list[_Told]()
    fresh, done = True, False
    found: list[Deed] = []
    for n, (word, at) in enumerate(words):
        verb, emotion = verbs.get(word, ""), cast(Emotion, feelings.get(word, "neutral"))
        who = "" if verb else by_word.get(word, "")
        if who and _is_subject(words, n, language) and (fresh or _joins_on(words, n, joins, done)):
            if fresh:
                inverted, subjects = waiting, [who]
                found += [Deed(who, *told) for told in inverted]
            elif done or (inverted and _has_verb(words, n, verbs)):
                subjects, done = [who], False  # another clause
            else:
                subjects = [*subjects, who]
                found += [Deed(who, *told) for told in inverted]
            waiting, fresh = [], False
        elif word in ".!?;:…":
            found += [Deed(by, *told) for told in waiting for by in subjects]
            waiting, inverted, fresh, done = [], [], True, False
        elif not who and (verb or emotion != "neutral") and not _is_denied(words, n):
            if fresh:
                waiting.append((verb, emotion, at))
            else:
                found += [Deed(by, verb, emotion, at) for by in subjects]
                done = done or bool(verb)
    return found + [Deed(by, *told) for told in waiting for by in subjects]


_Told = tuple[str, Emotion, int]


def _has_verb(words: Sequence[tuple[str, int]], n: int, verbs: Mapping[str, str]) -> bool:
    """Whether the clause goes on with a verb after word n: `dann lief der Fuchs und der Hund schlief`."""
    for word, _ in words[n + 1 :]:
        if not word[0].isalpha():
            return False
        if word in verbs:
            return True
    return False


def _is_subject(words: Sequence[tuple[str, int]], n: int, language: str) -> bool:
    """Whether somebody named at word n may be the one who acts: `der Fuchs`, not `den Fuchs`, `zum Fuchs`."""
    before = [w for w, _ in words[max(0, n - 3) : n]]
    objects = _OBJECT.get(language, frozenset()) | _PREPOSITIONS
    for word in reversed(before):
        if word in objects:
            return False
        if word in _ARTICLES:
            at = before.index(word)
            return not (at and before[at - 1] in _PREPOSITIONS)
    return True


def _joins_on(words: Sequence[tuple[str, int]], n: int, joins: frozenset[str], done: bool) -> bool:
    """`und die Katze` after somebody: a second subject before the verb, another clause after it."""
    before = [w for w, _ in words[max(0, n - 3) : n]]
    return bool(set(before) & joins) or (done and "," in before)


def _is_denied(words: Sequence[tuple[str, int]], n: int) -> bool:
    """`lief nicht`, `hatte keine Angst`, `ne pleure pas`: a denial just beside the word."""
    near = [w for w, _ in words[max(0, n - 2) : n + 3]]
    cut = next((i for i, w in enumerate(near) if i > 1 and w in (",", ".", "!", "?", ";")), len(near))
    return bool(_DENIALS & set(near[:cut]))

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


_JOINS = {"de": listed("und oder"), "fr": listed("et ou"), "es": listed("y e o"), "ru": listed("и а но")}
_DENIALS = listed("nicht nie kein keine keinen niemals ne n pas jamais no nunca tampoco не ни нет никогда")
_OBJECT = {
    "de": listed("den dem einen einem meinen seinen ihren seinem ihrem des"),
    "fr": listed("au aux du"),
    "es": listed("al del"),
}
"""Articles of whoever is not the subject."""
_PREPOSITIONS = listed(
    "mit von zu bei nach für an auf avec de pour à chez vers con de para a hacia zum zur vom"
)
_PRONOUNS = {"de": listed("er sie"), "fr": listed("il elle ils elles"), "es": listed("él ella ellos ellas")}
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
    if language in UNSPACED:
        return _find_unspaced(text, people, language, last)
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
        if fresh and not waiting and word in _PRONOUNS.get(language, ()):
            fresh = False  # whoever acted last goes on
        elif who and _is_subject(words, n, language) and (fresh or _joins_on(words, n, joins, done)):
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
        elif not who and (verb or emotion != "neutral") and not _is_denied(words, n, language):
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
    before = before[max((k + 1 for k, w in enumerate(before) if not w[0].isalpha()), default=0) :]
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
    return bool(set(before) & joins) or "," in before


def _is_denied(words: Sequence[tuple[str, int]], n: int, language: str) -> bool:
    """`lief nicht`, `hatte keine Angst`, `ne pleure pas`: a denial beside the word, in Russian before it."""
    near = [w for w, _ in words[max(0, n - 2) : n + (1 if language == "ru" else 3)]]
    cut = next((i for i, w in enumerate(near) if i > 1 and w in (",", ".", "!", "?", ";")), len(near))
    return bool(_DENIALS & set(near[:cut]))


# -- languages that are written without spaces ---------------------------------------------------------------

UNSPACED = ("zh", "ja")
_STOPS = {"zh": r"[。！？!?；;…，,\n]", "ja": r"[。！？!?；;…、,\n]"}
_SUBJECT_AFTER = re.compile(r"(?:さん|ちゃん|くん|たち)?(は|が|も|と(?!言|い[っい]|話|一緒|いっしょ))")
"""Behind a Japanese name: it is who acts, or one of them."""
_DENIED_AFTER = re.compile(r"[^、。！？]{0,4}?(?:ない|なかっ|なく[てな]|ませ|ずに|たい|たかっ|たがっ)")
_DENIED_BEFORE = re.compile(r"(?:没有|没|不|别|从不|并未|未|想|想要|打算|准备)(?:再|敢|能|会|想|要|去)?$")
_ONE_OF = re.compile(r"[一两几][只个位条头匹群名][^，。！？]{0,4}$")
"""`一只` and a few letters: what follows is told of for the first time."""
_MOVES = listed("walk come leave run jump fly swim climb crawl fall sit sleep stand dance")


def _find_unspaced(text: str, people: Mapping[str, Sequence[str]], language: str, last: str) -> list[Deed]:
    """As `find_deeds`: the longest word of any list is read first, and what no list has is skipped."""
    verbs, feelings = _forms("deeds", language), _forms("feelings", language)
    by_word = {word: who for who, names in people.items() for word in names}
    known = [*verbs, *feelings, *by_word, *read_sections("foreign_deeds.txt").get(f"said {language}", ())]
    listed_words = "|".join(re.escape(w) for w in sorted(known, key=len, reverse=True))
    pattern = re.compile(f"{listed_words}|{_STOPS[language]}")
    spans = find_quotes(text)
    clause = _Unspaced(language, [last] if last else [])
    for match in pattern.finditer(text.lower()):
        word, at = match[0], match.start()
        if any(a <= at < b for a, b in spans):
            continue
        before, after = text[max(0, at - 8) : at], text[match.end() : match.end() + 10]
        if word in by_word:
            clause.name(by_word[word], before, after)
        elif not word[0].isalpha():
            clause.end()
        elif not _is_denied_unspaced(before, after, language):
            clause.tell(verbs.get(word, ""), cast(Emotion, feelings.get(word, "neutral")), at)
    clause.end()
    return clause.found


def _is_denied_unspaced(before: str, after: str, language: str) -> bool:
    return bool(_DENIED_BEFORE.search(before) if language == "zh" else _DENIED_AFTER.match(after))


class _Unspaced:
    """Who acts in the clause that is being read, and what has been told so far."""

    def __init__(self, language: str, subjects: list[str]) -> None:
        self.language, self.subjects, self.found = language, subjects, list[Deed]()
        self._clause = list[_Told]()
        self._named = self._joined = False

    def name(self, who: str, before: str, after: str) -> None:
        """Somebody is named: as who acts, or as somebody to whom it is done."""
        if self.language == "ja":
            mark = _SUBJECT_AFTER.match(after)
            if mark is None:
                return
            self.end()
            self._act(who, joins=mark[1] == "と")
        elif not self._clause:
            self._act(who, joins=bool(re.match("和|跟|与|、|同", after)))
        elif not self._named and self._clause[-1][0] in _MOVES and _ONE_OF.search(before):
            self.subjects = [who]  # `森林里住着一只狐狸`

    def _act(self, who: str, *, joins: bool) -> None:
        self.subjects = [*self.subjects, who] if self._joined else [who]
        self._joined, self._named = joins, True

    def tell(self, verb: str, emotion: Emotion, at: int) -> None:
        """Something is done or felt."""
        if verb or emotion != "neutral":
            self._clause.append((verb, emotion, at))
            self._joined = False

    def end(self) -> None:
        """The clause ends; whoever acted goes on acting until somebody else is named."""
        self.found += [Deed(who, *told) for told in self._clause for who in self.subjects]
        self._clause, self._named = [], False

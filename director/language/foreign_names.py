"""Names in stories that are not in English: which words are names, and of whom.

German writes every noun with a capital, so there a name is a word that never has an article and that does
what people do; elsewhere any capital inside a sentence counts.

    from director.language.foreign_names import find_names
    find_names(["Jule lachte.", "Da kam Jule."], "de")   # {"jule": "girl"}, with a kind where it is told
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from director.language.foreign_deeds import is_form
from director.language.tokens import find_quotes
from director.language.words import Gender, find_noun, given_names, listed
from prompts.pages import Person

_DETERMINERS = {
    "de": listed(
        "der die das den dem des ein eine einen einem einer eines kein keine keinen im am zum zur vom beim "
        "ins ans mein meine meinen meinem meiner dein deine sein seine seinen seinem seiner "
        "ihr ihre ihren ihrem ihrer unser unsere euer dieser diese dieses diesen diesem jeder jede jedes "
        "jeden viele alle zwei drei"
    )
}
_YOUNG = listed(
    "kleine kleiner kleinen klein petit petite pequeño pequeña niño niña piccolo piccola pequeno pequena"
)
"""Before a name: the one of that name is a child."""
_CALLING = listed(
    "namens genannt llamado llamada appelé appelée nommé nommée chiamato chiamata chamado chamada"
)
"""Before a name: somebody is said to have it."""
_WORD = re.compile(r"[^\W\d_]+")


def find_names(units: Sequence[str], language: str, known: Collection[str] = ()) -> dict[str, str]:
    """Each name in lower case, the commonest first, with the kind it tells: girl, boy, woman, man or person.

    Args:
        units: the story.
        language: its code.
        known: words in lower case that mean somebody or something already.
    """
    seen, bare, acting = Counter[str](), Counter[str](), Counter[str]()
    low = Counter(w for unit in units for w in _WORD.findall(unit) if w.islower())
    young, told = set[str](), set[str]()
    for unit in units:
        words = [(m[0], m.start()) for m in _WORD.finditer(unit)]
        for n, (word, at) in enumerate(words):
            name = word.lower()
            if not word[0].isupper() or not word[1:].islower() or len(word) < 3:
                continue
            if name in known or low[name] or is_form(name, language):
                continue
            before = words[n - 1][0].lower() if n else ""
            opens = n == 0 or bool(re.search(r"[.!?…:»«\"“”„—–-]\s*[¡¿«\"“„]?$", unit[:at]))
            seen[name] += 1
            bare[name] += before not in _DETERMINERS.get(language, ()) and before not in _articled(
                words, n, language
            )
            acting[name] += _acts(words, n, language)
            if opens and not acting[name] and _sex(name) == "":
                seen[name] -= 1  # a capital there says nothing
            young |= {name} if before in _YOUNG else set()
            told |= {name} if before in _CALLING else set()
    names = [w for w in seen if w in told or _is_name(w, seen, bare, acting, language)]
    return {w: _kind(w, w in young) for w in sorted(names, key=lambda w: -seen[w])[:20]}


def _is_name(word: str, seen: Counter[str], bare: Counter[str], acting: Counter[str], language: str) -> bool:
    """Whether a word with a capital is somebody's name."""
    if _sex(word) and bare[word]:
        return True
    if language == "de":
        return seen[word] >= 2 and bare[word] == seen[word] and acting[word] > 0
    return seen[word] >= 2


def _articled(words: Sequence[tuple[str, int]], n: int, language: str) -> Collection[str]:
    """The adjective before a word that an article stands before: `ein alter Koffer`."""
    if n < 2 or language != "de":
        return ()
    before, article = words[n - 1][0].lower(), words[n - 2][0].lower()
    if words[n - 1][0][:1].isupper():
        return ()  # `seine Freundin Aylin`
    return (before,) if article in _DETERMINERS["de"] and not is_form(before, language) else ()


def _acts(words: Sequence[tuple[str, int]], n: int, language: str) -> bool:
    """Whether a verb stands beside a word: `Jule lachte`, `fragte Jule`."""
    beside = [words[k][0].lower() for k in (n - 1, n + 1) if 0 <= k < len(words)]
    return any(is_form(word, language) for word in beside)


@cache
def _sexes() -> dict[str, Gender]:
    return {_without_accents(name): sex for name, sex in given_names().items()}


def _sex(name: str) -> Gender:
    return given_names().get(name) or _sexes().get(_without_accents(name), "")


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _kind(name: str, young: bool) -> str:
    grown, child = {"f": ("woman", "girl"), "m": ("man", "boy")}.get(_sex(name), ("person", "child"))
    return child if young else grown


def grown_down(kind: str) -> str:
    """The child of a kind of grown-up, for those whose parents are in the story."""
    return {"woman": "girl", "man": "boy", "person": "child"}.get(kind, kind)


def find_namesakes(
    units: Sequence[str], called: Mapping[str, Sequence[str]], names: Collection[str]
) -> list[tuple[str, str]]:
    """(a kind, the name that it goes with), each by id: `su hermano Mateo` tells who the brother is."""
    low, found = " \n ".join(units).lower(), dict[str, str]()
    for kind, words in called.items():
        for name in names if kind not in names else ():
            if any(re.search(_CALLED.format(re.escape(w), re.escape(name)), low) for w in words):
                found.setdefault(kind, name)
    return list(found.items())


_CALLED = (
    r"(?<![^\W_]){},? (?:(?:namens|genannt|llamad[oa]|appelée?|nommée?|chiamat[oa]|di nome|chamad[oa]) )?"
    r"{}(?![^\W_])"
)
"""`der Bäcker Paul`, `un robot llamado Tito`."""
_PRONOUNS: dict[str, dict[str, Gender]] = {
    "de": {"er": "m", "sie": "f", "ihm": "m", "ihn": "m"},
    "fr": {"il": "m", "elle": "f", "lui": ""},
    "es": {"él": "m", "ella": "f"},
    "it": {"lui": "m", "lei": "f", "egli": "m", "ella": "f"},
    "pt": {"ele": "m", "ela": "f"},
}
_SCENE = re.compile(r"(?:neben|mit|bei|vor|hinter|zu|auf) ihr\b", re.IGNORECASE)


def find_meant(
    unit: str, last: Sequence[str], here: Sequence[str], sexes: Mapping[str, Gender], language: str
) -> list[str]:
    """Those of the last unit whom a pronoun of this one means; a pronoun never means who is named with it.

    Args:
        unit: its words.
        last: who was there before.
        here: who is named here.
        sexes: of everybody, where they are told.
        language: its code.
    """
    for a, b in reversed(find_quotes(unit)):
        unit = unit[:a] + unit[b:]
    pronouns = _PRONOUNS.get(language, {})
    told = [pronouns[w] for w in _WORD.findall(unit.lower()) if w in pronouns]
    told += ["f"] if language == "de" and _SCENE.search(unit) else []
    meant: list[str] = []
    for sex in told:
        fits = [w for w in last if w not in here and (not sex or sexes.get(w, "") in ("", sex))]
        meant += [w for w in fits if w not in meant][:1]
    return list(dict.fromkeys(meant))


def foreign_sex(person: Person) -> Gender:
    """He or she, by kind, look or name; '' where nothing tells."""
    words = [*person.look.split(), *person.kind.split()]
    known: list[Gender] = [noun.gender for word in words if (noun := find_noun(word)) and noun.gender]
    return next(iter(known), _sex(person.name.lower()))

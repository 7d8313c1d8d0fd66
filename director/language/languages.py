"""Other languages than English: which one it is, and the little that a word list can tell about its stories.

Words stay as they are; kinds and places are given in English, since looks are drawn from English words.

    python -c "from director.language.languages import guess_language; print(guess_language('el zorro'))"
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import cast

from director.language.foreign_deeds import is_form
from director.language.foreign_names import find_meant, find_names, find_namesakes, foreign_sex, grown_down
from director.language.words import find_noun, listed, read_sections
from prompts.pages import Entity, Person
from prompts.vocabulary import TimeOfDay, Weather

_SCRIPTS = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "ARABIC": "ar", "DEVANAGARI": "hi",
    "CYRILLIC": "ru", "GREEK": "el", "HEBREW": "he", "THAI": "th", "BENGALI": "bn", "TAMIL": "ta",
    "TELUGU": "te", "GURMUKHI": "pa",
    "GUJARATI": "gu", "ETHIOPIC": "am", "ARMENIAN": "hy", "GEORGIAN": "ka", "MYANMAR": "my", "KHMER": "km",
    "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si", "LAO": "lo",
}  # fmt: skip


_COMMON = {
    "en": "the and of to a in was he she it that his her with they said had for on as but is are be "
    "not at all this there so who you my from by an",
    "es": "el la los las un una y de que en su con se por una era al del muy pero dijo no",
    "fr": "le la les un une et de des que dans sa son est il elle avec pour était ne pas dit au",
    "de": "der die das ein eine und zu den mit sich nicht er sie war ist auf im dem sagte aber",
    "it": "il lo la gli un una e di che in suo con si per era al del molto ma disse non",
    "pt": "o a os as um uma e de que em seu com se por era ao do muito mas disse não",
    "nl": "de het een en van dat in zijn haar met zich was hij zij niet op voor maar zei",
    "sw": "na ya wa kwa ni katika alikuwa yake huyo lakini akasema watu sana kama mmoja siku",
    "pl": "i w na z się nie że do jest był była to jak po ale jego który",
    "tr": "ve bir bu da de için ile çok ama dedi olan gibi onun",
    "id": "dan yang di itu ini dengan untuk tidak dari ke ada seorang sangat",
    "vi": "và của là có một không cho người được trong với này",
    "sv": "och att det en som han hon var med på den inte sade till",
}


_ALSO_ENGLISH = listed("a i s in was is of had met no me do on but so as be her has")
"""Common words of other languages that stand in English sentences too: alone they tell nothing."""

OTHER_SCRIPTS = frozenset(_SCRIPTS.values())
"""Codes of languages that are known by their script alone."""


def guess_language(text: str) -> str:
    """The code of the language a text is in: by its script, else by its commonest words, else `en`."""
    letters = [c for c in text[:4000] if c.isalpha()]
    scripts = Counter(unicodedata.name(c, "LATIN").split()[0] for c in letters)
    if not letters:
        return "en"
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * len(letters):
        return "ja"
    script, _ = scripts.most_common(1)[0]
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    words = Counter(re.findall(r"[^\W\d_]+", text[:20000].lower()))
    scores: dict[str, float] = {}
    total = max(1, sum(words.values()))
    for code, common in _COMMON.items():
        known = [w for w in common.split() if words[w]]
        hits = sum(words[w] for w in known)
        is_few = (len(known) < 2 and total > 8) or hits < 0.12 * total
        scores[code] = 0.0 if is_few or (code != "en" and _ALSO_ENGLISH.issuperset(known)) else float(hits)
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] > 1.05 * scores["en"] else "en"


@cache
def _kinds() -> dict[str, str]:
    """Words of other languages for somebody -> the English kind."""
    return _translations("kinds")


def words_for(kind: str) -> list[str]:
    """The words of other languages for an English kind, in lower case; none for an unknown one."""
    return [word for word, english in _kinds().items() if english.partition("+")[0] == kind]


@cache
def _translations(section: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in read_sections("other_languages.txt")[section]:
        english, _, words = entry.partition("=")
        for word in words.split(","):
            found.setdefault(word.replace("_", " "), english.replace("_", " "))
    return found


@cache
def _places() -> dict[str, str]:
    return _translations("places")


def find_foreign(
    units: Sequence[str], given: Sequence[Person], language: str
) -> tuple[list[Person], list[Entity], list[list[str]], list[str]]:
    """(cast, places, who is in each unit, the place id of each unit) of a story that is not in English.

    Whoever is named by a listed kind or a recurring name is found; where nobody is named, the last ones stay.
    """
    called: dict[str, list[str]] = {p.id: [_plain(p.name)] for p in given}
    people = list(given)
    if not given:
        people, called = _find_people(units, language)
    present: list[list[str]] = []
    sexes = {p.id: foreign_sex(p) for p in people}
    last: list[str] = []
    for unit in units:
        here = _named_in(_plain(unit), called, language)
        meant = find_meant(unit, last, here, sexes, language)
        last = [*meant, *here] or last[:1]
        present.append(last[:4])
    seen = {w for unit in present for w in unit}
    places, where = _find_places(units)
    return [p for p in people if p.id in seen or given], places, present, where


def _find_people(units: Sequence[str], language: str) -> tuple[list[Person], dict[str, list[str]]]:
    """Everybody by name or kind, and by which words each is called."""
    kinds = _find_kinds(units, language)
    names = find_names(
        units, language, {_plain(w) for w in [*_kinds(), *_places(), *_translations("things")]}
    )
    if any(kind.split("+")[0] in _ELDERS for kind, _ in kinds.values()):
        names = {name: grown_down(kind) for name, kind in names.items()}
    people = [Person(id=_id_of(n), name=_written(n, units), kind=kind) for n, kind in names.items()]
    called = {_id_of(name): [name] for name in names}
    for i, (told, words) in kinds.items():
        kind, _, look = told.partition("+")
        people.append(Person(id=i, name=words[0], kind=kind, look=look))
        called[i] = list(words)
    for i, name in find_namesakes(units, called, list(names)):  # `su hermano Mateo`
        called[name] += called.pop(i)
        trade = next(p for p in people if p.id == i)
        people = [p for p in people if p.id != i]
        if trade.kind not in _KIN:
            people = [_of_kind(p, trade) if p.id == name else p for p in people]
    for i, plain in (("old-man", "man"), ("old-woman", "woman")):
        if i in called and plain in called:  # `ein alter Mann`, and `der Mann` then
            called[i] += called.pop(plain)
            people = [p for p in people if p.id != plain]
    return people, called


def _of_kind(person: Person, told: Person) -> Person:
    """The one of that name with the kind that is told; a sex that only the name tells is seen in the look."""
    sexed = person.kind in ("woman", "man", "girl", "boy") and not told.look
    human = sexed and (noun := find_noun(told.kind)) is not None and noun.category == "person"
    return person.model_copy(update={"kind": told.kind, "look": person.kind if human else told.look})


_KIN = listed("brother sister mother father aunt uncle grandmother grandfather child old_man old_woman")
_ELDERS = listed("mother father grandmother grandfather teacher")


def _id_of(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name)


def _written(name: str, units: Sequence[str]) -> str:
    """A name as the story writes it, with its capital."""
    return next((m[0] for u in units if (m := re.search(rf"\b{name.capitalize()}\b", u))), name)


def _named_in(low: str, called: dict[str, list[str]], language: str) -> list[str]:
    """Who is named in a text in lower case, in order; of two words in one place the longer one counts, and of
    two that stand side by side the second: `el viejo gato`.
    """
    found = [
        (at, -len(word), who)
        for who, words in called.items()
        for word in words
        for at in _places_in(word, low, language)
    ]
    here: dict[str, None] = {}
    taken = [(at, at - size) for at, size, _ in found]
    for at, size, who in sorted(found):
        beside = any(a == at - size + 1 and low[a - 1] == " " for a, _ in taken)
        if not beside and not any(a <= at and at - size <= b and b - a > -size for a, b in taken):
            here[who] = None
    return list(here)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _stands_in(word: str, low: str, language: str = "") -> bool:
    """Whether a word is in a text: whole, in Russian in any case, or anywhere where no spaces are written."""
    return bool(_places_in(word, low, language))


def _places_in(word: str, low: str, language: str) -> list[int]:
    """Where in a text in lower case a word stands."""
    if ord(word[0]) > 0x2E80 or 0x0E00 <= ord(word[0]) <= 0x0EFF:
        return [m.start() for m in re.finditer(re.escape(word), low)]
    forms = _in_every_case(word) if language == "ru" else re.escape(word)
    return [m.start() for m in re.finditer(rf"(?<![^\W_])(?:{forms})(?![^\W_])", low)]


_FLEETING = {"заяц": "зайц", "лев": "льв", "пёс": "пс", "отец": "отц", "мать": "матер"}
_ENDINGS = "а|я|у|ю|ы|и|е|о|ь|й|ой|ей|ом|ем|ём|ою|ью|ам|ям|ами|ями|ах|ях|ов|ев"


def _in_every_case(word: str) -> str:
    """A pattern for a Russian noun with any of its endings: `лиса`, `лису`, `лисой`."""
    stem = _FLEETING.get(word) or re.sub("[аяьйоеи]$", "", re.sub("[оё]к$", "к", word))
    return f"{word}|{stem}(?:{_ENDINGS})" if len(stem) > 1 else word


def _find_kinds(units: Sequence[str], language: str) -> dict[str, tuple[str, list[str]]]:
    """id -> (English kind, its words in the story), for each kind that is named."""
    low = _plain(" \n ".join(units))
    found: dict[str, tuple[str, list[str]]] = {}
    for word, kind in _kinds().items():
        # `donna` is a woman in Italian and `gave` in French
        if _stands_in(word, low, language) and not is_form(word, language):
            found.setdefault(re.sub(r"[ +]", "-", kind), (kind, []))[1].append(word)
    seen = {
        i: sorted(n for w in words for n in _places_in(w, low, language)) for i, (_, words) in found.items()
    }
    often = 2 if len(units) > 15 else 1
    kept = [i for i in found if len(seen[i]) >= often] or list(found)
    return {i: found[i] for i in sorted(kept, key=lambda i: seen[i])}


def _find_places(units: Sequence[str]) -> tuple[list[Entity], list[str]]:
    found: dict[str, Entity] = {}
    where: list[str] = []
    for unit in units:
        low = _plain(unit)
        told = [(at[0], -len(word), word) for word in _places() if (at := _places_in(word, low, ""))]
        if not told:
            where.append(where[-1] if where else "")
            continue
        word = min(told)[2]
        key = _places()[word].replace(" ", "-")
        found.setdefault(key, Entity(id=key, name=word, look=_places()[word]))
        where.append(key)
    first = next((w for w in where if w), "")
    if not first:
        found["countryside"] = Entity(id="countryside", name="countryside", look="field")
        first = "countryside"
    return list(found.values()), [w or first for w in where]


def find_foreign_things(units: Sequence[str]) -> list[Entity]:
    """The things that a story names, each under the word it uses most, as they appear; at most six."""
    forms: dict[str, Counter[str]] = {}
    for unit in units:
        low = _plain(unit)
        for word, thing in _translations("things").items():
            if at := _places_in(word, low, ""):
                forms.setdefault(thing, Counter())[word] += len(at)
    often = sorted(forms, key=lambda t: -sum(forms[t].values()))[:6]
    return [
        Entity(id=thing.replace(" ", "-"), name=count.most_common(1)[0][0], look=thing)
        for thing, count in forms.items()
        if thing in often
    ]


def find_times(units: Sequence[str], language: str) -> list[tuple[TimeOfDay, Weather]]:
    """When each unit of a story that is not in English plays, and in what weather; both last until told anew.

    A new morning or day has a clear sky until the story says otherwise.
    """
    told: list[tuple[TimeOfDay, Weather]] = []
    time: TimeOfDay = "day"
    weather: Weather = "clear"
    for unit in units:
        low = _plain(unit)
        now = _first_told("times", low, language)
        sky = _first_told("weathers", low, language)
        weather = cast(Weather, sky or ("clear" if now in ("dawn", "morning", "day") else weather))
        time = cast(TimeOfDay, now or time)
        told.append((time, weather))
    return told


def _first_told(section: str, low: str, language: str) -> str:
    """What the first of the words of a section that stand in a text means; '' if none does."""
    found = []
    for entry, meaning in _translations(section).items():
        only, marked, word = entry.rpartition(":")
        if (not marked or only == language) and (at := _places_in(word, low, "")):
            found.append((at[0], -len(word), meaning))
    return min(found)[2] if found else ""

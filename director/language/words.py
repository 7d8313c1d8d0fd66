"""What single English words are: animals, people, places, verbs, adjectives, read from general word lists.

It knows words one at a time, with their plurals and past forms; sentences are `reading.py`'s business.

    python -c "from director.language.words import find_noun; print(find_noun('wolves'))"
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

Gender = Literal["m", "f", ""]


@dataclass(frozen=True, slots=True)
class Noun:
    """Somebody that a common noun can name."""

    lemma: str
    category: Literal["person", "animal", "being"]
    gender: Gender = ""
    age: Literal["child", "adult", "old", ""] = ""
    size: float = 1.0
    """height against a grown person"""
    plural: bool = False
    group: bool = False
    """a singular word for many: crowd, army"""
    vague: bool = False
    """says a relation rather than a kind: friend, guest"""
    doubtful: bool = False
    """often a verb or an adjective; a noun only after an article"""
    workplace: str = ""


@dataclass(frozen=True, slots=True)
class PlaceNoun:
    """A place that a common noun can name."""

    lemma: str
    kind: Literal["nature", "outside", "inside", "part inside", "part outside", "small"]
    """small: a place for things and mice only, as a drawer is"""
    doubtful: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb form."""

    base: str
    sense: Literal["say", "think", "move", "rest", "do"]
    form: Literal["base", "s", "past", "ing"]


SIZES = {
    "tiny insect": 0.22,
    "tiny animal": 0.25,
    "tiny bird": 0.25,
    "small bird": 0.35,
    "small animal": 0.4,
    "medium animal": 0.6,
    "large animal": 0.95,
    "huge animal": 1.35,
}


_VOWELS = "aeiou"


@cache
def read_sections(file: str) -> dict[str, list[str]]:
    """The words of one list by section heading, in order."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in read_lines(file):
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        else:
            current += line.split()
    return sections


@cache
def read_lines(file: str) -> tuple[str, ...]:
    """All lines of a list that say something, headings among them."""
    text = files("director").joinpath("lexicon", file).read_text(encoding="utf-8")
    return tuple(bare for line in text.splitlines() if (bare := line.split("#")[0].strip()))


def read_rows(file: str, section: str) -> list[list[str]]:
    """The lines of one section, each as its words."""
    text = files("director").joinpath("lexicon", file).read_text(encoding="utf-8")
    body = text.split(f"[{section}]", 1)[1].split("\n[", 1)[0]
    return [line.split() for line in body.splitlines() if line.strip()]


def listed(words: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(words.split())


def plural_of(word: str) -> str:
    """The regular plural."""
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _forms(entry: str) -> tuple[str, str, bool, str]:
    """(lemma, plural, doubtful, workplace) of a list entry such as `miller>mill`, `man/men` or `bear!`."""
    entry, _, workplace = entry.partition(">")
    doubtful = "!" in entry or workplace.endswith("!")
    lemma, _, plural = entry.replace("!", "").partition("/")
    return lemma, plural or plural_of(lemma), doubtful, workplace.rstrip("!")


@cache
def nouns() -> dict[str, Noun]:
    """Every form of every word for somebody."""
    found: dict[str, Noun] = {}

    def add(entry: str, noun: Noun) -> None:
        lemma, plural, doubtful, workplace = _forms(entry)
        noun = replace(noun, lemma=lemma, doubtful=doubtful, workplace=workplace)
        found.setdefault(lemma, noun)
        if plural != lemma and not noun.group:
            found.setdefault(plural, replace(noun, plural=True))

    for section, words in read_sections("people.txt").items():
        for word in words:
            if section in ("man", "woman"):
                add(word, Noun("", "person", "m" if section == "man" else "f", "adult"))
            elif section in ("boy", "girl"):
                add(word, Noun("", "person", "m" if section == "boy" else "f", "child", 0.68))
            elif section in ("child", "person"):
                add(
                    word,
                    Noun(
                        "",
                        "person",
                        "",
                        "child" if section == "child" else "adult",
                        0.6 if section == "child" else 1.0,
                    ),
                )
            elif section == "group":
                add(word, Noun("", "person", group=True))
    _add_animals(add)
    for section, words in read_sections("beings.txt").items():
        for word in words:
            gender: Gender = "m" if section == "m" else "f" if section == "f" else ""
            add(word, Noun("", "being", gender, size=0.45 if section == "small" else 1.0))
    people = read_sections("people.txt")
    for word in people["old"]:
        if word in found:
            found[word] = replace(found[word], age="old")
    for word in people["friend"]:
        for form in (word, plural_of(word)):
            if form in found:
                found[form] = replace(found[form], vague=True)
    return found


def _add_animals(add: object) -> None:
    sections = read_sections("animals.txt")
    female, male = set(sections["female"]), set(sections["male"])
    for section, size in SIZES.items():
        for word in sections[section]:
            lemma = _forms(word)[0]
            gender: Gender = "f" if lemma in female else "m" if lemma in male else ""
            add(word, Noun("", "animal", gender, size=size))  # type: ignore[operator]


def find_noun(word: str) -> Noun | None:
    """What somebody called by this lower-case word is, or None."""
    return nouns().get(word)


@cache
def places() -> dict[str, PlaceNoun]:
    """Every form of every place word."""
    found: dict[str, PlaceNoun] = {}
    kinds = {"nature": "nature", "built outside": "outside", "inside": "inside"}
    for section, words in read_sections("places.txt").items():
        for entry in words:
            lemma, plural, doubtful, _ = _forms(entry)
            noun = PlaceNoun(lemma, kinds.get(section, section), doubtful)  # type: ignore[arg-type]
            found.setdefault(lemma, noun)
            found.setdefault(plural, replace(noun, plural=True))
    return found


def find_listed_place(word: str) -> PlaceNoun | None:
    """The place of a word that is in the list as it is: `moon-base`; None for all others."""
    return places().get(word)


def find_place(word: str) -> PlaceNoun | None:
    """What place a lower-case word names, or None; compounds count by their last part (`toolshed`)."""
    known = places()
    if found := known.get(word):
        return found
    if "-" in word and (found := known.get(word.rsplit("-", 1)[1])):
        return replace(found, lemma=word, kind="outside" if found.kind == "part outside" else found.kind)
    for tail in ("house", "shed", "yard", "field", "side", "room", "shop", "land", "hole", "bank", "wood"):
        if word.endswith(tail) and len(word) > len(tail) + 2 and (found := known.get(tail)):
            return None if word in word_set("senses.txt", "prepositions") else replace(found, lemma=word)
    return None


@cache
def verbs() -> dict[str, Verb]:
    """Every form of every listed verb."""
    found: dict[str, Verb] = {}
    for sense, words in read_sections("verbs.txt").items():
        for entry in words:
            base, *irregular = entry.replace("!", "").split("/")
            form = "past" if base in irregular else "base"  # `put` in a story is past
            found.setdefault(base, Verb(base, sense, form))  # type: ignore[arg-type]
            for form, kind in _verb_forms(base, irregular):
                found.setdefault(form, Verb(base, sense, kind))  # type: ignore[arg-type]
    return found


def _verb_forms(base: str, irregular: list[str]) -> list[tuple[str, str]]:
    double = base + base[-1] if re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprtv]", base) else base
    if base in ("begin", "admit", "forget", "regret", "travel", "quarrel"):
        double = base + base[-1]
    stem = double[:-1] if double.endswith("e") and not double.endswith("ee") else double
    soft = base[:-1] + "i" if base.endswith("y") and base[-2:-1] not in _VOWELS else stem
    ing = base[:-2] + "ying" if base.endswith("ie") else stem + "ing"
    forms = [(ing, "ing"), (plural_of(base), "s")]
    forms += [(past, "past") for past in irregular] or [(soft + "ed", "past")]
    return forms


def find_verb(word: str) -> Verb | None:
    """The verb that a lower-case form belongs to, or None."""
    return verbs().get(word)


@cache
def word_set(file: str, *sections: str) -> frozenset[str]:
    """The words of some sections of a list (of all, if none is named)."""
    known = read_sections(file)
    return frozenset(w.rstrip("!") for s in (sections or tuple(known)) for w in known[s])


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """For each word the words that can mean the same somebody."""
    found: dict[str, set[str]] = {}
    for row in read_rows("senses.txt", "synonyms"):
        for word in row:
            found.setdefault(word, set()).update(row)
    return {word: frozenset(same) for word, same in found.items()}


@cache
def given_names() -> dict[str, Gender]:
    """Common given names (lower case) with the pronoun they usually take."""
    sections = read_sections("names.txt")
    return {w: g for g in ("m", "f") for w in sections[g]}

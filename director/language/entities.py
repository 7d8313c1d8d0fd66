"""Entities: everybody found in a story so far, and by which words each is called.

python -c "from director.language.entities import Entities; print(Entities().by_id)"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from director.language.words import Gender, find_noun, given_names
from prompts.pages import Person


@dataclass(slots=True)
class Entity:
    """Somebody of the story, as far as the reading goes."""

    id: str
    name: str
    kind: str
    category: str
    """person, animal, being, thing or name (a name of which nothing else is known)"""
    gender: Gender = ""
    sure: bool = False
    """the gender is told by a word, not guessed"""
    age: str = ""
    size: float = 1.0
    plural: bool = False
    proper: bool = False
    vague: bool = False
    members: list[str] = field(default_factory=list)
    modifiers: Counter[str] = field(default_factory=Counter)
    votes: Counter[str] = field(default_factory=Counter)
    """what pronouns were taken to mean them"""
    owner_of: set[str] = field(default_factory=set)
    acts: int = 0
    seen: int = 0
    speaks: int = 0
    named: int = 0
    """how often by a word, not a pronoun"""
    named_acts: int = 0
    workplace: str = ""
    weight: float = 1.0
    """those who are named often are more likely meant by a pronoun"""
    quoted: int = 0
    """how often in what somebody says"""
    kin: bool = False
    """first called by a kinship word: mother, son"""
    person: Person | None = None


class Entities:
    """Everybody found so far, and by which words each is called."""

    def __init__(self) -> None:
        self.by_id: dict[str, Entity] = {}
        self.ids: dict[str, str] = {}
        """word or name -> id of whom it means"""
        self.recent: list[str] = []
        """ids, the one named last at the end"""
        self.merged: dict[str, str] = {}
        self.parents: list[str] = []
        """ids of those of whom a child is told, the one named last at the end"""

    def add(self, key: str, entity: Entity) -> Entity:
        """Register somebody new under a word; the id is made unique."""
        base, n = entity.id, 2
        while entity.id in self.by_id:
            entity.id, n = f"{base}-{n}", n + 1
        self.by_id[entity.id] = entity
        self.ids[key] = entity.id
        return entity

    def touch(self, entity_id: str) -> None:
        """Note that somebody was just named. Only a few are remembered."""
        if entity_id in self.recent:
            self.recent.remove(entity_id)
        self.recent.append(entity_id)
        del self.recent[:-12]

    def merge(self, gone: str, kept: str, *, told: bool = False) -> None:
        """`gone` turns out to be `kept`; `told` if the text says so: then the kind of `gone` is certain."""
        if gone == kept or gone not in self.by_id or kept not in self.by_id:
            return
        self.merged[gone] = kept
        old, new = self.by_id.pop(gone), self.by_id[kept]
        if told and new.name.split()[0].lower().rstrip(".") not in ("mr", "mrs", "ms", "miss", "dr"):
            new.kind = ""
        describe(new, old)
        new.modifiers.update(old.modifiers)
        self.ids = {word: kept if who == gone else who for word, who in self.ids.items()}
        self.recent = [who for who in self.recent if who != gone]


def describe(entity: Entity, by: Entity) -> None:
    """Give an entity of unknown kind the kind, sex and age of a description of it."""
    if entity.category == "name" or entity.kind in ("man", "woman", "person", ""):
        entity.kind, entity.category, entity.size = by.kind, by.category, by.size
        entity.workplace = by.workplace
    if by.gender and not entity.sure:
        entity.gender, entity.sure = by.gender, by.sure
    entity.age = "child" if by.kind in ("girl", "boy") else entity.age or by.age
    if by.kind in ("girl", "boy"):  # `a passenger, a girl named Suri`
        entity.size = by.size


def add_given(entities: Entities, person: Person, pronoun: str = "") -> None:
    """Register a character who is known from the first, under their name and kind."""
    words = [w for w in person.name.lower().replace("’", "'").split() if w not in ("the", "a", "an")]
    kind_word = next((w for w in reversed(person.kind.lower().split()) if find_noun(w)), "")
    noun = find_noun(kind_word) or find_noun(words[-1] if words else "")
    gender = _PRONOUNS.get(pronoun) or _gender_of(words, person) or (noun.gender if noun else "")
    entity = Entity(
        person.id,
        person.name,
        person.kind or (noun.lemma if noun else ""),
        noun.category if noun else "thing",
        gender,
        bool(gender),
        noun.age if noun else "",
        noun.size if noun else 0.5,
        plural=any(n.plural or n.group for n in (noun, find_noun(words[-1] if words else "")) if n),
        proper=person.name[:1].isupper(),
        person=person,
    )
    entities.add(" ".join(words) or person.id, entity)
    for word in [w for w in words if len(words) < 3 or w == words[-1]] + ([noun.lemma] if noun else []):
        found = find_noun(word)
        entities.ids.setdefault(
            noun_key(found.lemma, found.plural or found.group) if found else word, entity.id
        )
    if person.name.count(",") or " and " in person.name:
        entity.plural = True
        for word in words:
            entities.ids.setdefault(word.strip(","), entity.id)


_PRONOUNS: dict[str, Gender] = {"he": "m", "she": "f"}


def _gender_of(words: list[str], person: Person) -> Gender:
    look = f"{person.kind} {person.look}".lower().replace(",", " ").split()
    if {"woman", "girl", "female", "lady"} & set(look):
        return "f"
    if {"man", "boy", "male"} & set(look):
        return "m"
    return next((g for w in words if (g := given_names().get(w, ""))), "")


def noun_key(lemma: str, plural: bool) -> str:
    """The word under which one, or several, of a kind are registered."""
    return f"{lemma}/many" if plural else lemma


def things_of(cast: Sequence[Person]) -> list[str]:
    """The last words of names that are common nouns: the teapot acts wherever it is named."""
    return [p.name.lower().split()[-1] for p in cast if p.name[:1].islower() and p.name.split()]


def id_of(name: str) -> str:
    """An id from a name: lower case, letters and digits joined by `-`."""
    letters = "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")
    while "--" in letters:
        letters = letters.replace("--", "-")
    return letters[:40].strip("-") or "somebody"

"""A whole story understood: who is in it, and who is where in every unit.

from director.language.understanding import understand
story = understand(units, paragraphs, title)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from director.language.appositions import named_together
from director.language.cast_finding import find_entities
from director.language.entities import Entity, things_of
from director.language.followed import Followed
from director.language.following import follow
from director.language.languages import find_foreign, find_foreign_things, find_times
from director.language.mounts import mount_riders
from director.language.narrators import NARRATOR
from director.language.reading import read_units
from director.language.settings_finding import FoundPlace, Setting, find_settings
from director.language.things import choose_props
from director.language.tokens import tokenize
from director.language.words import find_noun, listed, plural_of, word_set
from prompts.pages import Entity as Place
from prompts.pages import Person


@dataclass(frozen=True)
class Understanding:
    """A story, understood as far as rules go: one entry a unit in `present` and `settings`."""

    cast: list[Person]
    places: list[Place]
    present: list[list[str]]
    settings: list[Setting]
    quotes: list[frozenset[int]]
    """the quotations that each unit has a part of"""
    props: list[Place] = field(default_factory=list)


def understand(
    units: Sequence[str],
    paragraphs: Sequence[int] = (),
    title: str = "",
    given: Sequence[Person] = (),
    language: str = "en",
) -> Understanding:
    """Who is where in every unit of a story."""
    if language != "en":
        return _understand_foreign(units, given, language)
    capital = [p.name for p in given if p.name[:1].isupper()]
    readings = read_units(units, paragraphs, capital, things_of(given))
    entities = find_entities(readings, given)
    followed = follow(readings, entities)
    settings, places = find_settings(followed, entities)
    present = [list(u.present) for u in followed]
    if not given:
        _grow_down(followed, entities)
        _join_kind(entities, present)
        _join_groups(followed, entities, present)
        kept = choose_cast(entities, title) | mount_riders(followed, present)
    else:
        kept = {p.id for p in given}
    present = [[who for who in unit if who in kept] for unit in present]
    cast = list(given) or [
        to_person(entities[who], entities) for who in dict.fromkeys(w for unit in present for w in unit)
    ]
    if not cast and (anybody := find_anybody(units)):
        cast, present = [anybody], [[anybody.id] for _ in units]
    found = [to_place(p) for p in places.values()]
    quotes = [frozenset(t.quote for t in r.tokens if t.quote >= 0) for r in readings]
    toys = [_toy(entities[who]) for who in entities if not given and is_toy(entities[who])]
    named = [f"{p.id} {p.kind}" if p.name[:1].isupper() else f"{p.name.split()[-1]} {p.kind}" for p in cast]
    taken = {w for words in named for w in words.replace("-", " ").split()}
    taken |= {w for p in found for w in p.name.lower().split()}
    return Understanding(
        cast, found, present, settings, quotes, [*toys, *choose_props(readings, taken, title)]
    )


def _understand_foreign(units: Sequence[str], given: Sequence[Person], language: str) -> Understanding:
    cast, places, present, where = find_foreign(units, given, language)
    times = find_times(units, language)
    settings = [Setting(place, *when) for place, when in zip(where, times, strict=True)]
    things = find_foreign_things(units)
    return Understanding(cast, places, present, settings, [frozenset() for _ in units], things)


def _grow_down(followed: Sequence[Followed], entities: dict[str, Entity]) -> None:
    """Whoever has a father, a mother or a grandmother in the story, and is nothing else, is a child."""
    elders = {
        "mother",
        "father",
        "mom",
        "mum",
        "mama",
        "dad",
        "daddy",
        "papa",
        "grandmother",
        "grandfather",
        "grandma",
        "grandpa",
    }
    for unit in followed:
        for m in unit.reading.mentions:
            if m.key in elders and m.article == "own" and not m.quoted:
                for who in unit.meant_at(m.first - 1):
                    _make_child(entities[who])
        _grow_down_siblings(unit, entities)
    if any(e.proper and e.kind in _AT_HOME and e.acts for e in entities.values()):
        for e in entities.values():  # who calls somebody Mum is a child, and so are those who have but a name
            if not e.kind and " " not in e.name:
                _make_child(e)
    for unit in followed:
        for who in _told_young(unit):
            _make_child(entities[who])


def _grow_down_siblings(unit: Followed, entities: dict[str, Entity]) -> None:
    """Whoever has a little sister or a big brother, or is one of `the children`, is a child."""
    tokens = unit.reading.tokens
    for r in unit.references:
        after = [t.low for t in tokens[r.token + 1 : r.token + 3]]
        sibling = after[:1] and after[0] in _SIBLING_AGES and after[1:] in (["brother"], ["sister"])
        together = len(r.ids) > 1 and tokens[r.token].low in ("children", "kids", "twins")
        for who in r.ids if sibling or together else ():
            _make_child(entities[who])


def _told_young(unit: Followed) -> list[str]:
    """Who is said to be of an age in years below seventeen: `Nora, who was five, ...`."""
    tokens, young = unit.reading.tokens, list[str]()
    for at in range(1, len(tokens)):
        after = tokens[at + 1].low if at + 1 < len(tokens) else "."
        years = tokens[at].low in _AGES or (tokens[at].low.isdigit() and 0 < int(tokens[at].low) < 17)
        if years and tokens[at - 1].low in ("was", "is", "turned", "turning") and not _goes_on(after):
            young += next(
                (r.ids for r in reversed(unit.references) if r.token < at and r.role == "subject"), ()
            )
    return young


def _goes_on(word: str) -> bool:
    """Whether the word after a number tells of what it is one: `was five feet tall`, `was six o'clock`."""
    return word[0].isalnum() and word not in ("years", "and", "today", "now", "when", "but", "that")


_AT_HOME = listed("mum mom mummy mommy mama dad daddy papa grandma grandpa granny nana")
_AGES = listed("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen")
_SIBLING_AGES = listed("little big baby older younger elder")


def _make_child(entity: Entity) -> None:
    if entity.category == "name" or entity.kind in ("", "person"):
        entity.age, entity.size = "child", 0.68


def _join_kind(entities: dict[str, Entity], present: list[list[str]]) -> None:
    """`the biggest hyena`, named in passing, is one of the hyenas, who are one character."""
    joined: dict[str, str] = {}
    order = {who: n for n, who in enumerate(entities)}
    for group in entities.values():
        if not group.plural or group.members or group.proper or group.named_acts < 2:
            continue
        for e in list(entities.values())[order[group.id] :]:
            if e.kind == group.kind and not e.plural and not e.proper and e.named <= 2:
                joined[e.id] = group.id
    for unit in present:
        unit[:] = dict.fromkeys(joined.get(w, w) for w in unit)


def _join_groups(followed: Sequence[Followed], entities: dict[str, Entity], present: list[list[str]]) -> None:
    """Make one character of names that only ever stand together."""
    joined: dict[str, str] = {}
    for names in named_together([u.reading for u in followed], entities):
        if any(n in joined for n in names):
            continue
        members = [entities[n] for n in names]
        name = ", ".join(m.name for m in members[:-1]) + f" and {members[-1].name}"
        group = replace(
            members[0],
            id="-".join(names)[:48].strip("-"),
            name=name,
            plural=True,
            gender="",
            members=list(names),
            seen=max(m.seen for m in members),
            acts=max(m.acts for m in members),
        )
        entities[group.id] = group
        joined |= dict.fromkeys(names, group.id)
    for unit in present:
        unit[:] = dict.fromkeys(joined.get(w, w) for w in unit)


def choose_cast(entities: dict[str, Entity], title: str = "", most: int = 60) -> set[str]:
    """Who of all that are named is a character: who acts or speaks, or comes back."""
    titled = {t.low for t in tokenize(title)}
    chosen: list[tuple[float, str]] = []
    for who, e in entities.items():
        called = bool(titled & set(e.name.lower().split()))
        plays = (
            e.speaks > 0 or e.named_acts > 0 or (e.named >= 2 and e.seen >= 2) or called or e.id == NARRATOR
        )
        plays = plays or (e.category == "person" and e.kind in _KIN_KINDS)
        if is_toy(e):
            continue
        if e.category in ("animal", "being") and not called:
            plays = e.speaks > 0 or e.named_acts > 0 or e.named >= 3 or (e.named > 0 and e.quoted > 0)
        if e.category == "thing":
            acts = e.named_acts > 0 and (called or e.proper or e.acts >= 2)
            plays = e.speaks > 0 or e.named_acts >= 2 or acts
        elif e.vague or e.plural:
            plays = e.speaks > 0 or e.named_acts > 0 or e.named >= 3
        if plays and e.seen:
            chosen.append((e.seen + 2.0 * e.speaks + e.acts, who))
    chosen.sort(key=lambda x: (-x[0], x[1]))
    return {who for _, who in chosen[:most]}


def is_toy(entity: Entity) -> bool:
    """`her cloth rabbit`: something to play with that never says a word."""
    stuffs = word_set("senses.txt", "toy stuffs")
    return (
        entity.category in ("animal", "being", "person")
        and not (entity.speaks or entity.proper or entity.named_acts > 2)
        and any(entity.modifiers[stuff] for stuff in stuffs)
    )


def find_anybody(units: Sequence[str]) -> Person | None:
    """Somebody to look at in a text in which nobody acts: the first word that can mean somebody."""
    for unit in units[:20]:
        for token in tokenize(unit):
            noun = find_noun(token.low)
            if noun and not noun.doubtful and not noun.vague:
                return Person(id=noun.lemma, name=f"the {noun.lemma}", kind=noun.lemma)
    return None


def to_person(entity: Entity, entities: dict[str, Entity]) -> Person:
    """The character that an entity is, with what the story's words say about it."""
    age = next((a for a in ("old", "young", "little", "big") if entity.modifiers[a]), "")
    name = entity.name
    if entity.proper:
        name = " ".join(w[:1].upper() + w[1:] if w.islower() and w != "and" else w for w in name.split())
    else:
        *front, last = name.split()
        told = name
        if age and age not in front and entity.category != "thing":
            told = " ".join([*front, age, last])
        name = f"the {told.removeprefix('the ')}"
    kind = kind_of(entity, entities)
    if age in ("old", "young") and entity.category == "person" and kind in ("man", "woman"):
        kind = f"{age} {kind}"
    return Person(id=entity.id, name=name, kind=kind, look=", ".join(basic_look(entity, kind)))


def kind_of(entity: Entity, entities: dict[str, Entity]) -> str:
    """What somebody is, in plain nouns."""
    kind = entity.kind
    if not kind or entity.category == "name" or kind == "person":
        young = entity.age == "child" or entity.modifiers["little"] or entity.modifiers["young"]
        kind = {"m": ("man", "boy"), "f": ("woman", "girl")}.get(entity.gender, ("person", "child"))[
            bool(young)
        ]
    if entity.proper and entity.category == "person" and kind in _KIN_KINDS:
        kind = _KIN_KINDS[kind]
    kind = {"class": "pupils"}.get(kind, kind)
    return plural_of(kind) if entity.plural and entity.proper else kind


def _toy(entity: Entity) -> Place:
    stuff = next(w for w in word_set("senses.txt", "toy stuffs") if entity.modifiers[w])
    return Place(id=entity.id, name=entity.kind, look=" ".join(dict.fromkeys(["plush", stuff, entity.kind])))


_KIN_KINDS = {
    "brother": "boy",
    "son": "boy",
    "grandson": "boy",
    "nephew": "boy",
    "sister": "girl",
    "daughter": "girl",
    "granddaughter": "girl",
    "niece": "girl",
    "father": "man",
    "husband": "man",
    "uncle": "man",
    "mother": "woman",
    "wife": "woman",
    "aunt": "woman",
}


def basic_look(entity: Entity, kind: str) -> list[str]:
    """Man or woman for those whose trade does not tell, then the adjectives that the story gives them."""
    look: list[str] = []
    if (
        entity.category == "person"
        and not entity.plural
        and kind.split()[-1] not in ("man", "woman", "boy", "girl")
    ):
        young = entity.age == "child"
        if entity.gender:
            look.append({"m": ("man", "boy"), "f": ("woman", "girl")}[entity.gender][young])
    seen = word_set("adjectives.txt", "colour", "size", "age", "seen")
    inner = word_set("adjectives.txt", "inner")
    fixed = listed("poor rich honest kind smart clever wise sly proud lazy wicked brave strong sick")
    words = [w for w, _ in entity.modifiers.most_common() if w in seen or (w in inner and w in fixed)]
    words += [w for w in entity.modifiers if w.endswith("ing") and len(w) > 5 and w not in words][:1]
    return [*look, *words[:5]]


def to_place(place: FoundPlace) -> Place:
    """The place with what the story says is there."""
    look = " ".join([*place.adjectives[:3], place.lemma])
    details = [d for d in place.details if d not in place.lemma and d not in _VAGUE_PARTS]
    return Place(
        id=place.id, name=place.name, look=f"{look}, with {' and '.join(details[:3])}" if details else look
    )


_VAGUE_PARTS = listed(
    "side end top bottom middle edge corner outside foot mouth floor ground surface tail fire"
)


# -- shots and scenes ----------------------------------------------------------------------------------------

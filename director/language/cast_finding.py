"""Who is in the story: mentions gathered into entities, by name, by kind, by apposition.

It knows who can be meant by a word; whom a pronoun means and who is on screen is `following.py`'s business.

    from director.language.cast_finding import find_entities
    entities = find_entities(read_units(units))
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from director.language.appositions import gather_members, merge_parents, name_by_company, read_appositions
from director.language.entities import Entities, Entity, add_given, id_of, noun_key
from director.language.tokens import OWNERS, Mention, UnitReading
from director.language.words import (
    Gender,
    Noun,
    find_noun,
    given_names,
    listed,
    read_sections,
    synonyms,
    word_set,
)
from prompts.pages import Person

_CONTRASTS = (
    listed(
        "first second third fourth fifth sixth seventh eldest oldest youngest elder younger middle other "
        "smallest littlest biggest largest tallest last"
    ),
    listed("big little small tiny great giant huge tall short fat thin middle"),
    frozenset(["old", "young"]),
    frozenset(["rich", "poor", "wealthy"]),
    frozenset(["town", "country", "city", "field", "village", "house", "water"]),
    listed("red blue green yellow brown black white grey gray golden silver pink"),
    listed("good bad kind wicked lazy honest greedy proud clever foolish wise"),
)


def find_entities(
    readings: Sequence[UnitReading],
    given: Sequence[Person] = (),
    pronouns: Mapping[str, str] | None = None,
    called: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Entity]:
    """Everybody who is named, by id; every mention is told whom it means.

    Args:
        readings: the units; their mentions' `entity` is set.
        given: when there are some, nobody else is found.
        pronouns: id of a given one -> he or she, where their words do not tell it.
        called: id of a given one -> other words that the story has for them.
    """
    entities = Entities()
    for person in given:
        add_given(entities, person, (pronouns or {}).get(person.id, ""))
    for who, words in (called or {}).items():
        for word in words if who in entities.by_id else ():
            entities.ids.setdefault(noun_key(word, entities.by_id[who].plural), who)
    contrasts = _find_contrasts(readings)
    for reading in readings:
        known = set(entities.by_id)
        for mention in reading.mentions:
            mention.entity = _resolve(entities, mention, contrasts, closed=bool(given))
            _note_parent(entities, reading, mention)
            if mention.entity:
                entities.touch(mention.entity)
                if not mention.quoted and not mention.compared:
                    entities.by_id[mention.entity].modifiers.update(mention.modifiers)
        if not given:
            read_appositions(entities, reading, known)
    if not given:
        merge_parents(entities)
    merged = entities.merged
    for reading in readings:
        for mention in reading.mentions:
            while mention.entity in merged:
                mention.entity = merged[mention.entity]
    gather_members(entities)
    if not given:
        name_by_company(entities)
    return entities.by_id


def _find_contrasts(readings: Sequence[UnitReading]) -> dict[str, frozenset[str]]:
    """For each kind that comes in several, the adjectives that tell them apart: first pig, second pig."""
    told: dict[str, list[Counter[str]]] = defaultdict(lambda: [Counter() for _ in _CONTRASTS])
    for reading in readings:
        for m in reading.mentions:
            if m.noun and not m.proper and not m.plural and not m.compared:
                for i, values in enumerate(_CONTRASTS):
                    told[m.key][i].update(set(m.modifiers) & values)
    found: dict[str, frozenset[str]] = {}
    for key, counters in told.items():
        for i, counter in enumerate(counters):
            repeated = [w for w, n in counter.items() if n >= 2]
            if len(counter) >= 2 and (i == 0 or len(repeated) >= 2):
                found[key] = found.get(key, frozenset()) | frozenset(counter if i == 0 else repeated)
    return found


def _resolve(
    entities: Entities, mention: Mention, contrasts: dict[str, frozenset[str]], *, closed: bool
) -> str | None:
    """Whom a mention means; somebody new is added unless the cast is closed."""
    if (mention.proper and mention.noun is None) or (mention.proper and " " in mention.key):
        return _resolve_name(entities, mention, closed)
    if not mention.plural and not closed and (parent := _animal_parent(entities, mention)):
        return parent
    key = noun_key(mention.key, mention.plural)
    distinct = [w for w in mention.modifiers if w in contrasts.get(mention.key, ())]
    if distinct and not mention.plural:
        key = f"{distinct[0]} {key}"
    elif mention.key in contrasts and not mention.plural:
        same = [who for who in reversed(entities.recent) if entities.by_id[who].kind == mention.key]
        if same and mention.article != "a":
            return same[0]
    if key in entities.ids:
        return entities.ids[key]
    if found := _known_by_another_word(entities, mention):
        return found
    if known := _known_parent(entities, mention) or _unmasked(entities, mention):
        return known
    noun = mention.noun
    if closed or (noun and noun.vague and (mention.article == "own" or mention.quoted)):
        return None
    if _means_several(entities, mention):
        return None
    name = mention.words if mention.proper else (f"{distinct[0]} {mention.key}" if distinct else mention.key)
    if noun is None and mention.modifiers and mention.modifiers[0] not in word_set("adjectives.txt"):
        name = f"{mention.modifiers[0]} {mention.key}"
    if noun and noun.lemma in ("maker", "keeper", "seller") and mention.modifiers:
        name = f"{mention.modifiers[0]} {mention.key}"  # `a paper maker`
    if mention.plural and noun and not noun.group:
        name = mention.words.split()[-1].lower()
    entity = Entity(
        id_of(name),
        name,
        mention.key,
        noun.category if noun else "thing",
        noun.gender if noun else "",
        bool(noun and noun.gender and not _is_trade(noun)),
        noun.age if noun else "",
        noun.size if noun else 0.45,
        mention.plural,
        mention.proper,
        bool(noun and noun.vague),
        workplace=noun.workplace if noun else "",
    )
    if mention.key in YOUNG and (species := _species_in(mention)):
        entity.kind, entity.kin = species, True
    if mention.people and (ruled := find_noun(mention.people)):
        entity.kind, entity.category, entity.size = ruled.lemma, ruled.category, 1.3 * ruled.size
        entity.workplace = ""
    return entities.add(key, entity).id


def _is_trade(noun: Noun) -> bool:
    """A knight, a tailor, a gardener: mostly men in old tales, but `she` may be one."""
    ranks = ("palace", "castle", "church", "monastery", "convent")
    return noun.lemma in _TRADES or bool(
        noun.workplace and noun.workplace not in ranks and not noun.lemma.endswith(("man", "woman"))
    )


_TRADES = listed("knight squire soldier general sergeant colonel warrior thief robber bandit captain pirate")


YOUNG = listed("cub kid chick calf pup foal fawn lamb")


def _species_in(mention: Mention) -> str:
    """`bear` in `a bear cub`."""
    return next((w for w in mention.modifiers if (noun := find_noun(w)) and noun.category == "animal"), "")


_KIN = listed(
    "mother father son daughter brother sister wife husband child baby grandmother grandfather aunt uncle"
)


def _animal_parent(entities: Entities, mention: Mention) -> str | None:
    """Kin of an animal is an animal: `its mother` after `a bear cub`, and `the mother bear` then."""
    kin = next((w for w in mention.modifiers if w in ("mother", "father")), "")
    if kin and kin in entities.ids and mention.noun and mention.noun.category == "animal":
        entity = entities.by_id[entities.ids[kin]]
        entity.kind, entity.category, entity.size = mention.key, "animal", mention.noun.size
        return entity.id
    owner = entities.ids.get(mention.owner)
    told_by = mention.owner == "its" or (mention.owner in ("his", "her") and _last_is_animal(entities))
    if mention.key in _KIN and told_by:
        owner = next((w for w in reversed(entities.recent) if entities.by_id[w].category == "animal"), None)
    if noun_key(mention.key, False) in entities.ids:
        return None
    if mention.key not in _KIN or owner is None or entities.by_id[owner].category != "animal":
        return None
    of = entities.by_id[owner]
    noun = mention.noun
    gender = noun.gender if noun else ""
    entity = Entity(
        id_of(mention.key), mention.key, of.kind, "animal", gender, bool(gender), size=of.size, kin=True
    )
    return entities.add(noun_key(mention.key, False), entity).id


_OFFSPRING = listed("son daughter child boy girl baby")
_PARENTS: dict[str, Gender] = {"father": "m", "mother": "f"}


def _note_parent(entities: Entities, reading: UnitReading, mention: Mention) -> None:
    """`a miller with his daughter`, `a widow had two sons`: whom `his father`, `her mother` will mean."""
    if mention.key not in _OFFSPRING or mention.quoted:
        return
    before = [t.low for t in reading.tokens[max(0, mention.first - 6) : mention.first]]
    genitive = mention.article == "own" and mention.owner not in OWNERS  # `the ferryman's daughter`
    has = mention.owner in ("his", "her") or genitive
    has = has or (mention.article == "a" and bool({"had", "have", "has"} & set(before)))
    named = [m for m in reading.mentions if m.head < mention.first and m.entity and not m.plural]
    if has and named and (parent := entities.by_id[str(named[-1].entity)]).category == "person":
        entities.parents.append(parent.id)


def _known_parent(entities: Entities, mention: Mention) -> str | None:
    """The miller for `her father`, if the story told of his child."""
    gender = _PARENTS.get(mention.key)
    if gender is None or mention.plural or mention.article not in ("own", "the"):
        return None
    for who in reversed(entities.parents):
        entity = entities.by_id.get(entities.merged.get(who, who))
        if entity and (entity.gender == gender or not entity.sure):
            entity.gender, entity.sure = gender, True
            return entity.id
    return None


_CALLED_NAMES = listed("thief robber burglar rascal rogue villain scoundrel cheat liar trickster impostor")


def _unmasked(entities: Entities, mention: Mention) -> str | None:
    """Whoever is called a thief by others is somebody that we know, unless `a thief` came in by himself."""
    told = mention.article == "the" or (mention.quoted and mention.article in ("a", "bare"))
    if mention.key not in _CALLED_NAMES or mention.plural or not told:
        return None
    known = [entities.by_id[w] for w in reversed(entities.recent)]
    people = [e for e in known if e.category in ("person", "name") and not e.plural and e.gender != "f"]
    if people and len(entities.by_id) > 1:
        entities.ids[noun_key(mention.key, False)] = people[0].id
        return people[0].id
    return None


def _last_is_animal(entities: Entities) -> bool:
    """Whether whoever was named last is an animal with a name, as in tales told of animals alone."""
    last = entities.by_id[entities.recent[-1]] if entities.recent else None
    return last is not None and last.category == "animal" and last.proper


_NAMED = 2
"""Pronouns that a given name is worth: Emma is `she` until the story says otherwise more than twice."""
_DIRECTIONS = frozenset(["north", "south", "east", "west"])


def _resolve_name(entities: Entities, mention: Mention, closed: bool) -> str | None:
    key = mention.key.replace("-", "")
    if key in entities.ids:
        return entities.ids[key]
    honorifics = word_set("senses.txt", "honorifics")
    words = key.split()
    plain = [w for w in words if w not in honorifics] or words
    titles = [w for w in words if w in honorifics]
    gender = _title_gender(titles)
    for word in plain:
        known = entities.ids.get(word)
        if known is None or (titles and entities.by_id[known].kind == word):
            continue
        other = set(entities.by_id[known].name.lower().split()) - honorifics
        if not (other <= set(plain) or set(plain) <= other):
            continue
        if not gender or entities.by_id[known].gender in ("", gender):
            entities.ids[key] = known
            return known
    if closed:
        return None
    noun = mention.noun
    named_gender = gender or next((g for w in plain if (g := given_names().get(w, ""))), "")
    entity = Entity(
        id_of(mention.words),
        mention.words,
        noun.lemma if noun else "",
        noun.category if noun else "name",
        named_gender,
        bool(gender),
        size=noun.size if noun else 1.0,
        proper=True,
    )
    if not noun and titles:
        entity.category, entity.kind, entity.age = (
            "person",
            "woman" if gender == "f" else "man" if gender else "",
            "adult",
        )
    if not noun and set(titles) <= _DIRECTIONS and mention.article == "the" and not named_gender:
        # `the Sun`, `the North Wind`: a thing with a capital
        entity.category, entity.kind, entity.size = "thing", plain[-1], 0.6
    if entity.gender and not entity.sure:
        entity.votes[entity.gender] += _NAMED  # a name tells more than one doubtful pronoun
    entities.add(key, entity)
    for word in plain:
        if find_noun(word) is None:
            entities.ids.setdefault(word, entity.id)
    return entity.id


def _title_gender(titles: list[str]) -> Gender:
    if set(titles) & word_set("senses.txt", "male honorifics"):
        return "m"
    return "f" if set(titles) & word_set("senses.txt", "female honorifics") else ""


def _known_by_another_word(entities: Entities, mention: Mention) -> str | None:
    """The entity that this kind word means although it was called otherwise before."""
    definite = mention.article in ("the", "own", "bare") or mention.quoted or mention.compared
    for who in reversed(entities.recent):
        entity = entities.by_id[who]
        if entity.plural == mention.plural and entity.kind == mention.key and (entity.proper or entity.kin):
            return who
    if not definite or mention.noun is None:
        return None
    same = synonyms().get(mention.key, frozenset()) - {mention.key}
    for word in same:
        if found := entities.ids.get(noun_key(word, mention.plural)):
            return found
    if mention.article == "own":
        return None
    generics = read_sections("senses.txt")
    for section in ("man", "woman", "boy", "girl", "animal", "bird", "being", "person"):
        if mention.key in generics[f"generic {section}"]:
            for who in reversed(entities.recent):
                if entities.by_id[who].plural == mention.plural and _fits(entities.by_id[who], section):
                    return who
            given = [w for w, e in entities.by_id.items() if e.person and not e.plural and _fits(e, section)]
            if len(given) == 1 and not mention.plural:
                return given[0]
    return None


_BIRDS = ("tiny bird", "small bird")


def _fits(entity: Entity, section: str) -> bool:
    """Whether `the man`, `the bird` ... can mean this entity."""
    if section == "animal":
        return entity.category == "animal"
    if section == "bird":
        return any(entity.kind in word_set("animals.txt", s) for s in _BIRDS)
    if section == "being":
        return entity.category == "being"
    if section == "person":
        return entity.category in ("person", "being", "name")
    wanted: Gender = "m" if section in ("man", "boy") else "f"
    young = section in ("boy", "girl")
    if entity.category not in ("person", "name") or (
        (entity.age == "child") != young and entity.category == "person"
    ):
        return False
    return entity.gender == wanted or (entity.gender == "" and not entity.sure)


def _means_several(entities: Entities, mention: Mention) -> bool:
    """`the couple`, `the children`: people already known, not a new group."""
    if not mention.plural or mention.article not in ("the", "own") or mention.noun is None:
        return False
    pairs = (
        "couple",
        "pair",
        "friend",
        "brother",
        "sister",
        "child",
        "parent",
        "family",
        "companion",
        "animal",
        "twin",
    )
    known = [e for e in (entities.by_id[w] for w in entities.recent) if not e.plural]
    if mention.key == "animal":
        return (
            sum(e.category == "animal" for e in known) >= 2
            and mention.article == "the"
            and "other" not in mention.modifiers
        )
    if mention.key == "child" and mention.article == "the":
        known = [e for e in known if e.category == "name" or e.age == "child"]
    return mention.key in pairs and len(known) >= 2

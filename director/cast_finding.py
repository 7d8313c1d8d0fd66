"""Who is in the story: mentions gathered into entities, by name, by kind, by apposition.

It knows who can be meant by a word; whom a pronoun means and who is on screen is `following.py`'s business.

    from director.cast_finding import find_entities
    entities = find_entities(read_units(units))
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from director.reading import Mention, Token, UnitReading
from director.words import Gender, find_noun, given_names, read_sections, synonyms, word_set
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
    kin: bool = False
    """first called by a kinship word: mother, son"""
    person: Person | None = None


_CONTRASTS = (
    frozenset(
        "first second third fourth fifth sixth seventh eldest oldest youngest elder younger middle other".split()  # noqa: SIM905
    ),
    frozenset(
        ["big", "little", "small", "tiny", "great", "giant", "huge", "tall", "short", "fat", "thin", "middle"]
    ),
    frozenset(["old", "young"]),
    frozenset(["rich", "poor", "wealthy"]),
    frozenset(["town", "country", "city", "field", "village", "house", "water"]),
    frozenset(
        [
            "red",
            "blue",
            "green",
            "yellow",
            "brown",
            "black",
            "white",
            "grey",
            "gray",
            "golden",
            "silver",
            "pink",
        ]
    ),
    frozenset(
        ["good", "bad", "kind", "wicked", "lazy", "honest", "greedy", "proud", "clever", "foolish", "wise"]
    ),
)


class Entities:
    """Everybody found so far, and by which words each is called."""

    def __init__(self) -> None:
        self.by_id: dict[str, Entity] = {}
        self.ids: dict[str, str] = {}
        """word or name -> id of whom it means"""
        self.recent: list[str] = []
        """ids, the one named last at the end"""
        self.merged: dict[str, str] = {}

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
        if told and " " not in new.name:
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
    entity.age = entity.age or by.age


def find_entities(readings: Sequence[UnitReading], given: Sequence[Person] = ()) -> dict[str, Entity]:
    """Everybody who is named, by id; every mention is told whom it means.

    Args:
        readings: the units; their mentions' `entity` is set.
        given: when there are some, nobody else is found.
    """
    entities = Entities()
    for person in given:
        _add_given(entities, person)
    contrasts = _find_contrasts(readings)
    for reading in readings:
        for mention in reading.mentions:
            mention.entity = _resolve(entities, mention, contrasts, closed=bool(given))
            if mention.entity:
                entities.touch(mention.entity)
                if not mention.quoted and not mention.compared:
                    entities.by_id[mention.entity].modifiers.update(mention.modifiers)
        if not given:
            _read_appositions(entities, reading)
    if not given:
        _merge_parents(entities)
    merged = entities.merged
    for reading in readings:
        for mention in reading.mentions:
            while mention.entity in merged:
                mention.entity = merged[mention.entity]
    _gather_members(entities)
    return entities.by_id


def _add_given(entities: Entities, person: Person) -> None:
    words = [w for w in person.name.lower().replace("’", "'").split() if w not in ("the", "a", "an")]
    kind_word = next((w for w in reversed(person.kind.lower().split()) if find_noun(w)), "")
    noun = find_noun(kind_word) or find_noun(words[-1] if words else "")
    gender = _gender_of(words, person) or (noun.gender if noun else "")
    entity = Entity(
        person.id, person.name, person.kind or (noun.lemma if noun else ""), noun.category if noun else "thing",
        gender, bool(gender), noun.age if noun else "", noun.size if noun else 0.5,
        plural=bool(noun and (noun.plural or noun.group)), proper=person.name[:1].isupper(), person=person,
    )  # fmt: skip
    entities.add(" ".join(words) or person.id, entity)
    for word in [w for w in words if len(words) < 3 or w == words[-1]] + ([noun.lemma] if noun else []):
        found = find_noun(word)
        entities.ids.setdefault(
            _noun_key(found.lemma, found.plural or found.group) if found else word, entity.id
        )
    if person.name.count(",") or " and " in person.name:
        entity.plural = True
        for word in words:
            entities.ids.setdefault(word.strip(","), entity.id)


def _gender_of(words: list[str], person: Person) -> Gender:
    look = f"{person.kind} {person.look}".lower().replace(",", " ").split()
    if {"woman", "girl", "female", "lady"} & set(look):
        return "f"
    if {"man", "boy", "male"} & set(look):
        return "m"
    return next((g for w in words if (g := given_names().get(w, ""))), "")


def _noun_key(lemma: str, plural: bool) -> str:
    return f"{lemma}/many" if plural else lemma


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
    key = _noun_key(mention.key, mention.plural)
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
    noun = mention.noun
    if closed or (noun and noun.vague and (mention.article == "own" or mention.quoted)):
        return None
    if _means_several(entities, mention):
        return None
    name = mention.words if mention.proper else (f"{distinct[0]} {mention.key}" if distinct else mention.key)
    if noun is None and mention.modifiers and mention.modifiers[0] not in word_set("adjectives.txt"):
        name = f"{mention.modifiers[0]} {mention.key}"
    if mention.plural and noun and not noun.group:
        name = mention.words.split()[-1].lower()
    if not mention.plural and (parent := _animal_parent(entities, mention)):
        return parent
    entity = Entity(
        _id_of(name), name, mention.key, noun.category if noun else "thing", noun.gender if noun else "",
        bool(noun and noun.gender), noun.age if noun else "", noun.size if noun else 0.45, mention.plural, mention.proper,
        bool(noun and noun.vague), workplace=noun.workplace if noun else "",
    )  # fmt: skip
    return entities.add(key, entity).id


_KIN = frozenset(["mother", "father", "son", "daughter", "brother", "sister", "wife", "husband", "child", "baby", "grandmother", "grandfather"])


def _animal_parent(entities: Entities, mention: Mention) -> str | None:
    """Kin of an animal is an animal: `its mother` after `a bear cub`, and `the mother bear` then."""
    kin = next((w for w in mention.modifiers if w in ("mother", "father")), "")
    if kin and kin in entities.ids and mention.noun and mention.noun.category == "animal":
        entity = entities.by_id[entities.ids[kin]]
        entity.kind, entity.category, entity.size = mention.key, "animal", mention.noun.size
        return entity.id
    owner = entities.ids.get(mention.owner)
    if mention.key in _KIN and mention.owner == "its":
        owner = next((w for w in reversed(entities.recent) if entities.by_id[w].category == "animal"), None)
    if mention.key not in _KIN or owner is None or entities.by_id[owner].category != "animal":
        return None
    of = entities.by_id[owner]
    noun = mention.noun
    gender = noun.gender if noun else ""
    entity = Entity(_id_of(mention.key), mention.key, of.kind, "animal", gender, bool(gender), size=of.size, kin=True)
    return entities.add(_noun_key(mention.key, False), entity).id


def _id_of(name: str) -> str:
    letters = "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")
    while "--" in letters:
        letters = letters.replace("--", "-")
    return letters[:40].strip("-") or "somebody"


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
        if known and (not gender or entities.by_id[known].gender in ("", gender)):
            if not (titles and entities.by_id[known].kind == word):
                entities.ids[key] = known
                return known
    if closed:
        return None
    noun = mention.noun
    named_gender = gender or next((g for w in plain if (g := given_names().get(w, ""))), "")
    entity = Entity(
        _id_of(mention.words), mention.words, noun.lemma if noun else "", noun.category if noun else "name",
        named_gender, bool(gender), size=noun.size if noun else 1.0, proper=True,
    )  # fmt: skip
    if not noun and titles:
        entity.category, entity.kind, entity.age = (
            "person",
            "woman" if gender == "f" else "man" if gender else "",
            "adult",
        )
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
        if found := entities.ids.get(_noun_key(word, mention.plural)):
            return found
    if mention.article == "own":
        return None
    generics = read_sections("senses.txt")
    for section in ("man", "woman", "boy", "girl", "animal", "bird", "being", "person"):
        if mention.key in generics[f"generic {section}"]:
            for who in reversed(entities.recent):
                if entities.by_id[who].plural == mention.plural and _fits(entities.by_id[who], section):
                    return who
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
    if (
        entity.category not in ("person", "name")
        or ((entity.age == "child") != young
        and entity.category == "person")
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
    return mention.key in pairs and len(known) >= 2


def _read_appositions(entities: Entities, reading: UnitReading) -> None:
    """`Anansi the spider`, `a slave named Androcles`, `two boys, Juma and Ali`."""
    mentions = reading.mentions
    for i, left in enumerate(mentions[:-1]):
        right = mentions[i + 1]
        if not left.entity or not right.entity or left.entity == right.entity:
            continue
        if not left.proper and left.plural:
            _read_list(entities, reading.tokens, mentions[i:])
            continue
        if not (left.proper or right.proper) or left.plural != right.plural:
            continue
        gap = _gap(reading.tokens, left, right)
        named, kind = (left, right) if left.proper else (right, left)
        if _is_apposition(gap, left, right, reading.tokens) and not (
            named.noun and kind.noun and named.proper and kind.proper
        ):
            entities.merge(str(kind.entity), str(named.entity), told=kind.noun is not None and left.proper)
            kind.entity = named.entity
    _read_naming(entities, reading)


def _read_naming(entities: Entities, reading: UnitReading) -> None:
    """`I called him Biscuit`, `her name was Mei`: the one spoken of last gets the name."""
    tokens = reading.tokens
    for m in reading.mentions:
        before = [t.low for t in tokens[max(0, m.first - 3) : m.first]]
        called = before[-2:-1] in (["called"], ["named"]) and before[-1:][0] in ("him", "her", "it")
        owned = before[-2:] in (["name", "was"], ["name", "is"]) and before[0] in ("his", "her", "its", "whose")
        if not (m.proper and m.entity in entities.by_id and (called or owned)):
            continue
        kinds = [w for w in reversed(entities.recent) if not entities.by_id[w].proper and w != m.entity]
        animal = [w for w in kinds if entities.by_id[w].category == "animal"]
        if found := (animal if called else kinds)[:1] or kinds[:1]:
            entities.merge(found[0], str(m.entity), told=True)


def _gap(tokens: list[Token], left: Mention, right: Mention) -> list[str]:
    first = right.first
    return [t.low for t in tokens[left.head + 1 : first]]


def _is_apposition(gap: list[str], left: Mention, right: Mention, tokens: list[Token]) -> bool:
    told = [w for w in gap if w not in ("the", "a", "an", "was", ",", "is", "whose", "name", "by", "of")]
    if tokens[left.head].genitive:
        return False
    if right.proper and not left.proper:
        if told in (["named"], ["called"]) or gap in (["whose", "name", "was"], ["by", "the", "name", "of"]):
            return True
        return not gap and left.article in ("the", "own")
    if left.proper and not right.proper and not told:
        after = tokens[right.head + 1].low if right.head + 1 < len(tokens) else "."
        if gap in ([], ["the"]):
            return right.article == "the"
        if gap and gap[0] == "," and right.article in ("the", "a", "own"):
            return after in (",", ".", "who", ";", "of", "from", "with", "in")
        return gap[:1] in (["was"], ["is"]) and right.article in ("a", "the") and "not" not in gap
    return False


def _read_list(entities: Entities, tokens: list[Token], mentions: list[Mention]) -> None:
    """Names that spell out a plural just before them take its kind."""
    group = mentions[0]
    names: list[Mention] = []
    last = group.head
    for m in mentions[1:]:
        words = [t.low for t in tokens[last + 1 : m.first]]
        limit = (
            {",", "and", "the"}
            if names
            else {
                ",",
                ":",
                "-",
                "--",
                "—",
                "and",
                "their",
                "names",
                "were",
                "named",
                "called",
                "whose",
                "are",
            }
        )
        if not m.proper or not m.entity or not set(words) <= limit:
            break
        names.append(m)
        last = m.head
    if len(names) < 2 or group.entity not in entities.by_id:
        return
    kind = entities.by_id[group.entity]
    for m in names:
        if m.entity in entities.by_id:
            describe(entities.by_id[m.entity], kind)
    kind.members = [m.entity for m in names if m.entity]


def _gather_members(entities: Entities) -> None:
    """`the three pigs` are the first, the second and the third, if those are told apart."""
    for entity in entities.by_id.values():
        if entity.plural and not entity.members and not entity.proper:
            single = [e.id for e in entities.by_id.values() if e.kind == entity.kind and not e.plural]
            if len(single) >= 2:
                entity.members = single


def _merge_parents(entities: Entities) -> None:
    """The mother of young rabbits and Mrs. Rabbit are one."""
    for parent, gender in (("mother", "f"), ("father", "m")):
        who = entities.ids.get(parent)
        if who is None or entities.by_id[who].kind != parent:
            continue
        kinds = {
            e.kind
            for e in entities.by_id.values()
            if e.proper and e.category == "animal" and e.gender != gender
        }
        same = [
            e.id for e in entities.by_id.values()
            if e.proper and e.gender == gender and " " in e.name and (e.kind in kinds) and e.category == "animal"
        ]  # fmt: skip
        if len(same) == 1 and kinds:
            entities.merge(who, same[0])


def named_together(readings: Sequence[UnitReading], entities: dict[str, Entity]) -> Iterator[list[str]]:
    """Three or more names that only ever stand together: Flopsy, Mopsy and Cotton-tail are one group."""
    runs: Counter[tuple[str, ...]] = Counter()
    total: Counter[str] = Counter()
    for reading in readings:
        run: list[Mention] = []
        for m in [*reading.mentions, None]:
            if m is not None and m.entity:
                total[m.entity] += 1
            joined = (
                m is not None
                and m.proper
                and m.entity
                and (not run or _gap_is_list(reading.tokens, run[-1], m))
            )
            if joined and m is not None:
                run.append(m)
                continue
            if len(run) >= 3:
                runs[tuple(str(r.entity) for r in run)] += 1
            run = [m] if m is not None and m.proper and m.entity else []
    for names, n in runs.items():
        together = [w for w in names if total[w] <= sum(k for r, k in runs.items() if w in r)]
        if n >= 1 and len(together) >= 3 and all(total[w] >= 2 for w in together):
            yield together


def _gap_is_list(tokens: list[Token], left: Mention, right: Mention) -> bool:
    words = [t.low for t in tokens[left.head + 1 : right.first]]
    return bool(words) and set(words) <= {",", "and"}

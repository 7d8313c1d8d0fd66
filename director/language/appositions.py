"""Who is the same: names beside kinds, names given, lists that spell out a group.

from director.language.appositions import read_appositions
read_appositions(entities, reading)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from director.language.entities import Entities, Entity, describe
from director.language.tokens import Mention, Token, UnitReading
from director.language.words import given_names, listed


def read_appositions(entities: Entities, reading: UnitReading, known: Collection[str] = ()) -> None:
    """`Anansi the spider`, `a slave named Androcles`, `two boys, Juma and Ali`.

    Args:
        known: who was named before this unit.
    """
    mentions = reading.mentions
    for i, left in enumerate(mentions[:-1]):
        right = mentions[i + 1]
        if not left.entity or not right.entity or left.entity == right.entity:
            continue
        if not left.proper and left.plural:
            _read_list(entities, reading.tokens, mentions[i:])
            continue
        if of := _owned_apposition(reading.tokens, mentions, i):
            entities.merge(str(of.entity), left.entity, told=True)
            of.entity = left.entity
            continue
        gap = _gap(reading.tokens, left, right)
        if gap[:1] in (["was"], ["is"]) and set(gap[1:]) <= {"a", "an"}:
            _tell_kin(entities.by_id.get(left.entity), right)
        if not (left.proper or right.proper) or left.plural != right.plural:
            if gap == [","] and right.article == "a" and right.entity not in known:
                _read_description(entities, left, right)
            continue
        named, kind = (left, right) if left.proper else (right, left)
        if _is_apposition(gap, left, right, reading.tokens) and not (
            named.noun and kind.noun and named.proper and kind.proper
        ):
            entities.merge(str(kind.entity), str(named.entity), told=kind.noun is not None and left.proper)
            kind.entity = named.entity
            # `his friend was a fat orange cat called ...`
            if kind.compared and named.entity in entities.by_id:
                entities.by_id[str(named.entity)].modifiers.update(kind.modifiers)
    _read_naming(entities, reading, known)
    _read_unmasking(entities, reading)


def _owned_apposition(tokens: list[Token], mentions: list[Mention], i: int) -> Mention | None:
    """`daughter` in `Katya, the ferryman's daughter, rowed`; None if it is no such thing."""
    if i + 2 >= len(mentions):
        return None
    left, owner, kin = mentions[i : i + 3]
    if not (left.proper and tokens[owner.head].genitive and kin.first == owner.head + 1 and kin.entity):
        return None
    after = tokens[kin.head + 1].low if kin.head + 1 < len(tokens) else "."
    gap = [t.low for t in tokens[left.head + 1 : owner.first]]
    fits = kin.noun is not None and not kin.proper and not kin.plural and kin.entity != left.entity
    return kin if fits and gap in ([","], [",", "the"]) and after in (",", ".") else None


def _read_description(entities: Entities, somebody: Mention, words: Mention) -> None:
    """`the captain, a young woman in a blue coat`: what is said of her, not another one."""
    who, noun = entities.by_id.get(str(somebody.entity)), words.noun
    if who is None or noun is None or words.entity not in entities.by_id or somebody.plural or words.plural:
        return
    if noun.lemma not in _UNTOLD or who.category != "person" or (who.sure and who.gender != noun.gender):
        return
    who.gender, who.sure = noun.gender, bool(noun.gender)
    entities.merge(words.entity, who.id)
    words.entity = who.id


def _tell_kin(kin: Entity | None, kind: Mention) -> None:
    """`the wolf's grandfather was a woodcutter`: what somebody's kin is said to be, they are."""
    if kin and kind.noun and not kind.proper and kin.name in _KIN and kind.noun.lemma not in _KIN | _UNTOLD:
        kin.kind, kin.category, kin.size = kind.noun.lemma, kind.noun.category, kind.noun.size
        kin.workplace = kind.noun.workplace


def _read_unmasking(entities: Entities, reading: UnitReading) -> None:
    """`she was a wicked witch` after `an old woman`: the same one, and now we know what she is."""
    for m in reading.mentions:
        before = [t.low for t in reading.tokens[max(0, m.first - 2) : m.first]]
        if not m.compared or m.entity not in entities.by_id or before not in (["she", "was"], ["he", "was"]):
            continue
        single = [
            e for w in reversed(entities.recent) if w != m.entity and not (e := entities.by_id[w]).plural
        ]
        sex = entities.by_id[m.entity].gender
        if single and single[0].kind in _UNTOLD and sex in ("", "f" if before[0] == "she" else "m"):
            single[0].category = "name"
            entities.merge(m.entity, single[0].id)
            m.entity = single[0].id


_UNTOLD = listed("man woman lady girl boy stranger traveller person child beggar")


_KIN = listed(
    "mother father son daughter brother sister wife husband grandmother grandfather grandma grandpa aunt "
    "uncle"
)


def _read_naming(entities: Entities, reading: UnitReading, known: Collection[str]) -> None:
    """`I called him Biscuit`, `her name was Mei`: the one spoken of last gets the name."""
    tokens = reading.tokens
    for m in reading.mentions:
        before = [t.low for t in tokens[max(0, m.first - 3) : m.first]]
        called = before[-2:-1] in (["called"], ["named"]) and before[-1:][0] in ("him", "her", "it")
        owned = before[-2:] in (["name", "was"], ["name", "is"]) and before[0] in _OF_WHOM
        if m.proper and m.entity in entities.by_id and _is_called_by_all(tokens, m.first):
            first = [w for w in entities.by_id if w in entities.recent and not entities.by_id[w].proper]
            if first and _same_sex(entities.by_id[first[0]], entities.by_id[m.entity]):
                entities.merge(first[0], str(m.entity), told=True)
            continue
        if not (m.proper and m.entity in entities.by_id and (called or owned)):
            continue
        later = {o.entity for o in reading.mentions if o.first > m.first} - set(known)
        kinds = [
            w
            for w in reversed(entities.recent)
            if not entities.by_id[w].proper and w != m.entity and w not in later
        ]
        animal = [w for w in kinds if entities.by_id[w].category == "animal"]
        if found := (animal if called else kinds)[:1] or kinds[:1]:
            entities.merge(found[0], str(m.entity), told=True)


_OF_WHOM = ("his", "her", "its", "whose")


def _is_called_by_all(tokens: list[Token], first: int) -> bool:
    """`so she was always called Little Red-Cap`."""
    before = [t.low for t in tokens[max(0, first - 5) : first]]
    named = before[-1:] in (["called"], ["named"]) or before[-2:] == ["known", "as"]
    return named and bool({"was", "were"} & set(before)) and bool({"he", "she", "it"} & set(before))


def _same_sex(one: Entity, other: Entity) -> bool:
    return not (one.gender and other.gender) or one.gender == other.gender


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
        if gap == [","] and left.article in ("own", "a", "the") and not left.quoted:
            rest = [t.low for t in tokens[right.head + 1 : right.head + 3]]
            listed_on = tokens[left.first - 2].low in (",", "and") if left.first > 1 else False
            return rest[:1] in ([","], ["."]) and rest[1:] != ["and"] and not listed_on
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


def name_by_company(entities: Entities) -> None:
    """A name of which nothing is told, among animals of one kind only, is one of them."""
    known = [e for e in entities.by_id.values() if e.proper and e.category != "name"]
    kinds = {(e.kind, e.category) for e in known if e.category != "thing"}
    if len(kinds) == 1 and known[0].category == "animal":
        for e in entities.by_id.values():
            human = len(known) == 1 and bool(set(e.name.lower().split()) & given_names().keys())
            if e.category == "name" and not human:
                describe(e, known[0])


def _kin_of(entities: Entities) -> list[str]:
    """Who makes up the family of the story: parents and their like, and whoever has nothing but a name."""
    single = [e for e in entities.by_id.values() if not e.plural]
    kin = [e.id for e in single if e.kind in _KIN | _AT_HOME]
    if len(kin) < 2:
        return []
    return [e.id for e in single if e.id in kin or (e.category == "name" and not e.kind)]


_AT_HOME = listed("mum mom mummy mommy mama dad daddy papa granny granddad nana baby")
_ALL_THINGS = listed("thing things toy toys object objects")


def gather_members(entities: Entities) -> None:
    """`the three pigs` are the first, the second and the third, if those are told apart."""
    for entity in entities.by_id.values():
        if entity.kind in _ALL_THINGS and entity.category == "thing" and not entity.members:
            others = [e.id for e in entities.by_id.values() if e.category == "thing" and e is not entity]
            entity.plural, entity.members = True, others if len(others) >= 2 else []
        if entity.plural and not entity.members and not entity.proper:
            young = [
                e.id
                for e in entities.by_id.values()
                if e.proper and not e.plural and e.kind in ("boy", "girl")
            ]
            if entity.kind in ("child", "brother", "sister", "twin") and len(young) == 2:
                entity.members = young
                continue
            single = _kin_of(entities) if entity.kind == "family" else []
            single = single or [
                e.id for e in entities.by_id.values() if e.kind == entity.kind and not e.plural
            ]
            if len(single) >= 2:
                entity.members = single


def merge_parents(entities: Entities) -> None:
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
            e.id
            for e in entities.by_id.values()
            if e.proper
            and e.gender == gender
            and " " in e.name
            and e.kind in kinds
            and e.category == "animal"
        ]
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

"""Looks by rule: what the story states about everybody, word for word, and a look of their own for the rest.

from director.rules.looks import dress
page = dress(CastSlots(units=units, cast=cast, places=[], props=[]))
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from director.language.cast_finding import find_entities
from director.language.followed import Followed
from director.language.following import follow
from director.language.languages import guess_language
from director.language.mentions import RANKS
from director.language.reading import read_units
from director.language.things import is_thing
from director.language.tokens import Token
from director.language.wardrobe import Wardrobe
from director.language.words import Noun, find_noun, find_verb, given_names, listed, read_rows, word_set
from director.rules.bodies import size_beside
from prompts.pages import CastPage, CastSlots, Entity, Person, Stage

_BE = listed("was were is are looked became seemed felt grew")


_WEAR = frozenset(["wear", "dress"])


_CARRY = listed("carry wave hold take bring use pull swing raise lift")


_SKIP = listed("very so too quite rather really all still most always and , dreadfully")


COLOURS = (
    "red",
    "blue",
    "green",
    "yellow",
    "purple",
    "orange",
    "brown",
    "white",
    "pink",
    "turquoise",
    "black",
    "grey",
)


_GARMENTS = {
    "man": ("coat", "jacket", "waistcoat", "shirt", "cloak"),
    "woman": ("dress", "shawl and apron", "gown", "blouse and skirt", "cloak"),
    "boy": ("shirt", "jacket", "sweater", "cap and shirt"),
    "girl": ("dress", "pinafore", "sweater and skirt", "coat"),
    "child": ("sweater", "shirt", "jacket"),
    "animal": ("scarf", "waistcoat", "cap", "neckerchief", "jacket"),
    "being": ("hat", "cloak", "tunic", "scarf"),
    "thing": ("ribbon", "scarf", "cap"),
}


_TODAY = {
    "man": ("jacket", "shirt", "sweater", "coat", "shirt and tie"),
    "woman": ("dress", "sweater and skirt", "blouse and skirt", "jacket", "shirt"),
}
"""What grown-ups wear in stories of today."""
_MODERN = re.compile(
    r"\b(phones?|telephones?|handy|teléfono|téléphone|móvil|computers?|laptops?|tablets?|television|tv|buss?(es)?|"
    r"autobús|autobus|cars?|coche|voiture|taxis?|vans?|trucks?|trams?|metro|subway|bicycles?|bikes?|robots?|"
    r"rockets?|spaceships?|starships?|raumschiff|fridge|microwave|toaster|supermarket|pyjamas|pajamas|"
    r"mum|mom|dad|police(man|woman)?|detective|inspector|teacher|classroom|homework|backpack|airport|station|"
    r"elevator|lift|office|flat|apartment|cafe|café|playground|football|birthday|cumpleaños|geburtstag|"
    r"anniversaire|kindergarten|haltestelle)\b"
)


def is_modern(units: Sequence[str]) -> bool:
    """Whether a story plays today or later, by the things and trades in it: two of them, or one twice."""
    return len(_MODERN.findall(" ".join(units).lower())) > 1


_HAIR = ("black", "brown", "dark", "chestnut", "blond", "grey")


_PITCH = {"man": 32, "woman": 62, "boy": 72, "girl": 78, "child": 76, "animal": 55, "being": 50, "thing": 66}


def dress(slots: CastSlots) -> CastPage:
    """The same entities with looks: what is stated first, then what tells them from each other."""
    english = guess_language(" ".join(slots.units[:200])) == "en"
    things = {p.name.lower() for p in slots.props}
    told = find_stated_looks(slots.units, slots.cast, things) if english else ({}, set(), {})
    stated, spoke, stages = told
    taken: Counter[tuple[str, str]] = Counter()
    garments = _GARMENTS | (_TODAY if is_modern(slots.units) else {})
    cast = [
        _with_stages(
            _dress_one(_with_kind(p), i, stated.get(p.id, []), p.id in spoke or not english, taken, garments),
            stages.get(p.id, {}),
        )
        for i, p in enumerate(slots.cast)
    ]
    places = [_furnish(p) for p in slots.places]
    props = [
        p if p.look else p.model_copy(update={"look": f"{_colour(p.id, 0)} {p.name}"}) for p in slots.props
    ]
    return CastPage(cast=cast, places=places, props=props)


def _with_stages(person: Person, stages: dict[str, str]) -> Person:
    """The person with the looks that the story gives them for a while; those that were given are kept."""
    if not stages or person.looks:
        return person
    return person.model_copy(update={"looks": [Stage(id=s, words=words) for s, words in stages.items()]})


_HONORIFICS = {
    "mrs": "woman",
    "ms": "woman",
    "miss": "woman",
    "madame": "woman",
    "lady": "woman",
    "mr": "man",
}


def _with_kind(person: Person) -> Person:
    """The same person with the kind that the name tells: the Old Crow is a crow, Sandra a woman."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", person.name.lower())
    if person.kind:
        return person
    titled = next((_HONORIFICS[word] for word in words if word in _HONORIFICS), "")
    given = next((given_names()[word] for word in words if word in given_names()), "")
    noun = next((word for word in reversed(words) if find_noun(word)), "")
    noun = noun or next((word for word in reversed(words) if is_thing(word)), "")
    kind = titled or {"f": "woman", "m": "man"}.get(given, "") or noun
    return person.model_copy(update={"kind": kind}) if kind else person


def sort_of(person: Person) -> str:
    """man, woman, boy, girl, child, animal, being or thing."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", f"{person.kind} {person.look}".lower())
    for sort in ("woman", "girl", "man", "boy"):
        if sort in words:
            return sort
    noun = _noun_of(person)
    if noun is None:
        return "thing" if person.kind and person.kind not in ("person", "people") else "man"
    if noun.category != "person":
        return noun.category
    if noun.age == "child":
        return {"m": "boy", "f": "girl"}.get(noun.gender, "child")
    return "woman" if noun.gender == "f" else "man"


def _noun_of(person: Person) -> Noun | None:
    for word in reversed(person.kind.lower().split()):
        if found := find_noun(word):
            return found
    return None


def size_of(person: Person) -> float:
    """Height against a grown person."""
    noun = _noun_of(person)
    sort = sort_of(person)
    size = noun.size if noun else {"thing": 0.4, "boy": 0.68, "girl": 0.68, "child": 0.65}.get(sort, 1.0)
    words = set(person.look.lower().replace(",", " ").split())
    if words & {"giant", "huge", "enormous", "gigantic"}:
        size *= 1.3
    elif (
        words & {"tiny", "little", "small"}
        and noun is not None
        and noun.category != "animal"
        and noun.age != "child"
    ):
        size *= 0.85
    return size


def _dress_one(
    person: Person,
    index: int,
    stated: list[str],
    speaks: bool,
    taken: Counter[tuple[str, str]],
    garments: Mapping[str, Sequence[str]],
) -> Person:
    sort = sort_of(person)
    told = [part.strip() for part in person.look.split(",") if part.strip()]
    parts = list(dict.fromkeys([*told, *(s for s in stated if not any(s in t for t in told))]))
    rank = RANKS & set(person.name.lower().split())
    if sort == "animal" and rank and "crown" not in " ".join(parts):
        parts.append("golden crown" if rank & {"king", "queen", "emperor"} else "small crown")
    text = " ".join(parts)
    clothes = word_set("clothing.txt", "clothing") - (_ACCESSORIES if sort in _PEOPLE else frozenset())
    worn = any(re.search(rf"\b{re.escape(w)}\b", text) for w in clothes)
    own = _own_look(person, sort, index, text, speaks, taken, garments) if sort in _PEOPLE or not worn else []
    if not worn:
        parts += own
    elif own and not any(c in text.split() for c in COLOURS):  # `his shirt`: of a colour that nobody has
        parts[-1] = f"{own[0].split()[0]} {parts[-1]}"
        parts += own[1:]
    pitch = person.voice_pitch if person.voice_pitch is not None else pitch_of(person)
    kind = person.kind or {"thing": person.name}.get(sort, sort)
    return person.model_copy(
        update={"kind": kind, "look": ", ".join(dict.fromkeys(parts))[:400], "voice_pitch": pitch}
    )


_PEOPLE = ("man", "woman", "boy", "girl", "child")
_ACCESSORIES = listed(
    "glasses spectacles shoes shoe boots boot slippers ring necklace gloves glove mitten mittens tie belt"
)
"""What one may wear and still need a garment."""


def _own_look(
    person: Person,
    sort: str,
    index: int,
    text: str,
    speaks: bool,
    taken: Counter[tuple[str, str]],
    garments: Mapping[str, Sequence[str]],
) -> list[str]:
    """A colour and a garment that nobody of the same sort has yet; an animal that never speaks goes bare."""
    coloured = any(c in text.split() for c in COLOURS)
    if sort == "animal" and not speaks:
        shade = ("brown", "grey", "dark", "golden", "white")[taken[("bare", person.kind)] - 1 :][:1]
        taken[("bare", person.kind)] += 1
        if coloured:
            return []
        return [f"{shade[0]} coat"] if taken[("bare", person.kind)] > 1 else ["natural colours"]
    colour = _usual_colour(person.kind, taken) or next(
        (c for step in range(len(COLOURS)) if not taken[(c := _colour(person.id, index + step), sort)]),
        _colour(person.id, index),
    )
    taken[(colour, sort)] += 1
    if sort == "thing" and size_beside(_last_noun(person), 0.0):
        return [] if coloured else [colour]  # vehicles are painted, and wear nothing
    seed = zlib.crc32(person.id.encode())
    trades = {row[0]: " ".join(row[1:]) for row in read_rows("clothing.txt", "dress of a trade")}
    garment = next((trades[w] for w in reversed(person.kind.split()) if w in trades), "")
    garment = garment or garments[sort][seed % len(garments[sort])]
    look = [f"{colour} {garment}"]
    if sort in ("man", "woman", "boy", "girl", "child") and "hair" not in text:
        noun = _noun_of(person)
        old = "old" in f"{person.kind} {text}".split() or (noun is not None and noun.age == "old")
        look.append("grey hair" if old else f"{_HAIR[seed // 7 % (len(_HAIR) - 1)]} hair")
    return look


def _usual_colour(kind: str, taken: Counter[tuple[str, str]]) -> str:
    """What the first of a trade is dressed in, so that a doctor is white; '' for the others."""
    usual = {row[0]: row[1] for row in read_rows("clothing.txt", "colour of a trade")}
    colour = next((usual[w] for w in reversed(kind.split()) if w in usual), "")
    taken[(colour, kind)] += 1
    return colour if taken[(colour, kind)] == 1 else ""


def _colour(name: str, index: int) -> str:
    return COLOURS[(zlib.crc32(name.encode()) + index) % len(COLOURS)]


def pitch_of(person: Person) -> int:
    """How high somebody speaks, 0..100, from what they are: bears low, mice high."""
    sort, size = sort_of(person), size_of(person)
    pitch = _PITCH[sort] + (zlib.crc32(person.id.encode()) % 9 - 4)
    if sort in ("animal", "being", "thing"):
        size = size_beside(_last_noun(person), size)
        pitch = round(92 - 62 * min(1.2, size)) + zlib.crc32(person.id.encode()) % 7
    if "old" in f"{person.kind} {person.look}".split():
        pitch -= 8
    return max(0, min(100, pitch))


def _last_noun(person: Person) -> str:
    """The last word of what somebody is: bus."""
    return (person.kind or person.name).lower().split()[-1] if (person.kind or person.name).split() else ""


def _furnish(place: Entity) -> Entity:
    return place if place.look else place.model_copy(update={"look": place.name})


# -- what the story states -----------------------------------------------------------------------------------


def find_stated_looks(
    units: Sequence[str], cast: Sequence[Person], props: Collection[str] = ()
) -> tuple[dict[str, list[str]], set[str], dict[str, dict[str, str]]]:
    """({character id: what the story says is seen of them}, ids of those who speak, {character id: the looks
    that they put on for a while, by their ids}).

    Args:
        props: names of things that come and go by themselves, and so are nobody's look.
    """
    readings = read_units(units, range(len(units)), [p.name for p in cast if p.name[:1].isupper()])
    entities = find_entities(readings, cast)
    followed = follow(readings, entities)
    found: dict[str, list[str]] = defaultdict(list)
    owners: dict[str, str] = {}
    """garment -> who owns it, for `it was a blue jacket`"""
    wardrobe, stages = Wardrobe(), defaultdict[str, dict[str, str]](dict)
    for unit in followed:
        wardrobe.read(unit)
        for who, (stage, words) in wardrobe.stages().items():
            stages[who][stage] = words
        _read_adjectives(unit, found)
        _read_predicates(unit, found)
        _read_garments(unit, found, owners)
    ids = {p.id for p in cast}
    limited: dict[str, list[str]] = {}
    for who in ids & set(found):
        parts = [p for p in dict.fromkeys(found[who]) if p.split()[-1] not in props]
        limited[who] = _without_parts(parts)[:7]
    return limited, {e.id for e in entities.values() if e.speaks}, dict(stages)


def _without_parts(parts: list[str]) -> list[str]:
    """The parts that are not said again in a longer one."""
    return [p for p in parts if not any(p != q and re.search(rf"\b{re.escape(p)}\b", q) for q in parts)]


def _visible() -> frozenset[str]:
    return word_set("adjectives.txt", "colour", "size", "age", "seen")


def _read_adjectives(unit: Followed, found: dict[str, list[str]]) -> None:
    for reference in unit.references:
        m = reference.mention
        if m and not m.compared and m.role != "genitive":
            for who in reference.ids:
                found[who] += [w for w in reversed(m.modifiers) if w in _visible()]


def _read_predicates(unit: Followed, found: dict[str, list[str]]) -> None:
    """`she was old and poor`: adjectives that a subject is said to be."""
    tokens = unit.reading.tokens
    for reference in unit.references:
        at = reference.token + 1
        if reference.quoted or reference.role != "subject" or at >= len(tokens) or tokens[at].low not in _BE:
            continue
        at += 1
        while at < len(tokens) and (tokens[at].low in _SKIP or tokens[at].low in word_set("adjectives.txt")):
            if tokens[at].low in _visible():
                for who in reference.ids:
                    found[who].append(tokens[at].low)
            at += 1


def _read_garments(unit: Followed, found: dict[str, list[str]], owners: dict[str, str]) -> None:
    """`his blue jacket`, `wore a red cloak`, `carrying a basket`."""
    tokens = unit.reading.tokens
    things = word_set("clothing.txt", "clothing", "body", "carried")
    for i, token in enumerate(tokens):
        if token.quote >= 0 or token.low not in things:
            continue
        first = _phrase_start(tokens, i)
        owner = _owner(unit, first, i, owners)
        carried = token.low in word_set("clothing.txt", "carried")
        if carried and not owner:
            owner = _carrier(unit, first)
        if not owner or (carried and not _is_carried(tokens, first)):
            continue
        words = [t.low for t in tokens[first : i + 1]]
        owners.setdefault(token.low, owner)
        owners.setdefault(token.low.rstrip("s"), owner)
        body = token.low in word_set("clothing.txt", "body")
        if len(words) > 1 or not body:
            found[owner].append(" ".join([*words, *_made_with(tokens, i)]))


def _phrase_start(tokens: list[Token], i: int) -> int:
    first = i
    while first > 0 and i - first < 4 and tokens[first - 1].is_word:
        low = tokens[first - 1].low
        if low not in word_set("adjectives.txt") and low not in (
            "brass",
            "leather",
            "silk",
            "velvet",
            "fur",
            "woollen",
            "gold",
        ):
            break
        if low in (
            "his",
            "other",
            "both",
            "one",
            "two",
            "all",
            "own",
            "same",
            "first",
            "second",
            "new",
            "so",
            "large",
            "such",
        ):
            break
        first -= 1
    return first


def _owner(unit: Followed, first: int, i: int, owners: dict[str, str]) -> str | None:
    """Whose garment it is: named by his or her, worn by a subject, or known from before."""
    tokens = unit.reading.tokens
    before = tokens[first - 1] if first else None
    if before is None:
        return None
    if before.low in ("his", "her", "their") or before.genitive:
        ids = unit.meant_at(first - 1)
        return ids[0] if len(ids) == 1 else None
    worn = (verb := find_verb(before.low)) is not None and verb.base in _WEAR | {"have"}
    if worn or before.low in ("a", "an", "the", "two", "with", "in", "and", ","):
        word = tokens[i].low
        garment = word in word_set("clothing.txt", "clothing")
        if garment and (known := owners.get(word) or owners.get(word.rstrip("s"))) and first < i:
            return known
        return _wearer(unit, first, garment)
    return None


def _wearer(unit: Followed, first: int, garment: bool) -> str | None:
    """Who wears what begins at this token: `a girl with short hair and a coat`, `he wore a hat`."""
    tokens = unit.reading.tokens
    at = _before_list(tokens, first)
    if at < 0:
        return None
    if tokens[at].low in ("with", "in", "wearing"):
        named = next((m for m in unit.reading.mentions if m.head == at - 1), None)
        return named.entity if named and named.entity else None
    verb = next((v for t in reversed(tokens[max(0, at - 2) : at + 1]) if (v := find_verb(t.low))), None)
    worn = verb is not None and (verb.base == "have" or (verb.base in _WEAR and garment))
    return _carrier(unit, first) if worn else None


def _before_list(tokens: list[Token], first: int) -> int:
    """The word before the first of the garments that are listed up to this one."""
    worn = word_set("clothing.txt", "clothing", "body")
    at = first - 1
    while at >= 0:
        if tokens[at].low in ("a", "an", "the", "two"):
            at -= 1
        elif tokens[at].low in ("and", ",") and at and tokens[at - 1].low in worn:
            at = _phrase_start(tokens, at - 1) - 1
        else:
            return at
    return -1


def _carrier(unit: Followed, before: int) -> str | None:
    acting = [
        r
        for r in unit.references
        if r.token < before and r.role == "subject" and len(r.ids) == 1 and not r.quoted
    ]
    return acting[-1].ids[0] if acting else None


def _is_carried(tokens: list[Token], first: int) -> bool:
    for t in reversed(tokens[max(0, first - 4) : first]):
        if verb := find_verb(t.low):
            return verb.base in _CARRY
    return False


def _made_with(tokens: list[Token], i: int) -> list[str]:
    """`with brass buttons` after `blue jacket`."""
    words: list[str] = []
    if i + 1 < len(tokens) and tokens[i + 1].low == "with":
        for t in tokens[i + 1 : i + 5]:
            if (
                not t.is_word
                or find_verb(t.low)
                or (words and t.low in ("and", "to", "which", "that", "in", "on"))
            ):
                break
            words.append(t.low)
    complete = 2 <= len(words) <= 4 and words[-1] not in word_set("adjectives.txt")
    return words if complete else []

"""The outline of a story by rule: which units make a shot, which shots a scene, and who is in them.

from director.outlining import outline_story
outline = outline_story(WriteSlots(units=story.units, paragraphs=story.paragraphs, title=story.title))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from director.cast_finding import Entity, find_entities, named_together
from director.feelings import mood_of
from director.following import NARRATOR, Followed, follow
from director.languages import find_foreign, guess_language
from director.reading import read_units, tokenize
from director.settings_finding import FoundPlace, Setting, find_settings
from director.words import nouns, plural_of, word_set
from prompts.pages import Entity as Place
from prompts.pages import FixedShot, Outline, OutlineScene, OutlineShot, Person, WriteSlots

MAX_ON_SCREEN = 4
MAX_WORDS = 44
"""A shot never says more, unless one unit alone does."""
_SPAN = 6
"""A shot never joins more units."""


@dataclass(frozen=True)
class Understanding:
    """A story, understood as far as rules go: one entry a unit in `present` and `settings`."""

    cast: list[Person]
    places: list[Place]
    present: list[list[str]]
    settings: list[Setting]
    quotes: list[frozenset[int]]
    """the quotations that each unit has a part of"""


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
    readings = read_units(units, paragraphs, [p.name for p in given if p.name[:1].isupper()])
    entities = find_entities(readings, given)
    followed = follow(readings, entities)
    settings, places = find_settings(followed, entities)
    present = [list(u.present) for u in followed]
    if not given:
        _grow_down(followed, entities)
        _join_kind(entities, present)
        _join_groups(followed, entities, present)
        kept = choose_cast(entities, title)
    else:
        kept = {p.id for p in given}
    present = [[who for who in unit if who in kept] for unit in present]
    cast = list(given) or [
        to_person(entities[who], entities)
        for who in dict.fromkeys(w for unit in present for w in unit)
    ]  # fmt: skip
    found = [to_place(p) for p in places.values()]
    quotes = [frozenset(t.quote for t in r.tokens if t.quote >= 0) for r in readings]
    return Understanding(cast, found, present, settings, quotes)


def _understand_foreign(units: Sequence[str], given: Sequence[Person], language: str) -> Understanding:
    cast, places, present, where = find_foreign(units, given, language)
    return Understanding(cast, places, present, [Setting(w) for w in where], [frozenset() for _ in units])


def _grow_down(followed: Sequence[Followed], entities: dict[str, Entity]) -> None:
    """Whoever has a father, a mother or a grandmother in the story, and is nothing else, is a child."""
    elders = {"mother", "father", "mom", "mum", "mama", "dad", "daddy", "papa", "grandmother", "grandfather", "grandma", "grandpa"}
    for unit in followed:
        for m in unit.reading.mentions:
            if m.key in elders and m.article == "own" and not m.quoted:
                for who in unit.meant_at(m.first - 1):
                    entity = entities[who]
                    if entity.category == "name" or entity.kind in ("", "person"):
                        entity.age, entity.size = "child", 0.68


def _join_kind(entities: dict[str, Entity], present: list[list[str]]) -> None:
    """`the biggest hyena`, named in passing, is one of the hyenas, who are one character."""
    joined: dict[str, str] = {}
    for group in entities.values():
        if not group.plural or group.members or group.proper or group.named_acts < 2:
            continue
        for e in entities.values():
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
            members[0], id="-".join(names)[:48].strip("-"), name=name, plural=True, gender="",
            members=list(names), seen=max(m.seen for m in members), acts=max(m.acts for m in members),
        )  # fmt: skip
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
        plays = e.speaks > 0 or e.named_acts > 0 or (e.named >= 2 and e.seen >= 2) or called or e.id == NARRATOR
        if e.category == "thing":
            plays = e.speaks > 0 or e.named_acts >= 2 or (called and e.named_acts > 0)
        elif e.vague or e.plural:
            plays = e.speaks > 0 or e.named_acts > 0 or e.named >= 3
        if plays and e.seen:
            chosen.append((e.seen + 2.0 * e.speaks + e.acts, who))
    chosen.sort(key=lambda x: (-x[0], x[1]))
    return {who for _, who in chosen[:most]}


_NAME_ADJECTIVES = frozenset(["old", "young", "little", "big"])


def to_person(entity: Entity, entities: dict[str, Entity]) -> Person:
    """The character that an entity is, with what the story's words say about it."""
    age = next((a for a in ("old", "young", "little", "big") if entity.modifiers[a]), "")
    name = entity.name
    if entity.proper:
        name = " ".join(w[:1].upper() + w[1:] if w.islower() and w != "and" else w for w in name.split())
    else:
        told = f"{age} {name}" if age and age not in name.split() and entity.category != "thing" else name
        name = told if entity.plural and not told.startswith("the ") else f"the {told}"
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
    if entity.category == "animal" and kind in _YOUNG and (parents := [w for w in entity.modifiers if w in _species()]):
        kind = parents[0]
    return plural_of(kind) if entity.plural and entity.proper else kind


_KIN_KINDS = {
    "brother": "boy", "son": "boy", "grandson": "boy", "nephew": "boy", "sister": "girl", "daughter": "girl",
    "granddaughter": "girl", "niece": "girl", "father": "man", "husband": "man", "uncle": "man", "mother": "woman",
    "wife": "woman", "aunt": "woman",
}  # fmt: skip
_YOUNG = frozenset(["cub", "kid", "chick", "calf", "pup", "foal", "fawn"])


def _species() -> frozenset[str]:
    return frozenset(w for w, noun in nouns().items() if noun.category == "animal" and not noun.plural)


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
    fixed = frozenset(
        [
            "poor",
            "rich",
            "honest",
            "kind",
            "smart",
            "clever",
            "wise",
            "sly",
            "proud",
            "lazy",
            "wicked",
            "brave",
            "strong",
            "sick",
        ]
    )
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


_VAGUE_PARTS = frozenset(
    [
        "side",
        "end",
        "top",
        "bottom",
        "middle",
        "edge",
        "corner",
        "outside",
        "foot",
        "mouth",
        "floor",
        "ground",
        "surface",
        "tail",
        "fire",
    ]
)


# -- shots and scenes ----------------------------------------------------------------------------------------


def outline_story(slots: WriteSlots) -> Outline:
    """The outline: every unit once and in order; given cast, places and shots are kept as they are."""
    language = slots.language or guess_language(" ".join(slots.units[:400]))
    story = understand(slots.units, slots.paragraphs, slots.title, slots.cast, language.split("-")[0].lower())
    story = _keep_given_places(story, slots.places)
    if slots.fixed:
        scenes = _fixed_scenes(story, slots.fixed)
    else:
        scenes = _free_scenes(story, slots)
    cast = list(slots.cast) or _who_is_seen(story, scenes)
    used = {scene.place for scene in scenes}
    return Outline(
        title=slots.title or name_story(cast, slots.units),
        logline=tell_in_one_line(cast, story.places, used, language),
        language=language,
        cast=cast,
        places=slots.places or [p for p in story.places if p.id in used],
        props=list(slots.props),
        scenes=scenes,
    )


def _who_is_seen(story: Understanding, scenes: Sequence[OutlineScene]) -> list[Person]:
    seen = {w for scene in scenes for shot in scene.shots for w in shot.who}
    return [p for p in story.cast if p.id in seen]


def _keep_given_places(story: Understanding, given: Sequence[Place]) -> Understanding:
    """The same story told in the places that were given: each unit in the one that its words fit best."""
    if not given:
        return story
    nearest: dict[str, str] = {}
    for place in story.places:
        words = set(f"{place.name} {place.look}".lower().split())
        scores = [
            len(words & set(f"{g.id} {g.name} {g.look}".lower().replace("-", " ").split())) for g in given
        ]
        if max(scores) > 0:
            nearest[place.id] = given[scores.index(max(scores))].id
    settings, last = [], given[0].id
    for s in story.settings:
        last = nearest.get(s.place, last)
        settings.append(replace(s, place=last))
    return replace(story, places=list(given), settings=settings)


def _fixed_scenes(story: Understanding, fixed: Sequence[FixedShot]) -> list[OutlineScene]:
    scenes = []
    for _, group in groupby(fixed, key=lambda f: f.scene):
        shots = list(group)
        units = range(shots[0].first, shots[-1].last + 1)
        place = Counter(story.settings[u].place for u in units).most_common(1)[0][0]
        first = story.settings[shots[0].first]
        outlined = [
            OutlineShot(
                first=f.first,
                last=f.last,
                who=f.who if f.who is not None else on_screen(story, f.first, f.last),
            )
            for f in shots
        ]
        scenes.append(
            OutlineScene(place=place, time_of_day=first.time_of_day, weather=first.weather, shots=outlined)
        )
    return scenes


def _free_scenes(story: Understanding, slots: WriteSlots) -> list[OutlineScene]:
    words = [_length(u) for u in slots.units]
    target = target_words(sum(words))
    settings = steady(story.settings, set(slots.paragraphs))
    opens = set(slots.paragraphs)
    scenes, start = [], 0
    for setting, group in groupby(settings):
        count = len(list(group))
        cuts = cut_shots(story, words, opens, range(start, start + count), target)
        shots = [OutlineShot(first=a, last=b, who=on_screen(story, a, b)) for a, b in cuts]
        text = " ".join(slots.units[start : start + count])
        scenes.append(
            OutlineScene(
                place=setting.place,
                time_of_day=setting.time_of_day,
                weather=setting.weather,
                mood=mood_of(text),
                shots=shots,
            )
        )
        start += count
    return scenes


def _length(unit: str) -> int:
    """Words, or the like of words where no spaces are written."""
    spaced = len(unit.split())
    return max(spaced, len(unit) // 5 if spaced and len(unit) / spaced > 12 else 0) or 1


def target_words(total: int) -> float:
    """How many words a shot holds on average: short stories are told in short shots."""
    return min(36.0, max(12.0, 18.0 + total / 25.0)) if total > 60 else max(6.0, total / 4.0)


def steady(settings: Sequence[Setting], paragraphs: set[int]) -> list[Setting]:
    """The settings without changes of time or weather that last for one unit only, inside a paragraph."""
    result: list[Setting] = []
    for i, setting in enumerate(settings):
        previous = result[-1] if result else setting
        alone = i + 1 < len(settings) and settings[i + 1] != setting
        if setting.place == previous.place and setting != previous and alone and i not in paragraphs:
            setting = previous
        result.append(setting)
    return result


def cut_shots(
    story: Understanding, words: Sequence[int], opens: set[int], units: range, target: float
) -> list[tuple[int, int]]:
    """The cheapest way to cut a scene's units into shots, by dynamic programming: linear in the units."""
    best: list[tuple[float, int]] = [(0.0, units.start)]
    for end in range(units.start + 1, units.stop + 1):
        options = []
        for start in range(end - 1, max(units.start, end - _SPAN) - 1, -1):
            if end - start > 1 and sum(words[start:end]) > MAX_WORDS:
                break
            cost = best[start - units.start][0] + _shot_cost(story, words, opens, start, end, target, units)
            options.append((cost, start))
        best.append(min(options))
    cuts, end = [], units.stop
    while end > units.start:
        start = best[end - units.start][1]
        cuts.append((start, end - 1))
        end = start
    return cuts[::-1]


def _shot_cost(
    story: Understanding,
    words: Sequence[int],
    opens: set[int],
    start: int,
    end: int,
    target: float,
    units: range,
) -> float:
    off = (sum(words[start:end]) - target) / target
    cost = off * off * (1.0 if off > 0 else 0.9)
    for i in range(start + 1, end):
        before, here = story.present[i - 1], story.present[i]
        cost += 0.3 * (i in opens)
        cost += 0.12 * (before[:1] != here[:1]) + 0.1 * (
            not set(before) & set(here) and bool(before and here)
        )
    if end < units.stop and story.quotes[end - 1] & story.quotes[end]:
        cost += 0.12
    return cost


def on_screen(story: Understanding, first: int, last: int) -> list[str]:
    """Who is seen in a shot of these units, the most important first."""
    weight: Counter[str] = Counter()
    for i in range(first, last + 1):
        for rank, who in enumerate(story.present[i]):
            weight[who] += 3 if rank == 0 else 2
    order = list(dict.fromkeys(w for i in range(first, last + 1) for w in story.present[i]))
    kept = sorted(order, key=lambda w: -weight[w])[:MAX_ON_SCREEN]
    return [w for w in order if w in kept]


def name_story(cast: Sequence[Person], units: Sequence[str]) -> str:
    """A title for a story that has none: its two main characters, or its first words."""
    cast = [p for p in cast if p.id != NARRATOR] or list(cast)
    names = [p.name[4:] if p.name.startswith("the ") else p.name for p in cast[:2]]
    if names:
        titled = [" ".join(w if w in ("and", "of") else w[:1].upper() + w[1:] for w in n.split()) for n in names]
        articles = ["The " if p.name.startswith("the ") else "" for p in cast[:2]]
        joined = " and ".join(
            f"{a}{n}" if i == 0 else f"{a.lower()}{n}"
            for i, (a, n) in enumerate(zip(articles, titled, strict=True))
        )
        return joined
    first = units[0].split() if units else []
    return " ".join(first[:6])[:60].strip(" .,;:!?。！？।،؟\"'“”‘’") or "Untitled"


def tell_in_one_line(cast: Sequence[Person], places: Sequence[Place], used: set[str], language: str) -> str:
    """Who it is about and where; '' when the story is not in English."""
    if language != "en" or not cast:
        return ""
    names = [p.name for p in cast[:3]]
    who = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    where = [
        p.name if p.name[:1].isupper() or p.name.startswith("the ") else f"the {p.name}"
        for p in places
        if p.id in used
    ][:3]
    at = ", ".join(where)
    return f"A story about {who}: {at}." if at else f"A story about {who}."

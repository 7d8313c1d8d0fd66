"""What a writer handed in, held against what it was given: the outline and the cast page.

A slip with one sensible reading (another spelling of an id, units counted from one, a sentence left over)
is put right by rule and noted. What only the writer can know is a fault and goes back. On the last attempt
the rules settle what they can. The proof of a sound page is the page itself.

    python -c "from director.planning.proofread import SHORT_GAP; print(SHORT_GAP)"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Generic, TypeVar

from director.language.languages import OTHER_SCRIPTS, guess_language
from director.planning.register import Register
from director.rules.looks import dress
from prompts.pages import (
    CastPage,
    CastSlots,
    Entity,
    FixedShot,
    Outline,
    OutlineScene,
    OutlineShot,
    Page,
    Person,
    WriteSlots,
)

PageT = TypeVar("PageT", bound=Page)
EntityT = TypeVar("EntityT", Entity, Person)

SHORT_GAP = 3
"""So many units in no shot are a slip and join the shot before; more are a fault."""


@dataclass
class Proof(Generic[PageT]):
    """A page put right, and what was wrong with it."""

    page: PageT
    notes: list[str] = field(default_factory=list)
    """what was put right by rule"""
    faults: list[str] = field(default_factory=list)
    """what must go back to the writer"""


# -- write ---------------------------------------------------------------------------------------------------


def proofread_outline(page: Outline, slots: WriteSlots, last: bool = False) -> Proof[Outline]:
    """The outline with one spelling for each id, and every unit in exactly one shot, in order."""
    proof = Proof(page)
    if not any(scene.shots for scene in page.scenes) and not (last and slots.fixed):
        proof.faults.append(
            "scenes: there is no shot; give at least one scene, and shots that cover the units"
        )
        return proof
    scenes = _cover_fixed(page, slots.fixed) if slots.fixed else _cover(page, len(slots.units), last, proof)
    fixed = [(name, "") for shot in slots.fixed for name in shot.who or []]
    people = Register([*((p.id, p.name) for p in (*slots.cast, *slots.known)), *fixed])
    sets = Register((p.id, p.name) for p in (*slots.places, *slots.known_places))
    props = Register((p.id, p.name) for p in (*slots.props, *slots.known_props))
    sheet = _Sheet(
        people,
        sets,
        _unify(slots.cast, page.cast, people, "character", proof.notes),
        _unify(slots.places, page.places, sets, "place", proof.notes),
        closed=bool(slots.cast),
        known={**{p.id: p for p in slots.known}, **{e.id: e for e in slots.known_places}},
    )
    settled = [_settle_scene(scene, sheet, proof.notes) for scene in scenes]
    values = {
        "language": _language(page, slots, proof.notes),
        "cast": list(sheet.cast.values()),
        "places": list(sheet.places.values()),
        "props": list(_unify(slots.props, page.props, props, "prop", proof.notes).values()),
        "scenes": settled,
    }
    if any(getattr(page, name) != value for name, value in values.items()):
        proof.page = page.model_copy(update=values)
    return proof


def _language(page: Outline, slots: WriteSlots, notes: list[str]) -> str:
    """The language of the words, where their script or their commonest words leave no doubt."""
    if slots.language:
        return page.language
    said = page.language.split("-")[0].lower()
    found = guess_language(" ".join(slots.units[:400]))
    if said == found or not (said == "en" or {said, found} & OTHER_SCRIPTS):
        return page.language  # two languages in Latin script: the writer knows better
    notes.append(f"The language was said to be {page.language!r}; the words are in {found!r}.")
    return found


@dataclass
class _Sheet:
    """Who and what there is, while the scenes are read."""

    people: Register
    sets: Register
    cast: dict[str, Person]
    places: dict[str, Entity]
    closed: bool
    """a person gave the cast: nobody may join it"""
    known: dict[str, Person | Entity] = field(default_factory=dict)
    """who and what earlier parts of the story have met"""


def _unify(
    given: list[EntityT], found: list[EntityT], register: Register, noun: str, notes: list[str]
) -> dict[str, EntityT]:
    """One entry an id. What a person gave is the whole list; only its open fields are filled."""
    entries = {entry.id: entry for entry in given}
    for entry in found:
        name = register.find(entry.id) or (register.find(entry.name) if entry.name else None)
        if name is None and isinstance(entry, Person):
            name = register.find_longer_name(entry.name, entry.kind, entries)
        if name is None and given:
            notes.append(f"The {noun} {entry.id!r} is not among those that were given, and was left out.")
            continue
        name = name or entry.id
        register.enter(name, entry.name)
        register.enter(name, entry.id)
        if name not in entries:
            entries[name] = entry if entry.id == name else entry.model_copy(update={"id": name})
            continue
        first = entries[name]
        open_fields = [n for n in type(first).model_fields if not getattr(first, n)]
        entries[name] = first.model_copy(update={n: getattr(entry, n) for n in open_fields})
        if not given:
            notes.append(f"The {noun} {entry.id!r} is the same as {name!r}; the two were made one.")
    return entries


def _settle_scene(scene: OutlineScene, sheet: _Sheet, notes: list[str]) -> OutlineScene:
    """The scene with known ids only. Whoever was not introduced joins, unless the cast is closed."""
    place = sheet.sets.find(scene.place) or sheet.sets.guess(scene.place) or scene.place
    if place not in sheet.places:
        known = sheet.known.get(place)
        sheet.places[place] = Entity(id=place, name=known.name if known else re.sub(r"[-_]+", " ", place))
        sheet.sets.enter(place)
        if known is None:
            notes.append(f"The place {place!r} was used but not introduced; it was added.")
    shots = []
    for shot in scene.shots:
        who, unknown = sheet.people.settle(shot.who, notes, f"units {shot.first}..{shot.last}")
        for name in unknown:
            if sheet.closed and not sheet.people.guess(name):
                notes.append(f"{name!r} is not in the cast that was given, and was left out.")
                continue
            if meant := sheet.people.guess(name):
                notes.append(f"units {shot.first}..{shot.last}: {name!r} was read as {meant!r}.")
            sheet.people.enter(meant or name)
            who.append(meant or name)
        for name in who:
            if name not in sheet.cast:
                sheet.cast[name] = _join_cast(name, sheet, notes)
        who = list(dict.fromkeys(who))
        shots.append(shot if who == shot.who else shot.model_copy(update={"who": who}))
    if place == scene.place and shots == scene.shots:
        return scene
    return scene.model_copy(update={"place": place, "shots": shots})


def _join_cast(name: str, sheet: _Sheet, notes: list[str]) -> Person:
    """The entry of somebody who is on screen without an entry on this page."""
    known = sheet.known.get(name)
    if isinstance(known, Person):
        return known
    notes.append(f"{name!r} was on screen but not introduced; added to the cast.")
    return Person(id=name, name=re.sub(r"[-_]+", " ", name))


def same_place_and_time(a: OutlineScene, b: OutlineScene) -> bool:
    """Whether two scenes that follow each other are one."""
    return (a.place, a.time_of_day, a.weather) == (b.place, b.time_of_day, b.weather)


def _cover(page: Outline, count: int, last: bool, proof: Proof[Outline]) -> list[OutlineScene]:
    """The scenes whose shots cover units 0..count-1 once and in order."""
    shots = [(s, shot) for s, scene in enumerate(page.scenes) for shot in scene.shots]
    expected = 0
    for _, shot in shots:
        if shot.first != expected or shot.last < shot.first:
            break
        expected = shot.last + 1
    else:
        if expected == count and all(scene.shots for scene in page.scenes):
            return page.scenes
    runs = [(s, _shifted(shot, _offset(shots, count))) for s, shot in shots]
    owners = _owners(runs, count)
    gaps = [list(g) for free, g in groupby(range(count), lambda u: owners[u] is None) if free]
    long = [gap for gap in gaps if len(gap) > SHORT_GAP]
    if long and not last:
        named = ", ".join(f"{g[0]}..{g[-1]}" for g in long[:5])
        proof.faults.append(
            f"shots: units {named} are in no shot; allowed: every unit 0..{count - 1} once, in order"
        )
    if len(long) * 2 > len(runs) and len(owners) == sum(map(len, gaps)):
        proof.faults.append(f"shots: no unit is covered; first and last must be 0..{count - 1}")
    if proof.faults:
        return page.scenes
    proof.notes.append("Shots that overlapped, skipped or mixed the story's sentences were put in its order.")
    return _regroup(page, [shot for _, shot in runs], [s for s, _ in runs], _close_gaps(owners))


def _offset(shots: Sequence[tuple[int, OutlineShot]], count: int) -> int:
    """1 when units were plainly counted from one."""
    firsts = [shot.first for _, shot in shots]
    lasts = [shot.last for _, shot in shots]
    return int(min(firsts) == 1 and max(lasts) == count)


def _shifted(shot: OutlineShot, offset: int) -> OutlineShot:
    first, last = sorted((shot.first - offset, shot.last - offset))
    return shot.model_copy(update={"first": first, "last": last})


def _owners(runs: Sequence[tuple[int, OutlineShot]], count: int) -> list[int | None]:
    """For each unit the first run that claims it."""
    owners: list[int | None] = [None] * count
    for index, (_, shot) in enumerate(runs):
        for unit in range(max(0, shot.first), min(count - 1, shot.last) + 1):
            if owners[unit] is None:
                owners[unit] = index
    return owners


def _close_gaps(owners: list[int | None]) -> list[tuple[int, int]]:
    """(owner, part) of every unit: a gap joins the run before it, in parts of a few units when it is long."""
    first = next((o for o in owners if o is not None), 0)
    closed: list[tuple[int, int]] = []
    owner, part, gap = first, 0, 0
    for found in owners:
        if found is None:
            gap += 1
            part += gap % SHORT_GAP == 0
        else:
            part = part if found == owner and not gap else 0 if found != owner else part + 1
            owner, gap = found, 0
        closed.append((owner, part))
    return closed


def _regroup(
    page: Outline, shots: list[OutlineShot], scene_of: list[int], closed: list[tuple[int, int]]
) -> list[OutlineScene]:
    """Scenes in story order, from the owner of every unit."""
    pieces: list[tuple[int, OutlineShot]] = []
    unit = 0
    for (owner, _), members in groupby(closed):
        length = len(list(members))
        run = {"first": unit, "last": unit + length - 1}
        pieces.append((scene_of[owner], shots[owner].model_copy(update=run)))
        unit += length
    return [
        page.scenes[s].model_copy(update={"shots": [shot for _, shot in group]})
        for s, group in groupby(pieces, key=lambda piece: piece[0])
    ]


def _cover_fixed(page: Outline, fixed: list[FixedShot]) -> list[OutlineScene]:
    """The shots and scenes that a person wrote, each with what the outline says about its units."""
    rows = [(scene, shot) for scene in page.scenes for shot in scene.shots]
    by_unit: dict[int, tuple[OutlineScene, OutlineShot]] = {}
    for scene, shot in rows:
        for unit in range(max(0, shot.first), min(shot.last, fixed[-1].last) + 1):
            by_unit.setdefault(unit, (scene, shot))
    scenes = []
    nowhere = OutlineScene(place=page.places[0].id if page.places else "somewhere", shots=[])

    def scene_of(shot: FixedShot) -> int:
        """The scene it was given, or that of the outline for a bare list of shots."""
        return id(by_unit.get(shot.first, (nowhere,))[0]) if shot.scene is None else shot.scene

    for _, group in groupby(fixed, key=scene_of):
        members = list(group)
        found = [by_unit[m.first][0] for m in members if m.first in by_unit]
        shots = [
            OutlineShot(first=m.first, last=m.last, who=_fixed_who(m, by_unit.get(m.first))) for m in members
        ]
        model = Counter(map(id, found)).most_common(1)
        base = next((s for s in found if model and id(s) == model[0][0]), nowhere)
        scenes.append(base.model_copy(update={"shots": shots}))
    return scenes


def _fixed_who(shot: FixedShot, row: tuple[OutlineScene, OutlineShot] | None) -> list[str]:
    if shot.who is not None:
        return list(shot.who)
    return list(row[1].who) if row else []


# -- cast ----------------------------------------------------------------------------------------------------


def proofread_cast(page: CastPage, slots: CastSlots, last: bool = False) -> Proof[CastPage]:
    """The cast page with exactly the entities that were given, under their ids."""
    proof = Proof(page)
    cast = _settle_section(slots.cast, page.cast, "character", proof)
    places = _settle_section(slots.places, page.places, "place", proof)
    props = _settle_section(slots.props, page.props, "prop", proof)
    if last and not all(person.kind and person.look for person in cast):
        cast = _dress_by_rule(slots, cast, proof.notes)
    for given, person in zip(slots.cast, cast, strict=True):
        if not person.kind:
            proof.faults.append(
                f"cast: {given.id} has no kind; give one or two plain nouns, such as fox or old woman"
            )
        if not person.look:
            proof.faults.append(f"cast: {given.id} has no look; say what is seen and stays the same")
        elif not last and not given.look and _is_foreign(f"{person.kind} {person.look}"):
            proof.faults.append(f"cast: the look of {given.id} is not in English; write it in plain English")
    proof.page = page.model_copy(update={"cast": cast, "places": places, "props": props})
    return proof


def _is_foreign(words: str) -> bool:
    """Whether most letters are of another script than the English that picture models read."""
    letters = [letter for letter in words if letter.isalpha()]
    return sum(not letter.isascii() for letter in letters) > len(letters) / 2


def _dress_by_rule(slots: CastSlots, cast: list[Person], notes: list[str]) -> list[Person]:
    """The cast with every open kind and look as the rules of the offline writer would have it."""
    by_rule = {person.id: person for person in dress(slots).cast}
    dressed = []
    for person in cast:
        found = by_rule[person.id]
        words = {"kind": person.kind or found.kind, "look": person.look or found.look or found.name}
        if words != {"kind": person.kind, "look": person.look}:
            notes.append(f"{person.id!r} was left open by the writer, and dressed by rule.")
        dressed.append(person.model_copy(update={**words, "kind": words["kind"] or found.name}))
    return dressed


def _settle_section(
    given: list[EntityT], found: list[EntityT], noun: str, proof: Proof[CastPage]
) -> list[EntityT]:
    register = Register((g.id, g.name) for g in given)
    by_id: dict[str, EntityT] = {}
    for entry in found:
        name = register.find(entry.id) or register.find(entry.name)
        if name is None:
            proof.notes.append(f"The {noun} {entry.id!r} is not in the outline, and was left out.")
            continue
        by_id.setdefault(name, entry)
    settled = []
    for entry in given:
        other = by_id.get(entry.id)
        words = {n: getattr(other, n) or getattr(entry, n) for n in type(entry).model_fields} if other else {}
        settled.append(entry.model_copy(update={**words, "id": entry.id}))
    return settled

"""A long story in parts that fit into a model's window, and what one part remembers of those before it.

Parts end where chapters end, else where paragraphs do. Whoever was met keeps one id from part to part,
whatever later parts call them. Nobody is asked here.

    python -c "from director.planning.chapters import split_parts; print(split_parts.__doc__)"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from director.planning.drafts import Brief
from director.planning.proofread import same_place_and_time
from director.planning.register import Register, name_words
from director.planning.slots import aim_of, write_slots
from director.planning.windows import fits, repair_room, reply_tokens, request_tokens
from prompts.pages import Entity, Outline, OutlineScene, Person, WriteSlots
from prompts.tokens import count_tokens, shorten_to

EntityT = TypeVar("EntityT", Entity, Person)

MEMORY = {"cast": 0.045, "places": 0.02, "props": 0.01}
"""Shares of the window that are spent on telling a part whom and what the parts before it met."""
BEFORE = 90
"""Tokens for how the part before ended."""
SMALL = 0.25
"""A chapter that fills less than this share of a window is read together with the next."""
BACK = 0.4
"""How much of a window may stay empty so that a part ends with a paragraph."""


def split_parts(brief: Brief, rules: Sequence[str], window: int | None) -> list[range]:
    """The units of a story in parts, each small enough for one `write` page.

    Args:
        rules: what the user asks of the film; it is told with every part.
        window: tokens; None for a writer that reads any length.
    """
    count = len(brief.units)
    whole = write_slots(brief, rules=rules)
    if window is None or fits("write", whole, window):
        return [range(count)]
    room = window - _fixed_cost(whole, window)
    costs = _unit_costs(whole)
    parts: list[range] = []
    for chapter in _chapters(brief):
        parts += _split_chapter(chapter, costs, room, set(brief.paragraphs))
    return _join_small(parts, costs, room)


def _fixed_cost(whole: WriteSlots, window: int) -> int:
    """What every part costs whatever is told in it."""
    bare = whole.model_copy(update={"units": [], "paragraphs": [], "fixed": []})
    memory = int(sum(MEMORY.values()) * window) + BEFORE
    return request_tokens("write", bare) + reply_tokens("write", bare) + repair_room(window) + memory


def _unit_costs(whole: WriteSlots) -> list[int]:
    """Tokens of each unit: its line, its share of the answer, and the shot that a person made of it."""
    one = reply_tokens("write", whole) - reply_tokens("write", whole.model_copy(update={"units": []}))
    share = one // max(1, len(whole.units)) + 6
    costs = [count_tokens(unit) + share for unit in whole.units]
    for shot in whole.fixed:
        costs[shot.first] += count_tokens(shot.model_dump_json())
    return costs


def _chapters(brief: Brief) -> list[range]:
    """The units between headings."""
    opens = sorted(unit for unit in brief.chapters if 0 < unit < len(brief.units))
    return [range(a, b) for a, b in pairwise([0, *opens, len(brief.units)])]


def _split_chapter(chapter: range, costs: Sequence[int], room: int, paragraphs: set[int]) -> list[range]:
    parts, start, used = [], chapter.start, 0
    last_break = start
    for unit in chapter:
        if used + costs[unit] > room and unit > start:
            far_enough = sum(costs[start:last_break]) > (1 - BACK) * room
            end = last_break if last_break > start and far_enough else unit
            parts.append(range(start, end))
            start, used = end, sum(costs[end:unit])
        if unit in paragraphs:
            last_break = unit
        used += costs[unit]
    return [*parts, range(start, chapter.stop)]


def _join_small(parts: Sequence[range], costs: Sequence[int], room: int) -> list[range]:
    joined: list[range] = []
    for part in parts:
        if joined:
            before = sum(costs[joined[-1].start : joined[-1].stop])
            here = sum(costs[part.start : part.stop])
            if min(before, here) < SMALL * room and before + here <= room:
                joined[-1] = range(joined[-1].start, part.stop)
                continue
        joined.append(part)
    return joined


@dataclass
class Memory:
    """Whom and what the parts so far have met, and how the last one ended."""

    window: int
    people: Register = field(default_factory=Register)
    sets: Register = field(default_factory=Register)
    things: Register = field(default_factory=Register)
    cast: dict[str, Person] = field(default_factory=dict)
    places: dict[str, Entity] = field(default_factory=dict)
    props: dict[str, Entity] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    """id -> in how many shots"""
    before: str = ""
    scenes: list[OutlineScene] = field(default_factory=list)
    """all scenes so far, with units counted over the whole story"""

    def slots(self, whole: WriteSlots, part: range, number: int, count: int) -> WriteSlots:
        """What one part is written from."""
        units = whole.units[part.start : part.stop]
        words = " ".join(units).casefold()
        fixed = [
            shot.model_copy(update={"first": shot.first - part.start, "last": shot.last - part.start})
            for shot in whole.fixed
            if shot.first in part
        ]
        update = {
            "units": units,
            "aim": aim_of(units, whole.units) if whole.aim else 0,
            "paragraphs": [p - part.start for p in whole.paragraphs if p in part],
            "fixed": fixed,
            "part": f"{number} of {count}",
            "before": self.before,
            "known": [] if whole.cast else self._recall(self.cast, words, "cast"),
            "known_places": [] if whole.places else self._recall(self.places, words, "places"),
            "known_props": [] if whole.props else self._recall(self.props, words, "props"),
        }
        return whole.model_copy(update=update)

    def _recall(self, entries: dict[str, EntityT], words: str, section: str) -> list[EntityT]:
        """Those who are named in the words, then those who were seen most, as many as there is room for."""

        spoken = frozenset(re.findall(r"[^\W_]+", words))

        def rank(name: str) -> tuple[bool, int]:
            return not _is_named(entries[name].name, words, spoken), -self.seen[name]

        tokens = int(MEMORY[section] * self.window)
        recalled: dict[str, EntityT] = {}
        for name in sorted(entries, key=rank):
            entry = entries[name]
            brief = type(entry)(id=name, name=entry.name, **_kind_of(entry))
            tokens -= count_tokens(brief.model_dump_json(exclude_defaults=True)) + 1
            if tokens < 0:
                break
            recalled[name] = brief
        return [recalled[name] for name in entries if name in recalled]

    def adopt(
        self, outline: Outline, part: range, words: str, notes: list[str], goes_on: bool = True
    ) -> None:
        """Take in what a part has told: its people under the ids they have already, its scenes in order.

        Args:
            words: the words of the part.
            notes: what was put right is added to them.
            goes_on: its first scene may be the last one of the part before; not so where a chapter begins.
        """
        people = _adopt_section(self.cast, outline.cast, self.people, "character", notes)
        places = _adopt_section(self.places, outline.places, self.sets, "place", notes)
        _adopt_section(self.props, outline.props, self.things, "prop", notes)
        for index, scene in enumerate(outline.scenes):
            shots = [
                shot.model_copy(
                    update={
                        "first": shot.first + part.start,
                        "last": shot.last + part.start,
                        "who": list(dict.fromkeys(people.get(name, name) for name in shot.who)),
                    }
                )
                for shot in scene.shots
            ]
            place = places.get(scene.place, scene.place)
            self.seen.update([place, *(name for shot in shots for name in shot.who)])
            scene = scene.model_copy(update={"place": place, "shots": shots})
            last = self.scenes[-1] if self.scenes else None
            if index == 0 and goes_on and last and same_place_and_time(last, scene):
                scene = last.model_copy(update={"shots": [*last.shots, *shots]})
                self.scenes.pop()
            self.scenes.append(scene)
        self.before = self._tell_end(words)

    def _tell_end(self, words: str) -> str:
        scene = self.scenes[-1]
        who = ", ".join(scene.shots[-1].who) or "nobody"
        place = f"{scene.place}, {scene.time_of_day}, {scene.weather}"
        return shorten_to(f"{place}; on screen: {who}; last words: {words[-240:]}", BEFORE)

    def outline(self, first: Outline) -> Outline:
        """The outline of the whole, under the title and in the language of its first part."""
        used = {name for scene in self.scenes for shot in scene.shots for name in shot.who}
        places = {scene.place for scene in self.scenes}
        return first.model_copy(
            update={
                "cast": [person for name, person in self.cast.items() if name in used],
                "places": [entry for name, entry in self.places.items() if name in places],
                "props": list(self.props.values()),
                "scenes": self.scenes,
            }
        )


def _kind_of(entry: Entity | Person) -> dict[str, str]:
    return {"kind": entry.kind} if isinstance(entry, Person) else {}


def _is_named(name: str, words: str, spoken: frozenset[str]) -> bool:
    """Whether a word of a name is among the words; scripts without spaces have no words to be among."""
    return any(w in spoken or (not w.isascii() and w in words) for w in name_words(name) if len(w) > 1)


def _adopt_section(
    entries: dict[str, EntityT], found: Sequence[EntityT], register: Register, noun: str, notes: list[str]
) -> dict[str, str]:
    """The id in the part -> the id in the film. Open fields of who is known are filled."""
    ids: dict[str, str] = {}
    for entry in found:
        name = register.find(entry.id) or register.find(entry.name)
        if name is None and isinstance(entry, Person):
            name = register.find_longer_name(entry.name, entry.kind, entries)
        ids[entry.id] = name = name or entry.id
        register.enter(name, entry.name)
        register.enter(name, entry.id)
        if name not in entries:
            entries[name] = entry
            continue
        known = entries[name]
        if entry.id != name:
            notes.append(f"The {noun} {entry.id!r} is the same as {name!r}; the two were made one.")
        longer = max(known.name, entry.name, key=len) if known.name in entry.name else known.name
        values = {n: getattr(entry, n) for n in type(known).model_fields if not getattr(known, n)}
        entries[name] = known.model_copy(update={**values, "name": longer})
    return ids

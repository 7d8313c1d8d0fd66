"""Where and when: the place, the time of day and the weather of every unit, as the story tells them.

It follows people from place to place: whoever went to the river is there until the story says otherwise.

    from director.language.settings_finding import find_settings
    settings, places = find_settings(followed, entities)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from director.language.entities import Entity
from director.language.followed import Followed
from director.language.found_places import FoundPlace, PlaceBook
from director.language.place_mentions import PlaceMention, find_place_mentions
from director.language.skies import Sky
from director.language.sorts import (
    BANKS,
    BEDLESS,
    BEDS,
    BOATS,
    COOKING,
    DISTINCT_PARTS,
    INDOOR_THINGS,
    ROOMS,
    SCHOOL_WORDS,
    SIGHTS,
    WATERS,
    floats_on,
)
from director.language.ways import (
    VEHICLES,
    arrives,
    comes_in,
    dreams,
    find_way,
    goes_outside,
    is_going,
    is_long,
    is_short,
    knocks,
    lemma_of_way,
    opens_door,
    sets_off,
    surfaces,
    wakes,
)
from director.language.words import listed, read_rows, word_set
from prompts.vocabulary import TimeOfDay, Weather


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when one unit happens."""

    place: str
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"
    day: int = 0
    """how often the story has said that it is another day"""
    dated: bool = field(default=False, compare=False)
    """the unit opens with its time: `At noon ...`"""


def find_settings(
    followed: Sequence[Followed], entities: dict[str, Entity]
) -> tuple[list[Setting], dict[str, FoundPlace]]:
    """The setting of every unit, and the places by id in order of appearance."""
    finder = _Finder(entities, followed)
    settings = [finder.take(unit) for unit in followed]
    first = next((s.place for s in settings if s.place), "")
    start = finder.opening_place(followed, settings) or first
    bare = finder.is_bare_room(first) and finder.places[start].kind == "inside"
    settings = [
        s if s.place and not (bare and s.place == first) else replace(s, place=start) for s in settings
    ]
    settings = _darken(settings, followed, entities)
    used = {s.place for s in settings}
    return settings, {k: p for k, p in finder.places.items() if k in used}


def _darken(
    settings: Sequence[Setting], followed: Sequence[Followed], entities: Mapping[str, Entity]
) -> list[Setting]:
    """The settings with night where the moon or a star is there as somebody, and no other hour is told."""
    kinds = [{entities[who].kind for who in unit.present if who in entities} for unit in followed]
    result: list[Setting] = []
    for (hour, _), run in groupby(
        zip(settings, kinds, strict=True), key=lambda pair: (pair[0].time_of_day, pair[0].day)
    ):
        units = list(run)
        shining = sum(bool(kind & {"moon", "star", "stars"}) for _, kind in units)
        dark = hour == "day" and 3 * shining >= len(units) and not any("sun" in kind for _, kind in units)
        result += [replace(s, time_of_day="night") if dark and not s.dated else s for s, _ in units]
    return result


_SETTLEMENTS = listed("village town city island land country forest wood mountain valley hill farm")
_MEMORY_UNITS = 15
_HIDING = listed("live sleep hide lie sit crawl creep slip stay wait dwell")
"""What one does under a bed; who looks there, or finds something, is beside it."""
_SMALL = 0.3
"""Who is no larger can live in a drawer."""


class _Finder(PlaceBook):
    """The state of the search."""

    def __init__(self, entities: dict[str, Entity], followed: Sequence[Followed]) -> None:
        super().__init__(entities)
        self.followed = followed
        self.now = ""
        self.where: dict[str, str] = {}
        """who was last seen at which place"""
        self.since: dict[str, int] = {}
        self.homes: dict[str, str] = {}
        self.back: dict[str, str] = {}
        self.before: list[str] = []
        self.came_from = ""
        """the place before this one"""
        self.sky = Sky()
        self.moved = False
        self.schooled = False
        """whether there has been talk of a school"""
        self.usual: tuple[str, dict[str, str]] | None = None
        """where everybody was before the story told what happens every day"""
        self.goal = ""
        """where those who are on the way will arrive"""
        self.awake = ""
        """where somebody who dreams lies; '' while nobody does"""

    def take(self, unit: Followed) -> Setting:
        """The setting of the next unit."""
        self._mind_habits(unit)
        self.schooled = self.schooled or any(t.low in SCHOOL_WORDS for t in unit.reading.tokens)
        told = self._on_the_way(unit, self._elsewhere(unit, self._explicit(unit)))
        place = told or self._remembered(unit) or self.now
        if place and place != self.now:
            for who in unit.present:
                self.back[who] = self.where.get(who, self.now)
            self._take_along(unit, place)
            self.came_from = self.now
            self._launch(self.places[place])
        self.now = place
        for who in unit.present:
            if place and (told or who == unit.subject or who not in self.where):
                self.where[who], self.since[who] = place, unit.reading.index
        self._leave(unit)
        self._note_details(unit)
        dated = self.sky.read(unit.reading.tokens)
        self.before = unit.present
        return Setting(place, self.sky.time, self.sky.weather, self.sky.day, dated)

    def _is_at_home(self, unit: Followed, told: str) -> bool:
        """Whether those of a unit are inside, where the story is, and stay there."""
        inside = self.now and self.places[self.now].kind == "inside" and told in ("", self.now)
        return not unit.present or bool(inside and self.where.get(unit.present[0], "") == self.now)

    def _launch(self, boat: FoundPlace) -> None:
        """Remember on which water a boat is."""
        here = self.places.get(self.now)
        if here and not boat.details and floats_on(boat.lemma, here.lemma):
            boat.details.append(here.lemma)

    def _elsewhere(self, unit: Followed, told: str) -> str:
        """Where a dream, waking from it, rising from under water or stepping outside leads to."""
        if self.awake and wakes(unit):
            told, self.awake = self.awake, ""
        elif dreams(unit) and not self.awake:
            self.awake = self.now or told
        here = self.places.get(self.now)
        if knocks(unit) and not self._is_at_home(unit, told):
            doors = [m.owner for m in find_place_mentions(unit) if m.noun.lemma == "door"]
            return self._doorstep(next(iter(doors), None))
        if here and here.lemma == "doorstep" and not told:
            return self._house_of(here) if comes_in(unit) else self.now if opens_door(unit) else ""
        if told or here is None:
            return told
        if here.lemma == "underwater" and surfaces(unit):
            return self.came_from
        if here.kind == "inside" and goes_outside(unit):
            return self._outside_of(here)
        return ""

    def _on_the_way(self, unit: Followed, told: str) -> str:
        """The place of a unit: the way, from setting off until somebody arrives."""
        here = self.places.get(self.where.get(unit.subject or "", self.now))
        mentions = [m for m in find_place_mentions(unit) if m.moved and m.way == "to" and not m.passing]
        going = mentions[-1] if mentions else None
        if told and told != self.now and going and is_going(going.verb):
            goal = self.places[told]
            if goal.lemma in (going.noun.lemma, going.name) and is_long(
                self.followed, unit.reading.index, going.noun.lemma
            ):
                self.goal = told
                return self._way_place(here, going.verb, goal.lemma)
        if sets_off(unit) and is_short(self.followed, unit.reading.index):
            return told
        way = find_way(unit)
        if way and not told:
            lemma = ""
            if way.goal >= 0:
                lemma = unit.reading.tokens[way.goal].low
                owner = unit.subject if lemma == "home" else None
                self.goal = self.homes.get(owner or "") or self._any_place(lemma)
            return self._way_place(here, None, lemma)
        if sets_off(unit) and not told and (here is None or here.kind != "nature"):
            return self._way_place(here, None, "")
        if arrives(unit) and self.goal and not told:
            told = self.goal
        if told:
            self.goal = ""
        return told

    def _way_place(self, here: FoundPlace | None, verb: str | None, goal: str) -> str:
        """The road or the street between here and there; who is out in nature, or in a boat, stays in it."""
        lemma = lemma_of_way(verb, goal, here.lemma if here else "")
        wild = here is not None and here.kind == "nature" and lemma == "road"
        aboard = (
            here is not None and here.lemma in VEHICLES and verb in ("row", "sail", "drive", "ride", "fly")
        )
        return here.id if here and (wild or aboard) else self._any_place(lemma)

    def _mind_habits(self, unit: Followed) -> None:
        """`Every morning she went to the garden. One day ...`: the story goes on where it was before."""
        lows = [t.low for t in unit.reading.tokens[:3]]
        if lows[:1] in (["every"], ["each"]) and self.now and self.usual is None:
            self.usual = (self.now, dict(self.where))
        elif self.usual and lows[:1] in (["one"], ["then"]) and lows[1:2] != ["of"]:
            self.now, self.where = self.usual[0], {**self.where, **self.usual[1]}
            self.usual = None

    def _take_along(self, unit: Followed, place: str) -> None:
        """`They drove to the beach`: everybody who was just here, also who is not named again."""
        lows = [t.low for t in unit.reading.tokens if t.quote < 0]
        if self._explicit_way(unit) != "to" or not {"they", "we", "everybody", "everyone"} & set(lows):
            return
        for who, where in self.where.items():
            if where == self.now and unit.reading.index - self.since.get(who, 0) <= _MEMORY_UNITS:
                self.where[who], self.since[who] = place, unit.reading.index

    def _explicit_way(self, unit: Followed) -> str:
        return next((m.way for m in find_place_mentions(unit) if self._value(m, unit) > 0 and m.moved), "")

    def is_bare_room(self, place: str) -> bool:
        """Whether no more is said of a place than that it is a room."""
        found = self.places.get(place)
        return found is not None and found.lemma == "room" and not (found.owner or found.adjectives)

    def opening_place(self, followed: Sequence[Followed], settings: Sequence[Setting]) -> str:
        """The place of the units before the first one named."""
        if settings and settings[0].place:
            return ""
        untold = [u for u, s in zip(followed, settings, strict=True) if not s.place]
        first = next((s.place for s in settings if s.place), "")
        for unit in untold:
            for who in unit.present:
                entity = self.entities[who]
                if entity.workplace and entity.workplace not in ("forest", "village", "town"):
                    same = (
                        p.id
                        for p in self.places.values()
                        if p.lemma == entity.workplace and p.owner in (who, None)
                    )
                    return next(same, "") or self._place(entity.workplace, who).id
        if not first:
            wild = any(e.category == "animal" for e in self.entities.values())
            return self._place("field" if wild else "house", None).id
        return first

    def _explicit(self, unit: Followed) -> str:
        """The place that the words of the unit name, '' if none."""
        mentions = list(find_place_mentions(unit))
        best, score, passing = "", 0.0, False
        for m in mentions:
            value = self._value(m, unit)
            through = passing and m.moved and not m.passing and value >= 2.5
            room = best and self.places[best].lemma == "home" and m.way == "at" and m.noun.lemma in ROOMS
            if value > score or (value == score > 0 and m.moved and m.way == "to") or through or room:
                best, score, passing = self._identify(m, unit), value, m.passing and m.moved
        boats = [m for m in mentions if m.noun.lemma in BOATS and m.way in ("at", "to")]
        if boats and best and self.places[best].lemma in WATERS:  # `she sailed out onto the sea in a boat`
            best = self._identify(boats[0], unit)
        self._call_home(best, mentions)
        implied = self._implied(mentions, unit)
        if not best and implied:
            best = implied
        if best and any(t.low in ("lived", "dwelt", "live") for t in unit.reading.tokens if t.quote < 0):
            for who in unit.present:
                self.homes.setdefault(who, best)
        return best

    def _call_home(self, best: str, mentions: Sequence[PlaceMention]) -> None:
        """`He flew home and slept in his hole`: a home is what it is called beside it."""
        home = self.places.get(best)
        for m in mentions if home and home.lemma == "home" and home.owner else ():
            if home and m.way == "at" and m.noun.lemma in word_set("senses.txt", "shelters") - {"home"}:
                home.lemma, home.name = m.noun.lemma, self._name(m.noun.lemma, home.owner)

    def _value(self, m: PlaceMention, unit: Followed) -> float:
        if m.noun.kind == "small":
            small = all(self._is_small(who) for who in unit.present)
            return 2.45 if m.way == "at" and small and (unit.present or not self.now) else 0.0
        if m.noun.kind.startswith("part"):
            return 0.0
        if (
            m.noun.lemma in word_set("senses.txt", "house parts")
            and self.now
            and self.places[self.now].kind == "inside"
        ):
            return 0.0
        if m.noun.lemma == "home" and m.way == "to":
            return 3.5
        if m.noun.lemma == "under the bed":
            return 2.6 if m.verb in _HIDING else 0.0
        if m.way == "under" or m.verb == "build":
            return 0.0 if self.now else 1.0
        if self._is_sight(m):
            return 0.0
        if m.way == "at" and m.noun.lemma in VEHICLES and is_going(m.verb):
            return 3.6  # `they flew home in a rocket`
        if m.way == "stands":  # a house in a wood is less than the wood, a castle on a hill is more
            return 2.8 if m.noun.kind != "inside" or m.noun.lemma in SIGHTS else 2.4
        return {"to": 3.0 if m.moved else 0.0, "at": 2.5, "seen": 1.0}.get(m.way, 0.0)

    def _is_sight(self, m: PlaceMention) -> bool:
        """A house that stands where somebody is outdoors: they see it, and are not in it."""
        there = self.places.get(self.now)
        seen = m.way == "stands" or (m.verb == "build" and m.way == "seen")
        plain = m.noun.kind == "inside" and m.noun.lemma not in SIGHTS
        return seen and plain and there is not None and there.kind != "inside"

    def _is_small(self, who: str) -> bool:
        entity = self.entities[who]
        return entity.category == "thing" or entity.size <= _SMALL

    def _implied(self, mentions: list[PlaceMention], unit: Followed) -> str:
        """A table, a bed, a hearth: somebody is indoors."""
        indoors = [m for m in mentions if m.noun.lemma in INDOOR_THINGS and m.way in ("at", "to")]
        indoors += [m for m in mentions if m.noun.lemma == "door" and m.owner and m.way == "at"]
        if not self.now:  # `she stood at the window`
            indoors += [m for m in mentions if m.noun.lemma == "window" and m.way == "at" and not m.moved]
        if self.now and self.places[self.now].kind == "nature":
            indoors = [m for m in indoors if m.noun.lemma not in ("fire", "bench")]
        if not indoors or not unit.present:
            return ""
        here = self.places[self.now].lemma if self.now else ""
        bedtime = {m.noun.lemma for m in indoors} <= BEDS and here.rsplit("-", 1)[-1] in BEDLESS | VEHICLES
        if self.now and self.places[self.now].kind == "inside" and not bedtime:
            return ""
        if self.now and self.places[self.now].lemma in word_set("senses.txt", "shelters"):
            return ""
        settled = self.now and self.places[self.now].lemma in _SETTLEMENTS
        if self.now and not settled and any(self.homes.get(who) == self.now for who in unit.present):
            return ""
        host = self.places[self.now].owner if here == "doorstep" else None
        owner = indoors[0].owner or host or unit.subject or unit.present[0]
        entity = self.entities.get(owner)
        no_bed = BEDLESS | VEHICLES | {"home"}
        bedless = {p.id for p in self.places.values() if bedtime and p.lemma.rsplit("-", 1)[-1] in no_bed}
        inside = [p for p in self.places.values() if p.kind == "inside" and p.id not in bedless]
        known = [p.id for p in inside if p.owner == owner]
        if known:
            return known[0]
        rooms = [p.id for p in reversed(inside) if not p.owner]
        if rooms and not (entity and entity.workplace):
            return rooms[0]
        if indoors[0].noun.lemma == "desk" and not indoors[0].owner:
            return self._place("classroom" if self.schooled else "study", None).id
        lemmas = {m.noun.lemma for m in indoors}
        room = "kitchen" if lemmas & COOKING else "bedroom" if lemmas <= BEDS else "house"
        return self._place(entity.workplace if entity and entity.workplace else room, owner).id

    def _identify(self, m: PlaceMention, unit: Followed) -> str:
        """The place that a mention means; a new one if it was never named."""
        owner = m.owner
        if m.noun.lemma == "home":
            owner = owner or unit.subject
            if owner and owner in self.homes:
                return self.homes[owner]
            together = [r for r in unit.references if r.role == "subject" and len(r.ids) > 1]
            owner = None if together and not m.owner else owner
        lemma = (
            f"{m.whole} of the {m.noun.lemma}"
            if m.whole in DISTINCT_PARTS and m.noun.kind == "nature"
            else m.noun.lemma
        )
        if self._is_part_of_here(m, owner, unit):
            here = self.places[self.now]
            if lemma not in (here.lemma, *here.details) and len(here.details) < 5:
                here.details.append(lemma)
            return self.now
        if found := self._known(lemma, owner, m):
            place = self.places[found]
            if owner and not place.owner:
                place.owner, place.name = owner, self._name(lemma, owner)
            place.adjectives += [a for a in m.adjectives if a not in place.adjectives]
            return found
        place = self._place(lemma, owner)
        place.adjectives += m.adjectives
        if owner and m.noun.lemma in word_set("senses.txt", "shelters"):
            self.homes.setdefault(owner, place.id)
        return place.id

    def _is_part_of_here(self, m: PlaceMention, owner: str | None, unit: Followed) -> bool:
        """The bank of the brook one stands at; a well in the desert; the hole that is the home one is in."""
        if not self.now:
            return False
        here = self.places[self.now]
        if m.noun.lemma in BANKS and here.lemma in WATERS:
            return True
        if m.noun.lemma == "well" and here.kind != "inside" and not m.moved:
            return True
        at_home = unit.subject is not None and self.homes.get(unit.subject) == self.now
        shelter = m.noun.lemma.rsplit("-", 1)[-1] in word_set("senses.txt", "shelters")
        return at_home and owner is None and shelter and here.lemma not in _SETTLEMENTS

    def _known(self, lemma: str, owner: str | None, m: PlaceMention) -> str:
        same = next((set(row) for row in read_rows("senses.txt", "place synonyms") if lemma in row), {lemma})
        shelter = word_set("senses.txt", "shelters")
        for place in reversed(list(self.places.values())):
            if owner and place.owner and owner != place.owner:
                continue
            part = m.definite and place.lemma.endswith(f"-{lemma}")
            if (
                place.lemma == lemma
                or part
                or (place.lemma in same and m.definite and not (owner and not place.owner))
            ):
                return place.id
            if owner and owner == place.owner and lemma in shelter and place.lemma in shelter:
                place.name, place.lemma = (
                    (self._name(lemma, owner), lemma) if place.lemma == "home" else (place.name, place.lemma)
                )
                return place.id
        return ""

    def _remembered(self, unit: Followed) -> str:
        """Where the one who acts now was last seen, if the story turns from others to them."""
        who = unit.subject
        if who is None or who not in self.where or who in self.before or self.where[who] == self.now:
            return ""
        if unit.reading.index - self.since.get(who, 0) > _MEMORY_UNITS:
            return ""
        lows = {t.low for t in unit.reading.tokens if t.quote < 0}
        if unit.reading.tokens[0].low in ("inside", "there", "here", "beside", "nearby", "together"):
            return ""
        if lows & {"back", "returned", "came", "arrived", "joined", "followed", "home"}:
            return ""
        if any(w in self.before or self.where.get(w) == self.now for w in unit.present if w != who):
            return ""
        return self.where[who]

    def _leave(self, unit: Followed) -> None:
        """After `crawled back` or `away to his house` somebody is elsewhere when the next unit begins."""
        tokens = unit.reading.tokens
        lows = [t.low for t in tokens if t.quote < 0 and t.is_word]
        if unit.subject and lows[-1:] == ["back"] and unit.subject in self.back:
            self.where[unit.subject] = self.back[unit.subject]
        for m in find_place_mentions(unit):
            if m.way == "from" and m.moved and m.noun.lemma in ("window", "door") and self._is_inside():
                outside = next(
                    (p.id for p in reversed(list(self.places.values())) if p.kind in ("outside", "nature")),
                    "",
                )
                for who in unit.present[:1] if not outside else _movers(unit, m.head):
                    self.where[who] = self.back.get(who) or outside
        for m in find_place_mentions(unit, away=True):
            if unit.subject:
                self.where[unit.subject] = self._identify(m, unit)

    def _is_inside(self) -> bool:
        return bool(self.now) and self.places[self.now].kind == "inside"

    def _note_details(self, unit: Followed) -> None:
        """Things that stand at the place, for its look."""
        if not self.now:
            return
        place = self.places[self.now]
        for m in find_place_mentions(unit):
            kind = "part inside" if place.kind == "inside" else "part outside"
            fresh = m.noun.lemma not in place.details and m.noun.lemma != place.lemma
            there = m.noun.kind == kind or self._is_sight(m) or floats_on(place.lemma, m.noun.lemma)
            if there and fresh and not m.whole and len(place.details) < 4:
                place.details.append(m.noun.lemma)


def _movers(unit: Followed, head: int) -> list[str]:
    """Who does what stands just before this word."""
    before = [r for r in unit.references if r.token < head and r.role == "subject" and not r.quoted]
    return list(before[-1].ids) if before else unit.present[:1]

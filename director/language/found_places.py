"""Found places: the places of a story so far, each with its name, its owner and what is there.

python -c "from director.language.found_places import PlaceBook; print(PlaceBook({}).places)"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from director.language.entities import Entity
from director.language.ways import OUTSIDES
from director.language.words import find_place


@dataclass(slots=True)
class FoundPlace:
    """A place of the story."""

    id: str
    name: str
    lemma: str
    kind: str
    owner: str | None = None
    adjectives: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


class PlaceBook:
    """The places by id, in order of appearance."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self.entities = entities
        self.places: dict[str, FoundPlace] = {}

    def _outside_of(self, here: FoundPlace) -> str:
        """Where somebody is who steps out of a room, a ship or a rocket."""
        words = (*here.adjectives, *here.lemma.split("-"))
        if lemma := next((OUTSIDES[w] for w in words if w in OUTSIDES), ""):
            return self._any_place(lemma)
        seen = (p for p in reversed(list(self.places.values())) if p.kind in ("outside", "nature"))
        return next((p.id for p in seen if not p.owner), "") or self._any_place("garden")

    def _doorstep(self, owner: str | None) -> str:
        """The place before somebody's door, or before a door that nobody is said to own."""
        known = (p.id for p in self.places.values() if p.lemma == "doorstep" and p.owner == owner)
        if found := next(known, ""):
            return found
        place = self._place("doorstep", owner)
        place.kind = "outside"
        return place.id

    def _house_of(self, doorstep: FoundPlace) -> str:
        """The house behind a doorstep: the last one that was named."""
        houses = [p for p in reversed(list(self.places.values())) if p.kind == "inside"]
        owned = (p.id for p in houses if p.owner == doorstep.owner)
        return next(owned, "") or self._place("house", doorstep.owner).id

    def _any_place(self, lemma: str) -> str:
        """The place of this word that nobody owns, a new one if there is none yet."""
        known = (p.id for p in self.places.values() if p.lemma == lemma and not p.owner)
        return next(known, "") or self._place(lemma, None).id

    def _name(self, lemma: str, owner: str | None) -> str:
        entity = self.entities.get(owner or "")
        if entity is None or entity.plural:
            return lemma
        return f"{entity.name if entity.proper else f'the {entity.name}'}'s {lemma}"

    def _place(self, lemma: str, owner: str | None) -> FoundPlace:
        noun = find_place(lemma.split()[-1])
        base = "".join(
            c if c.isalnum() else "-" for c in self._name(lemma, owner).lower().replace("'s ", "-")
        ).strip("-")[:48]
        place_id, n = base or "place", 2
        while place_id in self.places:
            place_id, n = f"{base}-{n}", n + 1
        kind = noun.kind if noun else "outside"
        self.places[place_id] = FoundPlace(place_id, self._name(lemma, owner), lemma, kind, owner)
        return self.places[place_id]

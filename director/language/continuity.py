"""Continuity: what the whole story tells that a scene alone does not: who is he, who she, who holds what, and
who is in disguise.

from director.language.continuity import read_continuity
known = read_continuity(["The crane came. She sang."], [crane], [])
known.pronouns          # {"crane": "she"}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from director.language.cast_finding import find_entities
from director.language.entities import things_of
from director.language.following import follow
from director.language.holding import Hands
from director.language.inside import Insides
from director.language.languages import guess_language
from director.language.reading import read_units
from director.language.sentences import split_sentences
from director.language.tokens import UnitReading
from director.language.wardrobe import Wardrobe
from prompts.pages import Entity, Person


@dataclass(frozen=True)
class Continuity:
    """What is known of everybody when a shot begins."""

    pronouns: Mapping[str, str]
    """character id -> he or she, as the story calls them"""
    called: Mapping[str, Sequence[str]]
    """character id -> nouns that the story has for them beyond name and kind: father, thief"""
    held: Sequence[Mapping[str, str]]
    """for each shot: prop id -> id of who has it in the hand when the shot begins"""
    within: Sequence[Mapping[str, str]]
    """for each shot: character id -> id of the prop that they are in when the shot begins"""
    looks: Sequence[Mapping[str, str]]
    """for each shot: character id -> id of the look of those who wear something else by its words"""


def read_continuity(texts: Sequence[str], cast: Sequence[Person], props: Sequence[Entity]) -> Continuity:
    """What the words of all shots tell; nothing where they are not English."""
    if guess_language(" ".join(texts[:200])) != "en":
        return Continuity({}, {}, *([{} for _ in texts] for _ in range(3)))
    pieces = [split_sentences(text) for text in texts]
    units = [unit for piece in pieces for unit in piece.units]
    starts = list(accumulate((len(piece.units) for piece in pieces), initial=0))
    opening = [start + p for start, piece in zip(starts, pieces, strict=False) for p in piece.paragraphs]
    readings = read_units(units, opening, [p.name for p in cast if p.name[:1].isupper()], things_of(cast))
    entities = find_entities(readings, cast)
    followed = follow(readings, entities)
    hands, held = Hands(props, {}), []
    insides, within = Insides(props, {}), []
    wardrobe, looks = Wardrobe(), []
    for n in range(len(texts)):
        held.append(dict(hands.held))
        within.append(dict(insides.within))
        looks.append(dict[str, str]())
        for unit in followed[starts[n] : starts[n + 1]]:
            hands.read(unit)
            insides.read(unit)
            wardrobe.read(unit)
            looks[-1] |= {who: stage for who, (stage, _) in wardrobe.stages().items()}
    told = {"m": "he", "f": "she"}
    pronouns = {e.id: told[e.gender] for e in entities.values() if e.gender in told and e.votes[e.gender] > 0}
    called = _other_words(readings, cast)
    return Continuity(
        {w: p for w, p in pronouns.items() if w in {c.id for c in cast}}, called, held, within, looks
    )


def _other_words(readings: Sequence[UnitReading], cast: Sequence[Person]) -> dict[str, list[str]]:
    """What everybody is called beyond name and kind, by nouns that mean nobody else."""
    own = {p.id: {*p.name.lower().split(), *p.kind.lower().split()} for p in cast}
    told: dict[str, set[str]] = {}
    for m in (m for reading in readings for m in reading.mentions):
        if m.entity in own and m.noun and not m.proper and not m.compared and not m.plural:
            told.setdefault(m.key, set()).add(str(m.entity))
    called: dict[str, list[str]] = {}
    for word, ids in told.items():
        who = next(iter(ids))
        if len(ids) == 1 and word not in own[who]:
            called.setdefault(who, []).append(word)
    return called

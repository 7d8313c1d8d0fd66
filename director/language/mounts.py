"""Mounts: on whose back somebody rides, though the sentence does not say it again.

from director.language.mounts import mount_riders
ridden = mount_riders(followed, present)    # adds the horse to the units in which it is ridden
"""

from __future__ import annotations

from collections.abc import Sequence

from director.language.followed import Followed
from director.language.words import find_verb, listed

_MOUNTS = listed(
    "horse pony mare stallion foal donkey ass mule camel elephant ox bull stag reindeer unicorn goat ostrich "
    "swan goose eagle dragon"
)
_VEHICLES = listed(
    "cart carriage coach sledge sleigh wagon bus train boat bicycle bike car tram broom broomstick"
)


def mount_riders(followed: Sequence[Followed], present: list[list[str]]) -> set[str]:
    """Who carries a rider: each is added to the units in which somebody rides, `present`, and returned.

    `asked only for a horse, and rode home` is about the horse named last; a rider for whom none was ever
    named, or who rides in a cart, goes without.
    """
    last, ridden = "", set[str]()
    for unit, there in zip(followed, present, strict=True):
        for mention in unit.reading.mentions:
            if mention.entity and mention.noun and mention.noun.lemma in _MOUNTS and not mention.compared:
                last = mention.entity
        lows = [t.low for t in unit.reading.tokens if t.quote < 0]
        rides = any((verb := find_verb(low)) and verb.base == "ride" for low in lows)
        if rides and last and there and not _VEHICLES & set(lows):
            ridden.add(last)
            there += [last] if last not in there else []
    return ridden

"""Pronouns for things: `it` and `them` where what was named last is nobody.

It knows the words just told and whom they mean; things are nobody of the story unless they act.

    from director.language.inanimate import Told, means_thing
    means_thing([Told(tokens, {1: ("owl",)})], entities)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from director.language.entities import Entity
from director.language.pronouns import agrees
from director.language.things import are_things_at, is_thing_at
from director.language.tokens import Token


@dataclass(frozen=True)
class Told:
    """The words of a unit, or its first ones, and whom they mean."""

    tokens: Sequence[Token]
    meant: Mapping[int, tuple[str, ...]]


def means_thing(told: Sequence[Told], entities: Mapping[str, Entity]) -> bool:
    """`He let go of the balloon. It flew up`: a thing was named after everybody who can be `it`.

    Args:
        told: the nearest words first.
    """
    for words in told:
        able = [at for at, ids in words.meant.items() if any(agrees(entities[w], "n") > 0 for w in ids)]
        things = [k for k in range(1, len(words.tokens)) if is_thing_at(words.tokens, k)]
        if able or things:
            return max(things, default=-1) > max(able, default=-1)
    return False


def means_things(told: Sequence[Told], pronoun: str) -> bool:
    """`He baked six pancakes. She carried them`: things were named last, and nobody with them."""
    for here, words in enumerate(told):
        things = [k for k in range(1, len(words.tokens)) if are_things_at(words.tokens, k)]
        last = bool(things) and things[-1] > max(words.meant, default=-1)
        if here:
            return last if pronoun == "them" else bool(things) and not words.meant
        if things and pronoun == "them":
            return last
    return False

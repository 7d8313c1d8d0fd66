"""Narrators: whether a story is told by `I`, and who that is.

from director.language.narrators import tells_of_itself
first_person = tells_of_itself(readings)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from director.language.entities import Entity
from director.language.tokens import UnitReading

NARRATOR = "narrator"


_YOUNG = re.compile(
    r"\b(?:I|we) (?:was|were) (?:(?:just|only|still) )?(?:a )?(?:little|small|young|child|children|boy|girl"
    r"|kids?|five|six|seven|eight|nine|ten|eleven|twelve|[5-9]|1[0-2])\b"
)


def tells_of_itself(readings: Sequence[UnitReading]) -> bool:
    """Whether a story is told by somebody who is in it."""
    words = sum(len(r.tokens) for r in readings)
    marked = any(t.quote >= 0 for r in readings for t in r.tokens)
    told = units = 0
    for r in readings:
        lows = [t.low for t in r.tokens if t.quote < 0]
        # without quotation marks, `i` may be somebody who speaks in the story
        mine = 0 if not marked and "said" in lows else sum(low in ("i", "me", "my", "we") for low in lows)
        told, units = told + mine, units + (mine > 0)
    return told >= 3 and told >= words / 70 and units >= 0.2 * len(readings)


def find_narrator(readings: Sequence[UnitReading]) -> Entity:
    """Whoever says `I`: a child, if parents or teachers are spoken of."""
    young = 0
    for reading in readings:
        for token, after in zip(reading.tokens, reading.tokens[1:], strict=False):
            kin = after.low in (
                "mother",
                "mom",
                "mum",
                "father",
                "dad",
                "grandmother",
                "grandma",
                "grandfather",
                "teacher",
            )
            young += token.low in ("my", "our") and kin and token.quote < 0
            young += token.text in ("Mum", "Mom", "Mama", "Dad", "Grandma", "Grandpa") and token.quote < 0
        young += bool(_YOUNG.search(reading.text))
    kind, age, size = ("child", "child", 0.65) if young else ("person", "adult", 1.0)
    return Entity(NARRATOR, "Narrator", kind, "person", age=age, size=size, proper=True)

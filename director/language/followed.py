"""One unit with everybody who is meant in it: what following fills in and others read.

python -c "from director.language.followed import Followed; print(Followed.__doc__)"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from director.language.entities import Entity
from director.language.tokens import Mention, Role, UnitReading


@dataclass(slots=True)
class Reference:
    """Somebody meant at one word of a unit."""

    token: int
    ids: tuple[str, ...]
    role: Role
    clause: int
    quoted: bool = False
    mention: Mention | None = None


@dataclass(slots=True)
class Followed:
    """One unit with everybody in it."""

    reading: UnitReading
    references: list[Reference] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    """ids of who is on screen, the one who acts first"""
    subject: str | None = None
    speakers: dict[int, str] = field(default_factory=dict)
    """quotation number -> id of who says it"""

    def meant_at(self, token: int) -> tuple[str, ...]:
        """Who is meant by the word at this index; () if nobody."""
        return next((r.ids for r in self.references if r.token == token), ())


def count_deeds(followed: Sequence[Followed], entities: Mapping[str, Entity]) -> None:
    """Count for each entity in how many units it is seen, acts and speaks."""
    for entity in entities.values():
        entity.seen = entity.acts = entity.speaks = entity.named = entity.named_acts = entity.quoted = 0
    for unit in followed:
        for who in unit.present:
            entities[who].seen += 1
        acting = {who for r in unit.references if r.role == "subject" and not r.quoted for who in r.ids}
        for who in acting:
            entities[who].acts += 1
        for r in unit.references:
            for who in r.ids if r.mention is not None and r.quoted else ():
                entities[who].quoted += 1
            named = r.mention is not None or unit.reading.tokens[r.token].low == "who"
            for who in r.ids if named and not r.quoted and r.role != "aside" else ():
                entities[who].named += r.mention is not None
                entities[who].named_acts += r.role == "subject"
        for who in set(unit.speakers.values()):
            entities[who].speaks += 1


def acting_aside(followed: Followed, i: int) -> set[str]:
    """Who acts in the clause that tells the moment: `when the policeman looked up, they ran away`."""
    tokens = followed.reading.tokens
    opens = next(
        (k for k in range(i - 1, max(-1, i - 12), -1) if tokens[k].low in ("when", "while", "as")), -1
    )
    if opens < 0 or tokens[i - 1].low != ",":
        return set()
    return {w for r in followed.references if opens < r.token < i and r.role == "subject" for w in r.ids}

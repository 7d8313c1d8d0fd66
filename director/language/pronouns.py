"""Pronouns one at a time: which role they play, and how well they can mean somebody.

python -c "from director.language.pronouns import SUBJECT; print(sorted(SUBJECT))"
"""

from __future__ import annotations

from director.language.entities import Entity
from director.language.tokens import Role, Token
from director.language.words import find_noun, find_verb, given_names, listed, word_set

SUBJECT = frozenset(["he", "she", "they", "it"])


OBJECT = frozenset(["him", "her", "them"])


OWNER = frozenset(["his", "her", "their", "its"])


SELF = frozenset(["himself", "herself", "themselves", "itself"])


GENDERS = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}


GENDERS |= {"it": "n", "its": "n", "itself": "n"}


def learn_gender(entity: Entity) -> None:
    """Settle which pronoun an entity takes, from what pronouns were taken to mean it, or from its name."""
    if entity.sure or entity.plural:
        return
    total = sum(entity.votes.values())
    if total:
        best, n = entity.votes.most_common(1)[0]
        if n >= 0.6 * total:
            entity.gender = "" if best == "n" else "m" if best == "m" else "f"
            entity.sure = best != "n" and (n >= 1.5 or total == n)
    if not entity.gender:
        entity.gender = next((g for w in entity.name.lower().split() if (g := given_names().get(w, ""))), "")


def agrees(entity: Entity, gender: str) -> float:
    """How well he, she or it can mean somebody, 0..1."""
    if entity.gender and entity.sure:
        return 1.0 if entity.gender == gender else 0.0
    if gender == "n":
        return {"person": 0.0, "name": 0.0, "being": 0.3, "animal": 0.7, "thing": 0.8}.get(
            entity.category, 0.0
        )
    if leaning := entity.votes.most_common(1):
        return 1.0 if leaning[0][0] == gender else 0.25
    if entity.gender:
        return 1.0 if entity.gender == gender else 0.25
    return {"person": 1.0, "name": 1.0, "being": 0.9, "animal": 0.85}.get(entity.category, 0.5)


def arrives(tokens: list[Token], i: int) -> bool:
    """`in they came`, `they came back`: not those who are on screen already."""
    before = tokens[i - 1].low if i else ""
    after = [t.low for t in tokens[i + 1 : i + 3]]
    return after[:1] in (["came"], ["arrived"], ["returned"]) and (
        before in ("in", "out") or after[1:] in (["in"], ["back"])
    )


def pronoun_role(tokens: list[Token], i: int) -> Role:
    """What the pronoun at token i is in its clause."""
    low = tokens[i].low
    if low in ("his", "their", "its"):
        return "genitive"
    if low == "her":
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        loose = (
            after is None
            or not after.is_word
            or after.low
            in (
                word_set("senses.txt", "prepositions")
                | word_set("senses.txt", "clause openers")
                | {"the", "a", "an", "what", "how", "away", "back", "together", "again"}
            )
        )
        if not loose and after is not None:
            verb = find_verb(after.low)
            goes = verb is not None and verb.form == "past" and verb.sense in ("move", "rest")
            loose = (verb is not None and verb.form == "ing" and find_noun(after.low) is None) or goes
            led = find_verb(tokens[i - 1].low) if i else None
            taken = led is not None and led.base in ("take", "bring", "carry", "lead", "send", "drive")
            loose = loose or (taken and after.low in _WHITHER)
        return "object" if loose else "genitive"
    if low == "it":
        verb = find_verb(tokens[i + 1].low) if i + 1 < len(tokens) else None
        if i and tokens[i - 1].low in word_set("senses.txt", "prepositions"):
            return "aside"  # `behind it lay a garden`
        return "subject" if verb is not None and verb.form == "past" and verb.base != "be" else "aside"
    return "subject" if low in SUBJECT else "object"


_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}


_WHITHER = listed("home aboard ashore upstairs downstairs indoors outdoors inside outside there high far")
"""Where somebody may be taken, without a preposition."""


def how_many(tokens: list[Token], i: int) -> int:
    """How many `all six` (at the number) or `everybody` are who do something; 0 if it is neither."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None or find_verb(after.low) is None:
        return 0
    if tokens[i].low in ("everybody", "everyone"):
        return max(_COUNTS.values())
    counted = i > 0 and tokens[i - 1].low == "all"
    return _COUNTS.get(tokens[i].low, 0) if counted else 0


def stands_alone(tokens: list[Token], i: int) -> bool:
    """Whether a number stands for people: `the two set out`, not `the two hens`."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    before = tokens[i - 1].low if i else ""
    return before == "the" and (
        after is None
        or not after.is_word
        or after.low in ("others", "of", "friends")
        or find_verb(after.low) is not None
    )

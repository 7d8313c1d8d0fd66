"""The table of words for several at once. Data for kinds.py."""

from __future__ import annotations

_PEOPLE = ("man", "woman", "old man", "girl")
MIXED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ["children", "kids", "schoolchildren", "classmates", "pupils", "siblings"], ("girl", "boy", "girl")
    ),
    **dict.fromkeys(["twins", "playmates"], ("girl", "boy")),
    **dict.fromkeys(["parents", "couple", "newlyweds", "grown-ups", "adults"], ("woman", "man")),
    "grandparents": ("old woman", "old man"),
    "family": ("woman", "man", "boy"),
    **dict.fromkeys(["people", "folk", "villagers", "townsfolk", "townspeople", "citizens"], _PEOPLE),
    **dict.fromkeys(["neighbours", "neighbors", "guests", "crowd", "friends", "audience"], _PEOPLE),
    **dict.fromkeys(["customers", "passengers", "strangers", "visitors", "everybody", "everyone"], _PEOPLE),
    **dict.fromkeys(
        ["crew", "team", "staff", "band", "tribe", "orchestra", "choir"], ("man", "woman", "man")
    ),
    "class": ("girl", "boy", "girl"),
    "men": ("man", "man", "old man"),
    "women": ("woman", "woman", "old woman"),
    **dict.fromkeys(["animals", "beasts", "creatures"], ("rabbit", "fox", "bear", "squirrel")),
    "royals": ("king", "queen"),
}
"""Words for people and animals of several kinds, and who stands for them."""
NUMBERS: dict[str, int] = {
    **dict.fromkeys(["two", "both", "pair"], 2),
    "three": 3,
    **dict.fromkeys(["four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "many", "hundred"], 4),
}
COLLECTIVE = frozenset(
    ["crowd", "herd", "flock", "swarm", "pack", "army", "band", "group", "gang", "troop", "brood", "row"]
)
"""Words that make many of what follows: a flock of sheep."""
IRREGULAR = frozenset(["mice", "geese", "oxen", "wolves", "elves", "dwarves", "thieves", "fishermen"])
"""Plurals that are not told by their ending alone."""

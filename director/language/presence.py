"""Presence: what the words around somebody say about whether they are on screen, left, or gone.

from director.language.presence import is_gone
gone = is_gone(reading.tokens, 3)   # `the troll was never seen again`
"""

from __future__ import annotations

from itertools import pairwise

from director.language.roles import start_of_phrase
from director.language.tokens import Token
from director.language.words import listed, word_set

_PARTS = listed(
    "hand hands mouth eyes eye face head heart conscience feet foot leg legs tail voice arm arms back "
    "ear ears shoulder shoulders nose paw paws cheek cheeks lap neck hair finger fingers knee knees"
)


PUTTING = listed("threw put set dropped laid buried locked hung hid left placed dumped tossed")


def owns_body(tokens: list[Token], at: int) -> bool:
    """`the bear's paw`, `his eyes`: whose body does something is there."""
    return at + 1 < len(tokens) and tokens[at + 1].low in _PARTS


def opens_clause(tokens: list[Token], i: int) -> bool:
    """`a bear, and beside him shone the lantern`: what opens a clause may be the last subject."""
    if not i or tokens[i - 1].low not in word_set("senses.txt", "prepositions"):
        return False
    return i == 1 or tokens[i - 2].low in ("and", ",", ";")


def arrives_elsewhere(tokens: list[Token]) -> bool:
    """`until she came to the cave`: whoever was talked with before is left behind."""
    lows = [t.low for t in tokens if t.quote < 0]
    return bool({"arrived", "reached", "entered"} & set(lows)) or ("came", "to") in pairwise(lows)


def is_gone(tokens: list[Token], at: int) -> bool:
    """`the troll was never seen again`, `in the morning the monk was gone`; not `before he was gone`."""
    following = [t.low for t in tokens[at + 1 : at + 5]]
    left = following[:2] in (["was", "gone"], ["were", "gone"], ["had", "gone"], ["had", "vanished"])
    begins = not any(t.low in _UNTIL for t in tokens[max(0, at - 3) : at])
    stays = following[2:3] in ([], ["."], [","], ["and"])
    return ("never" in following and "seen" in following) or (left and begins and stays)


_UNTIL = listed("until till before when after while")
"""Before `he was gone`: he is seen as he goes."""


def is_meant_for(tokens: list[Token], first: int) -> bool:
    """`a letter for the queen`, `looked for the mouse`: nobody need be there for it."""
    at = start_of_phrase(tokens, first)
    return at > 0 and tokens[at - 1].low == "for"


def is_there(tokens: list[Token], first: int) -> bool:
    """Whether somebody acted on is on screen: not when one only hears, thinks or knows about them."""
    before = [t.low for t in tokens[max(0, first - 2) : first]]
    if "from" in before and _TAKING & {t.low for t in tokens[max(0, first - 9) : first]}:
        return True  # `took the bread from the bear`
    if before[-1:] in (["her"], ["his"], ["their"], ["my"]) and before[-2:-1] in (["lost"], ["missed"]):
        return False  # `she had lost her mother`
    return not ({"about", "from"} & set(before)) or "ran" in before


_TAKING = listed(
    "take takes took snatch snatches snatched grab grabs grabbed steal steals stole seize seizes seized "
    "borrow borrows borrowed buy buys bought tear tears tore"
)


def leaves(tokens: list[Token], at: int) -> bool:
    """`the thief jumped out of the window`, `he ran away`: what follows is hardly about who did."""
    words = [t.low for t in tokens[at + 1 : at + 14]]
    ways = [words[k : k + len(way)] == way for way in _AWAY for k in range(len(words))]
    return any(ways) and bool(_OFF & set(words))


_AWAY: list[list[str]] = [
    way.split()
    for way in (
        "out of the window",
        "out of the door",
        "ran away",
        "ran off",
        "flew away",
        "went away",
        "rode away",
    )
]
_OFF = listed("jumped leapt leaped climbed ran flew went rode fled rushed")

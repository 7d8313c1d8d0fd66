"""Reactions: what is seen of those to whom something is done, or with whom, or whom one lets do it.

Whoever is chased runs, whoever is pushed falls, whoever is danced with dances.

    from director.rules.reactions import find_reactions
    find_reactions(unit, "run", at, until)      # what the verb at token `at` does to others
"""

from __future__ import annotations

from dataclasses import dataclass

from director.language.followed import Followed, Reference
from director.language.roles import start_of_phrase
from director.language.words import find_verb, listed, word_set
from director.rules.playable import played_as
from prompts.vocabulary import Emotion


@dataclass(frozen=True)
class Reaction:
    """What one who does not act is seen to do."""

    who: str
    verb: str
    feeling: Emotion
    at: int
    """the token of the verb"""


_SUFFERED: dict[str, tuple[Emotion, str]] = {
    "run": ("afraid", "chase pursue hunt"),
    "walk": ("neutral", "follow lead guide"),
    "fall": ("surprised", "push throw knock drop toss trip shove hurl"),
    "fight": ("angry", "fight"),
    "hug": ("loving", "hug embrace kiss cuddle"),
    "eat": ("neutral", "feed"),
    "tremble": ("afraid", "attack frighten scare threaten bite hit strike kick beat"),
}
"""What those do to whom a verb is done, what they feel, and the verbs."""
FORCED = frozenset(["run", "fall", "fight", "hug", "ride", "dance"])
"""What is seen of them whatever else they do, unless that is livelier."""
_SHARED = listed("dance walk run sit eat swim fly jump fight sleep")
_SIDE_BY_SIDE = listed("walk run sit eat sleep")
_PURSUIT = listed("run ran hurried rushed raced dashed galloped runs hurries rushes races dashes")
_LETTING = listed("let lets made makes helped helps saw sees heard hears watched watches")
_REACH = 7


def find_reactions(unit: Followed, verb: str, at: int, until: int) -> list[Reaction]:
    """Those whom the verb at a token concerns, before the next subject, with what they do.

    Args:
        verb: what its subject plays; '' for nothing, when it may still let others do something.
        at: its token; -1 for none.
        until: the token of the next subject.
    """
    found = [Reaction(who, done, "neutral", k) for who, done, k in _let_do(unit)]
    if not verb:
        return found
    played, feeling, roles = _suffering(unit, at)
    end = min(until, at + _REACH)
    for r in unit.references:
        if r.quoted or not at < r.token < until:
            continue
        if (
            played
            and r.role in roles
            and r.token < end
            and not (roles == ("object",) and _is_beside(unit, r))
        ):
            found += [Reaction(who, played, feeling, at) for who in r.ids]
        elif verb in _SHARED and r.role != "genitive" and _is_with(unit, r, verb):
            found += [Reaction(who, verb, "neutral", at) for who in r.ids]
    return found


def _suffering(unit: Followed, at: int) -> tuple[str, Emotion, tuple[str, ...]]:
    """(what they do, what they feel, in which roles) to whom the verb at a token is done."""
    tokens = unit.reading.tokens
    verb, after = find_verb(tokens[at].low), tokens[at + 1].low if at + 1 < len(tokens) else ""
    if tokens[at].low in _PURSUIT and after == "after":
        return "run", "afraid", ("object", "oblique")
    for played, (feeling, bases) in _SUFFERED.items():
        if verb and verb.base in bases.split():
            return played, feeling, ("object",)
    return "", "neutral", ()


def _is_with(unit: Followed, r: Reference, verb: str) -> bool:
    """`the bear danced with the rabbit`, `sat beside him`; but a swan may swim beside a boat."""
    tokens = unit.reading.tokens
    first = start_of_phrase(tokens, r.mention.first if r.mention else r.token)
    return first > 0 and (
        tokens[first - 1].low == "with" or (tokens[first - 1].low == "beside" and verb in _SIDE_BY_SIDE)
    )


def _is_beside(unit: Followed, r: Reference) -> bool:
    """`threw the comb behind her`: nothing is done to her."""
    first = start_of_phrase(unit.reading.tokens, r.mention.first if r.mention else r.token)
    return first > 0 and unit.reading.tokens[first - 1].low in word_set("senses.txt", "prepositions")


def _let_do(unit: Followed) -> list[tuple[str, str, int]]:
    """`the camel let him ride`: (he, ride, the token of it)."""
    tokens, found = unit.reading.tokens, list[tuple[str, str, int]]()
    for r in unit.references:
        first = start_of_phrase(tokens, r.mention.first if r.mention else r.token)
        verb = find_verb(tokens[r.token + 1].low) if r.token + 1 < len(tokens) else None
        lets = first > 0 and tokens[first - 1].low in _LETTING and not r.quoted
        if lets and verb and verb.form in ("base", "ing") and (done := played_as().get(verb.base)):
            found += [(who, done, r.token + 1) for who in r.ids]
    return found

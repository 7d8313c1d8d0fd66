"""Roles: whether somebody who is named acts, is acted on, or only owns something.

from director.language.roles import find_roles
find_roles(reading)   # sets the role of each of its mentions
"""

from __future__ import annotations

from itertools import pairwise

from director.language.tokens import Mention, Role, Token, UnitReading, can_modify
from director.language.words import find_noun, find_verb, listed, word_set


def find_roles(reading: UnitReading) -> None:
    """Who acts in the unit and who is acted on."""
    tokens, mentions = reading.tokens, reading.mentions
    for m in reversed(mentions):
        m.role = _role(tokens, m)
    _turn_passives(tokens, mentions)
    for left, right in reversed(list(pairwise(mentions))):
        between = [
            t.low
            for t in tokens[left.head + 1 : right.first]
            if t.low not in ("the", "a", "his", "her", "all")
        ]
        if (
            right.role == "subject"
            and left.role != "genitive"
            and between
            and set(between) <= {"and", ",", "or"}
        ):
            left.role = "subject"


def _turn_passives(tokens: list[Token], mentions: list[Mention]) -> None:
    """`the boy was led by a horse`: the horse acts; the boy stays what the sentence is about."""
    for m in mentions:
        if participle_before(tokens, start_of_phrase(tokens, m.first) - 1) >= 0:
            m.role = "subject"


def participle_before(tokens: list[Token], by: int) -> int:
    """Where the verb of a passive stands whose agent follows this `by`; -1 if it is none."""
    if by < 2 or tokens[by].low != "by" or tokens[by].quote >= 0:
        return -1
    for at in range(by - 1, max(0, by - 8), -1):
        if not tokens[at].is_word:
            return -1
        verb = find_verb(tokens[at].low)
        past = verb.form in ("past", "base") if verb else tokens[at].low.endswith(("ed", "en"))
        helped = [t.low for t in tokens[max(0, at - 3) : at]]
        if past and _BE & set(helped):
            moves = verb is not None and verb.sense == "rest"
            return -1 if moves else at
    return -1


_BE = listed("was were is are been being be")


_TRANSITIVE = listed(
    "bring carry drag lead take fetch send steal chase follow leave reach cross approach visit "
    "pursue enter pass ride drive hang hide wake escape set stop"
)


def _role(tokens: list[Token], mention: Mention) -> Role:
    if tokens[mention.head].genitive:
        return "genitive"
    at = start_of_phrase(tokens, mention.first) - 1
    before = tokens[at] if at >= 0 else None
    acts = _verb_follows(tokens, mention.head + 1)
    low = before.low if before else ""
    if [t.low for t in tokens[max(0, at - 1) : at + 1]] == ["it", "was"] and not mention.compared:
        return "subject"  # `It was the father`: now we see who it is
    if mention.article in ("a", "bare") and _is_existential(tokens, mention.first):
        return "subject"
    if low in word_set("senses.txt", "prepositions"):
        following = tokens[mention.head + 1].low if mention.head + 1 < len(tokens) else ""
        verb = find_verb(following)
        clausal = (
            low != "of" and acts and (verb is not None or following in word_set("senses.txt", "auxiliaries"))
        )
        return "subject" if clausal else "oblique"
    if acts:
        return "subject"
    verb = find_verb(low) if before else None
    if verb is None:
        acted_on = any(
            find_verb(t.low) or t.low in word_set("senses.txt", "auxiliaries")
            for t in tokens[: mention.first]
            if t.clause == tokens[mention.head].clause
        )
        if mention.compared or acted_on:
            return "oblique" if mention.compared else "object"
        leads = before is None or not before.is_word or low in word_set("senses.txt", "clause openers")
        return "subject" if leads and low != "," else "object"
    if verb.sense == "say" and _has_subject(tokens, at):
        return "object"
    if verb.sense == "say" and verb.base not in ("tell", "ask", "thank", "beg", "invite", "warn", "order"):
        return "subject"
    led = verb.sense == "rest" and _opens_with_place(tokens, at)
    comes_first = (
        verb.sense in ("move", "rest")
        and verb.base not in _TRANSITIVE
        and (mention.article in ("a", "bare") or led)
    )
    return "subject" if comes_first else "object"


def _opens_with_place(tokens: list[Token], verb: int) -> bool:
    """`Under the old oak sat his grandson`: what comes before the verb is only a place."""
    clause = [t for t in tokens[:verb] if t.clause == tokens[verb].clause and t.is_word]
    return bool(clause) and clause[0].low in word_set("senses.txt", "prepositions")


def _has_subject(tokens: list[Token], verb: int) -> bool:
    """`the girl called the dog`: somebody who calls stands before the verb already."""
    if not verb or tokens[verb - 1].quote >= 0:
        return False
    before = tokens[verb - 1]
    named = before.capital and not before.initial
    return before.low in ("he", "she", "they", "i", "we") or named or find_noun(before.low) is not None


def start_of_phrase(tokens: list[Token], first: int) -> int:
    """Where a noun phrase begins, with its article, its owner and the owner's article."""
    at = first
    while at > 0 and first - at < 5:
        token = tokens[at - 1]
        article = token.low in ("the", "a", "an", "his", "her", "their", "my", "our")
        named = at < first and tokens[at].genitive and tokens[at].capital and token.capital
        if not (
            article or named or token.genitive or (at < first and tokens[at].genitive and can_modify(token))
        ):
            break
        at -= 1
    return at


def _is_existential(tokens: list[Token], first: int) -> bool:
    """`there came in two dwarfs`, `in came buyers`, `inside lay a bear`."""
    clause = [t for t in tokens[max(0, first - 6) : first] if t.clause == tokens[first].clause]
    lows = [t.low for t in clause]
    if "there" in lows and lows.index("there") < len(lows) - 1:
        return find_verb(lows[lows.index("there") + 1]) is not None
    return (
        len(lows) >= 2
        and lows[-1] in ("came", "went", "ran", "flew")
        and lows[-2] in ("in", "out", "along", "up", "down", "by")
    )


def _verb_follows(tokens: list[Token], at: int) -> bool:
    """Whether what begins at this token is what the one before it does."""
    skip = word_set("senses.txt", "adverbs")
    steps = 0
    while at < len(tokens) and steps < 4 and (tokens[at].low in skip or tokens[at].low.endswith("ly")):
        at, steps = at + 1, steps + 1
    if at >= len(tokens):
        return False
    low = tokens[at].low
    if low in ("who", "whose"):
        return True
    if low in (",", "--"):
        return _goes_on_after_aside(tokens, at)
    if low in word_set("senses.txt", "auxiliaries"):
        return True
    verb = find_verb(low)
    return (verb is not None and verb.form in ("past", "s", "base")) or (low.endswith("ed") and len(low) > 4)


def _goes_on_after_aside(tokens: list[Token], comma: int) -> bool:
    """`the shoemaker, with the money, bought`: what stands between two commas is skipped."""
    if comma + 1 >= len(tokens):
        return False
    if tokens[comma + 1].low in ("who", "whose", "however", "without", "therefore", "feeling"):
        return True
    ends = (i for i in range(comma + 2, min(len(tokens), comma + 9)) if tokens[i].low == tokens[comma].low)
    after = next(ends, -1) + 1
    if not 0 < after < len(tokens) or tokens[comma + 1].low in word_set("senses.txt", "clause openers"):
        return False
    verb = find_verb(tokens[after].low)
    return verb is not None and verb.form in ("past", "s")

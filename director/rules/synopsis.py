"""One action as the states it goes through, for a video model that is told them one after the other.

After the synopsis of VSTAR, arXiv 2403.13501, where a language model writes it; here rules do. An action of
several deeds goes through its deeds, one that turns something into something goes from the one to the other,
any other is seen beginning, half way and nearly done.

    python -c "from director.rules.synopsis import split_states as s; print(*s('A seed becomes a tree.'))"
"""

from __future__ import annotations

import re

from director.language.words import find_verb
from prompts.pages import Moment

MOST = 4
_TURNS = re.compile(
    r"^(?P<what>.+?)\s+(?:slowly |gently |suddenly |quickly )?"
    r"(?:becomes?|(?:turns?|grows?|changes?|melts?|transforms?|fades?) into)\s+(?P<into>.+)$",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"\s*(?:;|,?\s+and then\s+|,?\s+then\s+|\.\s+(?=\S))\s*", re.IGNORECASE)
_AND = re.compile(r"(?:,?\s+and\s+|,\s+)(?=(?P<verb>\w+))", re.IGNORECASE)


def split_states(action: str, start: str = "", end: str = "") -> list[Moment]:
    """Two to four states of an action, in order; the first at 0, each with as much time as the others.

    Args:
        action: what is seen to happen, a sentence or more.
        start, end: what is true before and after, if that is known; they are the first and the last state.
    """
    told = action.strip().rstrip(".!?…").strip()
    if not told:
        return []
    states = _deeds(told)
    if len(states) == 1 and (turn := _TURNS.match(told)):
        what, into = turn["what"], turn["into"]
        states = [what, f"{what}, half turned into {into}", into]
    elif len(states) == 1 and not (start and end):
        states = [f"{told}, just beginning", f"{told}, half way", f"{told}, nearly done"]
    states = [*filter(None, [start.strip().rstrip(".")]), *states, *filter(None, [end.strip().rstrip(".")])]
    states = list(dict.fromkeys(states))
    if len(states) > MOST:  # the first and the last stay, and of the others the nearest to even steps
        states = [states[round(n * (len(states) - 1) / (MOST - 1))] for n in range(MOST)]
    said = [f"{text[:1].upper()}{text[1:]}." for text in states]
    return [Moment(at=round(n / len(said), 2), text=text) for n, text in enumerate(said)]


def _deeds(told: str) -> list[str]:
    """The action's deeds; what follows a comma or `and` is one only if it begins with a verb."""
    found: list[str] = []
    subject = ""
    for part in filter(None, _JOINTS.split(told)):
        begin, subject = 0, _subject_of(part) or subject
        for joint in _AND.finditer(part):
            done = _with_subject(part[begin : joint.start()], subject)
            if subject and _is_verb(joint["verb"]) and _subject_of(done):
                found.append(done)
                begin = joint.end()
        found.append(_with_subject(part[begin:], subject))
    return found


def _with_subject(deed: str, subject: str) -> str:
    """A deed that begins with its verb, told of whoever did the one before."""
    first = deed.split()[0] if deed.split() else ""
    return f"{subject} {deed}" if subject and _is_verb(first) and not deed.startswith(subject) else deed


def _subject_of(deed: str) -> str:
    """The words before the first verb; '' where it comes first."""
    words = deed.split()
    if not words or _is_verb(words[0]):
        return ""
    place = next((n for n, word in enumerate(words) if n and _is_verb(word)), 0)
    return " ".join(words[:place])


def _is_verb(word: str) -> bool:
    bare = word.lower().strip(",")
    return bare == "goes" or find_verb(bare) is not None

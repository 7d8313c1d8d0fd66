"""What is seen in a shot, in words: its action, who does what to whom, how it begins and ends, its beats.

It knows what has been read of the shot and nothing of the camera.

    from director.rules.actions import Names, describe_action
    action = describe_action(shot, reading, Names(people), slots)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from director.language.words import find_noun
from director.rules.deeds import ShotReading
from director.rules.retelling import third
from prompts.pages import Moment, Person, ShotToStage, StagedShot, StageSlots

_MOST_WORDS = 42
"""More than that no picture shows."""


@dataclass(frozen=True)
class Names:
    """What everybody is called."""

    people: dict[str, Person]

    def __call__(self, who: str) -> str:
        return self.people[who].name if who in self.people else who


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def describe_action(given: ShotToStage, read: ShotReading, names: Names, slots: StageSlots) -> str:
    """What is seen: the story's own words where it tells something, then who speaks to whom."""
    if not given.who and not read.told:
        return f"{_sentence(slots.place.name or slots.place.look or 'The place')}, with nobody in it."
    parts = [_shortened(read.told)] if read.told else []
    if read.said and read.said[0].speaker in given.who and len(parts[:1]) * len(read.told.split()) < 20:
        parts.append(f"{_sentence(_speech(given, read, names))}.")
    if not parts:
        parts = [_sentence("; ".join(f"{names(w)} {read.doing.get(w, 'looks')}" for w in given.who)) + "."]
    return " ".join(parts)


def _shortened(told: str) -> str:
    """The first sentences, up to about forty words."""
    sentences = re.split(r"(?<=[.!?…])(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)(?<!Dr\.)(?<!St\.) +", told)
    kept, words = list[str](), 0
    for sentence in sentences:
        words += len(sentence.split())
        if kept and words > _MOST_WORDS:
            break
        kept.append(sentence)
    return " ".join(_sentence(sentence) for sentence in kept)


def _speech(given: ShotToStage, read: ShotReading, names: Names) -> str:
    speaker = read.said[0].speaker
    other = next((w for w in given.who if w != speaker), "")
    noun = find_noun(names(speaker).split()[-1].lower())
    talk, speak = ("talk", "speak") if noun and noun.plural else ("talks", "speaks")
    return f"{names(speaker)} {talk} to {names(other)}" if other else f"{names(speaker)} {speak}"


def describe_relation(given: ShotToStage, read: ShotReading, names: Names) -> str:
    """Who does what to whom; '' for one alone."""
    if len(given.who) < 2:
        return ""
    first, second = given.who[0], given.who[1]
    speaker = read.said[0].speaker if read.said else ""
    if speaker in given.who:
        return _speech(given, read, names)
    return f"{names(first)} {read.doing.get(first, 'stands')}, near {names(second)}"


def describe_start(before: Sequence[StagedShot], given: ShotToStage, names: Names, slots: StageSlots) -> str:
    """Who is where when the shot begins."""
    if before and {p.character for p in before[-1].who} & set(given.who):
        return before[-1].end
    there = ", ".join(names(w) for w in given.who) or "nobody"
    return _sentence(f"{there} at {slots.place.name}.")


def describe_end(given: ShotToStage, read: ShotReading, names: Names) -> str:
    """What everybody does when it ends."""
    ends = {w: v for w, v, _ in read.order if v}
    told = [
        f"{names(w)} {third(ends[w])}" if w in ends else f"{names(w)} {read.doing.get(w, 'looks')}"
        for w in given.who
    ]
    return _sentence("; ".join(told)) + "." if told else ""


def beats_of(given: ShotToStage, read: ShotReading, names: Names) -> list[Moment]:
    """The moments at which somebody does another thing than before."""
    beats: list[Moment] = []
    current: dict[str, str] = {}
    last = 0.0
    for who, verb, at in read.order:
        if current.get(who) != verb and current and 0.15 < at < 0.95 and at - last > 0.15 and len(beats) < 3:
            beats.append(Moment(at=round(at, 2), text=_sentence(f"{names(who)} {third(verb)}.")))
            last = at
        current[who] = verb
    return beats

"""How scenes give way to each other by rule, and how long a wordless shot lasts.

from director.rules.pacing import pace
page = pace(slots)   # TimeSlots -> TimePage
"""

from __future__ import annotations

import re

from prompts.pages import Change, Length, SceneChange, TimePage, TimeSlots
from prompts.vocabulary import VOCABULARIES, Size

_HOURS = VOCABULARIES["time_of_day"]
_SPAN = r"(?:day|night|week|month|year|winter|summer)s?"
_LATER = re.compile(
    rf"^\W*(?:(?:\w+\W+){{0,3}}{_SPAN}\W+(?:later|after|afterwards|passed|went)"
    rf"|(?:(?:the|early|late)\W+)*(?:next|following)\W+(?:{_SPAN}|morning|evening|spring|autumn)|that\W+night)\b",
    re.IGNORECASE,
)
"""How a text (in English) says that a night or more has passed."""
_SECONDS: dict[Size, float] = {
    "extreme_wide": 5.0,
    "wide": 4.5,
    "full": 4.0,
    "medium": 3.5,
    "close": 3.0,
    "extreme_close": 2.5,
}
DISSOLVE_S, FADE_S = 0.5, 1.0


def pace(slots: TimeSlots) -> TimePage:
    """A fade where a night or more lies between two scenes, else a dissolve; the wider a shot the longer."""
    return TimePage(
        changes=[_change(change) for change in slots.changes],
        wordless=[Length(number=shot.number, seconds=_SECONDS[shot.size]) for shot in slots.wordless],
    )


def _change(change: SceneChange) -> Change:
    why = _why_fade(change)
    if why:
        return Change(number=change.number, kind="fade", seconds=FADE_S, why=why)
    elsewhere = change.place != change.next_place
    return Change(
        number=change.number,
        kind="dissolve",
        seconds=DISSOLVE_S,
        why="another place" if elsewhere else "a little later",
    )


def _why_fade(change: SceneChange) -> str:
    """A day has passed when the next scene is earlier in the day; so has one when night falls."""
    if _LATER.match(change.next_words):
        return "the words tell of a time that has passed"
    before, after = _HOURS.index(change.time_of_day), _HOURS.index(change.next_time_of_day)
    if before != after and (after < before or change.next_time_of_day == "night"):
        return "night falls" if change.next_time_of_day == "night" else "a night lies between"
    return f"{', '.join(change.changed)} has changed" if change.changed else ""

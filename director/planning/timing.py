"""When one shot gives way to the next, and how long a shot without words lasts. By rule; nobody is asked.

A shot with words has no duration here: it lasts as long as its words, which only the voices know.

    python -c "from director.planning.timing import time_draft; print(time_draft.__doc__)"
"""

from __future__ import annotations

import re
from typing import Any

from director.planning.slots import is_wordless
from prompts.screenplay import Scene, Screenplay, Shot, Transition
from prompts.vocabulary import VOCABULARIES

CUT = Transition(kind="cut")
DISSOLVE = Transition(kind="dissolve", duration_s=0.5)
FADE = Transition(kind="fade", duration_s=1.0)

_HOURS = VOCABULARIES["time_of_day"]
_SPAN = r"(?:day|night|week|month|year|winter|summer)s?"
_LATER = re.compile(
    rf"^\W*(?:(?:\w+\W+){{0,3}}{_SPAN}\W+(?:later|after|afterwards|passed|went)"
    rf"|(?:(?:the|early|late)\W+)*(?:next|following)\W+(?:{_SPAN}|morning|evening|spring|autumn)|that\W+night)\b",
    re.IGNORECASE,
)
"""How a text (in English) says that a night or more has passed."""
_SECONDS = {
    "extreme_wide": 5.0,
    "wide": 4.5,
    "full": 4.0,
    "medium": 3.5,
    "close": 3.0,
    "extreme_close": 2.5,
}


def time_draft(draft: Screenplay) -> Screenplay:
    """The draft with a transition after every shot but the last, and a length for every wordless shot."""
    scenes = []
    for number, scene in enumerate(draft.scenes):
        following = draft.scenes[number + 1 : number + 2]
        leaving = join_scenes(scene, following[0]) if following else None
        *inner, last = scene.shots
        shots = [*(_time_shot(shot, CUT) for shot in inner), _time_shot(last, leaving)]
        scenes.append(scene.model_copy(update={"shots": shots}))
    return draft.model_copy(update={"scenes": scenes})


def _time_shot(shot: Shot, transition: Transition | None) -> Shot:
    values: dict[str, Any] = {}
    if shot.transition is None and transition is not None:
        values["transition"] = transition
    if shot.duration_s is None and is_wordless(shot):
        values["duration_s"] = _SECONDS[(shot.camera and shot.camera.size) or "medium"]
    return shot.model_copy(update=values) if values else shot


def join_scenes(scene: Scene, following: Scene) -> Transition:
    """How one scene gives way to the next: through black when a night or more lies between."""
    words = following.shots[0].narration or ""
    return (
        FADE
        if _LATER.match(words) or _clock_turned(scene, following) or _changed(scene, following)
        else DISSOLVE
    )


def _clock_turned(scene: Scene, following: Scene) -> bool:
    """A day has passed when the next scene is earlier in the day; so has one when night falls."""
    before, after = scene.time_of_day or "day", following.time_of_day or "day"
    return before != after and (_HOURS.index(after) < _HOURS.index(before) or after == "night")


def _changed(scene: Scene, following: Scene) -> bool:
    """Somebody who is in both scenes has another look in the second."""
    before = {p.character: p.look for shot in scene.shots for p in shot.who or []}
    return any(
        p.character in before and before[p.character] != p.look
        for shot in following.shots
        for p in shot.who or []
    )

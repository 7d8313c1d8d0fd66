"""When one shot gives way to the next, and how long a shot without words lasts: the `time` page in the draft.

A shot with words has no duration here: it lasts as long as its words, which only the voices know. Inside a
scene shots are cut.

    python -c "from director.planning.timing import time_draft; print(time_draft.__doc__)"
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from director.planning.slots import is_wordless, words_of
from prompts.pages import Change, SceneChange, TimePage, TimeSlots, WordlessShot
from prompts.screenplay import Camera, Motion, Scene, Screenplay, Shot, Transition

CUT = Transition(kind="cut")
WORDS = 16
"""So many words of each side of a scene change are told."""


def time_slots(draft: Screenplay, rules: Sequence[str] = ()) -> TimeSlots:
    """Every scene change that is not decided, numbered by its first scene, and every wordless shot without a
    length, numbered over the film; both from 1."""
    changes = [
        _change(number, scene, following)
        for number, (scene, following) in enumerate(zip(draft.scenes, draft.scenes[1:], strict=False), 1)
        if scene.shots[-1].transition is None
    ]
    wordless = [
        WordlessShot(
            number=number,
            action=shot.action or "",
            size=(shot.camera or Camera()).size or "medium",
            intensity=(shot.motion or Motion()).intensity,
        )
        for number, (_, shot) in enumerate(draft.shots(), 1)
        if shot.duration_s is None and is_wordless(shot)
    ]
    return TimeSlots(changes=changes, wordless=wordless, rules=list(rules))


def _change(number: int, scene: Scene, following: Scene) -> SceneChange:
    before = {p.character: p.look for shot in scene.shots for p in shot.who or []}
    after = [(p.character, p.look) for shot in following.shots for p in shot.who or []]
    changed = [name for name, look in after if name in before and before[name] != look]
    return SceneChange(
        number=number,
        place=scene.place or "",
        time_of_day=scene.time_of_day or "day",
        words=" ".join(words_of(scene.shots[-1]).split()[-WORDS:]),
        next_place=following.place or "",
        next_time_of_day=following.time_of_day or "day",
        next_words=" ".join(words_of(following.shots[0]).split()[:WORDS]),
        changed=list(dict.fromkeys(changed)),
    )


def time_draft(draft: Screenplay, page: TimePage) -> Screenplay:
    """The draft with a transition after every shot but the last, and a length for every wordless shot."""
    changes = {change.number: change for change in page.changes}
    lengths = {length.number: length.seconds for length in page.wordless}
    scenes, count = [], 0
    for number, scene in enumerate(draft.scenes, 1):
        shots: list[Shot] = []
        for shot in scene.shots:
            count += 1
            last = len(shots) == len(scene.shots) - 1
            leaving = _transition(changes.get(number)) if last else CUT
            shots.append(_time_shot(shot, leaving, lengths.get(count)))
        scenes.append(scene.model_copy(update={"shots": shots}))
    return draft.model_copy(update={"scenes": scenes})


def _transition(change: Change | None) -> Transition | None:
    if change is None:
        return None
    seconds = None if change.kind == "cut" or not change.seconds else change.seconds
    return Transition(kind=change.kind, duration_s=seconds, why=change.why or None)


def _time_shot(shot: Shot, transition: Transition | None, seconds: float | None) -> Shot:
    values: dict[str, Any] = {}
    if shot.transition is None and transition is not None:
        values["transition"] = transition
    if shot.duration_s is None and seconds is not None and is_wordless(shot):
        values["duration_s"] = seconds
    return shot.model_copy(update=values) if values else shot

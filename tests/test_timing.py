"""Timing: joins by rule, lengths only where no words decide."""

from typing import Any

import pytest

from director.planning.timing import CUT, time_draft, time_slots
from director.rules.pacing import pace
from prompts.screenplay import Scene, Screenplay, parse_screenplay


def film(*scenes: dict[str, Any]) -> Screenplay:
    return parse_screenplay({"scenes": [{"shots": ["One.", "Two."], **scene} for scene in scenes]})


def scene(narration: str = "They went on.", **values: Any) -> Scene:
    return Scene.model_validate({"shots": [{"narration": narration, **values.pop("shot", {})}], **values})


def timed(plan: Screenplay) -> Screenplay:
    """The plan, timed by rule."""
    return time_draft(plan, pace(time_slots(plan)))


def joins(plan: Screenplay) -> list[Any]:
    return [shot.transition and shot.transition.kind for _, shot in timed(plan).shots()]


def join_scenes(first: Scene, second: Scene) -> str:
    """The kind of the join between two scenes."""
    kind = joins(Screenplay(scenes=[first, second]))[0]
    assert isinstance(kind, str)
    return kind


def test_cuts_inside_scenes_dissolves_between_and_nothing_at_the_end() -> None:
    assert joins(film({}, {})) == ["cut", "dissolve", "cut", None]


@pytest.mark.parametrize(
    ("before", "after", "join"),
    [
        ("morning", "afternoon", "dissolve"),
        ("night", "morning", "fade"),
        ("day", "night", "fade"),
        ("night", "night", "dissolve"),
        (None, None, "dissolve"),
    ],
)
def test_night_between_scenes_fades(before: str | None, after: str | None, join: Any) -> None:
    assert join_scenes(scene(time_of_day=before), scene(time_of_day=after)) == join


@pytest.mark.parametrize(
    ("words", "join"),
    [
        ("The next morning he woke.", "fade"),
        ("Many years later, the king died.", "fade"),
        ("Early the next day they left.", "fade"),
        ("That night it rained.", "fade"),
        ("Next to him sat a crow.", "dissolve"),
        ("The day was warm.", "dissolve"),
        ("He waited for the next day.", "dissolve"),
    ],
)
def test_words_of_time_fade(words: str, join: Any) -> None:
    assert join_scenes(scene(), scene(words)) == join


def test_somebody_who_looks_otherwise_fades() -> None:
    young, old = ({"who": [{"character": "fox", "look": look}]} for look in ("young", "old"))
    assert join_scenes(scene(shot=young), scene(shot=old)) == "fade"
    assert join_scenes(scene(shot=young), scene(shot=young)) == "dissolve"


def test_written_joins_and_lengths_stay() -> None:
    plan = film({"shots": [{"narration": "", "duration_s": 9.0, "transition": "smooth"}, "Two."]})
    first = timed(plan).scenes[0].shots[0]
    assert first.transition and first.transition.kind == "smooth"
    assert first.duration_s == 9.0


def test_only_wordless_shots_get_a_length() -> None:
    line = {"speaker": "fox", "line": "Hm."}
    plan = film(
        {"shots": [{"narration": ""}, {"narration": "Words."}, {"narration": "", "dialogue": [line]}]}
    )
    lengths = [shot.duration_s for _, shot in timed(plan).shots()]
    assert lengths[0] is not None and lengths[0] >= 2.5
    assert lengths[1:] == [None, None]


def test_timing_twice_changes_nothing() -> None:
    once = timed(film({}, {"time_of_day": "night"}))
    assert timed(once) == once


def test_every_join_between_scenes_has_its_reason() -> None:
    plan = timed(film({}, {"time_of_day": "night"}))
    join = plan.scenes[0].shots[-1].transition
    assert join and join.why == "night falls"
    assert plan.scenes[0].shots[0].transition == CUT

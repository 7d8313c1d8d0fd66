"""Timing: joins by rule, lengths only where no words decide."""

from typing import Any

import pytest

from director.planning.timing import CUT, DISSOLVE, FADE, join_scenes, time_draft
from prompts.screenplay import Scene, Screenplay, parse_screenplay


def film(*scenes: dict[str, Any]) -> Screenplay:
    return parse_screenplay({"scenes": [{"shots": ["One.", "Two."], **scene} for scene in scenes]})


def scene(narration: str = "They went on.", **values: Any) -> Scene:
    return Scene.model_validate({"shots": [{"narration": narration, **values.pop("shot", {})}], **values})


def joins(plan: Screenplay) -> list[Any]:
    return [shot.transition for _, shot in time_draft(plan).shots()]


def test_cuts_inside_scenes_dissolves_between_and_nothing_at_the_end() -> None:
    assert joins(film({}, {})) == [CUT, DISSOLVE, CUT, None]


@pytest.mark.parametrize(
    ("before", "after", "join"),
    [
        ("morning", "afternoon", DISSOLVE),
        ("night", "morning", FADE),
        ("day", "night", FADE),
        ("night", "night", DISSOLVE),
        (None, None, DISSOLVE),
    ],
)
def test_night_between_scenes_fades(before: str | None, after: str | None, join: Any) -> None:
    assert join_scenes(scene(time_of_day=before), scene(time_of_day=after)) == join


@pytest.mark.parametrize(
    ("words", "join"),
    [
        ("The next morning he woke.", FADE),
        ("Many years later, the king died.", FADE),
        ("Early the next day they left.", FADE),
        ("That night it rained.", FADE),
        ("Next to him sat a crow.", DISSOLVE),
        ("The day was warm.", DISSOLVE),
        ("He waited for the next day.", DISSOLVE),
    ],
)
def test_words_of_time_fade(words: str, join: Any) -> None:
    assert join_scenes(scene(), scene(words)) == join


def test_somebody_who_looks_otherwise_fades() -> None:
    young, old = ({"who": [{"character": "fox", "look": look}]} for look in ("young", "old"))
    assert join_scenes(scene(shot=young), scene(shot=old)) == FADE
    assert join_scenes(scene(shot=young), scene(shot=young)) == DISSOLVE


def test_written_joins_and_lengths_stay() -> None:
    plan = film({"shots": [{"narration": "", "duration_s": 9.0, "transition": "smooth"}, "Two."]})
    first = time_draft(plan).scenes[0].shots[0]
    assert first.transition and first.transition.kind == "smooth"
    assert first.duration_s == 9.0


def test_only_wordless_shots_get_a_length() -> None:
    line = {"speaker": "fox", "line": "Hm."}
    plan = film(
        {"shots": [{"narration": ""}, {"narration": "Words."}, {"narration": "", "dialogue": [line]}]}
    )
    lengths = [shot.duration_s for _, shot in time_draft(plan).shots()]
    assert lengths[0] is not None and lengths[0] >= 2.5
    assert lengths[1:] == [None, None]


def test_timing_twice_changes_nothing() -> None:
    once = time_draft(film({}, {"time_of_day": "night"}))
    assert time_draft(once) == once

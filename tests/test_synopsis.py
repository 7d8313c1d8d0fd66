"""Tests of actions split into the states they go through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from director import Director
from director.rules.synopsis import MOST, split_states
from prompts.screenplay import parse_screenplay


@pytest.mark.parametrize(
    ("action", "states"),
    [
        ("A seed becomes a tree.", ["A seed.", "A seed, half turned into a tree.", "A tree."]),
        ("The ice slowly melts into water", ["The ice.", "The ice, half turned into water.", "Water."]),
        (
            "The fox finds a lantern, lights it and goes home.",
            ["The fox finds a lantern.", "The fox lights it.", "The fox goes home."],
        ),
        ("The sun rises, then the birds wake.", ["The sun rises.", "The birds wake."]),
        ("He runs and falls, then gets up.", ["He runs.", "He falls.", "He gets up."]),
        (
            "The flower opens.",
            [
                "The flower opens, just beginning.",
                "The flower opens, half way.",
                "The flower opens, nearly done.",
            ],
        ),
    ],
)
def test_an_action_goes_through_its_states(action: str, states: list[str]) -> None:
    assert [moment.text for moment in split_states(action)] == states


def test_what_is_known_of_start_and_end_is_first_and_last() -> None:
    told = split_states("The lantern glows.", start="It is dark.", end="The cave is bright.")
    assert [moment.text for moment in told] == ["It is dark.", "The lantern glows.", "The cave is bright."]


@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_any_words_are_split_into_few_states_whose_times_rise(action: str, start: str, end: str) -> None:
    moments = split_states(action, start, end)
    assert len(moments) <= MOST
    assert [m.at for m in moments] == sorted({m.at for m in moments})
    assert all(m.text.strip(". ") for m in moments)
    assert not moments or moments[0].at == 0


def test_the_writer_splits_an_action_where_that_is_asked_for(tmp_path) -> None:  # type: ignore[no-untyped-def]
    shots = [
        {"action": "A seed becomes a tree.", "synopsis": "auto"},
        {"action": "A seed becomes a tree."},
        {"action": "A fox runs.", "synopsis": "auto", "beats": [{"at": 0.5, "text": "She stops."}]},
    ]
    planned = Director(folder=tmp_path / "film.production").plan(parse_screenplay({"shots": shots}))
    split, plain, own = (shot.beats or [] for _, shot in planned.shots())
    assert [beat.text for beat in split] == ["A seed.", "A seed, half turned into a tree.", "A tree."]
    assert plain == []
    assert [beat.text for beat in own] == ["She stops."], "what a person wrote stays"

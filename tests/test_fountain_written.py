"""A plan written as a Fountain script reads back to the same scenes, people, words and transitions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from director import Director
from prompts.fountain.plan import plan_fountain
from prompts.fountain.write import write_fountain
from prompts.screenplay import Screenplay, parse_screenplay
from shots.voices.script import script_lines
from tests.test_cli import run
from tests.test_film import SMALL

STORY = """The Owl's Lantern

A small red fox named Rusty walks through the snowy forest at night. She finds a lantern.
"Take it home," said the owl. Rusty runs to the old house.

In the morning the owl sleeps. Rusty eats an apple in the kitchen and laughs."""


def told(plan: Screenplay) -> Iterator[object]:
    """What a script keeps of a plan."""
    yield plan.title, plan.logline, plan.language, plan.style
    yield sorted((c.name or name, c.look) for name, c in plan.cast.items())
    for scene in plan.scenes:
        place = plan.places[scene.place or ""].name
        yield place, scene.time_of_day, (scene.mood or "").lower(), scene.id
        yield [
            " ".join(shot.action.split())
            for shot in scene.shots
            if shot.action and "speak" not in shot.action
        ]
        said = [(who, words) for shot in scene.shots for who, words in script_lines(shot)]
        names = {None: "the narrator"} | {n: c.name or n for n, c in plan.cast.items()}
        yield [(names[who], words.strip("\"'“”").strip() if who else words.strip()) for who, words in said]
        kinds = [shot.transition.kind if shot.transition else "cut" for shot in scene.shots]
        yield [kind for kind in kinds if kind != "cut"]


def read_back(plan: Screenplay) -> Screenplay:
    return plan_fountain(write_fountain(plan, script_lines))[0]


def test_a_planned_story_reads_back_the_same(tmp_path) -> None:
    plan = Director(folder=tmp_path / "a.production").plan(STORY)
    text = write_fountain(plan, script_lines)
    assert "NARRATOR (V.O.)" in text and "@" in text
    assert list(told(read_back(plan))) == list(told(plan))
    assert write_fountain(read_back(plan), script_lines) == text, "written, read and written again"


marks = st.text("ab *_[]/\\~().!@>=#'", min_size=1, max_size=20).map(lambda s: f"a {' '.join(s.split())} b")
plans = st.builds(
    lambda action, line, narration, place, kind, time: parse_screenplay(
        {
            "title": "T",
            "language": "en",
            "cast": {"fox": {"name": "Rusty", "look": "red, and small"}, "crow": {"name": "old crow"}},
            "places": {"hut": {"name": place}},
            "scenes": [
                {
                    "id": f"s{n}",
                    "place": "hut",
                    "time_of_day": time,
                    "shots": [
                        {
                            "action": action,
                            "narration": narration,
                            "who": ["fox"],
                            "dialogue": [{"speaker": who, "line": line} for who in ("fox", "crow")],
                            "transition": kind,
                        },
                        {"action": "Rusty sits.", "narration": "", "who": ["fox"]},
                    ],
                }
                for n in (1, 2)
            ],
        }
    ),
    marks,
    marks,
    marks,
    st.sampled_from(["the old hut", "House, interior", "The sea, exterior", "湖"]),
    st.sampled_from(["cut", "dissolve", "fade"]),
    st.sampled_from(["dawn", "morning", "day", "afternoon", "sunset", "evening", "night"]),
)


@given(plans)
def test_whatever_the_words_are_they_read_back_the_same(plan: Screenplay) -> None:
    assert list(told(read_back(plan))) == list(told(plan))


@pytest.mark.parametrize("place", ["the night market", "(a hut)"])
def test_a_place_that_would_be_read_as_something_else_is_marked_as_a_place(place: str) -> None:
    plan = parse_screenplay({"places": {"a": place}, "scenes": [{"place": "a", "shots": [{"action": "x"}]}]})
    plan.places["a"] = plan.places["a"].model_copy(update={"name": place})
    (found,) = read_back(plan).places.values()
    assert (found.name or "").startswith(place)


def test_the_command_writes_a_script_and_says_what_it_leaves_out(tmp_path) -> None:
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    code, out, err = run("script", "film.yaml", "-o", "film.fountain", cwd=tmp_path)
    assert (code, "without weather, lengths" in out) == (0, True), err
    assert run("script", "film.yaml", "-o", "film.fountain", cwd=tmp_path)[0] == 0, "the same again"
    assert run("plan", "film.fountain", "-o", "again.yaml", cwd=tmp_path)[0] == 0
    (tmp_path / "film.fountain").write_text("mine")
    code, _, err = run("script", "film.yaml", "-o", "film.fountain", cwd=tmp_path)
    assert (code, "says something else" in err) == (1, True)
    code, _, err = run("script", "A fox naps.", cwd=tmp_path)
    assert (code, "is no plan" in err) == (1, True)

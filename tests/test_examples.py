"""Every example runs, as it stands, on small pictures."""

import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from prompts.screenplay_file import read_screenplay

ROOT = Path(__file__).parent.parent
WORDS = "A fox naps."
QUIET = {"FILM_VOICES": "silent", "FILM_WORKERS": "1"}


def run_example(name: str, *words: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / name), *words],
        cwd=cwd,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_every_example_is_run_here():
    here = Path(__file__).read_text(encoding="utf-8")
    for path in (ROOT / "examples").iterdir():
        if path.suffix in (".py", ".yaml"):
            assert f'"{path.name}"' in here, f"{path.name} is not run by a test"


@pytest.mark.parametrize("name", ["make_film.py", "watch_events.py"])
def test_example_makes_a_film_of_words(name, tmp_path):
    said = run_example(name, WORDS, "fox.mp4", cwd=tmp_path)
    assert "fox.mp4" in said
    with av.open(str(tmp_path / "fox.mp4")) as film:
        assert film.streams.video[0].frames > 24


def test_example_changes_the_plan_before_filming(tmp_path):
    (tmp_path / "story.txt").write_text(WORDS)
    run_example("edit_plan.py", "story.txt", "fox.mp4", cwd=tmp_path)
    plan = read_screenplay(tmp_path / "fox.production" / "screenplay.yaml")
    assert {scene.weather for scene in plan.scenes} == {"snow"}


def test_example_stops_with_its_board_is_revised_and_goes_on(tmp_path):
    said = run_example("approve_film.py", WORDS, "fox.mp4", cwd=tmp_path)
    assert "time_of_day: day → night" in said
    assert (tmp_path / "fox.mp4").is_file()
    plan = read_screenplay(tmp_path / "fox.production" / "screenplay.yaml")
    assert [scene.time_of_day for scene in plan.scenes] == ["night"]


def test_example_films_the_story_of_a_graph_of_ones_own(tmp_path):
    said = run_example("film_agent.py", "a fox", "a lantern", "fox.production", cwd=tmp_path)
    assert said.splitlines()[0] == "s1-01 Once a fox walked through the snow."
    assert "fox.mp4" in said.splitlines()[-1]
    assert (tmp_path / "fox.mp4").is_file()


def test_example_screenplay_is_read(tmp_path):
    film = read_screenplay(ROOT / "examples" / "lantern.yaml")
    assert [len(scene.shots) for scene in film.scenes] == [2, 2]

"""A studio starts work, tells how it stands, stops it, and never leaves its folder."""

import json
import os
import subprocess
import sys
import time

import pytest

from director.events import ignore
from director.job import work
from director.source import open_words
from director.studio import Studio
from prompts.errors import FilmError, StoryError
from tests.test_film import SMALL

QUIET = {"voices": "silent", "workers": 1}
SHOTS = 6
LONG = "title: Long\nframe: {width: 128, height: 72, fps: 6}\nshots:\n" + "".join(
    f"  - {{id: shot-{n}, action: A fox walks., narration: '', duration_s: 8}}\n" for n in range(SHOTS)
)


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """A studio with one film in it, planned and made."""
    with_film = Studio(tmp_path_factory.mktemp("studio"), QUIET)
    (with_film.folder / "film.yaml").write_text(SMALL)
    with_film.start("make", file="film.yaml", quality="draft")
    assert with_film.status("two-friends", wait_s=90)["state"] == "done"
    yield with_film
    with_film.close()


def test_a_film_is_planned_made_and_looked_at(studio):
    status = studio.status("two-friends")
    assert status["film"] == "two-friends.mp4"
    assert status["shots"] == 3
    assert status["shot_list"][0]["words"] == "A fox walks."
    assert studio.read("two-friends", "board").startswith(b"\x89PNG")
    assert json.loads(studio.read("Two Friends!", "report"))["made_by"]["quality"] == "draft"
    assert b"# she must stay red" in studio.read("two-friends", "screenplay")
    (film,) = studio.films()
    assert film == {
        "name": "two-friends",
        "state": "done",
        "task": "make",
        "film": "two-friends.mp4",
        "screenplay": "two-friends.production/screenplay.yaml",
    }
    assert not list(studio.folder.glob("*.log"))


def test_another_studio_over_the_same_folder_knows_the_film(studio):
    status = Studio(studio.folder).status("two-friends")
    assert (status["state"], status["film"]) == ("made", "two-friends.mp4")


def test_work_is_cancelled_at_once_and_goes_on_later(tmp_path):
    studio = Studio(tmp_path, QUIET)
    name = studio.start("make", story=LONG)
    deadline = time.monotonic() + 60
    clips = tmp_path / "long.production" / "clips"
    while not list(clips.glob("shot-*.slate.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    with pytest.raises(FilmError, match="being worked on"):
        studio.start("make", name=name)
    started = time.monotonic()
    assert studio.cancel(name)["state"] == "cancelled"
    assert time.monotonic() - started < 5
    finished = {path: path.stat().st_mtime_ns for path in clips.glob("shot-*.slate.json")}
    assert 0 < len(finished) < SHOTS
    with pytest.raises(FilmError, match="nothing to cancel"):
        studio.cancel(name)
    studio.start("make", name=name)
    assert studio.status(name, wait_s=90)["shots"] == SHOTS
    assert all(path.stat().st_mtime_ns == then for path, then in finished.items())


def test_work_ends_with_its_studio(tmp_path):
    studio = Studio(tmp_path, QUIET)
    name = studio.start("make", story=LONG)
    job = studio._jobs[name]
    del studio
    assert job.state() == "cancelled"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"task": "plan"}, "Which film"),
        ({"task": "plan", "story": "A.", "file": "film.yaml"}, "exclude"),
        ({"task": "plan", "story": " \n"}, "no words"),
        ({"task": "plan", "file": "../secret.txt"}, "outside"),
        ({"task": "plan", "file": "/etc/passwd"}, "outside"),
        ({"task": "plan", "file": "link.txt"}, "outside"),
        ({"task": "plan", "file": "none.txt"}, "no such file"),
        ({"task": "plan", "file": "a\0b"}, "no such file"),
        ({"task": "make", "name": "../../x"}, "no film 'x'"),
        ({"task": "make", "name": "two-freinds"}, "did you mean 'two-friends'"),
        ({"task": "make", "name": "two-friends", "quality": "best"}, "draft, standard, high"),
        ({"task": "retake", "name": "none", "shots": ["one"]}, "no film"),
    ],
)
def test_what_makes_no_sense_or_leaves_the_folder_is_refused_at_once(studio, asked, said):
    link = studio.folder / "link.txt"
    if not link.is_symlink():
        link.symlink_to("/etc/hostname")
    with pytest.raises(FilmError, match=said):
        studio.start(**asked)


def test_words_are_never_taken_for_a_path(studio, monkeypatch):
    monkeypatch.chdir(studio.folder)
    assert open_words("film.yaml").story.units == ["film.yaml"]
    assert open_words("/etc/hostname").story.units == ["/etc/hostname"]
    assert open_words("shots: [A fox naps.]").screenplay
    with pytest.raises(StoryError):
        open_words("")


def run_job(request, folder, **environment):
    return subprocess.run(
        [sys.executable, "-m", "director.job"],
        cwd=folder,
        input=json.dumps(request),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_a_job_speaks_json_lines_and_tells_a_persons_mistake_without_a_traceback(tmp_path):
    done = run_job({"do": "plan", "name": "fox", "words": "A fox naps."}, tmp_path)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and all("event" in line for line in events[:-1])
    assert events[-1]["done"]["shot_list"][0]["words"] == "A fox naps."
    wrong = run_job({"do": "make", "name": "bear"}, tmp_path)
    assert (wrong.returncode, wrong.stderr) == (1, "")
    assert json.loads(wrong.stdout)["kind"] == "StoryError"


def test_a_story_cannot_name_files_outside(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "out.png").write_bytes(b"x")
    monkeypatch.chdir(tmp_path / "in")
    for name in ("../out.png", str(tmp_path / "out.png")):
        story = f"cast: {{fox: {{look: red, references: ['{name}']}}}}\nshots: [A fox naps.]"
        with pytest.raises(FilmError, match="inside the screenplay's folder"):
            work({"do": "plan", "name": "fox", "words": story}, ignore)


def test_work_that_crashes_is_told_without_its_traceback(tmp_path):
    studio = Studio(tmp_path, {"nonsense": 1})
    name = studio.start("plan", story="A fox naps.")
    status = studio.status(name, wait_s=60)
    assert status["state"] == "failed"
    assert "Traceback" not in status["error"] and "a-fox-naps.log" in status["error"]
    assert "nonsense" in (tmp_path / "a-fox-naps.log").read_text()


def test_no_module_is_taken_from_the_films_folder(tmp_path):
    (tmp_path / "prompts.py").write_text("raise SystemExit('taken')")
    studio = Studio(tmp_path)
    assert studio.status(studio.start("plan", story="A fox naps."), wait_s=60)["state"] == "done"

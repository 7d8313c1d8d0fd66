"""A shot that fails stops no other; what concerns the whole film does. Nothing finished is lost."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from director.cli import app
from director.shooting import MOST_FAILED
from prompts.errors import ShotError
from tests.tiny_video import save_wan

torch.set_num_threads(1)

GUEST = '''
"""The real Wan, whose transformer fails where a shot's action says so and no seed was chosen for it."""
from dataclasses import replace
import torch
from prompts.errors import BudgetError, ShotError
from shots.diffusion.wan_clips import open_wan

class Failing:
    card = replace(open_wan.card, name="failing")

    def __init__(self, model):
        self.wan, self.calls = open_wan(model), 0
        self.card = replace(self.wan.card, name="failing")

    def check(self, task):
        return self.wan.check(task)

    def shoot(self, task, on_step=None):
        words = task.panel.shot.action if task.panel.shot.seed is None else ""
        if "forbidden" in words:
            raise ShotError(f"Shot {task.panel.shot.id}: the service refused it.", "Say it otherwise.")
        if "dear" in words:
            raise BudgetError("The budget is spent.")
        self.calls = 0
        def fail(module, given, made):
            self.calls += 1
            if "huge" in words:
                raise torch.OutOfMemoryError("out of memory")
            if "poison" in words and self.calls > 4:
                return (made[0] * torch.nan,)
        pipe = self.wan._open()
        hooks = [model.register_forward_hook(fail) for model in (pipe.transformer, pipe.transformer_2)]
        try:
            yield from self.wan.shoot(task, on_step=on_step)
        finally:
            for hook in hooks:
                hook.remove()
'''


@pytest.fixture(scope="module", autouse=True)
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("guest")
    (folder / "failing_backend.py").write_text(GUEST)
    (folder / "failing-1.0.dist-info").mkdir()
    (folder / "failing-1.0.dist-info" / "METADATA").write_text("Name: failing\nVersion: 1.0\n")
    (folder / "failing-1.0.dist-info" / "entry_points.txt").write_text(
        "[shots.clips]\nfailing = failing_backend:Failing\n"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(folder))
        yield


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_wan(tmp_path_factory.mktemp("model") / "wan")


def write_film(folder: Path, *shots: str) -> Path:
    """A film with these actions, each `id: action`; `~` at its end joins by `smooth`, `=` by `bridge`."""
    lines = ["format: screenplay/1", "title: Film", "frame: {width: 64, height: 64, fps: 8}", "shots:"]
    for shot in shots:
        name, _, action = shot.partition(": ")
        kind = {"~": "smooth", "=": "bridge"}.get(action[-1])
        join = f", transition: {{kind: {kind}, duration_s: 0.25}}" if kind else ""
        action = action.rstrip("~=")
        lines.append(f"  - {{id: {name}, action: {action}, who: [], narration: '', duration_s: 0.5{join}}}")
    (folder / "film.yaml").write_text("\n".join(lines) + "\n")
    return folder


def film(folder: Path, *words: str) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        done = CliRunner().invoke(app, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def make(folder: Path, wan: Path, steps: int = 4) -> tuple[int, str]:
    clips = f"failing:{wan},steps={steps}"
    return film(
        folder, "make", "film.yaml", "-o", "film.mp4", "--clips", clips, "--voices", "silent", "--no-titles"
    )


def clips_of(folder: Path) -> dict[str, set[str]]:
    """Shot -> its clips."""
    made: dict[str, set[str]] = {}
    for path in (folder / "film.production" / "clips").glob("*.mp4"):
        made.setdefault(path.name.partition(".")[0].partition("-")[0], set()).add(path.name)
    return made


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory, wan: Path) -> tuple[Path, str]:
    """A film of which one shot makes no numbers and the next takes over from it, and what was said."""
    folder = write_film(
        tmp_path_factory.mktemp("film"),
        "one: A fox walks",
        "two: A fox eats poison~",
        "three: A fox naps",
        "four: A huge fox sits=",
        "five: A fox dreams=",
        "six: A fox runs",
    )
    code, said = make(folder, wan)
    assert code == 1
    return folder, said


def test_the_other_shots_are_shot_and_every_failure_is_named(failed: tuple[Path, str]) -> None:
    folder, said = failed
    assert set(clips_of(folder)) == {"one", "five", "six", "five_six"}
    assert not (folder / "film.mp4").exists(), "no film with a hole in it"
    for sentence in (
        "3 of 8 shots could not be shot",
        "Shot two: the model's latents are not finite after step 3 of 4, so it was stopped.",
        "Shot three takes over from two, which is not shot.",
        "Shot four: the memory does not suffice for 4 frames of 64x64.",
        "film retake PLAN SHOT",
        "dtype=float32",
        "--quality draft",
        "only what is missing",
    ):
        assert sentence in said


def test_a_second_run_shoots_only_what_failed_and_a_retake_cures_it(
    failed: tuple[Path, str], wan: Path
) -> None:
    folder, said = failed
    before = clips_of(folder)
    assert make(folder, wan)[0] == 1
    assert clips_of(folder) == before
    code, said = film(folder, "retake", "film.yaml", "two", "four")
    assert code == 0, said
    after = clips_of(folder)
    assert set(after) == {*before, "two", "three", "four", "four_five"}
    assert before.items() <= after.items()
    assert (folder / "film.mp4").exists()
    assert '"clips": "failing:' in (folder / "film.production" / "report.json").read_text(), (
        "a retake goes on with the choices of the film that failed"
    )


def test_a_shot_that_a_service_refuses_stops_no_other(tmp_path: Path, wan: Path) -> None:
    folder = write_film(tmp_path, "one: A forbidden fox", "two: A fox sits")
    code, said = make(folder, wan, steps=1)
    assert code == 1 and set(clips_of(folder)) == {"two"}
    assert "1 of 2 shots could not be shot:\n  Shot one: the service refused it.\nSay it otherwise." in said


def test_where_none_can_be_made_the_rest_is_not_tried(tmp_path: Path, wan: Path) -> None:
    shots = [f"s{n}: A huge fox" for n in range(MOST_FAILED + 2)]
    code, said = make(write_film(tmp_path, *shots), wan, steps=1)
    assert code == 1
    assert f"{MOST_FAILED} of {MOST_FAILED + 2} shots could not be shot; the other 2 were not tried" in said


def test_what_concerns_the_whole_film_ends_it_at_once(tmp_path: Path, wan: Path) -> None:
    folder = write_film(tmp_path, "one: A fox walks", "two: A dear fox", "three: A fox sits")
    code, said = make(folder, wan, steps=1)
    assert code == 1 and "The budget is spent." in said
    assert set(clips_of(folder)) == {"one"}


def test_a_failure_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(ShotError("Shot one: no.", "Do this.")))
    assert (error.said, error.advice, str(error)) == ("Shot one: no.", "Do this.", "Shot one: no. Do this.")

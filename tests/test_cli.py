"""Tests of director.cli: what a person types, and what they read."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from loopback import Loopback
from typer.testing import CliRunner

from director.cli import app
from director.planner import pending
from director.receipt import command_key
from prompts.errors import as_typed
from shots.slate import Workspace
from tests.test_film import SMALL

QUIET = ["--voices", "silent", "--workers", "1", "--yes"]


def run(*words, cwd=None, input=None):
    """The command in this process: (exit code, standard output, standard error)."""
    before = Path.cwd()
    os.chdir(cwd or before)
    try:
        result = CliRunner().invoke(app, [str(w) for w in words], input=input)
    finally:
        os.chdir(before)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    (folder / "film.yaml").write_text(SMALL, encoding="utf-8")
    return folder, run("make", "film.yaml", *QUIET, cwd=folder)


def test_help_is_quick_and_loads_nothing_heavy():
    heavy = (
        "torch",
        "diffusers",
        "transformers",
        "langgraph",
        "openai",
        "moviepy",
        "av",
        "numpy",
        "pydantic",
    )
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from director.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_make_names_the_film_after_its_title_in_the_current_folder(made):
    folder, (code, out, _) = made
    assert code == 0
    assert (folder / "two-friends.mp4").is_file()
    assert (folder / "two-friends.production" / "board.html").is_file()
    assert "two-friends.mp4" in out
    assert "stand" in out or "note:" in out


def test_make_again_renders_nothing(made):
    folder, _ = made
    code, out, _ = run("make", "film.yaml", "--json", *QUIET, cwd=folder)
    last = json.loads(out.splitlines()[-1])
    assert (code, last["report"]["rendered"]) == (0, 0)


def test_a_receipt_is_not_relied_on_where_the_screenplay_names_files(tmp_path):
    (tmp_path / "plain.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "music.yaml").write_text(SMALL + "music: {file: a.mp3}\n", encoding="utf-8")
    assert command_key(str(tmp_path / "plain.yaml"), None, {}) is not None
    assert command_key(str(tmp_path / "music.yaml"), None, {}) is None


def test_json_lines_are_events_and_then_the_film(made):
    folder, _ = made
    _, out, _ = run("make", "film.yaml", "--json", *QUIET, cwd=folder)
    lines = [json.loads(line) for line in out.splitlines()]
    assert all("event" in line for line in lines[:-1])
    assert lines[-1]["film"] == "two-friends.mp4"


def test_cut_takes_a_production_folder(made):
    folder, _ = made
    code, out, _ = run("cut", "two-friends.production", "--voices", "silent", "-o", "again.mp4", cwd=folder)
    assert (code, (folder / "again.mp4").is_file()) == (0, True), out


def test_a_production_folder_keeps_the_choices_of_its_film(made):
    folder, _ = made
    clips = sorted((folder / "two-friends.production" / "clips").iterdir())
    code, out, _ = run("make", "two-friends.production", "-o", "two-friends.mp4", "--yes", cwd=folder)
    assert code == 0, out
    assert sorted((folder / "two-friends.production" / "clips").iterdir()) == clips, "nothing is shot again"


def test_plan_writes_a_screenplay_and_says_what_comes_next(tmp_path):
    code, out, _ = run("plan", "A fox naps in the forest. It snows.", "-o", "plan.yaml", cwd=tmp_path)
    assert code == 0
    assert "format: screenplay/1" in (tmp_path / "plan.yaml").read_text()
    assert "film make plan.yaml" in out and "in 1 scene." in out


def test_plan_keeps_a_file_that_holds_another_plan(tmp_path):
    (tmp_path / "plan.yaml").write_text(SMALL, encoding="utf-8")
    code, _, err = run("plan", "A cat naps.", "-o", "plan.yaml", cwd=tmp_path)
    assert code == 1
    assert "it is kept" in err
    assert (tmp_path / "plan.yaml").read_text() == SMALL


def test_draw_shoot_and_board_stop_where_they_say(tmp_path):
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    folder = tmp_path / "two-friends.production"
    assert run("draw", "film.yaml", cwd=tmp_path)[0] == 0
    assert (folder / "keyframes").is_dir()
    assert not (folder / "clips").exists()
    code, out, _ = run("board", "film.yaml", cwd=tmp_path)
    assert code == 0
    assert "board.png" in out
    assert run("shoot", "film.yaml", "--voices", "silent", "--workers", "1", cwd=tmp_path)[0] == 0
    assert (folder / "clips").is_dir()
    assert not list(tmp_path.glob("*.mp4"))


def test_words_can_come_through_a_pipe(tmp_path):
    code, _, err = run("plan", "-", "-o", "piped.yaml", cwd=tmp_path, input="A fox naps. It snows.")
    assert code == 0, err
    assert "It snows." in (tmp_path / "piped.yaml").read_text()


def test_backends_lists_every_kind(tmp_path):
    code, out, _ = run("backends")
    assert code == 0
    for name in ("animatic", "offline", "openai", "silent"):
        assert name in out


def test_doctor_says_what_is_there(tmp_path):
    code, out, _ = run("doctor", "--json")
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert code == 0
    assert rows["torch"]["ok"]
    assert not [row for row in rows.values() if row["needed"] and not row["ok"]]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["make", "none.txt"], 1, "no such file"),
        (["make", ""], 1, "no words"),
        (["make", "   \n "], 1, "no words"),
        (["make", "A fox.", "--quality", "best"], 1, "draft, standard, high"),
        (["make", "A fox.", "--writer", "poet"], 1, "offline"),
        (["make", "A fox.", "--workers", "x"], 2, "Invalid value"),
        (["make", "A fox.", "-o", "."], 2, "is a folder"),
        (["plan", "A fox.", "-o", "/"], 2, "is a folder"),
        (["script", "none.yaml", "-o", "."], 2, "is a folder"),
        (["make"], 2, "STORY"),
        (["fly"], 2, "fly"),
    ],
)
def test_mistakes_are_a_few_plain_lines(tmp_path, words, code, said):
    got, _, err = run(*words, cwd=tmp_path)
    assert got == code
    assert said.lower() in err.lower()
    assert "Traceback" not in err
    if code == 1:
        assert len(err.strip().splitlines()) <= 3


def test_errors_are_json_for_machines(tmp_path):
    code, out, _ = run("make", "none.txt", "--json", cwd=tmp_path)
    assert code == 1
    assert json.loads(out.splitlines()[-1])["kind"] == "StoryError"


def test_a_folder_that_is_a_file_is_said_plainly(tmp_path):
    (tmp_path / "film.production").write_text("in the way")
    code, _, err = run("make", "A fox naps.", "-o", "film.mp4", *QUIET, cwd=tmp_path)
    assert code == 1
    assert "film.production" in err
    assert (tmp_path / "film.production").read_text() == "in the way"


def test_revise_shows_what_changes_by_shot_and_takes_it_back(tmp_path):
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    code, out, err = run("revise", "film.yaml", "a close-up in shot 2", "--dry-run", cwd=tmp_path)
    assert code == 0, err
    assert "two\n  camera.size: (open) → close" in out
    assert "1 of 3 shots will be drawn again" in out
    assert (tmp_path / "film.yaml").read_text() == SMALL
    code, out, _ = run("revise", "film.yaml", "make the fox blue", "--json", cwd=tmp_path)
    answer = json.loads(out.splitlines()[-1])
    assert answer["changes"][0]["where"] == "cast fox"
    assert answer["redrawn"] == ["one", "three"]
    assert "look: a blue fox}  # she must stay red" in (tmp_path / "film.yaml").read_text()
    assert run("revise", "film.yaml", "--undo", cwd=tmp_path)[0] == 0
    assert (tmp_path / "film.yaml").read_text() == SMALL
    code, _, err = run("revise", "film.yaml", "make it better", cwd=tmp_path)
    assert code == 1
    assert "changed nothing" in err


def test_make_stops_with_its_board_and_goes_on_when_it_is_asked_again(tmp_path):
    (tmp_path / "s.txt").write_text("A fox naps. It snows.", encoding="utf-8")
    quiet = ["--voices", "silent", "--workers", "1", "--quality", "draft"]
    folder = tmp_path / "a-fox-naps.production"
    for _ in range(2):
        code, out, err = run("make", "s.txt", "--approve", *quiet, cwd=tmp_path)
        assert code == 0, err
        assert "waits for your word" in out and "film make s.txt" in out
        assert (folder / "board.png").is_file()
        assert not list(tmp_path.glob("*.mp4")) and not (folder / "clips").exists()
    assert pending(Workspace(folder)), "the planner's graph is interrupted"
    assert run("make", "s.txt", *quiet, cwd=tmp_path)[0] == 0
    assert (tmp_path / "a-fox-naps.mp4").is_file()
    assert not pending(Workspace(folder))
    _, out, _ = run("make", "s.txt", "--approve", *quiet, cwd=tmp_path)
    assert "waits" not in out, "this plan was approved"
    assert run("revise", folder, "make it night", cwd=tmp_path)[0] == 0
    _, out, _ = run("make", "s.txt", "--approve", "--json", *quiet, cwd=tmp_path)
    assert json.loads(out.splitlines()[-1])["waits"] is True, "another plan is asked for again"


def test_lint_names_shot_page_and_problem_and_exits_with_one(tmp_path):
    (tmp_path / "good.yaml").write_text(SMALL, encoding="utf-8")
    code, out, _ = run("lint", "good.yaml", cwd=tmp_path)
    assert (code, out.splitlines()[-1][:21]) == (0, "0 problems, 0 hints; ")
    bad = SMALL.replace("action: They talk.", "action: They pour tea., light: moonlight")
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    code, out, _ = run("lint", "bad.yaml", "--json", cwd=tmp_path)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(x["kind"], x["rule"], x["page"], x["shot"]) for x in lines[:-1]] == [
        ("problem", "time_jumps", "stage", "three"),
        ("hint", "physics", "stage", "three"),
    ]
    assert lines[-1]["problems"] == 1 and lines[-1]["scores"]["place"] < 5
    (tmp_path / "hint.yaml").write_text(SMALL.replace("They talk.", "They pour tea."), encoding="utf-8")
    assert run("lint", "hint.yaml", cwd=tmp_path)[0] == 0
    assert run("lint", "hint.yaml", "--strict", cwd=tmp_path)[0] == 1
    code, _, err = run("lint", "A fox naps.", cwd=tmp_path)
    assert code == 1 and "film plan" in err


def test_plan_tells_how_it_was_judged(tmp_path):
    code, out, _ = run("plan", "A fox naps in the forest.", "-o", "p.yaml", "--rounds", "0", cwd=tmp_path)
    assert code == 0
    assert out.startswith("review by rules: story 5, cast 5, place 5,")
    _, out, _ = run("plan", "A fox naps in the forest.", "-o", "p.yaml", "--json", cwd=tmp_path)
    assert json.loads(out.splitlines()[-1])["review"]["after"]["scores"]["camera"] == 5
    code, _, err = run("plan", "A fox naps.", "--rounds", "11", cwd=tmp_path)
    assert code == 1 and "0 (problems are only reported) to 10" in err


def test_prompts_are_shown_with_their_tokens_and_adapted_with_consent(tmp_path):
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    code, out, _ = run("prompts", "film.yaml", "--keyframes", "sd15", cwd=tmp_path)
    assert code == 0
    assert "one  image for sd15, " in out and " of 75 tokens (guessed)" in out
    code, out, _ = run("prompts", "film.yaml", "--adapt", "flux", "--rounds", "2", cwd=tmp_path)
    assert code == 0 and "flux: 3 of 3 prompts are better" in out
    assert (tmp_path / "film.yaml").read_text() == SMALL
    words = ["prompts", "film.yaml", "--adapt", "flux", "--adapt", "ltx", "-o", "new.yaml", "--json"]
    code, out, _ = run(*words, cwd=tmp_path)
    lines = [json.loads(line) for line in out.splitlines() if '"event"' not in line]
    assert all(x["score_after"] >= x["score_before"] for x in lines if "shot" in x)
    assert "motion_prompt" in (tmp_path / "new.yaml").read_text()
    for bad, said in (
        (["-o", "x.yaml"], "for which backend"),
        (["--adapt", "flux", "--rounds", "0"], "1 to 10"),
        (["--adapt", "animatic"], "reads the fields"),
    ):
        code, _, err = run("prompts", "film.yaml", *bad, cwd=tmp_path)
        assert code == 1 and said in err


def test_plan_says_on_the_screen_what_it_cannot_do(tmp_path):
    words = ["plan", "A fox naps in the forest. It snows.", "--rules", "make it funny"]
    _, out, err = run(*words, "-o", "plan.yaml", cwd=tmp_path)
    assert "note: The wish 'make it funny' cannot be checked" in out, err
    _, out, _ = run(*words, "-o", "plan.yaml", "--json", cwd=tmp_path)
    assert any("make it funny" in note for note in json.loads(out.splitlines()[-1])["notes"])


@pytest.mark.parametrize("option", ["--shots", "--max-shots", "--minutes"])
def test_none_of_something_is_refused_with_what_is_allowed(tmp_path, option):
    for command in ("plan", "make"):
        code, _, err = run(command, "A fox naps.", option, "0", cwd=tmp_path)
        assert (code, "should be greater than" in err) == (2, True), err
    assert not list(tmp_path.iterdir())


def test_revise_says_what_it_spent(tmp_path, monkeypatch):
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    with Loopback() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        words = ["revise", "film.yaml", "make the ending at night", "--writer", "openai:tiny"]
        code, out, err = run(*words, "--dry-run", cwd=tmp_path)
        assert (code, "spent: 1 request, 15 tokens, price unknown" in out) == (0, True), out + err
        _, out, _ = run(*words, "--json", "--dry-run", cwd=tmp_path)
    assert json.loads(out.splitlines()[-2])["spending"]["total"]["requests"] == 1, "it was not paid twice"


def test_names_in_commands_that_are_told_can_be_typed(tmp_path):
    (tmp_path / "two words").mkdir()
    code, out, err = run("plan", "A fox naps.", "-o", "two words/der Fuchs.yaml", cwd=tmp_path)
    assert (code, "Next: film make 'two words/der Fuchs.yaml'" in out) == (0, True), out + err
    told = shlex.split(out.splitlines()[-1].rpartition("Next: ")[2])
    assert run("lint", told[-1], cwd=tmp_path)[0] == 0
    assert as_typed("füchse/plan-1.yaml") == "füchse/plan-1.yaml"

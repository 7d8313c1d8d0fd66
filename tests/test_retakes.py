"""A retake makes one shot again and leaves every other file alone; the way back costs nothing but the cut."""

import json

import pytest

from director import Director
from director.retakes import made_with
from prompts.errors import FilmError, WorkspaceError
from prompts.screenplay_file import read_screenplay
from shots.slate import fingerprint_file
from tests.test_cli import run

FILM = """\
title: Two friends  # mine
frame: {width: 128, height: 72, fps: 6}
cast: {fox: {kind: fox, look: a red fox}}
shots:
  - {id: one, action: A fox walks., who: [fox], narration: "", duration_s: 1}
  - action: The fox sits.  # no id
    who: [fox]
    narration: ""
    duration_s: 1
  - {id: three, action: The fox sleeps., who: [fox], narration: "", duration_s: 1}
"""
GUEST = '''
import numpy as np
from shots.backends import Card

class Grain:
    """A guest that paints noise by the panel's seed."""
    card = Card(name="grain", version="1", about="noise")
    def __init__(self, model): pass
    def check(self, panel): return []
    def draw(self, panels):
        for p in panels:
            yield p.shot.id, np.random.default_rng(p.seed).integers(0, 255, (p.height, p.width, 3), np.uint8)
'''


@pytest.fixture(scope="module")
def guest(tmp_path_factory):
    """A package with a keyframe backend that heeds seeds, installed as a guest's is."""
    folder = tmp_path_factory.mktemp("guest")
    (folder / "grain_backend.py").write_text(GUEST)
    (folder / "grain-1.0.dist-info").mkdir()
    (folder / "grain-1.0.dist-info" / "METADATA").write_text("Name: grain\nVersion: 1.0\n")
    (folder / "grain-1.0.dist-info" / "entry_points.txt").write_text(
        "[shots.keyframes]\ngrain = grain_backend:Grain\n"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(folder))
        yield folder


@pytest.fixture
def made(guest, tmp_path):
    """A finished film, drawn at draft quality by the guest."""
    (tmp_path / "film.yaml").write_text(FILM)
    chosen = {"keyframes": "grain", "clips": "still", "voices": "silent", "workers": 1, "titles": False}
    Director(**chosen, quality="draft").make(tmp_path / "film.yaml", tmp_path / "film.mp4")
    return tmp_path


def takes(folder):
    """Shot → hash of its still and clip in the last film."""
    production = folder / "film.production"
    report = json.loads((production / "report.json").read_text())
    return {
        s["id"]: [fingerprint_file(production / s[k]) for k in ("keyframe", "clip")] for s in report["shots"]
    }


def test_a_retake_changes_its_shot_and_nothing_else_and_can_be_taken_back(made):
    before, film = takes(made), fingerprint_file(made / "film.mp4")
    code, out, err = run("retake", "film.production", "s1-02", "--json", cwd=made)
    assert code == 0, err
    answer = json.loads(out.splitlines()[-1])
    first = takes(made)
    assert (answer["remade"], answer["same"]) == (["s1-02"], [])
    assert answer["report"]["rendered"] == 2
    assert [name for name in before if before[name] != first[name]] == ["s1-02"]
    assert all(a != b for a, b in zip(before["s1-02"], first["s1-02"], strict=True))
    assert fingerprint_file(made / "film.mp4") != film
    assert answer["report"]["made_by"]["quality"] == "draft"

    run("retake", "film.production", "s1-02", cwd=made)
    assert takes(made)["s1-02"] not in (before["s1-02"], first["s1-02"])
    run("retake", "film.production", "s1-02", "--undo", cwd=made)
    assert takes(made) == first
    code, out, _ = run("retake", "film.production", "s1-02", "--undo", cwd=made)
    assert takes(made) == before
    assert fingerprint_file(made / "film.mp4") == film
    code, _, err = run("retake", "film.production", "s1-02", "--undo", cwd=made)
    assert (code, "no retake" in err) == (1, True)


def test_a_retake_writes_the_seed_into_a_persons_own_file_and_nothing_else(made):
    retake = Director(**made_with(made / "film.production")).retake(made / "film.production", "one", seed=5)
    assert (retake.seeds, retake.remade) == ({"one": 5}, ["one"])
    assert read_screenplay(made / "film.production" / "screenplay.yaml").scenes[0].shots[0].seed == 5


def test_the_screenplay_that_a_film_is_made_from_can_be_given_instead(made):
    code, out, err = run("retake", "film.yaml", "s1-02", "three", "--seed", 7, "-o", "film.mp4", cwd=made)
    assert (code, out.count("another take, seed 7")) == (0, 2), err
    assert "others" not in out
    written = (made / "film.yaml").read_text()
    assert written.replace("    seed: 7\n", "").replace(", seed: 7}", "}") == FILM
    assert written.count("seed: 7") == 2


def test_a_picture_that_the_seed_does_not_change_is_told(tmp_path):
    (tmp_path / "film.yaml").write_text(FILM)
    run(
        "make",
        "film.yaml",
        "--voices",
        "silent",
        "--workers",
        "1",
        "--no-titles",
        "-o",
        "film.mp4",
        cwd=tmp_path,
    )
    code, out, _ = run("retake", "film.production", "one", cwd=tmp_path)
    assert code == 0
    assert "one: looks exactly as before" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["film.production", "four"], "one, s1-02, three"),
        (["film.production", "thre"], "three"),
        (["film.production", "one", "--undo", "--seed", "3"], "exclude"),
        (["A fox naps.", "one"], "no plan"),
        (["none.yaml", "one"], "no such file"),
    ],
)
def test_a_retake_of_nothing_is_refused_and_changes_nothing(made, words, said):
    before = takes(made)
    code, _, err = run("retake", *words, cwd=made)
    assert code == 1
    assert said in err
    assert takes(made) == before
    assert not (made / "film.production" / "retakes.json").exists()


STORY = "A fox walks through the snow. She finds a lantern. The fox sleeps in the cave."


def test_a_retake_is_no_edit_by_hand_and_outlives_a_change_of_the_story(guest, tmp_path):
    chosen = {"keyframes": "grain", "clips": "still", "voices": "silent", "workers": 1, "titles": False}
    director = Director(**chosen, quality="draft")
    film, story, plan = tmp_path / "a.mp4", tmp_path / "a.txt", tmp_path / "a.production" / "screenplay.yaml"
    story.write_text(STORY)
    director.make(story, film)
    retake = director.retake(tmp_path / "a.production", "s1-01", film=film)
    story.write_text(STORY + " It snows again.")
    after = director.make(story, film)
    shots = [shot for _, shot in after.screenplay.shots()]
    assert (shots[0].seed, len(shots)) == (retake.seeds["s1-01"], 4)
    assert after.report.shots[0].keyframe == retake.film.report.shots[0].keyframe
    director.retake(tmp_path / "a.production", "s1-01", undo=True, film=film)
    story.write_text(STORY)
    assert [shot.seed for _, shot in director.make(story, film).screenplay.shots()] == [None] * 3

    director.retake(tmp_path / "a.production", "s1-02", film=film)
    plan.write_text(plan.read_text().replace("fox sleeps", "fox dances"))
    director.retake(tmp_path / "a.production", "s1-01", film=film)
    story.write_text(STORY + " It rains.")
    with pytest.raises(WorkspaceError, match="edited by hand"):
        director.make(story, film)
    assert "fox dances" in plan.read_text()


def test_a_seed_out_of_range_is_refused(made):
    with pytest.raises(FilmError, match="seed is -1"):
        Director().retake(made / "film.production", "one", seed=-1)

"""Cleaning takes away what nothing needs any more: the film and every way back to an earlier one stay."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from director import Director
from director.cleaning import Stale, find_stale, remove
from director.retakes import made_with
from director.revising.revise_file import revise_to_file, undo_revision
from prompts.errors import FilmError, WorkspaceError
from shots.slate import Workspace
from tests.test_cli import run
from tests.test_film import SMALL, small_film


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film whose plan was edited by hand, then revised, then retaken; each time it was made."""
    folder = tmp_path_factory.mktemp("worked-on")
    small_film(folder, SMALL.replace("They talk.", "They sing."))
    small_film(folder)
    revise_to_file(
        Director(folder=folder / "film.production"), str(folder / "film.yaml"), "a close-up in shot 2"
    )
    director(folder).make(folder / "film.yaml", folder / "film.mp4")
    director(folder).retake(folder / "film.yaml", ["one"], film=folder / "film.mp4")
    return folder


@pytest.fixture
def copy(worked_on: Path, tmp_path: Path) -> Path:
    shutil.copytree(worked_on, tmp_path / "copy")
    return tmp_path / "copy"


def director(folder: Path) -> Director:
    return Director(**made_with(folder / "film.production"), workers=1)


def stale_in(folder: Path) -> Stale:
    return find_stale(folder / "film.production")


def test_a_clean_production_makes_the_same_film_and_draws_nothing(copy: Path) -> None:
    film, files = (copy / "film.mp4").read_bytes(), set(copy.rglob("*"))
    stale = stale_in(copy)
    assert {path.name.split(".")[0] for path in stale.takes if path.parent.name == "clips"} == {"three"}
    assert stale.count()["keyframes"] == stale.count()["clips"] == 1 and "voices" in stale.count()
    remove(stale)
    gone = files - set(copy.rglob("*"))
    assert gone == {p for take in stale.takes for p in (take, take.with_name(take.name + ".slate.json"))}
    for path in copy.glob("film.[mso]*"):
        path.unlink()
    again = director(copy).make(copy / "film.yaml", copy / "film.mp4")
    assert again.report.rendered == 0 and again.path.read_bytes() == film
    assert stale_in(copy).takes == ()


def test_every_way_back_stays(copy: Path) -> None:
    remove(stale_in(copy))
    back = director(copy).retake(copy / "film.yaml", ["one"], undo=True, film=copy / "film.mp4")
    assert back.film.report.rendered == 0
    undo_revision(str(copy / "film.yaml"))
    assert director(copy).make(copy / "film.yaml", copy / "film.mp4").report.rendered == 0
    assert director(copy).make(copy / "film.undone.yaml", copy / "film.mp4").report.rendered == 0


def test_what_a_person_or_a_kill_left_is_told_apart(copy: Path) -> None:
    folder = copy / "film.production"
    (folder / "keyframes" / "mine.png").write_bytes(b"mine")
    (folder / "clips" / "four.0123456789ab.mp4").write_bytes(b"half")
    remove(stale_in(copy))
    assert (folder / "keyframes" / "mine.png").is_file()
    assert not (folder / "clips" / "four.0123456789ab.mp4").exists()


def test_nothing_goes_before_somebody_agrees(copy: Path) -> None:
    files = set(copy.rglob("*"))
    code, out, err = run("clean", "film.production", cwd=copy)
    assert (code, set(copy.rglob("*"))) == (0, files), err
    assert "MiB that nothing kept needs: 1 in clips/" in out and "--yes" in out
    with Workspace(copy / "film.production"):
        code, out, _ = run("clean", "film.production", "--json", cwd=copy)
    assert json.loads(out)["takes"]["clips"] == 1 and not json.loads(out)["removed"]
    assert "removed" in run("clean", "film.production", "--yes", cwd=copy)[1]
    assert "are needed" in run("clean", "film.production", "--yes", cwd=copy)[1]


def test_a_production_without_its_finished_film_is_left_alone(copy: Path, tmp_path: Path) -> None:
    (copy / "film.yaml").write_text(SMALL.replace("A bear sleeps.", "A bear eats."), encoding="utf-8")
    Director(folder=copy / "film.production").plan(copy / "film.yaml")
    with pytest.raises(WorkspaceError, match="not finished"):
        stale_in(copy)
    Director(folder=tmp_path / "new.production").plan(copy / "film.yaml")
    with pytest.raises(FilmError, match="no film yet"):
        find_stale(tmp_path / "new.production")

"""Tests of what is said of a film's cost before it is shot, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

from director import Director
from tests.test_cli import run

FILM = "frame: {width: 160, height: 90, fps: 8}\nshots: [{action: A fox walks., duration_s: 2}]\n"


def test_a_plan_says_what_every_shot_will_take_once_one_is_measured(tmp_path: Path) -> None:
    (tmp_path / "film.yaml").write_text(FILM, encoding="utf-8")
    asked = ("plan", "film.yaml", "-o", "film.yaml", "--cost")
    code, out, _ = run(*asked, cwd=tmp_path)
    assert code == 0
    assert "time unknown until one shot is measured" in out
    director = Director(voices="silent", workers=1, titles=False)
    film = director.make(tmp_path / "film.yaml", tmp_path / "film.mp4")
    (cost,) = Director(voices="silent", titles=False, folder=film.folder).foresee(tmp_path / "film.yaml")
    assert (cost.num_frames, cost.tokens, cost.passes) == (16, None, None)
    assert cost.seconds is not None and cost.seconds > 0
    _, out, _ = run(*asked, "--json", cwd=tmp_path)
    assert json.loads(out.splitlines()[-2])["cost"]["num_frames"] == 16

"""Tests of what is said of a film's cost before it is shot, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.loop import main as compare_loops
from director import Director
from prompts.errors import BackendError
from prompts.render import Render
from shots.backends import find_backend
from shots.clips import ClipOrder, shoot
from shots.costing import foresee
from shots.diffusion.animatediff_clips import AnimateDiff
from shots.diffusion.clips import DiffusionClips
from shots.diffusion.ltx_clips import LTX
from shots.diffusion.svd_clips import SVD
from shots.diffusion.wan_clips import Wan
from shots.slate import Workspace
from tests.clip_tasks import make_task, write_stills
from tests.test_cli import run
from tests.tiny_video import save_animatediff, save_ltx, save_svd, save_wan

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
FAMILIES: dict[str, Any] = {
    "svd": (SVD, save_svd),
    "animatediff": (AnimateDiff, save_animatediff),
    "wan": (Wan, save_wan),
    "ltx": (LTX, save_ltx),
}
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
    assert (cost.gib, cost.gib_by) == (None, None)
    _, out, _ = run(*asked, "--json", cwd=tmp_path)
    assert json.loads(out.splitlines()[-2])["cost"]["num_frames"] == 16

    before = sorted(path.name for path in tmp_path.iterdir())
    _, out, _ = run("plan", "film.production", "--cost", cwd=tmp_path)
    assert "s on this machine" in out
    assert sorted(path.name for path in tmp_path.iterdir()) == before, "a production's plan has its place"

    (tmp_path / "other.yaml").write_text(FILM.replace("fox", "crow"), encoding="utf-8")
    _, out, _ = run("plan", "other.yaml", "--cost", cwd=tmp_path)
    assert "s on this machine" in out, "as the film beside it took"


def test_a_story_costs_what_the_film_of_the_same_story_took(tmp_path: Path) -> None:
    (tmp_path / "fox.txt").write_text("A fox walks.", encoding="utf-8")
    work = {"operations": 1e6, "seconds": 2.0}
    slate = {"notes": {"work": work}, "inputs": {"backend": _name_animatic()}}
    clips = tmp_path / "any.production" / "clips"
    clips.mkdir(parents=True)
    (clips / "s1-01.slate.json").write_text(json.dumps(slate), encoding="utf-8")
    (clips / "s1-02.slate.json").write_text("{", encoding="utf-8")
    code, out, _ = run("plan", "fox.txt", "--cost", cwd=tmp_path)
    assert code == 0 and "s on this machine" in out
    assert not list(tmp_path.glob("the-fox.production")), "only where the story is planned"


def _name_animatic() -> list[str]:
    card = find_backend("shots.clips", "animatic").card
    return [card.name, card.version]


def test_memory_is_estimated_until_a_shot_is_measured_and_grows_with_the_shot(tmp_path: Path) -> None:
    model = save_animatediff(tmp_path / "model")
    backend = DiffusionClips(AnimateDiff(str(model), num_inference_steps=1), device="cpu")
    stills = write_stills(tmp_path)
    whole = Render(long="freenoise")
    tasks = [make_task(stills, 4), make_task(stills, 64), make_task(stills, 64, render=whole)]
    with Workspace(tmp_path / "film.production") as workspace:
        few, windows, all_at_once = foresee(tasks, backend, workspace)
        assert few.gib and windows.gib and all_at_once.gib and few.weights_gib
        assert few.weights_gib < few.gib < windows.gib < all_at_once.gib
        assert {cost.gib_by for cost in (few, windows, all_at_once)} == {"estimated"}
        longer = foresee([make_task(stills, 200)], backend, workspace)[0]
        assert longer.gib == windows.gib, "windows bound it"
        take = shoot(ClipOrder(tasks[0], "0", "draft", ()), backend, workspace)
        after = foresee(tasks, backend, workspace)
    work = take.notes["work"]
    assert after[0].gib == pytest.approx(work["gib"], abs=0.002) and work["by"] == after[0].gib_by
    assert after[2].gib and after[0].gib and after[2].gib > after[0].gib


def test_our_loop_is_compared_with_the_pipelines_own_call_on_every_rung(capsys: Any) -> None:
    ratios = compare_loops(["--size", "tiny", "--only", "wan", "--rounds", "1", "--steps", "2"])
    told = capsys.readouterr().out
    assert set(ratios) == {"wan"} and "a step" in told and "decoding in tiles" in told


@pytest.mark.parametrize("name", ["svd", "animatediff", "wan", "ltx"])
def test_a_shot_beyond_the_reach_is_refused_with_what_is_possible_and_one_frame_is_made(
    name: str, tmp_path: Path
) -> None:
    family, save = FAMILIES[name]
    backend = DiffusionClips(family(str(save(tmp_path / name)), num_inference_steps=1), device="cpu")
    stills = write_stills(tmp_path)
    with pytest.raises(BackendError, match=rf"(?s)s1-01 lasts.*'{name}' makes shots of up to \d+ s.*Split"):
        backend.check(make_task(stills, 100_000))
    one = make_task(stills, 1)
    assert backend.reckon(one).passes and backend._pipe is None, "told before anything is loaded"
    assert len(list(backend.shoot(one))) == 1

"""The truth beside every frame: masks, boxes, joints and speech as files, against the pixels themselves.

.venv/bin/python -m pytest -n 0 tests/test_truth.py
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backlot.animatic import AnimaticClips
from backlot.gallery import make_panel
from backlot.masks import mask_frame
from backlot.picture import DrawnShot
from backlot.production import find_tasks
from backlot.truth import find_truths, load_truth, write_truth
from director import Director
from prompts.errors import BackendError, WorkspaceError
from prompts.screenplay import Camera, Frame, Screenplay
from prompts.screenplay_file import write_screenplay
from shots.backends import ClipTask, SpokenLine
from shots.clips import ClipOrder, shoot
from shots.keyframes import make_panels
from shots.slate import Workspace

SIZE = (320, 180)


def make_task(angle: str = "eye_level", frames: int = 12) -> ClipTask:
    panel = make_panel(
        "meadow",
        {"girl": "red coat", "fox": ""},
        doing={"girl": "carries a basket"},
        props=["basket", "chair"],
        camera=Camera(size="medium" if angle == "over_the_shoulder" else "full", angle=angle),
        size=SIZE,
    )
    return ClipTask(panel, frames, 24, (SpokenLine("fox", 0.1, 0.3, (0.5,) * 8),))


@pytest.mark.parametrize("angle", ["eye_level", "dutch", "over_the_shoulder"])
def test_the_box_of_a_mask_is_the_box_of_the_truth(angle: str, tmp_path: Path) -> None:
    truth = write_truth(make_task(angle), tmp_path, [0, 7])
    for frame, moment in truth.moments.items():
        mask = truth.mask(frame)
        for name, facts in moment["entities"].items():
            rows, columns = np.nonzero(mask == truth.index_of(name))
            assert facts["pixels"] == len(rows)
            if not len(rows):
                assert facts["seen"] is None
                continue
            seen = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
            assert [v / SIZE[i % 2] for i, v in enumerate(seen)] == pytest.approx(facts["seen"], abs=1e-5)
            for inner, outer, side in zip(facts["seen"], facts["box"], (1, 1, -1, -1), strict=True):
                assert side * (inner - outer) >= -1e-6


@pytest.mark.parametrize("kind", ["girl", "horse", "owl", "teapot"])
def test_the_traced_box_is_that_of_the_pixels(kind: str) -> None:
    shot = DrawnShot(make_panel("desert", {kind: ""}, size=(640, 360)), 1, 24)
    whole = mask_frame(shot, 0, {kind: 1}).whole[kind]
    drawn = [v * (640, 360)[i % 2] for i, v in enumerate(shot.draw(0).boxes[kind])]
    assert np.abs(np.array(drawn) - whole).max() <= 8


@pytest.mark.parametrize("angle", ["eye_level", "dutch"])
def test_a_mask_is_where_the_picture_differs_without_the_actor(angle: str) -> None:
    panel = make_panel(
        "meadow",
        {"owl": ""},
        doing={"owl": "flies"},
        camera=Camera(size="full", angle=angle),
        size=SIZE,
    )
    shot = DrawnShot(panel, 12, 24)
    mask = mask_frame(shot, 5, {"owl": 1}).index == 1
    there = shot.draw(5).picture.astype(int)
    shot.placed = []
    changed = np.abs(there - shot.draw(5).picture).sum(2) > 0
    assert not (mask & ~changed).sum() > 0.01 * mask.sum()
    rim = _grown(mask)
    assert not (changed & ~rim).any()


def _grown(mask: np.ndarray) -> np.ndarray:
    """The mask and its neighbours: where an edge is painted by less than half."""
    out = mask.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            out |= np.roll(out, step, axis)
    return out


def test_who_is_nearer_takes_the_pixels() -> None:
    shot = DrawnShot(make_task("over_the_shoulder").panel, 1, 24)
    numbers = {"girl": 1, "fox": 2, "basket": 3, "chair": 4}
    masks = mask_frame(shot, 0, numbers)
    assert shot.layers(0)[-1].name == "fox" and masks.seen["fox"] == masks.whole["fox"]


def test_the_same_task_writes_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_truth(make_task(), tmp_path / folder, range(0, 12, 6))
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*.*"))
    assert [str(f) for f in files] == ["masks/000000.png", "masks/000006.png", "truth.json"]
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)


def test_joints_lie_on_the_body(tmp_path: Path) -> None:
    task = make_task()
    truth = write_truth(task, tmp_path, [3])
    mask = truth.mask(3)
    for name in ("girl", "fox"):
        joints = truth.moments[3]["entities"][name]["joints"]
        assert {"head", "hip", "near_hand", "far_foot"} <= set(joints)
        on = [_near(mask == truth.index_of(name), x * SIZE[0], y * SIZE[1]) for x, y in joints.values()]
        assert sum(on) >= len(on) - 1, dict(zip(joints, on, strict=True))
        assert joints["head"][1] < joints["hip"][1] < joints["near_foot"][1]


def _near(mask: np.ndarray, x: float, y: float) -> bool:
    return bool(mask[max(0, int(y) - 4) : int(y) + 5, max(0, int(x) - 4) : int(x) + 5].any())


def test_speech_colours_and_acting_are_told(tmp_path: Path) -> None:
    truth = write_truth(make_task(), tmp_path, [0, 6])
    loud, soft = (truth.moments[f]["entities"]["fox"] for f in (6, 0))
    assert loud["loudness"] == 0.5 and soft["loudness"] == 0.0 and loud["mouth"] > soft["mouth"]
    assert truth.moments[6]["entities"]["girl"]["action"] == "carry"
    girl = next(e for e in truth.facts["entities"] if e["id"] == "girl")
    red, green, blue = girl["worn"]["coat"]
    assert girl["kind"] == "girl" and red > green and red > blue
    assert truth.facts["speech"][0]["speaker"] == "fox"
    with Image.open(tmp_path / "masks" / "000006.png") as image:
        assert image.mode == "P"


def test_a_frame_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0 to 11"):
        write_truth(make_task(), tmp_path, [12])
    with pytest.raises(WorkspaceError, match="holds no truth"):
        load_truth(tmp_path / "nowhere")
    (tmp_path / "truth.json").write_text(json.dumps({"format": "truth/0"}))
    with pytest.raises(WorkspaceError, match="truth/0"):
        load_truth(tmp_path)


def test_the_truth_of_a_production_is_that_of_its_clips(tmp_path: Path) -> None:
    panel = make_panel("beach", {"cat": ""}, size=(64, 64))
    scene = panel.scene.model_copy(update={"shots": [panel.shot]})
    screenplay = Screenplay(
        cast=panel.cast,
        places={"beach": panel.place},
        frame=Frame(width=128, height=128, fps=12),
        scenes=[scene],
        style="ink",
    )
    write_screenplay(screenplay, tmp_path / "screenplay.yaml")
    with pytest.raises(WorkspaceError, match="s1-01 has no clip"):
        list(find_tasks(tmp_path))
    draft = replace(make_panels(screenplay, tmp_path)[0], width=64, height=64)
    task = ClipTask(draft, 6, 12, (SpokenLine("cat", 0.0, 0.2, (0.4, 0.6)),))
    with Workspace(tmp_path).open() as workspace:
        shoot(ClipOrder(task, "none", "draft", ()), AnimaticClips(), workspace)
    assert [replace(found, panel=task.panel) for found in find_tasks(tmp_path)] == [task]
    ran = subprocess.run(
        [sys.executable, "-m", "backlot.truth", str(tmp_path), str(tmp_path / "out"), "--every", "4"],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert sorted(load_truth(tmp_path / "out" / "s1-01").moments) == [0, 4]


FILM = """\
title: Two
frame: {width: 128, height: 72, fps: 6}
cast: {fox: a red fox, owl: a grey owl}
shots:
  - {id: one, action: A fox walks., who: [fox], duration_s: 2}
  - {id: two, action: An owl waves., who: [owl], duration_s: 2}
"""


def test_a_film_is_made_with_its_truth_beside_every_clip(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(FILM)
    chosen = {"voices": "silent", "quality": "draft", "captions": "track"}
    director = Director(truth=True, workers=1, **chosen)
    film = director.make(tmp_path / "two.yaml", tmp_path / "two.mp4")
    truths = find_truths(film.folder)
    assert list(truths) == ["one", "two"]
    for shot in film.report.shots:
        truth = truths[shot.id]
        assert truth.folder == (film.folder / shot.clip).with_suffix(".truth")
        assert sorted(truth.moments) == list(range(round(shot.duration_s * 6)))
        assert truth.mask(3).shape == (72, 128) and truth.mask(3).any()
    written = (truths["one"].folder / "truth.json").stat().st_mtime_ns
    director.make(tmp_path / "two.yaml", tmp_path / "two.mp4")
    assert (truths["one"].folder / "truth.json").stat().st_mtime_ns == written
    with pytest.raises(BackendError, match="know nothing of what is in them"):
        Director(truth=True, clips="still", **chosen).make(tmp_path / "two.yaml", tmp_path / "two.mp4")
    with pytest.raises(WorkspaceError, match="no report"):
        find_truths(tmp_path)

"""Laws of the `still` clips: exact frames, the keyframe first, views inside the picture, honest notes."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from prompts.errors import BackendError
from prompts.screenplay import parse_screenplay, with_ids
from prompts.vocabulary import Move
from shots.backends import ClipTask, find_backend
from shots.keyframes import make_panels
from shots.still import StillClips, view_at

MOVES = get_args(Move)


def make_task(folder: Path, move: str = "static", frames: int = 7, **shot: object) -> ClipTask:
    words = {"action": "A fox waits.", "camera": {"move": move, "amount": 1.0}, **shot}
    data = {"frame": {"width": 96, "height": 64, "fps": 6}, "cast": {"fox": "red"}, "shots": [words]}
    panel = make_panels(with_ids(parse_screenplay(data)), folder)[0]
    pixels = np.random.default_rng(0).integers(0, 256, (64, 96, 3)).astype(np.uint8)
    Pillow.fromarray(pixels).save(folder / "still.png")
    return ClipTask(panel, frames, 6, keyframe=folder / "still.png")


@pytest.mark.parametrize("move", MOVES)
def test_every_move_gives_exact_frames_and_begins_with_the_keyframe(tmp_path: Path, move: str) -> None:
    task = make_task(tmp_path, move)
    pictures = list(StillClips().shoot(task))
    assert [p.shape for p in pictures] == [(64, 96, 3)] * 7
    assert np.array_equal(pictures[0], np.asarray(Pillow.open(tmp_path / "still.png")))
    moves = not np.array_equal(pictures[0], pictures[-1])
    assert moves == (move not in ("static", "pull_out", "zoom_out"))
    assert moves or move == "static" or StillClips().check(task), "a move that is not made is told"


@given(move=st.sampled_from(MOVES), amount=st.floats(0, 1), moment=st.floats(0, 1), seconds=st.floats(0, 60))
def test_the_view_never_leaves_the_picture(move: Move, amount: float, moment: float, seconds: float) -> None:
    view = view_at(move, amount, moment, goal=(1.0, 0.0), seconds=seconds)
    assert 0 < view.side <= 1
    for start in (view.left, view.top):
        assert start >= 0
        assert start + view.side <= 1 + 1e-9


@pytest.mark.parametrize(("move", "right", "down"), [("pan_left", False, None), ("pan_right", True, None)])
def test_the_view_goes_where_the_camera_does(move: Move, right: bool, down: None) -> None:
    end = view_at(move, 1.0, 1.0)
    assert (end.left + end.side / 2 > 0.5) == right
    assert view_at("tilt_up", 1.0, 1.0).top < view_at("tilt_down", 1.0, 1.0).top
    assert view_at(move, 0.2, 1.0).side > end.side


@given(
    move=st.sampled_from(MOVES),
    moment=st.floats(0, 1),
    ends=st.lists(st.floats(0, 1), min_size=4, max_size=4),
)
def test_the_cast_stays_in_view_where_the_view_is_wide_enough(
    move: Move, moment: float, ends: list[float]
) -> None:
    left, right, top, bottom = *sorted(ends[:2]), *sorted(ends[2:])
    view = view_at(move, 1.0, moment, goal=(1.0, 1.0), keep=(left, top, right, bottom))
    if move == "handheld":
        return
    for start, low, high in ((view.left, left, right), (view.top, top, bottom)):
        assert start >= 0 and start + view.side <= 1 + 1e-9
        if high - low <= view.side:
            assert start <= low + 1e-9 and high <= start + view.side + 1e-9


def test_what_does_not_move_is_told(tmp_path: Path) -> None:
    path = [{"at": 0, "box": [0, 0, 0.4, 1]}, {"at": 1, "box": [0.6, 0, 1, 1]}]
    task = make_task(tmp_path, who=[{"character": "fox", "path": path}])
    assert "nobody moves" in " ".join(StillClips().check(task))
    assert StillClips.card.stand_in
    assert "stays in view" in " ".join(
        StillClips().check(make_task(tmp_path, "pan_right", who=[{"character": "fox", "path": path}]))
    )


def test_a_missing_or_broken_keyframe_is_named(tmp_path: Path) -> None:
    task = make_task(tmp_path)
    (tmp_path / "still.png").write_bytes(b"no picture")
    with pytest.raises(BackendError, match=r"still\.png cannot be read"):
        next(iter(StillClips().shoot(task)))
    with pytest.raises(BackendError, match="no models"):
        find_backend("shots.clips", "still:big")

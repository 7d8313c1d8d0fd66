"""Tests of what is said about the joins of a film, on films whose joins are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from prompts.screenplay import Transition
from shots.cutting.seams import find_seams, measure_join
from shots.cutting.timeline import Clip, lay_out
from shots.encode import write_clip
from shots.slate import Workspace

SIZE = {"width": 64, "height": 32, "fps": 8}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two clips that brighten by a grey a frame, `b` 93 greys above the end of `a`; `still` does not move."""
    folder = tmp_path_factory.mktemp("clips")
    rows = np.arange(32, dtype=np.uint8)[:, None, None] * np.ones((1, 64, 3), np.uint8)
    for name, base, pace in (("a", 0, 1), ("b", 100, 1), ("still", 0, 0)):
        frames = (rows + np.uint8(base + n * pace) for n in range(8))
        write_clip(frames, folder / f"{name}.mp4", num_frames=8, keyframe_at=(), quality="high", **SIZE)
    return {name: folder / f"{name}.mp4" for name in ("a", "b", "still")}


def film(clips: dict[str, Path], *names: str, join: str = "cut", seconds: float | None = None):  # type: ignore[no-untyped-def]
    transition = Transition.model_validate({"kind": join, "duration_s": seconds})
    return lay_out([Clip(f"{n}{name}", clips[name], 8, transition) for n, name in enumerate(names)], 8)


def test_a_cut_is_measured_against_the_usual_change(clips: dict[str, Path]) -> None:
    same, other = (measure_join(film(clips, "a", name), 0) for name in ("a", "b"))
    assert same["ratio"] < 10 < other["ratio"]
    assert abs(other["jump"] - 93 / 255) < 0.02
    assert abs(other["colour_shift"] - 93 / 255) < 0.02
    assert measure_join(film(clips, "still", "still"), 0)["jump"] < 0.01


def test_a_join_that_takes_time_is_measured_in_its_own_pictures(clips: dict[str, Path]) -> None:
    cut = measure_join(film(clips, "a", "b"), 0)
    dissolve = measure_join(film(clips, "a", "b", join="dissolve", seconds=0.5), 0)
    assert dissolve["jump"] < cut["jump"] / 3
    assert dissolve["colour_shift"] > 0.2
    fade = measure_join(film(clips, "b", "b", join="fade", seconds=0.5), 0)
    assert fade["jump"] > measure_join(film(clips, "b", "b"), 0)["jump"]


def test_every_join_is_measured_once_and_kept(clips: dict[str, Path], tmp_path: Path) -> None:
    timeline = film(clips, "a", "b", "still")
    with Workspace(tmp_path / "film.production") as workspace:
        found = find_seams(timeline, workspace)
        assert len(found) == 2
        kept = sorted(workspace.path("seams").glob("*.json"))
        assert find_seams(timeline, workspace) == found
        assert sorted(workspace.path("seams").glob("*.json")) == kept
        shorter = film(clips, "a", "b", "still", join="dissolve", seconds=0.25)
        assert find_seams(shorter, workspace) != found


def test_a_film_tells_of_every_join_in_its_report_and_on_its_board(tmp_path: Path) -> None:
    from director import Director

    (tmp_path / "film.yaml").write_text(FILM, encoding="utf-8")
    director = Director(voices="silent", workers=1, titles=False, captions="track")
    made = director.make(tmp_path / "film.yaml", tmp_path / "film.mp4")
    joins = [shot.join for shot in made.report.shots]
    assert [join.kind if join else None for join in joins] == ["cut", "dissolve", None]
    cut, dissolve = joins[0], joins[1]
    assert cut and dissolve and cut.ratio > dissolve.ratio and cut.usual_flow >= 0
    page = (made.folder / "board.html").read_text(encoding="utf-8")
    assert f"then cut ({cut.ratio:.1f} times the usual change)" in page


FILM = """\
frame: {width: 160, height: 90, fps: 8}
cast: {fox: {kind: fox, look: a red fox}}
places: {wood: a forest, beach: a beach}
scenes:
  - place: wood
    shots: [{action: A fox walks., who: [fox], narration: "", duration_s: 1.5, transition: cut}]
  - place: beach
    shots:
      - {action: A fox sits., who: [fox], narration: "", duration_s: 1.5, transition: dissolve}
      - {action: A fox waves., who: [fox], narration: "", duration_s: 1.5}
"""

"""Tests of bridges: the in-between clip, what it is made from, and that nothing else is another for it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from director import Director, Film
from director.cleaning import find_stale, remove
from prompts.errors import BackendError, CutError
from prompts.render import Render
from prompts.screenplay import Shot, Transition
from shots.bridge import Bridge, check_room, list_bridges
from shots.cutting.footage import inspect_clip, read_rgb
from shots.cutting.timeline import Clip, lay_out
from tests.tiny_video import save_cogvideox, save_ltx, save_svd, save_wan

torch.set_num_threads(1)
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

FILM = """\
format: screenplay/1
title: Two friends
language: en
frame: {width: 64, height: 64, fps: 8}
cast:
  fox: {kind: fox, look: a red fox}
  owl: {kind: owl, look: a grey owl}
places:
  wood: a forest
  beach: a beach
scenes:
  - place: wood
    shots:
      - {id: one, action: A fox walks., who: [fox], narration: "", duration_s: 1.5, transition: JOIN}
  - place: beach
    shots:
      - {id: two, action: An owl sits., who: [owl], narration: "NARRATION", duration_s: 1.5, transition: NEXT}
      - {id: three, action: A fox looks., who: [fox], narration: "", duration_s: 1.5}
"""
BRIDGE = "{kind: bridge, duration_s: 0.75}"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for name, save in SAVE.items():
        save(folder / name)
    return folder


SAVE = {
    "svd": save_svd,
    "ltx": save_ltx,
    "wan": save_wan,
    "cogvideox": save_cogvideox,
}


def make_film(folder: Path, clips: str, **changes: Any) -> Film:
    words, options = FILM, {name: changes.pop(name) for name in ("captions",) if name in changes}
    for old, new in {"JOIN": BRIDGE, "NEXT": "cut", "NARRATION": "", **changes}.items():
        words = words.replace(old, new)
    (folder / "film.yaml").write_text(words, encoding="utf-8")
    told: dict[str, Any] = {"voices": "silent", "workers": 1, "titles": False, "captions": "track"} | options
    return Director(clips=clips, **told).make(folder / "film.yaml", folder / "film.mp4")


def made_clips(folder: Path) -> set[str]:
    return {path.name for path in (folder / "film.production" / "clips").glob("*.mp4")}


def read_film(film: Film) -> list[Any]:
    return [read_rgb(film.path, number) for number in range(inspect_clip(film.path).num_frames)]


# What is counted


@given(lasts=st.lists(st.integers(2, 40), min_size=1, max_size=4), fps=st.sampled_from([8, 12, 24]))
@settings(max_examples=50, deadline=None)
def test_a_film_with_bridges_is_as_long_as_with_cuts_and_every_shot_begins_where_it_did(
    lasts: list[int], fps: int
) -> None:
    shots = [Clip(f"s{n}", Path("x"), 40) for n in range(len(lasts) + 1)]
    reel = [shots[0]]
    for shot, count in zip(shots[1:], lasts, strict=True):
        reel += [Clip(f"b{shot.id}", Path("y"), count, bridges=True), shot]
    bridged, plain = lay_out(reel, fps), lay_out(shots, fps)
    assert bridged.num_frames == plain.num_frames
    assert bridged.starts[::2] == plain.starts
    spans = list(bridged.spans())
    assert spans[0].first == 0 and spans[-1].last == bridged.num_frames
    assert all(one.last == other.first for one, other in pairwise(spans))
    for n, count in enumerate(lasts):
        (seen,) = [span for span in spans if span.clip == 2 * n + 1]
        assert (seen.last - seen.first, seen.first - seen.offset) == (count, 0)
        middle = plain.starts[n + 1]
        assert middle - seen.first == count // 2, "half of it before the boundary"


def bridge_of(seconds: float | None, fps: int = 8) -> Bridge:
    join = Transition(kind="bridge", duration_s=seconds)
    (bridge,) = list_bridges([Shot(id="a", transition=join), Shot(id="b")], fps)
    return bridge


def test_a_bridge_lasts_a_second_unless_told_and_at_least_two_frames() -> None:
    assert [bridge_of(seconds).num_frames for seconds in (None, 0.5, 0.01)] == [8, 4, 2]
    assert bridge_of(0.625).taken == (2, 3)


def test_a_shot_too_short_for_its_bridges_is_refused_by_name() -> None:
    bridges = [bridge_of(1.0)]
    check_room(bridges, {"a": 4, "b": 4}, {}, 8)
    with pytest.raises(CutError, match=r"Shot b lasts 0\.38 s, but bridges take 0\.50 s of it\. Make"):
        check_room(bridges, {"a": 4, "b": 3}, {}, 8)
    with pytest.raises(CutError, match=r"its other transitions 0\.25 s"):
        check_room(bridges, {"a": 5}, {"a": 2}, 8)


# What it is


@pytest.mark.parametrize("name", ["wan", "ltx"])
def test_a_bridge_goes_from_the_end_of_one_shot_to_the_beginning_of_the_next(
    models: Path, tmp_path: Path, name: str
) -> None:
    clips = f"{name}:{models / name},steps=1"
    plain = make_film(tmp_path, clips, JOIN="cut")
    before = made_clips(tmp_path)
    film = make_film(tmp_path, clips)
    new = made_clips(tmp_path) - before
    assert len(new) == 1 and next(iter(new)).startswith("one_two"), "the shots are those of the cut"
    assert film.report.rendered == 1 and film.report.num_frames == plain.report.num_frames == 36
    shots = {shot.id: shot for shot in film.report.shots}
    assert [(s.start_s, s.duration_s, s.clip) for s in film.report.shots] == [
        (s.start_s, s.duration_s, s.clip) for s in plain.report.shots
    ]
    join = shots["one"].join
    assert join and join.kind == "bridge" and join.bridge and shots["two"].join
    assert (join.bridge.start_s, join.bridge.duration_s) == (1.125, 0.75)
    assert shots["two"].join.bridge is None and join.bridge.first_frame_ssim and join.bridge.last_frame_ssim
    slate = json.loads((film.folder / f"{join.bridge.clip}.slate.json").read_text())
    pictures = {json.loads(p.read_text())["fingerprint"]: p for p in film.folder.glob("bridges/*.slate.json")}
    for key, shot, frame in (("keyframe", "one", 9), ("ends_on", "two", 2)):
        png = pictures[slate["inputs"][key]].with_name(
            pictures[slate["inputs"][key]].name.removesuffix(".slate.json")
        )
        from PIL import Image as Pillow

        assert (np.asarray(Pillow.open(png)) == read_rgb(film.folder / shots[shot].clip, frame)).all()
    seeds = {json.loads(p.read_text())["inputs"]["panel"]["seed"] for p in film.folder.glob("clips/*.json")}
    assert len(seeds) == 4, "a seed of its own"
    shown, clip = read_film(film), film.folder / join.bridge.clip
    for number in range(6):
        assert np.abs(shown[9 + number].astype(int) - read_rgb(clip, number)).mean() < 3
    assert make_film(tmp_path, clips).report.rendered == 0


def test_a_change_in_a_shot_makes_its_bridges_again_and_no_others(models: Path, tmp_path: Path) -> None:
    clips = f"ltx:{models / 'ltx'},steps=1"
    make_film(tmp_path, clips, NEXT="bridge")
    before = made_clips(tmp_path)
    make_film(tmp_path, clips, NEXT="bridge", **{"id: three,": "id: three, seed: 5,"})
    now = made_clips(tmp_path)
    assert {name.split(".")[0].split("-")[0] for name in now - before} == {"three", "two_three"}
    make_film(
        tmp_path, clips, NEXT="{kind: bridge, duration_s: 0.5}", **{"id: three,": "id: three, seed: 5,"}
    )
    assert {name.split("-")[0] for name in made_clips(tmp_path) - now} == {"two_three"}


def test_a_killed_run_goes_on_at_the_bridge(models: Path, tmp_path: Path) -> None:
    clips = f"ltx:{models / 'ltx'},steps=2"
    (tmp_path / "film.yaml").write_text(
        FILM.replace("JOIN", BRIDGE).replace("NEXT", "cut").replace("NARRATION", "")
    )
    heard: list[str] = []

    def stop(event: Any) -> None:
        heard.append(event.name)
        if event.name.startswith("one+two: step 2"):
            raise KeyboardInterrupt

    told: dict[str, Any] = {"voices": "silent", "workers": 1, "titles": False, "captions": "track"}
    with pytest.raises(KeyboardInterrupt):
        Director(clips=clips, on_event=stop, **told).make(tmp_path / "film.yaml", tmp_path / "film.mp4")
    assert "one+two: step 1 of 2, 0 s left" in heard
    assert len(made_clips(tmp_path)) == 3
    assert (
        Director(clips=clips, **told).make(tmp_path / "film.yaml", tmp_path / "film.mp4").report.rendered == 1
    )


def test_words_burned_into_the_picture_are_read_over_the_bridge_and_not_in_what_it_is_made_from(
    models: Path, tmp_path: Path
) -> None:
    clips = f"ltx:{models / 'ltx'},steps=1"
    words = {"JOIN": "{kind: bridge, duration_s: 1.25}", "NARRATION": "Oh."}
    burned, track = (make_film(tmp_path, clips, captions=how, **words) for how in ("burn", "track"))
    slates = [json.loads(p.read_text())["inputs"] for p in burned.folder.glob("clips/one_two*.json")]
    assert sorted([c["first"] for c in slate["captions"]] for slate in slates) == [[], [8]]
    two = [film.folder / film.report.shots[1].clip for film in (burned, track)]
    same, worn = ([read_rgb(path, n).astype(int) for path in two] for n in (4, 6))
    assert np.abs(same[0] - same[1]).mean() < 2, "bare where the bridge ends"
    assert np.abs(worn[0] - worn[1]).mean() > 4, "captioned where it is seen"


def test_what_a_bridge_costs_is_told_before(models: Path, tmp_path: Path) -> None:
    (tmp_path / "film.yaml").write_text(
        FILM.replace("JOIN", "bridge").replace("NEXT", "cut").replace("NARRATION", "")
    )
    costs = Director(clips=f"svd:{models / 'svd'},steps=2", titles=False).foresee(tmp_path / "film.yaml")
    assert [cost.shot for cost in costs] == ["one", "one+two", "two", "three"]
    assert costs[1].num_frames == 8 and costs[1].passes == 4


def test_what_a_film_asks_of_its_model_holds_for_a_bridge_as_far_as_it_means_anything(
    models: Path, tmp_path: Path
) -> None:
    film = make_film(
        tmp_path,
        f"wan:{models / 'wan'},steps=1",
        **{"cast:": "render: {keep_first_frame: exact, noise: reuse, long: reuse}\ncast:"},
    )
    slate = json.loads(next(film.folder.glob("clips/one_two*.json")).read_text())
    assert Render.model_validate(slate["inputs"]["render"]) == Render(keep_first_frame="exact")
    assert slate["inputs"]["panel"]["shot"]["action"] == "A fox walks, then An owl sits."
    assert set(slate["inputs"]["panel"]["cast"]) == {"fox", "owl"}


@pytest.mark.parametrize(
    ("clips", "changes", "error", "said"),
    [
        ("cogvideox", {}, BackendError, "'bridge'; 'cogvideox' clips can be joined by.*: svd, animatediff"),
        ("animatic", {}, BackendError, "'bridge'; 'animatic' clips can be joined by.*: svd, animatediff"),
        ("still", {}, BackendError, "'bridge'; 'still' clips can be joined by"),
        (
            "svd",
            {BRIDGE: "{kind: bridge, duration_s: 4}"},
            CutError,
            "Shot one lasts 1.50 s, but bridges take",
        ),
        ("svd", {"NEXT": "{kind: bridge, duration_s: 2.5}"}, CutError, "Shot two lasts 1.50 s"),
        ("svd", {"NEXT": "{kind: smooth, duration_s: 2}"}, CutError, "smooth join from shot two to three"),
    ],
)
def test_what_cannot_be_bridged_is_refused_before_anything_is_drawn(
    models: Path, tmp_path: Path, clips: str, changes: dict[str, str], error: type[Exception], said: str
) -> None:
    named = f"{clips}:{models / clips},steps=2" if clips in SAVE else clips
    changes = {"JOIN": BRIDGE, **changes}
    size = {"width: 64, height: 64": "width: 128, height: 64"} if clips == "cogvideox" else {}
    with pytest.raises(error, match=said):
        make_film(tmp_path, named, **{**changes, **size})
    assert not (tmp_path / "film.production" / "keyframes").exists()


def test_cleaning_takes_the_bridge_that_was_and_leaves_the_one_that_is(models: Path, tmp_path: Path) -> None:
    clips = f"svd:{models / 'svd'},steps=2"
    make_film(tmp_path, clips, JOIN="{kind: bridge, duration_s: 0.5}")
    film = make_film(tmp_path, clips)
    before, told = made_clips(tmp_path), film.path.read_bytes()
    stale = find_stale(tmp_path / "film.production")
    assert [path.name.startswith("one_two") for path in stale.takes if path.parent.name == "clips"] == [True]
    remove(stale)
    assert len(before - made_clips(tmp_path)) == 1
    film.path.unlink()
    again = make_film(tmp_path, clips)
    assert again.report.rendered == 0 and again.path.read_bytes() == told

"""Tests of the joins that clips make themselves: what is carried, what is not, and who is shot first."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from director import Director, Film
from prompts.errors import BackendError, CutError
from prompts.screenplay import Scene, Shot, Transition, parse_screenplay
from shots.backends import Carry, ClipTask, Lean, Panel, find_backend
from shots.clips import ClipOrder, clip_inputs, shoot
from shots.diffusion.clips import DiffusionClips
from shots.diffusion.latents import CarryOver, Ending, Tail
from shots.diffusion.ltx_clips import open_ltx
from shots.diffusion.svd_clips import open_svd
from shots.slate import Workspace
from shots.smooth import check_reach, link_orders, list_joins, split_chains
from tests.tiny import noise
from tests.tiny_video import save_animatediff, save_cogvideox, save_ltx, save_svd, save_wan

torch.set_num_threads(1)
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

FPS = 8
SIZE = {"width": 64, "height": 32}
FILM = """\
format: screenplay/1
title: Two friends
language: en
frame: {width: 128, height: 64, fps: 8}
cast:
  fox: {kind: fox, look: a red fox}
places:
  wood: a forest
scenes:
  - place: wood
    shots:
      - {id: one, action: A fox walks., who: [fox], narration: "", duration_s: 1, transition: smooth}
      - {id: two, action: A fox sits., who: [fox], narration: "", duration_s: 1, transition: JOIN}
      - {id: three, action: A fox looks., who: [fox], narration: "", duration_s: 1}
"""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    save_svd(folder / "svd")
    save_ltx(folder / "ltx")
    save_wan(folder / "wan")
    save_animatediff(folder / "animatediff")
    save_cogvideox(folder / "cogvideox")
    return folder


def make_film(folder: Path, clips: str, text: str = FILM, **changes: str) -> Film:
    words = text.replace("JOIN", changes.pop("join", "cut"))
    for old, new in changes.items():
        words = words.replace(old, new)
    (folder / "film.yaml").write_text(words, encoding="utf-8")
    director = Director(voices="silent", workers=1, clips=clips, titles=False, captions="track")
    return director.make(folder / "film.yaml", folder / "film.mp4")


def made_clips(folder: Path) -> set[str]:
    return {path.name for path in (folder / "film.production" / "clips").glob("*.mp4")}


# What is carried


def carry_of(**changes: Any) -> Carry:
    return replace(Carry("s1", "mark", 4), **changes)


@given(strength=st.floats(0, 1), frames=st.integers(1, 6))
def test_carried_noise_keeps_its_variance_and_leans_as_told(strength: float, frames: int) -> None:
    previous, fresh = noise(6, 4, 40, 40), noise(8, 4, 40, 40, seed=1)
    given_ = CarryOver(carry_of(noise=strength), Tail(previous, previous), fresh, frames=frames).noise
    for frame in range(8):
        weight = strength * math.cos(math.pi / 2 * frame / frames) if frame < frames else 0.0
        assert abs(float(given_[frame].var()) - 1) < 0.12
        if frame < frames:
            assert abs(float((given_[frame] * previous[5 - frame]).mean()) - weight) < 0.08
        else:
            assert torch.equal(given_[frame], fresh[frame])


def test_no_strength_carries_nothing_to_the_bit() -> None:
    from diffusers import DDIMScheduler

    scheduler = DDIMScheduler()
    scheduler.set_timesteps(4)
    fresh, latents = noise(5, 4, 4, 4), noise(5, 4, 4, 4, seed=1)
    carry = CarryOver(
        carry_of(noise=0.0, latents=0.0), Tail(noise(3, 4, 4, 4), noise(3, 4, 4, 4)), fresh, frames=3
    )
    assert torch.equal(carry.noise, fresh)
    for step in range(4):
        assert torch.equal(carry.after_step(scheduler, step, latents), latents)


def test_latents_lean_in_the_first_steps_only_and_pinned_frames_stay() -> None:
    from diffusers import FlowMatchEulerDiscreteScheduler

    scheduler = FlowMatchEulerDiscreteScheduler()
    scheduler.set_timesteps(4)
    tail, latents = Tail(noise(3, 4, 4, 4), noise(3, 4, 4, 4, seed=2)), noise(5, 4, 4, 4, seed=1)
    carry = CarryOver(carry_of(until=0.5), tail, noise(5, 4, 4, 4, seed=3), frames=3, pinned=1)
    changed = [bool((carry.after_step(scheduler, n, latents) != latents).any()) for n in range(4)]
    assert changed == [True, True, False, False]
    after = carry.after_step(scheduler, 0, latents)
    assert torch.equal(after[0], latents[0]), "given, not made"
    assert torch.equal(after[3:], latents[3:]), "past the join"


def test_statistics_are_matched_once_and_only_if_asked() -> None:
    from diffusers import DDIMScheduler

    scheduler = DDIMScheduler()
    scheduler.set_timesteps(2)
    tail = Tail(noise(3, 4, 8, 8), noise(3, 4, 8, 8) * 3 + 1)
    latents = noise(5, 4, 8, 8, seed=1)
    whole = CarryOver(carry_of(statistics=1.0), tail, latents, frames=3)
    matched = whole.after_step(scheduler, 1, latents)
    torch.testing.assert_close(matched.mean((0, 2, 3)), tail.latents.mean((0, 2, 3)), atol=1e-4, rtol=1e-4)


@given(strength=st.floats(0, 1), frames=st.integers(1, 9), reach=st.integers(0, 9), steps=st.integers(2, 6))
@settings(max_examples=40, deadline=None)
def test_the_end_leans_by_the_cosine_whatever_the_steps_and_nothing_else_is_touched(
    strength: float, frames: int, reach: int, steps: int
) -> None:
    """On a sampler that leaves latents alone, at a level without noise."""
    still = SimpleNamespace(timesteps=torch.arange(steps), scale_noise=lambda clean, _t, _noise: clean)
    own, reach, end = noise(9, 4, 2, 2), min(reach, frames), frames
    ending = Ending(noise(1, 4, 2, 2, seed=1), own, reach=reach, end=end, strength=strength, held=False)
    after = own
    for step in range(steps):
        after = ending.after_step(still, step, after)
    for frame in range(9):
        away = max(end - 1 - frame, 0)
        weight = strength * math.cos(math.pi / 2 * away / reach) if away < reach else 0.0
        if weight == 0:
            assert torch.equal(after[frame], own[frame])
        else:
            expected = own[frame] + weight * (ending.clean[0] - own[frame])
            torch.testing.assert_close(after[frame], expected, atol=1e-4, rtol=1e-4)


def test_the_ends_of_another_model_are_refused() -> None:
    with pytest.raises(ValueError, match="different models or sizes"):
        CarryOver(carry_of(), Tail(noise(3, 8, 4, 4), noise(3, 8, 4, 4)), noise(5, 4, 4, 4), frames=3)


def test_an_end_is_read_as_it_was_kept(tmp_path: Path) -> None:
    tail = Tail(noise(3, 4, 4, 4), noise(3, 4, 4, 4, seed=1))
    tail.save(tmp_path / "end.safetensors")
    again = Tail.load(tmp_path / "end.safetensors")
    assert torch.equal(again.noise, tail.noise) and torch.equal(again.latents, tail.latents)


# Who takes over from whom


def orders_of(count: int, folder: Path, num_frames: int = 8) -> list[ClipOrder]:
    orders = []
    for number in range(count):
        shot = Shot(id=f"s{number}", action=f"A fox walks {number}.")
        panel = Panel(shot, Scene(shots=[shot]), {}, None, {}, "storybook", **SIZE, seed=number)
        picture = folder / f"{number}.png"
        Pillow.fromarray(np.full((32, 64, 3), 40 * number, np.uint8)).save(picture)
        task = ClipTask(panel, num_frames, FPS, keyframe=picture)
        orders.append(ClipOrder(task, f"still {number}", "draft", ()))
    return orders


SMOOTH, CUT = (Transition(kind=kind) for kind in ("smooth", "cut"))


def test_nothing_is_carried_into_another_scene() -> None:
    shots = [{"id": f"s{n}", "narration": "", "transition": "smooth"} for n in range(4)]
    film = parse_screenplay({"scenes": [{"shots": shots[:2]}, {"shots": shots[2:]}]})
    assert [join.kind for join in list_joins(film)] == ["smooth", "cut", "smooth", "cut"]


def test_shots_are_linked_as_their_joins_say(models: Path, tmp_path: Path) -> None:
    backend = open_ltx(f"{models / 'ltx'},steps=2")
    orders = link_orders(orders_of(4, tmp_path), [SMOOTH, CUT, CUT, CUT], backend)
    assert [order.lends for order in orders] == [True, False, False, False]
    assert [order.task.carry is not None for order in orders] == [False, True, False, False]
    leans = [order.task.lean for order in orders]
    assert [lean is not None for lean in leans] == [True, False, False, False]
    assert leans[0] and (leans[0].picture, leans[0].strength) == (orders[1].task.keyframe, 0.5)
    assert [len(chain) for chain in split_chains(orders)] == [2, 1, 1]


def test_a_join_of_no_strength_is_a_cut_and_its_numbers_come_from_the_screenplay(
    models: Path, tmp_path: Path
) -> None:
    backend = open_ltx(f"{models / 'ltx'},steps=2")
    plain = orders_of(2, tmp_path)
    assert link_orders(plain, [Transition(kind="smooth", strength=0), CUT], backend) == plain
    told = link_orders(plain, [Transition(kind="smooth", strength=0.8, match=0.25), CUT], backend)
    carry, lean = told[1].task.carry, told[0].task.lean
    assert carry and (carry.noise, carry.latents, carry.statistics) == (0.8, 0.8, 0.25)
    assert lean and lean.strength == 0.8
    matched = link_orders(plain, [Transition(kind="smooth", strength=0, match=0.25), CUT], backend)
    assert matched[0].task.lean is None and matched[1].task.carry


def test_the_end_of_a_shot_knows_the_next_still_by_what_is_in_it(models: Path, tmp_path: Path) -> None:
    backend = open_ltx(f"{models / 'ltx'},steps=2")
    plain = orders_of(2, tmp_path)
    one, cut = (link_orders(plain, [join, CUT], backend)[0] for join in (SMOOTH, CUT))
    renamed = [plain[0], replace(plain[1], still="drawn again, alike")]
    assert clip_inputs(link_orders(renamed, [SMOOTH, CUT], backend)[0], backend) == clip_inputs(one, backend)
    assert plain[1].task.keyframe
    plain[1].task.keyframe.write_bytes(plain[0].task.keyframe.read_bytes())  # type: ignore[union-attr]
    other, alone = (link_orders(plain, [join, CUT], backend)[0] for join in (SMOOTH, CUT))
    assert clip_inputs(other, backend) != clip_inputs(one, backend)
    assert clip_inputs(alone, backend) == clip_inputs(cut, backend)


def test_what_is_taken_over_is_part_of_the_fingerprint(models: Path, tmp_path: Path) -> None:
    backend = open_ltx(f"{models / 'ltx'},steps=2")
    plain = orders_of(3, tmp_path)
    linked = link_orders(plain, [SMOOTH, SMOOTH, CUT], backend)
    changed = [replace(plain[0], still="another still"), *plain[1:]]
    relinked = link_orders(changed, [SMOOTH, SMOOTH, CUT], backend)
    for one, other in zip(linked, relinked, strict=True):
        assert clip_inputs(one, backend) != clip_inputs(other, backend), "a change runs down the chain"
    captioned = [replace(plain[0], quality="high"), *plain[1:]]
    again = link_orders(captioned, [SMOOTH, SMOOTH, CUT], backend)
    assert clip_inputs(again[1], backend) == clip_inputs(linked[1], backend), "how it is written is not"


def test_a_join_longer_than_a_shot_is_refused() -> None:
    shots = [{"id": "s0", "transition": {"kind": "smooth", "duration_s": 2}}, {"id": "s1"}]
    film = parse_screenplay({"frame": {"fps": FPS}, "scenes": [{"shots": shots}]})
    check_reach(film, {"s0": 16, "s1": 16})
    check_reach(film, {})
    with pytest.raises(CutError, match=r"s0 to s1 takes 2\.00 s; the shorter of them lasts 1\.00 s"):
        check_reach(film, {"s0": 16, "s1": 8})


@pytest.mark.parametrize("name", ["ltx", "svd", "wan", "animatediff", "cogvideox"])
def test_a_shot_after_a_cut_is_what_it_is_alone_and_after_a_smooth_join_it_is_not(
    models: Path, tmp_path: Path, name: str
) -> None:
    backend: DiffusionClips = find_backend("shots.clips", f"{name}:{models / name},steps=2")
    plain = orders_of(3, tmp_path)
    alone = [np.stack(list(backend.shoot(order.task))) for order in plain[1:]]
    workspace = Workspace(tmp_path / "work")
    orders = link_orders(plain, [SMOOTH, CUT, CUT], backend)
    with pytest.raises(BackendError, match="s1 takes over from s0, which is not shot"):
        shoot(orders[1], backend, workspace)
    tasks = []
    for order in orders:
        shoot(order, backend, workspace)
        carry = order.task.carry
        end = next(iter((tmp_path / "work" / "tails").glob("s0.*.safetensors")))
        tasks.append(replace(order.task, carry=replace(carry, tail=end)) if carry else order.task)
    joined = [np.stack(list(backend.shoot(task))) for task in tasks[1:]]
    assert (joined[0] != alone[0]).any(), "carried over"
    assert (joined[1] == alone[1]).all(), "reset by the cut"


def test_carried_latents_are_nearer_to_the_end_of_the_shot_before(models: Path, tmp_path: Path) -> None:
    backend = open_svd(f"{models / 'svd'},steps=4")
    first, second = orders_of(2, tmp_path)
    list(backend.shoot(replace(first.task, keep=tmp_path / "end")))
    end = Tail.load(tmp_path / "end").latents
    distances = []
    for strength in (0.0, 0.5, 1.0):
        carry = carry_of(num_frames=6, noise=0.0, latents=strength, until=1.0, tail=tmp_path / "end")
        kept = tmp_path / f"{strength}"
        list(backend.shoot(replace(second.task, carry=carry, keep=kept)))
        distances.append(float((Tail.load(kept).latents[1] - end[-2]).abs().mean()))
    assert distances[0] > distances[1] > distances[2]


@pytest.mark.parametrize("name", ["ltx", "wan"])
def test_the_end_comes_nearer_to_the_next_keyframe_the_stronger_the_join(
    models: Path, tmp_path: Path, name: str
) -> None:
    backend: DiffusionClips = find_backend("shots.clips", f"{name}:{models / name},steps=6")
    first, second = orders_of(2, tmp_path, num_frames=9)
    assert second.task.keyframe
    still = Pillow.open(second.task.keyframe).convert("RGB")
    there = backend.family.see_at_the_end(backend._open(), still)  # type: ignore[attr-defined]
    distances = []
    for strength in (0.0, 0.5, 1.0):
        lean = Lean(second.task.keyframe, "", 4, strength)
        list(backend.shoot(replace(first.task, lean=lean, keep=tmp_path / "end")))
        latents = Tail.load(tmp_path / "end").latents
        distances.append(float((latents[-1] - there[0]).abs().mean()))
    plain = list(backend.shoot(replace(first.task, keep=tmp_path / "end")))
    assert len(plain) == 9
    assert distances[0] == float((Tail.load(tmp_path / "end").latents[-1] - there[0]).abs().mean())
    assert distances[0] > distances[1] > distances[2]


# Films


def test_a_film_of_smooth_joins_resumes_and_redoes_what_is_touched(models: Path, tmp_path: Path) -> None:
    clips = f"ltx:{models / 'ltx'},steps=2"
    film = make_film(tmp_path, clips)
    assert film.report.num_frames == 24, "a smooth join takes no time"
    shots = {shot.id: shot for shot in film.report.shots}
    assert (
        shots["one"].join.kind == "smooth" and shots["two"].join.kind == "cut" and shots["three"].join is None
    )
    assert shots["one"].first_frame_ssim is not None
    before = made_clips(tmp_path)
    assert make_film(tmp_path, clips).report.rendered == 0
    assert made_clips(tmp_path) == before

    shutil.rmtree(tmp_path / "film.production" / "tails")
    assert make_film(tmp_path, clips).report.rendered == 0, "ends are made again only where they are needed"
    changed = {"id: two,": "id: two, motion_prompt: its tail wags,"}
    make_film(tmp_path, clips, **changed)
    assert {name.split(".")[0] for name in made_clips(tmp_path) - before} == {"two"}
    now = made_clips(tmp_path)
    make_film(tmp_path, clips, **changed, **{"id: one,": "id: one, motion_prompt: snow falls,"})
    assert {name.split(".")[0] for name in made_clips(tmp_path) - now} == {"one", "two"}


@pytest.mark.parametrize(
    ("clips", "text", "said"),
    [
        (
            "ltx",
            FILM.replace('"", duration_s: 1}', '"", duration_s: 1, transition: smooth}'),
            "no shot follows",
        ),
        ("ltx", FILM.replace("width: 128", "width: 130"), "Set frame to 128x64"),
        ("ltx", FILM.replace("duration_s: 1}", "duration_s: 600}"), "up to"),
    ],
)
def test_what_a_model_cannot_do_is_refused_before_anything_is_drawn(
    models: Path, tmp_path: Path, clips: str, text: str, said: str
) -> None:
    with pytest.raises(BackendError, match=said):
        make_film(tmp_path, f"{clips}:{models / clips},steps=2", text)
    assert not (tmp_path / "film.production" / "keyframes").exists()

"""Laws of long shots, against small oracles written from the papers' formulas: windows, anchors, sections."""

from __future__ import annotations

import itertools
import math
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from diffusers.models.attention import BasicTransformerBlock
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from consistency.noise import free_noise
from consistency.windows import (
    blend_windows,
    choose_cuts,
    choose_stride,
    fuse_windows,
    list_windows,
    spread_prompts,
)
from shots.diffusion.clips import DiffusionClips, Section, Watch
from shots.diffusion.hunyuan_clips import choose_hunyuan
from shots.diffusion.latents import Tail
from shots.diffusion.skyreels_clips import choose_skyreels
from shots.diffusion.starting import Anchor, Past, Repeat
from shots.diffusion.unet_clips import attended_in_windows
from shots.diffusion.wan_vae import conditioned_by_frames, decode, statistics
from tests.clip_tasks import make_task, shoot, write_stills
from tests.tiny_families import save_framepack, save_skyreels
from tests.tiny_video import make_wan

torch.set_num_threads(1)
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
WINDOWS = st.integers(1, 24).flatmap(lambda window: st.tuples(st.just(window), st.integers(1, window)))


# Windows


@given(frames=st.integers(1, 300), shape=WINDOWS)
def test_windows_cover_every_frame_and_are_as_few_as_the_stride_allows(
    frames: int, shape: tuple[int, int]
) -> None:
    window, stride = shape
    windows = list_windows(frames, window, stride)
    assert {frame for start, stop in windows for frame in range(start, stop)} == set(range(frames))
    assert all(stop - start == min(window, frames) for start, stop in windows)
    starts = [start for start, _ in windows]
    gaps = [b - a for a, b in itertools.pairwise(starts)]
    assert all(1 <= gap <= stride for gap in gaps) and (not gaps or max(gaps) - min(gaps) <= 1)
    assert len(windows) == 1 + math.ceil(max(frames - window, 0) / stride)
    if frames > window and (frames - window) % stride == 0:
        assert starts == list(range(0, frames - window + 1, stride)), "as Gen-L-Video has them"


@given(window=st.integers(1, 200))
def test_sixteen_times_the_frames_take_at_most_twenty_four_times_the_passes(window: int) -> None:
    """So time grows at most as N^1.15 from one window on, whatever the model's window."""
    stride = choose_stride(window)
    assert window == 1 or window - stride >= 1
    assert len(list_windows(16 * window, window, stride)) <= (24 if window > 2 else 31)
    assert math.log(24, 16) < 1.15


@given(
    frames=st.integers(1, 40),
    shape=WINDOWS,
    scheme=st.sampled_from(["pyramid", "flat"]),
    axis=st.integers(0, 2),
    seed=st.integers(0, 99),
)
@settings(deadline=None)
def test_fused_windows_are_the_weighted_mean_at_every_frame(
    frames: int, shape: tuple[int, int], scheme: Any, axis: int, seed: int
) -> None:
    windows = list_windows(frames, *shape)
    random = np.random.default_rng(seed)
    parts = [random.normal(size=(stop - start, 2, 3)) for start, stop in windows]
    expected = np.empty((frames, 2, 3))
    for frame in range(frames):
        over = under = 0.0
        for part, (start, stop) in zip(parts, windows, strict=True):
            if start <= frame < stop:
                length, place = stop - start, frame - start
                # 1 .. m .. 1, the weights of FreeNoise
                weight = 1 if scheme == "flat" else min(place + 1, length - place)
                over, under = over + weight * part[place], under + weight
        expected[frame] = over / under
    given_parts = (torch.from_numpy(np.moveaxis(part, 0, axis)) for part in parts)  # taken one at a time
    fused = fuse_windows(given_parts, windows, frames, axis=axis, scheme=scheme)
    np.testing.assert_allclose(np.moveaxis(fused.numpy(), axis, 0), expected, rtol=1e-5, atol=1e-6)
    assert fused.dtype == torch.float64


def test_fusing_keeps_no_prediction_but_the_last() -> None:
    made: list[weakref.ref[Tensor]] = []

    def predict() -> Iterator[Tensor]:
        for _ in windows:
            part = torch.ones(16, 2)
            assert sum(reference() is not None for reference in made) <= 1
            made.append(weakref.ref(part))
            yield part

    windows = list_windows(64, 16, 11)
    assert (fuse_windows(predict(), windows, 64, axis=0) == 1).all()
    with pytest.raises(ValueError, match="longer"):
        fuse_windows([torch.ones(16, 2)], windows, 64, axis=0)


@given(frames=st.integers(1, 60), shape=WINDOWS, step=st.integers(0, 50), seed=st.integers(0, 2**40))
def test_random_cuts_take_every_frame_from_a_window_that_holds_it(
    frames: int, shape: tuple[int, int], step: int, seed: int
) -> None:
    windows = list_windows(frames, *shape)
    owners = choose_cuts(windows, frames, step=step, seed=seed)
    assert (owners == choose_cuts(windows, frames, step=step, seed=seed)).all()
    assert all(windows[n][0] <= f < windows[n][1] for f, n in enumerate(owners.tolist()))
    assert (owners.diff() >= 0).all()
    parts = [torch.full((stop - start, 3), float(n)) for n, (start, stop) in enumerate(windows)]
    blended = blend_windows(iter(parts), windows, owners, axis=0)
    assert (blended == owners[:, None]).all()


def test_a_frame_keeps_its_earlier_window_as_often_as_streaming_t2v_says() -> None:
    """Frame k of an overlap of O frames: with probability 1 - (k + 1) / O."""
    windows, draws = [(0, 12), (7, 19)], 4000
    earlier = torch.stack([choose_cuts(windows, 19, step=step, seed=3) == 0 for step in range(draws)])
    expected = torch.tensor([1 - (k + 1) / 5 for k in range(5)])
    assert (earlier[:, 7:12].float().mean(0) - expected).abs().max() < 4 / math.sqrt(draws)


@given(frames=st.integers(1, 90), shape=WINDOWS, seed=st.integers(0, 2**30))
@settings(deadline=None)
def test_free_noise_is_the_blocks_of_a_window_before_shuffled(
    frames: int, shape: tuple[int, int], seed: int
) -> None:
    """noise[f : f + s] is a permutation of noise[f - L : f - L + s] for f = L, L + s, ...; or part of it."""
    window, stride = shape
    noise = free_noise(frames, (1,), seed, window=window, stride=stride).flatten().tolist()
    for first in range(window, frames, stride):
        block, source = noise[first : first + stride], noise[first - window : first - window + stride]
        assert sorted(block) == sorted(source) if len(block) == stride else set(block) <= set(source)
        assert len(set(block)) == len(block)


@given(
    frames=st.integers(1, 30),
    begins=st.sets(st.integers(1, 29), max_size=4),
    blend=st.booleans(),
    data=st.data(),
)
def test_texts_of_a_window_are_those_of_the_whole_clip_there(
    frames: int, begins: set[int], blend: bool, data: Any
) -> None:
    texts = {key: torch.randn(2, 3) for key in {0, *begins} if key < frames}
    start = data.draw(st.integers(0, frames - 1))
    stop = data.draw(st.integers(start + 1, frames))
    whole = spread_prompts(texts, frames, blend=blend)
    assert (spread_prompts(texts, frames, blend=blend, window=(start, stop)) == whole[start:stop]).all()


@pytest.mark.parametrize(("frames", "window", "stride"), [(16, 16, 4), (21, 16, 4), (23, 7, 3), (9, 4, 4)])
def test_temporal_attention_in_windows_is_free_noises_and_the_rest_is_untouched(
    frames: int, window: int, stride: int
) -> None:
    """h + sum w attn(norm(h)[window] + position) / sum w, twice; then the feed-forward of all at once."""
    torch.manual_seed(frames)
    block = BasicTransformerBlock(
        8,
        2,
        4,
        cross_attention_dim=None,
        double_self_attention=True,
        positional_embeddings="sinusoidal",
        num_positional_embeddings=16,
    ).eval()
    unet = nn.ModuleDict({"motion_modules": nn.ModuleList([block])})
    hidden = torch.randn(3, frames, 8)

    def attend(norm: nn.Module, attn: nn.Module, states: Tensor) -> Tensor:
        over, under = torch.zeros_like(states), torch.zeros(frames)
        for start, stop in list_windows(frames, window, stride):
            weights = torch.tensor([min(k + 1, stop - start - k) for k in range(stop - start)]).float()
            placed = norm(states[:, start:stop]) + block.pos_embed.pe[:, : stop - start]  # type: ignore[union-attr, index]
            over[:, start:stop] += weights[:, None] * attn(placed)
            under[start:stop] += weights
        return states + over / under[:, None]

    with torch.no_grad():
        told = attend(block.norm2, block.attn2, attend(block.norm1, block.attn1, hidden))  # type: ignore[arg-type]
        told = told + block.ff(block.norm3(told))
        with attended_in_windows(unet, frames, window=window, stride=stride):
            torch.testing.assert_close(block(hidden), told, atol=1e-5, rtol=1e-4)
        if frames == window:
            assert (block(hidden) == told).all() or torch.allclose(block(hidden), told, atol=1e-6)
    assert "forward" not in vars(block.attn1) and "forward" not in vars(block.pos_embed)


# What Wan sees and shows of a long clip


@pytest.mark.parametrize("kind", ["a14b", "5b"])
def test_wan_decodes_and_sees_frame_by_frame_what_it_would_at_once(kind: Any) -> None:
    pipe, random = make_wan(kind), torch.Generator().manual_seed(4)
    latents = torch.randn(6, 16, 4, 6, generator=random)
    mean, deviation = statistics(pipe.vae, latents)
    with torch.no_grad():
        video = pipe.vae.decode(latents.transpose(0, 1)[None] / (1 / deviation) + mean).sample
    whole = pipe.video_processor.postprocess_video(video, output_type="np")[0]
    frames = np.stack(list(decode(pipe, latents)))
    assert (frames == (whole * 255).round()).all() and len(frames) == 21
    first, last = (torch.rand(1, 3, 32, 48, generator=random) * 2 - 1 for _ in range(2))
    asked = (1, 16, 32, 48, 21, torch.float32, torch.device("cpu"), None, latents.transpose(0, 1)[None])
    for ending in (None, last):
        with torch.no_grad():
            own = pipe.prepare_latents(first, *asked, ending)
            with conditioned_by_frames(pipe):
                ours = pipe.prepare_latents(first.clone(), *asked, ending)
        assert all(torch.equal(a, b) for a, b in zip(own, ours, strict=True))
    assert "prepare_latents" not in vars(pipe)


# Sections: the end before again, and an anchor against drift


@given(factor=st.floats(0, 1), pinned=st.integers(0, 2), frames=st.integers(3, 6), seed=st.integers(0, 1000))
@settings(deadline=None)
def test_an_anchor_is_adaptive_instance_normalisation(
    factor: float, pinned: int, frames: int, seed: int
) -> None:
    """lerp(x, (x - mean x) / std x * std y + mean y, factor) by channel, after the last step alone."""
    random = np.random.default_rng(seed)
    later, first = random.normal(2, 3, (frames, 2, 3, 4)), random.normal(-1, 0.5, (5, 2, 3, 4))
    expected = later.copy()
    for channel in range(2):
        x, y = later[:, channel], first[:, channel]
        moved = (x - x.mean()) / x.std(ddof=1) * y.std(ddof=1) + y.mean()
        expected[:, channel] = (1 - factor) * x + factor * moved
    expected[:pinned] = later[:pinned]
    anchor = Anchor(torch.from_numpy(first), factor, pinned)
    scheduler = SimpleNamespace(timesteps=range(7))
    made = anchor.after_step(scheduler, 6, torch.from_numpy(later))
    np.testing.assert_allclose(made.numpy(), expected, atol=1e-9)
    assert (anchor.after_step(scheduler, 5, torch.from_numpy(later)).numpy() == later).all()


@pytest.mark.parametrize(("steps", "pinned"), [(50, 0), (50, 1), (10, 0), (3, 0)])
def test_the_end_before_is_held_as_long_as_vidrd_says(steps: int, pinned: int) -> None:
    """Frame f while i < (o - f) (S / o) g, with o = 4 and g = 0.4; the reversed clip at the step's level."""
    past = Past()
    past.keep(torch.randn(6, 1, 2, 2), torch.randn(6, 1, 2, 2))
    noise, own = torch.randn(6, 1, 2, 2), torch.randn(6, 1, 2, 2)
    scheduler = SimpleNamespace(
        timesteps=torch.arange(steps, 0, -1),
        scale_noise=lambda clean, t, noise: (1 - t / steps) * clean + t / steps * noise,
    )
    repeat = Repeat(past, noise, pinned=pinned)
    assert past.latents is not None
    for step in range(steps):
        made = repeat.after_step(scheduler, step, own)
        level = 1 - (step + 1) / steps
        for frame in range(6):
            held = pinned <= frame < 4 and step < (4 - frame) * (steps / 4) * 0.4 and step + 1 < steps
            expected = (1 - level) * past.latents[5 - frame] + level * noise[frame] if held else own[frame]
            torch.testing.assert_close(made[frame], expected)


CHAINED: dict[str, tuple[Callable[[Path], Path], Any, int]] = {
    "framepack": (save_framepack, choose_hunyuan, 37),
    "skyreels": (save_skyreels, choose_skyreels, 9),
    "skyreels-i2v": (lambda folder: save_skyreels(folder, forcing=False), choose_skyreels, 9),
}
"""name -> how it is saved and chosen, and pictures of its shortest section here"""


@pytest.mark.parametrize("name", CHAINED)
def test_framepack_and_skyreels_repeat_and_are_anchored_in_every_part(name: str, tmp_path: Path) -> None:
    save_model, choose, most = CHAINED[name]
    family = choose(str(save_model(tmp_path / name)), num_inference_steps=3)
    backend = DiffusionClips(family, device="cpu")
    assert backend.card.frames is not None
    backend.card = replace(backend.card, frames=replace(backend.card.frames, most=most))
    sections: list[Watch] = []
    make_section = family.make

    def make(pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Any:
        sections.append(watch)
        return make_section(pipe, section, noise, watch)

    family.make = make
    stills = write_stills(tmp_path)
    ends: dict[str, Tail] = {}
    films: dict[str, np.ndarray] = {}
    for asked, render in (("plain", {}), ("anchor", {"anchor": 1.0}), ("reuse", {"long": "reuse"})):
        sections.clear()
        keep = tmp_path / f"{asked}.safetensors"
        task = make_task(stills, 2 * most - 1, fps=backend.card.fps or 8, keep=keep)
        task = replace(task, render=type(task.render).model_validate(render))
        films[asked] = shoot(backend, task)
        assert len(sections) == 2 and films[asked].shape[0] == 2 * most - 1
        ends[asked] = Tail.load(keep)
        if asked == "anchor":
            first, last = sections[0].latents, ends[asked].latents
            assert first is not None
            # every part made after the given frame has the first section's statistics
            size = 9 if name == "framepack" else len(last) - family.pinned
            for start in range(family.pinned, len(last), size):
                part = last[start : start + size]
                whole = torch.cat([last[: family.pinned], part]) if start == family.pinned else part
                if family.pinned and start == family.pinned:
                    continue  # matched together with the frame that is given, which stays
                torch.testing.assert_close(whole.mean((0, 2, 3)), first.mean((0, 2, 3)), atol=1e-3, rtol=1e-3)
                torch.testing.assert_close(whole.std((0, 2, 3)), first.std((0, 2, 3)), atol=1e-3, rtol=1e-3)
        if asked == "reuse":
            one = backend.family.start(backend._open(), SimpleNamespace(**_like(task, most)))  # type: ignore[arg-type]
            assert torch.equal(ends[asked].noise[:4], one.flip(0)[:4]), "VidRD: reversed in time"
    assert (films["plain"][:most] == films["anchor"][:most]).all()
    assert (films["plain"][most:] != films["anchor"][most:]).any()
    assert (films["plain"][most:] != films["reuse"][most:]).any()


def _like(task: Any, count: int) -> dict[str, Any]:
    """What a family reads of a section to draw its first noise."""
    panel = task.panel
    return {"num_frames": count, "height": panel.height, "width": panel.width, "seed": panel.seed}

"""Laws of window fusion: every frame covered, weights that sum to one, one window is plain."""

from __future__ import annotations

import pytest
import torch
from diffusers import EulerDiscreteScheduler
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from consistency.windows import (
    Window,
    blend_windows,
    choose_cuts,
    crossfade,
    fuse_windows,
    list_windows,
    predict_windows,
    spread_prompts,
    weigh_frames,
)

torch.set_num_threads(1)
# diffusers' schedulers hand torch tensors to numpy in a way that numpy 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@st.composite
def shapes(draw: st.DrawFn) -> tuple[int, int, int]:
    window = draw(st.integers(1, 20))
    return draw(st.integers(1, 90)), window, draw(st.integers(1, window))


@settings(max_examples=150, deadline=None)
@given(shapes(), st.sampled_from(["pyramid", "flat"]))
def test_an_identity_model_gives_back_every_frame(shape: tuple[int, int, int], scheme: str) -> None:
    num_frames, window, stride = shape
    windows = list_windows(num_frames, window, stride)
    assert all(stop - start == min(window, num_frames) for start, stop in windows)
    assert windows == sorted(set(windows))
    clip = torch.randn(1, 2, num_frames, 3, generator=torch.Generator().manual_seed(num_frames))
    parts = [clip[:, :, start:stop] for start, stop in windows]
    fused = fuse_windows(parts, windows, num_frames, axis=2, scheme=scheme)  # type: ignore[arg-type]
    assert torch.allclose(fused, clip, atol=1e-6)


@settings(max_examples=100, deadline=None)
@given(shapes(), st.integers(0, 50), st.integers(0, 3))
def test_random_cuts_take_each_frame_from_a_window_that_holds_it(
    shape: tuple[int, int, int], step: int, seed: int
) -> None:
    num_frames, window, stride = shape
    windows = list_windows(num_frames, window, stride)
    owners = choose_cuts(windows, num_frames, step=step, seed=seed)
    assert all(windows[w][0] <= frame < windows[w][1] for frame, w in enumerate(owners.tolist()))
    assert torch.equal(owners, choose_cuts(windows, num_frames, step=step, seed=seed))
    clip = torch.arange(float(num_frames))
    parts = [clip[start:stop] for start, stop in windows]
    assert torch.equal(blend_windows(parts, windows, owners, axis=0), clip)


def test_a_cut_is_uniform_over_the_overlap() -> None:
    windows: list[Window] = [(0, 8), (4, 12)]
    kept = (
        torch.stack([choose_cuts(windows, 12, step=step, seed=1) == 0 for step in range(2000)])
        .float()
        .mean(0)
    )
    assert kept[:4].eq(1).all() and kept[8:].eq(0).all()
    for k in range(4):
        assert kept[4 + k] == pytest.approx(1 - (k + 1) / 4, abs=0.05)
    plain = choose_cuts([(0, 4), (4, 8)], 8, step=0, seed=0)
    assert plain.tolist() == [0] * 4 + [1] * 4


def test_one_window_is_the_plain_model() -> None:
    clip = torch.randn(1, 4, 8, 2)
    calls: list[Window] = []

    def predict(latents: Tensor, window: Window) -> Tensor:
        calls.append(window)
        return latents

    assert predict_windows(predict, clip, list_windows(8, 16, 4), axis=2) is clip and calls == [(0, 8)]


def test_a_model_that_sees_frames_one_by_one_is_exact_through_a_stateful_scheduler() -> None:
    clip = torch.randn(1, 4, 19, 2, 2, generator=torch.Generator().manual_seed(0))
    results = []
    for windows in (list_windows(19, 19, 19), list_windows(19, 8, 3)):
        scheduler = EulerDiscreteScheduler()
        scheduler.set_timesteps(4)
        latents = clip * scheduler.init_noise_sigma
        for step in scheduler.timesteps:
            scaled = scheduler.scale_model_input(latents, step)
            guess = predict_windows(lambda x, _: torch.tanh(x * 1.3), scaled, windows, axis=2)
            latents = scheduler.step(guess, step, latents).prev_sample
        results.append(latents)
    assert torch.allclose(*results, rtol=1e-5, atol=1e-5)


def test_frames_in_no_window_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Frames \[4, 5\] are in no window"):
        fuse_windows([torch.zeros(4)], [(0, 4)], 6, axis=0)
    with pytest.raises(ValueError, match="1 <= stride <= window"):
        list_windows(8, 4, 5)
    with pytest.raises(ValueError, match="in no window"):
        choose_cuts([(0, 3), (5, 8)], 8, step=0, seed=0)


def test_weights_rise_to_the_middle() -> None:
    assert weigh_frames(5).tolist() == [1, 2, 3, 2, 1] and weigh_frames(4).tolist() == [1, 2, 2, 1]
    assert weigh_frames(3, "flat").tolist() == [1, 1, 1]


@pytest.mark.parametrize("overlap", [0, 1, 3, 5])
def test_crossfade_is_as_long_as_it_says_and_keeps_what_is_constant(overlap: int) -> None:
    before, after = torch.full((2, 5), 3.0), torch.full((2, 7), 3.0)
    assert torch.equal(crossfade(before, after, overlap, axis=1), torch.full((2, 12 - overlap), 3.0))
    rising = crossfade(torch.zeros(5), torch.ones(7), overlap, axis=0)
    assert (rising.diff() >= 0).all() and rising[-1] == 1 and rising[0] < 0.2
    with pytest.raises(ValueError, match="share at most 5"):
        crossfade(before, after, 6, axis=1)


def test_texts_hold_until_the_next_or_turn_into_it() -> None:
    a, b = torch.zeros(2, 3), torch.ones(2, 3)
    hard = spread_prompts({0: a, 4: b}, 6)
    assert hard[:4].eq(0).all() and hard[4:].eq(1).all()
    soft = spread_prompts({0: a, 4: b}, 6, blend=True)
    assert soft[:, 0, 0].tolist() == [0, 0.25, 0.5, 0.75, 1, 1]
    assert torch.equal(spread_prompts({0: a, 3: a}, 6, blend=True), a.expand(6, 2, 3))
    with pytest.raises(ValueError, match="one must begin at 0"):
        spread_prompts({1: a}, 6)

"""Laws of the noise department: unit variance, prescribed covariance, one seed one noise."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler, FlowMatchEulerDiscreteScheduler
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from consistency.noise import (
    appearance_noise,
    arrange,
    carry_latents,
    carry_noise,
    decay_kappa,
    free_noise,
    match_statistics,
    mix_noise,
    random_noise,
    renoise,
    reuse_noise,
    shared_noise,
    weigh_kappa,
)

torch.set_num_threads(1)
SHAPE = (4, 40, 40)
TOLERANCE = 6 / math.sqrt(math.prod(SHAPE))  # six deviations of the mean of a frame


def covary(a: Tensor, b: Tensor) -> float:
    return (a * b).mean().item()


def assert_unit(noise: Tensor) -> None:
    for frame in noise:
        assert abs(frame.mean()) < TOLERANCE
        assert abs(frame.var() - 1) < TOLERANCE


PREVIOUS, FRESH = random_noise(8, SHAPE, 1), random_noise(8, SHAPE, 2)
PICTURE = random_noise(1, SHAPE, 3)[0] * 2.5 + 0.7
MAKERS: dict[str, Callable[[int], Tensor]] = {
    "random": lambda seed: random_noise(8, SHAPE, seed),
    "freenoise": lambda seed: free_noise(8, SHAPE, seed, window=4, stride=2),
    "shared": lambda seed: shared_noise(8, SHAPE, seed, correlation=0.3),
    "appearance": lambda seed: appearance_noise(PICTURE, 8, seed, strength=0.3),
    "kappa": lambda seed: mix_noise(PREVIOUS[:1], random_noise(8, SHAPE, seed), weigh_kappa(decay_kappa(8))),
    "reuse": lambda seed: reuse_noise(PREVIOUS, random_noise(8, SHAPE, seed), keep=3, weight=0.9),
    "carry": lambda seed: carry_noise(PREVIOUS, random_noise(8, SHAPE, seed), frames=5, strength=0.8),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_noise_has_unit_variance_and_follows_its_seed(kind: str) -> None:
    make = MAKERS[kind]
    assert_unit(make(10))
    assert torch.equal(make(10), make(10))
    assert not torch.equal(make(10), make(11))


@pytest.mark.parametrize("num_frames", [1, 3, 16, 17, 18, 19, 20, 21, 33, 47])
@pytest.mark.parametrize(("window", "stride"), [(16, 4), (5, 3), (4, 4), (3, 1)])
def test_free_noise_repeats_shuffled_blocks_for_every_length(
    num_frames: int, window: int, stride: int
) -> None:
    noise = free_noise(num_frames, (1, 2, 2), 5, window=window, stride=stride)
    assert noise.shape == (num_frames, 1, 2, 2)
    kept = min(num_frames, window)
    assert torch.equal(noise[:kept], random_noise(kept, (1, 2, 2), 5))
    names = noise.flatten(1)[:, 0].tolist()
    for start in range(window, num_frames, stride):
        block = names[start : min(start + stride, num_frames)]
        source = names[start - window : start - window + stride]
        assert len(set(block)) == len(block) and set(block) <= set(source)


def test_free_noise_refuses_a_stride_longer_than_its_window() -> None:
    with pytest.raises(ValueError, match="stride is 5 and window 4"):
        free_noise(8, (1,), 0, window=4, stride=5)


@pytest.mark.parametrize("correlation", [0.0, 0.3, 1.0])
def test_shared_noise_has_the_correlation_asked_for(correlation: float) -> None:
    noise = shared_noise(4, SHAPE, 0, correlation=correlation)
    assert abs(covary(noise[0], noise[3]) - correlation) < TOLERANCE
    if correlation == 0:
        assert torch.equal(noise, random_noise(4, SHAPE, 0))


@pytest.mark.parametrize("strength", [0.0, 0.05, 0.6])
def test_appearance_noise_regresses_on_the_picture(strength: float) -> None:
    noise = appearance_noise(PICTURE, 3, 0, strength=strength)
    standard = (PICTURE - PICTURE.mean()) / PICTURE.std()
    assert abs(covary(noise[1], standard) - strength) < TOLERANCE
    if strength == 0:
        assert torch.equal(noise, random_noise(3, SHAPE, 0))


@pytest.mark.parametrize("kappa", [0.0, 0.25, 1.0, 4.0, math.inf])
def test_kappa_mix_keeps_the_variance_from_fresh_to_exact(kappa: float) -> None:
    mixed = mix_noise(PREVIOUS, FRESH, weigh_kappa([kappa] * 8))
    assert_unit(mixed)
    if kappa == 0:
        assert torch.equal(mixed, FRESH)
    elif math.isinf(kappa):
        assert torch.equal(mixed, PREVIOUS)
    else:
        assert abs(covary(mixed, PREVIOUS) - kappa / math.sqrt(1 + kappa**2)) < TOLERANCE


def test_kappa_falls_from_the_join() -> None:
    weights = weigh_kappa(decay_kappa(8))
    assert weights[0] == 1 and weights[1] == pytest.approx(math.sqrt(0.5))
    assert weights == sorted(weights, reverse=True) and len(weigh_kappa(decay_kappa(1))) == 1


def test_carried_noise_has_the_covariance_of_its_schedule() -> None:
    carried = carry_noise(PREVIOUS, FRESH, frames=4, strength=0.8)
    for frame in range(8):
        expected = 0.8 * math.cos(math.pi / 2 * frame / 4) if frame < 4 else 0.0
        assert abs(covary(carried[frame], PREVIOUS[7 - frame]) - expected) < TOLERANCE
    assert torch.equal(carried[4:], FRESH[4:])
    assert not torch.equal(carry_noise(PREVIOUS, FRESH, frames=4, strength=1.0)[0], FRESH[0])


@pytest.mark.parametrize(("frames", "strength"), [(0, 0.8), (4, 0.0), (8, 0.0)])
def test_nothing_is_carried_over_a_cut(frames: int, strength: float) -> None:
    assert carry_noise(PREVIOUS, FRESH, frames=frames, strength=strength) is FRESH
    assert carry_latents(FRESH, PREVIOUS, frames=frames, strength=strength) is FRESH


def test_a_join_longer_than_the_shorter_shot_is_refused() -> None:
    with pytest.raises(ValueError, match="frames is 4; a join between 8 and 3 frames can carry 0 to 3"):
        carry_noise(PREVIOUS, FRESH[:3], frames=4, strength=0.5)
    with pytest.raises(ValueError, match=r"strength is 1\.2"):
        carry_noise(PREVIOUS, FRESH, frames=2, strength=1.2)
    with pytest.raises(ValueError, match="weights must be"):
        mix_noise(PREVIOUS, FRESH, math.nan)


@given(before=st.integers(1, 9), after=st.integers(1, 9), strength=st.floats(0, 1), share=st.floats(0.01, 1))
def test_a_join_of_any_two_shots_keeps_the_variance_and_leans_by_the_cosine(
    before: int, after: int, strength: float, share: float
) -> None:
    """Told apart by what comes through of each noise, so that no draw is needed."""
    frames = max(1, round(share * min(before, after)))
    past = torch.eye(before).reshape(before, before)
    none = torch.zeros(after, before)
    from_past = carry_noise(past, none, frames=frames, strength=strength)
    from_own = carry_noise(past * 0, none + 1, frames=frames, strength=strength)
    for frame in range(after):
        weight = strength * np.cos(np.pi / 2 * frame / frames) if frame < frames else 0.0
        expected = np.eye(before)[before - 1 - frame] * weight if frame < frames else np.zeros(before)
        np.testing.assert_allclose(from_past[frame], expected, atol=1e-6)
        np.testing.assert_allclose(from_own[frame] ** 2, 1 - weight**2, atol=1e-6)


def test_reused_noise_is_reversed_in_time() -> None:
    reused = reuse_noise(PREVIOUS, FRESH, keep=2, weight=0.0)
    assert torch.equal(reused[:2], PREVIOUS.flip(0)[:2]) and torch.equal(reused[2:], FRESH[2:])
    assert torch.equal(reuse_noise(PREVIOUS, FRESH, keep=0, weight=0.0), FRESH)
    with pytest.raises(ValueError, match="one shape"):
        reuse_noise(PREVIOUS[:4], FRESH, keep=0, weight=0.5)


def test_renoise_is_what_the_schedulers_do() -> None:
    clean, noise = PREVIOUS[:1], FRESH[:1]
    ddim = DDIMScheduler()
    step = torch.tensor([400])
    ours = renoise(clean, noise, alpha_bar=float(ddim.alphas_cumprod[400]))
    assert torch.allclose(ours, ddim.add_noise(clean, noise, step), atol=1e-5)
    flow = FlowMatchEulerDiscreteScheduler()
    level = flow.timesteps[300:301]
    ours = renoise(clean, noise, sigma=float(flow.sigmas[300]))
    assert torch.allclose(ours, flow.scale_noise(clean, level, noise), atol=1e-5)
    with pytest.raises(ValueError, match="either alpha_bar"):
        renoise(clean, noise)


def test_carried_latents_stay_at_the_noise_level_of_the_step() -> None:
    mine, before, noise = PREVIOUS * 0.5, FRESH * 0.5 + 1, random_noise(8, SHAPE, 9)
    now = renoise(mine, noise, sigma=0.4)
    blended = carry_latents(now, renoise(before, noise, sigma=0.4)[:4], frames=4, strength=0.6)
    residue = (blended - 0.4 * noise) / 0.6  # the clean part, if the noise is untouched
    expected = torch.lerp(mine[0], before[0], 0.6)
    assert torch.allclose(residue[0], expected, atol=1e-5) and torch.equal(blended[4:], now[4:])


def test_the_join_closes_as_the_strength_rises() -> None:
    gaps = []
    for strength in (0.0, 0.25, 0.5, 0.75, 1.0):
        carried = carry_noise(PREVIOUS, FRESH, frames=4, strength=strength)
        gaps.append((carried[0] - PREVIOUS[-1]).square().mean().item())
    assert gaps == sorted(gaps, reverse=True) and gaps[-1] == 0


def test_statistics_move_by_the_factor() -> None:
    reference = PREVIOUS * 3 + 2
    assert match_statistics(FRESH, reference, 0.0) is FRESH
    matched = match_statistics(FRESH, reference, 1.0)
    assert torch.allclose(matched.mean((0, 2, 3)), reference.mean((0, 2, 3)), atol=1e-4)
    assert torch.allclose(matched.std((0, 2, 3)), reference.std((0, 2, 3)), atol=1e-4)


def test_layouts_put_frames_where_models_want_them() -> None:
    noise = random_noise(3, (4, 2, 2), 0)
    assert arrange(noise, "bcfhw").shape == (1, 4, 3, 2, 2)
    assert torch.equal(arrange(noise, "bfchw", scale=2.0)[0], noise * 2)

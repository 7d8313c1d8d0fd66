"""The noise that clips start from: always of unit variance, whatever it is made to remember.

Noise of a clip is (F, C, h, w), one clip at a time and from its own seed, so it depends neither on the batch
nor on the device. Knows frames, nothing of models; `arrange` brings it into the layout that a model wants.

    python -c "from consistency.noise import free_noise; print(free_noise(24, (4, 8, 8), seed=0).std())"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor


def random_noise(num_frames: int, shape: Sequence[int], seed: int) -> Tensor:
    """(F, *shape) float32, independent standard normal."""
    if num_frames < 1:
        raise ValueError(f"num_frames is {num_frames}; a clip has at least one.")
    return torch.randn(num_frames, *shape, generator=_generator(seed))


def free_noise(
    num_frames: int, shape: Sequence[int], seed: int, *, window: int = 16, stride: int = 4
) -> Tensor:
    """(F, *shape): the frames of the first window, repeated in shuffled blocks, for any number of frames.

    FreeNoise, arXiv 2310.15169: the block [f, f + stride) is a permutation of the block a window earlier. Up
    to `window` frames it is `random_noise` of the same seed; a last block that is cut short takes frames
    of its source without repeating one.
    """
    if not 1 <= stride <= window:
        raise ValueError(f"stride is {stride} and window {window}; 1 <= stride <= window is needed.")
    noise = random_noise(min(num_frames, window), shape, seed)
    frames = list(range(len(noise)))
    shuffle = _generator(seed + 1)
    while len(frames) < num_frames:
        source = frames[len(frames) - window :][:stride]
        order = torch.randperm(len(source), generator=shuffle).tolist()
        frames += [source[i] for i in order[: num_frames - len(frames)]]
    return noise[frames]


def shared_noise(num_frames: int, shape: Sequence[int], seed: int, *, correlation: float) -> Tensor:
    """(F, *shape) whose frames have this correlation with each other. LAMP, arXiv 2310.10769."""
    _check_share("correlation", correlation)
    common = random_noise(1, shape, seed + 1)
    return mix_noise(common, random_noise(num_frames, shape, seed), math.sqrt(correlation))


def appearance_noise(image: Tensor, num_frames: int, seed: int, *, strength: float) -> Tensor:
    """(F, C, h, w) noise that leans towards a picture's latents by `strength`, its regression on them.

    The appearance prior of MicroCinema, arXiv 2311.18829, with the latents standardised and the rest scaled
    so that the variance stays one. Strength 0 is `random_noise` of the same seed to the bit.

    Args:
        image: (C, h, w) latents of the picture.
    """
    _check_share("strength", strength)
    standard = (image.float() - image.float().mean()) / image.float().std().clamp_min(1e-6)
    return mix_noise(standard[None], random_noise(num_frames, image.shape, seed), strength)


def mix_noise(base: Tensor, fresh: Tensor, weight: float | Sequence[float] | Tensor) -> Tensor:
    """weight * base + sqrt(1 - weight^2) * fresh: unit variance, covariance with `base` equal to the weight.

    Args:
        base, fresh: (F, ...), independent, of unit variance; `base` may have one frame for all.
        weight: 0..1, one for all frames or one per frame. 0 gives `fresh` to the bit, 1 gives `base`.
    """
    weights = torch.as_tensor(weight, dtype=torch.float64)
    if bool((weights < 0).any() or (weights > 1).any() or weights.isnan().any()):
        raise ValueError(f"weights must be in 0..1; they are {weights.tolist()}.")
    weights = weights.reshape(-1, *[1] * (fresh.ndim - 1)).to(fresh.device)
    keep, new = weights.to(fresh.dtype), (1 - weights**2).sqrt().to(fresh.dtype)
    return torch.where(keep == 0, fresh, keep * base + new * fresh)


def weigh_kappa(kappa: float | Sequence[float]) -> list[float]:
    """kappa / sqrt(1 + kappa^2) per frame, the weight of MEVG (arXiv 2312.04086) for `mix_noise`.

    The rest then has *variance* 1 / (1 + kappa^2); taken as its deviation, the sum would lose variance.
    """
    values = torch.as_tensor(kappa, dtype=torch.float64).flatten()
    if bool((values < 0).any()):
        raise ValueError(f"kappa must not be negative; it is {values.tolist()}.")
    return torch.where(values.isinf(), 1.0, values / (1 + values**2).sqrt()).tolist()


def decay_kappa(num_frames: int, *, reach: float = 10.0) -> list[float]:
    """kappa of each frame after a join: infinite (kept) at frame 0, then exp(-x) with x rising to `reach`."""
    rest = torch.linspace(0, reach, max(num_frames - 1, 1), dtype=torch.float64)[: num_frames - 1]
    return [math.inf, *(-rest).exp().tolist()]


def carry_noise(previous: Tensor, fresh: Tensor, *, frames: int, strength: float) -> Tensor:
    """`fresh` whose first frames remember the last frames of the shot before, mirrored at the join.

    fresh[f] <- a_f previous[L - 1 - f] + sqrt(1 - a_f^2) fresh[f], with a_f = strength cos(pi f / 2 frames):
    the join of VideoGen-of-Thought, arXiv 2412.02259, eq. 17-20, in a form that keeps the variance at one for
    every strength. Nothing is carried over a cut: use strength 0 or frames 0, which give `fresh` to the bit.

    Args:
        previous: (L, ...) initial noise of the shot before.
        fresh: (F, ...) initial noise of this shot.
    """
    _check_share("strength", strength)
    if frames < 0 or frames > min(len(previous), len(fresh)):
        raise ValueError(
            f"frames is {frames}; a join between {len(previous)} and {len(fresh)} frames can carry "
            f"0 to {min(len(previous), len(fresh))}."
        )
    if frames == 0 or strength == 0:
        return fresh
    weights = [strength * math.cos(math.pi / 2 * f / frames) for f in range(frames)]
    carried = mix_noise(previous.flip(0)[:frames], fresh[:frames], weights)
    return torch.cat([carried, fresh[frames:]])


def reuse_noise(past: Tensor, fresh: Tensor, *, keep: int, weight: float) -> Tensor:
    """(F, ...): the noise of the clip before, reversed: kept for `keep` frames, mixed in for the rest.

    VidRD, arXiv 2309.03549: weight a / sqrt(1 + a^2) for its alpha a; see `weigh_kappa`.
    """
    if past.shape != fresh.shape:
        raise ValueError(f"Both clips must have one shape, not {tuple(past.shape)} and {tuple(fresh.shape)}.")
    if not 0 <= keep <= len(fresh):
        raise ValueError(f"keep is {keep}; it must be 0 to {len(fresh)}.")
    return mix_noise(past.flip(0), fresh, [1.0] * keep + [weight] * (len(fresh) - keep))


def renoise(
    clean: Tensor, noise: Tensor, *, alpha_bar: float | None = None, sigma: float | None = None
) -> Tensor:
    """Clean latents at a noise level: sqrt(ab) z + sqrt(1 - ab) e, or (1 - s) z + s e for flow models.

    Args:
        alpha_bar: cumulative alpha, 0..1, for diffusion models.
        sigma: 0..1, for flow models. Give exactly one of them.
    """
    if (alpha_bar is None) == (sigma is None):
        raise ValueError("Give either alpha_bar (diffusion) or sigma (flow).")
    if alpha_bar is not None:
        _check_share("alpha_bar", alpha_bar)
        return math.sqrt(alpha_bar) * clean + math.sqrt(1 - alpha_bar) * noise
    assert sigma is not None
    _check_share("sigma", sigma)
    return (1 - sigma) * clean + sigma * noise


def carry_latents(latents: Tensor, carried: Tensor, *, frames: int, strength: float) -> Tensor:
    """Latents at some step, whose first frames lean towards the end of the shot before.

    Both must be at the noise level of the step: bring the clean end of the shot before there with `renoise`
    and *this shot's own initial noise*. Then the noise is common to both, and the blend keeps its level; with
    independent noise it would fall by w^2 + (1 - w)^2.

    Args:
        latents: (F, ...) at this step.
        carried: (frames, ...) last clean frames of the shot before, mirrored, at the same level.
    """
    _check_share("strength", strength)
    if not 0 <= frames <= min(len(latents), len(carried)):
        raise ValueError(f"frames is {frames}; it must be 0 to {min(len(latents), len(carried))}.")
    if frames == 0 or strength == 0:
        return latents
    weights = [strength * math.cos(math.pi / 2 * f / frames) for f in range(frames)]
    weight = latents.new_tensor(weights).reshape(-1, *[1] * (latents.ndim - 1))
    return torch.cat([torch.lerp(latents[:frames], carried[:frames], weight), latents[frames:]])


def match_statistics(latents: Tensor, reference: Tensor, factor: float = 0.25) -> Tensor:
    """(F, C, h, w) latents whose mean and deviation per channel move towards the reference by `factor`.

    Adaptive instance normalisation, arXiv 1703.06868, against drift from shot to shot; 0 changes nothing.
    """
    _check_share("factor", factor)
    if factor == 0:
        return latents
    over = (0, 2, 3)
    mean, std = latents.mean(over, keepdim=True), latents.std(over, keepdim=True)
    matched = (latents - mean) / std.clamp_min(1e-6) * reference.std(over, keepdim=True)
    return torch.lerp(latents, matched + reference.mean(over, keepdim=True), factor)


def arrange(noise: Tensor, layout: Literal["bcfhw", "bfchw"], *, scale: float = 1.0) -> Tensor:
    """(F, C, h, w) as a batch of one in a model's layout.

    Args:
        layout: bcfhw for AnimateDiff, Wan and HunyuanVideo; bfchw for Stable Video Diffusion and CogVideoX.
        scale: the scheduler's init_noise_sigma, where the pipeline does not multiply `latents=` by it itself;
            diffusers' Stable Diffusion, AnimateDiff, Stable Video Diffusion and CogVideoX do.
    """
    batch = noise.transpose(0, 1)[None] if layout == "bcfhw" else noise[None]
    return batch if scale == 1.0 else batch * scale


def _generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed % 2**63)


def _check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is {value}; it must be in 0..1.")

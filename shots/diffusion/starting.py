"""What a shot starts from, and what later sections of a long one take over from earlier ones.

The noise department: each kind has unit variance, the covariance it promises, and depends on the shot's seed
alone. Knows tensors and a shot's `render`, nothing of models.

    noise = choose_noise(task.render, fresh, Start(seed=7), past=None, picture=None)
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from consistency.noise import (
    appearance_noise,
    decay_kappa,
    free_noise,
    match_statistics,
    mix_noise,
    random_noise,
    reuse_noise,
    weigh_kappa,
)
from prompts.render import Render
from shots.diffusion.latents import at_level
from shots.diffusion.sounding import Sound

FREEDOM = {"shared": 0.7, "appearance": 0.95, "dynamic": 0.5, "reuse": 0.03}
"""How free frames are of what they share when nobody says: after LAMP, MicroCinema, MEVG and VidRD."""
REACH = 20.0
"""of MEVG's kappa at freedom 1; the paper has half of it"""
KEPT, REPLACED = 4, 0.4
"""VidRD: frames that repeat the end of the section before, and the share of steps in which they are held"""


@dataclass(frozen=True)
class Start:
    """Where in a shot a section begins."""

    seed: int
    """of the shot"""
    index: int = 0
    """number of the section, 0-based"""
    offset: int = 0
    """latent frames of the shot before it"""
    total: int = 0
    """latent frames of the whole shot; 0: this section is all"""
    window: int = 16
    """latent frames that the model sees at once"""


@dataclass
class Past:
    """What the sections before leave to those after."""

    noise: Tensor | None = None
    """(F, C, h, w) what the last one started from"""
    latents: Tensor | None = None
    """(F, C, h, w) what it became"""
    first: Tensor | None = field(default=None, repr=False)
    """(F, C, h, w) what the first one became"""
    sounds: list[tuple[Sound, int]] = field(default_factory=list)
    """what is heard with each of them, and how many pictures it has"""

    def keep(self, noise: Tensor, latents: Tensor | None) -> None:
        """Remember a section that is made."""
        self.noise = noise.detach().cpu()
        self.latents = None if latents is None else latents.detach().float().cpu()
        self.first = self.latents if self.first is None else self.first


def choose_noise(
    render: Render, fresh: Tensor, start: Start, *, past: Past, picture: Tensor | None = None
) -> Tensor:
    """(F, C, h, w) noise of unit variance; `fresh`, the model's own, where nothing is asked.

    Args:
        render: its `noise`, `freedom` and `long` are read.
        fresh: (F, C, h, w) what the family starts from by itself.
        picture: (1, C, h, w) latents of the picture the section opens with, for `appearance`.
    """
    kind = render.noise or ("reuse" if render.long == "reuse" else None)
    if kind is None and render.long != "freenoise":
        return fresh
    shape, count = tuple(fresh.shape[1:]), len(fresh)
    own = random_noise(count, shape, start.seed + start.index)
    freedom = FREEDOM.get(kind or "", 1.0) if render.freedom is None else render.freedom
    if kind == "shared":
        return mix_noise(_common(shape, start.seed), own, math.sqrt(1 - freedom))
    if kind == "appearance":
        assert picture is not None
        return appearance_noise(picture[0].cpu(), count, start.seed + start.index, strength=1 - freedom)
    if kind == "dynamic":
        weights = weigh_kappa(decay_kappa(count, reach=REACH * freedom))
        return mix_noise(_common(shape, start.seed), own, weights)
    if kind == "reuse":
        return own if past.noise is None else _reuse(past.noise, own, freedom, render.long == "reuse")
    if kind == "freenoise" or (render.long == "freenoise" and kind is None):
        window = min(start.window, start.total or count)
        whole = free_noise(start.total or count, shape, start.seed, window=window, stride=max(1, window // 4))
        return whole[start.offset : start.offset + count]
    return own


def _common(shape: tuple[int, ...], seed: int) -> Tensor:
    """(1, *shape) the frame that all share; of a seed of its own, so that it is no frame of the shot."""
    digest = hashlib.blake2b(f"{seed}/common".encode(), digest_size=8).digest()
    return random_noise(1, shape, int.from_bytes(digest, "big") >> 1)


def _reuse(past: Tensor, own: Tensor, freedom: float, kept: bool) -> Tensor:
    """The noise of the section before, from its end; a shorter section takes as much as it has frames."""
    if len(past) < len(own):  # a section is never longer than the one before but after a change of rung
        return torch.cat([_reuse(past, own[: len(past)], freedom, kept), own[len(past) :]])
    keep = min(KEPT, len(own)) if kept else 0
    return reuse_noise(past[-len(own) :], own, keep=keep, weight=1 - freedom)


class Repeat:
    """Holds the first frames of a section to the end of the one before in the early steps, mirrored.

    Reuse and Diffuse (VidRD), arXiv 2309.03549: frame f is held while step < (kept - f) (S / kept) replaced.
    The paper stores the latents of every step; here the clean ones are brought to the step's level with the
    noise that both sections share at these frames, which takes the memory of one clip.

    Args:
        past: the section before.
        noise: (F, C, h, w) what this section starts from.
        pinned: latent frames at the start that the model was given.
    """

    def __init__(self, past: Past, noise: Tensor, *, pinned: int) -> None:
        assert past.latents is not None
        self.mirrored = past.latents.flip(0)
        self.noise = noise
        self.pinned = pinned
        self.kept = min(KEPT, len(noise), len(self.mirrored))

    def after_step(self, scheduler: Any, step: int, latents: Tensor) -> Tensor:
        """(F, C, h, w) with the frames that are still held."""
        steps = len(scheduler.timesteps)
        held = sum(step < (self.kept - f) * (steps / self.kept) * REPLACED for f in range(self.kept))
        if held <= self.pinned or step + 1 == steps:
            return latents
        clean, noise = (tensor[:held].to(latents) for tensor in (self.mirrored, self.noise))
        level = at_level(scheduler, step, clean, noise)
        return torch.cat([latents[: self.pinned], level[self.pinned :], latents[held:]])


@dataclass(frozen=True)
class Anchor:
    """Moves mean and deviation of a section's last latents towards the first section's, against drift."""

    first: Tensor
    """(F, C, h, w) clean latents of the first section"""
    factor: float
    """0..1"""
    pinned: int
    """latent frames at the start that the model was given"""

    def after_step(self, scheduler: Any, step: int, latents: Tensor) -> Tensor:
        """(F, C, h, w), changed after the last step alone."""
        if step + 1 < len(scheduler.timesteps):
            return latents
        matched = match_statistics(latents, self.first.to(latents), self.factor)
        return torch.cat([latents[: self.pinned], matched[self.pinned :]])

"""A clip's latents, whatever the model's way to lay them: one order for all, and one way to add noise.

Everything of ours is (F, C, h, w), one clip. A model's own is a batch of one, its frames before or behind its
channels, or a row of tokens. Knows tensors and schedulers, nothing of shots.

    layout = LatentLayout("bfchw"); latents = layout.pack(layout.unpack(latents), latents)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from consistency.noise import carry_latents, carry_noise, match_statistics
from shots.backends import Carry, LatentsOrder


@dataclass(frozen=True)
class LatentLayout:
    """How one model lays the latents of one clip."""

    order: LatentsOrder
    grid: tuple[int, int, int] = (0, 0, 0)
    """(frames, height, width) of the clip's latents, one token to a place; (0, 0, 0) if all are its own"""
    behind: bool = False
    """what belongs to no frame of the clip (a last picture, references) stands behind it, not in front"""

    def unpack(self, latents: Tensor) -> Tensor:
        """(F, C, h, w) of a batch of one; what belongs to no frame of the clip is left out."""
        own = latents.narrow(self._axis, *self._own(latents))
        if self.order == "bfchw":
            return own[0]
        if self.order == "bcfhw":
            return own[0].transpose(0, 1)
        return own[0].reshape(*self.grid, -1).permute(0, 3, 1, 2)

    def pack(self, frames: Tensor, like: Tensor | None = None) -> Tensor:
        """A batch of one as the model has it; what belongs to no frame of `like` is kept around them."""
        if self.order == "bfchw":
            own = frames[None]
        elif self.order == "bcfhw":
            own = frames.transpose(0, 1)[None]
        else:
            own = frames.permute(0, 2, 3, 1).reshape(1, -1, frames.shape[1])
        if like is None:
            return own
        first, count = self._own(like)
        before = like.narrow(self._axis, 0, first)
        after = like.narrow(self._axis, first + count, like.shape[self._axis] - first - count)
        return torch.cat([before, own.to(like.dtype), after], dim=self._axis)

    @property
    def _axis(self) -> int:
        return 2 if self.order == "bcfhw" else 1

    def _own(self, latents: Tensor) -> tuple[int, int]:
        """(first, count) of the clip's own along the axis of frames or tokens."""
        frames, height, width = self.grid
        there = latents.shape[self._axis]
        count = (frames * height * width if self.order == "packed" else frames) or there
        return (0 if self.behind else there - count), count


def at_level(scheduler: Any, step: int, clean: Tensor, noise: Tensor) -> Tensor:
    """Clean latents with this noise at the level that latents have after `step` (0-based) of the scheduler.

    The scheduler itself says how: by its cumulative alphas, its sigmas, or the straight line of flow models.
    """
    if step + 1 >= len(scheduler.timesteps):
        return clean
    timestep = scheduler.timesteps[step + 1 : step + 2]
    if hasattr(scheduler, "scale_noise"):
        return scheduler.scale_noise(clean, timestep, noise)
    return scheduler.add_noise(clean, noise, timestep)


def signal_share(scheduler: Any, step: int) -> float:
    """0..1, how much of latents after `step` is picture: a / sqrt(a^2 + s^2) of a picture + s noise."""
    one, none = torch.ones(1, 1, 1, 1), torch.zeros(1, 1, 1, 1)
    picture, noise = (float(at_level(scheduler, step, *pair)) for pair in ((one, none), (none, one)))
    return picture / math.hypot(picture, noise)


@dataclass(frozen=True)
class Tail:
    """The end of a shot, for the next to take over: its last frames, oldest first."""

    noise: Tensor
    """(k, C, h, w) what they started from, of unit variance"""
    latents: Tensor
    """(k, C, h, w) what they became, clean"""

    def save(self, path: Path) -> None:
        """Write it as safetensors."""
        from safetensors.torch import save

        tensors = {"noise": self.noise, "latents": self.latents}
        path.write_bytes(save({name: t.detach().float().cpu().contiguous() for name, t in tensors.items()}))

    @staticmethod
    def load(path: Path) -> Tail:
        """Read what `save` wrote.

        Raises:
            ValueError: the file holds something else.
        """
        from safetensors.torch import load

        tensors: Mapping[str, Tensor] = load(path.read_bytes())
        if set(tensors) != {"noise", "latents"}:
            raise ValueError(f"{path.name} holds {sorted(tensors)}, not the noise and latents of a shot.")
        return Tail(tensors["noise"], tensors["latents"])


LATE = 0.9
"""share of picture in latents, of what it is before the last step, from which on the end of a clip leans"""


class Ending:
    """Brings the end of a clip to a picture, while that is made.

    A frame that is t before the last leans to it by w = strength cos(pi t / 2 reach), at the noise level of
    the step, and what attends over time follows. It begins when the latents are nearly all picture, for a
    model takes back what was leant in noise, and grows to w in all. (A blend of w at every step would replace
    a frame or leave it, nothing between.) The last step is the model's own, which makes one picture of both.
    Held, the last frame is the picture after every step, and models without a door for a last picture arrive
    at one.

    Args:
        clean: (1, C, h, w) the picture's latents, as the model has them at the end of a clip.
        noise: (F, C, h, w) what the clip starts from.
        reach: how many frames lean, the last among them.
        end: frames that are seen; those behind them follow the last. Left out, all.
        strength: 0..1, how far the last frame leans.
        held: whether the last frame is to be the picture; with strength 1.
    """

    def __init__(
        self,
        clean: Tensor,
        noise: Tensor,
        *,
        reach: int,
        end: int | None = None,
        strength: float = 1.0,
        held: bool = True,
    ) -> None:
        self.clean, self.noise, self.held = clean, noise, held
        away = [max((end or len(noise)) - 1 - frame, 0) for frame in range(len(noise))]
        leans = [strength * math.cos(math.pi / 2 * t / reach) if t < reach else 0.0 for t in away]
        self.leans = torch.tensor(leans, dtype=torch.float64).reshape(-1, 1, 1, 1)
        """(F, 1, 1, 1) how far each frame leans in all, 0..1"""
        self.leaned = torch.zeros_like(self.leans)

    def after_step(self, scheduler: Any, step: int, latents: Tensor) -> Tensor:
        """(F, C, h, w): the latents to go on with after `step`; called for all steps in order."""
        last = len(scheduler.timesteps) - 2  # the step after it is the model's own
        due = self.leaned
        if step <= last:
            there = signal_share(scheduler, step) / signal_share(scheduler, last)
            due = self.leans * max(there - LATE, 0.0) / (1 - LATE)
        weights = ((due - self.leaned) / (1 - self.leaned).clamp_min(1e-9)).clamp(0, 1)
        self.leaned = due
        if self.held:
            weights = torch.where(self.leans == 1, 1.0, weights)
        level = at_level(scheduler, step, self.clean.to(latents).expand_as(latents), self.noise.to(latents))
        leaning = torch.lerp(latents, level, weights.to(latents))
        return torch.where(weights.to(latents.device) > 0, leaning, latents)


class CarryOver:
    """Brings the end of one shot into the beginning of the next, while that is made.

    After VideoGen-of-Thought, arXiv 2412.02259, in a form that keeps the noise's variance at one and blends
    latents only at their own noise level; see `consistency.noise`.

    Args:
        carry: how much.
        tail: the end of the shot before.
        fresh: (F, C, h, w) the noise that this shot would start from alone.
        frames: latent frames, from the start, in which it is felt; fewer if either shot has fewer.
        pinned: latent frames at the start that the model was given and that stay as they are.

    Raises:
        ValueError: the shot before has latents of another shape.
    """

    def __init__(self, carry: Carry, tail: Tail, fresh: Tensor, *, frames: int, pinned: int = 0) -> None:
        if tail.latents.shape[1:] != fresh.shape[1:]:
            raise ValueError(
                f"The shot before has latents of {tuple(tail.latents.shape[1:])} and this one of "
                f"{tuple(fresh.shape[1:])}: they come from different models or sizes."
            )
        self.carry = carry
        self.tail = tail
        self.frames = min(frames, len(tail.latents), len(fresh))
        self.pinned = pinned
        self.noise = carry_noise(tail.noise, fresh, frames=self.frames, strength=carry.noise)
        """(F, C, h, w) of unit variance: what this shot starts from"""

    def after_step(self, scheduler: Any, step: int, latents: Tensor) -> Tensor:
        """(F, C, h, w): the latents to go on with after `step`; past the carry's share they are untouched."""
        count = len(scheduler.timesteps)
        if step + 1 == count:
            return self._kept(
                latents, match_statistics(latents, self._mirrored(latents), self.carry.statistics)
            )
        if step + 1 > self.carry.until * count:
            return latents
        frames = min(self.frames, len(latents))  # a model may make the clip in parts
        mirrored = self._mirrored(latents)[:frames]
        level = at_level(scheduler, step, mirrored, self.noise[:frames].to(latents))
        leaning = carry_latents(latents, level, frames=frames, strength=self.carry.latents)
        return self._kept(latents, leaning)

    def _mirrored(self, like: Tensor) -> Tensor:
        return self.tail.latents.flip(0).to(like)

    def _kept(self, before: Tensor, after: Tensor) -> Tensor:
        return torch.cat([before[: self.pinned], after[self.pinned :]]) if self.pinned else after

"""Gradient layout guidance: latents are moved until chosen words of the prompt look into their boxes.

Training-free layout control by cross-attention guidance, arXiv 2304.03373: with A the attention of picture
tokens to a word, in the middle and the first up block,

    loss = mean over layers, heads and words of (1 - sum_box A / sum A)^2

Latents go down its gradient by steps that are halved until the loss falls, and stay where none does. It costs
a forward and a backward pass per iteration; `regional.py` needs neither and is the default.
Knows token indices and boxes, nothing of words. With consistent attention or words in boxes on the same
model, they pause while guidance looks.

    fox = Target((0, 0, .5, 1), words=(2, 3))
    guidance = BoxGuidance(pipe.unet, pipe.scheduler, texts, {"s1": [fox]}, size=(64, 64))
    pipe(prompt, callback_on_step_end=guidance.on_step_end)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from consistency.boxes import Box, check_box
from consistency.layout import find_grid, rasterise_box
from consistency.prediction import Text
from consistency.sharing import Grid


@dataclass(frozen=True)
class Target:
    """Which words of the prompt belong into a box."""

    box: Box
    words: tuple[int, ...]
    """indices of text tokens"""

    def __post_init__(self) -> None:
        check_box(self.box)
        if not self.words:
            raise ValueError("A target needs at least one text token.")


class Pausable(Protocol):
    """Something on a model that can be plain for a while: a book, or words in boxes."""

    def paused(self) -> AbstractContextManager[None]:
        """Plain until leaving."""
        ...


class _SeenEnough(Exception):
    """All layers that matter have been heard; the rest of the forward pass is not needed."""


class BoxGuidance:
    """The targets of each still.

    Args:
        unet: SD1.5 or SDXL.
        scheduler: the one that draws; its next timestep and input scaling are read.
        texts: uid -> the conditional prompt.
        targets: uid -> what belongs where; a still without targets is not moved.
        size: (height, width) of the latents.
        last_step: later steps are left alone, for all stills or by uid (those not named: at every step).
        iterations: at most so many moves per step.
        strength: length of the first try, as a share of the latents' own length.
        threshold: a still whose loss is below is left alone.
        pauses: what is on the model and keeps still while guidance looks.
    """

    def __init__(
        self,
        unet: Any,
        scheduler: Any,
        texts: Mapping[str, Text],
        targets: Mapping[str, Sequence[Target]],
        *,
        size: Grid,
        last_step: int | Mapping[str, int] = 9,
        iterations: int = 2,
        strength: float = 0.05,
        threshold: float = 0.2,
        pauses: Sequence[Pausable] = (),
    ) -> None:
        if unet.config.encoder_hid_dim_type == "ip_image_proj":
            raise ValueError(
                "Gradient guidance does not go with a loaded IP-Adapter; bind references to boxes instead "
                "(identity.condition), or unload it."
            )
        self.unet = unet
        self.scheduler = scheduler
        self.texts = texts
        self.targets = targets
        self.size = size
        self.last_step = last_step
        self.iterations = iterations
        self.strength = strength
        self.threshold = threshold
        self.pauses = tuple(pauses)

    def on_step_end(self, _pipe: Any, step: int, _timestep: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
        """For `callback_on_step_end` of a pipeline that draws the stills of `targets`, in their order."""
        return {"latents": self.adjust(step, kwargs["latents"], list(self.targets))}

    def adjust(self, step: int, latents: Tensor, uids: Sequence[str]) -> Tensor:
        """The latents after a step, moved still by still towards their targets; themselves if none is."""
        timesteps = self.scheduler.timesteps
        moved = [i for i, uid in enumerate(uids) if self.targets.get(uid) and step <= self._last(uid, step)]
        if not moved or step + 1 >= len(timesteps) or self.iterations == 0:
            return latents
        rows = list(latents.split(1))
        for index in moved:
            rows[index] = self._descend(rows[index], uids[index], timesteps[step + 1])
        return torch.cat(rows)

    def _last(self, uid: str, step: int) -> int:
        return self.last_step.get(uid, step) if isinstance(self.last_step, Mapping) else self.last_step

    def measure(self, latents: Tensor, uid: str, timestep: Tensor) -> Tensor:
        """() loss of one still, 0..1; differentiable in its (1, C, h, w) latents."""
        text, place = self.texts[uid], {"device": latents.device, "dtype": self.unet.dtype}
        more = {}
        if text.pooled is not None and text.time_ids is not None:
            more = {"text_embeds": text.pooled[None].to(**place), "time_ids": text.time_ids[None].to(**place)}
        heard: list[Tensor] = []
        scaled = self.scheduler.scale_model_input(latents, timestep).to(self.unet.dtype)
        with ExitStack() as stack:
            for each in self.pauses:
                stack.enter_context(each.paused())
            hear = _listen(find_crosses(self.unet), lambda told: heard.append(self._score(told, uid)))
            stack.enter_context(hear)
            with suppress(_SeenEnough):
                self.unet(scaled, timestep, text.embeds[None].to(**place), added_cond_kwargs=more)
        return torch.stack(heard).mean()

    def _score(self, probabilities: Tensor, uid: str) -> Tensor:
        """() loss of one layer; probabilities: (1, heads, picture tokens, text tokens)."""
        grid = find_grid(probabilities.shape[2], self.size)
        terms = []
        for target in self.targets[uid]:
            inside = rasterise_box(target.box, *grid).flatten().to(probabilities)
            attention = probabilities[0, :, :, list(target.words)]
            share = (attention * inside[:, None]).sum(1) / attention.sum(1).clamp_min(1e-8)
            terms.append(((1 - share) ** 2).mean())
        return torch.stack(terms).mean()

    def _descend(self, latents: Tensor, uid: str, timestep: Tensor) -> Tensor:
        """(1, C, h, w) latents whose loss is no higher."""
        for _ in range(self.iterations):
            with torch.enable_grad():
                variable = latents.detach().float().requires_grad_(True)
                loss = self.measure(variable, uid, timestep)
                (slope,) = torch.autograd.grad(loss, variable)
            length = slope.norm()
            if loss.item() < self.threshold or not bool(length > 0):
                break
            move = slope / length * latents.float().norm() * self.strength
            better = self._try(latents, move.to(latents.dtype), uid, timestep, loss.item())
            if better is None:
                break
            latents = better
        return latents

    @torch.no_grad()
    def _try(self, latents: Tensor, move: Tensor, uid: str, timestep: Tensor, loss: float) -> Tensor | None:
        """The latents after the longest of four halved moves that lowers the loss."""
        for halvings in range(4):
            moved = latents - move / 2**halvings
            if self.measure(moved, uid, timestep).item() < loss:
                return moved
        return None


def find_crosses(unet: Any) -> list[nn.Module]:
    """Cross-attention layers of the middle block and the first up block with any, in the order they run."""
    names = [name for name, _ in unet.named_modules() if name.endswith(".attn2")]
    ups = sorted({name.split(".")[1] for name in names if name.startswith("up_blocks")}, key=int)
    starts = ("mid_block.", *(f"up_blocks.{ups[0]}." for _ in ups[:1]))
    chosen = [name for start in starts for name in names if name.startswith(start)]
    if not chosen:
        raise TypeError(f"{type(unet).__name__} has no cross-attention in its middle or up blocks.")
    return [unet.get_submodule(name) for name in chosen if "motion_modules" not in name]


@contextmanager
def _listen(layers: Sequence[nn.Module], hear: Callable[[Tensor], None]) -> Iterator[None]:
    """Call `hear` with the attention probabilities of each layer; the pass ends after the last of them."""

    def look(attn: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        hidden = kwargs.get("hidden_states", args[0] if args else None)
        text = kwargs.get("encoder_hidden_states", args[1] if len(args) > 1 else None)
        text = text[0] if isinstance(text, tuple) else text
        query = attn.to_q(hidden).unflatten(-1, (attn.heads, -1)).transpose(1, 2)
        key = attn.to_k(text).unflatten(-1, (attn.heads, -1)).transpose(1, 2)
        hear((query.float() @ key.float().transpose(-1, -2) * query.shape[-1] ** -0.5).softmax(-1))
        if attn is layers[-1]:
            raise _SeenEnough

    with ExitStack() as stack:
        for layer in layers:
            stack.callback(layer.register_forward_pre_hook(look, with_kwargs=True).remove)
        yield

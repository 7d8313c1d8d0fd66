"""Regional cross-attention: what is said of an entity is read inside its box.

A hook on every cross-attention layer of a U-Net adds, inside each box, what the layer would have answered had
it also read the box's own words:

    O[box] <- O[box] + W_out (Attention(Q[box], [text ; words]) - Attention(Q[box], text))

Processors are left alone, so this goes together with IP-Adapters in any order of loading; there are no
gradients, no masks of tokens by words, and where nothing is said the layer is untouched to the bit.
Regional prompting in the manner of DenseDiffusion (arXiv 2308.12964), with the words beside the prompt.
Knows embeddings and boxes, nothing of prompts or pipelines.

    layout = RegionalAttention({"s1": [Words((0, 0, .5, 1), embeds)]}, size=(64, 64), last_step=7)
    with layout.on(pipe.unet):
        pipe(prompt, callback_on_step_end=layout.on_step_end)
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from consistency.boxes import Box, check_box
from consistency.layout import find_grid, separate_boxes
from consistency.sharing import Grid


@dataclass(frozen=True)
class Words:
    """What is said of one entity, and where."""

    box: Box
    embeds: Tensor
    """(tokens, width) of the text encoder, as the prompt's"""

    def __post_init__(self) -> None:
        check_box(self.box)
        if self.embeds.ndim != 2:
            raise ValueError(f"embeds are (tokens, width); these are {tuple(self.embeds.shape)}.")


class RegionalAttention:
    """The words of each still by box, and the step in work.

    Args:
        words: uid -> its entities from back to front; a still without any is drawn plainly.
        size: (height, width) of the latents.
        weight: 0..1, how loud the words of a box are beside the prompt; 0 is plain to the bit.
        prompt_weight: 0..1, how loud the prompt stays inside boxes.
        last_step: later steps are plain, for all stills or by uid (those not named are guided throughout);
            layout is settled in the first 10 to 40 % of steps.
    """

    def __init__(
        self,
        words: Mapping[str, Sequence[Words]],
        *,
        size: Grid,
        weight: float = 1.0,
        prompt_weight: float = 1.0,
        last_step: int | Mapping[str, int] | None = None,
    ) -> None:
        for name, share in (("weight", weight), ("prompt_weight", prompt_weight)):
            if not 0 <= share <= 1:
                raise ValueError(f"{name} is {share}; it must be in 0..1.")
        self.words = words
        self.size = size
        self.weight = weight
        self.prompt_weight = prompt_weight
        self.last_step = last_step
        self.step = 0
        self.rows: tuple[str, ...] = tuple(words)
        self._tokens: dict[tuple[str, Grid], list[Tensor]] = {}
        self._is_paused = False

    def turn(self, step: int, rows: Sequence[str] | None = None, *, conditional: bool = True) -> None:
        """Say what the next forward pass works on.

        Args:
            rows: uids in batch order; None for all. With guidance in one batch they are its last rows.
            conditional: False for a pass that is unconditional as a whole: it is left plain.
        """
        rows = tuple(self.words) if rows is None else tuple(rows)
        if unknown := set(rows) - self.words.keys():
            raise ValueError(f"rows name stills that are not there: {sorted(unknown)}.")
        self.step, self.rows = step, rows if conditional else ()

    def on_step_end(self, _pipe: Any, step: int, _timestep: Any, _kwargs: dict[str, Any]) -> dict[str, Any]:
        """For `callback_on_step_end` of a pipeline that draws all rows in one batch."""
        self.step = step + 1
        return {}

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Every layer is plain meanwhile: for passes that only look."""
        self._is_paused, before = True, self._is_paused
        try:
            yield
        finally:
            self._is_paused = before

    @contextmanager
    def on(self, model: nn.Module) -> Iterator[RegionalAttention]:
        """Listen at every cross-attention layer of a U-Net, motion modules excepted, until leaving.

        Raises:
            TypeError: the model has no cross-attention layers of that kind.
        """
        layers = [m for n, m in model.named_modules() if n.endswith(".attn2") and "motion_modules" not in n]
        if not layers:
            raise TypeError(f"{type(model).__name__} has no cross-attention layers; a diffusers U-Net has.")
        self.turn(0)
        with ExitStack() as stack:
            for layer in layers:
                stack.callback(layer.register_forward_hook(self._hear, with_kwargs=True).remove)
            yield self

    def _hear(self, attn: Any, args: tuple[Any, ...], kwargs: dict[str, Any], output: Tensor) -> Tensor:
        """The output of a layer, with the answer to the words added inside their boxes."""
        if self._is_paused or self.weight == 0 or not any(self._is_guided(uid) for uid in self.rows):
            return output
        hidden = kwargs.get("hidden_states", args[0] if args else None)
        text = kwargs.get("encoder_hidden_states", args[1] if len(args) > 1 else None)
        text = text[0] if isinstance(text, tuple) else text  # beside it go the tokens of IP-Adapters
        if hidden is None or text is None or hidden.ndim != 3 or len(hidden) % len(self.rows):
            raise ValueError(f"{len(self.rows)} stills do not fit this batch; call turn(step, rows=...).")
        output = output.clone()
        first = len(hidden) - len(self.rows)
        for row, uid in enumerate(self.rows, start=first):
            if not self._is_guided(uid):
                continue
            for tokens, words in self._places(uid, hidden.shape[1], hidden.device):
                answer = self._answer(attn, hidden[row, tokens][None], text[row][None], words.embeds)
                output[row, tokens] += answer[0] / attn.rescale_output_factor
        return output

    def _is_guided(self, uid: str) -> bool:
        last = self.last_step.get(uid) if isinstance(self.last_step, Mapping) else self.last_step
        return bool(self.words[uid]) and (last is None or self.step <= last)

    def _places(self, uid: str, num_tokens: int, device: torch.device) -> Iterator[tuple[Tensor, Words]]:
        """(tokens, words) of every entity that is to be seen."""
        grid = find_grid(num_tokens, self.size)
        if (uid, grid) not in self._tokens:
            masks = separate_boxes([words.box for words in self.words[uid]], *grid)
            self._tokens[uid, grid] = [mask.flatten().nonzero().flatten() for mask in masks]
        for tokens, words in zip(self._tokens[uid, grid], self.words[uid], strict=True):
            if len(tokens):
                yield tokens.to(device), words

    def _answer(self, attn: Any, hidden: Tensor, text: Tensor, words: Tensor) -> Tensor:
        """(1, tokens, width): what reading the words changes."""
        words = words.to(text)[None]
        if attn.norm_cross:
            text, words = attn.norm_encoder_hidden_states(text), attn.norm_encoder_hidden_states(words)
        both = torch.cat([text, words], dim=1)

        def split(tensor: Tensor, norm: Any = None) -> Tensor:
            tensor = tensor.unflatten(-1, (attn.heads, -1)).transpose(1, 2)
            return tensor if norm is None else norm(tensor)

        query = split(attn.to_q(hidden), attn.norm_q)
        key, value = split(attn.to_k(both), attn.norm_k), split(attn.to_v(both))
        length = text.shape[1]
        told = F.scaled_dot_product_attention(
            query, key, value, attn_mask=self._bias(length, query, both.shape[1])
        )
        plain = F.scaled_dot_product_attention(query, key[:, :, :length], value[:, :, :length])
        # by the layer itself, twice, so that adapters on the projection count; its bias falls out
        return attn.to_out[0]((told.transpose(1, 2)).flatten(-2)) - attn.to_out[0](
            plain.transpose(1, 2).flatten(-2)
        )

    def _bias(self, length: int, query: Tensor, num_keys: int) -> Tensor | None:
        """(1, 1, 1, keys) added to the scores: the logarithms of the weights; None if both are one."""
        if self.weight == self.prompt_weight == 1:
            return None
        bias = query.new_zeros(1, 1, 1, num_keys)
        bias[..., :length] = math.log(self.prompt_weight) if self.prompt_weight else -math.inf
        bias[..., length:] = math.log(self.weight)
        return bias

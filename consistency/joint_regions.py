"""Words and references bound to boxes on Flux, where text and picture share one softmax.

Words: behind the prompt go the words of each box, and a mask says who sees whom: the words of a box and the
picture inside it see each other, the prompt and the picture see each other everywhere, and the picture stays
whole. Regional prompting for Flux, arXiv 2411.02395, without its isolation of regions.

References: diffusers' Flux adapter reads every reference everywhere; its processor takes masks and ignores
them. A hook on the blocks that hold the adapter gives the sum of what each reference says, weighed by place:

    ip[token] = sum over references r of weight_r[token] * Attention(Q[token], K_r, V_r)

Processors are left alone. Knows embeddings, boxes and patches, nothing of prompts or pipelines.

    layout = JointLayout({"s1": [Words((0, 0, .5, 1), embeds)]}, size=(64, 64), last_step=7)
    with weigh_references(pipe.transformer): ...
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
import torch.nn.functional as F
from diffusers.models.transformers.transformer_flux import FluxIPAdapterAttnProcessor
from torch import Tensor

from consistency.layout import joint_mask
from consistency.regional import Words
from consistency.sharing import Grid

ROOM = 64
"""words of boxes take a multiple of so many tokens: stills with as much room can share a forward pass"""


class JointLayout:
    """The words of each still by box, and until when they are heard.

    Args:
        words: uid -> its entities from back to front; a still without any is drawn plainly.
        size: (height, width) of the picture in patches.
        last_step: later steps are plain, for all stills or by uid (those not named are guided throughout).
    """

    def __init__(
        self,
        words: Mapping[str, Sequence[Words]],
        *,
        size: Grid,
        last_step: int | Mapping[str, int] | None = None,
    ) -> None:
        self.words = words
        self.size = size
        self.last_step = last_step
        self._masks: dict[tuple[str, int, int], Tensor] = {}

    def kind(self, uid: str) -> tuple[int, int | None]:
        """Stills of one kind have forward passes of one shape at every step."""
        return (self._room(uid), self._last(uid)) if self._is_told(uid, 0) else (0, None)

    def tell(
        self, embeds: Sequence[Tensor], uids: Sequence[str], step: int
    ) -> tuple[list[Tensor], Tensor | None]:
        """(texts with the words of their boxes behind, who sees whom); the texts and None where none is told.

        Args:
            embeds: (tokens, width) of the prompt of each still, all of one length.

        Returns:
            the texts, all of one length, and a (stills, 1, text + picture, text + picture) bool mask.
        """
        room = max((self._room(uid) for uid in uids if self._is_told(uid, step)), default=0)
        if not room:
            return list(embeds), None
        longer, masks = [], []
        for text, uid in zip(embeds, uids, strict=True):
            words = self.words[uid] if self._is_told(uid, step) else ()
            said = torch.cat([text, *(each.embeds.to(text) for each in words)])
            longer.append(F.pad(said, (0, 0, 0, len(text) + room - len(said))))
            masks.append(self._mask(uid, bool(words), len(text), room))
        return longer, torch.stack(masks).to(embeds[0].device)

    def _mask(self, uid: str, told: bool, base: int, room: int) -> Tensor:
        """(1, text + picture, text + picture)"""
        key = (uid if told else "", base, room)
        if key not in self._masks:
            words = self.words[uid] if told else ()
            lengths = [len(each.embeds) for each in words]
            boxes = [each.box for each in words]
            rest = room - sum(lengths)
            mask = joint_mask(boxes, lengths, *self.size, base=base, pad=rest, isolate=False)
            self._masks[key] = mask[0]
        return self._masks[key]

    def _room(self, uid: str) -> int:
        return math.ceil(sum(len(each.embeds) for each in self.words[uid]) / ROOM) * ROOM

    def _last(self, uid: str) -> int | None:
        return self.last_step.get(uid) if isinstance(self.last_step, Mapping) else self.last_step

    def _is_told(self, uid: str, step: int) -> bool:
        last = self._last(uid)
        return bool(self.words[uid]) and (last is None or step <= last)


@contextmanager
def weigh_references(transformer: Any) -> Iterator[None]:
    """The references of a loaded adapter are weighed by `ip_adapter_masks`, until leaving.

    Pass them in `joint_attention_kwargs`, as (rows, references, patches): how loud each is at each patch. A
    model without an adapter is left as it is.
    """
    with ExitStack() as stack:
        for block in transformer.transformer_blocks:
            if isinstance(block.attn.processor, FluxIPAdapterAttnProcessor):
                stack.callback(block.attn.register_forward_hook(_weigh, with_kwargs=True).remove)
        yield


def _weigh(attn: Any, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> Any:
    """What the block says of picture and text, and what the references say where they are to be heard."""
    weights = kwargs.get("ip_adapter_masks")
    if weights is None or len(output) != 3:
        return output
    picture, text, told = output
    adapter, (tokens,) = attn.processor, kwargs["ip_hidden_states"]  # (rows, references, tokens, width)
    hidden = kwargs.get("hidden_states", args[0] if args else None)
    query = attn.norm_q(attn.to_q(hidden).unflatten(-1, (attn.heads, -1))).transpose(1, 2)
    told = torch.zeros_like(told)
    for index, weight in enumerate(weights.unbind(1)):
        key, value = (
            layer[0](tokens[:, index]).unflatten(-1, (attn.heads, -1)).transpose(1, 2)
            for layer in (adapter.to_k_ip, adapter.to_v_ip)
        )
        answer = F.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(-2)
        told += weight.to(answer)[..., None] * answer
    return picture, text, told

"""Consistent self-attention: the tokens of one picture read tokens of others, so that a face stays one face.

StoryDiffusion, arXiv 2405.01434: for picture i with tokens I_i and tokens S_i borrowed from its lenders,

    O_i = softmax(Q_i [K_i ; K_S]^T / sqrt(d)) [V_i ; V_S]

K and V are projected once per picture and gathered, never masked, so memory is linear in pictures. Here are
the equation, as diffusers' attention processor, and the way of putting a book on a model. Who lends what to
whom is `sharing.py`; what waits within a step is `book.py`; `joint_attention.py` is the same on Flux.
The processors have no state and find their book on the layer: loading and unloading of IP-Adapters, which
rebuilds processors, does no harm. Knows layers and rows of a batch, nothing of prompts or pipelines.

    book = ConsistentAttention(stills, size=(64, 64), mode="joint")     # the latents' height and width
    with book.on(pipe.unet):
        pipe(prompts, callback_on_step_end=book.on_step_end)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
import torch.nn.functional as F
from diffusers.models.attention_processor import AttnProcessor, AttnProcessor2_0
from torch import Tensor, nn

from consistency.book import SEAT, Book, Seat, extend
from consistency.joint_attention import (
    PLAIN_JOINT,
    JointConsistentProcessor,
    check_tokens,
    is_joint,
    rotate_lent,
)
from consistency.layout import find_grid


class ConsistentAttention(Book):
    """The book, and how it is put on a model; see `Book` for what it is made of."""

    @contextmanager
    def on(self, model: nn.Module, layers: Sequence[str] | None = None) -> Iterator[ConsistentAttention]:
        """Install on the self-attention of a U-Net or Flux transformer, and restore on leaving.

        Install after IP-Adapters and before drawing; they may be loaded and unloaded while this is on.

        Args:
            model: a diffusers U-Net (2D, or with motion modules: its spatial layers) or Flux transformer.
            layers: beginnings of layer names; the default is the up blocks of a U-Net and the single blocks
                of Flux, as in the papers.

        Raises:
            TypeError: a model without such layers, or with processors that would be lost (fused, sliced).
            RuntimeError: another book is on.
        """
        joint = is_joint(model)
        chosen = find_layers(model, layers or (("single_transformer_blocks",) if joint else ("up_blocks",)))
        _check_free(model, chosen)
        saved = dict(model.attn_processors)  # type: ignore[arg-type]
        rotary = rotate_lent(model, self.size) if joint else None
        processor = JointConsistentProcessor() if joint else ConsistentProcessor()
        hook = model.register_forward_pre_hook(check_tokens(self.size), with_kwargs=True) if joint else None
        for name in chosen:
            setattr(_layer(model, name), SEAT, Seat(self, name, saved[name], rotary))
        self.bank.clear()
        self.turn(0)
        # set_attn_processor empties the dict that it is given
        model.set_attn_processor({**saved, **dict.fromkeys(chosen, processor)})  # type: ignore[operator]
        try:
            yield self
        finally:
            if hook is not None:
                hook.remove()
            for name in chosen:
                delattr(_layer(model, name), SEAT)
            now = dict(model.attn_processors)  # type: ignore[arg-type]
            ours = {name: saved[name] for name in chosen if isinstance(now[name], type(processor))}
            model.set_attn_processor({**now, **ours})  # type: ignore[operator]
            self.bank.clear()


class ConsistentProcessor:
    """Self-attention of a U-Net layer that also reads what the book lends; plain where there is no book.

    It has no state and needs no argument, for diffusers rebuilds processors with `type(processor)()`.
    """

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        temb: Tensor | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> Tensor:
        """(batch, tokens, width), as diffusers' own processor gives."""
        seat: Seat | None = getattr(attn, SEAT, None)
        if seat is not None:
            seat.book.pass_layer(seat.layer)
        if seat is None or not seat.book.shares(seat.layer, hidden_states.shape[1]):
            plain = seat.plain if seat else AttnProcessor2_0()
            return plain(attn, hidden_states, encoder_hidden_states, attention_mask, temb, *args, **kwargs)
        if encoder_hidden_states is not None or attention_mask is not None:
            raise ValueError(
                f"{seat.layer} is no plain self-attention: it was given an encoder state or a mask."
            )
        shared = _attend(attn, hidden_states, seat)
        shared = attn.to_out[1](attn.to_out[0](shared))
        return (shared + hidden_states if attn.residual_connection else shared) / attn.rescale_output_factor


def _attend(attn: Any, hidden_states: Tensor, seat: Seat) -> Tensor:
    """(batch, tokens, width): the O_i of all rows, before the output projection."""
    book, heads = seat.book, attn.heads
    passes = book.count_passes(len(hidden_states))
    grid = find_grid(hidden_states.shape[1], book.size)

    def split(tensor: Tensor, norm: Callable[[Tensor], Tensor] | None) -> Tensor:
        tensor = tensor.unflatten(-1, (heads, -1))
        return tensor if norm is None else norm(tensor)

    key = split(attn.to_k(hidden_states), attn.norm_k).unflatten(0, (passes, -1))
    value = split(attn.to_v(hidden_states), None).unflatten(0, (passes, -1))
    own = hidden_states.unflatten(0, (passes, -1))
    lent = book.lend(seat.layer, grid, key, value)  # every S that these rows may read
    out = torch.empty_like(value)
    for row, uid in enumerate(book.rows):
        # the query of one still at a time: what is held for all stills is K, V and the result
        query = split(attn.to_q(own[:, row]), attn.norm_q)
        for tokens, pair in book.read(uid, grid, lent, key.device):
            k, v = extend(key[:, row], value[:, row], pair)  # [K_i ; K_S], [V_i ; V_S]
            asking = query if tokens is None else query[:, tokens]
            answer = F.scaled_dot_product_attention(
                asking.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)
            ).transpose(1, 2)
            if tokens is None:
                out[:, row] = answer
            else:
                out[:, row, tokens] = answer
    return out.flatten(0, 1).flatten(-2)


def find_layers(model: nn.Module, beginnings: Sequence[str]) -> list[str]:
    """Names of the self-attention processors whose layer begins so; motion modules are never among them.

    Raises:
        TypeError: the model has no such layers, or its processors cannot be replaced without loss.
    """
    names = getattr(model, "attn_processors", None)
    if names is None:
        raise TypeError(f"{type(model).__name__} has no attention processors; a diffusers U-Net or Flux has.")
    chosen = [
        name
        for name in names
        if name.startswith(tuple(beginnings))
        and "motion_modules" not in name
        and (name.endswith("attn1.processor") or name.endswith(".attn.processor"))
    ]
    if not chosen:
        raise TypeError(f"{type(model).__name__} has no self-attention under {list(beginnings)}.")
    return chosen


def _layer(model: nn.Module, name: str) -> nn.Module:
    return model.get_submodule(name.removesuffix(".processor"))


def _check_free(model: nn.Module, names: Sequence[str]) -> None:
    for name in names:
        if hasattr(_layer(model, name), SEAT):
            raise RuntimeError(f"Another book of consistent attention is on {name}; leave it first.")
        found = type(model.attn_processors[name])  # type: ignore[index]
        if found not in (AttnProcessor2_0, AttnProcessor, *PLAIN_JOINT):
            raise TypeError(
                f"{name} holds a {found.__name__}, which consistent attention would replace. Undo "
                "fuse_qkv_projections(), enable_attention_slicing() or xformers first."
            )

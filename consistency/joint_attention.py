"""Consistent attention for transformers whose text and picture share one softmax (Flux).

Three things differ from a U-Net, and each has its answer here:

- more picture keys would take weight from the text: a bias -dilution * log((N + m) / N) on all picture keys,
  with N own and m borrowed ones, keeps the share of text exactly when pictures are alike;
- keys carry rotary positions: lent keys are rotated as if they stood to the right of the reader, at columns
  j + width (the shift of AlignedGen), or they would fix the composition of the reader;
- text queries keep to their own picture: only picture tokens borrow.

Knows the Flux processor's contract, nothing of pipelines.

    with ConsistentAttention(stills, size=(64, 64)).on(pipe.transformer): ...    # the grid of patches
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from diffusers.models.attention_dispatch import dispatch_attention_fn
from diffusers.models.embeddings import apply_rotary_emb
from diffusers.models.transformers.transformer_flux import FluxAttnProcessor, FluxTransformer2DModel
from torch import Tensor, nn

from consistency.book import SEAT, Seat, extend
from consistency.sharing import Grid

PLAIN_JOINT = (FluxAttnProcessor,)


def is_joint(model: nn.Module) -> bool:
    """Whether the model is a joint-attention transformer that is supported here."""
    return isinstance(model, FluxTransformer2DModel)


def rotate_lent(model: Any, grid: Grid) -> tuple[Tensor, Tensor]:
    """(cos, sin), each (tokens, head width), of a picture that stands to the right of the reader's."""
    height, width = grid
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    ids = torch.stack([torch.zeros_like(rows), rows, columns + width], dim=-1).flatten(0, 1)
    return model.pos_embed(ids.to(next(model.parameters()).device))


def check_tokens(grid: Grid) -> Callable[..., None]:
    """A forward pre-hook that refuses pictures of another size, and reference pictures beside them.

    Single blocks see text and picture as one sequence; a wrong size would pass there unseen.
    """
    height, width = grid

    def check(_model: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        hidden = kwargs.get("hidden_states", args[0] if args else None)
        if hidden is not None and hidden.shape[1] != height * width:
            raise ValueError(
                f"The transformer was given {hidden.shape[1]} picture tokens, not {height} x {width}. "
                "Give `size` in patches; reference pictures as extra tokens (Kontext) are not supported."
            )

    return check


class JointConsistentProcessor:
    """Joint attention whose picture tokens also read what the book lends; plain where there is no book."""

    _attention_backend = None
    _parallel_config = None

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        image_rotary_emb: tuple[Tensor, Tensor] | None = None,
    ) -> Tensor | tuple[Tensor, Tensor]:
        """As diffusers' Flux processor: (picture, text) in double blocks, one tensor in single blocks."""
        seat: Seat | None = getattr(attn, SEAT, None)
        size = seat.book.size if seat else (0, 0)
        if seat is not None:
            seat.book.pass_layer(seat.layer)
        if seat is None or not seat.book.shares(seat.layer, size[0] * size[1]):
            plain = seat.plain if seat else FluxAttnProcessor()
            return plain(attn, hidden_states, encoder_hidden_states, attention_mask, image_rotary_emb)
        joint, length = _project(attn, hidden_states, encoder_hidden_states, size[0] * size[1])
        out = self._attend(seat, joint, length, attention_mask, image_rotary_emb)
        out = out.flatten(2, 3).to(hidden_states.dtype)
        if encoder_hidden_states is None:
            return out
        text, picture = out[:, :length], out[:, length:]
        return attn.to_out[1](attn.to_out[0](picture.contiguous())), attn.to_add_out(text.contiguous())

    def _attend(
        self,
        seat: Seat,
        joint: tuple[Tensor, Tensor, Tensor],
        length: int,
        mask: Tensor | None,
        rotary: tuple[Tensor, Tensor] | None,
    ) -> Tensor:
        """(batch, text + picture tokens, heads, head width)."""
        book, (query, key, value) = seat.book, joint
        passes = book.count_passes(len(query))
        unturned = key[:, length:].unflatten(0, (passes, -1))
        lent_key = unturned if seat.rotary is None else _rotate(unturned, seat.rotary)
        lent = book.lend(seat.layer, book.size, lent_key, value[:, length:].unflatten(0, (passes, -1)))
        if rotary is not None:
            query = apply_rotary_emb(query, rotary, sequence_dim=1)
            key = apply_rotary_emb(key, rotary, sequence_dim=1)
        out = torch.empty_like(query)
        out[:, :length] = self._ask(
            query[:, :length], key, value, None if mask is None else mask[..., :length, :]
        )
        q, k, v = (tensor.unflatten(0, (passes, -1)) for tensor in (query, key, value))
        result = out.unflatten(0, (passes, -1))
        everything = torch.arange(q.shape[2] - length, device=q.device)
        for row, uid in enumerate(book.rows):
            seen = mask if mask is None or len(mask) == 1 else mask.unflatten(0, (passes, -1))[:, row]
            for some, pair in book.read(uid, book.size, lent, q.device):
                tokens = (everything if some is None else some) + length
                bias = _bias_keys(seen, tokens, length, k.shape[2], pair, book.dilution, q.dtype)
                result[:, row, tokens] = self._ask(
                    q[:, row, tokens], *extend(k[:, row], v[:, row], pair), bias
                )
        return out

    def _ask(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        return dispatch_attention_fn(
            query,
            key,
            value,
            attn_mask=mask,
            backend=self._attention_backend,
            parallel_config=self._parallel_config,
        )


def _project(
    attn: Any, hidden_states: Tensor, text: Tensor | None, num_tokens: int
) -> tuple[tuple[Tensor, Tensor, Tensor], int]:
    """Query, key, value of text and picture together, normed but without positions; and the text's length."""

    def split(tensor: Tensor) -> Tensor:
        return tensor.unflatten(-1, (-1, attn.head_dim))

    query = attn.norm_q(split(attn.to_q(hidden_states)))
    key = attn.norm_k(split(attn.to_k(hidden_states)))
    value = split(attn.to_v(hidden_states))
    if text is not None:
        query = torch.cat([attn.norm_added_q(split(attn.add_q_proj(text))), query], dim=1)
        key = torch.cat([attn.norm_added_k(split(attn.add_k_proj(text))), key], dim=1)
        value = torch.cat([split(attn.add_v_proj(text)), value], dim=1)
    length = query.shape[1] - num_tokens
    if length < 0 or (text is not None and length != text.shape[1]):
        raise ValueError(
            f"The picture has {hidden_states.shape[1]} tokens, not {num_tokens}; give `size` in patches."
        )
    return (query, key, value), length


def _rotate(key: Tensor, rotary: tuple[Tensor, Tensor]) -> Tensor:
    """(passes, rows, tokens, heads, width) keys at the positions of `rotary`."""
    return apply_rotary_emb(key.flatten(0, 1), rotary, sequence_dim=1).unflatten(0, key.shape[:2])


def _bias_keys(
    mask: Tensor | None,
    tokens: Tensor,
    length: int,
    num_keys: int,
    pair: tuple[Tensor, Tensor] | None,
    dilution: float,
    dtype: torch.dtype,
) -> Tensor | None:
    """What is added to the scores of [text, own, borrowed] keys; None if nothing."""
    borrowed = 0 if pair is None else pair[0].shape[1]
    if mask is None and (borrowed == 0 or dilution == 0):
        return None
    bias = torch.zeros(1, 1, 1, num_keys + borrowed, dtype=dtype, device=tokens.device)
    bias[..., length:] = -dilution * math.log1p(borrowed / (num_keys - length))
    if mask is None:
        return bias
    rows = mask[..., tokens, :] if mask.shape[-2] > 1 else mask
    if rows.dtype == torch.bool:
        rows = torch.zeros_like(rows, dtype=dtype).masked_fill(~rows, -math.inf)
    return bias + nn.functional.pad(rows.to(dtype), (0, borrowed))

"""What a model says of some stills at one step: text, references, layout and guidance put together.

These are the `predict` of `denoise`: with sharing off they give, step by step, what the diffusers pipeline of
the model gives. Knows embeddings, nothing of words; latents are those of the model (packed for Flux).

    predict = UNetPrediction(pipe.unet, book, texts, negative, guidance_scale=5.0)
    latents = denoise(predict, pipe.scheduler, latents, book, chunk=4)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from diffusers.models.attention_processor import IPAdapterAttnProcessor, IPAdapterAttnProcessor2_0
from torch import Tensor

from consistency.book import Book
from consistency.identity import Conditioning
from consistency.joint_regions import JointLayout
from consistency.regional import RegionalAttention


@dataclass(frozen=True)
class Text:
    """One prompt as a model takes it."""

    embeds: Tensor
    """(tokens, width)"""
    pooled: Tensor | None = None
    """(width,) for SDXL and Flux"""
    time_ids: Tensor | None = None
    """(6,) original size, crop and target size, for SDXL"""


References = Callable[[Sequence[str]], Conditioning]
"""the references of a chunk of stills, by uid; see `identity.condition`"""


class UNetPrediction:
    """SD1.5 and SDXL, guided in one batch [unconditional, conditional].

    Args:
        unet: with the book, the layout and, if references are given, an IP-Adapter on it.
        book: says which step is in work.
        texts, negative: uid -> prompt; without guidance (guidance_scale <= 1) `negative` is not read.
        layout: installed with `layout.on(unet)`, its stills by the same uids.
        references: called for every chunk.
    """

    def __init__(
        self,
        unet: Any,
        book: Book,
        texts: Mapping[str, Text],
        negative: Mapping[str, Text],
        *,
        guidance_scale: float = 5.0,
        layout: RegionalAttention | None = None,
        references: References | None = None,
    ) -> None:
        _check_adapter(unet.config.encoder_hid_dim_type == "ip_image_proj", references)
        self.unet = unet
        self.book = book
        self.texts = texts
        self.negative = negative
        self.guidance_scale = guidance_scale
        self.layout = layout
        self.references = references

    @torch.no_grad()
    def __call__(self, latents: Tensor, timestep: Tensor, uids: Sequence[str]) -> Tensor:
        """(rows, C, h, w) guided prediction."""
        guided = self.guidance_scale > 1
        texts = [self.texts[uid] for uid in uids]
        if guided:
            texts = [*(self.negative[uid] for uid in uids), *texts]
            latents = torch.cat([latents, latents])
        if self.layout is not None:
            self.layout.turn(self.book.step, uids)
        more, cross = self._describe(texts, uids, latents)
        prediction = self.unet(
            latents.to(self.unet.dtype),
            timestep,
            encoder_hidden_states=_stack([text.embeds for text in texts], latents, self.unet.dtype),
            added_cond_kwargs=more,
            cross_attention_kwargs=cross,
            return_dict=False,
        )[0]
        if not guided:
            return prediction
        empty, full = prediction.chunk(2)
        return empty + self.guidance_scale * (full - empty)

    def _describe(
        self, texts: Sequence[Text], uids: Sequence[str], like: Tensor
    ) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """(added_cond_kwargs, cross_attention_kwargs)."""
        more: dict[str, Any] = {}
        dtype = self.unet.dtype
        if texts[0].pooled is not None:
            more["text_embeds"] = _stack([text.pooled for text in texts], like, dtype)
            more["time_ids"] = _stack([text.time_ids for text in texts], like, dtype)
        if self.references is None:
            return more, None
        given = self.references(uids)
        passes = len(texts) // len(uids)
        if len(given.embeds) != passes or len(given.masks) != len(texts):
            raise ValueError(f"The references of {list(uids)} do not fit {passes} passes; see `guided`.")
        more["image_embeds"] = [given.embeds.repeat_interleave(len(uids), 0).to(like.device, dtype)]
        for processor in self.unet.attn_processors.values():
            if isinstance(processor, IPAdapterAttnProcessor | IPAdapterAttnProcessor2_0):
                processor.scale = [given.scales]
        return more, {"ip_adapter_masks": [given.masks.to(like.device, dtype)]}


class FluxPrediction:
    """Flux, in one pass; in two, one after the other, if `negative` and `true_guidance_scale` are given.

    Args:
        transformer: with the book on it; latents are packed, (rows, patches, C), the book's size in patches.
        guidance_scale: told to the model, if it was distilled to hear it.
        layout: words of boxes, heard in the conditional pass.
        references: called for every chunk, with masks by patches; see `weigh_references`.
    """

    def __init__(
        self,
        transformer: Any,
        book: Book,
        texts: Mapping[str, Text],
        negative: Mapping[str, Text] | None = None,
        *,
        guidance_scale: float = 3.5,
        true_guidance_scale: float = 1.0,
        layout: JointLayout | None = None,
        references: References | None = None,
    ) -> None:
        if true_guidance_scale > 1 and negative is None:
            raise ValueError("true_guidance_scale above 1 needs negative prompts.")
        adapted = getattr(transformer, "encoder_hid_proj", None) is not None
        _check_adapter(adapted, references)
        self.transformer = transformer
        self.book = book
        self.texts = texts
        self.negative = negative
        self.guidance_scale = guidance_scale
        self.true_guidance_scale = true_guidance_scale
        self.layout = layout
        self.references = references

    @torch.no_grad()
    def __call__(self, latents: Tensor, timestep: Tensor, uids: Sequence[str]) -> Tensor:
        """(rows, height * width, C) flow."""
        full = self._pass(latents, timestep, uids, is_negative=False)
        if self.true_guidance_scale <= 1 or self.negative is None:
            return full
        self.book.turn(self.book.step, uids, part="negative")
        empty = self._pass(latents, timestep, uids, is_negative=True)
        return empty + self.true_guidance_scale * (full - empty)

    def _pass(self, latents: Tensor, timestep: Tensor, uids: Sequence[str], *, is_negative: bool) -> Tensor:
        model, count, device = self.transformer, len(latents), latents.device
        height, width = self.book.size
        said = self.negative if is_negative and self.negative is not None else self.texts
        texts = [said[uid] for uid in uids]
        embeds, more = [text.embeds for text in texts], self._refer(uids, latents, is_negative)
        if self.layout is not None and not is_negative:
            embeds, mask = self.layout.tell(embeds, uids, self.book.step)
            more |= {} if mask is None else {"attention_mask": mask.to(device)}
        told = (
            torch.full((count,), self.guidance_scale, device=device) if model.config.guidance_embeds else None
        )
        places = torch.cartesian_prod(torch.arange(height), torch.arange(width))
        ids = torch.cat([torch.zeros(height * width, 1), places], dim=1).to(device, model.dtype)
        return model(
            hidden_states=latents.to(model.dtype),
            timestep=timestep.to(device, model.dtype).expand(count) / 1000,
            guidance=told,
            pooled_projections=_stack([text.pooled for text in texts], latents, model.dtype),
            encoder_hidden_states=_stack(embeds, latents, model.dtype),
            txt_ids=torch.zeros(len(embeds[0]), 3, device=device, dtype=model.dtype),
            img_ids=ids,
            joint_attention_kwargs=more or None,
            return_dict=False,
        )[0]

    def _refer(self, uids: Sequence[str], like: Tensor, is_negative: bool) -> dict[str, Any]:
        """What the adapter is told of these stills; its negative embedding is nothing, as in diffusers."""
        if self.references is None:
            return {}
        given, dtype = self.references(uids), self.transformer.dtype
        embeds = given.embeds[-1:].expand(len(uids), *given.embeds.shape[1:]).to(like.device, dtype)
        loud = torch.tensor(given.scales)[None, :, None] * given.masks[-len(uids) :].flatten(2)
        return {
            "ip_adapter_image_embeds": [embeds * 0 if is_negative else embeds],
            "ip_adapter_masks": loud.to(like.device, dtype),
        }


def _check_adapter(adapted: bool, references: References | None) -> None:
    if adapted != (references is not None):
        raise ValueError(
            "An IP-Adapter is loaded, so references are needed; unload it to draw without."
            if adapted
            else "References need an IP-Adapter; load one into the pipeline first."
        )


def guide_twice(none: Tensor, seen: Tensor, full: Tensor, *, image: float, text: float) -> Tensor:
    """none + image (seen - none) + text (full - seen): a picture and words followed each as closely as told.

    The two-fold guidance of DreamVideo, arXiv 2312.03018. Equal scales are plain guidance by both at once;
    image 1 is guidance by words around the picture; both 1 are `full`.

    Args:
        none, seen, full: predictions with neither, with the picture alone, and with picture and words.
    """
    return none + image * (seen - none) + text * (full - seen)


def _stack(rows: Sequence[Tensor | None], like: Tensor, dtype: torch.dtype) -> Tensor:
    """The rows as one tensor on the device of `like`.

    Raises:
        ValueError: one is missing, or they differ in length.
    """
    present = [row for row in rows if row is not None]
    if len(present) < len(rows) or len({row.shape for row in present}) > 1:
        raise ValueError(
            f"All texts of a chunk need the same parts and lengths; they are {[r.shape for r in present]}."
        )
    return torch.stack(present).to(like.device, dtype)

"""What the video U-Nets share: a first frame that is the keyframe, decoding in pieces, windows over frames.

Knows the parts of a pipeline (vae, unet), nothing of shots.

    watch.adjust.append(FirstFrame(encode_picture(pipe, picture), noise).after_step)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any

import torch
from diffusers.models.attention import BasicTransformerBlock
from torch import Tensor

from consistency.temporal import Balance, TemporalControl
from consistency.windows import Window, choose_stride, fuse_windows, list_windows, spread_prompts
from prompts.render import Temporal
from shots.backends import FrameRule, Image
from shots.diffusion.clips import CHUNK, Section, to_pictures
from shots.diffusion.latents import at_level
from shots.diffusion.steering import Fusing, replace_forward


class FirstFrame:
    """Holds latent frame 0 to a picture at every step, so that it is decoded as the picture itself is.

    Args:
        clean: (1, C, h, w) the picture's latents, as the model has them.
        noise: (F, C, h, w) what the clip starts from.
    """

    def __init__(self, clean: Tensor, noise: Tensor) -> None:
        self.clean = clean
        self.noise = noise[:1]

    def after_step(self, scheduler: Any, step: int, latents: Tensor) -> Tensor:
        """(F, C, h, w) with frame 0 at the level of the step."""
        first = at_level(scheduler, step, self.clean.to(latents), self.noise.to(latents))
        return torch.cat([first, latents[1:]])


@torch.no_grad()
def encode_picture(pipe: Any, picture: Any) -> Tensor:
    """(1, C, h, w) latents of a PIL image as the denoiser has them."""
    with in_full_precision(pipe.vae) as vae:
        values = pipe.video_processor.preprocess(picture, height=picture.height, width=picture.width)
        values = values.to(pipe._execution_device, vae.dtype)
        return vae.encode(values).latent_dist.mode() * vae.config.scaling_factor


@torch.no_grad()
def decode(
    pipe: Any,
    latents: Tensor,
    *,
    chunk: int = CHUNK,
    temporal: bool = False,
    first_alone: bool = False,
    last_alone: bool = False,
) -> Iterator[Image]:
    """Pictures of (F, C, h, w) latents, `chunk` at a time: memory does not grow with the clip.

    Args:
        temporal: the decoder looks at neighbouring frames and is told how many there are.
        first_alone, last_alone: that frame is decoded without its neighbours, as a still is.
    """
    with in_full_precision(pipe.vae) as vae:
        for start in range(0, len(latents), chunk):
            part = latents[start : start + chunk].to(pipe._execution_device, vae.dtype)
            scaled = part / vae.config.scaling_factor
            values = _decode(vae, scaled, temporal)
            if start == 0 and temporal and first_alone:
                values[:1] = _decode(vae, scaled[:1], temporal)
            if start + chunk >= len(latents) and temporal and last_alone:
                values[-1:] = _decode(vae, scaled[-1:], temporal)
            yield from to_pictures((values.float() / 2 + 0.5).permute(0, 2, 3, 1).cpu().numpy())


def _decode(vae: Any, latents: Tensor, temporal: bool) -> Tensor:
    return vae.decode(latents, **({"num_frames": len(latents)} if temporal else {})).sample


@contextmanager
def in_full_precision(vae: Any) -> Iterator[Any]:
    """The VAE, in float32 while it works if float16 would overflow in it."""
    lift = vae.dtype == torch.float16 and vae.config.force_upcast
    if lift:
        vae.to(torch.float32)
    try:
        yield vae
    finally:
        if lift:
            vae.to(torch.float16)


@contextmanager
def windowed(
    unet: Any,
    num_frames: int,
    *,
    window: int,
    stride: int,
    texts: Mapping[int, Tensor] | None = None,
    blend: bool = False,
    fuse: Fusing | None = None,
) -> Iterator[None]:
    """While it lasts, a motion U-Net sees a clip of any length window by window, and each frame its own text.

    Predictions are fused (Gen-L-Video, arXiv 2305.18264) before the pipeline guides and steps; the pipeline
    and its scheduler notice nothing. A clip that fits one window, with one text, runs as it would without.

    Args:
        unet: called with (2 or 1, C, F, h, w), and with one text for each of the rows or of their frames.
        texts: frame -> (tokens, width) for the conditional half; None leaves the pipeline's own.
        blend: a text turns into the next along the way; else it holds until the next begins.
        fuse: how windows become one; default: their weighted mean.
    """
    windows = list_windows(num_frames, window, stride)
    told = texts if texts is not None and len(texts) > 1 else None
    if len(windows) == 1 and told is None:
        yield
        return

    def make(forward: Callable[..., Any]) -> Callable[..., Any]:
        def predict(sample: Tensor, timestep: Any, *, encoder_hidden_states: Tensor, **more: Any) -> Any:
            heard = encoder_hidden_states.unflatten(0, (len(sample), -1)).expand(-1, num_frames, -1, -1)

            def one(place: Window) -> Tensor:
                words = heard[:, slice(*place)]
                if told is not None:
                    own = spread_prompts(told, num_frames, blend=blend, window=place)
                    words = torch.cat([words[:-1], own[None].to(words)])
                part = sample[:, :, slice(*place)]
                return forward(part, timestep, encoder_hidden_states=words.flatten(0, 1), **more).sample

            whole = (
                one(windows[0]) if len(windows) == 1 else fuse_all(map(one, windows), windows, timestep, 2)
            )
            return SimpleNamespace(sample=whole)

        return predict

    fuse_all = fuse or Fusing()
    with replace_forward(unet, make):
        yield


@contextmanager
def attended_in_windows(unet: Any, num_frames: int, *, window: int, stride: int) -> Iterator[None]:
    """While it lasts, temporal attention looks at a clip of any length in windows; all else sees it whole.

    The window fusion of FreeNoise, arXiv 2310.15169: what an attention says in overlapping windows is
    averaged by pyramid weights; positions count from the window's first frame. A clip that fits one window
    runs as it would without. Memory grows with the clip, for every layer holds all of it.

    Args:
        unet: with motion modules whose attention is called with (places, F, width) `hidden_states`.
    """
    windows = list_windows(num_frames, window, stride)
    blocks = [
        module
        for name, module in unet.named_modules()
        if "motion_modules" in name and isinstance(module, BasicTransformerBlock)
    ]
    if not blocks:
        raise TypeError(f"{type(unet).__name__} has no motion modules; AnimateDiff's U-Net has.")

    def make(forward: Callable[..., Tensor], place: Callable[[Tensor], Tensor]) -> Callable[..., Tensor]:
        def attend(hidden_states: Tensor, **more: Any) -> Tensor:
            parts = (forward(place(hidden_states[:, start:stop]), **more) for start, stop in windows)
            return fuse_windows(parts, windows, num_frames, axis=1)

        return attend

    with ExitStack() as stack:
        for block in blocks if len(windows) > 1 else ():
            place = block.pos_embed.forward if block.pos_embed is not None else lambda states: states
            for attn in filter(None, (block.attn1, block.attn2)):
                stack.enter_context(replace_forward(attn, functools.partial(make, place=place)))
            if block.pos_embed is not None:
                stack.enter_context(replace_forward(block.pos_embed, lambda _: lambda states: states))
        yield


def choose_windows(pipe: Any, section: Section, rule: FrameRule | None) -> tuple[list[Window], Fusing]:
    """A section's windows and how they become one; one window where none are asked."""
    assert rule is not None
    window = rule.most if section.by_windows else section.num_frames
    windows = list_windows(section.num_frames, window, choose_stride(window))
    return windows, Fusing(section.render.long == "streaming", pipe.scheduler, section.seed)


def list_levels(unet: Any) -> list[tuple[str, str]]:
    """(down block, up block) names of a U-Net's levels, the finest first."""
    count = len(unet.config.block_out_channels)
    return [(f"down_blocks.{level}", f"up_blocks.{count - 1 - level}") for level in range(count)]


def control_time(unet: Any, temporal: Temporal) -> TemporalControl:
    """The control of temporal attention that a shot asks for.

    The band is as wide as told at the finest level and twice that at the next, where VSTAR has it (4 and 8);
    the balance has BroadWay's share of amplification (1.5 for a pull of 0.6).
    """
    levels = list_levels(unet)[:2]
    band = {
        name: temporal.band * 2**depth for depth, pair in enumerate(levels) for name in pair if temporal.band
    }
    pull = temporal.balance or 0.0
    reference = min(1, len(unet.config.block_out_channels) - 2)
    balance = Balance(pull=pull, gain=1 + pull / 1.2, reference=max(reference, 0)) if pull else None
    return TemporalControl(band=band, balance=balance)

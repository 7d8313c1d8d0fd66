"""What the video U-Nets share: a first frame that is the keyframe, decoding in pieces, windows over frames.

Knows the parts of a pipeline (vae, unet), nothing of shots.

    watch.adjust.append(FirstFrame(encode_picture(pipe, picture), noise).after_step)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor

from consistency.windows import Window, list_windows, predict_windows, spread_prompts
from shots.backends import Image
from shots.diffusion.clips import to_pictures
from shots.diffusion.latents import at_level


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
    pipe: Any, latents: Tensor, *, chunk: int = 8, temporal: bool = False, first_alone: bool = False
) -> Iterator[Image]:
    """Pictures of (F, C, h, w) latents, `chunk` at a time: memory does not grow with the clip.

    Args:
        temporal: the decoder looks at neighbouring frames and is told how many there are.
        first_alone: frame 0 is decoded without its neighbours, as a still is.
    """
    with in_full_precision(pipe.vae) as vae:
        scaled = (latents / vae.config.scaling_factor).to(pipe._execution_device, vae.dtype)
        for start in range(0, len(scaled), chunk):
            values = _decode(vae, scaled[start : start + chunk], temporal)
            if start == 0 and temporal and first_alone:
                values[:1] = _decode(vae, scaled[:1], temporal)
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
    unet: Any, num_frames: int, *, window: int, stride: int, texts: Mapping[int, Tensor] | None = None
) -> Iterator[None]:
    """While it lasts, a motion U-Net sees a clip of any length window by window, and each frame its own text.

    Predictions are fused (Gen-L-Video, arXiv 2305.18264) before the pipeline guides and steps; the pipeline
    and its scheduler notice nothing. A clip that fits one window, with one text, runs as it would without.

    Args:
        unet: called with (2 or 1, C, F, h, w) and one text per frame, as AnimateDiff does.
        texts: frame -> (tokens, width) for the conditional half; None leaves the pipeline's own.
    """
    windows = list_windows(num_frames, window, stride)
    spread = spread_prompts(texts, num_frames) if texts is not None and len(texts) > 1 else None
    if len(windows) == 1 and spread is None:
        yield
        return
    own = unet.__dict__.get("forward")
    unet.forward = _fused(unet.forward, windows, spread)
    try:
        yield
    finally:
        if own is None:
            del unet.forward
        else:
            unet.forward = own


def _fused(forward: Callable[..., Any], windows: list[Window], spread: Tensor | None) -> Callable[..., Any]:
    def predict(sample: Tensor, timestep: Any, *, encoder_hidden_states: Tensor, **more: Any) -> Any:
        rows, frames = sample.shape[0], sample.shape[2]
        texts = encoder_hidden_states.unflatten(0, (rows, frames))
        if spread is not None:
            texts = torch.cat([texts[:-1], spread[None].to(texts)])

        def one(part: Tensor, place: Window) -> Tensor:
            heard = texts[:, place[0] : place[1]].flatten(0, 1)
            return forward(part, timestep, encoder_hidden_states=heard, **more).sample

        return SimpleNamespace(sample=predict_windows(one, sample, windows, axis=2))

    return predict

"""Wan's VAE, a latent frame at a time: what it sees and shows of a clip, in the memory of a few pictures.

It is causal and remembers what was before, so that it gives the same bits as its own `encode` and `decode`,
which hold all pictures of a clip at once, several times over. Where it works in tiles (on the lowest rungs of
the memory ladder) those are used, for each tile goes through the whole clip. Knows a pipeline, no shots.

    yield from decode(pipe, latents)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl_wan import unpatchify
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from torch import Tensor

from shots.backends import Image
from shots.diffusion.clips import to_pictures


@torch.no_grad()
def decode(pipe: Any, latents: Tensor) -> Iterator[Image]:
    """Pictures of (F, C, h, w) latents; those of a latent frame come together."""
    vae = pipe.vae
    wake(vae)
    mean, deviation = statistics(vae, latents)
    clip = (latents.transpose(0, 1)[None] / (1 / deviation) + mean).to(pipe._execution_device, vae.dtype)
    if vae.use_tiling:
        yield from show(vae.decode(clip).sample)
        return
    with forgetting(vae):
        for frame in range(clip.shape[2]):
            vae._conv_idx = [0]
            part = vae.decoder(
                vae.post_quant_conv(clip[:, :, frame : frame + 1]),
                feat_cache=vae._feat_map,
                feat_idx=vae._conv_idx,
                first_chunk=frame == 0,
            )
            yield from show(
                part if vae.config.patch_size is None else unpatchify(part, vae.config.patch_size)
            )


def show(values: Tensor) -> Iterator[Image]:
    """Pictures of (1, 3, F, H, W) in -1..1."""
    frames = values[0].permute(1, 2, 3, 0).clamp(-1, 1)
    return to_pictures((frames / 2 + 0.5).float().cpu().numpy())


@contextmanager
def conditioned_by_frames(pipe: Any) -> Iterator[None]:
    """While it lasts, a Wan pipeline encodes its pictures, and the grey between them, frame by frame.

    Its own way lays out all pictures of the clip first. A pipeline with a timestep per token encodes the
    first picture alone and is left as it is.
    """
    vae, frames_each = pipe.vae, pipe.vae_scale_factor_temporal
    if vae.use_tiling or pipe.config.expand_timesteps:
        yield
        return

    def prepare_latents(
        image: Tensor,
        _batch: int,
        _channels: int,
        height: int,
        width: int,
        num_frames: int,
        dtype: torch.dtype,
        device: torch.device,
        _generator: Any,
        latents: Tensor,
        last_image: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        latents = latents.to(device, dtype)
        mean, deviation = statistics(vae, latents)
        seen = encode_ends(pipe, image, last_image, num_frames).to(device, dtype)
        mask = latents.new_zeros(1, frames_each, *latents.shape[2:])
        mask[:, :, 0] = 1
        if last_image is not None:
            mask[:, -1, -1] = 1
        return latents, torch.cat([mask, (seen - mean) * (1 / deviation)], dim=1)

    pipe.prepare_latents = prepare_latents
    try:
        yield
    finally:
        del pipe.prepare_latents


@torch.no_grad()
def encode_ends(pipe: Any, first: Tensor, last: Tensor | None, num_frames: int) -> Tensor:
    """(1, C, F, h, w) latents of a clip that is grey but for its first picture and, where given, its last.

    Args:
        first, last: (1, 3, H, W) in -1..1.
        num_frames: pictures of the clip, one and then so many to a latent.
    """
    vae, each = pipe.vae, pipe.vae_scale_factor_temporal
    wake(vae)
    count, parts = (num_frames - 1) // each + 1, []
    with forgetting(vae):
        for number in range(count):
            part = first[:, :, None] if number == 0 else first.new_zeros(1, 3, each, *first.shape[2:])
            if number + 1 == count and last is not None:
                part[:, :, -1] = last
            vae._enc_conv_idx = [0]
            parts.append(
                vae.encoder(
                    part.to(pipe._execution_device, vae.dtype),
                    feat_cache=vae._enc_feat_map,
                    feat_idx=vae._enc_conv_idx,
                )
            )
    return DiagonalGaussianDistribution(vae.quant_conv(torch.cat(parts, dim=2))).mode()


def statistics(vae: Any, like: Tensor) -> tuple[Tensor, Tensor]:
    """(mean, deviation) of latents by channel, each (1, C, 1, 1, 1)."""
    mean, deviation = (
        torch.tensor(values).view(1, -1, 1, 1, 1).to(like.device, like.dtype)
        for values in (vae.config.latents_mean, vae.config.latents_std)
    )
    return mean, deviation


def wake(vae: Any) -> None:
    """Bring a VAE that waits elsewhere to its device, as its own `encode` and `decode` do."""
    hook: Any = getattr(vae, "_hf_hook", None)
    if hook is not None:
        hook.pre_forward(vae)


@contextmanager
def forgetting(vae: Any) -> Iterator[None]:
    """The VAE remembers nothing before, and keeps nothing after."""
    vae.clear_cache()
    try:
        yield
    finally:
        vae.clear_cache()

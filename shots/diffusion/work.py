"""What a shot asks of a video model before it is made: tokens, forward passes, and how much work they are.

Read from the model's configuration; nothing is loaded. Work is in floating-point operations as the field
counts them, 2 x parameters x tokens for the layers and 4 x layers x width x tokens^2 for attention over all
tokens; for U-Nets the first alone. It is a measure to compare shots of one model by, not a promise. Nor is
the memory of activations, which is estimated from widths.

    reckon(backend.family, task, sections=(81, 81), window=None)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from consistency.windows import choose_stride, list_windows
from prompts.render import Render
from shots.backends import ClipTask, Work
from shots.diffusion.memory import GIB
from shots.diffusion.model_files import find_parts, measure_weights, read_config

HALF = 2
"""bytes of a weight in memory, on a card"""
MAPS = 4
"""of the decoder's finest level at once: a residual and a convolution, in and out"""


def reckon(family: Any, task: ClipTask, sections: Sequence[int], window: int | None) -> Work:
    """The work of one shot.

    Args:
        family: its folder, steps and guidance, and how it lays latents are read.
        sections: pictures made in each go.
        window: pictures seen at once where windows overlap; None: a whole section.
    """
    passes = count_passes(family, task.render)
    config = _read_denoiser(family)
    cell = _cell(family, config)
    places = (task.panel.width // cell[1]) * (task.panel.height // cell[1])
    weights = measure_weights(family.folder, per_still=0.0, bytes_each=HALF)
    parameters = weights.largest * GIB / HALF
    breadth = _breadth(config)
    most = count = 0
    work = 0.0
    for pictures in sections:
        latents = -(-(pictures - 1) // family.frames_per_latent) + 1
        seen = latents if window is None else min(-(-(window - 1) // family.frames_per_latent) + 1, latents)
        for start, stop in list_windows(latents, seen, choose_stride(seen)):
            tokens = math.ceil((stop - start) / cell[0]) * places
            each = passes * family.num_inference_steps
            most, count = max(most, tokens), count + each
            work += each * (2 * parameters * tokens + 4 * breadth * tokens**2)
    rows = 1 if getattr(family, "guided_in_turn", False) else min(passes, 2)
    denoising = rows * most * _values_per_token(config) * HALF / GIB
    return Work(work, most, count, weights.total, denoising, _decoding(family, task, max(sections)) / GIB)


def _values_per_token(config: dict[str, Any]) -> float:
    """Values that a forward pass holds to a token where it holds most.

    A transformer: its residual, norm, query, key, value and answer, and the feed-forward's two sides. A U-Net
    at its finest level: the same with a gated feed-forward, and what all levels keep for the way up.
    """
    channels = config.get("block_out_channels")
    if channels:
        layers = config.get("layers_per_block", 2)
        each = layers if isinstance(layers, int) else max(layers)
        kept = sum((each + 1) * width / 4**level for level, width in enumerate(channels))
        return 16 * channels[0] + kept
    heads, head = config.get("num_attention_heads", 0), config.get("attention_head_dim", 0)
    width = (heads if isinstance(heads, int) else 0) * (head if isinstance(head, int) else 0)
    return 8 * width + 2 * int(config.get("ffn_dim") or 4 * width)


def _decoding(family: Any, task: ClipTask, pictures: int) -> float:
    """Bytes of the decoder's finest maps, and of the pictures where all come at once."""
    vae = read_config(family.folder, "vae")
    channels = vae.get("decoder_block_out_channels") or vae.get("block_out_channels")
    wide = channels[0] if channels else vae.get("base_dim", 128) * (vae.get("dim_mult") or [1])[0]
    patch = vae.get("patch_size")
    area = task.panel.width * task.panel.height
    once = getattr(family, "decoded_at_once", None)
    maps = MAPS * (min(once, pictures) if once else pictures) * wide * area / int(patch or 1) ** 2
    return HALF * 2 * (maps + (0 if once else 2 * 3 * pictures * area))  # VAEs work in 32 bit, or may


def count_passes(family: Any, render: Render) -> int:
    """Forward passes to a step: one, and one more for each kind of guidance that has weight."""
    asked = render.guidance
    if family.hears and asked is not None and asked.image is not None:
        return 3 if asked.image != 1 else 2
    usual = getattr(family, "guidance_scale", 1.0)
    return 2 if (usual if asked is None or asked.text is None else asked.text) > 1 else 1


def _read_denoiser(family: Any) -> dict[str, Any]:
    part = next((p for p in find_parts(family.folder) if p in ("transformer", "unet")), "transformer_2")
    return read_config(family.folder, part)


def _cell(family: Any, config: dict[str, Any]) -> tuple[int, int]:
    """(latent frames, pixels of a side) to a token."""
    pixels = getattr(family, "pixels_per_latent", None)
    if pixels is None:
        blocks = read_config(family.folder, "vae").get("block_out_channels", (0,) * 4)
        pixels = 2 ** (len(blocks) - 1)
    patch = config.get("patch_size", 1)
    if isinstance(patch, list | tuple):
        return int(patch[0]), pixels * int(patch[-1])
    return int(config.get("patch_size_t") or 1), pixels * int(patch or 1)


def _breadth(config: dict[str, Any]) -> float:
    """Layers x width of attention over all tokens; 0 for U-Nets, which have none."""
    heads, head = config.get("num_attention_heads"), config.get("attention_head_dim")
    if "block_out_channels" in config or not isinstance(heads, int) or not isinstance(head, int):
        return 0.0
    layers = sum(int(config.get(name) or 0) for name in ("num_layers", "num_single_layers"))
    return float(layers * heads * head)

"""Image models, opened: words, noise and pictures in and out of one model's latents.

Two shapes of model, U-Nets (SD1.5, SDXL) and Flux transformers, behind one set of methods, so that drawing
need not know which it has. Knows prompts as strings and pictures as arrays, nothing of shots or anchors.

    model = open_image_model(FAMILIES["sdxl"], Path("models/sdxl"), rung)
    frame = model.decode(model.encode_picture(frame))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from consistency.book import Book
from consistency.denoise import Predict, Scheduler
from consistency.joint_regions import JointLayout, weigh_references
from consistency.prediction import FluxPrediction, References, Text, UNetPrediction
from consistency.regional import RegionalAttention, Words
from shots.diffusion.memory import Rung
from shots.diffusion.models import choose_device, choose_dtype, open_pipeline
from shots.diffusion.picture_sizes import Family

Frame = NDArray[np.uint8]
Size = tuple[int, int]
"""(height, width)"""
Layout = RegionalAttention | JointLayout
"""the words of boxes on a U-Net, or on Flux"""
FORGETFUL = {
    "DDIMScheduler",
    "DDPMScheduler",
    "EulerAncestralDiscreteScheduler",
    "EulerDiscreteScheduler",
    "LCMScheduler",
}
"""schedulers whose every step depends on the latents alone"""


@dataclass(frozen=True)
class Guidance:
    """How strongly the words are followed."""

    scale: float
    steps: int


class ImageModel(Protocol):
    """What drawing needs of a model."""

    pipe: Any
    device: str

    @property
    def network(self) -> Any:
        """The U-Net or transformer, on which books are opened."""
        ...

    @property
    def is_adapted(self) -> bool:
        """Whether an IP-Adapter is loaded."""
        ...

    def grid(self, size: Size) -> Size:
        """(height, width) of the latents, or of a transformer's patches, for a picture of this size."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens of the encoder's window a text takes, without end marks."""
        ...

    def encode_text(self, text: str, size: Size) -> Text:
        """A prompt as the model takes it, on its device."""
        ...

    def lay_out(
        self, words: Mapping[str, Sequence[Words]], size: Size, last_step: Mapping[str, int]
    ) -> Layout:
        """The words of each still by box, as `predict` takes them."""
        ...

    def encode_words(self, text: str, size: Size) -> Tensor:
        """(tokens, width) of what is said inside a box."""
        ...

    def mask_size(self, size: Size) -> Size:
        """(height, width) of the masks of references, for a picture of this size."""
        ...

    def on(self, layout: Layout | None) -> AbstractContextManager[object]:
        """The layout, and the masks of references, on the network until leaving."""
        ...

    def draw_noise(self, seed: int, size: Size) -> Tensor:
        """One row of unit noise in the model's latents, of the seed alone, whatever the device."""
        ...

    def start(self, guidance: Guidance, size: Size, *, forgetful: bool = False) -> Scheduler:
        """A fresh scheduler with its timesteps set; if `forgetful`, one that remembers no earlier step."""
        ...

    def add_noise(self, scheduler: Any, clean: Tensor, noise: Tensor, step: int) -> Tensor:
        """The latents of a picture as they are before a step."""
        ...

    def predict(
        self,
        book: Book,
        texts: Mapping[str, Text],
        negative: Mapping[str, Text],
        guidance: Guidance,
        layout: Layout | None,
        references: References | None,
    ) -> Predict:
        """What the model says of some stills at one step."""
        ...

    def encode_picture(self, picture: Frame) -> Tensor:
        """One row of clean latents."""
        ...

    def decode(self, latents: Tensor, size: Size) -> Frame:
        """One row of clean latents as a picture."""
        ...


def open_image_model(family: Family, folder: Path, rung: Rung | None = None) -> ImageModel:
    """A model of a family from a folder of safetensors.

    Raises:
        BackendError: weights that are missing, damaged or of another architecture.
    """
    device = choose_device()
    dtype: Any = choose_dtype(device)
    if dtype == torch.float16:  # in which SDXL's VAE overflows
        dtype = {"default": dtype, "vae": torch.float32}
    parts: dict[str, Any] = {}
    if family.name == "sd15":
        parts = {"safety_checker": None, "requires_safety_checker": False}
    pipe = open_pipeline(
        family.classes, folder, name=family.name, device=device, dtype=dtype, rung=rung, **parts
    )
    for part in pipe.components.values():
        if isinstance(part, torch.nn.Module):
            part.requires_grad_(False)  # layout guidance asks for gradients of latents alone
    return FluxModel(pipe, device) if family.name == "flux" else UNetModel(pipe, device)


class _Painter:
    """What both shapes share: the way through the VAE."""

    def __init__(self, pipe: Any, device: str) -> None:
        self.pipe = pipe
        self.device = device

    @property
    def network(self) -> Any:
        """The part that predicts."""
        return self.pipe.transformer if hasattr(self.pipe, "transformer") else self.pipe.unet

    @property
    def is_adapted(self) -> bool:
        """Whether an IP-Adapter is loaded."""
        return getattr(self.network, "encoder_hid_proj", None) is not None

    @torch.no_grad()
    def _encode(self, picture: Frame) -> Tensor:
        """(1, C, h, w), scaled."""
        vae = self.pipe.vae
        pixels = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
        latents = vae.encode(pixels.to(self.device, vae.dtype)).latent_dist.mode().float()
        return (latents - (vae.config.shift_factor or 0.0)) * vae.config.scaling_factor

    @torch.no_grad()
    def _decode(self, latents: Tensor) -> Frame:
        vae = self.pipe.vae
        clean = latents / vae.config.scaling_factor + (vae.config.shift_factor or 0.0)
        pixels = vae.decode(clean.to(self.device, vae.dtype), return_dict=False)[0]
        unit = (pixels[0].float() / 2 + 0.5).clamp(0, 1)
        return (unit * 255).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()


class UNetModel(_Painter):
    """SD1.5 or SDXL."""

    def grid(self, size: Size) -> Size:
        """(height, width) of the latents."""
        return size[0] // self.pipe.vae_scale_factor, size[1] // self.pipe.vae_scale_factor

    def count_tokens(self, text: str) -> int:
        """Tokens of the first CLIP encoder, without end marks."""
        return len(self.pipe.tokenizer(text, truncation=False).input_ids) - 2

    def find_tokens(self, text: str, first: int, last: int) -> tuple[int, ...]:
        """Places, in the encoded prompt, of the tokens that have letters of text[first:last]."""
        spans = self.pipe.tokenizer(text, return_offsets_mapping=True, truncation=True).offset_mapping
        return tuple(i for i, (start, end) in enumerate(spans) if max(start, first) < min(end, last))

    @torch.no_grad()
    def encode_text(self, text: str, size: Size) -> Text:
        """A prompt as a U-Net takes it."""
        pipe = self.pipe
        if not hasattr(pipe, "text_encoder_2"):
            embeds, _ = pipe.encode_prompt(text, self.device, 1, False)
            return Text(embeds[0])
        embeds, _, pooled, _ = pipe.encode_prompt(text, device=self.device, do_classifier_free_guidance=False)
        if not text and pipe.config.force_zeros_for_empty_prompt:
            embeds, pooled = embeds * 0, pooled * 0
        return Text(embeds[0], pooled[0], torch.tensor([*size, 0, 0, *size], dtype=torch.float32))

    def lay_out(
        self, words: Mapping[str, Sequence[Words]], size: Size, last_step: Mapping[str, int]
    ) -> RegionalAttention:
        """The words of each still by box."""
        return RegionalAttention(words, size=self.grid(size), last_step=last_step)

    def encode_words(self, text: str, size: Size) -> Tensor:
        """(77, width): as a prompt, end marks and all."""
        return self.encode_text(text, size).embeds

    def mask_size(self, size: Size) -> Size:
        """In pixels: diffusers scales masks for every layer."""
        return size

    def on(self, layout: Layout | None) -> AbstractContextManager[object]:
        """The layout on the U-Net."""
        return layout.on(self.network) if isinstance(layout, RegionalAttention) else nullcontext()

    def draw_noise(self, seed: int, size: Size) -> Tensor:
        """One row of unit noise, of the seed alone."""
        shape = (1, self.pipe.unet.config.in_channels, *self.grid(size))
        return torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(self.device)

    def start(self, guidance: Guidance, size: Size, *, forgetful: bool = False) -> Scheduler:
        """A fresh scheduler with its timesteps set; Euler's where the model's own remembers earlier steps."""
        from diffusers import EulerDiscreteScheduler

        kind = type(self.pipe.scheduler)
        kind = EulerDiscreteScheduler if forgetful and kind.__name__ not in FORGETFUL else kind
        scheduler = kind.from_config(self.pipe.scheduler.config)
        scheduler.set_timesteps(guidance.steps, device=self.device)
        return scheduler

    def add_noise(self, scheduler: Any, clean: Tensor, noise: Tensor, step: int) -> Tensor:
        """The latents of a picture as they are before a step."""
        return scheduler.add_noise(clean, noise, scheduler.timesteps[step : step + 1])

    def predict(
        self,
        book: Book,
        texts: Mapping[str, Text],
        negative: Mapping[str, Text],
        guidance: Guidance,
        layout: Layout | None,
        references: References | None,
    ) -> Predict:
        """What the U-Net, guided by the negative prompt, says of some stills at one step."""
        return UNetPrediction(
            self.pipe.unet,
            book,
            texts,
            negative,
            guidance_scale=guidance.scale,
            layout=layout if isinstance(layout, RegionalAttention) else None,
            references=references,
        )

    def encode_picture(self, picture: Frame) -> Tensor:
        """One row of clean latents."""
        return self._encode(picture)

    def decode(self, latents: Tensor, size: Size) -> Frame:
        """The picture of one row of clean latents."""
        return self._decode(latents)


class FluxModel(_Painter):
    """Flux, whose latents are rows of patches."""

    @property
    def max_length(self) -> int:
        """Tokens of the T5 window: models that were distilled without guidance know 256."""
        return 512 if self.pipe.transformer.config.guidance_embeds else 256

    def grid(self, size: Size) -> Size:
        """(height, width) of the patches."""
        patch = self.pipe.vae_scale_factor * 2
        return size[0] // patch, size[1] // patch

    def count_tokens(self, text: str) -> int:
        """Tokens of T5, without end marks."""
        return len(self.pipe.tokenizer_2(text, truncation=False).input_ids) - 1

    @torch.no_grad()
    def encode_text(self, text: str, size: Size) -> Text:
        """A prompt as Flux takes it."""
        embeds, pooled, _ = self.pipe.encode_prompt(
            text, None, device=self.device, max_sequence_length=self.max_length
        )
        return Text(embeds[0], pooled[0])

    def lay_out(
        self, words: Mapping[str, Sequence[Words]], size: Size, last_step: Mapping[str, int]
    ) -> JointLayout:
        """The words of each still by box."""
        return JointLayout(words, size=self.grid(size), last_step=last_step)

    def encode_words(self, text: str, size: Size) -> Tensor:
        """(tokens, width): without the padding that follows a prompt."""
        return self.encode_text(text, size).embeds[: self.count_tokens(text) + 1]

    def mask_size(self, size: Size) -> Size:
        """In patches."""
        return self.grid(size)

    def on(self, layout: Layout | None) -> AbstractContextManager[object]:
        """The masks of references on the transformer; words of boxes need nothing there."""
        return weigh_references(self.network)

    def draw_noise(self, seed: int, size: Size) -> Tensor:
        """One row of unit noise, of the seed alone."""
        height, width = self.grid(size)
        channels = self.pipe.transformer.config.in_channels // 4
        shape = (1, channels, height * 2, width * 2)
        return self._pack(torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(self.device))

    def start(self, guidance: Guidance, size: Size, *, forgetful: bool = False) -> Scheduler:
        """A fresh scheduler with its timesteps set; Flux's own remembers nothing."""
        from diffusers.pipelines.flux.pipeline_flux import calculate_shift

        scheduler = type(self.pipe.scheduler).from_config(self.pipe.scheduler.config)
        config, tokens = scheduler.config, self.grid(size)[0] * self.grid(size)[1]
        shift = calculate_shift(
            tokens,
            config.get("base_image_seq_len", 256),
            config.get("max_image_seq_len", 4096),
            config.get("base_shift", 0.5),
            config.get("max_shift", 1.15),
        )
        sigmas = np.linspace(1.0, 1 / guidance.steps, guidance.steps).tolist()
        more = {"mu": shift} if config.get("use_dynamic_shifting") else {}
        scheduler.set_timesteps(sigmas=sigmas, device=self.device, **more)
        return scheduler

    def add_noise(self, scheduler: Any, clean: Tensor, noise: Tensor, step: int) -> Tensor:
        """The latents of a picture as they are before a step."""
        sigma = scheduler.sigmas[step].to(clean)
        return sigma * noise + (1 - sigma) * clean

    def predict(
        self,
        book: Book,
        texts: Mapping[str, Text],
        negative: Mapping[str, Text],
        guidance: Guidance,
        layout: Layout | None,
        references: References | None,
    ) -> Predict:
        """What the transformer, which hears no negative prompt, says of some stills at one step."""
        return FluxPrediction(
            self.pipe.transformer,
            book,
            texts,
            guidance_scale=guidance.scale,
            layout=layout if isinstance(layout, JointLayout) else None,
            references=references,
        )

    def encode_picture(self, picture: Frame) -> Tensor:
        """One row of clean latents."""
        return self._pack(self._encode(picture))

    def decode(self, latents: Tensor, size: Size) -> Frame:
        """The picture of one row of clean latents."""
        height, width = size
        return self._decode(self.pipe._unpack_latents(latents, height, width, self.pipe.vae_scale_factor))

    def _pack(self, latents: Tensor) -> Tensor:
        return self.pipe._pack_latents(latents, *latents.shape)


def stack_noise(model: ImageModel, seeds: Sequence[int], size: Size) -> Tensor:
    """(len(seeds), ...) unit noise, each row of its own seed."""
    return torch.cat([model.draw_noise(seed, size) for seed in seeds])


__all__ = [
    "FluxModel",
    "Guidance",
    "ImageModel",
    "UNetModel",
    "open_image_model",
    "stack_noise",
]

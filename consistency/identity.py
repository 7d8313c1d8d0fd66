"""Identities from reference pictures, through an IP-Adapter: one embedding per reference, bound to its box.

diffusers silently mixes references that are given per prompt of a batch. Here all references of a batch are
images of one adapter, and masks of the form [2B, n, H, W] choose who is in which panel, and where.
Knows pictures, entities and boxes, nothing of stories. IP-Adapter: arXiv 2308.06721.

    book = Identities(encode_with(pipe), adapter="ip-adapter-plus_sdxl_vit-h")
    fox = Identity("fox", book.embed(read_reference("fox.png")), fidelity=0.6)
    pipe(prompt, **condition([{"fox": (0, 0, .5, 1)}], [fox], height=1024, width=1024).apply(pipe))
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError
from torch import Tensor

from consistency.boxes import Box
from consistency.layout import adapter_masks
from consistency.measure import Frame, crop_box

_MAX_SIDE = 16_384
_MAX_PIXELS = 80_000_000
_MIN_SIDE = 16


@dataclass(frozen=True)
class Identity:
    """What an entity looks like to an adapter, and how closely that is to be kept."""

    entity: str
    embeds: Tensor
    """(2, 1, ...): the negative and the positive embedding of one reference picture"""
    fidelity: float = 0.6
    """0..1, the adapter's scale; an entity with several references shares it out among them"""

    def __post_init__(self) -> None:
        if self.embeds.ndim < 3 or self.embeds.shape[:2] != (2, 1):
            raise ValueError(
                f"The embeds of {self.entity!r} are {tuple(self.embeds.shape)}; one reference is "
                "(2, 1, ...), negative and positive. References per prompt cannot be batched: "
                "diffusers would mix them."
            )
        if not 0 <= self.fidelity <= 1:
            raise ValueError(f"fidelity is {self.fidelity}; it must be in 0..1.")


@dataclass(frozen=True)
class Conditioning:
    """What a pipeline needs to draw a batch of panels with their references."""

    embeds: Tensor
    """(2, n, ...), or (1, n, ...) without guidance"""
    masks: Tensor
    """(2B, n, height, width), or (B, ...) without guidance"""
    scales: list[float]
    """n, one per reference"""

    def apply(self, pipe: Any) -> dict[str, Any]:
        """Arguments for a call of the pipeline, whose adapter is set to the scales."""
        pipe.set_ip_adapter_scale([self.scales])
        device, dtype = pipe.unet.device, pipe.unet.dtype
        return {
            "ip_adapter_image_embeds": [self.embeds.to(device, dtype)],
            "cross_attention_kwargs": {"ip_adapter_masks": [self.masks.to(device, dtype)]},
        }


class Identities:
    """Embeddings of reference pictures for one adapter, each made once.

    Args:
        encode: a square picture -> (2, 1, ...); see `encode_with`. None: only what is known is given.
        adapter: names the adapter and its image encoder; embeddings of another are never used.
    """

    def __init__(self, encode: Callable[[Frame], Tensor] | None, adapter: str) -> None:
        self.encode = encode
        self.adapter = adapter
        self._known: dict[str, Tensor] = {}

    def embed(self, frame: Frame, box: Box | None = None) -> Tensor:
        """(2, 1, ...) of the part of a picture inside a box.

        Raises:
            ValueError: it is not known, and there is no encoder.
        """
        square = square_reference(frame, box)
        digest = hashlib.sha256(square.tobytes())
        digest.update(repr((self.adapter, square.shape)).encode())
        key = f"{self.adapter}/{digest.hexdigest()}"
        if key not in self._known:
            if self.encode is None:
                raise ValueError("This reference has not been encoded; an encoder is needed (encode_with).")
            self._known[key] = self.encode(square).detach().cpu().contiguous()
        return self._known[key]

    def dump(self) -> bytes:
        """All embeddings as safetensors, to be kept by the caller."""
        from safetensors.torch import save

        return save(self._known)

    def load(self, data: bytes) -> None:
        """Take in what `dump` gave.

        Raises:
            ValueError: no safetensors, or made with another adapter.
        """
        from safetensors import SafetensorError
        from safetensors.torch import load

        try:
            tensors = load(data)
        except SafetensorError as error:
            raise ValueError(f"The identities cannot be read: {error}. Make them again.") from error
        if foreign := {key.rpartition("/")[0] for key in tensors} - {self.adapter}:
            raise ValueError(
                f"These identities were made with {', '.join(sorted(foreign))}, not with {self.adapter}. "
                "Make them again from the reference pictures."
            )
        self._known.update(tensors)


def encode_with(pipe: Any) -> Callable[[Frame], Tensor]:
    """An encoder of pictures by the adapter and image encoder that are loaded in a pipeline.

    Raises:
        ValueError: no adapter, several, or no image encoder is loaded.
    """
    network = pipe.transformer if hasattr(pipe, "transformer") else pipe.unet
    projection = getattr(network, "encoder_hid_proj", None)
    layers = getattr(projection, "image_projection_layers", None)
    if layers is None or len(layers) != 1:
        raise ValueError("Load exactly one IP-Adapter into the pipeline first (load_ip_adapter).")
    if getattr(pipe, "image_encoder", None) is None or getattr(pipe, "feature_extractor", None) is None:
        raise ValueError("The IP-Adapter was loaded without its image encoder; give image_encoder_folder.")

    @torch.no_grad()
    def encode(frame: Frame) -> Tensor:
        pictures = [[Pillow.fromarray(frame)]]
        if network is not getattr(pipe, "unet", None):  # a transformer, whose pipeline knows no negative
            (positive,) = pipe.prepare_ip_adapter_image_embeds(pictures, None, network.device, 1)
            return torch.cat([torch.zeros_like(positive), positive])
        return pipe.prepare_ip_adapter_image_embeds(pictures, None, pipe.unet.device, 1, True)[0]

    return encode


def read_reference(path: str | Path) -> Frame:
    """A picture file as (H, W, 3) uint8 RGB, upright, transparency on white.

    Raises:
        ValueError: no picture, damaged, too large or too small.
        FileNotFoundError: no such file.
    """
    try:
        with Pillow.open(path) as image:
            width, height = image.size
            if max(width, height) > _MAX_SIDE or width * height > _MAX_PIXELS:
                raise ValueError(
                    f"{path} is {width} x {height} pixels; at most {_MAX_SIDE} a side and "
                    f"{_MAX_PIXELS // 1_000_000} million in all are read. Make it smaller."
                )
            if min(width, height) < _MIN_SIDE:
                raise ValueError(
                    f"{path} is {width} x {height} pixels; at least {_MIN_SIDE} a side are needed."
                )
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except UnidentifiedImageError as error:
        raise ValueError(f"{path} is no picture that can be read. Use PNG, JPEG or WebP.") from error
    except (OSError, SyntaxError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ValueError(f"{path} is damaged: {error}. Save it again.") from error
    ground = Pillow.new("RGBA", upright.size, "white")
    return np.asarray(Pillow.alpha_composite(ground, upright).convert("RGB"))


def read_faces(path: str | Path, length: int) -> list[Tensor]:
    """Embeddings of a face as adapters of the FaceID kind take them, (2, 1, length): negative and positive.

    A safetensors file holds them as tensors (length,) or (n, length), made by any model of faces that the
    adapter was trained with (ArcFace); only their direction counts.

    Raises:
        ValueError: no safetensors, or no embeddings of this length that are finite and not zero.
        FileNotFoundError: no such file.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} is not there.")
    try:
        tensors = load_file(path)
    except (SafetensorError, OSError) as error:
        raise ValueError(f"{path} cannot be read: {error}. Save the embeddings as safetensors.") from error
    shapes = [tuple(tensor.shape) for tensor in tensors.values()]
    if not shapes or any(shape[-1:] != (length,) for shape in shapes):
        raise ValueError(f"{path} holds {shapes}; the adapter reads embeddings of {length} numbers.")
    rows = [row for tensor in tensors.values() for row in tensor.float().reshape(-1, length)]
    if not all(bool(row.isfinite().all()) and bool(row.any()) for row in rows):
        raise ValueError(f"{path} holds embeddings that are zero or not finite. Make them again.")
    units = [F.normalize(row, dim=0) for row in rows]
    return [torch.stack([torch.zeros_like(unit), unit])[:, None] for unit in units]


def square_reference(frame: Frame, box: Box | None = None, *, side: int = 512) -> Frame:
    """(side, side, 3): the box of a reference, padded with its edges' mean colour to a square.

    Image encoders crop to the middle square, which would cut off heads and feet.
    """
    part = crop_box(frame, box)
    longer = max(part.shape[:2])
    edges = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    square = np.empty((longer, longer, 3), np.uint8)
    square[:] = edges.mean(0).round().astype(np.uint8)
    top, left = (longer - part.shape[0]) // 2, (longer - part.shape[1]) // 2
    square[top : top + part.shape[0], left : left + part.shape[1]] = part
    return np.asarray(Pillow.fromarray(square).resize((side, side), Pillow.Resampling.LANCZOS))


def condition(
    panels: Sequence[Mapping[str, Box | None]],
    identities: Sequence[Identity],
    *,
    height: int,
    width: int,
    guided: bool = True,
) -> Conditioning:
    """The references of a batch of panels, each in the panels and boxes of its entity.

    A panel without references is drawn as if there were no adapter. Only references of entities that occur in
    the batch are given; if none does, the first one is, masked out everywhere.

    Args:
        panels: entity -> box, from back to front; None is the whole picture outside the boxes of others.
        height, width: of the pictures in pixels.

    Raises:
        ValueError: no identities at all.
    """
    if not identities:
        raise ValueError("An IP-Adapter needs at least one reference; unload it to draw without.")
    seen = {name for panel in panels for name in panel}
    used = [identity for identity in identities if identity.entity in seen] or [identities[0]]
    count = Counter(identity.entity for identity in used)
    embeds = torch.cat([identity.embeds for identity in used], dim=1)
    masks = adapter_masks(panels, [identity.entity for identity in used], height, width, guided=guided)
    scales = [identity.fidelity / count[identity.entity] for identity in used]
    return Conditioning(embeds if guided else embeds[1:], masks, scales)

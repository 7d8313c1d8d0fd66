"""Likeness by learned features: CLIP for picture and text, DINOv2 for identity, from a local folder.

Weights are never fetched here. Where there are none, a measure has no value and says why: never a guess.
Knows pictures and words as arrays and strings, nothing of stories.

    encoder, reason = open_encoder("clip", "models/clip-vit-large-patch14")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from PIL import Image as Pillow
from torch import Tensor

from consistency.measure import Frame, check_frame

_CLIP = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


@dataclass(frozen=True)
class Score:
    """A measured value, or none and the reason."""

    value: float | None
    reason: str = ""


class Encoder:
    """A vision model with its statistics; text too, if it is CLIP."""

    def __init__(self, model: Any, size: int, statistics: Any, tokenizer: Any = None) -> None:
        self.model = model
        self.size = size
        self.tokenizer = tokenizer
        self.mean, self.std = (torch.tensor(values).reshape(3, 1, 1) for values in statistics)

    @torch.no_grad()
    def encode_images(self, frames: Sequence[Frame]) -> Tensor:
        """(len(frames), D) float32 of length one."""
        pixels = torch.stack([self._prepare(frame) for frame in frames])
        pixels = pixels.to(self.model.device, self.model.dtype)
        if self.tokenizer is None:
            features = self.model(pixel_values=pixels).pooler_output
        else:
            features = self.model.get_image_features(pixel_values=pixels).pooler_output
        return torch.nn.functional.normalize(features.float(), dim=-1).cpu()

    @torch.no_grad()
    def encode_texts(self, texts: Sequence[str]) -> Tensor:
        """(len(texts), D) float32 of length one; longer texts are cut at the encoder's window.

        Raises:
            TypeError: this encoder has no text side.
        """
        if self.tokenizer is None:
            raise TypeError(f"{type(self.model).__name__} encodes pictures only; text needs CLIP.")
        tokens = self.tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt")
        features = self.model.get_text_features(**tokens.to(self.model.device)).pooler_output
        return torch.nn.functional.normalize(features.float(), dim=-1).cpu()

    def _prepare(self, frame: Frame) -> Tensor:
        """(3, size, size): all of the picture, padded to a square with grey, for crops are of any shape."""
        check_frame(frame)
        longer = max(frame.shape[:2])
        square = np.full((longer, longer, 3), 127, np.uint8)
        top, left = (longer - frame.shape[0]) // 2, (longer - frame.shape[1]) // 2
        square[top : top + frame.shape[0], left : left + frame.shape[1]] = frame
        scaled = Pillow.fromarray(square).resize((self.size, self.size), Pillow.Resampling.BICUBIC)
        pixels = torch.from_numpy(np.asarray(scaled, dtype=np.float32).copy()).permute(2, 0, 1) / 255
        return (pixels - self.mean) / self.std


def open_encoder(kind: Literal["clip", "dinov2"], folder: str | Path | None) -> tuple[Encoder | None, str]:
    """(encoder, "") from a local folder in the transformers layout, or (None, why there is none)."""
    if folder is None or not (Path(folder) / "config.json").is_file():
        return None, f"no {kind} weights" + (f" in {folder}" if folder else "")
    from transformers import CLIPModel, CLIPTokenizer, Dinov2Model

    try:
        if kind == "clip":
            model = CLIPModel.from_pretrained(folder, local_files_only=True, use_safetensors=True)
            tokenizer = CLIPTokenizer.from_pretrained(folder, local_files_only=True)
            return Encoder(model.eval(), model.config.vision_config.image_size, _CLIP, tokenizer), ""
        model = Dinov2Model.from_pretrained(folder, local_files_only=True, use_safetensors=True)
        return Encoder(model.eval(), model.config.image_size, _IMAGENET), ""
    except (OSError, ValueError) as error:
        return None, f"the {kind} weights in {folder} cannot be read: {str(error).splitlines()[0]}"


def score_images(opened: tuple[Encoder | None, str], a: Frame, b: Frame) -> Score:
    """Cosine of two pictures' features, -1..1; give crops to compare an entity."""
    encoder, reason = opened
    if encoder is None:
        return Score(None, reason)
    one, other = encoder.encode_images([a, b])
    return Score(float(one @ other))


def score_text(opened: tuple[Encoder | None, str], frame: Frame, text: str) -> Score:
    """Cosine of a picture and a text, -1..1, as CLIPScore (arXiv 2104.08718) without its factor."""
    encoder, reason = opened
    if encoder is None:
        return Score(None, reason)
    if encoder.tokenizer is None:
        return Score(None, "the encoder has no text side; give CLIP")
    return Score(float(encoder.encode_images([frame])[0] @ encoder.encode_texts([text])[0]))

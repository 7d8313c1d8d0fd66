"""Models that can be pulled by a short name: where they lie, how large they are, under which licence.

python -c "from shots.diffusion.known_models import KNOWN; print(*KNOWN)"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A model that can be pulled by a short name."""

    repo: str
    gib: float
    """about how much is pulled"""
    variant: str | None
    licence: str
    skip: tuple[str, ...] = ()
    """patterns of files in the repository that no backend reads"""


KNOWN: Mapping[str, Known] = {
    "sd15": Known(
        "stable-diffusion-v1-5/stable-diffusion-v1-5",
        2.0,
        "fp16",
        "CreativeML Open RAIL-M",
        ("safety_checker/*", "v1-5*", "*non_ema*"),
    ),
    "sdxl": Known(
        "stabilityai/stable-diffusion-xl-base-1.0",
        6.5,
        "fp16",
        "CreativeML Open RAIL++-M",
        ("sd_xl*", "*onnx*", "*openvino*", "vae_1_0/*", "*flax*"),
    ),
    "flux": Known("black-forest-labs/FLUX.1-schnell", 31.5, None, "Apache-2.0", ("flux1*", "ae.safetensors")),
}

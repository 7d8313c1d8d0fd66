"""Families of image models, and the size at which each of them draws a frame.

A model draws well near the size it was trained on. A frame that is near enough is drawn as it is; any other
is drawn at the nearest fitting size of the same shape and scaled. Loads nothing heavy.

    python -c "from shots.diffusion.picture_sizes import choose_size; print(choose_size(1280, 720, 2**18, 8))"
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shots.backends import Image
from shots.diffusion.model_files import read_config


@dataclass(frozen=True)
class Family:
    """Models of one architecture."""

    name: str
    title: str
    classes: tuple[str, ...]
    """diffusers pipelines"""
    side: int
    """pixels a side of the square pictures that it was trained on"""
    window: int
    """tokens of its text encoder, without end marks"""
    steps: int
    scale: float
    """of guidance"""
    per_still: float
    """GiB of activations for one picture in work, reckoned"""
    region_window: int = 75
    """tokens of what is said inside one box"""


FAMILIES = {
    "sd15": Family("sd15", "Stable Diffusion 1.5", ("StableDiffusionPipeline",), 512, 75, 30, 7.0, 0.6),
    "sdxl": Family("sdxl", "SDXL", ("StableDiffusionXLPipeline",), 1024, 75, 30, 5.5, 1.8),
    "flux": Family("flux", "FLUX.1", ("FluxPipeline",), 1024, 255, 28, 3.5, 2.5, 60),
}
FEW_STEPS = 4
"""of a Flux that was distilled without guidance"""


@dataclass(frozen=True)
class Canvas:
    """The sizes that a model in a folder can draw."""

    area: int
    """pixels that it was trained on"""
    multiple: int
    """of width and height, in pixels"""


def read_canvas(family: Family, folder: Path | None) -> Canvas:
    """The canvas of a model, from its configuration; the family's own where that does not say."""
    unet = read_config(folder, "unet") if folder else {}
    vae = read_config(folder, "vae") if folder else {}
    factor = 2 ** (len(vae.get("block_out_channels", (1, 2, 3, 4))) - 1)
    side = unet.get("sample_size")
    area = (side * factor) ** 2 if isinstance(side, int) else _default_area(family, factor)
    return Canvas(area, factor * 2 if family.name == "flux" else factor)


def _default_area(family: Family, factor: int) -> int:
    return (family.side * factor // 8) ** 2


def choose_size(width: int, height: int, area: int, multiple: int) -> tuple[int, int]:
    """(height, width) at which a frame is drawn: its own if the model can, else the nearest of its shape.

    Args:
        width, height: of the frame.
        area: pixels that the model was trained on.
        multiple: both sides will be multiples of it, and of four times it where the frame's own size is not.
    """
    if width % multiple == 0 == height % multiple and 0.55 <= width * height / area <= 1.5:
        return height, width
    step, aspect = multiple * 4, width / height
    ideal = math.sqrt(area / aspect)
    heights = range(step, math.ceil(ideal * 1.5) + step, step)
    sizes = [(h, max(step, round(h * aspect / step) * step)) for h in heights]

    def miss(size: tuple[int, int]) -> float:
        return 3 * abs(math.log(size[1] / size[0] / aspect)) + abs(math.log(size[0] * size[1] / area))

    return min(sizes, key=miss)


def fit_picture(picture: Image, size: tuple[int, int]) -> Image:
    """The middle of a picture at another size: cropped to its shape, then scaled."""
    from PIL import Image as Pillow  # 70 ms that a run with nothing to draw need not pay

    height, width = size
    image = Pillow.fromarray(picture)
    if image.size == (width, height):
        return picture
    scale = min(image.width / width, image.height / height)
    left, top = (image.width - width * scale) / 2, (image.height - height * scale) / 2
    box = (left, top, left + width * scale, top + height * scale)
    return np.asarray(image.resize((width, height), Pillow.Resampling.LANCZOS, box))

"""Memory: how a model is kept and how many pictures go at once, chosen from what is free.

A ladder of rungs, from 4 to 80 GiB. What a rung means for a model follows from the size of its weights: kept
whole on the device, one part at a time, or layer by layer. Loads nothing heavy by itself: the free memory of
NVIDIA cards is asked of the driver's own tool. The figures are reckoned from weights and activations; they
have been measured on no card.

    python -c "from shots.diffusion.memory import Footprint, choose_rung; \
    print(choose_rung(Footprint.of('sdxl'), 12))"
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import Literal

GIB = 2**30
RUNGS = (4, 8, 12, 16, 24, 48, 80)
"""GiB of free memory"""
MAX_CHUNK = 32

Offload = Literal["none", "model", "sequential"]


@dataclass(frozen=True)
class Footprint:
    """What a model needs, in GiB at its working precision."""

    total: float
    """all weights"""
    largest: float
    """its largest part (U-Net, transformer)"""
    per_still: float
    """activations of one picture, or one clip, in work, guidance included"""
    decoding: float = 0.0
    """those of its decoder for one clip, where that is known; what has no room is decoded in tiles"""

    @classmethod
    def of(cls, family: str) -> Footprint:
        """The usual footprint of a family in 16 bit at its own size.

        Raises:
            KeyError: a family without one.
        """
        return _FOOTPRINTS[family]


_FOOTPRINTS = {
    "sd15": Footprint(2.1, 1.7, 0.6),
    "sdxl": Footprint(6.9, 5.1, 1.8),
    "flux": Footprint(33.7, 23.8, 2.5),
    "svd": Footprint(4.2, 2.8, 4.0),
    "animatediff": Footprint(2.9, 2.5, 4.0),
    "sparsectrl": Footprint(3.8, 2.5, 4.0),
    "wan": Footprint(21.0, 10.6, 4.0),
    "wan-14b": Footprint(42.5, 30.5, 4.0),
    "wan-vace": Footprint(14.6, 10.6, 4.0),
    "ltx": Footprint(13.3, 8.9, 4.0),
    "ltx2": Footprint(60.0, 35.5, 4.0),
    "cogvideox": Footprint(19.6, 10.4, 4.0),
    "hunyuan": Footprint(32.0, 15.5, 4.0),
    "hunyuan-base": Footprint(39.5, 24.0, 4.0),
    "framepack": Footprint(39.5, 24.0, 4.0),
    "framepack-eye": Footprint(0.9, 0.9, 4.0),
    "skyreels": Footprint(13.4, 10.6, 4.0),
}


@dataclass(frozen=True)
class Rung:
    """How a model is kept in memory, and how much of it works at once."""

    gib: int
    """free memory that this rung is for"""
    offload: Offload
    """none: all of it on the device; model: the part in work; sequential: the layer in work"""
    slice_vae: bool
    """pictures are decoded one by one"""
    tile_vae: bool
    """a picture is decoded in tiles"""
    chunk: int
    """pictures in one forward pass"""
    bank_device: str | None
    """where lent keys and values wait; None: on the device"""

    def describe(self) -> str:
        """One line for a person."""
        kept = {
            "none": "model kept whole",
            "model": "one part of the model at a time",
            "sequential": "one layer of the model at a time (slow)",
        }[self.offload]
        tiles = ", decoding in tiles" if self.tile_vae else ""
        return f"{self.gib} GiB rung: {kept}, {self.chunk} at once{tiles}"


def choose_rung(needs: Footprint, free_gib: float) -> Rung:
    """The highest rung that the free memory reaches, and what it means for a model of this size.

    Below the lowest rung the lowest is taken: whether it is enough, only trying can tell.
    """
    gib = max((rung for rung in RUNGS if rung <= free_gib * 1.05), default=RUNGS[0])
    offload: Offload = "sequential"
    resident = 0.5
    for kept, weights in (("none", needs.total), ("model", needs.largest)):
        if weights * 1.05 + needs.per_still + 0.5 <= gib:
            offload, resident = kept, weights * 1.05 + 0.5  # type: ignore[assignment]
            break
    chunk = max(1, min(MAX_CHUNK, int((gib - resident) * 0.8 / max(needs.per_still, 1e-6))))
    if offload == "sequential":
        chunk = min(chunk, 4)  # a larger one would only hide the price of fetching layers
    tight = gib <= 16
    tiles = gib <= 8 or needs.decoding > gib - (resident if offload == "none" else 0.5)
    return Rung(gib, offload, tight or offload != "none", tiles, chunk, "cpu" if gib <= 8 else None)


def lower_rung(needs: Footprint, rung: Rung) -> Rung | None:
    """The next rung down; None at the foot of the ladder."""
    lower = [gib for gib in RUNGS if gib < rung.gib]
    return choose_rung(needs, lower[-1]) if lower else None


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a device, or this process, could not get the memory that it asked for."""
    import torch

    said = str(error).lower()
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or (
        isinstance(error, RuntimeError) and ("out of memory" in said or "can't allocate memory" in said)
    )


def measure_free(device: str) -> float:
    """GiB that are free on a device now; on `cpu` (and Apple's `mps`, which shares it) of this machine."""
    import torch

    if device.startswith("cuda"):
        return torch.cuda.mem_get_info(device)[0] / GIB
    if device.startswith("xpu"):
        return torch.xpu.mem_get_info(device)[0] / GIB
    return _free_here()


def _free_here() -> float:
    import psutil  # type: ignore[import-untyped]

    return float(psutil.virtual_memory().available) / GIB


@dataclass(frozen=True)
class Accelerator:
    """A card that the driver's tool speaks of."""

    name: str
    total_gib: float
    free_gib: float


def ask_driver() -> list[Accelerator]:
    """NVIDIA cards with their memory, without loading torch; [] where there are none.

    Raises:
        OSError: the tool is there but does not answer.
    """
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return []
    words = [tool, "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=20, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise OSError(f"nvidia-smi does not answer: {error}") from error
    return read_cards(done.stdout)


def read_cards(lines: str) -> list[Accelerator]:
    """The cards in the answer of nvidia-smi, one a line: `name, total MiB, free MiB`."""
    cards = []
    for line in lines.splitlines():
        name, _, numbers = line.rpartition(",")
        name, _, total = name.rpartition(",")
        if name and total.strip().isdigit() and numbers.strip().isdigit():
            cards.append(Accelerator(name.strip(), int(total) / 1024, int(numbers) / 1024))
    return cards

"""What a person writes behind the colon of an image model: which one, and how it is used.

read_choice("models/my-sdxl,steps=8,guidance=2,adapter=models/IP-Adapter", FAMILIES["sdxl"])
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from prompts.errors import BackendError
from shots.diffusion.models import KNOWN
from shots.diffusion.picture_sizes import Family


@dataclass(frozen=True)
class Choice:
    """A model and how it is used, as it is written behind the colon."""

    source: str
    """folder or repository"""
    steps: int | None = None
    guidance: float | None = None
    adapter: str = ""
    """file, folder or repository of an IP-Adapter"""


def read_choice(text: str, family: Family) -> Choice:
    """`MODEL,steps=8,guidance=2,adapter=PATH`: everything may be left out, the model too.

    Raises:
        BackendError: an option that there is not, or a number that cannot be.
    """
    source, *options = [part.strip() for part in text.split(",")]
    values = dict(option.partition("=")[::2] for option in options)
    if unknown := values.keys() - {"steps", "guidance", "adapter"}:
        raise BackendError(
            f"{family.name} has no option {min(unknown)!r}; there are steps, guidance and adapter: "
            f"{family.name}:MODEL,steps=8,guidance=2,adapter=PATH."
        )
    steps, guidance = values.get("steps"), values.get("guidance")
    if steps is not None and not (steps.isdecimal() and 1 <= int(steps) <= 200):
        raise BackendError(f"steps is {steps!r}; it must be a whole number from 1 to 200.")
    if guidance is not None and not (re.fullmatch(r"\d+(\.\d+)?", guidance) and float(guidance) <= 30):
        raise BackendError(f"guidance is {guidance!r}; it must be a number from 0 to 30; 1 and less is none.")
    return Choice(
        source=source or KNOWN[family.name].repo,
        steps=int(steps) if steps else None,
        guidance=float(guidance) if guidance else None,
        adapter=values.get("adapter", ""),
    )

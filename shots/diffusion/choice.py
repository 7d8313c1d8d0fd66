"""What a person writes behind the colon: which model, and how it is used; the options of image models.

read_choice("models/my-sdxl,steps=8,guidance=2,adapter=models/IP-Adapter", FAMILIES["sdxl"])
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    gradients: bool = False
    """whether latents are moved by gradients until names look into their boxes"""


def split_choice(text: str) -> tuple[str, list[str]]:
    """The model and its options: `folder,steps=8` is ("folder", ["steps=8"]).

    A comma begins an option where `name=` follows; any other belongs to the path of a folder that is there.
    """
    source, *options = [part.strip() for part in re.split(r",(?=\s*\w+=)", text)]
    if all("," not in part or Path(part).expanduser().exists() for part in source.split("+")):
        return source, options
    source, *wrong = [part.strip() for part in source.split(",")]
    return source, [*wrong, *options]


def read_choice(text: str, family: Family) -> Choice:
    """`MODEL,steps=8,guidance=2,adapter=PATH,layout=gradients`: all may be left out, the model too.

    Raises:
        BackendError: an option that there is not, a value that cannot be, or options that exclude each other.
    """
    source, options = split_choice(text)
    values = dict(option.partition("=")[::2] for option in options)
    if unknown := values.keys() - {"steps", "guidance", "adapter", "layout"}:
        raise BackendError(
            f"{family.name} has no option {min(unknown)!r}; there are steps, guidance, adapter and layout: "
            f"{family.name}:MODEL,steps=8,guidance=2,adapter=PATH,layout=gradients."
        )
    _check_layout(values, family)
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
        gradients=values.get("layout") == "gradients",
    )


def _check_layout(values: Mapping[str, str], family: Family) -> None:
    layout = values.get("layout", "words")
    if layout not in ("words", "gradients"):
        raise BackendError(f"layout is {layout!r}; it can be words, which is usual, or gradients.")
    if layout == "gradients" and family.name == "flux":
        raise BackendError(
            "flux takes no layout=gradients: it has no cross-attention in which a word could look into its "
            "box. Drop the option: words are bound to boxes by a mask."
        )
    if layout == "gradients" and values.get("adapter"):
        raise BackendError(
            "layout=gradients does not go with adapter=: the pass in which guidance looks knows no "
            "references. Choose one of them."
        )

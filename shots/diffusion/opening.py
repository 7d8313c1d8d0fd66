"""How a family of video models is opened by the words after `--clips`: `wan:folder,steps=8,guidance=1`.

open_wan = Opening(Wan.card, choose_wan); backend = open_wan("path/to/wan,steps=8")
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prompts.errors import BackendError
from shots.backends import Card
from shots.diffusion.choice import split_choice
from shots.diffusion.clips import DiffusionClips, Family

MOST_STEPS, MOST_GUIDANCE = 1000, 100.0
DTYPES = ("float32", "bfloat16", "float16")


@dataclass(frozen=True)
class Opening:
    """What the entry point of a family names: called with a model it gives the backend.

    Without a model it still has a card: that of the family as it was released.
    """

    card: Card
    family: Callable[..., Family]

    def __call__(self, model: str | None = None) -> DiffusionClips:
        """The backend of `folder,steps=8,guidance=1`.

        Raises:
            BackendError: no model, or not one of this family; another option, or a senseless number.
        """
        source, numbers = split_options(model, self.card.name)
        dtype = numbers.pop("dtype", None)
        return DiffusionClips(self.family(source, **numbers), dtype=dtype)


def split_options(text: str | None, name: str) -> tuple[str, dict[str, Any]]:
    """A model and its options: `folder,steps=8` is ("folder", {"num_inference_steps": 8}).

    Raises:
        BackendError: no model, another option, or a value that makes no sense.
    """
    source, options = split_choice(text or "")
    if not all(source.split("+")):
        raise BackendError(
            f"{name!r} needs a model: {name}:FOLDER, {name}:OWNER/NAME, or a name of `film models list` "
            "in place of these."
        )
    numbers: dict[str, Any] = {}
    for part in options:
        key, _, value = part.partition("=")
        if key == "steps" and value.isdecimal() and 1 <= int(value) <= MOST_STEPS:
            numbers["num_inference_steps"] = int(value)
        elif key == "guidance" and _is_number(value) and float(value) <= MOST_GUIDANCE:
            numbers["guidance_scale"] = float(value)
        elif key == "dtype" and value in DTYPES:
            numbers["dtype"] = value
        else:
            raise BackendError(
                f"{name}:{text}: {part!r} is no option; there are steps=1 to {MOST_STEPS}, guidance=0 to "
                f"{MOST_GUIDANCE:.0f} and dtype={' or '.join(DTYPES)}: {name}:MODEL,steps=8,guidance=1."
            )
    return source, numbers


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdecimal()

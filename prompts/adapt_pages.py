"""The page on which a writer says shots again for one kind of model.

python -c "from prompts.adapt_pages import AdaptSlots; print(*AdaptSlots.model_fields)"
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from prompts.page import Page, Slots
from prompts.screenplay import Id


class ShotToAdapt(Slots):
    """What is in a shot, the prompt as it is, and what that does not say."""

    id: Id
    looks: list[str] = Field(default_factory=list, description="whoever is seen, to be kept word for word")
    action: str = ""
    place: str = ""
    light: str = ""
    camera: str = ""
    prompt: str
    missing: list[str] = Field(default_factory=list, description="words of the shot that it does not say")


class AdaptSlots(Slots):
    """Some shots, and how the model reads."""

    kind: Literal["image", "motion"]
    form: Literal["tags", "sentences"]
    encoder: str
    window: int = Field(description="tokens, about three quarters as many words")
    style: str = ""
    shots: list[ShotToAdapt]
    problems: list[str] = Field(default_factory=list)


class AdaptedPrompt(Page):
    """One shot's prompt."""

    id: Id
    prompt: str


class AdaptPage(Page):
    """A prompt for every shot that was listed."""

    shots: list[AdaptedPrompt] = Field(default_factory=list)

"""The offline writer: fills every page of a plan by rules of language and film, without a model or a network.

It is a writer like any other and knows nothing of the planner. The same slots always give the same page.

    python -c "from director.offline import OfflineWriter; print(OfflineWriter(None).name)"
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from director.rules.blocking import block
from director.rules.film_grammar import stage
from director.rules.looks import dress
from director.rules.outlining import outline_story
from director.rules.pacing import pace
from director.rules.revising import revise
from prompts.adapt_pages import AdaptedPrompt, AdaptPage, AdaptSlots
from prompts.errors import WriterError
from prompts.pages import (
    BlockSlots,
    CastSlots,
    Page,
    ReviewPage,
    ReviewSlots,
    ReviseSlots,
    Slots,
    StageSlots,
    TimeSlots,
    WriteSlots,
)

PageT = TypeVar("PageT", bound=Page)


class OfflineWriter:
    """Writes by rule. English is where it is good; other languages get a valid plan, words intact."""

    name = "offline"
    version = "9"

    def __init__(self, model: str | None = None) -> None:
        """Make a writer.

        Raises:
            WriterError: a model was named; rules have none.
        """
        if model:
            raise WriterError(
                f"The offline writer has no model {model!r}; it writes by rule. Use --writer offline."
            )

    def fill(self, template: str, slots: Slots, schema: type[PageT]) -> PageT:
        """The page of a template for these slots.

        Raises:
            WriterError: the template is not one of prompts.pages.TEMPLATES.
        """
        if template not in _BY_TEMPLATE:
            raise WriterError(
                f"The offline writer has no page {template!r}; it fills: {', '.join(_BY_TEMPLATE)}."
            )
        kind, write = _BY_TEMPLATE[template]
        if not isinstance(slots, kind):
            raise TypeError(f"{template!r} takes {kind.__name__}, not {type(slots).__name__}")
        page = write(slots)
        if not isinstance(page, schema):
            raise TypeError(f"{template!r} fills {type(page).__name__}, not {schema.__name__}")
        return page


def review(slots: ReviewSlots) -> ReviewPage:
    """No problems: what rules can see in a plan, the plan's own rules have already found."""
    return ReviewPage(problems=[])


def adapt(slots: AdaptSlots) -> AdaptPage:
    """The prompts as they are: all other ways of saying them that rules know were tried before."""
    return AdaptPage(shots=[AdaptedPrompt(id=shot.id, prompt=shot.prompt) for shot in slots.shots])


_BY_TEMPLATE: dict[str, tuple[type[Slots], Callable[..., Page]]] = {
    "write": (WriteSlots, outline_story),
    "cast": (CastSlots, dress),
    "stage": (StageSlots, stage),
    "block": (BlockSlots, block),
    "time": (TimeSlots, pace),
    "review": (ReviewSlots, review),
    "revise": (ReviseSlots, revise),
    "adapt": (AdaptSlots, adapt),
}

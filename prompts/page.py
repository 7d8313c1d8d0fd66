"""What every page of a plan is: strict, plain, and with remarks of whoever read it.

python -c "from prompts.page import Page; print(Page.__doc__)"
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Slots(BaseModel):
    """What a writer is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(BaseModel):
    """What a writer fills in."""

    model_config = ConfigDict(extra="forbid")
    _notes: list[str] = PrivateAttr(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What was put right while the page was read, one sentence each; beside the page, not part of it."""
        return self._notes

"""What a production says about itself while it runs.

Whoever starts a stage passes a callback; nothing here knows who listens or how it is shown.

    python -c "from director.events import Event; print(Event('plan', 'stage s1', 3, 9, 0.2))"
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

StageName = Literal["plan", "draw", "shoot", "record", "cut"]


@dataclass(frozen=True)
class Event:
    """One step that has ended."""

    stage: StageName
    name: str
    """what was done: a page (`stage s2`), a shot (`s2-03`) ..."""
    done: int
    """steps of this stage that have ended"""
    total: int
    """steps this stage will take as far as is known by now; it can grow"""
    seconds: float
    """how long this step took; near 0 when it was found finished"""


Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """A listener that does nothing."""

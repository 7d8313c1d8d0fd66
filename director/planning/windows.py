"""What fits into a model's window: how large a request is, how large its answer may become.

Counts are upper estimates (`prompts.tokens`). A request is its instructions, its material and its schema;
with the answer, and some room to say what was wrong with an answer, it has to fit into the window.

    python -c "from director.planning.windows import SMALLEST; print(SMALLEST)"
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar, runtime_checkable

from director.planning.schemas import schema_in_words, strict_schema
from prompts.pages import TEMPLATES, BlockSlots, Page, Slots
from prompts.templates import fill_template, read_template
from prompts.tokens import count_tokens

SMALLEST = 4096
"""A smaller window holds the instructions and schema of a page, but hardly a story."""
TURN = 8
"""Tokens by which servers wrap each message."""
_REPLY = {
    "write": (300, {"units": 32, "cast": 40, "places": 40}),
    "cast": (80, {"cast": 130, "places": 80, "props": 60}),
    "stage": (60, {"shots": 330}),
    "block": (40, {"shots": 60}),
    "time": (40, {"changes": 60, "wordless": 20}),
    "review": (650, {}),
    "revise": (300, {"shots": 45}),
    "adapt": (40, {"shots": 150}),
}
"""Template -> (tokens of any answer, tokens for each entry of a slot). Measured on answers and rounded up."""
_PER_TRACK = 95
ItemT = TypeVar("ItemT")
WriterT = TypeVar("WriterT")


@runtime_checkable
class Windowed(Protocol):
    """A writer that reads only so much at once."""

    window: int
    """tokens that a request and its answer may take together"""


def repair_room(window: int) -> int:
    """Tokens that are kept free for what is said about a reply that could not be used."""
    return min(600, window // 14)


def window_of(writer: Any) -> int | None:
    """The window of a writer in tokens, None if it reads any length."""
    return writer.window if isinstance(writer, Windowed) else None


def fit_window(writer: WriterT, window: int) -> WriterT:
    """The writer, told how much its model can read at once; 0: as it is."""
    if window and isinstance(writer, Windowed):
        writer.window = window
    return writer


def reply_tokens(template: str, slots: Slots) -> int:
    """How many tokens an answer to these slots may take: it grows with the units or shots asked about."""
    base, each = _REPLY[template]
    total = base + sum(tokens * len(getattr(slots, name)) for name, tokens in each.items())
    if isinstance(slots, BlockSlots):
        total += _PER_TRACK * sum(len(shot.who) for shot in slots.shots)
    return total


def request_tokens(template: str, slots: Slots) -> int:
    """How many tokens the question takes: instructions, material, and the schema in its longer form."""
    filled = fill_template(read_template(template), slots)
    return _fixed_tokens(template) + count_tokens(filled.material)


@cache
def _fixed_tokens(template: str) -> int:
    schema = TEMPLATES[template][1]
    return count_tokens(read_template(template).instructions) + schema_tokens(schema) + 4 * TURN


@cache
def schema_tokens(schema: type[Page]) -> int:
    """The longer of the schema as servers are given it, and as models are told it."""
    strict = count_tokens(json.dumps(strict_schema(schema), separators=(",", ":")))
    return max(strict, count_tokens(schema_in_words(schema)) + 2 * TURN)


def fits(template: str, slots: Slots, window: int | None) -> bool:
    """Whether question, answer and a word about a bad answer fit into the window together."""
    if window is None:
        return True
    return request_tokens(template, slots) + reply_tokens(template, slots) + repair_room(window) <= window


def pack(
    items: Sequence[ItemT], enough: Callable[[Sequence[ItemT]], bool], most: int | None = None
) -> list[list[ItemT]]:
    """The items in runs that are each as long as `enough` allows; one item is always a run.

    Asks for a logarithm of each run's length.
    """
    runs: list[list[ItemT]] = []
    start = 0
    while start < len(items):
        low, high = 1, min(len(items) - start, most or len(items))
        if high > 1 and enough(items[start : start + high]):
            low = high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if enough(items[start : start + middle]) else (low, middle)
        runs.append(list(items[start : start + low]))
        start += low
    return runs

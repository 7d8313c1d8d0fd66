"""Sentences of a shot: what is told in it, split as the story is, and where each begins.

python -c "from director.language.sentences import split_sentences as s; print(s('He ran. She sat.'))"
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from prompts.errors import StoryError
from prompts.story import split_story

_OPENING, _CLOSING = "\"'“‘«„「", "\"'”’»“」"


@dataclass(frozen=True)
class Sentences:
    """The sentences of a shot, where each begins in its text, and which open a paragraph."""

    units: list[str]
    offsets: list[int]
    paragraphs: list[int]


def split_sentences(text: str) -> Sentences:
    """The sentences of a shot; none when nothing can be read in it."""
    try:
        story = split_story(text)
    except StoryError:
        return Sentences([], [], [])  # nothing to be read in it
    units, paragraphs = list(story.units), list(story.paragraphs)
    if story.title:
        units, paragraphs = [story.title, *units], [0, *(p + 1 for p in paragraphs)]
    for n, (left, right) in enumerate(pairwise(units), 1):
        # quotations with nothing told between them are a change of speaker
        if left[-1] in _CLOSING and right[0] in _OPENING and n not in paragraphs:
            paragraphs = sorted([*paragraphs, n])
    offsets, at = [], 0
    for unit in units:
        at = text.index(unit, at)
        offsets.append(at)
        at += len(unit)
    return Sentences(units, offsets, paragraphs)

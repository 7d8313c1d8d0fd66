"""Reading English closely: units into words, quotations, and the places where somebody is named.

It knows sentences, not stories: which mentions are the same somebody is `cast_finding.py`'s business.

    python -c "from director.language.reading import read_units; print(read_units(['The fox ran.']))"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from director.language.mentions import find_mentions
from director.language.roles import find_roles
from director.language.tokens import UnitReading, find_quotes, tokenize
from director.language.vocabulary import find_vocabulary


def read_units(
    units: Sequence[str],
    paragraphs: Sequence[int] = (),
    names: Sequence[str] = (),
    things: Sequence[str] = (),
) -> list[UnitReading]:
    """Every unit with its words, quotations and mentions.

    Args:
        units: the story's units.
        paragraphs: the unit that begins each paragraph.
        names: words that are known to be names.
        things: nouns that are known to name somebody here: teapot, straw.
    """
    opening = set(paragraphs) | {0}
    readings = [UnitReading(i, text, i in opening, tokenize(text)) for i, text in enumerate(units)]
    _mark_quotes(readings)
    vocabulary = find_vocabulary(readings, names, things)
    for reading in readings:
        reading.mentions = list(find_mentions(reading, vocabulary))
        find_roles(reading)
    return readings


def _mark_quotes(readings: list[UnitReading]) -> None:
    """Number the quotations through each paragraph; one that runs over several units keeps its number."""
    number = 0
    for paragraph in _by_paragraph(readings):
        offsets, text = [], ""
        parts: list[str] = []
        length = 0
        for reading in paragraph:
            offsets.append(length)
            parts.append(reading.text)
            length += len(reading.text) + 1
        text = " ".join(parts)
        spans = find_quotes(text)
        at = 0
        for offset, reading in zip(offsets, paragraph, strict=True):
            for token in reading.tokens:
                position = token.start + offset
                while at < len(spans) and spans[at][1] <= position:
                    at += 1
                if at < len(spans) and spans[at][0] <= position:
                    token.quote = number + at
        number += len(spans)


def _by_paragraph(readings: list[UnitReading]) -> Iterator[list[UnitReading]]:
    group: list[UnitReading] = []
    for reading in readings:
        if reading.opens_paragraph and group:
            yield group
            group = []
        group.append(reading)
    if group:
        yield group

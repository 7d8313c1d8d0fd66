"""The fields of a plan that an instruction can change, each with what it may hold.

A field is named by a path with the ids of scenes, shots and people in it: `shots.s2-03.camera.size`.

    python -c "from director.revising.fields import find_field; print(find_field('shots.s1-01.size'))"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from director.planning.replies import nearest_word
from prompts.vocabulary import VOCABULARIES

Path = tuple[str, ...]
ANY, NUMBER = "*", "#"


class EditFault(ValueError):
    """An edit that cannot be made; its text goes on after the path."""


@dataclass(frozen=True)
class Field:
    """What a field may hold."""

    kind: Literal["text", "word", "whole", "number", "id", "ids"]
    of: str = ""
    """the vocabulary of a word, or the section (`cast`, `places`, `props`) of an id"""
    least: float = 0
    most: float = 0
    spoken: bool = False
    """it is read aloud: changed only when somebody asks for other words"""


_TEXT = Field("text")
_SPOKEN = Field("text", spoken=True)
FIELDS: dict[Path, Field] = {
    ("title",): _TEXT,
    ("logline",): _TEXT,
    ("style",): _TEXT,
    ("narrator", "voice", "speed"): Field("whole", least=80, most=320),
    ("cast", ANY, "name"): _TEXT,
    ("cast", ANY, "kind"): _TEXT,
    ("cast", ANY, "look"): _TEXT,
    ("cast", ANY, "voice", "pitch"): Field("whole", least=0, most=100),
    ("cast", ANY, "voice", "speed"): Field("whole", least=80, most=320),
    ("places", ANY, "name"): _TEXT,
    ("places", ANY, "look"): _TEXT,
    ("props", ANY, "name"): _TEXT,
    ("props", ANY, "look"): _TEXT,
    ("scenes", ANY, "place"): Field("id", "places"),
    ("scenes", ANY, "time_of_day"): Field("word", "time_of_day"),
    ("scenes", ANY, "weather"): Field("word", "weather"),
    ("scenes", ANY, "mood"): _TEXT,
    ("shots", ANY, "action"): _TEXT,
    ("shots", ANY, "relation"): _TEXT,
    ("shots", ANY, "light"): _TEXT,
    ("shots", ANY, "states", "start"): _TEXT,
    ("shots", ANY, "states", "end"): _TEXT,
    ("shots", ANY, "narration"): _SPOKEN,
    ("shots", ANY, "dialogue", NUMBER, "line"): _SPOKEN,
    ("shots", ANY, "dialogue", NUMBER, "speaker"): Field("id", "cast", spoken=True),
    ("shots", ANY, "duration_s"): Field("number", least=0.2, most=600),
    ("shots", ANY, "transition"): Field("word", "transition"),
    ("shots", ANY, "motion", "intensity"): Field("whole", least=1, most=10),
    ("shots", ANY, "camera", "size"): Field("word", "size"),
    ("shots", ANY, "camera", "angle"): Field("word", "angle"),
    ("shots", ANY, "camera", "lens"): Field("word", "lens"),
    ("shots", ANY, "camera", "move"): Field("word", "move"),
    ("shots", ANY, "props"): Field("ids", "props"),
    ("shots", ANY, "who", ANY, "doing"): _TEXT,
    ("shots", ANY, "who", ANY, "look"): _TEXT,
    ("shots", ANY, "who", ANY, "emotion"): Field("word", "emotion"),
}
"""Every field that can be set, by its path with `*` for an id and `#` for a number."""

CLEARED: frozenset[Path] = frozenset(
    {
        *(("shots", ANY, name) for name in ("beats", "states", "motion", "camera", "who")),
        ("shots", ANY, "who", ANY, "path"),
    }
)
"""What can be left open again besides single fields."""
REMOVED: frozenset[Path] = frozenset(
    {("shots", ANY), ("scenes", ANY), ("shots", ANY, "who", ANY), ("shots", ANY, "dialogue", NUMBER)}
)
ADDED: frozenset[Path] = frozenset(
    {("shots", ANY), ("shots", ANY, "who", ANY), ("cast", ANY), ("places", ANY), ("props", ANY)}
)
SPLIT: frozenset[Path] = frozenset({("shots", ANY)})

_INSIDE = {
    **dict.fromkeys(("size", "angle", "lens", "move"), "camera"),
    **dict.fromkeys(("start", "end"), "states"),
    "intensity": "motion",
}
_PLURALS = {"shot": "shots", "scene": "scenes", "place": "places", "prop": "props", "character": "cast"}


def split_path(text: str) -> Path:
    """The parts of a path as it is meant: `shots[s1-01].size` is (shots, s1-01, camera, size)."""
    parts = [part for part in re.split(r"[.\[\]\s]+", text.strip().strip("'\"")) if part]
    if parts:
        parts[0] = _PLURALS.get(parts[0], parts[0])
    if len(parts) == 3 and parts[0] == "shots" and parts[2] in _INSIDE:
        parts.insert(2, _INSIDE[parts[2]])
    return tuple(parts)


def matches(path: Path, pattern: Path) -> bool:
    """Whether a path is one of a pattern's."""
    return len(path) == len(pattern) and all(
        p in (ANY, part) or (p == NUMBER and part.isdecimal()) for part, p in zip(path, pattern, strict=True)
    )


def find_field(path: str | Path) -> Field | None:
    """The field at a path, or None if there is none that can be set."""
    parts = split_path(path) if isinstance(path, str) else path
    return next((field for pattern, field in FIELDS.items() if matches(parts, pattern)), None)


def read_value(field: Field, text: str) -> Any:
    """A value of a field as it is written in words: a text, a word of a vocabulary, a number, ids.

    Raises:
        EditFault: it is not allowed there.
    """
    text = text.strip()
    if field.kind == "word":
        allowed = VOCABULARIES[field.of]
        word = text if text in allowed else nearest_word(text, list(allowed))
        if word is None:
            raise EditFault(f"is {text!r}; it must be one of: {', '.join(allowed)}")
        return word
    if field.kind in ("whole", "number"):
        return _read_number(field, text)
    if field.kind == "ids":
        return [part for part in re.split(r"[,\s\[\]'\"]+", text) if part]
    return text


def _read_number(field: Field, text: str) -> float | int:
    found = re.search(r"-?\d+(?:\.\d+)?", text)
    value = float(found[0]) if found else None
    if value is None or not field.least <= value <= field.most:
        raise EditFault(f"is {text!r}; it must be a number from {field.least:g} to {field.most:g}")
    return round(value) if field.kind == "whole" or value == int(value) else value

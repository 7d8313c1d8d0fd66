"""What pydantic found wrong, in words for a person: path, line, value, what is allowed, what to do.

What is allowed is read from the model's own JSON Schema, so no limit is written down twice. Nothing here
knows which model it explains.

    python -c "from prompts.faults import nearest; print(nearest('cemera', ['camera', 'light']))"
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

MAX_FAULTS = 5

FieldPath = tuple[str | int, ...]
"""Where a value stands: ("scenes", 0, "shots", 2, "id")."""

LineOf = Callable[[FieldPath], int]
"""The line of a file (from 1) in which the value at a path stands."""


class Fault(NamedTuple):
    """One thing that is wrong, at one place; `text` goes on after the path."""

    path: FieldPath
    text: str


class Faults(ValueError):
    """Several faults that a model's own check found together."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{field_path(f.path)} {f.text}" for f in faults))
        self.faults = faults


def explain(
    error: ValidationError,
    where: str,
    model: type[BaseModel] | None = None,
    line_of: LineOf | None = None,
    as_written: Callable[[FieldPath], FieldPath] | None = None,
) -> str:
    """One line for each of the first faults that pydantic found.

    Args:
        error: what pydantic raised.
        where: what was read, for example a file's name; begins each line.
        model: the model that was filled; with it, limits and fields are named.
        line_of: finds the line of a path, when there is a file.
        as_written: turns a path of the model into the path that the person sees.
    """
    schema = model.model_json_schema() if model else {}
    faults = [fault for raw in error.errors(include_url=False) for fault in _faults(raw, schema)]
    lines = []
    for path, text in faults[:MAX_FAULTS]:
        shown = as_written(path) if as_written else path
        line = f", line {line_of(shown)}" if line_of else ""
        lines.append(f"{where}{line}: {field_path(shown)} {text}")
    if len(faults) > MAX_FAULTS:
        lines.append(f"... and {len(faults) - MAX_FAULTS} more.")
    return "\n".join(lines)


def field_path(path: FieldPath) -> str:
    """('scenes', 0, 'shots', 2, 'id') as `scenes[0].shots[2].id`."""
    text = ""
    for part in path:
        shown = part if isinstance(part, str) and part.isprintable() and len(part) <= 64 else shorten(part)
        text += f"[{part}]" if isinstance(part, int) else f".{shown}"
    return text.lstrip(".") or "the file"


def nearest(word: str, legal: Iterable[str]) -> str:
    """` (did you mean ...?).` for the legal word that is spelled most alike, or a full stop if none is."""
    wanted = word.lower().replace("-", "_").replace(" ", "_")
    close = difflib.get_close_matches(wanted, list(legal), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)." if close and close[0] != word else "."


def shorten(value: Any) -> str:
    """The value as it may stand in a message: at most 60 letters."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _faults(raw: Any, schema: dict[str, Any]) -> list[Fault]:
    cause = raw.get("ctx", {}).get("error")
    if isinstance(cause, Faults):
        return cause.faults
    path: FieldPath = tuple(part for part in raw["loc"] if part != "[key]")
    if raw["type"] == "missing" and path and isinstance(path[-1], int):
        path = path[:-1]
        return [Fault(path, f"is {shorten(raw['input'])}; it must be {_allowed(_at(schema, path), schema)}.")]
    return [Fault(path, _text(raw, path, schema))]


def _text(raw: Any, path: FieldPath, schema: dict[str, Any]) -> str:
    kind, value = raw["type"], raw.get("input")
    place = _at(schema, path)
    if kind == "extra_forbidden":
        legal = _at(schema, path[:-1]).get("properties", {})
        known = f" Fields here: {', '.join(legal)}." if legal else ""
        if value is None and " " in str(path[-1]):
            return "is not a field of the format. Is it part of a text with a comma? Put the text in quotes."
        guess = nearest(str(path[-1]), legal)
        return f"is not a field of the format{guess}{known} Correct its spelling or remove it."
    if kind == "missing":
        return "is missing. Add it."
    if kind == "string_pattern_mismatch":
        rule = "an id is letters, digits, '-' and '_', at most 64, beginning with a letter or digit"
        return f"is {shorten(value)}; {rule}."
    if kind == "value_error":
        said = re.sub("^Value error, ", "", raw["msg"])
        return f"is wrong: {said}." if isinstance(value, dict) else f"is {shorten(value)}: {said}."
    guess = nearest(value, place["enum"]) if isinstance(value, str) and "enum" in place else "."
    allowed = _allowed(place, schema) or raw["msg"].lower()
    return f"is {_shown(value)}; it must be {allowed}{guess}{_advice(value, place)}"


def _shown(value: Any) -> str:
    return "empty" if value is None or value in ("", [], {}) else shorten(value)


def _advice(value: Any, place: dict[str, Any]) -> str:
    if place.get("type") == "string" and isinstance(value, bool | int | float):
        return " Put quotes around it."
    return ""


def _at(schema: dict[str, Any], path: FieldPath) -> dict[str, Any]:
    """The part of a JSON Schema that describes the value at the path; {} if it describes none."""
    place = _resolved(schema, schema)
    for part in path:
        if isinstance(part, int):
            items = place.get("prefixItems")
            place = items[part] if items and part < len(items) else place.get("items") or {}
        else:
            inner = [place.get("additionalProperties"), *place.get("patternProperties", {}).values()]
            named = place.get("properties", {}).get(part)
            place = named or next((entry for entry in inner if isinstance(entry, dict)), {})
        place = _resolved(place, schema)
    return place


def _resolved(place: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Without references, and without the `or null` of a field that may be left out."""
    while True:
        if "$ref" in place:
            place = schema["$defs"][place["$ref"].rsplit("/", 1)[1]]
        elif "anyOf" in place:
            place = next(p for p in place["anyOf"] if p.get("type") != "null")
        else:
            return place


_TYPES = {"string": "text", "boolean": "true or false", "object": "a mapping (`name: value` lines)"}


def _allowed(place: dict[str, Any], schema: dict[str, Any]) -> str:
    """What the schema allows at a place, in words; '' if it does not say."""
    if "const" in place:
        return repr(place["const"])
    if "enum" in place:
        return "one of: " + ", ".join(place["enum"])
    kind = place.get("type", "")
    if kind in ("integer", "number"):
        return ("a whole number" if kind == "integer" else "a number") + _range(place)
    if kind == "array" and (parts := place.get("prefixItems")):
        return f"a list of {len(parts)}, each {_allowed(_resolved(parts[0], schema), schema)}"
    if kind == "array":
        return "a list" + (" of at least one" if place.get("minItems") else "")
    if kind == "object" and place.get("properties"):
        return f"a mapping of: {', '.join(place['properties'])}"
    if kind == "string" and place.get("minLength"):
        return "text of at least one letter"
    return _TYPES.get(kind, "")


def _range(place: dict[str, Any]) -> str:
    low, high = place.get("minimum"), place.get("maximum")
    above, below = place.get("exclusiveMinimum"), place.get("exclusiveMaximum")
    parts = []
    if low is not None and high is not None:
        parts.append(f" from {low:g} to {high:g}")
    else:
        words = ((low, "at least"), (above, "above"), (high, "at most"), (below, "below"))
        said = [
            f"{word} {limit:g}" if abs(limit) < 1e6 else f"{word} {limit}"
            for limit, word in words
            if limit is not None
        ]
        parts.append((" " + " and ".join(said)) if said else "")
    if step := place.get("multipleOf"):
        parts.append(f", a multiple of {step:g}")
    return "".join(parts)

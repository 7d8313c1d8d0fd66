"""The parts of a reply put where the page has them: other keys, objects for lists, words for numbers.

It goes by the page's fields alone and changes nothing that fits.

    reshape({"shots": [{"shotNumber": "two", "shot_size": "wide"}]}, StagePage, notes)
"""

from __future__ import annotations

import re
import types
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

_ALIASES: dict[str, str] = {
    "cast": "characters people persons actors dramatispersonae",
    "places": "locations settings sets",
    "props": "items objects",
    "scenes": "sequences",
    "place": "location setting where placeid locationid",
    "time_of_day": "time daytime hour",
    "first": "start from firstunit startunit unitstart begin",
    "last": "end to lastunit endunit unitend",
    "who": "characters cast onscreen people actors performers characterids",
    "look": "description appearance visual visuals looksdescription",
    "kind": "species type category transition transitiontype",
    "name": "label title character",
    "words": "look description text",
    "number": "shot shotnumber shotno shotid index id no scene change",
    "action": "description whathappens visual",
    "character": "id name who characterid person actor",
    "doing": "action activity does verb pose",
    "emotion": "expression mood feeling",
    "size": "shotsize framing shottype shot camerasize",
    "angle": "cameraangle",
    "move": "cameramove movement cameramovement motion",
    "light": "lighting",
    "start": "startstate beginning statestart before",
    "end": "endstate ending stateend after",
    "at": "time t moment when",
    "text": "description event action what beat",
    "line": "quote text words said speech",
    "speaker": "character who name id",
    "intensity": "motionintensity motion energy",
    "dialogue": "dialog lines quotes speech",
    "marks": "keyframes path boxes positions keyboxes",
    "tracks": "performers characters who paths people",
    "box": "bbox bounds boundingbox rect position",
    "why": "reason reasoning rationale",
    "changes": "transitions joins scenechanges",
    "seconds": "duration durations length time",
    "wordless": "lengths silentshots",
    "problems": "issues notes findings faults",
    "problem": "issue description text note",
    "shots": "shotlist outline frames",
}
_BY_ALIAS = {field: frozenset(words.split()) for field, words in _ALIASES.items()}
_KEYS = ("id", "number", "character", "speaker", "at")
"""The field that a key stands for where entries come as an object instead of a list."""
_TEXTS = ("doing", "look", "line", "text", "words", "problem")
"""The field that a bare text stands for there."""
_COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: n for n, word in enumerate(_COUNTED.split())} | {"first": 1, "second": 2, "third": 3}
_MOMENTS = {"start": 0.0, "beginning": 0.0, "middle": 0.5, "half": 0.5, "halfway": 0.5, "end": 1.0}
_CORNERS = (("left", "top", "right", "bottom"), ("x1", "y1", "x2", "y2"), ("xmin", "ymin", "xmax", "ymax"))


def reshape(data: Any, schema: type[BaseModel], notes: list[str]) -> Any:
    """The data with every part where the schema has it, as far as it has one reading.

    Args:
        notes: what was read as what is added to them.
    """
    if isinstance(data, list) and len(data) == 1 and isinstance(data[0], dict):
        data = data[0] if set(data[0]) & set(schema.model_fields) else data
    if not isinstance(data, dict):
        return data
    found = _rename(data, schema, notes)
    for name, field in schema.model_fields.items():
        if name in found:
            found[name] = _fit(found[name], field.annotation, notes)
            if found[name] is None and not field.is_required() and not _may_be_none(field.annotation):
                del found[name]
    return found


def plain_key(key: str) -> str:
    """A key without case and joints: `timeOfDay`, `time-of-day` and `Time of day` are `timeofday`."""
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _rename(data: dict[Any, Any], schema: type[BaseModel], notes: list[str]) -> dict[str, Any]:
    fields = {plain_key(name): name for name in schema.model_fields}
    found: dict[str, Any] = {str(k): v for k, v in data.items() if k in schema.model_fields}
    rest = {str(k): v for k, v in data.items() if k not in schema.model_fields}
    for key in list(rest):
        if (name := fields.get(plain_key(key))) and name not in found:
            found[name] = rest.pop(key)
            notes.append(f"{key!r} was read as {name!r}.")
    for key, value in rest.items():
        inner = {fields.get(plain_key(str(k))) for k in value} - {None} if isinstance(value, dict) else set()
        free = [name for name in schema.model_fields if name not in found]
        name = next((name for name in free if plain_key(key) in _BY_ALIAS.get(name, ())), "")
        if "first" in schema.model_fields and plain_key(key) in ("units", "unit", "sentences", "range"):
            found |= {k: v for k, v in _span(value).items() if k not in found}
        elif inner and inner - set(found):
            found |= {k: v for k, v in _rename(value, schema, notes).items() if k not in found}
            notes.append(f"What stood under {key!r} was read one level higher.")
        elif name:
            found[name] = value
            notes.append(f"{key!r} was read as {name!r}.")
        else:
            found[key] = value
    return found


def _span(value: Any) -> dict[str, int]:
    """First and last of `[3, 4, 5]`, `"3-5"` or `3`."""
    numbers = [int(n) for n in re.findall(r"\d+", str(value))]
    return {"first": min(numbers), "last": max(numbers)} if numbers else {}


def _may_be_none(kind: Any) -> bool:
    return get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)


def _fit(value: Any, kind: Any, notes: list[str]) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        (kind,) = [each for each in get_args(kind) if each is not type(None)][:1]
    while hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if get_origin(kind) is list:
        return _fit_list(value, get_args(kind)[0], notes)
    if get_origin(kind) is tuple:
        return _fit_box(value)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return reshape(value, kind, notes)
    if kind in (int, float) and isinstance(value, str):
        return _fit_number(value, kind)
    if kind is int and isinstance(value, float) and value == value:
        return round(value)
    return value


def _fit_list(value: Any, kind: Any, notes: list[str]) -> Any:
    model = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    if isinstance(value, dict):
        value = _entries(value, model) if model else list(value)
        notes.append("Entries that came as an object were read as a list.")
    if isinstance(value, str) and (model is None or "doing" in model.model_fields):
        value = [part for part in re.split(r"\s*[,;&]\s*|\s+and\s+", value.strip()) if part]
    if not isinstance(value, list):
        return value
    if model is None:
        return [_name_of(entry) for entry in value if entry is not None]
    return [_fit(_positional(entry, model), model, notes) for entry in value if entry is not None]


def _name_of(entry: Any) -> Any:
    """The id in an object where an id was asked for."""
    if isinstance(entry, dict):
        return next((entry[k] for k in ("id", "character", "name") if isinstance(entry.get(k), str)), entry)
    return entry


def _positional(entry: Any, model: type[BaseModel]) -> Any:
    """`[0.5, [..]]` for a mark, `["fox", "Oh!"]` for a line: as many values as there are fields."""
    if isinstance(entry, list) and len(entry) == len(model.model_fields) and not isinstance(entry[0], dict):
        return dict(zip(model.model_fields, entry, strict=True))
    if isinstance(entry, list) and "box" in model.model_fields and len(entry) in (4, 5):
        at, *box = entry if len(entry) == 5 else [0.0, *entry]
        return {"at": at, "box": box}
    return entry


def _entries(value: dict[Any, Any], model: type[BaseModel]) -> list[Any]:
    """`{"fox": {...}}` as `[{"id": "fox", ...}]`; an object that is an entry itself as a list of one."""
    known = {plain_key(name) for name in model.model_fields}
    aliases = frozenset[str]().union(*(_BY_ALIAS.get(name, frozenset()) for name in model.model_fields))
    own = sum(plain_key(str(key)) in known | aliases for key in value)
    key_field = next((name for name in _KEYS if name in model.model_fields), None)
    if key_field is None or own * 2 > len(value):
        return [value]
    entries = []
    for key, entry in value.items():
        text = next((name for name in _TEXTS if name in model.model_fields), None)
        if isinstance(entry, dict):
            entries.append({key_field: key, **entry})
        elif isinstance(entry, list) and "marks" in model.model_fields:
            entries.append({key_field: key, "marks": entry})
        elif text:
            entries.append({key_field: key, text: entry})
    return entries


def _fit_number(text: str, kind: type) -> Any:
    """A number in words, in percent, with a comma, or with a word before it; the text if there is none."""
    plain = text.strip().lower()
    if plain in _NUMBERS:
        return _NUMBERS[plain]
    if kind is float and plain in _MOMENTS:
        return _MOMENTS[plain]
    found = re.findall(r"-?\d+(?:[.,]\d+)?", plain)
    if not found:
        return text
    number = float(
        found[-1].replace(",", ".").lstrip("-") if "-" in plain[1:] else found[-1].replace(",", ".")
    )
    if kind is int:
        return int(number)
    return number / 100 if plain.endswith("%") else number


def _fit_box(value: Any) -> Any:
    if isinstance(value, str):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", value)]
        return numbers if len(numbers) == 4 else value
    if not isinstance(value, dict):
        return value
    box = {plain_key(str(key)): number for key, number in value.items()}
    for corners in _CORNERS:
        if set(corners) <= set(box):
            return [box[corner] for corner in corners]
    width, height = box.get("w", box.get("width")), box.get("h", box.get("height"))
    x, y = box.get("x", box.get("left")), box.get("y", box.get("top"))
    if all(isinstance(n, int | float) for n in (x, y, width, height)):
        return [x, y, x + width, y + height]  # type: ignore[operator]
    return value

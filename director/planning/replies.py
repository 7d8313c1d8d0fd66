"""From what a language model answered to a page: find the JSON, mend what has one reading, name the rest.

Models wrap JSON in fences and talk, write MEDIUM_SHOT for medium, 104 % for 1.04 and one name where a list is
asked for. Such slips are mended and noted. A fault is one line: path, value, what is allowed. No server is
known.

    page, notes = read_page('```json\\n{"problems": []}\\n```', ReviewPage)
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError

from prompts.pages import Page
from prompts.screenplay import field_path

PageT = TypeVar("PageT", bound=Page)

MAX_FAULTS = 12
MENDINGS = 6
"""How often a mended page is looked at again: a mended field can uncover the next fault."""

_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)```", re.DOTALL)
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_SYNONYMS = {
    "establishing": "wide",
    "long": "wide",
    "master": "wide",
    "ews": "extreme_wide",
    "ws": "wide",
    "ls": "wide",
    "fs": "full",
    "ms": "medium",
    "cu": "close",
    "closeup": "close",
    "ecu": "extreme_close",
    "macro": "extreme_close",
    "eye": "eye_level",
    "birds": "overhead",
    "top": "overhead",
    "ots": "over_the_shoulder",
    "telephoto": "long",
    "still": "static",
    "fixed": "static",
    "none": "static",
    "dolly": "push_in",
    "pan": "pan_right",
    "tilt": "tilt_up",
    "zoom": "zoom_in",
    "truck": "truck_right",
    "crane": "crane_up",
    "follow": "tracking",
    "track": "tracking",
    "sunrise": "dawn",
    "noon": "day",
    "midday": "day",
    "daytime": "day",
    "dusk": "sunset",
    "midnight": "night",
    "sunny": "clear",
    "overcast": "cloudy",
    "rainy": "rain",
    "snowy": "snow",
    "foggy": "fog",
    "mist": "fog",
    "thunderstorm": "storm",
    "stormy": "storm",
    "joyful": "happy",
    "joy": "happy",
    "scared": "afraid",
    "fearful": "afraid",
    "fear": "afraid",
    "shocked": "surprised",
    "sorrow": "sad",
    "furious": "angry",
    "calm": "neutral",
    "love": "loving",
}
"""Words of the trade and of everyday speech for entries of the closed vocabularies."""


class UnreadableReply(ValueError):
    """A reply that makes no page; `faults` says why, one line each, fit to be sent back."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read_page(text: str, schema: type[PageT], last: bool = False) -> tuple[PageT, list[str]]:
    """(the page in a reply, what was mended in it).

    Args:
        last: there will be no better reply: entries of lists that cannot be read are left out, and noted.

    Raises:
        UnreadableReply: there is no JSON in it, or it breaks the schema where no rule can tell what was
        meant.
    """
    data = _unwrap(extract_json(text), schema)
    notes: list[str] = []
    for _ in range(MENDINGS):
        try:
            return schema.model_validate(data), list(dict.fromkeys(notes))
        except ValidationError as error:
            faults = error.errors(include_url=False)
            mended = sum([_mend(data, fault, notes) for fault in faults])
            if not (mended or (last and _leave_out(data, faults, notes))):
                break
    raise UnreadableReply([_describe(fault) for fault in faults[:MAX_FAULTS]])


def extract_json(text: str) -> Any:
    """The JSON value in a text: all of it, in a fence, or from the first bracket on.

    Raises:
        UnreadableReply: there is none, or it breaks off.
    """
    bare = _THOUGHT.sub("", text).strip()
    if not bare:
        raise UnreadableReply(["the reply is empty; answer with one JSON object"])
    fenced = _FENCE.search(bare)
    bare = fenced[1].strip() if fenced else bare
    start = min((i for i in (bare.find("{"), bare.find("[")) if i >= 0), default=-1)
    if start < 0:
        raise UnreadableReply(
            [f"the reply is not JSON: {bare[:60]!r}; answer with one JSON object, nothing else"]
        )
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(bare[start:])
    except (json.JSONDecodeError, RecursionError) as error:
        ends = "it breaks off before its end" if _breaks_off(error, bare[start:]) else str(error)
        raise UnreadableReply(
            [f"the reply is not valid JSON: {ends}; answer with one whole JSON object"]
        ) from error
    return value


def _breaks_off(error: Exception, text: str) -> bool:
    return isinstance(error, json.JSONDecodeError) and (
        error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
    )


def _unwrap(data: Any, schema: type[Page]) -> Any:
    """The page inside `{"page": {...}}`, or a bare list where the page has one list."""
    fields = list(schema.model_fields)
    if isinstance(data, list) and len(fields) == 1:
        return {fields[0]: data}
    if isinstance(data, dict) and len(data) == 1 and not set(data) & set(fields):
        (inner,) = data.values()
        if isinstance(inner, dict | list):
            return _unwrap(inner, schema)
    return data


# -- mending -------------------------------------------------------------------------------------------------


def _mend(data: Any, fault: Any, notes: list[str]) -> bool:
    """Put one fault right in place, if it has one reading."""
    loc = fault["loc"]
    parent = _at(data, loc[:-1]) if loc else None
    rule = _RULES.get(fault["type"])
    if rule is None or not isinstance(parent, dict | list):
        return False
    value = fault["input"]
    if fault["type"] != "missing" and _at(data, loc) != value:
        return False  # the mending of another fault has changed it
    mended = rule(parent, loc, fault)
    if mended:
        notes.append(f"{field_path(loc)}: {_short(value)} was read as {mended}.")
    return mended is not None


def _at(data: Any, loc: tuple[str | int, ...]) -> Any:
    for part in loc:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _leave_out(data: Any, faults: list[Any], notes: list[str]) -> bool:
    """Take the smallest list entry around each fault out of its list; whether there was one."""
    paths = set()
    for fault in faults:
        loc = fault["loc"]
        entries = [i for i, part in enumerate(loc) if isinstance(part, int) and "box" not in loc[:i]]
        if entries:
            paths.add(loc[: entries[-1] + 1])
    for path in sorted(paths, key=lambda p: [part for part in p if isinstance(part, int)], reverse=True):
        found = _at(data, path[:-1])
        if isinstance(found, list) and path[-1] < len(found):
            del found[path[-1]]
            notes.append(f"{field_path(path)} could not be read, and was left out.")
    return bool(paths)


def _mend_word(parent: Any, loc: Any, fault: Any) -> str | None:
    if fault["input"] is None and isinstance(parent, dict):
        parent.pop(loc[-1])
        return ""
    word = nearest_word(str(fault["input"]), re.findall(r"'([^']+)'", fault["ctx"]["expected"]))
    if word is not None:
        parent[loc[-1]] = word
    return word


def nearest_word(value: str, allowed: list[str]) -> str | None:
    """The entry of a closed vocabulary that is meant, or None. `EXTREME CLOSE-UP` means `extreme_close`."""
    words = re.findall(r"[a-z]+", value.lower())
    inside = [a for a in allowed if set(a.split("_")) <= set(words)]
    if inside:
        return max(inside, key=len)
    for word in words:
        meant = _SYNONYMS.get(word)
        if meant in allowed:
            return meant
    close = difflib.get_close_matches("_".join(words), allowed, n=1, cutoff=0.75)
    return close[0] if close else None


def _mend_id(parent: Any, loc: Any, fault: Any) -> str | None:
    name = as_id(str(fault["input"]))
    if name:
        parent[loc[-1]] = name
    elif isinstance(parent, list):
        parent.pop(loc[-1])
        return ""
    return name or None


def as_id(words: str) -> str:
    """Words as an id: `The Old Man` is `the-old-man`; '' if nothing is left."""
    kept = (
        c if unicodedata.category(c)[0] in "LM" or c.isdecimal() or c == "_" else "-" for c in words.lower()
    )
    return re.sub(r"-+", "-", "".join(kept)).strip("-_")[:64].rstrip("-_")


def _mend_range(parent: Any, loc: Any, fault: Any) -> str | None:
    """The nearest allowed number; a whole box in percent is divided."""
    value, limit = fault["input"], next(iter(fault["ctx"].values()))
    if not isinstance(value, int | float) or not isinstance(limit, int | float):
        return None
    if "box" in loc and all(isinstance(x, int | float) for x in parent) and max(map(abs, parent)) > 1.5:
        if max(map(abs, parent)) > 100:
            return None
        parent[:] = [min(1.0, max(0.0, x / 100)) for x in parent]
        return f"{parent} (percent)"
    parent[loc[-1]] = limit
    return str(limit)


def _drop(parent: Any, loc: Any, fault: Any) -> str | None:
    """Leave out a field that is not asked for."""
    if isinstance(parent, dict):
        parent.pop(loc[-1], None)
        return ""
    return None


def _mend_missing(parent: Any, loc: Any, fault: Any) -> str | None:
    """An id from the name beside it, or the other way round; a run of one unit from its first."""
    if loc[-1] == "last" and isinstance(parent, dict) and isinstance(parent.get("first"), int):
        parent["last"] = parent["first"]
        return str(parent["first"])
    other = {"id": "name", "name": "id"}.get(str(loc[-1]))
    if other is None or not isinstance(parent, dict) or not isinstance(parent.get(other), str):
        return None
    words = parent[other]
    value = as_id(words) if loc[-1] == "id" else re.sub(r"[-_]+", " ", words)
    if value:
        parent[loc[-1]] = value
    return value or None


def _mend_list(parent: Any, loc: Any, fault: Any) -> str | None:
    """Nothing is an empty list; one thing is a list of one."""
    value = fault["input"]
    parent[loc[-1]] = [] if value in (None, "") else [value]
    return "a list"


def _mend_text(parent: Any, loc: Any, fault: Any) -> str | None:
    """Nothing is no text, a number is its digits."""
    value = fault["input"]
    if value is None and isinstance(parent, dict):
        parent.pop(loc[-1])
        return ""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        parent[loc[-1]] = ", ".join(value)
        return "one text"
    if isinstance(value, int | float):
        parent[loc[-1]] = str(value)
        return "text"
    return None


def _mend_entry(parent: Any, loc: Any, fault: Any) -> str | None:
    """A bare name where somebody or something is described."""
    value = fault["input"]
    if not isinstance(value, str) or not isinstance(parent, list):
        return None
    where = str(loc[-2]) if len(loc) > 1 else ""
    if where == "who":
        parent[loc[-1]] = {"character": value}
    elif where in ("cast", "places", "props"):
        parent[loc[-1]] = {"id": as_id(value), "name": value}
    else:
        return None
    return "its name"


def _mend_box(parent: Any, loc: Any, fault: Any) -> str | None:
    """Corners in the wrong order."""
    value = fault["input"]
    if loc[-1] != "box" or not (isinstance(value, list | tuple) and len(value) == 4):
        return None
    left, right, top, bottom = (*sorted(map(float, value[::2])), *sorted(map(float, value[1::2])))
    if left == right or top == bottom:
        return None
    parent[loc[-1]] = [left, top, right, bottom]
    return "a box"


_RULES: dict[str, Callable[[Any, Any, Any], str | None]] = {
    "literal_error": _mend_word,
    "string_pattern_mismatch": _mend_id,
    "greater_than_equal": _mend_range,
    "less_than_equal": _mend_range,
    "extra_forbidden": _drop,
    "missing": _mend_missing,
    "list_type": _mend_list,
    "string_type": _mend_text,
    "model_type": _mend_entry,
    "model_attributes_type": _mend_entry,
    "value_error": _mend_box,
}
"""pydantic's type of fault -> the rule that puts it right, or None when nothing can be told."""


def _describe(fault: Any) -> str:
    """Path, value, what is allowed."""
    where = field_path(fault["loc"]) if fault["loc"] else "the reply"
    if fault["type"] == "missing":
        return f"{where} is missing"
    allowed = fault.get("ctx", {}).get("expected")
    message = f"allowed: {allowed}" if allowed else fault["msg"]
    return f"{where} is {_short(fault['input'])}; {message}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

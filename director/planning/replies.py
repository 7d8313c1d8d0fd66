"""From what a language model answered to a page: find the JSON, mend what has one reading, name the rest.

Models wrap JSON in fences and talk, write MEDIUM_SHOT for medium, 104 % for 1.04 and one name where a list is
asked for. Such slips are mended and noted. A fault is one line: path, value, what is allowed. No server is
known.

    page, notes = read_page('```json\\n{"problems": []}\\n```', ReviewPage)
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError

from director.planning.loose_json import find_values
from director.planning.reshaping import plain_key, reshape
from prompts.pages import Page
from prompts.screenplay import field_path

PageT = TypeVar("PageT", bound=Page)

MAX_FAULTS = 12
MENDINGS = 6
"""How often a mended page is looked at again: a mended field can uncover the next fault."""

_NO_JSON = "the reply is not valid JSON"
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
        last: there will be no better reply: of one that breaks off, what is whole is read, and entries of
            lists that cannot be read are left out; both are noted.

    Raises:
        UnreadableReply: there is no JSON in it, or it breaks the schema where no rule can tell what was
        meant.
    """
    notes: list[str] = []
    data = reshape(_choose(_find_json(text, notes, last), schema), schema, notes)
    for _ in range(MENDINGS):
        try:
            return schema.model_validate(data), list(dict.fromkeys(notes))
        except ValidationError as error:
            faults = error.errors(include_url=False)
            mended = sum([_mend(data, fault, notes) for fault in faults])
            if not (mended or (last and _leave_out(data, faults, notes))):
                break
    raise UnreadableReply([_describe(fault) for fault in faults[:MAX_FAULTS]])


def _find_json(text: str, notes: list[str], last: bool) -> list[Any]:
    """Every JSON value in a text, whatever is around it.

    Raises:
        UnreadableReply: there is none, or it breaks off.
    """
    bare = _without_thoughts(text)
    if not bare:
        raise UnreadableReply(["the reply is empty; answer with one JSON object"])
    values, broken = find_values(bare, salvage=last)
    if broken and not (last and values):
        raise UnreadableReply(
            [f"{_NO_JSON}: it breaks off before its end; answer with one whole JSON object"]
        )
    if not values:
        raise UnreadableReply([f"{_NO_JSON}: {bare[:60]!r}; answer with one JSON object, nothing else"])
    if broken:
        notes.append("The reply breaks off; what is whole in it was read.")
    return values


def _without_thoughts(text: str) -> str:
    """The answer itself: without what a model thought aloud before it."""
    text = _THOUGHT.sub("", text)
    for end in ("</think>", "</thinking>", "</reasoning>", "<|message|>"):
        text = text.rpartition(end)[2] or text
    text = re.sub(r"<(?:think|thinking|reasoning)>", "", text, flags=re.IGNORECASE)
    return re.sub(r"<\|[\w ]+\|>", "", text).strip()


def _choose(values: list[Any], schema: type[Page]) -> Any:
    """Of several values the one that is most like the page, the later of two; its parts put together."""
    pages = [_unwrap(value, schema) for value in values]
    fields = {plain_key(name) for name in schema.model_fields}

    def count(page: Any) -> int:
        return len({plain_key(str(key)) for key in page} & fields) if isinstance(page, dict) else 0

    best = max(reversed(pages), key=count)
    parts = [page for page in pages if count(page)]
    keys = [str(key) for page in parts for key in page]
    if len(parts) > 1 and len(keys) == len(set(keys)):
        return {key: value for page in parts for key, value in page.items()}
    return best


def _unwrap(data: Any, schema: type[Page]) -> Any:
    """The page inside `{"page": {...}}`, or a bare list where the page has one list."""
    fields = list(schema.model_fields)
    plain = {plain_key(name) for name in fields}
    if isinstance(data, list):
        whole = len(data) == 1 and isinstance(data[0], dict) and {plain_key(str(k)) for k in data[0]} & plain
        return data[0] if whole else {fields[0]: data} if len(fields) == 1 else data
    if isinstance(data, dict) and data and not {plain_key(str(key)) for key in data} & plain:
        inner = [value for value in data.values() if isinstance(value, dict | list) and value]
        if len(inner) == 1:
            return _unwrap(inner[0], schema)
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

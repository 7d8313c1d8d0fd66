"""Values as YAML text: short things in one line, long text folded to be read, nothing that could be misread.

Nothing here knows what a screenplay is, nor what was in a file before.

    python -c "from prompts.yaml_text import block; print(block({'title': 'A: B', 'box': [0, 0.5]}, 0))"
"""

from __future__ import annotations

import json
import math
import re
import textwrap
from typing import Any

WIDTH = 100

_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
# Words that readers of YAML 1.1 take for true and false.
_OLD_WORDS = frozenset({"yes", "no", "on", "off", "y", "n"})
# What double quotes must escape besides what JSON escapes: other line ends, marks of order, what YAML
# forbids.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ODD = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SHORT = re.compile(r"[\w.+-]{1,24}")


class Compact(dict[str, Any]):
    """A mapping that is written as its one value when it has one."""


def core_value(text: str) -> Any:
    """What a plain scalar means by the core schema (YAML 1.2, section 10.3.2)."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > 400:  # longer than any number that is meant; int() is quadratic in its length
        return text
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def scalar(value: Any, *, in_flow: bool = False) -> str:
    """A number, a truth, None or a text in one line, quoted when it must be."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        return repr(int(value) if whole else value)
    return value if _is_plain(value, in_flow) else _quoted(value)


def flow(value: Any) -> str:
    """Any value in one line."""
    if isinstance(value, Compact) and len(value) == 1:
        value = next(iter(value.values()))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, in_flow=True)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value, in_flow=True)


def block(value: Any, column: int) -> str:
    """Any value over as many lines as it needs; the first belongs at `column`, later ones are indented."""
    margin = "\n" + " " * column
    if isinstance(value, dict) and value:
        return margin.join(pair(key, item, column) for key, item in value.items())
    if isinstance(value, list | tuple) and value:
        return margin.join(entry(item, column) for item in value)
    return flow(value)


def pair(key: str, value: Any, column: int) -> str:
    """`key: value`; what does not fit into the line follows below it, indented by two."""
    head = scalar(key)
    one_line = _one_line(value, WIDTH - column - len(head) - 2)
    if one_line is not None:
        return f"{head}: {one_line}"
    if isinstance(value, str):
        return f"{head}: {_long_text(value, column + 2)}"
    return f"{head}:\n{' ' * (column + 2)}{block(value, column + 2)}"


def entry(value: Any, column: int) -> str:
    """`- value` of a list whose dashes stand at `column`."""
    one_line = _one_line(value, WIDTH - column - 2)
    if one_line is not None:
        return f"- {one_line}"
    if isinstance(value, str):
        return f"- {_long_text(value, column + 2)}"
    return f"- {block(value, column + 2)}"


def _one_line(value: Any, room: int) -> str | None:
    """The value in one line if it reads well so: a scalar that fits, a collection of short words."""
    if isinstance(value, Compact) and len(value) == 1:
        value = next(iter(value.values()))
    if isinstance(value, dict) and ("id" in value or not _is_short(value)):
        return None
    if isinstance(value, list | tuple) and not _is_short(value):
        return None
    if isinstance(value, str) and "\n" in value and _is_literal(value):
        return None
    text = scalar(value) if not isinstance(value, dict | list | tuple) else flow(value)
    return (
        text
        if len(text) <= room or not (isinstance(value, dict | list | tuple) or _can_wrap(value))
        else None
    )


def _is_short(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_short(v) for v in value.values())
    if isinstance(value, list | tuple):
        return all(_is_short(v) for v in value)
    return not isinstance(value, str) or bool(_SHORT.fullmatch(value))


def _is_plain(text: str, in_flow: bool) -> bool:
    """Whether the text may stand without quotes and will be read as that text, by older readers too."""
    if not text or not (text[0].isalnum() or text[0] in "(“‘„«…¿¡") or text != text.strip():
        return False
    if not isinstance(core_value(text), str) or text.lower() in _OLD_WORDS or _ODD.search(text):
        return False
    if in_flow and re.search(r"[,\[\]{}:?#]", text):
        return False
    return ": " not in text and " #" not in text and not text.endswith(":") and not _looks_like_data(text)


def _looks_like_data(text: str) -> bool:
    """A date, a time of day or a number with underscores, which older readers turn into something else."""
    return bool(re.fullmatch(r"[\d_:.,TZ+-]+|0x.*|\d{4}-\d\d?-\d\d?.*", text))


def _quoted(text: str) -> str:
    if '"' in text and not _ODD.search(text):
        return "'" + text.replace("'", "''") + "'"
    words = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", words)


def _can_wrap(value: Any) -> bool:
    return (
        isinstance(value, str)
        and " " in value
        and "  " not in value
        and value == value.strip()
        and not _ODD.search(value)
    )


def _is_literal(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    return bool(lines[0] and lines[-1]) and all(
        line == line.strip() and not _ODD.search(line) for line in lines
    )


def _long_text(text: str, column: int) -> str:
    margin = "\n" + " " * column
    if "\n" in text:
        lines = text.removesuffix("\n").split("\n")
        head = "|" if text.endswith("\n") else "|-"
        return head + "".join(margin + line if line else "\n" for line in lines)
    room = max(WIDTH - column, 40)
    return (
        ">-" + margin + margin.join(textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False))
    )

"""The form of a page, as servers are given it (strict JSON Schema) and as models are told it in words.

schema_in_words(ReviewPage)   # {"problems": [{"page": "write" | "cast" | ..., "problem": string}, ...]}
"""

from __future__ import annotations

from functools import cache
from typing import Any

from prompts.pages import Page

_LEFT_OUT = ("title", "default", "pattern", "properties", "description")
"""Not known to strict servers, or said in the template already: a schema is read with every request."""


@cache
def strict_schema(schema: type[Page]) -> dict[str, Any]:
    """The page's JSON Schema as strict servers know it: every field required, no patterns, no tuples."""
    return _strict(schema.model_json_schema())


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    fields = node.get("properties", {})
    kept = {k: v for k, v in node.items() if k not in _LEFT_OUT}
    node = {key: _strict(value) for key, value in kept.items()}
    if fields:
        node["properties"] = {name: _strict(field) for name, field in fields.items()}
        node |= {"required": list(node["properties"]), "additionalProperties": False}
    if "prefixItems" in node:
        node["items"] = node.pop("prefixItems")[0]
    return node


@cache
def schema_in_words(schema: type[Page]) -> str:
    """The same form on a few lines, a third as long: `{"shots": [{"number": integer, ...}, ...]}`."""
    whole = strict_schema(schema)
    return _words(whole, whole.get("$defs", {}))


def _words(node: dict[str, Any], known: dict[str, Any]) -> str:
    if "$ref" in node:
        return _words(known[node["$ref"].rsplit("/", 1)[-1]], known)
    if "anyOf" in node:
        return " | ".join(_words(each, known) for each in node["anyOf"])
    if "enum" in node:
        return " | ".join(f'"{word}"' for word in node["enum"])
    kind = node.get("type")
    if kind == "object":
        fields = (f'"{name}": {_words(field, known)}' for name, field in node["properties"].items())
        return "{" + ", ".join(fields) + "}"
    if kind == "array":
        entry = _words(node["items"], known)
        return f"[{', '.join([entry] * 4)}]" if node.get("minItems") == 4 else f"[{entry}, ...]"
    low, high = node.get("minimum"), node.get("maximum")
    return f"{kind} {low}..{high}" if low is not None and high is not None else str(kind)

"""How one chat-completions server wants to be asked: learned from what it refuses, kept for the next page.

Servers and models differ in what they take: JSON Schema, JSON mode or words alone; `max_tokens` or
`max_completion_tokens`; a temperature or none; a system message or none. Nothing is known by a vendor's name;
each refusal that names an optional part takes that part out.

    python -c "from director.planning.manners import Manners; print(Manners().form)"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from director.planning.schemas import schema_in_words, strict_schema
from prompts.pages import Page
from prompts.tokens import shorten_to

FORMS = ("schema", "object", "text")
"""How the form of a reply is asked for, best first: by JSON Schema, as any JSON, in words alone."""
TEMPERATURE = 0.2
"""Pages are decisions, not poems."""
THOUGHT = 16_000
"""Tokens for the thoughts of a model that thinks before it answers; they count against its limit."""
FAULT = 60
"""Tokens by which one fault is told."""
_ABOUT_FORM = re.compile(
    r"response_format|json_(schema|object|validate)|json mode|schema|grammar|structured|failed_generation",
    re.I,
)
_ABOUT_SYSTEM = re.compile(r"system (role|message|prompt|instruction)|only user and assistant roles", re.I)
_ABOUT_WINDOW = re.compile(
    r"context[ _-]?(length|size|window)|maximum context|n_ctx|(prompt|request|input)\w* (is )?too (long|big)",
    re.I,
)


@dataclass(frozen=True)
class Manners:
    """What a server takes, as far as it has said."""

    form: str = "schema"
    limit: str = "max_tokens"
    """the name of the field that limits an answer; '' if there is none"""
    thinks: bool = False
    temperature: bool = True
    system: bool = True
    """instructions go in a message of their own"""


def learn(manners: Manners, said: str) -> Manners | None:
    """How to ask instead, after a server refused with these words; None if it is about nothing optional."""
    if is_about_window(said):
        return None
    if manners.temperature and re.search(r"temperature", said, re.I):
        return replace(manners, temperature=False)
    if manners.limit and re.search(rf"{manners.limit}|max_completion_tokens", said):
        if manners.limit == "max_tokens" and "max_completion_tokens" in said:
            return replace(manners, limit="max_completion_tokens", thinks=True)
        return replace(manners, limit="")
    if manners.system and _ABOUT_SYSTEM.search(said):
        return replace(manners, system=False)
    place = FORMS.index(manners.form) + 1
    if place < len(FORMS) and _ABOUT_FORM.search(said):
        return replace(manners, form=FORMS[place])
    return None


def is_about_window(said: str) -> bool:
    """Whether a refusal says that the request is longer than the model can read."""
    return _ABOUT_WINDOW.search(said) is not None


def make_request(
    messages: Sequence[dict[str, str]], schema: type[Page], manners: Manners, tokens: int
) -> dict[str, Any]:
    """A chat-completions request, without the model: messages, form, limit, temperature.

    Args:
        messages: system, user, and the turns of a repair.
        tokens: how long the answer may become; 0 for no limit.
    """
    system, *rest = messages
    if manners.form != "schema":
        system = {**system, "content": f"{system['content']}\n\n{_in_words(schema)}"}
    if not manners.system:
        first, *later = rest
        joined = f"{system['content']}\n\n{first['content']}"
        request: dict[str, Any] = {"messages": [{**first, "content": joined}, *later]}
    else:
        request = {"messages": [system, *rest]}
    if manners.form == "schema":
        named = {"name": schema.__name__, "strict": True, "schema": strict_schema(schema)}
        request["response_format"] = {"type": "json_schema", "json_schema": named}
    elif manners.form == "object":
        request["response_format"] = {"type": "json_object"}
    if manners.limit and tokens:
        request[manners.limit] = tokens + THOUGHT if manners.thinks else tokens
    if manners.temperature:
        request["temperature"] = TEMPERATURE
    return request


def _in_words(schema: type[Page]) -> str:
    return f"Answer with one JSON object of this form and nothing else:\n{schema_in_words(schema)}"


def without_schema(manners: Manners) -> Manners:
    """How to ask after a reply that broke the schema: the server takes schemas, but lets the model answer as
    it likes. In the next form it is told in words."""
    return replace(manners, form="object") if manners.form == "schema" else manners


def send_back(text: str, faults: Sequence[str], room: int, more: int) -> list[dict[str, str]]:
    """The reply with what is wrong in it, as the next turn of the talk.

    Args:
        room: tokens for the faults.
        more: tokens for the reply; a longer one is shown by its beginning and end.
    """
    listed = "\n".join(f"- {shorten_to(fault, FAULT)}" for fault in faults[: max(1, room // FAULT)])
    return [
        {"role": "assistant", "content": (shorten_to(text, more) if more > 0 else "") or "(nothing)"},
        {
            "role": "user",
            "content": f"That cannot be used:\n{listed}\nGive the whole page again: one JSON object.",
        },
    ]

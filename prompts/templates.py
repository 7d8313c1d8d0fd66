"""What a writer is told: one Markdown file a page, read from `prompts/templates/`.

A file has two parts: the instructions, and behind the line `## Material` the slots, each as `{{name}}`.
Only the second part carries words of the story, always as JSON, so that nothing in a story can pass for an
instruction. Nothing here knows who the writer is.

    python -c "from prompts.templates import read_template; print(read_template('stage').version)"
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from prompts.pages import TEMPLATES, Slots
from prompts.vocabulary import VOCABULARIES

MATERIAL = "## Material"
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_MAY_LACK = frozenset(["looks", "placed", "speakers", "holds"])
"""Lists that say nothing when they are empty; nobody on screen (`who`) says something."""
_WORDS = re.compile(r"\{\[\s*([a-z_]+)\s*\]\}")


@dataclass(frozen=True)
class Template:
    """One page's instructions and the order of its slots."""

    name: str
    version: str
    """changes with any letter of the file or of a vocabulary in it; part of every page's fingerprint"""
    instructions: str
    material: str

    @property
    def slots(self) -> frozenset[str]:
        """The names between `{{` and `}}`."""
        return frozenset(_PLACEHOLDER.findall(self.material))


@dataclass(frozen=True)
class Filled:
    """A template with its slots filled: what is ours to say, and what is only to be read."""

    instructions: str
    material: str


def read_template(name: str) -> Template:
    """The template of a page: `write`, `cast`, `stage`, `block` or `review`.

    Raises:
        KeyError: there is no such page.
        ValueError: the file has no material part, or a slot among the instructions.
    """
    if name not in TEMPLATES:
        raise KeyError(f"there is no template {name!r}; there are: {', '.join(TEMPLATES)}")
    text = files("prompts").joinpath("templates", f"{name}.md").read_text(encoding="utf-8")
    return parse_template(name, text)


def parse_template(name: str, text: str) -> Template:
    """The template that a text in the form of our files describes; `{[size]}` stands for a vocabulary.

    Raises:
        KeyError: a vocabulary that does not exist.
        ValueError: no material part, or a slot among the instructions.
    """
    instructions, line, material = text.partition(MATERIAL)
    if not line:
        raise ValueError(f"template {name!r} has no line {MATERIAL!r}")
    if stray := _PLACEHOLDER.findall(instructions):
        raise ValueError(f"template {name!r}: slot {stray[0]!r} stands among the instructions; move it below")
    instructions = _WORDS.sub(lambda m: " | ".join(VOCABULARIES[m[1]]), instructions).strip()
    version = hashlib.sha256(f"{instructions}\0{material}".encode()).hexdigest()[:12]
    return Template(name, version, instructions, material.strip())


def fill_template(template: Template, slots: Slots) -> Filled:
    """The template with every slot filled by name.

    Raises:
        ValueError: a slot that the template names is not given, or one that is given is not named.
    """
    given = set(type(slots).model_fields)
    if missing := sorted(template.slots - given):
        raise ValueError(
            f"template {template.name!r} names {missing[0]!r}, which {type(slots).__name__} has not"
        )
    if unused := sorted(given - template.slots):
        raise ValueError(f"template {template.name!r} never uses {unused[0]!r} of {type(slots).__name__}")
    data = slots.model_dump(mode="json")
    return Filled(
        template.instructions, _PLACEHOLDER.sub(lambda m: _as_data(m[1], data[m[1]]), template.material)
    )


def _as_data(name: str, value: Any) -> str:
    """A slot as JSON. Long lists go one entry a line; units carry their number, for they are pointed at by
    it."""
    if name == "units":
        return "\n".join(f"{i}: {_json(_SPACE.sub(' ', unit))}" for i, unit in enumerate(value)) or "(none)"
    if isinstance(value, list) and all(isinstance(entry, int) for entry in value):
        return ", ".join(map(str, value)) or "(none)"
    if isinstance(value, list):
        return "\n".join(_json(entry) for entry in value) or "(none)"
    return _json(value)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {k: _without_empty(v) for k, v in value.items() if v not in ("", None)}
        return {k: v for k, v in kept.items() if v != [] or k not in _MAY_LACK}
    return [_without_empty(entry) for entry in value] if isinstance(value, list) else value


def _json(value: Any) -> str:
    """One line of JSON that says nothing twice: empty fields are left out."""
    text = json.dumps(_without_empty(value), ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")

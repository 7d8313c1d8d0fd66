"""YAML text as a tree of nodes that remember where they stand, read in one careful pass.

Only what a plain configuration file needs is taken: mappings with text keys, lists, and plain values by the
core schema of YAML 1.2 (so `no` is a word and `2024-01-01` is no date). Tags, merge keys, duplicate keys,
more than one document, deep nesting and aliases that multiply are refused where they are met, before anything
grows. Nothing here knows what a screenplay is.

    python -c "from prompts.yaml_nodes import read_yaml; print(read_yaml('[1, no]'))"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from prompts.errors import ScreenplayError
from prompts.yaml_text import core_value, flow

MAX_DEPTH = 30
MAX_ALIASED_NODES = 20_000


@dataclass
class Scalar:
    """One value. `start` and `end` are offsets into the text, equal for a value that was left out."""

    start: int
    end: int
    line: int
    value: Any
    style: str | None = None
    """None for plain, or one of ' " | >"""


@dataclass
class Sequence:
    """A list. In block style `start` is at the first dash."""

    start: int
    end: int
    line: int
    flow: bool
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass
class Mapping:
    """A mapping, its pairs in the order of the text."""

    start: int
    end: int
    line: int
    flow: bool
    column: int
    pairs: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)


@dataclass
class Alias:
    """A second use of a node that was anchored before."""

    start: int
    end: int
    line: int
    target: Node


Node = Scalar | Sequence | Mapping | Alias


class YamlFault(ScreenplayError):
    """The text is no YAML of the kind that is read here; `line` counts from 1."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(f"line {line}: {text}")
        self.line = line


def read_yaml(text: str) -> Node:
    """The tree of one YAML document. Empty text is a Scalar of None. Line ends must be `\\n` alone.

    Raises:
        YamlFault: with the line, what is wrong and what to do.
    """
    return _read(text)[0]


def without_aliases(text: str) -> str:
    """The same document in which every alias is replaced by the values that it stands for.

    Raises:
        YamlFault: as `read_yaml`.
    """
    root, anchors = _read(text)
    changes = [(alias.start, alias.end, flow(plain_value(alias.target))) for alias in _aliases(root)]
    changes += [(start, start + 1 + len(name), "") for start, name in anchors]
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _read(text: str) -> tuple[Node, list[tuple[int, str]]]:
    """The tree, and where the anchors stand."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    _check_characters(text)
    try:
        reader = _Reader(text)
        return reader.document(), reader.places
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlFault(mark.line + 1 if mark else 1, _plain_words(error)) from error
    except (ValueError, OverflowError) as error:  # from chr() of what an escape names
        found = re.search(r"\\U(?!000|0010)", text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise YamlFault(
            line, "a backslash in double quotes names no character. Use 'single quotes'."
        ) from error
    except YAMLError as error:
        raise YamlFault(1, f"this is no YAML: {error}".splitlines()[0]) from error


def plain_value(node: Node) -> Any:
    """The node as dicts, lists, str, int, float, bool and None."""
    if isinstance(node, Alias):
        return plain_value(node.target)
    if isinstance(node, Mapping):
        return {key: plain_value(value) for key, (_, value) in node.pairs.items()}
    if isinstance(node, Sequence):
        return [plain_value(item) for item in node.items]
    return node.value


def line_of(node: Node, path: tuple[str | int, ...]) -> int:
    """The line (from 1) of the deepest node on the path that is there."""
    line = node.line
    for part in path:
        node = node.target if isinstance(node, Alias) else node
        if isinstance(node, Mapping) and part in node.pairs:
            key, node = node.pairs[str(part)]
            line = key.line
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            line = node.line
        else:
            break
    return line + 1


def _aliases(node: Node) -> Iterator[Alias]:
    if isinstance(node, Alias):
        yield node
    elif isinstance(node, Mapping):
        for _, value in node.pairs.values():
            yield from _aliases(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _aliases(item)


# The letters YAML allows, without the byte order mark (only its first place is legal, and it is gone by now).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _check_characters(text: str) -> None:
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise YamlFault(line, f"the character U+{ord(found[0]):04X} may not stand in YAML. Remove it.")


class _Reader:
    """Turns the parser's events into nodes, and stops at the first thing that is not wanted."""

    def __init__(self, text: str) -> None:
        from ruamel.yaml import YAML

        self.events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.places: list[tuple[int, str]] = []
        self.size = 0
        self.aliased = 0

    def document(self) -> Node:
        next(self.events)  # the stream's start
        event = next(self.events)
        if _kind(event) == "StreamEnd":
            return Scalar(0, 0, 0, None)
        root = self.node(next(self.events), 0)
        next(self.events)  # the document's end
        event = next(self.events)
        if _kind(event) != "StreamEnd":
            line = event.start_mark.line + 1
            raise YamlFault(
                line, "a second document begins here (`---`). A screenplay is one document: remove it."
            )
        return root

    def node(self, event: Any, depth: int) -> Node:
        line = event.start_mark.line
        if _kind(event) == "Alias":
            return self.alias(event)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise YamlFault(
                line + 1, f"the tag {tag} is not allowed; a screenplay holds plain values. Remove it."
            )
        if depth > MAX_DEPTH:
            raise YamlFault(
                line + 1, f"nested more than {MAX_DEPTH} deep; a screenplay needs ten. Check the brackets."
            )
        before = self.size
        self.size += 1
        node: Node
        if _kind(event) == "Scalar":
            plain = event.style is None and event.implicit[0]
            value = core_value(event.value) if plain else event.value
            node = Scalar(event.start_mark.index, event.end_mark.index, line, value, event.style)
        elif _kind(event) == "SequenceStart":
            node = self.sequence(event, depth)
        else:
            node = self.mapping(event, depth)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.size - before)
            self.places.append((event.start_mark.index, event.anchor))
        return node

    def alias(self, event: Any) -> Alias:
        line = event.start_mark.line
        if event.anchor not in self.anchors:
            raise YamlFault(
                line + 1, f"*{event.anchor} names nothing that stands before it. Put quotes around it."
            )
        node, size = self.anchors[event.anchor]
        self.aliased += size
        self.size += size
        if self.aliased > MAX_ALIASED_NODES:
            raise YamlFault(
                line + 1,
                f"aliases such as *{event.anchor} multiply the file to more than {MAX_ALIASED_NODES} values. "
                "Write the values out.",
            )
        return Alias(event.start_mark.index, event.end_mark.index, line, node)

    def sequence(self, event: Any, depth: int) -> Sequence:
        mark = event.start_mark
        node = Sequence(mark.index, mark.index, mark.line, bool(event.flow_style), mark.column)
        for event in self.events:
            if _kind(event) == "SequenceEnd":
                break
            node.items.append(self.node(event, depth + 1))
        node.end = event.end_mark.index if node.flow else node.items[-1].end
        return node

    def mapping(self, event: Any, depth: int) -> Mapping:
        mark = event.start_mark
        node = Mapping(mark.index, mark.index, mark.line, bool(event.flow_style), mark.column)
        for event in self.events:
            if _kind(event) == "MappingEnd":
                break
            key = self.key(event, node)
            node.pairs[key.value] = (key, self.node(next(self.events), depth + 1))
        node.end = event.end_mark.index if node.flow else list(node.pairs.values())[-1][1].end
        return node

    def key(self, event: Any, node: Mapping) -> Scalar:
        line = event.start_mark.line + 1
        if _kind(event) != "Scalar" or event.tag is not None:
            raise YamlFault(
                line, "a key must be a plain word. Put quotes around it if it has special letters."
            )
        if event.value == "<<" and event.style is None:
            raise YamlFault(line, "merge keys (`<<`) are not part of YAML 1.2. Write the values out.")
        if event.value in node.pairs:
            first = node.pairs[event.value][0].line + 1
            raise YamlFault(
                line, f"the key {event.value!r} stands in line {first} already. Keep one of the two."
            )
        return Scalar(event.start_mark.index, event.end_mark.index, line - 1, event.value, event.style)


def _kind(event: Any) -> str:
    return type(event).__name__.removesuffix("Event")


_IN_PLAIN_WORDS = (
    (r"character '\\t'|tab", "a tab stands where YAML wants spaces. Indent with spaces."),
    (
        r"mapping values are not allowed",
        "this ': ' is one too many. Put quotes around text with a colon in it, or correct the indentation.",
    ),
    (
        r"could not find expected ':'",
        "a `key: value` was expected. Is a ':' missing, or is a line indented wrongly?",
    ),
    (r"expected <block end>", "this line is not indented like its neighbours. Line it up with them."),
    (
        r"unexpected end of stream|expected ',' or",
        "a bracket or a quotation mark is opened here and not closed.",
    ),
    (r"cannot start any token", "a word may not begin with this character. Put quotes around it."),
    (
        r"unknown escape|escape sequence",
        "a backslash in \"double quotes\" means something else. Use 'single quotes'.",
    ),
)


def _plain_words(error: Any) -> str:
    said = f"{error.context or ''} {error.problem or ''}"
    for pattern, words in _IN_PLAIN_WORDS:
        if re.search(pattern, said):
            return words
    return f"this is no YAML: {said.strip()}. Check indentation, colons and quotation marks."

"""Changing a YAML text where its values change, and nowhere else: comments, order and quotes stay.

The text is never written anew from data. Each difference between two values becomes a small change at the
place where its node stands. Nothing here knows what a screenplay is; shorthands are known only as "a scalar
where a mapping of one value is meant".

    python -c "from prompts.yaml_edit import edit_yaml; print(edit_yaml('a: 1 # one', {'a': 1}, {'a': 2}))"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from prompts.yaml_nodes import Alias, Mapping, Node, Scalar, Sequence, plain_value, read_yaml
from prompts.yaml_text import block, entry, flow, pair, scalar

Change = tuple[int, int, str]
"""(start, end, words): the text between the two offsets becomes these words."""

NAMES = ("id", "character", "speaker", "at")
"""Keys by which an item of a list is known again, in this order of preference."""


def edit_yaml(text: str, old: Any, new: Any, root: Node | None = None) -> str:
    """The text changed so that it says `new`, given that it says `old` now.

    Args:
        text: one YAML document with `\\n` line ends and without aliases.
        old: what the text means, as plain data; may have fewer keys than the text where it names defaults.
        new: what it shall mean; mappings are in the order in which new keys are to stand.
        root: the tree of `text`, if it was read already.

    Raises:
        YamlFault: the text is no YAML.
    """
    if old == new:
        return text
    return _apply(text, sorted(_Editor(text).changes(root or read_yaml(text), old, new), key=lambda c: c[:2]))


def _apply(text: str, changes: list[Change], start: int = 0, end: int | None = None) -> str:
    """The text between `start` and `end` with the changes made; they do not overlap."""
    end = len(text) if end is None else end
    parts, at = [], start
    for first, last, words in changes:
        parts += [text[at:first], words]
        at = last
    return "".join((*parts, text[at:end]))


class _Editor:
    """Finds the changes for one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def changes(self, node: Node, old: Any, new: Any) -> Iterator[Change]:
        """The changes after which `node` says `new`."""
        if old == new:
            return
        if isinstance(node, Mapping) and isinstance(new, dict) and isinstance(old, dict):
            yield from self.mapping(node, old, new)
        elif isinstance(node, Sequence) and isinstance(new, list) and isinstance(old, list) and node.items:
            yield from self.sequence(node, old, new)
        else:
            yield (node.start, self.tail(node), flow(new))

    # -- mappings

    def mapping(self, node: Mapping, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
        gone = [key for key in node.pairs if key not in new and key in old]
        if len(gone) == len(node.pairs) or (gone and node.flow):
            kept = {key: plain_value(value) for key, (_, value) in node.pairs.items() if key not in gone}
            yield self.rewritten(node, {**kept, **new})
            return
        yield from self.deletions(node, gone)
        for key, value in new.items():
            if key in node.pairs and old.get(key) != value:
                yield from self.value(node, key, old.get(key), value)
        yield from self.insertions(node, [key for key in new if key not in node.pairs], new, gone)

    def value(self, node: Mapping, key: str, old: Any, new: Any) -> Iterator[Change]:
        """The changes of the value at a key that is there."""
        key_node, value = node.pairs[key]
        colon, end = self.span(key_node, value)
        if isinstance(value, Scalar) and self.is_shorthand(value, old, new) and not node.flow:
            column = node.column + 2
            yield (colon, value.start, "\n" + " " * column)
            yield from self.expansion(value, column, old, new)
        elif isinstance(value, Mapping) and isinstance(new, dict) and value.pairs and new:
            yield from self.changes(value, old or {}, new)
        elif isinstance(value, Sequence) and isinstance(new, list) and value.items and new:
            yield from self.changes(value, old or [], new)
        elif node.flow:
            yield (colon, end, " " + flow(new))
        else:
            words = pair(key, new, node.column)[len(scalar(key)) + 1 :]
            yield from self.new_value(colon, end, words, new, "" if words.startswith("\n") else " ")

    def new_value(self, start: int, end: int, words: str, new: Any, behind: str) -> Iterator[Change]:
        """A value in the place of another; a comment behind it in its line is not drawn into it."""
        line_end = self.line_end(end)
        if "\n" not in words or not self.text[end:line_end].strip():
            yield (start, end, words)
        elif isinstance(new, str):
            yield (start, end, (" " if self.text[start - 1] == ":" else "") + scalar(new))
        else:
            yield (start, end, "")
            yield (line_end, line_end, behind + words)

    def span(self, key: Scalar, value: Node) -> tuple[int, int]:
        """From behind the colon to the end of the value; one that was left out has no place of its own."""
        colon = self.text.index(":", key.end) + 1
        left_out = isinstance(value, Scalar) and value.end == value.start
        return colon, colon if left_out else self.tail(value)

    def deletions(self, node: Mapping, gone: list[str]) -> Iterator[Change]:
        """Whole lines; where the first key stands behind a dash, the first that is kept takes its place."""
        starts = {key: key_node.start for key, (key_node, _) in node.pairs.items()}
        first_kept = min(start for key, start in starts.items() if key not in gone)
        first = min(starts.values())
        behind_dash = first < first_kept and self.text[self.line_start(first) : first].strip()
        if behind_dash:
            yield (first, first_kept, "")
        for key in gone:
            if not behind_dash or starts[key] > first_kept:
                end = self.line_end(self.pair_end(*node.pairs[key])) + 1
                yield (self.line_start(starts[key]), min(end, len(self.text)), "")

    def insertions(
        self, node: Mapping, keys: list[str], new: dict[str, Any], gone: list[str]
    ) -> Iterator[Change]:
        """New keys, each behind the nearest key before it in the order of `new`, else before all others."""
        order = list(new)
        places: dict[str | None, list[str]] = {}
        for key in keys:
            before = [k for k in order[: order.index(key)] if k in node.pairs]
            places.setdefault(before[-1] if before else None, []).append(key)
        for place, names in places.items():
            if place is None:
                yield self.before_first(node, names, new, gone)
            else:
                yield self.behind(node, place, names, new)

    def before_first(self, node: Mapping, names: list[str], new: dict[str, Any], gone: list[str]) -> Change:
        if node.flow:
            comma = ", " if node.pairs else ""
            return (node.start + 1, node.start + 1, ", ".join(_flow_pair(n, new[n]) for n in names) + comma)
        at = next(key.start for name, (key, _) in node.pairs.items() if name not in gone)
        margin = "\n" + " " * node.column
        return (at, at, "".join(pair(n, new[n], node.column) + margin for n in names))

    def behind(self, node: Mapping, place: str, names: list[str], new: dict[str, Any]) -> Change:
        at = self.pair_end(*node.pairs[place])
        if node.flow:
            return (at, at, "".join(", " + _flow_pair(n, new[n]) for n in names))
        at = self.line_end(at)
        margin = "\n" + " " * node.column
        return (at, at, "".join(margin + pair(n, new[n], node.column) for n in names))

    # -- lists

    def sequence(self, node: Sequence, old: list[Any], new: list[Any]) -> Iterator[Change]:
        partners = _partners(old, new)
        if partners[: len(old)] == list(range(len(old))):
            for item, before, after in zip(node.items, old, new, strict=False):
                yield from self.item(node, item, before, after)
            if len(new) > len(old):
                yield self.appended(node, new[len(old) :])
        elif node.flow or not new or not self.is_alone(node):
            yield self.rewritten(node, new)
        else:
            yield self.rearranged(node, old, new, partners)

    def item(self, node: Sequence, item: Node, old: Any, new: Any) -> Iterator[Change]:
        if isinstance(item, Scalar) and self.is_shorthand(item, old, new) and not node.flow:
            yield from self.expansion(item, item.start - self.line_start(item.start), old, new)
        elif isinstance(item, Scalar) and old != new:
            shown = flow(new) if node.flow else entry(new, node.column)[2:]
            behind = "\n" + " " * (node.column + 2)
            yield from self.new_value(item.start, self.tail(item), shown, new, behind)
        else:
            yield from self.changes(item, old, new)

    def is_shorthand(self, node: Scalar, old: Any, new: Any) -> bool:
        """Whether these words, in one line, stand for a mapping and can stay as one of its values."""
        if not isinstance(old, dict) or not isinstance(new, dict) or len(old) != 1 or len(new) < 2:
            return False
        key, value = next(iter(old.items()))
        return node.value == value == new.get(key) and "\n" not in self.text[node.start : node.end]

    def expansion(self, node: Scalar, column: int, old: Any, new: Any) -> Iterator[Change]:
        """The mapping around the words of a shorthand: keys before them, their key, keys below their line."""
        (key,) = old
        margin = "\n" + " " * column
        keys = list(new)
        before, behind = keys[: keys.index(key)], keys[keys.index(key) + 1 :]
        head = "".join(pair(k, new[k], column) + margin for k in before)
        yield (node.start, node.start, f"{head}{scalar(key)}: ")
        end = self.line_end(node.end)
        yield (end, end, "".join(margin + pair(k, new[k], column) for k in behind))

    def appended(self, node: Sequence, items: list[Any]) -> Change:
        at = self.tail(node.items[-1])
        if node.flow:
            return (at, at, "".join(", " + flow(item) for item in items))
        at = self.line_end(at)
        margin = "\n" + " " * node.column
        return (at, at, "".join(margin + entry(item, node.column) for item in items))

    def is_alone(self, node: Sequence) -> bool:
        """Whether each dash begins its line, so that items are whole lines."""
        dashes = (self.dash(node, item) for item in node.items)
        return all(not self.text[self.line_start(dash) : dash].strip() for dash in dashes)

    def dash(self, node: Sequence, item: Node) -> int:
        """Where the item's dash is: at the list's column, in the item's line or above it."""
        line = self.line_start(item.start)
        while self.text[line + node.column] != "-":
            line = self.line_start(line - 1)
        return line + node.column

    def rearranged(
        self, node: Sequence, old: list[Any], new: list[Any], partners: list[int | None]
    ) -> Change:
        """Items as whole lines, each with the comment lines right above it, in their new order."""
        starts = [self.with_comments(self.line_start(self.dash(node, item))) for item in node.items]
        end = min(self.line_end(self.tail(node)) + 1, len(self.text))
        ends = [*starts[1:], end]
        lines = []
        for value, partner in zip(new, partners, strict=True):
            if partner is None:
                lines.append(" " * node.column + entry(value, node.column) + "\n")
                continue
            inside = sorted(self.item(node, node.items[partner], old[partner], value), key=lambda c: c[:2])
            words = _apply(self.text, inside, starts[partner], ends[partner])
            lines.append(words if words.endswith("\n") else words + "\n")
        return (starts[0], end, "".join(lines))

    def with_comments(self, line: int) -> int:
        while line > 0:
            above = self.line_start(line - 1)
            if not self.text[above:line].lstrip(" ").startswith("#"):
                break
            line = above
        return line

    def rewritten(self, node: Mapping | Sequence, new: Any) -> Change:
        """The whole node written anew; comments inside it are lost."""
        return (node.start, self.tail(node), flow(new) if node.flow or not new else block(new, node.column))

    # -- places in the text

    def tail(self, node: Node) -> int:
        """The end of the node's own words, without the white space that a block may end with."""
        if isinstance(node, Alias) or (isinstance(node, Mapping | Sequence) and node.flow):
            return node.end
        if isinstance(node, Mapping):
            return self.pair_end(*list(node.pairs.values())[-1])
        if isinstance(node, Sequence):
            return self.tail(node.items[-1])
        if node.style in ("|", ">"):
            return len(self.text[: node.end].rstrip(" \n"))
        return node.end

    def pair_end(self, key: Scalar, value: Node) -> int:
        return self.span(key, value)[1]

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end


def _flow_pair(key: str, value: Any) -> str:
    return f"{scalar(key, in_flow=True)}: {flow(value)}"


def _partners(old: list[Any], new: list[Any]) -> list[int | None]:
    """For each new item the place of the old one that it continues: the same name, else the same place."""
    partners: list[int | None] = [None] * len(new)
    for key in (repr, _name):
        _pair_up(old, new, partners, key)
    for place, item in enumerate(new):
        free = partners[place] is None and place < len(old) and place not in partners
        if free and (len(old) == len(new) or _name(old[place]) is None or _name(item) is None):
            partners[place] = place
    return partners


def _pair_up(old: list[Any], new: list[Any], partners: list[int | None], key: Callable[[Any], Any]) -> None:
    """Give each new item without a partner a free old one of the same key, at its own place if it can be."""
    taken = {p for p in partners if p is not None}
    free: dict[Any, list[int]] = {}
    for place, item in enumerate(old):
        if place not in taken and key(item) is not None:
            free.setdefault(key(item), []).append(place)
    for place, item in enumerate(new):
        if partners[place] is None and (places := free.get(key(item))):
            partners[place] = places.pop(places.index(place) if place in places else 0)


def _name(item: Any) -> Any:
    if isinstance(item, dict):
        return next(((key, item[key]) for key in NAMES if key in item), None)
    return None

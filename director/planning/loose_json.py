"""JSON as models write it: with comments, single quotes, open ends, or a second try behind the first.

Sound JSON is read as such. Where it is not, a forgiving reader takes comments, trailing or missing commas,
quotation marks of any kind, also inside a text, keys without any, `True`, `None` and `NaN`. No page is known.

    python -c "from director.planning.loose_json import find_values; print(find_values('ok: {a: 1, }')[0])"
"""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 60
TRIES = 40
"""After so many brackets that open no value, the text is talk."""
_CLOSING = {'"': '"”', "'": "'’", "“": '”"', "„": '“”"', "‘": "’'", "«": "»", "`": "`"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_BETWEEN = re.compile(r"(?:\s|\ufeff|//[^\n]*|/\*.*?\*/|#[^\n]*)*", re.DOTALL)
_BARE = re.compile(r"[^,:{}\[\]\n\"]+")
_AFTER = re.compile(
    r"\s*(?:$|[}\]:\n]|,\s*(?:$|[\"'“„‘«{}\[\]#/\n]|-?\d|true|false|null|\w+\s*:))", re.IGNORECASE
)
"""What comes behind a quotation mark that ends a text, and not behind one inside it."""
_WORDS = {"true": True, "false": False, "null": None, "none": None, "nan": None, "undefined": None}


class BrokenOff(ValueError):
    """The text ends inside a value."""


class NoValue(ValueError):
    """There is no value where one was looked for."""


def find_values(text: str, *, salvage: bool = False) -> tuple[list[Any], bool]:
    """(every object and list that stands in a text, whether the last one breaks off).

    Args:
        salvage: of one that breaks off, what is whole in it is read.
    """
    values: list[Any] = []
    position = tries = 0
    while (start := _next_bracket(text, position)) >= 0:
        try:
            value, position = _DECODER.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            reader = _Reader(text, start, salvage)
            try:
                value = reader.read(0)
                position = reader.at
            except BrokenOff:
                return values, True
            except NoValue:
                position, tries = start + 1, tries + 1
                if tries == TRIES:
                    break
                continue
            if reader.ended:
                return [*values, value], True
        values.append(value)
    return values, False


def _next_bracket(text: str, position: int) -> int:
    return min((i for i in (text.find("{", position), text.find("[", position)) if i >= 0), default=-1)


def _join_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that comes twice the lists are joined, else the last value counts."""
    joined: dict[str, Any] = {}
    for key, value in pairs:
        before = joined.get(key)
        if isinstance(before, list) and isinstance(value, list) and before != value:
            value = [*before, *value]
        joined[key] = value
    return joined


_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_join_pairs, parse_constant=lambda name: None)


class _Reader:
    """Reads one value from a bracket on. `at` is behind what was read; `ended` if the text was too short."""

    def __init__(self, text: str, at: int, salvage: bool) -> None:
        self.text, self.at, self.salvage = text, at, salvage
        self.ended = False

    def read(self, depth: int) -> Any:
        self._skip()
        if self.at >= len(self.text):
            raise BrokenOff
        if depth > DEEPEST:
            raise NoValue
        mark = self.text[self.at]
        if mark == "{":
            return _join_pairs(self._entries("}", depth, self._pair))
        if mark == "[":
            return self._entries("]", depth, self.read)
        if mark in _CLOSING:
            return self._string()
        return self._bare()

    def _skip(self) -> None:
        found = _BETWEEN.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _entries(self, end: str, depth: int, one: Any) -> list[Any]:
        """What stands between brackets; commas may be missing or too many."""
        self.at += 1
        entries: list[Any] = []
        while True:
            self._skip()
            if self.at >= len(self.text):
                return self._cut_off(entries)
            mark = self.text[self.at]
            if mark in ",;":
                self.at += 1
            elif mark == end:
                self.at += 1
                return entries
            elif mark in "}]":
                raise NoValue  # crossed brackets have no one reading
            else:
                try:
                    entries.append(one(depth + 1))
                except BrokenOff:
                    return self._cut_off(entries)
                if self.ended:
                    return entries

    def _cut_off(self, entries: list[Any]) -> list[Any]:
        if not self.salvage:
            raise BrokenOff
        self.ended = True
        return entries

    def _pair(self, depth: int) -> tuple[str, Any]:
        key = self._string() if self.text[self.at] in _CLOSING else self._key()
        self._skip()
        if self.at >= len(self.text):
            raise BrokenOff
        if self.text[self.at] not in ":=":
            raise NoValue
        self.at += 1
        return key, self.read(depth)

    def _key(self) -> str:
        found = re.compile(r"[\w$ -]+").match(self.text, self.at)
        if not found:
            raise NoValue
        self.at = found.end()
        return found[0].strip()

    def _string(self) -> str:
        closing = _CLOSING[self.text[self.at]]
        self.at += 1
        letters: list[str] = []
        while self.at < len(self.text):
            letter = self.text[self.at]
            self.at += 1
            if letter == "\\" and self.at < len(self.text):
                letters.append(self._escaped())
            elif letter in closing and _AFTER.match(self.text, self.at):
                return "".join(letters)
            else:
                letters.append(letter)
        raise BrokenOff

    def _escaped(self) -> str:
        letter = self.text[self.at]
        self.at += 1
        code = self.text[self.at : self.at + 4]
        if letter == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", code):
            self.at += 4
            return chr(int(code, 16))
        return _ESCAPES.get(letter, letter)

    def _bare(self) -> Any:
        found = _BARE.match(self.text, self.at)
        if not found:
            raise NoValue
        self.at = found.end()
        words = found[0].strip()
        if self.at >= len(self.text):
            raise BrokenOff
        if words.lower() in _WORDS:
            return _WORDS[words.lower()]
        try:
            return float(words) if "." in words or "e" in words.lower() else int(words.lstrip("+"))
        except ValueError:
            return words

"""Fountain, the plain-text way of writing screenplays: from its text to its elements, word for word.

It knows the marks of the format (fountain.io/syntax) and nothing of films: what a heading or a transition
means to us is decided in `plan`. Reading takes time linear in the text.

    python -c "from prompts.fountain.script import read_fountain as r; print(r('INT. HALL - DAY\\n\\nSnow.'))"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "heading", "action", "centered", "lyric", "transition", "section", "synopsis", "page_break", "speech"
]
PartKind = Literal["line", "parenthetical", "lyric"]


@dataclass(frozen=True)
class Part:
    """A piece of what somebody says: words, words sung, or how they are said."""

    kind: PartKind
    text: str


@dataclass(frozen=True)
class Element:
    """One element of a script. Its text has neither marks nor emphasis; breaks between its lines are kept."""

    kind: Kind
    text: str
    """of a speech: whose it is, as the cue has it"""
    number: str = ""
    """the scene number that a heading carries between `#`"""
    level: int = 0
    """how deep a section lies, 1 for the outermost"""
    extensions: tuple[str, ...] = ()
    """what stands behind a speaker's name in brackets: `V.O.`, `CONT'D` ..."""
    dual: bool = False
    """a speech said at the same time as the one before"""
    parts: tuple[Part, ...] = ()
    """what is said in a speech"""


@dataclass(frozen=True)
class Script:
    """A script in its elements."""

    title_page: dict[str, str] = field(default_factory=dict)
    """what stands before the script, keys in small letters"""
    elements: tuple[Element, ...] = ()
    notes: tuple[str, ...] = ()
    """what stood in `[[ ]]`, for the writer's own eyes"""
    cut_out: int = 0
    """how many passages stood in the boneyard, `/* */`"""


_PLACE_MARK = r"(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)(?:\.(?=\s*\S)|\s)"
_HEADING = re.compile(rf"{_PLACE_MARK}", re.IGNORECASE)
_NUMBER = re.compile(r"\s*#([^#\n]{1,32})#$")
_KEY = re.compile(r"([^\W\d_][\w '/&-]*):(.*)")
_BREAK = re.compile(r"={3,}")
_CUE = re.compile(r"([^()^]*?)((?:\([^()]*\)\s*)*)(\^?)")
_BARE_TRANSITIONS = re.compile(
    r"(?:FADE IN|FADE OUT|(?:SLOW )?FADE TO (?:BLACK|WHITE)|CUT TO (?:BLACK|WHITE))[:.]?"
)
_TOKENS = re.compile(r"\\(.)|(\*{1,3}|_)")


def looks_like_fountain(text: str) -> bool:
    """Whether the text can be nothing but a script: headings in capitals, and somebody who speaks below them.

    A story is never taken for a script, though a script without such marks may be taken for a story.
    """
    lines = text[:200_000].split("\n")
    headings = [
        n
        for n, line in enumerate(lines)
        if line.strip().isupper() and _HEADING.match(line.strip()) and _is_blank(lines, n - 1)
    ]
    if not headings:
        return False
    if len(headings) > 1:
        return True
    cues = (n for n in range(headings[0] + 1, len(lines)) if _is_blank(lines, n - 1))
    return any(_read_cue(lines[n].strip()) and not _is_blank(lines, n + 1) for n in cues)


def read_fountain(text: str) -> Script:
    """The script that the text holds. Any text is one: what has no mark is action."""
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")).expandtabs(4)
    text, boneyard = _cut_out(text, "/*", "*/", over_blank_lines=True)
    text, notes = _cut_out(text, "[[", "]]", over_blank_lines=False)
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    title_page, start = _read_title_page(lines)
    elements = tuple(_read_elements(lines, start))
    if (
        title_page and "title" not in title_page and not elements
    ):  # a sentence with a colon, and nothing below it
        title_page, elements = {}, tuple(_read_elements(lines, 0))
    return Script(title_page, elements, tuple(" ".join(note.split()) for note in notes), len(boneyard))


def _is_blank(lines: list[str], n: int) -> bool:
    return not 0 <= n < len(lines) or not lines[n].strip()


def _cut_out(text: str, opening: str, closing: str, *, over_blank_lines: bool) -> tuple[str, list[str]]:
    """The text without what stands between two marks, and that; whole lines of it leave no line behind."""
    kept, found = [], []
    begin = position = 0
    end = blank = -1
    while (left := text.find(opening, position)) >= 0:
        if end < left + 2 and (end := text.find(closing, left + 2)) < 0:
            break
        if not over_blank_lines and blank < left:
            blank = text.find("\n\n", left)
            blank = len(text) if blank < 0 else blank
        if not over_blank_lines and blank < end:
            position = blank
            continue
        found.append(text[left + 2 : end])
        kept.append(text[begin:left])
        begin = position = end + 2
        before, after = text[left - 1 : left], text[begin : begin + 1]
        if (before in ("", "\n") and after == "\n") or before == after == " ":
            begin = position = begin + 1
    return "".join([*kept, text[begin:]]), found


# -- the title page


def _read_title_page(lines: list[str]) -> tuple[dict[str, str], int]:
    """What stands before the first blank line, if it is a title page, and where the script begins."""
    pages: dict[str, list[str]] = {}
    key = ""
    for n, line in enumerate(lines):
        if not line.strip():
            return _joined(pages), n
        if key and line.startswith(("   ", "\t")):
            pages[key].append(line.strip())
        elif (found := _KEY.match(line)) and not (n == 0 and _is_no_key(line, lines)):
            key = " ".join(found[1].lower().split())
            pages.setdefault(key, []).append(found[2].strip())
        else:
            return {}, 0
    return (_joined(pages), len(lines)) if pages else ({}, 0)


def _is_no_key(line: str, lines: list[str]) -> bool:
    """`FADE IN:` opens a script, not a title page."""
    return line.isupper() and line.rstrip().endswith(":") and _is_blank(lines, 1)


def _joined(pages: dict[str, list[str]]) -> dict[str, str]:
    return {key: " ".join(filter(None, map(_plain, values))) for key, values in pages.items()}


# -- the script


def _read_elements(lines: list[str], start: int) -> Iterator[Element]:
    n = start
    action: list[str] = []
    while n < len(lines):
        line = lines[n].strip()
        after_blank = n == start or _is_blank(lines, n - 1)
        found = _read_line(line, after_blank, _is_blank(lines, n + 1)) if line else None
        cue = _read_cue(line) if line and not found and after_blank and not _is_blank(lines, n + 1) else None
        if action and (found or cue or not line):
            yield Element("action", "\n".join(action))
            action = []
        n += 1
        if found:
            yield found
        elif cue:
            parts, n = _read_speech(lines, n)
            name, extensions, dual = cue
            yield Element("speech", name, extensions=extensions, dual=dual, parts=parts)
        elif line:
            action.append(_plain(line.removeprefix("!")))
    if action:
        yield Element("action", "\n".join(action))


def _read_line(line: str, after_blank: bool, before_blank: bool) -> Element | None:
    """The element that a line is by its own marks, or None: action, or the beginning of a speech."""
    mark, rest = line[0], line[1:].strip()
    if mark == "!":
        return None
    if _BREAK.fullmatch(line):
        return Element("page_break", "")
    if mark == "=":
        return Element("synopsis", _plain(rest))
    if mark == "#" and (depth := len(line) - len(line.lstrip("#"))) < len(line):
        return Element("section", _plain(line[depth:].strip()), level=depth)
    if mark == "~" and rest:
        return Element("lyric", _plain(rest))
    if mark == ">" and rest:
        if rest.endswith("<"):
            return Element("centered", _plain(rest[:-1].strip()))
        return Element("transition", _plain(rest))
    if mark == "." and line[1:2].isalnum():
        return _heading(rest)
    if not after_blank:
        return None
    if _HEADING.match(line) and (before_blank or line.isupper()):
        return _heading(line)
    if before_blank and line.isupper() and (line.endswith("TO:") or _BARE_TRANSITIONS.fullmatch(line)):
        return Element("transition", _plain(line))
    return None


def _heading(line: str) -> Element:
    number = _NUMBER.search(line)
    words = line[: number.start()] if number else line
    return Element("heading", _plain(words.strip()), number=number[1].strip() if number else "")


def _read_cue(line: str) -> tuple[str, tuple[str, ...], bool] | None:
    """(name, extensions, dual) if the line can name who speaks below it."""
    forced = line.startswith("@")
    if line.startswith("!") or len(line) > 200 or not (found := _CUE.fullmatch(line.removeprefix("@"))):
        return None
    name = _plain(found[1].strip())
    if not any(letter.isalpha() for letter in name) or not (forced or name.isupper()):
        return None
    extensions = re.findall(r"\(([^()]*)\)", found[2])
    return name, tuple(e.strip() for e in extensions if e.strip()), bool(found[3])


def _read_speech(lines: list[str], n: int) -> tuple[tuple[Part, ...], int]:
    """What is said from line `n` on, and where it ends: at an empty line. Two spaces do not end it."""
    parts: list[Part] = []
    while n < len(lines) and (lines[n].strip() or len(lines[n]) > 1):
        line = lines[n].strip()
        n += 1
        if not line or line.upper() == "(MORE)":
            continue
        if line.startswith("(") and line.endswith(")"):
            parts.append(Part("parenthetical", _plain(line[1:-1].strip())))
        elif line.startswith("~"):
            parts.append(Part("lyric", _plain(line[1:].strip())))
        elif parts and parts[-1].kind == "line":
            parts[-1] = Part("line", f"{parts[-1].text}\n{_plain(line)}")
        else:
            parts.append(Part("line", _plain(line)))
    return tuple(part for part in parts if part.text), n


def _plain(text: str) -> str:
    """The words without marks of emphasis. A mark counts where another like it closes it on the same line;
    a mark behind a backslash, or with spaces around it, is a character like any other."""
    if not _TOKENS.search(text):
        return text
    pieces: list[str] = []
    opened: dict[str, int] = {}
    end = 0
    for found in _TOKENS.finditer(text):
        pieces.append(text[end : found.start()])
        end = found.end()
        if found[1]:
            pieces.append(found[1] if found[1] in "*_\\[]()#~@!.>=/" else found[0])
            continue
        mark = found[2]
        closes = mark in opened and not text[found.start() - 1 : found.start()].isspace()
        if closes:
            pieces[opened.pop(mark)] = ""
            pieces.append("")
        else:
            inside_word = mark == "_" and text[found.start() - 1 : found.start()].isalnum()
            if end < len(text) and not text[end].isspace() and not inside_word:
                opened[mark] = len(pieces)
            pieces.append(mark)
    return "".join([*pieces, text[end:]])

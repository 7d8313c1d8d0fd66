"""From marked-up text to the words a reader sees: HTML and Markdown.

Headings become lines that begin with `#`, breaks between scenes `* * *`; no other mark is left. No word is
lost but those that are not part of the telling (scripts, pictures, notes at the foot). Takes linear time.

    python -c "from prompts.markup import markdown_text; print(markdown_text('# Fox\\n\\nA *fox* naps.')[0])"
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

SCENE_BREAK = "* * *"

# -- HTML


_TAG = re.compile(
    r"</?(?:html|body|p|div|br|h[1-6]|span|em|i|b|strong|a|ul|li|script|style)(?:\s[^<>]*)?/?>", re.I
)
_BLOCK = re.compile(
    r"p|div|h[1-6]|li|ul|ol|dl|dt|dd|tr|table|pre|hr|section|article|blockquote|header|footer|main|figure|aside"
)
_UNSEEN = frozenset(
    "script style template noscript svg head nav iframe object rt rp math audio video select".split()  # noqa: SIM905
)
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"))
_ASIDES = frozenset("noteref footnote footnotes endnote endnotes rearnote rearnotes".split())  # noqa: SIM905
_FRONT_MATTER = frozenset(
    "cover titlepage halftitlepage copyright-page toc landmarks loi lot index bibliography imprint colophon".split()  # noqa: SIM905, E501
)


def is_html(text: str) -> bool:
    """A document, or at least two tags that HTML knows; a story about `<` is none."""
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(!doctype html|html)\b", text, re.IGNORECASE):
        return True
    return len(_TAG.findall(text[:200_000])) >= 2


def html_text(text: str) -> tuple[str, int]:
    """The words that a browser shows, and how many notes and marks of notes were left out."""
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    words = re.sub(r"[ \t\xa0]+", " ", "".join(reader.parts))
    words = re.sub(r" *\n *", "\n", re.sub(r"(\n *){3,}", "\n\n", words)).strip()
    return re.sub(r"(?m)^#{1,6} *$\n*", "", words), reader.asides


class _HtmlReader(HTMLParser):
    """Collects the words that a browser shows; the title of the page only if it is not shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen: list[str] = []
        self.asides = 0
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID and self.unseen:
            return
        kinds = _kinds_of(attrs)
        if self.unseen:
            if tag == self.unseen[-1]:
                self.unseen.append(tag)  # one inside another of its name
            elif tag == "body":
                self.unseen.clear()  # a head that nobody closed ends here
        elif tag in _UNSEEN:
            self.unseen.append(tag)
        elif kinds & (_ASIDES | _FRONT_MATTER) and tag != "body":
            self.unseen.append(tag)
            self.asides += bool(kinds & _ASIDES)
        elif tag == "br":
            self.parts.append(" " if self._heading else "\n")
        elif tag == "hr":
            self.parts.append(f"\n\n{SCENE_BREAK}\n\n")
        elif _BLOCK.fullmatch(tag):
            self._heading = re.fullmatch(r"h[1-6]", tag) is not None
            self.parts.append("\n\n" + ("#" * int(tag[1]) + " " if self._heading else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen:
            del self.unseen[len(self.unseen) - 1 - self.unseen[::-1].index(tag) :]
        elif not self.unseen and _BLOCK.fullmatch(tag):
            self._heading = False
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def _kinds_of(attrs: list[tuple[str, str | None]]) -> set[str]:
    """What an element says it is: `epub:type="footnote"`, `role="doc-footnote"`."""
    said = [value for name, value in attrs if name in ("epub:type", "role") and value]
    return {word.removeprefix("doc-") for words in said for word in words.lower().split()}


# -- Markdown


_FRONT = re.compile(r"\A(---|\+\+\+)\n((?:\w[\w-]* ?[:=].*\n|[ \t].*\n|- .*\n|#.*\n|\n)*?)(?:\1|\.\.\.)\n")
_FRONT_TITLE = re.compile(r"(?m)^title ?[:=] ?[\"']?(.*?)[\"']?[ \t]*$")
_FENCE = re.compile(r"(?m)^ {0,3}(?:```|~~~).*$")
_SETEXT = re.compile(r"(?m)^(?P<words>[^\s#>|*+=-][^\n]{0,99})\n {0,3}(?P<line>=+|-{2,})[ \t]*$")
_RULE = re.compile(r"(?m)^ {0,3}([-_*])(?:[ \t]*\1){2,}[ \t]*$")
_DEFINITION = re.compile(r"(?m)^ {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*\S+.*$\n?")
_FOOTNOTE = re.compile(r"(?m)^\[\^[^\[\]\n]+\]:.*$(?:\n(?: {2,}|\t)\S.*$)*\n?")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\[\]\s]+\]")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]+)(?<!`)\1(?!`)")
_BARS = re.compile(r"(?m)^(?:[ \t]*> ?)+|^[ \t]*[-*+] (?=\S)(?![-*+ ]*$)(?:\[[ xX]\] )?")
_TABLE_LINE = re.compile(r"(?m)^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$\n?")
_TABLE_ROW = re.compile(r"(?m)^[ \t]*\|(.*)\|[ \t]*$")
_ESCAPE = re.compile(r"(?m)\\(?:([\\`*_{}\[\]()#+.!>|~-])|$)")
_HIDDEN = 0xF0000
"""Characters behind a backslash are kept from all rules as letters of a plane that no text uses."""
_SHOWN = re.compile("[\U000f0021-\U000f007e]")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*_])")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]+)~~")


def is_markdown(text: str) -> bool:
    """Front matter or a heading at the very top, or a link: no story has these by chance."""
    if re.match(r"\s*#{1,6} \S", text) or re.match(r"---\n[a-z_-]+: .*\n", text):
        return True
    return bool(re.search(r"(?<!!)\[[^\[\]\n]+\]\(https?:", text))


def say_asides(count: int) -> list[str]:
    """A note on notes that were left out; none if there were none."""
    return [f"Footnotes and their marks were left out ({count})."] if count else []


def markdown_text(text: str) -> tuple[str, list[str]]:
    """The words without Markdown's marks, and what was left out, one sentence each.

    Headings of either kind keep or get their `#`; the title of the front matter is one if there is no other.
    """
    front = _FRONT.match(text)
    title = _FRONT_TITLE.search(front[2]) if front else None
    text = text[front.end() :] if front else text
    text = _ESCAPE.sub(lambda found: chr(_HIDDEN + ord(found[1])) if found[1] else "", text)
    text = _FENCE.sub("", _without_comments(text))
    text = _TABLE_ROW.sub(_cells_of, _TABLE_LINE.sub("", text))
    text, count = _FOOTNOTE.subn("", text)
    if count:
        text = _FOOTNOTE_MARK.sub("", text)
    text = _DEFINITION.sub("", text)
    text = _SETEXT.sub(_heading_of, text)
    text = _RULE.sub(SCENE_BREAK, text)
    text = _LINK.sub(lambda found: "" if found[0].startswith("!") else found[1], text)
    text = _CODE.sub(r"\2", _AUTOLINK.sub(r"\1", _BARS.sub("", text)))
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", _STRUCK.sub(r"\1", text)))
    text = _SHOWN.sub(lambda found: chr(ord(found[0]) - _HIDDEN), text)
    if _TAG.search(text):  # HTML is allowed inside Markdown; its line breaks are not
        text = html.unescape(_TAG.sub(lambda tag: "\n" if tag[0].startswith("<br") else "", text))
    if title and title[1].strip() and not re.match(r"\s*# \S", text):
        text = f"# {title[1].strip()}\n\n{text}"
    return text, say_asides(count)


def _without_comments(text: str) -> str:
    """The text without HTML comments; one that nobody closed is none."""
    first, *others = text.split("<!--")
    kept = [first]
    for part in others:
        _, end, rest = part.partition("-->")
        kept.append(rest if end else f"<!--{part}")
    return "".join(kept)


def _cells_of(row: re.Match[str]) -> str:
    return ", ".join(cell.strip() for cell in row[1].split("|") if cell.strip())


def _heading_of(found: re.Match[str]) -> str:
    """An underlined line is a heading, unless it ends like a sentence: then the line below parts scenes."""
    words, line = found["words"].rstrip(), found["line"]
    if line[0] == "-" and words[-1] in ".!?…,;:\"'”’»)":
        return f"{words}\n\n{SCENE_BREAK}\n"
    return f"{'#' if line[0] == '=' else '##'} {words}\n"

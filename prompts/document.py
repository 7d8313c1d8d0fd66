"""Documents that are archives of XML: the words of Word files (.docx) and of books (.epub), by chapters.

Only the parts that hold words are unpacked, and only up to a size; nothing is fetched, run or written.
Headings become lines that begin with `#`. The standard library suffices: the usual EPUB library is AGPL, and
the usual DOCX library passes over words that were inserted with changes tracked.

    text, notes = read_document(Path("book.epub"), "book.epub")
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from xml.etree import ElementTree

from prompts.errors import StoryError, say_count
from prompts.markup import html_text, say_asides

MAX_PART_BYTES = 30_000_000
"""What one part may unpack to; a novel of a million words has about 20 MB in Word."""
MAX_BYTES = 60_000_000
"""What all parts together may unpack to."""
ARCHIVE = b"PK\x03\x04"

_OTHERS = (
    ("application/vnd.oasis.opendocument", "an OpenDocument file (.odt)"),
    ("xl/workbook.xml", "a spreadsheet"),
    ("ppt/presentation.xml", "a presentation"),
)
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read_document(source: Path | bytes, where: str) -> tuple[str, list[str]]:
    """The words of a .docx or .epub, and what was left out, one sentence each.

    Raises:
        StoryError: it is an archive of another kind, damaged, locked, without words, or far too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as archive:
            parts = _Parts(archive, where)
            kind = parts.text("mimetype", missing="").strip()
            if kind == "application/epub+zip" or "META-INF/container.xml" in parts.names:
                return _read_epub(parts)
            if main := _main_part(parts):
                return _read_docx(parts, main)
            for mark, name in _OTHERS:
                if kind.startswith(mark) or mark in parts.names:
                    raise StoryError(f"{where}: this is {name}. {_WAY_OUT}")
            raise StoryError(
                f"{where}: this is a ZIP archive, and neither a Word document nor a book. {_WAY_OUT}"
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise StoryError(f"{where}: the file is damaged ({error}). Save or download it again.") from error
    except ElementTree.ParseError as error:
        raise StoryError(f"{where}: the document is damaged inside ({error}). Save it again.") from error


_WAY_OUT = "Save the story as plain text (UTF-8), .docx or .epub."


class _Parts:
    """The parts of an archive, unpacked one by one and never beyond the limits."""

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self.where = where
        self._archive = archive
        self._left = MAX_BYTES
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part; a missing one is a `StoryError`."""
        if name not in self.names:
            raise StoryError(
                f"{self.where}: the document is damaged: it has no part {name!r}. Save it again."
            )
        info = self._archive.getinfo(name)
        if info.flag_bits & 1:
            raise StoryError(f"{self.where}: it is locked with a password. Open it and save it without one.")
        most = min(MAX_PART_BYTES, self._left)
        with self._archive.open(info) as file:
            raw = file.read(most + 1)  # what the archive says of its sizes need not be true
        if len(raw) > most:
            raise StoryError(
                f"{self.where}: its words unpack to more than {most // 1_000_000} MB, far more than a story "
                "has. Take the part to be filmed, as plain text."
            )
        self._left -= len(raw)
        return raw

    def text(self, name: str, *, missing: str | None = None) -> str:
        """A part as text; `missing` stands for one that is not there."""
        if missing is not None and name not in self.names:
            return missing
        raw = self.read(name)
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            return raw.decode("cp1252", errors="replace")

    def xml(self, name: str) -> IO[bytes]:
        """A part to be parsed. One that declares entities is refused: they can grow without end."""
        raw = self.read(name)
        if b"<!ENTITY" in raw.replace(b"\0", b""):
            raise StoryError(
                f"{self.where}: {name!r} declares XML entities, which no story needs. {_WAY_OUT}"
            )
        return BytesIO(raw)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


# -- Word


def _main_part(parts: _Parts) -> str | None:
    if "_rels/.rels" in parts.names:
        for _, element in ElementTree.iterparse(parts.xml("_rels/.rels")):
            if _attribute(element, "Type").endswith("/officeDocument"):
                target = _attribute(element, "Target").lstrip("/")
                return target if target.startswith("word/") else None
    return "word/document.xml" if "word/document.xml" in parts.names else None


def _read_docx(parts: _Parts, main: str) -> tuple[str, list[str]]:
    folder = posixpath.dirname(main)
    styles = f"{folder}/styles.xml"
    levels = _heading_levels(parts.xml(styles)) if styles in parts.names else {}
    reader = _DocxReader(levels)
    for event, element in ElementTree.iterparse(parts.xml(main), events=("start", "end")):
        if event == "start":
            reader.begin(element)
        else:
            reader.end(element)
            if _local(element.tag) == "p":
                element.clear()
    notes = say_asides(reader.notes)
    if reader.deleted:
        notes.append("Words that are struck out by tracked changes were left out.")
    if not reader.paragraphs:
        raise _no_words(parts, "word/media/")
    return "\n\n".join(reader.paragraphs), notes


def _no_words(parts: _Parts, folder: str) -> StoryError:
    pictures = sum(
        re.search(r"\.(png|jpe?g|gif|svg|webp|tiff?|emf|wmf)$", n, re.I) is not None for n in parts.names
    )
    said = (
        f" It holds {say_count(pictures, 'picture')}; words in pictures cannot be read." if pictures else ""
    )
    return StoryError(f"{parts.where}: there are no words in it.{said} Give a story, at least one word.")


def _heading_levels(file: IO[bytes]) -> dict[str, int]:
    """Style id → 0 for the title of the document, 1 for a heading of the first level and so on.

    Ids are translated (`berschrift1`), names are not.
    """
    levels: dict[str, int] = {}
    for _, style in ElementTree.iterparse(file):
        if _local(style.tag) != "style":
            continue
        for part in style.iter():
            value = _attribute(part, "val")
            if _local(part.tag) == "name" and (found := re.fullmatch(r"(?i)heading (\d)|(title)", value)):
                levels[_attribute(style, "styleId")] = int(found[1] or 0)
            elif _local(part.tag) == "outlineLvl" and value.isdigit() and int(value) < 9:
                levels.setdefault(_attribute(style, "styleId"), int(value) + 1)
    return levels


_PASSED_OVER = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText"))
"""Struck out, moved away, the same again for older programs, and codes of fields."""


class _DocxReader:
    """Collects paragraphs; one in a text box comes before the one that it hangs on."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.paragraphs: list[str] = []
        self.notes = 0
        self.deleted = False
        self._levels = levels
        self._open: list[tuple[list[str], list[int]]] = []
        self._passed_over = 0
        self._hidden = False

    def begin(self, element: ElementTree.Element) -> None:
        """An element begins."""
        tag = _local(element.tag)
        if tag in _PASSED_OVER:
            self._passed_over += 1
            self.deleted |= tag == "del" and len(self._open) > 0
        elif tag == "p":
            self._open.append(([], []))
        elif tag == "r":
            self._hidden = False

    def end(self, element: ElementTree.Element) -> None:
        """An element ends."""
        tag = _local(element.tag)
        if tag in _PASSED_OVER:
            self._passed_over -= 1
        elif tag == "p" and self._open:
            self._close(*self._open.pop())
        elif not self._open or self._passed_over:
            return
        elif tag in ("pStyle", "outlineLvl"):
            value = _attribute(element, "val")
            level = (
                self._levels.get(value) if tag == "pStyle" else int(value) + 1 if value.isdigit() else None
            )
            self._open[-1][1].extend([] if level is None or level > 9 else [level])
        elif tag == "vanish":
            self._hidden = _attribute(element, "val") not in ("0", "false", "off")
        elif tag in ("footnoteReference", "endnoteReference"):
            self.notes += 1
        elif not self._hidden:
            self._open[-1][0].append(_characters(tag, element.text or ""))

    def _close(self, pieces: list[str], levels: list[int]) -> None:
        text = re.sub(r"[ \t\xa0]*\n[ \t\xa0]*", "\n", "".join(pieces)).strip()
        if not text:
            return
        if levels:
            text = "#" * (min(levels[0], 5) + 1) + " " + " ".join(text.split())
        self.paragraphs.append(text)


def _characters(tag: str, text: str) -> str:
    if tag == "t":
        return text
    return {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(tag, "")


# -- books


def _read_epub(parts: _Parts) -> tuple[str, list[str]]:
    _refuse_locked(parts)
    package = _package_part(parts)
    title, chapters = _read_package(parts, package)
    texts = []
    missing = asides = 0
    for name in chapters:
        if name not in parts.names:
            missing += 1
            continue
        text, left_out = html_text(parts.text(name))
        asides += left_out
        if text:
            texts.append(text)
    notes = say_asides(asides)
    if missing:
        notes.append(f"The book lists {say_count(missing, 'chapter')} that it does not hold.")
    if not texts:
        raise _no_words(parts, "")
    text = "\n\n".join(texts)
    if title and not re.match(rf"#+ {re.escape(title)}\n", text, re.I):
        text = f"# {title}\n\n{text}"
    return text, notes


def _refuse_locked(parts: _Parts) -> None:
    """A book with rights management is refused; one whose fonts alone are scrambled is not."""
    if "META-INF/encryption.xml" not in parts.names:
        return
    for _, element in ElementTree.iterparse(parts.xml("META-INF/encryption.xml")):
        if _local(element.tag) == "EncryptedData":
            methods = [
                _attribute(e, "Algorithm") for e in element.iter() if _local(e.tag) == "EncryptionMethod"
            ]
            if not set(methods) <= set(_FONT_SCRAMBLING) or not methods:
                raise StoryError(
                    f"{parts.where}: the book is locked by rights management (DRM); its words cannot be "
                    "read. Use an edition without DRM, or the text itself."
                )


def _package_part(parts: _Parts) -> str:
    for _, element in ElementTree.iterparse(parts.xml("META-INF/container.xml")):
        if _local(element.tag) == "rootfile":
            return _attribute(element, "full-path")
    raise StoryError(f"{parts.where}: the book is damaged: it names no package. Save or download it again.")


def _read_package(parts: _Parts, package: str) -> tuple[str, list[str]]:
    """The book's title, and the parts with its chapters in reading order."""
    items: dict[str, tuple[str, bool]] = {}
    spine: list[str] = []
    title = ""
    for _, element in ElementTree.iterparse(parts.xml(package)):
        tag = _local(element.tag)
        if tag == "item":
            path = posixpath.normpath(
                posixpath.join(posixpath.dirname(package), unquote(_attribute(element, "href")))
            )
            is_text = "html" in _attribute(element, "media-type")
            items[_attribute(element, "id")] = (
                path,
                is_text and "nav" not in _attribute(element, "properties").split(),
            )
        elif tag == "itemref" and _attribute(element, "linear") != "no":
            spine.append(_attribute(element, "idref"))
        elif tag == "title" and not title:
            title = " ".join((element.text or "").split())
    return title, list(_in_order(spine, items))


def _in_order(spine: list[str], items: dict[str, tuple[str, bool]]) -> Iterator[str]:
    for name in dict.fromkeys(spine):
        path, is_text = items.get(name, ("", False))
        if is_text:
            yield path

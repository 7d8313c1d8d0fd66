"""A story from wherever it comes: a file, a pipe or the words themselves, as clean text.

Bytes are decoded, mark-up is taken off, and characters that are no words (controls, overrides of direction,
invisible ones) are dropped, each time with a note. No word is changed. What the text means, and where its
sentences end, is not known here.

    python -c "from prompts.story_file import read_story; print(read_story('A fox met a crow.').text)"
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from prompts.document import ARCHIVE, read_document
from prompts.errors import StoryError
from prompts.fountain.script import looks_like_fountain
from prompts.markup import html_text, is_html, is_markdown, markdown_text, say_asides

MAX_BYTES = 1_500_000
WORDS_PER_MINUTE = 150
MAX_WORDS_OF_A_NAME = 5
"""A longer line that ends like a file's name is a sentence about a file."""

Form = Literal["unknown", "plain", "markdown", "fountain"]
"""What marks a text carries: to be found out, none, or those of Markdown or of a Fountain script."""
FORMS: dict[str, Form] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".fountain": "fountain",
    ".spmd": "fountain",
}
STORY_SUFFIXES = frozenset({".txt", ".text", ".story", ".htm", ".html", ".xhtml", ".rst", ".asc", *FORMS})
DOCUMENT_SUFFIXES = frozenset({".docx", ".epub", ".pdf", ".doc", ".odt", ".rtf", ".mobi", ".azw3"})
"""The first two are read; the others are told the way out."""
SCREENPLAY_SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True)
class StoryText:
    """The words of a story."""

    text: str
    """Unicode text with `\\n` line ends, not empty."""
    notes: tuple[str, ...] = ()
    """What was done to the text on the way, one sentence each."""
    name: str = ""
    """The file's name without its ending; '' if it came otherwise."""
    is_script: bool = False
    """The text is a Fountain script, with its marks."""


def read_story(source: str | Path | None) -> StoryText:
    """The story in a file, from standard input (`-` or None), or in the words given.

    Raises:
        StoryError: there is no such file, it is no text, there are no words in it, or there are far too many.
    """
    if source is None or source == "-":
        return decode_story(sys.stdin.buffer.read(MAX_BYTES * 4 + 1), "standard input")
    path = _path_of(source)
    if path is None:
        return clean_story(str(source))
    _check_file(path)
    try:
        with path.open("rb") as file:
            raw = file.read(len(ARCHIVE))
            if raw != ARCHIVE:
                _check_size(path)
                raw += file.read()
    except PermissionError as error:
        raise StoryError(f"{path}: it may not be read. Change its permissions.") from error
    if raw == ARCHIVE:  # a document may be large by its pictures, which are never unpacked
        story = _clean_document(path, str(path))
    else:
        story = decode_story(raw, str(path), FORMS.get(path.suffix.lower(), "unknown"))
    return replace(story, name=path.stem)


def is_screenplay(source: str | Path) -> bool:
    """Whether the source is a screenplay and no story: by its file's name, or by how its text begins."""
    path = _path_of(source)
    if path is None:
        return begins_as_screenplay(str(source))
    if path.suffix.lower() in SCREENPLAY_SUFFIXES:
        return True
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return begins_as_screenplay(file.read(20_000).decode("utf-8-sig", errors="replace"))


def begins_as_screenplay(text: str) -> bool:
    """A `format: screenplay/` line, or `scenes:` or `shots:` at the margin of what begins as a mapping."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("#", "---", "%"))]
    if not lines or not re.match(r"[\"']?[a-z_]+[\"']?:(\s|$)", lines[0]):
        return False
    if re.match(r"format:\s*[\"']?screenplay/", lines[0]):
        return True
    return any(re.match(r"(scenes|shots):\s*(\[.*|#.*)?$", line) for line in lines)


# -- where it comes from


def _path_of(source: str | Path) -> Path | None:
    """The path that is meant, or None if the source is words."""
    if isinstance(source, Path):
        return source
    if len(source) > 1000 or "\n" in source or "\0" in source or not source.strip():
        return None
    path = Path(source).expanduser()
    try:
        if path.exists():
            return path
    except OSError:  # longer than a name may be, so it is no file
        return None
    few = len(source.split()) <= MAX_WORDS_OF_A_NAME
    looks_like_one = few and path.suffix.lower() in STORY_SUFFIXES | DOCUMENT_SUFFIXES | SCREENPLAY_SUFFIXES
    alone = " " not in source.strip() and ("/" in source or "\\" in source)
    return path if looks_like_one or alone else None


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise StoryError(f"{path}: this is a folder. Name the story's file in it.")
    if not path.exists():
        raise StoryError(
            f"{path}: there is no such file. Check the name, or give the words of the story themselves."
        )


def _check_size(path: Path) -> None:
    if path.stat().st_size > MAX_BYTES * 4:
        raise _too_long(str(path), path.stat().st_size // 6)


def _clean_document(source: Path | bytes, where: str) -> StoryText:
    text, notes = read_document(source, where)
    story = clean_story(text, where, "plain")
    return replace(story, notes=(*notes, *story.notes))


def _too_long(where: str, words: int) -> StoryError:
    hours = words / WORDS_PER_MINUTE / 60
    return StoryError(
        f"{where}: about {words:,} words, which is some {hours:.0f} hours of film; at most "
        f"{MAX_BYTES // 1_000_000 + 0.5:g} million letters can be filmed at once. "
        "Cut the story into chapters and make a film of each."
    )


# -- bytes to text


_SAVE_AS = "Open it in a word processor and save it as .docx, .epub or plain text (UTF-8)."
_KINDS = (
    (b"%PDF", "a PDF", "Take its text with `pdftotext FILE.pdf story.txt`, or save it as .docx."),
    (b"\xd0\xcf\x11\xe0", "an old (.doc) or a password-protected Office document", _SAVE_AS),
    (b"{\\rtf", "an RTF document", _SAVE_AS),
    (b"\x89PNG", "a PNG picture", ""),
    (b"\xff\xd8\xff", "a JPEG picture", ""),
    (b"GIF8", "a GIF picture", ""),
    (b"PK\x05\x06", "an empty ZIP archive", ""),
    (b"\x1f\x8b", "a gzip archive", ""),
    (b"7z\xbc\xaf", "a 7z archive", ""),
    (b"\x7fELF", "a program", ""),
    (b"RIFF", "a sound or film file", ""),
    (b"ID3", "a sound file", ""),
)


def decode_story(raw: bytes, where: str, form: Form = "unknown") -> StoryText:
    """The text that the bytes carry: UTF-8, UTF-16 or UTF-32 with a mark, else Western European (cp1252).

    Raises:
        StoryError: the bytes are of another kind of file, too many, or carry no words.
    """
    if raw.startswith(ARCHIVE) and len(raw) <= MAX_BYTES * 4:
        return _clean_document(raw, where)
    if raw[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        raise StoryError(f"{where}: this is a Kindle book. Convert it to .epub (if it is free of DRM).")
    for magic, kind, way_out in _KINDS:
        if raw.startswith(magic):
            way_out = way_out or "Save the story as a plain text file (UTF-8)."
            raise StoryError(f"{where}: this is {kind}, not text. {way_out}")
    if len(raw) > MAX_BYTES * 4:
        raise _too_long(where, len(raw) // 6)
    text, note = _decode(raw, where)
    story = clean_story(text, where, form)
    return replace(story, notes=(*note, *story.notes))


def _decode(raw: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    marks = (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    )
    for mark, encoding in marks:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise StoryError(
                    f"{where}: damaged {encoding.upper()} text. Save it again as UTF-8."
                ) from error
    if b"\0" in raw:
        raise StoryError(
            f"{where}: this is no text (it has zero bytes). Save the story as plain text in UTF-8."
        )
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass  # not UTF-8: every byte means a letter in the older encoding, so this cannot fail
    letters = bytes(b for b in raw if b not in b"\x81\x8d\x8f\x90\x9d").decode("cp1252")
    return letters, ("The file is not UTF-8; it was read as Western European (Windows-1252).",)


# -- text to clean text


# U+200C and U+200D, by which scripts and emoji join their letters, are kept.
_INVISIBLE = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad\u180e\u206a-\u206f\ufff9-\ufffb\U000e0001]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def clean_story(text: str, where: str = "the story", form: Form = "unknown") -> StoryText:
    """The story's words without what is no word.

    Raises:
        StoryError: no words are left, or far too many.
    """
    notes = []
    text = re.sub(r"\r\n?|\x85|\u2028|\x0c", "\n", text.removeprefix("\ufeff")).replace("\u2029", "\n\n")
    for pattern, note in (
        (_CONTROLS, "control characters"),
        (_OVERRIDES, "marks that turn the direction of writing"),
        (_INVISIBLE, "invisible characters"),
    ):
        text, count = pattern.subn("", text)
        if count:
            notes.append(f"{count} {note} were dropped.")
    if form == "unknown" and looks_like_fountain(text):
        form = "fountain"
    if form == "fountain":  # two spaces at the end of a line mean something there
        _check_words(text, where)
        return StoryText(text.strip("\n"), tuple(notes), is_script=True)
    if form != "plain" and not begins_as_screenplay(text):  # its dashes and hashes are no mark-up
        text, taken_off = _without_markup(text, form)
        notes += taken_off
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    _check_words(text, where)
    return StoryText(text, tuple(notes))


def _without_markup(text: str, form: Form) -> tuple[str, list[str]]:
    if form == "markdown" or (is_markdown(text) and not is_html(text)):
        plain, left_out = markdown_text(text)
        return plain, ["Markdown marks were taken off.", *left_out] if plain != text else []
    if is_html(text):
        text, asides = html_text(text)
        return text, ["HTML mark-up was taken off.", *say_asides(asides)]
    return text, []


def _check_words(text: str, where: str) -> None:
    if not any(unicodedata.category(letter)[0] in "LNS" for letter in text):
        raise StoryError(f"{where}: there are no words in it. Give a story, at least one word.")
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        spaced = len(re.findall(r"\S+", text))
        raise _too_long(where, max(spaced, len(text) // 10))

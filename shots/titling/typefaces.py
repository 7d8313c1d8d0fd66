"""Which font can write a text: the shipped ones first, then those of the system.

It reads the character tables of font files and nothing else of them; it draws nothing.

    python -c "from shots.titling.typefaces import find_font_file; print(find_font_file('Zażółć gęślą jaźń'))"
"""

from __future__ import annotations

import functools
import os
import struct
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "fonts"
CAPTION_FONT = SHIPPED / "DejaVuSans.ttf"
TITLE_FONT = SHIPPED / "Comfortaa-Bold.ttf"
OTHER_FONTS = tuple(
    SHIPPED / name
    for name in (
        "DroidSansFallback.ttf",
        "NotoSansDevanagari-Regular.ttf",
        "NotoSansThai-Regular.ttf",
        "NotoSansBengali-Regular.ttf",
        "NotoSansTamil-Regular.ttf",
        "NotoSansTelugu-Regular.ttf",
    )
)
"""Han, kana and Hangul; then the scripts of the names."""

_FONT_FOLDERS = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("%WINDIR%/Fonts", "%LOCALAPPDATA%/Microsoft/Windows/Fonts"),
}
_MOST_FONTS = 400


def find_font_files(text: str, *, title: bool = False) -> list[Path]:
    """The font files that write the text between them, the one with most of its letters first.

    Args:
        text: what is to be written.
        title: prefer the round title font.
    """
    letters = _letters(text)
    order = [TITLE_FONT, CAPTION_FONT] if title else [CAPTION_FONT]
    order += OTHER_FONTS
    if letters - frozenset().union(*map(covered_letters, order)):
        order += _system_fonts()
    found: list[Path] = []
    while order:
        best = max(order, key=lambda path: len(letters & covered_letters(path)))
        if found and not letters & covered_letters(best):
            break
        found.append(best)
        letters -= covered_letters(best)
        order.remove(best)
    return found


def find_font_file(text: str, *, title: bool = False) -> Path:
    """The one font file that has most of the text's letters."""
    return find_font_files(text, title=title)[0]


def missing_letters(text: str) -> str:
    """The letters of the text that no font here can write, each once, in order; '' if all can be written.

    Scripts whose letters join or turn (Arabic, Devanagari ...) count as missing without the shaping library.
    """
    covered = frozenset().union(*map(covered_letters, find_font_files(text)))
    unshaped = frozenset() if can_shape() else frozenset(c for c in text if _needs_shaping(c))
    missing = (_letters(text) - covered) | unshaped
    return "".join(dict.fromkeys(c for c in text if c in missing))


def can_shape() -> bool:
    """Whether Pillow can join letters and set text from right to left here (libraqm and fribidi)."""
    from PIL import features

    return bool(features.check("raqm") and features.check("fribidi"))


def _needs_shaping(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL") or 0x0900 <= ord(letter) <= 0x0DFF


def _letters(text: str) -> frozenset[str]:
    """What must be in a font: no spaces, controls, invisible marks or choosers of variants."""
    return frozenset(
        c
        for c in text
        if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf") and not "\ufe00" <= c <= "\ufe0f"
    )


@functools.lru_cache(maxsize=1)
def _system_fonts() -> tuple[Path, ...]:
    folders = _FONT_FOLDERS.get(sys.platform, _FONT_FOLDERS["linux"])
    found: list[Path] = []
    for folder in folders:
        root = Path(os.path.expandvars(os.path.expanduser(folder)))
        found += sorted(p for p in root.rglob("*") if p.suffix.lower() in (".ttf", ".otf", ".ttc"))
    return tuple(found[:_MOST_FONTS])


@functools.lru_cache(maxsize=_MOST_FONTS + 2)
def covered_letters(path: Path) -> frozenset[str]:
    """Every letter that a TrueType or OpenType file has a shape for; none if it cannot be read."""
    try:
        data = path.read_bytes()
        return frozenset(chr(point) for point in _code_points(data) if not 0xD800 <= point <= 0xDFFF)
    except (OSError, struct.error, ValueError):
        return frozenset()


def _code_points(data: bytes) -> Iterator[int]:
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for n in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * n)
        if tag == b"cmap":
            yield from _character_map(data, offset)


def _character_map(data: bytes, table: int) -> Iterator[int]:
    """The code points of the Unicode subtables, formats 4 and 12 (all that fonts of today have)."""
    (count,) = struct.unpack_from(">H", data, table + 2)
    for n in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * n)
        if platform != 0 and (platform, encoding) not in ((3, 1), (3, 10)):
            continue
        (kind,) = struct.unpack_from(">H", data, table + offset)
        if kind == 4:
            yield from _segments(data, table + offset)
        elif kind == 12:
            (groups,) = struct.unpack_from(">I", data, table + offset + 12)
            for g in range(groups):
                first, last, _ = struct.unpack_from(">III", data, table + offset + 16 + 12 * g)
                yield from range(first, min(last, 0x10FFFF) + 1)


def _segments(data: bytes, table: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", data, table + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, table + 14)
    starts = struct.unpack_from(f">{count}H", data, table + 16 + doubled)
    for first, last in zip(starts, ends, strict=True):
        if first != 0xFFFF:
            yield from range(first, last + 1)

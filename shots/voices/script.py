"""Who says what in a shot, and what of it is said aloud.

Words in, words out: nothing here knows a voice, a file or a language. Captions keep the words as they stand;
`spoken_words` is only for the voice.

    python -c "from prompts.screenplay import Shot; from shots.voices.script import script_lines; \
    print(script_lines(Shot(narration='Hello, it said.', dialogue=[{'speaker': 'fox', 'line': 'Hello'}])))"
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from prompts.screenplay import Shot

WORDS_PER_S = 2.5
LETTERS_PER_S = 4.0
"""How fast scripts without spaces are read."""


def script_lines(shot: Shot) -> list[tuple[str | None, str]]:
    """(speaker's id or None for the narrator, words) in the order in which a shot is heard.

    Dialogue that stands inside the narration is spoken there by its speaker; any other line comes after it.
    The words are verbatim: what comes from the narration, joined, is the narration.
    """
    narration = shot.narration or ""
    found: list[tuple[int, int, str]] = []
    after: list[tuple[str | None, str]] = []
    for line in shot.dialogue or []:
        places = _find_line(narration, line.line, [(a, b) for a, b, _ in found])
        found += [(first, last, line.speaker) for first, last in places]
        if not places:
            after.append((line.speaker, line.line))
    pieces: list[tuple[str | None, str]] = []
    end = 0
    for first, last, speaker in sorted(found):
        pieces += [(None, narration[end:first]), (speaker, narration[first:last])]
        end = last
    pieces.append((None, narration[end:]))
    return [*_with_words(pieces), *(line for line in after if line[1].strip())]


_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』《》〈〉"


_QUOTATION = re.compile('“[^“”]+”|"[^"]+"|„[^„“”]+[“”]|«[^«»]+»|»[^«»]+«|「[^「」]+」|『[^『』]+』')

_Place = tuple[int, int]
"""Where words stand: their first letter, and the one after their last."""


def _find_line(narration: str, line: str, taken: Sequence[_Place]) -> list[_Place]:
    """Where a line stands in the narration, with its quotation marks; [] if nowhere that is free.

    A quotation comes before bare words, and may be interrupted ("Good day," said he, "to you.").
    """
    wanted = _bare(line)
    if not wanted:
        return []
    quotations = [m.span() for m in _QUOTATION.finditer(narration) if _is_free(m.span(), taken)]
    for n in range(len(quotations)):
        said = ""
        for count, (first, last) in enumerate(quotations[n:], 1):
            said += _bare(narration[first:last])
            if said == wanted:
                return quotations[n : n + count]
            if not wanted.startswith(said):
                break
    words = [re.escape(word) for word in line.strip().strip(_QUOTES).split()]
    marks = f"[{re.escape(_QUOTES)}]?"
    spoken = marks + r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)" + marks
    bare = re.finditer(spoken, narration) if words else ()
    free = [m.span() for m in bare if _is_free(m.span(), taken)]
    return sorted(free, key=lambda place: not any(a <= place[0] < b for a, b in quotations))[:1]


def _bare(text: str) -> str:
    """Letters and digits alone, in lower case: two writers seldom agree on commas."""
    return "".join(c for c in text.lower() if c.isalnum() or unicodedata.combining(c))


def _is_free(place: _Place, taken: Sequence[_Place]) -> bool:
    return all(place[1] <= a or b <= place[0] for a, b in taken)


def _with_words(pieces: list[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Pieces in which something can be said: bare punctuation and space go to the piece before, or after."""
    kept: list[tuple[str | None, str]] = []
    carried = ""
    for speaker, text in pieces:
        if any(c.isalnum() for c in text) or _pictures(text):
            kept.append((speaker, carried + text))
            carried = ""
        elif kept:
            kept[-1] = (kept[-1][0], kept[-1][1] + text)
        else:
            carried += text
    return kept


def _pictures(text: str) -> bool:
    return any(unicodedata.category(c) == "So" for c in text)


def spoken_words(text: str) -> str:
    """The text as it is said: without quotation marks, mark-up, pictures and invisible characters."""
    text = re.sub(r"<[^<>\n]{1,80}>|[*_#`~|]+", " ", text)
    kept = (" " if unicodedata.category(c) in ("So", "Cc", "Zl", "Zp") else c for c in text)
    text = "".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn"))
    text = re.sub(f"(?<!\\w)[{re.escape(_QUOTES)}]|[{re.escape(_QUOTES)}](?!\\w)", "", text)
    return " ".join(text.split())


def reading_seconds(text: str) -> float:
    """How long the words take, read aloud at 150 words a minute (four letters a second without spaces)."""
    dense = sum(1 for c in text if is_dense(c))
    words = len([w for w in text.split() if any(c.isalnum() and not is_dense(c) for c in w)])
    return max(0.6, words / WORDS_PER_S + dense / LETTERS_PER_S)


def is_dense(letter: str) -> bool:
    """A letter of a script that writes no spaces (Han, kana, Thai, Lao, Khmer, Burmese)."""
    point = ord(letter)
    return (
        0x3040 <= point <= 0x30FF
        or 0x3400 <= point <= 0x9FFF
        or 0x0E00 <= point <= 0x0EFF
        or 0x1000 <= point <= 0x109F
        or 0x1780 <= point <= 0x17FF
        or 0x20000 <= point <= 0x3FFFF
    )

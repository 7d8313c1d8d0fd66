"""Subtitles: spoken words as short cues, verbatim, one after the other.

Words and seconds only; pictures of words are in `shots.titles`.

    python -c "from shots.cutting.subtitles import Words, make_cues, to_srt; \
    print(to_srt(make_cues([Words('Once upon a time there was a fox.', 0.5, 2.1)])))"
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shots.voices.script import is_dense

LINE_LETTERS = 42
CUE_LINES = 2
HOLD_S = 0.3
"""How long a cue stays after its words, if nothing else is said."""

SHORTEST_S = 0.2

_SENTENCE_ENDS = ".!?…。！？।؟۔"
_CLAUSE_ENDS = _SENTENCE_ENDS + ",;:，、；：،"
_CLOSING = "\"'”’»›)]}）」』】》〉" + _CLAUSE_ENDS + "ー々"


@dataclass(frozen=True)
class Words:
    """A spoken line at its place in the film."""

    text: str
    start_s: float
    duration_s: float


@dataclass(frozen=True)
class Cue:
    """What is read at one moment: at most two lines, separated by a line feed."""

    start_s: float
    end_s: float
    text: str


def make_cues(words: Sequence[Words], end_s: float = math.inf) -> list[Cue]:
    """The words as cues: in order, none overlapping, each as long as its share of the spoken line.

    Args:
        words: the spoken lines.
        end_s: the end of the film; nothing is read after it.
    """
    cues: list[Cue] = []
    for line in sorted(words, key=lambda w: w.start_s):
        texts = split_text(line.text)
        weights = [max(1, display_width(text)) for text in texts]
        # Where two lines are said at once, the later one waits until the earlier can have been seen.
        start = max(line.start_s, cues[-1].start_s + SHORTEST_S) if cues else line.start_s
        for text, weight in zip(texts, weights, strict=True):
            end = start + line.duration_s * weight / sum(weights)
            cues.append(Cue(start, end, text))
            start = end
    return list(_apart(cues, end_s))


def _apart(cues: list[Cue], end_s: float) -> Iterator[Cue]:
    """The cues held a little longer, and cut off where the next one begins; whole milliseconds."""
    for n, cue in enumerate(cues):
        following = cues[n + 1].start_s if n + 1 < len(cues) else end_s
        start, end = round(cue.start_s, 3), round(min(cue.end_s + HOLD_S, following, end_s), 3)
        if start < end:
            yield Cue(start, end, cue.text)


def split_text(text: str, letters: int = LINE_LETTERS, lines: int = CUE_LINES) -> list[str]:
    """The text as pieces of at most `lines` lines of `letters` letters, all words kept and in order.

    A piece ends at the end of a sentence or clause where it can.
    """
    units = list(break_units(text))
    pieces: list[str] = []
    while units:
        fitting = _fitting(units, letters, lines)
        if fitting < len(units):
            fitting = _good_end(units, fitting)
        pieces.append("\n".join(wrap_units(units[:fitting], letters, balanced=True)))
        units = units[fitting:]
    return pieces


def _fitting(units: Sequence[str], letters: int, lines: int) -> int:
    count = 1
    while count < len(units) and len(wrap_units(units[: count + 1], letters)) <= lines:
        count += 1
    return count


def _good_end(units: Sequence[str], fitting: int) -> int:
    """The last end of a sentence, else of a clause, in the latter two thirds of what fits."""
    for ends in (_SENTENCE_ENDS, _CLAUSE_ENDS):
        for count in range(fitting, max(1, fitting // 3), -1):
            if units[count - 1].rstrip().rstrip(_CLOSING.translate({ord(c): None for c in ends}))[
                -1:
            ] in tuple(ends):
                return count
    return fitting


def break_units(text: str) -> Iterator[str]:
    """The smallest runs between which a line may break: words with the space after them; single letters of
    scripts without spaces, with the marks that must not begin a line."""
    unit = ""
    for letter in " ".join(text.split()):
        glued = letter == " " or letter in _CLOSING or unicodedata.combining(letter) or letter == "\u200d"
        new_word = unit.endswith(" ") and letter != " "
        dense = is_dense(letter) or (bool(unit) and is_dense(unit.rstrip(_CLOSING + " ")[-1:] or " "))
        full = display_width(unit) >= LINE_LETTERS and not glued
        if unit and (new_word or full or (dense and not glued)):
            yield unit
            unit = ""
        unit += letter
    if unit:
        yield unit


def wrap_units(units: Sequence[str], letters: int, balanced: bool = False) -> list[str]:
    """The units as lines of at most `letters` letters (wide letters count twice)."""
    if balanced:
        needed = len(wrap_units(units, letters))
        for narrower in range(max(1, letters // 2), letters):
            if len(wrap_units(units, narrower)) == needed and all(
                display_width(u.rstrip()) <= narrower for u in units
            ):
                return wrap_units(units, narrower)
    lines = [""]
    for unit in units:
        if lines[-1] and display_width((lines[-1] + unit).rstrip()) > letters:
            lines.append("")
        lines[-1] += unit
    return [line.rstrip() for line in lines]


def display_width(text: str) -> int:
    """How wide the text is in Latin letters: Han, kana, Hangul and pictures count twice, marks not at all."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def to_srt(cues: Sequence[Cue]) -> str:
    """The cues as a SubRip file."""
    return "\n".join(
        f"{n}\n{_clock(cue.start_s)} --> {_clock(cue.end_s)}\n{cue.text}\n" for n, cue in enumerate(cues, 1)
    )


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d},{rest % 1000:03d}"

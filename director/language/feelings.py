"""Feelings that words show: of a shot, of a scene.

python -c "from director.language.feelings import emotion_of; print(emotion_of('she began to cry'))"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from director.language.words import find_verb, listed, read_sections
from prompts.vocabulary import Emotion

_MOODS: dict[Emotion, str] = {
    "happy": "cheerful",
    "sad": "sad",
    "angry": "tense",
    "afraid": "fearful",
    "surprised": "wondering",
    "tired": "weary",
    "proud": "proud",
    "loving": "tender",
    "neutral": "calm",
}


@cache
def _by_word() -> dict[str, Emotion]:
    sections = read_sections("feelings.txt")
    return {word: emotion for emotion in _MOODS for word in sections.get(emotion, ())}


_THINGS_FOLLOW = listed("the a an it them his her its their")
"""After `hid`: a thing was hidden, and nobody need be afraid."""
_DENIALS = listed("not never no nothing without hardly cannot nobody stopped longer neither nor")
_BREAKS = listed("before until till but and because so when while then though although who he she they it i")
_REACH = 4
"""Words from a denial to what it denies: `not at all afraid`."""


def emotions_in(text: str) -> Counter[Emotion]:
    """How often each feeling shows in the words; a feeling that is denied (`not afraid`) does not count."""
    return _read(text)[0]


def denied_in(text: str) -> frozenset[Emotion]:
    """The feelings that the words say are absent, or over: `was not afraid`, `stopped crying`."""
    return frozenset(_read(text)[1])


def _read(text: str) -> tuple[Counter[Emotion], Counter[Emotion]]:
    found, denied = Counter[Emotion](), Counter[Emotion]()
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.!?;:]", text.lower().replace("’", "'"))
    for i, word in enumerate(words):
        hidden = word == "hid" and words[i + 1 : i + 2] and words[i + 1] in _THINGS_FOLLOW
        if (emotion := _by_word().get(word)) and not hidden:
            (denied if _is_denied(words, i) else found)[emotion] += 1
    return found, denied


def _is_denied(words: Sequence[str], i: int) -> bool:
    for n in range(i - 1, max(-1, i - 1 - _REACH), -1):
        if words[n] in _BREAKS or not words[n][0].isalpha():
            return False
        if words[n] in _DENIALS or words[n].endswith("n't"):
            # `did not stop crying` still cries, and so does `could not help crying`
            return not (words[n].startswith("stop") and _is_denied(words, n)) and not _is_kept_up(words, n, i)
    return False


def _is_kept_up(words: Sequence[str], denial: int, i: int) -> bool:
    return bool({"stop", "help", "only", "but"} & set(words[denial + 1 : i]))


def emotion_said(line: str, verb: Emotion = "neutral") -> Emotion:
    """What a speaker feels by their own words: calls (`Hooray!`), and what is said of `I` or `we`.

    Args:
        line: what is said.
        verb: the feeling of the verb that it is said with; what is not told by the words is this.
    """
    sections = read_sections("feelings.txt")
    low = " ".join(re.findall(r"[\w']+", line.lower().replace("’", "'")))
    for emotion in _MOODS:
        calls = sections.get(f"said {emotion}", [])
        if any(_is_called(call.replace("_", " "), low, line) for call in calls):
            return emotion
    for sentence in re.split(r"(?<=[.!?…])\s+", line):
        words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", sentence.lower().replace("’", "'"))
        own = [i for i, w in enumerate(words) if w in _OWN]
        if own and (found := emotion_of(" ".join(words[own[0] : own[0] + 7]))) != "neutral":
            return found
    return verb


def _is_called(call: str, words: str, line: str) -> bool:
    """Whether a call is in the words; a verb has to stand alone: `Help!`, not `fetch help`."""
    if find_verb(call):
        return re.search(rf"(?:^|[.!?,…])\W*{call}\W*(?:[.!?,…]|$)", line.lower()) is not None
    return f" {call} " in f" {words} "


_OWN = listed("i i'm i've we we're i'd we've")


def emotion_of(text: str) -> Emotion:
    """The strongest feeling in the words, `neutral` if there is none."""
    found = emotions_in(text)
    return max(found, key=lambda e: (found[e], e in ("sad", "afraid", "angry"))) if found else "neutral"


def mood_of(text: str) -> str:
    """The mood of a scene in one word: one word of feeling makes the mood of few sentences, not of many."""
    told = re.sub(r"(?<=[\"”’'»])([^.\"“‘«]{0,30}?)\bcried\b", r"\1said", text)
    found = emotions_in(told)
    strongest = max(found.values(), default=0)
    return _MOODS[emotion_of(told)] if strongest * _MOODY_WORDS >= len(told.split()) else _MOODS["neutral"]


_MOODY_WORDS = 60
"""So many words of a scene need one word of feeling."""

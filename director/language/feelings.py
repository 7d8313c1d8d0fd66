"""Feelings that words show: of a shot, of a scene.

python -c "from director.language.feelings import emotion_of; print(emotion_of('she began to cry'))"
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from director.language.words import read_sections
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


def emotions_in(text: str) -> Counter[Emotion]:
    """How often each feeling shows in the words; a feeling that is denied (`not afraid`) does not count."""
    found: Counter[Emotion] = Counter()
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    for i, word in enumerate(words):
        emotion = _by_word().get(word)
        if emotion and not {"not", "never", "no", "don't", "didn't", "wasn't", "nothing"} & set(
            words[max(0, i - 2) : i]
        ):
            found[emotion] += 1
    return found


def emotion_of(text: str) -> Emotion:
    """The strongest feeling in the words, `neutral` if there is none."""
    found = emotions_in(text)
    return max(found, key=lambda e: (found[e], e in ("sad", "afraid", "angry"))) if found else "neutral"


def mood_of(text: str) -> str:
    """The mood of a scene in one word."""
    return _MOODS[emotion_of(text)]

"""Feelings that words show: of a shot, of a scene.

python -c "from director.language.feelings import emotion_of; print(emotion_of('she began to cry'))"
"""

from __future__ import annotations

import re
from collections import Counter

from prompts.screenplay import Emotion

WORDS: dict[Emotion, str] = {
    "happy": (
        "happy happily glad gladly joy joyful joyfully laugh laughed laughing laughs smile smiled smiling merry merrily "
        "delighted cheerful cheerfully cheered pleased dance danced dancing giggled chuckled celebrated fun enjoyed "
        "wonderful thank thanked hooray"
    ),
    "sad": (
        "sad sadly cry cried crying weep wept weeping tears sob sobs sobbed sobbing sorrow sorrowful lonely alone "
        "unhappy miserable mourned died death grief heartbroken sorry lost missed regret"
    ),
    "angry": "angry angrily anger furious rage shouted yelled roared growled scolded quarrel quarrelled hate mad stormed",
    "afraid": (
        "afraid frightened fear feared scared terrified terror tremble trembled trembling shiver shivered danger fled "
        "flee screamed scream hid hide escape dreadfully nervous worried"
    ),
    "surprised": "surprised surprise suddenly astonished amazed wonder wondered gasped stared shock shocked unexpected odd",
    "tired": "tired weary exhausted sleepy sleep slept asleep yawned sick ill weak hungry faint",
    "proud": "proud proudly boast boasted boasting bragged won victory crown clever triumphant strutted",
    "loving": "love loved loves kiss kissed hug hugged hugging embraced dear beloved married friend friends kindly gently",
}  # fmt: skip


_BY_WORD: dict[str, Emotion] = {word: emotion for emotion, words in WORDS.items() for word in words.split()}


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


def emotions_in(text: str) -> Counter[Emotion]:
    """How often each feeling shows in the words; a feeling that is denied (`not afraid`) does not count."""
    found: Counter[Emotion] = Counter()
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    for i, word in enumerate(words):
        emotion = _BY_WORD.get(word)
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

"""The contract of voice backends, as a check for guests and for the built-in ones.

    python -c "from shots.check_voices import check_voices; from shots.sound import SilentVoices; \
print(check_voices(SilentVoices()))"
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shots.backends import Speech, VoiceBackend

WORDS = ("Hello.", "The fox found a lantern in the snow, and it was still warm.")
MANNER = {"name": "", "pitch": 50, "speed": 150, "language": "en"}


def check_voices(backend: VoiceBackend) -> list[str]:
    """What a voice backend does otherwise than it promises, one sentence each; [] if it keeps its word.

    A short line and a long one are spoken in the plain voice and, unless the backend is hosted, again.
    """
    found = [*_check_card(backend)]
    short, long = (backend.speak(words, **MANNER) for words in WORDS)  # type: ignore[arg-type]
    for words, speech in zip(WORDS, (short, long), strict=True):
        found += [f"{words!r}: {fault}" for fault in _check_speech(speech)]
    if not found and _seconds(long) <= _seconds(short):
        found.append("A long line takes no longer than a short one.")
    if not found and not backend.card.hosted:
        again = backend.speak(WORDS[0], **MANNER)  # type: ignore[arg-type]
        if not np.array_equal(again.samples, short.samples):
            found.append("The same words are another sound after another line.")
    return found


def _check_card(backend: VoiceBackend) -> Iterator[str]:
    if not (backend.card.name and backend.card.version and backend.card.about):
        yield "The card needs a name, a version and a line about it."
    notes = backend.check("en")
    if not isinstance(notes, list) or not all(isinstance(note, str) and note.strip() for note in notes):
        yield "`check` must give a list of sentences."


def _check_speech(speech: Speech) -> Iterator[str]:
    samples = speech.samples
    if samples.ndim != 1 or samples.dtype != np.float32 or not len(samples):
        yield f"samples must be (N,) float32, N > 0; they are {samples.shape} {samples.dtype}."
    elif not np.isfinite(samples).all() or np.abs(samples).max() > 1:
        yield "samples must be finite and within -1..1."
    if speech.sample_rate <= 0:
        yield f"the sample rate is {speech.sample_rate}; it must be positive."


def _seconds(speech: Speech) -> float:
    return len(speech.samples) / speech.sample_rate

"""The sound that a model makes with its pictures: put together over the sections of a shot, kept as a file.

join_sounds([(samples, 25)], fps=8, seconds=3.0, rate=24000)
"""

from __future__ import annotations

import wave
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from prompts.errors import ShotError
from shots.backends import Card, ClipTask

Sound = NDArray[np.float32]
"""(channels, N), -1..1"""


def join_sounds(parts: Sequence[tuple[Sound, int]], fps: int, seconds: float, rate: int) -> Sound:
    """(2, seconds * rate): the sections' sounds one after the other, cut or filled up with silence.

    Args:
        parts: (sound, pictures) of each section; it opens with the last picture of the one before, in whose
            time one sound turns into the other.
        fps: pictures a second of the model.
        seconds: how long the shot is seen.
        rate: samples a second.
    """
    whole = np.zeros((2, round(seconds * rate)), np.float32)
    pictures_before = 0
    for number, (sound, pictures) in enumerate(parts):
        place = whole[:, round(pictures_before * rate / fps) :][:, : sound.shape[1]]
        rising = np.ones(sound.shape[1], np.float32)
        if number:
            shared = min(round(rate / fps), len(rising))
            rising[:shared] = np.linspace(0, 1, shared, endpoint=False)
        heard, rising = np.clip(sound, -1, 1)[:, : place.shape[1]], rising[: place.shape[1]]
        place[:] = place * (1 - rising) + heard * rising
        pictures_before += pictures - 1
    return whole


def keep_sound(task: ClipTask, card: Card, parts: Sequence[tuple[Sound, int]]) -> None:
    """Write the sound of a shot where its task says, as 16-bit stereo WAV.

    Raises:
        ShotError: it is not finite.
    """
    assert task.sound is not None and card.audio is not None
    if not all(np.isfinite(sound).all() for sound, _ in parts):
        raise ShotError(
            f"Shot {task.panel.shot.id}: the model's sound is not finite.",
            "Give such a shot another seed, or drop `render.sound`.",
        )
    whole = join_sounds(parts, card.fps or task.fps, task.num_frames / task.fps, card.audio)
    with wave.open(str(task.sound), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(card.audio)
        file.writeframes(np.round(whole.T * 32767).astype("<i2").tobytes())

"""Voices of a hosted speech model: `openai:MODEL`, at OpenAI or any server of its protocol.

A line is asked for once and kept. Such voices have names and no pitch; a model that follows instructions is
told in words how somebody sounds. Knows words and voices, nothing of shots.

    find_backend("shots.voices", "openai:gpt-4o-mini-tts")
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import numpy as np

from prompts.errors import BackendError
from shots.backends import Card, Speech
from shots.hosted.asking import read_choice
from shots.hosted.service import RETRIES, Service, is_refusal
from shots.spending import Purse, Use
from shots.voices.script import reading_seconds

VERSION = "1"
TIMEOUT_S = 120.0
LONGEST_TEXT = 4000
"""Letters in one request; the service takes 4096."""
USUAL_SPEED = 150
"""Words a minute at speed 1."""
DEFAULT_VOICE = "alloy"
REGISTERS: dict[str, tuple[str, ...]] = {
    "narrator": ("sage",),
    "woman": ("nova", "coral", "shimmer"),
    "girl": ("shimmer", "coral"),
    "boy": ("fable", "echo"),
    "man": ("onyx", "echo", "ash"),
    "old woman": ("coral", "nova"),
    "old man": ("ash", "onyx"),
    "small": ("fable", "shimmer"),
    "large": ("onyx", "ash"),
    "machine": ("alloy",),
}
"""Names of OpenAI's voices by kind of speaker; another server's are written in the screenplay."""
PLAIN_MODELS = re.compile(r"tts-1")
"""Models that follow a number for speed, and no instructions."""


class OpenAIVoices:
    """Has lines spoken by a hosted model.

    Args:
        model: `MODEL`, or `MODEL,voice=NAME` for one voice for everybody who has none in the screenplay.

    Raises:
        BackendError: no model, or an option that there is not.
    """

    card = Card(
        name="openai",
        version=VERSION,
        about="voices of a hosted model, paid for: openai:gpt-4o-mini-tts, or a model of your own server",
        licence="of the service",
        hosted=True,
    )

    def __init__(self, model: str | None = None) -> None:
        self.choice = read_choice(model, "voices", {"voice"})
        voice = self.choice.options.get("voice")
        self.registers = dict.fromkeys(REGISTERS, (voice,)) if voice else REGISTERS
        self.service = f"openai:{self.choice.model}"
        self.purse = Purse()
        self.card = replace(self.card, version=f"{VERSION} {self.choice.model}")
        self._server = Service(timeout_s=TIMEOUT_S, retries=RETRIES)

    def check(self, language: str) -> list[str]:
        """What will be heard otherwise than asked, one sentence each.

        Raises:
            BackendError: there is no key for a server that needs one.
        """
        if self._server.lacks_key:
            raise BackendError(
                "The openai voices need a key. Set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server, "
                "or choose --voices auto."
            )
        if PLAIN_MODELS.match(self.choice.model):
            return ["hosted voices have no pitch: characters who share a voice sound alike"]
        return ["hosted voices are told pitch and pace in words, which do not bind them"]

    def forecast(self, text: str) -> Use:
        """What one line will take."""
        return Use(len(_split(text)), letters=len(text), seconds=reading_seconds(text))

    def speak(self, text: str, *, name: str, pitch: int, speed: int, language: str) -> Speech:
        """The text as sound.

        Args:
            text: what to say; a long one is spoken in parts.
            name: one of the service's voices, or '' for its plain one.
            pitch: 0 deep .. 100 high, said in words where the model listens to them.
            speed: words per minute.
            language: not said: the words show it.

        Raises:
            BackendError: the service refused, or cannot be reached.
            BudgetError: the budget ends before this line.
        """
        parts = [self._request(part, name or DEFAULT_VOICE, pitch, speed) for part in _split(text)]
        rate = parts[0].sample_rate
        if any(part.sample_rate != rate for part in parts):
            raise BackendError(
                f"{self._server.where} changed its sample rate within a line. Shorten the line."
            )
        return Speech(np.concatenate([part.samples for part in parts]), rate)

    def _request(self, text: str, voice: str, pitch: int, speed: int) -> Speech:
        import openai

        request: dict[str, Any] = {"model": self.choice.model, "input": text, "voice": voice}
        if PLAIN_MODELS.match(self.choice.model):
            request["speed"] = round(min(4.0, max(0.25, speed / USUAL_SPEED)), 2)
        else:
            request["instructions"] = _say_manner(pitch, speed)
        speech = self._server.open().audio.speech
        forecast = Use(1, letters=len(text), seconds=reading_seconds(text))
        try:
            with (
                self.purse.paying(self.service, "record", text[:40], forecast) as bill,
                self._server.counting(bill),
            ):
                raw = speech.create(response_format="wav", **request).content
                spoken = self._decode(raw)
                seconds = len(spoken.samples) / spoken.sample_rate if spoken else forecast.seconds
                bill.used(Use(1, letters=len(text), seconds=seconds))
        except openai.OpenAIError as error:
            if is_refusal(error):
                said = self._server.hide(str(getattr(error, "message", "")))[:200]
                raise BackendError(
                    f"{self._server.where} refused to speak {text[:60]!r}: {said!r}. The lines before it are "
                    "kept. Change the words, or choose other --voices."
                ) from None
            # `from None`: the client's own error carries what was sent, and some servers repeat the key.
            raise BackendError(self._server.explain(error, self.choice.model, "speech")) from None
        if spoken is None:
            raise BackendError(
                f"{self._server.where} answers, but sends no sound that can be read. Check OPENAI_BASE_URL "
                "and the model."
            )
        return spoken

    def _decode(self, raw: bytes) -> Speech | None:
        """WAV, MP3 or whatever the server sends, as mono samples; None if it is no sound."""
        import av

        try:
            with av.open(io.BytesIO(raw), "r") as container:
                stream = container.streams.audio[0]
                to_mono = av.AudioResampler(format="flt", layout="mono", rate=stream.rate)
                frames = [part for frame in container.decode(stream) for part in to_mono.resample(frame)]
                samples = [frame.to_ndarray()[0] for frame in [*frames, *to_mono.resample(None)]]
        except (av.FFmpegError, IndexError, ValueError):
            return None
        return Speech(np.concatenate(samples).astype(np.float32), stream.rate) if samples else None


def _say_manner(pitch: int, speed: int) -> str:
    """How somebody sounds, in words: `a deep voice, slowly`."""
    height = "very deep" if pitch < 20 else "deep" if pitch < 40 else "high" if pitch > 60 else "natural"
    height = "very high" if pitch > 80 else height
    return f"Speak with a {height} voice, at about {speed} words a minute. Say the words exactly as given."


def _split(text: str) -> list[str]:
    """The text in parts that a request can hold, at the ends of sentences where there are some."""
    parts = []
    while len(text) > LONGEST_TEXT:
        window = text[:LONGEST_TEXT]
        ends = [match.end() for match in re.finditer(r"[.!?。！？]\s*|\s", window)]
        sentences = [match.end() for match in re.finditer(r"[.!?。！？]\s*", window)]
        cut = (sentences or ends or [LONGEST_TEXT])[-1]
        parts.append(text[:cut].strip())
        text = text[cut:]
    return [part for part in [*parts, text.strip()] if part] or [text]

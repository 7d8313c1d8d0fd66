"""The words spoken, and how long that takes.

From a shot's words to spoken takes (`record`) and from spoken takes to the length of the shot (`time_shot`).
It knows voices only through their protocol; it knows no picture and no film file. Who says what is in
`shots.voices.script`, in which voice in `shots.voices.casting`; mixing is in `shots.cutting.mix`.

    python -c "from prompts.screenplay import Shot; from shots.sound import time_shot; \
    print(time_shot(Shot(action='A fox naps.'), [], fps=24))"
"""

from __future__ import annotations

import math
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from prompts.errors import BackendError, CutError
from prompts.screenplay import Screenplay, Shot
from shots.backends import Card, Speech, SpokenLine, VoiceBackend
from shots.slate import Notes, Take, Workspace
from shots.voices.casting import VoiceChoice, cast_voices
from shots.voices.script import reading_seconds, script_lines, spoken_words

SPEECH_VERSION = "speech/2"
SILENT_RATE = 16_000

LOUDNESS_RATE = 24
SPEECH_RMS = 0.07
"""About -23 dBFS: every voice is brought to it, so that no speaker is louder than another."""

LEAD_S, TAIL_S, TURN_S = 0.4, 0.7, 0.3
"""Silence before the first word, after the last, and between two speakers."""

WORDLESS_S, SHORTEST_S = 3.0, 1.5


def silence_for(text: str) -> Speech:
    """Silence that lasts as long as the words take."""
    return Speech(np.zeros(round(reading_seconds(text) * SILENT_RATE), np.float32), SILENT_RATE)


class SilentVoices:
    """The stand-in when no voice is installed: silence of the right length, so that captions can be read."""

    def __init__(self, model: str | None = None) -> None:
        if model:
            raise BackendError(f"silent takes no model, but {model!r} was given. Write `silent` alone.")
        self.card = Card(
            name="silent",
            version="silent/1",
            about="no sound: silence as long as the words take, with captions",
            stand_in="nobody speaks: the film has captions and no sound",
        )

    def check(self, language: str) -> list[str]:
        """Nothing: the card already says that all is silent."""
        return []

    def speak(self, text: str, *, name: str, pitch: int, speed: int, language: str) -> Speech:
        """Silence as long as the words take."""
        return silence_for(text)


@dataclass(frozen=True)
class RecordedLine:
    """One line as it was spoken."""

    speaker: str | None
    """a character's id, or None for the narrator"""
    text: str
    """verbatim, for captions and subtitles"""
    path: Path
    """16-bit mono WAV"""
    sample_rate: int
    num_samples: int
    loudness: tuple[float, ...]
    """0..1, 24 values a second"""
    silent: bool
    """nothing is to be heard: the words only appear"""

    @property
    def duration_s(self) -> float:
        """How long it takes, in seconds."""
        return self.num_samples / self.sample_rate


def record(
    screenplay: Screenplay,
    voices: VoiceBackend,
    workspace: Workspace,
    on_line: Callable[[int, int], None] | None = None,
) -> dict[str, list[RecordedLine]]:
    """Every line of the film, spoken: shot id → its lines in the order heard. Shots need their ids.

    A line is a take of the workspace (folder `voices`): the same words in the same voice are spoken once.

    Args:
        screenplay: with ids.
        voices: who speaks.
        workspace: where the takes go.
        on_line: called with (lines done, lines in all) after each line.

    Raises:
        BackendError: the voices failed.
        WorkspaceError: the disk is full or cannot be written.
    """
    choices = cast_voices(screenplay, getattr(voices, "registers", {}))
    script = {shot.id or "": script_lines(shot) for _, shot in screenplay.shots()}
    total = sum(len(lines) for lines in script.values())
    recorded: dict[str, list[RecordedLine]] = {}
    done = 0
    for shot_id, lines in script.items():
        recorded[shot_id] = []
        for speaker, text in lines:
            choice = choices.get(speaker) or choices[None]
            recorded[shot_id].append(_record_line(speaker, text, choice, voices, workspace))
            done += 1
            if on_line:
                on_line(done, total)
    return recorded


def check_voices(screenplay: Screenplay, voices: VoiceBackend) -> list[str]:
    """What will be heard otherwise than asked, one sentence each, for everyone who speaks in the film."""
    choices = cast_voices(screenplay, getattr(voices, "registers", {}))
    speakers = {speaker for _, shot in screenplay.shots() for speaker, _ in script_lines(shot)}
    languages = dict.fromkeys(choice.language for who, choice in choices.items() if who in speakers)
    return list(dict.fromkeys(note for language in languages for note in voices.check(language)))


def _record_line(
    speaker: str | None, text: str, choice: VoiceChoice, voices: VoiceBackend, workspace: Workspace
) -> RecordedLine:
    words = spoken_words(text)
    inputs = {
        "step": SPEECH_VERSION,
        "voices": [voices.card.name, voices.card.version],
        "words": words or text,
        "choice": choice,
    }

    def build(path: Path, notes: Notes) -> None:
        speech = silence_for(text)
        if any(c.isalnum() for c in words):
            speech = voices.speak(
                words, name=choice.name, pitch=choice.pitch, speed=choice.speed, language=choice.language
            )
        notes.update(_write_take(level(trim(speech)), path))

    take: Take = workspace.make("voices", speaker or "narrator", ".wav", inputs, build)
    return RecordedLine(
        speaker=speaker,
        text=text,
        path=take.path,
        sample_rate=int(take.notes["sample_rate"]),
        num_samples=int(take.notes["num_samples"]),
        loudness=tuple(take.notes["loudness"]),
        silent=bool(take.notes["silent"]),
    )


def _write_take(speech: Speech, path: Path) -> Notes:
    samples = np.round(np.clip(speech.samples, -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.sample_rate)
        file.writeframes(samples.tobytes())
    return {
        "sample_rate": speech.sample_rate,
        "num_samples": len(samples),
        "seconds": round(len(samples) / speech.sample_rate, 3),
        "loudness": loudness_envelope(speech),
        "silent": not samples.any(),
    }


def trim(speech: Speech, below: float = 0.01) -> Speech:
    """The speech without the silence around it but for a hundredth of a second; pure silence stays.

    It begins and ends softly, so that a voice with noise behind it does not click.
    """
    samples = _mono(speech)
    peak = float(np.abs(samples).max(initial=0))
    if peak == 0:
        return Speech(samples, speech.sample_rate)
    loud = np.flatnonzero(np.abs(samples) > below * peak)
    margin = speech.sample_rate // 100
    kept = samples[max(0, loud[0] - margin) : loud[-1] + 1 + margin].copy()
    ramp = np.linspace(0, 1, min(margin // 2, len(kept)), endpoint=False, dtype=np.float32)
    kept[: len(ramp)] *= ramp
    kept[len(kept) - len(ramp) :] *= ramp[::-1]
    return Speech(kept, speech.sample_rate)


def _mono(speech: Speech) -> NDArray[np.float32]:
    """The samples, checked.

    Raises:
        BackendError: they are not finite, not mono, or none.
    """
    samples = np.asarray(speech.samples, np.float32)
    if samples.ndim != 1 or samples.size == 0 or not np.isfinite(samples).all() or speech.sample_rate <= 0:
        raise BackendError(
            f"The voice gave samples of shape {samples.shape} at {speech.sample_rate} Hz; they must be "
            f"(N,) mono, "
            "finite, N > 0. Correct the voice backend, or choose another."
        )
    return samples


def level(speech: Speech) -> Speech:
    """The speech at the loudness that all lines share (RMS of what is not a pause); silence stays silence."""
    hop = max(1, speech.sample_rate // 50)
    blocks = speech.samples[: len(speech.samples) // hop * hop].reshape(-1, hop)
    powers = np.mean(blocks.astype(np.float64) ** 2, axis=1) if len(blocks) else np.zeros(1)
    voiced = powers[powers > 0.05 * powers.max(initial=0)]
    if voiced.size == 0 or voiced.mean() == 0:
        return speech
    peak = float(np.abs(speech.samples).max())
    gain = min(SPEECH_RMS / math.sqrt(float(voiced.mean())), 0.98 / peak)
    return Speech((speech.samples * gain).astype(np.float32), speech.sample_rate)


def loudness_envelope(speech: Speech) -> list[float]:
    """How loud it is, 0..1, 24 values a second: what a mouth follows."""
    count = max(1, math.ceil(len(speech.samples) * LOUDNESS_RATE / speech.sample_rate))
    bounds = np.linspace(0, count * speech.sample_rate / LOUDNESS_RATE, count + 1).astype(int)
    rms = [
        float(np.sqrt(np.mean(part.astype(np.float64) ** 2))) if part.size else 0.0
        for part in np.split(speech.samples, bounds[1:-1])
    ]
    loudest = float(np.percentile(rms, 95)) or max(rms)
    return [round(min(1.0, value / loudest), 3) if loudest else 0.0 for value in rms]


@dataclass(frozen=True)
class TimedLine:
    """A recorded line at its place in a shot."""

    line: RecordedLine
    start_s: float
    """of the shot"""


@dataclass(frozen=True)
class ShotTiming:
    """How long a shot lasts and when its lines are heard."""

    shot_id: str
    fps: int
    num_frames: int
    lines: tuple[TimedLine, ...]

    @property
    def duration_s(self) -> float:
        """How long the shot lasts, in seconds."""
        return self.num_frames / self.fps

    def speech(self) -> tuple[SpokenLine, ...]:
        """The lines as a clip backend sees them; words that only appear move no mouth."""
        return tuple(
            SpokenLine(t.line.speaker, t.start_s, t.line.duration_s, t.line.loudness)
            for t in self.lines
            if not t.line.silent
        )


def time_shot(
    shot: Shot,
    lines: Sequence[RecordedLine],
    fps: int,
    transition_in_s: float = 0.0,
    transition_out_s: float = 0.0,
) -> ShotTiming:
    """How long the shot lasts and where its lines begin.

    Without `duration_s` it lasts as long as its words and a breath; words begin after the join before it and
    end before the join after it. With `duration_s` the shot has that length, and the breath gives way to the
    words.

    Args:
        shot: for its id and `duration_s`.
        lines: its recorded lines.
        fps: frames per second.
        transition_in_s: seconds shared with the shot before.
        transition_out_s: seconds shared with the shot after.

    Raises:
        CutError: the words are longer than the stated `duration_s`, or the joins are.
    """
    lengths = [line.duration_s for line in lines]
    words_s = sum(lengths) + TURN_S * max(0, len(lines) - 1)
    lead, tail = _breathe(bool(lines), transition_in_s, transition_out_s)
    if shot.duration_s is None:
        num_frames = count_frames(lengths, fps, transition_in_s, transition_out_s)
    else:
        num_frames = max(1, round(shot.duration_s * fps))
        check_duration(shot, fps, words_s if lines else 0.0, transition_in_s + transition_out_s)
        slack = num_frames / fps - words_s
        lead = min(lead, slack * lead / (lead + tail)) if lines else lead
    return ShotTiming(shot.id or "", fps, num_frames, tuple(_place(lines, lead)))


def count_frames(lengths: Sequence[float], fps: int, transition_in_s: float, transition_out_s: float) -> int:
    """Frames of a shot that lasts as long as its lines, of these seconds, and a breath."""
    words_s = sum(lengths) + TURN_S * max(0, len(lengths) - 1)
    lead, tail = _breathe(bool(lengths), transition_in_s, transition_out_s)
    shortest = max(SHORTEST_S if lengths else WORDLESS_S, transition_in_s + transition_out_s + 0.5)
    return math.ceil(max(lead + words_s + tail, shortest) * fps)


def _breathe(spoken: bool, transition_in_s: float, transition_out_s: float) -> tuple[float, float]:
    """Seconds before the first word and after the last."""
    if not spoken:
        return transition_in_s, transition_out_s
    return max(LEAD_S, transition_in_s + 0.1), max(TAIL_S, transition_out_s + 0.2)


def check_duration(shot: Shot, fps: int, words_s: float = 0.0, joins_s: float = 0.0) -> None:
    """Refuse a stated `duration_s` that is too short for its words, or for its joins.

    Args:
        shot: for its id and `duration_s`; one without `duration_s` is as long as it must be.
        fps: frames per second; a shot has whole frames.
        words_s: seconds of its words.
        joins_s: seconds shared with its neighbours.

    Raises:
        CutError: it is too short; the text says what it may be.
    """
    if shot.duration_s is None:
        return
    stated_s = max(1, round(shot.duration_s * fps)) / fps
    if words_s > stated_s:
        raise CutError(
            f"Shot {shot.id}: `duration_s` is {shot.duration_s:g}, but its words take {words_s:.2f} s. "
            f"Set it to {math.ceil(words_s * 10 + 1) / 10:g} or more, drop it, or shorten the words."
        )
    if joins_s > stated_s:
        raise CutError(
            f"Shot {shot.id}: `duration_s` is {shot.duration_s:g}, but its transitions take {joins_s:.2f} s. "
            "Make the shot longer or the transitions shorter."
        )


def _place(lines: Sequence[RecordedLine], start_s: float) -> list[TimedLine]:
    placed: list[TimedLine] = []
    for line in lines:
        placed.append(TimedLine(line, start_s))
        start_s += line.duration_s + TURN_S
    return placed

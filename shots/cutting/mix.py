"""The sound of a film: voices at their places, music under them, at the loudness that players expect.

Sound is made in blocks of one second, so memory does not grow with the film. A shot begins at the sample that
belongs to its frame number, so sound and picture cannot drift apart. Nothing here knows pictures.

    blocks = mix_film(voiceovers, Score(Path("waltz.mp3"), -18), num_samples)      # (2, N) at 48 kHz
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from prompts.errors import CutError
from shots.cutting.loudness import RATE, Level, Meter, Samples, level_to
from shots.cutting.timeline import Timeline

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

MIX_VERSION = "mix/1"
"""Changes whenever the same voices and music would sound otherwise; part of the fingerprint."""

TARGET_LUFS = -16.0
CEILING_DBTP = -2.0
"""One decibel under the limit of -1, because AAC moves peaks a little."""

DUCK_DB = 10.0
DUCK_DOWN_S, DUCK_UP_S = 0.3, 0.8
FADE_IN_S, FADE_OUT_S = 1.0, 3.0
SOFT_S = 0.05
"""in which a clip's own sound comes and goes at a cut, so that it does not click"""


@dataclass(frozen=True)
class Voiceover:
    """A spoken line at its place in the film."""

    path: Path
    start: int
    """sample of the film at 48 kHz"""
    num_samples: int
    """at 48 kHz"""


@dataclass(frozen=True)
class ClipSound:
    """The sound that a clip's file holds, at its place in the film; it gives way to words as music does."""

    path: Path
    start: int
    """sample of the film at 48 kHz"""
    num_samples: int
    """at 48 kHz"""
    fade_s: tuple[float, float]
    """seconds in which it comes and goes: the joins before and after"""


@dataclass(frozen=True)
class Score:
    """A music file under the whole film."""

    path: Path
    gain_db: float = -18.0


def sample_at(frame: int, fps: int) -> int:
    """The sample that belongs to the beginning of a film frame."""
    return frame * RATE // fps


def place_voices(timeline: Timeline) -> list[Voiceover]:
    """The lines of all clips at their places in the film, those that are heard."""
    placed = []
    end = sample_at(timeline.num_frames, timeline.fps)
    for start, clip in zip(timeline.starts, timeline.clips, strict=True):
        for timed in clip.lines:
            if not timed.line.silent:
                first = sample_at(start, timeline.fps) + round(timed.start_s * RATE)
                length = min(round(timed.line.duration_s * RATE), end - first)
                placed.append(Voiceover(timed.line.path, first, length))
    return placed


def place_sounds(timeline: Timeline) -> list[ClipSound]:
    """The sounds that clips bring with them, at their places in the film."""
    placed = []
    for n, clip in enumerate(timeline.clips):
        if clip.sound:
            first = sample_at(timeline.starts[n], timeline.fps)
            last = sample_at(timeline.starts[n] + clip.num_frames, timeline.fps)
            come, go = (max(SOFT_S, timeline.mixed(join) / timeline.fps) for join in (n - 1, n))
            placed.append(ClipSound(clip.path, first, last - first, (come, go)))
    return placed


def mix_film(
    voices: Sequence[Voiceover],
    score: Score | None,
    num_samples: int,
    sounds: Sequence[ClipSound] = (),
) -> Iterator[Samples]:
    """The film's sound, exactly `num_samples` long, in blocks of at most a second, (2, N) float32 at 48 kHz.

    It is brought to -16 LUFS (ITU-R BS.1770-4) with true peaks under -1 dBTP; a silent film stays silent. The
    sound is made twice, once to be measured, so that the loudness is that of the whole film and nothing
    pumps.

    Raises:
        CutError: a sound file is missing, damaged, or holds no sound.
    """
    level = Level(1.0, np.zeros(0))
    if voices or score or sounds:
        meter = Meter()
        for block in _raw_blocks(voices, score, num_samples, sounds):
            meter.feed(block)
        level = level_to(meter, TARGET_LUFS, CEILING_DBTP)
    start = 0
    for block in _raw_blocks(voices, score, num_samples, sounds):
        yield level.apply(block, start)
        start += block.shape[1]


def _raw_blocks(
    voices: Sequence[Voiceover], score: Score | None, num_samples: int, sounds: Sequence[ClipSound] = ()
) -> Iterator[Samples]:
    waiting = sorted(voices, key=lambda v: v.start)
    to_come = sorted(sounds, key=lambda s: s.start)
    playing: list[tuple[ClipSound, _Tap]] = []
    speaking: list[_Tap] = []
    with contextlib.ExitStack() as open_files:
        music = open_files.enter_context(_Tap(_loop(score.path), 0)) if score else None
        for start in range(0, num_samples, RATE):
            length = min(RATE, num_samples - start)
            while waiting and waiting[0].start < start + length:
                voice = waiting.pop(0)
                speaking.append(open_files.enter_context(_Tap(read_sound(voice.path), voice.start)))
            block = np.zeros((2, length), np.float32)
            for tap in speaking:
                tap.add_to(block, start)
            speaking = [tap for tap in speaking if not tap.ended]
            while to_come and to_come[0].start < start + length:
                sound = to_come.pop(0)
                playing.append((sound, open_files.enter_context(_Tap(read_sound(sound.path), sound.start))))
            for sound, tap in playing:
                bed = np.zeros((2, length), np.float32)
                tap.add_to(bed, start)
                block += bed * _sound_gain(sound, voices, start, length)
            playing = [(sound, tap) for sound, tap in playing if not tap.ended]
            if music and score:
                bed = np.zeros((2, length), np.float32)
                music.add_to(bed, start)
                block += bed * _music_gain(voices, score.gain_db, start, length, num_samples)
            yield block


@dataclass
class _Tap:
    """A stream of sound that is drawn off in whatever amounts are wanted."""

    source: Iterator[Samples]
    start: int
    """sample of the film at which it begins"""
    rest: Samples = field(default_factory=lambda: np.zeros((2, 0), np.float32))
    ended: bool = False

    def __enter__(self) -> _Tap:
        return self

    def __exit__(self, *exception: object) -> None:
        self._close()

    def add_to(self, block: Samples, block_start: int) -> None:
        """Add the sound of this second to the block."""
        at = max(0, self.start - block_start)
        while at < block.shape[1] and not self.ended:
            if self.rest.shape[1] == 0:
                following = next(self.source, None)
                if following is None:
                    self._close()
                    return
                self.rest = following
            count = min(self.rest.shape[1], block.shape[1] - at)
            block[:, at : at + count] += self.rest[:, :count]
            self.rest = self.rest[:, count:]
            at += count

    def _close(self) -> None:
        self.ended = True
        close = getattr(self.source, "close", None)
        if close:
            close()


def _music_gain(
    voices: Sequence[Voiceover], gain_db: float, start: int, length: int, num_samples: int
) -> Samples:
    """The music's gain over one block: down while somebody speaks, in at the beginning, out at the end."""
    seconds = np.arange(start, start + length, dtype=np.float64) / RATE
    end_s = num_samples / RATE
    fade_in, fade_out = min(FADE_IN_S, end_s / 4), min(FADE_OUT_S, end_s / 4)
    fades = np.clip(seconds / fade_in, 0, 1) * np.clip((end_s - seconds) / fade_out, 0, 1)
    ducked = _duck(voices, start, length)
    return np.asarray(10 ** ((gain_db - DUCK_DB * ducked) / 20) * fades, np.float32)


def _sound_gain(sound: ClipSound, voices: Sequence[Voiceover], start: int, length: int) -> Samples:
    """The gain of a clip's own sound over one block: down while somebody speaks, in and out with the clip."""
    come, go = sound.fade_s
    seconds = (np.arange(start, start + length, dtype=np.float64) - sound.start) / RATE
    fades = np.clip(seconds / come, 0, 1) * np.clip((sound.num_samples / RATE - seconds) / go, 0, 1)
    return np.asarray(10 ** (-DUCK_DB * _duck(voices, start, length) / 20) * fades, np.float32)


def _duck(voices: Sequence[Voiceover], start: int, length: int) -> Samples:
    """0..1 for each sample of a block: how far all else goes down for words."""
    seconds = np.arange(start, start + length, dtype=np.float64) / RATE
    ducked = np.zeros(length)
    reach = round((DUCK_DOWN_S + DUCK_UP_S) * RATE)
    for voice in voices:
        if voice.start - reach < start + length and start < voice.start + voice.num_samples + reach:
            down = (seconds - voice.start / RATE + DUCK_DOWN_S) / DUCK_DOWN_S
            up = ((voice.start + voice.num_samples) / RATE + DUCK_UP_S - seconds) / DUCK_UP_S
            np.maximum(ducked, np.clip(np.minimum(down, up), 0, 1), out=ducked)
    return np.asarray(ducked, np.float32)


def _loop(path: Path) -> Generator[Samples, None, None]:
    """The file's sound again and again."""
    while True:
        heard = 0
        for block in read_sound(path):
            heard += block.shape[1]
            yield block
        if heard == 0:
            raise CutError(
                f"The music {path} is empty: it holds no sound. Choose another file, or drop `music`."
            )


def check_score(score: Score) -> None:
    """Refuse a music file that cannot be used, before anything is made.

    Raises:
        CutError: it is missing, is not sound, or is empty.
    """
    with contextlib.closing(_loop(score.path)) as sound:
        next(sound)


@contextlib.contextmanager
def open_sound(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """The file and its first sound track, open for reading; closed at the end of the block.

    Raises:
        CutError: it is missing, damaged, or holds no sound.
    """
    import av

    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise CutError(f"{path} holds no sound. Choose a music file (mp3, ogg, wav, flac, m4a ...).")
            container.streams.audio[0].codec_context.thread_count = 1
            yield container, container.streams.audio[0]
    except (av.error.FFmpegError, OSError) as error:
        raise CutError(
            f"{path} cannot be read as sound ({error.strerror or error}). If it is music, choose a file "
            f"that plays "
            "(mp3, ogg, wav, flac, m4a ...); if it is a voice or the mix, delete it and run the same "
            "command again."
        ) from error


def read_sound(path: Path) -> Iterator[Samples]:
    """The sound of a file of any kind, (2, N) float32 at 48 kHz, in small blocks.

    Raises:
        CutError: it is missing, damaged, or holds no sound.
    """
    from av import AudioResampler

    with open_sound(path) as (container, stream):
        resampler = AudioResampler(format="fltp", layout="stereo", rate=RATE)
        for frame in container.decode(stream):
            frame.pts = None  # gaps in a damaged file's clock are not gaps in its sound
            yield from (np.asarray(out.to_ndarray(), np.float32) for out in resampler.resample(frame))
        yield from (np.asarray(out.to_ndarray(), np.float32) for out in resampler.resample(None))

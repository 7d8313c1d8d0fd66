"""How loud the film is: the measure, the mix of voices and music, and files of every rate and kind."""

from __future__ import annotations

import math
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompts.errors import CutError
from shots.cutting.loudness import RATE, Meter, level_to, measure
from shots.cutting.mix import Score, Voiceover, check_score, mix_film, read_sound

# The mix


def write_wav(path: Path, samples: np.ndarray, rate: int = 22050) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    return path


def hum(seconds: float, rate: int = 22050, gain: float = 0.2) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    return gain * np.sin(2 * np.pi * 200 * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * time))


def test_a_sine_has_the_loudness_that_the_standard_says() -> None:
    # BS.1770-4, annex 1: a 997 Hz sine at 0 dBFS in one channel reads -3.01 LKFS.
    sine = np.zeros((2, 5 * RATE), np.float32)
    sine[0] = np.sin(2 * np.pi * 997 * np.arange(5 * RATE) / RATE)
    loudness, peak = measure([sine])
    assert loudness == pytest.approx(-3.01, abs=0.03)
    assert peak == pytest.approx(0, abs=0.05)


def test_true_peaks_between_samples_are_seen() -> None:
    # A quarter of the rate, 45 degrees off: every sample is 3 dB under the peak of the wave.
    wave_ = np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4)
    assert measure([np.stack([wave_, wave_]).astype(np.float32)])[1] == pytest.approx(0, abs=0.3)


@given(gain=st.floats(0.02, 1), seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_level_reaches_its_target_under_the_ceiling(gain: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sound = (rng.normal(0, 0.1, (2, 4 * RATE)) * gain).astype(np.float32)
    sound[:, rng.integers(0, 4 * RATE, 20)] = gain  # clicks, for the limiter
    meter = Meter()
    for start in range(0, 4 * RATE, RATE):
        meter.feed(sound[:, start : start + RATE])
    loudness, peak = measure([level_to(meter, -16, -2, most_db=80).apply(sound, 0)])
    assert loudness == pytest.approx(-16, abs=0.5)
    assert peak <= -1.7


def test_the_mix_is_as_long_as_asked_and_as_loud(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", hum(2))
    voices = [Voiceover(path, start * RATE, 2 * RATE) for start in (1, 4, 6)]
    blocks = list(mix_film(voices, None, 9 * RATE + 77))
    assert sum(b.shape[1] for b in blocks) == 9 * RATE + 77 and max(b.shape[1] for b in blocks) <= RATE
    loudness, peak = measure(blocks)
    assert loudness == pytest.approx(-16, abs=1) and peak <= -1


def test_voices_are_heard_at_their_samples(tmp_path: Path) -> None:
    click = np.zeros(4410)
    click[0] = 0.9
    path = write_wav(tmp_path / "a.wav", click)
    starts = [1000, 123_456, 300_001]
    mixed = np.concatenate(list(mix_film([Voiceover(path, s, 9600) for s in starts], None, 8 * RATE)), axis=1)
    for start in starts:
        around = np.abs(mixed[0, start - 400 : start + 400])
        assert abs(int(around.argmax()) - 400) <= 24


def test_a_silent_film_stays_silent(tmp_path: Path) -> None:
    assert not np.concatenate(list(mix_film([], None, 3 * RATE)), axis=1).any()
    quiet = write_wav(tmp_path / "a.wav", np.zeros(22050))
    assert not np.concatenate(list(mix_film([Voiceover(quiet, 0, RATE)], None, 3 * RATE)), axis=1).any()


def test_music_repeats_ducks_and_fades(tmp_path: Path) -> None:
    music = write_wav(tmp_path / "m.wav", 0.5 * np.sin(2 * np.pi * 2000 * np.arange(22050) / 22050))
    voice = write_wav(tmp_path / "v.wav", hum(3))
    mixed = np.concatenate(
        list(mix_film([Voiceover(voice, 8 * RATE, 3 * RATE)], Score(music), 20 * RATE)), axis=1
    )
    tone = np.exp(-2j * np.pi * 2000 * np.arange(RATE) / RATE)
    strength = [abs(np.dot(mixed[0, s : s + RATE], tone)) for s in range(0, 20 * RATE, RATE)]
    alone, under_speech = strength[5], strength[9]
    assert 8 < 20 * math.log10(alone / under_speech) < 12
    assert strength[14] == pytest.approx(alone, rel=0.1)
    assert strength[0] < 0.7 * alone and strength[19] < 0.4 * alone
    assert np.abs(mixed[:, -100:]).max() < 0.01


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp3", "libmp3lame"), ("a.ogg", "libopus"), ("a.flac", "flac"), ("a.m4a", "aac")]
)
def test_music_of_the_usual_kinds_is_read(tmp_path: Path, name: str, codec: str) -> None:
    with av.open(str(tmp_path / name), "w") as container:
        stream = container.add_stream(codec, rate=48000, layout="stereo")
        sound = np.tile(hum(1.0, 48000), (2, 1)).astype(np.float32)
        resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=48000)
        frame = av.AudioFrame.from_ndarray(sound, format="fltp", layout="stereo")
        frame.sample_rate = 48000
        for converted in [*resampler.resample(frame), None]:
            container.mux(stream.encode(converted))
    check_score(Score(tmp_path / name))
    heard = np.concatenate(list(read_sound(tmp_path / name)), axis=1)
    assert heard.shape[1] == pytest.approx(RATE, abs=3000)
    assert np.abs(heard).max() == pytest.approx(0.2, abs=0.05)


def test_unusable_music_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CutError, match="cannot be read as sound"):
        check_score(Score(tmp_path / "missing.mp3"))
    (tmp_path / "words.mp3").write_text("This is not music. " * 50)
    with pytest.raises(CutError, match="cannot be read as sound"):
        check_score(Score(tmp_path / "words.mp3"))
    with pytest.raises(CutError, match="empty"):
        check_score(Score(write_wav(tmp_path / "empty.wav", np.zeros(0))))


def test_any_rate_becomes_the_film_rate(tmp_path: Path) -> None:
    for rate in (8000, 22050, 44100, 48000):
        path = write_wav(tmp_path / f"{rate}.wav", hum(1, rate), rate)
        assert sum(b.shape[1] for b in read_sound(path)) == pytest.approx(RATE, abs=40)

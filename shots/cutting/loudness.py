"""How loud a sound is, by ITU-R BS.1770-4, and how to bring it to a wanted loudness without clipping.

Everything is measured on a stream of one-second blocks at 48 kHz, so memory does not grow with the film (a
few kilobytes a minute are kept). Nothing here knows voices, music or files.

    python -c "import numpy as np; from shots.cutting.loudness import Meter; m = Meter(); \
    m.feed(np.ones((2, 48000), np.float32) * np.sin(np.arange(48000) * .13)); print(m.integrated())"
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""(2, N) stereo, -1..1"""

RATE = 48_000
HOP = 64
"""Samples per value of the peak curve: 1.3 ms."""

_STEP = RATE // 10  # gating blocks of 0.4 s overlap by three quarters
_HOPS_PER_STEP = _STEP // HOP
_HISTORY = 6000  # the filters have died away after this many samples, and 54 000 is quick to transform
_REACH, _SMOOTH = 9, 7  # hops: the limiter looks 12 ms around, and turns in 9 ms


@functools.lru_cache(maxsize=1)
def _k_weighting(length: int) -> NDArray[np.complex128]:
    """The frequency response of the two filters of BS.1770-4, tables 1 and 2, for an FFT of `length`."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    response: NDArray[np.complex128] = shelf * high_pass
    return response


def _oversampling() -> NDArray[np.float64]:
    """(3, 16) the filters that give the samples at one, two and three quarters between two samples."""
    taps = np.arange(-7, 9)[None, :] - np.array([0.25, 0.5, 0.75])[:, None]
    filters = np.sinc(taps) * np.cos(np.pi * taps / 17) ** 2
    normal: NDArray[np.float64] = filters / filters.sum(axis=1, keepdims=True)
    return normal


@dataclass
class Meter:
    """Measures a sound block by block; every block but the last must hold whole tenths of a second."""

    powers: list[float] = field(default_factory=list)
    """K-weighted power of each tenth of a second, both channels summed"""
    peaks: list[NDArray[np.float32]] = field(default_factory=list)
    """true peak of each hop, one array a block"""
    _past: Samples = field(default_factory=lambda: np.zeros((2, _HISTORY), np.float32))

    def feed(self, block: Samples) -> None:
        """Take in the next samples, (2, N), N at most one second."""
        count = block.shape[1]
        joined = np.concatenate([self._past, block], axis=1)
        padded = np.pad(joined, ((0, 0), (0, _HISTORY + RATE - joined.shape[1])))
        spectrum = np.fft.rfft(padded.astype(np.float64), axis=1) * _k_weighting(padded.shape[1])
        weighted = np.fft.irfft(spectrum, padded.shape[1], axis=1)[:, _HISTORY : _HISTORY + count]
        whole = count // _STEP * _STEP
        steps = (weighted[:, :whole] ** 2).reshape(2, -1, _STEP).mean(axis=2).sum(axis=0)
        self.powers.extend(float(p) for p in steps)
        self.peaks.append(_hop_peaks(joined[:, _HISTORY - 16 :]))
        self._past = joined[:, -_HISTORY:]

    def integrated(self, gains: NDArray[np.float64] | float = 1.0) -> float:
        """Gated loudness in LUFS, with a gain for each tenth of a second; -inf for silence."""
        powers = np.array(self.powers) * np.square(gains)
        if powers.size < 4:
            powers = np.resize(powers, 4) if powers.size else np.zeros(4)
        blocks = np.convolve(powers, np.full(4, 0.25), "valid")
        loud = blocks[_lufs(blocks) > -70]
        if loud.size == 0:
            return -math.inf
        gated = loud[_lufs(loud) > _lufs(loud.mean()) - 10]
        return float(_lufs(gated.mean()))

    def peak_curve(self) -> NDArray[np.float64]:
        """The true peak of every hop so far."""
        return np.concatenate(self.peaks).astype(np.float64) if self.peaks else np.zeros(0)


def _lufs(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return np.asarray(-0.691 + 10 * np.log10(power))


def _hop_peaks(samples: Samples) -> NDArray[np.float32]:
    """Four-times oversampled peak of each hop; the first 16 samples are those before the block."""
    peak = np.abs(samples[:, 16:]).max(axis=0)
    for taps in _oversampling():
        for channel in samples:
            between = np.abs(np.convolve(channel, taps[::-1].astype(np.float32), "full"))
            np.maximum(peak, between[16 : 16 + len(peak)], out=peak)
    missing = -len(peak) % HOP
    return np.asarray(np.pad(peak, (0, missing)).reshape(-1, HOP).max(axis=1), np.float32)


@dataclass(frozen=True)
class Level:
    """A gain for the whole sound, and a curve that takes the peaks down."""

    gain: float
    curve: NDArray[np.float64]
    """at most 1, one value a hop"""

    def apply(self, block: Samples, start: int) -> Samples:
        """The block at its new level; `start` is the number of its first sample."""
        where = (np.arange(start, start + block.shape[1]) + 0.5) / HOP - 0.5
        limit = np.interp(where, np.arange(len(self.curve)), self.curve) if len(self.curve) else 1.0
        return np.asarray(block * (self.gain * limit), np.float32)


def level_to(meter: Meter, target_lufs: float, ceiling_dbtp: float, most_db: float = 40.0) -> Level:
    """The level that brings what was measured to a loudness, true peaks under the ceiling; silence stays."""
    loudness = meter.integrated()
    if loudness == -math.inf:
        return Level(1.0, np.zeros(0))
    peaks = meter.peak_curve()
    ceiling = 10 ** (ceiling_dbtp / 20)
    gain_db = min(most_db, target_lufs - loudness)
    for _ in range(8):  # limiting takes some loudness away; a little more gain gives it back
        curve = _limit(peaks * 10 ** (gain_db / 20), ceiling)
        reached = meter.integrated(_per_step(curve, len(meter.powers))) + gain_db
        if abs(reached - target_lufs) < 0.05 or gain_db >= most_db:
            break
        gain_db = min(most_db, gain_db + target_lufs - reached)
    return Level(10 ** (gain_db / 20), _limit(peaks * 10 ** (gain_db / 20), ceiling))


def _per_step(curve: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    whole = np.resize(curve, steps * _HOPS_PER_STEP) if len(curve) else np.ones(steps * _HOPS_PER_STEP)
    means: NDArray[np.float64] = whole.reshape(steps, _HOPS_PER_STEP).mean(axis=1)
    return means


def _limit(peaks: NDArray[np.float64], ceiling: float) -> NDArray[np.float64]:
    """A smooth gain that keeps every peak under the ceiling and begins to fall before the peak comes."""
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    padded = np.pad(needed, _REACH, mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH + 1).min(axis=1)
    window = np.hanning(2 * _SMOOTH + 3)[1:-1]
    return np.convolve(np.pad(lowest, _SMOOTH, mode="edge"), window / window.sum(), "valid")


def measure(blocks: Sequence[Samples]) -> tuple[float, float]:
    """(integrated loudness in LUFS, true peak in dBTP) of a whole sound at 48 kHz."""
    meter = Meter()
    for block in blocks:
        for start in range(0, block.shape[1], RATE):
            meter.feed(block[:, start : start + RATE])
    peak = float(meter.peak_curve().max(initial=0))
    return meter.integrated(), 20 * math.log10(peak) if peak else -math.inf

"""How alike two stills are, and how smooth a clip is: measures that need no weights.

Frames are (H, W, 3) uint8 RGB, clips (F, H, W, 3). Likenesses are 1 for equal pictures and 0 for those with
nothing in common. Knows pixels, nothing of models; `encoders.py` measures with CLIP and DINOv2.

    python -c "import numpy as np; from consistency.measure import measure_likeness; \
a = np.zeros((8, 8, 3), np.uint8); print(measure_likeness(a, a))"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from consistency.boxes import Box, check_box
from consistency.flow import measure_flow

Frame = NDArray[np.uint8]
"""(H, W, 3) uint8 RGB"""
Floats = NDArray[np.float64]

_BINS = 8
_LUMA = np.array([0.299, 0.587, 0.114])
_STILL = 0.5 / 255
"""the change of a picture that does not move: half a grey level"""


@dataclass(frozen=True)
class Likeness:
    """How alike an entity looks in two stills."""

    colour: float
    """0..1, overlap of soft colour histograms: what colours there are, not where"""
    structure: float
    """0..1, cosine of histograms of gradients: where the edges are, not their colours"""


@dataclass(frozen=True)
class Seam:
    """What a viewer sees where one shot meets the next; all in 0..1 of the range of pixels."""

    jump: float
    """largest mean change from frame to frame, from the last frame before to the first after"""
    usual: float
    """median change from frame to frame inside both shots"""
    colour_shift: float
    """change of the mean colour over the join"""
    flow: float = 0.0
    """what moves at the join, mean length in heights of the picture"""
    usual_flow: float = 0.0
    """what moves inside both shots from frame to frame, median"""

    @property
    def ratio(self) -> float:
        """Jump in units of a usual change, which counts as half a grey level at least. 1 is no seam."""
        return self.jump / max(self.usual, _STILL)


@dataclass(frozen=True)
class Fidelity:
    """How well a clip's first frame keeps its keyframe."""

    ssim: float
    """-1..1, structural similarity of the luma"""
    psnr_db: float
    """infinite for equal pictures"""
    worst: float
    """largest difference of one value, 0..1"""


def crop_box(frame: Frame, box: Sequence[float] | None) -> Frame:
    """The part of a frame inside a box, at least one pixel; all of it without a box."""
    check_frame(frame)
    if box is None:
        return frame
    left, top, right, bottom = check_box(box)
    height, width = frame.shape[:2]
    x0, y0 = min(int(left * width), width - 1), min(int(top * height), height - 1)
    x1, y1 = max(round(right * width), x0 + 1), max(round(bottom * height), y0 + 1)
    return frame[y0:y1, x0:x1]


def measure_likeness(a: Frame, b: Frame, box_a: Box | None = None, box_b: Box | None = None) -> Likeness:
    """How alike what is in `box_a` of one still and in `box_b` of another looks."""
    one, other = crop_box(a, box_a), crop_box(b, box_b)
    return Likeness(compare_colours(one, other), compare_structures(one, other))


def compare_colours(a: Frame, b: Frame) -> float:
    """0..1, the overlap of two soft histograms with 8 bins per channel; sizes may differ."""
    return float(np.minimum(_count_colours(a), _count_colours(b)).sum())


def compare_structures(a: Frame, b: Frame) -> float:
    """0..1, cosine of histograms of oriented gradients on 8 x 8 cells of a 64 x 64 luma; sizes may differ.

    Two pictures without any edge are alike (1); one with edges and one without are not (0).
    """
    one, other = _describe_edges(a), _describe_edges(b)
    norms = float(np.linalg.norm(one)), float(np.linalg.norm(other))
    if 0 in norms:
        return float(norms[0] == norms[1])
    return min(float(one @ other) / (norms[0] * norms[1]), 1.0)


def measure_seam(
    before: Sequence[Frame],
    after: Sequence[Frame],
    *,
    between: Sequence[Frame] = (),
    reach: int = 12,
    flow: bool = False,
) -> Seam:
    """The join of two shots, against the frames around it.

    Args:
        before, after: frames in order; at least one each, of one size.
        between: the frames of a join that takes time.
        reach: how many frames on either side say what a usual change is.
        flow: also measure what moves.
    """
    if not len(before) or not len(after):
        raise ValueError("A seam needs at least one frame before and one after.")
    last, first = _unit(before[-1]), _unit(after[0])
    if last.shape != first.shape:
        raise ValueError(f"The shots differ in size: {last.shape[:2]} and {first.shape[:2]}.")
    around, join = (before[-reach:], after[:reach]), [before[-1], *between, after[0]]
    shift = np.abs(last.mean((0, 1)) - first.mean((0, 1))).mean()
    usual = _median([change for shot in around for change in _changes(shot)])
    moves = [measure_flow(a, b) for shot in around for a, b in pairwise(shot)] if flow else []
    moved = [measure_flow(a, b) for a, b in pairwise(join)] if flow else [0.0]
    return Seam(max(_changes(join)), usual, float(shift), max(moved), _median(moves))


def measure_flicker(frames: Sequence[Frame]) -> float:
    """0..1, how much brightness trembles: mean |x[t-1] - 2 x[t] + x[t+1]| / 2 of luma in 16 x 16 blocks.

    Steady movement and steady fades cancel; brightness that alternates each frame counts in full.
    """
    if len(frames) < 3:
        return 0.0
    blocks = np.stack([_luma(frame, (16, 16)) for frame in frames])
    return float(np.abs(blocks[:-2] - 2 * blocks[1:-1] + blocks[2:]).mean() / 2)


def measure_motion(frames: Sequence[Frame]) -> float:
    """0..1, mean change from frame to frame; 0 for a clip of one frame."""
    changes = _changes(frames)
    return float(np.mean(changes)) if changes else 0.0


def measure_fidelity(keyframe: Frame, frame: Frame) -> Fidelity:
    """How well a frame keeps a keyframe of the same size."""
    check_frame(keyframe)
    check_frame(frame)
    if keyframe.shape != frame.shape:
        raise ValueError(f"The keyframe is {keyframe.shape[:2]}, the frame {frame.shape[:2]}: sizes differ.")
    gap = _unit(keyframe) - _unit(frame)
    error = float((gap**2).mean())
    psnr = float("inf") if error == 0 else -10 * float(np.log10(error))
    return Fidelity(measure_ssim(keyframe, frame), psnr, float(np.abs(gap).max()))


def measure_ssim(a: Frame, b: Frame, *, window: int = 7) -> float:
    """-1..1, structural similarity of two lumas in uniform windows. Wang et al. 2004, eq. 13."""
    x, y = _luma(a), _luma(b)
    window = min(window, *x.shape)
    mean_x, mean_y = _mean_over(x, window), _mean_over(y, window)
    var_x = _mean_over(x * x, window) - mean_x**2
    var_y = _mean_over(y * y, window) - mean_y**2
    together = _mean_over(x * y, window) - mean_x * mean_y
    c1, c2 = 0.01**2, 0.03**2
    score = (2 * mean_x * mean_y + c1) * (2 * together + c2)
    return float((score / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2))).mean())


def check_frame(frame: Frame) -> None:
    """Nothing, if this is a picture.

    Raises:
        ValueError: not (H, W, 3) uint8, or empty.
    """
    if frame.ndim != 3 or frame.shape[2] != 3 or frame.dtype != np.uint8 or not frame.size:
        raise ValueError(f"A picture is (H, W, 3) uint8 RGB; this is {frame.shape} {frame.dtype}.")


def _unit(frame: Frame) -> Floats:
    check_frame(frame)
    return frame.astype(np.float64) / 255


def _median(values: Sequence[float]) -> float:
    return float(np.median(values)) if values else 0.0


def _changes(frames: Sequence[Frame]) -> list[float]:
    values = [_unit(frame) for frame in frames]
    return [float(np.abs(b - a).mean()) for a, b in pairwise(values)]


def _luma(frame: Frame, size: tuple[int, int] | None = None) -> Floats:
    """(H, W) or (size) luma, 0..1, area-averaged."""
    check_frame(frame)
    if size is None:
        return _unit(frame) @ _LUMA
    grey = Pillow.fromarray((frame.astype(np.float32) @ _LUMA.astype(np.float32)).astype(np.float32))
    return np.asarray(grey.resize(size[::-1], Pillow.Resampling.BOX), dtype=np.float64) / 255


def _count_colours(frame: Frame) -> Floats:
    """(512,) histogram that sums to one; each pixel is shared by the nearest bins, so bins have no edges."""
    check_frame(frame)
    small = Pillow.fromarray(frame)
    small.thumbnail((64, 64), Pillow.Resampling.BOX)
    place = np.asarray(small, dtype=np.float64).reshape(-1, 3) / 255 * (_BINS - 1)
    low = np.minimum(place.astype(int), _BINS - 2)
    share = place - low
    counts: Floats = np.zeros(_BINS**3)
    for corner in np.ndindex(2, 2, 2):
        weight = np.where(corner, share, 1 - share).prod(axis=1)
        index = (low + corner) @ np.array([_BINS**2, _BINS, 1])
        counts += np.bincount(index, weight, minlength=_BINS**3)
    return counts / len(place)


def _describe_edges(frame: Frame) -> Floats:
    """(512,) gradient energy by 8 x 8 cells and 8 directions without sign."""
    luma = _luma(frame, (64, 64))
    dy, dx = np.gradient(luma)
    strength = np.hypot(dx, dy)
    strength[strength < 1e-6] = 0  # rounding is no edge
    turn = (np.arctan2(dy, dx) / np.pi % 1) * 8
    low = turn.astype(int) % 8
    cells = np.arange(64) // 8
    cell = (cells[:, None] * 8 + cells[None, :]) * 8
    share = turn - np.floor(turn)
    counts: Floats = np.zeros(512)
    counts += np.bincount((cell + low).ravel(), (strength * (1 - share)).ravel(), minlength=512)
    counts += np.bincount((cell + (low + 1) % 8).ravel(), (strength * share).ravel(), minlength=512)
    return counts


def _mean_over(values: Floats, window: int) -> Floats:
    """Mean over every window x window square that fits."""
    sums = np.pad(values.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    square = (
        sums[window:, window:] - sums[:-window, window:] - sums[window:, :-window] + sums[:-window, :-window]
    )
    return square / window**2

"""Clips longer than a model's window: overlapping windows whose predictions become one.

Predictions are fused *before* one scheduler step; a step per window would spoil the scheduler's memory, and
the mean of samples would lose variance. Knows frames along one axis, nothing of models.

    python -c "from consistency.windows import list_windows; print(list_windows(40, 16, 11))"
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor

Window = tuple[int, int]
"""(first frame, one past the last)"""


def choose_stride(window: int) -> int:
    """The stride at which neighbours share a third of a window, and at least one frame.

    A long clip then takes 1.5 times the passes of windows side by side; sharing half takes twice. Where a
    third is shared, pictures jump no more than inside a window (`benchmarks/long_shots.py --seams`).
    """
    if window < 1:
        raise ValueError(f"window is {window}; it has at least 1 frame.")
    return max(1, window - max(1, window // 3))


def list_windows(num_frames: int, window: int, stride: int) -> list[Window]:
    """As few windows of `window` frames as begin at most `stride` after each other, spread evenly.

    They begin at 0, `stride`, 2 `stride` ... where the last then ends with the clip; for other numbers of
    frames all move a little closer, so that no two nearly coincide. Every frame is in at least one window; a
    clip that fits is one window.
    """
    if num_frames < 1 or not 1 <= stride <= window:
        raise ValueError(
            f"{num_frames} frames in windows of {window} every {stride}; needed are num_frames >= 1 and "
            "1 <= stride <= window."
        )
    if num_frames <= window:
        return [(0, num_frames)]
    room = num_frames - window
    steps = math.ceil(room / stride)
    return [(start, start + window) for start in (step * room // steps for step in range(steps + 1))]


def weigh_frames(length: int, scheme: Literal["pyramid", "flat"] = "pyramid") -> Tensor:
    """(length,) positive weights of a window's frames: rising to the middle, or all one."""
    if scheme == "flat":
        return torch.ones(length)
    rising = torch.arange(1, length + 1)
    return torch.minimum(rising, rising.flip(0)).float()


def fuse_windows(
    predictions: Iterable[Tensor],
    windows: Sequence[Window],
    num_frames: int,
    *,
    axis: int,
    scheme: Literal["pyramid", "flat"] = "pyramid",
) -> Tensor:
    """One prediction for all frames: at each frame the weighted mean of the windows that hold it.

    Gen-L-Video, arXiv 2305.18264, on predictions; weights sum to one at every frame, tails included. Each
    prediction is added as it comes, so that an iterator of them is never held at once.

    Args:
        predictions: one per window, with the window's frames along `axis`.

    Raises:
        ValueError: numbers that do not fit, or a frame in no window.
    """
    total: Tensor | None = None
    weight_of = torch.zeros(num_frames)
    dtype = torch.float32
    for prediction, (start, stop) in zip(predictions, windows, strict=True):
        if total is None:
            dtype = prediction.dtype
            total = _make_whole(prediction, num_frames, axis).float()
        weights = weigh_frames(stop - start, scheme)
        there = total.narrow(axis, start, stop - start)
        there.addcmul_(prediction.float(), _along(weights, axis, prediction.ndim).to(total))
        weight_of[start:stop] += weights
    if total is None or bool((weight_of == 0).any()):
        raise ValueError(f"Frames {(weight_of == 0).nonzero().flatten().tolist()} are in no window.")
    return total.div_(_along(weight_of, axis, total.ndim).to(total)).to(dtype)


def predict_windows(
    predict: Callable[[Tensor, Window], Tensor],
    latents: Tensor,
    windows: Sequence[Window],
    *,
    axis: int,
    scheme: Literal["pyramid", "flat"] = "pyramid",
) -> Tensor:
    """What `predict` says of the whole clip, window by window, fused. One window is passed through untouched.

    Args:
        predict: called with a window's latents and its frames; a prediction of the latents' shape.
    """
    if len(windows) == 1 and windows[0] == (0, latents.shape[axis]):
        return predict(latents, windows[0])
    parts = (predict(latents.narrow(axis, start, stop - start), (start, stop)) for start, stop in windows)
    return fuse_windows(parts, windows, latents.shape[axis], axis=axis, scheme=scheme)


def choose_cuts(windows: Sequence[Window], num_frames: int, *, step: int, seed: int) -> Tensor:
    """(F,) int64: the window that each frame is taken from at this step, cut at random inside every overlap.

    Randomised blending of StreamingT2V, arXiv 2403.14773: frame k of an overlap of O frames comes from the
    earlier window with probability 1 - (k + 1) / O. Depends on the seed and the step alone.
    """
    digest = hashlib.blake2b(repr((seed, step)).encode(), digest_size=8).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest, "big") >> 1)
    owners = torch.zeros(num_frames, dtype=torch.int64)
    for index, ((_, end), (start, stop)) in enumerate(pairwise(windows), start=1):
        if start > end:
            raise ValueError(f"Frames {end} to {start - 1} are in no window.")
        offset = int(torch.randint(max(end - start, 1), (), generator=generator))
        owners[start + offset : stop] = index
    return owners


def blend_windows(
    predictions: Iterable[Tensor], windows: Sequence[Window], owners: Tensor, *, axis: int
) -> Tensor:
    """One prediction for all frames, each frame from the window that owns it (see `choose_cuts`).

    Each prediction is taken over as it comes.

    Raises:
        ValueError: another number of predictions than windows.
    """
    whole: Tensor | None = None
    for number, (prediction, (start, stop)) in enumerate(zip(predictions, windows, strict=True)):
        if whole is None:
            whole = _make_whole(prediction, len(owners), axis)
        own = (owners[start:stop] == number).nonzero().flatten().to(whole.device)
        whole.index_copy_(axis, own + start, prediction.index_select(axis, own))
    if whole is None:
        raise ValueError("There are no windows.")
    return whole


def _make_whole(prediction: Tensor, num_frames: int, axis: int) -> Tensor:
    """Zeros of a prediction's kind for all frames."""
    shape = list(prediction.shape)
    shape[axis] = num_frames
    return prediction.new_zeros(shape)


def crossfade(before: Tensor, after: Tensor, overlap: int, *, axis: int) -> Tensor:
    """Both clips in a row, with `overlap` frames blended linearly; length a + b - overlap.

    Raises:
        ValueError: an overlap longer than the shorter clip.
    """
    if not 0 <= overlap <= min(before.shape[axis], after.shape[axis]):
        raise ValueError(
            f"overlap is {overlap}; clips of {before.shape[axis]} and {after.shape[axis]} frames share "
            f"at most {min(before.shape[axis], after.shape[axis])}."
        )
    cut = before.shape[axis] - overlap
    tail, head = before.narrow(axis, cut, overlap), after.narrow(axis, 0, overlap)
    weight = _along(torch.arange(1, overlap + 1, device=before.device) / (overlap + 1), axis, before.ndim)
    rest = after.narrow(axis, overlap, after.shape[axis] - overlap)
    return torch.cat(
        [before.narrow(axis, 0, cut), torch.lerp(tail, head, weight.to(tail.dtype)), rest], dim=axis
    )


def spread_prompts(
    embeds: Mapping[int, Tensor], num_frames: int, *, blend: bool = False, window: Window | None = None
) -> Tensor:
    """(F, tokens, width): the text of every frame, from texts that begin at given frames.

    Each text holds until the next begins (TALC, arXiv 2405.04682); with `blend` it turns into the next along
    the way (VSTAR's synopsis, arXiv 2403.13501).

    Args:
        embeds: frame -> (tokens, width); frame 0 must have one.
        window: of which frames alone; default: all.
    """
    keys = sorted(embeds)
    if not keys or keys[0] != 0 or keys[-1] >= num_frames:
        raise ValueError(f"Texts begin at {keys}; one must begin at 0 and all before frame {num_frames}.")
    texts = []
    for frame in range(*(window or (0, num_frames))):
        last = max(key for key in keys if key <= frame)
        following = [key for key in keys if key > frame]
        share = (frame - last) / (following[0] - last) if blend and following else 0.0
        text = embeds[last]
        texts.append(torch.lerp(text, embeds[following[0]], share) if share else text)
    return torch.stack(texts)


def _along(weights: Tensor, axis: int, ndim: int) -> Tensor:
    """(n,) weights in a shape that multiplies frames along `axis`."""
    shape = [1] * ndim
    shape[axis] = -1
    return weights.reshape(shape)

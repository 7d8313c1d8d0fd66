"""Clips longer than a model's window: overlapping windows whose predictions become one.

Predictions are fused *before* one scheduler step; a step per window would spoil the scheduler's memory, and
the mean of samples would lose variance. Knows frames along one axis, nothing of models.

    python -c "from consistency.windows import list_windows; print(list_windows(22, 16, 4))"
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor

Window = tuple[int, int]
"""(first frame, one past the last)"""


def list_windows(num_frames: int, window: int, stride: int) -> list[Window]:
    """Windows of `window` frames every `stride`; the last one is moved back to end with the clip.

    Every frame is in at least one window, for every number of frames; a clip that fits is one window.
    """
    if num_frames < 1 or not 1 <= stride <= window:
        raise ValueError(
            f"{num_frames} frames in windows of {window} every {stride}; needed are num_frames >= 1 and "
            "1 <= stride <= window."
        )
    if num_frames <= window:
        return [(0, num_frames)]
    starts = [*range(0, num_frames - window, stride), num_frames - window]
    return [(start, start + window) for start in starts]


def weigh_frames(length: int, scheme: Literal["pyramid", "flat"] = "pyramid") -> Tensor:
    """(length,) positive weights of a window's frames: rising to the middle, or all one."""
    if scheme == "flat":
        return torch.ones(length)
    rising = torch.arange(1, length + 1)
    return torch.minimum(rising, rising.flip(0)).float()


def fuse_windows(
    predictions: Sequence[Tensor],
    windows: Sequence[Window],
    num_frames: int,
    *,
    axis: int,
    scheme: Literal["pyramid", "flat"] = "pyramid",
) -> Tensor:
    """One prediction for all frames: at each frame the weighted mean of the windows that hold it.

    Gen-L-Video, arXiv 2305.18264, on predictions; weights sum to one at every frame, tails included.

    Args:
        predictions: one per window, with the window's frames along `axis`.

    Raises:
        ValueError: numbers that do not fit, or a frame in no window.
    """
    if len(predictions) != len(windows):
        raise ValueError(f"{len(windows)} windows need as many predictions, not {len(predictions)}.")
    shape = list(predictions[0].shape)
    shape[axis] = num_frames
    total = predictions[0].new_zeros(shape, dtype=torch.float32)
    weight_of = torch.zeros(num_frames, device=total.device)
    for prediction, (start, stop) in zip(predictions, windows, strict=True):
        weights = weigh_frames(stop - start, scheme).to(total.device)
        total.narrow(axis, start, stop - start).add_(prediction * _along(weights, axis, prediction.ndim))
        weight_of[start:stop] += weights
    if bool((weight_of == 0).any()):
        raise ValueError(f"Frames {(weight_of == 0).nonzero().flatten().tolist()} are in no window.")
    return (total / _along(weight_of, axis, total.ndim)).to(predictions[0].dtype)


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
    parts = [predict(latents.narrow(axis, start, stop - start), (start, stop)) for start, stop in windows]
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
    predictions: Sequence[Tensor], windows: Sequence[Window], owners: Tensor, *, axis: int
) -> Tensor:
    """One prediction for all frames, each frame from the window that owns it (see `choose_cuts`)."""
    frames = [
        predictions[owner].select(axis, frame - windows[owner][0])
        for frame, owner in enumerate(owners.tolist())
    ]
    return torch.stack(frames, dim=axis)


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


def spread_prompts(embeds: Mapping[int, Tensor], num_frames: int, *, blend: bool = False) -> Tensor:
    """(F, tokens, width): the text of every frame, from texts that begin at given frames.

    Each text holds until the next begins (TALC, arXiv 2405.04682); with `blend` it turns into the next along
    the way (VSTAR's synopsis, arXiv 2403.13501).

    Args:
        embeds: frame -> (tokens, width); frame 0 must have one.
    """
    keys = sorted(embeds)
    if not keys or keys[0] != 0 or keys[-1] >= num_frames:
        raise ValueError(f"Texts begin at {keys}; one must begin at 0 and all before frame {num_frames}.")
    texts = []
    for frame in range(num_frames):
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

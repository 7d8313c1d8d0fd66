"""Step-major drawing: all pictures of a story advance together, one denoising step at a time.

Within a step the anchors go first and fill the bank, then the other stills follow in chunks that fit the
memory; between steps only latents are kept. So the bank holds one step of the anchors, however long the film.
Knows a prediction function and a scheduler, nothing of prompts, models or pictures.

    latents = denoise(predict, scheduler, latents, book, chunk=4)
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import torch
from torch import Tensor

from consistency.book import Book


class Predict(Protocol):
    """What a model says of some stills at one step, guidance included."""

    def __call__(self, latents: Tensor, timestep: Tensor, uids: Sequence[str]) -> Tensor:
        """The scheduler's prediction (noise, v or flow), of the shape of `latents`: (rows, ...)."""
        ...


class Scheduler(Protocol):
    """The part of a diffusers scheduler that is needed here, of any order."""

    timesteps: Tensor

    def step(self, model_output: Tensor, timestep: Any, sample: Tensor) -> Any:
        """An object whose `prev_sample` is the next latents."""
        ...


def denoise(
    predict: Predict,
    scheduler: Scheduler,
    latents: Tensor,
    book: Book,
    *,
    chunk: int,
    uids: Sequence[str] | None = None,
    generators: Sequence[torch.Generator] | None = None,
    pad: bool = False,
    kind: Callable[[str], object] | None = None,
    adjust: Callable[[int, Tensor, Sequence[str]], Tensor] | None = None,
    on_step: Callable[[int, int], None] | None = None,
) -> Tensor:
    """Clean latents of the stills, in the order of `uids`.

    One panel is redrawn by giving `uids` the panel and the anchors that it reads, with the same latents.

    Args:
        predict: called once per chunk and step, with the book turned to these stills.
        scheduler: a fresh one, its timesteps set.
        latents: (stills, ...), x_T as this scheduler wants it (already scaled by init_noise_sigma).
        book: installed on the model that `predict` calls.
        chunk: stills per forward pass.
        uids: the stills in the order of `latents`; None for all of the book.
        generators: one per still, for schedulers that add noise: so it does not depend on who else is drawn.
        pad: fill the last chunk with repeats, so that every pass has one shape and gives the same bits
            whichever stills are drawn; costs up to chunk - 1 stills per step.
        kind: uid -> what the shape of its forward passes depends on; stills that differ in it and do not read
            each other share no chunk.
        adjust: called after each step with (step, latents, uids), gives the latents to go on with; layout
            guidance and carry-over enter here.
        on_step: called after each step with (steps done, steps in all).

    Raises:
        ValueError: numbers that do not fit, or a lender is missing.
        FloatingPointError: latents that are not finite, with the step and the still.
    """
    names = list(book.stills) if uids is None else list(uids)
    _check(names, latents, generators, chunk, book)
    chunks = split_chunks(names, chunk, book, kind)
    position = {uid: index for index, uid in enumerate(names)}
    noise = _noise_arguments(scheduler, generators)
    for step, timestep in enumerate(scheduler.timesteps):
        # scaled and stepped for all stills at once: schedulers count steps and remember predictions
        scale = getattr(scheduler, "scale_model_input", None)
        scaled = latents if scale is None else scale(latents, timestep)
        prediction = torch.empty_like(latents)
        for rows in chunks:
            filled = rows + rows[-1:] * (chunk - len(rows)) if pad else rows
            book.turn(step, filled)
            index = [position[uid] for uid in filled]
            said = predict(scaled[index], timestep, filled)[: len(rows)]
            prediction[index[: len(rows)]] = said.to(latents.dtype)  # models may compute in half precision
        latents = scheduler.step(prediction, timestep, latents, **noise).prev_sample
        if adjust is not None:
            latents = adjust(step, latents, names)
        _check_finite(latents, names, step)
        if on_step is not None:
            on_step(step + 1, len(scheduler.timesteps))
    return latents


def split_chunks(
    uids: Sequence[str], chunk: int, book: Book, kind: Callable[[str], object] | None = None
) -> list[list[str]]:
    """The stills in the order of work: lenders before their readers, at most `chunk` at a time.

    Stills that read each other stay in one chunk; others only if they are of one kind.

    Raises:
        ValueError: more stills read each other than fit a chunk.
    """
    chunks: list[list[str]] = []
    sorts: list[object] = []
    place: dict[str, int] = {}
    for group in _group_mutual(uids, book):
        if len(group) > chunk:
            raise ValueError(
                f"{len(group)} stills read each other ({', '.join(group[:4])}, ...), "
                f"but a chunk holds {chunk}. Use anchors mode, a larger chunk, or fewer stills."
            )
        sort = (all(book.stills[uid].anchor for uid in group), kind and [kind(uid) for uid in group])
        earliest = max(
            (place[lender] for uid in group for lender in book.lenders[uid] if lender in place), default=0
        )
        open_to = (
            index
            for index in range(earliest, len(chunks))
            if sorts[index] == sort and len(chunks[index]) + len(group) <= chunk
        )
        index = next(open_to, len(chunks))
        if index == len(chunks):
            chunks.append([])
            sorts.append(sort)
        chunks[index].extend(group)
        place.update(dict.fromkeys(group, index))
    return chunks


def _group_mutual(uids: Sequence[str], book: Book) -> list[list[str]]:
    """Stills that read each other, directly or in a ring, together; lenders before their readers."""
    reach = {uid: _lenders_of(uid, book) for uid in uids}
    groups: list[list[str]] = []
    placed: set[str] = set()
    by_depth = sorted(uids, key=lambda uid: (len(reach[uid]), not book.stills[uid].anchor, uids.index(uid)))
    for uid in by_depth:
        if uid not in placed:
            group = [other for other in uids if other == uid or (other in reach[uid] and uid in reach[other])]
            groups.append(group)
            placed.update(group)
    return groups


def _lenders_of(uid: str, book: Book) -> set[str]:
    """Everybody whose tokens reach this still, directly or through others."""
    found: set[str] = set()
    ahead = list(book.lenders[uid])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead.extend(book.lenders[name])
    return found


def _check(
    names: Sequence[str],
    latents: Tensor,
    generators: Sequence[torch.Generator] | None,
    chunk: int,
    book: Book,
) -> None:
    if chunk < 1:
        raise ValueError(f"chunk is {chunk}; it must be at least 1.")
    if len(names) != len(latents) or (generators is not None and len(generators) != len(names)):
        raise ValueError(f"{len(names)} stills need as many latents and generators, not {len(latents)}.")
    if unknown := set(names) - book.stills.keys():
        raise ValueError(f"uids name stills that are not there: {sorted(unknown)}.")
    if missing := {lender for uid in names for lender in book.lenders[uid]} - set(names):
        raise ValueError(f"These stills lend to the ones drawn and must be drawn along: {sorted(missing)}.")


def _noise_arguments(scheduler: Scheduler, generators: Sequence[torch.Generator] | None) -> dict[str, Any]:
    if generators is None or "generator" not in inspect.signature(scheduler.step).parameters:
        return {}
    return {"generator": list(generators)}


def _check_finite(latents: Tensor, names: Sequence[str], step: int) -> None:
    finite = latents.flatten(1).isfinite().all(dim=1)
    if not bool(finite.all()):
        bad = [name for name, good in zip(names, finite.tolist(), strict=True) if not good]
        raise FloatingPointError(f"The latents of {', '.join(bad)} are not finite after step {step}.")

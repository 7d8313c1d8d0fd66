"""Ways around a model's own `forward`: in windows over time, with guidance by picture and words, or with a
text for each run of frames. The pipeline and its scheduler notice nothing.

Each is a context; inside it the model answers otherwise, after it as before. Knows tensors and modules,
nothing of shots.

    with by_windows(pipe.unet, list_windows(48, 16, 8), axis=1, fuse=Fusing()):
        pipe(...)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor

from consistency.prediction import guide_twice
from consistency.windows import Window, blend_windows, choose_cuts, fuse_windows, spread_prompts

Forward = Callable[..., Any]


@dataclass(frozen=True)
class Fusing:
    """How the predictions of overlapping windows become one."""

    cuts: bool = False
    """each frame from one window, cut at random in every overlap and step (StreamingT2V, arXiv 2403.14773);
    otherwise the weighted mean (Gen-L-Video, arXiv 2305.18264)"""
    scheduler: Any = None
    """says which step a timestep is; only for cuts"""
    seed: int = 0

    def __call__(
        self, parts: Iterable[Tensor], windows: Sequence[Window], timestep: Any, axis: int
    ) -> Tensor:
        """One prediction for all frames; each part is taken as it comes."""
        count = windows[-1][1]
        if not self.cuts:
            return fuse_windows(parts, windows, count, axis=axis)
        now = torch.as_tensor(timestep).flatten()[0].to(self.scheduler.timesteps)
        step = int((self.scheduler.timesteps - now).abs().argmin())
        return blend_windows(
            parts, windows, choose_cuts(windows, count, step=step, seed=self.seed), axis=axis
        )


@contextmanager
def replace_forward(module: Any, make: Callable[[Forward], Forward]) -> Iterator[None]:
    """While it lasts, the module's forward is what `make` makes of it."""
    own = module.__dict__.get("forward")
    module.forward = make(module.forward)
    try:
        yield
    finally:
        if own is None:
            del module.forward
        else:
            module.forward = own


@contextmanager
def by_windows(
    model: Any, windows: Sequence[Window], *, axis: int, fuse: Fusing, ears: Ears | None = None
) -> Iterator[None]:
    """A model that sees a long clip window by window and answers for all of it; one window is left alone.

    Args:
        model: called with the clip first, or as `sample` or `hidden_states`, frames along `axis`.
        ears: told which window is seen, where frames hear texts of their own.
    """
    if len(windows) == 1:
        yield
        return

    def make(forward: Forward) -> Forward:
        def predict(*args: Any, **more: Any) -> Any:
            name = next((key for key in ("sample", "hidden_states") if key in more), None)
            clip = more.pop(name) if name else args[0]
            rest = args if name else args[1:]

            def one(window: Window) -> Tensor:
                if ears is not None:
                    ears.window = window
                part = clip.narrow(axis, window[0], window[1] - window[0])
                told = {**more, name: part} if name else more
                return (forward(*rest, **told) if name else forward(part, *rest, **told))[0]

            timestep = more["timestep"] if "timestep" in more else rest[0]
            return _answer(fuse(map(one, windows), windows, timestep, axis), more)

        return predict

    with replace_forward(model, make):
        yield


@contextmanager
def guided(models: Sequence[Any], negative: Tensor, *, image: float, text: float, own: int) -> Iterator[None]:
    """Video transformers that take the keyframe in channels beside the latents, guided by it and by words.

    To be used with the pipeline's own guidance off; see `guide_twice`. A pass that has no weight is not made.

    Args:
        models: called with `hidden_states` (1, own + condition channels, ...) and `encoder_hidden_states`.
        negative: (1, tokens, width) the words to keep away from.
        own: channels of the latents themselves; those after them show the keyframe.
    """

    def make(forward: Forward) -> Forward:
        def predict(**given: Any) -> Any:
            full = forward(**given)[0]
            told = {**given, "encoder_hidden_states": negative.to(full)}
            seen = full if text == image == 1 else forward(**told)[0]
            none = seen
            if image != 1:
                clip = given["hidden_states"]
                told["hidden_states"] = torch.cat([clip[:, :own], torch.zeros_like(clip[:, own:])], dim=1)
                if given.get("encoder_hidden_states_image") is not None:
                    told["encoder_hidden_states_image"] = torch.zeros_like(
                        given["encoder_hidden_states_image"]
                    )
                none = forward(**told)[0]
            return _answer(guide_twice(none, seen, full, image=image, text=text), given)

        return predict

    with ExitStack() as stack:
        for model in models:
            stack.enter_context(replace_forward(model, make))
        yield


def _answer(prediction: Tensor, given: Mapping[str, Any]) -> Any:
    return (prediction,) if given.get("return_dict") is False else SimpleNamespace(sample=prediction)


@dataclass
class Ears:
    """Which text every latent frame hears, of several told in a row."""

    texts: Tensor
    """(1, texts x length, width)"""
    numbers: list[int]
    """for every latent frame, the number of its text"""
    length: int
    """tokens of a text"""
    tokens: int = 0
    """of the picture to a latent frame; 0: as many as there are, shared by the frames"""
    window: Window | None = None
    """the frames that the model sees now; None: all"""

    @classmethod
    def of(
        cls, texts: Mapping[int, Tensor], frames_per_latent: int, num_latents: int, *, blend: bool
    ) -> Ears:
        """Ears for texts that begin at pictures.

        Args:
            texts: picture -> (length, width); picture 0 has one.
            blend: a text turns into the next along the way, in as many texts as there are latent frames.
        """
        last = num_latents - 1
        begins = {min(-(-frame // frames_per_latent), last): text for frame, text in texts.items()}
        if blend and len(begins) > 1:
            rows, numbers = list(spread_prompts(begins, num_latents, blend=True)), list(range(num_latents))
        else:
            rows, starts = [begins[frame] for frame in sorted(begins)], sorted(begins)
            numbers = [sum(start <= frame for start in starts) - 1 for frame in range(num_latents)]
        return cls(torch.cat(rows)[None], numbers, len(rows[0]))

    @property
    def count(self) -> int:
        """How many texts stand in the row."""
        return self.texts.shape[1] // self.length

    def now(self) -> list[int]:
        """The numbers of the frames that are seen now."""
        start, stop = self.window or (0, len(self.numbers))
        return self.numbers[start:stop]

    def repeat(self, text: Tensor) -> Tensor:
        """(rows, texts x length, ...): one text as often in a row as there are texts."""
        return text.repeat(1, self.count, *[1] * (text.ndim - 2))


@contextmanager
def heard_by_frames(layers: Sequence[Any], ears: Ears) -> Iterator[None]:
    """Cross-attention in which every latent frame listens to its own text of several told in a row.

    The same as a mask that hides the others (TALC, arXiv 2405.04682), for tokens ask one by one. A pass with
    one text alone (the negative prompt) is left as it is.

    Args:
        layers: called with (rows, tokens, width), tokens frame by frame, and (rows, texts x length, width)
            words; in front of either may stand tokens of a picture.
    """

    def make(forward: Forward) -> Forward:
        def listen(
            hidden_states: Tensor,
            encoder_hidden_states: Tensor,
            attention_mask: Tensor | None = None,
            *rest: Any,
            **more: Any,
        ) -> Any:
            hidden, words, numbers = hidden_states, encoder_hidden_states, ears.now()
            before = words.shape[1] - ears.texts.shape[1]
            if before < 0:
                return forward(hidden, words, attention_mask, *rest, **more)
            per_frame = ears.tokens or hidden.shape[1] // len(numbers)
            front = hidden.shape[1] - per_frame * len(numbers)
            heard = []
            for first, last, number in _runs(numbers):
                seen = slice(front + first * per_frame if first else 0, front + last * per_frame)
                told = [
                    *range(before),
                    *range(before + number * ears.length, before + (number + 1) * ears.length),
                ]
                mask = None if attention_mask is None else attention_mask[..., told]
                heard.append(forward(hidden[:, seen], words[:, told], mask, *rest, **more))
            return torch.cat(heard, dim=1)

        return listen

    with ExitStack() as stack:
        for layer in layers if ears.count > 1 else ():
            stack.enter_context(replace_forward(layer, make))
        yield


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """(first, one past the last, number) of every run of equal numbers."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[start]:
            yield start, place, numbers[start]
            start = place

"""Drawing with a model: subjects become pictures, all of them advancing together step by step.

Anchors lend what they look like to the pictures that show them (consistent self-attention), words stay in
their boxes, references enter through an adapter, and a guide holds a picture's composition. One batch is
drawn at a time; what it needs in memory depends on its anchors and the chunk, not on the film.

    for uid, picture in draw_subjects(model, subjects, size=(768, 1376), options=DrawOptions(chunk=4)): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, partial

import torch
from torch import Tensor

from consistency.attention import ConsistentAttention
from consistency.book import Book
from consistency.denoise import Predict, Scheduler, denoise
from consistency.guidance import BoxGuidance, Target
from consistency.identity import Conditioning, Identity, condition
from consistency.joint_regions import JointLayout
from consistency.prediction import References, Text
from consistency.regional import RegionalAttention, Words
from consistency.sharing import Mode, Sharing, Still
from shots.diffusion.image_models import (
    FluxModel,
    Frame,
    Guidance,
    ImageModel,
    Layout,
    Size,
    UNetModel,
    stack_noise,
)
from shots.diffusion.picture_sizes import fit_picture
from shots.diffusion.subjects import Subject

Adjust = Callable[[int, Tensor, Sequence[str]], Tensor]
"""(step, latents, uids) -> latents to go on with"""
NOISE_OF_STEPS = 1 << 40
"""told apart from the seed of the first noise, for schedulers that add noise at every step"""


@dataclass(frozen=True)
class DrawOptions:
    """How a batch is drawn."""

    guidance: Guidance
    chunk: int = 1
    """stills in one forward pass; above 1 the last chunk is filled up, so that its bits do not vary"""
    sharing: Sharing = field(default_factory=Sharing)
    bank_device: str | None = None
    identities: tuple[Identity, ...] = ()
    """references, where an IP-Adapter is loaded"""
    mode: Mode = "anchors"
    """whether panels read anchors alone, or each other too (`mutual`), all of them in one chunk"""
    gradients: bool = False
    """whether latents are moved, in the steps of the layout, until names look into their boxes; no Flux"""
    guide_strength: float = 0.5
    on_step: Callable[[int, int], None] | None = None


def draw_subjects(
    model: ImageModel, subjects: Sequence[Subject], *, size: Size, options: DrawOptions
) -> Iterator[tuple[str, Frame]]:
    """(uid, picture of `size`) of every subject, in order.

    Raises:
        FloatingPointError: the model gave numbers that are not finite.
    """
    latents = _denoise(model, subjects, size, options)
    for subject, row in zip(subjects, latents, strict=True):
        yield subject.uid, model.decode(row[None], size)


def _denoise(model: ImageModel, subjects: Sequence[Subject], size: Size, options: DrawOptions) -> Tensor:
    """Clean latents of the subjects, in order."""
    stills = [Still(s.uid, s.entities, s.anchor) for s in subjects]
    book = ConsistentAttention(
        stills,
        size=model.grid(size),
        sharing=options.sharing,
        mode=options.mode,
        bank_device=options.bank_device,
    )
    is_guided = any(subject.guide is not None for subject in subjects)
    scheduler = model.start(options.guidance, size, forgetful=is_guided)
    encode = cache(partial(model.encode_text, size=size))  # many panels share their negative prompt
    texts = {s.uid: encode(s.text) for s in subjects}
    is_flux = isinstance(model, FluxModel)
    guided = options.guidance.scale > 1 and not is_flux
    negative = {s.uid: encode(s.negative) for s in subjects} if guided else texts
    layout = _lay_out(model, subjects, size, len(scheduler.timesteps))
    references = _refer(model, subjects, size, options)
    noise = stack_noise(model, [s.seed for s in subjects], size)
    guides = Guides.of(model, subjects, noise, size, scheduler, options.guide_strength)
    predict = model.predict(book, texts, negative, options.guidance, layout, references)
    adjust: Adjust = guides.hold
    if options.gradients and isinstance(model, UNetModel) and isinstance(layout, RegionalAttention):
        adjust = guides.hold_after(_move(model, subjects, book, layout, scheduler, texts))
    with ExitStack() as stack:
        stack.enter_context(book.on(model.network))
        stack.enter_context(model.on(layout))
        return denoise(
            guides.skip_held(predict, book),
            scheduler,
            noise * getattr(scheduler, "init_noise_sigma", 1.0),
            book,
            chunk=options.chunk,
            generators=[_step_generator(s.seed) for s in subjects],
            pad=options.chunk > 1,
            kind=layout.kind if isinstance(layout, JointLayout) else None,
            adjust=adjust,
            on_step=options.on_step,
        )


def _step_generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed ^ NOISE_OF_STEPS)


def _lay_out(model: ImageModel, subjects: Sequence[Subject], size: Size, steps: int) -> Layout:
    encode = cache(partial(model.encode_words, size=size))
    words = {s.uid: [Words(box, encode(text)) for box, text in s.regions] for s in subjects}
    last = {s.uid: round(s.layout_strength * steps) - 1 for s in subjects}
    return model.lay_out(words, size, last)


def _move(
    model: UNetModel,
    subjects: Sequence[Subject],
    book: Book,
    layout: RegionalAttention,
    scheduler: Scheduler,
    texts: Mapping[str, Text],
) -> Adjust:
    """What moves the latents of the subjects in the steps of their layout."""
    places = {
        s.uid: [(box, model.find_tokens(s.text, first, last)) for box, first, last in s.named]
        for s in subjects
    }
    targets = {uid: [Target(box, words) for box, words in found if words] for uid, found in places.items()}
    last_step = layout.last_step
    guidance = BoxGuidance(
        model.network,
        scheduler,
        texts,
        targets,
        size=book.size,
        last_step={} if last_step is None else last_step,
        pauses=(book, layout),
    )
    return guidance.adjust


def _refer(
    model: ImageModel, subjects: Sequence[Subject], size: Size, options: DrawOptions
) -> References | None:
    if not options.identities:
        return None
    panels = {s.uid: s.entities for s in subjects}
    height, width = model.mask_size(size)
    guided = options.guidance.scale > 1 and not isinstance(model, FluxModel)

    def refer(uids: Sequence[str]) -> Conditioning:
        boxes = [panels[uid] for uid in uids]
        return condition(boxes, options.identities, height=height, width=width, guided=guided)

    return refer


class Guides:
    """Pictures whose composition is followed: SDEdit, arXiv 2108.01073, inside step-major drawing.

    Until step t0 = round((1 - strength') * steps) a guided still is held on its guide, noised to the level of
    the step; from then on it is drawn freely. `strength` is how closely: 0 starts from pure noise, 1 leaves
    only the last step free.
    """

    def __init__(self, held: Mapping[str, Callable[[int], Tensor]], free_from: int) -> None:
        self.held = held
        self.free_from = free_from

    @classmethod
    def of(
        cls,
        model: ImageModel,
        subjects: Sequence[Subject],
        noise: Tensor,
        size: Size,
        scheduler: Scheduler,
        strength: float,
    ) -> Guides:
        """The guides of the subjects, as latents."""
        steps = len(scheduler.timesteps)

        def noised(clean: Tensor, own: Tensor) -> Callable[[int], Tensor]:
            return lambda step: model.add_noise(scheduler, clean, own, step)

        held = {
            subject.uid: noised(model.encode_picture(fit_picture(subject.guide, size)), noise[i : i + 1])
            for i, subject in enumerate(subjects)
            if subject.guide is not None
        }
        return cls(held, min(round(strength * steps), steps - 1))

    def hold(self, step: int, latents: Tensor, uids: Sequence[str]) -> Tensor:
        """The latents after a step, guided rows put back on their guides as long as they are held."""
        following = step + 1
        if following > self.free_from or not self.held:
            return latents
        rows = list(latents.split(1))
        for index, uid in enumerate(uids):
            if uid in self.held:
                rows[index] = self.held[uid](following).to(latents)
        return torch.cat(rows)

    def hold_after(self, adjust: Adjust) -> Adjust:
        """`adjust`, then `hold`; it is not asked about rows that are held: its answer would not be used."""

        def both(step: int, latents: Tensor, uids: Sequence[str]) -> Tensor:
            is_held = step + 1 <= self.free_from
            free = [i for i, uid in enumerate(uids) if not (is_held and uid in self.held)]
            if free:
                latents = latents.clone()
                latents[free] = adjust(step, latents[free], [uids[i] for i in free])
            return self.hold(step, latents, uids)

        return both

    def skip_held(self, predict: Predict, book: Book) -> Predict:
        """`predict`, which is not asked about chunks of held stills: what it said would not be used."""

        def ask(latents: Tensor, timestep: Tensor, uids: Sequence[str]) -> Tensor:
            lends = any(book.stills[uid].anchor for uid in uids)
            if book.step < self.free_from and not lends and all(uid in self.held for uid in uids):
                return torch.zeros_like(latents)
            return predict(latents, timestep, uids)

        return ask

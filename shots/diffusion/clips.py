"""Clips from video models: one way to shoot for all families, which only say how their models are called.

A shot is made in as many sections as the model needs; a section opens with the last picture of the one
before. What a model does in silence is not left to it: frames and sizes are chosen here, noise is given and
not drawn, latents are looked at after every step. Knows no family by name.

    backend = DiffusionClips(SVD("path/to/model")); frames = list(backend.shoot(task))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from prompts.errors import BackendError
from prompts.render import AS_THE_MODEL_DOES, Render
from shots.backends import Card, ClipTask, FrameRule, Image, Work
from shots.diffusion.frame_count import FramePlan, count_pictures, plan_frames
from shots.diffusion.given_pictures import read_picture, read_references
from shots.diffusion.limits import (
    check_length,
    check_size,
    not_finite,
    note_size,
    out_of_memory,
    say_miscounted,
)
from shots.diffusion.memory import Footprint, Rung, choose_rung, is_out_of_memory, lower_rung, measure_free
from shots.diffusion.model_files import measure_weights
from shots.diffusion.models import choose_device, choose_dtype
from shots.diffusion.motion import intensity, list_beats, motion_prompt, negative_prompt
from shots.diffusion.sounding import Sound, keep_sound
from shots.rendering import BY_WINDOWS, IN_SECTIONS, SECTIONS, START_NOISE, WHO_JOINS, check_render

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import CarryOver, LatentLayout
    from shots.diffusion.starting import Anchor, Past

OnStep = Callable[[int, int], None]
CHUNK = 8
"""pictures that a U-Net's VAE decodes at once"""


@dataclass(frozen=True)
class Section:
    """A run of pictures that a model makes in one go."""

    opening: Any
    """the first picture, a PIL image of width x height"""
    ending: Any | None
    """the last picture, likewise, or None"""
    prompt: str
    """what is heard all the time"""
    beats: tuple[tuple[int, str], ...]
    """(frame from which it is heard, words beside the prompt), in order; each ends where the next begins"""
    negative: str
    width: int
    height: int
    num_frames: int
    """legal for the model"""
    fps: int
    """at which the model's pictures follow each other"""
    intensity: int
    """1..10"""
    seed: int
    references: tuple[Any, ...] = ()
    """reference pictures of the cast, PIL images of any size; only where the card has `references`"""
    render: Render = AS_THE_MODEL_DOES
    """what the shot asks of the model; nothing that the card's `renders` lacks"""

    def whole_text(self) -> str:
        """Prompt and beats as one text, for a model that hears one."""
        beats = ", then ".join(words for _, words in self.beats)
        return f"{self.prompt}, {beats}" if beats else self.prompt

    def texts(self) -> dict[int, str]:
        """Frame -> the text heard from there on; frame 0 has one."""
        told = {0: self.prompt}
        return told | {frame: f"{self.prompt}, {words}" for frame, words in self.beats}

    def text_guidance(self, usual: float) -> float:
        """How strongly the words are followed: as the shot says, else as usual."""
        asked = self.render.guidance.text if self.render.guidance else None
        return usual if asked is None else asked

    @property
    def by_windows(self) -> bool:
        """Whether the shot asks for one clip in overlapping windows."""
        return self.render.long in BY_WINDOWS


@dataclass
class Watch:
    """What happens to a section's latents between two steps; given to a pipeline as its callback.

    The adjustments come in order, the anchor last; then the latents are looked at and kept, and the step is
    told.
    """

    layout: LatentLayout
    on_step: OnStep
    adjust: list[Callable[[Any, int, Tensor], Tensor]] = field(default_factory=list)
    """called with the scheduler, the step (0-based) and (F, C, h, w) latents after it"""
    latents: Tensor | None = None
    """(F, C, h, w) after the last step so far"""
    anchor: Anchor | None = None
    """what holds the section to the first one, whichever part of it is made"""
    sound: Sound | None = None
    """what is heard with the pictures; only from families that make sound"""

    def __call__(self, pipe: Any, step: int, timestep: Any, values: dict[str, Any]) -> dict[str, Any]:
        """What the pipeline goes on with; empty if the latents are left as they are.

        Raises:
            FloatingPointError: latents that are not finite, with the step.
        """
        before = after = self.layout.unpack(values["latents"])
        for adjust in self.adjust:
            after = adjust(pipe.scheduler, step, after)
        if self.anchor is not None:
            after = self.anchor.after_step(pipe.scheduler, step, after)
        count = len(pipe.scheduler.timesteps)
        if not bool(after.isfinite().all()):
            raise FloatingPointError(f"latents are not finite after step {step + 1} of {count}")
        self.latents = after
        self.on_step(step + 1, count)
        if after is before:
            return {}
        return {"latents": self.layout.pack(after, values["latents"]).to(values["latents"].dtype)}


class Family(Protocol):
    """One kind of video model: how it is opened and called."""

    card: Card
    folder: Path
    hears: bool
    """whether it is given words"""
    looks_by_words: bool
    """whether the keyframe's words must be in the prompt"""
    frames_per_latent: int
    """pictures to a latent frame after the first"""
    pinned: int
    """latent frames at the start that are given and not made"""
    needs_ending: bool
    """whether it goes only from a first picture to a last one"""

    def open(self, device: str, rung: Rung | None, dtype: Any) -> Any:
        """The pipeline on its device, at this precision."""
        ...

    def start(self, pipe: Any, section: Section) -> Tensor:
        """(F, C, h, w) noise of unit variance, of the section's seed alone."""
        ...

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """How the latents lie that the callback gets."""
        ...

    def make(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Iterator[Image]:
        """`section.num_frames` pictures, (H, W, 3) uint8 RGB; `watch` is called after every step."""
        ...


class DiffusionClips:
    """A clip backend made of one family.

    Args:
        family: with its model found, not loaded.
        device: default: the best one there is.
        dtype: `float32`, `bfloat16` or `float16`; default: the one for the device.
    """

    def __init__(self, family: Family, *, device: str | None = None, dtype: str | None = None) -> None:
        self.family = family
        card = family.card
        ours = START_NOISE | SECTIONS if card.latents else frozenset()
        version = f"{card.version} {dtype}" if dtype else card.version
        self.card = replace(card, version=version, renders=(card.renders or frozenset()) | ours)
        self.device, self.dtype = device, dtype
        self._pipe: Any = None
        self._rung: Rung | None = None

    def check(self, task: ClipTask) -> list[str]:
        """What will be shot otherwise than asked, one sentence each.

        Raises:
            BackendError: a size, a length or a join that this model cannot make.
        """
        notes = check_render(str(task.panel.shot.id), task.render, self.card)
        check_size(task, self.card)
        check_length(task, self.card)
        if task.last is not None and not self.card.last_frame:
            raise BackendError(
                f"Shot {task.panel.shot.id} is to end on a picture (`bridge`), which {self.card.name!r} "
                f"cannot do. Use `cut` or `dissolve`, or other --clips: {WHO_JOINS['bridge']}."
            )
        if task.last is None and self.family.needs_ending:
            raise BackendError(
                f"Shot {task.panel.shot.id} has no picture to end on, and this model only goes from a first "
                "to a last one: it can make a bridge, but no shot. Choose an image-to-video model."
            )
        return [*notes, *self._notes(task)]

    def _notes(self, task: ClipTask) -> Iterator[str]:
        plan = self._plan(task)
        rate = self.card.fps
        yield from note_size(task, self.card)
        if rate is not None and rate != task.fps:
            yield f"made at {rate} pictures a second and shown at {task.fps}: a picture may stand for several"
        if len(plan.sections) > 1:
            yield f"made in {len(plan.sections)} sections, each opening with the last picture before it"
        elif task.render.long in IN_SECTIONS or task.render.noise == "reuse" or task.render.anchor:
            yield "made in one go: there is no section before it to take over from"
        if not self.family.hears:
            yield f"{self.card.name} hears no words: it moves the keyframe as it sees fit"
        elif task.panel.shot.beats and len(plan.sections) == 1 and not self._hears_by_frames():
            yield "beats are told in one text, not at their moments"

    def shoot(self, task: ClipTask, on_step: OnStep | None = None) -> Iterator[Image]:
        """Exactly `task.num_frames` pictures (height, width, 3) uint8 RGB; the first is the keyframe's.

        Args:
            on_step: called after every step with (steps done, steps in all); what it raises ends the shot
                there.

        Raises:
            ShotError: numbers that are not finite, or memory that does not suffice.
            BackendError: no keyframe, or a model that does not keep to its own rule.
        """
        self.check(task)
        self._choose_rung(task)
        plan = self._plan(task)
        opening = read_picture(task.keyframe, task)
        ending = read_picture(task.last, task) if task.last is not None else None
        past = _new_past()
        position, number = 0, 0
        for index, count in enumerate(plan.sections):
            section = self._section(task, plan, index, opening, ending)
            picture: Image | None = None
            steps = _steps(on_step, plan, index)
            for i, picture in enumerate(self._make(task, plan, section, index, past, steps)):
                while (i or not index) and position < len(plan.shown) and plan.shown[position] == number + i:
                    position += 1
                    yield picture
            assert picture is not None
            opening = _as_pillow(picture)
            number += count - 1
        if task.sound is not None:
            keep_sound(task, self.card, past.sounds)

    def reckon(self, task: ClipTask) -> Work:
        """The work of a task, read from the model's configuration; nothing is loaded."""
        from shots.diffusion.work import reckon

        long = task.render.long
        # FreeNoise shows the whole clip to all layers but temporal attention
        by_windows = long in ("co_denoise", "streaming") or (self.card.window and long is None)
        return reckon(self.family, task, self._plan(task).sections, self._window() if by_windows else None)

    def _plan(self, task: ClipTask) -> FramePlan:
        rule, card = self._rule(task), self.card
        return plan_frames(task.num_frames, task.fps, rule, card.fps, to_the_end=task.last is not None)

    def _rule(self, task: ClipTask) -> FrameRule | None:
        """What the model makes in one go, in the way this shot is to be made."""
        rule, long = self.card.frames, task.render.long
        if rule is None or (long not in BY_WINDOWS and long not in IN_SECTIONS):
            return rule
        most = self.card.longest or rule.most
        return replace(rule, most=max(most, rule.most) if long in BY_WINDOWS else self._window() or most)

    def _window(self) -> int | None:
        """Pictures that the model sees at once."""
        return self.card.window or (self.card.frames.most if self.card.frames else None)

    def _hears_by_frames(self) -> bool:
        """Whether every frame of a section can hear its own text."""
        return "beats: hard" in (self.card.renders or ())

    def _count_latents(self, pictures: int) -> int:
        return -(-(pictures - 1) // self.family.frames_per_latent) + 1

    def _section(self, task: ClipTask, plan: FramePlan, index: int, opening: Any, ending: Any) -> Section:
        first = sum(plan.sections[:index]) - index
        panel, count = task.panel, plan.sections[index]
        return Section(
            opening=opening,
            ending=ending if index + 1 == len(plan.sections) else None,
            prompt=motion_prompt(panel, looks=self.family.looks_by_words),
            beats=_beats_of(list_beats(panel), plan.made, first, count),
            negative=negative_prompt(panel),
            width=panel.width,
            height=panel.height,
            num_frames=count,
            fps=self.card.fps or task.fps,
            intensity=intensity(panel),
            seed=(panel.seed + index) % 2**63,
            references=read_references(panel) if self.card.references else (),
            render=task.render,
        )

    def _make(
        self, task: ClipTask, plan: FramePlan, section: Section, index: int, past: Past, on_step: OnStep
    ) -> Iterator[Image]:
        """The section's pictures; on a device that runs out of memory, on from there one rung down."""
        made = 0
        while made < section.num_frames:
            noise, watch = self._prepare(task, plan, section, index, past, on_step)
            try:
                pictures = self.family.make(self._open(), section, noise, watch)
                for number, picture in enumerate(pictures):
                    if number == made:
                        made += 1
                        yield picture
            except FloatingPointError as error:
                raise not_finite(task, error) from error
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                self._step_down(task, error)
                continue
            if made != section.num_frames:
                raise BackendError(say_miscounted(self.card, task, made, section.num_frames))
        past.keep(noise, watch.latents)
        if watch.sound is not None:
            past.sounds.append((watch.sound, section.num_frames))
        if task.keep is not None and index + 1 == len(plan.sections):
            self._keep_tail(task.keep, plan, watch, noise)

    def _prepare(
        self, task: ClipTask, plan: FramePlan, section: Section, index: int, past: Past, on_step: OnStep
    ) -> tuple[Tensor, Watch]:
        """What the section starts from, and who watches it."""
        from shots.diffusion.starting import Anchor, Repeat, Start, choose_noise

        pipe, pinned, render = self._open(), self.family.pinned, task.render
        fresh = self.family.start(pipe, section)
        watch = Watch(self.family.layout(pipe, section), on_step)
        before = sum(self._count_latents(count) - 1 for count in plan.sections[:index])
        total = sum(self._count_latents(count) - 1 for count in plan.sections) + 1
        window = self._count_latents(min(self._window() or 1, plan.sections[0]))
        start = Start(task.panel.seed, index, before, total, window)
        picture = self.family.see(pipe, section.opening) if render.noise == "appearance" else None  # type: ignore[attr-defined]
        noise = choose_noise(render, fresh, start, past=past, picture=picture)
        if render.long == "reuse" and past.latents is not None:
            watch.adjust.append(Repeat(past, noise, pinned=pinned).after_step)
        if render.anchor and past.first is not None:
            watch.anchor = Anchor(past.first, render.anchor, pinned)
        if task.carry is not None and index == 0:
            carry = self._carry(task, noise)
            noise = carry.noise
            watch.adjust.append(carry.after_step)
        if task.lean is not None and index + 1 == len(plan.sections):
            watch.adjust.append(self._lean(task, plan, noise))
        return noise, watch

    def _lean(self, task: ClipTask, plan: FramePlan, noise: Tensor) -> Callable[[Any, int, Tensor], Tensor]:
        from shots.diffusion.latents import Ending

        lean, pipe = task.lean, self._open()
        assert lean is not None
        picture = read_picture(lean.picture, task)
        clean = self.family.see_at_the_end(pipe, picture)  # type: ignore[attr-defined]
        end = self._seen(plan)
        reach = self._count_latents(count_pictures(max(lean.num_frames, 1), task.fps, self.card.fps))
        reach = min(reach, end - self.family.pinned)
        return Ending(clean, noise, reach=reach, end=end, strength=lean.strength, held=False).after_step

    def _carry(self, task: ClipTask, noise: Tensor) -> CarryOver:
        from shots.diffusion.latents import CarryOver, Tail

        carry = task.carry
        assert carry is not None and carry.tail is not None
        pictures = count_pictures(max(carry.num_frames, 1), task.fps, self.card.fps)
        frames = self._count_latents(pictures)
        try:
            return CarryOver(carry, Tail.load(carry.tail), noise, frames=frames, pinned=self.family.pinned)
        except ValueError as error:
            raise BackendError(
                f"Shot {task.panel.shot.id} cannot take over from {carry.shot_id}: {error}"
            ) from error

    def _keep_tail(self, path: Path, plan: FramePlan, watch: Watch, noise: Tensor) -> None:
        """The end of what is seen, not of what was made: surplus pictures are no end."""
        from shots.diffusion.latents import Tail

        assert watch.latents is not None
        end = self._seen(plan)
        Tail(noise[:end], watch.latents[:end]).save(path)

    def _seen(self, plan: FramePlan) -> int:
        """Latent frames of the last section that are seen."""
        return self._count_latents(plan.sections[-1] - plan.surplus)

    def _open(self) -> Any:
        if self._pipe is None:
            device = choose_device(self.device)
            self._pipe = self.family.open(device, self._rung, choose_dtype(device, self.dtype))
        return self._pipe

    def _choose_rung(self, task: ClipTask) -> None:
        """How the model is kept, by the first shot; later ones that are larger may step down."""
        device = choose_device(self.device)
        if self._pipe is None and self._rung is None and not device.startswith("cpu"):
            self._rung = choose_rung(self._needs(task), measure_free(device))

    def _needs(self, task: ClipTask) -> Footprint:
        work = self.reckon(task)
        each = 4 if self.dtype == "float32" else 2
        weights = measure_weights(self.family.folder, per_still=work.pass_gib or 0.0, bytes_each=each)
        return replace(weights, decoding=work.decoding_gib)

    def _step_down(self, task: ClipTask, error: BaseException) -> None:
        lower = lower_rung(self._needs(task), self._rung) if self._rung else None
        if lower is None:
            raise out_of_memory(task) from error
        self._pipe, self._rung = None, lower


def to_pictures(values: Any) -> Iterator[Image]:
    """(F, H, W, 3) floats 0..1 as pictures.

    Raises:
        FloatingPointError: one is not finite; as bytes it would be black.
    """
    for number, frame in enumerate(values, 1):
        if not np.isfinite(frame).all():
            raise FloatingPointError(f"decoder made picture {number} of numbers that are not finite")
        yield np.asarray((np.clip(frame, 0, 1) * 255).round(), dtype=np.uint8)


def _new_past() -> Past:
    from shots.diffusion.starting import Past

    return Past()


def _steps(on_step: OnStep | None, plan: FramePlan, index: int) -> OnStep:
    goes = len(plan.sections)

    def tell(done: int, total: int) -> None:
        if on_step is not None:
            on_step(index * total + done, goes * total)

    return tell


def _beats_of(
    beats: list[tuple[float, str]], made: int, first: int, count: int
) -> tuple[tuple[int, str], ...]:
    """The beats heard in a section, by its own frames; one that began before still holds at its start."""
    at = [(round(moment * (made - 1)), words) for moment, words in beats]
    before = [words for frame, words in at if frame <= first]
    inside = [(frame - first, words) for frame, words in at if first < frame < first + count]
    return (*[(0, words) for words in before[-1:]], *inside)


def _as_pillow(picture: Image) -> Any:
    from PIL import Image as Pillow

    return Pillow.fromarray(picture)

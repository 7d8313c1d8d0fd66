"""What the families of video transformers share: one way to be called, noise that is given, one layout.

A family says how its model is found out to be one of it, what is on its card, and what its pipeline is told
beside what all are told. Knows no shots.

    class Wan(Transformer): card = ...; def arguments(self, pipe, section, noise, watch): ...
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from shots.backends import Card, FrameRule, Image
from shots.diffusion.clips import Section, Watch, to_pictures
from shots.diffusion.memory import Rung
from shots.diffusion.model_files import check_model, fingerprint_model, read_config
from shots.diffusion.models import find_model, open_pipeline

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import LatentLayout


class Transformer:
    """One kind of video transformer; subclasses say what is their own.

    Args:
        source: a folder, or a pulled repository.
        num_inference_steps: of the scheduler; None for the family's own.
        guidance_scale: of the words; None for the family's own.

    Raises:
        BackendError: no model of this kind, half of one, or parts that do not fit each other.
    """

    card: Card
    """of the family; on an object, of its model"""
    classes: ClassVar[frozenset[str]]
    """diffusers pipelines whose folders it opens"""
    refused: ClassVar[Mapping[str, str]] = {}
    """pipelines of the family that it does not -> why"""
    as_class: ClassVar[str | None] = None
    """the pipeline that they are opened as, where that is another"""
    exact_vae: ClassVar[bool] = False
    """its VAE works in float32 whatever the rest does"""
    guided_in_turn: ClassVar[bool] = False
    """its passes with and without words come one after the other"""
    decoded_at_once: ClassVar[int | None] = None
    """pictures; None: all of a section"""
    steps: ClassVar[int]
    guidance: ClassVar[float]

    hears = True
    looks_by_words = False
    needs_ending = False
    pinned = 0

    def __init__(
        self, source: str, *, num_inference_steps: int | None = None, guidance_scale: float | None = None
    ) -> None:
        name = self.card.name
        self.folder = find_model(source, name=name)
        check_model(self.folder, self.classes, name=name, refused=self.refused)
        self.num_inference_steps = self.steps if num_inference_steps is None else num_inference_steps
        self.guidance_scale = self.guidance if guidance_scale is None else guidance_scale
        self.frames_per_latent, self.pixels_per_latent, self.channels = self.read_latents()
        marks = (fingerprint_model(self.folder), self.num_inference_steps, self.guidance_scale)
        version = " ".join(map(str, (self.card.version, *marks)))
        self.card = replace(self.card, version=version, **self.read_card())

    # What a family says of itself

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels), from the model's files."""
        raise NotImplementedError

    def read_card(self) -> dict[str, Any]:
        """The fields of the card that depend on the model."""
        raise NotImplementedError

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """What the pipeline is told of the section beside words, size, length and seed."""
        raise NotImplementedError

    def steer(
        self, pipe: Any, section: Section, noise: Tensor, watch: Watch, stack: ExitStack
    ) -> dict[str, Any]:
        """What the section's `render` changes in what the pipeline is told, and around its model."""
        return {}

    def open_parts(self, dtype: Any) -> dict[str, Any]:
        """Parts that do not lie in the model's folder."""
        return {}

    # What is the same for all

    def config(self, part: str) -> dict[str, Any]:
        """The configuration of a part of the model; {} if it has none."""
        return read_config(self.folder, part)

    def rule(self, most: int, *, step: int | None = None) -> FrameRule:
        """Frames that the VAE can give whole: one, and then so many to a latent."""
        step = step or self.frames_per_latent
        return FrameRule(step, 1, step + 1, most)

    def open(self, device: str, rung: Rung | None, dtype: Any) -> Any:
        """The pipeline on its device."""
        import torch

        return open_pipeline(
            self.classes,
            self.folder,
            name=self.card.name,
            device=device,
            dtype={"default": dtype, "vae": torch.float32} if self.exact_vae else dtype,
            rung=rung,
            as_class=self.as_class,
            **self.open_parts(dtype),
        )

    def grid(self, section: Section) -> tuple[int, int, int]:
        """(frames, height, width) of the section's latents."""
        frames = (section.num_frames - 1) // self.frames_per_latent + 1
        return frames, section.height // self.pixels_per_latent, section.width // self.pixels_per_latent

    def start(self, pipe: Any, section: Section) -> Tensor:
        """(F, C, h, w) noise of the section's seed; F counts latent frames."""
        from consistency.noise import random_noise

        frames, height, width = self.grid(section)
        return random_noise(frames, (self.channels, height, width), section.seed)

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """As the card says; what belongs to no frame of the section stands in front."""
        from shots.diffusion.latents import LatentLayout

        assert self.card.latents is not None
        return LatentLayout(self.card.latents, self.grid(section))

    def make(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Iterator[Image]:
        """The section's pictures."""
        yield from to_pictures(self.call(pipe, section, noise, watch).frames[0])

    def call(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Any:
        """What the pipeline gives back."""
        told = self.told(pipe, section, noise, watch)
        with ExitStack() as stack:
            told |= self.steer(pipe, section, noise, watch, stack)
            return pipe(**{name: value for name, value in told.items() if value is not LEFT_OUT})

    def told(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """All that the pipeline is called with, before it is steered."""
        import torch

        told: dict[str, Any] = {
            "prompt": section.whole_text(),
            "negative_prompt": section.negative,
            "height": section.height,
            "width": section.width,
            "num_frames": section.num_frames,
            "num_inference_steps": self.num_inference_steps,
            "guidance_scale": section.text_guidance(self.guidance_scale),
            "generator": torch.Generator().manual_seed(section.seed),
            "output_type": "np",
            "callback_on_step_end": watch,
        }
        told |= self.arguments(pipe, section, noise, watch)
        return told


LEFT_OUT: Any = object()
"""in place of an argument that a pipeline does not know"""

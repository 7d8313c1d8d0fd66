"""Clips by LTX-Video: image to video with words, pictures held at any frame.

python -c "from shots.diffusion.ltx_clips import open_ltx; print(open_ltx('path/to/ltx').card)"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from shots.backends import Card, FrameRule, Image
from shots.diffusion.clips import DiffusionClips, Section, Watch, split_options, to_pictures
from shots.diffusion.memory import Rung
from shots.diffusion.models import check_model, find_model, fingerprint_model, open_pipeline, read_config

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import LatentLayout

CLASSES = {"LTXConditionPipeline", "LTXImageToVideoPipeline", "LTXPipeline"}
VERSION = "1"
MOST_FRAMES = 161
PIPELINE_MULTIPLE = 32
"""pixels; what the pipeline asks for, whatever its VAE"""


class LTX:
    """LTX-Video through its condition pipeline.

    Args:
        source: a folder, or a pulled repository.
        num_inference_steps: of the scheduler; 8 for distilled models.
        guidance_scale: of the words; 1 for distilled models.
    """

    hears = True
    looks_by_words = False
    pinned = 1
    needs_ending = False

    def __init__(self, source: str, *, num_inference_steps: int = 40, guidance_scale: float = 3.0) -> None:
        self.folder = find_model(source, name="ltx")
        check_model(self.folder, CLASSES, name="ltx")
        vae = read_config(self.folder, "vae")
        halvings = sum(map(bool, vae["spatio_temporal_scaling"]))
        self.frames_per_latent = int(vae["patch_size_t"]) * 2**halvings
        self.num_inference_steps = num_inference_steps
        self.guidance_scale = guidance_scale
        self.card = Card(
            name="ltx",
            version=f"{VERSION} {fingerprint_model(self.folder)} {num_inference_steps} {guidance_scale}",
            about="LTX-Video: image to video with words, from a first to a last picture",
            licence="LTX-Video Open Weights License; read the model's own page",
            size_multiple=max(PIPELINE_MULTIPLE, int(vae["patch_size"]) * 2**halvings),
            joins=frozenset({"cut", "dissolve", "fade", "smooth", "bridge"}),
            frames=FrameRule(self.frames_per_latent, 1, self.frames_per_latent + 1, MOST_FRAMES),
            longest=60 * 30,
            last_frame=True,
            latents="packed",
            steps=True,
        )

    def open(self, device: str, rung: Rung | None) -> Any:
        """The pipeline on its device."""
        pipe = open_pipeline(
            CLASSES, self.folder, name="ltx", device=device, rung=rung, as_class="LTXConditionPipeline"
        )
        pipe.prepare_latents = with_given_noise(pipe.prepare_latents)
        return pipe

    def start(self, pipe: Any, section: Section) -> Tensor:
        """(F, C, h, w) noise of the section's seed; F counts latent frames."""
        from consistency.noise import random_noise

        frames, height, width = self._grid(pipe, section)
        return random_noise(frames, (pipe.transformer.config.in_channels, height, width), section.seed)

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """Tokens in a row; those of a last picture stand in front."""
        from shots.diffusion.latents import LatentLayout

        return LatentLayout("packed", self._grid(pipe, section))

    def _grid(self, pipe: Any, section: Section) -> tuple[int, int, int]:
        space = pipe.vae_spatial_compression_ratio
        frames = (section.num_frames - 1) // pipe.vae_temporal_compression_ratio + 1
        return frames, section.height // space, section.width // space

    def make(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Iterator[Image]:
        """The section's pictures."""
        import torch
        from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

        held = [LTXVideoCondition(image=section.opening, frame_index=0)]
        if section.ending is not None:
            held.append(LTXVideoCondition(image=section.ending, frame_index=section.num_frames - 1))
        frames = pipe(
            conditions=held,
            prompt=section.whole_text(),
            negative_prompt=section.negative,
            height=section.height,
            width=section.width,
            num_frames=section.num_frames,
            frame_rate=section.fps,
            num_inference_steps=self.num_inference_steps,
            guidance_scale=self.guidance_scale,
            image_cond_noise_scale=0.0,
            decode_timestep=0.05,
            decode_noise_scale=0.025,
            generator=torch.Generator().manual_seed(section.seed),
            latents=noise.transpose(0, 1)[None],
            output_type="np",
            callback_on_step_end=watch,
        ).frames[0]
        yield from to_pictures(frames)


def with_given_noise(prepare: Callable[..., Any]) -> Callable[..., Any]:
    """LTX's `prepare_latents`, but that it starts from the latents it is given.

    The pipeline's own drops them without a word unless it is told a sigma, and then mixes noise of its own
    into them; at sigma 0 that noise has no weight.
    """

    def prepare_latents(*args: Any, latents: Tensor, sigma: Tensor | None = None, **more: Any) -> Any:
        none = latents.new_zeros(1) if sigma is None else sigma
        return prepare(*args, latents=latents, sigma=none, **more)

    return prepare_latents


def open_ltx(model: str | None = None) -> DiffusionClips:
    """The backend `ltx:MODEL`, MODEL a folder or a pulled repository, `?steps=` and `&guidance=` after it."""
    source, options = split_options(model, "ltx")
    return DiffusionClips(
        LTX(
            source,
            num_inference_steps=int(options.get("steps", 40)),
            guidance_scale=options.get("guidance", 3.0),
        )
    )

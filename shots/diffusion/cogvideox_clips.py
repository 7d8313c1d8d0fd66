"""Clips by CogVideoX: image to video with words.

python -c "from shots.diffusion.cogvideox_clips import open_cogvideox; print(open_cogvideox('path').card)"
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from prompts.errors import BackendError
from shots.backends import Card, FrameRule, Image
from shots.diffusion.clips import DiffusionClips, Section, Watch, split_options, to_pictures
from shots.diffusion.memory import Rung
from shots.diffusion.models import check_model, find_model, fingerprint_model, open_pipeline, read_config

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import LatentLayout

CLASSES = {"CogVideoXImageToVideoPipeline"}
VERSION = "1"
FPS = 8
MOST_FRAMES = 49


class CogVideoX:
    """CogVideoX 1.0, image to video; it takes one size only.

    Its decoder works on pairs of latent frames: asked for 4k + 1 frames it gives three more without a word
    where k is odd, so 8k + 1 are made.

    Args:
        source: a folder, or a pulled repository.
        num_inference_steps: of the scheduler.
        guidance_scale: of the words.
    """

    hears = True
    looks_by_words = False
    pinned = 0
    needs_ending = False

    def __init__(self, source: str, *, num_inference_steps: int = 50, guidance_scale: float = 6.0) -> None:
        self.folder = find_model(source, name="cogvideox")
        check_model(self.folder, CLASSES, name="cogvideox")
        vae, model = read_config(self.folder, "vae"), read_config(self.folder, "transformer")
        self.frames_per_latent = int(vae["temporal_compression_ratio"])
        self.num_inference_steps = num_inference_steps
        self.guidance_scale = guidance_scale
        pixels = 2 ** (len(vae["block_out_channels"]) - 1)
        only = (int(model["sample_width"]) * pixels, int(model["sample_height"]) * pixels)
        if model.get("patch_size_t") is not None:
            raise BackendError(
                f"{source} is a CogVideoX 1.5, which patches frames in time; only 1.0 is known here. "
                "Use a 1.0 model, or another --clips backend."
            )
        step = 2 * self.frames_per_latent
        self.card = Card(
            name="cogvideox",
            version=f"{VERSION} {fingerprint_model(self.folder)} {num_inference_steps} {guidance_scale}",
            about="CogVideoX: image to video with words",
            licence="CogVideoX License; read the model's own page",
            size_multiple=pixels * int(model["patch_size"]),
            size=only if model.get("use_learned_positional_embeddings") else None,
            joins=frozenset({"cut", "dissolve", "fade", "smooth"}),
            frames=FrameRule(step, 1, step + 1, MOST_FRAMES),
            fps=FPS,
            longest=60 * FPS,
            latents="bfchw",
            steps=True,
        )

    def open(self, device: str, rung: Rung | None) -> Any:
        """The pipeline on its device."""
        return open_pipeline(CLASSES, self.folder, name="cogvideox", device=device, rung=rung)

    def start(self, pipe: Any, section: Section) -> Tensor:
        """(F, C, h, w) noise of the section's seed; F counts latent frames."""
        from consistency.noise import random_noise

        space = pipe.vae_scale_factor_spatial
        frames = (section.num_frames - 1) // self.frames_per_latent + 1
        shape = (pipe.vae.config.latent_channels, section.height // space, section.width // space)
        return random_noise(frames, shape, section.seed)

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """Frames before channels."""
        from shots.diffusion.latents import LatentLayout

        return LatentLayout("bfchw")

    def make(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Iterator[Image]:
        """The section's pictures."""
        import torch

        frames = pipe(
            image=section.opening,
            prompt=section.whole_text(),
            negative_prompt=section.negative,
            height=section.height,
            width=section.width,
            num_frames=section.num_frames,
            num_inference_steps=self.num_inference_steps,
            guidance_scale=self.guidance_scale,
            use_dynamic_cfg=True,
            generator=torch.Generator().manual_seed(section.seed),
            latents=watch.layout.pack(noise, noise).to(pipe.transformer.dtype),
            output_type="np",
            callback_on_step_end=watch,
        ).frames[0]
        yield from to_pictures(frames)


def open_cogvideox(model: str | None = None) -> DiffusionClips:
    """The backend `cogvideox:MODEL`, a folder or a pulled repository, `?steps=` and `&guidance=` after it."""
    source, options = split_options(model, "cogvideox")
    return DiffusionClips(
        CogVideoX(
            source,
            num_inference_steps=int(options.get("steps", 50)),
            guidance_scale=options.get("guidance", 6.0),
        )
    )

"""Clips by Wan: image to video with words, from the first picture and, where the model can, to the last.

python -c "from shots.diffusion.wan_clips import open_wan; print(open_wan('path/to/wan').card)"
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompts.vocabulary import TransitionKind
from shots.backends import Card, FrameRule, Image
from shots.diffusion.clips import DiffusionClips, Section, Watch, split_options, to_pictures
from shots.diffusion.memory import Rung
from shots.diffusion.models import check_model, find_model, fingerprint_model, open_pipeline, read_config

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import LatentLayout

CLASSES = {"WanImageToVideoPipeline"}
VERSION = "1"
JOINS: frozenset[TransitionKind] = frozenset({"cut", "dissolve", "fade", "smooth"})
BRIDGE: frozenset[TransitionKind] = frozenset({"bridge"})


class Wan:
    """Wan 2.1 and 2.2 image to video.

    Args:
        source: a folder, or a pulled repository.
        num_inference_steps: of the scheduler.
        guidance_scale: of the words.
    """

    hears = True
    looks_by_words = False

    def __init__(self, source: str, *, num_inference_steps: int = 40, guidance_scale: float = 5.0) -> None:
        self.folder = find_model(source, name="wan")
        check_model(self.folder, CLASSES, name="wan")
        vae, index = read_config(self.folder, "vae"), read_config(self.folder)
        per_token = bool(index.get("expand_timesteps"))
        part = "transformer" if read_config(self.folder, "transformer") else "transformer_2"
        patch = max(read_config(self.folder, part).get("patch_size", (1, 2, 2))[1:])
        self.frames_per_latent = int(vae.get("scale_factor_temporal", 4))
        self.pinned = int(per_token)
        self.needs_ending = needs_last_picture(self.folder)
        self.num_inference_steps = num_inference_steps
        self.guidance_scale = guidance_scale
        rate, most = (24, 121) if per_token else (16, 81)
        last_frame = can_end_on_picture(self.folder)
        mark = fingerprint_model(self.folder)
        self.card = Card(
            name="wan",
            version=f"{VERSION} {mark} {num_inference_steps} {guidance_scale}",
            about="Wan: image to video with words"
            + (", from a first to a last picture" if last_frame else ""),
            licence="Apache-2.0; read the model's own page",
            size_multiple=int(vae.get("scale_factor_spatial", 8)) * patch,
            joins=JOINS | BRIDGE if last_frame else JOINS,
            frames=FrameRule(self.frames_per_latent, 1, self.frames_per_latent + 1, most),
            fps=rate,
            longest=60 * rate,
            last_frame=last_frame,
            latents="bcfhw",
            steps=True,
        )

    def open(self, device: str, rung: Rung | None) -> Any:
        """The pipeline on its device."""
        return open_pipeline(CLASSES, self.folder, name="wan", device=device, rung=rung)

    def start(self, pipe: Any, section: Section) -> Tensor:
        """(F, C, h, w) noise of the section's seed; F counts latent frames."""
        from consistency.noise import random_noise

        space = pipe.vae_scale_factor_spatial
        frames = (section.num_frames - 1) // self.frames_per_latent + 1
        shape = (pipe.vae.config.z_dim, section.height // space, section.width // space)
        return random_noise(frames, shape, section.seed)

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """Channels before frames."""
        from shots.diffusion.latents import LatentLayout

        return LatentLayout("bcfhw")

    def make(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Iterator[Image]:
        """The section's pictures."""
        import torch

        ending = {} if section.ending is None else {"last_image": section.ending}
        frames = pipe(
            image=section.opening,
            prompt=section.whole_text(),
            negative_prompt=section.negative,
            height=section.height,
            width=section.width,
            num_frames=section.num_frames,
            num_inference_steps=self.num_inference_steps,
            guidance_scale=self.guidance_scale,
            generator=torch.Generator().manual_seed(section.seed),
            latents=watch.layout.pack(noise, noise),
            output_type="np",
            callback_on_step_end=watch,
            **ending,
        ).frames[0]
        yield from to_pictures(frames)


def can_end_on_picture(folder: Path) -> bool:
    """Whether a Wan model hears of a last picture.

    Wan 2.2 TI2V-5B leaves it out in silence; Wan 2.1 I2V has room for one picture in its encoder, and its
    first-and-last model for two; Wan 2.2 A14B has no encoder for pictures and takes both as latents.
    """
    if read_config(folder).get("expand_timesteps"):
        return False
    return read_config(folder, "transformer").get("image_dim") is None or needs_last_picture(folder)


def needs_last_picture(folder: Path) -> bool:
    """Whether a Wan model only goes from a first to a last picture, as Wan 2.1 FLF2V does."""
    config = read_config(folder, "transformer")
    return config.get("image_dim") is not None and config.get("pos_embed_seq_len") is not None


def open_wan(model: str | None = None) -> DiffusionClips:
    """The backend `wan:MODEL`, MODEL a folder or a pulled repository, `?steps=` and `&guidance=` after it."""
    source, options = split_options(model, "wan")
    return DiffusionClips(
        Wan(
            source,
            num_inference_steps=int(options.get("steps", 40)),
            guidance_scale=options.get("guidance", 5.0),
        )
    )

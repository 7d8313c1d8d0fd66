"""Clips by Stable Video Diffusion: a keyframe set in motion, without words.

python -c "from shots.diffusion.svd_clips import open_svd; print(open_svd('path/to/svd').card)"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shots.backends import Card, FrameRule, Image
from shots.diffusion.clips import CHUNK, Section, Watch
from shots.diffusion.memory import Rung
from shots.diffusion.model_files import check_channels, check_model, fingerprint_model, read_config
from shots.diffusion.models import find_model, open_pipeline
from shots.diffusion.motion import motion_bucket
from shots.diffusion.opening import Opening

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import LatentLayout

CLASSES = {"StableVideoDiffusionPipeline"}
FPS = 7
CARD = Card(
    name="svd",
    version="3",
    about="Stable Video Diffusion: moves the keyframe by itself, hears no words",
    licence="Stability AI Community License; read the model's own page",
    size_multiple=64,
    trained_sizes=((1024, 576),),
    joins=frozenset({"cut", "dissolve", "fade", "smooth", "bridge"}),
    frames=FrameRule(least=2, most=25),
    fps=FPS,
    longest=40 * FPS,
    first_frame="decoded",
    last_frame=True,
    leans=True,
    latents="bfchw",
    noise="scaled",
    steps=True,
    renders=frozenset(
        {
            "keep_first_frame: exact",
            "keep_first_frame: model",
            "guidance: image",
            "noise: appearance",
            "long: co_denoise",
            "long: streaming",
        }
    ),
)


class SVD:
    """Stable Video Diffusion, 14 or 25 frames at a time, longer shots in sections.

    Args:
        source: a folder, or a pulled repository.
        num_inference_steps: of the scheduler.
        guidance_scale: at the last frame; it rises from 1 at the first.
    """

    hears = False
    looks_by_words = False
    frames_per_latent = 1
    pinned = 1
    needs_ending = False
    decoded_at_once = CHUNK

    def __init__(self, source: str, *, num_inference_steps: int = 25, guidance_scale: float = 3.0) -> None:
        self.folder = find_model(source, name="svd")
        check_model(self.folder, CLASSES, name="svd")
        unet, vae = read_config(self.folder, "unet"), read_config(self.folder, "vae")
        halvings = sum(len(part.get("block_out_channels", (0,) * 4)) - 1 for part in (unet, vae))
        self.num_inference_steps = num_inference_steps
        self.guidance_scale = guidance_scale
        mark = fingerprint_model(self.folder)
        check_channels(self.folder, "unet", 2 * int(vae.get("latent_channels", 4)))
        self.card = replace(
            CARD,
            version=f"{CARD.version} {mark} {num_inference_steps} {guidance_scale}",
            size_multiple=2**halvings,
            frames=FrameRule(least=2, most=int(unet.get("num_frames", 25))),
        )

    def open(self, device: str, rung: Rung | None, dtype: Any) -> Any:
        """The pipeline on its device."""
        return open_pipeline(CLASSES, self.folder, name="svd", device=device, rung=rung, dtype=dtype)

    def start(self, pipe: Any, section: Section) -> Tensor:
        """(F, C, h, w) noise of the section's seed."""
        from consistency.noise import random_noise

        size = (section.height // pipe.vae_scale_factor, section.width // pipe.vae_scale_factor)
        return random_noise(section.num_frames, (pipe.vae.config.latent_channels, *size), section.seed)

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """Frames before channels."""
        from shots.diffusion.latents import LatentLayout

        return LatentLayout("bfchw")

    def see(self, pipe: Any, picture: Any) -> Tensor:
        """(1, C, h, w) latents of a picture."""
        from shots.diffusion.unet_clips import encode_picture

        return encode_picture(pipe, picture)

    see_at_the_end = see

    def make(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Iterator[Image]:
        """The section's pictures; the first is the opening as the VAE gives it back."""
        import torch

        from shots.diffusion.latents import Ending
        from shots.diffusion.steering import by_windows
        from shots.diffusion.unet_clips import FirstFrame, choose_windows, decode

        exact = section.render.keep_first_frame != "model"
        if exact:
            watch.adjust.append(FirstFrame(self.see(pipe, section.opening), noise).after_step)
        if section.ending is not None:
            reach = min(FPS // 2, section.num_frames - 2) + 1
            held = Ending(self.see(pipe, section.ending), noise, reach=reach)
            watch.adjust.append(held.after_step)
        windows, fuse = choose_windows(pipe, section, self.card.frames)
        asked = section.render.guidance.image if section.render.guidance else None
        highest = self.guidance_scale if asked is None else asked
        with by_windows(pipe.unet, windows, axis=1, fuse=fuse):
            latents = pipe(
                image=section.opening,
                height=section.height,
                width=section.width,
                num_frames=section.num_frames,
                num_inference_steps=self.num_inference_steps,
                min_guidance_scale=min(1.0, highest),
                max_guidance_scale=highest,
                fps=section.fps,
                motion_bucket_id=motion_bucket(section.intensity),
                generator=torch.Generator().manual_seed(section.seed),
                latents=watch.layout.pack(noise).to(pipe.unet.dtype),
                output_type="latent",
                callback_on_step_end=watch,
            ).frames
        ends = {"first_alone": exact, "last_alone": section.ending is not None}
        yield from decode(pipe, latents[0], temporal=True, **ends)


open_svd = Opening(CARD, SVD)
"""The backend `svd:MODEL`, MODEL a folder or a pulled repository, `,steps=` and `,guidance=` after it."""

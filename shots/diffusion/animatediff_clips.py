"""Clips by AnimateDiff: a still model with motion modules. Any length by windows, a text for every frame.

It has no door for a picture: the keyframe is held in the latents of frame 0, and the words of the still are
told beside those of the motion. With a SparseCtrl (arXiv 2311.16933) it has one, at any frame: the keyframe
is shown as well, and a shot can end on a picture; a clip is then no longer than SparseCtrl reaches.

    python -c "from shots.diffusion.animatediff_clips import open_animatediff as a; print(a('path').card)"
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompts.errors import BackendError
from shots.backends import Card, FrameRule, Image
from shots.diffusion.clips import CHUNK, Section, Watch
from shots.diffusion.loose_parts import find_part, open_part
from shots.diffusion.memory import Rung
from shots.diffusion.model_files import check_channels, check_model, fingerprint_model, is_of, read_config
from shots.diffusion.models import find_model, open_pipeline
from shots.diffusion.opening import Opening
from shots.rendering import BY_WINDOWS

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import LatentLayout

WHOLE = {"AnimateDiffPipeline"}
SPARSE = {"AnimateDiffSparseControlNetPipeline"}
REFUSED = {
    "AnimateDiffSDXLPipeline": "motion modules for SDXL are not known here; take those for SD1.5",
    "AnimateDiffVideoToVideoPipeline": "it makes a film over; name AnimateDiffPipeline in its index",
    "AnimateDiffControlNetPipeline": "it needs a picture for every frame",
}
BASE = {"StableDiffusionPipeline"}
FPS = 8
WINDOW = 16
"""frames that motion modules were trained on"""
LONGEST = 120 * FPS
CARD = Card(
    name="animatediff",
    version="3",
    about="AnimateDiff: words in motion, the keyframe held in the first frame, any length by windows",
    licence="CreativeML Open RAIL-M (SD1.5), Apache-2.0 (AnimateDiff); read the models' own pages",
    size_multiple=64,
    trained_sizes=((512, 512),),
    joins=frozenset({"cut", "dissolve", "fade", "smooth", "bridge"}),
    frames=FrameRule(most=LONGEST),
    fps=FPS,
    longest=LONGEST,
    first_frame="decoded",
    last_frame=True,
    leans=True,
    latents="bcfhw",
    noise="scaled",
    steps=True,
    window=WINDOW,
    renders=frozenset(
        {
            "keep_first_frame: exact",
            "guidance: text",
            "noise: appearance",
            "long: co_denoise",
            "long: freenoise",
            "long: streaming",
            "beats: hard",
            "beats: blend",
            "temporal: band",
            "temporal: balance",
        }
    ),
)


class AnimateDiff:
    """AnimateDiff on SD1.5.

    Args:
        source: a folder or pulled repository with a whole AnimateDiff pipeline, with SparseCtrl or not; or
            `BASE+ADAPTER`, an SD1.5 and a motion adapter; or `BASE+ADAPTER+SPARSECTRL`.
        num_inference_steps: of the scheduler.
        guidance_scale: of the words.
    """

    hears = True
    looks_by_words = True
    frames_per_latent = 1
    pinned = 1
    needs_ending = False
    decoded_at_once = CHUNK

    def __init__(self, source: str, *, num_inference_steps: int = 25, guidance_scale: float = 7.5) -> None:
        base, *parts = source.split("+")
        self.folder = find_model(base, name="animatediff")
        kinds = ("motion adapter", {"MotionAdapter"}), ("SparseCtrl", {"SparseControlNetModel"})
        found = [find_part(p, *kind, name="animatediff") for p, kind in zip(parts, kinds, strict=False)]
        if len(parts) > len(kinds):
            raise BackendError(
                f"animatediff:{source} has {len(parts)} parts beside its base; at most two can be."
            )
        self.adapter, self.sparse = [*found, None, None][:2]
        check_model(self.folder, BASE if parts else WHOLE | SPARSE, name="animatediff", refused=REFUSED)
        unet, vae = read_config(self.folder, "unet"), read_config(self.folder, "vae")
        module = read_config(self.adapter.parent, self.adapter.name) if self.adapter else {}
        reach = int((module or unet).get("motion_max_seq_length", WINDOW))
        self.window = min(WINDOW, reach)
        self.num_inference_steps = num_inference_steps
        self.guidance_scale = guidance_scale
        halvings = sum(len(part.get("block_out_channels", (0,) * 4)) - 1 for part in (unet, vae))
        marks = [fingerprint_model(folder) for folder in (self.folder, *found)]
        check_channels(self.folder, "unet", int(vae.get("latent_channels", 4)))
        self.card = replace(
            CARD,
            version=f"{CARD.version} {' '.join(marks)} {num_inference_steps} {guidance_scale}",
            size_multiple=2**halvings,
            window=self.window,
        )
        self.shown = self.sparse is not None or is_of(self.folder, SPARSE)
        if self.shown:
            check_sight(self.sparse or self.folder / "controlnet")
            self.card = replace(
                self.card,
                about="AnimateDiff with SparseCtrl: words in motion, from a first to a last picture",
                joins=CARD.joins | {"bridge"},
                frames=FrameRule(least=2, most=self.window),
                last_frame=True,
                masks=True,
                renders=(CARD.renders or frozenset()) - {f"long: {kind}" for kind in BY_WINDOWS},
            )

    def open(self, device: str, rung: Rung | None, dtype: Any) -> Any:
        """The pipeline on its device."""
        given: dict[str, Any] = {"name": "animatediff", "device": device, "rung": rung, "dtype": dtype}
        if self.adapter is None:
            return self._with_sight(open_pipeline(WHOLE | SPARSE, self.folder, **given))
        from diffusers import DDIMScheduler

        parts = {"motion_adapter": open_part("MotionAdapter", self.adapter, dtype=dtype)}
        if self.sparse is not None:
            parts["controlnet"] = open_part("SparseControlNetModel", self.sparse, dtype=dtype)
        kind = min(SPARSE if self.shown else WHOLE)
        pipe = open_pipeline(BASE, self.folder, as_class=kind, **parts, **given)
        pipe.scheduler = DDIMScheduler.from_config(  # what the motion modules were trained with
            pipe.scheduler.config,
            beta_schedule="linear",
            clip_sample=False,
            timestep_spacing="linspace",
            steps_offset=1,
        )
        return self._with_sight(pipe)

    def _with_sight(self, pipe: Any) -> Any:
        """The pipeline, whose SparseCtrl is shown the pictures as they are.

        Its own way samples their latents, from the global generator.
        """

        def prepare_image(pictures: list[Any], width: int, height: int, device: Any, dtype: Any) -> Tensor:
            import torch

            from shots.diffusion.unet_clips import encode_picture

            latents = torch.cat([encode_picture(pipe, picture) for picture in pictures])
            return latents.transpose(0, 1)[None].to(device, dtype)

        if self.shown:
            pipe.prepare_image = prepare_image
        return pipe

    def start(self, pipe: Any, section: Section) -> Tensor:
        """(F, C, h, w) noise of the section's seed; past one window its frames come again, shuffled."""
        from consistency.noise import free_noise

        size = (section.height // pipe.vae_scale_factor, section.width // pipe.vae_scale_factor)
        shape = (pipe.vae.config.latent_channels, *size)
        return free_noise(
            section.num_frames, shape, section.seed, window=self.window, stride=max(1, self.window // 4)
        )

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """Channels before frames."""
        from shots.diffusion.latents import LatentLayout

        return LatentLayout("bcfhw")

    def see(self, pipe: Any, picture: Any) -> Tensor:
        """(1, C, h, w) latents of a picture."""
        from shots.diffusion.unet_clips import encode_picture

        return encode_picture(pipe, picture)

    see_at_the_end = see

    def make(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Iterator[Image]:
        """The section's pictures; the first is the opening as the VAE gives it back."""
        from shots.diffusion.latents import Ending
        from shots.diffusion.unet_clips import FirstFrame, decode

        watch.adjust.append(FirstFrame(self.see(pipe, section.opening), noise).after_step)
        if section.ending is not None and not self.shown:
            reach = min(FPS // 2, section.num_frames - 2) + 1
            held = Ending(self.see(pipe, section.ending), noise, reach=reach)
            watch.adjust.append(held.after_step)
        texts, empty = self._encode(pipe, section)
        with ExitStack() as stack:
            self._steer(pipe, section, texts, watch, stack)
            latents = pipe(
                prompt_embeds=texts[0][None],
                negative_prompt_embeds=empty,
                height=section.height,
                width=section.width,
                # the length is in the latents as well; more than 1 repeats the text for all frames beforehand
                num_frames=1 if self._goes_by_windows(section) else section.num_frames,
                num_inference_steps=self.num_inference_steps,
                guidance_scale=section.text_guidance(self.guidance_scale),
                latents=watch.layout.pack(noise).to(pipe.unet.dtype),
                output_type="latent",
                callback_on_step_end=watch,
                **(self._show(section) if self.shown else {}),
            ).frames
        yield from decode(pipe, watch.layout.unpack(latents))

    def _goes_by_windows(self, section: Section) -> bool:
        return section.num_frames > self.window and section.render.long != "freenoise"

    def _steer(
        self, pipe: Any, section: Section, texts: dict[int, Tensor], watch: Watch, stack: ExitStack
    ) -> None:
        """Windows over the clip or its motion modules, a text for every frame, and control of time."""
        from consistency.windows import choose_stride
        from shots.diffusion.steering import Fusing
        from shots.diffusion.unet_clips import attended_in_windows, control_time, windowed

        render, count = section.render, section.num_frames
        modules = render.long == "freenoise"
        if modules:
            stack.enter_context(
                attended_in_windows(pipe.unet, count, window=self.window, stride=max(1, self.window // 4))
            )
        stack.enter_context(
            windowed(
                pipe.unet,
                count,
                window=max(count, self.window) if modules else self.window,
                stride=choose_stride(self.window),
                texts=texts,
                blend=render.beats == "blend",
                fuse=Fusing(render.long == "streaming", pipe.scheduler, section.seed),
            )
        )
        if render.temporal is not None:
            control = stack.enter_context(control_time(pipe.unet, render.temporal).on(pipe.unet))
            control.turn(0)
            watch.adjust.append(control.after_step)

    def _show(self, section: Section) -> dict[str, Any]:
        """The pictures that are given, and the frames that they are."""
        given = {0: section.opening, section.num_frames - 1: section.ending}
        there = {frame: picture for frame, picture in given.items() if picture is not None}
        return {"conditioning_frames": list(there.values()), "controlnet_frame_indices": list(there)}

    def _encode(self, pipe: Any, section: Section) -> tuple[dict[int, Tensor], Tensor | None]:
        """Frame -> (tokens, width) of the text heard from there on, and the negative's (1, tokens, width)."""
        import torch

        texts: dict[int, Tensor] = {}
        empty = None
        with torch.no_grad():
            for frame, text in section.texts().items():
                full, empty = pipe.encode_prompt(
                    text,
                    pipe._execution_device,
                    1,
                    section.text_guidance(self.guidance_scale) > 1,
                    negative_prompt=section.negative,
                )
                texts[frame] = full[0]
        return texts, empty


def check_sight(folder: Path) -> None:
    """Nothing, if a SparseCtrl is shown pictures.

    Raises:
        BackendError: it is shown scribbles.
    """
    if not read_config(folder.parent, folder.name).get("use_simplified_condition_embedding", True):
        raise BackendError(
            f"{folder} is a SparseCtrl for scribbles, and a keyframe is a picture. Take the one for RGB "
            "(`film models pull sparsectrl`)."
        )


open_animatediff = Opening(CARD, AnimateDiff)
"""The backend `animatediff:MODEL` or `animatediff:BASE+ADAPTER+SPARSECTRL`, numbers after a `?`."""

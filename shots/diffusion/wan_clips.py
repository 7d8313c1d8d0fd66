"""Clips by Wan: image to video with words, from the first picture and, where the model can, to the last.

python -c "from shots.diffusion.wan_clips import open_wan; print(open_wan('path/to/wan').card)"
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shots.backends import Card, FrameRule, Image
from shots.diffusion.clips import Section, Watch
from shots.diffusion.model_files import check_channels, is_of, read_config
from shots.diffusion.models import find_model
from shots.diffusion.opening import Opening
from shots.diffusion.transformer_clips import LEFT_OUT, Transformer
from shots.rendering import BY_FRAMES, BY_WORDS, IN_CHANNELS

if TYPE_CHECKING:
    from torch import Tensor

MAX_TOKENS = 512
"""of a text, as the pipeline's call has it; its attention counts on it to find the picture's tokens"""
VACE = frozenset({"WanVACEPipeline"})
REFUSED = {
    "WanPipeline": "it hears words and is shown no keyframe (the 5B of Wan 2.2 is, and says so by "
    "`expand_timesteps` in its index)",
    "WanVideoToVideoPipeline": "it makes a film over and sets no keyframe in motion",
    "WanAnimatePipeline": "it needs a film of somebody who moves, to be imitated",
}


class Wan(Transformer):
    """Wan 2.1 and 2.2 image to video; the two experts of 2.2 are switched by its pipeline."""

    card = Card(
        name="wan",
        version="3",
        about="Wan: image to video with words",
        licence="Apache-2.0; read the model's own page",
        size_multiple=16,
        trained_sizes=((832, 480), (1280, 720)),
        joins=frozenset({"cut", "dissolve", "fade", "smooth"}),
        frames=FrameRule(4, 1, 5, 81),
        fps=16,
        longest=60 * 16,
        first_frame="held",
        leans=True,
        latents="bcfhw",
        noise="unit",
        steps=True,
        renders=BY_WORDS | BY_FRAMES | IN_CHANNELS,
    )
    classes = frozenset({"WanImageToVideoPipeline"})
    refused = REFUSED
    as_class = "WanImageToVideoPipeline"
    exact_vae = True
    guided_in_turn = True
    decoded_at_once = 4
    steps = 40
    guidance = 5.0

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels)."""
        vae = self.config("vae")
        return (
            vae.get("scale_factor_temporal", 4),
            vae.get("scale_factor_spatial", 8),
            vae.get("z_dim", 16),
        )

    def read_card(self) -> dict[str, Any]:
        """Rate, length and size, and whether it ends on a picture."""
        per_token = bool(read_config(self.folder).get("expand_timesteps"))
        self.pinned = int(per_token)
        self.needs_ending = needs_last_picture(self.folder)
        for part in self._experts():
            check_channels(self.folder, part, self.channels if per_token else 2 * self.channels + 4)
        rate, most = (24, 121) if per_token else (16, 81)
        return {**self._ending(can_end_on_picture(self.folder)), **self._measures(rate, most)}

    def _experts(self) -> list[str]:
        return [part for part in ("transformer", "transformer_2") if self.config(part)]

    def _measures(self, rate: int, most: int) -> dict[str, Any]:
        patch = max(self.config(self._experts()[0]).get("patch_size", (1, 2, 2))[1:])
        return {
            "size_multiple": self.pixels_per_latent * patch,
            "frames": self.rule(most),
            "fps": rate,
            "longest": 60 * rate,
        }

    def _ending(self, there: bool) -> dict[str, Any]:
        if not there:
            return {}
        about = f"{self.card.about}, from a first to a last picture"
        return {"last_frame": True, "joins": self.card.joins | {"bridge"}, "about": about}

    def see_at_the_end(self, pipe: Any, picture: Any) -> Tensor:
        """(1, C, h, w) latents of a picture that stands, late in a clip."""
        return encode_picture(pipe, picture, standing=1 + self.frames_per_latent)

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """First picture, last picture, noise."""
        ending = {} if section.ending is None else {"last_image": section.ending}
        return {
            "image": section.opening,
            "latents": watch.layout.pack(noise),
            "output_type": "latent",
            **ending,
        }

    def make(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Iterator[Image]:
        """The section's pictures, decoded as they are taken."""
        from shots.diffusion.wan_vae import decode

        latents = self.call(pipe, section, noise, watch).frames
        yield from decode(pipe, watch.layout.unpack(latents))

    def steer(
        self, pipe: Any, section: Section, noise: Tensor, watch: Watch, stack: ExitStack
    ) -> dict[str, Any]:
        """A text for every frame, windows, guidance by the keyframe apart from words, a first frame held."""
        from consistency.windows import choose_stride, list_windows
        from shots.diffusion.steering import Ears, Fusing, by_windows, guided, heard_by_frames
        from shots.diffusion.wan_vae import conditioned_by_frames

        stack.enter_context(conditioned_by_frames(pipe))
        words: dict[str, Any] = {}
        models = [model for model in (pipe.transformer, pipe.transformer_2) if model is not None]
        ears, num_latents = None, len(noise)
        if len(texts := section.texts()) > 1:
            told = {frame: encode_words(pipe, text)[0] for frame, text in texts.items()}
            blend = section.render.beats == "blend"
            ears = Ears.of(told, self.frames_per_latent, num_latents, blend=blend)
            words = {"prompt": LEFT_OUT, "prompt_embeds": ears.texts}
            crosses = [block.attn2 for model in models for block in model.blocks]
            stack.enter_context(heard_by_frames(crosses, ears))
        assert self.card.frames is not None
        window = num_latents
        if section.by_windows:
            window = (self.card.frames.most - 1) // self.frames_per_latent + 1
        windows = list_windows(num_latents, window, choose_stride(window))
        fuse = Fusing(section.render.long == "streaming", pipe.scheduler, section.seed)
        for model in models:
            stack.enter_context(by_windows(model, windows, axis=2, fuse=fuse, ears=ears))
        asked = section.render.guidance
        if asked is not None and asked.image is not None:
            negative, scale = encode_words(pipe, section.negative), section.text_guidance(self.guidance_scale)
            stack.enter_context(guided(models, negative, image=asked.image, text=scale, own=self.channels))
            words["guidance_scale"] = 1.0  # the passes are made and weighed here
        if section.render.keep_first_frame == "exact":
            from shots.diffusion.unet_clips import FirstFrame

            watch.adjust.append(FirstFrame(encode_picture(pipe, section.opening), noise).after_step)
        return words


class PerToken(Wan):
    """Wan 2.2 TI2V-5B, whose index names the pipeline for words alone."""

    classes = Wan.classes | {"WanPipeline"}

    def read_card(self) -> dict[str, Any]:
        """As Wan's, but for what needs the keyframe in channels of its own, and one timestep for all."""
        return {**super().read_card(), "renders": BY_WORDS | BY_FRAMES}


class WanVACE(Wan):
    """Wan VACE: pictures given at any frame, the rest masked to be made, and reference pictures beside."""

    card = Card(
        name="wan",
        version="1 vace",
        about="Wan VACE: image to video with words, reference pictures of the cast",
        licence=Wan.card.licence,
        size_multiple=16,
        trained_sizes=((832, 480), (1280, 720)),
        joins=Wan.card.joins,
        frames=Wan.card.frames,
        fps=16,
        longest=60 * 16,
        first_frame="held",
        leans=True,
        references=True,
        masks=True,
        latents="bcfhw",
        noise="unit",
        steps=True,
        renders=BY_WORDS,
    )
    classes = VACE
    as_class = "WanVACEPipeline"

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels)."""
        return read_halvings(self.config("vae"))

    def read_card(self) -> dict[str, Any]:
        """Length and size; it always ends on a picture."""
        for part in self._experts():
            check_channels(self.folder, part, self.channels)
        return {**self._ending(True), **self._measures(16, 81)}

    def steer(
        self, pipe: Any, section: Section, noise: Tensor, watch: Watch, stack: ExitStack
    ) -> dict[str, Any]:
        """Nothing: what is given stands in a branch of its own."""
        return {}

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """Given pictures with grey ones between them, masks of what is to be made, references, noise."""
        import torch
        from PIL import Image as Pillow

        from consistency.noise import random_noise

        size, count = (section.width, section.height), section.num_frames
        pictures = [Pillow.new("RGB", size, (128, 128, 128))] * count
        masks = [Pillow.new("L", size, 255)] * count
        given = {0: section.opening, count - 1: section.ending}
        for frame, picture in given.items():
            if picture is not None:
                pictures[frame], masks[frame] = picture, Pillow.new("L", size, 0)
        references = list(section.references)
        if references:
            # its own draw: what the shot starts from is the same with and without references
            beside = random_noise(len(references), noise.shape[1:], section.seed + 1)
            noise = torch.cat([beside, noise])
        return {
            "video": pictures,
            "mask": masks,
            "reference_images": references or None,
            "output_type": "latent",
            "latents": noise.transpose(0, 1)[None],
        }


def encode_words(pipe: Any, text: str) -> Tensor:
    """(1, tokens, width) of a text as Wan hears it."""
    import torch

    with torch.no_grad():
        return pipe.encode_prompt(
            text,
            do_classifier_free_guidance=False,
            max_sequence_length=MAX_TOKENS,
            device=pipe._execution_device,
        )[0]


def encode_picture(pipe: Any, picture: Any, *, standing: int = 1) -> Tensor:
    """(1, C, h, w) latents of a PIL image as Wan has them; its first frame is decoded alone.

    Args:
        standing: pictures for which it has stood; its last latent is given.
    """
    import torch

    vae = pipe.vae
    with torch.no_grad():
        values = pipe.video_processor.preprocess(picture, height=picture.height, width=picture.width)
        values = values.to(vae.device, vae.dtype)[:, :, None].expand(-1, -1, standing, -1, -1)
        clean = vae.encode(values).latent_dist.mode()[:, :, -1]
    mean, std = (
        torch.tensor(values).view(1, -1, 1, 1).to(clean)
        for values in (vae.config.latents_mean, vae.config.latents_std)
    )
    return (clean - mean) / std


def read_halvings(vae: dict[str, Any]) -> tuple[int, int, int]:
    """(pictures to a latent after the first, pixels to one, its channels), as VACE and SkyReels reckon."""
    halvings = vae.get("temperal_downsample", [False, True, True])
    return 2 ** sum(halvings), 2 ** len(halvings), vae.get("z_dim", 16)


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


def choose_wan(source: str, **numbers: Any) -> Wan:
    """The kind of Wan that a folder holds, by its index."""
    folder = find_model(source, name="wan")
    if is_of(folder, VACE):
        return WanVACE(source, **numbers)
    return (PerToken if read_config(folder).get("expand_timesteps") else Wan)(source, **numbers)


open_wan = Opening(Wan.card, choose_wan)
"""The backend `wan:MODEL`, MODEL a folder or a pulled repository, `,steps=` and `,guidance=` after it."""

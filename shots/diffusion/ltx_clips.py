"""Clips by LTX-Video: image to video with words, pictures held at any frame.

python -c "from shots.diffusion.ltx_clips import open_ltx; print(open_ltx('path/to/ltx').card)"
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from shots.backends import Card, FrameRule
from shots.diffusion.clips import Section, Watch
from shots.diffusion.ltx2_clips import LTX2, PIPELINE_MULTIPLE, REFUSED
from shots.diffusion.memory import Rung
from shots.diffusion.model_files import check_channels, is_of
from shots.diffusion.models import find_model
from shots.diffusion.opening import Opening
from shots.diffusion.transformer_clips import LEFT_OUT, Transformer
from shots.rendering import BY_FRAMES, BY_WORDS

if TYPE_CHECKING:
    from torch import Tensor

MOST_FRAMES = 161


class LTX(Transformer):
    """LTX-Video through its condition pipeline; 8 steps and guidance 1 are for distilled models."""

    card = Card(
        name="ltx",
        version="2",
        about="LTX-Video: image to video with words, from a first to a last picture",
        licence="LTX-Video Open Weights License; read the model's own page",
        size_multiple=PIPELINE_MULTIPLE,
        trained_sizes=((704, 480), (1216, 704)),
        joins=frozenset({"cut", "dissolve", "fade", "smooth", "bridge"}),
        frames=FrameRule(8, 1, 9, MOST_FRAMES),
        longest=60 * 30,
        first_frame="held",
        last_frame=True,
        leans=True,
        latents="packed",
        noise="unit",
        steps=True,
        renders=BY_WORDS | BY_FRAMES,
    )
    classes = frozenset({"LTXConditionPipeline", "LTXImageToVideoPipeline", "LTXPipeline"})
    refused = REFUSED | {
        "LTXLatentUpsamplePipeline": "it enlarges what another has made",
        "LTXI2VLongMultiPromptPipeline": "long shots are made in sections here; name LTXPipeline in it",
    }
    as_class = "LTXConditionPipeline"
    steps = 40
    guidance = 3.0
    pinned = 1

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels)."""
        vae = self.config("vae")
        halvings = sum(map(bool, vae.get("spatio_temporal_scaling", (True, True, True, False))))
        pixels = vae.get("spatial_compression_ratio") or int(vae.get("patch_size", 4)) * 2**halvings
        frames = vae.get("temporal_compression_ratio") or int(vae.get("patch_size_t", 1)) * 2**halvings
        return frames, pixels, vae.get("latent_channels", 128)

    def read_card(self) -> dict[str, Any]:
        """Length and size."""
        check_channels(self.folder, "transformer", self.channels)
        multiple = max(PIPELINE_MULTIPLE, self.pixels_per_latent)
        return {"size_multiple": multiple, "frames": self.rule(MOST_FRAMES)}

    def open(self, device: str, rung: Rung | None, dtype: Any) -> Any:
        """The pipeline on its device."""
        pipe = super().open(device, rung, dtype)
        pipe.prepare_latents = with_given_noise(pipe.prepare_latents)
        return pipe

    def see_at_the_end(self, pipe: Any, picture: Any) -> Tensor:
        """(1, C, h, w) latents of a picture that stands, late in a clip."""
        import torch

        vae = pipe.vae
        with torch.no_grad():
            values = pipe.video_processor.preprocess(picture, height=picture.height, width=picture.width)
            values = values.to(vae.device, vae.dtype)[:, :, None]
            standing = values.expand(-1, -1, 1 + self.frames_per_latent, -1, -1)
            clean = vae.encode(standing).latent_dist.mode()
            return pipe._normalize_latents(clean, vae.latents_mean, vae.latents_std)[:, :, -1]

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """Pictures held at the first and last frame, noise, and how it is decoded."""
        from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

        held = [LTXVideoCondition(image=section.opening, frame_index=0)]
        if section.ending is not None:
            held.append(LTXVideoCondition(image=section.ending, frame_index=section.num_frames - 1))
        return {
            "conditions": held,
            "frame_rate": section.fps,
            "image_cond_noise_scale": 0.0,
            "decode_timestep": 0.05,
            "decode_noise_scale": 0.025,
            "latents": noise.transpose(0, 1)[None],
        }

    def steer(
        self, pipe: Any, section: Section, noise: Tensor, watch: Watch, stack: ExitStack
    ) -> dict[str, Any]:
        """With beats, a text for every latent frame."""
        import torch

        from shots.diffusion.steering import Ears, heard_by_frames

        texts = section.texts()
        if len(texts) == 1:
            return {}
        with torch.no_grad():
            told = {
                frame: pipe.encode_prompt(text, do_classifier_free_guidance=False)[:2]
                for frame, text in texts.items()
            }
            _, _, empty, hidden = pipe.encode_prompt(section.prompt, section.negative)
        count, height, width = self.grid(section)
        blend = section.render.beats == "blend"
        rule = self.frames_per_latent, count
        ears = Ears.of({frame: embeds[0] for frame, (embeds, _) in told.items()}, *rule, blend=blend)
        # a mask tells which tokens are words; while two texts blend, those of either are
        masks = Ears.of(
            {frame: mask[0].float()[:, None] for frame, (_, mask) in told.items()}, *rule, blend=blend
        )
        ears.tokens = height * width
        stack.enter_context(
            heard_by_frames([block.attn2 for block in pipe.transformer.transformer_blocks], ears)
        )
        return {
            "prompt": LEFT_OUT,
            "negative_prompt": LEFT_OUT,
            "prompt_embeds": ears.texts,
            "prompt_attention_mask": (masks.texts[..., 0] > 0).to(hidden.dtype),
            "negative_prompt_embeds": ears.repeat(empty),
            "negative_prompt_attention_mask": ears.repeat(hidden),
        }


def with_given_noise(prepare: Callable[..., Any]) -> Callable[..., Any]:
    """LTX's `prepare_latents`, but that it starts from the latents it is given.

    The pipeline's own drops them without a word unless it is told a sigma, and then mixes noise of its own
    into them; at sigma 0 that noise has no weight.
    """

    def prepare_latents(*args: Any, latents: Tensor, sigma: Tensor | None = None, **more: Any) -> Any:
        none = latents.new_zeros(1) if sigma is None else sigma
        return prepare(*args, latents=latents, sigma=none, **more)

    return prepare_latents


def choose_ltx(source: str, **numbers: Any) -> LTX | LTX2:
    """The generation of LTX that a folder holds, by its index."""
    folder = find_model(source, name="ltx")
    return (LTX2 if is_of(folder, LTX2.classes) else LTX)(source, **numbers)


open_ltx = Opening(LTX.card, choose_ltx)
"""The backend `ltx:MODEL`, MODEL a folder or a pulled repository, `,steps=` and `,guidance=` after it."""

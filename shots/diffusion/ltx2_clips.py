"""Clips by LTX-2: image to video with words, pictures held at any frame, and the sound that belongs to them.

python -c "from shots.diffusion.ltx_clips import open_ltx; print(open_ltx('path/to/ltx2').card)"
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shots.backends import Card, FrameRule
from shots.diffusion.clips import Section, Watch
from shots.diffusion.model_files import check_channels
from shots.diffusion.transformer_clips import Transformer
from shots.rendering import BY_WORDS

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import LatentLayout

MOST_FRAMES = 121
PIPELINE_MULTIPLE = 32
"""pixels; what the pipeline asks for, whatever its VAE"""
SOUND_RATE = 24_000
REFUSED = {
    "LTX2LatentUpsamplePipeline": "it enlarges what another has made",
    "LTX2DFRPipeline": "it is not known here",
    "LTX2DFRTemporalRefinePipeline": "it refines what another has made",
    "LTX2VideoDiffusionDecodePipeline": "it decodes what another has made",
    "LTX2InContextPipeline": "it needs a film that steers it",
    "LTX2HDRPipeline": "it is not known here",
}


class LTX2(Transformer):
    """LTX-2 through its condition pipeline, which makes picture and sound together.

    Its pictures are compressed as its training films were before they are held, by the pipeline's own rule.
    """

    card = Card(
        name="ltx",
        version="1 ltx2",
        about="LTX-2: image to video with words and with sound, from a first to a last picture",
        licence="LTX-2 Community License; read the model's own page",
        size_multiple=PIPELINE_MULTIPLE,
        trained_sizes=((768, 512), (1920, 1088)),
        joins=frozenset({"cut", "dissolve", "fade", "smooth", "bridge"}),
        frames=FrameRule(8, 1, 9, MOST_FRAMES),
        longest=60 * 30,
        first_frame="held",
        last_frame=True,
        latents="packed",
        noise="unit",
        audio=SOUND_RATE,
        steps=True,
        renders=BY_WORDS | {"sound"},
    )
    classes = frozenset({"LTX2ConditionPipeline", "LTX2ImageToVideoPipeline", "LTX2Pipeline"})
    refused = REFUSED
    as_class = "LTX2ConditionPipeline"
    steps = 30
    guidance = 3.0
    pinned = 1

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels)."""
        vae = self.config("vae")
        scaling = vae.get("spatio_temporal_scaling", (True,) * 4)
        halvings = sum(map(bool, scaling))
        pixels = vae.get("spatial_compression_ratio") or int(vae.get("patch_size", 4)) * 2**halvings
        frames = vae.get("temporal_compression_ratio") or int(vae.get("patch_size_t", 1)) * 2**halvings
        return frames, pixels, vae.get("latent_channels", 128)

    def read_card(self) -> dict[str, Any]:
        """Length, size, and the rate of its sound."""
        check_channels(self.folder, "transformer", self.channels)
        rate = int(self.config("vocoder").get("output_sampling_rate", SOUND_RATE))
        multiple = max(PIPELINE_MULTIPLE, self.pixels_per_latent)
        return {"size_multiple": multiple, "frames": self.rule(MOST_FRAMES), "audio": rate}

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """Tokens in a row; those of a last picture stand behind."""
        from shots.diffusion.latents import LatentLayout

        return LatentLayout("packed", self.grid(section), behind=True)

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """Pictures held at the first and last latent frame, and the kind of attention between the senses."""
        from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

        held = [LTX2VideoCondition(frames=section.opening, index=0)]
        if section.ending is not None:
            held.append(LTX2VideoCondition(frames=section.ending, index=-1))
        newer = bool(self.config("transformer").get("cross_attn_mod"))  # LTX-2.3 and later
        return {"conditions": held, "frame_rate": float(section.fps), "use_cross_timestep": newer}

    def call(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Any:
        """What the pipeline gives back; it starts from the noise that it is given.

        The pipeline's own way to take latents mixes noise of its own into them.
        """
        prepare, own = pipe.prepare_latents, watch.layout.pack(noise)

        def prepare_latents(*args: Any, noise_scale: float = 1.0, **more: Any) -> Any:
            latents, held, clean, places = prepare(*args, noise_scale=noise_scale, **more)
            count = own.shape[1]
            share = (1 - held[:, :count]) * noise_scale
            latents[:, :count] = own.to(latents) * share + clean[:, :count] * (1 - share)
            return latents, held, clean, places

        pipe.prepare_latents = prepare_latents
        try:
            made = super().call(pipe, section, noise, watch)
            watch.sound = made.audio[0].float().cpu().numpy()
            return made
        finally:
            del pipe.prepare_latents

"""Clips by CogVideoX: image to video with words.

python -c "from shots.diffusion.cogvideox_clips import open_cogvideox; print(open_cogvideox('path').card)"
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prompts.errors import BackendError
from shots.backends import Card, FrameRule
from shots.diffusion.clips import Section, Watch
from shots.diffusion.model_files import check_channels
from shots.diffusion.opening import Opening
from shots.diffusion.transformer_clips import Transformer
from shots.rendering import BY_WORDS

if TYPE_CHECKING:
    from torch import Tensor

FPS = 8
MOST_FRAMES = 49
REFUSED = {
    "CogVideoXPipeline": "it hears words and is shown no keyframe",
    "CogVideoXVideoToVideoPipeline": "it makes a film over and sets no keyframe in motion",
    "CogVideoXFunControlPipeline": "it needs a film that steers it",
}


class CogVideoX(Transformer):
    """CogVideoX 1.0, image to video; it takes one size only.

    Its decoder works on pairs of latent frames: asked for 4k + 1 frames it gives three more without a word
    where k is odd, so 8k + 1 are made.
    """

    card = Card(
        name="cogvideox",
        version="1",
        about="CogVideoX: image to video with words",
        licence="CogVideoX License; read the model's own page",
        size_multiple=16,
        size=(720, 480),
        trained_sizes=((720, 480),),
        joins=frozenset({"cut", "dissolve", "fade", "smooth"}),
        frames=FrameRule(8, 1, 9, MOST_FRAMES),
        fps=FPS,
        longest=60 * FPS,
        first_frame="held",
        latents="bfchw",
        noise="scaled",
        steps=True,
        renders=BY_WORDS,
    )
    classes = frozenset({"CogVideoXImageToVideoPipeline"})
    refused = REFUSED
    decoded_at_once = 8
    steps = 50
    guidance = 6.0

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels)."""
        vae = self.config("vae")
        pixels = 2 ** (len(vae.get("block_out_channels", (0,) * 4)) - 1)
        return int(vae.get("temporal_compression_ratio", 4)), pixels, vae.get("latent_channels", 16)

    def read_card(self) -> dict[str, Any]:
        """Length, and the one size that a model with learned places takes."""
        model, pixels = self.config("transformer"), self.pixels_per_latent
        if model.get("patch_size_t") is not None:
            raise BackendError(
                f"{self.folder} is a CogVideoX 1.5, which patches frames in time; only 1.0 is known here. "
                "Use a 1.0 model, or another --clips backend."
            )
        check_channels(self.folder, "transformer", 2 * self.channels)
        only = (int(model.get("sample_width", 90)) * pixels, int(model.get("sample_height", 60)) * pixels)
        return {
            "size_multiple": pixels * int(model.get("patch_size", 2)),
            "size": only if model.get("use_learned_positional_embeddings") else None,
            "frames": self.rule(MOST_FRAMES, step=2 * self.frames_per_latent),
        }

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """First picture and noise."""
        return {
            "image": section.opening,
            "use_dynamic_cfg": True,
            "latents": watch.layout.pack(noise).to(pipe.transformer.dtype),
        }


open_cogvideox = Opening(CogVideoX.card, CogVideoX)
"""The backend `cogvideox:MODEL`, a folder or a pulled repository, `,steps=` and `,guidance=` after it."""

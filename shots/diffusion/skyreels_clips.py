"""Clips by SkyReels V2: image to video with words, by diffusion forcing or as Wan does.

python -c "from shots.diffusion.skyreels_clips import open_skyreels; print(open_skyreels('path').card)"
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from shots.backends import Card, FrameRule
from shots.diffusion.clips import Section, Watch
from shots.diffusion.model_files import check_channels, is_of
from shots.diffusion.models import find_model
from shots.diffusion.opening import Opening
from shots.diffusion.transformer_clips import Transformer
from shots.diffusion.wan_clips import needs_last_picture, read_halvings
from shots.rendering import BY_WORDS

if TYPE_CHECKING:
    from torch import Tensor

    from shots.diffusion.latents import LatentLayout

FPS = 24
MOST_FRAMES = 97
"""what the 540p models were trained on; the 720p ones on 121"""
REFUSED = {"SkyReelsV2Pipeline": "it hears words and is shown no keyframe"}
WHOLE_PICTURE = frozenset({"SkyReelsV2ImageToVideoPipeline"})


class SkyReels(Transformer):
    """SkyReels V2 by diffusion forcing: every latent frame has a noise level of its own.

    The released models name the pipeline for words alone; with the one for pictures they open as well.
    """

    card = Card(
        name="skyreels",
        version="1",
        about="SkyReels V2: image to video with words, from a first towards a last picture",
        licence="Skywork Community License; read the model's own page",
        size_multiple=16,
        trained_sizes=((960, 544), (1280, 720)),
        joins=frozenset({"cut", "dissolve", "fade", "smooth", "bridge"}),
        frames=FrameRule(4, 1, 5, MOST_FRAMES),
        fps=FPS,
        longest=60 * FPS,
        first_frame="held",
        last_frame=True,
        latents="bcfhw",
        noise="unit",
        steps=True,
        renders=BY_WORDS,
    )
    classes = frozenset(
        {
            "SkyReelsV2DiffusionForcingPipeline",
            "SkyReelsV2DiffusionForcingImageToVideoPipeline",
            "SkyReelsV2DiffusionForcingVideoToVideoPipeline",
        }
    )
    refused = REFUSED
    as_class: ClassVar[str | None] = "SkyReelsV2DiffusionForcingImageToVideoPipeline"
    exact_vae = True
    guided_in_turn = True
    steps = 50
    guidance = 5.0
    pinned = 1

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels)."""
        return read_halvings(self.config("vae"))

    def read_card(self) -> dict[str, Any]:
        """Length and size."""
        check_channels(self.folder, "transformer", self.channels)
        return self._measures()

    def _measures(self) -> dict[str, Any]:
        patch = max(self.config("transformer").get("patch_size", (1, 2, 2))[1:])
        return {"size_multiple": self.pixels_per_latent * patch, "frames": self.rule(MOST_FRAMES)}

    def layout(self, pipe: Any, section: Section) -> LatentLayout:
        """Channels before frames; the latents of a last picture stand behind the clip."""
        from shots.diffusion.latents import LatentLayout

        return LatentLayout("bcfhw", self.grid(section), behind=True)

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """First picture, last picture, noise: a copy, for the pipeline writes into it."""
        ending = {} if section.ending is None else {"last_image": section.ending}
        return {
            "image": section.opening,
            "latents": watch.layout.pack(noise).clone(),
            "fps": section.fps,
            **ending,
        }


class SkyReelsI2V(SkyReels):
    """SkyReels V2 image to video: built like Wan 2.1, all frames at one noise level."""

    classes = WHOLE_PICTURE
    as_class = None
    pinned = 0

    def read_card(self) -> dict[str, Any]:
        """Length and size, and whether its picture encoder has room for a last picture."""
        check_channels(self.folder, "transformer", 2 * self.channels + 4)
        self.needs_ending = needs_last_picture(self.folder)
        if self.needs_ending:
            return self._measures()
        return self._measures() | {
            "last_frame": False,
            "joins": self.card.joins - {"bridge"},
            "about": "SkyReels V2: image to video with words",
        }

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """First picture, last picture, noise."""
        told = super().arguments(pipe, section, noise, watch)
        return {name: value for name, value in told.items() if name != "fps"}


def choose_skyreels(source: str, **numbers: Any) -> SkyReels:
    """The kind of SkyReels V2 that a folder holds, by its index."""
    folder = find_model(source, name="skyreels")
    return (SkyReelsI2V if is_of(folder, WHOLE_PICTURE) else SkyReels)(source, **numbers)


open_skyreels = Opening(SkyReels.card, choose_skyreels)
"""The backend `skyreels:MODEL`, a folder or a pulled repository, `,steps=` and `,guidance=` after it."""

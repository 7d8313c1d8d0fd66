"""Clips by HunyuanVideo: 1.5 from a first picture, Framepack from a first and, where asked, to a last one.

python -c "from shots.diffusion.hunyuan_clips import open_hunyuan; print(open_hunyuan('path').card)"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from prompts.errors import BackendError
from shots.backends import Card, FrameRule
from shots.diffusion.clips import Section, Watch
from shots.diffusion.loose_parts import find_part, open_part
from shots.diffusion.model_files import check_channels, fingerprint_model, is_of, read_json
from shots.diffusion.models import find_model
from shots.diffusion.opening import Opening
from shots.diffusion.transformer_clips import LEFT_OUT, Transformer
from shots.rendering import BY_WORDS

if TYPE_CHECKING:
    from torch import Tensor

LICENCE = (
    "Tencent Hunyuan Community License (not for the EU, the UK and South Korea); read the model's own page"
)
FRAMEPACK = frozenset({"HunyuanVideoFramepackPipeline"})
FRAMEPACK_MODELS = ("HunyuanVideoFramepackTransformer3DModel", "HunyuanVideoTransformer3DModelPacked")
"""the transformer's class in diffusers, and in the files that its authors released"""
REFUSED = {
    "HunyuanVideo15Pipeline": "it hears words and is shown no keyframe",
    "HunyuanVideoPipeline": "it hears words and is shown no keyframe",
    "HunyuanVideoImageToVideoPipeline": "the first HunyuanVideo is not known here; take 1.5 or Framepack",
    "HunyuanSkyreelsImageToVideoPipeline": "SkyReels V1 is not known here; take V2",
}


class Hunyuan(Transformer):
    """HunyuanVideo 1.5, image to video.

    Its pipeline has neither a size nor a callback: it crops the picture to the nearest of its own sizes, and
    tells nobody of its steps. Here it is given the size, and its scheduler is listened to.
    """

    card = Card(
        name="hunyuan",
        version="1",
        about="HunyuanVideo 1.5: image to video with words",
        licence=LICENCE,
        size_multiple=16,
        trained_sizes=((640, 640), (960, 960)),
        joins=frozenset({"cut", "dissolve", "fade", "smooth"}),
        frames=FrameRule(4, 1, 5, 121),
        fps=24,
        longest=60 * 24,
        first_frame="held",
        latents="bcfhw",
        noise="unit",
        steps=True,
        renders=BY_WORDS,
    )
    classes = frozenset({"HunyuanVideo15ImageToVideoPipeline"})
    refused = REFUSED
    steps = 50
    guidance = 6.0

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels)."""
        vae = self.config("vae")
        frames, pixels = vae.get("temporal_compression_ratio", 4), vae.get("spatial_compression_ratio", 16)
        return frames, pixels, vae.get("latent_channels", 32)

    def read_card(self) -> dict[str, Any]:
        """Length and size."""
        check_channels(self.folder, "transformer", 2 * self.channels + 1)
        self._check_template()
        model = self.config("transformer")
        side = model.get("target_size")
        return {
            "size_multiple": self.pixels_per_latent * model.get("patch_size", 1),
            "frames": self.rule(121),
            "trained_sizes": ((side, side),) if side else self.card.trained_sizes,
        }

    def _check_template(self) -> None:
        tokenizer = self.folder / "tokenizer"
        told = "chat_template" in read_json(tokenizer / "tokenizer_config.json")
        if not told and not any(tokenizer.glob("chat_template.*")):
            raise BackendError(
                f"{tokenizer} has no chat template (chat_template.jinja), in which words are put: "
                "half of the model is here. Pull or copy it again."
            )

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """First picture and noise."""
        unknown = ("height", "width", "guidance_scale", "callback_on_step_end")
        given = {"image": section.opening, "latents": watch.layout.pack(noise)}
        return given | dict.fromkeys(unknown, LEFT_OUT)

    def call(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Any:
        """What the pipeline gives back, at the section's own size, guided as asked."""
        if "guidance_scale" in pipe.guider.config:
            scale = section.text_guidance(self.guidance_scale)
            pipe.guider = pipe.guider.new(guidance_scale=scale)
        own = pipe.video_processor.calculate_default_height_width
        pipe.video_processor.calculate_default_height_width = lambda height, width, target_size: (
            height,
            width,
        )
        try:
            with listened(pipe, watch):
                return super().call(pipe, section, noise, watch)
        finally:
            pipe.video_processor.calculate_default_height_width = own


@contextmanager
def listened(pipe: Any, watch: Watch) -> Iterator[None]:
    """While it lasts, `watch` is called after every step of a pipeline that knows no callback."""
    step: Callable[..., Any] = pipe.scheduler.step
    done = 0

    def step_and_tell(output: Tensor, timestep: Any, sample: Tensor, **more: Any) -> tuple[Any, ...]:
        nonlocal done
        latents, *rest = step(output, timestep, sample, **more | {"return_dict": False})
        latents = watch(pipe, done, timestep, {"latents": latents}).get("latents", latents)
        done += 1
        return (latents, *rest)

    pipe.scheduler.step = step_and_tell
    try:
        yield
    finally:
        del pipe.scheduler.step


class Framepack(Hunyuan):
    """HunyuanVideo Framepack: windows of latents, made from the end of the clip to its beginning.

    Asked for any number of frames its pipeline makes whole windows, without a word; so whole windows are
    asked for. Every window draws noise of its own; here it is given its part of the clip's.
    """

    card = Card(
        name="hunyuan",
        version="1 framepack",
        about="HunyuanVideo Framepack: image to video with words, from a first to a last picture",
        licence=LICENCE,
        size_multiple=16,
        trained_sizes=((640, 640),),
        joins=Hunyuan.card.joins | {"bridge"},
        frames=FrameRule(36, 1, 37, 361),
        fps=30,
        longest=60 * 30,
        first_frame="held",
        last_frame=True,
        latents="bcfhw",
        noise="unit",
        steps=True,
        renders=BY_WORDS,
    )
    classes = FRAMEPACK
    steps = 30
    guidance = 9.0
    pinned = 1
    window = 9
    """latent frames in a window"""

    def read_latents(self) -> tuple[int, int, int]:
        """(pictures to a latent after the first, pixels to one, its channels)."""
        vae = self.config("vae")
        frames, pixels = vae.get("temporal_compression_ratio", 4), vae.get("spatial_compression_ratio", 8)
        return frames, pixels, vae.get("latent_channels", 16)

    def read_card(self) -> dict[str, Any]:
        """Length: whole windows, and the first picture beside them."""
        check_channels(self.folder, "transformer", self.channels)
        each = self.window * self.frames_per_latent
        return {
            "frames": FrameRule(each, 1, each + 1, 10 * each + 1),
            "size_multiple": 2 * self.pixels_per_latent,
        }

    def arguments(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> dict[str, Any]:
        """First picture, last picture, how many windows."""
        windows = self._count(section)
        ending = {} if section.ending is None else {"last_image": section.ending}
        return {
            "image": section.opening,
            "num_frames": windows * ((self.window - 1) * self.frames_per_latent + 1),
            "latent_window_size": self.window,
            **ending,
        }

    def _count(self, section: Section) -> int:
        return (section.num_frames - 1) // (self.window * self.frames_per_latent)

    def call(self, pipe: Any, section: Section, noise: Tensor, watch: Watch) -> Any:
        """What the pipeline gives back."""
        windows = Windows(watch, noise.clone(), self.window, self._count(section))
        draw, encode = pipe.prepare_latents, pipe.prepare_image_latents
        pipe.prepare_latents = lambda *args, latents, **more: draw(*args, latents=windows.draw(), **more)
        pipe.prepare_image_latents = lambda *args, **more: windows.see(encode(*args, **more))
        told = self.told(pipe, section, noise, watch) | {"callback_on_step_end": windows}
        try:
            return pipe(**told)
        finally:
            del pipe.prepare_latents, pipe.prepare_image_latents


class FramepackInParts(Framepack):
    """Framepack as it was released: its transformer and its eye lie beside the HunyuanVideo they work in.

    Args:
        source: `BASE+FRAMEPACK+EYE`: a HunyuanVideo, the transformer, and a folder with `image_encoder` and
            `feature_extractor`.
    """

    classes = frozenset({"HunyuanVideoPipeline"})
    as_class = "HunyuanVideoFramepackPipeline"

    def __init__(self, source: str, **numbers: Any) -> None:
        base, *parts = source.split("+")
        if len(parts) != 2:
            raise BackendError(
                f"hunyuan:{source}: Framepack in parts is written hunyuan:BASE+FRAMEPACK+EYE. Name all "
                "three, or one folder that holds all."
            )
        self.framepack = find_part(parts[0], "Framepack transformer", FRAMEPACK_MODELS, name="hunyuan")
        self.eye = find_part(parts[1], "picture encoder", (), name="hunyuan", inside="image_encoder")
        super().__init__(base, **numbers)
        marks = " ".join(map(fingerprint_model, (self.framepack, self.eye)))
        self.card = replace(self.card, version=f"{self.card.version} {marks}")

    def read_card(self) -> dict[str, Any]:
        """As Framepack's, once its transformer is known to fit the VAE."""
        check_channels(self.framepack.parent, self.framepack.name, self.channels)
        return super().read_card()

    def open_parts(self, dtype: Any) -> dict[str, Any]:
        """The transformer, the picture encoder and what prepares pictures for it."""
        from transformers import AutoImageProcessor

        return {
            "transformer": open_part("HunyuanVideoFramepackTransformer3DModel", self.framepack, dtype=dtype),
            "image_encoder": open_part("SiglipVisionModel", self.eye, dtype=dtype),
            "feature_extractor": AutoImageProcessor.from_pretrained(
                self.eye.parent / "feature_extractor", local_files_only=True
            ),
        }


@dataclass
class Windows:
    """Framepack's windows of one clip, from the last to the first: what they start from and become.

    What is carried over from the shot before is felt in the window that opens the clip.
    """

    watch: Watch
    clip: Tensor
    """(F, C, h, w) noise, and what has been made of it so far; frame 0 is the first picture"""
    size: int
    """latent frames in a window"""
    count: int
    begun: int = 0
    seen: bool = False

    def see(self, picture: Tensor) -> Tensor:
        """The latents of a picture as they are; the first that comes is the clip's first."""
        if not self.seen:
            self.clip[:1], self.seen = picture[:, :, 0].to(self.clip), True
        return picture

    def draw(self) -> Tensor:
        """(1, C, size, h, w) noise of the next window."""
        self.begun += 1
        return self.watch.layout.pack(self.clip[self._start : self._start + self.size])

    @property
    def _start(self) -> int:
        return 1 + (self.count - self.begun) * self.size

    def __call__(self, pipe: Any, step: int, timestep: Any, values: dict[str, Any]) -> dict[str, Any]:
        """What the pipeline goes on with; empty if the window's latents are left as they are.

        Raises:
            FloatingPointError: latents that are not finite, with the step.
        """
        opens = self._start == 1
        first = self.clip[:1] if opens else self.clip[:0]
        count = len(pipe.scheduler.timesteps)

        def tell(done: int, total: int) -> None:
            self.watch.on_step((self.begun - 1) * total + done, self.count * total)

        import torch

        from shots.diffusion.latents import LatentLayout

        part = Watch(LatentLayout("bcfhw"), tell, self.watch.adjust if opens else [])
        if self.watch.anchor is not None:
            part.anchor = replace(self.watch.anchor, pinned=len(first))
        latents = torch.cat([part.layout.pack(first).to(values["latents"]), values["latents"]], dim=2)
        changed = part(pipe, step, timestep, {"latents": latents})
        assert part.latents is not None
        made = part.latents[len(first) :]
        self.clip[self._start : self._start + self.size] = made.to(self.clip)
        if step + 1 == count and opens:
            self.watch.latents = self.clip
        return {"latents": changed["latents"][:, :, len(first) :]} if changed else {}


def choose_hunyuan(source: str, **numbers: Any) -> Hunyuan:
    """The kind of HunyuanVideo that a folder holds, by its index."""
    if "+" in source:
        return FramepackInParts(source, **numbers)
    folder = find_model(source, name="hunyuan")
    return (Framepack if is_of(folder, FRAMEPACK) else Hunyuan)(source, **numbers)


open_hunyuan = Opening(Hunyuan.card, choose_hunyuan)
"""The backend `hunyuan:MODEL` or `hunyuan:BASE+FRAMEPACK+EYE`, numbers after a `?`."""

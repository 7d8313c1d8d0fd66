"""IP-Adapters: finding one on the disk, and whether it fits the model, before any of it is loaded.

References enter an image model through an adapter: a safetensors file and, unless it reads faces, the image
encoder it was trained with. Knows files and headers, nothing of pictures.

    adapter = find_adapter("models/IP-Adapter", "sdxl"); load_adapter(pipe, adapter)
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from prompts.errors import BackendError
from shots.diffusion.model_files import (
    PICKLES,
    fingerprint_model,
    fingerprint_samples,
    read_config,
    read_shapes,
)
from shots.diffusion.models import REPO_ID, find_snapshot

SUBFOLDERS = {"sd15": "models", "sdxl": "sdxl_models"}
CLIP_REPO = "openai/clip-vit-large-patch14"
"""the image encoder of adapters for Flux; it also judges takes"""
PREFERRED = (
    "ip-adapter-plus_sdxl_vit-h.safetensors",
    "ip-adapter_sdxl_vit-h.safetensors",
    "ip-adapter_sdxl.safetensors",
    "ip-adapter-plus_sd15.safetensors",
    "ip-adapter_sd15.safetensors",
    "ip_adapter.safetensors",
)
FLUX_KEY = re.compile(r"(double_blocks|ip_adapter)\.\d+\.\S*(to_k_ip|double_stream_k_proj)\.weight")
"""the key projection of a block, as the two layouts that diffusers reads call it"""
UNET_KEY = re.compile(r"ip_adapter\.\d*[13579]\.to_k_ip\.weight")
"""that of a cross-attention layer: every second layer of attention"""


@dataclass(frozen=True)
class Adapter:
    """An adapter on the disk, in the layout that diffusers loads."""

    root: Path
    subfolder: str
    file: str
    encoder: str
    """folder of the image encoder, relative to the root or absolute; '' for one that reads faces"""
    faces: int | None = None
    """how long the embeddings of faces are that it reads (512 for ArcFace's); None: it reads pictures"""

    @property
    def path(self) -> Path:
        """The adapter's own file."""
        return self.root / self.subfolder / self.file


def find_adapter(source: str, family: str) -> Adapter:
    """The adapter at a file, in a folder, or in a pulled repository.

    Raises:
        BackendError: none is there, it is a pickle or damaged, or what it needs besides is missing.
    """
    path = Path(source).expanduser()
    if path.suffix in PICKLES and path.is_file():
        raise BackendError(
            f"{path} is a pickle, which can run code when it is read. Use a .safetensors file."
        )
    if path.is_file():
        adapter = Adapter(path.parent, "", path.name, "")
    else:
        adapter = _choose_file(_find_root(source, path), family)
    shapes = read_shapes(adapter.path)
    if not any(FLUX_KEY.fullmatch(key) for key in shapes):
        said = f"{adapter.path} is no IP-Adapter: it has no `to_k_ip` weights"
        raise BackendError(f"{said}. Choose another file.")
    if "image_proj.perceiver_resampler.proj_in.weight" in shapes:
        raise BackendError(
            f"{adapter.path} is a FaceID-Plus adapter: it reads a face and a picture of it at once, and "
            "diffusers takes one picture for all references. Use a FaceID, base or Plus adapter."
        )
    if face := shapes.get("image_proj.proj.0.weight") if "image_proj.proj.3.weight" not in shapes else None:
        return _as_face_adapter(adapter, shapes, face[1])
    return _with_encoder(adapter, family)


def _as_face_adapter(adapter: Adapter, shapes: Mapping[str, tuple[int, ...]], length: int) -> Adapter:
    """The adapter, known to read embeddings of faces.

    Raises:
        BackendError: it changes the model by LoRAs, which diffusers would leave out without peft.
    """
    if any("_lora." in key for key in shapes) and importlib.util.find_spec("peft") is None:
        raise BackendError(
            f"{adapter.path} is a FaceID adapter with LoRA weights, which need the package peft. Run `pip "
            "install peft`, or use another adapter."
        )
    return replace(adapter, faces=length)


def _find_root(source: str, path: Path) -> Path:
    if path.is_dir():
        return path
    folder = find_snapshot(source) if REPO_ID.fullmatch(source) else None
    if folder is None:
        raise BackendError(
            f"There is no adapter at {source!r}. Give a .safetensors file, a folder, or a repository that "
            f"was pulled (`film models pull {source}`)."
        )
    return folder


def _choose_file(root: Path, family: str) -> Adapter:
    subfolder = SUBFOLDERS.get(family, "")
    subfolder = subfolder if (root / subfolder).is_dir() else ""
    names = sorted(file.name for file in (root / subfolder).glob("*.safetensors"))
    chosen = next((name for name in PREFERRED if name in names), names[0] if len(names) == 1 else "")
    if not chosen:
        said = f"several adapters ({', '.join(names[:4])})" if names else "no .safetensors adapter"
        raise BackendError(
            f"{root / subfolder} holds {said}. Name the file itself: {family}:MODEL,adapter=FILE."
        )
    return Adapter(root, subfolder, chosen, "")


def _with_encoder(adapter: Adapter, family: str) -> Adapter:
    """The adapter with the folder of its image encoder; ViT-H's lies with the models for SD1.5."""
    beside = f"{adapter.subfolder}/image_encoder".lstrip("/")
    places = [beside, "models/image_encoder", "image_encoder", "../image_encoder"]
    if "vit-h" in adapter.file:
        places.insert(0, "models/image_encoder")
    if family == "flux" and (pulled := find_snapshot(CLIP_REPO)):
        places.append(str(pulled))
    for place in places:
        folder = adapter.root / place
        if (folder / "config.json").is_file():
            if not list(folder.glob("*.safetensors")):
                raise BackendError(f"{folder} holds no safetensors. Pull the image encoder again.")
            return replace(adapter, encoder=place)
    pull = f", or run `film models pull {CLIP_REPO}`" if family == "flux" else ""
    raise BackendError(
        f"{adapter.path} has no image encoder with it (a folder `image_encoder`). Copy the one that the "
        f"adapter was trained with beside it{pull}."
    )


def check_adapter(adapter: Adapter, model: Path) -> None:
    """Nothing, if an adapter was made for the architecture of the model in a folder.

    Raises:
        BackendError: another base model, or no adapter at all.
    """
    shapes = read_shapes(adapter.path)
    flux = read_config(model, "transformer")
    fits = (FLUX_KEY if flux else UNET_KEY).fullmatch
    layers = [shape for key, shape in shapes.items() if fits(key)]
    if not layers:
        raise BackendError(
            f"{adapter.path} is no IP-Adapter for this model: it has no `to_k_ip` weights. Choose another "
            "file."
        )
    config = flux or read_config(model, "unet")
    wanted = config.get("joint_attention_dim" if flux else "cross_attention_dim")
    widths = {shape[1] for shape in layers}
    if widths != {wanted}:
        raise BackendError(
            f"{adapter.path} was made for another base model: its text width is {sorted(widths)}, that of "
            f"{model} is {wanted}. Choose the adapter for this model."
        )
    if flux and len(layers) != flux.get("num_layers"):
        raise BackendError(
            f"{adapter.path} was made for another base model: it has {len(layers)} blocks, {model} has "
            f"{flux.get('num_layers')}. Choose the adapter for this model."
        )


def fingerprint_adapter(adapter: Adapter) -> str:
    """Hex letters that tell adapters apart: by the file, and the image encoder where it has one."""
    folder = adapter.root / adapter.encoder
    encoder = fingerprint_model(folder) if adapter.encoder else "none"
    return f"{fingerprint_samples({adapter.file: adapter.path})} {encoder}"


def load_adapter(pipe: Any, adapter: Adapter) -> None:
    """Load an adapter and its image encoder into a pipeline.

    Raises:
        BackendError: the files do not fit the pipeline.
    """
    try:
        if hasattr(pipe, "transformer"):
            more: dict[str, Any] = {
                "image_encoder_pretrained_model_name_or_path": str(adapter.root / adapter.encoder),
                "image_encoder_dtype": pipe.transformer.dtype,
            }
        else:  # with a slash the folder is relative to the root
            more = {"image_encoder_folder": f"./{adapter.encoder}" if adapter.encoder else None}
        pipe.load_ip_adapter(
            str(adapter.root),
            subfolder=adapter.subfolder,
            weight_name=adapter.file,
            local_files_only=True,
            **more,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        said = str(error).splitlines()[0]
        raise BackendError(f"{adapter.path} cannot be loaded: {said}. Choose another adapter.") from error

"""IP-Adapters: finding one on the disk, and whether it fits the model, before any of it is loaded.

Reference pictures enter an image model through an adapter: a safetensors file and the image encoder it was
trained with. Knows files and headers, nothing of pictures.

    adapter = find_adapter("models/IP-Adapter", "sdxl"); load_adapter(pipe, adapter)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prompts.errors import BackendError
from shots.diffusion.models import PICKLES, REPO_ID, find_snapshot, read_config

SUBFOLDERS = {"sd15": "models", "sdxl": "sdxl_models"}
PREFERRED = (
    "ip-adapter-plus_sdxl_vit-h.safetensors",
    "ip-adapter_sdxl_vit-h.safetensors",
    "ip-adapter_sdxl.safetensors",
    "ip-adapter-plus_sd15.safetensors",
    "ip-adapter_sd15.safetensors",
)


@dataclass(frozen=True)
class Adapter:
    """An adapter on the disk, in the layout that diffusers loads."""

    root: Path
    subfolder: str
    file: str
    encoder: str
    """folder of the image encoder, relative to the root"""

    @property
    def path(self) -> Path:
        """The adapter's own file."""
        return self.root / self.subfolder / self.file


def find_adapter(source: str, family: str) -> Adapter:
    """The adapter at a file, in a folder, or in a pulled repository.

    Raises:
        BackendError: none is there, it is a pickle, its encoder is missing, or it needs faces.
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
    if "faceid" in adapter.file.lower():
        raise BackendError(
            f"{adapter.path} is a FaceID adapter: it needs embeddings of faces, for which there is no model "
            "here. Use a base or Plus adapter."
        )
    return _with_encoder(adapter)


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


def _with_encoder(adapter: Adapter) -> Adapter:
    """The adapter with the folder of its image encoder; ViT-H's lies with the models for SD1.5."""
    beside = f"{adapter.subfolder}/image_encoder".lstrip("/")
    places = [beside, "models/image_encoder", "image_encoder", "../image_encoder"]
    if "vit-h" in adapter.file:
        places.insert(0, "models/image_encoder")
    for place in places:
        folder = adapter.root / place
        if (folder / "config.json").is_file():
            if not list(folder.glob("*.safetensors")):
                raise BackendError(f"{folder} holds no safetensors. Pull the image encoder again.")
            return Adapter(adapter.root, adapter.subfolder, adapter.file, place)
    raise BackendError(
        f"{adapter.path} has no image encoder with it (a folder `image_encoder`). Copy the one that the "
        "adapter was trained with beside it."
    )


def check_adapter(adapter: Adapter, model: Path) -> None:
    """Nothing, if an adapter was made for the architecture of the model in a folder.

    Raises:
        BackendError: another base model, or no adapter at all.
    """
    with adapter.path.open("rb") as stream:
        try:
            header = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
        except (ValueError, MemoryError, OverflowError) as error:
            raise BackendError(f"{adapter.path} is damaged: {error}. Pull or copy it again.") from error
    widths = {int(v["shape"][1]) for k, v in header.items() if k.endswith(".to_k_ip.weight")}
    wanted = read_config(model, "unet").get("cross_attention_dim")
    if not widths:
        said = f"{adapter.path} is no IP-Adapter: it has no `to_k_ip` weights"
        raise BackendError(f"{said}. Choose another file.")
    if widths != {wanted}:
        raise BackendError(
            f"{adapter.path} was made for another base model: its text width is {sorted(widths)}, that of "
            f"{model} is {wanted}. Choose the adapter for this model."
        )


def load_adapter(pipe: Any, adapter: Adapter) -> None:
    """Load an adapter and its image encoder into a pipeline.

    Raises:
        BackendError: the files do not fit the pipeline.
    """
    try:
        pipe.load_ip_adapter(
            str(adapter.root),
            subfolder=adapter.subfolder,
            weight_name=adapter.file,
            image_encoder_folder=f"./{adapter.encoder}",  # with a slash it is relative to the root
            local_files_only=True,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        said = str(error).splitlines()[0]
        raise BackendError(f"{adapter.path} cannot be loaded: {said}. Choose another adapter.") from error

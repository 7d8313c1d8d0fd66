"""The files of a model: what its configurations say, and whether it is whole.

Half a model is told before anything is loaded: a part, a piece or the end of a file that is missing, a
configuration that cannot be read, a part of another model. Only headers of weights are read. Loads nothing
heavy.

    check_model(folder, {"WanImageToVideoPipeline"}, name="wan"); print(read_config(folder, "vae"))
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from prompts.errors import BackendError
from shots.diffusion.memory import GIB, Footprint

INDEX = "model_index.json"
PICKLES = (".ckpt", ".bin", ".pt", ".pth", ".pkl")
LARGE = 1 << 20
"""bytes of a JSON file that is no longer read whole"""
FOR_SAFETY = ("safety_checker", "feature_extractor")
"""parts of still models that look for nudity; they are not opened here"""
_STARTS = {
    "sdxl": "StableDiffusionXL",
    "sd15": "StableDiffusionPipeline",
    "flux": "Flux",
    "svd": "StableVideoDiffusion",
    "animatediff": "AnimateDiff",
    "wan": "Wan",
    "ltx": "LTX",
    "cogvideox": "CogVideoX",
    "hunyuan": "HunyuanVideo",
    "skyreels": "SkyReelsV2",
}
"""how the names of a family's diffusers classes begin"""


def read_config(folder: Path, part: str = "") -> dict[str, Any]:
    """A part's `config.json` (`unet`), or the model's index without a part; {} if there is none.

    Raises:
        BackendError: it cannot be read.
    """
    file = folder / part / "config.json" if part else folder / INDEX
    return read_json(file) if file.exists() else {}


def read_json(file: Path) -> dict[str, Any]:
    """What a JSON file holds; {} of a large one (a vocabulary), once its end is seen.

    Raises:
        BackendError: it is no JSON object, or was cut short.
    """
    try:
        if file.stat().st_size > LARGE:
            with file.open("rb") as stream:
                stream.seek(-64, 2)
                if not stream.read().rstrip().endswith(b"}"):
                    raise ValueError("it ends in the middle")
            return {}
        values = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackendError(f"{file} cannot be read: {error}. Pull or copy the model again.") from error
    if not isinstance(values, dict):
        raise BackendError(f"{file} is no configuration. Pull or copy the model again.")
    return values


def check_model(
    folder: Path, classes: Collection[str], *, name: str, refused: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Nothing, if the folder holds a whole pipeline of one of these classes, in safetensors.

    Args:
        refused: diffusers classes of the same family that are known and not usable -> why.

    Raises:
        BackendError: another architecture, pickles only, or a part or a piece of its weights is missing.
    """
    found = str(read_config(folder).get("_class_name", ""))
    if found not in classes:
        fitting = [n for n, start in _STARTS.items() if found.startswith(start) and n != name]
        advice = f"Use {fitting[0]}:{folder}" if fitting else "Choose a backend for that model"
        why = f": {refused[found]}" if found in refused else ""
        raise BackendError(
            f"{folder} holds a {found or 'nameless model'}, which {name!r} cannot use{why}. {advice}."
        )
    index = read_config(folder)
    for part, kind in index.items():
        if isinstance(kind, list) and kind[-1] and not ("safety_checker" in index and part in FOR_SAFETY):
            _check_part_of(folder, part, kind[-1])


def _check_part_of(folder: Path, part: str, kind: str) -> None:
    """A part that the index names is there, is what the index calls it, and whole."""
    if not (folder / part).is_dir():
        raise BackendError(
            f"{folder} has no folder {part!r}, which its {INDEX} names: half of the model is here. Pull "
            "or copy it again."
        )
    own = read_config(folder, part).get("_class_name", kind)
    if own != kind:
        raise BackendError(
            f"{folder / part} is a {own}, but the model needs a {kind} there: it comes from another "
            "model. Pull or copy the model again."
        )
    if part in find_parts(folder):
        check_part(folder / part)
    elif part.startswith("tokenizer"):
        _check_tokenizer(folder / part, kind)
    elif not any(read_json(file) for file in sorted((folder / part).glob("*.json"))):
        raise BackendError(
            f"{folder / part} holds no configuration of a {kind}: half of the model is here. Pull or copy it "
            "again."
        )


def check_part(folder: Path) -> None:
    """Nothing, if a part has a configuration and all of its weights, in safetensors.

    Raises:
        BackendError: something of it is missing, damaged or a pickle.
    """
    for file in sorted(folder.glob("*.json")):
        read_json(file)
    if not read_config(folder.parent, folder.name):
        raise BackendError(
            f"{folder} has no configuration in a config.json: half of the model is here. Pull or copy it "
            "again."
        )
    weights = {file.suffix for file in folder.glob("*") if file.suffix in (".safetensors", *PICKLES)}
    if ".safetensors" not in weights:
        said = "pickles (which can run code)" if weights else "no weights"
        raise BackendError(
            f"{folder} holds {said}; safetensors are needed. Pull the model again with "
            "`film models pull`, or convert it to safetensors."
        )
    _check_pieces(folder)


def _check_tokenizer(folder: Path, kind: str) -> None:
    files = {file.name: file for file in folder.iterdir()}
    read = {name: read_json(file) for name, file in files.items() if name.endswith(".json")}
    missing = "" if "tokenizer_config.json" in files else "tokenizer_config.json"
    pairs = "vocab.json" in files and "merges.txt" in files
    whole = any(n in ("tokenizer.json", "vocab.txt") or n.endswith(".model") for n in files)
    if not (pairs or whole or kind.startswith("ByT5")):  # bytes need no vocabulary
        missing = "vocabulary (tokenizer.json, or vocab.json with merges.txt, or a .model)"
    elif read.get("tokenizer.json", True) == {} and files["tokenizer.json"].stat().st_size <= LARGE:
        missing = "vocabulary in its tokenizer.json"
    if missing:
        raise BackendError(f"{folder} has no {missing}: half of the model is here. Pull or copy it again.")


def _check_pieces(folder: Path) -> None:
    """All pieces of a part's weights are there, and none was cut short."""
    missing: set[str] = set()
    for index in folder.glob("*.safetensors.index.json"):
        named = set(read_json(index).get("weight_map", {}).values())
        here = {name for name in named if (folder / name).is_file()}
        missing |= named - here if here else set()  # another variant's index may lie beside
    if missing:
        raise BackendError(
            f"{folder} lacks {len(missing)} of its files ({min(missing)} ...): half of the model is here. "
            "Pull it again: what is there is kept."
        )
    for file in folder.glob("*.safetensors"):
        if file.stat().st_size != _whole_size(file):
            raise BackendError(
                f"{file} is damaged: it is {file.stat().st_size} bytes long, not as long as it says of "
                "itself. Pull or copy the model again."
            )


def is_of(folder: Path, classes: Collection[str]) -> bool:
    """Whether a folder's index names one of these pipelines."""
    return read_config(folder).get("_class_name") in classes


def check_channels(folder: Path, part: str, wanted: int) -> None:
    """Nothing, if a denoiser takes the channels that the VAE beside it gives.

    Raises:
        BackendError: the VAE is another model's.
    """
    taken = read_config(folder, part).get("in_channels", wanted)
    if taken != wanted:
        raise BackendError(
            f"{folder}: {part!r} takes {taken} channels, but the VAE that lies beside it makes {wanted}: it "
            "comes from another model. Pull or copy the model again."
        )


def find_parts(folder: Path) -> list[str]:
    """Parts of a model that have weights: `unet`, `vae`, `text_encoder` ..."""
    index = read_config(folder)
    models = (
        "unet",
        "transformer",
        "vae",
        "encoder",
        "adapter",
        "prior",
        "controlnet",
        "connectors",
        "vocoder",
    )
    return [
        part
        for part, kind in index.items()
        if isinstance(kind, list) and kind[-1] and (folder / part).is_dir() and any(w in part for w in models)
        if part not in ("safety_checker", "feature_extractor")
    ]


def choose_variant(folder: Path) -> str | None:
    """`fp16` or `bf16` where a part has its weights in that form alone; None for plain files."""
    variants = (only_variant(folder / part) for part in find_parts(folder))
    return next((variant for variant in variants if variant), None)


def only_variant(folder: Path) -> str | None:
    """`fp16` or `bf16` where a folder has weights in that form alone; None for plain files."""
    names = [file.name for file in folder.glob("*.safetensors")]
    return next((v for v in ("fp16", "bf16") if names and all(f".{v}." in name for name in names)), None)


def measure_weights(folder: Path, *, per_still: float, bytes_each: int = 2) -> Footprint:
    """The footprint of the weights in a folder, as they will be in memory.

    Args:
        per_still: GiB of activations, which no file tells.
        bytes_each: of one value in memory: 2 or 4.
    """
    sizes = {part: _count_values(folder / part) * bytes_each / GIB for part in find_parts(folder)}
    return Footprint(sum(sizes.values()), max(sizes.values(), default=0.0), per_still)


def _count_values(folder: Path) -> int:
    """How many numbers the weights of a part hold, by the files' headers; variants count once."""
    counts: dict[str, int] = {}
    for file in folder.glob("*.safetensors"):
        variant = next((v for v in ("fp16", "bf16") if f".{v}." in file.name), "")
        counts[variant] = counts.get(variant, 0) + sum(map(math.prod, read_shapes(file).values()))
    return max(counts.values(), default=0)


def read_shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """Name -> shape of every tensor in a safetensors file, by its header.

    Raises:
        BackendError: no safetensors.
    """
    return {key: tuple(entry["shape"]) for key, entry in _read_header(file)[1].items()}


def _whole_size(file: Path) -> int:
    """The bytes that a safetensors file has by its own header."""
    length, tensors = _read_header(file)
    return 8 + length + max((entry["data_offsets"][1] for entry in tensors.values()), default=0)


def _read_header(file: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    """(bytes of the header, tensor's name -> shape and place) of a safetensors file.

    Raises:
        BackendError: no safetensors.
    """
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = json.loads(stream.read(min(length, file.stat().st_size)))
        tensors = {key: entry for key, entry in header.items() if key != "__metadata__"}
        for entry in tensors.values():
            entry["shape"], entry["data_offsets"][1]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BackendError(f"{file} is damaged: {error}. Pull or copy the model again.") from error
    return length, tensors


def fingerprint_model(folder: Path) -> str:
    """16 hex letters that tell models apart wherever they lie: configurations, and samples of all weights."""
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".json", ".safetensors", ".txt"))
    return fingerprint_samples({file.relative_to(folder).as_posix(): file for file in files})


def fingerprint_samples(files: Mapping[str, Path]) -> str:
    """16 hex letters that tell files apart, by the names given, sizes and samples of what they hold."""
    digest = hashlib.sha256()
    for name, file in files.items():
        size = file.stat().st_size
        digest.update(f"{name} {size}\n".encode())
        with file.open("rb") as stream:
            for block in range(64):
                stream.seek(size * block // 64)
                digest.update(stream.read(4096))
    return digest.hexdigest()[:16]

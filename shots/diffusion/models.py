"""Models: where their weights are, whether they are what is asked for, and how they are opened.

A source is a local folder in the diffusers layout, or the id of a repository whose files have been pulled.
Weights are safetensors, never pickles; nothing is fetched here but by `pull_model`. What is missing or wrong
is a `BackendError` that says what to do. Heavy libraries are loaded when a pipeline is opened.

    folder = find_model("stabilityai/stable-diffusion-xl-base-1.0", name="sdxl")
    pipe = open_pipeline(["StableDiffusionXLPipeline"], folder, device=choose_device())
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from prompts.errors import BackendError
from shots.diffusion.known_models import KNOWN, Known
from shots.diffusion.memory import GIB, Footprint, Rung

REPO_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
INDEX = "model_index.json"
PICKLES = (".ckpt", ".bin", ".pt", ".pth", ".pkl")
FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]
"""what is pulled of a repository: never a pickle"""


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


def find_model(source: str, *, name: str) -> Path:
    """The folder of a model: the source itself, or the pulled snapshot of a repository.

    Args:
        source: a folder, `owner/repository`, or a short name (`wan-14b`).
        name: what the user called it (`sdxl`), for the advice in errors.

    Raises:
        BackendError: a pickle or single file, no diffusers layout, or weights that were never pulled.
    """
    path = Path(source).expanduser()
    if path.is_file():
        raise BackendError(_file_advice(path))
    if source in KNOWN and not path.exists():
        source = KNOWN[source].repo
    if path.is_dir():
        if not (path / INDEX).is_file():
            raise BackendError(
                f"{source} is no model in the diffusers layout: it has no {INDEX}. Give the folder that "
                "holds it."
            )
        return path
    if not REPO_ID.fullmatch(source):
        raise BackendError(
            f"{source!r} is neither a folder that is there nor the id of a repository (owner/name). "
            f"Give one of them: {name}:FOLDER or {name}:OWNER/NAME."
        )
    folder = find_snapshot(source)
    if folder is None or not (folder / INDEX).is_file():
        raise BackendError(f"The weights of {source} are not on this machine. {pull_advice(source, name)}")
    return folder


def pull_advice(source: str, name: str) -> str:
    """What to do about missing weights, with their size where it is known."""
    for short, known in KNOWN.items():
        if known.repo == source:
            return f"Run `film models pull {short}` (about {known.gib:.1f} GiB, {known.licence})."
    return f"Run `film models pull {source}`, or give a local folder: {name}:FOLDER."


def find_snapshot(repo: str) -> Path | None:
    """The folder of the last snapshot of a repository that was pulled; None if none was. Asks no network."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return Path(snapshot_download(repo, local_files_only=True))
    except (LocalEntryNotFoundError, FileNotFoundError):
        return None


def pull_model(name: str) -> Path:
    """The folder of a model fetched from its repository: configurations and safetensors alone.

    Args:
        name: a short name (`sdxl`) or `owner/repository`.

    Raises:
        BackendError: no such name or repository, no network, or the licence must be accepted first.
    """
    known = KNOWN.get(name)
    if known is None and not REPO_ID.fullmatch(name):
        raise BackendError(
            f"{name!r} is no model that is known; there are {', '.join(KNOWN)}, or give owner/name."
        )
    from httpx2 import HTTPError
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    repo = known.repo if known else name
    try:
        skip = choose_skipped(repo, known)
        return Path(snapshot_download(repo, allow_patterns=FILES, ignore_patterns=skip))
    except HFValidationError as error:
        raise BackendError(f"{repo!r} is no repository id: {error}. Write owner/name.") from error
    except (HfHubHTTPError, HTTPError, OSError) as error:
        said = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise BackendError(
            f"{repo} could not be pulled: {said.rstrip('.')}. Check the network; if the model is behind a "
            "licence, accept it on the model's page and log in (`hf auth login`). Or give a local folder."
        ) from error


def choose_skipped(repo: str, known: Known | None) -> list[str]:
    """Patterns of files that need not be pulled: with half-precision weights there, the full ones."""
    if known is None or known.variant is None:
        return list(known.skip) if known else []
    from huggingface_hub import list_repo_files

    names = list_repo_files(repo)
    halves = [name for name in names if f".{known.variant}.safetensors" in name]
    full = {name.replace(f".{known.variant}.safetensors", ".safetensors") for name in halves}
    return [*known.skip, *sorted(full.intersection(names))]


def read_config(folder: Path, part: str = "") -> dict[str, Any]:
    """A part's `config.json` (`unet`), or the model's index without a part; {} if there is none.

    Raises:
        BackendError: it cannot be read.
    """
    file = folder / part / "config.json" if part else folder / INDEX
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
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
    _check_classes(folder)
    for part in find_parts(folder):
        weights = {
            file.suffix for file in (folder / part).glob("*") if file.suffix in (".safetensors", *PICKLES)
        }
        if ".safetensors" not in weights:
            said = "pickles (which can run code)" if weights else "no weights"
            raise BackendError(
                f"{folder / part} holds {said}; safetensors are needed. Pull the model again with "
                "`film models pull`, or convert it to safetensors."
            )
        check_pieces(folder / part)


def _check_classes(folder: Path) -> None:
    """Every part that the index names is there, and is what the index calls it."""
    for part, kind in read_config(folder).items():
        if not (isinstance(kind, list) and kind[-1]) or part in ("safety_checker", "feature_extractor"):
            continue
        if not (folder / part).is_dir():
            raise BackendError(
                f"{folder} has no folder {part!r}, which its {INDEX} names: half of the model is here. Pull "
                "or copy it again."
            )
        own = read_config(folder, part).get("_class_name", kind[-1])
        if own != kind[-1]:
            raise BackendError(
                f"{folder / part} is a {own}, but the model needs a {kind[-1]} there: it comes from another "
                "model. Pull or copy the model again."
            )


def check_pieces(folder: Path) -> None:
    """Nothing, if all pieces of a part's weights are there and none was cut short.

    Raises:
        BackendError: one is missing or damaged.
    """
    missing: set[str] = set()
    for index in folder.glob("*.safetensors.index.json"):
        named = set(json.loads(index.read_text(encoding="utf-8")).get("weight_map", {}).values())
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
    models = ("unet", "transformer", "vae", "encoder", "adapter", "prior", "controlnet")
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


def choose_device(asked: str | None = None) -> str:
    """`cuda`, `xpu`, `mps` or `cpu`: the asked one, else the best that is there.

    Raises:
        BackendError: the asked one is not there.
    """
    import torch

    there = {
        "cuda": torch.cuda.is_available(),
        "xpu": torch.xpu.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if asked is not None and not there.get(asked.split(":")[0], False):
        raise BackendError(
            f"device is {asked!r}; here there are: {', '.join(n for n, ok in there.items() if ok)}."
        )
    return asked or next(name for name, ok in there.items() if ok)


def choose_dtype(device: str, asked: str | None = None) -> Any:
    """The asked one; else torch.bfloat16 where the card computes with it, float16 on other cards, float32 on
    processors."""
    import torch

    if asked is not None:
        return getattr(torch, asked)
    if device.startswith("cpu"):
        return torch.float32
    if device.startswith("cuda"):
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    return torch.bfloat16 if device.startswith("xpu") else torch.float16


def open_pipeline(
    classes: Collection[str],
    source: str | Path,
    *,
    name: str = "",
    device: str | None = None,
    dtype: Any = None,
    rung: Rung | None = None,
    as_class: str | None = None,
    **parts: Any,
) -> Any:
    """The pipeline of a model folder, silent, on its device and kept in memory as the rung says.

    Args:
        classes: diffusers classes that are accepted in the model's index.
        source: a folder, or a pulled repository.
        name: what the user called it, for errors.
        device: default: the best one there is.
        dtype: default: the one for the device; a dict gives parts their own, `{"default": ..., "vae": ...}`.
        rung: default: kept whole on the device.
        as_class: the diffusers class to open it as, where that differs from the model's own.
        **parts: parts that replace the folder's (`safety_checker=None`, `motion_adapter=...`).

    Raises:
        BackendError: missing, foreign or damaged weights; the text says what to do.
    """
    folder = find_model(str(source), name=name)
    check_model(folder, classes, name=name)
    device = device or choose_device()
    import diffusers

    silence_libraries()
    kind = getattr(diffusers, as_class or str(read_config(folder)["_class_name"]))
    try:
        pipe = kind.from_pretrained(
            folder,
            dtype=dtype or choose_dtype(device),
            variant=choose_variant(folder),
            use_safetensors=True,
            local_files_only=True,
            **parts,
        )
    except (OSError, ValueError, TypeError, KeyError, RuntimeError) as error:
        said = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise BackendError(f"{folder} cannot be opened: {said}. {pull_advice(str(source), name)}") from error
    pipe.set_progress_bar_config(disable=True)
    place_pipeline(pipe, device, rung)
    return pipe


def place_pipeline(pipe: Any, device: str, rung: Rung | None) -> None:
    """Put a pipeline where its rung says; on `cpu`, where there is nothing to move, it is kept whole."""
    offload = "none" if rung is None or device == "cpu" else rung.offload
    if offload == "model":
        pipe.enable_model_cpu_offload(device=device)
    elif offload == "sequential":
        pipe.enable_sequential_cpu_offload(device=device)
    else:
        pipe.to(device)
    # a VAE that lacks either says so by an error; that of Stable Video Diffusion has neither
    if rung is not None and rung.slice_vae and hasattr(pipe.vae, "use_slicing"):
        pipe.vae.enable_slicing()
    if rung is not None and rung.tile_vae and hasattr(pipe.vae, "use_tiling"):
        pipe.vae.enable_tiling()


def silence_libraries() -> None:
    """No progress bars and advice of diffusers and transformers: the director shows its own."""
    import diffusers
    import transformers

    transformers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.set_verbosity_error()

    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.disable_progress_bar()


def _file_advice(path: Path) -> str:
    if path.suffix in PICKLES:
        return (
            f"{path} is a pickle, which can run code when it is read. Use a model of safetensors: a folder "
            "in the diffusers layout, or a repository id."
        )
    return f"{path} is a single file. Give a folder in the diffusers layout, or a repository id."


def open_tokenizer(folder: Path) -> Any:
    """The tokenizer in a model's folder (`tokenizer`, `tokenizer_2`).

    Raises:
        BackendError: there is none, or it cannot be read.
    """
    from transformers import AutoTokenizer

    silence_libraries()
    try:
        return AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        said = str(error).splitlines()[0]
        raise BackendError(f"{folder} cannot be opened: {said}. Pull the model again.") from error

"""Models: where their weights are, and how they are opened. What their files say is read in `model_files.py`.

A source is a local folder in the diffusers layout, or the id of a repository whose files have been pulled.
Weights are safetensors, never pickles; nothing is fetched here but by `pull_model`. What is missing or wrong
is a `BackendError` that says what to do. Heavy libraries are loaded when a pipeline is opened.

    folder = find_model("stabilityai/stable-diffusion-xl-base-1.0", name="sdxl")
    pipe = open_pipeline(["StableDiffusionXLPipeline"], folder, device=choose_device())
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from prompts.errors import BackendError
from shots.diffusion.known_models import KNOWN, Known
from shots.diffusion.memory import Rung
from shots.diffusion.model_files import INDEX, PICKLES, check_model, choose_variant, read_config

REPO_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
FILES = ["*.json", "*.txt", "*.model", "*.jinja", "*.safetensors"]
"""what is pulled of a repository: never a pickle"""


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
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise BackendError(say_unopened(folder, error)) from error
    pipe.set_progress_bar_config(disable=True)
    place_pipeline(pipe, device, rung)
    return pipe


def say_unopened(folder: Path, error: BaseException) -> str:
    """That a model, or a part of one, cannot be opened, and what its library says of it."""
    said = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".!")
    if "ignore_mismatched_sizes" in str(error):
        named = re.search(r"Cannot load (\S+) because (\S+) expected", str(error))
        where = f"those of {Path(named[1]).name} ({named[2]})" if named else "those of one of its parts"
        said = f"its weights do not fit its configuration: {where} have other shapes, as another model's have"
    return f"{folder} cannot be opened: {said}. Pull or copy it again."


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
        raise BackendError(say_unopened(folder, error)) from error

"""Parts of a model that lie by themselves and are named beside it: motion adapters, SparseCtrl, Framepack.

folder = find_part("models/adapter", "motion adapter", {"MotionAdapter"}, name="animatediff")
adapter = open_part("MotionAdapter", folder, dtype=torch.float32)
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from prompts.errors import BackendError
from shots.diffusion.known_models import KNOWN
from shots.diffusion.model_files import check_part, only_variant, read_config
from shots.diffusion.models import find_snapshot, pull_advice, say_unopened, silence_libraries


def find_part(source: str, what: str, kinds: Collection[str], *, name: str, inside: str = "") -> Path:
    """The folder of a part: a folder, a pulled repository, or a short name.

    Args:
        what: it is, for errors.
        kinds: classes that its configuration may name; empty for any.
        name: of the backend, for errors.
        inside: the folder in it that holds the part.

    Raises:
        BackendError: it is not here, not whole, or something else.
    """
    source = KNOWN[source].repo if source in KNOWN else source
    path = Path(source).expanduser()
    folder = path if path.is_dir() else find_snapshot(source)
    folder = folder / inside if folder is not None and inside else folder
    if folder is None:
        raise BackendError(f"The {what} {source} is not here. {pull_advice(source, name)}")
    if not (folder / "config.json").is_file():
        raise BackendError(f"{folder} is no {what}: it has no config.json. Give the folder that holds it.")
    check_part(folder)
    found = read_config(folder.parent, folder.name).get("_class_name")
    if kinds and found not in kinds:
        raise BackendError(f"{folder} is a {found or 'nameless thing'}, not a {what}. Give one in its place.")
    return folder


def open_part(kind: str, folder: Path, *, dtype: Any) -> Any:
    """A part of a class of diffusers or transformers, at this precision.

    Raises:
        BackendError: its weights are missing or damaged.
    """
    import diffusers
    import transformers

    silence_libraries()
    given = {"dtype": dtype, "variant": only_variant(folder), "use_safetensors": True}
    try:
        made = getattr(diffusers, kind, None) or getattr(transformers, kind)
        return made.from_pretrained(folder, local_files_only=True, **given)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise BackendError(say_unopened(folder, error)) from error

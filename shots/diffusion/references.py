"""References on the floor: which files an adapter can read, and the identities that it makes of them.

A picture adapter reads pictures; a face adapter reads embeddings of faces alone, which a person makes with a
model of faces of their own and names among the references of a character (`mary.safetensors`): there is no
such model here. Knows files and panels; what a reference becomes in a model is `consistency.identity`.

    notes = check_references(panel, adapter)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompts.errors import BackendError
from prompts.screenplay_file import FACES
from shots.anchors import Anchor
from shots.backends import Panel
from shots.diffusion.adapters import Adapter

if TYPE_CHECKING:
    from consistency.identity import Identities, Identity


def check_references(panel: Panel, adapter: Adapter) -> Iterator[str]:
    """What of a panel's references is not used, one sentence for each entity.

    Raises:
        BackendError: a file that cannot be used, or a character without a face for an adapter of faces.
    """
    for name, paths in panel.references.items():
        faces = [path for path in paths if path.suffix == FACES]
        pictures = [path for path in paths if path.suffix != FACES]
        if adapter.faces is None:
            for path in pictures:
                _read_picture(path)
            if faces:
                yield f"the adapter reads pictures; the faces of {name} ({_list(faces)}) are not used"
            continue
        for path in faces:
            _read_faces(path, adapter.faces)
        if not faces and name in panel.cast:
            raise BackendError(
                f"{name} has no face for {adapter.path.name}, which reads embeddings of faces; references "
                f"are {_list(pictures)}, and no model here finds a face in them. Make the embedding "
                f"({adapter.faces} numbers) with your own, save it as {name}{FACES} and name it in the "
                "references, or use an adapter that reads pictures."
            )
        if pictures:
            yield f"the adapter reads faces alone; {_list(pictures)} of {name} are not used"


def reads(adapter: Adapter, path: Path) -> bool:
    """Whether the adapter reads references of this kind."""
    return (path.suffix == FACES) == (adapter.faces is not None)


def identify(book: Identities, adapter: Adapter, anchors: Sequence[Anchor]) -> Iterator[Identity]:
    """The identities of all that has references that the adapter reads."""
    from consistency.identity import Identity

    for anchor in anchors:
        for path in (path for path in anchor.references if reads(adapter, path)):
            faces = _read_faces(path, adapter.faces) if adapter.faces else [book.embed(_read_picture(path))]
            for embeds in faces:
                yield Identity(anchor.name, embeds, anchor.fidelity)


def _read_picture(path: Path) -> Any:
    from consistency.identity import read_reference

    try:
        return read_reference(path)
    except (ValueError, FileNotFoundError) as error:
        raise BackendError(f"The reference picture cannot be used: {error}") from error


def _read_faces(path: Path, length: int) -> Any:
    from consistency.identity import read_faces

    try:
        return read_faces(path, length)
    except (ValueError, FileNotFoundError) as error:
        raise BackendError(f"The reference face cannot be used: {error}") from error


def _list(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths)

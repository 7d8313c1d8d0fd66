"""The pictures that a clip model is given: keyframes, last pictures and references, opened and looked at.

opening = read_picture(task.keyframe, task)
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prompts.errors import BackendError
from shots.backends import ClipTask, Panel


def read_picture(path: Path | None, task: ClipTask) -> Any:
    """A still as a PIL image of the shot's size.

    Raises:
        BackendError: there is none, it is no picture, or of another size.
    """
    from PIL import Image as Pillow
    from PIL import UnidentifiedImageError

    panel = task.panel
    if path is None:
        raise BackendError(f"Shot {panel.shot.id} has no keyframe. Draw it first (`film draw`).")
    try:
        with Pillow.open(path) as picture:
            opened = picture.convert("RGB")
    except (OSError, UnidentifiedImageError) as error:
        raise BackendError(f"{path.name} cannot be read as a picture: {error}. Draw it again.") from error
    if opened.size != (panel.width, panel.height):
        raise BackendError(
            f"{path.name} is {opened.width}x{opened.height}; the film is {panel.width}x{panel.height}. "
            "Draw the keyframes again, or set the frame to their size."
        )
    return opened


def read_references(panel: Panel) -> tuple[Any, ...]:
    """All reference pictures of the panel, in the order of its cast, as PIL images.

    Raises:
        BackendError: one cannot be read.
    """
    from PIL import Image as Pillow

    pictures = []
    for path in (path for paths in panel.references.values() for path in paths):
        try:
            with Pillow.open(path) as picture:
                pictures.append(picture.convert("RGB"))
        except OSError as error:
            raise BackendError(f"{path} cannot be read as a picture: {error}. Give another one.") from error
    return tuple(pictures)

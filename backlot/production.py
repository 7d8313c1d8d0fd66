"""A production's drawn shots, found again: the tasks that its clips were drawn from.

Reads a production folder, and writes nothing.

    python -c "from backlot.production import find_tasks; print(find_tasks.__doc__)"
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from backlot.picture import VERSION
from prompts.errors import WorkspaceError
from prompts.screenplay_file import read_screenplay
from shots.backends import ClipTask, Panel, SpokenLine
from shots.keyframes import make_panels, panel_inputs
from shots.slate import plain


def find_tasks(production: Path) -> Iterator[ClipTask]:
    """The task of every shot in order, as its clip's slate has it: frames, pace and speech.

    Raises:
        ScreenplayError: the folder's screenplay cannot be read.
        WorkspaceError: a shot has no clip drawn by this version of the drawn world.
    """
    screenplay = read_screenplay(production / "screenplay.yaml")
    slates = _read_slates(production / "clips")
    for panel in make_panels(screenplay, production):
        yield _find_task(panel, slates, production)


def _read_slates(folder: Path) -> list[dict[str, Any]]:
    """Inputs of every drawn clip, the newest first."""
    files = sorted(folder.glob("*.slate.json"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    slates = [json.loads(file.read_text(encoding="utf-8"))["inputs"] for file in files]
    return [inputs for inputs in slates if inputs["backend"] == ["animatic", VERSION]]


def _find_task(panel: Panel, slates: list[dict[str, Any]], production: Path) -> ClipTask:
    for inputs in slates:
        size = {side: inputs["panel"][side] for side in ("width", "height")}  # a draft's is smaller
        drawn = replace(panel, **size)
        if inputs["panel"] == plain(panel_inputs(drawn)):
            speech = tuple(
                SpokenLine(**{**line, "loudness": tuple(line["loudness"])}) for line in inputs["speech"]
            )
            return ClipTask(drawn, inputs["num_frames"], inputs["fps"], speech)
    raise WorkspaceError(
        f"{production}: shot {panel.shot.id} has no clip by animatic {VERSION} of this screenplay. "
        f"Run `film make {production / 'screenplay.yaml'}` first."
    )

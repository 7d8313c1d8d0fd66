"""Shooting: from a keyframe to a shot's moving picture.

One shot is one take. It can be shot alone, in another process or on another day; its bytes are the same.
The file holds exactly the frames asked for, with a fresh start (IDR) wherever a join begins or ends, so that
the cut can copy the rest.

    take = shoot(task, backend, workspace, quality="standard", fresh_at=(0, 12, 84))
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from prompts.errors import BackendError
from shots.backends import ClipBackend, ClipTask
from shots.keyframes import panel_inputs
from shots.slate import Notes, Take, Workspace

Quality = Literal["draft", "standard", "high"]


def clip_inputs(
    task: ClipTask, still: str, backend: ClipBackend, quality: Quality, fresh_at: Sequence[int]
) -> dict[str, Any]:
    """What a clip's fingerprint is made of; `still` is the fingerprint of its keyframe."""
    return {
        "panel": panel_inputs(task.panel),
        "num_frames": task.num_frames,
        "fps": task.fps,
        "speech": task.speech,
        "keyframe": still,
        "backend": [backend.card.name, backend.card.version],
        "quality": quality,
        "fresh_at": sorted(set(fresh_at)),
    }


def check_tasks(tasks: Sequence[ClipTask], backend: ClipBackend, drawn_by: str) -> dict[str, list[str]]:
    """What the backend will shoot otherwise than asked, by shot id; shots without a note are left out.

    Args:
        drawn_by: name of the keyframe backend.

    Raises:
        BackendError: these keyframes, or a task, are beyond the backend.
    """
    accepted = backend.card.keyframes
    if accepted is not None and drawn_by not in accepted:
        raise BackendError(
            f"{backend.card.name!r} clips move only pictures drawn by {', '.join(sorted(accepted))}, not by "
            f"{drawn_by!r}. Choose --keyframes {sorted(accepted)[0]}, or another --clips backend."
        )
    notes = {str(task.panel.shot.id): backend.check(task) for task in tasks}
    return {shot_id: said for shot_id, said in notes.items() if said}


def shoot(
    task: ClipTask,
    still: str,
    backend: ClipBackend,
    workspace: Workspace,
    quality: Quality,
    fresh_at: Sequence[int],
) -> Take:
    """The shot's finished clip, found or shot now.

    Raises:
        BackendError: the backend gave other frames than asked for.
    """

    def build(path: Path, notes: Notes) -> None:
        from shots.encode import write_clip  # av takes 0.2 s to import, and a finished shot needs none of it

        frames = backend.shoot(task)
        size = {"width": task.panel.width, "height": task.panel.height}
        write_clip(
            frames,
            path,
            num_frames=task.num_frames,
            fps=task.fps,
            keyframe_at=sorted(set(fresh_at)),
            quality=quality,
            **size,
        )
        notes.update(num_frames=task.num_frames, fps=task.fps)

    inputs = clip_inputs(task, still, backend, quality, fresh_at)
    return workspace.make("clips", str(task.panel.shot.id), ".mp4", inputs, build)


def with_keyframe(task: ClipTask, picture: Path) -> ClipTask:
    """The same task with its still."""
    return dataclasses.replace(task, keyframe=picture)

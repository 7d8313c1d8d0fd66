"""Shooting: from a keyframe to a shot's moving picture.

One shot is one take. It can be shot alone, in another process or on another day; its bytes are the same.
The file holds exactly the frames asked for, with a fresh start (IDR) wherever a join begins or ends, so that
the cut can copy the rest.

    take = shoot(order, find_backend("shots.clips", "animatic"), workspace)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from prompts.errors import BackendError
from shots.backends import ClipBackend, ClipTask, Image
from shots.keyframes import panel_inputs
from shots.slate import Notes, Take, Workspace

Quality = Literal["draft", "standard", "high"]


@dataclass(frozen=True)
class Caption:
    """Words drawn into the picture for a while."""

    text: str
    first: int
    """frame of the clip"""
    last: int
    """frame after the end"""


@dataclass(frozen=True)
class ClipOrder:
    """A clip as it is ordered from a backend: the task, and how it is written."""

    task: ClipTask
    still: str
    """fingerprint of the keyframe"""
    quality: Quality
    fresh_at: tuple[int, ...]
    """frames at which a join begins or ends"""
    captions: tuple[Caption, ...] = ()

    @property
    def shot_id(self) -> str:
        return str(self.task.panel.shot.id)


def clip_inputs(order: ClipOrder, backend: ClipBackend) -> dict[str, Any]:
    """What a clip's fingerprint is made of."""
    from shots.encode import ENCODER_VERSION

    task = order.task
    return {
        "panel": panel_inputs(task.panel),
        "num_frames": task.num_frames,
        "fps": task.fps,
        "speech": task.speech,
        "keyframe": order.still,
        "backend": [backend.card.name, backend.card.version],
        "encoder": [ENCODER_VERSION, order.quality, sorted(set(order.fresh_at))],
        "captions": order.captions,
    }


def check_tasks(tasks: Sequence[ClipTask], backend: ClipBackend, drawn_by: str) -> dict[str, list[str]]:
    """What the backend will shoot otherwise than asked, by shot id; shots without a note are left out.

    Args:
        tasks: the shots.
        backend: who would shoot them.
        drawn_by: name of the keyframe backend.

    Raises:
        BackendError: these keyframes, or a task, are beyond the backend.
    """
    accepted = backend.card.keyframes
    if accepted is not None and drawn_by not in accepted:
        raise BackendError(
            f"{backend.card.name!r} clips move only pictures drawn by {', '.join(sorted(accepted))}, not by "
            f"{drawn_by!r}. Choose --keyframes {min(accepted)}, or another --clips backend."
        )
    notes = {str(task.panel.shot.id): backend.check(task) for task in tasks}
    return {shot_id: said for shot_id, said in notes.items() if said}


def shoot(order: ClipOrder, backend: ClipBackend, workspace: Workspace) -> Take:
    """The shot's finished clip, found or shot now.

    Raises:
        BackendError: the backend gave other frames than asked for.
        WorkspaceError: the disk is full or cannot be written.
    """
    task = order.task

    def build(path: Path, notes: Notes) -> None:
        from shots.encode import write_clip  # loads av: 0.2 s that a finished shot need not pay

        write_clip(
            _captioned(backend.shoot(task), order.captions),
            path,
            width=task.panel.width,
            height=task.panel.height,
            num_frames=task.num_frames,
            fps=task.fps,
            keyframe_at=order.fresh_at,
            quality=order.quality,
        )
        notes.update(num_frames=task.num_frames, fps=task.fps)

    return workspace.make("clips", order.shot_id, ".mp4", clip_inputs(order, backend), build)


def _captioned(frames: Iterator[Image], captions: Sequence[Caption]) -> Iterator[Image]:
    if not captions:
        yield from frames
        return
    from shots.titles import draw_caption

    for number, frame in enumerate(frames):
        shown = next((c.text for c in captions if c.first <= number < c.last), "")
        yield draw_caption(frame, shown) if shown else frame

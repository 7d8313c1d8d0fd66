"""Shooting: from a keyframe to a shot's moving picture.

One shot is one take. It can be shot alone, in another process or on another day; its bytes are the same.
The file holds exactly the frames asked for, with a fresh start (IDR) wherever a join begins or ends, so that
the cut can copy the rest.

    take = shoot(order, find_backend("shots.clips", "animatic"), workspace)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from prompts.errors import BackendError, ShotError
from prompts.vocabulary import LetterMotion
from shots.backends import Carry, ClipBackend, ClipTask, Image
from shots.costing import Reckons, Stopwatch
from shots.keyframes import panel_inputs
from shots.rendering import check_render
from shots.slate import Notes, Take, Workspace, fingerprint

Quality = Literal["draft", "standard", "high"]
TRUTH_FILE = "truth.json"
"""In a folder of truth, the file that is written when all else is there."""


@dataclass(frozen=True)
class Caption:
    """Words drawn into the picture for a while."""

    text: str
    first: int
    """frame of the clip"""
    last: int
    """frame after the end"""
    motion: LetterMotion = "none"
    """how its letters arrive"""
    high: bool = False
    """at the upper edge of the picture"""


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
    ends_on: str = ""
    """fingerprint of the picture that the shot ends on, if there is one"""
    lends: bool = False
    """the shot after takes over its end"""
    bare: tuple[int, int] = (0, 0)
    """frames at its beginning and at its end without captions: a bridge is seen there, and bears them"""

    @property
    def shot_id(self) -> str:
        return str(self.task.panel.shot.id)


def picture_inputs(order: ClipOrder, backend: ClipBackend) -> dict[str, Any]:
    """What a clip's pictures depend on, before they are captioned and encoded."""
    task = order.task
    inputs: dict[str, Any] = {
        "panel": panel_inputs(task.panel),
        "num_frames": task.num_frames,
        "fps": task.fps,
        "speech": task.speech,
        "keyframe": order.still,
        "backend": [backend.card.name, backend.card.version],
    }
    if order.ends_on:
        inputs["ends_on"] = order.ends_on
    if task.render.asks():
        inputs["render"] = task.render
    if task.carry is not None:
        inputs["carry"] = {name: value for name, value in vars(task.carry).items() if name != "tail"}
    if task.lean is not None:
        inputs["lean"] = {name: value for name, value in vars(task.lean).items() if name != "picture"}
    return inputs


def clip_inputs(order: ClipOrder, backend: ClipBackend) -> dict[str, Any]:
    """What a clip's fingerprint is made of."""
    from shots.encode import ENCODER_VERSION

    inputs = {
        **picture_inputs(order, backend),
        "encoder": [ENCODER_VERSION, order.quality, sorted(set(order.fresh_at))],
        "captions": order.captions,
    }
    return {**inputs, "bare": order.bare} if any(order.bare) else inputs


def find_tail(carry: Carry, workspace: Workspace) -> Take | None:
    """The kept end of the shot before, or None."""
    return _find_end(carry.shot_id, carry.fingerprint, workspace)


def _find_end(shot_id: str, mark: str, workspace: Workspace) -> Take | None:
    return workspace.find("tails", shot_id, ".safetensors", {"pictures": mark})


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
    notes = {
        name: [
            *check_render(name, task.render, backend.card),
            *backend.check(task),
            *_note_words(task, backend),
        ]
        for task in tasks
        for name in [str(task.panel.shot.id)]
    }
    return {shot_id: said for shot_id, said in notes.items() if said}


def _note_words(task: ClipTask, backend: ClipBackend) -> list[str]:
    if backend.card.latents is None:
        return []
    from shots.reading import note_cut_words  # knows all models, which a drawn clip need not load

    return note_cut_words(task.panel, backend)


def shoot(
    order: ClipOrder,
    backend: ClipBackend,
    workspace: Workspace,
    on_step: Callable[[int, int], None] | None = None,
) -> Take:
    """The shot's finished clip, found or shot now; and its end, if the shot after takes it over.

    Args:
        on_step: called after every step of the model, where there are steps, with (steps done, steps in all).
            What it raises ends the shot there; nothing of the shot is kept, and everything before it is.

    Raises:
        ShotError: this shot cannot be shot as it is, or the shot before is missing, which it takes over from.
        BackendError: the backend gave other frames than asked for.
        WorkspaceError: the disk is full or cannot be written.
    """
    inputs = clip_inputs(order, backend)
    mark = fingerprint(picture_inputs(order, backend))
    found = workspace.find("clips", order.shot_id, ".mp4", inputs)
    if found and not (order.lends and _find_end(order.shot_id, mark, workspace) is None):
        return found
    task = _with_tail(order.task, workspace)

    def make_clip(task: ClipTask) -> Take:
        def build(path: Path, notes: Notes) -> None:
            sound = path.with_suffix(".wav") if task.render.sound and backend.card.audio else None
            heard, watch = replace(task, sound=sound), Stopwatch(on_step, isinstance(backend, Reckons))
            try:
                frames = _watched(_start(backend, heard, watch.step), heard, backend, notes)
                _write(order, frames, path, sound, backend.card.audio)
            finally:
                if sound is not None:
                    sound.unlink(missing_ok=True)  # it is in the clip
            notes.update(num_frames=task.num_frames, fps=task.fps, work=watch.tell(task, backend))
            notes.update({"sound": True} if sound else {})

        return workspace.make("clips", order.shot_id, ".mp4", inputs, build)

    def build_tail(path: Path, notes: Notes) -> None:
        keeping = replace(task, keep=path)
        if found:
            for _ in _start(backend, keeping, on_step):
                pass  # only its end is missing
        else:
            make_clip(keeping)

    if order.lends:
        workspace.make("tails", order.shot_id, ".safetensors", {"pictures": mark}, build_tail)
    return make_clip(task)


def truth_folder(take: Take) -> Path:
    """Where the truth of a clip lies, beside it."""
    return take.path.with_suffix(".truth")


def tell_truth(order: ClipOrder, take: Take, backend: ClipBackend) -> Path:
    """The folder with what the backend knows of a clip's pictures, written now unless it is there.

    Raises:
        WorkspaceError: the disk is full or cannot be written.
    """
    teller: Any = backend
    folder = truth_folder(take)
    if not (folder / TRUTH_FILE).is_file():  # written last, so it is there only if all is
        teller.write_truth(order.task, folder)
    return folder


def _with_tail(task: ClipTask, workspace: Workspace) -> ClipTask:
    if task.carry is None:
        return task
    tail = find_tail(task.carry, workspace)
    if tail is None:
        raise ShotError(
            f"Shot {task.panel.shot.id} takes over from {task.carry.shot_id}, which is not shot.",
            "A shot after `smooth` waits for the one before it.",
        )
    return replace(task, carry=replace(task.carry, tail=tail.path))


def _start(
    backend: ClipBackend, task: ClipTask, on_step: Callable[[int, int], None] | None
) -> Iterator[Image]:
    if backend.card.steps and on_step is not None:
        shoot_by_steps: Any = backend.shoot
        return iter(shoot_by_steps(task, on_step=on_step))
    return backend.shoot(task)


def _write(
    order: ClipOrder, frames: Iterator[Image], path: Path, sound: Path | None, rate: int | None
) -> None:
    from shots.encode import write_clip  # loads av: 0.2 s that a finished shot need not pay

    write_clip(
        _captioned(frames, order),
        path,
        width=order.task.panel.width,
        height=order.task.panel.height,
        num_frames=order.task.num_frames,
        fps=order.task.fps,
        keyframe_at=order.fresh_at,
        quality=order.quality,
        sound=sound,
        sound_rate=rate or 0,
    )


def _watched(frames: Iterator[Image], task: ClipTask, backend: ClipBackend, notes: Notes) -> Iterator[Image]:
    """The frames; how well a model's first and last one keep the pictures that it was given is noted."""
    given = {0: ("first_frame", task.keyframe), task.num_frames - 1: ("last_frame", task.last)}
    for number, frame in enumerate(frames):
        name, picture = given.get(number, ("", None))
        if picture is not None and backend.card.latents is not None:
            notes[name] = _compare(picture, frame)
        yield frame


def _compare(keyframe: Path, frame: Image) -> dict[str, float]:
    import numpy as np
    from PIL import Image as Pillow

    from consistency.measure import measure_fidelity

    with Pillow.open(keyframe) as picture:
        kept = measure_fidelity(np.asarray(picture.convert("RGB")), frame)
    return {"ssim": round(kept.ssim, 4), "worst": round(kept.worst, 4)}


def _captioned(frames: Iterator[Image], order: ClipOrder) -> Iterator[Image]:
    if not order.captions:
        yield from frames
        return
    from shots.titles import draw_caption

    begin, end = order.bare[0], order.task.num_frames - order.bare[1]
    for number, frame in enumerate(frames):
        shown = next((c for c in order.captions if c.first <= number < c.last), None)
        if shown is None or not begin <= number < end:
            yield frame
        else:
            seconds = (number - shown.first + 1) / order.task.fps
            yield draw_caption(frame, shown.text, shown.motion, seconds, high=shown.high)

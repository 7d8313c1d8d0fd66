"""The contract of clip backends, as a check for guests and for the built-in ones.

    python -c "from shots.check_clips import check_clips; from backlot.animatic import AnimaticClips; \
print(check_clips(AnimaticClips()))"
"""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from prompts.errors import BackendError
from prompts.render import Render
from prompts.screenplay import Scene, Shot
from shots.backends import Card, ClipBackend, ClipTask, Image, Panel

COUNTS = (1, 7, 10)
FPS = 8


def check_clips(backend: ClipBackend, *, width: int | None = None, height: int | None = None) -> list[str]:
    """What a clip backend does otherwise than it promises, one sentence each; [] if it keeps its word.

    A few tiny shots are shot: with any number of frames, twice, another between, an illegal size.

    Args:
        width, height: of the shots; left out, small multiples of what the card asks for.
    """
    multiple = backend.card.size_multiple
    size = (width or multiple * -(-64 // multiple), height or multiple * -(-64 // multiple))
    with tempfile.TemporaryDirectory() as folder:
        task = _make_task(Path(folder), *size)
        return [
            *_check_card(backend.card),
            *_check_frames(backend, task),
            *_check_last_frame(backend, task),
            *_check_sizes(backend, task),
            *_check_sound(backend, task),
        ]


def _make_task(folder: Path, width: int, height: int) -> ClipTask:
    from PIL import Image as Pillow

    shot = Shot(id="s1-01", action="A fox walks.")
    rows = np.arange(height, dtype=np.uint8)[:, None, None] * np.ones((1, width, 3), np.uint8)
    Pillow.fromarray(rows).save(folder / "keyframe.png")
    panel = Panel(shot, Scene(shots=[shot]), {}, None, {}, "storybook", width, height, seed=7)
    return ClipTask(panel, COUNTS[-1], FPS, keyframe=folder / "keyframe.png")


def _check_card(card: Card) -> Iterator[str]:
    if not (card.name and card.version and card.about):
        yield "The card needs a name, a version and a line about it."
    if "cut" not in card.joins:
        yield "The card's joins lack `cut`, which every backend can."
    if card.latents is not None and card.noise is None:
        yield "The card says how its latents lie, but not what becomes of the noise that it is given."
    if card.audio is not None and "sound" not in (card.renders or ()):
        yield "The card says that it makes sound, but `renders` lacks `sound`, so that nobody can ask for it."
    if "smooth" in card.joins and card.latents is None:
        yield "The card promises `smooth` joins, but says of no latents that could be carried over."
    if "bridge" in card.joins and not card.last_frame:
        yield "The card promises `bridge` joins, but no last frame."


def _check_frames(backend: ClipBackend, task: ClipTask) -> Iterator[str]:
    panel, frames = task.panel, [np.zeros((0,), np.uint8)]
    for count in COUNTS:
        frames = list(backend.shoot(replace(task, num_frames=count)))
        if len(frames) != count:
            yield f"Asked for {count} frames, it gave {len(frames)}."
        if any(frame.shape != (panel.height, panel.width, 3) or frame.dtype != np.uint8 for frame in frames):
            yield f"Frames must be ({panel.height}, {panel.width}, 3) uint8; one is {frames[0].shape}."
    other = replace(task, panel=replace(panel, seed=panel.seed + 1))
    for _ in backend.shoot(other):
        pass
    if not _are_equal(frames, list(backend.shoot(task))):
        yield "The same task gave other frames after another shot; nothing may depend on what came before."


def _check_last_frame(backend: ClipBackend, task: ClipTask) -> Iterator[str]:
    """A picture to end on must reach the model, and cost no frame."""
    from PIL import Image as Pillow

    if not backend.card.last_frame or task.keyframe is None:
        return
    panel, ends = task.panel, []
    for grey in (0, 255):
        picture = task.keyframe.with_name(f"last-{grey}.png")
        Pillow.new("RGB", (panel.width, panel.height), (grey,) * 3).save(picture)
        ends.append(list(backend.shoot(replace(task, last=picture))))
    if any(len(frames) != task.num_frames for frames in ends):
        yield f"Asked for {task.num_frames} frames that end on a picture, it gave {len(ends[0])}."
    if _are_equal(*ends):
        yield "The card says that it can end on a picture, but its frames are the same whatever the picture."


def _are_equal(first: list[Image], second: list[Image]) -> bool:
    return len(first) == len(second) and all((a == b).all() for a, b in zip(first, second, strict=True))


def _check_sizes(backend: ClipBackend, task: ClipTask) -> Iterator[str]:
    multiple, panel = backend.card.size_multiple, task.panel
    if multiple == 1:
        return
    try:
        backend.check(replace(task, panel=replace(panel, width=panel.width + 1)))
    except BackendError:
        return
    if backend.card.latents is not None:
        yield f"A width of {panel.width + 1} is no multiple of {multiple}, but `check` does not refuse it."


def _check_sound(backend: ClipBackend, task: ClipTask) -> Iterator[str]:
    rate = backend.card.audio
    if rate is None or task.keyframe is None:
        return
    path, seconds = task.keyframe.with_suffix(".wav"), task.num_frames / task.fps
    for _ in backend.shoot(replace(task, sound=path, render=Render(sound=True))):
        pass
    if not path.is_file():
        yield "The card says that it makes sound, but it wrote none where it was told to."
        return
    with wave.open(str(path)) as file:
        lasts, said = file.getnframes() / file.getframerate(), file.getframerate()
    if said != rate or abs(lasts - seconds) > 0.01:
        yield f"Its sound lasts {lasts:.2f} s at {said} Hz; the shot {seconds:.2f} s at {rate} Hz."

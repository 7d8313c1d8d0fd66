"""The `still` clip backend: a camera over a picture that stands still.

Sets the keyframes of any backend in motion without a video model: the view narrows towards where the camera
goes. Nothing inside the picture moves, and its card says so. Knows a PNG and the camera's words.

    python -c "from shots.still import view_at; print(view_at('push_in', 0.5, 1.0))"
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from prompts.errors import BackendError
from prompts.screenplay import Camera
from prompts.vocabulary import Move
from shots.backends import Card, ClipTask, Image

DEFAULT_AMOUNT = 0.5
CLOSEST = 0.6
"""share of the picture's sides that is left to be seen after a move of amount 1"""
TOWARDS: dict[Move, tuple[float, float]] = {
    "push_in": (0.5, 0.45),
    "zoom_in": (0.5, 0.45),
    "pan_left": (0.0, 0.5),
    "pan_right": (1.0, 0.5),
    "truck_left": (0.0, 0.5),
    "truck_right": (1.0, 0.5),
    "tilt_up": (0.5, 0.0),
    "tilt_down": (0.5, 1.0),
    "crane_up": (0.5, 0.0),
    "crane_down": (0.5, 1.0),
}
"""where the view ends: 0 its left or upper edge on the picture's, 1 the right or lower one"""
OUTWARDS: tuple[Move, ...] = ("pull_out", "zoom_out")
Box = tuple[float, float, float, float]
TREMBLING = 0.02
"""of a hand-held camera, in shares of the picture's sides"""


@dataclass(frozen=True)
class View:
    """The part of a picture that is seen, in 0..1 of its sides."""

    left: float
    top: float
    side: float


class StillClips:
    """Moves the view over a keyframe."""

    card = Card(
        name="still",
        version="1",
        about="a camera over the still; any keyframes, no model",
        licence="Apache-2.0",
        stand_in="a camera moves over still pictures: nothing in them moves, there is no video model",
        processes=True,
        first_frame="held",
    )

    def __init__(self, model: str | None = None) -> None:
        if model:
            raise BackendError(f"still has no models, but {model!r} was asked for. Write `still` alone.")

    def check(self, task: ClipTask) -> list[str]:
        """What will be shot otherwise than asked, one sentence each."""
        camera = task.panel.shot.camera or Camera()
        notes = []
        if camera.move in OUTWARDS:
            notes.append(f"{camera.move} needs more than the picture holds; the view stands still")
        if camera.move == "tracking":
            notes.append("tracking follows the planned boxes; nobody in the picture moves")
        if camera.move in TOWARDS and _is_held(task, camera.move, _amount_of(camera)):
            notes.append(f"{camera.move} goes only as far as the cast stays in view")
        if any(len(performer.path) > 1 for performer in task.panel.shot.who or []):
            notes.append("nobody moves along their path: the picture stands still")
        return notes

    def shoot(self, task: ClipTask) -> Iterator[Image]:
        """Exactly `task.num_frames` pictures (height, width, 3) uint8 RGB; the first is the keyframe.

        Raises:
            BackendError: there is no keyframe, or it cannot be read.
        """
        picture = _read_still(task)
        camera = task.panel.shot.camera or Camera()
        amount = _amount_of(camera)
        move = camera.move or "static"
        goal = _goal_of(task) if move == "tracking" else None
        keep = find_cast(task)
        for frame in range(task.num_frames):
            moment = frame / max(1, task.num_frames - 1)
            view = view_at(move, amount, moment, goal=goal, keep=keep, seconds=frame / task.fps)
            yield _crop(picture, view, task.panel.width, task.panel.height)


def view_at(
    move: Move,
    amount: float,
    moment: float,
    *,
    goal: tuple[float, float] | None = None,
    keep: Box | None = None,
    seconds: float = 0.0,
) -> View:
    """What is seen at a moment of the shot: all of the picture at 0, the end of the move at 1.

    Args:
        amount: 0..1, how far the move goes.
        goal: where a tracking camera ends, as in `TOWARDS`.
        keep: what is not to be lost from view, as far as the view is wide enough for it.
        seconds: since the start, for a camera that trembles.
    """
    pace = moment * moment * (3 - 2 * moment)
    if move == "handheld":
        return _tremble(amount, min(1.0, 3 * moment), seconds)
    towards = goal if move == "tracking" else TOWARDS.get(move)
    if towards is None:
        return View(0.0, 0.0, 1.0)
    side = 1 - (1 - CLOSEST) * amount * pace
    left, top, right, bottom = keep or (0.5, 0.5, 0.5, 0.5)
    return View(
        _hold(towards[0] * (1 - side), side, left, right) if keep else towards[0] * (1 - side),
        _hold(towards[1] * (1 - side), side, top, bottom) if keep else towards[1] * (1 - side),
        side,
    )


def _hold(start: float, side: float, low: float, high: float) -> float:
    """The start of a view, moved so that it shows low..high, or the middle of it if that is too wide."""
    start = (low + high - side) / 2 if high - low > side else min(max(start, high - side), low)
    return min(max(start, 0.0), 1 - side)


def _amount_of(camera: Camera) -> float:
    return DEFAULT_AMOUNT if camera.amount is None else camera.amount


def _is_held(task: ClipTask, move: Move, amount: float) -> bool:
    """Whether a move ends elsewhere because the cast is kept in view."""
    return view_at(move, amount, 1.0, keep=find_cast(task)) != view_at(move, amount, 1.0)


def find_cast(task: ClipTask) -> Box | None:
    """The box around everybody whose place at the start of the shot is planned; None for nobody."""
    boxes = [performer.path[0].box for performer in task.panel.shot.who or [] if performer.path]
    if not boxes:
        return None
    sides = list(zip(*boxes, strict=True))
    return (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))


def _tremble(amount: float, grown: float, seconds: float) -> View:
    """Slow swings of periods that never meet, grown from nothing so that the first frame is the picture."""
    reach = TREMBLING * 2 * amount * grown
    swing_x = 0.6 * math.sin(2.9 * seconds) + 0.4 * math.sin(6.7 * seconds + 1)
    swing_y = 0.6 * math.sin(3.7 * seconds + 2) + 0.4 * math.sin(5.3 * seconds)
    return View(reach * (1 + swing_x) / 2, reach * (1 + swing_y) / 2, 1 - reach)


def _goal_of(task: ClipTask) -> tuple[float, float]:
    """Where the first character with a path ends; the middle without one."""
    for performer in task.panel.shot.who or []:
        if performer.path:
            left, top, right, bottom = performer.path[-1].box
            return ((left + right) / 2, (top + bottom) / 2)
    return (0.5, 0.5)


def _read_still(task: ClipTask) -> Pillow.Image:
    if task.keyframe is None:
        raise BackendError(
            f"Shot {task.panel.shot.id} has no keyframe to move over. Draw it first (film draw)."
        )
    return _open(task.keyframe)


def _open(path: Path) -> Pillow.Image:
    try:
        with Pillow.open(path) as picture:
            return picture.convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise BackendError(f"{path} cannot be read: {error}. Remove it and draw again.") from error


def _crop(picture: Pillow.Image, view: View, width: int, height: int) -> Image:
    if view.side == 1 and picture.size == (width, height):
        return np.asarray(picture)
    left, top = view.left * picture.width, view.top * picture.height
    right = min(left + view.side * picture.width, picture.width)
    bottom = min(top + view.side * picture.height, picture.height)
    seen = picture.resize((width, height), Pillow.Resampling.BICUBIC, (left, top, right, bottom))
    return np.asarray(seen)

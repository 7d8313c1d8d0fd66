"""The truth beside every frame: who is where, how the camera stands, which foot is on the ground.

from backlot.truth import trace
trace(task, 12).boxes["fox"]        # (left, top, right, bottom) in 0..1 of the frame
"""

from __future__ import annotations

from dataclasses import dataclass

from backlot.camera import View
from backlot.picture import DrawnShot
from backlot.places.backdrop import GROUPS
from backlot.staging import Box
from shots.backends import ClipTask


@dataclass(frozen=True)
class FrameTruth:
    """What is known of one frame."""

    frame: int
    boxes: dict[str, Box]
    """what is seen of each character, by id, in 0..1 of the frame, cut at its edges"""
    planned: dict[str, Box]
    """where the screenplay, or custom, wants them at this moment"""
    props: dict[str, Box]
    """what is seen of each prop, by id"""
    feet: dict[str, tuple[tuple[float, float], ...]]
    """(x in 0..1 of the frame, height over the ground in body heights) of each foot; empty for the
    footless
    """
    mouths: dict[str, float]
    """how far each mouth is open, 0..1"""
    ground: float
    """how far the ground under the actors has moved to the right since the camera's rest, in 0..1 of the
    width
    """
    planes: dict[float, tuple[float, float, float]]
    """depth: (moved right, moved down, in frame heights; scale)"""
    view: View
    order: tuple[str, ...]
    """characters from the farthest to the nearest"""
    actions: dict[str, str]
    moods: dict[str, str]


def trace(task: ClipTask, frame: int) -> FrameTruth:
    """The truth of one frame of a task. The frame is drawn for it; nothing is estimated.

    Raises:
        ValueError: the task has no such frame.
    """
    if not 0 <= frame < task.num_frames:
        raise ValueError(f"frame is {frame}; the task has frames 0 to {task.num_frames - 1}")
    return trace_shot(DrawnShot(task.panel, task.num_frames, task.fps, task.speech), frame)


def trace_shot(shot: DrawnShot, frame: int) -> FrameTruth:
    """The truth of one frame of a shot that is already set up."""
    drawn = shot.draw(frame)
    view = drawn.view
    aspect = shot.panel.width / shot.panel.height
    return FrameTruth(
        frame=frame,
        boxes=drawn.boxes,
        planned={p.part.actor.id: _inside(p.box(shot.moment(frame))) for p in shot.placed},
        props=drawn.props,
        feet=drawn.feet,
        mouths=drawn.mouths,
        ground=view.offset(1.0)[0] / aspect,
        planes={g: (*view.offset(g), view.scale(g)) for g in GROUPS},
        view=view,
        order=tuple(p.part.actor.id for p in shot.placed),
        actions={p.part.actor.id: p.part.action for p in shot.placed},
        moods={p.part.actor.id: p.part.emotion for p in shot.placed},
    )


def _inside(box: Box) -> Box:
    left, top, right, bottom = (min(1.0, max(0.0, v)) for v in box)
    return (left, top, right, bottom)

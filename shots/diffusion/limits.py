"""What a video model takes and what it does not: sizes and lengths, and how its failures are told.

check_size(task, backend.card)
"""

from __future__ import annotations

import math

from prompts.errors import BackendError, ShotError
from shots.backends import Card, ClipTask
from shots.cards import describe_sizes
from shots.diffusion.frame_count import count_pictures

FAR = 2.0
"""times larger or smaller in area than any size of the training"""


def check_size(task: ClipTask, card: Card) -> None:
    """Nothing, if the model takes the film's frame.

    Raises:
        BackendError: it does not; the nearest that it takes is named.
    """
    multiple, panel = card.size_multiple, task.panel
    if card.size is not None and card.size != (panel.width, panel.height):
        raise BackendError(
            f"frame is {panel.width}x{panel.height}; this {card.name!r} model takes one size alone. "
            f"Set frame to {card.size[0]}x{card.size[1]}, or choose another --clips backend."
        )
    if panel.width % multiple or panel.height % multiple:
        near = [max(multiple, round(n / multiple) * multiple) for n in (panel.width, panel.height)]
        raise BackendError(
            f"frame is {panel.width}x{panel.height}; {card.name!r} takes multiples of {multiple}. "
            f"Set frame to {near[0]}x{near[1]}, or choose another --clips backend."
        )


def note_size(task: ClipTask, card: Card) -> list[str]:
    """That the film's frame is far from what the model was trained on, if it is."""
    if not card.trained_sizes or card.size:
        return []
    area = task.panel.width * task.panel.height
    least, most = (width * height for width, height in (card.trained_sizes[0], card.trained_sizes[-1]))
    if least / FAR <= area <= most * FAR:
        return []
    return [
        f"made at {task.panel.width}x{task.panel.height}, far from the "
        f"{describe_sizes(card.trained_sizes)} that {card.name} was trained on: it may look worse"
    ]


def check_length(task: ClipTask, card: Card) -> None:
    """Nothing, if the shot is no longer than the model's reach.

    Raises:
        BackendError: it is; the reach is named.
    """
    pictures = count_pictures(task.num_frames, task.fps, card.fps)
    if card.longest is not None and pictures > card.longest:
        # rounded away from each other, so that the two never look alike
        lasts = math.ceil(round(task.num_frames / task.fps * 10, 6)) / 10
        reach = math.floor(round(card.longest / (card.fps or task.fps) * 10, 6)) / 10
        raise BackendError(
            f"Shot {task.panel.shot.id} lasts {lasts:.1f} s; {card.name!r} makes shots "
            f"of up to {reach:g} s. Split it into several shots, or choose another --clips backend."
        )


def say_miscounted(card: Card, task: ClipTask, made: int, asked: int) -> str:
    """That a model gave another number of frames than it was told."""
    return (
        f"{card.name!r} made {made} frames of shot {task.panel.shot.id} instead of {asked}: its model does "
        "not keep to its own rule. Choose another."
    )


def not_finite(task: ClipTask, error: FloatingPointError) -> ShotError:
    """That a model gave numbers that are not finite, and where."""
    return ShotError(
        f"Shot {task.panel.shot.id}: the model's {error}, so it was stopped.",
        "Give such a shot another seed (film retake PLAN SHOT). If many fail, the model's weights may be "
        "damaged, or float16 too narrow for them: write dtype=float32 behind the model, after a comma.",
    )


def out_of_memory(task: ClipTask) -> ShotError:
    """That the memory does not suffice, however the model is kept."""
    panel = task.panel
    return ShotError(
        f"Shot {panel.shot.id}: the memory does not suffice for {task.num_frames} frames of {panel.width}x"
        f"{panel.height}.",
        "Set a smaller frame, use --quality draft, make such a shot shorter, or use a smaller model.",
    )

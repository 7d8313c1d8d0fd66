"""Frames of a film from frames of a model: how many to make, in how many goes, and which is seen when.

A model makes only some numbers of frames, at a rate of its own. A shot has the frames its words need, at
the rate of the film. Arithmetic on numbers; nothing is rendered and nothing is invented here: a film frame
shows the model's picture whose time has come.

    python -c "from shots.diffusion.frame_count import plan_frames; print(plan_frames(96, 24, None, 16))"
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from shots.backends import FrameRule


@dataclass(frozen=True)
class FramePlan:
    """How one shot is put together from a model's pictures."""

    sections: tuple[int, ...]
    """frames of the model made in each go; every go after the first opens with the last picture before it"""
    shown: tuple[int, ...]
    """for each frame of the film, the number of the model's picture, counted over all goes; never falls"""

    @property
    def made(self) -> int:
        """Pictures that are made, those shared by two goes counted once."""
        return sum(self.sections) - (len(self.sections) - 1)

    @property
    def surplus(self) -> int:
        """Pictures at the end that are made and not shown."""
        return self.made - 1 - self.shown[-1]


def count_pictures(num_frames: int, fps: int, model_fps: int | None) -> int:
    """Pictures of the model that `num_frames` of the film take."""
    if num_frames < 1:
        raise ValueError(f"num_frames is {num_frames}; a shot has at least 1.")
    return num_frames if model_fps is None else (num_frames - 1) * model_fps // fps + 1


def plan_frames(
    num_frames: int, fps: int, rule: FrameRule | None, model_fps: int | None, *, to_the_end: bool = False
) -> FramePlan:
    """The fewest pictures that give exactly `num_frames`, in as few goes as the rule allows.

    Args:
        num_frames, fps: of the film, for this shot.
        rule: what the model makes in one go; None for any number.
        model_fps: the model's own rate; None if it is told the film's.
        to_the_end: the shot must end on the model's last picture (it was given one), so that what would be
            surplus is spread over the shot: it runs a little faster or slower than the model meant.
    """
    needed = count_pictures(num_frames, fps, model_fps)
    sections = split_sections(needed, rule)
    rate = 1 if model_fps is None else model_fps
    shown = [frame * rate // (1 if model_fps is None else fps) for frame in range(num_frames)]
    plan = FramePlan(sections, tuple(shown))
    if to_the_end and num_frames > 1:
        last = plan.made - 1
        spread = [round(frame * last / (num_frames - 1)) for frame in range(num_frames)]
        plan = FramePlan(sections, tuple(spread))
    return plan


def split_sections(needed: int, rule: FrameRule | None) -> tuple[int, ...]:
    """Legal numbers of frames that together give `needed` or more; neighbours share one picture."""
    if rule is None:
        return (needed,)
    most = rule.at_least(rule.most)
    if needed <= most:
        return (rule.at_least(needed),)
    goes = math.ceil((needed - 1) / (most - 1))
    each = rule.at_least(math.ceil((needed - 1) / goes) + 1)
    sections = [each] * (goes - 1)
    return (*sections, rule.at_least(needed - (each - 1) * (goes - 1)))

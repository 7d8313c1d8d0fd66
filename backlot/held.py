"""Held: how a thing lies in the hand, across the mouth, on a back or under a rider.

from backlot.held import held_matrix
held_matrix(thing, placed, pose, fit, 720)      # the thing's own unit into pixels
"""

from __future__ import annotations

from backlot.actors.pose import Pose
from backlot.actors.reaching import hand_of, load_of, under_rider
from backlot.colour import words_of
from backlot.fitting import Fit
from backlot.paint import Matrix
from backlot.placed import Placed, PlacedProp
from backlot.tools import tool_matrix

CROSSWISE = frozenset(words_of("stick wand bone sword broom spoon feather flower umbrella shovel key"))
"""Long things, which lie across in the mouth of somebody on all fours."""


def held_matrix(thing: PlacedProp, p: Placed, pose: Pose, fit: Fit, frame: int) -> Matrix:
    """Where what somebody has is drawn, in a frame of so many pixels' height."""
    tall, a = thing.height * frame, p.part.actor
    if thing.ridden:
        return under_rider(pose, fit, tall)
    if thing.tool:
        return tool_matrix(thing.tool, a, pose, fit, tall * fit.sy / p.fit(0.0, frame).sy)
    if thing.packed:
        return load_of(a, pose, fit, tall)
    x, y = hand_of(a, pose, fit)
    if pose.fours > 0.5 and thing.match.kind.name in CROSSWISE:
        return (0.0, tall, x + tall * 0.5, tall, 0.0, y)
    return (tall * pose.facing, 0.0, x, 0.0, tall, y + tall * 0.4)

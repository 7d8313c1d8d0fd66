"""Tools: what is in the hand for a craft, how it is held, and what it is done to.

Nobody sweeps without a broom. A thing of the shot that will do is taken; without one the usual one is there.

    python -c "from backlot.tools import TOOLS; print(*TOOLS)"
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from backlot.actors.look import Actor
from backlot.actors.pose import Pose
from backlot.actors.reaching import hand_of
from backlot.colour import words_of
from backlot.fitting import Fit
from backlot.paint import Matrix


@dataclass(frozen=True)
class Tool:
    """One thing in one hand."""

    prop: str
    """the usual one"""
    also: str = ""
    """other kinds that will do"""
    size: float = 0.0
    """height in the user's heights; 0 for the prop's own beside a person"""
    grip: tuple[float, float] = (0.0, 0.1)
    """where it is held: to the right of its foot's middle, and above its foot, in its heights"""
    angle: float = 0.0
    """how far its top leans forward, in degrees"""
    follows: float = 0.0
    """how much of the forearm's turn it takes part in"""
    hand: Literal["far", "near", "belly"] = "far"
    """the front one, the one at our side, or none: it hangs before the body"""
    flipped: bool = False
    """drawn the other way round"""


@dataclass(frozen=True)
class Piece:
    """What stands before whoever works: what they do it to, or do it in."""

    prop: str
    also: str = ""
    size: float = 0.0
    ahead: float = 0.42
    """how far before them, in their heights"""
    behind: bool = False
    """they stand before it"""
    told: bool = False
    """only where the action names it"""


TOOLS: dict[str, tuple[Tool, ...]] = {
    "dig": (Tool("shovel", size=0.56, grip=(0.0, 0.82), angle=-30, follows=0.5),),
    "sow": (Tool("bag", "basket bucket bowl", 0.24, (0.0, 0.7), hand="near"),),
    "watering": (Tool("jug", "bucket bottle teapot", 0.24, (0.5, 0.5), 46, flipped=True),),
    "stir": (Tool("spoon", size=0.34, grip=(0.0, 0.1), angle=164, follows=0.3),),
    "sweep": (Tool("broom", size=0.62, grip=(0.0, 0.78), angle=-24, follows=0.5),),
    "wash": (Tool("sponge", "blanket", 0.07, (0.0, 0.5)),),
    "write": (
        Tool("feather", "pen pencil chalk", 0.2, (0.0, 0.2), 20),
        Tool("letter", "book map postcard", 0.15, (0.1, 0.25), hand="near"),
    ),
    "painting": (Tool("paintbrush", "pencil chalk", 0.22, (0.0, 0.2), 78, 0.5),),
    "sew": (
        Tool("needle", size=0.12, grip=(0.0, 0.8), angle=30),
        Tool("blanket", "mitten spool", 0.1, (0.0, 0.5), hand="near"),
    ),
    "hammering": (Tool("hammer", "wrench axe stone", 0.27, (0.0, 0.12), 65, 1.0),),
    "chop": (Tool("axe", "sword", 0.42, (0.0, 0.14), 75, 1.0, flipped=True),),
    "sawing": (Tool("saw", size=0.24, grip=(0.42, 0.4), angle=12, flipped=True),),
    "rowing": (Tool("oar", "stick", 0.8, (0.0, 0.16), 128, 0.6),),
    "angling": (Tool("fishing-rod", "stick", 0.95, (-0.1, 0.14), 34, 0.2),),
    "fiddling": (
        Tool("violin", size=0.46, grip=(0.0, 0.9), angle=78),
        Tool("stick", size=0.36, grip=(0.0, 0.1), angle=62, follows=0.4, hand="near"),
    ),
    "fluting": (Tool("flute", "trumpet", 0.34, (0.16, 0.5), 76),),
    "drumming": (
        Tool("drum", size=0.26, grip=(0.0, 0.7), hand="belly"),
        Tool("stick", size=0.22, grip=(0.0, 0.1), angle=64, follows=0.6),
        Tool("stick", size=0.22, grip=(0.0, 0.1), angle=64, follows=0.6, hand="near"),
    ),
    "strumming": (Tool("guitar", "harp accordion", 0.5, (0.0, 0.82), 62),),
    "cast": (Tool("wand", "stick broom feather", 0.34, (0.0, 0.14), 82, 1.0),),
    "feed": (Tool("spoon", "carrot apple bread cheese bottle bowl fish corn", 0.2, (0.0, 0.1), 70),),
    "drink": (Tool("cup", "glass bottle bowl jug teapot bucket", 0.1, (0.0, 0.4), 24, 0.3),),
    "read": (Tool("book", "letter map postcard", 0.15, (0.0, 0.2)),),
}
"""What is in the hand, by the act."""
PIECES: dict[str, Piece] = {
    "stir": Piece("pot", "bowl pan", 0.34),
    "bake": Piece("table", size=0.4, ahead=0.5),
    "wash": Piece("bucket", "bathtub bowl", 0.26),
    "painting": Piece("easel", "painting", 0.66, 0.5),
    "hammering": Piece("board", "log shoes", 0.3),
    "chop": Piece("log", "tree board", 0.26),
    "sawing": Piece("log", "board tree", 0.3),
    "keying": Piece("piano", size=0.62, ahead=0.5),
    "watering": Piece("pot-plant", "flower cabbage pumpkin tree", 0.24),
    "knock": Piece("door", "", 1.12, 0.46, behind=True),
    "hearken": Piece("door", "", 1.12, 0.34, behind=True, told=True),
    "rowing": Piece("rowboat", "boat", 0.24, 0.02),
    "count": Piece("coins", "egg apple bean nut", 0.14),
}
"""What it is done to, by the act."""
INSTRUMENTS: dict[str, str] = {
    word: act
    for act, words in {
        "fiddling": "violin fiddle cello viola",
        "fluting": "flute pipe whistle recorder clarinet trumpet horn bugle trombone saxophone harmonica",
        "drumming": "drum drums tambourine kettledrum",
        "strumming": "guitar banjo ukulele mandolin lute harp lyre accordion concertina zither",
        "keying": "piano organ harpsichord",
    }.items()
    for word in words_of(words)
}
"""The act of whoever plays an instrument."""


def tool_matrix(tool: Tool, a: Actor, pose: Pose, fit: Fit, tall: float) -> Matrix:
    """How a tool of one unit's height is put into the hand, `tall` pixels high."""
    side = -1.0 if pose.facing < 0 else 1.0
    near = tool.hand == "near"
    x, y = hand_of(a, pose, fit, near) if tool.hand != "belly" else _belly(pose, fit)
    turn = math.radians(tool.angle + tool.follows * (90.0 - sum(pose.near_arm if near else pose.far_arm)))
    cos, sin = tall * math.cos(turn), tall * math.sin(turn)
    flip = -1.0 if tool.flipped else 1.0
    gx, gy = tool.grip[0] * flip, -tool.grip[1]
    # The grip comes to the hand: turn the thing about it, then mirror it with the figure.
    dx, dy = cos * gx - sin * gy, sin * gx + cos * gy
    return (side * flip * cos, -side * sin, x - side * dx, flip * sin, cos, y - dy)


def _belly(pose: Pose, fit: Fit) -> tuple[float, float]:
    side = -1.0 if pose.facing < 0 else 1.0
    return fit.x + side * 0.17 * fit.sx, fit.y - (0.38 + pose.hop - pose.drop) * fit.sy

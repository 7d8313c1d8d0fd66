"""Placed: one performer with boxes for the whole shot, and how a figure stands in a box.

Values only; who is placed where is decided by `staging`, `together` and `prop_staging`.

    python -c "from backlot.placed import box_at; print(box_at([(0, (0, 0, 1, 1))], 0.5))"
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from backlot.actors.acting import Part
from backlot.fitting import Fit, seen
from backlot.framing import Box
from backlot.handing import Handing
from backlot.props import PropMatch
from backlot.silhouette import Silhouette
from backlot.tools import Tool

_RAMP = 0.05
"""Share of a way spent on starting and on stopping."""


@dataclass
class Placed:
    """One performer with boxes for the whole shot."""

    part: Part
    keys: list[tuple[float, Box]]
    planned: bool
    """the boxes are the screenplay's"""
    asked: list[tuple[float, Box]] = field(default_factory=list)
    """the boxes as the screenplay has them; none when they are by custom"""
    shown: float = 1.0
    """share of the figure that is in the picture, from the top"""
    extent: Box = (-0.5, -1.0, 0.5, 0.0)
    """of the shown part in body heights: left, top, right, bottom"""
    fits: list[tuple[float, Fit]] = field(default_factory=list)
    """how they are put into their boxes, in frame heights"""
    silhouette: Silhouette | None = None
    overlap: float = 1.0
    """of the box that the screenplay has and of what is seen, the mean over what they play; 0..1"""
    at_worst: float = 1.0
    """the same over the worse half of what they play"""
    travelled: list[float] = field(default_factory=list)
    speed: list[float] = field(default_factory=list)
    moves: bool = False
    goes: bool = False
    """they cover ground, or the ground runs by under them"""
    pace: float = 0.0
    """how fast they do, about, in body heights a second"""
    depth_key: float = 0.0
    alone: bool = True
    """nobody else, or one other whom they face: what is behind them may leave the picture"""
    beats: list[tuple[float, Part]] = field(default_factory=list)
    """what the actor plays from that moment on"""
    away: bool = False
    """near the lens, with the back to us"""
    called: str = ""
    """their name in the screenplay"""
    holds: bool = False
    """something is in the hand, whatever else they do"""
    awake: bool = False
    """they lie with open eyes"""
    carrier: Placed | None = None
    """on whom, or in which vehicle, they ride"""
    seat: tuple[float, float, float] | None = None
    """in a vehicle: where the head is seen, x, y and radius in the vehicle's heights"""
    note: str = ""
    """how this is staged otherwise than the boxes ask; '' when it is not"""

    def box(self, u: float) -> Box:
        """The box to stand in at u, 0..1."""
        return box_at(self.keys, u)

    def lift(self, by: float) -> None:
        """Stand higher by so many frame heights, all the time."""
        self.keys = [(at, (a, b - by, c, d - by)) for at, (a, b, c, d) in self.keys]
        self.fits = [(at, replace(fit, y=fit.y - by)) for at, fit in self.fits]

    def shift(self, by: float, aspect: float) -> None:
        """Stand to the right by so much of the frame's width, all the time."""
        self.keys = [(at, (a + by, b, c + by, d)) for at, (a, b, c, d) in self.keys]
        self.fits = [(at, replace(fit, x=fit.x + by * aspect)) for at, fit in self.fits]

    def planned_box(self, u: float, width: int, height: int) -> Box:
        """What is to be seen of the figure at u, 0..1, in 0..1 of the frame."""
        assert self.silhouette
        return seen(self.silhouette, self.fit(u, 1), width / height)

    def fit(self, u: float, height: int) -> Fit:
        """How the figure stands in its box at u, 0..1, in a frame `height` pixels tall."""
        x, y, sx, sy = glided([(at, (f.x, f.y, f.sx, f.sy)) for at, f in self.fits], u)
        return Fit(x * height, y * height, sx * height, sy * height)


@dataclass(frozen=True)
class PlacedProp:
    """One thing in one shot."""

    id: str
    match: PropMatch
    x: float
    """the middle, in 0..1 of the width"""
    y: float
    """the ground under it, in 0..1 of the height"""
    height: float
    """in 0..1 of the height"""
    holder: str = ""
    """the character who has it in the hand; '' when it stands"""
    tool: Tool | None = None
    """how it is held by whoever works with it"""
    ridden: bool = False
    """it lies under its holder, who flies on it"""
    around: tuple[str, ...] = ()
    """the characters who are in it"""
    packed: bool = False
    """it lies across the back of its holder, who goes on four legs"""
    behind: bool = False
    """it stands behind everybody: sat on, climbed, or without room of its own"""
    nearer: float = 0.0
    """how much nearer than its ground it is drawn, in 0..1 of the height: it stands on a table"""
    broad: float = 1.0
    """how much wider than by custom"""
    handings: tuple[Handing, ...] = ()
    """how it changes hands in the shot"""
    spots: tuple[tuple[float, float], ...] = ()
    """for each of them where it lies before or after it, as x and y"""

    @property
    def near(self) -> float:
        """How near it is drawn, in 0..1 of the height: what is below is drawn later."""
        return self.y + self.nearer


def box_at(keys: Sequence[tuple[float, Box]], u: float) -> Box:
    """The box at u between its keys."""
    return glided(keys, u)


def glided(keys: Sequence[tuple[float, Box]], u: float) -> Box:
    """Four numbers at u between their keys: straight ways with soft starts and stops."""
    if u <= keys[0][0]:
        return keys[0][1]
    if u >= keys[-1][0]:
        return keys[-1][1]
    i = bisect_right([k[0] for k in keys], u)
    (t0, a), (t1, b) = keys[i - 1], keys[i]
    k = _glide((u - t0) / (t1 - t0))
    return (
        a[0] + (b[0] - a[0]) * k,
        a[1] + (b[1] - a[1]) * k,
        a[2] + (b[2] - a[2]) * k,
        a[3] + (b[3] - a[3]) * k,
    )


def _glide(t: float) -> float:
    """0..1 at an even pace but for a short ramp at both ends."""
    v = 1 / (1 - _RAMP)
    if t < _RAMP:
        return v * t * t / (2 * _RAMP)
    if t > 1 - _RAMP:
        return 1 - v * (1 - t) ** 2 / (2 * _RAMP)
    return v * (t - _RAMP / 2)

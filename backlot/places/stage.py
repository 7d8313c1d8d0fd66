"""The stage: a set under construction, as planes at depths, and things on it that move by themselves.

Units are frame heights of a wide shot: x from the middle, y downwards from the top edge (0) to the bottom
(1). Depth 1 is where the actors stand; a plane at depth 8 moves an eighth as far when the camera trucks.

    python -c "from backlot.places.stage import Stage; print(Stage.__doc__)"
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from backlot.colour import RGB
from backlot.paint import Canvas, Grade
from backlot.places.light import Light, Pool, grade_actor, grade_for
from backlot.places.vessels import Vessel

Draw = Callable[[Canvas, random.Random], None]
"""draws a plane; always with a generator in the same state, so that drawing twice gives the same"""
DrawLive = Callable[[Canvas, float], None]
"""draws something that moves, at a moment in seconds"""

FAR = 60.0
"""The depth of the sky."""


@dataclass(frozen=True)
class Plane:
    """A flat at one depth."""

    depth: float
    draw: Draw
    seed: int
    haze: float
    """0..1 of the way to the horizon, for the grade"""


@dataclass(frozen=True)
class Live:
    """Something small that moves by itself: drawn afresh in every frame."""

    depth: float
    draw: DrawLive
    front: bool = False
    """before the actors instead of behind them"""
    screen: bool = False
    """in frame heights of the picture itself, x from its middle, whatever the window shows"""
    wide: bool = False
    """it frames the picture from above, so it is there in wide and full shots only"""


@dataclass(frozen=True)
class Turf:
    """What grows before everybody's feet."""

    colour: RGB
    height: float
    """of a tuft, in frame heights of a wide shot"""
    step: float = 0.1
    """from tuft to tuft"""
    ears: bool = False


@dataclass
class Stage:
    """A set: planes from far to near. Built once for a place, an hour and a weather."""

    seed: int
    light: Light
    span: float
    """half the width that must be dressed"""
    indoors: bool = False
    airless: bool = False
    """no rain and no snow falls here, and no fog lies"""
    horizon: float = 0.56
    floor: RGB = (120, 170, 90)
    roam: float = 1.3
    """how far apart shots of this place may look, in frame heights; less in a room or with a landmark"""
    sight: float = 0.0
    """where the thing is that makes the place, in frame heights to the right of its middle"""
    planes: list[Plane] = field(default_factory=list)
    lives: list[Live] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    """what lights a room, beside the hour"""
    room: int = 0
    """how many planes are walls and floor, the first ones; 0 where there are none"""
    turf: Turf | None = None
    vessel: Vessel | None = None
    """what everybody sits in"""
    words: frozenset[str] = frozenset()
    """the words of the place, for variants"""
    besides: frozenset[str] = frozenset()
    """names of things that are drawn anyway, so that the set needs none"""
    hints: dict[str, RGB] = field(default_factory=dict)

    def plane(self, depth: float, draw: Draw, haze: float | None = None) -> None:
        """Add a flat behind everything nearer. Without `haze` distance decides."""
        if haze is None:
            haze = 0.0 if self.indoors else max(0.0, 1 - 1.3 / depth) ** 1.2
        self.planes.append(Plane(depth, draw, self.seed * 1000 + len(self.planes), haze))

    def row(
        self,
        depth: float,
        step: float,
        jitter: float,
        draw: Callable[[Canvas, random.Random, float], None],
        haze: float | None = None,
    ) -> None:
        """Add a flat with the same thing again and again, about `step` apart."""

        def plane(c: Canvas, rng: random.Random) -> None:
            for x in self.spread(rng, step, jitter):
                draw(c, rng, x)

        self.plane(depth, plane, haze)

    def live(
        self, depth: float, draw: DrawLive, front: bool = False, screen: bool = False, wide: bool = False
    ) -> None:
        """Add something that moves by itself."""
        self.lives.append(Live(depth, draw, front, screen, wide))

    def rng(self, name: str) -> random.Random:
        """A generator of this place for one purpose."""
        return random.Random(f"{self.seed}/{name}")

    def spread(self, rng: random.Random, step: float, jitter: float = 0.5) -> list[float]:
        """Positions across the span, about `step` apart and never in a row like soldiers."""
        count = max(2, round(2 * self.span / step))
        return [
            -self.span + (i + 0.5 + rng.uniform(-jitter, jitter)) * 2 * self.span / count
            for i in range(count)
        ]

    def grade(self, haze: float) -> Grade:
        """The light at a distance."""
        return grade_actor(self.light, indoors=True) if self.indoors else grade_for(self.light, haze)

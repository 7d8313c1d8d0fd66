"""Vehicles that nobody is, a bus at its stop, a ship on the water; and what is carried from home to home
today, a cardboard box, a laptop. Part of props.py.

Each stands on (0, 0), one unit tall, y downwards, as its acting double in actors/vehicles.py does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backlot.actors import vehicles
from backlot.actors.pose import Pose
from backlot.colour import RGB, darker, lighter
from backlot.paint import Canvas

_PARKED = Pose()


@dataclass(frozen=True)
class _Paint:
    """What a vehicle is drawn with when it is nobody."""

    coat: RGB


def _parked(
    draw: Callable[[Canvas, vehicles.Painted, Pose], vehicles.Face],
) -> Callable[[Canvas, RGB, float], None]:
    def drawn(c: Canvas, k: RGB, t: float) -> None:
        draw(c, _Paint(k), _PARKED)

    return drawn


def box(c: Canvas, k: RGB, t: float) -> None:
    """A cardboard box with its flaps open."""
    for side in (-1, 1):
        c.polygon(
            [(side * 0.62, -0.78), (side * 0.94, -0.98), (side * 0.66, -1.0), (side * 0.4, -0.8)],
            lighter(k, 0.16),
        )
    c.polygon([(-0.62, -0.78), (0.62, -0.78), (0.5, -0.66), (-0.5, -0.66)], darker(k, 0.6))
    c.polygon([(-0.62, -0.78), (0.62, -0.78), (0.62, 0.0), (-0.62, 0.0)], k)
    s = c.plain()
    s.polygon([(-0.08, -0.78), (0.08, -0.78), (0.08, -0.3), (-0.08, -0.3)], lighter(k, 0.4))
    s.polygon([(0.3, -0.24), (0.52, -0.24), (0.52, -0.1), (0.3, -0.1)], lighter(k, 0.5))


def laptop(c: Canvas, k: RGB, t: float) -> None:
    """A laptop, open."""
    c.polygon([(-0.78, -1.0), (0.78, -1.0), (0.74, -0.14), (-0.74, -0.14)], darker(k, 0.7))
    s = c.plain()
    s.polygon([(-0.7, -0.92), (0.7, -0.92), (0.66, -0.22), (-0.66, -0.22)], (176, 220, 238))
    s.polygon([(-0.7, -0.92), (0.1, -0.92), (-0.3, -0.22), (-0.66, -0.22)], (206, 236, 246))
    c.polygon([(-0.76, -0.14), (0.76, -0.14), (0.96, 0.0), (-0.96, 0.0)], k)
    s.polygon([(-0.6, -0.1), (0.6, -0.1), (0.66, -0.05), (-0.66, -0.05)], darker(k, 0.6))


ROWS: Sequence[tuple[str, Callable[[Canvas, RGB, float], None], RGB, float, bool, str]] = (
    ("box", box, (206, 162, 108), 0.36, False, "carton crate cardboard-box"),
    ("laptop", laptop, (188, 194, 204), 0.2, False, "notebook-computer"),
    ("bus", _parked(vehicles.draw_bus), (236, 176, 64), 1.25, False, "schoolbus minibus"),
    ("truck", _parked(vehicles.draw_truck), (84, 132, 190), 1.1, False, "lorry van moving-van"),
    ("tram", _parked(vehicles.draw_tram), (206, 84, 76), 1.25, False, "streetcar"),
    ("train", _parked(vehicles.draw_train), (84, 140, 112), 1.25, False, "locomotive"),
    ("airplane", _parked(vehicles.draw_plane), (226, 232, 240), 1.2, False, "aeroplane plane jet"),
    ("steamer", _parked(vehicles.draw_ship), (70, 96, 150), 1.3, False, "ship ferry tugboat"),
    ("tractor", _parked(vehicles.draw_tractor), (206, 84, 70), 1.0, False, "digger"),
    ("submarine", _parked(vehicles.draw_submarine), (240, 196, 84), 0.9, False, ""),
    ("helicopter", _parked(vehicles.draw_helicopter), (92, 150, 190), 1.1, False, ""),
)

"""Seating: how much room those take who sit together in a boat, a car or a nest.

python -c "from backlot.seating import seats_of; print(seats_of([], 16 / 9))"
"""

from __future__ import annotations

from collections.abc import Sequence

from backlot.camera import View
from backlot.paint import Matrix
from backlot.placed import Placed
from backlot.places.vessels import Seats

_NOBODY = (0.92, 0.5)
"""Where the feet would be, and how tall a person, in frame heights."""
_HIDDEN = 0.4
"""Share of the smallest that a vessel's side hides at most."""


def seat_together(
    placed: Sequence[Placed], size: tuple[int, int], view: View, scrolls: bool
) -> tuple[Matrix, Seats]:
    """Where a vessel is drawn, and the room of those in it.

    The matrix goes from heights of the tallest, with the origin on the line of the feet under the middle of
    them all, to pixels of a frame of `size`; where the ground runs by under them, it stays.
    """
    width, height = size
    (x, feet, tall), seats = seats_of(placed, width / height)
    scale = view.scale(1.0)
    dx, dy = (0.0, 0.0) if scrolls else view.offset(1.0)
    k = tall * height * scale
    middle = width / 2 + (x * height - width / 2) * scale + dx * height
    line = height / 2 + (feet - 0.5) * height * scale + dy * height
    return (k, 0.0, middle, 0.0, k, line), seats


def seats_of(placed: Sequence[Placed], aspect: float) -> tuple[tuple[float, float, float], Seats]:
    """((x of the middle, y of the feet, height of the tallest) in frame heights, the room they take).

    Who swims beside a boat, flies over it or stands near the lens does not sit in it.
    """
    aboard = [p for p in placed if p.part.action not in ("swim", "fly") and not p.away and not p.carrier]
    feet, tall = _NOBODY
    if not aboard:
        return (aspect / 2, feet, tall), Seats(0.42)
    fits = [(p, p.fit(u, 1)) for p in aboard for u in (0.0, 1.0)]
    tall = max(f.sy for _, f in fits)
    feet = max(f.y for _, f in fits)
    left = min(f.x + f.sx * p.extent[0] for p, f in fits)
    right = max(f.x + f.sx * p.extent[2] for p, f in fits)
    rim = min(_HIDDEN * f.sy + (feet - f.y) for _, f in fits)
    top = max(feet - f.y + f.sy for _, f in fits)
    seats = Seats((right - left) / 2 / tall, max(0.16, rim / tall), top / tall)
    return ((left + right) / 2, feet, tall), seats

"""Boxes in a picture, as plain numbers; needs neither torch nor numpy.

    python -c "from consistency.boxes import interpolate_box; \
print(interpolate_box([(0, (0, 0, .5, 1)), (1, (.5, 0, 1, 1))], 0.5))"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Box = tuple[float, float, float, float]
"""(left, top, right, bottom), 0 <= left < right <= 1 and 0 <= top < bottom <= 1, origin at the top left."""


def check_box(box: Sequence[float]) -> Box:
    """The box, if it is one.

    Raises:
        ValueError: not four finite numbers in 0..1 with left < right and top < bottom.
    """
    if len(box) != 4 or not all(math.isfinite(edge) and 0 <= edge <= 1 for edge in box):
        raise ValueError(f"{tuple(box)} is no box; it must be (left, top, right, bottom), each in 0..1.")
    left, top, right, bottom = (float(edge) for edge in box)
    if not (left < right and top < bottom):
        raise ValueError(f"{tuple(box)} is empty; left must be below right and top below bottom.")
    return left, top, right, bottom


def interpolate_box(path: Sequence[tuple[float, Sequence[float]]], at: float) -> Box:
    """The box at `at`, linear between the keys of a path [(at, box), ...], constant outside them.

    Raises:
        ValueError: no keys, or keys that do not rise.
    """
    if not path:
        raise ValueError("A path needs at least one (at, box).")
    times = [key for key, _ in path]
    if any(b <= a for a, b in pairwise(times)):
        raise ValueError(f"The keys of a path must rise; they are {times}.")
    if at <= times[0]:
        return check_box(path[0][1])
    for (t0, a), (t1, b) in pairwise(path):
        if at <= t1:
            share = (at - t0) / (t1 - t0)
            return check_box([p + (q - p) * share for p, q in zip(a, b, strict=True)])
    return check_box(path[-1][1])

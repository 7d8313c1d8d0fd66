"""Framing: boxes that film grammar asks for beyond the screenplay's: lying, a shoulder.

Values in, values out: boxes in 0..1 of the frame. Knows nothing of drawing.

    python -c "from backlot.framing import lying_box; print(lying_box((0.4, 0.2, 0.55, 0.9), [], 16 / 9))"
"""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
OBEYED = 0.85
"""Overlap of a box and what is drawn in it, from which on the box is obeyed."""
LIE = 0.45
"""Height beside length of somebody who lies."""
_EDGE = 0.02


def overlap(a: Box, b: Box) -> float:
    """0..1, what two boxes share of what they cover together."""
    wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    shared = max(0.0, wide) * max(0.0, tall)
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / both if both > 0 else 0.0


def covered(box: Box, by: Box) -> float:
    """0..1, the share of a box that another one covers."""
    wide, tall = min(box[2], by[2]) - max(box[0], by[0]), min(box[3], by[3]) - max(box[1], by[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, wide) * max(0.0, tall) / area if area > 0 else 0.0


def lying_box(
    box: Box, others: Sequence[Box], aspect: float, shape: tuple[float, float] = (0.95, 0.95 * LIE)
) -> Box | None:
    """A box to lie in, at full length, where somebody of the standing `box` is; None without the room.

    Args:
        shape: width and height of who lies or goes on all fours, in standing heights.
    """
    left, top, right, bottom = box
    tall = bottom - top
    middle = (left + right) / 2
    low, high = _EDGE, 1 - _EDGE
    for other in others:
        if (other[0] + other[2]) / 2 < middle:
            low = max(low, other[2])
        else:
            high = min(high, other[0])
    full = shape[0] * tall / aspect
    long = min(full, high - low)
    if long < 0.66 * full:
        return None
    start = min(max(low, middle - long / 2), high - long)
    ground = min(bottom, 0.94)
    return (start, ground - long * aspect * shape[1] / shape[0], start + long, ground)


def shoulder_box(on_left: bool, size: float) -> Box:
    """Where the partner of an over-the-shoulder shot stands, partly outside; a person is of size 1."""
    top = 0.14 + 0.3 * max(0.0, 1 - min(1.0, size))
    return (-0.16, top, 0.34, 1.0) if on_left else (0.66, top, 1.16, 1.0)

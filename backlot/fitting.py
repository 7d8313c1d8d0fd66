"""Fitting: how a figure is put into the picture so that what is seen of it fills the box that is asked for.

The box of somebody is that of their visible part: cut by the frame, as if nobody stood in front. So there are
three ways to fill it, and the best is taken: the whole figure; in a near shot its upper part, the rest below
the lower edge; at a side edge its fore part, the rest beyond that edge. A body is drawn broader or slimmer
only as far as its kind bears it, its head keeps its form, and a head is never cut.

Lengths are in frame heights; knows nothing of the screenplay.

    python -c "from backlot.fitting import NEAR; print(NEAR)"
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backlot.framing import OBEYED, Box
from backlot.silhouette import Silhouette

PLAIN: tuple[float, float] = (1 / 1.05, 1.05)
"""Breadth beside height of who is not drawn broader or slimmer than they are, or hardly."""
NEAR: dict[str, tuple[float, float]] = {
    "medium": (0.52, 0.8),
    "close": (0.4, 0.62),
    "extreme_close": (0.3, 0.46),
}
"""How much of a figure each size usually shows, from the top, when its box reaches the bottom edge."""
LOWEST: dict[str, float] = {"medium": 0.84, "close": 0.7, "extreme_close": 0.6}
"""From where on the lower edge of a box means that the body goes on below the frame."""
SIDE = 0.035
"""A box that begins so near to a side of the frame goes on beyond it."""
_BREATH = 0.03
"""How far a figure sinks and rises while it breathes and the camera moves, in frame heights."""
_GROWN, _OUTGROWN = (1.0, 1.05), (1.12, 1.22)
"""Who is too slender or too low for a box may reach out of it by so much; by more inside the frame only."""
_ENOUGH = 0.93
"""More overlap than this is not worth an unusual framing."""


@dataclass(frozen=True)
class Fit:
    """How a figure is put into the picture: where = origin + scale * body height."""

    x: float
    y: float
    sx: float
    sy: float

    def times(self, scale: float) -> Fit:
        """The same in other units: frame heights times the frame's height are pixels."""
        return Fit(self.x * scale, self.y * scale, self.sx * scale, self.sy * scale)

    def window(self, aspect: float) -> Box:
        """The frame, in body heights."""
        return (-self.x / self.sx, -self.y / self.sy, (aspect - self.x) / self.sx, (1 - self.y) / self.sy)

    def placed(self, extent: Box) -> Box:
        """What an extent in body heights covers, in frame heights."""
        return (
            self.x + self.sx * extent[0],
            self.y + self.sy * extent[1],
            self.x + self.sx * extent[2],
            self.y + self.sy * extent[3],
        )


@dataclass(frozen=True)
class Body:
    """What must be known of a figure to frame it."""

    silhouette: Silhouette
    head: tuple[float, float, float, float] | None
    """left, top, right, bottom that a near shot never cuts; None if there is no such part"""
    least: float
    """share of the figure from the top that is shown at least"""
    facing: float
    usual: tuple[float, float] | None
    """shares from the top that the shot's size usually shows; None if it shows everything"""
    lowest: float = 2.0
    stretch: tuple[float, float] = PLAIN
    """breadth beside height, from and to, of which the silhouette holds"""


@dataclass(frozen=True)
class Choice:
    """A way to put a figure into a box."""

    fit: Fit
    extent: Box
    """the part that is meant to be seen, in body heights"""
    shown: float
    """share of the figure above the cut"""
    overlap: float
    """of the asked box and of what is seen, the mean over the moments; 0..1"""


def seen(silhouette: Silhouette, fit: Fit, aspect: float) -> Box:
    """What is seen of the figure in the frame, the mean over its moments; in 0..1 of the frame."""
    x0, y0, x1, y1 = fit.placed(silhouette.extent(fit.window(aspect)))
    return (x0 / aspect, y0, x1 / aspect, y1)


def overlap_of(silhouette: Silhouette, fit: Fit, box: Box, aspect: float) -> float:
    """The mean over the moments of the overlap of a box (0..1 of the frame) and of what is seen."""
    return float(_overlaps(silhouette, fit, box, aspect).mean())


def overlap_at_worst(silhouette: Silhouette, fit: Fit, box: Box, aspect: float) -> float:
    """The mean over the worse half of the moments."""
    sorted_ = np.sort(_overlaps(silhouette, fit, box, aspect))
    return float(sorted_[: max(1, len(sorted_) // 2)].mean())


def _overlaps(silhouette: Silhouette, fit: Fit, box: Box, aspect: float) -> NDArray[np.float64]:
    part = silhouette.inside(fit.window(aspect))
    left, right = fit.x + fit.sx * part[:, 0], fit.x + fit.sx * part[:, 2]
    top, bottom = fit.y + fit.sy * part[:, 1], fit.y + fit.sy * part[:, 3]
    x0, x1 = box[0] * aspect, box[2] * aspect
    wide = (np.minimum(right, x1) - np.maximum(left, x0)).clip(0)
    tall = (np.minimum(bottom, box[3]) - np.maximum(top, box[1])).clip(0)
    both = (right - left) * (bottom - top) + (x1 - x0) * (box[3] - box[1]) - wide * tall
    found: NDArray[np.float64] = wide * tall / both
    return found


def fit_into(extent: Box, target: Box, stretch: tuple[float, float] = PLAIN) -> Fit:
    """An extent in a target (frame heights): filling it where the proportions agree, else at its bottom
    centre.
    """
    wide, tall = extent[2] - extent[0], extent[3] - extent[1]
    broad, high = target[2] - target[0], max(target[3] - target[1], 1e-6)
    ratio = min(stretch[1], max(stretch[0], broad / high * tall / wide))
    scale = min(high / tall, broad / (wide * ratio))
    sx, sy = scale * ratio, scale
    middle = (target[0] + target[2]) / 2 - sx * (extent[0] + extent[2]) / 2
    return Fit(middle, target[3] - sy * extent[3], sx, sy)


def choose(body: Body, box: Box, aspect: float, most: float = math.inf) -> Choice:
    """The best way to put a figure into a box.

    Args:
        box: in 0..1 of the frame.
        aspect: width over height of the frame.
        most: the largest scale, in frame heights a body height; nothing fits below it: the smallest there is.
    """
    ways = [
        (grown, extent, shown)
        for fit, extent, shown in _ways(body, box, aspect)
        for grown in _grown(fit, extent, shown, aspect)
    ]
    found = [_judge(body, box, aspect, *way) for way in ways]
    small = [row for row in found if row[1].fit.sy <= most] or [min(found, key=lambda row: row[1].fit.sy)]
    return max(small, key=lambda row: row[0])[1]


def place_alike(body: Body, like: Choice, first: Box, box: Box, aspect: float) -> Fit:
    """The same part of the figure as in its `first` box in another one of its way.

    At a side of the frame they may be partly outside, where they are no larger than inside.
    """
    target = _target(box, aspect, 1.0 if like.shown < 1 else box[3])
    fits = [fit_into(like.extent, target, body.stretch)]
    most = 1.1 * like.fit.sy * (box[3] - box[1]) / (first[3] - first[1])
    ratio = like.fit.sx / like.fit.sy
    ways = _beyond_a_side(like.extent, box, target, None, ratio)
    fits += [fit for fit, _ in ways if fit.sy <= most]
    return max(fits, key=lambda fit: overlap_of(body.silhouette, fit, box, aspect))


def _grown(fit: Fit, extent: Box, shown: float, aspect: float) -> Iterator[Fit]:
    """A figure as large as its box has room for, and larger."""
    yield fit
    for by in _GROWN[1:]:
        yield grow(fit, extent, by)
    for by in _OUTGROWN if shown == 1.0 else ():
        large = grow(fit, extent, by)
        left, top, right, _ = large.placed(extent)
        if left >= 0 and right <= aspect and top >= 0.01:
            yield large


def grow(fit: Fit, extent: Box, by: float) -> Fit:
    """A little larger about the bottom centre of the extent, where it stays inside or nearly so."""
    middle, bottom = fit.x + fit.sx * (extent[0] + extent[2]) / 2, fit.y + fit.sy * extent[3]
    sx, sy = fit.sx * by, fit.sy * by
    return Fit(middle - sx * (extent[0] + extent[2]) / 2, bottom - sy * extent[3], sx, sy)


def _judge(
    body: Body, box: Box, aspect: float, fit: Fit, extent: Box, shown: float
) -> tuple[tuple[bool, float], Choice]:
    """Obeyed ones first; among them those of usual framing and true proportions."""
    got = overlap_of(body.silhouette, fit, box, aspect)
    if shown < 1.0:  # a back that is just in the picture may be out of it with the next breath
        got = min(got, overlap_of(body.silhouette, replace(fit, y=fit.y + _BREATH), box, aspect))
    cost = stretch_cost(fit.sx / fit.sy)
    if body.usual:
        low, high = body.usual
        cost += 0.3 * max(0.0, shown - high, low - shown)
    return (got >= OBEYED + 0.01, min(got, _ENOUGH) - cost), Choice(fit, extent, shown, got)


def stretch_cost(ratio: float) -> float:
    """What it costs to draw somebody so much broader than they are, in overlap."""
    return 0.34 * abs(math.log(ratio))


def _ways(body: Body, box: Box, aspect: float) -> Iterator[tuple[Fit, Box, float]]:
    whole = body.silhouette.extent()
    ratio = min(max(1.0, body.stretch[0]), body.stretch[1])
    target = _target(box, aspect, box[3])
    yield fit_into(whole, target, body.stretch), whole, 1.0
    for fit, extent in _beyond_a_side(whole, box, target, body, ratio):
        yield fit, extent, 1.0
    if body.usual is None or box[3] < body.lowest:
        return
    target = _target(box, aspect, 1.0)
    _, top, _, bottom = whole
    for i in range(24):
        shown = body.least + (1 - body.least) * i / 24
        extent = body.silhouette.extent((-99.0, -99.0, 99.0, top + (bottom - top) * shown))
        extent = (extent[0], extent[1], extent[2], top + (bottom - top) * shown)
        if extent[2] - extent[0] <= 0.05:
            continue
        fit = fit_into(extent, target, body.stretch)
        # who does not reach the frame's edge would hang in the air
        if fit.y + fit.sy * extent[3] < 0.999:
            continue
        yield fit, extent, shown
        for fit, fore in _beyond_a_side(extent, box, target, body, ratio):
            yield fit, fore, shown
        # a long body in a box at no side still goes on to the frame's edge behind it
        wider = (0.0, *box[1:]) if body.facing > 0 else (*box[:2], 1.0, box[3])
        for fit, fore in _beyond_a_side(extent, wider, _target(wider, aspect, 1.0), body, ratio):
            yield fit, fore, shown


def _beyond_a_side(
    extent: Box, box: Box, target: Box, body: Body | None, ratio: float
) -> Iterator[tuple[Fit, Box]]:
    """As tall as the target, and the fore part alone in it, where it touches a side of the frame.

    Without a body whatever is there may be cut, as whoever comes in or leaves is.
    """
    left, top, right, bottom = extent
    scale = (target[3] - target[1]) / (bottom - top)
    across = scale * ratio
    broad = (target[2] - target[0]) / across
    if broad >= right - left:
        return
    if body and body.head and box[0] <= SIDE and box[2] >= 1 - SIDE:
        start = (body.head[0] + body.head[2] - broad) / 2  # the head in the middle
        start = min(max(start, left), right - broad)
        fore = (start, top, start + broad, bottom)
        x = target[0] - across * start
    elif box[0] <= SIDE and (body is None or body.facing > 0):
        fore = (right - broad, top, right, bottom)
        x = target[2] - across * right
    elif box[2] >= 1 - SIDE and (body is None or body.facing < 0):
        fore = (left, top, left + broad, bottom)
        x = target[0] - across * left
    else:
        return
    if body and (body.head is None or body.head[0] < fore[0] or body.head[2] > fore[2]):
        return
    yield Fit(x, target[3] - scale * bottom, across, scale), fore


def _target(box: Box, aspect: float, bottom: float) -> Box:
    """The box in frame heights, down to `bottom`."""
    return (box[0] * aspect, box[1], box[2] * aspect, bottom)

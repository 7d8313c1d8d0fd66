"""Optical flow: how far what is seen moves from one frame to the next. Needs no weights.

Dense Lucas-Kanade on a pyramid (Lucas and Kanade 1981; Bouguet 2001), of small greys: it sees movements of up
to an eighth of the height a frame, and none in plain areas, where nothing can
be told. Knows pixels, nothing of models.

    python -c "import numpy as np; from consistency.flow import measure_flow; \
a = np.zeros((8, 8, 3), np.uint8); print(measure_flow(a, a))"
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

Floats = NDArray[np.float64]
Frame = NDArray[np.uint8]

HEIGHT = 72
"""pixels of the grey that is looked at"""
LEVELS, ROUNDS, WINDOW = 4, 3, 7
_PLAIN = 1e-3
"""gradient energy below which nothing can be told of movement"""


def measure_flow(before: Frame, after: Frame) -> float:
    """Mean length of the flow between two (H, W, 3) uint8 frames of one size, in heights of the picture."""
    return float(np.hypot(*np.moveaxis(estimate_flow(before, after), -1, 0)).mean())


def estimate_flow(before: Frame, after: Frame) -> Floats:
    """(h, w, 2) where each place of `before` is in `after`, less where it is now: (x, y) in heights.

    Raises:
        ValueError: frames of two sizes.
    """
    if before.shape != after.shape:
        raise ValueError(f"The frames differ in size: {before.shape[:2]} and {after.shape[:2]}.")
    one, other = _pyramid(before), _pyramid(after)
    flow = np.zeros((*one[-1].shape, 2))
    for a, b in zip(reversed(one), reversed(other), strict=True):
        if flow.shape[:2] != a.shape:
            flow = _enlarge(flow, a.shape)
        for _ in range(ROUNDS):
            flow = flow + _refine(a, _warp(b, flow))
    return flow / one[0].shape[0]


def _pyramid(frame: Frame) -> list[Floats]:
    """Greys 0..1 of HEIGHT pixels and of halves of it, the largest first."""
    height, width = frame.shape[:2]
    grey = Pillow.fromarray(frame).convert("L").convert("F")
    scale = min(1.0, HEIGHT / height)
    levels: list[Floats] = []
    for level in range(LEVELS):
        size = tuple(max(round(n * scale / 2**level), 1) for n in (width, height))
        if min(size) < WINDOW and levels:
            break
        small = grey.resize((size[0], size[1]), Pillow.Resampling.BOX)
        levels.append(np.asarray(small, dtype=np.float64) / 255)
    return levels


def _refine(a: Floats, b: Floats) -> Floats:
    """(h, w, 2) the least-squares step of Lucas and Kanade in pixels, at most one; none in plain areas."""
    dy, dx = np.gradient((a + b) / 2)
    gap = b - a
    xx, yy, xy, xt, yt = _blur(np.stack([dx * dx, dy * dy, dx * dy, dx * gap, dy * gap]))
    xx, yy = xx + _PLAIN, yy + _PLAIN
    det = xx * yy - xy * xy
    step = np.stack([-(yy * xt - xy * yt) / det, -(xx * yt - xy * xt) / det], axis=-1)
    return np.clip(step, -1, 1)


def _blur(planes: Floats) -> Floats:
    """Mean over WINDOW x WINDOW of each of (n, h, w), edges repeated."""
    edge = WINDOW // 2
    sums = np.pad(planes, ((0, 0), (edge, edge), (edge, edge)), mode="edge").cumsum(1).cumsum(2)
    sums = np.pad(sums, ((0, 0), (1, 0), (1, 0)))
    square = sums[:, WINDOW:, WINDOW:] - sums[:, :-WINDOW, WINDOW:] - sums[:, WINDOW:, :-WINDOW]
    mean: Floats = (square + sums[:, :-WINDOW, :-WINDOW]) / WINDOW**2
    return mean


def _warp(values: Floats, flow: Floats) -> Floats:
    """The picture as it is found where the flow leads, bilinear, edges repeated."""
    height, width = values.shape
    rows, columns = np.indices(values.shape)
    x = np.clip(columns + flow[..., 0], 0, width - 1)
    y = np.clip(rows + flow[..., 1], 0, height - 1)
    x0, y0 = np.minimum(x.astype(int), max(width - 2, 0)), np.minimum(y.astype(int), max(height - 2, 0))
    x1, y1 = np.minimum(x0 + 1, width - 1), np.minimum(y0 + 1, height - 1)
    u, v = x - x0, y - y0
    top = values[y0, x0] * (1 - u) + values[y0, x1] * u
    found: Floats = top * (1 - v) + (values[y1, x0] * (1 - u) + values[y1, x1] * u) * v
    return found


def _enlarge(flow: Floats, shape: tuple[int, ...]) -> Floats:
    """Flow of one level for the next, in its pixels."""
    scale = shape[0] / flow.shape[0]
    planes = [Pillow.fromarray(flow[..., n].astype(np.float32)) for n in (0, 1)]
    size = (shape[1], shape[0])
    resized = [np.asarray(plane.resize(size, Pillow.Resampling.BILINEAR), np.float64) for plane in planes]
    return np.stack(resized, axis=-1) * scale

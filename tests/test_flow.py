"""Tests of optical flow, and of what moves in the animatic by a shot's intensity."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageFilter

from benchmarks.motion import correlate_ranks, measure_act
from consistency.flow import estimate_flow, measure_flow


def paint(seed: int = 0) -> np.ndarray:
    """(300, 500, 3) soft spots with strong edges."""
    spots = np.random.default_rng(seed).integers(0, 255, (300, 500, 3), dtype=np.uint8)
    soft = np.asarray(Pillow.fromarray(spots).filter(ImageFilter.GaussianBlur(6)), dtype=float)
    return np.clip((soft - 128) * 5 + 128, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (2, 0), (-5, 3), (0, 12), (20, 0)])
def test_a_shift_is_found_and_measured_in_heights(x: int, y: int) -> None:
    world = paint()
    before, after = world[50:230, 100:420], world[50 - y : 230 - y, 100 - x : 420 - x]
    flow = estimate_flow(before, after) * 180
    assert np.median(flow[..., 0]) == pytest.approx(x, abs=0.7)
    assert np.median(flow[..., 1]) == pytest.approx(y, abs=0.7)
    assert measure_flow(before, after) * 180 == pytest.approx(np.hypot(x, y), rel=0.1, abs=0.05)


def test_nothing_moves_where_nothing_can_be_told() -> None:
    grey = np.full((40, 60, 3), 90, np.uint8)
    assert measure_flow(grey, grey) == 0
    assert measure_flow(grey, grey + np.uint8(40)) < 0.01
    assert measure_flow(grey[:3, :3], grey[:3, :3]) == 0
    with pytest.raises(ValueError, match="differ in size"):
        estimate_flow(grey, grey[:20])


@pytest.mark.parametrize("move", ["static", "push_in"])
def test_a_shot_moves_as_much_as_its_intensity_says(move: str) -> None:
    flows = [measure_act("dances", move, n, seconds=1.5, fps=8) for n in range(1, 11)]
    assert correlate_ranks(flows) >= 0.9
    assert flows[-1] > 1.3 * flows[0]

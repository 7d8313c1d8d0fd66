"""Captions spare faces: they stand at the upper edge of a shot when the lower edge would hide somebody's.

.venv/bin/python -m pytest -n 0 tests/test_captions.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backlot.gallery import make_panel
from backlot.truth import write_truth
from director.production import find_faces
from prompts.screenplay import Box, Camera, KeyBox
from shots.backends import ClipTask
from shots.titles import caption_box, draw_caption, hidden, stands_higher

TOLD = "Long ago a fox lived under the old oak at the end of the field."
SIZE = (320, 180)
unit = st.floats(0, 1, allow_nan=False)
boxes = st.tuples(unit, unit, unit, unit).map(
    lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]) + 0.01, max(b[1], b[3]) + 0.01)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(boxes, max_size=4))
def test_captions_go_where_they_hide_less_and_belong_below(faces: list[Box]) -> None:
    def hides(high: bool) -> float:
        box = caption_box(TOLD, *SIZE, high=high)
        assert box is not None
        return max((hidden(face, box) for face in faces), default=0.0)

    high = stands_higher([TOLD], faces, *SIZE)
    assert hides(high) <= hides(not high)
    assert high == (hides(True) < hides(False))


@pytest.mark.parametrize("high", [False, True])
def test_a_caption_is_drawn_in_its_box(high: bool) -> None:
    picture = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    rows, columns = np.nonzero((draw_caption(picture, TOLD, high=high) != picture).any(axis=2))
    seen = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    box = caption_box(TOLD, *SIZE, high=high)
    assert box is not None
    assert [v / SIZE[i % 2] for i, v in enumerate(seen)] == pytest.approx(box, abs=0.01)


@pytest.mark.parametrize(
    ("kind", "doing", "box"),
    [
        ("tortoise", "walks", (0.3, 0.62, 0.7, 0.92)),
        ("man", "lies", (0.2, 0.66, 0.8, 0.94)),
        ("girl", "stands", (0.4, 0.26, 0.6, 0.92)),
        ("mouse", "stands", (0.3, 0.62, 0.45, 0.92)),
    ],
)
def test_a_drawn_face_is_no_tenth_hidden(kind: str, doing: str, box: Box, tmp_path: Path) -> None:
    panel = make_panel("meadow", {kind: ""}, doing={kind: doing}, camera=Camera(size="full"), size=SIZE)
    assert panel.shot.who
    panel.shot.who[0].path.append(KeyBox(at=0, box=box))
    truth = write_truth(ClipTask(panel, 12, 24), tmp_path, [0, 11])
    caption = caption_box(TOLD, *SIZE, high=stands_higher([TOLD], find_faces(panel.shot, 16 / 9), *SIZE))
    assert caption is not None
    for moment in truth.moments.values():
        (head,) = moment["entities"][kind]["heads"]
        assert hidden(tuple(head), caption) < 0.1

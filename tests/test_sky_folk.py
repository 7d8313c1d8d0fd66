"""The moon, the sun and the stars as somebody: in the sky, at night, and only once."""

from __future__ import annotations

import numpy as np
import pytest

from backlot.gallery import make_panel
from backlot.picture import DrawnShot
from director.offline import OfflineWriter
from director.planner import plan_story
from prompts.screenplay import Screenplay
from prompts.story import split_story
from shots.slate import Workspace


def plan(text: str, tmp_path) -> Screenplay:
    with Workspace(tmp_path / "p") as workspace:
        return plan_story(split_story(text), writer=OfflineWriter(None), workspace=workspace).screenplay


@pytest.mark.parametrize(
    "text, hour",
    [
        ('The moon had lost her shoe. "Where is it?" said the moon. A cat looked up.', "night"),
        (
            'In the morning the moon came. "Where is my shoe?" said the moon.',
            "morning",
        ),
        ("The sun and the moon quarrelled. The sun laughed. The moon cried.", "day"),
        ("A cat sat on the roof. The cat sang.", "day"),
    ],
)
def test_where_the_moon_is_somebody_it_is_night_unless_told(text: str, hour: str, tmp_path) -> None:
    assert {scene.time_of_day for scene in plan(text, tmp_path).scenes} == {hour}


def test_the_moon_is_above_the_cat(tmp_path) -> None:
    screenplay = plan('"Where is my shoe?" said the moon. A cat looked up at the moon.', tmp_path)
    boxes = [{p.character: p.path[0].box for p in s.who or [] if p.path} for _, s in screenplay.shots()]
    both = [b for b in boxes if {"moon", "cat"} <= set(b)]
    assert both and all(b["moon"][3] < b["cat"][3] - 0.05 for b in both)


def test_when_the_moon_is_somebody_no_other_moon_shines() -> None:
    moon, fox = (make_panel("meadow", {k: ""}, time="night", size=(160, 90)) for k in ("moon", "fox"))
    sky = [DrawnShot(p, 1, 24).backdrop.pixels(DrawnShot(p, 1, 24).path.at(0.0), 0) for p in (moon, fox)]
    light = [int(np.asarray(s).reshape(90, 160, 3)[:60].max(axis=-1).max()) for s in sky]
    assert light[0] < light[1]

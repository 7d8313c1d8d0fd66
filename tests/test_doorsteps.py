"""Who knocks is before the house, whoever opens stands in its door, and inside is inside."""

from __future__ import annotations

import pytest

from backlot.gallery import make_panel
from backlot.picture import DrawnShot
from backlot.places.sets import find_set
from director.offline import OfflineWriter
from director.planner import plan_story
from prompts.story import split_story
from shots.slate import Workspace


def places_of(text: str, tmp_path) -> list[str]:
    """The set of every scene."""
    with Workspace(tmp_path / "p") as workspace:
        screenplay = plan_story(split_story(text), writer=OfflineWriter(None), workspace=workspace).screenplay
    return [find_set(screenplay.places[s.place].name or "").name for s in screenplay.scenes if s.place]


def test_who_knocks_on_a_doorstep_needs_no_other_door() -> None:
    for place, doors in (("doorstep", 0), ("corridor", 1)):
        panel = make_panel(place, {"wolf": ""}, doing={"wolf": "knocks"}, size=(320, 180))
        assert sum(t.match.kind.name == "door" for t in DrawnShot(panel, 1, 24).props) == doors


@pytest.mark.parametrize(
    "text, sets",
    [
        (
            "A wolf walked through the forest. He knocked at the door of a woman. The woman opened the door. "
            "She let him in. The wolf sat down.",
            ["forest", "doorstep", "living room"],
        ),
        ("A wolf sat in the kitchen. He knocked at the door.", ["kitchen"]),
        (
            "A girl sat in the kitchen. A fox rang the bell. The girl opened the door.",
            ["kitchen", "doorstep"],
        ),
        ("In a kitchen drawer lived a fork and a spoon. The fork danced.", ["drawer"]),
        ('"I knocked at the door," said the fox in the forest.', ["forest"]),
    ],
)
def test_who_knocks_is_before_the_house(text: str, sets: list[str], tmp_path) -> None:
    assert places_of(text, tmp_path) == sets

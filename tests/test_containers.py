"""Who is in a pit, a basket or a well: told in the plan, and seen above its lip in the picture."""

from __future__ import annotations

import pytest

from backlot.containers import LIPS
from backlot.gallery import make_panel
from backlot.masks import mask_frame
from backlot.notes import notes_for
from backlot.picture import DrawnShot
from backlot.props import find_prop
from director.language.inside import CONTAINERS
from director.offline import OfflineWriter
from director.planner import plan_story
from prompts.screenplay import Camera
from prompts.story import split_story
from shots.slate import Workspace


def told_in(text: str, tmp_path) -> list[dict[str, str]]:
    """For each shot: who is in what."""
    with Workspace(tmp_path / "p") as workspace:
        planned = plan_story(split_story(text), writer=OfflineWriter(None), workspace=workspace)
    found = []
    for _, shot in planned.screenplay.shots():
        doing = {p.character: (p.doing or "").partition(", in the ")[2] for p in shot.who or []}
        assert {thing.split(",")[0] for thing in doing.values() if thing} <= set(shot.props or [])
        found.append({who: thing for who, thing in doing.items() if thing})
    return found


@pytest.mark.parametrize(
    "text, last",
    [
        ("A fox fell into a pit.", {"fox": "pit"}),
        ("A fox fell into a pit. He cried in the pit.", {"fox": "pit"}),
        ("A fox fell into a pit. He climbed out.", {}),
        ("A fox saw a pit. He ran around the pit.", {}),
        ("A girl had a cat. The cat mewed. The girl put the cat into a basket.", {"cat": "basket"}),
        ("A fox fell into a well. The girl pulled the fox out.", {}),
        ("A fox jumped into a well.", {"fox": "well"}),
        ("A boy took a box. He took an apple out of the box.", {}),
        ('"I was in the pit," said the fox to the dog.', {}),
    ],
)
def test_a_plan_says_who_is_in_a_thing_until_they_are_out(text: str, last: dict[str, str], tmp_path) -> None:
    assert told_in(text, tmp_path)[-1] == last


def test_every_container_is_a_prop() -> None:
    assert [name for name in LIPS if find_prop(name).kind.name != name] == []
    assert [word for word in CONTAINERS if find_prop(word).kind.name not in LIPS] == []


@pytest.mark.parametrize("thing", ["pit", "well", "basket", "box"])
def test_who_is_in_a_thing_is_seen_above_its_lip_and_hidden_below(thing: str) -> None:
    panel = make_panel(
        "garden", {"fox": ""}, doing={"fox": f"looks, in the {thing}"}, props=[thing], size=(320, 180)
    )
    shot = DrawnShot(panel, 2, 24)
    assert [t.around for t in shot.props] == [("fox",)]
    masks = mask_frame(shot, 1, {"fox": 1, thing: 2})
    left, top, right, bottom = masks.whole["fox"]
    fox = masks.index[top:bottom, left:right] == 1
    third = len(fox) // 3
    assert fox[2 * third :].sum() < 0.2 * fox[:third].sum()


def test_two_in_one_thing_are_brought_together_and_that_is_told() -> None:
    doing = {"fox": "looks, in the well", "goat": "talks, in the well"}
    panel = make_panel("garden", dict.fromkeys(doing, ""), doing=doing, props=["well"], size=(320, 180))
    apart = make_panel("garden", dict.fromkeys(doing, ""), size=(320, 180))
    near, far = (DrawnShot(p, 1, 24).draw(0).boxes for p in (panel, apart))
    assert near["goat"][0] - near["fox"][2] < far["goat"][0] - far["fox"][2] - 0.05
    assert not notes_for(panel)  # nobody asked for boxes


def test_in_a_close_shot_a_face_is_never_behind_the_thing() -> None:
    doing, close = {"mouse": "looks, in the teapot"}, Camera(size="close")
    panel = make_panel("kitchen", {"mouse": ""}, doing=doing, props=["teapot"], camera=close, size=(320, 180))
    bare = make_panel("kitchen", {"mouse": ""}, doing=doing, camera=close, size=(320, 180))
    inside, alone = (mask_frame(DrawnShot(p, 1, 24), 0, {"mouse": 1, "teapot": 2}) for p in (panel, bare))
    assert inside.pixels["mouse"] > 0.7 * alone.pixels["mouse"]


def test_whoever_is_in_the_well_stays_in_it_when_night_falls(tmp_path) -> None:
    text = "A fox fell into a well. At night a wolf came to the well. The fox talked to the wolf."
    assert told_in(text, tmp_path)[-1] == {"fox": "well"}


def test_there_is_one_well() -> None:
    panel = make_panel(
        "well", {"fox": ""}, doing={"fox": "looks, in the well"}, props=["well"], size=(64, 64)
    )
    bare = make_panel("well", {"fox": ""}, size=(64, 64))
    assert len(DrawnShot(panel, 1, 24).stage.planes) == len(DrawnShot(bare, 1, 24).stage.planes) - 1

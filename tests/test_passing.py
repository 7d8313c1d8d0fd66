"""Things that change hands within a shot: what the words say, and what is seen of it.

.venv/bin/python -m pytest -n 0 tests/test_passing.py
"""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from backlot.actors.look import cast_actor
from backlot.actors.pose import Pose
from backlot.actors.reaching import hand_of, reach
from backlot.fitting import Fit
from backlot.gallery import make_panel
from backlot.handing import Handing, find_handings
from backlot.picture import DrawnShot
from shots.backends import Panel

PEOPLE = {"fox": {"fox"}, "girl": {"girl"}, "man": {"man", "miller"}}
THINGS = {"lantern": {"lantern"}, "box": {"box", "chest"}, "key": {"key"}}
LAST = 47


def played(action: str, who: list[str], props: list[str]) -> DrawnShot:
    """Two seconds of an action."""
    doing = {who[0]: "gives"} if "gives" in action else {}
    panel = make_panel("meadow", dict.fromkeys(who, ""), doing=doing, props=props, size=(320, 180))
    shot = panel.shot.model_copy(update={"action": action})
    return DrawnShot(Panel(**{**vars(panel), "shot": shot}), LAST + 1, 24)


@pytest.mark.parametrize(
    "action, handed",
    [
        ("The fox gives the girl a lantern.", [("lantern", "give", "fox", "girl", "", False)]),
        ("The fox hands the old miller the lantern.", [("lantern", "give", "fox", "man", "", False)]),
        ("The girl takes the key from the fox.", [("key", "take", "fox", "girl", "", False)]),
        ("The girl throws the key at the man.", [("key", "throw", "girl", "man", "", False)]),
        ("The girl puts the key into the box.", [("key", "put", "girl", "", "box", True)]),
        ("The fox drops the lantern and runs away.", [("lantern", "drop", "fox", "", "", False)]),
        (
            "The girl picks up the key and gives it to the fox.",
            [("key", "pick", "", "girl", "", False), ("key", "give", "girl", "fox", "", False)],
        ),
        ("The fox has the lantern in his hand. The girl presents no box.", []),
        ("The girl brings the lantern home.", []),
    ],
)
def test_words_say_what_changes_hands(
    action: str, handed: list[tuple[str, str, str, str, str, bool]]
) -> None:
    found = find_handings(action, PEOPLE, THINGS)
    assert [(h.thing, h.how, h.giver, h.taker, h.beside, h.inside) for h in found] == handed
    assert all(0 < a.at < b.at < 1 for a, b in pairwise(found))


def test_the_thing_that_it_means_may_be_known_before() -> None:
    assert find_handings("The fox catches it.", PEOPLE, THINGS, "key") == [
        Handing("key", "catch", "", "fox", 0.45)
    ]


@pytest.mark.parametrize("who", [["girl", "man"], ["fox", "horse"], ["crow", "goose"], ["teapot", "cup"]])
def test_a_gift_goes_from_hand_to_hand_where_both_reach(who: list[str]) -> None:
    shot = played(f"The {who[0]} gives the {who[1]} an apple.", who, ["apple"])
    (first, _), meeting, (_, last) = (hands_in(shot, who, frame) for frame in (0, round(0.45 * LAST), LAST))
    assert math.dist(first, apple_in(shot, 0)) < 0.1 > math.dist(last, apple_in(shot, LAST))
    assert math.dist(*meeting) < 0.13 and math.dist(*meeting) < math.dist(first, last)
    assert apple_in(shot, LAST)[0] > apple_in(shot, 0)[0] + 0.02


def hands_in(shot: DrawnShot, who: list[str], frame: int) -> list[tuple[float, float]]:
    """Hands or mouths in frame heights."""
    found = {}
    for b in shot.layers(frame):
        if b.placed and b.pose and b.fit:
            x, y = hand_of(b.placed.part.actor, b.pose, b.fit)
            found[b.name] = (x / shot.panel.height, y / shot.panel.height)
    return [found[name] for name in who]


def apple_in(shot: DrawnShot, frame: int) -> tuple[float, float]:
    """The middle of the apple in frame heights."""
    left, top, right, bottom = shot.draw(frame).props["apple"]
    return (left + right) / 2 * shot.panel.width / shot.panel.height, (top + bottom) / 2


def test_what_is_picked_up_lies_first_and_what_is_dropped_lies_last() -> None:
    picked = played("The girl picks up the lantern.", ["girl"], ["lantern"])
    dropped = played("The girl drops the lantern.", ["girl"], ["lantern"])
    bottoms = [[s.draw(f).props["lantern"][3] for f in (0, LAST)] for s in (picked, dropped)]
    assert bottoms[0][0] > bottoms[0][1] + 0.1 and bottoms[1][1] > bottoms[1][0] + 0.1


def test_who_stoops_keeps_the_feet_where_they_are() -> None:
    shot = played("The girl picks up the lantern and throws it at the fox.", ["girl", "fox"], ["lantern"])
    feet = {d.feet["girl"] for d in map(shot.draw, range(0, LAST, 6))}
    assert len(feet) == 1


@pytest.mark.parametrize("kind", ["girl", "old man", "bear", "teapot"])
@pytest.mark.parametrize("facing", [1.0, -1.0])
def test_a_hand_comes_where_it_is_asked_to_come(kind: str, facing: float) -> None:
    actor, fit = cast_actor(kind, kind, ""), Fit(100.0, 300.0, 200.0, 200.0)
    pose = Pose(facing=facing)
    x, y = hand_of(actor, Pose(facing=facing, far_arm=(60.0, 30.0)), fit)
    reached = hand_of(actor, reach(actor, pose, fit, (x, y), 1.0), fit)
    assert math.dist(reached, (x, y)) < 0.02 * fit.sy


@pytest.mark.parametrize(
    ("who", "doing", "near"),
    [
        (["girl", "boy"], "hugs", 0.16),
        (["man", "woman"], "dances", 0.06),
        (["fox", "horse"], "strokes", 0.3),
        (["girl", "bear"], "pushes", 0.22),
    ],
)
def test_who_touches_somebody_has_a_hand_on_them(who: list[str], doing: str, near: float) -> None:
    both = doing in ("hugs", "dances")
    acts = dict.fromkeys(who, doing) if both else {who[0]: doing}
    shot = DrawnShot(make_panel("meadow", dict.fromkeys(who, ""), doing=acts, size=(320, 180)), 24, 24)
    (x, y), other = hands_in(shot, who, 12)
    left, top, right, bottom = shot.draw(12).boxes[who[1]]
    wide = shot.panel.width / shot.panel.height
    assert left * wide - 0.02 < x < right * wide + 0.02 and top < y < bottom
    assert not both or math.dist((x, y), other) < near

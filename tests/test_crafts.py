"""Crafts: who works has the tool in the hand, and a verb of the story is seen as what it says.

.venv/bin/python -m pytest -n 0 tests/test_crafts.py
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from backlot.actors.acting import Part, find_action, pose_at
from backlot.actors.acts import ACTS
from backlot.actors.crafts import CRAFTS
from backlot.actors.figures import draw_figure, find_joints
from backlot.actors.habits import HABITS
from backlot.actors.look import cast_actor
from backlot.actors.music import MUSIC
from backlot.actors.reaching import hand_of
from backlot.equipping import equip
from backlot.fitting import Fit
from backlot.gallery import make_panel
from backlot.paint import Canvas, Surface
from backlot.picture import DrawnShot
from backlot.tools import INSTRUMENTS, PIECES, TOOLS, tool_matrix
from director.rules.playable import played_as
from director.rules.retelling import third


@pytest.mark.parametrize("base", [b for b, doing in played_as().items() if doing not in ("work", "shout")])
def test_every_verb_that_the_planner_plays_is_an_act_that_is_drawn(base: str) -> None:
    action = find_action(third(played_as()[base]))
    assert action is not None and action != "work"
    assert action in ACTS or action in ("stand", "talk")


@pytest.mark.parametrize(
    ("doing", "action", "kinds"),
    [
        ("sweeps", "", {"broom"}),
        ("digs", "", {"shovel"}),
        ("plays", "The girl plays the fiddle.", {"violin", "stick"}),
        ("plays", "The girl plays in the garden.", set()),
        ("beats", "The girl beats the drum.", {"drum", "stick"}),
        ("knocks", "The girl knocks at the door.", {"door"}),
        ("listens", "The girl listens at the door.", {"door"}),
        ("listens", "The fox talks to the girl.", set()),
        ("saws", "The girl saws the board.", {"saw", "log"}),
    ],
)
def test_who_works_has_what_it_takes(doing: str, action: str, kinds: set[str]) -> None:
    panel = make_panel("meadow", {"girl": ""}, doing={"girl": doing}, size=(160, 90))
    panel = replace(panel, shot=panel.shot.model_copy(update={"action": action}))
    shot = DrawnShot(panel, 1, 24)
    assert {thing.match.kind.name for thing in shot.props} == kinds


def test_a_thing_of_the_shot_is_taken_before_the_usual_one_and_nothing_is_there_twice() -> None:
    panel = make_panel(
        "meadow", {"man": ""}, doing={"man": "chops"}, props=["sword", "tree", "cake"], size=(160, 90)
    )
    shot = DrawnShot(panel, 1, 24)
    _, used = equip(panel, shot.placed, {t.id: t.match for t in shot.props}, frozenset())
    assert used == {"sword", "tree"} and sorted(t.id for t in shot.props) == ["cake", "sword", "tree"]


def test_an_animal_digs_with_its_paws() -> None:
    panel = make_panel("meadow", {"fox": ""}, doing={"fox": "digs"}, size=(160, 90))
    shot = DrawnShot(panel, 2, 24)
    pose = shot.layers(1)[0].pose
    assert shot.props == [] and pose and pose.fours == 1.0


@pytest.mark.parametrize("action", sorted({**CRAFTS, **MUSIC, **HABITS}))
@pytest.mark.parametrize("kind", ["girl", "bear", "horse", "crow"])
def test_crafts_move_without_jumps_and_without_sliding_feet(action: str, kind: str) -> None:
    part = Part(cast_actor(kind, kind, ""), action)
    canvas = Canvas(Surface(1, 1), (100.0, 0.0, 0.0, 0.0, 100.0, 0.0))
    poses = [pose_at(part, i / 24) for i in range(96)]
    joints = [find_joints(canvas, part.actor, pose) for pose in poses]
    for name in joints[0]:
        way = np.abs(np.diff([j[name] for j in joints], axis=0)).max()
        assert way < 27, name  # a hammer falls fast
        if name.endswith("foot") and kind != "horse" and action != "dig":  # a horse lifts one
            assert np.ptp([j[name][0] for j in joints[8:]]) < 2.0, name


@pytest.mark.parametrize("action", sorted(TOOLS))
def test_the_grip_of_a_tool_is_in_the_hand(action: str) -> None:
    actor, fit = cast_actor("girl", "girl", ""), Fit(100.0, 300.0, 200.0, 200.0)
    pose = pose_at(Part(actor, action, facing=-1.0), 0.7)
    for tool in (t for t in TOOLS[action] if t.hand != "belly"):
        a, b, c, d, e, f = tool_matrix(tool, actor, pose, fit, 40.0)
        x, y = tool.grip[0], -tool.grip[1]
        hand = hand_of(actor, pose, fit, tool.hand == "near")
        assert np.allclose((a * x + b * y + c, d * x + e * y + f), hand, atol=0.01)


def test_every_tool_piece_and_instrument_belongs_to_an_act() -> None:
    assert set(INSTRUMENTS.values()) | TOOLS.keys() | PIECES.keys() <= ACTS.keys()


@pytest.mark.parametrize("kind", ["fish", "spider", "snake", "crow", "horse", "fox"])
def test_a_mood_is_seen_in_the_outline_of_a_body_and_not_in_its_face_alone(kind: str) -> None:
    actor, shapes = cast_actor(kind, kind, ""), {}
    for mood in ("neutral", "happy", "sad", "angry", "afraid"):
        surface = Surface(120, 120, marks=False)
        surface.load(b"\xff" * (120 * 120 * 3))
        canvas = Canvas(surface, (70.0, 0.0, 60.0, 0.0, 70.0, 105.0), tone=lambda _: (0, 0, 0))
        draw_figure(canvas, actor, pose_at(Part(actor, "stand", mood), 1.3))
        shapes[mood] = surface.pixels()[..., 0] < 128
    for one, other in combinations(shapes.values(), 2):
        assert (one ^ other).sum() > 0.1 * one.sum()

"""Boxes of a plan are obeyed, measured in the pixels of the truth, or the report says how far they are.

.venv/bin/python -m pytest -n 0 tests/test_boxes.py
"""

from __future__ import annotations

import random
from itertools import islice

import pytest

from backlot.actors.acting import ACTIONS, find_action
from backlot.actors.kinds import KINDS
from backlot.actors.look import cast_actor
from backlot.fitting import Body, choose
from backlot.framing import OBEYED, overlap
from backlot.gallery import make_panel
from backlot.notes import notes_for
from backlot.paint import Canvas
from backlot.picture import DrawnShot
from backlot.silhouette import silhouette_of
from backlot.staging import stage_cast
from benchmarks.boxes import Found, any_panels, measure, offline_panels, plan_panel
from benchmarks.shapes import are_alike, measure_body
from director.language.words import read_sections
from director.rules.bodies import act_of, shape_of
from director.rules.retelling import third
from prompts.screenplay import Camera
from tests.test_animatic import with_paths


def test_bodies_are_as_broad_and_tall_as_they_are_drawn() -> None:
    """When this fails: `python benchmarks/shapes.py > director/lexicon/shapes.txt`."""
    kinds = [name for name in KINDS if " " not in name]
    lot, wrong = random.Random(5), []
    for kind, action in zip(lot.sample(kinds, 24), lot.choices(ACTIONS, k=24), strict=True):
        breadth, acts = measure_body(cast_actor(kind, kind, "", kind), [action])
        planned = shape_of(kind, "thing", third(action))
        if not are_alike(planned, (breadth * acts[action][0], acts[action][1]), 1.2):
            wrong.append((kind, action, planned))
    assert len(wrong) <= 1, wrong


def test_the_planner_and_the_drawn_world_mean_the_same_by_a_verb() -> None:
    plain = {None, "stand", "talk"}
    for verb in read_sections("deeds.txt"):
        drawn = find_action(third(verb))
        assert act_of(third(verb)) == drawn or drawn in plain, verb


def test_who_hugs_and_who_rides_has_a_box_where_that_is_drawn() -> None:
    pairs = [
        (("fox", "hug"), ("girl", "hug")),
        (("boy", "ride"), ("horse", "walk")),
        (("princess", "ride"), ("dragon", "sit")),
    ]
    for cast in pairs:
        panel = plan_panel(cast, "full", "static", (640, 360))
        assert all(f.mean >= OBEYED for f in measure(panel, (0, 15))), panel.shot.who
        assert not any("not in the box" in n or "beside" in n for n in notes_for(panel))


def test_the_broadest_rider_has_a_box_in_the_frame() -> None:
    for size in ("wide", "medium"):
        for rider in ("train", "crocodile", "shoes"):
            for who in (
                plan_panel(((rider, "ride"), ("goose", "stand")), size, "static", (180, 320)).shot.who or []
            ):
                assert all(0 <= side <= 1 for key in who.path for side in key.box)


def share(found: list[Found]) -> float:
    return sum(f.mean >= OBEYED for f in found) / len(found)


def test_the_offline_writers_boxes_are_obeyed() -> None:
    found = [f for p in islice(offline_panels(5, 100), 50) for f in measure(p, (0, 15))]
    steady = [f for f in found if " of " not in f.about and "jump" not in f.about]
    assert share(steady) >= 0.88, sorted(steady, key=lambda f: f.mean)[:5]
    assert share(found) >= 0.86, sorted(found, key=lambda f: f.mean)[:5]


def test_boxes_of_any_shape_are_obeyed_or_it_is_told() -> None:
    found = [f for p in islice(any_panels(5, 100), 50) for f in measure(p, (0, 15))]
    assert all(f.told for f in found if f.mean < OBEYED - 0.03), [f for f in found if not f.told]


@pytest.mark.parametrize("kind", random.Random(3).sample([k for k in KINDS if " " not in k], 14))
def test_whoever_stands_obeys_boxes_a_quarter_slimmer_and_a_third_broader(kind: str) -> None:
    aspect = 16 / 9
    for factor in (0.77, 1.33):
        broad = shape_of(kind, "thing", "stands")[0] * factor
        tall = min(0.6, 0.9 * aspect / broad)
        box = (0.5 - tall * broad / aspect / 2, 0.9 - tall, 0.5 + tall * broad / aspect / 2, 0.9)
        panel = with_paths(make_panel("meadow", {kind: ""}, size=(640, 360)), {kind: [(0.0, box)]})
        (placed,) = stage_cast(panel)
        assert placed.overlap >= OBEYED, (factor, placed.part.bearing)
        assert overlap(placed.planned_box(0.0, 640, 360), box) >= OBEYED


@pytest.mark.parametrize("stretch", [0.6, 1.0, 1.5])
def test_heads_and_wheels_keep_their_form_whatever_the_body_does(stretch: float) -> None:
    body = Canvas.blank(9, 9).at(3, 4, -20 * stretch, 20).at(0.1, 0.2, 1, 1, 25)
    head = body.even(0.0, 0.7)
    a, b, _, d, e, _ = head.matrix
    assert a * b + d * e == pytest.approx(0, abs=1e-6) and a * a + d * d == pytest.approx(b * b + e * e)
    assert head.scale == pytest.approx(body.scale)
    assert head.pixel(0.0, 0.7) == pytest.approx(body.pixel(0.0, 0.7))


def test_who_can_go_on_two_legs_or_four_does_as_the_box_asks() -> None:
    ways = {}
    for broad in (0.5, 1.5):
        panel = make_panel("meadow", {"bear": ""}, doing={"bear": "creeps" if broad < 1 else "stands"})
        box = (0.5 - 0.3 * broad * 9 / 16, 0.3, 0.5 + 0.3 * broad * 9 / 16, 0.9)
        (placed,) = stage_cast(with_paths(panel, {"bear": [(0.0, box)]}))
        assert placed.overlap >= OBEYED
        ways[broad] = placed.part.bearing.way
    assert ways == {0.5: "upright", 1.5: "fours"}


@pytest.mark.parametrize("kind", ["girl", "fox", "horse", "owl", "fish", "teapot"])
@pytest.mark.parametrize("box", [(0.3, 0.1, 0.7, 1.0), (0.25, 0.15, 0.65, 0.95), (0.4, 0.1, 0.75, 1.0)])
def test_near_nobody_hangs_in_the_air_and_no_head_is_cut(kind: str, box: tuple[float, ...]) -> None:
    panel = make_panel("meadow", {kind: ""}, camera=Camera(size="close"), size=(320, 180))
    p = DrawnShot(with_paths(panel, {kind: [(0.0, box)]}), 1, 24).placed[0]
    fit = p.fit(0, 1)
    assert p.silhouette
    assert fit.y + fit.sy * p.silhouette.extent()[1] >= -0.02
    bottom = fit.y + fit.sy * p.silhouette.extent()[3]
    assert bottom >= 0.99 or p.shown == 1.0


def test_nobody_is_squeezed_out_of_proportion() -> None:
    silhouette = silhouette_of(DrawnShot(make_panel("meadow", {"king": ""}), 1, 24).placed[0].part)
    body = Body(silhouette, None, 0.5, 1.0, None)
    for wide in (0.05, 0.2, 0.9):
        fit = choose(body, (0.05, 0.2, 0.05 + wide, 0.9), 16 / 9).fit
        assert 1 / 1.17 < fit.sx / fit.sy < 1.17


def test_an_impossible_box_is_told_with_the_overlap_it_gets() -> None:
    panel = with_paths(make_panel("meadow", {"man": ""}), {"man": [(0.0, (0.1, 0.6, 0.9, 0.85))]})
    (note,) = notes_for(panel)
    assert "does not fill" in note and "overlap 0." in note


def test_who_is_raised_to_a_seat_is_told() -> None:
    panel = make_panel("castle", {"queen": ""}, doing={"queen": "sits"}, props=["throne"])
    panel = with_paths(panel, {"queen": [(0.0, (0.4, 0.4, 0.6, 0.9))]})
    assert any("above the box" in note for note in notes_for(panel))


def test_who_is_wholly_behind_another_is_told() -> None:
    panel = make_panel("meadow", {"bear": "", "mouse": ""}, size=(320, 180))
    paths = {"bear": [(0.0, (0.3, 0.2, 0.65, 0.95))], "mouse": [(0.0, (0.42, 0.6, 0.5, 0.8))]}
    assert any("hidden" in note and note.startswith("mouse:") for note in notes_for(with_paths(panel, paths)))
    apart = {**paths, "mouse": [(0.0, (0.75, 0.6, 0.85, 0.8))]}
    assert not any("hidden" in note for note in notes_for(with_paths(panel, apart)))

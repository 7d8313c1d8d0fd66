"""Laid tables: they stand before those who are at them, and small things stand on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backlot.gallery import make_panel
from backlot.laid_tables import TableTop
from backlot.picture import DrawnShot
from backlot.props import find_prop

SMALL = (320, 180)


def staged(doing: str, action: str = "Mum and Tom talk.") -> DrawnShot:
    """Mum and Tom, with a table, a cake and a sofa in the kitchen."""
    panel = make_panel(
        "kitchen",
        {"woman": "", "boy": ""},
        doing={"woman": doing, "boy": doing},
        props=["table", "cake", "sofa"],
        size=SMALL,
    )
    shot = panel.shot.model_copy(update={"action": action})
    return DrawnShot(replace(panel, shot=shot), 24, 12)


def test_things_on_a_table_keep_clear_of_faces_and_of_each_other() -> None:
    table = TableTop(x=0.5, y=0.95, height=0.3, broad=2.0, people=(0.4, 0.6))
    first = table.spot()
    second = table.spot([first])
    assert min(abs(first - x) for x in table.people) > 0.05
    assert abs(first - second) > 0.1


def test_whoever_is_at_a_table_is_behind_it_with_small_things_on_it() -> None:
    things = {thing.id: thing for thing in staged("talks").props}
    table, cake, sofa = things["table"], things["cake"], things["sofa"]
    assert abs(cake.y - (table.y - 0.93 * table.height)) < 0.01
    assert cake.nearer > 0 and not sofa.nearer
    names = [layer.name for layer in staged("talks").layers(0)]
    assert names.index("table") > max(names.index("woman"), names.index("boy"))
    assert names.index("cake") > names.index("table")


def test_whoever_sits_at_a_table_has_a_chair_and_who_goes_by_has_no_table_before_them() -> None:
    assert {"chair-woman", "chair-boy"} <= {thing.id for thing in staged("sits").props}
    assert all(thing.broad == 1.0 for thing in staged("sleeps").props)


def test_what_is_told_under_a_table_is_seen_before_it() -> None:
    shot = staged("looks", "Under the table, Tom looks for the cake.")
    assert next(thing for thing in shot.props if thing.id == "table").behind


@pytest.mark.parametrize(
    ("word", "kind"), [("box", "box"), ("bus", "bus"), ("van", "truck"), ("ship", "steamer")]
)
def test_vehicles_and_boxes_that_nobody_is_are_drawn(word: str, kind: str) -> None:
    match = find_prop(word, word)
    assert (match.kind.name, match.label) == (kind, "")
    shots = [DrawnShot(make_panel("street", {}, props=props, size=SMALL), 24, 12) for props in ([], [word])]
    plain, drawn = (shot.draw(0).picture.copy() for shot in shots)
    assert (plain != drawn).any(axis=-1).mean() > 0.01

"""Whoever would melt into the place gets an edge, and nobody else."""

import numpy as np
import pytest

from backlot.colour import luminance
from backlot.gallery import make_panel
from backlot.paint import Canvas, Line, Surface
from backlot.picture import DrawnShot
from backlot.rims import find_rim

BROWN = (136, 90, 58)


def _disc(surface: Surface) -> None:
    Canvas(surface).ellipse(surface.width / 2, surface.height / 2, 20, 20, BROWN)


@pytest.mark.parametrize("place", [BROWN, (128, 92, 66), (150, 98, 62)])
def test_what_is_as_brown_as_the_place_gets_an_edge_that_is_paler(place: tuple[int, int, int]) -> None:
    rim = find_rim(_disc, np.full((90, 160, 3), place, np.uint8))
    assert rim and rim.ink and luminance(rim.ink) > luminance(place) + 0.2


def test_white_on_white_gets_a_darker_edge_and_brown_on_blue_none() -> None:
    white = np.full((90, 160, 3), (250, 250, 248), np.uint8)
    rim = find_rim(lambda s: Canvas(s).ellipse(80, 45, 20, 20, (255, 255, 255)), white)
    assert rim and rim.ink and luminance(rim.ink) < 0.75
    assert find_rim(_disc, np.full((90, 160, 3), (120, 170, 230), np.uint8)) is None
    assert find_rim(lambda s: None, white) is None


def test_a_rim_lies_behind_all_shapes_of_its_drawing_and_before_what_was_there() -> None:
    canvas, rim = Canvas.blank(200, 200), Line(ink=(0, 0, 0), width=72)  # 20 pixels of 200
    with canvas.rimmed(rim) as rimmed:
        rimmed.ellipse(70, 100, 30, 30, BROWN)
        rimmed.ellipse(130, 100, 32, 30, BROWN)
        rimmed.plain().ellipse(130, 100, 60, 4, BROWN)
    pixels = canvas.surface.pixels()
    assert (pixels[100, 36] == 0).all() and (pixels[100, 20] == 255).all()
    assert (pixels[100, 42:180] == BROWN).all()


def test_edges_are_found_at_the_first_frame_whichever_is_drawn_first() -> None:
    panel = make_panel("stable", {"horse": ""}, size=(320, 180))
    one, other = DrawnShot(panel, 24, 24), DrawnShot(panel, 24, 24)
    one.draw(0)
    assert one.rims["horse"] and (one.draw(9).picture == other.draw(9).picture).all()

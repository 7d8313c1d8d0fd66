"""The pixels behind the actors: laid, moved and kept, they are what painting them afresh would give.

.venv/bin/python -m pytest -n 0 tests/test_backdrop.py
"""

from __future__ import annotations

import numpy as np
import pytest

from backlot.cutout import PARTS, cut_out
from backlot.gallery import make_panel
from backlot.paint import Canvas, Pixels, Surface
from backlot.picture import DrawnShot
from prompts.screenplay import Camera

SMALL = (320, 180)
MOVES = ("static", "truck_left", "pan_right", "tilt_up", "push_in", "zoom_out", "handheld", "tracking")


def _house(surface: Surface, dx: float = 0.0, dy: float = 0.0, scale: float = 1.0) -> None:
    """A thin edge, an opening, something half seen through, and rows that hide everything."""
    canvas = Canvas(surface).at(dx, dy, scale)
    canvas.polygon([(20, 90), (20, 40), (60, 12.3), (100, 40), (100, 90)], (255, 255, 255))
    canvas.ellipse(60.4, 40.2, 9, 13, (40, 90, 160), 128)
    canvas.rect(0, 70, 160, 90, (90, 160, 80))


def _ground(value: int | None = None) -> Pixels:
    if value is not None:
        return np.full((90, 160, 3), value, np.uint8)
    return np.random.default_rng(5).integers(0, 256, (90, 160, 3)).astype(np.uint8)


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (17, 0), (-30, 4), (5, -61), (150, 80), (-170, 0), (0, 95)])
def test_a_cut_out_laid_is_what_painting_there_gives(dx: int, dy: int) -> None:
    laid, surface = _ground(), Surface(160, 90)
    surface.load(laid)
    cut_out(160, 90, _house).lay(laid, dx, dy)
    _house(surface, dx, dy)
    # what is painted beyond the edges of the cut-out's own surface is not in it
    x, y = slice(max(0, dx), 160 + min(0, dx)), slice(max(0, dy), 90 + min(0, dy))
    assert np.abs(laid[y, x].astype(int) - surface.pixels()[y, x]).max(initial=0) <= 2


@pytest.mark.parametrize("part", range(1, PARTS))
def test_a_cut_out_moved_by_parts_of_a_pixel_is_between_its_neighbours(part: int) -> None:
    cut, here, there, moved = cut_out(160, 90, _house), _ground(0), _ground(0), _ground(0)
    cut.lay(here)
    cut.lay(there, 1)
    cut.moved(part).lay(moved)
    between = here + (there.astype(float) - here) * part / PARTS
    assert np.abs(moved - between)[:, 1:-1].max() <= 2


@pytest.mark.parametrize("change", ["moved", "grown", "tinted", "blurred"])
def test_white_over_white_stays_white(change: str) -> None:
    """Colours and air never add up to more than there is: an overflow would be a black speck."""
    cut = cut_out(
        160,
        90,
        lambda s: Canvas(s).ellipse(80.3, 45.2, 37.7, 30.1, (255, 255, 255)),
        4.0 * (change == "blurred"),
    )
    if change == "tinted":
        cut = cut.tinted((cut.colours * 1.06).clip(0, 255).astype(np.uint8))
    for k in range(1, PARTS):
        one = {"moved": cut.moved(k, k // 2), "grown": cut.grown(1 + 0.037 * k, 0.3 * k, 0.0, 160, 90)}.get(
            change, cut
        )
        picture = _ground(255)
        one.lay(picture)
        assert picture.min() >= 251


def test_a_cut_out_grown_by_one_is_itself_and_twice_as_large_is_twice_as_large() -> None:
    cut, same, painted, larger, twice = (
        cut_out(160, 90, _house),
        _ground(),
        _ground(),
        _ground(0),
        Surface(160, 90),
    )
    cut.lay(painted)
    cut.grown(1.0, 0.0, 0.0, 160, 90).lay(same)
    assert np.abs(same.astype(int) - painted).mean() < 2
    cut.grown(2.0, 40.0, 22.5, 160, 90).lay(larger)
    twice.load(_ground(0))
    _house(twice, -80, -45, 2.0)
    assert np.abs(larger.astype(int) - twice.pixels()).mean() < 2


@pytest.mark.parametrize("move", MOVES)
def test_what_is_kept_from_frame_to_frame_is_what_is_drawn_afresh(move: str) -> None:
    panel = make_panel("meadow", {}, camera=Camera(size="wide", move=move), weather="cloudy", size=SMALL)
    running = DrawnShot(panel, 24, 24)
    pictures = [running.draw(frame).picture for frame in range(24)]
    for frame in (0, 1, 11, 23):
        assert np.array_equal(DrawnShot(panel, 24, 24).draw(frame).picture, pictures[frame])


def test_a_camera_that_rests_gives_the_very_same_pixels() -> None:
    panel = make_panel("kitchen", {}, size=SMALL)
    backdrop = DrawnShot(panel, 24, 24).backdrop
    view = backdrop.path.at(0.0)
    assert backdrop.pixels(view, 0) is backdrop.pixels(view, 9)


def test_a_slow_push_in_scales_the_far_planes_less_often_than_the_near_ones() -> None:
    panel = make_panel("mountain", {}, camera=Camera(size="wide", move="push_in", amount=0.1), size=SMALL)
    shot = DrawnShot(panel, 48, 24)
    views = [shot.path.at(shot.moment(frame)) for frame in range(48)]
    counts = [len({flat.spot(view, shot.window) for view in views}) for flat in shot.backdrop.flats]
    assert counts == sorted(counts) and counts[0] < 4 and counts[-1] > 8


@pytest.mark.parametrize("place", ["forest", "kitchen", "village"])
def test_before_it_moves_a_camera_sees_the_place_as_one_that_rests(place: str) -> None:
    """What was painted later lies over what was painted before, whatever their depths."""
    still, moving = (
        DrawnShot(make_panel(place, {}, camera=Camera(size="wide", move=move), size=SMALL), 24, 24)
        for move in ("static", "zoom_in")
    )
    parallax = DrawnShot(
        make_panel(place, {}, camera=Camera(size="wide", move="push_in"), size=SMALL), 24, 24
    )
    first = still.draw(0).picture.astype(int)
    for shot in (moving, parallax):
        assert np.abs(shot.draw(0).picture - first).mean() < 1.5


def test_many_polygons_are_what_each_of_them_would_be() -> None:
    shapes = [[(x, 20.0), (x + 9.3, 24.5), (x + 4.0, 60.2)] for x in (-80.0, 3.0, 31.7, 90.0, 155.5)]
    one, each = Canvas.blank(160, 90), Canvas.blank(160, 90)
    one.at(2, 1, 0.9).polygons(shapes, (40, 90, 160), 190)
    for shape in shapes:
        each.at(2, 1, 0.9).polygon(shape, (40, 90, 160), 190)
    assert np.array_equal(one.surface.pixels(), each.surface.pixels()) and one.surface.pixels().min() < 200

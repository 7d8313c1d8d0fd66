"""Where stories play: what words mean which set, and how people sit in boats, cars and nests."""

import numpy as np
import pytest

from backlot.gallery import make_panel
from backlot.masks import coverage
from backlot.picture import DrawnShot
from backlot.places.reverse import OPPOSITE
from backlot.places.sets import build_stage, find_set
from prompts.screenplay import Camera

SMALL = (320, 180)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("moon base", "spaceship"),
        ("space-station", "spaceship"),
        ("underground station", "platform"),
        ("rowing boat, with lake", "boat"),
        ("a raft", "boat"),
        ("the deck of a ship", "sea"),
        ("the car", "car"),
        ("an aeroplane", "carriage"),
        ("hot-air-balloon", "balloon"),
        ("the mouse's hole", "burrow"),
        ("hollow-tree, with branch", "hollow tree"),
        ("the crow's nest", "treetop"),
        ("the drawer of a desk", "drawer"),
        ("under the bed", "under bed"),
        ("the bathtub", "bath"),
        ("a kitchen with a shelf", "kitchen"),
    ],
)
def test_words_for_rides_and_hideaways_find_their_set(words: str, name: str) -> None:
    assert find_set(words).name == name


def front_of(shot: DrawnShot) -> np.ndarray:
    """(height, width) 0..255: how much of each pixel is covered by what stands before everybody."""
    return np.asarray(coverage(*SMALL, lambda surface: shot.draw_foreground(surface, 0))[1])


@pytest.mark.parametrize("place", ["boat", "car", "cart", "balloon", "nest", "bath"])
@pytest.mark.parametrize("size", ["wide", "medium"])
def test_a_vessel_hides_the_legs_of_those_in_it_and_no_head(place: str, size: str) -> None:
    panel = make_panel(place, {"girl": "", "boy": ""}, camera=Camera(size=size), size=SMALL)
    shot = DrawnShot(panel, 2, 24)
    drawn = shot.draw(0)
    hidden = front_of(shot) > 128
    for left, top, right, bottom in drawn.boxes.values():
        rows = hidden[
            round(top * SMALL[1]) : round(bottom * SMALL[1]), round(left * SMALL[0]) : round(right * SMALL[0])
        ]
        upper = rows[: round(0.5 * len(rows))]
        assert upper.mean() < 0.2
        assert bottom > 0.98 or rows[-3:].mean() > 0.6


def test_who_swims_beside_a_boat_is_not_in_it() -> None:
    def hull(who: dict[str, str]) -> np.ndarray:
        doing = {"man": "swims beside the boat"}
        shot = DrawnShot(make_panel("boat", who, doing=doing, size=SMALL), 2, 24)
        columns = (front_of(shot) > 128)[:150].any(axis=0)
        return np.flatnonzero(columns)

    alone, accompanied = hull({"girl": ""}), hull({"girl": "", "man": ""})
    assert abs(np.ptp(alone) - np.ptp(accompanied)) < 0.2 * SMALL[0]


@pytest.mark.parametrize("name", ["living room", "classroom", "castle hall", "dungeon", "workshop"])
def test_the_second_half_of_a_talk_shows_the_other_wall_of_the_same_room(name: str) -> None:
    assert name in OPPOSITE
    here, there = (build_stage("r", [name], "day", "clear", 4.2, reverse=r) for r in (False, True))
    assert here.room == there.room == 2 and here.floor == there.floor and here.light == there.light

    def over(speaker: str) -> np.ndarray:
        camera = Camera(size="medium", angle="over_the_shoulder")
        talk = {speaker: "talks"}
        panel = make_panel(name, {"girl": "", "boy": ""}, doing=talk, camera=camera, size=SMALL)
        shot = DrawnShot(panel, 2, 24)
        return (
            np.asarray(shot.backdrop.pixels(shot.path.at(0.0), 0)).reshape(SMALL[1], SMALL[0], 3).astype(int)
        )

    first, second = over("girl"), over("boy")
    wall = np.abs(first - second)[: SMALL[1] // 2].max(axis=2)
    floor = np.abs(first - second)[-6:].max(axis=2)
    assert (wall > 24).mean() > 0.15
    assert (floor > 24).mean() < 0.2


def test_outdoors_and_aboard_have_no_other_wall() -> None:
    for name in ("forest", "carriage", "spaceship", "cave"):
        here, there = (build_stage("r", [name], "day", "clear", 4.2, reverse=r) for r in (False, True))
        assert [p.depth for p in here.planes] == [p.depth for p in there.planes]


def test_no_rain_falls_on_the_moon() -> None:
    def still(place: str, weather: str) -> bytes:
        return DrawnShot(make_panel(place, {}, weather=weather, size=SMALL), 1, 24).draw(0).picture.tobytes()

    assert still("the moon", "rain") == still("the moon", "clear")
    assert still("the moon", "clear") != still("mars", "clear")

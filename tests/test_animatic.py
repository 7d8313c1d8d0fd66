"""The animatic: the contract of a backend, and the laws of its pictures by the truth beside them.

.venv/bin/python -m pytest -n 0 tests/test_animatic.py
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from backlot.animatic import AnimaticClips, AnimaticKeyframes
from backlot.gallery import make_panel
from backlot.masks import box_of, cover_of
from backlot.notes import notes_for
from backlot.picture import DrawnShot
from backlot.truth import trace, trace_shot
from director.rules.blocking import block
from prompts.errors import BackendError
from prompts.pages import BlockSlots, Person, ShotToBlock, StagedPerformer
from prompts.screenplay import Beat, Camera, KeyBox, Performer
from shots.backends import ClipTask, Panel, SpokenLine, find_backend

SMALL = (320, 180)
Box = tuple[float, float, float, float]


def with_paths(panel: Panel, paths: dict[str, list[tuple[float, Box]]]) -> Panel:
    performers = [
        Performer(
            character=p.character,
            doing=p.doing,
            path=[KeyBox(at=at, box=box) for at, box in paths.get(p.character, [])],
        )
        for p in panel.shot.who or []
    ]
    return replace(panel, shot=panel.shot.model_copy(update={"who": performers}))


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    wide = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    tall = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    both = wide * tall
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def walk_panel(kind: str = "girl", move: str = "static") -> Panel:
    panel = make_panel(
        "forest", {kind: "red coat"}, doing={kind: "walks"}, camera=Camera(size="full", move=move), size=SMALL
    )  # type: ignore[arg-type]
    wide = {"girl": 0.15, "fox": 0.21, "horse": 0.29}[kind]
    return with_paths(
        panel, {kind: [(0.0, (0.1, 0.3, 0.1 + wide, 0.9)), (1.0, (0.55, 0.3, 0.55 + wide, 0.9))]}
    )


def test_the_backends_are_found_by_name() -> None:
    assert isinstance(find_backend("shots.keyframes", "animatic"), AnimaticKeyframes)
    assert isinstance(find_backend("shots.clips", "animatic"), AnimaticClips)
    with pytest.raises(BackendError, match="no models"):
        find_backend("shots.clips", "animatic:big")


@pytest.mark.parametrize("frames", [1, 2, 30])
def test_a_clip_has_exactly_its_frames(frames: int) -> None:
    panel = make_panel("meadow", {"fox": ""}, size=(128, 72))
    pictures = list(AnimaticClips().shoot(ClipTask(panel, frames, 24)))
    assert len(pictures) == frames
    assert all(p.shape == (72, 128, 3) and p.dtype == np.uint8 for p in pictures)


@pytest.mark.parametrize("move", ["static", "push_in", "truck_left", "handheld", "tracking"])
@pytest.mark.parametrize("doing", ["walks", "talks"])
def test_the_first_frame_is_the_keyframe(move: str, doing: str) -> None:
    panel = make_panel(
        "forest", {"fox": ""}, doing={"fox": doing}, camera=Camera(size="full", move=move), size=(192, 108)
    )  # type: ignore[arg-type]
    keyframe = dict(AnimaticKeyframes().draw([panel]))["s1-01"]
    speech = (SpokenLine("fox", 0.0, 1.0, (0.8,) * 24),)
    for task in (ClipTask(panel, 12, 24, speech), ClipTask(panel, 40, 12)):
        assert np.array_equal(next(iter(AnimaticClips().shoot(task))), keyframe)


def test_the_same_task_gives_the_same_bytes() -> None:
    panel = make_panel("village", {"girl": "", "dog": ""}, weather="snow", time="evening", size=SMALL)
    task = ClipTask(panel, 10, 24)
    a, b = (list(AnimaticClips().shoot(task)) for _ in range(2))
    assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("size", [(64, 64), (90, 160), (160, 160), (1024, 64), (64, 512)])
def test_every_shape_of_frame_is_drawn(size: tuple[int, int]) -> None:
    for shot_size in ("extreme_wide", "close"):
        panel = make_panel("beach", {"king": "", "frog": ""}, camera=Camera(size=shot_size), size=size)  # type: ignore[arg-type]
        picture = dict(AnimaticKeyframes().draw([panel]))["s1-01"]
        assert picture.shape == (size[1], size[0], 3)
        assert picture.std() > 8


def test_nobody_on_screen_is_a_picture_of_the_place() -> None:
    picture = dict(AnimaticKeyframes().draw([make_panel("lake", {}, size=SMALL)]))["s1-01"]
    assert picture.std() > 15


@pytest.mark.parametrize("kind", ["girl", "fox", "horse"])
def test_the_boxes_of_the_screenplay_are_obeyed(kind: str) -> None:
    shot = DrawnShot(walk_panel(kind), 48, 24)
    found = []
    for frame in range(0, 48, 3):
        truth = trace_shot(shot, frame)
        found.append(overlap(truth.boxes[kind], truth.asked[kind]))
    assert min(found) >= 0.85, found


@pytest.mark.parametrize("move", ["truck_left", "push_in", "zoom_out", "crane_up", "handheld"])
def test_boxes_hold_while_the_camera_moves(move: str) -> None:
    shot = DrawnShot(walk_panel("girl", move), 48, 24)
    seen = [trace_shot(shot, f) for f in range(0, 48, 5)]
    assert min(overlap(t.boxes["girl"], t.asked["girl"]) for t in seen) >= 0.85


def boxes_drawn(shot: DrawnShot, frame: int) -> dict[str, Box]:
    """What everybody covers by half or more in the pixels of a frame."""
    width, height = shot.panel.width, shot.panel.height
    found = {layer.name: box_of(cover_of(layer, width, height)) for layer in shot.layers(frame)}
    return {
        name: (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
        for name, box in found.items()
        if box
    }


@pytest.mark.parametrize("kind", ["girl", "fox", "horse", "tortoise", "butterfly", "owl", "fish", "snake"])
def test_whatever_is_played_in_whatever_size_stays_where_it_is_staged(kind: str) -> None:
    for size in ("full", "medium", "close"):
        for doing in ("stands", "walks", "sleeps", "eats", "flies", "points"):
            panel = make_panel(
                "desert", {kind: ""}, doing={kind: doing}, camera=Camera(size=size), size=SMALL
            )
            shot = DrawnShot(panel, 31, 12)
            shares = []
            for frame in range(0, 31, 6):
                planned = shot.placed[0].planned_box(shot.moment(frame), *SMALL)
                shares.append(overlap(boxes_drawn(shot, frame)[kind], planned))
            assert sum(shares) / len(shares) >= 0.85, (size, doing, shares)


@pytest.mark.parametrize("kind", ["girl", "fox", "horse", "tortoise", "butterfly", "owl", "fish", "teapot"])
def test_the_planners_boxes_are_filled_or_it_is_said_why_not(kind: str) -> None:
    for size in ("full", "wide"):
        for doing in ("stands", "walks", "sleeps", "eats", "sits"):
            panel = make_panel(
                "desert", {kind: ""}, doing={kind: doing}, camera=Camera(size=size), size=SMALL
            )
            staged = [StagedPerformer(character=kind, doing=doing)]
            slots = BlockSlots(
                aspect=16 / 9,
                cast=[Person(id=kind, name=f"the {kind}", kind=kind)],
                shots=[ShotToBlock(number=1, size=size, action=f"The {kind} {doing}.", who=staged)],
            )
            marks = block(slots).shots[0].tracks[0].marks
            panel = with_paths(panel, {kind: [(m.at, m.box) for m in marks]})
            shot = DrawnShot(panel, 31, 12)
            asked = shot.placed[0].asked[0][1]
            obeyed = overlap(boxes_drawn(shot, 0)[kind], asked) >= 0.82
            assert obeyed or notes_for(panel), (size, doing)
            if doing == "stands":
                assert obeyed, (size, boxes_drawn(shot, 0)[kind], asked)


def test_a_box_of_another_shape_keeps_the_pose_and_is_told() -> None:
    panel = make_panel("meadow", {"horse": ""}, doing={"horse": "runs"}, size=SMALL)
    panel = with_paths(panel, {"horse": [(0.0, (0.1, 0.2, 0.2, 0.9)), (1.0, (0.7, 0.2, 0.8, 0.9))]})
    shot = DrawnShot(panel, 24, 12)
    assert shot.placed[0].part.action == "run"
    (note,) = notes_for(panel)
    assert "does not fill" in note and "run" in note


def test_whoever_hugs_touches() -> None:
    panel = make_panel("kitchen", {"girl": "", "boy": ""}, doing={"girl": "hugs", "boy": "hugs"}, size=SMALL)
    panel = with_paths(panel, {"girl": [(0.0, (0.2, 0.3, 0.35, 0.9))], "boy": [(0.0, (0.5, 0.3, 0.65, 0.9))]})
    boxes = boxes_drawn(DrawnShot(panel, 2, 24), 1)
    assert boxes["girl"][2] > boxes["boy"][0]
    assert sum("they touch" in note for note in notes_for(panel)) == 2


@pytest.mark.parametrize("carrier", ["horse", "tram", "bus", "train", "ship"])
def test_whoever_rides_is_in_or_on_what_carries_them(carrier: str) -> None:
    panel = make_panel(
        "street", {carrier: "", "girl": ""}, doing={carrier: "rolls", "girl": "rides"}, size=(640, 360)
    )
    panel = with_paths(
        panel,
        {
            carrier: [(0.0, (0.05, 0.3, 0.5, 0.9)), (1.0, (0.45, 0.3, 0.9, 0.9))],
            "girl": [(0.0, (0.6, 0.4, 0.7, 0.9))],
        },
    )
    shot = DrawnShot(panel, 24, 12)
    for frame in (0, 23):
        boxes = boxes_drawn(shot, frame)
        girl, other = boxes["girl"], boxes[carrier]
        assert other[0] < (girl[0] + girl[2]) / 2 < other[2]
        assert girl[3] < other[3] - 0.15
    assert any("rides" in note for note in notes_for(panel))
    assert [layer.name for layer in shot.layers(0)] == [carrier, "girl"]


def test_beside_each_other_nobody_is_a_giant() -> None:
    panel = make_panel(
        "castle",
        {"ghost": "", "girl": ""},
        doing={"ghost": "points", "girl": "talks"},
        camera=Camera(size="medium"),
        size=SMALL,
    )
    paths = {"ghost": [(0.0, (0.1, 0.17, 0.45, 0.97))], "girl": [(0.0, (0.55, 0.2, 0.8, 0.97))]}
    shot = DrawnShot(with_paths(panel, paths), 2, 24)
    scales = {p.part.actor.id: p.fit(0, 180).sy / p.part.actor.size**0.5 for p in shot.placed}
    assert max(scales.values()) / min(scales.values()) < 1.3


def test_a_box_at_the_lower_edge_is_a_close_shot() -> None:
    box = (0.3, 0.15, 0.7, 1.0)
    wide = with_paths(
        make_panel("garden", {"girl": ""}, camera=Camera(size="full"), size=SMALL), {"girl": [(0.0, box)]}
    )
    close = with_paths(
        make_panel("garden", {"girl": ""}, camera=Camera(size="close"), size=SMALL), {"girl": [(0.0, box)]}
    )
    whole, cut = (DrawnShot(p, 1, 24) for p in (wide, close))
    assert whole.placed[0].shown == 1.0 and cut.placed[0].shown < 0.65
    assert overlap(trace_shot(cut, 0).boxes["girl"], box) >= 0.85


def test_the_truth_is_what_the_pixels_show() -> None:
    panel = make_panel("desert", {"fox": "", "owl": ""}, size=(640, 360))
    truth = trace(ClipTask(panel, 1, 24), 0)
    empty = DrawnShot(panel, 1, 24)
    alone = DrawnShot(panel, 1, 24)
    alone.placed = [p for p in alone.placed if p.part.actor.id == "fox"]
    empty.placed = []
    changed = np.abs(alone.draw(0).picture.astype(int) - empty.draw(0).picture.astype(int)).sum(2) > 60
    rows, columns = np.flatnonzero(changed.any(1)), np.flatnonzero(changed.any(0))
    seen = (columns[0] / 640, rows[0] / 360, (columns[-1] + 1) / 640, (rows[-1] + 1) / 360)
    assert overlap(seen, truth.boxes["fox"]) >= 0.93


def test_identity_is_exact_across_shots() -> None:
    crops = []
    for shot_id in ("s1-01", "s2-07"):
        panel = with_paths(
            make_panel("desert", {"girl": "red coat"}, size=SMALL, shot_id=shot_id),
            {"girl": [(0.0, (0.4, 0.3, 0.55, 0.9))]},
        )
        shot = DrawnShot(panel, 1, 24)
        shot.stage.planes, shot.stage.lives = [], []
        crops.append(shot.draw(0).picture)
    assert np.array_equal(*crops)


def test_feet_do_not_slide_while_walking() -> None:
    shot = DrawnShot(walk_panel(), 72, 24)
    height = 0.6 * SMALL[1] / SMALL[0]
    slips, before = [], None
    for frame in range(20, 60):
        truth = trace_shot(shot, frame)
        feet = [x - truth.ground if lift == 0 else None for x, lift in truth.feet["girl"]]
        if before:
            slips += [
                abs(a - b) / height
                for a, b in zip(feet, before, strict=True)
                if a is not None and b is not None
            ]
        before = feet
    assert len(slips) > 30 and max(slips) <= 0.02


def test_a_walker_whose_box_stands_still_walks_over_moving_ground() -> None:
    panel = make_panel(
        "road", {"girl": ""}, doing={"girl": "walks"}, camera=Camera(size="full", move="tracking"), size=SMALL
    )
    shot = DrawnShot(with_paths(panel, {"girl": [(0.0, (0.4, 0.3, 0.53, 0.9))]}), 48, 24)
    first, last = trace_shot(shot, 10), trace_shot(shot, 40)
    assert abs(last.ground - first.ground) > 0.1
    assert overlap(first.boxes["girl"], last.boxes["girl"]) > 0.8
    assert len({trace_shot(shot, f).feet["girl"] for f in range(10, 40, 3)}) > 5


def test_parallax_is_inverse_to_depth() -> None:
    panel = make_panel("mountain", {}, camera=Camera(size="wide", move="truck_right", amount=1.0), size=SMALL)
    planes = trace(ClipTask(panel, 24, 24), 23).planes
    moved = {depth: dx for depth, (dx, _, _) in planes.items()}
    for near in (1.0, 3.2):
        for far in (9.0, 60.0):
            assert moved[near] / moved[far] == pytest.approx(far / near, rel=0.02)


def test_parallax_is_seen_in_the_pixels() -> None:
    """Hills at depth 9 move a ninth as far as the stones at depth 1."""
    panel = make_panel(
        "lake", {}, camera=Camera(size="wide", move="truck_right", amount=1.0), size=(640, 360)
    )
    shot = DrawnShot(panel, 24, 24)
    a, b = (shot.draw(f).picture.astype(float).mean(2) for f in (0, 23))
    shifts = [_shift(a[rows], b[rows]) for rows in (slice(130, 175), slice(300, 350))]
    planes = trace_shot(shot, 23).planes
    first = trace_shot(shot, 0).planes
    for measured, depth in zip(shifts, (9.0, 1.0), strict=True):
        assert measured == pytest.approx((planes[depth][0] - first[depth][0]) * 360, abs=1.5)


def _shift(a: np.ndarray, b: np.ndarray) -> int:
    """How many pixels to the right the rows of b are shifted from a."""
    best = min(range(-180, 181), key=lambda s: float(np.abs(a[:, 190:450] - b[:, 190 + s : 450 + s]).mean()))
    return best


def test_nothing_is_frozen() -> None:
    pictures = list(
        AnimaticClips().shoot(ClipTask(make_panel("living room", {"girl": ""}, size=SMALL), 24, 24))
    )
    assert all(not np.array_equal(a, b) for a, b in pairwise(pictures))


def test_only_the_speaker_moves_the_mouth() -> None:
    panel = make_panel("meadow", {"fox": "", "bear": ""}, size=SMALL)

    def mouths(*speech: SpokenLine) -> dict[str, float]:
        return trace(ClipTask(panel, 12, 24, speech), 8).mouths

    silent = mouths()
    loud, soft = (mouths(SpokenLine("fox", 0.0, 1.0, (k,) * 24)) for k in (1.0, 0.3))
    assert loud["fox"] > soft["fox"] + 0.4 > silent["fox"] + 0.4
    assert loud["bear"] == silent["bear"]
    assert mouths(SpokenLine(None, 0.0, 1.0, (1.0,) * 24)) == silent


def test_a_speaking_hand_does_not_twitch_with_the_syllables() -> None:
    panel = make_panel("meadow", {"fox": ""}, size=(640, 360))
    line = SpokenLine("fox", 0.0, 2.0, (0.9, 0.0, 0.0, 0.8) * 12)
    shot = DrawnShot(panel, 48, 24, (line,))
    edges = np.array([shot.draw(f).boxes["fox"][::2] for f in range(48)])
    assert np.abs(np.diff(edges, axis=0)).max() < 0.02 and np.ptp(edges, axis=0).max() > 0.01


def test_the_narrator_moves_nobody() -> None:
    panel = make_panel("meadow", {"fox": "", "bear": ""}, size=SMALL)
    told = DrawnShot(panel, 12, 24, (SpokenLine(None, 0.0, 1.0, (1.0,) * 24),)).draw(8).picture
    assert np.array_equal(told, DrawnShot(panel, 12, 24).draw(8).picture)


def test_listeners_turn_to_the_speaker() -> None:
    panel = make_panel("meadow", {"fox": "", "bear": "", "girl": ""}, size=(640, 360))
    lines = (SpokenLine("girl", 0.0, 2.0, (0.7,) * 48),)
    quiet, heard = (DrawnShot(panel, 30, 24, speech).draw(24) for speech in ((), lines))
    left, top, right, bottom = quiet.boxes["fox"]
    head = np.s_[int(top * 360) : int((top + bottom) / 2 * 360), int(left * 640) : int(right * 640)]
    assert not np.array_equal(quiet.picture[head], heard.picture[head])


def test_a_beat_changes_what_is_played() -> None:
    panel = make_panel("meadow", {"fox": ""}, size=SMALL)
    beat = Beat(at=0.5, text="the fox waves")
    waved = replace(panel, shot=panel.shot.model_copy(update={"beats": [beat]}))
    plain, changed = (DrawnShot(p, 48, 24) for p in (panel, waved))
    assert np.array_equal(plain.draw(20).picture, changed.draw(20).picture)
    assert not np.array_equal(plain.draw(44).picture, changed.draw(44).picture)


def test_nearer_hides_farther() -> None:
    panel = with_paths(
        make_panel("meadow", {"girl": "", "bear": ""}, size=SMALL),
        {"girl": [(0.0, (0.3, 0.2, 0.5, 0.75))], "bear": [(0.0, (0.35, 0.3, 0.6, 0.95))]},
    )
    assert trace(ClipTask(panel, 1, 24), 0).order == ("girl", "bear")


def test_a_trace_refuses_a_frame_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="frames 0 to 2"):
        trace(ClipTask(make_panel("meadow", {}, size=SMALL), 3, 24), 3)


def test_a_dutch_angle_tilts_the_place_and_keeps_who_stands_in_the_middle() -> None:
    level, tilted = (
        DrawnShot(make_panel("sea", {}, camera=Camera(size="full", angle=angle), size=SMALL), 1, 24).draw(0)
        for angle in ("eye_level", "dutch")
    )
    slopes = []
    for picture in (level.picture.astype(int), tilted.picture.astype(int)):
        rows = [_waterline(picture, x) for x in (60, 260)]
        slopes.append(np.degrees(np.arctan2(rows[1] - rows[0], 200)))
    assert abs(slopes[0]) < 1.5 and slopes[1] == pytest.approx(8.0, abs=2.0)
    panel = make_panel("meadow", {"girl": ""}, camera=Camera(size="full", angle="dutch"), size=SMALL)
    held = with_paths(panel, {"girl": [(0.0, (0.06, 0.3, 0.19, 0.9))]})
    box = DrawnShot(held, 1, 24).draw(0).boxes["girl"]
    assert (box[0] + box[2]) / 2 == pytest.approx(0.125, abs=0.04)


def _waterline(picture: np.ndarray, x: int) -> int:
    """The row where the sky of a column changes most."""
    column = picture[30:150, x - 2 : x + 3].mean(1)
    return 30 + int(np.abs(column[4:] - column[:-4]).sum(1).argmax())


def test_a_tilted_picture_still_opens_on_its_keyframe() -> None:
    camera = Camera(size="full", angle="dutch", move="truck_left")
    panel = make_panel("castle", {"knight": ""}, camera=camera, weather="rain", size=SMALL)
    keyframe = dict(AnimaticKeyframes().draw([panel]))["s1-01"]
    assert np.array_equal(next(iter(AnimaticClips().shoot(ClipTask(panel, 5, 24)))), keyframe)


def test_over_the_shoulder_one_is_seen_from_behind_at_the_edge_and_the_other_in_the_box() -> None:
    camera = Camera(size="medium", angle="over_the_shoulder")
    panel = make_panel("meadow", {"fox": "", "bear": ""}, camera=camera, size=SMALL)
    boxes = {"fox": [(0.0, (0.55, 0.2, 0.8, 0.97))], "bear": [(0.0, (0.1, 0.2, 0.35, 0.97))]}
    shot = DrawnShot(with_paths(panel, boxes), 12, 24)
    drawn = shot.draw(0)
    assert [p.part.actor.id for p in shot.placed if p.away] == ["bear"]
    assert drawn.boxes["bear"][0] == 0.0 and drawn.boxes["bear"][3] == 1.0
    assert overlap(drawn.boxes["fox"], boxes["fox"][0][1]) >= 0.85
    assert not np.array_equal(drawn.picture[:, :60], shot.draw(11).picture[:, :60])
    assert any("bear: seen from behind" in n for n in AnimaticKeyframes().check(shot.panel))


def test_who_speaks_is_not_the_one_who_turns_away() -> None:
    camera = Camera(size="medium", angle="over_the_shoulder")
    panel = make_panel(
        "meadow", {"fox": "", "bear": ""}, doing={"bear": "says hello"}, camera=camera, size=SMALL
    )
    assert [p.part.actor.id for p in DrawnShot(panel, 1, 24).placed if p.away] == ["fox"]


@pytest.mark.parametrize("kind", ["horse", "crocodile", "fish", "elephant"])
@pytest.mark.parametrize("box", [(0.0, 0.1, 0.6, 1.0), (0.4, 0.1, 1.0, 1.0)])
def test_a_close_shot_of_a_long_body_shows_its_head_large_and_cuts_the_rest(kind: str, box: Box) -> None:
    shots = []
    for size in ("full", "close"):
        camera = Camera(size=size)
        panel = make_panel("meadow", {kind: ""}, camera=camera, size=SMALL)
        shots.append(DrawnShot(with_paths(panel, {kind: [(0.0, box)]}), 1, 24))
    whole, near = (shot.placed[0] for shot in shots)
    assert near.fit(0, 180).sy > 1.15 * whole.fit(0, 180).sy
    assert overlap(boxes_drawn(shots[1], 0)[kind], box) >= 0.85


def test_sleepers_lie_in_a_broad_box_and_sit_in_a_slim_one() -> None:
    def drawn(box: Box | None) -> Box:
        panel = make_panel("forest", {"girl": "", "boy": ""}, doing={"girl": "sleeps"}, size=SMALL)
        keys = {"boy": [(0.0, (0.8, 0.3, 0.93, 0.9))]} | ({"girl": [(0.0, box)]} if box else {})
        return DrawnShot(with_paths(panel, keys), 1, 24).draw(0).boxes["girl"]

    broad, slim = (0.2, 0.62, 0.5, 0.9), (0.2, 0.3, 0.36, 0.9)
    for box in (broad, slim):
        assert overlap(drawn(box), box) >= 0.85
    lying = drawn(None)
    assert (lying[2] - lying[0]) * 16 / 9 > 1.3 * (lying[3] - lying[1])

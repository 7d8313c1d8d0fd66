"""Actors: the words of a look, identity, and acting.

.venv/bin/python -m pytest -n 0 tests/test_actors.py
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from backlot.actors.acting import ACTIONS, Part, find_action, find_feeling, pose_at
from backlot.actors.beast_acts import is_on_fours
from backlot.actors.figures import draw_figure, find_joints, outline
from backlot.actors.kinds import KINDS, find_group, find_kind
from backlot.actors.look import Actor, cast_actor
from backlot.actors.pose import Pose, blend
from backlot.actors.signs import SIGNS
from backlot.colour import COLOURS, find_colour, luminance
from backlot.paint import Canvas, Surface
from backlot.soft import coverage


def drawn(actor: Actor, pose: Pose | None = None, size: int = 160) -> NDArray[np.uint8]:
    canvas = Canvas.blank(size, size)
    draw_figure(canvas.at(size / 2, size * 0.9, size * 0.6), actor, pose or Pose())
    return canvas.surface.pixels()


def test_the_same_look_is_the_same_drawing() -> None:
    words = "small, red coat, curly black hair, green scarf"
    assert np.array_equal(drawn(cast_actor("mia", "girl", words)), drawn(cast_actor("mia", "girl", words)))


def test_two_of_a_kind_are_told_apart() -> None:
    girls = [drawn(cast_actor(f"girl-{i}", "girl", "")) for i in range(6)]
    assert len({g.tobytes() for g in girls}) == 6


def test_skin_and_hair_vary_among_people() -> None:
    people = [cast_actor(f"p{i}", "woman", "") for i in range(30)]
    assert len({p.coat for p in people}) >= 4
    assert len({p.hair for p in people}) >= 4


@pytest.mark.parametrize(
    ("kind", "look", "garment", "colour"),
    [
        ("fox", "a small red fox with a green scarf", "scarf", "green"),
        ("girl", "wears a yellow raincoat and blue boots", "coat", "yellow"),
        ("girl", "wears a yellow raincoat and blue boots", "shoes", "blue"),
        ("old man", "leather apron, glasses", "apron", None),
        ("bear", "purple hat", "hat", "purple"),
        ("robot", "orange waistcoat", "waistcoat", "orange"),
    ],
)
def test_clothes_come_from_the_words(kind: str, look: str, garment: str, colour: str | None) -> None:
    worn = cast_actor("x", kind, look).worn(garment)
    assert worn is not None
    if colour:
        assert worn.colour == COLOURS[colour]


def test_the_colour_of_clothes_is_not_the_colour_of_fur() -> None:
    actor = cast_actor("x", "wolf", "a white wolf with a black hat")
    assert actor.coat == COLOURS["white"]
    assert actor.worn("hat").colour == COLOURS["black"]  # type: ignore[union-attr]


def test_hair_and_skin_come_from_the_words() -> None:
    actor = cast_actor("x", "boy", "dark skin, curly red hair")
    assert actor.hair_style == "curly"
    assert actor.hair == COLOURS["red"]
    assert luminance(actor.coat) < luminance(cast_actor("x", "boy", "fair skin").coat)


def test_tones_change_a_colour() -> None:
    plain, dark, pale = (find_colour(w) for w in ("blue", "dark blue", "pale blue"))
    assert plain and dark and pale
    assert luminance(dark) < luminance(plain) < luminance(pale)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("vixen", "fox"),
        ("a king's old cat", "cat"),
        ("grandmother", "old woman"),
        ("elderly man", "old man"),
        ("three little pigs", "pig"),
        ("mice", "mouse"),
        ("fisherwoman", "woman"),
        ("cobbler", "shoemaker"),
        ("rhino", "rhinoceros"),
        ("wolves", "wolf"),
        ("a smuggler", "man"),
        ("the actress", "woman"),
        ("runaway slave", "man"),
    ],
)
def test_a_noun_finds_its_nearest_relative(words: str, kind: str) -> None:
    match = find_kind(words)
    assert match is not None and match.kind.name == kind


def test_an_unknown_noun_becomes_a_box_that_wears_its_name() -> None:
    actor = cast_actor("zorg", "zorgblat", "")
    assert actor.kind.name == "stand-in" and actor.label == "zorgblat"
    other = cast_actor("zorg", "quux", "")
    assert not np.array_equal(drawn(actor), drawn(other))


def test_a_stand_in_has_the_shape_that_its_look_asks_for() -> None:
    looks = ("", "round and merry", "thin and proud")
    actors = [cast_actor("zorg", "zorgblat", look) for look in looks]
    assert {a.label for a in actors} == {"zorgblat"}
    pictures = [drawn(a) for a in actors]
    assert not any(np.array_equal(a, b) for a, b in zip(pictures, pictures[1:] + pictures[:1], strict=True))


def test_an_everyday_thing_acts_as_itself() -> None:
    things = "needle button magnet cactus pillow toaster radio lighthouse banana kite anchor snowflake camera"
    for word in things.split():
        assert cast_actor("it", f"a proud {word}", "").kind.name == word


def test_a_kind_that_says_nothing_is_taken_from_the_look() -> None:
    assert cast_actor("zorg", "zorgblat", "old woman, grey hair").kind.name == "old woman"
    assert cast_actor("zorg", "zorgblat", "wears an orange tunic").label == "zorgblat"


def test_there_are_as_many_kinds_as_a_library_of_tales_needs() -> None:
    assert len(KINDS) >= 36
    assert {"fox", "girl", "old man", "straw", "coal", "bean", "dragon", "robot", "spider"} <= set(KINDS)


def test_every_kind_differs_from_every_other() -> None:
    pictures = {drawn(cast_actor("same", name, ""), size=96).tobytes() for name in KINDS}
    assert len(pictures) == len(KINDS)


@pytest.mark.parametrize("plan", ["girl", "fox", "horse", "crow", "fish", "spider", "snake", "teapot"])
def test_every_body_plays_every_action(plan: str) -> None:
    actor = cast_actor("x", plan, "")
    for action in ACTIONS:
        for t in (0.0, 0.7):
            points = outline(actor, pose_at(Part(actor, action), t, 0.2, 0.5))
            xs, ys = [x for x, _ in points], [y for _, y in points]
            assert -2 < min(xs) < max(xs) < 2 and -2 < min(ys) < max(ys) < 0.6, action


def test_actions_look_different() -> None:
    actor = cast_actor("x", "fox", "")
    seen = {
        drawn(actor, pose_at(Part(actor, action), 0.9, 0.1, 0.5)).tobytes()
        for action in ACTIONS
        if action != "talk"
    }
    assert len(seen) >= len(ACTIONS) - 3


def test_emotions_look_different() -> None:
    actor = cast_actor("x", "girl", "")
    moods = ("neutral", "happy", "sad", "angry", "afraid", "surprised", "tired", "proud", "loving")
    assert len({drawn(actor, pose_at(Part(actor, "stand", m), 0.9)).tobytes() for m in moods}) == len(moods)


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("waves to the miller", "wave"),
        ("hurried home", "run"),
        ("is crying", "cry"),
        ("said nothing", "talk"),
        ("sits by the fire", "sit"),
        ("flies over the sea", "fly"),
        ("carrying a basket", "carry"),
        ("", None),
    ],
)
def test_verbs_choose_the_action(words: str, action: str | None) -> None:
    assert find_action(words) == action


def test_adverbs_choose_the_feeling() -> None:
    assert find_feeling("walks sadly away") == "sad"
    assert find_feeling("walks away") is None


def test_the_mouth_follows_the_voice() -> None:
    part = Part(cast_actor("x", "fox", ""))
    mouths = [pose_at(part, 1.0, loudness=k).mouth for k in (0.0, 0.3, 0.6, 1.0)]
    assert mouths == sorted(mouths) and mouths[-1] > mouths[0] + 0.5


def test_a_standing_figure_breathes_and_blinks() -> None:
    part = Part(cast_actor("x", "cow", ""))
    poses = [pose_at(part, i / 24) for i in range(24 * 6)]
    assert min(p.lids for p in poses) < 0.2 < max(p.lids for p in poses)
    assert len({p.squash for p in poses}) > 24


def test_a_standing_foot_keeps_its_place_while_the_body_walks() -> None:
    part = Part(cast_actor("x", "girl", ""), "walk")
    slips = []
    for offset in ("near_foot", "far_foot"):
        before = None
        for i in range(400):
            travelled = i * 0.005
            x, lift = getattr(pose_at(part, 0.0, travelled, 0.6), offset)
            if lift == 0.0 and before is not None:
                slips.append(abs(x + travelled - before))
            before = x + travelled if lift == 0.0 else None
    assert max(slips) < 1e-9 and len(slips) > 200


def test_joints_move_smoothly() -> None:
    for action in ACTIONS:
        part = Part(cast_actor("x", "boy", ""), action)
        arms = np.array([pose_at(part, i / 240).far_arm for i in range(480)])
        assert np.abs(np.diff(arms, axis=0)).max() < 12, action


def test_blending_meets_both_ends() -> None:
    a, b = Pose(), replace(Pose(), lean=10.0, near_arm=(50.0, 20.0))
    assert blend(a, b, 0) is a and blend(a, b, 1) is b
    assert blend(a, b, 0.5).lean == 5.0 and blend(a, b, 0.5).near_arm == (20.0, 14.0)


@pytest.mark.parametrize(
    ("kind", "name", "members"),
    [
        ("children", "", ("girl", "boy", "girl")),
        ("two mice", "", ("mouse", "mouse")),
        ("elf", "the elves", ("elf", "elf", "elf")),
        ("a flock of sheep", "", ("sheep",) * 4),
        ("ants", "", ("ant",) * 3),
        ("", "the mum and dad", ("woman", "man")),
        ("sheep", "Dolly", ()),
        ("princess", "", ()),
        ("cat", "Buttons", ()),
        ("old man", "the old man", ()),
        ("dog with two collars", "", ()),
    ],
)
def test_a_plural_is_a_group(kind: str, name: str, members: tuple[str, ...]) -> None:
    assert find_group(kind, name) == members


@pytest.mark.parametrize(
    ("kind", "name", "count"),
    [
        ("woman", "Mrs Brandt", 1),
        ("child", "the children", 3),
        ("girl", "Miss Ladybird", 1),
        ("boy", "James", 1),
    ],
)
def test_titles_are_no_plurals_and_names_of_several_are(kind: str, name: str, count: int) -> None:
    assert 1 + len(cast_actor("x", kind, "", name).others) == count


@pytest.mark.parametrize(
    "kind", ["tram", "bus", "train", "lorry", "aeroplane", "rocket", "ship", "bicycle", "car"]
)
def test_vehicles_stand_on_wheels_and_have_no_legs(kind: str) -> None:
    actor = cast_actor(kind, kind, "")
    assert actor.label == "" and actor.kind.plan == "thing"
    waves, stands = (outline(actor, pose_at(Part(actor, act), 1.0)) for act in ("wave", "stand"))
    for points in (waves, stands):
        assert abs(max(y for _, y in points)) < 0.12, "its lowest point is on the ground"
    assert max(x for x, _ in waves) < max(x for x, _ in stands) + 0.15, "no arms"


def test_a_group_is_as_many_figures_and_always_the_same_ones() -> None:
    group = cast_actor("kids", "children", "")
    again = cast_actor("kids", "children", "")
    assert group == again and len(group.others) == 2
    wide = max(x for x, _ in outline(group)) - min(x for x, _ in outline(group))
    alone = outline(replace(group, others=()))
    assert wide > 2 * (max(x for x, _ in alone) - min(x for x, _ in alone))
    looks = {(a.hair, a.coat, a.worn("shirt")) for a in (group, *group.others)}
    assert len(looks) == 3


def test_a_group_wears_what_its_look_says() -> None:
    group = cast_actor("elves", "elves", "red hats")
    hats = [a.worn("hat") for a in (group, *group.others)]
    assert len(hats) == 3 and len({h.colour for h in hats if h}) == 1


def test_the_colour_of_a_body_is_not_taken_for_that_of_its_clothes() -> None:
    fox = cast_actor("f", "fox", "blue fox, red hat")
    hat = fox.worn("hat")
    assert fox.coat == cast_actor("f", "fox", "blue fox").coat
    assert hat and hat.colour == find_colour("red")


@pytest.mark.parametrize("kind", ["horse", "hen", "ant"])
def test_those_without_hands_bring_the_head_to_the_food(kind: str) -> None:
    actor = cast_actor(kind, kind, "")
    surface = Canvas.blank(200, 200).at(100, 180, 100)
    head = {
        action: find_joints(surface, actor, pose_at(Part(actor, action), 0.4))["head"] for action in ACTIONS
    }
    assert head["eat"][0] > head["stand"][0] and head["eat"][1] > head["stand"][1]


@pytest.mark.parametrize("kind", ["horse", "ant"])
def test_beasts_rear_in_anger_on_their_hind_legs(kind: str) -> None:
    actor = cast_actor(kind, kind, "")
    surface = Canvas.blank(200, 200).at(100, 180, 100)
    heads = [find_joints(surface, actor, pose_at(Part(actor, "rage"), t / 10))["head"][1] for t in range(12)]
    standing = find_joints(surface, actor, pose_at(Part(actor, "stand"), 0.0))["head"][1]
    assert min(heads) < standing - 8


@pytest.mark.parametrize(
    ("look", "colour"),
    [
        ("blue, proud, brown ribbon", "blue"),
        ("black and white scarf", None),
        ("dark green, red dotted hat", "dark green"),
    ],
)
def test_only_the_colour_next_to_a_garment_is_its_own(look: str, colour: str | None) -> None:
    plain = cast_actor("t", "teapot", "").coat
    assert cast_actor("t", "teapot", look).coat == (find_colour(colour) if colour else plain)


def test_who_falls_asleep_sleeps() -> None:
    assert find_action("fell asleep under the umbrella") == "sleep"
    assert find_action("falls into the well") == "fall"


@pytest.mark.parametrize("kind", ["spoon", "broom", "barrel", "lantern", "bucket", "umbrella", "key"])
def test_whatever_is_drawn_as_a_prop_can_act(kind: str) -> None:
    actor = cast_actor("x", kind, "")
    assert actor.kind.name == kind and not actor.label
    assert not np.array_equal(drawn(actor), drawn(actor, replace(Pose(), lids=0.0, mouth=0.6)))
    red = cast_actor("x", kind, f"red {kind}")
    assert not np.array_equal(drawn(actor), drawn(red))


FAMILY = ["fox", "wolf", "dog", "cat", "bear", "rabbit", "mouse", "lion", "pig", "frog"]
BEASTS = ["horse", "cow", "donkey", "goat", "sheep", "elephant", "giraffe", "crocodile", "tortoise"]


def stride_through(
    kind: str, action: str, speed: float, steps: int = 120
) -> list[dict[str, NDArray[np.float64]]]:
    """The joints at even distances over two strides and more, in body heights, the ground's way added."""
    part = Part(cast_actor("x", kind, ""), action)
    moments = []
    for i in range(steps):
        travelled = 3.0 * i / steps
        joints = find_joints(
            Canvas.blank(8, 8).at(0, 0, 1), part.actor, pose_at(part, 0.0, travelled, speed, goes=True)
        )
        moments.append({n: np.array([x + travelled, y]) for n, (x, y) in joints.items()})
    return moments


def feet_of(joints: dict[str, NDArray[np.float64]]) -> list[str]:
    return [n for n in joints if n.endswith(("_foot", "_hand"))]


@pytest.mark.parametrize("kind", [*FAMILY, *BEASTS])
@pytest.mark.parametrize(("action", "speed"), [("walk", 0.6), ("walk", 1.5), ("creep", 0.4), ("run", 1.8)])
def test_a_standing_foot_of_four_keeps_its_place_in_every_gait(kind: str, action: str, speed: float) -> None:
    moments = stride_through(kind, action, speed)
    ground = max(m[f][1] for m in moments for f in feet_of(m))
    for foot in feet_of(moments[0]):
        stands = [i for i, m in enumerate(moments) if m[foot][1] > ground - 1e-3]
        assert 0.2 * len(moments) < len(stands) < 0.75 * len(moments)
        steps = np.split(np.array(stands), np.where(np.diff(stands) > 1)[0] + 1)
        slips = [np.ptp([moments[i][foot][0] for i in one]) for one in steps if len(one) > 1]
        assert slips and max(slips) <= 0.02, "at most 2 % of the body's height"


@pytest.mark.parametrize("kind", ["fox", "rabbit", "horse", "elephant"])
@pytest.mark.parametrize(("action", "speed"), [("walk", 0.6), ("run", 1.8)])
def test_legs_keep_their_lengths_and_move_smoothly(kind: str, action: str, speed: float) -> None:
    moments = stride_through(kind, action, speed, steps=360)
    four = kind in BEASTS
    chains = (
        [
            (f"{s}_{e}_top", f"{s}_{e}_knee", f"{s}_{e}_foot")
            for s in ("near", "far")
            for e in ("fore", "hind")
        ]
        if four
        else [(f"{s}_{a}", f"{s}_{b}", f"{s}_{c}") for s in ("near", "far")
              for a, b, c in (("shoulder", "elbow", "hand"), ("thigh", "knee", "foot"))]
    )  # fmt: skip
    for top, joint, end in chains:
        for p, q in ((top, joint), (joint, end)):
            lengths = [float(np.hypot(*(m[p] - m[q]))) for m in moments]
            assert max(lengths) - min(lengths) < 1e-6
        for name in (joint, end):
            way = np.array([m[name] for m in moments])
            assert np.abs(np.diff(way, axis=0)).max() < 0.06, "no joint jumps"


@pytest.mark.parametrize("kind", FAMILY)
def test_animals_run_on_all_fours_and_stand_up_to_talk(kind: str) -> None:
    actor = cast_actor("x", kind, "green scarf")

    def head(action: str, **more: float) -> tuple[float, float]:
        pose = pose_at(Part(actor, action), 0.5, 1.0, 1.5 if action == "run" else 0.0, goes=True, **more)
        return find_joints(Canvas.blank(8, 8).at(0, 0, 1), actor, pose)["head"]

    for action in ("run", "creep", "sniff", "sleep", "swim"):
        assert is_on_fours(actor, action)
        assert head(action)[1] > head("stand")[1] + 0.1, action
    for action in ("stand", "talk", "carry", "wave", "walk"):
        assert not is_on_fours(actor, action)
    assert head("run", talking=1.0)[1] == pytest.approx(head("stand")[1], abs=0.1)
    assert is_on_fours(cast_actor("x", kind, "a red collar"), "walk"), "who wears nothing is an animal"


def test_people_robots_and_ghosts_stay_on_two_legs() -> None:
    for kind in ("girl", "robot", "ghost", "kangaroo", "snowman"):
        assert not any(is_on_fours(cast_actor("x", kind, ""), action) for action in ACTIONS)


def test_going_down_on_all_fours_is_smooth() -> None:
    actor = cast_actor("x", "fox", "")
    run = Part(actor, "run")
    ways = []
    for i in range(101):
        pose = pose_at(run, 0.0, 1.0, 1.5, goes=True, down=i / 100)
        joints = find_joints(Canvas.blank(8, 8).at(0, 0, 1), actor, pose)
        ways.append([joints[name] for name in ("hip", "neck", "head", "near_hand", "far_foot", "near_knee")])
    assert np.abs(np.diff(np.array(ways), axis=0)).max() < 0.03


def test_an_animal_on_all_fours_is_the_same_animal() -> None:
    """Head, marks and clothes have the colours that they have upright."""
    actor = cast_actor("x", "fox", "green scarf, blue hat")
    upright, down = drawn(actor), drawn(actor, pose_at(Part(actor, "sniff"), 0.5))
    shades = [{tuple(c) for c in picture.reshape(-1, 3)} for picture in (upright, down)]
    scarf, hat = actor.worn("scarf"), actor.worn("hat")
    assert scarf and hat
    for colour in (actor.coat, actor.belly, actor.eye, scarf.colour, hat.colour):
        assert all(colour in s for s in shades)
    again = drawn(cast_actor("x", "fox", "green scarf, blue hat"), pose_at(Part(actor, "sniff"), 0.5))
    assert np.array_equal(down, again)


def silhouette(actor: Actor) -> NDArray[np.bool_]:
    canvas = Canvas.blank(200, 160)
    draw_figure(canvas.at(100, 150, 120).lit(lambda _: (0, 0, 0)), actor, replace(Pose(), blush=0.0))
    return np.asarray(canvas.surface.pixels().max(axis=2) < 128)


@pytest.mark.parametrize(
    "kinds",
    [
        "fox wolf dog",
        "tiger leopard lion bear",
        "goose crow rooster owl swan",
        "king wizard knight",
        "girl queen fairy",
        "man farmer fisherman giant",
        "pig sheep goat ox",
        "spider ant ladybird",
    ],
)
def test_similar_kinds_are_told_apart_by_their_outlines(kinds: str) -> None:
    shapes = {kind: silhouette(cast_actor("same", kind, "")) for kind in kinds.split()}
    for one, other in combinations(shapes, 2):
        a, b = shapes[one], shapes[other]
        assert (a & b).sum() / (a | b).sum() < 0.9, (one, other)


def test_signs_tell_what_is_done_and_take_no_room() -> None:
    actor = cast_actor("x", "girl", "")
    for action in ("cry", "rage", "laugh", "think", "hug", "dance", "cower", "fight"):
        pose = pose_at(Part(actor, action), 1.05)
        assert pose.sign in SIGNS
        plain = replace(pose, sign="")
        assert not np.array_equal(drawn(actor, pose), drawn(actor, plain)), action
        assert outline(actor, pose) == outline(actor, plain)


def test_marks_belong_to_no_body() -> None:
    """Snores, signs and the water round a swimmer are painted, and left out where bodies are measured."""
    for kind, action in (("girl", "sleep"), ("fox", "cry"), ("dog", "swim")):
        actor = cast_actor("x", kind, "")
        pose = pose_at(Part(actor, action), 1.05)

        def draw(surface: Surface, actor: Actor = actor, pose: Pose = pose) -> None:
            draw_figure(Canvas(surface).at(80, 140, 90), actor, pose)

        def bare(surface: Surface, actor: Actor = actor, pose: Pose = pose) -> None:
            draw_figure(
                Canvas(surface).at(80, 140, 90), actor, replace(pose, sleep=-1.0, sign="", afloat=0.0)
            )

        assert np.array_equal(coverage(160, 160, draw)[1], coverage(160, 160, bare)[1])
        painted = Surface(160, 160)
        draw(painted)
        plain = Surface(160, 160)
        bare(plain)
        assert not np.array_equal(painted.pixels(), plain.pixels())


@pytest.mark.parametrize("kind", ["two mice", "flock of sheep", "children"])
def test_nobody_in_a_group_jumps_from_foot_to_foot(kind: str) -> None:
    part = Part(cast_actor("x", kind, ""), "walk")
    feet = []
    for i in range(200):
        pose = pose_at(part, 0.0, i / 200, 0.6, goes=True)
        joints = find_joints(Canvas.blank(8, 8).at(0, 0, 1), part.actor, pose)
        feet.append([joints[name] for name in joints if name.endswith("foot")])
    assert np.abs(np.diff(np.array(feet), axis=0)).max() < 0.06

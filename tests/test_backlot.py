"""The built-in world: places, light, weather, props, styles, and the notes about what stands in.

.venv/bin/python -m pytest -n 0 tests/test_backlot.py
"""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backlot.actors.look import cast_actor
from backlot.animatic import AnimaticClips, AnimaticKeyframes
from backlot.gallery import make_panel
from backlot.masks import mask_frame
from backlot.paint import Canvas
from backlot.picture import DrawnShot
from backlot.places.light import find_light, light_room
from backlot.places.sets import SETS, build_stage, find_set
from backlot.props import PROPS, draw_prop, find_prop
from backlot.soft import coverage
from backlot.style import STYLES, find_style
from prompts.screenplay import Camera
from shots.backends import ClipTask, Panel

TINY = (160, 90)


def still(panel: Panel) -> NDArray[np.uint8]:
    return DrawnShot(panel, 1, 24).draw(0).picture


def test_every_set_is_a_picture_of_its_own() -> None:
    pictures = {name: still(make_panel(name, {}, size=TINY)) for name in SETS}
    assert len(pictures) >= 24
    assert all(p.std() > 10 for p in pictures.values())
    assert len({p.tobytes() for p in pictures.values()}) == len(pictures)


@pytest.mark.parametrize("time", ["dawn", "morning", "day", "afternoon", "sunset", "evening", "night"])
@pytest.mark.parametrize("weather", ["clear", "cloudy", "rain", "snow", "fog", "storm"])
def test_every_hour_and_weather_is_drawn(time: str, weather: str) -> None:
    assert still(make_panel("meadow", {}, time=time, weather=weather, size=TINY)).std() > 4


def test_nights_are_darker_and_snow_is_brighter() -> None:
    day, night = (still(make_panel("forest", {}, time=t, size=TINY)).mean() for t in ("day", "night"))
    assert night < 0.62 * day
    summer, winter = (
        still(make_panel("forest", {}, weather=w, size=TINY))[-20:].mean() for w in ("clear", "snow")
    )
    assert winter > summer + 30


def test_in_winter_snow_lies_under_a_clear_sky() -> None:
    winter, summer = (still(make_panel(w, {}, size=TINY))[-20:].mean() for w in ("snowy village", "village"))
    assert winter > summer + 20


def test_a_long_lens_shows_less_than_a_wide_one() -> None:
    zooms = [
        DrawnShot(
            make_panel("village", {}, camera=Camera(size="full", lens=lens), size=TINY), 1, 24
        ).window.zoom
        for lens in ("wide", "normal", "long")  # type: ignore[arg-type]
    ]
    assert zooms == sorted(zooms) and len(set(zooms)) == 3


def test_indoors_the_weather_stays_outside() -> None:
    panel = make_panel("kitchen", {}, weather="snow", size=(640, 360))
    shot = DrawnShot(panel, 30, 24)
    changed = (shot.draw(5).picture != shot.draw(25).picture).any(2).mean()
    outside = DrawnShot(make_panel("meadow", {}, weather="snow", size=(640, 360)), 30, 24)
    assert (
        changed < 0.2 * (outside.draw(5).picture != outside.draw(25).picture).any(2).mean() or changed < 0.06
    )


def test_two_forests_are_two_and_one_is_one() -> None:
    a = make_panel("old forest", {}, size=TINY)
    b = make_panel("dark forest", {}, size=TINY)
    assert np.array_equal(still(a), still(make_panel("old forest", {}, size=TINY)))
    assert not np.array_equal(still(a), still(b))


def test_another_shot_of_a_place_is_another_view_of_it() -> None:
    views = {still(make_panel("village", {}, size=TINY, shot_id=f"s1-0{i}")).tobytes() for i in range(5)}
    assert len(views) >= 4


def test_a_shot_and_the_next_one_look_at_other_parts_of_a_place() -> None:
    views = [DrawnShot(make_panel("village", {}, size=TINY, shot_id=f"s1-{i:02}"), 1, 24) for i in range(9)]
    assert all(abs(a.window.cx - b.window.cx) > 0.3 * a.stage.roam for a, b in pairwise(views))


def test_what_the_words_for_a_place_name_is_there() -> None:
    bare, well, twice = (
        DrawnShot(make_panel(words, {}, props=props, size=TINY), 1, 24).stage
        for words, props in (("meadow", []), ("meadow with a well", []), ("meadow with a well", ["well"]))
    )
    assert len(well.planes) == len(bare.planes) + 1 and len(twice.planes) == len(bare.planes)


def test_grass_hides_feet_and_nothing_more() -> None:
    shot = DrawnShot(make_panel("corn field", {"girl": "red coat"}, size=(320, 180)), 1, 24)
    masks = mask_frame(shot, 0, {"girl": 1})
    whole, seen = masks.whole["girl"], masks.seen["girl"]
    assert seen[:2] == whole[:2] and 0.5 < (seen[3] - seen[1]) / (whole[3] - whole[1]) <= 1.0
    assert masks.pixels["girl"] < 0.97 * (mask_frame(_bare(shot), 0, {"girl": 1}).pixels["girl"])


def _bare(shot: DrawnShot) -> DrawnShot:
    shot.stage.turf = None
    return shot


@pytest.mark.parametrize("style", ["storybook", "noir"])
@pytest.mark.parametrize(("place", "time"), [("temple", "night"), ("forest", "night"), ("dungeon", "day")])
def test_figures_stand_out_against_the_place(style: str, place: str, time: str) -> None:
    for kind in ("wolf", "bear"):
        shot = DrawnShot(make_panel(place, {kind: ""}, style=style, time=time, size=(480, 270)), 1, 24)
        picture = shot.draw(0).picture.astype(int)
        mask = mask_frame(shot, 0, {kind: 1}).index == 1
        edge = mask[:, :-3] & ~mask[:, 3:]  # the last pixels of the figure, and the place three further right
        inside, outside = picture[:, :-3][edge], picture[:, 3:][edge]
        rim = picture[:, 1:-2][edge]
        told = np.maximum(np.abs(inside - outside).max(1), np.abs(rim - outside).max(1)) >= 16
        assert told.mean() > 0.7, (kind, told.mean())


def test_in_a_close_shot_nothing_grows_before_a_face() -> None:
    shots = {
        size: DrawnShot(make_panel("jungle", {"girl": ""}, camera=Camera(size=size), size=(320, 180)), 1, 24)  # type: ignore[arg-type]
        for size in ("wide", "close")
    }
    grown = {size: coverage(320, 180, partial(s.draw_foreground, frame=0))[1] for size, s in shots.items()}
    assert np.asarray(grown["wide"]).mean() > 5 and np.asarray(grown["close"]).max() == 0


def test_a_narrow_frame_looks_at_what_makes_the_place() -> None:
    for place in ("lighthouse", "windmill", "treehouse", "waterfall", "museum"):
        for n in range(4):
            shot = DrawnShot(make_panel(place, {}, size=(90, 160), shot_id=f"s1-0{n}"), 1, 24)
            assert shot.stage.sight and abs(shot.window.cx - shot.stage.sight) < 0.2


def test_in_snow_nothing_stays_green() -> None:
    for place in ("meadow", "river", "well", "farm"):
        picture = still(make_panel(place, {}, weather="snow", size=TINY)).astype(int)
        green = (picture[..., 1] > picture[..., 0] + 24) & (picture[..., 1] > picture[..., 2] + 24)
        assert green.mean() < 0.03, place


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the dark wood behind the mill", "forest"),
        ("palace", "castle hall"),
        ("a large brick tram depot with iron beams, windows and rails", "works hall"),
        ("the school building", "classroom"),
        ("the old well behind the house", "well"),
        ("the stone bridge", "bridge"),
        ("a lighthouse on a rock in the sea", "lighthouse"),
        ("railway station", "platform"),
        ("the last train", "carriage"),
        ("the bus station", "platform"),
        ("the office of the bank", "office"),
        ("the museum", "museum"),
        ("Roof, exterior", "roofs"),
        ("a cottage with a mossy roof", "living room"),
        ("the old mansion", "castle hall"),
        ("grandmother's cottage", "living room"),
        ("the brook", "river"),
        ("cobbler's workshop", "workshop"),
        ("on board a ship", "sea"),
        ("on the moon", "space"),
        ("seashore", "beach"),
        ("a space station above Mars", "spaceship"),
        ("the bottom of the river", "underwater"),
        ("in the throne room of the castle", "throne room"),
        ("the castle kitchen", "kitchen"),
        ("an old village church", "church"),
        ("the forest path", "forest"),
        ("the captain's cabin", "cabin"),
        ("a log cabin", "living room"),
        ("a hospital room with a window", "hospital"),
        ("the jungle", "jungle"),
        ("the swimming pool", "pool"),
        ("a football pitch behind the school", "pitch"),
        ("the canteen", "restaurant"),
        ("a corn field", "crops"),
        ("the teahouse", "living room"),
        ("an igloo", "ice"),
    ],
)
def test_words_find_their_place(words: str, name: str) -> None:
    assert find_set(words).name == name


def test_every_prop_is_drawn_and_differs() -> None:
    seen = set()
    for kind in PROPS:
        canvas = Canvas.blank(96, 96)
        draw_prop(canvas.at(48, 80, 40), find_prop(kind.name))
        seen.add(canvas.surface.pixels().tobytes())
    assert len(PROPS) >= 60 and len(seen) == len(PROPS)


def test_a_prop_takes_its_colour_from_the_words() -> None:
    assert find_prop("a blue ball").colour != find_prop("a red ball").colour


def test_a_carried_prop_is_in_the_hand_and_others_on_the_ground() -> None:
    panel = make_panel(
        "meadow", {"girl": ""}, doing={"girl": "carries a basket"}, props=["basket", "chair"], size=(640, 360)
    )
    drawn = DrawnShot(panel, 1, 24).draw(0)
    girl, basket, chair = drawn.boxes["girl"], drawn.props["basket"], drawn.props["chair"]
    assert girl[0] - 0.05 < (basket[0] + basket[2]) / 2 < girl[2] + 0.05
    assert chair[2] < girl[0] or chair[0] > girl[2]


@pytest.mark.parametrize(
    ("action", "who", "holder"),
    [
        ("The old woman stands and holds up a lantern.", ["old-woman"], "old-woman"),
        ("The girl looks at the fox, who takes the lantern.", ["girl", "fox"], "fox"),
        ("The girl with a lantern waits.", ["girl", "fox"], "girl"),
        ("A lantern hangs on the wall.", ["girl"], ""),
        ("The horse looks. The girl swings the lantern and shouts.", ["horse", "girl"], "girl"),
    ],
)
def test_a_thing_is_in_the_hand_of_whom_the_action_names(action: str, who: list[str], holder: str) -> None:
    cast = {name.replace("-", " "): "" for name in who}
    panel = make_panel("forest", cast, doing=dict.fromkeys(cast, "stands"), props=["lantern"], size=TINY)
    panel = replace(panel, shot=panel.shot.model_copy(update={"action": action}))
    shot = DrawnShot(panel, 2, 24)
    assert [t.handings[-1].taker if t.handings else t.holder for t in shot.props] == [holder]
    if holder:
        box, lantern = shot.draw(1).boxes[holder], shot.draw(1).props["lantern"]
        assert box[0] - 0.1 < (lantern[0] + lantern[2]) / 2 < box[2] + 0.1


def test_a_mood_colours_the_light_and_a_calm_one_does_not() -> None:
    means = {}
    for mood in (None, "calm", "tense and uneasy", "cheerful"):
        panel = make_panel("forest", {}, size=TINY)
        panel = replace(panel, scene=panel.scene.model_copy(update={"mood": mood}))
        means[mood] = still(panel).reshape(-1, 3).mean(axis=0)
    assert np.array_equal(means[None], means["calm"])
    assert means["tense and uneasy"].sum() < 0.93 * means["calm"].sum()
    warm, plain = means["cheerful"], means["calm"]
    assert warm[0] / warm[2] > plain[0] / plain[2]


def test_a_fish_on_land_has_a_pool_and_in_the_sea_none(monkeypatch: pytest.MonkeyPatch) -> None:
    pools = []
    for place in ("meadow", "the sea"):
        shot = DrawnShot(make_panel(place, {"fish": ""}, size=(320, 180)), 1, 24)
        with_pool = shot.draw(0).picture.astype(int)
        with monkeypatch.context() as without:
            without.setattr("backlot.shadows._draw_pool", lambda *_: None)
            pools.append(np.abs(with_pool - shot.draw(0).picture).max())
    assert pools[0] > 30 and pools[1] == 0


def test_a_witch_flies_on_her_broom() -> None:
    panel = make_panel("forest", {"witch": ""}, doing={"witch": "flies"}, props=["broom"], size=(320, 180))
    drawn = DrawnShot(panel, 2, 24).draw(1)
    witch, broom = drawn.boxes["witch"], drawn.props["broom"]
    assert broom[2] - broom[0] > 1.5 * (broom[3] - broom[1]) * 180 / 320
    assert witch[0] < (broom[0] + broom[2]) / 2 < witch[2] and witch[1] < broom[1] < witch[3]


def test_people_on_foot_stand_ashore_and_swimmers_in_the_sea() -> None:
    foot, swims = (
        DrawnShot(make_panel("the open sea", {"girl": ""}, doing={"girl": doing}, size=TINY), 1, 24)
        for doing in ("stands", "swims")
    )
    assert "ashore" in foot.stage.words and "ashore" not in swims.stage.words
    assert foot.stage.floor != swims.stage.floor


def test_tags_are_written_in_any_alphabet() -> None:
    seen = set()
    for name in ("gizmo", "гизмо", "σκεύος", "zażółć"):
        canvas = Canvas.blank(96, 96)
        draw_prop(canvas.at(48, 80, 60), find_prop(name))
        seen.add(canvas.surface.pixels().tobytes())
    assert len(seen) == 4


def test_stand_ins_are_reported() -> None:
    panel = make_panel("zzyzx", {"zorgblat": ""}, props=["flumph"])
    notes = AnimaticKeyframes().check(panel)
    assert notes == AnimaticClips().check(ClipTask(panel, 1, 24))
    assert [n for n in notes if "zorgblat" in n and n.startswith("stand-in")]
    assert [n for n in notes if "zzyzx" in n and n.startswith("stand-in")]
    assert [n for n in notes if "flumph" in n and n.startswith("stand-in")]


def test_relatives_are_reported_and_what_is_drawn_is_not() -> None:
    assert any("drawn as fox" in n for n in AnimaticKeyframes().check(make_panel("forest", {"jackal": ""})))
    assert AnimaticKeyframes().check(make_panel("forest", {"fox": "", "girl": ""}, props=["basket"])) == []
    assert AnimaticKeyframes().check(make_panel("the pond", {"fox": ""}, props=["candles"])) == []
    assert AnimaticKeyframes().check(make_panel("a tram depot", {"fox": ""}, props=["sextant", "mug"])) == [
        "place: 'depot' is drawn as works hall",
        "stand-in: no drawing for prop 'sextant'; a tag with its name stands there",
        "mug: 'mug' is drawn as cup",
    ]


def test_what_is_not_read_is_said() -> None:
    panel = make_panel("forest", {"fox": ""}, camera=Camera(angle="over_the_shoulder"))
    asked = replace(
        panel,
        shot=panel.shot.model_copy(update={"image_prompt": "a photograph"}),
        references={"fox": (Path("fox.png"),)},
    )
    notes = " ".join(AnimaticKeyframes().check(asked))
    assert "image_prompt" in notes and "reference" in notes and "over_the_shoulder" in notes


def test_styles_differ() -> None:
    pictures = [still(make_panel("village", {"girl": "red coat"}, style=s, size=TINY)) for s in STYLES]
    assert len({p.tobytes() for p in pictures}) == len(STYLES) >= 3
    noir = still(make_panel("village", {"girl": "red coat"}, style="noir", size=TINY)).astype(int)
    assert np.abs(noir[..., 0] - noir[..., 2]).mean() < 14
    assert find_style("a watercolour storybook").name == "storybook"


def test_closer_shots_show_less_of_the_place() -> None:
    zooms = [
        DrawnShot(make_panel("village", {}, camera=Camera(size=s), size=TINY), 1, 24).window.zoom
        for s in ("extreme_wide", "wide", "full", "medium", "close", "extreme_close")
    ]  # type: ignore[arg-type]
    assert zooms == sorted(zooms) and len(set(zooms)) == 6


def test_the_backlot_is_no_import_of_the_film_floor() -> None:
    """It may use prompts, shots and consistency, and nothing heavier than its brushes."""
    ours = {"prompts", "shots", "consistency", "backlot"}
    brushes = {"aggdraw", "numpy", "PIL"}
    for path in Path("backlot").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                top = name.split(".")[0]
                assert top in ours | brushes or top in __import__("sys").stdlib_module_names, (
                    path.name,
                    name,
                )


def test_no_two_props_answer_to_one_word() -> None:
    words = [word for kind in PROPS for word in (kind.name, *kind.aliases)]
    assert len(words) == len(set(words)) and len(PROPS) >= 140


@pytest.mark.parametrize("kind", ["girl", "horse", "crow", "fish"])
def test_what_one_does_says_what_is_in_the_hand_or_mouth(kind: str) -> None:
    doing = {kind: "looks, holding the lantern", "old man": "stands"}
    panel = make_panel("forest", dict.fromkeys(doing, ""), doing=doing, props=["lantern"], size=(640, 360))
    shot = DrawnShot(panel, 2, 24)
    assert [thing.holder for thing in shot.props] == [kind]
    box, lantern = shot.draw(1).boxes[kind], shot.draw(1).props["lantern"]
    assert box[0] - 0.1 < (lantern[0] + lantern[2]) / 2 < box[2] + 0.1
    assert lantern[1] < (box[1] + box[3]) / 2 + 0.25


def with_action(panel, action: str):
    return replace(panel, shot=panel.shot.model_copy(update={"action": action}))


def test_who_sits_sits_on_the_seat_and_who_climbs_has_something_to_climb() -> None:
    panel = make_panel("castle", {"queen": ""}, doing={"queen": "sits"}, props=["throne"], size=(640, 360))
    drawn = DrawnShot(panel, 1, 24).draw(0)
    queen, throne = drawn.boxes["queen"], drawn.props["throne"]
    assert abs(queen[0] + queen[2] - throne[0] - throne[2]) < 0.1
    assert queen[3] < throne[3] - 0.02
    panel = make_panel("garden", {"boy": ""}, doing={"boy": "climbs"}, props=["tree"], size=(640, 360))
    drawn = DrawnShot(panel, 1, 24).draw(0)
    assert drawn.props["tree"][0] < sum(drawn.boxes["boy"][::2]) / 2 < drawn.props["tree"][2]


def test_only_whom_the_sentence_seats_is_seated() -> None:
    panel = make_panel("castle", {"boy": "", "queen": ""}, doing={"boy": "looks", "queen": "sits"}, size=TINY)
    shot = DrawnShot(with_action(panel, "The boy reaches the castle. The queen sits on her throne."), 1, 24)
    assert {p.part.actor.id: p.part.action for p in shot.placed} == {"boy": "look", "queen": "sit"}


def test_who_lies_is_awake_and_who_sleeps_is_not() -> None:
    def pose_of(doing: str):
        shot = DrawnShot(make_panel("meadow", {"bear": ""}, doing={"bear": doing}, size=TINY), 3, 24)
        return shot.layers(1)[0].pose

    assert pose_of("lies").sleep < 0 < pose_of("lies").lids
    assert pose_of("sleeps").sleep >= 0


@pytest.mark.parametrize(
    ("emotion", "action"), [("happy", "talk"), ("angry", "rage"), ("neutral", "calling")]
)
def test_who_shouts_rages_only_when_angry(emotion: str, action: str) -> None:
    panel = make_panel("cave", {"owl": ""}, doing={"owl": "shouts"}, size=TINY)
    who = [panel.shot.who[0].model_copy(update={"emotion": emotion})]
    panel = replace(panel, shot=panel.shot.model_copy(update={"who": who}))
    assert DrawnShot(panel, 1, 24).placed[0].part.action == action


def test_a_dog_swims_with_a_sausage_in_its_mouth_and_a_girl_lets_go() -> None:
    for kind, holder in (("dog", "dog"), ("girl", "")):
        doing = {kind: "swims, holding the sausage"}
        panel = make_panel("river", {kind: ""}, doing=doing, props=["sausage"], size=TINY)
        assert DrawnShot(panel, 1, 24).props[0].holder == holder


def test_no_woman_has_a_beard_unless_her_look_says_so() -> None:
    assert not cast_actor("ada", "captain", "woman, brown coat").traits & {"beard", "long-beard"}
    assert "beard" in cast_actor("bo", "captain", "man, brown coat").traits


def test_a_donkey_has_a_sack_on_its_back_and_a_man_a_chest_in_his_arms() -> None:
    doing = {"donkey": "walks, holding the sack", "man": "carries the chest"}
    props = ["sack", "chest", "barrel"]
    panel = make_panel("road", dict.fromkeys(doing, ""), doing=doing, props=props, size=(640, 360))
    shot = DrawnShot(panel, 1, 24)
    assert [(thing.id, thing.holder, thing.packed) for thing in shot.props] == [
        ("sack", "donkey", True), ("chest", "man", False), ("barrel", "", False)
    ]  # fmt: skip
    drawn = shot.draw(0)
    box, sack = drawn.boxes["donkey"], drawn.props["sack"]
    assert box[0] < (sack[0] + sack[2]) / 2 < box[2]
    assert sack[3] < box[3] - 0.25 * (box[3] - box[1])


def test_a_lantern_lights_the_cave() -> None:
    dark, lit = (make_panel("cave", {}, props=p, time="night", size=(320, 180)) for p in ([], ["lantern"]))
    shots = [DrawnShot(p, 1, 24) for p in (dark, lit)]
    before, after = (s.backdrop.pixels(s.path.at(0.0), 0).reshape(180, 320, 3).astype(int) for s in shots)
    x = round(shots[1].props[0].x * 320)
    gained = (after - before)[..., 0].max(axis=0)
    assert gained[x] > 10 and abs(int(gained.argmax()) - x) < 80


def test_a_room_at_night_is_bright_around_its_fire_and_dark_in_the_corners() -> None:
    stage = build_stage("kitchen", ["kitchen"], "night", "clear", 4.2)
    fire = next(pool for pool in stage.pools if pool.warm and pool.share == 1.0)
    x, y = np.linspace(-0.9, 0.9, 61, dtype=np.float32), np.linspace(0, 1, 31, dtype=np.float32)
    gain = light_room(stage.light, stage.pools, x, y)
    assert gain.shape == (31, 61, 3)
    row, column = np.unravel_index(gain[..., 0].argmax(), gain.shape[:2])
    assert abs(x[column] - fire.x) < 0.1 and abs(y[row] - fire.y) < 0.1
    assert gain[0, 0, 0] < 0.65 * gain[row, column, 0]
    assert gain[row, column, 0] > gain[row, column, 2]  # warm
    by_day = light_room(find_light("day", "clear"), stage.pools, x, y)
    assert by_day.min() > 0.9 and by_day.max() < 1.1

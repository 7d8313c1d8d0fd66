"""Trades and beings of tales: a word is drawn as what it names, and the words of a look change it."""

import pytest

from backlot.actors.figures import draw_figure
from backlot.actors.headgear import HEADGEAR
from backlot.actors.kinds import KINDS, find_kind
from backlot.actors.kinds_trades import TRADES
from backlot.actors.look import SKINS, cast_actor
from backlot.actors.pose import Pose
from backlot.actors.props_alive import draw_body, reach_of
from backlot.colour import find_colour
from backlot.paint import Canvas


@pytest.mark.parametrize(
    "words, kind",
    [
        ("a one-eyed pirate", "pirate"),
        ("the police officer", "police officer"),
        ("policewoman", "police officer"),
        ("a tin soldier", "soldier"),
        ("the Snow Queen", "snow queen"),
        ("baker's wife", "woman"),
    ],
)
def test_a_word_for_a_trade_is_that_trade(words: str, kind: str) -> None:
    match = find_kind(words)
    assert match and match.kind.name == kind


def test_no_word_means_two_kinds() -> None:
    words = [w for kind in KINDS.values() for w in {kind.name, *kind.aliases}]
    assert len(words) == len(set(words))


def test_every_trade_is_drawn_otherwise_than_all_the_others() -> None:
    pictures = set()
    for kind in TRADES:
        canvas = Canvas.blank(90, 130)
        draw_figure(canvas.at(45, 125, 100), cast_actor("same", kind.name, ""), Pose())
        pictures.add(canvas.surface.pixels().tobytes())
    assert len(pictures) == len(TRADES)
    assert {g.style for k in TRADES for g in cast_actor("same", k.name, "").garments if g.style} <= {
        *HEADGEAR,
        "chef",
        "straw",
        "bobble",
        "top",
    }


def test_skin_is_varied_but_for_beings_that_have_their_own() -> None:
    tones = {cast_actor(f"nurse-{i}", "nurse", "").coat for i in range(40)}
    assert len(tones) >= 4 and tones <= set(SKINS)
    assert KINDS["goblin"].coat not in SKINS
    assert cast_actor("g", "genie", "purple").coat != cast_actor("g", "genie", "").coat


def test_words_say_whether_a_trade_is_a_woman_or_a_man() -> None:
    pirate = cast_actor("anne", "pirate", "a young woman")
    assert not pirate.traits & {"beard", "moustache"} and pirate.hair_style not in ("short", "bald")
    teacher = cast_actor("brown", "teacher", "a man")
    assert teacher.hair_style == "short" and not teacher.worn("dress")


def test_headgear_by_name_is_worn_by_anybody() -> None:
    for kind in ("fox", "man", "crow"):
        assert [g.style for g in cast_actor("x", kind, "blue turban").garments if g.style] == ["turban"]


@pytest.mark.parametrize(
    "words, kind",
    [
        ("a guinea pig", "hamster"),
        ("the sea lion", "seal"),
        ("three bear cubs", "bear cub"),
        ("an ugly duckling", "ugly duckling"),
        ("a bat", "bat"),
        ("a kid goat", "kid goat"),
    ],
)
def test_words_for_relatives_and_the_young(words: str, kind: str) -> None:
    match = find_kind(words)
    assert match and match.kind.name == kind


def test_the_young_are_smaller_with_a_larger_head() -> None:
    for grown, young in (
        ("sheep", "lamb"),
        ("duck", "duckling"),
        ("bear", "bear cub"),
        ("elephant", "baby elephant"),
    ):
        assert KINDS[young].size < 0.7 * KINDS[grown].size and KINDS[young].head > KINDS[grown].head


@pytest.mark.parametrize(
    "words, kind",
    [
        ("a teddy bear", "teddy"),
        ("the gingerbread man", "gingerbread"),
        ("an old rocking-horse", "rocking-horse"),
        ("traffic lights", "traffic-light"),
        ("the North Wind", "wind"),
        ("a fire engine", "fire engine"),
        ("the mountain", "mountain"),
    ],
)
def test_things_of_two_words_act_as_what_they_are(words: str, kind: str) -> None:
    actor = cast_actor("x", words, "")
    assert actor.kind.name == kind and actor.kind.plan == "thing" and not actor.label


def test_the_face_of_a_thing_is_on_the_thing() -> None:
    for name in ("rocking-horse", "kettle", "vacuum", "doll", "river"):
        canvas = Canvas.blank(200, 200).at(100, 190, 180)
        x, y, radius = draw_body(canvas, name, (10, 200, 30))
        spot = canvas.pixel(x, y + 0.4 * radius)
        near = canvas.surface.pixels()[
            int(spot[1]) - 8 : int(spot[1]) + 8, int(spot[0]) - 8 : int(spot[0]) + 8
        ]
        assert (near != 255).any(), name


def test_a_plain_hat_is_cut_as_the_trade_has_it() -> None:
    pirate = cast_actor("b", "pirate", "turquoise coat and hat, dark hair")
    hat, coat = pirate.worn("hat"), pirate.worn("coat")
    assert hat and coat and hat.style == "tricorne" and hat.colour != coat.colour
    sailor = cast_actor("s", "sailor", "jacket and green cap").worn("hat")
    assert sailor and sailor.style == "sailor" and sailor.colour == find_colour("green")


@pytest.mark.parametrize("name", ["umbrella", "kettle", "key", "guitar"])
def test_arms_begin_on_the_body_of_a_thing(name: str) -> None:
    canvas = Canvas.blank(200, 200)
    draw_body(canvas.at(100, 190, 160), name, (20, 20, 20))
    row = (canvas.surface.pixels()[142] != 255).any(axis=1)
    x = reach_of(name) * 160
    assert all(row[round(100 + side * x) - 6 : round(100 + side * x) + 7].any() for side in (-1, 1))

"""Props: things that do not act, by name. Each is drawn standing on (0, 0), one unit tall, y downwards.

Knows where nothing stands; prop_staging.py puts props in their places.

    python -c "from backlot.props import find_prop; print(find_prop('a wicker basket of apples'))"
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from backlot import (
    home_props,
    household_props,
    large_props,
    nature_props,
    outdoor_props,
    shaped_sights,
    shaped_things,
    small_props,
    story_props,
    table_props,
    vehicle_props,
)
from backlot.colour import RGB, find_colour, words_of
from backlot.lettering import write
from backlot.paint import Canvas

DrawProp = Callable[[Canvas, RGB, float], None]
"""draws one prop in a colour at a moment in seconds"""


@dataclass(frozen=True)
class PropKind:
    """One thing that can be drawn."""

    name: str
    draw: DrawProp
    colour: RGB
    size: float
    """height beside a person of 1.0"""
    held: bool = False
    """small enough to be carried in a hand"""
    aliases: tuple[str, ...] = ()
    front: DrawProp | None = None
    """what of it is before somebody who is in it; None for all of it"""


@dataclass(frozen=True)
class PropMatch:
    """What the words for a prop were taken to mean."""

    kind: PropKind
    colour: RGB
    label: str
    """written on a stand-in; '' when the thing can be drawn"""
    word: str = ""
    """the word that was known"""


def find_prop(words: str, name: str = "") -> PropMatch:
    """The prop that the words mean; a tag with its name when none is known."""
    for pair in reversed(list(pairwise(words_of(name or words)))):
        kind = find_exactly("-".join(pair))
        if kind:
            return PropMatch(kind, find_colour(words) or kind.colour, "", "-".join(pair))
    for word in reversed(words_of(name or words)) if name else words_of(words):
        kind = _known(word)
        if kind:
            return PropMatch(kind, find_colour(words) or kind.colour, "", word)
    for word in words_of(words):
        kind = _known(word)
        if kind:
            return PropMatch(kind, find_colour(words) or kind.colour, "", word)
    return PropMatch(_TAG, _TAG.colour, name or words)


def find_exactly(word: str) -> PropKind | None:
    """The prop of that very name, or with that other name; None if there is none."""
    return _BY_WORD.get(word) or _BY_WORD.get(word.removesuffix("s"))


def _known(word: str) -> PropKind | None:
    for form in (
        word,
        word.removesuffix("s"),
        word.removesuffix("es"),
        word.removesuffix("ves") + "f",
        *word.split("-"),
    ):
        if form in _BY_WORD:
            return _BY_WORD[form]
    return None


def _prop(
    name: str,
    draw: DrawProp,
    colour: RGB,
    size: float,
    held: bool = False,
    aliases: str = "",
    front: DrawProp | None = None,
) -> PropKind:
    return PropKind(name, draw, colour, size, held, tuple(aliases.split()), front)


PROPS: tuple[PropKind, ...] = (
    _prop("basket", small_props.basket, (206, 156, 96), 0.3, True, "hamper picnic", small_props.wicker),
    _prop("lantern", small_props.lantern, (84, 74, 78), 0.3, True, "lamp light"),
    _prop("table", large_props.table, (170, 120, 80), 0.45, False, "desk counter workbench"),
    _prop("chair", large_props.chair, (176, 124, 82), 0.5, False, "stool seat armchair"),
    _prop("tree", large_props.tree, (104, 166, 90), 1.5, False, "oak pine bush willow branch"),
    _prop("book", small_props.book, (172, 74, 70), 0.2, True, "books diary newspaper notebook"),
    _prop("bread", small_props.bread, (214, 156, 92), 0.16, True, "loaf pie bun biscuit cookie"),
    _prop("shoes", small_props.shoes, (150, 84, 58), 0.16, False, "shoe boot boots slippers slipper"),
    _prop("ball", small_props.ball, (226, 84, 78), 0.2, True, "football marble toy"),
    _prop(
        "letter", small_props.letter, (250, 240, 214), 0.16, True, "envelope note card paper message ticket"
    ),
    _prop(
        "sword",
        small_props.sword,
        (206, 212, 222),
        0.62,
        True,
        "sabre rapier scimitar",
    ),
    _prop("stick", small_props.stick, (150, 106, 70), 0.5, True, "staff cane crutch twig club"),
    _prop("board", small_props.board, (206, 164, 110), 0.42, True, "plank boards planks shelf"),
    _prop("saw", small_props.saw, (186, 194, 204), 0.4, True, ""),
    _prop("pizza", small_props.pizza, (240, 196, 96), 0.16, True, "omelette"),
    _prop("chalk", small_props.chalk, (252, 252, 250), 0.12, True, "crayon"),
    _prop("wheel", small_props.wheel, (140, 100, 70), 0.5, False, "rudder"),
    _prop("sofa", large_props.sofa, (92, 130, 170), 0.5, False, "couch settee"),
    _prop("boat", large_props.boat, (186, 104, 70), 0.7, False, "raft canoe"),
    _prop("pot", large_props.pot, (92, 94, 106), 0.3, False, "cauldron"),
    _prop("flower", small_props.flower, (238, 118, 150), 0.3, True, "flowers rose bouquet tulip daisy"),
    _prop("bed", large_props.bed, (92, 130, 180), 0.5, False, "cradle hammock mattress"),
    _prop("fire", large_props.fire, (242, 120, 50), 0.42, False, "campfire bonfire flames hearth fireplace"),
    _prop("chest", large_props.chest, (150, 100, 66), 0.4, False, "treasure trunk"),
    _prop("bag", small_props.bag, (206, 172, 122), 0.36, False, "sack purse money bundle pouch"),
    _prop("bottle", small_props.bottle, (110, 170, 140), 0.24, True, "jar vase potion milk flask medicine"),
    _prop(
        "cup",
        small_props.cup,
        (236, 196, 176),
        0.14,
        True,
        "mug goblet tea teacup coffee cocoa chalice",
    ),
    _prop("hammer", small_props.hammer, (150, 156, 166), 0.34, True, "tool tools"),
    _prop("key", small_props.key, (238, 190, 84), 0.16, True, "keys"),
    _prop("crown", small_props.crown, (246, 200, 74), 0.18, True, "tiara"),
    _prop(
        "apple",
        small_props.apple,
        (216, 66, 58),
        0.13,
        True,
        "fruit apples plum cherry cherries",
    ),
    _prop("cheese", small_props.cheese, (248, 206, 92), 0.18, True, "butter"),
    _prop("egg", small_props.egg, (250, 240, 220), 0.16, True, "eggs pearl seed stone-egg"),
    _prop("nest", large_props.nest, (170, 124, 78), 0.24, False, ""),
    _prop("stone", small_props.stone, (158, 156, 160), 0.24, False, "rock boulder pebble stones"),
    _prop("fence", large_props.fence, (222, 200, 164), 0.42, False, "gate hedge wall"),
    _prop("door", large_props.door, (150, 92, 66), 1.15, False, "doorway"),
    _prop("house", large_props.house, (196, 88, 70), 1.5, False, "cottage hut barn cabin"),
    _prop("candle", small_props.candle, (250, 240, 214), 0.26, True, "candles"),
    _prop("cart", large_props.wheelbarrow, (176, 116, 74), 0.44, False, "wheelbarrow wagon carriage trolley"),
    _prop("umbrella", small_props.umbrella, (206, 74, 80), 0.6, True, "parasol"),
    _prop("balloon", small_props.balloon, (226, 84, 92), 0.8, True, "balloons"),
    _prop("gift", small_props.gift, (92, 150, 190), 0.26, True, "present parcel package"),
    _prop("net", large_props.net, (196, 176, 130), 0.36, False, "web trap"),
    _prop("ladder", large_props.ladder, (190, 140, 90), 1.1, False, ""),
    _prop("rope", small_props.rope, (206, 172, 118), 0.16, False, "cord chain"),
    _prop("bucket", small_props.bucket, (150, 158, 170), 0.28, True, "pail"),
    _prop("bone", small_props.bone, (248, 242, 226), 0.1, True, "meat fish-bone"),
    _prop("spoon", small_props.spoon, (190, 150, 104), 0.24, True, "ladle spatula"),
    _prop("guitar", small_props.guitar, (206, 130, 70), 0.55, True, "banjo ukulele mandolin lute"),
    _prop("computer", large_props.computer, (120, 200, 220), 0.34, False, "screen television tv"),
    _prop("cake", household_props.cake, (238, 146, 170), 0.32, True, "cupcake tart"),
    _prop("teapot", household_props.teapot, (120, 168, 196), 0.24, True, ""),
    _prop("jug", household_props.jug, (196, 128, 92), 0.34, True, "pitcher urn ewer amphora jugs"),
    _prop("drum", household_props.drum, (206, 78, 72), 0.34, False, "tambourine"),
    _prop("bell", household_props.bell, (240, 192, 84), 0.24, True, "bells"),
    _prop("broom", household_props.broom, (226, 190, 112), 0.8, True, "broomstick mop"),
    _prop("shovel", household_props.shovel, (160, 168, 180), 0.75, True, "spade rake hoe pickaxe"),
    _prop("feather", household_props.feather, (110, 150, 206), 0.26, True, "quill"),
    _prop("coins", household_props.coin, (244, 196, 84), 0.16, False, "coin pennies penny"),
    _prop(
        "gem", household_props.gem, (110, 190, 226), 0.16, True, "jewel diamond ruby emerald crystal sapphire"
    ),
    _prop("mirror", household_props.mirror, (206, 166, 96), 0.8, False, "looking-glass"),
    _prop("map", household_props.chart, (242, 222, 176), 0.24, True, "scroll chart parchment"),
    _prop("wand", household_props.wand, (250, 214, 96), 0.42, True, "sceptre"),
    _prop("hat", household_props.hat, (128, 92, 150), 0.18, True, "cap bonnet"),
    _prop(
        "teddy", household_props.teddy, (190, 138, 88), 0.3, True, "teddy-bear stuffed-bear toy-bear plush"
    ),
    _prop("clock", household_props.clock, (150, 98, 64), 1.0, False, "grandfather-clock cuckoo-clock"),
    _prop("scissors", household_props.scissors, (176, 184, 196), 0.2, True, "shears"),
    _prop("barrel", outdoor_props.barrel, (178, 124, 76), 0.5, False, "cask keg"),
    _prop("signpost", outdoor_props.signpost, (196, 150, 96), 0.95, False, "sign signboard"),
    _prop("bench", outdoor_props.bench, (166, 116, 76), 0.46, False, "pew"),
    _prop("well", outdoor_props.well, (186, 92, 74), 0.95, False, "fountain", outdoor_props.well_wall),
    _prop("pit", outdoor_props.pit, (140, 104, 76), 0.2, False, "hole ditch", outdoor_props.mound),
    _prop("haystack", outdoor_props.haystack, (236, 200, 104), 0.75, False, "hay haycock straw"),
    _prop("tent", outdoor_props.tent, (226, 140, 74), 0.95, False, "tipi wigwam"),
    _prop("sled", outdoor_props.sled, (196, 78, 70), 0.24, False, "sledge sleigh toboggan"),
    _prop("bicycle", outdoor_props.bicycle, (70, 140, 170), 0.5, False, "bike tricycle scooter"),
    _prop("car", outdoor_props.car, (206, 74, 70), 0.6, False, "taxi"),
    _prop("rocket", outdoor_props.rocket, (222, 84, 76), 1.1, False, "spaceship spacecraft missile"),
    _prop("flag", outdoor_props.flag, (214, 76, 72), 0.9, False, "banner pennant"),
    _prop("pumpkin", outdoor_props.pumpkin, (238, 140, 56), 0.28, False, "melon watermelon gourd"),
    _prop("carrot", outdoor_props.carrot, (242, 140, 60), 0.2, True, "parsnip radish"),
    _prop("fish", outdoor_props.fish, (124, 160, 184), 0.14, True, "trout herring"),
    _prop("telephone", small_props.telephone, (150, 210, 240), 0.2, True, "phone smartphone mobile"),
    *(
        _prop(*row)
        for rows in (
            shaped_things.ROWS,
            shaped_sights.ROWS,
            story_props.ROWS,
            table_props.ROWS,
            vehicle_props.ROWS,
            nature_props.ROWS,
            home_props.ROWS,
        )
        for row in rows
    ),
)
_TAG = PropKind("tag", small_props.tag, (250, 236, 200), 0.16)
_BY_WORD: dict[str, PropKind] = {word: kind for kind in PROPS for word in (kind.name, *kind.aliases)}


def draw_prop(c: Canvas, match: PropMatch, t: float = 0.0) -> None:
    """The prop, standing on the origin, one unit tall."""
    match.kind.draw(c, match.colour, t)
    if match.label:
        write(c.plain(), match.label, 0.0, -0.4, 1.5, 0.5)

"""The wardrobe: the words of a look for clothes, and what each is drawn as.

python -c "from backlot.actors.wardrobe import read_garments; print(read_garments(['red', 'cap']))"
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from backlot.colour import RGB, colours_at

GARMENTS: dict[str, str] = {
    **dict.fromkeys(["coat", "overcoat", "raincoat", "mantle"], "coat"),
    **dict.fromkeys(["jacket", "blazer", "cardigan"], "jacket"),
    **dict.fromkeys(["waistcoat", "vest"], "waistcoat"),
    **dict.fromkeys(["shirt", "blouse", "t-shirt", "tshirt", "top"], "shirt"),
    **dict.fromkeys(["sweater", "jumper", "pullover", "jersey", "hoodie"], "sweater"),
    **dict.fromkeys(["dress", "frock", "skirt", "nightgown", "sari", "kimono", "pinafore"], "dress"),
    **dict.fromkeys(["gown", "ballgown"], "gown"),
    **dict.fromkeys(["robe", "robes", "tunic-robe"], "robe"),
    "tunic": "tunic",
    **dict.fromkeys(["cape", "cloak"], "cape"),
    "armour": "armour",
    "armor": "armour",
    "spacesuit": "spacesuit",
    **dict.fromkeys(["overalls", "dungarees"], "overalls"),
    "apron": "apron",
    **dict.fromkeys(["scarf", "shawl", "muffler", "neckerchief", "bandana"], "scarf"),
    **dict.fromkeys(["trousers", "pants", "jeans", "shorts", "breeches", "leggings"], "trousers"),
    **dict.fromkeys(["shoes", "boots", "shoe", "boot", "slippers", "sandals", "sneakers"], "shoes"),
    **dict.fromkeys(["hat", "sunhat", "bonnet", "sombrero", "stetson", "tricorne", "shako", "turban"], "hat"),
    **dict.fromkeys(["fez", "veil", "halo", "wig", "horns"], "hat"),
    **dict.fromkeys(["cap", "beret", "beanie", "nightcap"], "cap"),
    **dict.fromkeys(["hood", "hooded"], "hood"),
    **dict.fromkeys(["crown", "tiara", "coronet", "diadem"], "crown"),
    "helmet": "helmet",
    **dict.fromkeys(["glasses", "spectacles", "goggles"], "glasses"),
    **dict.fromkeys(["ribbon", "bow"], "bow"),
    **dict.fromkeys(["tie", "necktie", "bow-tie"], "tie"),
    **dict.fromkeys(["backpack", "rucksack", "satchel", "bag", "knapsack"], "backpack"),
    **dict.fromkeys(["collar", "bell"], "collar"),
    **dict.fromkeys(["necklace", "pearls"], "necklace"),
}
"""Words for clothes, and what each is drawn as."""

HATS: dict[str, str] = {
    **{style: style for style in ("sailor", "peaked", "nurse", "clown", "cone", "fire", "viking", "cowboy")},
    **{style: style for style in ("tricorne", "shako", "turban", "fez", "veil", "halo", "wig", "horns")},
    "feathered": "feathered",
    "nightcap": "nightcap",
    "stetson": "cowboy",
    "sombrero": "straw",
    "beanie": "bobble",
    "beret": "beret",
    "icy": "icy",
    "pointed": "pointed",
    "pointy": "pointed",
    "wizard": "pointed",
    "straw": "straw",
    "top": "top",
    "chef": "chef",
    "sou'wester": "rain",
    "oilskin": "rain",
    "rain": "rain",
    "bobble": "bobble",
    "woolly": "bobble",
    "woollen": "bobble",
    "woolen": "bobble",
    "knitted": "bobble",
}
_MATERIALS: dict[str, RGB] = {
    "leather": (150, 98, 60),
    "straw": (232, 200, 112),
    "wooden": (176, 122, 76),
    "woollen": (206, 120, 104),
    "denim": (82, 114, 160),
    "iron": (140, 146, 156),
    "steel": (186, 194, 204),
}
CLOTHS: tuple[RGB, ...] = (
    (214, 82, 72),
    (74, 130, 190),
    (242, 184, 76),
    (98, 160, 106),
    (150, 102, 170),
    (232, 130, 92),
    (76, 160, 160),
    (226, 128, 156),
)
_STYLED = ("hat", "cap", "crown", "helmet")


@dataclass(frozen=True)
class Garment:
    """One piece of clothing."""

    name: str
    colour: RGB
    style: str = ""
    """which hat; '' for the plain one"""
    told: bool = False
    """its colour, or what it is made of, is said"""


def read_garments(words: list[str], rng: random.Random | None = None) -> list[Garment]:
    """The clothes that the words name, each in the colour or the stuff that is named before it."""
    colours = dict(colours_at(words))
    out: list[Garment] = []
    since = 0
    for i, word in enumerate(words):
        name = GARMENTS.get(word)
        if name is None or (word == "top" and words[i + 1 : i + 2] == ["hat"]):
            continue
        near = [c for j, c in colours.items() if since <= j < i and i - j <= 4]
        stuff = [_MATERIALS[w] for w in words[since:i] if w in _MATERIALS]
        style = next((HATS[w] for w in words[since : i + 1] if w in HATS), "") if name in _STYLED else ""
        colour = (near or stuff or [_usual(name, word, rng)])[-1]
        out.append(Garment(name, colour, style, bool(near or stuff)))
        since = i + 1
    return out


_USUAL: dict[str, RGB] = {
    "crown": (246, 200, 74),
    "armour": (182, 190, 202),
    "helmet": (170, 178, 192),
    "spacesuit": (240, 242, 246),
    "glasses": (70, 60, 66),
    "apron": (246, 240, 226),
    "cape": (176, 50, 60),
    "scarf": (212, 76, 66),
    "overalls": (82, 114, 160),
    "gown": (214, 120, 160),
    "robe": (92, 78, 160),
    "shoes": (98, 66, 50),
    "trousers": (70, 84, 120),
    "collar": (206, 60, 60),
    "backpack": (196, 92, 60),
    "hat": (122, 86, 60),
    "necklace": (246, 236, 220),
}


def _usual(name: str, word: str, rng: random.Random | None) -> RGB:
    if name in _USUAL:
        return _USUAL[name]
    seed = rng or random.Random(word)
    return seed.choice(CLOTHS)

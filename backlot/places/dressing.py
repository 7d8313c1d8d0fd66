"""Dressing: things that the words for a place name and its set has not, and the board of a set nobody knows.

The set `kitchen` has a table of its own; a meadow `with an old well` gets one.

    python -c "from backlot.places.dressing import THINGS; print(*THINGS)"
"""

from __future__ import annotations

from backlot.lettering import write
from backlot.paint import Canvas
from backlot.places.indoors import add_window
from backlot.places.stage import Stage
from backlot.props import draw_prop, find_prop

_SIZE = 0.4
"""Frame heights that a person would measure where these things stand."""
_INDOORS = (
    "table desk chair bench bed door window clock mirror sofa chest ladder barrel fireplace piano wardrobe"
)
_OUTDOORS = (
    "well tree oak willow fence bench barrel ladder signpost house cottage hut car boat tent cart "
    "haystack statue "
    "rock fountain scarecrow snowman door"
)
THINGS: tuple[str, ...] = tuple(dict.fromkeys(f"{_INDOORS} {_OUTDOORS}".split()))
"""Words for things that a place can be given."""
_HAS: dict[str, str] = {
    "kitchen": "table window fireplace", "bedroom": "bed window table", "living room": "window chair sofa",
    "workshop": "table window bench", "classroom": "table desk window chair", "castle hall": "window",
    "throne room": "chair window", "library": "ladder", "shop": "window door table", "stable": "window fence",
    "works hall": "window", "carriage": "window bench chair", "office": "window table desk chair clock",
    "hospital": "bed window", "laboratory": "table", "restaurant": "table chair window",
    "church": "bench window",
    "attic": "window chest chair", "cellar": "barrel", "dungeon": "window", "garage": "table door",
    "bathroom": "window mirror", "corridor": "door", "greenhouse": "table window",
    "cabin": "bed table window",
    "submarine": "window", "airport": "window chair bench", "spaceship": "window", "gym": "ladder",
    "well": "well fountain tree", "forest": "tree", "jungle": "tree", "swamp": "tree", "meadow": "tree",
    "garden": "tree house fence", "farm": "house fence haystack tree", "village street": "house",
    "road": "tree",
    "city street": "house door", "market": "house", "harbour": "boat", "sea": "boat rock",
    "river": "rock tree",
    "lake": "tree", "graveyard": "tree fence", "playground": "tree fence", "treehouse": "tree house ladder",
    "camp": "tent tree", "mountain": "rock tree", "mill": "house tree", "castle": "house tree",
    "platform": "clock",
    "waterfall": "rock", "volcano": "rock", "lighthouse": "house rock", "pitch": "tree", "roofs": "house",
    "island": "tree", "oasis": "tree", "bridge": "tree", "space": "rock",
    "boat": "boat rock tree", "car": "car tree house", "cart": "cart tree haystack", "balloon": "house tree",
    "bath": "window mirror door", "burrow": "door window bed rock", "hollow tree": "tree oak door",
    "treetop": "tree oak", "drawer": "desk chest table", "shelf": "table desk", "under bed": "bed",
}  # fmt: skip
"""What of these a set shows anyway."""
_SPOTS = (0.52, -0.52, 0.94, -0.94)


def add_named_things(stage: Stage, name: str) -> None:
    """The first three things that the place's words name, unless its set or the shot itself has them.

    Args:
        stage: with the set `name` on it.
    """
    known = (_INDOORS if stage.indoors else _OUTDOORS).split()
    shown = {*_HAS.get(name, "").split(), *stage.besides}
    wanted = [word for word in known if {word, f"{word}s"} & stage.words and word not in shown]
    spots = _SPOTS if not stage.indoors else (*_SPOTS[2:], *_SPOTS[:2])
    turn = stage.rng("things").choice((1, -1))
    for word, spot in zip(wanted[:3], spots, strict=False):
        kind = find_prop(word).kind
        if word == "window":
            add_window(stage, spot * turn)
        elif kind.name not in shown:
            shown.add(kind.name)
            _add_thing(stage, word, spot * turn)


def _add_thing(stage: Stage, word: str, x: float) -> None:
    match = find_prop(word)
    flat = match.kind.name == "door" and stage.indoors
    y = stage.horizon + (0.045 if flat else 0.15 if stage.indoors else 0.17)
    height = min(0.62, _SIZE * match.kind.size)
    stage.plane(
        2.2 if flat else 1.3,
        lambda c, rng: draw_prop(c.at(x, y, height), match),
        haze=0.0,
    )


def add_board(stage: Stage, words: str) -> None:
    """A board on two posts with the name of a place that has no set."""
    stage.roam = 0.4
    x, y = -0.4, stage.horizon + 0.16

    def board(c: Canvas, rng: object) -> None:
        for k in (-0.2, 0.2):
            c.rect(x + k - 0.014, y - 0.3, x + k + 0.014, y, (140, 98, 68))
        c.rect(x - 0.28, y - 0.3, x + 0.28, y - 0.14, (150, 106, 74))
        c.rect(x - 0.265, y - 0.286, x + 0.265, y - 0.154, (250, 240, 214))
        write(c.plain(), words, x, y - 0.22, 0.48, 0.08)

    stage.plane(1.3, board, haze=0.0)

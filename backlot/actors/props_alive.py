"""Props that act: anything that can be drawn as a prop, with a face in its middle.

Knows how a prop is drawn; things.py gives it arms, legs and a face.

    python -c "from backlot.actors.props_alive import find_prop_kind; print(find_prop_kind('a silver spoon'))"
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np

from backlot.actors.kind import Kind, make_kind
from backlot.colour import RGB, words_of
from backlot.paint import Canvas
from backlot.props import PROPS, PropKind, find_exactly, find_prop

_BY_NAME: dict[str, PropKind] = {kind.name: kind for kind in PROPS}
_TALL, _WIDE = 0.86, 0.96
"""The room of a body, in standing heights."""
_SPREADS = {"glasses": 2.2}
"""Half the distance between the eyes, in radii of the face, where they are not beside each other."""
_ASIDE = {"rocking-horse": 0.5, "kettle": 0.0, "vacuum": -0.3}
"""How far the face is from the middle, in heights of the prop."""
_REACHES = {"kettle": 0.28, "rocking-horse": 0.2, "vacuum": 0.3, "muffler": 0.2}
"""How far from the middle the arms begin where the outline is no guide."""
SHOULDER = 0.3
"""How high the arms begin, in standing heights above the legs."""
_FINE = 64
"""Pixels that a prop's height is worth where its outline is looked at."""
_FACES = {
    "glasses": 0.5,
    "rocking-horse": 0.8,
    "doll": 0.77,
    "onion": 0.32,
    "acorn": 0.34,
    "mountain": 0.4,
    "volcano": 0.24,
    "river": 0.82,
    "wave": 0.52,
    "rainbow": 0.2,
    "island": 0.2,
    "bridge": 0.74,
    "road": 0.6,
    "christmas-tree": 0.36,
    "kettle": 0.36,
    "overcoat": 0.3,
    "muffler": 0.3,
    "lock": 0.36,
    "nail": 0.5,
    "washing-machine": 0.42,
    "traffic-light": 0.66,
    "bulb": 0.64,
    "music-box": 0.24,
    "sock": 0.66,
    "vacuum": 0.3,
    "spoon": 0.8,
    "hammer": 0.84,
    "umbrella": 0.8,
    "broom": 0.2,
    "shovel": 0.2,
    "bicycle": 0.66,
    "drum": 0.4,
    "balloon": 0.82,
    "flag": 0.8,
    "teddy": 0.74,
    "wand": 0.82,
    "signpost": 0.85,
    "mirror": 0.58,
    "chair": 0.72,
    "comb": 0.76,
    "needle": 0.68,
    "paintbrush": 0.46,
    "corn": 0.5,
    "banana": 0.4,
    "gingerbread": 0.79,
    "mailbox": 0.62,
    "statue": 0.8,
    "lighthouse": 0.46,
    "windmill": 0.36,
    "necklace": 0.2,
    "trophy": 0.78,
    "lamppost": 0.86,
    "scarecrow": 0.77,
    "pawn": 0.78,
    "racket": 0.7,
    "pot-plant": 0.2,
    "cactus": 0.62,
    "wrench": 0.36,
    "kite": 0.66,
    "seesaw": 0.3,
    "swing": 0.94,
    "telescope": 0.6,
    "meteor": 0.32,
    "planet": 0.44,
}
"""How high the face is where the middle has no room for it, in heights of the prop."""


def find_prop_kind(words: str) -> Kind | None:
    """The kind of actor that a prop makes; None if the words name no prop."""
    match = find_prop(words, words)
    if match.label or not words.strip():
        return None
    prop = match.kind
    return _kind_of(prop)


def find_compound(words: str) -> Kind | None:
    """The kind that a prop of two words makes (a teddy bear, a rocking-horse); None if it names none."""
    found = words_of(words)
    for pair in [*reversed(found), *("-".join(two) for two in reversed(list(pairwise(found))))]:
        prop = find_exactly(pair) if "-" in pair else None
        if prop:
            return _kind_of(prop)
    return None


def _kind_of(prop: PropKind) -> Kind:
    return make_kind(prop.name, "thing", prop.colour, extras="prop", size=min(1.0, max(0.42, prop.size)))


def draw_body(b: Canvas, name: str, colour: RGB) -> tuple[float, float, float]:
    """The prop standing on the origin; returns the face's middle (x, y) and its radius."""
    left, top, right, bottom = _measure(name)
    k = min(_TALL / (bottom - top), _WIDE / (right - left))
    middle = (left + right) / 2
    _BY_NAME[name].draw(b.at(-middle * k, -bottom * k, k), colour, 0.0)
    radius = min(0.21, max(0.12, 0.3 * k * min(right - left, bottom - top)))
    x = _ASIDE.get(name, middle) - middle
    return (x * k, -k * (bottom - top) * _FACES.get(name, 0.52), radius)


def spread_of(name: str) -> float:
    """Half the distance between the eyes, in radii of the face."""
    return _SPREADS.get(name, 0.38)


@lru_cache(maxsize=256)
def reach_of(name: str) -> float:
    """How far from the middle the arms begin: where the outline is at their height."""
    if name in _REACHES:
        return _REACHES[name]
    left, top, right, bottom = _measure(name)
    k = min(_TALL / (bottom - top), _WIDE / (right - left))
    canvas = Canvas.blank(1 + round(_FINE * (right - left)), 1 + round(_FINE * (bottom - top)))
    _BY_NAME[name].draw(canvas.at(-left * _FINE, -top * _FINE, _FINE), _BY_NAME[name].colour, 0.0)
    row = canvas.surface.height - 1 - round(SHOULDER / k * _FINE)
    columns = np.flatnonzero((canvas.surface.pixels()[max(0, row - 1) : row + 2] < 250).any(axis=(0, 2)))
    half = np.abs(columns - canvas.surface.width / 2).max(initial=0.0) / _FINE
    return max(0.03, min(0.4, 0.9 * k * float(half)))


@lru_cache(maxsize=128)
def _measure(name: str) -> tuple[float, float, float, float]:
    """left, top, right, bottom of a prop of height one."""
    # Painted far outside the picture, to know how large it is.
    canvas = Canvas.blank(1, 1).at(-9000, -9000)
    prop = _BY_NAME[name]
    prop.draw(canvas, prop.colour, 0.0)
    box = canvas.bounds
    return (box.left + 9000, box.top + 9000, box.right + 9000, box.bottom + 9000)

"""Lamps: the things of a shot that light the room they are in.

python -c "from backlot.lamps import SHINING; print(*SHINING)"
"""

from __future__ import annotations

from collections.abc import Sequence

from backlot.placed import Placed
from backlot.places.backdrop import Window
from backlot.places.light import Pool
from backlot.prop_staging import PlacedProp

SHINING = {"lantern": 0.5, "candle": 0.4, "fire": 0.6, "torch": 0.5, "bulb": 0.4}
"""Prop -> how far its light reaches, in frame heights of a wide shot."""


def find_pools(props: Sequence[PlacedProp], placed: Sequence[Placed], window: Window) -> list[Pool]:
    """The pools of light around what shines, in stage units; that of a thing in the hand stays where its
    holder is on the mean.
    """
    boxes = {p.part.actor.id: [box for _, box in p.keys] for p in placed}
    pools = []
    for thing in props:
        if reach := SHINING.get(thing.match.kind.name):
            around = boxes.get(thing.holder) or [(thing.x, thing.y - thing.height, thing.x, thing.y)]
            x, y = (sum(b[i] + b[i + 2] for b in around) / 2 / len(around) for i in (0, 1))
            k = window.unit * window.zoom
            middle = (window.cx + (x - 0.5) * window.width / k, window.cy + (y - 0.5) * window.height / k)
            pools.append(Pool(*middle, reach, warm=True))
    return pools

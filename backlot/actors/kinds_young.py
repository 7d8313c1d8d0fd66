"""The table of the young of animals. Data for kinds.py."""

from __future__ import annotations

from dataclasses import replace

from backlot.actors.kind import Kind
from backlot.actors.kinds_relatives import BASES, vary
from backlot.colour import RGB


def make_young(base: str, name: str, aliases: str = "", **changes: RGB) -> Kind:
    """The child of `base`: smaller, with a larger head."""
    kind = BASES[base]
    grown = replace(kind, name=name, aliases=tuple(aliases.split()), **changes)  # type: ignore[arg-type]
    head = round(min(0.54, kind.head * 1.2), 2)
    return replace(grown, size=round(kind.size * 0.64, 2), head=head)


YOUNG: list[Kind] = [
    make_young("dog", "puppy", "puppies pup whelp"),
    make_young("cat", "kitten", "kitty"),
    vary("lion", "cub", "", "mane", size=0.62, head=0.5, build=1.0),
    vary("bear", "bear cub", size=0.62, head=0.48, build=1.25),
    vary("wolf", "wolf cub", size=0.55, head=0.46, build=1.0),
    vary("fox", "fox cub", size=0.45, head=0.5),
    make_young("pig", "piglet"),
    make_young("sheep", "lamb", accent=(240, 214, 196), coat=(252, 250, 244)),
    make_young("goat", "kid goat", "goat-kid kid-goat goatling"),
    make_young("horse", "foal", "colt filly"),
    make_young("cow", "calf", "calves"),
    vary("deer", "fawn", "", "antlers", size=0.62, head=0.44, aliases="bambi"),
    make_young("elephant", "baby elephant"),
    make_young("rabbit", "baby rabbit", "leveret"),
    make_young("frog", "froglet", "tadpole"),
    make_young("duck", "duckling", "ducklings", coat=(252, 224, 110), belly=(254, 238, 166)),
    vary("duck", "ugly duckling", coat=(150, 146, 142), belly=(196, 192, 186), size=0.36, head=0.52),
    make_young("goose", "gosling", coat=(240, 222, 130), belly=(250, 240, 180)),
    make_young("swan", "cygnet", coat=(176, 172, 170), belly=(214, 210, 206)),
    make_young("owl", "owlet", coat=(206, 196, 184), belly=(240, 234, 224)),
    make_young("dragon", "baby dragon"),
]
"""The young."""

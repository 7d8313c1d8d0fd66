"""Bodies: how broad and how tall somebody is in the frame, by what they are and what they do.

A horse is as long as it is tall, a fish twice, and whoever sleeps is longer than anybody. Boxes that know it
are filled; boxes that do not make everybody small. Numbers only; where anybody stands is decided elsewhere.

    python -c "from director.rules.bodies import shape_of; print(shape_of('horse', 'animal', 'eats grass'))"
"""

from __future__ import annotations

from typing import Literal

Build = Literal["upright", "beast", "bird", "fish", "crawler", "thing", "vehicle"]

_BUILDS: dict[Build, str] = {
    "beast": """horse:1 pony:1 mare:1 foal:1 stallion:1 mule:1.15 unicorn:.97 donkey:1.19 ass:1.19 zebra:.92
        cow:1.09 calf:1.09 bull:1.08 ox:1.08 buffalo:1.08 bison:1.08 sheep:1.15 lamb:1.15 ram:1.15 goat:1.02
        kid:1.02 deer:.92 stag:.92 doe:.92 fawn:.92 reindeer:.92 moose:.92 elk:.92 antelope:.92 gazelle:.92
        camel:.98 llama:.98 giraffe:.77 elephant:1.3 rhinoceros:1.06 rhino:1.06 hippopotamus:1.06 hippo:1.06
        crocodile:2.2 alligator:2.2 lizard:2.2 tortoise:1.43 turtle:1.43 dinosaur:1.06""",
    "bird": """bird:.97 crow:1.02 raven:1.02 jackdaw:1.02 magpie:1.02 owl:.9 eagle:1.07 hawk:1.07 falcon:1.07
        vulture:1.07 hen:1.07 chicken:1.07 rooster:.9 cock:.9 turkey:1.07 peacock:1.32 parrot:1.11 chick:.75
        duck:1.02 duckling:.9 goose:.71 gander:.71 swan:.73 stork:.95 crane:.95 heron:.95 flamingo:.95
        penguin:.95 sparrow:.97 dove:.97 pigeon:.97 robin:.97 wren:.97 swallow:.97 nightingale:.97
        seagull:1.02 gull:1.02 lark:.97 cuckoo:.97""",
    "fish": "fish:1.8 salmon:1.8 carp:1.8 pike:1.8 goldfish:1.8 whale:2.18 dolphin:2.1 shark:1.74",
    "crawler": """octopus:1.32 squid:1.32 crab:1.35 lobster:1.35 spider:1.45 ant:1 beetle:1 ladybird:1
        ladybug:1 grasshopper:1.05 cricket:1.05 fly:.95 bee:.95 wasp:.95 mosquito:.95 moth:1.05 butterfly:1.05
        dragonfly:1.05 caterpillar:1.34 worm:1.34 snail:1.26 slug:1.3 snake:1.33 serpent:1.33""",
    "upright": """rabbit:.36 hare:.36 bunny:.36 bear:.48 panda:.48 badger:.48 pig:.51 piglet:.51 boar:.51
        frog:.48 toad:.48 lion:.69 lioness:.69 dog:.63 puppy:.63 hyena:.61 jackal:.6 monkey:.66 ape:.6
        gorilla:.55 mouse:.63 rat:.63 kangaroo:.6 dragon:.85 cat:.54 kitten:.54 fairy:.76 robot:.44 alien:.43
        snowman:.43 ghost:.54""",
    "thing": """straw:.27 pencil:.4 candle:.48 spoon:.4 broom:.4 needle:.35 lamp:.7 flower:.61 teapot:1.27
        kettle:1.2 cup:1 cloud:1.49 leaf:.72 drop:.68 bean:.74 coal:.95 stone:.95 tree:.83 apple:.82
        pumpkin:.96 mushroom:.95 book:.93 clock:.77 box:.9 ball:.91 sun:.85 moon:.81 star:.85 flame:.67
        shoe:1.05""",
    "vehicle": """car:1.87 bus:2.03 tram:1.93 train:1.8 truck:2.2 lorry:2.2 boat:1.27 ship:2.03 aeroplane:2.07
        airplane:2.07 plane:2.07 bicycle:1.51 tractor:1.5 van:1.8 rocket:.92""",
}
_KNOWN: dict[str, tuple[Build, float]] = {
    word: (build, float(shape))
    for build, rows in _BUILDS.items()
    for word, shape in (row.split(":") for row in rows.split())
}
_OTHERS: dict[str, tuple[Build, float]] = {
    "animal": ("upright", 0.58),
    "being": ("upright", 0.5),
    "thing": ("thing", 0.9),
}
_POSES: dict[str, str] = {
    "creeps": "creep crept crawl prowl stalk slink slunk sneak",
    "sniffs": "sniff snuff smell",
    "lies": "sleep lie lies lay nap doz snor faint",
    "falls": "fall fell tumbl stumbl trip slip collaps",
    "sits": "sit sat rest perch ride rides rode steer driv row",
    "kneels": "kneel knelt beg pray crouch",
    "flies": "fly flie flew soar hover flutter",
    "swims": "swim swam div float drown",
    "dances": "danc twirl spin whirl play",
    "grazes": "eat ate graz munch nibbl drink drank devour swallow feast",
    "rears": "rage shout roar climb rear threaten stamp scold",
    "refuses": "refus den disagree shak shook",
    "searches": "search",
    "weeps": "cry cries weep wept sob mourn",
    "works": "read work dig sew hammer knit stir",
    "shrinks": "laugh giggl chuckl cower trembl shiver hid shrink",
    "reaches": "give gave offer point wav carr hold held fight fought hug embrac lift pull push show bring "
    "tak took pick catch caught put throw threw drop open light",
    "jumps": "jump leap hop spring bounc skip",
    "runs": "run ran rush chas flee fled escap gallop hurr",
}
_PREFIXES = [(start, pose) for pose, starts in _POSES.items() for start in starts.split()]

_UPRIGHT: dict[str, tuple[float, float, float]] = {
    "lies": (0.0, 1.0, 0.42),
    "falls": (0.0, 1.02, 0.54),
    "sits": (0.12, 0.57, 0.81),
    "kneels": (0.12, 0.58, 0.86),
    "flies": (0.12, 0.84, 0.95),
    "swims": (0.25, 0.92, 0.68),
    "dances": (0.12, 0.78, 1.0),
    "jumps": (0.12, 0.78, 0.98),
    "reaches": (0.12, 0.62, 1.0),
    "weeps": (0.07, 0.5, 0.99),
    "works": (0.13, 0.57, 0.99),
    "shrinks": (0.09, 0.55, 0.98),
    "rears": (0.18, 0.6, 1.0),
    "grazes": (0.08, 0.54, 1.0),
    "runs": (0.1, 0.52, 0.98),
    "creeps": (0.25, 0.6, 0.93),
    "sniffs": (0.2, 0.58, 0.93),
    "refuses": (0.2, 0.6, 1.0),
}
"""Of people and whoever stands like them: what is added to the breadth, the least breadth, the height."""
_ON_FOURS: dict[str, tuple[float, float]] = {
    "runs": (0.5, 0.72),
    "creeps": (0.46, 0.69),
    "sniffs": (0.52, 0.59),
    "swims": (0.49, 0.78),
    "lies": (0.29, 0.55),
}
"""Of animals that go down on all fours for it: what is added to the breadth, and the height."""
_FAMILY = """fox vixen wolf dog puppy hound hyena jackal coyote cat kitten lion lioness cub tiger leopard
    cheetah panther bear panda rabbit hare bunny mouse rat mole squirrel hedgehog badger raccoon otter weasel
    pig piglet boar monkey ape gorilla frog toad"""
_GO_DOWN = frozenset(_FAMILY.split())
_SLENDER = 0.7
"""Things narrower than this move as people do."""
_FACTORS: dict[Build, dict[str, tuple[float, float]]] = {
    "beast": {"grazes": (1.12, 0.65), "sniffs": (1.12, 0.65), "weeps": (1.06, 0.79), "kneels": (1.14, 0.7),
              "rears": (0.89, 1.16), "lies": (1.25, 0.55), "swims": (1.0, 1.05), "sits": (1.12, 0.82),
              "runs": (1.06, 1.02), "falls": (1.22, 0.58), "works": (1.06, 0.75), "jumps": (0.97, 1.05),
              "shrinks": (1.02, 0.92), "flies": (1.06, 1.0)},
    "bird": {"flies": (1.45, 1.0), "reaches": (1.4, 1.0), "rears": (1.53, 1.0), "dances": (1.38, 1.0),
             "lies": (1.0, 0.82), "falls": (1.8, 0.83), "sits": (1.0, 0.86), "grazes": (1.1, 1.03),
             "sniffs": (1.1, 1.03), "swims": (1.0, 0.92), "searches": (1.45, 1.0), "jumps": (1.25, 0.98),
             "shrinks": (1.13, 0.97), 
             "kneels": (1.18, 0.92), "works": (1.14, 1.0), "weeps": (1.12, 0.97)},
    "fish": {"grazes": (1.0, 1.14), "runs": (1.02, 1.06), "rears": (1.0, 1.05)},
    "crawler": {"rears": (0.99, 1.17), "flies": (1.03, 1.05), "jumps": (1.0, 1.05)},
    "thing": {"reaches": (1.1, 1.0), "sits": (1.06, 0.88), "kneels": (1.06, 0.89), "flies": (1.2, 0.96),
              "dances": (1.14, 1.0), "jumps": (1.14, 0.98), "works": (1.06, 1.0), "shrinks": (1.05, 0.97)},
    "vehicle": {"flies": (1.0, 1.15), "swims": (1.0, 1.08)},
    "upright": {},
}  # fmt: skip


def shape_of(noun: str, sort: str, doing: str) -> tuple[float, float]:
    """(breadth, height) of somebody who does something, in heights of the same one standing.

    Args:
        noun: what they are: horse, girl, teapot.
        sort: man, woman, boy, girl, child, animal, being or thing; tells about nouns that are not known.
        doing: what they do, in words.
    """
    build, breadth = _KNOWN.get(noun) or _OTHERS.get(sort) or ("upright", 0.43)
    pose = pose_of(doing)
    if noun in _GO_DOWN and pose in _ON_FOURS:
        more, height = _ON_FOURS[pose]
        return breadth + more, height
    if build == "thing" and pose in ("lies", "falls", "swims"):
        return breadth + 0.05, 0.93
    if build == "upright" or (build == "thing" and breadth < _SLENDER):
        if pose not in _UPRIGHT:
            return breadth, 1.0
        more, least, height = _UPRIGHT[pose]
        if pose in ("lies", "falls"):
            height = max(height, breadth)
        if build == "thing":  # a straw has thin arms too
            least -= 0.15
        return max(breadth + more, least), height
    wider, taller = _FACTORS[build].get(pose, (1.0, 1.0))
    return breadth * wider, taller


def is_long(noun: str) -> bool:
    """Whether the head is at one end of a body that is as long as it is tall, or longer."""
    return _KNOWN.get(noun, ("", 0.0))[0] in ("beast", "fish")


def pose_of(doing: str) -> str:
    """The class of a pose: lies, sits, reaches ...; '' for standing and walking."""
    word, *others = doing.lower().split() or [""]
    if "asleep" in others:
        return "lies"
    return next((pose for start, pose in _PREFIXES if word.startswith(start)), "")


def size_beside(noun: str, size: float) -> float:
    """Height beside a grown person: vehicles carry people, whatever else things are."""
    return max(size, _VEHICLES.get(noun, 0.0))


_VEHICLES = {
    **dict.fromkeys(("tram", "bus", "train", "ship", "rocket"), 1.25),
    **dict.fromkeys(("truck", "lorry", "van", "tractor", "aeroplane", "airplane", "plane"), 1.1),
    **dict.fromkeys(("car", "boat", "bicycle"), 0.8),
}


def is_known(noun: str) -> bool:
    """Whether the noun has a shape of its own here."""
    return noun in _KNOWN

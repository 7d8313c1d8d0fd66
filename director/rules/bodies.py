"""Bodies: how broad and how tall somebody is in the frame, by what they are and what they do.

A horse is as long as it is tall, a fish twice, and whoever sleeps is longer than anybody. Boxes that know it
are filled; boxes that do not make everybody small. The numbers are measured in the drawn world
(`lexicon/shapes.txt`); where anybody stands is decided elsewhere.

    python -c "from director.rules.bodies import shape_of; print(shape_of('horse', 'animal', 'eats grass'))"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from director.language.words import find_verb, read_lines, word_set
from director.rules.retelling import third

_LIKE = {"man": "man", "woman": "woman", "boy": "boy", "girl": "girl", "child": "boy"}
"""Whose shape a person has whose noun has none; everybody else has that of a box."""
_ACTS: dict[str, str] = {
    "creep": "creep crawl prowl stalk slink sneak tiptoe lurk",
    "run": "run rush hurry chase flee escape race dash gallop sprint scurry",
    "jump": "jump leap hop bounce spring skip",
    "sit": "sit perch settle rest",
    "ride": "ride drive steer board",
    "sleep": "sleep nap doze slumber snore lie faint",
    "wave": "wave ring greet beckon welcome",
    "point": "point show indicate explain order command direct warn",
    "sniff": "sniff smell snuffle",
    "eat": "eat graze munch chew nibble bite taste devour gobble feast",
    "carry": "carry hold lift bring fetch",
    "take": "take grab pick gather collect catch throw toss put place set drop snatch steal pluck seize get "
    "open light",
    "stroke": "stroke pat pet caress tickle",
    "feed": "feed nurse",
    "give": "give offer hand present share pay serve deliver",
    "nod": "nod agree",
    "shake": "refuse deny disagree",
    "cry": "cry weep sob mourn wail",
    "laugh": "laugh giggle chuckle cheer grin rejoice celebrate smile joke",
    "cower": "cower tremble shiver hide shrink shudder quiver crouch",
    "rage": "rage shout yell scold roar growl threaten stamp stomp snarl scream",
    "swim": "swim dive float paddle drown",
    "fly": "fly soar hover flutter glide flap",
    "climb": "climb scramble clamber ascend",
    "fight": "fight attack battle wrestle strike hit beat punch duel swing",
    "hug": "hug embrace cuddle kiss comfort",
    "read": "read study",
    "work": "work",
    "dig": "dig plough plow rake hoe bury",
    "sow": "sow plant scatter sprinkle",
    "watering": "water pour",
    "stir": "stir cook boil brew fry roast",
    "bake": "bake knead",
    "sweep": "sweep mop",
    "wash": "wash scrub wipe rinse clean polish",
    "knock": "knock tap",
    "write": "write",
    "painting": "paint",
    "sew": "sew stitch knit weave mend darn embroider",
    "hammering": "hammer forge build repair fix",
    "chop": "chop hew cut carve",
    "sawing": "saw",
    "rowing": "row",
    "angling": "fish",
    "sing": "sing hum whistle",
    "whisper": "whisper",
    "blow": "blow huff puff",
    "count": "count",
    "peek": "peek peep peer",
    "yawn": "yawn stretch",
    "wake": "wake awake awaken",
    "bowing": "bow curtsy",
    "pray": "pray",
    "cast": "cast conjure enchant bewitch",
    "drink": "drink swallow sip lick lap",
    "push": "push shove roll",
    "pull": "pull drag tug haul",
    "think": "think wonder ponder consider puzzle scratch muse dream remember",
    "search": "search seek scan scout explore spy",
    "look": "look watch gaze stare see observe notice glance find discover spot listen inspect examine wait",
    "dance": "dance twirl spin play whirl",
    "kneel": "kneel beg plead beseech",
    "fall": "fall tumble trip stumble slip collapse",
    "walk": "walk stroll wander go come approach march trot hike travel follow leave enter cross return "
    "arrive stride pace step head plod limp",
}
"""What is played, as the table of shapes calls it, and the verbs that are played so."""
_ACT_OF = {verb: act for act, verbs in _ACTS.items() for verb in (act, *verbs.split())}
_ACT_OF |= {third(verb): act for verb, act in _ACT_OF.items()}


_BACKS = {"quadruped": 0.5, "bird": 0.42, "upright": 0.42, "fish": 0.3, "bug": 0.4}
"""How far below the top of those who carry the seat is, as a share of their height, by body plan."""


_ROOM = {"person": 0.4, "upright": 0.48, "quadruped": 0.74, "bird": 0.74, "fish": 1.2, "bug": 0.74}
"""How far somebody in a group is from the next, in their height, by body plan."""
_DOWN, _DOWN_ROOM = 0.85, 0.78
"""Animals that are no taller than so much of themselves are on all fours, and so far from each other."""


@dataclass(frozen=True)
class _Body:
    plan: str
    breadth: float
    acts: dict[str, tuple[float, float]]


@cache
def _bodies() -> dict[str, _Body]:
    """Every noun that has a shape."""
    found: dict[str, _Body] = {}
    plan, usual = "", dict[str, tuple[float, float]]()
    for line in read_lines("shapes.txt"):
        if line.startswith("["):
            plan = line.strip("[]")
            continue
        nouns, breadth, acts = (part.split() for part in line.split(":"))
        numbers = [float(x) for i, x in enumerate(acts) if i % 3]
        own = dict(zip(acts[::3], zip(numbers[::2], numbers[1::2], strict=True), strict=True))
        if nouns == ["*"]:
            usual = own
        body = _Body(plan, float(breadth[0]), {**usual, **own})
        found |= {noun: body for noun in nouns if noun not in found and noun != "*"}
    return found


@cache
def _clothes() -> frozenset[str]:
    return word_set("clothing.txt", "clothing")


def shape_of(noun: str, sort: str, doing: str, look: str = "") -> tuple[float, float]:
    """(breadth, height) of somebody who does something, in heights of the same one standing.

    Args:
        noun: what they are: horse, girl, teapot.
        sort: man, woman, boy, girl, child, animal, being or thing; tells about nouns that are not known.
        doing: what they do, in words.
        look: whoever wears clothes walks upright.
    """
    body, act = _bodies().get(noun) or _bodies()[_LIKE.get(sort, "box")], act_of(doing)
    if act == "walk" and body.plan == "upright" and set(look.lower().replace(",", " ").split()) & _clothes():
        return body.breadth, 1.0
    broader, taller = body.acts.get(act, (1.0, 1.0))
    return body.breadth * broader, taller


def shape_of_several(count: int, noun: str, sort: str, doing: str, look: str = "") -> tuple[float, float]:
    """The same of several who do it side by side, each a step behind or before the next."""
    broad, tall = shape_of(noun, sort, doing, look)
    plan = (_bodies().get(noun) or _bodies()[_LIKE.get(sort, "box")]).plan
    down = plan == "upright" and tall < _DOWN and act_of(doing) != "sleep"
    return broad + (count - 1) * (_DOWN_ROOM if down else _ROOM.get(plan, 0.46)), tall


def is_long(noun: str) -> bool:
    """Whether the head is at one end of a body that is as long as it is tall, or longer."""
    return noun in _bodies() and _bodies()[noun].plan in ("quadruped", "fish")


def seat_of(noun: str, size: float) -> float:
    """How far below the top of their box a rider sits on them, 0..1 of its height; 0 if nobody can.

    Args:
        size: height beside a grown person; horses and birds carry people in any size.
    """
    plan = _bodies()[noun].plan if noun in _bodies() else ""
    return _BACKS.get(plan, 0.0) if size >= 0.8 or plan in ("quadruped", "bird") else 0.0


def act_of(doing: str) -> str:
    """What is played, as the table of shapes calls it: sleep, sit, run ...; '' for standing and talking."""
    word, *others = doing.lower().split() or [""]
    if "asleep" in others:
        return "sleep"
    verb = find_verb(word := word.strip(".,;"))
    return _ACT_OF.get(word) or _ACT_OF.get(verb.base if verb else "", "")


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
    return noun in _bodies()

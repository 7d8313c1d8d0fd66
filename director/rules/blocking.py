"""Blocking by rule: where everybody stands and goes, in boxes.

Whoever is on the left of a scene stays there; nobody shares a box; sizes follow the shot and the kind.

    from director.rules.blocking import block
    page = block(slots)   # BlockSlots -> BlockPage
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from director.language.words import find_noun
from director.rules.bodies import act_of, is_known, is_long, seat_of, shape_of, shape_of_several, size_beside
from director.rules.looks import size_of, sort_of
from prompts.pages import (
    BlockedShot,
    BlockPage,
    BlockSlots,
    Mark,
    Person,
    ShotToBlock,
    StagedPerformer,
    Track,
)
from prompts.screenplay import Box
from prompts.vocabulary import Size

_HEIGHTS: dict[Size, float] = {
    "extreme_wide": 0.26,
    "wide": 0.52,
    "full": 0.66,
    "medium": 0.8,
    "close": 0.9,
    "extreme_close": 0.96,
}


_BOTTOMS: dict[Size, float] = {
    "extreme_wide": 0.82,
    "wide": 0.86,
    "full": 0.92,
    "medium": 0.97,
    "close": 1.0,
    "extreme_close": 1.0,
}


_LEAST: dict[Size, tuple[float, float]] = {
    "extreme_wide": (0.13, 0.13),
    "wide": (0.28, 0.28),
    "full": (0.45, 0.34),
    "medium": (0.6, 0.42),
    "close": (0.7, 0.5),
    "extreme_close": (0.8, 0.6),
}
"""How tall whom the shot is about is at least, and anybody else."""


_NEARER: dict[Size, tuple[float, float]] = {"close": (1.2, 0.62), "extreme_close": (1.6, 0.85)}
"""How much broader somebody is beside the height of what is shown of them, for legs are cut off; how broad at
least.
"""


_COUNTS = {
    **dict.fromkeys(("two", "both", "pair", "couple", "parents", "twins", "grandparents"), 2),
    **dict.fromkeys(("four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "many", "hundred"), 4),
    **dict.fromkeys(("crowd", "people", "folk", "villagers", "herd", "flock", "pack", "army"), 4),
}
"""How many are shown of several, by words that say so; three of others."""


_HEAD = 0.85
"""How broad the box of a long body in a close shot is at least beside its height, or the head has no room."""


_DAMPING = 0.5
"""Power of the ratio of two heights: a mouse beside a man must still be seen."""


_AIR = 0.07
"""between two who have to do with each other"""


_TOUCH = 0.31
"""Share of the narrower of two by which those who hug overlap."""


_EDGES = (0.03, 0.97)


_COMING = ("enter", "come", "arriv", "return", "approach")


_GOING = ("leav", "flee", "escap", "depart")


_BACK = re.compile(r"\b(back|home)\b", re.IGNORECASE)


_CLOSE = ("close", "extreme_close")


_MOVING = ("walk", "run", "ride", "swim", "sail", "flie", "fly", "crawl", "climb", "jump", *_COMING, *_GOING)


@dataclass(frozen=True)
class Figure:
    """How large somebody is in the frame and where they stand, 0..1."""

    who: str
    width: float
    height: float
    left: float = 0.0
    whole: float = 0.0
    """how broad all of them would be; less than the width where legs are outside a close shot"""
    long: bool = False
    """the head is at one end, and in a close shot the other is outside the frame"""
    aloft: bool = False
    """in the sky: the moon, a star"""

    @property
    def right(self) -> float:
        """Where they end."""
        return self.left + self.width


def block(slots: BlockSlots) -> BlockPage:
    """Everybody's way through every shot of the scene."""
    people = {p.id: p for p in slots.cast}
    order = _sides(slots)
    going: dict[str, int] = {}
    return BlockPage(shots=[_block_shot(shot, people, order, going, slots.aspect) for shot in slots.shots])


def _sides(slots: BlockSlots) -> list[str]:
    """Everybody of the scene from left to right: those who have a place by it, others as they come."""
    order: list[str] = []
    for shot in slots.shots:
        placed = {t.character: t.marks[0].box[0] + t.marks[0].box[2] for t in shot.placed if t.marks}
        if len(placed) > len([w for w in placed if w in order]):
            order = sorted(dict.fromkeys([*order, *placed]), key=lambda w: (w in placed, placed.get(w, 0.0)))
        for performer in shot.who:
            if performer.character not in order:
                order.append(performer.character)
    return order


def _block_shot(
    shot: ShotToBlock, people: dict[str, Person], order: list[str], going: dict[str, int], aspect: float
) -> BlockedShot:
    kept = {t.character: t for t in shot.placed if t.marks}
    mounts = {r: m for r, m in _find_mounts(shot.who, people).items() if r not in kept}
    free = sorted(
        (p for p in shot.who if p.character not in kept and p.character not in mounts),
        key=lambda p: order.index(p.character),
    )
    led = {mounts[p.character] for p in shot.who if p.character in mounts and _is_going(p, shot.action)}
    free = [_ridden(p, people) if p.character in led else p for p in free]
    figures = [_figure(p, shot, people, aspect) for p in free]
    room = _widest_gap(list(kept.values())) if kept else _EDGES
    goes = _who_goes(free, shot.action)
    if kept or len(free) > 1:
        lean = _lean(goes, shot.size) if not kept else 0.0
        figures = _stand_together(figures, room, lean, _find_hugs(free))
    elif free:
        figures = [_stand_alone(figures[0], shot.size, order, aspect)]
    if len(figures) == 2 and (hunter := _hunter(shot.action, [f.who for f in figures], people)):
        going[figures[0].who] = 1 if figures[0].who == hunter else -1  # whoever flees is ahead
    tracks = dict(kept)
    for i, performer in enumerate(free):
        marks = _marks(performer, figures, i, shot, going, goes, room)
        tracks[performer.character] = Track(character=performer.character, marks=marks)
    for rider, mount in mounts.items():
        figure = _figure(next(p for p in shot.who if p.character == rider), shot, people, aspect)
        seat = _seat_on(people, mount)
        marks = [Mark(at=m.at, box=_box_on(m.box, figure, seat)) for m in tracks[mount].marks]
        tracks[rider] = Track(character=rider, marks=marks)
    return BlockedShot(number=shot.number, tracks=[tracks[p.character] for p in shot.who])


_CHASE = re.compile(r"\b(chases?|pursues?|hunts?|(runs?|rushe?s?|race?s?|hurr(?:y|ies)|dashe?s?) after)\b")


def _hunter(action: str, ids: list[str], people: dict[str, Person]) -> str:
    """Which of them runs after the other, by the words of the action; '' when nobody does."""
    if not (found := _CHASE.search(action.lower())):
        return ""
    words = re.findall(r"\w+", action.lower()[: found.start()])
    last = {w: _last_word(words, people[w]) for w in ids if w in people}
    return max(last, key=lambda w: last[w]) if max(last.values(), default=-1) >= 0 else ""


def _last_word(words: list[str], person: Person) -> int:
    names = {*person.name.lower().split(), person.kind.lower()} - {"the", "a", "an", "old", "little"}
    return max((i for i, word in enumerate(words) if word in names), default=-1)


# -- how large -----------------------------------------------------------------------------------------------


def _figure(
    performer: StagedPerformer, shot: ShotToBlock, people: dict[str, Person], aspect: float
) -> Figure:
    """Somebody at the height that the shot's size and their company allow."""
    who = performer.character
    sizes = {p.character: _height_of(people, p.character) for p in shot.who}
    own, tallest = sizes[who], max(sizes.values())
    height = _HEIGHTS[shot.size]
    if len(sizes) > 1:
        height *= (own / tallest) ** _DAMPING
    elif shot.size in ("full", "wide", "extreme_wide"):
        height *= min(1.12, max(0.75, own))
    least = _LEAST[shot.size][0 if who == shot.who[0].character else 1]
    if own < tallest:
        least = min(least, 0.92 * _HEIGHTS[shot.size])
    height = max(least, height)
    broad, tall = _shape(people.get(who), performer.doing)
    if own < min(0.6, tallest) and broad > 0.85:  # small and broad: a hen beside a woman is no ostrich
        height *= (0.85 / broad) ** 0.5
    if tall < 0.6 and shot.size in _NEARER:  # lying, near the lens: as long as the frame allows
        larger = min(1.3 * _NEARER[shot.size][0], 0.9 * aspect / (height * broad))
        broad, tall = broad * larger, tall * larger
    if shot.size in _NEARER and sizes.keys() == people.keys() & {who} and is_long(_known_noun(people[who])):
        return Figure(who, 0.0, height, long=True)
    whole = height * broad / aspect
    more, least = _NEARER.get(shot.size, (1.0, 0.0))
    grounded = not people.get(who) or people[who].kind not in _HEAVENLY or _is_down(performer.doing)
    width = max(whole * more, height * least / aspect)
    return Figure(who, width, height * tall, whole=whole, aloft=not grounded)


_HEAVENLY = frozenset({"sun", "moon", "star", "cloud", "wind", "comet", "rainbow"})
"""Who is in the sky unless they come down."""


def _is_down(doing: str) -> bool:
    return doing.lower().startswith(("walk", "run", "sit", "lie", "sleep", "kneel", "fall", "hug"))


def _height_of(people: dict[str, Person], who: str) -> float:
    return size_beside(_known_noun(people[who]), size_of(people[who])) if who in people else 1.0


def _shape(person: Person | None, doing: str) -> tuple[float, float]:
    """Breadth and height, in standing heights."""
    if person is None:
        return 0.45, 1.0
    noun, sort = _known_noun(person), sort_of(person)
    if (count := _count(person)) > 1:
        return shape_of_several(count, noun, sort, doing, person.look)
    return shape_of(noun, sort, doing, person.look)


def _count(person: Person) -> int:
    """How many of them are shown: 1, or 2 to 4 who are one character of the story."""
    called = find_noun(person.name.split()[-1].lower()) if person.name.strip() else None
    many = person.kind.endswith("s") > (person.kind.endswith("ss") or is_known(person.kind.split()[-1]))
    several = called and (called.group or called.plural or called.lemma == "people")
    if not (many or several or "," in person.name):
        return 1
    words = f"{person.name} {person.kind}".lower().split()
    return next((_COUNTS[word] for word in words if word in _COUNTS), 3)


def _known_noun(person: Person) -> str:
    """The noun for somebody that has a shape of its own; '' if none has."""
    words = [*person.kind.lower().split()[::-1], *person.name.lower().split()[::-1]]
    lemmas = [found.lemma if (found := find_noun(word)) else word for word in words]
    return next((lemma for lemma in lemmas if is_known(lemma)), "")


# -- where ---------------------------------------------------------------------------------------------------


def _stand_alone(figure: Figure, size: Size, order: list[str], aspect: float) -> Figure:
    """Alone on a third, with open space to look into, on the side that is theirs in the scene."""
    at = order.index(figure.who)
    left_side = at * 2 < len(order) if len(order) > 1 else True
    middle = (
        (0.42 if left_side else 0.58) if size in ("close", "extreme_close") else 0.38 if left_side else 0.62
    )
    if figure.long:  # the head in the frame, the rest of the body outside
        width = 0.62 if aspect > 1.2 else 0.75 if aspect > 0.8 else 0.92
        height = min(figure.height, width * aspect / _HEAD)
        return replace(figure, width=width, height=height, left=0.0 if left_side else 1 - width)
    width = min(figure.width, _EDGES[1] - _EDGES[0])
    height = figure.height * min(1.0, width / figure.whole)
    left = min(max(middle - width / 2, _EDGES[0]), _EDGES[1] - width)
    return replace(figure, width=width, height=height, left=left)


def _stand_together(
    figures: list[Figure], room: tuple[float, float], lean: float, hugs: frozenset[int]
) -> list[Figure]:
    """Side by side with a little air between them, in the middle of the room or leaning to a side of it.

    Args:
        hugs: who has no air between themselves and the next, by index, for they touch.
    """
    if not figures:
        return []
    air = _AIR if len(figures) < 4 else _AIR / 2
    airs = [
        -_TOUCH * min(f.width, after.width) if i in hugs else air
        for i, (f, after) in enumerate(pairwise(figures))
    ]
    wide = sum(f.width for f in figures) + sum(airs)
    shrink = min(1.0, (room[1] - room[0] - 0.02) / wide)
    middle = (room[0] + room[1]) / 2 + lean
    left = min(max(middle - wide * shrink / 2, room[0]), room[1] - wide * shrink)
    placed = []
    for f, gap in zip(figures, [*airs, 0.0], strict=True):
        # a figure may be squeezed a little before it is drawn smaller
        height = f.height * min(1.0, shrink * 1.05)
        placed.append(replace(f, width=f.width * shrink, height=height, left=left))
        left += (f.width + gap) * shrink
    return placed


def _find_hugs(free: list[StagedPerformer]) -> frozenset[int]:
    """Who touches the next one in the row, by index: who hugs, and another who hugs or is beside them."""
    huggers = [i for i, p in enumerate(free) if act_of(p.doing) == "hug"]
    pairs = set()
    for i in huggers:
        others = [j for j in (huggers if len(huggers) > 1 else range(len(free))) if j != i]
        nearest = min(others, key=lambda j: abs(j - i), default=i)
        if abs(nearest - i) == 1:
            pairs.add(min(i, nearest))
    return frozenset(pairs)


def _find_mounts(who: list[StagedPerformer], people: dict[str, Person]) -> dict[str, str]:
    """Rider -> who carries them: the largest there whose back can be ridden."""
    riders = [p.character for p in who if act_of(p.doing) == "ride"]
    backs = [p.character for p in who if p.character not in riders and _seat_on(people, p.character)]
    return dict.fromkeys(riders, max(backs, key=lambda w: _height_of(people, w))) if backs else {}


def _seat_on(people: dict[str, Person], who: str) -> float:
    return seat_of(_known_noun(people[who]), _height_of(people, who)) if who in people else 0.0


def _ridden(performer: StagedPerformer, people: dict[str, Person]) -> StagedPerformer:
    """Whoever carries a rider goes where the rider goes, whatever they would do else."""
    if act_of(performer.doing) in ("run", "fly", "swim"):
        return performer
    return performer.model_copy(update={"doing": "runs"})


def _box_on(back: Box, figure: Figure, seat: float) -> Box:
    """The box of a rider on the one whose box is `back`, who is sat upon so far below the top."""
    left, top, right, bottom = back
    sits = top + seat * (bottom - top)
    tall = max(0.02, min(figure.height, 0.8 * (bottom - top), sits - 0.01))
    tall *= min(
        1.0, 0.96 * figure.height / (figure.width * tall)
    )  # a train on a horse is no broader than we see
    half = figure.width * tall / figure.height / 2
    middle = min(max((left + right) / 2, half), 1 - half)
    return (round(middle - half, 3), round(max(0.0, sits - tall), 3), round(middle + half, 3), round(sits, 3))


def _lean(goes: list[bool], size: Size) -> float:
    """To the side away from the one who comes or goes, so that there is a way to go."""
    return 0.0 if size in _CLOSE or all(goes) else 0.12 * (goes[0] - goes[-1])


def _widest_gap(kept: list[Track]) -> tuple[float, float]:
    spans = sorted((min(m.box[0] for m in t.marks), max(m.box[2] for m in t.marks)) for t in kept)
    edge, best = 0.0, (0.0, 0.0)
    for a, b in [*spans, (1.0, 1.0)]:
        if a - edge > best[1] - best[0]:
            best = (edge, a)
        edge = max(edge, b)
    return best if best[1] - best[0] >= 0.1 else (0.0, 1.0)


def _box(figure: Figure, size: Size, left: float, lift: float = 0.0) -> Box:
    bottom = _BOTTOMS[size] - lift
    right = left + figure.width
    left, right = max(0.0, min(left, 0.97)), min(1.0, max(right, 0.03))
    top = max(0.01, bottom - figure.height)
    return (round(left, 3), round(top, 3), round(max(right, left + 0.02), 3), round(min(1.0, bottom), 3))


# -- ways ----------------------------------------------------------------------------------------------------


def _who_goes(free: list[StagedPerformer], action: str) -> list[bool]:
    """Who covers ground; who carries something goes along when another goes."""
    goes = [_is_going(p, action) for p in free]
    return [
        went or (any(goes) and p.doing.lower().startswith("carr")) for went, p in zip(goes, free, strict=True)
    ]


def _is_going(performer: StagedPerformer, action: str) -> bool:
    doing = performer.doing.lower()
    return doing.startswith(_MOVING) and _covers_ground(doing, action)


_OVER = re.compile(r"\b(over|across|into|onto|through|away|out|down|along|towards?|to|from|off)\b")


def _covers_ground(doing: str, action: str) -> bool:
    """Who climbs goes up, and who jumps for joy or fear stays where they are."""
    if doing.startswith("climb"):
        return False
    return not doing.startswith("jump") or bool(_OVER.search(action.lower()))


def _marks(
    performer: StagedPerformer,
    figures: list[Figure],
    i: int,
    shot: ShotToBlock,
    going: dict[str, int],
    goes: list[bool],
    room: tuple[float, float],
) -> list[Mark]:
    """One mark for who stands; two for who goes."""
    figure = figures[i]
    if performer.doing.lower().startswith("climb") and shot.size not in _CLOSE:
        room_above = max(0.0, _BOTTOMS[shot.size] - figure.height - 0.03)
        lifted = _box(figure, shot.size, figure.left, min(0.22, room_above))
        ends = [_box(figure, shot.size, figure.left), lifted]
        if re.search(r"\bclimbs? (out )?down\b", shot.action.lower()):
            ends.reverse()
        return [Mark(at=0, box=ends[0]), Mark(at=1, box=ends[1])]
    above = max(0.0, _BOTTOMS[shot.size] - figure.height - 0.04)
    lift = min(0.34, above) if figure.aloft and shot.size not in _CLOSE else 0.0
    if not goes[i] or shot.size in _CLOSE:
        return [Mark(at=0, box=_box(figure, shot.size, figure.left, lift))]
    if all(goes) and len(goes) == len(shot.who):
        start, end = _cross(performer, figures, i, shot, going)
    else:
        start, end = _approach(performer, figures, i, goes, room)
    lift = max(lift, 0.2 if performer.doing.lower().startswith(("fly", "flie")) else 0.0)
    if abs(end - start) < 0.02:
        return [Mark(at=0, box=_box(figure, shot.size, figure.left, lift))]
    return [
        Mark(at=0, box=_box(figure, shot.size, start, lift)),
        Mark(at=1, box=_box(figure, shot.size, end, lift)),
    ]


def _cross(
    performer: StagedPerformer, figures: list[Figure], i: int, shot: ShotToBlock, going: dict[str, int]
) -> tuple[float, float]:
    """All together from one side of the frame to the other, in the direction that they went before."""
    leader = figures[0].who
    way = going.setdefault(leader, 1)
    if _BACK.search(shot.action) or performer.doing.lower().startswith("return"):
        way = -1
    before, after = figures[0].left - _EDGES[0], _EDGES[1] - figures[-1].right
    if performer.doing.lower().startswith(_COMING):
        after *= 0.3
    elif performer.doing.lower().startswith(_GOING):
        before *= 0.3
    left = figures[i].left
    return (left - before, left + after) if way > 0 else (left + after, left - before)


def _approach(
    performer: StagedPerformer,
    figures: list[Figure],
    i: int,
    goes: list[bool],
    room: tuple[float, float],
) -> tuple[float, float]:
    """From the edge of the frame to one's place beside the others; the other way for who leaves them."""
    figure = figures[i]
    shift = 0.0
    if all(goes[: i + 1]):
        shift = room[0] - figures[0].left
    elif all(goes[i:]):
        shift = room[1] - figures[-1].right
    leaves = performer.doing.lower().startswith(_GOING)
    return (figure.left, figure.left + shift) if leaves else (figure.left + shift, figure.left)

"""Blocking by rule: where everybody stands and goes, in boxes.

Whoever is on the left of a scene stays there; nobody shares a box; sizes follow the shot and the kind.

    from director.blocking import block
    page = block(slots)   # BlockSlots -> BlockPage
"""

from __future__ import annotations

from dataclasses import dataclass

from director.looks import size_of, sort_of
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
from prompts.screenplay import Box, Size

_HEIGHTS: dict[Size, float] = {
    "extreme_wide": 0.24,
    "wide": 0.48,
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


_MIN_HEIGHT = 0.13


_GAP = 0.03
"""between two lanes"""


_COMING = ("enter", "come", "arriv", "return", "approach")


_GOING = ("leav", "flee", "escap", "depart")


_MOVING = ("walk", "run", "swim", "flie", "fly", "crawl", "climb", "jump", *_COMING, *_GOING)


@dataclass(frozen=True)
class Lane:
    """A stretch of the frame that belongs to one character, 0..1."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left


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
    free = sorted((p for p in shot.who if p.character not in kept), key=lambda p: order.index(p.character))
    lanes = _lanes(len(free), shot.size, order.index(free[0].character) if free else 0, list(kept.values()))
    tallest = max((_height_of(people, p.character) for p in shot.who), default=1.0)
    tracks = {t.character: t for t in kept.values()}
    for performer, lane in zip(free, lanes, strict=True):
        box = _box(people.get(performer.character), lane, shot.size, aspect, tallest, len(shot.who))
        tracks[performer.character] = Track(
            character=performer.character, marks=_marks(performer, lane, box, shot, going, len(shot.who))
        )
    return BlockedShot(number=shot.number, tracks=[tracks[p.character] for p in shot.who])


def _height_of(people: dict[str, Person], who: str) -> float:
    return size_of(people[who]) if who in people else 1.0


def _lanes(count: int, size: Size, side: int, kept: list[Track]) -> list[Lane]:
    """Stretches of the frame from left to right, with air between them, free of those who are placed."""
    if count == 0:
        return []
    left, right = (0.02, 0.98)
    if kept:
        left, right = _widest_gap(kept)
    elif count == 1 and size not in ("wide", "extreme_wide"):
        # alone on a third, with open space to look into
        left, right = (0.04, 0.72) if side % 2 == 0 else (0.28, 0.96)
    width = (right - left) / count
    return [Lane(left + i * width + _GAP / 2, left + (i + 1) * width - _GAP / 2) for i in range(count)]


def _widest_gap(kept: list[Track]) -> tuple[float, float]:
    spans = sorted((min(m.box[0] for m in t.marks), max(m.box[2] for m in t.marks)) for t in kept)
    edge, best = 0.0, (0.0, 0.0)
    for a, b in [*spans, (1.0, 1.0)]:
        if a - edge > best[1] - best[0]:
            best = (edge, a)
        edge = max(edge, b)
    return best if best[1] - best[0] >= 0.1 else (0.0, 1.0)


def _box(person: Person | None, lane: Lane, size: Size, aspect: float, tallest: float, count: int) -> Box:
    """The box of somebody who stands in the middle of their lane."""
    own = size_of(person) if person else 1.0
    height = _HEIGHTS[size]
    if count > 1:
        height *= max(0.42, own / tallest)
    elif size in ("full", "wide", "extreme_wide"):
        height *= min(1.12, max(0.75, own))
    height = max(_MIN_HEIGHT, height)
    shape = _shape(person)
    width = height * shape / aspect
    if width > lane.width:
        width = lane.width
        height = max(_MIN_HEIGHT, min(height, width * aspect / shape * 1.15))
    bottom = _BOTTOMS[size]
    middle = (lane.left + lane.right) / 2
    return _rounded(middle - width / 2, bottom - height, middle + width / 2, bottom)


def _shape(person: Person | None) -> float:
    """Width over height in pixels."""
    if person is None:
        return 0.45
    if "," in person.name or (person.kind.endswith("s") and not person.kind.endswith("ss")):
        return 1.2
    return {"animal": 0.7, "thing": 0.7, "being": 0.55}.get(sort_of(person), 0.45)


def _rounded(left: float, top: float, right: float, bottom: float) -> Box:
    left, right = max(0.0, min(left, 0.97)), min(1.0, max(right, 0.03))
    top, bottom = max(0.01, top), min(1.0, bottom)
    return (round(left, 3), round(top, 3), round(max(right, left + 0.02), 3), round(bottom, 3))


def _marks(
    performer: StagedPerformer, lane: Lane, box: Box, shot: ShotToBlock, going: dict[str, int], count: int
) -> list[Mark]:
    """One mark for who stands; two for who goes, in the direction they went before."""
    doing = performer.doing.lower()
    if not doing.startswith(_MOVING) or shot.size in ("close", "extreme_close"):
        return [Mark(at=0, box=box)]
    way = going.setdefault(performer.character, 1)
    if "back" in shot.action or "home" in shot.action or doing.startswith("return"):
        way = -1
    stretch = Lane(0.02, 0.98) if count == 1 else lane
    width = box[2] - box[0]
    room = max(0.0, stretch.width - width)
    start, end = stretch.left + 0.12 * room, stretch.left + 0.88 * room
    if doing.startswith(_COMING):
        end = stretch.left + 0.6 * room
    elif doing.startswith(_GOING):
        start = stretch.left + 0.4 * room
    if way < 0:
        start, end = stretch.left + stretch.right - width - start, stretch.left + stretch.right - width - end
    if abs(end - start) < 0.02:
        return [Mark(at=0, box=box)]
    lift = 0.25 if doing.startswith(("fly", "flie")) else 0.0
    return [
        Mark(at=0, box=_rounded(start, box[1] - lift, start + width, box[3] - lift)),
        Mark(at=1, box=_rounded(end, box[1] - lift, end + width, box[3] - lift)),
    ]

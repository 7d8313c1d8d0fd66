"""Film grammar by rule: how the camera looks at each shot, and the words for what is seen.

Establish wide, come closer for dealings, close on feeling and speech; follow whoever moves; never the same
composition three times running.

    from director.rules.film_grammar import stage
    page = stage(slots)   # StageSlots -> StagePage
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from director.language.things import find_props, fits_room
from director.language.words import find_place, listed
from director.rules.actions import (
    Names,
    beats_of,
    describe_action,
    describe_end,
    describe_relation,
    describe_start,
)
from director.rules.deeds import ShotReading, read_scene
from director.rules.looks import size_of, sort_of
from director.rules.playable import ENERGY
from director.rules.synopsis import split_states
from prompts.pages import Entity, Person, ShotToStage, StagedPerformer, StagedShot, StagePage, StageSlots
from prompts.vocabulary import Angle, Lens, Move, Size, TimeOfDay, Weather

_MOVING = listed("walk ride come leave run jump fly swim sail climb crawl fall")


_FACES = listed("talk shout cry laugh tremble")
"""What is seen in a face."""


_INDOOR_LIGHT: dict[TimeOfDay, str] = {
    "dawn": "first grey light through the window",
    "morning": "soft morning light through the window",
    "day": "daylight through the window, soft shadows",
    "afternoon": "warm slanting light through the window",
    "sunset": "last orange light through the window",
    "evening": "warm lamp light, dim corners",
    "night": "low warm glow of a lamp, deep shadows",
}


_OUTDOOR_LIGHT: dict[TimeOfDay, str] = {
    "dawn": "pale pink light from a low sun",
    "morning": "fresh clear light from a low sun",
    "day": "bright even daylight",
    "afternoon": "warm light from the side, long soft shadows",
    "sunset": "golden light from a low sun, long shadows",
    "evening": "blue dusk light, soft",
    "night": "cool moonlight, deep shadows",
}


_WEATHER_LIGHT: dict[Weather, str] = {
    "clear": "",
    "cloudy": ", veiled by cloud",
    "rain": ", grey and wet",
    "snow": ", whitened by snow",
    "fog": ", dimmed by fog",
    "storm": ", dark under storm clouds",
}


def stage(slots: StageSlots) -> StagePage:
    """Every shot of the scene over the five domains."""
    read = read_scene(slots)
    shots: list[StagedShot] = []
    for i, given in enumerate(slots.shots):
        shots.append(_stage_shot(slots, given, i, read[i], shots))
    return StagePage(shots=shots)


def _stage_shot(
    slots: StageSlots, given: ShotToStage, index: int, read: ShotReading, before: Sequence[StagedShot]
) -> StagedShot:
    people = {p.id: p for p in slots.cast}
    moving = any(verb in _MOVING for _, verb, _ in read.order)
    frame = _Frame(slots, given, index, read, moving)
    size = _choose_size(frame, people, before)
    seen = _choose_who(given, read, size)
    angle, lens = _choose_angle(given, people, size, read), _choose_lens(size)
    move = _choose_move(given, index, len(slots.shots), read, moving, size)
    size, angle, move = _vary(size, angle, move, seen, before)
    names = Names(people)
    in_hand = _in_hand(slots, read, seen)
    within = {w: p for w in seen for p in slots.props if p.id == read.within.get(w)}
    at_hand = [*in_hand.values(), *within.values()]
    return StagedShot(
        number=given.number,
        action=describe_action(given, read, names, slots),
        relation=describe_relation(given, read, names),
        who=[
            StagedPerformer(
                character=w,
                look=given.looks.get(w),
                doing=_with_thing(read.doing.get(w, "looks"), in_hand.get(w), within.get(w)),
                emotion=read.feelings.get(w, read.lasting.get(w, "neutral")),
            )
            for w in seen
        ],
        props=list(
            dict.fromkeys(
                [
                    *_find_props_here(slots, given),
                    *(p.id for p in at_hand),
                    *_find_table(slots, index, moving, size),
                ]
            )
        ),
        size=size,
        angle=angle,
        lens=lens,
        move=move,
        light=light_of(slots.place.name + " " + slots.place.look, slots.time_of_day, slots.weather),
        start=describe_start(before, given, names, slots),
        end=describe_end(given, read, names),
        beats=split_states(given.synopsis) if given.synopsis else beats_of(given, read, names),
        dialogue=read.said,
        intensity=max([ENERGY.get(v, 3) for _, v, _ in read.order], default=2),
    )


def _find_props_here(slots: StageSlots, given: ShotToStage) -> list[str]:
    """The things that are told of and can be in this place: the bus that honks is not in the kitchen."""
    words = f"{slots.place.name} {slots.place.look}".lower()
    inside = _is_inside(words)
    return find_props([p for p in slots.props if not inside or fits_room(p, words)], given.text)


def _find_table(slots: StageSlots, index: int, moving: bool, size: Size) -> list[str]:
    """The table at which the scene goes on, until somebody goes; too near, it is not seen."""
    tables = [p for p in slots.props if p.name.lower() in ("table", "desk", "counter")]
    told = [i for i, shot in enumerate(slots.shots[: index + 1]) if find_props(tables, shot.text)]
    if moving or not told or size in _FACE_ONLY:
        return []
    return find_props(tables, slots.shots[told[-1]].text)


_FACE_ONLY = ("close", "extreme_close")


def _in_hand(slots: StageSlots, read: ShotReading, seen: Sequence[str]) -> dict[str, Entity]:
    """Character id -> the one thing that they are seen with; sleepers put things down."""
    props = {p.id: p for p in slots.props}
    beasts = {p.id for p in slots.cast if sort_of(p) == "animal"}
    busy = {w for w in seen if read.doing.get(w, "").startswith(_HANDS_FULL)}
    busy -= {w for w in beasts if read.doing.get(w) == "swims"}  # in the mouth
    return {w: props[p] for p, w in read.holding.items() if w in seen and p in props and w not in busy}


_HANDS_FULL = ("sleep", "lie", "fall", "swim", "climb", "point", "wave", "hug", "fight", "crawl", "cr")


def _with_thing(doing: str, thing: Entity | None, within: Entity | None) -> str:
    """`walks, holding the letter`, `gives the letter`, `looks, in the pit`."""
    if within is not None:
        doing = f"{'looks' if doing in _SETTLED else doing}, in the {within.name}"
        return f"{doing}, holding the {thing.name}" if thing and thing != within else doing
    if thing is None:
        return doing
    if doing == "picks":
        return f"picks up the {thing.name}"
    if doing in _DONE_TO_THINGS:
        return f"{doing} the {thing.name}"
    return f"{doing}, holding the {thing.name}"


_SETTLED = listed("falls jumps climbs sits lies hides walks runs comes leaves crawls")
"""What is over when somebody is in a thing."""
_DONE_TO_THINGS = frozenset(["gives", "carries", "takes", "throws", "drops", "catches", "puts"])


@dataclass(frozen=True)
class _Frame:
    """What decides how near the camera comes."""

    slots: StageSlots
    given: ShotToStage
    index: int
    read: ShotReading
    moving: bool

    @property
    def spoken(self) -> float:
        """Share of the shot's words that are spoken by somebody."""
        return sum(len(s.line) for s in self.read.said) / max(1, len(self.given.text))

    @property
    def establishes(self) -> bool:
        """A place is shown wide when the story names it, and not when it is about a face or a voice."""
        if self.index or (self.spoken > 0.4 and self.given.who):
            return False
        if not self.slots.before:
            return True
        place = {w for w in re.findall(r"\w+", self.slots.place.name.lower()) if find_place(w)}
        named = bool(place & set(re.findall(r"\w+", self.given.text.lower())))
        return named and not (self.read.feelings and len(self.given.who) == 1)


def _choose_size(frame: _Frame, people: dict[str, Person], before: Sequence[StagedShot]) -> Size:
    who, read = frame.given.who, frame.read
    if not who:
        return "extreme_wide" if frame.index == 0 else "wide"
    if frame.establishes:
        return "wide"
    if not frame.index and not frame.slots.before:
        return "full"  # a film begins with a voice, and still shows where
    if frame.moving or len(who) >= 4:
        return "full"
    if len(who) == 1:
        lively = max((ENERGY.get(v, 3) for w, v, _ in read.order if w in who and v not in _FACES), default=0)
        if lively >= 6:
            return "full"
        if (read.said or read.feelings) and lively < 4:
            return "medium" if before and before[-1].size == "close" else "close"
        tiny = all(size_of(people[w]) < _TINY for w in who if w in people)  # near, a spider is a monster
        return "full" if tiny or (before and before[-1].size in ("medium", "close")) else "medium"
    if _is_over_to_speaker(frame, before):
        return "close"
    return "full" if _is_uneven(who, people) or len(who) > 2 else "medium"


_TINY = 0.24
"""Height against a grown person under which somebody alone is shown with room around them."""


def _is_over_to_speaker(frame: _Frame, before: Sequence[StagedShot]) -> bool:
    """After a shot of both, whoever speaks alone is shown alone: the reverse angle."""
    read, who = frame.read, set(frame.given.who)
    shown = {p.character for p in before[-1].who} if before else set()
    alone = len({s.speaker for s in read.said}) == 1 and frame.spoken > 0.4
    acting = {w for w, verb, _ in read.order if verb not in ("talk", "shout")}
    return alone and len(shown) > 1 and shown <= who and acting <= {read.said[0].speaker}


def _is_uneven(who: Sequence[str], people: dict[str, Person], ratio: float = 0.5) -> bool:
    """Whether heights differ so much that a nearer frame would cut the tall or lose the small."""
    heights = [size_of(people[w]) for w in who if w in people]
    return bool(heights) and min(heights) < ratio * max(heights)


def _choose_who(given: ShotToStage, read: ShotReading, size: Size) -> list[str]:
    """Who is in the frame: all, or in a close shot of several the one who speaks."""
    if size == "close" and len(given.who) > 1 and read.said and read.said[0].speaker in given.who:
        return [read.said[0].speaker]
    return given.who


def _choose_angle(given: ShotToStage, people: dict[str, Person], size: Size, read: ShotReading) -> Angle:
    text = given.text.lower()
    if any(w in text for w in (" giant", "huge", "enormous", "towering", "threaten", " roared", "mighty")):
        return "low"
    if size in ("close", "medium") and any(e in ("sad", "afraid") for e in read.feelings.values()):
        return "high"
    calm = not any(verb not in ("talk", "shout", "look", "think") for _, verb, _ in read.order)
    even = not _is_uneven(given.who, people, 0.7)
    if calm and even and len(given.who) == 2 and len(read.said) == 1 and size == "medium":
        return "over_the_shoulder"
    return "eye_level"


def _choose_lens(size: Size) -> Lens:
    if size in ("extreme_wide", "wide"):
        return "wide"
    return "long" if size in ("close", "extreme_close") else "normal"


def _choose_move(
    given: ShotToStage, index: int, count: int, read: ShotReading, moving: bool, size: Size
) -> Move:
    verbs = {v for _, v, _ in read.order}
    if verbs & {"run", "walk", "ride", "swim", "sail"} and size != "wide":
        return "tracking"
    if verbs & {"fly", "climb"}:
        return "tilt_up"
    if "fall" in verbs:
        return "tilt_down"
    if index == count - 1 and count > 2 and not moving:
        return "pull_out"
    if size == "wide":
        return "pan_right" if count > 1 else "push_in"
    if size == "close" or verbs & {"look", "think"} or "surprised" in read.feelings.values():
        return "push_in"
    if len(given.text.split()) <= _LONG:
        return "static"
    if len(given.who) > 1 and size == "full":
        return "truck_right" if given.number % 2 else "truck_left"
    return "push_in"


_LONG = 13
"""Words after which a still frame is a slide."""


_SUBSTITUTES: dict[Size, tuple[Size, ...]] = {
    "extreme_wide": ("wide", "full"),
    "wide": ("full", "medium"),
    "full": ("medium", "close"),
    "medium": ("close", "full"),
    "close": ("medium", "extreme_close"),
    "extreme_close": ("close", "medium"),
}


def _vary(
    size: Size, angle: Angle, move: Move, seen: Sequence[str], before: Sequence[StagedShot]
) -> tuple[Size, Angle, Move]:
    """Another size when the last two shots were framed alike; another move when it is the third one."""
    last = [(s.size, frozenset(p.character for p in s.who)) for s in before[-2:]]
    here = (size, frozenset(seen))
    if (last and last[-1] == here) or (len(last) == 2 and all(s == size for s, _ in last)):
        recent = {s.size for s in before[-2:]}
        size = next((s for s in _SUBSTITUTES[size] if s not in recent), _SUBSTITUTES[size][0])
        if size == "close" and len(seen) > 1:
            size = "full"
    if len(before) >= 2 and all(s.move == move for s in before[-2:]):
        move = "static" if move != "static" else "push_in"
    return size, angle, move


def light_of(place: str, time_of_day: TimeOfDay, weather: Weather) -> str:
    """Where the light comes from, how hard and of what colour."""
    if _is_inside(place):
        return _INDOOR_LIGHT[time_of_day]
    return _OUTDOOR_LIGHT[time_of_day] + _WEATHER_LIGHT[weather]


def _is_inside(place: str) -> bool:
    words = place.lower().replace(",", " ").split()
    return any((noun := find_place(w)) is not None and noun.kind == "inside" for w in words)

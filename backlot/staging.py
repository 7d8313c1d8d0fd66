"""Staging: where everybody stands in every frame, from the boxes of the screenplay or, without them, "
"by custom.

Boxes are (left, top, right, bottom) in 0..1 of the frame. Knows nothing of sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from backlot.actors.acting import (
    PACE,
    Part,
    find_action,
    find_feeling,
    find_posture,
    is_moving,
    pose_at,
)
from backlot.actors.beast_acts import is_on_fours
from backlot.actors.figures import head_of, outline
from backlot.actors.look import Actor, cast_actor, over
from backlot.colour import words_of
from backlot.filling import fill_boxes
from backlot.fitting import NEAR, SIDE
from backlot.framing import Box, lying_box, shoulder_box
from backlot.paint import Point
from backlot.placed import Placed
from backlot.silhouette import silhouette_of
from backlot.together import seat, touch
from backlot.tools import INSTRUMENTS
from prompts.screenplay import Performer, Shot
from shots.backends import Panel

_HEIGHTS: dict[str, float] = {
    "extreme_wide": 0.3,
    "wide": 0.48,
    "full": 0.66,
    "medium": 0.8,
    "close": 0.86,
    "extreme_close": 0.94,
}
"""Height of the box that somebody gets who has none, for a person of size 1."""
_BACKS = frozenset({"person", "upright", "bird", "thing"})
"""Plans that have a back to show."""
_TALKING = frozenset({"talk", "look", "stand", "think", "listen"})
"""What can be done sitting as well, if the sentence says so."""
_CALLS = frozenset({"shout", "shouts", "call", "calls", "yell", "yells"})
"""Loud, but without anger unless the emotion says so."""
_SEATED = re.compile(
    r"\b(?:in|on) (?:the|a|his|her|its|their) (?:\w+ )?(?:chair|armchair|throne|sofa|bench)\b"
)
"""Where one sleeps sitting."""
_SECONDS = 3.0
"""How long a shot lasts, about, that does not say it."""
_COMPANY, _UNLIKE = 0.5, 1.12
"""Power of the kinds' sizes beside each other, and how much larger than due somebody may be."""
WIDE = 0.95
"""Figures wider than this beside their height are never cut below: their head is at one end of them."""


def stage_cast(panel: Panel) -> list[Placed]:
    """Everybody in the shot, placed, from the farthest to the nearest."""
    shot = panel.shot
    size = (shot.camera.size if shot.camera else None) or "full"
    performers = shot.who or []
    actors = [_actor(panel, p) for p in performers]
    aspect = panel.width / panel.height
    placed: list[Placed] = []
    parts = [_part(a, p, shot) for a, p in zip(actors, performers, strict=True)]
    free = _custom_boxes([a for a, p in zip(parts, performers, strict=True) if not p.path], size, aspect)
    for part, performer in zip(parts, performers, strict=True):
        keys = [(k.at, k.box) for k in performer.path] or [(0.0, free.pop(0))]
        asked = list(keys) if performer.path else []
        placed.append(Placed(part, keys, bool(performer.path), asked))
        placed[-1].awake = bool({"lie", "lies", "lying"} & set(words_of(performer.doing or "")[:1]))
        placed[-1].called = (cast.name if (cast := panel.cast.get(performer.character)) else None) or ""
    if (
        len(placed) == 1
        and not placed[0].planned
        and is_moving(placed[0].part.action)
        and size in ("extreme_wide", "wide", "full")
    ):
        _stroll(placed[0])
    for p in placed:
        _lie_down(p, placed, size, aspect)
        _go_down(p, placed, aspect)
    if shot.camera and shot.camera.angle == "over_the_shoulder":
        _look_over_a_shoulder(placed)
    touch(placed)
    seat(placed)
    move = (shot.camera.move if shot.camera else None) or "static"
    follows = move in ("static", "tracking") and all(is_moving(p.part.action) for p in placed)
    for p in placed:
        p.moves = max(abs(b[1][0] + b[1][2] - p.keys[0][1][0] - p.keys[0][1][2]) for b in p.keys) > 0.02
        p.part = replace(p.part, facing=_facing(p, placed))
        p.goes = p.moves or follows
        p.pace = _pace(p, shot, aspect)
        p.alone = len(placed) < 3
        p.beats = list(_beats(p, shot, len(placed)))
        fill_boxes(p, size, aspect)
        p.depth_key = p.keys[0][1][3] + p.away
    for p in placed:
        if p.carrier:
            p.depth_key = p.carrier.depth_key + 1e-3
            p.part = replace(p.part, facing=p.carrier.part.facing)
    _match_scales(placed, size, aspect)
    return sorted(placed, key=lambda p: p.depth_key)


def _actor(panel: Panel, performer: Performer) -> Actor:
    character = panel.cast.get(performer.character)
    if character is None:
        return cast_actor(performer.character, None, None)
    look = character.look or ""
    if performer.look:
        look = over(character.looks.get(performer.look, ""), look)
    return cast_actor(performer.character, character.kind, look, character.name)


def _part(actor: Actor, performer: Performer, shot: Shot) -> Part:
    doing = performer.doing or ""
    action = (
        ("ride" if _rides(doing, shot.action or "", actor) else None)
        or find_action(doing)
        or (find_action(_clause_of(shot.action or "", actor)) if not doing else None)
        or "stand"
    )
    if action in _TALKING and (posture := find_posture(_clause_of(shot.action or "", actor))):
        action = posture
    if action == "sleep" and _SEATED.search(_clause_of(shot.action or "", actor)):
        action = "doze"
    if action in ("shake", "wave", "look", "stand") and _SHAKES.search((shot.action or "").lower()):
        action = "handshake"
    if action == "look" and _HEARS & set(words_of(_clause_of(shot.action or "", actor))):
        action = "hearken"
    if action in _PLAYED and (act := _instrument_of(f"{doing} {shot.action or ''}")):
        action = act
    emotion = performer.emotion or find_feeling(doing) or "neutral"
    action = _without_rage(action, doing, emotion)
    energy = 0.4 + 0.12 * (shot.motion.intensity if shot.motion else 5)
    return Part(actor, action, emotion, 1.0, energy)


_SHAKES = re.compile(r"\b(shakes?|shook|shaking) (\w+ ){0,2}(hands?|paws?)\b")
_HEARS = frozenset(["listen", "listens", "listened", "hears"])
_PLAYED = frozenset({"dance", "fight", "blow", "talk"})


def _instrument_of(words: str) -> str:
    """How the first instrument that the words say is played, beaten or blown is played; '' for none."""
    found = words_of(words)
    played = next((i for i, w in enumerate(found) if w.rstrip("s") in _PLAYS or w in _PLAYS), len(found))
    return next((INSTRUMENTS[w] for w in found[played:] if w in INSTRUMENTS), "")


_PLAYS = frozenset(words_of("play played playing beat beating blow blew blown strum drum drummed"))


def _without_rage(action: str, doing: str, emotion: str) -> str:
    """Who shouts for joy or for help does not rage, and who only calls beckons."""
    if action != "rage" or emotion == "angry":
        return action
    if emotion != "neutral":
        return "talk"
    return "calling" if _CALLS & set(words_of(doing)) else action


def _rides(doing: str, action: str, actor: Actor) -> bool:
    """Whether the sentence says that they ride, though `doing` only says that they go."""
    return find_action(doing) in (None, "walk", "run") and bool(
        {"ride", "rides", "rode", "riding"} & set(_clause_of(action, actor).split()[:3])
    )


def _beats(p: Placed, shot: Shot, count: int) -> Iterator[tuple[float, Part]]:
    """What the shot's beats change for one actor: those that name them, or all when nobody else is there.

    Who flies or swims goes on, whatever else they do: nobody stands in the air.
    """
    if p.part.action in ("fly", "swim"):
        return
    for beat in shot.beats or []:
        clause = _clause_of(beat.text, p.part.actor)
        named = clause and (count == 1 or clause != beat.text)
        action = find_action(clause) if named else None
        if action and action not in ("sleep", "fall", "swim", "fly", "walk", "run"):
            emotion = find_feeling(clause) or p.part.emotion
            action = _without_rage(action, clause, emotion)
            yield beat.at, replace(p.part, action=action, emotion=emotion)


def _clause_of(action: str, actor: Actor) -> str:
    """The words after the first mention of the actor: what the sentence says that they do."""
    names = {actor.id.lower(), *actor.kind.name.split(), *words_of(actor.label)}
    for sentence in re.split(r"[.!?;]\s", action):
        words = words_of(sentence)
        at = next((i for i, w in enumerate(words) if w in names), None)
        if at is not None:
            return " ".join(words[at + 1 : at + 7])
    return action if len(words_of(action)) < 9 else ""


def _lie_down(p: Placed, everybody: Sequence[Placed], size: str, aspect: float) -> None:
    """Whoever sleeps or falls, and has no box for it, lies if there is room, else sits or kneels."""
    upright = {"sleep": "doze", "fall": "kneel"}.get(p.part.action)
    a = p.part.actor
    if not upright or a.kind.plan not in ("person", "upright") or (a.kind.gait and upright == "doze"):
        return
    lying, sitting = p.part, replace(p.part, action=upright)
    if a.others:
        p.part = sitting
    if a.others or p.asked:
        return
    tall = {}
    for part in (lying, sitting):
        p.part = part
        fill_boxes(p, size, aspect)
        tall[part] = p.extent[3] - p.extent[1]
    left, top, right, bottom = p.keys[0][1]
    narrow = aspect * (right - left) / (bottom - top) < 1.1
    p.part = lying if tall[lying] <= tall[sitting] and not narrow else sitting
    box = lying_box(p.keys[0][1], [b for q in everybody if q is not p for _, b in q.keys], aspect)
    if not narrow:
        return
    if box is None:
        p.note = f"{a.id}: there is no room to {lying.action} lying, so {upright} is drawn"
        return
    p.keys, p.part = [(0.0, box)], lying


def _go_down(p: Placed, everybody: Sequence[Placed], aspect: float) -> None:
    """Who goes on all fours, and has no box to do it in, gets a longer and lower one than to stand in, where
    nobody stands, and is as large in it as standing.
    """
    a = p.part.actor
    if p.asked or not a.kind.gait or a.others or not is_on_fours(a, p.part.action):
        return
    left, top, right, bottom = p.keys[0][1]
    x0, y0, x1, y1 = silhouette_of(p.part, PACE.get(p.part.action, 0.0)).extent()
    wide, tall = x1 - x0, y1 - y0
    if aspect * (right - left) / (bottom - top) > 0.85 * wide / tall:
        return
    _, stands = _reach(outline(a))
    others = [b for q in everybody if q is not p for _, b in q.keys]
    shape = (wide / stands, tall / stands)
    boxes = [(at, lying_box(box, others, aspect, shape)) for at, box in p.keys]
    keys = [(at, box) for at, box in boxes if box is not None]
    if len(keys) == len(p.keys):
        p.keys = keys


def can_turn_away(placed: Sequence[Placed]) -> Placed | None:
    """Over whose shoulder two are seen: the one who listens, else the second; None if nobody can be."""
    if len(placed) != 2:
        return None
    first, second = placed
    away = first if second.part.action == "talk" and first.part.action != "talk" else second
    lies = away.part.action in ("sleep", "fall", "swim", "fly")
    shows = away.part.actor.kind.plan in _BACKS and not away.part.actor.others
    return away if shows and not lies else None


def _look_over_a_shoulder(placed: list[Placed]) -> None:
    away = can_turn_away(placed)
    if away is None:
        return
    subject = placed[0] if away is placed[1] else placed[1]
    (left, _, right, _), (start, _, end, _) = away.keys[0][1], subject.keys[0][1]
    away.keys = [(0.0, shoulder_box(left + right <= start + end, away.part.actor.size))]
    away.away = True
    if away.planned:
        name = away.part.actor.id
        away.note = f"{name}: seen from behind at the frame's edge, not in the box, for the angle asks for it"


def _pace(p: Placed, shot: Shot, aspect: float) -> float:
    """How fast somebody covers ground, in body heights a second, in steps of a tenth; 0 for who does not."""
    if not p.moves:
        return PACE.get(p.part.action, 0.6) if p.goes else 0.0
    boxes = [box for _, box in p.keys]
    way = sum(abs(b[0] + b[2] - a[0] - a[2]) / 2 * aspect for a, b in pairwise(boxes))
    tall = max(box[3] - box[1] for box in boxes)
    return max(0.1, round(way / tall / (shot.duration_s or _SECONDS), 1))


def _facing(p: Placed, everybody: list[Placed]) -> float:
    first, last = p.keys[0][1], p.keys[-1][1]
    if p.moves:
        return 1.0 if last[0] + last[2] >= first[0] + first[2] else -1.0
    middle = (first[0] + first[2]) / 2
    others = [(q.keys[0][1][0] + q.keys[0][1][2]) / 2 for q in everybody if q is not p]
    if others:
        nearest = min(others, key=lambda x: abs(x - middle))
        return 1.0 if nearest >= middle else -1.0
    edges = (first[0] <= SIDE, first[2] >= 1 - SIDE)
    if abs(middle - 0.5) > 0.05 or (any(edges) and not all(edges)):
        return 1.0 if middle < 0.5 else -1.0
    return 1.0 if p.part.actor.phase < 0.6 else -1.0


def _match_scales(placed: Sequence[Placed], size: str, aspect: float) -> None:
    """Beside each other in a nearer shot nobody is a giant: whoever would be, shows more of themselves."""
    near = [p for p in placed if not p.away and not p.carrier]
    if len(near) < 2 or all(p.shown >= 1.0 for p in near):
        return

    def due(p: Placed) -> float:
        return float(p.part.actor.size**_COMPANY)

    least = min(p.fit(0.0, 1).sy / due(p) for p in near) * _UNLIKE
    for p in near:
        if p.shown < 1.0 and p.fit(0.0, 1).sy > least * due(p):
            fill_boxes(p, size, aspect, least * due(p))


# -- custom --------------------------------------------------------------------------------------------------


def _custom_boxes(parts: Sequence[Part], size: str, aspect: float) -> list[Box]:
    """Boxes for those without: side by side, feet on one ground, in the proportions of their kinds."""
    if not parts:
        return []
    tall = max(p.actor.size for p in parts)
    reaches = [_reach(outline(p.actor)) for p in parts]
    whole = len(parts) > 2 and any(wide / high >= WIDE for wide, high in reaches)
    sizes = [_custom_size(p, size, tall, len(parts), whole) for p in parts]
    widths = [w / aspect for w, _, _ in sizes]
    shrink = min(1.0, 0.92 / (sum(widths) + 0.04 * (len(parts) - 1)))
    gap = min(0.12, (0.92 - shrink * sum(widths)) / max(1, len(parts)))
    left = 0.5 - (shrink * sum(widths) + gap * (len(parts) - 1)) / 2
    if len(parts) == 1:
        left += (0.08 if size not in NEAR else 0.05) * (1 if parts[0].actor.phase > 0.5 else -1)
    boxes = []
    for i, (width, (_, height, cropped)) in enumerate(zip(widths, sizes, strict=True)):
        bottom = 1.0 if cropped else (0.74 if _floats(parts[i]) else 0.9) - 0.02 * (i % 2)
        boxes.append(
            (max(0.0, left), max(0.01, bottom - height * shrink), min(1.0, left + width * shrink), bottom)
        )
        left += width * shrink + gap
    return boxes


def _floats(part: Part) -> bool:
    return part.action in ("fly", "swim") or part.actor.kind.plan == "fish"


def _custom_size(part: Part, size: str, tall: float, count: int, whole: bool) -> tuple[float, float, bool]:
    """(width, height, cut by the frame's bottom) of somebody's box, in frame heights; `whole` forbids the
    cut.
    """
    a = part.actor
    wide, long = _reach(outline(a, pose_at(part, 0.5)))
    _, stands = _reach(outline(a))
    cropped = size in NEAR and not whole
    own = max(0.7, a.size / tall) if cropped else max(0.42, a.size / max(1.0, tall))
    height = _HEIGHTS[size if cropped or size not in NEAR else "full"]
    if cropped and wide / stands >= WIDE and head_of(a):
        if size not in ("close", "extreme_close"):
            return _custom_size(part, size, tall, count, True)
        return 0.95 * height, height, True
    height *= own if count > 1 else max(0.62, min(1.12, a.size))
    share = sum(NEAR[size]) / 2 if cropped else 1.0
    return height * wide / (stands * share), min(height * long / stands, 0.97), cropped


def _reach(points: list[Point]) -> tuple[float, float]:
    """(width, height) of some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) - min(xs), max(ys) - min(ys)


def _stroll(p: Placed) -> None:
    """Somebody who walks and has no boxes crosses a part of the frame."""
    left, t, right_edge, b = p.keys[0][1]
    w = right_edge - left
    right = p.part.actor.phase < 0.6
    near, far = (0.02, 0.98) if p.part.action == "run" else (0.14, 0.6 + w / 2)
    start, end = (near, far - w) if right else (1 - near - w, 1 - far)
    p.keys = [(0.0, (start, t, start + w, b)), (1.0, (end, t, end + w, b))]


def looks_back(placed: Sequence[Placed], size: str) -> bool:
    """Whether the camera looks the other way than in the scene's first shots: in the second half of a talk.

    That is over the shoulder of whoever stands at the right, or close on somebody alone who looks left.
    """
    away = next((p for p in placed if p.away), None)
    if away:
        left, _, right, _ = away.keys[0][1]
        return left + right > 1
    alone = len(placed) == 1 and size in ("close", "extreme_close")
    return alone and placed[0].part.facing < 0

"""Staging: where everybody stands in every frame, from the boxes of the screenplay or, without them, "
"by custom.

Boxes are (left, top, right, bottom) in 0..1 of the frame. Knows nothing of sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from backlot.actors.acting import (
    Part,
    find_action,
    find_feeling,
    find_posture,
    is_moving,
    pose_at,
    stride_of,
)
from backlot.actors.beast_acts import is_on_fours
from backlot.actors.figures import head_of, outline
from backlot.actors.look import Actor, cast_actor
from backlot.colour import words_of
from backlot.framing import Box, head_extent, lying_box, shoulder_box
from backlot.paint import Point
from backlot.placed import Placed
from backlot.together import seat, touch
from prompts.screenplay import Performer, Shot
from shots.backends import Panel

_VISIBLE: dict[str, tuple[float, float]] = {
    "medium": (0.52, 0.8),
    "close": (0.4, 0.62),
    "extreme_close": (0.3, 0.46),
}
"""How much of a figure each size shows, from the top, when its box reaches the bottom edge."""
_THINGS = (0.8, 0.9)
"""The same of things, which have their faces on their bodies."""
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
_LOW = frozenset({"sit", "kneel", "doze"})
"""Poses whose legs may reach out of a narrow box, or whoever sits down would shrink."""
_COMPANY, _UNLIKE = 0.5, 1.12
"""Power of the kinds' sizes beside each other, and how much larger than due somebody may be."""
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
        placed.append(Placed(part, keys, bool(performer.path), 1.0, (0, 0, 1, 1), asked))
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
        _lie_down(p, placed, aspect)
        _go_down(p, placed, aspect)
    if shot.camera and shot.camera.angle == "over_the_shoulder":
        _look_over_a_shoulder(placed)
    touch(placed)
    seat(placed)
    for p in placed:
        p.moves = max(abs(b[1][0] + b[1][2] - p.keys[0][1][0] - p.keys[0][1][2]) for b in p.keys) > 0.02
        p.part = replace(p.part, facing=_facing(p, placed))
        p.alone = len(placed) < 3
        p.beats = list(_beats(p, shot, len(placed)))
        _measure(p, size, aspect)
        p.depth_key = p.keys[0][1][3] + p.away
    for p in placed:
        if p.carrier:
            p.depth_key = p.carrier.depth_key + 1e-3
            p.part = replace(p.part, facing=p.carrier.part.facing)
    _match_scales(placed)
    return sorted(placed, key=lambda p: p.depth_key)


def _actor(panel: Panel, performer: Performer) -> Actor:
    character = panel.cast.get(performer.character)
    if character is None:
        return cast_actor(performer.character, None, None)
    look = character.look or ""
    if performer.look:
        look = f"{character.looks.get(performer.look, '')}, {look}"
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
    emotion = performer.emotion or find_feeling(doing) or "neutral"
    action = _without_rage(action, doing, emotion)
    energy = 0.4 + 0.12 * (shot.motion.intensity if shot.motion else 5)
    return Part(actor, action, emotion, 1.0, energy)


def _without_rage(action: str, doing: str, emotion: str) -> str:
    """Who shouts for joy or for help does not rage, and who only calls beckons."""
    if action != "rage" or emotion == "angry":
        return action
    if emotion != "neutral":
        return "talk"
    return "wave" if _CALLS & set(words_of(doing)) else action


def _rides(doing: str, action: str, actor: Actor) -> bool:
    """Whether the sentence says that they ride, though `doing` only says that they go."""
    return find_action(doing) in (None, "walk", "run") and bool(
        {"ride", "rides", "rode", "riding"} & set(_clause_of(action, actor).split()[:3])
    )


def _beats(p: Placed, shot: Shot, count: int) -> Iterator[tuple[float, Part]]:
    """What the shot's beats change for one actor: those that name them, or all when nobody else is there."""
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


def _lie_down(p: Placed, everybody: Sequence[Placed], aspect: float) -> None:
    """Whoever sleeps or falls in a narrow box lies beside it too, where nobody stands; without that room
    they sit or kneel, for lying in it they would have to be tiny.
    """
    left, top, right, bottom = p.keys[0][1]
    upright = {"sleep": "doze", "fall": "kneel"}.get(p.part.action)
    if p.part.actor.kind.gait and p.part.action == "sleep":
        return
    narrow = aspect * (right - left) / (bottom - top) < 1.1
    if not upright or p.part.actor.kind.plan not in ("person", "upright"):
        return
    if p.part.actor.others:
        p.part = replace(p.part, action=upright)
    if p.part.actor.others or not narrow:
        return
    others = [b for q in everybody if q is not p for _, b in q.keys]
    box = lying_box(p.keys[0][1], others, aspect)
    name, doing = p.part.actor.id, p.part.action
    if box is None:
        p.part = replace(p.part, action=upright)
        p.note = f"{name}: there is no room to {doing} lying, so {upright} is drawn"
        return
    p.keys = [(0.0, box)]
    if p.planned:
        p.note = f"{name}: the box is for somebody upright; lying, {name} is longer and lower than it"


def _go_down(p: Placed, everybody: Sequence[Placed], aspect: float) -> None:
    """Who goes on all fours in a box for somebody upright gets a longer and lower one, where nobody stands,
    and is as large in it as standing.
    """
    a = p.part.actor
    if not a.kind.gait or a.others or not is_on_fours(a, p.part.action):
        return
    left, top, right, bottom = p.keys[0][1]
    wide, tall = _reach(_phases(p.part, is_moving(p.part.action))[0])
    if aspect * (right - left) / (bottom - top) > 0.85 * wide / tall:
        return
    _, stands = _reach(outline(a))
    others = [b for q in everybody if q is not p for _, b in q.keys]
    shape = (wide / stands, tall / stands)
    boxes = [(at, lying_box(box, others, aspect, shape)) for at, box in p.keys]
    keys = [(at, box) for at, box in boxes if box is not None]
    if len(keys) == len(p.keys):
        p.keys = keys
        if p.planned:
            p.note = f"{a.id}: the box is for somebody upright; on all fours, {a.id} is longer and lower"


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


def _facing(p: Placed, everybody: list[Placed]) -> float:
    first, last = p.keys[0][1], p.keys[-1][1]
    if p.moves:
        return 1.0 if last[0] + last[2] >= first[0] + first[2] else -1.0
    middle = (first[0] + first[2]) / 2
    others = [(q.keys[0][1][0] + q.keys[0][1][2]) / 2 for q in everybody if q is not p]
    if others:
        nearest = min(others, key=lambda x: abs(x - middle))
        return 1.0 if nearest >= middle else -1.0
    if abs(middle - 0.5) > 0.05:
        return 1.0 if middle < 0.5 else -1.0
    return 1.0 if p.part.actor.phase < 0.6 else -1.0


# -- measures ------------------------------------------------------------------------------------------------


def _measure(p: Placed, size: str, aspect: float) -> None:
    """How much of the figure the box shows, and how large that is in body heights."""
    shapes = _phases(p.part, p.moves)
    box = p.keys[0][1]
    wanted = aspect * (box[2] - box[0]) / (box[3] - box[1])
    p.whole = _extent(shapes, 1.0)
    if p.away:
        p.shown, p.extent = 0.5, _extent(shapes, 0.5)
        return
    bows = pose_at(p.part, 0.4).bow > 0.3
    if _shows_head(p, box, shapes[0], size) and p.alone and not bows:
        x, y, radius = head_of(p.part.actor, pose_at(p.part, 0.4)) or (0.0, 0.0, 1.0)
        extent = head_extent(shapes[0], (x * p.part.facing, y, radius), wanted, size)
        if extent:
            p.shown, p.extent = 0.7, extent
            return
    shares = [1.0]
    body, stands = _reach(shapes[0])
    if (
        (body / stands < WIDE or (p.part.actor.others and p.part.actor.kind.plan in _BACKS))
        and size in _VISIBLE
        and box[3] >= (0.96 if size == "medium" else 0.9)
        and box[3] - box[1] > 0.45
        and abs(box[3] - p.keys[-1][1][3]) < 0.1
    ):
        low, high = _VISIBLE[size] if p.part.actor.kind.plan != "thing" else _THINGS
        shares = [low + (min(1.0, high + 0.2) - low) * i / 8 for i in range(9)]
    best = None
    for share in shares:
        extent = _extent(shapes, share)
        ratio = (extent[2] - extent[0]) / (extent[3] - extent[1]) / wanted
        miss = max(ratio, 1 / ratio)
        if best is None or miss < best[0]:
            best = (miss, share, extent)
    assert best is not None
    p.shown, p.extent = best[1], best[2]
    if p.part.action in _LOW and wanted < 0.7:
        left, top, right, bottom = p.extent
        trim = (right - left) / 8
        p.extent = (left + trim, top, right - trim, bottom)


def _match_scales(placed: Sequence[Placed]) -> None:
    """Beside each other in a nearer shot nobody is a giant: whoever would be, shows more of themselves."""
    near = [p for p in placed if not p.away and not p.carrier]
    if len(near) < 2 or all(p.shown >= 1.0 for p in near):
        return

    def scale(p: Placed) -> float:
        """Frame heights a body height, beside what is due to the kind's size."""
        box = p.keys[0][1]
        return (box[3] - box[1]) / (p.extent[3] - p.extent[1]) / p.part.actor.size**_COMPANY

    least = min(map(scale, near)) * _UNLIKE
    for p in near:
        wide = p.whole[2] - p.whole[0] >= WIDE * (p.whole[3] - p.whole[1])
        if p.shown < 1.0 and scale(p) > least and not wide:
            box, (left, before, right, after) = p.keys[0][1], p.extent
            tall = (box[3] - box[1]) / (least * p.part.actor.size**_COMPANY)
            top, bottom = p.whole[1], p.whole[3]
            p.shown = min(1.0, tall / (bottom - top))
            middle, half = (left + right) / 2, (right - left) / 2 * tall / (after - before)
            end = min(bottom, top + tall)
            p.extent = (middle - half, end - tall, middle + half, end)


def _shows_head(p: Placed, box: Box, points: list[Point], size: str) -> bool:
    """A long body in a close shot: its head is at one end, so the other may leave the picture."""
    wide, tall = _reach(points)
    return wide / tall >= WIDE and box[3] >= 0.9 and head_of(p.part.actor) is not None


def _phases(part: Part, moves: bool) -> list[list[Point]]:
    """The outline at a few moments of the action; they vary, and the box should suit their mean."""
    out = []
    for i in range(6):
        speed = (1.8 if part.action == "run" else 0.6) if moves else 0.0
        travelled = i * stride_of(part, speed) / 6 if moves else 0.0
        out.append(outline(part.actor, replace(pose_at(part, 0.37 * i, travelled, speed), sleep=-1.0)))
    return out


def _extent(shapes: list[list[Point]], share: float) -> Box:
    boxes = []
    for points in shapes:
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        cut = top + (bottom - top) * share
        upper = [x for x, y in points if y <= cut]
        boxes.append((min(upper), top, max(upper), cut))
    n = len(boxes)
    return (
        sum(b[0] for b in boxes) / n,
        sum(b[1] for b in boxes) / n,
        sum(b[2] for b in boxes) / n,
        sum(b[3] for b in boxes) / n,
    )


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
        left += (0.08 if size not in _VISIBLE else 0.05) * (1 if parts[0].actor.phase > 0.5 else -1)
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
    wide, long = _reach(outline(a, replace(pose_at(part, 0.5), sleep=-1.0)))
    _, stands = _reach(outline(a))
    cropped = size in _VISIBLE and not whole
    own = max(0.7, a.size / tall) if cropped else max(0.42, a.size / max(1.0, tall))
    height = _HEIGHTS[size if cropped or size not in _VISIBLE else "full"]
    if cropped and wide / stands >= WIDE and head_of(a):
        if size not in ("close", "extreme_close"):
            return _custom_size(part, size, tall, count, True)
        return 0.95 * height, height, True
    height *= own if count > 1 else max(0.62, min(1.12, a.size))
    share = sum(_VISIBLE[size]) / 2 if cropped else 1.0
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

"""What an instruction says of the camera, the pace and the joins.

python -c "from director.rules.revising_camera import SIZES; print(*SIZES)"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from director.rules.revising_targets import Target, left_over, spelled
from prompts.errors import WriterError
from prompts.pages import Edit, ReviseSlots, ShotToRevise
from prompts.vocabulary import VOCABULARIES

SIZES = {
    "extreme close-?up|extreme close shot|very close|detail": "extreme_close",
    "close-? ?up|close shot|close": "close",
    "extreme wide(?: shot)?|very wide|establishing shot|panorama": "extreme_wide",
    "wide shot|wide|long shot": "wide",
    "full shot|full body|full figure|full": "full",
    "medium shot|mid-?shot|medium": "medium",
}
_ANGLES = {
    "low[- ]angle|from below": "low",
    "high[- ]angle": "high",
    "overhead|from above|bird'?s[- ]eye(?: view)?|top[- ]down": "overhead",
    "dutch angle|dutch|tilted": "dutch",
    "over[- ]the[- ]shoulder": "over_the_shoulder",
    "eye[- ]level": "eye_level",
}
_MOVES = {
    "push(?:es)? in|dolly in|move(?:s)? (?:in|closer)": "push_in",
    "pull(?:s)? (?:out|back)|dolly out|move(?:s)? (?:back|away)": "pull_out",
    "zoom(?:s)? in": "zoom_in",
    "zoom(?:s)? out": "zoom_out",
    "pan(?:s)?(?: to the)? left": "pan_left",
    "pan(?:s)?(?: to the)? right": "pan_right",
    "tilt(?:s)? up": "tilt_up",
    "tilt(?:s)? down": "tilt_down",
    "truck(?:s)? left": "truck_left",
    "truck(?:s)? right": "truck_right",
    "crane(?:s)? up": "crane_up",
    "crane(?:s)? down": "crane_down",
    "tracking|track|follow(?:s|ing)?": "tracking",
    "handheld|hand-held|shaky": "handheld",
    "static|hold(?:s)? still|still|motionless": "static",
}
_CAMERA = ("size", SIZES), ("angle", _ANGLES), ("move", _MOVES)
_CAMERA_FILLER = r"\b(?:camera|angle|view|frame|framing|lens|slowly|slow)\b"
_KINDS = {
    "dissolves?|cross-?(?:fade|dissolve)s?": "dissolve",
    "fades?(?: (?:out|through black|to black))?": "fade",
    "(?:hard |straight )?cuts?": "cut",
    "smooth(?: (?:join|transition))?s?": "smooth",
    "bridges?": "bridge",
}
_JOIN_FILLER = r"\b(?:transitions?|joins?|between|next|over|only|everywhere|after)\b"
_FASTER, _SLOWER = 0.8, 1.25
_ROOM, _BREATH_S = 1.15, 0.5
"""A voice may be slower than is reckoned, and breathes."""
_LEAST_S = 1.0
"""A shot without words is not made shorter than this."""


def change_camera(target: Target, slots: ReviseSlots) -> list[Edit] | None:
    """Size, angle and move, any of them; `closer` and `wider` go one size on."""
    rest, values = target.rest, {}
    for field, words in _CAMERA:
        rest, value = _take(rest, words)
        if value:
            values[field] = value
    step = 0
    if "size" not in values:
        rest, way = _take(
            rest, {"closer|nearer|tighter": "1", "wider|farther|further(?: away| back)?|looser": "-1"}
        )
        step = int(way or 0)
    rest = re.sub(_CAMERA_FILLER, " ", rest, flags=re.I)
    if not (values or step) or left_over(_without_cast(rest, slots)):
        return None
    return [edit for shot in target.shots for edit in _camera_edits(shot, values, step)]


def _camera_edits(shot: ShotToRevise, values: Mapping[str, str], step: int) -> Iterator[Edit]:
    for field, value in values.items():
        yield Edit(path=f"shots.{shot.id}.camera.{field}", value=value)
    sizes = VOCABULARIES["size"]
    if step and shot.size in sizes:
        size = sizes[min(max(sizes.index(shot.size) + step, 0), len(sizes) - 1)]
        if size != shot.size:
            yield Edit(path=f"shots.{shot.id}.camera.size", value=size)


def change_transition(target: Target, slots: ReviseSlots) -> list[Edit] | None:
    """How shots become the next; `cuts instead of dissolves` means those alone."""
    text = target.rest
    only = ""
    if found := re.search(r"\b(?:instead of|not) (.+)$", text, re.I):
        text = text[: found.start()]
        rest, only = _take(found[1], _KINDS)
        if not only or left_over(rest):
            return None
    rest, kind = _take(text, _KINDS)
    if not kind or left_over(re.sub(_JOIN_FILLER, " ", rest, flags=re.I)):
        return None
    # The film's last shot is joined to nothing, unless somebody names it.
    shots = [s for s in target.shots if target.named or s.number < slots.total_shots]
    return [
        Edit(path=f"shots.{shot.id}.transition", value=kind)
        for shot in shots
        if not only or (shot.transition or "cut") == only
    ]


def change_pace(target: Target, slots: ReviseSlots) -> list[Edit] | None:
    """Slower or faster (how much moves, and how long it is seen), longer or shorter (how long alone)."""
    text = target.rest
    seconds = re.search(r"(\d+(?:\.\d+)?) ?(?:s|sec|seconds?)\b", text, re.I)
    rest = text.replace(seconds[0], " ") if seconds else text
    rest, way = _take(
        rest,
        {
            "slower|slow(?: it)? down|calmer": "slower",
            "faster|quicker|speed(?: it)? up|livelier|snappier": "faster",
            "longer": "longer",
            "shorter|briefer": "shorter",
            "long|last(?:s)?(?: for)?": "lasts",
        },
    )
    if not way or (way == "lasts" and not seconds) or left_over(rest.replace("much", " ")):
        return None
    change = _pace_of(way, float(seconds[1]) if seconds else None)
    return [edit for shot in target.shots for edit in _pace_edits(shot, way, change)]


def _pace_of(way: str, seconds: float | None) -> Callable[[float], float]:
    """From how long a shot lasts to how long it is to last."""
    if way == "lasts":
        return lambda before: seconds or before
    longer = way in ("slower", "longer")
    if seconds is not None:
        return lambda before: before + (seconds if longer else -seconds)
    return lambda before: before * (_SLOWER if longer else _FASTER)


def _pace_edits(shot: ShotToRevise, way: str, change: Callable[[float], float]) -> Iterator[Edit]:
    asked = change(shot.lasts_s)
    least = shot.words_s * _ROOM + _BREATH_S if shot.words_s else _LEAST_S
    if way == "lasts" and asked < shot.words_s:
        raise WriterError(
            f"{shot.id} cannot last {asked:g} s: its words take {shot.words_s:g} s to say. Ask for at least "
            "that, or shorten its words in the file."
        )
    # A shot that is as long as its words is as short as it can be.
    is_open = shot.duration_s is None and shot.words_s > 0 and way in ("faster", "shorter")
    after = round(asked if way == "lasts" else max(asked, least), 1)
    is_meant = way == "lasts" or (after < shot.lasts_s) == (way in ("faster", "shorter"))
    if not is_open and is_meant and after != shot.lasts_s:
        yield Edit(path=f"shots.{shot.id}.duration_s", value=f"{after:g}")
    if way in ("slower", "faster"):
        amount = shot.intensity or 5
        moved = min(max(amount + (2 if way == "faster" else -2), 1), 10)
        if moved != amount:
            yield Edit(path=f"shots.{shot.id}.motion.intensity", value=str(moved))


def _take(text: str, words: Mapping[str, str]) -> tuple[str, str]:
    """(the text without the first of the words that stands in it, what that word means or '')."""
    for pattern, meaning in words.items():
        if found := re.search(rf"\b(?:{pattern})\b", text, re.I):
            return f"{text[: found.start()]} {text[found.end() :]}", meaning
    return text, ""


def _without_cast(text: str, slots: ReviseSlots) -> str:
    """A close-up of the fox is a close-up: who is seen in it stays as it is planned."""
    for person in slots.cast:
        text = re.sub(rf"\b{spelled(person)}(?:['’]s (?:face|eyes))?(?!\w)", " ", text, flags=re.I)
    return re.sub(r"\b(?:face|eyes)\b", " ", text, flags=re.I)

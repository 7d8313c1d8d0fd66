"""The words of the board: what is said about a shot, a scene and a film, in plain English.

python -c "from director.board_words import clock; print(clock(64.5))"
"""

from __future__ import annotations

from collections.abc import Mapping

from prompts.errors import say_count
from prompts.screenplay import Camera, Scene, Screenplay, Shot, Transition


def shot_words(shot: Shot) -> str:
    """What is told in the shot, or what is seen where nothing is told."""
    told = shot.narration or ""
    said = [line.line for line in shot.dialogue or [] if line.line not in told]
    return " ".join([part for part in (told, *said) if part.strip()]) or shot.action or "(no words)"


def camera_words(shot: Shot) -> str:
    """Size, angle, lens and move, without what is plain: `close, low angle, push in`."""
    camera = shot.camera or Camera()
    parts = [_spelled(camera.size), "" if camera.angle in (None, "eye_level") else _angle(camera.angle)]
    parts.append(f"{camera.lens} lens" if camera.lens not in (None, "normal") else "")
    parts.append("" if camera.move in (None, "static") else _spelled(camera.move))
    return ", ".join(part for part in parts if part)


def _angle(angle: str) -> str:
    return f"{angle} angle" if angle in ("low", "high", "dutch") else _spelled(angle)


def _spelled(word: str | None) -> str:
    return (word or "").replace("_", " ")


def scene_words(screenplay: Screenplay, scene: Scene) -> list[str]:
    """Place, time of day, weather and mood, as far as they are decided."""
    parts = [place_name(screenplay, scene), scene.time_of_day, scene.weather, scene.mood]
    return [_spelled(part) for part in parts if part]


def place_name(screenplay: Screenplay, scene: Scene) -> str:
    """The name of the scene's place, or its id; '' if it has none."""
    place = screenplay.places.get(scene.place or "")
    return (place.name if place else None) or scene.place or ""


def transition_words(transition: Transition | None) -> str:
    """`dissolve, 0.5 s`; '' for a plain cut."""
    if transition is None or transition.kind == "cut":
        return ""
    return transition.kind + (f", {transition.duration_s:g} s" if transition.duration_s else "")


def clock(seconds: float) -> str:
    """Seconds as a person reads them: `4.2 s`, from a minute on `1:04`, from an hour on `1:02:30`."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def total_words(screenplay: Screenplay, durations: Mapping[str, float]) -> str:
    """The film in numbers: shots, scenes, characters, length (as far as it is known), size, style."""
    shots = [shot for _, shot in screenplay.shots()]
    known = [durations[shot.id] for shot in shots if shot.id and shot.id in durations]
    parts = [
        say_count(len(shots), "shot"),
        say_count(len(screenplay.scenes), "scene"),
        say_count(len(screenplay.cast), "character") if screenplay.cast else "",
        f"about {clock(sum(known))}" if len(known) == len(shots) else "",
        f"{screenplay.frame.width} × {screenplay.frame.height}, {screenplay.frame.fps} fps",
        screenplay.style or "",
    ]
    return " · ".join(part for part in parts if part)

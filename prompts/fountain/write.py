"""From a screenplay to a script in Fountain, for people who go on in a screenwriter's tool.

What a script has a place for is written: the title page, scenes, action, who says what, the narrator's voice,
transitions. Cameras, light and boxes stay in the plan. `plan_fountain` reads back the same scenes, people,
words and transitions.

    print(write_fountain(screenplay, script_lines))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from prompts.fountain.headings import read_heading
from prompts.fountain.names import id_of
from prompts.screenplay import Scene, Screenplay, Shot

Hear = Callable[[Shot], Sequence[tuple[str | None, str]]]
"""(speaker's id or None for the narrator, words) in the order in which a shot is heard."""
NARRATOR = "NARRATOR (V.O.)"
_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』 "
_INSIDE = {"interior": "INT.", "exterior": "EXT.", "interior and exterior": "INT./EXT."}


def write_fountain(screenplay: Screenplay, hear: Hear) -> str:
    """The text of the script, with a line break at its end.

    Args:
        screenplay: a plan; what is open in it is left out.
        hear: tells what of a shot is heard, and from whom.
    """
    blocks = ["\n".join(_title_page(screenplay))]
    for scene in screenplay.scenes:
        if scene.chapter:
            blocks.append(f"# {_plain(scene.chapter)}")
        blocks.append(_heading(screenplay, scene))
        for shot in scene.shots:
            blocks += _shot(screenplay, shot, hear)
    return "\n\n".join(block for block in blocks if block) + "\n"


def left_out(screenplay: Screenplay) -> list[str]:
    """What of a plan a script has no place for, as words for a person."""
    shots = [shot for _, shot in screenplay.shots()]
    has = {
        "cameras": any(shot.camera for shot in shots),
        "light": any(shot.light for shot in shots),
        "weather": any(scene.weather for scene in screenplay.scenes),
        "where everybody stands": any(p.path for shot in shots for p in shot.who or []),
        "lengths": any(shot.duration_s for shot in shots),
        "smooth and bridge joins": any(_kind(shot) in ("smooth", "bridge") for shot in shots),
    }
    return [what for what, there in has.items() if there]


def _title_page(screenplay: Screenplay) -> Iterator[str]:
    entries = {
        "Title": screenplay.title or "Untitled",
        "Logline": screenplay.logline,
        "Language": screenplay.language,
        "Style": screenplay.style,
    }
    for key, value in entries.items():
        if value:
            yield f"{key}: {_plain(value)}"
    if screenplay.cast:
        yield "Cast:"
    for name, person in screenplay.cast.items():
        look = f", {person.look}" if person.look else ""
        yield f"    {_plain((person.name or name) + look).replace(';', ',')};"


def _heading(screenplay: Screenplay, scene: Scene) -> str:
    place = screenplay.places.get(scene.place or "")
    name = _plain((place.name if place else None) or scene.place or "Somewhere").replace(" - ", ", ")
    bare, _, inside = name.rpartition(", ")
    if bare and inside in _INSIDE:
        start = f"{_INSIDE[inside]} {bare}"
    elif read_heading(name).place == name and name[:1].isalnum():
        start = f".{name}"
    else:  # `the night market`: a time of day, were it not marked as a place
        start = f"EXT. {name}"
    time = f" - {scene.time_of_day.upper()}" if scene.time_of_day else ""
    mood = f" ({_plain(scene.mood)})" if scene.mood and scene.time_of_day else ""
    number = (scene.id or "").removeprefix("s")
    return start + time + mood + (f" #{number}#" if scene.id and scene.id == f"s{id_of(number)}" else "")


def _shot(screenplay: Screenplay, shot: Shot, hear: Hear) -> Iterator[str]:
    if shot.action and not re.fullmatch(r"\S.* speaks?\.", shot.action):  # what a script leaves unsaid
        yield f"!{_escaped(shot.action)}"
    seen = {performer.character for performer in shot.who or []}
    for speaker, words in hear(shot):
        said = words.strip(_QUOTES) if speaker else words
        if not any(letter.isalnum() for letter in said):
            continue
        cue = NARRATOR
        if speaker:
            name = screenplay.cast[speaker].name or speaker if speaker in screenplay.cast else speaker
            cue = f"@{_cue(name)}{'' if speaker in seen else ' (O.S.)'}"
        yield f"{cue}\n{_escaped(said)}"
    if _kind(shot) in ("dissolve", "fade"):
        yield f"> {_kind(shot).upper()} TO:"


def _kind(shot: Shot) -> str:
    return shot.transition.kind if shot.transition else "cut"


def _cue(name: str) -> str:
    """A name as a cue can hold it: two who speak together are parted at `&` and `/`."""
    return _plain(re.sub(r"\s*[&/]\s*", " and ", re.sub(r"[()^]", "", name)))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Words in one line, with a backslash before what would be a mark of the format."""
    marked = re.sub(r"([\\*_]|\[(?=\[)|\](?=\])|^[(~!@.>=#])", r"\\\1", _plain(text))
    return marked.replace("/\\*", "\\/\\*")

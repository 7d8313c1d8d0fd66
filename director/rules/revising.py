"""A person's instruction by rule: a modest set of things to say, each understood whole or not at all.

from director.rules.revising import revise
page = revise(slots)   # ReviseSlots -> RevisePage
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from director.rules.film_grammar import light_of
from director.rules.revising_camera import change_camera, change_pace, change_transition
from director.rules.revising_people import change_feeling, change_look, move_people, rename
from director.rules.revising_targets import Target, find_target, left_over, to_scenes, unquoted
from prompts.errors import WriterError
from prompts.pages import Edit, RevisePage, ReviseSlots, ShotToRevise
from prompts.vocabulary import TimeOfDay, Weather
from prompts.wording import STYLES

UNDERSTOOD = (
    "the ending at night (or dawn, morning, day, afternoon, sunset, evening)",
    "scene 2 in the rain (or snow, fog, storm, cloudy, clear)",
    "the style: watercolour",
    "the title: The Fox",
    "drop shot s2-03",
    "add a shot after s1-02: The crow flies away.",
    "rename Rusty to Rosa",
    "the fox's look: an old grey fox; make the fox's scarf blue",
    "make the fox sad in shot 3",
    "bring the crow into s1-02; remove the crow from s1-02",
    "a close-up in s1-02 (any size, angle or camera move); closer; wider",
    "slower, faster, shorter, 2 seconds longer",
    "a dissolve after s1-02 (or cut, fade, smooth, bridge)",
    "the mood of scene 2: uneasy",
    "shot s2-03: The fox sleeps. (or light: ..., narration: ...)",
)
_TIMES: dict[str, TimeOfDay] = {
    "dawn": "dawn",
    "sunrise": "dawn",
    "daybreak": "dawn",
    "morning": "morning",
    "day": "day",
    "daytime": "day",
    "daylight": "day",
    "noon": "day",
    "midday": "day",
    "afternoon": "afternoon",
    "sunset": "sunset",
    "sundown": "sunset",
    "dusk": "evening",
    "evening": "evening",
    "night": "night",
    "nighttime": "night",
    "midnight": "night",
}
_WEATHERS: dict[str, Weather] = {
    **dict.fromkeys(("clear", "sunny", "fine", "sunshine"), "clear"),
    **dict.fromkeys(("cloudy", "overcast", "clouds"), "cloudy"),
    **dict.fromkeys(("rain", "rains", "rainy", "raining"), "rain"),
    **dict.fromkeys(("snow", "snows", "snowy", "snowing"), "snow"),
    **dict.fromkeys(("fog", "foggy", "mist", "misty"), "fog"),
    **dict.fromkeys(("storm", "stormy", "thunderstorm"), "storm"),
}
_STYLES = (
    "|".join(re.escape(name) for name in STYLES) + r"|watercolou?rs?|film noir|black and white|cartoon|comic|"
    "anime|oil painting|pencil|charcoal|clay(?:mation)?|woodcut|pixel art|cinematic|pastel|photograph\\w*|"
    "realis\\w*|sketch|crayon|engraving"
)
_NEGATION = re.compile(
    r"\b(?:not|never|n't|don't|doesn't|dont|nobody|nothing|no longer|without|except|unless)\b", re.I
)


def revise(slots: ReviseSlots) -> RevisePage:
    """The edits of an instruction, as far as they fall into the shots that are shown.

    Raises:
        WriterError: the instruction, or a part of it, is none of those in `UNDERSTOOD`.
    """
    text = " ".join(slots.instruction.split())
    try:
        return _page(_read(text, slots, None)[0])
    except _NotUnderstood:
        pass
    edits: list[Edit] = []
    target: Target | None = None
    for clause in re.split(
        r"\s*;\s*|(?<=[.!])\s+(?=[A-Z])|,?\s+and then\s+|,?\s+then\s+|,\s+|\s+and\s+", text
    ):
        if not clause.strip(" .!"):
            continue
        try:
            more, target = _read(clause, slots, target)
            edits += more
        except _NotUnderstood:
            raise WriterError(_refuse(clause, text)) from None
    return _page(edits)


class _NotUnderstood(ValueError):
    pass


def _page(edits: list[Edit]) -> RevisePage:
    return RevisePage(edits=edits, why="" if edits else "nothing in the plan is meant by it")


def _refuse(clause: str, text: str) -> str:
    part = f" (of {text!r})" if clause != text else ""
    listed = "\n".join(f"  {example}" for example in UNDERSTOOD)
    return (
        f"The offline writer does not understand {clause.strip()!r}{part}, and changed nothing. "
        f"It understands, with `in shot s1-02`, `in scene 2` or `in the ending`:\n{listed}\n"
        "Say it in one of these ways, edit the file, or use --writer openai:MODEL."
    )


def _read(clause: str, slots: ReviseSlots, before: Target | None) -> tuple[list[Edit], Target | None]:
    """(the edits of one clause by the first rule that understands all of it, what it is about).

    A clause that does not say which shots it means is about those of the clause before.

    Raises:
        _NotUnderstood: none does.
    """
    clause = clause.strip(" .!")
    for rule in _WHOLE:
        edits = rule(clause, slots)
        if edits is not None:
            return edits, before
    if not _NEGATION.search(clause):
        target = find_target(clause, slots)
        if before is not None and not target.named:
            target = replace(before, rest=target.rest)
        for change in _ABOUT_SHOTS:
            found = change(target, slots)
            if found is not None:
                return found, target if target.named else before
    raise _NotUnderstood(clause)


# -- the film ------------------------------------------------------------------------------------------------


def _title(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    found = re.fullmatch(
        r"(?:(?:change |set |make )?(?:the )?title(?: of the film)?(?: be)? ?(?::|to|is|=|should be) ?|"
        r"(?:re)?(?:call|name|title) (?:the|this) (?:film|movie|story)(?: to| as)? )(.+)",
        clause,
        re.I,
    )
    return [Edit(path="title", value=unquoted(found[1]))] if found else None


def _style(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    found = (
        re.fullmatch(r"(?:change |set |make )?(?:the )?style ?(?::|to|is|=|should be) ?(.+)", clause, re.I)
        or re.fullmatch(r"(?:.*\b)?in the style of (.+)", clause, re.I)
        or re.fullmatch(
            r"(?:make|draw|film|do|turn|paint|render) (?:it|everything|the (?:whole )?film|all of it)"
            rf"(?: look)?(?: in| as| into| like)? ?(?:an? )?((?:{_STYLES})\b.*?)(?: style| drawing)?",
            clause,
            re.I,
        )
    )
    return [Edit(path="style", value=unquoted(found[1]))] if found else None


def _one_shot(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    """`shot s2-03: ...`: a field and its value, another change, or what is now seen to happen."""
    found = re.fullmatch(r"((?:the |in )?(?:shots?|scenes?)? ?[\w -]{1,40}?) ?: ?(.+)", clause, re.I)
    if not found:
        return None
    target = find_target(found[1], slots)
    if not target.named or left_over(target.rest):
        return None
    words = unquoted(found[2])
    if field := re.fullmatch(r"(action|light|narration|relation|mood) ?[:=] ?(.+)", words, re.I):
        return list(_fields(target, field[1].lower(), unquoted(field[2]), slots))
    meant = Target(target.shots, words, target.named, target.by_scene)
    for change in _ABOUT_SHOTS:
        edits = change(meant, slots)
        if edits is not None:
            return edits
    if target.by_scene:
        return None
    return [edit for shot in target.shots for edit in _new_action(shot, words, slots)]


def _fields(target: Target, field: str, value: str, slots: ReviseSlots) -> Iterator[Edit]:
    if field == "mood":
        for here, _, edits in to_scenes(target, slots):
            yield from edits
            yield Edit(path=f"scenes.{here}.mood", value=value)
        return
    for shot in target.shots:
        yield from (
            _new_action(shot, value, slots)
            if field == "action"
            else [Edit(path=f"shots.{shot.id}.{field}", value=value)]
        )


def _new_action(shot: ShotToRevise, words: str, slots: ReviseSlots) -> Iterator[Edit]:
    """Another action; what followed from the old one is open again, and who is named comes in."""
    yield Edit(path=f"shots.{shot.id}.action", value=words)
    for field in ("relation", "states", "beats", "motion"):
        yield Edit(op="clear", path=f"shots.{shot.id}.{field}")
    seen = {p.character for p in shot.who}
    for performer in shot.who:
        for field in ("doing", "emotion"):
            yield Edit(op="clear", path=f"shots.{shot.id}.who.{performer.character}.{field}")
    for person in slots.cast:
        name = re.sub(r"^the ", "", person.name, flags=re.I)
        if person.id not in seen and re.search(rf"\b{re.escape(name)}\b", words, re.I):
            yield Edit(op="add", path=f"shots.{shot.id}.who.{person.id}")


def _mood(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    found = re.fullmatch(r"(.*?)\bmood\b(.*?) ?(?::|to|is|=) ?(.+)", clause, re.I)
    if not found:
        return None
    target = find_target(f"{found[1]} {found[2]}", slots)
    return None if left_over(target.rest) else list(_fields(target, "mood", unquoted(found[3]), slots))


# -- shots ---------------------------------------------------------------------------------------------------


def _drop(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    found = re.fullmatch(
        r"(?:please )?(?:drop|remove|delete|cut out|cut|leave out|take out|skip|omit) (.+)", clause, re.I
    )
    if not found:
        return None
    target = find_target(found[1], slots)
    if not target.named or left_over(target.rest):
        return None
    if target.by_scene:
        names = dict.fromkeys(shot.scene for shot in target.shots)
        return [Edit(op="remove", path=f"scenes.{name}") for name in names]
    return [Edit(op="remove", path=f"shots.{shot.id}") for shot in target.shots]


def _add_shot(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    found = re.fullmatch(
        r"(?:add|insert|put)(?: in)? (?:a|another|one more)(?: new)? shot (?:after|behind) "
        r"([^:]{1,40}?) ?: ?(.+)",
        clause,
        re.I,
    ) or re.fullmatch(r"after ([^:,]{1,40}?),? (?:add|insert)(?: a(?: new)? shot)? ?: ?(.+)", clause, re.I)
    if not found:
        return None
    target = find_target(f"after {found[1]}", slots)
    if not target.named or left_over(target.rest.replace("after", " ")):
        return None
    return [Edit(op="add", path=f"shots.{shot.id}", value=unquoted(found[2])) for shot in target.shots[-1:]]


# -- scenes --------------------------------------------------------------------------------------------------


def _change_time(target: Target, slots: ReviseSlots) -> list[Edit] | None:
    return _change_sky(target, slots, "time_of_day", dict(_TIMES))


def _change_weather(target: Target, slots: ReviseSlots) -> list[Edit] | None:
    return _change_sky(target, slots, "weather", dict(_WEATHERS))


def _change_sky(
    target: Target, slots: ReviseSlots, field: Literal["time_of_day", "weather"], words: dict[str, str]
) -> list[Edit] | None:
    """Another time or weather, and the light that follows from it where it followed from the old one."""
    found = re.findall(rf"\b({'|'.join(words)})\b", target.rest, re.I)
    rest = re.sub(rf"\b({'|'.join(words)})\b", " ", target.rest, flags=re.I)
    meant = {words[word.lower()] for word in found}
    if len(meant) != 1 or left_over(rest):
        return None
    (value,) = meant
    scenes = {scene.id: scene for scene in slots.scenes}
    places = {place.id: f"{place.name} {place.look}" for place in slots.places}
    edits: list[Edit] = []
    for here, old, splits in to_scenes(target, slots):
        scene = scenes[old]
        edits += [*splits, Edit(path=f"scenes.{here}.{field}", value=value)]
        place = places.get(scene.place, scene.place)
        now = {"time_of_day": scene.time_of_day or "day", "weather": scene.weather or "clear"}
        before, after = (_light(place, sky) for sky in (now, {**now, field: value}))
        edits += [
            Edit(path=f"shots.{shot.id}.light", value=after)
            for shot in target.shots
            if shot.scene == old and shot.light == before != after
        ]
    return edits


def _light(place: str, sky: dict[str, str]) -> str:
    time, weather = sky["time_of_day"], sky["weather"]
    return light_of(place, time, weather)  # type: ignore[arg-type]  # both are words of their vocabularies


_WHOLE: tuple[Callable[[str, ReviseSlots], list[Edit] | None], ...] = (
    _title,
    _style,
    rename,
    _add_shot,
    _drop,
    move_people,
    _mood,
    _one_shot,
    change_look,
)
_ABOUT_SHOTS: tuple[Callable[[Target, ReviseSlots], list[Edit] | None], ...] = (
    change_transition,
    change_camera,
    change_pace,
    _change_time,
    _change_weather,
    change_feeling,
)

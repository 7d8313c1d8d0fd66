"""Which shots an instruction means: by id, by number, first and last, the beginning, the ending, or all.

python -c "from director.rules.revising_targets import find_target; print(find_target.__doc__)"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from director.language.words import listed
from prompts.pages import Edit, Person, ReviseSlots, SceneToRevise, ShotToRevise

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
        ),
        1,
    )
    for word in words.split()
}
FILLER = listed(
    "make let set change turn put use have has should shall must be is are it its the a an to at in of on by "
    "for please take takes place happen happens play plays into as instead become becomes and now this that "
    "there with weather time scene shot shots film movie want i we would like during more go goes whole all "
    "from"
)
"""Words without which an instruction says the same."""
_ID = re.compile(r"(?<![\w-])s\d+[a-z]?-\d+[a-z]?(?![\w-])", re.I)
SHOTS_AT_ONCE = 20
"""A longer scene may be shown in parts."""
_THIRD = 3
"""The ending of a film of one scene is its last third."""


@dataclass(frozen=True)
class Target:
    """The shots that are meant, as far as they are shown."""

    shots: tuple[ShotToRevise, ...]
    rest: str
    """the instruction without the words that said so"""
    named: bool
    """somebody said which; else all are meant"""
    by_scene: bool
    """whole scenes are meant"""


def find_target(text: str, slots: ReviseSlots) -> Target:
    """What a clause is about. Nothing of it may be in this part of the film."""
    for find in (_by_id, _by_number, _by_place_in_film):
        if (found := find(text, slots)) is not None:
            return found
    every = re.sub(
        r"\b(?:in |of |for |to |on )?(?:all|every|each|both)(?: of)?(?: the)? (?:shots?|scenes?)\b|"
        r"\b(?:in |of |for |through(?:out)? )?(?:everything|everywhere|throughout|the (?:whole|entire) "
        r"(?:film|movie|story)|all of it)\b",
        " ",
        text,
        flags=re.I,
    )
    return Target(tuple(slots.shots), every, named=every != text, by_scene=True)


def _by_id(text: str, slots: ReviseSlots) -> Target | None:
    """Ids of shots and scenes that stand in the text, or words that could be a shot's id."""
    shots = {s.id for s in slots.shots if _stands(s.id, text)}
    scenes = {s.id for s in slots.scenes if _stands(s.id, text) and s.id not in shots}
    if not shots and not scenes and not _ID.search(text):
        return None
    names = "|".join(re.escape(n) for n in sorted(shots | scenes, key=len, reverse=True))
    one = rf"(?:{names}|{_ID.pattern})" if names else _ID.pattern
    lead = r"(?:\b(?:in|of|for|after|at|from|on|to) )?(?:\b(?:the )?(?:shots?|scenes?) )?"
    rest = re.sub(rf"{lead}{one}(?:(?:,| and|, and) {one})*", " ", text, flags=re.I)
    meant = tuple(s for s in slots.shots if s.id in shots or s.scene in scenes)
    return Target(meant, rest, named=True, by_scene=not shots)


def _stands(name: str, text: str) -> bool:
    # A scene may be called `end`: such an id is meant only where `scene` or `shot` stands before it.
    plain = re.fullmatch(r"[^\W\d_]+", name)
    lead = r"(?:shots?|scenes?) " if plain else ""
    return bool(re.search(rf"(?<![\w-]){lead}{re.escape(name)}(?![\w-])", text, re.I))


def _by_number(text: str, slots: ReviseSlots) -> Target | None:
    ordinals = "|".join(_ORDINALS)
    lead = r"(?:\b(?:in|of|for|after|at|from|on|to) )?(?:\bthe )?"
    found = re.search(
        rf"{lead}\b(?:(?P<ordinal>{ordinals}|last|final) (?P<kind>shot|scene)\b|"
        r"(?P<kind2>shot|scene)s? (?:no\.? |number )?(?P<first>\d{1,4})"
        r"(?:(?: ?- ?| to | through | and )(?P<last>\d{1,4}))?\b)",
        text,
        re.I,
    )
    if not found:
        return None
    kind = (found["kind"] or found["kind2"]).lower()
    total = slots.total_shots if kind == "shot" else slots.total_scenes
    if word := found["ordinal"]:
        first = last = _ORDINALS.get(word.lower(), total)
    else:
        first, last = int(found["first"]), int(found["last"] or found["first"])
    numbers = range(first, last + 1)
    scenes = {s.id for s in slots.scenes if s.number in numbers}
    shots = tuple(s for s in slots.shots if (s.number in numbers if kind == "shot" else s.scene in scenes))
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return Target(shots, rest, named=True, by_scene=kind == "scene")


def _by_place_in_film(text: str, slots: ReviseSlots) -> Target | None:
    """The beginning or the ending: a scene, or a third of a film of one."""
    found = re.search(
        r"(?:\b(?:in|at|of|for) )?\b(?:the |its )?(?:(?P<end>ending|end|finale|conclusion)|"
        r"beginning|opening|start)\b(?: of (?:the|this) (?:film|movie|story))?",
        text,
        re.I,
    )
    if not found:
        return None
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    if slots.total_scenes > 1:
        number = slots.total_scenes if found["end"] else 1
        scenes = {s.id for s in slots.scenes if s.number == number}
        return Target(tuple(s for s in slots.shots if s.scene in scenes), rest, named=True, by_scene=True)
    third = max(1, slots.total_shots // _THIRD)
    numbers = (
        range(slots.total_shots - third + 1, slots.total_shots + 1) if found["end"] else range(third + 1)
    )
    shots = tuple(s for s in slots.shots if s.number in numbers)
    return Target(shots, rest, named=True, by_scene=False)


def to_scenes(target: Target, slots: ReviseSlots) -> Iterator[tuple[str, str, list[Edit]]]:
    """(a scene that is all meant, the scene it was a part of, the edits that make it one).

    Scenes are what has a time and a place; where only a part of one is meant, that part becomes a scene.
    """
    taken = {s.id for s in slots.scenes} | {s.id for s in slots.shots}
    scenes = {scene.id: scene for scene in slots.scenes}
    for name, group in groupby(target.shots, key=lambda shot: shot.scene):
        scene, meant = scenes[name], list(group)
        if target.by_scene or len(meant) == scene.last - scene.first + 1:
            yield name, name, []
            continue
        for run in _runs(meant):
            edits: list[Edit] = []
            here = name
            if run[0].number != scene.first:
                here = _free(name, run[0], scene, taken)
                edits.append(Edit(op="split", path=f"shots.{run[0].id}", value=here))
            after = next((s for s in slots.shots if s.number == run[-1].number + 1 <= scene.last), None)
            if after is not None:
                rest = _free(name, after, scene, taken)
                edits.append(Edit(op="split", path=f"shots.{after.id}", value=rest))
            yield here, name, edits


def _runs(shots: list[ShotToRevise]) -> Iterator[list[ShotToRevise]]:
    for _, run in groupby(enumerate(shots), key=lambda pair: pair[1].number - pair[0]):
        yield [shot for _, shot in run]


def _free(name: str, first: ShotToRevise, scene: SceneToRevise, taken: set[str]) -> str:
    """An id for a part of a scene: `s2b`; of a scene that is shown in parts, with a number that no other
    part has."""
    new = next(f"{name}{chr(c)}" for c in range(ord("b"), ord("z") + 1) if f"{name}{chr(c)}" not in taken)
    if scene.last - scene.first >= SHOTS_AT_ONCE:
        new = f"{name}b{first.number}"
    taken.add(new)
    return new


def left_over(text: str) -> list[str]:
    """Words that no rule has used: what is not understood is not passed over."""
    return [word for word in re.findall(r"[\w'’-]+", text.lower()) if word not in FILLER]


def unquoted(text: str) -> str:
    """The text without quotation marks around it."""
    text = text.strip()
    for a, b in ('""', "''", "“”", "‘’", "«»"):
        if len(text) > 2 and text.startswith(a) and text.endswith(b):
            return text[1:-1].strip()
    return text


def bare(words: str) -> str:
    """A name as it is compared: lower case, without its article."""
    plain = re.sub(r"[-_\s]+", " ", words.lower()).strip(" \"'“”‘’")
    return re.sub(r"^(?:the|a|an) |^(?:character|place|prop) (?:the )?", "", plain)


def spelled(person: Person) -> str:
    """A pattern of all that somebody can be called: name, id, kind."""
    names = {bare(person.name), bare(person.id), bare(person.kind)} - {""}
    return "(?:the )?(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"

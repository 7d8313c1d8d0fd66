"""What a careful reader would warn of in a sound plan: what models draw badly, what makes a viewer stumble.

A hint is no fault: the plan may stay as it is, and hints never go back to a writer.

    python -c "from director.hints import HINTS; print(*(rule.__name__ for rule in HINTS), sep='\\n')"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from director.language.things import is_thing
from director.language.words import find_noun
from director.review import is_still
from director.rules.bodies import is_known
from prompts.pages import Problem
from prompts.screenplay import Scene, Screenplay, Shot, Transition
from shots.voices.script import reading_seconds, script_lines

LONG_STILL_S = 12.0
"""A picture in which nothing moves is looked at for so long, and no longer."""

PHYSICS: tuple[tuple[str, str, str], ...] = (
    (
        r"pours?|pouring|spill\w*|splash\w*|drip\w*|fills? (?:the|a) \w+ with (?:water|milk|tea)",
        "a liquid that flows",
        "show the moment before and the moment after in two shots",
    ),
    (
        r"melts?|melting|dissolves? in|evaporat\w*|boils?|boiling|freez\w+ over",
        "matter that changes its state",
        "give the shot `states`, or cut from the one to the other",
    ),
    (
        r"shatter\w*|breaks? (?:in|into|to)|smash\w*|explod\w*|collaps\w*|crumbl\w*|tears? (?:up|apart)",
        "things that break",
        "cut from the blow to the pieces",
    ),
    (
        r"juggl\w*|stack(?:s|ing)|pil(?:es|ing) up|balanc\w*|topples?|bounc(?:es?|ing)|collid\w*",
        "bodies that push each other",
        "let one thing move at a time",
    ),
    (
        r"t(?:ies|ying) (?:a|the|his|her|their) \w+|knits?|knitting|sews?|sewing|threads? a needle|unties|"
        r"plays? (?:the )?(?:piano|guitar|violin|fiddle|flute|harp)|shuffl\w+ cards|buttons? (?:up|his|her)",
        "fingers at fine work",
        "show the face, or the finished work",
    ),
    (
        r"(?:in|into) (?:a|the|her|his|its) (?:mirror|reflection)|reflected (?:in|on)|mirror(?:s|ed)\b",
        "a reflection",
        "show the one who looks, or the reflection alone",
    ),
    (
        r"(?:sign|letter|page|screen|banner|poster|label)s? (?:that )?(?:reads?|says?)\b|"
        r"writes? (?:the words?|[\"“])",
        "words that must be read in the picture",
        "let the narration say them",
    ),
    (
        r"turns? into|transform\w*|changes? (?:its )?shape|grows? (?:into|wings)|shrink\w*|vanish\w*",
        "a thing that becomes another",
        "use two shots, a look for each, and a dissolve",
    ),
)
"""(what is seen to happen, what models do badly in it, what to do): interactions of solids and fluids are
where video models break physics most often (VideoPhy, arXiv 2406.03520); hands, letters and changes of shape
besides."""


def advise(screenplay: Screenplay) -> list[Problem]:
    """Every hint, in the order of the rules and of the film."""
    return [hint for rule in HINTS for hint in rule(screenplay)]


def hint_physics(screenplay: Screenplay) -> Iterator[Problem]:
    """An action in which video models break physics, and how it can be told otherwise."""
    for scene, shot in screenplay.shots():
        told = " ".join([shot.action or "", *(beat.text for beat in shot.beats or [])])
        for pattern, what, advice in PHYSICS:
            if found := re.search(rf"\b(?:{pattern})", told, re.I):
                text = f"{what} ({found[0]!r}) often goes wrong in video models; {advice}."
                yield _hint("stage", scene, shot, text)
                break


def hint_rare(screenplay: Screenplay) -> Iterator[Problem]:
    """Something that image models have hardly ever seen, without a picture of it."""
    english = (screenplay.language or "en").split("-")[0] == "en"
    for section in (screenplay.cast, screenplay.places, screenplay.props):
        for name, entity in section.items():
            if entity.references:
                continue
            kind = getattr(entity, "kind", None) or ""
            words = " ".join(filter(None, (kind, entity.name, entity.look)))
            if concept := find_rare(words):
                said = f"{name!r} is {concept!r}, which image models have seldom seen."
            elif english and kind and _is_unknown(kind):
                said = f"{name!r} is {kind!r}, a kind in none of our word lists: rare, or invented?"
            else:
                continue
            way = "Give a reference picture (`references: [file.png]`), or describe it by its parts."
            yield Problem(page="cast", problem=f"{said} {way}")


def find_rare(words: str) -> str:
    """The first rare concept that the words name; '' if there is none."""
    lower = re.sub(r"[-_\s]+", " ", words.lower().replace("'", ""))
    return next((name for name, pattern in _rare() if pattern.search(lower)), "")


@cache
def _rare() -> list[tuple[str, re.Pattern[str]]]:
    text = files("director").joinpath("lexicon", "rare.txt").read_text(encoding="utf-8")
    names = [line for line in text.splitlines() if line and line[0] not in "#["]
    return [(n, re.compile(rf"\b{re.escape(n.replace('-', ' '))}s?\b")) for n in names]


def _is_unknown(kind: str) -> bool:
    """A kind of which no noun is in any list of ours: invented, or rare."""
    words = re.findall(r"[a-z]+", kind.lower())
    return bool(words) and not any(find_noun(word) or is_thing(word) or is_known(word) for word in words)


def hint_off_screen(screenplay: Screenplay) -> Iterator[Problem]:
    """Somebody speaks who is not seen, while others are."""
    for scene, shot in screenplay.shots():
        seen = {p.character for p in shot.who or []}
        hidden = [line.speaker for line in shot.dialogue or [] if line.speaker not in seen]
        if seen and hidden:
            text = (
                f"{hidden[0]!r} speaks off screen, and another face is seen. Meant so? Else show the speaker."
            )
            yield _hint("write", scene, shot, text)


def hint_jump_cuts(screenplay: Screenplay) -> Iterator[Problem]:
    """Two shots in a row of the same people, as near and from the same side, joined by a cut: it jumps."""
    for scene in screenplay.scenes:
        for a, b in pairwise(scene.shots):
            here, there = ((s.camera.size, s.camera.angle) if s.camera else (None, None) for s in (a, b))
            alike = {p.character for p in a.who or []} == {p.character for p in b.who or []} != set()
            if here[0] and here == there and alike and (a.transition or Transition()).kind == "cut":
                before = a.id or "the shot before"
                text = (
                    f"it shows the same people as near as {before}: the cut will jump. Change size or angle."
                )
                yield _hint("stage", scene, b, text)


def hint_long_stills(screenplay: Screenplay) -> Iterator[Problem]:
    """A picture in which neither the camera nor anybody moves, for long."""
    for scene, shot in screenplay.shots():
        seconds = shot.duration_s or sum(reading_seconds(text) for _, text in script_lines(shot))
        if seconds > LONG_STILL_S and is_still(shot):
            text = f"nothing moves for {seconds:.0f} s. Move the camera, or split the shot."
            yield _hint("stage", scene, shot, text)


def hint_hurried_words(screenplay: Screenplay) -> Iterator[Problem]:
    """A stated length that is shorter than its words."""
    for scene, shot in screenplay.shots():
        words_s = sum(reading_seconds(text) for _, text in script_lines(shot))
        if shot.duration_s is not None and shot.duration_s < words_s:
            text = f"it lasts {shot.duration_s:g} s; its words take about {words_s:.1f} s. Give it more time."
            yield _hint("write", scene, shot, text)


def _hint(page: str, scene: Scene, shot: Shot, text: str) -> Problem:
    return Problem.model_validate({"page": page, "scene": scene.id, "shot": shot.id, "problem": text})


HINTS: tuple[Callable[[Screenplay], Iterator[Problem]], ...] = (
    hint_physics,
    hint_rare,
    hint_off_screen,
    hint_jump_cuts,
    hint_long_stills,
    hint_hurried_words,
)

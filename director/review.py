"""What a careful reader finds wrong in a plan: small rules, each naming the page that owns it.

The rules look at the plan alone. They repair nothing, ask nobody and know no picture.

    python -c "from director.review import RULES; print(*(rule.__name__ for rule in RULES), sep='\\n')"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations, groupby
from typing import Literal

from director.planning.proofread_scene import MAX_OVERLAP, box_at, overlap
from director.planning.register import canonical
from prompts.pages import Mark, Problem
from prompts.screenplay import Performer, Scene, Screenplay, Shot

PageName = Literal["write", "cast", "stage", "block"]

MAX_WORDS = 45
"""More words than this hold one picture for about twenty seconds."""
MAX_LETTERS = 140
"""The same for scripts that put no spaces between words."""
SAME_RUNNING = 3
MIN_HEIGHT = 0.05
"""A smaller character cannot be read in the frame."""
CROWD = 8
"""More characters than this in one frame are a crowd, and nobody in it can be told apart."""
SIDE = 0.08
"""Two characters less than this apart have no sides to change."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")


def lint(screenplay: Screenplay) -> list[Problem]:
    """Every problem that the rules see, in the order of the rules and of the film."""
    return [problem for rule in RULES for problem in rule(screenplay)]


# -- write ---------------------------------------------------------------------------------------------------


def find_strangers(screenplay: Screenplay) -> Iterator[Problem]:
    """On screen or speaking, but not in the cast."""
    for scene, shot in screenplay.shots():
        named = [p.character for p in shot.who or []] + [line.speaker for line in shot.dialogue or []]
        for name in dict.fromkeys(named):
            if name not in screenplay.cast:
                yield _problem(
                    "write", scene, shot, f"{name!r} is not in the cast. Add them, or use one who is."
                )


def find_unseen(screenplay: Screenplay) -> Iterator[Problem]:
    """In the cast, but never on screen and never heard."""
    seen = {p.character for _, shot in screenplay.shots() for p in shot.who or []}
    seen |= {line.speaker for _, shot in screenplay.shots() for line in shot.dialogue or []}
    for name in screenplay.cast:
        if name not in seen:
            yield Problem(
                page="write", problem=f"{name!r} is in the cast but in no shot. Show them or drop them."
            )


def find_doubles(screenplay: Screenplay) -> Iterator[Problem]:
    """Two entries of the cast that are called the same."""
    for a, b in combinations(screenplay.cast.items(), 2) if len(screenplay.cast) <= 200 else ():
        if canonical(a[1].name or a[0]) == canonical(b[1].name or b[0]):
            text = f"{a[0]!r} and {b[0]!r} are both called {a[1].name!r}. Make them one, or name them apart."
            yield Problem(page="write", problem=text)


def find_empty(screenplay: Screenplay) -> Iterator[Problem]:
    """Nobody on screen, no place, nothing to look at."""
    for scene, shot in screenplay.shots():
        if not (shot.who or shot.props or scene.place or shot.image_prompt):
            yield _problem("write", scene, shot, "there is nobody and no place to see. Name one.")


def find_unspeakable(screenplay: Screenplay) -> Iterator[Problem]:
    """More words than one picture can hold."""
    for scene, shot in screenplay.shots():
        words = _spoken(shot)
        letters = len(_UNSPACED.findall(words))
        if letters > MAX_LETTERS:
            yield _problem(
                "write", scene, shot, f"it says {letters} letters; up to {MAX_LETTERS} fit. Split it."
            )
        elif (count := len(words.split())) > MAX_WORDS:
            yield _problem("write", scene, shot, f"it says {count} words; up to {MAX_WORDS} fit. Split it.")


def find_voices_of_nobody(screenplay: Screenplay) -> Iterator[Problem]:
    """Somebody speaks, and nobody at all is on screen."""
    for scene, shot in screenplay.shots():
        if shot.dialogue and shot.who == []:
            speaker = shot.dialogue[0].speaker
            text = f"{speaker!r} speaks, but nobody is on screen. Show the speaker, or who listens."
            yield _problem("write", scene, shot, text)


def _spoken(shot: Shot) -> str:
    """All that is said in the shot; a line that is quoted in the narration is said once."""
    narration = shot.narration or ""
    return " ".join([narration, *(line.line for line in shot.dialogue or [] if line.line not in narration)])


# -- cast ----------------------------------------------------------------------------------------------------


def find_lookalikes(screenplay: Screenplay) -> Iterator[Problem]:
    """Two of one kind that look word for word alike."""
    looks: dict[tuple[str, str], str] = {}
    for name, character in screenplay.cast.items():
        if not character.look or character.references:
            continue
        key = (canonical(character.kind or ""), canonical(character.look))
        if key in looks:
            text = f"{looks[key]!r} and {name!r} look alike. Give one another colour or dress."
            yield Problem(page="cast", problem=text)
        looks.setdefault(key, name)


# -- stage ---------------------------------------------------------------------------------------------------


def find_time_jumps(screenplay: Screenplay) -> Iterator[Problem]:
    """Light or action of another time of day than the scene's: the time jumps inside the scene."""
    for scene, shot in screenplay.shots():
        if scene.time_of_day is None:
            continue
        for words, pattern, times in _TIME_WORDS:
            said = pattern.search(shot.light or "") or re.search(words, shot.action or "", re.I)
            if said and scene.time_of_day not in times:
                text = (
                    f"it plays at {' or '.join(times)} ({said[0]!r}), but the scene at {scene.time_of_day}. "
                    "Make them agree, or give it a scene of its own."
                )
                yield _problem("stage", scene, shot, text)
                break


_TIME_WORDS: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (action, re.compile(light, re.I), times)
    for action, light, times in (
        (
            r"\b(?:at (?:mid)?night|(?:in|by) (?:the )?(?:moon|star)light)\b",
            r"\b(?:(?:moon|star)(?:light|lit)|midnight)\b",
            ("night", "evening", "dawn"),
        ),
        (
            r"\b(?:at (?:noon|midday)|in broad daylight)\b",
            r"\b(?:noon|midday|(?<!fading )daylight)\b",
            ("day", "morning", "afternoon"),
        ),
        (r"\bat (?:dawn|sunrise|daybreak)\b", r"\b(?:sunrise|daybreak)\b", ("dawn", "morning")),
        (r"\bat (?:sunset|sundown|dusk)\b", r"\b(?:sunset|sundown)\b", ("sunset", "evening")),
    )
)
"""(words in an action, words in a light, times of day that agree with them)"""


def find_crowded_closes(screenplay: Screenplay) -> Iterator[Problem]:
    """More faces than a close frame holds."""
    for scene, shot in screenplay.shots():
        size = shot.camera.size if shot.camera else None
        most = {"close": 2, "extreme_close": 1}.get(size or "", CROWD)
        if len(shot.who or []) > most:
            text = (
                f"{len(shot.who or [])} characters in a {size or 'single'} shot; {most} can be read. "
                "Go wider, or show fewer."
            )
            yield _problem("stage", scene, shot, text)


def find_repeats(screenplay: Screenplay) -> Iterator[Problem]:
    """The same composition three times running: nothing new to look at."""
    for scene in screenplay.scenes:
        for key, run in groupby(scene.shots, key=_composition):
            shots = list(run)
            if key and len(shots) >= SAME_RUNNING:
                text = (
                    f"{len(shots)} shots running show the same people at the same size and angle. Vary them."
                )
                yield _problem("stage", scene, shots[SAME_RUNNING - 1], text)


def _composition(shot: Shot) -> tuple | None:
    camera = shot.camera
    if camera is None or camera.size is None:
        return None
    return camera.size, camera.angle, camera.move, frozenset(p.character for p in shot.who or [])


def find_unestablished(screenplay: Screenplay) -> Iterator[Problem]:
    """A scene of several shots whose place is never shown whole."""
    for scene in screenplay.scenes:
        sizes = [shot.camera.size for shot in scene.shots if shot.camera and shot.camera.size]
        if len(sizes) >= SAME_RUNNING and not {"extreme_wide", "wide", "full"} & set(sizes):
            yield _problem(
                "stage", scene, scene.shots[0], "no shot of the scene shows its place. Begin wide."
            )


def find_slideshow(screenplay: Screenplay) -> Iterator[Problem]:
    """A scene in which neither the camera nor anybody moves for long; a film of shots all alike."""
    shots = [shot for _, shot in screenplay.shots()]
    looks = {(_composition(shot) or (None,))[:3] if is_still(shot) else ("moves",) for shot in shots}
    stated = {shot.duration_s for shot in shots}
    if len(shots) >= 2 * SAME_RUNNING and len(looks) == 1 and len(stated) == 1 and None not in stated:
        text = (
            f"all {len(shots)} shots are still, of one size and length: a slide show. Vary size and length."
        )
        yield Problem(page="stage", problem=text)
        return
    for scene in screenplay.scenes:
        still = [shot for shot in scene.shots if is_still(shot)]
        if len(scene.shots) >= 2 * SAME_RUNNING and len(still) == len(scene.shots):
            text = f"nothing moves in {len(still)} shots: a slide show. Let somebody or the camera move."
            yield _problem("stage", scene, still[0], text)


def is_still(shot: Shot) -> bool:
    """Whether neither the camera nor anybody moves, and nothing happens."""
    walks = any(len(p.path) > 1 for p in shot.who or [])
    moves = shot.camera is not None and shot.camera.move not in (None, "static")
    return not walks and not moves and not shot.beats and (shot.motion is None or shot.motion.intensity <= 3)


# -- block ---------------------------------------------------------------------------------------------------


def find_overlaps(screenplay: Screenplay) -> Iterator[Problem]:
    """Two characters in one box."""
    for scene, shot in screenplay.shots():
        for a, b in combinations([p for p in shot.who or [] if p.path], 2):
            moments = {key.at for p in (a, b) for key in p.path}
            worst = max(overlap(_box(a, at), _box(b, at)) for at in moments)
            if worst > MAX_OVERLAP:
                text = (
                    f"the boxes of {a.character} and {b.character} overlap by {worst:.0%}. Keep them apart."
                )
                yield _problem("block", scene, shot, text)


def find_specks(screenplay: Screenplay) -> Iterator[Problem]:
    """A character too small to be read."""
    for scene, shot in screenplay.shots():
        for p in shot.who or []:
            if p.path and max(key.box[3] - key.box[1] for key in p.path) < MIN_HEIGHT:
                yield _problem(
                    "block", scene, shot, f"{p.character} is too small to be seen. Make the box higher."
                )


def find_flips(screenplay: Screenplay) -> Iterator[Problem]:
    """Two characters change sides between shots of one scene though nobody is seen to cross."""
    for scene in screenplay.scenes:
        sides: dict[frozenset[str], str] = {}
        for shot in scene.shots:
            placed = [p for p in shot.who or [] if p.path]
            for a, b in combinations(placed, 2):
                pair = frozenset((a.character, b.character))
                left, right = _left_of(a, b, 0.0), _left_of(a, b, 1.0)
                if left and sides.get(pair, left) != left:
                    text = f"{a.character} and {b.character} change sides. Keep {sides[pair]} on the left."
                    yield _problem("block", scene, shot, text)
                if right:
                    sides[pair] = right


def _left_of(a: Performer, b: Performer, at: float) -> str | None:
    """Who of the two is on the left at a moment, None if they are too near each other to say."""
    centre_a, centre_b = (sum(_box(p, at)[::2]) / 2 for p in (a, b))
    if abs(centre_a - centre_b) < SIDE:
        return None
    return a.character if centre_a < centre_b else b.character


def _box(performer: Performer, at: float) -> tuple[float, float, float, float]:
    return box_at([Mark(at=key.at, box=key.box) for key in performer.path], at)


# -- all -----------------------------------------------------------------------------------------------------


def _problem(page: PageName, scene: Scene, shot: Shot, text: str) -> Problem:
    return Problem(page=page, scene=scene.id, shot=shot.id, problem=text)


RULES: tuple[Callable[[Screenplay], Iterator[Problem]], ...] = (
    find_strangers,
    find_unseen,
    find_doubles,
    find_empty,
    find_unspeakable,
    find_voices_of_nobody,
    find_lookalikes,
    find_time_jumps,
    find_crowded_closes,
    find_repeats,
    find_unestablished,
    find_slideshow,
    find_overlaps,
    find_specks,
    find_flips,
)

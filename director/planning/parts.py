"""Pages that are larger than a model's window, as slots of several parts.

A story comes in chapters (`director.planning.chapters`), the cast in groups, a scene in runs of shots, a
review in runs of lines. A writer without a window is given everything at once.

    python -c "from director.planning.parts import stage_parts; print(stage_parts.__doc__)"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from director.planning.drafts import Brief
from director.planning.slots import MENTIONS, block_slots, cast_slots, mentions, stage_slots
from director.planning.timing import time_slots
from director.planning.windows import fits, pack
from prompts.pages import (
    BlockSlots,
    CastSlots,
    Entity,
    Person,
    ReviewSlots,
    SceneChange,
    StageSlots,
    TimeSlots,
    Track,
    WordlessShot,
)
from prompts.screenplay import Scene, Screenplay
from prompts.tokens import count_tokens

SHOTS = 12
"""So many shots at most go on one page of a model: of long lists the middle is forgotten."""
ENTITIES = 16
"""The same for a page of the cast."""
CHANGES = 30
"""The same for scene changes."""
LINES = 60
"""The same for the lines that a critic reads."""
OTHERS = 0.04
"""Share of the window for telling a group of the cast how the others look."""
PROBLEMS = 160
"""Tokens for what was wrong before."""


def cast_parts(
    brief: Brief, draft: Screenplay, problems: Sequence[str], rules: Sequence[str], window: int | None
) -> list[CastSlots]:
    """The cast page in groups of characters, places and props, each with the sentences that name them."""
    whole = cast_slots(brief, draft, problems, rules)
    if window is None or fits("cast", whole, window):
        return [whole]
    entries: list[tuple[str, Person | Entity]] = [
        *(("cast", person) for person in whole.cast),
        *(("places", place) for place in whole.places),
        *(("props", prop) for prop in whole.props),
    ]
    room = window - int(OTHERS * window)

    def part_of(group: Sequence[tuple[str, Person | Entity]], each: int) -> CastSlots:
        sections: dict[str, list] = {"cast": [], "places": [], "props": []}
        for section, entry in group:
            sections[section].append(entry)
        own = [entry.id for _, entry in group]
        told = _concerning(problems, own, [entry.id for _, entry in entries])
        part = whole.model_copy(update={**sections, "problems": told, "units": []})
        return part.model_copy(update={"units": mentions(brief.units, part, each)}) if each else part

    groups = pack(entries, lambda group: fits("cast", part_of(group, 0), room - 60 * len(group)), ENTITIES)
    parts = []
    for group in groups:
        tries = (part_of(group, each) for each in (*range(MENTIONS, 0, -2), 1, 0))
        parts.append(next((part for part in tries if fits("cast", part, room)), part_of(group, 0)))
    return parts


def _concerning(problems: Sequence[str], own: Sequence[str], known: Sequence[str]) -> list[str]:
    """The problems that name one of these ids, or nobody at all."""
    kept = []
    for problem in problems:
        named = [name for name in known if repr(name) in problem]
        if not named or set(named) & set(own):
            kept.append(problem)
    return _within(kept, PROBLEMS)


def tell_others(done: Sequence[Person], slots: CastSlots, window: int | None) -> CastSlots:
    """The slots of a group with a line on each of those who were decided before, the latest first."""
    lines = [f"{p.name}: {p.kind}, {p.look}" for p in reversed(done)]
    return slots.model_copy(update={"others": _within(lines, int(OTHERS * (window or 0)))})


def stage_parts(
    draft: Screenplay, index: int, problems: Sequence[str], rules: Sequence[str], window: int | None
) -> list[StageSlots]:
    """One scene's shots in runs, each of which knows the words before it."""

    def part_of(run: Sequence[int]) -> StageSlots:
        shots = range(run[0], run[-1] + 1)
        told = _of_shots(problems, draft.scenes[index], shots)
        return stage_slots(draft, index, told, rules, shots)

    numbers = range(len(draft.scenes[index].shots))
    if window is None:
        return [stage_slots(draft, index, problems, rules)]
    return [part_of(run) for run in pack(numbers, lambda run: fits("stage", part_of(run), window), SHOTS)]


def block_parts(
    draft: Screenplay, scene: Scene, problems: Sequence[str], window: int | None
) -> list[BlockSlots]:
    """One staged scene in runs of shots."""

    def part_of(run: Sequence[int]) -> BlockSlots:
        shots = range(run[0], run[-1] + 1)
        return block_slots(draft, scene, _of_shots(problems, scene, shots), shots)

    def enough(run: Sequence[int]) -> bool:
        part = part_of(run)
        return fits("block", part, (window or 0) - 45 * len(part.cast))

    if window is None:
        return [block_slots(draft, scene, problems)]
    return [part_of(run) for run in pack(range(len(scene.shots)), enough, SHOTS)]


def stand_before(tracks: Iterable[Track], slots: BlockSlots) -> BlockSlots:
    """The slots of a run with where everybody who comes back stood last."""
    last = {track.character: track for track in tracks if track.marks}
    here = {p.character for shot in slots.shots for p in shot.who}
    before = [
        Track(character=name, marks=[track.marks[-1].model_copy(update={"at": 0.0})])
        for name, track in last.items()
        if name in here
    ]
    return slots.model_copy(update={"before": before})


def time_parts(draft: Screenplay, rules: Sequence[str], window: int | None) -> list[TimeSlots]:
    """Scene changes and wordless shots in runs."""
    whole = time_slots(draft, rules)
    rows: list[SceneChange | WordlessShot] = [*whole.changes, *whole.wordless]

    def part_of(run: Sequence[SceneChange | WordlessShot]) -> TimeSlots:
        changes = [row for row in run if isinstance(row, SceneChange)]
        wordless = [row for row in run if isinstance(row, WordlessShot)]
        return whole.model_copy(update={"changes": changes, "wordless": wordless})

    if window is None or not rows:
        return [whole]
    return [part_of(run) for run in pack(rows, lambda run: fits("time", part_of(run), window), CHANGES)]


def review_parts(lines: Sequence[str], found: Sequence[str], window: int | None) -> list[ReviewSlots]:
    """A plan's lines in runs, each with what the rules found already."""
    known = _within(found, PROBLEMS) if window else list(found[:LINES])

    def part_of(run: Sequence[str]) -> ReviewSlots:
        return ReviewSlots(shots=list(run), found=known)

    return [part_of(run) for run in pack(lines, lambda run: fits("review", part_of(run), window), LINES)]


def _of_shots(problems: Sequence[str], scene: Scene, shots: range) -> list[str]:
    """The problems of these shots, and those of no shot of the scene."""
    own = [str(shot.id) for shot in scene.shots[shots.start : shots.stop]]
    others = [str(shot.id) for shot in scene.shots if str(shot.id) not in own]
    kept = [p for p in problems if p.split(":")[0] not in others]
    return kept if len(own) == len(scene.shots) else _within(kept, PROBLEMS)


def _within(lines: Sequence[str], tokens: int) -> list[str]:
    """As many of the lines as fit into so many tokens."""
    kept = []
    for line in lines:
        tokens -= count_tokens(line) + 4
        if tokens < 0:
            break
        kept.append(line)
    return kept

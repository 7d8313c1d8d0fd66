"""What a writer handed in for one scene, held against what it was given: the stage, block and review pages.

python -c "from director.planning.proofread_scene import rank_and_file; print(rank_and_file(2, 'medium'))"
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from director.planning.proofread import Proof
from director.planning.register import Register
from director.rules.film_grammar import stage as stage_by_rule
from director.rules.pacing import pace
from director.rules.synopsis import split_states
from prompts.pages import (
    BlockedShot,
    BlockPage,
    BlockSlots,
    Mark,
    Moment,
    Person,
    Problem,
    ReviewPage,
    ReviewSlots,
    Said,
    ShotToBlock,
    ShotToStage,
    StagedPerformer,
    StagedShot,
    StagePage,
    StageSlots,
    TimePage,
    TimeSlots,
    Track,
)
from prompts.screenplay import Box

MAX_OVERLAP = 0.35
"""Share of the smaller box that two characters may have in common, as in a hug."""
_RIDES = re.compile(r"rid(es?|ing|den)\b|rode\b")
MIN_SIDE = 0.02
_HEIGHTS = {
    "extreme_wide": 0.3,
    "wide": 0.45,
    "full": 0.7,
    "medium": 0.8,
    "close": 0.88,
    "extreme_close": 0.95,
}
_CLOSE = ("close", "extreme_close")
_QUOTES = str.maketrans("’‘“”«»„‹›", '\'\'"""""\'\'')


# -- stage ---------------------------------------------------------------------------------------------------


def proofread_stage(page: StagePage, slots: StageSlots, last: bool = False) -> Proof[StagePage]:
    """The stage page with every shot once, in order, and with known ids and the story's own words only."""
    proof = Proof(page)
    rows = _by_number([(s.number, s) for s in page.shots], [s.number for s in slots.shots], "shot", proof)
    people = Register((p.id, p.name) for p in slots.cast)
    props = Register((p.id, p.name) for p in slots.props)
    looks = {p.id: p for p in slots.cast}
    shots, by_rule = [], dict[int, StagedShot]()
    for given in slots.shots:
        row = rows.get(given.number)
        if row is None:
            if not last:
                proof.faults.append(
                    f"shots: number {given.number} is missing; give every shot that was listed"
                )
                continue
            by_rule = by_rule or {s.number: s for s in stage_by_rule(slots).shots}
            row = by_rule[given.number]
            proof.notes.append(f"Shot {given.number} was left out by the writer; it was staged by rule.")
        shots.append(_settle_shot(row, given, people, props, looks, proof.notes))
    proof.page = page if shots == page.shots else page.model_copy(update={"shots": shots})
    return proof


def _by_number(rows: list, wanted: list[int], noun: str, proof: Proof) -> dict:
    """The rows under the numbers that were given, even if they were counted from nought."""
    numbers = [number for number, _ in rows]
    if wanted and numbers and set(numbers) == {n - 1 for n in wanted} and 0 in numbers:
        rows = [(number + 1, row) for number, row in rows]
        proof.notes.append(f"The {noun}s were counted from 0; they were read as counted from 1.")
    elif len(rows) == len(wanted) and set(numbers) != set(wanted):
        rows = list(zip(wanted, (row for _, row in rows), strict=True))
        proof.notes.append(f"The {noun}s had other numbers; they were read in the order they came.")
    found: dict = {}
    for number, row in rows:
        if number in wanted:
            found.setdefault(number, row)
        else:
            proof.notes.append(f"There is no {noun} {number} in this scene; it was left out.")
    return found


def _settle_shot(
    row: StagedShot,
    given: ShotToStage,
    people: Register,
    props: Register,
    looks: dict[str, Person],
    notes: list[str],
) -> StagedShot:
    where = f"shot {given.number}"
    known_props, strange = props.settle(row.props, notes, where)
    notes += [f"{where}: there is no prop {name!r}; it was left out." for name in strange]
    return row.model_copy(
        update={
            "number": given.number,
            "action": row.action.strip() or given.text,
            "who": _settle_who(row, given, people, looks, notes),
            "props": known_props,
            "beats": _beats(row, given, notes),
            "dialogue": _verbatim(row.dialogue, given, people, notes),
        }
    )


def _settle_who(
    row: StagedShot, given: ShotToStage, people: Register, looks: dict[str, Person], notes: list[str]
) -> list[StagedPerformer]:
    """The performers under known ids. Only a close shot may leave out somebody whom the outline put in it."""
    found: dict[str, StagedPerformer] = {}
    for performer in row.who:
        known, unknown = people.settle([performer.character], notes, f"shot {given.number}")
        if unknown:
            notes.append(f"shot {given.number}: {unknown[0]!r} is not in this scene, and was left out.")
            continue
        person = looks[known[0]]
        stages = {stage.id for stage in person.looks}
        look = performer.look if performer.look in stages else None
        found.setdefault(known[0], performer.model_copy(update={"character": known[0], "look": look}))
    if not (row.size in _CLOSE and found):
        for name in given.who:
            if name not in found:
                found[name] = StagedPerformer(character=name)
                notes.append(f"shot {given.number}: {name!r} is on screen by the outline, and was put back.")
    return list(found.values())


def _beats(row: StagedShot, given: ShotToStage, notes: list[str]) -> list[Moment]:
    beats = _rising(row.beats)
    if given.synopsis and len(beats) < 2:
        notes.append(f"shot {given.number}: its action was not split into states, and was split by rules.")
        return split_states(given.synopsis)
    return beats


def _rising(beats: list[Moment]) -> list[Moment]:
    kept: dict[float, Moment] = {}
    for beat in sorted(beats, key=lambda b: b.at):
        kept.setdefault(beat.at, beat)
    return list(kept.values())


def _verbatim(dialogue: list[Said], given: ShotToStage, people: Register, notes: list[str]) -> list[Said]:
    """Only lines that stand in the text, spelled as the text spells them."""
    lines = []
    for said in dialogue:
        line = _as_in_text(said.line, given.text)
        speaker = people.find(said.speaker)
        if line is None:
            notes.append(
                f"shot {given.number}: the line {said.line[:40]!r} is not in the story, and was left out."
            )
        elif speaker is None:
            notes.append(
                f"shot {given.number}: the speaker {said.speaker!r} is nobody; the narrator reads the line."
            )
        else:
            lines.append(said.model_copy(update={"line": line, "speaker": speaker}))
    return lines


def _as_in_text(line: str, text: str) -> str | None:
    """The stretch of the text that says this line, whatever marks, case or breaks were copied; or None."""
    shown = text.translate(_QUOTES)
    for wanted in (line, line.strip(" \"'“”‘’«»")):
        words = [re.escape(word) for word in wanted.translate(_QUOTES).split()]
        if words and (found := re.search(r"\s*".join(words), shown, re.IGNORECASE)):
            return text[found.start() : found.end()]
    return None


# -- block ---------------------------------------------------------------------------------------------------


def proofread_block(page: BlockPage, slots: BlockSlots, last: bool = False) -> Proof[BlockPage]:
    """The block page with one track for everybody on screen, and no two of them in one box."""
    proof = Proof(page)
    rows = _by_number([(s.number, s) for s in page.shots], [s.number for s in slots.shots], "shot", proof)
    people = Register((p.id, p.name) for p in slots.cast)
    shots = []
    for given in slots.shots:
        row = rows.get(given.number, BlockedShot(number=given.number, tracks=[]))
        tracks = _settle_tracks(row, given, people, proof.notes)
        missing = [p.character for p in given.who if p.character not in tracks]
        clash = _clash(tracks, frozenset(p.character for p in given.who if _RIDES.match(p.doing.lower())))
        if (missing or clash) and not last:
            proof.faults += [f"shots: number {given.number} has no track for {name}" for name in missing]
            if clash:
                proof.faults.append(
                    f"shots: number {given.number}: the boxes of {clash[0]} and {clash[1]} overlap; part them"
                )
        elif missing or clash:
            placed = {track.character: track for track in given.placed}
            tracks = {**line_up(given), **placed}
            proof.notes.append(f"shot {given.number}: positions were set by rule.")
        shots.append(BlockedShot(number=given.number, why=row.why.strip(), tracks=list(tracks.values())))
    proof.page = page if shots == page.shots else page.model_copy(update={"shots": shots})
    return proof


def _settle_tracks(
    row: BlockedShot, given: ShotToBlock, people: Register, notes: list[str]
) -> dict[str, Track]:
    tracks: dict[str, Track] = {track.character: track for track in given.placed}
    on_screen = {p.character for p in given.who}
    for track in row.tracks:
        name = people.find(track.character)
        if name not in on_screen:
            notes.append(
                f"shot {given.number}: {track.character!r} is not on screen; the track was left out."
            )
        elif name not in tracks and (marks := _sound_marks(track.marks)):
            tracks[name] = track.model_copy(update={"character": name, "marks": marks})
    return {p.character: tracks[p.character] for p in given.who if p.character in tracks}


def _sound_marks(marks: list[Mark]) -> list[Mark]:
    kept: dict[float, Mark] = {}
    for mark in sorted(marks, key=lambda m: m.at):
        left, top, right, bottom = mark.box
        if right - left >= MIN_SIDE and bottom - top >= MIN_SIDE:
            kept.setdefault(mark.at, mark)
    return list(kept.values())


def _clash(tracks: dict[str, Track], riders: frozenset[str]) -> tuple[str, str] | None:
    """The first two whose boxes overlap at a moment that either of them is marked at; riders may."""
    for a, b in combinations(tracks.values(), 2):
        if (a.character in riders) != (b.character in riders):
            continue
        moments = {mark.at for track in (a, b) for mark in track.marks}
        if any(overlap(box_at(a.marks, at), box_at(b.marks, at)) > MAX_OVERLAP for at in moments):
            return a.character, b.character
    return None


def box_at(marks: list[Mark], at: float) -> Box:
    """The box (left, top, right, bottom) at one moment: linear between marks, held before and after."""
    if at <= marks[0].at:
        return marks[0].box
    for a, b in pairwise(marks):
        if at <= b.at:
            t = (at - a.at) / (b.at - a.at)
            left, top, right, bottom = ((1 - t) * x + t * y for x, y in zip(a.box, b.box, strict=True))
            return left, top, right, bottom
    return marks[-1].box


def overlap(a: Box, b: Box) -> float:
    """The share of the smaller box that both have in common, 0..1."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((r - le) * (bo - t) for le, t, r, bo in (a, b))
    return width * height / smaller


def line_up(given: ShotToBlock) -> dict[str, Track]:
    """Everybody side by side from left to right, as tall as the shot size makes them."""
    boxes = rank_and_file(len(given.who), given.size)
    return {
        p.character: Track(character=p.character, marks=[Mark(at=0, box=box)])
        for p, box in zip(given.who, boxes, strict=True)
    }


def rank_and_file(count: int, size: str) -> list[Box]:
    """`count` boxes side by side that do not touch, in 0..1."""
    height = _HEIGHTS[size]
    width = min(0.9 / max(count, 1), height * 0.5)
    bottom = 0.95 if size not in _CLOSE else 1.0
    step = 0.9 / max(count, 1)
    lefts = [0.05 + step * i + (step - width) / 2 for i in range(count)]
    inset = width * 0.04
    return [
        (round(x + inset, 4), round(bottom - height, 4), round(x + width - inset, 4), bottom) for x in lefts
    ]


# -- time ----------------------------------------------------------------------------------------------------


def proofread_time(page: TimePage, slots: TimeSlots, last: bool = False) -> Proof[TimePage]:
    """The time page with every change and every wordless shot once; what was left out is decided by rule."""
    proof = Proof(page)
    by_rule = pace(slots)
    changes = {c.number: c for c in page.changes}
    lengths = {w.number: w for w in page.wordless}
    missing = [c.number for c in by_rule.changes if c.number not in changes]
    missing += [w.number for w in by_rule.wordless if w.number not in lengths]
    if missing:
        proof.notes.append(f"{len(missing)} joins or lengths were left out by the writer, and set by rule.")
    settled = TimePage(
        changes=[changes.get(c.number, c) for c in by_rule.changes],
        wordless=[lengths.get(w.number, w) for w in by_rule.wordless],
    )
    proof.page = page if settled == page else settled
    return proof


# -- review --------------------------------------------------------------------------------------------------


def proofread_review(page: ReviewPage, slots: ReviewSlots, last: bool = False) -> Proof[ReviewPage]:
    """The review with only problems of shots that exist."""
    proof = Proof(page)
    known = {re.split(r"\s*\|", line, maxsplit=1)[0] for line in slots.shots}
    kept: list[Problem] = []
    for problem in page.problems:
        if problem.shot is not None and problem.shot not in known:
            proof.notes.append(f"The critic spoke of shot {problem.shot!r}, which is not there.")
            continue
        kept.append(problem)
    proof.page = page if kept == page.problems else page.model_copy(update={"problems": kept})
    return proof

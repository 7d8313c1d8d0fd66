"""The nodes of the planner's graph: plain functions of a `Run` and a state, each testable without the graph.

The state holds nothing but marks of pages that lie in the production's folder, so a checkpoint of a long
film stays small. What is drafted so far is always made from the pages. Which node follows which is not
known here.

    python -c "from director.planning.plan_nodes import PlanState; print(*PlanState.__annotations__)"
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict

from pydantic import BaseModel, ConfigDict, Field

from director.events import Event, Listener, ignore
from director.planning.chapters import Memory, split_parts
from director.planning.drafts import (
    Brief,
    block_draft,
    cast_draft,
    divide_at,
    open_draft,
    stage_draft,
    written_scene,
)
from director.planning.obeying import ask_for_shots, obey_outline, silence, stretch
from director.planning.page_store import PageStore
from director.planning.parts import (
    block_parts,
    cast_parts,
    stage_parts,
    stand_before,
    tell_others,
    time_parts,
)
from director.planning.proofread import proofread_outline
from director.planning.slots import block_is_open, cast_is_open, outline_is_open, stage_is_open, write_slots
from director.planning.timing import time_draft, time_slots
from director.planning.windows import window_of
from director.rubric import Reviewed
from director.rules.pacing import pace
from director.settings import ROUNDS
from director.writer import Cancellable
from prompts.errors import WriterError
from prompts.pages import (
    BlockedShot,
    BlockPage,
    CastPage,
    Change,
    Length,
    Outline,
    Problem,
    StagedShot,
    StagePage,
    TimePage,
)
from prompts.screenplay import Scene, Screenplay, parse_screenplay
from prompts.tokens import shorten_to

PROBLEMS_A_PART = 4
"""So many problems at most go back with one part of a long story."""
PAGES_AT_ONCE = 4
"""How many pages are asked for at the same time."""

Approval = Callable[[Screenplay, list[Problem]], bool]


@dataclass(frozen=True)
class PlanResult:
    """A plan, and what is to be said about it."""

    screenplay: Screenplay
    problems: list[Problem]
    """what the review found and nobody could put right"""
    notes: list[str]
    """what was put right by rule"""
    approved: bool | None
    """None: the plan waits for `resume`"""
    asked: int
    """how many pages the writer was asked for this time"""
    reviewed: Reviewed | None = None
    """how it was judged before and after what was put right"""


def merge(a: dict[str, str], b: dict[str, str]) -> dict[str, str]:
    """Both, the second winning: how branches of the graph put their marks together."""
    return {**a, **b}


class PlanState(TypedDict, total=False):
    """What is checkpointed: marks, a number, an answer."""

    pages: Annotated[dict[str, str], merge]
    """page key (`write`, `stage-3`) -> mark"""
    asked: str
    """mark of the problems that were sent back so far, '' if none"""
    undo: str
    """mark of the pages before the last round, '' if none"""
    first: str
    """mark of the scores of the first review"""
    scores: str
    """mark of the scores of the last review"""
    sent: int
    """how often problems went back and what came of it was kept"""
    left: str
    """mark of the problems that the last review found"""
    round: int
    approved: bool


class SceneState(TypedDict):
    """What one branch of the fan-out is given."""

    scene: int
    pages: dict[str, str]
    asked: str


class Problems(BaseModel):
    """A list of problems as it is kept on disk."""

    model_config = ConfigDict(extra="forbid")
    problems: list[Problem] = Field(default_factory=list)


class Marks(BaseModel):
    """Pages as they were before a round."""

    model_config = ConfigDict(extra="forbid")
    pages: dict[str, str]
    count: int
    """how many problems the rules found in them"""
    left: str = ""
    """mark of all problems in them"""
    scores: str = ""
    """mark of their scores"""


@dataclass
class Run:
    """One call of the planner: what nodes need beside the state."""

    brief: Brief
    store: PageStore
    on_event: Listener = ignore
    yes: bool = False
    rounds: int = ROUNDS
    steps: int = 0
    total: int = 4
    stopped: bool = False
    drafts: dict[tuple[str, ...], Screenplay] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def window(self) -> int | None:
        """How many tokens the writer reads at once; None: any number."""
        return window_of(self.store.writer)

    @property
    def rules(self) -> list[str]:
        """What the user asks of the film, as a writer is told it with every page."""
        return self.brief.rules.told()

    def expect(self, pages: int) -> None:
        """So many pages more than was thought will be asked for."""
        with self.lock:
            self.total += pages

    def ask(self, template: str, key: str, slots: Any, told: str = "") -> str:
        """The mark of a page, with an event when it is there, called after its key or as `told`."""
        if self.stopped:
            raise WriterError("The plan was stopped. Run the same command again; finished pages are kept.")
        started = time.monotonic()
        mark = self.store.ask(template, key, slots)
        self.tell(told or key, time.monotonic() - started)
        return mark

    def stop(self) -> None:
        """Ask for nothing more, and wait for nothing that was asked for."""
        self.stopped = True
        if isinstance(self.store.writer, Cancellable):
            self.store.writer.cancel()

    def skip(self, key: str) -> dict[str, Any]:
        """No marks: a person has written all that this page could fill."""
        self.tell(key, 0.0)
        return {}

    def tell(self, name: str, seconds: float) -> None:
        """Say that a step has ended."""
        with self.lock:
            self.steps += 1
            self.total = max(self.total, self.steps)
            event = Event("plan", name, self.steps, self.total, seconds)
            self.on_event(event)


# -- drafts from marks ---------------------------------------------------------------------------------------


def opened(run: Run, pages: dict[str, str]) -> Screenplay:
    """The draft after `write`."""
    mark = pages.get("write", "")
    with run.lock:
        if (mark,) not in run.drafts:
            outline = run.store.read("write", mark, Outline) if mark else None
            run.drafts[(mark,)] = open_draft(run.brief, outline)
        return run.drafts[(mark,)]


def dressed(run: Run, pages: dict[str, str]) -> Screenplay:
    """The draft after `cast`."""
    key = (pages.get("write", ""), pages.get("cast", ""))
    with run.lock:
        if key not in run.drafts:
            page = run.store.read("cast", key[1], CastPage) if key[1] else None
            run.drafts[key] = cast_draft(run.brief, opened(run, pages), page)
        return run.drafts[key]


def staged(run: Run, pages: dict[str, str], index: int) -> Scene:
    """Scene `index` after `stage`."""
    draft = dressed(run, pages)
    mark = pages.get(f"stage-{index}")
    if mark is None:
        return draft.scenes[index]
    page = run.store.read(f"stage-{index}", mark, StagePage)
    return stage_draft(draft, index, page, written_scene(run.brief, draft, index))


def blocked(run: Run, pages: dict[str, str], index: int) -> Scene:
    """Scene `index` after `block`."""
    scene = staged(run, pages, index)
    mark = pages.get(f"block-{index}")
    if mark is None:
        return scene
    return block_draft(scene, run.store.read(f"block-{index}", mark, BlockPage))


def staged_film(run: Run, pages: dict[str, str]) -> Screenplay:
    """The draft after every scene was blocked."""
    draft = dressed(run, pages)
    scenes = [silence(blocked(run, pages, i), run.brief.rules) for i in range(len(draft.scenes))]
    return draft.model_copy(update={"scenes": scenes})


def assemble(run: Run, pages: dict[str, str]) -> Screenplay:
    """The whole screenplay that these pages make, checked against the schema."""
    draft = staged_film(run, pages)
    mark = pages.get("time")
    page = run.store.read("time", mark, TimePage) if mark else pace(time_slots(draft))
    written = run.brief.written
    own = [shot.duration_s for _, shot in written.shots()] if written else []
    timed = stretch(time_draft(draft, page), run.brief.rules, own)
    return parse_screenplay(timed.model_dump(mode="json", exclude_unset=True), "the plan")


# -- nodes ---------------------------------------------------------------------------------------------------


def write_outline(run: Run, state: PlanState) -> dict[str, Any]:
    """Who, where, and which words in which shot."""
    if run.brief.written and not outline_is_open(run.brief.written):
        return run.skip("write")
    parts = split_parts(run.brief, run.rules, run.window)
    if len(parts) > 1:
        return {"pages": {"write": _write_chapters(run, state, parts)}}
    slots = write_slots(run.brief, _asked(run, state, "write"), run.rules)
    if not run.brief.written:
        slots = ask_for_shots(slots, run.brief.rules, slots.units)
    mark = run.ask("write", "write", slots)
    return {"pages": {"write": _obey(run, mark, run.store.remarks("write", mark))}}


def _obey(run: Run, mark: str, remarks: list[str]) -> str:
    """The mark of the outline as the user's rules want it; a person's own shots stay as they are."""
    if run.brief.written:
        return mark
    outline, notes = run.store.read("write", mark, Outline), list[str]()
    obeyed = obey_outline(outline, run.brief, notes)
    return mark if obeyed == outline else run.store.keep("write", obeyed, [*remarks, *notes])


def _write_chapters(run: Run, state: PlanState, parts: list[range]) -> str:
    """The mark of an outline that was written part by part, each knowing whom the parts before it met."""
    whole = write_slots(run.brief, rules=run.rules)
    memory, remarks, first = Memory(run.window or 0), list[str](), Outline(scenes=[])
    problems = _problems_of_parts(run, state, parts)
    run.expect(len(parts) - 1)
    for number, part in enumerate(parts, 1):
        slots = memory.slots(whole, part, number, len(parts))
        key = f"write-{number}"
        slots = slots.model_copy(update={"problems": problems[number - 1]})
        slots = ask_for_shots(slots, run.brief.rules, whole.units) if not run.brief.written else slots
        mark = run.ask("write", key, slots, f"chapter {number} of {len(parts)}")
        page = run.store.read(key, mark, Outline)
        first = page if number == 1 else first
        remarks += run.store.remarks(key, mark)
        memory.adopt(page, part, " ".join(slots.units), remarks, part.start not in run.brief.chapters)
    proof = proofread_outline(memory.outline(first), whole, last=True)
    remarks += proof.notes
    return _obey(run, run.store.keep("write", proof.page, remarks), remarks)


def _problems_of_parts(run: Run, state: PlanState, parts: list[range]) -> list[list[str]]:
    """For each part of the story the problems of its scenes. Those of the whole film belong to no part."""
    problems = [p for p in read_asked(run, state) if p.page == "write" and p.scene]
    told: list[list[str]] = [[] for _ in parts]
    mark = state.get("pages", {}).get("write")
    if not problems or not mark:
        return told
    outline = divide_at(run.store.read("write", mark, Outline), list(run.brief.chapters))
    firsts = {f"s{n}": scene.shots[0].first for n, scene in enumerate(outline.scenes, 1)}
    for problem in problems:
        for number, part in enumerate(parts):
            if firsts.get(str(problem.scene)) in part and len(told[number]) < PROBLEMS_A_PART:
                told[number].append(shorten_to(problem.problem, 40))
    return told


def design_cast(run: Run, state: PlanState) -> dict[str, Any]:
    """How everybody and everything looks."""
    draft = opened(run, state.get("pages", {}))
    run.total = max(run.total, run.steps + 3 + 2 * len(draft.scenes))
    if run.brief.written and not cast_is_open(draft):
        return run.skip("cast")
    parts = cast_parts(run.brief, draft, _asked(run, state, "cast"), run.rules, run.window)
    if len(parts) == 1:
        return {"pages": {"cast": run.ask("cast", "cast", parts[0])}}
    pages, remarks = list[CastPage](), list[str]()
    run.expect(len(parts) - 1)
    for number, part in enumerate(parts, 1):
        key = f"cast-{number}"
        decided = [person for page in pages for person in page.cast]
        mark = run.ask("cast", key, tell_others(decided, part, run.window), f"cast {number} of {len(parts)}")
        pages.append(run.store.read(key, mark, CastPage))
        remarks += run.store.remarks(key, mark)
    whole = CastPage(
        cast=[entry for page in pages for entry in page.cast],
        places=[entry for page in pages for entry in page.places],
        props=[entry for page in pages for entry in page.props],
    )
    return {"pages": {"cast": run.store.keep("cast", whole, remarks)}}


def stage_scene(run: Run, state: SceneState) -> dict[str, str]:
    """One scene's shots over the five domains. Returns the marks of the pages that were asked for."""
    index = state["scene"]
    draft = dressed(run, state["pages"])
    if not stage_is_open(draft.scenes[index]):
        return run.skip(f"stage-{index}")
    problems = _asked(run, state, "stage", draft.scenes[index].id)
    parts = stage_parts(draft, index, problems, run.rules, run.window)
    key = f"stage-{index}"
    if len(parts) == 1:
        return {key: run.ask("stage", key, parts[0])}
    shots, remarks = list[StagedShot](), list[str]()
    run.expect(len(parts) - 1)
    for number, part in enumerate(parts, 1):
        mark = run.ask("stage", f"{key}-{number}", part)
        shots += run.store.read(f"{key}-{number}", mark, StagePage).shots
        remarks += run.store.remarks(f"{key}-{number}", mark)
    return {key: run.store.keep(key, StagePage(shots=shots), remarks)}


def block_scene(run: Run, state: SceneState) -> dict[str, str]:
    """Where everybody in one scene stands. Returns the marks of the pages that were asked for."""
    index = state["scene"]
    scene = staged(run, state["pages"], index)
    if not block_is_open(scene):
        return run.skip(f"block-{index}")
    problems = _asked(run, state, "block", scene.id)
    parts = block_parts(dressed(run, state["pages"]), scene, problems, run.window)
    key = f"block-{index}"
    if len(parts) == 1:
        return {key: run.ask("block", key, parts[0])}
    shots, remarks = list[BlockedShot](), list[str]()
    run.expect(len(parts) - 1)
    for number, part in enumerate(parts, 1):
        slots = stand_before((track for shot in shots for track in shot.tracks), part)
        mark = run.ask("block", f"{key}-{number}", slots)
        shots += run.store.read(f"{key}-{number}", mark, BlockPage).shots
        remarks += run.store.remarks(f"{key}-{number}", mark)
    return {key: run.store.keep(key, BlockPage(shots=shots), remarks)}


def time_film(run: Run, state: PlanState) -> dict[str, Any]:
    """How scenes give way to each other, and how long wordless shots last."""
    parts = time_parts(staged_film(run, state["pages"]), run.rules, run.window)
    if not parts[0].changes and not parts[0].wordless:
        return run.skip("time")
    if len(parts) == 1:
        return {"pages": {"time": run.ask("time", "time", parts[0])}}
    changes, wordless, remarks = list[Change](), list[Length](), list[str]()
    run.expect(len(parts) - 1)
    for number, part in enumerate(parts, 1):
        mark = run.ask("time", f"time-{number}", part)
        page = run.store.read(f"time-{number}", mark, TimePage)
        changes += page.changes
        wordless += page.wordless
        remarks += run.store.remarks(f"time-{number}", mark)
    return {"pages": {"time": run.store.keep("time", TimePage(changes=changes, wordless=wordless), remarks)}}


def read_asked(run: Run, state: Any) -> list[Problem]:
    """All problems that were sent back so far."""
    mark = state.get("asked")
    return run.store.read("asked", mark, Problems).problems if mark else []


def _asked(run: Run, state: Any, page: str, scene: str | None = None) -> list[str]:
    """The problems that concern one page of one scene, each led by its shot."""
    return [
        f"{p.shot}: {p.problem}" if p.shot else p.problem
        for p in read_asked(run, state)
        if p.page == page and (scene is None or p.scene in (None, scene))
    ]

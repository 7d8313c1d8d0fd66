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
from director.planning.drafts import Brief, block_draft, cast_draft, open_draft, stage_draft, written_scene
from director.planning.page_store import PageStore
from director.planning.slots import (
    block_is_open,
    block_slots,
    cast_is_open,
    cast_slots,
    outline_is_open,
    stage_is_open,
    stage_slots,
    write_slots,
)
from director.planning.timing import time_draft
from director.settings import ROUNDS
from director.writer import Cancellable
from prompts.errors import WriterError
from prompts.pages import BlockPage, CastPage, Outline, Problem, StagePage
from prompts.screenplay import Scene, Screenplay, parse_screenplay

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


@dataclass
class Run:
    """One call of the planner: what nodes need beside the state."""

    brief: Brief
    store: PageStore
    on_event: Listener = ignore
    yes: bool = False
    rounds: int = ROUNDS
    steps: int = 0
    total: int = 3
    stopped: bool = False
    drafts: dict[tuple[str, ...], Screenplay] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def ask(self, template: str, key: str, slots: Any) -> str:
        """The mark of a page, with an event when it is there."""
        if self.stopped:
            raise WriterError("The plan was stopped. Run the same command again; finished pages are kept.")
        started = time.monotonic()
        mark = self.store.ask(template, key, slots)
        self.tell(key, time.monotonic() - started)
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


def assemble(run: Run, pages: dict[str, str]) -> Screenplay:
    """The whole screenplay that these pages make, checked against the schema."""
    draft = dressed(run, pages)
    scenes = [blocked(run, pages, index) for index in range(len(draft.scenes))]
    timed = time_draft(draft.model_copy(update={"scenes": scenes}))
    return parse_screenplay(timed.model_dump(mode="json", exclude_unset=True), "the plan")


# -- nodes ---------------------------------------------------------------------------------------------------


def write_outline(run: Run, state: PlanState) -> dict[str, Any]:
    """Who, where, and which words in which shot."""
    if run.brief.written and not outline_is_open(run.brief.written):
        return run.skip("write")
    return {
        "pages": {"write": run.ask("write", "write", write_slots(run.brief, _asked(run, state, "write")))}
    }


def design_cast(run: Run, state: PlanState) -> dict[str, Any]:
    """How everybody and everything looks."""
    draft = opened(run, state.get("pages", {}))
    run.total = max(run.total, run.steps + 2 + 2 * len(draft.scenes))
    if run.brief.written and not cast_is_open(draft):
        return run.skip("cast")
    return {
        "pages": {"cast": run.ask("cast", "cast", cast_slots(run.brief, draft, _asked(run, state, "cast")))}
    }


def stage_scene(run: Run, state: SceneState) -> dict[str, str]:
    """One scene's shots over the five domains. Returns the marks of the pages that were asked for."""
    index = state["scene"]
    draft = dressed(run, state["pages"])
    if not stage_is_open(draft.scenes[index]):
        return run.skip(f"stage-{index}")
    slots = stage_slots(draft, index, _asked(run, state, "stage", draft.scenes[index].id))
    return {f"stage-{index}": run.ask("stage", f"stage-{index}", slots)}


def block_scene(run: Run, state: SceneState) -> dict[str, str]:
    """Where everybody in one scene stands. Returns the marks of the pages that were asked for."""
    index = state["scene"]
    scene = staged(run, state["pages"], index)
    if not block_is_open(scene):
        return run.skip(f"block-{index}")
    slots = block_slots(dressed(run, state["pages"]), scene, _asked(run, state, "block", scene.id))
    return {f"block-{index}": run.ask("block", f"block-{index}", slots)}


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

"""The planner's nodes wired with LangGraph, and its checkpoints in the production's folder.

Loaded only when a plan is made: it is the one module of the planner that needs langgraph.

    python -c "from director.planning.plan_graph import build_graph; print(build_graph.__doc__)"
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, Send, interrupt

from director.events import Listener
from director.planning.drafts import Brief
from director.planning.page_store import PageLost, PageStore
from director.planning.plan_nodes import (
    PAGES_AT_ONCE,
    Approval,
    PlanResult,
    PlanState,
    Problems,
    Run,
    SceneState,
    assemble,
    block_scene,
    design_cast,
    dressed,
    stage_scene,
    time_film,
    write_outline,
)
from director.planning.review_nodes import owners, read_review, review_plan
from prompts.errors import WorkspaceError
from shots.slate import Workspace, fingerprint

CHECKPOINTS = "plan.sqlite"


def build_graph(run: Run, saver: Any = None) -> Any:
    """The compiled graph of one run; with a saver it can be stopped, killed and gone on with."""

    def write(state: PlanState) -> dict[str, Any]:
        return write_outline(run, state)

    def cast(state: PlanState) -> dict[str, Any]:
        return design_cast(run, state)

    def fan_out(state: PlanState) -> list[Send]:
        count = len(dressed(run, state.get("pages", {})).scenes)
        return [Send("stage", _branch(state, index)) for index in range(count)]

    def stage(state: SceneState) -> Command:
        marks = stage_scene(run, state)
        branch = {**state, "pages": {**state["pages"], **marks}}
        return Command(update={"pages": marks}, goto=Send("block", branch))

    def block(state: SceneState) -> dict[str, Any]:
        return {"pages": block_scene(run, state)}

    def time(state: PlanState) -> dict[str, Any]:
        return time_film(run, state)

    def review(state: PlanState) -> dict[str, Any]:
        return review_plan(run, state)

    def route(state: PlanState) -> str | list[Send]:
        return _route(run, state)

    def approve(state: PlanState) -> dict[str, Any]:
        if run.yes:
            return {"approved": True}
        return {"approved": bool(interrupt("Is this the film to be made?"))}

    graph = StateGraph(PlanState)
    nodes = {"write": write, "cast": cast, "time": time, "review": review, "approve": approve}
    for name, node in nodes.items():
        graph.add_node(name, node)
    graph.add_node("stage", stage, input_schema=SceneState, destinations=("block",))
    graph.add_node("block", block, input_schema=SceneState)
    graph.add_edge(START, "write")
    graph.add_edge("write", "cast")
    graph.add_conditional_edges("cast", fan_out, ["stage"])
    graph.add_edge("block", "time")
    graph.add_edge("time", "review")
    graph.add_conditional_edges("review", route, ["write", "cast", "stage", "block", "approve"])
    graph.add_edge("approve", END)
    return graph.compile(checkpointer=saver)


def _branch(state: PlanState, index: int) -> SceneState:
    """A branch carries only the marks that its scene depends on."""
    keys = ("write", "cast", f"stage-{index}")
    pages = state.get("pages", {})
    return {
        "scene": index,
        "pages": {key: pages[key] for key in keys if key in pages},
        "asked": state.get("asked", ""),
    }


def _route(run: Run, state: PlanState) -> str | list[Send]:
    """Back to whoever owns what was found, or on."""
    if not state.get("undo"):
        return "approve"
    problems = run.store.read("asked", state["asked"], Problems).problems
    first, scenes = owners(problems, dressed(run, state.get("pages", {})))
    if first:
        return first
    return [Send(page, _branch(state, index)) for index, page in scenes.items()] or "approve"


# -- running -------------------------------------------------------------------------------------------------


@contextmanager
def _open_checkpoints(workspace: Workspace) -> Iterator[SqliteSaver]:
    """The saver over the folder's checkpoint file. A file that is no database any more is begun anew:
    the pages are beside it, and they are what was paid for.

    Raises:
        WorkspaceError: the disk is full or refuses.
    """
    path = workspace.path(CHECKPOINTS)
    try:
        with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
            try:
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                connection.close()
                path.unlink()
                with _open_checkpoints(workspace) as saver:
                    yield saver
                return
            # Only plain types are in the state; whatever else a file may hold is refused.
            yield SqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
    except sqlite3.OperationalError as error:
        raise WorkspaceError(
            f"{path}: {error}. Finished pages are kept; free the disk and run the same command again."
        ) from error


def _config(run: Run, thread: str) -> dict[str, Any]:
    return {
        "configurable": {"thread_id": thread},
        "recursion_limit": 10 + 8 * (run.rounds + 1),
        "max_concurrency": PAGES_AT_ONCE,
    }


def run_graph(run: Run, approve: Approval | None) -> PlanResult:
    """The plan of a run: begun, or gone on with where its last checkpoint stands."""
    writer = run.store.writer
    assert writer is not None
    brief = run.store.keep("brief", run.brief)
    thread = f"{brief}.{fingerprint([writer.name, writer.version, run.rounds])[:12]}"
    with _open_checkpoints(run.store.workspace) as saver:
        graph, config = build_graph(run, saver), _config(run, thread)
        try:
            return _finish(run, graph, config, approve)
        except PageLost:
            saver.delete_thread(thread)  # its pages went away; those that are left are found again
            return _finish(run, graph, config, approve)


def _finish(run: Run, graph: Any, config: dict[str, Any], approve: Approval | None) -> PlanResult:
    snapshot = graph.get_state(config)
    finished = bool(snapshot.values) and not snapshot.next and snapshot.values.get("approved")
    if not finished:
        start: PlanState = {"pages": {}, "asked": "", "undo": "", "left": "", "round": 0}
        start |= {"first": "", "scores": "", "sent": 0}
        _invoke(run, graph, None if snapshot.next else start, config)
        if graph.get_state(config).next and approve:
            waiting = _result(run, graph.get_state(config).values, None)
            answer = approve(waiting.screenplay, waiting.problems)
            _invoke(run, graph, Command(resume=answer), config)
    snapshot = graph.get_state(config)
    return _result(run, snapshot.values, None if snapshot.next else snapshot.values["approved"])


def _invoke(run: Run, graph: Any, value: Any, config: dict[str, Any]) -> None:
    """Run the graph beside this thread, so that Ctrl-C is heard while it waits for a writer."""
    log = logging.getLogger("concurrent.futures")
    log.addFilter(_is_worth_telling)
    try:
        with ThreadPoolExecutor(1) as beside:
            ended = beside.submit(graph.invoke, value, config, durability="sync", version="v2")
            try:
                while not wait([ended], timeout=0.1).done:
                    pass  # a wait without an end would not be woken by a signal that another thread is given
            except KeyboardInterrupt:
                run.stop()
                while not wait([ended], timeout=0.1).done:
                    run.stop()  # for a page that was just about to be asked for
                raise
            ended.result()
    finally:
        log.removeFilter(_is_worth_telling)


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Not so: that a branch which ended after another had failed is not checkpointed. Its page is on disk."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, RuntimeError) and "after shutdown" in str(error))


def _result(run: Run, values: PlanState, approved: bool | None) -> PlanResult:
    pages = values.get("pages", {})
    screenplay = assemble(run, pages)
    left = values.get("left")
    problems = run.store.read("problems", left, Problems).problems if left else []
    notes: list[str] = []
    count = len(screenplay.scenes)
    keys = ("write", "cast", *(f"{p}-{i}" for i in range(count) for p in ("stage", "block")), "time")
    for key in keys:
        if key in pages:
            where = "" if "-" not in key else f"{screenplay.scenes[int(key.split('-')[1])].id}: "
            notes += [where + remark for remark in run.store.remarks(key, pages[key])]
    follows = "it was told to the writer"
    if run.store.writer and run.store.writer.name == "offline":
        follows = "the offline writer works by rule and does not follow it"
    notes += [f"The wish {wish!r} cannot be checked; {follows}." for wish in run.brief.rules.wishes]
    return PlanResult(screenplay, problems, notes, approved, run.store.asked, read_review(run, values))


# -- waiting for an answer -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Waiting:
    """A plan that waits for an answer, opened again."""

    run: Run
    graph: Any
    config: dict[str, Any]
    result: PlanResult


def find_pending(workspace: Workspace) -> PlanResult | None:
    """The newest plan of the folder, if it waits for an answer."""
    if not workspace.path(CHECKPOINTS).exists():
        return None
    with _open_checkpoints(workspace) as saver:
        waiting = _open_newest(workspace, saver)
        return waiting.result if waiting else None


def answer_pending(workspace: Workspace, approved: bool, on_event: Listener) -> PlanResult:
    """The newest plan of the folder, with the answer it waited for."""
    if workspace.path(CHECKPOINTS).exists():
        with _open_checkpoints(workspace) as saver:
            if waiting := _open_newest(workspace, saver):
                waiting.run.on_event = on_event
                _invoke(waiting.run, waiting.graph, Command(resume=approved), waiting.config)
                return replace(waiting.result, approved=approved)
    raise WorkspaceError(f"No plan waits for an answer in {workspace.root}. Run `film plan` first.")


def _open_newest(workspace: Workspace, saver: SqliteSaver) -> _Waiting | None:
    """The newest plan if it waits and its pages are there; without them it has to be planned again."""
    newest = next(iter(saver.list(None, limit=1)), None)
    if newest is None:
        return None
    thread = newest.config["configurable"]["thread_id"]
    store = PageStore(workspace, None)
    try:
        run = Run(store.read("brief", thread.split(".")[0], Brief), store)
        graph, config = build_graph(run, saver), _config(run, thread)
        snapshot = graph.get_state(config)
        if snapshot.next != ("approve",):
            return None
        return _Waiting(run, graph, config, _result(run, snapshot.values, None))
    except PageLost:
        return None

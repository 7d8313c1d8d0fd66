"""The plan of a production as it lies in its folder: made once, kept, and never taken from a person's hands.

`screenplay.yaml` is the plan; `plan.json` beside it remembers from what it was made. An unchanged story finds
its plan again, with whatever a person has edited in it since.

    planned = plan_source(open_source("story.txt"), workspace, "offline", None, ignore, open_writer)
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from director.events import Listener
from director.planning.obeying import check_written
from director.planning.slots import is_complete
from director.review import lint
from director.rubric import Reviewed, score_by_rules
from director.settings import ROUNDS
from director.source import PLANNED, Source
from director.writer import Writer
from prompts.errors import FilmError, WorkspaceError, as_typed
from prompts.pages import Problem
from prompts.rules import Rules, combine_rules, parse_rules
from prompts.screenplay import Screenplay, Shot, with_ids
from prompts.screenplay_file import (
    check_references,
    named_files,
    read_screenplay,
    write_screenplay,
)
from shots.slate import (
    Workspace,
    disk_errors,
    fingerprint,
    fingerprint_file,
    replace_whole,
    write_whole,
)

MEMORY = "plan.json"
NO_MEMORY = {"inputs": "", "plan": "", "writer": "", "notes": [], "problems": [], "approved": False}
Approval = Callable[[Screenplay, list[Problem]], bool]


@dataclass(frozen=True)
class Planned:
    """A plan, and what is to be said about it."""

    screenplay: Screenplay
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    writer: str
    waits: bool = False
    """the planner's graph has stopped before its end, until somebody answers"""
    approved: bool = False
    reviewed: Reviewed | None = None
    """how it was judged before and after what was put right"""


def plan_source(
    source: Source,
    workspace: Workspace,
    writer: str,
    approve: Approval | None,
    on_event: Listener,
    open_writer: Callable[[str], Writer],
    *,
    hold: bool = False,
    rounds: int = ROUNDS,
    rules: Rules | None = None,
) -> Planned:
    """The complete plan of a source, found in the folder or made now and kept there.

    Args:
        open_writer: gives the writer of a name; it is called only if something has to be planned.
        hold: leave it unapproved, whoever might be asked: it waits until it is asked for without `hold`.
        rounds: how often problems go back to the writer.
        rules: what is asked of the film.

    Raises:
        RulesError: that cannot be had.
        WriterError: the writer failed; pages that were finished are kept.
        WorkspaceError: the story has changed, but so has the plan, by hand; neither is thrown away.
        FilmError: the plan was shown and not approved; it is kept.
    """
    file = workspace.path(PLANNED)
    rules = rules or Rules()
    chosen = [*([rounds] if rounds != ROUNDS else []), *([rules] if rules.lines() else [])]
    inputs = fingerprint([source.story, source.screenplay, writer, *chosen])
    memory = _read_memory(workspace)
    own = source.file is not None and file.is_file() and source.file.resolve() == file.resolve()
    if memory.get("inputs") == inputs and file.is_file() and not own:
        _bring_files(source, workspace)
        found = read_screenplay(file)
        if _is_ready(found):
            planned = _recall(found, fingerprint_file(file), memory)
            if hold:
                return _held(planned, workspace)
            known = memory["approved"] or memory.get("held")
            return _approved(planned, workspace, None if known else approve)
        source = Source(source.name, screenplay=found, file=file)
    elif not own:
        _refuse_to_lose(file, memory)
    yes = approve is None and not hold
    planned = _plan(source, workspace, lambda: open_writer(writer), yes, on_event, rounds, rules)
    retaken = memory.get("retaken", {})
    if retaken and not own and memory.get("inputs") != inputs:
        planned, retaken = _carry_seeds(planned, file, retaken)
    if own and memory.get("plan") == fingerprint_file(file):
        planned = replace(planned, reviewed=_recall_review(memory) or planned.reviewed)
    held = own and memory.get("held", False)
    ours = _find_ours(file, memory) if own or memory.get("inputs") == inputs else ""
    before = {**(memory if own else {"inputs": inputs}), "retaken": retaken}
    _keep(source, workspace, planned, before, ours)
    return _held(planned, workspace) if hold else _approved(planned, workspace, None if held else approve)


def _held(planned: Planned, workspace: Workspace) -> Planned:
    """The plan as it waits; approved if this very plan was approved before."""
    memory = _read_memory(workspace)
    if memory.get("approved_plan") == fingerprint_file(workspace.path(PLANNED)):
        return replace(planned, approved=True)
    _write_memory(workspace, {**memory, "held": True, "approved": False})
    return planned


def _approved(planned: Planned, workspace: Workspace, approve: Approval | None) -> Planned:
    """The plan, if nobody is to be asked or the answer is yes. The answer is remembered.

    Raises:
        FilmError: the answer is no.
    """
    yes = approve is None or approve(planned.screenplay, lint(planned.screenplay))
    memory = _read_memory(workspace)
    if planned.waits or memory.get("waits"):
        from director.planner import pending, resume

        if pending(workspace):
            resume(workspace, yes)
    if not yes:
        raise FilmError(
            f"The plan was not approved, and nothing was rendered. It is kept: edit "
            f"{workspace.path(PLANNED)} and run the same command again."
        )
    plan = fingerprint_file(workspace.path(PLANNED))
    if not memory["approved"] or memory.get("approved_plan") != plan:
        answered = {"approved": True, "approved_plan": plan, "held": False, "waits": False}
        _write_memory(workspace, {**memory, **answered})
    return replace(planned, approved=True)


def _is_ready(screenplay: Screenplay) -> bool:
    """Nothing is open, and every scene and shot has its id."""
    return is_complete(screenplay) and all(scene.id and shot.id for scene, shot in screenplay.shots())


def _plan(
    source: Source,
    workspace: Workspace,
    open_writer: Callable[[], Writer],
    yes: bool,
    on_event: Listener,
    rounds: int,
    rules: Rules,
) -> Planned:
    if source.screenplay and is_complete(source.screenplay):
        own = parse_rules(source.screenplay.rules or "")
        check_written(source.screenplay, combine_rules(own, rules))
        screenplay = with_ids(source.screenplay)
        judged = score_by_rules(screenplay)
        reviewed = Reviewed(before=judged, after=judged, rounds=0)
        return Planned(screenplay, (), _say(lint(screenplay)), "", reviewed=reviewed)
    # Loads LangGraph: a second that a kept plan need not pay.
    from director.planner import plan_screenplay, plan_story

    scribe = open_writer()
    keywords: dict[str, Any] = {"writer": scribe, "workspace": workspace, "yes": yes}
    keywords |= {"on_event": on_event, "rounds": rounds, "rules": rules}
    if source.story:
        result = plan_story(source.story, **keywords)
    else:
        assert source.screenplay is not None
        result = plan_screenplay(source.screenplay, **keywords)
    said = (tuple(result.notes), _say(result.problems), scribe.name)
    waits = result.approved is None
    return Planned(with_ids(result.screenplay), *said, waits=waits, reviewed=result.reviewed)


def _recall(screenplay: Screenplay, mark: str, memory: dict) -> Planned:
    """A kept plan with what was said of it; one that was changed since is looked at again."""
    planned = Planned(screenplay, tuple(memory["notes"]), tuple(memory["problems"]), memory["writer"])
    if mark == memory["plan"]:
        return replace(planned, reviewed=_recall_review(memory))
    judged = score_by_rules(screenplay)
    reviewed = Reviewed(before=judged, after=judged, rounds=0)
    return replace(planned, problems=_say(lint(screenplay)), reviewed=reviewed)


def _recall_review(memory: dict) -> Reviewed | None:
    try:
        return Reviewed.model_validate(memory.get("review"))
    except ValidationError:
        return None  # made before plans were scored


def _say(problems: list[Problem]) -> tuple[str, ...]:
    return tuple(f"{p.shot or p.scene or p.page}: {p.problem}" for p in problems)


def _find_ours(file: Path, memory: dict) -> str:
    """The mark of the plan as the planner made it, if the plan that lies there is another; else ''."""
    made = memory.get("ours") or memory.get("plan") or "nobody's"
    return "" if not file.is_file() or fingerprint_file(file) in (made, memory.get("next")) else made


def _keep(source: Source, workspace: Workspace, planned: Planned, before: dict, ours: str) -> None:
    """Write the plan, with a person's own file as its model, and bring along the files that it names.

    Args:
        ours: the mark of the plan as the planner made it, if this one holds what a person changed in it.
    """
    file = workspace.path(PLANNED)
    with disk_errors(file):
        _bring_files(source, workspace)
        with replace_whole(file) as temporary:
            write_screenplay(planned.screenplay, temporary, like=source.file)
            plan = fingerprint_file(temporary)
            # Told beforehand, so that a kill between the two files does not make our own plan a stranger's.
            if not ours:
                _write_memory(workspace, {**NO_MEMORY, **_read_memory(workspace), "next": plan})
    memory = {
        "inputs": before.get("inputs", ""),
        "plan": plan,
        "writer": planned.writer,
        "notes": planned.notes,
        "problems": planned.problems,
        "approved": False,
        "review": planned.reviewed.model_dump() if planned.reviewed else None,
        "approved_plan": before.get("approved_plan", ""),
        "waits": planned.waits or before.get("waits", False),
        "ours": ours,
        "retaken": before.get("retaken", {}),
    }
    _write_memory(workspace, memory)


def _write_memory(workspace: Workspace, memory: dict) -> None:
    write_whole(workspace.path(MEMORY), json.dumps(memory, ensure_ascii=False, indent=1) + "\n")


def _bring_files(source: Source, workspace: Workspace) -> None:
    """Copy the files that a screenplay names, those that differ, so that the production can do without it."""
    if source.screenplay is None or source.folder.resolve() == workspace.root.resolve():
        return
    check_references(source.screenplay, source.folder)
    for name in named_files(source.screenplay):
        given, target = source.folder / name, workspace.path(name)
        if target.is_file() and fingerprint_file(target) == fingerprint_file(given):
            continue
        with disk_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with replace_whole(target) as temporary:
                shutil.copyfile(given, temporary)


def _read_memory(workspace: Workspace) -> dict:
    try:
        memory = json.loads(workspace.path(MEMORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return memory if isinstance(memory, dict) and set(NO_MEMORY) <= set(memory) else {}


@contextmanager
def retaking(workspace: Workspace, seeds: Mapping[str, int | None]) -> Iterator[None]:
    """While this lasts, the seeds of retakes may be written into the plan: that is no edit by a person.

    A plan that a person has edited before stays theirs. A later plan keeps the seeds of shots that stay.
    """
    file, memory = workspace.path(PLANNED), _read_memory(workspace)
    before = fingerprint_file(file) if file.is_file() else ""
    is_ours = bool(before) and not _find_ours(file, memory)
    yield
    if memory and before and fingerprint_file(file) != before:
        retaken = {**memory.get("retaken", {}), **seeds}
        mine = {"plan": fingerprint_file(file), "ours": ""} if is_ours else {}
        _write_memory(workspace, {**memory, "retaken": retaken, **mine})


def _carry_seeds(
    planned: Planned, file: Path, retaken: Mapping[str, int | None]
) -> tuple[Planned, dict[str, int | None]]:
    """A new plan with the retaken seeds of the plan before, in shots that are the same but for their ids.

    Returns:
        The plan, and shot id → seed of those shots.
    """
    if not file.is_file():
        return planned, {}
    old = [shot for _, shot in read_screenplay(file, check_files=False).shots() if shot.id in retaken]
    seeds = {_without_seed(shot): shot.seed for shot in old}
    carried: dict[str, int | None] = {}

    def renewed(shot: Shot) -> Shot:
        mark = _without_seed(shot)
        if shot.seed is not None or mark not in seeds:
            return shot
        carried[str(shot.id)] = seeds[mark]
        return shot.model_copy(update={"seed": seeds[mark]})

    scenes = [
        scene.model_copy(update={"shots": [renewed(shot) for shot in scene.shots]})
        for scene in planned.screenplay.scenes
    ]
    screenplay = planned.screenplay.model_copy(update={"scenes": scenes})
    return replace(planned, screenplay=screenplay), carried


def _without_seed(shot: Shot) -> str:
    return fingerprint(shot.model_copy(update={"seed": None, "id": None}))


def _refuse_to_lose(file: Path, memory: dict) -> None:
    """A plan that a person has edited or revised is not overwritten by one for another story."""
    made = memory.get("ours") or memory.get("plan")
    if file.is_file() and fingerprint_file(file) not in (made, memory.get("next")):
        raise WorkspaceError(
            f"{file} was edited by hand or revised, and what is asked for (story, rules, writer) "
            "is not what it was planned from. To go on with the edited plan run "
            f"`film make {as_typed(file.parent)}`; to plan anew move it away, or choose another name with -o."
        )

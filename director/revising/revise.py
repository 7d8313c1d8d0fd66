"""A plan and an instruction in, the plan that the person wants out, with what became different.

Only what the instruction touches changes. A long film is shown to the writer in parts; its edits are
proofread before any is made; what they leave open in a complete plan is planned anew, and nothing else.

    revision = revise_plan(screenplay, "make the ending at night", writer=writer, workspace=workspace)
    print(*describe_changes(revision.changes), sep="\\n")
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from director.events import Event, Listener, ignore
from director.planning.page_store import PageStore
from director.planning.slots import is_complete
from director.planning.windows import window_of
from director.revising.differences import Change, compare_plans, find_redrawn
from director.revising.edits import apply_edits
from director.revising.fields import EditFault
from director.revising.revise_slots import revise_windows
from director.writer import Writer
from prompts.errors import FilmError, ScreenplayError, WriterError
from prompts.pages import Edit, RevisePage
from prompts.screenplay import Screenplay, with_ids
from shots.slate import Workspace

LONGEST = 2000
"""letters of an instruction"""


@dataclass(frozen=True)
class Revision:
    """A plan before and after an instruction."""

    before: Screenplay
    after: Screenplay
    changes: list[Change]
    redrawn: list[str]
    """shots whose still is another than it was; all others are found as they are"""
    notes: list[str]
    """what was put right, left alone, or left open"""


def revise_plan(
    screenplay: Screenplay,
    instruction: str,
    *,
    writer: Writer,
    workspace: Workspace,
    folder: Path = Path(),
    on_event: Listener = ignore,
) -> Revision:
    """The plan after an instruction. Nothing is written to any file but the writer's pages.

    Args:
        workspace: where the pages that were asked for are kept.
        folder: what the screenplay's reference pictures are relative to.

    Raises:
        FilmError: there is no instruction.
        WriterError: the writer does not understand it, finds nothing to change, or cannot say it in edits.
    """
    told = " ".join(instruction.split())
    if not told or len(told) > LONGEST:
        raise FilmError(
            f"The instruction has {len(told)} letters; 1 to {LONGEST} are read. Say in a sentence what is to "
            'be otherwise: film revise PLAN "make the ending at night".'
        )
    workspace.open()
    edits, notes, why = _ask(with_ids(screenplay), told, PageStore(workspace, writer), on_event)
    try:
        after, said = apply_edits(screenplay, edits)
    except (EditFault, ScreenplayError) as error:
        raise WriterError(
            f"{writer.name} made edits that cannot be: {error}. Nothing was changed. Say it in other words."
        ) from error
    if is_complete(screenplay) and not is_complete(after):
        after, more = _fill(after, writer, workspace, on_event)
        said += more
    changes = compare_plans(screenplay, after)
    if not changes:
        because = f": {why.rstrip('.')}" if why else ", or the plan says it already"
        raise WriterError(
            f"{told!r} changes nothing in this plan{because}. Name what is to change by its id "
            "(shot s1-02, scene s2, a character), and what it is to be."
        )
    notes = list(dict.fromkeys([*notes, *said, *_own_prompts(after, changes)]))
    return Revision(screenplay, after, changes, find_redrawn(screenplay, after, folder), notes)


def _ask(
    screenplay: Screenplay, instruction: str, store: PageStore, on_event: Listener
) -> tuple[list[Edit], list[str], str]:
    """(the edits of all parts of the film, what was put right in them, why there are none)."""
    edits: dict[tuple[str, str], Edit] = {}
    notes: list[str] = []
    why = ""
    windows = list(revise_windows(screenplay, instruction, window_of(store.writer)))
    for number, slots in enumerate(windows):
        key = f"revise-{number}"
        mark = store.ask("revise", key, slots)
        page = store.read(key, mark, RevisePage)
        notes += store.remarks(key, mark)
        why = why or page.why
        for edit in page.edits:
            edits.setdefault((edit.op, edit.path), edit)
        on_event(Event("plan", key, number + 1, len(windows), 0.0))
    return list(edits.values()), notes, why


def _fill(
    screenplay: Screenplay, writer: Writer, workspace: Workspace, on_event: Listener
) -> tuple[Screenplay, list[str]]:
    """The plan with what the edits left open planned anew; all the rest is written, and stays."""
    from director.planner import plan_screenplay

    result = plan_screenplay(screenplay, writer=writer, workspace=workspace, on_event=on_event, rounds=0)
    return result.screenplay, result.notes


def _own_prompts(after: Screenplay, changes: list[Change]) -> list[str]:
    """Shots that are changed but say in a prompt of their own what they look like."""
    changed = {change.where for change in changes if not change.field.endswith("_prompt")}
    scenes = {f"scene {scene.id}": scene for scene in with_ids(after).scenes}
    shots = [
        shot
        for name, scene in scenes.items()
        for shot in scene.shots
        if shot.id in changed or name in changed or changed & {f"cast {p.character}" for p in shot.who or []}
    ]
    return [
        f"{shot.id} has an image_prompt of its own, which is not changed; see whether it still fits"
        for shot in shots
        if shot.image_prompt
    ]

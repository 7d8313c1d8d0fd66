"""Commands that change or judge a plan that is there: what a person wants otherwise, what a reader finds.

film revise plan.yaml "make the ending at night"
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from director.command_line.options import BudgetOption, JsonOption, PricesOption, WriterOption
from director.command_line.telling import chosen_settings, open_director, tell, told
from prompts.errors import FilmError

PlanArgument = Annotated[
    str, typer.Argument(metavar="PLAN", help="A screenplay (.yaml) or a .production folder.")
]


def revise(
    plan: PlanArgument,
    instruction: Annotated[
        str, typer.Argument(metavar="INSTRUCTION", help="What is to be otherwise, in a sentence.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="PLAN.yaml", help="Write another file, leave PLAN alone."),
    ] = None,
    writer: WriterOption = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, write nothing.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last revision back.")] = False,
    json_lines: JsonOption = False,
) -> None:
    """Change a plan by an instruction: only what it touches, shown by shot and field.

    The plan as it was is kept beside it. Takes of shots that are not touched are used again.
    """
    with told(json_lines):
        from director.revising.revise_file import revise_to_file, undo_revision

        if undo:
            if instruction:
                raise FilmError("--undo takes no instruction. Give one of the two.")
            file, earlier, undone = undo_revision(plan)
            words = f"{file}: as it was before (from {earlier.name}). The revised plan is {undone.name}."
            tell({"screenplay": str(file), "undone": str(undone)}, words, json_lines)
            return
        chosen = chosen_settings({"writer": writer, "budget": budget, "prices": prices})
        with open_director(chosen, True, json_lines) as director:
            path, kept, revision = revise_to_file(director, plan, instruction, output, dry=dry_run)
        if json_lines:
            changes = [vars(change) for change in revision.changes]
            values = {"screenplay": str(path), "changes": changes, "redrawn": revision.redrawn}
            before = str(kept) if kept else None
            tell({**values, "notes": revision.notes, "before": before, "written": not dry_run}, "", True)
            return
        _tell_revision(path, plan if kept or dry_run else str(path), kept, revision, dry_run)


def _tell_revision(path: Path, name: str, kept: Path | None, revision: object, dry: bool) -> None:
    from director.revising.differences import describe_changes
    from director.revising.revise import Revision

    assert isinstance(revision, Revision)
    for line in describe_changes(revision.changes):
        typer.echo(line)
    for note in revision.notes:
        typer.echo(f"  note: {note}")
    shots = sum(1 for _ in revision.after.shots())
    drawn = f"{len(revision.redrawn)} of {shots} shots will be drawn again"
    if dry:
        typer.echo(f"{path}: not written. {drawn}.")
        return
    before = f" The plan as it was: {kept.name} (film revise {name} --undo)." if kept else ""
    typer.echo(f"{path}: written; {drawn}.{before} Next: film make {name}")

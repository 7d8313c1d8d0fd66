"""Commands that change or judge a plan that is there: what a person wants otherwise, what a reader finds.

film revise plan.yaml "make the ending at night"
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from director.command_line.options import (
    BudgetOption,
    FilmOption,
    JsonOption,
    PricesOption,
    WriterOption,
    YesOption,
    check_output,
)
from director.command_line.telling import (
    answer_of,
    chosen_settings,
    open_director,
    tell,
    tell_film,
    tell_spending,
    told,
)
from prompts.errors import FilmError, as_typed, say_count

if TYPE_CHECKING:
    from director.cleaning import Stale

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
        typer.Option(
            "-o",
            "--output",
            metavar="PLAN.yaml",
            help="Write another file, leave PLAN alone.",
            callback=check_output,
        ),
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
            tell_spending(director, json_lines)
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
    drawn = f"{len(revision.redrawn)} of {say_count(shots, 'shot')} will be drawn again"
    if dry:
        typer.echo(f"{path}: not written. {drawn}.")
        return
    before = f" The plan as it was: {kept.name} (film revise {as_typed(name)} --undo)." if kept else ""
    typer.echo(f"{path}: written; {drawn}.{before} Next: film make {as_typed(name)}")


def clean(
    plan: PlanArgument,
    output: FilmOption = None,
    yes: YesOption = False,
    json_lines: JsonOption = False,
) -> None:
    """Remove takes that neither the film nor any way back (revisions, retakes) needs, to make room.

    It says first what would go and asks; in a script nothing goes without --yes.
    """
    with told(json_lines):
        from director.cleaning import find_stale, remove

        stale = find_stale(plan, output)
        if stale.takes and not json_lines:
            _tell_stale(stale)
        removes = bool(stale.takes) and (yes or (not json_lines and _agrees()))
        if removes:
            remove(stale)
        counts = {"takes": stale.count(), "bytes": stale.num_bytes, "kept": stale.kept, "removed": removes}
        if json_lines:
            tell({"folder": str(stale.production), **counts}, "", True)
        elif not stale.takes:
            typer.echo(f"{stale.production}: all of its {say_count(stale.kept, 'take')} are needed.")
        elif removes:
            typer.echo(f"{stale.production}: removed; {say_count(stale.kept, 'take')} stay.")
        else:
            typer.echo("Nothing was removed. To remove it: --yes")


def script(
    plan: PlanArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="SCRIPT.fountain", help="Where the script goes.", callback=check_output
        ),
    ] = None,
    json_lines: JsonOption = False,
) -> None:
    """Write a plan as a script in Fountain, to go on in a screenwriter's tool. `film plan` reads it again.

    A script has no place for cameras, light and boxes; they stay in the plan.
    """
    with told(json_lines):
        from director.desk import write_script

        path, missing = write_script(plan, output)
        words = f"{path}: written" + (f", without {', '.join(missing)}" if missing else "")
        again = f". Next: film plan {as_typed(path)} -o PLAN.yaml"
        tell({"script": str(path), "left_out": missing}, words + again, json_lines)


def _tell_stale(stale: Stale) -> None:
    kinds = ", ".join(f"{number} in {kind}/" for kind, number in stale.count().items())
    size = f"{stale.num_bytes / 2**20:.1f} MiB"
    typer.echo(f"{stale.production}: {size} that nothing kept needs: {kinds}")


def _agrees() -> bool:
    """Whether somebody is there and agrees."""
    return sys.stdin.isatty() and sys.stdout.isatty() and typer.confirm("Remove them?", default=False)


def retake(
    plan: PlanArgument,
    shots: Annotated[list[str], typer.Argument(metavar="SHOT...", help="Ids of the shots to make again.")],
    output: FilmOption = None,
    seed: Annotated[int | None, typer.Option(help="This seed, not the next one.", min=0)] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the take before the last retake.")] = False,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Make shots again with another seed, and cut the film anew. All other shots stay as they are.

    The film is made with the choices that it was made with before. Earlier takes are kept.
    """
    with told(json_lines):
        from director.retakes import made_with

        chosen = {**made_with(plan, output), **chosen_settings({"budget": budget, "prices": prices})}
        with open_director(chosen, True, json_lines, output) as director:
            done = director.retake(plan, shots, seed=seed, undo=undo, film=output)
        answer = answer_of(done.film)
        if json_lines:
            said = {"seeds": done.seeds, "remade": done.remade, "same": done.same}
            tell({**answer, **said}, "", True)
            return
        tell_film(answer, False)
        for name, number in done.seeds.items():
            what = "another take" if name in done.remade else "the same take"
            typer.echo(f"{name}: {what}, seed {number}. Back: film retake {as_typed(plan)} {name} --undo")
        if others := [name for name in done.remade if name not in done.seeds]:
            typer.echo(
                f"  note: joined to them or made otherwise before, so changed too: {', '.join(others)}"
            )
        if done.same:
            drawn = f"{', '.join(done.same)}: looks exactly as before"
            typer.echo(f"  note: {drawn}: who makes it pays no heed to seeds. Try `film revise`.")

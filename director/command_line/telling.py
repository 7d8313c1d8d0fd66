"""How the command line speaks: progress, results, errors as words and an exit code.

with told(json_lines), open_director(chosen, yes, json_lines) as director: ...
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from director.settings import Settings
from prompts.errors import FilmError, as_typed, say_count

if TYPE_CHECKING:
    from director.film import Director, Film
    from director.plan_file import Planned
    from director.proposal import Proposal
    from prompts.pages import Problem
    from prompts.screenplay import Screenplay
    from shots.costing import Cost
    from shots.spending import Purse


def chosen_settings(values: dict[str, Any]) -> dict[str, Any]:
    """The options that are settings."""
    return {f.name: values[f.name] for f in fields(Settings) if values.get(f.name) is not None}


@contextmanager
def told(json_lines: bool) -> Iterator[None]:
    """Errors that a person can put right, and Ctrl-C, as words and an exit code."""
    try:
        yield
    except FilmError as error:
        if json_lines:
            typer.echo(json.dumps({"error": str(error), "kind": type(error).__name__}, ensure_ascii=False))
        else:
            typer.echo(f"film: {error}", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo("film: stopped. What is finished is kept; the same command goes on.", err=True)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; there is nobody left to tell
        raise typer.Exit(1) from None


@contextmanager
def open_director(
    chosen: dict[str, Any], yes: bool, json_lines: bool, film: Path | None = None
) -> Iterator[Director]:
    """A director whose events are shown, and who asks before rendering if somebody is there to answer."""
    from director.film import Director
    from director.progress import show_progress

    with show_progress(json_lines) as (listener, pause):

        def ask(screenplay: Screenplay, problems: list[Problem]) -> bool:
            with pause():
                return _ask(screenplay, problems)

        asks = not yes and not json_lines and sys.stdin.isatty() and sys.stdout.isatty()
        folder = film.with_suffix(".production") if film else None
        yield Director(folder=folder, on_event=listener, approve=ask if asks else None, **chosen)


def tell_costs(costs: Sequence[Cost], json_lines: bool) -> None:
    """What every shot will take, a line each, and all together."""
    if json_lines:
        for cost in costs:
            typer.echo(json.dumps({"cost": vars(cost)}, ensure_ascii=False))
        return
    typer.echo(f"{'shot':<12}{'frames':>8}{'tokens':>10}{'passes':>8}{'seconds':>10}{'GiB':>8}")
    for cost in costs:
        cells = ("–" if value is None else f"{value:,}" for value in (cost.tokens, cost.passes))
        tokens, passes = cells
        seconds = "?" if cost.seconds is None else f"{cost.seconds:,.1f}"
        gib = "–" if cost.gib is None else f"{cost.gib:,.1f}"
        typer.echo(f"{cost.shot:<12}{cost.num_frames:>8}{tokens:>10}{passes:>8}{seconds:>10}{gib:>8}")
    known = [cost.seconds for cost in costs if cost.seconds is not None]
    time = (
        f"about {sum(known):,.1f} s on this machine" if known else "time unknown until one shot is measured"
    )
    most = max(costs, key=lambda cost: cost.gib or 0.0)
    memory = ""
    if most.gib is not None and most.gib_by is not None:
        memory = f"; at most {most.gib:,.1f} GiB, {_KNOWN_BY[most.gib_by]}"
        memory += f" (the weights take {most.weights_gib or 0.0:,.1f} at 16 bit)"
    typer.echo(f"all: {time}{memory}")


_KNOWN_BY = {
    "card": "as a finished shot took it on the card",
    "process": "as the whole process took it for a finished shot",
    "estimated": "estimated from the model's files and configuration",
}


def _ask(screenplay: Screenplay, problems: list[Problem]) -> bool:
    typer.echo(f"{screenplay.title or 'A film'}: {say_count(sum(1 for _ in screenplay.shots()), 'shot')}")
    for scene, shot in screenplay.shots():
        who = ", ".join(p.character for p in shot.who or []) or "nobody"
        words = shot.narration or shot.action or ""
        typer.echo(f"  {shot.id:<8} {scene.place or '':<16} {who:<24} {words[:60]}")
    for problem in problems:
        typer.echo(f"  ! {problem.problem}")
    return typer.confirm("Make this film?", default=True)


def tell(values: dict[str, Any], words: str, json_lines: bool) -> None:
    """One result, as JSON or as words."""
    typer.echo(json.dumps(values, ensure_ascii=False) if json_lines else words)


def tell_files(files: dict[str, Path], json_lines: bool) -> None:
    """The file of every shot."""
    for shot_id, path in files.items():
        tell({"shot": shot_id, "file": str(path)}, str(path), json_lines)


def tell_plan(path: Path, screenplay: Screenplay, planned: Planned | None, json_lines: bool) -> None:
    """Where a plan is, how it was judged, what is not as asked, and what nobody could put right in it."""
    shots, scenes = sum(1 for _ in screenplay.shots()), len(screenplay.scenes)
    reviewed, problems, notes = (
        (planned.reviewed, planned.problems, planned.notes) if planned else (None, (), ())
    )
    values = {"screenplay": str(path), "shots": shots, "scenes": scenes, "problems": problems, "notes": notes}
    if json_lines:
        tell({**values, "review": reviewed.model_dump() if reviewed else None}, "", True)
        return
    if reviewed:
        from director.rubric import describe_scores

        for line in describe_scores(reviewed):
            typer.echo(line)
    for note in notes[:8]:
        typer.echo(f"  note: {note}")
    if len(notes) > 8:
        typer.echo(f"  ... and {len(notes) - 8} more with --json")
    for problem in problems[:8]:
        typer.echo(f"  open: {problem}")
    if len(problems) > 8:
        typer.echo(f"  ... and {len(problems) - 8} more: film lint {as_typed(path)}")
    size = f"{say_count(shots, 'shot')} in {say_count(scenes, 'scene')}"
    typer.echo(f"{path}: {size}. Next: film make {as_typed(path)}")


def tell_proposal(proposal: Proposal, story: str, json_lines: bool) -> None:
    """A film that waits for somebody's word, and what can be said."""
    shots = sum(1 for _ in proposal.screenplay.shots())
    if json_lines:
        values = {name: getattr(proposal, name) for name in ("problems", "notes")}
        files = {name: str(getattr(proposal, name)) for name in ("sheet", "page", "folder")}
        tell({"waits": True, "shots": shots, **files, **values}, "", True)
        return
    drawn = f"{say_count(shots, 'shot')} {'is' if shots == 1 else 'are'} drawn"
    typer.echo(f"{proposal.page}: {drawn}, and the film waits for your word.")
    said = [*proposal.problems, *proposal.notes]
    for sentence in said[:8]:
        typer.echo(f"  note: {sentence}")
    if len(said) > 8:
        typer.echo(f"  ... and {len(said) - 8} more on the board")
    again = as_typed(story if len(story) <= 60 and " " not in story else proposal.folder)
    out = f" -o {as_typed(proposal.film)}" if proposal.film else ""
    typer.echo(
        f"To go on: film make {again}{out}, with the other options as they were. To change it: film revise "
        f"{as_typed(proposal.folder)} INSTRUCTION, or"
    )
    typer.echo(f"edit {proposal.folder / 'screenplay.yaml'}, and then the same.")


def answer_of(film: Film) -> dict[str, Any]:
    """A film as plain data."""
    return {"film": str(film.path), "folder": str(film.folder), "report": film.report.model_dump()}


def tell_film(answer: dict[str, Any], json_lines: bool) -> None:
    """A film, and what is not as asked in it."""
    if json_lines:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    report, folder = answer["report"], Path(answer["folder"])
    typer.echo(f"{answer['film']}: {report['duration_s']:.1f} s, {say_count(len(report['shots']), 'shot')}")
    typer.echo(f"{folder / 'board.html'}: the board")
    said = [*report["stand_ins"], *report["problems"]]
    for sentence in said[:8]:
        typer.echo(f"  note: {sentence}")
    if report["spending"]:
        now, total = report["spent_now"], report["spending"]
        typer.echo(
            f"  spent: {_say_charge(now, total)}; for the film in all: {_say_charge(total['total'], total)}"
        )
    if len(said) > 8:
        typer.echo(f"  ... and {len(said) - 8} more in {folder / 'report.json'}")


def _say_charge(charge: dict[str, Any] | None, spending: dict[str, Any]) -> str:
    from director.spending import say_sum

    if charge is None:
        return "nothing"
    from director.report import ChargeReport

    return say_sum(ChargeReport(**charge), spending["currency"])


def tell_spending(director: Director, json_lines: bool) -> None:
    """What hosted services took in this run and for the film, if anything."""
    from director.spending import report_spending, say_sum, sum_charges

    if (spending := report_spending(director.purse)) is None:
        return
    now = sum_charges(director.purse, director.purse.charges_now)
    words = [say_sum(charge, spending.currency) for charge in (now, spending.total)]
    values = {"spent_now": now.model_dump(), "spending": spending.model_dump()}
    tell(values, f"spent: {words[0]}; for the film in all: {words[1]}", json_lines)


def tell_estimate(purse: Purse, json_lines: bool) -> None:
    """What a film would take: a line for each stage of each service, and the sum."""
    from director.spending import say_sum, sum_charges

    currency = purse.prices.currency
    stages = dict.fromkeys((charge.stage, charge.service) for charge in purse.charges)
    for stage, service in stages:
        found = [c for c in purse.charges if (c.stage, c.service) == (stage, service)]
        charge = sum_charges(purse, found).model_copy(
            update={"stage": stage, "service": service, "guessed": 0}
        )
        tell(charge.model_dump(), f"{stage:<7} {service}: about {say_sum(charge, currency)}", json_lines)
    total = sum_charges(purse, purse.charges).model_copy(update={"guessed": 0})
    words = f"in all  about {say_sum(total, currency)}" if stages else "no hosted service would be asked"
    if any(charge.use.pictures and not charge.use.output_tokens for charge in purse.charges):
        words += "\n        and the tokens of the pictures, which are known once one has been drawn"
    tell({"total": total.model_dump(), "currency": currency}, words, json_lines)

"""Commands that read a plan and judge it; they change nothing.

film lint plan.yaml
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from director.command_line.changing import PlanArgument
from director.command_line.options import (
    BudgetOption,
    ClipsOption,
    JsonOption,
    KeyframesOption,
    PricesOption,
    WriterOption,
    check_output,
)
from director.command_line.telling import chosen_settings, open_director, tell, tell_spending, told
from prompts.errors import FilmError, as_typed, say_count

if TYPE_CHECKING:
    from director.prompting.adapt import Adapted
    from shots.reading import Reader


def lint(
    plan: PlanArgument,
    strict: Annotated[bool, typer.Option("--strict", help="Count hints as problems.")] = False,
    json_lines: JsonOption = False,
) -> None:
    """Look for what is wrong in a plan, and warn of what models do badly. Exit code 1 if there are problems.

    Nothing is asked of any writer, and nothing is changed.
    """
    with told(json_lines):
        from director.hints import HINTS
        from director.review import RULES
        from director.rubric import Reviewed, describe_scores, score_by_rules
        from director.source import open_source
        from prompts.screenplay import with_ids

        screenplay = open_source(plan).screenplay
        if screenplay is None:
            raise FilmError(f"{plan[:60]!r} is a story; `film lint` reads plans. Plan it first: film plan.")

        screenplay = with_ids(screenplay)
        counts = {"problem": 0, "hint": 0}
        for kind, rules in (("problem", RULES), ("hint", HINTS)):
            for rule in rules:
                for found in rule(screenplay):
                    counts[kind] += 1
                    name = rule.__name__.split("_", 1)[1]
                    where = found.shot or found.scene or "film"
                    values = {"kind": kind, "rule": name, **found.model_dump()}
                    tell(values, f"{kind:<8}{where:<9}{found.page:<6} {found.problem}", json_lines)
        scores = score_by_rules(screenplay)
        summary = {"problems": counts["problem"], "hints": counts["hint"], "scores": scores.scores}
        line = describe_scores(Reviewed(before=scores, after=scores, rounds=0))[0]
        told_counts = ", ".join(say_count(number, kind) for kind, number in counts.items())
        tell(summary, f"{told_counts}; {line}", json_lines)
        if counts["problem"] or (strict and counts["hint"]):
            raise typer.Exit(1)


def prompts(
    plan: PlanArgument,
    keyframes: KeyframesOption = None,
    clips: ClipsOption = None,
    adapt: Annotated[
        list[str] | None,
        typer.Option(metavar="BACKEND", help="Rewrite the words for this backend's model; can be repeated."),
    ] = None,
    rounds: Annotated[int, typer.Option(help="How many other ways are tried, 1 to 10.")] = 3,
    writer: WriterOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="PLAN.yaml",
            help="Write the adapted words into this plan.",
            callback=check_output,
        ),
    ] = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Show the words that image and video models will read of each shot, or rewrite them for a model.

    With --adapt the best of several ways of saying a shot is kept, by a measure that needs no model.
    """
    with told(json_lines):
        if adapt is None:
            if output:
                raise FilmError("-o writes adapted words; say for which backend: --adapt sdxl.")
            chosen = chosen_settings({"keyframes": keyframes, "clips": clips})
            _show_prompts(plan, chosen, json_lines)
            return
        from director.prompting.adapt_file import adapt_to_file

        if not 1 <= rounds <= 10:
            raise FilmError(f"rounds is {rounds}; allowed: 1 to 10.")
        chosen = chosen_settings({"writer": writer, "budget": budget, "prices": prices})
        with open_director(chosen, True, json_lines) as director:
            done = adapt_to_file(director, plan, adapt, rounds, output)
            tell_spending(director, json_lines)
        for reader, rows in done:
            _tell_adapted(reader, rows, json_lines)
        if output and not json_lines:
            options = {"image": "--keyframes", "motion": "--clips"}
            made = " ".join(
                f"{options[reader.kind]} {name}" for name, (reader, _) in zip(adapt, done, strict=True)
            )
            typer.echo(f"{output}: written. Next: film make {as_typed(output)} {made}")


def _show_prompts(plan: str, chosen: dict[str, Any], json_lines: bool) -> None:
    from director.prompting.adapt_file import show_prompts
    from director.settings import Settings

    settings = Settings.from_environment(**chosen)
    for shot_id, name, exact, one in show_prompts(plan, settings.keyframes, settings.clips):
        values = {"shot": shot_id, "backend": name, **vars(one), "counted": "tokens" if exact else "guessed"}
        counted = f"{one.tokens} of {one.window} tokens{'' if exact else ' (guessed)'}"
        own = ", your own words" if one.own else ""
        words = f"{shot_id}  {one.kind} for {name}, {counted}{own}\n  {one.text}"
        if one.dropped:
            words += f"\n  no room for: {'; '.join(one.dropped)}"
        tell(values, words, json_lines)


def _tell_adapted(reader: Reader, rows: list[Adapted], json_lines: bool) -> None:
    before, after = (
        sum(s.total for s in scores) / len(rows)
        for scores in ([r.score_before for r in rows], [r.score_after for r in rows])
    )
    for row in rows:
        values = {
            "shot": row.shot_id,
            "backend": reader.name,
            "kind": reader.kind,
            "before": row.before,
            "after": row.after,
            "score_before": row.score_before.total,
            "score_after": row.score_after.total,
            "parts": dict(row.score_after.parts),
            "tokens": row.tokens,
            "own": row.own,
        }
        what = (
            "your own words, left alone" if row.own else "" if row.is_better else "nothing better was found"
        )
        score = f"{row.score_before.total:.3f} → {row.score_after.total:.3f}" if row.is_better else what
        size = f"{row.tokens} of {reader.window} tokens"
        tell(
            values,
            f"{row.shot_id}  {reader.kind} for {reader.name}, {size}; {score}\n  {row.after}",
            json_lines,
        )
    better = sum(row.is_better for row in rows)
    summary = {"backend": reader.name, "better": better, "shots": len(rows), "before": before, "after": after}
    said = f"{better} of {say_count(len(rows), 'prompt')} {'is' if better == 1 else 'are'} better"
    line = f"{reader.name}: {said}; mean {before:.3f} → {after:.3f}"
    tell({**summary, "before": round(before, 4), "after": round(after, 4)}, line, json_lines)

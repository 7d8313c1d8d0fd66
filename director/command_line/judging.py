"""Commands that read a plan and judge it; they change nothing.

film lint plan.yaml
"""

from __future__ import annotations

from typing import Annotated

import typer

from director.command_line.changing import PlanArgument
from director.command_line.options import JsonOption
from director.command_line.telling import tell, told
from prompts.errors import FilmError


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
        tell(summary, f"{counts['problem']} problems, {counts['hint']} hints; {line}", json_lines)
        if counts["problem"] or (strict and counts["hint"]):
            raise typer.Exit(1)

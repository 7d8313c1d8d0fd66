"""The command line: `film make story.txt`.

It reads options, shows progress, and turns errors into one to three lines; everything else is the director's.
Heavy packages are loaded by the commands that need them, never by `film --help`.

    film make "A fox walks through the snow. She finds a lantern." -o fox.mp4
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from director.command_line.changing import clean, retake, revise, script
from director.command_line.judging import lint, prompts
from director.command_line.looking import backends, doctor, models
from director.command_line.options import (
    AlikeOption,
    ApproveOption,
    BudgetOption,
    CaptionsOption,
    ClipsOption,
    CostOption,
    FilmOption,
    GuideOption,
    JsonOption,
    KeyframesOption,
    MaxShotsOption,
    MinutesOption,
    PricesOption,
    QualityOption,
    RoundsOption,
    RulesOption,
    ShotsOption,
    StoryArgument,
    TakesOption,
    TitlesOption,
    TruthOption,
    VoicesOption,
    WindowOption,
    WorkersOption,
    WriterOption,
    YesOption,
    check_output,
)
from director.command_line.serving import mcp
from director.command_line.telling import (
    answer_of,
    chosen_settings,
    open_director,
    tell,
    tell_costs,
    tell_estimate,
    tell_files,
    tell_film,
    tell_plan,
    tell_proposal,
    tell_spending,
    told,
)
from director.receipt import find_receipt, write_receipt

app = typer.Typer(
    name="film",
    help="Turn a story into a film. Start with: film make story.txt",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def make(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    rules: RulesOption = None,
    shots: ShotsOption = None,
    max_shots: MaxShotsOption = None,
    minutes: MinutesOption = None,
    window: WindowOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    alike: AlikeOption = None,
    clips: ClipsOption = None,
    voices: VoicesOption = None,
    quality: QualityOption = None,
    captions: CaptionsOption = None,
    workers: WorkersOption = None,
    titles: TitlesOption = None,
    truth: TruthOption = None,
    yes: YesOption = False,
    approve: ApproveOption = False,
    rounds: RoundsOption = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Make a film of a story, going on from whatever is finished.

    A .production folder is made with the choices that its film was made with, unless others are given.
    """
    chosen = chosen_settings(locals())
    with told(json_lines):
        chosen = {**_choices_of(story, output), **chosen}
        answer = find_receipt(story, output, chosen)
        if answer is None:
            with open_director(chosen, yes or approve, json_lines) as director:
                if approve and not yes:
                    proposal = director.propose(story, output)
                    if not proposal.approved:
                        tell_proposal(proposal, story, json_lines)
                        return
                answer = answer_of(director.make(story, output))
            write_receipt(story, output, chosen, answer)
        tell_film(answer, json_lines)


@app.command()
def plan(
    story: StoryArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="SCREENPLAY.yaml", help="Where the plan goes.", callback=check_output
        ),
    ] = None,
    writer: WriterOption = None,
    rules: RulesOption = None,
    shots: ShotsOption = None,
    max_shots: MaxShotsOption = None,
    minutes: MinutesOption = None,
    window: WindowOption = None,
    rounds: RoundsOption = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    cost: CostOption = False,
    keyframes: KeyframesOption = None,
    clips: ClipsOption = None,
    quality: QualityOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Plan a film and stop: write its screenplay, to be read and edited."""
    with told(json_lines):
        from director.desk import foresee_film, plan_to_file
        from director.source import open_source

        with open_director(chosen_settings(locals()), True, json_lines) as director:
            source = open_source(story)
            path, screenplay = plan_to_file(director, source, output)
            tell_spending(director, json_lines)
            if cost:
                tell_costs(foresee_film(director, source), json_lines)
        tell_plan(path, screenplay, director.planned, json_lines)


@app.command()
def estimate(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    voices: VoicesOption = None,
    quality: QualityOption = None,
    titles: TitlesOption = None,
    prices: PricesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Say what hosted services would take for a film from now on; nothing is asked of them."""
    chosen = chosen_settings(locals())
    with told(json_lines), open_director(chosen, True, json_lines, output) as director:
        from director.estimate import estimate_film

        tell_estimate(estimate_film(director, story), json_lines)


@app.command()
def draw(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    alike: AlikeOption = None,
    quality: QualityOption = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Draw the still of every shot and stop."""
    chosen = chosen_settings(locals())
    with told(json_lines), open_director(chosen, True, json_lines, output) as director:
        tell_files(director.draw(story).pictures, json_lines)
        tell_spending(director, json_lines)


@app.command()
def shoot(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    alike: AlikeOption = None,
    clips: ClipsOption = None,
    voices: VoicesOption = None,
    quality: QualityOption = None,
    captions: CaptionsOption = None,
    workers: WorkersOption = None,
    truth: TruthOption = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Shoot the clip of every shot and stop."""
    chosen = chosen_settings(locals())
    with told(json_lines), open_director(chosen, True, json_lines, output) as director:
        tell_files(director.shoot(story).files, json_lines)
        tell_spending(director, json_lines)


@app.command()
def cut(
    production: Annotated[str, typer.Argument(metavar="PRODUCTION", help="A .production folder.")],
    output: FilmOption = None,
    quality: QualityOption = None,
    voices: VoicesOption = None,
    captions: CaptionsOption = None,
    titles: TitlesOption = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Cut the film of a production folder anew; shots that are missing are made.

    It is made with the choices that it was made with before, unless others are given.
    """
    chosen = chosen_settings(locals())
    with told(json_lines):
        chosen = {**_choices_of(production, output), **chosen}
        with open_director(chosen, True, json_lines) as director:
            tell_film(answer_of(director.make(production, output)), json_lines)


def _choices_of(story: str, film: Path | None) -> dict[str, Any]:
    """What the film of a production folder was made with; {} of anything else."""
    if not story.rstrip("/\\").endswith(".production"):
        return {}
    from director.retakes import made_with

    return made_with(story, film)


@app.command()
def board(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    alike: AlikeOption = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Plan, draw, and lay the stills out: a contact sheet (PNG) and a page (HTML)."""
    chosen = chosen_settings(locals())
    with told(json_lines), open_director(chosen, True, json_lines, output) as director:
        from director.desk import lay_out_board

        sheet, page = lay_out_board(director, story)
        tell({"sheet": str(sheet), "page": str(page)}, f"{sheet}\n{page}", json_lines)
        tell_spending(director, json_lines)


for command in (revise, retake, clean, script, lint, prompts, backends, doctor, models, mcp):
    app.command()(command)


def main() -> None:
    """The `film` command."""
    app()


if __name__ == "__main__":
    main()

"""The options that several commands share, each said once.

film make --help
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def check_output(path: Path | None) -> Path | None:
    """Where a command writes: a file, which need not be there.

    Raises:
        typer.BadParameter: it is a folder.
    """
    if path is not None and (not path.name or path.is_dir()):
        raise typer.BadParameter(f"{path} is a folder; give the file a name of its own.")
    return path


def _check_minutes(minutes: float | None) -> float | None:
    if minutes is not None and minutes <= 0:
        raise typer.BadParameter(f"{minutes:g} is no length; minutes should be greater than 0")
    return minutes


StoryArgument = Annotated[
    str,
    typer.Argument(
        metavar="STORY",
        help="A story (.txt .md .html .docx .epub), a script (.fountain), a screenplay (.yaml), "
        "a .production folder, '-' for standard input, or the words.",
    ),
]
FilmOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILM.mp4", help="Where the film goes.", callback=check_output),
]
WriterOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who plans: offline, or openai:MODEL.  [offline]")
]
KeyframesOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who draws the stills; see `film backends`.  [animatic]")
]
GuideOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Whose composition an image model follows: animatic.  [nobody's]"),
]
TakesOption = Annotated[
    int | None, typer.Option(help="Stills an image model draws for each shot, to keep the best.  [1]")
]
AlikeOption = Annotated[
    str | None,
    typer.Option(help="What an image model's stills read: anchors, or also their scene.  [anchors]"),
]
CostOption = Annotated[
    bool, typer.Option("--cost", help="Also say what every shot will take to be set in motion.")
]
ClipsOption = Annotated[str | None, typer.Option(metavar="NAME", help="Who sets them in motion.  [animatic]")]
VoicesOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who speaks: auto, espeak, silent or openai:MODEL.  [auto]")
]
QualityOption = Annotated[str | None, typer.Option(help="draft, standard or high.  [standard]")]
CaptionsOption = Annotated[
    str | None, typer.Option(help="auto, burn (into the picture) or track (subtitles only).  [auto]")
]
WorkersOption = Annotated[int | None, typer.Option(help="Processes that shoot at once; 0: one a core.  [0]")]
TitlesOption = Annotated[
    bool | None, typer.Option("--titles/--no-titles", help="Opening, chapter and closing cards.  [titles]")
]
BudgetOption = Annotated[
    str | None,
    typer.Option(
        metavar="AMOUNT", help="What hosted services may take in all: '200k tokens, 5 USD'.  [no cap]"
    ),
]
PricesOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="Prices of hosted services (YAML).  [tokens only]")
]
TruthOption = Annotated[
    bool | None,
    typer.Option("--truth/--no-truth", help="Beside each drawn clip, what is in its pictures.  [no-truth]"),
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Ask no questions.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON lines, for machines.")]
ApproveOption = Annotated[
    bool,
    typer.Option(
        "--approve",
        help="Stop when the board is drawn. `film make` again, without it, or with --yes, goes on.",
    ),
]
RulesOption = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="What is asked of the film: '10 shots, no dialogue, end on the sea'."),
]
ShotsOption = Annotated[
    int | None, typer.Option(help="Exactly so many shots.  [what the story needs]", min=1)
]
MaxShotsOption = Annotated[int | None, typer.Option(help="At most so many shots.  [any number]", min=1)]
MinutesOption = Annotated[
    float | None,
    typer.Option(help="How long the film lasts, without its cards.", callback=_check_minutes),
]
WindowOption = Annotated[
    int | None, typer.Option(help="Tokens that the writer's model reads at once.  [8192]")
]
RoundsOption = Annotated[
    int | None, typer.Option(help="How often what a review finds goes back to the writer, 0 to 10.  [2]")
]

"""The command line: `film make story.txt`.

It reads options, shows progress, and turns errors into one to three lines; everything else is the director's.
Heavy packages are loaded by the commands that need them, never by `film --help`.

    film make "A fox walks through the snow. She finds a lantern." -o fox.mp4
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from director.receipt import find_receipt, write_receipt
from prompts.errors import FilmError

if TYPE_CHECKING:
    from director.film import Director, Film
    from prompts.pages import Problem
    from prompts.screenplay import Screenplay

app = typer.Typer(
    name="film",
    help="Turn a story into a film. Start with: film make story.txt",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

StoryArgument = Annotated[
    str,
    typer.Argument(
        metavar="STORY",
        help="A text file, a screenplay (.yaml), a .production folder, '-' for standard input, or the words.",
    ),
]
FilmOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILM.mp4", help="Where the film goes.")
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
ClipsOption = Annotated[str | None, typer.Option(metavar="NAME", help="Who sets them in motion.  [animatic]")]
VoicesOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who speaks: auto, espeak or silent.  [auto]")
]
QualityOption = Annotated[str | None, typer.Option(help="draft, standard or high.  [standard]")]
CaptionsOption = Annotated[
    str | None, typer.Option(help="auto, burn (into the picture) or track (subtitles only).  [auto]")
]
WorkersOption = Annotated[int | None, typer.Option(help="Processes that shoot at once; 0: one a core.  [0]")]
TitlesOption = Annotated[
    bool | None, typer.Option("--titles/--no-titles", help="Opening and closing card.  [titles]")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Ask no questions.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON lines, for machines.")]


@app.command()
def make(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    clips: ClipsOption = None,
    voices: VoicesOption = None,
    quality: QualityOption = None,
    captions: CaptionsOption = None,
    workers: WorkersOption = None,
    titles: TitlesOption = None,
    yes: YesOption = False,
    json_lines: JsonOption = False,
) -> None:
    """Make a film of a story, going on from whatever is finished."""
    chosen = _chosen(locals())
    with _told(json_lines):
        answer = find_receipt(story, output, chosen)
        if answer is None:
            with _director(chosen, yes, json_lines) as director:
                answer = _answer(director.make(story, output))
            write_receipt(story, output, chosen, answer)
        _tell_film(answer, json_lines)


@app.command()
def plan(
    story: StoryArgument,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="SCREENPLAY.yaml", help="Where the plan goes.")
    ] = None,
    writer: WriterOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Plan a film and stop: write its screenplay, to be read and edited."""
    with _told(json_lines):
        from director.desk import plan_to_file

        with _director(_chosen({"writer": writer}), True, json_lines) as director:
            path, screenplay = plan_to_file(director, story, output)
        shots = sum(1 for _ in screenplay.shots())
        _tell(
            {"screenplay": str(path), "shots": shots, "scenes": len(screenplay.scenes)},
            f"{path}: {shots} shots in {len(screenplay.scenes)} scenes. Next: film make {path}",
            json_lines,
        )


@app.command()
def draw(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    quality: QualityOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Draw the still of every shot and stop."""
    chosen = _chosen(locals())
    with _told(json_lines), _director(chosen, True, json_lines, output) as director:
        pictures = director.draw(story).pictures
        _tell_files(pictures, json_lines)


@app.command()
def shoot(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    clips: ClipsOption = None,
    voices: VoicesOption = None,
    quality: QualityOption = None,
    captions: CaptionsOption = None,
    workers: WorkersOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Shoot the clip of every shot and stop."""
    chosen = _chosen(locals())
    with _told(json_lines), _director(chosen, True, json_lines, output) as director:
        _tell_files(director.shoot(story).files, json_lines)


@app.command()
def cut(
    production: Annotated[str, typer.Argument(metavar="PRODUCTION", help="A .production folder.")],
    output: FilmOption = None,
    quality: QualityOption = None,
    voices: VoicesOption = None,
    captions: CaptionsOption = None,
    titles: TitlesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Cut the film of a production folder anew; shots that are missing are made."""
    chosen = _chosen(locals())
    with _told(json_lines), _director(chosen, True, json_lines) as director:
        _tell_film(_answer(director.make(production, output)), json_lines)


@app.command()
def board(
    story: StoryArgument,
    output: FilmOption = None,
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    guide: GuideOption = None,
    takes: TakesOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Plan, draw, and lay the stills out: a contact sheet (PNG) and a page (HTML)."""
    chosen = _chosen(locals())
    with _told(json_lines), _director(chosen, True, json_lines, output) as director:
        from director.desk import lay_out_board

        sheet, page = lay_out_board(director, story)
        _tell({"sheet": str(sheet), "page": str(page)}, f"{sheet}\n{page}", json_lines)


@app.command()
def backends(json_lines: JsonOption = False) -> None:
    """List who can write, draw, shoot and speak here."""
    with _told(json_lines):
        from director.desk import list_everybody

        for row in list_everybody():
            _tell(row, f"{row['group']:<10} {row['name']:<12} {row['about']}", json_lines)


@app.command()
def doctor(json_lines: JsonOption = False) -> None:
    """Look at this machine: what works, what is missing, and how to get it."""
    with _told(json_lines):
        from director.desk import examine

        rows = list(examine())
        for row in rows:
            mark = {True: "ok     ", False: "missing"}[row["ok"]]
            _tell(row, f"{mark} {row['name']:<14} {row['said']}", json_lines)
        if any(row["needed"] and not row["ok"] for row in rows):
            raise typer.Exit(1)


@app.command()
def models(
    action: Annotated[str, typer.Argument(metavar="ACTION", help="list, or pull to fetch one.")] = "list",
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A short name (sdxl), or OWNER/NAME.")
    ] = None,
    json_lines: JsonOption = False,
) -> None:
    """List models that can be fetched by name, or fetch one: `film models pull sdxl`."""
    with _told(json_lines):
        from director.desk import list_models, pull_named_model

        if action == "pull":
            folder = pull_named_model(name)
            _tell({"model": name, "folder": str(folder)}, f"{name} is in {folder}", json_lines)
            return
        if action != "list" or name:
            raise FilmError(f"film models knows `list` and `pull NAME`, not {action!r}. Choose one of them.")
        for row in list_models():
            words = (
                f"{row['name']:<6} {row['gib']:5.1f} GiB  {row['place']:<12} {row['repo']} ({row['licence']})"
            )
            _tell(row, words, json_lines)


# -- how things are said ---------------------------------------------------------------------------------


def _chosen(values: dict[str, Any]) -> dict[str, Any]:
    """The options that are settings."""
    names = (
        "writer",
        "keyframes",
        "guide",
        "takes",
        "clips",
        "voices",
        "quality",
        "captions",
        "workers",
        "titles",
    )
    return {name: values[name] for name in names if values.get(name) is not None}


@contextmanager
def _told(json_lines: bool) -> Iterator[None]:
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
def _director(
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


def _ask(screenplay: Screenplay, problems: list[Problem]) -> bool:
    typer.echo(f"{screenplay.title or 'A film'}: {sum(1 for _ in screenplay.shots())} shots")
    for scene, shot in screenplay.shots():
        who = ", ".join(p.character for p in shot.who or []) or "nobody"
        words = shot.narration or shot.action or ""
        typer.echo(f"  {shot.id:<8} {scene.place or '':<16} {who:<24} {words[:60]}")
    for problem in problems:
        typer.echo(f"  ! {problem.problem}")
    return typer.confirm("Make this film?", default=True)


def _tell(values: dict[str, Any], words: str, json_lines: bool) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False) if json_lines else words)


def _tell_files(files: dict[str, Path], json_lines: bool) -> None:
    for shot_id, path in files.items():
        _tell({"shot": shot_id, "file": str(path)}, str(path), json_lines)


def _answer(film: Film) -> dict[str, Any]:
    return {"film": str(film.path), "folder": str(film.folder), "report": film.report.model_dump()}


def _tell_film(answer: dict[str, Any], json_lines: bool) -> None:
    if json_lines:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    report, folder = answer["report"], Path(answer["folder"])
    typer.echo(f"{answer['film']}: {report['duration_s']:.1f} s, {len(report['shots'])} shots")
    typer.echo(f"{folder / 'board.html'}: the board")
    said = [*report["stand_ins"], *report["problems"]]
    for sentence in said[:8]:
        typer.echo(f"  note: {sentence}")
    if len(said) > 8:
        typer.echo(f"  ... and {len(said) - 8} more in {folder / 'report.json'}")


def main() -> None:
    """The `film` command."""
    app()


if __name__ == "__main__":
    main()

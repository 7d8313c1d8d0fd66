"""How the command line speaks: progress, results, errors as words and an exit code.

with told(json_lines), open_director(chosen, yes, json_lines) as director: ...
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from director.settings import Settings
from prompts.errors import FilmError

if TYPE_CHECKING:
    from director.film import Director, Film
    from prompts.pages import Problem
    from prompts.screenplay import Screenplay


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


def _ask(screenplay: Screenplay, problems: list[Problem]) -> bool:
    typer.echo(f"{screenplay.title or 'A film'}: {sum(1 for _ in screenplay.shots())} shots")
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


def answer_of(film: Film) -> dict[str, Any]:
    """A film as plain data."""
    return {"film": str(film.path), "folder": str(film.folder), "report": film.report.model_dump()}


def tell_film(answer: dict[str, Any], json_lines: bool) -> None:
    """A film, and what is not as asked in it."""
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

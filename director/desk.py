"""The director's desk: the plan as a file, the board, who is here, and whether this machine is fit.

python -c "from director.desk import examine; print(*(row['name'] for row in examine()))"
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import EntryPoint, PackageNotFoundError, version
from pathlib import Path
from typing import Any, get_args

from director.film import Director, Story
from director.source import open_source
from prompts.errors import BackendError, FilmError, WorkspaceError, as_typed
from prompts.screenplay import Screenplay
from prompts.screenplay_file import read_screenplay, write_screenplay
from shots.backends import Card, Group, find_backend, list_backends
from shots.cards import describe_card, list_card
from shots.costing import Cost
from shots.hosted.service import Service
from shots.slate import disk_errors, write_whole
from shots.voices.script import script_lines

PACKAGES = ("torch", "diffusers", "transformers", "langgraph", "openai", "pydantic", "moviepy", "av")


def plan_to_file(director: Director, story: Story, output: Path | None) -> tuple[Path, Screenplay]:
    """The complete screenplay written to a file of the person's own; by default named after the film.

    Raises:
        WorkspaceError: the file is there and says something else. It is kept.
    """
    source = open_source(story)
    given = source.file if source.production else None  # a production's plan has its place
    path = output or given or Path(f"{source.name}.yaml")
    own = source.file is not None and source.file.exists() and path.exists() and path.samefile(source.file)
    if director.folder is None and output is not None:
        director.folder = output.with_suffix(".production")
    screenplay = director.plan(source)
    if path.exists() and not own and read_screenplay(path, check_files=False) != screenplay:
        raise WorkspaceError(
            f"{path} is there already and holds another plan; it is kept. Choose another name with -o, "
            f"or go on with it: film make {as_typed(path)}"
        )
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_screenplay(screenplay, path, like=source.file)
    return path, screenplay


def write_script(plan: str, output: Path | None) -> tuple[Path, list[str]]:
    """A plan written as a script in Fountain, by default named after it; and what a script has no place for.

    Raises:
        FilmError: it is no plan.
        WorkspaceError: a file is there that says something else, or the disk refuses. It is kept.
    """
    from prompts.fountain.write import left_out, write_fountain

    source = open_source(plan)
    if source.screenplay is None:
        raise FilmError(f"{plan[:60]!r} is no plan. Plan it first: film plan.")
    path, text = output or Path(f"{source.name}.fountain"), write_fountain(source.screenplay, script_lines)
    with disk_errors(path):
        if path.exists() and path.read_text(encoding="utf-8", errors="replace") != text:
            raise WorkspaceError(
                f"{path} is there already and says something else. Choose another name with -o."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    return path, left_out(source.screenplay)


def foresee_film(director: Director, story: Story) -> list[Cost]:
    """What every shot of a planned film will take, by what is finished where it was planned, or beside."""
    asked = Director(settings=director.settings, on_event=director.on_event, folder=director.folder)
    return asked.foresee(story)


def lay_out_board(director: Director, story: Story) -> tuple[Path, Path]:
    """The contact sheet (PNG) and the page (HTML) of a film whose stills are drawn, in its folder."""
    from director.proposal import lay_out

    return lay_out(director.draw(story))


def list_everybody() -> Iterator[dict[str, Any]]:
    """Every installed backend, voice and writer: group, name, what it is, its card, and what it needs.

    The row of a hosted one says where its `server` is and whether there is a key, never which.
    A row has `usable` False and `needs` where the name alone is not enough, or something is missing.
    """
    for group in get_args(Group):
        for name, point in list_backends(group).items():
            row = {"group": group.split(".")[1], "name": name, "about": "", "usable": True, "needs": ""}
            card: Any = None
            try:
                backend = find_backend(group, name)
                card = getattr(backend, "card", None)
                row["about"] = _first_line(backend)
            except FilmError as error:
                row.update(usable=False, needs=str(error))
                card = getattr(_load(point), "card", None)
            if isinstance(card, Card):
                row.update(about=card.about, card=list_card(card))
                row["told"] = describe_card(card) if group == "shots.clips" else []
                row["server"] = Service().describe() if card.hosted else ""
            yield row


def _load(point: EntryPoint) -> Any:
    """What an entry point names; None if its package is not there."""
    try:
        return point.load()
    except ImportError:
        return None


def list_models() -> Iterator[dict[str, Any]]:
    """Every model that has a short name: name, repository, size, licence, and whether it is here."""
    from shots.diffusion.models import KNOWN, find_snapshot

    for name, known in KNOWN.items():
        folder = find_snapshot(known.repo)
        yield {
            "name": name,
            "repo": known.repo,
            "gib": known.gib,
            "licence": known.licence,
            "place": "here" if folder else "not fetched",
        }


def pull_named_model(name: str | None) -> Path:
    """The folder of a model fetched from its repository.

    Raises:
        BackendError: no name, no such model, or no way to it.
    """
    from shots.diffusion.models import KNOWN, pull_model

    if not name:
        raise BackendError(f"Which model? There are {', '.join(KNOWN)}: film models pull sdxl.")
    return pull_model(name)


def _first_line(backend: Any) -> str:
    return (type(backend).__doc__ or "").strip().split("\n")[0]


def examine() -> Iterator[dict[str, Any]]:
    """What this machine has: name, whether it is there, whether a film needs it, and what to do."""
    yield _row("python", True, True, platform.python_version())
    for package in PACKAGES:
        yield _package(package)
    yield _voices()
    server = Service()
    said = "; only openai: writers, pictures and voices need one" if server.lacks_key else ""
    yield _row("hosted", not server.lacks_key, False, f"{server.describe()}{said}")
    free = shutil.disk_usage(Path.cwd()).free / 2**30
    yield _row("disk", free > 1, True, f"{free:.1f} GiB free here; a film of a minute takes about 0.05")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    yield _row("cores", True, True, str(cores))
    yield from _accelerator()


def _row(name: str, ok: bool, needed: bool, said: str) -> dict[str, Any]:
    return {"name": name, "ok": ok, "needed": needed, "said": said}


def _package(name: str) -> dict[str, Any]:
    try:
        return _row(name, True, True, version(name))
    except PackageNotFoundError:
        return _row(name, False, True, "not installed. Run `pip install -e .` in the project folder")


def _voices() -> dict[str, Any]:
    try:
        find_backend("shots.voices", "espeak")
    except BackendError as error:
        return _row("voices", False, False, f"films are silent and captioned. {error}")
    return _row("voices", True, False, "espeak")


def _accelerator() -> Iterator[dict[str, Any]]:
    """Asked of the driver's own tools, because loading torch for a line of text takes seconds."""
    from shots.diffusion.memory import ask_driver

    try:
        cards = ask_driver()
    except OSError as error:
        yield _row("accelerator", False, False, f"{error}. Diffusion models would run on the processor")
        return
    for card in cards:
        yield _row("accelerator", True, False, f"{card.name}, {card.free_gib:.1f} GiB free")
        yield from _rungs(card.free_gib)
    if not cards and platform.system() == "Darwin" and platform.machine() == "arm64":
        yield _row("accelerator", True, False, "Apple silicon; it shares the machine's memory")
    elif not cards:
        said = "none; the built-in world needs none, diffusion models would take minutes for a picture"
        yield _row("accelerator", False, False, said)


def _rungs(free_gib: float) -> Iterator[dict[str, Any]]:
    """On which rung of the memory ladder each family of models would stand."""
    from shots.diffusion.memory import Footprint, choose_rung
    from shots.diffusion.models import KNOWN

    for name in KNOWN:
        yield _row(f"  {name}", True, False, choose_rung(Footprint.of(name), free_gib).describe())

"""The words of a plan on disk: shown as models will read them, or adapted and written to another file.

python -c "from director.prompting.adapt_file import SHOWN; print(SHOWN)"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from director.film import Director
from director.planning.page_store import PageStore
from director.prompting.adapt import Adapted, adapt_film, with_prompts
from director.source import Source, open_source
from director.spending import hand_purse, open_purse
from prompts.errors import FilmError, WorkspaceError
from prompts.screenplay import Screenplay, with_ids
from prompts.screenplay_file import check_references, write_screenplay
from shots.backends import find_backend
from shots.keyframes import make_panels
from shots.reading import READERS, Reader, Told, find_count, find_reader, tell_prompts
from shots.slate import disk_errors

SHOWN = ("sdxl", "wan")
"""Whose words are shown where the chosen backends read the fields of the screenplay and no prompt."""


def show_prompts(plan: str, keyframes: str, clips: str) -> Iterator[tuple[str, str, bool, Told]]:
    """(shot id, backend, whether tokens are counted and not guessed, prompt) of every shot, in order.

    Raises:
        FilmError: it is no plan.
    """
    source, screenplay = _open(plan)
    names = [
        name if name.partition(":")[0] in READERS else stand_in
        for name, stand_in in zip((keyframes, clips), SHOWN, strict=True)
    ]
    readers = [(name, find_reader(name), *find_count(name, find_reader(name))) for name in names]
    for panel in make_panels(with_ids(screenplay), source.folder):
        for name, reader, count, exact in readers:
            for told in tell_prompts(panel, reader, count):
                yield str(panel.shot.id), name, exact, told


def adapt_to_file(
    director: Director, plan: str, names: Sequence[str], rounds: int, output: Path | None
) -> list[tuple[Reader, list[Adapted]]]:
    """Every shot's words adapted for some backends, and written to `output` if there is one.

    Raises:
        FilmError: it is no plan, or nothing is known of how a backend reads.
        WorkspaceError: the output is there already; it is kept.
    """
    source, screenplay = _open(plan)
    readers = [(find_reader(name), find_count(name, find_reader(name))[0]) for name in names]
    kinds = [reader.kind for reader, _ in readers]
    if output and len(set(kinds)) < len(kinds):
        raise FilmError(
            "A shot has one image_prompt and one motion_prompt: adapt for one backend of each kind."
        )
    if output and output.exists():
        raise WorkspaceError(f"{output} is there already; it is kept. Choose another name with -o.")
    if output and source.file:
        check_references(screenplay, output.parent)
    done = []
    workspace = director.find_workspace(source)
    with workspace:
        store = None
        if director.settings.writer != "offline":
            director.purse = open_purse(director.settings, workspace)
            writer = hand_purse(find_backend("director.writers", director.settings.writer), director.purse)
            store = PageStore(workspace, writer)
        after = screenplay
        for reader, count in readers:
            rows = adapt_film(screenplay, source.folder, reader, count=count, rounds=rounds, store=store)
            done.append((reader, rows))
            after = with_prompts(after, rows, reader)
    if output:
        with disk_errors(output):
            output.parent.mkdir(parents=True, exist_ok=True)
            write_screenplay(after, output, like=source.file)
    return done


def _open(plan: str) -> tuple[Source, Screenplay]:
    source = open_source(plan)
    if source.screenplay is None:
        raise FilmError(f"{plan[:60]!r} is a story; prompts are made of plans. Plan it first: film plan.")
    return source, source.screenplay

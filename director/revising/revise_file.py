"""Revisions of a plan on disk: written back with a person's words untouched, the earlier plan kept beside.

python -c "from director.revising.revise_file import earlier_plans; print(earlier_plans.__doc__)"
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from director.film import Director
from director.revising.revise import Revision
from director.source import open_source
from prompts.errors import FilmError, WorkspaceError
from prompts.screenplay_file import check_references, read_screenplay, write_screenplay
from shots.slate import disk_errors, replace_whole


def revise_to_file(
    director: Director, plan: str, instruction: str, output: Path | None = None, *, dry: bool = False
) -> tuple[Path, Path | None, Revision]:
    """(the revised file, the earlier plan kept beside it or None, what became different).

    Args:
        plan: a screenplay file or a production folder.
        output: another file to write; the plan itself is left alone then.
        dry: write nothing.

    Raises:
        FilmError: there is no plan to revise, or no way to understand the instruction.
        WorkspaceError: the output is there already, or the disk refuses.
    """
    source = open_source(plan)
    if source.file is None:
        raise FilmError(
            f"{plan[:60]!r} is no plan; `film revise` changes a screenplay (.yaml) or a .production folder. "
            "Plan it first: film plan."
        )
    path = output or source.file
    beside = output is None or (output.exists() and output.samefile(source.file))
    if not beside and path.exists():
        raise WorkspaceError(f"{path} is there already. Choose another name with -o, or leave -o out.")
    if not beside and source.screenplay is not None:
        check_references(source.screenplay, path.parent)
    revision = director.revise(source, instruction)
    kept = None
    if not dry:
        with disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            kept = _keep_earlier(source.file) if beside else None
            write_screenplay(revision.after, path, like=source.file)
    return path, kept, revision


def undo_revision(plan: str) -> tuple[Path, Path, Path]:
    """Put the plan back as it was before its last revision: (the plan, where it came from, where the revised
    one is kept).

    Raises:
        WorkspaceError: there is no earlier plan, or the disk refuses.
    """
    file = _find_file(plan)
    earlier = earlier_plans(file)
    if not earlier:
        raise WorkspaceError(f"{file} has no earlier plan beside it ({file.stem}.before-1{file.suffix}).")
    read_screenplay(earlier[-1], check_files=False)
    undone = file.with_name(f"{file.stem}.undone{file.suffix}")
    with disk_errors(file):
        with replace_whole(undone) as temporary:
            shutil.copyfile(file, temporary)
        earlier[-1].replace(file)
    return file, earlier[-1], undone


def earlier_plans(file: Path) -> list[Path]:
    """The plans that revisions of a file have left beside it, oldest first."""
    pattern = re.compile(re.escape(file.stem) + r"\.before-(\d+)" + re.escape(file.suffix))
    found = [(int(m[1]), path) for path in file.parent.iterdir() if (m := pattern.fullmatch(path.name))]
    return [path for _, path in sorted(found)]


def _find_file(plan: str) -> Path:
    source = open_source(plan)
    if source.file is None:
        raise FilmError(f"{plan[:60]!r} is no plan. Give the .yaml file or the .production folder.")
    return source.file


def _keep_earlier(file: Path) -> Path:
    """A copy of the plan under the next number, byte for byte."""
    earlier = earlier_plans(file)
    number = int(re.findall(r"\d+", earlier[-1].stem)[-1]) + 1 if earlier else 1
    kept = file.with_name(f"{file.stem}.before-{number}{file.suffix}")
    with replace_whole(kept) as temporary:
        shutil.copyfile(file, temporary)
    return kept

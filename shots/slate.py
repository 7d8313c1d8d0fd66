"""Slates and the workspace: what was made, from exactly what, and never twice.

Everything a production makes (a still, a clip, a spoken line, a join) is a *take*: a file whose name carries the
fingerprint of all that went into it, with a slate (JSON) beside it. Making a take whose slate is there costs a
look at the disk. So going on after a kill, changing one line, and moving the folder to another machine are one
rule. Nothing here knows what a picture is.

    workspace = Workspace(Path("my-film.production"))
    take = workspace.make("keyframes", "s1-01", ".png", inputs, build)   # build(path, notes) writes the file
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from prompts.errors import WorkspaceError

FINGERPRINT_LETTERS = 12


def plain(value: Any) -> Any:
    """The value as JSON types, with a place for everything that fingerprints are made of.

    Raises:
        TypeError: something that has no faithful plain form.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json"))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(v) for v in value)
    raise TypeError(f"{type(value).__name__} cannot be part of a fingerprint")


def fingerprint(inputs: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of `inputs`: equal inputs, equal fingerprint, on every machine."""
    text = json.dumps(plain(inputs), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Take:
    """One finished file of a production."""

    path: Path
    fingerprint: str
    notes: dict[str, Any]
    """what its maker wrote down: durations, stand-ins ..."""
    reused: bool
    """it was there already"""


Notes = dict[str, Any]


class Workspace:
    """The folder of one production. All paths in it are relative, so it can be moved and still resumes."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def open(self) -> None:
        """Make the folder if needed, and be sure that it can be written.

        Raises:
            WorkspaceError: it is a file, or cannot be written.
        """
        with _disk_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.root):
                pass

    def path(self, relative: str) -> Path:
        """A path inside the folder.

        Raises:
            WorkspaceError: it would leave the folder.
        """
        pure = PurePosixPath(relative)
        if pure.is_absolute() or ".." in pure.parts or "\0" in relative:
            raise WorkspaceError(f"{relative!r} leaves the production folder {self.root}. Use a path inside it.")
        return self.root.joinpath(*pure.parts)

    def find(self, folder: str, name: str, suffix: str, inputs: Any) -> Take | None:
        """The finished take made from exactly these inputs, or None."""
        mark = fingerprint(inputs)
        path = self._take_path(folder, name, suffix, mark)
        return _read_take(path, mark)

    def make(
        self, folder: str, name: str, suffix: str, inputs: Any, build: Callable[[Path, Notes], None]
    ) -> Take:
        """The take made from these inputs: found if it is finished, else built and then put in its place whole.

        Args:
            folder: kind of take, a folder of the workspace.
            name: whose take it is (a shot's id).
            suffix: with the dot, `.png`.
            inputs: all that the file depends on; it is hashed and written on the slate.
            build: writes the file at the path it is given, and may add notes; called only if needed.

        Raises:
            WorkspaceError: the disk is full or cannot be written. Whatever was finished is still there.
        """
        mark = fingerprint(inputs)
        path = self._take_path(folder, name, suffix, mark)
        if found := _read_take(path, mark):
            return found
        started = time.monotonic()
        notes: Notes = {}
        with _disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with replace_whole(path) as temporary:
                build(temporary, notes)
            slate = {
                "name": name,
                "file": path.name,
                "fingerprint": mark,
                "bytes": path.stat().st_size,
                "seconds": round(time.monotonic() - started, 3),
                "notes": notes,
                "inputs": plain(inputs),
            }
            write_whole(_slate_path(path), json.dumps(slate, ensure_ascii=False, indent=1) + "\n")
        return Take(path, mark, notes, reused=False)

    def _take_path(self, folder: str, name: str, suffix: str, mark: str) -> Path:
        return self.path(f"{folder}/{_file_name(name)}.{mark[:FINGERPRINT_LETTERS]}{suffix}")


def _file_name(name: str) -> str:
    """A name that every file system takes: long ones are cut, and marked by a hash so that they stay different."""
    safe = re.sub(r"[^\w-]", "_", name)
    raw = safe.encode()
    if safe == name and len(raw) <= 80:
        return safe
    return raw[:60].decode(errors="ignore") + "-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def _slate_path(path: Path) -> Path:
    return path.with_name(path.name + ".slate.json")


def _read_take(path: Path, mark: str) -> Take | None:
    """A take counts as finished when its slate, written last, names this fingerprint and the file's size."""
    try:
        slate = json.loads(_slate_path(path).read_text(encoding="utf-8"))
        if slate["fingerprint"] == mark and slate["bytes"] == path.stat().st_size:
            return Take(path, mark, slate["notes"], reused=True)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # absent, half a write of another program, or damaged: it is made again
    return None


@contextlib.contextmanager
def replace_whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place, flushed to disk, if the block ends well.

    If the block fails, the temporary file goes and whatever was at `path` stays.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}.", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, never half of it."""
    with _disk_errors(path), replace_whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Say in plain words what the disk refused. Only errors of the disk: a backend's own pass through."""
    try:
        yield
    except OSError as error:
        reasons = {
            errno.ENOSPC: "the disk is full. Free some space and run the same command again",
            errno.EDQUOT: "the disk quota is used up. Free some space and run the same command again",
            errno.EACCES: "it may not be written. Choose another folder with -o, or change its permissions",
            errno.EPERM: "it may not be written. Choose another folder with -o, or change its permissions",
            errno.EROFS: "the file system is read-only. Choose another folder with -o",
            errno.EEXIST: "a file stands where a folder is needed. Move it away or choose another name with -o",
            errno.ENOTDIR: "a file stands where a folder is needed. Move it away or choose another name with -o",
            errno.ENAMETOOLONG: "the name is too long. Choose a shorter one with -o",
        }
        if error.errno not in reasons:
            raise
        raise WorkspaceError(f"{path}: {reasons[error.errno]}. What was finished is kept.") from error

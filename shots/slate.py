"""Slates and the workspace: what was made, from exactly what, and never twice.

Everything a production makes (a still, a clip, a spoken line, a join) is a *take*: a file whose name carries
the fingerprint of all that went into it, with a slate (JSON) beside it. Making a take whose slate is there
costs a look at the disk. So going on after a kill, changing one line, and moving the folder to another
machine are one rule. Nothing here knows what a picture is.

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
import secrets
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from prompts.errors import WorkspaceError

FINGERPRINT_LETTERS = 12
LOCK_FILE = ".lock"
TEMPORARY_PREFIX = ".part-"
# Tells this process from an earlier one of the same number; in containers every run has the same.
_START = secrets.token_hex(4)


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
    """The folder of one production. All paths in it are relative: it can be moved and still resumes.

    A process that makes a whole film opens the workspace, so that no second one works on the same film; its
    own threads, and processes that it starts, use the folder without opening it.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._release: weakref.finalize[..., Workspace] | None = None

    def __reduce__(self) -> tuple[type[Workspace], tuple[Path]]:
        return Workspace, (self.root,)  # a lock does not travel to another process

    def open(self) -> Workspace:
        """Make the folder if needed, keep other processes out, sweep away what a killed run left half done.

        Opening twice is opening once. The lock ends with `close`, with `with`, or with the process, however
        that ends.

        Raises:
            WorkspaceError: it is a file, cannot be written, or another process is at work in it.
        """
        if self._release and self._release.alive:
            return self
        with disk_errors(self.root):
            _make_folder(self.root)
            handle, is_ours_already = _lock(self.root / LOCK_FILE)
            self._release = weakref.finalize(self, _unlock, handle, os.getpid())
            if not is_ours_already:
                for left_over in self.root.rglob(f"{TEMPORARY_PREFIX}*"):
                    left_over.unlink(missing_ok=True)
        return self

    def close(self) -> None:
        """Let other processes in again."""
        if self._release:
            self._release()

    def __enter__(self) -> Workspace:
        return self.open()

    def __exit__(self, *_: object) -> None:
        self.close()

    def path(self, relative: str) -> Path:
        """A path inside the folder.

        Raises:
            WorkspaceError: it would leave the folder.
        """
        pure = PurePosixPath(relative)
        if pure.is_absolute() or ".." in pure.parts or re.search(r"[\0\\:]", relative):
            raise WorkspaceError(
                f"{relative!r} leaves the production folder {self.root}. Use a path inside it."
            )
        return self.root.joinpath(*pure.parts)

    def find(self, folder: str, name: str, suffix: str, inputs: Any) -> Take | None:
        """The finished take made from exactly these inputs, or None."""
        mark = fingerprint(inputs)
        path = self._take_path(folder, name, suffix, mark)
        return _read_take(path, mark)

    def make(
        self, folder: str, name: str, suffix: str, inputs: Any, build: Callable[[Path, Notes], None]
    ) -> Take:
        """The take made from these inputs: found if it is finished, else built and put in its place whole.

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
        written: Notes = {}
        with disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with replace_whole(path) as temporary:
                build(temporary, written)
                size = temporary.stat().st_size
                notes = plain(written)
            slate = {
                "name": name,
                "file": path.name,
                "fingerprint": mark,
                "bytes": size,
                "seconds": round(time.monotonic() - started, 3),
                "notes": notes,
                "inputs": plain(inputs),
            }
            write_whole(_slate_path(path), json.dumps(slate, ensure_ascii=False, indent=1) + "\n")
        return Take(path, mark, notes, reused=False)

    def _take_path(self, folder: str, name: str, suffix: str, mark: str) -> Path:
        return self.path(f"{folder}/{_file_name(name)}.{mark[:FINGERPRINT_LETTERS]}{suffix}")


def _file_name(name: str) -> str:
    """A name that every file system takes: long ones are cut, and a hash keeps them different."""
    safe = re.sub(r"[^\w-]", "_", name)
    raw = safe.encode()
    if safe == name and len(raw) <= 80:
        return safe
    return raw[:60].decode(errors="ignore") + "-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def _slate_path(path: Path) -> Path:
    return path.with_name(path.name + ".slate.json")


def _read_take(path: Path, mark: str) -> Take | None:
    """A take is finished when its slate, written last, names this fingerprint and the file's size."""
    try:
        slate = json.loads(_slate_path(path).read_text(encoding="utf-8"))
        if slate["fingerprint"] == mark and slate["bytes"] == path.stat().st_size:
            return Take(path, mark, slate["notes"], reused=True)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # absent, half a write of another program, or damaged: it is made again
    return None


@contextlib.contextmanager
def replace_whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; what is made there takes its place, flushed, if the block ends well.

    If the block fails, the temporary file goes and whatever was at `path` stays. Many threads and processes
    may do this for one path at once: each has a temporary file of its own, and the last one stays.
    """
    # The suffix stays last, for many writers choose their format by it.
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{path.stem[:40]}.{secrets.token_hex(6)}{path.suffix}")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        _flush_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileNotFoundError as error:  # a drive or file system that takes no folders
        said = "no folder can be made here. Choose another place with -o"
        raise WorkspaceError(f"{folder}: {said}.") from error


def _flush_folder(folder: Path) -> None:
    """Bring the renaming itself to disk, so that no slate outlives its take when the power fails."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, never half of it."""
    with disk_errors(path), replace_whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def _lock(path: Path) -> tuple[int, bool]:
    """Take the lock: its open file, and whether this process had it already.

    The system itself ends such a lock with its process, so that a kill leaves nothing to clear away. What is
    written in the file is for the message, and for this process to know itself again.

    Raises:
        WorkspaceError: another process has it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        holder = os.read(handle, 64).decode(errors="replace").strip()
        ours = f"{os.getpid()} {_START}"
        if not _try_lock(handle) and (holder != ours or sys.platform != "win32"):
            raise WorkspaceError(
                f"{path.parent}: process {holder.split(' ')[0] or 'unknown'} is at work on this film. "
                "Wait until it ends, stop it, or choose another name with -o."
            )
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, ours.encode())
    except BaseException:
        os.close(handle)
        raise
    return handle, holder == ours


def _try_lock(handle: int) -> bool:
    """Whether the file could be locked. A lock by record belongs to the process and not to its children."""
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond the text, which others must be able to read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _unlock(handle: int, process: int) -> None:
    if os.getpid() == process:  # a forked child has a copy of the open file, and nothing to tell
        os.ftruncate(handle, 0)
    os.close(handle)


@contextlib.contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Say in plain words what the disk refused at `path`; what was met elsewhere passes through."""
    try:
        yield
    except OSError as error:
        if error.errno not in _REASONS or not _is_about(error, path):
            raise
        raise WorkspaceError(f"{path}: {_REASONS[error.errno]}. What was finished is kept.") from error


_REASONS = {
    errno.ENOSPC: "the disk is full. Free some space and run the same command again",
    errno.EDQUOT: "the disk quota is used up. Free some space and run the same command again",
    errno.EFBIG: "the file grows larger than this disk or account allows. Choose another disk with -o",
    errno.ENOLCK: "the file system keeps no locks. Choose another folder with -o",
    errno.EIO: "the disk reports a fault. Choose another one with -o",
    errno.EACCES: "it may not be written. Choose another folder with -o, or change its permissions",
    errno.EPERM: "it may not be written. Choose another folder with -o, or change its permissions",
    errno.EROFS: "the file system is read-only. Choose another folder with -o",
    errno.EEXIST: "a file stands where a folder is needed. Move it away or choose another name with -o",
    errno.ENOTDIR: "a file stands where a folder is needed. Move it away or choose another name with -o",
    errno.ENAMETOOLONG: "the name is too long. Choose a shorter one with -o",
}


def _is_about(error: OSError, path: Path) -> bool:
    """Whether the disk spoke of this path, one above it, or one beside it; a full disk names none."""
    if not isinstance(error.filename, str | os.PathLike):
        return True
    named, here = os.path.abspath(error.filename), os.path.abspath(path)
    return here.startswith(named) or os.path.dirname(named) == os.path.dirname(here) or named.startswith(here)

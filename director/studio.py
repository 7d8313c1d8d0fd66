"""A studio: a folder in which films are made for somebody who is not at the keyboard, an agent or a server.

Work is started, looked at and cancelled; it runs in processes of its own, so that neither a long film nor a
crash holds up whoever asks. Everything asked for and answered lies inside the folder. Who asks, and by which
protocol, is not known here.

    studio = Studio(Path("films"))
    studio.start("make", story="A fox naps. It snows."); print(studio.status("a-fox-naps", wait_s=60))
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from director.source import PLANNED, PRODUCTION_SUFFIX, open_source, open_words, slug
from prompts.errors import FilmError, StoryError, WorkspaceError
from prompts.faults import nearest

Task = Literal["plan", "make", "retake"]
State = Literal["running", "done", "failed", "cancelled", "planned", "made"]
"""The first four are of work that was started here; the others of what lies in the folder."""

MAX_JOBS = 4
"""How many pieces of work run at once."""
GRACE_S = 5.0
LOG = ".log"
DETAILS = {"screenplay": PLANNED, "board": "board.png", "report": "report.json"}
"""What can be looked at of a film, and its file in the production folder."""


class Studio:
    """Films in a folder, made by processes of their own.

    Args:
        folder: where everything lies; made if it is not there.
        settings: choices for every film (`writer`, `keyframes` ...), keywords of `Director`. Whoever asks
            chooses none of them but the quality, for a model's name may be a path.
    """

    def __init__(self, folder: str | Path, settings: Mapping[str, Any] | None = None) -> None:
        self.folder = Path(folder).resolve()
        self.settings = dict(settings or {})
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.Lock()
        self._close = weakref.finalize(self, _cancel_all, self._jobs)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(
                f"{folder}: films cannot be made here ({error.strerror}). Choose another folder."
            ) from error

    def start(
        self,
        task: Task,
        *,
        name: str = "",
        story: str = "",
        file: str = "",
        quality: str = "",
        shots: Sequence[str] = (),
        seed: int | None = None,
        undo: bool = False,
    ) -> str:
        """Start work on a film, and give the film's name at once.

        Args:
            task: plan it, make it (planned first if need be), or retake some of its shots.
            name: of the film; left out, from the story's title.
            story: the words of a story, a Fountain script, or a screenplay in YAML.
            file: a file with one of these inside the studio's folder, instead.
            quality: draft, standard or high.
            shots, seed, undo: of a retake, as `Director.retake`.

        Raises:
            FilmError: nothing to work on, a path that leaves the folder, a film already at work.
        """
        if story and file:
            raise StoryError("`story` and `file` exclude each other; give the words or the file.")
        if quality and quality not in ("draft", "standard", "high"):
            raise FilmError(f"quality is {quality!r}; allowed: draft, standard, high.")
        path = self._inside(file) if file else None
        if not name and not story and path is None:
            raise StoryError(f"Which film? Give a story, a file, or the name of a film. {self._known()}")
        if not name:
            name = (open_source(path) if path else open_words(story)).name
        name = slug(name)
        if not story and path is None:
            self._production(name)
        file = path.relative_to(self.folder).as_posix() if path else ""
        request = {
            "do": task,
            "name": name,
            "words": story,
            "file": file,
            "settings": {**self.settings, **({"quality": quality} if quality else {})},
            "shots": list(shots),
            "seed": seed,
            "undo": undo,
        }
        with self._lock:
            running = [known for known, job in self._jobs.items() if job.state() == "running"]
            if name in running:
                raise FilmError(f"{name} is being worked on. Ask for its status, or cancel it.")
            if len(running) >= MAX_JOBS:
                raise FilmError(f"{MAX_JOBS} films are being worked on: {', '.join(running)}. Wait for one.")
            self._jobs[name] = _Job(task, request, self.folder, self.folder / f"{name}{LOG}")
        return name

    def status(self, name: str, wait_s: float = 0.0) -> dict[str, Any]:
        """How a film stands: `name`, `state`, and what is known of it by now.

        Args:
            wait_s: wait for the end of running work, but not longer than this.

        Raises:
            FilmError: there is no such film.
        """
        name = slug(name)
        with self._lock:
            job = self._jobs.get(name)
        if job:
            job.wait(wait_s)
        else:
            self._production(name)
        film, plan = f"{name}.mp4", f"{name}{PRODUCTION_SUFFIX}/{PLANNED}"
        found = {"film": film, "screenplay": plan}
        told = {"name": name, "state": "made" if (self.folder / film).is_file() else "planned"}
        told |= {what: path for what, path in found.items() if (self.folder / path).is_file()}
        return {**told, **job.describe()} if job else told

    def progress(self, name: str) -> tuple[int, str] | None:
        """(steps that have ended, where the work is, in words), or None if nobody works on the film."""
        with self._lock:
            job = self._jobs.get(slug(name))
        return job.progress() if job and job.state() == "running" else None

    def films(self) -> list[dict[str, Any]]:
        """The state of every film of the studio in brief, by name."""
        names = {p.name.removesuffix(PRODUCTION_SUFFIX) for p in self._productions()}
        kept = ("name", "state", "task", "film", "screenplay", "error")
        every = [self.status(name) for name in sorted(names | set(self._jobs))]
        return [{key: status[key] for key in kept if key in status} for status in every]

    def cancel(self, name: str) -> dict[str, Any]:
        """Stop the work on a film; what is finished is kept, and the same request goes on from there.

        Raises:
            FilmError: nobody works on it.
        """
        name = slug(name)
        with self._lock:
            job = self._jobs.get(name)
        if job is None or job.state() != "running":
            raise FilmError(f"Nobody works on {name!r}, so there is nothing to cancel.")
        job.cancel()
        return {"name": name, **job.describe()}

    def read(self, name: str, detail: str) -> bytes:
        """The screenplay (YAML), the board (PNG) or the report (JSON) of a film, as it lies there.

        Raises:
            FilmError: it is not there, or not yet.
        """
        if detail not in DETAILS:
            raise FilmError(f"A film has no {detail!r}; there are: {', '.join(DETAILS)}.")
        file = self._production(slug(name)) / DETAILS[detail]
        if not file.is_file():
            raise FilmError(f"{name} has no {detail} yet. Make the film first.")
        return file.read_bytes()

    def close(self) -> None:
        """Stop all work. Without being asked, this happens when the studio or the process ends."""
        self._close()

    def _inside(self, file: str) -> Path:
        """The file, known to lie inside the folder, links followed."""
        try:
            path = (self.folder / file).resolve()
            inside, there = path.is_relative_to(self.folder), path.is_file()
        except (OSError, ValueError):
            inside, there = True, False  # a name that no file can have
        if not inside:
            raise WorkspaceError(f"{file!r} lies outside of the studio's folder. Use a path inside it.")
        if not there:
            raise StoryError(f"{file!r}: there is no such file in the studio's folder.")
        return path

    def _productions(self) -> list[Path]:
        found = self.folder.glob(f"*{PRODUCTION_SUFFIX}")
        return sorted(p for p in found if (p / PLANNED).is_file())

    def _production(self, name: str) -> Path:
        production = self.folder / f"{name}{PRODUCTION_SUFFIX}"
        if not (production / PLANNED).is_file():
            raise FilmError(f"There is no film {name!r}. {self._known(name)}")
        return production

    def _known(self, name: str = "") -> str:
        names = [p.name.removesuffix(PRODUCTION_SUFFIX) for p in self._productions()]
        if not names:
            return "The studio has no films yet."
        return f"There are: {', '.join(names[:20])}{' ...' if len(names) > 20 else ''}{nearest(name, names)}"


class _Job:
    """One process at work, and what it has said so far."""

    def __init__(self, task: Task, request: dict[str, Any], folder: Path, log: Path) -> None:
        self.task = task
        self.stages: dict[str, list[int]] = {}
        self.last = ""
        self._answer: dict[str, Any] | None = None
        self._cancelled = False
        self._started = time.monotonic()
        self._ended: float | None = None
        self._end = threading.Event()
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "director.job"],  # -P: no module is taken from there
                cwd=folder,
                env={**os.environ, "PYTHONPATH": _search_path()},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # so that its own workers end with it
            )
        self._log = log
        threading.Thread(target=self._listen, args=(json.dumps(request),), daemon=True).start()

    def state(self) -> State:
        """What became of it."""
        if not self._end.is_set():
            return "running"
        if self._answer and "done" in self._answer:
            return "done"
        return "cancelled" if self._cancelled else "failed"

    def describe(self) -> dict[str, Any]:
        """State, progress and, at the end, the answer."""
        state = self.state()
        seconds = (self._ended or time.monotonic()) - self._started
        told: dict[str, Any] = {"state": state, "task": self.task, "seconds": round(seconds, 1)}
        if state == "running":
            told["stages"] = {stage: f"{done}/{total}" for stage, (done, total) in self.stages.items()}
            told["last"] = self.last
        elif state == "done" and self._answer:
            told |= self._answer["done"]
        elif state == "cancelled":
            told["note"] = "What was finished is kept; ask for the same again to go on."
        else:
            told["error"] = self._error()
        return told

    def progress(self) -> tuple[int, str]:
        """(steps that have ended, the stage at work in words)."""
        done = sum(done for done, _ in self.stages.values())
        stage = next(reversed(self.stages), "")
        words = f"{stage} {self.stages[stage][0]}/{self.stages[stage][1]}: {self.last}" if stage else ""
        return done, words

    def wait(self, seconds: float) -> bool:
        """Wait for the end; whether it has come."""
        return self._end.wait(max(0.0, seconds))

    def cancel(self) -> None:
        """End the process and its workers."""
        self._cancelled = True
        self._signal(signal.SIGTERM)
        if not self.wait(GRACE_S):
            self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            self.wait(GRACE_S)

    def _error(self) -> str:
        if self._answer:
            return str(self._answer["error"])
        return (
            f"The work ended unexpectedly (exit code {self._process.returncode}). What was finished is kept. "
            f"The cause is in {self._log.name} in the studio's folder."
        )

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # it has just ended
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)
            else:
                self._process.terminate()

    def _listen(self, request: str) -> None:
        process = self._process
        assert process.stdin and process.stdout
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(request)
        with process.stdout:
            for line in process.stdout:
                self._hear(line)
        process.wait()
        if process.returncode == 0 or self._answer:
            self._log.unlink(missing_ok=True)
        self._ended = time.monotonic()
        self._end.set()

    def _hear(self, line: str) -> None:
        try:
            told = json.loads(line)
            event = told.get("event")
        except (ValueError, AttributeError):
            return  # a library that prints
        if event:
            self.stages[event["stage"]] = [event["done"], event["total"]]
            self.last = event["name"]
        elif "done" in told or "error" in told:
            self._answer = told


def _cancel_all(jobs: dict[str, _Job]) -> None:
    for job in jobs.values():
        if job.state() == "running":
            job.cancel()


def _search_path() -> str:
    """Where the program lies, for a process that starts in another folder."""
    here = str(Path(__file__).resolve().parent.parent)
    return os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))

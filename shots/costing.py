"""What shots will take before they are shot: tokens and passes from the card, time from experience.

How long a machine takes is known once it has made one shot with this backend: the clip's slate holds its work
and its seconds. Until then time is unknown, and said to be.

    costs = foresee(tasks, find_backend("shots.clips", "wan:folder"), workspace)
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Protocol, runtime_checkable

from shots.backends import ClipBackend, ClipTask, Work
from shots.slate import Workspace

OnStep = Callable[[int, int], None]


@runtime_checkable
class Reckons(Protocol):
    """A backend that knows the work of a task."""

    def reckon(self, task: ClipTask) -> Work:
        """The work of a task, nothing loaded."""
        ...


@dataclass(frozen=True)
class Cost:
    """What one shot will take."""

    shot: str
    num_frames: int
    tokens: int | None
    """of the largest forward pass; None where no model makes the pictures"""
    passes: int | None
    """forward passes"""
    seconds: float | None
    """None until one shot of this backend is measured"""
    gib: float | None
    """memory at the highest, as measured at the largest shot so far; None until then"""
    weights_gib: float | None
    """of the model, at 16 bit; None where there is none"""


def reckon_work(task: ClipTask, backend: ClipBackend) -> Work:
    """The work of a task; of who draws without a model, its pixels."""
    if isinstance(backend, Reckons):
        return backend.reckon(task)
    return Work(operations=float(task.num_frames * task.panel.width * task.panel.height))


def foresee(tasks: Sequence[ClipTask], backend: ClipBackend, workspace: Workspace) -> list[Cost]:
    """What the tasks will take, shot by shot.

    Args:
        workspace: whose finished clips of this backend say how fast this machine is.
    """
    measured = list(_read_measured(backend, workspace))
    pace = median(seconds / work for work, seconds, _ in measured) if measured else None
    peak = max((gib for *_, gib in measured if gib), default=None)
    costs = []
    for task in tasks:
        work = reckon_work(task, backend)
        seconds = None if pace is None else round(work.operations * pace, 3)
        shot = str(task.panel.shot.id)
        costs.append(Cost(shot, task.num_frames, work.tokens, work.passes, seconds, peak, work.weights_gib))
    return costs


def _read_measured(backend: ClipBackend, workspace: Workspace) -> Iterator[tuple[float, float, float | None]]:
    """(operations, seconds, GiB) of every finished clip of this very backend."""
    for file in sorted(workspace.path("clips").glob("*.slate.json")):
        try:
            slate = json.loads(file.read_text(encoding="utf-8"))
            work, made_by = slate["notes"]["work"], slate["inputs"]["backend"]
            if made_by == [backend.card.name, backend.card.version] and work["operations"] > 0:
                yield work["operations"], work["seconds"], work.get("gib")
        except (OSError, ValueError, KeyError, TypeError):
            continue  # made before work was noted, or damaged: it says nothing


@dataclass
class Stopwatch:
    """Measures one shot while it is made, from the first step on: loading the model does not count."""

    on_step: OnStep | None = None
    started: float = field(default_factory=time.monotonic)
    steps: list[float] = field(default_factory=list)

    def step(self, done: int, total: int) -> None:
        """Called after every step."""
        self.steps.append(time.monotonic())
        if self.on_step is not None:
            self.on_step(done, total)

    def seconds(self) -> float:
        """From a step before the first one is finished until now."""
        now = time.monotonic()
        if len(self.steps) < 2:
            return now - self.started
        usual = (self.steps[-1] - self.steps[0]) / (len(self.steps) - 1)
        return now - self.steps[0] + usual

    def tell(self, task: ClipTask, backend: ClipBackend) -> dict[str, Any]:
        """What is noted on the slate: operations, seconds, and GiB at the highest where it can be known."""
        said: dict[str, Any] = {
            "operations": reckon_work(task, backend).operations,
            "seconds": round(self.seconds(), 4),
        }
        if (gib := _measure_peak(backend)) is not None:
            said["gib"] = round(gib, 3)
        return said


def _measure_peak(backend: ClipBackend) -> float | None:
    """GiB that a model has had on its card at the highest; None on a processor, which all share."""
    if not isinstance(backend, Reckons):
        return None
    import torch

    if not torch.cuda.is_available():
        return None
    return float(torch.cuda.max_memory_allocated() / 2**30)

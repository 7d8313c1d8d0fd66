"""What shots will take before they are shot: tokens, passes and memory from the model, time from experience.

How long a machine takes is known once it has made one shot with this backend: the clip's slate holds its
work, its seconds and its memory. Clips of this film count; if it has none, those of films beside it. Until
then time is unknown, and said to be, and memory is estimated.

    costs = foresee(tasks, find_backend("shots.clips", "wan:folder"), workspace)
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Literal, Protocol, runtime_checkable

from shots.backends import ClipBackend, ClipTask, Work
from shots.slate import Workspace

OnStep = Callable[[int, int], None]
GIB = 2**30
MemoryBy = Literal["card", "process", "estimated"]


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
    """memory at the highest, weights among it; None where no model makes the pictures"""
    weights_gib: float | None
    """of the model, at 16 bit; None where there is none"""
    gib_by: MemoryBy | None = None
    """card or process: as a finished shot took it on the card, or the whole process on a processor, and more
    or less by the estimates of both shots. estimated: from the model's files and configuration, at 16 bit"""


def reckon_work(task: ClipTask, backend: ClipBackend) -> Work:
    """The work of a task; of who draws without a model, its pixels."""
    if isinstance(backend, Reckons):
        return backend.reckon(task)
    return Work(operations=float(task.num_frames * task.panel.width * task.panel.height))


def foresee(tasks: Sequence[ClipTask], backend: ClipBackend, workspace: Workspace) -> list[Cost]:
    """What the tasks will take, shot by shot.

    Args:
        workspace: whose finished clips of this backend, else those of films beside it, say how fast this
            machine is.
    """
    measured = list(_read_measured(backend, workspace))
    pace = median(shot.seconds / shot.operations for shot in measured) if measured else None
    costs = []
    for task in tasks:
        work = reckon_work(task, backend)
        seconds = None if pace is None else round(work.operations * pace, 3)
        gib, by = _foresee_memory(_estimate_memory(work), [shot for shot in measured if shot.by])
        shot = str(task.panel.shot.id)
        told = (work.tokens, work.passes, seconds, gib, work.weights_gib, by)
        costs.append(Cost(shot, task.num_frames, *told))
    return costs


@dataclass(frozen=True)
class _Measured:
    """What a finished shot took."""

    operations: float
    seconds: float
    by: MemoryBy | None
    gib: float
    estimated: float


def _estimate_memory(work: Work) -> float | None:
    """GiB at 16 bit; None where no model makes the pictures."""
    if work.weights_gib is None or work.pass_gib is None:
        return None
    return work.weights_gib + max(work.pass_gib, work.decoding_gib)


def _foresee_memory(
    estimated: float | None, measured: Sequence[_Measured]
) -> tuple[float | None, MemoryBy | None]:
    """(GiB, how it is known): what the nearest shot took, and what the estimates of both differ by."""
    if estimated is None:
        return None, None
    if not measured:
        return round(estimated, 3), "estimated"
    near = min(measured, key=lambda shot: abs(shot.estimated - estimated))
    wide = 2 if near.by == "process" else 1  # a processor works in 32 bit
    return round(max(near.gib + wide * (estimated - near.estimated), 0.0), 3), near.by


def _read_measured(backend: ClipBackend, workspace: Workspace) -> list[_Measured]:
    """What every finished clip of this very backend took: of this film, else of the films beside it."""
    own = list(_read_slates(backend, workspace.root))
    if own:
        return own
    beside = sorted(workspace.root.absolute().parent.glob("*.production"))
    return [shot for folder in beside for shot in _read_slates(backend, folder)]


def _read_slates(backend: ClipBackend, folder: Path) -> Iterator[_Measured]:
    for file in sorted(folder.glob("clips/*.slate.json")):
        try:
            slate = json.loads(file.read_text(encoding="utf-8"))
            work, made_by = slate["notes"]["work"], slate["inputs"]["backend"]
            if made_by == [backend.card.name, backend.card.version] and work["operations"] > 0:
                memory = work.get("by"), work.get("gib", 0.0), work.get("estimated_gib", 0.0)
                yield _Measured(work["operations"], work["seconds"], *memory)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # made before work was noted, or damaged: it says nothing


@dataclass
class Stopwatch:
    """Measures one shot while it is made, from the first step on: loading the model does not count."""

    on_step: OnStep | None = None
    weighs: bool = False
    """whether memory is measured as well: its highest is counted from here"""
    started: float = field(default_factory=time.monotonic)
    steps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.weighs:
            forget_peak()

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
        """What is noted on the slate: operations, seconds, and of a model its GiB at the highest."""
        work = reckon_work(task, backend)
        said: dict[str, Any] = {"operations": work.operations, "seconds": round(self.seconds(), 4)}
        estimated = _estimate_memory(work)
        if self.weighs and estimated is not None and (peak := measure_peak()) is not None:
            said |= {"gib": round(peak[0], 3), "by": peak[1], "estimated_gib": round(estimated, 3)}
        return said


def forget_peak() -> None:
    """Let the highest memory be counted from now on, where that can be said."""
    torch = sys.modules.get("torch")  # a model that is not loaded has no peak
    if torch is not None and torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def measure_peak() -> tuple[float, MemoryBy] | None:
    """(GiB at the highest, whose): of the card, else of this process; None where the system does not say."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / GIB, "card"
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(
            int(line.split()[1]) for line in lines if line.startswith("VmHWM")
        ) * 1024 / GIB, "process"
    except (OSError, StopIteration):
        return None

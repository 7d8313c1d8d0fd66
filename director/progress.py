"""Progress on the terminal: a bar for each stage, with the time left; plain lines where nobody watches.

It knows events and the terminal, and nothing of films.

    with show_progress(json_lines=False) as (listener, pause): Director(on_event=listener).make("...")
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict

from director.events import Event, Listener

Pause = Callable[[], AbstractContextManager[None]]
LABELS = {"plan": "plan", "record": "record voices", "draw": "draw", "shoot": "shoot", "cut": "cut"}


@contextmanager
def show_progress(json_lines: bool) -> Iterator[tuple[Listener, Pause]]:
    """A listener that shows events, and a way to pause it while a question is asked."""
    if json_lines:
        yield _print_json, nullcontext
    elif sys.stderr.isatty():
        with _bars() as both:
            yield both
    else:
        yield _lines(), nullcontext


def _print_json(event: Event) -> None:
    sys.stdout.write(json.dumps({"event": asdict(event)}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _lines() -> Listener:
    """One line when a stage ends: enough for a log."""
    spent: dict[str, float] = {}

    def listen(event: Event) -> None:
        spent[event.stage] = spent.get(event.stage, 0.0) + event.seconds
        if event.done >= event.total:
            seconds = spent.pop(event.stage)
            sys.stderr.write(f"{LABELS[event.stage]}: {event.done}/{event.total} in {seconds:.1f} s\n")
            sys.stderr.flush()

    return listen


@contextmanager
def _bars() -> Iterator[tuple[Listener, Pause]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("{task.description:<14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[name]}", style="dim"),
        console=Console(stderr=True),
    )
    tasks: dict[str, TaskID] = {}

    def listen(event: Event) -> None:
        if event.stage not in tasks:
            tasks[event.stage] = progress.add_task(LABELS[event.stage], total=event.total, name="")
        progress.update(tasks[event.stage], completed=event.done, total=event.total, name=event.name[:30])

    @contextmanager
    def pause() -> Iterator[None]:
        progress.stop()
        try:
            yield
        finally:
            progress.start()

    with progress:
        yield listen, pause

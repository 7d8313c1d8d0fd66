"""How a hosted model is named, and how several answers are waited for at once.

Knows threads and words behind a colon; neither pictures nor money.

    choice = read_choice("gpt-image-2,quality=low", "keyframes", {"quality"})
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from prompts.errors import BackendError

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Choice:
    """A hosted model and how it is used."""

    model: str
    options: Mapping[str, str]


def read_choice(text: str | None, kind: str, options: Collection[str]) -> Choice:
    """The choice behind `openai:`.

    Args:
        text: `MODEL`, or `MODEL,name=value`.
        kind: what is chosen, for the message: `keyframes`, `voices`.
        options: names that are allowed.

    Raises:
        BackendError: no model, or an option that there is not.
    """
    model, *rest = (text or "").split(",")
    if not model:
        raise BackendError(f"The openai {kind} need a model. Write openai:MODEL, as your server calls it.")
    pairs = dict(part.partition("=")[::2] for part in rest)
    for name, value in pairs.items():
        if name not in options or not value:
            raise BackendError(
                f"openai {kind} have no option {name}={value}; there are: "
                f"{', '.join(f'{n}=...' for n in sorted(options))}."
            )
    return Choice(model, pairs)


def work_beside(
    jobs: Sequence[JobT], work: Callable[[JobT], ResultT], at_once: int, enough: threading.Event
) -> Iterator[tuple[JobT, Future[ResultT]]]:
    """(job, its settled future) as they end. Once there is `enough`, nothing more is begun; what has begun
    is still waited for and given, for it may have been paid. A future holds whatever its job raised.

    The threads are daemons: whoever stops the program need not wait for a server.
    """
    waiting = deque(jobs)
    ended: queue.SimpleQueue[tuple[JobT, Future[ResultT]] | None] = queue.SimpleQueue()

    def take() -> None:
        while not enough.is_set():
            try:
                job = waiting.popleft()
            except IndexError:  # another thread was quicker
                break
            ended.put((job, _settle(job, work)))
        ended.put(None)

    crew = min(at_once, len(jobs))
    for _ in range(crew):
        threading.Thread(target=take, daemon=True).start()
    try:
        while crew:
            with contextlib.suppress(queue.Empty):
                if (found := ended.get(timeout=0.2)) is None:  # short, so that Ctrl-C is heard
                    crew -= 1
                else:
                    yield found
    finally:
        enough.set()


def _settle(job: JobT, work: Callable[[JobT], ResultT]) -> Future[ResultT]:
    """What came of a job. Whoever takes it is told of errors of every kind: a thread has nobody to tell."""
    outcome: Future[ResultT] = Future()

    def pass_on(_: Any, error: BaseException | None, __: Any) -> bool:
        outcome.set_exception(error)
        return error is not None

    with contextlib.ExitStack() as stack:
        stack.push(pass_on)
        result = work(job)
        stack.pop_all()
        outcome.set_result(result)
    return outcome

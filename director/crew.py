"""Who does the work: this process, or several beside it.

Work is a picklable function of one item. Helpers ignore Ctrl-C (the director stops them) and leave by
themselves when the director is gone; takes are written whole, so a helper can be stopped at any moment.

    for index, result in run_crew(work, items, workers=2): ...
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from prompts.errors import BackendError, FilmError

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_crew(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[tuple[int, Result]]:
    """(index, result) of each item as it is done, in any order.

    Args:
        work: a function that pickles; called once an item.
        workers: how many processes; with 1, or one item, all is done here.

    Raises:
        FilmError: the first one that `work` raised; items under way elsewhere are stopped.
        BackendError: a process died (out of memory, killed).
    """
    if workers <= 1 or len(items) <= 1:
        for index, item in enumerate(items):
            yield index, work(item)
        return
    context = multiprocessing.get_context("spawn")
    crew = [_Helper(context, work) for _ in range(min(workers, len(items)))]
    try:
        yield from _hand_out(crew, list(enumerate(items)))
    finally:
        for helper in crew:
            helper.dismiss()


def _hand_out(crew: list[_Helper], left: list[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    left.reverse()
    busy: set[Connection] = set()
    for helper in crew:
        helper.give(*left.pop())
        busy.add(helper.line)
    while busy:
        for line in wait(list(busy)):
            helper = next(h for h in crew if h.line is line)
            busy.discard(helper.line)
            yield helper.index, helper.take_result()
            if left:
                helper.give(*left.pop())
                busy.add(helper.line)


class _Helper:
    """One process that works for us."""

    def __init__(self, context: Any, work: Callable[[Any], Any]) -> None:
        self.line, theirs = context.Pipe()
        self.index = -1
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, index: int, item: Any) -> None:
        self.index = index
        try:
            self.line.send(item)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise self._died() from error

    def take_result(self) -> Any:
        try:
            good, result = self.line.recv()
        except (EOFError, ConnectionResetError) as error:
            raise self._died() from error
        if good:
            return result
        raise result

    def _died(self) -> BackendError:
        self.process.join(1)
        return BackendError(
            f"A rendering process died (exit code {self.process.exitcode}), perhaps for want of memory. "
            "What was finished is kept: run the same command again, with fewer --workers."
        )

    def dismiss(self) -> None:
        self.line.close()
        self.process.terminate()
        self.process.join(5)


def _serve(line: Connection, work: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            item = line.recv()
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = (True, work(item))
        except FilmError as error:
            answer = (False, error)
        except BaseException as error:
            line.send((False, _portable(error)))
            raise
        line.send(answer)


def _portable(error: BaseException) -> BaseException:
    """The error itself if it can travel between processes, else its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except (pickle.PicklingError, TypeError, AttributeError):
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error

"""Tests of director.crew: work done here or in processes beside us."""

import os
import time

import pytest

from director.crew import run_crew
from prompts.errors import BackendError, CutError


def square(n: int) -> tuple[int, int]:
    return n * n, os.getpid()


def refuse_three(n: int) -> int:
    if n == 3:
        raise CutError("shot 3: no. Drop it.")
    time.sleep(0.05)
    return n


def die(n: int) -> int:
    os._exit(9)


def stumble(n: int) -> int:
    raise ZeroDivisionError("a mistake of ours")


@pytest.mark.parametrize("workers", [1, 2])
def test_crew_gives_every_result_with_its_index(workers):
    results = dict(run_crew(square, [3, 1, 4, 1, 5], workers))
    assert {i: r[0] for i, r in results.items()} == {0: 9, 1: 1, 2: 16, 3: 1, 4: 25}
    processes = {r[1] for r in results.values()}
    assert (os.getpid() in processes) == (workers == 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_crew_passes_on_the_error_of_a_person_as_it_is(workers):
    with pytest.raises(CutError, match="shot 3: no"):
        list(run_crew(refuse_three, [1, 2, 3, 4, 5, 6], workers))


def test_crew_says_when_a_process_died():
    with pytest.raises(BackendError, match=r"exit code 9.*fewer --workers"):
        list(run_crew(die, [1, 2, 3], 2))


def test_crew_passes_on_our_own_mistakes():
    with pytest.raises(ZeroDivisionError, match="a mistake of ours"):
        list(run_crew(stumble, [1, 2, 3], 2))


def test_crew_of_nothing_does_nothing():
    assert list(run_crew(square, [], 4)) == []

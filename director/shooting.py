"""Shooting a film: every clip that is missing is shot, whatever becomes of one of them.

A shot that fails by itself stops no other; at the end all that failed are named. What concerns the whole film
(no key, no budget, half a model) and Ctrl-C end it at once. What is finished is kept in every case.

    clips = shoot(production, timings, stills)
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from director.crew import run_crew
from director.events import Event
from director.production import Meter, Production, bridges_of, check_lengths, make_orders
from prompts.errors import BackendError, ShotError
from prompts.render import Render
from shots.backends import ClipBackend, find_backend
from shots.bridge import order_bridges, spare_captions
from shots.clips import ClipOrder, tell_truth
from shots.clips import shoot as shoot_clip
from shots.slate import Take, Workspace, write_whole
from shots.smooth import find_takes, link_orders, list_joins, split_chains
from shots.sound import ShotTiming

CHOICES = "choices.json"
"""In the production's folder: the settings that it was shot with last."""
MOST_FAILED = 3
"""Shots that may fail one after the other before any is made: then it is not the shots."""
MOST_TOLD = 12


@dataclass(frozen=True)
class Outcome:
    """What became of clips that were to be shot."""

    takes: dict[str, Take] = field(default_factory=dict)
    """shot id → clip, those among them that were finished before"""
    failed: dict[str, ShotError] = field(default_factory=dict)
    """shot id → why"""
    untried: int = 0


def shoot(
    production: Production, timings: Mapping[str, ShotTiming], stills: Mapping[str, Take]
) -> dict[str, Take]:
    """The clip of every shot, and of every bridge between two: its id → MP4.

    Raises:
        BackendError: at last, naming every shot that could not be shot; at once, if none can.
    """
    settings, screenplay, workspace = production.settings, production.screenplay, production.workspace
    backend, bridges = find_backend("shots.clips", settings.clips), bridges_of(screenplay)
    check_lengths(production, {name: timing.num_frames for name, timing in timings.items()})
    write_whole(workspace.path(CHOICES), json.dumps(vars(settings), indent=1) + "\n")
    orders = make_orders(production, timings, stills)
    orders = spare_captions(link_orders(orders, list_joins(screenplay), backend), bridges)
    meter = Meter("shoot", len(orders) + len(bridges), production.listener)
    shot, between = _shoot_orders(production, orders, backend, meter), Outcome()
    if not shot.untried:
        ready = [bridge for bridge in bridges if {bridge.before, bridge.after} <= shot.takes.keys()]
        ordered = order_bridges(ready, orders, shot.takes, workspace, screenplay.render or Render())
        between = _shoot_orders(production, ordered, backend, meter)
    if failed := shot.failed | between.failed:
        raise BackendError(say_failed(failed, shot.untried + between.untried, meter.total))
    if settings.truth:
        told = [(order, shot.takes[order.shot_id]) for order in orders]
        _tell_truths(told, settings.clips, _count_workers(production, backend))
    return shot.takes | between.takes


def _count_workers(production: Production, backend: ClipBackend) -> int:
    return production.settings.count_workers() if backend.card.processes else 1


def _shoot_orders(
    production: Production, orders: Sequence[ClipOrder], backend: ClipBackend, meter: Meter
) -> Outcome:
    """What became of these orders. What is missing is shared out among the crew; where the first few all
    failed, the rest is not tried."""
    settings, workspace = production.settings, production.workspace
    takes, missing = find_takes(orders, backend, workspace)
    for order in orders:
        if order.shot_id in takes:
            meter.step(order.shot_id)
    workers = _count_workers(production, backend)
    chains = split_chains(missing) if workers > 1 else [[order] for order in missing]
    work: Any = functools.partial(_shoot_elsewhere, settings.clips, workspace.root)
    if workers == 1:
        work = functools.partial(_shoot_here, backend=backend, workspace=workspace, meter=meter)
    made: dict[str, Take] = {}
    failed: dict[str, ShotError] = {}
    for index, outcomes in run_crew(work, chains, workers):
        for order, outcome in zip(chains[index], outcomes, strict=True):
            if isinstance(outcome, ShotError):
                failed[order.shot_id] = outcome
                said = f"{order.shot_id}: failed"
                meter.listener(Event(meter.stage, said, meter.done, meter.total, 0.0))
            else:
                made[order.shot_id] = outcome
                meter.step(order.shot_id)
        if not made and len(list_causes(missing, failed)) >= MOST_FAILED:
            break
    takes |= made
    in_order = {order.shot_id: takes[order.shot_id] for order in orders if order.shot_id in takes}
    return Outcome(in_order, failed, len(missing) - len(made) - len(failed))


def list_causes(orders: Sequence[ClipOrder], failed: Mapping[str, ShotError]) -> list[str]:
    """Ids of the shots that failed by themselves, and not for want of the one that they take over from."""
    carries = {order.shot_id: order.task.carry for order in orders if order.shot_id in failed}
    return [name for name, carry in carries.items() if carry is None or carry.shot_id not in failed]


def say_failed(failed: Mapping[str, ShotError], untried: int, total: int) -> str:
    """Which shots failed and why, a line each, and what to do.

    Args:
        failed: shot id → why.
        untried: how many were left alone, for none could be made.
        total: shots and bridges of the film.
    """
    told = [f"  {error.said}" for error in failed.values()]
    if len(told) > MOST_TOLD:
        told = [*told[:MOST_TOLD], f"  ... and {len(told) - MOST_TOLD} more"]
    advice = dict.fromkeys(error.advice for error in failed.values() if error.advice)
    rest = f"; the other {untried} were not tried, for none could be made" if untried else ""
    kept = "What is finished is kept, and the same command shoots only what is missing."
    return "\n".join([f"{len(failed)} of {total} shots could not be shot{rest}:", *told, *advice, kept])


def _shoot_here(
    orders: Sequence[ClipOrder], *, backend: ClipBackend, workspace: Workspace, meter: Meter
) -> list[Take | ShotError]:
    return [_try(order, backend, workspace, meter) for order in orders]


def _shoot_elsewhere(clips: str, root: Path, orders: Sequence[ClipOrder]) -> list[Take | ShotError]:
    backend = find_backend("shots.clips", clips)
    return [_try(order, backend, Workspace(root)) for order in orders]


def _try(
    order: ClipOrder, backend: ClipBackend, workspace: Workspace, meter: Meter | None = None
) -> Take | ShotError:
    try:
        return shoot_clip(order, backend, workspace, meter.tell_steps(order.shot_id) if meter else None)
    except ShotError as error:
        return error


def _tell_truths(told: Sequence[tuple[ClipOrder, Take]], clips: str, workers: int) -> None:
    for _ in run_crew(functools.partial(_tell_elsewhere, clips), told, workers):
        pass


def _tell_elsewhere(clips: str, told: tuple[ClipOrder, Take]) -> None:
    tell_truth(*told, find_backend("shots.clips", clips))

"""Smooth joins, where a shot takes over from the one before, and that one leans to what follows.

A shot after `smooth` begins from the end of the noise and latents of the shot before, so the two are shot in
order; the end of the shot before leans to the keyframe of the shot after, where its backend can do that.
Everything else is shot alone, and nothing is carried over a cut, or into another scene.

    orders = link_orders(orders, list_joins(screenplay), backend)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from prompts.errors import CutError
from prompts.screenplay import Screenplay, Transition
from shots.backends import Carry, ClipBackend, Lean
from shots.clips import ClipOrder, clip_inputs, find_tail, picture_inputs
from shots.slate import Take, Workspace, fingerprint, fingerprint_file

SMOOTH_S = 0.5
"""seconds on either side in which a smooth join is felt, when the screenplay does not say"""
STRENGTH = 0.5
"""how far shots lean to each other, when the screenplay does not say"""


def list_joins(screenplay: Screenplay) -> list[Transition]:
    """The transition after every shot; a `smooth` one into another scene is a cut."""
    joins = []
    for scene in screenplay.scenes:
        for shot in scene.shots:
            join = shot.transition or Transition()
            resets = join.kind == "smooth" and shot is scene.shots[-1]
            joins.append(Transition() if resets else join)
    return joins


def link_orders(
    orders: Sequence[ClipOrder], joins: Sequence[Transition], backend: ClipBackend
) -> list[ClipOrder]:
    """The orders with what each takes over from its neighbours.

    Args:
        orders: all shots of the film, in order.
        joins: the transition after each.
        backend: who will shoot them; part of what is taken over.
    """
    linked = list(orders)
    for index, join in enumerate(joins[: len(orders) - 1]):
        before, after = linked[index], linked[index + 1]
        strength, match = STRENGTH if join.strength is None else join.strength, join.match or 0.0
        if join.kind != "smooth" or strength == match == 0:
            continue
        felt, following = felt_frames(join, after.task.fps), after.task.keyframe
        if strength and following is not None and backend.card.leans:
            before = _leaning(before, Lean(following, fingerprint_file(following), felt, strength))
        carry = Carry(
            before.shot_id,
            fingerprint(picture_inputs(before, backend)),
            felt,
            noise=strength,
            latents=strength,
            statistics=match,
        )
        linked[index] = replace(before, lends=True)
        linked[index + 1] = replace(after, task=replace(after.task, carry=carry))
    return linked


def _leaning(order: ClipOrder, lean: Lean) -> ClipOrder:
    return replace(order, task=replace(order.task, lean=lean))


def felt_frames(join: Transition, fps: int) -> int:
    """Frames in which a smooth join is felt."""
    return max(1, round((join.duration_s or SMOOTH_S) * fps))


def check_reach(screenplay: Screenplay, frames: Mapping[str, int]) -> None:
    """Refuse a smooth join that is longer than one of its shots.

    Args:
        frames: shot id -> how many it has; shots whose length is not known yet are left out.

    Raises:
        CutError: it is longer; the text names the shots.
    """
    fps = screenplay.frame.fps
    shots = [str(shot.id) for _, shot in screenplay.shots()]
    for (before, after), join in zip(pairwise(shots), list_joins(screenplay), strict=False):
        felt = felt_frames(join, fps)
        shorter = min(frames.get(before, felt), frames.get(after, felt))
        if join.kind == "smooth" and felt > shorter:
            raise CutError(
                f"The smooth join from shot {before} to {after} takes {felt / fps:.2f} s; the "
                f"shorter of them lasts {shorter / fps:.2f} s. Make the join shorter, or the shot longer."
            )


def find_takes(
    orders: Sequence[ClipOrder], backend: ClipBackend, workspace: Workspace
) -> tuple[dict[str, Take], list[ClipOrder]]:
    """What is finished (shot id → take), and the orders still to be shot, in order.

    A finished shot is among these too if its kept end is gone and a shot still to be shot takes it over.
    """
    takes: dict[str, Take] = {}
    missing: list[ClipOrder] = []
    needs_end = False
    for order in reversed(orders):
        take = workspace.find("clips", order.shot_id, ".mp4", clip_inputs(order, backend))
        if take is not None and not needs_end:
            takes[order.shot_id] = take
            continue
        missing.append(order)
        carry = order.task.carry
        needs_end = carry is not None and find_tail(carry, workspace) is None
    return takes, missing[::-1]


def split_chains(orders: Sequence[ClipOrder]) -> list[list[ClipOrder]]:
    """The orders in runs that one process must shoot in order; most runs are one shot."""
    chains: list[list[ClipOrder]] = []
    for order in orders:
        carry = order.task.carry
        if carry is not None and chains and chains[-1][-1].shot_id == carry.shot_id:
            chains[-1].append(order)
        else:
            chains.append([order])
    return chains

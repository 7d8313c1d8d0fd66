"""Bridges: the in-between clip from the end of one shot to the beginning of the next.

A bridge takes its time half from the end of the shot before and half from the beginning of the shot after.
Both stay what they are with a cut, and so do the words, the sound and the length of the film. It opens on the
picture that the shot before has where the bridge begins, and ends on the one that the shot after has where it
ends; both are read from the finished clips, so bridges are shot when all shots are.

    orders = order_bridges(list_bridges(shots, fps), orders, takes, workspace, render)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from prompts.errors import CutError
from prompts.render import Render
from prompts.screenplay import Shot
from shots.backends import ClipTask, Panel
from shots.clips import Caption, ClipOrder
from shots.cutting.timeline import share_of_bridge
from shots.slate import Notes, Take, Workspace, fingerprint

BRIDGE_S = 1.0
"""seconds that a bridge lasts when the screenplay does not say"""
ALONE = {"sound": None, "long": None, "anchor": None}
"""What of a film's `render` means nothing to a bridge: it is short, and the shots are heard over it."""


@dataclass(frozen=True)
class Bridge:
    """One bridge of a film."""

    before: str
    """id of the shot that it leaves"""
    after: str
    """id of the shot that it comes to"""
    num_frames: int

    @property
    def id(self) -> str:
        """Its name, which no shot can have."""
        return f"{self.before}+{self.after}"

    @property
    def taken(self) -> tuple[int, int]:
        """Frames of the shot before, and of the shot after, in place of which it is seen."""
        return share_of_bridge(self.num_frames)


def list_bridges(shots: Sequence[Shot], fps: int) -> list[Bridge]:
    """The bridges between the shots of a film, in order."""
    return [
        Bridge(str(one.id), str(other.id), max(2, round((one.transition.duration_s or BRIDGE_S) * fps)))
        for one, other in pairwise(shots)
        if one.transition and one.transition.kind == "bridge"
    ]


def check_room(
    bridges: Sequence[Bridge], frames: Mapping[str, int], shared: Mapping[str, int], fps: int
) -> None:
    """Refuse a shot that is too short for its bridges.

    Args:
        frames: shot id -> how many it has; shots whose length is not known yet are left out.
        shared: shot id -> how many of them its other joins take.

    Raises:
        CutError: it is too short; the text names the shot.
    """
    taken: dict[str, int] = {}
    for bridge in bridges:
        for shot, count in zip((bridge.before, bridge.after), bridge.taken, strict=True):
            taken[shot] = taken.get(shot, 0) + count
    for shot, count in taken.items():
        others = shared.get(shot, 0)
        if shot in frames and count + others > frames[shot]:
            beside = f", its other transitions {others / fps:.2f} s" if others else ""
            raise CutError(
                f"Shot {shot} lasts {frames[shot] / fps:.2f} s, but bridges take {count / fps:.2f} s of "
                f"it{beside}. Make the shot longer, or the bridges shorter (`duration_s` of the transition)."
            )


def spare_captions(orders: Sequence[ClipOrder], bridges: Sequence[Bridge]) -> list[ClipOrder]:
    """The orders, without captions in the pictures that bridges take: there the bridges bear them."""
    leaves = {bridge.before: bridge.taken[0] for bridge in bridges}
    comes = {bridge.after: bridge.taken[1] for bridge in bridges}
    spared = []
    for order in orders:
        count = order.task.num_frames
        bare = comes.get(order.shot_id, 0), leaves.get(order.shot_id, 0)
        meet = any(c.first < bare[0] or min(c.last, count) > count - bare[1] for c in order.captions)
        spared.append(replace(order, bare=bare) if meet else order)
    return spared


def order_bridges(
    bridges: Sequence[Bridge],
    orders: Sequence[ClipOrder],
    takes: Mapping[str, Take],
    workspace: Workspace,
    render: Render,
) -> list[ClipOrder]:
    """The bridges as they are ordered from the clip backend.

    Args:
        orders: all shots of the film.
        takes: their finished clips, shot id -> take.
        render: what the film asks of its model.

    Raises:
        CutError: a clip is damaged.
    """
    by_id = {order.shot_id: order for order in orders}
    ordered = []
    for bridge in bridges:
        before, after = by_id[bridge.before], by_id[bridge.after]
        opens, ends = bridge.taken
        opening = _find_picture(bridge.before, before.task.num_frames - opens, takes, workspace)
        ending = _find_picture(bridge.after, ends - 1, takes, workspace)
        task = make_task(bridge, before.task, after.task, (opening.path, ending.path), render)
        captions = _share_captions(bridge, before, after)
        ordered.append(
            ClipOrder(task, opening.fingerprint, before.quality, (), captions, ends_on=ending.fingerprint)
        )
    return ordered


def make_task(
    bridge: Bridge, before: ClipTask, after: ClipTask, pictures: tuple[Path, Path], render: Render
) -> ClipTask:
    """A bridge as a task: from one picture to another, in words of the two shots, by a seed of its own."""
    opening, ending = pictures
    asked = render.model_copy(update=ALONE)
    if asked.noise == "reuse":
        asked = asked.model_copy(update={"noise": None, "freedom": None})
    panel = _join_panels(bridge, before.panel, after.panel)
    return ClipTask(panel, bridge.num_frames, before.fps, keyframe=opening, last=ending, render=asked)


def _join_panels(bridge: Bridge, one: Panel, other: Panel) -> Panel:
    then = other.shot.motion_prompt or other.shot.action or ""
    said = {
        field: f"{words.rstrip('. ')}, then {then}" if then else words
        for field in ("action", "motion_prompt")
        if (words := getattr(one.shot, field))
    }
    camera = one.shot.camera and one.shot.camera.model_copy(update={"move": None, "amount": None})
    shot = one.shot.model_copy(update={"id": bridge.id, "camera": camera, "beats": None, **said})
    return replace(
        one,
        shot=shot,
        scene=one.scene.model_copy(update={"shots": [shot]}),
        cast={**other.cast, **one.cast},
        props={**other.props, **one.props},
        references={**other.references, **one.references},
        seed=int(fingerprint(["bridge", one.seed, other.seed])[:15], 16),
    )


def _find_picture(shot_id: str, frame: int, takes: Mapping[str, Take], workspace: Workspace) -> Take:
    """One picture of a finished clip as a PNG."""
    from shots.cutting.footage import read_rgb

    clip = takes[shot_id]

    def build(path: Path, notes: Notes) -> None:
        from PIL import Image as Pillow

        Pillow.fromarray(read_rgb(clip.path, frame)).save(path)

    return workspace.make("bridges", shot_id, ".png", {"clip": clip.fingerprint, "frame": frame}, build)


def _share_captions(bridge: Bridge, before: ClipOrder, after: ClipOrder) -> tuple[Caption, ...]:
    """The captions of both shots where the bridge is seen in their place, by its own frames."""
    opens, _ = bridge.taken
    earlier = before.task.num_frames - opens
    moved = [
        replace(c, first=c.first - earlier, last=min(c.last - earlier, opens)) for c in before.captions
    ] + [replace(c, first=c.first + opens, last=c.last + opens) for c in after.captions]
    return tuple(c for c in moved if c.last > 0 and c.first < bridge.num_frames)

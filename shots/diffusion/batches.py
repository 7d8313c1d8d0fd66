"""Batches: a film's panels in the groups in which they are drawn, each with the anchors that it reads.

for batch in split_order(order): ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shots.anchors import DrawOrder, anchors_of
from shots.backends import Panel


def split_order(order: DrawOrder) -> Iterator[DrawOrder]:
    """The order in batches, each with the anchors that its panels read.

    A scene whose panels read each other is one batch. Of other panels a batch goes on until it has four for
    each of its anchors, and at least eight: so drawing the anchors again costs at most a quarter more.
    """
    by_id = {str(panel.shot.id): panel for panel in order.panels}
    for scene in order.scenes:
        yield _batch(order, [by_id.pop(name) for name in scene], (scene,))
    panels: list[Panel] = []
    names: set[str] = set()
    for panel in by_id.values():
        panels.append(panel)
        names |= {anchor.name for anchor in anchors_of(panel, order.anchors)}
        if len(panels) >= max(8, 4 * len(names)):
            yield _batch(order, panels)
            panels, names = [], set()
    if panels:
        yield _batch(order, panels)


def _batch(order: DrawOrder, panels: Sequence[Panel], scenes: tuple[tuple[str, ...], ...] = ()) -> DrawOrder:
    names = {anchor.name for panel in panels for anchor in anchors_of(panel, order.anchors)}
    anchors = tuple(anchor for anchor in order.anchors if anchor.name in names)
    return replace(order, panels=tuple(panels), anchors=anchors, scenes=scenes)

"""Anchors: one picture of each entity group, drawn first, for all its panels to be like.

An entity group is a character in one look, a place, or a prop. Panels read their anchors and never each
other, so each of them can be drawn again alone. Derived from the screenplay, never authored.

    anchors = make_anchors(panels, seed=7)      # then draw(panels, backend, workspace, anchors=anchors)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from prompts.screenplay import Performer
from prompts.wording import describe_character, describe_thing
from shots.backends import Card, Image, Panel
from shots.slate import fingerprint_file

Kind = Literal["character", "place", "prop"]
FIDELITY = 0.6
"""Reference pictures are followed this closely when the screenplay does not say."""


@dataclass(frozen=True)
class Anchor:
    """An entity group (a character in one look, a place, a prop) drawn alone, for its panels to be like."""

    name: str
    """`fox`, `fox@winter`, `place:forest`, `prop:lantern`: never a shot's id"""
    kind: Literal["character", "place", "prop"]
    words: str
    """the group's one phrase, as it stands in every prompt"""
    style: str
    width: int
    height: int
    seed: int
    references: tuple[Path, ...] = ()
    fidelity: float = FIDELITY
    """0..1, how closely the references are followed"""


@dataclass(frozen=True)
class DrawOrder:
    """Panels that are drawn together with what keeps them alike."""

    panels: tuple[Panel, ...]
    anchors: tuple[Anchor, ...]
    """every group of these panels"""
    takes: int = 1
    """how often each panel is drawn; the best is kept"""
    guides: Mapping[str, Image] = field(default_factory=dict)
    """shot id -> a picture whose composition is followed"""
    guide_strength: float = 0.5
    """0..1, how closely"""
    on_step: Callable[[int, int], None] | None = None
    """called after every step of the model with (steps done, steps in all)"""
    scenes: tuple[tuple[str, ...], ...] = ()
    """ids of shots that read each other too, each group drawn in one pass; the others read anchors alone"""
    drawn: Mapping[str, Path] = field(default_factory=dict)
    """anchor name -> its PNG, for those that were drawn by an earlier run"""


@dataclass(frozen=True)
class Drawing:
    """A finished picture of a panel or an anchor."""

    name: str
    """the shot's id, or the anchor's name"""
    picture: Image
    notes: tuple[str, ...] = ()
    """what was found out only while drawing, one sentence each"""


@runtime_checkable
class AnchoredKeyframes(Protocol):
    """A keyframe backend that draws panels together with the anchors of their entity groups.

    A panel reads its own anchors and no other panel, so its picture depends on itself and them alone.
    """

    card: Card

    def check(self, panel: Panel) -> list[str]:
        """As of any keyframe backend."""
        ...

    def draw(self, panels: Sequence[Panel]) -> Iterator[tuple[str, Image]]:
        """As of any keyframe backend."""
        ...

    def draw_order(self, order: DrawOrder) -> Iterator[Drawing]:
        """Every panel once, and every anchor that is not drawn at least once, in any order."""
        ...


@runtime_checkable
class SceneKeyframes(AnchoredKeyframes, Protocol):
    """A backend that can also draw the panels of a scene together, each reading the others (`scenes`)."""

    def check_scene(self, panels: Sequence[Panel]) -> None:
        """Nothing, if these panels fit in one pass.

        Raises:
            BackendError: they do not; the text says how many do.
        """
        ...


def group_of(performer: Performer) -> str:
    """The entity group of a character in a shot: `fox`, or `fox@winter` in a stage of its looks."""
    return performer.character + (f"@{performer.look}" if performer.look else "")


def groups_of(panel: Panel) -> list[str]:
    """The entity groups that a panel shows: characters, props, the place."""
    return [name for name, *_ in _entities(panel)]


def make_anchors(panels: Sequence[Panel], seed: int = 0) -> list[Anchor]:
    """One anchor for each group that the panels show, in the order in which they are first seen.

    Args:
        seed: of the film; an anchor's own is made from it and the name of its character, place or prop.
    """
    found: dict[str, Anchor] = {}
    for panel in panels:
        for name, kind, entity, words in _entities(panel):
            # one seed for all looks of a character: like noise and like words give like faces
            digest = hashlib.sha256(f"{seed}/{kind}:{entity}".encode()).digest()
            own_seed = int.from_bytes(digest[:8], "big") >> 1
            files = panel.references.get(entity, ())
            size = (panel.width, panel.height)
            followed = _fidelity(panel, kind, entity)
            anchor = Anchor(name, kind, words, panel.style, *size, own_seed, files, followed)
            found.setdefault(name, anchor)
    return list(found.values())


def _entities(panel: Panel) -> Iterator[tuple[str, Kind, str, str]]:
    """(group, kind, id in the screenplay, words) of all that a panel shows."""
    for performer in panel.shot.who or []:
        if character := panel.cast.get(performer.character):
            words = describe_character(character, performer.look, performer.character)
            yield group_of(performer), "character", performer.character, words
    for prop, thing in panel.props.items():
        yield f"prop:{prop}", "prop", prop, describe_thing(thing, prop)
    if panel.place and panel.scene.place:
        place = panel.scene.place
        yield f"place:{place}", "place", place, describe_thing(panel.place, place)


def _fidelity(panel: Panel, kind: Kind, entity: str) -> float:
    if kind == "place":
        told = panel.place.fidelity if panel.place else None
    else:
        told = panel.cast[entity].fidelity if kind == "character" else panel.props[entity].fidelity
    return FIDELITY if told is None else told


def anchor_inputs(anchor: Anchor) -> dict[str, Any]:
    """What an anchor's picture depends on; references count by their content."""
    inputs = {name: value for name, value in vars(anchor).items() if name != "references"}
    return {**inputs, "references": [fingerprint_file(path) for path in anchor.references]}


def anchors_of(panel: Panel, anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """The anchors that a panel reads, in the order of `anchors`."""
    names = set(groups_of(panel))
    return tuple(anchor for anchor in anchors if anchor.name in names)

"""Anchors: one picture of each entity group, drawn first, for all its panels to be like.

An entity group is a character in one look, a place, or a prop. Panels read their anchors and never each other,
so each of them can be drawn again alone. Derived from the screenplay, never authored.

    anchors = make_anchors(screenplay, folder)      # then draw(panels, backend, workspace, anchors=anchors)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from prompts.screenplay import Performer, Screenplay
from prompts.wording import DEFAULT_STYLE, describe_character, describe_thing
from shots.backends import Card, Image, Panel
from shots.slate import fingerprint_file

Kind = Literal["character", "place", "prop"]


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
        """Every panel once, and every anchor at least once, in any order."""
        ...


def group_of(performer: Performer) -> str:
    """The entity group of a character in a shot: `fox`, or `fox@winter` in a stage of its looks."""
    return performer.character + (f"@{performer.look}" if performer.look else "")


def groups_of(panel: Panel) -> list[str]:
    """The entity groups that a panel shows: characters, props, the place."""
    names = [group_of(performer) for performer in panel.shot.who or []]
    names += [f"prop:{prop}" for prop in panel.props]
    return [*names, f"place:{panel.scene.place}"] if panel.place else names


def make_anchors(screenplay: Screenplay, folder: Path) -> list[Anchor]:
    """One anchor for each group that the film shows, in the order in which they are first seen.

    Args:
        folder: where the screenplay's reference pictures are.
    """
    found: dict[str, Anchor] = {}
    for scene, shot in screenplay.shots():
        for performer in shot.who or []:
            if character := screenplay.cast.get(performer.character):
                words = describe_character(character, performer.look, performer.character)
                name, files = group_of(performer), character.references
                found.setdefault(name, _make(screenplay, name, "character", words, files, folder))
        for prop in shot.props or []:
            thing = screenplay.props[prop]
            words = describe_thing(thing, prop)
            found.setdefault(
                f"prop:{prop}", _make(screenplay, f"prop:{prop}", "prop", words, thing.references, folder)
            )
        if scene.place and (place := screenplay.places.get(scene.place)):
            name, words = f"place:{scene.place}", describe_thing(place, scene.place)
            found.setdefault(name, _make(screenplay, name, "place", words, place.references, folder))
    return list(found.values())


def _make(
    screenplay: Screenplay, name: str, kind: Kind, words: str, references: Sequence[str], folder: Path
) -> Anchor:
    digest = hashlib.sha256(f"{screenplay.seed or 0}/{name}".encode()).digest()
    return Anchor(
        name=name,
        kind=kind,
        words=words,
        style=screenplay.style or DEFAULT_STYLE,
        width=screenplay.frame.width,
        height=screenplay.frame.height,
        seed=int.from_bytes(digest[:8], "big") >> 1,
        references=tuple(folder / file for file in references),
    )


def anchor_inputs(anchor: Anchor) -> dict[str, Any]:
    """What an anchor's picture depends on; references count by their content."""
    inputs = {name: value for name, value in vars(anchor).items() if name != "references"}
    return {**inputs, "references": [fingerprint_file(path) for path in anchor.references]}


def anchors_of(panel: Panel, anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """The anchors that a panel reads, in the order of `anchors`."""
    names = set(groups_of(panel))
    return tuple(anchor for anchor in anchors if anchor.name in names)

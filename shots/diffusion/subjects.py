"""Subjects: what a drawing model is told of one picture, made from a panel or an anchor.

Boxes, words and seeds as plain values, before any model is open. Knows the wording, nothing of tensors.

    subject = panel_subject(panel, window=75, count=count_words)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from prompts.screenplay import Performer
from prompts.wording import (
    Count,
    Phrase,
    Seen,
    Wording,
    fit_phrases,
    name_character,
    word_anchor,
    word_image,
    word_negative,
    word_region,
)
from shots.anchors import Anchor, group_of, groups_of
from shots.backends import Image, Panel

Box = tuple[float, float, float, float]
DEFAULT_LAYOUT_STRENGTH = 0.3
"""share of the steps in which words are bound to boxes: layout is settled early"""
TAKE = "#"
"""between a shot's id and the number of a take"""


@dataclass(frozen=True)
class Subject:
    """One picture to draw."""

    uid: str
    entities: Mapping[str, Box | None]
    """entity group -> its box, from back to front; None: wherever no box is"""
    text: str
    negative: str
    seed: int
    anchor: bool = False
    regions: tuple[tuple[Box, str], ...] = ()
    """what is said inside boxes, from back to front"""
    named: tuple[tuple[Box, int, int], ...] = ()
    """where the text names somebody who has a box: the box, first letter, one past the last"""
    layout_strength: float = DEFAULT_LAYOUT_STRENGTH
    guide: Image | None = field(default=None, compare=False)
    dropped: tuple[str, ...] = ()
    """words for which there was no room"""

    def takes(self, count: int) -> Iterator[Subject]:
        """The subject `count` times, each with a seed of its own; the first is the subject itself."""
        for take in range(count):
            seed = (self.seed + take) % 2**63
            yield replace(self, uid=f"{self.uid}{TAKE}{take}", seed=seed) if take else self


def panel_subject(
    panel: Panel, *, window: int, count: Count, guide: Image | None = None, region_window: int | None = None
) -> Subject:
    """What is drawn of a panel.

    Args:
        window: tokens that the text encoder reads, end marks not counted.
        count: text -> tokens.
        guide: a picture whose composition is followed.
        region_window: of the words of one box; None: as `window`.
    """
    shot = panel.shot
    wording = word_image(_seen(panel), window=window, count=count)
    boxes = place_cast(panel)
    regions: list[tuple[Box, str]] = []
    lost: list[str] = []
    for performer in _back_to_front(panel, boxes):
        box, character = boxes[performer.character], panel.cast.get(performer.character)
        if box is not None and character is not None:
            words = _fit(word_region(performer, character), region_window or window, count)
            regions.append((box, words.text))
            lost += words.dropped
    performers = {p.character: group_of(p) for p in _back_to_front(panel, boxes)}
    boxed: dict[str, Box | None] = {name: boxes[who] for who, name in performers.items()}
    return Subject(
        uid=str(shot.id),
        entities={**boxed, **{n: None for n in groups_of(panel) if n not in boxed}},
        text=wording.text,
        negative=_fit_list(word_negative(panel.style, shot.negative_prompt), window, count).text,
        seed=panel.seed,
        regions=tuple(regions),
        named=tuple(_find_names(panel, wording.text, boxes)),
        layout_strength=DEFAULT_LAYOUT_STRENGTH if shot.layout_strength is None else shot.layout_strength,
        guide=guide,
        dropped=(*wording.dropped, *lost),
    )


def anchor_subject(anchor: Anchor, *, window: int, count: Count, region_window: int | None = None) -> Subject:
    """What is drawn of an anchor: its entity alone, in the middle; a place fills the frame."""
    wording = fit_phrases(word_anchor(anchor.words, anchor.kind, anchor.style), window, count)
    box = None if anchor.kind == "place" else _middle_box(anchor.width / anchor.height)
    words = _fit(anchor.words, region_window or window, count).text
    return Subject(
        uid=anchor.name,
        entities={anchor.name: box},
        text=wording.text,
        negative=_fit_list(word_negative(anchor.style), window, count).text,
        seed=anchor.seed,
        anchor=True,
        regions=((box, words),) if box else (),
        dropped=wording.dropped,
    )


def _find_names(panel: Panel, text: str, boxes: Mapping[str, Box | None]) -> Iterator[tuple[Box, int, int]]:
    """Where each character with a box is named; of two of a kind, the first is named first."""
    start = 0
    for performer in panel.shot.who or []:
        box, character = boxes[performer.character], panel.cast.get(performer.character)
        called = [name_character(character, performer.character), performer.character] if character else []
        if character and character.name:
            called.append(character.name)
        for name in called if box else ():
            found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I)]
            if found and box:
                first, last = next((span for span in found if span[0] >= start), found[0])
                yield box, first, last
                start = last
                break


def find_unnamed(panel: Panel, subject: Subject) -> list[str]:
    """Characters with a box whom the text of the picture does not name."""
    named = {box for box, _, _ in subject.named}
    return [who for who, box in place_cast(panel).items() if box is not None and box not in named]


def place_cast(panel: Panel) -> dict[str, Box | None]:
    """Character -> box at the start of the shot. Several without stand side by side; one alone is free."""
    performers = panel.shot.who or []
    boxes: dict[str, Box | None] = {p.character: p.path[0].box if p.path else None for p in performers}
    if len(performers) > 1:
        width = 1 / len(performers)
        for index, performer in enumerate(performers):
            if boxes[performer.character] is None:
                boxes[performer.character] = (index * width, 0.1, (index + 1) * width, 1.0)
    return boxes


def find_unplaced(panel: Panel) -> list[str]:
    """Characters who are put side by side because nobody planned where they are."""
    performers = panel.shot.who or []
    return [p.character for p in performers if not p.path] if len(performers) > 1 else []


def _back_to_front(panel: Panel, boxes: Mapping[str, Box | None]) -> list[Performer]:
    """Who stands lower in the frame is nearer."""

    def depth(performer: Performer) -> float:
        box = boxes[performer.character]
        return box[3] if box else 0.0

    return sorted(panel.shot.who or [], key=depth)


def _seen(panel: Panel) -> Seen:
    return Seen(panel.shot, panel.scene, panel.cast, panel.place, panel.props, panel.style)


def _fit(text: str, window: int, count: Callable[[str], int]) -> Wording:
    return fit_phrases([Phrase(text, "character", 0)], window, count)


def _fit_list(text: str, window: int, count: Callable[[str], int]) -> Wording:
    """As many items of a list with commas as fit."""
    items = [item.strip() for item in text.split(",") if item.strip()]
    return fit_phrases([Phrase(item, "style", 1) for item in items], window, count)


def _middle_box(aspect: float) -> Box:
    """Where a single figure stands: in the middle, as high as the frame, wider where the frame is narrow."""
    half = min(0.45, 0.375 / aspect)
    return (0.5 - half, 0.03, 0.5 + half, 0.97)

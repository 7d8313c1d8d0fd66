"""What a hosted picture model is told of one picture, and which pictures it is shown.

Words and numbers as plain values, before anything is sent. Such a model has no seeds and no boxes: where
somebody stands is said in words, and a likeness is asked for by showing the anchors.

    ask = ask_panel(panel, anchors=(), shows=True, size=(1024, 1024))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.screenplay_file import FACES
from prompts.wording import count_words
from shots.anchors import Anchor
from shots.backends import Image, Panel
from shots.diffusion.subjects import Box, anchor_subject, panel_subject

WINDOW = 1200
"""Words and marks of a prompt at most: far more than a shot has, and well under 32,000 letters."""
MOST_PICTURES = 16
STANDARD = ((1024, 1024), (1536, 1024), (1024, 1536))
"""Sizes (width, height) that every picture model of the protocol knows."""
FREE_SIZES = re.compile(r"gpt-image-(?:[2-9]|\d\d)")
"""Models that draw any size in multiples of 16."""
LEAST_PIXELS, MOST_WIDTH, MOST_HEIGHT = 786_432, 2560, 1440


@dataclass(frozen=True)
class Ask:
    """One picture to be drawn by a hosted model."""

    name: str
    """the shot's id, or the anchor's name"""
    words: str
    shown: tuple[str, ...] = ()
    """anchors whose pictures go along, in order"""
    guide: Image | None = None
    """a last picture whose composition is followed"""
    dropped: tuple[str, ...] = ()
    """what there was no room for"""


def ask_panel(
    panel: Panel, anchors: Sequence[Anchor], *, shows: bool, size: tuple[int, int], guide: Image | None = None
) -> Ask:
    """What is asked for a panel.

    Args:
        anchors: of its entity groups.
        shows: the model can be shown pictures.
        size: (width, height) that the model will draw.
        guide: a picture whose composition is followed.
    """
    subject = panel_subject(panel, window=WINDOW, count=count_words, guide=guide)
    room = MOST_PICTURES - (guide is not None)
    seen = tuple(anchors[:room]) if shows else ()
    lines = [f"{subject.text}."]
    lines += [
        f"Picture {n} shows: {anchor.words}. Draw the same {anchor.kind} again, alike in every detail."
        for n, anchor in enumerate(seen, 1)
    ]
    if guide is not None and shows:
        lines.append(f"Take the composition, and nothing else, from picture {len(seen) + 1}.")
    lines += [f"{say_box(box)}: {words}." for box, words in subject.regions]
    lines += [_say_margins(size, (panel.width, panel.height)), f"Avoid: {subject.negative}."]
    lost = [anchor.name for anchor in anchors[room:]] if shows else []
    return Ask(
        subject.uid,
        "\n".join(line for line in lines if line),
        tuple(anchor.name for anchor in seen),
        guide if shows else None,
        (*subject.dropped, *lost),
    )


def ask_anchor(anchor: Anchor, *, shows: bool) -> Ask:
    """What is asked for an anchor; its references go along if the model can be shown pictures."""
    subject = anchor_subject(anchor, window=WINDOW, count=count_words)
    lines = [f"{subject.text}."]
    if shows and any(path.suffix != FACES for path in anchor.references):
        lines.append(f"The pictures given show this {anchor.kind}. Draw it again, alike, in the style named.")
    return Ask(anchor.name, "\n".join([*lines, f"Avoid: {subject.negative}."]))


def say_box(box: Box) -> str:
    """Where a box is, in words: `On the left, from 5 to 40 % of the width and 20 to 95 % of the height`."""
    centre = (box[0] + box[2]) / 2
    side = "On the left" if centre < 0.4 else "On the right" if centre > 0.6 else "In the middle"
    left, top, right, bottom = (round(100 * edge) for edge in box)
    return f"{side}, from {left} to {right} % of the width and {top} to {bottom} % of the height"


def choose_drawn_size(model: str, width: int, height: int) -> tuple[int, int]:
    """(width, height) to ask a model for, so that as little as can be is cut off a frame of this size."""
    if not FREE_SIZES.match(model) or not 1 / 3 <= width / height <= 3:
        return min(STANDARD, key=lambda size: (_share_lost(size, (width, height)), size))
    scale = min(1.0, MOST_WIDTH / max(width, height), MOST_HEIGHT / min(width, height))
    scale = max(scale, (LEAST_PIXELS / (width * height)) ** 0.5)
    return max(16, round(width * scale / 16) * 16), max(16, round(height * scale / 16) * 16)


def _share_lost(drawn: tuple[int, int], frame: tuple[int, int]) -> float:
    """0..1, how much of a drawn picture is outside the frame's shape."""
    ratios = drawn[0] / drawn[1], frame[0] / frame[1]
    return 1 - min(ratios) / max(ratios)


def note_size(drawn: tuple[int, int], frame: tuple[int, int]) -> str:
    """What is done with a picture of one size to fill a frame of another; '' if nothing."""
    if drawn == frame:
        return ""
    lost = _share_lost(drawn, frame)
    edges = "sides" if drawn[0] / drawn[1] > frame[0] / frame[1] else "top and bottom"
    cut = f", {lost:.0%} cut off at {edges}" if lost >= 0.005 else ""
    return f"drawn at {drawn[0]}x{drawn[1]}{cut}, and scaled to {frame[0]}x{frame[1]}"


def _say_margins(drawn: tuple[int, int], frame: tuple[int, int]) -> str:
    lost = _share_lost(drawn, frame)
    if lost < 0.03:
        return ""
    edges = "left and right" if drawn[0] / drawn[1] > frame[0] / frame[1] else "top and bottom"
    return f"Keep all that matters away from the {edges} {lost / 2:.0%}, which will be cut off."

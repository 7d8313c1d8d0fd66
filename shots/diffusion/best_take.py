"""The best of several takes: whose characters look most like their anchors, and which fits its words best.

Likeness is measured without weights, by colours and structures inside the characters' boxes; how well a
picture fits its words, by CLIP where it has been pulled, else not at all, and that is said. Knows pictures
and boxes.

    picture, notes = choose_best({"s1": a, "s1#1": b}, subject, anchors, {"fox": portrait}, open_judge())
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from consistency.measure import measure_likeness
from shots.backends import Image
from shots.diffusion.adapters import CLIP_REPO
from shots.diffusion.models import find_snapshot
from shots.diffusion.subjects import Subject

if TYPE_CHECKING:
    from consistency.encoders import Encoder

Judge = tuple["Encoder | None", str]
"""an encoder of pictures and words, or none and the reason"""
NO_JUDGE: Judge = (None, "CLIP was not asked")


def open_judge() -> Judge:
    """CLIP, if it has been pulled (`film models pull openai/clip-vit-large-patch14`)."""
    from consistency.encoders import open_encoder

    return open_encoder("clip", find_snapshot(CLIP_REPO))


def choose_best(
    takes: Mapping[str, Image],
    subject: Subject,
    anchors: Sequence[Subject],
    pictures: Mapping[str, Image],
    judge: Judge = NO_JUDGE,
) -> tuple[Image, tuple[str, ...]]:
    """(best picture, what is said of the choice); of equals, and where nothing can be measured, the first.

    Args:
        takes: uid -> picture, the first take first.
        subject: what they show.
        anchors: what it may be like; `pictures` are theirs by name.
        judge: who says how well a picture fits the words.
    """
    stills = list(takes.values())
    if len(stills) == 1:
        return stills[0], ()
    likeness = [measure_take(still, subject, anchors, pictures) for still in stills]
    fitting = [_score_words(judge, still, subject.text) for still in stills]
    scores = [sum(part for part in pair if part is not None) for pair in zip(likeness, fitting, strict=True)]
    named = [("likeness to anchors", likeness), ("words", fitting)]
    told = [f"{name} {_list(values)}" for name, values in named if None not in values]
    if not told:
        return stills[0], (f"the first of {len(stills)} takes: there is nothing to measure them by",)
    best = max(range(len(stills)), key=lambda i: scores[i])
    unheard = f"; not by words: {judge[1]}" if judge[0] is None else ""
    return stills[best], (f"take {best + 1} of {len(stills)}, by {', '.join(told)}{unheard}",)


def measure_take(
    picture: Image, subject: Subject, anchors: Sequence[Subject], pictures: Mapping[str, Image]
) -> float | None:
    """0..1, the mean likeness of all that the picture shares with anchors; None if that is nothing."""
    likes = []
    for anchor in anchors:
        name = anchor.uid
        if name in subject.entities and name in pictures:
            found = measure_likeness(picture, pictures[name], subject.entities[name], anchor.entities[name])
            likes.append((found.colour + found.structure) / 2)
    return sum(likes) / len(likes) if likes else None


def _score_words(judge: Judge, picture: Image, text: str) -> float | None:
    from consistency.encoders import score_text

    return score_text(judge, picture, text).value


def _list(values: Sequence[float | None]) -> str:
    return " / ".join(f"{value:.3f}" for value in values if value is not None)

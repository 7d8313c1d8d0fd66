"""The best of several takes: the one whose characters look most like their anchors.

Weight-free measures: colours and structures inside the characters' boxes. Knows pictures and boxes.

    picture, notes = choose_best({"s1": a, "s1#1": b}, subject, anchors, {"fox": portrait})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consistency.measure import measure_likeness
from shots.backends import Image
from shots.subjects import Subject


def choose_best(
    takes: Mapping[str, Image], subject: Subject, anchors: Sequence[Subject], pictures: Mapping[str, Image]
) -> tuple[Image, tuple[str, ...]]:
    """(best picture, what is said of the choice); of equals, and where nothing can be measured, the first.

    Args:
        takes: uid -> picture, the first take first.
        subject: what they show.
        anchors: what it may be like; `pictures` are theirs by name.
    """
    first = next(iter(takes.values()))
    if len(takes) == 1:
        return first, ()
    scores = [score_take(picture, subject, anchors, pictures) for picture in takes.values()]
    known = [score for score in scores if score is not None]
    if len(known) < len(scores):
        return first, (f"the first of {len(takes)} takes: there is no anchor to measure them by",)
    best = max(range(len(known)), key=lambda i: known[i])
    said = ", ".join(f"{score:.3f}" for score in known)
    return list(takes.values())[best], (f"take {best + 1} of {len(takes)}, by likeness to anchors: {said}",)


def score_take(
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

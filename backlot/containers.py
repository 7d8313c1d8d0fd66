"""Containers: things that somebody is in, such as a pit, a basket or a well; who is in them, and how large
they must be.

Whoever is in one is seen above its lip. Knows nothing of how a thing is drawn but its outline.

    python -c "from backlot.containers import LIPS; print(*LIPS)"
"""

from __future__ import annotations

from collections.abc import Sequence

from backlot.colour import words_of
from backlot.fitting import Fit
from backlot.paint import Canvas, Matrix, Surface
from backlot.placed import Placed
from backlot.props import PropMatch, draw_prop
from shots.backends import Panel

LIPS: dict[str, float] = {
    "pit": 0.76, "well": 0.37, "basket": 0.56, "chest": 0.95, "box": 0.9, "barrel": 0.95, "bathtub": 0.9,
    "bucket": 0.9, "pot": 0.85, "bag": 0.8, "nest": 0.8, "shoes": 0.9, "cup": 0.9, "teapot": 0.8,
    "kettle": 0.8, "bottle": 0.7, "jug": 0.8, "hat": 0.8, "bowl": 0.9, "boat": 0.45, "suitcase": 0.9,
}  # fmt: skip
"""Prop -> where its lip is, in its own heights above the ground."""
_HIDDEN = (0.36, 0.46, 0.62)
"""Share of a figure that is below the lip: who lies, as a rule, and at most, where a thing must be wide."""
_STRETCH = 1.7
"""How much broader than drawn a thing may be for who lies in it."""
_CLOSE = 0.82
"""Distance of two who are in one thing, beside their widths."""
_ROOM = 0.85
"""Width of a thing for somebody of width 1: arms hang over the lip."""


def find_insiders(name: str, match: PropMatch, panel: Panel, placed: Sequence[Placed]) -> list[Placed]:
    """Who is in this thing, by what they do: `sits, in the basket`."""
    if match.kind.name not in LIPS:
        return []
    prop = panel.props.get(name)
    nouns = {name.split("-")[-1].lower(), *words_of((prop.name if prop else "") or "")[-1:]}
    doing = {p.character: words_of(p.doing or "") for p in panel.shot.who or []}
    return [
        p for p in placed if not (p.away or p.carrier) and _is_told_in(doing.get(p.part.actor.id, []), nouns)
    ]


def _is_told_in(words: Sequence[str], nouns: set[str]) -> bool:
    return any(
        word in nouns and {"in", "into", "inside"} & set(words[max(0, at - 3) : at])
        for at, word in enumerate(words)
    )


def huddle(inside: Sequence[Placed], thing: str, aspect: float) -> None:
    """Bring those who are in one thing beside each other."""
    row = sorted(inside, key=lambda p: p.keys[0][1][0] + p.keys[0][1][2])
    boxes = [p.keys[0][1] for p in row]
    wide = _CLOSE * sum(b[2] - b[0] for b in boxes)
    x = sum(b[0] + b[2] for b in boxes) / 2 / len(boxes) - wide / 2
    x = min(max(x, 0.02), max(0.02, 0.98 - wide))
    for p, box in zip(row, boxes, strict=True):
        share = _CLOSE * (box[2] - box[0])
        p.shift(x + share / 2 - (box[0] + box[2]) / 2, aspect)
        x += share
        if p.planned:
            p.note = f"{p.part.actor.id}: brought beside the others in the {thing}"


def enclose(match: PropMatch, figures: Sequence[tuple[Placed, Fit]]) -> Matrix:
    """Where a thing stands around figures: from its own heights to the units of their fits."""
    spans = [fit.placed(p.extent) for p, fit in figures]
    left, right = min(s[0] for s in spans), max(s[2] for s in spans)
    tall = max(-fit.sy * p.extent[1] for p, fit in figures)
    ground = max(fit.y for _, fit in figures)
    needed = _ROOM * (right - left) / _width(match)
    lies = len(figures) == 1 and right - left > 1.2 * tall
    hidden, stretch = (_HIDDEN[0], _STRETCH) if lies else (_HIDDEN[1], 1.0)
    least, most = (share * tall / LIPS[match.kind.name] for share in (hidden, _HIDDEN[2]))
    high = min(most, max(least, needed / stretch))
    return (min(max(needed, high), stretch * high), 0.0, (left + right) / 2, 0.0, high, ground)


def _width(match: PropMatch) -> float:
    """Of a thing, in its own heights."""
    canvas = Canvas(Surface(1, 1), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    draw_prop(canvas, match)
    return canvas.bounds.right - canvas.bounds.left

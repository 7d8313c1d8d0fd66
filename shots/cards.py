"""Cards, told: what a backend can do, in a few lines for a person and in plain values for a program.

    python -c "from shots.cards import describe_card; from shots.still import StillClips; \\
print(*describe_card(StillClips().card), sep='\\n')"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from shots.backends import Card, FrameRule

KEPT = {
    "exact": "kept to the bit",
    "decoded": "kept but for the VAE",
    "held": "opens on it, not to the bit",
    "": "",
}


def describe_frames(rule: FrameRule | None) -> str:
    """Numbers of frames in words: `any`, `8k + 1 from 9 to 161`."""
    if rule is None:
        return "any"
    most = rule.at_least(rule.most)
    if rule.step == 1:
        return f"{rule.least} to {most}" if rule.least > 1 else f"up to {most}"
    return f"{rule.step}k{f' + {rule.offset}' if rule.offset else ''} from {rule.least} to {most}"


def describe_sizes(sizes: Sequence[tuple[int, int]]) -> str:
    """`832x480 to 1280x720`, or one size."""
    return " to ".join(dict.fromkeys(f"{width}x{height}" for width, height in (sizes[0], sizes[-1])))


def describe_card(card: Card) -> list[str]:
    """What a clip backend can do, a line for each thing: pictures, size, keyframe, joins, model, licence."""
    size = f"{card.size[0]}x{card.size[1]} alone" if card.size else f"multiples of {card.size_multiple}"
    if card.trained_sizes and not card.size:
        size += f", trained on {describe_sizes(card.trained_sizes)}"
    frames = f"{describe_frames(card.frames)} in one go"
    rate = f"at {card.fps} a second" if card.fps else "at any rate"
    longest = f", shots of up to {card.longest}" if card.longest else ""
    given = [
        words
        for words, there in (
            ("ends on a picture", card.last_frame),
            ("sees reference pictures", card.references),
            ("takes masks", card.masks),
            (f"makes sound ({card.audio} Hz)", card.audio),
            ("tells every step", card.steps),
        )
        if there
    ]
    lines = [
        ("frames", f"{frames} {rate}{longest}"),
        ("size", size),
        ("keyframe", KEPT[card.first_frame]),
        ("joins", ", ".join(sorted(card.joins))),
        ("besides", ", ".join(given)),
        ("latents", f"{card.latents}, {card.noise or 'no'} noise" if card.latents else ""),
        ("render", ", ".join(sorted(card.renders or ()))),
        ("licence", card.licence),
        ("stand-in", card.stand_in),
    ]
    return [f"{name:<8} {said}" for name, said in lines if said]


def list_card(card: Card) -> dict[str, Any]:
    """Every field of a card as plain values: sets sorted into lists, a frame rule as its numbers."""
    return {field.name: _plain(getattr(card, field.name)) for field in fields(card)}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return vars(value) if isinstance(value, FrameRule) else value

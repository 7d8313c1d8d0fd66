"""How good a prompt is, as far as that can be told without a model: 0 to 1, of parts that each have a reason.

Not a measure of pictures: a prompt that scores higher says more of the shot, inside the window, in the form
that its reader was taught in.

    score = score_image(text, seen, READERS["sdxl"], count_words)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from director.language.words import find_verb, listed
from prompts.wording import (
    Count,
    Seen,
    describe_character,
    image_phrases,
    style_words,
)
from shots.diffusion.motion import MOVES
from shots.reading import Reader

IMAGE_WEIGHTS: Mapping[str, float] = {
    "looks": 0.3,
    "domains": 0.3,
    "window": 0.2,
    "form": 0.1,
    "style": 0.05,
    "once": 0.05,
}
MOTION_WEIGHTS: Mapping[str, float] = {
    "action": 0.3,
    "verb": 0.25,
    "camera": 0.15,
    "window": 0.1,
    "short": 0.1,
    "form": 0.1,
}
SHORT = 40
"""Tokens of a motion prompt up to which it is short."""
TAG_WORDS = 7
"""Words of a tag at most."""
_EMPTY = listed(
    "a an the and or of in on at to with by for from is are was be his her its their as it this that who "
    "which very into onto"
)


@dataclass(frozen=True)
class PromptScore:
    """A prompt, measured."""

    total: float
    """0..1, the weighted mean of the parts"""
    parts: Mapping[str, float]
    """each 0..1"""
    missing: tuple[str, ...]
    """content words of the shot that the prompt does not say"""


def score_image(text: str, seen: Seen, reader: Reader, count: Count) -> PromptScore:
    """The measure of a still's prompt: looks kept, the five domains said, inside the window, form, style."""
    said = content_words(text)
    wanted: dict[str, set[str]] = {}
    for phrase in image_phrases(seen):
        wanted.setdefault(phrase.domain, set()).update(content_words(phrase.text))
    style = content_words(style_words(seen.style))
    wanted.pop("style", None)
    looks = [
        content_words(describe_character(seen.cast[p.character], p.look, p.character))
        for p in seen.shot.who or []
        if p.character in seen.cast
    ]
    parts = {
        "looks": _mean([_share(words, said) for words in looks]),
        "domains": _mean([_share(words, said) for words in wanted.values() if words]),
        "window": _inside(text, reader, count),
        "form": _form(text, reader),
        "style": _share(style, said),
        "once": _once(text),
    }
    missing = tuple(sorted(set().union(*wanted.values(), *looks, style) - said)) if wanted else ()
    return _total(parts, IMAGE_WEIGHTS, missing)


def score_motion(text: str, seen: Seen, reader: Reader, count: Count) -> PromptScore:
    """The measure of a motion prompt: the action with its verb, the camera's move, short, inside the window.

    A reader that is not shown the keyframe must be told the looks as well; then they count with the action.
    """
    said = content_words(text)
    phrases = [p.text for p in image_phrases(seen) if p.domain == "relation"]
    phrases += [p.doing or "" for p in seen.shot.who or []]
    action = content_words(" ".join(phrases))
    if reader.looks:
        for p in seen.shot.who or []:
            if p.character in seen.cast:
                action |= content_words(describe_character(seen.cast[p.character], p.look, p.character))
    move = (seen.shot.camera.move if seen.shot.camera else None) or "static"
    camera = content_words(MOVES.get(move, move.replace("_", " ")))
    limit = SHORT if not reader.looks else reader.window
    parts = {
        "action": _share(action, said),
        "verb": float(any(find_verb(word) for word in re.findall(r"[a-z]+", text.lower()))),
        "camera": _share(camera, said),
        "window": _inside(text, reader, count),
        "short": min(1.0, limit / max(1, count(text))),
        "form": _form(text, reader),
    }
    return _total(parts, MOTION_WEIGHTS, tuple(sorted((action | camera) - said)))


def content_words(text: str) -> set[str]:
    """The words that say something, by their stems."""
    words = re.findall(r"[^\W\d_]+|\d+", text.lower())
    return {_stem(word) for word in words if word not in _EMPTY}


def _stem(word: str) -> str:
    """`walks`, `walking` and `walked` are one word; so are a noun and its plural."""
    if verb := find_verb(word):
        return str(verb.base)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _share(wanted: set[str], said: set[str]) -> float:
    return len(wanted & said) / len(wanted) if wanted else 1.0


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _inside(text: str, reader: Reader, count: Count) -> float:
    return min(1.0, reader.window / max(1, count(text)))


def _form(text: str, reader: Reader) -> float:
    """How far it is in the form that the reader was taught in: tags of few words, or whole sentences."""
    if reader.form == "tags":
        tags = [tag.split() for tag in re.split(r"[,.;]", text) if tag.strip()]
        return _mean([min(1.0, TAG_WORDS / len(tag)) for tag in tags])
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", text.strip()) if s]
    whole = [s[:1].isupper() and s[-1:] in ".!?" and "," not in s[-2:] for s in sentences]
    return sum(len(s) for s, ok in zip(sentences, whole, strict=True) if ok) / max(1, len(text.strip()))


def _once(text: str) -> float:
    """1 if no phrase is said twice."""
    phrases = sorted(p.strip().lower() for p in re.split(r"[,.;]", text) if p.strip())
    return 1 - sum(a == b for a, b in pairwise(phrases)) / max(1, len(phrases))


def _total(parts: dict[str, float], weights: Mapping[str, float], missing: tuple[str, ...]) -> PromptScore:
    total = sum(weights[name] * value for name, value in parts.items())
    return PromptScore(round(total, 4), {n: round(v, 3) for n, v in parts.items()}, missing)

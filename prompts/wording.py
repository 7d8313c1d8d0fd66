"""Wording: from a shot of the screenplay to the words an image model is given.

A character in one look is always the same phrase, for a model that reads other words draws another face. What
does not fit the text encoder's window is left out by rank, whole phrases at a time, and named; nothing is cut
in silence. Knows the screenplay, and tokens only through a function that counts them.

    python -c "from prompts.wording import Seen, word_image; from prompts.screenplay import *; \
print(word_image(Seen(Shot(action='A fox naps.'), Scene(shots=[Shot()])), window=75).text)"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from prompts.screenplay import Camera, Character, Performer, Place, Prop, Scene, Shot

Domain = Literal["character", "background", "relation", "camera", "light", "style"]
Count = Callable[[str], int]

DEFAULT_STYLE = "storybook"
SIZES = {
    "extreme_wide": "extreme wide shot",
    "wide": "wide shot",
    "full": "full shot",
    "medium": "medium shot",
    "close": "close-up",
    "extreme_close": "extreme close-up",
}
ANGLES = {
    "low": "low angle",
    "high": "high angle",
    "overhead": "seen from above",
    "dutch": "dutch angle",
    "over_the_shoulder": "over the shoulder",
}
LENSES = {"wide": "wide-angle lens", "long": "telephoto lens"}
TIMES = {"day": "daylight", "night": "at night", "dawn": "at dawn"}
STYLES = {
    "storybook": "storybook illustration, soft colours",
    "noir": "film noir, black and white, hard shadows",
    "ink": "ink drawing",
    "paper-cut": "paper-cut collage",
    "photo": "photograph, natural light",
}
"""words of a style that stands alone; any other style is taken as it is written"""
PHOTOGRAPHIC = re.compile(r"\b(photo\w*|realis\w*|cinematic|documentary|film still)\b", re.I)
FAULTS = "blurry, deformed, extra limbs, duplicate, text, watermark, frame border"
NOT_A_PHOTO = "photograph, 3d render"
NOT_DRAWN = "drawing, cartoon, painting, illustration"


@dataclass(frozen=True)
class Seen:
    """What is in one picture."""

    shot: Shot
    scene: Scene
    cast: Mapping[str, Character] = field(default_factory=dict)
    place: Place | None = None
    props: Mapping[str, Prop] = field(default_factory=dict)
    style: str = ""


@dataclass(frozen=True)
class Phrase:
    """Words that stay or go together."""

    text: str
    domain: Domain
    rank: int
    """phrases of a higher rank are left out first"""
    short: str = ""
    """what stands for them where there is no room: a character is never left out for the others' details"""


@dataclass(frozen=True)
class Wording:
    """A prompt, and what it does not say."""

    text: str
    dropped: tuple[str, ...] = ()
    """words of the shot for which there was no room"""


def count_words(text: str) -> int:
    """A guess at CLIP's tokens where no tokenizer is at hand: words and marks, long words twice."""
    return sum(1 + (len(word) > 9) for word in re.findall(r"\w+|[^\w\s]", text))


def word_image(seen: Seen, *, window: int, count: Count = count_words) -> Wording:
    """The prompt of a shot's still over the five domains, subject first; a person's `image_prompt` wins.

    Args:
        seen: the shot and all that is in it.
        window: how many tokens the text encoder reads, its two end marks not counted: 75 for CLIP.
        count: text -> tokens, without end marks.
    """
    if seen.shot.image_prompt:
        return fit_phrases([Phrase(seen.shot.image_prompt.strip(), "relation", 0)], window, count)
    return fit_phrases(image_phrases(seen), window, count)


def image_phrases(seen: Seen) -> list[Phrase]:
    """All that can be said of a still, in the order in which it is said."""
    shot, scene = seen.shot, seen.scene
    camera = shot.camera or Camera()
    phrases = [Phrase(SIZES[camera.size], "camera", 2)] if camera.size else []
    for performer in shot.who or []:
        phrases += _performer_phrases(performer, seen)
    action = _without_names(shot.action or "", seen)
    relation = _without_names(shot.relation or "", seen)
    phrases.append(Phrase(action, "relation", 1))
    phrases.append(Phrase("" if _says(action, relation) else relation, "relation", 6))
    phrases += [
        Phrase(describe_thing(prop, name), "character", 3, _name_of(prop, name))
        for name, prop in seen.props.items()
    ]
    place = describe_thing(seen.place, scene.place or "") if seen.place else ""
    phrases.append(Phrase(place, "background", 2, _name_of(seen.place, scene.place or "")))
    phrases.append(Phrase(TIMES.get(scene.time_of_day or "", scene.time_of_day or ""), "light", 3))
    phrases.append(Phrase("" if scene.weather in (None, "clear") else str(scene.weather), "background", 4))
    phrases.append(Phrase(shot.light or "", "light", 5))
    phrases.append(Phrase(f"{scene.mood} mood" if scene.mood else "", "light", 7))
    phrases.append(Phrase(ANGLES.get(camera.angle or "", ""), "camera", 4))
    phrases.append(Phrase(LENSES.get(camera.lens or "", ""), "camera", 7))
    phrases.append(_style_phrase(seen.style))
    return [phrase for phrase in phrases if phrase.text]


def _style_phrase(style: str) -> Phrase:
    words = style_words(style)
    return Phrase(words, "style", 1, words.split(",")[0])


def _performer_phrases(performer: Performer, seen: Seen) -> list[Phrase]:
    character = seen.cast.get(performer.character) or Character()
    name = performer.character
    called = name_character(character, name)
    phrases = [Phrase(describe_character(character, performer.look, name), "character", 0, called)]
    if performer.emotion not in (None, "neutral"):
        phrases.append(Phrase(f"{performer.emotion} {called}", "character", 4))
    return phrases


def describe_character(character: Character, stage: str | None = None, name: str = "") -> str:
    """The one phrase of a character in one look: kind, what always stays, what this stage of life changes."""
    kind, look = name_character(character, name), _plain(character.look or "")
    parts = [look] if _says(look, kind) else [kind, look]
    if stage:
        parts.append(_plain(character.looks.get(stage, "")))
    return ", ".join(part for part in parts if part)


def describe_thing(thing: Place | None, name: str = "") -> str:
    """The one phrase of a place or a prop."""
    called, look = _name_of(thing, name), _plain(thing.look or "") if thing else ""
    return look if _says(look, called) else ", ".join(part for part in (called, look) if part)


def word_region(performer: Performer, character: Character) -> str:
    """What is read inside a character's own box: who it is, what they do, how they feel."""
    feeling = performer.emotion if performer.emotion not in (None, "neutral") else ""
    parts = [describe_character(character, performer.look, performer.character), performer.doing, feeling]
    return ", ".join(part for part in parts if part)


def word_anchor(words: str, kind: Literal["character", "place", "prop"], style: str) -> list[Phrase]:
    """The phrases of a picture that shows one entity alone, for all others to be like."""
    frame = {
        "character": ("full-body portrait", "alone, facing the viewer, plain light background"),
        "place": ("establishing shot", "empty, nobody there"),
        "prop": ("close-up of one thing", "alone, plain light background"),
    }[kind]
    return [
        Phrase(frame[0], "camera", 2),
        Phrase(words, "character", 0),
        Phrase(frame[1], "background", 2),
        _style_phrase(style),
    ]


def style_words(style: str) -> str:
    """The words of a film's style."""
    return STYLES.get(style.strip().lower(), style.strip())


def word_negative(style: str, own: str | None = None) -> str:
    """What the model is to keep away from: the shot's own `negative_prompt`, else by style."""
    if own is not None:
        return own.strip()
    return f"{NOT_DRAWN if PHOTOGRAPHIC.search(style_words(style)) else NOT_A_PHOTO}, {FAULTS}"


def fit_phrases(phrases: Sequence[Phrase], window: int, count: Count = count_words) -> Wording:
    """The phrases that fit, in their order, chosen by rank; those of one rank from the first.

    Every short form is set first, so that twelve characters are all named before one is described. A phrase
    of rank 0 that alone is longer than the window is cut at a word, and the rest of it named.
    """
    kept: dict[int, str] = {}
    ranked = sorted(range(len(phrases)), key=lambda i: (phrases[i].rank, i))

    def fits(index: int, text: str) -> bool:
        chosen = {**kept, index: text}
        return count(_join([chosen[i] for i in sorted(chosen)])) <= window

    for index in (i for i in ranked if phrases[i].short):
        if fits(index, phrases[index].short):
            kept[index] = phrases[index].short
    for index in ranked:
        if fits(index, phrases[index].text):
            kept[index] = phrases[index].text
        elif phrases[index].rank == 0 and index not in kept and not kept:
            kept[index] = _cut_to(phrases[index].text, window, count)
    dropped = [
        _what_is_lost(phrase, kept.get(i, ""))
        for i, phrase in enumerate(phrases)
        if kept.get(i) != phrase.text
    ]
    return Wording(_join([kept[i] for i in sorted(kept) if kept[i]]), tuple(dropped))


def _join(texts: Sequence[str]) -> str:
    return ", ".join(texts)


def _cut_to(text: str, window: int, count: Count) -> str:
    words = text.split()
    while words and count(" ".join(words)) > window:
        words.pop()
    return " ".join(words)


def _what_is_lost(phrase: Phrase, kept: str) -> str:
    return phrase.text[len(kept) :].strip(" ,") if kept and phrase.text.startswith(kept) else phrase.text


def name_character(character: Character, name: str) -> str:
    """What a character is called in every prompt: their kind, else their name."""
    return _plain(character.kind or character.name or name.replace("-", " ").replace("_", " "))


def _name_of(thing: Place | None, name: str) -> str:
    said = (thing.name if thing else None) or name.replace("-", " ").replace("_", " ")
    return _plain(said)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().rstrip(".;,")


def _says(text: str, words: str) -> bool:
    """Whether a text has all these words already."""
    have = set(re.findall(r"\w+", text.lower()))
    return set(re.findall(r"\w+", words.lower())) <= have


def _without_names(text: str, seen: Seen) -> str:
    """The text with `the fox` for `Rusty`, where only one of the cast is a fox: models know no names."""
    kinds = [character.kind for character in seen.cast.values()]
    for character in seen.cast.values():
        name, kind = (character.name or "").strip(), character.kind
        if name and kind and kinds.count(kind) == 1 and not _says(name, kind):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"the {kind}", text)
    return _plain(text)

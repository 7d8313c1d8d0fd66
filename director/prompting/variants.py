"""Other ways to say a shot, by rule: as tags for encoders that were taught tags, as sentences for the others.

for text in image_variants(seen, READERS["flux"], count): ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from director.language.words import find_verb
from director.prompting.measure import content_words
from prompts.wording import Count, Phrase, Seen, fit_phrases, image_phrases
from shots.diffusion.motion import AMOUNTS, MOVES
from shots.reading import Reader

_ARTICLES = re.compile(r"\b(?:a|an|the|his|her|its|their)\s+", re.I)
_MOVES_TOLD = {
    "static": "the camera is static",
    "zoom_in": "the camera zooms in slowly",
    "zoom_out": "the camera zooms out slowly",
    "truck_left": "the camera trucks left",
    "truck_right": "the camera trucks right",
    "crane_up": "the camera cranes up",
    "crane_down": "the camera cranes down",
    "tracking": "the camera is tracking them",
    "handheld": "the camera is handheld",
}
_JOINTS = re.compile(r",?\s+(?:with|and|who|which|that (?:is|has)|wearing|in (?=(?:a|an|the)\b))\s*", re.I)


def image_variants(seen: Seen, reader: Reader, count: Count) -> Iterator[str]:
    """Prompts of a still in the reader's form and inside its window, none of them like another."""
    phrases = image_phrases(seen)
    if reader.form == "tags":
        compact = [replace(p, text=_compact(p.text), short=_compact(p.short)) for p in phrases]
        yield from _fitted(_once_each(compact), reader, count)
        yield from _fitted(_once_each([_short_tags(p) for p in compact]), reader, count)
        whole = [replace(p, rank=0 if p.domain == "character" else p.rank + 1) for p in compact]
        yield from _fitted(_once_each(whole), reader, count)
        return
    yield _fit_sentences(list(_sentences(phrases)), reader, count)
    plain = [s for s in _sentences(phrases) if s.rank < 5]
    yield _fit_sentences(plain, reader, count)


def motion_variants(seen: Seen, reader: Reader, count: Count) -> Iterator[str]:
    """Prompts of a motion: who does what with a verb, what the camera does, how much moves."""
    phrases = image_phrases(seen)
    action = next((p.text for p in phrases if p.domain == "relation"), "")
    deeds = [f"the {_kind(seen, p.character)} {p.doing}" for p in seen.shot.who or [] if p.doing]
    if not any(find_verb(word) for word in re.findall(r"[a-z]+", action.lower())):
        action = ", ".join(filter(None, (action, *deeds)))
    move = (seen.shot.camera.move if seen.shot.camera else None) or ""
    camera = MOVES.get(move, f"camera {move.replace('_', ' ')}" if move else "")
    told_move = _MOVES_TOLD.get(move, re.sub(r"^camera ", "the camera ", camera))
    intensity = seen.shot.motion.intensity if seen.shot.motion else 5
    amount = next(words for limit, words in AMOUNTS if intensity <= limit)
    if reader.form == "tags":
        looks = [replace(p, text=_compact(p.text)) for p in phrases if p.domain in ("character", "style")]
        told = [
            Phrase(_compact(action), "relation", 0),
            Phrase(camera, "camera", 1),
            Phrase(amount, "light", 2),
        ]
        every = [*(looks if reader.looks else []), *(p for p in told if p.text)]
        yield from _fitted(_once_each(every), reader, count)
        return
    whole = [Phrase(_sentence(action), "relation", 0)]
    whole.append(Phrase(_sentence(told_move), "camera", 1))
    yield _fit_sentences([*whole, Phrase(_sentence(amount), "light", 2)], reader, count)
    yield _fit_sentences(whole, reader, count)
    more = [
        Phrase(_sentence(deed), "relation", 2)
        for deed in deeds
        if not content_words(deed) <= content_words(action)
    ]
    yield _fit_sentences([whole[0], *more, whole[1]], reader, count)


def _kind(seen: Seen, name: str) -> str:
    character = seen.cast.get(name)
    return (character.kind if character else None) or name.replace("-", " ")


def _compact(text: str) -> str:
    """A phrase without articles, its parts set off by commas."""
    text = re.sub(r"[.;!?]\s+", ", ", text)
    parts = [_ARTICLES.sub("", part).strip(" .;,") for part in _JOINTS.split(text)]
    return ", ".join(part for part in parts if part)


def _short_tags(phrase: Phrase) -> Phrase:
    """A phrase whose long parts are broken at prepositions."""
    text = re.sub(
        r"(?<!,)\s+((?:through|under|over|beside|behind|into|across|towards?|near|from) )",
        r", \1",
        phrase.text,
    )
    return replace(phrase, text=text)


def _once_each(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases without those that say only what an earlier one has said."""
    kept: list[Phrase] = []
    said: set[str] = set()
    for phrase in phrases:
        words = content_words(phrase.text)
        if phrase.text and not words <= said:
            kept.append(phrase)
            said |= words
    return kept


def _fitted(phrases: Sequence[Phrase], reader: Reader, count: Count) -> Iterator[str]:
    text = fit_phrases(phrases, reader.window, count).text
    if text:
        yield text


def _sentences(phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """The phrases of a still as sentences in the order of looking: who, what, where, in which light."""
    by: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by.setdefault(phrase.domain, []).append(phrase)
    camera = [p.text for p in by.get("camera", [])]
    who = [p for p in by.get("character", []) if p.rank == 0]
    named = ", and ".join(_article(p.text) for p in who)
    size = _article(camera[0] if camera else "picture")
    yield Phrase(_sentence(f"{size} of {named}" if named else size), "character", 0)
    for p in by.get("relation", []):
        yield Phrase(_sentence(p.text), "relation", p.rank)
    for p in by.get("character", []):
        if p.rank:
            told = f"there is {_article(p.text)}" if p.rank == 3 else _feels(p.text)
            yield Phrase(_sentence(told), "character", p.rank)
    for p in by.get("background", []):
        weather = "there is a storm" if p.text == "storm" else f"there is {p.text}"
        told = f"the place is {_article(p.text)}" if p.rank == 2 else weather
        yield Phrase(_sentence(told), "background", p.rank)
    for p in by.get("light", []):
        told = f"it is {p.text.removeprefix('at ')}" if p.rank == 3 else p.text
        if p.rank == 7:
            told = f"the mood is {p.text.removesuffix(' mood')}"
        yield Phrase(_sentence(told), "light", p.rank)
    for text in camera[1:]:
        yield Phrase(_sentence(f"it is {_seen_how(text)}"), "camera", 5)
    for p in by.get("style", []):
        yield Phrase(_sentence(f"the style is {p.text}"), "style", 1)


def _feels(words: str) -> str:
    """`loving tram` as `the tram is loving`."""
    feeling, _, who = words.partition(" ")
    return f"{who if who[:1].isupper() or who.startswith('the ') else f'the {who}'} is {feeling}"


def _seen_how(words: str) -> str:
    """`low angle` as `seen from a low angle`."""
    if words.startswith("seen"):
        return words
    if "lens" in words:
        return f"seen with {_article(words)}"
    return f"seen {words}" if words.startswith("over") else f"seen from {_article(words)}"


def _article(noun: str) -> str:
    """With `a` or `an` before it, unless it has an article."""
    if re.match(r"(?:an?|the|two|three|some|many) ", noun, re.I):
        return noun
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def _sentence(text: str) -> str:
    """With a capital and a full stop; '' stays ''."""
    text = text.strip(" .,;")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _fit_sentences(sentences: Sequence[Phrase], reader: Reader, count: Count) -> str:
    """As many sentences as fit, by rank, in their order."""
    kept: dict[int, str] = {}
    for i in sorted(range(len(sentences)), key=lambda i: (sentences[i].rank, i)):
        chosen = {**kept, i: sentences[i].text}
        if sentences[i].text and count(" ".join(chosen[k] for k in sorted(chosen))) <= reader.window:
            kept = chosen
    return " ".join(kept[k] for k in sorted(kept))

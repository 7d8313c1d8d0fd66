"""What the words of each shot say is done, felt and said, and by whom.

    from director.deeds import read_scene
    readings = read_scene(slots)   # StageSlots -> one ShotReading a shot
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from director.language.cast_finding import find_entities
from director.language.feelings import emotion_of
from director.language.following import Followed, Follower
from director.language.languages import guess_language
from director.language.reading import read_units
from director.language.tokens import Token, UnitReading, find_quotes
from director.language.words import find_verb, listed, read_sections
from prompts.pages import Said, ShotToStage, StageSlots
from prompts.screenplay import Emotion
from prompts.story import split_story


@cache
def _doing() -> dict[str, str]:
    """The base form of a verb -> the verb it is played as."""
    return {base: doing for doing, bases in read_sections("deeds.txt").items() for base in bases}


ENERGY = {
    "run": 8,
    "fight": 9,
    "jump": 7,
    "fall": 7,
    "fly": 6,
    "swim": 6,
    "dance": 7,
    "climb": 6,
    "walk": 5,
    "crawl": 4,
}


ENERGY |= {
    "shout": 6,
    "work": 4,
    "carry": 4,
    "laugh": 5,
    "cry": 4,
    "sleep": 1,
    "sit": 2,
    "stand": 2,
    "think": 2,
    "look": 3,
}


_QUIET_VERBS = listed("be have do can will shall may begin start get let keep seem")


@dataclass(frozen=True)
class ShotReading:
    """What the words of one shot say is done."""

    doing: dict[str, str]
    """character id -> verb"""
    order: list[tuple[str, str, float]]
    """(character id, verb, where in the text 0..1), as they come"""
    said: list[Said]
    feelings: dict[str, Emotion]


def read_scene(slots: StageSlots) -> list[ShotReading]:
    texts = [shot.text for shot in slots.shots]
    english = guess_language(" ".join([*texts, slots.before])) == "en"
    if not english:
        return [_read_foreign(shot) for shot in slots.shots]
    pieces = [_sentences(text) for text in [slots.before, *texts]]
    units = [unit for _, parts in pieces for unit in parts]
    starts = list(accumulate((len(parts) for _, parts in pieces), initial=0))
    readings = read_units(units, starts, [p.name for p in slots.cast if p.name[:1].isupper()])
    entities = find_entities(readings, slots.cast)
    followed = Follower(entities).run(readings)
    return [
        _read_shot(shot, pieces[n][0], followed[starts[n] : starts[n + 1]])
        for n, shot in enumerate(slots.shots, 1)
    ]


def _sentences(text: str) -> tuple[list[int], list[str]]:
    """Where each sentence of a shot begins, and the sentences."""
    if not text.strip():
        return [], []
    story = split_story(text)
    units = list(story.units)
    if story.title and (at := text.find(story.title)) >= 0 and story.separators[0].strip():
        units = [story.title, *units]
    offsets, at = [], 0
    for unit in units:
        at = text.index(unit, at)
        offsets.append(at)
        at += len(unit)
    return offsets, units


def _read_foreign(shot: ShotToStage) -> ShotReading:
    said = []
    if shot.spoken and shot.who:
        for n, (a, b) in enumerate(find_quotes(shot.text)):
            if line := shot.text[a:b].strip():
                said.append(
                    Said(speaker=shot.who[n % len(shot.who)] if len(shot.who) > 1 else shot.who[0], line=line)
                )
    doing = {s.speaker: "talks" for s in said}
    return ShotReading(doing, [(w, d, 0.0) for w, d in doing.items()], said, {})


def _read_shot(shot: ShotToStage, offsets: Sequence[int], units: Sequence[Followed]) -> ShotReading:
    order: list[tuple[str, str, float]] = []
    feelings: dict[str, Emotion] = {}
    for offset, unit in zip(offsets, units, strict=True):
        _read_deeds(shot, offset, unit, order, feelings)
    said = _find_said(shot, offsets, units) if shot.spoken else []
    for line in said:
        if line.speaker in shot.who and not any(w == line.speaker and d != "think" for w, d, _ in order):
            order.append((line.speaker, "talk", 0.0))
    doing: dict[str, str] = {}
    for who, verb, _ in sorted(order, key=lambda o: _strength(o[1]), reverse=True):
        doing.setdefault(who, third(verb))
    for who in shot.who:
        doing.setdefault(who, "listens" if said and said[0].speaker != who else "looks")
    if len(shot.who) == 1 and not feelings and (feeling := emotion_of(shot.text)) != "neutral":
        feelings[shot.who[0]] = feeling
    return ShotReading(doing, order, said, feelings)


def _read_deeds(
    shot: ShotToStage,
    offset: int,
    unit: Followed,
    order: list[tuple[str, str, float]],
    feelings: dict[str, Emotion],
) -> None:
    """Add what each subject of one sentence does and feels."""
    tokens = unit.reading.tokens
    acting = [r for r in unit.references if r.role == "subject" and not r.quoted]
    for n, r in enumerate(acting):
        verb, at = _verb_after(tokens, r.token)
        until = next((o.token for o in acting[n + 1 :] if set(o.ids) != set(r.ids)), len(tokens))
        feeling = emotion_of(_clause_text(unit.reading, r.token, until))
        for who in r.ids:
            if who in shot.who:
                if verb:
                    order.append((who, verb, (offset + tokens[at].start) / max(1, len(shot.text))))
                if feeling != "neutral":
                    feelings.setdefault(who, feeling)


def _strength(doing: str) -> int:
    return ENERGY.get(doing, 3)


def third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _clause_text(reading: UnitReading, token: int, until: int) -> str:
    """The narrated words from a subject to the next subject or the end of the sentence."""
    words = []
    for t in reading.tokens[token:until]:
        if t.low in (".", "!", "?", ";"):
            break
        if t.quote < 0:
            words.append(t.low)
    return " ".join(words)


def _verb_after(tokens: list[Token], subject: int) -> tuple[str, int]:
    """(what the subject at this token does, as a playable verb; where); ('', -1) if nothing is to be seen."""
    found, where = "", -1
    for at in range(subject + 1, min(len(tokens), subject + 12)):
        token = tokens[at]
        if (
            token.quote >= 0
            or token.low in (".", ";", "!", "?")
            or token.low in ("he", "she", "they", "it", "i")
        ):
            break
        verb = find_verb(token.low)
        before = tokens[at - 1].low
        if (
            verb is None
            or verb.base in _QUIET_VERBS
            or before in ("the", "a", "an", "his", "her", "of", "in", "not", "n't")
        ):
            continue
        if verb.form == "base" and before not in _BEFORE_INFINITIVE:
            continue
        if [t.low for t in tokens[at : at + 3]] in (["came", "up", "with"], ["hit", "on", "a"]):
            verb = find_verb("think") or verb
        doing = _doing().get(verb.base) or ("talk" if verb.sense == "say" else "")
        if doing and (not found or (_strength(doing) > _strength(found) + 1 and doing != "talk")):
            found, where = doing, at
    return found, where


_BEFORE_INFINITIVE = listed("to could would will can did didn't couldn't not must should might may shall and")


def _find_said(shot: ShotToStage, offsets: Sequence[int], units: Sequence[Followed]) -> list[Said]:
    """The quotations of the shot, letter by letter, each with who says it."""
    said: list[Said] = []
    speakers = {number: who for unit in units for number, who in unit.speakers.items()}
    numbered = [(o + t.start, t.quote) for o, u in zip(offsets, units, strict=True) for t in u.reading.tokens]
    for a, b in find_quotes(shot.text):
        line = shot.text[a:b].strip()
        number = next((q for start, q in numbered if a <= start < b and q >= 0), -1)
        speaker = speakers.get(number)
        if speaker is None and len(shot.who) == 1:
            speaker = shot.who[0]
        quoted_name = len(line.split()) < 3 and line[-1:] not in ".,!?…-" and number not in speakers
        if line and speaker and not quoted_name and any(c.isalnum() for c in line):
            said.append(Said(speaker=speaker, line=line))
    return said


# -- the camera ----------------------------------------------------------------------------------------------

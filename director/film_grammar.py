"""Film grammar by rule: what is done and felt in each shot, who says what, and how the camera looks at it.

Establish wide, come closer for dealings, close on feeling and speech; follow whoever moves; never the same
composition three times running.

    from director.film_grammar import stage
    page = stage(slots)   # StageSlots -> StagePage
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from director.cast_finding import find_entities
from director.feelings import emotion_of
from director.following import Followed, Follower
from director.languages import guess_language
from director.reading import Token, UnitReading, find_quotes, read_units
from director.words import find_place, find_verb
from prompts.pages import (
    Moment,
    Person,
    Said,
    ShotToStage,
    StagedPerformer,
    StagedShot,
    StagePage,
    StageSlots,
)
from prompts.screenplay import Angle, Emotion, Lens, Move, Size, TimeOfDay, Weather
from prompts.story import split_story

_PLAYABLE = {
    "walk": "go come wander stroll march travel follow leave enter cross return approach arrive visit step tiptoe set head lead roam",
    "run": "run rush hurry chase flee escape race dash gallop trot scamper scurry scuttle scutter pursue dart charge speed bound",
    "jump": "jump leap hop skip spring bound pounce caper",
    "fly": "fly soar flutter swoop hover flap",
    "swim": "swim dive paddle wade sink drown plunge float",
    "climb": "climb rise",
    "crawl": "crawl creep slither squeeze wriggle",
    "fall": "fall tumble stumble slip trip drop collapse flop",
    "sit": "sit perch rest settle ride live dwell",
    "sleep": "sleep doze nap snore lie",
    "stand": "stand wait stay stop remain pause",
    "look": "look watch see stare gaze find notice spot observe search seek peep discover",
    "hide": "hide crouch",
    "eat": "eat drink bite chew nibble gobble devour swallow taste lick",
    "give": "give offer hand share feed serve pay sell lend",
    "carry": "carry bring take fetch hold lift drag pull steal pick gather collect catch grab seize",
    "work": "cook bake boil wash sweep clean dig plant sow build cut sew stitch hoe weave work make paint write knit mend light fill pour hang",
    "cry": "cry weep sob",
    "laugh": "laugh giggle chuckle smile grin joke",
    "fight": "fight hit strike attack kill bite kick beat punch",
    "hug": "hug kiss embrace marry",
    "wave": "wave greet",
    "dance": "dance sing play",
    "think": "think wonder decide wish hope plan dream believe know remember pretend want try",
    "listen": "listen hear",
    "knock": "knock ring",
    "kneel": "kneel bow beg pray",
    "shout": "shout yell scream roar call growl howl bellow shriek",
    "tremble": "tremble shiver fear",
    "point": "point show",
    "nod": "nod agree",
}
_DOING = {base: doing for doing, bases in _PLAYABLE.items() for base in bases.split()}
_MOVING = frozenset(["walk", "run", "jump", "fly", "swim", "climb", "crawl", "fall"])
_ENERGY = {
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
_ENERGY |= {
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
_QUIET_VERBS = frozenset(
    ["be", "have", "do", "can", "will", "shall", "may", "begin", "start", "get", "let", "keep", "seem"]
)
_INDOOR_LIGHT: dict[TimeOfDay, str] = {
    "dawn": "first grey light through the window",
    "morning": "soft morning light through the window",
    "day": "daylight through the window, soft shadows",
    "afternoon": "warm slanting light through the window",
    "sunset": "last orange light through the window",
    "evening": "warm lamp light, dim corners",
    "night": "low warm glow of a lamp, deep shadows",
}
_OUTDOOR_LIGHT: dict[TimeOfDay, str] = {
    "dawn": "pale pink light from a low sun",
    "morning": "fresh clear light from a low sun",
    "day": "bright even daylight",
    "afternoon": "warm light from the side, long soft shadows",
    "sunset": "golden light from a low sun, long shadows",
    "evening": "blue dusk light, soft",
    "night": "cool moonlight, deep shadows",
}
_WEATHER_LIGHT: dict[Weather, str] = {
    "clear": "",
    "cloudy": ", veiled by cloud",
    "rain": ", grey and wet",
    "snow": ", whitened by snow",
    "fog": ", dimmed by fog",
    "storm": ", dark under storm clouds",
}


def stage(slots: StageSlots) -> StagePage:
    """Every shot of the scene over the five domains."""
    read = _read_scene(slots)
    shots: list[StagedShot] = []
    for i, given in enumerate(slots.shots):
        shots.append(_stage_shot(slots, given, i, read[i], shots))
    return StagePage(shots=shots)


@dataclass(frozen=True)
class ShotReading:
    """What the words of one shot say is done."""

    doing: dict[str, str]
    """character id -> verb"""
    order: list[tuple[str, str, float]]
    """(character id, verb, where in the text 0..1), as they come"""
    said: list[Said]
    feelings: dict[str, Emotion]


def _read_scene(slots: StageSlots) -> list[ShotReading]:
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
        _read_shot(shot, pieces[n][0], followed[starts[n] : starts[n + 1]]) for n, shot in enumerate(slots.shots, 1)
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
        doing.setdefault(who, _third(verb))
    for who in shot.who:
        doing.setdefault(who, "listens" if said and said[0].speaker != who else "looks")
    if len(shot.who) == 1 and not feelings and (feeling := emotion_of(shot.text)) != "neutral":
        feelings[shot.who[0]] = feeling
    return ShotReading(doing, order, said, feelings)


def _read_deeds(
    shot: ShotToStage, offset: int, unit: Followed, order: list[tuple[str, str, float]], feelings: dict[str, Emotion]
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
    return _ENERGY.get(doing, 3)


def _third(verb: str) -> str:
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
    """(what the subject at this token does, as a playable verb; where), ('', -1) if it does nothing to be seen."""
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
        doing = _DOING.get(verb.base) or ("talk" if verb.sense == "say" else "")
        if doing and (not found or (_strength(doing) > _strength(found) + 1 and doing != "talk")):
            found, where = doing, at
    return found, where


_BEFORE_INFINITIVE = frozenset(
    ["to", "could", "would", "will", "can", "did", "didn't", "couldn't", "not", "must", "should", "might", "may", "shall", "and"]
)


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


def _stage_shot(
    slots: StageSlots, given: ShotToStage, index: int, read: ShotReading, before: Sequence[StagedShot]
) -> StagedShot:
    people = {p.id: p for p in slots.cast}
    who = [
        StagedPerformer(
            character=w, doing=read.doing.get(w, "looks"), emotion=read.feelings.get(w, "neutral")
        )
        for w in given.who
    ]
    moving = any(verb in _MOVING for _, verb, _ in read.order)
    size = _choose_size(given, index, len(slots.shots), read, moving)
    angle, lens = _choose_angle(given, people, size, read), _choose_lens(size)
    move = _choose_move(given, index, len(slots.shots), read, moving, size)
    size, angle, move = _vary(size, angle, move, given, before)
    names = _Names(people)
    return StagedShot(
        number=given.number,
        action=_action(given, read, names, slots),
        relation=_relation(given, read, names),
        who=who,
        props=[p.id for p in slots.props if p.name and p.name.lower() in given.text.lower()],
        size=size,
        angle=angle,
        lens=lens,
        move=move,
        light=light_of(slots.place.name + " " + slots.place.look, slots.time_of_day, slots.weather),
        start=_start(before, given, names, slots),
        end=_end(given, read, names),
        beats=_beats(given, read, names),
        dialogue=read.said,
        intensity=max([_ENERGY.get(v, 3) for _, v, _ in read.order], default=2),
    )


def _choose_size(given: ShotToStage, index: int, count: int, read: ShotReading, moving: bool) -> Size:
    n = len(given.who)
    if n == 0:
        return "extreme_wide" if index == 0 else "wide"
    if index == 0:
        return "wide" if count > 1 or n > 1 else "full"
    if moving or n >= 3:
        return "full"
    if n == 1 and (read.feelings or read.said):
        return "close"
    return "medium"


def _choose_angle(given: ShotToStage, people: dict[str, Person], size: Size, read: ShotReading) -> Angle:
    text = given.text.lower()
    if any(w in text for w in (" giant", "huge", "enormous", "towering", "threaten", " roared", "mighty")):
        return "low"
    if size in ("close", "medium") and any(e in ("sad", "afraid") for e in read.feelings.values()):
        return "high"
    if len(given.who) == 2 and len(read.said) == 1 and size == "medium":
        return "over_the_shoulder"
    return "eye_level"


def _choose_lens(size: Size) -> Lens:
    if size in ("extreme_wide", "wide"):
        return "wide"
    return "long" if size in ("close", "extreme_close") else "normal"


def _choose_move(
    given: ShotToStage, index: int, count: int, read: ShotReading, moving: bool, size: Size
) -> Move:
    verbs = {v for _, v, _ in read.order}
    if verbs & {"run", "walk", "swim"} and index > 0:
        return "tracking"
    if verbs & {"fly", "climb"}:
        return "tilt_up"
    if "fall" in verbs:
        return "tilt_down"
    if index == count - 1 and count > 2 and not moving:
        return "pull_out"
    if index == 0:
        return "pan_right" if count > 1 else "static"
    if size == "close" or verbs & {"look", "think"} or "surprised" in read.feelings.values():
        return "push_in"
    return "static"


_SUBSTITUTES: dict[Size, tuple[Size, ...]] = {
    "extreme_wide": ("wide", "full"),
    "wide": ("full", "extreme_wide"),
    "full": ("medium", "wide"),
    "medium": ("close", "full"),
    "close": ("medium", "extreme_close"),
    "extreme_close": ("close", "medium"),
}


def _vary(
    size: Size, angle: Angle, move: Move, given: ShotToStage, before: Sequence[StagedShot]
) -> tuple[Size, Angle, Move]:
    """Another size when the last two shots were framed alike; another move when it is the third of its kind."""
    last = [(s.size, frozenset(p.character for p in s.who)) for s in before[-2:]]
    here = (size, frozenset(given.who))
    if (last and last[-1] == here) or (len(last) == 2 and all(s == size for s, _ in last)):
        recent = {s.size for s in before[-2:]}
        size = next((s for s in _SUBSTITUTES[size] if s not in recent), _SUBSTITUTES[size][0])
        if size == "close" and len(given.who) > 2:
            size = "wide"
    if len(before) >= 2 and all(s.move == move for s in before[-2:]):
        move = "static" if move != "static" else "push_in"
    return size, angle, move


def light_of(place: str, time_of_day: TimeOfDay, weather: Weather) -> str:
    """Where the light comes from, how hard and of what colour."""
    words = place.lower().replace(",", " ").split()
    inside = any((noun := find_place(w)) is not None and noun.kind == "inside" for w in words)
    if inside:
        return _INDOOR_LIGHT[time_of_day]
    return _OUTDOOR_LIGHT[time_of_day] + _WEATHER_LIGHT[weather]


# -- words ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Names:
    people: dict[str, Person]

    def __call__(self, who: str) -> str:
        return self.people[who].name if who in self.people else who


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _action(given: ShotToStage, read: ShotReading, names: _Names, slots: StageSlots) -> str:
    """Who does what, in the present tense."""
    if not given.who:
        return f"{_sentence(slots.place.name or slots.place.look or 'The place')}, with nobody in it."
    return _sentence("; ".join(f"{names(w)} {read.doing.get(w, 'looks')}" for w in given.who)) + "."


def _relation(given: ShotToStage, read: ShotReading, names: _Names) -> str:
    if len(given.who) < 2:
        return ""
    first, second = given.who[0], given.who[1]
    speaker = read.said[0].speaker if read.said else ""
    if speaker in given.who:
        other = next(w for w in given.who if w != speaker)
        return f"{names(speaker)} talks to {names(other)}"
    return f"{names(first)} {read.doing.get(first, 'stands')}, near {names(second)}"


def _start(before: Sequence[StagedShot], given: ShotToStage, names: _Names, slots: StageSlots) -> str:
    if before and {p.character for p in before[-1].who} & set(given.who):
        return before[-1].end
    there = ", ".join(names(w) for w in given.who) or "nobody"
    return _sentence(f"{there} at {slots.place.name}.")


def _end(given: ShotToStage, read: ShotReading, names: _Names) -> str:
    ends = {w: v for w, v, _ in read.order if v}
    told = [
        f"{names(w)} {_third(ends[w])}" if w in ends else f"{names(w)} {read.doing.get(w, 'looks')}"
        for w in given.who
    ]
    return _sentence("; ".join(told)) + "." if told else ""


def _beats(given: ShotToStage, read: ShotReading, names: _Names) -> list[Moment]:
    """The moments at which somebody does another thing than before."""
    beats: list[Moment] = []
    current: dict[str, str] = {}
    last = 0.0
    for who, verb, at in read.order:
        if current.get(who) != verb and current and 0.15 < at < 0.95 and at - last > 0.15 and len(beats) < 3:
            beats.append(Moment(at=round(at, 2), text=_sentence(f"{names(who)} {_third(verb)}.")))
            last = at
        current[who] = verb
    return beats

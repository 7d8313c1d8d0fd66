"""From a script in Fountain to a screenplay with open fields: scenes, shots, who speaks and what they say.

Every word of action and speech goes into the screenplay as it stands; looks, cameras, light and boxes stay
open for the planner. There is no narration but what a narrator's voice says. What a film has no place for
(notes, synopses, the author's address) is left out, and named.

    python -c "from prompts.fountain.plan import plan_fountain as p; print(p('INT. HALL - DAY\\n\\nSnow.'))"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from prompts.errors import StoryError
from prompts.fountain.headings import read_heading
from prompts.fountain.names import Names, cased, id_of, words_of
from prompts.fountain.script import Element, Script, read_fountain
from prompts.screenplay import Character, Line, Performer, Place, Scene, Screenplay, Shot, Transition
from prompts.story import split_story
from prompts.vocabulary import Emotion, TimeOfDay, TransitionKind

MAX_ACTION_WORDS = 45
"""A longer paragraph of action is more than one shot, and is parted between sentences."""

_EMOTIONS: tuple[tuple[str, Emotion], ...] = (
    (r"laugh|smil|grin|happ|cheer|delight|amused|giggl|chuckl", "happy"),
    (r"sad|cry|crie|tear|sob|weep|mourn", "sad"),
    (r"angr|furious|shout|yell|rage|mad\b|irritat|annoy", "angry"),
    (r"afraid|scare|terrif|fright|nervous|panic|trembl|fear", "afraid"),
    (r"surpris|shock|startl|astonish|amaz|stunned", "surprised"),
    (r"tired|weary|exhaust|yawn|sleepy|sighs?\b", "tired"),
    (r"proud|triumph|boast", "proud"),
    (r"loving|tender|affection|gentl", "loving"),
)
_TRANSITIONS: tuple[tuple[str, TransitionKind], ...] = (
    ("DISSOLVE", "dissolve"),
    ("FADE", "fade"),
    ("CUT", "cut"),
)
_NARRATORS = frozenset(("narrator", "narration", "storyteller", "voice-over", "voiceover", "narrator-voice"))
_OFF_SCREEN = re.compile(
    r"\b(?:V\.?\s?O|O\.?\s?S|O\.?\s?C|OFF|PRE-?LAP|ON (?:THE )?(?:PHONE|RADIO|TV))\b", re.I
)
_PAUSES = re.compile(
    r"(?:a |long |short )?(?:beat|pause|then|silence)s?|more|cont(?:inuin|['’])?[gd]?\.?", re.I
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-\w{2,8})*")
_TITLE_KEYS = frozenset(("title", "logline", "language", "style"))
_NAME = re.compile(r"[^\W_][\w .'’-]{0,47}")
_CAST = "cast"
"""The title page's own entry for who is in the script, speaking or not: `Fox, small and red; Crow;`."""


def plan_fountain(text: str) -> tuple[Screenplay, tuple[str, ...]]:
    """The screenplay that a Fountain script is, with open fields, and what was left out or read otherwise.

    Raises:
        StoryError: nothing happens in the script.
    """
    script = read_fountain(text)
    reader = _Reader(script)
    for element in script.elements:
        reader.read(element)
    scenes = reader.finished()
    if not scenes:
        raise StoryError(
            "The Fountain script has nothing to film: no action, no speech, no scene heading. "
            "Write at least one line such as `INT. KITCHEN - DAY`."
        )
    page = script.title_page
    values: dict[str, Any] = {key: page[key] for key in sorted(_TITLE_KEYS) if page.get(key)}
    if not _LANGUAGE.fullmatch(values.get("language", "en")):
        reader.notes.append(
            f"The language {values.pop('language')!r} is no code such as `en`; it is guessed."
        )
    if "logline" not in values and reader.logline:
        values["logline"] = reader.logline
    listed = {id_of(name): (name, look) for name, look in _listed_cast(script)}
    people = {}
    for key, told in reader.names.told.items():
        name, look = listed.get(id_of(told), (told, ""))
        people[key] = Character(name=name, look=look or None)
    screenplay = Screenplay(cast=people, places=reader.places, scenes=scenes, **values)
    return screenplay, tuple(_left_out(script, reader))


def _listed_cast(script: Script) -> list[tuple[str, str]]:
    """(name, look) of everybody whom the title page lists."""
    entries = (entry.partition(",") for entry in script.title_page.get(_CAST, "").split(";"))
    return [(name.strip(), look.strip()) for name, _, look in entries if _NAME.fullmatch(name.strip())]


def _left_out(script: Script, reader: _Reader) -> Iterator[str]:
    read = {*_TITLE_KEYS, *([_CAST] if _listed_cast(script) else [])}
    entries = [key for key in script.title_page if key not in read]
    counts = {"notes": len(script.notes), "passages in the boneyard": script.cut_out, **reader.missed}
    told = [f"{what}: {count}" for what, count in counts.items() if count]
    if entries:
        told.append(f"of the title page: {', '.join(entries)}")
    if told:
        yield f"Not everything in the script is part of a plan; left out are {'; '.join(told)}."
    if reader.strange:
        told = [repr(text) for text in dict.fromkeys(reader.strange)]
        yield (
            f"A film is joined by cut, dissolve or fade; the planner chooses instead of {', '.join(told[:8])}"
            f"{' and others' if len(told) > 8 else ''}."
        )
    yield from dict.fromkeys(reader.notes)


# -- scenes and shots


@dataclass
class _OpenShot:
    """A shot while it is read."""

    action: str | None = None
    who: list[str] = field(default_factory=list)
    doing: dict[str, list[str]] = field(default_factory=dict)
    narration: str = ""
    dialogue: list[Line] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    relation: str | None = None
    transition: TransitionKind | None = None
    only_speech: bool = False
    """the script says nothing of what is seen"""
    only_place: bool = False
    """a heading with nothing below it"""

    @property
    def is_spoken(self) -> bool:
        return bool(self.narration or self.dialogue)

    def closed(self) -> Shot:
        """The shot as it is written; who is on screen stays open where nobody is named."""
        values: dict[str, Any] = {"narration": self.narration}
        if self.action is not None:
            values["action"] = self.action
        if self.who or self.only_place:
            values["who"] = [self._performer(name) for name in self.who]
        values["dialogue"] = self.dialogue
        if self.relation:
            values["relation"] = self.relation
        if self.transition:
            values["transition"] = Transition(kind=self.transition)
        return Shot(**values)

    def _performer(self, name: str) -> Performer:
        manner = ", ".join(self.doing.get(name, ["talks"] if self.only_speech else []))
        values: dict[str, Any] = {"doing": manner} if manner else {}
        for pattern, emotion in _EMOTIONS:
            if re.search(rf"\b(?:{pattern})", manner, re.I):
                values["emotion"] = emotion
                break
        return Performer(character=name, **values)


_MANNER = re.compile(r"(?:very |too )?[a-z]+ly(?:,? (?:and |but )?[a-z]+ly)*", re.IGNORECASE)
"""How a line is spoken, and no deed: `quietly`, `slowly and sadly`."""


class _Reader:
    """Reads element after element into scenes."""

    def __init__(self, script: Script) -> None:
        texts = [e.text for e in script.elements if e.kind == "action"]
        speeches = (e.text for e in script.elements if e.kind == "speech")
        spoken = (name for text in speeches for name in _single_cues(text) if id_of(name) not in _NARRATORS)
        self.names = Names((*(name for name, _ in _listed_cast(script)), *spoken), texts)
        headings = [read_heading(e.text) for e in script.elements if e.kind == "heading"]
        sides: dict[str, list[str]] = {}
        for setting in headings:
            sides.setdefault(id_of(setting.place), []).append(setting.inside)
        self._sides = {place: next(iter(inside), "") for place, inside in sides.items()}
        self.places: dict[str, Place] = {}
        self.missed: Counter[str] = Counter()
        self.notes: list[str] = []
        self.strange: list[str] = []
        self.logline = ""
        self._scenes: list[tuple[dict[str, Any], list[_OpenShot]]] = []
        self._time: TimeOfDay | None = None

    def read(self, element: Element) -> None:
        """Take in the next element."""
        kind = element.kind
        if kind == "heading":
            self._open_scene(element)
        elif kind == "action" or (kind == "centered" and not _is_end(element.text)):
            for piece in _shot_sized(element.text):
                self._shots().append(_OpenShot(piece, self.names.find(piece)))
        elif kind == "speech":
            self._speak(element)
        elif kind == "lyric":
            self._narrate(element.text)
        elif kind == "transition":
            self._join(element.text)
        elif kind == "synopsis" and not self._scenes and not self.logline:
            self.logline = element.text
        elif kind in ("section", "synopsis"):
            self.missed["sections" if kind == "section" else "synopses"] += 1

    def finished(self) -> list[Scene]:
        """The scenes so far. A heading with nothing below it is a shot of its place, with nobody there."""
        self._fill_scene()
        return [Scene(**values, shots=[shot.closed() for shot in shots]) for values, shots in self._scenes]

    def _fill_scene(self) -> None:
        if self._scenes and not self._scenes[-1][1]:
            self._scenes[-1][1].append(_OpenShot(only_place=True))

    def _shots(self) -> list[_OpenShot]:
        if not self._scenes:
            self._scenes.append(({}, []))
        return self._scenes[-1][1]

    def _open_scene(self, element: Element) -> None:
        self._fill_scene()
        setting = read_heading(element.text)
        values: dict[str, Any] = {}
        if number := id_of(element.number):
            name = f"s{number}"
            if all(name != known.get("id") for known, _ in self._scenes):
                values["id"] = name
        if place := id_of(setting.place):
            name = place
            if setting.inside != self._sides.get(place):
                name = f"{place}-{id_of(setting.inside) or 'other'}"
            told = cased(setting.place) if setting.place.isupper() else setting.place
            self.places.setdefault(name, Place(name=", ".join(filter(None, (told, setting.inside)))))
            values["place"] = name
        stays = setting.same_time or not setting.inside  # an insert, a closer look
        self._time = setting.time or (self._time if stays else None)
        if self._time:
            values["time_of_day"] = self._time
        if setting.mood:
            values["mood"] = setting.mood
        self._scenes.append((values, []))

    def _speak(self, element: Element) -> None:
        cues = _single_cues(element.text)
        if id_of(cues[0]) in _NARRATORS:
            self._narrate(" ".join(part.text for part in element.parts if part.kind != "parenthetical"))
            return
        cues = [cue for cue in cues if id_of(cue) not in _NARRATORS]
        speakers = list(dict.fromkeys(self.names.ids[" ".join(words_of(cue))] for cue in cues))
        shot = self._spoken_shot(speakers, element.dual)
        off_screen = any(_OFF_SCREEN.search(e) for e in element.extensions)
        for name in speakers:
            if not off_screen and name not in shot.who:
                shot.who.append(name)
        for extension in element.extensions:
            if not _OFF_SCREEN.search(extension) and not _PAUSES.fullmatch(extension):
                shot.doing.setdefault(speakers[0], []).append(extension.lower())
        if shot.action is None and not shot.is_spoken:
            told = " and ".join(self.names.told[name] for name in speakers)
            shot.action = f"{told} {'speaks' if len(speakers) == 1 else 'speak'}."
            shot.only_speech = True
        for part in element.parts:
            self._say(shot, speakers[0], part.kind, " ".join(part.text.split()))
        if len(speakers) > 1:
            told = " and ".join(self.names.told[s] for s in speakers)
            self.notes.append(f"{told} speak together; the voice is {self.names.told[speakers[0]]}'s.")

    def _say(self, shot: _OpenShot, speaker: str, kind: str, words: str) -> None:
        if kind != "parenthetical":
            shot.dialogue.append(Line(speaker=speaker, line=words))
            if kind == "lyric":
                shot.doing.setdefault(speaker, []).append("sings")
        elif re.match(r"(?:to|into|at) ", words, re.I):
            shot.relation = "; ".join(filter(None, (shot.relation, f"{self.names.told[speaker]} {words}")))
        elif not _PAUSES.fullmatch(words) and words not in shot.doing.get(speaker, ()):
            manner = f"talks {words}" if _MANNER.fullmatch(words) else words
            shot.doing.setdefault(speaker, []).append(manner)

    def _spoken_shot(self, speakers: list[str], dual: bool) -> _OpenShot:
        """The shot in which somebody speaks: the one just begun if nobody has spoken in it, else a new one,
        as one cuts to the other who answers. Who goes on speaking, or speaks at the same time, stays."""
        shots = self._shots()
        last = shots[-1] if shots else None
        stays = last and (not last.is_spoken or dual or (last.speakers == speakers and not last.narration))
        if last is None or not stays:
            last = _OpenShot()
            shots.append(last)
        last.speakers = speakers
        return last

    def _narrate(self, words: str) -> None:
        words = " ".join(words.split())
        shots = self._shots()
        if not words:
            return
        if not shots or shots[-1].is_spoken:
            shots.append(_OpenShot(who=[]))
        shots[-1].narration = words

    def _join(self, text: str) -> None:
        """A transition belongs to the last shot before it; the first shot of all has nothing to come from."""
        self._fill_scene()
        kind = _transition_kind(text)
        if kind is None:
            self.strange.append(text)
        elif self._scenes:
            self._scenes[-1][1][-1].transition = kind


def _single_cues(text: str) -> list[str]:
    """Who speaks: `JACK & JILL` and `JACK AND JILL` are two, `JACK/JILL` too."""
    cues = [cue for cue in re.split(r"\s*(?:&|/|\bAND\b)\s*", text) if words_of(cue)]
    return cues or [text]


def _is_end(text: str) -> bool:
    """The film has an end card of its own."""
    return bool(re.fullmatch(r"\W*(?:the end|fin|finis|end)\W*", text, re.I))


def _shot_sized(text: str) -> list[str]:
    """A paragraph of action as it stands, or in runs of whole sentences if it is long."""
    text = " ".join(text.split())
    if len(text.split()) <= MAX_ACTION_WORDS:
        return [text] if text else []
    story = split_story(text)
    pieces = [story.units[0]]
    for unit, gap in zip(story.units[1:], story.separators[1:], strict=False):
        longer = pieces[-1] + gap + unit
        if len(longer.split()) <= MAX_ACTION_WORDS:
            pieces[-1] = longer
        else:
            pieces.append(unit)
    return pieces


def _transition_kind(text: str) -> TransitionKind | None:
    """Our kind of a transition, None for those that we do not have."""
    upper = text.upper()
    for mark, kind in _TRANSITIONS:
        if mark in upper:
            return kind
    return None

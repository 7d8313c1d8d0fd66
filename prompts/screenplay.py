"""The screenplay: the one readable file in which everything about a film is decided.

It holds the schema and what can be derived from it; it knows no tensor, no file and no model. A field left
out (`None`) is a field the planner may fill; a field that a person wrote is never rewritten.

    python -c "from prompts.screenplay import parse_screenplay; print(parse_screenplay(['A fox naps.']))"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from prompts.errors import ScreenplayError
from prompts.faults import Fault, Faults, FieldPath, LineOf, explain, field_path, nearest, shorten
from prompts.render import Render
from prompts.vocabulary import (
    Angle,
    Emotion,
    Lens,
    LetterMotion,
    Move,
    Size,
    TimeOfDay,
    TransitionKind,
    Weather,
)
from prompts.written import Unit, Written

FORMAT = "screenplay/1"

Id = Annotated[str, StringConstraints(pattern=r"^[^\W_][\w-]{0,63}$")]
"""A short name used inside the file and in file names: letters (of any script), digits, `-` and `_`."""

MAX_DURATION_S = 600.0


def _ordered(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    if not (left < right and top < bottom):
        raise ValueError("a box is [left, top, right, bottom] with left < right and top < bottom")
    return box


Box = Annotated[tuple[Unit, Unit, Unit, Unit], AfterValidator(_ordered)]
"""(left, top, right, bottom) in 0..1 of the frame; the origin is the upper left corner."""


class Frame(Written):
    """Size and rate of the picture."""

    width: int = Field(1280, ge=64, le=4096, multiple_of=2, description="pixels, even")
    height: int = Field(720, ge=64, le=4096, multiple_of=2, description="pixels, even")
    fps: int = Field(24, ge=1, le=60, description="frames per second")


class Voice(Written):
    """How somebody sounds. What is left out is chosen from the character."""

    name: str | None = Field(None, description="a voice of the backend, for example `en+f3` for espeak")
    pitch: Annotated[int, Field(ge=0, le=100)] | None = Field(None, description="0 deep .. 100 high")
    speed: Annotated[int, Field(ge=80, le=320)] | None = Field(None, description="words per minute")
    language: str | None = Field(None, description="language code, for example `en`, `de`, `cmn`")


class Character(Written):
    """Somebody (or something that acts) in the story; must look the same in every shot of one look."""

    name: str | None = Field(None, description="as the story calls them")
    kind: str | None = Field(None, description="what they are: fox, girl, old man, robot, teapot ...")
    look: str | None = Field(None, description="what stays the same: colours, clothing, hair, age, size")
    looks: dict[Id, str] = Field(default_factory=dict, description="stages of life or dress: {stage: words}")
    references: list[str] = Field(
        default_factory=list,
        description="picture files beside the screenplay, or embeddings of a face (.safetensors)",
    )
    consent: bool | None = Field(None, description="the person in the references has agreed to be shown")
    fidelity: Unit | None = Field(None, description="how closely references are followed (default 0.6)")
    voice: Voice | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, data: Any) -> Any:
        return {"look": data} if isinstance(data, str) else data


class Place(Written):
    """Where scenes happen; must look the same whenever the story comes back."""

    name: str | None = None
    look: str | None = Field(None, description="forest, kitchen with a green stove, harbour in the fog ...")
    references: list[str] = Field(default_factory=list)
    fidelity: Unit | None = Field(None, description="how closely references are followed (default 0.6)")

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, data: Any) -> Any:
        return {"look": data} if isinstance(data, str) else data


class Prop(Place):
    """A thing that matters to the story."""


class KeyBox(Written):
    """Where somebody is at one moment of a shot."""

    at: Unit = Field(description="moment in the shot: 0 its first frame, 1 its last")
    box: Box


class Performer(Written):
    """One character in one shot."""

    character: Id
    look: Id | None = Field(None, description="a stage of the character's `looks`")
    doing: str | None = Field(None, description="walks, talks, sleeps, waves ...")
    emotion: Emotion | None = None
    path: list[KeyBox] = Field(default_factory=list, description="boxes over the time of the shot")

    @model_validator(mode="before")
    @classmethod
    def _from_id(cls, data: Any) -> Any:
        return {"character": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _times_rise(self) -> Performer:
        for a, b in zip(self.path, self.path[1:], strict=False):
            if not a.at < b.at:
                raise ValueError(f"`path` times must rise, but {b.at} comes after {a.at}")
        return self


class Camera(Written):
    """What the camera does, in the words of film."""

    size: Size | None = None
    angle: Angle | None = None
    lens: Lens | None = None
    move: Move | None = None
    amount: Unit | None = Field(None, description="how far the move goes, 0..1 (default 0.5)")


class States(Written):
    """What is true when the shot starts, and what has changed when it ends."""

    start: str | None = None
    end: str | None = None


class Beat(Written):
    """A moment inside a shot at which something new happens."""

    at: Unit
    text: str


class Motion(Written):
    """How much moves."""

    intensity: Annotated[int, Field(ge=1, le=10)] = 5


class Line(Written):
    """Something said aloud.

    A line that also stands inside the shot's narration (a quotation) is spoken there, in the speaker's voice;
    any other line is spoken after the narration.
    """

    speaker: Id
    line: Annotated[str, StringConstraints(min_length=1)]


class Transition(Written):
    """How one shot becomes the next."""

    kind: TransitionKind = "cut"
    duration_s: Annotated[float, Field(gt=0, le=10)] | None = Field(
        None, description="seconds that the transition takes; not for `cut`"
    )
    strength: Unit | None = Field(None, description="how far shots lean to each other; for `smooth`")
    match: Unit | None = Field(
        None, description="how far the shot after takes the colours of the one before; for `smooth`"
    )
    why: str | None = Field(None, description="the planner's reason; changes nothing")

    @model_validator(mode="before")
    @classmethod
    def _from_kind(cls, data: Any) -> Any:
        return {"kind": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _a_cut_is_short(self) -> Transition:
        if self.kind == "cut" and self.duration_s is not None:
            raise ValueError("a `cut` takes no time; drop `duration_s` or choose dissolve or fade")
        return self

    @model_validator(mode="after")
    def _only_smooth_joins_lean(self) -> Transition:
        said = [name for name in ("strength", "match") if getattr(self, name) is not None]
        if said and self.kind != "smooth":
            raise ValueError(f"`{said[0]}` is for `smooth` joins; drop it, or set kind to smooth")
        return self


class Shot(Written):
    """One run of the camera."""

    id: Id | None = Field(None, description="stable name such as s2-03; given when missing")
    action: str | None = Field(None, description="what is seen to happen")
    relation: str | None = Field(None, description="who does it to whom")
    who: list[Performer] | None = Field(None, description="who is on screen; [] for nobody")
    props: list[Id] | None = None
    camera: Camera | None = None
    light: str | None = None
    states: States | None = None
    beats: list[Beat] | None = None
    synopsis: Literal["auto"] | None = Field(
        None, description="`auto`: the writer splits the action into states, as beats"
    )
    motion: Motion | None = None
    narration: str | None = Field(None, description="spoken by the narrator, word for word; '' for silence")
    dialogue: list[Line] | None = None
    duration_s: Annotated[float, Field(ge=0.2, le=MAX_DURATION_S)] | None = Field(
        None, description="left out: as long as its words and a breath"
    )
    transition: Transition | None = Field(None, description="to the next shot")
    image_prompt: str | None = Field(None, description="overrides the words for the image model")
    motion_prompt: str | None = Field(None, description="overrides the words for the video model")
    negative_prompt: str | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    layout_strength: Unit | None = None
    render: Render | None = Field(None, description="how a video model makes it")
    why: str | None = Field(None, description="the planner's reason for where everybody is; changes nothing")

    @model_validator(mode="before")
    @classmethod
    def _from_sentence(cls, data: Any) -> Any:
        return {"action": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _once_each(self) -> Shot:
        names = [p.character for p in self.who or []]
        if twice := sorted({n for n in names if names.count(n) > 1}):
            raise ValueError(f"`who` names {', '.join(twice)} twice; each character at most once a shot")
        for a, b in zip(self.beats or [], (self.beats or [])[1:], strict=False):
            if not a.at < b.at:
                raise ValueError(f"`beats` times must rise, but {b.at} comes after {a.at}")
        return self


class Scene(Written):
    """One place at one time."""

    id: Id | None = Field(None, description="stable name such as s2; given when missing")
    chapter: str | None = Field(
        None, description="a card with this heading opens the scene, and is read aloud"
    )
    letters: LetterMotion | None = Field(
        None, description="how the letters of that card arrive (default as `titles` says)"
    )
    place: Id | None = None
    time_of_day: TimeOfDay | None = None
    weather: Weather | None = None
    mood: str | None = None
    shots: list[Shot] = Field(min_length=1)


class Narrator(Written):
    """Who reads the narration."""

    voice: Voice | None = None
    language: str | None = None


class Music(Written):
    """A music file under the whole film; it ducks under speech."""

    file: str
    gain_db: Annotated[float, Field(ge=-60, le=12)] = -18.0


class Titles(Written):
    """How the letters of the cards and captions arrive. A card that is not named does as `all` says."""

    all: LetterMotion | None = Field(None, description="of every card (default rise)")
    opening: LetterMotion | None = Field(None, description="of the title")
    chapters: LetterMotion | None = Field(None, description="of the chapters' headings")
    end: LetterMotion | None = Field(None, description="of the closing card")
    captions: LetterMotion | None = Field(None, description="of words drawn into the picture (default none)")

    @model_validator(mode="before")
    @classmethod
    def _from_motion(cls, data: Any) -> Any:
        return {"all": data} if isinstance(data, str) else data


class Screenplay(Written):
    """A film, decided. Written by a person, by the planner, or by both."""

    format: Literal["screenplay/1"] = "screenplay/1"
    title: str | None = None
    logline: str | None = None
    language: str | None = Field(None, description="language code of the words, for example `en`")
    style: str | None = Field(
        None, description="the look of the whole film: storybook, watercolour, noir ..."
    )
    rules: str | None = Field(
        None, description="what is asked of the film: `10 shots, no dialogue, end on the sea`"
    )
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    frame: Frame = Frame()
    cast: dict[Id, Character] = Field(default_factory=dict)
    places: dict[Id, Place] = Field(default_factory=dict)
    props: dict[Id, Prop] = Field(default_factory=dict)
    narrator: Narrator | None = None
    music: Music | None = None
    titles: Titles | None = None
    render: Render | None = Field(None, description="how a video model makes the shots that say nothing else")
    scenes: list[Scene] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _from_shots(cls, data: Any) -> Any:
        """A list of shots, or `shots:` at the top, is a film of one scene."""
        if isinstance(data, list):
            data = {"shots": data}
        if isinstance(data, dict) and "shots" in data:
            if "scenes" in data:
                raise ValueError("`shots` at the top and `scenes` exclude each other; keep one")
            data = {**data, "scenes": [{"shots": data["shots"]}]}
            del data["shots"]
        return data

    @model_validator(mode="after")
    def _names_are_known(self) -> Screenplay:
        if faults := list(_name_problems(self)):
            raise Faults(faults)
        return self

    def shots(self) -> Iterator[tuple[Scene, Shot]]:
        """Every shot of the film in order, with its scene."""
        for scene in self.scenes:
            for shot in scene.shots:
                yield scene, shot


def _name_problems(screenplay: Screenplay) -> Iterator[Fault]:
    """What is used without being there, or is there twice. An absent section is the planner's to fill."""
    seen: dict[str, FieldPath] = {}
    for s, scene in enumerate(screenplay.scenes):
        where: FieldPath = ("scenes", s)
        yield from _once(seen, scene.id, (*where, "id"))
        yield from _known("places", scene.place, screenplay.places, (*where, "place"))
        for i, shot in enumerate(scene.shots):
            at: FieldPath = (*where, "shots", i)
            yield from _once(seen, shot.id, (*at, "id"))
            for p, performer in enumerate(shot.who or []):
                yield from _performer_problems(performer, screenplay.cast, (*at, "who", p))
            for p, prop in enumerate(shot.props or []):
                yield from _known("props", prop, screenplay.props, (*at, "props", p))
            for p, line in enumerate(shot.dialogue or []):
                yield from _known("cast", line.speaker, screenplay.cast, (*at, "dialogue", p, "speaker"))


def _performer_problems(performer: Performer, cast: dict[str, Character], at: FieldPath) -> Iterator[Fault]:
    yield from _known("cast", performer.character, cast, (*at, "character"))
    character = cast.get(performer.character)
    if character and performer.look and performer.look not in character.looks:
        stages = ", ".join(character.looks) or "none"
        section = f"cast.{performer.character}.looks"
        said = f"is {performer.look!r}, but the stages in {section} are: {stages}"
        yield Fault(
            (*at, "look"), f"{said}{nearest(performer.look, character.looks)} Add it there or drop it here."
        )


def _once(seen: dict[str, FieldPath], name: str | None, where: FieldPath) -> Iterator[Fault]:
    if name is None:
        return
    if name in seen:
        told = (
            f"is {name!r}, which {field_path(seen[name])} already has. Every scene and shot needs its own id."
        )
        yield Fault(where, told)
    seen.setdefault(name, where)


def _known(section: str, name: str | None, known: dict[str, Any], where: FieldPath) -> Iterator[Fault]:
    if name is not None and known and name not in known:
        some = ", ".join(list(known)[:12]) + (" ..." if len(known) > 12 else "")
        said = f"is {name!r}, but `{section}` has only: {some}{nearest(name, known)}"
        yield Fault(where, f"{said} Add {name!r} to `{section}`, or use one of them.")


def parse_screenplay(data: Any, where: str = "the screenplay", line_of: LineOf | None = None) -> Screenplay:
    """The screenplay that plain data (dicts and lists, as YAML gives them) describe.

    Args:
        data: a mapping, or a list of shots.
        where: what the faults are found in, for their text: a file's name.
        line_of: gives the line for the path of a field, when the data come from a file.

    Raises:
        ScreenplayError: naming for each fault the path of the field, the value, and what is allowed.
    """
    if data is None or data == [] or data == {}:
        raise ScreenplayError(f"{where}: there are no shots. Write at least `shots: [one sentence]`.")
    if not isinstance(data, dict | list):
        raise ScreenplayError(
            f"{where}: this is one value, {shorten(data)}; a screenplay is a mapping or a list of shots. "
            "Give a story to `film plan` to get a screenplay."
        )
    if isinstance(data, dict) and data.get("format", FORMAT) != FORMAT:
        raise ScreenplayError(
            f"{where}: format is {data['format']!r}; this program reads {FORMAT!r}. "
            "Use the program version that wrote the file, or convert it."
        )
    try:
        return Screenplay.model_validate(data)
    except ValidationError as error:
        as_written = _path_without_scenes if isinstance(data, list) or "shots" in (data or ()) else None
        raise ScreenplayError(explain(error, where, Screenplay, line_of, as_written)) from error


def _path_without_scenes(loc: FieldPath) -> FieldPath:
    """Where a fault is in a film that was written as a list of shots, without scenes."""
    return loc[2:] if loc[:2] == ("scenes", 0) else loc


Kind = Literal["character", "place", "prop"]


@dataclass(frozen=True)
class EntityGroup:
    """The shots in which one entity must look the same. Derived, never authored."""

    kind: Kind
    id: str
    look: str | None
    """the stage of a character's `looks`, or None for the plain look"""
    shots: tuple[str, ...]


def entity_groups(screenplay: Screenplay) -> list[EntityGroup]:
    """Who and what must look the same, in which shots, in order of first appearance. Shots need their ids."""
    found: dict[tuple[Kind, str, str | None], list[str]] = {}
    for scene, shot in screenplay.shots():
        shot_id = shot.id or ""
        keys: list[tuple[Kind, str, str | None]] = [
            ("character", p.character, p.look) for p in shot.who or []
        ]
        if scene.place:
            keys.append(("place", scene.place, None))
        keys += [("prop", prop, None) for prop in shot.props or []]
        for key in keys:
            found.setdefault(key, []).append(shot_id)
    return [EntityGroup(kind, name, look, tuple(shots)) for (kind, name, look), shots in found.items()]


def with_ids(screenplay: Screenplay) -> Screenplay:
    """The same screenplay in which every scene and shot has an id; ids already there are kept."""
    taken = {i for scene in screenplay.scenes for i in (scene.id, *(s.id for s in scene.shots)) if i}
    scenes = []
    for number, scene in enumerate(screenplay.scenes, 1):
        scene_id = scene.id or _free(f"s{number}", taken)
        shots = [
            shot if shot.id else shot.model_copy(update={"id": _free(f"{scene_id}-{n:02d}"[-64:], taken)})
            for n, shot in enumerate(scene.shots, 1)
        ]
        scenes.append(scene.model_copy(update={"id": scene_id, "shots": shots}))
    return screenplay.model_copy(update={"scenes": scenes})


def _free(wanted: str, taken: set[str]) -> str:
    name, n = wanted, 2
    while name in taken:
        name, n = f"{wanted}-{n}", n + 1
    taken.add(name)
    return name

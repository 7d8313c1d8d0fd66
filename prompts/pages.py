"""The pages of a plan: what a writer is given (slots) and what it fills in (pages), one pair per template.

A writer, a language model or a set of rules, never sees or writes the whole screenplay. It fills small pages:
`write` once a story, `cast` once, `stage` and `block` once a scene, `time` once, `review` once a round,
`revise` when a person wants something else; what does not fit into a model's window goes in parts. The
planner turns pages into a screenplay. The story's words are never written by a writer at all: it points at
numbered units of them, so narration is verbatim by construction. No dict appears here, because strict JSON
Schema servers refuse them.

    python -c "from prompts.pages import TEMPLATES; print(*TEMPLATES, sep='\\n')"
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from prompts.adapt_pages import AdaptPage, AdaptSlots
from prompts.page import Page, Slots
from prompts.screenplay import Box, Id
from prompts.vocabulary import Angle, Emotion, Lens, Move, Size, TimeOfDay, Weather

# -- entities, as they travel between pages ------------------------------------------------------------------


class Entity(Page):
    """A place or a prop."""

    id: Id
    name: str = Field(description="as the story calls it")
    look: str = Field("", description="what is seen and stays the same")


class Stage(Page):
    """One look of a character that changes in the story."""

    id: Id
    words: str


class Person(Page):
    """A character: anybody, and anything that acts."""

    id: Id
    name: str = Field(description="as the story calls them")
    kind: str = Field("", description="what they are, in one or two plain nouns: fox, old woman, robot")
    look: str = Field("", description="colours, clothing, hair, age, size; only what stays the same")
    looks: list[Stage] = Field(default_factory=list)
    voice_pitch: Annotated[int, Field(ge=0, le=100)] | None = None


# -- write: the outline of the whole story -------------------------------------------------------------------


class FixedShot(Slots):
    """A shot that a person wrote: the outline keeps its units, and its scene if there is one."""

    scene: int | None = Field(None, description="None: a bare list of shots; the writer finds the scenes")
    first: int
    last: int
    who: list[Id] | None = Field(None, description="when given: exactly these are on screen")


class WriteSlots(Slots):
    """The story in numbered units (0, 1, 2 ...), and whatever a person has already decided."""

    units: list[str]
    paragraphs: list[int] = Field(default_factory=list, description="the unit that begins each paragraph")
    fixed: list[FixedShot] = Field(default_factory=list, description="when given: exactly these shots")
    title: str = ""
    language: str = ""
    cast: list[Person] = Field(default_factory=list, description="when given: exactly these characters")
    places: list[Entity] = Field(default_factory=list)
    props: list[Entity] = Field(default_factory=list)
    part: str = Field("", description="which part of a long story this is, `2 of 9`; '' for the whole")
    before: str = Field(
        "", description="how the part before ended: where, when, who was seen, the last words"
    )
    known: list[Person] = Field(
        default_factory=list, description="who was met in earlier parts; more may join"
    )
    known_places: list[Entity] = Field(default_factory=list)
    known_props: list[Entity] = Field(default_factory=list)
    shots: int = Field(0, ge=0, description="when not 0: exactly so many shots")
    aim: int = Field(0, ge=0, description="about so many shots suit the words; 0: nobody knows")
    rules: list[str] = Field(default_factory=list, description="what the user asks of the film")
    problems: list[str] = Field(default_factory=list, description="what the last round got wrong")


class OutlineShot(Page):
    """A run of units shown in one shot, and who is on screen."""

    first: int
    last: int
    who: list[Id] = Field(default_factory=list)


class OutlineScene(Page):
    """One place at one time."""

    place: Id
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"
    mood: str = ""
    shots: list[OutlineShot]


class Outline(Page):
    """The whole film in brief. Its shots cover every unit once, in order."""

    title: str = ""
    logline: str = ""
    language: str = "en"
    cast: list[Person] = Field(default_factory=list)
    places: list[Entity] = Field(default_factory=list)
    props: list[Entity] = Field(default_factory=list)
    scenes: list[OutlineScene]


# -- cast: stable looks --------------------------------------------------------------------------------------


class CastSlots(Slots):
    """Everybody and everything of the outline, with the sentences that mention them."""

    units: list[str]
    cast: list[Person]
    places: list[Entity]
    props: list[Entity]
    others: list[str] = Field(
        default_factory=list, description="how those look who were decided before, one line each"
    )
    rules: list[str] = Field(default_factory=list, description="what the user asks of the film")
    problems: list[str] = Field(default_factory=list)


class CastPage(Page):
    """The same ids, with looks that will not change from shot to shot."""

    cast: list[Person]
    places: list[Entity]
    props: list[Entity]


# -- stage: one scene's shots over the five domains ----------------------------------------------------------


class ShotToStage(Slots):
    """One shot of the scene: its words, and who is on screen."""

    number: int
    text: str
    who: list[Id]
    action: str = Field(
        "", description="when given: what is seen, as a person wrote it; the text is only heard"
    )
    speakers: list[Id] = Field(default_factory=list, description="who speaks the lines that a person wrote")
    spoken: bool = Field(True, description="the text is read aloud as it stands; its quotations are speech")
    given: str = Field("", description="what a person already decided about this shot; it stays as it is")
    synopsis: str = Field("", description="when given: this action is split into states, as `beats`")
    looks: dict[Id, Id] = Field(
        default_factory=dict, description="the stage of those who look otherwise, as the story tells it"
    )


class Known(Slots):
    """What the story so far tells of somebody when the scene begins."""

    character: Id
    pronoun: Literal["he", "she", ""] = ""
    called: list[str] = Field(default_factory=list, description="other words that the story has for them")
    holds: list[Id] = Field(
        default_factory=list, description="props in the hand, the one taken last at the end"
    )
    within: Id | None = Field(None, description="the prop that they are in: a pit, a basket")


class StageSlots(Slots):
    """One scene, with what came before."""

    place: Entity
    time_of_day: TimeOfDay
    weather: Weather
    mood: str
    cast: list[Person]
    props: list[Entity]
    shots: list[ShotToStage]
    before: str = Field("", description="the words of the shot before these")
    known: list[Known] = Field(default_factory=list)
    rules: list[str] = Field(default_factory=list, description="what the user asks of the film")
    problems: list[str] = Field(default_factory=list)


class StagedPerformer(Page):
    """One character in one shot."""

    character: Id
    look: Id | None = None
    doing: str = ""
    emotion: Emotion = "neutral"


class Said(Page):
    """A quotation inside the text, word for word, with its speaker."""

    speaker: Id
    line: str


class Moment(Page):
    """A beat inside a shot."""

    at: Annotated[float, Field(ge=0, le=1)]
    text: str


class StagedShot(Page):
    """One shot over the five domains: character, background, relation, camera, light."""

    number: int
    action: str
    relation: str = ""
    who: list[StagedPerformer] = Field(default_factory=list)
    props: list[Id] = Field(default_factory=list)
    size: Size = "medium"
    angle: Angle = "eye_level"
    lens: Lens = "normal"
    move: Move = "static"
    light: str = ""
    start: str = ""
    end: str = ""
    beats: list[Moment] = Field(default_factory=list)
    dialogue: list[Said] = Field(default_factory=list)
    intensity: Annotated[int, Field(ge=1, le=10)] = 5


class StagePage(Page):
    """Every shot of the scene, by its number."""

    shots: list[StagedShot]


# -- block: where everybody stands ---------------------------------------------------------------------------


class Mark(Page):
    """Where somebody is at one moment: a box (left, top, right, bottom) in 0..1."""

    at: Annotated[float, Field(ge=0, le=1)]
    box: Box


class Track(Page):
    """One character's way through one shot."""

    character: Id
    marks: list[Mark]


class ShotToBlock(Slots):
    """One staged shot, as far as positions depend on it."""

    number: int
    action: str
    relation: str = Field("", description="who does it to whom")
    who: list[StagedPerformer]
    size: Size
    placed: list[Track] = Field(
        default_factory=list, description="who already has a place; it stays as it is"
    )


class BlockSlots(Slots):
    """One scene's staged shots in order."""

    aspect: float = Field(description="frame width over height")
    cast: list[Person]
    shots: list[ShotToBlock]
    before: list[Track] = Field(
        default_factory=list, description="where everybody stood last, when the scene comes in parts"
    )
    problems: list[str] = Field(default_factory=list)


class BlockedShot(Page):
    """Everybody's way through one shot."""

    number: int
    why: str = Field("", description="the reason for this blocking, in a few words")
    tracks: list[Track]


class BlockPage(Page):
    """Every shot of the scene, by its number."""

    shots: list[BlockedShot]


# -- time: how scenes give way to each other, and how long silence lasts -------------------------------------


class SceneChange(Slots):
    """The end of one scene and the beginning of the next."""

    number: int
    place: str
    time_of_day: TimeOfDay
    words: str = Field(description="the last words of the scene")
    next_place: str
    next_time_of_day: TimeOfDay
    next_words: str = Field(description="the first words of the scene that follows")
    changed: list[Id] = Field(default_factory=list, description="who looks otherwise in the next scene")


class WordlessShot(Slots):
    """A shot in which nothing is said, so that its length cannot come from its words."""

    number: int
    action: str
    size: Size
    intensity: int = 5


class TimeSlots(Slots):
    """Every scene change, and every wordless shot."""

    changes: list[SceneChange]
    wordless: list[WordlessShot] = Field(default_factory=list)
    rules: list[str] = Field(default_factory=list, description="what the user asks of the film")


class Change(Page):
    """How one scene gives way to the next, and why."""

    number: int
    kind: Literal["cut", "dissolve", "fade"] = "dissolve"
    seconds: Annotated[float, Field(ge=0, le=2)] = 0.5
    why: str = ""


class Length(Page):
    """How long a wordless shot lasts."""

    number: int
    seconds: Annotated[float, Field(ge=1, le=20)]


class TimePage(Page):
    """Every change and every wordless shot, by its number."""

    changes: list[Change] = Field(default_factory=list)
    wordless: list[Length] = Field(default_factory=list)


# -- review: a critic's list ---------------------------------------------------------------------------------


class ReviewSlots(Slots):
    """The plan in brief, one line a shot, and what the rules already found."""

    shots: list[str]
    found: list[str] = Field(default_factory=list)


class Problem(Page):
    """One thing to put right, and the page that owns it."""

    page: Literal["write", "cast", "stage", "block"]
    scene: Id | None = None
    shot: Id | None = None
    problem: str


Criterion = Literal["story", "cast", "place", "action", "camera", "continuity"]


class Score(Page):
    """How good a plan is by one criterion, and why."""

    criterion: Criterion
    score: Annotated[int, Field(ge=1, le=5)]
    reason: str = ""


class ReviewPage(Page):
    """What a critic would have changed, empty when nothing; and how good the plan is."""

    problems: list[Problem] = Field(default_factory=list)
    scores: list[Score] = Field(default_factory=list)


# -- revise: a person's instruction as edits -----------------------------------------------------------------


class SceneToRevise(Slots):
    """One scene that an instruction may mean."""

    id: Id
    number: int = Field(description="1 is the film's first scene")
    first: int = Field(description="number of its first shot")
    last: int = Field(description="number of its last shot")
    place: str = ""
    time_of_day: str = ""
    weather: str = ""
    mood: str = ""


class ShotToRevise(Slots):
    """One shot that an instruction may mean, in brief."""

    id: Id
    scene: Id
    number: int = Field(description="1 is the film's first shot")
    action: str = ""
    relation: str = ""
    light: str = ""
    who: list[StagedPerformer] = Field(default_factory=list)
    props: list[Id] = Field(default_factory=list)
    size: str = ""
    angle: str = ""
    lens: str = ""
    move: str = ""
    intensity: int | None = None
    start: str = ""
    end: str = ""
    narration: str = ""
    dialogue: list[Said] = Field(default_factory=list)
    duration_s: float | None = Field(None, description="as it is stated; nothing: as long as its words")
    words_s: float = Field(0, description="how long its words take to say")
    lasts_s: float = Field(0, description="about how long it lasts as it is")
    transition: str = ""


class ReviseSlots(Slots):
    """A person's instruction, and the part of the film that it may touch."""

    instruction: str
    title: str = ""
    logline: str = ""
    style: str = ""
    cast: list[Person] = Field(default_factory=list)
    places: list[Entity] = Field(default_factory=list)
    props: list[Entity] = Field(default_factory=list)
    total_scenes: int = Field(description="of the whole film")
    total_shots: int
    scenes: list[SceneToRevise]
    shots: list[ShotToRevise]
    problems: list[str] = Field(default_factory=list)


class Edit(Page):
    """One change at one field."""

    op: Literal["set", "clear", "remove", "add", "split"] = "set"
    path: str = Field(description="where: shots.s2-03.camera.size, scenes.s2.time_of_day, cast.fox.look ...")
    value: str = Field("", description="what it is to be; words of a closed list where there is one")


class RevisePage(Page):
    """The edits that an instruction asks for, and no others."""

    edits: list[Edit] = Field(default_factory=list)
    why: str = Field("", description="why nothing is changed, if nothing is")


TEMPLATES: dict[str, tuple[type[Slots], type[Page]]] = {
    "write": (WriteSlots, Outline),
    "cast": (CastSlots, CastPage),
    "stage": (StageSlots, StagePage),
    "block": (BlockSlots, BlockPage),
    "time": (TimeSlots, TimePage),
    "review": (ReviewSlots, ReviewPage),
    "revise": (ReviseSlots, RevisePage),
    "adapt": (AdaptSlots, AdaptPage),
}
"""Each template with what it is given and what it asks for."""

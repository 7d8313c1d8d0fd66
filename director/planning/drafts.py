"""From pages to a screenplay: each page fills the fields that are still open, and no other.

A draft is a screenplay with open (`None`) fields. What a person wrote is in it from the first, so it can
never be replaced. Nothing here asks a writer or touches a file; the same pages always give the same
screenplay.

    python -c "from director.planning.drafts import brief_story; print(brief_story.__doc__)"
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from prompts.errors import StoryError
from prompts.pages import (
    BlockPage,
    CastPage,
    Entity,
    Outline,
    OutlineScene,
    OutlineShot,
    Person,
    StagedShot,
    StagePage,
)
from prompts.rules import Rules
from prompts.screenplay import (
    Beat,
    Camera,
    Character,
    Frame,
    KeyBox,
    Line,
    Motion,
    Performer,
    Place,
    Prop,
    Scene,
    Screenplay,
    Shot,
    States,
    Voice,
    with_ids,
)
from prompts.story import Story

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


class Brief(BaseModel):
    """What a plan starts from. It is kept beside the pages, so that a plan can go on without its caller."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: list[str]
    separators: list[str] = Field(default_factory=list, description="what joins unit i to unit i + 1")
    paragraphs: list[int] = Field(default_factory=list)
    chapters: dict[int, str] = Field(default_factory=dict, description="heading by the unit it stands before")
    title: str = ""
    language: str = ""
    style: str | None = None
    seed: int | None = None
    frame: Frame | None = None
    rules: Rules = Rules()
    """what is asked of the film"""
    written: Screenplay | None = None
    """what a person wrote, when the plan starts from a screenplay"""

    def text(self, first: int, last: int) -> str:
        """The words of the units first..last, not one of them changed; only white space is evened out."""
        parts = []
        for i in range(first, last + 1):
            parts.append(_SPACE.sub(" ", self.units[i]).strip(" "))
            if i < last:
                parts.append(self.separators[i] if i < len(self.separators) else " ")
        return "".join(parts)


def brief_story(
    story: Story,
    *,
    title: str | None = None,
    language: str | None = None,
    style: str | None = None,
    seed: int | None = None,
    frame: Frame | None = None,
    rules: Rules | None = None,
) -> Brief:
    """The brief of a story told from its beginning to its end.

    Raises:
        StoryError: the words hold half a character, which no file can hold.
    """
    for unit in story.units:
        if half := _SURROGATE.search(unit):
            raise StoryError(
                f"The story holds half a character (U+{ord(half[0]):04X}) in {unit[:40]!r}. Remove it."
            )
    return Brief(
        units=list(story.units),
        separators=[_joint(s) for s in story.separators[1:-1]],
        paragraphs=list(story.paragraphs),
        chapters=dict(story.chapters),
        title=title or story.title,
        language=language or "",
        style=style,
        seed=seed,
        frame=frame,
        **({"rules": rules} if rules and rules.lines() else {}),
    )


def _joint(separator: str) -> str:
    """A gap between two units as one space, one line break, or nothing (scripts without spaces)."""
    if not separator:
        return ""
    breaks = len(separator.strip(" \t").splitlines())
    return "\n" if breaks > 1 or separator.strip() else " "


def brief_screenplay(
    written: Screenplay,
    *,
    title: str | None = None,
    language: str | None = None,
    style: str | None = None,
    seed: int | None = None,
    frame: Frame | None = None,
    rules: Rules | None = None,
) -> Brief:
    """The brief of a screenplay with open fields: one unit a shot. What is written wins over the keywords."""
    return Brief(
        units=[describe(scene, shot) for scene, shot in written.shots()],
        title=written.title or title or "",
        language=written.language or language or "",
        style=written.style or style,
        seed=written.seed if written.seed is not None else seed,
        frame=written.frame if "frame" in written.model_fields_set else frame,
        written=written,
        **({"rules": rules} if rules and rules.lines() else {}),
    )


def describe(scene: Scene, shot: Shot) -> str:
    """The words that tell a writer most about a shot, even when it has neither narration nor action."""
    if words := shot.narration or shot.action:
        return words
    if shot.dialogue:
        return " ".join(line.line for line in shot.dialogue)
    names = [f"{p.character} {p.doing or ''}".strip() for p in shot.who or []]
    return ", ".join(names) or shot.image_prompt or shot.motion_prompt or scene.mood or scene.place or "..."


# -- write ---------------------------------------------------------------------------------------------------


def open_draft(brief: Brief, outline: Outline | None) -> Screenplay:
    """The draft after `write`: cast, places, scenes, who is in which shot, and the narration.

    Args:
        outline: proofread against the brief; None when a person has written all that it could tell.
    """
    outline = divide_at(outline, list(brief.chapters)) if outline else None
    draft = _regroup(brief.written, outline) if brief.written else _skeleton(brief, outline)
    values: dict[str, Any] = {"style": brief.style, "seed": brief.seed}
    if brief.frame:
        values["frame"] = brief.frame
    if outline:
        values |= {
            "title": draft.title or brief.title or outline.title or _first_words(brief),
            "logline": outline.logline if draft.logline is None else draft.logline,
            "language": draft.language or brief.language or outline.language,
            "cast": _fill_section(draft.cast, outline.cast, _character, _used_characters(draft, outline)),
            "places": _fill_section(draft.places, outline.places, _place, _used_places(draft, outline)),
            "props": _fill_section(draft.props, outline.props, _prop, _used_props(draft)),
        }
    scenes = [
        _open_scene(scene, outline.scenes[i] if outline else None) for i, scene in enumerate(draft.scenes)
    ]
    return with_ids(draft.model_copy(update={**values, "scenes": scenes}))


def _skeleton(brief: Brief, outline: Outline | None) -> Screenplay:
    assert outline is not None, "a story is always outlined"
    scenes = [
        Scene(
            chapter=brief.chapters.get(scene.shots[0].first),
            shots=[Shot(narration=brief.text(shot.first, shot.last)) for shot in scene.shots],
        )
        for scene in outline.scenes
    ]
    return Screenplay(scenes=scenes)


def divide_at(outline: Outline, units: list[int]) -> Outline:
    """The outline with a new scene wherever a chapter begins, whether or not the writer saw it."""
    starts = set(units)
    scenes: list[OutlineScene] = []
    for scene in outline.scenes:
        runs: list[list[OutlineShot]] = [[]]
        for shot in scene.shots:
            cuts = [u for u in range(shot.first, shot.last + 1) if u == shot.first or u in starts]
            for first, after in zip(cuts, [*cuts[1:], shot.last + 1], strict=True):
                if first in starts and runs[-1]:
                    runs.append([])
                runs[-1].append(shot.model_copy(update={"first": first, "last": after - 1}))
        scenes += [scene.model_copy(update={"shots": run}) for run in runs]
    return outline.model_copy(update={"scenes": scenes}) if len(scenes) > len(outline.scenes) else outline


def is_bare_list(written: Screenplay) -> bool:
    """Whether a person wrote shots and nothing about scenes, so that scenes may be found in them."""
    return len(written.scenes) == 1 and written.scenes[0].model_fields_set <= {"shots"}


def _regroup(written: Screenplay, outline: Outline | None) -> Screenplay:
    """A bare list of shots in the scenes that were found in it; anything else as it is."""
    if outline is None or not is_bare_list(written):
        return written
    shots = iter(written.scenes[0].shots)
    scenes = [Scene(shots=[next(shots) for _ in scene.shots]) for scene in outline.scenes]
    return written.model_copy(update={"scenes": scenes})


def written_scene(brief: Brief, draft: Screenplay, index: int) -> Scene | None:
    """What a person wrote of scene `index` of the draft, or None if the plan started from a story."""
    if brief.written is None:
        return None
    before = sum(len(scene.shots) for scene in draft.scenes[:index])
    shots = [shot for _, shot in brief.written.shots()]
    return Scene(shots=shots[before : before + len(draft.scenes[index].shots)])


def _first_words(brief: Brief) -> str:
    """What a story without a title is called."""
    return " ".join(brief.units[0].split()[:6]).strip(" ,;:.…") or "..."


def _open_scene(scene: Scene, outlined: OutlineScene | None) -> Scene:
    shots = []
    for i, shot in enumerate(scene.shots):
        values: dict[str, Any] = {"narration": _narration(shot)}
        if shot.who is None:
            on_screen = outlined.shots[i].who if outlined else []
            values["who"] = [Performer(character=name) for name in on_screen]
        shots.append(shot.model_copy(update=values))
    values = {"shots": shots}
    if outlined:
        values |= {
            "place": scene.place or outlined.place,
            "time_of_day": scene.time_of_day or outlined.time_of_day,
            "weather": scene.weather or outlined.weather,
            "mood": outlined.mood if scene.mood is None else scene.mood,
        }
    return scene.model_copy(update=values)


def _narration(shot: Shot) -> str:
    """A shot of one sentence is told by that sentence; one that has lines to speak is not told twice."""
    if shot.narration is not None:
        return shot.narration
    return "" if shot.dialogue else shot.action or ""


def _fill_section(written: dict, found: list, make: Any, used: list[str]) -> dict:
    """A section of the screenplay: every written entry first, its open fields filled; then what was found.

    A section that a person wrote gets no new entries, except for ids that are used and would dangle.
    """
    by_id = {entity.id: entity for entity in found}
    filled = {
        name: _fill(entry, make(by_id[name])) if name in by_id else entry for name, entry in written.items()
    }
    if not written:
        filled |= {entity.id: make(entity) for entity in found}
    for name in used:
        if name not in filled:
            entity = by_id.get(name)
            filled[name] = make(entity) if entity else make(Person(id=name, name=spell(name)))
    return filled


def spell(name: str) -> str:
    """An id as words: `old-man` is `old man`."""
    return re.sub(r"[-_]+", " ", name).strip() or name


def _used_characters(draft: Screenplay, outline: Outline) -> list[str]:
    shots = [shot for _, shot in draft.shots()]
    outlined = [shot for scene in outline.scenes for shot in scene.shots]
    used: list[str] = []
    for shot, row in zip(shots, outlined, strict=True):
        used += row.who if shot.who is None else [p.character for p in shot.who]
        used += [line.speaker for line in shot.dialogue or []]
    return list(dict.fromkeys(used))


def _used_places(draft: Screenplay, outline: Outline) -> list[str]:
    pairs = zip(draft.scenes, outline.scenes, strict=True)
    return list(dict.fromkeys(scene.place or row.place for scene, row in pairs))


def _used_props(draft: Screenplay) -> list[str]:
    return list(dict.fromkeys(prop for _, shot in draft.shots() for prop in shot.props or []))


def _character(person: Person) -> Character:
    return Character(
        name=person.name or spell(person.id),
        kind=person.kind or None,
        look=person.look or None,
        looks={stage.id: stage.words for stage in person.looks},
    )


def _place(entity: Entity) -> Place:
    return Place(name=entity.name or spell(entity.id), look=entity.look or None)


def _prop(entity: Entity) -> Prop:
    return Prop(name=entity.name or spell(entity.id), look=entity.look or None)


def _fill(entry: Any, found: Any) -> Any:
    """The entry with its open fields taken from `found`. Lists and dicts count as written."""
    if entry is None:
        return found
    open_fields = [n for n in type(entry).model_fields if getattr(entry, n) is None]
    return entry.model_copy(update={n: getattr(found, n) for n in open_fields})


# -- cast ----------------------------------------------------------------------------------------------------


def cast_draft(brief: Brief, draft: Screenplay, page: CastPage | None) -> Screenplay:
    """The draft after `cast`: everybody and everything has a name, a kind and a look."""
    written = brief.written
    people = {p.id: p for p in page.cast} if page else {}
    cast = {}
    for name, entry in draft.cast.items():
        own = written.cast.get(name) if written else None
        if person := people.get(name):
            entry = _fill(_fill(own, _with_voice(person)), entry)
        cast[name] = _fill(
            entry, Character(name=spell(name), kind=spell(name), look=entry.kind or spell(name))
        )
    places = _look_over(draft.places, written.places if written else {}, page.places if page else [], _place)
    props = _look_over(draft.props, written.props if written else {}, page.props if page else [], _prop)
    return draft.model_copy(update={"cast": cast, "places": places, "props": props})


def _with_voice(person: Person) -> Character:
    pitch = person.voice_pitch
    return _character(person).model_copy(update={} if pitch is None else {"voice": Voice(pitch=pitch)})


def _look_over(entries: dict, written: dict, found: list[Entity], make: Any) -> dict:
    by_id = {entity.id: entity for entity in found}
    looked = {}
    for name, entry in entries.items():
        if name in by_id:
            entry = _fill(_fill(written.get(name), make(by_id[name])), entry)
        words = entry.name or spell(name)
        looked[name] = _fill(entry, type(entry)(name=words, look=words))
    return looked


# -- stage ---------------------------------------------------------------------------------------------------


def stage_draft(draft: Screenplay, index: int, page: StagePage, own: Scene | None) -> Scene:
    """Scene `index` of the draft after `stage`: its shots over the five domains.

    Args:
        own: the scene as a person wrote it; who is on screen in its shots stays as it is.
    """
    by_number = {staged.number: staged for staged in page.shots}
    scene = draft.scenes[index]
    shots = [
        _stage_shot(shot, by_number[n], bool(own and own.shots[n - 1].who is not None))
        for n, shot in enumerate(scene.shots, 1)
    ]
    return scene.model_copy(update={"shots": shots})


def _stage_shot(shot: Shot, staged: StagedShot, cast_is_fixed: bool) -> Shot:
    camera = Camera(size=staged.size, angle=staged.angle, lens=staged.lens, move=staged.move)
    states = States(start=staged.start or None, end=staged.end or None)
    found = Shot(
        action=staged.action or shot.narration,
        relation=staged.relation,
        props=list(dict.fromkeys(staged.props)),
        light=staged.light,
        beats=[Beat(at=m.at, text=m.text) for m in staged.beats],
        motion=Motion(intensity=staged.intensity),
        dialogue=[Line(speaker=said.speaker, line=said.line) for said in staged.dialogue],
    )
    filled = _fill(shot, found)
    return filled.model_copy(
        update={
            "who": _perform(shot.who or [], staged, cast_is_fixed),
            "camera": _fill(shot.camera, camera),
            "states": _fill(shot.states, states),
            "narration": shot.narration,
            "duration_s": shot.duration_s,
            "transition": shot.transition,
        }
    )


def _perform(who: list[Performer], staged: StagedShot, cast_is_fixed: bool) -> list[Performer]:
    """Who is on screen, with what they do and feel; written performers first and unchanged."""
    rows = {row.character: row for row in staged.who}
    before = {p.character: p for p in who}
    names = list(before) if cast_is_fixed else list(rows)
    performers = []
    for name in names:
        row = rows.get(name)
        found = Performer(
            character=name,
            look=row.look if row else None,
            doing=row.doing if row else "",
            emotion=row.emotion if row else "neutral",
        )
        performers.append(_fill(before.get(name), found))
    return performers


# -- block ---------------------------------------------------------------------------------------------------


def block_draft(scene: Scene, page: BlockPage) -> Scene:
    """The scene after `block`: everybody on screen has a way through each shot."""
    reasons = {shot.number: shot.why for shot in page.shots}
    tracks = {(shot.number, track.character): track for shot in page.shots for track in shot.tracks}
    shots = []
    for number, shot in enumerate(scene.shots, 1):
        who = []
        for performer in shot.who or []:
            track = tracks.get((number, performer.character))
            if not performer.path and track:
                path = [KeyBox(at=mark.at, box=mark.box) for mark in track.marks]
                performer = performer.model_copy(update={"path": path})
            who.append(performer)
        values: dict[str, Any] = {"who": who}
        if shot.why is None and (why := reasons.get(number)):
            values["why"] = why
        shots.append(shot.model_copy(update=values))
    return scene.model_copy(update={"shots": shots})

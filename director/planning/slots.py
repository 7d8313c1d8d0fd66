"""From a draft to slots: what a writer is told when it is asked for a page, and which pages are open at all.

A page is only asked for if it would fill something: a screenplay in which nothing is open asks for none.

    python -c "from director.planning.slots import is_complete; print(is_complete.__doc__)"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from director.language.continuity import Continuity, read_continuity
from director.planning.drafts import Brief, describe, is_bare_list, spell
from director.rules.outlining import target_words
from prompts.pages import (
    BlockSlots,
    CastSlots,
    Entity,
    FixedShot,
    Known,
    Mark,
    Person,
    ShotToBlock,
    ShotToStage,
    Stage,
    StagedPerformer,
    StageSlots,
    Track,
    WriteSlots,
)
from prompts.screenplay import Camera, Character, Performer, Place, Prop, Scene, Screenplay, Shot

MANY_UNITS = 400
"""Up to here the `cast` page is given the whole story; beyond, only the sentences that name somebody."""
MENTIONS = 12
"""How many of those sentences for each entity."""
FEW_PROPS = 8
"""Up to so many props are told with every scene; of more, those that its words name."""


# -- what is open --------------------------------------------------------------------------------------------


def outline_is_open(written: Screenplay) -> bool:
    """Whether a field that the `write` page fills is missing."""
    if None in (written.title, written.logline, written.language):
        return True
    named = {p.character for _, shot in written.shots() for p in shot.who or []}
    named |= {line.speaker for _, shot in written.shots() for line in shot.dialogue or []}
    props = {prop for _, shot in written.shots() for prop in shot.props or []}
    places = {scene.place for scene in written.scenes}
    if named - set(written.cast) or props - set(written.props) or places - set(written.places):
        return True
    return any(
        None in (scene.place, scene.time_of_day, scene.weather, scene.mood)
        or any(shot.who is None for shot in scene.shots)
        for scene in written.scenes
    )


def cast_is_open(draft: Screenplay) -> bool:
    """Whether somebody or something has no name, kind or look yet."""
    things = [*draft.places.values(), *draft.props.values()]
    return any(None in (c.name, c.kind, c.look) for c in draft.cast.values()) or any(
        None in (thing.name, thing.look) for thing in things
    )


def stage_is_open(scene: Scene) -> bool:
    """Whether a shot of the scene lacks something that the `stage` page fills."""
    return any(_shot_is_open(shot) for shot in scene.shots)


def _shot_is_open(shot: Shot) -> bool:
    fields = (
        shot.action,
        shot.relation,
        shot.props,
        shot.camera,
        shot.light,
        shot.states,
        shot.beats,
        shot.motion,
        shot.dialogue,
    )
    if None in fields or any(None in (p.doing, p.emotion) for p in shot.who or []):
        return True
    camera = shot.camera or Camera()
    return None in (camera.size, camera.angle, camera.lens, camera.move)


def block_is_open(scene: Scene) -> bool:
    """Whether somebody on screen has no place in the frame yet."""
    return any(not p.path for shot in scene.shots for p in shot.who or [])


def timing_is_open(draft: Screenplay) -> bool:
    """Whether a join or the length of a wordless shot is not decided."""
    shots = [shot for _, shot in draft.shots()]
    return any(shot.transition is None for shot in shots[:-1]) or any(
        shot.duration_s is None and is_wordless(shot) for shot in shots
    )


def words_of(shot: Shot) -> str:
    """What is said in the shot, by the narrator or by others; else what is seen."""
    return shot.narration or " ".join(line.line for line in shot.dialogue or []) or shot.action or ""


def is_wordless(shot: Shot) -> bool:
    """Whether nothing is said in the shot, so that its length cannot come from its words."""
    return not (shot.narration or "").strip() and not shot.dialogue


def is_complete(written: Screenplay) -> bool:
    """Whether there is nothing left to plan."""
    return not (
        outline_is_open(written)
        or cast_is_open(written)
        or timing_is_open(written)
        or any(shot.narration is None for _, shot in written.shots())
        or any(stage_is_open(scene) or block_is_open(scene) for scene in written.scenes)
    )


# -- slots ---------------------------------------------------------------------------------------------------


def write_slots(brief: Brief, problems: Iterable[str] = (), rules: Iterable[str] = ()) -> WriteSlots:
    """What the outline is written from: the units, and whatever is decided."""
    written = brief.written
    fixed = []
    if written:
        bare = is_bare_list(written)
        places = [None if bare else s for s, scene in enumerate(written.scenes) for _ in scene.shots]
        fixed = [
            FixedShot(
                scene=s, first=i, last=i, who=None if shot.who is None else [p.character for p in shot.who]
            )
            for i, (s, (_, shot)) in enumerate(zip(places, written.shots(), strict=True))
        ]
    return WriteSlots(
        units=brief.units,
        aim=0 if fixed else aim_of(brief.units, brief.units),
        paragraphs=brief.paragraphs,
        fixed=fixed,
        title=brief.title,
        language=brief.language,
        cast=people(written.cast) if written else [],
        places=entities(written.places) if written else [],
        props=entities(written.props) if written else [],
        rules=list(rules),
        problems=list(problems),
    )


def aim_of(units: Sequence[str], story: Sequence[str]) -> int:
    """How many shots suit these units, by the length of the story: short ones are told in short shots."""
    count = sum(len(unit.split()) for unit in units)
    return max(1, round(count / target_words(sum(len(unit.split()) for unit in story)))) if count else 0


def people(cast: dict[str, Character]) -> list[Person]:
    """Characters as a writer sees them."""
    return [
        Person(
            id=name,
            name=c.name or spell(name),
            kind=c.kind or "",
            look=c.look or "",
            looks=[Stage(id=stage, words=words) for stage, words in c.looks.items()],
            voice_pitch=c.voice.pitch if c.voice else None,
        )
        for name, c in cast.items()
    ]


def entities(section: dict) -> list[Entity]:
    """Places or props as a writer sees them."""
    return [Entity(id=n, name=e.name or spell(n), look=e.look or "") for n, e in section.items()]


def cast_slots(
    brief: Brief, draft: Screenplay, problems: Iterable[str] = (), rules: Iterable[str] = ()
) -> CastSlots:
    """Everybody and everything of the draft, with the sentences that tell how they look."""
    slots = CastSlots(
        units=brief.units,
        cast=people(draft.cast),
        places=entities(draft.places),
        props=entities(draft.props),
        rules=list(rules),
        problems=list(problems),
    )
    if len(brief.units) <= MANY_UNITS:
        return slots
    return slots.model_copy(update={"units": mentions(brief.units, slots)})


def mentions(units: list[str], slots: CastSlots, each: int = MENTIONS) -> list[str]:
    """The first sentences that name each entity, `each` of them with the one after, in story order."""
    kept: set[int] = set()
    lower = [unit.lower() for unit in units]
    for name in [
        *(p.name for p in slots.cast),
        *(e.name for e in slots.places),
        *(e.name for e in slots.props),
    ]:
        words = re.findall(r"\w+", name.lower()) or [name.lower()]
        key = max(words, key=len)
        found = [i for i, unit in enumerate(lower) if key in unit][:each]
        kept.update(found, (i + 1 for i in found))
    return [units[i] for i in sorted(kept) if i < len(units)]


def stage_slots(
    draft: Screenplay,
    index: int,
    problems: Iterable[str] = (),
    rules: Iterable[str] = (),
    shots: range | None = None,
) -> StageSlots:
    """Scene `index` with only the people who are in it, so that a change of others asks for nothing new.

    Args:
        shots: only these of its shots, counted from 0, with only the people who are in them.
    """
    scene = draft.scenes[index]
    shots = range(len(scene.shots)) if shots is None else shots
    chosen = scene.shots[shots.start : shots.stop]
    names = {p.character for shot in chosen for p in shot.who or []}
    names |= {line.speaker for shot in chosen for line in shot.dialogue or []}
    place = draft.places.get(scene.place or "", Place(name=spell(scene.place or "somewhere"), look=""))
    earlier = scene.shots[: shots.start] or (draft.scenes[index - 1].shots if index else [])
    before = earlier[-1] if earlier else None
    return StageSlots(
        place=Entity(id=scene.place or "somewhere", name=place.name or "", look=place.look or ""),
        time_of_day=scene.time_of_day or "day",
        weather=scene.weather or "clear",
        mood=scene.mood or "",
        cast=people({name: c for name, c in draft.cast.items() if name in names}),
        props=entities(_props_of(draft, chosen)),
        shots=[
            _to_stage(n, scene, shot, _looks_at(draft, _shots_before(draft, index) + n - 1))
            for n, shot in enumerate(chosen, shots.start + 1)
        ],
        before=(before.narration or before.action or "") if before else "",
        known=_known_at(draft, index, shots.start, names),
        rules=list(rules),
        problems=list(problems),
    )


def _known_at(draft: Screenplay, index: int, start: int, names: set[str]) -> list[Known]:
    """What the story so far tells of those who are in a scene, when the shot `start` of it begins."""
    told = _told(draft)
    at = _shots_before(draft, index) + start
    held, within = told.held[at], told.within[at]
    known = [
        Known(
            character=who,
            pronoun=told.pronouns.get(who, ""),
            called=list(told.called.get(who, [])),
            holds=[p for p, by in held.items() if by == who],
            within=within.get(who),
        )
        for who in draft.cast
        if who in names
    ]
    return [k for k in known if k.pronoun or k.called or k.holds or k.within]


def _shots_before(draft: Screenplay, index: int) -> int:
    return sum(len(scene.shots) for scene in draft.scenes[:index])


def _told(draft: Screenplay) -> Continuity:
    return _read_story(
        tuple(describe(scene, shot) for scene, shot in draft.shots()),
        tuple(person.model_dump_json() for person in people(draft.cast)),
        tuple(prop.model_dump_json() for prop in entities(draft.props)),
    )


@lru_cache(maxsize=4)
def _read_story(texts: tuple[str, ...], cast: tuple[str, ...], props: tuple[str, ...]) -> Continuity:
    """The whole story read once, however many scenes ask; pages travel as JSON, for they cannot be keys."""
    return read_continuity(
        texts,
        [Person.model_validate_json(person) for person in cast],
        [Entity.model_validate_json(prop) for prop in props],
    )


def _props_of(draft: Screenplay, shots: list[Shot]) -> dict[str, Prop]:
    """The props that these shots may need: all when they are few, else those that the words name."""
    if len(draft.props) <= FEW_PROPS:
        return draft.props
    used = {prop for shot in shots for prop in shot.props or []}
    words = " ".join(f"{shot.narration or ''} {shot.action or ''}" for shot in shots).lower()

    def is_named(prop: Prop, name: str) -> bool:
        return max(re.findall(r"\w+", (prop.name or name).lower()) or [name], key=len) in words

    return {name: prop for name, prop in draft.props.items() if name in used or is_named(prop, name)}


def _looks_at(draft: Screenplay, number: int) -> dict[str, str]:
    """Character id -> stage, of those whom the story has in disguise in a shot and who have that stage."""
    looks = _told(draft).looks[number]
    return {
        who: stage for who, stage in looks.items() if who in draft.cast and stage in draft.cast[who].looks
    }


def _to_stage(number: int, scene: Scene, shot: Shot, looks: dict[str, str]) -> ShotToStage:
    return ShotToStage(
        number=number,
        text=describe(scene, shot),
        who=[p.character for p in shot.who or []],
        action=shot.action if shot.action and shot.action != describe(scene, shot) else "",
        speakers=list(dict.fromkeys(line.speaker for line in shot.dialogue or [])),
        spoken=bool(shot.narration),
        given=_given(shot),
        synopsis=(shot.action or describe(scene, shot)) if shot.synopsis and shot.beats is None else "",
        looks=looks,
    )


def _given(shot: Shot) -> str:
    """What is decided about a shot beyond its words and who is in it, as `field: value; ...`."""
    camera = (shot.camera or Camera()).model_dump(exclude_none=True)
    pairs = {"light": shot.light, "relation": shot.relation, **camera}
    for p in shot.who or []:
        pairs[p.character] = " ".join(filter(None, (p.doing, p.emotion)))
    return "; ".join(f"{name}: {value}" for name, value in pairs.items() if value)


def block_slots(
    draft: Screenplay, scene: Scene, problems: Iterable[str] = (), shots: range | None = None
) -> BlockSlots:
    """A staged scene of the draft, or some of its shots (from 0), as far as positions depend on it."""
    shots = range(len(scene.shots)) if shots is None else shots
    chosen = scene.shots[shots.start : shots.stop]
    names = {p.character for shot in chosen for p in shot.who or []}
    return BlockSlots(
        aspect=round(draft.frame.width / draft.frame.height, 3),
        cast=people({name: c for name, c in draft.cast.items() if name in names}),
        shots=[_to_block(n, shot) for n, shot in enumerate(chosen, shots.start + 1)],
        problems=list(problems),
    )


def _to_block(number: int, shot: Shot) -> ShotToBlock:
    who = shot.who or []
    return ShotToBlock(
        number=number,
        action=shot.action or "",
        relation=shot.relation or "",
        who=[
            StagedPerformer(
                character=p.character, look=p.look, doing=p.doing or "", emotion=p.emotion or "neutral"
            )
            for p in who
        ],
        size=(shot.camera or Camera()).size or "medium",
        placed=[
            Track(character=p.character, marks=[Mark(at=k.at, box=k.box) for k in p.path])
            for p in who
            if p.path
        ],
    )


def review_lines(draft: Screenplay) -> list[str]:
    """The plan in brief, one line a shot."""
    return [_line(scene, shot) for scene, shot in draft.shots()]


def _line(scene: Scene, shot: Shot) -> str:
    camera = shot.camera or Camera()
    who = "; ".join(_who(p) for p in shot.who or []) or "nobody"
    words = shot.narration or " ".join(line.line for line in shot.dialogue or [])
    place = f"{scene.place}, {scene.time_of_day}, {scene.weather}"
    view = ", ".join(filter(None, (camera.size, camera.angle, camera.move)))
    return f"{shot.id} | {place} | {view} | {who} | {shot.action} | {shot.light or ''} | says: {words}"


def _who(performer: Performer) -> str:
    """`fox walks, happy, at 20% to 60%`: where the middle is, of the frame's width from the left."""
    feeling = performer.emotion if performer.emotion != "neutral" else None
    middles = [f"{(key.box[0] + key.box[2]) / 2:.0%}" for key in performer.path]
    at = f"at {middles[0]}" if middles else ""
    way = f" to {middles[-1]}" if middles and middles[-1] != middles[0] else ""
    return ", ".join(
        filter(None, (f"{performer.character} {performer.doing or ''}".strip(), feeling, at + way))
    )

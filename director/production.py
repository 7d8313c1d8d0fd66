"""The floor work of one film: record, draw, shoot, each over the same folder, each resumable.

A production is a planned screenplay and its workspace. Every function finds what is finished and makes what
is missing; nothing here plans, asks a person, or knows the command line.

    timings = record(production); stills = draw(production); clips = shoot(production, timings, stills)
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from director.cards import chapters, last_transition, motion_of, overlaps, with_cards
from director.consent import check_consent
from director.events import Event, Listener, StageName, ignore
from director.rubric import Reviewed
from director.settings import Settings
from director.spending import hand_purse
from prompts.errors import BackendError
from prompts.render import Render, merge_render
from prompts.screenplay import Box, Frame, Screenplay, Shot, Transition
from prompts.vocabulary import LetterMotion
from shots import clips as clip_floor
from shots import keyframes as keyframe_floor
from shots import sound as sound_floor
from shots.anchors import AnchoredKeyframes, make_anchors
from shots.backends import Card, ClipTask, Panel, VoiceBackend, find_backend
from shots.bridge import Bridge, check_room, list_bridges, make_task
from shots.clips import Caption, ClipOrder
from shots.costing import Cost
from shots.costing import foresee as foresee_costs
from shots.cutting.subtitles import Words, make_cues
from shots.cutting.timeline import MADE_BY_CLIPS, overlap_seconds
from shots.keyframes import Manner
from shots.rendering import WHO_JOINS
from shots.slate import Take, Workspace
from shots.smooth import check_reach, list_joins
from shots.sound import ShotTiming, SilentVoices
from shots.spending import Purse
from shots.titles import check_letters, stands_higher
from shots.voices.script import reading_seconds, script_lines

DRAFT_HEIGHT = 360


@dataclass(frozen=True)
class Production:
    """A planned film, and where it is made."""

    screenplay: Screenplay
    """complete, with ids"""
    workspace: Workspace
    folder: Path
    """what the screenplay's reference and music files are relative to"""
    settings: Settings
    listener: Listener = ignore
    notes: tuple[str, ...] = ()
    """what was put right while reading and planning"""
    problems: tuple[str, ...] = ()
    """what the review found and nobody could put right"""
    reviewed: Reviewed | None = None
    """how the plan was judged"""
    planned_by: str = ""
    """the writer, or '' for a screenplay that was complete"""
    purse: Purse = field(default_factory=Purse)
    """what hosted services are paid from"""


@dataclass
class Meter:
    """Counts the steps of one stage aloud."""

    stage: StageName
    total: int
    listener: Listener
    done: int = 0
    last: float = 0.0

    def __post_init__(self) -> None:
        self.last = time.monotonic()

    def step(self, name: str) -> None:
        """Say that one more step has ended."""
        now = time.monotonic()
        self.done += 1
        self.listener(Event(self.stage, name, self.done, self.total, now - self.last))
        self.last = now

    def tell_steps(self, name: str) -> Callable[[int, int], None]:
        """A function that says how far one shot is: (steps done, steps in all). It may begin anew."""
        started = called = time.monotonic()
        before = 0

        def tell(done: int, total: int) -> None:
            nonlocal started, called, before
            if done <= before:
                started = called
            called, before = time.monotonic(), done
            left = (called - started) / done * (total - done)
            said = f"{name}: step {done} of {total}, {left:.0f} s left"
            self.listener(Event(self.stage, said, self.done, self.total, 0.0))

        return tell


def frame_to_render(frame: Frame, quality: str, multiple: int = 2) -> Frame:
    """The screenplay's frame; for a draft nearly the same shape with its shorter side at about 360 pixels.

    Args:
        multiple: what a draft's width and height are multiples of; a person's own frame is not touched.
    """
    small = min(frame.width, frame.height)
    if quality != "draft" or small <= DRAFT_HEIGHT:
        return frame
    scale = DRAFT_HEIGHT / small
    least = -(-64 // multiple)
    width, height = (max(least, round(n * scale / multiple)) * multiple for n in (frame.width, frame.height))
    return Frame(width=width, height=height, fps=frame.fps)


def size_multiple(settings: Settings) -> int:
    """What width and height must be multiples of, so that who draws and who shoots can do it."""
    drawer = find_backend("shots.keyframes", settings.keyframes)
    shooter = find_backend("shots.clips", settings.clips)
    return math.lcm(2, drawer.card.size_multiple, shooter.card.size_multiple)


def find_voices(name: str) -> VoiceBackend:
    """Who speaks. `auto` is espeak where its extra is installed, else nobody."""
    if name != "auto":
        return find_backend("shots.voices", name)
    try:
        return find_backend("shots.voices", "espeak")
    except BackendError:
        return SilentVoices()


def is_silent(settings: Settings) -> bool:
    """Nobody is heard."""
    return isinstance(find_voices(settings.voices), SilentVoices)


def record(production: Production) -> dict[str, ShotTiming]:
    """Every line spoken, and how long each shot lasts: shot id → timing, those of the cards among them.

    Raises:
        CutError: a stated duration is too short for its words or joins.
    """
    told = with_cards(production.screenplay) if production.settings.titles else production.screenplay
    meter = Meter("record", 0, production.listener)

    def count(done: int, total: int) -> None:
        meter.total = total
        meter.step(f"line {done}")

    voices = hand_purse(find_voices(production.settings.voices), production.purse)
    recorded = sound_floor.record(told, voices, production.workspace, on_line=count)
    fps = told.frame.fps
    return {
        str(shot.id): sound_floor.time_shot(shot, recorded[str(shot.id)], fps, start, end)
        for shot, start, end in _share(told, production.settings.titles)
    }


def _share(told: Screenplay, titles: bool) -> list[tuple[Shot, float, float]]:
    """Every shot, cards among them, with the seconds that it shares with what is before and after it."""
    shots = [shot for _, shot in told.shots()]
    after = [overlap_seconds(shot.transition) for shot in shots[:-1]]
    after.append(overlap_seconds(last_transition(told)) if titles else 0.0)
    return list(zip(shots, [0.0, *after[:-1]], after, strict=True))


def draw(production: Production) -> dict[str, Take]:
    """The still of every shot: shot id → PNG."""
    backend = hand_purse(find_backend("shots.keyframes", production.settings.keyframes), production.purse)
    panels = keyframe_floor.make_panels(production.screenplay, production.folder)
    meter = Meter("draw", len(panels), production.listener)
    takes = {}
    manner = replace(choose_manner(production, panels), on_step=meter.tell_steps("stills"))
    for shot_id, take in keyframe_floor.draw(panels, backend, production.workspace, manner):
        takes[shot_id] = take
        meter.step(shot_id)
    return {str(panel.shot.id): takes[str(panel.shot.id)] for panel in panels}


def choose_manner(production: Production, panels: Sequence[Panel]) -> Manner:
    """How the film's panels are drawn: with the anchors of all its entity groups, as the settings say."""
    settings = production.settings
    by_scene: dict[int, list[Panel]] = {}
    for panel, (scene, _) in zip(panels, production.screenplay.shots(), strict=True):
        by_scene.setdefault(id(scene), []).append(panel)
    scenes = tuple(tuple(shots) for shots in by_scene.values() if len(shots) > 1)
    return Manner(
        anchors=tuple(make_anchors(panels, production.screenplay.seed or 0)),
        takes=settings.takes,
        scenes=scenes if settings.alike == "scene" else (),
        guide=find_backend("shots.keyframes", settings.guide) if settings.guide else None,
    )


def find_anchor_pictures(production: Production) -> dict[str, Path]:
    """Entity group → the picture that its panels are kept like, as far as they are drawn."""
    backend = find_backend("shots.keyframes", production.settings.keyframes)
    if not isinstance(backend, AnchoredKeyframes):
        return {}
    panels = keyframe_floor.make_panels(production.screenplay, production.folder)
    anchors = make_anchors(panels, production.screenplay.seed or 0)
    return keyframe_floor.find_anchors(backend, production.workspace, anchors)


def gather_notes(notes: Mapping[str, Sequence[str]], takes: Mapping[str, Take]) -> dict[str, list[str]]:
    """Notes with what was found out only while drawing, as the slates of the takes have it."""
    every = {name: list(said) for name, said in notes.items()}
    for shot_id, take in takes.items():
        if said := [str(note) for note in take.notes.get("said", [])]:
            every[shot_id] = list(dict.fromkeys([*every.get(shot_id, []), *said]))
    return every


def make_orders(
    production: Production, timings: Mapping[str, ShotTiming], stills: Mapping[str, Take]
) -> list[ClipOrder]:
    """Every shot as it is ordered from the clip backend, in order."""
    screenplay, settings = production.screenplay, production.settings
    panels = keyframe_floor.make_panels(screenplay, production.folder)
    fps = screenplay.frame.fps
    shared = {name: (before, after) for name, before, after in overlaps(screenplay, settings)}
    motion = motion_of(screenplay.titles, "captions")
    burn = settings.captions == "burn" or (settings.captions == "auto" and is_silent(settings))
    orders = []
    for panel, (_, shot) in zip(panels, screenplay.shots(), strict=True):
        timing = timings[str(panel.shot.id)]
        start, end = shared[str(panel.shot.id)]
        still = stills[str(panel.shot.id)]
        render = merge_render(screenplay.render, shot.render)
        task = ClipTask(panel, timing.num_frames, fps, timing.speech(), still.path, render=render)
        fresh = tuple(sorted({start, timing.num_frames - end} - {0, timing.num_frames}))
        captions = _captions(timing, motion, panel) if burn else ()
        orders.append(ClipOrder(task, still.fingerprint, settings.quality, fresh, captions))
    return orders


def _captions(timing: ShotTiming, motion: LetterMotion, panel: Panel) -> tuple[Caption, ...]:
    """The words of a shot as captions, each for as long as its subtitle stands, where no face is planned."""
    words = [Words(t.line.text, t.start_s, t.line.duration_s) for t in timing.lines]
    cues = make_cues(words, timing.duration_s)
    faces = find_faces(panel.shot, panel.width / panel.height)
    high = stands_higher([cue.text for cue in cues], faces, panel.width, panel.height)
    return tuple(
        Caption(cue.text, round(cue.start_s * timing.fps), round(cue.end_s * timing.fps), motion, high)
        for cue in cues
    )


def find_faces(shot: Shot, aspect: float) -> list[Box]:
    """Where a shot's boxes have faces: above in who stands, lower too in who is broader than tall."""
    faces = []
    for left, top, right, bottom in (m.box for p in shot.who or () for m in p.path or ()):
        broad = (right - left) * aspect > bottom - top
        faces.append((left, top, right, top + _FACE[broad] * (bottom - top)))
    return faces


_FACE = (0.55, 0.8)
"""Share of the height of a box in which the face is, of who stands, and of who lies or is long."""


def check(production: Production) -> dict[str, list[str]]:
    """What the backends will do otherwise than asked: shot id → sentences. Nothing is rendered.

    Raises:
        BackendError: a shot or a join that the chosen backends cannot make; the text names alternatives.
        CutError: a stated duration is too short for its joins.
    """
    screenplay, settings = production.screenplay, production.settings
    drawer = find_backend("shots.keyframes", settings.keyframes)
    shooter = find_backend("shots.clips", settings.clips)
    panels = keyframe_floor.make_panels(screenplay, production.folder)
    if settings.truth and not shooter.card.truth:
        raise BackendError(
            f"{shooter.card.name!r} clips know nothing of what is in them. Drop --truth, or choose "
            "--clips animatic."
        )
    notes = _check_joins(screenplay, shooter.card, settings.titles)
    for shot, before, after in _share(
        with_cards(screenplay) if settings.titles else screenplay, settings.titles
    ):
        sound_floor.check_duration(shot, screenplay.frame.fps, joins_s=before + after)
    check_lengths(production, _stated_frames(screenplay))
    for shot_id, said in check_stills(production).items():
        notes.setdefault(shot_id, []).extend(said)
    tasks = foresee_tasks(screenplay, panels)
    tasks += _foresee_bridges(screenplay, tasks).values()
    for shot_id, said in clip_floor.check_tasks(tasks, shooter, drawer.card.name).items():
        notes[shot_id] = list(dict.fromkeys([*notes.get(shot_id, []), *said]))
    if said_of_words := _check_words(screenplay, settings):
        notes["words"] = said_of_words
    return notes


def foresee_tasks(screenplay: Screenplay, panels: Sequence[Panel]) -> list[ClipTask]:
    """The shots as far as they are known before anything is spoken or drawn."""
    fps = screenplay.frame.fps
    return [
        ClipTask(
            panel,
            max(1, round((panel_seconds(shot) or 1) * fps)),
            fps,
            render=merge_render(screenplay.render, shot.render),
        )
        for panel, (_, shot) in zip(panels, screenplay.shots(), strict=True)
    ]


def foresee(production: Production) -> list[Cost]:
    """What every shot will take to be set in motion, in order. Nothing is rendered.

    Raises:
        BackendError: as `check`.
    """
    check(production)
    screenplay, settings = production.screenplay, production.settings
    panels = keyframe_floor.make_panels(screenplay, production.folder)
    shared = {name: (before, after) for name, before, after in overlaps(screenplay, settings)}
    tasks = []
    for task, (_, shot) in zip(foresee_tasks(screenplay, panels), screenplay.shots(), strict=True):
        before, after = (frames / task.fps for frames in shared[str(shot.id)])
        lengths = [reading_seconds(text) for _, text in script_lines(shot)]
        frames = sound_floor.count_frames(lengths, task.fps, before, after)
        tasks.append(task if shot.duration_s else replace(task, num_frames=frames))
    bridges = _foresee_bridges(screenplay, tasks)
    tasks = [task for shot in tasks for task in (shot, bridges.get(str(shot.panel.shot.id))) if task]
    return foresee_costs(tasks, find_backend("shots.clips", settings.clips), production.workspace)


def check_stills(production: Production) -> dict[str, list[str]]:
    """What will be drawn otherwise than asked, whoever may set it in motion: shot id → sentences.

    Raises:
        BackendError: a still that the chosen backend cannot draw, or not in this manner.
        ScreenplayError: a person whose photograph would be used has not agreed to it.
    """
    drawer = find_backend("shots.keyframes", production.settings.keyframes)
    check_consent(production.screenplay, production.folder, hosted=drawer.card.hosted)
    panels = keyframe_floor.make_panels(production.screenplay, production.folder)
    keyframe_floor.check_manner(drawer, choose_manner(production, panels))
    return keyframe_floor.check_panels(panels, drawer)


def _check_words(screenplay: Screenplay, settings: Settings) -> list[str]:
    """Languages that the voices, and letters that the captions, do not have."""
    words = [text for _, shot in screenplay.shots() for _, text in script_lines(shot)]
    headings = [heading for _, heading in chapters(screenplay)]
    letters = "".join([screenplay.title or "", *headings, *words])
    return [*sound_floor.check_voices(screenplay, find_voices(settings.voices)), *check_letters(letters)]


def panel_seconds(shot: Shot) -> float:
    """How long the shot will last, as far as is known before anything is spoken."""
    return shot.duration_s or sum(reading_seconds(text) for _, text in script_lines(shot))


def bridges_of(screenplay: Screenplay) -> list[Bridge]:
    """The bridges between the shots of a film, in order."""
    return list_bridges([shot for _, shot in screenplay.shots()], screenplay.frame.fps)


def _foresee_bridges(screenplay: Screenplay, tasks: Sequence[ClipTask]) -> dict[str, ClipTask]:
    """Shot id → the bridge after it, as far as it is known before its pictures are there."""
    by_id = {str(task.panel.shot.id): task for task in tasks}
    pictures, render = (Path("first.png"), Path("last.png")), screenplay.render or Render()
    return {
        bridge.before: make_task(bridge, by_id[bridge.before], by_id[bridge.after], pictures, render)
        for bridge in bridges_of(screenplay)
    }


def _stated_frames(screenplay: Screenplay) -> dict[str, int]:
    """Shot id → its frames, of the shots whose length is stated."""
    stated = {str(shot.id): shot.duration_s for _, shot in screenplay.shots()}
    fps = screenplay.frame.fps
    return {name: max(1, round(seconds * fps)) for name, seconds in stated.items() if seconds}


def check_lengths(production: Production, frames: Mapping[str, int]) -> None:
    """Refuse shots that are too short for the joins that clips make; `frames` are those that are known."""
    screenplay = production.screenplay
    shared = {name: before + after for name, before, after in overlaps(screenplay, production.settings)}
    check_room(bridges_of(screenplay), frames, shared, screenplay.frame.fps)
    check_reach(screenplay, frames)


def _check_joins(screenplay: Screenplay, card: Card, titles: bool) -> dict[str, list[str]]:
    """Joins that will be others than asked: shot id → sentences."""
    shots = [shot for _, shot in screenplay.shots()]
    notes: dict[str, list[str]] = {}
    before_card = {str(a.shots[-1].id) for a, b in pairwise(screenplay.scenes) if titles and b.chapter}
    for number, (shot, made) in enumerate(zip(shots, list_joins(screenplay), strict=True), 1):
        kind = (shot.transition or Transition()).kind
        if kind not in card.joins:
            raise BackendError(
                f"Shot {shot.id}: the transition is {kind!r}; {card.name!r} clips can be joined by "
                f"{', '.join(sorted(card.joins))}. Choose one of these, or another --clips backend"
                f"{f': {WHO_JOINS[kind]}' if kind in WHO_JOINS else ''}."
            )
        if kind in MADE_BY_CLIPS and number == len(shots):
            raise BackendError(
                f"Shot {shot.id}: the transition is {kind!r}, but no shot follows. "
                "Choose cut, dissolve or fade."
            )
        if kind == "bridge" and str(shot.id) in before_card:
            raise BackendError(
                f"Shot {shot.id}: the transition is 'bridge', but a chapter's card follows. "
                "Choose cut, dissolve or fade, drop the chapter, or make the film with --no-titles."
            )
        if made.kind == "smooth" and not card.leans:
            notes[str(shot.id)] = [
                f"smooth: {card.name} cannot let its end lean to the next keyframe; the jump to it stays"
            ]
        if kind != made.kind:
            notes[str(shot.id)] = [f"the scene changes: {kind} is a {made.kind} here, nothing is carried"]
    return notes

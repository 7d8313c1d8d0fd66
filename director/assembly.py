"""The last step of a production: title and end card, the cut, the report and the board.

film, report = assemble(production, timings, stills, clips, Path("fox.mp4"))
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from director.cards import (
    END_ID,
    END_S,
    TITLE_ID,
    chapters,
    last_transition,
    make_card,
    overlaps,
    with_cards,
)
from director.production import Meter, Production, find_anchor_pictures, find_voices
from director.report import BridgeReport, JoinReport, Report, ShotReport
from director.spending import report_spending, sum_charges
from prompts.screenplay import Transition
from shots.backends import find_backend
from shots.bridge import list_bridges
from shots.cutting.seams import find_seams
from shots.cutting.timeline import Clip, Timeline, lay_out, overlap_frames
from shots.encode import join_bounds
from shots.slate import Take, disk_errors, fingerprint, fingerprint_file, write_whole
from shots.sound import ShotTiming

FILM_SLATE = "film.slate.json"
REPORT = "report.json"


def assemble(
    production: Production,
    timings: Mapping[str, ShotTiming],
    stills: Mapping[str, Take],
    clips: Mapping[str, Take],
    notes: Mapping[str, Sequence[str]],
    film: Path,
) -> Report:
    """The film file, its subtitles and timeline beside it, and in the production its report and board.

    A film that is there and was cut from the same takes is left as it is.

    Args:
        production: what is made.
        timings: of the title card and every shot.
        stills: shot id → keyframe.
        clips: shot id → clip.
        notes: shot id → what was drawn or shot otherwise than asked.
        film: where the film goes, `.mp4`.

    Raises:
        CutError: clips, joins or music do not fit.
        WorkspaceError: the disk is full or cannot be written. The old film is kept.
    """
    reel = make_reel(production, timings, clips)
    timeline = lay_out(reel, production.screenplay.frame.fps)
    stand_ins = name_stand_ins(production, notes)
    inputs = _film_inputs(production, timeline, clips, stand_ins)
    meter = Meter("cut", 1, production.listener)
    said = _recall(production, inputs, film)
    if said is None:
        said = _cut(production, timeline, stand_ins, film, meter)
        _remember(production, inputs, film, said)
    meter.step("film")
    report = _report(production, timeline, stills, clips, {**notes, "film": said}, stand_ins, film)
    text = report.model_dump_json(indent=1) + "\n"
    file = production.workspace.path(REPORT)
    if not file.is_file() or _lasting(file.read_text(encoding="utf-8")) != _lasting(text):
        write_whole(file, text)
        _write_board(production, report, stills)
    return report


def _lasting(report: str) -> Any:
    """A report without what changes from run to run."""
    try:
        values = json.loads(report)
    except ValueError:
        return None
    return {name: value for name, value in values.items() if name not in ("rendered", "reused", "spent_now")}


def make_reel(
    production: Production, timings: Mapping[str, ShotTiming], clips: Mapping[str, Take]
) -> list[Clip]:
    """Every clip in order, the cards among them, each with its transition to the next."""
    screenplay, settings = production.screenplay, production.settings
    told = with_cards(screenplay) if settings.titles else screenplay
    cards = {TITLE_ID, *(name for name, _ in chapters(screenplay))}
    joins = {name: (before, after) for name, before, after in overlaps(screenplay, settings)}
    shots = [shot for _, shot in screenplay.shots()]
    bridges = {bridge.before: bridge for bridge in list_bridges(shots, screenplay.frame.fps)}
    reel = []
    for scene, shot in told.shots():
        name, timing = str(shot.id), timings[str(shot.id)]
        transition, metadata, sound = shot.transition or Transition(), {}, False
        if name in cards:
            before, after = joins[name]
            path = _card(production, name, timing.num_frames, before, after)
        else:
            path, sound = clips[name].path, bool(clips[name].notes.get("sound"))
            metadata = {"scene": scene.id, "action": shot.action, "narration": shot.narration}
        reel.append(Clip(name, path, timing.num_frames, transition, timing.lines, sound, metadata=metadata))
        if bridge := bridges.get(name):
            reel.append(Clip(bridge.id, clips[bridge.id].path, bridge.num_frames, bridges=True))
    if not settings.titles:
        return reel
    leaving = last_transition(screenplay)
    reel[-1] = replace(reel[-1], transition=leaving)
    num_frames = round(END_S * screenplay.frame.fps)
    shared = overlap_frames(leaving, screenplay.frame.fps)
    return [*reel, Clip(END_ID, _card(production, END_ID, num_frames, shared, 0), num_frames)]


def _card(production: Production, name: str, num_frames: int, before: int, after: int) -> Path:
    fresh_at = list(join_bounds(num_frames, before, after))
    quality, workspace = production.settings.quality, production.workspace
    return make_card(production.screenplay, name, num_frames, fresh_at, quality, workspace)


# -- what the film is made from


def name_stand_ins(production: Production, notes: Mapping[str, Sequence[str]]) -> list[str]:
    """Everything in the film that stands in for the real thing, one sentence each."""
    settings = production.settings
    cards = [
        find_backend("shots.keyframes", settings.keyframes).card,
        find_backend("shots.clips", settings.clips).card,
        find_voices(settings.voices).card,
    ]
    said = [f"{card.name}: {card.stand_in}" for card in cards if card.stand_in]
    said += [note for shot_notes in notes.values() for note in shot_notes if note.startswith("stand-in")]
    return list(dict.fromkeys(said))


def _film_inputs(
    production: Production, timeline: Timeline, clips: Mapping[str, Take], stand_ins: list[str]
) -> dict[str, Any]:
    screenplay = production.screenplay
    music = screenplay.music
    return {
        "clips": [
            [clip.path.name, clip.num_frames, clip.transition, clip.metadata] for clip in timeline.clips
        ],
        "lines": [
            [line.start_s, line.line.path.name, line.line.text]
            for clip in timeline.clips
            for line in clip.lines
        ],
        "title": screenplay.title,
        "language": screenplay.language,
        "frame": screenplay.frame,
        "quality": production.settings.quality,
        "music": [fingerprint_file(production.folder / music.file), music.gain_db] if music else None,
        "stand_ins": stand_ins,
    }


def _recall(production: Production, inputs: Any, film: Path) -> list[str] | None:
    """What the cut said when it made this very film, or None if the film must be cut."""
    try:
        slate = json.loads(production.workspace.path(FILM_SLATE).read_text(encoding="utf-8"))
        same = slate["fingerprint"] == fingerprint(inputs) and slate["bytes"] == film.stat().st_size
        return list(slate["notes"]) if same and film.with_suffix(".otio").is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # never cut, moved away, or damaged: it is cut again


def _remember(production: Production, inputs: Any, film: Path, notes: Sequence[str]) -> None:
    slate = {
        "fingerprint": fingerprint(inputs),
        "bytes": film.stat().st_size,
        "film": film.name,
        "notes": list(notes),
    }
    write_whole(production.workspace.path(FILM_SLATE), json.dumps(slate, indent=1) + "\n")


def _cut(
    production: Production, timeline: Timeline, stand_ins: Sequence[str], film: Path, meter: Meter
) -> list[str]:
    from shots.cut import cut
    from shots.cutting.mix import Score

    screenplay = production.screenplay
    music = screenplay.music

    def count(done: int, total: int) -> None:
        meter.total = total + 1
        meter.step(f"join {done}")

    made = cut(
        timeline.clips,
        film,
        workspace=production.workspace,
        width=screenplay.frame.width,
        height=screenplay.frame.height,
        fps=screenplay.frame.fps,
        quality=production.settings.quality,
        title=screenplay.title or "",
        language=screenplay.language or "",
        music=Score(production.folder / music.file, music.gain_db) if music else None,
        stand_ins=stand_ins,
        chapters=dict(chapters(screenplay)) if production.settings.titles else None,
        on_piece=count,
    )
    return list(made.notes)


# -- what is said about it


def _report(
    production: Production,
    timeline: Timeline,
    stills: Mapping[str, Take],
    clips: Mapping[str, Take],
    notes: Mapping[str, Sequence[str]],
    stand_ins: list[str],
    film: Path,
) -> Report:
    screenplay, settings = production.screenplay, production.settings
    takes = [*stills.values(), *clips.values()]
    now = production.purse.charges_now
    said = [f"{shot_id}: {note}" for shot_id, shot_notes in notes.items() for note in shot_notes]
    return Report(
        title=screenplay.title or "",
        film=film.name,
        duration_s=round(timeline.num_frames / timeline.fps, 3),
        num_frames=timeline.num_frames,
        width=screenplay.frame.width,
        height=screenplay.frame.height,
        fps=timeline.fps,
        made_by={
            "writer": production.planned_by,
            "keyframes": settings.keyframes,
            "clips": settings.clips,
            "voices": find_voices(settings.voices).card.name,
            "quality": settings.quality,
        },
        stand_ins=stand_ins,
        notes=[*production.notes, *said],
        problems=list(production.problems),
        review=production.reviewed,
        shots=list(_shot_reports(production, timeline, stills, clips)),
        rendered=sum(not take.reused for take in takes),
        reused=sum(take.reused for take in takes),
        spending=report_spending(production.purse),
        spent_now=sum_charges(production.purse, now) if now else None,
    )


def _shot_reports(
    production: Production, timeline: Timeline, stills: Mapping[str, Take], clips: Mapping[str, Take]
) -> Iterator[ShotReport]:
    root = production.workspace.root
    seams = find_seams(timeline, production.workspace)
    for n, (clip, start) in enumerate(zip(timeline.clips, timeline.starts, strict=True)):
        if clip.id not in stills:
            continue
        seam: dict[str, Any] = dict(seams.get(clip.id, {}))
        if seam and timeline.clips[n + 1].bridges:
            seam["bridge"] = _bridge_report(timeline, n + 1, seam, clips, root)
        yield ShotReport(
            id=clip.id,
            words=" ".join(line.line.text for line in clip.lines),
            start_s=round(start / timeline.fps, 3),
            duration_s=round(clip.num_frames / timeline.fps, 3),
            keyframe=stills[clip.id].path.relative_to(root).as_posix(),
            clip=clip.path.relative_to(root).as_posix(),
            first_frame_ssim=clips[clip.id].notes.get("first_frame", {}).get("ssim"),
            join=JoinReport(kind=clip.transition.kind, **seam) if seam else None,
        )


def _bridge_report(
    timeline: Timeline, index: int, seam: dict[str, Any], clips: Mapping[str, Take], root: Path
) -> BridgeReport:
    clip = timeline.clips[index]
    notes = clips[clip.id].notes
    return BridgeReport(
        clip=clip.path.relative_to(root).as_posix(),
        start_s=round(timeline.starts[index] / timeline.fps, 3),
        duration_s=round(clip.num_frames / timeline.fps, 3),
        opens=seam.pop("opens"),
        ends=seam.pop("ends"),
        first_frame_ssim=notes.get("first_frame", {}).get("ssim"),
        last_frame_ssim=notes.get("last_frame", {}).get("ssim"),
    )


def _write_board(production: Production, report: Report, stills: Mapping[str, Take]) -> None:
    from director.board import write_board

    pictures = {shot_id: take.path for shot_id, take in stills.items()}
    durations = {shot.id: shot.duration_s for shot in report.shots}
    said = [*report.stand_ins, *report.notes, *report.problems]
    folder = production.workspace.root
    with disk_errors(folder):
        anchors = find_anchor_pictures(production)
        seams = {shot.id: shot.join.ratio for shot in report.shots if shot.join}
        write_board(production.screenplay, pictures, durations, said, folder, anchors, seams)

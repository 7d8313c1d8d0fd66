"""The timeline for an editor: an OpenTimelineIO file beside the film.

Clips, transitions and voices with relative paths to their files, so that a folder can be moved and the edit
be opened in a video editor. Nothing is read back from it.

    write_otio(timeline, Path("fox.otio"), title="The Fox")
"""

from __future__ import annotations

import os
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shots.cutting.mix import RATE, Score, place_voices, sample_at
from shots.cutting.timeline import Clip, Timeline
from shots.slate import write_whole

if TYPE_CHECKING:
    import opentimelineio


def write_otio(timeline: Timeline, path: Path, *, title: str = "", music: Score | None = None) -> None:
    """Write the film's timeline; the old file stays whole until the new one is.

    Raises:
        WorkspaceError: the disk is full or cannot be written.
    """
    import opentimelineio as otio

    document = otio.schema.Timeline(name=title, global_start_time=otio.opentime.RationalTime(0, timeline.fps))
    document.metadata["story-to-film"] = {"synthetic": True}
    document.tracks.append(_picture_track(timeline, path.parent))
    if any(clip.lines for clip in timeline.clips):
        document.tracks.append(_voice_track(timeline, path.parent))
    if music:
        document.tracks.append(_music_track(timeline, music, path.parent))
    write_whole(path, document.to_json_string() + "\n")


def _picture_track(timeline: Timeline, folder: Path) -> opentimelineio.schema.Track:
    import opentimelineio as otio

    track = otio.schema.Track(name="picture", kind=otio.schema.TrackKind.Video)
    for n, clip in enumerate(timeline.clips):
        # Editors cut in the middle of an overlap: each clip is trimmed there, and the transition takes the
        # rest.
        first, last = timeline.alone(n)
        before, overlap = timeline.mixed(n - 1), timeline.mixed(n)
        track.append(_picture(clip, first - before + before // 2, last + overlap // 2, timeline.fps, folder))
        if overlap:
            track.append(
                otio.schema.Transition(
                    name=clip.transition.kind,
                    transition_type=otio.schema.TransitionTypes.SMPTE_Dissolve
                    if clip.transition.kind == "dissolve"
                    else otio.schema.TransitionTypes.Custom,
                    in_offset=otio.opentime.RationalTime(overlap // 2, timeline.fps),
                    out_offset=otio.opentime.RationalTime(overlap - overlap // 2, timeline.fps),
                    metadata={"story-to-film": {"kind": clip.transition.kind}},
                )
            )
    return track


def _picture(clip: Clip, first: int, last: int, fps: int, folder: Path) -> opentimelineio.schema.Clip:
    import opentimelineio as otio

    return otio.schema.Clip(
        name=clip.id,
        media_reference=_reference(clip.path, folder, clip.num_frames, fps),
        source_range=_range(first, last - first, fps),
        metadata={"story-to-film": {**clip.metadata, "lines": [t.line.text for t in clip.lines]}},
    )


def _voice_track(timeline: Timeline, folder: Path) -> opentimelineio.schema.Track:
    import opentimelineio as otio

    track = otio.schema.Track(name="voices", kind=otio.schema.TrackKind.Audio)
    end = 0
    for voice in place_voices(timeline):
        if voice.start > end:
            track.append(otio.schema.Gap(source_range=_range(0, voice.start - end, RATE)))
        # A track holds one thing at a time: a line that begins before the one before it ends loses its head
        # here.
        head = max(0, end - voice.start)
        if head >= voice.num_samples:
            continue
        track.append(
            otio.schema.Clip(
                name=voice.path.stem,
                media_reference=_reference(voice.path, folder, voice.num_samples, RATE),
                source_range=_range(head, voice.num_samples - head, RATE),
            )
        )
        end = voice.start + voice.num_samples
    return track


def _music_track(timeline: Timeline, music: Score, folder: Path) -> opentimelineio.schema.Track:
    import opentimelineio as otio

    track = otio.schema.Track(name="music", kind=otio.schema.TrackKind.Audio)
    length = sample_at(timeline.num_frames, timeline.fps)
    track.append(
        otio.schema.Clip(
            name=music.path.stem,
            media_reference=otio.schema.ExternalReference(target_url=_url(music.path, folder)),
            source_range=_range(0, length, RATE),
            metadata={"story-to-film": {"gain_db": music.gain_db, "repeats": True}},
        )
    )
    return track


def _reference(path: Path, folder: Path, length: int, rate: int) -> Any:
    import opentimelineio as otio

    return otio.schema.ExternalReference(
        target_url=_url(path, folder), available_range=_range(0, length, rate)
    )


def _url(path: Path, folder: Path) -> str:
    relative = Path(os.path.relpath(path.resolve(), folder.resolve()))
    return urllib.parse.quote(relative.as_posix())


def _range(start: int, length: int, rate: int) -> opentimelineio.opentime.TimeRange:
    import opentimelineio as otio

    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(length, rate)
    )

"""The cut: clips, voices and music become one film file, with its subtitles and its timeline beside it.

Packets of the clips are copied; only the joins are encoded anew, each a take of the workspace. Clips in
another encoding are encoded once and noted. What is said is decided before; nothing here draws or speaks.

    report = cut(clips, Path("fox.mp4"), workspace=workspace, width=1280, height=720, fps=24, title="The Fox")
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from prompts.errors import CutError
from shots.backends import SYNTHETIC
from shots.cutting.footage import Footage, inspect_clip
from shots.cutting.joins import Piece, film_setup, piece_inputs, plan_pieces, render_piece
from shots.cutting.mix import MIX_VERSION, Score, check_score, mix_film, place_sounds, place_voices, sample_at
from shots.cutting.mux import FilmText, mux_film, write_sound
from shots.cutting.otio import write_otio
from shots.cutting.subtitles import Cue, Words, make_cues, to_srt
from shots.cutting.timeline import Clip, Timeline, lay_out
from shots.encode import Quality, plain_disk_errors
from shots.slate import Notes, Take, Workspace, disk_errors, fingerprint_file, replace_whole, write_whole


@dataclass(frozen=True)
class CutReport:
    """What was made."""

    path: Path
    srt: Path | None
    """None if nothing is said"""
    otio: Path
    num_frames: int
    duration_s: float
    copied_frames: int
    """frames whose packets came from the clips as they were"""
    pieces_made: int
    pieces_reused: int
    notes: tuple[str, ...]
    """what was done otherwise than a reader might think, one sentence each"""


def cut(
    clips: Sequence[Clip],
    path: Path,
    *,
    workspace: Workspace,
    width: int,
    height: int,
    fps: int,
    quality: Quality = "standard",
    title: str = "",
    language: str = "",
    music: Score | None = None,
    stand_ins: Sequence[str] = (),
    chapters: Mapping[str, str] | None = None,
    on_piece: Callable[[int, int], None] | None = None,
) -> CutReport:
    """Make the film file, `.srt` and `.otio` beside it. The old files stay whole until the new ones are.

    The film is exactly as long as its clips less their overlaps. H.264 and AAC in mp4, subtitles as a track.

    Args:
        clips: in order, each with its transition to the next.
        path: the film, `.mp4`.
        workspace: where joins are kept, so that an edit makes only those it touches.
        width: pixels; every clip must have this size.
        height: pixels.
        fps: frames per second of every clip.
        quality: of the joins; clips of the same quality are copied.
        title: goes into the file.
        language: code of the words, goes onto the subtitle and sound tracks.
        music: a file under the whole film.
        stand_ins: what is not the real thing; goes into the file.
        chapters: id of the clip with which a chapter begins → its heading; goes into the file.
        on_piece: called with (joins done, joins in all).

    Raises:
        CutError: clips, joins or music do not fit; the text names the clip.
        WorkspaceError: the disk is full or cannot be written. The old film is kept.
    """
    _check_path(path)
    timeline = lay_out(clips, fps)
    if music:
        check_score(music)
    footage = [_inspected(clip, width, height, fps) for clip in clips]
    setup = film_setup(width, height, fps, quality)
    pieces = plan_pieces(timeline, footage, setup)
    takes = _render_pieces(pieces, timeline, footage, workspace, quality, on_piece)
    cues = make_cues(film_words(timeline), timeline.num_frames / fps)
    text = FilmText(
        title, language, _comment(stand_ins), tuple(cues), _marks(timeline, chapters or {}, title)
    )
    sound = _mix(timeline, music, workspace)
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replace_whole(path) as temporary, plain_disk_errors(path):
            sources = [
                _source(piece, take, timeline, footage) for piece, take in zip(pieces, takes, strict=True)
            ]
            mux_film(sources, sound.path, text, temporary, fps)
    srt = _write_srt(path, cues)
    otio = path.with_suffix(".otio")
    write_otio(timeline, otio, title=title, music=music)
    return CutReport(
        path=path,
        srt=srt,
        otio=otio,
        num_frames=timeline.num_frames,
        duration_s=timeline.num_frames / fps,
        copied_frames=sum(p.last - p.first for p in pieces if p.copied is not None),
        pieces_made=sum(1 for t in takes if t and not t.reused),
        pieces_reused=sum(1 for t in takes if t and t.reused),
        notes=tuple(_notes(timeline, footage, setup)),
    )


def film_words(timeline: Timeline) -> list[Words]:
    """Every line of the film at its place, in seconds from its beginning."""
    return [
        Words(timed.line.text, start / timeline.fps + timed.start_s, timed.line.duration_s)
        for start, clip in zip(timeline.starts, timeline.clips, strict=True)
        for timed in clip.lines
    ]


def _marks(
    timeline: Timeline, chapters: Mapping[str, str], title: str
) -> tuple[tuple[str, float, float], ...]:
    """(heading, first second, last second) of each chapter, each up to the next.

    Players want a film's chapters to begin at its beginning, so what is before the first bears the title.
    """
    begins = {clip.id: start for clip, start in zip(timeline.clips, timeline.starts, strict=True)}
    starts = [(begins[name] / timeline.fps, heading) for name, heading in chapters.items()]
    if starts and starts[0][0] > 0:
        starts = [(0.0, title), *starts]
    ends = [start for start, _ in starts[1:]] + [timeline.num_frames / timeline.fps]
    return tuple((heading, start, end) for (start, heading), end in zip(starts, ends, strict=False))


def _check_path(path: Path) -> None:
    if path.suffix.lower() != ".mp4":
        raise CutError(f"{path}: films are written as .mp4. Choose a name that ends in .mp4.")
    if path.is_dir():
        raise CutError(f"{path} is a folder. Choose a name for the film inside it, or another one.")


def _inspected(clip: Clip, width: int, height: int, fps: int) -> Footage:
    """The clip's file, if it is what the film needs."""
    footage = inspect_clip(clip.path)
    if (footage.width, footage.height) != (width, height):
        raise CutError(
            f"Clip {clip.id} is {footage.width}x{footage.height}; the film is {width}x{height}. Shoot "
            f"the clip again "
            "in the film's size, or set `frame` to the clip's."
        )
    if footage.num_frames > 1 and footage.fps != fps:
        raise CutError(
            f"Clip {clip.id} has {float(footage.fps):g} frames per second; the film has {fps}. Shoot "
            f"the clip again "
            "at the film's rate, or set `frame.fps` to the clip's."
        )
    if footage.num_frames != clip.num_frames:
        raise CutError(
            f"Clip {clip.id} holds {footage.num_frames} frames where {clip.num_frames} are needed. Delete "
            f"{clip.path.name} and run the same command again: it is made again."
        )
    return footage


def _render_pieces(
    pieces: Sequence[Piece],
    timeline: Timeline,
    footage: Sequence[Footage],
    workspace: Workspace,
    quality: Quality,
    on_piece: Callable[[int, int], None] | None,
) -> list[Take | None]:
    """A take for each rendered piece, None for each copied one."""
    marks = [fingerprint_file(clip.path) for clip in timeline.clips]
    takes: list[Take | None] = []
    total, done = sum(1 for piece in pieces if piece.copied is None), 0
    for piece in pieces:
        if piece.copied is not None:
            takes.append(None)
            continue
        takes.append(_render(piece, timeline, footage, marks, workspace, quality))
        done += 1
        if on_piece:
            on_piece(done, total)
    return takes


def _render(
    piece: Piece,
    timeline: Timeline,
    footage: Sequence[Footage],
    marks: Sequence[str],
    workspace: Workspace,
    quality: Quality,
) -> Take:
    shown = [s.clip for s in timeline.spans() if s.first < piece.last and piece.first < s.last]

    def build(path: Path, notes: Notes) -> None:
        notes["num_frames"] = render_piece(piece, timeline, footage, path, quality)

    inputs = piece_inputs(piece, timeline, marks, quality)
    return workspace.make("joins", timeline.clips[shown[0]].id, ".mp4", inputs, build)


def _mix(timeline: Timeline, music: Score | None, workspace: Workspace) -> Take:
    """The film's sound as a take: an edit of the picture alone leaves it as it is."""
    voices, sounds = place_voices(timeline), place_sounds(timeline)
    num_samples = sample_at(timeline.num_frames, timeline.fps)

    def build(path: Path, notes: Notes) -> None:
        notes["num_samples"] = write_sound(mix_film(voices, music, num_samples, sounds), path)

    inputs = {
        "step": MIX_VERSION,
        "voices": [[fingerprint_file(voice.path), voice.start, voice.num_samples] for voice in voices],
        "music": [fingerprint_file(music.path), music.gain_db] if music else None,
        "num_samples": num_samples,
    }
    if sounds:
        inputs["sounds"] = [[fingerprint_file(s.path), s.start, s.num_samples, s.fade_s] for s in sounds]
    return workspace.make("sound", "film", ".m4a", inputs, build)


def _source(
    piece: Piece, take: Take | None, timeline: Timeline, footage: Sequence[Footage]
) -> tuple[Footage, int, int]:
    """Which pictures of which file make up the piece."""
    if take is not None:
        made = inspect_clip(take.path)
        if made.num_frames != piece.last - piece.first:
            raise CutError(
                f"The join {take.path.name} is damaged. Delete it and run the same command again: it is "
                f"made again."
            )
        return made, 0, made.num_frames
    assert piece.copied is not None
    offset = timeline.starts[piece.copied]
    return footage[piece.copied], piece.first - offset, piece.last - offset


def _write_srt(path: Path, cues: Sequence[Cue]) -> Path | None:
    """The subtitles beside the film; none, and none from before, if nothing is said."""
    srt = path.with_suffix(".srt")
    if not cues:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(srt)
        return None
    write_whole(srt, to_srt(cues))
    return srt


def _comment(stand_ins: Sequence[str]) -> str:
    return f"{SYNTHETIC} Stand-ins: {'; '.join(stand_ins)}." if stand_ins else SYNTHETIC


def _notes(timeline: Timeline, footage: Sequence[Footage], setup: bytes) -> list[str]:
    foreign = [
        f"{clip.id} ({material.codec})"
        for n, (clip, material) in enumerate(zip(timeline.clips, footage, strict=True))
        if material.setup != setup and timeline.alone(n)[0] < timeline.alone(n)[1]
    ]
    if not foreign:
        return []
    return [f"Encoded anew because they are in another encoding than the film: {', '.join(foreign)}."]

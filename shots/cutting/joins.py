"""Joins: the few pictures in which one clip becomes the next, and what of a film need not be made anew.

A film is a row of pieces. A piece is either a run of packets copied from a clip, or pictures that are
rendered (a dissolve, a fade, a clip in a foreign encoding) into a file of their own. Nothing here knows
sound.

    pieces = plan_pieces(timeline, footage, headers); pictures = film_pictures(timeline, footage, 12, 24)
"""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shots.cutting.footage import Footage, inspect_clip, read_pictures, to_rgb
from shots.cutting.timeline import Span, Timeline

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from shots.encode import Quality

JOIN_VERSION = "join/1"
"""Changes whenever the same join would look different; part of its fingerprint."""


@dataclass(frozen=True)
class Piece:
    """A run of film frames that comes from one file."""

    first: int
    """film frame"""
    last: int
    """film frame after the end"""
    copied: int | None
    """index of the clip whose packets are taken; None if the pictures are rendered"""


def plan_pieces(timeline: Timeline, footage: Sequence[Footage], setup: bytes) -> list[Piece]:
    """The film as pieces, in order, without a gap: as much copied as can be.

    Args:
        timeline: the film.
        footage: what each clip's file holds.
        setup: the decoder configuration of the film; clips with another one are rendered.
    """
    copies: list[Piece] = []
    for n, (clip, material) in enumerate(zip(timeline.clips, footage, strict=True)):
        keys = {*material.keyframes, clip.num_frames} if material.setup == setup else set()
        body, end = timeline.alone(n)
        inside = [k for k in keys if body <= k <= end]
        if len(inside) > 1:
            start = timeline.starts[n]
            copies.append(Piece(start + min(inside), start + max(inside), n))
    rendered = [p for gap in _gaps(copies, timeline.num_frames) for p in _split_gap(gap, timeline, copies)]
    return sorted([*copies, *rendered], key=lambda piece: piece.first)


def _gaps(copies: Sequence[Piece], num_frames: int) -> Iterator[tuple[int, int]]:
    end = 0
    for piece in copies:
        if end < piece.first:
            yield end, piece.first
        end = piece.last
    if end < num_frames:
        yield end, num_frames


def _split_gap(gap: tuple[int, int], timeline: Timeline, copies: Sequence[Piece]) -> Iterator[Piece]:
    """A gap as pieces of one clip or one join each, so that an edit later makes only what it touches."""
    copied = {piece.copied for piece in copies}
    bounds = {*gap}
    for span in timeline.spans():
        # What is left of a copied clip belongs to the join beside it: a few pictures more, one file less.
        if span.kind == "cut" and span.clip not in copied:
            bounds |= {b for b in (span.first, span.last) if gap[0] < b < gap[1]}
    ordered = sorted(bounds)
    return (Piece(a, b, None) for a, b in itertools.pairwise(ordered))


def piece_inputs(piece: Piece, timeline: Timeline, marks: Sequence[str], quality: Quality) -> dict[str, Any]:
    """All that a rendered piece depends on, for its fingerprint; `marks` are those of the clips' files."""
    from shots.encode import ENCODER_VERSION

    spans = [
        {
            "kind": span.kind,
            "length": span.last - span.first,
            "shown": [max(span.first, piece.first) - span.first, min(span.last, piece.last) - span.first],
            "clip": marks[span.clip],
            "from": span.first - span.offset,
            "next": [marks[span.clip + 1], span.first - span.next_offset] if span.kind != "cut" else None,
        }
        for span in timeline.spans()
        if span.first < piece.last and piece.first < span.last
    ]
    return {
        "step": JOIN_VERSION,
        "encoder": ENCODER_VERSION,
        "quality": quality,
        "fps": timeline.fps,
        "spans": spans,
    }


def film_pictures(
    timeline: Timeline, footage: Sequence[Footage], first: int, last: int
) -> Generator[VideoFrame, None, None]:
    """The pictures first <= film frame < last as they are seen, joins and all, yuv420p, one at a time.

    Raises:
        CutError: a clip breaks off.
    """
    with contextlib.ExitStack() as open_files:
        readers: dict[int, Generator[VideoFrame, None, None]] = {}

        def take(clip: int, number: int) -> VideoFrame:
            if clip not in readers:
                reader = read_pictures(footage[clip], number, timeline.clips[clip].num_frames)
                readers[clip] = open_files.enter_context(contextlib.closing(reader))
            return next(readers[clip])

        for span in timeline.spans():
            for frame in range(max(first, span.first), min(last, span.last)):
                yield _picture(span, frame, take)
            if span.last <= last and span.kind != "cut" and span.clip in readers:
                readers.pop(span.clip).close()


def _picture(span: Span, frame: int, take: Callable[[int, int], VideoFrame]) -> VideoFrame:
    earlier = take(span.clip, frame - span.offset)
    if span.kind == "cut":
        return earlier
    later = take(span.clip + 1, frame - span.next_offset)
    progress = (frame - span.first + 1) / (span.last - span.first + 1)
    if span.kind == "dissolve":
        return _dissolve(earlier, later, progress)
    return _fade(earlier, later, progress)


def _dissolve(earlier: VideoFrame, later: VideoFrame, progress: float) -> VideoFrame:
    from av.video.frame import VideoFrame

    # Linear in YUV is linear in RGB, and spares two conversions.
    weight = round(progress * 256)
    mixed = earlier.to_ndarray().astype(np.uint16) * np.uint16(256 - weight)
    mixed += later.to_ndarray().astype(np.uint16) * np.uint16(weight)
    mixed += np.uint16(128)
    mixed >>= np.uint16(8)
    return VideoFrame.from_ndarray(mixed.astype(np.uint8), format="yuv420p")


def _fade(earlier: VideoFrame, later: VideoFrame, progress: float) -> VideoFrame:
    """Half way out to black, half way in from it."""
    from moviepy import VideoClip, vfx

    picture, effect = (earlier, vfx.FadeOut(0.5)) if progress < 0.5 else (later, vfx.FadeIn(0.5))
    rgb = to_rgb(picture)
    moment = progress if progress < 0.5 else progress - 0.5
    shown = VideoClip(frame_function=lambda _: rgb, duration=0.5).with_effects([effect]).get_frame(moment)
    return _from_rgb(shown)


def _from_rgb(image: NDArray[Any]) -> VideoFrame:
    from av.video.frame import VideoFrame
    from av.video.reformatter import Colorspace

    rounded = np.clip(np.rint(image), 0, 255).astype(np.uint8)
    return VideoFrame.from_ndarray(rounded, format="rgb24").reformat(
        format="yuv420p", dst_colorspace=Colorspace.ITU709
    )


def render_piece(
    piece: Piece, timeline: Timeline, footage: Sequence[Footage], path: Path, quality: Quality
) -> int:
    """Write a rendered piece as an H.264 file; gives its number of frames.

    Raises:
        CutError: a clip breaks off.
        OSError: the disk is full or cannot be written.
    """
    from shots.encode import write_pictures

    pictures = film_pictures(timeline, footage, piece.first, piece.last)
    with contextlib.closing(pictures):
        return write_pictures(
            pictures,
            path,
            width=footage[0].width,
            height=footage[0].height,
            fps=timeline.fps,
            quality=quality,
        )


def film_setup(width: int, height: int, fps: int, quality: Quality) -> bytes:
    """The decoder configuration that our own clips of this size, rate and quality have."""
    from shots.encode import write_clip

    black = np.zeros((height, width, 3), np.uint8)
    with tempfile.TemporaryDirectory(prefix="film") as folder:
        path = Path(folder) / "black.mp4"
        write_clip([black], path, width=width, height=height, fps=fps, num_frames=1, quality=quality)
        return inspect_clip(path).setup

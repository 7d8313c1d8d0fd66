"""Clips in order, with the joins between them: which picture of which clip is seen when.

Arithmetic on frame numbers; no file is opened here. The law: the film is as long as its clips less their
overlaps.

    python -c "from pathlib import Path; from shots.cutting.timeline import Clip, lay_out; \
    print(lay_out([Clip('a', Path('a.mp4'), 48), Clip('b', Path('b.mp4'), 24)], fps=24).num_frames)"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from prompts.errors import CutError
from prompts.screenplay import Transition
from prompts.vocabulary import TransitionKind
from shots.sound import TimedLine

OVERLAP_S: dict[TransitionKind, float] = {"cut": 0.0, "dissolve": 0.5, "fade": 0.8}
"""Seconds that a join takes when the screenplay does not say."""
MADE_BY_CLIPS: frozenset[TransitionKind] = frozenset({"smooth", "bridge"})
"""Joins that are made by clips: the shots are as long as with a cut, and a bridge is a clip of its own."""


@dataclass(frozen=True)
class Clip:
    """One clip on its way into the film."""

    id: str
    path: Path
    num_frames: int
    transition: Transition = field(default_factory=Transition)
    """to the next clip; that of the last clip means nothing"""
    lines: tuple[TimedLine, ...] = ()
    """what is said during it"""
    sound: bool = False
    """its file holds a sound of its own, to be heard"""
    bridges: bool = False
    """it is the in-between clip of the clip before and the clip after, seen in place of both"""
    metadata: dict[str, Any] = field(default_factory=dict)
    """goes into the OpenTimelineIO file"""


@dataclass(frozen=True)
class Span:
    """A run of film frames that shows one clip, or two while they overlap."""

    first: int
    """film frame"""
    last: int
    """film frame after the end"""
    clip: int
    """index of the clip; of the earlier one in an overlap"""
    offset: int
    """clip frame that is seen at film frame 0, so clip frame = film frame - offset"""
    kind: TransitionKind = "cut"
    """how the overlap is shown; `cut` for a span of one clip"""
    next_offset: int = 0
    """as `offset`, of the clip after in an overlap"""


@dataclass(frozen=True)
class Timeline:
    """The film as frame numbers."""

    clips: tuple[Clip, ...]
    fps: int
    starts: tuple[int, ...]
    """film frame at which each clip begins to be seen"""
    overlaps: tuple[int, ...]
    """frames that each clip shares with the next, or that the one gives to the other; 0 for the last"""

    @property
    def num_frames(self) -> int:
        """How many frames the film has."""
        return self.starts[-1] + self.clips[-1].num_frames

    def overlap_in(self, index: int) -> int:
        """Frames that a clip shares with the one before."""
        return self.overlaps[index - 1] if index else 0

    def mixed(self, index: int) -> int:
        """Frames in which a clip and the next are seen at once; none where one of them is a bridge."""
        beside_a_bridge = any(clip.bridges for clip in self.clips[max(index, 0) : index + 2])
        return 0 if index < 0 or beside_a_bridge else self.overlaps[index]

    def alone(self, index: int) -> tuple[int, int]:
        """(first, frame after the end) of a clip's own frames that are seen without another."""
        clip = self.clips[index]
        if clip.bridges:
            return 0, clip.num_frames
        return self.overlap_in(index), clip.num_frames - self.overlaps[index]

    def spans(self) -> Iterator[Span]:
        """The whole film, in order, without a gap."""
        for n, clip in enumerate(self.clips):
            start = self.starts[n]
            body, end = (start + frame for frame in self.alone(n))
            if body < end:
                yield Span(body, end, n, start)
            if mixed := self.mixed(n):
                yield Span(end, end + mixed, n, start, clip.transition.kind, self.starts[n + 1])


def overlap_seconds(transition: Transition | None) -> float:
    """How long two clips are seen at once, in seconds."""
    transition = transition or Transition()
    if transition.kind in MADE_BY_CLIPS:
        return 0.0
    return OVERLAP_S[transition.kind] if transition.duration_s is None else transition.duration_s


def overlap_frames(transition: Transition | None, fps: int) -> int:
    """How many frames two clips are seen at once: whole frames, at least one if it takes any time."""
    seconds = overlap_seconds(transition)
    return max(1, round(seconds * fps)) if seconds else 0


def share_of_bridge(num_frames: int) -> tuple[int, int]:
    """(frames of the clip before, of the clip after) in place of which a bridge is seen."""
    return num_frames // 2, num_frames - num_frames // 2


def _overlap(clip: Clip, after: Clip, fps: int) -> int:
    if after.bridges:
        return share_of_bridge(after.num_frames)[0]
    if clip.bridges:
        return share_of_bridge(clip.num_frames)[1]
    return overlap_frames(clip.transition, fps)


def lay_out(clips: Sequence[Clip], fps: int) -> Timeline:
    """The clips as a timeline.

    Raises:
        CutError: there is no clip, one has no frames, or a join is longer than the clips it joins.
    """
    if not clips:
        raise CutError("There is no clip to cut. Shoot at least one shot.")
    overlaps = [_overlap(clip, after, fps) for clip, after in pairwise(clips)] + [0]
    for n, clip in enumerate(clips):
        before = overlaps[n - 1] if n else 0
        if clip.num_frames < 1:
            raise CutError(
                f"Clip {clip.id} has {clip.num_frames} frames; it must have at least 1. Shoot it again."
            )
        if before + overlaps[n] > clip.num_frames:
            raise CutError(
                f"Clip {clip.id} lasts {clip.num_frames / fps:.2f} s, but its transitions take "
                f"{before / fps:.2f} s at its start and {overlaps[n] / fps:.2f} s at its end. "
                "Make the shot longer, or the transitions shorter."
            )
    starts = [0]
    for clip, overlap in zip(clips[:-1], overlaps, strict=False):
        starts.append(starts[-1] + clip.num_frames - overlap)
    return Timeline(tuple(clips), fps, tuple(starts), tuple(overlaps))

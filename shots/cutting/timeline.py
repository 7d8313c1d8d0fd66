"""Clips in order, with the joins between them: which picture of which clip is seen when.

Arithmetic on frame numbers; no file is opened here. The law: the film is as long as its clips less their
overlaps.

    python -c "from pathlib import Path; from shots.cutting.timeline import Clip, lay_out; \
    print(lay_out([Clip('a', Path('a.mp4'), 48), Clip('b', Path('b.mp4'), 24)], fps=24).num_frames)"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prompts.errors import CutError
from prompts.screenplay import Transition
from prompts.vocabulary import TransitionKind
from shots.sound import TimedLine

OVERLAP_S: dict[TransitionKind, float] = {"cut": 0.0, "dissolve": 0.5, "fade": 0.8}
"""Seconds that a join takes when the screenplay does not say."""
MADE_BY_CLIPS: frozenset[TransitionKind] = frozenset({"smooth", "bridge"})
"""Joins that are in the clips already: in the cut they take no time, one clip follows the other."""


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
    """frames that each clip shares with the next; 0 for the last"""

    @property
    def num_frames(self) -> int:
        """How many frames the film has."""
        return self.starts[-1] + self.clips[-1].num_frames

    def overlap_in(self, index: int) -> int:
        """Frames that a clip shares with the one before."""
        return self.overlaps[index - 1] if index else 0

    def spans(self) -> Iterator[Span]:
        """The whole film, in order, without a gap."""
        for n, clip in enumerate(self.clips):
            start = self.starts[n]
            body, end = start + self.overlap_in(n), start + clip.num_frames - self.overlaps[n]
            if body < end:
                yield Span(body, end, n, start)
            if self.overlaps[n]:
                yield Span(end, end + self.overlaps[n], n, start, clip.transition.kind, self.starts[n + 1])


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


def lay_out(clips: Sequence[Clip], fps: int) -> Timeline:
    """The clips as a timeline.

    Raises:
        CutError: there is no clip, one has no frames, or a join is longer than the clips it joins.
    """
    if not clips:
        raise CutError("There is no clip to cut. Shoot at least one shot.")
    overlaps = [overlap_frames(clip.transition, fps) for clip in clips[:-1]] + [0]
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

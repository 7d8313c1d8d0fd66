"""What the director's steps give: stills, clips, a film. Values alone; nothing here makes anything.

from director.results import Film
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from director.production import Production
from director.report import Report
from prompts.screenplay import Screenplay
from shots.slate import Take
from shots.sound import ShotTiming


@dataclass(frozen=True)
class Keyframes:
    """The still of every shot."""

    production: Production
    takes: dict[str, Take]
    notes: dict[str, list[str]]
    """shot id → what is drawn or will be shot otherwise than asked"""
    timings: dict[str, ShotTiming] | None = None
    """shot id → how long it lasts, where its words were spoken before it was drawn"""

    @property
    def pictures(self) -> dict[str, Path]:
        """Shot id → PNG of the frame's size."""
        return {shot_id: take.path for shot_id, take in self.takes.items()}


@dataclass(frozen=True)
class Clips:
    """The moving picture of every shot and of every bridge, and when words are heard."""

    keyframes: Keyframes
    takes: dict[str, Take]
    timings: dict[str, ShotTiming]

    @property
    def files(self) -> dict[str, Path]:
        """Id of the shot, or of the bridge (`one+two`), → MP4 without sound."""
        return {shot_id: take.path for shot_id, take in self.takes.items()}


@dataclass(frozen=True)
class Film:
    """A finished film."""

    path: Path
    """H.264 and AAC in mp4; `.srt` and `.otio` lie beside it"""
    folder: Path
    """the production: screenplay, board, report and every take"""
    screenplay: Screenplay
    report: Report

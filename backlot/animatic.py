"""The animatic backends: keyframes and clips drawn by the built-in world, without any model.

python -m backlot.animatic OUT.png          # a strip of stills
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from backlot.notes import notes_for
from backlot.picture import VERSION, DrawnShot
from prompts.errors import BackendError
from shots.backends import Card, ClipTask, Image, Panel

STAND_IN = "drawn by the built-in world, not by a video model"


class AnimaticKeyframes:
    """Draws the first frame of every shot."""

    card = Card(
        name="animatic",
        version=VERSION,
        about="a drawn storybook still; no model, no network",
        licence="Apache-2.0",
        stand_in="drawn by the built-in world, not by an image model",
    )

    def __init__(self, model: str | None = None) -> None:
        _refuse_model(model)

    def check(self, panel: Panel) -> list[str]:
        """What will be drawn otherwise than asked, one sentence each."""
        return notes_for(panel)

    def draw(self, panels: Sequence[Panel]) -> Iterator[tuple[str, Image]]:
        """(shot id, picture (height, width, 3) uint8 RGB) for every panel, in order."""
        for panel in panels:
            yield panel.shot.id or "", DrawnShot(panel, num_frames=1, fps=24).draw(0).picture


class AnimaticClips:
    """Sets the drawn stills in motion."""

    card = Card(
        name="animatic",
        version=VERSION,
        about="drawn storybook animation; no model, no network",
        licence="Apache-2.0",
        stand_in=STAND_IN,
        keyframes=frozenset({"animatic"}),
        first_frame="held",
        truth=True,
        renders=None,
    )

    def __init__(self, model: str | None = None) -> None:
        _refuse_model(model)

    def check(self, task: ClipTask) -> list[str]:
        """What will be shot otherwise than asked, one sentence each."""
        return notes_for(task.panel)

    def shoot(self, task: ClipTask) -> Iterator[Image]:
        """Exactly `task.num_frames` pictures (height, width, 3) uint8 RGB; the first is the keyframe."""
        shot = DrawnShot(task.panel, task.num_frames, task.fps, task.speech)
        for frame in range(task.num_frames):
            yield shot.draw(frame).picture

    def write_truth(self, task: ClipTask, folder: Path) -> None:
        """The truth of every frame, as docs/backlot.md describes it."""
        from backlot.truth import write_truth

        write_truth(task, folder)


def _refuse_model(model: str | None) -> None:
    if model:
        raise BackendError(f"animatic has no models, but {model!r} was asked for. Write `animatic` alone.")


if __name__ == "__main__":
    from backlot.gallery import draw_strip

    draw_strip(Path(sys.argv[1] if len(sys.argv) > 1 else "animatic.png"))

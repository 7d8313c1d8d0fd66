"""What a backend promises, and how one is found.

A backend is a class with one working method and one honest method. It gets plain data (a `Panel` or a
`ClipTask`), never a settings object, and is found by name through entry points, built-ins and guests alike:

    [project.entry-points."shots.clips"]
    mybackend = "mypackage.clips:MyClips"      # called as MyClips(model), model is None or the text after ':'

    python -c "from shots.backends import list_backends; print(list_backends('shots.clips'))"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from prompts.errors import BackendError, FilmError
from prompts.screenplay import Character, Place, Prop, Scene, Shot, TransitionKind

Image = NDArray[np.uint8]
"""(H, W, 3) uint8 RGB."""

Group = Literal["shots.keyframes", "shots.clips", "shots.voices", "director.writers"]


@dataclass(frozen=True)
class Card:
    """What a backend can do. A shot that asks for more is refused before anything is rendered."""

    name: str
    version: str
    """Changes whenever the same task would give another picture or sound; part of every fingerprint."""
    about: str
    """One line for `film backends`."""
    licence: str = ""
    stand_in: str = ""
    """Why this is a stand-in for the real thing; goes into the report and the film's metadata. Empty if none."""
    size_multiple: int = 2
    """Width and height must be multiples of this."""
    joins: frozenset[TransitionKind] = frozenset({"cut", "dissolve", "fade"})
    """Transitions that can stand between two of its clips."""
    keyframes: frozenset[str] | None = None
    """Names of keyframe backends whose pictures it can set in motion; None means any."""
    processes: bool = False
    """It loads quickly and needs no device of its own, so several processes may use one each at once."""


@dataclass(frozen=True)
class Panel:
    """Everything that the picture of one shot depends on, and nothing else: it is hashed for the slate."""

    shot: Shot
    """with its id; narration and dialogue are left out, for they do not change a still"""
    scene: Scene
    """the scene's own fields; its `shots` hold this shot alone"""
    cast: dict[str, Character]
    """the characters of this shot"""
    place: Place | None
    props: dict[str, Prop]
    style: str
    width: int
    height: int
    seed: int
    references: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    """reference pictures by entity id; files that exist"""


@dataclass(frozen=True)
class SpokenLine:
    """When somebody speaks during a shot, and how loudly."""

    speaker: str | None
    """a character's id, or None for the narrator"""
    start_s: float
    duration_s: float
    loudness: tuple[float, ...]
    """0..1, 24 values a second from `start_s`: what a mouth follows"""


@dataclass(frozen=True)
class ClipTask:
    """One shot to set in motion."""

    panel: Panel
    num_frames: int
    fps: int
    speech: tuple[SpokenLine, ...] = ()
    keyframe: Path | None = None
    """the shot's still, a PNG of the panel's size"""


class KeyframeBackend(Protocol):
    """Draws the still that opens each shot."""

    card: Card

    def check(self, panel: Panel) -> list[str]:
        """What will be drawn otherwise than asked (stand-ins), one sentence each; [] if nothing.

        Raises:
            BackendError: the panel cannot be drawn at all; the text names the alternatives.
        """
        ...

    def draw(self, panels: Sequence[Panel]) -> Iterator[tuple[str, Image]]:
        """(shot id, picture (height, width, 3) uint8 RGB) for every panel, in any order."""
        ...


class ClipBackend(Protocol):
    """Sets a keyframe in motion."""

    card: Card

    def check(self, task: ClipTask) -> list[str]:
        """What will be shot otherwise than asked, one sentence each; [] if nothing.

        Raises:
            BackendError: the task cannot be shot; the text names the alternatives.
        """
        ...

    def shoot(self, task: ClipTask) -> Iterator[Image]:
        """Exactly `task.num_frames` pictures (height, width, 3) uint8 RGB; the first is the keyframe."""
        ...


@dataclass(frozen=True)
class Speech:
    """A spoken line."""

    samples: NDArray[np.float32]
    """(N,) mono, -1..1"""
    sample_rate: int


@runtime_checkable
class VoiceBackend(Protocol):
    """Speaks."""

    card: Card

    def check(self, language: str) -> list[str]:
        """What will be spoken otherwise than asked (a missing language); [] if nothing."""
        ...

    def speak(self, text: str, *, name: str, pitch: int, speed: int, language: str) -> Speech:
        """The text as sound. `name` is '' or a voice of the backend; pitch 0..100; speed in words a minute."""
        ...


def list_backends(group: Group) -> dict[str, EntryPoint]:
    """Every installed backend of a group by name, none of them imported."""
    return {point.name: point for point in sorted(entry_points(group=group), key=lambda p: p.name)}


def find_backend(group: Group, name: str) -> Any:
    """The backend called `name`, or `name:model`, ready to use. Only this one is imported.

    Raises:
        BackendError: no such name, or it cannot be loaded; the text says what is there and what to do.
    """
    base, _, model = name.partition(":")
    known = list_backends(group)
    if not known:
        raise BackendError(f"No {group} are installed. Run `pip install -e .` in the project folder.")
    if base not in known:
        raise BackendError(
            f"{group} has no {base!r}; there are: {', '.join(known)}. Install the package that brings it, or choose one."
        )
    try:
        factory = known[base].load()
    except ImportError as error:
        raise BackendError(f"{base!r} needs a package that is not installed: {error}.") from error
    backend = factory(model or None)
    return backend


__all__ = [
    "BackendError",
    "Card",
    "ClipBackend",
    "ClipTask",
    "FilmError",
    "Group",
    "Image",
    "KeyframeBackend",
    "Panel",
    "Speech",
    "SpokenLine",
    "VoiceBackend",
    "find_backend",
    "list_backends",
]

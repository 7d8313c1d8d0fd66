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
from prompts.render import AS_THE_MODEL_DOES, Render
from prompts.screenplay import Character, Place, Prop, Scene, Shot
from prompts.vocabulary import TransitionKind

Image = NDArray[np.uint8]
"""(H, W, 3) uint8 RGB."""

Group = Literal["shots.keyframes", "shots.clips", "shots.voices", "director.writers"]


SYNTHETIC = "Synthetic: made by a program from a story; nothing in it was filmed."
"""Stands in every film and still that is made."""

LatentsOrder = Literal["bcfhw", "bfchw", "packed"]
"""How a model lays a clip's latents: batch, channels, frames, height, width; or tokens in a row."""


@dataclass(frozen=True)
class FrameRule:
    """Numbers of frames that a model makes in one go: offset + k * step, from `least` to `most`."""

    step: int = 1
    offset: int = 0
    least: int = 1
    most: int = 81

    def at_least(self, wanted: int) -> int:
        """The smallest legal number that is not under `wanted`, or the largest of all if there is none."""
        wanted = min(max(wanted, self.least), self.most)
        above = wanted + (self.offset - wanted) % self.step
        return above if above <= self.most else above - self.step


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
    """Why this is a stand-in for the real thing; told in the report and the film's metadata; '' if none."""
    size_multiple: int = 2
    """Width and height must be multiples of this."""
    size: tuple[int, int] | None = None
    """The only width and height that it takes; None: any such multiples."""
    trained_sizes: tuple[tuple[int, int], ...] = ()
    """Width and height, the smallest and the largest, that its model was trained on; () if none are known."""
    joins: frozenset[TransitionKind] = frozenset({"cut", "dissolve", "fade"})
    """Transitions that can stand between two of its clips."""
    keyframes: frozenset[str] | None = None
    """Names of keyframe backends whose pictures it can set in motion; None means any."""
    processes: bool = False
    """It loads quickly and needs no device of its own, so several processes may use one each at once."""
    frames: FrameRule | None = None
    """What its model makes in one go; None means any number. A shot still gets the frames it asks for."""
    fps: int | None = None
    """Pictures a second that its model was trained on; None means any. A shot still gets the film's."""
    longest: int | None = None
    """Frames of its model that a shot can have; None means any number."""
    first_frame: Literal["exact", "decoded", "held", ""] = ""
    """How a shot's first picture keeps the keyframe: to the bit; as the VAE gives it back; or it opens on
    it, but not to the bit. '' if that is not said."""
    last_frame: bool = False
    """It can end a clip on a given picture, as a `bridge` must."""
    leans: bool = False
    """The end of a shot can lean to the keyframe of the next, as a `smooth` join wants it."""
    references: bool = False
    """Reference pictures of the cast reach its model."""
    masks: bool = False
    """Its model is told which frames, or parts of them, are given and which are to be made."""
    latents: LatentsOrder | None = None
    """How its latents lie; None if there are none to be had."""
    noise: Literal["unit", "scaled"] | None = None
    """What becomes of the noise that it is given: taken as it is, or multiplied by its scheduler's first
    level; None if it takes none."""
    audio: int | None = None
    """Samples a second of the sound that its model makes with the pictures; None if it makes none."""
    truth: bool = False
    """It knows what is in its pictures, and writes it with `write_truth(task, folder)`."""
    hosted: bool = False
    """What it is given leaves this machine, and is paid for."""
    steps: bool = False
    """`shoot` also takes `on_step`, called after every step of the model with (steps done, steps in all)."""
    renders: frozenset[str] | None = frozenset()
    """What a shot's `render` may ask of it, in the words of `Render.asks` (`noise: shared`, `anchor`); None:
    no model makes the pictures, so that there is nothing to ask."""
    window: int | None = None
    """Frames that it sees at once, where a longer clip goes by overlapping windows; None: `frames.most`."""


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
class Carry:
    """What a shot takes over from the one before it, at a `smooth` join."""

    shot_id: str
    """the shot before"""
    fingerprint: str
    """of all that its pictures depend on"""
    num_frames: int
    """frames of the film, from the start, in which it is felt"""
    noise: float = 0.5
    """0..1, how much of its initial noise is carried into the first frame"""
    latents: float = 0.5
    """0..1, how much the first latents lean towards its last ones"""
    until: float = 0.5
    """0..1, the share of the steps in which they lean; the later ones are free"""
    statistics: float = 0.0
    """0..1, how far mean and deviation of the last latents are moved towards its own"""
    tail: Path | None = None
    """the end of the shot before, as its backend kept it; there when the shot is shot"""


@dataclass(frozen=True)
class Lean:
    """What the end of a shot leans to, at a `smooth` join: the keyframe of the shot after it."""

    picture: Path
    """a PNG of the panel's size"""
    still: str
    """SHA-256 of its bytes"""
    num_frames: int
    """frames of the film, up to the end, in which it is felt"""
    strength: float = 0.5
    """0..1, how far the last frame leans; those before it less and less"""


@dataclass(frozen=True)
class ClipTask:
    """One shot to set in motion."""

    panel: Panel
    num_frames: int
    fps: int
    speech: tuple[SpokenLine, ...] = ()
    keyframe: Path | None = None
    """the shot's still, a PNG of the panel's size"""
    last: Path | None = None
    """the picture to end on, a PNG of the panel's size; only where the card has `last_frame`"""
    carry: Carry | None = None
    """what to take over from the shot before; only where the card's joins have `smooth`"""
    lean: Lean | None = None
    """what its end leans to; only where the card has `leans`"""
    render: Render = AS_THE_MODEL_DOES
    """how a model is to make it; only what the card's `renders` has"""
    keep: Path | None = None
    """where to write the end of this shot's noise and latents (safetensors) once its last frame is taken, for
    the next shot to take over"""
    sound: Path | None = None
    """where to write the sound of this shot (WAV, as long as it is seen) once its last frame is taken; only
    where the card has `audio` and `render.sound` asks for it"""


@dataclass(frozen=True)
class Work:
    """What a shot asks of its backend, as far as it can be told before."""

    operations: float
    """to compare shots of one backend by"""
    tokens: int | None = None
    """of the largest forward pass"""
    passes: int | None = None
    """forward passes"""
    weights_gib: float | None = None
    """of the model at 16 bit"""
    pass_gib: float | None = None
    """of the activations of the largest forward pass at 16 bit, estimated"""
    decoding_gib: float = 0.0
    """of those of its decoder, whole pictures at a time, estimated"""


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
        """The text as sound. `name` is '' or one of the backend's; pitch 0..100; speed in words a minute."""
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
            f"{group} has no {base!r}; there are: {', '.join(known)}. Install the package that "
            "brings it, or choose one."
        )
    try:
        factory = known[base].load()
    except ImportError as error:
        raise BackendError(f"{base!r} needs a package that is not installed: {error}.") from error
    backend = factory(model or None)
    return backend


__all__ = [
    "SYNTHETIC",
    "BackendError",
    "Card",
    "Carry",
    "ClipBackend",
    "ClipTask",
    "FilmError",
    "FrameRule",
    "Group",
    "Image",
    "KeyframeBackend",
    "LatentsOrder",
    "Lean",
    "Panel",
    "Speech",
    "SpokenLine",
    "VoiceBackend",
    "find_backend",
    "list_backends",
]

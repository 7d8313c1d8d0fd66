"""How the models behind each backend read words: in which form, how many tokens, and what a shot's prompts
come to as they will be read.

Knows no weights: where a model is on this machine its own tokenizer counts, else tokens are guessed.

    python -c "from shots.reading import READERS; print(*READERS)"
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from prompts.errors import BackendError
from prompts.wording import Count, Phrase, count_words, fit_phrases
from shots.backends import ClipBackend, Panel, find_backend
from shots.diffusion.clips import DiffusionClips
from shots.diffusion.keyframes import DiffusionKeyframes
from shots.diffusion.models import open_tokenizer
from shots.diffusion.motion import list_beats, motion_prompt, negative_prompt
from shots.diffusion.picture_sizes import FAMILIES
from shots.diffusion.subjects import panel_subject
from shots.hosted.picture_prompt import WINDOW as HOSTED_WINDOW

Kind = Literal["image", "motion"]


@dataclass(frozen=True)
class Reader:
    """How the model behind a backend reads."""

    name: str
    """of the backend"""
    kind: Kind
    """of which prompt it is given: of the still, or of the motion"""
    form: Literal["tags", "sentences"]
    """in which it was taught: short phrases with commas, or whole sentences"""
    window: int
    """tokens that its text encoder reads, end marks not counted; 0: it hears no words"""
    encoder: str
    words_to_tokens: float = 1.0
    """tokens of its encoder to one of the guess"""
    negative: bool = True
    """it hears a negative prompt"""
    looks: bool = False
    """a motion prompt must say what is seen, for the keyframe is not shown to it"""


READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader("sd15", "image", "tags", FAMILIES["sd15"].window, "CLIP"),
        Reader("sdxl", "image", "tags", FAMILIES["sdxl"].window, "CLIP"),
        Reader("flux", "image", "sentences", FAMILIES["flux"].window, "T5", 1.15, negative=False),
        Reader("openai", "image", "sentences", HOSTED_WINDOW, "a language model"),
        Reader("animatediff", "motion", "tags", 75, "CLIP", looks=True),
        Reader("cogvideox", "motion", "sentences", 225, "T5", 1.15),
        Reader("hunyuan", "motion", "sentences", 255, "Llama", 1.15),
        Reader("ltx", "motion", "sentences", 127, "T5", 1.15),
        Reader("skyreels", "motion", "sentences", 511, "UMT5", 1.15),
        Reader("svd", "motion", "tags", 0, "none", negative=False),
        Reader("wan", "motion", "sentences", 511, "UMT5", 1.15),
    )
}
"""By backend. Windows of video models are the lengths at which their pipelines cut, less the end mark."""


@dataclass(frozen=True)
class Told:
    """One prompt as it will be read."""

    kind: Literal["image", "motion", "negative"]
    text: str
    """what is sent"""
    tokens: int
    window: int
    dropped: tuple[str, ...] = ()
    """what there is no room for: left out beforehand, or cut off by the pipeline"""
    own: bool = False
    """a person wrote it"""


def find_reader(name: str) -> Reader:
    """The reader behind a backend, `sdxl` or `sdxl:MODEL`.

    Raises:
        BackendError: a backend whose prompts are not known here.
    """
    reader = READERS.get(name.partition(":")[0])
    if reader is None:
        raise BackendError(
            f"Nothing is known here of the words that {name!r} reads; known are {', '.join(READERS)}. (The "
            "built-in world, animatic, reads the fields of the screenplay and no prompt.)"
        )
    return reader


def find_count(name: str, reader: Reader) -> tuple[Count, bool]:
    """(text -> tokens, whether the model's own tokenizer counts)."""
    try:
        if reader.kind == "image":
            drawer = find_backend("shots.keyframes", name)
            if isinstance(drawer, DiffusionKeyframes):
                drawer.count_tokens("a")
                return drawer.count_tokens, True
        else:
            shooter = find_backend("shots.clips", name)
            if isinstance(shooter, DiffusionClips):
                return _count_with(open_tokenizer(shooter.family.folder / "tokenizer")), True
    except BackendError:
        pass  # its model is not here: the words can be looked at all the same
    return _guess(reader), False


def _count_with(tokenizer: Any) -> Count:
    marks = set(tokenizer.all_special_ids)
    return lambda text: sum(token not in marks for token in tokenizer(text, truncation=False).input_ids)


def tell_prompts(panel: Panel, reader: Reader, count: Count) -> list[Told]:
    """The prompts of a panel as a model will read them: the still's or the motion's, and the negative one."""
    if not reader.window:
        return []
    told = [_image(panel, reader, count) if reader.kind == "image" else _motion(panel, reader, count)]
    if reader.negative:
        text = negative_prompt(panel)
        if text:
            fitted = _cut(text, reader, count) if reader.kind == "motion" else _items(text, reader, count)
            own = panel.shot.negative_prompt is not None
            told.append(Told("negative", fitted[0], count(fitted[0]), reader.window, fitted[1], own))
    return told


def note_cut_words(panel: Panel, backend: ClipBackend) -> list[str]:
    """Words of a shot that a video model will cut off, which it says nowhere; [] of other backends."""
    reader = READERS.get(backend.card.name)
    if reader is None or not reader.window or not isinstance(backend, DiffusionClips):
        return []
    panels, shot = [panel], panel.shot
    if shot.beats and "beats: hard" in (backend.card.renders or ()):  # each is heard as a text of its own
        beats = [shot.model_copy(update={"beats": [beat]}) for beat in shot.beats]
        panels = [replace(panel, shot=one) for one in beats]
    wary = replace(reader, window=reader.window * 3 // 5)
    if not any(told.dropped for p in panels for told in tell_prompts(p, wary, _guess(reader))):
        return []  # so far from the end that no tokenizer need be asked
    count = _count_with(open_tokenizer(backend.family.folder / "tokenizer"))
    lost = [told for p in panels for told in tell_prompts(p, reader, count) if told.dropped]
    return [
        f"of the {told.kind} prompt {reader.window} tokens are heard; cut off: {' '.join(told.dropped)[:80]}"
        for told in lost
    ]


def _guess(reader: Reader) -> Count:
    return lambda text: round(count_words(text) * reader.words_to_tokens)


def _image(panel: Panel, reader: Reader, count: Count) -> Told:
    subject = panel_subject(panel, window=reader.window, count=count)
    own = bool(panel.shot.image_prompt)
    return Told("image", subject.text, count(subject.text), reader.window, subject.dropped, own)


def _motion(panel: Panel, reader: Reader, count: Count) -> Told:
    """Words and beats; what is too long is cut by the pipeline, which says nothing."""
    beats = ", then ".join(text for _, text in list_beats(panel))
    text = motion_prompt(panel, looks=reader.looks)
    sent = f"{text}, {beats}" if beats else text
    kept, lost = _cut(sent, reader, count)
    return Told("motion", kept, count(kept), reader.window, lost, bool(panel.shot.motion_prompt))


def _cut(text: str, reader: Reader, count: Count) -> tuple[str, tuple[str, ...]]:
    wording = fit_phrases([Phrase(text, "relation", 0)], reader.window, count)
    return wording.text, wording.dropped


def _items(text: str, reader: Reader, count: Count) -> tuple[str, tuple[str, ...]]:
    items = [Phrase(item.strip(), "style", 1) for item in text.split(",") if item.strip()]
    wording = fit_phrases(items, reader.window, count)
    return wording.text, wording.dropped

"""Keyframes from image models: `sd15:`, `sdxl:` and `flux:`, from a local folder or a pulled repository.

Every panel is drawn with the anchors of its entity groups and reads nothing else, so a panel drawn alone is
the panel drawn with the film; where whole scenes are asked for, their panels read each other too. A model is
opened when the first picture is missing, on the rung of the memory ladder that it fits; when memory runs out
it is opened once more, one rung lower, and says so.

    find_backend("shots.keyframes", "sdxl:models/my-sdxl,steps=8,guidance=2,adapter=models/IP-Adapter")
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompts.errors import BackendError
from shots.anchors import Anchor, Drawing, DrawOrder, make_anchors
from shots.backends import Card, Image, Panel
from shots.diffusion.adapters import (
    Adapter,
    check_adapter,
    find_adapter,
    fingerprint_adapter,
    load_adapter,
)
from shots.diffusion.batches import split_order
from shots.diffusion.best_take import NO_JUDGE, choose_best, open_judge
from shots.diffusion.choice import read_choice
from shots.diffusion.memory import (
    Rung,
    choose_rung,
    is_out_of_memory,
    lower_rung,
    measure_free,
)
from shots.diffusion.model_files import check_model, fingerprint_model, measure_weights, read_config
from shots.diffusion.models import KNOWN, choose_device, find_model, open_tokenizer, place_pipeline
from shots.diffusion.picture_sizes import FAMILIES, FEW_STEPS, Family, choose_size, fit_picture, read_canvas
from shots.diffusion.references import check_references, identify, reads
from shots.diffusion.subjects import (
    TAKE,
    Subject,
    anchor_subject,
    find_unnamed,
    find_unplaced,
    panel_subject,
)

if TYPE_CHECKING:
    from consistency.identity import Identities, Identity
    from shots.diffusion.drawing import DrawOptions
    from shots.diffusion.image_models import ImageModel

VERSION = "2"
"""1 bound no words to boxes on Flux, and told adapters apart by all that lay beside them"""
MAX_CHUNK = 4
"""more pictures in one pass save little, and a last chunk that is not full is filled up"""


def sd15_keyframes(model: str | None = None) -> DiffusionKeyframes:
    """`sd15:MODEL`, Stable Diffusion 1.5."""
    return DiffusionKeyframes(FAMILIES["sd15"], model)


def sdxl_keyframes(model: str | None = None) -> DiffusionKeyframes:
    """`sdxl:MODEL`, SDXL."""
    return DiffusionKeyframes(FAMILIES["sdxl"], model)


def flux_keyframes(model: str | None = None) -> DiffusionKeyframes:
    """`flux:MODEL`, FLUX.1."""
    return DiffusionKeyframes(FAMILIES["flux"], model)


class DiffusionKeyframes:
    """Draws stills with a diffusion model.

    Args:
        family: its architecture.
        model: as `read_choice` takes it; None: the family's usual repository.

    Raises:
        BackendError: an option that there is not.
    """

    def __init__(self, family: Family, model: str | None = None) -> None:
        self.family = family
        self.choice = read_choice(model or "", family)
        self.source = self.choice.source
        self.adapter_source = self.choice.adapter
        self.rung: Rung | None = None
        self._model: ImageModel | None = None
        self._counts: dict[str, int] = {}
        self._tokenizer: Any = None
        self._book: Identities | None = None
        self._identities: tuple[Identity, ...] = ()
        self._device_note: str | None = None
        self.card = Card(
            name=family.name,
            version=self._version(),
            about=f"stills from {family.title}: {family.name}:FOLDER or {family.name}:OWNER/NAME",
            licence=KNOWN[family.name].licence if self.source == KNOWN[family.name].repo else "of the model",
        )

    # -- before anything is drawn

    def check(self, panel: Panel) -> list[str]:
        """What will be drawn otherwise than asked, one sentence each.

        Raises:
            BackendError: weights that are missing or wrong, or a reference that is no picture.
        """
        folder = self._find()
        notes = [self._note_size(panel, folder), *self._note_boxes(panel), *self._note_references(panel)]
        subject = self._panel_subject(panel, None)
        said = "; ".join(subject.dropped)
        notes.append(f"no room in the prompt for: {said}" if said else "")
        if self.choice.gradients and self._plan_rung(folder) and (unnamed := find_unnamed(panel, subject)):
            notes.append(f"the prompt does not name {', '.join(unnamed)}, so gradients do not place them")
        if self.family.name == "flux" and panel.shot.negative_prompt:
            notes.append("Flux hears no negative prompt; the shot's is left out")
        notes.append(self._note_device(folder))
        return [note for note in notes if note]

    def _find(self) -> Path:
        """The model's folder, known to hold what is needed."""
        folder = find_model(self.source, name=self.family.name)
        check_model(folder, self.family.classes, name=self.family.name)
        if self.adapter_source:
            check_adapter(self._find_adapter(), folder)
        return folder

    def _find_adapter(self) -> Adapter:
        return find_adapter(self.adapter_source, self.family.name)

    def _version(self) -> str:
        """What tells two models apart, as far as there are weights to look at."""
        try:
            marks = [VERSION, fingerprint_model(find_model(self.source, name=self.family.name))]
            marks += [
                f"{n}={v}" for n, v in (("steps", self.choice.steps), ("guidance", self.choice.guidance))
            ]
            marks += ["layout=gradients"] if self.choice.gradients else []
            if self.adapter_source:
                marks.append(fingerprint_adapter(self._find_adapter()))
        except BackendError:
            return VERSION  # nothing can be drawn with it; `check` says why
        return " ".join(marks)

    def _note_references(self, panel: Panel) -> Iterator[str]:
        if self.adapter_source:
            yield from check_references(panel, self._find_adapter())
        elif panel.references:
            names = ", ".join(panel.references)
            yield f"the references of {names} are not used; give {self.family.name}:MODEL,adapter=PATH"

    def _note_size(self, panel: Panel, folder: Path) -> str:
        height, width = self._size(panel.width, panel.height, folder)
        if panel.width <= width * 1.1 and panel.height <= height * 1.1:
            return ""
        return f"drawn at {width}x{height} and enlarged to {panel.width}x{panel.height}"

    def _note_boxes(self, panel: Panel) -> Iterator[str]:
        if unplaced := find_unplaced(panel):
            yield f"nobody planned where {', '.join(unplaced)} stand; they are put side by side"

    def _note_device(self, folder: Path) -> str:
        if self._device_note is None:
            is_slow = measure_weights(folder, per_still=0).total > 0.5 and choose_device() == "cpu"
            said = "no accelerator was found: drawing on the processor takes minutes for every picture"
            self._device_note = said if is_slow else ""
        return self._device_note

    def _size(self, width: int, height: int, folder: Path) -> tuple[int, int]:
        canvas = read_canvas(self.family, folder)
        return choose_size(width, height, canvas.area, canvas.multiple)

    def _count(self, text: str) -> int:
        """Tokens of the text encoder, its end marks not counted."""
        if self._tokenizer is None:
            part = "tokenizer_2" if self.family.name == "flux" else "tokenizer"
            self._tokenizer = open_tokenizer(self._find() / part)
        if text not in self._counts:
            marks = 1 if self.family.name == "flux" else 2
            self._counts[text] = len(self._tokenizer(text, truncation=False).input_ids) - marks
        return self._counts[text]

    def count_tokens(self, text: str) -> int:
        """Tokens of a text by the model's own tokenizer, end marks not counted.

        Raises:
            BackendError: the model is not on this machine.
        """
        return self._count(text)

    def _panel_subject(self, panel: Panel, guide: Image | None) -> Subject:
        return panel_subject(panel, count=self._count, guide=guide, **self._windows)

    @property
    def _windows(self) -> dict[str, int]:
        return {"window": self.family.window, "region_window": self.family.region_window}

    # -- drawing

    def draw(self, panels: Sequence[Panel]) -> Iterator[tuple[str, Image]]:
        """(shot id, picture (height, width, 3) uint8 RGB) for every panel, with anchors of seed 0."""
        names = {str(panel.shot.id) for panel in panels}
        for drawing in self.draw_order(DrawOrder(tuple(panels), tuple(make_anchors(panels)))):
            if drawing.name in names:
                yield drawing.name, drawing.picture

    def draw_order(self, order: DrawOrder) -> Iterator[Drawing]:
        """Every panel once, and every anchor at least once.

        Panels are drawn in batches, so that a kill loses one batch; the anchors take part in each of them.

        Raises:
            BackendError: memory ran out on two rungs, a scene does not fit in one pass, or the model gave
                numbers that are not finite.
        """
        lowered = ""
        for batch in split_order(order):
            done: set[str] = set()
            while left := tuple(p for p in batch.panels if str(p.shot.id) not in done):
                together = batch.panels if batch.scenes else left  # what was finished is still read
                try:
                    for drawing in self._draw_batch(replace(batch, panels=together)):
                        if drawing.name not in done:
                            done.add(drawing.name)
                            yield replace(drawing, notes=(*drawing.notes, lowered)) if lowered else drawing
                except (RuntimeError, MemoryError) as error:
                    if not is_out_of_memory(error):
                        raise
                    lowered = self._go_down(error, again=bool(lowered))
                    if batch.scenes:
                        self.check_scene(batch.panels)

    def _go_down(self, error: BaseException, *, again: bool) -> str:
        """One rung lower, once. What is said of it."""
        folder, high = self._find(), self.rung
        low = lower_rung(self._footprint(folder), high) if high else None
        if again or high is None or low is None:
            raise BackendError(
                f"{self.family.name} ran out of memory on the {high.gib if high else '?'} GiB rung. What was "
                "drawn is kept. Close other programs, choose a smaller frame or model, and run again."
            ) from error
        self._model, self.rung = None, low
        return f"memory ran out on the {high.gib} GiB rung; drawn on the {low.gib} GiB rung"

    def check_scene(self, panels: Sequence[Panel]) -> None:
        """Nothing, if these panels can read each other: all of them go through the model in one pass.

        Raises:
            BackendError: more than fit on the rung of the memory ladder.
        """
        rung = self._plan_rung(self._find())
        if len(panels) > rung.chunk:
            raise BackendError(
                f"The scene of shot {panels[0].shot.id} has {len(panels)} shots that would read each other, "
                f"but {rung.chunk} fit in one pass on the {rung.gib} GiB rung. Use --alike anchors, split "
                "the scene, or free memory."
            )

    def _plan_rung(self, folder: Path) -> Rung:
        """The rung that the model is on, or would be if it was opened now.

        Raises:
            BackendError: what was asked for cannot be done on it.
        """
        rung = self.rung or choose_rung(self._footprint(folder), measure_free(choose_device()))
        if self.choice.gradients and rung.offload == "sequential" and choose_device() != "cpu":
            raise BackendError(
                f"layout=gradients needs more memory than the {rung.gib} GiB rung has, where a model is kept "
                "layer by layer. Drop the option, or free memory."
            )
        return rung

    def _footprint(self, folder: Path) -> Any:
        bytes_each = 4 if choose_device() == "cpu" else 2
        return measure_weights(folder, per_still=self._per_still(folder), bytes_each=bytes_each)

    def _per_still(self, folder: Path) -> float:
        return self.family.per_still * read_canvas(self.family, folder).area / self.family.side**2

    def _open(self) -> ImageModel:
        """The model, opened on its rung."""
        from shots.diffusion.image_models import open_image_model

        if self._model is None:
            folder = self._find()
            _free_memory()
            self.rung = self._plan_rung(folder)
            self._model = open_image_model(self.family, folder, self.rung)
        return self._model

    def _draw_batch(self, order: DrawOrder) -> Iterator[Drawing]:
        from shots.diffusion.drawing import draw_subjects

        model = self._open()
        first = order.panels[0]
        size = self._size(first.width, first.height, self._find())
        options = self._options(model, order)
        anchors = [anchor_subject(a, count=self._count, **self._windows) for a in order.anchors]
        panels = [self._panel_subject(p, order.guides.get(str(p.shot.id))) for p in order.panels]
        takes = [take for subject in panels for take in subject.takes(order.takes)]
        seen: dict[str, Image] = {}
        scores: dict[str, dict[str, Image]] = {}
        try:
            for uid, picture in draw_subjects(model, [*anchors, *takes], size=size, options=options):
                name = uid.partition(TAKE)[0]
                if name not in {a.name for a in order.anchors}:
                    scores.setdefault(name, {})[uid] = picture
                    continue
                seen[name] = picture
                yield Drawing(name, fit_picture(picture, (first.height, first.width)))
            judge = open_judge() if order.takes > 1 else NO_JUDGE
            for subject in panels:
                best, said = choose_best(scores[subject.uid], subject, anchors, seen, judge)
                yield Drawing(subject.uid, fit_picture(best, (first.height, first.width)), said)
        except FloatingPointError as error:
            raise BackendError(
                f"{self.family.name}: {error} Try another seed; if it happens again, the model does not work "
                "at this precision on this device."
            ) from error

    def _options(self, model: ImageModel, order: DrawOrder) -> DrawOptions:
        from consistency.sharing import Sharing
        from shots.diffusion.drawing import DrawOptions
        from shots.diffusion.image_models import Guidance

        assert self.rung is not None
        chunk = 1 if model.device == "cpu" else min(self.rung.chunk, MAX_CHUNK)
        if order.scenes:
            chunk = len(order.panels)
        return DrawOptions(
            guidance=Guidance(*self._guidance()),
            chunk=chunk,
            sharing=Sharing(),
            mode="mutual" if order.scenes else "anchors",
            gradients=self.choice.gradients,
            bank_device=self.rung.bank_device,
            identities=self._identify(model, order.anchors),
            guide_strength=order.guide_strength,
            on_step=order.on_step,
        )

    def _guidance(self) -> tuple[float, int]:
        """(scale, steps)."""
        told = read_config(self._find(), "transformer").get("guidance_embeds", True)
        scale, steps = (self.family.scale, self.family.steps) if told else (1.0, FEW_STEPS)
        asked = self.choice
        return scale if asked.guidance is None else asked.guidance, asked.steps or steps

    def _identify(self, model: ImageModel, anchors: Sequence[Anchor]) -> tuple[Identity, ...]:
        """The identities of all that has references, if an adapter is given.

        Where nothing has and the adapter is loaded, they are those of an earlier batch, heard nowhere.
        """
        from consistency.identity import Identities, encode_with

        adapter = self._find_adapter() if self.adapter_source else None
        if adapter is None or not any(reads(adapter, path) for a in anchors for path in a.references):
            return self._identities if model.is_adapted else ()
        if not model.is_adapted:
            load_adapter(model.pipe, adapter)
            place_pipeline(model.pipe, model.device, self.rung)
        if self._book is None:
            self._book = Identities(None, self.card.version)
        self._book.encode = encode_with(model.pipe) if adapter.faces is None else None
        self._identities = tuple(identify(self._book, adapter, anchors))
        self._book.encode = None  # it would hold the model when memory runs out
        return self._identities


def _free_memory() -> None:
    """Let go of a model that is no longer used; while its error is handled, it still is."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()

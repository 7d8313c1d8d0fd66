"""Keyframes from a hosted picture model: `openai:MODEL`, at OpenAI or any server of its protocol.

Each entity group is drawn once, as its anchor (with its references, if it has some), and every panel is drawn
with its anchors shown to the model. What is drawn is kept at once and never asked for again. The server gets
words and pictures of this film, and nothing else of this machine.

    find_backend("shots.keyframes", "openai:gpt-image-2,quality=low")
"""

from __future__ import annotations

import base64
import binascii
import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from prompts.errors import BackendError, FilmError
from prompts.screenplay_file import FACES
from shots.anchors import Anchor, Drawing, DrawOrder, anchors_of, make_anchors
from shots.backends import Card, Image, Panel
from shots.diffusion.picture_sizes import fit_picture
from shots.diffusion.subjects import TAKE, Subject, anchor_subject, panel_subject
from shots.hosted.asking import read_choice, work_beside
from shots.hosted.picture_prompt import Ask, ask_anchor, ask_panel, choose_drawn_size, note_size
from shots.hosted.service import RETRIES, Service, is_refusal
from shots.spending import Purse, Use, count_tokens

if TYPE_CHECKING:
    from PIL.Image import Image as Pillow

VERSION = "1"
TIMEOUT_S = 240.0
AT_ONCE = 4
"""Pictures that are asked for at the same time."""
LONGEST_SHOWN = 1024
"""Pixels of a picture that is shown to the model; more is paid for and seldom seen."""
MOST_PIXELS = 50_000_000


class ContentRefused(BackendError):
    """The service will not draw this; it may draw everything else."""


class OpenAIKeyframes:
    """Has stills drawn by a hosted model.

    Args:
        model: `MODEL[,quality=low][,size=1024x1024][,references=no]`.

    Raises:
        BackendError: no model, or an option that there is not.
    """

    card = Card(
        name="openai",
        version=VERSION,
        about="stills from a hosted model, paid for: openai:gpt-image-2, or a model of your own server",
        licence="of the service",
        hosted=True,
    )

    def __init__(self, model: str | None = None) -> None:
        self.choice = read_choice(model, "keyframes", {"quality", "size", "references"})
        options = self.choice.options
        if options.get("references", "yes") not in ("yes", "no"):
            raise BackendError(f"references={options['references']} must be yes or no.")
        self._shows = options.get("references") != "no"
        self._size = _read_size(options["size"]) if "size" in options else None
        self.service = f"openai:{model}"
        self.purse = Purse()
        self.card = replace(self.card, version=f"{VERSION} {model}")
        self._server = Service(timeout_s=TIMEOUT_S, retries=RETRIES)

    # -- before anything is drawn

    def check(self, panel: Panel) -> list[str]:
        """What will be drawn otherwise than asked, one sentence each.

        Raises:
            BackendError: there is no key for a server that needs one.
        """
        self._require_key()
        shot = panel.shot
        ask = ask_panel(panel, make_anchors([panel]), shows=self._shows, size=self._drawn_size(panel))
        notes = [note_size(self._drawn_size(panel), (panel.width, panel.height))]
        notes.append(f"no room for: {'; '.join(ask.dropped)}" if ask.dropped else "")
        if any(performer.path for performer in shot.who or []):
            notes.append("where somebody stands is said to the model in words, which do not bind it")
        if shot.seed is not None:
            notes.append("a hosted model hears no seed: the still is kept, but drawn anew it is another")
        if shot.layout_strength is not None:
            notes.append("a hosted model knows no layout_strength")
        if any(getattr(e, "fidelity", None) is not None for e in _entities(panel)):
            notes.append("a hosted model knows no fidelity to references")
        if panel.references and not self._shows:
            notes.append(f"the reference pictures of {', '.join(panel.references)} are not used")
        if faces := [p.name for paths in panel.references.values() for p in paths if p.suffix == FACES]:
            notes.append(f"a hosted model reads no embeddings of faces; {', '.join(faces)} is not used")
        return [note for note in notes if note]

    def forecast(self, subject: Panel | Anchor) -> Use:
        """What one picture will take: tokens as many as the dearest so far, for nobody knows before."""
        ask = self._ask(subject, (), None)
        words, known = count_tokens(ask.words), self.purse.largest(self.service, "draw")
        return Use(1, max(words, known.input_tokens), known.output_tokens, pictures=1)

    def _require_key(self) -> None:
        if self._server.lacks_key:
            raise BackendError(
                "The openai keyframes need a key. Set OPENAI_API_KEY, or OPENAI_BASE_URL for your own "
                "server, or choose other --keyframes (animatic needs none)."
            )

    def _drawn_size(self, subject: Panel | Anchor) -> tuple[int, int]:
        return self._size or choose_drawn_size(self.choice.model, subject.width, subject.height)

    def _ask(self, subject: Panel | Anchor, anchors: Sequence[Anchor], guide: Image | None) -> Ask:
        if isinstance(subject, Anchor):
            return ask_anchor(subject, shows=self._shows)
        return ask_panel(subject, anchors, shows=self._shows, size=self._drawn_size(subject), guide=guide)

    # -- drawing

    def draw(self, panels: Sequence[Panel]) -> Iterator[tuple[str, Image]]:
        """(shot id, picture (height, width, 3) uint8 RGB) for every panel, with anchors of seed 0."""
        names = {str(panel.shot.id) for panel in panels}
        for drawing in self.draw_order(DrawOrder(tuple(panels), tuple(make_anchors(panels)))):
            if drawing.name in names:
                yield drawing.name, drawing.picture

    def draw_order(self, order: DrawOrder) -> Iterator[Drawing]:
        """Every panel once, and every anchor that is not drawn, as they come from the service.

        Raises:
            BackendError: at last, naming what the service refused to draw; at once, if it cannot be reached.
            BudgetError: the budget ends. What was under way is given first.
        """
        self._require_key()
        wanted = {anchor.name for anchor in order.anchors}
        pictures = {name: _read_picture(path) for name, path in order.drawn.items() if name in wanted}
        refused: dict[str, str] = {}
        missing = [anchor for anchor in order.anchors if anchor.name not in pictures]
        try:
            for drawing in self._draw_all(missing, {}, order, refused):
                pictures[drawing.name] = drawing.picture
                yield drawing
            panels = [
                p for p in order.panels if not {a.name for a in anchors_of(p, order.anchors)} & refused.keys()
            ]
            yield from self._draw_all(panels, pictures, order, refused)
        except (KeyboardInterrupt, GeneratorExit):
            self.purse.give_up()
            raise
        if refused:
            left = [str(p.shot.id) for p in order.panels if p not in panels]
            raise BackendError(_say_refused(self._server.where, refused, left))

    def _draw_all(
        self,
        subjects: Sequence[Panel | Anchor],
        pictures: dict[str, Image],
        order: DrawOrder,
        refused: dict[str, str],
    ) -> Iterator[Drawing]:
        if (
            len(subjects) > 1
            and self.purse.budget.caps
            and not self.purse.largest(self.service, "draw").tokens
        ):
            # Nobody knows what a picture takes before one has been drawn: a budget waits for the first.
            yield from self._draw_all(subjects[:1], pictures, order, refused)
            subjects = subjects[1:]
        enough = threading.Event()
        failure: BaseException | None = None
        for subject, future in work_beside(
            subjects, lambda s: self._draw_one(s, pictures, order), AT_ONCE, enough
        ):
            error = future.exception()
            if error is None:
                yield future.result()
            elif isinstance(error, ContentRefused):
                refused[_name(subject)] = str(error)
            else:
                enough.set()
                failure = failure or error
        if failure is not None:
            raise failure

    def _draw_one(self, subject: Panel | Anchor, pictures: dict[str, Image], order: DrawOrder) -> Drawing:
        size = (subject.height, subject.width)
        if isinstance(subject, Anchor):
            paths = [path for path in subject.references if path.suffix != FACES]
            shown = [_open_reference(path) for path in paths] if self._shows else []
            return Drawing(
                subject.name, fit_picture(self._request(subject, self._ask(subject, (), None), shown), size)
            )
        name = str(subject.shot.id)
        anchors = anchors_of(subject, order.anchors)
        ask = self._ask(subject, anchors, order.guides.get(name))
        shown = [_encode(pictures[anchor]) for anchor in ask.shown]
        shown += [_encode(ask.guide)] if ask.guide is not None else []
        takes: dict[str, Image] = {}
        notes: tuple[str, ...] = ()
        while len(takes) < order.takes and not notes:
            try:
                picture = fit_picture(self._request(subject, ask, shown), size)
            except FilmError as error:
                if not takes:
                    raise
                notes = (f"{len(takes)} of {order.takes} takes were drawn: {error}",)  # those were paid for
            else:
                takes[f"{name}{TAKE}{len(takes)}" if takes else name] = picture
        if len(takes) == 1:
            return Drawing(name, takes[name], notes)
        from shots.diffusion.best_take import choose_best, open_judge

        seen = [anchor_subject(a, window=WIDE, count=len) for a in anchors]
        best, said = choose_best(takes, _subject(subject), seen, pictures, open_judge())
        return Drawing(name, best, (*said, *notes))

    def _request(self, subject: Panel | Anchor, ask: Ask, shown: Sequence[bytes]) -> Image:
        """One picture as the service draws it, (height, width, 3) uint8 RGB."""
        import openai

        width, height = self._drawn_size(subject)
        request: dict[str, Any] = {"model": self.choice.model, "prompt": ask.words, "n": 1}
        request["size"] = f"{width}x{height}"
        if "quality" in self.choice.options:
            request["quality"] = self.choice.options["quality"]
        if not self.choice.model.startswith(("gpt-image", "chatgpt-image")):
            request["response_format"] = "b64_json"
        forecast = self.forecast(subject)
        images = self._server.open().images
        try:
            with (
                self.purse.paying(self.service, "draw", ask.name, forecast) as bill,
                self._server.counting(bill),
            ):
                if shown:
                    files = [(f"picture-{n}.png", raw, "image/png") for n, raw in enumerate(shown, 1)]
                    answer = images.edit(image=files, **request)
                else:
                    answer = images.generate(**request)
                bill.used(_read_use(answer, forecast))
        except openai.OpenAIError as error:
            if is_refusal(error):
                said = self._server.hide(str(getattr(error, "message", "")))[:200]
                raise ContentRefused(f"its rules on content say {said!r}") from None
            # `from None`: the client's own error carries what was sent, and some servers repeat the key.
            text = self._server.explain(error, self.choice.model, "picture")
            if shown and isinstance(error, openai.NotFoundError | openai.BadRequestError):
                text += f" If it cannot be shown pictures, write openai:{self.choice.model},references=no."
            raise BackendError(text) from None
        return self._decode(answer)

    def _decode(self, answer: Any) -> Image:
        data = getattr(answer, "data", None)
        encoded = data[0].b64_json if data else None
        if not encoded:
            raise BackendError(
                f"{self._server.where} answers, but sends no picture in its answer (b64_json). Check "
                "OPENAI_BASE_URL and the model."
            )
        from PIL.Image import DecompressionBombError

        try:
            return _read_picture(io.BytesIO(base64.b64decode(encoded.rpartition(",")[2])))
        except (binascii.Error, ValueError, OSError, SyntaxError, DecompressionBombError) as error:
            raise BackendError(
                f"{self._server.where} sent a picture that cannot be read ({type(error).__name__}). Run the "
                "same command again."
            ) from None


WIDE = 10_000
"""A window in which everything has room."""


def _entities(panel: Panel) -> list[Any]:
    return [*panel.cast.values(), *panel.props.values(), panel.place]


def _subject(panel: Panel) -> Subject:
    return panel_subject(panel, window=WIDE, count=len)


def _say_refused(where: str, refused: dict[str, str], left: Sequence[str]) -> str:
    """What was refused, which shots wait for it, and the way out."""
    listed = "; ".join(f"{name}: {said}" for name, said in refused.items())
    waiting = f" It is needed for {', '.join(left)}." if left else ""
    return (
        f"{where} refused to draw {listed}.{waiting} All other pictures are kept. Change the action, "
        "image_prompt or look there, and run the same command again."
    )


def _name(subject: Panel | Anchor) -> str:
    return subject.name if isinstance(subject, Anchor) else str(subject.shot.id)


def _read_use(answer: Any, forecast: Use) -> Use:
    """What a picture took by the service's own account; words alone are guessed where it keeps none."""
    told = getattr(answer, "usage", None)
    if told is None or not (told.input_tokens or told.output_tokens):
        return replace(forecast, guessed=1)
    return Use(1, told.input_tokens or 0, told.output_tokens or 0, pictures=1)


def _read_size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) and int(height)):
        raise BackendError(f"size={text} must be WIDTHxHEIGHT, such as size=1024x1024.")
    return int(width), int(height)


def _read_picture(source: Path | io.BytesIO) -> Image:
    from PIL import Image as Pillow

    with Pillow.open(source) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError(f"{picture.width}x{picture.height} is too large")
        return np.asarray(picture.convert("RGB"))


def _open_reference(path: Path) -> bytes:
    """A reference as it is sent: small, upright, and without what a camera wrote into it."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    with Pillow.open(path) as picture:
        return _encode_small(ImageOps.exif_transpose(picture).convert("RGB"))


def _encode(picture: Image) -> bytes:
    from PIL import Image as Pillow

    return _encode_small(Pillow.fromarray(picture))


def _encode_small(picture: Pillow) -> bytes:
    from PIL import Image as Pillow

    small = picture.copy()
    small.info.clear()
    small.thumbnail((LONGEST_SHOWN, LONGEST_SHOWN), Pillow.Resampling.LANCZOS)
    raw = io.BytesIO()
    small.save(raw, "PNG")
    return raw.getvalue()

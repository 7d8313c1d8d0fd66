"""The board: a film at a glance before it is a film, as one picture (PNG) and as one page (HTML).

This module lays out the contact sheet; the page is in `director.board_page`. It takes pictures that others
drew, and knows nothing of how.

    png, html = write_board(screenplay, {"s1-01": Path("s1-01.png")}, {"s1-01": 4.2}, [], Path("."))
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from director.board_page import made_from, render_page
from director.board_words import camera_words, clock, scene_words, shot_words, total_words
from prompts.errors import WorkspaceError
from prompts.screenplay import Scene, Screenplay, Shot
from shots.cutting.subtitles import break_units
from shots.slate import fingerprint, replace_whole, write_whole
from shots.titles import wrap_to, writable_words
from shots.titling.typefaces import find_font_file

SHEET_FILE = "board.png"
PAGE_FILE = "board.html"
MAX_SHEET_HEIGHT = 9000
"""Pixels; a longer film goes on in board-2.png, board-3.png ..."""

_VERSION = 2
"""Rises when the same film would be laid out otherwise."""

_CARD_WIDTH = 400
_GAP = 24
_MARGIN = 48
_LINES = 4
_PAPER = (246, 241, 232)
_CARD = (255, 255, 255)
_INK = (38, 34, 30)
_FAINT = (128, 118, 106)
_EDGE = (226, 217, 203)
_EMPTY = (233, 226, 214)
_ACCENT = (176, 92, 52)

Color = tuple[int, int, int]


def write_board(
    screenplay: Screenplay,
    pictures: Mapping[str, Path],
    durations: Mapping[str, float],
    notes: Sequence[str],
    folder: Path,
    anchors: Mapping[str, Path] | None = None,
    seams: Mapping[str, float] | None = None,
) -> tuple[Path, Path]:
    """The contact sheet (PNG) and the page (HTML) of a film, written into `folder`.

    Args:
        screenplay: with the ids of its shots.
        pictures: the still of each shot by its id; a shot without one gets an empty place.
        durations: seconds of each shot by its id, as far as they are known.
        notes: what is not as asked (stand-ins, open problems), one sentence each; they are shown.
        folder: is there and can be written.
        anchors: entity group (`fox@winter`, `place:forest`) → the picture that its panels are kept like.
        seams: how far each shot jumps to the next, in usual changes, by its id; known once the film is cut.

    Returns:
        The first sheet, and the page. A long film has more sheets beside it, `board-2.png` and so on. A board
        that shows all this already is left as it is.

    Raises:
        WorkspaceError: a picture cannot be read, or the folder cannot be written.
    """
    anchors = anchors or {}
    seen = [_marks(pictures), _marks(anchors)] if anchors else [_marks(pictures)]
    mark = fingerprint(
        [_VERSION, screenplay, *seen, dict(durations), list(notes), *([dict(seams)] if seams else [])]
    )
    page, first = folder / PAGE_FILE, folder / SHEET_FILE
    if first.exists() and page.exists() and made_from(page) == mark:
        return first, page
    page.unlink(missing_ok=True)  # until all is written anew, there is no board
    written = set()
    for number, sheet in enumerate(draw_sheets(screenplay, pictures, durations), 1):
        path = first if number == 1 else folder / f"board-{number}.png"
        with replace_whole(path) as temporary:
            sheet.save(temporary)
        written.add(path)
    for old in folder.glob("board-*.png"):
        if old not in written and old.stem.removeprefix("board-").isdecimal():
            old.unlink()
    write_whole(page, render_page(screenplay, pictures, durations, notes, mark, anchors, seams))
    return first, page


def _marks(pictures: Mapping[str, Path]) -> dict[str, list[str | int]]:
    """What tells one still from another without reading it: takes are named by what they were made from."""
    try:
        return {shot_id: [path.name, path.stat().st_size] for shot_id, path in pictures.items()}
    except OSError as error:
        raise WorkspaceError(f"{error.filename}: this still cannot be read. Draw it again.") from error


def draw_sheets(
    screenplay: Screenplay, pictures: Mapping[str, Path], durations: Mapping[str, float]
) -> Iterator[Image.Image]:
    """The contact sheet as RGB pictures, each at most `MAX_SHEET_HEIGHT` high, or one row."""
    layout = _Layout.of(
        [len(scene.shots) for scene in screenplay.scenes], screenplay.frame.width / screenplay.frame.height
    )
    head = _head_height(layout, screenplay)
    rows = list(_rows(screenplay, layout.columns))
    for number, page in enumerate(_pages(rows, layout, head)):
        top = head if number == 0 else _MARGIN
        height = top + sum(row.height(layout) for row in page) + _MARGIN - _GAP
        sheet = Image.new("RGB", (layout.width, height), _PAPER)
        if number == 0:
            _draw_head(sheet, layout, screenplay, total_words(screenplay, durations))
        for row in page:
            _draw_row(sheet, row, top, layout, pictures, durations)
            top += row.height(layout)
        yield sheet


@dataclass(frozen=True)
class _Layout:
    """How wide everything is, in pixels."""

    columns: int
    picture_height: int

    @classmethod
    def of(cls, scenes: Sequence[int], aspect: float) -> _Layout:
        """About as wide as high, but with few empty places where scenes end; upright films get more columns.

        Args:
            scenes: number of shots in each scene.
            aspect: width over height of the film.
        """
        ideal = min(max(math.sqrt(sum(scenes) * 0.9 * max(1.0, 1.2 / aspect)), 3), 8)

        def cost(columns: int) -> float:
            places = columns * sum(math.ceil(count / columns) for count in scenes)
            return places * (1 + 0.12 * abs(columns - ideal))

        return cls(min(range(3, 9), key=cost), min(round(_CARD_WIDTH / aspect), 2 * _CARD_WIDTH))

    @property
    def width(self) -> int:
        return 2 * _MARGIN + self.columns * (_CARD_WIDTH + _GAP) - _GAP

    def card_height(self, lines: int) -> int:
        return self.picture_height + 22 * lines + 56

    def left(self, column: int) -> int:
        return _MARGIN + column * (_CARD_WIDTH + _GAP)


@dataclass(frozen=True)
class _Row:
    """Shots side by side; the first row of a scene carries its heading."""

    heading: str
    shots: tuple[Shot, ...]
    words: tuple[tuple[str, ...], ...]
    """the lines of each shot's words"""

    def card_height(self, layout: _Layout) -> int:
        return layout.card_height(max(map(len, self.words)))

    def height(self, layout: _Layout) -> int:
        return self.card_height(layout) + _GAP + (54 if self.heading else 0)


def _rows(screenplay: Screenplay, columns: int) -> Iterator[_Row]:
    for number, scene in enumerate(screenplay.scenes, 1):
        heading = _heading(screenplay, scene, number)
        for first in range(0, len(scene.shots), columns):
            shots = tuple(scene.shots[first : first + columns])
            words = tuple(tuple(_wrap(shot_words(shot), 15, _CARD_WIDTH - 32, _LINES)) for shot in shots)
            yield _Row("" if first else heading, shots, words)


def _heading(screenplay: Screenplay, scene: Scene, number: int) -> str:
    return " · ".join([f"Scene {number}", *scene_words(screenplay, scene)])


def _pages(rows: Sequence[_Row], layout: _Layout, head: int) -> Iterator[list[_Row]]:
    page: list[_Row] = []
    filled = head
    for row in rows:
        if page and filled + row.height(layout) + _MARGIN - _GAP > MAX_SHEET_HEIGHT:
            yield page
            page, filled = [], _MARGIN
        page.append(row)
        filled += row.height(layout)
    yield page


# -- drawing


def _head_height(layout: _Layout, screenplay: Screenplay) -> int:
    lines = len(_wrap(screenplay.logline or "", 20, layout.width - 2 * _MARGIN, 3))
    return _MARGIN + 74 + 28 * lines + 44


def _draw_head(sheet: Image.Image, layout: _Layout, screenplay: Screenplay, total: str) -> None:
    draw = ImageDraw.Draw(sheet)
    room = layout.width - 2 * _MARGIN
    top = _MARGIN - 8
    for line in _wrap(screenplay.title or "Untitled", 46, room, 1, title=True):
        _write(draw, (_MARGIN, top), line, 46, _INK, title=True)
    top += 74
    for line in _wrap(screenplay.logline or "", 20, room, 3):
        _write(draw, (_MARGIN, top), line, 20, _INK)
        top += 28
    _write(draw, (_MARGIN, top + 2), total, 16, _FAINT)


def _draw_row(
    sheet: Image.Image,
    row: _Row,
    top: int,
    layout: _Layout,
    pictures: Mapping[str, Path],
    durations: Mapping[str, float],
) -> None:
    if row.heading:
        draw = ImageDraw.Draw(sheet)
        for line in _wrap(row.heading, 19, layout.width - 2 * _MARGIN, 1):
            _write(draw, (_MARGIN, top + 10), line, 19, _ACCENT)
        top += 54
    size = (_CARD_WIDTH, row.card_height(layout))
    for column, (shot, words) in enumerate(zip(row.shots, row.words, strict=True)):
        corner = (layout.left(column), top)
        _draw_card(sheet, corner, size, layout.picture_height, shot, words)
        _draw_still(
            sheet,
            corner,
            layout.picture_height,
            shot,
            pictures.get(shot.id or ""),
            durations.get(shot.id or ""),
        )


def _draw_card(
    sheet: Image.Image,
    corner: tuple[int, int],
    size: tuple[int, int],
    words_top: int,
    shot: Shot,
    words: Sequence[str],
) -> None:
    """The card, with all that stands below its still: `words_top` pixels below its upper edge."""
    left, bottom = corner[0], corner[1] + size[1]
    draw = ImageDraw.Draw(sheet)
    box = (*corner, left + size[0] - 1, bottom - 1)
    draw.rounded_rectangle(box, radius=14, fill=_CARD, outline=_EDGE, width=1)
    top = corner[1] + words_top + 12
    for line in words:
        _write(draw, (left + 16, top), line, 15, _INK)
        top += 22
    for line in _wrap(camera_words(shot), 13, size[0] - 32, 1):
        _write(draw, (left + 16, bottom - 34), line, 13, _FAINT)


def _draw_still(
    sheet: Image.Image,
    corner: tuple[int, int],
    height: int,
    shot: Shot,
    picture: Path | None,
    seconds: float | None,
) -> None:
    """The still at the upper end of its card, with the shot's id and length over it."""
    left, top = corner
    size = (_CARD_WIDTH, height)
    sheet.paste(_still(picture, size), corner, _round_above(size))
    if picture is None:
        words = "not drawn yet"
        middle = (left + _CARD_WIDTH // 2, top + height // 2)
        ImageDraw.Draw(sheet).text(middle, words, font=_font(words, 16), fill=_FAINT, anchor="mm")
    _tag(sheet, (left + 10, top + height - 38), shot.id or "", from_right=False)
    if seconds is not None:
        _tag(sheet, (left + _CARD_WIDTH - 10, top + height - 38), clock(seconds), from_right=True)


def _still(picture: Path | None, size: tuple[int, int]) -> Image.Image:
    if picture is None:
        return Image.new("RGB", size, _EMPTY)
    try:
        with Image.open(picture) as still:
            box = _middle(still.size, size)
            return still.convert("RGB").resize(size, Image.Resampling.LANCZOS, box, reducing_gap=2.0)
    except OSError as error:
        raise WorkspaceError(f"{picture}: this still cannot be read. Remove it and draw again.") from error


def _middle(size: tuple[int, int], wanted: tuple[int, int]) -> tuple[float, float, float, float]:
    """The largest part in the middle of a picture that has the wanted shape."""
    scale = min(size[0] / wanted[0], size[1] / wanted[1])
    left, top = (size[0] - wanted[0] * scale) / 2, (size[1] - wanted[1] * scale) / 2
    return left, top, left + wanted[0] * scale, top + wanted[1] * scale


@functools.lru_cache(maxsize=4)
def _round_above(size: tuple[int, int]) -> Image.Image:
    """A mask with round corners at the upper edge, smooth by being drawn at four times its size."""
    width, height = size
    large = Image.new("L", (width * 4, height * 4), 0)
    ImageDraw.Draw(large).rounded_rectangle((0, 0, width * 4 - 1, height * 4 + 200), radius=56, fill=255)
    return large.resize(size, Image.Resampling.BOX)


def _tag(sheet: Image.Image, corner: tuple[int, int], words: str, *, from_right: bool) -> None:
    """Light words in a dark pill over a picture."""
    words = writable_words(words)
    font = _font(words, 14)
    width = round(font.getlength(words)) + 20
    left = corner[0] - width if from_right else corner[0]
    pill = Image.new("L", (width * 4, 112), 0)
    ImageDraw.Draw(pill).rounded_rectangle((0, 0, width * 4 - 1, 111), radius=56, fill=190)
    sheet.paste((24, 22, 20), (left, corner[1]), pill.resize((width, 28), Image.Resampling.BOX))
    ImageDraw.Draw(sheet).text(
        (left + width / 2, corner[1] + 14), words, font=font, fill=(255, 255, 255), anchor="mm"
    )


@functools.lru_cache(maxsize=256)
def _face(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _font(words: str, size: int, *, title: bool = False) -> ImageFont.FreeTypeFont:
    return _face(str(find_font_file(words, title=title)), size)


def _write(
    draw: ImageDraw.ImageDraw,
    place: tuple[int, int],
    words: str,
    size: int,
    color: Color,
    *,
    title: bool = False,
) -> None:
    draw.text(place, words, font=_font(words, size, title=title), fill=color)


def _wrap(text: str, size: int, room: float, most: int, *, title: bool = False) -> list[str]:
    """The words as at most `most` lines of `room` pixels; what does not fit ends in `…`."""
    words = writable_words(text[:2000])
    if text.strip() and not words:
        words = "(no font here has these letters)"
    if not words:
        return []
    font = _font(words, size, title=title)
    lines = wrap_to(list(break_units(words)), font, room, most + 1)
    lines, more = lines[:most], len(lines) > most
    last = lines[-1]
    while last and font.getlength(last + "…" * more) > room:
        last, more = last[:-1].rstrip(), True
    return [*lines[:-1], last + "…" * more]

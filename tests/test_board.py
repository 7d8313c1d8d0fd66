"""The board: every shot is on it, its words are only ever words, and an unchanged one is not drawn again."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from director.board import MAX_SHEET_HEIGHT, draw_sheets, write_board
from director.board_page import render_page
from director.board_words import camera_words, clock, shot_words
from prompts.errors import WorkspaceError
from prompts.screenplay import Screenplay, Shot, parse_screenplay, with_ids

RED = (200, 30, 30)


def film(shots: int = 3, scenes: int = 1, **fields: object) -> Screenplay:
    scene = {"place": "wood", "shots": [{"narration": f"Shot {n}.", "who": ["fox"]} for n in range(shots)]}
    plan = {"title": "Fox", "cast": {"fox": {"name": "Reynard", "look": "red"}}, "places": {"wood": "dark"}}
    return with_ids(parse_screenplay({**plan, "scenes": [scene] * scenes, **fields}))


def stills(screenplay: Screenplay, folder: Path, size: tuple[int, int] = (64, 36)) -> dict[str, Path]:
    pictures = {}
    for _, shot in screenplay.shots():
        assert shot.id
        pictures[shot.id] = folder / f"{shot.id}.png"
        Image.new("RGB", size, RED).save(pictures[shot.id])
    return pictures


class Outline(HTMLParser):
    """What a browser would find in the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value for attribute, value in self.attributes if attribute == name]


def count_red(sheet: Image.Image) -> int:
    return sum(n for n, color in sheet.getcolors(1 << 24) or [] if color == RED)


# -- the sheet


def test_every_still_is_on_the_sheet_and_a_missing_one_has_an_empty_place(tmp_path: Path) -> None:
    screenplay = film(3)
    pictures = stills(screenplay, tmp_path)
    (all_three,) = draw_sheets(screenplay, pictures, {})
    pictures.popitem()
    (two,) = draw_sheets(screenplay, pictures, {})
    assert all_three.size == two.size
    assert count_red(two) / count_red(all_three) == pytest.approx(2 / 3, abs=0.01)


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (720, 720)])
def test_stills_keep_the_shape_of_the_film(size: tuple[int, int], tmp_path: Path) -> None:
    screenplay = film(1, frame={"width": size[0], "height": size[1]})
    (sheet,) = draw_sheets(screenplay, stills(screenplay, tmp_path, (size[0] // 10, size[1] // 10)), {})
    box = sheet.point(lambda v: v).convert("RGB")
    reds = [
        (x, y) for x in range(0, box.width, 4) for y in range(0, box.height, 4) if box.getpixel((x, y)) == RED
    ]
    width = max(x for x, _ in reds) - min(x for x, _ in reds)
    height = max(y for _, y in reds) - min(y for _, y in reds)
    assert width / height == pytest.approx(size[0] / size[1], rel=0.04)


def test_long_film_goes_on_in_more_sheets(tmp_path: Path) -> None:
    screenplay = film(50, scenes=4)
    sheets = list(draw_sheets(screenplay, {}, {}))
    assert len(sheets) > 1
    assert all(sheet.height <= MAX_SHEET_HEIGHT and sheet.width < 4000 for sheet in sheets)


def test_sheets_of_a_longer_board_are_swept_away(tmp_path: Path) -> None:
    write_board(film(50, scenes=4), {}, {}, [], tmp_path)
    (tmp_path / "board-mine.png").touch()
    assert (tmp_path / "board-2.png").exists()
    write_board(film(2), {}, {}, [], tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["board-mine.png", "board.html", "board.png"]


@pytest.mark.parametrize("words", ["狐狸 говорит 🦊", "مرحبا " * 40, "x" * 3000, "a\nb\tc", "क्‍ष", ""])
def test_any_words_can_be_laid_out(words: str, tmp_path: Path) -> None:
    scene = {"shots": [{"narration": words}], "mood": words}
    screenplay = with_ids(parse_screenplay({"title": words, "logline": words, "scenes": [scene]}))
    sheet, page = write_board(screenplay, {}, {"s1-01": 3.0}, [words], tmp_path)
    with Image.open(sheet) as drawn:
        assert drawn.width > 1000
    assert page.stat().st_size > 1000


def test_still_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    screenplay = film(1)
    pictures = stills(screenplay, tmp_path)
    pictures["s1-01"].write_bytes(b"no picture")
    with pytest.raises(WorkspaceError, match=r"s1-01.png: this still cannot be read"):
        write_board(screenplay, pictures, {}, [], tmp_path)
    pictures["s1-01"].unlink()
    with pytest.raises(WorkspaceError, match=r"s1-01.png: this still cannot be read"):
        write_board(screenplay, pictures, {}, [], tmp_path)


# -- the page


def test_page_tells_shots_cast_groups_and_notes(tmp_path: Path) -> None:
    screenplay = film(3)
    note = "owl: a stand-in"
    page = render_page(screenplay, stills(screenplay, tmp_path), {"s1-01": 3.0, "s1-02": 61.0}, [note, note])
    outline = Outline(page)
    words = " ".join(outline.words)
    for expected in ("Shot 0.", "Shot 2.", "Reynard", "red", "dark", "3.0 s", "1:01", "Must look the same"):
        assert expected in words
    assert words.count(note) == 1
    assert {"s1-01", "s1-02", "s1-03"} <= set(outline.values("id"))
    assert set(outline.values("href")) == {"#s1-01", "#s1-02", "#s1-03"}
    assert outline.tags.count("img") == 3


def test_page_needs_nothing_from_outside_and_runs_nothing(tmp_path: Path) -> None:
    screenplay = film(2)
    page = render_page(screenplay, stills(screenplay, tmp_path), {}, [])
    outline = Outline(page)
    assert not {"script", "link", "iframe", "object"} & set(outline.tags)
    assert all(source.startswith("data:image/jpeg;base64,") for source in outline.values("src"))
    assert not re.search(r"https?://|url\(|@import", page)


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;b&gt;"


def test_words_of_a_story_stay_words(tmp_path: Path) -> None:
    """The same page with harmless words has the same tags and attributes."""

    def outline(words: str) -> Outline:
        fields = {
            "title": words,
            "logline": words,
            "style": words,
            "language": words,
            "cast": {"fox": {"name": words, "kind": words, "look": words, "looks": {"old": words}}},
            "places": {"wood": {"name": words, "look": words}},
        }
        shot = {
            "narration": words,
            "action": words + ".",
            "light": words,
            "who": [{"character": "fox", "doing": words}],
        }
        screenplay = with_ids(
            parse_screenplay({**fields, "scenes": [{"mood": words, "shots": [shot, shot]}]})
        )
        return Outline(render_page(screenplay, {}, {}, [words]))

    evil, harmless = outline(EVIL), outline("harmless")
    assert evil.tags == harmless.tags
    assert [name for name, _ in evil.attributes] == [name for name, _ in harmless.attributes]
    assert evil.words.count(EVIL) == harmless.words.count("harmless")


# -- both


def test_unchanged_board_is_left_as_it_is(tmp_path: Path) -> None:
    screenplay = film(2)
    pictures = stills(screenplay, tmp_path)
    paths = write_board(screenplay, pictures, {"s1-01": 3.0}, [], tmp_path)
    stamps = [path.stat().st_mtime_ns for path in paths]
    assert write_board(screenplay, pictures, {"s1-01": 3.0}, [], tmp_path) == paths
    assert [path.stat().st_mtime_ns for path in paths] == stamps
    write_board(screenplay, pictures, {"s1-01": 4.0}, [], tmp_path)
    assert [path.stat().st_mtime_ns for path in paths] != stamps
    assert "4.0 s" in paths[1].read_text(encoding="utf-8")


def test_board_cut_off_half_way_is_drawn_again(tmp_path: Path) -> None:
    sheet, page = write_board(film(2), {}, {}, [], tmp_path)
    page.unlink()
    write_board(film(2), {}, {}, [], tmp_path)
    assert page.exists()
    sheet.unlink()
    write_board(film(2), {}, {}, [], tmp_path)
    assert sheet.exists()


def test_shot_is_told_by_its_words_or_else_by_what_is_seen() -> None:
    told = Shot.model_validate(
        {
            "narration": "He said: come!",
            "dialogue": [{"speaker": "a", "line": "come!"}, {"speaker": "b", "line": "No."}],
        }
    )
    assert shot_words(told) == "He said: come! No."
    assert shot_words(Shot(action="A fox naps.", narration="")) == "A fox naps."
    camera = {"size": "close", "angle": "low", "lens": "normal", "move": "push_in"}
    assert camera_words(Shot.model_validate({"camera": camera})) == "close, low angle, push in"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "0.2 s"), (59.9, "59.9 s"), (59.96, "1:00"), (64.5, "1:04"), (3750, "1:02:30")],
)
def test_clock_reads_as_people_do(seconds: float, said: str) -> None:
    assert clock(seconds) == said

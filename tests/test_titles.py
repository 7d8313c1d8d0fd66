"""Captions can be read on any picture and stay inside it; cards are drawn for any title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompts.vocabulary import VOCABULARIES
from shots.encode import write_clip
from shots.titles import MAX_LINES, TITLE_SAFE, check_letters, draw_caption, fit_lines
from shots.titling.cards import (
    contrast_of,
    draw_chapter_card,
    draw_end_card,
    draw_title_card,
    set_off,
    split_heading,
)
from shots.titling.kinetics import arrive, set_lines
from shots.titling.landscape import PALETTES, STYLE_PALETTES
from shots.titling.lettering import Lettering, writable_words
from shots.titling.typefaces import (
    CAPTION_FONT,
    TITLE_FONT,
    can_shape,
    covered_letters,
    find_font_file,
    missing_letters,
)

WIDTH, HEIGHT = 320, 180


def paper(value: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    return np.full((height, width, 3), value, np.uint8)


def changed(before: np.ndarray, after: np.ndarray) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of what differs, in pixels."""
    rows, columns = np.nonzero(np.abs(before.astype(int) - after).max(axis=2) > 2)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def luminance(colour: np.ndarray) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = np.where(colour / 255 <= 0.04045, colour / 255 / 12.92, ((colour / 255 + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


# Captions


@pytest.mark.parametrize("value", [0, 128, 255])
def test_captions_have_contrast_on_any_picture(value: int) -> None:
    drawn = draw_caption(paper(value, 640, 360), "MMMM")
    left, top, right, bottom = changed(paper(value, 640, 360), drawn)
    box = drawn[top:bottom, left:right].reshape(-1, 3)
    words = luminance(np.percentile(box, 99.5, axis=0))
    behind = luminance(np.median(box, axis=0))
    assert (words + 0.05) / (behind + 0.05) >= 4.5


@pytest.mark.parametrize("size", [(1280, 720), (360, 640), (480, 480), (64, 64), (2048, 256)])
@pytest.mark.parametrize("text", ["Hi", "Once upon a time there was a fox. " * 3, "x" * 400])
def test_captions_stay_where_every_screen_shows_them(size: tuple[int, int], text: str) -> None:
    width, height = size
    left, top, right, bottom = changed(paper(90, width, height), draw_caption(paper(90, width, height), text))
    assert left >= width * TITLE_SAFE * 0.8 and right <= width * (1 - TITLE_SAFE * 0.8)
    assert bottom <= height * (1 - TITLE_SAFE) + 1 and top > 0
    assert abs((left + right) / 2 - width / 2) <= 2


def test_the_picture_that_went_in_is_left_alone() -> None:
    picture = paper(200)
    draw_caption(picture, "Hello")
    assert (picture == 200).all()


def test_same_words_same_pixels() -> None:
    assert np.array_equal(draw_caption(paper(9), "Hello"), draw_caption(paper(9), "Hello"))


def test_no_words_draw_nothing() -> None:
    assert np.array_equal(draw_caption(paper(9), " \n "), paper(9))


@given(text=st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_drawn(text: str) -> None:
    assert draw_caption(paper(90), text).shape == (HEIGHT, WIDTH, 3)


def test_lines_are_few_and_keep_the_words() -> None:
    words = "Once upon a time, in a house at the edge of the wood, there lived a fox."
    size, lines = fit_lines(words, 1280, 720)
    assert len(lines) <= MAX_LINES and " ".join(lines) == words and size > 20


def test_ten_thousand_letters_end_in_an_ellipsis() -> None:
    _, lines = fit_lines("fox " * 2500, 1280, 720)
    assert len(lines) == MAX_LINES and lines[-1].endswith("…")


def test_scripts_without_spaces_are_wrapped() -> None:
    _, lines = fit_lines("从前有一只狐狸，它住在森林的边上。" * 4, 640, 360)
    assert len(lines) > 1 and all(line[0] not in "，。" for line in lines)


# Fonts


def test_shipped_fonts_cover_latin_greek_and_cyrillic() -> None:
    everyday = "AZazÀßçñøłŐžșΑΩαωάЯяЁёЇїЖж0123456789.,;:!?“”„«»–—…"
    assert set(everyday) <= covered_letters(CAPTION_FONT)
    assert find_font_file("The Fox", title=True) == TITLE_FONT
    assert find_font_file("Λύκος", title=True) in (TITLE_FONT, CAPTION_FONT)
    for licence in ("LICENSE-DejaVu.txt", "LICENSE-Comfortaa.txt", "LICENSE-Noto.txt", "LICENSE-Droid.txt"):
        assert "ermission" in CAPTION_FONT.with_name(licence).read_text()


@pytest.mark.parametrize(
    "text",
    [
        "从前有一只“狐狸”，它住在森林里。",
        "むかし、カラスがいた。",
        "옛날에 여우가",
        "एक लोमड़ी थी।",
        "สุนัขจิ้งจอก",
        "নেকড়ে",
        "நரி",
        "నక్క",
        "مرحبا",
        "שלום",
    ],
)
def test_scripts_of_the_world_can_be_written(text: str) -> None:
    if can_shape():
        assert missing_letters(text) == "" and writable_words(text) == text
    assert missing_letters(f"{text} The Fox, 42!") == missing_letters(text)


def test_one_line_takes_as_many_fonts_as_it_needs() -> None:
    words = "Fox 狐狸 fox"
    letters = Lettering(words, 40)
    parts = sum(Lettering(part, 40).getlength(part) for part in ("Fox ", "狐狸", " fox"))
    assert letters.getlength(words) == pytest.approx(parts, abs=14)
    drawn = draw_caption(paper(0, 640, 360), words)
    empty = draw_caption(paper(0, 640, 360), words.replace("狐狸", ""))
    assert changed(paper(0, 640, 360), drawn)[0] < changed(paper(0, 640, 360), empty)[0]


def test_what_cannot_be_drawn_is_told_once() -> None:
    assert check_letters("The Fox 狐狸") == []
    if "𒀀" not in covered_letters(find_font_file("𒀀")):
        (note,) = check_letters("𒀀 fox 𒀀")
        assert "No font here has 𒀀;" in note


def test_words_that_would_be_mostly_gaps_are_not_written() -> None:
    if "𒀀" in covered_letters(find_font_file("𒀀")):
        pytest.skip("a font of this system has cuneiform")
    assert writable_words("𒀀𒀁 & 𒀂") == ""


def test_letters_without_a_font_are_told_and_left_out() -> None:
    text = "fox \ue000"  # a private letter that no font of the system should have
    if "\ue000" in covered_letters(find_font_file("\ue000")):
        pytest.skip("a font of this system has private letters")
    assert missing_letters(text) == "\ue000"
    assert writable_words(text) == "fox"
    assert missing_letters("fox") == ""


def test_coverage_agrees_with_what_is_drawn() -> None:
    from PIL import ImageFont

    font = ImageFont.truetype(str(CAPTION_FONT), 40)
    empty_box = bytes(font.getmask("\uffff"))
    for letter in "Aя狐ش🦊가Ω":
        drawn = bytes(font.getmask(letter)) != empty_box
        assert drawn == (letter in covered_letters(CAPTION_FONT)), letter


def test_a_file_that_is_no_font_covers_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font at all")
    assert covered_letters(tmp_path / "a.ttf") == frozenset()


@pytest.mark.skipif(not can_shape(), reason="no libraqm and fribidi")
def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    from PIL import ImageFont

    font = ImageFont.truetype(str(CAPTION_FONT), 40)
    alone = sum(font.getlength(letter) for letter in "سلام")
    assert font.getlength("سلام") < alone * 0.95
    assert missing_letters("سلام") == ""


# Cards


@pytest.mark.parametrize("title", ["The Fox", "Старик и море", "حكاية", "", "🦊", "x" * 2000, "a " * 300])
def test_cards_are_drawn_for_any_title(title: str) -> None:
    frames = list(draw_title_card(title, "a story", width=160, height=90, fps=12, num_frames=3))
    assert len(frames) == 3
    assert all(f.shape == (90, 160, 3) and f.dtype == np.uint8 for f in frames)


def test_letters_appear_one_after_the_other() -> None:
    frames = list(draw_title_card("The Fox and the Lantern", width=320, height=180, fps=12, num_frames=36))
    dark = [(f[20:100, 40:280].astype(int).sum(axis=2) < 330).sum() for f in frames]
    assert dark[0] < dark[8] < dark[-1]
    assert dark[26] == pytest.approx(dark[-1], rel=0.02), "the last third is for reading"


def test_same_title_same_card() -> None:
    first, second = (list(draw_title_card("Fox", width=160, height=90, fps=12, num_frames=2)) for _ in "ab")
    assert np.array_equal(first, second)


def test_the_end_is_written_in_the_language_of_the_film() -> None:
    size = {"width": 320, "height": 180, "fps": 12, "num_frames": 12}
    english, german, none = (
        list(draw_end_card(language=code, title="Fox", **size))[-1] for code in ("en-GB", "de", "tlh")
    )
    ink = [(f[40:90, 60:260].astype(int).sum(axis=2) < 330).sum() for f in (english, german, none)]
    assert ink[0] > 100 and ink[1] > 100 and ink[2] == 0
    assert not np.array_equal(english, german)


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("Chapter 2: The Wolf", ("Chapter 2", "The Wolf")),
        ("CHAPTER I. Loomings", ("CHAPTER I", "Loomings")),
        ("The Wolf", ("", "The Wolf")),
        ("What the old fox said: nothing", ("", "What the old fox said: nothing")),
        ("3.5 miles", ("", "3.5 miles")),
    ],
)
def test_a_heading_in_two_parts_is_set_in_two_sizes(heading: str, parts: tuple[str, str]) -> None:
    assert split_heading(heading) == parts


def test_the_sun_of_a_chapter_stands_where_the_story_is() -> None:
    size = {"width": 160, "height": 90, "fps": 12, "num_frames": 12}
    first, last = (
        list(draw_chapter_card("I", number=n, of=3, title="Fox", **size))[-1].astype(int) for n in (1, 2)
    )
    assert np.abs(first - last).max() > 40


# Kinetics, on frames as they come out of the film file

CARD = {"width": 640, "height": 360, "fps": 12, "num_frames": 24}
MOTIONS = VOCABULARIES["letters"]
TITLE = "Chapter 2: The Wolf, quickly; Ёж & Λύκος"


def film_of(frames: Iterable[np.ndarray], folder: Path) -> list[np.ndarray]:
    """The frames after H.264, as a viewer sees them."""
    write_clip(frames, folder / "card.mp4", **CARD)
    with av.open(str(folder / "card.mp4")) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def card(motion: str) -> Iterator[np.ndarray]:
    return draw_chapter_card(TITLE, number=2, of=3, title="Fox", motion=motion, **CARD)


def caption(motion: str) -> Iterator[np.ndarray]:
    stripes = np.broadcast_to(np.linspace(40, 250, 640).astype(np.uint8)[None, :, None], (360, 640, 3))
    return (draw_caption(stripes, "The fox said: “Яблоко!”", motion, (n + 1) / 12) for n in range(24))


def glyphs(frame: np.ndarray, words: str) -> np.ndarray:
    """(H, W) bool: where the ink of the words is."""
    if words == "card":
        light = frame.astype(int).sum(axis=2)
        light[220:] = 765  # the hills
        return light < 330
    box = np.zeros(frame.shape[:2], bool)
    box[300:342, 200:440] = True
    return box & (frame.min(axis=2) > 170)


@pytest.mark.parametrize("words", ["card", "caption"])
def test_at_hold_every_motion_is_as_legible_as_plain_lettering(words: str, tmp_path: Path) -> None:
    draw = card if words == "card" else caption
    plain = glyphs(list(draw("none"))[-1], words)
    assert plain.sum() > 500
    for motion in MOTIONS:
        for frame in film_of(draw(motion), tmp_path)[-7:]:
            seen = glyphs(frame, words)
            assert (seen & plain).sum() / (seen | plain).sum() >= 0.95, motion


@pytest.mark.parametrize("words", ["card", "caption"])
def test_letters_arrive_and_motions_differ(words: str) -> None:
    draw = card if words == "card" else caption
    early = {}
    for motion in MOTIONS:
        frames = list(draw(motion))
        early[motion] = frames[4]
        shares = [glyphs(frames[n], words).sum() / glyphs(frames[-1], words).sum() for n in (0, 4, 12)]
        if motion == "none":
            assert shares[0] == pytest.approx(1, abs=0.02)
        else:
            assert shares[0] < 0.4 and shares[0] < shares[1] < 0.95 and shares[2] > 0.6
    pictures = list(early.values())
    assert all(np.abs(a.astype(int) - b).sum() > 1000 for n, a in enumerate(pictures) for b in pictures[:n])


@pytest.mark.parametrize("motion", MOTIONS)
def test_words_on_their_way_stay_where_every_screen_shows_them(motion: str) -> None:
    empty = list(draw_chapter_card("\u2003", number=2, of=3, title="Fox", motion="none", **CARD))
    for n, frame in enumerate(card(motion)):
        ink = glyphs(frame, "card") & ~glyphs(empty[n], "card")
        if not ink.any():
            continue
        rows, columns = np.nonzero(ink)
        assert columns.min() >= 640 * TITLE_SAFE and columns.max() < 640 * (1 - TITLE_SAFE)
        assert rows.min() >= 360 * TITLE_SAFE and rows.max() < 360 * (1 - TITLE_SAFE)


@pytest.mark.parametrize("title", ["Fox", "b", "c", "e"])
def test_cards_have_contrast_in_the_film_file(title: str, tmp_path: Path) -> None:
    pictures = draw_chapter_card("Part 1: MMMM", number=1, of=2, title=title, motion="none", **CARD)
    frame = film_of(pictures, tmp_path)[-1].astype(float)
    for rows in (slice(72, 118), slice(118, 170)):  # the small line above, and the heading
        light = frame[rows, 160:480].reshape(-1, 3)
        darkest = light[np.argsort(light.sum(axis=1))[: len(light) // 200]]
        paper = np.median(light, axis=0)
        assert (luminance(paper) + 0.05) / (luminance(np.median(darkest, axis=0)) + 0.05) >= 4.5


def test_every_palette_has_contrast() -> None:
    for palette in (*PALETTES, *(p for palettes in STYLE_PALETTES.values() for p in palettes)):
        for ink in (palette.ink, set_off(palette.accent, palette.paper)):
            assert contrast_of(ink, palette.paper) >= 4.5
        assert contrast_of(palette.ink, palette.light) >= 4.5


@pytest.mark.parametrize("style", ["", "noir", "an ink drawing", "paper-cut"])
@pytest.mark.parametrize("title", ["Fox", "b", "c"])
def test_words_stand_out_from_what_is_really_behind_them(style: str, title: str, tmp_path: Path) -> None:
    size = {"number": 1, "of": 2, "title": title, "style": style, **CARD}
    with_words, without = (
        film_of(draw_chapter_card(words, motion="none", **size), tmp_path)[-1].astype(float)
        for words in ("Part 1: MMMM", "\u2003")
    )
    for rows in (slice(72, 118), slice(118, 170)):  # the small line above, and the heading
        said, paper = with_words[rows, 160:480], without[rows, 160:480]
        ink = np.abs(said - paper).sum(axis=2)
        strong = ink > 0.8 * ink.max()
        low, high = sorted(luminance(np.median(part[strong], axis=0)) for part in (said, paper))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_a_noir_film_has_cards_without_colour() -> None:
    size = {"style": "noir", "width": 160, "height": 90, "fps": 12, "num_frames": 12}
    for frames in (draw_title_card("Fox", **size), draw_end_card(title="Fox", **size)):
        frame = list(frames)[-1].astype(int)
        assert (frame.max(axis=2) - frame.min(axis=2)).max() <= 12 and frame.mean() < 90


@given(text=st.text(max_size=40), motion=st.sampled_from(MOTIONS), done=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_any_letters_can_move(text: str, motion: str, done: float) -> None:
    words = writable_words(text)
    lettering = Lettering(words, 20)
    text_at_rest = set_lines([words], lettering, 400, 26)
    assert arrive(text_at_rest, motion, done).shape == text_at_rest.mask.shape
    assert np.array_equal(arrive(text_at_rest, motion, 1), text_at_rest.mask)
    laid = np.zeros_like(text_at_rest.mask)
    for n, (left, top, right, bottom) in enumerate(text_at_rest.letters):
        own = text_at_rest.owners[top:bottom, left:right] == n
        laid[top:bottom, left:right][own] = text_at_rest.mask[top:bottom, left:right][own]
    assert np.array_equal(laid, text_at_rest.mask), "the letters cover all that is written"


@pytest.mark.parametrize("words", ["To", "AV", "Ya", "fj", "LT", "(J"])
def test_a_letter_that_moves_takes_nothing_of_its_neighbour_along(words: str) -> None:
    lettering = Lettering(words, 80, title=True)
    text = set_lines([words], lettering, 300, 100)
    for n, letter in enumerate(words):
        left, top, right, bottom = text.letters[n]
        seen = np.where(text.owners[top:bottom, left:right] == n, text.mask[top:bottom, left:right], 0)
        alone = set_lines([letter], Lettering(letter, 80, title=True), 300, 100).mask
        assert abs(int((seen > 127).sum()) - int((alone > 127).sum())) <= 0.02 * (alone > 127).sum() + 12


def test_captions_have_no_lone_word_on_their_last_line() -> None:
    _, lines = fit_lines("The fox rang the bell, and all the animals ran into the cave.", 640, 360)
    assert len(lines) == 2 and len(lines[1].split()) >= 4

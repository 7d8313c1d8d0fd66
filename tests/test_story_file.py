"""Stories come in as clean words from any file, pipe or sentence, or are refused with a reason."""

import io
import sys
import time
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.errors import StoryError
from prompts.screenplay import parse_screenplay
from prompts.screenplay_file import render_screenplay
from prompts.story_file import clean_story, decode_story, is_screenplay, read_story

STORY = "Once upon a time there was a fox.\n\nShe met a crow.\n"


def written(path: Path, raw: bytes | str) -> Path:
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


# -- where it comes from


def test_story_comes_from_a_file_a_pipe_or_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "the fox.txt", STORY)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(STORY.encode())))
    stories = [read_story(path), read_story(str(path)), read_story("-"), read_story(STORY)]
    assert {story.text for story in stories} == {STORY.strip()}
    assert [story.name for story in stories] == ["the fox", "the fox", "", ""]
    assert all(story.notes == () for story in stories)


@pytest.mark.parametrize(
    "words",
    [
        "Fox",
        "A fox.",
        "狐狸",
        "👩‍👩‍👧",
        "7",
        "He wrote all of it into a file called diary.txt",
        "a/b or not to be",
    ],
)
def test_words_that_name_no_file_are_the_story(words: str) -> None:
    assert read_story(words).text == words


@pytest.mark.parametrize("name", ["fox.txt", "my fox.md", "stories/fox", "~/fox.txt", "fox.yaml"])
def test_missing_file_is_not_taken_for_a_story(name: str) -> None:
    with pytest.raises(StoryError, match="there is no such file"):
        read_story(name)


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="folder"):
        read_story(tmp_path)


# -- bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_files_are_read_by_their_mark(encoding: str, tmp_path: Path) -> None:
    text = "Čím 狐狸 нос 🦊 naïve"
    story = read_story(written(tmp_path / "a.txt", text.encode(encoding)))
    assert (story.text, story.notes) == (text, ())


def test_older_encoding_is_read_with_a_note(tmp_path: Path) -> None:
    story = read_story(written(tmp_path / "a.txt", b"The caf\xe9 \x97 \x93yes\x94\x81"))
    assert story.text == "The café — “yes”"
    assert "not UTF-8" in story.notes[0]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7 x", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0", "password"),
        (b"x" * 60 + b"BOOKMOBI", "Kindle"),
        (b"{\\rtf1 x}", "RTF"),
        (b"abc\0def", "zero bytes"),
        (b"\xff\xfea", "damaged UTF-16"),
    ],
)
def test_file_of_another_kind_is_named(raw: bytes, kind: str, tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=kind):
        read_story(written(tmp_path / "a.txt", raw))


@pytest.mark.parametrize(
    "text", ["", " \n\t\r\n", "\ufeff", "\u200b\u200b", "...\n!!", "<p></p><br/>", "\x00"]
)
def test_story_without_words_is_refused(text: str) -> None:
    with pytest.raises(StoryError):
        clean_story(text)


@pytest.mark.parametrize(
    "raw", [b"word " * 400_000, b"x" * 2_000_000, "狐".encode() * 600_000, b" " * 7_000_000]
)
def test_far_too_long_a_story_is_told_its_length_in_film(raw: bytes) -> None:
    with pytest.raises(StoryError, match=r"about [\d,]+ words, which is some \d+ hours of film.*chapters"):
        decode_story(raw, "novel.txt")


# -- characters


def test_line_ends_become_one_kind() -> None:
    assert clean_story("a\r\nb\rc\u2028d\u2029e\x0cf").text == "a\nb\nc\nd\n\ne\nf"


def test_what_is_no_word_is_dropped_with_a_note() -> None:
    story = clean_story("A\x07 fo\u200bx\u202e tur\u00adned\u2066 to\x1b dust\ufeff.")
    assert story.text == "A fox turned to dust."
    assert [note.split(" ", 1)[1] for note in story.notes] == [
        "control characters were dropped.",
        "marks that turn the direction of writing were dropped.",
        "invisible characters were dropped.",
    ]


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "👩‍🚀 🏳️‍🌈", "e\u0301tude", "שָׁלוֹם", "a\u200eb"])
def test_joiners_and_marks_that_scripts_need_stay(text: str) -> None:
    assert clean_story(text).text == text


@given(
    st.text(
        st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="<>*_[]\\#`\u00a0-+!"),
        max_size=200,
    )
)
def test_no_word_of_plain_text_is_lost(text: str) -> None:
    if any(unicodedata.category(c)[0] in "LN" for c in text):
        assert clean_story(text).text.split() == text.split()


def test_long_runs_of_anything_take_no_longer_than_they_must() -> None:
    for piece in (
        *(" ", "<", "*", "_a", "[", "<p", "> ", "- ", "&#", "`", "\n", "|", "|a|\n", "[^", "[^a]: b\n", "~~"),
        *("a\n-", "---\na: b\n", "+++\n", "[a]: b\n", "<!--", "[a](", "```\n", "a\n=\n"),
    ):
        raw = "fox" + piece * (100_000 // len(piece)) + "crow"
        started = time.process_time()
        assert "fox" in clean_story(raw, form="markdown").text
        assert time.process_time() - started < 2.0, repr(piece)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    try:
        story = decode_story(raw, "x")
    except StoryError as error:
        assert str(error)
    else:
        assert not set(story.text) & set(map(chr, [*range(9), 11, *range(13, 32), *range(0x202A, 0x202F)]))


# -- mark-up


def test_html_is_read_as_a_browser_shows_it() -> None:
    page = """<!DOCTYPE html><html><head><title>T</title><style>p {}</style></head><body>
    <h1>The Fox</h1><p>A fox &amp; a <b>crow</b>&nbsp;met.<br>It was
    late.</p><script>alert("no")</script><!-- hidden --><p>&lt;End&gt;</p></body></html>"""
    story = clean_story(page)
    assert story.text == "# The Fox\n\nA fox & a crow met.\nIt was late.\n\n<End>"
    assert story.notes == ("HTML mark-up was taken off.",)


@pytest.mark.parametrize(
    "text", ["<p>A fox.<p>A crow.", "<p>A fox.</p>\n<script>x < 1", "<div><p>A fox.</p>"]
)
def test_broken_html_loses_no_words(text: str) -> None:
    assert "A fox." in clean_story(text).text


@pytest.mark.parametrize("text", ["I <3 you, and 2 < 3 > 1.", "He typed <hello> twice: <hello>.", "a <b c"])
def test_angle_brackets_in_a_story_are_words(text: str) -> None:
    assert clean_story(text).text == text


def test_stars_and_lines_in_plain_text_stay() -> None:
    assert clean_story("One.\n\n* * *\n\n_Two_ - and three.").text == "One.\n\n* * *\n\n_Two_ - and three."


# -- screenplay or story


def test_screenplay_in_a_pipe_arrives_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = "# My film\ntitle: '*Fox*'\nshots:\n- A <b>fox</b> <i>naps</i>.\n- action: |\n    # no heading\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(plan.encode())))
    text = read_story("-").text
    assert is_screenplay(text) and text == plan.strip()


def test_screenplays_are_told_from_stories(tmp_path: Path) -> None:
    plan = render_screenplay(parse_screenplay(["A fox naps."]))
    assert is_screenplay(plan)
    assert is_screenplay("# mine\ntitle: Fox\nshots:\n- A fox naps.\n")
    assert is_screenplay(written(tmp_path / "plan.txt", plan))
    assert is_screenplay("fox.yaml") and is_screenplay(Path("fox.yml"))
    for story in (
        STORY,
        "fox.txt",
        "Scenes: many.",
        "title: not\nthe way shots: are",
        "",
        "-",
        "He said:\nshots:\n",
    ):
        assert not is_screenplay(story)

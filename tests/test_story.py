"""Splitting a story into units: nothing lost, cut where a speaker would breathe, in any script."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompts.errors import StoryError
from prompts.story import MAX_WORDS, split_story

LETTERS = st.text(
    alphabet=st.sampled_from(list("aB .!?…\n\r\t\"'“”‘’,;:—#*。！？।؟狐शेر🦊\u200d\u0301\u202e1")),
    max_size=120,
)


@given(LETTERS)
@settings(max_examples=400, deadline=None)
def test_units_and_separators_are_the_text(text):
    try:
        story = split_story(text)
    except StoryError:
        assert not any(c.isalnum() for c in text)
        return
    assert story.text == text
    assert all(unit and unit == unit.strip() for unit in story.units)
    assert len(story.separators) == len(story.units) + 1
    assert story.paragraphs[0] == 0
    assert story.paragraphs == sorted(set(story.paragraphs))
    assert all(0 <= p < len(story.units) for p in story.paragraphs)


@given(LETTERS)
@settings(max_examples=200, deadline=None)
def test_no_word_stands_in_a_separator_but_the_title(text):
    try:
        story = split_story(text)
    except StoryError:
        return
    first, *rest = story.separators
    assert not any(c.isalnum() for separator in rest for c in separator)
    assert bool(story.title) == any(c.isalnum() for c in first)


@pytest.mark.parametrize(
    "text, units",
    [
        ("A fox ran. It hid.", ["A fox ran.", "It hid."]),
        ("Mr. Fox met Mrs. Hen. They sat.", ["Mr. Fox met Mrs. Hen.", "They sat."]),
        ('"Stop!" said the fox. It ran.', ['"Stop!" said the fox.', "It ran."]),
        ("‘Who are you?’ asked the hen. ‘A fox.’", ["‘Who are you?’ asked the hen.", "‘A fox.’"]),
        ('"Is it late?" "It is."', ['"Is it late?"', '"It is."']),
        ("I waited . . . and waited. Then I left.", ["I waited . . . and waited.", "Then I left."]),
        ("He paid 3.50 for it. Good.", ["He paid 3.50 for it.", "Good."]),
        ("He said no. She left.", ["He said no.", "She left."]),
        ("The line is\nwrapped here. Done.", ["The line is\nwrapped here.", "Done."]),
        (
            "从前有一只狐狸。它说：“你好！”然后它走了。",
            ["从前有一只狐狸。", "它说：“你好！”", "然后它走了。"],
        ),
        ("「おはよう！」と狐は言った。彼は行った。", ["「おはよう！」と狐は言った。", "彼は行った。"]),
        ("एक शेर था। वह भूखा था। क्यों?", ["एक शेर था।", "वह भूखा था।", "क्यों?"]),
        ("هل هو جائع؟ نعم!", ["هل هو جائع؟", "نعم!"]),
        ("¿Qué tal? ¡Bien! Sr. Zorro vino.", ["¿Qué tal?", "¡Bien!", "Sr. Zorro vino."]),
        ("fox", ["fox"]),
    ],
)
def test_sentences_end_where_they_end(text, units):
    assert split_story(text).units == units


def test_lines_without_punctuation_are_sentences():
    story = split_story("a lion slept\na mouse ran over him\nthe lion woke")
    assert story.units == ["a lion slept", "a mouse ran over him", "the lion woke"]


def test_a_page_break_inside_a_sentence_does_not_cut_it():
    story = split_story("It was late. Peter\n\nran home. He slept.")
    assert story.units == ["It was late.", "Peter\n\nran home.", "He slept."]


def test_long_sentences_are_cut_at_clauses():
    clause = "the old king who lived in the high castle looked out over the wide green land"
    story = split_story(f"{clause}, and {clause}; but {clause}, when {clause}.")
    assert len(story.units) > 1
    assert all(len(unit.split()) <= 1.5 * MAX_WORDS for unit in story.units)
    assert all(unit.endswith((",", ";", ".")) for unit in story.units)


@pytest.mark.parametrize("text", ["word " * 4000, "ก" * 4000, "狐狸跑" * 1000, "x" * 4000])
def test_text_without_marks_is_cut_to_what_can_be_spoken(text):
    story = split_story(text)
    assert story.text == text
    assert max(map(len, story.units)) <= 480


def test_an_emoji_is_not_torn_from_its_joiners():
    family = "👨\u200d👩\u200d👧"
    story = split_story(family * 400)
    assert len(story.units) > 1
    assert all(unit.startswith("👨") and unit.endswith("👧") for unit in story.units)


@pytest.mark.parametrize(
    "text, title",
    [
        ("THE FOX AND THE HEN\n\nA fox ran.", "THE FOX AND THE HEN"),
        ("THE FOX AND THE HEN\nA fox ran.", "THE FOX AND THE HEN"),
        ("# The Fox\n\nA fox ran.", "The Fox"),
        ("The Fox and the Hen\n\nA fox ran.", "The Fox and the Hen"),
        ("Der letzte Bus\n\nEin Fuchs lief.", "Der letzte Bus"),
        ("Der letzte Bus\n\nund ein Fuchs", ""),
        ("A fox ran.\n\nIt hid.", ""),
        ('"Stop!"\n\nA fox ran.', ""),
        ("ONCE upon a time a fox ran.", ""),
    ],
)
def test_the_title_is_found_and_not_told_twice(text, title):
    story = split_story(text)
    assert story.title == title
    assert not title or title not in " ".join(story.units)


def test_paragraphs_begin_at_their_units():
    story = split_story("One. Two.\n\nThree.\r\n\r\nFour. Five.")
    assert story.paragraphs == [0, 2, 3]


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b", "***\n\n---"])
def test_nothing_to_tell_is_said_plainly(text):
    with pytest.raises(StoryError, match="empty"):
        split_story(text)


@pytest.mark.parametrize("piece", ["a b c. ", '" ', "x,", ". ", "狐。", "A. "])
def test_time_grows_with_length_only(piece):
    def seconds(count: int) -> float:
        started = time.process_time()
        split_story("fox " + piece * count)
        return time.process_time() - started

    assert seconds(40_000) < 12 * max(seconds(10_000), 0.02)


@pytest.mark.parametrize(
    ("text", "title", "chapters", "units"),
    [
        (
            "# The Fox\n\n## One\n\nA fox ran. It fell.\n\n## Night\n\nHe slept.",
            "The Fox",
            {0: "One", 2: "Night"},
            3,
        ),
        (
            "THE WHALE\n\nCHAPTER I\n\nLOOMINGS\n\nHe left.\n\nCHAPTER II.\nThe Bag\n\nHe came.",
            "THE WHALE",
            {0: "CHAPTER I: LOOMINGS", 1: "CHAPTER II: The Bag"},
            2,
        ),
        (
            "Chapter 1. Down\n\nShe fell.\n\nChapter 2 The Pool\n\nShe swam.",
            "",
            {0: "Chapter 1. Down", 1: "Chapter 2 The Pool"},
            2,
        ),
        ("I\n\nA man came.\n\nII\n\nHe went.", "", {0: "I", 1: "II"}, 2),
        ("Erstes Kapitel\n\nEr ging.\n\nKapitel 2: Der Wald\n\nSie kam.", "",
         {0: "Erstes Kapitel", 1: "Kapitel 2: Der Wald"}, 2),
        ("第一章 狐狸\n\n狐狸来了。\n\n第二章\n\n它走了。", "", {0: "第一章 狐狸", 1: "第二章"}, 2),
        ("The Plan\n\nPart two of the plan failed.\n\nBook shops closed.", "The Plan", {}, 2),
        ("He counted.\n\n7\n\nThen he slept.", "", {}, 3),
        ("It ends.\n\nChapter Two", "", {}, 2),
    ],
)  # fmt: skip
def test_headings_begin_chapters_and_are_no_units(
    text: str, title: str, chapters: dict[int, str], units: int
) -> None:
    story = split_story(text)
    assert (story.title, story.chapters, len(story.units), story.text) == (title, chapters, units, text)

"""HTML and Markdown are read as a reader sees them: headings, scene breaks and words, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.markup import html_text, is_html, is_markdown, markdown_text
from prompts.story_file import clean_story


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("# The *Fox* #", "# The Fox #"),
        ("The Fox\n=======\n\nOne.", "# The Fox\n\n\nOne."),
        ("Part one\n--------\nOne.", "## Part one\n\nOne."),
        ("She slept.\n---\nShe woke.", "She slept.\n\n* * *\n\nShe woke."),
        ("One.\n\n* * *\n\nTwo.\n\n_____\n\nThree.", "One.\n\n* * *\n\nTwo.\n\n* * *\n\nThree."),
        ("A **bold** _fox_ ***runs*** snake_case_name 2*3*4", "A bold fox runs snake_case_name 2*3*4"),
        ("~~not~~ `code` ``two``", "not code two"),
        ("[a crow](http://x.y/(z) 'T') ![pic](a.png)[b][1] <https://x.y>", "a crow b https://x.y"),
        ("[1]: http://x.y 'T'\nOne.", "One."),
        ("> One.\n>> Two.\n> \n> Three.", "One.\nTwo.\n\nThree."),
        ("- One\n* Two\n  + Three\n- [x] Four\n1. Five", "One\nTwo\nThree\nFour\n1. Five"),
        ("```python\nfox = 1\n```\n~~~\nb\n~~~", "\nfox = 1\n\n\nb\n"),
        ("| a | b |\n|---|:-:|\n| c | d |", "a, b\nc, d"),
        ("He said[^1] so.\n\n[^1]: Really.\n    Yes.\n\nEnd.", "He said so.\n\n\nEnd."),
        ("A <b>bold</b> fox.<br>\n\nA &amp; B<!-- no -->", "A bold fox.\n\n\nA & B"),
        ("1\\. \\*no\\* emphasis\\\nnext", "1. *no* emphasis\nnext"),
        ("---\ntitle: The Fox\ntags:\n  - a\n- b\n---\nOne.", "# The Fox\n\nOne."),
        ('+++\ntitle = "The Fox"\n+++\n\n# Mine\n', "\n# Mine\n"),
        ("---\n\nA rule, and no front matter.\n\n---\n", "* * *\n\nA rule, and no front matter.\n\n* * *\n"),
    ],
)
def test_markdown_is_read_as_it_is_shown(written, seen):
    assert markdown_text(written)[0] == seen


@given(st.text("ab .,!?\n狐é", max_size=120))
def test_words_without_marks_are_left_alone(text):
    assert markdown_text(text)[0] == text


def test_notes_that_are_left_out_are_counted():
    assert markdown_text("A.[^a]\n\n[^a]: B.")[1] == ["Footnotes and their marks were left out (1)."]
    page = "<p>A<a epub:type='noteref'>1</a></p><aside role='doc-footnote'>B</aside>"
    assert html_text(page) == ("A", 2)


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("<h2>One<br/>two</h2><p>A.</p><hr/><p>B.</p>", "## One two\n\nA.\n\n* * *\n\nB."),
        (
            "<p>A<sup><a epub:type='noteref' href='#n'>1</a></sup>.</p><aside epub:type='footnote'>N</aside>",
            "A.",
        ),
        ("<section epub:type='toc'><p>1 One</p></section><p>A.</p>", "A."),
        ("<ruby>狐<rp>(</rp><rt>きつね</rt><rp>)</rp></ruby><p>A.</p>", "狐\n\nA."),
        ("<nav><ol><li>x<nav>y</nav></li></ol></nav><p>A.</p>", "A."),
        ("<svg><title>x</title><image/></svg><p>A.</p>", "A."),
        ("<h1></h1><p>A.</p>", "A."),
        ("<html><head><script/><title>x</title></head><body><p>A.</p></body></html>", "A."),
    ],
)
def test_html_is_read_as_it_is_shown(page, seen):
    assert html_text(page)[0] == seen


def test_markdown_with_tags_in_it_keeps_its_paragraphs():
    story = clean_story("# Fox\n\nA <i>red</i> fox.\n\nA <b>black</b> crow.", form="markdown")
    assert story.text == "# Fox\n\nA red fox.\n\nA black crow."


def test_each_is_told_from_plain_text():
    assert (
        is_html("<?xml version='1.0'?>\n<html>")
        and is_markdown("# A\n")
        and is_markdown("---\ntitle: x\n---\n")
    )
    for text in ("I <3 you", "--- so it was", "#1 fan", "He said: [no]"):
        assert not is_html(text) and not is_markdown(text)

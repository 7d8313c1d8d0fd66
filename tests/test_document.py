"""Word files and books: every word of the telling in reading order, and plain refusals of the rest."""

import io
import zipfile
from pathlib import Path

import pytest

from director.source import open_source
from prompts import document
from prompts.errors import StoryError
from prompts.story_file import decode_story, read_story

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="urn:mc" xmlns:v="urn:v"'
)
RELATIONS = (
    '<Relationships><Relationship Id="1" Type="http://x/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = f"""<w:styles {WORD}><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Own"><w:name w:val="My chapters"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
</w:styles>"""


def archive(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def docx(body: str, **more: str) -> bytes:
    main = f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
    return archive({"_rels/.rels": RELATIONS, "word/document.xml": main, "word/styles.xml": STYLES, **more})


def paragraph(inner: str, style: str = "") -> str:
    said = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{said}{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def epub(chapters: dict[str, str], spine: list[str], title: str = "The Lantern", **more: str) -> bytes:
    items = "".join(
        f'<item id="{n}" href="{n.replace(" ", "%20")}.xhtml" media-type="application/xhtml+xml" '
        f"{'properties=' + chr(34) + 'nav' + chr(34) if n == 'nav' else ''}/>"
        for n in chapters
    )
    order = "".join(f'<itemref idref="{n}"/>' for n in spine)
    package = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata
    xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>
    <manifest>{items}<item id="pic" href="a.png" media-type="image/png"/></manifest>
    <spine>{order}<itemref idref="pic"/></spine></package>"""
    container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/book.opf": package,
    }
    pages = {f"OEBPS/{n}.xhtml": f"<html><body>{words}</body></html>" for n, words in chapters.items()}
    return archive({**parts, **pages, **more})


# -- Word


def test_a_word_file_is_read_with_its_headings_and_every_word_that_is_shown():
    body = (
        paragraph(run("The Lantern"), "Titel")
        + paragraph(run("Chapter one"), "berschrift1")
        + paragraph(
            run("A fox ") + run("walks", "<w:b/>") + "<w:r><w:br/><w:t>in snow</w:t><w:tab/></w:r>" + run(".")
        )
        + paragraph(run("Inside"), "Own")
        + "<w:tbl><w:tr><w:tc>"
        + paragraph(run("A cell."))
        + "</w:tc></w:tr></w:tbl>"
        + paragraph("<w:hyperlink>" + run("A link.") + "</w:hyperlink>")
    )
    story = decode_story(docx(body), "a.docx")
    assert (
        story.text
        == "# The Lantern\n\n## Chapter one\n\nA fox walks\nin snow .\n\n### Inside\n\nA cell.\n\nA link."
    )
    assert story.notes == ()


def test_tracked_changes_are_read_as_if_accepted_and_hidden_words_are_not_read():
    body = paragraph(
        run("She")
        + f"<w:ins>{run(' really')}</w:ins><w:del><w:r><w:delText> never</w:delText></w:r></w:del>"
        + run(" hidden", "<w:vanish/>")
        + run(" came", '<w:vanish w:val="0"/>')
        + "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:footnoteReference w:id='1'/></w:r>"
        + run(".")
    )
    story = decode_story(docx(body), "a.docx")
    assert story.text == "She really came."
    assert len(story.notes) == 2


def test_words_in_a_text_box_are_read_once():
    box = paragraph(run("In a box."))
    both = f"<mc:Alternate><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:Alternate>"
    story = decode_story(docx(paragraph(run("Before") + f"<w:r>{both}</w:r>" + run(" and after."))), "a.docx")
    assert story.text == "In a box.\n\nBefore and after."


def test_marks_of_other_formats_are_words_in_a_document():
    assert (
        decode_story(docx(paragraph(run("* * *")) + paragraph(run("A *star*."))), "x").text
        == "* * *\n\nA *star*."
    )


# -- books


def test_a_book_is_read_in_the_order_of_its_spine():
    chapters = {
        "nav": "<nav>Contents</nav>",
        "z one": "<h2>One</h2><p>A fox&#160;naps.</p><hr/><p>It snows.</p>",
        "a": "<h2>Two</h2><p>A crow<a epub:type='noteref'>1</a> sings.</p>"
        "<aside epub:type='footnote'>N.</aside>",
        "unused": "<p>Never.</p>",
    }
    story = decode_story(epub(chapters, ["nav", "z one", "a", "gone"]), "a.epub")
    assert story.text == (
        "# The Lantern\n\n## One\n\nA fox naps.\n\n* * *\n\nIt snows.\n\n## Two\n\nA crow sings."
    )
    assert open_source(story.text).name == "the-lantern"


def test_a_title_that_the_book_begins_with_is_not_said_twice():
    story = decode_story(epub({"a": "<h1>The lantern</h1><p>A fox naps.</p>"}, ["a"]), "a.epub")
    assert story.text == "# The lantern\n\nA fox naps."


def test_a_chapter_that_is_listed_and_missing_is_told():
    raw = epub({"a": "<p>A fox naps.</p>", "b": "<p>x</p>"}, ["a", "b"])
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        parts = {n: book.read(n) for n in book.namelist() if not n.endswith("b.xhtml")}
    assert "1 chapter " in decode_story(archive(parts), "a.epub").notes[0]


# -- refusals


LOCKED = """<encryption xmlns:e="urn:e"><e:EncryptedData>
<e:EncryptionMethod Algorithm="{}"/></e:EncryptedData></encryption>"""


def encrypted(raw: bytes) -> bytes:
    """The archive with the mark of a password on all of its parts."""
    raw = bytearray(raw)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (docx(""), "no words"),
        (docx(paragraph(""), **{"word/media/a.png": "x", "word/media/b.jpeg": "x"}), "2 pictures"),
        (docx(paragraph(run("A."))).replace(b"PK\x05\x06", b"PK\x05\x00"), "damaged"),
        (docx("<w:p>"), "damaged inside"),
        (encrypted(docx(paragraph(run("A.")))), "password"),
        (docx("", **{"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'}), "entities"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (archive({"xl/workbook.xml": ""}), "spreadsheet"),
        (archive({"a.txt": "A fox."}), "neither"),
        (epub({"a": "<img src='a.png'/>"}, ["a"], **{"OEBPS/a.png": "x"}), "1 picture;"),
        (epub({"a": "<p>A.</p>"}, ["a"], **{"META-INF/encryption.xml": LOCKED.format("urn:aes")}), "DRM"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(raw, said, tmp_path):
    (tmp_path / "story.txt").write_bytes(raw)
    with pytest.raises(StoryError, match=said):
        read_story(tmp_path / "story.txt")


def test_a_book_whose_fonts_alone_are_scrambled_is_read():
    more = {"META-INF/encryption.xml": LOCKED.format("http://www.idpf.org/2008/embedding")}
    assert decode_story(epub({"a": "<p>A fox.</p>"}, ["a"], title="", **more), "x").text == "A fox."


def test_an_archive_that_grows_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(document, "MAX_PART_BYTES", 100_000)
    raw = docx(paragraph(run("a" * 200_000)))
    assert len(raw) < 3000
    with pytest.raises(StoryError, match="unpack to more than"):
        decode_story(raw, "bomb.docx")


def test_a_large_document_is_read_if_only_its_pictures_are_large(tmp_path: Path):
    made = tmp_path / "a.docx"
    raw = docx(paragraph(run("A fox naps.")))
    with zipfile.ZipFile(io.BytesIO(raw)) as small, zipfile.ZipFile(made, "w") as large:
        for name in small.namelist():
            large.writestr(name, small.read(name))
        large.writestr("word/media/a.png", b"\0" * 7_000_000)
    assert read_story(made).text == "A fox naps."


@pytest.mark.parametrize("name", ["a.docx", "a b.epub", "story.pdf", "story.odt", "story.rtf"])
def test_a_document_that_is_not_there_is_not_taken_for_words(name):
    with pytest.raises(StoryError, match="no such file"):
        read_story(name)

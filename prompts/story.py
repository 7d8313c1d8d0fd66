"""A story as numbered units: sentences, or clauses of long ones, word for word.

It knows scripts and punctuation, not meaning: who and where is the writer's business. Nothing is ever
changed: the units with the separators between them are the text again. Decoding files is not done here.

    python -c "from prompts.story import split_story; print(split_story('A fox ran. It was late!').units)"
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from prompts.errors import StoryError

MAX_WORDS = 35
"""A unit longer than this cannot be spoken in one shot and is cut at a clause."""
MAX_LETTERS_UNSPACED = 70
"""The same for scripts without spaces (about 15 seconds of speech)."""
MAX_LETTERS = 320

_CLOSERS = "\"'”’»)]}」』）】›"
_OPENERS = "\"'“‘«([{「『（【‹¿¡"
_SPACED = re.compile(
    r"""(?: \.(?:\s{0,2}\.)+ | [.!?…]+ | [؟۔।॥።։။។]+ )  # the end of a sentence ...
        (?: [ ]?["'”’»)\]}›]+ )?                       # ... and what closes a quotation with it
        (?= \s | $ )""",
    re.VERBOSE,
)
_UNSPACED = re.compile(rf"[。！？｡]+[{re.escape(_CLOSERS)}]*")
_SENTENCE_END = re.compile(rf"(?:{_UNSPACED.pattern})|(?x:{_SPACED.pattern})")
_TITLES = (
    "mr mrs ms dr st prof capt col gen lt sgt rev hon mme mlle m sr sra srta dra hr fr frl messrs esq jr"
)
_ABBREVIATIONS = frozenset(f"{_TITLES} bzw ca vgl vs etc vol pp mt ft dept fig approx".split())
_WORD_BEFORE = re.compile(r"(?:^|[^\w.])((?:\w\.)*\w{1,6})$")
_LINE = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_BLANK = re.compile(
    r"(?:\r\n|[\n\r\x85\u2028\u2029])[^\S\r\n\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])\s*|[\u2029]\s*"
)
_HEADING_LINE = re.compile(r"^#{1,6}[ \t][^\r\n]*(\r\n|[\r\n])", re.MULTILINE)
_RULE = re.compile(r"[*\-_=~#·•—\s]*")
_MARKDOWN = re.compile(r"(#{1,6}[ \t]+|\*\*|__|=+[ \t]+)(.*?)([ \t]*#*|\*\*|__|[ \t]+=+)\s*$")
_DIGITS = r"(?:\d{1,4}|[ivxlcdm]{1,7})"
_FEW = "one two three four five six seven eight nine ten first second third".replace(" ", "|")
_CHAPTER = re.compile(
    rf"""(?:(?:chapter|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|kapittel|rozdzia[łl]|kapitola|глава
            |κεφάλαιο|b[öo]l[üu]m)\s+(?:the\s+)?(?:{_DIGITS}|[^\W\d_]{{2,12}})
          | (?:part|book)\s+(?:the\s+)?(?:{_DIGITS}|{_FEW})
          | (?:teil|partie|livre|parte|libro|часть)\s+{_DIGITS})(?!\w)
        (?:\s*[.:—–-]\s*.{{0,100}} | \s*\n\s*.{{1,100}} | [ ]+(?-i:[A-ZÀ-ÞА-Я]).{{0,80}}(?<![.!?…]))?
        | (?:prologue|epilogue|prolog|epilog|épilogue|prólogo|epílogo)\W{{0,3}}
        | 第\s*[0-9０-９一二三四五六七八九十百〇]+\s*[章回节節話].{{0,40}}
        | [^\W\d_]{{3,12}}\s+kapitel(?:\W.{{0,80}})?""",
    re.IGNORECASE | re.VERBOSE,
)
"""Headings that say they are one: a word for a part of a book, a number, perhaps a name."""
_NUMERAL = re.compile(r"(?:[IVXLC]{1,7}|\d{1,3})\.?")
_MINOR = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "of",
        "in",
        "on",
        "to",
        "with",
        "for",
        "at",
        "or",
        "who",
        "from",
        "by",
        "into",
        "over",
        "under",
        "about",
        "without",
        "that",
        "y",
        "de",
        "und",
    ]
)
_CLAUSES = (
    (3.0, re.compile(r"(?:[;:]|--|—|–)[\"'”’)]*\s*(?=\S)")),
    (
        2.0,
        re.compile(
            r",[\"'”’)]*\s+(?=(?:and|but|so|then|when|while|where|who|whom|which|for|till|until|because|as|or|if|nor|y|"
            r"pero|und|aber|dass|weil|et|mais)\b)",
            re.IGNORECASE,
        ),
    ),
    (1.5, re.compile(r"[,，、；：،؛][\"'”’)]*\s*(?=\S)")),
    (
        1.0,
        re.compile(
            r"\s+(?=(?:and|but|when|while|till|until|because|who|which|that|before|after)\s)", re.IGNORECASE
        ),
    ),
    (0.3, re.compile(r"\s+")),
)


@dataclass(frozen=True)
class Story:
    """A text in units. `separators[0] + units[0] + separators[1] + ... + separators[-1]` is the text."""

    title: str
    """the heading the text opens with, '' if none; it stands in the first separator and in no unit"""
    units: list[str]
    separators: list[str]
    """one more than the units; what is never spoken: white space, rules, heading marks"""
    paragraphs: list[int]
    """the index of the unit that begins each paragraph"""
    chapters: dict[int, str] = field(default_factory=dict)
    """the heading of each chapter, by the unit that it stands before; like the title, it stands in no unit"""

    @property
    def text(self) -> str:
        """The text as it came."""
        parts = [self.separators[0]]
        for unit, separator in zip(self.units, self.separators[1:], strict=True):
            parts += (unit, separator)
        return "".join(parts)


def split_story(text: str) -> Story:
    """The story in units of one sentence or clause each, with its title.

    Linear in the length of the text.

    Raises:
        StoryError: there is nothing to tell in it.
    """
    spans = list(_paragraph_spans(text))
    if not any(_is_seen(letter) for start, end in spans for letter in text[start:end]):
        raise StoryError(
            "The story is empty: it has no words. Give a file with a story in it, or the words themselves."
        )
    title = ""
    numbered = sum(1 for a, b in spans if _NUMERAL.fullmatch(text, a, b)) > 1
    opening = text[slice(*spans[0])]
    opens = _chapter(opening.lstrip("# "), numbered)
    if len(spans) > 1 and not opens and (found := _heading(opening, text[slice(*spans[1])])) is not None:
        title = found
        spans = spans[1:]
    by_line = _one_sentence_a_line(text)
    pieces: list[tuple[int, int]] = []
    paragraphs: list[int] = []
    chapters: dict[int, str] = {}
    for n, (start, end) in enumerate(spans):
        if n < len(spans) - 1 and (heading := _chapter(text[start:end], numbered)):
            chapters[len(pieces)] = heading
            continue
        bare = n < len(spans) - 1 and _is_bare(chapters.get(len(pieces), ""))
        if bare and (name := _heading(text[start:end])) is not None:
            chapters[len(pieces)] += f": {name}"
            continue
        paragraphs.append(len(pieces))
        for first, last in _sentences(text, *_without_marks(text, start, end), by_line=by_line):
            pieces += _speakable(text, first, last)
    edges = [0, *(edge for piece in pieces for edge in piece), len(text)]
    separators = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return Story(title, [text[a:b] for a, b in pieces], separators, paragraphs, chapters)


def _is_seen(letter: str) -> bool:
    """Whether a letter leaves a mark: not white space, controls, and what has no width."""
    return unicodedata.category(letter)[0] in "LNPS"


def _paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph with something to say in it begins and ends."""
    breaks = [m.span() for m in _BLANK.finditer(text)]
    if not breaks and _lines_are_paragraphs(text):
        breaks = [m.span() for m in _LINE.finditer(text)]
    headings = {m.span(1) for m in _HEADING_LINE.finditer(text)}
    if title_line := _title_line(text):
        headings.add(title_line)
    breaks = sorted({*(b for b in breaks if not _mid_sentence(text, *b)), *headings, (len(text), len(text))})
    start = 0
    for left, right in breaks:
        a, b = _stripped(text, start, max(left, start))
        if a < b and not _RULE.fullmatch(text, a, b):
            yield a, b
        start = max(right, start)


def _mid_sentence(text: str, left: int, right: int) -> bool:
    """Whether a blank line stands inside a sentence, as page breaks leave them."""
    return (
        left > 0
        and right < len(text)
        and text[left - 1].isalpha()
        and text[right].islower()
        and (_SENTENCE_END.search(text, max(0, left - 2000), left) is not None)
    )


def _title_line(text: str) -> tuple[int, int] | None:
    """The line break after a title in capitals that has no blank line below it."""
    begin = len(text) - len(text.lstrip())
    line = _LINE.search(text, begin)
    if line and line.start() - begin <= 100:
        first = text[begin : line.start()].strip()
        if first.upper() == first and first.lower() != first and not first.endswith((",", "!", "?")):
            return line.span()
    return None


def _lines_are_paragraphs(text: str) -> bool:
    """Lines that mostly end a sentence are paragraphs; other lines were wrapped."""
    lines = [line.rstrip() for line in _LINE.split(text) if line.strip()]
    ends = sum(
        line.endswith((".", "!", "?", "…", "。", "！", "？", "।", "؟", '"', "”", "’", "」", "»"))
        for line in lines
    )
    return len(lines) > 1 and ends >= 0.7 * len(lines)


def _one_sentence_a_line(text: str) -> bool:
    """Whether the text has no punctuation to speak of, so that its line breaks must be its sentences."""
    lines = sum(1 for line in _LINE.split(text) if line.strip())
    ends = sum(1 for _ in _SENTENCE_END.finditer(text))
    return lines > 1 and ends < 0.15 * lines


def _heading(paragraph: str, following: str = "") -> str | None:
    """The title that this first paragraph is, or None if it is the beginning of the story.

    A few words without a stop, above a paragraph that ends with one, are a title in any language.
    """
    if len(paragraph) > 120 or _LINE.search(paragraph):
        return None
    if marked := _MARKDOWN.match(paragraph):
        return marked[2].strip() or None
    words = paragraph.split()
    cased = paragraph.upper() != paragraph.lower()
    if cased and paragraph.upper() == paragraph and len(words) <= 16:
        return paragraph
    if paragraph[-1] in ".!?…,;:。！？।؟" + _CLOSERS or len(words) > 10:
        return None
    important = [w for w in words if w not in _MINOR]
    if cased and important and all(w[0].isupper() for w in important):
        return paragraph
    if cased and len(words) <= 8 and words[0][0].isupper() and _STOPS.search(following):
        return paragraph
    return paragraph if not cased and len(paragraph) <= 16 else None


_STOPS = re.compile(r"[.!?…][" + re.escape(_CLOSERS) + r"]*\s*$")


def _chapter(paragraph: str, numbered: bool) -> str:
    """The words of a chapter's heading, '' if the paragraph is none.

    Args:
        numbered: numbers that stand alone are headings here.
    """
    if len(paragraph) > 160:
        return ""
    if (marked := _MARKDOWN.match(paragraph)) and paragraph[0] == "#" and not _LINE.search(paragraph):
        return marked[2].strip()
    if _CHAPTER.fullmatch(paragraph) or (numbered and _NUMERAL.fullmatch(paragraph)):
        named = re.sub(r"[\s.:—–-]*[\r\n]+\s*", ": ", paragraph)
        return " ".join(named.split()).rstrip(".:—– ")
    return ""


def _is_bare(heading: str) -> bool:
    """Whether the heading is a number alone, so that a name may follow on a line of its own."""
    return len(heading.split()) <= 2 and bool(_CHAPTER.fullmatch(heading) or _NUMERAL.fullmatch(heading))


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph without the marks of a Markdown heading, which nobody reads aloud."""
    if text[start] == "#" and (marked := _MARKDOWN.match(text[start:end])) and marked[2].strip():
        return start + marked.start(2), start + marked.end(2)
    return start, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _sentences(text: str, start: int, end: int, *, by_line: bool) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph, without the white space around them."""
    ends = (m.end() for m in _SENTENCE_END.finditer(text, start, end) if _ends_sentence(text, m, end))
    cuts = sorted({*ends, *(m.start() for m in _LINE.finditer(text, start, end))} if by_line else ends)
    for cut in [*cuts, end]:
        a, b = _stripped(text, start, cut)
        if a < b:
            yield a, b
        start = max(start, cut)


def _ends_sentence(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the words really stop here: not after `Mr.`, and not before `said the fox`."""
    mark = match[0]
    if mark[0] in "。！？｡":
        return not text.startswith(("と", "って"), match.end())
    after = match.end()
    while after < end and (text[after].isspace() or text[after] in _OPENERS):
        after += 1
    if after < end and text[after].islower():
        return False
    if mark == ".":
        before = _WORD_BEFORE.search(text, max(0, match.start() - 12), match.start())
        if before:
            word = before[1]
            initial = len(word) == 1 and word.isupper() and word != "I"
            return not (initial or "." in word or word.lower() in _ABBREVIATIONS)
    return True


def _speakable(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence in pieces of a length that can be spoken, cut where a speaker would breathe."""
    words = [m.start() for m in re.finditer(r"\S+", text[start:end])]
    letters = end - start
    unspaced = sum(map(_is_unspaced, text[start : min(start + 200, end)])) > 0.4 * min(letters, 200)
    parts = (
        -(-letters // MAX_LETTERS_UNSPACED)
        if unspaced
        else max(-(-len(words) // MAX_WORDS), -(-letters // MAX_LETTERS))
    )
    pieces: list[tuple[int, int]] = []
    while parts > 1:
        target = (end - start) // parts
        cut = _clause_cut(text, start, target, end)
        a, b = _stripped(text, start, cut)
        if a < b:
            pieces.append((a, b))
        start, parts = cut, parts - 1
    a, b = _stripped(text, start, end)
    return [*pieces, (a, b)] if a < b else pieces


def _clause_cut(text: str, start: int, target: int, end: int) -> int:
    """The best place near `start + target` (letters) to cut; inside a word only if there is no other."""
    low, high = start + target // 2, min(start + target + target // 2, end - 1)
    best, score = 0, -1.0
    for weight, pattern in _CLAUSES:
        for match in pattern.finditer(text, low, high):
            off = abs(match.end() - start - target) / max(1, target)
            if match.end() < end and weight - 2.0 * off > score:
                best, score = match.end(), weight - 2.0 * off
    return best or _whole_letter(text, start + target, end)


def _whole_letter(text: str, position: int, end: int) -> int:
    """The next place that does not tear a letter from its marks, or an emoji from its joiners."""
    while position < end and (
        unicodedata.combining(text[position])
        or unicodedata.category(text[position]) in ("Mn", "Mc", "Me", "Cf", "Sk")
        or text[position - 1] == "\u200d"
    ):
        position += 1
    return position


def _is_unspaced(letter: str) -> bool:
    """Whether the letter belongs to a script that writes no spaces between words."""
    code = ord(letter)
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or (0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF)
    )


def split_further(story: Story, count: int) -> Story:
    """The story in at least `count` units: the longest are cut at a clause, or else between words.

    As few as possible are cut. A unit of one word stays whole, so there may be fewer than asked for.
    """
    units, separators = list(story.units), list(story.separators)
    owners = list(range(len(units)))
    while len(units) < count:
        words = [_countable(unit) for unit in units]
        longest = max(range(len(units)), key=lambda i: (_has_clauses(units[i]) and words[i] > 5, words[i]))
        unit = units[longest]
        cut = _clause_cut(unit, 0, len(unit) // 2, len(unit)) if words[longest] > 1 else len(unit)
        left, right = unit[:cut].rstrip(), unit[cut:].lstrip()
        if not (_is_spoken(left) and _is_spoken(right)):
            break
        between = unit[len(left) : len(unit) - len(right)]
        units[longest : longest + 1] = [left, right]
        separators.insert(longest + 1, between)
        owners.insert(longest, owners[longest])
    first_of = {owner: index for index, owner in reversed(list(enumerate(owners)))}
    paragraphs = [first_of[unit] for unit in story.paragraphs]
    chapters = {first_of[unit]: heading for unit, heading in story.chapters.items()}
    return Story(story.title, units, separators, paragraphs, chapters)


def _has_clauses(unit: str) -> bool:
    """Whether it can be cut where a speaker would breathe."""
    return any(pattern.search(unit, 8, max(8, len(unit) - 8)) for _, pattern in _CLAUSES[:3])


def _countable(unit: str) -> int:
    """Words, or letters of scripts that write no spaces between them."""
    return max(len(unit.split()), sum(map(_is_unspaced, unit)) // 2)


def _is_spoken(piece: str) -> bool:
    return any(letter.isalnum() for letter in piece)

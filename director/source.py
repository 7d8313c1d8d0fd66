"""What a film is made from: words, a story file, a screenplay, or a production folder to go on with.

It decides which of them it was given, what the film is called, and where its production lives. Nothing is
planned here.

    python -c "from director.source import open_source; print(open_source('A fox naps. It snows.').name)"
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from prompts.errors import StoryError
from prompts.fountain.plan import plan_fountain
from prompts.screenplay import Screenplay
from prompts.screenplay_file import read_screenplay, screenplay_from_text
from prompts.story import Story, split_story
from prompts.story_file import StoryText, begins_as_screenplay, clean_story, is_screenplay, read_story

PRODUCTION_SUFFIX = ".production"
PLANNED = "screenplay.yaml"
"""The screenplay of a production, inside its folder."""
LONGEST_NAME = 60


@dataclass(frozen=True)
class Source:
    """A story or a screenplay, read."""

    name: str
    """what files of this film are called: letters of any script, digits and hyphens"""
    story: Story | None = None
    screenplay: Screenplay | None = None
    file: Path | None = None
    """the screenplay's own file, if it has one"""
    production: Path | None = None
    """the production folder that was given itself"""
    notes: tuple[str, ...] = ()
    """what was put right while reading"""

    @property
    def folder(self) -> Path:
        """What the screenplay's reference and music files are relative to."""
        return self.file.parent if self.file else Path()


def open_source(source: str | Path | Screenplay | Source) -> Source:
    """The story or screenplay behind a path, `-` (standard input), words, or a screenplay in hand.

    A Fountain script is a screenplay with open fields.

    Opening what is open gives it back, for standard input can be read but once.

    Raises:
        StoryError: there is nothing to read, or it cannot be read.
        ScreenplayError: the screenplay breaks a rule.
    """
    if isinstance(source, Source):
        return source
    if isinstance(source, Screenplay):
        return Source(_name_screenplay(source, None), screenplay=source)
    if _is_production(source):
        file = Path(source) / PLANNED
        if not file.is_file():
            raise StoryError(f"{source} has no {PLANNED} yet. Give the story or screenplay it is made from.")
        name = Path(source).name.removesuffix(PRODUCTION_SUFFIX)
        return Source(name, screenplay=read_screenplay(file), file=file, production=Path(source))
    if names_production(source) and len(str(source).split()) == 1:
        raise StoryError(f"{source}: there is no such folder. Check the name, or give the story itself.")
    if is_screenplay(source):
        return _open_screenplay(source)
    words = read_story(source)
    if source == "-" and begins_as_screenplay(words.text):
        return _open_screenplay(words.text)
    return _open_story(words)


def open_words(words: str) -> Source:
    """The story, script or screenplay that the words themselves are. Unlike `open_source` it takes none of
    them for a path, and so is for words that come from strangers.

    Raises:
        StoryError: there is nothing to read.
        ScreenplayError: the screenplay breaks a rule.
    """
    if begins_as_screenplay(words):
        screenplay = screenplay_from_text(words)
        return Source(_name_screenplay(screenplay, None), screenplay=screenplay)
    return _open_story(clean_story(words))


def _open_story(words: StoryText) -> Source:
    if words.is_script:
        screenplay, notes = plan_fountain(words.text)
        name = _name_screenplay(screenplay, Path(words.name) if words.name else None)
        return Source(name, screenplay=screenplay, notes=(*words.notes, *notes))
    story = split_story(words.text)
    return Source(slug(story.title or story.units[0]), story=story, notes=tuple(words.notes))


def names_production(source: str | Path) -> bool:
    """Whether it ends as the name of a production folder does, which need not be there."""
    return str(source).rstrip("/\\").endswith(PRODUCTION_SUFFIX)


def _is_production(source: str | Path) -> bool:
    try:
        return names_production(source) and Path(source).is_dir()
    except (OSError, ValueError):
        return False  # words, far too long for a path


def _open_screenplay(source: str | Path) -> Source:
    if isinstance(source, str) and "\n" in source.strip():
        screenplay = screenplay_from_text(source)
        return Source(_name_screenplay(screenplay, None), screenplay=screenplay)
    file = Path(source)
    screenplay = read_screenplay(file)
    own = file.name == PLANNED and file.parent.name.endswith(PRODUCTION_SUFFIX)
    if own:
        name = file.parent.name.removesuffix(PRODUCTION_SUFFIX)
        return Source(name, screenplay=screenplay, file=file, production=file.parent)
    return Source(_name_screenplay(screenplay, file), screenplay=screenplay, file=file)


def _name_screenplay(screenplay: Screenplay, file: Path | None) -> str:
    if screenplay.title:
        return slug(screenplay.title)
    if file:
        return slug(file.stem)
    first = screenplay.scenes[0].shots[0]
    return slug(first.narration or first.action or "")


def find_production(source: Source, film: Path | None = None, folder: Path | None = None) -> Path:
    """The production folder of a source, which need not be there.

    Args:
        film: where the film goes; its production lies beside it.
        folder: the folder that was chosen instead.
    """
    if source.production:
        return source.production
    if folder:
        return folder
    beside = film.with_suffix("") if film else Path(source.name)
    return beside.with_name(beside.name + PRODUCTION_SUFFIX)


def slug(words: str) -> str:
    """The words as a file name: `The Fox & the Lantern!` becomes `the-fox-the-lantern`; else `film`."""
    letters = unicodedata.normalize("NFC", words).lower()
    parts = re.findall(r"[\w\u0300-\u036f\u0900-\u0dff]+", letters)
    name = ""
    for part in parts:
        longer = f"{name}-{part}" if name else part
        if len(longer.encode()) > LONGEST_NAME:
            break
        name = longer
    if not name and parts:
        name = parts[0].encode()[:LONGEST_NAME].decode(errors="ignore")
    return name.strip("_-") or "film"

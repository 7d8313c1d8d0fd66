"""The errors a person can cause or meet, in one tree.

    FilmError
    ├── StoryError        the words that came in cannot be read
    ├── ScreenplayError   the plan breaks a rule of the format
    ├── WriterError       the planner's writer cannot be asked, or refuses
    │   └── UnusablePage  it answered, but with nothing that can be used
    ├── RulesError        what was asked of the film cannot be had
    ├── BackendError      a backend is missing, or cannot do what a shot asks
    │   └── ShotError     one shot cannot be shot as it is; the others can
    ├── BudgetError       the next request would pass what the film may use up
    ├── WorkspaceError    the production folder cannot be read or written
    └── CutError          clips, voices and music do not fit together

A message says what is wrong (with the value), what is allowed, and what to do. Our own mistakes are never
of this kind: they stay `AssertionError`, `TypeError` and so on, with their traceback.
"""

import re
import shlex


class FilmError(Exception):
    """Something that a person can put right; its text is meant to be read by them."""


class StoryError(FilmError):
    """The story is empty, unreadable, or far too long."""


class ScreenplayError(FilmError):
    """The screenplay breaks a rule of the format; the text names the field, the value and the way out."""


class WriterError(FilmError):
    """A writer could not fill a page."""


class UnusablePage(WriterError):
    """A writer answered, however often it was asked, with nothing that makes the page."""


class RulesError(FilmError):
    """A rule for the film contradicts another one, the story, or what a person wrote."""


class BackendError(FilmError):
    """A backend is unknown, cannot be loaded, or cannot do what a shot asks of it."""


class ShotError(BackendError):
    """One shot cannot be shot as it is; the others can, and are.

    Args:
        said: what is wrong, naming the shot.
        advice: what to do; told once for all shots that need it.
    """

    def __init__(self, said: str, advice: str = "") -> None:
        super().__init__(said, advice)
        self.said, self.advice = said, advice

    def __str__(self) -> str:
        return f"{self.said} {self.advice}".strip()


class BudgetError(FilmError):
    """The next request to a hosted service would pass the budget, or a budget cannot be kept at all."""


class WorkspaceError(FilmError):
    """The production folder cannot be read or written."""


class CutError(FilmError):
    """Clips, transitions, voices and music do not make a film."""


def as_typed(name: object) -> str:
    """A file's name as it is typed behind a command: quoted if a shell would part or change it."""
    text = str(name)
    return text if re.fullmatch(r"[\w@%+=:,./-]+", text) else shlex.quote(text)


def say_count(number: int, noun: str) -> str:
    """A number of things as a message tells it: `1 shot`, `3 shots`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

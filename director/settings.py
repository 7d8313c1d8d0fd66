"""What a person chose, in one frozen value. The only reader of the environment and of defaults.

Below the director's door every function takes plain keyword arguments; none ever sees this object.

    python -c "from director.settings import Settings; print(Settings.from_environment({}))"
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from prompts.errors import FilmError, RulesError
from shots.spending import parse_budget

if TYPE_CHECKING:
    from prompts.rules import Rules

Quality = Literal["draft", "standard", "high"]
Captions = Literal["auto", "burn", "track"]
Alike = Literal["anchors", "scene"]
PREFIX = "FILM_"
ROUNDS = 2
"""How often problems go back to the pages that own them, where nobody says."""


@dataclass(frozen=True)
class Settings:
    """Choices of one run.

    Every field can be set by an environment variable of the same name in capitals behind `FILM_`
    (`FILM_WRITER=openai:gpt-5`); an option on the command line wins.
    """

    writer: str = "offline"
    """who plans: `offline`, or `openai:MODEL` for any OpenAI-compatible server"""
    rounds: int = ROUNDS
    """how often what a review finds goes back to the writer; 0: it is only reported"""
    rules: str = ""
    """what is asked of the film, in English: `10 shots, no dialogue, end on the sea`"""
    shots: int = 0
    """exactly so many shots; 0: as many as the story needs"""
    max_shots: int = 0
    """at most so many shots; 0: any number"""
    minutes: float = 0
    """how long the film lasts, cards not counted; 0: as long as its words"""
    window: int = 0
    """tokens that a language model reads and writes at once; longer pages go in parts; 0: 8192"""
    keyframes: str = "animatic"
    """who draws the stills"""
    takes: int = 1
    """how often an image model draws each still; the best by likeness to its anchors is kept"""
    guide: str = ""
    """whose stills' composition an image model follows: a keyframe backend, `animatic`; '' for nobody's"""
    alike: Alike = "anchors"
    """what an image model's stills read: `anchors` alone, or the other stills of their `scene` too"""
    clips: str = "animatic"
    """who sets them in motion"""
    voices: str = "auto"
    """who speaks: `auto` takes espeak if it is installed, else nobody does and captions are drawn"""
    quality: Quality = "standard"
    """`draft` renders at half size and fastest; `high` spends more on the encoding"""
    captions: Captions = "auto"
    """`burn` draws the words into the picture, `track` keeps only a subtitle track; `auto`: burn if silent"""
    workers: int = 0
    """how many processes shoot at once; 0: one for each core that this process may use"""
    titles: bool = True
    """an opening card with the title, a card for each chapter, and a closing card"""
    truth: bool = False
    """beside every clip what is in its pictures: masks, boxes, joints, camera; drawn clips only"""
    budget: str = ""
    """what hosted services may take for a film in all: `200k tokens`, `5 USD`, `40 pictures`; '': no cap"""
    prices: str = ""
    """a YAML file with the prices of hosted services; '' for none: then only tokens are counted"""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **chosen: Any) -> Settings:
        """Defaults, then `FILM_*` variables, then what was chosen (None: not chosen).

        Raises:
            FilmError: a value that is not allowed, or a `FILM_` variable that means nothing.
        """
        environment = os.environ if environment is None else environment
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {}
        for variable, text in environment.items():
            if variable.startswith(PREFIX):
                name = variable.removeprefix(PREFIX).lower()
                if name not in known:
                    some = ", ".join(PREFIX + n.upper() for n in sorted(known))
                    raise FilmError(f"Environment variable {variable} means nothing here; there are: {some}.")
                values[name] = _read(name, text)
        values.update({name: value for name, value in chosen.items() if value is not None})
        return replace(cls(), **values).checked()

    def checked(self) -> Settings:
        """The same settings, known to be allowed.

        Raises:
            FilmError: naming the value and what is allowed.
        """
        words = {"quality": Quality, "captions": Captions, "alike": Alike}
        for name, allowed in ((name, get_args(kind)) for name, kind in words.items()):
            if getattr(self, name) not in allowed:
                raise FilmError(f"{name} is {getattr(self, name)!r}; allowed: {', '.join(allowed)}.")
        if not 1 <= self.takes <= 16:
            raise FilmError(f"takes is {self.takes}; allowed: 1 to 16.")
        if not 0 <= self.rounds <= 10:
            raise FilmError(f"rounds is {self.rounds}; allowed: 0 (problems are only reported) to 10.")
        if self.window and not 4096 <= self.window <= 10_000_000:
            raise FilmError(f"window is {self.window}; allowed: 4096 tokens or more, or 0 for 8192.")
        if self.rules or self.shots or self.max_shots or self.minutes:
            self.read_rules()
        if not 0 <= self.workers <= 256:
            raise FilmError(f"workers is {self.workers}; allowed: 0 (one for each core) to 256.")
        parse_budget(self.budget)
        return self

    def read_rules(self) -> Rules:
        """What is asked of the film, from all that was said about it.

        Raises:
            RulesError: a number that cannot be, or rules that contradict each other.
        """
        from prompts.rules import MAX_SHOTS, Rules, combine_rules, parse_rules

        counts = {"shots": self.shots, "max_shots": self.max_shots}
        for name, count in counts.items():
            if not 0 <= count <= MAX_SHOTS:
                raise RulesError(f"{name} is {count}; allowed: 1 to {MAX_SHOTS}, or 0 for no rule.")
        if not 0 <= self.minutes <= 360:
            raise RulesError(f"minutes is {self.minutes:g}; allowed: more than 0 and at most 360.")
        return combine_rules(parse_rules(self.rules), Rules(**counts, seconds=self.minutes * 60))

    def count_workers(self) -> int:
        """How many processes may shoot at once."""
        if self.workers:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_WHOLE = {
    "workers": "0 for one process a core",
    "takes": "at least 1",
    "rounds": "0 to 10",
    "shots": "0 for as many as the story needs",
    "max_shots": "0 for any number",
    "window": "0 for 8192, or at least 4096",
}


def _read(name: str, text: str) -> Any:
    if name == "minutes":
        try:
            return float(text)
        except ValueError:
            raise FilmError(f"{PREFIX}MINUTES is {text!r}; it must be a number of minutes.") from None
    if least := _WHOLE.get(name):
        if not text.strip().isdigit():
            raise FilmError(f"{PREFIX}{name.upper()} is {text!r}; it must be a whole number, {least}.")
        return int(text)
    if name in ("titles", "truth"):
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise FilmError(f"{PREFIX}{name.upper()} is {text!r}; allowed: yes or no.")
        return text.lower() in ("1", "true", "yes")
    return text

"""What the user asks of a film in a few words: "10 shots, no dialogue, end on the sea".

Rules that can be checked (counts, length, who is heard, where it begins and ends, the style) are read into
fields and kept to the letter. Whatever else is asked is a wish: a language model is told it, and nobody can
check it. Only English is read.

    python -c "from prompts.rules import parse_rules; print(parse_rules('10 shots, end on the sea').lines())"
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from prompts.errors import RulesError, say_count

MAX_SHOTS = 5000
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: float(value) for value, word in enumerate(_WORDS.split())} | {
    "a": 1.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "hundred": 100.0,
    "half a": 0.5,
}
_N = r"(?P<n>\d+:\d\d|\d+(?:[.,]\d+)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_MOST = r"(?:at most|no more than|not more than|max(?:imum)?(?: of)?|up to|no longer than)"
_LEAD = r"(?:(?:exactly|precisely|just|only|about|in|use|make(?: it)?|give(?: me)?|with|of|it lasts)\s+)*"
_TIME = r"(?P<unit>minutes?|mins?|seconds?|secs?|s|m)"
_PLACE = r"(?:on|at|in|by|inside|over|beside|under)"
_NO = r"(?:no|without(?: any| an| a)?|zero)"
_NO_PLACE = re.compile(
    r"\b(?:note|mood|smile|cliffhanger|joke|word|words|kiss|close-?up|shot|laugh|cut|fade|title|question|tear|"
    r"silence|time|doubt|hope|joy|peace|night|dawn|morning)\b"
)


class Rules(BaseModel):
    """What is asked of a film. A field that holds its default asks for nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shots: int = Field(0, ge=0, le=MAX_SHOTS, description="exactly so many shots")
    max_shots: int = Field(0, ge=0, le=MAX_SHOTS)
    min_shots: int = Field(0, ge=0, le=MAX_SHOTS)
    seconds: float = Field(0, ge=0, le=6 * 3600, description="exactly so long, cards not counted")
    max_seconds: float = Field(0, ge=0)
    no_dialogue: bool = False
    no_narration: bool = False
    begin_at: str = ""
    end_at: str = ""
    style: str = ""
    wishes: tuple[str, ...] = ()
    """asked for, but nothing that can be checked"""

    def told(self) -> list[str]:
        """The lines that concern every page of a plan: all but counts and lengths, which are kept by rule."""
        rest = {"shots": 0, "max_shots": 0, "min_shots": 0, "seconds": 0, "max_seconds": 0}
        return self.model_copy(update=rest).lines()

    def lines(self) -> list[str]:
        """The rules one by one, as a writer is told them and a screenplay keeps them."""
        told = []
        if self.shots:
            told.append(say_count(self.shots, "shot"))
        if self.max_shots:
            told.append(f"at most {say_count(self.max_shots, 'shot')}")
        if self.min_shots:
            told.append(f"at least {say_count(self.min_shots, 'shot')}")
        if self.seconds:
            told.append(f"{self.seconds:g} second{'s' * (self.seconds != 1)}")
        if self.max_seconds:
            told.append(f"at most {self.max_seconds:g} second{'s' * (self.max_seconds != 1)}")
        told += ["no dialogue"] * self.no_dialogue + ["no narration"] * self.no_narration
        told += [f"begin at {self.begin_at}"] if self.begin_at else []
        told += [f"end at {self.end_at}"] if self.end_at else []
        told += [f"style: {self.style}"] if self.style else []
        return [*told, *self.wishes]


def parse_rules(text: str) -> Rules:
    """The rules in a text: clauses between commas, semicolons, full stops, line breaks and `and`.

    Raises:
        RulesError: two of them contradict each other, or a number cannot be.
    """
    rules = Rules()
    for clause in re.split(r"[,;\n]|\.(?!\d)|\bbut\b", text):
        if clause.strip(" .!-*\t"):
            for found in _read_clause(clause.strip(" .!-*\t")):
                rules = combine_rules(rules, found)
    return rules


def _read_clause(clause: str) -> list[Rules]:
    whole, parts = _read(clause), [part.strip() for part in re.split(r"\band\b", clause) if part.strip()]
    found = [_read(part) for part in parts]
    if len(parts) > 1 and (all(found) or (not whole and any(found))):
        return [rule or Rules(wishes=(part,)) for rule, part in zip(found, parts, strict=True)]
    return [whole or Rules(wishes=(clause,))]


def _read(clause: str) -> Rules | None:
    plain = re.sub(r"\s+", " ", clause.casefold()).strip()
    for pattern, read in _GRAMMAR:
        match = pattern.fullmatch(plain)
        if match and (values := read(match)):
            return Rules(**values)
    return None


def _count(field: str) -> Callable[[re.Match[str]], dict[str, Any]]:
    def read(match: re.Match[str]) -> dict[str, Any]:
        number = _number(match["n"])
        if number != int(number) or not 1 <= number <= MAX_SHOTS:
            raise RulesError(
                f"{match[0]!r}: a film has 1 to {MAX_SHOTS} shots. Ask for a whole number of them."
            )
        return {field: int(number)}

    return read


def _length(field: str) -> Callable[[re.Match[str]], dict[str, Any]]:
    def read(match: re.Match[str]) -> dict[str, Any]:
        seconds = _number(match["n"]) * (60 if match["unit"].startswith("m") else 1)
        if not 1 <= seconds <= 6 * 3600:
            raise RulesError(f"{match[0]!r}: a film lasts 1 second to 6 hours. Ask for a length between.")
        return {field: seconds}

    return read


def _place(field: str) -> Callable[[re.Match[str]], dict[str, Any]]:
    def read(match: re.Match[str]) -> dict[str, Any]:
        return {} if _NO_PLACE.search(match["place"]) else {field: match["place"]}

    return read


def _say(*fields: str) -> Callable[[re.Match[str]], dict[str, Any]]:
    return lambda match: dict.fromkeys(fields, True)


def _take(field: str) -> Callable[[re.Match[str]], dict[str, Any]]:
    return lambda match: {field: match[field]}


def _number(text: str) -> float:
    if ":" in text:
        minutes, seconds = text.split(":")
        return float(minutes) + float(seconds) / 60
    return _NUMBERS.get(text) or float(text.replace(",", "."))


_IT = r"(?:it |the film |the story )?(?:must |should )?"
_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], dict[str, Any]]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"{_LEAD}{_MOST} {_N} shots?", _count("max_shots")),
        (rf"{_N} shots? (?:at most|or fewer|max(?:imum)?)", _count("max_shots")),
        (rf"(?:at least|no fewer than|minimum(?: of)?) {_N} shots?", _count("min_shots")),
        (
            rf"{_LEAD}{_N} (?:single |different )?shots?(?: (?:exactly|only|in all|in total))?",
            _count("shots"),
        ),
        (rf"(?:number of )?shots ?[:=] ?{_N}", _count("shots")),
        (rf"{_LEAD}{_MOST} {_N} ?{_TIME}(?: long)?", _length("max_seconds")),
        (rf"{_N} ?{_TIME} (?:at most|or less|max(?:imum)?)", _length("max_seconds")),
        (rf"{_LEAD}{_N} ?{_TIME}(?: long| in all| in total)?", _length("seconds")),
        (rf"{_NO} (?:spoken )?(?:dialogues?|dialogs?|conversations?|talking)", _say("no_dialogue")),
        (rf"{_NO} (?:narration|narrator|voice-?overs?|voice over)", _say("no_narration")),
        (rf"{_NO} (?:speech|words|spoken words|voices?)", _say("no_dialogue", "no_narration")),
        (
            r"(?:nobody|no ?one|no-one) (?:speaks|talks|says anything|says a word)",
            _say("no_dialogue", "no_narration"),
        ),
        (r"(?:a )?silent(?: film| movie)?|wordless", _say("no_dialogue", "no_narration")),
        (rf"{_IT}(?:end|finish|close)(?:s|es|ing)? {_PLACE} (?P<place>.+)", _place("end_at")),
        (rf"(?:the )?last shot (?:is |must be |shows? )?(?:{_PLACE} )?(?P<place>.+)", _place("end_at")),
        (rf"{_IT}(?:begin|start|open)(?:s|ing)? {_PLACE} (?P<place>.+)", _place("begin_at")),
        (rf"(?:the )?first shot (?:is |must be |shows? )?(?:{_PLACE} )?(?P<place>.+)", _place("begin_at")),
        (r"(?:style|look) ?[:=] ?(?P<style>.+)", _take("style")),
        (r"in(?: the)? style of (?P<style>.+)", _take("style")),
        (r"(?:in )?(?:an? )?(?P<style>[\w -]+) style", _take("style")),
    )
)
"""How each rule may be said, in small letters, and what it sets. A clause is the first that it matches."""


def combine_rules(a: Rules, b: Rules) -> Rules:
    """Both.

    Raises:
        RulesError: they contradict each other.
    """
    values = a.model_dump()
    for name in Rules.model_fields:
        new, old = getattr(b, name), values[name]
        if name == "wishes":
            values[name] = tuple(dict.fromkeys([*old, *new]))
        elif not old:
            values[name] = new
        elif new and new != old:
            words = name.replace("_", " ")
            raise RulesError(
                f"The rules contradict each other: {words} is {old} and {new}. Keep one of them."
            )
    rules = Rules(**values)
    counts = [rules.shots or rules.max_shots or MAX_SHOTS, rules.max_shots or MAX_SHOTS]
    if rules.shots > counts[1] or rules.min_shots > min(counts) or (rules.max_seconds or 1e9) < rules.seconds:
        raise RulesError(f"The rules contradict each other: {', '.join(rules.lines())}. Keep one of them.")
    return rules

"""Scene headings: inside or outside, which place, which time of day, and what else they say.

python -c "from prompts.fountain.headings import read_heading; print(read_heading('INT. HALL - DAWN'))"
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from prompts.vocabulary import TimeOfDay

_TIMES: tuple[tuple[str, TimeOfDay], ...] = (
    (r"dawn|sunrise|daybreak", "dawn"),
    (r"morning", "morning"),
    (r"afternoon", "afternoon"),
    (r"sunset|dusk|twilight|magic hour|golden hour|sundown", "sunset"),
    (r"evening", "evening"),
    (r"night|midnight", "night"),
    (r"day|noon|midday|daytime", "day"),
)
_TIME = re.compile(
    r"\b(?:(?:late|early|mid|pre|the|next|another|that|same)[ -]+)*(?:to )?(?:"
    + "|".join(t for t, _ in _TIMES)
    + r")\b",
    re.I,
)
_SAME_TIME = re.compile(
    r"\b(?:(?:moments?|minutes?|seconds?|hours?|a bit) )?later\b|\bcontinuous\b|\bsame\b(?: time)?", re.I
)
_DASH = re.compile(r"\s+[-–—]+\s+|\s*--+\s*|\s*—\s*")


@dataclass
class Setting:
    """What a scene heading says."""

    inside: str
    """interior, exterior, both or ''"""
    place: str
    time: TimeOfDay | None
    same_time: bool
    mood: str


def read_heading(text: str) -> Setting:
    """The setting that a heading names: `INT. HOUSE - KITCHEN - NIGHT (FLASHBACK)`."""
    mark = re.match(
        r"(?:(INT)\b\.?\s*/\s*EXT|(EXT)\b\.?\s*/\s*INT|(I/E)|(INT)|(EXT)|(EST))\b[. ]*", text, re.I
    )
    inside = ""
    if mark:
        text = text[mark.end() :]
        both = any(mark.group(n) for n in (1, 2, 3))
        inside = "interior and exterior" if both else "interior" if mark[4] else "exterior"
    setting = Setting(inside, "", None, False, "")
    place, moods = [], []
    parts = [part for part in _DASH.split(text) if part.strip()]
    if len(parts) == 1 and (tail := re.fullmatch(rf"(.*\S)[.,]\s+({_TIME.pattern})\.?", text, re.I)):
        parts = [tail[1], tail[2]]
    for n, part in enumerate(parts):
        time = _TIME.search(part) if n or not mark else None
        same = _SAME_TIME.search(part) if n else None
        if not time and not same:
            place.append(part.strip(" .,"))
            continue
        if time and not setting.time:
            setting.time = next(t for pattern, t in _TIMES if re.search(rf"\b(?:{pattern})\b", time[0], re.I))
        setting.same_time |= bool(same)
        rest = _SAME_TIME.sub(" ", _TIME.sub(" ", part)).strip(" ()[],.-/")
        if rest:
            moods.append(rest)
    setting.place, setting.mood = ", ".join(filter(None, place)), ", ".join(moods).lower()
    return setting

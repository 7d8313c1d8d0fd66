"""The sky over a story: the time of day, the weather, the season and the day, as its words tell them.

python -c "from director.language.skies import Sky; print(Sky.__doc__)"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from director.language.tokens import Token
from director.language.words import listed, read_sections
from prompts.vocabulary import TimeOfDay, Weather

_OPENING = 6
"""Words in which a sentence that opens with its time has said it."""
_LATER = (
    "next day", "next morning", "following day", "following morning", "days later", "weeks later",
    "months later", "years later", "another day", "next evening", "next night",
)  # fmt: skip
_ANEW = ("next day", "one day", "next morning", "days later", "the same day", "another day")
_TIMES: tuple[TimeOfDay, ...] = ("dawn", "morning", "day", "afternoon", "sunset", "evening", "night")
_WEATHERS: tuple[Weather, ...] = ("rain", "snow", "storm", "fog", "cloudy")
_AMONG = listed("above among between into over through up on across in")
"""Before `the clouds`: a place, and not a weather."""
_UNTOLD = listed("before every until till each for good")
"""Before a time of day: it is another one, or a wish."""
_SEASONS = listed("spring summer autumn winter")


@dataclass(slots=True)
class Sky:
    """The hour and the weather of a story, sentence by sentence."""

    time: TimeOfDay = "day"
    weather: Weather = "clear"
    season: str = ""
    """spring, summer, autumn or winter; '' until one is told"""
    day: int = 0
    """how often the story has said that it is another day"""

    def read(self, tokens: Sequence[Token]) -> bool:
        """Take in a sentence; whether it opens with its time: `At noon ...`."""
        lows = [t.low for t in tokens if t.quote < 0 and t.is_word]
        joined = " ".join(lows)
        self._read_season(lows)
        if _says(joined, _ANEW):
            self.time, self.weather = "day", self._usual()
        self.day += any(p in joined for p in _LATER)
        if time := time_of(lows, joined):
            if time in ("dawn", "morning") and self.time not in ("dawn", "morning", "day"):
                self.weather = self._usual()
            self.time = time
        self._read_weather(lows, joined)
        opening = [t.low for t in tokens[:_OPENING] if t.is_word]
        return time_of(opening, " ".join(opening)) == self.time

    def _usual(self) -> Weather:
        return "snow" if self.season == "winter" else "clear"

    def _read_season(self, lows: Sequence[str]) -> None:
        for before, low, after in zip(("", *lows), lows, (*lows[1:], ""), strict=False):
            told = {before, after} & _SEASON_SIGNS or low == "autumn"
            here = low in _SEASONS and told and before not in ("every", "each", "for", "until", "till", "a")
            if here and self.season != low:
                self.season, self.weather = low, "snow" if low == "winter" else "clear"

    def _read_weather(self, lows: Sequence[str], joined: str) -> None:
        sections = read_sections("senses.txt")
        for weather in _WEATHERS:
            named = set(sections[f"weather {weather}"])
            at = [i for i, low in enumerate(lows) if low in named]
            if weather == "cloudy":
                at = [i for i in at if not set(lows[max(0, i - 2) : i]) & _AMONG]
            compared = any({"like", "as"} & set(lows[max(0, i - 3) : i]) for i in at)
            if (at and not compared) or _says(joined, _WEATHER_WORDS.get(weather, ())):
                self.weather = weather
        if _says(joined, _CLEARING):
            self.weather = "clear"


_SEASON_SIGNS = listed(
    "was in came had the that this cold long hard last one early late next leaves day morning night evening"
)
"""What stands beside the name of a season that is here: `it was winter`, `one winter morning`."""
_CLEARING = (
    "stopped raining", "rain stopped", "sun came out", "sun shone", "snow melted", "storm passed",
    "storm was over",
    "rain was over", "fog lifted", "sky cleared", "sun was shining", "stopped snowing", "snow stopped",
)  # fmt: skip
_WEATHER_WORDS: dict[Weather, tuple[str, ...]] = {
    "rain": ("it poured", "was pouring", "soaking wet", "under an umbrella", "under the umbrella"),
    "storm": ("wind howled", "lightning flashed", "lightning struck", "gale"),
    "cloudy": ("sky was grey", "sky was gray", "grey sky", "gray sky", "sky turned grey", "sky was dark"),
}
_SAID: tuple[tuple[TimeOfDay, tuple[str, ...]], ...] = (
    ("sunset", ("sun was going down", "sun went down", "sun set", "sun was setting", "sun sank",
                "setting sun", "sun was low")),
    ("dawn", ("sun rose", "sun came up", "sun had risen", "first light", "before dawn", "cock crowed",
              "rooster crowed", "sun was rising", "rising sun", "break of day")),
    ("night", ("moon shone", "full moon", "stars came out", "grew dark", "got dark", "after dark",
               "under the stars", "stars twinkled", "stars shone", "sun had set", "moon rose", "moon came up",
               "moon was shining", "moon hung", "by moonlight", "pitch dark", "pitch black",
               "could not sleep")),
    ("day", ("sun stood high", "sun was high", "broad daylight", "in the heat of the day")),
    ("evening", ("after supper", "after dinner", "lamps were lit", "lit the lamps", "lanterns were lit")),
)  # fmt: skip


def _says(joined: str, phrases: Sequence[str]) -> bool:
    """Whether a sentence has one of some phrases, as whole words."""
    return any(f" {p} " in f" {joined} " for p in phrases)


def time_of(lows: Sequence[str], joined: str) -> TimeOfDay | None:
    """The time of day that a sentence states, None if it states none.

    Args:
        lows: its words in lower case.
        joined: the same with a space between.
    """
    for time, phrases in _SAID:
        if _says(joined, phrases):
            return time
    if joined.startswith("for one night"):
        return "night"
    sections = read_sections("senses.txt")
    for i, low in enumerate(lows):
        for time in _TIMES:
            if low in sections[f"time {time}"]:
                near = set(lows[max(0, i - 4) : i])
                habit = i == 1 and lows[0] in ("every", "each")  # `Every night the keeper climbed ...`
                if (near & _UNTOLD and not habit) or ("early" in near and "rise" in lows):
                    continue
                return time
    return None

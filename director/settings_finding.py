"""Where and when: the place, the time of day and the weather of every unit, as the story tells them.

It follows people from place to place: whoever went to the river is there until the story says otherwise.

    from director.settings_finding import find_settings
    settings, places = find_settings(followed, entities)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from director.cast_finding import Entity
from director.following import Followed
from director.reading import Token, is_open_word
from director.words import PlaceNoun, find_noun, find_place, find_verb, read_rows, read_sections, word_set
from prompts.screenplay import TimeOfDay, Weather


@dataclass(slots=True)
class FoundPlace:
    """A place of the story."""

    id: str
    name: str
    lemma: str
    kind: str
    owner: str | None = None
    adjectives: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when one unit happens."""

    place: str
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a unit."""

    head: int
    noun: PlaceNoun
    name: str
    owner: str | None
    way: str
    """at, to, from or seen"""
    moved: bool
    """somebody moves there in this clause"""
    adjectives: tuple[str, ...]
    definite: bool = False
    whole: str = ""
    """`bottom` of `bottom of the river`"""


_AT = frozenset(
    [
        "in",
        "at",
        "on",
        "upon",
        "inside",
        "by",
        "near",
        "beside",
        "under",
        "underneath",
        "beneath",
        "among",
        "amongst",
        "through",
    ]
    + [
        "across",
        "along",
        "over",
        "behind",
        "outside",
        "within",
        "around",
        "round",
        "up",
        "down",
        "before",
        "throughout",
        "onto",
    ]
)
_TO = frozenset(
    [
        "to",
        "into",
        "onto",
        "towards",
        "toward",
        "up",
        "down",
        "through",
        "across",
        "over",
        "along",
        "inside",
        "for",
    ]
)
_REACHING = frozenset(["reach", "enter", "cross", "visit", "approach", "find", "build"])
_PICKING = frozenset(
    [
        "pick",
        "gather",
        "take",
        "get",
        "fetch",
        "eat",
        "drink",
        "draw",
        "buy",
        "catch",
        "collect",
        "cut",
        "dig",
        "steal",
    ]
)
_WATERS = frozenset(["river", "stream", "brook", "creek", "lake", "pond", "sea", "ocean", "pool"])
_BANKS = frozenset(["shore", "bank", "riverbank", "riverside", "lakeside", "beach"])
_INDOOR_THINGS = frozenset(
    [
        "table",
        "bed",
        "bench",
        "stove",
        "oven",
        "fire",
        "fireplace",
        "hearth",
        "chair",
        "sofa",
        "couch",
        "desk",
        "cradle",
        "cupboard",
        "curtain",
    ]
)
_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
        "its",
        "my",
        "our",
        "your",
        "this",
        "that",
        "some",
        "one",
        "another",
    ]
)
_PARTITIVES = frozenset(
    [
        "bottom",
        "top",
        "edge",
        "middle",
        "corner",
        "end",
        "side",
        "foot",
        "mouth",
        "entrance",
        "surface",
        "depths",
        "heart",
        "centre",
        "center",
        "bank",
        "banks",
        "floor",
        "root",
        "shade",
        "gates",
        "outside",
    ]
)
_DISTINCT_PARTS = frozenset(["bottom", "depths"])


def find_settings(
    followed: Sequence[Followed], entities: dict[str, Entity]
) -> tuple[list[Setting], dict[str, FoundPlace]]:
    """The setting of every unit, and the places by id in order of appearance."""
    finder = _Finder(entities)
    settings = [finder.take(unit) for unit in followed]
    first = next((s.place for s in settings if s.place), "")
    start = finder.opening_place(followed, settings) or first
    settings = [s if s.place else replace(s, place=start) for s in settings]
    used = {s.place for s in settings}
    return settings, {k: p for k, p in finder.places.items() if k in used}


_MEMORY_UNITS = 15


class _Finder:
    """The state of the search."""

    def __init__(self, entities: dict[str, Entity]) -> None:
        self.entities = entities
        self.places: dict[str, FoundPlace] = {}
        self.now = ""
        self.where: dict[str, str] = {}
        """who was last seen at which place"""
        self.since: dict[str, int] = {}
        self.homes: dict[str, str] = {}
        self.back: dict[str, str] = {}
        self.before: list[str] = []
        self.time: TimeOfDay = "day"
        self.weather: Weather = "clear"
        self.moved = False

    def take(self, unit: Followed) -> Setting:
        """The setting of the next unit."""
        told = self._explicit(unit)
        place = told or self._remembered(unit) or self.now
        if place and place != self.now:
            for who in unit.present:
                self.back[who] = self.where.get(who, self.now)
            if self.now and self.places[place].kind == "inside":
                self.weather = "clear"
        self.now = place
        for who in unit.present:
            if place and (told or who == unit.subject or who not in self.where):
                self.where[who], self.since[who] = place, unit.reading.index
        self._leave(unit)
        self._note_details(unit)
        self._read_sky(unit)
        self.before = unit.present
        return Setting(place, self.time, self.weather)

    def opening_place(self, followed: Sequence[Followed], settings: Sequence[Setting]) -> str:
        """The place of the units before the first one named."""
        if settings and settings[0].place:
            return ""
        untold = [u for u, s in zip(followed, settings, strict=True) if not s.place]
        first = next((s.place for s in settings if s.place), "")
        for unit in untold:
            for who in unit.present:
                entity = self.entities[who]
                if entity.workplace and entity.workplace not in ("forest", "village", "town"):
                    same = (
                        p.id
                        for p in self.places.values()
                        if p.lemma == entity.workplace and p.owner in (who, None)
                    )
                    return next(same, "") or self._place(entity.workplace, who).id
        if not first:
            wild = any(e.category == "animal" for e in self.entities.values())
            return self._place("field" if wild else "house", None).id
        return first

    def _explicit(self, unit: Followed) -> str:
        """The place that the words of the unit name, '' if none."""
        mentions = list(find_place_mentions(unit))
        best, score = "", 0.0
        for m in mentions:
            value = self._value(m)
            if value > score or (value == score > 0 and m.moved and m.way == "to"):
                best, score = self._identify(m, unit), value
        implied = self._implied(mentions, unit)
        if not best and implied:
            best = implied
        if best and any(t.low in ("lived", "dwelt", "live") for t in unit.reading.tokens if t.quote < 0):
            for who in unit.present:
                self.homes.setdefault(who, best)
        return best

    def _value(self, m: PlaceMention) -> float:
        if m.noun.kind.startswith("part"):
            return 0.0
        if (
            m.noun.lemma in word_set("senses.txt", "house parts")
            and self.now
            and self.places[self.now].kind == "inside"
        ):
            return 0.0
        if m.noun.lemma == "home" and m.way == "to":
            return 3.5
        return {"to": 3.0 if m.moved else 0.0, "at": 2.5, "seen": 1.0}.get(m.way, 0.0)

    def _implied(self, mentions: list[PlaceMention], unit: Followed) -> str:
        """A table, a bed, a hearth: somebody is indoors."""
        indoors = [m for m in mentions if m.noun.lemma in _INDOOR_THINGS and m.way in ("at", "to")]
        indoors += [m for m in mentions if m.noun.lemma == "door" and m.owner and m.way == "at"]
        if not indoors or not unit.present:
            return ""
        if self.now and self.places[self.now].kind == "inside":
            return ""
        if self.now and self.places[self.now].lemma in word_set("senses.txt", "shelters"):
            return ""
        if self.now and any(self.homes.get(who) == self.now for who in unit.present):
            return ""
        owner = indoors[0].owner or unit.subject or unit.present[0]
        entity = self.entities.get(owner)
        known = [p.id for p in self.places.values() if p.owner == owner and p.kind == "inside"]
        if known:
            return known[0]
        return self._place(entity.workplace if entity and entity.workplace else "house", owner).id

    def _identify(self, m: PlaceMention, unit: Followed) -> str:
        """The place that a mention means; a new one if it was never named."""
        owner = m.owner
        if m.noun.lemma == "home":
            owner = owner or unit.subject
            if owner and owner in self.homes:
                return self.homes[owner]
            together = [r for r in unit.references if r.role == "subject" and len(r.ids) > 1]
            owner = None if together and not m.owner else owner
        lemma = (
            f"{m.whole} of the {m.noun.lemma}"
            if m.whole in _DISTINCT_PARTS and m.noun.kind == "nature"
            else m.noun.lemma
        )
        if self._is_part_of_here(m, owner, unit):
            here = self.places[self.now]
            if lemma not in (here.lemma, *here.details) and len(here.details) < 5:
                here.details.append(lemma)
            return self.now
        if found := self._known(lemma, owner, m):
            place = self.places[found]
            if owner and not place.owner:
                place.owner, place.name = owner, self._name(lemma, owner)
            place.adjectives += [a for a in m.adjectives if a not in place.adjectives]
            return found
        place = self._place(lemma, owner)
        place.adjectives += m.adjectives
        if owner and m.noun.lemma in word_set("senses.txt", "shelters"):
            self.homes.setdefault(owner, place.id)
        return place.id

    def _is_part_of_here(self, m: PlaceMention, owner: str | None, unit: Followed) -> bool:
        """The bank of the brook one stands at; the hole that is the home one is in."""
        if not self.now:
            return False
        here = self.places[self.now]
        if m.noun.lemma in _BANKS and here.lemma in _WATERS:
            return True
        at_home = unit.subject is not None and self.homes.get(unit.subject) == self.now
        shelter = m.noun.lemma.rsplit("-", 1)[-1] in word_set("senses.txt", "shelters")
        return (
            at_home and owner is None and shelter and here.lemma not in ("village", "town", "city", "island")
        )

    def _known(self, lemma: str, owner: str | None, m: PlaceMention) -> str:
        same = next((set(row) for row in read_rows("senses.txt", "place synonyms") if lemma in row), {lemma})
        shelter = word_set("senses.txt", "shelters")
        for place in reversed(list(self.places.values())):
            if owner and place.owner and owner != place.owner:
                continue
            if place.lemma == lemma or (place.lemma in same and m.definite and not (owner and not place.owner)):
                return place.id
            if owner and owner == place.owner and lemma in shelter and place.lemma in shelter:
                place.name, place.lemma = (
                    (self._name(lemma, owner), lemma) if place.lemma == "home" else (place.name, place.lemma)
                )
                return place.id
        return ""

    def _name(self, lemma: str, owner: str | None) -> str:
        entity = self.entities.get(owner or "")
        if entity is None or entity.plural:
            return lemma
        return f"{entity.name if entity.proper else f'the {entity.name}'}'s {lemma}"

    def _place(self, lemma: str, owner: str | None) -> FoundPlace:
        noun = find_place(lemma.split()[-1])
        base = "".join(
            c if c.isalnum() else "-" for c in self._name(lemma, owner).lower().replace("'s ", "-")
        ).strip("-")[:48]
        place_id, n = base or "place", 2
        while place_id in self.places:
            place_id, n = f"{base}-{n}", n + 1
        kind = noun.kind if noun else "outside"
        self.places[place_id] = FoundPlace(place_id, self._name(lemma, owner), lemma, kind, owner)
        return self.places[place_id]

    def _remembered(self, unit: Followed) -> str:
        """Where the one who acts now was last seen, if the story turns from others to them."""
        who = unit.subject
        if who is None or who not in self.where or who in self.before or self.where[who] == self.now:
            return ""
        if unit.reading.index - self.since.get(who, 0) > _MEMORY_UNITS:
            return ""
        lows = {t.low for t in unit.reading.tokens if t.quote < 0}
        if lows & {"back", "returned", "came", "arrived", "joined", "followed", "home"}:
            return ""
        if any(w in self.before or self.where.get(w) == self.now for w in unit.present if w != who):
            return ""
        return self.where[who]

    def _leave(self, unit: Followed) -> None:
        """After `crawled back` or `away to his house` somebody is elsewhere when the next unit begins."""
        tokens = unit.reading.tokens
        lows = [t.low for t in tokens if t.quote < 0 and t.is_word]
        if unit.subject and lows[-1:] == ["back"] and unit.subject in self.back:
            self.where[unit.subject] = self.back[unit.subject]
        for m in find_place_mentions(unit):
            if m.way == "from" and m.moved and m.noun.lemma in ("window", "door") and self._is_inside():
                outside = next(
                    (p.id for p in reversed(list(self.places.values())) if p.kind in ("outside", "nature")),
                    "",
                )
                for who in unit.present[:1] if not outside else _movers(unit, m.head):
                    self.where[who] = self.back.get(who) or outside
        for m in find_place_mentions(unit, away=True):
            if unit.subject:
                self.where[unit.subject] = self._identify(m, unit)

    def _is_inside(self) -> bool:
        return bool(self.now) and self.places[self.now].kind == "inside"

    def _note_details(self, unit: Followed) -> None:
        """Things that stand at the place, for its look."""
        if not self.now:
            return
        place = self.places[self.now]
        for m in find_place_mentions(unit):
            inside = place.kind == "inside"
            if (
                m.noun.kind == ("part inside" if inside else "part outside")
                and m.noun.lemma not in place.details
            ):
                if len(place.details) < 4 and m.noun.lemma != place.lemma and not m.whole:
                    place.details.append(m.noun.lemma)

    def _read_sky(self, unit: Followed) -> None:
        words = [t for t in unit.reading.tokens if t.quote < 0 and t.is_word]
        lows = [t.low for t in words]
        joined = " ".join(lows)
        if any(
            p in joined
            for p in ("next day", "one day", "next morning", "days later", "the same day", "another day")
        ):
            self.time, self.weather = "day", "clear"
        if time := _time_of(lows, joined):
            self.time = time
        sections = read_sections("senses.txt")
        for weather in ("rain", "snow", "storm", "fog", "cloudy"):
            if set(sections[f"weather {weather}"]) & set(lows) and "like" not in lows:
                self.weather = weather  # type: ignore[assignment]
        if (
            "stopped raining" in joined
            or "rain stopped" in joined
            or "sun came out" in joined
            or "sun shone" in joined
        ):
            self.weather = "clear"


_TIMES: tuple[TimeOfDay, ...] = ("dawn", "morning", "day", "afternoon", "sunset", "evening", "night")


def _time_of(lows: list[str], joined: str) -> TimeOfDay | None:
    """The time of day that a unit states, None if it states none."""
    if (
        "sun was going down" in joined
        or "sun went down" in joined
        or "sun set" in joined
        or "sun was setting" in joined
    ):
        return "sunset"
    if "sun rose" in joined or "sun came up" in joined or "first light" in joined:
        return "dawn"
    if (
        "moon shone" in joined
        or "full moon" in joined
        or "stars came out" in joined
        or "grew dark" in joined
        or "got dark" in joined
    ):
        return "night"
    sections = read_sections("senses.txt")
    for i, low in enumerate(lows):
        for time in _TIMES:
            if low in sections[f"time {time}"]:
                near = lows[max(0, i - 4) : i]
                if (
                    {"before", "every", "until", "till", "each", "for", "good"} & set(near)
                    or ("early" in near
                    and "rise" in lows)
                ):
                    continue
                return time
    return None


def _movers(unit: Followed, head: int) -> list[str]:
    """Who does what stands just before this word."""
    before = [r for r in unit.references if r.token < head and r.role == "subject" and not r.quoted]
    return list(before[-1].ids) if before else unit.present[:1]


def find_place_mentions(unit: Followed, *, away: bool = False) -> list[PlaceMention]:
    """The places that the narration of a unit names as real, in order.

    Args:
        unit: the unit.
        away: find instead those that somebody only sets off for (`away to his house`).
    """
    found: list[PlaceMention] = []
    for i, token in enumerate(unit.reading.tokens):
        if token.quote >= 0 or not token.is_word:
            continue
        noun = find_place(token.low)
        if noun is None and token.genitive and (person := find_noun(token.low)) and person.workplace:
            noun = (
                PlaceNoun(person.workplace, "inside")
                if not _followed_by_noun(unit.reading.tokens, i)
                else None
            )
        if noun is None or (found and found[-1].head == i - 1 and found[-1].noun is noun):
            continue
        mention = _place_mention(unit, i, noun, away)
        if mention:
            found.append(mention)
    return found


def _followed_by_noun(tokens: list[Token], i: int) -> bool:
    return (
        i + 1 < len(tokens)
        and tokens[i + 1].is_word
        and tokens[i + 1].low not in word_set("senses.txt", "clause openers")
    )


def _place_mention(unit: Followed, i: int, noun: PlaceNoun, away: bool) -> PlaceMention | None:
    tokens = unit.reading.tokens
    first, adjectives, owner = _noun_phrase(unit, i)
    determined = (first < i and tokens[first].low in _DETERMINERS) or owner is not None
    before = first - 1
    whole = ""
    if before >= 1 and tokens[before].low == "of" and _is_part(tokens[before - 1].low):
        whole = tokens[before - 1].low
        before = before - 2
        while before >= 0 and (
            tokens[before].low in _DETERMINERS or tokens[before].low in word_set("adjectives.txt")
        ):
            before -= 1
    prep = tokens[before].low if before >= 0 and tokens[before].quote < 0 else ""
    if i + 1 < len(tokens) and _is_compound(tokens, i):
        return None
    if noun.doubtful and i + 1 < len(tokens) and is_open_word(tokens[i + 1]):
        return None
    if noun.doubtful and not determined and noun.lemma not in ("bed", "home") and not whole:
        return None
    if tokens[i].genitive and find_place(tokens[i].low) is not None:
        return None
    if any(m.head == before - 1 and _is_given_to(tokens, m.first) for m in unit.reading.mentions):
        return None
    verb, at = _governing_verb(tokens, before)
    way = _way(tokens, prep, before, verb, noun)
    begun = {t.low for t in tokens[max(0, at - 2) : at]} & {"began", "begin", "started", "begun"}
    leaving = way == "to" and before >= 1 and tokens[before - 1].low == "away" and bool(begun)
    if not way or leaving != away or _is_unreal(tokens, at if at >= 0 else before, before):
        return None
    moved = verb is not None and verb in _MOTION
    definite = first < i and tokens[first].low in ("the", "that", "this", "his", "her", "their")
    name = tokens[i].low if noun.lemma == tokens[i].low else noun.lemma
    return PlaceMention(i, noun, name, owner, way, moved, tuple(adjectives), definite, whole)


def _is_given_to(tokens: list[Token], first: int) -> bool:
    """`to her family in the wood` says where they are, not where we are."""
    return first >= 2 and tokens[first - 1].low in ("her", "his", "their") and tokens[first - 2].low == "to"


def _is_part(word: str) -> bool:
    noun = find_place(word)
    return word in _PARTITIVES or (noun is not None and noun.kind.startswith("part"))


_MOTION = frozenset(w.split("/")[0].rstrip("!") for w in read_sections("verbs.txt")["move"]) | {
    "get",
    "put",
    "throw",
}


def _is_compound(tokens: list[Token], i: int) -> bool:
    """`garden` in `garden gate`."""
    after = tokens[i + 1]
    if not after.is_word or tokens[i].genitive:
        return False
    place = find_place(after.low)
    return place is not None and find_verb(after.low) is None and not tokens[i].low == "home"


def _noun_phrase(unit: Followed, i: int) -> tuple[int, list[str], str | None]:
    """(first token, adjectives, owner's id) of the phrase that ends at token i."""
    tokens = unit.reading.tokens
    first, adjectives = i, []
    while first > 0 and i - first < 4 and tokens[first - 1].is_word and not tokens[first - 1].genitive:
        low = tokens[first - 1].low
        joined = find_place(low) is not None and _is_compound(tokens, first - 1)
        known = low in word_set("adjectives.txt") or joined
        unknown = first >= 2 and is_open_word(tokens[first - 1]) and tokens[first - 2].low in _DETERMINERS
        if low in _DETERMINERS or not (known or unknown):
            break
        adjectives.insert(0, low)
        first -= 1
    if first and tokens[first - 1].genitive:
        ids = unit.meant_at(first - 1)
        start = next((m.first for m in unit.reading.mentions if m.head == first - 1), first - 1)
        start -= start > 0 and tokens[start - 1].low in _DETERMINERS
        return start, adjectives, ids[0] if ids else None
    if first and tokens[first - 1].low in _DETERMINERS:
        first -= 1
        if tokens[first].low in ("his", "her", "their", "its", "my", "our"):
            ids = unit.meant_at(first)
            return first, adjectives, ids[0] if ids else None
    return first, adjectives, None


def _governing_verb(tokens: list[Token], before: int) -> tuple[str | None, int]:
    """(base, index) of the verb that a phrase after token `before` depends on."""
    for at in range(before, max(-1, before - 10), -1):
        if tokens[at].quote >= 0 or tokens[at].low in (".", ";"):
            break
        verb = find_verb(tokens[at].low)
        if verb and not (verb.form == "base" and at and tokens[at - 1].low in _DETERMINERS):
            return verb.base, at
    return None, -1


def _way(tokens: list[Token], prep: str, before: int, verb: str | None, noun: PlaceNoun) -> str:
    """at, to, from or seen; '' if the place is only spoken of."""
    moving = verb in _MOTION
    earlier = tokens[before - 1].low if before >= 1 else ""
    if earlier == "like" or prep == "like" or (earlier in ("way", "road", "door", "key") and prep == "to"):
        return ""
    if prep == "out" or (prep == "of" and earlier == "out") or prep in ("from", "off"):
        return "at" if verb in _PICKING else "from"
    if prep in ("towards", "toward"):
        return ""
    if prep in ("to", "into"):
        return "to"
    if prep == "over" and any(t.low in ("sun", "moon") for t in tokens[:before]):
        return ""
    if prep in _AT:
        return "to" if moving and prep in _TO else "at"
    if noun.lemma == "home" and (moving or verb in ("get", "be")):
        return "to"
    if find_verb(prep) and verb in _REACHING:
        return "to" if verb in ("reach", "enter", "approach", "visit") else "seen"
    if verb in _REACHING and before >= 0:
        return "seen" if verb in ("find", "build", "cross") else "to"
    return ""


def _is_unreal(tokens: list[Token], verb_at: int, before: int) -> bool:
    """Whether going there is only wished, tried, forbidden or asked."""
    if verb_at < 0:
        return False
    unreal = word_set("senses.txt", "unreal")
    window = [t for t in tokens[max(0, verb_at - 5) : verb_at] if abs(t.clause - tokens[verb_at].clause) == 0]
    words = {t.low for t in window}
    bases = {v.base for t in window if (v := find_verb(t.low))}
    return (
        bool(words & unreal)
        or bool(bases & unreal and "to" in words)
        or "n't" in words
        or any(w.endswith(("n't", "n’t")) for w in words)
    )

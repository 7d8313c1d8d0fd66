"""The outline of a story by rule: which units make a shot, which shots a scene, and who is in them.

from director.rules.outlining import outline_story
outline = outline_story(WriteSlots(units=story.units, paragraphs=story.paragraphs, title=story.title))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from director.language.feelings import mood_of
from director.language.languages import guess_language
from director.language.narrators import NARRATOR
from director.language.settings_finding import Setting
from director.language.things import find_props
from director.language.understanding import Understanding, understand
from prompts.pages import Entity as Place
from prompts.pages import FixedShot, Outline, OutlineScene, OutlineShot, Person, WriteSlots

MAX_ON_SCREEN = 4


MAX_WORDS = 44
"""A shot never says more, unless one unit alone does."""


_SPAN = 6
"""A shot never joins more units."""


def outline_story(slots: WriteSlots) -> Outline:
    """The outline: every unit once and in order; given cast, places and shots are kept as they are."""
    language = slots.language or guess_language(" ".join(slots.units[:400]))
    story = understand(slots.units, slots.paragraphs, slots.title, slots.cast, language.split("-")[0].lower())
    story = _keep_given_places(story, slots.places)
    scenes = _fixed_scenes(story, slots.fixed) if slots.fixed else _free_scenes(story, slots)
    cast = list(slots.cast) or _who_is_seen(story, scenes)
    used = {scene.place for scene in scenes}
    return Outline(
        title=slots.title or name_story(cast, slots.units, _told_of(story, cast, slots.units), language),
        logline=tell_in_one_line(cast, story.places, used, language),
        language=language,
        cast=cast,
        places=slots.places or [p for p in story.places if p.id in used],
        props=list(slots.props) or story.props,
        scenes=scenes,
    )


def _who_is_seen(story: Understanding, scenes: Sequence[OutlineScene]) -> list[Person]:
    seen = {w for scene in scenes for shot in scene.shots for w in shot.who}
    return [p for p in story.cast if p.id in seen]


def _keep_given_places(story: Understanding, given: Sequence[Place]) -> Understanding:
    """The same story told in the places that were given: each unit in the one that its words fit best."""
    if not given:
        return story
    nearest: dict[str, str] = {}
    for place in story.places:
        words = set(f"{place.name} {place.look}".lower().split())
        scores = [
            len(words & set(f"{g.id} {g.name} {g.look}".lower().replace("-", " ").split())) for g in given
        ]
        if max(scores) > 0:
            nearest[place.id] = given[scores.index(max(scores))].id
    settings, last = [], given[0].id
    for s in story.settings:
        last = nearest.get(s.place, last)
        settings.append(replace(s, place=last))
    return replace(story, places=list(given), settings=settings)


def _fixed_scenes(story: Understanding, fixed: Sequence[FixedShot]) -> list[OutlineScene]:
    scenes = []
    steadied = steady(story.settings, set())

    def scene_of(f: FixedShot) -> tuple[int, Setting | None]:
        return (-1, steadied[f.first]) if f.scene is None else (f.scene, None)

    for _, group in groupby(fixed, key=scene_of):
        shots = list(group)
        units = range(shots[0].first, shots[-1].last + 1)
        place = Counter(story.settings[u].place for u in units).most_common(1)[0][0]
        first = story.settings[shots[0].first]
        outlined = [
            OutlineShot(
                first=f.first,
                last=f.last,
                who=f.who if f.who is not None else on_screen(story, f.first, f.last),
            )
            for f in shots
        ]
        scenes.append(
            OutlineScene(place=place, time_of_day=first.time_of_day, weather=first.weather, shots=outlined)
        )
    return scenes


def _free_scenes(story: Understanding, slots: WriteSlots) -> list[OutlineScene]:
    words = [_length(u) for u in slots.units]
    target = sum(words) / slots.shots if slots.shots else target_words(sum(words))
    settings = steady(story.settings, set(slots.paragraphs))
    opens = set(slots.paragraphs)
    scenes, start = [], 0
    for setting, group in groupby(settings):
        count = len(list(group))
        cuts = cut_shots(story, words, opens, range(start, start + count), target)
        shots = [OutlineShot(first=a, last=b, who=on_screen(story, a, b)) for a, b in cuts]
        text = " ".join(slots.units[start : start + count])
        scenes.append(
            OutlineScene(
                place=setting.place,
                time_of_day=setting.time_of_day,
                weather=setting.weather,
                mood=_mood(text, setting),
                shots=shots,
            )
        )
        start += count
    return scenes


def _mood(text: str, setting: Setting) -> str:
    mood = mood_of(text)
    return "tense" if mood == "calm" and setting.weather == "storm" else mood


def _length(unit: str) -> int:
    """Words, or the like of words where no spaces are written."""
    spaced = len(unit.split())
    return max(spaced, len(unit) // 5 if spaced and len(unit) / spaced > 12 else 0) or 1


def target_words(total: int) -> float:
    """How many words a shot holds on average: short stories are told in short shots."""
    if total <= 60:
        return max(6.0, total / 4.0)
    return 14.0 + total / 60.0 if total < 250 else min(36.0, 18.0 + total / 25.0)


def steady(settings: Sequence[Setting], paragraphs: set[int]) -> list[Setting]:
    """The settings without changes of time or weather that last for one unit only."""
    result: list[Setting] = []
    for i, setting in enumerate(settings):
        previous = result[-1] if result else setting
        after = settings[i + 1] if i + 1 < len(settings) else setting
        if (
            setting.place == previous.place
            and setting != previous
            and after != setting
            and i not in paragraphs
            and not setting.dated
            and setting.day == previous.day
        ):
            setting = previous
        elif setting != previous and replace(setting, weather=after.weather) == after:
            setting = after  # what the weather is like is told one sentence later
        result.append(setting)
    return result


def cut_shots(
    story: Understanding, words: Sequence[int], opens: set[int], units: range, target: float
) -> list[tuple[int, int]]:
    """The cheapest way to cut a scene's units into shots, by dynamic programming: linear in the units."""
    best: list[tuple[float, int]] = [(0.0, units.start)]
    for end in range(units.start + 1, units.stop + 1):
        options = []
        for start in range(end - 1, max(units.start, end - _SPAN) - 1, -1):
            if end - start > 1 and sum(words[start:end]) > MAX_WORDS:
                break
            cost = best[start - units.start][0] + _shot_cost(story, words, opens, start, end, target, units)
            options.append((cost, start))
        best.append(min(options))
    cuts, end = [], units.stop
    while end > units.start:
        start = best[end - units.start][1]
        cuts.append((start, end - 1))
        end = start
    return cuts[::-1]


def _shot_cost(
    story: Understanding,
    words: Sequence[int],
    opens: set[int],
    start: int,
    end: int,
    target: float,
    units: range,
) -> float:
    off = (sum(words[start:end]) - target) / target
    cost = off * off * (1.0 if off > 0 else 0.9)
    for i in range(start + 1, end):
        before, here = story.present[i - 1], story.present[i]
        cost += 0.3 * (i in opens)
        cost += 0.12 * (before[:1] != here[:1]) + 0.1 * (
            not set(before) & set(here) and bool(before and here)
        )
    if end < units.stop and story.quotes[end - 1] & story.quotes[end]:
        cost += 0.12
    return cost


def on_screen(story: Understanding, first: int, last: int) -> list[str]:
    """Who is seen in a shot of these units, the most important first."""
    weight: Counter[str] = Counter()
    for i in range(first, last + 1):
        for rank, who in enumerate(story.present[i]):
            weight[who] += 3 if rank == 0 else 2
    order = list(dict.fromkeys(w for i in range(first, last + 1) for w in story.present[i]))
    kept = sorted(order, key=lambda w: -weight[w])[:MAX_ON_SCREEN]
    return [w for w in order if w in kept]


def name_story(cast: Sequence[Person], units: Sequence[str], told: Mapping[str, int], language: str) -> str:
    """A title for a story that has none: the two whom it tells most of, or its first words.

    Args:
        told: name -> in how many units, of everybody and of the things that the story comes back to.
    """
    people = {p.name: n for n, p in enumerate(cast) if p.id != NARRATOR or len(cast) == 1}
    first = units[0].split() if units else []
    if not people:
        return " ".join(first[:6])[:60].strip(" .,;:!?。！？।،؟\"'“”‘’") or "Untitled"
    hero = max(people, key=lambda name: told.get(name, 0))
    rest = {name: told[name] for name in told if name != hero and (name in people or told[name] > 2)}
    pair = [hero, *sorted(rest, key=lambda name: -rest[name])[:1]]
    pair.sort(key=lambda name: people.get(name, len(people)))
    if language != "en":
        return " & ".join(_titled(name.removeprefix("the ")) for name in pair)
    return " and ".join(_titled(name, inner=i > 0) for i, name in enumerate(pair))


def _titled(name: str, inner: bool = False) -> str:
    small = ("and", "of", "the") if inner else ("and", "of")
    return " ".join(w if w in small else w[:1].upper() + w[1:] for w in name.split())


def _told_of(story: Understanding, cast: Sequence[Person], units: Sequence[str]) -> dict[str, int]:
    """Name -> in how many units somebody is there, or a thing is named."""
    present = Counter(who for here in story.present for who in here)
    named = Counter(prop for unit in units for prop in find_props(story.props, unit))
    return {p.name: present[p.id] for p in cast} | {f"the {p.look}": named[p.id] for p in story.props}


def tell_in_one_line(cast: Sequence[Person], places: Sequence[Place], used: set[str], language: str) -> str:
    """Who it is about and where; '' when the story is not in English."""
    if language != "en" or not cast:
        return ""
    names = [p.name for p in cast[:3]]
    who = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    where = [
        p.name if p.name[:1].isupper() or p.name.startswith("the ") else f"the {p.name}"
        for p in places
        if p.id in used
    ][:3]
    at = ", ".join(where)
    return f"A story about {who}: {at}." if at else f"A story about {who}."

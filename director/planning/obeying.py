"""The user's rules kept to the letter, whoever writes: in the story's units, the outline and the draft.

Narration stays word for word: to have fewer shots neighbours are joined, to have more a sentence is shared by
two. What cannot be had is refused with the reason, before a page is paid for where that can be known.

    python -c "from director.planning.obeying import obey_outline; print(obey_outline.__doc__)"
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from director.planning.drafts import Brief, divide_at
from director.planning.register import name_words
from director.planning.replies import as_id
from prompts.errors import RulesError, say_count
from prompts.pages import Entity, Outline, OutlineScene, OutlineShot, Problem, WriteSlots
from prompts.rules import Rules
from prompts.screenplay import MAX_DURATION_S, Scene, Screenplay, Shot
from prompts.story import Story, split_further

LONGEST_S = 12.0
"""A shot of a film whose length is asked for is not longer, if the story has words to part it at."""
BREATH_S = 1.1
"""Silence before and after the words of a shot."""
SLOW = 1.08
"""How much longer than the rule of thumb a voice may take."""
MANY = 6
"""So many characters at most are on screen when shots are joined."""


def fit_story(story: Story, rules: Rules) -> Story:
    """The story in as many units as the rules need shots.

    Raises:
        RulesError: it has too few words for the shots, or too many for the length.
    """
    words = words_seconds(" ".join(story.units))
    limit = rules.seconds or rules.max_seconds
    if limit and not rules.no_narration and words > limit:
        raise RulesError(
            f"The words of the story take about {words:.0f} s when they are read aloud, and the film is to "
            f"last {limit:g} s. None is left out: ask for {math.ceil(words / 6 + 1) / 10:g} minutes, or for "
            "no narration."
        )
    wanted = max(rules.shots, rules.min_shots)
    fitted = split_further(story, wanted)
    if len(fitted.units) < wanted:
        raise RulesError(
            f"{wanted} shots are asked for, and the story can be parted into {len(fitted.units)} at most: "
            "every shot needs a word of its own. Ask for fewer shots, or tell more."
        )
    few = len(fitted.chapters) or 1
    if 0 < (rules.shots or rules.max_shots) < few:
        raise RulesError(
            f"The story has {few} chapters, and {rules.shots or rules.max_shots} shots are asked for: each "
            "chapter is a scene of its own. Ask for more shots, or give one chapter."
        )
    return fitted


def choose_style(style: str | None, rules: Rules) -> str | None:
    """The style that somebody chose, or that the rules ask for.

    Raises:
        RulesError: both, and they differ.
    """
    if style and rules.style and style.casefold() != rules.style.casefold():
        raise RulesError(f"The style is {style!r}, and the rules ask for {rules.style!r}. Keep one of them.")
    return style or rules.style or None


def check_written(written: Screenplay, rules: Rules) -> None:
    """That what a person wrote can keep the rules: it is neither joined nor parted, and no word goes.

    Raises:
        RulesError: it cannot.
    """
    if broken := [problem.problem for problem in broken_rules(written, rules)]:
        raise RulesError(f"{broken[0]} What you wrote is never changed: change it, or the rule.")


def broken_rules(plan: Screenplay, rules: Rules) -> Iterator[Problem]:
    """What in a plan is not as the rules ask, as far as it is decided."""
    shots = [shot for _, shot in plan.shots()]
    count = len(shots)
    for wrong, asked in (
        (rules.shots and count != rules.shots, f"exactly {rules.shots}"),
        (rules.max_shots and count > rules.max_shots, f"at most {rules.max_shots}"),
        (rules.min_shots and count < rules.min_shots, f"at least {rules.min_shots}"),
    ):
        if wrong:
            yield Problem(
                page="write", problem=f"The plan has {say_count(count, 'shot')}, and {asked} are asked for."
            )
    for shot in shots:
        if rules.no_narration and shot.narration:
            yield Problem(page="write", problem=f"Narration is not asked for, and {_short(shot)} has some.")
        if rules.no_dialogue and shot.dialogue:
            yield Problem(page="stage", problem=f"Dialogue is not asked for, and {_short(shot)} has some.")


def _short(shot: Shot) -> str:
    return f"shot {shot.id}" if shot.id else f"the shot {(shot.action or shot.narration or '')[:40]!r}"


def ask_for_shots(slots: WriteSlots, rules: Rules, units: Sequence[str]) -> WriteSlots:
    """The slots of a part of the story with its share of the shots that are asked for.

    Args:
        units: those of the whole story.
    """
    share = sum(map(words_seconds, slots.units)) / max(1e-9, sum(map(words_seconds, units)))
    told = list(slots.rules)
    if rules.max_shots and not rules.shots:
        told.append(f"at most {say_count(max(1, int(rules.max_shots * share)), 'shot')}")
    if rules.min_shots and not rules.shots:
        least = min(len(slots.units), math.ceil(rules.min_shots * share))
        told.append(f"at least {say_count(least, 'shot')}")
    shots = min(len(slots.units), max(1, round(rules.shots * share))) if rules.shots else 0
    values = {"shots": shots, "rules": told, "aim": 0 if shots else slots.aim}
    return slots.model_copy(update=values)


# -- the outline ---------------------------------------------------------------------------------------------


def obey_outline(outline: Outline, brief: Brief, notes: list[str]) -> Outline:
    """The outline with the number of shots, the beginning and the end that are asked for.

    Args:
        notes: what was changed is added to them.
    """
    rules = brief.rules
    scenes = list(divide_at(outline, list(brief.chapters)).scenes) if rules.lines() else outline.scenes
    count = sum(len(scene.shots) for scene in scenes)
    least, most = shot_bounds(rules, brief.units)
    if count > most:
        scenes = _join_shots(scenes, count - most, brief.units, set(brief.chapters))
        notes.append(f"{count} shots were joined into {most}, as asked.")
    elif count < least:
        scenes = _part_shots(scenes, least - count, brief.units)
        parts = sum(len(s.shots) for s in scenes)
        notes.append(f"{say_count(count, 'shot')} became {parts}, as asked.")
    places = list(outline.places)
    if rules.end_at:
        scenes = _place_end(scenes, rules.end_at, places, notes, last=True)
    if rules.begin_at:
        scenes = _place_end(scenes, rules.begin_at, places, notes, last=False)
    if scenes == outline.scenes:
        return outline
    used = {scene.place for scene in scenes}
    return outline.model_copy(update={"scenes": scenes, "places": [p for p in places if p.id in used]})


def shot_bounds(rules: Rules, units: Sequence[str]) -> tuple[int, int]:
    """(fewest, most) shots that the film may have."""
    if rules.shots:
        return rules.shots, rules.shots
    most = rules.max_shots or len(units)
    least = rules.min_shots or 1
    if rules.seconds:
        least = max(least, min(math.ceil(rules.seconds / LONGEST_S), len(units), most))
    return least, most


def _join_shots(
    scenes: Sequence[OutlineScene], fewer: int, units: Sequence[str], openings: set[int]
) -> list[OutlineScene]:
    """So many shots fewer: the two neighbours that say least together become one, in one scene if there are
    such; never over the beginning of a chapter."""
    rows = [(scene, shot) for scene in scenes for shot in scene.shots]
    spans = _seconds_of(rows, units)

    def cost(index: int) -> float:
        (scene, a), (other, b) = rows[index : index + 2]
        apart = len(set(a.who) ^ set(b.who)) / 4 + (0 if scene is other else 1000)
        return math.inf if b.first in openings else spans[index] + spans[index + 1] + apart

    costs = [cost(index) for index in range(len(rows) - 1)]
    for _ in range(fewer):
        index = costs.index(min(costs))
        (scene, a), (other, b) = rows[index : index + 2]
        kept = scene if spans[index] >= spans[index + 1] else other
        who = list(dict.fromkeys([*a.who, *b.who]))[:MANY]
        rows[index : index + 2] = [(kept, a.model_copy(update={"last": b.last, "who": who}))]
        spans[index : index + 2] = [spans[index] + spans[index + 1]]
        del costs[index]
        for near in range(max(0, index - 1), min(index + 1, len(costs))):
            costs[near] = cost(near)
    return _regroup(rows)


def _part_shots(scenes: Sequence[OutlineScene], more: int, units: Sequence[str]) -> list[OutlineScene]:
    """So many shots more, where a shot has several units: the longest first, as near its middle as can be."""
    rows = [(scene, shot) for scene in scenes for shot in scene.shots]
    said = [words_seconds(unit) for unit in units]

    def span(shot: OutlineShot) -> float:
        return sum(said[shot.first : shot.last + 1]) if shot.last > shot.first else -1.0

    spans = [span(shot) for _, shot in rows]
    for _ in range(more):
        index = spans.index(max(spans))
        scene, shot = rows[index]
        if shot.last == shot.first:
            break
        middle, cut = spans[index] / 2, shot.first + 1
        while cut < shot.last and sum(said[shot.first : cut + 1]) <= middle:
            cut += 1
        halves = [shot.model_copy(update={"last": cut - 1}), shot.model_copy(update={"first": cut})]
        rows[index : index + 1] = [(scene, half) for half in halves]
        spans[index : index + 1] = [span(half) for half in halves]
    return _regroup(rows)


def _seconds_of(rows: Sequence[tuple[OutlineScene, OutlineShot]], units: Sequence[str]) -> list[float]:
    said = [words_seconds(unit) for unit in units]
    return [sum(said[shot.first : shot.last + 1]) for _, shot in rows]


def _regroup(rows: Sequence[tuple[OutlineScene, OutlineShot]]) -> list[OutlineScene]:
    scenes: list[OutlineScene] = []
    before: OutlineScene | None = None
    for scene, shot in rows:
        if scene is before:
            scenes[-1] = scenes[-1].model_copy(update={"shots": [*scenes[-1].shots, shot]})
        else:
            scenes.append(scene.model_copy(update={"shots": [shot]}))
        before = scene
    return scenes


def _place_end(
    scenes: Sequence[OutlineScene], words: str, places: list[Entity], notes: list[str], *, last: bool
) -> list[OutlineScene]:
    """The scenes with their last (or first) shot at a place; it becomes a scene of its own if it was not."""
    scene = scenes[-1 if last else 0]
    if _is_place(words, scene.place, places):
        return list(scenes)
    place = next((p.id for p in places if _is_place(words, p.id, places)), "")
    if not place:
        place = as_id(words.removeprefix("the ")) or "the-end"
        places.append(Entity(id=place, name=words, look=words))
    notes.append(f"The film {'ends' if last else 'begins'} at {words}, as asked; the story does not say so.")
    shot = scene.shots[-1 if last else 0]
    rest = scene.shots[:-1] if last else scene.shots[1:]
    own = scene.model_copy(update={"place": place, "shots": [shot]})
    kept = [scene.model_copy(update={"shots": rest})] if rest else []
    return [*scenes[:-1], *kept, own] if last else [own, *kept, *scenes[1:]]


def _is_place(words: str, place: str, places: Sequence[Entity]) -> bool:
    """Whether a place is the one that the words name: one of its names holds all of them, or they hold it."""
    wanted = name_words(words)
    entry = next((p for p in places if p.id == place), None)
    names = [name_words(place), name_words(entry.name)] if entry else [name_words(place)]
    return any(wanted and name and (wanted <= name or name <= wanted) for name in names)


# -- the draft -----------------------------------------------------------------------------------------------


def silence(scene: Scene, rules: Rules) -> Scene:
    """The scene without the words that nobody is to say; what is seen stays."""
    if not (rules.no_dialogue or rules.no_narration):
        return scene
    values: dict[str, object] = {"dialogue": []} if rules.no_dialogue else {}
    if rules.no_narration:
        values["narration"] = ""
    return scene.model_copy(update={"shots": [shot.model_copy(update=values) for shot in scene.shots]})


def words_seconds(text: str) -> float:
    """About how long the words take, read aloud."""
    from shots.voices.script import reading_seconds

    return reading_seconds(text) * SLOW if text.strip() else 0.0


def stretch(plan: Screenplay, rules: Rules, own: Sequence[float | None] = ()) -> Screenplay:
    """The plan with lengths that add up to what is asked for, to a frame; joins count once, cards do not.

    Args:
        own: for each shot the length that a person wrote, which stays.

    Raises:
        RulesError: the words alone are longer, or a shot would be too long.
    """
    from shots.cutting.timeline import overlap_frames

    shots = [shot for _, shot in plan.shots()]
    fps = plan.frame.fps
    joins = sum(overlap_frames(shot.transition, fps) for shot in shots[:-1])
    words = [words_seconds(spoken(shot)) for shot in shots]
    usual = [w + BREATH_S if w else s.duration_s or 3.0 for w, s in zip(words, shots, strict=True)]
    fixed = list(own) or [None] * len(shots)
    now = sum(usual if w is None else w for usual, w in zip(usual, fixed, strict=True)) - joins / fps
    seconds = rules.seconds or (rules.max_seconds if now > rules.max_seconds > 0 else 0)
    if not seconds:
        return plan
    free = [index for index, length in enumerate(fixed) if length is None]
    total = round(seconds * fps) + joins - sum(round(length * fps) for length in fixed if length)
    spare = total / fps - sum(words[index] for index in free)
    if spare < 0.2 * len(free) or not free:
        raise RulesError(
            f"The words take about {sum(words):.0f} s, {say_count(len(shots), 'shot')} take some time "
            f"too, and the film is to last {seconds:g} s. Ask for a longer film or fewer shots."
        )
    share = {index: usual[index] - 0.85 * words[index] for index in free}
    lengths = {index: words[index] + spare * part / sum(share.values()) for index, part in share.items()}
    if max(lengths.values()) > MAX_DURATION_S:
        raise RulesError(
            f"The film is to last {seconds:g} s, and one of its {len(shots)} shots would take "
            f"{max(lengths.values()):.0f} s; at most {MAX_DURATION_S:g} s go. Ask for more shots."
        )
    frames = {index: math.floor(length * fps) for index, length in lengths.items()}
    for step in range(total - sum(frames.values())):
        frames[free[step % len(free)]] += 1
    timed = iter(
        shot.model_copy(update={"duration_s": round(frames[index] / fps, 4)}) if index in frames else shot
        for index, shot in enumerate(shots)
    )
    scenes = [scene.model_copy(update={"shots": [next(timed) for _ in scene.shots]}) for scene in plan.scenes]
    return plan.model_copy(update={"scenes": scenes})


def spoken(shot: Shot) -> str:
    """All that is said in a shot; a line that stands in the narration is said once."""
    narration = shot.narration or ""
    return " ".join([narration, *(line.line for line in shot.dialogue or [] if line.line not in narration)])

"""Prompts adapted to a model's way of reading: round by round, the best of what was tried is kept.

The prompt that the shot has now is the first candidate, so that no score ever falls (after Prompt-A-Video,
whose rewards need weights; the measure here needs none). A person's own prompt is left alone.

    for row in adapt_film(screenplay, folder, READERS["flux"], count=count_words): print(row.after)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from director.planning.page_store import PageStore
from director.planning.windows import fits, pack, window_of
from director.prompting.measure import PromptScore, score_image, score_motion
from director.prompting.variants import image_variants, motion_variants
from prompts.adapt_pages import AdaptPage, AdaptSlots, ShotToAdapt
from prompts.errors import BackendError
from prompts.screenplay import Screenplay, with_ids
from prompts.wording import Count, Seen, describe_character, describe_thing, style_words
from shots.backends import Panel
from shots.diffusion.motion import list_beats, motion_prompt
from shots.keyframes import make_panels
from shots.reading import Reader, tell_prompts

SHOTS_AT_ONCE = 10
ROUNDS = 3


@dataclass(frozen=True)
class Adapted:
    """One shot's prompt, before and after."""

    shot_id: str
    before: str
    after: str
    score_before: PromptScore
    score_after: PromptScore
    tokens: int
    """of the prompt after"""
    own: bool
    """a person wrote it; it is left alone"""

    @property
    def is_better(self) -> bool:
        """Whether something was found that scores higher."""
        return self.after != self.before


def adapt_film(
    screenplay: Screenplay,
    folder: Path,
    reader: Reader,
    *,
    count: Count,
    rounds: int = ROUNDS,
    store: PageStore | None = None,
) -> list[Adapted]:
    """The prompts of every shot, in order, for one reader.

    Args:
        folder: what the screenplay's reference pictures are relative to.
        count: text -> tokens of the reader's encoder.
        rounds: how many other ways of saying it are tried by rule, and then, with a store, by its writer.
        store: asks a writer for pages; None: by rule alone.

    Raises:
        BackendError: the reader hears no words.
        WriterError: the writer gave nothing usable.
    """
    if not reader.window:
        raise BackendError(
            f"{reader.name} hears no words; there is nothing to adapt. Choose another backend."
        )
    panels = make_panels(with_ids(screenplay), folder)
    score = _scorer(reader, count)
    rows = [_begin(panel, reader, count, score) for panel in panels]
    vary = image_variants if reader.kind == "image" else motion_variants
    for i, panel in enumerate(panels):
        for text in islice(vary(_seen(panel), reader, count), rounds):
            rows[i] = _better(rows[i], text, panel, reader, count, score)
    for number in range(rounds if store else 0):
        rows = _ask_round(panels, rows, reader, count, score, store, number)
    return rows


def with_prompts(screenplay: Screenplay, rows: Sequence[Adapted], reader: Reader) -> Screenplay:
    """The screenplay with what was found as `image_prompt` or `motion_prompt`, own ones untouched."""
    field = "image_prompt" if reader.kind == "image" else "motion_prompt"
    found = {row.shot_id: row.after for row in rows if row.is_better and not row.own}
    ids = iter([str(shot.id) for _, shot in with_ids(screenplay).shots()])
    scenes = []
    for scene in screenplay.scenes:
        shots = [
            shot.model_copy(update={field: found[name]}) if (name := next(ids)) in found else shot
            for shot in scene.shots
        ]
        scenes.append(scene.model_copy(update={"shots": shots}))
    return screenplay.model_copy(update={"scenes": scenes})


Score = Callable[[str, Seen], PromptScore]


def _scorer(reader: Reader, count: Count) -> Score:
    measure = score_image if reader.kind == "image" else score_motion
    return lambda text, seen: measure(text, seen, reader, count)


def _begin(panel: Panel, reader: Reader, count: Count, score: Score) -> Adapted:
    told = tell_prompts(panel, reader, count)[0]
    text = told.text if reader.kind == "image" else motion_prompt(panel, looks=reader.looks)
    judged = score(text, _seen(panel))
    return Adapted(str(panel.shot.id), text, text, judged, judged, count(text), told.own)


def _better(row: Adapted, text: str, panel: Panel, reader: Reader, count: Count, score: Score) -> Adapted:
    """The row with the text, if it fits and scores higher."""
    text = " ".join(text.split())
    # Beats are said behind a motion prompt, and need room as well.
    beats = [words for _, words in list_beats(panel)] if reader.kind == "motion" else []
    if row.own or not text or count(", ".join([text, *beats])) > reader.window:
        return row
    judged = score(text, _seen(panel))
    if judged.total <= row.score_after.total:
        return row
    return replace(row, after=text, score_after=judged, tokens=count(text))


def _ask_round(
    panels: Sequence[Panel],
    rows: Sequence[Adapted],
    reader: Reader,
    count: Count,
    score: Score,
    store: PageStore | None,
    number: int,
) -> list[Adapted]:
    """One round of the writer over all shots that are not perfect and not a person's own."""
    assert store is not None
    after = {row.shot_id: row for row in rows}
    open_ = [p for p in panels if not (r := after[str(p.shot.id)]).own and r.score_after.total < 1]

    def part_of(run: Sequence[Panel]) -> AdaptSlots:
        return AdaptSlots(
            kind=reader.kind,
            form=reader.form,
            encoder=reader.encoder,
            window=reader.window,
            style=style_words(run[0].style),
            shots=[_to_adapt(panel, after[str(panel.shot.id)]) for panel in run],
        )

    room = window_of(store.writer)
    runs = pack(open_, lambda run: fits("adapt", part_of(run), room), SHOTS_AT_ONCE)
    for place, run in enumerate(runs):
        part = {str(panel.shot.id): panel for panel in run}
        key = f"adapt-{reader.name}-{place}-{number}"
        page = store.read(key, store.ask("adapt", key, part_of(run)), AdaptPage)
        for told in page.shots:
            if told.id in part:
                after[told.id] = _better(after[told.id], told.prompt, part[told.id], reader, count, score)
    return [after[row.shot_id] for row in rows]


def _to_adapt(panel: Panel, row: Adapted) -> ShotToAdapt:
    shot, camera = panel.shot, panel.shot.camera
    words = [camera.size, camera.angle, camera.move] if camera else []
    return ShotToAdapt(
        id=row.shot_id,
        looks=[
            describe_character(panel.cast[p.character], p.look, p.character)
            for p in shot.who or []
            if p.character in panel.cast
        ],
        action=shot.action or "",
        place=describe_thing(panel.place, panel.scene.place or "") if panel.place else "",
        light=", ".join(filter(None, (panel.scene.time_of_day, panel.scene.weather, shot.light))),
        camera=", ".join(filter(None, words)).replace("_", " "),
        prompt=row.after,
        missing=list(row.score_after.missing),
    )


def _seen(panel: Panel) -> Seen:
    return Seen(panel.shot, panel.scene, panel.cast, panel.place, panel.props, panel.style)

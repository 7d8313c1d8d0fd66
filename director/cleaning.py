"""Cleaning a production: takes that neither its film nor any way back needs go, to make room on the disk.

What is needed is found as a film is made, over a workspace that only finds: by the plan as it is, by the
plans that revisions have kept, and by the seeds that retakes have kept. Whatever else has the name of a take
is stale.

    stale = find_stale("fox.production"); remove(stale)
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from director import production as floor
from director.assembly import make_reel
from director.film import Director
from director.planning.page_store import FOLDER as PAGES
from director.planning.slots import is_complete
from director.production import Production
from director.retakes import made_with, read_retakes
from director.revising.revise_file import earlier_plans
from director.settings import Settings
from director.source import PLANNED, open_source
from prompts.errors import FilmError, WorkspaceError, as_typed
from prompts.render import Render
from prompts.screenplay import Screenplay, Shot, with_ids
from prompts.screenplay_file import named_files, read_screenplay
from prompts.story_file import SCREENPLAY_SUFFIXES, is_screenplay
from shots import keyframes as keyframe_floor
from shots.backends import ClipBackend, find_backend
from shots.bridge import order_bridges, spare_captions
from shots.clips import ClipOrder, clip_inputs, find_tail, truth_folder
from shots.slate import Notes, Take, Workspace, disk_errors, fingerprint_file
from shots.smooth import link_orders, list_joins

TRACED = ("keyframes", "anchors", "voices", "clips", "bridges", "tails", "titles")
DERIVED = ("joins", "sound", "seams")
"""Folders of what is made of other takes and goes with them."""
MOST_STATES = 512
_TAKE = re.compile(r"(?P<take>.+\.[0-9a-f]{12}\.\w+?)(?P<slate>\.slate\.json)?")


@dataclass(frozen=True)
class Stale:
    """What can go."""

    production: Path
    takes: tuple[Path, ...]
    """files of takes, and folders of truth"""
    num_bytes: int
    kept: int
    """takes that stay"""

    def count(self) -> dict[str, int]:
        """Kind of take (`clips`) → how many can go."""
        kinds = [path.parent.name for path in self.takes if path.is_file()]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


class _NotMade(WorkspaceError):
    """A take is missing that a finished film would have."""


class _Finder(Workspace):
    """A workspace that finds takes, remembers which, and makes none."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.found: set[Path] = set()

    def find(self, folder: str, name: str, suffix: str, inputs: Any) -> Take | None:
        take = super().find(folder, name, suffix, inputs)
        if take is not None:
            self.found.add(take.path)
        return take

    def make(
        self, folder: str, name: str, suffix: str, inputs: Any, build: Callable[[Path, Notes], None]
    ) -> Take:
        take = self.find(folder, name, suffix, inputs)
        if take is None:
            missing = f"the film of its plan is not finished, {folder}/{name} is missing"
            raise _NotMade(f"{self.root}: {missing}. Make it first: film make {as_typed(self.root)}")
        return take


def find_stale(plan: str | Path, film: Path | None = None) -> Stale:
    """The takes of a production that nothing needs any more.

    Args:
        plan: the production folder, or the plan that it was made from.
        film: where its film is, if not where a film of that name would go.

    Raises:
        FilmError: there is no film, it is not finished, or a kept plan cannot be read.
    """
    source, chosen = open_source(plan), made_with(plan, film)
    settings = Settings.from_environment(**chosen)
    root = Director(settings=settings).find_workspace(source, film).root
    if not chosen or not (root / PLANNED).is_file():
        raise FilmError(f"{root} has no film yet, so nothing in it is known to be stale. Make it: film make.")
    finder = _Finder(root)
    own = root / PLANNED
    _find_takes(read_screenplay(own), root, finder, settings)  # an unfinished film ends here
    kept = [file for file in _kept_plans(root, source.file) if file != own]
    for file in [own, *kept]:
        for state in _states(_read_whole(file, root, settings), root):
            with suppress(FilmError):  # a state that was never finished needs what there is of it
                _find_takes(state, file.parent, finder, settings)
    spared = {
        root / name for file in [own, *kept] for name in named_files(read_screenplay(file, check_files=False))
    }
    return _gather(root, finder.found, spared)


def remove(stale: Stale) -> None:
    """Take stale takes off the disk, each with its slate; whoever is stopped in between loses no whole take.

    Raises:
        WorkspaceError: another process is at work there, or the disk refuses.
    """
    with Workspace(stale.production), disk_errors(stale.production):
        for path in stale.takes:
            path.with_name(path.name + ".slate.json").unlink(missing_ok=True)
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


# -- what is needed ------------------------------------------------------------------------------------------


def _kept_plans(root: Path, file: Path | None) -> Iterator[Path]:
    """Plans that a person can go back to: those in the production, beside it, and beside the file given."""
    folders = dict.fromkeys(p.resolve() for p in (root, root.parent, file.parent if file else root))
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in SCREENPLAY_SUFFIXES and path.is_file() and is_screenplay(path):
                yield path
    for path in earlier_plans(file) if file else []:
        if path.parent.resolve() not in folders:
            yield path


def _read_whole(file: Path, root: Path, settings: Settings) -> Screenplay:
    """A plan with all that the planner once filled in; nothing is paid for it.

    Raises:
        FilmError: it cannot be read, or its pages are gone and a paid writer would have to write them.
    """
    plan = read_screenplay(file, check_files=False)
    if is_complete(plan):
        return with_ids(plan)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.production"
        if (root / PAGES).is_dir():
            shutil.copytree(root / PAGES, copy / PAGES)
        return Director(folder=copy, settings=replace(settings, budget="0 requests", prices="")).plan(file)


def _states(plan: Screenplay, root: Path) -> Iterator[Screenplay]:
    """The plan, and the plan with every seed that a retake can be taken back to."""
    shots = {str(shot.id): shot for _, shot in plan.shots()}
    seeds = {
        name: [*entry["before"]] for name, entry in read_retakes(Workspace(root)).items() if name in shots
    }
    yield plan
    if any((s.transition.kind if s.transition else "cut") in ("smooth", "bridge") for s in shots.values()):
        # Shots that carry on from each other depend on each other's seeds too.
        choices = [[(name, seed) for seed in [shots[name].seed, *old]] for name, old in seeds.items()]
        combined = itertools.islice(itertools.product(*choices), MOST_STATES + 1)
        for number, chosen in enumerate(combined):
            if number == MOST_STATES:
                raise FilmError(f"{root}: its retakes can be combined in too many ways. Leave it as it is.")
            yield _with_seeds(plan, dict(chosen))
        return
    for depth in range(max(map(len, seeds.values()), default=0)):
        yield _with_seeds(plan, {name: old[depth] for name, old in seeds.items() if depth < len(old)})


def _with_seeds(plan: Screenplay, seeds: dict[str, int | None]) -> Screenplay:
    def renewed(shot: Shot) -> Shot:
        return shot.model_copy(update={"seed": seeds[str(shot.id)]}) if str(shot.id) in seeds else shot

    scenes = [s.model_copy(update={"shots": [renewed(shot) for shot in s.shots]}) for s in plan.scenes]
    return plan.model_copy(update={"scenes": scenes})


def _find_takes(plan: Screenplay, folder: Path, finder: _Finder, settings: Settings) -> None:
    """Find every take of a film as it would be made.

    Raises:
        FilmError: one is missing, and whatever is made of it; or such a film cannot be made.
    """
    frame = floor.frame_to_render(plan.frame, settings.quality, _multiple(settings))
    production = Production(plan.model_copy(update={"frame": frame}), finder, folder, settings)
    panels = keyframe_floor.make_panels(production.screenplay, folder)
    drawer, manner = (
        find_backend("shots.keyframes", settings.keyframes),
        floor.choose_manner(production, panels),
    )
    floor.find_anchor_pictures(production)
    inputs = {str(p.shot.id): keyframe_floor.keyframe_inputs(p, drawer, manner) for p in panels}
    stills = {name: finder.find("keyframes", name, ".png", values) for name, values in inputs.items()}
    timings = floor.record(production)
    drawn = {name: take for name, take in stills.items() if take is not None}
    if missing := sorted(stills.keys() - drawn.keys()):
        finder.make("keyframes", missing[0], ".png", inputs[missing[0]], lambda *_: None)
    shooter = find_backend("shots.clips", settings.clips)
    orders = link_orders(
        floor.make_orders(production, timings, drawn), list_joins(production.screenplay), shooter
    )
    bridges = floor.bridges_of(production.screenplay)
    orders = spare_captions(orders, bridges)
    clips = _find_clips(orders, shooter, finder)
    render = production.screenplay.render or Render()
    clips |= _find_clips(order_bridges(bridges, orders, clips, finder, render), shooter, finder)
    make_reel(production, timings, clips)


def _find_clips(orders: Sequence[ClipOrder], shooter: ClipBackend, finder: _Finder) -> dict[str, Take]:
    """The clips of all orders; of a film that is half made, all that there are have been found."""
    for order in orders:
        finder.find("clips", order.shot_id, ".mp4", clip_inputs(order, shooter))
        if order.task.carry is not None:
            find_tail(order.task.carry, finder)
    return {
        order.shot_id: finder.make(
            "clips", order.shot_id, ".mp4", clip_inputs(order, shooter), lambda *_: None
        )
        for order in orders
    }


def _multiple(settings: Settings) -> int:
    return floor.size_multiple(settings) if settings.quality == "draft" else 2


# -- what is not ---------------------------------------------------------------------------------------------


def _gather(root: Path, needed: set[Path], spared: set[Path]) -> Stale:
    takes = {path for path in _takes_in(root, TRACED) if path not in spared}
    gone = takes - needed
    marks = _marks(gone) - _marks(takes & needed)
    derived = set(_takes_in(root, DERIVED)) - spared
    gone |= {path for path in derived if _is_made_of(path, marks)}
    truths = {folder for path in gone if (folder := _truth_of(path)).is_dir()}
    everything = sorted(gone | truths)
    slates = [path.with_name(path.name + ".slate.json") for path in everything]
    files = [f for p in [*everything, *slates] for f in (p.rglob("*") if p.is_dir() else [p]) if f.is_file()]
    return Stale(root, tuple(everything), sum(f.stat().st_size for f in files), len((takes | derived) - gone))


def _truth_of(path: Path) -> Path:
    return truth_folder(Take(path, "", {}, reused=True))


def _takes_in(root: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    """Files that are named as takes, and what is left of those that a kill left half made."""
    for folder in folders:
        for path in sorted((root / folder).iterdir()) if (root / folder).is_dir() else []:
            if (named := _TAKE.fullmatch(path.name)) and not path.is_dir():
                yield path.with_name(named["take"])


def _marks(takes: set[Path]) -> set[str]:
    """How other takes name these: by the file's name or by its content."""
    return {mark for path in takes if path.is_file() for mark in (path.name, fingerprint_file(path))}


def _is_made_of(path: Path, marks: set[str]) -> bool:
    """Whether a take names one of these in its slate; one without a slate is no take."""
    try:
        inputs = json.loads(path.with_name(path.name + ".slate.json").read_text(encoding="utf-8"))["inputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return True
    return not marks.isdisjoint(_words_in(inputs))


def _words_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _words_in(part)

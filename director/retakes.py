"""Retakes: a shot made again with another seed, all others kept, and the way back.

The seed is written into the plan, as a person would write it; takes are found by what they are made from, so
nothing else is rendered, and going back costs nothing but the cut.

    retake = Director(**made_with("fox.production")).retake("fox.production", "s1-02")
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from director.assembly import FILM_SLATE, REPORT
from director.plan_file import retaking
from director.results import Film
from director.settings import Settings
from director.shooting import CHOICES
from director.source import PRODUCTION_SUFFIX, Source, find_production, open_source
from prompts.errors import FilmError, WorkspaceError
from prompts.faults import nearest
from prompts.screenplay import Scene, Screenplay, Shot
from prompts.screenplay_file import write_screenplay
from shots.keyframes import choose_seed
from shots.slate import Workspace, disk_errors, fingerprint, fingerprint_file, write_whole

RETAKES = "retakes.json"
"""Shot id → how many retakes it has had, and the seeds before them, in the production's folder."""
OF_THE_MACHINE = frozenset(("workers", "budget", "prices"))
"""Choices that make no other picture."""


@dataclass(frozen=True)
class Retake:
    """A film after a retake."""

    film: Film
    seeds: dict[str, int]
    """the seed that each shot asked for has now"""
    remade: list[str]
    """ids of the shots whose still or clip is another file than before"""
    same: list[str]
    """those of them that look exactly as before: who draws them pays no heed to the seed"""


def made_with(plan: str | Path, film: str | Path | None = None) -> dict[str, Any]:
    """The choices that a production was shot with last, as keywords of `Director`; {} if it never was.

    Args:
        plan: a production folder, or the screenplay file that a film is made from.
        film: where it is, if not where a film of that name would go.
    """
    beside = Path(film) if film is not None else None
    workspace = Workspace(find_production(open_source(str(plan)), beside))
    known = {field.name for field in fields(Settings)} - OF_THE_MACHINE
    earlier = ((FILM_SLATE, "settings"), (REPORT, "made_by"))  # films of earlier versions
    for file, key in ((CHOICES, ""), *earlier):
        try:
            values = json.loads(workspace.path(file).read_text(encoding="utf-8"))
            values = values[key] if key else values
            return {name: value for name, value in values.items() if name in known and value != ""}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return {}


@dataclass(frozen=True)
class BegunRetake:
    """A plan in which the seeds are changed, whose film is not made yet."""

    shots: tuple[str, ...]
    before: dict[str, tuple[Path, Path]]
    """shot id → still and clip of the last film"""

    def end(self, film: Film) -> Retake:
        """The retake, when its film is made."""
        root = film.folder
        after = {shot.id: (root / shot.keyframe, root / shot.clip) for shot in film.report.shots}
        remade = [name for name, files in after.items() if self.before.get(name) != files]
        known = [name for name in remade if name in self.before]
        same = [name for name in known if _same_bytes(self.before[name], after[name])]
        shots = (shot for _, shot in film.screenplay.shots())
        seeds = {str(s.id): choose_seed(film.screenplay, s) for s in shots if s.id in self.shots}
        return Retake(film, seeds, remade, same)


def begin_retake(
    source: Source,
    workspace: Workspace,
    shots: Sequence[str],
    plan: Callable[[], Screenplay],
    *,
    seed: int | None = None,
    undo: bool = False,
) -> BegunRetake:
    """Write other seeds into a plan, as `Director.retake` does.

    Args:
        plan: gives the complete plan of the source; called when it is known that there is one.
    """
    if source.file is None or source.screenplay is None:
        raise FilmError(
            f"{source.name!r} is no plan. Give the {PRODUCTION_SUFFIX} folder of a film, or the screenplay "
            "file that it is made from."
        )
    if undo and seed is not None:
        raise FilmError("A seed and the way back exclude each other. Give one of the two.")
    if seed is not None and not 0 <= seed < 2**63:
        raise FilmError(f"seed is {seed}; allowed: 0 to 2**63 - 1.")
    planned = plan()
    history = read_retakes(workspace)
    seeds = {name: _choose(planned, name, history, seed, undo) for name in dict.fromkeys(shots)}
    begun = BegunRetake(tuple(seeds), _find_takes(workspace))
    chosen = {name: number for name, (number, _) in seeds.items()}
    with retaking(workspace, chosen):
        _write_seeds(source, planned, chosen)
    history.update({name: entry for name, (_, entry) in seeds.items()})
    write_whole(workspace.path(RETAKES), json.dumps(history, ensure_ascii=False, indent=1) + "\n")
    return begun


def _choose(
    planned: Screenplay, name: str, history: dict[str, Any], seed: int | None, undo: bool
) -> tuple[int | None, dict[str, Any]]:
    """The shot's next seed, None for none of its own, and what is remembered of it from now on."""
    shot = next((shot for _, shot in planned.shots() if shot.id == name), None)
    if shot is None:
        known = [str(shot.id) for _, shot in planned.shots()]
        some = ", ".join(known[:12]) + (" ..." if len(known) > 12 else "")
        raise FilmError(f"There is no shot {name!r}; there are: {some}{nearest(name, known)}")
    entry = history.get(name, {"made": 0, "before": []})
    if undo:
        if not entry["before"]:
            raise FilmError(f"Shot {name} has had no retake that could be taken back.")
        return entry["before"][-1], {**entry, "before": entry["before"][:-1]}
    number = entry["made"] + 1
    if seed is None:  # of 28 bits, so that a person can read and copy it
        seed = int(fingerprint(["retake", planned.seed, name, number])[:7], 16)
    return seed, {"made": number, "before": [*entry["before"], shot.seed]}


def read_retakes(workspace: Workspace) -> dict[str, Any]:
    """Shot id → `made`, how many retakes it has had, and `before`, the seeds before them.

    Raises:
        WorkspaceError: the file that remembers them is damaged.
    """
    file = workspace.path(RETAKES)
    if not file.is_file():
        return {}
    try:
        history = json.loads(file.read_text(encoding="utf-8"))
        return {name: {"made": int(e["made"]), "before": list(e["before"])} for name, e in history.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            f"{file} is damaged; it remembers earlier seeds. Move it away to go on without."
        ) from error


def _write_seeds(source: Source, planned: Screenplay, seeds: dict[str, int | None]) -> None:
    """The seeds in the person's own words: the n-th shot that is written is the n-th that is planned."""
    assert source.screenplay is not None and source.file is not None
    ids = iter([str(shot.id) for _, shot in planned.shots()])

    def seeded(shot: Shot) -> Shot:
        name = next(ids)
        return shot.model_copy(update={"seed": seeds[name]}) if name in seeds else shot

    def renewed(scene: Scene) -> Scene:
        return scene.model_copy(update={"shots": [seeded(shot) for shot in scene.shots]})

    changed = source.screenplay.model_copy(update={"scenes": [renewed(s) for s in source.screenplay.scenes]})
    with disk_errors(source.file):
        write_screenplay(changed, source.file)


def _find_takes(workspace: Workspace) -> dict[str, tuple[Path, Path]]:
    """Shot id → still and clip of the last film, as its report has them."""
    try:
        report = json.loads(workspace.path(REPORT).read_text(encoding="utf-8"))
        root = workspace.root
        return {shot["id"]: (root / shot["keyframe"], root / shot["clip"]) for shot in report["shots"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _same_bytes(before: tuple[Path, Path], after: tuple[Path, Path]) -> bool:
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    return all(a.is_file() and fingerprint_file(a) == fingerprint_file(b) for a, b in pairs)

"""Boxes: how well what is drawn fills the boxes that a plan asks for, measured in the pixels of the truth.

Drawn are the offline writer's boxes, boxes as any writer may ask for them (of every breadth, at the lower
edge in near shots, standing still or moving, alone or two by two), and what the offline writer makes of whole
stories. Prints the share of boxes that are obeyed (overlap of the planned and the drawn box at least 0.85,
intersection over union), by size, and the worst.

    python benchmarks/boxes.py [--writer offline|guided|wild] [--every N] [--worst N]
    python benchmarks/boxes.py --stories a.txt b.txt
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from backlot.actors.acting import ACTIONS
from backlot.actors.kinds import KINDS
from backlot.framing import OBEYED, Box, overlap
from backlot.gallery import make_panel
from backlot.masks import box_of, cover_of
from backlot.notes import notes_for
from backlot.picture import DrawnShot
from backlot.placed import box_at
from director import Director
from director.rules.blocking import block
from director.rules.bodies import shape_of
from director.rules.retelling import third
from prompts.pages import BlockSlots, Person, ShotToBlock, StagedPerformer
from prompts.screenplay import Camera, KeyBox, Performer
from shots.backends import Panel
from shots.keyframes import make_panels

SIZES = ("extreme_wide", "wide", "full", "medium", "close", "extreme_close")
FRAMES = ((320, 180), (180, 320), (240, 240))
MOVES = ("static", "push_in", "truck_left", "handheld", "zoom_out", "crane_up")
DOING = {a: third(a) for a in ACTIONS}
LENGTH, FPS, LOOKS = 31, 12, (0, 6, 15, 24, 30)
"""Frames of a shot, frames a second, and the frames that are looked at."""


@dataclass(frozen=True)
class Found:
    """One box of one shot."""

    size: str
    about: str
    asked: Box
    drawn: Box
    first: float
    mean: float
    least: float
    told: bool


def _draw_cases(lot: random.Random, every: int) -> list[tuple[str, str, str, tuple[int, int]]]:
    """One of so many of all kinds, sizes, actions and frames."""
    cases = list(itertools.product(KINDS, SIZES, ACTIONS, FRAMES))
    return lot.sample(cases, len(cases) // every)


def offline_panels(seed: int, every: int) -> Iterator[Panel]:
    """What the offline writer plans: every kind, size and action, alone, and by lot in company."""
    lot = random.Random(seed)
    for kind, size, action, frame in _draw_cases(lot, every):
        if size in ("close", "extreme_close") or lot.random() < 0.5:
            cast = [(kind, action)]
        else:
            other = lot.choice([k for k in KINDS if k != kind])
            cast = [(kind, action), (other, lot.choice(ACTIONS))]
        yield plan_panel(cast, size, lot.choice(MOVES), frame)


def plan_panel(cast: Sequence[tuple[str, str]], size: str, move: str, frame: tuple[int, int]) -> Panel:
    """A shot of some kinds who do something, with the boxes that the offline writer gives them."""
    staged = [StagedPerformer(character=_id(k), doing=DOING[a]) for k, a in cast]
    kind, action = cast[0]
    slots = BlockSlots(
        aspect=frame[0] / frame[1],
        cast=[Person(id=_id(k), name=f"the {k}", kind=k) for k, _ in cast],
        shots=[ShotToBlock(number=1, size=size, action=f"The {kind} {DOING[action]}.", who=staged)],  # type: ignore[arg-type]
    )
    tracks = block(slots).shots[0].tracks
    paths = {t.character: [(m.at, m.box) for m in t.marks] for t in tracks}
    return _panel(cast, paths, size, move, frame)


_TALL = {"extreme_wide": (0.15, 0.3), "wide": (0.3, 0.5), "full": (0.6, 0.75), "medium": (0.7, 0.85),
         "close": (0.8, 1.0), "extreme_close": (0.8, 1.0)}  # fmt: skip
_BROAD = {"extreme_wide": (0.3, 1.5), "wide": (0.3, 1.5), "full": (0.3, 1.3), "medium": (0.4, 1.2),
          "close": (0.6, 1.4), "extreme_close": (0.8, 1.6)}  # fmt: skip


def any_panels(seed: int, every: int, wild: bool = True) -> Iterator[Panel]:
    """Boxes as prompts/templates/block.md lets a writer ask for them.

    Wild ones are of any breadth whoever is in them; the others as broad as the kind stands, give or take a
    quarter, whatever is done.
    """
    lot = random.Random(seed)
    for kind, size, action, frame in _draw_cases(lot, every):
        aspect = frame[0] / frame[1]
        tall = lot.uniform(*_TALL[size])
        broad = lot.uniform(*_BROAD[size])
        if not wild:
            broad = shape_of(kind, "being", "stands")[0] * math.exp(lot.gauss(0.05, 0.22))
            if size.endswith("close"):
                broad = max(0.6, broad) * lot.uniform(1.0, 1.5)
            else:
                tall = min(tall, 0.96 * aspect / broad)
        wide = min(0.96, tall * broad / aspect)
        bottom = 1.0 if size.endswith("close") else lot.uniform(max(0.8, tall + 0.02), 0.98)
        left = lot.uniform(0.02, 0.98 - wide)
        path = [(0.0, (left, bottom - tall, left + wide, bottom))]
        if action in ("walk", "run", "fly", "swim") and not size.endswith("close"):
            end = lot.uniform(0.02, 0.98 - wide)
            path.append((1.0, (end, bottom - tall, end + wide, bottom)))
        yield _panel([(kind, action)], {_id(kind): path}, size, lot.choice(MOVES), frame)


def story_panels(files: Sequence[Path]) -> Iterator[Panel]:
    """Every shot of what the offline writer makes of some stories, as drafts."""
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            plan = Director(folder=folder, quality="draft", writer="offline").plan(file)
            for panel in make_panels(plan, Path(folder)):
                size = (plan.frame.width // 2, plan.frame.height // 2)
                yield replace(panel, width=size[0], height=size[1])


def _panel(
    cast: Sequence[tuple[str, str]],
    paths: dict[str, list[tuple[float, Box]]],
    size: str,
    move: str,
    frame: tuple[int, int],
) -> Panel:
    doing = {k: DOING[a] for k, a in cast}
    if size in ("extreme_wide", "wide"):  # so small that a pixel counts
        frame = (2 * frame[0], 2 * frame[1])
    camera = Camera(size=size, move=move)  # type: ignore[arg-type]
    panel = make_panel("desert", {k: "" for k, _ in cast}, doing=doing, camera=camera, size=frame)
    who = [
        Performer(
            character=p.character,
            doing=p.doing,
            path=[KeyBox(at=at, box=box) for at, box in paths.get(p.character, [])],
        )
        for p in panel.shot.who or []
    ]
    return replace(panel, shot=panel.shot.model_copy(update={"who": who}))


def _id(kind: str) -> str:
    return "-".join(kind.split())


def measure(panel: Panel, looks: Sequence[int] = LOOKS) -> list[Found]:
    """Every box of a shot, over the frames that are looked at, in pixels of the whole figure."""
    shot = DrawnShot(panel, LENGTH, FPS)
    width, height = panel.width, panel.height
    notes = notes_for(panel)
    shares: dict[str, list[float]] = defaultdict(list)
    drawn: dict[str, Box] = {}
    for frame in looks:
        for layer in shot.layers(frame):
            if layer.placed is None or not layer.placed.asked:
                continue
            asked = box_at(layer.placed.asked, shot.moment(frame))
            covered = box_of(cover_of(layer, width, height)) or (0, 0, 0, 0)
            box = (covered[0] / width, covered[1] / height, covered[2] / width, covered[3] / height)
            drawn.setdefault(layer.name, box)
            shares[layer.name].append(overlap(asked, box))
    found = []
    for p in shot.placed:
        name, row = p.part.actor.id, shares[p.part.actor.id]
        about = f"{panel.shot.id} {name} {p.part.action} {width}x{height}" + (
            f" of {len(shot.placed)}" if len(shot.placed) > 1 else ""
        )
        told = any(note.startswith(f"{name}:") for note in notes)
        found.append(
            Found(shot.size, about, p.asked[0][1], drawn[name], row[0], sum(row) / len(row), min(row), told)
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writer", choices=("offline", "guided", "wild"))
    parser.add_argument("--every", type=int, default=100, help="one of so many cases, by lot")
    parser.add_argument("--worst", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stories", type=Path, nargs="+", metavar="FILE", help="plan these instead")
    asked = parser.parse_args()
    if asked.stories:
        report("stories", [f for p in story_panels(asked.stories) for f in measure(p)], asked.worst)
        return
    guided = partial(any_panels, wild=False)
    for writer, panels in (("offline", offline_panels), ("guided", guided), ("wild", any_panels)):
        if asked.writer in (None, writer):
            report(writer, [f for p in panels(asked.seed, asked.every) for f in measure(p)], asked.worst)


def report(writer: str, found: Sequence[Found], worst: int) -> None:
    print(
        f"{writer:13} {'boxes':>6} {'first':>6} {'mean':>6} {'all through':>11} {'median':>7} {'silent':>7}"
    )
    for size in (*SIZES, "all"):
        rows = [f for f in found if size in (f.size, "all")]
        if not rows:
            continue
        first, mean, least = (
            sum(getattr(f, name) >= OBEYED for f in rows) / len(rows) for name in ("first", "mean", "least")
        )
        silent = sum(f.mean < OBEYED and not f.told for f in rows)
        median = sorted(f.mean for f in rows)[len(rows) // 2]
        print(f"{size:13} {len(rows):6} {first:6.1%} {mean:6.1%} {least:11.1%} {median:7.2f} {silent:7}")
    for f in sorted(found, key=lambda f: f.mean)[:worst]:
        boxes = " ".join(str(tuple(round(v, 2) for v in b)) for b in (f.asked, f.drawn))
        print(
            f"  {f.mean:.2f} (first {f.first:.2f}, least {f.least:.2f}) {f.size} {f.about} {boxes}"
            f"{'' if f.told else ' SILENT'}"
        )


if __name__ == "__main__":
    main()

"""What a plan costs beside its pages: checkpoint bytes, disk and CPU, by the number of shots.

The pages come from a scripted writer, so that only the planner is measured. Bars: the checkpoints of 1000
shots take at most 12 times the bytes of those of 100, and at most 4 times the content; CPU at most 15 times.

    python benchmarks/planner.py [--shots 100 1000]
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from loopback import ScriptedWriter

from director.planner import plan_story
from prompts.story import split_story
from shots.slate import Workspace


@dataclass(frozen=True)
class Cost:
    """One plan, measured. Sizes in bytes, times in CPU seconds."""

    shots: int
    checkpoints: int
    file: int
    content: int
    cpu_s: float
    again_s: float


def measure(shots: int, folder: Path) -> Cost:
    """The cost of planning a story of so many sentences, then of asking for the same plan again."""
    kinds = ("fox", "crow", "bear")
    text = " ".join(f"The {kinds[i % 3]} went to the {i}th tree and sat down." for i in range(shots))
    story, workspace = split_story(text), Workspace(folder / str(shots))
    started = time.process_time()
    result = plan_story(story, writer=ScriptedWriter(), workspace=workspace)
    cpu_s = time.process_time() - started
    count = sum(1 for _ in result.screenplay.shots())
    if count != shots:
        raise SystemExit(f"{count} shots were planned instead of {shots}")
    started = time.process_time()
    plan_story(story, writer=ScriptedWriter(), workspace=workspace)
    again_s = time.process_time() - started
    path = workspace.path("plan.sqlite")
    content = len(result.screenplay.model_dump_json(exclude_none=True))
    return Cost(shots, count_bytes(path), path.stat().st_size, content, cpu_s, again_s)


def count_bytes(path: Path) -> int:
    """Bytes of all blobs and texts in the checkpoint tables."""
    with closing(sqlite3.connect(path)) as connection:
        total = 0
        columns = (("checkpoints", "checkpoint"), ("checkpoints", "metadata"), ("writes", "value"))
        for table, column in columns:
            query = f"SELECT coalesce(sum(length(CAST({column} AS BLOB))), 0) FROM {table}"
            total += connection.execute(query).fetchone()[0]
        return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shots", type=int, nargs="+", default=[100, 1000])
    with tempfile.TemporaryDirectory() as folder:
        costs = [measure(shots, Path(folder)) for shots in parser.parse_args().shots]
    print("shots  checkpoints KB  file KB  content KB  checkpoints/content  CPU s  again s")
    for c in costs:
        print(
            f"{c.shots:5}  {c.checkpoints / 1000:14.0f}  {c.file / 1000:7.0f}  {c.content / 1000:10.0f}  "
            f"{c.checkpoints / c.content:19.2f}  {c.cpu_s:5.2f}  {c.again_s:7.2f}"
        )
    first, last = costs[0], costs[-1]
    print(
        f"{last.shots} : {first.shots} shots = checkpoints {last.checkpoints / first.checkpoints:.1f}, "
        f"CPU {last.cpu_s / first.cpu_s:.1f}"
    )


if __name__ == "__main__":
    main()

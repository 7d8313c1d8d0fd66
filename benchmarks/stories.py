"""How well a writer understands stories: plans for stories with answer keys, and their scores.

    python benchmarks/stories.py ../shared/stories/keys
    python benchmarks/stories.py KEYS --scorer SCORE_PLAN.PY --out PLANS
    python benchmarks/stories.py KEYS --writer openai:MODEL    # OPENAI_BASE_URL for a server of your own

A key is a YAML file; the scorer (`--text KEY` prints the story, `PLAN KEY --json` the score) belongs to the
keys and not to this project. Each plan is written as JSON beside the others, so that it can be read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from director.writer import Writer
from prompts.pages import CastPage, CastSlots, Outline, WriteSlots
from prompts.story import split_story
from shots.backends import find_backend

DEFAULT = Path("../shared/stories/keys")
COLUMNS = ("overall", "char", "kind", "assign", "set", "cover", "pace", "pronoun", "shots")


def plan_story(text: str, writer: Writer) -> dict[str, Any]:
    """What a writer makes of a story: its characters, and its scenes with their shots."""
    story = split_story(text)
    slots = WriteSlots(units=story.units, paragraphs=story.paragraphs, title=story.title)
    outline = writer.fill("write", slots, Outline)
    cast_slots = CastSlots(units=story.units, cast=outline.cast, places=outline.places, props=outline.props)
    page = writer.fill("cast", cast_slots, CastPage)
    names = {p.id: p.name for p in page.cast}
    settings = {p.id: f"{p.name}, {p.look}" for p in page.places}
    return {
        "characters": [{"name": p.name, "description": f"{p.kind}, {p.look}"} for p in page.cast],
        "scenes": [
            {
                "setting": settings[scene.place],
                "shots": [
                    {
                        "characters": [names[who] for who in shot.who],
                        "text": " ".join(story.units[shot.first : shot.last + 1]),
                    }
                    for shot in scene.shots
                ],
            }
            for scene in outline.scenes
        ],
    }


def score(scorer: Path, *args: str) -> str:
    """What the scorer prints."""
    done = subprocess.run([sys.executable, str(scorer), *args], capture_output=True, text=True, check=True)
    return done.stdout


def row_of(result: dict[str, Any]) -> list[float]:
    """The figures of one story in the order of COLUMNS."""
    return [
        result["overall"],
        result["char"]["f1"],
        result["kind"] or 0.0,
        result["assign"]["f1"],
        result["settings"]["f1"],
        result["part_cover"],
        result["pace"],
        result["pronoun"] if result["pronoun"] is not None else float("nan"),
        float(result["shots"]),
    ]


def main() -> None:
    """Plan, score and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("keys", nargs="?", type=Path, default=DEFAULT, help="folder of answer keys")
    parser.add_argument("--scorer", type=Path, help="default: score_plan.py beside the folder of keys")
    parser.add_argument("--out", type=Path, help="where the plans are written; default: a temporary folder")
    parser.add_argument("--writer", default="offline", help="offline, or openai:MODEL")
    options = parser.parse_args()
    writer = find_backend("director.writers", options.writer)
    scorer = options.scorer or options.keys.parent / "score_plan.py"
    keys = sorted(options.keys.glob("*.yaml"))
    if not keys or not scorer.exists():
        parser.error(f"no keys in {options.keys}, or no scorer at {scorer}")
    out = options.out or Path(tempfile.mkdtemp(prefix="plans-"))
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    print(f"{'story':24s}" + "".join(f"{c:>9s}" for c in (*COLUMNS, "cpu s")))
    for key in keys:
        text = score(scorer, "--text", str(key))
        started = time.process_time()
        plan = plan_story(text, writer)
        seconds = time.process_time() - started
        path = out / f"{key.stem}.json"
        path.write_text(json.dumps(plan, indent=1, ensure_ascii=False), encoding="utf-8")
        row = [*row_of(json.loads(score(scorer, str(path), str(key), "--json"))), seconds]
        rows.append(row)
        print(f"{key.stem:24s}" + "".join(f"{value:9.2f}" for value in row))
    mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    print(f"{'mean':24s}" + "".join(f"{value:9.3f}" for value in mean))
    print(f"least overall {min(row[0] for row in rows):.3f}; plans in {out}")


if __name__ == "__main__":
    main()

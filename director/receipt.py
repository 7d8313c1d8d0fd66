"""The receipt of a finished film: how an unchanged command is answered without loading what makes films.

It remembers the exact command, the program, and the size and time of every file that was there at the end. If
all of them are as they were, there is nothing to look into; if anything differs, the slates decide as always.
Only the standard library is loaded here.

    python -c "from director.receipt import find_receipt; print(find_receipt('story.txt', None, {}))"
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

RECEIPT = "receipt.json"
PACKAGES = ("prompts", "consistency", "shots", "director", "backlot")
NAMES_FILES = (b"references", b"music")
BUILT_IN = {"offline", "animatic", "espeak", "silent", "auto", "still"}


def find_receipt(story: str, film: Path | None, chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the same command answered, if nothing has changed: `film`, `folder`, `report`; else None."""
    key = command_key(story, film, chosen)
    if key is None:
        return None
    for folder in [film.with_suffix(".production")] if film else sorted(Path().glob("*.production")):
        try:
            receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
            if receipt["key"] == key and receipt["files"] == _look_at(map(Path, receipt["files"])):
                return receipt["answer"]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # no receipt, or not one that can be relied on
    return None


def write_receipt(
    story: str, film: Path | None, chosen: Mapping[str, Any], answer: Mapping[str, Any]
) -> None:
    """Remember what a command answered. `answer` holds the paths `film` and `folder`, and the `report`."""
    key = command_key(story, film, chosen)
    if key is None:
        return
    made, folder = Path(answer["film"]), Path(answer["folder"])
    files = [made, *(made.with_suffix(s) for s in (".srt", ".otio") if made.with_suffix(s).exists())]
    files += [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name not in (RECEIPT, ".lock")]
    counts = answer["report"]["rendered"] + answer["report"]["reused"]
    report = {**answer["report"], "rendered": 0, "reused": counts, "spent_now": None}
    receipt = {"key": key, "answer": {**answer, "report": report}, "files": _look_at(files)}
    from shots.slate import write_whole

    write_whole(folder / RECEIPT, json.dumps(receipt, ensure_ascii=False) + "\n")


def command_key(story: str, film: Path | None, chosen: Mapping[str, Any]) -> str | None:
    """What the answer to a command depends on, as one hash; None if it cannot be told from outside.

    A guest's backend, and a file that a screenplay names, may change without our knowledge; standard input
    can be read but once.
    """
    environment = {name: value for name, value in os.environ.items() if name.startswith("FILM_")}
    names = [chosen.get(n) or environment.get(f"FILM_{n.upper()}") for n in ("keyframes", "clips", "voices")]
    if story == "-" or any(name and name not in BUILT_IN for name in names):
        return None
    source = Path(story) / "screenplay.yaml" if story.endswith(".production") else Path(story)
    try:
        words = source.read_bytes() if len(story) < 1000 and source.is_file() else b""
    except (OSError, ValueError):
        return None
    if any(field in (words or story.encode("utf-8", "replace")) for field in NAMES_FILES):
        return None
    parts = [story, str(film), {n: str(v) for n, v in sorted(chosen.items())}, sorted(environment.items())]
    digest = hashlib.sha256(json.dumps([*parts, _program()]).encode("utf-8", "surrogatepass"))
    digest.update(words)
    return digest.hexdigest()


def _program() -> dict[str, list[int]]:
    """Size and time of every file of the program: a changed one may draw another picture."""
    root = Path(__file__).parent.parent
    return _look_at(path for name in PACKAGES for path in _sources(root / name))


def _sources(package: Path) -> list[Path]:
    return [p for p in sorted(package.rglob("*")) if p.suffix in (".py", ".md", ".txt", ".yaml", ".ttf")]


def _look_at(files: Iterable[Path]) -> dict[str, list[int]]:
    """Path → [bytes, nanoseconds]. A file that is not there has none."""
    seen: dict[str, list[int]] = {}
    for path in files:
        try:
            status = path.stat()
        except OSError:
            seen[str(path)] = []
            continue
        seen[str(path)] = [status.st_size, status.st_mtime_ns]
    return seen

"""One piece of work for a studio, in a process of its own: asked on standard input, told on standard output.

A process that may be killed at any moment is how work is cancelled: whatever was finished is found again.
The request is one JSON object; the answers are JSON lines, `event` for each step, at last `done` or `error`.

    echo '{"do": "plan", "name": "fox", "words": "A fox naps."}' | python -m director.job
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from director.events import Event
from director.film import Director, Film
from director.retakes import made_with
from director.source import PRODUCTION_SUFFIX, Source, open_source, open_words
from prompts.errors import FilmError
from prompts.screenplay import Screenplay

SHOWN_SHOTS = 200
"""How many shots of a plan an answer lists; the screenplay has all of them."""


def work(request: dict[str, Any], on_event: Callable[[Event], None]) -> dict[str, Any]:
    """The answer to a request, relative to the current folder.

    Args:
        request: `do` (plan, make or retake) and `name`; for a new plan `words`, or `file`; for a retake
            `shots`, `seed`, `undo`; `settings` are keywords of `Director`.

    Raises:
        FilmError: as the director.
    """
    name = request["name"]
    folder, film = Path(name + PRODUCTION_SUFFIX), Path(f"{name}.mp4")
    source = _source(request, folder)
    settings = request.get("settings", {})
    if request["do"] == "plan":
        director = Director(folder=folder, on_event=on_event, **settings)
        return _say_plan(director.plan(source), director, source, folder)
    if request["do"] == "make":
        return _say_film(Director(folder=folder, on_event=on_event, **settings).make(source, film))
    director = Director(folder=folder, on_event=on_event, **{**settings, **made_with(folder)})
    seed, undo = request.get("seed"), bool(request.get("undo"))
    done = director.retake(folder, request["shots"], seed=seed, undo=undo, film=film)
    return {**_say_film(done.film), "seeds": done.seeds, "remade": done.remade, "same": done.same}


def _source(request: dict[str, Any], folder: Path) -> Source:
    if request.get("words"):
        return open_words(request["words"])
    return open_source(Path(request["file"]) if request.get("file") else folder)


def _say_plan(plan: Screenplay, director: Director, source: Source, folder: Path) -> dict[str, Any]:
    from director.review import lint

    shots = [
        {
            "id": shot.id,
            "place": scene.place,
            "who": [p.character for p in shot.who or []],
            "action": shot.action or "",
            "words": " ".join(filter(None, [shot.narration, *(line.line for line in shot.dialogue or [])])),
        }
        for scene, shot in plan.shots()
    ]
    return {
        "title": plan.title or "",
        "screenplay": (folder / "screenplay.yaml").as_posix(),
        "scenes": len(plan.scenes),
        "shots": len(shots),
        "cast": {name: f"{c.name}: {c.kind}, {c.look}" for name, c in plan.cast.items()},
        "shot_list": shots[:SHOWN_SHOTS],
        "problems": [f"{p.shot or p.scene or p.page}: {p.problem}" for p in lint(plan)],
        "notes": list(source.notes),
    }


def _say_film(film: Film) -> dict[str, Any]:
    report = film.report
    return {
        "film": film.path.as_posix(),
        "title": report.title,
        "duration_s": report.duration_s,
        "shots": len(report.shots),
        "shot_list": [
            {"id": s.id, "start_s": s.start_s, "words": s.words} for s in report.shots[:SHOWN_SHOTS]
        ],
        "stand_ins": report.stand_ins,
        "problems": report.problems,
        "rendered": report.rendered,
        "board": (film.folder / "board.png").as_posix(),
    }


def main() -> int:
    """Read the request, do the work, tell of it. Returns the exit code."""
    request = json.load(sys.stdin)
    out = sys.stdout

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()

    try:
        tell({"done": work(request, lambda event: tell({"event": asdict(event)}))})
    except FilmError as error:
        tell({"error": str(error), "kind": type(error).__name__})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Draw time against encode time of the animatic, in one run on one thread.

    python benchmarks/animatic.py [FRAMES]              # nine cases, FRAMES of each
    python benchmarks/animatic.py FILM.production       # the drawn shots of a film that was made

The bar: drawing and encoding together take at most twice the CPU of x264 veryfast alone on the same frames.
Every picture is drawn and encoded in turn, as `film make` does, so that both are slowed alike by whoever else
is on the machine; setting up a shot counts as drawing.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import av

from backlot.gallery import make_panel
from backlot.picture import DrawnShot
from backlot.production import find_tasks
from prompts.screenplay import Camera
from shots.backends import ClipTask
from shots.encode import make_converter

CASES: list[tuple[Any, ...]] = [
    (
        "forest, two talk, static",
        "forest",
        {"fox": "green scarf", "girl": "red coat"},
        "full",
        "static",
        "clear",
    ),
    ("village in snow, static", "village", {"old man": "", "dog": ""}, "full", "static", "snow"),
    ("meadow, truck", "meadow", {"rabbit": "", "bear": ""}, "wide", "truck_left", "clear"),
    ("kitchen, push in", "kitchen", {"cook": "", "cat": ""}, "medium", "push_in", "clear"),
    ("castle, zoom in", "castle", {"knight": "", "princess": ""}, "wide", "zoom_in", "clear"),
    ("close, static", "garden", {"queen": "", "frog": ""}, "close", "static", "rain"),
    ("forest, dutch", "forest", {"fox": "", "girl": ""}, "full", "static", "clear", "dutch"),
    (
        "over the shoulder",
        "meadow",
        {"fox": "", "bear": ""},
        "medium",
        "static",
        "clear",
        "over_the_shoulder",
    ),
    ("market, groups", "market", {"children": "", "king": ""}, "full", "static", "clear"),
]


@dataclass(frozen=True)
class Cost:
    """CPU seconds of one shot, over all its frames."""

    frames: int
    setting_up: float
    draw: float
    convert: float
    encode: float

    @property
    def ratio(self) -> float:
        """Drawing and encoding beside encoding, which takes pictures as they are drawn."""
        return 1 + (self.setting_up + self.draw) / (self.convert + self.encode)


def find_cases(frames: int) -> Iterator[tuple[str, ClipTask]]:
    """(name, task) of every case."""
    for name, place, who, size, move, weather, *angle in CASES:
        camera = Camera(size=size, move=move, angle=angle[0] if angle else "eye_level")
        yield name, ClipTask(make_panel(place, who, camera=camera, weather=weather), frames, 24)


def find_shots(production: Path) -> Iterator[tuple[str, ClipTask]]:
    """(shot id, task) of every drawn clip of a film."""
    for task in find_tasks(production):
        yield str(task.panel.shot.id), task


def measure(task: ClipTask, preset: str = "veryfast", crf: int = 23) -> Cost:
    """What a task costs: set up, drawn, converted to yuv420p and encoded by x264 on one thread."""
    panel, setting_up, draw, convert, encode = task.panel, 0.0, 0.0, 0.0, 0.0
    with av.open(io.BytesIO(), "w", format="mp4") as out:
        options = {"preset": preset, "crf": str(crf), "threads": "1"}
        stream = out.add_stream("libx264", rate=task.fps, options=options)
        stream.width, stream.height, stream.pix_fmt = panel.width, panel.height, "yuv420p"
        convert_picture = make_converter()
        marks = [time.process_time()]
        shot = DrawnShot(panel, task.num_frames, task.fps, task.speech)
        shot.draw(0)
        setting_up = time.process_time() - marks[0]
        for frame in range(task.num_frames):
            marks = [time.process_time()]
            picture = shot.draw(frame).picture
            marks.append(time.process_time())
            converted = convert_picture(picture)
            marks.append(time.process_time())
            out.mux(stream.encode(converted))
            marks.append(time.process_time())
            draw += marks[1] - marks[0]
            convert += marks[2] - marks[1]
            encode += marks[3] - marks[2]
        start = time.process_time()
        out.mux(stream.encode())
        encode += time.process_time() - start
    return Cost(task.num_frames, setting_up, draw, convert, encode)


def measure_draft(task: ClipTask) -> float:
    """How many times faster the same task is drawn and encoded by `--draft` than in full."""
    full = measure(task)
    small = replace(task, panel=replace(task.panel, width=640, height=360))
    draft = measure(small, "ultrafast", 28)
    whole, little = ((c.setting_up + c.draw + c.convert + c.encode) for c in (full, draft))
    return whole / little


def main() -> None:
    given = sys.argv[1] if len(sys.argv) > 1 else "48"
    rounds, cases = (3, find_cases(int(given))) if given.isdigit() else (1, find_shots(Path(given)))
    tasks = list(cases)
    rows = []
    print(f"{'case':28} {'set up':>8} {'draw':>7} {'convert':>7} {'encode':>7}  (draw+encode)/encode")
    for name, task in tasks:
        cost = sorted((measure(task) for _ in range(rounds)), key=lambda c: c.ratio)[rounds // 2]
        rows.append(cost)
        draw, convert, encode = (1000 * part / cost.frames for part in (cost.draw, cost.convert, cost.encode))
        setting_up = 1000 * cost.setting_up
        print(f"{name:28} {setting_up:8.0f} {draw:7.1f} {convert:7.1f} {encode:7.1f}  {cost.ratio:.2f}")
    drawn, converted = sum(c.setting_up + c.draw for c in rows), sum(c.convert for c in rows)
    encoded = sum(c.encode for c in rows)
    ratios = [c.ratio for c in rows]
    together = 1 + drawn / (converted + encoded)
    print(f"all {together:.2f} (bar 2), median {median(ratios):.2f}, worst {max(ratios):.2f}")
    print(f"beside x264 alone, without the conversion: {1 + (drawn + converted) / encoded:.2f}")
    drafts = [measure_draft(task) for _, task in tasks[:4]]
    print(f"--draft is {median(drafts):.1f} times as fast (bar 2), at least {min(drafts):.1f}")


if __name__ == "__main__":
    main()

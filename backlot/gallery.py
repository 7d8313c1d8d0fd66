"""The gallery: sheets of everything that can be drawn, to look at and to choose from.

python -m backlot.gallery OUT_DIR
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from backlot.actors.acting import ACTIONS, Part, pose_at
from backlot.actors.figures import draw_figure, outline
from backlot.actors.kinds import KINDS
from backlot.actors.look import cast_actor
from backlot.paint import Canvas
from backlot.picture import DrawnShot
from backlot.places.light import find_light, grade_actor
from backlot.places.sets import SETS
from backlot.props import PROPS, draw_prop, find_prop
from backlot.style import STYLES
from prompts.screenplay import Camera, Character, Performer, Place, Prop, Scene, Shot
from shots.backends import Panel

PAPER = (246, 238, 222)
_SPEEDS = {"walk": 0.6, "creep": 0.6, "carry": 0.6, "run": 1.8}
"""Body heights a second of whoever goes on a sheet."""
Picture = NDArray[np.uint8]


def make_panel(
    place: str,
    who: dict[str, str],
    *,
    doing: dict[str, str] | None = None,
    time: str = "day",
    weather: str = "clear",
    camera: Camera | None = None,
    props: Sequence[str] = (),
    style: str = "",
    size: tuple[int, int] = (1280, 720),
    shot_id: str = "s1-01",
) -> Panel:
    """A panel from few words: `who` maps kinds to looks."""
    cast = {_id(k): Character(kind=k, look=look) for k, look in who.items()}
    performers = [Performer(character=_id(k), doing=(doing or {}).get(k)) for k in who]
    shot = Shot(
        id=shot_id, who=performers, camera=camera or Camera(size="full"), props=[_id(p) for p in props]
    )
    scene = Scene(id="s1", place=_id(place), time_of_day=time, weather=weather, shots=[shot])
    named = {_id(p): Prop(name=p) for p in props}
    return Panel(shot, scene, cast, Place(name=place), named, style, size[0], size[1], 1)


def _id(words: str) -> str:
    return "-".join(words.split())


def draw_actors() -> Picture:
    """Every kind, standing."""
    return _figures([(name, name, "stand", "neutral") for name in KINDS], 14)


def draw_alive() -> Picture:
    """Groups, and props that act."""
    several = ("children", "two mice", "family", "flock of sheep", "elves", "three ants")
    alone = [p.name for p in PROPS if p.name not in KINDS]
    rows = [(name, name, "stand", "neutral") for name in several]
    return _figures([*rows, *((name, name, "wave", "happy") for name in alone)], 12)


def draw_actions(kind: str = "fox", look: str = "green scarf") -> Picture:
    """Every action of one actor."""
    return _figures([(action, kind, action, "neutral") for action in ACTIONS], 9, look)


def draw_fours() -> Picture:
    """Animals that go on two legs and on four."""
    kinds = ("fox", "wolf", "dog", "cat", "bear", "rabbit", "mouse", "lion")
    acts = ("stand", "walk", "run", "creep", "sniff", "sleep", "swim")
    return _figures([(f"{kind}: {act}", kind, act, "neutral") for act in acts for kind in kinds], len(kinds))


def draw_emotions() -> Picture:
    """Every emotion on a few faces."""
    moods = ("neutral", "happy", "sad", "angry", "afraid", "surprised", "tired", "proud", "loving")
    return _figures(
        [
            (mood, kind, "stand", mood)
            for kind in ("girl", "old man", "fox", "bear", "cow", "owl")
            for mood in moods
        ],
        9,
    )


def _figures(rows: Sequence[tuple[str, str, str, str]], columns: int, look: str = "") -> Picture:
    w, h = 120, 160
    count = -(-len(rows) // columns)
    canvas = Canvas.blank(w * columns, h * count, PAPER)
    for i, (_, kind, action, mood) in enumerate(rows):
        actor = cast_actor(kind, kind, look)
        pose = pose_at(Part(actor, action, mood), 1.3, 0.13, _SPEEDS.get(action, 0.0))
        points = outline(actor, pose)
        wide = max(x for x, _ in points) - min(x for x, _ in points)
        tall = max(y for _, y in points) - min(y for _, y in points)
        k = min(118 / tall, 108 / wide)
        x = w * (i % columns) + w / 2 - k * (max(x for x, _ in points) + min(x for x, _ in points)) / 2
        y = h * (i // columns) + 134 - k * max(y for _, y in points)
        draw_figure(canvas.at(x, y, k).lit(grade_actor(find_light("day", "clear"))), actor, pose)
    return _labelled(canvas.surface.pixels(), [r[0] for r in rows], columns, w, h)


def _labelled(picture: Picture, names: Sequence[str], columns: int, w: int, h: int) -> Picture:
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(12)
    for i, name in enumerate(names):
        draw.text(
            (w * (i % columns) + w / 2, h * (i // columns) + h - 10), name, (90, 76, 70), font, anchor="mm"
        )
    return np.array(image)


def draw_props() -> Picture:
    """Every prop, and the stand-in."""
    names = [p.name for p in PROPS] + ["gizmo"]
    columns, w, h = 12, 120, 130
    canvas = Canvas.blank(w * columns, h * -(-len(names) // columns), PAPER)
    for i, name in enumerate(names):
        match = find_prop(name)
        # Painted far outside the sheet first, to know how large it is.
        trial = canvas.at(-9000, -9000).apart()
        draw_prop(trial, match, 0.4)
        box = trial.bounds
        k = min(96 / (box.right - box.left), 92 / (box.bottom - box.top), 84)
        middle = (box.left + box.right) / 2 + 9000
        x, y = w * (i % columns) + w / 2 - k * middle, h * (i // columns) + 100
        draw_prop(canvas.at(x, y, k), match, 0.4)
    return _labelled(canvas.surface.pixels(), names, columns, w, h)


def draw_sets(size: tuple[int, int] = (240, 135), columns: int = 6) -> Picture:
    """Every set by day, with a visitor."""
    visitors = [
        {"girl": "red coat"},
        {"fox": "blue scarf"},
        {"boy": "", "dog": ""},
        {"old man": ""},
        {"rabbit": "", "bear": ""},
    ]
    panels = [
        make_panel(name, visitors[i % 5], camera=Camera(size="wide"), shot_id=f"g-{i}", size=(960, 540))
        for i, name in enumerate(SETS)
    ]
    return draw_sheet(panels, SETS, size, columns)


def draw_hours(size: tuple[int, int] = (320, 180)) -> Picture:
    """One place in every light and weather."""
    times = ("dawn", "morning", "day", "afternoon", "sunset", "evening", "night")
    weathers = ("clear", "cloudy", "rain", "snow", "fog", "storm")
    panels = [
        make_panel("meadow", {"fox": "green scarf"}, time=t, weather=w, size=(640, 360))
        for w in weathers
        for t in times
    ]
    return draw_sheet(panels, [f"{p.scene.time_of_day}, {p.scene.weather}" for p in panels], size, len(times))


def draw_styles(size: tuple[int, int] = (480, 270)) -> Picture:
    """Every style on two scenes."""
    panels = [
        make_panel(place, {"girl": "red coat", "wolf": ""}, style=style, time=time)
        for style in STYLES
        for place, time in (("forest", "day"), ("village", "sunset"))
    ]
    return draw_sheet(panels, [p.style for p in panels], size, 2)


def draw_sheet(
    panels: Sequence[Panel], names: Sequence[str], size: tuple[int, int], columns: int, frame: int = 20
) -> Picture:
    """A contact sheet of panels, a moment after they begin."""
    w, h = size[0], size[1] + 20
    sheet = Image.new("RGB", (w * columns, h * -(-len(panels) // columns)), PAPER)
    for i, panel in enumerate(panels):
        picture = DrawnShot(panel, num_frames=48, fps=24).draw(frame).picture
        sheet.paste(
            Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS),
            (w * (i % columns), h * (i // columns)),
        )
    return _labelled(np.array(sheet), list(names), columns, w, h)


def draw_strip(path: Path) -> None:
    """Four stills side by side, as a PNG."""
    panels = [
        make_panel("forest", {"fox": "green scarf", "girl": "red coat"}),
        make_panel("beach", {"fisherman": "", "cat": ""}, time="sunset"),
        make_panel("living room", {"old woman": "", "mouse": ""}, time="night"),
        make_panel("farm", {"farmer": "", "pig": ""}, time="morning"),
    ]
    Image.fromarray(draw_sheet(panels, [""] * 4, (480, 270), 4)).save(path)


def draw_gallery(folder: Path) -> list[Path]:
    """Every sheet as a PNG in a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets: dict[str, Callable[[], Picture]] = {
        "actors": draw_actors,
        "alive": draw_alive,
        "actions": draw_actions,
        "fours": draw_fours,
        "beasts": lambda: draw_actions("horse", ""),
        "emotions": draw_emotions,
        "props": draw_props,
        "sets": draw_sets,
        "hours": draw_hours,
        "styles": draw_styles,
    }
    files = []
    for name, draw in sheets.items():
        files.append(folder / f"gallery-{name}.png")
        Image.fromarray(draw()).quantize(64, dither=Image.Dither.NONE).save(files[-1], optimize=True)
    return files


if __name__ == "__main__":
    draw_gallery(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"))

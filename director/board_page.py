"""The board as one HTML page: pictures inside, no script, light and dark, and fit for printing.

All words of a story pass through `escape`; the page may load nothing, run nothing and send nothing.

    text = render_page(screenplay, {"s1-01": Path("s1-01.png")}, {"s1-01": 4.2}, ["owl: a stand-in"])
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from PIL import Image

from director.board_words import (
    camera_words,
    clock,
    place_name,
    scene_words,
    shot_words,
    total_words,
    transition_words,
)
from prompts.errors import WorkspaceError
from prompts.screenplay import Character, EntityGroup, Place, Scene, Screenplay, Shot, entity_groups

STYLE_FILE = Path(__file__).with_name("board.css")
MAX_OPEN_NOTES = 6
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def render_page(
    screenplay: Screenplay,
    pictures: Mapping[str, Path],
    durations: Mapping[str, float],
    notes: Sequence[str],
    mark: str = "",
    anchors: Mapping[str, Path] | None = None,
    seams: Mapping[str, float] | None = None,
) -> str:
    """The whole page. Arguments as for `director.board.write_board`; `mark` is what `made_from` finds again.

    Raises:
        WorkspaceError: a picture cannot be read.
    """
    title = escape(screenplay.title or "Untitled")
    facts = _paragraph(total_words(screenplay, durations), "facts")
    width = _picture_width(len(pictures))
    shots = "".join(
        _scene(screenplay, scene, number, pictures, durations, width, seams or {})
        for number, scene in enumerate(screenplay.scenes, 1)
    )
    return f"""<!DOCTYPE html>
<html lang="{escape(screenplay.language or "en")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="made-from" content="{escape(mark)}">
<title>{title}: the board</title>
<style>
{STYLE_FILE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header>
<h1 dir="auto">{title}</h1>
{_paragraph(screenplay.logline, "logline")}{facts}{_strip(screenplay, durations)}</header>
<main>
{_notes(notes)}{_entities(screenplay, anchors or {})}{_groups(screenplay)}{shots}</main>
</body>
</html>
"""


def made_from(page: Path) -> str:
    """The mark that a page was rendered with; '' if it has none."""
    with page.open("rb") as file:
        head = file.read(2000).decode("utf-8", errors="replace")
    found = re.search(r'<meta name="made-from" content="([^"]*)">', head)
    return found[1] if found else ""


def _paragraph(words: str | None, kind: str) -> str:
    return f'<p class="{kind}" dir="auto">{escape(words)}</p>\n' if words and words.strip() else ""


def _notes(notes: Sequence[str]) -> str:
    if not notes:
        return ""
    items = [f'<li dir="auto">{escape(note)}</li>\n' for note in dict.fromkeys(notes)]
    shown = f"<ul>\n{''.join(items[:MAX_OPEN_NOTES])}</ul>\n"
    if more := items[MAX_OPEN_NOTES:]:
        shown += f"<details><summary>{len(more)} more</summary>\n<ul>\n{''.join(more)}</ul>\n</details>\n"
    return f'<section class="notes">\n<h2>Not as asked</h2>\n{shown}</section>\n'


# -- who and what


def _entities(screenplay: Screenplay, anchors: Mapping[str, Path]) -> str:
    hues = _hues(screenplay)
    sections = (
        ("Cast", screenplay.cast, ""),
        ("Places", screenplay.places, "place:"),
        ("Props", screenplay.props, "prop:"),
    )
    parts = []
    for heading, entities, prefix in sections:
        if entities:
            cards = "".join(
                _entity(name, entity, hues[name], _anchors(f"{prefix}{name}", anchors))
                for name, entity in entities.items()
            )
            parts.append(f'<section>\n<h2>{heading}</h2>\n<div class="cast">\n{cards}</div>\n</section>\n')
    return "".join(parts)


def _anchors(group: str, anchors: Mapping[str, Path]) -> str:
    """The pictures that the panels of an entity are kept like: one for each of its looks that is seen."""
    found = {name: path for name, path in anchors.items() if name == group or name.startswith(f"{group}@")}
    return "".join(
        f'<img class="anchor" src="{_data_uri(path, 320)}" alt="{escape(name)}" loading="lazy">'
        for name, path in found.items()
    )


def _entity(name: str, entity: Character | Place, hue: int, anchors: str) -> str:
    kind = entity.kind if isinstance(entity, Character) else None
    looks = entity.looks if isinstance(entity, Character) else {}
    stages = "".join(f'<dt>{escape(s)}</dt><dd dir="auto">{escape(w)}</dd>' for s, w in looks.items())
    return (
        f'<article class="entity" style="--hue:{hue}">\n<h3 dir="auto">{escape(entity.name or name)}'
        f"{f' <small>{escape(kind)}</small>' if kind and kind != entity.name else ''}</h3>\n"
        f"{_paragraph(entity.look, 'look')}{f'<dl>{stages}</dl>' if stages else ''}"
        f"{anchors}</article>\n"
    )


def _hues(screenplay: Screenplay) -> dict[str, int]:
    """A colour (degrees of hue) for everybody and everything; neighbours differ by the golden angle."""
    names = [*screenplay.cast, *screenplay.places, *screenplay.props]
    return {name: round(20 + n * 137.508) % 360 for n, name in enumerate(names)}


def _groups(screenplay: Screenplay) -> str:
    """Who and what must look the same, and in which shots."""
    rows = "".join(_group(group, screenplay) for group in entity_groups(screenplay) if len(group.shots) > 1)
    if not rows:
        return ""
    return (
        "<section>\n<h2>Must look the same</h2>\n<table>\n<thead><tr><th>Who or what</th><th>Look</th>"
        f"<th>In these shots</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )


def _group(group: EntityGroup, screenplay: Screenplay) -> str:
    sections: dict[str, Mapping[str, Character | Place]] = {
        "character": screenplay.cast,
        "place": screenplay.places,
        "prop": screenplay.props,
    }
    entity = sections[group.kind].get(group.id)
    name = (entity.name if entity else None) or group.id
    links = " ".join(f'<a href="#{escape(shot)}">{escape(shot)}</a>' for shot in group.shots)
    return (
        f'<tr><th scope="row" dir="auto">{escape(name)} <small>{group.kind}</small></th>'
        f"<td>{escape(group.look or '')}</td><td>{links}</td></tr>\n"
    )


# -- shots


def _strip(screenplay: Screenplay, durations: Mapping[str, float]) -> str:
    """The film as a line: each shot as wide as it is long, each scene in its own shade."""
    parts = []
    for number, scene in enumerate(screenplay.scenes):
        shade = "even" if number % 2 else "odd"
        for shot in scene.shots:
            shot_id = escape(shot.id or "")
            length = max(durations.get(shot.id or "", 3.0), 0.2)
            style = f'class="{shade}" style="flex-grow:{length:.2f}"'
            parts.append(f'<a href="#{shot_id}" {style} title="{shot_id}"></a>')
    return f'<nav class="strip" aria-label="Shots by length">{"".join(parts)}</nav>\n'


def _scene(
    screenplay: Screenplay,
    scene: Scene,
    number: int,
    pictures: Mapping[str, Path],
    durations: Mapping[str, float],
    width: int,
    seams: Mapping[str, float],
) -> str:
    said = " · ".join(escape(part) for part in scene_words(screenplay, scene))
    shots = "".join(
        _shot(
            screenplay,
            scene,
            shot,
            pictures.get(shot.id or ""),
            durations.get(shot.id or ""),
            width,
            seams.get(shot.id or ""),
        )
        for shot in scene.shots
    )
    heading = f'<h2 dir="auto">Scene {number}{f" <small>{said}</small>" if said else ""}</h2>'
    return f'<section class="scene">\n{heading}\n<div class="shots">\n{shots}</div>\n</section>\n'


def _shot(
    screenplay: Screenplay,
    scene: Scene,
    shot: Shot,
    picture: Path | None,
    seconds: float | None,
    width: int,
    seam: float | None,
) -> str:
    shot_id = escape(shot.id or "")
    words = shot_words(shot)
    action = shot.action if shot.action and shot.action.strip() != words.strip() else None
    seen = escape(
        shot.action or f"Shot {shot.id} in {place_name(screenplay, scene) or 'no place'}", quote=True
    )
    aspect = f"{screenplay.frame.width}/{screenplay.frame.height}"
    still = (
        f'<img src="{_data_uri(picture, width)}" alt="{seen}" loading="lazy" style="aspect-ratio:{aspect}">'
        if picture
        else f'<div class="empty" style="aspect-ratio:{aspect}">not drawn yet</div>'
    )
    length = f"<span>{clock(seconds)}</span>" if seconds is not None else ""
    return (
        f'<article class="shot" id="{shot_id}">\n{still}\n<div class="text">\n'
        f'<p class="slate"><b>{shot_id}</b>{length}</p>\n'
        f"{_paragraph(words, 'words')}{_paragraph(action, 'action')}{_chips(screenplay, shot)}"
        f"{_paragraph(_small_print(shot, seam), 'camera')}</div>\n</article>\n"
    )


def _chips(screenplay: Screenplay, shot: Shot) -> str:
    hues = _hues(screenplay)
    chips = []
    for performer in shot.who or []:
        character = screenplay.cast.get(performer.character)
        name = (character.name if character else None) or performer.character
        emotion = None if performer.emotion == "neutral" else performer.emotion
        doing = ", ".join(part for part in (performer.look, performer.doing, emotion) if part)
        more = f" <small>{escape(doing)}</small>" if doing else ""
        hue = hues.get(performer.character, 0)
        chips.append(f'<li style="--hue:{hue}" dir="auto">{escape(name)}{more}</li>')
    return f'<ul class="who">{"".join(chips)}</ul>\n' if chips else ""


def _small_print(shot: Shot, seam: float | None) -> str:
    parts = [camera_words(shot), shot.light or ""]
    joined = transition_words(shot.transition)
    if seam is not None:
        joined = f"{joined or 'cut'} ({seam:.1f} times the usual change)"
    if joined:
        parts.append(f"then {joined}")
    return " · ".join(part for part in parts if part)


# -- pictures


def _picture_width(count: int) -> int:
    """Pixels, so that a page of any length can still be opened and sent."""
    return next(width for limit, width in ((40, 640), (150, 480), (10**9, 320)) if count <= limit)


def _data_uri(path: Path, width: int) -> str:
    try:
        with Image.open(path) as still:
            picture = still.convert("RGB")
    except OSError as error:
        raise WorkspaceError(f"{path}: this still cannot be read. Remove it and draw again.") from error
    picture.thumbnail((width, 2 * width), Image.Resampling.LANCZOS)
    raw = io.BytesIO()
    picture.save(raw, "JPEG", quality=82, optimize=True, progressive=True)
    return "data:image/jpeg;base64," + base64.b64encode(raw.getvalue()).decode("ascii")

"""Drawing: from a screenplay to the still that opens each shot.

A *panel* holds exactly what one still depends on, so that its fingerprint changes when, and only when, the
picture should. Nothing here knows how a backend draws.

    takes = dict(draw(make_panels(screenplay, folder), backend, workspace))
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from prompts.errors import BackendError
from prompts.screenplay import Scene, Screenplay, Shot
from shots.backends import Image, KeyframeBackend, Panel
from shots.slate import Notes, Take, Workspace, fingerprint_file

DEFAULT_STYLE = "storybook"
NOT_SEEN = {"narration": None, "dialogue": None, "duration_s": None, "transition": None}
"""Fields of a shot that do not change its still."""


def make_panels(screenplay: Screenplay, folder: Path) -> list[Panel]:
    """One panel for each shot in order. `folder` is where the screenplay's reference pictures are."""
    return [_make_panel(screenplay, scene, shot, folder) for scene, shot in screenplay.shots()]


def _make_panel(screenplay: Screenplay, scene: Scene, shot: Shot, folder: Path) -> Panel:
    who = [performer.character for performer in shot.who or []]
    cast = {name: screenplay.cast[name] for name in who}
    place = screenplay.places.get(scene.place) if scene.place else None
    props = {name: screenplay.props[name] for name in shot.props or []}
    seen = shot.model_copy(update=NOT_SEEN)
    entities: dict[str, Any] = {**cast, **props, **({scene.place: place} if scene.place and place else {})}
    return Panel(
        shot=seen,
        scene=scene.model_copy(update={"shots": [seen]}),
        cast=cast,
        place=place,
        props=props,
        style=screenplay.style or DEFAULT_STYLE,
        width=screenplay.frame.width,
        height=screenplay.frame.height,
        seed=choose_seed(screenplay, shot),
        references={n: tuple(folder / r for r in e.references) for n, e in entities.items() if e.references},
    )


def choose_seed(screenplay: Screenplay, shot: Shot) -> int:
    """The shot's own seed, else one derived from the film's seed and the shot's id: 0 .. 2**63 - 1."""
    if shot.seed is not None:
        return shot.seed
    digest = hashlib.sha256(f"{screenplay.seed or 0}/{shot.id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def panel_inputs(panel: Panel) -> dict[str, Any]:
    """What a panel's picture depends on, as its slate has it; references count by their content."""
    inputs = {name: value for name, value in vars(panel).items() if name != "references"}
    inputs["references"] = {n: [fingerprint_file(p) for p in paths] for n, paths in panel.references.items()}
    return inputs


def keyframe_inputs(panel: Panel, backend: KeyframeBackend) -> dict[str, Any]:
    """What a keyframe's fingerprint is made of."""
    return {"panel": panel_inputs(panel), "backend": [backend.card.name, backend.card.version]}


def check_panels(panels: Sequence[Panel], backend: KeyframeBackend) -> dict[str, list[str]]:
    """What the backend will draw otherwise than asked, by shot id; shots without a note are left out.

    Raises:
        BackendError: a panel that the backend cannot draw.
    """
    multiple = backend.card.size_multiple
    for panel in panels[:1]:
        if panel.width % multiple or panel.height % multiple:
            near = [max(multiple, round(n / multiple) * multiple) for n in (panel.width, panel.height)]
            raise BackendError(
                f"frame is {panel.width}x{panel.height}; {backend.card.name!r} takes multiples of "
                f"{multiple}. Set frame to {near[0]}x{near[1]}, or choose another backend."
            )
    notes = {str(panel.shot.id): backend.check(panel) for panel in panels}
    return {shot_id: said for shot_id, said in notes.items() if said}


def draw(
    panels: Sequence[Panel], backend: KeyframeBackend, workspace: Workspace
) -> Iterator[tuple[str, Take]]:
    """(shot id, finished PNG) for every panel: those that are there first, then as the backend draws them.

    Raises:
        BackendError: the backend drew a picture of another size, or left panels out.
    """
    missing: dict[str, Panel] = {}
    for panel in panels:
        shot_id = str(panel.shot.id)
        if take := workspace.find("keyframes", shot_id, ".png", keyframe_inputs(panel, backend)):
            yield shot_id, take
        else:
            missing[shot_id] = panel
    if missing:
        yield from _draw_missing(missing, backend, workspace)


def _draw_missing(
    missing: Mapping[str, Panel], backend: KeyframeBackend, workspace: Workspace
) -> Iterator[tuple[str, Take]]:
    left = dict(missing)
    for shot_id, picture in backend.draw(list(missing.values())):
        panel = left.pop(shot_id, None)
        if panel is None:
            raise BackendError(f"{backend.card.name!r} drew shot {shot_id!r}, which it was not asked for.")
        if picture.shape != (panel.height, panel.width, 3) or picture.dtype != "uint8":
            raise BackendError(
                f"{backend.card.name!r} drew shot {shot_id} as {picture.shape} {picture.dtype}; "
                f"asked for ({panel.height}, {panel.width}, 3) uint8."
            )
        inputs = keyframe_inputs(panel, backend)
        yield shot_id, workspace.make("keyframes", shot_id, ".png", inputs, _png_writer(picture))
    if left:
        raise BackendError(f"{backend.card.name!r} did not draw {', '.join(left)}.")


def _png_writer(picture: Image) -> Any:
    def build(path: Path, notes: Notes) -> None:
        from PIL import Image as Pillow  # 70 ms that a run with nothing to draw need not pay

        Pillow.fromarray(picture).save(path, compress_level=1)

    return build

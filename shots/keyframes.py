"""Drawing: from a screenplay to the still that opens each shot.

A *panel* holds exactly what one still depends on, so that its fingerprint changes when, and only when, the
picture should; with a backend that draws anchors, so do the anchors that it reads. Nothing here knows how a
backend draws.

    takes = dict(draw(make_panels(screenplay, folder), backend, workspace))
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prompts.errors import BackendError
from prompts.screenplay import Scene, Screenplay, Shot
from prompts.wording import DEFAULT_STYLE
from shots.anchors import (
    Anchor,
    AnchoredKeyframes,
    Drawing,
    DrawOrder,
    SceneKeyframes,
    anchor_inputs,
    anchors_of,
)
from shots.backends import SYNTHETIC, Card, Image, KeyframeBackend, Panel
from shots.slate import Notes, Take, Workspace, fingerprint_file

NOT_SEEN: dict[str, None] = dict.fromkeys(
    ["narration", "dialogue", "duration_s", "transition", "render", "why"]
)
"""Fields of a shot that do not change its still."""
NOT_SEEN_OF_CAST = {"voice": None, "consent": None}
"""Fields of a character that do not."""


def make_panels(screenplay: Screenplay, folder: Path) -> list[Panel]:
    """One panel for each shot in order. `folder` is where the screenplay's reference pictures are."""
    return [_make_panel(screenplay, scene, shot, folder) for scene, shot in screenplay.shots()]


def _make_panel(screenplay: Screenplay, scene: Scene, shot: Shot, folder: Path) -> Panel:
    who = [performer.character for performer in shot.who or []]
    cast = {name: screenplay.cast[name].model_copy(update=NOT_SEEN_OF_CAST) for name in who}
    place = screenplay.places.get(scene.place) if scene.place else None
    props = {name: screenplay.props[name] for name in shot.props or []}
    seen = shot.model_copy(update=NOT_SEEN)
    entities: dict[str, Any] = {**cast, **props, **({scene.place: place} if scene.place and place else {})}
    return Panel(
        shot=seen,
        scene=scene.model_copy(update={"shots": [seen], "chapter": None, "letters": None}),
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


@dataclass(frozen=True)
class Manner:
    """How panels are drawn, besides by whom. Backends without anchors know the plain manner only."""

    anchors: tuple[Anchor, ...] = ()
    """of every entity group of the film"""
    takes: int = 1
    """how often each panel is drawn; the best is kept"""
    guide: KeyframeBackend | None = None
    """whose composition is followed"""
    guide_strength: float = 0.5
    """0..1, how closely"""
    on_step: Callable[[int, int], None] | None = None
    """called after every step of a model, where there are steps, with (steps done, steps in all)"""
    scenes: tuple[tuple[Panel, ...], ...] = ()
    """panels that read each other too, each scene drawn in one pass; panels of no scene read anchors alone"""

    def companions(self, panel: Panel) -> tuple[Panel, ...]:
        """The panels that this one reads and is read by."""
        name = str(panel.shot.id)
        ids = [[str(other.shot.id) for other in scene] for scene in self.scenes]
        scene = next((s for s, names in zip(self.scenes, ids, strict=True) if name in names), ())
        return tuple(other for other in scene if str(other.shot.id) != name)


PLAIN = Manner()


def keyframe_inputs(panel: Panel, backend: KeyframeBackend, manner: Manner = PLAIN) -> dict[str, Any]:
    """What a keyframe's fingerprint is made of."""
    inputs: dict[str, Any] = {
        "panel": panel_inputs(panel),
        "backend": [backend.card.name, backend.card.version],
    }
    if not isinstance(backend, AnchoredKeyframes):
        return inputs
    read = manner.companions(panel)
    anchors = {a.name for p in (panel, *read) for a in anchors_of(p, manner.anchors)}
    inputs["anchors"] = [anchor_inputs(anchor) for anchor in manner.anchors if anchor.name in anchors]
    if read:
        inputs["scene"] = [panel_inputs(other) for other in read]
    if manner.takes > 1:
        inputs["takes"] = manner.takes
    if manner.guide is not None:
        inputs["guide"] = [manner.guide.card.name, manner.guide.card.version, manner.guide_strength]
    return inputs


def check_manner(backend: KeyframeBackend, manner: Manner) -> None:
    """Nothing, if the backend can draw in this manner.

    Raises:
        BackendError: takes, a guide or whole scenes asked of a backend that draws one way only, takes of
            whole scenes, a scene that does not fit in one pass, or a guide that is paid for.
    """
    asked = [*(["takes"] if manner.takes > 1 else []), *(["a guide"] if manner.guide is not None else [])]
    if asked and not isinstance(backend, AnchoredKeyframes):
        raise BackendError(
            f"{backend.card.name!r} keyframes know no {' and no '.join(asked)}. Drop the option, or choose "
            "another --keyframes backend (sdxl, sd15, flux)."
        )
    if manner.guide is not None and manner.guide.card.hosted:
        raise BackendError(
            f"The guide is {manner.guide.card.name!r}, a hosted model: its pictures would be paid for and "
            "thrown away. Choose --guide animatic, or none."
        )
    if not manner.scenes:
        return
    if not isinstance(backend, SceneKeyframes):
        raise BackendError(
            f"{backend.card.name!r} keyframes cannot be kept alike by scene: they do not read each other. "
            "Drop --alike scene, or choose another --keyframes backend (sdxl, sd15, flux)."
        )
    if manner.takes > 1:
        raise BackendError(
            f"takes is {manner.takes}, and shots are kept alike by scene: the best take of one shot would "
            "have read other takes than are kept. Set takes to 1, or use --alike anchors."
        )
    for scene in manner.scenes:
        backend.check_scene(scene)


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
    panels: Sequence[Panel], backend: KeyframeBackend, workspace: Workspace, manner: Manner = PLAIN
) -> Iterator[tuple[str, Take]]:
    """(shot id, finished PNG) for every panel: those that are there first, then as the backend draws them.

    The anchors that take part are kept too, in the folder `anchors`; see `find_anchors`.

    Raises:
        BackendError: the backend drew a picture of another size, or left panels out.
    """
    missing: dict[str, Panel] = {}
    for panel in panels:
        shot_id = str(panel.shot.id)
        if take := workspace.find("keyframes", shot_id, ".png", keyframe_inputs(panel, backend, manner)):
            yield shot_id, take
        else:
            missing[shot_id] = panel
    if missing:
        yield from _draw_missing(missing, backend, workspace, manner)


def find_anchors(
    backend: KeyframeBackend, workspace: Workspace, anchors: Sequence[Anchor]
) -> dict[str, Path]:
    """Anchor name -> its PNG, for those that have been drawn."""
    inputs = {anchor.name: _anchor_take_inputs(anchor, backend) for anchor in anchors}
    found = {name: workspace.find("anchors", name, ".png", values) for name, values in inputs.items()}
    return {name: take.path for name, take in found.items() if take}


def _draw_missing(
    missing: Mapping[str, Panel], backend: KeyframeBackend, workspace: Workspace, manner: Manner
) -> Iterator[tuple[str, Take]]:
    left = dict(missing)
    anchors = {anchor.name: anchor for anchor in manner.anchors}
    read = {str(p.shot.id): p for panel in left.values() for p in manner.companions(panel)}
    companions = read.keys() - left.keys()  # finished before: drawn again to be read, and not kept again
    for drawing in _drawings(list({**read, **left}.values()), backend, workspace, manner):
        name, picture = drawing.name, drawing.picture
        if name in companions:
            continue
        if name in anchors and name not in left:
            _check_picture(name, picture, anchors[name], backend)
            inputs = _anchor_take_inputs(anchors[name], backend)
            workspace.make("anchors", name, ".png", inputs, _png_writer(drawing, backend.card))
            continue
        panel = left.pop(name, None)
        if panel is None:
            raise BackendError(f"{backend.card.name!r} drew shot {name!r}, which it was not asked for.")
        _check_picture(f"shot {name}", picture, panel, backend)
        inputs = keyframe_inputs(panel, backend, manner)
        yield name, workspace.make("keyframes", name, ".png", inputs, _png_writer(drawing, backend.card))
    if left:
        raise BackendError(f"{backend.card.name!r} did not draw {', '.join(left)}.")


def _drawings(
    panels: Sequence[Panel], backend: KeyframeBackend, workspace: Workspace, manner: Manner
) -> Iterator[Drawing]:
    if not isinstance(backend, AnchoredKeyframes):
        for shot_id, picture in backend.draw(panels):
            yield Drawing(shot_id, picture)
        return
    wanted = {anchor.name for panel in panels for anchor in anchors_of(panel, manner.anchors)}
    names = {str(panel.shot.id) for panel in panels}
    scenes = (tuple(str(panel.shot.id) for panel in scene) for scene in manner.scenes)
    yield from backend.draw_order(
        DrawOrder(
            panels=tuple(panels),
            anchors=tuple(anchor for anchor in manner.anchors if anchor.name in wanted),
            takes=manner.takes,
            guides=dict(manner.guide.draw(panels)) if manner.guide is not None else {},
            guide_strength=manner.guide_strength,
            on_step=manner.on_step,
            drawn=find_anchors(backend, workspace, manner.anchors),
            scenes=tuple(scene for scene in scenes if names.issuperset(scene)),
        )
    )


def _anchor_take_inputs(anchor: Anchor, backend: KeyframeBackend) -> dict[str, Any]:
    return {"anchor": anchor_inputs(anchor), "backend": [backend.card.name, backend.card.version]}


def _check_picture(what: str, picture: Image, asked: Panel | Anchor, backend: KeyframeBackend) -> None:
    if picture.shape != (asked.height, asked.width, 3) or picture.dtype != "uint8":
        raise BackendError(
            f"{backend.card.name!r} drew {what} as {picture.shape} {picture.dtype}; "
            f"asked for ({asked.height}, {asked.width}, 3) uint8."
        )


def _png_writer(drawing: Drawing, card: Card) -> Any:
    def build(path: Path, notes: Notes) -> None:
        from PIL import Image as Pillow  # 70 ms that a run with nothing to draw need not pay
        from PIL.PngImagePlugin import PngInfo

        tag = PngInfo()
        tag.add_text("Comment", f"{SYNTHETIC} Drawn by {card.name} ({card.version}).")
        Pillow.fromarray(drawing.picture).save(path, compress_level=1, pnginfo=tag)
        if drawing.notes:
            notes["said"] = list(drawing.notes)

    return build

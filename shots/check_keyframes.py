"""The contract of keyframe backends, as a check for guests and for the built-in ones.

    python -c "from shots.check_keyframes import check_keyframes; from backlot.animatic import \
AnimaticKeyframes; print(check_keyframes(AnimaticKeyframes()))"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from prompts.errors import BackendError
from prompts.screenplay import Character, Performer, Place, Scene, Shot
from shots.anchors import AnchoredKeyframes, DrawOrder, make_anchors
from shots.backends import Image, KeyframeBackend, Panel


def check_keyframes(
    backend: KeyframeBackend, *, width: int | None = None, height: int | None = None
) -> list[str]:
    """What a keyframe backend does otherwise than it promises, one sentence each; [] if it keeps its word.

    Two tiny panels of one fox in one wood are drawn, together and, unless the backend is hosted, alone again.

    Args:
        width, height: of the panels; left out, small multiples of what the card asks for.
    """
    multiple = backend.card.size_multiple
    size = (width or multiple * -(-96 // multiple), height or multiple * -(-64 // multiple))
    panels = [_make_panel(f"s1-{number:02d}", action, *size) for number, action in enumerate(ACTIONS, 1)]
    found = [*_check_card(backend), *_check_notes(backend, panels[0])]
    drawn = list(backend.draw(panels))
    found += _check_pictures(drawn, panels)
    if isinstance(backend, AnchoredKeyframes):
        found += _check_order(backend, panels)
    if not backend.card.hosted:  # what is paid for is drawn once; a hosted model has no seeds
        alone = dict(backend.draw(panels[1:]))
        if not np.array_equal(alone.get("s1-02", []), dict(drawn).get("s1-02", [])):
            found.append("A panel drawn alone is another picture; nothing may depend on the other panels.")
    return found


ACTIONS = ("The fox sleeps.", "The fox wakes and looks at the moon.")


def _make_panel(shot_id: str, action: str, width: int, height: int) -> Panel:
    shot = Shot(id=shot_id, action=action, who=[Performer(character="fox")])
    cast, place = {"fox": Character(kind="fox", look="small and red")}, Place(look="a snowy wood")
    scene = Scene(place="wood", time_of_day="night", shots=[shot])
    return Panel(shot, scene, cast, place, {}, "storybook", width, height, seed=7)


def _check_card(backend: KeyframeBackend) -> Iterator[str]:
    if not (backend.card.name and backend.card.version and backend.card.about):
        yield "The card needs a name, a version and a line about it."


def _check_notes(backend: KeyframeBackend, panel: Panel) -> Iterator[str]:
    notes = backend.check(panel)
    if not isinstance(notes, list) or not all(isinstance(note, str) and note.strip() for note in notes):
        yield "`check` must give a list of sentences."
    try:
        backend.check(replace(panel, shot=panel.shot.model_copy(update={"who": []}), cast={}))
    except BackendError:
        yield "`check` refuses a panel without anybody."


def _check_pictures(drawn: list[tuple[str, Image]], panels: list[Panel]) -> Iterator[str]:
    wanted = [str(panel.shot.id) for panel in panels]
    if sorted(name for name, _ in drawn) != wanted:
        yield f"Asked for {', '.join(wanted)}, it drew {', '.join(name for name, _ in drawn) or 'nothing'}."
    shape = (panels[0].height, panels[0].width, 3)
    for name, picture in drawn:
        if picture.shape != shape or picture.dtype != np.uint8:
            yield f"{name} must be {shape} uint8; it is {picture.shape} {picture.dtype}."


def _check_order(backend: AnchoredKeyframes, panels: list[Panel]) -> Iterator[str]:
    anchors = tuple(make_anchors(panels))
    names = [drawing.name for drawing in backend.draw_order(DrawOrder(tuple(panels), anchors))]
    if missing := {anchor.name for anchor in anchors} - set(names):
        yield f"It did not draw the anchors {', '.join(sorted(missing))}."
    if any(names.count(str(panel.shot.id)) != 1 for panel in panels):
        yield "An order must give every panel once."

"""Kings and queens of animals are animals with a crown, and their eyes are seen below it."""

from __future__ import annotations

import numpy as np
import pytest

from backlot.actors.props_alive import reach_of
from backlot.gallery import make_panel
from backlot.picture import DrawnShot
from director.offline import OfflineWriter
from director.planner import plan_story
from prompts.screenplay import Camera
from prompts.story import split_story
from shots.slate import Workspace


@pytest.mark.parametrize(
    "text, kind, crowned",
    [
        ("The king of the frogs was lazy. The king sat by the pond.", "frog", True),
        ("The queen of the bees flew over the meadow. The queen sang.", "bee", True),
        ("The king of the mountains was lazy. The king sat on his throne.", "king", True),
        ("The frog was lazy. The frog sat by the pond.", "frog", False),
    ],
)
def test_who_rules_animals_is_one_of_them(text: str, kind: str, crowned: bool, tmp_path) -> None:
    with Workspace(tmp_path / "p") as workspace:
        planned = plan_story(split_story(text), writer=OfflineWriter(None), workspace=workspace)
    (ruler,) = planned.screenplay.cast.values()
    assert ruler.kind == kind and ("crown" in (ruler.look or "")) == crowned


@pytest.mark.parametrize("kind", ["frog", "crocodile"])
def test_a_hat_leaves_the_eyes_of_a_frog_free(kind: str) -> None:
    white = []
    for look in ("", "golden crown"):
        panel = make_panel("cave", {kind: look}, camera=Camera(size="close"), size=(320, 180))
        picture = DrawnShot(panel, 1, 24).draw(0).picture.astype(int)
        white.append(int((picture.min(axis=-1) > 200).sum()))
    assert white[1] > 0.5 * white[0] > 50


def test_the_arms_of_an_umbrella_begin_at_its_stick() -> None:
    assert reach_of("umbrella") < 0.08 < reach_of("teapot")
    assert np.isfinite([reach_of(name) for name in ("balloon", "book", "broom", "table")]).all()

"""Laws of references on the floor: pictures on Flux, embeddings of faces, and what cannot be used."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image as Pillow
from safetensors.torch import save_file

from consistency.identity import read_faces
from prompts.errors import BackendError, ScreenplayError
from prompts.screenplay_file import read_screenplay
from shots.anchors import DrawOrder, make_anchors
from shots.backends import Image, Panel
from shots.diffusion.adapters import find_adapter
from shots.diffusion.keyframes import DiffusionKeyframes
from shots.diffusion.picture_sizes import FAMILIES
from shots.keyframes import make_panels
from tests import tiny

torch.set_num_threads(1)
# diffusers' schedulers hand torch tensors to numpy in a way that numpy 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
FACE = 24


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny models and adapters, and references of two colours and two faces."""
    folder = tmp_path_factory.mktemp("shelf")
    tiny.save_sd15(folder / "sd15")
    tiny.save_flux(folder / "flux")
    tiny.save_adapter(tiny.make_flux_adapter(), folder / "for-flux" / "ip_adapter.safetensors")
    unet = tiny.make_unet()
    tiny.save_adapter(tiny.make_face_adapter(unet, length=FACE), folder / "faces.safetensors", encoder=False)
    for name, colour in (("red", (255, 0, 0)), ("blue", (0, 0, 255))):
        Pillow.new("RGB", (80, 60), colour).save(folder / f"{name}.png")
    for name, seed in (("ann", 1), ("eve", 2)):
        save_file({"face": tiny.noise(2, FACE, seed=seed)}, folder / f"{name}.safetensors")
    return folder


def backend(shelf: Path, family: str, adapter: str) -> DiffusionKeyframes:
    kind = replace(FAMILIES[family], side=256 if family == "flux" else 512)
    return DiffusionKeyframes(kind, f"{shelf / family},steps=1,adapter={shelf / adapter}")


def panels_of(shelf: Path, *references: str, place: str = "", solo: int = 0) -> list[Panel]:
    """A shot of Mary, one of Tom; with `solo`, so many shots of Tom alone follow."""
    wood = f"{{look: pines, references: [{place}]}}" if place else "pines"
    more = "".join(f"\n    - {{id: t{i}, who: [tom]}}" for i in range(solo))
    text = f"""\
frame: {{width: 64, height: 64, fps: 4}}
cast: {{mary: {{look: red coat, references: [{", ".join(references)}]}}, tom: {{look: blue coat}}}}
places: {{wood: {wood}}}
scenes:
- shots:
    - {{id: m, who: [mary]}}
    - {{id: t, who: [tom]}}{more}
"""
    (shelf / "film.yaml").write_text(
        text.replace("scenes:\n- shots", "scenes:\n- place: wood\n  shots") if place else text
    )
    return make_panels(read_screenplay(shelf / "film.yaml"), shelf)


def draw(painter: DiffusionKeyframes, panels: list[Panel]) -> dict[str, Image]:
    order = DrawOrder(tuple(panels), tuple(make_anchors(panels, 5)))
    return {drawing.name: drawing.picture for drawing in painter.draw_order(order)}


@pytest.mark.parametrize(
    ("family", "adapter", "one", "other"),
    [
        ("flux", "for-flux", "red.png", "blue.png"),
        ("sd15", "faces.safetensors", "ann.safetensors", "eve.safetensors"),
    ],
)
def test_references_change_those_whom_they_show_and_nobody_else(
    shelf: Path, family: str, adapter: str, one: str, other: str
) -> None:
    painter = backend(shelf, family, adapter)
    assert not [note for note in painter.check(panels_of(shelf, one)[0]) if "not used" in note]
    first, second = (draw(painter, panels_of(shelf, name)) for name in (one, other))
    assert not np.array_equal(first["m"], second["m"]) and not np.array_equal(first["mary"], second["mary"])
    assert np.array_equal(first["t"], second["t"]) and np.array_equal(first["tom"], second["tom"])


def test_a_batch_without_references_follows_one_with_them(shelf: Path) -> None:
    painter = backend(shelf, "sd15", "faces.safetensors")
    pictures = draw(painter, panels_of(shelf, "ann.safetensors", solo=10))
    assert len([name for name in pictures if name.startswith("t")]) == 12  # tom, t, t0 .. t9
    plain = draw(DiffusionKeyframes(painter.family, f"{shelf / 'sd15'},steps=1"), panels_of(shelf, solo=10))
    assert np.abs(plain["t9"].astype(int) - pictures["t9"]).max() <= 1


def test_a_face_adapter_wants_faces_and_a_picture_adapter_pictures(shelf: Path) -> None:
    painter = backend(shelf, "sd15", "faces.safetensors")
    with pytest.raises(
        BackendError, match=r"mary has no face for faces\.safetensors.*24 numbers.*mary\.safetensors"
    ):
        painter.check(panels_of(shelf, "red.png")[0])
    said = " ".join(painter.check(panels_of(shelf, "red.png", "ann.safetensors", place="blue.png")[0]))
    assert "red.png of mary are not used" in said and "blue.png of wood are not used" in said
    said = " ".join(
        backend(shelf, "flux", "for-flux").check(panels_of(shelf, "red.png", "ann.safetensors")[0])
    )
    assert "the faces of mary (ann.safetensors) are not used" in said
    assert not painter.check(panels_of(shelf)[1])


def test_faces_are_unit_vectors_of_the_right_length(shelf: Path, tmp_path: Path) -> None:
    one, two = read_faces(shelf / "ann.safetensors", FACE)
    assert one.shape == (2, 1, FACE) and not one[0].any()
    assert one[1].norm() == pytest.approx(1) and not torch.equal(one, two)
    save_file({"face": tiny.noise(2, FACE, seed=1)[0] * 7}, tmp_path / "loud.safetensors")
    assert torch.allclose(read_faces(tmp_path / "loud.safetensors", FACE)[0], one)
    save_file({"face": torch.zeros(FACE)}, tmp_path / "zero.safetensors")
    (tmp_path / "none.safetensors").write_bytes(b"{}")
    for name, length, said in (
        ("loud", 512, "512 numbers"),
        ("zero", FACE, "zero or not"),
        ("none", FACE, "cannot be read"),
    ):
        with pytest.raises(ValueError, match=said):
            read_faces(tmp_path / f"{name}.safetensors", length)


def test_screenplays_name_faces_of_characters_alone(shelf: Path) -> None:
    (shelf / "broken.safetensors").write_bytes(b"no tensors at all")
    with pytest.raises(ScreenplayError, match=r"broken\.safetensors.*no safetensors file"):
        panels_of(shelf, "broken.safetensors")
    with pytest.raises(ScreenplayError, match="not a picture"):
        panels_of(shelf, place="ann.safetensors")


def test_adapters_that_cannot_be_used_say_why(shelf: Path, tmp_path: Path) -> None:
    unet = tiny.make_unet()
    plus: dict[str, Any] = tiny.make_face_adapter(unet)
    plus["image_proj"]["perceiver_resampler.proj_in.weight"] = torch.zeros(2, 2)
    tiny.save_adapter(plus, tmp_path / "plus.safetensors", encoder=False)
    with pytest.raises(BackendError, match="FaceID-Plus"):
        find_adapter(str(tmp_path / "plus.safetensors"), "sd15")
    tuned = tiny.make_face_adapter(unet)
    tuned["ip_adapter"]["0.to_k_lora.down.weight"] = torch.zeros(2, 2)
    tiny.save_adapter(tuned, tmp_path / "tuned.safetensors", encoder=False)
    with pytest.raises(BackendError, match="pip install peft"):
        find_adapter(str(tmp_path / "tuned.safetensors"), "sd15")
    tiny.save_adapter(tiny.make_flux_adapter(), tmp_path / "lone.safetensors", encoder=False)
    with pytest.raises(BackendError, match=r"no image encoder.*film models pull openai/clip"):
        find_adapter(str(tmp_path / "lone.safetensors"), "flux")
    with pytest.raises(BackendError, match="it has 7 blocks"):
        backend(shelf, "flux", "faces.safetensors").check(panels_of(shelf, "ann.safetensors")[0])
    with pytest.raises(BackendError, match="no IP-Adapter for this model"):
        backend(shelf, "sd15", "for-flux").check(panels_of(shelf, "red.png")[0])

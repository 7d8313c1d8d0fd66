"""Laws of references on the floor: pictures on Flux, embeddings of faces, and what cannot be used."""

from __future__ import annotations

import gc
import shutil
import warnings
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image as Pillow
from safetensors.torch import save_file
from typer.testing import CliRunner

from consistency.identity import read_faces
from director.cli import app
from prompts.errors import BackendError, ScreenplayError
from prompts.screenplay import parse_screenplay, with_ids
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
    tiny.save_adapter(tiny.make_ip_adapter(unet), folder / "for-sd15" / "models" / "ip.safetensors")
    tiny.save_adapter(tiny.make_plus_adapter(unet), folder / "plus" / "ip-adapter-plus_sd15.safetensors")
    for name, colour in (("red", (255, 0, 0)), ("blue", (0, 0, 255))):
        Pillow.new("RGB", (80, 60), colour).save(folder / f"{name}.png")
    for name, seed in (("ann", 1), ("eve", 2)):
        save_file({"face": tiny.noise(2, FACE, seed=seed)}, folder / f"{name}.safetensors")
    return folder


def backend(shelf: Path, family: str, adapter: str) -> DiffusionKeyframes:
    kind = replace(FAMILIES[family], side=256 if family == "flux" else 512)
    return DiffusionKeyframes(kind, f"{shelf / family},steps=1,adapter={shelf / adapter}")


def panels_of(
    shelf: Path, *references: str, place: str = "", solo: int = 0, check: bool = True
) -> list[Panel]:
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
    return make_panels(read_screenplay(shelf / "film.yaml"), shelf) if check else []


def draw(painter: DiffusionKeyframes, panels: list[Panel]) -> dict[str, Image]:
    order = DrawOrder(tuple(panels), tuple(make_anchors(panels, 5)))
    return {drawing.name: drawing.picture for drawing in painter.draw_order(order)}


@pytest.mark.parametrize(
    ("family", "adapter", "one", "other"),
    [
        ("flux", "for-flux", "red.png", "blue.png"),
        ("sd15", "for-sd15", "red.png", "blue.png"),
        ("sd15", "plus", "red.png", "blue.png"),
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


def test_a_model_that_is_closed_is_let_go_with_its_adapter(shelf: Path) -> None:
    painter = backend(shelf, "sd15", "for-sd15")
    draw(painter, panels_of(shelf, "red.png")[:1])
    assert painter._model is not None and painter._model.is_adapted
    pipe = weakref.ref(painter._model.pipe)
    painter._go_down(torch.OutOfMemoryError("CUDA out of memory."), again=False)
    gc.collect()
    assert pipe() is None


def test_what_lies_beside_an_adapter_is_no_part_of_it(shelf: Path, tmp_path: Path) -> None:
    shutil.copytree(shelf / "for-sd15", tmp_path / "adapter")
    folder, model = tmp_path / "adapter" / "models", shelf / "sd15"

    def version() -> str:
        chosen = f"{model},adapter={folder / 'ip.safetensors'}"
        return DiffusionKeyframes(FAMILIES["sd15"], chosen).card.version

    before = version()
    (folder / "other.safetensors").write_bytes(b"another adapter")
    assert version() == before
    save_file({"ip_adapter.1.to_k_ip.weight": torch.ones(2, 2)}, folder / "ip.safetensors")
    assert version() != before


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


# -- by the command line: whatever is wrong is one line, before anything is drawn


@pytest.mark.parametrize(
    ("chosen", "reference", "said"),
    [
        ("sd15:SHELF/sd15", "bad.png", "is not a picture that can be read"),
        ("sd15:SHELF/sd15", "wide.png", "40001 x 20 pixels"),
        ("sd15:SHELF/sd15,adapter=SHELF/for-sd15", "long.png", "at most 16384 a side"),
        ("sd15:SHELF/sd15,adapter=SHELF/faces.safetensors", "red.png", "mary has no face"),
        ("sd15:SHELF/sd15,adapter=SHELF/for-flux", "red.png", "is no IP-Adapter for this model"),
        (
            "sd15:SHELF/sd15,adapter=SHELF/sd15/unet/diffusion_pytorch_model.safetensors",
            "red.png",
            "no IP-Adapter",
        ),
        ("sd15:SHELF/sd15,adapter=SHELF/adapter.bin", "red.png", "is a pickle"),
        ("sd15:SHELF/model.ckpt", "red.png", "is a pickle"),
        ("sd15:SHELF/pickled", "red.png", "safetensors are needed"),
        ("sd15:SHELF/flux", "red.png", "Use flux:"),
        ("sd15:SHELF/cut", "red.png", "is damaged"),
        ("sd15:owner/never-pulled", "red.png", "film models pull owner/never-pulled"),
        ("flux:SHELF/flux,layout=gradients", "red.png", "flux takes no layout=gradients"),
    ],
)
def test_what_cannot_be_drawn_is_one_line_at_the_command_line(
    spoilt: Path, chosen: str, reference: str, said: str
) -> None:
    panels_of(spoilt, reference, check=False)
    words = ["draw", str(spoilt / "film.yaml"), "--keyframes", chosen.replace("SHELF", str(spoilt))]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1, result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("film: ")]
    assert len(lines) == 1 and said in lines[0] and "Traceback" not in result.output
    assert not list(spoilt.glob("film.production/keyframes/*.png"))


@pytest.fixture(scope="module")
def spoilt(shelf: Path) -> Path:
    """The shelf, with all that goes wrong on it."""
    (shelf / "bad.png").write_bytes(b"no picture")
    Pillow.new("1", (40001, 20)).save(shelf / "wide.png")
    Pillow.new("1", (17000, 20)).save(shelf / "long.png")
    for name in ("model.ckpt", "adapter.bin"):
        torch.save({"weights": 1}, shelf / name)
    for name in ("pickled", "cut"):
        shutil.copytree(shelf / "sd15", shelf / name)
        weights = next((shelf / name / "unet").glob("*.safetensors"))
        if name == "pickled":
            weights.rename(weights.with_suffix(".bin"))
        else:
            weights.write_bytes(weights.read_bytes()[:-1000])
    return shelf


@pytest.mark.parametrize("family", ["sd15", "flux"])
def test_boxes_smaller_than_a_token_and_twelve_in_a_shot_are_drawn(shelf: Path, family: str) -> None:
    names = [f"elf-{n}" for n in range(12)]
    who = [
        {"character": name, "path": [{"at": 0, "box": [n / 12, 0.5, n / 12 + 0.002, 0.502]}]}
        for n, name in enumerate(names)
    ]
    cast = {name: {"kind": "elf", "look": "green"} for name in names}
    film = {
        "frame": {"width": 64, "height": 64},
        "cast": cast,
        "scenes": [{"shots": [{"id": "m", "who": who}]}],
    }
    panels = make_panels(with_ids(parse_screenplay(film)), shelf)
    kind = replace(FAMILIES[family], side=256 if family == "flux" else 512)
    assert set(draw(DiffusionKeyframes(kind, f"{shelf / family},steps=1"), panels)) == {"m", *names}

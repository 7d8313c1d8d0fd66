"""Who is asked for consent: people in photographs, and nobody else."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from director.consent import check_consent, has_real_name, looks_like_photo, may_be_person
from prompts.errors import ScreenplayError
from prompts.screenplay import Character, parse_screenplay

DOCS = Path(__file__).parent.parent / "docs"


def make_photo(path: Path, camera: bool = False, seed: int = 0) -> None:
    """A soft picture with the noise of a sensor."""
    rng = np.random.default_rng(seed)
    ramp = np.linspace(40, 200, 128)[None, :, None] + np.linspace(0, 40, 96)[:, None, None]
    noise = rng.normal(0, 0 if camera else 3, (96, 128, 3))
    exif = Image.Exif()
    if camera:
        exif[0x010F] = "Camera"
    Image.fromarray(np.clip(ramp + noise, 0, 255).astype(np.uint8)).save(path, exif=exif)


def film(**character: Any) -> Any:
    return parse_screenplay(
        {"cast": {"anna": {"references": ["anna.png"], **character}}, "shots": ["Anna sings."]}
    )


@pytest.mark.parametrize("picture", sorted(DOCS.glob("gallery-*.png")), ids=lambda p: p.stem)
def test_drawing_is_no_photograph(picture: Path, tmp_path: Path) -> None:
    assert not looks_like_photo(picture)
    Image.open(picture).convert("RGB").save(tmp_path / "drawing.jpg", quality=85)
    assert not looks_like_photo(tmp_path / "drawing.jpg")


@pytest.mark.parametrize("camera", [True, False])
def test_photograph_is_known_by_its_noise_or_its_camera(camera: bool, tmp_path: Path) -> None:
    make_photo(tmp_path / "photo.png", camera)
    assert looks_like_photo(tmp_path / "photo.png")


@pytest.mark.parametrize(
    ("name", "real"),
    [
        ("Anna Berg", True),
        ("Ludwig van Beethoven", True),
        ("Mr Fox", False),
        ("Rusty", False),
        ("the fox", False),
    ],
)
def test_name_like_a_real_person_has(name: str, real: bool) -> None:
    assert has_real_name(Character(name=name)) is real


@pytest.mark.parametrize(
    ("kind", "person"),
    [("girl", True), ("old man", True), (None, True), ("red fox", False), ("lantern", False)],
)
def test_animals_and_things_are_no_persons(kind: str | None, person: bool) -> None:
    assert may_be_person(Character(kind=kind)) is person


@pytest.mark.parametrize(
    ("character", "hosted"),
    [
        ({"name": "Anna Berg", "kind": "woman"}, False),
        ({"name": "Anna Berg", "kind": "woman"}, True),
        ({"name": "Anna", "kind": "girl"}, True),
        ({"kind": "fox", "consent": False}, False),
    ],
)
def test_person_in_a_photograph_is_asked(character: Any, hosted: bool, tmp_path: Path) -> None:
    make_photo(tmp_path / "anna.png")
    with pytest.raises(ScreenplayError, match=r"cast\.anna: .*consent"):
        check_consent(film(**character), tmp_path, hosted=hosted)
    check_consent(film(**{**character, "consent": True}), tmp_path, hosted=hosted)


@pytest.mark.parametrize(
    "character", [{"name": "Anna", "kind": "girl"}, {"name": "Anna Berg", "kind": "cat"}, {"kind": "lantern"}]
)
def test_nobody_else_is_asked_where_the_picture_stays_here(character: Any, tmp_path: Path) -> None:
    make_photo(tmp_path / "anna.png")
    check_consent(film(**character), tmp_path, hosted=False)


def test_drawing_may_be_sent_without_asking(tmp_path: Path) -> None:
    Image.open(DOCS / "gallery-actors.png").save(tmp_path / "anna.png")
    check_consent(film(name="Anna Berg", kind="woman"), tmp_path, hosted=True)


def test_face_that_was_embedded_is_asked_about_like_a_photograph(tmp_path: Path) -> None:
    (tmp_path / "face.safetensors").write_bytes(b"")
    person = film(name="Anna Berg", kind="woman", references=["face.safetensors"])
    with pytest.raises(ScreenplayError, match="holds somebody's face, and the name is like a real"):
        check_consent(person, tmp_path, hosted=False)

"""Whether a person whose photograph is used has agreed to it: asked before a picture goes to a model.

A drawing is nobody's photograph, and an animal signs nothing: neither is asked about. How a photograph is
told from a drawing is measured on pixels and can be wrong for paintings; `consent: true` says what is so.
(Real prompts show that people animate pictures of others: TIP-I2V, arXiv 2411.04709.)

    check_consent(screenplay, folder, hosted=True)
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from director.language.words import find_noun, given_names, word_set
from prompts.errors import ScreenplayError
from prompts.screenplay import Character, Screenplay
from prompts.screenplay_file import FACES

CAMERA_TAGS = (0x010F, 0x0110, 0x829A, 0x829D, 0x920A)
"""EXIF: make, model, exposure time, aperture, focal length."""
FLAT = 0.5
"""A block of 8x8 pixels that varies less (standard deviation, of 255) is flat: paper, ink, a plain fill."""
FLAT_SHARE = 0.15
"""A photograph has fewer flat blocks than this, for a sensor has noise; a drawing has more."""
PARTICLES = {"van", "von", "der", "den", "de", "da", "di", "del", "la", "le", "du", "bin", "al", "y", "e"}
"""Of surnames; they are written small."""
LOOKED_AT = 768
"""Pixels a side of the middle that is looked at."""


def check_consent(screenplay: Screenplay, folder: Path, *, hosted: bool) -> None:
    """Nothing, if everybody who must has agreed to the use of their photograph.

    Asked about is a character with a photograph among its references who may be a person and either has a
    name as real people have, or is shown to a hosted service.

    Raises:
        ScreenplayError: naming the character, the file, and the way out.
    """
    for name, character in screenplay.cast.items():
        if not character.references or character.consent:
            continue
        said = f"cast.{name}: "
        if character.consent is False:
            raise ScreenplayError(
                f"{said}`consent` is false, so its references must not be used. Drop them, or ask the person."
            )
        if not may_be_person(character) or not (hosted or has_real_name(character)):
            continue
        photo = next((r for r in character.references if looks_like_photo(folder / r)), None)
        if photo:
            what = "holds somebody's face" if photo.endswith(FACES) else "looks like a photograph of a person"
            why = "it would be sent to a hosted service" if hosted else "the name is like a real person's"
            raise ScreenplayError(
                f"{said}{photo} {what}, and {why}. If they have agreed to be "
                "shown in this film, or it shows nobody real, write `consent: true` beside `references`; "
                "else drop the picture."
            )


def may_be_person(character: Character) -> bool:
    """Not so for those whose kind, or look where there is none, names animals, beings or things alone."""
    words = re.findall(r"[^\W\d_]+", (character.kind or character.look or "").lower())
    categories = {noun.category for word in words if (noun := find_noun(word))}
    if not categories:
        return not any(word in word_set("things.txt") for word in words)
    return "person" in categories


def has_real_name(character: Character) -> bool:
    """Two or more capitalised words, none a common noun for somebody: `Anna Berg`, but not `Mr Fox`."""
    words = re.findall(r"[^\W\d_][\w'’-]*", character.name or "")
    names = [word for word in words if word not in PARTICLES]
    if len(names) < 2 or not all(word[0].isupper() for word in names):
        return False
    return names[0].lower() in given_names() or not any(find_noun(word.lower()) for word in names)


def looks_like_photo(path: Path) -> bool:
    """Whether a camera wrote into a picture, or its pixels are as restless as a camera's.

    The embedding of a face is one too: nobody draws those.
    """
    if path.suffix == FACES:
        return True
    from PIL import Image

    with Image.open(path) as picture:
        exif = picture.getexif()
        if any(exif.get(tag) or exif.get_ifd(0x8769).get(tag) for tag in CAMERA_TAGS):
            return True
        left, top = ((side - min(side, LOOKED_AT)) // 2 for side in picture.size)
        box = (left, top, left + min(picture.width, LOOKED_AT), top + min(picture.height, LOOKED_AT))
        grey = np.asarray(picture.convert("RGB").crop(box), np.float32).mean(axis=-1)
    rows, columns = grey.shape[0] // 8 * 8, grey.shape[1] // 8 * 8
    if not rows or not columns:
        return False
    blocks = grey[:rows, :columns].reshape(rows // 8, 8, columns // 8, 8)
    return float((blocks.std(axis=(1, 3)) < FLAT).mean()) < FLAT_SHARE

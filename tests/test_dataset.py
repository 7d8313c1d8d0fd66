"""The dataset of the drawn world: deterministic, and what a caption says is in the picture.

.venv/bin/python -m pytest -n 0 tests/test_dataset.py
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backlot.actors.kinds import KINDS
from backlot.captions import DEEDS, caption_shot
from backlot.dataset import make_example, write_dataset
from backlot.notes import notes_for
from backlot.picture import DrawnShot

SIZE = 96
EXAMPLES = [make_example(7, number, SIZE) for number in range(24)]


def read_index(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines()]


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for name, seed, count in (("a", 1, 3), ("b", 1, 3), ("more", 1, 4), ("other", 2, 3)):
        write_dataset(tmp_path / name, count, seed, SIZE, clips=1)
    files = ["index.jsonl", "stills/000000.png", "stills/000002.png", "clips/000000.mp4"]

    def read(name: str, file: str) -> bytes:
        return (tmp_path / name / file).read_bytes()

    assert all(read("a", f) == read("b", f) for f in files)
    assert read("a", files[2]) == read("more", files[2])
    assert all(read("a", f) != read("other", f) for f in files)


def test_captions_are_sentences_of_what_is_there() -> None:
    captions = [caption_shot(example.panel) for example, _, _ in EXAMPLES]
    assert len(set(captions)) == len(captions)
    for caption, (example, shot, _) in zip(captions, EXAMPLES, strict=True):
        assert caption[0].isupper() and caption.endswith(".") and ",," not in caption
        assert notes_for(example.panel) == []
        for p in shot.placed:
            assert p.part.actor.kind.name in caption and not p.part.actor.label
            assert p.part.emotion == "neutral" or f"looking {p.part.emotion}" in caption
            assert DEEDS[p.part.action] in caption
        for thing in shot.props:
            if not thing.id.startswith("book-"):
                assert thing.match.kind.name in caption and not thing.match.label


def test_every_deed_of_a_caption_is_an_action() -> None:
    from backlot.actors.acting import find_action

    assert {find_action(words) for words in DEEDS.values()} == set(DEEDS)


def test_colours_and_clothes_of_a_caption_are_in_the_pixels() -> None:
    tried = 0
    for example, shot, _ in EXAMPLES:
        picture = shot.draw(example.frame).picture
        for name, character in example.panel.cast.items():
            others = [w for w in _without_one_claim(character.look or "", character.kind or "")]
            for look in others:
                cast = {**example.panel.cast, name: character.model_copy(update={"look": look})}
                plain = DrawnShot(replace(example.panel, cast=cast), example.num_frames, 8)
                changed = (plain.draw(example.frame).picture != picture).any(2)
                assert changed.sum() >= 4, (character.look, look)
                tried += 1
    assert tried >= 15


def _without_one_claim(look: str, kind: str) -> list[str]:
    """The look with one colour or one garment less, in every way."""
    body, *clothes = look.split(", ")
    out = [", ".join([body, *clothes[:i], *clothes[i + 1 :]]) for i in range(len(clothes))]
    return out + ([", ".join([kind, *clothes])] if body != kind else [])


def test_boxes_are_those_of_what_is_seen(tmp_path: Path) -> None:
    write_dataset(tmp_path, 4, 5, SIZE)
    for row in read_index(tmp_path):
        with Image.open(tmp_path / row["file"]) as image:
            assert image.size == (SIZE, SIZE) == (row["width"], row["height"])
        for entity in row["entities"]:
            left, top, right, bottom = entity["box"]
            assert 0 <= left < right <= 1 and 0 <= top < bottom <= 1
            assert entity["role"] == "prop" or entity["kind"] in KINDS


def test_pictures_are_varied() -> None:
    kinds = {p.part.actor.kind.name for _, shot, _ in EXAMPLES for p in shot.placed}
    places = {example.panel.place.name for example, _, _ in EXAMPLES if example.panel.place}
    assert len(kinds) >= 15 and len(places) >= 12
    assert all(np.ptp(shot.draw(e.frame).picture) > 60 for e, shot, _ in EXAMPLES[:6])


@pytest.mark.parametrize("words", [["--size", "65"], ["--count", "-1"]])
def test_wrong_numbers_are_refused(words: list[str], tmp_path: Path) -> None:
    line = [sys.executable, "-m", "backlot.dataset", str(tmp_path), *words]
    ran = subprocess.run(line, capture_output=True, text=True)
    assert ran.returncode == 2 and "must be even" in ran.stderr


def test_the_command_says_how_fast_it_was(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "backlot.dataset", str(tmp_path), "--count", "2", "--size", "64"]
    ran = subprocess.run(line, capture_output=True, text=True)
    assert ran.returncode == 0 and "pictures a second" in ran.stdout
    assert len(read_index(tmp_path)) == 2

"""Laws of the measures: equal is one, order of likeness, nothing guessed where there are no weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from consistency.encoders import open_encoder, score_images, score_text
from consistency.measure import (
    Frame,
    compare_colours,
    compare_structures,
    crop_box,
    measure_fidelity,
    measure_flicker,
    measure_likeness,
    measure_motion,
    measure_seam,
    measure_ssim,
)
from tests import tiny

torch.set_num_threads(1)


def paint(colour: tuple[int, int, int], left: int = 16, *, size: int = 64, ground: int = 30) -> Frame:
    """A square of a colour on a dark ground."""
    frame = np.full((size, size, 3), ground, np.uint8)
    frame[16:48, left : left + 32] = colour
    return frame


RED, BLUE = paint((200, 40, 30)), paint((30, 60, 210))
STATIC = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)


def test_a_picture_is_like_itself_at_any_size() -> None:
    for frame in (RED, STATIC, np.zeros((9, 5, 3), np.uint8)):
        likeness = measure_likeness(frame, frame)
        assert likeness.colour == pytest.approx(1) and likeness.structure == pytest.approx(1)
    assert measure_likeness(RED, paint((200, 40, 30))[::2, ::2].repeat(2, 0).repeat(2, 1)).colour > 0.95


def test_likeness_is_symmetric_and_bounded() -> None:
    for compare in (compare_colours, compare_structures):
        for a, b in ((RED, BLUE), (RED, STATIC), (BLUE, np.zeros_like(BLUE))):
            assert 0 <= compare(a, b) <= 1
            assert compare(a, b) == pytest.approx(compare(b, a))


def test_colour_ignores_place_and_structure_ignores_colour() -> None:
    moved = paint((200, 40, 30), left=4)
    assert compare_colours(RED, moved) > 0.99 > 0.8 > compare_colours(RED, BLUE)
    assert compare_structures(RED, BLUE) > 0.95 > 0.8 > compare_structures(RED, moved)


def test_colour_falls_smoothly_with_a_tint() -> None:
    values = [compare_colours(RED, paint((200 - shift, 40, 30))) for shift in (0, 3, 10, 40, 120)]
    assert values == sorted(values, reverse=True) and values[1] > 0.97


def test_boxes_single_out_the_entity() -> None:
    both = np.concatenate([RED, BLUE], axis=1)
    left, right = (0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0)
    assert measure_likeness(both, RED, left).colour > measure_likeness(both, RED, right).colour + 0.1
    assert measure_likeness(both, BLUE, right) == measure_likeness(BLUE, BLUE)
    assert crop_box(RED, (0.999, 0.999, 1, 1)).shape == (1, 1, 3)


def test_flat_pictures_are_alike_and_edges_are_not_nothing() -> None:
    flat = np.zeros((20, 20, 3), np.uint8)
    assert compare_structures(flat, flat + 200) == 1 and compare_structures(flat, RED) == 0


def test_a_hard_cut_is_a_seam_and_an_even_pan_is_none() -> None:
    pan = [paint((200, 40, 30), left=x) for x in range(0, 24, 2)]
    even = measure_seam(pan[:6], pan[6:])
    assert even.ratio == pytest.approx(1) and even.colour_shift < 1e-9
    hard = measure_seam(pan[:6], [paint((30, 60, 210), left=x, ground=90) for x in range(12, 24, 2)])
    assert hard.ratio > 5 and hard.colour_shift > 0.05
    still = measure_seam([RED, RED], [RED, RED])
    assert still.jump == still.ratio == 0
    assert measure_seam([RED], [BLUE]).ratio > 1  # no frames to compare with: half a grey level
    with pytest.raises(ValueError, match="differ in size"):
        measure_seam([RED], [paint((1, 2, 3), size=80)])
    with pytest.raises(ValueError, match="at least one frame"):
        measure_seam([], [RED])


def test_flicker_hears_trembling_and_not_fading_or_standing() -> None:
    def grey(values: list[int]) -> list[Frame]:
        return [np.full((32, 32, 3), value, np.uint8) for value in values]

    assert measure_flicker(grey([100] * 6)) == 0
    assert measure_flicker(grey([0, 40, 80, 120, 160])) < 1e-6
    weak, strong = (measure_flicker(grey([100, 100 + d] * 4)) for d in (4, 20))
    assert weak == pytest.approx(4 / 255, rel=0.01) and strong == pytest.approx(20 / 255, rel=0.01)
    assert measure_flicker(grey([0, 255])) == 0
    assert measure_motion(grey([0, 51, 102])) == pytest.approx(0.2) and measure_motion(grey([5])) == 0


def test_fidelity_is_perfect_for_the_keyframe_and_falls_with_noise() -> None:
    same = measure_fidelity(RED, RED)
    assert same.ssim == pytest.approx(1) and np.isinf(same.psnr_db) and same.worst == 0
    noisy = []
    for amount in (2, 10, 40):
        shake = np.random.default_rng(1).integers(-amount, amount + 1, RED.shape)
        noisy.append(measure_fidelity(RED, np.clip(RED + shake, 0, 255).astype(np.uint8)))
    assert [f.ssim for f in noisy] == sorted((f.ssim for f in noisy), reverse=True)
    assert noisy[0].psnr_db > noisy[1].psnr_db > noisy[2].psnr_db
    assert noisy[0].worst == pytest.approx(2 / 255)
    with pytest.raises(ValueError, match="sizes differ"):
        measure_fidelity(RED, RED[:32])


def test_ssim_is_the_textbook_value_on_one_window() -> None:
    a, b = STATIC[:7, :7], STATIC[7:14, 7:14]
    luma = np.array([0.299, 0.587, 0.114])
    x, y = a / 255 @ luma, b / 255 @ luma
    covariance = ((x - x.mean()) * (y - y.mean())).mean()
    expected = (2 * x.mean() * y.mean() + 1e-4) * (2 * covariance + 9e-4)
    expected /= (x.mean() ** 2 + y.mean() ** 2 + 1e-4) * (x.var() + y.var() + 9e-4)
    assert measure_ssim(a, b) == pytest.approx(expected)


@pytest.mark.parametrize(
    "frame", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)]
)
def test_what_is_no_picture_is_refused(frame: Any) -> None:
    with pytest.raises(ValueError, match="uint8 RGB"):
        measure_likeness(frame, RED)


@pytest.fixture(scope="module")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from transformers import CLIPConfig, CLIPModel, Dinov2Config, Dinov2Model

    folder = tmp_path_factory.mktemp("encoders")
    small = {"hidden_size": 32, "intermediate_size": 37, "num_hidden_layers": 1, "num_attention_heads": 4}
    words = {**small, "vocab_size": 514, "bos_token_id": 512, "eos_token_id": 513, "pad_token_id": 513}
    eyes = {**small, "image_size": 32, "patch_size": 8}
    config = CLIPConfig(text_config=words, vision_config=eyes, projection_dim=16)
    tiny.seeded(lambda: CLIPModel(config)).save_pretrained(folder / "clip")
    tiny.make_tokenizer().save_pretrained(folder / "clip")
    dino = Dinov2Config(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=4, image_size=28, patch_size=14
    )
    tiny.seeded(lambda: Dinov2Model(dino)).save_pretrained(folder / "dinov2")
    return folder


@pytest.mark.parametrize("kind", ["clip", "dinov2"])
def test_encoders_load_from_a_folder_and_know_a_picture_again(encoders: Path, kind: Any) -> None:
    opened = open_encoder(kind, encoders / kind)
    assert opened[0] is not None and opened[1] == ""
    assert score_images(opened, RED, RED).value == pytest.approx(1, abs=1e-5)
    other = score_images(opened, RED, STATIC[:40]).value
    assert other is not None and other < 0.9999
    features = opened[0].encode_images([RED, BLUE, STATIC[:, :11]])
    assert torch.allclose(features.norm(dim=1), torch.ones(3), atol=1e-5)


def test_text_is_scored_by_clip_alone(encoders: Path) -> None:
    clip, dino = open_encoder("clip", encoders / "clip"), open_encoder("dinov2", encoders / "dinov2")
    value = score_text(clip, RED, "a red square " * 60).value
    assert value is not None and -1 <= value <= 1
    assert score_text(dino, RED, "a red square").value is None
    assert dino[0] is not None
    with pytest.raises(TypeError, match="pictures only"):
        dino[0].encode_texts(["a"])


def test_without_weights_there_is_a_reason_and_no_value(tmp_path: Path) -> None:
    for folder in (None, tmp_path):
        opened = open_encoder("clip", folder)
        score = score_images(opened, RED, BLUE)
        assert score.value is None and "no clip weights" in score.reason
        assert score_text(opened, RED, "red") == score
    (tmp_path / "config.json").write_text("{}")
    assert "cannot be read" in open_encoder("dinov2", tmp_path)[1]

"""Laws of identities: made once, bound to their boxes, never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from consistency.identity import (
    Identities,
    Identity,
    condition,
    encode_with,
    read_reference,
    square_reference,
)
from tests import tiny

torch.set_num_threads(1)
FOX = np.random.default_rng(0).integers(0, 256, (40, 30, 3), dtype=np.uint8)
BEAR = np.random.default_rng(1).integers(0, 256, (30, 60, 3), dtype=np.uint8)


@pytest.fixture(autouse=True, scope="module")
def no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield


@pytest.fixture(scope="module")
def pipe() -> Any:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    size = {"hidden_size": 32, "intermediate_size": 37, "num_hidden_layers": 2, "num_attention_heads": 4}
    config = CLIPVisionConfig(**size, image_size=32, patch_size=8, projection_dim=32)
    pipe = tiny.make_sd15()
    pipe.register_modules(
        image_encoder=tiny.seeded(lambda: CLIPVisionModelWithProjection(config)).eval(),
        feature_extractor=CLIPImageProcessorPil(size=32, crop_size=32),
    )
    tiny.load_ip_adapter(pipe)
    return pipe


@pytest.fixture(scope="module")
def book(pipe: Any) -> Identities:
    return Identities(encode_with(pipe), "tiny")


def draw(pipe: Any, prompts: list[str], seeds: list[int], **options: Any) -> Tensor:
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    settings = {"height": 32, "width": 32, "num_inference_steps": 2, "output_type": "latent", **options}
    return pipe(prompts, generator=generators, **settings).images


def test_embeddings_are_the_pipelines_own(pipe: Any, book: Identities) -> None:
    embeds = book.embed(FOX)
    picture = Image.fromarray(square_reference(FOX))
    pipe.set_ip_adapter_scale(0.7)
    by_embeds = draw(pipe, ["a"], [0], ip_adapter_image_embeds=[embeds])
    assert torch.equal(by_embeds, draw(pipe, ["a"], [0], ip_adapter_image=picture))
    assert (by_embeds - draw(pipe, ["a"], [0], ip_adapter_image_embeds=[book.embed(BEAR)])).abs().max() > 1e-5


def test_a_reference_is_encoded_once_per_picture_and_box() -> None:
    calls = []

    def encode(frame: Any) -> Tensor:
        calls.append(frame)
        return torch.randn(2, 1, 8)

    book = Identities(encode, "a")
    first = book.embed(FOX)
    assert torch.equal(book.embed(FOX.copy()), first) and len(calls) == 1
    book.embed(FOX, (0, 0, 0.5, 1))
    book.embed(BEAR)
    assert len(calls) == 3
    other = Identities(encode, "a")
    other.load(book.dump())
    assert torch.equal(other.embed(FOX), first) and len(calls) == 3
    with pytest.raises(ValueError, match="made with a, not with b"):
        Identities(encode, "b").load(book.dump())
    with pytest.raises(ValueError, match="cannot be read"):
        other.load(b"no tensors")


def test_panels_of_a_batch_equal_panels_drawn_alone(pipe: Any, book: Identities) -> None:
    people = [Identity("fox", book.embed(FOX), 0.7), Identity("bear", book.embed(BEAR), 0.4)]
    panels: list[dict[str, Any]] = [{"fox": None}, {"fox": (0, 0, 0.5, 1), "bear": (0.5, 0, 1, 1)}, {}]
    prompts, seeds = ["a", "b", "c"], [0, 1, 2]
    together = draw(pipe, prompts, seeds, **condition(panels, people, height=32, width=32).apply(pipe))
    for i in range(3):
        alone = condition(panels[i : i + 1], people, height=32, width=32)
        assert alone.masks.shape[:2] == (2, 2 if i == 1 else 1)
        expected = draw(pipe, prompts[i : i + 1], seeds[i : i + 1], **alone.apply(pipe))
        assert (together[i] - expected[0]).abs().max() < 1e-4 * expected.abs().max()
    plain = draw(tiny.make_sd15(), ["c"], [2])
    assert (together[2] - plain[0]).abs().max() < 1e-4 * plain.abs().max()
    reordered = condition(panels, people[::-1], height=32, width=32).apply(pipe)
    assert (together - draw(pipe, prompts, seeds, **reordered)).abs().max() < 1e-4 * together.abs().max()


def test_fidelity_zero_is_no_adapter_and_more_is_further(pipe: Any, book: Identities) -> None:
    plain = draw(tiny.make_sd15(), ["a"], [0])
    gaps = []
    for fidelity in (0.0, 0.3, 0.9):
        who = [Identity("fox", book.embed(FOX), fidelity)]
        given = condition([{"fox": None}], who, height=32, width=32)
        gaps.append((draw(pipe, ["a"], [0], **given.apply(pipe)) - plain).abs().mean().item())
    assert gaps[0] == 0 < gaps[1] < gaps[2]


def test_a_full_mask_is_the_unmasked_adapter_with_and_without_guidance(pipe: Any, book: Identities) -> None:
    who = [Identity("fox", book.embed(FOX), 0.7)]
    for guidance_scale in (5.0, 1.0):
        guided = guidance_scale > 1
        masked = condition([{"fox": None}], who, height=32, width=32, guided=guided).apply(pipe)
        by_mask = draw(pipe, ["a"], [0], guidance_scale=guidance_scale, **masked)
        pipe.set_ip_adapter_scale(0.7)
        embeds = who[0].embeds if guided else who[0].embeds[1:]
        unmasked = draw(pipe, ["a"], [0], guidance_scale=guidance_scale, ip_adapter_image_embeds=[embeds])
        assert (by_mask - unmasked).abs().max() < 1e-4 * unmasked.abs().max()


def test_several_references_of_one_entity_share_its_fidelity(pipe: Any, book: Identities) -> None:
    twice = [Identity("fox", book.embed(FOX), 0.8)] * 2
    given = condition([{"fox": None}], twice, height=32, width=32)
    assert given.scales == [0.4, 0.4]
    once = condition([{"fox": None}], twice[:1], height=32, width=32)
    first, second = (draw(pipe, ["a"], [0], **some.apply(pipe)) for some in (given, once))
    assert (first - second).abs().max() < 1e-4 * second.abs().max()


def test_references_per_prompt_are_refused() -> None:
    with pytest.raises(ValueError, match="would mix them"):
        Identity("fox", torch.zeros(6, 1, 8))
    with pytest.raises(ValueError, match=r"fidelity is 1\.5"):
        Identity("fox", torch.zeros(2, 1, 8), 1.5)
    with pytest.raises(ValueError, match="at least one reference"):
        condition([{}], [], height=8, width=8)


def test_a_pipeline_without_adapter_or_encoder_is_refused() -> None:
    bare = tiny.make_sd15()
    with pytest.raises(ValueError, match="Load exactly one IP-Adapter"):
        encode_with(bare)
    tiny.load_ip_adapter(bare)
    with pytest.raises(ValueError, match="without its image encoder"):
        encode_with(bare)


def test_references_are_squared_without_cutting() -> None:
    wide = np.zeros((10, 40, 3), np.uint8)
    wide[:, :20] = 255
    square = square_reference(wide, side=40)
    assert square.shape == (40, 40, 3)
    assert square[20, 3].min() > 250 and square[20, 37].max() < 5
    assert 100 < square[2].mean() < 155
    assert square_reference(wide, (0, 0, 0.5, 1), side=20).min() == 255


def test_pictures_are_read_upright_and_opaque(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (20, 30), (255, 0, 0, 0))
    clear.save(tmp_path / "clear.png")
    assert read_reference(tmp_path / "clear.png").min() == 255
    turned = Image.new("L", (20, 30), 90)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif)
    assert read_reference(tmp_path / "turned.jpg").shape == (20, 30, 3)


def test_what_is_no_reference_is_refused(tmp_path: Path) -> None:
    (tmp_path / "story.png").write_text("once upon a time")
    with pytest.raises(ValueError, match="no picture that can be read"):
        read_reference(tmp_path / "story.png")
    Image.new("1", (40_000, 20)).save(tmp_path / "wide.png")
    with pytest.raises(ValueError, match="40000 x 20 pixels; at most 16384 a side"):
        read_reference(tmp_path / "wide.png")
    Image.new("L", (8, 200)).save(tmp_path / "thin.png")
    with pytest.raises(ValueError, match="at least 16 a side"):
        read_reference(tmp_path / "thin.png")
    whole = tmp_path / "whole.png"
    Image.fromarray(FOX).save(whole)
    (tmp_path / "half.png").write_bytes(whole.read_bytes()[:1000])
    with pytest.raises(ValueError, match="is damaged"):
        read_reference(tmp_path / "half.png")
    with pytest.raises(FileNotFoundError):
        read_reference(tmp_path / "none.png")

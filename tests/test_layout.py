"""Laws of the rasteriser, of masks for references, and of regional cross-attention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from consistency.boxes import Box, check_box, interpolate_box
from consistency.layout import (
    adapter_masks,
    assign_tokens,
    find_grid,
    joint_mask,
    rasterise_box,
    separate_boxes,
)
from consistency.regional import RegionalAttention, Words
from tests import tiny
from tests.tiny import noise

torch.set_num_threads(1)


@pytest.fixture(autouse=True, scope="module")
def no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    edges = [draw(st.floats(0, 1)) for _ in range(4)]
    left, right = sorted(edges[:2])
    top, bottom = sorted(edges[2:])
    return (left, top, right, bottom) if left < right and top < bottom else (0.1, 0.2, 0.3, 0.4)


grids = st.tuples(st.integers(1, 40), st.integers(1, 40))


# ---- boxes and tokens ----


@settings(max_examples=150, deadline=None)
@given(boxes(), grids)
def test_a_token_belongs_to_the_box_that_holds_its_centre_and_no_box_is_lost(
    box: Box, grid: tuple[int, int]
) -> None:
    mask = rasterise_box(box, *grid)
    # centres that lie on an edge but for rounding may fall on either side
    inside, near = centres(box, grid, -1e-9), centres(box, grid, 1e-9)
    assert mask.any() and not (inside & ~mask).any()
    if inside.any():
        assert not (mask & ~near).any()
    else:
        assert mask.sum() <= max(mask.any(0).sum(), mask.any(1).sum())
    height, width = grid
    area = (box[2] - box[0]) * (box[3] - box[1])
    assert abs(mask.double().mean() - area) <= 1 / height + 1 / width + 1 / (height * width)


def centres(box: Box, grid: tuple[int, int], margin: float) -> Tensor:
    """(h, w) bool: the centres in the box, grown by a margin."""
    y = (torch.arange(grid[0], dtype=torch.float64) + 0.5) / grid[0]
    x = (torch.arange(grid[1], dtype=torch.float64) + 0.5) / grid[1]
    rows = (box[1] - margin <= y) & (y < box[3] + margin)
    return rows[:, None] & (box[0] - margin <= x) & (x < box[2] + margin)


@settings(max_examples=60, deadline=None)
@given(boxes(), grids, st.floats(0, 1))
def test_a_box_that_grows_loses_no_token(box: Box, grid: tuple[int, int], share: float) -> None:
    grown = (box[0] * share, box[1] * share, 1 - (1 - box[2]) * share, 1 - (1 - box[3]) * share)
    if centres(box, grid, -1e-9).any():  # the token nearest to a speck may be another one
        assert not (rasterise_box(box, *grid) & ~rasterise_box(grown, *grid)).any()


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(6, 30), st.integers(6, 30))
def test_tiles_share_out_all_tokens(rows: int, columns: int, height: int, width: int) -> None:
    tiles = [
        (x / columns, y / rows, (x + 1) / columns, (y + 1) / rows)
        for y in range(rows)
        for x in range(columns)
    ]
    assert torch.stack([rasterise_box(tile, height, width) for tile in tiles]).sum(0).eq(1).all()


def test_the_box_in_front_wins() -> None:
    back, front = (0.0, 0.0, 1.0, 1.0), (0.25, 0.25, 0.75, 0.75)
    owners = assign_tokens([back, front], 4, 4)
    assert owners[1:3, 1:3].eq(1).all() and owners.eq(0).sum() == 12
    assert assign_tokens([front, back], 4, 4).eq(1).all()
    masks = separate_boxes([back, front], 4, 4)
    assert masks.sum(0).eq(1).all() and separate_boxes([], 4, 4).shape == (0, 4, 4)


@pytest.mark.parametrize(
    "box", [(0, 0, 0, 1), (0.5, 0, 0.4, 1), (-0.1, 0, 1, 1), (0, 0, 1, float("nan")), (0, 1)]
)
def test_what_is_no_box_is_refused(box: Any) -> None:
    with pytest.raises(ValueError, match=r"is (no box|empty)"):
        check_box(box)


def test_paths_are_exact_at_their_keys_and_linear_between() -> None:
    path = [(0.0, (0.0, 0.0, 0.5, 0.5)), (0.5, (0.5, 0.5, 1.0, 1.0)), (1.0, (0.0, 0.5, 0.5, 1.0))]
    for at, box in path:
        assert interpolate_box(path, at) == box
    assert interpolate_box(path, 0.25) == (0.25, 0.25, 0.75, 0.75)
    assert interpolate_box(path, 2.0) == path[-1][1]
    with pytest.raises(ValueError, match="must rise"):
        interpolate_box([path[1], path[0]], 0.2)


@pytest.mark.parametrize("size", [(64, 64), (96, 54), (45, 80), (7, 5), (33, 33)])
def test_grids_are_found_at_every_level_of_a_unet(size: tuple[int, int]) -> None:
    height, width = size
    while True:
        assert find_grid(height * width, size) == (height, width)
        if height == width == 1:
            break
        height, width = (height + 1) // 2, (width + 1) // 2
    with pytest.raises(ValueError, match="no halving"):
        find_grid(size[0] * size[1] - 1, size)


# ---- references ----


def test_references_are_bound_to_their_boxes_per_panel() -> None:
    panels = [{"fox": (0, 0, 0.5, 1), "bear": (0.5, 0, 1, 1)}, {"bear": None}, {}]
    masks = adapter_masks(panels, ["fox", "bear"], 16, 32)
    assert masks.shape == (6, 2, 16, 32) and torch.equal(masks[:3], masks[3:])
    assert masks[0, 0, :, :16].all() and not masks[0, 0, :, 16:].any()
    assert torch.equal(masks[0].sum(0), torch.ones(16, 32))
    assert not masks[1, 0].any() and masks[1, 1].all() and not masks[2].any()
    assert adapter_masks(panels, ["fox"], 16, 32, guided=False).shape == (3, 1, 16, 32)


def draw(pipe: Any, prompts: list[str], seeds: list[int], **options: Any) -> Tensor:
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    settings = {"height": 32, "width": 32, "num_inference_steps": 2, "output_type": "latent"}
    return pipe(prompts, generator=generators, **settings, **options).images


@pytest.fixture(scope="module")
def adapted() -> Any:
    pipe = tiny.make_sd15()
    tiny.load_ip_adapter(pipe)
    pipe.set_ip_adapter_scale(0.8)
    return pipe


def test_each_panel_of_a_batch_gets_its_own_references(adapted: Any) -> None:
    # guards the form [2B, n, H, W], which diffusers takes without documenting it
    references = noise(2, 2, 32)
    masks = adapter_masks([{"fox": None}, {"bear": None}, {}], ["fox", "bear"], 32, 32)
    together = draw(
        adapted,
        ["a", "b", "c"],
        [0, 1, 2],
        ip_adapter_image_embeds=[references],
        cross_attention_kwargs={"ip_adapter_masks": [masks]},
    )
    for i, (prompt, reference) in enumerate([("a", references[:, :1]), ("b", references[:, 1:])]):
        alone = draw(adapted, [prompt], [i], ip_adapter_image_embeds=[reference])
        assert (together[i] - alone[0]).abs().max() < 1e-4 * alone.abs().max()
    plain = draw(tiny.make_sd15(), ["c"], [2])
    assert (together[2] - plain[0]).abs().max() < 1e-4 * plain.abs().max()
    swapped = draw(
        adapted,
        ["a", "b", "c"],
        [0, 1, 2],
        ip_adapter_image_embeds=[references.flip(1)],
        cross_attention_kwargs={"ip_adapter_masks": [masks.flip(1)]},
    )
    assert (together - swapped).abs().max() < 1e-4 * together.abs().max()


# ---- regional words ----

HALVES = [Words((0, 0, 0.5, 1), noise(5, 32, seed=1)), Words((0.5, 0, 1, 1), noise(5, 32, seed=2))]


def cross(words: dict[str, list[Words]], *, passes: int = 1, **options: Any) -> tuple[Tensor, Tensor]:
    """(plain, regional) output of one cross-attention layer of a U-Net on a 16 x 16 grid."""
    unet = tiny.make_unet()
    layer = unet.get_submodule("up_blocks.1.attentions.0.transformer_blocks.0.attn2")
    hidden, text = noise(passes * len(words), 256, 16), noise(passes * len(words), 7, 32, seed=5)
    plain = layer(hidden, encoder_hidden_states=text)
    with RegionalAttention(words, size=(16, 16), **options).on(unet):
        return plain, layer(hidden, encoder_hidden_states=text)


def test_regional_attention_is_attention_over_prompt_and_words() -> None:
    whole = Words((0, 0, 1, 1), noise(5, 32, seed=1))
    _, regional = cross({"a": [whole]})
    layer = tiny.make_unet().get_submodule("up_blocks.1.attentions.0.transformer_blocks.0.attn2")
    text = torch.cat([noise(1, 7, 32, seed=5), whole.embeds[None]], dim=1)
    assert torch.allclose(regional, layer(noise(1, 256, 16), encoder_hidden_states=text), atol=1e-5)


def test_words_are_read_inside_their_box_alone() -> None:
    plain, left = cross({"a": HALVES[:1]})
    moved = (left - plain).abs().amax(-1).reshape(16, 16) > 0
    assert moved[:, :8].all() and not moved[:, 8:].any()
    _, both = cross({"a": HALVES})
    _, other = cross({"a": [HALVES[0], Words(HALVES[1].box, noise(5, 32, seed=8))]})
    differs = (both - other).abs().amax(-1).reshape(16, 16) > 0
    assert differs[:, 8:].all() and not differs[:, :8].any()
    assert torch.equal(both, cross({"a": HALVES[::-1]})[1])


@pytest.mark.parametrize("options", [{"weight": 0.0}, {"last_step": -1}])
def test_layout_off_is_plain_to_the_bit(options: dict[str, Any]) -> None:
    plain, regional = cross({"a": HALVES}, **options)
    assert torch.equal(plain, regional)


def test_weight_rises_smoothly_from_plain_and_guidance_leaves_the_empty_prompt_alone() -> None:
    gaps = []
    for weight in (1e-6, 0.1, 0.5, 1.0):
        plain, regional = cross({"a": HALVES, "b": []}, passes=2, weight=weight)
        assert torch.equal(plain[[0, 1, 3]], regional[[0, 1, 3]])
        gaps.append((plain[2] - regional[2]).abs().max().item())
    assert gaps == sorted(gaps) and gaps[0] < 1e-4 < gaps[-1]
    plain, regional = cross({"a": [Words((0, 0, 1, 1), noise(5, 32, seed=1))]}, prompt_weight=0.0)
    assert (plain - regional).abs().max() > gaps[0]


def test_layout_steers_a_pipeline_next_to_references_and_leaves_no_trace(adapted: Any) -> None:
    reference = {"ip_adapter_image_embeds": [noise(2, 1, 32)]}
    plain = draw(adapted, ["a fox"], [0], **reference)
    layout = RegionalAttention({"s1": HALVES}, size=(16, 16), last_step=0)
    with layout.on(adapted.unet):
        steered = draw(adapted, ["a fox"], [0], callback_on_step_end=layout.on_step_end, **reference)
        assert layout.step == 2
    assert (steered - plain).abs().max() > 1e-4
    assert torch.equal(draw(adapted, ["a fox"], [0], **reference), plain)
    with pytest.raises(ValueError, match="do not fit this batch"), layout.on(adapted.unet):
        layout.turn(0, ["s1"] * 3)
        draw(adapted, ["a fox"], [0], **reference)


def test_joint_mask_isolates_boxes_in_a_transformer() -> None:
    model = tiny.make_flux()
    box = (0.0, 0.0, 0.5, 1.0)

    def run(mask: Tensor | None, change: int | None = None) -> Tensor:
        words = noise(1, 9, 32)
        if change is not None:
            words[:, change] += 1.0
        ids = torch.cartesian_prod(torch.zeros(1), torch.arange(8.0), torch.arange(8.0))
        return (
            model(
                hidden_states=noise(1, 64, 16),
                encoder_hidden_states=words,
                pooled_projections=noise(1, 32),
                timestep=torch.full((1,), 0.5),
                img_ids=ids,
                txt_ids=torch.zeros(9, 3),
                joint_attention_kwargs={} if mask is None else {"attention_mask": mask},
            )
            .sample[0]
            .reshape(8, 8, -1)
        )

    halves = joint_mask([box, (0.5, 0, 1, 1)], [4, 5], 8, 8)
    moved = (run(halves, change=6) - run(halves)).abs().amax(-1) > 0
    assert not moved[:, :4].any() and moved[:, 4:].all()
    assert torch.equal(run(torch.ones(1, 1, 73, 73, dtype=torch.bool)), run(None))
    loose = joint_mask([box], [4], 8, 8, base=5, isolate=False)
    assert ((run(loose, change=7) - run(loose)).abs().amax(-1) > 0).any()
    with pytest.raises(ValueError, match="would see no text"):
        joint_mask([box], [4], 8, 8)
    with pytest.raises(ValueError, match="need as many texts"):
        joint_mask([box], [4, 4], 8, 8)

"""Laws of consistent attention in a Flux transformer of tiny size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor

from consistency.attention import ConsistentAttention
from consistency.layout import joint_mask
from consistency.sharing import (
    Sharing,
    Still,
)
from tests import tiny
from tests.stills import ALWAYS, FOX, GRID, PANELS
from tests.tiny import noise

torch.set_num_threads(1)


@pytest.fixture(autouse=True, scope="module")
def no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield


def run_flux(
    model: Any, batch: int, *, seed: int = 0, same: bool = False, grid: int = 8, dtype: Any = torch.float32
) -> Tensor:
    rows = torch.arange(grid).repeat_interleave(grid)
    ids = torch.stack([torch.zeros(grid * grid), rows, torch.arange(grid).repeat(grid)], dim=1)
    one = 1 if same else batch
    latents, words, pooled = noise(one, grid * grid, 16, seed=seed), noise(one, 6, 32), noise(one, 32)
    if same:
        latents, words, pooled = (x.repeat_interleave(batch, 0) for x in (latents, words, pooled))
    latents, words, pooled = latents.to(dtype), words.to(dtype), pooled.to(dtype)
    return model(
        hidden_states=latents,
        encoder_hidden_states=words,
        pooled_projections=pooled,
        timestep=torch.full((batch,), 0.5, dtype=dtype),
        img_ids=ids,
        txt_ids=torch.zeros(6, 3),
    ).sample


ALL_BLOCKS = ("transformer_blocks", "single_transformer_blocks")


@pytest.mark.parametrize("layers", [None, ALL_BLOCKS])
def test_flux_shares_between_readers_and_restores(layers: Any) -> None:
    model = tiny.make_flux()
    plain = run_flux(model, 3)
    book = ConsistentAttention(PANELS, size=GRID, mode="joint", sharing=ALWAYS)
    with book.on(model, layers):
        shared = run_flux(model, 3)
        book.turn(0)
    change = (shared - plain).abs().amax(dim=(1, 2))
    assert change[0] > 1e-4 and change[1] > 1e-4 and change[2] < 1e-6
    off = ConsistentAttention(PANELS, size=GRID, mode="joint", sharing=Sharing(0.0))
    with off.on(model, layers):
        assert torch.equal(run_flux(model, 3), plain)
    assert torch.equal(run_flux(model, 3), plain)


def test_flux_without_lenders_equals_the_stock_processor_through_our_own_path() -> None:
    model = tiny.make_flux()
    stills = [*PANELS, Still("d", {"bear": None})]
    book = ConsistentAttention(stills, size=GRID, mode="joint", sharing=ALWAYS, partners={"d": ("c",)})
    plain = run_flux(model, 4)
    with book.on(model, ALL_BLOCKS):
        shared = run_flux(model, 4)
    assert (shared[:3] - plain[:3]).abs().max() < 1e-5 and (shared[3] - plain[3]).abs().max() > 1e-4


def test_dilution_keeps_the_weight_of_text(monkeypatch: pytest.MonkeyPatch) -> None:
    # with equal pictures at equal positions, borrowed keys repeat own ones: the bias must undo exactly that
    monkeypatch.setattr("consistency.attention.rotate_lent", lambda model, grid: rotate_in_place(model, grid))
    model = tiny.make_flux()
    plain = run_flux(model, 3, same=True)
    stills = [Still(name, {"fox": None}) for name in "abc"]
    gaps = {}
    for dilution in (0.0, 0.5, 1.0):
        book = ConsistentAttention(
            stills, size=GRID, mode="joint", sharing=Sharing(1.0, first_step=0), dilution=dilution
        )
        with book.on(model, ALL_BLOCKS):
            gaps[dilution] = (run_flux(model, 3, same=True) - plain).abs().max().item()
    assert gaps[1.0] < 1e-5 < gaps[0.5] < gaps[0.0]


def rotate_in_place(model: Any, grid: tuple[int, int]) -> Any:
    rows = torch.arange(grid[0]).repeat_interleave(grid[1])
    columns = torch.arange(grid[1]).repeat(grid[0])
    return model.pos_embed(torch.stack([torch.zeros_like(rows), rows, columns], dim=1))


def test_flux_shares_in_half_precision() -> None:
    model = tiny.make_flux()
    results = []
    for dtype in (torch.float32, torch.bfloat16):
        book = ConsistentAttention(PANELS, size=GRID, mode="joint", sharing=ALWAYS)
        model.to(dtype)
        with book.on(model, ALL_BLOCKS):
            results.append(run_flux(model, 3, dtype=dtype))
    assert results[1].dtype == torch.bfloat16
    assert (results[1].float() - results[0]).abs().max() < 0.05 * results[0].abs().max()


def test_flux_refuses_pictures_of_another_size() -> None:
    model = tiny.make_flux()
    with ConsistentAttention(PANELS, size=(8, 9)).on(model), pytest.raises(ValueError, match="not 8 x 9"):
        run_flux(model, 3)
    run_flux(model, 3)


def test_flux_permutes_and_chunks() -> None:
    model = tiny.make_flux()
    stills = [Still("a", {"fox": None}, anchor=True), Still("b", FOX), Still("c", FOX)]
    rows = torch.arange(8).repeat_interleave(8)
    ids = torch.stack([torch.zeros(64), rows, torch.arange(8).repeat(8)], dim=1)
    latents, words, pooled = noise(3, 64, 16), noise(3, 6, 32), noise(3, 32)

    def forward(index: list[int]) -> Tensor:
        return model(
            hidden_states=latents[index],
            encoder_hidden_states=words[index],
            pooled_projections=pooled[index],
            timestep=torch.full((len(index),), 0.5),
            img_ids=ids,
            txt_ids=torch.zeros(6, 3),
        ).sample

    book = ConsistentAttention(stills, size=GRID, sharing=ALWAYS)
    with book.on(model):
        together = forward([0, 1, 2])
        for index in ([0], [2], [1]):
            book.turn(0, [stills[i].uid for i in index])
            assert (forward(index) - together[index]).abs().max() < 1e-5


def test_flux_honours_a_mask_while_sharing() -> None:
    model = tiny.make_flux()
    book = ConsistentAttention(PANELS, size=GRID, mode="joint", sharing=ALWAYS)
    everything = torch.ones(1, 1, 70, 70, dtype=torch.bool)
    boxes = joint_mask([(0, 0, 0.5, 1)], [3], 8, 8, base=3)
    results = []
    with book.on(model):
        for mask in (None, everything, boxes):
            book.turn(0)
            ids = torch.cartesian_prod(torch.zeros(1), torch.arange(8.0), torch.arange(8.0))
            results.append(
                model(
                    hidden_states=noise(3, 64, 16),
                    encoder_hidden_states=noise(3, 6, 32),
                    pooled_projections=noise(3, 32),
                    timestep=torch.full((3,), 0.5),
                    img_ids=ids,
                    txt_ids=torch.zeros(6, 3),
                    joint_attention_kwargs={} if mask is None else {"attention_mask": mask},
                ).sample
            )
    assert (results[0] - results[1]).abs().max() < 1e-5
    assert (results[0] - results[2]).abs().max() > 1e-4

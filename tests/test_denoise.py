"""Laws of step-major drawing with a real U-Net of tiny size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pytest
import torch
from diffusers import (
    DDIMScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
)
from torch import Tensor

from consistency.attention import ConsistentAttention
from consistency.denoise import denoise, split_chunks
from consistency.sharing import (
    Sharing,
    Still,
)
from tests import tiny
from tests.stills import ALWAYS, FOX, GRID, STILLS
from tests.tiny import noise

torch.set_num_threads(1)
# diffusers' schedulers hand torch tensors to numpy in a way that numpy 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

UNET = tiny.make_unet()


@pytest.fixture(autouse=True, scope="module")
def no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield


def predict_with(unet: Any, guided: bool = True, embeds: Tensor | None = None) -> Any:
    """A prediction that depends on nothing but the still's own latents, name and lenders."""

    def predict(latents: Tensor, timestep: Tensor, uids: Sequence[str]) -> Tensor:
        words = torch.stack([noise(5, 32, seed=sum(uid.encode())) for uid in uids])
        if not guided:
            return unet(latents, timestep, words).sample
        both = torch.cat([torch.zeros_like(words), words])
        empty, full = unet(torch.cat([latents, latents]), timestep, both).sample.chunk(2)
        return empty + 3.0 * (full - empty)

    return predict


def draw(
    uids: Sequence[str] | None = None,
    *,
    chunk: int = 5,
    stills: Sequence[Still] = STILLS,
    scheduler: Any = EulerDiscreteScheduler,
    guided: bool = True,
    pad: bool = False,
    **options: Any,
) -> dict[str, Tensor]:
    """uid -> clean latents, drawn by a real U-Net in three steps."""
    unet = UNET
    schedule = scheduler()
    schedule.set_timesteps(3)
    book = ConsistentAttention(stills, size=(16, 16), **{"sharing": ALWAYS, **options})
    names = [still.uid for still in stills] if uids is None else list(uids)
    start = torch.cat([noise(1, 4, 16, 16, seed=sum(name.encode())) for name in names])
    generators = [torch.Generator().manual_seed(sum(name.encode())) for name in names]
    with book.on(unet):
        done = denoise(
            predict_with(unet, guided),
            schedule,
            start * schedule.init_noise_sigma,
            book,
            chunk=chunk,
            uids=names,
            generators=generators,
            pad=pad,
        )
    return dict(zip(names, done, strict=True))


SCHEDULERS = [
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    EulerAncestralDiscreteScheduler,
    partial(DDIMScheduler, clip_sample=False),
]


@pytest.mark.parametrize("scheduler", SCHEDULERS)
@pytest.mark.parametrize("guided", [True, False])
def test_one_panel_can_be_redrawn_alone(scheduler: Any, guided: bool) -> None:
    film = draw(scheduler=scheduler, guided=guided)
    alone = draw(["fox@day", "s2"], scheduler=scheduler, guided=guided, chunk=2)
    scale = film["s2"].abs().max()
    assert (film["s2"] - alone["s2"]).abs().max() < 1e-5 * scale
    plain = draw(scheduler=scheduler, guided=guided, sharing=Sharing(0.0))
    assert (film["s2"] - plain["s2"]).abs().max() > 1e-4 * scale


@pytest.mark.parametrize("chunk", [1, 3])
def test_a_redrawn_panel_has_the_same_bits_at_the_same_chunk_size(chunk: int) -> None:
    film = draw(chunk=chunk, pad=True)
    alone = draw(["fox@day", "bear@day", "s1"], chunk=chunk, pad=True)
    assert torch.equal(film["s1"], alone["s1"])


def test_panels_that_are_added_change_nobody() -> None:
    film = draw(chunk=1)
    more = draw(chunk=1, stills=[*STILLS, Still("s4", FOX)])
    assert all(torch.equal(film[uid], more[uid]) for uid in film)


def test_rate_zero_and_strangers_are_plain_to_the_bit() -> None:
    plain = draw(sharing=Sharing(0.0))
    schedule = EulerDiscreteScheduler()
    schedule.set_timesteps(3)
    latents = (
        torch.cat([noise(1, 4, 16, 16, seed=sum(s.uid.encode())) for s in STILLS]) * schedule.init_noise_sigma
    )
    for step in schedule.timesteps:
        guess = predict_with(UNET)(schedule.scale_model_input(latents, step), step, [s.uid for s in STILLS])
        latents = schedule.step(guess, step, latents).prev_sample
    assert torch.equal(torch.stack(list(plain.values())), latents)
    strangers = [Still(still.uid, {still.uid: None}) for still in STILLS]
    alone = draw(stills=strangers, mode="joint")
    assert torch.equal(torch.stack(list(alone.values())), latents)


@pytest.mark.parametrize("num_panels", [4, 16])
def test_the_bank_of_a_model_does_not_grow_with_the_film(num_panels: int) -> None:
    anchors = [Still("a", {"fox": None}, anchor=True), Still("b", {"fox": FOX["fox"]}, anchor=True)]
    stills = [*anchors, *(Still(f"p{i}", FOX) for i in range(num_panels))]
    schedule = EulerDiscreteScheduler()
    schedule.set_timesteps(2)
    book = ConsistentAttention(stills, size=(8, 8), sharing=ALWAYS)
    with book.on(UNET):
        denoise(predict_with(UNET), schedule, noise(len(stills), 4, 8, 8), book, chunk=4)
    layers = [
        (64, 16),
        (64, 16),
        (16, 32),
        (16, 32),
    ]  # (tokens, width) of the self-attention in the up blocks
    lent = sum((n // 2 + n // 4) * width for n, width in layers)  # half of a, half of the box of b
    assert book.bank.peak_bytes == 2 * 2 * 4 * lent  # K and V, two passes, four bytes


def test_permuted_stories_give_permuted_pictures() -> None:
    film = draw(mode="joint", chunk=5)
    turned = draw(mode="joint", chunk=5, stills=STILLS[::-1])
    for uid in film:
        assert (film[uid] - turned[uid]).abs().max() < 1e-4 * film[uid].abs().max()


def test_a_bank_elsewhere_gives_the_same() -> None:
    here, there = (draw(chunk=2, bank_device=device) for device in (None, "cpu"))
    assert all(torch.equal(here[uid], there[uid]) for uid in here)


def test_chunks_keep_lenders_before_readers() -> None:
    book = ConsistentAttention(STILLS[::-1], size=GRID)
    assert split_chunks(list(book.stills), 2, book) == [["bear@day", "fox@day"], ["s3", "s2"], ["s1"]]
    joint = ConsistentAttention(STILLS, size=GRID, mode="joint")
    with pytest.raises(ValueError, match="read each other"):
        split_chunks(list(joint.stills), 2, joint)


def test_latents_that_are_not_finite_name_the_still_and_the_step() -> None:
    book = ConsistentAttention(STILLS, size=GRID)
    schedule = EulerDiscreteScheduler()
    schedule.set_timesteps(3)

    def predict(latents: Tensor, timestep: Tensor, uids: Sequence[str]) -> Tensor:
        return torch.stack([torch.full((4, 8, 8), float("nan") if uid == "s2" else 0.0) for uid in uids])

    with pytest.raises(FloatingPointError, match="s2 are not finite after step 0"):
        denoise(predict, schedule, noise(5, 4, 8, 8), book, chunk=2)

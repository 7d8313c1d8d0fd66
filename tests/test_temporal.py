"""Laws of temporal controls: off is plain, rows stay distributions, bands and balances do what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor

from consistency.temporal import Balance, TemporalControl, amplify_maps, raise_band, spread_maps
from tests import tiny
from tests.tiny import noise

torch.set_num_threads(1)
MAPS = (noise(6, 2, 8, 8) * 2).softmax(-1)
BAND = {"up_blocks": 1.0}


@pytest.fixture(autouse=True, scope="module")
def no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield


@pytest.fixture(scope="module")
def pipe() -> Any:
    return tiny.make_animatediff()


def shoot(pipe: Any, **options: Any) -> Tensor:
    settings = {"num_frames": 6, "height": 32, "width": 48, "num_inference_steps": 2, "output_type": "latent"}
    return pipe("a fox", generator=torch.Generator().manual_seed(0), **settings, **options).frames


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"band": BAND, "band_strength": 0.0},
        {"band": BAND, "band_last_step": -1},
        {"balance": Balance(0.0, 1.0)},
        {"balance": Balance(reference=0), "balance_last_step": -1},
    ],
)
def test_off_is_plain_to_the_bit(pipe: Any, options: dict[str, Any]) -> None:
    plain = shoot(pipe)
    control = TemporalControl(**options)
    with control.on(pipe.unet):
        assert torch.equal(shoot(pipe, callback_on_step_end=control.on_step_end), plain)
    assert torch.equal(shoot(pipe), plain)


@pytest.mark.parametrize("options", [{"band": BAND}, {"balance": Balance(reference=0, cutoff=2)}])
def test_controls_change_the_clip_until_they_are_left(pipe: Any, options: dict[str, Any]) -> None:
    plain, before = shoot(pipe), dict(pipe.unet.attn_processors)
    control = TemporalControl(**options)
    with control.on(pipe.unet):
        changed = shoot(pipe, callback_on_step_end=control.on_step_end)
        assert control.step == 2
        with pytest.raises(RuntimeError, match="Another temporal control"), TemporalControl().on(pipe.unet):
            pass
    assert changed.isfinite().all() and (changed - plain).abs().max() > 1e-4
    assert all(pipe.unet.attn_processors[name] is before[name] for name in before)
    assert torch.equal(shoot(pipe), plain)


def test_a_weak_control_through_our_own_path_is_nearly_plain(pipe: Any) -> None:
    plain = shoot(pipe)
    for options in ({"band": BAND, "band_strength": 1e-7}, {"balance": Balance(1e-7, 1.0, reference=0)}):
        control = TemporalControl(**options)  # type: ignore[arg-type]
        with control.on(pipe.unet):
            near = shoot(pipe, callback_on_step_end=control.on_step_end)
        assert (near - plain).abs().max() < 1e-3 * plain.abs().max()


def test_a_narrow_band_draws_attention_to_near_frames_and_time_may_run_backwards() -> None:
    scores = noise(4, 2, 8, 8)
    near = torch.eye(8).bool()
    shares = [raise_band(scores, sigma, 1.0).softmax(-1)[..., near].mean() for sigma in (50.0, 3.0, 0.5)]
    assert shares[0] < shares[1] < shares[2]
    backwards = raise_band(scores.flip(-1, -2), 2.0, 1.0).flip(-1, -2)
    assert torch.allclose(backwards, raise_band(scores, 2.0, 1.0), atol=1e-6)
    negative = raise_band(scores - 100, 1.0, 1.0).softmax(-1)[..., near]
    assert (negative > (scores - 100).softmax(-1)[..., near]).all()


@pytest.mark.parametrize("pull", [0.0, 0.6, 1.0])
@pytest.mark.parametrize("gain", [1.0, 1.5, 10.0])
def test_balanced_maps_are_distributions(pull: float, gain: float) -> None:
    balance = Balance(pull, gain, cutoff=3)
    louder = amplify_maps(torch.lerp(MAPS, MAPS.flip(0), pull), MAPS, balance)
    assert (louder >= 0).all() and torch.allclose(louder.sum(-1), torch.ones(6, 2, 8), atol=1e-5)
    if pull == 0 and gain == 1:
        assert torch.allclose(louder, MAPS, atol=1e-5)


def test_balance_keeps_the_energy_and_leaves_even_rows_alone() -> None:
    even = torch.full((1, 1, 8, 8), 1 / 8)
    assert torch.allclose(amplify_maps(even, even, Balance(gain=3.0)), even, atol=1e-6)
    faint = torch.lerp(MAPS, even, 0.5)
    louder = amplify_maps(faint, MAPS, Balance(gain=1.0))
    assert (louder**2).sum() > (faint**2).sum()
    assert (louder**2).sum((-1, -2)).mean() == pytest.approx((MAPS**2).sum((-1, -2)).mean().item(), rel=0.05)


def test_maps_are_spread_over_places() -> None:
    maps = noise(2 * 6, 3, 4, 4).softmax(-1)
    assert torch.allclose(spread_maps(maps, 2, (2, 3), (2, 3)), maps, atol=1e-6)
    wide = spread_maps(maps, 2, (2, 3), (4, 6))
    assert wide.shape == (48, 3, 4, 4)
    assert torch.allclose(wide.sum(-1), torch.ones(48, 3, 4), atol=1e-5)
    first = spread_maps(maps[:6], 1, (2, 3), (4, 6))
    assert torch.allclose(wide[:24], first)


def test_what_cannot_be_controlled_is_refused(pipe: Any) -> None:
    with pytest.raises(TypeError, match="no motion modules"), TemporalControl().on(tiny.make_unet()):
        pass
    with pytest.raises(ValueError, match="out of range"):
        Balance(gain=0.5)
    with pytest.raises(ValueError, match="sigma must be above 0"):
        TemporalControl(band={"up_blocks": 0.0})

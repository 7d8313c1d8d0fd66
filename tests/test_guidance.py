"""Laws of gradient layout guidance: the loss never rises, zero iterations change nothing."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from diffusers import DDIMScheduler, EulerDiscreteScheduler
from torch import Tensor

from consistency.attention import ConsistentAttention
from consistency.denoise import denoise
from consistency.guidance import BoxGuidance, Target, find_crosses
from consistency.prediction import Text, UNetPrediction
from consistency.sharing import Sharing, Still
from tests import tiny
from tests.tiny import noise

torch.set_num_threads(1)
# diffusers' schedulers hand torch tensors to numpy in a way that numpy 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
UNET = tiny.make_unet().requires_grad_(False)
TEXTS = {uid: Text(noise(7, 32, seed=i)) for i, uid in enumerate("ab")}
TARGETS = {"a": [Target((0, 0, 0.5, 1), (1, 2)), Target((0.5, 0, 1, 0.5), (4,))], "b": []}


def make_guidance(scheduler: Any = DDIMScheduler, **options: Any) -> BoxGuidance:
    schedule = scheduler()
    schedule.set_timesteps(4)
    settings = {"size": (16, 16), "threshold": 0.0, **options}
    return BoxGuidance(UNET, schedule, TEXTS, TARGETS, **settings)


@pytest.mark.parametrize("scheduler", [DDIMScheduler, EulerDiscreteScheduler])
def test_every_iteration_lowers_the_loss_of_its_still_alone(scheduler: Any) -> None:
    losses = []
    for iterations in (0, 1, 3):
        guidance = make_guidance(scheduler, iterations=iterations)
        start = noise(2, 4, 16, 16) * guidance.scheduler.init_noise_sigma
        moved = guidance.adjust(0, start, ["a", "b"])
        assert torch.equal(moved[1], start[1])
        losses.append(float(guidance.measure(moved[:1], "a", guidance.scheduler.timesteps[1])))
    assert losses[0] > losses[1] > losses[2]


def test_moves_are_short_and_end_with_the_guided_steps() -> None:
    guidance, start = make_guidance(last_step=1, iterations=1, strength=0.1), noise(2, 4, 16, 16)
    moved = guidance.adjust(1, start, ["a", "b"])
    assert 0 < (moved - start).norm() <= 0.1001 * start[0].norm()
    assert guidance.adjust(2, start, ["a", "b"]) is start
    assert make_guidance().adjust(3, start, ["a", "b"]) is start  # there is no next step
    assert make_guidance(iterations=0).adjust(0, start, ["a", "b"]) is start
    assert torch.equal(make_guidance(threshold=1.0).adjust(0, start, ["a", "b"]), start)


def test_the_loss_is_the_share_of_attention_outside_the_box() -> None:
    guidance = make_guidance()
    attention = torch.zeros(1, 2, 256, 7)
    attention[:, :, :, :] = 1 / 7
    assert guidance._score(attention, "a") == pytest.approx((0.5**2 + 0.75**2) / 2, abs=1e-6)
    attention = attention.reshape(1, 2, 16, 16, 7).clone()
    attention[:, :, :, 8:, [1, 2]] = 0
    attention[:, :, 8:, :, 4] = 0
    attention[:, :, :, :8, 4] = 0
    assert guidance._score(attention.flatten(2, 3), "a") < 1e-6


def test_pipelines_are_guided_through_their_callback() -> None:
    pipe = tiny.make_sd15()
    embeds, _ = pipe.encode_prompt("a fox and a bear", pipe.device, 1, False)
    settings = {"height": 32, "width": 32, "num_inference_steps": 4, "output_type": "latent"}

    def run(**options: Any) -> Tensor:
        generator = torch.Generator().manual_seed(0)
        return pipe("a fox and a bear", generator=generator, **settings, **options).images

    plain = run()
    for iterations in (0, 1):
        guidance = BoxGuidance(
            pipe.unet,
            pipe.scheduler,
            {"a": Text(embeds[0])},
            {"a": [Target((0, 0, 0.5, 1), (3,))]},
            size=(16, 16),
            iterations=iterations,
            threshold=0.0,
        )
        guided = run(callback_on_step_end=guidance.on_step_end)
        assert torch.equal(guided, plain) == (iterations == 0)
    assert torch.equal(run(), plain)


def test_guidance_only_looks_while_consistent_attention_is_on() -> None:
    stills = [Still("a", {"fox": None}, anchor=True), Still("b", {"fox": None})]
    book = ConsistentAttention(stills, size=(16, 16), sharing=Sharing(0.5, first_step=0))
    guidance = make_guidance(pauses=[book], iterations=1)
    predict = UNetPrediction(UNET, book, TEXTS, TEXTS, guidance_scale=1.0)
    results = []
    for adjust in (None, guidance.adjust):
        schedule = guidance.scheduler = DDIMScheduler()
        schedule.set_timesteps(3)
        with book.on(UNET):
            results.append(denoise(predict, schedule, noise(2, 4, 16, 16), book, chunk=1, adjust=adjust))
    assert (results[0] - results[1]).abs().amax(dim=(1, 2, 3)).min() > 1e-6


def test_last_steps_can_differ_by_still_and_the_model_may_be_in_half_precision() -> None:
    unet = tiny.make_unet().to(torch.bfloat16).requires_grad_(False)
    guidance = make_guidance(last_step={"a": 0}, iterations=1)
    guidance.unet, start = unet, noise(2, 4, 16, 16)
    assert not torch.equal(guidance.adjust(0, start, ["a", "b"]), start)
    assert guidance.adjust(1, start, ["a", "b"]) is start


def test_what_cannot_be_guided_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one text token"):
        Target((0, 0, 1, 1), ())
    unet = tiny.make_unet()
    unet.config.encoder_hid_dim_type = "ip_image_proj"
    with pytest.raises(ValueError, match="does not go with a loaded IP-Adapter"):
        BoxGuidance(unet, DDIMScheduler(), TEXTS, TARGETS, size=(16, 16))
    with pytest.raises(TypeError, match="no cross-attention"):
        find_crosses(tiny.make_vae())

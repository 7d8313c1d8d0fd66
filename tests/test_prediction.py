"""Laws of prediction: with sharing off it is the pipeline, with references and layout as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import torch
from torch import Tensor

from consistency.attention import ConsistentAttention
from consistency.denoise import denoise
from consistency.identity import Conditioning, Identity, condition
from consistency.prediction import FluxPrediction, Text, UNetPrediction
from consistency.regional import RegionalAttention, Words
from consistency.sharing import Sharing, Still
from tests import tiny
from tests.tiny import noise

torch.set_num_threads(1)
# diffusers' schedulers hand torch tensors to numpy in a way that numpy 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
PROMPTS = {"a": "a fox", "b": "a fox in a house", "c": "a bear"}
STILLS = [
    Still("a", {"fox": None}, anchor=True),
    Still("b", {"fox": (0, 0, 0.5, 1)}),
    Still("c", {"bear": None}),
]
OFF = Sharing(0.0)
WORDS = {"a": [], "b": [Words((0, 0, 0.5, 1), noise(4, 32))], "c": []}


@pytest.fixture(autouse=True, scope="module")
def no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield


def encode(pipe: Any, prompt: str) -> Text:
    """A prompt by the pipeline's own encoders."""
    if hasattr(pipe, "text_encoder_2"):
        embeds, _, pooled, _ = pipe.encode_prompt(prompt, do_classifier_free_guidance=False)
        return Text(embeds[0], pooled[0], torch.tensor([32.0, 32, 0, 0, 32, 32]))
    embeds, _ = pipe.encode_prompt(prompt, pipe.device, 1, False)
    return Text(embeds[0])


def draw(
    pipe: Any, book: ConsistentAttention, *, chunk: int, guidance_scale: float, **options: Any
) -> Tensor:
    texts = {uid: encode(pipe, prompt) for uid, prompt in PROMPTS.items()}
    empty = encode(pipe, "")
    if empty.pooled is not None:  # SDXL takes zeros for an empty prompt
        empty = Text(empty.embeds * 0, empty.pooled * 0, empty.time_ids)
    predict = UNetPrediction(
        pipe.unet, book, texts, dict.fromkeys(PROMPTS, empty), guidance_scale=guidance_scale, **options
    )
    pipe.scheduler.set_timesteps(2)
    latents = noise(3, 4, 16, 16) * pipe.scheduler.init_noise_sigma
    with book.on(pipe.unet):
        return denoise(predict, pipe.scheduler, latents, book, chunk=chunk)


def run(pipe: Any, guidance_scale: float, **options: Any) -> Tensor:
    settings = {"height": 32, "width": 32, "num_inference_steps": 2, "output_type": "latent"}
    return pipe(
        list(PROMPTS.values()),
        latents=noise(3, 4, 16, 16),
        guidance_scale=guidance_scale,
        **settings,
        **options,
    ).images


@pytest.mark.parametrize("make", [tiny.make_sd15, tiny.make_sdxl])
@pytest.mark.parametrize("guidance_scale", [1.0, 5.0])
def test_without_sharing_it_is_the_pipeline_in_any_chunks(make: Any, guidance_scale: float) -> None:
    pipe = make()
    expected = run(pipe, guidance_scale)
    for chunk in (1, 3):
        book = ConsistentAttention(STILLS, size=(16, 16), sharing=OFF)
        drawn = draw(pipe, book, chunk=chunk, guidance_scale=guidance_scale)
        assert (drawn - expected).abs().max() < 2e-5 * expected.abs().max()
    book = ConsistentAttention(STILLS, size=(16, 16), sharing=Sharing(0.5, first_step=0))
    shared = draw(pipe, book, chunk=1, guidance_scale=guidance_scale)
    change = (shared - expected).abs().amax(dim=(1, 2, 3)) / expected.abs().max()
    assert change[1] > 1e-4 and max(change[0], change[2]) < 2e-5


@pytest.mark.parametrize("guidance_scale", [1.0, 5.0])
def test_references_and_layout_go_along_as_in_the_pipeline(guidance_scale: float) -> None:
    pipe, guided = tiny.make_sd15(), guidance_scale > 1
    tiny.load_ip_adapter(pipe)
    people = [Identity("fox", noise(2, 1, 32), 0.7), Identity("bear", noise(2, 1, 32, seed=1), 0.3)]

    def refer(uids: Sequence[str]) -> Conditioning:
        boxes = [dict(still.entities) for uid in uids for still in STILLS if still.uid == uid]
        return condition(boxes, people, height=32, width=32, guided=guided)

    def lay_out() -> RegionalAttention:
        return RegionalAttention(WORDS, size=(16, 16), last_step=0)

    with (layout := lay_out()).on(pipe.unet):
        given = refer(list(PROMPTS)).apply(pipe)
        expected = run(pipe, guidance_scale, callback_on_step_end=layout.on_step_end, **given)
    for chunk in (1, 2, 3):
        book = ConsistentAttention(STILLS, size=(16, 16), sharing=OFF)
        with (layout := lay_out()).on(pipe.unet):
            drawn = draw(
                pipe, book, chunk=chunk, guidance_scale=guidance_scale, layout=layout, references=refer
            )
        assert (drawn - expected).abs().max() < 2e-5 * expected.abs().max()
    with pytest.raises(ValueError, match="so references are needed"):
        draw(pipe, book, chunk=1, guidance_scale=guidance_scale)
    pipe.unload_ip_adapter()
    with pytest.raises(ValueError, match="need an IP-Adapter"):
        draw(pipe, book, chunk=1, guidance_scale=guidance_scale, references=refer)


def test_texts_of_different_length_are_refused() -> None:
    book = ConsistentAttention(STILLS, size=(16, 16))
    texts = {"a": Text(noise(7, 32)), "b": Text(noise(9, 32)), "c": Text(noise(7, 32))}
    predict = UNetPrediction(tiny.make_unet(), book, texts, texts, guidance_scale=1.0)
    with pytest.raises(ValueError, match="same parts and lengths"):
        predict(noise(2, 4, 16, 16), torch.tensor(5), ["a", "b"])


@pytest.mark.parametrize("true_guidance_scale", [1.0, 2.0])
def test_flux_without_sharing_is_the_pipeline(true_guidance_scale: float) -> None:
    pipe = tiny.make_flux_pipeline()
    latents = noise(3, 64, 16)
    expected = pipe(
        list(PROMPTS.values()),
        negative_prompt=[""] * 3,
        true_cfg_scale=true_guidance_scale,
        height=32,
        width=32,
        num_inference_steps=2,
        latents=latents,
        max_sequence_length=16,
        output_type="latent",
    ).images
    texts = {}
    for uid, prompt in {**PROMPTS, "": ""}.items():
        embeds, pooled, _ = pipe.encode_prompt(prompt, None, max_sequence_length=16)
        texts[uid] = Text(embeds[0], pooled[0])
    results = []
    for sharing, chunk in ((OFF, 3), (OFF, 1), (Sharing(0.5, first_step=0), 1)):
        book = ConsistentAttention(STILLS, size=(8, 8), sharing=sharing)
        predict = FluxPrediction(
            pipe.transformer,
            book,
            texts,
            dict.fromkeys(PROMPTS, texts[""]),
            true_guidance_scale=true_guidance_scale,
        )
        pipe.scheduler.set_timesteps(sigmas=[1.0, 0.5])
        with book.on(pipe.transformer):
            results.append(denoise(predict, pipe.scheduler, latents, book, chunk=chunk))
    scale = expected.abs().max()
    assert (results[0] - expected).abs().max() < 2e-5 * scale
    assert (results[1] - expected).abs().max() < 2e-5 * scale
    change = (results[2] - expected).abs().amax(dim=(1, 2)) / scale
    assert change[1] > 1e-4 and max(change[0], change[2]) < 2e-5

"""Laws of words and references in boxes on a Flux transformer of tiny size."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor

from consistency.attention import ConsistentAttention
from consistency.denoise import split_chunks
from consistency.identity import Identity, condition
from consistency.joint_regions import ROOM, JointLayout, weigh_references
from consistency.prediction import FluxPrediction, Text
from consistency.regional import Words
from consistency.sharing import Sharing, Still
from tests import tiny
from tests.tiny import noise

torch.set_num_threads(1)

SIZE = (6, 8)
TOKENS = 48
LEFT, RIGHT = (0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0)
TEXTS = {uid: Text(noise(9, 32, seed=i), noise(32, seed=i)) for i, uid in enumerate(("fox", "a", "b"))}
STILLS = [
    Still("fox", {"fox": None}, anchor=True),
    Still("a", {"fox": LEFT}),
    Still("b", {"fox": RIGHT, "bear": None}),
]
OFF, ON = Sharing(0.0), Sharing(0.5, first_step=0)
WORDS = {
    "fox": [],
    "a": [Words(LEFT, noise(5, 32, seed=7))],
    "b": [Words(LEFT, noise(70, 32, seed=8)), Words(RIGHT, noise(3, 32, seed=9))],
}


@pytest.fixture(autouse=True, scope="module")
def no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield


@pytest.fixture(scope="module")
def flux() -> Any:
    return tiny.make_flux()


@pytest.fixture(scope="module")
def pipe() -> Any:
    pipe = tiny.make_flux_pipeline()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipe.load_ip_adapter(
            tiny.make_flux_adapter(), weight_name="tiny", image_encoder_pretrained_model_name_or_path=None
        )
    return pipe


def predict(
    model: Any, uids: list[str], *, sharing: Sharing = OFF, step: int = 0, chunk: int = 3, **options: Any
) -> Tensor:
    """The flow of these stills, at one step, in chunks."""
    book = ConsistentAttention(STILLS, size=SIZE, sharing=sharing)
    ask = FluxPrediction(model, book, TEXTS, **options)
    latents = {uid: noise(TOKENS, 16, seed=20 + i) for i, uid in enumerate(TEXTS)}
    rows = []
    with book.on(model), weigh_references(model):
        for start in range(0, len(uids), chunk):
            some = uids[start : start + chunk]
            book.turn(step, some)
            rows.append(ask(torch.stack([latents[uid] for uid in some]), torch.tensor(500.0), some))
    return torch.cat(rows)


def layout(words: Any = WORDS, **options: Any) -> JointLayout:
    return JointLayout(words, size=SIZE, **options)


# -- words


def test_nothing_said_and_late_steps_are_plain_to_the_bit(flux: Any) -> None:
    plain = predict(flux, ["fox", "a", "b"])
    silent = layout({uid: [] for uid in TEXTS})
    assert torch.equal(predict(flux, ["fox", "a", "b"], layout=silent), plain)
    assert torch.equal(predict(flux, ["fox", "a", "b"], layout=layout(last_step=1), step=2), plain)
    told = predict(flux, ["fox", "a", "b"], layout=layout(last_step={"a": 1, "b": 1}), step=1)
    change = (told - plain).abs().amax((1, 2))
    assert change[0] < 1e-6 and change[1:].min() > 1e-4


def test_words_are_read_in_their_box_and_nobody_reads_the_room_that_is_left(flux: Any) -> None:
    attn = flux.transformer_blocks[0].attn
    picture = noise(1, TOKENS, 32)

    def attend(said: Tensor, box: Any, fill: float = 0.0) -> tuple[Tensor, Tensor]:
        (text,), mask = layout({"a": [Words(box, said)]}).tell([TEXTS["a"].embeds], ["a"], 0)
        assert text.shape == (9 + ROOM, 32) and mask is not None
        text = text.clone()
        text[9 + len(said) :] = fill
        told, words = attn(picture, text[None], attention_mask=mask)
        return told[0].unflatten(0, SIZE), words[0, :9]

    one, base = attend(noise(5, 32, seed=1), LEFT)
    other, same = attend(noise(5, 32, seed=2), LEFT)
    assert torch.equal(one[:, 4:], other[:, 4:]) and torch.equal(base, same)
    assert (one - other)[:, :4].abs().amax((1, 2)).min() > 1e-5
    padded, _ = attend(noise(5, 32, seed=1), LEFT, fill=100.0)
    assert torch.equal(padded, one)


@pytest.mark.parametrize("sharing", [OFF, ON])
def test_stills_with_words_are_themselves_in_every_chunk(flux: Any, sharing: Sharing) -> None:
    many = predict(flux, ["fox", "a", "b"], sharing=sharing, layout=layout())
    single = predict(flux, ["fox", "a", "b"], sharing=sharing, layout=layout(), chunk=1)
    assert (many - single).abs().max() < 1e-5 * single.abs().max()


def test_stills_of_one_kind_share_chunks_and_no_others() -> None:
    told = layout(last_step={"fox": 2, "a": 2, "b": -1})
    assert [told.kind(uid) for uid in TEXTS] == [(0, None), (ROOM, 2), (0, None)]
    assert layout().kind("b") == (2 * ROOM, None)
    stills = [Still("x", {"fox": None}, anchor=True), *(Still(f"p{i}", {"fox": None}) for i in range(5))]
    book = ConsistentAttention(stills, size=SIZE)
    chunks = split_chunks([still.uid for still in stills], 2, book, lambda uid: uid in ("p0", "p2", "p4"))
    assert chunks == [["x"], ["p0", "p2"], ["p1", "p3"], ["p4"]]


# -- references


def refer(identities: list[Identity], **boxes: Any) -> Any:
    panels: dict[str, Any] = {uid: boxes.get(uid, {}) for uid in TEXTS}
    height, width = SIZE
    return lambda uids: condition(
        [panels[u] for u in uids], identities, height=height, width=width, guided=False
    )


def identity(name: str, seed: int, fidelity: float = 0.7) -> Identity:
    return Identity(name, torch.cat([torch.zeros(1, 1, 32), noise(1, 1, 32, seed=seed)]), fidelity)


def test_a_reference_of_the_whole_picture_is_the_stock_adapter(pipe: Any) -> None:
    fox = identity("fox", 1)
    pipe.set_ip_adapter_scale(0.7)
    book = ConsistentAttention(STILLS, size=SIZE, sharing=OFF)
    book.turn(0, ["a"])
    stock = FluxPrediction(pipe.transformer, book, TEXTS, references=refer([fox], a={"fox": None}))
    expected = stock(noise(1, TOKENS, 16, seed=21), torch.tensor(500.0), ["a"])  # without weigh_references
    ours = predict(pipe.transformer, ["a"], references=refer([fox], a={"fox": None}))
    assert (ours - expected).abs().max() < 1e-5


def test_fidelity_zero_and_panels_without_the_entity_are_as_without_adapter(pipe: Any) -> None:
    plain = predict(tiny.make_flux(), ["a", "b"])
    zero = predict(pipe.transformer, ["a", "b"], references=refer([identity("fox", 1, 0.0)], a={"fox": None}))
    assert (zero - plain).abs().max() < 1e-6
    one, other = (
        predict(pipe.transformer, ["a", "b"], references=refer([identity("fox", seed)], a={"fox": LEFT}))
        for seed in (1, 2)
    )
    assert torch.equal(one[1], other[1]) and (one[1] - plain[1]).abs().max() < 1e-6
    assert (one[0] - other[0]).abs().max() > 1e-4


def test_references_are_heard_in_their_boxes_whatever_their_order(pipe: Any) -> None:
    attn, picture = pipe.transformer.transformer_blocks[0].attn, noise(1, TOKENS, 32)

    def hear(*identities: Identity) -> Tensor:
        given = condition([{"fox": LEFT, "bear": RIGHT}], identities, height=6, width=8, guided=False)
        weights = torch.tensor(given.scales)[None, :, None] * given.masks.flatten(2)
        tokens = pipe.transformer.encoder_hid_proj([given.embeds])
        with weigh_references(pipe.transformer):
            told = attn(picture, TEXTS["a"].embeds[None], ip_hidden_states=tokens, ip_adapter_masks=weights)[
                2
            ]
        return told[0].unflatten(0, SIZE)

    both = hear(identity("fox", 1), identity("bear", 2))
    changed = hear(identity("fox", 1), identity("bear", 3))
    assert torch.equal(both[:, :4], changed[:, :4]) and not torch.equal(both[:, 4:], changed[:, 4:])
    assert torch.allclose(hear(identity("bear", 2), identity("fox", 1)), both, atol=1e-6)


def test_references_go_with_sharing_and_a_negative_prompt_and_leave_no_trace(pipe: Any) -> None:
    options = {
        "references": refer([identity("fox", 1)], fox={"fox": None}, a={"fox": LEFT}),
        "layout": layout(),
    }
    many = predict(pipe.transformer, ["fox", "a", "b"], sharing=ON, **options)
    single = predict(pipe.transformer, ["fox", "a", "b"], sharing=ON, chunk=1, **options)
    assert (many - single).abs().max() < 1e-5 * single.abs().max()
    twice = predict(pipe.transformer, ["a"], negative=TEXTS, true_guidance_scale=2.0, **options)
    assert torch.isfinite(twice).all() and not torch.equal(twice[0], many[1])
    assert not pipe.transformer.transformer_blocks[0].attn._forward_hooks
    with pytest.raises(ValueError, match="so references are needed"):
        predict(pipe.transformer, ["a"])
    with pytest.raises(ValueError, match="need an IP-Adapter"):
        predict(tiny.make_flux(), ["a"], references=options["references"])

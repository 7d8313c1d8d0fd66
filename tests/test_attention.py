"""Laws of consistent self-attention on U-Nets of tiny size: one layer, and real pipelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from diffusers import HeunDiscreteScheduler
from diffusers.models.attention_processor import Attention, AttnProcessor2_0
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from consistency.attention import ConsistentAttention, ConsistentProcessor, find_layers
from consistency.book import SEAT, Seat
from consistency.sharing import (
    Sharing,
    Still,
    sample_tokens,
    split_frames,
    split_regions,
)
from tests import tiny
from tests.stills import ALWAYS, FOX, GRID, PANELS, STILLS
from tests.tiny import noise

torch.set_num_threads(1)
# diffusers' schedulers hand torch tensors to numpy in a way that numpy 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

UNET = tiny.make_unet()


@pytest.fixture(autouse=True, scope="module")
def no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield


def make_layer(book: ConsistentAttention, width: int = 32) -> Attention:
    attn = tiny.seeded(lambda: Attention(query_dim=width, heads=4, dim_head=8)).eval()
    attn.set_processor(ConsistentProcessor())
    setattr(attn, SEAT, Seat(book, "up", AttnProcessor2_0()))
    return attn


def attend_masked(attn: Attention, hidden: Tensor, book: ConsistentAttention, passes: int) -> Tensor:
    """The oracle: all stills as one sequence and one mask of who sees which token."""
    rows, tokens = len(book.rows), hidden.shape[1]
    mask = torch.zeros(rows, tokens, rows, tokens, dtype=torch.bool)
    for i, reader in enumerate(book.rows):
        mask[i, :, i, :] = True
        for mine in split_regions(book.stills[reader], book.size):
            for j, lender in enumerate(book.rows):
                if lender not in book.lenders[reader]:
                    continue
                for lent in split_regions(book.stills[lender], book.size):
                    wanted = mine.entities if book.sharing.isolate else set(book.stills[reader].entities)
                    if lent.entities & wanted:
                        kept = sample_tokens(lender, lent, book.size, book.step, book.sharing)
                        mask[i, mine.tokens[:, None], j, kept[None]] = True
    flat = hidden.reshape(passes, rows * tokens, -1)
    q, k, v = (
        project(flat).unflatten(-1, (attn.heads, -1)).transpose(1, 2)
        for project in (attn.to_q, attn.to_k, attn.to_v)
    )
    out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.reshape(rows * tokens, rows * tokens))
    return attn.to_out[0](out.transpose(1, 2).flatten(-2)).reshape(hidden.shape)


@pytest.mark.parametrize("passes", [1, 2])
@pytest.mark.parametrize("mode", ["anchors", "mutual", "joint"])
@pytest.mark.parametrize("isolate", [True, False])
def test_layer_equals_the_masked_form(passes: int, mode: Any, isolate: bool) -> None:
    book = ConsistentAttention(
        STILLS, size=GRID, mode=mode, sharing=Sharing(0.5, first_step=0, isolate=isolate)
    )
    attn = make_layer(book)
    hidden = noise(passes * 5, 64, 32)
    ours = attn(hidden)
    assert (ours - attend_masked(attn, hidden, book, passes)).abs().max() < 1e-5
    assert (ours - AttnProcessor2_0()(attn, hidden)).abs().max() > 1e-3  # and it does something


def boxes(draw: Any) -> Any:
    left, top = (draw(st.floats(0, 0.9)) for _ in range(2))
    return (left, top, draw(st.floats(left + 0.01, 1)), draw(st.floats(top + 0.01, 1)))


@st.composite
def stories(draw: Any) -> list[Still]:
    """Two to five stills, who show some of three entities, in boxes or not."""
    shown = st.lists(st.sampled_from(["fox", "bear", "wood"]), min_size=1, max_size=3, unique=True)
    return [
        Still(
            f"p{number}",
            {name: boxes(draw) if draw(st.booleans()) else None for name in draw(shown)},
            anchor=draw(st.booleans()),
        )
        for number in range(draw(st.integers(2, 5)))
    ]


@settings(max_examples=40)
@given(
    stories(),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.sampled_from(["anchors", "mutual", "joint"]),
    st.floats(0, 1),
    st.integers(0, 99),
    st.sampled_from([1, 2]),
)
def test_layer_equals_the_masked_form_for_any_story(
    stills: list[Still], size: tuple[int, int], mode: Any, rate: float, seed: int, passes: int
) -> None:
    book = ConsistentAttention(stills, size=size, mode=mode, sharing=Sharing(rate, seed=seed, first_step=0))
    attn = make_layer(book)
    hidden = noise(passes * len(stills), size[0] * size[1], 32, seed=seed)
    with torch.no_grad():
        assert (attn(hidden) - attend_masked(attn, hidden, book, passes)).abs().max() < 1e-5


def test_chunks_equal_the_joint_run_and_order_does_not_matter() -> None:
    book = ConsistentAttention(STILLS, size=GRID, sharing=ALWAYS)
    attn = make_layer(book)
    hidden = noise(10, 64, 32).unflatten(0, (2, 5))
    together = attn(hidden.flatten(0, 1)).unflatten(0, (2, 5))
    for order in ([[0], [1], [2], [3], [4]], [[1, 0], [3, 2], [4]], [[4, 1, 0, 3, 2]]):
        for chunk in order:
            book.turn(0, [STILLS[i].uid for i in chunk])
            part = attn(hidden[:, chunk].flatten(0, 1)).unflatten(0, (2, len(chunk)))
            assert (part - together[:, chunk]).abs().max() < 1e-5
        book.turn(1)
        book.turn(0)


def test_identical_stills_at_rate_one_are_plain() -> None:
    stills = [Still(name, {"fox": None}) for name in "abc"]
    book = ConsistentAttention(stills, size=GRID, mode="joint", sharing=Sharing(1.0, first_step=0))
    attn = make_layer(book)
    hidden = noise(1, 64, 32).repeat(3, 1, 1)
    assert (attn(hidden) - AttnProcessor2_0()(attn, hidden)).abs().max() < 1e-5


def test_a_change_reaches_readers_of_the_same_entity_alone_and_only_inside_its_box() -> None:
    book = ConsistentAttention(STILLS, size=GRID, sharing=ALWAYS)
    attn = make_layer(book)
    hidden = noise(5, 64, 32)
    before = attn(hidden)
    hidden[0] += noise(64, 32, seed=9)  # the anchor of the fox
    book.turn(0)
    moved = (attn(hidden) - before).abs().amax(-1).unflatten(1, GRID) > 0
    assert not moved[1].any() and not moved[4].any()
    fox_in_s1 = torch.zeros(GRID, dtype=torch.bool)
    fox_in_s1[2:, :4] = True
    assert torch.equal(moved[2], fox_in_s1)
    assert moved[3, 2:6, 2:6].all() and moved[3].sum() == 16


def test_half_precision_stays_close() -> None:
    book = ConsistentAttention(STILLS, size=GRID, sharing=ALWAYS)
    attn, hidden = make_layer(book), noise(10, 64, 32)
    exact = attn(hidden)
    book.turn(0)
    rough = attn.to(torch.bfloat16)(hidden.bfloat16())
    assert rough.dtype == torch.bfloat16
    assert (rough.float() - exact).abs().max() < 0.02 * exact.abs().max()


@pytest.mark.parametrize("size", [(12, 20), (10, 6), (7, 9)])
def test_pictures_need_not_be_square_or_even(size: tuple[int, int]) -> None:
    book = ConsistentAttention(STILLS, size=size, sharing=ALWAYS)
    latents, words = noise(5, 4, *size), noise(5, 7, 32)
    with book.on(UNET):
        together = UNET(latents, 5, words).sample
        for index in ([0, 1], [3], [2, 4]):
            book.turn(0, [STILLS[i].uid for i in index])
            assert (UNET(latents[index], 5, words[index]).sample - together[index]).abs().max() < 1e-5
    plain = UNET(latents, 5, words).sample
    change = (together - plain).abs().amax(dim=(1, 2, 3))
    assert change[2] > 1e-5 and change[3] > 1e-5 and change[[0, 1, 4]].max() < 1e-5


def test_guidance_halves_never_mix() -> None:
    book = ConsistentAttention(STILLS, size=GRID, sharing=ALWAYS)
    attn = make_layer(book)
    hidden = noise(10, 64, 32)
    before = attn(hidden)
    hidden[:5] += 1.0
    book.turn(0)
    assert torch.equal(attn(hidden)[5:], before[5:])


def test_separate_passes_of_one_step_have_separate_banks() -> None:
    book = ConsistentAttention(STILLS, size=GRID, sharing=ALWAYS)
    attn = make_layer(book)
    hidden = noise(10, 64, 32).unflatten(0, (2, 5))
    together = attn(hidden.flatten(0, 1)).unflatten(0, (2, 5))
    for rows in ([0, 1], [2, 3, 4]):
        for part in (0, 1):
            book.turn(0, [STILLS[i].uid for i in rows], part=str(part))
            assert (attn(hidden[part, rows]) - together[part, rows]).abs().max() < 1e-5


def test_a_forgotten_turn_is_an_error_and_not_a_plain_picture() -> None:
    book = ConsistentAttention(PANELS, size=(16, 16), mode="joint", sharing=ALWAYS)
    with book.on(UNET), pytest.raises(RuntimeError, match=r"ran twice at step 0 .* callback_on_step_end"):
        for _ in range(2):
            UNET(noise(3, 4, 16, 16), 1, noise(3, 5, 32))


def test_missing_lender_and_wrong_batch_are_refused() -> None:
    book = ConsistentAttention(STILLS, size=GRID, sharing=ALWAYS)
    attn = make_layer(book)
    book.turn(0, ["s2"])
    with pytest.raises(RuntimeError, match=r"'s2' reads 'fox@day', which has not been drawn at step 0"):
        attn(noise(2, 64, 32))
    book.turn(0)
    with pytest.raises(ValueError, match=r"batch has 7 rows but 5 stills"):
        attn(noise(7, 64, 32))
    book.turn(0)
    with pytest.raises(ValueError, match="60 tokens are no halving"):
        attn(noise(5, 60, 32))
    with pytest.raises(ValueError, match="not there: \\['s9'\\]"):
        book.turn(0, ["s9"])


@pytest.mark.parametrize("num_panels", [2, 12])
def test_bank_holds_one_step_of_the_anchors(num_panels: int) -> None:
    anchors = [Still("a", {"fox": None}, anchor=True), Still("b", {"fox": None}, anchor=True)]
    panels = [Still(f"p{i}", FOX) for i in range(num_panels)]
    book = ConsistentAttention([*anchors, *panels], size=GRID, sharing=ALWAYS)
    attn = make_layer(book)
    for step in range(4):
        for rows in (["a", "b"], *[[panel.uid] for panel in panels]):
            book.turn(step, rows)
            attn(noise(2 * len(rows), 64, 32))
        # K and V, two passes, two anchors, half of 64 tokens, 32 wide, 4 bytes: for any film
        assert book.bank.num_bytes == book.bank.peak_bytes == 2 * 2 * 2 * 32 * 32 * 4


def test_leaving_restores_every_processor() -> None:
    before = dict(UNET.attn_processors)
    with ConsistentAttention(STILLS, size=(16, 16)).on(UNET):
        now = UNET.attn_processors
        ours = [name for name in now if isinstance(now[name], ConsistentProcessor)]
        assert ours and all(name.startswith("up_blocks") and "attn1" in name for name in ours)
        with (
            pytest.raises(RuntimeError, match="Another book"),
            ConsistentAttention(STILLS, size=(16, 16)).on(UNET),
        ):
            pass
    assert all(UNET.attn_processors[name] is before[name] for name in before)
    assert not any(hasattr(module, SEAT) for module in UNET.modules())


def test_a_failure_restores_too() -> None:
    before = dict(UNET.attn_processors)
    with pytest.raises(KeyError), ConsistentAttention(STILLS, size=(16, 16)).on(UNET):
        raise KeyError
    assert all(UNET.attn_processors[name] is before[name] for name in before)


def test_processors_that_would_be_lost_are_refused() -> None:
    unet = tiny.make_unet()
    unet.fuse_qkv_projections()
    with (
        pytest.raises(TypeError, match="FusedAttnProcessor2_0, which consistent attention would replace"),
        ConsistentAttention(STILLS, size=(16, 16)).on(unet),
    ):
        pass
    with pytest.raises(TypeError, match="no attention processors"):
        find_layers(tiny.make_text_encoder(), ["up_blocks"])


def run(pipe: Any, **options: Any) -> Tensor:
    prompts = ["a fox", "a fox in a house", "a bear"]
    generators = [torch.Generator().manual_seed(i) for i in range(3)]
    return pipe(prompts, height=32, width=32, generator=generators, output_type="latent", **options).images


@pytest.mark.parametrize("make", [tiny.make_sd15, tiny.make_sdxl])
@pytest.mark.parametrize("guidance_scale", [1.0, 5.0])
@pytest.mark.parametrize("heun", [False, True])
def test_pipelines_share_and_are_plain_again(make: Any, guidance_scale: float, heun: bool) -> None:
    pipe = make()
    if heun:
        pipe.scheduler = HeunDiscreteScheduler.from_config(pipe.scheduler.config)
    settings = {"num_inference_steps": 2, "guidance_scale": guidance_scale}
    plain = run(pipe, **settings)
    book = ConsistentAttention(PANELS, size=(16, 16), mode="joint", sharing=ALWAYS)
    with book.on(pipe.unet):
        shared = run(pipe, callback_on_step_end=book.on_step_end, **settings)
        assert book.step == (3 if heun else 2)
    assert torch.equal(run(pipe, **settings), plain)
    change = (shared - plain).abs().amax(dim=(1, 2, 3)) / plain.abs().max()
    assert change[0] > 1e-4 and change[1] > 1e-4 and change[2] < 1e-5


def test_ip_adapters_come_and_go_while_the_book_is_on() -> None:
    pipe = tiny.make_sd15()
    settings = {"num_inference_steps": 2}
    book = ConsistentAttention(PANELS, size=(16, 16), mode="joint", sharing=ALWAYS)
    image = {"ip_adapter_image_embeds": [noise(2, 1, 32)], "callback_on_step_end": book.on_step_end}
    with book.on(pipe.unet):
        alone = run(pipe, callback_on_step_end=book.on_step_end, **settings)
        tiny.load_ip_adapter(pipe)  # after ours
        book.turn(0)
        pipe.set_ip_adapter_scale(0.0)
        assert torch.equal(run(pipe, **image, **settings), alone)
        book.turn(0)
        pipe.set_ip_adapter_scale(0.8)
        both = run(pipe, **image, **settings)
        assert (both - alone).abs().max() > 1e-4
    tiny_adapter_only = run(pipe, ip_adapter_image_embeds=image["ip_adapter_image_embeds"], **settings)
    with book.on(pipe.unet):  # before ours
        assert torch.equal(run(pipe, **image, **settings), both)
        pipe.unload_ip_adapter()
        book.turn(0)
        assert torch.equal(run(pipe, callback_on_step_end=book.on_step_end, **settings), alone)
    assert (tiny_adapter_only - both).abs().max() > 1e-4
    assert torch.equal(run(pipe, **settings), run(tiny.make_sd15(), **settings))


def test_frames_of_animatediff_read_the_anchor_frame() -> None:
    pipe = tiny.make_animatediff()
    stills = [frame for uid in "ab" for frame in split_frames(Still(uid, {"fox": None}, anchor=True), 3)]
    book = ConsistentAttention(stills, size=(16, 16), sharing=ALWAYS)
    assert book.lenders["b/2"] == ("a/0", "b/0")

    def shoot(**options: Any) -> Tensor:
        generators = [torch.Generator().manual_seed(i) for i in range(2)]
        settings = {"num_frames": 3, "height": 32, "width": 32, "num_inference_steps": 2}
        return pipe(["a", "b"], generator=generators, output_type="latent", **settings, **options).frames

    plain = shoot()
    with book.on(pipe.unet):
        assert not any("motion" in name for name in find_layers(pipe.unet, ["up_blocks"]))
        shared = shoot(callback_on_step_end=book.on_step_end)
    assert shared.shape == plain.shape
    assert (shared - plain).abs().max() > 1e-4 and torch.equal(shoot(), plain)

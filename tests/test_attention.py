"""Laws of consistent self-attention, on real U-Nets and transformers of tiny size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from diffusers import (
    DDIMScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
)
from diffusers.models.attention_processor import Attention, AttnProcessor2_0
from torch import Tensor

from consistency.attention import _SEAT, ConsistentAttention, ConsistentProcessor, Seat, find_layers
from consistency.denoise import denoise, split_chunks
from consistency.sharing import (
    Sharing,
    Still,
    choose_lenders,
    find_unanchored,
    sample_tokens,
    split_frames,
    split_regions,
)
from tests import tiny

torch.set_num_threads(1)
torch.set_grad_enabled(False)
# diffusers' schedulers hand torch tensors to numpy in a way that numpy 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

GRID = (8, 8)
FOX = {"fox": (0.0, 0.0, 0.5, 1.0)}
STILLS = [
    Still("fox@day", {"fox": None}, anchor=True),
    Still("bear@day", {"bear": None}, anchor=True),
    Still("s1", {"fox": (0.0, 0.25, 0.5, 1.0), "bear": (0.5, 0.0, 1.0, 1.0)}),
    Still("s2", {"fox": (0.25, 0.25, 0.75, 0.75)}),
    Still("s3", {"house": None}),
]
PANELS = [Still("a", {"fox": None}), Still("b", {"fox": None}), Still("c", {"bear": None})]
ALWAYS = Sharing(rate=0.5, first_step=0)


def noise(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def make_layer(book: ConsistentAttention, width: int = 32) -> Attention:
    attn = tiny.seeded(lambda: Attention(query_dim=width, heads=4, dim_head=8)).eval()
    attn.set_processor(ConsistentProcessor())
    setattr(attn, _SEAT, Seat(book, "up", AttnProcessor2_0()))
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


# ---- who reads whom ----


def test_panels_read_anchors_of_their_entities_and_nobody_else() -> None:
    lenders = choose_lenders(STILLS)
    assert lenders == {
        "fox@day": (),
        "bear@day": (),
        "s1": ("fox@day", "bear@day"),
        "s2": ("fox@day",),
        "s3": (),
    }


def test_joint_mode_is_symmetric_and_never_reads_itself() -> None:
    lenders = choose_lenders(STILLS, "joint")
    for reader, names in lenders.items():
        assert reader not in names
        assert all(reader in lenders[name] for name in names)


def test_window_keeps_anchors_first_then_the_nearest() -> None:
    stills = [Still("a", {"fox": None}, anchor=True), *(Still(f"p{i}", {"fox": None}) for i in range(9))]
    lenders = choose_lenders(stills, "joint", max_lenders=3)
    assert lenders["p5"] == ("a", "p4", "p6")
    assert all(len(names) == 3 for names in lenders.values())


def test_regions_hold_every_token_once() -> None:
    for still in STILLS:
        tokens = torch.cat([region.tokens for region in split_regions(still, (7, 5))])
        assert sorted(tokens.tolist()) == list(range(35))


def test_samples_lie_in_the_box_and_depend_on_names_alone() -> None:
    region = split_regions(STILLS[3], GRID)[1]
    sample = sample_tokens("s2", region, GRID, 3, ALWAYS)
    assert set(sample.tolist()) <= set(region.tokens.tolist())
    assert len(sample) == round(0.5 * len(region.tokens)) == len(set(sample.tolist()))
    assert torch.equal(sample, sample_tokens("s2", region, GRID, 3, ALWAYS))
    for other in (sample_tokens("s4", region, GRID, 3, ALWAYS), sample_tokens("s2", region, GRID, 4, ALWAYS)):
        assert not torch.equal(sample, other)


def test_rate_can_differ_by_grid_and_layers_can_be_skipped_by_seed() -> None:
    sharing = Sharing(rate={(8, 8): 1.0}, skip=0.3, first_step=1, last_step=60)
    assert sharing.rate_at((8, 8)) == 1.0 and sharing.rate_at((4, 4)) == 0.0
    on = [sharing.is_on("up", step) for step in range(1, 61)]
    assert 0.5 < sum(on) / 60 < 0.9 and not sharing.is_on("up", 0) and not sharing.is_on("up", 61)
    assert on == [sharing.is_on("up", step) for step in range(1, 61)]


def test_entities_that_nothing_keeps_alike_are_named() -> None:
    assert find_unanchored(STILLS) == set()
    assert find_unanchored([*STILLS, Still("s4", {"house": None, "lamp": None})]) == {"house"}


def test_shares_outside_0_to_1_are_refused() -> None:
    with pytest.raises(ValueError, match=r"rate is 1\.5"):
        Sharing(rate=1.5)
    with pytest.raises(ValueError, match="own uid"):
        choose_lenders([Still("a", {}), Still("a", {})])


# ---- one layer ----


@pytest.mark.parametrize("passes", [1, 2])
@pytest.mark.parametrize("mode", ["anchors", "joint"])
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


def test_a_bank_elsewhere_gives_the_same() -> None:
    here, there = (draw(chunk=2, bank_device=device) for device in (None, "cpu"))
    assert all(torch.equal(here[uid], there[uid]) for uid in here)


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


# ---- whole models ----


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


UNET = tiny.make_unet()
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
    lent = sum((n // 2 + n // 4 + n // 4) * width for n, width in layers)
    assert book.bank.peak_bytes == 2 * 2 * 4 * lent  # K and V, two passes, four bytes


def test_permuted_stories_give_permuted_pictures() -> None:
    film = draw(mode="joint", chunk=5)
    turned = draw(mode="joint", chunk=5, stills=STILLS[::-1])
    for uid in film:
        assert (film[uid] - turned[uid]).abs().max() < 1e-4 * film[uid].abs().max()


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
    assert not any(hasattr(module, _SEAT) for module in UNET.modules())


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


# ---- pipelines ----


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


# ---- joint attention ----


def run_flux(model: Any, batch: int, *, seed: int = 0, same: bool = False, grid: int = 8) -> Tensor:
    rows = torch.arange(grid).repeat_interleave(grid)
    ids = torch.stack([torch.zeros(grid * grid), rows, torch.arange(grid).repeat(grid)], dim=1)
    one = 1 if same else batch
    latents, words, pooled = noise(one, grid * grid, 16, seed=seed), noise(one, 6, 32), noise(one, 32)
    if same:
        latents, words, pooled = (x.repeat_interleave(batch, 0) for x in (latents, words, pooled))
    return model(
        hidden_states=latents,
        encoder_hidden_states=words,
        pooled_projections=pooled,
        timestep=torch.full((batch,), 0.5),
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
    monkeypatch.setattr(
        "consistency.joint_attention.rotate_lent", lambda model, grid: rotate_in_place(model, grid)
    )
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
    from consistency.layout import joint_mask

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

"""Tests of what a shot's `render` asks of a video model: noise, guidance, long shots, beats, time."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from torch import Tensor

from consistency.prediction import guide_twice
from consistency.windows import list_windows
from prompts.errors import BackendError
from prompts.render import Render, merge_render
from prompts.screenplay import Scene, Shot
from shots.backends import Card, ClipTask, Panel
from shots.clips import ClipOrder, clip_inputs
from shots.clips import shoot as shoot_clip
from shots.costing import foresee
from shots.diffusion.animatediff_clips import AnimateDiff
from shots.diffusion.clips import DiffusionClips
from shots.diffusion.cogvideox_clips import CogVideoX
from shots.diffusion.ltx_clips import LTX
from shots.diffusion.starting import Anchor, Past, Start, choose_noise
from shots.diffusion.steering import Ears, Fusing, by_windows, guided, heard_by_frames
from shots.diffusion.svd_clips import SVD
from shots.diffusion.unet_clips import attended_in_windows, decode
from shots.diffusion.wan_clips import Wan, encode_picture, encode_words
from shots.rendering import WHO_CAN, check_render
from shots.slate import Workspace
from tests.tiny_video import HEIGHT, WIDTH, save_animatediff, save_cogvideox, save_ltx, save_svd, save_wan

torch.set_num_threads(1)
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

FAMILIES: dict[str, Any] = {
    "svd": (SVD, save_svd),
    "animatediff": (AnimateDiff, save_animatediff),
    "wan": (Wan, save_wan),
    "ltx": (LTX, save_ltx),
    "cogvideox": (CogVideoX, save_cogvideox),
}
Backends = dict[str, DiffusionClips]


@pytest.fixture(scope="module")
def backends(tmp_path_factory: pytest.TempPathFactory) -> Backends:
    folder = tmp_path_factory.mktemp("models")
    for name, (_, save) in FAMILIES.items():
        save(folder / name)
    return {
        name: DiffusionClips(family(str(folder / name), num_inference_steps=2), device="cpu")
        for name, (family, _) in FAMILIES.items()
    }


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows, columns = np.indices((HEIGHT, WIDTH))
    picture = ((rows * 7 + columns) % 256)[..., None] * np.array([1.0, 0.6, 0.3])
    path = tmp_path_factory.mktemp("stills") / "a.png"
    Pillow.fromarray(picture.astype(np.uint8)).save(path)
    return path


def make_task(
    still: Path, num_frames: int = 5, *, shot: dict[str, Any] | None = None, **render: Any
) -> ClipTask:
    made = Shot.model_validate({"id": "s1-01", "action": "A fox walks.", **(shot or {})})
    panel = Panel(made, Scene(shots=[made]), {}, None, {}, "storybook", WIDTH, HEIGHT, 7)
    return ClipTask(panel, num_frames, 8, keyframe=still, render=Render.model_validate(render))


def shoot(backend: DiffusionClips, task: ClipTask) -> np.ndarray:
    return np.stack(list(backend.shoot(task)))


def shorten(backend: DiffusionClips, most: int) -> DiffusionClips:
    """The same models, opened once, as if they made at most so many frames in one go."""
    other = DiffusionClips(backend.family, device="cpu")
    rule = backend.card.frames
    assert rule is not None
    least = min(rule.least, most)
    other.card = replace(other.card, frames=replace(rule, most=most, least=least))
    other._pipe = backend._open()
    return other


# What is asked, and of whom


def test_a_shots_own_words_go_before_the_films_field_by_field() -> None:
    film = Render.model_validate({"noise": "shared", "guidance": {"image": 2, "text": 5}})
    shot = Render.model_validate({"noise": "random", "guidance": {"text": 7}})
    merged = merge_render(film, shot)
    assert (merged.noise, merged.guidance) == ("random", film.guidance.model_copy(update={"text": 7.0}))  # type: ignore[union-attr]
    assert merge_render(None, None).asks() == frozenset()
    assert merge_render(film, None) == film


def test_who_can_do_what_is_told_as_the_cards_have_it(backends: Backends) -> None:
    for what, names in WHO_CAN.items():
        able = {name for name, backend in backends.items() if what in (backend.card.renders or ())}
        assert able == (
            set(backends) if names.startswith("every") else set(names.split(", ")) & set(backends)
        ), what
    assert set().union(*(backend.card.renders or () for backend in backends.values())) == set(WHO_CAN) - {
        "sound"
    }


@pytest.mark.parametrize(
    ("name", "render", "said"),
    [
        ("svd", {"guidance": {"text": 5}}, r"guidance.text.*it can: image.*animatediff, wan"),
        ("wan", {"temporal": {"band": 4}}, r"temporal.band.*nothing of the kind.*animatediff"),
        ("ltx", {"long": "streaming"}, r"long: streaming.*it can: reuse, sliding.*svd, wan"),
        ("svd", {"freedom": 0.5}, "freedom goes with shared"),
        ("svd", {"long": "co_denoise", "noise": "reuse"}, "from section to section"),
        ("svd", {"long": "streaming", "anchor": 0.5}, "holds later sections"),
        ("wan", {"long": "reuse", "noise": "shared"}, "Drop one of them"),
        ("animatediff", {"long": "freenoise", "temporal": {"balance": 0.5}}, "whole maps"),
    ],
)
def test_what_a_backend_cannot_do_is_refused_with_who_can(
    backends: Backends, still: Path, name: str, render: dict[str, Any], said: str
) -> None:
    with pytest.raises(BackendError, match=f"(?s)s1-01.*{said}"):
        backends[name].check(make_task(still, **render))


def test_who_draws_without_a_model_says_so() -> None:
    drawn = Card("drawn", "1", "draws", renders=None)
    assert "draws without one" in check_render("s1", Render(noise="shared"), drawn)[0]
    assert check_render("s1", Render(), drawn) == []
    with pytest.raises(BackendError, match="nothing of the kind"):
        check_render("s1", Render(noise="shared"), Card("guest", "1", "knows none"))


def test_what_is_asked_is_part_of_the_fingerprint_and_nothing_is_not(backends: Backends, still: Path) -> None:
    plain = ClipOrder(make_task(still), "0", "draft", ())
    asked = ClipOrder(make_task(still, noise="shared"), "0", "draft", ())
    assert "render" not in clip_inputs(plain, backends["svd"])
    assert clip_inputs(plain, backends["svd"]) != clip_inputs(asked, backends["svd"])


# The first frame, and guidance


@pytest.mark.parametrize("name", ["svd", "animatediff", "wan"])
def test_an_exact_first_frame_is_the_keyframe_as_the_vae_gives_it_back(
    backends: Backends, still: Path, name: str
) -> None:
    backend = backends[name]
    first = shoot(backend, make_task(still, keep_first_frame="exact"))[0]
    pipe, picture = backend._open(), Pillow.open(still)
    if name == "wan":
        clean = encode_picture(pipe, picture)
        mean, std = (
            torch.tensor(v).view(1, -1, 1, 1)
            for v in (pipe.vae.config.latents_mean, pipe.vae.config.latents_std)
        )
        with torch.no_grad():
            values = pipe.vae.decode((clean * std + mean)[:, :, None]).sample[0, :, 0]
        alone = ((values / 2 + 0.5).clamp(0, 1) * 255).round().permute(1, 2, 0).numpy()
    else:
        seen = backend.family.see(pipe, picture)  # type: ignore[attr-defined]
        (alone,) = decode(pipe, seen, temporal=name == "svd")
    assert np.abs(first.astype(int) - alone.astype(int)).max() <= 1


@pytest.mark.parametrize("name", ["svd", "animatediff"])
@pytest.mark.parametrize("num_frames", [2, 3, 9])
def test_a_unet_ends_on_a_picture_held_in_its_last_latents(
    backends: Backends, still: Path, tmp_path: Path, name: str, num_frames: int
) -> None:
    backend = shorten(backends["svd"], 5) if name == "svd" else backends[name]
    with Pillow.open(still) as opened:
        picture = opened.rotate(180)
    picture.save(tmp_path / "b.png")
    task = replace(make_task(still, num_frames), last=tmp_path / "b.png", fps=backend.card.fps or 8)
    frames = shoot(backend, task)
    pipe = backend._open()
    seen = backend.family.see(pipe, picture)  # type: ignore[attr-defined]
    (alone,) = decode(pipe, seen, temporal=name == "svd")
    assert np.abs(frames[-1].astype(int) - alone.astype(int)).max() <= 1
    if num_frames == 9 and name == "animatediff":
        free = shoot(backend, replace(task, last=None))
        assert (frames[4] != free[4]).any(), "what is before leans towards it"


def test_a_model_may_make_its_own_first_frame(backends: Backends, still: Path) -> None:
    kept, own = (shoot(backends["svd"], make_task(still, keep_first_frame=k)) for k in ("exact", "model"))
    assert (kept != own).any()
    wan = backends["wan"]
    assert (shoot(wan, make_task(still, keep_first_frame="model")) == shoot(wan, make_task(still))).all()


@given(image=st.floats(0, 10), text=st.floats(0, 10))
def test_guidance_by_picture_and_words_reduces_to_plain_guidance(image: float, text: float) -> None:
    none, seen, full = torch.randn(3, 2, 4, dtype=torch.float64).unbind()
    torch.testing.assert_close(
        guide_twice(none, seen, full, image=text, text=text), none + text * (full - none)
    )
    torch.testing.assert_close(guide_twice(none, seen, full, image=1, text=text), seen + text * (full - seen))
    torch.testing.assert_close(
        guide_twice(none, full, full, image=image, text=text), none + image * (full - none)
    )


def test_wan_with_image_guidance_of_one_is_its_own_pipeline(backends: Backends, still: Path) -> None:
    plain = shoot(backends["wan"], make_task(still, guidance={"text": 4}))
    around = shoot(backends["wan"], make_task(still, guidance={"text": 4, "image": 1}))
    assert np.abs(plain.astype(int) - around.astype(int)).max() <= 1
    more = shoot(backends["wan"], make_task(still, guidance={"text": 4, "image": 3}))
    assert (more != plain).any()


def test_passes_without_weight_are_not_made() -> None:
    calls: list[float] = []

    class Model:
        def forward(self, *, hidden_states: Tensor, encoder_hidden_states: Tensor, **_: Any) -> Any:
            calls.append(float(encoder_hidden_states.sum()))
            return (hidden_states[:, :1] + encoder_hidden_states.sum(),)

    model, clip = Model(), torch.ones(1, 3, 1, 1, 1)
    for image, text, passes in ((1, 1, 1), (1, 5, 2), (3, 5, 3)):
        calls.clear()
        with guided([model], torch.zeros(1, 2, 4), image=image, text=text, own=1):
            model.forward(hidden_states=clip, encoder_hidden_states=torch.ones(1, 2, 4), return_dict=False)
        assert len(calls) == passes
    assert "forward" not in vars(model)


@pytest.mark.parametrize("name", ["animatediff", "wan", "ltx", "cogvideox"])
def test_guidance_by_words_reaches_the_model(backends: Backends, still: Path, name: str) -> None:
    few, many = (shoot(backends[name], make_task(still, guidance={"text": t})) for t in (1.5, 12))
    assert (few != many).any()


def test_guidance_by_the_picture_reaches_svd(backends: Backends, still: Path) -> None:
    few, many = (shoot(backends["svd"], make_task(still, guidance={"image": i})) for i in (1, 8))
    assert (few != many).any()


# The noise department

SHAPE = (4, 24, 24)
KINDS = ["random", "freenoise", "shared", "appearance", "dynamic", "reuse"]


def draw(kind: str, count: int = 8, *, seed: int = 3, past: Past | None = None, **more: Any) -> Tensor:
    start = Start(seed, **{k: more.pop(k) for k in ("index", "offset", "total", "window") if k in more})
    picture = torch.randn(1, *SHAPE, generator=torch.Generator().manual_seed(99)) * 3 + 1
    fresh = torch.zeros(count, *SHAPE)
    return choose_noise(Render(noise=kind, **more), fresh, start, past=past or Past(), picture=picture)  # type: ignore[arg-type]


def covary(a: Tensor, b: Tensor) -> float:
    return float((a * b).mean())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("freedom", [0.0, 0.3, 1.0])
def test_every_noise_has_unit_variance_and_depends_on_its_seed_alone(kind: str, freedom: float) -> None:
    asked = {} if kind in ("random", "freenoise") else {"freedom": freedom}
    past = Past(noise=draw("random", seed=50))
    values = draw(kind, past=past, **asked)
    assert abs(float(values.mean())) < 0.06
    assert abs(float(values.std()) - 1) < 0.05
    assert (values == draw(kind, past=past, **asked)).all()
    assert (values != draw(kind, seed=4, past=past, **asked)).any() or freedom == 0


@pytest.mark.parametrize("freedom", [0.0, 0.4, 0.7, 1.0])
def test_noise_covaries_as_its_freedom_says(freedom: float) -> None:
    shared = draw("shared", freedom=freedom)
    assert abs(covary(shared[1], shared[6]) - (1 - freedom)) < 0.08
    picture = torch.randn(1, *SHAPE, generator=torch.Generator().manual_seed(99))[0]
    standard = (picture - picture.mean()) / picture.std()
    assert abs(covary(draw("appearance", freedom=freedom)[5], standard) - (1 - freedom)) < 0.08
    past = Past(noise=draw("random", seed=50))
    reused = draw("reuse", past=past, freedom=freedom)
    assert past.noise is not None
    assert abs(covary(reused, past.noise.flip(0)) - (1 - freedom)) < 0.04


def test_dynamic_noise_begins_alike_and_grows_free() -> None:
    values = draw("dynamic", 16)
    near = [covary(values[0], frame) for frame in values]
    assert near[0] == pytest.approx(1, abs=0.05)
    assert abs(near[1] - 0.5**0.5) < 0.06
    assert abs(near[-1]) < 0.06


def test_no_freedom_from_what_is_shared_is_one_frame_and_full_freedom_is_random() -> None:
    assert (draw("shared", freedom=0.0) == draw("shared", freedom=0.0)[:1]).all()
    for kind in ("shared", "appearance", "reuse"):
        assert (draw(kind, freedom=1.0, past=Past(noise=draw("random", seed=8))) == draw("random")).all()


def test_free_noise_of_sections_is_cut_from_one_for_the_whole_shot() -> None:
    first = draw("freenoise", 5, total=9, window=5)
    second = draw("freenoise", 5, total=9, window=5, index=1, offset=4)
    assert (first[4] == second[0]).all()
    assert all(any((frame == other).all() for other in first) for frame in second)
    assert (first == draw("random", 5)).all()


def test_sections_are_no_copies_of_each_other_and_share_what_they_share() -> None:
    one, two = (draw("shared", 4, index=index, freedom=0.5) for index in (0, 1))
    assert abs(covary(one[2], two[1]) - 0.5) < 0.08
    assert abs(covary(*(draw("random", 4, index=index) for index in (0, 1)))) < 0.06


@pytest.mark.parametrize("name", ["svd", "ltx"])
def test_noise_reaches_the_model_and_is_the_same_again(backends: Backends, still: Path, name: str) -> None:
    backend = backends[name]
    films = {None: shoot(backend, make_task(still))}
    for kind in ("shared", "dynamic", *(["appearance"] if name == "svd" else [])):
        films[kind] = shoot(backend, make_task(still, noise=kind))
    assert all((a != b).any() for a, b in itertools.combinations(films.values(), 2))
    if name == "ltx":
        assert (films["shared"] == shoot(backend, make_task(still, noise="shared"))).all()
        assert (films[None] == shoot(backend, make_task(still, noise="random"))).all()


# Long shots


@pytest.mark.parametrize(
    ("name", "long"),
    [
        *[("svd", kind) for kind in ("co_denoise", "streaming", "reuse", "sliding")],
        *[("animatediff", kind) for kind in ("freenoise", "streaming", "reuse", "sliding")],
        *[("wan", kind) for kind in ("co_denoise", "streaming", "reuse")],
        ("ltx", "reuse"),
    ],
)
def test_a_long_shot_is_made_in_every_way_and_the_same_again(
    backends: Backends, still: Path, name: str, long: str
) -> None:
    short = {"svd": 4, "animatediff": 16, "wan": 9, "ltx": 9}[name]
    backend = backends[name] if name == "animatediff" else shorten(backends[name], short)
    count = {"svd": 10, "animatediff": 19, "wan": 18, "ltx": 14}[name]
    task = replace(make_task(still, count, long=long), fps=backend.card.fps or 8)
    frames = shoot(backend, task)
    assert frames.shape == (count, HEIGHT, WIDTH, 3)
    if long == "streaming" and name == "svd":
        assert (frames == shoot(backend, task)).all()
    assert all((a != b).any() for a, b in itertools.pairwise(frames))
    sections = any("sections" in note for note in backend.check(task))
    assert sections == (long in ("reuse", "sliding"))


@pytest.mark.parametrize("name", ["animatediff", "wan"])
def test_windows_of_a_shot_that_fits_are_not_there(backends: Backends, still: Path, name: str) -> None:
    plain = shoot(backends[name], make_task(still))
    for long in ("co_denoise", "freenoise" if name == "animatediff" else "reuse"):
        assert (shoot(backends[name], make_task(still, long=long)) == plain).all(), long


@given(frames=st.integers(1, 40), window=st.integers(1, 16), stride=st.integers(1, 16), cuts=st.booleans())
@settings(deadline=None)
def test_windows_give_every_frame_its_own_prediction(
    frames: int, window: int, stride: int, cuts: bool
) -> None:
    """A model that says of each frame what it is, is heard for every frame, tails included."""

    class Mirror:
        def forward(self, sample: Tensor, timestep: Any, **_: Any) -> Any:
            return (sample * 2,)

    stride = min(stride, window)
    clip = torch.arange(float(frames)).reshape(1, frames, 1, 1, 1).expand(1, frames, 2, 1, 1)
    model = Mirror()
    scheduler = SimpleNamespace(timesteps=torch.tensor([999.0, 500.0, 1.0]))
    with by_windows(model, list_windows(frames, window, stride), axis=1, fuse=Fusing(cuts, scheduler, 5)):
        said = model.forward(clip, torch.tensor(500.0), return_dict=False)[0]
    torch.testing.assert_close(said, clip * 2)


def test_random_cuts_change_from_step_to_step_and_not_from_run_to_run() -> None:
    windows = list_windows(12, 8, 4)
    parts = [torch.full((1, 8), float(n)) for n in range(len(windows))]
    fuse = Fusing(True, SimpleNamespace(timesteps=torch.arange(20.0).flip(0)), 5)
    made = [fuse(parts, windows, torch.tensor(float(t)), 1) for t in range(20)]
    assert len({tuple(row[0].tolist()) for row in made}) > 1
    assert (made[3] == fuse(parts, windows, torch.tensor(3.0), 1)).all()


@pytest.mark.parametrize("frames", [8, 16, 18, 19, 23])
def test_motion_modules_in_windows_leave_no_frame_out(backends: Backends, frames: int) -> None:
    unet = backends["animatediff"]._open().unet
    block = next(m for n, m in unet.named_modules() if n.endswith("motion_modules.0.transformer_blocks.0"))
    own: Callable[..., Tensor] = block.attn1.forward
    block.attn1.forward = lambda hidden_states, **_: hidden_states
    values = torch.randn(3, frames, 16)
    try:
        with attended_in_windows(unet, frames, window=16, stride=4):
            seen = block.attn1.forward(block.pos_embed.forward(values))
    finally:
        del block.attn1.forward
    assert seen.shape == values.shape and bool(seen.abs().sum((0, 2)).all())
    assert frames > 16 or torch.equal(seen, block.pos_embed(values))
    assert block.attn1.forward == own


def test_an_anchor_gives_later_sections_the_first_ones_statistics(backends: Backends, still: Path) -> None:
    first, later = torch.randn(4, 4, 6, 6) * 2 + 1, torch.randn(4, 4, 6, 6)
    scheduler = SimpleNamespace(timesteps=torch.arange(3))
    anchored = Anchor(first, 1.0, pinned=0).after_step(scheduler, 2, later)
    torch.testing.assert_close(anchored.mean((0, 2, 3)), first.mean((0, 2, 3)))
    torch.testing.assert_close(anchored.std((0, 2, 3)), first.std((0, 2, 3)))
    assert (Anchor(first, 1.0, pinned=0).after_step(scheduler, 1, later) == later).all()
    assert (Anchor(first, 1.0, pinned=1).after_step(scheduler, 2, later)[:1] == later[:1]).all()

    backend = shorten(backends["ltx"], 9)
    plain, held = (shoot(backend, make_task(still, 14, **asked)) for asked in ({}, {"anchor": 1}))
    assert (plain[:9] == held[:9]).all()
    assert (plain[9:] != held[9:]).any()


# Beats


def attend(query: Tensor, words: Tensor, allowed: Tensor) -> Tensor:
    scores = (query @ words.transpose(1, 2)).masked_fill(~allowed, -torch.inf)
    return scores.softmax(-1) @ words


@given(
    numbers=st.lists(st.integers(0, 2), min_size=1, max_size=6).filter(lambda row: max(row) > 0),
    front=st.integers(0, 2),
    picture=st.integers(0, 2),
)
def test_frames_that_hear_their_own_text_hear_what_a_mask_would_leave(
    numbers: list[int], front: int, picture: int
) -> None:
    length, per_frame, width = 3, 2, 4
    texts = torch.randn(1, 3 * length, width)
    hidden = torch.randn(1, front + per_frame * len(numbers), width)
    words = torch.cat([torch.randn(1, picture, width), texts], dim=1)

    class Layer:
        def forward(self, hidden: Tensor, words: Tensor, mask: Any = None) -> Tensor:
            return attend(hidden, words, torch.ones(hidden.shape[1], words.shape[1], dtype=torch.bool))

    allowed = torch.zeros(hidden.shape[1], words.shape[1], dtype=torch.bool)
    allowed[:, :picture] = True
    for token in range(hidden.shape[1]):
        number = numbers[max(token - front, 0) // per_frame]
        allowed[token, picture + number * length : picture + (number + 1) * length] = True
    layer = Layer()
    with heard_by_frames([layer], Ears(texts, numbers, length, tokens=per_frame)):
        torch.testing.assert_close(layer.forward(hidden, words), attend(hidden, words, allowed))


def test_texts_begin_at_their_own_latent_frame_or_blend_into_the_next() -> None:
    one, two = torch.zeros(3, 2), torch.ones(3, 2)
    hard = Ears.of({0: one, 9: two}, 4, 6, blend=False)
    assert (hard.count, hard.numbers) == (2, [0, 0, 0, 1, 1, 1])
    soft = Ears.of({0: one, 20: two}, 4, 6, blend=True)
    assert [float(soft.texts[0, n * 3, 0]) for n in soft.numbers] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])


@pytest.mark.parametrize("name", ["animatediff", "wan", "ltx"])
def test_beats_are_heard_hard_or_blended(backends: Backends, still: Path, name: str) -> None:
    beats = {"beats": [{"at": 0.8, "text": "it jumps"}]}
    backend = backends[name]
    plain = shoot(backend, make_task(still, 9))
    hard, same, soft = (
        shoot(backend, make_task(still, 9, shot=beats, **asked))
        for asked in ({}, {"beats": "hard"}, {"beats": "blend"})
    )
    assert (hard == same).all()
    assert (hard != plain).any() and (soft != plain).any() and (soft != hard).any()
    assert not any("one text" in note for note in backend.check(make_task(still, 9, shot=beats)))


def test_a_beat_that_says_the_same_changes_nothing(backends: Backends, still: Path) -> None:
    """Equal texts, told for their own frames, are one text told for all."""
    pipe = backends["wan"]._open()
    text = encode_words(pipe, "a fox walks")
    ears = Ears(torch.cat([text, text], dim=1), [0, 1, 1], text.shape[1])
    model = pipe.transformer
    given = {
        "hidden_states": torch.randn(1, 36, 3, 4, 8),
        "timestep": torch.tensor([500.0]),
        "return_dict": False,
    }
    with torch.no_grad(), heard_by_frames([block.attn2 for block in model.blocks], ears):
        several = model(**given, encoder_hidden_states=ears.texts)[0]
    with torch.no_grad():
        once = model(**given, encoder_hidden_states=text)[0]
    torch.testing.assert_close(several, once, atol=1e-5, rtol=1e-4)


# Control of time


def test_control_of_time_reaches_animatediff_and_off_is_plain(backends: Backends, still: Path) -> None:
    backend = backends["animatediff"]
    plain = shoot(backend, make_task(still))
    assert (shoot(backend, make_task(still, temporal={"balance": 0})) == plain).all()
    band = shoot(backend, make_task(still, temporal={"band": 1}))
    balance = shoot(backend, make_task(still, temporal={"balance": 1}))
    assert (band != plain).any() and (balance != plain).any() and (band != balance).any()
    assert (shoot(backend, make_task(still)) == plain).all()


# What it will cost


def test_work_grows_with_the_shot_and_the_passes(backends: Backends, still: Path) -> None:
    wan = shorten(backends["wan"], 9)
    short, long = (wan.reckon(replace(make_task(still, n), fps=16)) for n in (9, 33))
    assert (short.tokens, short.passes) == (3 * 2 * 4, 4)
    assert (long.tokens, long.passes) == (short.tokens, 4 * 4)
    thrice = wan.reckon(replace(make_task(still, 9, guidance={"image": 3}), fps=16))
    assert thrice.passes == 6
    windows = wan.reckon(replace(make_task(still, 33, long="co_denoise"), fps=16))
    assert windows.tokens == short.tokens and windows.passes == 4 * len(list_windows(9, 3, 2))
    once = backends["animatediff"].reckon(make_task(still, 40, guidance={"text": 1}))
    assert (once.tokens, once.passes) == (16 * 16 * 32, 2 * len(list_windows(40, 16, 11)))


def test_time_is_unknown_until_a_shot_is_measured_and_then_it_is_near(
    backends: Backends, still: Path, tmp_path: Path
) -> None:
    ltx = backends["ltx"]
    tasks = [make_task(still, n) for n in (9, 49)]
    with Workspace(tmp_path / "film.production") as workspace:
        before = foresee(tasks, ltx, workspace)
        assert [cost.seconds for cost in before] == [None, None]
        assert before[1].tokens and before[0].tokens and before[1].tokens > before[0].tokens
        take = shoot_clip(ClipOrder(tasks[0], "0", "draft", ()), ltx, workspace)
        after = foresee(tasks, ltx, workspace)
        assert after[0].seconds == pytest.approx(take.notes["work"]["seconds"], abs=0.01)
        assert after[1].seconds and after[0].seconds and after[1].seconds > after[0].seconds
        other = DiffusionClips(LTX(str(ltx.family.folder), num_inference_steps=7), device="cpu")
        assert foresee(tasks, other, workspace)[0].seconds is None, (
            "another number of steps is another machine"
        )

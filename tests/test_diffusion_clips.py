"""Tests of clips from video models, on real pipelines of tiny size: exact frames, keyframes kept."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from backlot.animatic import AnimaticClips
from director.production import frame_to_render
from prompts.errors import BackendError
from prompts.screenplay import Frame
from shots.backends import Card, ClipTask, FrameRule
from shots.check_clips import check_clips
from shots.clips import check_tasks
from shots.diffusion.animatediff_clips import AnimateDiff, open_animatediff
from shots.diffusion.clips import DiffusionClips
from shots.diffusion.cogvideox_clips import CogVideoX, open_cogvideox
from shots.diffusion.frame_count import plan_frames, split_sections
from shots.diffusion.given_pictures import read_picture
from shots.diffusion.latents import LatentLayout, at_level
from shots.diffusion.ltx_clips import LTX, open_ltx
from shots.diffusion.motion import motion_bucket, motion_prompt
from shots.diffusion.opening import split_options
from shots.diffusion.svd_clips import SVD, open_svd
from shots.diffusion.unet_clips import encode_picture, windowed
from shots.diffusion.wan_clips import Wan, can_end_on_picture, open_wan
from tests.clip_tasks import (
    ASKED,
    assert_refused_or_exact,
    make,
    make_task,
    open_section,
    shoot,
    write_stills,
)
from tests.tiny import noise
from tests.tiny_video import HEIGHT, WIDTH, save_animatediff, save_cogvideox, save_ltx, save_svd, save_wan

torch.set_num_threads(1)

# diffusers hands torch tensors to numpy in a way that numpy 2 warns of
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

FAMILIES: dict[str, Any] = {
    "cogvideox": CogVideoX,
    "svd": SVD,
    "animatediff": AnimateDiff,
    "wan": Wan,
    "ltx": LTX,
}
SAVE: dict[str, Any] = {
    "cogvideox": save_cogvideox,
    "svd": save_svd,
    "animatediff": save_animatediff,
    "wan": save_wan,
    "ltx": save_ltx,
}
NAMES = list(FAMILIES)
STEPS = 2


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for name, save in SAVE.items():
        save(folder / name)
    return folder


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_stills(tmp_path_factory.mktemp("stills"))


@pytest.fixture(scope="module")
def backends(models: Path) -> dict[str, DiffusionClips]:
    made = {
        name: DiffusionClips(family(str(models / name), num_inference_steps=STEPS), device="cpu")
        for name, family in FAMILIES.items()
    }
    return made


# Frames


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("num_frames", [1, 7, 10])
def test_every_number_of_frames_is_what_was_asked_for(
    backends: dict[str, DiffusionClips], stills: Path, name: str, num_frames: int
) -> None:
    frames = shoot(backends[name], make_task(stills, num_frames))
    assert frames.shape == (num_frames, HEIGHT, WIDTH, 3)
    assert frames.dtype == np.uint8


@given(
    needed=st.integers(1, 3000),
    step=st.integers(1, 8),
    offset=st.integers(0, 1),
    goes=st.integers(2, 20),
)
def test_sections_are_legal_and_enough_and_hardly_more(
    needed: int, step: int, offset: int, goes: int
) -> None:
    rule = FrameRule(step, offset, least=step + offset, most=step * goes + offset)
    if rule.most < 2:
        return
    sections = split_sections(needed, rule)
    assert all((count - offset) % step == 0 and rule.least <= count <= rule.most for count in sections)
    made = sum(sections) - len(sections) + 1
    assert made >= needed
    assert made - max(needed, rule.least) < step + rule.least


@given(
    num_frames=st.integers(1, 500),
    fps=st.integers(1, 60),
    model_fps=st.none() | st.integers(1, 60),
    end=st.booleans(),
)
def test_pictures_are_shown_in_order_at_their_time(
    num_frames: int, fps: int, model_fps: int | None, end: bool
) -> None:
    plan = plan_frames(num_frames, fps, FrameRule(4, 1, 5, 81), model_fps, to_the_end=end)
    assert len(plan.shown) == num_frames
    assert plan.shown[0] == 0
    assert all(b - a >= 0 for a, b in zip(plan.shown, plan.shown[1:], strict=False))
    assert plan.shown[-1] < plan.made
    if end and num_frames > 1:
        assert plan.shown[-1] == plan.made - 1
    elif model_fps is not None:
        for frame, picture in enumerate(plan.shown):
            assert picture / model_fps <= frame / fps < (picture + 1) / model_fps


def test_a_slower_model_is_shown_at_its_own_time(backends: dict[str, DiffusionClips], stills: Path) -> None:
    task = make_task(stills, 9, fps=24)
    frames = shoot(backends["animatediff"], task)
    same = [bool((a == b).all()) for a, b in itertools.pairwise(frames)]
    assert same == [True, True, False, True, True, False, True, True], (
        "8 pictures a second, each for 3 frames"
    )
    assert any("8 pictures a second" in note for note in backends["animatediff"].check(task))


def test_a_long_shot_is_made_in_sections_that_meet(backends: dict[str, DiffusionClips], stills: Path) -> None:
    task = make_task(stills, 12, fps=7)
    frames = shoot(backends["svd"], task)
    assert len(frames) == 12
    assert any("2 sections" in note for note in backends["svd"].check(task))
    assert (frames[6] != frames[7]).any(), "the shared picture is shown once"


@pytest.mark.parametrize("name", NAMES)
@given(asked=ASKED)
@settings(max_examples=40)
def test_frames_are_what_was_asked_for_or_a_refusal_says_what_can_be(
    backends: dict[str, DiffusionClips], stills: Path, name: str, asked: dict[str, Any]
) -> None:
    assert_refused_or_exact(backends[name], make_task(stills, **asked))


@pytest.mark.parametrize("name", NAMES)
def test_a_shot_that_is_too_long_is_refused_with_what_is_possible(
    backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    with pytest.raises(BackendError, match=r"lasts 12500\.0 s; .* up to \d+ s"):
        backends[name].check(make_task(stills, 100_000))


@pytest.mark.parametrize("name", NAMES)
def test_another_size_is_refused_and_the_nearest_named(
    backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    with pytest.raises(BackendError, match=rf"Set frame to {WIDTH}x{HEIGHT}"):
        backends[name].check(make_task(stills, panel={"width": WIDTH + 1, "height": HEIGHT}))


# Pictures


@pytest.mark.parametrize("name", NAMES)
def test_a_shot_is_the_same_alone_and_after_another(
    models: Path, backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    alone = DiffusionClips(FAMILIES[name](str(models / name), num_inference_steps=STEPS), device="cpu")
    first = shoot(alone, make_task(stills))
    shoot(backends[name], make_task(stills, panel={"seed": 8}))
    assert (shoot(backends[name], make_task(stills)) == first).all()
    assert (shoot(alone, make_task(stills, panel={"seed": 8})) != first).any()


@pytest.mark.parametrize("name", NAMES)
def test_the_keyframe_and_the_noise_both_matter(
    backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    """LTX's image pipeline drops the picture when it is given latents, its condition pipeline the latents."""
    backend, task = backends[name], make_task(stills)
    plain = shoot(backend, task)
    assert (shoot(backend, replace(task, keyframe=stills / "b.png"))[1:] != plain[1:]).any()
    pipe, section = open_section(backend, task)
    other = noise(*backend.family.start(pipe, section).shape, seed=99)
    frames = [
        make(backend, pipe, section, given)[-1] for given in (backend.family.start(pipe, section), other)
    ]
    assert (frames[0] != frames[1]).any()


def test_wan_is_called_as_its_pipeline_is(backends: dict[str, DiffusionClips], stills: Path) -> None:
    """The oracle: the pipeline's own call with the same noise gives the same pictures."""
    backend = backends["wan"]
    pipe, section = open_section(backend, make_task(stills))
    given = backend.family.start(pipe, section)
    oracle = pipe(
        image=section.opening,
        prompt=section.prompt,
        negative_prompt=section.negative,
        height=HEIGHT,
        width=WIDTH,
        num_frames=section.num_frames,
        num_inference_steps=STEPS,
        guidance_scale=5.0,
        latents=given.transpose(0, 1)[None],
        output_type="np",
    ).frames[0]
    made = make(backend, pipe, section, given)
    assert (np.stack(made) == (oracle * 255).round().astype(np.uint8)).all()


@pytest.mark.parametrize("name", ["svd", "animatediff"])
@pytest.mark.parametrize("steps", [2, 3])
def test_the_first_and_last_frame_are_what_was_given_as_the_vae_gives_it_back(
    models: Path, stills: Path, name: str, steps: int
) -> None:
    backend = DiffusionClips(FAMILIES[name](str(models / name), num_inference_steps=steps), device="cpu")
    task = make_task(stills, last=stills / "b.png")
    frames = shoot(backend, task)
    pipe, section = open_section(backend, task)
    ending = read_picture(stills / "b.png", task)
    for frame, picture in ((frames[0], section.opening), (frames[-1], ending)):
        with torch.no_grad():
            latents = encode_picture(pipe, picture) / pipe.vae.config.scaling_factor
            again = pipe.vae.decode(latents, **({"num_frames": 1} if name == "svd" else {})).sample
        there_and_back = ((again[0] / 2 + 0.5).clamp(0, 1) * 255).round().permute(1, 2, 0).numpy()
        assert np.abs(frame - there_and_back).max() <= 1


@pytest.mark.parametrize("name", ["wan", "ltx"])
def test_a_shot_can_end_on_a_picture_and_hears_of_it(
    backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    task = make_task(stills, 7)
    ended = shoot(backends[name], replace(task, last=stills / "b.png"))
    assert ended.shape[0] == 7
    assert (ended != shoot(backends[name], task)).any()


@pytest.mark.parametrize("name", ["cogvideox"])
def test_a_model_without_a_last_frame_refuses_one(
    backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    assert not backends[name].card.last_frame
    assert "bridge" not in backends[name].card.joins
    with pytest.raises(BackendError, match="bridge"):
        backends[name].check(make_task(stills, last=stills / "b.png"))


def test_wan_promises_a_last_frame_only_where_its_pipeline_hears_of_it(tmp_path: Path, models: Path) -> None:
    """Wan 2.2 TI2V-5B leaves a last picture out in silence; Wan 2.1 I2V has room for one picture."""
    assert can_end_on_picture(models / "wan")
    assert can_end_on_picture(save_wan(tmp_path / "flf", "flf"))
    assert not can_end_on_picture(save_wan(tmp_path / "5b", "5b"))
    assert not can_end_on_picture(save_wan(tmp_path / "i2v", "i2v"))
    assert "bridge" not in Wan(str(tmp_path / "5b")).card.joins


def test_a_newer_cogvideox_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match=r"CogVideoX 1\.5"):
        CogVideoX(str(save_cogvideox(tmp_path / "later", patch_frames=2)))


@pytest.mark.parametrize("kind", ["i2v", "5b"])
def test_every_wan_shoots(tmp_path: Path, stills: Path, kind: Any) -> None:
    backend = DiffusionClips(Wan(str(save_wan(tmp_path / kind, kind)), num_inference_steps=2), device="cpu")
    assert backend.card.fps == (24 if kind == "5b" else 16)
    frames = shoot(backend, make_task(stills, 6, fps=24))
    assert len(frames) == 6
    assert (shoot(backend, make_task(stills, 6, fps=24, panel={"seed": 8})) != frames).any()


def test_wan_that_only_goes_from_picture_to_picture_asks_for_the_last(tmp_path: Path, stills: Path) -> None:
    backend = DiffusionClips(Wan(str(save_wan(tmp_path / "flf", "flf")), num_inference_steps=2), device="cpu")
    assert len(shoot(backend, make_task(stills, 6, last=stills / "b.png"))) == 6
    with pytest.raises(BackendError, match="no picture to end on"):
        backend.check(make_task(stills, 6))


# Words and motion


def test_more_intensity_is_a_larger_bucket_and_the_middle_is_the_models_own() -> None:
    buckets = [motion_bucket(level) for level in range(1, 11)]
    assert buckets == sorted(set(buckets))
    assert buckets[4] == 127
    assert buckets[0] >= 1 and buckets[-1] <= 255


@pytest.mark.parametrize("name", ["animatediff", "wan", "ltx", "cogvideox"])
def test_words_reach_the_model(backends: dict[str, DiffusionClips], stills: Path, name: str) -> None:
    plain = shoot(backends[name], make_task(stills))
    other = shoot(backends[name], make_task(stills, shot={"motion_prompt": "zzz qqq"}))
    assert (plain != other).any()


def test_svd_says_that_it_hears_no_words(backends: dict[str, DiffusionClips], stills: Path) -> None:
    assert any("hears no words" in note for note in backends["svd"].check(make_task(stills)))


def test_motion_words_are_a_persons_own_or_the_action_with_camera_and_intensity(stills: Path) -> None:
    own = make_task(stills, shot={"motion_prompt": "the tail wags"}).panel
    assert motion_prompt(own) == "the tail wags"
    told = make_task(stills, shot={"camera": {"move": "pan_left"}, "motion": {"intensity": 9}}).panel
    said = motion_prompt(told)
    assert "fox walks" in said and "pans left" in said and "fast" in said


def test_a_beat_changes_its_own_frames_where_frames_do_not_touch(
    models: Path, backends: dict[str, DiffusionClips]
) -> None:
    """With motion modules that pass everything through, a text is heard in its own frames alone."""
    pipe = backends["animatediff"]._open()
    still = {
        n: p.detach().clone()
        for n, p in pipe.unet.named_parameters()
        if "motion_modules" in n and "proj_out" in n
    }
    sample = noise(2, 4, 6, 8, 12)
    empty, one, two = (noise(7, 32, seed=seed) for seed in (1, 2, 3))
    texts = torch.stack([empty, one]).repeat_interleave(6, dim=0)
    with torch.no_grad():
        for name, parameter in pipe.unet.named_parameters():
            if name in still:
                parameter.zero_()
        plain = pipe.unet(sample, 10, encoder_hidden_states=texts).sample
        with windowed(pipe.unet, 6, window=16, stride=4, texts={0: one, 3: two}):
            told = pipe.unet(sample, 10, encoder_hidden_states=texts).sample
        for name, parameter in pipe.unet.named_parameters():
            if name in still:
                parameter.copy_(still[name])
    assert torch.equal(plain[0], told[0]), "the negative half hears its own text"
    torch.testing.assert_close(plain[1][:, :3], told[1][:, :3], rtol=1e-4, atol=1e-5)
    assert (plain[1][:, 3:] - told[1][:, 3:]).abs().amax(dim=(0, 2, 3)).min() > 1e-4


def test_beats_are_heard(backends: dict[str, DiffusionClips], stills: Path) -> None:
    task = make_task(stills, 6)
    told = make_task(stills, 6, shot={"beats": [{"at": 0.5, "text": "it jumps"}]})
    assert (shoot(backends["animatediff"], task) != shoot(backends["animatediff"], told)).any()
    assert any("one text" in note for note in backends["cogvideox"].check(told))


# Windows


def test_a_clip_longer_than_the_motion_modules_reach_is_made(
    backends: dict[str, DiffusionClips], stills: Path
) -> None:
    backend = backends["animatediff"]
    pipe = backend._open()
    with pytest.raises(RuntimeError):
        pipe(
            prompt="a fox",
            num_frames=18,
            width=WIDTH,
            height=HEIGHT,
            num_inference_steps=1,
            output_type="latent",
        )
    assert len(shoot(backend, make_task(stills, 18))) == 18
    assert "forward" not in pipe.unet.__dict__, "the U-Net is left as it was"


def test_windows_of_a_clip_that_fits_are_not_there(backends: dict[str, DiffusionClips]) -> None:
    unet = backends["animatediff"]._open().unet
    with windowed(unet, 16, window=16, stride=4):
        assert "forward" not in unet.__dict__


# What goes wrong


@pytest.mark.parametrize("name", NAMES)
def test_latents_that_are_not_finite_stop_the_shot_and_name_the_step(
    models: Path, stills: Path, name: str
) -> None:
    backend = DiffusionClips(FAMILIES[name](str(models / name), num_inference_steps=3), device="cpu")
    pipe = backend._open()
    found = [getattr(pipe, part, None) for part in ("unet", "transformer", "transformer_2")]
    spoiled = [next(p for n, p in m.named_parameters() if "bias" in n) for m in found if m is not None]

    def spoil(done: int, total: int) -> None:
        if done == 1:
            for parameter in spoiled:
                parameter.data.fill_(torch.nan)

    with pytest.raises(BackendError, match=r"Shot s1-01: .*not finite after step 2 of 3"):
        shoot(backend, make_task(stills), on_step=spoil)


@pytest.mark.parametrize("name", NAMES)
def test_a_shot_is_stopped_at_a_step_and_can_be_shot_again(
    backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shoot(backends[name], make_task(stills), on_step=stop)
    assert told == [(1, STEPS)]
    steps: list[int] = []
    again = shoot(backends[name], make_task(stills), on_step=lambda done, total: steps.append(done))
    assert steps == [1, 2]
    assert (again == shoot(backends[name], make_task(stills))).all()


def test_memory_that_does_not_suffice_is_said(models: Path, stills: Path) -> None:
    backend = DiffusionClips(Wan(str(models / "wan"), num_inference_steps=2), device="cpu")

    def run_out(*_: Any) -> None:
        raise torch.OutOfMemoryError("out of memory")

    backend._open().transformer.register_forward_pre_hook(run_out)
    with pytest.raises(BackendError, match="memory does not suffice"):
        shoot(backend, make_task(stills))


def test_keyframes_that_are_missing_foreign_or_of_another_size_are_refused(
    backends: dict[str, DiffusionClips], stills: Path, tmp_path: Path
) -> None:
    task, backend = make_task(stills), backends["ltx"]
    (tmp_path / "words.png").write_text("no picture")
    Pillow.new("RGB", (16, 16)).save(tmp_path / "small.png")
    for keyframe, said in (
        (None, "no keyframe"),
        (tmp_path / "none.png", "cannot be read"),
        (tmp_path / "words.png", "cannot be read"),
        (tmp_path / "small.png", f"is 16x16; the film is {WIDTH}x{HEIGHT}"),
    ):
        with pytest.raises(BackendError, match=said):
            shoot(backend, replace(task, keyframe=keyframe))


@pytest.mark.parametrize("name", NAMES)
def test_half_a_model_and_a_foreign_one_are_refused(tmp_path: Path, models: Path, name: str) -> None:
    shutil.copytree(models / name, tmp_path / "half")
    for weights in (tmp_path / "half" / "vae").glob("*.safetensors"):
        weights.unlink()
    with pytest.raises(BackendError, match="no weights"):
        FAMILIES[name](str(tmp_path / "half"))
    other = NAMES[NAMES.index(name) - 1]
    with pytest.raises(BackendError, match="cannot use"):
        FAMILIES[name](str(models / other))


def test_backends_need_a_model_and_know_their_options(models: Path) -> None:
    for start in (open_svd, open_animatediff, open_wan, open_ltx, open_cogvideox):
        with pytest.raises(BackendError, match="needs a model"):
            start(None)
    assert split_options("a/b,steps=8,guidance=1.5", "ltx") == (
        "a/b",
        {"num_inference_steps": 8, "guidance_scale": 1.5},
    )
    for wrong in ("speed=9", "steps=0", "steps=2.5", "steps=²", "guidance=-1", "guidance=1e9", "steps"):
        with pytest.raises(
            BackendError, match=f"'{re.escape(wrong)}' is no option; there are steps=1 to 1000"
        ):
            split_options(f"a/b,{wrong}", "ltx")
    assert split_options("a/b,dtype=float32", "ltx")[1] == {"dtype": "float32"}
    quick, slow = (open_ltx(f"{models / 'ltx'},steps={n}").card.version for n in (2, 3))
    assert quick != slow, "other pictures have another fingerprint"


def test_the_path_of_a_model_may_hold_commas(tmp_path: Path, models: Path) -> None:
    shutil.copytree(models / "ltx", tmp_path / "a, b,c")
    backend = open_ltx(f"{tmp_path}/a, b,c,steps=3,dtype=bfloat16")
    assert (backend.family.folder, backend.dtype) == (tmp_path / "a, b,c", "bfloat16")
    assert backend._open().transformer.dtype == torch.bfloat16
    assert backend.card.version != open_ltx(f"{tmp_path}/a, b,c,steps=3").card.version


def test_words_that_will_be_cut_off_and_a_strange_size_are_noted(
    backends: dict[str, DiffusionClips], stills: Path
) -> None:
    endless = " ".join(f"tree {number}" for number in range(200))
    plain, told = make_task(stills), make_task(stills, shot={"motion_prompt": endless})
    for name, tokens in (("ltx", 127), ("animatediff", 75), ("cogvideox", 225)):
        notes = check_tasks([told], backends[name], "sdxl")["s1-01"]
        (said,) = [note for note in notes if f"of the motion prompt {tokens} tokens are heard" in note]
        assert said.partition("cut off: ")[2][:20] in endless
        assert "of the motion" not in str(check_tasks([plain], backends[name], "sdxl"))
    large = make_task(stills, panel={"width": 832, "height": 480})
    assert any(
        f"{WIDTH}x{HEIGHT}, far from the 832x480 to 1280x720" in n for n in backends["wan"].check(plain)
    )
    assert not any("far from" in note for note in backends["wan"].check(large))


def test_a_moved_model_is_the_same_and_a_changed_one_is_not(tmp_path: Path, models: Path) -> None:
    shutil.copytree(models / "ltx", tmp_path / "moved")
    before = LTX(str(models / "ltx")).card.version
    assert LTX(str(tmp_path / "moved")).card.version == before
    config = tmp_path / "moved" / "scheduler" / "scheduler_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "shift": 2.0}))
    assert LTX(str(tmp_path / "moved")).card.version != before


# Latents


@pytest.mark.parametrize("order", ["bcfhw", "bfchw"])
def test_latents_come_back_as_they_were(order: Any) -> None:
    latents = noise(1, 3, 4, 5, 6)
    layout = LatentLayout(order)
    assert torch.equal(layout.pack(layout.unpack(latents), latents), latents)


def test_tokens_in_front_belong_to_no_frame_and_stay() -> None:
    layout = LatentLayout("packed", (3, 2, 4))
    latents = noise(1, 5 + 24, 8)
    frames = layout.unpack(latents)
    assert frames.shape == (3, 8, 2, 4)
    assert torch.equal(frames[2, :, 1, 3], latents[0, -1])
    changed = layout.pack(torch.zeros_like(frames), latents)
    assert torch.equal(changed[:, :5], latents[:, :5])
    assert not changed[:, 5:].any()


def schedulers() -> Iterator[Any]:
    from diffusers import (
        DDIMScheduler,
        EulerDiscreteScheduler,
        FlowMatchEulerDiscreteScheduler,
        UniPCMultistepScheduler,
    )

    yield (
        DDIMScheduler(clip_sample=False),
        lambda s, t: (s.alphas_cumprod[t] ** 0.5, (1 - s.alphas_cumprod[t]) ** 0.5),
    )
    yield EulerDiscreteScheduler(), lambda s, t: (1.0, s.sigmas[2])
    yield FlowMatchEulerDiscreteScheduler(), lambda s, t: (1 - s.sigmas[2], s.sigmas[2])
    flow = UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True)
    yield flow, lambda s, t: (1 - s.sigmas[2], s.sigmas[2])


@pytest.mark.parametrize(("scheduler", "formula"), list(schedulers()), ids=["ddim", "euler", "flow", "unipc"])
def test_noise_is_added_at_the_level_of_the_next_step(scheduler: Any, formula: Any) -> None:
    scheduler.set_timesteps(5)
    clean, fresh = noise(2, 3, 4, 4), noise(2, 3, 4, 4, seed=1)
    keep, add = formula(scheduler, scheduler.timesteps[2].long())
    torch.testing.assert_close(at_level(scheduler, 1, clean, fresh), keep * clean + add * fresh)
    assert at_level(scheduler, 4, clean, fresh) is clean


# The contract


@pytest.mark.parametrize("name", NAMES)
def test_every_backend_keeps_the_contract(backends: dict[str, DiffusionClips], name: str) -> None:
    assert check_clips(backends[name], width=WIDTH, height=HEIGHT) == []


def test_the_animatic_keeps_the_contract() -> None:
    assert check_clips(AnimaticClips()) == []


class Careless:
    """A backend that counts like its model, remembers, and promises what it cannot do."""

    card = Card("careless", "1", "", joins=frozenset({"smooth", "bridge"}), latents=None, audio=16000)

    def __init__(self) -> None:
        self.shots = 0

    def check(self, task: ClipTask) -> list[str]:
        return []

    def shoot(self, task: ClipTask) -> Iterator[Any]:
        self.shots += 1
        for _ in range(task.num_frames // 4 * 4 + 1):
            yield np.full((task.panel.height, task.panel.width, 3), self.shots, np.uint8)


def test_a_backend_that_breaks_the_contract_is_told_how() -> None:
    said = " ".join(check_clips(Careless()))
    for fault in (
        "a line about it",
        "lack `cut`",
        "`smooth`",
        "`bridge`",
        "10 frames, it gave 9",
        "came before",
        "`renders` lacks `sound`",
        "it wrote none",
    ):
        assert fault in said


class Heedless(Careless):
    """A backend that drops the picture it is to end on."""

    card = Card("heedless", "1", "the still", joins=frozenset({"cut", "bridge"}), last_frame=True)

    def shoot(self, task: ClipTask) -> Iterator[Any]:
        yield from np.zeros((task.num_frames, task.panel.height, task.panel.width, 3), np.uint8)


def test_a_backend_that_drops_the_last_picture_is_found_out() -> None:
    (said,) = check_clips(Heedless())
    assert "the same whatever the picture" in said


def test_the_backend_of_the_documents_keeps_the_contract() -> None:
    """It asserts so itself."""
    page = (Path(__file__).parent.parent / "docs" / "clips.md").read_text(encoding="utf-8")
    ((code,),) = [re.findall(r"```python\n(.*?)```", page, re.DOTALL)]
    assert len(code.splitlines()) < 60
    exec(compile(code, "docs/clips.md", "exec"), {})


def test_a_draft_has_a_size_that_the_models_take() -> None:
    frame = Frame(width=1280, height=720)
    assert frame_to_render(frame, "standard", 32) == frame
    draft = frame_to_render(frame, "draft", 32)
    assert (draft.width % 32, draft.height % 32) == (0, 0)
    assert abs(draft.width / draft.height - 16 / 9) < 0.1

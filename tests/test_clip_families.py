"""Laws of the families of video models, on real pipelines of tiny size: silence is not believed."""

from __future__ import annotations

import json
import shutil
import wave
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from typer.testing import CliRunner

from director.cli import app
from prompts.errors import BackendError
from prompts.render import Render
from shots.backends import Carry
from shots.check_clips import check_clips
from shots.cutting.mix import ClipSound, Voiceover, _raw_blocks, read_sound
from shots.diffusion.animatediff_clips import AnimateDiff
from shots.diffusion.clips import DiffusionClips
from shots.diffusion.cogvideox_clips import CogVideoX
from shots.diffusion.hunyuan_clips import Framepack, Hunyuan, choose_hunyuan
from shots.diffusion.latents import LatentLayout, Tail
from shots.diffusion.ltx2_clips import LTX2
from shots.diffusion.ltx_clips import LTX, choose_ltx
from shots.diffusion.skyreels_clips import SkyReels, SkyReelsI2V, choose_skyreels
from shots.diffusion.sounding import join_sounds
from shots.diffusion.svd_clips import SVD
from shots.diffusion.wan_clips import PerToken, Wan, WanVACE, choose_wan
from shots.rendering import WHO_CAN
from tests.clip_tasks import (
    ASKED,
    assert_refused_or_exact,
    make,
    make_task,
    open_section,
    shoot,
    write_stills,
)
from tests.tiny import noise, save_sd15
from tests.tiny_families import (
    make_sparse,
    save_framepack,
    save_framepack_in_parts,
    save_hunyuan,
    save_ltx2,
    save_skyreels,
    save_sparse,
    save_vace,
)
from tests.tiny_video import (
    HEIGHT,
    WIDTH,
    save_animatediff,
    save_cogvideox,
    save_ltx,
    save_svd,
    save_wan,
)

torch.set_num_threads(1)
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

STEPS = 2
KINDS: dict[str, tuple[Any, Any, type]] = {
    "vace": (save_vace, choose_wan, WanVACE),
    "hunyuan": (save_hunyuan, choose_hunyuan, Hunyuan),
    "framepack": (save_framepack, choose_hunyuan, Framepack),
    "skyreels": (save_skyreels, choose_skyreels, SkyReels),
    "skyreels-i2v": (lambda folder: save_skyreels(folder, forcing=False), choose_skyreels, SkyReelsI2V),
    "ltx2": (save_ltx2, choose_ltx, LTX2),
    "sparse": (save_sparse, AnimateDiff, AnimateDiff),
}
"""name -> how it is saved, how it is chosen by its folder, what is chosen"""
NAMES = list(KINDS)
OTHERS: dict[str, tuple[Any, Any]] = {
    "svd": (save_svd, SVD),
    "animatediff": (save_animatediff, AnimateDiff),
    "wan": (save_wan, choose_wan),
    "ltx": (save_ltx, choose_ltx),
    "cogvideox": (save_cogvideox, CogVideoX),
}
"""families that test_diffusion_clips.py shoots with"""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for name, (save_one, _, _) in KINDS.items():
        save_one(folder / name)
    return folder


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_stills(tmp_path_factory.mktemp("stills"))


@pytest.fixture(scope="module")
def backends(models: Path) -> dict[str, DiffusionClips]:
    return {name: open_kind(models, name) for name in NAMES}


def open_kind(models: Path, name: str, steps: int = STEPS) -> DiffusionClips:
    return DiffusionClips(KINDS[name][1](str(models / name), num_inference_steps=steps), device="cpu")


# What all keep


@pytest.mark.parametrize("name", NAMES)
def test_every_family_keeps_the_contract(models: Path, name: str) -> None:
    backend = open_kind(models, name, steps=1)
    assert type(backend.family) is KINDS[name][2]
    assert check_clips(backend, width=WIDTH, height=HEIGHT) == []


@pytest.mark.parametrize("name", NAMES)
def test_pictures_words_and_noise_all_reach_the_model(
    backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    backend, task = backends[name], make_task(stills)
    told: list[tuple[int, int]] = []
    plain = shoot(backend, task, on_step=lambda done, total: told.append((done, total)))
    assert told == [(1, STEPS), (2, STEPS)]
    changes = [replace(task, keyframe=stills / "b.png"), make_task(stills, shot={"motion_prompt": "zzz qqq"})]
    ending = replace(task, last=stills / "b.png")
    assert ("bridge" in backend.card.joins) == backend.card.last_frame
    if backend.card.last_frame:
        changes.append(ending)
    else:
        with pytest.raises(BackendError, match="bridge"):
            backend.check(ending)
    for changed in changes:
        assert (shoot(backend, changed)[1:] != plain[1:]).any()
    pipe, section = open_section(backend, task)
    given = noise(*backend.family.start(pipe, section).shape, seed=99)
    before = given.clone()
    assert (make(backend, pipe, section, given)[-1] != plain[-1]).any()
    assert torch.equal(given, before), "the noise is kept for the next shot, and nobody writes into it"


@pytest.mark.parametrize("name", NAMES)
def test_the_end_of_a_shot_is_carried_into_the_next(
    models: Path, stills: Path, tmp_path: Path, name: str
) -> None:
    backend = open_kind(models, name)
    shoot(backend, make_task(stills, 5, keep=tmp_path / "end"))
    end = Tail.load(tmp_path / "end")
    assert end.noise.shape == end.latents.shape
    distances = []
    for strength in (0.0, 1.0):
        carry = Carry("s0", "f", 12, noise=0.0, latents=strength, until=1.0, tail=tmp_path / "end")
        task = make_task(stills, 5, keep=tmp_path / f"{strength}", carry=carry, panel={"seed": 9})
        shoot(backend, task)
        latents = Tail.load(tmp_path / f"{strength}").latents
        first = backend.family.pinned
        distances.append(float((latents[first] - end.latents.flip(0)[first]).abs().mean()))
    assert distances[0] > distances[1]


@pytest.mark.parametrize("name", NAMES)
def test_latents_that_are_not_finite_stop_the_shot_at_their_step(
    models: Path, stills: Path, name: str
) -> None:
    backend = open_kind(models, name, steps=3)
    pipe = backend._open()
    denoiser = pipe.unet if name == "sparse" else pipe.transformer
    spoiled = [p for n, p in denoiser.named_parameters() if n.endswith("bias")]

    def spoil(done: int, total: int) -> None:
        if done == 1:
            for parameter in spoiled:
                parameter.data.fill_(torch.nan)

    with pytest.raises(BackendError, match=r"Shot s1-01: .*not finite after step 2 of 3"):
        shoot(backend, make_task(stills), on_step=spoil)


@pytest.mark.parametrize("name", NAMES)
def test_a_shot_can_be_stopped_between_two_steps(
    backends: dict[str, DiffusionClips], stills: Path, name: str
) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shoot(backends[name], make_task(stills), on_step=stop)
    assert len(shoot(backends[name], make_task(stills, 1))) == 1


@pytest.mark.parametrize("name", NAMES)
@given(asked=ASKED)
@settings(max_examples=40)
def test_frames_are_what_was_asked_for_or_a_refusal_says_what_can_be(
    backends: dict[str, DiffusionClips], stills: Path, name: str, asked: dict[str, Any]
) -> None:
    assert_refused_or_exact(backends[name], make_task(stills, **asked))


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_be_shot_is_refused_with_what_is_possible(
    backends: dict[str, DiffusionClips], stills: Path, tmp_path: Path, name: str
) -> None:
    backend = backends[name]
    with pytest.raises(BackendError, match=r"lasts 12500\.0 s; .* up to \d+ s"):
        backend.check(make_task(stills, 100_000))
    with pytest.raises(BackendError, match=rf"Set frame to {WIDTH}x{HEIGHT}"):
        backend.check(make_task(stills, panel={"width": WIDTH + 1, "height": HEIGHT}))
    Pillow.new("RGB", (HEIGHT, WIDTH)).save(tmp_path / "tall.png")
    with pytest.raises(BackendError, match=f"is {HEIGHT}x{WIDTH}; the film is {WIDTH}x{HEIGHT}"):
        shoot(backend, replace(make_task(stills), keyframe=tmp_path / "tall.png"))


# What one pipeline does in silence


def test_hunyuan_is_called_as_its_pipeline_is_and_keeps_any_size(
    backends: dict[str, DiffusionClips], stills: Path, tmp_path: Path
) -> None:
    """Left alone, the pipeline crops the keyframe to one of its own sizes; 64 x 32 is one of them."""
    backend = backends["hunyuan"]
    pipe, section = open_section(backend, make_task(stills))
    told = {
        "prompt": section.prompt,
        "negative_prompt": section.negative,
        "num_frames": section.num_frames,
        "num_inference_steps": STEPS,
        "output_type": "np",
    }
    given = backend.family.start(pipe, section)
    oracle = pipe(image=section.opening, latents=given.transpose(0, 1)[None], **told).frames[0]
    made = np.stack(make(backend, pipe, section, given))
    assert (made == (oracle * 255).round().astype(np.uint8)).all()

    Pillow.new("RGB", (48, 24)).save(tmp_path / "a.png")
    assert pipe(image=Pillow.open(tmp_path / "a.png"), **told).frames[0].shape[1:3] != (24, 48)
    small = make_task(tmp_path, 4, panel={"width": 48, "height": 24})
    assert shoot(backend, small).shape == (4, 24, 48, 3)


def test_hunyuan_is_guided_as_asked(models: Path, stills: Path) -> None:
    family = choose_hunyuan(str(models / "hunyuan"), num_inference_steps=STEPS, guidance_scale=1.0)
    backend = DiffusionClips(family, device="cpu")
    plain = shoot(backend, make_task(stills))
    guided = make_task(stills, render=Render.model_validate({"guidance": {"text": 6.0}}))
    assert (shoot(backend, guided) != plain).any()
    assert (shoot(backend, make_task(stills)) == plain).all()


def test_who_can_be_asked_for_what_is_told_as_the_cards_have_it(backends: dict[str, DiffusionClips]) -> None:
    for what, names in WHO_CAN.items():
        for name in ("hunyuan", "skyreels"):
            told = names.startswith("every") or name in names.split(", ")
            assert (what in (backends[name].card.renders or ())) == told, what


def test_framepack_starts_every_window_from_its_part_of_the_noise(
    backends: dict[str, DiffusionClips], stills: Path
) -> None:
    """The oracle draws for itself: first picture, then windows from the last to the first."""
    backend = backends["framepack"]
    pipe, section = open_section(backend, make_task(stills, 60, fps=30))
    assert section.num_frames == 73, "whole windows of 36 frames, and the first picture"
    draw = torch.Generator().manual_seed(section.seed)
    like = (1, 4, 1, HEIGHT // 8, WIDTH // 8)
    first = torch.randn(like, generator=draw)
    later, opening = (torch.randn(1, 4, 9, *like[3:], generator=draw) for _ in range(2))
    given = torch.cat([first, opening, later], dim=2)[0].transpose(0, 1)
    oracle = pipe(
        image=section.opening,
        prompt=section.prompt,
        negative_prompt=section.negative,
        height=HEIGHT,
        width=WIDTH,
        num_frames=66,
        num_inference_steps=STEPS,
        guidance_scale=9.0,
        generator=torch.Generator().manual_seed(section.seed),
        output_type="np",
    ).frames[0]
    made = np.stack(make(backend, pipe, section, given))
    assert made.shape == oracle.shape and len(made) == 73
    assert (made == (oracle * 255).round().astype(np.uint8)).all()


def test_framepack_tells_the_steps_of_all_its_windows(
    backends: dict[str, DiffusionClips], stills: Path
) -> None:
    told: list[tuple[int, int]] = []
    frames = shoot(
        backends["framepack"],
        make_task(stills, 60, fps=30),
        on_step=lambda done, total: told.append((done, total)),
    )
    assert len(frames) == 60
    assert told == [(n, 2 * STEPS) for n in range(1, 2 * STEPS + 1)]


def test_framepack_lies_in_parts_as_it_was_released(
    backends: dict[str, DiffusionClips], stills: Path, tmp_path: Path
) -> None:
    source = save_framepack_in_parts(tmp_path)
    change_json(tmp_path / "framepack" / "config.json", _class_name="HunyuanVideoTransformer3DModelPacked")
    backend = DiffusionClips(choose_hunyuan(source, num_inference_steps=STEPS), device="cpu")
    task = make_task(stills, last=stills / "b.png")
    assert (shoot(backend, task) == shoot(backends["framepack"], task)).all()
    base, framepack, eye = source.split("+")
    for wrong, said in (
        (f"{base}+{framepack}", "Name all three"),
        (f"{base}+{base}/vae+{eye}", "is a AutoencoderKLHunyuanVideo, not a Framepack transformer"),
        (f"{base}+{framepack}+{framepack}", "is no picture encoder: it has no config.json"),
    ):
        with pytest.raises(BackendError, match=said):
            choose_hunyuan(wrong)


def test_ltx2_starts_from_the_noise_that_it_is_given(
    backends: dict[str, DiffusionClips], stills: Path
) -> None:
    """Given what its pipeline would draw, it makes what its pipeline makes, to the bit."""
    backend = backends["ltx2"]
    pipe, section = open_section(backend, make_task(stills, 9))
    frames, height, width = backend.family.grid(section)
    draw = torch.Generator().manual_seed(section.seed)
    own = torch.randn(1, frames * height * width, 4, generator=draw)
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    oracle = pipe(
        conditions=[LTX2VideoCondition(frames=section.opening, index=0)],
        prompt=section.prompt,
        negative_prompt=section.negative,
        height=HEIGHT,
        width=WIDTH,
        num_frames=9,
        frame_rate=8.0,
        num_inference_steps=STEPS,
        guidance_scale=3.0,
        use_cross_timestep=False,
        generator=torch.Generator().manual_seed(section.seed),
        output_type="np",
    ).frames[0]
    given = LatentLayout("packed", (frames, height, width)).unpack(own)
    made = np.stack(make(backend, pipe, section, given))
    assert (made == (oracle * 255).round().astype(np.uint8)).all()


def test_sparse_pictures_do_not_depend_on_the_global_generator(
    backends: dict[str, DiffusionClips], stills: Path
) -> None:
    """Left alone, the pipeline samples their latents from it."""
    task = replace(make_task(stills, 3), last=stills / "b.png")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        first = shoot(backends["sparse"], task)
        torch.manual_seed(2)
        assert (shoot(backends["sparse"], task) == first).all()


def test_vace_sees_reference_pictures_of_the_cast(backends: dict[str, DiffusionClips], stills: Path) -> None:
    backend, plain = backends["vace"], make_task(stills)
    seen = make_task(stills, panel={"references": {"fox": (stills / "b.png", stills / "a.png")}})
    frames = shoot(backend, seen)
    assert frames.shape == (5, HEIGHT, WIDTH, 3)
    assert (frames != shoot(backend, plain)).any()
    broken = make_task(stills, panel={"references": {"fox": (stills / "none.png",)}})
    with pytest.raises(BackendError, match=r"none\.png cannot be read as a picture"):
        shoot(backend, broken)


def test_both_experts_of_a_vace_work(tmp_path: Path, stills: Path) -> None:
    backend = DiffusionClips(
        choose_wan(str(save_vace(tmp_path / "two", experts=True)), num_inference_steps=4), device="cpu"
    )
    called: list[str] = []
    for part in ("transformer", "transformer_2"):
        model = getattr(backend._open(), part)
        model.register_forward_pre_hook(lambda *_, part=part: called.append(part))
    assert len(shoot(backend, make_task(stills))) == 5
    assert set(called) == {"transformer", "transformer_2"}


def test_a_sparsectrl_lies_beside_base_and_adapter_and_must_be_shown_pictures(
    tmp_path: Path, stills: Path
) -> None:
    save_sd15(tmp_path / "base")
    from tests.tiny import make_animatediff

    make_animatediff().motion_adapter.save_pretrained(tmp_path / "adapter")
    make_sparse().save_pretrained(tmp_path / "sparse")
    source = "+".join(str(tmp_path / name) for name in ("base", "adapter", "sparse"))
    backend = DiffusionClips(AnimateDiff(source, num_inference_steps=1), device="cpu")
    assert backend.card.last_frame and "bridge" in backend.card.joins
    assert len(shoot(backend, make_task(stills, 3, last=stills / "b.png"))) == 3
    plain = AnimateDiff(source.rpartition("+")[0])
    assert plain.card.version != backend.card.version
    with pytest.raises(BackendError, match="is a SparseControlNetModel, not a motion adapter"):
        AnimateDiff(f"{tmp_path / 'base'}+{tmp_path / 'sparse'}")
    with pytest.raises(BackendError, match="has 3 parts beside its base"):
        AnimateDiff(f"{source}+{tmp_path / 'sparse'}")
    change_json(tmp_path / "sparse" / "config.json", use_simplified_condition_embedding=False)
    with pytest.raises(BackendError, match="for scribbles"):
        AnimateDiff(source)


# Sound


@given(
    counts=st.lists(st.integers(2, 9), min_size=1, max_size=4),
    seconds=st.floats(0.1, 8),
    fps=st.integers(4, 9),
)
def test_sounds_of_sections_follow_each_other_at_their_pictures(
    counts: list[int], seconds: float, fps: int
) -> None:
    """Each sample says which second of the shot it belongs to; the law: it is heard at that second."""
    rate, parts, begin = 1000, [], 0.0
    for count in counts:
        moments = begin + np.arange(round(count / fps * rate)) / rate
        parts.append((moments[None].astype(np.float32) / 100, count))
        begin += (count - 1) / fps
    whole = join_sounds(parts, fps, seconds, rate)
    assert whole.shape == (2, round(seconds * rate))
    there = min(whole.shape[1], int((begin + 1 / fps) * rate) - len(counts))
    assert np.abs(whole[0, :there] * 100 - np.arange(there) / rate).max() < 5 / rate
    assert not whole[:, int((begin + 1 / fps) * rate) + len(counts) :].any()


def test_a_film_is_heard_where_a_shot_asks_for_its_own_sound(models: Path, tmp_path: Path) -> None:
    (tmp_path / "film.yaml").write_text(
        "format: screenplay/1\ntitle: Rain\nlanguage: en\nframe: {width: 128, height: 64, fps: 8}\n"
        "scenes:\n  - shots:\n"
        "      - {id: one, action: It rains., who: [], narration: '', duration_s: 2, render: {sound: true}}\n"
        "      - {id: two, action: It snows., who: [], narration: '', duration_s: 2}\n",
        encoding="utf-8",
    )
    words = ["make", str(tmp_path / "film.yaml"), "-o", str(tmp_path / "film.mp4"), "--voices", "silent"]
    words += ["--clips", f"ltx:{models / 'ltx2'},steps=1", "--no-titles", "--yes"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    heard = np.concatenate(list(read_sound(tmp_path / "film.mp4")), axis=1)
    halves = np.abs(heard[:, : 2 * 48000]).mean(), np.abs(heard[:, -48000:]).mean()
    assert halves[0] > 100 * halves[1], "the second shot asks for none"
    folder = tmp_path / "film.production" / "clips"
    (first,), (second,) = (list(folder.glob(f"{name}.*.mp4")) for name in ("one", "two"))
    with av.open(str(first)) as clip:
        assert clip.streams.audio[0].codec_context.name == "flac"
        assert float(clip.streams.audio[0].duration * clip.streams.audio[0].time_base) == pytest.approx(2)
    with av.open(str(second)) as clip:
        assert not clip.streams.audio
    assert not list(folder.glob("*.wav"))


def test_sound_is_refused_by_who_makes_none(backends: dict[str, DiffusionClips], stills: Path) -> None:
    task = make_task(stills, render=Render.model_validate({"sound": True}))
    assert backends["ltx2"].check(task) is not None
    assert backends["ltx2"].card.audio == 16000
    with pytest.raises(BackendError, match=r"`render\.sound` is beyond 'wan' clips.*LTX-2"):
        backends["vace"].check(task)


def test_words_go_before_a_clips_own_sound_and_it_does_not_click(tmp_path: Path) -> None:
    rate = 48_000
    path = tmp_path / "hum.wav"
    hum = np.full((2 * rate, 2), 8000, "<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(hum.tobytes())
    sound = ClipSound(path, rate, 2 * rate, (0.05, 0.5))
    quiet = Voiceover(tmp_path / "none.wav", 10 * rate, 1)
    alone = np.concatenate(list(_raw_blocks([], None, 4 * rate, [sound])), axis=1)[0]
    assert not alone[:rate].any() and not alone[3 * rate :].any()
    assert alone[rate] == 0 and alone[rate + 2500] == pytest.approx(8000 / 32768, rel=1e-3)
    assert alone[3 * rate - rate // 4] == pytest.approx(alone[rate + 2500] / 2, rel=0.01)
    spoken = replace(quiet, path=path, start=2 * rate, num_samples=rate // 2)
    both = np.concatenate(list(_raw_blocks([spoken], None, 4 * rate, [sound])), axis=1)[0]
    voice = both[2 * rate + 100] - alone[2 * rate + 100] * 10 ** (-10 / 20)
    assert voice == pytest.approx(8000 / 32768, rel=1e-3)


# Models that are not what they should be


def change_json(file: Path, **values: Any) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


@pytest.mark.parametrize("name", [*NAMES, *OTHERS])
def test_half_a_model_and_parts_of_another_are_refused(models: Path, tmp_path: Path, name: str) -> None:
    if name in OTHERS:
        save_one, choose = OTHERS[name]
        whole = save_one(tmp_path / "whole")
    else:
        whole, choose = models / name, KINDS[name][1]

    def spoil(how: Any, said: str) -> None:
        folder = Path(shutil.copytree(whole, tmp_path / said.split()[0].strip("'.*")))
        how(folder)
        with pytest.raises(BackendError, match=said):
            choose(str(folder))

    weights = next((whole / "vae").glob("*.safetensors")).name
    spoil(lambda folder: (folder / "vae" / weights).unlink(), "holds no weights")
    spoil(lambda folder: shutil.rmtree(folder / "vae"), "no folder 'vae'")
    spoil(lambda folder: (folder / "vae" / weights).write_bytes(b"x" * 99), "damaged")
    spoil(lambda folder: cut_short(folder / "vae" / weights), "not as long")
    spoil(lambda folder: lose_piece(folder / "vae" / weights), "lacks 1 of its files")
    spoil(
        lambda folder: change_json(folder / "vae" / "config.json", _class_name="AutoencoderTiny"), "needs a"
    )
    channels = {
        key: 7
        for key in ("z_dim", "latent_channels")
        if key in json.loads((whole / "vae" / "config.json").read_text())
    }
    spoil(lambda folder: change_json(folder / "vae" / "config.json", **channels), "comes from another model")


@pytest.mark.parametrize("name", [*NAMES, *OTHERS])
def test_no_file_of_a_model_can_be_missing_empty_or_cut_short(
    models: Path, tmp_path: Path, name: str
) -> None:
    """What is half here is told by reading, before anything is drawn; no library is asked."""
    save_one, choose = OTHERS[name] if name in OTHERS else KINDS[name][:2]
    folder = save_one(tmp_path / "m") if name in OTHERS else shutil.copytree(models / name, tmp_path / "m")
    choose(str(folder))
    spare = ("generation_config.json", "added_tokens.json")
    for file in sorted(folder.rglob("*.*")):
        if file.name in spare:
            continue
        whole = file.read_bytes()
        for left in (None, b"", b"{}", whole[:-9]):
            if left is None:
                file.unlink()
            elif file.suffix == ".jinja" or (left == b"{}" and file.name == "tokenizer_config.json"):
                continue  # may be empty
            else:
                file.write_bytes(left)
            with pytest.raises(
                BackendError, match=r"(?i)pull .*again|give the folder that|nameless model"
            ) as no:
                choose(str(folder))
            assert file.parent.name in str(no.value)
            file.write_bytes(whole)
    index = next(folder.glob("*/*.safetensors")).with_suffix(".safetensors.index.json")
    index.write_text("")
    with pytest.raises(BackendError, match="cannot be read"):
        choose(str(folder))


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def lose_piece(file: Path) -> None:
    index = {"weight_map": {"a": file.name, "b": "model-00002-of-00002.safetensors"}}
    file.with_name(f"{file.stem}.safetensors.index.json").write_text(json.dumps(index))


@pytest.mark.parametrize("family", [Wan, LTX, CogVideoX, Hunyuan, SkyReels])
def test_other_pipelines_of_a_family_are_refused_with_the_reason(tmp_path: Path, family: Any) -> None:
    """Only indexes are read: no weights are needed to say no."""
    assert family.refused
    for kind, why in family.refused.items():
        (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": kind}))
        with pytest.raises(BackendError) as refusal:
            family(str(tmp_path))
        assert kind in str(refusal.value) and why in str(refusal.value)


def test_a_model_of_another_family_is_refused_with_the_backend_for_it(tmp_path: Path) -> None:
    for kind, fits in (
        ("WanVACEPipeline", "wan"),
        ("HunyuanVideo15ImageToVideoPipeline", "hunyuan"),
        ("SkyReelsV2DiffusionForcingPipeline", "skyreels"),
        ("LTX2Pipeline", "ltx"),
    ):
        (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": kind}))
        with pytest.raises(BackendError, match=rf"{kind}, which 'svd' cannot use. Use {fits}:"):
            SVD(str(tmp_path))


def test_every_diffusers_pipeline_of_our_families_is_known_or_refused() -> None:
    """A pipeline that a later diffusers brings is to be looked at, not met by chance."""
    import diffusers

    families: dict[str, Any] = {
        "Wan": [Wan, PerToken, WanVACE],
        "LTX": [LTX, LTX2],
        "CogVideoX": [CogVideoX],
        "HunyuanVideo": [Hunyuan, Framepack],
        "SkyReelsV2": [SkyReels, SkyReelsI2V],
    }
    for start, kinds in families.items():
        known = {name for kind in kinds for name in (*kind.classes, *kind.refused)}
        there = {n for n in dir(diffusers) if n.startswith(start) and n.endswith("Pipeline")}
        there = {name for name in there if "Modular" not in name}
        assert there <= known, sorted(there - known)
        assert {name for name in known if not hasattr(diffusers, name)} == set()


def test_wan_that_is_told_its_time_per_token_opens_under_the_name_it_was_released_with(
    tmp_path: Path, stills: Path
) -> None:
    folder = save_wan(tmp_path / "5b", "5b")
    change_json(folder / "model_index.json", _class_name="WanPipeline")
    backend = DiffusionClips(choose_wan(str(folder), num_inference_steps=1), device="cpu")
    assert type(backend.family) is PerToken
    assert len(shoot(backend, make_task(stills, 5, fps=24))) == 5


def test_skyreels_with_room_for_two_pictures_asks_for_both(tmp_path: Path, stills: Path) -> None:
    folder = save_skyreels(tmp_path / "two", forcing=False, two_pictures=True)
    backend = DiffusionClips(choose_skyreels(str(folder), num_inference_steps=1), device="cpu")
    assert len(shoot(backend, make_task(stills, 6, last=stills / "b.png"))) == 6
    with pytest.raises(BackendError, match="no picture to end on"):
        backend.check(make_task(stills, 6))


# Latents


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("order", ["bcfhw", "bfchw", "packed"])
def test_what_belongs_to_no_frame_stands_around_the_clip_and_stays(order: Any, behind: bool) -> None:
    layout = LatentLayout(order, (3, 2, 4), behind=behind)
    clip, beside = noise(3, 5, 2, 4), noise(2, 5, 2, 4, seed=1)
    plain = LatentLayout(order)
    both = plain.pack(torch.cat([clip, beside] if behind else [beside, clip]))
    assert torch.equal(layout.unpack(both), clip)
    changed = layout.pack(torch.zeros_like(clip), both)
    assert torch.equal(changed, plain.pack(torch.cat([clip * 0, beside] if behind else [beside, clip * 0])))
    assert torch.equal(layout.pack(clip, both), both)

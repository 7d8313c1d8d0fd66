"""Laws of opening models: what is missing or foreign is told, what is there opens as it lies; the ladder."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from director.cli import app
from director.desk import examine
from prompts.errors import BackendError
from shots.diffusion import memory, models
from shots.diffusion.known_models import KNOWN
from shots.diffusion.memory import Footprint, choose_rung, is_out_of_memory, lower_rung, read_cards
from shots.diffusion.model_files import check_model, fingerprint_model, measure_weights
from shots.diffusion.models import find_model, open_pipeline
from shots.diffusion.picture_sizes import FAMILIES, choose_size, read_canvas
from tests import tiny, tiny_video

torch.set_num_threads(1)
SDXL = ["StableDiffusionXLPipeline"]


@pytest.fixture(scope="module")
def sdxl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.save_sdxl(tmp_path_factory.mktemp("models") / "sdxl")


@pytest.fixture(autouse=True)
def no_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))


def test_a_folder_is_opened_and_gives_what_was_saved(sdxl: Path) -> None:
    pipe = open_pipeline(SDXL, sdxl, name="sdxl", device="cpu")
    saved = tiny.make_sdxl().unet.state_dict()
    assert all(torch.equal(value, saved[name]) for name, value in pipe.unet.state_dict().items())
    assert pipe.unet.dtype == torch.float32
    parts = {"default": torch.bfloat16, "vae": torch.float32}
    pipe = open_pipeline(SDXL, sdxl, name="sdxl", device="cpu", dtype=parts)
    assert (pipe.unet.dtype, pipe.vae.dtype) == (torch.bfloat16, torch.float32)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("stabilityai/stable-diffusion-xl-base-1.0", "film models pull sdxl.*6.5 GiB"),
        ("somebody/else", "film models pull somebody/else"),
        ("no such thing", "neither a folder"),
        ("{folder}", "no model_index.json"),
        ("{folder}/old.ckpt", "pickle"),
        ("{folder}/one.safetensors", "single file"),
    ],
)
def test_what_is_not_there_is_told_with_the_way_to_it(tmp_path: Path, source: str, said: str) -> None:
    for name in ("old.ckpt", "one.safetensors"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(BackendError, match=said):
        find_model(source.format(folder=tmp_path), name="sdxl")


def test_weights_of_another_architecture_pickles_and_damage_are_refused(sdxl: Path, tmp_path: Path) -> None:
    with pytest.raises(BackendError, match=r"StableDiffusionXLPipeline, which 'sd15' cannot use. Use sdxl:"):
        check_model(sdxl, ["StableDiffusionPipeline"], name="sd15")
    copy = Path(shutil.copytree(sdxl, tmp_path / "copy"))
    weights = next((copy / "unet").glob("*.safetensors"))
    whole = weights.read_bytes()
    weights.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackendError, match="is damaged"):
        open_pipeline(SDXL, copy, name="sdxl", device="cpu")
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(BackendError, match="holds pickles"):
        check_model(copy, SDXL, name="sdxl")
    weights.with_suffix(".bin").unlink()
    with pytest.raises(BackendError, match="holds no weights"):
        check_model(copy, SDXL, name="sdxl")
    (copy / "model_index.json").write_text("{")
    with pytest.raises(BackendError, match="cannot be read"):
        check_model(copy, SDXL, name="sdxl")


def test_half_precision_files_alone_are_found_and_measured_as_they_will_be(
    sdxl: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "half"
    tiny.make_sdxl().to(torch.float16).save_pretrained(folder, variant="fp16")
    assert models.choose_variant(folder) == "fp16"
    assert models.choose_variant(sdxl) is None
    pipe = open_pipeline(SDXL, folder, name="sdxl", device="cpu", dtype=torch.float16)
    assert {pipe.unet.dtype, pipe.vae.dtype, pipe.text_encoder.dtype} == {torch.float16}
    values = sum(
        p.numel()
        for part in ("unet", "vae", "text_encoder", "text_encoder_2")
        for p in getattr(pipe, part).state_dict().values()
    )
    for where in (folder, sdxl):
        total = measure_weights(where, per_still=0.5).total
        assert total * 2**30 == pytest.approx(values * 2, rel=0.01)


def test_a_fingerprint_knows_the_weights_and_not_the_place(sdxl: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(sdxl, tmp_path / "copy"))
    assert fingerprint_model(copy) == fingerprint_model(sdxl)
    weights = next((copy / "vae").glob("*.safetensors"))
    changed = bytearray(weights.read_bytes())
    changed[-3] ^= 1
    weights.write_bytes(changed)
    assert fingerprint_model(copy) != fingerprint_model(sdxl)


def test_the_ladder_rises_with_memory() -> None:
    for family in KNOWN:
        rungs = [choose_rung(Footprint.of(family), gib) for gib in memory.RUNGS]
        kept = [["sequential", "model", "none"].index(rung.offload) for rung in rungs]
        assert kept == sorted(kept)
        for low, high in pairwise(rungs):
            assert low.offload != high.offload or low.chunk <= high.chunk
            assert lower_rung(Footprint.of(family), high) == low
        assert lower_rung(Footprint.of(family), rungs[0]) is None
        assert rungs[0] == choose_rung(Footprint.of(family), 0.1)
        assert str(rungs[-1].gib) in rungs[-1].describe()


def test_a_clip_whose_decoding_has_no_room_is_decoded_in_tiles() -> None:
    for gib in memory.RUNGS:
        roomy = choose_rung(Footprint(2, 2, 1), gib)
        assert choose_rung(Footprint(2, 2, 1, decoding=0.1), gib) == roomy
        assert choose_rung(Footprint(2, 2, 1, decoding=99), gib) == replace(roomy, tile_vae=True)


@pytest.mark.parametrize("name", ["svd", "wan", "ltx", "cogvideox", "animatediff"])
def test_a_video_model_is_placed_by_every_rung_as_far_as_its_vae_can(name: str) -> None:
    pipe = getattr(tiny_video, f"make_{name}")()
    for gib in memory.RUNGS:
        models.place_pipeline(pipe, "cpu", choose_rung(Footprint(50, 40, 4), gib))
    assert getattr(pipe.vae, "use_tiling", True)


def test_only_a_want_of_memory_counts_as_one() -> None:
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory"))
    assert is_out_of_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"))
    assert is_out_of_memory(MemoryError())
    assert not is_out_of_memory(RuntimeError("shapes do not fit"))


def test_cards_are_read_from_what_the_driver_says() -> None:
    cards = read_cards("NVIDIA X, 24576, 20480\nno devices were found\nA, B, 8192, 1024\n")
    assert [(c.name, c.total_gib, c.free_gib) for c in cards] == [("NVIDIA X", 24, 20), ("A, B", 8, 1)]


def test_a_device_that_is_not_there_is_refused() -> None:
    assert models.choose_device("cpu") == "cpu"
    with pytest.raises(BackendError, match="cpu"):
        models.choose_device("abacus")


@pytest.mark.parametrize("frame", [(1280, 720), (720, 1280), (192, 108), (4096, 2160), (64, 64), (4096, 64)])
@pytest.mark.parametrize(("area", "multiple"), [(512 * 512, 8), (1024 * 1024, 16), (4096, 2)])
def test_drawn_sizes_are_legal_and_keep_the_shape(frame: tuple[int, int], area: int, multiple: int) -> None:
    height, width = choose_size(*frame, area, multiple)
    assert height % multiple == 0 == width % multiple
    if max(frame) / min(frame) < 4:
        assert width / height == pytest.approx(frame[0] / frame[1], rel=0.1)
        assert 0.5 < width * height / area < 1.6
    assert choose_size(1024, 1024, 1024 * 1024, 16) == (1024, 1024)


def test_a_canvas_is_read_from_the_models_own_configuration(sdxl: Path) -> None:
    assert read_canvas(FAMILIES["sdxl"], sdxl).area == 64 * 64
    assert read_canvas(FAMILIES["sdxl"], None).area == 1024 * 1024
    config = json.loads((sdxl / "unet" / "config.json").read_text())
    assert config["sample_size"] == 32


def test_a_model_without_a_name_is_not_pulled() -> None:
    with pytest.raises(BackendError, match="sd15, sdxl, flux, svd"):
        models.pull_model("nothing")
    for words in (["models", "pull"], ["models", "pull", "nothing"], ["models", "burn"]):
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 1 and done.stderr.startswith("film: ")


def test_a_pull_without_a_network_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    for name in ("sdxl", "somebody/else"):
        with pytest.raises(BackendError, match=r"could not be pulled: .*Check the network"):
            models.pull_model(name)


def test_models_are_listed_with_size_and_whether_they_are_here() -> None:
    rows = [json.loads(line) for line in CliRunner().invoke(app, ["models", "--json"]).stdout.splitlines()]
    assert [row["name"] for row in rows] == list(models.KNOWN)
    assert all(row["place"] == "not fetched" and row["gib"] > 0.5 for row in rows)


def test_the_doctor_says_on_which_rung_each_family_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text("#!/bin/sh\necho 'A card, 24576, 23000'\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    rows = {row["name"].strip(): row["said"] for row in examine()}
    assert rows["accelerator"] == "A card, 22.5 GiB free"
    assert rows["sdxl"].startswith("16 GiB rung: model kept whole")
    tool.write_text("#!/bin/sh\nexit 9\n")
    assert "does not answer" in {row["name"]: row["said"] for row in examine()}["accelerator"]

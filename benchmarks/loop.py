"""What our loop adds to a pipeline's own call; seconds a step, and peak memory on each rung of the ladder.

    python benchmarks/loop.py                  # medium models with random weights, on a processor in minutes
    python benchmarks/loop.py --size real      # on a card: sizes of Stable Video Diffusion and Wan 2.1 1.3B
    python benchmarks/loop.py --size tiny      # half a minute: that it runs; a step is too short to compare

Ours and the pipeline's own call make the same pictures in turn, in several rounds. `step` is the time between
two steps, `shot` that of all, encoding and decoding among it; of each the least of the rounds is taken. The
bar for a step is 1.03. On a card a rung says how the model is kept; on a processor, where there is nothing to
move, only how it decodes. Encoders of words and pictures are tiny at every size.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

GIB = 2**30


@dataclass(frozen=True)
class Case:
    """One model at one size, and the shot that it makes."""

    name: str
    width: int
    height: int
    num_frames: int
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """part of the pipeline -> what is other in its configuration than in the tiny one's"""


SVD_MEDIUM = {"block_out_channels": (96, 192), "num_attention_heads": (3, 6), "num_frames": 14}
SVD_REAL = {
    "down_block_types": (*["CrossAttnDownBlockSpatioTemporal"] * 3, "DownBlockSpatioTemporal"),
    "up_block_types": ("UpBlockSpatioTemporal", *["CrossAttnUpBlockSpatioTemporal"] * 3),
    "block_out_channels": (320, 640, 1280, 1280),
    "num_attention_heads": (5, 10, 20, 20),
    "layers_per_block": 2,
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 768,
    "num_frames": 14,
}
SVD_VAE = {
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "layers_per_block": 2,
}
WAN_MEDIUM = {"num_attention_heads": 8, "attention_head_dim": 64, "ffn_dim": 2048, "num_layers": 6}
WAN_REAL = {"num_attention_heads": 12, "attention_head_dim": 128, "ffn_dim": 8960, "num_layers": 30}
LONG = {"rope_max_seq_len": 1024}
WAN_VAE = {"base_dim": 96, "dim_mult": [1, 2, 4, 4], "num_res_blocks": 2}
CASES = {
    "tiny": [Case("svd", 64, 32, 8), Case("wan", 64, 32, 9)],
    "medium": [
        Case("svd", 64, 64, 14, {"unet": SVD_MEDIUM}),
        Case("wan", 256, 256, 17, {"transformer": WAN_MEDIUM | LONG}),
    ],
    "real": [
        Case("svd", 1024, 576, 14, {"unet": SVD_REAL, "vae": SVD_VAE}),
        Case("wan", 832, 480, 81, {"transformer": WAN_REAL | LONG, "vae": WAN_VAE}),
    ],
}


def save_model(case: Case, folder: Path, device: str) -> None:
    """The model as a folder, with random weights, at 16 bit for a card."""
    import torch

    from shots.diffusion.models import choose_dtype
    from tests.tiny_video import make_svd, make_wan, save

    make: Callable[..., Any] = make_svd if case.name == "svd" else make_wan
    pipe = make(**({"kind": "one"} if case.name == "wan" else {}), parts=case.parts)
    if device != "cpu":
        pipe.to(torch.device("cpu"), choose_dtype(device))
    save(pipe, folder)


def make_task(case: Case, folder: Path, fps: int) -> Any:
    """A shot of the case's size."""
    from PIL import Image as Pillow

    from prompts.screenplay import Scene, Shot
    from shots.backends import ClipTask, Panel

    keyframe = folder / "keyframe.png"
    Pillow.linear_gradient("L").resize((case.width, case.height)).convert("RGB").save(keyframe)
    shot = Shot(id="s1", action="A fox walks.")
    panel = Panel(shot, Scene(shots=[shot]), {}, None, {}, "storybook", case.width, case.height, 0)
    return ClipTask(panel, case.num_frames, fps, keyframe=keyframe)


def call_pipeline(backend: Any, task: Any, on_step: Callable[..., Any]) -> None:
    """The pictures by the pipeline's own call, asked for what ours asks for."""
    import torch
    from PIL import Image as Pillow

    from shots.diffusion.motion import motion_bucket, motion_prompt, negative_prompt

    family, pipe, panel = backend.family, backend._open(), task.panel
    told: dict[str, Any] = {
        "image": Pillow.open(task.keyframe).convert("RGB"),
        "height": panel.height,
        "width": panel.width,
        "num_frames": task.num_frames,
        "num_inference_steps": family.num_inference_steps,
        "generator": torch.Generator().manual_seed(panel.seed),
        "output_type": "np",
        "callback_on_step_end": lambda pipe, step, timestep, values: on_step() or {},
    }
    if backend.card.name == "svd":
        from shots.diffusion.clips import CHUNK

        told |= {"max_guidance_scale": family.guidance_scale, "decode_chunk_size": CHUNK}
        told |= {"motion_bucket_id": motion_bucket(5), "fps": task.fps}
    else:
        told |= {"prompt": motion_prompt(panel), "negative_prompt": negative_prompt(panel)}
        told |= {"guidance_scale": family.guidance_scale}
    pipe(**told)


def call_ours(backend: Any, task: Any, on_step: Callable[..., Any]) -> None:
    """The pictures by our loop, thrown away as they come."""
    for _ in backend.shoot(task, on_step=lambda done, total: on_step()):
        pass


def time_call(call: Callable[..., None], backend: Any, task: Any, device: str) -> tuple[float, float]:
    """(seconds a step, seconds in all): of the processor, or on a card of the clock when it has caught up."""
    import torch

    def now() -> float:
        if device == "cpu":
            return time.process_time()
        torch.cuda.synchronize()
        return time.perf_counter()

    moments: list[float] = []
    started = now()
    call(backend, task, lambda: moments.append(now()))
    return (moments[-1] - moments[0]) / (len(moments) - 1), now() - started


def measure_ladder(backend: Any, task: Any, device: str) -> None:
    """Print the peak of the same shot on every rung that keeps the model in another way."""
    import torch

    from shots.costing import forget_peak, measure_peak
    from shots.diffusion.memory import RUNGS, choose_rung

    needs, seen = backend._needs(task), set()
    work = backend.reckon(task)
    print(
        f"  estimated at 16 bit: weights {work.weights_gib:.2f} GiB, a pass {work.pass_gib:.2f}, "
        f"decoding {work.decoding_gib:.2f}"
    )
    for gib in sorted(RUNGS, reverse=True):
        rung = choose_rung(needs, gib)
        if (way := (rung.offload, rung.slice_vae, rung.tile_vae)) in seen:
            continue
        seen.add(way)
        backend._pipe, backend._rung = None, rung
        backend._open()
        forget_peak()
        try:
            step, whole = time_call(call_ours, backend, task, device)
            peak = measure_peak()
            said = f"{step:.3f} s a step, {whole:.2f} s in all"
            said += f", peak {peak[0]:.2f} GiB of the {peak[1]}" if peak else ""
        except (torch.OutOfMemoryError, MemoryError):
            said = "out of memory"
        print(f"  {rung.describe()}: {said}", flush=True)


def main(arguments: Sequence[str] | None = None) -> dict[str, tuple[float, float]]:
    """Print what was measured, and return model -> (ours / own of a step, of a shot)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", choices=list(CASES), default="medium")
    parser.add_argument("--only", choices=["svd", "wan"])
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-ladder", action="store_true")
    chosen = parser.parse_args(arguments)
    import torch

    from shots.backends import find_backend
    from shots.diffusion.models import choose_device

    device = choose_device(None)
    if chosen.size == "real" and device == "cpu":
        parser.error("--size real needs a card, and there is none. Take --size medium.")
    torch.set_num_threads(1)
    found = {}
    for case in CASES[chosen.size]:
        if chosen.only not in (None, case.name):
            continue
        with tempfile.TemporaryDirectory() as name:
            save_model(case, Path(name) / case.name, device)
            backend = find_backend("shots.clips", f"{case.name}:{name}/{case.name},steps={chosen.steps}")
            task = make_task(case, Path(name), backend.card.fps)
            calls = (call_pipeline, call_ours)
            backend._choose_rung(task)
            time_call(call_ours, backend, task, device)  # nothing is loaded or chosen while it is measured
            rounds = [
                [time_call(call, backend, task, device) for call in calls] for _ in range(chosen.rounds)
            ]
            own, ours = ([min(row[i][part] for row in rounds) for part in (0, 1)] for i in (0, 1))
            found[case.name] = (ours[0] / own[0], ours[1] / own[1])
            print(
                f"{case.name} {chosen.size} {case.width}x{case.height}, {case.num_frames} frames, {device}: "
                f"a step {own[0]:.3f} s, ours {ours[0]:.3f} s (x{found[case.name][0]:.3f}); "
                f"a shot {own[1]:.2f} s, ours {ours[1]:.2f} s (x{found[case.name][1]:.3f})",
                flush=True,
            )
            if not chosen.no_ladder:
                measure_ladder(backend, task, device)
    return found


if __name__ == "__main__":
    main()

"""What a long shot costs by its length: seconds and memory for 16, 64 and 256 pictures, by family and method.

    python benchmarks/long_shots.py                     # tiny models, some five minutes
    python benchmarks/long_shots.py --only wan --counts 16 64
    python benchmarks/long_shots.py --seams             # how far pictures jump where windows meet

Every model sees 16 or 17 pictures at once, so that the first count is one window or section, whatever the
family's own reach. One step, one thread. Every figure is the least of several interleaved rounds, each in a
process of its own that has made a first shot of 16 pictures: seconds are of the CPU, memory is the peak above
the state after that shot, with freed blocks given back at once. Pictures are thrown away as they come, as the
encoder does. Exponents are slopes of a line fitted to the logarithms. `whole` is one go, for contrast;
`freenoise` shows the whole clip to all layers but the motion modules, so its memory grows by its nature.
"""

from __future__ import annotations

import argparse
import ctypes
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

STEPS, WINDOW = 1, 16


@dataclass(frozen=True)
class Method:
    """One way to make a long shot with one family."""

    family: str
    long: str | None

    @property
    def name(self) -> str:
        return f"{self.family} {self.long or 'whole'}"


METHODS = [
    *(Method("animatediff", long) for long in ("co_denoise", "streaming", "freenoise")),
    *(Method("svd", long) for long in ("co_denoise", "streaming")),
    *(Method("wan", long) for long in ("co_denoise", "streaming")),
    *(Method("ltx", long) for long in ("sliding", "reuse", None)),
]


def open_backend(method: Method, folder: Path) -> Any:
    """The backend of a family, as if its model saw a window of pictures at once and had no rate."""
    from shots.backends import find_backend

    backend = find_backend("shots.clips", f"{method.family}:{folder / method.family},steps={STEPS}")
    rule = backend.card.frames
    most = 100_001 if method.long is None or backend.card.window else WINDOW + rule.offset
    frames = replace(rule, least=1, most=most)
    backend.card = replace(backend.card, fps=None, longest=100_001, frames=frames)
    backend.family.card = backend.card
    return backend


def make_task(method: Method, folder: Path, count: int) -> Any:
    """A shot of so many pictures."""
    from PIL import Image as Pillow

    from prompts.render import Render
    from prompts.screenplay import Scene, Shot
    from shots.backends import ClipTask, Panel

    keyframe = folder / "keyframe.png"
    Pillow.new("RGB", (32, 32), (200, 120, 40)).save(keyframe)
    shot = Shot(id="s1", action="A fox walks.")
    panel = Panel(shot, Scene(shots=[shot]), {}, None, {}, "storybook", 32, 32, 0)
    render = Render.model_validate({"long": method.long} if method.long else {})
    return ClipTask(panel, count, 8, keyframe=keyframe, render=render)


def weigh(method: Method, folder: Path, count: int) -> tuple[float, float]:
    """(CPU seconds, peak MiB above the state after a first shot) of a shot of `count` pictures."""
    backend, task = open_backend(method, folder), make_task(method, folder, count)
    for _ in backend.shoot(replace(task, num_frames=WINDOW)):
        pass
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, started = _read_kib("VmRSS"), time.process_time()
    for _ in backend.shoot(task):
        pass
    return time.process_time() - started, (_read_kib("VmHWM") - before) / 1024


def _read_kib(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def run_apart(function: Callable[..., tuple[float, float]], *arguments: Any) -> tuple[float, float]:
    """What the function gives back, from a forked process: nothing is inherited from another measurement."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(writer, repr(function(*arguments)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    if not text:
        raise RuntimeError(f"{function.__name__}{arguments} died; it may need more memory than there is.")
    first, second = text.strip("()").split(",")
    return float(first), float(second)


def fit_exponent(values: dict[int, float]) -> float:
    """Slope of a line through the logarithms: 1 is linear, 0 is flat."""
    if len(values) < 2:
        return math.nan
    across = [math.log(count) for count in values]
    return statistics.linear_regression(across, [math.log(max(v, 1e-3)) for v in values.values()]).slope


def measure_seams(num_frames: int = 64) -> None:
    """Print how far the fused predictions of a slowly changing clip jump, by the share of a window in common.

    In units of the jumps that the model itself makes from frame to frame in one window (the mean of them).
    Random weights exaggerate: the nets take the place in the window for a reason to change.
    """
    import torch

    from consistency.windows import fuse_windows, list_windows

    random = torch.Generator().manual_seed(0)
    start, way = torch.randn(2, 4, 8, 8, generator=random)
    clip = start + torch.linspace(0, 2, num_frames)[:, None, None, None] * way
    print(f"{'model':<12} {'shared':<8} {'windows':>7} {'in overlaps':>12} {'elsewhere':>10} {'largest':>8}")
    for name, predict in _list_nets():
        usual = _jumps(predict(clip[:WINDOW])).mean()
        for share, stride in (("half", 8), ("third", 11), ("quarter", 12), ("nothing", 16)):
            windows = list_windows(num_frames, WINDOW, stride)
            fused = fuse_windows((predict(clip[a:b]) for a, b in windows), windows, num_frames, axis=0)
            jumps = _jumps(fused) / usual
            joined = torch.zeros(num_frames - 1, dtype=torch.bool)
            for (_, stop), (begin, _) in pairwise(windows):
                joined[begin - 1 : stop] = True
            rest = jumps[~joined].mean() if bool((~joined).any()) else math.nan
            row = f"{len(windows):>7} {jumps[joined].mean():>12.2f} {rest:>10.2f} {jumps.max():>8.2f}"
            print(f"{name:<12} {share:<8} {row}", flush=True)


def _jumps(clip: Any) -> Any:
    return (clip[1:] - clip[:-1]).flatten(1).norm(dim=1)


def _list_nets() -> list[tuple[str, Callable[[Any], Any]]]:
    """(name, prediction of (F, 4, h, w) latents at one step) of the tiny U-Nets."""
    import torch

    from tests.tiny import make_animatediff
    from tests.tiny_video import make_svd

    torch.set_grad_enabled(False)
    random = torch.Generator().manual_seed(1)
    motion, svd, step = make_animatediff().unet.eval(), make_svd().unet, torch.tensor(500.0)
    words = torch.randn(1, 77, motion.config.cross_attention_dim, generator=random)
    seen, added = torch.randn(1, 1, 32, generator=random), torch.tensor([[6.0, 127.0, 0.02]])

    def move(clip: Any) -> Any:
        heard = words.expand(len(clip), -1, -1)
        return motion(clip.transpose(0, 1)[None], step, encoder_hidden_states=heard).sample[0].transpose(0, 1)

    def diffuse(clip: Any) -> Any:
        given = torch.cat([clip, clip], dim=1)[None]
        return svd(given, step, encoder_hidden_states=seen, added_time_ids=added).sample[0]

    return [("animatediff", move), ("svd", diffuse)]


def save_models(folder: Path) -> None:
    """The tiny models of all families."""
    from tests.tiny_video import save_animatediff, save_ltx, save_svd, save_wan

    for name, save in (
        ("animatediff", save_animatediff),
        ("svd", save_svd),
        ("wan", save_wan),
        ("ltx", save_ltx),
    ):
        save(folder / name)


def main(arguments: Sequence[str] | None = None) -> dict[str, dict[int, tuple[float, float]]]:
    """Print the table, and return method -> pictures -> (seconds, MiB)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", type=int, nargs="+", default=[16, 64, 256])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[], help="words that a method's name must have one of")
    parser.add_argument("--seams", action="store_true", help="measure jumps where windows meet, and stop")
    chosen = parser.parse_args(arguments)
    import torch

    torch.set_num_threads(1)
    ctypes.CDLL(None).mallopt(-3, 1 << 16)  # larger blocks are mapped, so that a freed one is gone
    if chosen.seams:
        measure_seams()
        return {}
    methods = [m for m in METHODS if not chosen.only or any(word in m.name for word in chosen.only)]
    found: dict[str, dict[int, tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        save_models(Path(name))
        print(f"{'method':<24}" + "".join(f"{count:>8} fr s, MiB" for count in chosen.counts) + "   growth")
        for method in methods:
            rounds = [
                {count: run_apart(weigh, method, Path(name), count) for count in chosen.counts}
                for _ in range(chosen.rounds)
            ]
            least = {
                count: (min(row[count][0] for row in rounds), min(row[count][1] for row in rounds))
                for count in chosen.counts
            }
            found[method.name] = least
            cells = "".join(f"{seconds:>10.2f}, {mib:>6.1f}" for seconds, mib in least.values())
            slopes = [fit_exponent({count: pair[part] for count, pair in least.items()}) for part in (0, 1)]
            print(
                f"{method.name:<24}{cells}   N^{slopes[0]:.2f} in time, N^{slopes[1]:.2f} in memory",
                flush=True,
            )
    return found


if __name__ == "__main__":
    main()

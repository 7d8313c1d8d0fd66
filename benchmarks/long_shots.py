"""What a long shot costs by its length: seconds and memory for 16, 64 and 256 pictures, per method.

    python benchmarks/long_shots.py                  # tiny models, about two minutes
    python benchmarks/long_shots.py --counts 16 64

`windows` is AnimateDiff, all windows in every step; `sections` is LTX, one after the other, 17 pictures each;
`whole` is LTX in one go, for contrast. Every run has a process of its own and one thread; seconds are of the
CPU, memory is the peak above the state after a first shot of 16 pictures. Pictures are thrown away as they
come, as the encoder does. The exponents are slopes of logarithms up to the last count.
"""

from __future__ import annotations

import argparse
import ctypes
import math
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

METHODS = {"windows": "animatediff", "sections": "ltx", "whole": "ltx"}
STEPS, SECTION = 1, 17
MIB = 1024


def measure(method: str, folder: str, count: int) -> tuple[float, float]:
    """(CPU seconds, peak MiB above the state after a first shot) of a shot of `count` pictures."""
    import torch
    from PIL import Image as Pillow

    from prompts.screenplay import Scene, Shot
    from shots.backends import ClipTask, Panel, find_backend

    torch.set_num_threads(1)
    backend = find_backend("shots.clips", f"{METHODS[method]}:{folder},steps={STEPS}")
    rule = backend.card.frames
    most = SECTION if method == "sections" else 100_001
    backend.card = replace(backend.card, fps=None, longest=None, frames=replace(rule, most=most))
    keyframe = Path(folder) / "keyframe.png"
    Pillow.new("RGB", (64, 32), (200, 120, 40)).save(keyframe)
    shot = Shot(id="s1", action="A fox walks.")
    panel = Panel(shot, Scene(shots=[shot]), {}, None, {}, "storybook", 64, 32, 0)
    task = ClipTask(panel, 16, 8, keyframe=keyframe)
    for _ in backend.shoot(task):
        pass
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, started = _read("VmRSS"), time.process_time()
    for _ in backend.shoot(replace(task, num_frames=count)):
        pass
    return time.process_time() - started, (_read("VmHWM") - before) / MIB


def _read(name: str) -> int:
    """A value of /proc/self/status in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counts", type=int, nargs="+", default=[16, 64, 256])
    parser.add_argument("--one", nargs=3, metavar=("METHOD", "FOLDER", "COUNT"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(*measure(chosen.one[0], chosen.one[1], int(chosen.one[2])))
        return
    from tests.tiny_video import save_animatediff, save_ltx

    with tempfile.TemporaryDirectory() as name:
        save_animatediff(Path(name) / "animatediff")
        save_ltx(Path(name) / "ltx")
        print(
            f"{'method':<10}" + "".join(f"{count:>9} fr  s, MiB" for count in chosen.counts) + "   exponents"
        )
        for method, family in METHODS.items():
            found = [_run(method, str(Path(name) / family), count) for count in chosen.counts]
            cells = "".join(f"{seconds:>10.2f}, {mib:>7.1f}" for seconds, mib in found)
            for start in range(max(1, len(found) - 1)):
                counts, rows = chosen.counts[start:], found[start:]
                time_slope, memory_slope = (_slope(counts, [row[part] for row in rows]) for part in (0, 1))
                cells += f"   from {counts[0]}: time {time_slope:.2f}, memory {memory_slope:.2f}"
            print(f"{method:<10}{cells}", flush=True)


def _run(method: str, folder: str, count: int) -> Any:
    words = [sys.executable, __file__, "--one", method, folder, str(count)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    seconds, mib = done.stdout.split()[-2:]
    return float(seconds), float(mib)


def _slope(counts: list[int], values: list[float]) -> float:
    if len(counts) < 2:
        return math.nan
    return math.log(max(values[-1], 1e-3) / max(values[0], 1e-3)) / math.log(counts[-1] / counts[0])


if __name__ == "__main__":
    main()

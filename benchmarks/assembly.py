"""What putting a film together costs, against moviepy and against ourselves.

Every variant runs in a process of its own, one thread, and is charged the CPU seconds of that process and its
children; only ratios within one run mean anything. The bars are printed with the figures; they are meant for
the full size, for in a short film the start of the process weighs more than the work.

    python benchmarks/assembly.py                   # 20 and 60 shots of 3 s at 1280x720, about five minutes
    python benchmarks/assembly.py --shots 6 --seconds 2 --height 360 --no-moviepy
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import resource
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pictures

FPS = 24
FADE_S = 0.5


def draw_shot(seed: int, width: int, height: int, num_frames: int) -> Iterator[np.ndarray]:
    """A camera that pans over soft coloured shapes with a ball that bounces: moderate motion, some detail."""
    rng = np.random.default_rng(seed)
    wide = (width + num_frames * 2, height)
    soft = Pictures.fromarray(rng.integers(0, 255, (9, 16, 3), dtype=np.uint8)).resize(
        wide, Pictures.Resampling.BICUBIC
    )
    detail = Pictures.fromarray(rng.integers(0, 255, (height // 8, wide[0] // 8), dtype=np.uint8)).resize(
        wide
    )
    background = np.asarray(Pictures.blend(soft, detail.convert("RGB"), 0.12))
    y, x = np.mgrid[0 : height // 5, 0 : height // 5] - height / 10
    ball = (np.hypot(x, y) < height / 10)[:, :, None]
    for n in range(num_frames):
        picture = background[:, 2 * n : 2 * n + width].copy()
        top = round((height * 4 / 5 - 1) * abs(math.sin(n / 9)))
        left = round((width - height / 5 - 1) * n / num_frames)
        box = picture[top : top + height // 5, left : left + height // 5]
        box[:] = np.where(ball, (230, 90, 60), box)
        yield picture


def make_material(folder: Path, shots: int, args: argparse.Namespace, first: int = 0) -> None:
    """Clips and a spoken line (a hum) for each shot; one shot more with other pictures, for the edit."""
    from shots.encode import join_bounds, write_clip

    overlap, num_frames = round(FADE_S * FPS), round(args.seconds * FPS)
    for n in range(first, shots + 1):
        bounds = join_bounds(num_frames, overlap, overlap)
        frames = draw_shot(n if n < shots else 999, args.width, args.height, num_frames)
        name = f"clip{n:03d}.mp4" if n < shots else "edited.mp4"
        size = {"width": args.width, "height": args.height, "fps": FPS, "num_frames": num_frames}
        write_clip(frames, folder / name, keyframe_at=bounds, **size)
    hum = np.sin(np.arange(22050 * 2) * 0.05) * np.hanning(44100) * 9000
    with wave.open(str(folder / "hum.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes(hum.astype("<i2").tobytes())


def film_clips(folder: Path, shots: int, args: argparse.Namespace, edited: bool = False) -> list[Any]:
    """The clips of the film; with `edited`, the middle one is another."""
    from prompts.screenplay import Transition
    from shots.cutting.timeline import Clip
    from shots.sound import RecordedLine, TimedLine

    line = RecordedLine(None, "A hum.", folder / "hum.wav", 22050, 44100, (), silent=False)
    names = [f"clip{n:03d}.mp4" for n in range(shots)]
    if edited:
        names[shots // 2] = "edited.mp4"
    frames = round(args.seconds * FPS)
    join = Transition(kind="dissolve", duration_s=FADE_S)
    return [
        Clip(f"s{n:03d}", folder / name, frames, join, (TimedLine(line, 0.6),))
        for n, name in enumerate(names)
    ]


def run_cut(folder: Path, shots: int, args: argparse.Namespace, edited: bool = False) -> dict[str, Any]:
    """Our cut; joins are kept in the folder."""
    from shots.cut import cut
    from shots.slate import Workspace

    workspace = Workspace(folder / f"production{shots}")
    workspace.open()
    clips = film_clips(folder, shots, args, edited)
    size = {"width": args.width, "height": args.height, "fps": FPS}
    report = cut(clips, folder / f"film{shots}.mp4", workspace=workspace, title="Benchmark", **size)
    return {"frames": report.num_frames, "copied": report.copied_frames, "joins": report.pieces_made}


def run_encode(folder: Path, shots: int, args: argparse.Namespace) -> dict[str, Any]:
    """The same film with every picture encoded again, by our stream."""
    from shots.cutting.footage import inspect_clip
    from shots.cutting.joins import film_pictures
    from shots.cutting.timeline import lay_out
    from shots.encode import write_pictures

    timeline = lay_out(film_clips(folder, shots, args), FPS)
    footage = [inspect_clip(clip.path) for clip in timeline.clips]
    pictures = film_pictures(timeline, footage, 0, timeline.num_frames)
    size = {"width": args.width, "height": args.height, "fps": FPS}
    return {"frames": write_pictures(pictures, folder / f"encoded{shots}.mp4", **size)}


def run_moviepy(folder: Path, shots: int, args: argparse.Namespace) -> dict[str, Any]:
    """The usual way: every clip open at once, composited, encoded with the same settings."""
    from moviepy import AudioFileClip, CompositeAudioClip, CompositeVideoClip, VideoFileClip, vfx

    step = args.seconds - FADE_S
    clips = [VideoFileClip(str(clip.path)) for clip in film_clips(folder, shots, args)]
    faded = [clip.with_effects([vfx.CrossFadeIn(FADE_S)]) if n else clip for n, clip in enumerate(clips)]
    film = CompositeVideoClip([clip.with_start(n * step) for n, clip in enumerate(faded)])
    hum = AudioFileClip(str(folder / "hum.wav"))
    film = film.with_audio(CompositeAudioClip([hum.with_start(n * step + 0.6) for n in range(shots)]))
    film.write_videofile(
        str(folder / "moviepy.mp4"),
        fps=FPS,
        codec="libx264",
        audio_codec="aac",
        preset="veryfast",
        threads=1,
        ffmpeg_params=["-crf", "20"],
        logger=None,
    )
    return {"frames": round(film.duration * FPS)}


def run_check(folder: Path, shots: int, args: argparse.Namespace) -> dict[str, Any]:
    """Frames, decoder messages, and the likeness (PSNR of luma, dB) of our film to the one encoded again."""
    import av

    av.logging.set_level(av.logging.WARNING)
    with av.logging.Capture(local=False) as messages:
        with (
            av.open(str(folder / f"film{shots}.mp4")) as ours,
            av.open(str(folder / f"encoded{shots}.mp4")) as other,
        ):
            likeness = [_psnr(a, b) for a, b in zip(ours.decode(video=0), other.decode(video=0), strict=True)]
        with av.open(str(folder / f"film{shots}.mp4")) as ours:
            sound = sum(frame.samples for frame in ours.decode(audio=0))
    return {
        "frames": len(likeness),
        "messages": len(messages),
        "psnr_mean": float(np.mean(likeness)),
        "psnr_min": float(np.min(likeness)),
        "sound_s": sound / 48000,
    }


def _psnr(a: Any, b: Any) -> float:
    y, z = (f.to_ndarray()[: f.height].astype(np.float32) for f in (a, b))
    error = float(np.mean((y - z) ** 2))
    return 99.0 if error == 0 else 10 * math.log10(255**2 / error)


def charge(step: str, folder: Path, shots: int, args: argparse.Namespace) -> dict[str, Any]:
    """Run one step in a fresh process: its result, CPU seconds and peak memory in MiB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder), "--shots", str(shots)]
    command += ["--seconds", str(args.seconds), "--height", str(args.height)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{step} failed:\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    result["cpu_s"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result


def run_step(step: str, folder: Path, shots: int, args: argparse.Namespace) -> dict[str, Any]:
    """One step in this process, with its peak memory."""
    steps: dict[str, Any] = {
        "cold": run_cut,
        "encode": run_encode,
        "moviepy": run_moviepy,
        "check": run_check,
    }
    steps["edit"] = functools.partial(run_cut, edited=True)
    result = steps[step](folder, shots, args)
    return {**result, "peak_mib": peak_mib()}


def peak_mib() -> float:
    """The most memory this process ever held, in MiB; without that of the processes it started."""
    # getrusage would also count what the parent held when it started this process.
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(args: argparse.Namespace) -> list[tuple[str, str, str, bool]]:
    """(what, measured, bar, cleared) for every bar."""
    rows: list[tuple[str, str, str, bool]] = []

    def row(what: str, value: float, bar: float, *, least: bool) -> None:
        cleared = value >= bar if least else value <= bar
        rows.append((what, f"{value:.2f}", f"{'>=' if least else '<='} {bar:g}", cleared))

    with tempfile.TemporaryDirectory(prefix="assembly") as name:
        folder = Path(name)
        few, many = args.shots, args.shots * 3
        make_material(folder, many, args)
        results = {step: charge(step, folder, few, args) for step in ("cold", "encode", "check", "edit")}
        long = charge("cold", folder, many, args)
        if args.moviepy:
            results["moviepy"] = charge("moviepy", folder, few, args)
        for step, result in {**results, f"cold, {many} shots": long}.items():
            say(
                f"  {step}: "
                + ", ".join(f"{k} {v:.2f}" if isinstance(v, float) else f"{k} {v}" for k, v in result.items())
            )
    cold, check = results["cold"], results["check"]
    expected = few * round(args.seconds * FPS) - (few - 1) * round(FADE_S * FPS)
    if args.moviepy:
        row("moviepy composite / our cut, CPU", results["moviepy"]["cpu_s"] / cold["cpu_s"], 4, least=True)
        row(
            "moviepy composite / our full encoding, CPU",
            results["moviepy"]["cpu_s"] / results["encode"]["cpu_s"],
            2,
            least=True,
        )
    row("one shot changed / cold cut, CPU", results["edit"]["cpu_s"] / cold["cpu_s"], 1 / 3, least=False)
    row(f"peak memory, {many} / {few} shots", long["peak_mib"] / cold["peak_mib"], 1.2, least=False)
    row("frames too many or too few", abs(check["frames"] - expected), 0, least=False)
    row("messages of the decoder", check["messages"], 0, least=False)
    row("worst frame against full encoding, dB", check["psnr_min"], 40, least=True)
    return rows


def say(text: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the comparison; 0 if every bar is cleared."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shots", type=int, default=20, help="shots of the film; memory is compared with three times as many"
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a shot")
    parser.add_argument("--height", type=int, default=720, help="pixels; the width follows as 16:9")
    parser.add_argument(
        "--no-moviepy", dest="moviepy", action="store_false", help="leave the slow comparison out"
    )
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    args.width = round(args.height * 16 / 9 / 2) * 2
    if args.step:
        say(json.dumps(run_step(args.step, args.folder, args.shots, args)))
        return 0
    rows = compare(args)
    say("| measure | here | bar | |\n|---|---|---|---|")
    for what, value, bar, cleared in rows:
        say(f"| {what} | {value} | {bar} | {'ok' if cleared else 'MISSED'} |")
    return 0 if all(cleared for *_, cleared in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Clips are written as asked: size, rate, number of pictures, keyframes, and always the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from prompts.errors import BackendError
from shots.cutting.footage import inspect_clip, read_pictures
from shots.encode import join_bounds, write_clip

SIZE = {"width": 96, "height": 64, "fps": 12}


def moving(num_frames: int, shift: int = 0) -> list[np.ndarray]:
    """A bright bar that walks over a gradient."""
    base = np.linspace(30, 200, 96).astype(np.uint8)[None, :, None] * np.ones((64, 1, 3), np.uint8)
    frames = []
    for n in range(num_frames):
        frame = base.copy()
        left = (shift + 3 * n) % 80
        frame[:, left : left + 12] = (240, 120, 40)
        frames.append(frame)
    return frames


def write(path: Path, num_frames: int = 24, **options: object) -> Path:
    write_clip(moving(num_frames), path, num_frames=num_frames, **{**SIZE, **options})  # type: ignore[arg-type]
    return path


def test_a_clip_holds_the_pictures_that_went_in(tmp_path: Path) -> None:
    clip = inspect_clip(write(tmp_path / "a.mp4", quality="high"))
    assert (clip.num_frames, clip.width, clip.height, clip.fps) == (24, 96, 64, 12)
    for seen, meant in zip(read_pictures(clip, 0, 24), moving(24), strict=True):
        rgb = seen.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(int)
        assert np.abs(rgb - meant).mean() < 4


def test_colours_are_tagged_and_kept(tmp_path: Path) -> None:
    red = [np.full((64, 96, 3), (200, 30, 30), np.uint8)] * 3
    write_clip(red, tmp_path / "red.mp4", num_frames=3, **SIZE)
    with av.open(str(tmp_path / "red.mp4")) as container:
        frame = next(container.decode(video=0))
        assert container.streams.video[0].codec_context.colorspace == 1
        assert frame.format.name == "yuv420p"
    rgb = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
    assert np.abs(rgb.reshape(-1, 3).mean(axis=0) - (200, 30, 30)).max() < 4


@pytest.mark.parametrize("quality", ["draft", "standard", "high"])
def test_same_pictures_same_bytes(tmp_path: Path, quality: str) -> None:
    first, second = (write(tmp_path / f"{n}.mp4", keyframe_at=(5, 19), quality=quality) for n in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_keyframes_stand_where_joins_begin(tmp_path: Path) -> None:
    clip = inspect_clip(write(tmp_path / "a.mp4", keyframe_at=(5, 19)))
    assert {0, 5, 19} <= set(clip.keyframes)


def test_join_bounds_are_inside_the_clip() -> None:
    assert join_bounds(72, 12, 12) == (12, 60)
    assert join_bounds(72, 0, 0) == ()
    assert join_bounds(12, 6, 6) == (6,)


@pytest.mark.parametrize("num_frames", [1, 2, 3])
def test_very_short_clips_are_whole(tmp_path: Path, num_frames: int) -> None:
    clip = inspect_clip(write(tmp_path / "a.mp4", num_frames))
    assert clip.num_frames == num_frames == len(list(read_pictures(clip, 0, num_frames)))


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ([np.zeros((64, 95, 3), np.uint8)], r"shape \(64, 95, 3\)"),
        ([np.zeros((64, 96), np.uint8)], r"shape \(64, 96\)"),
        ([np.full((64, 96, 3), np.nan, np.float32)], "float32"),
        (["a picture"], "str"),
        (moving(3), "gave 3 pictures; the shot lasts 4"),
        (moving(5), "more than the 4 pictures"),
        ([], "gave 0 pictures"),
    ],
)
def test_wrong_pictures_are_refused(tmp_path: Path, frames: list[np.ndarray], words: str) -> None:
    with pytest.raises(BackendError, match=words):
        write_clip(frames, tmp_path / "a.mp4", num_frames=4, **SIZE)


def test_pictures_are_taken_one_at_a_time(tmp_path: Path) -> None:
    alive: list[int] = []

    def frames():
        import gc
        import weakref

        for n, frame in enumerate(moving(40)):
            fresh = frame.copy()
            weakref.finalize(fresh, alive.remove, n)
            alive.append(n)
            yield fresh
            del fresh
            gc.collect() if n % 20 == 0 else None
            assert len(alive) <= 3

    write_clip(frames(), tmp_path / "a.mp4", num_frames=40, **SIZE)


def test_a_full_disk_is_an_error_of_the_disk(tmp_path: Path) -> None:
    # A limit on the size of files stands for the full disk; it holds for one process only.
    script = f"""
import errno, resource, signal, sys
from pathlib import Path
import numpy as np
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from shots.encode import write_clip
noise = np.random.default_rng(0).integers(0, 255, (64, 96, 3), dtype=np.uint8)
try:
    frames = [np.roll(noise, n, 1) for n in range(60)]
    write_clip(frames, Path({str(tmp_path / "a.mp4")!r}), width=96, height=64, fps=12, num_frames=60)
except OSError as error:
    sys.exit(0 if type(error) is OSError and error.errno == errno.EFBIG else 3)
sys.exit(4)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

"""Draw time against encode time of the animatic, in one run on one thread.

    python benchmarks/animatic.py [FRAMES]

The bar: drawing and encoding together take at most twice the CPU of x264 veryfast alone on the same frames.
"""

from __future__ import annotations

import io
import sys
import time
from statistics import median

import av

from backlot.gallery import make_panel
from backlot.picture import DrawnShot
from prompts.screenplay import Camera

CASES = [
    (
        "forest, two talk, static",
        "forest",
        {"fox": "green scarf", "girl": "red coat"},
        "full",
        "static",
        "clear",
    ),
    ("village in snow, static", "village", {"old man": "", "dog": ""}, "full", "static", "snow"),
    ("meadow, truck", "meadow", {"rabbit": "", "bear": ""}, "wide", "truck_left", "clear"),
    ("kitchen, push in", "kitchen", {"cook": "", "cat": ""}, "medium", "push_in", "clear"),
    ("castle, zoom in", "castle", {"knight": "", "princess": ""}, "wide", "zoom_in", "clear"),
    ("close, static", "garden", {"queen": "", "frog": ""}, "close", "static", "rain"),
    ("forest, dutch", "forest", {"fox": "", "girl": ""}, "full", "static", "clear", "dutch"),
    (
        "over the shoulder",
        "meadow",
        {"fox": "", "bear": ""},
        "medium",
        "static",
        "clear",
        "over_the_shoulder",
    ),
    ("market, groups", "market", {"children": "", "king": ""}, "full", "static", "clear"),
]


def measure(frames: int = 48) -> list[tuple[str, float, float, float, float]]:
    """(case, setting up, median draw, 90 % draw, encode) in CPU milliseconds a frame; setting up is for
    the shot.
    """
    rows = []
    for name, place, who, size, move, weather, *angle in CASES:
        camera = Camera(size=size, move=move, angle=angle[0] if angle else "eye_level")  # type: ignore[arg-type]
        panel = make_panel(place, who, camera=camera, weather=weather)
        start = time.process_time()
        shot = DrawnShot(panel, frames, 24)
        pictures, draws = [shot.draw(0).picture], []
        setting_up = time.process_time() - start
        for frame in range(frames):
            start = time.process_time()
            pictures.append(shot.draw(frame).picture)
            draws.append(time.process_time() - start)
        draws.sort()
        rows.append(
            (
                name,
                setting_up * 1000,
                median(draws) * 1000,
                draws[int(frames * 0.9)] * 1000,
                encode(pictures) * 1000,
            )
        )
    return rows


def encode(pictures: list) -> float:  # type: ignore[type-arg]
    """CPU seconds a frame of x264 veryfast crf 23 on one thread, with the conversion to yuv420p."""
    with av.open(io.BytesIO(), "w", format="mp4") as out:
        stream = out.add_stream(
            "libx264", rate=24, options={"preset": "veryfast", "crf": "23", "threads": "1"}
        )
        stream.width, stream.height, stream.pix_fmt = pictures[0].shape[1], pictures[0].shape[0], "yuv420p"
        start = time.process_time()
        for picture in pictures:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
        return (time.process_time() - start) / len(pictures)


def main() -> None:
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else 48
    rows = measure(frames)
    print(f"{'case':28} {'set up':>8} {'draw':>7} {'p90':>7} {'encode':>7}  (draw+encode)/encode")
    total_draw = total_encode = 0.0
    for name, setting_up, draw, p90, enc in rows:
        each = draw + setting_up / frames
        total_draw, total_encode = total_draw + each, total_encode + enc
        print(f"{name:28} {setting_up:8.0f} {draw:7.1f} {p90:7.1f} {enc:7.1f}  {(each + enc) / enc:.2f}")
    print(f"all: {(total_draw + total_encode) / total_encode:.2f} (bar 2)")


if __name__ == "__main__":
    main()

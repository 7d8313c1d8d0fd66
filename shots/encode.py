"""The clip writer: pictures in, an H.264 file out, one picture in memory.

Every clip and every join is written with the same settings, so that their packets can stand in one film side
by side (`shots.cut` copies them). Nothing here knows what is in the pictures or what comes before and after.

    python -c "import numpy as np; from pathlib import Path; from shots.encode import write_clip; \
    write_clip([np.zeros((64, 64, 3), 'u1')] * 8, Path('a.mp4'), width=64, height=64, fps=8, num_frames=8)"
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from prompts.errors import BackendError
from shots.backends import Image

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

Quality = Literal["draft", "standard", "high"]

ENCODER_VERSION = "h264/2"
"""Changes whenever the same pictures would give other bytes; part of the fingerprint of clips and joins."""

_PRESETS: dict[Quality, dict[str, str]] = {
    "draft": {"preset": "ultrafast", "crf": "28"},
    "standard": {"preset": "veryfast", "crf": "21"},
    "high": {"preset": "medium", "crf": "16"},
}
_BT709 = 1  # the code point of ITU-R BT.709 in H.264, for primaries, transfer and matrix alike
_STUDIO_RANGE = 1
SECONDS_PER_KEYFRAME = 2  # players seek to keyframes; a stray edit then re-encodes two seconds at most


def write_clip(
    frames: Iterable[Image],
    path: Path,
    *,
    width: int,
    height: int,
    fps: int,
    num_frames: int,
    keyframe_at: Collection[int] = (),
    quality: Quality = "standard",
    sound: Path | None = None,
    sound_rate: int = 0,
) -> int:
    """Write exactly `num_frames` pictures as an H.264 mp4 (yuv420p, BT.709) and give their number.

    The same pictures give the same bytes. Pictures are taken one at a time.

    Args:
        frames: (height, width, 3) uint8 RGB each.
        path: an .mp4 file; it is overwritten.
        width: pixels, even.
        height: pixels, even.
        fps: frames per second.
        num_frames: how many pictures there must be.
        keyframe_at: numbers of the pictures that can be joined at without re-encoding, see `join_bounds`.
        quality: draft is quick and coarse, high is slow and fine.
        sound: a WAV that is there when the last picture is taken; it is written into the file without loss.
        sound_rate: its samples a second.

    Raises:
        BackendError: a picture has another size or type, or there are more or fewer of them.
        OSError: the disk is full or cannot be written.
    """
    checked = _checked(frames, width, height, num_frames)
    convert = make_converter()
    pictures = (convert(image) for image in checked)
    return write_pictures(
        pictures,
        path,
        width=width,
        height=height,
        fps=fps,
        keyframe_at=keyframe_at,
        quality=quality,
        sound=sound,
        sound_rate=sound_rate,
    )


def write_pictures(
    pictures: Iterable[VideoFrame],
    path: Path,
    *,
    width: int,
    height: int,
    fps: int,
    keyframe_at: Collection[int] = (),
    quality: Quality = "standard",
    sound: Path | None = None,
    sound_rate: int = 0,
) -> int:
    """Write pictures that are yuv420p already with the settings of `write_clip`; gives their number.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    import av

    count = 0
    with plain_disk_errors(path), av.open(str(path), "w", format="mp4") as container:
        stream = add_h264_stream(container, width, height, fps, quality)
        heard = container.add_stream("flac", rate=sound_rate, layout="stereo") if sound else None
        for picture in pictures:
            _encode(container, stream, picture, count, force=count in keyframe_at)
            count += 1
        if count:
            container.mux(stream.encode(None))
        if sound is not None and heard is not None:
            _encode_sound(container, heard, sound)
    return count


def _encode_sound(container: OutputContainer, stream: AudioStream, path: Path) -> None:
    """Write a WAV into a file whose pictures are written."""
    import av
    from av.audio.resampler import AudioResampler

    if not path.is_file():
        raise BackendError(f"The clip backend wrote no sound to {path.name}. Correct the backend.")
    context = stream.codec_context
    fit = AudioResampler(context.format, context.layout, context.sample_rate, context.frame_size or 4096)
    with av.open(str(path)) as wav:
        for frame in (*wav.decode(audio=0), None):
            for piece in fit.resample(frame):
                container.mux(stream.encode(piece))
    container.mux(stream.encode(None))


def add_h264_stream(
    container: OutputContainer, width: int, height: int, fps: int, quality: Quality
) -> VideoStream:
    """A video stream with the settings that make all our packets fit into one film."""
    # One thread, because x264 writes other bytes with another number of threads; `stitchable` keeps the
    # headers of all clips alike, which is what lets a film take packets from many files. Macroblock-tree is
    # off because its vector code gives other bytes each time at some widths (seen at 192 pixels).
    options = {
        **_PRESETS[quality],
        "forced-idr": "1",
        "x264-params": "stitchable=1:open-gop=0:threads=1:lookahead-threads=1:no-mbtree=1",
    }
    stream = container.add_stream("libx264", rate=fps, options=options)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    context = stream.codec_context
    context.time_base = Fraction(1, fps)
    context.gop_size = SECONDS_PER_KEYFRAME * fps
    context.thread_count = 1
    context.color_primaries = context.color_trc = context.colorspace = _BT709
    context.color_range = _STUDIO_RANGE
    return stream


def join_bounds(num_frames: int, overlap_in: int, overlap_out: int) -> tuple[int, ...]:
    """The frame numbers at which a clip needs keyframes, so that its joins leave the rest untouched.

    Args:
        num_frames: of the clip.
        overlap_in: frames shared with the clip before.
        overlap_out: frames shared with the clip after.
    """
    return tuple(sorted({n for n in (overlap_in, num_frames - overlap_out) if 0 < n < num_frames}))


@contextlib.contextmanager
def plain_disk_errors(path: Path) -> Iterator[None]:
    """A context in which a refused write is the plain OSError of its number, as for any other file.

    PyAV has classes of its own for what the disk refuses; the workspace explains the plain ones.
    """
    import av

    try:
        yield
    except av.error.FFmpegError as error:
        if not isinstance(error, OSError) or error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from error


def _encode(
    container: OutputContainer, stream: VideoStream, picture: VideoFrame, number: int, *, force: bool
) -> None:
    from av.video.frame import PictureType

    picture.pts, picture.time_base = number, stream.codec_context.time_base
    picture.pict_type = PictureType.I if force else PictureType.NONE
    container.mux(stream.encode(picture))


def _checked(frames: Iterable[Image], width: int, height: int, num_frames: int) -> Iterator[Image]:
    count = 0
    for image in frames:
        if not isinstance(image, np.ndarray) or image.dtype != np.uint8:
            kind = image.dtype if isinstance(image, np.ndarray) else type(image).__name__
            raise BackendError(
                f"Picture {count} is {kind}; pictures must be uint8 arrays (0..255). The clip backend "
                f"must convert them."
            )
        if image.shape != (height, width, 3):
            raise BackendError(
                f"Picture {count} has the shape {image.shape}; it must be {(height, width, 3)}. "
                "The clip backend must give every picture the size of the film."
            )
        if count == num_frames:
            raise BackendError(
                f"The clip backend gave more than the {num_frames} pictures that the shot lasts. "
                f"Correct the backend."
            )
        yield image
        count += 1
    if count != num_frames:
        raise BackendError(
            f"The clip backend gave {count} pictures; the shot lasts {num_frames}. Correct the backend."
        )


def make_converter() -> Callable[[Image], VideoFrame]:
    """What turns pictures, (height, width, 3) uint8 RGB, into yuv420p of BT.709.

    One for all pictures of a clip: its tables are made once, a tenth of what a picture costs.
    """
    from av.video.frame import VideoFrame
    from av.video.reformatter import Colorspace, VideoReformatter

    reformatter = VideoReformatter()

    def convert(image: Image) -> VideoFrame:
        picture = VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
        return reformatter.reformat(picture, format="yuv420p", dst_colorspace=Colorspace.ITU709, threads=1)

    return convert

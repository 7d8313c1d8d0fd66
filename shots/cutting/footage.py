"""Reading clips: what a file holds, its pictures, and its packets as they stand.

It knows one file at a time; nothing of timelines or joins. Files are closed as soon as they are read, also
when the reader stops early, for an open file keeps its pictures in memory.

    python -c "from pathlib import Path; from shots.cutting.footage import inspect_clip; \
    print(inspect_clip(Path('a.mp4')))"
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from prompts.errors import CutError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame

    from shots.backends import Image


@dataclass(frozen=True)
class Footage:
    """What a clip file holds."""

    path: Path
    width: int
    height: int
    fps: Fraction
    num_frames: int
    keyframes: tuple[int, ...]
    """numbers of the pictures that can be decoded without those before them"""
    setup: bytes
    """the decoder's configuration (`avcC`); packets of two files fit together if it is the same"""
    codec: str
    delay: int
    """how many frames before it is shown a picture may have to be decoded"""
    times: tuple[int, ...] = field(repr=False)
    """presentation time of each picture, in the file's own units, rising"""


@contextlib.contextmanager
def open_clip(path: Path) -> Iterator[InputContainer]:
    """The file, open for reading; closed at the end of the block.

    Raises:
        CutError: it is missing, damaged, or holds no picture.
    """
    import av

    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise CutError(
                    f"{path} holds no moving picture. Give a clip, or delete it to have it made again."
                )
            container.streams.video[0].codec_context.thread_count = 1
            yield container
    except (av.error.FFmpegError, OSError) as error:
        raise CutError(
            f"{path} cannot be read as a clip ({error.strerror or error}). Delete it and run the same "
            f"command again: "
            "what is missing is made again."
        ) from error


def inspect_clip(path: Path) -> Footage:
    """What the file holds, from its packets; nothing is decoded.

    Raises:
        CutError: it is missing, damaged, or holds no picture.
    """
    with open_clip(path) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        packets = [(p.pts, p.is_keyframe) for p in container.demux(stream) if p.pts is not None and p.size]
        times = sorted(pts for pts, _ in packets)
        numbers = {pts: n for n, pts in enumerate(times)}
        keys = {pts for pts, key in packets if key}
        if not times:
            raise CutError(f"{path} holds no picture. Delete it and run the same command again.")
        return Footage(
            path=path,
            width=context.width,
            height=context.height,
            fps=Fraction(stream.average_rate or stream.guessed_rate or 0),
            num_frames=len(times),
            keyframes=tuple(n for n, pts in enumerate(times) if pts in keys),
            setup=bytes(context.extradata or b""),
            codec=context.name,
            delay=max(decoded - numbers[pts] for decoded, (pts, _) in enumerate(packets)),
            times=tuple(times),
        )


def read_packets(footage: Footage, first: int, last: int) -> Generator[tuple[int, Packet], None, None]:
    """(number of the picture, its packet) of the pictures first <= n < last, in decoding order.

    `first` must be a keyframe, and so must `last` unless it is the end: then no packet refers to one left
    out.
    """
    numbers = {pts: n for n, pts in enumerate(footage.times)}
    with open_clip(footage.path) as container:
        for packet in container.demux(container.streams.video[0]):
            number = numbers.get(packet.pts, -1) if packet.pts is not None else -1
            if first <= number < last:
                yield number, packet


def read_pictures(footage: Footage, first: int, last: int) -> Generator[VideoFrame, None, None]:
    """The pictures first <= n < last as yuv420p, one at a time.

    Raises:
        CutError: the file breaks off, or is damaged.
    """
    numbers = {pts: n for n, pts in enumerate(footage.times)}
    start = footage.times[max(n for n in (0, *footage.keyframes) if n <= first)]
    wanted = first
    with open_clip(footage.path) as container:
        stream = container.streams.video[0]
        for packet in container.demux(stream):
            if packet.pts is not None and packet.pts < start:
                continue
            for picture in packet.decode():
                if picture.pts is None or numbers.get(picture.pts) != wanted:
                    continue
                yield picture if picture.format.name == "yuv420p" else picture.reformat(format="yuv420p")
                wanted += 1
                if wanted == last:
                    return
    raise CutError(
        f"{footage.path} breaks off after {wanted} of {footage.num_frames} pictures. Delete it and run "
        f"the same "
        "command again: it is made again."
    )


def to_rgb(picture: VideoFrame) -> Image:
    """A decoded picture as (H, W, 3) uint8 RGB."""
    from av.video.reformatter import Colorspace

    rgb = picture.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()
    return np.asarray(rgb, np.uint8)


def read_rgb(path: Path, number: int) -> Image:
    """One picture of a clip, (H, W, 3) uint8 RGB.

    Raises:
        CutError: the file cannot be read, or breaks off before.
    """
    with contextlib.closing(read_pictures(inspect_clip(path), number, number + 1)) as pictures:
        return to_rgb(next(pictures))

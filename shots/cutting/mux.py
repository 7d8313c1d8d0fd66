"""One film file out of pictures that are encoded already, sound, and subtitles.

It copies packets and interleaves the tracks as they come, so memory does not grow with the film. It knows
neither clips nor joins, only files and runs of pictures in them.

    text = FilmText("The Fox", "en", "synthetic", ())
    mux_film([(footage, 0, 72)], Path("fox.m4a"), text, Path("fox.mp4"), fps=24)
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from prompts.errors import CutError
from shots.cutting.footage import Footage, open_clip, read_packets
from shots.cutting.loudness import RATE, Samples
from shots.cutting.mix import open_sound
from shots.cutting.subtitles import Cue
from shots.encode import plain_disk_errors

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.container.core import Chapter
    from av.packet import Packet
    from av.subtitles.stream import SubtitleStream
    from av.video.stream import VideoStream

AUDIO_BITS_PER_S = 160_000
_MILLISECOND = Fraction(1, 1000)

_THREE_LETTERS = """
af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cmn:zho cs:ces cy:cym da:dan de:deu
el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas fi:fin fil:fil fr:fra ga:gle gl:glg gu:guj ha:hau
he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn jv:jav ka:kat kk:kaz km:khm kn:kan
ko:kor la:lat lo:lao lt:lit lv:lav mk:mkd ml:mal mn:mon mr:mar ms:msa my:mya nb:nob ne:nep nl:nld
no:nor pa:pan pl:pol ps:pus pt:por ro:ron ru:rus si:sin sk:slk sl:slv so:som sq:sqi sr:srp sv:swe
sw:swa ta:tam te:tel th:tha tl:tgl tr:tur uk:ukr ur:urd uz:uzb vi:vie yo:yor yue:yue zh:zho zu:zul
"""

# The encoder of timed text is opened for the header it writes: white words, centred in the lower third.
_STYLE = {
    "Name": "Default",
    "Fontname": "Arial",
    "Fontsize": "16",
    "PrimaryColour": "&Hffffff",
    "SecondaryColour": "&Hffffff",
    "OutlineColour": "&H0",
    "BackColour": "&H0",
    **dict.fromkeys(("Bold", "Italic", "Underline", "StrikeOut"), "0"),
    "ScaleX": "100",
    "ScaleY": "100",
    "Spacing": "0",
    "Angle": "0",
    "BorderStyle": "1",
    "Outline": "1",
    "Shadow": "0",
    "Alignment": "2",
    **dict.fromkeys(("MarginL", "MarginR", "MarginV"), "10"),
    "Encoding": "1",
}
_TEXT_HEADER = f"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: {", ".join(_STYLE)}
Style: {",".join(_STYLE.values())}

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True)
class FilmText:
    """The words in a film file."""

    title: str
    language: str
    """language code of what is said"""
    comment: str
    cues: tuple[Cue, ...]
    chapters: tuple[tuple[str, float, float], ...] = ()
    """(heading, first second, last second), for the menu of players"""


def mux_film(
    sources: Sequence[tuple[Footage, int, int]],
    sound: Path,
    text: FilmText,
    path: Path,
    fps: int,
) -> None:
    """Write the film: pictures and sound as they are, cues as timed text, the index at the front.

    Args:
        sources: (file, first picture, picture after the last) in order; the first is a keyframe.
        sound: an AAC file, see `write_sound`.
        text: title, language, comment, cues.
        path: an .mp4 file; it is overwritten.
        fps: frames per second.

    Raises:
        CutError: the files' encodings do not fit together, or one breaks off.
        OSError: the disk is full or cannot be written.
    """
    import av

    _refuse_mixture(sources)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        container.metadata.update({"title": text.title, "comment": text.comment})
        video = _add_video(container, sources[0][0], fps)
        audio = _add_audio(container, sound)
        subtitles = _add_subtitles(container) if text.cues else None
        for stream in (audio, subtitles):
            if stream is not None:
                stream.metadata["language"] = language_tag(text.language)
        container.set_chapters([_chapter(n, *chapter) for n, chapter in enumerate(text.chapters)])
        container.start_encoding()
        tracks = [_video_packets(sources, video, fps), _audio_packets(sound, audio)]
        if subtitles is not None:
            tracks.append(_text_packets(text.cues, subtitles))
        for _, packet in heapq.merge(*tracks, key=lambda timed: timed[0]):
            container.mux(packet)


def _chapter(number: int, heading: str, start_s: float, end_s: float) -> Chapter:
    start, end = (round(second / _MILLISECOND) for second in (start_s, end_s))
    metadata = {"title": heading}
    return {"id": number, "start": start, "end": end, "time_base": _MILLISECOND, "metadata": metadata}


def write_sound(sound: Iterable[Samples], path: Path) -> int:
    """Write the film's sound as AAC, the same sound always as the same bytes; gives the number of samples.

    Args:
        sound: (2, N) float32 at 48 kHz.
        path: an .m4a file; it is overwritten.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    import av
    from av.audio.frame import AudioFrame

    sample = 0
    with plain_disk_errors(path), av.open(str(path), "w", format="mp4") as container:
        stream: AudioStream = container.add_stream("aac", rate=RATE, layout="stereo")
        stream.bit_rate = AUDIO_BITS_PER_S
        stream.codec_context.thread_count = 1
        for block in sound:
            frame = AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, sample, Fraction(1, RATE)
            container.mux(stream.encode(frame))
            sample += block.shape[1]
        container.mux(stream.encode(None))
    return sample


def language_tag(code: str) -> str:
    """The three-letter code (ISO 639-2) that mp4 files carry; `und` for a language without one here."""
    base = code.replace("_", "-").split("-")[0].lower()
    known = dict(pair.split(":") for pair in _THREE_LETTERS.split())
    if base in known:
        return known[base]
    return base if len(base) == 3 and base.isascii() and base.isalpha() else "und"


def _refuse_mixture(sources: Sequence[tuple[Footage, int, int]]) -> None:
    setup = sources[0][0].setup
    for footage, _, _ in sources:
        if footage.setup != setup:
            raise CutError(
                f"{footage.path} was encoded otherwise than {sources[0][0].path}. Delete it and run the "
                f"same command "
                "again: it is made again."
            )


def _add_video(container: OutputContainer, footage: Footage, fps: int) -> VideoStream:
    with open_clip(footage.path) as source:
        stream: VideoStream = container.add_stream_from_template(source.streams.video[0])
    stream.time_base = Fraction(1, fps * 512)
    stream.metadata.clear()
    return stream


def _add_audio(container: OutputContainer, sound: Path) -> AudioStream:
    with open_sound(sound) as (_, source):
        stream: AudioStream = container.add_stream_from_template(source)
    return stream


def _add_subtitles(container: OutputContainer) -> SubtitleStream:
    stream: SubtitleStream = container.add_stream("mov_text")
    stream.codec_context.subtitle_header = _TEXT_HEADER.encode()
    stream.time_base = stream.codec_context.time_base = _MILLISECOND
    return stream


def _video_packets(
    sources: Sequence[tuple[Footage, int, int]], stream: VideoStream, fps: int
) -> Iterator[tuple[float, Packet]]:
    """(seconds, packet) in decoding order, with the clock of the film."""
    # A picture is decoded as many frames before it is shown as the encoder reorders; the same in all our
    # files.
    delay = max(footage.delay for footage, _, _ in sources)
    start = decoded = 0
    for footage, first, last in sources:
        for number, packet in read_packets(footage, first, last):
            packet.pts, packet.dts, packet.duration = start + number - first, decoded - delay, 1
            packet.time_base = Fraction(1, fps)
            packet.stream = stream
            decoded += 1
            yield (decoded - 1) / fps, packet
        start += last - first
        if decoded != start:
            raise CutError(
                f"{footage.path} breaks off. Delete it and run the same command again: it is made again."
            )


def _audio_packets(sound: Path, stream: AudioStream) -> Iterator[tuple[float, Packet]]:
    with open_sound(sound) as (container, source):
        for packet in container.demux(source):
            if packet.pts is not None and packet.size:
                seconds = float(packet.pts * packet.time_base)
                packet.stream = stream
                yield seconds, packet


def _text_packets(cues: Sequence[Cue], stream: SubtitleStream) -> Iterator[tuple[float, Packet]]:
    from av.packet import Packet

    for cue in cues:
        raw = cue.text.encode()
        packet = Packet(len(raw).to_bytes(2, "big") + raw)
        packet.stream, packet.time_base = stream, _MILLISECOND
        packet.pts = packet.dts = round(cue.start_s * 1000)
        packet.duration = round((cue.end_s - cue.start_s) * 1000)
        packet.is_keyframe = True
        yield cue.start_s, packet

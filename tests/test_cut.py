"""Films are as long as their clips less their overlaps, look as if encoded whole, and decode in silence."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import opentimelineio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompts.errors import CutError, WorkspaceError
from prompts.screenplay import Transition
from shots.cut import CutReport, cut
from shots.cutting.footage import inspect_clip
from shots.cutting.joins import film_pictures, plan_pieces
from shots.cutting.loudness import measure
from shots.cutting.mix import Score, read_sound
from shots.cutting.mux import language_tag
from shots.cutting.subtitles import Words, display_width, make_cues, split_text, to_srt
from shots.cutting.timeline import Clip, lay_out, overlap_frames
from shots.encode import join_bounds, write_clip
from shots.slate import Workspace
from shots.sound import RecordedLine, TimedLine

WIDTH, HEIGHT, FPS = 96, 64, 12
SIZE = {"width": WIDTH, "height": HEIGHT, "fps": FPS}


def draw(seed: int, num_frames: int, width: int = WIDTH, height: int = HEIGHT) -> list[np.ndarray]:
    """A colour of its own with a bar that walks."""
    rng = np.random.default_rng(seed)
    frames = np.empty((num_frames, height, width, 3), np.uint8)
    frames[:] = rng.integers(40, 200, 3)
    for n in range(num_frames):
        left = (5 * seed + 2 * n) % (width - 10)
        frames[n, 10:-10, left : left + 8] = (250, 250, 240)
    return list(frames)


class Set:
    """Makes clips in a folder and cuts them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace(folder / "production")
        self.workspace.open()

    def clip(
        self,
        seed: int,
        num_frames: int = 24,
        kind: str = "dissolve",
        seconds: float | None = 0.5,
        overlaps: tuple[int, int] = (6, 6),
        text: str = "",
        **options: object,
    ) -> Clip:
        path = self.folder / f"clip-{seed}-{num_frames}.mp4"
        bounds = join_bounds(num_frames, *overlaps)
        size = {**SIZE, **options}
        frames = draw(seed, num_frames, size["width"], size["height"])  # type: ignore[arg-type]
        if not path.exists():
            write_clip(frames, path, num_frames=num_frames, keyframe_at=bounds, **size)  # type: ignore[arg-type]
        join = Transition(kind=kind, duration_s=None if kind == "cut" else seconds)  # type: ignore[arg-type]
        return Clip(f"s{seed}", path, num_frames, join, self.lines(text, num_frames))

    def lines(self, text: str, num_frames: int) -> tuple[TimedLine, ...]:
        if not text:
            return ()
        path = self.folder / "hum.wav"
        length = round(22050 * (num_frames / FPS - 0.4))
        samples = np.sin(np.arange(length) * 0.06) * 6000
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(22050)
            file.writeframes(samples.astype("<i2").tobytes())
        return (TimedLine(RecordedLine(None, text, path, 22050, length, (), silent=False), 0.2),)

    def cut(self, clips: list[Clip], **options: object) -> CutReport:
        return cut(clips, self.folder / "film.mp4", workspace=self.workspace, **{**SIZE, **options})  # type: ignore[arg-type]


@pytest.fixture
def studio(tmp_path: Path) -> Set:
    return Set(tmp_path)


def decode(path: Path) -> tuple[list[np.ndarray], int]:
    """(luma of every frame, number of the decoder's warnings)."""
    level = av.logging.get_level()
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture(local=False) as messages, av.open(str(path)) as container:
            frames = [f.to_ndarray()[: f.height] for f in container.decode(video=0)]
            times = [t for t in ()]
        with av.logging.Capture(local=False) as more, av.open(str(path)) as container:
            if container.streams.audio:
                times = [f.pts for f in container.decode(audio=0)]
        assert times == sorted(times)
        return frames, len(messages) + len(more)
    finally:
        av.logging.set_level(level)


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    error = float(np.mean((a.astype(float) - b.astype(float)) ** 2))
    return 99.0 if error == 0 else 10 * float(np.log10(255**2 / error))


def as_seen(clips: list[Clip]) -> list[np.ndarray]:
    """The film's pictures before they are encoded again."""
    timeline = lay_out(clips, FPS)
    footage = [inspect_clip(clip.path) for clip in clips]
    return [f.to_ndarray()[:HEIGHT] for f in film_pictures(timeline, footage, 0, timeline.num_frames)]


# The timeline


clip_lists = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from(["cut", "dissolve", "fade"]), st.floats(0.01, 1.5)),
    min_size=1,
    max_size=8,
)


@given(given_clips=clip_lists)
@settings(max_examples=200, deadline=None)
def test_a_film_is_as_long_as_its_clips_less_their_overlaps(
    given_clips: list[tuple[int, str, float]],
) -> None:
    clips = [
        Clip(f"s{n}", Path("x"), frames, Transition(kind=kind, duration_s=None if kind == "cut" else seconds))  # type: ignore[arg-type]
        for n, (frames, kind, seconds) in enumerate(given_clips)
    ]
    overlaps = [overlap_frames(clip.transition, FPS) for clip in clips[:-1]]
    fits = all(
        (overlaps[n - 1] if n else 0) + (overlaps[n] if n < len(overlaps) else 0) <= clip.num_frames
        for n, clip in enumerate(clips)
    )
    if not fits:
        with pytest.raises(CutError, match="transitions take"):
            lay_out(clips, FPS)
        return
    timeline = lay_out(clips, FPS)
    assert timeline.num_frames == sum(c.num_frames for c in clips) - sum(overlaps)
    covered = [frame for span in timeline.spans() for frame in range(span.first, span.last)]
    assert covered == list(range(timeline.num_frames))


def test_a_film_without_clips_is_refused() -> None:
    with pytest.raises(CutError, match="no clip"):
        lay_out([], FPS)


def test_a_join_that_is_in_the_clips_takes_no_time() -> None:
    assert overlap_frames(Transition(kind="smooth", duration_s=0.5), FPS) == 0
    assert overlap_frames(Transition(kind="bridge", duration_s=0.5), FPS) == 0


def test_an_empty_clip_is_refused() -> None:
    with pytest.raises(CutError, match="has 0 frames"):
        lay_out([Clip("s1", Path("x"), 0)], FPS)


# The picture


@pytest.mark.parametrize("kind", ["cut", "dissolve", "fade"])
def test_the_film_looks_as_if_encoded_whole(studio: Set, kind: str) -> None:
    clips = [studio.clip(n, kind=kind, text="A hum.") for n in range(4)]
    report = studio.cut(clips)
    frames, messages = decode(report.path)
    assert messages == 0
    assert len(frames) == report.num_frames == 96 - (0 if kind == "cut" else 18)
    assert min(psnr(a, b) for a, b in zip(frames, as_seen(clips), strict=True)) > 38
    assert report.copied_frames == (96 if kind == "cut" else 24 * 4 - 36)


def test_mixed_joins_decode_in_silence(studio: Set) -> None:
    kinds = ["dissolve", "cut", "fade", "dissolve", "cut"]
    overlaps = [(0, 6), (6, 0), (0, 6), (6, 6), (6, 0), (0, 0)]
    clips = [
        studio.clip(n, 20 + n, kind=k, overlaps=o)
        for n, (k, o) in enumerate(zip([*kinds, "cut"], overlaps, strict=True))
    ]
    frames, messages = decode(studio.cut(clips).path)
    assert messages == 0 and len(frames) == sum(range(20, 26)) - 18


def test_a_dissolve_goes_steadily_from_one_clip_to_the_next(studio: Set) -> None:
    dark, light = studio.folder / "dark.mp4", studio.folder / "light.mp4"
    for path, value in ((dark, 30), (light, 220)):
        write_clip([np.full((HEIGHT, WIDTH, 3), value, np.uint8)] * 12, path, num_frames=12, **SIZE)
    clips = [Clip("a", dark, 12, Transition(kind="dissolve", duration_s=0.5)), Clip("b", light, 12)]
    means = [frame.mean() for frame in as_seen(clips)]
    assert np.all(np.diff(means[5:13]) > 10) and np.ptp(np.diff(means[5:13])) < 4


def test_a_fade_goes_through_black(studio: Set) -> None:
    clips = [studio.clip(1, kind="fade", seconds=0.75), studio.clip(2)]
    means = [frame.mean() for frame in as_seen(clips)]
    assert min(means) < 25 and np.argmin(means) in (18, 19, 20)


def test_pictures_between_joins_are_copied_untouched(studio: Set) -> None:
    clips = [studio.clip(n) for n in range(3)]
    frames, _ = decode(studio.cut(clips).path)
    middle, _ = decode(clips[1].path)
    for n in range(6, 18):
        assert np.array_equal(frames[18 + n], middle[n])


def test_one_frame_clips_make_a_film(studio: Set) -> None:
    clips = [studio.clip(n, 1, kind="cut", overlaps=(0, 0)) for n in range(5)]
    frames, messages = decode(studio.cut(clips).path)
    assert len(frames) == 5 and messages == 0
    assert min(psnr(a, b) for a, b in zip(frames, as_seen(clips), strict=True)) > 38


def test_clips_without_keyframes_at_their_joins_still_fit(studio: Set) -> None:
    clips = [studio.clip(n, 36, overlaps=(0, 0)) for n in range(3)]
    report = studio.cut(clips)
    frames, messages = decode(report.path)
    assert messages == 0 and len(frames) == 36 * 3 - 12
    assert min(psnr(a, b) for a, b in zip(frames, as_seen(clips), strict=True)) > 36


def test_clips_in_another_encoding_are_encoded_once_and_noted(studio: Set) -> None:
    clips = [studio.clip(n) for n in range(3)]
    foreign = studio.folder / "foreign.mp4"
    with av.open(str(foreign), "w") as container:
        stream = container.add_stream(
            "libx264", rate=FPS, options={"crf": "5", "bf": "0", "profile": "baseline"}
        )
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in draw(1, 24):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    clips[1] = Clip("s1", foreign, 24, clips[1].transition)
    report = studio.cut(clips)
    frames, messages = decode(report.path)
    assert messages == 0 and len(frames) == 60
    assert "s1" in report.notes[0] and "another encoding" in report.notes[0]
    assert min(psnr(a, b) for a, b in zip(frames, as_seen(clips), strict=True)) > 36
    assert studio.cut(clips).pieces_made == 0


@given(keys=st.lists(st.sets(st.integers(1, 19), max_size=4), min_size=1, max_size=5), same=st.booleans())
@settings(max_examples=100, deadline=None)
def test_pieces_cover_the_film_once(keys: list[set[int]], same: bool) -> None:
    from dataclasses import replace
    from fractions import Fraction

    from shots.cutting.footage import Footage

    clips = [
        Clip(f"s{n}", Path("x"), 20, Transition(kind="dissolve", duration_s=0.5)) for n in range(len(keys))
    ]
    plain = Footage(Path("x"), 8, 8, Fraction(FPS), 20, (0,), b"a", "h264", 0, tuple(range(20)))
    footage = [replace(plain, keyframes=(0, *sorted(k))) for k in keys]
    timeline = lay_out(clips, FPS)
    pieces = plan_pieces(timeline, footage, b"a" if same else b"b")
    assert [p.first for p in pieces[1:]] == [p.last for p in pieces[:-1]]
    assert (pieces[0].first, pieces[-1].last) == (0, timeline.num_frames)
    for piece in pieces:
        if piece.copied is not None:
            starts = piece.first - timeline.starts[piece.copied], piece.last - timeline.starts[piece.copied]
            assert all(n in {0, 20, *keys[piece.copied]} for n in starts) and same


# What an edit costs


def test_nothing_is_encoded_twice(studio: Set) -> None:
    clips = [studio.clip(n, text="A hum.") for n in range(4)]
    first = studio.cut(clips)
    before = first.path.read_bytes()
    again = studio.cut(clips)
    assert (first.pieces_made, again.pieces_made, again.pieces_reused) == (3, 0, 3)
    assert again.path.read_bytes() == before


def test_a_changed_shot_makes_only_its_joins_anew(studio: Set) -> None:
    clips = [studio.clip(n) for n in range(6)]
    studio.cut(clips)
    clips[3] = Clip("s3", studio.clip(77).path, 24, clips[3].transition)
    report = studio.cut(clips)
    assert (report.pieces_made, report.pieces_reused) == (2, 3)


def test_changed_words_make_no_join_anew(studio: Set) -> None:
    clips = [studio.clip(n) for n in range(3)]
    studio.cut(clips)
    clips[1] = Clip("s1", clips[1].path, 24, clips[1].transition, studio.lines("New words.", 24))
    assert studio.cut(clips).pieces_made == 0


# Sound and words


def test_sound_and_picture_end_together(studio: Set) -> None:
    report = studio.cut([studio.clip(n, text="A hum.") for n in range(3)])
    samples = sum(b.shape[1] for b in read_sound(report.path))
    assert samples / 48000 == pytest.approx(report.duration_s, abs=0.05)


def test_a_changed_picture_leaves_the_sound_as_it_is(studio: Set) -> None:
    clips = [studio.clip(n, text="A hum.") for n in range(3)]
    studio.cut(clips)
    clips[1] = Clip("s1", studio.clip(77).path, 24, clips[1].transition, clips[1].lines)
    studio.cut(clips)
    assert len(list((studio.folder / "production" / "sound").glob("*.m4a"))) == 1


def test_a_line_is_heard_when_its_picture_is_seen(studio: Set) -> None:
    clips = [studio.clip(n, 30, text="A hum." if n == 4 else "") for n in range(6)]
    heard = np.concatenate(list(read_sound(studio.cut(clips).path)), axis=1)[0]
    onset = int(np.flatnonzero(np.abs(heard) > 0.02)[0]) / 48000
    assert onset == pytest.approx(4 * 24 / FPS + 0.2, abs=0.01)


def test_the_film_is_as_loud_as_players_expect(studio: Set) -> None:
    report = studio.cut([studio.clip(n, 48, text="A hum.") for n in range(3)])
    loudness, peak = measure([np.concatenate(list(read_sound(report.path)), axis=1)])
    assert loudness == pytest.approx(-16, abs=1) and peak <= -1


def test_a_film_without_words_is_silent_and_has_no_subtitles(studio: Set) -> None:
    (studio.folder / "film.srt").write_text("old")
    report = studio.cut([studio.clip(1), studio.clip(2)])
    assert report.srt is None and not (studio.folder / "film.srt").exists()
    with av.open(str(report.path)) as container:
        assert len(container.streams.audio) == 1 and not container.streams.subtitles
    assert not np.concatenate(list(read_sound(report.path)), axis=1).any()


def test_the_film_says_what_it_is(studio: Set) -> None:
    clips = [studio.clip(n, text="Grüß Gott {x} <i>") for n in range(2)]
    report = studio.cut(clips, title="Der Fuchs 🦊", language="de", stand_ins=["voices: none"])
    with av.open(str(report.path)) as container:
        assert container.metadata["title"] == "Der Fuchs 🦊"
        assert (
            "Synthetic" in container.metadata["comment"] and "voices: none" in container.metadata["comment"]
        )
        assert container.streams.subtitles[0].language == "deu"
        shown = [bytes(packet)[2:].decode() for packet in container.demux(subtitles=0)]
    assert [text for text in shown if text] == ["Grüß Gott {x} <i>"] * 2
    data = report.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert "Grüß Gott {x} <i>" in report.srt.read_text()  # type: ignore[union-attr]


def test_music_runs_under_the_film(studio: Set) -> None:
    clips = [studio.clip(n, text="A hum.") for n in range(2)]
    report = studio.cut(clips, music=Score(studio.folder / "hum.wav", -6.0))
    assert np.concatenate(list(read_sound(report.path)), axis=1)[:, 24000:].any()


@pytest.mark.parametrize(
    ("code", "tag"), [("en", "eng"), ("pt-BR", "por"), ("zh", "zho"), ("", "und"), ("grc", "grc")]
)
def test_language_tags(code: str, tag: str) -> None:
    assert language_tag(code) == tag


def test_the_editor_file_tells_the_same_film(studio: Set) -> None:
    clips = [studio.clip(n, text="A hum.") for n in range(3)]
    report = studio.cut(clips, title="The Fox")
    timeline = opentimelineio.adapters.read_from_file(str(report.otio))
    picture = timeline.video_tracks()[0]
    assert picture.duration().to_frames() == report.num_frames
    assert [
        t.in_offset.to_frames() + t.out_offset.to_frames()
        for t in picture
        if isinstance(t, opentimelineio.schema.Transition)
    ] == [6, 6]
    for clip in timeline.find_clips():
        target = clip.media_reference.target_url
        assert not target.startswith("/") and (report.otio.parent / target).exists()
    assert json.loads(report.otio.read_text())["metadata"]["story-to-film"]["synthetic"]


# Subtitles


words_ = st.text(alphabet=st.sampled_from("abc狐は .,!?“”\n🦊हि"), max_size=300)


@given(text=words_)
@settings(max_examples=150, deadline=None)
def test_cues_keep_every_word_in_two_short_lines(text: str) -> None:
    pieces = split_text(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(
        len(p.split("\n")) <= 2 and all(display_width(line) <= 44 for line in p.split("\n")) for p in pieces
    )


@given(
    st.lists(
        st.tuples(words_.filter(lambda t: t.strip() != ""), st.floats(0, 60), st.floats(0.5, 30)), max_size=5
    )
)
@settings(max_examples=100, deadline=None)
def test_cues_follow_each_other_without_overlap(lines: list[tuple[str, float, float]]) -> None:
    cues = make_cues([Words(*line) for line in lines])
    assert all(cue.start_s < cue.end_s for cue in cues)
    assert all(a.end_s <= b.start_s for a, b in itertools.pairwise(cues))
    said = "".join(sorted("".join("".join(line[0] for line in lines).split())))
    assert "".join(sorted("".join("".join(c.text for c in cues).split()))) == said


def test_long_lines_are_shown_in_proportion() -> None:
    cues = make_cues([Words("word " * 2000, 1.0, 600.0)])
    assert len(cues) > 100 and cues[0].start_s == 1.0 and cues[-1].end_s == pytest.approx(601.3, abs=0.01)


def test_srt_is_numbered_and_timed() -> None:
    srt = to_srt(make_cues([Words("One.", 0, 1), Words("Two.", 3661.5, 1)]))
    assert srt == "1\n00:00:00,000 --> 00:00:01,300\nOne.\n\n2\n01:01:01,500 --> 01:01:02,800\nTwo.\n"


# What goes wrong


def truncate(clip: Clip) -> None:
    data = clip.path.read_bytes()
    clip.path.write_bytes(data[: len(data) * 2 // 3])


def replace_by_words(clip: Clip) -> None:
    clip.path.write_text("no film")


@pytest.mark.parametrize("damage", [truncate, replace_by_words, lambda clip: clip.path.unlink()])
def test_damaged_clips_are_named_and_the_old_film_stays(studio: Set, damage: Callable[[Clip], None]) -> None:
    clips = [studio.clip(n) for n in range(3)]
    before = studio.cut(clips).path.read_bytes()
    damage(clips[1])
    with pytest.raises(CutError, match=r"clip-1-24\.mp4"):
        studio.cut(clips)
    assert (studio.folder / "film.mp4").read_bytes() == before


def test_a_clip_with_damaged_pictures_is_named(studio: Set) -> None:
    clips = [studio.clip(n) for n in range(2)]
    data = bytearray(clips[0].path.read_bytes())
    start = data.index(b"mdat") + 8
    data[start:-1500] = bytes(len(data) - 1500 - start)
    clips[0].path.write_bytes(data)
    with pytest.raises(CutError, match=r"clip-0-24\.mp4"):
        studio.cut(clips)


def test_clips_of_another_size_rate_or_length_are_refused(studio: Set) -> None:
    good = studio.clip(0)
    with pytest.raises(CutError, match="Clip s1 is 64x64; the film is 96x64"):
        studio.cut([good, studio.clip(1, width=64)])
    with pytest.raises(CutError, match="Clip s2 has 10 frames per second; the film has 12"):
        studio.cut([good, studio.clip(2, fps=10)])
    with pytest.raises(CutError, match="Clip s3 holds 24 frames where 30 are needed"):
        studio.cut([good, Clip("s3", studio.clip(3).path, 30)])


def test_missing_music_is_refused_before_anything_is_made(studio: Set) -> None:
    with pytest.raises(CutError, match=r"waltz\.mp3 cannot be read as sound"):
        studio.cut([studio.clip(0), studio.clip(1)], music=Score(studio.folder / "waltz.mp3"))
    assert not (studio.folder / "production" / "joins").exists()


def test_only_names_of_films_are_written(studio: Set) -> None:
    clips = [studio.clip(0)]
    (studio.folder / "folder.mp4").mkdir()
    for name, words in (
        ("film.srt", "ends in .mp4"),
        ("film", "ends in .mp4"),
        ("folder.mp4", "is a folder"),
    ):
        with pytest.raises(CutError, match=words):
            cut(clips, studio.folder / name, workspace=studio.workspace, **SIZE)  # type: ignore[arg-type]


def test_a_full_disk_keeps_the_old_film(studio: Set) -> None:
    clips = [studio.clip(n, 96, text="A hum.") for n in range(3)]
    before = studio.cut(clips).path.read_bytes()
    studio.workspace.close()
    script = f"""
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_cut import Set, WorkspaceError
studio = Set(Path({str(studio.folder)!r}))
clips = [studio.clip(n, 96, text="A hum.") for n in range(3)]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    studio.cut(clips)
except WorkspaceError as error:
    sys.exit(0 if "What was finished is kept" in str(error) else 3)
sys.exit(4)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert studio.folder.joinpath("film.mp4").read_bytes() == before
    assert [p.name for p in studio.folder.glob(".film*")] == []


def test_a_killed_cut_leaves_the_old_film_and_goes_on(studio: Set) -> None:
    clips = [studio.clip(n, 96, text="A hum.") for n in range(4)]
    before = studio.cut(clips[:2]).path.read_bytes()
    studio.workspace.close()
    script = f"""
import os, signal, sys, threading
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_cut import Set
studio = Set(Path({str(studio.folder)!r}))
clips = [studio.clip(n, 96, text="A hum.") for n in range(4)]
def kill(done, total):
    threading.Timer(0.01 * int(sys.argv[1]), os.kill, (os.getpid(), signal.SIGKILL)).start()
studio.cut(clips, on_piece=kill)
"""
    for moment in ("0", "3", "7"):
        subprocess.run([sys.executable, "-c", script, moment], capture_output=True, check=False)
        film = studio.folder / "film.mp4"
        if film.read_bytes() != before:
            frames, messages = decode(film)
            assert len(frames) == 96 * 4 - 18 and messages == 0
    studio.workspace.open()
    report = studio.cut(clips)
    assert report.pieces_reused >= 1 and len(decode(report.path)[0]) == report.num_frames


def test_a_folder_that_cannot_be_written_is_named(studio: Set) -> None:
    (studio.folder / "file").write_text("")
    with pytest.raises(WorkspaceError, match="a file stands where a folder is needed"):
        cut([studio.clip(0)], studio.folder / "file" / "film.mp4", workspace=studio.workspace, **SIZE)  # type: ignore[arg-type]

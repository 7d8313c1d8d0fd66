"""Who says what, in which voice, and how long it takes."""

from __future__ import annotations

import importlib.util
import math
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompts.errors import BackendError, CutError
from prompts.screenplay import Screenplay, Shot, parse_screenplay, with_ids
from shots.backends import Card, Speech, VoiceBackend
from shots.slate import Workspace
from shots.sound import (
    RecordedLine,
    SilentVoices,
    TimedLine,
    check_voices,
    level,
    loudness_envelope,
    record,
    time_shot,
    trim,
)
from shots.voices.casting import cast_voices, register_of
from shots.voices.script import reading_seconds, script_lines, spoken_words

needs_espeak = pytest.mark.skipif(
    importlib.util.find_spec("espeakng_loader") is None, reason="the extra [tts] is not installed"
)


class HummingVoices:
    """Hums 0.1 s a letter with half a second of silence around it; higher for a higher pitch."""

    def __init__(self) -> None:
        self.card = Card(name="humming", version="1", about="hums")
        self.spoken: list[str] = []

    def check(self, language: str) -> list[str]:
        return []

    def speak(self, text: str, *, name: str, pitch: int, speed: int, language: str) -> Speech:
        self.spoken.append(text)
        hum = 0.3 * np.sin(np.arange(800 * len(text)) * 2 * np.pi * (100 + 3 * pitch) / 8000)
        return Speech(np.pad(hum, 4000).astype(np.float32), 8000)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "production")
    workspace.open()
    return workspace


def shot(narration: str = "", *dialogue: tuple[str, str], **fields: object) -> Shot:
    lines = [{"speaker": who, "line": line} for who, line in dialogue]
    return Shot(id="s1", narration=narration, dialogue=lines, **fields)  # type: ignore[arg-type]


def film(*shots: object, **fields: object) -> Screenplay:
    return with_ids(parse_screenplay({"shots": list(shots), **fields}))


# Who says what


def test_a_quotation_is_spoken_where_it_stands() -> None:
    lines = script_lines(shot("“Good day,” said the fox. “Is it?”", ("fox", "Good day,"), ("crow", "Is it?")))
    assert lines == [("fox", "“Good day,”"), (None, " said the fox. "), ("crow", "“Is it?”")]


def test_dialogue_outside_the_narration_comes_after_it() -> None:
    assert script_lines(shot("Night fell.", ("owl", "Hoo!"))) == [(None, "Night fell."), ("owl", "Hoo!")]


def test_a_line_said_twice_is_found_twice() -> None:
    lines = script_lines(shot("No, said one. No, said the other.", ("a", "No"), ("b", "No")))
    assert [speaker for speaker, _ in lines] == ["a", None, "b", None]


def test_a_quotation_comes_before_the_same_word_outside_it() -> None:
    lines = script_lines(shot("No one came. “No,” said he.", ("he", "No")))
    assert lines == [(None, "No one came. "), ("he", "“No,”"), (None, " said he.")]


def test_a_quotation_is_known_by_its_words_not_its_commas() -> None:
    lines = script_lines(shot('"Good day," said he.', ("he", "“Good day.”")))
    assert lines == [("he", '"Good day,"'), (None, " said he.")]


def test_an_interrupted_quotation_is_one_line() -> None:
    lines = script_lines(shot("“Good day,” said he, “to you.”", ("he", "Good day, to you.")))
    assert [speaker for speaker, _ in lines] == ["he", None, "he"]


def test_a_line_is_not_found_inside_a_word() -> None:
    assert script_lines(shot("Nobody came.", ("owl", "No"))) == [(None, "Nobody came."), ("owl", "No")]


def test_line_breaks_do_not_hide_a_line() -> None:
    assert script_lines(shot("He said: come\n  here!", ("he", "come here!")))[1][0] == "he"


def test_a_shot_without_words_is_silent() -> None:
    assert script_lines(shot("")) == script_lines(Shot(action="A nap")) == []


texts = st.text(alphabet=st.sampled_from('ab 狐“”".,!?\n🦊ि-'), max_size=60)


@given(narration=texts, lines=st.lists(texts.filter(bool), max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_word_of_the_narration_is_lost_or_changed(narration: str, lines: list[str]) -> None:
    script = script_lines(shot(narration, *[("fox", line) for line in lines]))
    said = "".join(text for _, text in script)
    assert "".join(narration.split()) in "".join(said.split()) or not any(c.isalnum() for c in narration)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("“Oh!” she *cried* <b>loudly</b>", "Oh! she cried loudly"),
        ("don't «stop» 🦊 now", "don't stop now"),
        ("a\u202eb\u200bc\n d", "abc d"),
        ("🦊🦊", ""),
        ("他说：“你好！”", "他说：你好！"),
    ],
)
def test_only_what_can_be_said_is_said(written: str, said: str) -> None:
    assert spoken_words(written) == said


# Voices


def test_every_speaker_has_a_voice_of_its_own() -> None:
    cast = {f"fox{n}": {"kind": "fox"} for n in range(40)} | {"queen": "an old queen"}
    registers = {"woman": ("+f1", "+f2"), "man": ("+m1",)}
    voices = cast_voices(film("a", cast=cast), registers)
    assert len({(v.name, v.pitch) for v in voices.values()}) == len(voices) == 42


def test_a_written_voice_is_kept() -> None:
    cast = {"fox": {"voice": {"name": "en+m7", "pitch": 12, "speed": 99, "language": "de"}}, "crow": "a crow"}
    choice = cast_voices(film("a", cast=cast))["fox"]
    assert (choice.name, choice.pitch, choice.speed, choice.language) == ("en+m7", 12, 99, "de")


def test_a_newcomer_changes_no_voice() -> None:
    cast = {"fox": {"kind": "fox"}, "crow": {"kind": "crow"}, "king": {"kind": "king"}}
    before = cast_voices(film("a", cast=cast))
    after = cast_voices(film("a", cast={**cast, "second_king": {"kind": "king"}}))
    assert {who: after[who] for who in before} == before


@pytest.mark.parametrize(
    ("cast", "register"),
    [
        ({"kind": "mouse"}, "small"),
        ({"kind": "lion"}, "large"),
        ({"kind": "girl", "look": "a small girl who rides a bear"}, "girl"),
        ({"look": "an old woman with a stick"}, "old woman"),
        ({"kind": "shoemaker"}, "man"),
        ({"kind": "woman"}, "woman"),
        ({"kind": "robot"}, "machine"),
        ({"kind": "cloud"}, "anyone"),
    ],
)
def test_kinds_sound_like_what_they_are(cast: dict[str, str], register: str) -> None:
    character = film("a", cast={"x": cast}).cast["x"]
    assert register_of(character) == register


def test_narrator_speaks_the_language_of_the_film() -> None:
    assert cast_voices(film("a", language="de"))[None].language == "de"
    assert cast_voices(film("a", language="de", narrator={"language": "fr"}))[None].language == "fr"


# Takes


def test_takes_are_trimmed_and_level(workspace: Workspace) -> None:
    (line,) = record(film({"narration": "Hello fox"}), HummingVoices(), workspace)["s1-01"]
    assert line.duration_s == pytest.approx(0.9, abs=0.05)
    with wave.open(str(line.path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        assert file.getnframes() == line.num_samples
    assert len(line.loudness) == math.ceil(line.duration_s * 24) and max(line.loudness) == 1


def test_words_are_spoken_once(workspace: Workspace) -> None:
    voices = HummingVoices()
    screenplay = film({"narration": "Hello"}, {"narration": "Hello"}, {"narration": "Good day"})
    record(screenplay, voices, workspace)
    record(screenplay, voices, workspace)
    assert sorted(voices.spoken) == ["Good day", "Hello"]


def test_progress_is_told(workspace: Workspace) -> None:
    heard: list[tuple[int, int]] = []
    record(
        film({"narration": "One"}, {"narration": "Two"}),
        SilentVoices(),
        workspace,
        lambda a, b: heard.append((a, b)),
    )
    assert heard == [(1, 2), (2, 2)]


def test_words_that_cannot_be_spoken_still_take_time(workspace: Workspace) -> None:
    (line,) = record(film({"narration": "🦊🦊"}), HummingVoices(), workspace)["s1-01"]
    assert line.silent and line.duration_s > 0.5 and line.text == "🦊🦊"


def test_silent_voices_last_as_long_as_reading(workspace: Workspace) -> None:
    voices: VoiceBackend = SilentVoices()
    assert voices.card.stand_in
    (line,) = record(film({"narration": "one two three four five"}), voices, workspace)["s1-01"]
    assert line.silent and line.duration_s == pytest.approx(2.0, abs=0.01)
    assert reading_seconds("从前有一只狐狸") == pytest.approx(7 / 4)


@pytest.mark.parametrize(
    "samples", [np.zeros(0, np.float32), np.zeros((2, 9), np.float32), np.full(9, np.nan, np.float32)]
)
def test_broken_voices_are_refused(workspace: Workspace, samples: np.ndarray) -> None:
    voices = HummingVoices()
    voices.speak = lambda text, **choice: Speech(samples, 8000)  # type: ignore[method-assign]
    with pytest.raises(BackendError, match="samples of shape"):
        record(film({"narration": "Hello"}), voices, workspace)


def test_level_makes_voices_alike_and_keeps_silence() -> None:
    hum = np.sin(np.arange(8000) * 0.3).astype(np.float32)
    loud, soft = (level(Speech(hum * gain, 8000)).samples for gain in (0.9, 0.01))
    assert np.allclose(loud, soft, atol=1e-4)
    assert not level(Speech(np.zeros(800, np.float32), 8000)).samples.any()


def test_envelope_follows_the_voice() -> None:
    samples = np.concatenate([np.zeros(8000), np.ones(8000)]).astype(np.float32)
    values = loudness_envelope(Speech(samples, 8000))
    assert len(values) == 48 and max(values[:23]) == 0 and min(values[25:]) == 1


def test_trim_begins_and_ends_softly() -> None:
    noise = np.random.default_rng(0).normal(0, 0.2, 8000).astype(np.float32)
    trimmed = trim(Speech(noise, 8000)).samples
    assert trimmed[0] == trimmed[-1] == 0 and np.array_equal(trimmed[40:-40], noise[40:-40])


def test_trim_keeps_pure_silence() -> None:
    assert trim(Speech(np.zeros(100, np.float32), 8000)).samples.size == 100


# Timing


def line_of(seconds: float, path: Path = Path("x.wav")) -> RecordedLine:
    return RecordedLine(None, "words", path, 1000, round(seconds * 1000), (1.0,), silent=False)


@given(
    seconds=st.lists(st.floats(0.1, 20), max_size=5),
    fps=st.integers(1, 60),
    start=st.floats(0, 2),
    end=st.floats(0, 2),
)
@settings(max_examples=100, deadline=None)
def test_a_shot_lasts_as_long_as_its_words(seconds: list[float], fps: int, start: float, end: float) -> None:
    timing = time_shot(shot(), [line_of(s) for s in seconds], fps, start, end)
    said = 0.0
    for timed in timing.lines:
        assert timed.start_s >= max(start, said)
        said = timed.start_s + timed.line.duration_s
    assert timing.duration_s >= said + (end if seconds else 0)
    assert timing.duration_s >= start + end
    assert timing.duration_s <= max(3.0, start + sum(seconds) + 5 * 0.3 + end + 1.5) + 1 / fps


def test_a_shot_without_words_is_looked_at() -> None:
    assert time_shot(shot(), [], 24).duration_s >= 2.5


@given(spare=st.floats(0, 3), words=st.floats(0.5, 5), start=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_stated_length_is_kept_and_holds_its_words(spare: float, words: float, start: float) -> None:
    stated = math.ceil((words + spare) * 24) / 24 + start
    timing = time_shot(shot(duration_s=stated), [line_of(words)], 24, start, 0)
    assert timing.num_frames == round(stated * 24)
    assert timing.lines[0].start_s + timing.lines[0].line.duration_s <= timing.duration_s + 0.002


def test_words_longer_than_the_shot_are_refused() -> None:
    with pytest.raises(
        CutError, match=r"Shot s1: `duration_s` is 2, but its words take 4.00 s. Set it to 4.1"
    ):
        time_shot(shot(duration_s=2), [line_of(4)], 24)


def test_joins_longer_than_the_shot_are_refused() -> None:
    with pytest.raises(CutError, match=r"transitions take 3.00 s"):
        time_shot(shot(duration_s=2), [], 24, 1.5, 1.5)


def test_speech_is_what_mouths_follow() -> None:
    silent = RecordedLine(None, "🦊", Path("x.wav"), 1000, 900, (0.0,), silent=True)
    timing = time_shot(shot(), [line_of(1), silent], 24)
    assert [s.duration_s for s in timing.speech()] == [1.0]
    assert isinstance(timing.lines[1], TimedLine)


# eSpeak


@needs_espeak
def test_espeak_speaks_the_same_bytes_each_time() -> None:
    from shots.voices.espeak import EspeakVoices

    voices: VoiceBackend = EspeakVoices()
    first, second = (voices.speak("A fox.", name="+f3", pitch=60, speed=150, language="en") for _ in "ab")
    assert np.array_equal(first.samples, second.samples) and first.samples.any()
    other = voices.speak("A fox.", name="+m7", pitch=60, speed=150, language="en")
    assert not np.array_equal(first.samples[:2000], other.samples[:2000])


@needs_espeak
@pytest.mark.parametrize("language", ["de", "zh", "hi", "ar", "pt-BR", "en-US", "no", "de_AT"])
def test_espeak_knows_languages_by_their_usual_codes(language: str) -> None:
    from shots.voices.espeak import EspeakVoices

    voices = EspeakVoices()
    assert voices.check(language) == []
    assert voices.speak("1 2 3", name="+f3", pitch=50, speed=150, language=language).samples.any()


@needs_espeak
def test_languages_that_are_spoken_are_checked() -> None:
    from shots.voices.espeak import EspeakVoices

    cast = {"fox": {"voice": {"language": "xx"}}, "crow": {"voice": {"language": "yy"}}}
    said = {"narration": "Hi", "dialogue": [{"speaker": "fox", "line": "Ho"}]}
    (note,) = check_voices(film(said, cast=cast), EspeakVoices())
    assert "'xx'" in note
    assert check_voices(film(said, cast=cast), SilentVoices()) == []


@needs_espeak
def test_espeak_says_what_it_cannot_speak() -> None:
    from shots.voices.espeak import EspeakVoices

    voices = EspeakVoices()
    assert "no voice for the language 'xx'" in voices.check("xx")[0]
    assert not voices.speak("abc", name="+f3", pitch=50, speed=150, language="xx").samples.any()
    with pytest.raises(BackendError, match="nobody"):
        voices.speak("abc", name="nobody", pitch=50, speed=150, language="en")


@needs_espeak
def test_espeak_speaks_from_a_long_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import espeakng_loader

    from shots.voices.espeak import EspeakVoices

    deep = tmp_path.joinpath(*["a-rather-long-folder-name"] * 8)
    deep.mkdir(parents=True)
    (deep / "data").symlink_to(espeakng_loader.get_data_path(), target_is_directory=True)
    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(deep / "data"))
    assert EspeakVoices().speak("A fox.", name="", pitch=50, speed=150, language="en").samples.any()


def test_without_the_extra_espeak_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from shots.voices.espeak import EspeakVoices

    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with pytest.raises(BackendError, match=r"pip install 'story-to-film\[tts\]'"):
        EspeakVoices()


@needs_espeak
def test_a_very_long_line_is_spoken() -> None:
    from shots.voices.espeak import EspeakVoices

    speech = EspeakVoices().speak("the fox ran on " * 700, name="", pitch=50, speed=320, language="en")
    assert len(speech.samples) / speech.sample_rate > 200

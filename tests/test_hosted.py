"""Hosted pictures and voices, against a server on this machine that draws and speaks."""

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from loopback import refuse
from PIL import Image
from studio import Studio, picture

from backlot.animatic import AnimaticKeyframes
from director import Director
from prompts.errors import BackendError, BudgetError
from prompts.screenplay import Screenplay, parse_screenplay, with_ids
from shots.anchors import make_anchors
from shots.backends import Speech, find_backend
from shots.check_keyframes import check_keyframes
from shots.check_voices import check_voices
from shots.hosted.asking import work_beside
from shots.hosted.keyframes import OpenAIKeyframes
from shots.hosted.picture_prompt import choose_drawn_size, note_size, say_box
from shots.hosted.voices import LONGEST_TEXT, OpenAIVoices
from shots.keyframes import Manner, check_manner, draw, make_panels
from shots.slate import Workspace
from shots.sound import SilentVoices
from shots.spending import Budget, Purse, Use

KEY = "sk-test-0123456789abcdef"
PAINTER = "painter,size=192x128"
REFUSAL = (
    400,
    {"error": {"message": "Your request was rejected by the safety system.", "code": "moderation_blocked"}},
)
MANNER: dict[str, Any] = {"name": "", "pitch": 50, "speed": 150, "language": "en"}


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    with Studio() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        yield server


@pytest.fixture
def spoiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A studio that answers by a function."""
    servers = []

    def start(spoil: Any, **options: Any) -> Studio:
        server = Studio(spoil, **options).__enter__()
        servers.append(server)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        return server

    yield start
    for server in servers:
        server.__exit__()


def film(second: str = "wakes", **changes: Any) -> Screenplay:
    data = {
        "title": "The Lantern",
        "style": "storybook",
        "frame": {"width": 192, "height": 108, "fps": 8},
        "cast": {"fox": {"name": "Rusty", "kind": "fox", "look": "small and red"}},
        "places": {"wood": {"name": "wood", "look": "tall firs"}},
        "scenes": [
            {
                "place": "wood",
                "shots": [
                    {
                        "action": f"The fox {does}.",
                        "who": ["fox"],
                        "narration": f"It {does}.",
                        "duration_s": 2,
                    }
                    for does in ("sleeps", second)
                ],
            }
        ],
        **changes,
    }
    return with_ids(parse_screenplay(data))


def asked_of(studio: Studio) -> list[tuple[str, str | None]]:
    """What a studio was asked to draw, and how often before the client had asked for the same."""
    return [
        (request["prompt"][:40], headers.get("x-stainless-retry-count"))
        for request, headers in zip(studio.drawn, studio.headers, strict=True)
    ]


def draw_film(
    screenplay: Screenplay, folder: Path, model: str = PAINTER, purse: Purse | None = None
) -> list[str]:
    """Shot ids as they were drawn."""
    backend = OpenAIKeyframes(model)
    backend.purse = purse or backend.purse
    panels = make_panels(screenplay, folder)
    manner = Manner(anchors=tuple(make_anchors(panels, 1)))
    return [name for name, take in draw(panels, backend, Workspace(folder), manner) if not take.reused]


# -- the contract --------------------------------------------------------------------------------------------


def test_hosted_backends_keep_their_word(studio: Studio) -> None:
    assert check_keyframes(find_backend("shots.keyframes", f"openai:{PAINTER}")) == []
    assert check_voices(find_backend("shots.voices", "openai:speaker")) == []


def test_built_in_backends_keep_their_word() -> None:
    assert check_keyframes(AnimaticKeyframes()) == []
    assert check_voices(SilentVoices()) == []


def test_checks_find_what_is_wrong() -> None:
    class Wrong(AnimaticKeyframes):
        def draw(self, panels: Any) -> Any:
            for _panel in panels:
                yield "x", np.zeros((3, 3, 3), np.uint8) + len(panels)

    class Mute(SilentVoices):
        def speak(self, text: str, **_: Any) -> Speech:
            return Speech(np.full(100, 2, np.float32), 0)

    assert len(check_keyframes(Wrong())) >= 3
    assert len(check_voices(Mute())) == 4


# -- pictures ------------------------------------------------------------------------------------------------


def test_panels_are_drawn_with_their_anchors_shown(studio: Studio, tmp_path: Path) -> None:
    assert sorted(draw_film(film(), tmp_path)) == ["s1-01", "s1-02"]
    anchors, panels = studio.drawn[:2], studio.drawn[2:]
    assert all("pictures" not in request for request in anchors)
    assert {request["size"] for request in studio.drawn} == {"192x128"}
    shown = {picture.read_bytes() for picture in (tmp_path / "anchors").glob("*.png")}
    for request in panels:
        assert [Image.open(io.BytesIO(raw)).size for raw in request["pictures"]] == [(192, 108)] * 2
        assert "Picture 1 shows: fox, small and red. Draw the same character again" in request["prompt"]
        assert "Picture 2 shows: wood, tall firs." in request["prompt"]
    assert len(shown) == 2


def test_nothing_is_drawn_twice(studio: Studio, tmp_path: Path) -> None:
    draw_film(film(), tmp_path)
    assert draw_film(film(), tmp_path) == []
    assert len(studio.drawn) == 4, asked_of(studio)
    assert draw_film(film("yawns"), tmp_path) == ["s1-02"]
    assert len(studio.drawn) == 5, f"the anchors are there already: {asked_of(studio)}"
    assert len(draw_film(film(), tmp_path, f"{PAINTER},quality=low")) == 2, "another quality"


def test_reference_goes_along_small_and_without_what_the_camera_wrote(studio: Studio, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCam", 6
    Image.new("RGB", (2400, 1200), "red").save(tmp_path / "fox.jpg", exif=exif)
    cast = {"fox": {"kind": "fox", "look": "small and red", "references": ["fox.jpg"]}}
    draw_film(film(cast=cast), tmp_path)
    anchor = next(request for request in studio.drawn if "pictures" in request)
    (sent,) = anchor["pictures"]
    assert Image.open(io.BytesIO(sent)).size == (512, 1024), "upright"
    assert b"SecretCam" not in sent
    assert "The pictures given show this character." in anchor["prompt"]


def test_model_that_cannot_be_shown_pictures_is_told_in_words(studio: Studio, tmp_path: Path) -> None:
    draw_film(film(), tmp_path, f"{PAINTER},references=no")
    assert not any("pictures" in request for request in studio.drawn)


def test_guide_goes_along_as_the_last_picture(studio: Studio, tmp_path: Path) -> None:
    panels = make_panels(film(), tmp_path)
    manner = Manner(anchors=tuple(make_anchors(panels, 1)), guide=AnimaticKeyframes(), takes=2)
    takes = dict(draw(panels[:1], OpenAIKeyframes(PAINTER), Workspace(tmp_path), manner))
    one, two = (request for request in studio.drawn if "pictures" in request)
    assert len(one["pictures"]) == 3 and one["pictures"] == two["pictures"]
    assert "from picture 3." in one["prompt"]
    assert "of 2" in takes["s1-01"].notes["said"][0]


@pytest.mark.parametrize(
    ("model", "frame", "drawn"),
    [
        ("gpt-image-1.5", (1280, 720), (1536, 1024)),
        ("gpt-image-1.5", (720, 1280), (1024, 1536)),
        ("my-model", (512, 512), (1024, 1024)),
        ("gpt-image-2", (1280, 720), (1280, 720)),
        ("gpt-image-2.5-flare", (640, 360), (1184, 672)),
        ("gpt-image-2", (3840, 2160), (2560, 1440)),
        ("gpt-image-2", (4000, 100), (1536, 1024)),
    ],
)
def test_size_is_the_one_of_which_least_is_lost(model: str, frame: Any, drawn: Any) -> None:
    assert choose_drawn_size(model, *frame) == drawn


def test_what_is_cut_off_is_told() -> None:
    assert note_size((1536, 1024), (1280, 720)) == (
        "drawn at 1536x1024, 16% cut off at top and bottom, and scaled to 1280x720"
    )
    assert note_size((1280, 720), (640, 360)) == "drawn at 1280x720, and scaled to 640x360"
    assert note_size((1280, 720), (1280, 720)) == ""


def test_notes_say_what_a_hosted_model_does_not_hear(studio: Studio, tmp_path: Path) -> None:
    shot = {
        "action": "The fox naps.",
        "seed": 3,
        "layout_strength": 0.5,
        "who": [{"character": "fox", "path": [{"at": 0, "box": [0.1, 0.2, 0.3, 0.9]}]}],
    }
    screenplay = film(scenes=[{"place": "wood", "shots": [shot]}])
    (panel,) = make_panels(screenplay, tmp_path)
    notes = " ".join(OpenAIKeyframes(PAINTER).check(panel))
    assert all(word in notes for word in ("cut off", "in words", "no seed", "no layout_strength"))
    draw_film(screenplay, tmp_path)
    said = "On the left, from 10 to 30 % of the width and 20 to 90 % of the height: fox, small and red."
    assert said in studio.drawn[-1]["prompt"]
    assert say_box((0.7, 0, 1, 1)).startswith("On the right")


def test_refused_shot_is_named_and_the_rest_is_kept(spoiled: Any, tmp_path: Path) -> None:
    server = spoiled(lambda number, endpoint, request: REFUSAL if "wakes" in request["prompt"] else None)
    with pytest.raises(BackendError) as caught:
        draw_film(film(), tmp_path)
    text = str(caught.value)
    assert "refused to draw s1-02: its rules on content say" in text and "safety system" in text
    assert "All other pictures are kept" in text
    asked = len(server.drawn)
    assert draw_film(film("yawns"), tmp_path) == ["s1-02"]
    assert len(server.drawn) == asked + 1


def test_shots_of_a_refused_anchor_are_named_and_not_drawn_without_it(spoiled: Any, tmp_path: Path) -> None:
    server = spoiled(lambda number, endpoint, request: REFUSAL if endpoint == "generations" else None)
    with pytest.raises(BackendError, match=r"refused to draw .*fox.*It is needed for s1-01, s1-02"):
        draw_film(film(), tmp_path)
    assert len(server.drawn) == 2


def test_take_that_is_refused_leaves_those_that_were_paid_for(spoiled: Any, tmp_path: Path) -> None:
    refused_at = 4  # two anchors, two takes of the one panel, and then
    spoiled(lambda number, *_: REFUSAL if number >= refused_at else None)
    panels = make_panels(film(), tmp_path)[:1]
    manner = Manner(anchors=tuple(make_anchors(panels, 1)), takes=3)
    take = dict(draw(panels, OpenAIKeyframes(PAINTER), Workspace(tmp_path), manner))["s1-01"]
    assert "2 of 3 takes were drawn: its rules on content" in take.notes["said"][-1]


def test_guide_that_is_paid_for_is_refused(studio: Studio) -> None:
    with pytest.raises(BackendError, match="paid for and thrown away"):
        check_manner(OpenAIKeyframes(PAINTER), Manner(guide=OpenAIKeyframes(PAINTER)))


def test_budget_waits_for_the_first_picture_to_know_what_one_takes(studio: Studio, tmp_path: Path) -> None:
    purse = Purse(Budget({"tokens": 1000}))
    with pytest.raises(BudgetError):
        draw_film(film(), tmp_path, purse=purse)
    assert purse.total().tokens == 900 and len(studio.drawn) == 2


@pytest.mark.parametrize("status", [429, 500])
def test_passing_trouble_is_survived(status: int, spoiled: Any, tmp_path: Path) -> None:
    server = spoiled(lambda number, *_: refuse(status, "busy") if number == 0 else None)
    purse = Purse()
    assert len(draw_film(film(), tmp_path, purse=purse)) == 2
    assert len(server.drawn) == purse.total().requests == 5
    assert purse.total().pictures == 4 and purse.total().output_tokens == 1600


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (refuse(401, f"Incorrect key {KEY}"), "does not accept the key"),
        (refuse(404, "no such model"), "is no picture server"),
        (refuse(429, f"quota of {KEY} is used up"), "quota"),
        ((200, {"created": 0, "data": [{"url": "http://elsewhere/cat.png"}]}), "sends no picture"),
        ((200, {"created": 0, "data": []}), "sends no picture"),
        ((200, {"created": 0, "data": [{"b64_json": "bm8="}]}), "cannot be read"),
        ((200, {"created": 0, "data": [{"b64_json": "%%%"}]}), "cannot be read"),
        ((200, b"<html>hello</html>"), "sends no picture"),
    ],
)
def test_lasting_trouble_is_told_in_plain_words(reply: Any, words: str, spoiled: Any, tmp_path: Path) -> None:
    spoiled(lambda *_: reply)
    with pytest.raises(BackendError, match=words) as caught:
        draw_film(film(), tmp_path)
    assert "0123456789" not in str(caught.value) and caught.value.__cause__ is None


def test_budget_stops_before_the_next_picture_and_keeps_those_under_way(
    studio: Studio, tmp_path: Path
) -> None:
    purse = Purse(Budget({"pictures": 3}))
    with pytest.raises(BudgetError, match="budget of 3 pictures ends before s1-0"):
        draw_film(film(), tmp_path, purse=purse)
    assert len(studio.drawn) == purse.total().pictures == 3
    assert len(list(tmp_path.glob("keyframes/*.png"))) == 1
    draw_film(film(), tmp_path)
    assert len(studio.drawn) == 4


def test_what_is_under_way_when_it_is_left_is_charged(tmp_path: Path) -> None:
    purse = Purse(file=tmp_path / "spending.jsonl")
    with purse.paying("openai:painter", "draw", "fox", Use(1, input_tokens=9)) as bill:
        bill.sent = 1
        purse.give_up()
    assert purse.total() == Use(1, 9, guessed=1) and len(purse.charges) == 1
    assert json.loads((tmp_path / "spending.jsonl").read_text())["use"]["guessed"] == 1


def test_nothing_more_is_begun_once_there_is_enough_but_what_began_is_given() -> None:
    enough, done = threading.Event(), []
    for job, future in work_beside(list(range(20)), lambda n: n * n, 3, enough):
        done.append(future.result())
        assert future.result() == job * job
        enough.set()
    assert 1 <= len(done) <= 20 and len(set(done)) == len(done)


def test_error_that_nobody_foresaw_is_raised_where_it_is_waited_for_and_loses_nothing() -> None:
    def work(number: int) -> int:
        if number == 3:
            raise LookupError("three")
        return number

    ended = dict(work_beside(list(range(8)), work, 3, threading.Event()))
    assert {n: future.result() for n, future in ended.items() if n != 3} == {n: n for n in range(8) if n != 3}
    with pytest.raises(LookupError, match="three"):
        ended[3].result()


# -- voices --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sound", ["wav", "mp3"])
def test_sound_is_read_whatever_it_is(sound: str, spoiled: Any) -> None:
    spoiled(None, sound=sound)
    speech = OpenAIVoices("speaker").speak("one two three", **MANNER)
    assert speech.sample_rate == 24_000
    assert len(speech.samples) / 24_000 == pytest.approx(1.1, abs=0.06)
    assert 0.4 < np.abs(speech.samples).max() < 0.6


def test_manner_is_told_as_the_model_hears_it(studio: Studio) -> None:
    OpenAIVoices("speaker").speak("Hello.", **{**MANNER, "pitch": 10, "speed": 120})
    OpenAIVoices("tts-1").speak("Hello.", **{**MANNER, "speed": 300, "name": "onyx"})
    told, plain = studio.spoken
    assert "very deep voice" in told["instructions"] and "120 words" in told["instructions"]
    assert (plain["speed"], plain["voice"]) == (2.0, "onyx") and "instructions" not in plain


def test_long_text_is_spoken_in_parts_at_sentences(studio: Studio) -> None:
    text = "The fox walked on through the snow. " * 150
    OpenAIVoices("speaker").speak(text, **MANNER)
    parts = [request["input"] for request in studio.spoken]
    assert len(parts) == 2 and all(len(part) <= LONGEST_TEXT and part.endswith(".") for part in parts)
    assert " ".join(parts).split() == text.split()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (REFUSAL, "refused to speak 'Hello.'"),
        (refuse(401, KEY), "does not accept the key"),
        (refuse(400, "no voice alloy"), "refused the request"),
        ((200, b"no sound at all"), "no sound that can be read"),
        ((200, b""), "no sound that can be read"),
    ],
)
def test_trouble_with_a_voice_is_told_in_plain_words(reply: Any, words: str, spoiled: Any) -> None:
    spoiled(lambda *_: reply)
    with pytest.raises(BackendError, match=words) as caught:
        OpenAIVoices("speaker").speak("Hello.", **MANNER)
    assert "0123456789" not in str(caught.value)


# -- choices -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [None, "m,colour=red", "m,size=big", "m,references=maybe", "m,quality="])
def test_choice_that_is_none_is_told(model: str | None) -> None:
    with pytest.raises(BackendError, match=r"openai:MODEL|there are|must be"):
        OpenAIKeyframes(model)
    if model is None or "size" not in model:
        with pytest.raises(BackendError):
            OpenAIVoices(model)


def test_key_is_asked_for_before_anything_is_drawn_or_spoken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(BackendError, match="Set OPENAI_API_KEY"):
        OpenAIKeyframes("m").check(make_panels(film(), tmp_path)[0])
    with pytest.raises(BackendError, match="Set OPENAI_API_KEY"):
        OpenAIVoices("m").check("en")


# -- a film --------------------------------------------------------------------------------------------------


def test_film_of_hosted_pictures_and_voices(studio: Studio, tmp_path: Path) -> None:
    chosen: dict[str, Any] = {"keyframes": f"openai:{PAINTER}", "clips": "still", "voices": "openai:speaker"}
    made = Director(**chosen).make(film(), "lantern.mp4")
    report = made.report
    assert made.path.stat().st_size > 1000 and len(report.shots) == 2
    assert (len(studio.drawn), len(studio.spoken)) == (4, 3)
    assert report.spending is not None and report.spent_now is not None
    total = report.spending.total
    assert (total.requests, total.pictures, total.letters) == (7, 4, len("The LanternIt sleeps.It wakes."))
    assert total.cost is None and report.spent_now == total
    assert {row.what for row in report.spending.charges if row.stage == "draw"} >= {"fox", "s1-01", "s1-02"}
    still = np.asarray(Image.open(made.folder / report.shots[0].keyframe))
    drawn = Image.open(io.BytesIO(picture(studio.drawn[2]["prompt"], 192, 128)))
    assert still.shape == (108, 192, 3) and drawn.size == (192, 128)
    again = Director(**chosen).make(film(), "lantern.mp4")
    assert (len(studio.drawn), len(studio.spoken)) == (4, 3), "nothing is paid twice"
    assert again.report.spent_now is None and again.report.spending == report.spending

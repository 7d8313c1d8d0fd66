"""Prompts as models read them, and adapted to how they read: measured, never worse, nobody's own touched."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Loopback, ScriptedWriter
from tiny import save_sdxl
from tiny_video import save_ltx

from director import Director
from director.planning.page_store import PageStore
from director.prompting.adapt import adapt_film, with_prompts
from director.prompting.adapt_file import adapt_to_file, show_prompts
from director.prompting.measure import IMAGE_WEIGHTS, MOTION_WEIGHTS, score_image, score_motion
from director.prompting.proofread_prompts import proofread_adapt
from director.prompting.variants import image_variants, motion_variants
from director.writer import OpenAIWriter
from prompts.adapt_pages import AdaptedPrompt, AdaptPage, AdaptSlots, ShotToAdapt
from prompts.errors import BackendError, FilmError, WorkspaceError
from prompts.screenplay import Screenplay, parse_screenplay
from prompts.screenplay_file import read_screenplay
from prompts.wording import Seen, count_words, describe_character
from shots.keyframes import make_panels
from shots.reading import READERS, find_count, find_reader, tell_prompts
from shots.slate import Workspace

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
HEARING = [reader for reader in READERS.values() if reader.window]
FILM: dict[str, Any] = {
    "style": "storybook",
    "cast": {
        "fox": {"name": "Rusty", "kind": "fox", "look": "a small red fox with a green scarf"},
        "owl": {"kind": "owl", "look": "an old owl, round glasses"},
    },
    "places": {"wood": "a dark forest with tall trees"},
    "props": {"lantern": "a brass lantern"},
    "scenes": [
        {
            "place": "wood",
            "time_of_day": "night",
            "weather": "snow",
            "mood": "calm",
            "shots": [
                {
                    "id": "a",
                    "action": "Rusty carries the lantern to the owl, who waits under an old tree.",
                    "who": [{"character": "fox", "doing": "walks"}, {"character": "owl", "emotion": "happy"}],
                    "props": ["lantern"],
                    "camera": {"size": "medium", "angle": "low", "lens": "long", "move": "tracking"},
                    "light": "warm light of the lantern, deep shadows",
                    "motion": {"intensity": 3},
                },
                {
                    "id": "b",
                    "action": "The forest.",
                    "who": [],
                    "camera": {"size": "wide", "angle": "overhead", "move": "crane_up"},
                },
                {"id": "own", "who": ["owl"], "image_prompt": "my own owl", "motion_prompt": "my owl turns"},
            ],
        }
    ],
}


def film() -> Screenplay:
    return parse_screenplay(FILM)


def seen(number: int = 0) -> Seen:
    panel = make_panels(film(), Path())[number]
    return Seen(panel.shot, panel.scene, panel.cast, panel.place, panel.props, panel.style)


# -- reading -------------------------------------------------------------------------------------------------


def test_every_reader_is_a_backend() -> None:
    points = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]
    assert set(READERS) <= {*points["shots.keyframes"], *points["shots.clips"]}
    with pytest.raises(BackendError, match="reads the fields"):
        find_reader("animatic")


@pytest.mark.parametrize("reader", HEARING, ids=lambda r: r.name)
def test_what_is_told_fits_and_what_is_lost_is_named(reader: Any) -> None:
    (panel, *_) = make_panels(film(), Path())
    for told in tell_prompts(panel, reader, count_words):
        assert told.text and told.tokens <= told.window == reader.window
        assert told.kind in (reader.kind, "negative")
    kinds = [told.kind for told in tell_prompts(panel, reader, count_words)]
    assert ("negative" in kinds) is reader.negative


def test_what_a_pipeline_would_cut_in_silence_is_told() -> None:
    data = {"shots": [{"id": "x", "motion_prompt": "the fox runs " * 100}]}
    (panel,) = make_panels(parse_screenplay(data), Path())
    told = tell_prompts(panel, READERS["ltx"], count_words)[0]
    assert told.own and told.tokens <= 127 and told.dropped


def test_a_model_that_is_here_counts_its_own_tokens(tmp_path: Path) -> None:
    folder = save_sdxl(tmp_path / "sdxl")
    count, exact = find_count(f"sdxl:{folder}", READERS["sdxl"])
    assert exact and count("fox") == len("fox"), "its tokens are bytes"
    clips = save_ltx(tmp_path / "ltx")
    count, exact = find_count(f"ltx:{clips}", READERS["ltx"])
    assert exact and count("a red fox") > 0
    count, exact = find_count("sdxl:no/such-model", READERS["sdxl"])
    assert not exact and count("a red fox") == 3


# -- measuring -----------------------------------------------------------------------------------------------


def test_weights_sum_to_one_and_scores_lie_between_nought_and_one() -> None:
    for weights in (IMAGE_WEIGHTS, MOTION_WEIGHTS):
        assert sum(weights.values()) == pytest.approx(1)
    for reader in HEARING:
        measure = score_image if reader.kind == "image" else score_motion
        for text in ("", "fox", "a " * 2000, "🦊", *image_variants(seen(), READERS["flux"], count_words)):
            score = measure(text, seen(), reader, count_words)
            assert 0 <= score.total <= 1 and all(0 <= part <= 1 for part in score.parts.values())


def test_a_prompt_without_a_look_a_domain_or_a_verb_scores_lower() -> None:
    flux, wan = READERS["flux"], READERS["wan"]
    whole = next(image_variants(seen(), flux, count_words))
    full = score_image(whole, seen(), flux, count_words)
    for lost in ("green scarf", "dark forest", "medium shot", "night", "storybook"):
        assert lost in whole
        less = score_image(whole.replace(lost, ""), seen(), flux, count_words)
        assert less.total < full.total, lost
    moving = score_motion(
        "The fox carries the lantern. The camera is tracking them.", seen(), wan, count_words
    )
    still = score_motion("The fox, the lantern. The camera, tracking.", seen(), wan, count_words)
    assert moving.parts["verb"] == 1 and still.total < moving.total
    assert "owl" in moving.missing


def test_form_is_what_the_reader_was_taught() -> None:
    tags, prose = "medium shot, small red fox, dark forest", "A small red fox stands in a dark forest."
    for reader, better, worse in ((READERS["sdxl"], tags, prose), (READERS["flux"], prose, tags)):
        a, b = (score_image(text, seen(), reader, count_words).parts["form"] for text in (better, worse))
        assert a > b


# -- adapting ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("reader", HEARING, ids=lambda r: r.name)
def test_variants_fit_their_window_and_keep_every_look_where_there_is_room(reader: Any, number: int) -> None:
    vary = image_variants if reader.kind == "image" else motion_variants
    shown = seen(number)
    for text in vary(shown, reader, count_words):
        assert text.strip() and count_words(text) <= reader.window
        assert "Rusty" not in text, "models know no names"
        if reader.kind == "image" and reader.window > 200:
            for p in shown.shot.who or []:
                assert describe_character(shown.cast[p.character], None, p.character) in text


@given(window=st.integers(5, 90))
def test_no_window_is_too_small_for_the_words(window: int) -> None:
    for name in ("sdxl", "flux"):
        reader = replace(READERS[name], window=window)
        for text in image_variants(seen(), reader, count_words):
            assert count_words(text) <= window


@pytest.mark.parametrize("reader", HEARING, ids=lambda r: r.name)
def test_no_score_falls_with_any_number_of_rounds_and_own_words_stay(reader: Any) -> None:
    before = 0.0
    for rounds in (1, 2, 3, 6):
        rows = adapt_film(film(), Path(), reader, count=count_words, rounds=rounds)
        assert [row.shot_id for row in rows] == ["a", "b", "own"]
        for row in rows:
            assert row.score_after.total >= row.score_before.total
            assert row.tokens <= reader.window
            assert row.is_better == (row.score_after.total > row.score_before.total)
        assert rows[2].own and rows[2].after == rows[2].before
        total = sum(row.score_after.total for row in rows)
        assert total >= before
        before = total


def test_sentences_are_found_for_a_reader_of_sentences_and_tags_for_one_of_tags() -> None:
    flux = adapt_film(film(), Path(), READERS["flux"], count=count_words)[0]
    assert flux.after.startswith("A medium shot of a small red fox with a green scarf, and an old owl")
    assert (
        "The fox carries the lantern to the owl" in flux.after
        and "a dark forest with tall trees." in flux.after
    )
    wan = adapt_film(film(), Path(), READERS["wan"], count=count_words)[0]
    assert (
        "carries the lantern" in wan.after and wan.after.count(".") >= 2 and "camera is tracking" in wan.after
    )
    sdxl = adapt_film(film(), Path(), READERS["sdxl"], count=count_words)[0]
    assert "." not in sdxl.after and "small red fox, green scarf" in sdxl.after


def test_a_writer_goes_on_where_rules_end_and_is_measured_too(tmp_path: Path) -> None:
    narrow = replace(READERS["sdxl"], window=45)
    by_rule = adapt_film(film(), Path(), narrow, count=count_words)
    store = PageStore(Workspace(tmp_path / "f.production"), ScriptedWriter())
    rows = adapt_film(film(), Path(), narrow, count=count_words, rounds=2, store=store)
    assert all(a.score_after.total >= b.score_after.total for a, b in zip(rows, by_rule, strict=True))
    assert 1 <= store.asked <= 2

    def rubbish(template: str, slots: Any, page: Any) -> Any:
        return {"shots": [{"id": s["id"], "prompt": "buy " * 500} for s in slots["shots"]]}

    bad = PageStore(Workspace(tmp_path / "g.production"), ScriptedWriter(rubbish))
    assert adapt_film(film(), Path(), narrow, count=count_words, store=bad) == by_rule


def test_a_language_model_is_asked_through_its_server(tmp_path: Path) -> None:
    narrow = replace(READERS["sdxl"], window=45)
    with Loopback() as server:
        store = PageStore(Workspace(tmp_path / "f.production"), OpenAIWriter("tiny", base_url=server.url))
        rows = adapt_film(film(), Path(), narrow, count=count_words, rounds=1, store=store)
    assert len(server.requests) == 1
    assert all(row.score_after.total >= row.score_before.total for row in rows)


def test_pages_of_prompts_are_proofread() -> None:
    slots = AdaptSlots(
        kind="image",
        form="tags",
        encoder="CLIP",
        window=75,
        shots=[ShotToAdapt(id="a", prompt="x"), ShotToAdapt(id="b", prompt="y")],
    )
    page = AdaptPage(shots=[AdaptedPrompt(id="A", prompt=" two\n lines "), AdaptedPrompt(id="z", prompt="?")])
    proof = proofread_adapt(page, slots)
    assert [(row.id, row.prompt) for row in proof.page.shots] == [("a", "two lines")]
    assert proof.faults and "b" in proof.faults[0] and not proofread_adapt(page, slots, last=True).faults


def test_found_words_are_written_where_nobody_wrote_any() -> None:
    rows = adapt_film(film(), Path(), READERS["flux"], count=count_words)
    shots = [shot for _, shot in with_prompts(film(), rows, READERS["flux"]).shots()]
    assert shots[0].image_prompt == rows[0].after and shots[0].motion_prompt is None
    assert shots[2].image_prompt == "my own owl"


# -- files ---------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my.yaml"
    path.write_text(
        "# mine\ncast: {fox: red and small}\nshots:\n"
        "  - {id: x, action: The fox sleeps in the snow., who: [fox]}   # here\n"
    )
    return path


def test_adapted_words_go_into_another_file_alone(file: Path) -> None:
    before, other = file.read_text(), file.with_name("other.yaml")
    director = Director(folder=file.parent / "f.production")
    adapt_to_file(director, str(file), ["flux"], 3, None)
    assert file.read_text() == before and not other.exists()
    adapt_to_file(director, str(file), ["flux", "wan"], 3, other)
    (_, shot) = next(read_screenplay(other).shots())
    assert shot.image_prompt and shot.motion_prompt
    assert file.read_text() == before and other.read_text().startswith("# mine")
    with pytest.raises(WorkspaceError, match="it is kept"):
        adapt_to_file(director, str(file), ["flux"], 3, other)
    with pytest.raises(FilmError, match="one backend of each kind"):
        adapt_to_file(director, str(file), ["flux", "sdxl"], 3, file.with_name("third.yaml"))
    with pytest.raises(BackendError, match="hears no words"):
        adapt_to_file(director, str(file), ["svd"], 3, None)


def test_words_are_shown_for_the_backends_that_read_them(file: Path) -> None:
    rows = list(show_prompts(str(file), "animatic", "animatic"))
    assert {name for _, name, _, _ in rows} == {"sdxl", "wan"}
    assert [told.kind for _, name, _, told in rows if name == "sdxl"] == ["image", "negative"]
    assert {name for _, name, _, _ in show_prompts(str(file), "flux", "svd")} == {"flux"}
    with pytest.raises(FilmError, match="Plan it first"):
        list(show_prompts("A fox naps.", "animatic", "animatic"))

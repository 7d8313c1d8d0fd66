"""Cards as they are told: readable for a person, whole for a program, there even without a model."""

from __future__ import annotations

import json
from dataclasses import fields

from typer.testing import CliRunner

from director.cli import app
from director.desk import list_everybody
from shots.backends import Card, FrameRule
from shots.cards import describe_card, describe_frames, list_card


def test_every_clip_backend_has_a_card_without_a_model() -> None:
    clips = {row["name"]: row for row in list_everybody() if row["group"] == "clips"}
    assert {"animatic", "still", "svd", "animatediff", "wan", "ltx", "cogvideox"} <= set(clips)
    for name, row in clips.items():
        card = row["card"]
        assert card["name"] == name
        assert set(card) == {field.name for field in fields(Card)}
        assert card["licence"] and card["first_frame"] and card["about"]
        assert row["usable"] or "needs a model" in row["needs"]
        assert (card["latents"] is None) == (card["noise"] is None)
        if card["latents"]:
            assert card["frames"] and card["steps"]


def test_cards_are_told_in_words_and_wholly_in_json() -> None:
    said = CliRunner().invoke(app, ["backends"]).output
    for words in (
        "8k + 1 from 9 to 161 in one go",
        "multiples of 64",
        "kept but for the VAE",
        "bfchw, scaled",
    ):
        assert words in said
    lines = CliRunner().invoke(app, ["backends", "--json"]).output.splitlines()
    rows = {row["name"]: row for row in map(json.loads, lines) if row["group"] == "clips"}
    assert rows["ltx"]["card"]["frames"] == {"step": 8, "offset": 1, "least": 9, "most": 161}
    assert "told" not in rows["ltx"]


def test_a_frame_rule_is_told_as_what_it_allows() -> None:
    assert describe_frames(None) == "any"
    assert describe_frames(FrameRule(least=2, most=25)) == "2 to 25"
    assert describe_frames(FrameRule(most=16)) == "up to 16"
    assert describe_frames(FrameRule(4, 1, 5, 83)) == "4k + 1 from 5 to 81"


def test_what_a_card_does_not_say_is_not_told() -> None:
    bare = Card(name="bare", version="1", about="nothing much")
    assert [line.split()[0] for line in describe_card(bare)] == ["frames", "size", "joins"]
    loud = Card(name="loud", version="1", about="", audio=24000, references=True, size=(720, 480))
    told = " ".join(describe_card(loud))
    assert "makes sound (24000 Hz)" in told and "reference pictures" in told and "720x480 alone" in told
    assert list_card(loud)["joins"] == ["cut", "dissolve", "fade"]

"""Laws of wording: stable phrases, nothing cut in silence, a person's words first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.screenplay import Character, Place, Prop, Scene, Shot
from prompts.wording import (
    Phrase,
    Seen,
    count_words,
    describe_character,
    fit_phrases,
    word_anchor,
    word_image,
    word_negative,
    word_region,
)

CAST = {
    "mira": Character(name="Mira", kind="woman", look="red coat, grey hair", looks={"young": "no wrinkles"}),
    "fox": Character(kind="fox", look="a small red fox with a green scarf"),
}


def seen(style: str = "storybook", **shot: object) -> Seen:
    fields = {
        "action": "Mira gives the lantern to the fox.",
        "who": [{"character": "mira", "emotion": "happy"}, "fox"],
        "camera": {"size": "medium", "angle": "low"},
        "light": "warm lamp light",
        **shot,
    }
    scene = Scene(place="hut", time_of_day="night", weather="snow", mood="calm", shots=[Shot()])
    place, props = Place(name="hut", look="a wooden hut"), {"lantern": Prop(look="a brass lantern")}
    return Seen(Shot.model_validate(fields), scene, CAST, place, props, style)


def test_a_prompt_speaks_of_all_five_domains_and_the_style() -> None:
    said = word_image(seen(), window=200).text
    for words in (
        "red coat",  # character
        "the woman gives the lantern",  # relation; models know no names
        "a wooden hut",  # background
        "medium shot",  # camera
        "low angle",
        "warm lamp light",  # light
        "at night",
        "storybook illustration",
    ):
        assert words in said, words
    assert "Mira" not in said


def test_a_character_has_one_phrase_in_every_shot_and_another_in_another_look() -> None:
    phrase = describe_character(CAST["mira"], None, "mira")
    for action in ("She runs.", "She sleeps.", "A storm."):
        assert phrase in word_image(seen(action=action, light=None), window=200).text
    young = describe_character(CAST["mira"], "young", "mira")
    assert young != phrase and young.startswith(phrase)


@given(window=st.integers(3, 120))
def test_what_is_said_fits_and_what_is_not_said_is_named(window: int) -> None:
    everything = seen(relation="she trusts it")
    wording = word_image(everything, window=window)
    whole = word_image(everything, window=10_000)
    assert count_words(wording.text) <= window
    assert not whole.dropped
    lost = " ".join([wording.text, *wording.dropped])
    for word in whole.text.replace(",", " ").split():
        assert word in lost


def test_everybody_is_named_before_anybody_is_described() -> None:
    cast = {
        f"p{i}": Character(kind=kind, look="a very long list of clothes and colours " * 3)
        for i, kind in enumerate(["owl", "bear", "cat", "dog", "hen", "cow", "pig", "elk"])
    }
    shot = Shot.model_validate({"who": list(cast)})
    wording = word_image(Seen(shot, Scene(shots=[Shot()]), cast), window=40)
    for character in cast.values():
        assert str(character.kind) in wording.text
    assert wording.dropped


def test_a_persons_own_prompt_is_taken_word_for_word() -> None:
    own = "A fox in the manner of an old woodcut"
    assert word_image(seen(image_prompt=own), window=75).text == own
    short = word_image(seen(image_prompt=own), window=4)
    assert own.startswith(short.text) and short.dropped == (own.removeprefix(short.text).strip(),)


@given(
    st.lists(st.tuples(st.sampled_from(["fox", "red hat", "in the snow", "at night"]), st.integers(0, 7))),
    st.integers(0, 12),
)
def test_phrases_keep_their_order_and_higher_ranks_go_first(
    pairs: list[tuple[str, int]], window: int
) -> None:
    phrases = [Phrase(f"{text} {i}", "relation", rank) for i, (text, rank) in enumerate(pairs)]
    wording = fit_phrases(phrases, window)
    kept = [p for p in phrases if p.text in wording.text.split(", ")]
    assert [p.text for p in kept] == [t for t in wording.text.split(", ") if t in {p.text for p in phrases}]
    assert len(kept) + len(wording.dropped) == len(phrases)


@pytest.mark.parametrize(("style", "word"), [("storybook", "photograph"), ("cinematic photo", "cartoon")])
def test_negative_words_follow_the_style_unless_a_person_wrote_them(style: str, word: str) -> None:
    assert word in word_negative(style)
    assert word_negative(style, "no hats") == "no hats"
    assert word_negative(style, "") == ""


def test_a_box_says_who_what_and_how() -> None:
    performer = seen(who=[{"character": "fox", "doing": "jumps", "emotion": "afraid"}]).shot.who
    assert performer is not None
    assert word_region(performer[0], CAST["fox"]) == "a small red fox with a green scarf, jumps, afraid"


def test_an_anchor_is_alone_and_says_the_groups_phrase() -> None:
    phrase = describe_character(CAST["fox"], None, "fox")
    wording = fit_phrases(word_anchor(phrase, "character", "ink"), 75)
    assert phrase in wording.text and "alone" in wording.text and "ink drawing" in wording.text

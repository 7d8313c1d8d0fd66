"""Who somebody is, and what they wear for a while: kin, company, disguises; from the words to the drawing.

.venv/bin/python -m pytest -n 0 tests/test_guises.py
"""

from __future__ import annotations

from pathlib import Path

import pytest

from backlot.actors.look import cast_actor, over
from director.language.continuity import read_continuity
from director.language.feelings import emotion_said
from director.language.understanding import understand
from director.offline import OfflineWriter
from director.planner import plan_story
from prompts.pages import Person
from prompts.screenplay import Performer, Screenplay
from prompts.story import split_story
from shots.slate import Workspace

WOLF = (
    "A wolf saw a woman hang her blue dress on the line. The wolf put on the dress and a straw hat. "
    "He went to the goat. “I am your aunt,” he said. The wolf danced, and the hat flew off. "
    "The goat laughed at the wolf. The wolf took off the dress and ran. The wolf slept in the wood."
)


def plan(text: str, folder: Path) -> Screenplay:
    return plan_story(
        split_story(text), writer=OfflineWriter(), workspace=Workspace(folder / "film.production")
    ).screenplay


def performers(screenplay: Screenplay, words: str) -> dict[str, Performer]:
    """Who is in the shot that says these words."""
    shot = next(shot for _, shot in screenplay.shots() if words in (shot.narration or ""))
    return {p.character: p for p in shot.who or []}


@pytest.mark.parametrize(
    ("text", "worn"),
    [
        ("The wolf put on a red cloak.", "in-red-cloak"),
        ("The wolf dressed himself in a white gown and a veil.", "in-white-gown-veil"),
        ("The wolf wrapped himself in a lion's skin.", "in-yellow-cape-and-hood"),
        ("The wolf disguised himself as an old woman.", "in-grey-dress-and-headscarf"),
        ("The wolf put on a red cloak. He threw off the cloak. He ran.", ""),
        ("The wolf put a red cloak on the table.", ""),
        ("The wolf wrapped the bread in a white cloth.", ""),
        ("“I put on a red cloak,” said the wolf.", ""),
    ],
)
def test_a_guise_is_worn_until_it_is_off(text: str, worn: str) -> None:
    told = read_continuity([text, "He ran."], [Person(id="wolf", name="the wolf", kind="wolf")], [])
    assert told.looks[-1].get("wolf", "") == worn


def test_a_plan_has_a_look_for_every_guise_and_its_shots(tmp_path: Path) -> None:
    screenplay = plan(WOLF, tmp_path)
    looks = [
        (p.look or "", shot.narration or "")
        for _, shot in screenplay.shots()
        for p in shot.who or []
        if p.character == "wolf"
    ]
    assert {look for look, _ in looks if look} == set(screenplay.cast["wolf"].looks)
    assert not looks[0][0]
    assert any("hat" in look for look, told in looks if "put on" in told)


def test_a_guise_is_drawn_over_the_look_and_hides_what_it_covers() -> None:
    look = over("blue dress and straw hat", "brown coat, red cap, long beard")
    assert look == "blue dress and straw hat, long beard"
    worn = {g.name for g in cast_actor("w", "wolf", look).garments}
    assert {"dress", "hat"} <= worn and not {"coat", "cap"} & worn


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("A miller lived with his daughter Greta. Greta ran home to her father.", ["greta", "miller"]),
        ("A widow had a son. The boy ran to his mother.", ["son", "widow"]),
        ("The lambs ran off. The lambs danced without an aunt.", ["lambs"]),
        ("A tsar lost a ring. A soldier came. He said to the tsar, “I have your ring.”", ["soldier", "tsar"]),
        (
            "A sailor met a spoon. “Take me,” said the spoon. The sailor took her aboard. They sailed away.",
            ["sailor", "spoon"],
        ),
        (
            "Goro met a monk. The monk fed him. In the morning Goro woke, and the monk was gone. He sang.",
            ["goro"],
        ),
        ("A lion hid. A porcupine was his barber.", ["porcupine"]),
        ("A king heard a song. It was a young shepherd under a tree. The shepherd sang.", ["shepherd"]),
        (
            "Katya, the ferryman's daughter, wept. The ferryman sang. Katya ran to her father.",
            ["ferryman", "katya"],
        ),
        (
            "A merchant had a friend. The friend took a cup. “A thief!” said the merchant. The thief fell.",
            ["friend"],
        ),
    ],
)
def test_those_are_seen_whom_the_words_mean(text: str, present: list[str]) -> None:
    story = split_story(text)
    assert sorted(understand(story.units, story.paragraphs).present[-1]) == present


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("A soldier asked for a horse, and rode home.", ["horse", "soldier"]),
        ("A soldier saw a horse. The soldier rode home in a cart.", ["soldier"]),
        ("A soldier rode home.", ["soldier"]),
    ],
)
def test_a_rider_has_the_horse_that_was_named(text: str, present: list[str]) -> None:
    assert sorted(understand(split_story(text).units).present[-1]) == present


def test_a_speech_goes_on_in_the_next_shot(tmp_path: Path) -> None:
    screenplay = plan(
        "A heron stood by the pond and wept all day long. “Why do you weep so bitterly?” asked a crab. "
        "“The pond will dry up very soon,” said the heron. “But I can carry you all to a lake behind the "
        "hill.” The crab climbed on his back.",
        tmp_path,
    )
    said = [(d.speaker, d.line[:7]) for _, shot in screenplay.shots() for d in shot.dialogue or []]
    assert said == [("crab", "Why do "), ("heron", "The pon"), ("heron", "But I c")]


def test_who_acts_last_before_the_comma_speaks(tmp_path: Path) -> None:
    screenplay = plan("A cook came to a tower. The cook listened, and the soldier sighed, “Ah.”", tmp_path)
    assert [d.speaker for _, shot in screenplay.shots() for d in shot.dialogue or []] == ["soldier"]


@pytest.mark.parametrize(
    ("text", "who", "doing"),
    [
        ("A man fell on his knees before the king.", "man", "kneels"),
        ("A man fell ill in the winter.", "man", "lies"),
        ("The man stood there with empty hands.", "man", "stands"),
        ("The man wanted to run home. He wept.", "man", "cries"),
        ("The man hid the ring in the bread.", "man", "works"),
        ("The man sat and wept, and his tears fell on a stone.", "man", "cries"),
    ],
)
def test_what_is_done_is_what_is_played(text: str, who: str, doing: str, tmp_path: Path) -> None:
    assert (performers(plan(text, tmp_path), text.split(".")[0])[who].doing or "").startswith(doing)


def test_the_tiny_are_shown_with_room_around_them(tmp_path: Path) -> None:
    sizes = {}
    for kind in ("spider", "cat"):
        told = f"A {kind} waited in the hall of a king all day.\n\nThe {kind} waited there again until noon."
        shot = [shot for _, shot in plan(told, tmp_path / kind).shots()][-1]
        assert [p.character for p in shot.who or []] == [kind] and shot.camera
        sizes[kind] = shot.camera.size
    assert sizes == {"spider": "full", "cat": "medium"}


def test_other_words_for_somebody_are_known_in_every_scene(tmp_path: Path) -> None:
    screenplay = plan(
        "Katya, the ferryman's daughter, sat at the river. The ferryman slept. In winter Katya's father fell "
        "through the ice.",
        tmp_path,
    )
    assert performers(screenplay, "through the ice")["ferryman"].doing == "falls"


def test_whoever_is_heard_crying_cries_and_not_the_listener(tmp_path: Path) -> None:
    seen = performers(plan("A goat sat in a well. A boy heard the goat crying.", tmp_path), "crying")
    assert (seen["goat"].doing or "").startswith("cries") and seen["boy"].emotion == "neutral"


@pytest.mark.parametrize(("line", "feeling"), [("Help!", "afraid"), ("I will fetch help.", "neutral")])
def test_a_call_for_help_stands_alone(line: str, feeling: str) -> None:
    assert emotion_said(line) == feeling

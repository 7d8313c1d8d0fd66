"""Continuity: who holds what, and who is he or she, from the first shot to the last."""

from __future__ import annotations

import pytest

from director.language.continuity import read_continuity
from director.language.things import find_props
from director.offline import OfflineWriter
from director.planner import plan_story
from prompts.pages import Entity, Person
from prompts.screenplay import Screenplay
from prompts.story import split_story
from shots.slate import Workspace

CAST = [Person(id=n, name=f"the {n}", kind=n) for n in ("fox", "hen", "dog")]
PROPS = [Entity(id=n, name=n, look=n) for n in ("lantern", "key", "letter", "chair")]


def held_after(*texts: str) -> dict[str, str]:
    """Prop -> holder when a shot after these begins."""
    return dict(read_continuity([*texts, "The fox sat."], CAST, PROPS).held[-1])


@pytest.mark.parametrize(
    "text, held",
    [
        ("The fox took the lantern.", {"lantern": "fox"}),
        ("The fox took the lantern. He gave it to the hen.", {"lantern": "hen"}),
        ("The fox gave the hen the lantern.", {"lantern": "hen"}),
        ("The fox picked up the key. He dropped it.", {}),
        ("The fox ran after the dog with a lantern.", {"lantern": "fox"}),
        ("The fox stood with the letter in his paw.", {"letter": "fox"}),
        ("The fox found a key. The hen stole the key.", {"key": "hen"}),
        ("The fox held the letter. He let go of the letter.", {}),
        ("The fox could not find the key.", {}),
        ('"I took the key," said the fox.', {}),
        ("The fox found her left key. The hen took the letter.", {"key": "fox", "letter": "hen"}),
        ("The fox saw her left key.", {}),
        ("The fox took the chair.", {}),
        ("The fox carried the chair.", {"chair": "fox"}),
        ("The hen had the key. The key was taken by the fox.", {"key": "fox"}),
    ],
)
def test_who_takes_a_thing_keeps_it_until_it_is_gone(text: str, held: dict[str, str]) -> None:
    assert held_after(text) == held


def test_what_was_served_is_put_down_when_nobody_speaks_of_it() -> None:
    told = ["The fox took the lantern.", "The hen took the bowl.", *["The dog slept."] * 3]
    props = [*PROPS, Entity(id="bowl", name="bowl", look="bowl")]
    held = [dict(h) for h in read_continuity([*told, "The dog sat."], CAST, props).held]
    assert held[3] == {"lantern": "fox", "bowl": "hen"}
    longer = read_continuity([*told, "The dog sat.", "The hen ran."], CAST, props).held
    assert longer[-1] == {"lantern": "fox"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("The fox set out to find the key.", []),
        ("The fox asked for the lantern and took the letter.", ["letter"]),
        ("The fox came home without the lantern.", []),
        ("The fox found the key.", ["key"]),
    ],
)
def test_what_is_only_wanted_is_not_to_be_seen(text: str, seen: list[str]) -> None:
    assert find_props(PROPS, text) == seen
    assert set(held_after(text)) <= set(seen)


def test_what_is_held_is_held_from_shot_to_shot() -> None:
    assert held_after("The fox took the lantern.", "The hen sang.", "The dog slept.") == {"lantern": "fox"}


def test_the_pronoun_of_an_animal_is_learned_from_the_whole_story() -> None:
    told = read_continuity(["The dog came. She sang.", "The fox laughed. He ran.", "The dog ran."], CAST, [])
    assert told.pronouns == {"dog": "she", "fox": "he"}


def test_nothing_is_told_of_other_languages() -> None:
    told = read_continuity(["Der Fuchs nahm die Laterne und lief in den Wald."], CAST, PROPS)
    assert not told.pronouns and told.held == [{}]


def plan(text: str, tmp_path) -> Screenplay:
    with Workspace(tmp_path / "p") as workspace:
        return plan_story(split_story(text), writer=OfflineWriter(None), workspace=workspace).screenplay


def test_a_plan_says_what_is_in_whose_hand_in_every_shot(tmp_path) -> None:
    text = (
        "Jonas the postman had a letter for the queen. He walked through the desert. "
        "Then he came to the sea. At last he reached the castle. The queen sat on her throne. "
        "Jonas gave her the letter. She laughed. The queen went to the garden."
    )
    screenplay = plan(text, tmp_path)
    letter = [
        (p.character, "letter" in (p.doing or ""))
        for _, shot in screenplay.shots()
        for p in shot.who or []
        if "letter" in (shot.props or [])
    ]
    holders = [who for who, holds in letter if holds]
    assert holders[0] == "jonas" and holders[-1] == "queen"
    assert holders == sorted(holders, key=["jonas", "queen"].index)
    shown = ["letter" in (shot.props or []) for _, shot in screenplay.shots() if shot.who]
    assert sum(shown) >= len(shown) - 1


def test_the_speaker_is_who_the_whole_story_says_it_is(tmp_path) -> None:
    text = (
        "A crane came down to the river. She sang. A wolf came. He coughed and lay down in the cave. "
        '"And my reward?" asked the crane. The wolf laughed in the cave. '
        '"You took your head out of my mouth. That is reward enough," he said. The crane flew away.'
    )
    said = [line for _, shot in plan(text, tmp_path).shots() for line in shot.dialogue or []]
    assert next(line.speaker for line in said if "enough" in line.line) == "wolf"


def test_who_handles_a_thing_is_seen_with_it_and_a_carried_one_gives_way(tmp_path) -> None:
    text = (
        "Tom and the dog sat in the kitchen. Tom took a bowl. Lena came. Lena fetched the eggs. "
        "Tom threw an egg into the air. The dog barked at the egg. Tom pointed at the dog."
    )
    doing = [
        p.doing
        for _, shot in plan(text, tmp_path).shots()
        for p in shot.who or []
        if p.character == "tom" and ("throws" in (shot.action or "") or "points" in (shot.action or ""))
    ]
    assert "egg" in (doing[0] or "") and "bowl" not in (doing[0] or "")
    assert doing[-1] == "points"


def test_what_all_take_along_is_in_the_hand_of_who_brought_it() -> None:
    held = held_after("The fox and the hen met. The hen brought the lantern.", "They took the lantern home.")
    assert held == {"lantern": "hen"}


def test_a_bus_that_is_heard_in_the_kitchen_is_not_in_it_and_a_chest_of_ones_own_is_no_thing(
    tmp_path,
) -> None:
    text = (
        "Lena walked along the street. The bus stopped in the street. Lena took the bus. "
        "Then Lena sat in the kitchen. The bus honked. "
        "The robot opened the door of its chest. The robot's chest was open."
    )
    screenplay = plan(text, tmp_path)
    seen = {scene.place: [p for s in scene.shots for p in s.props or []] for scene in screenplay.scenes}
    assert "bus" in seen["street"] and "bus" not in seen["kitchen"]
    assert "chest" not in (screenplay.props or {})

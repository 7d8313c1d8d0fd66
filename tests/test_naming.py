"""Who is who in a story: ranks, families, ages, things that act, and names in other languages."""

from __future__ import annotations

import pytest

from director.language.foreign_names import find_names
from director.language.foreign_speech import find_foreign_speakers
from director.language.languages import find_foreign
from director.language.understanding import Understanding, understand
from director.rules.looks import is_modern
from prompts.story import split_story


def read(text: str, language: str = "en") -> Understanding:
    """The story understood."""
    return understand(split_story(text).units, language=language)


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("Inspector Bloom put on her hat. The inspector knelt down.", [["inspector-bloom"]] * 2),
        ("A robot found a girl. Her name was Lin, and she had lost her mother.", [["robot", "lin"], ["lin"]]),
        ("Bolt the robot and Lin ran home. When the policeman slept, they fled.", [["bolt", "lin"]] * 2),
        ('"Captain, it bites!" Pim called into the radio. The captain ran to Pim.', [["pim"]] * 3),
        ("The mouse hid. It was the father. He ate.", [["mouse"], ["father"], ["father"]]),
    ],
)
def test_everybody_is_known_by_every_word_for_them(text: str, present: list[list[str]]) -> None:
    found = read(text).present
    assert all(set(told) <= set(seen) for told, seen in zip(present, found, strict=False)), found


def test_a_family_is_its_members() -> None:
    story = read("The Weber family sat at the table. Mum poured tea, and Dad and Tom laughed.")
    assert story.present[0] == ["mum", "dad", "tom"]
    assert "weber" not in {p.id for p in story.cast}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nora, who was five, cried. Nora slept.", "girl"),
        ("Nora was seven years old. Nora slept.", "girl"),
        ("Nora was five feet tall. Nora slept.", "woman"),
        ("Mum laughed, and Dad laughed. Nora slept.", "girl"),
        ("A passenger slept. He woke the youngest passenger, a girl named Nora. Nora slept.", "passenger"),
    ],
)
def test_ages_in_years_make_children(text: str, kind: str) -> None:
    assert [p.kind for p in read(text).cast if p.id == "nora"] == [kind]


def test_numbered_places_are_nobody() -> None:
    story = read("Ben climbed to the roof of Block Nine. Ben waited at Platform 3.")
    assert [p.id for p in story.cast] == ["ben"]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de", "Da stand Jule mit einem Koffer. Jule lachte.", {"jule": "woman"}),
        ("de", "Der Koffer war schwer. Ein alter Koffer fiel um.", {}),
        ("de", "Schorsch lachte. Da rief Schorsch.", {"schorsch": "person"}),
        ("fr", "Un matin, la petite Manon trouva un chat.", {"manon": "girl"}),
        ("es", "Entonces Mateo se rió.", {"mateo": "man"}),
    ],
)
def test_names_of_other_languages_are_found(language: str, text: str, names: dict[str, str]) -> None:
    assert find_names(split_story(text).units, language) == names


def test_who_is_named_otherwise_or_by_a_pronoun_is_there() -> None:
    units = ["Lucía lloró.", "Su madre y su hermano Mateo entraron.", "Él se rió.", "El viejo gato dormía."]
    cast, _, present, _ = find_foreign(units, [], "es")
    assert present == [["lucía"], ["mother", "mateo"], ["mateo"], ["cat"]]
    assert {p.id: p.kind for p in cast} == {"lucía": "girl", "mateo": "boy", "mother": "mother", "cat": "cat"}


def test_quotations_of_other_languages_go_to_who_is_named_beside_them() -> None:
    called = {"jule": ["jule"], "man": ["mann"]}
    text = '"Kommt der Bus?", fragte Jule. "Nein", sagte der Mann. "Schade."'
    assert find_foreign_speakers(text, called, [], ["jule", "man"])[:2] == ["jule", "man"]


def test_toys_are_things_unless_they_act() -> None:
    told = read("Nora cried. Her cloth rabbit was gone. Nora found the rabbit and hugged it. Nora slept.")
    assert [p.id for p in told.cast] == ["nora"]
    assert [(p.id, p.look) for p in told.props] == [("rabbit", "plush cloth rabbit")]
    alive = read('"Come!" said the cloth rabbit. The rabbit ran. The rabbit hid.')
    assert "rabbit" in {p.id for p in alive.cast}


@pytest.mark.parametrize(
    ("text", "modern"),
    [
        ("Dad looked at his phone. The bus came.", True),
        ("A king lived in a castle. His horse drew a cart.", False),
    ],
)
def test_stories_of_today_are_told_by_their_things(text: str, modern: bool) -> None:
    assert is_modern(split_story(text).units) is modern


@pytest.mark.parametrize(
    ("text", "acting"),
    [
        ("In a box lived a clock and a glove. The glove cried. The clock ran. It hid.", {"clock", "glove"}),
        ("An umbrella, a glove and a clock lay in a box. A girl took the glove.", {"girl"}),
    ],
)
def test_things_that_live_somewhere_are_somebody(text: str, acting: set[str]) -> None:
    assert {p.id for p in read(text).cast} == acting


def test_a_thing_of_the_title_is_seen() -> None:
    story = understand(["Ada had a tomato.", "She slept."], title="The Last Tomato")
    assert [p.id for p in story.props] == ["tomato"]


def test_who_has_a_name_and_a_trade_is_one() -> None:
    units = [
        "Vivía un robot llamado Tito.",
        "La capitana Elena entró.",
        "La capitana lloró.",
        "El robot rió.",
    ]
    cast, _, present, _ = find_foreign(units, [], "es")
    assert present == [["tito"], ["elena"], ["elena"], ["tito"]]
    assert {p.id: (p.kind, p.look) for p in cast} == {"tito": ("robot", ""), "elena": ("captain", "woman")}

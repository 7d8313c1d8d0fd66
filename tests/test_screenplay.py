"""The schema: what may be written in a screenplay, what follows from it, and the page that documents it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from prompts.errors import ScreenplayError
from prompts.faults import nearest
from prompts.screenplay import Screenplay, Written, entity_groups, parse_screenplay, with_ids
from prompts.screenplay_file import screenplay_from_text
from prompts.vocabulary import VOCABULARIES

PAGE = (Path(__file__).parent.parent / "docs" / "screenplay.md").read_text(encoding="utf-8")


def models(model: type[BaseModel] = Written) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from models(child)


# -- what may be written


def test_shorthands_mean_their_long_forms() -> None:
    short = parse_screenplay(
        {
            "cast": {"fox": "red"},
            "places": {"wood": "dark"},
            "props": {"lamp": "brass"},
            "shots": ["A fox naps.", {"who": ["fox"], "transition": "fade"}],
        }
    )
    long = parse_screenplay(
        {
            "cast": {"fox": {"look": "red"}},
            "places": {"wood": {"look": "dark"}},
            "props": {"lamp": {"look": "brass"}},
            "scenes": [
                {
                    "shots": [
                        {"action": "A fox naps."},
                        {"who": [{"character": "fox"}], "transition": {"kind": "fade"}},
                    ]
                }
            ],
        }
    )
    assert short == long == parse_screenplay(short.model_dump())
    assert parse_screenplay(["A", "B"]) == parse_screenplay({"shots": ["A", "B"]})


def test_field_without_a_value_is_left_out_but_silence_and_nobody_are_said() -> None:
    empty = {
        "cast": None,
        "frame": None,
        "shots": [{"who": None, "narration": None, "camera": {"size": None}}],
    }
    assert parse_screenplay(empty) == parse_screenplay({"shots": [{"camera": {}}]})
    said = parse_screenplay([{"who": [], "narration": ""}]).scenes[0].shots[0]
    assert said.who == [] and said.narration == "" and said.dialogue is None


@pytest.mark.parametrize("model", sorted(models(), key=lambda m: m.__name__), ids=lambda m: m.__name__)
def test_unknown_fields_are_refused_everywhere(model: type[BaseModel]) -> None:
    assert model.model_config["extra"] == "forbid" and model.model_config["frozen"]


def test_what_is_used_must_be_there_once_a_section_is() -> None:
    shot = {"who": ["wolf"], "props": ["axe"], "dialogue": [{"speaker": "wolf", "line": "Hi"}]}
    scene = {"place": "wood", "shots": [shot]}
    parse_screenplay({"scenes": [scene]})  # no section yet: the planner fills it
    sections = {"cast": {"fox": "red"}, "places": {"woods": "dark"}, "props": {"lamp": "x"}}
    with pytest.raises(ScreenplayError) as caught:
        parse_screenplay({"scenes": [scene], **sections})
    said = str(caught.value).splitlines()
    assert len(said) == 4
    assert "scenes[0].place is 'wood', but `places` has only: woods (did you mean 'woods'?)." in said[0]


def test_all_faults_of_a_file_are_told_up_to_five() -> None:
    with pytest.raises(ScreenplayError) as caught:
        parse_screenplay([{"duration_s": 0}] * 7)
    lines = str(caught.value).splitlines()
    assert len(lines) == 6 and lines[-1] == "... and 2 more."
    assert lines[6 - 2].endswith("shots[4].duration_s is 0; it must be a number from 0.2 to 600.")


@pytest.mark.parametrize(
    ("shot", "said"),
    [
        ({"who": ["fox", "fox"]}, "`who` names fox twice"),
        ({"transition": {"kind": "cut", "duration_s": 1}}, "a `cut` takes no time"),
        ({"transition": {"kind": "dissolve", "strength": 0.5}}, "`strength` is for `smooth` joins"),
        ({"transition": {"kind": "smooth", "strength": 1.5}}, "a number from 0 to 1"),
        ({"beats": [{"at": 0.5, "text": "a"}, {"at": 0.5, "text": "b"}]}, "`beats` times must rise"),
        ({"id": "a b"}, "an id is letters, digits"),
        ({"id": "../x"}, "an id is letters, digits"),
        ({"seed": -1}, "a whole number at least 0"),
        ({"seed": 2**63}, "a whole number at least 0"),
        ({"motion": {"intensity": 11}}, "a whole number from 1 to 10"),
        ({"who": [{}]}, "who[0].character is missing"),
        ({"duration_s": float("nan")}, "a number from 0.2 to 600"),
    ],
)
def test_shot_that_cannot_be_is_refused(shot: dict[str, Any], said: str) -> None:
    with pytest.raises(ScreenplayError) as caught:
        parse_screenplay([shot])
    assert said in str(caught.value)


def test_words_are_kept_to_the_letter() -> None:
    words = "  Two  spaces,\ttab,\n\nlines — and “quotes” \u200d "
    assert parse_screenplay([{"narration": words}]).scenes[0].shots[0].narration == words


def test_nearest_word_is_offered_only_when_it_is_near() -> None:
    assert nearest("push-in", VOCABULARIES["move"]) == " (did you mean 'push_in'?)."
    assert nearest("Close", VOCABULARIES["size"]) == " (did you mean 'close'?)."
    assert nearest("qqqq", VOCABULARIES["size"]) == "."


def test_messages_stay_short_and_printable_whatever_was_written() -> None:
    for key, value in (("x" * 100_000, 1), ("a\nb\x1b[31m", 1), ("duration_s", "y" * 100_000)):
        with pytest.raises(ScreenplayError) as caught:
            parse_screenplay([{key: value}])
        said = str(caught.value)
        assert len(said) < 500 and said.isprintable()


# -- what follows from it


ids = st.sampled_from(["s1", "s1-01", "s1-02", "s2", "a", None])
plans = st.lists(st.tuples(ids, st.lists(ids, min_size=1, max_size=4)), min_size=1, max_size=4)


@given(plans)
def test_given_ids_are_kept_and_the_others_are_new_and_unique(
    plan: list[tuple[str | None, list[str | None]]],
) -> None:
    seen: set[str] = set()

    def once(name: str | None) -> str | None:
        if name is None or name in seen:
            return None
        seen.add(name)
        return name

    scenes = [{"id": once(scene), "shots": [{"id": once(shot)} for shot in shots]} for scene, shots in plan]
    before = parse_screenplay({"scenes": scenes})
    after = with_ids(before)

    def names(screenplay: Screenplay) -> list[str | None]:
        return [
            name for scene in screenplay.scenes for name in (scene.id, *(shot.id for shot in scene.shots))
        ]

    assert all(old in (None, new) for old, new in zip(names(before), names(after), strict=True))
    assert len(set(names(after))) == len(names(after)) and None not in names(after)
    assert with_ids(after) == after == parse_screenplay(after.model_dump())


def test_entity_groups_say_who_must_look_the_same_where() -> None:
    screenplay = with_ids(
        parse_screenplay(
            {
                "cast": {"fox": {"looks": {"wet": "dripping"}}, "crow": "black"},
                "scenes": [
                    {
                        "place": "wood",
                        "shots": [{"who": ["fox"]}, {"who": ["crow", {"character": "fox", "look": "wet"}]}],
                    },
                    {"place": "wood", "shots": [{"who": ["fox"], "props": ["lamp"]}]},
                ],
            }
        )
    )
    found = {(g.kind, g.id, g.look): g.shots for g in entity_groups(screenplay)}
    assert found == {
        ("character", "fox", None): ("s1-01", "s2-01"),
        ("character", "fox", "wet"): ("s1-02",),
        ("character", "crow", None): ("s1-02",),
        ("place", "wood", None): ("s1-01", "s1-02", "s2-01"),
        ("prop", "lamp", None): ("s2-01",),
    }


# -- the page that documents it


EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_of_the_page_is_a_screenplay(text: str) -> None:
    assert list(screenplay_from_text(text, "docs/screenplay.md").shots())


def test_the_page_tells_every_field_and_every_word() -> None:
    assert len(EXAMPLES) >= 4
    tables = "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))
    told = set(re.findall(r"`([^`]+)`", tables))
    fields = {name for model in models() for name in model.model_fields}
    words = {word for vocabulary in VOCABULARIES.values() for word in vocabulary}
    assert fields <= told, f"not documented: {fields - told}"
    assert words <= told, f"not documented: {words - told}"


def test_the_example_with_everything_uses_every_field_of_a_shot() -> None:
    full = screenplay_from_text(EXAMPLES[4]).scenes[0].shots[0]
    assert [name for name in type(full).model_fields if getattr(full, name) is None] == []

"""Replies: what a model meant is read, what it did not say is named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from director.planning.replies import (
    UnreadableReply,
    as_id,
    nearest_word,
    read_page,
)
from director.planning.schemas import strict_schema
from prompts.pages import TEMPLATES, BlockPage, CastPage, Outline, ReviewPage, StagePage
from prompts.vocabulary import VOCABULARIES

OUTLINE: dict[str, Any] = {
    "title": "Fox",
    "cast": [{"id": "fox", "name": "the fox"}],
    "places": [{"id": "wood", "name": "the wood"}],
    "scenes": [{"place": "wood", "shots": [{"first": 0, "last": 0, "who": ["fox"]}]}],
}


def stage(**shot: Any) -> str:
    return json.dumps({"shots": [{"number": 1, "action": "A fox runs.", **shot}]})


@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "```json\n{}\n```",
        "```\n{}\n```",
        "Here is the page:\n\n```json\n{}\n```\nI hope it helps!",
        "<think>The fox {{runs}}.</think>\n{}",
        "Sure! {} Let me know.",
    ],
)
def test_json_is_found_in_what_is_around_it(wrap: str) -> None:
    text = wrap.replace("{}", json.dumps(OUTLINE)).replace("{{", "{").replace("}}", "}")
    if wrap == "{}":
        text = json.dumps(OUTLINE)
    page, _ = read_page(text, Outline)
    assert page == Outline.model_validate(OUTLINE)


@pytest.mark.parametrize("wrapped", [{"outline": OUTLINE}, {"response": {"page": OUTLINE}}])
def test_page_inside_a_page_is_unwrapped(wrapped: Any) -> None:
    assert read_page(json.dumps(wrapped), Outline)[0].title == "Fox"


def test_bare_list_is_the_one_list_of_the_page() -> None:
    page, _ = read_page('[{"number": 1, "action": "A fox runs."}]', StagePage)
    assert page.shots[0].action == "A fox runs."


def test_sound_page_has_no_notes() -> None:
    assert read_page(json.dumps(OUTLINE), Outline)[1] == []


@given(st.integers(1, len(json.dumps(OUTLINE)) - 1))
def test_cut_off_reply_is_never_taken_for_a_page(length: int) -> None:
    with pytest.raises(UnreadableReply) as caught:
        read_page(json.dumps(OUTLINE)[:length], Outline)
    assert caught.value.faults


def test_cut_off_reply_is_named() -> None:
    with pytest.raises(UnreadableReply, match="breaks off"):
        read_page(json.dumps(OUTLINE)[:-4], Outline)


@pytest.mark.parametrize(
    "text", ["", "  \n", "<think>hm</think>", "I am sorry, but no.", "null", "3", "[[[[" * 9999]
)
def test_what_is_no_page_is_a_fault(text: str) -> None:
    with pytest.raises(UnreadableReply):
        read_page(text, ReviewPage)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("MEDIUM_SHOT", "medium"),
        ("Extreme Close-Up", "extreme_close"),
        ("extreme_wide_shot", "extreme_wide"),
        ("CU", "close"),
        ("establishing shot", "wide"),
        ("meduim", "medium"),
    ],
)
def test_drifted_word_is_read_and_noted(said: str, meant: str) -> None:
    page, notes = read_page(stage(size=said), StagePage)
    assert page.shots[0].size == meant
    assert any(said in note and meant in note for note in notes)


@pytest.mark.parametrize("field", sorted(VOCABULARIES))
def test_every_word_of_a_vocabulary_means_itself(field: str) -> None:
    words = list(VOCABULARIES[field])
    for word in words:
        assert nearest_word(word.upper().replace("_", " "), words) == word


def test_word_without_a_meaning_goes_back_with_what_is_allowed() -> None:
    with pytest.raises(UnreadableReply) as caught:
        read_page(stage(size="banana"), StagePage)
    (fault,) = caught.value.faults
    assert fault.startswith("shots[0].size is 'banana'")
    assert "'medium'" in fault


def test_what_cannot_be_read_is_left_out_at_last() -> None:
    shots = [
        {"number": 1, "action": "A fox runs.", "who": [{"character": "fox"}, {"doing": "hm"}]},
        {"number": 2},
    ]
    with pytest.raises(UnreadableReply):
        read_page(json.dumps({"shots": shots}), StagePage)
    page, notes = read_page(json.dumps({"shots": shots}), StagePage, last=True)
    assert [[p.character for p in shot.who] for shot in page.shots] == [["fox"]]
    assert notes == [
        "shots[1] could not be read, and was left out.",
        "shots[0].who[1] could not be read, and was left out.",
    ]


def test_missing_field_goes_back_with_its_path() -> None:
    with pytest.raises(UnreadableReply) as caught:
        read_page('{"shots": [{"number": 1}]}', StagePage)
    assert caught.value.faults == ["shots[0].action is missing"]


def test_loose_ids_become_ids() -> None:
    page, notes = read_page(stage(who=[{"character": "The Old Man!"}]), StagePage)
    assert page.shots[0].who[0].character == "the-old-man"
    assert notes


def test_names_stand_in_for_entries() -> None:
    data = {**OUTLINE, "cast": ["The Fox"], "places": [{"name": "the wood"}]}
    page, _ = read_page(json.dumps(data), Outline)
    assert (page.cast[0].id, page.cast[0].name) == ("the-fox", "The Fox")
    assert page.places[0].id == "the-wood"


def test_names_stand_in_for_performers() -> None:
    page, _ = read_page(stage(who=["fox"], beats=None, light=None), StagePage)
    assert page.shots[0].who[0].character == "fox"
    assert page.shots[0].beats == []
    assert page.shots[0].light == ""


def test_single_entry_stands_for_a_list_of_one() -> None:
    page, _ = read_page(stage(props="lantern"), StagePage)
    assert page.shots[0].props == ["lantern"]


def test_fields_nobody_asked_for_are_dropped() -> None:
    page, _ = read_page(stage(budget=10_000_000), StagePage)
    assert page.shots[0].action == "A fox runs."


@pytest.mark.parametrize(
    ("box", "read"),
    [
        ([-0.1, 0, 0.5, 1.2], (0, 0, 0.5, 1)),
        ([10, 20, 50, 90], (0.1, 0.2, 0.5, 0.9)),
        ([0.5, 0.9, 0.1, 0.2], (0.1, 0.2, 0.5, 0.9)),
    ],
)
def test_boxes_with_one_reading_are_read(box: list[float], read: tuple[float, ...]) -> None:
    tracks = [{"character": "fox", "marks": [{"at": 0, "box": box}]}]
    page, notes = read_page(json.dumps({"shots": [{"number": 1, "tracks": tracks}]}), BlockPage)
    assert page.shots[0].tracks[0].marks[0].box == pytest.approx(read)
    assert notes


def test_boxes_in_pixels_go_back() -> None:
    tracks = [{"character": "fox", "marks": [{"at": 0, "box": [100, 200, 600, 700]}]}]
    with pytest.raises(UnreadableReply, match="box"):
        read_page(json.dumps({"shots": [{"number": 1, "tracks": tracks}]}), BlockPage)


@given(st.text(max_size=80))
def test_ids_made_from_words_are_ids(words: str) -> None:
    name = as_id(words)
    if name:
        read_page(json.dumps({**OUTLINE, "cast": [{"id": name, "name": "x"}]}), Outline)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_any_json_is_a_page_or_a_fault(value: Any) -> None:
    for page in (CastPage, StagePage, ReviewPage):
        try:
            read_page(json.dumps(value), page)
        except UnreadableReply as unreadable:
            assert unreadable.faults


@pytest.mark.parametrize("name", TEMPLATES)
def test_schema_is_what_strict_servers_take(name: str) -> None:
    """Every object closed and every field required, no dict, no tuple, no pattern."""

    def check(node: Any) -> None:
        if isinstance(node, list):
            for entry in node:
                check(entry)
        elif isinstance(node, dict):
            assert not {"pattern", "prefixItems", "default"} & set(node) or "properties" not in node
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert set(node["required"]) == set(node["properties"])
            if node.get("type") == "array":
                assert "items" in node and "prefixItems" not in node
            for entry in node.values():
                check(entry)

    check(strict_schema(TEMPLATES[name][1]))


@pytest.mark.parametrize("name", TEMPLATES)
def test_schema_asks_for_every_field_of_the_page(name: str) -> None:
    schema = TEMPLATES[name][1]
    assert list(strict_schema(schema)["properties"]) == list(schema.model_fields)
    definitions = strict_schema(schema).get("$defs", {})
    for model, definition in schema.model_json_schema().get("$defs", {}).items():
        assert list(definitions[model].get("properties", {})) == list(definition.get("properties", {}))

"""Screenplay files: what a person wrote stays, what could harm is refused, faults say where and what to do."""
# ruff: noqa: E501 - the table of refused files has one case a line

import json
import string
from pathlib import Path
from typing import Any

import pytest
import yaml as other_yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from prompts.errors import ScreenplayError, WorkspaceError
from prompts.screenplay import Screenplay, parse_screenplay, with_ids
from prompts.screenplay_file import (
    SCHEMA_FILE,
    edit_screenplay,
    export_schema,
    plain_screenplay,
    read_screenplay,
    render_screenplay,
    screenplay_from_text,
    write_screenplay,
)
from prompts.vocabulary import VOCABULARIES
from prompts.yaml_edit import edit_yaml
from prompts.yaml_nodes import plain_value, read_yaml, without_aliases
from prompts.yaml_text import block, flow

BY_HAND = """\
# yaml-language-server: $schema=screenplay.schema.json
# My film, by me.

title: 'The Fox'   # working title
seed: 7
cast:
  # the hero
  fox: a small red fox in a green scarf  # never blue!
  crow: {look: "black, shiny", name: Corvin}

shots:   # keep the order
  # opening
  - A fox naps under a tree.   # slow

  # the meeting
  - id: meet
    action: >
      A crow lands
      on the branch.
    who: [fox, crow]       # both
    transition: dissolve
  # the end
  - "He said: come!"
# last words
"""


def changed(screenplay: Screenplay, **shot: Any) -> Screenplay:
    """The screenplay with other values in its first shot."""
    scene = screenplay.scenes[0]
    shots = [scene.shots[0].model_copy(update=shot), *scene.shots[1:]]
    return screenplay.model_copy(update={"scenes": [scene.model_copy(update={"shots": shots})]})


def comments(text: str) -> list[str]:
    return sorted(line[line.index("#") :].strip() for line in text.split("\n") if "#" in line)


# -- round trips


words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x85\u2028\u2029")
    | st.sampled_from(" \n:#-'\"[{*&!|>%"),
    max_size=120,
)
sentences = st.lists(st.text(string.ascii_letters + "é狐:#,'", min_size=1, max_size=9), max_size=40).map(
    " ".join
)
texts = words | sentences
ids = st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True)
unit = st.floats(0, 1, allow_nan=False).map(lambda x: round(x, 3))


def optional(**fields: Any) -> Any:
    return st.fixed_dictionaries({}, optional=fields)


boxes = st.tuples(unit, unit, unit, unit).map(
    lambda b: [min(b[0], b[2]) / 2, min(b[1], b[3]) / 2, max(b[0], b[2]) / 2 + 0.5, max(b[1], b[3]) / 2 + 0.5]
)
cameras = optional(
    size=st.sampled_from(VOCABULARIES["size"]), move=st.sampled_from(VOCABULARIES["move"]), amount=unit
)
performers = ids | st.builds(
    lambda c, rest: {"character": c, **rest},
    ids,
    optional(
        doing=texts,
        path=st.lists(boxes, max_size=2).map(lambda b: [{"at": i / 2, "box": x} for i, x in enumerate(b)]),
    ),
)
shots = texts | optional(
    action=texts,
    who=st.lists(performers, max_size=3, unique_by=lambda p: p if isinstance(p, str) else p["character"]),
    camera=cameras,
    narration=texts,
    dialogue=st.lists(
        st.fixed_dictionaries({"speaker": ids, "line": st.text("ab: ", min_size=1)}), max_size=2
    ),
    duration_s=st.floats(0.2, 600),
    transition=st.sampled_from(["cut", "fade", {"kind": "dissolve", "duration_s": 0.5}]),
    seed=st.integers(0, 2**63 - 1),
)
scenes = st.builds(
    lambda shots, rest: {"shots": shots, **rest},
    st.lists(shots, min_size=1, max_size=4),
    optional(mood=texts, weather=st.sampled_from(VOCABULARIES["weather"])),
)
films = st.builds(
    lambda scenes, rest: parse_screenplay({"scenes": scenes, **rest}),
    st.lists(scenes, min_size=1, max_size=3),
    optional(
        title=texts,
        style=texts,
        seed=st.integers(0, 9),
        narrator=optional(language=texts),
        places=st.dictionaries(ids, texts | optional(look=texts, name=texts), max_size=2),
    ),
)


@given(films)
def test_written_then_read_is_the_same_screenplay(screenplay: Screenplay) -> None:
    text = render_screenplay(screenplay)
    assert screenplay_from_text(text) == screenplay
    assert parse_screenplay(other_yaml.safe_load(text)) == screenplay, (
        "another reader of YAML sees another film"
    )


@given(films, films)
def test_one_film_can_be_edited_into_any_other(first: Screenplay, second: Screenplay) -> None:
    edited = edit_yaml(render_screenplay(first), plain_screenplay(first), plain_screenplay(second))
    assert screenplay_from_text(edited) == second


data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(ids | texts.filter(lambda t: len(t) < 100), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(data)
def test_any_plain_data_survives_as_yaml(value: Any) -> None:
    assert plain_value(read_yaml(block(value, 0))) == value
    assert plain_value(read_yaml(flow(value))) == value


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        screenplay_from_text(text)
    except ScreenplayError as error:
        assert str(error)


# -- what a person wrote


def test_unchanged_screenplay_leaves_the_bytes_alone(tmp_path: Path) -> None:
    path = tmp_path / "fox.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    stamp = path.stat().st_mtime_ns
    write_screenplay(read_screenplay(path), path)
    assert path.read_text(encoding="utf-8") == BY_HAND
    assert path.stat().st_mtime_ns == stamp


def test_a_changed_value_changes_its_own_words_only() -> None:
    new = edit_screenplay(BY_HAND, screenplay_from_text(BY_HAND).model_copy(update={"seed": 8}))
    assert new == BY_HAND.replace("seed: 7", "seed: 8")


def test_new_fields_of_a_shorthand_keep_its_words_and_comments() -> None:
    new = edit_screenplay(BY_HAND, changed(screenplay_from_text(BY_HAND), light="dim", id="nap"))
    expected = BY_HAND.replace(
        "  - A fox naps under a tree.   # slow\n",
        "  - id: nap\n    action: A fox naps under a tree.   # slow\n    light: dim\n",
    )
    assert new == expected


def test_a_film_planned_to_the_end_keeps_every_comment_and_word() -> None:
    """All ids given, the scene told, the cast described: what the planner does to a person's list of shots."""
    screenplay = with_ids(screenplay_from_text(BY_HAND))
    scene = screenplay.scenes[0].model_copy(
        update={"place": "wood", "time_of_day": "day", "mood": "calm: still"}
    )
    fox = screenplay.cast["fox"].model_copy(update={"kind": "fox", "name": "Reynard"})
    planned = parse_screenplay(
        {
            **screenplay.model_dump(),
            "cast": {**screenplay.cast, "fox": fox},
            "places": {"wood": {"look": "a wood"}},
            "scenes": [scene],
            "logline": "A fox and a crow meet. " * 9,
        }
    )
    text = edit_screenplay(BY_HAND, planned)
    assert screenplay_from_text(text) == planned
    assert comments(text) == comments(BY_HAND)
    for word in (
        "'The Fox'",
        '"black, shiny"',
        '"He said: come!"',
        "[fox, crow]       # both",
        "transition: dissolve\n",
    ):
        assert word in text
    assert [
        text.index(w) for w in ("# My film", "# the hero", "# opening", "# the meeting", "# last")
    ] == sorted(text.index(w) for w in ("# My film", "# the hero", "# opening", "# the meeting", "# last"))
    assert text.endswith("\n# last words\n"), "a comment at the margin moved"
    assert not any(sign in text for sign in ("&id", "*id", "!!"))


@given(films)
def test_comments_survive_any_planning(planned: Screenplay) -> None:
    """The person's shots stay; everything else becomes what some other film has."""
    mine = screenplay_from_text(BY_HAND)
    scene = planned.scenes[0].model_copy(update={"shots": mine.scenes[0].shots})
    new = planned.model_copy(update={"scenes": [scene], "cast": mine.cast, "title": mine.title, "seed": 7})
    text = edit_screenplay(BY_HAND, new)
    assert screenplay_from_text(text) == new
    assert set(comments(BY_HAND)) <= set(comments(text))


def test_shots_taken_out_or_moved_take_their_comments_along() -> None:
    screenplay = screenplay_from_text(BY_HAND)
    _, meet, last = screenplay.scenes[0].shots
    scene = screenplay.scenes[0].model_copy(update={"shots": [last, meet]})
    text = edit_screenplay(BY_HAND, screenplay.model_copy(update={"scenes": [scene]}))
    assert screenplay_from_text(text).scenes[0].shots == [last, meet]
    assert "# opening" not in text and text.index("# the end") < text.index("# the meeting") < text.index(
        "# last"
    )


def test_list_of_shots_alone_becomes_scenes_when_more_is_known() -> None:
    text = "# a\n- A fox naps.  # b\n- >-\n  It\n  wakes.\n# c\n"
    screenplay = screenplay_from_text(text)
    new = edit_screenplay(text, with_ids(screenplay).model_copy(update={"title": "Fox"}))
    assert screenplay_from_text(new) == with_ids(screenplay).model_copy(update={"title": "Fox"})
    assert comments(new) == ["# a", "# b", "# c"]
    assert "action: A fox naps.  # b" in new


@pytest.mark.parametrize(
    "text", ["{shots: [A, B], title: X}\n", "[A, B]", "shots: [A, {action: B}] # c\n", "shots:\n- A\n- B"]
)
def test_one_line_styles_can_be_edited(text: str) -> None:
    new = with_ids(screenplay_from_text(text)).model_copy(update={"logline": "a, b: c"})
    assert screenplay_from_text(edit_screenplay(text, new)) == new


def test_aliases_are_read_and_written_out_when_edited() -> None:
    text = "cast:\n  a: &look {look: red}  # one\n  b: *look\nshots: [x]\n"
    screenplay = screenplay_from_text(text)
    cast = {**screenplay.cast, "b": screenplay.cast["b"].model_copy(update={"look": "blue"})}
    new = edit_screenplay(text, screenplay.model_copy(update={"cast": cast}))
    assert [c.look for c in screenplay_from_text(new).cast.values()] == ["red", "blue"]
    assert "# one" in new and "&" not in new and "*" not in new
    assert plain_value(read_yaml(without_aliases(text))) == plain_value(read_yaml(text))


def test_line_ends_and_byte_order_mark_stay(tmp_path: Path) -> None:
    path = tmp_path / "fox.yaml"
    raw = b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode()
    path.write_bytes(raw)
    screenplay = read_screenplay(path)
    assert screenplay == screenplay_from_text(BY_HAND)
    write_screenplay(screenplay.model_copy(update={"seed": 8}), path)
    assert path.read_bytes() == raw.replace(b"seed: 7", b"seed: 8")


def test_copy_begins_from_the_words_of_another_file(tmp_path: Path) -> None:
    mine, copy = tmp_path / "mine.yaml", tmp_path / "copy.yaml"
    mine.write_text(BY_HAND, encoding="utf-8")
    write_screenplay(read_screenplay(mine).model_copy(update={"seed": 9}), copy, like=mine)
    assert copy.read_text(encoding="utf-8") == BY_HAND.replace("seed: 7", "seed: 9")
    assert mine.read_text(encoding="utf-8") == BY_HAND
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.yaml", "mine.yaml"]


def test_a_file_that_is_no_screenplay_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "diary.yaml"
    path.write_text("dear: diary\n", encoding="utf-8")
    with pytest.raises(ScreenplayError):
        write_screenplay(screenplay_from_text("[x]"), path)
    assert path.read_text(encoding="utf-8") == "dear: diary\n"


def test_place_that_cannot_be_written_is_named_and_the_old_file_stays(tmp_path: Path) -> None:
    screenplay = screenplay_from_text(BY_HAND)
    for path in (tmp_path / "none" / "film.yaml", tmp_path / ("x" * 300)):
        with pytest.raises(WorkspaceError, match=r"it cannot be written \(.*\)\. Choose another place"):
            write_screenplay(screenplay, path)
    path = tmp_path / "film.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    path.chmod(0o640)
    write_screenplay(screenplay.model_copy(update={"seed": 8}), path)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["film.yaml"]


def test_long_words_are_folded_and_short_lists_stay_in_a_line() -> None:
    text = render_screenplay(
        parse_screenplay(
            [{"narration": "Once upon a time. " * 12 + "End", "who": [{"character": "a", "emotion": "sad"}]}]
        )
    )
    assert "narration: >-\n" in text and "who: [{character: a, emotion: sad}]" in text
    assert max(map(len, text.splitlines())) <= 101


# -- what is refused


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED = {
    "bomb": (BOMB, "line 5: aliases such as"),
    "object": ("title: x\nshots: [!!python/object/apply:os.system [ls]]", "line 2: the tag !!python/object/apply:os.system"),
    "deep": ("shots: " + "[" * 5000, "line 1: nested more than 30 deep"),
    "same key": ("title: a\nshots: [x]\ntitle: b", "line 3: the key 'title' stands in line 1"),
    "tab": ("shots:\n\t- x", "line 2: a tab stands"),
    "control": ("title: a\nshots: [a\x07b]", "line 2: the character U+0007"),
    "no character": ('title: x\nshots: ["a \\UFFFFFFFF"]', "line 2: a backslash in double quotes names no character"),
    "bracket": ("shots: [a, b\n", "opened here and not closed"),
    "colon": ("title: Fox: a tale\nshots: [x]", "line 1: this ': ' is one too many"),
    "indent": ("shots:\n   - a\n  - b\n", "line 3: this line is not indented"),
    "two documents": ("shots: [a]\n---\nshots: [b]", "line 2: a second document"),
    "merge key": ("shots:\n- <<: {action: b}", "line 2: merge keys"),
    "nothing": ("# only a comment\n", "there are no shots"),
    "prose": ("Once upon a time", "this is one value"),
    "unknown field": ("shots:\n- action: x\n  cemera: {}", "line 3: shots[0].cemera is not a field of the format (did you mean 'camera'?)"),
    "comma": ("cast: {fox: {look: small, with a scarf}}\nshots: [x]", "line 1: cast.fox.with a scarf is not a field of the format. Is it part of a text with a comma?"),
    "field of a character": ("cast:\n  fox: {colour: red, looks: {}}\nshots: [x]", "line 2: cast.fox.colour is not a field of the format. Fields here: name, kind, look"),
    "wrong word": ("shots:\n- camera:\n    move: zoom-in", "line 3: shots[0].camera.move is 'zoom-in'; it must be one of: static"),
    "near word": ("shots:\n- transition: fad", "(did you mean 'fade'?)"),
    "no time": ("shots:\n- x\n- duration_s: 0", "line 3: shots[1].duration_s is 0; it must be a number from 0.2 to 600."),
    "all time": ("shots:\n- duration_s: 1e9", "it must be a number from 0.2 to 600."),
    "wrong type": ("title: 1984\nshots: [x]", "line 1: title is 1984; it must be text. Put quotes around it."),
    "two ids": ("shots:\n- id: a\n- id: a", "line 3: shots[1].id is 'a', which scenes[0].shots[0].id already has"),
    "stranger": ("cast: {fox: red}\nshots:\n- x\n- who:\n  - wolf\n  - fix", "line 5: shots[1].who[0].character is 'wolf', but `cast` has only: fox"),
    "times": ("- who:\n  - character: a\n    path: [{at: 1, box: [0, 0, 1, 1]}, {at: 0.5, box: [0, 0, 1, 1]}]", "`path` times must rise"),
    "box outside": ("- who: [{character: a, path: [{at: 1, box: [0, 0, 1.5, 1]}]}]", "box[2] is 1.5; it must be a number from 0 to 1."),
    "box turned": ("- who: [{character: a, path: [{at: 1, box: [0.9, 0, 0.1, 1]}]}]", "left < right"),
    "box of three": ("- who: [{character: a, path: [{at: 1, box: [0, 0, 1]}]}]", "a list of 4, each a number from 0 to 1"),
    "other format": ("format: screenplay/9\nshots: [x]", "format is 'screenplay/9'; this program reads 'screenplay/1'"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_bad_file_is_refused_with_line_value_and_way_out(name: str, tmp_path: Path) -> None:
    text, said = REFUSED[name]
    path = tmp_path / "film.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScreenplayError) as caught:
        read_screenplay(path)
    assert said in str(caught.value) and "film.yaml" in str(caught.value)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("shots: [x]".encode("utf-16"), "UTF-16"),
        (b"title: caf\xe9\nshots: [x]", "line 1: the byte 0xe9 is no UTF-8"),
        (b"title: x\n\x00", "U+0000"),
        (b"#" * 20_000_001, "20 MB at most"),
    ],
)
def test_bytes_that_are_no_text_are_refused(raw: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    path.write_bytes(raw)
    with pytest.raises(ScreenplayError, match=said.replace("+", r"\+")):
        read_screenplay(path)


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ScreenplayError, match="no such file"):
        read_screenplay(tmp_path / "none.yaml")
    with pytest.raises(ScreenplayError, match="folder"):
        read_screenplay(tmp_path)


# -- files that a screenplay names


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../outside.png", "inside the screenplay's folder"),
        ("/etc/passwd", "inside the screenplay's folder"),
        ("D:\\x.png", "inside the screenplay's folder"),
        ("link.png", "inside the screenplay's folder"),
        ("none.png", "no such file"),
        ("text.png", "not a picture"),
        ("half.png", "not a picture"),
        ("wide.png", "40000 a side"),
        ("x" * 400, "cannot be read"),
    ],
)
def test_reference_must_be_a_picture_inside_the_folder(name: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "film"
    folder.mkdir()
    Image.new("RGB", (4, 4)).save(tmp_path / "outside.png")
    Image.effect_noise((64, 64), 9).save(folder / "good.png")
    Image.new("L", (40_001, 1)).save(folder / "wide.png")
    (folder / "half.png").write_bytes((folder / "good.png").read_bytes()[:600])
    (folder / "text.png").write_text("hello")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    path = folder / "film.yaml"
    path.write_text(f"cast:\n  fox:\n    references:\n    - good.png\n    - '{name}'\nshots: [x]\n")
    with pytest.raises(ScreenplayError) as caught:
        read_screenplay(path)
    assert said in str(caught.value)
    assert "line 5: cast.fox.references[1] is" in str(caught.value)
    assert read_screenplay(path, check_files=False).cast["fox"].references[0] == "good.png"


def test_music_must_be_a_file_beside_the_screenplay(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    path.write_text("music: {file: song.ogg}\nshots: [x]\n")
    with pytest.raises(ScreenplayError, match=r"line 1: music.file is 'song.ogg'; there is no such file"):
        read_screenplay(path)
    (tmp_path / "song.ogg").write_bytes(b"x")
    assert read_screenplay(path).music is not None


# -- the schema


def test_committed_schema_is_the_export(tmp_path: Path) -> None:
    export_schema(tmp_path / "schema.json")
    assert SCHEMA_FILE.read_text(encoding="utf-8") == (tmp_path / "schema.json").read_text(encoding="utf-8")


def test_schema_knows_the_shorthands() -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    kinds = {
        name: [part.get("type") for part in schema["$defs"][name]["anyOf"]]
        for name in ("Shot", "Character", "Performer")
    }
    assert all(types == ["string", "object"] for types in kinds.values())
    assert [part["type"] for part in schema["anyOf"]] == ["object", "array"]
    assert "shots" in schema["anyOf"][0]["properties"]

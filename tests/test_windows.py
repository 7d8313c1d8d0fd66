"""Windows: long stories, casts and scenes go to a model in parts that fit, and come back as one plan."""

import random
from pathlib import Path
from typing import Any

import pytest
from loopback import Data, Loopback, ScriptedWriter, fill_page

from director.events import Event
from director.planner import plan_story
from director.planning.chapters import Memory, split_parts
from director.planning.drafts import brief_story
from director.planning.slots import write_slots
from director.planning.windows import fits, pack, repair_room, reply_tokens, request_tokens
from director.writer import OpenAIWriter
from prompts.errors import WriterError
from prompts.pages import TEMPLATES, CastSlots, Entity, Outline, OutlineScene, OutlineShot, Person, WriteSlots
from prompts.story import split_story
from prompts.tokens import count_tokens, shorten_to
from shots.slate import Workspace

WINDOW = 8192


def novel(words: int, chapter: int = 250, seed: int = 1) -> str:
    """A story of so many words with a heading before each `chapter` words; 0: without headings."""
    rng = random.Random(seed)
    kinds = ("fox", "crow", "bear")
    told, count = list[str](), 0
    while count < words:
        if chapter and count // chapter >= sum(t.startswith("Chapter") for t in told):
            told.append(f"Chapter {1 + count // chapter}")
        a, b = rng.sample(kinds, 2)
        told.append(f"The {a} walked through the old wood and looked for the {b}. “Good day,” said the {a}. ")
        count += 16
    return "\n\n".join(told)


def plan(text: str, server: Loopback, folder: Path, window: int = WINDOW, **options: Any) -> Any:
    writer = OpenAIWriter("tiny", base_url=server.url, window=window)
    try:
        return plan_story(split_story(text), writer=writer, workspace=Workspace(folder), **options)
    finally:
        writer.close()


def spoken(text: str) -> list[str]:
    """The words of a story without its headings, which are shown and not read."""
    return " ".join(split_story(text).units).split()


class NearSighted(ScriptedWriter):
    """The brain of the tests, which reads only so much at once."""

    window = WINDOW


def told(screenplay: Any) -> list[str]:
    return " ".join(shot.narration or "" for _, shot in screenplay.shots()).split()


# -- tokens --------------------------------------------------------------------------------------------------


def test_count_is_an_upper_estimate_and_grows_with_the_text() -> None:
    assert count_tokens("") == 0
    assert 8 <= count_tokens("A fox ran through the wood.") <= 12
    assert count_tokens("狐狸在森林里跑。") >= 8
    text = "The crow had cheese! " * 50
    assert count_tokens(text * 2) == pytest.approx(2 * count_tokens(text), abs=2)


@pytest.mark.parametrize("tokens", [5, 20, 60, 10_000])
def test_shortened_text_fits_and_keeps_its_ends(tokens: int) -> None:
    text = "Alpha " + "the crow had cheese and sat in a fir " * 20 + "omega."
    short = shorten_to(text, tokens)
    assert count_tokens(short) <= tokens
    assert not short or (short[0] == "A" and short[-1] == ".")


def test_runs_are_as_long_as_there_is_room_and_never_empty() -> None:
    runs = pack([3, 3, 3, 9, 1, 1], lambda run: sum(run) <= 7)
    assert runs == [[3, 3], [3], [9], [1, 1]]
    assert pack(list(range(10)), lambda run: True, most=4) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("window", [4096, 8192])
def test_instructions_and_schema_leave_room_for_a_story(template: str, window: int) -> None:
    empty: dict[str, Any] = {
        "write": {"units": []},
        "cast": {"units": [], "cast": [], "places": [], "props": []},
        "stage": {"place": {"id": "a", "name": "a"}, "time_of_day": "day", "weather": "clear", "mood": "",
                  "cast": [], "props": [], "shots": []},
        "block": {"aspect": 1.8, "cast": [], "shots": []},
        "time": {"changes": []},
        "review": {"shots": []},
        "revise": {"instruction": "", "total_scenes": 0, "total_shots": 0, "scenes": [], "shots": []},
        "adapt": {"kind": "image", "form": "tags", "encoder": "CLIP", "window": 75, "shots": []},
    }  # fmt: skip
    slots = TEMPLATES[template][0].model_validate(empty[template])
    taken = request_tokens(template, slots) + reply_tokens(template, slots) + repair_room(window)
    assert taken <= 0.72 * window


# -- parts of a story ----------------------------------------------------------------------------------------


def parts_of(text: str, window: int = WINDOW) -> tuple[list[range], WriteSlots]:
    brief = brief_story(split_story(text))
    return split_parts(brief, [], window), write_slots(brief)


@pytest.mark.parametrize("chapter", [0, 400, 3000])
@pytest.mark.parametrize("window", [4096, 8192, 32_000])
def test_parts_cover_every_unit_once_and_fit(chapter: int, window: int) -> None:
    parts, whole = parts_of(novel(6000, chapter), window)
    assert [unit for part in parts for unit in part] == list(range(len(whole.units)))
    memory = Memory(window)
    for number, part in enumerate(parts, 1):
        assert fits("write", memory.slots(whole, part, number, len(parts)), window)


def test_parts_begin_with_chapters() -> None:
    brief = brief_story(split_story(novel(4000, 700)))
    parts = split_parts(brief, [], WINDOW)
    assert len(brief.chapters) >= 5
    assert len(set(brief.chapters) - {part.start for part in parts}) <= 1, "a short last one is read along"
    assert all(part.start in brief.paragraphs for part in parts)


def test_short_story_and_writer_without_a_window_have_one_part() -> None:
    assert len(parts_of(novel(300))[0]) == 1
    brief = brief_story(split_story(novel(9000)))
    assert split_parts(brief, [], None) == [range(len(brief.units))]


def outline(*who: str, place: str = "wood", cast: list[Person] | None = None) -> Outline:
    shots = [OutlineShot(first=i, last=i, who=[name]) for i, name in enumerate(who)]
    people = cast if cast is not None else [Person(id=n, name=f"the {n}", kind=n) for n in dict.fromkeys(who)]
    places = [Entity(id=place, name=place)]
    return Outline(cast=people, places=places, scenes=[OutlineScene(place=place, shots=shots)])


def adopt(memory: Memory, page: Outline, start: int) -> list[str]:
    notes = list[str]()
    units = sum(len(scene.shots) for scene in page.scenes)
    memory.adopt(page, range(start, start + units), "He went on.", notes)
    return notes


def test_scene_that_goes_on_in_the_next_part_is_one_scene() -> None:
    memory = Memory(WINDOW)
    adopt(memory, outline("fox", "fox"), 0)
    adopt(memory, outline("crow"), 2)
    whole = memory.outline(outline("fox"))
    assert [[(s.first, s.last) for s in scene.shots] for scene in whole.scenes] == [[(0, 0), (1, 1), (2, 2)]]
    assert [person.id for person in whole.cast] == ["fox", "crow"]


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (("red-fox", "the Red Fox"), ("RedFox", "Red Fox")),
        (("peter", "Peter"), ("peter-rabbit", "Peter Rabbit")),
        (("elizabeth-bennet", "Elizabeth Bennet"), ("elizabeth", "Elizabeth")),
        (("mr-darcy", "Mr. Darcy"), ("darcy", "Darcy")),
    ],
)
def test_same_character_under_another_spelling_is_one(first: Any, later: Any) -> None:
    memory = Memory(WINDOW)
    adopt(memory, outline(first[0], cast=[Person(id=first[0], name=first[1], kind="x")]), 0)
    notes = adopt(memory, outline(later[0], cast=[Person(id=later[0], name=later[1], kind="x")]), 1)
    assert list(memory.cast) == [first[0]]
    assert memory.scenes[0].shots[1].who == [first[0]]
    assert any("made one" in note for note in notes)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Mr. Bennet", "Mrs. Bennet"),
        ("Anansi", "Anansi's son"),
        ("the rabbit", "Peter Rabbit"),
        ("Tom", "Tom and Jill"),
        ("McGregor", "Mrs. McGregor"),
    ],
)
def test_others_with_a_like_name_stay_others(first: str, later: str) -> None:
    memory = Memory(WINDOW)
    for n, name in enumerate((first, later)):
        adopt(memory, outline(f"c{n}", cast=[Person(id=f"c{n}", name=name)]), n)
    assert list(memory.cast) == ["c0", "c1"]


def test_memory_tells_whom_the_words_name_first_and_stays_small() -> None:
    memory = Memory(WINDOW)
    crowd = [f"person{i}" for i in range(300)]
    adopt(memory, outline(*crowd), 0)
    text = "Then person277 came back to the wood. He laughed."
    slots = memory.slots(WriteSlots(units=split_story(text).units), range(0, 2), 2, 3)
    assert "person277" in [person.id for person in slots.known]
    assert len(slots.known) < 60
    assert "person299" in slots.before and slots.part == "2 of 3"


# -- whole plans ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("window", "words"), [(8192, 1200), (4096, 400)])
def test_every_request_of_a_long_story_fits_the_window(window: int, words: int, tmp_path: Path) -> None:
    """The server refuses what is longer than its window, as servers do; nothing is refused."""
    text = novel(words)
    with Loopback(window=window) as server:
        result = plan(text, server, tmp_path, window)
    assert told(result.screenplay) == spoken(text)
    assert list(result.screenplay.cast) == ["fox", "crow", "bear"]
    assert len(result.screenplay.places) == 1
    assert 0.5 * window < server.largest <= window
    assert not result.notes


def test_repairs_of_a_long_story_fit_the_window_too(tmp_path: Path) -> None:
    """Every page comes once as talk, once with a fault, once cut off; the talk about it fits."""
    seen: dict[str, int] = {}

    def damage(number: int, request: Data, page: Data) -> Any:
        asked = request["messages"][1]["content"]
        seen[asked] = seen.get(asked, 0) + 1
        if seen[asked] == 1:
            return "I would rather tell you about the weather. " * 300
        broken = {**page, "scenes": [{"place": 1}]} if "scenes" in page else {**page, "cast": "nobody"}
        return broken if seen[asked] == 2 and "cast" in page else None

    text = novel(450)
    with Loopback(damage, window=WINDOW) as server:
        result = plan(text, server, tmp_path)
    assert told(result.screenplay) == spoken(text)
    assert server.largest <= WINDOW


def test_progress_says_which_chapter_of_how_many(tmp_path: Path) -> None:
    events: list[Event] = []
    story = split_story(novel(2000))
    plan_story(story, writer=NearSighted(), workspace=Workspace(tmp_path), on_event=events.append)
    chapters = [event.name for event in events if event.name.startswith("chapter")]
    assert chapters == [f"chapter {n} of {len(chapters)}" for n in range(1, len(chapters) + 1)]
    assert len(chapters) >= 3
    assert [event.done for event in events] == list(range(1, len(events) + 1))
    assert all(event.done < event.total for event in events[:-1]) and events[-1].done == events[-1].total


def test_chapters_are_asked_for_once_and_a_new_end_leaves_those_before_it(tmp_path: Path) -> None:
    text, workspace = novel(1500), Workspace(tmp_path)
    first = plan_story(split_story(text), writer=NearSighted(), workspace=workspace)
    for path in tmp_path.glob("plan.sqlite*"):
        path.unlink()
    writer = NearSighted()
    assert plan_story(split_story(text), writer=writer, workspace=workspace).screenplay == first.screenplay
    assert not writer.asked
    plan_story(split_story(f"{text} The bear slept."), writer=writer, workspace=workspace)
    assert writer.count("write") == 1


def test_large_scene_is_staged_and_blocked_in_runs(tmp_path: Path) -> None:
    def one_scene(number: int, request: Data, page: Data) -> Any:
        if "scenes" in page:
            shots = [shot for scene in page["scenes"] for shot in scene["shots"]]
            return {**page, "scenes": [{**page["scenes"][0], "shots": shots}]}
        return None

    text = novel(450, chapter=0)
    with Loopback(one_scene, window=WINDOW) as server:
        screenplay = plan(text, server, tmp_path).screenplay
    assert len(screenplay.scenes) == 1 and len(screenplay.scenes[0].shots) > 20
    assert all(shot.action and shot.camera for _, shot in screenplay.shots())
    assert all(p.path for _, shot in screenplay.shots() for p in shot.who or [])
    blocks = [r["messages"][1]["content"] for r in server.requests if "You block" in str(r["messages"][0])]
    assert len(blocks) >= 3
    assert sum("Before:\n(none)" in block for block in blocks) == 1, "later runs know where everybody stood"


def test_large_cast_is_dressed_in_groups_that_know_each_other(tmp_path: Path) -> None:
    names = [f"Person{i:03}" for i in range(40)]

    def crowd(number: int, request: Data, page: Data) -> Any:
        if "scenes" not in page:
            return None
        units = request["messages"][1]["content"]
        here = [name for name in names if f"{name} came" in units]
        cast = [{"id": name.lower(), "name": name, "kind": "person", "look": ""} for name in here]
        scenes = page["scenes"]
        for shot, name in zip([s for scene in scenes for s in scene["shots"]], here, strict=True):
            shot["who"] = [name.lower()]
        return {**page, "cast": cast}

    text = " ".join(f"{name} came to the old mill by the river that day." for name in names)
    with Loopback(crowd, window=WINDOW) as server:
        screenplay = plan(text, server, tmp_path).screenplay
    assert list(screenplay.cast) == [name.lower() for name in names]
    assert all(character.look for character in screenplay.cast.values())
    dressed = [r["messages"][1]["content"] for r in server.requests if "costume" in str(r["messages"][0])]
    assert len(dressed) >= 3, "no group is larger than a model can keep apart"
    assert "Others:\n(none)" in dressed[0] and "Others:\n(none)" not in dressed[1]


def test_window_that_is_too_small_is_refused_in_plain_words() -> None:
    slots = CastSlots(units=["A fox."], cast=[Person(id="fox", name="the fox")], places=[], props=[])
    writer = OpenAIWriter("tiny", base_url="http://127.0.0.1:9/v1", window=2000)
    with pytest.raises(WriterError, match=r"2000 tokens.*FILM_WINDOW"):
        writer.fill("cast", slots, TEMPLATES["cast"][1])


def test_brain_of_the_tests_knows_whom_it_met() -> None:
    page = fill_page("write", WriteSlots(units=["A fox ran."], part="2 of 2").model_dump(mode="json"))
    assert page["cast"][0]["id"] == "fox"

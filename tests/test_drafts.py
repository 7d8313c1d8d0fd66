"""Drafts: what a person wrote stays as it is, and only what is open is filled and asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loopback import ScriptedWriter

from director.planner import PlanResult, plan_screenplay, plan_story
from director.planning.drafts import divide_at, is_bare_list
from prompts.pages import Outline, OutlineScene, OutlineShot
from prompts.screenplay import Screenplay, Shot, parse_screenplay
from prompts.story import split_story
from shots.slate import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "film.production")


def fill(data: Any, workspace: Workspace, writer: Any = None) -> PlanResult:
    return plan_screenplay(parse_screenplay(data), writer=writer or ScriptedWriter(), workspace=workspace)


def written_values(data: Any, filled: Any, path: str = "") -> list[str]:
    """Paths at which `filled` differs from what stands in `data`."""
    if isinstance(data, dict) and isinstance(filled, dict):
        return [p for k, v in data.items() for p in written_values(v, filled.get(k), f"{path}.{k}")]
    if isinstance(data, list) and isinstance(filled, list):
        if len(data) != len(filled):
            return [f"{path} has another length"]
        return [
            p
            for i, (a, b) in enumerate(zip(data, filled, strict=True))
            for p in written_values(a, b, f"{path}[{i}]")
        ]
    return [] if data == filled or data is None else [path]


PARTIALS: list[Any] = [
    ["A fox naps.", "A crow lands.", "They talk."],
    {"title": "Mine", "shots": [{"action": "A fox naps.", "who": []}, {"action": "Rain.", "narration": ""}]},
    {"shots": [{"action": "A fox naps.", "who": ["reynard"], "camera": {"size": "close"}}]},
    {
        "cast": {"hero": "a blue fox"},
        "shots": [{"action": "The hero and a bear meet.", "who": ["hero"]}, "A fox."],
    },
    {
        "cast": {"fox": {"look": "green", "looks": {"old": "grey"}}, "bear": {"name": "Bruin"}},
        "places": {"cave": "dark"},
        "scenes": [
            {
                "id": "night-1",
                "place": "cave",
                "time_of_day": "night",
                "shots": [{"id": "x", "action": "A fox and a bear."}],
            },
            {
                "weather": "snow",
                "mood": "",
                "shots": [
                    {
                        "narration": "  Twice   spaced,\nand broken. ",
                        "who": [
                            {
                                "character": "fox",
                                "look": "old",
                                "path": [{"at": 0.0, "box": [0.1, 0.1, 0.9, 0.9]}],
                            },
                            {"character": "bear", "emotion": "sad"},
                        ],
                        "states": {"start": "cold"},
                        "light": "",
                        "duration_s": 3.0,
                        "transition": {"kind": "fade", "duration_s": 2.0},
                        "seed": 3,
                    },
                    {"dialogue": [{"speaker": "fox", "line": "Hello."}]},
                ],
            },
        ],
    },
]


@pytest.mark.parametrize("data", PARTIALS)
def test_nothing_that_a_person_wrote_is_rewritten(data: Any, workspace: Workspace) -> None:
    before = parse_screenplay(data)
    plan = fill(data, workspace).screenplay
    left = before.model_dump(mode="json", exclude_none=True, exclude_unset=True)
    filled = plan.model_dump(mode="json")
    if is_bare_list(before):
        left, filled = _flat(left), _flat(filled)
    assert not written_values(left, filled)


def _flat(data: Any) -> Any:
    return {**data, "scenes": [shot for scene in data["scenes"] for shot in scene["shots"]]}


def test_bare_list_of_shots_gets_the_scenes_that_the_writer_finds(workspace: Workspace) -> None:
    plan = fill(PARTIALS[0], workspace).screenplay
    assert [len(scene.shots) for scene in plan.scenes] == [2, 1]
    assert [shot.id for _, shot in plan.shots()] == ["s1-01", "s1-02", "s2-01"]


@pytest.mark.parametrize("scene", [{"id": "all"}, {"place": "cave"}, {"mood": "calm"}])
def test_scene_that_a_person_wrote_is_not_divided(scene: dict, workspace: Workspace) -> None:
    plan = fill({"scenes": [{**scene, "shots": PARTIALS[0]}]}, workspace).screenplay
    assert [len(scene.shots) for scene in plan.scenes] == [3]


@pytest.mark.parametrize("data", PARTIALS)
def test_filled_screenplay_is_complete_and_comes_back_as_it_is(data: Any, workspace: Workspace) -> None:
    plan = fill(data, workspace).screenplay
    writer = ScriptedWriter()
    again = plan_screenplay(plan, writer=writer, workspace=workspace)
    assert again.screenplay is plan
    assert not writer.asked


def test_sentence_is_told_as_it_stands(workspace: Workspace) -> None:
    plan = fill(PARTIALS[0], workspace).screenplay
    assert [shot.narration for _, shot in plan.shots()] == PARTIALS[0]


def test_empty_who_and_narration_are_answers(workspace: Workspace) -> None:
    nobody, silent = [shot for _, shot in fill(PARTIALS[1], workspace).screenplay.shots()]
    assert nobody.who == [] and nobody.narration == "A fox naps."
    assert silent.narration == "" and silent.duration_s is not None


def test_somebody_in_a_shot_gets_a_cast_entry(workspace: Workspace) -> None:
    plan = fill(PARTIALS[2], workspace).screenplay
    assert "reynard" in plan.cast
    assert [p.character for p in plan.scenes[0].shots[0].who or []] == ["reynard"]


def test_lines_are_not_told_twice(workspace: Workspace) -> None:
    shot = fill(PARTIALS[4], workspace).screenplay.scenes[1].shots[1]
    assert shot.narration == "" and [line.line for line in shot.dialogue or []] == ["Hello."]


def _with_shots(plan: Screenplay, change: Callable[[Shot], Shot]) -> Screenplay:
    scenes = [scene.model_copy(update={"shots": [change(s) for s in scene.shots]}) for scene in plan.scenes]
    return plan.model_copy(update={"scenes": scenes})


def test_only_missing_boxes_ask_only_for_boxes(workspace: Workspace) -> None:
    plan = fill(PARTIALS[0], workspace).screenplay
    bare = _with_shots(
        plan,
        lambda shot: shot.model_copy(
            update={"who": [p.model_copy(update={"path": []}) for p in shot.who or []]}
        ),
    )
    writer = ScriptedWriter()
    again = plan_screenplay(bare, writer=writer, workspace=Workspace(workspace.root / "other"))
    assert {name for name, _ in writer.asked} == {"block", "review"}
    assert again.screenplay == plan


def test_choices_fill_only_what_is_open(workspace: Workspace) -> None:
    mine = parse_screenplay({"title": "Mine", "style": "ink", "shots": ["A fox naps."]})
    choices: Any = {"title": "Yours", "style": "oil", "seed": 5}
    plan = plan_screenplay(mine, writer=ScriptedWriter(), workspace=workspace, **choices).screenplay
    assert (plan.title, plan.style, plan.seed) == ("Mine", "ink", 5)


def test_ids_are_given_without_asking(workspace: Workspace) -> None:
    plan = fill(PARTIALS[0], workspace).screenplay
    bare = _with_shots(plan, lambda shot: shot.model_copy(update={"id": None}))
    writer = ScriptedWriter()
    assert plan_screenplay(bare, writer=writer, workspace=workspace).screenplay == plan
    assert not writer.asked


def test_a_chapter_begins_a_scene_whether_or_not_the_writer_saw_it() -> None:
    shots = [OutlineShot(first=0, last=1, who=["fox"]), OutlineShot(first=2, last=5)]
    outline = Outline(scenes=[OutlineScene(place="wood", shots=shots)])
    divided = divide_at(outline, [0, 1, 4])
    runs = [[(s.first, s.last, s.who) for s in scene.shots] for scene in divided.scenes]
    assert runs == [[(0, 0, ["fox"])], [(1, 1, ["fox"]), (2, 3, [])], [(4, 5, [])]]
    assert divide_at(outline, [0]) is outline


def test_headings_of_a_story_are_the_chapters_of_its_scenes(workspace: Workspace) -> None:
    story = split_story("# Fox\n\n## One\n\nA fox ran. It fell.\n\n## Two\n\nHe slept. He woke.")
    filled = plan_story(story, writer=ScriptedWriter(), workspace=workspace).screenplay
    begins = {scene.chapter: scene.shots[0].narration for scene in filled.scenes if scene.chapter}
    assert list(begins) == ["One", "Two"]
    assert begins["One"].startswith("A fox ran.") and begins["Two"].startswith("He slept.")
    assert (
        " ".join(str(shot.narration) for _, shot in filled.shots())
        == "A fox ran. It fell. He slept. He woke."
    )

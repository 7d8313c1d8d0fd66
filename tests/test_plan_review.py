"""What a plan goes through before it is one: reviews with the writer, and a person's word."""

from pathlib import Path
from typing import Any

import pytest
from loopback import ScriptedWriter

from director.planner import pending, plan_story, resume
from director.rubric import CRITERIA
from prompts.errors import WorkspaceError
from prompts.screenplay import Screenplay
from shots.slate import Workspace
from tests.test_planner import pages_of, story


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "film.production")


# -- review --------------------------------------------------------------------------------------------------


def flat(template: str, slots: Any, page: Any) -> Any:
    """Every shot looks the same until somebody complains."""
    if template == "stage" and not slots["problems"]:
        for shot in page["shots"]:
            shot |= {"size": "medium", "who": [{"character": "fox"}] if slots["cast"] else []}
    return page


def test_problems_go_back_to_the_scene_that_owns_them(workspace: Workspace) -> None:
    writer = ScriptedWriter(flat)
    plan = plan_story(story(), writer=writer, workspace=workspace)
    complaints = [slots for name, slots in writer.asked if name == "stage" and slots["problems"]]
    assert complaints and all("Begin wide" in str(slots["problems"]) for slots in complaints)
    assert writer.count("write") == writer.count("cast") == 1
    assert not plan.problems


def test_rounds_are_bounded_and_what_is_left_is_reported(workspace: Workspace) -> None:
    def stubborn(template: str, slots: Any, page: Any) -> Any:
        if template == "stage":
            for shot in page["shots"]:
                shot["size"] = "medium"
        return page

    writer = ScriptedWriter(stubborn)
    plan = plan_story(story(), writer=writer, workspace=workspace, rounds=2)
    assert any("Begin wide" in p.problem for p in plan.problems)
    assert writer.count("stage") <= 3 * 3
    assert plan.approved


def test_critic_is_heard_once_for_each_problem(workspace: Workspace) -> None:
    def critic(template: str, slots: Any, page: Any) -> Any:
        if template == "review":
            return {"problems": [{"page": "cast", "problem": "The crow is too small."}]}
        return page

    writer = ScriptedWriter(critic)
    plan = plan_story(story(), writer=writer, workspace=workspace)
    assert [s["problems"] for n, s in writer.asked if n == "cast"] == [[], ["The crow is too small."]]
    assert [p.problem for p in plan.problems] == ["The crow is too small."]


def test_round_that_makes_it_worse_is_undone(workspace: Workspace) -> None:
    def worsen(template: str, slots: Any, page: Any) -> Any:
        if template == "review":
            return {"problems": [{"page": "stage", "scene": "s1", "shot": "s1-01", "problem": "Dull."}]}
        if template == "stage" and slots["problems"]:
            for shot in page["shots"]:
                shot["size"] = "close"
        return page

    plan = plan_story(story(), writer=ScriptedWriter(worsen), workspace=workspace).screenplay
    sizes = [shot.camera.size for shot in plan.scenes[0].shots if shot.camera]
    assert sizes == ["wide", "medium", "close", "wide"]


def score(value: int) -> list[dict[str, Any]]:
    return [{"criterion": c, "score": value, "reason": f"it is {value}"} for c in CRITERIA]


def critic_of_light(template: str, slots: Any, page: Any) -> Any:
    """A critic who wants the first shot brighter, and likes what comes of it as the writer's `likes` say."""
    if template == "stage" and slots["problems"]:
        page["shots"][0]["light"] = "bright"
    if template == "review":
        bright = any("bright" in line for line in slots["shots"])
        problem = {"page": "stage", "shot": "s1-01", "problem": "It is too dark. Light it."}
        return {"problems": [] if bright else [problem], "scores": score(5 if bright else 3)}
    return page


def test_critics_scores_before_and_after_are_told(workspace: Workspace) -> None:
    plan = plan_story(story(), writer=ScriptedWriter(critic_of_light), workspace=workspace)
    assert plan.reviewed
    assert (plan.reviewed.before.mean, plan.reviewed.after.mean, plan.reviewed.rounds) == (3, 5, 1)
    assert plan.reviewed.after.by == "scripted"
    assert plan.screenplay.scenes[0].shots[0].light == "bright" and not plan.problems


def test_round_that_the_critic_likes_less_is_undone(workspace: Workspace) -> None:
    def fickle(template: str, slots: Any, page: Any) -> Any:
        page = critic_of_light(template, slots, page)
        return (
            {**page, "scores": score(1 if page["scores"][0]["score"] == 5 else 3)}
            if template == "review"
            else page
        )

    plan = plan_story(story(), writer=ScriptedWriter(fickle), workspace=workspace)
    assert plan.screenplay.scenes[0].shots[0].light == "soft"
    assert [p.problem for p in plan.problems] == ["It is too dark. Light it."]
    assert plan.reviewed and (plan.reviewed.before.mean, plan.reviewed.after.mean, plan.reviewed.rounds) == (
        3,
        3,
        0,
    )


@pytest.mark.parametrize("rounds", [0, 1])
def test_no_more_rounds_are_made_than_were_asked_for(rounds: int, workspace: Workspace) -> None:
    writer = ScriptedWriter(critic_of_light)
    plan = plan_story(story(), writer=writer, workspace=workspace, rounds=rounds)
    assert writer.count("review") == 1 + rounds
    assert len(plan.problems) == 1 - rounds


def test_critic_without_scores_leaves_them_to_the_rules(workspace: Workspace) -> None:
    plan = plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    assert plan.reviewed and plan.reviewed.after.by == "rules" and plan.reviewed.after.mean == 5


# -- approval ------------------------------------------------------------------------------------------------


def test_plan_waits_for_an_answer_and_goes_on_with_it(workspace: Workspace) -> None:
    waiting = plan_story(story(), writer=ScriptedWriter(), workspace=workspace, yes=False)
    assert waiting.approved is None
    found = pending(workspace)
    assert found is not None and found.screenplay == waiting.screenplay
    assert resume(workspace, True).approved is True
    assert pending(workspace) is None
    with pytest.raises(WorkspaceError, match="No plan waits"):
        resume(workspace, True)


def test_caller_is_asked_and_heard(workspace: Workspace) -> None:
    seen: list[Screenplay] = []

    def refuse(screenplay: Screenplay, problems: list) -> bool:
        seen.append(screenplay)
        return False

    plan = plan_story(story(), writer=ScriptedWriter(), workspace=workspace, yes=False, approve=refuse)
    assert plan.approved is False
    assert seen == [plan.screenplay]
    assert plan_story(story(), writer=ScriptedWriter(), workspace=workspace, yes=True).approved is True


def test_plan_whose_pages_are_gone_does_not_wait_any_more(workspace: Workspace) -> None:
    plan_story(story(), writer=ScriptedWriter(), workspace=workspace, yes=False)
    for page in pages_of(workspace, "stage-1"):
        page.unlink()
    assert pending(workspace) is None
    writer = ScriptedWriter()
    assert plan_story(story(), writer=writer, workspace=workspace).approved
    assert [name for name, _ in writer.asked] == ["stage"]


def test_nothing_is_pending_in_an_empty_folder(workspace: Workspace) -> None:
    assert pending(workspace) is None
    with pytest.raises(WorkspaceError, match="No plan waits"):
        resume(workspace, True)

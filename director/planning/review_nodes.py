"""The review of a plan: what is wrong with it, who owns that, and whether a round has made it better.

python -c "from director.planning.review_nodes import owners; print(owners.__doc__)"
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from director.planning.parts import review_parts
from director.planning.plan_nodes import Marks, PlanState, Problems, Run, assemble, read_asked
from director.planning.slots import outline_is_open, review_lines
from director.review import lint
from director.rubric import Reviewed, Scores, is_worse, join_scores, score_by_rules
from prompts.pages import Problem, ReviewPage
from prompts.screenplay import Screenplay


def review_plan(run: Run, state: PlanState) -> dict[str, Any]:
    """What is wrong with the plan by the rules and by the critic, and which of it goes back.

    A round after which the rules find more, or the critic likes the plan less, is undone.
    """
    pages, store = state.get("pages", {}), run.store
    update: dict[str, Any] = {"round": state.get("round", 0) + 1, "undo": "", "left": ""}
    screenplay = assemble(run, pages)
    found = lint(screenplay)
    before = store.read("undo", state["undo"], Marks) if state.get("undo") else None
    if before and len(found) > before.count:
        return {**update, **_undo(before)}
    problems, scores = criticise(run, screenplay, found)
    if before and before.scores and is_worse(scores, store.read("scores", before.scores, Scores)):
        return {**update, **_undo(before)}
    update["scores"] = store.keep("scores", scores)
    update["first"] = state.get("first") or update["scores"]
    update["sent"] = state.get("sent", 0) + (before is not None)
    problems = [*found, *problems]
    if problems:
        update["left"] = store.keep("problems", Problems(problems=problems))
    if update["round"] > run.rounds or not (new := _new(run, state, problems)):
        return update
    marks = Marks(pages=pages, count=len(found), left=update["left"], scores=update["scores"])
    update["undo"] = store.keep("undo", marks)
    update["asked"] = store.keep("asked", Problems(problems=new))
    return update


def _undo(before: Marks) -> dict[str, Any]:
    return {"pages": before.pages, "left": before.left, "scores": before.scores}


def criticise(run: Run, screenplay: Screenplay, found: list[Problem]) -> tuple[list[Problem], Scores]:
    """What the writer, reading as a critic, would have changed, and how good it finds the plan.

    A critic who gives no scores leaves them to the rules.
    """
    lines = review_lines(screenplay)
    known = [f"{p.shot or p.scene or 'film'}: {p.problem}" for p in found]
    scene_of = {shot.id: scene.id for scene, shot in screenplay.shots()}
    problems = []
    windows = []
    parts = review_parts(lines, known, run.window)
    run.total = max(run.total, run.steps + len(parts))
    for number, slots in enumerate(parts):
        key = f"review-{number}"
        page = run.store.read(key, run.ask("review", key, slots), ReviewPage)
        problems += [p.model_copy(update={"scene": scene_of.get(p.shot, p.scene)}) for p in page.problems]
        windows.append((len(slots.shots), page.scores))
    critic = run.store.writer.name if run.store.writer else ""
    return problems, join_scores(critic, windows) or score_by_rules(screenplay)


def read_review(run: Run, state: PlanState) -> Reviewed | None:
    """How the plan was judged first and last; None if it was not."""
    if not state.get("scores"):
        return None
    first, last = (run.store.read("scores", mark, Scores) for mark in (state["first"], state["scores"]))
    return Reviewed(before=first, after=last, rounds=state.get("sent", 0))


def _new(run: Run, state: PlanState, problems: list[Problem]) -> list[Problem]:
    """All that has been sent back with what is new; [] when nothing is new.

    A new outline makes new scenes: then only what concerns it is sent, the rest is looked at again
    afterwards.
    """
    before = read_asked(run, state)
    fresh = [p for p in problems if p not in before and not (p.page == "write" and _is_fixed(run))]
    if any(p.page == "write" for p in fresh):
        before = [p for p in before if p.page == "write"]
        fresh = [p for p in fresh if p.page == "write"]
    return [*before, *fresh] if fresh else []


def _is_fixed(run: Run) -> bool:
    """A person wrote all that the outline could say: sending it back would change nothing."""
    return bool(run.brief.written and not outline_is_open(run.brief.written))


def owners(problems: Iterable[Problem], screenplay: Screenplay) -> tuple[str, dict[int, str]]:
    """(the page that all others wait for, or '', {scene index: the page it starts again from})."""
    pages = {p.page for p in problems}
    for page in ("write", "cast"):
        if page in pages:
            return page, {}
    scenes: dict[int, str] = {}
    for index, scene in enumerate(screenplay.scenes):
        own = {p.page for p in problems if p.scene in (None, scene.id)}
        if own:
            scenes[index] = "stage" if "stage" in own else "block"
    return "", scenes

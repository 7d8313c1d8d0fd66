"""The plan of a film: write -> cast -> stage -> block -> time -> review -> approve, for any writer.

These are the planner's doors. A killed plan goes on where it was, no page is asked for twice, and what a
person wrote is never rewritten. Which writer fills the pages is not known here.

    result = plan_story(split_story("A fox ran."), writer=OfflineWriter(None), workspace=workspace, yes=True)
"""

from __future__ import annotations

from typing import Any

from director.events import Listener, ignore
from director.planning.drafts import Brief, brief_screenplay, brief_story
from director.planning.obeying import check_written, choose_style, fit_story
from director.planning.page_store import PageStore
from director.planning.plan_nodes import Approval, PlanResult, Run
from director.planning.slots import is_complete
from director.review import lint
from director.rubric import Reviewed, score_by_rules
from director.settings import ROUNDS
from director.writer import Writer
from prompts.rules import Rules, combine_rules, parse_rules
from prompts.screenplay import Frame, Screenplay, with_ids
from prompts.story import Story
from shots.slate import Workspace


def plan_story(
    story: Story,
    *,
    writer: Writer,
    workspace: Workspace,
    title: str | None = None,
    language: str | None = None,
    style: str | None = None,
    seed: int | None = None,
    frame: Frame | None = None,
    yes: bool = True,
    approve: Approval | None = None,
    on_event: Listener = ignore,
    rounds: int = ROUNDS,
    rules: Rules | None = None,
) -> PlanResult:
    """The screenplay of a story, told word for word.

    Args:
        workspace: where pages and checkpoints are kept. Called again with the same story, writer and choices,
            the plan goes on where it was.
        yes: nobody is asked. Otherwise `approve` is, or the plan waits for `resume` when there is none.
        rounds: how often problems go back to the writer.
        rules: what is asked of the film; kept to the letter, or refused.

    Raises:
        WriterError: the writer cannot be asked, or refuses. Pages that were finished are kept.
        RulesError: the rules cannot be kept; the text says why.
        WorkspaceError: the folder cannot be written.
    """
    rules = rules or Rules()
    choices: dict[str, Any] = {"title": title, "language": language, "seed": seed, "frame": frame}
    choices["style"] = choose_style(style, rules)
    brief = brief_story(fit_story(story, rules), rules=rules, **choices)
    return _plan(brief, writer, workspace, yes, approve, on_event, rounds)


def plan_screenplay(
    written: Screenplay,
    *,
    writer: Writer,
    workspace: Workspace,
    title: str | None = None,
    language: str | None = None,
    style: str | None = None,
    seed: int | None = None,
    frame: Frame | None = None,
    yes: bool = True,
    approve: Approval | None = None,
    on_event: Listener = ignore,
    rounds: int = ROUNDS,
    rules: Rules | None = None,
) -> PlanResult:
    """The screenplay with its open fields filled; whatever a person wrote stays as it is.

    One in which nothing is open comes back as it is, and no writer is asked. Arguments and errors are those
    of `plan_story`.
    """
    rules = combine_rules(parse_rules(written.rules or ""), rules or Rules())
    check_written(written, rules)
    choices: dict[str, Any] = {"title": title, "language": language, "seed": seed, "frame": frame}
    choices["style"] = choose_style(written.style or style, rules)
    brief = brief_screenplay(written, rules=rules, **choices)
    if is_complete(written):
        values: dict[str, Any] = {
            "style": brief.style,
            "seed": brief.seed,
            "frame": brief.frame or written.frame,
        }
        values["scenes"] = with_ids(written).scenes
        changed = {n: v for n, v in values.items() if getattr(written, n) != v}
        plan = written.model_copy(update=changed) if changed else written
        judged = score_by_rules(plan)
        reviewed = Reviewed(before=judged, after=judged, rounds=0)
        return PlanResult(plan, lint(plan), [], True, 0, reviewed)
    return _plan(brief, writer, workspace, yes, approve, on_event, rounds)


def _plan(
    brief: Brief,
    writer: Writer,
    workspace: Workspace,
    yes: bool,
    approve: Approval | None,
    on_event: Listener,
    rounds: int,
) -> PlanResult:
    from director.planning.plan_graph import run_graph

    workspace.open()
    run = Run(brief, PageStore(workspace, writer), on_event, yes, rounds)
    return run_graph(run, approve)


def pending(workspace: Workspace) -> PlanResult | None:
    """The plan that waits for an answer in this folder, or None."""
    from director.planning.plan_graph import find_pending

    return find_pending(workspace)


def resume(workspace: Workspace, approved: bool, *, on_event: Listener = ignore) -> PlanResult:
    """The plan that waited, with the answer. No writer is asked.

    Raises:
        WorkspaceError: no plan waits in this folder.
    """
    from director.planning.plan_graph import answer_pending

    return answer_pending(workspace, approved, on_event)

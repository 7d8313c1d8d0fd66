"""How good a plan is, criterion by criterion from 1 to 5: a critic's word, or what the rules can say.

python -c "from director.rubric import CRITERIA; print(*CRITERIA)"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import get_args

from pydantic import BaseModel, ConfigDict, Field

from director import review
from prompts.pages import Criterion, Problem, Score
from prompts.screenplay import Screenplay

CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
BY_RULES = "rules"
NOISE = 0.3
"""A critic's mean falls and rises so much without a reason."""

_RULES: Mapping[Criterion, tuple[Callable[[Screenplay], Iterable[Problem]], ...]] = {
    "story": (review.find_unspeakable, review.find_empty, review.find_unseen),
    "cast": (review.find_strangers, review.find_doubles, review.find_lookalikes),
    "place": (review.find_time_jumps, review.find_unestablished),
    "action": (review.find_voices_of_nobody, review.find_slideshow),
    "camera": (review.find_repeats, review.find_crowded_closes),
    "continuity": (review.find_flips, review.find_overlaps, review.find_specks),
}


class Scores(BaseModel):
    """A plan, judged. Kept as a page on disk, and in the film's report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str = Field(description="`rules`, or the writer who read it as a critic")
    scores: dict[str, float] = Field(
        description="criterion -> 1 (not to be understood) .. 5 (nothing to put right)"
    )
    reasons: dict[str, str] = Field(default_factory=dict)

    @property
    def mean(self) -> float:
        """Of all criteria, 1..5."""
        return sum(self.scores.values()) / len(self.scores)


class Reviewed(BaseModel):
    """How a plan was judged when it first stood, and as it stands now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: Scores
    after: Scores
    rounds: int = Field(description="how often problems went back to the pages that own them")


def score_by_rules(screenplay: Screenplay) -> Scores:
    """What the rules can say: 5 without a problem, one less for every tenth of the shots that has one."""
    shots = sum(1 for _ in screenplay.shots())
    scores, reasons = {}, {}
    for criterion, rules in _RULES.items():
        found = [problem for rule in rules for problem in rule(screenplay)]
        tenths = 10 * len({p.shot or p.problem for p in found}) / max(shots, 10)
        scores[criterion] = round(max(1.0, 5 - tenths), 1)
        if found:
            where = found[0].shot or found[0].scene or "the film"
            reasons[criterion] = f"{where}: {found[0].problem}"
    return Scores(by=BY_RULES, scores=scores, reasons=reasons)


def join_scores(by: str, windows: Sequence[tuple[int, Sequence[Score]]]) -> Scores | None:
    """The scores of a film that was read in parts, each weighing as many shots as it has.

    Args:
        windows: (shots, scores) of each part.

    Returns:
        None if a criterion was not scored at all.
    """
    sums: dict[str, float] = {}
    weights: dict[str, int] = {}
    reasons: dict[str, tuple[int, str]] = {}
    for shots, scores in windows:
        for score in scores:
            sums[score.criterion] = sums.get(score.criterion, 0) + shots * score.score
            weights[score.criterion] = weights.get(score.criterion, 0) + shots
            worst = reasons.get(score.criterion)
            if score.reason and (worst is None or score.score < worst[0]):
                reasons[score.criterion] = (score.score, score.reason)
    if set(sums) != set(CRITERIA):
        return None
    means = {name: round(sums[name] / weights[name], 2) for name in CRITERIA}
    return Scores(by=by, scores=means, reasons={n: reasons[n][1] for n in CRITERIA if n in reasons})


def is_worse(after: Scores, before: Scores) -> bool:
    """Whether a critic likes the second plan less, by more than chance. Two judges are not compared."""
    return after.by == before.by != BY_RULES and after.mean < before.mean - NOISE


def describe_scores(reviewed: Reviewed) -> list[str]:
    """A line with all criteria, `camera 3 → 4`, and below it a reason for each that is not 5."""
    before, after = reviewed.before, reviewed.after
    moved = [f"{name} {_move(before.scores.get(name), value)}" for name, value in after.scores.items()]
    rounds = f" in {reviewed.rounds} round{'s' * (reviewed.rounds != 1)}" if reviewed.rounds else ""
    head = (
        f"review by {after.by}: {', '.join(moved)}; mean {_move(round(before.mean, 2), round(after.mean, 2))}"
    )
    return [
        head + rounds,
        *(f"  {n}: {after.reasons[n]}" for n in after.reasons if after.scores.get(n, 5) < 5),
    ]


def _move(before: float | None, after: float) -> str:
    return f"{after:g}" if before in (None, after) else f"{before:g} → {after:g}"

"""The rules of the review: each finds its fault, names the page that owns it, and passes a sound plan."""

from pathlib import Path
from typing import Any

import pytest

from director import review
from director.hints import advise, find_rare, hint_physics, hint_rare
from director.review import lint
from director.rubric import (
    CRITERIA,
    Reviewed,
    Scores,
    describe_scores,
    is_worse,
    join_scores,
    score_by_rules,
)
from prompts.pages import Score
from prompts.screenplay import Screenplay, parse_screenplay

RARE = Path(review.__file__).parent / "lexicon" / "rare.txt"
LEFT, RIGHT = [0.1, 0.3, 0.4, 0.9], [0.6, 0.3, 0.9, 0.9]


def performer(name: str, *boxes: list[float]) -> dict[str, Any]:
    path = [{"at": i / max(1, len(boxes) - 1), "box": box} for i, box in enumerate(boxes)]
    return {"character": name, "path": path}


def shot(*who: Any, size: str = "medium", **values: Any) -> dict[str, Any]:
    return {"action": "Something happens.", "who": list(who), "camera": {"size": size}, **values}


def film(*scenes: list[dict[str, Any]], **values: Any) -> Screenplay:
    data = {
        "cast": {
            "fox": {"name": "the fox", "kind": "fox", "look": "red"},
            "crow": {"name": "the crow", "kind": "crow", "look": "black"},
        },
        "places": {"wood": {"name": "the wood", "look": "firs"}},
        "scenes": [
            {
                "id": f"s{n}",
                "place": "wood",
                "shots": [{"id": f"s{n}-{i}", **values} for i, values in enumerate(shots, 1)],
            }
            for n, shots in enumerate(scenes, 1)
        ],
        **values,
    }
    return parse_screenplay(data)


SOUND = film(
    [
        shot(performer("fox", LEFT), performer("crow", RIGHT), size="wide"),
        shot(performer("fox", LEFT), size="medium"),
        shot(performer("fox", LEFT), performer("crow", RIGHT), size="close"),
    ]
)


def found(rule: Any, plan: Screenplay) -> list[tuple[str, str | None]]:
    """(page, shot) of every problem that one rule sees."""
    return [(p.page, p.shot) for p in rule(plan)]


def test_sound_plan_has_no_problems() -> None:
    assert lint(SOUND) == []


@pytest.mark.parametrize("rule", review.RULES, ids=lambda rule: rule.__name__)
def test_bare_sentences_pass_every_rule_about_pictures(rule: Any) -> None:
    """A partial screenplay can be looked at: what is open is not wrong."""
    bare = parse_screenplay(["A fox naps.", "A crow lands."])
    assert [p for p in rule(bare) if p.page in ("stage", "block", "cast")] == []


def test_stranger_is_found() -> None:
    plan = film([shot(performer("fox", LEFT), size="wide")], cast={})
    assert found(review.find_strangers, plan) == [("write", "s1-1")]
    spoken = film([shot(dialogue=[{"speaker": "bear", "line": "Hm."}])], cast={})
    assert found(review.find_strangers, spoken) == [("write", "s1-1")]


def test_somebody_never_seen_is_found() -> None:
    plan = film([shot(performer("fox", LEFT), size="wide")])
    (problem,) = review.find_unseen(plan)
    assert "crow" in problem.problem and problem.page == "write"


def test_voice_is_not_unseen() -> None:
    plan = film([shot(performer("fox", LEFT), dialogue=[{"speaker": "crow", "line": "Caw."}])])
    assert found(review.find_unseen, plan) == []


def test_two_of_one_name_are_found() -> None:
    cast = {"fox": {"name": "the fox"}, "fox-2": {"name": "Fox"}, "crow": {"name": "the crow"}}
    (problem,) = review.find_doubles(film([shot()], cast=cast))
    assert "'fox'" in problem.problem and "'fox-2'" in problem.problem


def test_empty_picture_is_found() -> None:
    plan = parse_screenplay(
        {"scenes": [{"shots": [{"id": "x", "who": []}, {"id": "y", "image_prompt": "sea"}]}]}
    )
    assert found(review.find_empty, plan) == [("write", "x")]


@pytest.mark.parametrize(
    ("narration", "too_long"),
    [("word " * 45, False), ("word " * 46, True), ("字" * 140, False), ("字" * 141, True)],
)
def test_shot_too_long_to_speak_is_found(narration: str, too_long: bool) -> None:
    plan = film([shot(narration=narration)])
    assert found(review.find_unspeakable, plan) == ([("write", "s1-1")] if too_long else [])


def test_quoted_lines_count_once() -> None:
    line = "word " * 39 + "word"
    lines = [{"speaker": "fox", "line": line}]
    assert found(review.find_unspeakable, film([shot(narration=f"“{line}”", dialogue=lines)])) == []
    plan = film([shot(narration="word " * 20, dialogue=lines)])
    assert found(review.find_unspeakable, plan) == [("write", "s1-1")]


def test_lookalikes_are_found() -> None:
    cast = {name: {"name": name, "kind": "fox", "look": "Red fur"} for name in ("fox", "crow")}
    assert found(review.find_lookalikes, film([shot()], cast=cast)) == [("cast", None)]
    cast["crow"] = {"name": "crow", "kind": "crow", "look": "Red fur"}
    assert found(review.find_lookalikes, film([shot()], cast=cast)) == []


def test_same_picture_three_times_running_is_found_once() -> None:
    same = shot(performer("fox", LEFT))
    assert found(review.find_repeats, film([same] * 2)) == []
    assert found(review.find_repeats, film([same] * 4)) == [("stage", "s1-3")]
    assert found(review.find_repeats, film([same] * 2, [same] * 2)) == []


def test_scene_that_never_shows_its_place_is_found() -> None:
    close = shot(performer("fox", LEFT), size="close")
    assert found(review.find_unestablished, film([close] * 3)) == [("stage", "s1-1")]
    assert found(review.find_unestablished, film([shot(size="wide"), close, close])) == []
    assert found(review.find_unestablished, film([close] * 2)) == []


def test_slide_show_is_found() -> None:
    still = shot(performer("fox", LEFT), motion={"intensity": 1})
    assert found(review.find_slideshow, film([still] * 6)) == [("stage", "s1-1")]
    walk = shot(performer("fox", LEFT, RIGHT), motion={"intensity": 1})
    assert found(review.find_slideshow, film([*[still] * 5, walk])) == []


def test_two_in_one_box_are_found() -> None:
    plan = film([shot(performer("fox", LEFT), performer("crow", [0.15, 0.3, 0.45, 0.9]))])
    assert found(review.find_overlaps, plan) == [("block", "s1-1")]


def test_boxes_that_meet_on_the_way_are_found() -> None:
    plan = film([shot(performer("fox", LEFT, RIGHT), performer("crow", RIGHT))])
    assert found(review.find_overlaps, plan) == [("block", "s1-1")]


def test_speck_is_found() -> None:
    plan = film([shot(performer("fox", [0.1, 0.9, 0.15, 0.93]))])
    assert found(review.find_specks, plan) == [("block", "s1-1")]


def test_change_of_sides_is_found_unless_somebody_is_seen_to_cross() -> None:
    here = shot(performer("fox", LEFT), performer("crow", RIGHT))
    there = shot(performer("crow", LEFT), performer("fox", RIGHT))
    crossing = shot(performer("fox", LEFT, RIGHT), performer("crow", RIGHT, LEFT))
    assert found(review.find_flips, film([here, there])) == [("block", "s1-2")]
    assert found(review.find_flips, film([here], [there])) == [], "another scene has sides of its own"
    assert found(review.find_flips, film([here, crossing, there])) == []


def test_voice_with_nobody_on_screen_is_found() -> None:
    said = [{"speaker": "crow", "line": "Caw."}]
    assert found(review.find_voices_of_nobody, film([shot(dialogue=said)])) == [("write", "s1-1")]
    seen = shot(performer("fox", LEFT), dialogue=said)
    assert found(review.find_voices_of_nobody, film([seen])) == []


@pytest.mark.parametrize(
    ("time", "values", "jumps"),
    [
        ("day", {"light": "cool moonlight, deep shadows"}, True),
        ("night", {"light": "cool moonlight, deep shadows"}, False),
        ("night", {"light": "bright daylight"}, True),
        ("day", {"action": "At midnight the fox runs."}, True),
        ("day", {"action": "The fox dreams of the night."}, False),
        ("evening", {"light": "the glow of the sunset"}, False),
        ("morning", {"action": "They meet at dusk."}, True),
    ],
)
def test_other_time_of_day_inside_a_scene_is_found(time: str, values: dict[str, Any], jumps: bool) -> None:
    plan = parse_screenplay({"scenes": [{"time_of_day": time, "shots": [{"id": "x", **values}]}]})
    assert found(review.find_time_jumps, plan) == ([("stage", "x")] if jumps else [])


def test_more_faces_than_a_close_frame_holds_are_found() -> None:
    three = [performer("fox", LEFT), performer("crow", RIGHT), performer("owl", RIGHT)]
    cast = {name: {} for name in ("fox", "crow", "owl")}
    assert found(review.find_crowded_closes, film([shot(*three, size="close")], cast=cast)) == [
        ("stage", "s1-1")
    ]
    assert found(review.find_crowded_closes, film([shot(*three, size="full")], cast=cast)) == []


def test_film_of_shots_all_alike_is_a_slide_show() -> None:
    still = shot(performer("fox", LEFT), motion={"intensity": 1}, duration_s=4)
    assert found(review.find_slideshow, film([still] * 3, [still] * 3)) == [("stage", None)]
    other = {**still, "duration_s": 2}
    assert found(review.find_slideshow, film([still] * 3, [still, still, other])) == []


# -- hints ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "risky"),
    [
        ("She pours milk into the bowl.", True),
        ("The vase shatters on the floor.", True),
        ("He juggles three oranges.", True),
        ("The snowman melts.", True),
        ("She knits a scarf.", True),
        ("The frog turns into a prince.", True),
        ("A sign reads: keep out.", True),
        ("She looks into the mirror.", True),
        ("The fox walks under the trees.", False),
        ("The bear sleeps by the water.", False),
        ("They talk and laugh.", False),
    ],
)
def test_action_that_breaks_physics_in_video_models_is_hinted_at(action: str, risky: bool) -> None:
    plan = parse_screenplay({"shots": [{"id": "x", "action": action}]})
    hints = list(hint_physics(plan))
    assert [h.shot for h in hints] == (["x"] if risky else [])
    assert lint(plan) == lint(parse_screenplay({"shots": [{"id": "x", "action": "A fox."}]}))


@pytest.mark.parametrize(
    ("cast", "rare"),
    [
        ({"kind": "ptarmigan"}, True),
        ({"kind": "dog", "look": "a big Komondor"}, True),
        ({"kind": "bird", "look": "an Olive-sided Flycatcher"}, True),
        ({"kind": "zorblax"}, True),
        ({"kind": "fox", "look": "red"}, False),
        ({"kind": "old woman"}, False),
        ({"name": "Merlin", "kind": "wizard"}, False),
        ({"kind": "ptarmigan", "references": ["p.png"]}, False),
    ],
)
def test_rare_concept_asks_for_a_reference_and_a_reference_silences_it(cast: Any, rare: bool) -> None:
    plan = parse_screenplay({"cast": {"it": cast}, "shots": ["It sits."]})
    hints = list(hint_rare(plan))
    assert bool(hints) is rare
    assert all("reference picture" in hint.problem for hint in hints)


def test_every_rare_concept_is_found_by_its_own_name() -> None:
    names = [n for n in RARE.read_text(encoding="utf-8").splitlines() if n and n[0] not in "#["]
    assert len(names) > 250
    assert [n for n in names if not find_rare(f"a {n}")] == []


def test_other_hints_are_found() -> None:
    same = shot(performer("fox", LEFT), motion={"intensity": 1}, duration_s=20)
    hurried = shot(performer("fox", LEFT), size="wide", narration="word " * 40, duration_s=2)
    voice = shot(performer("fox", LEFT), size="full", dialogue=[{"speaker": "crow", "line": "Caw."}])
    told = [(h.shot, h.problem) for h in advise(film([same, same, hurried, voice]))]
    for where, words in (
        ("s1-1", "nothing moves for 20 s"),
        ("s1-2", "the cut will jump"),
        ("s1-3", "its words take"),
        ("s1-4", "speaks off screen"),
    ):
        assert any(shot == where and words in said for shot, said in told), words


def test_sound_plan_needs_no_hint() -> None:
    assert advise(SOUND) == []


# -- scores --------------------------------------------------------------------------------------------------


def test_sound_plan_is_scored_five_and_every_fault_costs() -> None:
    assert set(score_by_rules(SOUND).scores) == set(CRITERIA)
    assert score_by_rules(SOUND).mean == 5
    flat = film([shot(performer("fox", LEFT))] * 4, cast={"fox": {"name": "fox"}, "x": {}})
    scores = score_by_rules(flat)
    assert scores.scores["camera"] < 5 and "s1-3" in scores.reasons["camera"]
    assert all(1 <= value <= 5 for value in scores.scores.values())


def judged(*values: int, by: str = "critic") -> Scores:
    rows = [Score(criterion=c, score=v, reason=f"{c}!") for c, v in zip(CRITERIA, values, strict=True)]
    scores = join_scores(by, [(10, rows)])
    assert scores
    return scores


def test_parts_of_a_film_weigh_as_many_shots_as_they_have() -> None:
    rows = [[Score(criterion=c, score=v, reason=str(v)) for c in CRITERIA] for v in (5, 2)]
    scores = join_scores("critic", [(80, rows[0]), (40, rows[1])])
    assert scores and scores.scores["story"] == 4 and scores.reasons["story"] == "2"
    assert join_scores("critic", [(80, rows[0][:3])]) is None, "a criterion is missing"


def test_worse_is_more_than_chance_and_told_by_one_judge() -> None:
    assert is_worse(judged(3, 3, 3, 3, 3, 3), judged(4, 4, 4, 4, 4, 4))
    assert not is_worse(judged(4, 4, 4, 4, 4, 3), judged(4, 4, 4, 4, 4, 4))
    assert not is_worse(judged(3, 3, 3, 3, 3, 3), judged(4, 4, 4, 4, 4, 4, by="another"))


def test_scores_are_told_with_what_moved_and_why() -> None:
    reviewed = Reviewed(before=judged(3, 4, 5, 5, 5, 5), after=judged(4, 4, 5, 5, 5, 5), rounds=1)
    lines = describe_scores(reviewed)
    assert lines[0].startswith("review by critic: story 3 → 4, cast 4, ")
    assert lines[0].endswith("mean 4.5 → 4.67 in 1 round")
    assert lines[1:] == ["  story: story!", "  cast: cast!"]


def test_problems_say_what_to_do() -> None:
    plan = film(
        [shot(performer("fox", LEFT), performer("crow", LEFT))] * 4,
        cast={"fox": {"name": "fox"}, "crow": {}, "x": {}},
    )
    problems = lint(plan)
    assert len(problems) > 3
    assert all(p.problem.rstrip().endswith(".") and p.problem.count(". ") >= 1 for p in problems)

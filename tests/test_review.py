"""The rules of the review: each finds its fault, names the page that owns it, and passes a sound plan."""

from typing import Any

import pytest

from director import review
from director.review import lint
from prompts.screenplay import Screenplay, parse_screenplay

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


def test_problems_say_what_to_do() -> None:
    plan = film(
        [shot(performer("fox", LEFT), performer("crow", LEFT))] * 4,
        cast={"fox": {"name": "fox"}, "crow": {}, "x": {}},
    )
    problems = lint(plan)
    assert len(problems) > 3
    assert all(p.problem.rstrip().endswith(".") and p.problem.count(". ") >= 1 for p in problems)

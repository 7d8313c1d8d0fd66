"""Proofreading: a sound page passes as it is; slips are put right; what only the writer knows goes back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from director.planning.proofread import proofread_cast, proofread_outline
from director.planning.proofread_scene import (
    MAX_OVERLAP,
    box_at,
    overlap,
    proofread_block,
    proofread_review,
    proofread_stage,
    rank_and_file,
)
from director.planning.register import Register, canonical
from prompts.pages import (
    BlockPage,
    BlockSlots,
    CastPage,
    CastSlots,
    Entity,
    FixedShot,
    Mark,
    Outline,
    Person,
    ReviewPage,
    ReviewSlots,
    StagePage,
    StageSlots,
    WriteSlots,
)
from prompts.vocabulary import VOCABULARIES


def outline(*scenes: list[tuple[int, int]], who: list[str] | None = None, **values: Any) -> Outline:
    return Outline.model_validate(
        {
            "title": "Fox",
            "cast": [{"id": "fox", "name": "the fox"}],
            "places": [{"id": "wood", "name": "the wood"}],
            "scenes": [
                {
                    "place": "wood",
                    "shots": [
                        {"first": a, "last": b, "who": ["fox"] if who is None else who} for a, b in shots
                    ],
                }
                for shots in scenes
            ],
            **values,
        }
    )


def slots(count: int, **values: Any) -> WriteSlots:
    return WriteSlots(units=[f"Unit {i}." for i in range(count)], **values)


def covered(page: Outline) -> list[int]:
    return [u for scene in page.scenes for shot in scene.shots for u in range(shot.first, shot.last + 1)]


# -- write ---------------------------------------------------------------------------------------------------


def test_sound_outline_passes_as_it_is() -> None:
    page = outline([(0, 1), (2, 2)], [(3, 4)])
    proof = proofread_outline(page, slots(5))
    assert proof.page is page
    assert not proof.notes and not proof.faults


@given(
    st.integers(1, 30),
    st.lists(
        st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6), min_size=1, max_size=4
    ),
)
def test_every_unit_ends_up_in_exactly_one_shot_in_order(count: int, scenes: list) -> None:
    """Whatever a writer counts, on the last attempt the outline tells the whole story once, or fails."""
    proof = proofread_outline(outline(*scenes), slots(count), last=True)
    if not proof.faults:
        assert covered(proof.page) == list(range(count))
        assert all(scene.shots for scene in proof.page.scenes)
    else:
        assert not any(0 <= u < count for shots in scenes for a, b in shots for u in (a, b)) or not any(
            scenes
        )


def test_overlapping_shots_are_parted_and_noted() -> None:
    proof = proofread_outline(outline([(0, 2), (2, 4)]), slots(5))
    assert [(s.first, s.last) for s in proof.page.scenes[0].shots] == [(0, 2), (3, 4)]
    assert proof.notes and not proof.faults


def test_short_gap_joins_the_shot_before() -> None:
    proof = proofread_outline(outline([(0, 1), (4, 5)]), slots(6))
    assert [(s.first, s.last) for s in proof.page.scenes[0].shots] == [(0, 3), (4, 5)]


def test_long_gap_goes_back_first_and_becomes_shots_last() -> None:
    page = outline([(0, 1), (12, 13)])
    (fault,) = proofread_outline(page, slots(14)).faults
    assert "2..11" in fault and "0..13" in fault
    last = proofread_outline(page, slots(14), last=True)
    assert covered(last.page) == list(range(14))
    assert max(s.last - s.first for s in last.page.scenes[0].shots) < 6


def test_units_counted_from_one_are_read_as_such() -> None:
    proof = proofread_outline(outline([(1, 2), (3, 5)]), slots(5))
    assert [(s.first, s.last) for s in proof.page.scenes[0].shots] == [(0, 1), (2, 4)]


def test_scenes_told_out_of_order_are_put_in_the_order_of_the_story() -> None:
    proof = proofread_outline(outline([(3, 5)], [(0, 2)]), slots(6))
    assert covered(proof.page) == list(range(6))
    assert len(proof.page.scenes) == 2


def test_outline_without_shots_goes_back() -> None:
    assert proofread_outline(outline([]), slots(3)).faults


def test_one_character_under_three_spellings_becomes_one() -> None:
    cast = [
        {"id": "fox", "name": "the fox", "kind": "fox"},
        {"id": "The-Fox", "name": "Fox", "look": "red"},
        {"id": "fox_1", "name": "The fox"},
    ]
    page = outline([(0, 0)], [(1, 1)], who=["the-fox", "fox_1", "FOX"], cast=cast)
    proof = proofread_outline(page, slots(2))
    assert [(p.id, p.kind, p.look) for p in proof.page.cast] == [("fox", "fox", "red")]
    assert [s.who for scene in proof.page.scenes for s in scene.shots] == [["fox"], ["fox"]]


def test_two_characters_with_names_of_their_own_stay_two() -> None:
    cast = [{"id": "elf-1", "name": "the tall elf"}, {"id": "elf-2", "name": "the small elf"}]
    page = outline([(0, 0)], who=["elf-1", "elf-2"], cast=cast)
    assert len(proofread_outline(page, slots(1)).page.cast) == 2


def test_somebody_on_screen_without_introduction_joins_the_cast() -> None:
    proof = proofread_outline(outline([(0, 0)], who=["old-bear", "Old_Bear"]), slots(1))
    assert [p.id for p in proof.page.cast] == ["fox", "old-bear"]
    assert proof.page.scenes[0].shots[0].who == ["old-bear"]
    assert any("old-bear" in note for note in proof.notes)


def test_place_without_introduction_is_added_once() -> None:
    page = outline([(0, 0)], [(1, 1)], places=[])
    assert [p.id for p in proofread_outline(page, slots(2)).page.places] == ["wood"]


def test_cast_that_was_given_is_closed() -> None:
    given_cast = [Person(id="reynard", name="the fox")]
    page = outline([(0, 0)], who=["fox", "bear"], cast=[{"id": "fox", "name": "the fox", "kind": "fox"}])
    proof = proofread_outline(page, slots(1, cast=given_cast))
    assert [(p.id, p.kind) for p in proof.page.cast] == [("reynard", "fox")]
    assert proof.page.scenes[0].shots[0].who == ["reynard"]
    assert any("bear" in note for note in proof.notes)


def test_shots_that_a_person_wrote_stay_as_they_are() -> None:
    fixed = [
        FixedShot(scene=0, first=0, last=0, who=["the_fox"]),
        FixedShot(scene=0, first=1, last=1),
        FixedShot(scene=1, first=2, last=2, who=[]),
    ]
    page = outline([(0, 2)], who=["fox", "bear"])
    proof = proofread_outline(page, slots(3, fixed=fixed))
    shots = [[(s.first, s.last, s.who) for s in scene.shots] for scene in proof.page.scenes]
    assert shots == [[(0, 0, ["the_fox"]), (1, 1, ["the_fox", "bear"])], [(2, 2, [])]]
    assert [p.id for p in proof.page.cast] == ["the_fox", "bear"]


def test_shots_without_scenes_take_those_of_the_outline() -> None:
    fixed = [FixedShot(first=i, last=i) for i in range(4)]
    scenes = proofread_outline(outline([(0, 2)], [(3, 3)]), slots(4, fixed=fixed)).page.scenes
    assert [[(s.first, s.last) for s in scene.shots] for scene in scenes] == [
        [(0, 0), (1, 1), (2, 2)],
        [(3, 3)],
    ]


def test_fixed_shots_survive_an_outline_that_has_none() -> None:
    fixed = [FixedShot(scene=0, first=0, last=0)]
    proof = proofread_outline(outline(), slots(1, fixed=fixed), last=True)
    assert covered(proof.page) == [0]


@pytest.mark.parametrize(
    ("a", "b"), [("The Old Man", "old-man"), ("Émile", "emile"), ("fox_1", "Fox-1"), ("狐狸", "狐狸")]
)
def test_spellings_of_one_name_are_one(a: str, b: str) -> None:
    assert canonical(a) == canonical(b)


def test_names_without_letters_are_kept_apart() -> None:
    assert canonical("🦊") != canonical("🐻")


def test_register_keeps_given_ids_apart_however_alike() -> None:
    register = Register([("man", "the man"), ("the-man", "the man")])
    assert register.find("man") == "man"
    assert register.find("the-man") == "the-man"
    assert register.find("The Man") == "man"


# -- cast ----------------------------------------------------------------------------------------------------

CAST = CastSlots(
    units=["A fox."],
    cast=[Person(id="fox", name="the fox", look="red"), Person(id="crow", name="the crow")],
    places=[Entity(id="wood", name="the wood")],
    props=[],
)


def test_cast_page_keeps_exactly_the_given_ids() -> None:
    page = CastPage(
        cast=[
            Person(id="Crow", name="crow", kind="crow", look="black"),
            Person(id="the-fox", name="fox", kind="fox", look="red fur"),
            Person(id="bear", name="bear", kind="bear", look="brown"),
        ],
        places=[],
        props=[],
    )
    proof = proofread_cast(page, CAST)
    assert [(p.id, p.kind, p.look) for p in proof.page.cast] == [
        ("fox", "fox", "red fur"),
        ("crow", "crow", "black"),
    ]
    assert [p.id for p in proof.page.places] == ["wood"]
    assert any("bear" in note for note in proof.notes)


def test_missing_kind_and_look_go_back_and_are_left_open_at_last() -> None:
    page = CastPage(cast=[Person(id="fox", name="the fox", kind="fox")], places=[], props=[])
    assert [f.split(":")[1].split()[0] for f in proofread_cast(page, CAST).faults] == ["crow", "crow"]
    last = proofread_cast(page, CAST, last=True)
    assert not last.faults and last.notes


# -- stage ---------------------------------------------------------------------------------------------------

SCENE = StageSlots.model_validate(
    {
        "place": {"id": "wood", "name": "the wood"},
        "time_of_day": "day",
        "weather": "clear",
        "mood": "",
        "cast": [
            {"id": "fox", "name": "the fox", "looks": [{"id": "old", "words": "grey"}]},
            {"id": "crow", "name": "the crow"},
        ],
        "props": [{"id": "cheese", "name": "the cheese"}],
        "shots": [
            {"number": 1, "text": "A fox saw a crow.", "who": ["fox", "crow"]},
            {"number": 2, "text": "‘Good day,’ said the Fox.", "who": ["fox"]},
        ],
    }
)


def staged(*shots: dict[str, Any]) -> StagePage:
    return StagePage.model_validate({"shots": [{"action": "Something happens.", **shot} for shot in shots]})


FOX, CROW = {"character": "fox"}, {"character": "crow"}


def test_missing_shot_goes_back_first_and_is_staged_by_rule_last() -> None:
    page = staged({"number": 1, "who": [FOX, CROW]})
    assert ["number 2" in fault for fault in proofread_stage(page, SCENE).faults] == [True]
    last = proofread_stage(page, SCENE, last=True)
    assert [s.number for s in last.page.shots] == [1, 2]
    assert last.page.shots[1].action == "The fox speaks."


@pytest.mark.parametrize("numbers", [(0, 1), (7, 8), (2, 3)])
def test_shots_with_other_numbers_are_read_in_order(numbers: tuple[int, int]) -> None:
    page = staged(*({"number": n, "action": f"Act {i}.", "who": [FOX]} for i, n in enumerate(numbers)))
    proof = proofread_stage(page, SCENE)
    assert [(s.number, s.action) for s in proof.page.shots] == [(1, "Act 0."), (2, "Act 1.")]
    assert not proof.faults


def test_people_of_the_outline_are_put_back_unless_the_shot_is_close() -> None:
    wide = proofread_stage(staged({"number": 1, "who": [FOX]}, {"number": 2, "who": [FOX]}), SCENE)
    close = staged({"number": 1, "who": [FOX], "size": "close"}, {"number": 2, "size": "close"})
    near = proofread_stage(close, SCENE)
    assert [[p.character for p in s.who] for s in wide.page.shots] == [["fox", "crow"], ["fox"]]
    assert [[p.character for p in s.who] for s in near.page.shots] == [["fox"], ["fox"]]


def test_unknown_people_props_and_looks_are_left_out() -> None:
    who = [{"character": "The-Fox", "look": "young"}, {"character": "bear"}, CROW]
    page = staged({"number": 1, "who": who, "props": ["Cheese", "sword"]}, {"number": 2, "who": [FOX]})
    shot = proofread_stage(page, SCENE).page.shots[0]
    assert [(p.character, p.look) for p in shot.who] == [("fox", None), ("crow", None)]
    assert shot.props == ["cheese"]


def test_dialogue_is_only_what_the_story_says_spelled_as_it_says_it() -> None:
    lines = [
        {"speaker": "fox", "line": "'good day,'"},
        {"speaker": "fox", "line": "I shall steal your cheese."},
        {"speaker": "bear", "line": "Good day"},
    ]
    page = staged({"number": 1, "who": [FOX, CROW]}, {"number": 2, "who": [FOX], "dialogue": lines})
    proof = proofread_stage(page, SCENE)
    (said,) = proof.page.shots[1].dialogue
    assert said.line in SCENE.shots[1].text and said.line.strip("‘’") == "Good day,"
    assert len(proof.notes) >= 2


def test_beats_rise() -> None:
    beats = [{"at": 0.8, "text": "b"}, {"at": 0.2, "text": "a"}, {"at": 0.8, "text": "c"}]
    page = staged({"number": 1, "who": [FOX, CROW], "beats": beats}, {"number": 2, "who": [FOX]})
    assert [b.text for b in proofread_stage(page, SCENE).page.shots[0].beats] == ["a", "b"]


# -- block ---------------------------------------------------------------------------------------------------

BLOCK = BlockSlots.model_validate(
    {
        "aspect": 1.778,
        "cast": [{"id": "fox", "name": "the fox"}, {"id": "crow", "name": "the crow"}],
        "shots": [
            {"number": 1, "action": "They meet.", "who": [FOX, CROW], "size": "medium"},
            {"number": 2, "action": "Wind.", "who": [], "size": "wide"},
        ],
    }
)


def blocked(**boxes: list[float]) -> BlockPage:
    tracks = [{"character": n, "marks": [{"at": 0, "box": box}]} for n, box in boxes.items()]
    return BlockPage.model_validate({"shots": [{"number": 1, "tracks": tracks}]})


def test_sound_blocking_passes_and_nobody_needs_no_track() -> None:
    proof = proofread_block(blocked(fox=[0.1, 0.2, 0.4, 0.9], crow=[0.6, 0.2, 0.9, 0.9]), BLOCK)
    assert not proof.faults and not proof.notes
    assert [len(s.tracks) for s in proof.page.shots] == [2, 0]


@pytest.mark.parametrize(
    "page",
    [
        blocked(fox=[0.1, 0.2, 0.4, 0.9]),
        blocked(fox=[0.1, 0.2, 0.4, 0.9], crow=[0.15, 0.2, 0.45, 0.9]),
        blocked(fox=[0.1, 0.2, 0.4, 0.9], crow=[0.6, 0.2, 0.601, 0.201]),
        BlockPage(shots=[]),
    ],
)
def test_missing_or_shared_boxes_go_back_and_are_set_by_rule_at_last(page: BlockPage) -> None:
    assert proofread_block(page, BLOCK).faults
    last = proofread_block(page, BLOCK, last=True)
    assert not last.faults and last.notes
    fox, crow = (track.marks[0].box for track in last.page.shots[0].tracks)
    assert overlap(fox, crow) == 0


def test_boxes_that_meet_on_the_way_are_seen() -> None:
    crossing = [[0.1, 0.2, 0.4, 0.9], [0.6, 0.2, 0.9, 0.9]]
    tracks = [
        {"character": n, "marks": [{"at": at, "box": box} for at, box in zip((0, 1), way, strict=True)]}
        for n, way in (("fox", crossing), ("crow", crossing[::-1]))
    ]
    tracks[0]["marks"].insert(1, {"at": 0.5, "box": [0.3, 0.2, 0.6, 0.9]})
    page = BlockPage.model_validate({"shots": [{"number": 1, "tracks": tracks}]})
    assert any("overlap" in fault for fault in proofread_block(page, BLOCK).faults)


def test_whoever_is_placed_keeps_the_place() -> None:
    box = [0.05, 0.1, 0.3, 0.95]
    placed = BLOCK.model_dump(mode="json")
    placed["shots"][0]["placed"] = [{"character": "fox", "marks": [{"at": 0, "box": box}]}]
    page = blocked(fox=[0.5, 0.2, 0.6, 0.9], crow=[0.6, 0.2, 0.9, 0.9])
    proof = proofread_block(page, BlockSlots.model_validate(placed))
    assert list(proof.page.shots[0].tracks[0].marks[0].box) == box


@given(st.integers(1, 8), st.sampled_from(VOCABULARIES["size"]))
def test_ranks_never_touch_and_stay_in_the_frame(count: int, size: str) -> None:
    boxes = rank_and_file(count, size)
    assert len(boxes) == count
    assert all(0 <= le < r <= 1 and 0 <= t < b <= 1 for le, t, r, b in boxes)
    assert all(overlap(a, b) == 0 for i, a in enumerate(boxes) for b in boxes[:i])


@given(st.floats(0, 1))
def test_box_moves_in_a_straight_line_between_marks(at: float) -> None:
    marks = [Mark(at=0.2, box=(0, 0, 0.2, 0.2)), Mark(at=0.8, box=(0.6, 0.6, 0.8, 0.8))]
    left = box_at(marks, at)[0]
    assert left == pytest.approx(min(0.6, max(0.0, at - 0.2)))


def test_overlap_is_the_share_of_the_smaller() -> None:
    assert overlap((0, 0, 1, 1), (0.25, 0.25, 0.5, 0.5)) == 1
    assert overlap((0, 0, 0.5, 1), (0.5, 0, 1, 1)) == 0
    assert 0 < MAX_OVERLAP < 0.5


# -- review --------------------------------------------------------------------------------------------------


def test_critic_who_speaks_of_shots_that_are_not_there_is_not_heard() -> None:
    page = ReviewPage.model_validate(
        {
            "problems": [
                {"page": "stage", "shot": "s1-01", "problem": "too dark"},
                {"page": "stage", "shot": "s9-99", "problem": "too long"},
                {"page": "write", "problem": "too sad"},
            ]
        }
    )
    proof = proofread_review(page, ReviewSlots(shots=["s1-01 | wood", "s1-02 | wood"]))
    assert [p.problem for p in proof.page.problems] == ["too dark", "too sad"]


# -- languages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "said", "read"),
    [
        (["The fox and the crow went to the wood, and he was glad."], "zh", "en"),
        (["The fox and the crow went to the wood, and he was glad."], "en-GB", "en-GB"),
        (["狐狸在森林里跑。"], "en", "zh"),
        (["Der Fuchs und die Krähe sind im Wald, und er war nicht froh."], "en", "de"),
        (["Kettu juoksi metsässä."], "fi", "fi"),
    ],
)
def test_language_is_that_of_the_words(units: list[str], said: str, read: str) -> None:
    page = Outline.model_validate(
        {"language": said, "scenes": [{"place": "wood", "shots": [{"first": 0, "last": 0}]}]}
    )
    proof = proofread_outline(page, WriteSlots(units=units))
    assert proof.page.language == read
    assert any("language" in note for note in proof.notes) == (said != read)


def test_look_in_another_script_goes_back_and_is_kept_at_last() -> None:
    slots = CastSlots(units=["狐狸跑。"], cast=[Person(id="fox", name="狐狸")], places=[], props=[])
    page = CastPage(
        cast=[Person(id="fox", name="狐狸", kind="fox", look="红色的狐狸,白耳朵")], places=[], props=[]
    )
    assert proofread_cast(page, slots).faults == [
        "cast: the look of fox is not in English; write it in plain English"
    ]
    assert proofread_cast(page, slots, last=True).page.cast[0].look == "红色的狐狸,白耳朵"

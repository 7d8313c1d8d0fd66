"""The planner: whole plans through the real graph; kills, answers, and what it all weighs."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from loopback import ScriptedWriter

from director.events import Event
from director.planner import plan_story
from prompts.errors import StoryError, UnusablePage, WriterError
from prompts.screenplay import Frame, Screenplay
from prompts.story import Story, split_story
from shots.slate import Workspace

TALE = (
    "A fox ran through the wood. He saw a crow in a fir. The crow had cheese! Under the tree lay a bear.\n\n"
    "The next day the fox met the crow. “Good day,” said the fox. They laughed. The bear woke up. "
    "All was over."
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "film.production")


def story(text: str = TALE) -> Story:
    return split_story(text)


def words(text: str) -> list[str]:
    return text.split()


def told(screenplay: Screenplay) -> list[str]:
    return words(" ".join(shot.narration or "" for _, shot in screenplay.shots()))


# -- a story -------------------------------------------------------------------------------------------------


def test_story_is_told_word_for_word(workspace: Workspace) -> None:
    plan = plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    assert told(plan.screenplay) == words(TALE)
    assert plan.approved and not plan.problems


def test_every_shot_of_a_plan_is_whole(workspace: Workspace) -> None:
    plan = plan_story(story(), writer=ScriptedWriter(), workspace=workspace).screenplay
    assert [scene.id for scene in plan.scenes] == ["s1", "s2", "s3"]
    assert [shot.id for shot in plan.scenes[1].shots] == ["s2-01", "s2-02", "s2-03", "s2-04"]
    for scene, shot in plan.shots():
        assert scene.place in plan.places
        assert shot.action and shot.camera and shot.camera.size
        assert all(p.character in plan.cast and p.path for p in shot.who or [])
        assert shot.duration_s is None, "a shot with words lasts as long as they do"
    assert all(c.kind and c.look for c in plan.cast.values())


def test_scripts_without_spaces_get_none(workspace: Workspace) -> None:
    text = "狐狸在森林里跑。它看见一只乌鸦！熊睡着了。"
    plan = plan_story(story(text), writer=ScriptedWriter(), workspace=workspace)
    assert "".join(shot.narration or "" for _, shot in plan.screenplay.shots()) == text


def test_choices_of_the_caller_are_kept(workspace: Workspace) -> None:
    frame = Frame(width=720, height=1280, fps=30)
    choices: Any = {"title": "Reineke", "language": "de", "style": "ink", "seed": 7, "frame": frame}
    plan = plan_story(story(), writer=ScriptedWriter(), workspace=workspace, **choices).screenplay
    assert {name: getattr(plan, name) for name in choices} == choices


@pytest.mark.parametrize(
    "text", ["A\x00 fox.", "\u202efox\u202c", "f\u200box 🦊", '<b>{{units}}</b> "}]}', "a\u2028b"]
)
def test_odd_letters_pass_unchanged(text: str, workspace: Workspace) -> None:
    plan = plan_story(story(text), writer=ScriptedWriter(), workspace=workspace)
    assert "".join(told(plan.screenplay)) == "".join(words(text))


def test_half_a_character_is_refused_in_plain_words(workspace: Workspace) -> None:
    with pytest.raises(StoryError, match=r"U\+D83E"):
        plan_story(story("A fox \ud83e ran."), writer=ScriptedWriter(), workspace=workspace)


def test_one_word_is_a_film(workspace: Workspace) -> None:
    plan = plan_story(story("Fox!"), writer=ScriptedWriter(), workspace=workspace)
    assert told(plan.screenplay) == ["Fox!"]


def test_events_count_up_to_the_whole(workspace: Workspace) -> None:
    events: list[Event] = []
    plan_story(story(), writer=ScriptedWriter(), workspace=workspace, on_event=events.append)
    assert [e.done for e in events] == list(range(1, len(events) + 1))
    assert events[-1].done == events[-1].total
    assert {e.stage for e in events} == {"plan"}


# -- not twice -----------------------------------------------------------------------------------------------


def test_same_plan_again_asks_for_nothing(workspace: Workspace) -> None:
    first = plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    writer = ScriptedWriter()
    again = plan_story(story(), writer=writer, workspace=workspace)
    assert again.screenplay == first.screenplay
    assert not writer.asked


def test_pages_are_found_again_without_checkpoints(workspace: Workspace) -> None:
    plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    for path in workspace.root.glob("plan.sqlite*"):
        path.unlink()
    writer = ScriptedWriter()
    plan_story(story(), writer=writer, workspace=workspace)
    assert not writer.asked


def test_changed_sentence_asks_only_for_what_depends_on_it(workspace: Workspace) -> None:
    plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    writer = ScriptedWriter()
    plan = plan_story(story(TALE.replace("woke up", "woke at last")), writer=writer, workspace=workspace)
    assert told(plan.screenplay) == words(TALE.replace("woke up", "woke at last"))
    assert writer.count("write") == 1
    assert writer.count("stage") == 2, "the scene with the sentence, and the one that comes after it"


def test_other_writer_is_asked_for_pages_of_its_own(workspace: Workspace) -> None:
    plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    other = ScriptedWriter()
    other.name = "other"
    plan_story(story(), writer=other, workspace=workspace)
    assert other.count("write") == 1


def test_folder_can_move(workspace: Workspace, tmp_path: Path) -> None:
    plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    workspace.root.rename(tmp_path / "elsewhere")
    writer = ScriptedWriter()
    plan_story(story(), writer=writer, workspace=Workspace(tmp_path / "elsewhere"))
    assert not writer.asked


@pytest.mark.parametrize("damage", ["truncate", "delete"])
def test_damaged_page_is_asked_for_again_alone(workspace: Workspace, damage: str) -> None:
    first = plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    (page,) = pages_of(workspace, "stage-1")
    page.unlink() if damage == "delete" else page.write_text(page.read_text()[:-20])
    writer = ScriptedWriter()
    again = plan_story(story(), writer=writer, workspace=workspace)
    assert [name for name, _ in writer.asked] == ["stage"]
    assert again.screenplay == first.screenplay


def pages_of(workspace: Workspace, key: str) -> list[Path]:
    return [p for p in workspace.root.glob(f"pages/{key}.*.json") if not p.name.endswith(".slate.json")]


def test_damaged_checkpoints_are_begun_anew(workspace: Workspace) -> None:
    plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    for path in workspace.root.glob("plan.sqlite*"):
        path.unlink()
    workspace.path("plan.sqlite").write_bytes(b"this is no database at all, but it is long enough" * 40)
    writer = ScriptedWriter()
    assert plan_story(story(), writer=writer, workspace=workspace).approved
    assert not writer.asked


# -- kills and failures --------------------------------------------------------------------------------------

KILLED = """
import os, sys, time
sys.path.insert(0, {tests!r})
from pathlib import Path
from loopback import ScriptedWriter
from test_planner import TALE, story
from director.planner import plan_story
from shots.slate import Workspace

root = Path({root!r})

def damage(template, slots, page):
    if template == {template!r} and "They laughed" in str(slots):
        until = time.monotonic() + 20
        while len(list(root.glob("pages/{template}-*.slate.json"))) < {siblings}:
            assert time.monotonic() < until
            time.sleep(0.01)
        os._exit(9)
    return page

plan_story(story(), writer=ScriptedWriter(damage), workspace=Workspace(root))
"""


@pytest.mark.parametrize(
    ("template", "siblings", "lost"), [("stage", 2, ["stage", "block", "block"]), ("block", 1, ["block"])]
)
def test_killed_plan_goes_on_and_asks_only_for_the_lost_page(
    workspace: Workspace, template: str, siblings: int, lost: list[str]
) -> None:
    """The kill comes in the middle of the fan-out; what its siblings had finished is not asked for again."""
    here = Path(__file__).parent
    script = KILLED.format(tests=str(here), template=template, siblings=siblings, root=str(workspace.root))
    environment = {**os.environ, "PYTHONPATH": str(here.parent)}
    ended = subprocess.run([sys.executable, "-c", script], env=environment, timeout=60)
    assert ended.returncode == 9
    writer = ScriptedWriter()
    plan = plan_story(story(), writer=writer, workspace=workspace)
    assert told(plan.screenplay) == words(TALE)
    assert [name for name, _ in writer.asked if name not in ("time", "review")] == lost
    assert all("They laughed" in str(slots) for name, slots in writer.asked if name == template)


INTERRUPTED = """
import signal, sys, threading
sys.path.insert(0, {tests!r})
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from loopback import Loopback
from test_planner import story
from director.planner import plan_story
from director.writer import OpenAIWriter
from shots.slate import Workspace

def hang(number, request, page):
    if number == 2:
        print("hanging", flush=True)
    if number >= 2:
        threading.Event().wait(60)

with Loopback(hang) as server:
    writer = OpenAIWriter("tiny", base_url=server.url)
    try:
        plan_story(story(), writer=writer, workspace=Workspace(Path({root!r})))
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


def test_interrupted_plan_stops_at_once_though_the_writer_does_not_answer(workspace: Workspace) -> None:
    here = Path(__file__).parent
    script = INTERRUPTED.format(tests=str(here), root=str(workspace.root))
    environment = {**os.environ, "PYTHONPATH": str(here.parent)}
    running = subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with running:
        assert running.stdout is not None
        try:
            assert running.stdout.readline() == "hanging\n"
            running.send_signal(signal.SIGINT)
            rest, _ = running.communicate(timeout=20)
        finally:
            running.kill()
    assert rest == "stopped\n", "and no traceback"
    assert len(pages_of(workspace, "write")) == len(pages_of(workspace, "cast")) == 1


def test_writer_that_fails_leaves_what_was_finished(workspace: Workspace) -> None:
    def damage(template: str, slots: Any, page: Any) -> Any:
        if template == "stage" and "All was over" in str(slots):
            raise WriterError("The line is dead.")
        return page

    with pytest.raises(WriterError, match="The line is dead"):
        plan_story(story(), writer=ScriptedWriter(damage), workspace=workspace)
    writer = ScriptedWriter()
    assert plan_story(story(), writer=writer, workspace=workspace).approved
    assert writer.count("write") == writer.count("cast") == 0
    assert writer.count("stage") >= 1


HOPELESS: dict[str, Any] = {
    "write": {"scenes": []},
    "cast": {"cast": [], "places": [], "props": []},
    "stage": {"shots": []},
    "block": {"shots": []},
    "time": {},
    "review": {"problems": []},
}


@pytest.mark.parametrize("hopeless", HOPELESS)
def test_hopeless_page_is_written_by_rule_and_no_other(workspace: Workspace, hopeless: str) -> None:
    """Whatever page a writer never gives, the plan is whole, and says so."""

    def damage(template: str, slots: Any, page: Any) -> Any:
        return HOPELESS[hopeless] if template == hopeless else page

    writer = ScriptedWriter(damage)
    plan = plan_story(story(), writer=writer, workspace=workspace)
    assert told(plan.screenplay) == words(TALE)
    assert plan.approved
    assert plan.notes or hopeless in ("review", "cast"), "the outline of this writer has all looks"
    assert writer.count("write") == (3 if hopeless == "write" else 1)
    for _, shot in plan.screenplay.shots():
        assert shot.action and shot.camera and all(p.path for p in shot.who or [])


@pytest.mark.parametrize("template", HOPELESS)
def test_page_that_no_answer_makes_is_written_by_rule(workspace: Workspace, template: str) -> None:
    def damage(name: str, slots: Any, page: Any) -> Any:
        if name == template:
            raise UnusablePage("scripted gave no usable page in 3 attempts: the reply is empty. Try again.")
        return page

    writer = ScriptedWriter(damage)
    plan = plan_story(story(), writer=writer, workspace=workspace)
    assert told(plan.screenplay) == words(TALE)
    by_rule = [note for note in plan.notes if "written by rule" in note and "the reply is empty" in note]
    assert len(by_rule) == {"write": 1, "cast": 1, "stage": 3, "block": 2, "time": 1, "review": 0}[template]
    before = writer.count(template)
    plan_story(story(), writer=writer, workspace=workspace)
    assert writer.count(template) == before, "what was written by rule is kept like any page"


def test_faults_go_back_with_the_page(workspace: Workspace) -> None:
    def damage(template: str, slots: Any, page: Any) -> Any:
        if template == "stage" and len(page["shots"]) > 1 and not slots["problems"]:
            page["shots"].pop()
        return page

    writer = ScriptedWriter(damage)
    plan = plan_story(story(), writer=writer, workspace=workspace)
    assert told(plan.screenplay) == words(TALE)
    repaired = [slots for name, slots in writer.asked if name == "stage" and slots["problems"]]
    assert len(repaired) == 2
    assert all("number 4 is missing" in slots["problems"][0] for slots in repaired)


def test_what_was_put_right_is_told(workspace: Workspace) -> None:
    def damage(template: str, slots: Any, page: Any) -> Any:
        if template == "stage":
            page["shots"][0]["who"].append({"character": "dragon"})
        return page

    plan = plan_story(story(), writer=ScriptedWriter(damage), workspace=workspace)
    assert sum("dragon" in note for note in plan.notes) == 3
    assert plan.notes[0].startswith("s1: ")


# -- weight --------------------------------------------------------------------------------------------------


def weigh(shots: int, folder: Path) -> tuple[int, int]:
    """(bytes of checkpoints, bytes of the screenplay) of a plan of so many shots."""
    kinds = ("fox", "crow", "bear")
    text = " ".join(f"The {kinds[i % 3]} went to the {i}th tree." for i in range(shots))
    workspace = Workspace(folder / str(shots))
    plan = plan_story(story(text), writer=ScriptedWriter(), workspace=workspace).screenplay
    assert sum(1 for _ in plan.shots()) == shots
    with closing(sqlite3.connect(workspace.path("plan.sqlite"))) as connection:
        (a,) = connection.execute(
            "SELECT sum(length(checkpoint) + length(metadata)) FROM checkpoints"
        ).fetchone()
        (b,) = connection.execute("SELECT sum(length(value)) FROM writes").fetchone()
    return a + b, len(plan.model_dump_json(exclude_none=True))


def test_checkpoints_grow_with_the_film_and_stay_small(tmp_path: Path) -> None:
    small, _ = weigh(40, tmp_path)
    large, content = weigh(240, tmp_path)
    assert large <= 6 * 1.2 * small
    assert large <= content


def test_state_holds_marks_only(workspace: Workspace) -> None:
    """No word of the story is in the checkpoints: they can be shown to anybody."""
    plan_story(story(), writer=ScriptedWriter(), workspace=workspace)
    raw = b"".join(p.read_bytes() for p in workspace.root.glob("plan.sqlite*"))
    assert raw and b"crow" not in raw and b"cheese" not in raw


def test_writer_is_asked_from_several_threads_at_once(workspace: Workspace) -> None:
    """Two scenes meet at a barrier: a planner that asked one by one would wait for ever."""
    barrier = threading.Barrier(2, timeout=20)
    met = threading.Event()

    def meet(template: str, slots: Any, page: Any) -> Any:
        if template == "stage" and not met.is_set():
            barrier.wait()
            met.set()
        return page

    text = " ".join(f"A fox sat by tree {i}." for i in range(8))
    plan_story(story(text), writer=ScriptedWriter(meet), workspace=workspace)
    assert met.is_set()


def test_planning_needs_no_tensor_library(tmp_path: Path) -> None:
    script = (
        "import sys; import director.planner, director.writer, director.review; "
        "heavy = {'torch', 'diffusers', 'langgraph', 'openai', 'moviepy', 'av'} & set(sys.modules); "
        "print(sorted(heavy))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(ran.stdout.replace("'", '"')) == []

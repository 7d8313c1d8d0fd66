"""Tests of the whole way: a story or a screenplay in, a film out, and what happens on the second run."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest
from PIL import Image
from typer.testing import CliRunner

from director import Director, Event, Film, plan_file
from director.cards import _choose, with_cards
from director.cli import app
from director.source import open_source, slug
from prompts.errors import BackendError, CutError, FilmError, ScreenplayError, WorkspaceError
from prompts.screenplay import parse_screenplay
from prompts.screenplay_file import read_screenplay

SMALL = """\
format: screenplay/1
title: Two friends
language: en
frame: {width: 192, height: 108, fps: 6}
cast:
  fox: {kind: fox, look: a red fox}  # she must stay red
  bear: {kind: bear, look: a brown bear}
places:
  wood: a forest
scenes:
  - place: wood
    time_of_day: day
    weather: clear
    shots:
      - {id: one, action: A fox walks., who: [fox], narration: "A fox walks.", duration_s: 3}
      - {id: two, action: A bear sleeps., who: [bear], narration: "A bear sleeps.", duration_s: 3,
         transition: dissolve}
      - {id: three, action: They talk., who: [fox, bear], narration: "They talk.", duration_s: 3}
"""


def small_film(folder: Path, text: str = SMALL, **chosen):
    """The film of a small screenplay kept as film.yaml, silent and by one process."""
    file = folder / "film.yaml"
    file.write_text(text, encoding="utf-8")
    return Director(**{"voices": "silent", "workers": 1, **chosen}).make(file, folder / "film.mp4")


def takes(folder: Path, kind: str) -> set[str]:
    return {path.name for path in (folder / "film.production" / kind).iterdir() if path.suffix != ".json"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    return small_film(folder)


@pytest.fixture
def copy(made, tmp_path):
    """The finished production in another place, as on another machine."""
    shutil.copytree(made.path.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_film_has_picture_sound_and_subtitles_and_is_as_long_as_its_report_says(made):
    with av.open(str(made.path)) as film:
        kinds = [stream.type for stream in film.streams]
        frames = sum(1 for _ in film.decode(video=0))
    assert kinds == ["video", "audio", "subtitle"]
    assert frames == made.report.num_frames
    assert made.path.with_suffix(".srt").is_file()
    assert made.path.with_suffix(".otio").is_file()


def test_film_says_what_stands_in_for_what(made):
    stand_ins = " ".join(made.report.stand_ins)
    assert "animatic" in stand_ins
    assert "silent" in stand_ins
    with av.open(str(made.path)) as film:
        assert "synthetic" in str(film.metadata).lower()


def test_production_holds_plan_report_and_board(made):
    assert read_screenplay(made.folder / "screenplay.yaml").title == "Two friends"
    assert json.loads((made.folder / "report.json").read_text())["num_frames"] == made.report.num_frames
    assert (made.folder / "board.html").is_file()
    assert (made.folder / "board.png").is_file()


def test_a_persons_comments_and_words_are_in_the_plan(made):
    plan = (made.folder / "screenplay.yaml").read_text()
    assert "# she must stay red" in plan
    words = [shot.narration for _, shot in made.screenplay.shots()]
    assert words == ["A fox walks.", "A bear sleeps.", "They talk."]


def test_second_run_renders_nothing_and_leaves_the_film_alone(copy):
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*.mp4")}
    film = small_film(copy)
    assert film.report.rendered == 0
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*.mp4")} == before


def test_a_changed_action_shoots_that_shot_again_alone(copy):
    clips, stills = takes(copy, "clips"), takes(copy, "keyframes")
    film = small_film(copy, SMALL.replace("action: They talk.", "action: They sit and laugh."))
    assert film.report.rendered == 2
    assert {name.split(".")[0] for name in takes(copy, "clips") - clips} == {"three"}
    assert {name.split(".")[0] for name in takes(copy, "keyframes") - stills} == {"three"}


def test_a_change_taken_back_finds_the_old_takes(copy):
    small_film(copy, SMALL.replace("action: They talk.", "action: They sit."))
    assert small_film(copy).report.rendered == 0


def test_shots_shot_by_two_processes_are_the_same_bytes(made, tmp_path):
    other = small_film(tmp_path, workers=2)
    for clip in (made.folder / "clips").glob("*.mp4"):
        assert (other.folder / "clips" / clip.name).read_bytes() == clip.read_bytes()


def test_a_killed_run_goes_on_and_ends_in_the_same_clips(made, tmp_path):
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    code = (
        "from director import Director; from pathlib import Path; import sys;"
        "Director(voices='silent', workers=1).make(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "film.yaml"), str(tmp_path / "film.mp4")]
    process = subprocess.Popen(words)
    clips = tmp_path / "film.production" / "clips"
    deadline = time.monotonic() + 60
    while not list(clips.glob("one.*.mp4")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    film = small_film(tmp_path)
    assert film.report.reused >= 1
    for clip in (made.folder / "clips").glob("*.mp4"):
        assert (film.folder / "clips" / clip.name).read_bytes() == clip.read_bytes()


def test_a_plan_edited_by_hand_is_used_and_never_thrown_away(copy):
    plan = copy / "film.production" / "screenplay.yaml"
    plan.write_text(plan.read_text().replace("action: They talk.", "action: They dance."))
    film = small_film(copy)
    assert [shot.action for _, shot in film.screenplay.shots()][2] == "They dance."
    with pytest.raises(WorkspaceError, match="edited by hand"):
        small_film(copy, SMALL.replace("A bear sleeps.", "A bear eats."))
    assert "They dance." in plan.read_text()


def test_nothing_is_drawn_for_words_that_are_longer_than_their_shot(tmp_path):
    long = SMALL.replace('narration: "They talk."', f'narration: "{"They talk and talk. " * 9}"')
    (tmp_path / "film.yaml").write_text(long, encoding="utf-8")
    director = Director(folder=tmp_path / "film.production", voices="silent", workers=1)
    for step in (director.make, director.propose, director.shoot):
        with pytest.raises(CutError, match="its words take"):
            step(tmp_path / "film.yaml")
    assert not (tmp_path / "film.production" / "keyframes").exists()


def test_the_cost_of_a_production_is_told_where_it_is_and_changes_nothing_there(copy, monkeypatch):
    def inputs() -> str:
        return json.loads((copy / "film.production" / "plan.json").read_text(encoding="utf-8"))["inputs"]

    monkeypatch.chdir(copy)
    before = inputs()
    said = CliRunner().invoke(app, ["plan", "film.production", "--cost", "-o", "again.yaml"])
    assert said.exit_code == 0 and "three" in said.output
    assert inputs() == before
    assert [path.name for path in copy.glob("*.production")] == ["film.production"]


def test_an_edited_plan_is_not_thrown_away_after_a_film_was_made_of_it(tmp_path):
    story, folder = tmp_path / "film.yaml", tmp_path / "film.production"
    story.write_text(SMALL, encoding="utf-8")
    director = Director(folder=folder)
    director.plan(story)
    plan = folder / "screenplay.yaml"
    planned = plan.read_text(encoding="utf-8")
    plan.write_text(planned.replace("They talk.", "They dance."), encoding="utf-8")
    for _ in range(2):  # each time it is taken into the memory
        Director(folder=folder).plan(folder)
    assert "They dance." in plan.read_text(encoding="utf-8")
    assert any("They dance." in str(shot.action) for _, shot in director.plan(story).shots())
    story.write_text(SMALL.replace("A bear sleeps.", "A bear eats."), encoding="utf-8")
    with pytest.raises(WorkspaceError, match="edited by hand"):
        director.plan(story)
    assert "They dance." in plan.read_text(encoding="utf-8")
    plan.write_text(planned, encoding="utf-8")  # taken back: ours again
    director.plan(folder)
    assert any(shot.action == "A bear eats." for _, shot in director.plan(story).shots())


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_plan_stopped_while_it_is_kept_is_not_taken_for_one_edited_by_hand(tmp_path, monkeypatch, number):
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    director = Director(folder=tmp_path / "film.production")
    write = plan_file._write_memory
    written = []

    def stop_at(workspace, memory):
        written.append(memory)
        if len(written) == number:
            raise KeyboardInterrupt
        write(workspace, memory)

    with monkeypatch.context() as patched:
        patched.setattr(plan_file, "_write_memory", stop_at)
        with pytest.raises(KeyboardInterrupt):
            director.plan(tmp_path / "film.yaml")
    assert director.plan(tmp_path / "film.yaml").title == "Two friends"


def test_a_production_folder_can_be_given_itself(copy):
    film = Director(voices="silent", workers=1).make(copy / "film.production")
    assert film.path == copy / "film.mp4"
    assert film.report.rendered == 0


def test_steps_one_by_one_end_in_the_same_film(made, tmp_path):
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    director = Director(folder=tmp_path / "film.production", voices="silent", workers=1)
    plan = director.plan(tmp_path / "film.yaml")
    stills = director.draw(plan)
    clips = director.shoot(stills)
    film = director.cut(clips, tmp_path / "film.mp4")
    assert list(stills.pictures) == ["one", "two", "three"]
    assert {p.name for p in clips.files.values()} == takes(made.path.parent, "clips")
    assert film.report.num_frames == made.report.num_frames


def test_a_film_waits_for_a_word_and_goes_on_with_what_was_changed(tmp_path):
    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    director = Director(folder=tmp_path / "film.production", voices="silent", workers=1)
    proposal = director.propose(tmp_path / "film.yaml")
    assert not proposal.approved and proposal.page.is_file() and proposal.sheet.is_file()
    plan = proposal.folder / "screenplay.yaml"
    plan.write_text(plan.read_text().replace("action: They talk.", "action: They dance."))
    film = director.resume(proposal.folder)
    assert [shot.action for _, shot in film.screenplay.shots()][2] == "They dance."
    assert director.propose(proposal.folder).approved


def test_a_plan_that_was_changed_is_looked_at_again(tmp_path):
    (tmp_path / "s.txt").write_text("A fox naps in the forest. It snows.", encoding="utf-8")
    director = Director(folder=tmp_path / "film.production")
    director.plan(tmp_path / "s.txt")
    assert director.planned and not director.planned.problems
    plan = tmp_path / "film.production" / "screenplay.yaml"
    light = next(line for line in plan.read_text().splitlines() if line.strip().startswith("light:"))
    plan.write_text(plan.read_text().replace(light, light.split("light:")[0] + "light: cool moonlight"))
    director.plan(tmp_path / "s.txt")
    assert any("moonlight" in problem for problem in director.planned.problems)
    assert director.planned.reviewed and director.planned.reviewed.after.scores["place"] < 5


def test_stream_gives_events_of_every_stage_and_then_the_film(copy):
    async def watch():
        director = Director(voices="silent", workers=1)
        return [item async for item in director.stream(copy / "film.yaml", copy / "film.mp4")]

    items = asyncio.run(watch())
    assert isinstance(items[-1], Film)
    assert {item.stage for item in items if isinstance(item, Event)} >= {"record", "draw", "shoot", "cut"}


def test_stream_passes_on_errors(tmp_path):
    async def watch():
        return [item async for item in Director().stream(tmp_path / "none.txt")]

    with pytest.raises(FilmError, match="no such file"):
        asyncio.run(watch())


def test_a_plan_that_is_not_approved_stops_before_anything_is_drawn(tmp_path):
    asked = []

    def approve(screenplay, problems):
        asked.append(screenplay)
        return False

    with pytest.raises(FilmError, match="not approved"):
        small_film(tmp_path, approve=approve)
    assert len(asked) == 1
    assert read_screenplay(tmp_path / "film.production" / "screenplay.yaml") == asked[0]
    assert not (tmp_path / "film.production" / "keyframes").exists()


def test_an_approved_plan_is_not_asked_about_again(tmp_path):
    answers = iter([False, True])
    asked = []

    def approve(screenplay, problems):
        asked.append(screenplay)
        return next(answers)

    (tmp_path / "film.yaml").write_text(SMALL, encoding="utf-8")
    director = Director(folder=tmp_path / "film.production", approve=approve)
    with pytest.raises(FilmError, match="not approved"):
        director.plan(tmp_path / "film.yaml")
    director.plan(tmp_path / "film.yaml")
    director.plan(tmp_path / "film.yaml")
    assert len(asked) == 2


def test_a_draft_is_smaller_and_has_the_same_shape(tmp_path):
    text = SMALL.replace("width: 192, height: 108", "width: 1280, height: 720")
    (tmp_path / "film.yaml").write_text(text, encoding="utf-8")
    stills = Director(folder=tmp_path / "film.production", quality="draft").draw(tmp_path / "film.yaml")
    assert (stills.production.screenplay.frame.width, stills.production.screenplay.frame.height) == (640, 360)
    assert read_screenplay(tmp_path / "film.production" / "screenplay.yaml").frame.width == 1280


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        ("duration_s: 3}", "duration_s: 0.3}", CutError, "one"),
        ("transition: dissolve", "transition: bridge", BackendError, "cut, dissolve, fade"),
        ("transition: dissolve", "transition: {kind: dissolve, duration_s: 9}", CutError, "two"),
        ("who: [bear]", "who: [cat]", ScreenplayError, "'cat'"),
    ],
)
def test_what_cannot_be_made_is_refused_by_name(tmp_path, old, new, error, said):
    with pytest.raises(error, match=said):
        small_film(tmp_path, SMALL.replace(old, new))
    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.parametrize(
    ("join", "titles", "takes_s"),
    [("dissolve", True, "1.30"), ("{kind: dissolve, duration_s: 1.2}", False, "1.20")],
)
def test_a_shot_too_short_for_its_joins_is_refused_before_anything_is_drawn(tmp_path, join, titles, takes_s):
    text = SMALL.replace("transition: dissolve", f"transition: {join}")
    text = text.replace('"They talk.", duration_s: 3', '"They talk.", duration_s: 1')
    with pytest.raises(CutError, match=f"three: `duration_s` is 1, but its transitions take {takes_s} s"):
        small_film(tmp_path, text, titles=titles)
    for folder in ("keyframes", "voices"):
        assert not (tmp_path / "film.production" / folder).exists()


def test_a_failure_leaves_the_old_film_whole(copy):
    before = (copy / "film.mp4").read_bytes()
    with pytest.raises(FilmError):
        small_film(copy, SMALL + "music: {file: none.mp3}\n")
    (copy / "noise.mp3").write_bytes(b"no music at all")
    with pytest.raises(FilmError, match=r"noise\.mp3"):
        small_film(copy, SMALL + "music: {file: noise.mp3}\n")
    assert (copy / "film.mp4").read_bytes() == before


def test_a_file_that_the_screenplay_names_is_looked_at_again(tmp_path):
    picture = tmp_path / "fox.png"
    Image.new("RGB", (8, 8), (255, 0, 0)).save(picture)
    text = SMALL.replace("look: a red fox}", "look: a red fox, references: [fox.png]}")
    (tmp_path / "film.yaml").write_text(text, encoding="utf-8")
    director = Director(folder=tmp_path / "film.production")
    director.plan(tmp_path / "film.yaml")
    Image.new("RGB", (8, 8), (0, 0, 255)).save(picture)
    director.plan(tmp_path / "film.yaml")
    assert (tmp_path / "film.production" / "fox.png").read_bytes() == picture.read_bytes()


def test_unknown_backends_are_named_with_those_that_are_there(tmp_path):
    with pytest.raises(BackendError, match="animatic"):
        small_film(tmp_path, keyframes="oil-paint")


def test_nothing_is_heard_without_voices_and_the_words_are_in_the_picture(made, tmp_path):
    tracked = small_film(tmp_path, captions="track")
    with av.open(str(made.path)) as a, av.open(str(tracked.path)) as b:
        burned, plain = (
            [frame.to_ndarray(format="gray") for frame in film.decode(video=0)] for film in (a, b)
        )
    difference = [abs(x.astype(int) - y).max(axis=1) for x, y in zip(burned, plain, strict=True)]
    lower = max(d[d.size // 2 :].max() for d in difference)
    assert lower > 80, "captions are drawn when nobody speaks"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Fox & the Lantern!", "the-fox-the-lantern"),
        ("../../etc/passwd", "etc-passwd"),
        ("狐狸和灯笼", "狐狸和灯笼"),
        ("लोमड़ी", "लोमड़ी"),
        ("🦊", "film"),
        ("CON.", "con"),
    ],
)
def test_names_of_files_come_from_the_title(words, name):
    assert slug(words) == name


def test_names_of_files_are_never_too_long():
    assert len(slug("Wort" * 200).encode()) <= 60
    assert len(slug("长" * 200).encode()) <= 60


def test_words_a_story_file_and_a_screenplay_are_told_apart(tmp_path):
    (tmp_path / "a.txt").write_text("A fox naps.")
    (tmp_path / "a.yaml").write_text(SMALL)
    assert open_source("A fox naps.").story
    assert open_source(tmp_path / "a.txt").story
    assert open_source(str(tmp_path / "a.yaml")).screenplay
    assert open_source(SMALL).screenplay


def test_a_chapter_has_a_card_a_reading_and_a_mark_in_the_file(tmp_path):
    text = SMALL.replace("  - place: wood", '  - chapter: "Chapter 1: The Wood"\n    place: wood')
    film = small_film(tmp_path, text.replace("frame:", "titles: {chapters: typewriter}\nframe:"))
    cards = sorted(path.name.split(".")[0] for path in (film.folder / "titles").glob("*.mp4"))
    assert cards == ["end-card", "s1-chapter-card", "title-card"]
    timeline = json.loads(film.path.with_suffix(".otio").read_text(encoding="utf-8"))
    assert "s1-chapter-card" in json.dumps(timeline)
    joins = [shot.transition for _, shot in with_cards(film.screenplay).shots()][:2]
    assert [join and join.kind for join in joins] == ["fade", "dissolve"], (
        "headings are not seen through another"
    )
    subtitles = film.path.with_suffix(".srt").read_text(encoding="utf-8")
    assert subtitles.index("Two friends") < subtitles.index("Chapter 1: The Wood") < subtitles.index("A fox")
    with av.open(str(film.path)) as container:
        opening, chapter = container.chapters()
        assert sum(1 for _ in container.decode(video=0)) == film.report.num_frames
    assert chapter["metadata"]["title"] == "Chapter 1: The Wood"
    assert (opening["start"], opening["metadata"]["title"]) == (0, "Two friends")
    assert 0 < opening["end"] == chapter["start"] < chapter["end"] == round(film.report.duration_s * 1000)
    assert film.report.shots[0].start_s > chapter["start"] / 1000
    changed = small_film(
        tmp_path,
        text.replace("The Wood", "A Wood").replace("    place: wood", "    letters: wave\n    place: wood"),
    )
    assert changed.report.rendered == 0, "another heading, and how it arrives, leaves the shots alone"


def test_one_card_can_move_otherwise_than_the_others_and_all_are_in_the_style_of_the_film(tmp_path):
    def cards(**fields):
        scenes = [
            {"id": "s1", "chapter": "One", "letters": "drop", "shots": ["A fox."]},
            {"id": "s2", "chapter": "Two", "shots": ["A."]},
        ]
        screenplay = parse_screenplay({"title": "Fox", "titles": "wave", "scenes": scenes, **fields})
        return [_choose(screenplay, f"s{n}-chapter-card")[0] for n in (1, 2)]

    assert [said[-2:] for said in cards()] == [["drop", "storybook"], ["wave", "storybook"]]
    assert [said[-1] for said in cards(style="film noir, rain")] == ["noir", "noir"]


def test_a_production_is_known_with_a_slash_behind_it_and_missed_when_it_is_not_there(tmp_path):
    folder = tmp_path / "fox.production"
    folder.mkdir()
    (folder / "screenplay.yaml").write_text(SMALL, encoding="utf-8")
    assert open_source(f"{folder}/").production == folder
    with pytest.raises(FilmError, match="no such folder"):
        open_source(str(tmp_path / "nope.production"))
    assert open_source("It all ended in a .production").story


def test_a_bridge_over_a_chapter_card_is_refused(tmp_path):
    text = """\
cast: {fox: a red fox}
frame: {width: 192, height: 108, fps: 6}
scenes:
  - shots: [{action: A fox walks., transition: bridge}]
  - {chapter: Two, shots: [A fox sleeps.]}
"""
    with pytest.raises(BackendError, match="bridge"):
        small_film(tmp_path, text)

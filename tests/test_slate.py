"""Slates: a take is made once, is whole or not there, and neither disk nor kill harms what is finished."""

import errno
import json
import os
import pickle
import random
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.errors import WorkspaceError
from prompts.screenplay import Camera
from shots.slate import LOCK_FILE, TEMPORARY_PREFIX, Notes, Workspace, fingerprint, replace_whole, write_whole

ROOT = Path(__file__).parent.parent


def writer(raw: bytes, **notes: Any) -> Any:
    def build(path: Path, written: Notes) -> None:
        path.write_bytes(raw)
        written.update(notes)

    return build


def never(path: Path, notes: Notes) -> None:
    raise AssertionError("made again")


def files(root: Path) -> list[str]:
    return sorted(p.name for p in root.rglob("*") if p.is_file() and p.name != LOCK_FILE)


def run_python(code: str, *arguments: object, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


# -- fingerprints


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(plain_data, plain_data)
def test_fingerprints_are_equal_exactly_when_the_inputs_are(a: Any, b: Any) -> None:
    same = json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)
    assert (fingerprint(a) == fingerprint(b)) == same


def test_fingerprint_sees_models_tuples_and_key_order_as_their_values() -> None:
    assert fingerprint({"a": (1, 2), "b": Camera(size="wide")}) == fingerprint(
        {"b": Camera(size="wide").model_dump(), "a": [1, 2]}
    )
    assert len(fingerprint("")) == 64


@pytest.mark.parametrize("value", [Path("x"), object(), b"bytes", {"a": {1: object()}}])
def test_what_has_no_faithful_plain_form_is_no_input(value: Any) -> None:
    with pytest.raises(TypeError):
        fingerprint(value)


# -- takes


def test_take_is_made_once_and_found_again(tmp_path: Path) -> None:
    made = Workspace(tmp_path).make("clips", "s1-01", ".mp4", {"seed": 1}, writer(b"film", boxes=((0, 1),)))
    found = Workspace(tmp_path).make("clips", "s1-01", ".mp4", {"seed": 1}, never)
    assert (made.reused, found.reused) == (False, True)
    assert found.path.read_bytes() == b"film"
    assert found.notes == made.notes == {"boxes": [[0, 1]]}
    assert Workspace(tmp_path).find("clips", "s1-01", ".mp4", {"seed": 2}) is None


def test_other_inputs_make_another_take_beside_the_old_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    first = workspace.make("clips", "a", ".mp4", {"seed": 1}, writer(b"1"))
    second = workspace.make("clips", "a", ".mp4", {"seed": 2}, writer(b"2"))
    assert first.path.read_bytes() == b"1" and second.path.read_bytes() == b"2"
    assert workspace.make("clips", "a", ".mp4", {"seed": 1}, never).path == first.path


def test_moved_production_makes_nothing_again(tmp_path: Path) -> None:
    Workspace(tmp_path / "here").make("clips", "a", ".mp4", 1, writer(b"film"))
    (tmp_path / "here").rename(tmp_path / "there")
    assert Workspace(tmp_path / "there").make("clips", "a", ".mp4", 1, never).path.read_bytes() == b"film"


def break_slate(take: Path) -> None:
    take.with_name(take.name + ".slate.json").write_text('{"finger')


def change_slate(take: Path) -> None:
    take.with_name(take.name + ".slate.json").write_text("[]")


def cut_short(take: Path) -> None:
    take.write_bytes(take.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [break_slate, change_slate, cut_short, Path.unlink])
def test_damaged_take_is_made_again(damage: Any, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    damage(workspace.make("clips", "a", ".mp4", 1, writer(b"film")).path)
    assert workspace.find("clips", "a", ".mp4", 1) is None
    assert not workspace.make("clips", "a", ".mp4", 1, writer(b"film")).reused
    assert workspace.make("clips", "a", ".mp4", 1, never).path.read_bytes() == b"film"


def test_failure_while_building_leaves_nothing(tmp_path: Path) -> None:
    def build(path: Path, notes: Notes) -> None:
        path.write_bytes(b"half")
        raise ValueError("the backend's own")

    with pytest.raises(ValueError, match="the backend's own"):
        Workspace(tmp_path).make("clips", "a", ".mp4", 1, build)
    assert files(tmp_path) == []


def test_build_that_writes_no_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Workspace(tmp_path).make("clips", "a", ".mp4", 1, lambda path, notes: None)
    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["狐狸", "a/b", "../x", "x" * 300, "狐" * 100, "NUL\0", "a b", "."])
def test_any_name_is_a_file_inside_the_folder(name: str, tmp_path: Path) -> None:
    take = Workspace(tmp_path).make("clips", name, ".png", 1, writer(b"x"))
    assert take.path.parent == tmp_path / "clips"
    assert len(take.path.name.encode()) < 150


def test_names_that_become_alike_stay_apart(tmp_path: Path) -> None:
    paths = {
        Workspace(tmp_path).make("k", name, ".png", 1, writer(b"x")).path for name in ("a/b", "a_b", "a:b")
    }
    assert len(paths) == 3


@pytest.mark.parametrize("relative", ["../x", "/etc/passwd", "a/../../x", "C:/x", "a\\..\\x", "a\0"])
def test_path_outside_the_folder_is_refused(relative: str, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="leaves the production folder"):
        Workspace(tmp_path).path(relative)


# -- files as a whole


def test_file_is_replaced_whole_with_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    path, other = tmp_path / "film.srt", tmp_path / "other"
    write_whole(path, "one\r\n\n")
    write_whole(path, "two\n")
    other.touch()
    assert path.read_bytes() == b"two\n"
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_failed_replacement_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), replace_whole(path) as temporary:
        temporary.write_bytes(b"half")
        assert temporary.suffix == ".mp4"
        raise RuntimeError
    assert path.read_bytes() == b"old" and files(tmp_path) == ["film.mp4"]


def test_threads_make_many_takes_and_the_same_take_at_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    raws = {n: bytes([n]) * (n + 1) for n in range(8)}

    def work() -> None:
        for n, raw in raws.items():
            workspace.make("clips", f"s{n}", ".mp4", n, writer(raw))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n, raw in raws.items():
        assert workspace.make("clips", f"s{n}", ".mp4", n, never).path.read_bytes() == raw
    assert len(files(tmp_path)) == 16


# -- what the disk refuses


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
def test_full_disk_is_said_in_words_and_keeps_what_was_made(tmp_path: Path) -> None:
    def build(path: Path, notes: Notes) -> None:
        with open("/dev/full", "wb") as file:  # the system's own full disk
            file.write(b"x" * 100_000)

    workspace = Workspace(tmp_path)
    workspace.make("clips", "a", ".mp4", 1, writer(b"film"))
    with pytest.raises(
        WorkspaceError, match=r"the disk is full. Free some space .* What was finished is kept"
    ):
        workspace.make("clips", "b", ".mp4", 2, build)
    assert workspace.make("clips", "a", ".mp4", 1, never).reused
    assert len(files(tmp_path)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on file sizes")
def test_file_that_may_not_grow_leaves_nothing_half_made(tmp_path: Path) -> None:
    code = """
        import resource, sys
        from pathlib import Path
        from prompts.errors import WorkspaceError
        from shots.slate import Workspace
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        workspace = Workspace(Path(sys.argv[1]))
        workspace.make("clips", "a", ".mp4", 1, lambda path, notes: path.write_bytes(bytes(40_000)))
        try:
            workspace.make("clips", "b", ".mp4", 2, lambda path, notes: path.write_bytes(bytes(90_000)))
        except WorkspaceError as error:
            sys.exit(str(error))
    """
    _, said = run_python(code, tmp_path).communicate()
    assert "grows larger than this disk" in said
    assert [p.suffix for p in (tmp_path / "clips").iterdir() if p.suffix != ".json"] == [".mp4"]
    assert Workspace(tmp_path).find("clips", "a", ".mp4", 1)


def test_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "film").write_text("mine")
    for root in (tmp_path / "film", tmp_path / "film" / "deeper"):
        with pytest.raises(WorkspaceError, match="a file stands where a folder is needed"):
            Workspace(root).open()
    assert (tmp_path / "film").read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system that takes no folders")
def test_place_that_takes_no_folder_is_named() -> None:
    with pytest.raises(WorkspaceError, match="no folder can be made here"):
        Workspace(Path("/proc/fox/film.production")).open()


def test_read_only_disk_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, who may write anywhere: the last step is refused as such a disk refuses it."""

    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WorkspaceError, match="file system is read-only"):
        Workspace(tmp_path).make("clips", "a", ".mp4", 1, writer(b"x"))
    assert files(tmp_path) == []


def test_errors_about_other_files_are_not_blamed_on_the_folder(tmp_path: Path) -> None:
    def build(path: Path, notes: Notes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/some/model.bin")

    with pytest.raises(PermissionError):
        Workspace(tmp_path).make("clips", "a", ".mp4", 1, build)


# -- kills, and two processes at once


MAKER = """
    import os, sys
    from pathlib import Path
    from shots.slate import Workspace
    workspace = Workspace(Path(sys.argv[1])).open()
    print("open", flush=True)
    def build(number):
        def write(path, notes):
            with path.open("wb") as file:
                for part in range(20):
                    file.write(bytes([number % 256]) * 2000)
            notes["number"] = number
        return write
    for number in range(int(sys.argv[2])):
        workspace.make("clips", f"s{number}", ".mp4", number, build(number))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_production_killed_at_any_moment_goes_on(tmp_path: Path) -> None:
    chance = random.Random(0)
    for _ in range(5):
        process = run_python(MAKER, tmp_path, 3000)
        assert process.stdout and process.stdout.readline() == "open\n"
        time.sleep(chance.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for slate in tmp_path.rglob("*.slate.json"):
            take = json.loads(slate.read_text(encoding="utf-8"))
            raw = slate.with_name(take["file"]).read_bytes()
            assert raw == bytes([take["notes"]["number"] % 256]) * 40_000
    assert list(tmp_path.rglob("*.slate.json")), "no process lived long enough to make anything"
    (tmp_path / "clips" / f"{TEMPORARY_PREFIX}s1.0123.mp4").write_bytes(b"half")
    with Workspace(tmp_path):
        assert not list(tmp_path.rglob(f"{TEMPORARY_PREFIX}*")), "what a killed run left was not swept away"


def test_second_process_is_refused_with_the_number_of_the_first(tmp_path: Path) -> None:
    with Workspace(tmp_path):
        process = run_python(MAKER, tmp_path, 1)
        _, said = process.communicate()
        assert f"process {os.getpid()} is at work on this film" in said
        assert files(tmp_path) == []
    process = run_python(MAKER, tmp_path, 1)
    process.communicate()
    assert process.returncode == 0 and len(files(tmp_path)) == 2


def test_one_process_may_open_its_production_again(tmp_path: Path) -> None:
    first = Workspace(tmp_path).open()
    (tmp_path / f"{TEMPORARY_PREFIX}mine.png").touch()
    assert first.open() is first
    second = Workspace(tmp_path).open()
    assert files(tmp_path) == [f"{TEMPORARY_PREFIX}mine.png"], "swept away a file that is being written"
    second.close()
    first.close()


def test_lock_left_by_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text("999999 0000")
    with Workspace(tmp_path) as workspace:
        assert workspace.make("clips", "a", ".mp4", 1, writer(b"x")).path.exists()


def test_workspace_travels_to_other_processes_without_its_lock(tmp_path: Path) -> None:
    with Workspace(tmp_path) as workspace:
        copy = pickle.loads(pickle.dumps(workspace))
        assert copy.root == workspace.root
        copy.close()
        assert (tmp_path / LOCK_FILE).read_text().startswith(str(os.getpid()))


def test_folder_removed_while_open_is_made_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "film").open()
    shutil.rmtree(tmp_path / "film")
    assert workspace.make("clips", "a", ".mp4", 1, writer(b"x")).path.read_bytes() == b"x"
    workspace.close()

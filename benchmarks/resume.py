"""What a second run costs: CPU of `film make` cold, again unchanged, and after one shot's action changed.

Whole processes with their children, in one run, as ratios. Bar: the unchanged run costs at most 1 % of the
cold one, and renders nothing.

    python benchmarks/resume.py [STORY]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
STORY = ROOT / "prompts" / "stories" / "the-fox-and-the-lantern.txt"
REPEATS = 3


def run_film(*words: str, cwd: Path) -> tuple[float, dict]:
    """CPU seconds of one `film make` and everything it starts, and its report."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "director.cli", "make", *words, "--json"],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, json.loads(done.stdout.splitlines()[-1])["report"]


def change_one_action(plan: Path) -> None:
    """Another action for the first scene's last shot, as a person would type it."""
    from prompts.screenplay_file import read_screenplay, write_screenplay

    screenplay = read_screenplay(plan)
    first = screenplay.scenes[0]
    shots = list(first.shots)
    shots[-1] = shots[-1].model_copy(update={"action": "Somebody waves."})
    scenes = [first.model_copy(update={"shots": shots}), *screenplay.scenes[1:]]
    write_screenplay(screenplay.model_copy(update={"scenes": scenes}), plan)


def main() -> None:
    story = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else STORY
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold, report = run_film(str(story), "-o", "film.mp4", cwd=folder)
        again = [run_film(str(story), "-o", "film.mp4", cwd=folder) for _ in range(REPEATS)]
        unchanged = sorted(seconds for seconds, _ in again)[REPEATS // 2]
        rendered = max(r["rendered"] for _, r in again)
        change_one_action(folder / "film.production" / "screenplay.yaml")
        edited, after = run_film(str(story), "-o", "film.mp4", cwd=folder)
    shots, seconds = len(report["shots"]), report["duration_s"]
    print(f"{shots} shots, {seconds:.1f} s of film")
    print(f"{'run':<24}{'CPU s':>8}{'of cold':>10}{'takes rendered':>16}")
    print(f"{'cold':<24}{cold:>8.2f}{'100 %':>10}{report['rendered']:>16}")
    print(f"{'unchanged':<24}{unchanged:>8.2f}{unchanged / cold:>10.2%}{rendered:>16}")
    print(f"{'one action changed':<24}{edited:>8.2f}{edited / cold:>10.2%}{after['rendered']:>16}")
    met = unchanged <= 0.01 * cold and rendered == 0
    print("bar (unchanged <= 1 % of cold, nothing rendered):", "met" if met else "NOT met")


if __name__ == "__main__":
    main()

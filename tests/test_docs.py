"""What the documents say is so: commands, options, files and examples.

`python -m tests.test_docs` writes docs/cli.md anew.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from director.cli import app
from director.settings import Settings
from prompts.screenplay_file import screenplay_from_text

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def cli_reference() -> str:
    """docs/cli.md as typer writes it from the commands."""
    words = [sys.executable, "-m", "typer", "director.cli", "utils", "docs", "--name", "film"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_command_reference_is_up_to_date():
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == cli_reference(), (
        "run `python -m tests.test_docs` to write docs/cli.md anew"
    )


def test_readme_shows_two_commands_before_line_25():
    top = "\n".join(README.splitlines()[:25])
    assert "make film" in top
    assert "make test" in top
    assert top.count("![") == 1


def test_every_film_command_of_the_documents_exists_with_its_options():
    names = {command.callback.__name__: command.callback for command in app.registered_commands}
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    found = 0
    for document in DOCUMENTS:
        for line in re.findall(r"^film (\w+)(.*)$", document.read_text(encoding="utf-8"), re.MULTILINE):
            assert line[0] in names, f"{document.name}: film {line[0]} is no command"
            section = reference.split(f"## `film {line[0]}`")[1].split("\n## ")[0]
            for option in re.findall(r"(?<!\S)(--?[a-z][\w-]*)", line[1].split("#")[0]):
                assert option in section, f"{document.name}: film {line[0]} has no {option}"
            found += 1
    assert found >= 5


def test_every_relative_link_of_the_documents_leads_somewhere():
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_make_target_of_the_documents_exists():
    makefile = (ROOT / "Makefile").read_text()
    for document in DOCUMENTS:
        for target in re.findall(r"^(?:    )?make (\w+)", document.read_text(encoding="utf-8"), re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{document.name}: make {target}"


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", README, re.DOTALL))
def test_screenplays_of_the_readme_are_valid(text):
    assert screenplay_from_text(text).scenes


def test_python_of_the_readme_compiles_and_names_what_is_there():
    import director

    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        compile(block, "README.md", "exec")
        for name in re.findall(r"from director import (\w+)", block):
            assert hasattr(director, name)


def test_settings_are_documented_by_their_environment_variables():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in Settings.__dataclass_fields__:
        assert f"FILM_{name.upper()}" in text, name


def test_bundled_stories_are_there():
    stories = list((ROOT / "prompts" / "stories").glob("*.txt"))
    named = re.search(r"^STORY \?= (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert named
    assert ROOT / named.group(1) in stories


if __name__ == "__main__":
    (ROOT / "docs" / "cli.md").write_text(cli_reference(), encoding="utf-8")

"""Commands that look and change no film: who is here, whether this machine is fit, which models there are.

film doctor
"""

from __future__ import annotations

from typing import Annotated

import typer

from director.command_line.options import JsonOption
from director.command_line.telling import tell, told
from prompts.errors import FilmError


def backends(json_lines: JsonOption = False) -> None:
    """List who can write, draw, shoot and speak here."""
    with told(json_lines):
        from director.desk import list_everybody

        for row in list_everybody():
            told_card = row.pop("told", [])
            words = [f"{row['group']:<10} {row['name']:<12} {row['about'] or row['needs']}"]
            words += [f"{'':<23} {line}" for line in told_card]
            if row.get("server"):
                words.append(f"{'':<23} server   {row['server']}")
            if row["needs"] and row["about"]:
                words.append(f"{'':<23} {row['needs']}")
            tell(row, "\n".join(words), json_lines)


def doctor(json_lines: JsonOption = False) -> None:
    """Look at this machine: what works, what is missing, and how to get it."""
    with told(json_lines):
        from director.desk import examine

        rows = list(examine())
        for row in rows:
            mark = {True: "ok     ", False: "missing"}[row["ok"]]
            tell(row, f"{mark} {row['name']:<14} {row['said']}", json_lines)
        if any(row["needed"] and not row["ok"] for row in rows):
            raise typer.Exit(1)


def models(
    action: Annotated[str, typer.Argument(metavar="ACTION", help="list, or pull to fetch one.")] = "list",
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A short name (sdxl), or OWNER/NAME.")
    ] = None,
    json_lines: JsonOption = False,
) -> None:
    """List models that can be fetched by name, or fetch one: `film models pull sdxl`."""
    with told(json_lines):
        from director.desk import list_models, pull_named_model

        if action == "pull":
            folder = pull_named_model(name)
            tell({"model": name, "folder": str(folder)}, f"{name} is in {folder}", json_lines)
            return
        if action != "list" or name:
            raise FilmError(f"film models knows `list` and `pull NAME`, not {action!r}. Choose one of them.")
        for row in list_models():
            size = f"about {row['gib']:5.1f} GiB"
            words = f"{row['name']:<11} {size}  {row['place']:<12} {row['repo']} ({row['licence']})"
            tell(row, words, json_lines)

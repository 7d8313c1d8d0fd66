"""What is different between two plans, in the words of film: by shot and field, not by lines of a file.

for change in compare_plans(before, after): ...
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from prompts.screenplay import Screenplay, with_ids
from prompts.screenplay_file import plain_screenplay

Kind = Literal["changed", "added", "dropped"]
LONGEST = 100


@dataclass(frozen=True)
class Change:
    """One difference."""

    where: str
    """`film`, `cast fox`, `place hut`, `prop lantern`, `scene s2`, or a shot's id"""
    kind: Kind
    field: str
    """`camera.size`; '' if all of it was added or dropped"""
    before: str
    after: str

    def __str__(self) -> str:
        """In one line, without where it is."""
        if self.kind == "added":
            return f"new: {_short(self.after)}"
        if self.kind == "dropped":
            return f"dropped: {_short(self.before)}"
        before, after = _differing(self.before, self.after)
        return f"{self.field}: {before or '(open)'} → {after or '(open)'}"


def compare_plans(before: Screenplay, after: Screenplay) -> list[Change]:
    """Every difference, the film's own first, then cast, places, props, scenes and shots in order."""
    old, new = (_parts(with_ids(plan)) for plan in (before, after))
    changes = []
    for where in [*new, *(name for name in old if name not in new)]:
        changes += list(_compare(where, old.get(where), new.get(where)))
    return sorted(changes, key=lambda change: _rank(change.where, list(old), list(new)))


def describe_changes(changes: list[Change]) -> list[str]:
    """The differences as lines: where it is, and below it, indented, what it was and is."""
    lines: list[str] = []
    last = ""
    for change in changes:
        if change.kind != "changed":
            lines.append(f"{change.where}  {change}")
        else:
            lines += [] if change.where == last else [change.where]
            lines.append(f"  {change}")
        last = change.where
    return lines


def find_redrawn(before: Screenplay, after: Screenplay, folder: Path) -> list[str]:
    """Ids of the shots of the plan after whose still is another than it was, in order."""
    from shots.keyframes import make_panels

    old = {panel.shot.id: panel for panel in make_panels(with_ids(before), folder)}
    new = make_panels(with_ids(after), folder)
    return [str(panel.shot.id) for panel in new if old.get(panel.shot.id) != panel]


def _rank(where: str, old: list[str], new: list[str]) -> tuple[int, int]:
    """In the order of the new plan; what was dropped stands behind what it stood behind."""
    if where in new:
        return new.index(where), 0
    before = [name for name in old[: old.index(where)] if name in new]
    return (new.index(before[-1]) if before else -1), 1


def _parts(plan: Screenplay) -> dict[str, dict[str, Any]]:
    """Everything that can differ, by where it is."""
    data = plain_screenplay(plan)
    sections = {"cast": data.pop("cast", {}), "place": data.pop("places", {}), "prop": data.pop("props", {})}
    scenes = data.pop("scenes")
    parts: dict[str, dict[str, Any]] = {"film": _flat(data)}
    for kind, section in sections.items():
        parts |= {f"{kind} {name}": _flat(entity) for name, entity in section.items()}
    for scene in scenes:
        shots = scene.pop("shots")
        parts[f"scene {scene['id']}"] = {**_flat(scene), "": [shot["id"] for shot in shots]}
        for shot in shots:
            who = shot.pop("who", None)
            parts[shot["id"]] = {**_flat(shot), **_people(who)}
    return parts


def _people(who: list[dict[str, Any]] | None) -> dict[str, Any]:
    if who is None:
        return {}
    flat: dict[str, Any] = {"who": [p["character"] for p in who]}
    for p in who:
        told = {name: value for name, value in p.items() if name not in ("character", "path")}
        if path := p.get("path"):
            told["place"] = [_place(key["box"]) for key in path]
        flat |= {f"{p['character']}.{name}": value for name, value in told.items()}
    return flat


def _place(box: list[float]) -> str:
    left, top, right, bottom = box
    return f"at {(left + right) / 2:.0%} of the width, {bottom - top:.0%} high"


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{above}{name}.")
        elif above or name != "id":
            flat[f"{above}{name}"] = value
    return flat


def _compare(where: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Change]:
    if old is None or new is None:
        kind: Kind = "added" if old is None else "dropped"
        said = _summary(new if old is None else old)
        yield Change(where, kind, "", said if kind == "dropped" else "", said if kind == "added" else "")
        return
    # The shots of a scene have lines of their own; those that only moved to another scene are told here.
    come_or_gone = set(old.get("who", [])) ^ set(new.get("who", []))
    for name in [*new, *(n for n in old if n not in new)]:
        if name and old.get(name) != new.get(name) and name.split(".")[0] not in come_or_gone:
            yield Change(where, "changed", name, _say(old.get(name)), _say(new.get(name)))


def _summary(part: dict[str, Any] | None) -> str:
    part = part or {}
    shots = part.get("")
    words = part.get("action") or part.get("narration") or part.get("look") or part.get("place") or ""
    told = [str(words), str(part.get("time_of_day", ""))]
    if shots:
        told.append(f"{shots[0]} to {shots[-1]}" if len(shots) > 1 else str(shots[0]))
    return ", ".join(filter(None, told))


def _say(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_say(item) for item in value)
    if isinstance(value, dict):
        return " ".join(_say(item) for item in value.values())
    return "" if value is None else str(value)


def _differing(before: str, after: str) -> tuple[str, str]:
    """Both in one line; of long texts the part in which they differ."""
    before, after = (" ".join(text.split()) for text in (before, after))
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = before.rfind(" ", 0, max(0, same - LONGEST // 3)) + 1
    if max(len(before), len(after)) > LONGEST and start > 1:
        before, after = (f"…{text[start:]}" for text in (before, after))
    return _short(before), _short(after)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"

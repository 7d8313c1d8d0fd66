"""Edits made in a plan: a screenplay and a list of small changes give another screenplay.

Whatever no edit names stays as it is. Where a change leaves something else without sense (a person's place in
the frame when the frame itself is another), that is left open, to be planned anew, and said.

    after, notes = apply_edits(screenplay, [Edit(path="scenes.s2.time_of_day", value="night")])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from director.revising.fields import EditFault, Path, find_field, read_value, split_path
from prompts.pages import Edit
from prompts.screenplay import Screenplay, parse_screenplay, with_ids
from prompts.screenplay_file import plain_screenplay

MADE_TOGETHER = ("smooth", "bridge")
"""Transitions that need a shot to follow."""


def apply_edits(screenplay: Screenplay, edits: Iterable[Edit]) -> tuple[Screenplay, list[str]]:
    """(the screenplay after the edits, what else had to be said).

    Ids that were not written are not written now, unless a shot would get another one: its pictures are
    found by its id.

    Raises:
        EditFault: an edit names what is not there, or would leave no film.
        ScreenplayError: the edits together break a rule of the format.
    """
    named = with_ids(screenplay)
    plan = _Plan(plain_screenplay(named))
    for edit in edits:
        plan.make(edit)
    plan.settle()
    after = parse_screenplay(plan.data, "the revised plan")
    return _without_given_ids(after, screenplay, named), plan.notes


def _without_given_ids(after: Screenplay, written: Screenplay, named: Screenplay) -> Screenplay:
    own = {s.id for s in written.scenes} | {shot.id for _, shot in written.shots()}
    scenes = []
    for scene in after.scenes:
        shots = [s if s.id in own else s.model_copy(update={"id": None}) for s in scene.shots]
        scenes.append(scene.model_copy(update={"id": scene.id if scene.id in own else None, "shots": shots}))
    bare = after.model_copy(update={"scenes": scenes})
    if with_ids(bare) == with_ids(after):
        return parse_screenplay(plain_screenplay(bare))
    return after


class _Plan:
    """A plan as plain data, on which edits are made."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.notes: list[str] = []
        self.sizes = {shot["id"]: _size(shot) for shot in self.shots()}

    def shots(self) -> list[dict[str, Any]]:
        return [shot for scene in self.data["scenes"] for shot in scene["shots"]]

    def make(self, edit: Edit) -> None:
        path = split_path(edit.path)
        doers: dict[str, Callable[[Path, str], None]] = {
            "set": self.set,
            "clear": self.clear,
            "remove": self.remove,
            "add": self.add,
            "split": self.split,
        }
        try:
            doers[edit.op](path, edit.value)
        except EditFault as fault:
            raise EditFault(f"{edit.path} {fault}") from None

    # -- finding

    def scene(self, name: str) -> dict[str, Any]:
        found = next((scene for scene in self.data["scenes"] if scene["id"] == name), None)
        if found is None:
            names = ", ".join(scene["id"] for scene in self.data["scenes"][:12])
            raise EditFault(f"names no scene of the film; there are: {names}")
        return found

    def home(self, name: str) -> tuple[dict[str, Any], int]:
        """(the scene of a shot, its place in it)."""
        for scene in self.data["scenes"]:
            for place, shot in enumerate(scene["shots"]):
                if shot["id"] == name:
                    return scene, place
        raise EditFault("names no shot of the film")

    def shot(self, name: str) -> dict[str, Any]:
        scene, place = self.home(name)
        return scene["shots"][place]

    def performer(self, shot: str, name: str) -> dict[str, Any]:
        for performer in self.shot(shot).get("who", []):
            if performer["character"] == name:
                return performer
        raise EditFault(f"names {name!r}, who is not in that shot")

    def holder(self, path: Path) -> dict[str, Any]:
        """What holds the last part of a path; made if it is not there yet."""
        match path:
            case (_,):
                return self.data
            case ("shots", shot, "who", name, _):
                return self.performer(shot, name)
            case ("shots", shot, "dialogue", number, _):
                lines = self.shot(shot).get("dialogue", [])
                if int(number) >= len(lines):
                    raise EditFault(f"names line {number}, but the shot has {len(lines)} (counted from 0)")
                return lines[int(number)]
            case ("shots", name, *rest):
                holder = self.shot(name)
            case ("scenes", name, *rest):
                holder = self.scene(name)
            case ("cast" | "places" | "props" as section, name, *rest):
                if name not in self.data.get(section, {}):
                    raise EditFault(f"names {name!r}, which is not in {section}")
                holder = self.data[section][name]
            case (section, *rest):
                holder = self.data.setdefault(section, {})
            case _:
                raise EditFault("is no path")
        for part in rest[:-1]:
            holder = holder.setdefault(part, {})
        return holder

    # -- changing

    def set(self, path: Path, value: str) -> None:
        field = find_field(path)
        if field is None:
            raise EditFault("is no field that can be set")
        read = read_value(field, value)
        holder = self.holder(path)
        if path[-1] == "transition":
            lasts = {} if read == "cut" else dict(holder.get("transition", {}))
            read = {**lasts, "kind": read}
        holder[path[-1]] = read

    def clear(self, path: Path, value: str) -> None:
        self.holder(path).pop(path[-1], None)

    def remove(self, path: Path, value: str) -> None:
        match path:
            case ("shots", name):
                scene, place = self.home(name)
                del scene["shots"][place]
                self.data["scenes"] = [scene for scene in self.data["scenes"] if scene["shots"]]
            case ("scenes", name):
                self.data["scenes"].remove(self.scene(name))
            case ("shots", shot, "who", name):
                self.shot(shot)["who"].remove(self.performer(shot, name))
            case ("shots", shot, "dialogue", number):
                self.holder((*path, "line"))
                del self.shot(shot)["dialogue"][int(number)]
        if not self.data["scenes"]:
            raise EditFault("would leave no shot in the film; keep at least one")

    def add(self, path: Path, value: str) -> None:
        match path:
            case ("shots", name):
                scene, place = self.home(name)
                ids = {shot["id"] for shot in self.shots()}
                new = next(f"{name}{letter}" for letter in _letters() if f"{name}{letter}" not in ids)
                scene["shots"].insert(place + 1, {"id": new, "action": value, "narration": ""})
            case ("shots", shot, "who", name):
                who = self.shot(shot).setdefault("who", [])
                if name not in {p["character"] for p in who}:
                    who.append({"character": name, **({"doing": value} if value else {})})
            case (section, name):
                if name in self.data.setdefault(section, {}):
                    raise EditFault(f"adds {name!r}, which is there already")
                self.data[section][name] = {"look": value}

    def split(self, path: Path, value: str) -> None:
        scene, place = self.home(path[1])
        if place == 0:
            raise EditFault("is the first shot of its scene already")
        if value in {s["id"] for s in self.data["scenes"]} | {s["id"] for s in self.shots()}:
            raise EditFault(f"gives the new scene the id {value!r}, which is taken")
        new = {**scene, "id": value, "shots": scene["shots"][place:]}
        scene["shots"] = scene["shots"][:place]
        self.data["scenes"].insert(self.data["scenes"].index(scene) + 1, new)

    # -- afterwards

    def settle(self) -> None:
        """What no longer makes sense is left open: places in another frame, a join to nothing."""
        for shot in self.shots():
            if shot["id"] in self.sizes and self.sizes[shot["id"]] != _size(shot):
                placed = [p for p in shot.get("who", []) if p.pop("path", None)]
                if placed:
                    names = " and ".join(p["character"] for p in placed)
                    self.notes.append(f"{shot['id']}: the frame is another; the place of {names} is open")
        last = self.shots()[-1]
        if last.get("transition", {}).get("kind") in MADE_TOGETHER:
            del last["transition"]
            self.notes.append(
                f"{last['id']} is the last shot now; its transition needs another shot, and is open"
            )


def _size(shot: dict[str, Any]) -> str | None:
    return shot.get("camera", {}).get("size")


def _letters() -> Iterable[str]:
    return (chr(c) for c in range(ord("b"), ord("z") + 1))

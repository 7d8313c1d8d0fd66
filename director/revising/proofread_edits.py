"""What a writer made of an instruction, held against the part of the plan it was shown.

python -c "from director.revising.proofread_edits import asks_for_words; print(asks_for_words('at night'))"
"""

from __future__ import annotations

import re

from director.planning.proofread import Proof, Register
from director.planning.replies import as_id
from director.revising.fields import (
    ADDED,
    CLEARED,
    FIELDS,
    REMOVED,
    SPLIT,
    EditFault,
    Field,
    Path,
    find_field,
    matches,
    read_value,
    split_path,
)
from prompts.pages import Edit, RevisePage, ReviseSlots

_ABOUT_WORDS = re.compile(
    r"[\"“”«»„]|\b(?:narrat\w*|dialog\w*|sa(?:y|ys|id|ying)|tell\w*|told|speak\w*|spoken|lines?|words?|text|"
    r"sentence\w*|voice-?over|renam\w*|call\w*|names?|translat\w*|erzähl\w*|sag\w*|text\w*|worte?\w*|nenn\w*|"
    r"umbenenn\w*|heiß\w*|dit|dire|parol\w*|texte|narr\w*|renomm\w*|appel\w*|dice|decir|palabr\w*|llam\w*)\b|"
    r"旁白|台词|对白|说|叫|改名|セリフ|ナレーション",
    re.IGNORECASE,
)
_ALLOWED = {
    "set": tuple(FIELDS),
    "clear": (*FIELDS, *CLEARED),
    "remove": tuple(REMOVED),
    "add": tuple(ADDED),
    "split": tuple(SPLIT),
}


def asks_for_words(instruction: str) -> bool:
    """Whether an instruction is about what is told, said or called; else not a word of it is touched."""
    return bool(_ABOUT_WORDS.search(instruction))


def proofread_revise(page: RevisePage, slots: ReviseSlots, last: bool = False) -> Proof[RevisePage]:
    """The edits that can be made, each field once, with ids as the plan spells them."""
    proof = Proof(page)
    known = _Known(slots)
    kept: dict[tuple[str, str], Edit] = {}
    for edit in page.edits:
        try:
            sound = known.read(edit, proof.notes)
        except EditFault as fault:
            if last:
                proof.notes.append(f"The edit at {edit.path!r} {fault}; it was left out.")
            else:
                proof.faults.append(f"edits: {edit.op} {edit.path} {fault}")
            continue
        if sound is not None:
            kept.setdefault((sound.op, sound.path), sound)
    edits = list(kept.values())
    proof.page = page if edits == page.edits else page.model_copy(update={"edits": edits})
    return proof


class _Known:
    """The names that edits may use."""

    def __init__(self, slots: ReviseSlots) -> None:
        self.words = asks_for_words(slots.instruction)
        self.names = {
            "shots": Register((shot.id, "") for shot in slots.shots),
            "scenes": Register((scene.id, "") for scene in slots.scenes),
            "cast": Register((p.id, p.name) for p in slots.cast),
            "places": Register((e.id, e.name) for e in slots.places),
            "props": Register((e.id, e.name) for e in slots.props),
        }
        self.on_screen = {shot.id: {p.character for p in shot.who} for shot in slots.shots}

    def read(self, edit: Edit, notes: list[str]) -> Edit | None:
        """The edit as it is meant; None if it is not to be made.

        Raises:
            EditFault: it cannot be made.
        """
        path = split_path(edit.path)
        allowed = _ALLOWED[edit.op]
        if not any(matches(path, pattern) for pattern in allowed):
            some = ", ".join(".".join(p) for p in allowed if path[:1] == p[:1]) or "no path like it"
            raise EditFault(f"is no path for `{edit.op}`; there are: {some}")
        path = self._resolve(edit, path)
        field = find_field(path) if edit.op in ("set", "clear") else None
        if ((field and field.spoken) or "dialogue" in path) and not self.words:
            notes.append(f"{'.'.join(path)} was left as it is: the instruction does not speak of words.")
            return None
        value = edit.value.strip()
        if edit.op == "set" and field is not None:
            if not value:
                return edit.model_copy(update={"op": "clear", "path": ".".join(path), "value": ""})
            value = self._value(field, value, notes, path)
        if edit.op == "split":
            value = as_id(value)
            if not value:
                raise EditFault("needs the new scene's id as its value")
            self.names["scenes"].enter(value)
        return edit.model_copy(update={"path": ".".join(path), "value": value})

    def _resolve(self, edit: Edit, path: Path) -> Path:
        """The path with every id as the plan spells it."""
        if path[0] not in self.names or len(path) < 2:
            return path
        if edit.op == "add" and len(path) == 2 and path[0] != "shots":
            name = as_id(path[1])
            self.names[path[0]].enter(name)
            return (path[0], name)
        parts = [path[0], self._find(path[0], path[1]), *path[2:]]
        if len(parts) > 3 and parts[2] == "who":
            parts[3] = self._find("cast", parts[3])
            seen = self.on_screen.setdefault(parts[1], set())
            if edit.op == "add":
                seen.add(parts[3])
            elif parts[3] not in seen:
                raise EditFault(f"names {parts[3]!r}, who is not in that shot; `add` them first")
        return tuple(parts)

    def _find(self, section: str, spelling: str) -> str:
        found = self.names[section].find(spelling)
        if found is None:
            raise EditFault(f"names {spelling!r}, which is not among the {section} that you were shown")
        return found

    def _value(self, field: Field, value: str, notes: list[str], path: Path) -> str:
        read = read_value(field, value)
        if field.kind == "id":
            return self._find(field.of, value)
        if field.kind == "ids":
            return ", ".join(self._find(field.of, name) for name in read)
        if field.kind == "word" and read != value:
            notes.append(f"{'.'.join(path)}: {value!r} was read as {read!r}.")
        return str(read)

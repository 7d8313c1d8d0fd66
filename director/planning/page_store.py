"""The pages of a plan on disk: each is asked for once, whatever happens to the program in between.

A page's fingerprint is its template, schema, slots and writer. What comes in is proofread before it is
kept, so every page on disk is sound. Nothing here knows the order of pages or what becomes of them.

    store = PageStore(Workspace(Path("fox.production")), writer)
    mark = store.ask("cast", "cast", slots)
    page = store.read("cast", mark, CastPage)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from director.planning.proofread import Proof, proofread_cast, proofread_outline
from director.planning.proofread_scene import (
    proofread_block,
    proofread_review,
    proofread_stage,
    proofread_time,
)
from director.planning.windows import repair_room, window_of
from director.prompting.proofread_prompts import proofread_adapt
from director.revising.proofread_edits import proofread_revise
from director.writer import Writer
from prompts.errors import UnusablePage
from prompts.pages import TEMPLATES, Page, Slots
from prompts.templates import read_template
from prompts.tokens import shorten_to
from shots.slate import FINGERPRINT_LETTERS, Notes, Workspace, fingerprint
from shots.spending import Paid

FOLDER = "pages"
ATTEMPTS = 3
"""How often a page is asked for until the rules have to settle its faults."""
FAULT_TOKENS = 40
"""A fault that goes back is cut to so many."""
STAND_IN = "This page was written by rule, because the writer gave none"

PROOFREADERS: dict[str, Callable[[Any, Any, bool], Proof]] = {
    "write": proofread_outline,
    "cast": proofread_cast,
    "stage": proofread_stage,
    "block": proofread_block,
    "time": proofread_time,
    "review": proofread_review,
    "revise": proofread_revise,
    "adapt": proofread_adapt,
}

ModelT = TypeVar("ModelT", bound=BaseModel)


class PageLost(LookupError):
    """A page that was kept is not there any more, or cannot be read."""


class PageStore:
    """Asks a writer for pages and keeps them in a production's folder. Safe to use from several threads."""

    def __init__(self, workspace: Workspace, writer: Writer | None) -> None:
        """`writer` may be None if pages are only read."""
        self.workspace = workspace
        self.writer = writer
        self.asked = 0
        """how many pages the writer was asked for by this store (not found on disk)"""
        self._lock = threading.Lock()

    def ask(self, template: str, key: str, slots: Slots) -> str:
        """The mark of the page that the writer gives for these slots: found, or asked for and proofread.

        Raises:
            WriterError: the writer cannot be asked, or refuses.
            WorkspaceError: the disk refused.
        """
        assert self.writer is not None, "this store only reads"
        inputs = {
            "template": [template, read_template(template).version],
            "schema": fingerprint(TEMPLATES[template][1].model_json_schema()),
            "writer": [self.writer.name, self.writer.version],
            "slots": slots,
        }

        def build(path: Path, notes: Notes) -> None:
            with self.writer.purse.making(key) if isinstance(self.writer, Paid) else nullcontext():
                page, notes["remarks"] = self._fill(template, slots)
            path.write_text(page.model_dump_json(indent=1) + "\n", encoding="utf-8")

        return _mark(self.workspace.make(FOLDER, key, ".json", inputs, build).fingerprint)

    def _fill(self, template: str, slots: Slots) -> tuple[Page, list[str]]:
        """A sound page, and what is to be said about it. Faults go back to the writer; a page that it cannot
        give is written by the rules of the offline writer, which is said."""
        assert self.writer is not None
        schema = TEMPLATES[template][1]
        asked, fault = slots, ""
        for attempt in range(1, ATTEMPTS + 1):
            with self._lock:
                self.asked += 1
            try:
                page = self.writer.fill(template, asked, schema)
            except UnusablePage as error:
                fault = str(error)
                break
            proof = PROOFREADERS[template](page, slots, attempt == ATTEMPTS)
            if not proof.faults:
                return proof.page, list(dict.fromkeys([*page.notes, *proof.notes]))
            fault = f"{self.writer.name} gave no usable `{template}` page: {proof.faults[0]}"
            room = repair_room(window_of(self.writer) or 1_000_000) // 2
            asked = _with_problems(slots, proof.faults[: max(1, room // FAULT_TOKENS)])
        return self._stand_in(template, slots, fault)

    def _stand_in(self, template: str, slots: Slots, fault: str) -> tuple[Page, list[str]]:
        """The page by rule, in place of one that a writer could not give."""
        from director.offline import OfflineWriter

        page = OfflineWriter().fill(template, slots, TEMPLATES[template][1])
        proof = PROOFREADERS[template](page, slots, True)
        if proof.faults:
            raise UnusablePage(f"{fault} By rule neither: {proof.faults[0]}.")
        said = f"{STAND_IN} ({fault.split('. Try again')[0]})."
        return proof.page, list(dict.fromkeys([said, *proof.notes]))

    def keep(self, key: str, model: BaseModel, remarks: Sequence[str] = ()) -> str:
        """The mark under which `model` is kept as it is, with what is to be said about it."""

        def build(path: Path, notes: Notes) -> None:
            notes["remarks"] = list(dict.fromkeys(remarks))
            path.write_text(model.model_dump_json(indent=1, exclude_unset=True) + "\n", encoding="utf-8")

        inputs = model.model_dump(mode="json", exclude_unset=True)
        return _mark(self.workspace.make(FOLDER, key, ".json", inputs, build).fingerprint)

    def read(self, key: str, mark: str, schema: type[ModelT]) -> ModelT:
        """The page that was kept under a mark.

        Raises:
            PageLost: it is gone or damaged.
        """
        path = self._path(key, mark)
        try:
            return schema.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise PageLost(f"{path} cannot be read") from error

    def remarks(self, key: str, mark: str) -> list[str]:
        """What was put right when the page came in, one sentence each."""
        import json

        slate = self._path(key, mark)
        try:
            found = json.loads(slate.with_name(slate.name + ".slate.json").read_text(encoding="utf-8"))
            return [str(remark) for remark in found["notes"].get("remarks", [])]
        except (OSError, ValueError, KeyError):
            return []  # the page itself is what counts; its slate may be gone

    def _path(self, key: str, mark: str) -> Path:
        return self.workspace.path(f"{FOLDER}/{key}.{mark}.json")


def _with_problems(slots: Slots, faults: list[str]) -> Slots:
    """The slots, with what was wrong about the page that came; so much of it as a repair has room for."""
    if "problems" not in type(slots).model_fields:
        return slots
    told = [shorten_to(fault, FAULT_TOKENS) for fault in faults]
    return slots.model_copy(update={"problems": [*getattr(slots, "problems", []), *told]})


def _mark(full: str) -> str:
    return full[:FINGERPRINT_LETTERS]

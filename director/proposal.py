"""A film that is planned and drawn, and waits for somebody's word: the board is the question.

proposal = Director().propose("story.txt"); film = Director().resume(proposal)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from director.production import find_anchor_pictures, panel_seconds
from prompts.screenplay import Screenplay
from shots.slate import disk_errors

if TYPE_CHECKING:
    from director.results import Keyframes


@dataclass(frozen=True)
class Proposal:
    """What is shown before a film is made."""

    screenplay: Screenplay
    sheet: Path
    """PNG with the still of every shot"""
    page: Path
    """HTML with stills and words"""
    folder: Path
    """the production; edit or revise the `screenplay.yaml` in it, or leave it as it is"""
    film: Path | None
    """where the film was asked to go; None: beside the folder"""
    problems: tuple[str, ...]
    """what the review found and nobody could put right"""
    notes: tuple[str, ...]
    """what is, or will be, otherwise than asked"""
    approved: bool
    """this very plan was approved before; nothing waits"""


def lay_out(stills: Keyframes) -> tuple[Path, Path]:
    """The contact sheet (PNG) and the page (HTML) of stills that are drawn, in their production's folder."""
    from director.board import write_board

    production = stills.production
    screenplay = production.screenplay
    seconds = {str(shot.id): panel_seconds(shot) for _, shot in screenplay.shots()}
    folder = production.workspace.root
    with disk_errors(folder):
        anchors = find_anchor_pictures(production)
        said = [*_notes(stills), *production.problems]
        return write_board(screenplay, stills.pictures, seconds, said, folder, anchors)


def propose(stills: Keyframes, film: Path | None, approved: bool) -> Proposal:
    """The proposal of a film whose stills are drawn, with its board laid out."""
    production = stills.production
    sheet, page = lay_out(stills)
    return Proposal(
        screenplay=production.screenplay,
        sheet=sheet,
        page=page,
        folder=production.workspace.root,
        film=film,
        problems=production.problems,
        notes=tuple(_notes(stills)),
        approved=approved,
    )


def _notes(stills: Keyframes) -> list[str]:
    return [f"{shot_id}: {note}" for shot_id, notes in stills.notes.items() for note in notes]

"""The cards of a film: which there are, where they stand, and how one picture gives way to the next.

A card is a shot without pictures of its own: its heading is read aloud and timed like any other words. The
opening and the closing card frame the film; a chapter's card stands before the scene that has its heading.

    python -c "from director.cards import with_cards; from prompts.screenplay import parse_screenplay; \
    print([s.id for _, s in with_cards(parse_screenplay(['A fox naps.'])).shots()])"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from director.settings import Settings
from prompts.screenplay import Scene, Screenplay, Shot, Titles, Transition
from prompts.style import find_treatment
from prompts.vocabulary import LetterMotion
from shots.backends import Image
from shots.cutting.timeline import overlap_frames
from shots.encode import write_clip
from shots.slate import Notes, Workspace
from shots.titling.cards import CARDS_VERSION, draw_chapter_card, draw_end_card, draw_title_card

TITLE_ID = "title-card"
END_ID = "end-card"
END_S = 3.0
CARD_TRANSITION = Transition(kind="dissolve", duration_s=0.6)
"""From a card to the shot that follows it."""
CARDS_TRANSITION = Transition(kind="fade", duration_s=0.8)
"""From a card to another: two headings are never seen through one another."""
LAST_TRANSITION = Transition(kind="fade", duration_s=0.8)


def with_cards(screenplay: Screenplay) -> Screenplay:
    """The screenplay with its title as a first shot, and chapters' headings as shots before their scenes."""
    opens_with_card = bool((screenplay.scenes[0].chapter or "").strip())
    after_title = CARDS_TRANSITION if opens_with_card else CARD_TRANSITION
    scenes = [_card_scene(TITLE_ID, screenplay.title or "", after_title)]
    for scene in screenplay.scenes:
        if heading := (scene.chapter or "").strip():
            scenes.append(_card_scene(chapter_id(scene), heading, CARD_TRANSITION))
        scenes.append(scene)
    return screenplay.model_copy(update={"scenes": scenes})


def _card_scene(name: str, words: str, transition: Transition) -> Scene:
    card = Shot(id=name, who=[], narration=words, transition=transition)
    return Scene(id=f"{name}-scene", shots=[card])


def chapter_id(scene: Scene) -> str:
    """What the card before a scene is called."""
    return f"{scene.id}-chapter-card"


def chapters(screenplay: Screenplay) -> list[tuple[str, str]]:
    """(id of the card, heading) of every chapter, in order."""
    return [(chapter_id(s), s.chapter.strip()) for s in screenplay.scenes if s.chapter and s.chapter.strip()]


def last_transition(screenplay: Screenplay) -> Transition:
    """How the last shot becomes the end card: as a person wrote, else a fade."""
    *_, (_, last) = screenplay.shots()
    return last.transition or LAST_TRANSITION


def overlaps(screenplay: Screenplay, settings: Settings) -> Iterator[tuple[str, int, int]]:
    """(id, frames shared with what is before, and with what is after) of every shot, cards among them."""
    told = with_cards(screenplay) if settings.titles else screenplay
    fps, before = screenplay.frame.fps, 0
    shots = [shot for _, shot in told.shots()]
    for shot in shots:
        leaving = shot.transition
        if shot is shots[-1]:
            leaving = last_transition(screenplay) if settings.titles else None
        after = overlap_frames(leaving, fps)
        yield str(shot.id), before, after
        before = after


def motion_of(titles: Titles | None, card: str) -> LetterMotion:
    """How the letters of a card arrive; `card` is a field of `Titles`."""
    titles = titles or Titles()
    if card == "captions":
        return titles.captions or "none"
    chosen: LetterMotion | None = getattr(titles, card)
    return chosen or titles.all or "rise"


def make_card(
    screenplay: Screenplay,
    name: str,
    num_frames: int,
    fresh_at: list[int],
    quality: Any,
    workspace: Workspace,
) -> Path:
    """The clip of one card, found or drawn now.

    Args:
        screenplay: of the film.
        name: `TITLE_ID`, `END_ID`, or the id of a chapter's card.
        num_frames: how many pictures.
        fresh_at: frames at which a join begins or ends.
        quality: of the encoding.
        workspace: where it is kept.
    """
    frame = screenplay.frame
    size: dict[str, Any] = {
        "width": frame.width,
        "height": frame.height,
        "fps": frame.fps,
        "num_frames": num_frames,
    }
    said, draw = _choose(screenplay, name)
    inputs = {"card": [name, *said, CARDS_VERSION], "size": size, "fresh_at": fresh_at, "quality": quality}

    def build(path: Path, notes: Notes) -> None:
        write_clip(draw(**size), path, keyframe_at=fresh_at, quality=quality, **size)

    return workspace.make("titles", name, ".mp4", inputs, build).path


def _choose(screenplay: Screenplay, name: str) -> tuple[list[Any], Callable[..., Iterator[Image]]]:
    """What a card depends on beside its size, and what draws it."""
    title, language, style = screenplay.title or "", screenplay.language or "", screenplay.style or ""
    treatment = find_treatment(style)
    if name == TITLE_ID:
        motion = motion_of(screenplay.titles, "opening")
        return [title, motion, treatment], partial(draw_title_card, title, motion=motion, style=style)
    if name == END_ID:
        motion = motion_of(screenplay.titles, "end")
        draw_end = partial(draw_end_card, title=title, language=language, motion=motion, style=style)
        return [title, language, motion, treatment], draw_end
    found = chapters(screenplay)
    number, heading = next((n, words) for n, (card, words) in enumerate(found, 1) if card == name)
    scene = next(s for s in screenplay.scenes if chapter_id(s) == name)
    motion = scene.letters or motion_of(screenplay.titles, "chapters")
    draw = partial(
        draw_chapter_card, heading, number=number, of=len(found), title=title, motion=motion, style=style
    )
    return [heading, number, len(found), title, motion, treatment], draw

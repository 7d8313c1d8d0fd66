"""What a film would take from hosted services, before anything is asked of them.

The film is gone through as it would be made, over a copy of its folder: whatever is finished is found, and
costs nothing. Whatever is missing is filled by rules, blank or silent, and entered with what the service is
forecast to take. Nothing is sent.

    purse = estimate_film(Director(writer="openai:gpt-x"), "A fox walks through the snow.")
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from director import production as floor
from director.cards import with_cards
from director.events import ignore
from director.film import Director, Story
from director.offline import OfflineWriter
from director.plan_file import MEMORY, Planned, plan_source
from director.planning.page_store import FOLDER
from director.planning.windows import Windowed, fit_window
from director.production import Production
from director.settings import Settings
from director.source import PLANNED, Source, open_source
from director.spending import hand_purse, open_purse
from director.writer import Writer
from prompts.pages import Page, Slots
from shots import keyframes as keyframe_floor
from shots import sound as sound_floor
from shots.anchors import Anchor, AnchoredKeyframes, Drawing, DrawOrder
from shots.backends import Image, Panel, Speech, find_backend
from shots.slate import Workspace
from shots.sound import silence_for
from shots.spending import Paid, Purse, Use

PageT = TypeVar("PageT", bound=Page)
COPIED = (FOLDER, "keyframes", "anchors", "voices")


def estimate_film(director: Director, story: Story) -> Purse:
    """A purse of which `charges_now` are what the film would take from now on, by the director's settings.

    Raises:
        FilmError: as making the film would, before anything is asked for.
    """
    source, settings = open_source(story), director.settings
    real = director.find_workspace(source)
    spent = open_purse(settings, real)
    purse = Purse(prices=spent.prices)
    with tempfile.TemporaryDirectory() as folder, Workspace(Path(folder) / "film.production") as workspace:
        _copy_finished(real, workspace)
        planned = _plan(source, workspace, settings, purse)
        frame = floor.frame_to_render(
            planned.screenplay.frame, settings.quality, floor.size_multiple(settings)
        )
        screenplay = planned.screenplay.model_copy(update={"frame": frame})
        production = floor.Production(screenplay, workspace, workspace.root, settings)
        _draw(production, spent, purse)
        _record(production, purse)
    return purse


def _copy_finished(real: Workspace, workspace: Workspace) -> None:
    """The plan and the takes as they are. What is made over a link takes the link's place."""
    for name in (PLANNED, MEMORY):
        if real.path(name).is_file():
            shutil.copy2(real.path(name), workspace.path(name))
    for name in COPIED:
        if real.path(name).is_dir():
            workspace.path(name).mkdir()
            for path in real.path(name).iterdir():
                try:
                    os.symlink(path.resolve(), workspace.path(name) / path.name)
                except OSError:
                    shutil.copy2(path, workspace.path(name) / path.name)


def _plan(source: Source, workspace: Workspace, settings: Settings, purse: Purse) -> Planned:
    def open_writer(name: str) -> Writer:
        paid = fit_window(find_backend("director.writers", name), settings.window)
        return _Writing(paid, purse) if isinstance(paid, Paid) else paid

    if source.production and source.screenplay and source.file:
        source = Source(source.name, screenplay=source.screenplay, file=source.file)
    choices: dict[str, Any] = {"rounds": settings.rounds, "rules": settings.read_rules()}
    return plan_source(source, workspace, settings.writer, None, ignore, open_writer, **choices)


class _Writing:
    """The pages of a paid writer, by rules; they are found again under its name."""

    def __init__(self, paid: Any, purse: Purse) -> None:
        self.name, self.version = paid.name, paid.version
        self.service, self.purse = paid.service, purse
        self._paid, self._rules = paid, OfflineWriter(None)
        if isinstance(paid, Windowed):
            self.window = paid.window

    def fill(self, template: str, slots: Slots, schema: type[PageT]) -> PageT:
        """The page as the rules fill it, charged as the paid writer would."""
        page = self._rules.fill(template, slots, schema)
        forecast = self._paid.forecast(template, slots, page)
        with self.purse.paying(self.service, "plan", template, forecast) as bill:
            bill.used(forecast)
        return page


def _draw(production: Production, spent: Purse, purse: Purse) -> None:
    # It forecasts by what this film's pictures have taken so far.
    backend: Any = hand_purse(find_backend("shots.keyframes", production.settings.keyframes), spent)
    costs = isinstance(backend, Paid)
    if not costs:
        return
    floor.check_stills(production)
    panels = keyframe_floor.make_panels(production.screenplay, production.folder)
    manner = floor.choose_manner(production, panels)
    drawing = (
        _AnchoredDrawing(backend, purse)
        if isinstance(backend, AnchoredKeyframes)
        else _Drawing(backend, purse)
    )
    for _ in keyframe_floor.draw(panels, drawing, production.workspace, manner):
        pass


class _Drawing:
    """Blank pictures, charged as the paid backend would."""

    def __init__(self, paid: Any, purse: Purse) -> None:
        self.card, self.service, self.purse = paid.card, paid.service, purse
        self._paid = paid

    def check(self, panel: Panel) -> list[str]:
        """As the paid backend says."""
        return self._paid.check(panel)

    def draw(self, panels: Sequence[Panel]) -> Iterator[tuple[str, Image]]:
        """Blank pictures."""
        for panel in panels:
            yield str(panel.shot.id), self._charge(str(panel.shot.id), panel)

    def _charge(self, name: str, subject: Panel | Anchor) -> Image:
        forecast: Use = self._paid.forecast(subject)
        with self.purse.paying(self.service, "draw", name, forecast) as bill:
            bill.used(forecast)
        return np.zeros((subject.height, subject.width, 3), np.uint8)


class _AnchoredDrawing(_Drawing):
    """The same, with anchors."""

    def draw_order(self, order: DrawOrder) -> Iterator[Drawing]:
        """Blank pictures of the anchors that are missing, and of the panels as often as there are takes."""
        for anchor in order.anchors:
            if anchor.name not in order.drawn:
                yield Drawing(anchor.name, self._charge(anchor.name, anchor))
        for panel in order.panels:
            for _ in range(order.takes):
                picture = self._charge(str(panel.shot.id), panel)
            yield Drawing(str(panel.shot.id), picture)


def _record(production: Production, purse: Purse) -> None:
    paid = floor.find_voices(production.settings.voices)
    if isinstance(paid, Paid):
        cards = production.settings.titles
        told = with_cards(production.screenplay) if cards else production.screenplay
        sound_floor.record(told, _Speaking(paid, purse), production.workspace)


class _Speaking:
    """Silence, charged as the paid voices would."""

    def __init__(self, paid: Any, purse: Purse) -> None:
        self.card, self.registers = paid.card, getattr(paid, "registers", {})
        self.paid, self.purse = paid, purse

    def check(self, language: str) -> list[str]:
        """As the paid voices say."""
        return self.paid.check(language)

    def speak(self, text: str, *, name: str, pitch: int, speed: int, language: str) -> Speech:
        """Silence as long as the words take."""
        forecast: Use = self.paid.forecast(text)
        with self.purse.paying(self.paid.service, "record", text[:40], forecast) as bill:
            bill.used(forecast)
        return silence_for(text)

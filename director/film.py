"""The director: a story in, a film out, in four steps that can be taken one by one.

    from director import Director

    film = Director().make("A fox walks through the snow. She finds a lantern.")
    print(film.path, film.report.duration_s)

    director = Director(writer="openai:gpt-5", quality="high")
    screenplay = director.plan(Path("story.txt"))       # edit it, or not
    film = director.cut(director.shoot(director.draw(screenplay)))

Every step finds what is finished and makes what is missing, so a call after a kill, or a change, goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from director import production as floor
from director.events import Event, Listener, ignore
from director.plan_file import Approval, Planned, plan_source
from director.planning.windows import fit_window
from director.production import Production
from director.results import Clips, Film, Keyframes
from director.settings import Settings
from director.shooting import shoot
from director.source import PRODUCTION_SUFFIX, Source, find_production, open_source
from director.spending import hand_purse, open_purse
from director.writer import Writer
from prompts.errors import CutError, FilmError
from prompts.screenplay import Screenplay
from shots.backends import find_backend
from shots.costing import Cost
from shots.slate import Workspace
from shots.spending import Purse

if TYPE_CHECKING:
    from director.proposal import Proposal
    from director.retakes import Retake
    from director.revising.revise import Revision

Story = str | Path | Screenplay | Source
"""A path, `-` for standard input, the words themselves, a screenplay, or one of them opened before."""


class Director:
    """Makes films.

    Args:
        folder: the production folder; left out, one named after the film, beside it.
        on_event: called after every step, from any thread.
        approve: asked with the plan and its open problems before anything is rendered; False stops there.
        settings: all choices at once; left out, those of the environment.
        **chosen: single choices, fields of `Settings` (`writer="openai:gpt-5"`, `quality="draft"` ...).

    Raises:
        FilmError: a choice that is not allowed.
    """

    def __init__(
        self,
        *,
        folder: str | Path | None = None,
        on_event: Listener = ignore,
        approve: Approval | None = None,
        settings: Settings | None = None,
        **chosen: Any,
    ) -> None:
        self.folder = Path(folder) if folder is not None else None
        self.on_event = on_event
        self.approve = approve
        self.settings = replace(settings, **chosen) if settings else Settings.from_environment(**chosen)
        self.purse = Purse()
        """what the film that was worked on last has spent"""
        self.planned: Planned | None = None
        """the plan that was worked on last: its notes, open problems, and how it was judged"""

    def plan(self, story: Story) -> Screenplay:
        """The complete screenplay of a story, or of a screenplay with open fields.

        It is kept as `screenplay.yaml` in the production folder; edit it there, or edit what is returned.

        Raises:
            FilmError: the story, the screenplay, the writer or the folder; the text says what to do.
        """
        return self._plan(open_source(story), None).screenplay

    def revise(self, plan: Story, instruction: str) -> Revision:
        """A plan after an instruction, and what became different; no file of it is touched.

        Raises:
            FilmError: it is no plan, or the writer cannot make edits of the instruction.
        """
        from director.revising.revise import revise_plan

        source = open_source(plan)
        if source.screenplay is None:
            raise FilmError("Only a plan can be revised: a screenplay, its file, or a .production folder.")
        workspace = self.find_workspace(source, None)
        with workspace:
            self.purse = open_purse(self.settings, workspace)
            writer = find_backend("director.writers", self.settings.writer)
            writer = hand_purse(fit_window(writer, self.settings.window), self.purse)
            return revise_plan(
                source.screenplay,
                instruction,
                writer=writer,
                workspace=workspace,
                folder=source.folder,
                on_event=self.on_event,
            )

    def draw(self, story: Story) -> Keyframes:
        """The still of every shot (planned first if need be).

        Raises:
            BackendError: a shot that the chosen backends cannot make, before anything is drawn.
        """
        production = self._produce(open_source(story), None)
        with production.workspace:
            return self._draw_checked(production, floor.check_stills(production))

    def shoot(self, keyframes: Keyframes | Story) -> Clips:
        """The clip of every shot, and its words spoken.

        Raises:
            BackendError: a shot that the chosen clip backend cannot make of these stills.
        """
        if isinstance(keyframes, Keyframes):
            notes = floor.gather_notes(floor.check(keyframes.production), keyframes.takes)
            stills = replace(keyframes, notes=notes)
        else:
            stills = self._draw(self._produce(open_source(keyframes), None))
        with stills.production.workspace:
            timings = stills.timings or floor.record(stills.production)
            return Clips(stills, shoot(stills.production, timings, stills.takes), timings)

    def cut(self, clips: Clips | Story, film: str | Path | None = None) -> Film:
        """The film of these clips, with sound, subtitles, report and board."""
        from director.assembly import assemble

        taken = clips if isinstance(clips, Clips) else self.shoot(clips)
        stills = taken.keyframes
        production = stills.production
        path = _checked(Path(film)) if film is not None else _film_beside(production.workspace.root)
        with production.workspace:
            report = assemble(production, taken.timings, stills.takes, taken.takes, stills.notes, path)
        return Film(path, production.workspace.root, production.screenplay, report)

    def make(self, story: Story, film: str | Path | None = None) -> Film:
        """The film of a story, from whatever is finished already.

        Args:
            story: a path, `-` for standard input, the words themselves, or a screenplay.
            film: where it goes; left out, a name from the title, in the current folder.

        Raises:
            FilmError: something that a person can put right; the text says what to do.
        """
        path = _checked(Path(film)) if film is not None else None
        production = self._produce(open_source(story), path)
        return self.cut(self.shoot(self._draw(production)), path)

    def foresee(self, story: Story) -> list[Cost]:
        """What every shot will take to be set in motion: tokens, passes, seconds and memory. Only plans.

        Seconds are None until this production has one clip of the same backend: its slate says how fast this
        machine is.

        Raises:
            FilmError: as `make`, before anything is drawn.
        """
        production = self._produce(open_source(story), None)
        with production.workspace:
            return floor.foresee(production)

    def propose(self, story: Story, film: str | Path | None = None) -> Proposal:
        """Plan and draw a film, lay its board out, and wait: nothing is shot until somebody says so.

        The word is `resume`, or any later `make` of the same story, from this process or another.

        Raises:
            FilmError: as `make`.
        """
        from director.proposal import propose

        path = _checked(Path(film)) if film is not None else None
        source = open_source(story)
        planned = self._plan(source, path, hold=True)
        stills = self._draw(self._production(source, path, planned), waits=True)
        return propose(stills, path, planned.approved)

    def resume(self, proposal: Proposal | str | Path, film: str | Path | None = None) -> Film:
        """The film that waited, with whatever was changed in its plan since.

        Args:
            proposal: what `propose` gave, or its production folder.
            film: where the film goes; left out, where it was asked to go.

        Raises:
            FilmError: no plan is there; or as `make`.
        """
        if isinstance(proposal, str | Path):
            return self.make(Path(proposal), film)
        return self.make(proposal.folder, film or proposal.film)

    def retake(
        self,
        plan: str | Path,
        shots: str | Sequence[str],
        *,
        seed: int | None = None,
        undo: bool = False,
        film: str | Path | None = None,
    ) -> Retake:
        """The film with some shots made again by another seed, and what came of it; the others stay.

        Args:
            plan: a production folder, or the screenplay file that a film is made from. The seed is written
                there.
            shots: a shot's id, or several.
            seed: left out, one that the shot has not had yet.
            undo: go back to the seed before the last retake.

        Raises:
            FilmError: no such shot, no earlier seed, or no film plan; nothing is changed then.
        """
        from director.retakes import begin_retake

        asked = [shots] if isinstance(shots, str) else list(shots)
        source = open_source(plan)
        workspace = self.find_workspace(source, Path(film) if film is not None else None)
        with workspace:
            begun = begin_retake(source, workspace, asked, lambda: self.plan(source), seed=seed, undo=undo)
        return begun.end(self.make(str(plan), film))

    async def make_async(self, story: Story, film: str | Path | None = None) -> Film:
        """`make`, in a thread of its own."""
        return await asyncio.to_thread(self.make, story, film)

    async def stream(self, story: Story, film: str | Path | None = None) -> AsyncIterator[Event | Film]:
        """Every event of `make` as it happens, and at last the film."""
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Event | None] = asyncio.Queue()

        def tell(event: Event) -> None:
            self.on_event(event)
            loop.call_soon_threadsafe(queue.put_nowait, event)

        told = Director(folder=self.folder, on_event=tell, approve=self.approve, settings=self.settings)
        making = asyncio.create_task(told.make_async(story, film))
        making.add_done_callback(lambda _: queue.put_nowait(None))
        while (event := await queue.get()) is not None:
            yield event
        yield await making

    def find_workspace(self, source: Source, film: Path | None = None) -> Workspace:
        """The production folder of a source, which need not be there."""
        return Workspace(find_production(source, film, self.folder))

    def _plan(self, source: Source, film: Path | None, *, hold: bool = False) -> Planned:
        workspace = self.find_workspace(source, film)
        with workspace:
            purse = self.purse = open_purse(self.settings, workspace)

            def open_writer(name: str) -> Writer:
                writer = find_backend("director.writers", name)
                return hand_purse(fit_window(writer, self.settings.window), purse)

            settings = self.settings
            planned = plan_source(
                source,
                workspace,
                settings.writer,
                self.approve,
                self.on_event,
                open_writer,
                hold=hold,
                rounds=settings.rounds,
                rules=settings.read_rules(),
            )
            self.planned = replace(planned, notes=(*source.notes, *planned.notes))
            return self.planned

    def _produce(self, source: Source, film: Path | None) -> Production:
        return self._production(source, film, self._plan(source, film))

    def _production(self, source: Source, film: Path | None, planned: Planned) -> Production:
        workspace = self.find_workspace(source, film)
        screenplay = planned.screenplay
        multiple = floor.size_multiple(self.settings) if self.settings.quality == "draft" else 2
        frame = floor.frame_to_render(screenplay.frame, self.settings.quality, multiple)
        return Production(
            screenplay=screenplay.model_copy(update={"frame": frame}),
            workspace=workspace,
            folder=workspace.root,
            settings=self.settings,
            listener=self.on_event,
            notes=planned.notes,
            problems=planned.problems,
            reviewed=planned.reviewed,
            planned_by=planned.writer,
            purse=self.purse,
        )

    def _draw(self, production: Production, *, waits: bool = False) -> Keyframes:
        """Stills of a film, its words spoken first: no still is drawn if they are too long for their shots.

        Args:
            waits: somebody has yet to agree to the film, so voices that are paid for are not asked.
        """
        with production.workspace:
            notes = floor.check(production)
            paid = floor.find_voices(production.settings.voices).card.hosted
            timings = None if waits and paid else floor.record(production)
            return replace(self._draw_checked(production, notes), timings=timings)

    def _draw_checked(self, production: Production, notes: dict[str, list[str]]) -> Keyframes:
        takes = floor.draw(production)
        return Keyframes(production, takes, floor.gather_notes(notes, takes))


def _film_beside(production: Path) -> Path:
    return production.with_name(production.name.removesuffix(PRODUCTION_SUFFIX) + ".mp4")


def _checked(film: Path) -> Path:
    if film.suffix.lower() != ".mp4":
        raise CutError(
            f"The film is to be called {film.name!r}; films are .mp4. Try {film.with_suffix('.mp4').name!r}."
        )
    if film.is_dir():
        raise CutError(f"{film} is a folder. Give the film a name of its own with -o.")
    return film

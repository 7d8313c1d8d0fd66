"""For agents built with LangGraph: a film as a graph to be used as a sub-graph, and as tools for a model.

The graph runs here and now, step by step, and can stop for an answer between plan and pictures; the tools
start work in processes of their own and tell how it stands, as the MCP server does.

    graph = film_graph()
    film = graph.invoke({"story": "A fox naps. It snows.", "folder": "fox.production"})["film"]
"""

# Annotations are not postponed: a LangGraph server loads this file by another name, and looks them up.
import functools
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, TypedDict

from langchain_core.tools import BaseTool, StructuredTool, ToolException
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt
from pydantic import Field

from director.events import Event
from director.film import Director
from director.source import PLANNED, open_source, open_words
from director.studio import Studio
from prompts.errors import FilmError
from prompts.screenplay import Screenplay


class FilmState(TypedDict, total=False):
    """What the graphs are given, and what they find. Plain values, so that any parent can keep them."""

    story: str
    """the words of a story, a Fountain script or a screenplay; or leave it out and give `file`"""
    file: str
    """a file with one of these"""
    folder: str
    """the production folder; left out, named after the story"""
    settings: dict[str, Any]
    """choices, keywords of `Director`: `{"quality": "draft"}`"""
    ask: bool
    """stop with the plan, by LangGraph's `interrupt`, until resumed with yes (`True`) or no"""
    screenplay: str
    """out: the plan's file"""
    shots: list[dict[str, Any]]
    """out: id and words of every shot"""
    approved: bool
    film: str
    """out: the film's file"""
    report: dict[str, Any]
    """out: how it was made, and what is not as asked"""


def plan_graph() -> Any:
    """The compiled graph that plans: `story` or `file` in, `folder`, `screenplay` and `shots` out."""
    graph = StateGraph(FilmState)
    graph.add_node("plan", _plan)
    graph.add_edge(START, "plan")
    graph.add_edge("plan", END)
    return graph.compile(name="plan")


def film_graph() -> Any:
    """The compiled graph plan → ask → draw → shoot → cut: a story in, `film` and `report` out.

    Each node finds what is finished, so a run that is repeated, after a failure or with a checkpointer, makes
    nothing twice. Events of the work are streamed with `stream_mode="custom"`. It is compiled without a
    checkpointer: a parent brings its own, which `ask` needs.
    """
    graph = StateGraph(FilmState)
    for name, node in {"plan": _plan, "ask": _ask, "draw": _draw, "shoot": _shoot, "cut": _cut}.items():
        graph.add_node(name, node)
    steps = [(START, "plan"), ("plan", "ask"), ("draw", "shoot"), ("shoot", "cut"), ("cut", END)]
    for before, after in steps:
        graph.add_edge(before, after)
    graph.add_conditional_edges("ask", lambda state: "draw" if state["approved"] else END, ["draw", END])
    return graph.compile(name="film")


def _director(state: FilmState) -> Director:
    write = get_stream_writer()

    def tell(event: Event) -> None:
        write(asdict(event))

    return Director(folder=state.get("folder"), on_event=tell, **state.get("settings", {}))


def _plan(state: FilmState) -> FilmState:
    story, file = state.get("story"), state.get("file")
    if bool(story) == bool(file):
        raise FilmError("Give either `story`, the words, or `file`, where they are.")
    source = open_words(story) if story else open_source(Path(str(file)))
    director = _director(state)
    plan = director.plan(source)
    folder = director.find_workspace(source).root
    return {"folder": str(folder), "screenplay": str(folder / PLANNED), "shots": _list_shots(plan)}


def _list_shots(plan: Screenplay) -> list[dict[str, Any]]:
    return [
        {
            "id": shot.id,
            "action": shot.action or "",
            "words": " ".join(filter(None, [shot.narration, *(line.line for line in shot.dialogue or [])])),
        }
        for _, shot in plan.shots()
    ]


def _ask(state: FilmState) -> FilmState:
    if not state.get("ask"):
        return {"approved": True}
    plan = {"screenplay": state["screenplay"], "shots": state["shots"]}
    return {"approved": bool(interrupt({"question": "Is this the film to be made?", **plan}))}


def _draw(state: FilmState) -> FilmState:
    _director(state).draw(Path(state["folder"]))
    return {}


def _shoot(state: FilmState) -> FilmState:
    _director(state).shoot(Path(state["folder"]))
    return {}


def _cut(state: FilmState) -> FilmState:
    film = _director(state).cut(Path(state["folder"]))
    return {"film": str(film.path), "report": film.report.model_dump(mode="json")}


Wait = Annotated[float, Field(ge=0, le=600, description="Seconds to wait for the end.")]
Name = Annotated[str, Field(description="The film's name; for a new one left out, or chosen.")]
Story = Annotated[str, Field(description="The words: a story, a Fountain script, or a screenplay.")]


def film_tools(folder: str | Path, **settings: Any) -> list[BaseTool]:
    """The tools `plan_film`, `make_film`, `retake_shot` and `film_status` over the films in a folder.

    What a person can put right comes back to the model as the tool's words; nothing outside the folder is
    read or written. The work ends with this process; what was finished is found again.

    Args:
        folder: where the films lie.
        **settings: choices for every film, keywords of `Director`.
    """
    studio = Studio(folder, settings)

    def finish(name: str, wait_s: float) -> dict[str, Any]:
        status = studio.status(name, wait_s)
        if status["state"] == "failed":
            raise FilmError(status["error"])
        return status

    def plan_film(story: Story, name: Name = "", wait_s: Wait = 60) -> dict[str, Any]:
        """Plan a film of a story: cast, places and a list of shots. Draws nothing."""
        return finish(studio.start("plan", story=story, name=name), wait_s)

    def make_film(story: Story = "", name: Name = "", wait_s: Wait = 60) -> dict[str, Any]:
        """Make the film of a story, or of a planned film; if it takes longer, ask `film_status` later."""
        return finish(studio.start("make", story=story, name=name), wait_s)

    def retake_shot(name: Name, shot: str, undo: bool = False, wait_s: Wait = 60) -> dict[str, Any]:
        """Make one shot of a film again with another seed and cut it anew; undo goes back one take."""
        return finish(studio.start("retake", name=name, shots=[shot], undo=undo), wait_s)

    def film_status(name: Name = "", wait_s: Wait = 0) -> dict[str, Any]:
        """How a film stands; without a name, all films."""
        return studio.status(name, wait_s) if name else {"films": studio.films()}

    return [_tool(function) for function in (plan_film, make_film, retake_shot, film_status)]


def _tool(function: Callable[..., dict[str, Any]]) -> BaseTool:
    """The tool of a function; an error that somebody can put right is its answer."""

    @functools.wraps(function)
    def told(*args: Any, **keywords: Any) -> dict[str, Any]:
        try:
            return function(*args, **keywords)
        except FilmError as error:
            raise ToolException(str(error)) from error

    return StructuredTool.from_function(told, handle_tool_error=True)

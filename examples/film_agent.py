"""A graph of your own with the film as a sub-graph: it writes a story, has it planned, asks, and has it made.

python examples/film_agent.py "a fox" "a lantern" fox.production
"""

import sys

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command

from director.agents import FilmState, film_graph


class TellerState(FilmState):
    """The film's state, and what a story is to be told of."""

    who: str
    thing: str


def tell(state: TellerState) -> dict:
    """A story of somebody and something. A language model would go here."""
    who, thing = state["who"], state["thing"]
    return {
        "story": f"Once {who} walked through the snow. There lay {thing}. {who.capitalize()} took it home."
    }


def main(who: str, thing: str, folder: str) -> None:
    """Plan, say what is planned, make."""
    graph = StateGraph(TellerState)
    graph.add_node("tell", tell)
    graph.add_node("film", film_graph())
    graph.add_edge(START, "tell")
    graph.add_edge("tell", "film")
    graph.add_edge("film", END)
    teller = graph.compile(checkpointer=InMemorySaver())

    config = {"configurable": {"thread_id": "first"}}
    asked = {"who": who, "thing": thing, "folder": folder, "ask": True, "settings": {"quality": "draft"}}
    waiting = teller.invoke(asked, config)["__interrupt__"][0].value
    for shot in waiting["shots"]:
        print(shot["id"], shot["words"])

    made = teller.invoke(Command(resume=True), config)  # False would end here, with the plan kept
    print(made["film"], made["report"]["duration_s"])


if __name__ == "__main__":
    main(*sys.argv[1:4])

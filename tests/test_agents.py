"""The film as a LangGraph graph and as tools: a parent graph can stop it, go on with it, and watch it."""

import importlib.util
import json
import re
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from director.agents import film_graph, film_tools
from prompts.errors import FilmError
from prompts.screenplay_file import read_screenplay

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
QUIET = {"voices": "silent", "workers": 1, "quality": "draft", "titles": False}
STORY = (
    "frame: {width: 128, height: 72, fps: 6}\nshots: [{action: A fox naps., narration: '', duration_s: 1}]"
)


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL))
def test_python_of_the_document_runs(block, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name, value in {"VOICES": "silent", "WORKERS": "1", "TITLES": "no"}.items():
        monkeypatch.setenv(f"FILM_{name}", value)
    exec(compile(block, "docs/agents.md", "exec"), {})
    assert {"cut 1 1", "done"} & set(capsys.readouterr().out.splitlines())


def load(reference: str):
    """What `langgraph.json` names, loaded from its file as the LangGraph server does."""
    file, _, name = reference.partition(":")
    spec = importlib.util.spec_from_file_location("named_graph", ROOT / file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


def test_every_graph_that_the_root_names_can_be_loaded_and_compiles():
    named = json.loads((ROOT / "langgraph.json").read_text())
    assert named["dependencies"] == ["."]
    graphs = {name: load(reference)() for name, reference in named["graphs"].items()}
    assert set(graphs) == {"film", "plan"}
    assert "draw" in graphs["film"].get_graph().nodes


def test_the_plan_alone_is_a_graph(tmp_path):
    plan = load(json.loads((ROOT / "langgraph.json").read_text())["graphs"]["plan"])()
    found = plan.invoke({"story": "A fox naps. It snows.", "folder": str(tmp_path)})
    assert " ".join(shot["words"] for shot in found["shots"]) == "A fox naps. It snows."
    assert read_screenplay(found["screenplay"]).scenes


def test_the_film_stops_for_an_answer_goes_on_and_tells_its_steps(tmp_path):
    graph = film_graph()
    graph.checkpointer = InMemorySaver()
    config = {"configurable": {"thread_id": "1"}}
    asked = {"story": STORY, "folder": str(tmp_path / "fox.production"), "ask": True, "settings": QUIET}
    events = list(graph.stream(asked, config, stream_mode="custom"))
    assert {event["stage"] for event in events} == {"plan"}
    (waiting,) = graph.get_state(config).interrupts
    assert waiting.value["shots"][0]["action"] == "A fox naps."
    assert not (tmp_path / "fox.production" / "keyframes").exists()
    events = list(graph.stream(Command(resume=True), config, stream_mode="custom"))
    assert {"draw", "shoot", "cut"} <= {event["stage"] for event in events}
    assert (tmp_path / "fox.mp4").is_file()
    assert graph.get_state(config).values["report"]["made_by"]["quality"] == "draft"


def test_a_film_that_is_not_wanted_is_not_made(tmp_path):
    graph = film_graph()
    graph.checkpointer = InMemorySaver()
    config = {"configurable": {"thread_id": "1"}}
    graph.invoke({"story": STORY, "folder": str(tmp_path / "fox.production"), "ask": True}, config)
    values = graph.invoke(Command(resume=False), config)
    assert (values["approved"], values.get("film")) == (False, None)


@pytest.mark.parametrize("state", [{}, {"story": "A.", "file": "a.txt"}])
def test_a_graph_without_one_story_says_so(state):
    with pytest.raises(FilmError, match="either"):
        film_graph().invoke(state)


def test_tools_make_a_film_and_tell_mistakes_in_words(tmp_path):
    tools = {tool.name: tool for tool in film_tools(tmp_path, **QUIET)}
    assert list(tools) == ["plan_film", "make_film", "retake_shot", "film_status"]
    for tool in tools.values():
        assert tool.description and tool.tool_call_schema.model_json_schema()["properties"]
    made = tools["make_film"].invoke({"story": STORY, "name": "fox", "wait_s": 90})
    assert made["film"] == "fox.mp4"
    assert tools["film_status"].invoke({})["films"][0]["state"] == "done"
    assert "no film 'bear'" in tools["retake_shot"].invoke({"name": "bear", "shot": "s1-01"})

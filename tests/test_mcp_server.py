"""The MCP server over real standard input and output, spoken to by the package's own client."""

import json
import signal
import subprocess
import sys

import anyio
import pytest

pytest.importorskip("mcp")
from mcp import Client, MCPError, StdioServerParameters, stdio_client

from tests.test_cli import run
from tests.test_film import SMALL

COMMAND = [
    "-m",
    "director.cli",
    "mcp",
    "films",
    "--voices",
    "silent",
    "--workers",
    "1",
    "--quality",
    "draft",
    "--no-titles",
]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a client was told in one session: call → result."""
    folder = tmp_path_factory.mktemp("mcp")
    (folder / "films").mkdir()
    (folder / "films" / "film.yaml").write_text(SMALL)
    return anyio.run(_talk, folder)


async def _talk(folder):
    said = {}
    progress = []

    async def note(done, total, message):
        progress.append((done, message))

    server = StdioServerParameters(command=sys.executable, args=COMMAND, cwd=folder)
    async with Client(stdio_client(server)) as client:
        said["tools"] = (await client.list_tools()).tools
        said["templates"] = (await client.list_resource_templates()).resource_templates
        said["plan"] = await client.call_tool("plan", {"file": "film.yaml", "wait_s": 60})
        said["start"] = await client.call_tool("make", {"name": "two-friends", "wait_s": 0})
        with anyio.move_on_after(1.0):  # a client that loses patience
            await client.call_tool("status", {"name": "two-friends", "wait_s": 60})
        said["made"] = await client.call_tool(
            "status", {"name": "two-friends", "wait_s": 90}, progress_callback=note
        )
        said["progress"] = progress
        said["films"] = await client.call_tool("status")
        for name, arguments in (
            ("make", {"name": "none"}),
            ("plan", {"file": "../secret.txt"}),
            ("retake", {"name": "two-friends", "shots": ["zzz"], "wait_s": 60}),
            ("cancel", {"name": "two-friends"}),
            ("status", {"name": "none"}),
            ("plan", {}),
        ):
            said[name, str(arguments)] = await client.call_tool(name, arguments)
        for detail in ("screenplay", "board", "report"):
            said[detail] = (await client.read_resource(f"film://two-friends/{detail}")).contents[0]
        with pytest.raises(MCPError, match="no film 'none'"):
            await client.read_resource("film://none/board")
    return said


def test_tools_and_resources_say_what_they_are(told):
    assert [tool.name for tool in told["tools"]] == ["plan", "make", "retake", "status", "cancel"]
    assert all(tool.description for tool in told["tools"])
    assert {t.uri_template for t in told["templates"]} == {
        f"film://{{name}}/{detail}" for detail in ("screenplay", "board", "report")
    }


def test_a_film_is_planned_and_made_and_a_lost_patience_does_not_stop_it(told):
    assert told["plan"].structured_content["shots"] == 3
    assert told["start"].structured_content["state"] == "running"
    made = told["made"].structured_content
    assert (made["state"], made["film"]) == ("done", "two-friends.mp4")
    assert [f["name"] for f in told["films"].structured_content["films"]] == ["two-friends"]


def test_progress_rises_and_says_where_the_work_is(told):
    steps = [done for done, _ in told["progress"]]
    assert steps == sorted(set(steps)) and steps
    assert any(message and ("shoot" in message or "cut" in message) for _, message in told["progress"])


def test_mistakes_are_told_in_words(told):
    errors = [(key, result) for key, result in told.items() if isinstance(key, tuple)]
    assert len(errors) == 6
    for key, result in errors:
        text = result.content[0].text
        assert result.is_error, key
        assert "Traceback" not in text and 'File "' not in text


def test_plan_board_and_report_can_be_read(told):
    assert "# she must stay red" in told["screenplay"].text
    assert told["board"].mime_type == "image/png" and len(told["board"].blob) > 1000
    assert json.loads(told["report"].text)["title"] == "Two friends"


def test_nothing_but_the_protocol_is_on_standard_output_and_sigterm_is_heard(tmp_path):
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "status", "arguments": {}}},
    ]
    pipe = subprocess.PIPE
    server = subprocess.Popen(
        [sys.executable, *COMMAND], cwd=tmp_path, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )
    with server:
        server.stdin.write("no json\n" + "".join(json.dumps(line) + "\n" for line in lines))
        server.stdin.flush()
        answers = []
        while 2 not in [answer.get("id") for answer in answers]:
            answers.append(json.loads(server.stdout.readline()))
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
        assert server.stdout.read() == ""
    assert all(answer["jsonrpc"] == "2.0" for answer in answers)


def test_without_the_extra_it_is_said_how_to_get_it(tmp_path, monkeypatch):
    for name in [n for n in sys.modules if n == "director.mcp_server" or n.partition(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    code, _, err = run("mcp", "films", cwd=tmp_path)
    assert (code, "pip install 'story-to-film[mcp]'" in err) == (1, True), err


def test_a_choice_that_is_not_allowed_is_told_before_serving(tmp_path):
    code, _, err = run("mcp", "films", "--quality", "best", cwd=tmp_path)
    assert (code, "draft, standard, high" in err) == (1, True)

"""A Model Context Protocol server over a studio: an agent plans, makes and retakes films with its tools.

Work is started and looked at, never waited for longer than asked; a request that is cancelled ends the wait
and not the work. What an agent reads are plain words and values; no path leads out of the studio's folder.
Needs the extra `mcp`.

    film mcp films/        # speaks MCP on standard input and output
"""

from __future__ import annotations

import json
import os
import signal
from typing import Annotated, Any

import anyio
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from pydantic import Field

from director.studio import DETAILS, Studio
from prompts.errors import FilmError

INSTRUCTIONS = """\
Turns stories into narrated, subtitled films. `plan` a story and look at its shots (the resource \
film://NAME/screenplay has every detail), `make` the film, `retake` a shot that came out badly. Work goes on \
while you do other things: every tool answers after at most `wait_s` seconds, and `status` tells how a film \
stands. Nothing finished is made twice: after a failure or a `cancel`, ask for the same again."""
POLL_S = 0.2
MAX_WAIT_S = 600.0

Name = Annotated[str, Field(description="The film's name; left out, taken from the story's title.")]
Story = Annotated[str, Field(description="The words: a story, a Fountain script, or a screenplay in YAML.")]
File = Annotated[str, Field(description="Instead of `story`: a file in the studio's folder.")]
Wait = Annotated[
    float, Field(ge=0, le=MAX_WAIT_S, description="Seconds to wait for the end; 0 answers at once.")
]
Quality = Annotated[str, Field(description="draft, standard or high.")]
Film = Annotated[str, Field(description="The film's name, as `plan` or `make` gave it.")]


def build_server(studio: Studio) -> MCPServer:
    """The server with its tools and resources; nothing runs yet."""
    server = MCPServer("story-to-film", instructions=INSTRUCTIONS, log_level="WARNING")

    async def begin(ctx: Context, wait_s: float, **asked: Any) -> dict[str, Any]:
        try:
            name = await anyio.to_thread.run_sync(lambda: studio.start(**asked))
        except FilmError as error:
            raise ToolError(str(error)) from None
        status = await _watch(studio, name, wait_s, ctx)
        if status["state"] == "failed":
            raise ToolError(status["error"])
        return status

    @server.tool()
    async def plan(
        ctx: Context, story: Story = "", file: File = "", name: Name = "", wait_s: Wait = 20
    ) -> dict[str, Any]:
        """Plan a film of a story: cast, places and a list of shots, each with its words. Draws nothing."""
        return await begin(ctx, wait_s, task="plan", story=story, file=file, name=name)

    @server.tool()
    async def make(
        ctx: Context,
        story: Story = "",
        file: File = "",
        name: Name = "",
        quality: Quality = "",
        wait_s: Wait = 20,
    ) -> dict[str, Any]:
        """Make the film of a story, or of a film that is planned; go on with one that was stopped."""
        return await begin(ctx, wait_s, task="make", story=story, file=file, name=name, quality=quality)

    @server.tool()
    async def retake(
        ctx: Context,
        name: Film,
        shots: Annotated[list[str], Field(min_length=1, description="Ids of the shots, such as s1-02.")],
        seed: Annotated[int | None, Field(description="Left out: one the shot has not had yet.")] = None,
        undo: Annotated[bool, Field(description="Go back to the take before the last retake.")] = False,
        wait_s: Wait = 20,
    ) -> dict[str, Any]:
        """Make some shots of a film again with another seed and cut it anew; all other shots stay."""
        return await begin(ctx, wait_s, task="retake", name=name, shots=shots, seed=seed, undo=undo)

    @server.tool()
    async def status(name: Film = "", wait_s: Wait = 0, *, ctx: Context) -> dict[str, Any]:
        """How a film stands: running, done, failed, cancelled, planned or made; without a name, all films."""
        if not name:
            return {"films": studio.films()}
        return await _watch(studio, name, wait_s, ctx)

    @server.tool()
    async def cancel(name: Film) -> dict[str, Any]:
        """Stop the work on a film. What is finished is kept; the same request goes on from there."""
        try:
            return await anyio.to_thread.run_sync(studio.cancel, name)
        except FilmError as error:
            raise ToolError(str(error)) from None

    _add_resources(server, studio)
    return server


def _add_resources(server: MCPServer, studio: Studio) -> None:
    @server.resource("film://films", mime_type="application/json")
    def films() -> str:
        """Every film of the studio and how it stands."""
        return json.dumps(studio.films(), ensure_ascii=False)

    @server.resource("film://{name}/screenplay", mime_type="application/yaml")
    def screenplay(name: str) -> str:
        """The whole plan of a film."""
        return _read(studio, name, "screenplay").decode()

    @server.resource("film://{name}/board", mime_type="image/png")
    def board(name: str) -> bytes:
        """The contact sheet: one still for each shot."""
        return _read(studio, name, "board")

    @server.resource("film://{name}/report", mime_type="application/json")
    def report(name: str) -> str:
        """How the film was made, shot by shot, and everything that is not as asked."""
        return _read(studio, name, "report").decode()


def _read(studio: Studio, name: str, detail: str) -> bytes:
    assert detail in DETAILS
    try:
        return studio.read(name, detail)
    except FilmError as error:
        raise ResourceError(str(error)) from None


async def _watch(studio: Studio, name: str, wait_s: float, ctx: Context) -> dict[str, Any]:
    """The status at the end of the work, or after the wait; on the way, progress is reported."""
    told = -1
    with anyio.move_on_after(wait_s):
        while (step := studio.progress(name)) is not None:
            done, words = step
            if done > told:
                await ctx.report_progress(done, message=words)
                told = done
            await anyio.sleep(POLL_S)
    try:
        return studio.status(name)
    except FilmError as error:
        raise ToolError(str(error)) from None


def serve(studio: Studio) -> None:
    """Speak MCP on standard input and output until the input ends, or SIGTERM; all work ends with it."""

    def stop(*_: object) -> None:
        studio.close()
        os._exit(0)  # a thread waits for input that may never come, and nothing else can wake it

    signal.signal(signal.SIGTERM, stop)
    try:
        build_server(studio).run("stdio")
    finally:
        studio.close()

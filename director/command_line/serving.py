"""Commands that serve others: an agent that makes films over a protocol.

film mcp films/
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from director.command_line.options import (
    BudgetOption,
    CaptionsOption,
    ClipsOption,
    KeyframesOption,
    PricesOption,
    QualityOption,
    TitlesOption,
    VoicesOption,
    WorkersOption,
    WriterOption,
)
from director.command_line.telling import chosen_settings, told
from prompts.errors import BackendError


def mcp(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Where the films lie. Nothing outside is read or written."),
    ] = Path("films"),
    writer: WriterOption = None,
    keyframes: KeyframesOption = None,
    clips: ClipsOption = None,
    voices: VoicesOption = None,
    quality: QualityOption = None,
    captions: CaptionsOption = None,
    workers: WorkersOption = None,
    titles: TitlesOption = None,
    budget: BudgetOption = None,
    prices: PricesOption = None,
) -> None:
    """Serve an agent by the Model Context Protocol, on standard input and output."""
    chosen = chosen_settings(locals())
    with told(False):
        from director.settings import Settings
        from director.studio import Studio

        Settings.from_environment(**chosen)  # a choice that is not allowed is told now, not to an agent
        try:
            from director.mcp_server import serve
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
                raise
            raise BackendError(
                "The MCP server needs a package that is not installed. Run: pip install 'story-to-film[mcp]'"
            ) from error
        serve(Studio(folder, chosen))

"""Who fills pages: the promise of a writer, and the writer that asks a language model.

A writer knows pages and nothing else: no screenplay, no graph, no disk. Any server that speaks the
chat-completions protocol will do.

    writer = OpenAIWriter("llama3.2", base_url="http://localhost:11434/v1")
    page = writer.fill("cast", slots, CastPage)
"""

from __future__ import annotations

from typing import Protocol, TypeVar, runtime_checkable

from prompts.pages import Page, Slots

PageT = TypeVar("PageT", bound=Page)


@runtime_checkable
class Writer(Protocol):
    """Fills pages. Called from several threads at once."""

    name: str
    """who it is; with a model: `openai:gpt-x`"""
    version: str
    """changes whenever the same slots would give other pages; part of every page's fingerprint"""

    def fill(self, template: str, slots: Slots, schema: type[PageT]) -> PageT:
        """The page of a template for these slots.

        What was put right while it was read may stand in `page.notes`.

        Raises:
            WriterError: nothing usable came; the text says why and what to do.
        """
        ...

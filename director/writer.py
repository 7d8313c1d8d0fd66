"""Who fills pages: the promise of a writer, and the writer that asks a language model.

A writer knows pages and nothing else: no screenplay, no graph, no disk. Any server that speaks the
chat-completions protocol will do.

    writer = OpenAIWriter("llama3.2", base_url="http://localhost:11434/v1")
    page = writer.fill("cast", slots, CastPage)
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from concurrent.futures import Future, InvalidStateError, wait
from typing import Any, Protocol, TypeVar, runtime_checkable

from director.planning.replies import UnreadableReply, read_page, strict_schema
from prompts.errors import WriterError
from prompts.pages import Page, Slots
from prompts.templates import fill_template, read_template
from shots.hosted.service import BACKOFF_S, RETRIES, Service
from shots.spending import Bill, Purse, Use, count_tokens

PageT = TypeVar("PageT", bound=Page)

REPAIRS = 2
"""How often a reply that is no page goes back with its faults."""
TIMEOUT_S = 120.0
FORMS = ("schema", "object", "text")
"""How the form of a reply is asked for, best first: by JSON Schema, as any JSON, in words alone."""
ANSWER_SHARE = 0.6
"""How long an answer is forecast to be, in shares of its question."""
_ABOUT_FORM = re.compile(r"response_format|json_schema|json_object|json mode|schema|grammar|structured", re.I)


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


@runtime_checkable
class Cancellable(Protocol):
    """A writer that can be told to stop waiting."""

    def cancel(self) -> None:
        """Every `fill` that waits for an answer now ends in a WriterError."""
        ...


class OpenAIWriter:
    """Asks a language model through the chat-completions protocol, hosted or local."""

    version = "1"

    def __init__(
        self,
        model: str | None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """A writer for one model; nothing is sent before the first page.

        Args:
            model: as the server calls it.
            base_url: up to and with `/v1`; default OPENAI_BASE_URL, else OpenAI's own.
            api_key: default OPENAI_API_KEY; a local server needs none.
            timeout_s: for one answer.

        Raises:
            WriterError: no model, or no key for a server that needs one.
        """
        if not model:
            raise WriterError(
                "The openai writer needs a model. Write openai:MODEL, for example openai:gpt-5-mini."
            )
        self.name = self.service = f"openai:{model}"
        self.purse = Purse()
        self._model = model
        self._server = Service(base_url=base_url, api_key=api_key, timeout_s=timeout_s, retries=RETRIES)
        if self._server.lacks_key:
            raise WriterError(
                "The openai writer needs a key. Set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server, "
                "or use --writer offline."
            )
        self._form = 0
        self._cancelled = 0
        self._lock = threading.Lock()

    def fill(self, template: str, slots: Slots, schema: type[PageT]) -> PageT:
        """The page that the model gives; a reply that is no page goes back twice with its faults."""
        messages = asked = _ask_page(template, slots)
        faults: list[str] = []
        attempts = REPAIRS + 1
        for attempt in range(1, attempts + 1):
            text, reason = self._complete(messages, schema)
            try:
                if reason:
                    raise UnreadableReply([reason])
                page, notes = read_page(text, schema, last=attempt == attempts)
            except UnreadableReply as unreadable:
                faults = unreadable.faults
                messages = [*asked, *_send_back(text, faults, schema)]
                continue
            page.notes.extend(notes)
            return page
        fault = self._server.hide(faults[0])
        raise WriterError(
            f"{self.name} gave no usable `{template}` page in {attempts} attempts: {fault}. "
            "Try again, or choose a stronger model or --writer offline. Finished pages are kept."
        )

    def forecast(self, template: str, slots: Slots, page: Page) -> Use:
        """What `fill` would take if the model gave a page like this one at once."""
        asked = _forecast(_ask_form(FORMS[self._form], _ask_page(template, slots), type(page)))
        answer = count_tokens(json.dumps(page.model_dump(mode="json"), ensure_ascii=False))
        return Use(1, asked.input_tokens, answer, guessed=1)

    def cancel(self) -> None:
        """Give up every answer that is waited for; the writer can be asked again afterwards."""
        with self._lock:
            self._cancelled += 1

    def close(self) -> None:
        """Close the connection to the server."""
        self._server.close()

    def _complete(self, messages: list[dict[str, str]], schema: type[Page]) -> tuple[str, str]:
        """(the text of one answer, what is wrong with the answer as a whole or '')."""
        import openai

        while True:
            form = self._form
            try:
                request = _ask_form(FORMS[form], messages, schema)
                with self.purse.paying(self.name, "plan", "", _forecast(request)) as bill:
                    answer = self._wait(request, bill)
                    bill.used(_read_use(answer, bill.forecast))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if form + 1 < len(FORMS) and _ABOUT_FORM.search(str(error)):
                    with self._lock:
                        self._form = max(self._form, form + 1)
                    continue
                # `from None`: the client's own error carries what was sent, and some servers repeat the key.
                raise WriterError(self._server.explain(error, self._model, "chat")) from None
            except openai.OpenAIError as error:
                raise WriterError(self._server.explain(error, self._model, "chat")) from None
            except json.JSONDecodeError:
                answer = ""
            if isinstance(answer, str):  # what the client makes of a web page
                raise WriterError(
                    f"{self._server.where} answers, but is no chat-completions server. Check OPENAI_BASE_URL "
                    "(most end in /v1)."
                )
            return self._read(answer)

    def _wait(self, request: dict[str, Any], bill: Bill) -> Any:
        """One answer of the server.

        The request runs in a daemon thread, so that neither a person who stops the program nor a server that
        sends a byte now and then has to be waited for.
        """
        import openai

        create = self._server.open().chat.completions.create
        answer: Future[Any] = Future()

        def work() -> None:
            with contextlib.suppress(InvalidStateError):  # it was cancelled: nobody waits any more
                try:
                    with self._server.counting(bill):
                        answer.set_result(create(model=self._model, **request))
                except (openai.OpenAIError, ValueError, RuntimeError) as error:  # raised by whoever waits
                    answer.set_exception(error)
                finally:
                    answer.cancel()  # of no effect once it is settled; else nobody waits for a dead thread

        before = self._cancelled
        until = time.monotonic() + (self._server.retries + 1) * self._server.timeout_s + BACKOFF_S
        threading.Thread(target=work, daemon=True).start()
        while not wait([answer], timeout=0.05).done:
            if self._cancelled != before:
                answer.cancel()
                raise WriterError(f"{self.name} was stopped. Run the same command again to go on.")
            if time.monotonic() > until:
                answer.cancel()
                raise WriterError(
                    f"{self._server.where} began to answer but did not end. Run the same command again."
                )
        return answer.result()

    def _read(self, answer: Any) -> tuple[str, str]:
        choices = getattr(answer, "choices", None)
        if not choices or choices[0].message is None:
            return "", "the reply has no message; answer with one JSON object"
        message = choices[0].message
        text = self._server.conceal(message.content or "")
        if refusal := getattr(message, "refusal", None):
            return text, f"the model refused: {str(refusal)[:200]!r}"
        if choices[0].finish_reason == "length":
            return text, f"the reply was cut off after {len(text)} letters; say the same in fewer words"
        return text, ""


def _forecast(request: dict[str, Any]) -> Use:
    """What a request will take, at a guess, before it is sent."""
    asked = count_tokens(json.dumps(request, ensure_ascii=False))
    return Use(requests=1, input_tokens=asked, output_tokens=round(asked * ANSWER_SHARE), guessed=1)


def _read_use(answer: Any, forecast: Use) -> Use:
    """What an answer took by its own account; by ours if the server keeps none."""
    if isinstance(answer, str):
        return Use(1)  # a web page: nobody charges for that
    told = getattr(answer, "usage", None)
    if told is not None and (told.prompt_tokens or told.completion_tokens):
        return Use(1, told.prompt_tokens or 0, told.completion_tokens or 0)
    choices = getattr(answer, "choices", None)
    text = (choices[0].message.content or "") if choices and choices[0].message else ""
    return Use(1, forecast.input_tokens, count_tokens(text), guessed=1)


def _ask_page(template: str, slots: Slots) -> list[dict[str, str]]:
    filled = fill_template(read_template(template), slots)
    return [
        {"role": "system", "content": filled.instructions},
        {"role": "user", "content": filled.material},
    ]


def _ask_form(form: str, messages: list[dict[str, str]], schema: type[Page]) -> dict[str, Any]:
    """The part of a request that says which form the answer must have."""
    if form == "schema":
        named = {"name": schema.__name__, "strict": True, "schema": strict_schema(schema)}
        return {"messages": messages, "response_format": {"type": "json_schema", "json_schema": named}}
    system, *rest = messages
    told = {**system, "content": f"{system['content']}\n\n{_in_words(schema)}"}
    asked: dict[str, Any] = {"messages": [told, *rest]}
    if form == "object":
        asked["response_format"] = {"type": "json_object"}
    return asked


def _in_words(schema: type[Page]) -> str:
    text = json.dumps(strict_schema(schema), separators=(",", ":"))
    return f"Answer with one JSON object of this JSON Schema and nothing else:\n{text}"


def _send_back(text: str, faults: list[str], schema: type[Page]) -> list[dict[str, str]]:
    """The reply with what is wrong in it, as the next turn of the talk. The schema goes along: a server that
    ignores it has never shown it to the model."""
    listed = "\n".join(f"- {fault}" for fault in faults)
    return [
        {"role": "assistant", "content": text[:8000] or "(nothing)"},
        {
            "role": "user",
            "content": f"That cannot be used:\n{listed}\nGive the whole page again. {_in_words(schema)}",
        },
    ]

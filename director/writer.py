"""Who fills pages: the promise of a writer, and the writer that asks a language model.

A writer knows pages and nothing else: no screenplay, no graph, no disk. Any server that speaks the
chat-completions protocol will do.

    writer = OpenAIWriter("llama3.2", base_url="http://localhost:11434/v1")
    page = writer.fill("cast", slots, CastPage)
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from concurrent.futures import Future, InvalidStateError, wait
from typing import Any, Protocol, TypeVar, runtime_checkable

from director.planning.manners import Manners, is_about_window, learn, make_request, send_back, without_schema
from director.planning.replies import UnreadableReply, read_page
from director.planning.windows import SMALLEST, TURN, repair_room, reply_tokens, request_tokens
from prompts.errors import UnusablePage, WriterError
from prompts.pages import Page, Slots
from prompts.templates import fill_template, read_template
from prompts.tokens import count_tokens as count_most
from shots.backends import Card
from shots.hosted.service import BACKOFF_S, RETRIES, Service
from shots.spending import Bill, Purse, Use, count_tokens

PageT = TypeVar("PageT", bound=Page)

TIMEOUT_S = 120.0
WINDOW = 8192
"""Tokens that a question and its answer may take together, unless somebody says otherwise."""
MARGIN = 2.5
"""How much longer than expected an answer may become before it is cut off: many models indent their JSON."""
FORECAST = 0.3
"""How much of the answer that is made room for is forecast to come."""


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
            UnusablePage: answers came, but none that can be used. The plan goes on without them.
            WriterError: nobody answers, or refuses to; the text says why and what to do. The plan ends.
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

    version = "2"
    card = Card(
        name="openai",
        version=version,
        about="a language model of any server of the chat protocol: openai:gpt-5-mini, openai:llama3.2",
        licence="of the model",
        hosted=True,
    )

    def __init__(
        self,
        model: str | None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout_s: float = TIMEOUT_S,
        window: int = WINDOW,
    ) -> None:
        """A writer for one model; nothing is sent before the first page.

        Args:
            model: as the server calls it.
            base_url: up to and with `/v1`; default OPENAI_BASE_URL, else OpenAI's own.
            api_key: default OPENAI_API_KEY; a local server needs none.
            timeout_s: for one answer.
            window: tokens that a question and its answer may take together; pages are made to fit.

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
        self.window = window
        self._manners = Manners()
        self._cancelled = 0
        self._lock = threading.Lock()

    def fill(self, template: str, slots: Slots, schema: type[PageT]) -> PageT:
        """The page that the model gives; a reply that is no page goes back twice with its faults."""
        asked = _ask_page(template, slots)
        reply = reply_tokens(template, slots)
        free = self._room(template, request_tokens(template, slots), reply)
        # One attempt each: as long as expected, as long as the window allows, for thinkers without an end.
        # A longer one than expected leaves some of the window free: tokens are counted by a rule of thumb.
        most = max(min(reply, free), free - repair_room(self.window))
        limits, cut_off = (int(reply * MARGIN), most, 0), 0
        tokens = min(limits[0], most)
        messages, faults = asked, list[str]()
        attempts = len(limits)
        for attempt in range(1, attempts + 1):
            text, reason = self._complete(messages, schema, tokens)
            try:
                page, notes = read_page(text, schema, last=attempt == attempts)
            except UnreadableReply as unreadable:
                faults = [reason] if reason else unreadable.faults
                if (text.strip() and not reason) or attempt > 1:  # nobody enforced the schema
                    self._learn(without_schema(self._manners))
                cut_off = min(cut_off + bool(reason), attempts - 1)
                spare = repair_room(self.window) // 2
                turns = send_back(text, faults, spare, min(reply + spare, free - reply - 2 * spare))
                added = sum(count_most(turn["content"]) + TURN for turn in turns)
                tokens = min(limits[cut_off], max(most - added, reply // 2)) if limits[cut_off] else 0
                messages = [*asked, *turns]
                continue
            page.notes.extend(notes)
            return page
        fault = self._server.hide(faults[0])
        raise UnusablePage(
            f"{self.name} gave no usable `{template}` page in {attempts} attempts: {fault}. "
            "Try again, or choose a stronger model or --writer offline. Finished pages are kept."
        )

    def forecast(self, template: str, slots: Slots, page: Page) -> Use:
        """What `fill` would take if the model gave a page like this one at once."""
        asked = _forecast(make_request(_ask_page(template, slots), type(page), self._manners, 0), 0)
        answer = count_tokens(json.dumps(page.model_dump(mode="json"), ensure_ascii=False))
        return Use(1, asked.input_tokens, answer, guessed=1)

    def _room(self, template: str, taken: int, reply: int) -> int:
        """Tokens that are left in the window for an answer.

        Raises:
            WriterError: too few for half an answer.
        """
        if self.window < SMALLEST or self.window - taken < reply // 2:
            least = max(SMALLEST, taken + reply)
            raise WriterError(
                f"The window of {self.name} is {self.window} tokens, and a `{template}` page needs {least}. "
                "Load the model with a larger context and set FILM_WINDOW to it, or choose another model."
            )
        return self.window - taken

    def _learn(self, manners: Manners) -> None:
        with self._lock:
            self._manners = manners

    def cancel(self) -> None:
        """Give up every answer that is waited for; the writer can be asked again afterwards."""
        with self._lock:
            self._cancelled += 1

    def close(self) -> None:
        """Close the connection to the server."""
        self._server.close()

    def _complete(self, messages: list[dict[str, str]], schema: type[Page], tokens: int) -> tuple[str, str]:
        """(the text of one answer, what is wrong with the answer as a whole or '')."""
        import openai

        while True:
            manners = self._manners
            request = make_request(messages, schema, manners, tokens)
            try:
                with self.purse.paying(self.name, "plan", "", _forecast(request, tokens)) as bill:
                    answer = self._wait(request, bill)
                    bill.used(_read_use(answer, bill.forecast))
            except openai.APIStatusError as error:
                # A key or a quota is nothing that could be asked for otherwise.
                lasting = error.status_code in (401, 403, 404, 429)
                if not lasting and (other := learn(manners, str(error))):
                    self._learn(other)
                    continue
                # `from None`: the client's own error carries what was sent, and some servers repeat the key.
                raise WriterError(self._explain(error)) from None
            except openai.OpenAIError as error:
                raise WriterError(self._explain(error)) from None
            except json.JSONDecodeError:
                answer = ""
            if isinstance(answer, str):  # what the client makes of a web page
                raise WriterError(
                    f"{self._server.where} answers, but is no chat-completions server. Check OPENAI_BASE_URL "
                    "(most end in /v1)."
                )
            return self._read(answer)

    def _explain(self, error: Any) -> str:
        text = self._server.explain(error, self._model, "chat")
        if is_about_window(text):
            text += f" Or set FILM_WINDOW (now {self.window} tokens) to what the model can read."
        return text

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
        message, ended = choices[0].message, choices[0].finish_reason
        if (refusal := getattr(message, "refusal", None)) or ended == "content_filter":
            said = self._server.hide(str(refusal or "the server filtered its answer"))[:200]
            raise WriterError(
                f"{self.name} refused: {said!r}. Choose another model, or --writer offline. "
                "Finished pages are kept."
            )
        text = self._server.conceal(_text_of(message))
        if ended == "length":
            return text, f"the reply was cut off after {len(text)} letters; say the same in fewer words"
        return text, ""


def _text_of(message: Any) -> str:
    """What a message says: its content, in one piece or in parts; else the arguments of a call, or the
    thoughts, where some servers put an answer."""
    content = message.content
    if isinstance(content, list):
        parts = (part.get("text", "") if isinstance(part, dict) else str(part) for part in content)
        content = "".join(map(str, parts))
    if content and str(content).strip():
        return str(content)
    for call in getattr(message, "tool_calls", None) or []:
        if arguments := getattr(getattr(call, "function", None), "arguments", None):
            return str(arguments)
    thoughts = getattr(message, "reasoning_content", None) or getattr(message, "reasoning", None)
    return str(thoughts or "")


def _forecast(request: dict[str, Any], tokens: int) -> Use:
    """What a request will take, at a guess, before it is sent."""
    read = {name: part for name, part in request.items() if name in ("messages", "response_format")}
    asked = count_tokens(json.dumps(read, ensure_ascii=False))
    return Use(requests=1, input_tokens=asked, output_tokens=round((tokens or asked) * FORECAST), guessed=1)


def _read_use(answer: Any, forecast: Use) -> Use:
    """What an answer took by its own account; by ours if the server keeps none."""
    if isinstance(answer, str):
        return Use(1)  # a web page: nobody charges for that
    told = getattr(answer, "usage", None)
    if told is not None and (told.prompt_tokens or told.completion_tokens):
        return Use(1, told.prompt_tokens or 0, told.completion_tokens or 0)
    choices = getattr(answer, "choices", None)
    text = _text_of(choices[0].message) if choices and choices[0].message else ""
    return Use(1, forecast.input_tokens, count_tokens(text), guessed=1)


def _ask_page(template: str, slots: Slots) -> list[dict[str, str]]:
    filled = fill_template(read_template(template), slots)
    return [
        {"role": "system", "content": filled.instructions},
        {"role": "user", "content": filled.material},
    ]

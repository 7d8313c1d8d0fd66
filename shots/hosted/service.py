"""A server that speaks OpenAI's protocol: where it is, the key to it, and what its refusals mean.

The only reader of OPENAI_API_KEY and OPENAI_BASE_URL, and the only holder of the key: whatever a server says
goes through `hide` before a person sees it. Knows no words, pictures or films.

    service = Service(); pictures = service.open().images
"""

from __future__ import annotations

import os
import re
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from prompts.errors import BackendError
from shots.spending import Bill

HOME = "https://api.openai.com/v1"
RETRIES = 2
"""How often the client asks again after a 429, a 5xx, a timeout or a lost connection; in no other layer."""
CONNECT_S = 10.0
BACKOFF_S = 20.0
"""Time for the client's pauses between retries, on top of its time-outs."""
REFUSED = {"content_policy_violation", "moderation_blocked", "content_filter", "sexual_violations"}
_KEY = re.compile(r"\b(?:sk|key|pk)-[\w*.-]{6,}")


class Service:
    """One server and the way to it; nothing is sent, and openai not loaded, before `open`.

    Args:
        base_url: up to and with `/v1`; default OPENAI_BASE_URL, else OpenAI's own.
        api_key: default OPENAI_API_KEY; a local server needs none.
        timeout_s: for one answer.
        retries: see `RETRIES`.
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout_s: float = 120.0,
        retries: int = RETRIES,
    ) -> None:
        url = _split(base_url or os.environ.get("OPENAI_BASE_URL") or HOME)
        # A name and password in the address would be logged with every request: they travel in a header.
        self._login = (unquote(url.username or ""), unquote(url.password or "")) if url.username else None
        self._url = urlunsplit(url._replace(netloc=url.netloc.rpartition("@")[2]))
        self._key = api_key or os.environ.get("OPENAI_API_KEY") or ""
        self._secrets = [secret for secret in (self._key, self._login and self._login[1]) if secret]
        self.timeout_s = timeout_s
        self.retries = retries
        self._client: Any = None
        self._lock = threading.Lock()
        self._bills = threading.local()

    @property
    def where(self) -> str:
        """The server's address, without what may stand behind a `?`."""
        if not _is_address(self._url):
            return "OPENAI_BASE_URL (no address)"
        return urlunsplit(urlsplit(self._url)._replace(query="", fragment="")).rstrip("/")

    @property
    def lacks_key(self) -> bool:
        """The server needs a key, and there is none."""
        return not self._key and self._url.startswith(HOME)

    def describe(self) -> str:
        """Where it is and whether there is a key; never the key."""
        return f"{self.where}, OPENAI_API_KEY is {'set' if self._key else 'not set'}"

    def open(self) -> Any:
        """The `openai.OpenAI` client, opened once.

        Raises:
            BackendError: OPENAI_BASE_URL is no address.
        """
        import openai

        if not _is_address(self._url):
            # It is not repeated: where no address can be read, a password cannot be told from it.
            raise BackendError(
                "OPENAI_BASE_URL is no address of a server. It must be like http://localhost:8000/v1 or "
                f"{HOME}; unset it for OpenAI's own."
            )
        with self._lock:
            if self._client is None:
                self._client = openai.OpenAI(
                    base_url=self._url,
                    api_key=self._key or "none",
                    timeout=openai.Timeout(self.timeout_s, connect=min(CONNECT_S, self.timeout_s)),
                    max_retries=self.retries,
                    http_client=openai.DefaultHttpxClient(event_hooks=_hooks(self._bills), auth=self._login),
                )
                self._close = weakref.finalize(self, self._client.close)
            return self._client

    def close(self) -> None:
        """Close the connections; an answer that is waited for never comes."""
        with self._lock:
            if self._client is not None:
                self._close()
                self._client = None

    @contextmanager
    def counting(self, bill: Bill) -> Iterator[None]:
        """While this lasts, what this thread sends, and what is refused, is counted on the bill."""
        import openai

        self._bills.bill = bill
        try:
            yield
        except openai.APIConnectionError as error:
            if type(error.__cause__).__name__ in ("ConnectError", "ConnectTimeout"):
                bill.refused = bill.sent - bill.read  # nobody was there to charge for it
            raise
        finally:
            self._bills.bill = None

    def hide(self, text: str) -> str:
        """A server's complaint without the key, however much of it is repeated."""
        return _KEY.sub("[key]", self.conceal(text))

    def conceal(self, text: str) -> str:
        """What a server wrote, without the key as it is; everything else stays, for it may be a story's."""
        for secret in self._secrets:
            text = text.replace(secret, "[key]")
        return text

    def explain(self, error: Any, model: str, kind: str) -> str:
        """What a server or the way to it refused, in plain words with the way out.

        Args:
            error: an `openai.OpenAIError`.
            model: as the server calls it.
            kind: what the server should be: `chat`, `picture`, `speech`.
        """
        import openai

        said = str(getattr(error, "message", "") or error).strip()[:300]
        where = self.where
        if isinstance(error, openai.AuthenticationError):
            text = f"{where} does not accept the key. Set OPENAI_API_KEY to one that is valid there."
        elif isinstance(error, openai.PermissionDeniedError):
            text = f"{where} does not let this key use {model!r}: {said}. Choose another model or key."
        elif isinstance(error, openai.NotFoundError):
            text = f"{where} does not know the model {model!r} or is no {kind} server: {said}. Check both."
        elif isinstance(error, openai.RateLimitError):
            text = f"{where} asks for a pause, or the quota is used up: {said}. Run it again later."
        elif isinstance(error, openai.APITimeoutError):
            text = f"{where} did not answer within {self.timeout_s:g} s. Run the same command again."
        elif isinstance(error, openai.APIConnectionError):
            text = f"{where} cannot be reached: {said} Check OPENAI_BASE_URL and that the server runs."
        elif isinstance(error, openai.APIStatusError):
            again = (
                "Run the same command again."
                if error.status_code >= 500
                else "Choose another model or server."
            )
            text = f"{where} refused the request ({error.status_code}): {said}. {again}"
        else:
            text = f"{where}: {said}. Check the model and the server."
        return self.hide(text)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url.strip())
    except ValueError:  # half of an IPv6 address
        return SplitResult("", "", "", "", "")


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    try:
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, or too large
        return False


def _hooks(bills: threading.local) -> dict[str, Any]:
    """What the client calls for each request and answer, its own retries among them. It must not hold the
    service, which closes the client when nobody needs it any more."""

    def count_sent(_: Any) -> None:
        if bill := getattr(bills, "bill", None):
            bill.sent += 1

    def count_refused(response: Any) -> None:
        if response.status_code >= 400 and (bill := getattr(bills, "bill", None)):
            bill.refused += 1

    return {"request": [count_sent], "response": [count_refused]}


def is_refusal(error: Any) -> bool:
    """Whether a server refused what was asked for by its rules on content, and not how it was asked."""
    said = " ".join(str(getattr(error, name, "")) for name in ("code", "type", "message")).lower()
    return any(code in said for code in REFUSED) or "safety system" in said or "content policy" in said

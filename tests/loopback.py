"""A language model for tests: a scripted brain, and a chat-completions server on this machine that it
answers for.

The brain reads its slots out of the prompt like a model would, so that a plan goes through the whole road:
template, HTTP, structured output, proofreading.

    with Loopback() as server:
        OpenAIWriter("tiny", base_url=server.url).fill("cast", slots, CastPage)
"""

from __future__ import annotations

import contextlib
import json
import random
import re
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO

from prompts.pages import TEMPLATES, Page, Slots
from prompts.templates import read_template

Data = dict[str, Any]


# -- the brain -----------------------------------------------------------------------------------------------


def fill_page(template: str, slots: Data) -> Data:
    """A page for these slots, by the simplest rules that make a sound plan."""
    fill = {
        "write": _write,
        "cast": _cast,
        "stage": _stage,
        "block": _block,
        "time": _time,
        "review": _review,
        "revise": _revise,
        "adapt": _adapt,
    }
    return fill[template](slots)


def _write(slots: Data) -> Data:
    """One shot a unit, a new scene every four; whoever of three animals is named is on screen."""
    people = slots["cast"] or [
        {"id": kind, "name": f"the {kind}", "kind": kind, "look": f"a {kind}"}
        for kind in ("fox", "crow", "bear")
        if any(kind in unit.lower() for unit in slots["units"])
    ]
    shots = slots["fixed"] or [{"scene": i // 4, "first": i, "last": i} for i in range(len(slots["units"]))]
    scenes: list[Data] = []
    place = {"id": "wood", "name": "the wood", "look": "tall firs"}
    for i, shot in enumerate(shots):
        number = shot.get("scene")
        if len(scenes) <= (i // 2 if number is None else number):
            scenes.append(
                {"place": "wood", "time_of_day": "day", "weather": "clear", "mood": "", "shots": []}
            )
        text = " ".join(slots["units"][shot["first"] : shot["last"] + 1]).lower()
        who = shot.get("who")
        if who is None:
            who = [p["id"] for p in people if p["id"] in text]
        scenes[-1]["shots"].append({"first": shot["first"], "last": shot["last"], "who": who})
    return {
        "title": slots["title"] or "A Tale",
        "logline": "",
        "language": slots["language"] or "en",
        "cast": people,
        "places": slots["places"] or [place],
        "props": slots["props"],
        "scenes": scenes,
    }


def _cast(slots: Data) -> Data:
    colours = ("red", "black", "brown", "white")
    cast = [
        {**p, "kind": p.get("kind") or p["id"], "look": p.get("look") or f"{colours[i % 4]} {p['id']}"}
        for i, p in enumerate(slots["cast"])
    ]
    places = [{**p, "look": p.get("look") or p["name"]} for p in slots["places"]]
    props = [{**p, "look": p.get("look") or p["name"]} for p in slots["props"]]
    return {"cast": cast, "places": places, "props": props}


def _stage(slots: Data) -> Data:
    sizes = ("wide", "medium", "close")
    return {
        "shots": [
            {
                "number": shot["number"],
                "action": shot["text"],
                "who": [{"character": name, "doing": "stands"} for name in shot.get("who", [])],
                "size": sizes[i % 3],
                "light": "soft",
            }
            for i, shot in enumerate(slots["shots"])
        ]
    }


def _block(slots: Data) -> Data:
    shots = []
    for shot in slots["shots"]:
        who = sorted(p["character"] for p in shot.get("who", []))
        width = 0.8 / max(len(who), 1)
        tracks = [
            {"character": n, "marks": [{"at": 0, "box": [0.1 + width * i, 0.3, 0.08 + width * (i + 1), 0.9]}]}
            for i, n in enumerate(who)
        ]
        shots.append({"number": shot["number"], "tracks": tracks})
    return {"shots": shots}


def _time(slots: Data) -> Data:
    changes = [{"number": c["number"], "kind": "dissolve", "seconds": 0.5} for c in slots["changes"]]
    return {
        "changes": changes,
        "wordless": [{"number": w["number"], "seconds": 3} for w in slots["wordless"]],
    }


def _review(slots: Data) -> Data:
    return {"problems": []}


def _revise(slots: Data) -> Data:
    """What a small model makes of "... night": the last scene, if it is shown."""
    if "night" not in slots["instruction"]:
        return {"edits": [], "why": "I do not know what to change"}
    last = [s for s in slots["scenes"] if s["number"] == slots["total_scenes"]]
    return {
        "edits": [{"path": f"scenes.{s['id']}.time_of_day", "value": "NIGHT_TIME"} for s in last],
        "why": "",
    }


def _adapt(slots: Data) -> Data:
    """Says what is missing behind what is said."""
    return {
        "shots": [
            {"id": s["id"], "prompt": f"{s['prompt']} {' '.join(s.get('missing', []))}.".strip()}
            for s in slots["shots"]
        ]
    }


class ScriptedWriter:
    """The brain as a writer, without a server. `asked` keeps (template, slots) of every call."""

    name = "scripted"
    version = "1"

    def __init__(self, damage: Callable[[str, Data, Data], Data] | None = None) -> None:
        """`damage(template, slots, page)` may spoil a page before it is handed in."""
        self.asked: list[tuple[str, Data]] = []
        self._damage = damage
        self._lock = threading.Lock()

    def fill(self, template: str, slots: Slots, schema: type[Page]) -> Any:
        data = slots.model_dump(mode="json")
        with self._lock:
            self.asked.append((template, data))
        page = fill_page(template, data)
        return schema.model_validate(self._damage(template, data, page) if self._damage else page)

    def count(self, template: str) -> int:
        """How often a page of this template was asked for."""
        return sum(name == template for name, _ in self.asked)


def spoil(rng: random.Random, value: Any) -> Any:
    """A copy of a page with the slips that models make: lost, odd, doubled, mixed and misspelled parts."""
    roll = rng.random()
    if isinstance(value, dict):
        kept = {
            k: None if rng.random() < 0.006 else spoil(rng, v)
            for k, v in value.items()
            if rng.random() > 0.012
        }
        return {**kept, "extra": 1} if roll < 0.02 else kept
    if isinstance(value, list):
        value = [spoil(rng, v) for v in value]
        if value and roll < 0.03:
            value.pop(rng.randrange(len(value)))
        elif value and roll < 0.05:
            value.append(rng.choice(value))
        elif roll < 0.07:
            rng.shuffle(value)
        elif roll < 0.08:
            value = value[0] if value else None
        return value
    if isinstance(value, str):
        odd = (value.upper(), f"The {value}", "", f"{value}_shot", "zzz")
        return odd[int(roll * 50)] if roll < 0.1 else value
    if isinstance(value, int | float):
        odd_numbers = (value + 1, value - 1, value * 100, str(value))
        return odd_numbers[int(roll * 40)] if roll < 0.1 else value
    return value


# -- the prompt, read back -----------------------------------------------------------------------------------


def read_prompt(instructions: str, material: str) -> tuple[str, Data]:
    """(template, slots) of a prompt that was filled from one of our templates."""
    for name, (schema, _) in TEMPLATES.items():
        template = read_template(name)
        if not instructions.startswith(template.instructions):
            continue
        parts = re.split(r"\{\{\s*(\w+)\s*\}\}", template.material)
        pattern = "".join(f"(?P<{p}>.*?)" if i % 2 else re.escape(p) for i, p in enumerate(parts))
        found = re.fullmatch(pattern, material, re.DOTALL)
        assert found, f"this is no {name} prompt"
        values = {n: _value(n, found[n], schema) for n in schema.model_fields}
        return name, schema.model_validate(values).model_dump(mode="json")
    raise AssertionError("no template has these instructions")


def _value(name: str, text: str, schema: type[Slots]) -> Any:
    if text == "(none)":
        return []
    if name == "paragraphs":
        return [int(number) for number in text.split(", ")]
    if name == "units":
        return [json.loads(line.split(": ", 1)[1]) for line in text.split("\n")]
    if "list" in str(schema.model_fields[name].annotation):
        return [json.loads(line) for line in text.split("\n")]
    return json.loads(text)


def _split(messages: list[Data]) -> tuple[Data, Data]:
    """Instructions and material, also where a server has no system role and both came in one message."""
    if messages[0].get("role") == "system" or len(messages) == 2:
        return messages[0], messages[1]
    text = messages[0]["content"]
    starts = [read_template(name).material.split("{{")[0] for name in TEMPLATES]
    (at,) = {text.find(f"\n\n{start}") for start in starts if f"\n\n{start}" in text and start}
    return {"content": text[:at]}, {"content": text[at + 2 :]}


# -- the server ----------------------------------------------------------------------------------------------

HANG_UP = 0
"""The status of an answer that never comes: the line goes dead."""
Reply = dict[str, Any] | str | tuple[int, Any]
"""A page, the raw text of a message, or (HTTP status, body)."""


class Loopback:
    """A chat-completions server at 127.0.0.1. `damage` may answer in the brain's place.

    Args:
        damage: called with (request number from 0, request, the brain's page); what it returns is sent.
        byte_s: seconds between two bytes of an answer.
        window: tokens (three letters each) that a request and its answer may take; longer ones are refused.
    """

    def __init__(
        self,
        damage: Callable[[int, Data, Data], Reply | None] | None = None,
        byte_s: float = 0,
        window: int = 0,
    ) -> None:
        self._byte_s = byte_s
        self._window = window
        self.largest = 0
        self.requests: list[Data] = []
        self.headers: list[dict[str, str]] = []
        self._damage = damage
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Loopback:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def messages(self) -> Iterator[str]:
        """The text of every message that was received."""
        for request in self.requests:
            for message in request["messages"]:
                yield message["content"]

    def answer(self, request: Data, headers: dict[str, str]) -> tuple[int, Any]:
        """(status, body) for one request."""
        with self._lock:
            number = len(self.requests)
            self.requests.append(request)
            self.headers.append(headers)
        asked = json.dumps([request["messages"], request.get("response_format")], ensure_ascii=False)
        tokens = len(asked) // 3 + request.get("max_tokens", 0)
        self.largest = max(self.largest, tokens)
        if self._window and tokens > self._window:
            return refuse(400, f"maximum context length is {self._window} tokens, requested {tokens}")
        system, user = _split(request["messages"])
        page = fill_page(*read_prompt(system["content"], user["content"]))
        reply: Reply | None = self._damage(number, request, page) if self._damage else None
        if isinstance(reply, tuple):
            return reply
        return 200, completion(page if reply is None else reply)

    def send(self, file: BinaryIO, raw: bytes) -> None:
        """Write an answer, all at once or byte by byte, until the other side has enough of it."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for part in [bytes([b]) for b in raw] if self._byte_s else [raw]:
                file.write(part)
                file.flush()
                if self._byte_s and self._stopped.wait(self._byte_s):
                    return

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                request = json.loads(self.rfile.read(length))
                status, body = loopback.answer(
                    request, {name.lower(): value for name, value in self.headers.items()}
                )
                if status == HANG_UP:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                kind = "text/html" if raw.startswith(b"<") else "application/json"
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(raw)))
                if status == 429:
                    self.send_header("Retry-After", "0")
                self.end_headers()
                loopback.send(self.wfile, raw)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def completion(reply: Data | str, finish_reason: str = "stop", **message: Any) -> Data:
    """A chat completion that says `reply`."""
    content = reply if isinstance(reply, str) else json.dumps(reply)
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "tiny",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "message": {"role": "assistant", "content": content, **message},
            }
        ],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }


def refuse(status: int, message: str) -> tuple[int, Data]:
    """An error as servers send it."""
    return status, {"error": {"message": message, "type": "error", "code": None, "param": None}}

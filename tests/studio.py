"""A server for tests that writes, draws and speaks: the loopback with pictures and speech.

Pictures are real PNG of the size asked for, in a colour made from the words; speech is a real WAV whose
header does not know its length (as of a server that streams), or an MP3.

    with Studio() as server: ...
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import struct
import threading
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
from loopback import Data, Loopback
from PIL import Image

RATE = 24_000
MediaReply = tuple[int, Any] | None


class Studio(Loopback):
    """`spoil(number, endpoint, request)` may answer a request for media in the studio's place; `drawn` and
    `spoken` keep those requests. The pictures of an edit are in the request as bytes, under `pictures`."""

    def __init__(
        self, spoil: Callable[[int, str, Data], MediaReply] | None = None, sound: str = "wav", **options: Any
    ) -> None:
        self.drawn: list[Data] = []
        self.spoken: list[Data] = []
        self.usage: Data | None = {"input_tokens": 50, "output_tokens": 400, "total_tokens": 450}
        self._spoil, self._sound = spoil, sound
        self._media = threading.Lock()
        super().__init__(**options)

    def media(self, endpoint: str, request: Data, headers: dict[str, str]) -> tuple[int, Any]:
        """(status, body) of a picture or a line."""
        with self._media:
            self.headers.append(headers)
            kept = self.spoken if endpoint == "speech" else self.drawn
            kept.append(request)
            number = len(self.spoken) + len(self.drawn) - 1
        if self._spoil and (reply := self._spoil(number, endpoint, request)):
            return reply
        if endpoint == "speech":
            return 200, speech(request["input"], self._sound)
        width, height = map(int, request["size"].split("x"))
        encoded = base64.b64encode(picture(request["prompt"], width, height)).decode()
        return 200, {"created": 0, "data": [{"b64_json": encoded}], "usage": self.usage}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        studio = self
        written: Any = super()._handler()

        class Handler(written):
            def do_POST(self) -> None:
                found = re.search(r"/(generations|edits|speech)$", self.path)
                if not found:
                    super().do_POST()
                    return
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                kind = self.headers["Content-Type"]
                request = json.loads(raw) if "json" in kind else _read_form(kind, raw)
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, body = studio.media(found[1], request, headers)
                answer = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header(
                    "Content-Type", "audio/wav" if isinstance(body, bytes) else "application/json"
                )
                self.send_header("Content-Length", str(len(answer)))
                if status == 429:
                    self.send_header("Retry-After", "0")
                self.end_headers()
                studio.send(self.wfile, answer)

        return Handler


def _read_form(kind: str, raw: bytes) -> Data:
    """The fields of a multipart form; its files under `pictures`."""
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
    request: Data = {"pictures": []}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        value = part.get_payload(decode=True)
        if part.get_filename():
            request["pictures"].append(value)
        else:
            request[name] = value.decode()
    return request


def picture(words: str, width: int, height: int) -> bytes:
    """A PNG in a colour made from the words, lighter to the right."""
    colour = np.frombuffer(hashlib.sha256(words.encode()).digest()[:3], np.uint8) // 2
    ramp = np.linspace(0, 120, width).astype(np.uint8)[None, :, None]
    pixels = np.broadcast_to(colour + ramp, (height, width, 3))
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG", compress_level=1)
    return file.getvalue()


def speech(words: str, sound: str) -> bytes:
    """A tone as long as the words take."""
    seconds = 0.2 + 0.3 * len(words.split())
    tone = np.sin(np.arange(int(seconds * RATE)) * 2 * np.pi * 220 / RATE) * 0.5
    samples = (tone * 32767).astype("<i2")
    if sound == "mp3":
        return _encode_mp3(samples)
    endless = 0xFFFFFFFF
    head = (
        b"RIFF"
        + struct.pack("<I", endless)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE * 2, 2, 16)
    )
    return head + b"data" + struct.pack("<I", endless) + samples.tobytes()


def _encode_mp3(samples: Any) -> bytes:
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("mp3", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16p", layout="mono")
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()

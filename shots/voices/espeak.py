"""Voices by eSpeak NG, a small formant synthesiser for about a hundred languages (extra `[tts]`).

It knows words and voices; it knows nothing of shots. Each line is spoken by `espeak_worker.py` in a process
of its own. eSpeak NG is GPL-3 and therefore never part of this package.

    python -c "from shots.voices.espeak import EspeakVoices; v = EspeakVoices(); \
    print(v.speak('Hello.', name='', pitch=50, speed=150, language='en').samples.shape)"
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from prompts.errors import BackendError
from shots.backends import Card, Speech

LONGEST_DATA_PATH = 150
"""eSpeak NG copies the path into a buffer of 160 bytes and forgets the rest."""

DEFAULT_RANK = 5
"""How much a voice wants a language that its file gives no number for; lower is more."""

SECONDS_PER_LINE = 120  # a page of text takes a tenth of a second; this only ends a hung process

REGISTERS: dict[str, tuple[str, ...]] = {
    "narrator": ("+m3",),
    "woman": ("+f2", "+f1", "+linda", "+belinda", "+steph", "+Alicia"),
    "girl": ("+f3", "+f5", "+anika", "+Annie"),
    "boy": ("+f4", "+iven3", "+m5"),
    "man": ("+m7", "+m1", "+m2", "+benjamin", "+david", "+travis", "+m8"),
    "old woman": ("+grandma", "+aunty"),
    "old man": ("+grandpa", "+m6", "+gustave"),
    "small": ("+f5", "+anika", "+f4", "+Annie", "+f3"),
    "large": ("+m6", "+m8", "+boris", "+m4"),
    "machine": ("+robosoft", "+klatt", "+robosoft3", "+klatt4"),
}
"""Voice variants for the kinds of speaker that `shots.sound.cast_voices` tells apart."""

_OTHER_CODES = {"zh": "cmn", "no": "nb", "iw": "he", "in": "id", "fil": "id", "tl": "id", "jp": "ja"}


class EspeakVoices:
    """Speaks with eSpeak NG."""

    registers = REGISTERS

    def __init__(self, model: str | None = None) -> None:
        try:
            import espeakng_loader
        except ImportError as error:
            raise BackendError(
                "The voices `espeak` need a package that is not installed. Run `pip install "
                "'story-to-film[tts]'`, "
                "or choose the voices `silent`."
            ) from error
        if model:
            raise BackendError(f"espeak takes no model, but {model!r} was given. Write `espeak` alone.")
        self._library = str(espeakng_loader.get_library_path())
        self._data = Path(espeakng_loader.get_data_path())
        self._languages: dict[str, str] | None = None
        self.card = Card(
            name="espeak",
            version="espeak-ng-1.52/1",
            about="eSpeak NG: small synthetic voices, about 100 languages, no download",
            licence="GPL-3.0-or-later (a separate package)",
        )

    def check(self, language: str) -> list[str]:
        """What will be heard otherwise than asked, one sentence each; [] if nothing."""
        if self._voice_for(language) is None:
            return [
                f"espeak has no voice for the language {language!r}; its words are captions over silence. "
                "Set `language` in the screenplay if the code is wrong."
            ]
        if _base(language) == "ja":
            return ["espeak reads Japanese kana; most kanji are announced as letters."]
        return []

    def speak(self, text: str, *, name: str, pitch: int, speed: int, language: str) -> Speech:
        """The text as sound; silence if there is no voice for the language (`check` says so before).

        Args:
            text: what to say.
            name: '' for the plain voice, a variant such as `+f3`, or a whole voice such as `en+f3`.
            pitch: 0 deep .. 100 high.
            speed: words per minute, 80..320.
            language: language code, `en`, `de`, `zh`, `pt-BR` ...

        Raises:
            BackendError: there is no such voice, or the synthesiser failed.
        """
        from shots.sound import silence_for

        known = self._voice_for(language)
        if known is None and (not name or name.startswith("+")):
            return silence_for(text)
        voice = f"{known}{name}" if not name or name.startswith("+") else name
        with _short_path(self._data) as data:
            task = {"library": self._library, "data": data, "text": text, "voice": voice}
            return _run_worker({**task, "pitch": pitch, "speed": speed})

    def _voice_for(self, language: str) -> str | None:
        """eSpeak's own voice for a language, or None: `pt-BR` → `pt-BR`, `de-AT` → `de`, `zh` → `cmn`."""
        if self._languages is None:
            self._languages = _installed_languages(self._data)
        base = _base(language)
        for code in (language.replace("_", "-").lower(), _OTHER_CODES.get(base, base)):
            if code in self._languages:
                return self._languages[code]
        return None


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _installed_languages(data: Path) -> dict[str, str]:
    """Language code in lower case → name of the voice file under `lang/` that wants it most."""
    found: dict[str, tuple[int, str]] = {}
    for path in sorted((data / "lang").rglob("*")):
        if not path.is_file():
            continue
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            words = line.split()
            if len(words) >= 2 and words[0] == "language":
                rank = int(words[2]) if len(words) > 2 and words[2].isdigit() else DEFAULT_RANK
                code = words[1].lower()
                found[code] = min(found.get(code, (99, "")), (rank, path.name))
    return {code: name for code, (_, name) in found.items()}


@contextlib.contextmanager
def _short_path(data: Path) -> Iterator[str]:
    """The folder of the data under a path that eSpeak can take."""
    if len(os.fsencode(data)) <= LONGEST_DATA_PATH:
        yield str(data)
        return
    with tempfile.TemporaryDirectory(prefix="es") as folder:
        link = Path(folder) / "d"
        link.symlink_to(data, target_is_directory=True)
        if len(os.fsencode(link)) > LONGEST_DATA_PATH:
            raise BackendError(
                f"espeak cannot read its voices: the path {data} is too long for it, and so is that of the "
                "temporary folder. Set TMPDIR to a shorter folder."
            )
        yield str(link)


def _run_worker(task: dict[str, object]) -> Speech:
    worker = Path(__file__).with_name("espeak_worker.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(worker)],
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=SECONDS_PER_LINE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BackendError(
            f"espeak did not finish a line in {SECONDS_PER_LINE} s: {str(task['text'])[:60]!r}. Shorten "
            f"the line."
        ) from error
    if done.returncode != 0 or len(done.stdout) < 4:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackendError(
            f"espeak could not speak {str(task['text'])[:60]!r} as {task['voice']!r}: "
            f"{reason[-1] if reason else f'exit code {done.returncode}'}. Correct the voice, or choose "
            f"`silent`."
        )
    samples = np.frombuffer(done.stdout[4:], dtype="<i2").astype(np.float32) / np.float32(32768)
    return Speech(samples, int.from_bytes(done.stdout[:4], "little"))

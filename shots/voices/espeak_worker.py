"""One line of speech by eSpeak NG, in a process of its own: JSON comes in, raw sound goes out.

It is run by its path and imports nothing of ours, so that it starts in a few hundredths of a second. A fresh
process for each line is what keeps the bytes stable: the library carries state from one line to the next, and
it ends the process when it cannot find its data.

    echo '{"library": "...", "data": "...", "text": "hello", "voice": "en+f3", "pitch": 50, "speed": 150}' \
    | python shots/voices/espeak_worker.py > hello.raw
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: give the samples to the callback, in the caller's thread
DONT_EXIT = 0x8000
UTF8 = 1
RATE, PITCH = 1, 3  # espeak_PARAMETER

SAMPLES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def speak(task: dict[str, Any]) -> tuple[int, bytes]:
    """(sample rate in Hz, 16-bit mono samples) of one line.

    Raises:
        OSError: the library or its data cannot be loaded.
        ValueError: there is no such voice.
    """
    library = ctypes.CDLL(task["library"])
    rate = library.espeak_Initialize(RETRIEVAL, 0, task["data"].encode(), DONT_EXIT)
    if rate <= 0:
        raise OSError(f"no eSpeak data at {task['data']}")
    if library.espeak_SetVoiceByName(task["voice"].encode()) != 0:
        raise ValueError(f"no voice {task['voice']!r}")
    library.espeak_SetParameter(RATE, task["speed"], 0)
    library.espeak_SetParameter(PITCH, task["pitch"], 0)
    sound = bytearray()

    @SAMPLES
    def receive(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, 2 * count))
        return 0

    library.espeak_SetSynthCallback(receive)
    # Breathy voices are made with noise that the library seeds from the clock.
    library.espeak_ng_SetRandSeed(ctypes.c_long(1))
    words = task["text"].encode() + b"\0"
    library.espeak_Synth(words, ctypes.c_size_t(len(words)), 0, 0, 0, UTF8, None, None)
    library.espeak_Synchronize()
    return rate, bytes(sound)


def main() -> int:
    """Read one task, write the rate (four bytes, little-endian) and the samples."""
    task = json.load(sys.stdin.buffer)
    try:
        rate, sound = speak(task)
    except (OSError, ValueError) as error:
        sys.stderr.write(str(error))
        return 2
    sys.stdout.buffer.write(rate.to_bytes(4, "little") + sound)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

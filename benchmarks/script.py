"""How long a Fountain script of 120 pages takes to be read, and to be planned by rules.

python -m benchmarks.script            # seconds of this process, pages of 55 lines
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from director import Director
from director.source import open_words

PAGES = 120
LINES = 55
NAMES = [first + last for first in ("ANN", "BEN", "CLA", "DON", "EVE") for last in ("NA", "LEY")]
SCENE = """\
INT. ROOM {room} - {time}

{a} opens the door and looks at {b}, who waits by the window. It rains, and the lamp is lit.

{a}
I did not know that you would come so soon, my friend.

{b}
(smiling)
Nor did I, Sir. The road was dry, and the horse was willing.

{b} turns to the fire. {a} sits down.

{a} (CONT'D)
Then tell me all of it, from the beginning.

"""


def write_script() -> str:
    """A script of `PAGES` pages."""
    scenes = -(-PAGES * LINES // SCENE.count("\n"))
    hours = ("DAY", "NIGHT", "LATER")
    return "".join(
        SCENE.format(room=n % 40, time=hours[n % 3], a=NAMES[n % 10], b=NAMES[(n + 3) % 10])
        for n in range(scenes)
    )


def main() -> None:
    """Print what was read and how long it took."""
    text = write_script()
    started = time.process_time()
    source = open_words(text)
    read = time.process_time() - started
    assert source.screenplay is not None
    scenes, shots = len(source.screenplay.scenes), sum(1 for _ in source.screenplay.shots())
    print(f"{len(text) / 1000:.0f} kB, {scenes} scenes, {shots} shots: read in {read:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        Director(folder=Path(folder) / "script.production").plan(source)
        print(f"planned by rules in {time.process_time() - started:.1f} s")


if __name__ == "__main__":
    main()

"""How much of figures' edges is lost against the place, over every set: by style, hour and weather.

    python benchmarks/edges.py [STYLE,... [TIME/WEATHER,...]]

An edge is lost where the figure's last pixels and the place beside them differ by less than 12 in CIE Lab:
a viewer no longer sees where one ends and the other begins.
"""

from __future__ import annotations

import sys
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from backlot.colour import to_lab
from backlot.gallery import make_panel
from backlot.masks import mask_frame
from backlot.picture import DrawnShot
from backlot.places.sets import SETS
from prompts.screenplay import Camera
from shots.backends import Panel

CASTS: tuple[dict[str, str], ...] = ({"girl": "red coat", "wolf": ""}, {"bear": "", "old man": ""})
LOST = 12.0


def measure(panel: Panel) -> dict[str, float]:
    """Who: the share of their edge that is lost, 0..1."""
    shot = DrawnShot(panel, 2, 24)
    lab = to_lab(shot.draw(0).picture)
    numbers = {layer.name: n for n, layer in enumerate(shot.layers(0), 1)}
    index = mask_frame(shot, 0, numbers).index
    return {name: _lost(lab, index, number) for name, number in numbers.items() if (index == number).any()}


def _lost(lab: NDArray[np.float64], index: NDArray[np.uint8], number: int) -> float:
    """From the edge and two pixels inside it, to the place three pixels outside, in four directions."""
    found = []
    for down, right in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        mine = index == number
        edge = mine & ~np.roll(mine, (-down, -right), (0, 1))
        rows, columns = np.nonzero(edge[4:-4, 4:-4])
        rows, columns = rows + 4, columns + 4
        outside = rows + 3 * down, columns + 3 * right
        place = index[outside] == 0
        beyond = lab[outside][place]
        for steps in (0, 2):
            inside = lab[rows - steps * down, columns - steps * right][place]
            found.append(np.linalg.norm(inside - beyond, axis=1))
    near, far = (np.concatenate(found[n::2]) for n in (0, 1))
    return float((np.maximum(near, far) < LOST).mean())


def main() -> None:
    styles = (sys.argv[1] if len(sys.argv) > 1 else "storybook,noir").split(",")
    hours = (sys.argv[2] if len(sys.argv) > 2 else "day,night,evening/rain").split(",")
    for style in styles:
        for hour in hours:
            time, _, weather = hour.partition("/")
            rows = []
            for place in SETS:
                for cast in CASTS:
                    camera, size = Camera(size="full"), (480, 270)
                    panel = make_panel(
                        place,
                        cast,
                        style=style,
                        time=time,
                        weather=weather or "clear",
                        camera=camera,
                        size=size,
                    )
                    rows += [(lost, f"{place}/{who}") for who, lost in measure(panel).items()]
            worst = ", ".join(f"{where} {lost:.2f}" for lost, where in sorted(rows, reverse=True)[:4])
            print(f"{style:10} {hour:14} lost {mean(lost for lost, _ in rows):.3f}  worst: {worst}")


if __name__ == "__main__":
    main()

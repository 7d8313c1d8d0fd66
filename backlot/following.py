"""Following: the way that the camera takes through a shot, from what is asked and from who walks.

python -c "from backlot.following import choose_path; print(choose_path.__doc__)"
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from backlot.actors.acting import PACE, is_moving
from backlot.camera import CameraPath
from backlot.placed import Placed
from shots.backends import Panel


def choose_path(panel: Panel, placed: Sequence[Placed], seconds: float, indoors: bool) -> CameraPath:
    """The camera's move; where everybody walks within a box that stands still, the ground runs by."""
    camera = panel.shot.camera
    move = (camera.move if camera else None) or "static"
    lively = panel.shot.motion.intensity if panel.shot.motion else 5
    amount = lively / 10 if camera is None or camera.amount is None else camera.amount
    held = any(p.planned for p in placed)
    walkers = [p for p in placed if is_moving(p.part.action) and not p.moves]
    if walkers and len(walkers) == len(placed) and move in ("static", "tracking"):
        p = max(walkers, key=lambda q: PACE[q.part.action])
        fit = p.fit(0.0, panel.height)
        pace = PACE[p.part.action] * fit.sx / panel.height * seconds
        return CameraPath("tracking", amount, held, p.part.facing * min(0.5 if indoors else 2.4, pace))
    if move == "tracking" and placed:
        moving = [p.part.facing for p in placed if p.moves]
        side = "right" if not moving or sum(moving) >= 0 else "left"
        return CameraPath(f"truck_{side}", amount, held, seconds=seconds)
    return CameraPath("static" if move == "tracking" else move, amount, held, seconds=seconds)


def spot_of(shot_id: str) -> float:
    """-0.5 .. 0.5, how far to the side a shot looks: by steps of the golden section, so that a shot and the
    next one never look at the same part of a place.
    """
    number = int("".join(c for c in shot_id if c.isdigit()) or zlib.crc32(shot_id.encode()))
    return number * 0.6180339887 % 1.0 - 0.5

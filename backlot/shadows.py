"""Shadows on the ground under whoever stands there, and a pool under a fish on land.

python -c "from backlot.shadows import draw_shadow; print(draw_shadow.__doc__)"
"""

from __future__ import annotations

from backlot.actors.pose import Pose
from backlot.fitting import Fit
from backlot.paint import Canvas
from backlot.placed import Placed


def draw_shadow(canvas: Canvas, p: Placed, fit: Fit, pose: Pose, wet: bool) -> None:
    """The shadow of somebody in pixels; none where they fly, swim or stand below the frame.

    Args:
        wet: there is water everywhere, so that a fish needs none of its own.
    """
    fish = p.part.actor.kind.plan == "fish"
    if fish and p.shown >= 1.0 and not wet:
        _draw_pool(canvas, p, fit)
    if p.shown < 1.0 or fit.y > canvas.surface.height * 1.04 or fish or _floats(p):
        return
    lying = abs(pose.roll) > 60
    wide = (p.extent[2] - p.extent[0]) / 2 * fit.sx * (0.9 if lying else 0.62) * (1 - min(0.5, pose.hop))
    middle = fit.x + fit.sx * ((p.extent[0] + p.extent[2]) / 2 if lying else 0.02)
    canvas.plain().ellipse(middle, fit.y, wide, wide * 0.17, (18, 20, 40), 70 if not pose.hop > 0.2 else 40)


def _draw_pool(canvas: Canvas, p: Placed, fit: Fit) -> None:
    """A fish on land has water to be in."""
    middle = fit.x + fit.sx * (p.extent[0] + p.extent[2]) / 2
    wide = (p.extent[2] - p.extent[0]) * fit.sx * 0.62
    for grown, colour in ((1.08, (120, 116, 104)), (1.0, (96, 164, 196)), (0.8, (130, 190, 214))):
        canvas.plain().ellipse(middle, fit.y - 0.06 * fit.sy, wide * grown, wide * 0.24 * grown, colour)


def _floats(p: Placed) -> bool:
    """Who swims or flies, or is at home in the sky."""
    return p.part.action in ("swim", "fly") or p.part.actor.kind.name in _HEAVENLY


_HEAVENLY = frozenset({"sun", "moon", "star", "cloud", "wind", "rainbow"})

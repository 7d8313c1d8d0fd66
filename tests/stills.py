"""The stills that tests of shared attention speak of: anchors, panels, and panels without anchors."""

from __future__ import annotations

from consistency.sharing import Sharing, Still

GRID = (8, 8)
FOX = {"fox": (0.0, 0.0, 0.5, 1.0)}
STILLS = [
    Still("fox@day", {"fox": None}, anchor=True),
    Still("bear@day", {"bear": None}, anchor=True),
    Still("s1", {"fox": (0.0, 0.25, 0.5, 1.0), "bear": (0.5, 0.0, 1.0, 1.0)}),
    Still("s2", {"fox": (0.25, 0.25, 0.75, 0.75)}),
    Still("s3", {"house": None}),
]
PANELS = [Still("a", {"fox": None}), Still("b", {"fox": None}), Still("c", {"bear": None})]
ALWAYS = Sharing(rate=0.5, first_step=0)

"""Sorts of places: which are waters, boats, rooms without a bed, and what is only found indoors.

python -c "from director.language.sorts import WATERS; print(*sorted(WATERS))"
"""

from __future__ import annotations

from director.language.words import listed

WATERS = listed("river stream brook creek lake pond sea ocean pool")
BANKS = frozenset(["shore", "bank", "riverbank", "riverside", "lakeside", "beach"])
BOATS = listed("boat raft canoe dinghy rowboat kayak gondola")
INDOOR_THINGS = listed(
    "table bed bench stove oven fire fireplace hearth chair sofa couch desk cradle cupboard curtain"
)
SIGHTS = listed("castle palace tower temple church museum mansion monastery")
SCHOOL_WORDS = listed("school class teacher pupil pupils lesson lessons classmate classmates schoolmaster")
COOKING = frozenset(["stove", "oven"])
BEDS = frozenset(["bed", "cradle"])
ROOMS = listed("kitchen bedroom bathroom attic cellar parlour nursery garden living-room")
BEDLESS = listed(
    "kitchen bathroom bathtub bath classroom school shop office library museum theatre restaurant car bus "
    "train workshop bakery church supermarket cellar"
)
"""Rooms without a bed: who lies in bed has left them."""
DISTINCT_PARTS = frozenset(["bottom", "depths"])


def floats_on(lemma: str, water: str) -> bool:
    """Whether a place is a boat and another the water it can be on."""
    return lemma in BOATS and water in WATERS

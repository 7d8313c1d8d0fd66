"""Shapes: how broad and how tall everybody is who can be drawn, whatever they do, measured in the drawings.

Prints the table from which the offline writer plans its boxes, `director/lexicon/shapes.txt`. Make it anew
when figures or acts are drawn otherwise; tests/test_boxes.py tells when that is.

    python benchmarks/shapes.py > director/lexicon/shapes.txt
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from backlot.actors.acting import ACTIONS, PACE, Part
from backlot.actors.kinds import KINDS, find_group
from backlot.actors.look import Actor, cast_actor
from backlot.props import PROPS
from backlot.silhouette import silhouette_of

Shape = tuple[float, float]
"""(breadth, height) beside those of the same one standing, the mean over an act"""
ALIKE = 1.1
"""Acts whose proportions and heights differ by no more than this factor share a number."""
AS_BROAD = 1.05
"""The same for the breadths of those who share a row."""
STANDING: Shape = (1.0, 1.0)


@dataclass
class Row:
    """Everybody of one shape."""

    plan: str
    nouns: list[str]
    breadth: float
    """standing, in their own height"""
    acts: dict[str, Shape]


def measure_body(actor: Actor, actions: Sequence[str] = ACTIONS) -> tuple[float, dict[str, Shape]]:
    """Somebody's breadth standing, in their own height, and what each action makes of breadth and height."""

    def reach(action: str) -> Shape:
        left, top, right, bottom = silhouette_of(Part(actor, action), PACE.get(action, 0.0)).extent()
        return right - left, bottom - top

    wide, tall = reach("stand")
    acts = {action: (w / wide, h / tall) for action in actions for w, h in [reach(action)]}
    return wide / tall, acts


def are_alike(one: Shape, other: Shape, factor: float = ALIKE) -> bool:
    """Whether neither the proportions nor the heights differ by more than a factor."""
    shapes = one[0] / one[1] / (other[0] / other[1])
    heights = one[1] / other[1]
    return max(shapes, 1 / shapes, heights, 1 / heights) <= factor


def measured_rows() -> Iterator[Row]:
    """Everybody: kinds with their other names, and props that act; plurals are several and left out."""
    names = {name: [name, *kind.aliases] for name, kind in KINDS.items()}
    names |= {prop.name: [prop.name] for prop in PROPS if prop.name not in names}
    for name, nouns in names.items():
        one = [noun for noun in nouns if " " not in noun and not find_group(noun)]
        actor = cast_actor("-".join(name.split()), name, "", name)
        if one:
            yield Row(actor.kind.plan, one, *measure_body(actor))


def usual_acts(rows: Sequence[Row]) -> dict[str, Shape]:
    """What acts make of most of them."""
    return {a: (median(r.acts[a][0] for r in rows), median(r.acts[a][1] for r in rows)) for a in ACTIONS}


def merged(rows: Sequence[Row], usual: dict[str, Shape]) -> list[Row]:
    """One row for all who are alike, with only those acts in which they are not like most."""
    found: list[Row] = []
    for row in rows:
        own = {a: shape for a, shape in row.acts.items() if not are_alike(shape, usual[a])}
        for other in found:
            near = max(other.breadth / row.breadth, row.breadth / other.breadth) <= AS_BROAD
            if near and all(are_alike(row.acts[a], other.acts.get(a, usual[a])) for a in ACTIONS):
                other.nouns += row.nouns
                break
        else:
            found.append(Row(row.plan, list(row.nouns), row.breadth, own))
    return found


def line_of(row: Row) -> str:
    """`nouns : breadth : act breadth height act breadth height ...`."""
    acts = [f"{a} {w:.2f} {h:.2f}" for a, (w, h) in row.acts.items()]
    return f"{' '.join(dict.fromkeys(row.nouns))} : {row.breadth:.2f} : {' '.join(acts)}".strip()


def main() -> None:
    print(
        "# By body plan: nouns, their breadth standing in their own height, and how much broader and taller"
    )
    print("# acts make them than most (*). Measured in the drawings by benchmarks/shapes.py.")
    rows = list(measured_rows())
    for plan in dict.fromkeys(row.plan for row in rows):
        some = [row for row in rows if row.plan == plan]
        usual = usual_acts(some)
        shown = {a: shape for a, shape in usual.items() if not are_alike(shape, STANDING, 1.04)}
        most = Row(plan, ["*"], median(row.breadth for row in some), shown)
        print(f"[{plan}]", *map(line_of, [most, *merged(some, usual)]), sep="\n")


if __name__ == "__main__":
    main()

"""Who lends which tokens to whom: the plan behind consistent self-attention, as plain indices.

Knows stills, their entities and boxes; never touches a model. Every choice is a pure function of names and a
seed, so it depends neither on the batch, nor on the order of work, nor on the device.

    python -c "from consistency.sharing import Still, choose_lenders; \
print(choose_lenders([Still('a', {'fox': None}, anchor=True), Still('b', {'fox': None})]))"
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from consistency.boxes import Box, check_box
from consistency.layout import assign_tokens

Grid = tuple[int, int]
"""(height, width) of a layer, in tokens."""
Mode = Literal["anchors", "mutual", "joint"]


@dataclass(frozen=True)
class Still:
    """One picture that is drawn together with others: a panel, an anchor, or a frame of a clip."""

    uid: str
    """unique and lasting: the tokens that it lends are drawn by this name"""
    entities: Mapping[str, Box | None]
    """character in one look, place or prop -> its box, from back to front; None: wherever no box is"""
    anchor: bool = False
    """anchors lend to everybody who shares an entity; other stills do not in anchors mode"""

    def __post_init__(self) -> None:
        for box in self.entities.values():
            if box is not None:
                check_box(box)


@dataclass(frozen=True)
class Region:
    """The tokens of a still that belong to the same entities."""

    name: str
    """the boxed entity, or '' for everything outside the boxes"""
    entities: frozenset[str]
    tokens: Tensor
    """(n,) int64, rising"""


@dataclass(frozen=True)
class Sharing:
    """How much is shared, and when. StoryDiffusion, arXiv 2405.01434, section 3.1."""

    rate: float | Mapping[Grid, float] = 0.5
    """share of a region's tokens that is lent; by grid where layers shall differ (0 for grids not named)"""
    seed: int = 0
    first_step: int = 1
    """earlier steps are plain attention: composition is free before appearance is bound"""
    last_step: int | None = None
    """later steps are plain attention"""
    skip: float = 0.0
    """share of (layer, step) pairs left plain, chosen by the seed"""
    isolate: bool = True
    """tokens of an entity read that entity alone; False: every token reads all that the still shares"""

    def __post_init__(self) -> None:
        rates = self.rate.values() if isinstance(self.rate, Mapping) else [self.rate]
        for name, share in [*(("rate", rate) for rate in rates), ("skip", self.skip)]:
            if not 0 <= share <= 1:
                raise ValueError(f"{name} is {share}; it must be in 0..1.")

    def rate_at(self, grid: Grid) -> float:
        """The share of tokens lent by layers of this grid."""
        return self.rate.get(grid, 0.0) if isinstance(self.rate, Mapping) else self.rate

    def is_on(self, layer: str, step: int) -> bool:
        """Whether this layer shares at this step."""
        if step < self.first_step or (self.last_step is not None and step > self.last_step):
            return False
        return self.skip == 0 or _number(self.seed, layer, step) / 2**63 >= self.skip


def _number(*key: object) -> int:
    """A number in 0..2**63-1 that depends on nothing but the key."""
    digest = hashlib.blake2b(repr(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def split_regions(still: Still, grid: Grid) -> tuple[Region, ...]:
    """The still's tokens, each in exactly one region, the background first; empty regions are left out."""
    boxed = [(name, box) for name, box in still.entities.items() if box is not None]
    free = frozenset(name for name, box in still.entities.items() if box is None)
    owners = assign_tokens([box for _, box in boxed], *grid).flatten()
    regions = [Region("", free, (owners == -1).nonzero().flatten())]
    for index, (name, _) in enumerate(boxed):
        regions.append(Region(name, frozenset([name]), (owners == index).nonzero().flatten()))
    return tuple(region for region in regions if len(region.tokens))


def sample_tokens(uid: str, region: Region, grid: Grid, step: int, sharing: Sharing) -> Tensor:
    """(m,) int64 tokens that a region lends at this step, rising; m = round(rate * n): static shapes."""
    size = len(region.tokens)
    count = round(sharing.rate_at(grid) * size)
    if count == size:
        return region.tokens
    generator = torch.Generator().manual_seed(_number(sharing.seed, uid, region.name, step, grid))
    chosen = torch.randperm(size, generator=generator)[:count]
    return region.tokens[chosen.sort().values]


def choose_lenders(
    stills: Sequence[Still], mode: Mode = "anchors", max_lenders: int | None = None
) -> dict[str, tuple[str, ...]]:
    """uid -> uids it reads from, for every still: the partner matrix by rows.

    In `anchors` mode panels read anchors and never each other, and an anchor reads the anchors before it, so
    that any chunking of the work gives the same pictures. In `mutual` mode panels read each other too, and
    anchors are what they are in `anchors` mode. In `joint` mode all stills that share an entity read each
    other. With `max_lenders`, anchors are kept first, then the nearest stills of the sequence.

    Raises:
        ValueError: two stills have one uid, or max_lenders is below 1.
    """
    if len({still.uid for still in stills}) < len(stills):
        raise ValueError(f"Every still needs its own uid; they are {[still.uid for still in stills]}.")
    if max_lenders is not None and max_lenders < 1:
        raise ValueError(f"max_lenders is {max_lenders}; it must be at least 1, or None for all.")
    lenders = {}
    for i, reader in enumerate(stills):
        found = [j for j, lender in enumerate(stills) if j != i and _lends(lender, j, reader, i, mode)]
        if max_lenders is not None:
            nearest = sorted(found, key=lambda j, i=i: (not stills[j].anchor, abs(j - i), j))  # type: ignore[misc]
            found = sorted(nearest[:max_lenders])
        lenders[reader.uid] = tuple(stills[j].uid for j in found)
    return lenders


def _lends(lender: Still, j: int, reader: Still, i: int, mode: Mode) -> bool:
    if not lender.entities.keys() & reader.entities.keys():
        return False
    if mode == "joint":
        return True
    if lender.anchor:
        return not reader.anchor or j < i
    return mode == "mutual" and not reader.anchor


def find_unanchored(stills: Sequence[Still]) -> set[str]:
    """Entities that several stills show and no anchor does: in anchors mode nothing keeps them alike."""
    shown = Counter(name for still in stills for name in still.entities)
    anchored = {name for still in stills if still.anchor for name in still.entities}
    return {name for name, count in shown.items() if count > 1} - anchored


def match_regions(region: Region, lender: Sequence[Region], isolate: bool, reader: Still) -> tuple[str, ...]:
    """Names of the lender's regions that the tokens of `region` read."""
    wanted = region.entities if isolate else frozenset(reader.entities)
    return tuple(lent.name for lent in lender if lent.entities & wanted)


def split_frames(still: Still, num_frames: int) -> list[Still]:
    """One still per frame, for models that fold frames into the batch; an anchor lends frame 0 only."""
    return [
        Still(f"{still.uid}/{frame}", still.entities, still.anchor and frame == 0)
        for frame in range(num_frames)
    ]

"""The book of consistent attention: who reads whom, which step is in work, and what waits to be read.

All state of consistent attention is here; the processors that look into the book have none. It knows stills,
rows of a batch, layers by name and their keys and values, and no model: `attention.py` puts it on one.

    book.turn(step=3, rows=["fox@day", "s1"])
    lent = book.lend("up", grid, key, value)
    for tokens, pair in book.read("s1", grid, lent, key.device): ...
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from consistency.layout import find_grid
from consistency.sharing import (
    Grid,
    Mode,
    Region,
    Sharing,
    Still,
    choose_lenders,
    match_regions,
    sample_tokens,
    split_regions,
)

SEAT = "consistent_seat"  # the attribute of an attention layer that leads its processor to the book

Source = tuple[str, str]
"""(uid, region name): tokens that are lent together."""
Pair = tuple[Tensor, Tensor]
"""keys and values, each (passes, tokens, heads, head width)"""
Groups = dict[tuple[Source, ...], Tensor]
"""sources -> the tokens that read them"""


@dataclass(frozen=True)
class Seat:
    """What an attention layer needs to know about the book it takes part in."""

    book: Book
    layer: str
    plain: Any
    """the processor that stood here before"""
    rotary: tuple[Tensor, Tensor] | None = None
    """(cos, sin) of the positions under which keys are lent, for models with rotary positions"""


class Book:
    """The book of who reads whom: partners, step, bank, and the rows of the batch in work.

    Args:
        stills: every picture of the story that takes part, in story order.
        size: (height, width) of the latents; for a transformer, of its patches.
        sharing: how much is lent, and when.
        mode: `anchors` (bounded memory, any panel can be redrawn alone), `mutual` or `joint`; see
            `choose_lenders`.
        max_lenders: each still reads at most so many others.
        partners: uid -> uids it reads, instead of the rule of the mode.
        dilution: 0..1, joint-attention transformers only: how far the weight of text is kept up when a
            picture reads more picture tokens. 1 keeps it exactly; 0 lets it drop.
        bank_device: where lent tokens wait; None keeps them where they were made.
    """

    def __init__(
        self,
        stills: Sequence[Still],
        *,
        size: Grid,
        sharing: Sharing | None = None,
        mode: Mode = "anchors",
        max_lenders: int | None = None,
        partners: Mapping[str, Sequence[str]] | None = None,
        dilution: float = 1.0,
        bank_device: str | None = None,
    ) -> None:
        self.stills = {still.uid: still for still in stills}
        self.size = size
        self.sharing = sharing or Sharing()
        self.dilution = dilution
        chosen = choose_lenders(stills, mode, max_lenders) if partners is None else partners
        self.lenders = {uid: tuple(chosen.get(uid, ())) for uid in self.stills}
        if unknown := {name for names in self.lenders.values() for name in names} - self.stills.keys():
            raise ValueError(f"partners name stills that are not there: {sorted(unknown)}.")
        self.bank = Bank(bank_device)
        self.step = 0
        self.rows: tuple[str, ...] = tuple(self.stills)
        self.part = ""
        self._later: frozenset[str] = frozenset()
        self._passed: set[str] = set()
        self._is_paused = False
        self._num_readers = Counter(name for names in self.lenders.values() for name in set(names))
        self._regions: dict[tuple[str, Grid], tuple[Region, ...]] = {}
        self._groups: dict[tuple[str, Grid, torch.device], Groups] = {}
        self._samples: dict[tuple[Source, Grid, torch.device], Tensor] = {}

    def turn(self, step: int, rows: Sequence[str] | None = None, part: str = "") -> None:
        """Say what the next forward pass works on. A new step empties the bank.

        Args:
            step: counts scheduler steps; with a scheduler of second order, its inner steps too.
            rows: uids in batch order, lenders before or together with their readers; None for all stills.
            part: tells apart the passes of one step where guidance runs them one by one ("cond", "uncond").

        Raises:
            ValueError: rows that are not stills.
        """
        rows = tuple(self.stills) if rows is None else tuple(rows)
        if unknown := set(rows) - self.stills.keys():
            raise ValueError(f"rows name stills that are not there: {sorted(unknown)}.")
        if step != self.step:
            self.bank.clear()
            self._samples.clear()
        if rows != self.rows:  # indices of a whole film would add up
            self._regions.clear()
            self._groups.clear()
        self.step, self.rows, self.part = step, rows, part
        self._passed.clear()
        present = Counter(name for uid in set(rows) for name in set(self.lenders[uid]))
        self._later = frozenset(uid for uid in rows if present[uid] < self._num_readers[uid])

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Every layer is plain meanwhile, and the turn is not used up: for passes that only look."""
        self._is_paused, before = True, self._is_paused
        try:
            yield
        finally:
            self._is_paused = before

    def pass_layer(self, layer: str) -> None:
        """Note that a layer does its part of this turn.

        Raises:
            RuntimeError: it has done so already, so the step or the rows are not what the book believes.
        """
        if self._is_paused:
            return
        if layer in self._passed:
            raise RuntimeError(
                f"{layer} ran twice at step {self.step} without a new turn. Give the pipeline "
                "callback_on_step_end=book.on_step_end, or call turn(step, rows, part) before every pass."
            )
        self._passed.add(layer)

    def on_step_end(
        self, _pipe: object, step: int, _timestep: object, _kwargs: dict[str, Any]
    ) -> dict[str, Any]:
        """For `callback_on_step_end` of a pipeline that draws all rows in one batch: to the next step."""
        self.turn(step + 1, self.rows, self.part)
        return {}

    def shares(self, layer: str, num_tokens: int) -> bool:
        """Whether any row lends or reads at this layer and step; if not, plain attention is exact."""
        if self._is_paused or not self.sharing.is_on(layer, self.step):
            return False
        grid = find_grid(num_tokens, self.size)
        if self.sharing.rate_at(grid) == 0:
            return False
        return bool(self._later) or any(self.lenders[uid] for uid in self.rows)

    def lend(self, layer: str, grid: Grid, key: Tensor, value: Tensor) -> dict[Source, Pair]:
        """Gather what the rows of this batch lend, and bank what later batches of this step will read.

        Args:
            key, value: (passes, rows, tokens, heads, head width), in the order of `rows`.

        Returns:
            keys and values of every source that this batch may read, banked ones included.
        """
        wanted = self._later.union(*(self.lenders[uid] for uid in self.rows))
        fresh: dict[Source, Pair] = {}
        for row, uid in enumerate(self.rows):
            for region in self.regions(uid, grid) if uid in wanted else ():
                if not region.entities:
                    continue  # scenery that shows nobody is read by nobody
                tokens = self._sample(uid, region, grid, key.device)
                fresh[uid, region.name] = (key[:, row, tokens], value[:, row, tokens])
        kept = {source: pair for source, pair in fresh.items() if source[0] in self._later}
        self.bank.put(layer, self.part, kept)
        return fresh | self.bank.get(layer, self.part, wanted.difference(self.rows), key.device)

    def read(
        self, uid: str, grid: Grid, lent: Mapping[Source, Pair], device: torch.device
    ) -> Iterator[tuple[Tensor | None, Pair | None]]:
        """(tokens, what they read besides their own picture), for groups of tokens that cover the still once.

        `tokens` is None for all tokens; the pair is None where nothing is read.

        Raises:
            RuntimeError: a lender has not been drawn at this step.
        """
        groups = self._groups.get((uid, grid, device))
        if groups is None:
            groups = self._groups[uid, grid, device] = self._group_tokens(uid, grid, device)
        for sources, tokens in groups.items():
            if absent := [source[0] for source in sources if source not in lent]:
                raise RuntimeError(
                    f"{uid!r} reads {absent[0]!r}, which has not been drawn at step {self.step}. "
                    "Draw anchors first, in the same step, or in the same batch."
                )
            pools = [lent[source] for source in sources if lent[source][0].shape[1]]
            pair = (
                (torch.cat([k for k, _ in pools], 1), torch.cat([v for _, v in pools], 1)) if pools else None
            )
            yield (None if len(groups) == 1 else tokens), pair

    def regions(self, uid: str, grid: Grid) -> tuple[Region, ...]:
        """The still's tokens at this grid, by entity."""
        if (uid, grid) not in self._regions:
            self._regions[uid, grid] = split_regions(self.stills[uid], grid)
        return self._regions[uid, grid]

    def count_passes(self, batch: int) -> int:
        """How many passes of guidance a batch holds: its rows are [pass 1 x stills, pass 2 x stills, ...].

        Raises:
            ValueError: the batch is no multiple of the rows in work.
        """
        passes, rest = divmod(batch, len(self.rows))
        if rest or not passes:
            raise ValueError(
                f"The batch has {batch} rows but {len(self.rows)} stills are in work; "
                "call turn(step, rows=...) with the uids of this batch."
            )
        return passes

    def _sample(self, uid: str, region: Region, grid: Grid, device: torch.device) -> Tensor:
        key = ((uid, region.name), grid, device)
        if key not in self._samples:
            self._samples[key] = sample_tokens(uid, region, grid, self.step, self.sharing).to(device)
        return self._samples[key]

    def _group_tokens(self, uid: str, grid: Grid, device: torch.device) -> Groups:
        """Tokens of a still by the sources they read; tokens that read the same go together."""
        still = self.stills[uid]
        groups: dict[tuple[Source, ...], list[Tensor]] = {}
        for region in self.regions(uid, grid):
            sources = tuple(
                (lender, name)
                for lender in self.lenders[uid]
                for name in match_regions(region, self.regions(lender, grid), self.sharing.isolate, still)
            )
            groups.setdefault(sources, []).append(region.tokens)
        return {sources: torch.cat(tokens).to(device) for sources, tokens in groups.items()}


def extend(key: Tensor, value: Tensor, pair: Pair | None) -> Pair:
    """Own keys and values followed by the borrowed ones, along the token axis."""
    if pair is None:
        return key, value
    return torch.cat([key, pair[0]], dim=1), torch.cat([value, pair[1]], dim=1)


class Bank:
    """Keys and values that wait for later batches of the same step. Its size knows no steps and no panels."""

    def __init__(self, device: str | None = None) -> None:
        self.device = device
        self.peak_bytes = 0
        self._kept: dict[tuple[str, str], dict[Source, Pair]] = {}

    @property
    def num_bytes(self) -> int:
        """What the bank holds now."""
        pairs = (pair for kept in self._kept.values() for pair in kept.values())
        return sum(tensor.nbytes for pair in pairs for tensor in pair)

    def put(self, layer: str, part: str, lent: Mapping[Source, Pair]) -> None:
        """Keep these until the step is over."""
        if not lent:
            return
        kept = self._kept.setdefault((layer, part), {})
        for source, (key, value) in lent.items():
            kept[source] = (key.to(self.device), value.to(self.device)) if self.device else (key, value)
        self.peak_bytes = max(self.peak_bytes, self.num_bytes)

    def get(self, layer: str, part: str, uids: Iterable[str], device: torch.device) -> dict[Source, Pair]:
        """What these stills lent to this layer, on the device."""
        wanted = set(uids)
        kept = self._kept.get((layer, part), {})
        return {
            source: (k.to(device), v.to(device)) for source, (k, v) in kept.items() if source[0] in wanted
        }

    def clear(self) -> None:
        """Forget the step."""
        self._kept.clear()

"""Laws of who lends which tokens to whom."""

from __future__ import annotations

import pytest
import torch

from consistency.sharing import (
    Sharing,
    Still,
    choose_lenders,
    find_unanchored,
    sample_tokens,
    split_regions,
)
from tests.stills import ALWAYS, GRID, STILLS


def test_panels_read_anchors_of_their_entities_and_nobody_else() -> None:
    lenders = choose_lenders(STILLS)
    assert lenders == {
        "fox@day": (),
        "bear@day": (),
        "s1": ("fox@day", "bear@day"),
        "s2": ("fox@day",),
        "s3": (),
    }


def test_joint_mode_is_symmetric_and_never_reads_itself() -> None:
    lenders = choose_lenders(STILLS, "joint")
    for reader, names in lenders.items():
        assert reader not in names
        assert all(reader in lenders[name] for name in names)


def test_in_mutual_mode_panels_read_each_other_and_anchors_stay_what_they_are() -> None:
    mutual, anchored = choose_lenders(STILLS, "mutual"), choose_lenders(STILLS)
    assert mutual["s1"] == ("fox@day", "bear@day", "s2") and mutual["s2"] == ("fox@day", "s1")
    assert mutual["s3"] == ()
    assert all(mutual[still.uid] == anchored[still.uid] for still in STILLS if still.anchor)


def test_window_keeps_anchors_first_then_the_nearest() -> None:
    stills = [Still("a", {"fox": None}, anchor=True), *(Still(f"p{i}", {"fox": None}) for i in range(9))]
    lenders = choose_lenders(stills, "joint", max_lenders=3)
    assert lenders["p5"] == ("a", "p4", "p6")
    assert all(len(names) == 3 for names in lenders.values())


def test_regions_hold_every_token_once() -> None:
    for still in STILLS:
        tokens = torch.cat([region.tokens for region in split_regions(still, (7, 5))])
        assert sorted(tokens.tolist()) == list(range(35))


def test_samples_lie_in_the_box_and_depend_on_names_alone() -> None:
    region = split_regions(STILLS[3], GRID)[1]
    sample = sample_tokens("s2", region, GRID, 3, ALWAYS)
    assert set(sample.tolist()) <= set(region.tokens.tolist())
    assert len(sample) == round(0.5 * len(region.tokens)) == len(set(sample.tolist()))
    assert torch.equal(sample, sample_tokens("s2", region, GRID, 3, ALWAYS))
    for other in (sample_tokens("s4", region, GRID, 3, ALWAYS), sample_tokens("s2", region, GRID, 4, ALWAYS)):
        assert not torch.equal(sample, other)


def test_rate_can_differ_by_grid_and_layers_can_be_skipped_by_seed() -> None:
    sharing = Sharing(rate={(8, 8): 1.0}, skip=0.3, first_step=1, last_step=60)
    assert sharing.rate_at((8, 8)) == 1.0 and sharing.rate_at((4, 4)) == 0.0
    on = [sharing.is_on("up", step) for step in range(1, 61)]
    assert 0.5 < sum(on) / 60 < 0.9 and not sharing.is_on("up", 0) and not sharing.is_on("up", 61)
    assert on == [sharing.is_on("up", step) for step in range(1, 61)]


def test_entities_that_nothing_keeps_alike_are_named() -> None:
    assert find_unanchored(STILLS) == set()
    assert find_unanchored([*STILLS, Still("s4", {"house": None, "lamp": None})]) == {"house"}


def test_shares_outside_0_to_1_are_refused() -> None:
    with pytest.raises(ValueError, match=r"rate is 1\.5"):
        Sharing(rate=1.5)
    with pytest.raises(ValueError, match="own uid"):
        choose_lenders([Still("a", {}), Still("a", {})])

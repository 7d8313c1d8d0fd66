"""Boxes become tokens: one rasteriser for attention, references and masks.

Knows boxes and grids, nothing of pipelines. Boxes are (left, top, right, bottom) in 0..1; a list of boxes is
drawn from back to front, so a later box hides an earlier one.

    python -c "from consistency.layout import rasterise_box; print(rasterise_box((0, 0, .5, 1), 2, 4).int())"
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from consistency.boxes import check_box


def _covered(low: float, high: float, cells: int) -> tuple[int, int]:
    """First and one past the last cell with its centre in [low, high); the nearest cell if there is none."""
    first = math.ceil(low * cells - 0.5)
    last = math.ceil(high * cells - 0.5)
    if last <= first:
        first = min(int((low + high) / 2 * cells), cells - 1)
        last = first + 1
    return max(first, 0), min(last, cells)


def rasterise_box(box: Sequence[float], height: int, width: int) -> Tensor:
    """(height, width) bool, true for the tokens whose centre lies in [left, right) x [top, bottom).

    A box too small to hold a centre gets the one nearest row or column: no box is ever lost.

    Raises:
        ValueError: no such box, or an empty grid.
    """
    if height < 1 or width < 1:
        raise ValueError(f"A grid of {height} x {width} tokens is empty.")
    left, top, right, bottom = check_box(box)
    mask = torch.zeros(height, width, dtype=torch.bool)
    y0, y1 = _covered(top, bottom, height)
    x0, x1 = _covered(left, right, width)
    mask[y0:y1, x0:x1] = True
    return mask


def assign_tokens(boxes: Sequence[Sequence[float]], height: int, width: int) -> Tensor:
    """(height, width) int64: the index of the front-most box over each token, -1 where there is none."""
    owners = torch.full((height, width), -1, dtype=torch.int64)
    for index, box in enumerate(boxes):
        owners[rasterise_box(box, height, width)] = index
    return owners


def separate_boxes(boxes: Sequence[Sequence[float]], height: int, width: int) -> Tensor:
    """(boxes, height, width) bool masks that do not overlap: each token belongs to its front-most box."""
    owners = assign_tokens(boxes, height, width)
    return (
        torch.stack([owners == i for i in range(len(boxes))])
        if boxes
        else owners.new_zeros(0, height, width).bool()
    )


def find_grid(num_tokens: int, size: tuple[int, int]) -> tuple[int, int]:
    """(height, width) of a layer with `num_tokens`, given the finest grid `size` of the model.

    U-Nets halve the grid with rounding up, so sizes that are no power of two have one answer too.

    Raises:
        ValueError: no halving of `size` has that many tokens.
    """
    height, width = size
    while height * width > num_tokens and max(height, width) > 1:
        height, width = (height + 1) // 2, (width + 1) // 2
    if height * width != num_tokens:
        raise ValueError(
            f"{num_tokens} tokens are no halving of a grid of {size[0]} x {size[1]}. "
            "State the height and width of the latents (for a transformer: of its patches)."
        )
    return height, width


def adapter_masks(
    panels: Sequence[Mapping[str, Sequence[float] | None]],
    references: Sequence[str],
    height: int,
    width: int,
    *,
    guided: bool = True,
) -> Tensor:
    """(2B or B, n, height, width) float masks, 0 or 1, that bind n reference images to boxes in B panels.

    diffusers documents [1, n, H, W], one layout for a whole batch, and silently mixes references given per
    prompt. Masks of this form give every panel its own: all references are images of one adapter, and one
    that is not in a panel is masked out there. Unconditional rows come first, as in the pipelines.

    Args:
        panels: entity -> box, from back to front; None is the whole picture outside the boxes of others.
        references: the entity of each reference image, in the order of the images; one may occur twice.
        height, width: of the picture in pixels: masks of another aspect are padded by diffusers.
        guided: with classifier-free guidance, hence two rows per panel.
    """
    rows = []
    for panel in panels:
        boxed = [name for name, box in panel.items() if box is not None]
        owners = assign_tokens([box for box in panel.values() if box is not None], height, width)
        masks = {name: owners == boxed.index(name) if name in boxed else owners == -1 for name in panel}
        nowhere = torch.zeros(height, width, dtype=torch.bool)
        rows.append(torch.stack([masks.get(name, nowhere) for name in references]))
    masks_of_all = torch.stack(rows).float()
    return torch.cat([masks_of_all, masks_of_all]) if guided else masks_of_all


def joint_mask(
    boxes: Sequence[Sequence[float]],
    text_lengths: Sequence[int],
    height: int,
    width: int,
    *,
    base: int = 0,
    pad: int = 0,
    isolate: bool = True,
) -> Tensor:
    """(1, 1, T + N, T + N) bool mask for joint attention: true where a row may attend to a column.

    The text is a global prompt of `base` tokens, one prompt per box, and `pad` tokens that nobody sees. A
    box's prompt and its picture tokens see each other; picture tokens and the global prompt see each other
    everywhere. Regional prompting for Flux, arXiv 2411.02395, with the background as a region of its own and
    overlaps resolved by depth.
    Pass it as `joint_attention_kwargs={"attention_mask": mask}` and take it away after the guided steps.

    Args:
        isolate: picture tokens of different boxes do not see each other; False lets the picture cohere.

    Raises:
        ValueError: the numbers of boxes and texts differ, or nothing describes the background.
    """
    if len(boxes) != len(text_lengths):
        raise ValueError(f"{len(boxes)} boxes need as many texts, not {len(text_lengths)}.")
    picture = assign_tokens(boxes, height, width).flatten()
    if base == 0 and bool((picture == -1).any()):
        raise ValueError("Tokens outside every box would see no text; give a global prompt (base > 0).")
    text = [torch.full((base,), -2)] + [torch.full((n,), i) for i, n in enumerate(text_lengths)]
    owner = torch.cat([*text, torch.full((pad,), -3), picture])
    start = len(owner) - len(picture)
    mask = owner[:, None] == owner[None, :]
    mask[start:, :base] = mask[:base, start:] = True
    if not isolate:
        mask[start:, start:] = True
    return mask[None, None]

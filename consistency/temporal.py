"""Controls of temporal attention in motion modules (AnimateDiff): how far frames listen to their neighbours.

- The band of VSTAR, arXiv 2403.13501: scores of near frames are raised, so that a long clip keeps moving,
      s_ij <- s_ij + strength |max_j s_ij| exp(-(i - j)^2 / 2 sigma^2).
- The balance of BroadWay (ByTheWay), arXiv 2410.06241: maps of later up blocks move towards those of an
  earlier one, and all but the mean over frames is amplified without losing energy: steadier, then livelier.

Off is plain to the bit. Knows frames and layers, nothing of prompts.

    control = TemporalControl(band={"up_blocks.2": 4.0, "up_blocks.1": 8.0})
    with control.on(pipe.unet):
        pipe(prompt, num_frames=16, callback_on_step_end=control.on_step_end)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from diffusers.models.attention_processor import AttnProcessor, AttnProcessor2_0
from torch import Tensor, nn

from consistency.layout import find_grid

_SEAT = "temporal_seat"


@dataclass(frozen=True)
class Balance:
    """How BroadWay weighs the maps of later up blocks."""

    pull: float = 0.6
    """0..1, how far maps move towards those of the reference block; 0 leaves them"""
    gain: float = 1.5
    """at least 1, amplification of the frequencies near the highest"""
    cutoff: int = 7
    """how many frequencies on either side of the highest are amplified; never the mean"""
    reference: int = 1
    """the up block that is followed by those after it"""

    def __post_init__(self) -> None:
        if not 0 <= self.pull <= 1 or self.gain < 1 or self.cutoff < 0:
            raise ValueError(f"{self} is out of range: pull is 0..1, gain at least 1, cutoff at least 0.")


@dataclass(frozen=True)
class _Seat:
    control: TemporalControl
    layer: str
    plain: Any


class TemporalControl:
    """What is done to which layers, and the step in work.

    Args:
        band: beginnings of layer names -> sigma in frames; smaller is livelier.
        band_strength: 0 is off.
        band_last_step: later steps have no band.
        balance: None is off.
        balance_last_step: later steps have no balance.
    """

    def __init__(
        self,
        *,
        band: Mapping[str, float] | None = None,
        band_strength: float = 1.0,
        band_last_step: int = 12,
        balance: Balance | None = None,
        balance_last_step: int = 9,
    ) -> None:
        if any(sigma <= 0 for sigma in (band or {}).values()) or band_strength < 0:
            raise ValueError("sigma must be above 0 and band_strength at least 0.")
        self.band = dict(band or {})
        self.band_strength = band_strength
        self.band_last_step = band_last_step
        self.balance = balance
        self.balance_last_step = balance_last_step
        self.step = 0
        self._input: tuple[int, tuple[int, int]] = (1, (1, 1))
        self._followed: dict[str, Tensor] = {}

    def turn(self, step: int) -> None:
        """Go to a step."""
        self.step = step

    def on_step_end(self, _pipe: Any, step: int, _timestep: Any, _kwargs: dict[str, Any]) -> dict[str, Any]:
        """For `callback_on_step_end`."""
        self.turn(step + 1)
        return {}

    def after_step(self, _scheduler: Any, step: int, latents: Tensor) -> Tensor:
        """The latents, untouched, for whoever goes through them step by step."""
        self.turn(step + 1)
        return latents

    @contextmanager
    def on(self, unet: nn.Module) -> Iterator[TemporalControl]:
        """Install on the motion modules of the up blocks and those of the band; restore on leaving.

        Raises:
            TypeError: no motion modules, or processors that would be lost.
            RuntimeError: another control is on.
        """
        names = [name for name in getattr(unet, "attn_processors", {}) if "motion_modules" in name]
        starts = ("up_blocks", *self.band)
        chosen = [name for name in names if name.startswith(starts)]
        if not chosen:
            raise TypeError(f"{type(unet).__name__} has no motion modules; AnimateDiff's U-Net has.")
        saved = dict(unet.attn_processors)  # type: ignore[arg-type]
        for name in chosen:
            if hasattr(unet.get_submodule(name.removesuffix(".processor")), _SEAT):
                raise RuntimeError(f"Another temporal control is on {name}; leave it first.")
            if type(saved[name]) not in (AttnProcessor, AttnProcessor2_0):
                raise TypeError(f"{name} holds a {type(saved[name]).__name__}, which would be lost.")
        for name in chosen:
            layer = unet.get_submodule(name.removesuffix(".processor"))
            setattr(layer, _SEAT, _Seat(self, name.removesuffix(".processor"), saved[name]))
        self.turn(0)
        hook = unet.register_forward_pre_hook(self._note_input, with_kwargs=True)
        # set_attn_processor empties the dict that it is given
        unet.set_attn_processor({**saved, **dict.fromkeys(chosen, TemporalProcessor())})  # type: ignore[operator]
        try:
            yield self
        finally:
            hook.remove()
            self._followed.clear()
            for name in chosen:
                delattr(unet.get_submodule(name.removesuffix(".processor")), _SEAT)
            now = dict(unet.attn_processors)  # type: ignore[arg-type]
            ours = {name: saved[name] for name in chosen if isinstance(now[name], TemporalProcessor)}
            unet.set_attn_processor({**now, **ours})  # type: ignore[operator]

    def sigma_of(self, layer: str) -> float | None:
        """The band's width at a layer and this step, None where there is no band."""
        if self.band_strength == 0 or self.step > self.band_last_step:
            return None
        return next((sigma for start, sigma in self.band.items() if layer.startswith(start)), None)

    def balance_of(self, layer: str) -> Balance | None:
        """The balance, where a layer of the up blocks takes part at this step."""
        balance = self.balance
        off = balance is None or (balance.pull == 0 and balance.gain == 1)
        if off or self.step > self.balance_last_step or not layer.startswith("up_blocks"):
            return None
        assert balance is not None
        return balance if int(layer.split(".")[1]) >= balance.reference else None

    def rebalance(self, maps: Tensor, layer: str, balance: Balance) -> Tensor:
        """Maps of a layer, (batch x places, heads, F, F), after the balance; the reference's own are kept."""
        _, block, _, module, *tail = layer.split(".")
        key = ".".join([module, *tail])
        if int(block) == balance.reference:
            self._followed[key] = maps
            return maps
        followed = self._followed.get(key)
        if followed is None:
            raise RuntimeError(f"{layer} follows up_blocks.{balance.reference}, which has no such module.")
        batch, size = self._input
        grids = [find_grid(len(some) // batch, size) for some in (followed, maps)]
        aim = spread_maps(followed, batch, *grids)
        return amplify_maps(torch.lerp(maps, aim, balance.pull), maps, balance)

    def _note_input(self, _unet: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        sample = args[0] if args else kwargs["sample"]
        self._input = (sample.shape[0], (sample.shape[-2], sample.shape[-1]))
        self._followed.clear()


class TemporalProcessor:
    """Self-attention over frames under a control; plain where there is none. Needs no argument."""

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        temb: Tensor | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> Tensor:
        """(batch x places, F, width), as diffusers' own processor gives."""
        seat: _Seat | None = getattr(attn, _SEAT, None)
        sigma = seat.control.sigma_of(seat.layer) if seat else None
        balance = seat.control.balance_of(seat.layer) if seat else None
        if seat is None or (sigma is None and balance is None):
            plain = seat.plain if seat else AttnProcessor2_0()
            return plain(attn, hidden_states, encoder_hidden_states, attention_mask, temb, *args, **kwargs)
        if encoder_hidden_states is not None or attention_mask is not None:
            raise ValueError(f"{seat.layer} is no attention over frames alone.")

        def split(project: nn.Module) -> Tensor:
            return project(hidden_states).unflatten(-1, (attn.heads, -1)).transpose(1, 2)

        query, key, value = split(attn.to_q), split(attn.to_k), split(attn.to_v)
        scores = (query @ key.transpose(-1, -2)).float() * query.shape[-1] ** -0.5
        if sigma is not None:
            scores = raise_band(scores, sigma, seat.control.band_strength)
        maps = scores.softmax(-1)
        if balance is not None:
            maps = seat.control.rebalance(maps, seat.layer, balance)
        out = (maps.to(value.dtype) @ value).transpose(1, 2).flatten(-2)
        out = attn.to_out[1](attn.to_out[0](out))
        return (out + hidden_states if attn.residual_connection else out) / attn.rescale_output_factor


def raise_band(scores: Tensor, sigma: float, strength: float) -> Tensor:
    """(..., F, F) scores with a Gaussian band about the diagonal. VSTAR, arXiv 2403.13501.

    The band has the size of a row's largest score, taken without its sign: a row of negative scores would
    otherwise be pushed away from its neighbours.
    """
    frames = torch.arange(scores.shape[-1], device=scores.device, dtype=scores.dtype)
    band = torch.exp(-((frames[:, None] - frames[None, :]) ** 2) / (2 * sigma**2))
    return scores + strength * scores.amax(-1, keepdim=True).abs() * band


def spread_maps(maps: Tensor, batch: int, grid: tuple[int, int], onto: tuple[int, int]) -> Tensor:
    """(batch x places, heads, F, F) maps of one grid, bilinear on the places of another."""
    tail = maps.shape[1:]
    planes = maps.reshape(batch, *grid, -1).permute(0, 3, 1, 2)
    wide = F.interpolate(planes, size=onto, mode="bilinear", align_corners=False)
    return wide.permute(0, 2, 3, 1).reshape(-1, *tail)


def amplify_maps(maps: Tensor, before: Tensor, balance: Balance) -> Tensor:
    """(..., F, F) maps with their high frequencies over frames raised; rows are distributions again.

    At least by `gain`, and by as much as it takes to have the energy of the maps `before`.
    """
    num_frames = maps.shape[-1]
    spectrum = torch.fft.fft(maps, dim=-1)
    place = torch.arange(num_frames, device=maps.device)
    high = ((place - num_frames / 2).abs() <= balance.cutoff) & (
        place > 0
    )  # the mean stays, so rows sum to one
    energy = spectrum.abs() ** 2
    kept = energy[..., ~high].sum((-1, -2))
    raised = energy[..., high].sum((-1, -2)).clamp_min(1e-12)
    wanted = (torch.fft.fft(before, dim=-1).abs() ** 2).sum((-1, -2))
    factor = ((wanted - kept).clamp_min(0) / raised).sqrt().clamp_min(balance.gain)[..., None, None]
    louder = torch.fft.ifft(torch.where(high, spectrum * factor, spectrum), dim=-1).real.clamp_min(0)
    return louder / louder.sum(-1, keepdim=True)

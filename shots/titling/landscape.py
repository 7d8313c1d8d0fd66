"""The landscape on the cards: paper, hills with trees, a sun, birds, and the flourish under a title.

Drawn from a palette and a seed; nothing here knows words or films.

    python -c "from shots.titling.landscape import choose_palette, draw_scenery; \
    draw_scenery(*choose_palette('The Fox'), 640, 360).hills.save('hills.png')"
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageDraw

from prompts.style import find_treatment

Colour = tuple[int, int, int]

_FINER = 2  # drawn at twice the size and scaled down, for smooth edges


@dataclass(frozen=True)
class Palette:
    """The colours of a card."""

    paper: Colour
    light: Colour
    ink: Colour
    accent: Colour
    hills: tuple[Colour, Colour, Colour]


PALETTES = (
    Palette((250, 241, 222), (255, 226, 170), (72, 52, 46), (217, 108, 62),
             ((226, 196, 150), (190, 165, 112), (128, 128, 86))),
    Palette((236, 241, 240), (253, 236, 206), (44, 62, 74), (196, 96, 84),
             ((188, 208, 204), (140, 174, 172), (88, 128, 128))),
    Palette((244, 236, 244), (255, 218, 200), (70, 50, 82), (206, 110, 120),
             ((214, 190, 212), (172, 144, 184), (118, 98, 142))),
    Palette((240, 244, 226), (255, 240, 180), (52, 66, 46), (222, 138, 58),
             ((206, 218, 168), (160, 186, 122), (104, 142, 84))),
)  # fmt: skip
"""Of a storybook."""
STYLE_PALETTES = {
    "noir": (
        Palette((38, 38, 40), (66, 66, 68), (240, 238, 232), (186, 184, 178),
                 ((58, 58, 60), (40, 40, 42), (20, 20, 22))),
    ),
    "ink": (
        Palette((249, 244, 230), (240, 226, 200), (36, 32, 36), (152, 62, 50),
                 ((214, 204, 184), (172, 164, 150), (116, 110, 106))),
        Palette((244, 243, 236), (226, 230, 224), (32, 36, 44), (58, 92, 120),
                 ((204, 208, 204), (160, 168, 168), (104, 114, 120))),
    ),
    "paper-cut": (
        Palette((250, 240, 216), (250, 206, 120), (70, 40, 60), (204, 72, 72),
                 ((240, 168, 96), (214, 96, 84), (64, 104, 112))),
        Palette((232, 244, 240), (250, 224, 144), (34, 52, 84), (206, 84, 60),
                 ((120, 190, 176), (60, 136, 140), (38, 78, 104))),
    ),
}  # fmt: skip
"""Of the other treatments: noir is dark paper with light ink."""


def choose_palette(title: str, style: str = "") -> tuple[Palette, int]:
    """The colours that go with a title in a style, and a seed for the rest."""
    seed = int.from_bytes(hashlib.sha256(title.encode("utf-8", "surrogatepass")).digest()[:4], "big")
    palettes = STYLE_PALETTES.get(find_treatment(style), PALETTES)
    return palettes[seed % len(palettes)], seed


@dataclass(frozen=True)
class Scenery:
    """What does not move: the paper behind, and the hills before the sun."""

    paper: Pictures.Image
    hills: Pictures.Image
    sun: Pictures.Image


def draw_scenery(palette: Palette, seed: int, width: int, height: int) -> Scenery:
    """Paper, hills and sun for a card of this size, in pixels."""
    return Scenery(
        paper=_paper(palette, seed, width, height),
        hills=_hills(palette, seed, width, height),
        sun=_sun(palette, round(min(width, height) * 0.42)),
    )


def _paper(palette: Palette, seed: int, width: int, height: int) -> Pictures.Image:
    """Warm towards the ground, a little darker at the edges, with the grain of paper."""
    y = np.linspace(0, 1, height)[:, None, None]
    x = np.linspace(-1, 1, width)[None, :, None]
    warmth = np.clip(1.35 * y - 0.25, 0, 1) ** 1.5
    colour = np.array(palette.paper) * (1 - 0.75 * warmth) + np.array(palette.light) * 0.75 * warmth
    shade = 1 - np.array([0.03, 0.045, 0.06]) * np.clip(x**2 + (2 * y - 1) ** 2 - 0.55, 0, None)
    grain = np.random.default_rng(seed).normal(0, 1, (height // 2 + 1, width // 2 + 1)).astype(np.float32)
    fibres = np.asarray(Pictures.fromarray(grain).resize((width, height), Pictures.Resampling.BICUBIC))
    pixels = colour * shade + 2.4 * fibres[:, :, None]
    return Pictures.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _hills(palette: Palette, seed: int, width: int, height: int) -> Pictures.Image:
    """Three rows of hills, the near ones with small trees."""
    big = Pictures.new("RGBA", (width * _FINER, height * _FINER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(big)
    rng = np.random.default_rng(seed)
    for row, colour in enumerate(palette.hills):
        base = height * (0.74 + 0.085 * row)
        swell = height * (0.055 - 0.008 * row)
        phases = rng.uniform(0, 2 * math.pi, 3)

        def ground(
            x: float, base: float = base, swell: float = swell, phases: NDArray[np.float64] = phases
        ) -> float:
            turn = x / width * 2 * math.pi
            return base + swell * (
                math.sin(turn * 1.1 + phases[0])
                + 0.45 * math.sin(turn * 2.7 + phases[1])
                + 0.2 * math.sin(turn * 5 + phases[2])
            )

        line = [(x * _FINER, ground(x) * _FINER) for x in range(-4, width + 8, 4)]
        draw.polygon(
            [*line, (width * _FINER + 16, height * _FINER), (-16, height * _FINER)], fill=(*colour, 255)
        )
        if row:
            for x in rng.uniform(0, width, 5 + 5 * row):
                _tree(
                    draw,
                    x,
                    ground(x),
                    height * (0.022 + 0.014 * row) * rng.uniform(0.75, 1.25),
                    _darker(colour, 0.86),
                )
    return big.resize((width, height), Pictures.Resampling.LANCZOS)


def _tree(draw: ImageDraw.ImageDraw, x: float, ground: float, size: float, colour: Colour) -> None:
    f = _FINER
    draw.line(
        [(x * f, (ground + 2) * f), (x * f, (ground - size * 0.6) * f)],
        fill=(*colour, 255),
        width=max(1, round(size * 0.14 * f)),
    )
    for lift, breadth in ((0.35, 0.5), (0.75, 0.4), (1.1, 0.28)):
        top = ground - size * (lift + 0.75)
        foot = ground - size * lift
        draw.polygon(
            [(x * f, top * f), ((x - size * breadth) * f, foot * f), ((x + size * breadth) * f, foot * f)],
            fill=(*colour, 255),
        )


def _sun(palette: Palette, size: int) -> Pictures.Image:
    """A disc with a soft glow, (size, size) RGBA."""
    y, x = np.mgrid[0:size, 0:size] / (size - 1) * 2 - 1
    distance = np.hypot(x, y)
    disc = np.clip((0.42 - distance) * size / 2 + 0.5, 0, 1)
    alpha = np.maximum(disc * 0.92, 0.4 * np.clip(1 - distance, 0, 1) ** 1.6)
    near = np.array(palette.accent) * 0.55 + np.array(palette.light) * 0.45
    pixels = np.empty((size, size, 4))
    pixels[:, :, :3] = near * disc[:, :, None] + np.array(palette.light) * (1 - disc[:, :, None])
    pixels[:, :, 3] = alpha * 255
    return Pictures.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def draw_flourish(picture: Pictures.Image, y: int, progress: float, palette: Palette) -> None:
    """A flourish that grows from the middle: two waves with leaves, and a star."""
    width, height = picture.size
    grown = ease(min(1.0, progress * 1.1))
    half = round(height * 0.05)
    big = Pictures.new("RGBA", (width // 2 * _FINER, 2 * half * _FINER), (*palette.accent, 0))
    draw = ImageDraw.Draw(big)
    middle = big.size[0] / 2, big.size[1] / 2
    for side in (-1, 1):
        _tendril(
            draw, middle, side, height * 0.26 * grown * _FINER, half * 0.25 * _FINER, (*palette.accent, 255)
        )
    size = half * 0.42 * _FINER * ease(min(1.0, progress * 2))
    draw.polygon(_star(middle, size), fill=(*palette.accent, 255))
    small = big.resize((big.size[0] // _FINER, big.size[1] // _FINER), Pictures.Resampling.LANCZOS)
    picture.paste(small, ((width - small.size[0]) // 2, y - half), small)


def _tendril(
    draw: ImageDraw.ImageDraw,
    middle: tuple[float, float],
    side: int,
    reach: float,
    swing: float,
    ink: tuple[int, int, int, int],
) -> None:
    """A wave that leaves the star to one side, with a leaf at every turn."""
    thick = max(1, round(swing / 5))
    start = swing * 3
    along = np.arange(start, max(start, min(reach, middle[0] - 4)), 2.0)
    wave = [(middle[0] + side * d, middle[1] - swing * math.sin((d - start) / swing * 0.55)) for d in along]
    if len(wave) < 2:
        return
    draw.line(wave, fill=ink, width=thick, joint="curve")
    turn = round(swing / 0.55 * math.pi / 2)
    for n, (x, y) in enumerate(wave[turn // 2 :: max(1, turn)]):
        up = -1 if n % 2 == 0 else 1
        draw.ellipse(
            (
                x - thick * 3,
                y + up * thick * 4 - thick * 1.6,
                x + thick * 3,
                y + up * thick * 4 + thick * 1.6,
            ),
            fill=ink,
        )
    x, y = wave[-1]
    draw.ellipse((x - thick * 1.6, y - thick * 1.6, x + thick * 1.6, y + thick * 1.6), fill=ink)


def _star(middle: tuple[float, float], size: float) -> list[tuple[float, float]]:
    radii = [size if n % 2 == 0 else size * 0.42 for n in range(10)]
    return [
        (middle[0] + r * math.sin(n * math.pi / 5), middle[1] - r * math.cos(n * math.pi / 5))
        for n, r in enumerate(radii)
    ]


def draw_birds(picture: Pictures.Image, seconds: float, palette: Palette, seed: int) -> None:
    """Three birds that glide over the hills."""
    width, height = picture.size
    for n in range(3):
        x = width * (0.12 + 0.055 * n + 0.02 * seconds) + (seed >> n) % 17
        y = height * (0.66 - 0.03 * (n % 2) + 0.004 * math.sin(2 * seconds + n))
        bird = _bird(height * (0.018 + 0.004 * n), 0.4 + 0.3 * math.sin(5 * seconds + 2 * n), palette.ink)
        picture.paste(bird, (round(x - bird.size[0] / 2), round(y - bird.size[1] / 2)), bird)


def _bird(span: float, lift: float, ink: Colour) -> Pictures.Image:
    """Two bent wings, drawn large and made small for smooth edges."""
    finer = 4
    size = max(8, round(span * 2.6))
    big = Pictures.new("RGBA", (size * finer, size * finer), (*ink, 0))
    along = np.linspace(-1, 1, 25)
    # Each wing rises from the body and bends down to its tip.
    rise = np.sin(np.abs(along) ** 0.8 * math.pi * 0.8) * lift
    wings = [
        (size * finer / 2 + a * span * finer, size * finer / 2 - r * span * finer)
        for a, r in zip(along, rise, strict=True)
    ]
    ImageDraw.Draw(big).line(wings, fill=(*ink, 220), width=max(2, round(span * finer / 7)), joint="curve")
    return big.resize((size, size), Pictures.Resampling.LANCZOS)


def _darker(colour: Colour, factor: float) -> Colour:
    r, g, b = (min(255, round(c * factor)) for c in colour)
    return r, g, b


def ease(x: float) -> float:
    """0..1 to 0..1, slow at both ends."""
    return x * x * (3 - 2 * x)

"""Styles: the words for the look of the whole film into a treatment of lines and colours.

python -c "from backlot.style import find_style; print(find_style('ink drawing, old paper').name)"
"""

from __future__ import annotations

from dataclasses import dataclass

from backlot.colour import RGB, luminance, mix, words_of
from backlot.paint import NO_LINE, Grade, Line


def _ink(colour: RGB) -> RGB:
    """Washed-out colour on warm paper."""
    return mix(mix(colour, _grey(colour), 0.35), (252, 244, 226), 0.2)


def _noir(colour: RGB) -> RGB:
    light = luminance(colour)
    light = min(1.0, max(0.0, (light - 0.5) * 1.25 + 0.5))
    return (round(light * 250), round(light * 246), round(light * 240))


def _paper(colour: RGB) -> RGB:
    """A few strong tints, as coloured card comes."""
    return (
        round(colour[0] / 24) * 24 if colour[0] < 240 else 250,
        round(colour[1] / 24) * 24 if colour[1] < 240 else 246,
        round(colour[2] / 24) * 24 if colour[2] < 240 else 236,
    )


def _grey(colour: RGB) -> RGB:
    v = round(255 * luminance(colour))
    return (v, v, v)


@dataclass(frozen=True)
class Style:
    """One look."""

    name: str
    line: Line = NO_LINE
    tone: Grade | None = None
    """what it does to every colour"""


STYLES: dict[str, Style] = {
    "storybook": Style("storybook"),
    "ink": Style("ink", Line(ink=(40, 34, 40), width=1.5), _ink),
    "paper-cut": Style("paper-cut", Line(relief=5.0), _paper),
    "noir": Style("noir", tone=_noir),
}
_WORDS: dict[str, str] = {
    **dict.fromkeys(
        [
            "ink",
            "inked",
            "comic",
            "comics",
            "sketch",
            "pencil",
            "line-art",
            "cartoon",
            "manga",
            "woodcut",
            "engraving",
        ],
        "ink",
    ),
    **dict.fromkeys(
        ["paper", "paper-cut", "papercut", "cut-out", "cutout", "collage", "felt", "origami"], "paper-cut"
    ),
    **dict.fromkeys(["noir", "monochrome", "black-and-white", "silent"], "noir"),
}


def find_style(words: str) -> Style:
    """The style that the words mean; storybook when they mean none."""
    return STYLES[next((_WORDS[w] for w in words_of(words or "") if w in _WORDS), "storybook")]

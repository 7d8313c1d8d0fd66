"""Styles: the words for the look of the whole film into a treatment of lines and colours.

python -c "from backlot.style import find_style; print(find_style('ink drawing, old paper').name)"
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from backlot.colour import RGB, luminance, mix
from backlot.paint import NO_LINE, Grade, Line
from prompts.style import find_treatment


def _ink(colour: RGB) -> RGB:
    """Washed-out colour on warm paper."""
    return mix(mix(colour, _grey(colour), 0.35), (252, 244, 226), 0.2)


def _silver(light: float) -> RGB:
    """0..1 as a grey of film."""
    light = min(1.0, max(0.0, light))
    return (round(light * 250), round(light * 246), round(light * 240))


def _noir(colour: RGB) -> RGB:
    """Figures: from black to white, with little between."""
    return _silver((luminance(colour) - 0.46) * 1.45 + 0.46)


def _noir_day(colour: RGB) -> RGB:
    """A place by day: as if through mist, so that nothing in it is as dark as a figure's edge."""
    return _silver(0.34 + 0.62 * luminance(colour))


def _noir_night(colour: RGB) -> RGB:
    """A place by night: nothing in it is as light as a figure's edge, but lamps."""
    light = luminance(colour)
    return _silver(0.03 + 0.62 * light if light < 0.72 else light)


def _paper(colour: RGB) -> RGB:
    """A few strong tints, as coloured card comes: light in steps, the hue as it is."""
    light = luminance(colour)
    if light > 0.93:
        return (250, 246, 236)
    step = max(0.06, round(light * 9) / 9) / max(0.04, light)
    red, green, blue = (c + 0.14 * (c - 255 * light) for c in colour)
    return (_byte(red * step), _byte(green * step), _byte(blue * step))


def _byte(value: float) -> int:
    return min(255, max(0, round(value)))


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
    grounds: tuple[Grade, Grade] | None = None
    """what it does to the colours of a place, by day and by night, where that is another thing"""
    rims: tuple[Line | None, Line | None] = (None, None)
    """the edge that every figure has against the place, by day and by night"""

    def under(self, night: bool) -> Style:
        """The style of the place itself."""
        return replace(self, tone=self.grounds[night]) if self.grounds else self


def _edge(colour: RGB, width: float) -> Line:
    return Line(ink=colour, width=width, even=True)


_MOONLIT = _edge((176, 190, 232), 4.0)


STYLES: dict[str, Style] = {
    "storybook": Style("storybook", rims=(None, _MOONLIT)),
    "ink": Style("ink", Line(ink=(40, 34, 40), width=1.5), _ink),
    "paper-cut": Style("paper-cut", Line(relief=5.0), _paper, rims=(None, _MOONLIT)),
    "noir": Style(
        "noir",
        tone=_noir,
        grounds=(_noir_day, _noir_night),
        rims=(_edge((22, 21, 20), 4.0), _edge((236, 232, 226), 4.0)),
    ),
}


def find_style(words: str) -> Style:
    """The style that the words mean; storybook when they mean none."""
    return STYLES[find_treatment(words)]

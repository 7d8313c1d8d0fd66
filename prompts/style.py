"""Styles: which treatment of lines and colours the words for the look of a film mean.

The drawn world and the cards of every film go by it. Knows no colour.

    python -c "from prompts.style import find_treatment; print(find_treatment('ink drawing, old paper'))"
"""

from __future__ import annotations

import re

PLAIN = "storybook"
"""What is meant where no word says otherwise."""
_TREATMENTS: dict[str, str] = {
    "ink": "ink inked comic comics sketch pencil line-art cartoon manga woodcut engraving",
    "paper-cut": "paper paper-cut papercut cut-out cutout collage felt origami",
    "noir": "noir monochrome black-and-white silent",
}
_BY_WORD = {word: name for name, words in _TREATMENTS.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def find_treatment(style: str | None) -> str:
    """`storybook`, `ink`, `paper-cut` or `noir`: the first that a word of the style means."""
    found = (_BY_WORD.get(word) for word in _WORD.findall((style or "").lower()))
    return next((name for name in found if name), PLAIN)

"""How many tokens a text takes at most: what fits into a language model's window, without its tokenizer.

Tokenizers differ, and none is at hand for a model behind a server. The count is of the careful kind: four
letters of English, one digit, two marks that touch, or two bytes of any other script make a token.

    python -c "from prompts.tokens import count_tokens; print(count_tokens('A fox ran through the wood.'))"
"""

from __future__ import annotations

import re

_PIECES = re.compile(r"[A-Za-z]+|[0-9]|[!-/:-@\[-`{-~]+|[^\sA-Za-z0-9]|\n+|[^\S\n]{2,}")
LETTERS = 4
"""English letters to a token: common words take one, long and rare ones several."""


def count_tokens(text: str) -> int:
    """An upper estimate of the tokens of a text, for common tokenizers."""
    total = 0
    for piece in _PIECES.findall(text):
        if not piece.isascii():
            total += (len(piece.encode("utf-8", "replace")) + 1) // 2
        elif piece.isalpha():
            total += (len(piece) + LETTERS - 1) // LETTERS
        elif piece.isspace() or piece.isdigit():
            total += 1
        else:
            total += (len(piece) + 1) // 2
    return total


def shorten_to(text: str, tokens: int) -> str:
    """The text, or as much of its beginning and end as fits into so many tokens, with `...` between them."""
    if count_tokens(text) <= tokens:
        return text
    keep = len(text)
    while keep > 16 and count_tokens(text[: keep // 2]) + count_tokens(text[-keep // 2 :]) + 3 > tokens:
        keep = keep * 4 // 5
    return f"{text[: keep // 2]} ... {text[len(text) - keep // 2 :]}" if keep > 16 else ""

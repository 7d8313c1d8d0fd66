"""Wardrobe: who puts on what and takes it off again, followed through the sentences of a story.

A wolf in a blue dress looks otherwise than a wolf, until the dress is off. It knows words; what a dress looks
like on somebody is the picture's business.

    from director.language.wardrobe import Wardrobe
    wardrobe = Wardrobe()
    wardrobe.read(unit)       # a followed unit: wardrobe.worn is what is worn in it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from director.language.entities import id_of
from director.language.followed import Followed
from director.language.tokens import Token
from director.language.words import find_noun, find_verb, listed, read_rows, word_set

_PUTTING = frozenset(
    [("put", "on"), ("pulled", "on"), ("drew", "on"), ("slipped", "on"), ("slipped", "into"), ("tried", "on")]
)
_DRESSING = listed("dressed wrapped clothed covered disguised")
_TAKING_OFF = frozenset(
    [
        ("took", "off"),
        ("threw", "off"),
        ("cast", "off"),
        ("pulled", "off"),
        ("tore", "off"),
        ("threw", "aside"),
    ]
)
_GOING_OFF = frozenset(
    [("flew", "off"), ("fell", "off"), ("slipped", "off"), ("came", "off"), ("blew", "off")]
)
_SELF = listed("himself herself itself themselves up")
_PELTS = listed("skin fleece hide pelt sheepskin lionskin bearskin wolfskin")
_REACH = 10
_COLOURS_OF = {
    "lion": "yellow",
    "tiger": "orange",
    "fox": "orange",
    "sheep": "white",
    "lamb": "white",
    "goat": "white",
    "swan": "white",
    "bear": "brown",
    "ox": "brown",
    "deer": "brown",
    "wolf": "grey",
    "donkey": "grey",
    "ass": "grey",
}
"""What a pelt is like from afar."""


class Wardrobe:
    """What everybody wears over what they are, sentence after sentence."""

    def __init__(self) -> None:
        self.worn: dict[str, list[str]] = {}
        """character id -> what they put on, as `blue dress`, until it is off"""
        self.known: dict[str, str] = {}
        """garment -> how the story last described it"""
        self.off: list[tuple[str, str]] = []
        """(character id, garment or '' for all) that comes off in the sentence read last"""

    def read(self, unit: Followed) -> None:
        """Follow what the sentence says is put on, after what came off in the one before."""
        for who, garment in self.off:
            left = [w for w in self.worn.pop(who, []) if garment and w.split()[-1] != garment]
            self.worn |= {who: left} if left else {}
        self.off = []
        tokens = unit.reading.tokens
        for at, token in enumerate(tokens):
            if token.quote >= 0:
                continue
            pair = (token.low, tokens[at + 1].low if at + 1 < len(tokens) else "")
            self._note(tokens, at)
            if pair in _PUTTING or token.low in _DRESSING:
                self._put_on(unit, at)
            elif pair in _TAKING_OFF:
                garments = [words.split()[-1] for words in _garments_after(tokens, at + 1)]
                self.off += [(who, garment) for who in _actors(unit, at) for garment in garments or [""]]
            elif pair == ("out", "of") and (left := list(_garments_after(tokens, at + 1, 4))):
                garments = [words.split()[-1] for words in left]
                self.off += [(who, garment) for who in _actors(unit, at) for garment in garments]
            elif pair in _GOING_OFF:
                self.off += [(who, tokens[at - 1].low) for who, worn in self.worn.items() if worn]

    def stages(self) -> dict[str, tuple[str, str]]:
        """Character id -> (id, words) of the look they have now, of those who wear something else."""
        return {who: (id_of("in " + " ".join(worn)), " and ".join(worn)) for who, worn in self.worn.items()}

    def _note(self, tokens: Sequence[Token], at: int) -> None:
        if tokens[at].low in word_set("clothing.txt", "clothing") and len(words := _phrase(tokens, at)) > 1:
            self.known[tokens[at].low] = " ".join(words)

    def _put_on(self, unit: Followed, at: int) -> None:
        tokens = unit.reading.tokens
        itself = tokens[at].low not in _DRESSING or tokens[at + 1].low in {*_SELF, "in", "as"}
        passive = at > 0 and tokens[at - 1].low in ("was", "were")
        found = list(_garments_after(tokens, at)) or list(_guise_after(tokens, at))
        if not itself or passive or not found:
            return
        words = [self.known.get(w, w) for w in found]
        for who in _actors(unit, at):
            self.worn[who] = [*(w for w in self.worn.get(who, []) if w not in words), *words]


def _actors(unit: Followed, at: int) -> tuple[str, ...]:
    acting = [r for r in unit.references if r.role == "subject" and not r.quoted and r.token <= at]
    return acting[-1].ids if acting else ()


def _garments_after(tokens: Sequence[Token], at: int, reach: int = _REACH) -> Iterator[str]:
    """The clothes that the verb at a token is followed by, each with the words for how it looks."""
    clothing = word_set("clothing.txt", "clothing")
    for k in range(at + 1, min(len(tokens), at + reach)):
        verb = find_verb(tokens[k].low)
        if tokens[k].low in ".;!?:" or tokens[k].quote >= 0 or (verb and verb.form == "past" and k > at + 1):
            return
        if tokens[k].low in _PELTS:
            yield f"{_colour_of(tokens, k)} cape and hood".strip()
        elif tokens[k].low in clothing:
            yield " ".join(_phrase(tokens, k))


def _colour_of(tokens: Sequence[Token], at: int) -> str:
    """`yellow` for `the lion's skin` and `a lionskin`."""
    words = [tokens[at - 1].low.removesuffix("'s"), tokens[at].low.removesuffix("skin")]
    return next((_COLOURS_OF[w] for w in words if w in _COLOURS_OF), "brown")


def _guise_after(tokens: Sequence[Token], at: int) -> Iterator[str]:
    """What `disguised as an old beggar woman` wears: the dress of the trade, or of anybody."""
    lows = [t.low for t in tokens[at + 1 : at + _REACH]]
    if "as" not in lows[:3]:
        return
    nouns = [
        n for low in lows[lows.index("as") :] if (n := find_noun(low)) and n.category in ("person", "name")
    ]
    trades = {row[0]: " ".join(row[1:]) for row in read_rows("clothing.txt", "dress of a trade")}
    if nouns:
        worn = next((trades[n.lemma] for n in nouns if n.lemma in trades), "")
        yield worn or ("grey dress and headscarf" if nouns[-1].gender == "f" else "brown cloak and hat")


def _phrase(tokens: Sequence[Token], at: int) -> list[str]:
    """`blue dress`: a garment with the adjectives and materials before it."""
    first = at
    seen = word_set("adjectives.txt", "colour", "size", "age", "seen")
    while first and at - first < 3 and (tokens[first - 1].low in seen or tokens[first - 1].low in _MATERIALS):
        first -= 1
    return [t.low for t in tokens[first : at + 1]]


_MATERIALS = listed("straw leather silk velvet fur woollen woolen gold golden silver wooden iron paper")

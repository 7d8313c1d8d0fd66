"""Which id is meant by a name: whatever the spelling, and however much of the name is said.

python -c "from director.planning.register import canonical; print(canonical('The Old-Man'))"
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from prompts.pages import Entity, Person

_ARTICLES = frozenset(
    ["the", "a", "an", "el", "la", "los", "las", "un", "una", "le", "les", "der", "die", "das", "ein"]
)
_SOMEBODY_ELSE = frozenset(
    [
        "and", "und", "et", "y", "mrs", "miss", "ms", "mme", "madame", "frau", "lady", "queen",
        "mother", "father", "wife", "husband", "son", "daughter", "brother", "sister", "aunt",
        "uncle", "grandmother", "grandfather", "junior", "senior", "jr",
    ]
)  # fmt: skip
"""Words that make another person of a name."""


def canonical(name: str) -> str:
    """What is left of an id or a name when case, accents, articles and joints do not count."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", plain)
    kept = words[1:] if len(words) > 1 and words[0] in _ARTICLES else words
    return "".join(kept) or name


class Register:
    """Which id is meant by any spelling of an id or a name. Of two candidates, the first entered wins."""

    def __init__(self, entries: Iterable[tuple[str, str]] = ()) -> None:
        """Enter ids that are known to be different, each with its name ('' if it has none)."""
        self._by_spelling: dict[str, str] = {}
        pairs = list(entries)
        for name, _ in pairs:
            self._by_spelling[name] = name
        for name, spoken in pairs:
            self.enter(name, spoken)

    def enter(self, name: str, spoken: str = "") -> None:
        """Let `name`, and whatever is spelled like it or like `spoken`, mean `name`, unless it is taken."""
        for spelling in filter(None, (name, canonical(name), spoken and canonical(spoken))):
            self._by_spelling.setdefault(spelling, name)

    def find(self, spelling: str) -> str | None:
        """The id, or None if nobody is called anything like it."""
        return self._by_spelling.get(spelling) or self._by_spelling.get(canonical(spelling))

    def guess(self, spelling: str) -> str | None:
        """The one id whose words are among those of the spelling, or the other way round; None if there is no
        such id, or several."""
        words = name_words(spelling)
        alike = {name for s, name in self._by_spelling.items() if _holds(words, name_words(s))}
        return alike.pop() if len(alike) == 1 else None

    def find_longer_name(self, name: str, kind: str, entries: Mapping[str, Entity | Person]) -> str | None:
        """The one entry of which `name` is a shorter or longer form: `Peter` for `Peter Rabbit`.

        Only names as such count, so that `the rabbit` stays somebody else; so does `Peter's son`, and whoever
        is of another kind.
        """
        alike = [
            known
            for known, entry in entries.items()
            if _is_form_of(name, entry.name) and _may_be(kind, getattr(entry, "kind", ""))
        ]
        return alike[0] if len(alike) == 1 else None

    def settle(self, spellings: Iterable[str], notes: list[str], where: str) -> tuple[list[str], list[str]]:
        """(the known ids once each and in order, the spellings nobody is known by)."""
        known: list[str] = []
        unknown: list[str] = []
        for spelling in spellings:
            name = self.find(spelling)
            if name is None:
                unknown.append(spelling)
            elif name not in known:
                known.append(name)
            if name not in (None, spelling):
                notes.append(f"{where}: {spelling!r} was read as {name!r}.")
        return known, unknown


@lru_cache(10_000)
def name_words(name: str) -> frozenset[str]:
    """The words of a name in small letters, without an article before them."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return frozenset(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _holds(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and (a <= b or b <= a)


def _is_form_of(a: str, b: str) -> bool:
    """Whether the words of one name are some of the other's, all of them capitalised."""
    short, long = sorted((a, b), key=lambda name: len(name_words(name)))
    more = name_words(long) - name_words(short)
    if not (more and name_words(short) and name_words(short) < name_words(long)) or more & _SOMEBODY_ELSE:
        return False
    words = [word for word in re.findall(r"[^\W_]+", short) if word.casefold() not in _ARTICLES]
    return all(word[0].isupper() for word in words) and not re.search(r"['’]s\b|,|&", f"{a} {b}")


def _may_be(kind: str, other: str) -> bool:
    """Whether two kinds can be said of one being: either is open, or they end in the same noun."""
    return not kind or not other or kind.split()[-1].casefold() == other.split()[-1].casefold()

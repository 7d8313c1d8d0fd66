"""Who is who in a script: the names that cues have, and where the action speaks of their bearers.

python -c "from prompts.fountain.names import cased; print(cased('MR. O\'NEIL'))"
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BEFORE_A_KIND = frozenset(("the", "a", "an", "his", "her", "their", "its", "this", "that", "another", "our"))


class Names:
    """Everybody who speaks, and where text speaks of them."""

    def __init__(self, cues: Iterable[str], actions: Iterable[str]) -> None:
        self.ids: dict[str, str] = {}
        self.told: dict[str, str] = {}
        """id → the name as the script writes it outside the cues"""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for cue in cues:
            key = " ".join(words_of(cue))
            if not key or key in self.ids:
                continue
            name = _free(id_of(cue) or "somebody", self.told)
            self.ids[key] = name
            self.told[name] = cue
            words = tuple(key.split(" "))
            self._by_first.setdefault(words[0], []).append((words, name))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))
        spelled = Counter((name, form) for text in actions for name, form in self._forms(text))
        for (name, form), _ in sorted(spelled.items(), key=lambda entry: entry[1]):
            if not form.isupper() and form[:1].isupper():
                self.told[name] = form  # the most frequent one stays
        self.told = {name: cased(told) if told.isupper() else told for name, told in self.told.items()}

    def find(self, text: str) -> list[str]:
        """The ids of those whom the text names, in order."""
        return list(dict.fromkeys(name for name, _ in self._forms(text)))

    def _forms(self, text: str) -> Iterator[tuple[str, str]]:
        """(id, the name as it is written here). A word in small letters names nobody, but for `the boy`."""
        found = list(_WORD.finditer(text))
        plain = [_bare(m[0]) for m in found]
        n = 0
        while n < len(found):
            for words, name in self._by_first.get(plain[n], ()):
                last = n + len(words) - 1
                after_the = n > 0 and plain[n - 1] in _BEFORE_A_KIND
                if tuple(plain[n : last + 1]) == words and (found[n][0][0].isupper() or after_the):
                    end = found[last].start() + len(words[-1])
                    yield name, text[found[n].start() : end]
                    n = last
                    break
            n += 1


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word.lower())


def words_of(text: str) -> list[str]:
    """The words of a name or a text, in small letters and without a possessive `'s`."""
    return [_bare(m[0]) for m in _WORD.finditer(text)]


def cased(name: str) -> str:
    """A name in capitals as one writes it in a sentence: `MR. O'NEIL` → `Mr. O'Neil`."""

    def lowered(word: re.Match[str]) -> str:
        parts = re.split(r"(['’-])", word[0])
        return "".join(p.lower() if n and len(p) == 1 else p.capitalize() for n, p in enumerate(parts))

    return _WORD.sub(lowered, name)


def id_of(words: str) -> str:
    """The words as an id: letters, digits and hyphens, at most 48 letters."""
    plain = unicodedata.normalize("NFC", re.sub(r"['’.]", "", words)).lower()
    return "-".join(re.findall(r"[^\W_]+", plain))[:48].strip("-")


def _free(wanted: str, taken: Iterable[str]) -> str:
    name, n = wanted, 2
    while name in taken:
        name, n = f"{wanted}-{n}", n + 1
    return name

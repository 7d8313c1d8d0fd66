"""What an instruction says of characters, places and props: names, looks, feelings, who is there.

python -c "from director.rules.revising_people import FEELINGS; print(*FEELINGS)"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from director.language.words import listed, word_set
from director.rules.revising_targets import Target, bare, find_target, left_over, spelled, unquoted
from prompts.pages import Edit, Entity, Person, ReviseSlots

FEELINGS = {
    "happy": "happy|glad|cheerful|joyful|merry",
    "sad": "sad|unhappy|sorrowful|crying",
    "angry": "angry|furious|cross|mad",
    "afraid": "afraid|scared|frightened|fearful|terrified",
    "surprised": "surprised|astonished|amazed",
    "tired": "tired|sleepy|exhausted",
    "proud": "proud",
    "loving": "loving|in love|tender",
    "neutral": "neutral|indifferent|unmoved",
}
_FIELDS = ("action", "relation", "light", "narration")


def rename(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    """Another name, wherever the old one is told, said or written; a place or a prop can become another."""
    if found := re.fullmatch(r"(?:change|turn) (.+?) (?:to|into) (an? .+)", clause, re.I):
        hit = _find(found[1], slots)
        if hit is None or hit[0] == "cast":
            return None
        name = re.sub(r"^an? ", "", found[2], flags=re.I)
        return [Edit(path=f"{hit[0]}.{hit[1].id}.name", value=name), _look(hit, found[2])]
    found = re.fullmatch(r"rename (.+?) (?:to|as|into) (.+)", clause, re.I) or re.fullmatch(
        r"(?:call|name) ((?:the )?[\w-]+(?: [\w-]+)?) [\"“'‘]?((?-i:[A-Z]).*?)[\"”'’]?", clause, re.I
    )
    hit = _find(found[1], slots) if found else None
    if not found or hit is None:
        return None
    section, entity = hit
    new, pattern = unquoted(found[2]), _name_pattern(entity, slots)
    edits = [Edit(path=f"{section}.{entity.id}.name", value=new)]
    for path, text in _texts(slots):
        other = pattern.sub(lambda m: _as_begun(m[0], new), text)
        if other != text:
            edits.append(Edit(path=path, value=other))
    return edits


def _name_pattern(entity: Person | Entity, slots: ReviseSlots) -> re.Pattern[str]:
    """A proper name as it is written; `the little fox` with its article, and `the fox` if there is one."""
    plain = re.sub(r"^the ", "", entity.name, flags=re.I)
    if plain == entity.name:
        return re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")
    names = [plain]
    kind = entity.kind if isinstance(entity, Person) else ""
    if kind and sum(p.kind == kind for p in slots.cast) == 1:
        names.append(kind)
    every = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)[Tt]he (?:{every})(?!\w)")


def _as_begun(old: str, new: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _texts(slots: ReviseSlots) -> Iterator[tuple[str, str]]:
    """(path, text) of all that is shown and may name somebody."""
    yield "title", slots.title
    yield "logline", slots.logline
    for shot in slots.shots:
        at = f"shots.{shot.id}"
        for field in _FIELDS:
            yield f"{at}.{field}", getattr(shot, field)
        yield f"{at}.states.start", shot.start
        yield f"{at}.states.end", shot.end
        for number, said in enumerate(shot.dialogue):
            yield f"{at}.dialogue.{number}.line", said.line


def change_look(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    """Another look: told whole, or a colour, a word or a garment of it."""
    found = re.fullmatch(
        r"(?:change |set |make )?(?:the )?look of (?P<who>.+?) ?(?::|to|is|=) ?(?P<look>.+)|"
        r"(?:change |set |make )?(?P<who2>.+?)['’]s? look ?(?::|to|is|=) ?(?P<look2>.+)|"
        r"(?P<who3>.+?) (?:should |must )?looks? like (?P<look3>.+)",
        clause,
        re.I,
    )
    if found:
        who, look = (found[n] or found[f"{n}2"] or found[f"{n}3"] for n in ("who", "look"))
        hit = _find(who, slots)
        return [_look(hit, unquoted(look))] if hit else None
    return _change_part(clause, slots) or _change_whole(clause, slots)


def _change_part(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    """`make the fox's scarf blue`; `give the fox a red hat`; `the fox wears a red hat`."""
    if found := re.fullmatch(r"(?:make |let )?(?:the )?(.+?)['’]s? (.+?) (?:be |is )?([\w-]+)", clause, re.I):
        hit = _find(found[1], slots)
        part, word = found[2], found[3]
        if not hit or not _is_visible(word):
            return None
        if not re.search(rf"\b{re.escape(part)}\b", hit[1].look, re.I):
            return [_look(hit, f"{hit[1].look.rstrip(' .')}, {word} {part}".lstrip(", "))]
        return [_look(hit, _with_word(hit[1].look, part, word))]
    found = re.fullmatch(r"(?:give|let|put) (.+?) (?:wear )?(an? .+)", clause, re.I) or re.fullmatch(
        r"(.+?) (?:should |must )?(?:wears?|gets?|has|have) (an? .+)", clause, re.I
    )
    if not found:
        return None
    hit = _find(re.sub(r"^(?:make|let) ", "", found[1], flags=re.I), slots)
    if not hit:
        return None
    return [_look(hit, f"{hit[1].look.rstrip(' .')}, with {found[2]}".lstrip(", "))]


def _change_whole(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    """`make the fox blue`, `make the bear old`: one word that says how somebody looks."""
    found = re.fullmatch(r"make (.+?) (?:look )?([\w-]+)", clause, re.I)
    if not found or not _is_visible(found[2]):
        return None
    hit = _find(found[1], slots)
    if not hit:
        return None
    entity = hit[1]
    noun = (entity.kind if isinstance(entity, Person) else "") or re.sub(r"^the ", "", entity.name)
    return [_look(hit, _with_word(entity.look or noun, noun, found[2]))]


def _is_visible(word: str) -> bool:
    return word.lower() in _colours() or word.lower() in word_set("adjectives.txt", *_LOOKS)


_STARTS = listed("a an the with and of in")
"""Words before which the noun's own adjectives do not reach."""
_LOOKS = ("size", "age", "seen")


def _colours() -> frozenset[str]:
    return word_set("adjectives.txt", "colour")


def _with_word(look: str, noun: str, word: str) -> str:
    """The look with a word before a noun; a colour takes the place of the noun's colour."""
    found = re.search(rf"((?:[\w-]+ )*)({re.escape(noun)})\b", look, re.I)
    if not found:
        return ", ".join([word, *(item for item in re.split(r",\s*", look) if not _same_kind(item, word))])
    before = found[1].split()
    start = max((i for i, w in enumerate(before) if w.lower() in _STARTS), default=0)
    first, before = before[:start], before[start:]
    if word.lower() in _colours():
        before = [w for w in before if w.lower() not in _colours()]
    if before and before[0].lower() in ("a", "an"):
        before[0] = "an" if [*before[1:], word][0][0].lower() in "aeiou" else "a"
    return f"{look[: found.start()]}{' '.join([*first, *before, word])} {look[found.start(2) :]}"


def _same_kind(item: str, word: str) -> bool:
    """Whether both are colours, sizes or ages: of one thing only one can be true."""
    sets = (word_set("adjectives.txt", name) for name in ("colour", "size", "age"))
    return any(item.lower() in words and word.lower() in words for words in sets)


def _look(hit: tuple[str, Person | Entity], look: str) -> Edit:
    return Edit(path=f"{hit[0]}.{hit[1].id}.look", value=look)


def change_feeling(target: Target, slots: ReviseSlots) -> list[Edit] | None:
    """How somebody feels, or everybody if nobody is named."""
    rest, feeling = target.rest, ""
    for emotion, words in FEELINGS.items():
        if found := re.search(rf"\b(?:{words})\b", rest, re.I):
            rest, feeling = f"{rest[: found.start()]} {rest[found.end() :]}", emotion
            break
    if not feeling:
        return None
    people = []
    for person in slots.cast:
        without = re.sub(rf"(?<!\w){spelled(person)}(?!\w)", " ", rest, flags=re.I)
        if without != rest:
            people.append(person.id)
            rest = without
    if left_over(re.sub(r"\b(?:feels?|looks?|everybody|everyone|they)\b", " ", rest, flags=re.I)):
        return None
    return [
        Edit(path=f"shots.{shot.id}.who.{p.character}.emotion", value=feeling)
        for shot in target.shots
        for p in shot.who
        if not people or p.character in people
    ]


def move_people(clause: str, slots: ReviseSlots) -> list[Edit] | None:
    """Somebody comes into shots, or leaves them."""
    come = re.fullmatch(r"(?:add|bring|put|show) (?:in )?(.+?) (?:in|into|to) (.+)", clause, re.I)
    go = re.fullmatch(r"(?:remove|take|drop|leave) (.+?) (?:out of|from|out) ?(.*)", clause, re.I)
    found = come or go
    if not found:
        return None
    hit = _find(found[1], slots)
    target = find_target(found[2], slots)
    if not hit or hit[0] != "cast" or left_over(target.rest):
        return None
    name = hit[1].id
    inside = {shot.id: any(p.character == name for p in shot.who) for shot in target.shots}
    return [
        Edit(op="add" if come else "remove", path=f"shots.{shot}.who.{name}")
        for shot, there in inside.items()
        if there == bool(go)
    ]


def _find(words: str, slots: ReviseSlots) -> tuple[str, Person | Entity] | None:
    """The section and the entity that is called so: by name, id, or a kind that only one is of."""
    asked = bare(words)
    sections: list[tuple[str, Person | Entity]] = [
        *(("cast", p) for p in slots.cast),
        *(("places", e) for e in slots.places),
        *(("props", e) for e in slots.props),
    ]
    for hit in sections:
        if asked in (bare(hit[1].name), bare(hit[1].id)):
            return hit
    of_kind = [p for p in slots.cast if bare(p.kind) == asked]
    return ("cast", of_kind[0]) if len(of_kind) == 1 else None

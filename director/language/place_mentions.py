"""Places that are named as real: where somebody is or goes, not where they wish to be.

from director.language.place_mentions import find_place_mentions
mentions = find_place_mentions(unit)
"""

from __future__ import annotations

from dataclasses import dataclass

from director.language.followed import Followed
from director.language.tokens import Token, is_open_word
from director.language.words import (
    PlaceNoun,
    Verb,
    find_listed_place,
    find_noun,
    find_place,
    find_verb,
    listed,
    read_sections,
    word_set,
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a unit."""

    head: int
    noun: PlaceNoun
    name: str
    owner: str | None
    way: str
    """at, to, from, seen, stands: the story says that it is there, or under: the moon shone on it, or they
    left it"""
    moved: bool
    """somebody moves there in this clause"""
    adjectives: tuple[str, ...]
    definite: bool = False
    whole: str = ""
    """`bottom` of `bottom of the river`"""
    verb: str = ""
    """what somebody does there, its base; '' where it is not clear"""
    passing: bool = False
    """they only pass through: `through the tunnel to the beach`"""


_AT = listed(
    "in at on upon inside by near beside under underneath beneath among amongst through across "
    "along over behind outside within around round up down before throughout onto"
)


_TO = listed("to into onto towards toward up down through across over along inside for")


_WATERS = listed("water sea ocean lake river pond stream brook pool waves lagoon")


_SKY = listed("sun moon fog mist snow rain clouds cloud wind storm darkness night light silence stars")
_REACHING = frozenset(["climb", "reach", "enter", "cross", "visit", "approach", "find", "build", "keep"])


_STEERING = frozenset(["steer", "sail", "pilot", "row", "land"])
"""Who does this to a ship is aboard."""


_PICKING = listed("pick gather take get fetch eat drink draw buy catch collect cut dig steal")


_DETERMINERS = listed("the a an his her their its my our your this that some one another")


_PARTITIVES = listed(
    "bottom top edge middle corner end side foot mouth entrance surface depths heart centre "
    "center bank banks floor root shade gates outside"
)


def find_place_mentions(unit: Followed, *, away: bool = False) -> list[PlaceMention]:
    """The places that the narration of a unit names as real, in order.

    Args:
        unit: the unit.
        away: find instead those that somebody only sets off for (`away to his house`).
    """
    found: list[PlaceMention] = []
    for i, token in enumerate(unit.reading.tokens):
        if token.quote >= 0 or not token.is_word:
            continue
        noun = _noun_at(unit.reading.tokens, i)
        if noun is None and token.genitive and (person := find_noun(token.low)) and person.workplace:
            noun = (
                PlaceNoun(person.workplace, "inside")
                if not _followed_by_noun(unit.reading.tokens, i)
                else None
            )
        if noun is None or (found and found[-1].head == i - 1 and found[-1].noun is noun):
            continue
        mention = _place_mention(unit, i, noun, away)
        if mention:
            found.append(mention)
    return found


def _noun_at(tokens: list[Token], i: int) -> PlaceNoun | None:
    """What place is named at a token, by two words (`moon base`) before one; None if none is."""
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    before = tokens[i - 1].low if i else ""
    if before and (found := _of_two_words(before, tokens[i].low)):
        return found
    if _of_two_words(tokens[i].low, after):
        return None
    if after in word_set("senses.txt", "small places") and find_place(tokens[i].low):
        return None  # `in a kitchen drawer`
    if tokens[i].low == "home" and (before in ("way", "journey") or find_place(before) is not None):
        return None  # `on the bus home`
    near = {t.low for t in tokens[max(0, i - 3) : i]}
    for words, signs, place in _BY_PREPOSITION:
        if tokens[i].low in words and near & signs:
            return PlaceNoun(place, "inside" if tokens[i].low == "bed" else "nature")
    if found := find_place(tokens[i].low):
        small = tokens[i].low in word_set("senses.txt", "small places") and near & _INTO
        return PlaceNoun(tokens[i].low, "small") if small else found
    for section, kind in (("small places", "small"), ("vehicles", "inside")):
        if tokens[i].low in word_set("senses.txt", section) and near & _INTO:
            return PlaceNoun(tokens[i].low, kind, doubtful=True)  # type: ignore[arg-type]
    return None


def _of_two_words(first: str, second: str) -> PlaceNoun | None:
    """`moon base`, `space station`: two words that name another sort of place than the second alone."""
    both, alone = find_listed_place(f"{first}-{second}"), find_place(second)
    return both if both and (alone is None or alone.kind != both.kind) else None


_INTO = listed("in into inside on onto aboard")
"""Before what one can be in."""


_BY_PREPOSITION = (
    (listed("cloud clouds"), listed("into over through above among on across up to"), "sky"),
    (listed("bed"), listed("under underneath beneath"), "under the bed"),
    (listed("stars"), listed("among between to through into"), "space"),
    (listed("water waves surface sea lake river pond ocean"), listed("under beneath below"), "underwater"),
)
"""Words that name a place only after some prepositions, and which."""


def _followed_by_noun(tokens: list[Token], i: int) -> bool:
    return (
        i + 1 < len(tokens)
        and tokens[i + 1].is_word
        and tokens[i + 1].low not in word_set("senses.txt", "clause openers")
    )


def _place_mention(unit: Followed, i: int, noun: PlaceNoun, away: bool) -> PlaceMention | None:
    tokens = unit.reading.tokens
    first, adjectives, owner = _noun_phrase(unit, i)
    determined = (first < i and tokens[first].low in _DETERMINERS) or owner is not None
    before = first - 1
    whole = ""
    if (
        before >= 1
        and tokens[before].low == "of"
        and (_is_part(tokens[before - 1].low) or _is_at_thing(tokens, before - 1))
    ):
        whole = tokens[before - 1].low
        before = before - 2
        while before >= 0 and (
            tokens[before].low in _DETERMINERS or tokens[before].low in word_set("adjectives.txt")
        ):
            before -= 1
    prep = tokens[before].low if before >= 0 and tokens[before].quote < 0 else ""
    if i + 1 < len(tokens) and _is_compound(tokens, i):
        return None
    after = [t.low for t in tokens[i + 1 : i + 3]]
    if after[:1] == ["of"] and (_TOY_STUFF & set(after) or noun.lemma == "base"):
        return None
    if noun.doubtful and i + 1 < len(tokens) and is_open_word(tokens[i + 1]) and after[:1] != ["home"]:
        return None
    if noun.doubtful and not determined and noun.lemma not in ("bed", "home") and not whole:
        return None
    if tokens[i].genitive and find_place(tokens[i].low) is not None:
        return None
    if any(m.head == before - 1 and _is_given_to(tokens, m.first) for m in unit.reading.mentions):
        return None
    verb, at = _governing_verb(tokens, before)
    way = _way(tokens, prep, before, verb, noun) or _standing(tokens, first, i, noun)
    sinks = verb == "dive" and noun.lemma in _WATERS and prep in ("into", "in", "to")
    noun = PlaceNoun("underwater", "nature") if sinks else noun
    if way not in ("stands", "under") and at >= 0 and _is_thing_moving(unit, at):
        return None
    begun = {t.low for t in tokens[max(0, at - 2) : at]} & {"began", "begin", "started", "begun"}
    leaving = way == "to" and before >= 1 and tokens[before - 1].low == "away" and bool(begun)
    if not way or leaving != away or _is_unreal(tokens, at if at >= 0 else before, before):
        return None
    moved = verb is not None and verb in _MOTION
    definite = first < i and tokens[first].low in ("the", "that", "this", "his", "her", "their")
    name = tokens[i].low if noun.lemma == tokens[i].low else noun.lemma
    passing = prep in ("through", "past", "across", "over")
    adjectives = [a for a in adjectives if a not in noun.lemma.split("-")]
    return PlaceMention(
        i,
        noun,
        name,
        owner,
        way,
        moved,
        tuple(adjectives),
        definite,
        whole,
        verb or _verb_after(tokens, i),
        passing,
    )


def _is_at_thing(tokens: list[Token], at: int) -> bool:
    """`on the stage of`, `climbed the stairs of`: who is at a thing of a place is at the place."""
    at_thing = (
        at >= 2
        and tokens[at - 1].low in _DETERMINERS
        and find_place(tokens[at].low) is None
        and find_noun(tokens[at].low) is None
        and tokens[at].low not in _ABSTRACT
    )
    verb = find_verb(tokens[at - 2].low) if at_thing else None
    return at_thing and (tokens[at - 2].low in ("on", "in", "at", "onto", "into") or _climbs(verb))


def _climbs(verb: Verb | None) -> bool:
    return verb is not None and verb.base in ("climb", "enter", "cross", "reach")


_ABSTRACT = listed(
    "sight thought name time day days hope idea story middle case spite front way form shape hour night king "
    "queen world memory sound smell centre beginning year years land kind"
)
"""What one can be `in` or `at` that is not a thing: `at the thought of the castle`."""


_TOY_STUFF = listed("sand snow cards blocks paper mud lego clay sugar dreams gingerbread ice")


def _is_thing_moving(unit: Followed, verb_at: int) -> bool:
    """`the kite fell into the sea`: where a thing goes, nobody is."""
    tokens = unit.reading.tokens
    skip = word_set("senses.txt", "adverbs") | word_set("senses.txt", "auxiliaries")
    verb = find_verb(tokens[verb_at].low)
    after = tokens[verb_at + 1].low if verb_at + 1 < len(tokens) else ""
    if verb is None or verb.sense not in ("move", "rest") or (verb.base == "go" and after == "out"):
        return False  # `the lamp went out in the cellar`
    at = verb_at - 1
    while at >= 0 and tokens[at].low in skip:
        at -= 1
    known = any(r.token == at for r in unit.references)
    carried = any(r.token == verb_at + 1 for r in unit.references)  # `the train took him to the beach`
    return (
        not carried
        and at >= 1
        and not known
        and is_open_word(tokens[at])
        and tokens[at - 1].low in _DETERMINERS
    )


_STANDING = listed("stood lay rose was")
_BARE = listed("empty dark quiet closed silent full crowded open deserted cold busy still")


def _standing(tokens: list[Token], first: int, head: int, noun: PlaceNoun) -> str:
    """`stands` for `a lighthouse stood on a rock`, `behind the dune was a hut`, `the museum was empty`."""
    if noun.kind.startswith("part") or noun.doubtful or tokens[first].low not in ("a", "an", "the"):
        return ""
    after = [t.low for t in tokens[head + 1 : head + 3] if t.quote < 0]
    indefinite = tokens[first].low != "the"
    if first <= 2 and after[:1] and after[0] in _STANDING - {"was"} and indefinite:
        return "stands"
    if first <= 3 and after[:1] == ["was"] and after[-1] in _BARE:
        return "stands"
    before = tokens[first - 1].low if first else ""
    of_somebody = not indefinite and before == "stood" and after[:1] == ["of"]
    if of_somebody and tokens[0].low in _AT:
        return "stands"
    placed = first > 2 and tokens[first - 2].low != "there" and tokens[0].low in _AT
    return "stands" if indefinite and before in _STANDING and placed else ""


def _is_given_to(tokens: list[Token], first: int) -> bool:
    """`to her family in the wood` says where they are, not where we are."""
    return first >= 2 and tokens[first - 1].low in ("her", "his", "their") and tokens[first - 2].low == "to"


def _is_part(word: str) -> bool:
    noun = find_place(word)
    return word in _PARTITIVES or (noun is not None and noun.kind.startswith("part"))


_MOTION = frozenset(w.split("/")[0].rstrip("!") for w in read_sections("verbs.txt")["move"]) | {
    "get",
    "put",
    "throw",
}


def _is_compound(tokens: list[Token], i: int) -> bool:
    """`garden` in `garden gate`; but who sits at the kitchen table is in the kitchen."""
    after = tokens[i + 1]
    if not after.is_word or tokens[i].genitive:
        return False
    place = find_place(after.low)
    if place is None or find_verb(after.low) is not None or "home" in (tokens[i].low, after.low):
        return False
    room = find_place(tokens[i].low)
    return not (room and room.kind == "inside" and place.kind == "part inside" and place.lemma != "door")


def _noun_phrase(unit: Followed, i: int) -> tuple[int, list[str], str | None]:
    """(first token, adjectives, owner's id) of the phrase that ends at token i."""
    tokens = unit.reading.tokens
    first, adjectives = i, list[str]()
    while first > 0 and i - first < 4 and tokens[first - 1].is_word and not tokens[first - 1].genitive:
        low = tokens[first - 1].low
        joined = find_place(low) is not None and _is_compound(tokens, first - 1)
        known = low in word_set("adjectives.txt") or joined
        unknown = first >= 2 and tokens[first - 2].low in _DETERMINERS
        unknown = unknown and (is_open_word(tokens[first - 1]) or low.endswith("ing"))
        if low in _DETERMINERS or not (known or unknown):
            break
        adjectives.insert(0, low)
        first -= 1
    if first and tokens[first - 1].genitive:
        ids = unit.meant_at(first - 1)
        start = next((m.first for m in unit.reading.mentions if m.head == first - 1), first - 1)
        start -= start > 0 and tokens[start - 1].low in _DETERMINERS
        return start, adjectives, ids[0] if ids else None
    if first and tokens[first - 1].low in _DETERMINERS:
        first -= 1
        if tokens[first].low in ("his", "her", "their", "its", "my", "our"):
            ids = unit.meant_at(first)
            return first, adjectives, ids[0] if ids else None
    return first, adjectives, None


def _governing_verb(tokens: list[Token], before: int) -> tuple[str | None, int]:
    """(base, index) of the verb that a phrase after token `before` depends on."""
    for at in range(before, max(-1, before - 10), -1):
        if tokens[at].quote >= 0 or tokens[at].low in (".", ";"):
            break
        verb = find_verb(tokens[at].low)
        if verb and not (verb.form == "base" and at and tokens[at - 1].low in _DETERMINERS):
            return verb.base, at
    return None, -1


def _verb_after(tokens: list[Token], head: int) -> str:
    """`lived` in `under the bed of Max lived a monster`: what is done at a place named before the verb."""
    for token in tokens[head + 1 : head + 7]:
        verb = find_verb(token.low)
        if not token.is_word or (verb and verb.sense == "rest"):
            return verb.base if verb else ""
    return ""


def _way(tokens: list[Token], prep: str, before: int, verb: str | None, noun: PlaceNoun) -> str:
    """at, to, from or seen; '' if the place is only spoken of."""
    moving = verb in _MOTION
    earlier = tokens[before - 1].low if before >= 1 else ""
    if earlier == "like" or prep == "like" or (earlier in ("way", "road", "door", "key") and prep == "to"):
        return ""
    if prep == "out" or (prep == "of" and earlier == "out") or prep in ("from", "off"):
        return "at" if verb in _PICKING and noun.kind != "inside" else "from"
    if prep in ("towards", "toward"):
        return ""
    if prep in ("to", "into"):
        return "to"
    if prep in ("over", "on", "across") and any(t.low in _SKY for t in tokens[max(0, before - 6) : before]):
        return "under"
    if verb in ("look", "peep", "stare", "gaze", "see", "point", "hear") and prep in (
        "through",
        "at",
        "into",
        "over",
        "across",
    ):
        return ""
    if prep in _AT:
        return "to" if moving and prep in _TO else "at"
    if noun.lemma == "home" and (moving or verb in ("get", "be")):
        return "to"
    if find_verb(prep) and verb in _STEERING and noun.kind == "inside":
        return "at"
    if find_verb(prep) and verb in _REACHING:
        return "to" if verb in ("reach", "enter", "approach", "visit", "climb") else "seen"
    if find_verb(prep) and verb == "leave":
        return "under"  # who leaves a place has been there
    if verb in _REACHING and before >= 0:
        return "seen" if verb in ("find", "build", "cross", "keep") else "to"
    return ""


def _is_unreal(tokens: list[Token], verb_at: int, before: int) -> bool:
    """Whether going there is only wished, tried, forbidden or asked."""
    if verb_at < 0:
        return False
    unreal = word_set("senses.txt", "unreal")
    window = tokens[max(0, verb_at - 5) : verb_at]
    told = [
        t
        for n, t in enumerate(window)
        if t.clause == tokens[verb_at].clause
        and not (t.low == "dream" and n and window[n - 1].low in _DETERMINERS)
    ]
    words = {t.low for t in told}
    bases = {v.base for t in told if (v := find_verb(t.low))}
    return (
        bool(words & unreal)
        or bool(bases & unreal and "to" in words)
        or "n't" in words
        or any(w.endswith(("n't", "n’t")) for w in words)
    )

"""What the words of each shot say is done, felt and said, and by whom.

from director.rules.deeds import read_scene
readings = read_scene(slots)   # StageSlots -> one ShotReading a shot
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from director.language.cast_finding import find_entities
from director.language.entities import things_of
from director.language.feelings import denied_in, emotion_of, emotion_said
from director.language.followed import Followed, Reference
from director.language.following import follow
from director.language.foreign_deeds import Deed, find_deeds
from director.language.foreign_speech import find_foreign_hands, find_foreign_speakers
from director.language.holding import Hands
from director.language.inside import Insides
from director.language.languages import guess_language, words_for
from director.language.presence import owns_body
from director.language.pronouns import OWNER, SUBJECT
from director.language.reading import read_units
from director.language.roles import participle_before, start_of_phrase
from director.language.sentences import split_sentences
from director.language.things import is_held
from director.language.tokens import (
    DEFINITE,
    INDEFINITE,
    Token,
    UnitReading,
    find_quotes,
    is_left_over,
    is_open_word,
)
from director.language.words import find_noun, find_verb, listed, word_set
from director.rules.playable import ENERGY, played_as
from director.rules.reactions import FORCED, Reaction, find_reactions
from director.rules.retelling import retell, third
from prompts.pages import Entity, Person, Said, ShotToStage, StageSlots
from prompts.vocabulary import Emotion

_QUIET_VERBS = listed("be have do can will shall may begin start get let keep seem")


@dataclass(frozen=True)
class ShotReading:
    """What the words of one shot say is done."""

    doing: dict[str, str]
    """character id -> verb"""
    order: list[tuple[str, str, float]]
    """(character id, verb, where in the text 0..1), as they come"""
    said: list[Said]
    feelings: dict[str, Emotion]
    told: str = ""
    """what is seen, in the story's own words; '' when somebody only speaks, or in another language"""
    holding: dict[str, str] = field(default_factory=dict)
    """prop id -> who has it in the hand, when it is first seen in this shot"""
    within: dict[str, str] = field(default_factory=dict)
    """character id -> the prop that they are in when the shot ends"""
    lasting: dict[str, Emotion] = field(default_factory=dict)
    """what those still feel of whom this shot says nothing"""


def read_scene(slots: StageSlots) -> list[ShotReading]:
    """What is done, felt and said in each shot of the scene."""
    texts = [shot.text for shot in slots.shots]
    language = guess_language(" ".join([*texts, slots.before]))
    names = {p.id: p.name for p in slots.cast}
    if language != "en":
        return _read_foreign_scene(slots, names, language)
    seen = [split_sentences(shot.action) for shot in slots.shots]
    heard = [split_sentences(text) for text in texts]
    pieces = [split_sentences(slots.before), *(p for pair in zip(seen, heard, strict=True) for p in pair)]
    units = [unit for piece in pieces for unit in piece.units]
    starts = list(accumulate((len(piece.units) for piece in pieces), initial=0))
    opening = [start + p for start, piece in zip(starts, pieces, strict=False) for p in piece.paragraphs]
    capital = [p.name for p in slots.cast if p.name[:1].isupper()]
    readings = read_units(units, opening, capital, things_of(slots.cast))
    expected = {starts[n]: shot.who for n, shot in _numbered(slots.shots)}
    pronouns = {known.character: known.pronoun for known in slots.known}
    called = {known.character: known.called for known in slots.known}
    followed = follow(readings, find_entities(readings, slots.cast, pronouns, called), expected)
    hands = Hands(slots.props, {prop: known.character for known in slots.known for prop in known.holds})
    insides = Insides(slots.props, {k.character: k.within for k in slots.known if k.within})
    read = []
    for n, shot in _numbered(slots.shots):
        acted, told = followed[starts[n] : starts[n + 1]], followed[starts[n + 1] : starts[n + 2]]
        hands.begin()
        for unit in [*acted, *told]:
            hands.read(unit)
            insides.read(unit)
        deeds = _Deeds(shot.action, pieces[n].offsets, acted)
        words = _Deeds(shot.text, pieces[n + 1].offsets, told)
        reading = _read_shot(shot, deeds if shot.action else words, words, names)
        read.append(replace(reading, holding=dict(hands.seen), within=dict(insides.within)))
    return _let_last(slots.shots, read)


def _numbered(shots: Sequence[ShotToStage]) -> list[tuple[int, ShotToStage]]:
    """Each shot with the number of its first piece: what is seen comes before what is heard."""
    return [(2 * n + 1, shot) for n, shot in enumerate(shots)]


@dataclass(frozen=True)
class _Deeds:
    """Words that tell what is done, where each sentence begins in them, and the sentences."""

    text: str
    offsets: Sequence[int]
    units: Sequence[Followed]


_LASTS = 2
"""Shots of the same scene for which a feeling lasts when nothing more is said of it."""


def _let_last(shots: Sequence[ShotToStage], readings: Sequence[ShotReading]) -> list[ShotReading]:
    """The readings with what is still felt; a surprise does not last, and who wakes is tired no more."""
    felt: dict[str, tuple[Emotion, int]] = {}
    result = []
    for shot, read in zip(shots, readings, strict=True):
        over = denied_in(shot.text) | ({"tired"} if re.search(r"\b(woke|awoke)\b", shot.text) else set())
        lively = {who for who, verb, _ in read.order if ENERGY.get(verb, 3) >= ENERGY["run"] - 1}
        lasting: dict[str, Emotion] = {}
        for who in shot.who:
            feeling, left = felt.pop(who, ("neutral", 0))
            if who in read.feelings:
                if read.feelings[who] != "surprised":
                    felt[who] = (read.feelings[who], _LASTS)
            elif left and feeling not in over and not (feeling == "tired" and who in lively):
                lasting[who], felt[who] = feeling, (feeling, left - 1)
        result.append(replace(read, lasting=lasting))
    return result


def _read_foreign_scene(slots: StageSlots, names: dict[str, str], language: str) -> list[ShotReading]:
    people = {p.id: _foreign_words(p, slots.cast) for p in slots.cast}
    readings, last = [], ""
    for shot in slots.shots:
        here = last if last in shot.who else next(iter(shot.who), "")
        deeds = find_deeds(shot.text, people, language, here)
        called = {who: words for who, words in people.items() if who in shot.who}
        readings.append(_read_foreign(shot, called, [d for d in deeds if d.who in shot.who], slots.props))
        last = deeds[-1].who if deeds else last
    return _let_last(slots.shots, readings)


def _foreign_words(person: Person, cast: Sequence[Person]) -> list[str]:
    """The words by which somebody is called: `alter Mann`, `Mann`, where no other man is in the story."""
    words = [person.name.lower(), *words_for(person.kind)]
    plain = person.kind.removeprefix("old ")
    if plain != person.kind and all(p.kind != plain for p in cast):
        words += words_for(plain)
    return list(dict.fromkeys([*words, *(w.split()[-1] for w in words)]))


def _read_foreign(
    shot: ShotToStage, called: Mapping[str, Sequence[str]], deeds: Sequence[Deed], props: Sequence[Entity]
) -> ShotReading:
    """Quotations with who is named beside them; what is done as far as lists of forms tell."""
    said = []
    spans = find_quotes(shot.text) if shot.spoken and shot.who else []
    for (a, b), speaker in zip(spans, find_foreign_speakers(shot.text, called, deeds, shot.who), strict=True):
        if line := shot.text[a:b].strip():
            said.append(Said(speaker=speaker, line=line))
    order = [(d.who, d.verb, d.at / max(1, len(shot.text))) for d in deeds if d.verb]
    acting = {who for who, _, _ in order}
    order += [(w, "talk", 0.0) for w in dict.fromkeys(s.speaker for s in said) if w not in acting]
    doing: dict[str, str] = {}
    for who, verb, _ in sorted(order, key=lambda o: _strength(o[1]), reverse=True):
        doing.setdefault(who, third(verb))
    feelings: dict[str, Emotion] = {}
    for deed in deeds:
        if deed.emotion != "neutral":
            feelings.setdefault(deed.who, deed.emotion)
    held = find_foreign_hands(shot.text, {p.id: p.name for p in props if is_held(p.look)}, deeds)
    return ShotReading(doing, order, said, feelings, holding=held)


def _read_shot(shot: ShotToStage, deeds: _Deeds, words: _Deeds, names: Mapping[str, str]) -> ShotReading:
    order: list[tuple[str, str, float]] = []
    feelings: dict[str, Emotion] = {}
    for offset, unit in zip(deeds.offsets, deeds.units, strict=True):
        _read_deeds(shot, deeds.text, offset, unit, order, feelings)
    said = _find_said(shot, words.offsets, words.units) if shot.spoken else []
    for speaker in dict.fromkeys([*(line.speaker for line in said), *shot.speakers]):
        if speaker in shot.who and not any(w == speaker and d not in _SLIGHT | _SEATED for w, d, _ in order):
            order.append((speaker, "talk", 0.0))
    _hear_feelings(said, feelings)
    doing: dict[str, str] = {}
    for who, verb, _ in sorted(order, key=lambda o: _strength(o[1]), reverse=True):
        doing.setdefault(who, third(verb))
    for who in shot.who:
        doing.setdefault(who, "listens" if said and said[0].speaker != who else "looks")
    for who, verb in doing.items():
        if feeling := _FELT.get(verb):
            feelings.setdefault(who, feeling)
    told = " ".join(sentence for unit in deeds.units if (sentence := retell(unit, names)))
    if (
        len(shot.who) == 1
        and not feelings
        and (feeling := emotion_of(told or _narrated(deeds.text))) != "neutral"
    ):
        feelings[shot.who[0]] = feeling
    return ShotReading(doing, order, said, feelings, told)


_FELT: dict[str, Emotion] = {
    "fights": "angry",
    "trembles": "afraid",
    "hides": "afraid",
    "cries": "sad",
    "laughs": "happy",
    "dances": "happy",
    "hugs": "loving",
}
"""What is felt with what is done, unless more is told."""


def _narrated(text: str) -> str:
    """The text without what is spoken in it."""
    for a, b in reversed(find_quotes(text)):
        text = text[:a] + text[b:]
    return text


def _hear_feelings(said: Sequence[Said], feelings: dict[str, Emotion]) -> None:
    """What is said tells what the speaker feels, unless more is told; who shouts `Hooray!` is not angry."""
    for line in said:
        feeling = emotion_said(line.line)
        if feeling != "neutral" and feelings.get(line.speaker, "angry") == "angry":
            feelings[line.speaker] = feeling


def _read_deeds(
    shot: ShotToStage,
    text: str,
    offset: int,
    unit: Followed,
    order: list[tuple[str, str, float]],
    feelings: dict[str, Emotion],
) -> None:
    """Add what each subject of one sentence does and feels."""
    tokens = unit.reading.tokens
    for r in unit.references:
        asleep = r.token + 1
        while asleep < len(tokens) and (tokens[asleep].low in _STILL or tokens[asleep].low == ","):
            asleep += 1
        if [t.low for t in tokens[asleep : asleep + 1]] == ["asleep"] and not r.quoted:
            at = (offset + tokens[asleep].start) / max(1, len(text))
            order += [(who, "sleep", at) for who in r.ids if who in shot.who]
        if (found := _verb_beside(tokens, r))[0]:
            at = (offset + tokens[found[1]].start) / max(1, len(text))
            order += [(who, found[0], at) for who in r.ids if who in shot.who]
    acting = [r for r in unit.references if r.role == "subject" and not r.quoted]
    reactions: list[Reaction] = []
    for n, r in enumerate(acting):
        verb, at = _verb_of(tokens, acting, n)
        until = next((o.token for o in acting[n + 1 :] if set(o.ids) != set(r.ids)), len(tokens))
        start = start_of_phrase(tokens, r.mention.first if r.mention else r.token)
        saying = start > 1 and tokens[start - 1].quote < 0 <= tokens[start - 2].quote
        saying = saying or (
            start > 1 and tokens[start - 2].low in _AFTER_SPEECH and tokens[start - 1].is_word
        )
        others = [x for x in find_reactions(unit, verb, at, until) if x.who not in r.ids]
        heard = [x.at for x in others if x.at > r.token and x.at != at]  # `he heard her crying`
        feeling = emotion_of(
            _clause_text(unit.reading, start - 1 if saying else r.token, min([until, *heard]))
        )
        for who in r.ids:
            if who in shot.who:
                if verb:
                    order.append((who, verb, (offset + tokens[at].start) / max(1, len(text))))
                if feeling != "neutral":
                    feelings.setdefault(who, feeling)
        reactions += others
    if not acting:  # `a wave threw the boy into the sea`
        verbs = [k for k, t in enumerate(tokens) if t.quote < 0 and find_verb(t.low)]
        reactions += [x for k in verbs for x in find_reactions(unit, "work", k, len(tokens))]
    acted = {who for who, verb, _ in order if verb not in _SLIGHT}
    for x in reactions:
        if x.who in shot.who and (x.verb in FORCED or x.who not in acted):
            order.append((x.who, x.verb, (offset + tokens[x.at].start) / max(1, len(text))))
        if x.who in shot.who and x.feeling != "neutral":
            feelings.setdefault(x.who, x.feeling)


_STILL = listed("was were lay still fast sound already soon all")
"""What may stand before `asleep`."""
_AFTER_SPEECH = frozenset("\"'”’»“」")
"""Marks before the verb of `sobbed the girl`."""


def _strength(doing: str) -> int:
    """How much one looks at it: what is done to another is seen before what is done alone."""
    return _TO_OTHERS.get(doing) or ENERGY.get(doing, 3)


_TO_OTHERS = {"hug": 10, "give": 6, "kneel": 5, "point": 4}


def _clause_text(reading: UnitReading, token: int, until: int) -> str:
    """The narrated words from a subject to the next subject or the end of the sentence."""
    words = []
    spoken = any(t.quote >= 0 for t in reading.tokens)
    for t in reading.tokens[token:until]:
        if t.low in (".", "!", "?", ";"):
            break
        if t.quote < 0 and not (spoken and t.low == "cried"):
            words.append(t.low)
    return " ".join(words)


def _verb_after(tokens: list[Token], subject: int, until: int) -> tuple[str, int]:
    """(what the subject at this token does, as a playable verb; where); ('', -1) if nothing is to be seen."""
    found, where = "", -1
    for at in range(subject + 1, min(until, subject + 14)):
        token = tokens[at]
        acted_on = token.low == "it" and find_verb(tokens[at - 1].low) is not None
        ends = token.low in _ENDS_CLAUSE and not acted_on
        if token.quote >= 0 or ends or _is_other_subject(tokens, subject, at):
            break
        doing = _played_at(tokens, at, plural=at == subject + 1 and _is_plural(tokens, subject))
        least = _strength(found) + (found not in _SLIGHT)
        if doing and (not found or (_strength(doing) > least and doing != "talk")):
            found, where = doing, at
    return found, where


def _verb_of(tokens: list[Token], acting: Sequence[Reference], n: int) -> tuple[str, int]:
    """What the n-th subject of a sentence does; `the mouse and the bear sat` is told of both."""
    r = acting[n]
    if (before := _verb_before(tokens, r.mention.first if r.mention else r.token))[0]:
        return before
    if r.mention and (done := participle_before(tokens, start_of_phrase(tokens, r.mention.first) - 1)) >= 0:
        verb = find_verb(tokens[done].low)
        return (played_as().get(verb.base) or ("talk" if verb.sense == "say" else "") if verb else ""), done
    others = (o.token for o in acting[n + 1 :] if set(o.ids) != set(r.ids))
    found = _verb_after(tokens, r.token, next(others, len(tokens)))
    if not found[0] and n + 1 < len(acting):
        other = acting[n + 1]
        start = start_of_phrase(tokens, other.mention.first if other.mention else other.token)
        between = {t.low for t in tokens[r.token + 1 : start] if not find_noun(t.low)}
        if between <= {"and", ",", *OWNER} or (r.ids[0] in other.ids and not between):
            return _verb_of(tokens, acting, n + 1)
    return found


def _verb_beside(tokens: list[Token], r: Reference) -> tuple[str, int]:
    """What is said of one who is found: `a girl sitting under a lamp`, `sat his grandson, playing`."""
    at = r.token + 1 + (r.role != "genitive" and [t.low for t in tokens[r.token + 1 : r.token + 2]] == [","])
    verb = find_verb(tokens[at].low) if at < len(tokens) else None
    if verb is None or verb.form != "ing" or r.quoted or r.mention is None or r.role == "genitive":
        return "", -1
    return _played_at(tokens, at), at


def _verb_before(tokens: list[Token], first: int) -> tuple[str, int]:
    """The verb of `inside lay a bear`, `there stood a house`; ('', -1) if the subject comes first."""
    at = start_of_phrase(tokens, first) - 1
    verb = find_verb(tokens[at].low) if at > 0 else None
    inverted = verb is not None and verb.sense in ("rest", "move") and verb.form == "past"
    if not inverted or not verb or any(t.low in SUBJECT for t in tokens[:at]):
        return "", -1
    return played_as().get(verb.base, ""), at


_ENDS_CLAUSE = frozenset([".", ";", "!", "?", "he", "she", "they", "it", "i", "who", "which", "whose"])
_SLIGHT = frozenset(["work", "look", "think", "stand"])
"""What gives way to anything livelier that is done in the same breath."""
_SEATED = frozenset(["sit"])
"""What is done while one speaks."""
_IDIOMS = {
    ("came", "up", "with"): "think",
    ("hit", "on", "a"): "think",
    ("fell", "in", "love"): "look",
    ("set", "out"): "walk",
    ("set", "off"): "walk",
    ("set", "sail"): "sail",
    ("fell", "asleep"): "sleep",
    ("bit", "into"): "eat",
    ("fell", "ill"): "lie",
    ("fell", "sick"): "lie",
    ("fell", "to", "his", "knees"): "kneel",
    ("fell", "to", "her", "knees"): "kneel",
    ("fell", "on", "his", "knees"): "kneel",
    ("fell", "on", "her", "knees"): "kneel",
    ("fell", "on", "their", "knees"): "kneel",
    ("fell", "upon", "his", "knees"): "kneel",
    ("fell", "silent"): "look",
    ("looked", "for"): "search",
    ("looks", "for"): "search",
    ("beat", "the", "drum"): "play",
    ("beat", "a", "drum"): "play",
    ("beat", "his", "drum"): "play",
    ("beat", "her", "drum"): "play",
    ("shook", "his", "head"): "refuse",
    ("shook", "her", "head"): "refuse",
    ("took", "off"): "carry",
    ("put", "on"): "carry",
}


def _is_other_subject(tokens: list[Token], subject: int, at: int) -> bool:
    """`the gull snapped the string, and the kite fell`: at `fell` somebody else has taken over."""
    if find_verb(tokens[at].low) is None or tokens[at].clause == tokens[subject].clause or at < 2:
        return False
    clause = [t.low for t in tokens[subject + 1 : at] if t.clause == tokens[at].clause]
    if clause[:1] == ["but"] and set(clause) & _SOME:
        return True  # `but only five of them went out`
    owned = tokens[at - 2].low in OWNER and not owns_body(tokens, at - 2)  # `and her tears fell`
    return owned or (is_open_word(tokens[at - 1]) and tokens[at - 2].low in ("the", "a", "an"))


_SOME = listed("one two three four five six none nothing some most half all")


def _is_plural(tokens: list[Token], subject: int) -> bool:
    """`they run`, `the goats fight`, `the fox and the crow sit`: what follows is a verb without an ending."""
    noun, before = find_noun(tokens[subject].low), [t.low for t in tokens[max(0, subject - 3) : subject]]
    several = tokens[subject].low in ("they", "we", "i", "you") or bool(noun and noun.plural)
    return several or ("and" in before and "to" not in before)


def _played_at(tokens: list[Token], at: int, plural: bool = False) -> str:
    """The playable verb at this token; '' if it is none, or is not done: a noun, a passive, a denial."""
    verb, before = find_verb(tokens[at].low), tokens[at - 1].low
    lows = [t.low for t in tokens[at : at + 4]]
    if idiom := next((doing for words, doing in _IDIOMS.items() if tuple(lows[: len(words)]) == words), ""):
        return idiom
    if tokens[at].low == "cried" and any(t.quote >= 0 for t in tokens):
        return "shout"
    rest = tokens[at + 1 : at + 3]
    given = rest[1:] if rest and rest[0].low in ("it", "him", "her") else rest[:1]
    naming = tokens[at].low == "called" and any(t.capital and t.quote < 0 for t in given)
    if (
        naming
        or verb is None
        or is_left_over(tokens, at)
        or verb.base in _QUIET_VERBS
        or before in _BEFORE_NOUN
    ):
        return ""
    if verb.form == "base" and before not in _BEFORE_INFINITIVE and not plural:
        return ""
    if verb.form == "s" and before in word_set("adjectives.txt"):
        return ""  # `with empty hands`
    if before == "to" and at > 1 and tokens[at - 2].low in _NOT_YET:
        return ""
    if verb.base == "hide" and _is_done_to_thing(tokens, at):
        return "work"
    if verb.form == "past" and before in ("was", "were", "been", "be"):
        return "carry" if verb.base in ("give", "hand") else ""
    return played_as().get(verb.base) or ("talk" if verb.sense == "say" else "")


def _is_done_to_thing(tokens: list[Token], at: int) -> bool:
    """`hid the ring in the bread`; not `hid the boy`, nor `hid himself`."""
    after = [t for t in tokens[at + 1 : at + 5] if not t.is_word or t.low not in word_set("adjectives.txt")]
    owned = bool(after) and after[0].low in OWNER | DEFINITE | INDEFINITE
    noun = after[1].low if owned and len(after) > 1 else after[0].low if after else ""
    return noun in ("it", "them") or (owned and find_noun(noun) is None)


_BEFORE_NOUN = listed("the a an his her of in not n't didn't couldn't never no")
_NOT_YET = listed(
    "wanted want wants wished wishes hoped hopes longed refused refuses dared forgot meant intended asked "
    "afraid promised ready able needed ought expected told"
)
"""Before `to`: what follows is not done, or not yet."""
_BEFORE_INFINITIVE = listed("to could will can did didn't couldn't not must shall and")


def _find_said(shot: ShotToStage, offsets: Sequence[int], units: Sequence[Followed]) -> list[Said]:
    """The quotations of the shot, letter by letter, each with who says it."""
    said: list[Said] = []
    speakers = {number: who for unit in units for number, who in unit.speakers.items()}
    numbered = [(o + t.start, t.quote) for o, u in zip(offsets, units, strict=True) for t in u.reading.tokens]
    for a, b in find_quotes(shot.text):
        line = shot.text[a:b].strip()
        number = next((q for start, q in numbered if a <= start < b and q >= 0), -1)
        speaker = speakers.get(number)
        if speaker is None and shot.who:
            speaker = shot.who[0]
        quoted_name = len(line.split()) < 3 and line[-1:] not in ".,!?…-" and number not in speakers
        if line and speaker and not quoted_name and any(c.isalnum() for c in line):
            said.append(Said(speaker=speaker, line=line))
    return said


# -- the camera ----------------------------------------------------------------------------------------------

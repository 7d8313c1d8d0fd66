"""Following who is meant and who is on screen, unit by unit: pronouns, speakers, listeners.

Salience decides, as in the centering and Lappin-Leass families of pronoun resolution: subjects weigh most,
what was long ago fades, and the same clause never holds somebody twice (he does not see himself unless it
says so).

    from director.language.following import follow
    followed = follow(readings, find_entities(readings))
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Mapping, Sequence

from director.language.entities import Entity
from director.language.followed import Followed, Reference, acting_aside, count_deeds
from director.language.inanimate import Told, means_thing, means_things
from director.language.narrators import NARRATOR, find_narrator, tells_of_itself
from director.language.presence import (
    PUTTING,
    arrives_elsewhere,
    is_gone,
    is_meant_for,
    is_there,
    leaves,
    opens_clause,
    owns_body,
)
from director.language.pronouns import (
    GENDERS,
    OBJECT,
    OWNER,
    SELF,
    SUBJECT,
    agrees,
    arrives,
    how_many,
    learn_gender,
    pronoun_role,
    stands_alone,
)
from director.language.speech import (
    is_vocative,
    leading_speaker,
    named_speakers,
    names_listener,
    pronoun_speaker,
    speaks_alone,
    tagged_quote,
)
from director.language.tokens import Mention, Role, Token, UnitReading
from director.language.words import find_place

_WEIGHTS: dict[Role, float] = {"subject": 3.0, "object": 1.6, "oblique": 1.2, "genitive": 0.8, "aside": 0.3}


_FADE = 0.55
_CEILING = 4.0
"""so that somebody new can take over from a long-standing subject"""
_RECENT_UNITS = 6
_UNPROVEN = 0.55
"""How well he or she fits an animal that was never called so, where somebody else was."""
_MANY = 8
"""Everybody: at most so many."""
_MATES = frozenset(["friend", "companion", "partner", "playmate"])
_EMBEDDING = frozenset(["that", "if", "how", "what", "whether", "where", "why"])


def follow(
    readings: Sequence[UnitReading],
    entities: dict[str, Entity],
    expected: Mapping[int, Sequence[str]] | None = None,
) -> list[Followed]:
    """Who is meant, who speaks and who is on screen in every unit.

    The text is read twice: the first time teaches which pronoun each animal and thing of the story takes.

    Args:
        readings: the units; their mentions know their entities.
        entities: everybody; their counts are set.
        expected: unit index -> ids of who is known to be there, the most important first.
    """
    given = any(e.person for e in entities.values())
    if not given and tells_of_itself(readings):
        entities[NARRATOR] = find_narrator(readings)
    expected = expected or {}
    count_deeds(Follower(entities, expected=expected).run(readings), entities)
    named = Counter(m.entity for r in readings for m in r.mentions if m.entity and not m.compared)
    for entity in entities.values():
        entity.weight = 1.0 + 0.2 * math.log1p(named[entity.id])
    for entity in entities.values():
        learn_gender(entity)
    idle = frozenset(e.id for e in entities.values() if not e.acts and not e.speaks and not e.person)
    followed = Follower(entities, idle, expected).run(readings)
    count_deeds(followed, entities)
    return followed


class Follower:
    """One reading of the story from its beginning to its end."""

    def __init__(
        self,
        entities: dict[str, Entity],
        bystanders: frozenset[str] = frozenset(),
        expected: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        self.entities = entities
        self.expected = expected or {}
        self.bystanders = bystanders
        """who is known never to do or say anything"""
        self.salience: dict[str, float] = {}
        self.last_subject: str | None = None
        self.last_seen: dict[str, int] = {}
        self.together: deque[tuple[int, tuple[str, ...]]] = deque(maxlen=_RECENT_UNITS)
        self.voices: list[str] = []
        """who spoke last, at the end"""
        self.voiced_at = -99
        self.paragraph_voice: str | None = None
        self.quotes: dict[int, str] = {}
        self.introduced: dict[str, int] = {}
        """the unit in which the story first says `a bear`: before it there is none to be meant"""
        self.before: Followed | None = None
        """the last unit"""
        self.left: tuple[str, ...] = ()
        """who was put somewhere in the last unit: `there she lay` is about them"""

    def run(self, readings: Sequence[UnitReading]) -> list[Followed]:
        """Every unit, followed."""
        tags = named_speakers(readings)
        for m in (m for r in reversed(readings) for m in r.mentions):
            if m.entity and m.article == "a" and not m.compared:
                self.introduced[m.entity] = m.unit
        return [self._unit(reading, tags) for reading in readings]

    def _unit(self, reading: UnitReading, tags: dict[int, str]) -> Followed:
        if reading.opens_paragraph:
            self.paragraph_voice = None
        self.salience = {who: s * _FADE for who, s in self.salience.items() if s > 0.02}
        for rank, who in enumerate(self.expected.get(reading.index, ())):
            if who in self.entities and self.introduced.get(who, -1) < reading.index:
                self.salience[who] = max(self.salience.get(who, 0.0), 1.2 if rank == 0 else 0.9)
                self.last_seen[who] = reading.index
        followed = Followed(reading)
        mentions = {m.head: m for m in reading.mentions if m.entity}
        for i, token in enumerate(reading.tokens):
            if i in mentions:
                self._take_mention(followed, mentions[i], token)
            elif token.quote < 0 and token.is_word:
                self._take_pronoun(followed, i)
                self._take_several(followed, i)
        self._take_speech(followed, tags)
        self._settle(followed)
        self.before = followed
        return followed

    def _take_mention(self, followed: Followed, mention: Mention, token: Token) -> None:
        who = str(mention.entity)
        entity = self.entities[who]
        role: Role = "aside" if mention.compared or mention.quoted else mention.role
        ids = tuple(m for m in entity.members if m in self.entities) if entity.members else (who,)
        followed.references.append(
            Reference(mention.head, ids or (who,), role, token.clause, mention.quoted, mention)
        )
        if mention.compared and not mention.quoted:
            return
        if role == "subject" and followed.reading.tokens[max(0, mention.first - 1)].low in _EMBEDDING:
            role = "object"
        elif role == "genitive" and not mention.quoted and owns_body(followed.reading.tokens, mention.head):
            role = "subject"
        elif is_gone(followed.reading.tokens, mention.head):
            role = "aside"
        self._raise(ids or (who,), role)

    def _raise(self, ids: tuple[str, ...], role: Role) -> None:
        for who in ids:
            slight = 0.4 if who in self.bystanders else 1.0
            self.salience[who] = min(_CEILING, self.salience.get(who, 0.0) + slight * _WEIGHTS[role])
        if role == "subject":
            self.last_subject = ids[0]

    def _take_pronoun(self, followed: Followed, i: int) -> None:
        tokens = followed.reading.tokens
        token = tokens[i]
        if token.low in ("i", "we", "me", "us") and NARRATOR in self.entities:
            role: Role = "subject" if token.low in ("i", "we") else "object"
            ids: tuple[str, ...] = (NARRATOR,)
            if token.low in ("we", "us"):
                ids += self._group(set(ids))[:2]
        elif token.low in SUBJECT | OBJECT | OWNER | SELF:
            role = pronoun_role(tokens, i)
            ids = self._resolve(followed, i, role)
        elif token.low == "who" and i and followed.references and i - followed.references[-1].token <= 2:
            # a relative clause goes on about whom it follows
            followed.references.append(Reference(i, followed.references[-1].ids, "subject", token.clause))
            return
        elif token.low == "both" and i and tokens[i - 1].low in ("they", "them", "we", "us", "you"):
            return
        elif token.low == "both" or (token.low in ("two", "three") and stands_alone(tokens, i)):
            role, ids = "subject", self._group(set())
        elif count := how_many(tokens, i):
            role, ids = "subject", self._latest(count)
        else:
            return
        if ids:
            followed.references.append(Reference(i, ids, role, token.clause))
            self._raise(ids, role)

    def _take_several(self, followed: Followed, i: int) -> None:
        """`the couple`, `the children`: those who are known, taken together."""
        mention = next((m for m in followed.reading.mentions if m.head == i), None)
        if mention and mention.key in _MATES and not (mention.entity or mention.plural) and mention.owner:
            self._take_mate(followed, mention)
            return
        if mention is None or mention.entity or not mention.plural or mention.article not in ("the", "own"):
            return
        known = sorted(self.last_seen, key=lambda w: -self.last_seen[w])
        single = [w for w in known if w in self.entities and not self.entities[w].plural]
        if mention.key == "couple":
            halves = [next((w for w in single if self.entities[w].gender == g), None) for g in ("m", "f")]
            ids = tuple(w for w in halves if w)
        elif mention.key == "animal":
            ids = tuple(w for w in single if self.entities[w].category == "animal")[:4]
        elif mention.key in ("child", "brother", "sister", "twin"):
            young = tuple(
                w for w in single if self.entities[w].age == "child" or self.entities[w].category == "name"
            )
            ids = young[:4] if len(young) >= 2 else single[:2]  # type: ignore[assignment]
        else:
            ids = self._group(set())
        if ids:
            followed.references.append(
                Reference(i, tuple(ids), mention.role, followed.reading.tokens[i].clause)
            )
            self._raise(tuple(ids), mention.role)

    def _take_mate(self, followed: Followed, mention: Mention) -> None:
        """`her friend`: the other of two who were together just now."""
        owners = set(followed.meant_at(mention.first - 1)) or {self.last_subject or ""}
        others = [w for w in self._group(owners) if self.entities[w].category != "thing"]
        people = [w for w in others if self.entities[w].category in ("person", "name")]
        others = people or others
        if len(others) == 1:
            clause = followed.reading.tokens[mention.head].clause
            followed.references.append(Reference(mention.head, tuple(others), mention.role, clause))
            self._raise(tuple(others), mention.role)

    def _resolve(self, followed: Followed, i: int, role: Role) -> tuple[str, ...]:
        """Whom the pronoun at token i means."""
        tokens = followed.reading.tokens
        low, clause = tokens[i].low, tokens[i].clause
        subjects = [r for r in followed.references if r.role == "subject" and not r.quoted]
        if low in SELF:
            return subjects[-1].ids if subjects else ()
        barred: set[str] = set()
        if role == "subject":
            barred = self._named_later(followed.reading, i, clause)
        elif role != "genitive":
            barred = {who for r in subjects[-1:] for who in r.ids} if not opens_clause(tokens, i) else set()
        if low in ("they", "them", "their"):
            if low == "they" and [t.low for t in tokens[i + 1 : i + 2]] == ["all"] and not barred:
                return self._latest(_MANY)
            if low != "their" and means_things(self._just_told(followed, i), low):
                return ()
            strict = low == "them" and not barred
            if low == "they" and len(self._group(barred | (aside := acting_aside(followed, i)))) > 1:
                barred |= aside
            return self._several(barred, strict=strict, arriving=arrives(tokens, i))
        gender = GENDERS[low]
        if low == "it" and role == "subject" and means_thing(self._just_told(followed, i), self.entities):
            return ()
        there = i == 1 and tokens[0].low == "there" and len(self.left) == 1
        if there and agrees(self.entities[self.left[0]], gender) > 0:
            return self.left
        best = self._best(gender, barred)
        if best and role == "subject" and self._is_answer(followed.reading, i, best):
            other = self._best(gender, barred | {best})
            best = other if other and self.salience[other] >= 0.4 else best
        if best and not self.entities[best].sure:
            self.entities[best].votes[gender] += 1 if gender != "n" else 0.4  # type: ignore[assignment]
        return (best,) if best else ()

    def _just_told(self, followed: Followed, i: int) -> list[Told]:
        """This unit up to token i, then the one before."""
        told = [Told(followed.reading.tokens[:i], {r.token: r.ids for r in followed.references})]
        if self.before:
            named = {r.token: r.ids for r in self.before.references if r.role != "genitive"}
            told.append(Told(self.before.reading.tokens, named))
        return told

    def _is_answer(self, reading: UnitReading, i: int, who: str) -> bool:
        """`..., he said` in a new paragraph right after somebody spoke: it is the other who speaks."""
        lately = reading.opens_paragraph and reading.index - self.voiced_at == 1
        if not lately or self.voices[-1:] != [who]:
            return False
        return tagged_quote(reading, i, i, acts=True) >= 0

    def _named_later(self, reading: UnitReading, i: int, clause: int) -> set[str]:
        return {
            str(m.entity)
            for m in reading.mentions
            if m.first > i and reading.tokens[m.head].clause == clause and m.role in ("object", "oblique")
            if m.entity and not m.compared
        }

    def _best(self, gender: str, barred: set[str]) -> str | None:
        best, score = None, 0.12
        rival = gender != "n" and any(
            s >= 0.8 and w not in barred and w != NARRATOR and self._is_proven(w, gender)
            for w, s in self.salience.items()
        )
        for who, salience in self.salience.items():
            entity = self.entities[who]
            if who in barred or entity.plural or who == NARRATOR:
                continue
            fits = agrees(entity, gender)
            if rival and not entity.votes and entity.category in ("animal", "being"):
                fits *= _UNPROVEN
            value = (salience + (1.0 if who == self.last_subject else 0.0)) * fits * entity.weight
            if value > score:
                best, score = who, value
        return best

    def _is_proven(self, who: str, gender: str) -> bool:
        """Whether the story, or a word, tells that this is their pronoun."""
        entity = self.entities[who]
        return not entity.plural and (entity.sure or bool(entity.votes)) and agrees(entity, gender) == 1.0

    def _several(self, barred: set[str], *, strict: bool, arriving: bool) -> tuple[str, ...]:
        """Whom `they` means: a group, or those who are together. `them` (strict) is often things."""
        told = [r for r in (self.before.references if self.before else []) if r.role == "subject"]
        if told and not told[-1].quoted and len(told[-1].ids) > 1 and not barred & set(told[-1].ids):
            return told[-1].ids
        if not strict and (pair := self._just_together(barred)):
            return pair
        groups = [(s, w) for w, s in self.salience.items() if self.entities[w].plural and w not in barred]
        bonus = 1.0 if self.last_subject and self.entities[self.last_subject].plural else 0.0
        pair = self._group(barred)
        if strict:
            pair = ()
            groups = [(s, w) for s, w in groups if s >= 1.0]
        strength = sorted((self.salience.get(w, 0.0) for w in pair), reverse=True)[1:2]
        if groups:
            salience, who = max(groups)
            if (
                len(pair) < 2
                or (arriving and salience > 0.3)
                or salience + bonus >= 0.8 * (strength[0] if strength else 0.0)
            ):
                return (who,)
        return pair if len(pair) > 1 else ()

    def _just_together(self, barred: set[str]) -> tuple[str, ...]:
        """A person and a thing that plays, who alone were seen in the last unit: `they` are these two."""
        unit = self.together[-1][1] if self.together and self.before and self.before.present else ()
        kinds = {self.entities[w].category == "thing" for w in unit if w in self.entities}
        plays = not any(w in barred or w in self.bystanders or self.entities[w].plural for w in unit)
        return unit if len(unit) == 2 and len(kinds) == 2 and plays else ()

    def _group(self, barred: set[str]) -> tuple[str, ...]:
        """The single ones that are on screen together now, or were just now."""
        now = [w for w, s in sorted(self.salience.items(), key=lambda x: -x[1]) if s >= 0.9]
        near = list(dict.fromkeys([*now, *(w for _, unit in reversed(self.together) for w in unit)]))
        single = [w for w in near if w in self.entities and not self.entities[w].plural and w not in barred]
        if single:
            top = self.entities[single[0]].category == "thing"
            single = [w for w in single if (self.entities[w].category == "thing") == top]
        recent = [w for w in single if w in now or any(w in unit for _, unit in list(self.together)[-2:])]
        if len(recent) < 2 or self.entities[recent[0]].category == "thing":
            return tuple(single[:4])
        for _, unit in reversed(self.together):  # two of three who met just now: the third is with them
            if len(unit) > len(recent) and set(recent) <= set(unit) - barred:
                recent += [w for w in unit if w in single and w not in recent]
        return tuple(recent[:4])

    def _latest(self, count: int) -> tuple[str, ...]:
        """`all four`, `everybody`: so many of those who were seen last, in the order of the story."""
        single = [w for w in self.last_seen if w in self.entities and not self.entities[w].plural]
        last = sorted(single, key=lambda w: -self.last_seen[w])[:count]
        newest = max((self.last_seen[w] for w in last), default=0)
        last = [w for w in last if count < _MANY or newest - self.last_seen[w] <= _RECENT_UNITS]
        return tuple(w for w in self.entities if w in last) if len(last) > 1 else ()

    def _take_speech(self, followed: Followed, tags: dict[int, str]) -> None:
        """Who says each quotation of the unit, and to whom."""
        reading = followed.reading
        numbers = list(dict.fromkeys(t.quote for t in reading.tokens if t.quote >= 0))
        for number in numbers:
            speaker = self.quotes.get(number) or tags.get(number) or pronoun_speaker(followed, number)
            known = speaks_alone(reading, self.expected) or self.paragraph_voice
            speaker = speaker or known or self._likely_speaker(followed, number)
            if not speaker or speaker not in self.entities:
                continue
            fresh, self.voiced_at = number not in self.quotes, reading.index
            self.quotes[number] = followed.speakers[number] = self.paragraph_voice = speaker
            self.salience[speaker] = self.salience.get(speaker, 0.0) + 1.2
            if fresh and (not self.voices or self.voices[-1] != speaker):
                self.voices = [*self.voices, speaker][-2:]

    def _likely_speaker(self, followed: Followed, number: int) -> str | None:
        """An untagged quotation: the one who just acted in this paragraph, else the other who talks."""
        addressed = {
            str(m.entity)
            for m in followed.reading.mentions
            if m.quoted and m.entity and is_vocative(followed.reading.tokens, m)
        }
        acting = [r.ids[0] for r in followed.references if r.role == "subject" and not r.quoted]
        leading = leading_speaker(followed, number)
        if leading and leading not in addressed:
            return leading
        if acting and acting[0] not in addressed:
            return acting[0]
        if not followed.reading.opens_paragraph and self.last_subject and self.last_subject not in addressed:
            return self.last_subject
        lately = followed.reading.index - self.voiced_at <= 6
        if lately and (others := [v for v in self.voices[:-1] if v not in addressed]):
            return others[-1]
        if lately and self.voices and self.voices[-1] not in addressed:
            near = [w for _, unit in self.together for w in unit]
            given = [w for w, e in self.entities.items() if e.person and len(self.entities) <= 4]
            talkers = [w for w in [*given, *near] if self.entities[w].speaks]
            answers = [w for w in talkers if w != self.voices[-1] and w not in addressed]
            return answers[-1] if answers and followed.reading.opens_paragraph else self.voices[-1]
        if self.last_subject and self.last_subject not in addressed:
            return self.last_subject
        near = [w for _, unit in reversed(self.together) for w in unit if w not in addressed]
        return near[0] if near else None

    def _settle(self, followed: Followed) -> None:
        """Write down who is on screen."""
        index = followed.reading.index
        present: list[str] = []
        narrated = [r for r in followed.references if not r.quoted and r.role != "aside"]
        narrated = [r for r in narrated if not is_gone(followed.reading.tokens, r.token)]
        acting = [r for r in narrated if r.role == "subject"]
        for reference in [
            *acting,
            *(
                r
                for r in narrated
                if r.role in ("object", "oblique")
                and is_there(followed.reading.tokens, r.mention.first if r.mention else r.token)
                and not self._is_awaited(followed, r)
            ),
        ]:
            present += reference.ids
        present += followed.speakers.values()
        if followed.speakers:
            present += self._listeners(followed, index)
        tokens = followed.reading.tokens
        for reference in narrated:
            if reference.role == "genitive" and (not present or owns_body(tokens, reference.token)):
                present += reference.ids
        if not present and self.last_subject and index:
            present.append(self._who_goes_on(tokens))
        followed.present = [w for w in dict.fromkeys(present) if w in self.entities]
        put = PUTTING & {t.low for t in tokens if t.quote < 0}
        self.left = next((r.ids for r in narrated if r.role == "object" and put), ())
        if arrives_elsewhere(tokens):
            self.voices = [v for v in self.voices if v in followed.present]
        acted = [w for r in acting for w in r.ids]
        self.salience |= {w: 0.1 for r in acting if leaves(tokens, r.token) for w in r.ids}
        followed.subject = acted[0] if acted else next(iter(followed.speakers.values()), None)
        for who in followed.present:
            self.last_seen[who] = index
        if followed.present:
            self.together.append((index, tuple(followed.present)))

    def _who_goes_on(self, tokens: list[Token]) -> str:
        """Who is seen where nobody is named: the last who acted, but elsewhere whom the story follows."""
        last = str(self.last_subject)
        there = tokens[0].low in ("in", "at", "on") and any(find_place(t.low) for t in tokens[:6])
        with_them = self.together[-1][1] if self.together else ()
        if not there or last not in with_them:
            return last
        return max(with_them, key=lambda w: (self.entities[w].named, w == last))

    def _is_awaited(self, followed: Followed, reference: Reference) -> bool:
        """A letter for the queen, who has not been seen yet: she is not there."""
        at = reference.mention.first if reference.mention else reference.token
        seen = max((self.last_seen.get(w, -99) for w in reference.ids), default=-99)
        return followed.reading.index - seen > _RECENT_UNITS and is_meant_for(followed.reading.tokens, at)

    def _listeners(self, followed: Followed, index: int) -> list[str]:
        """Who is spoken to: called by name, or talked with just before."""
        tokens = followed.reading.tokens
        called = [
            str(m.entity)
            for m in followed.reading.mentions
            if m.quoted and m.entity and is_vocative(tokens, m)
        ]
        called = [w for w in called if index - self.last_seen.get(w, -99) <= 12]
        speaker = next(iter(followed.speakers.values()))
        if names_listener(followed):
            return called  # `he said to the tsar`: who listens is named
        you = any(t.low in ("you", "your", "us", "we") for t in tokens if t.quote >= 0)
        partner = [v for v in self.voices if v != speaker and index - self.last_seen.get(v, -99) <= 3]
        return called or (partner[-1:] if you else [])

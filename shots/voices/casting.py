"""Which voice belongs to whom.

From what the screenplay says of a character (kind, name, look, voice) to a voice of its own. It knows no
synthesiser: a voice backend may offer `registers`, names of its voices by kind of speaker.

    python -c "from prompts.screenplay import parse_screenplay; \
    from shots.voices.casting import cast_voices; \
    print(cast_voices(parse_screenplay({'shots': ['.'], 'cast': {'fox': 'a small red fox'}})))"
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prompts.screenplay import Character, Screenplay, Voice


@dataclass(frozen=True)
class VoiceChoice:
    """How somebody is spoken; the arguments of `VoiceBackend.speak`."""

    name: str
    """a voice of the backend, or '' for its plain one"""
    pitch: int
    """0 deep .. 100 high"""
    speed: int
    """words per minute"""
    language: str


MANNERS: dict[str, tuple[int, int]] = {
    "narrator": (42, 150),
    "woman": (55, 152),
    "girl": (72, 160),
    "boy": (68, 162),
    "man": (36, 150),
    "old woman": (46, 132),
    "old man": (26, 128),
    "small": (84, 168),
    "large": (14, 126),
    "machine": (44, 140),
    "anyone": (50, 150),
}
"""(pitch, words per minute) by kind of speaker."""

# The words of a kind, by what they say of a voice. The first line that matches decides: age before sex.
_REGISTERS: tuple[tuple[str, str], ...] = (
    ("machine", r"robot|android|computer|machine|engine|golem|clockwork"),
    (
        "old woman",
        r"grandmother|grandma|granny|crone|(old|elderly|aged) (woman|lady|queen|mother|witch|hen)",
    ),
    (
        "old man",
        r"grandfather|grandpa|hermit|(old|elderly|aged) \w*(man|king|father|wizard|shoemaker|fox|bear)",
    ),
    ("girl", r"girl|daughter|princess|sister|lass|maiden"),
    ("boy", r"boy|son|prince|lad|brother|child|baby|kid|toddler|pupil"),
    (
        "small",
        r"mouse|mice|bird|sparrow|wren|robin|squirrel|rabbit|hare|hedgehog|frog|cricket|bee|ant|fly|butterfly"
        r"|kitten|puppy|cub|chick|duckling|lamb|fairy|elf|pixie|imp|gnome|dwarf|bean|straw|pea|doll|rat|mole"
        r"|shrew",
    ),
    (
        "large",
        r"lion|bear|elephant|giant|ogre|troll|dragon|whale|bull|ox|buffalo|rhinoceros|hippopotamus|gorilla"
        r"|tiger|wolf|monster|mountain|oak|sea|storm|mammoth|dinosaur|horse",
    ),
    (
        "woman",
        r"woman|lady|queen|mother|wife|aunt|witch|girlfriend|hen|cow|goose|vixen|ewe|bride|nurse|nun|widow|she",
    ),
    (
        "man",
        r"man|king|father|husband|uncle|wizard|shoemaker|miller|tailor|farmer|hunter|fisherman|soldier|knight"
        r"|captain|sailor|smith|baker|merchant|teacher|doctor|keeper|priest|monk|thief|robber|\w+man|rooster"
        r"|cock|he",
    ),
)


def register_of(character: Character, character_id: str = "") -> str:
    """The kind of voice that fits a character, a key of `MANNERS`."""
    for words in (character.kind, character.look, character.name, re.sub(r"[_-]", " ", character_id)):
        for register, pattern in _REGISTERS:
            if words and re.search(rf"\b({pattern})s?\b", words.lower()):
                return register
    return "anyone"


def cast_voices(
    screenplay: Screenplay, registers: Mapping[str, Sequence[str]] | None = None
) -> dict[str | None, VoiceChoice]:
    """A voice for the narrator (key None) and one for each character, all different, always the same ones.

    What a person wrote in `voice` is kept as it is; the rest is chosen by kind.

    Args:
        screenplay: cast, narrator and languages.
        registers: names of the backend's voices by kind of speaker (keys of `MANNERS`).
    """
    registers = registers or {}
    narrator = screenplay.narrator
    language = (narrator and narrator.language) or screenplay.language or "en"
    written = narrator.voice if narrator else None
    voices: dict[str | None, VoiceChoice] = {
        None: _choose("narrator", "", written, language, registers.get("narrator", ()), set())
    }
    # Voices that a person wrote are taken first: a chosen one gives way to a written one, never the reverse.
    order = sorted(screenplay.cast.items(), key=lambda entry: entry[1].voice is None)
    for character_id, character in order:
        register = register_of(character, character_id)
        names = registers.get(register) or registers.get("man", ())
        if register == "anyone":
            names = [*registers.get("woman", ()), *registers.get("man", ())]
        voices[character_id] = _choose(
            register,
            character_id,
            character.voice,
            screenplay.language or language,
            names,
            set(voices.values()),
        )
    return {None: voices[None], **{name: voices[name] for name in screenplay.cast}}


def _choose(
    register: str,
    who: str,
    written: Voice | None,
    language: str,
    names: Sequence[str],
    taken: set[VoiceChoice],
) -> VoiceChoice:
    """The written voice, filled up so that it differs from those taken where it may."""
    written = written or Voice()
    pitch, speed = MANNERS[register]
    first = hashlib.sha256(who.encode()).digest()[0]
    heard = {(v.name, v.pitch) for v in taken}
    # Two voices of one name are told apart by pitch: five steps of a hundred are heard as another person.
    for step in (0, 6, -6, 12, -12, 18, -18, 24, -24, *range(1, 100), *range(-1, -100, -1)):
        for n in range(max(1, len(names))):
            choice = VoiceChoice(
                name=written.name or (names[(first + n) % len(names)] if names else ""),
                pitch=written.pitch if written.pitch is not None else min(100, max(0, pitch + step)),
                speed=written.speed or speed,
                language=written.language or language,
            )
            if (choice.name, choice.pitch) not in heard or (written.name and written.pitch is not None):
                return choice
    return choice

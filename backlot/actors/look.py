"""Looks: the words for a character into an `Actor`, everything a drawing needs to know about it.

The same words always give the same actor; what words leave open is chosen from the character's id, so two
unnamed girls differ and stay themselves. Knows nothing of shapes.

    python -c "from backlot.actors.look import cast_actor; print(cast_actor('mia', 'girl', 'red coat'))"
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from backlot.actors.kind import Kind
from backlot.actors.kinds import KINDS, STAND_IN, STAND_IN_SHAPES, Match, find_group, find_kind
from backlot.actors.props_alive import find_compound, find_prop_kind
from backlot.actors.wardrobe import CLOTHS, GARMENTS, Garment, read_garments
from backlot.colour import RGB, colours_at, darker, find_colour, words_of

SKINS: tuple[RGB, ...] = (
    (252, 220, 192),
    (242, 196, 158),
    (224, 170, 124),
    (196, 138, 94),
    (160, 106, 70),
    (122, 80, 56),
)
HAIRS: tuple[RGB, ...] = (
    (58, 44, 42),
    (96, 62, 42),
    (146, 92, 52),
    (226, 180, 98),
    (178, 84, 46),
    (44, 40, 50),
)
_SKIN_WORDS: dict[str, int] = {
    "fair": 0,
    "pale": 0,
    "light": 1,
    "olive": 2,
    "tanned": 2,
    "brown": 4,
    "dark": 5,
    "black": 5,
}
_SIZES: dict[str, float] = {
    **dict.fromkeys(["tiny", "wee"], 0.72),
    **dict.fromkeys(["small", "little", "short", "young"], 0.88),
    **dict.fromkeys(["big", "large", "tall", "great"], 1.1),
    **dict.fromkeys(["huge", "enormous", "giant", "gigantic"], 1.22),
}
_BUILDS: dict[str, float] = {
    **dict.fromkeys(["fat", "plump", "round", "chubby", "stout", "portly"], 1.22),
    **dict.fromkeys(["thin", "slim", "slender", "skinny", "lean", "lanky", "bony"], 0.84),
}
_HAIR_STYLES = [
    "curly",
    "long",
    "short",
    "bald",
    "bun",
    "braids",
    "braid",
    "pigtails",
    "ponytail",
    "plaits",
    "bob",
]


@dataclass(frozen=True)
class Actor:
    """A character as it is drawn, in every shot of one look."""

    id: str
    kind: Kind
    label: str
    """written on a stand-in; '' when the kind can be drawn"""
    coat: RGB
    """fur, feathers, skin of an animal, body of a thing; the skin of a person"""
    belly: RGB
    accent: RGB
    hair: RGB
    hair_style: str
    garments: tuple[Garment, ...]
    traits: frozenset[str]
    size: float
    build: float
    eye: RGB
    phase: float
    """0..1, where this one is in its blinking and breathing"""
    others: tuple[Actor, ...] = ()
    """the rest of a group that plays one character"""

    def worn(self, name: str) -> Garment | None:
        """The garment of that name, if any."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, Garment]:
        """Every drawing asks a hundred times a frame what is worn."""
        return {garment.name: garment for garment in reversed(self.garments)}


def cast_actor(character: str, kind: str | None, look: str | None, name: str | None = None) -> Actor:
    """The actor for a character's id and words. An unknown kind becomes a stand-in that wears its name.

    A plural kind becomes a group: the actor, and the others in `others`.
    """
    match = match_kind(character, kind, look, name)
    group = find_group(kind or "", name or "") if match else ()
    first = Match(KINDS[group[0]], match.word, match.exact) if match and group else match
    actor = _cast_one(character, first, kind, look, name or kind or character)
    others = [
        _cast_one(f"{i} of {character}", Match(KINDS[word], first.word, True), kind, look, "")
        for i, word in enumerate(group[1:], 1)
        if first
    ]
    return replace(actor, others=tuple(others))


def _cast_one(character: str, match: Match | None, kind: str | None, look: str | None, label: str) -> Actor:
    words = words_of(f"{look or ''}")
    found = match.kind if match else _stand_in(words)
    rng = random.Random(hashlib.sha256(character.encode()).digest())
    sex = _sex(found, [*words, *words_of(f"{kind or ''} {label}")])
    garments = _garments(words, found, rng, sex)
    used = _garment_words(words, {match.word, *found.name.split()} if match else set())
    coat = _coat(words, used, found, rng)
    traits = _traits(words, found) | ({"old"} if "old" in words_of(kind or "") else set())
    if sex == "female":
        traits -= _BEARDS
    hair, style = _hair(words, found, traits, rng, sex)
    plain = found.plan != "person" and not _names_coat(words, used)
    return Actor(
        id=character,
        kind=found,
        label="" if match else label,
        coat=coat,
        belly=found.belly if plain and found.belly else _paler(coat),
        accent=found.accent or darker(coat, 0.7),
        hair=hair,
        hair_style=style,
        garments=garments,
        traits=frozenset(traits),
        size=found.size * _factor(words, _SIZES),
        build=found.build * _factor(words, _BUILDS),
        eye=_eye(words, rng),
        phase=rng.random(),
    )


def _stand_in(words: list[str]) -> Kind:
    """A box that wears its name, or the shape that the look asks for."""
    shape = next((s for s, asked in STAND_IN_SHAPES.items() if set(asked) & set(words)), "box")
    return replace(STAND_IN, extras=frozenset({shape, "stand-in"}))


def match_kind(character: str, kind: str | None, look: str | None, name: str | None) -> Match | None:
    """What a character is drawn as: by the kind, else by how the look begins, the name, or the id."""
    begins = words_of((look or "").split(",")[0])
    looks = " ".join(w for w in begins if find_colour(w) is None)
    compound = find_compound(kind or "")
    if compound:
        return Match(compound, compound.name, True)
    return (
        find_kind(kind or "")
        or find_kind(looks, trades=False)
        or find_kind(name or "", trades=False)
        or find_kind(character, trades=False)
        or _alive(kind or name or character.replace("-", " ").replace("_", " "))
    )


def _alive(words: str) -> Match | None:
    """Something that is drawn as a prop and here acts."""
    kind = find_prop_kind(words)
    return Match(kind, kind.name, True) if kind else None


def _paler(colour: RGB) -> RGB:
    return tuple(round(c + (255 - c) * 0.55) for c in colour)  # type: ignore[return-value]


def _factor(words: list[str], table: dict[str, float]) -> float:
    return next((table[w] for w in words if w in table), 1.0)


# -- clothes -------------------------------------------------------------------------------------------------


def _garment_words(words: list[str], bodies: set[str]) -> set[int]:
    """Indices of words that describe clothes, hair or eyes, not the body: up to three before each such
    noun, but not beyond its own colour ('blue, proud, brown ribbon') or one of `bodies`, the words for the
    whole ('brown bear, hat').
    """
    used: set[int] = set()
    coloured = {i for i, _ in colours_at(words)}
    nouns = {
        *GARMENTS,
        "hair",
        "beard",
        "moustache",
        "mustache",
        "eyes",
        "eye",
        "mane",
        "nose",
        "buttons",
        "curls",
    }
    for i, word in enumerate(words):
        if word in nouns:
            before = range(max(0, i - 3), i)
            borders = [j for j in before if words[j] in bodies or words[j] in ("with", "wearing", "in")]
            own = [j for j in before if j in coloured]
            while len(own) > 1 and own[-1] - own[-2] == 2 and words[own[-1] - 1] == "and":
                own.pop()
            borders += [own[-1] - 1] if own else []
            used.update(range(max(borders, default=before.start - 1) + 1, i + 1))
    return used


_FEMALE = frozenset(
    words_of("woman girl female lady she her mrs ms miss mother mum sister daughter wife aunt madam")
)
_MALE = frozenset(words_of("man boy male gentleman he his him mr father dad brother son husband uncle sir"))
_BEARDS = frozenset({"beard", "long-beard", "moustache"})


def _sex(kind: Kind, words: list[str]) -> Literal["", "female", "male"]:
    """What the words say of somebody whose kind says nothing; '' if nothing."""
    if kind.plan != "person":
        return ""
    endings = [e for e in ("woman", "girl", "man", "boy") if any(w.endswith(e) and w != e for w in words)]
    for word in (*words, *endings[:1]):
        if word in _FEMALE:
            return "female"
        if word in _MALE:
            return "male"
    return ""


def _garments(words: list[str], kind: Kind, rng: random.Random, sex: str) -> tuple[Garment, ...]:
    found: dict[str, Garment] = {}
    own = [garment for item in kind.wears for garment in read_garments(words_of(item), rng)]
    for garment in read_garments(words):
        garment = _cut_for(garment, own)
        found.setdefault(garment.name, garment)
    for garment in own:
        skirt = garment.name in ("dress", "gown") and sex == "male"
        if not skirt and not _clash(garment.name, found):
            found[garment.name] = garment
    if kind.plan == "person":
        if not any(n in found for n in _TOPS):
            found["shirt"] = Garment("shirt", rng.choice(CLOTHS))
        found.setdefault(
            "trousers", Garment("trousers", rng.choice(((70, 84, 120), (104, 82, 70), (84, 92, 98))))
        )
        found.setdefault("shoes", Garment("shoes", rng.choice(((98, 66, 50), (66, 60, 70), (146, 70, 58)))))
    return tuple(found.values())


def _cut_for(garment: Garment, own: list[Garment]) -> Garment:
    """A plain hat as the trade has it: a pirate's is a tricorne, whatever its colour."""
    if garment.style or garment.name not in _HEADGEAR:
        return garment
    usual = next((g for g in own if g.style and g.name in _HEADGEAR), None)
    if usual is None or garment.name in ("crown", "hood"):
        return garment
    return replace(usual, colour=garment.colour if garment.told else usual.colour, told=garment.told)


_TOPS = (
    "coat",
    "jacket",
    "dress",
    "gown",
    "robe",
    "tunic",
    "armour",
    "spacesuit",
    "shirt",
    "sweater",
    "overalls",
)
_HEADGEAR = ("hat", "cap", "hood", "crown", "helmet")


def over(stage: str, look: str) -> str:
    """The words of a look with those of a stage over it: a dress takes the place of a coat."""
    worn = {GARMENTS[w] for w in words_of(stage) if w in GARMENTS}
    groups: tuple[tuple[str, ...], ...] = (_TOPS, _HEADGEAR, ("scarf",))
    covers = [group for group in groups if worn & set(group)]
    if worn & set(_TOPS):
        covers.append(("scarf", "waistcoat"))
    hidden = {name for group in covers for name in group}
    kept = [p for p in look.split(",") if not hidden & {GARMENTS.get(w, "") for w in words_of(p)}]
    return ", ".join(p.strip() for p in (stage, *kept) if p.strip())


def _clash(name: str, found: dict[str, Garment]) -> bool:
    for group in (_TOPS, _HEADGEAR):
        if name in group and any(n in found for n in group):
            return not (name == "shirt" and not any(n in found for n in _TOPS))
    return name in found


# -- body ----------------------------------------------------------------------------------------------------


def _coat(words: list[str], used: set[int], kind: Kind, rng: random.Random) -> RGB:
    if kind.plan == "person" and "own-skin" not in kind.extras:
        return _skin(words, rng)
    free = [c for i, c in colours_at(words) if i not in used]
    if free:
        return free[0]
    shade = rng.uniform(0.93, 1.05)
    return tuple(min(255, round(c * shade)) for c in kind.coat)  # type: ignore[return-value]


def _names_coat(words: list[str], used: set[int]) -> bool:
    return any(i not in used for i, _ in colours_at(words))


def _skin(words: list[str], rng: random.Random) -> RGB:
    chosen = rng.choice(SKINS[:5])
    for i, word in enumerate(words):
        if word in ("skin", "skinned", "complexion") or word.endswith("-skinned"):
            tones = [word.split("-")[0], *words[max(0, i - 2) : i]]
            known = [_SKIN_WORDS[t] for t in tones if t in _SKIN_WORDS]
            if known:
                return SKINS[known[-1]]
    return chosen


def _traits(words: list[str], kind: Kind) -> set[str]:
    traits = set(kind.extras)
    if {"old", "elderly", "wrinkled", "aged"} & set(words):
        traits.add("old")
    if {"woman", "girl", "female", "lady"} & set(words):
        traits -= _BEARDS
    if "beard" in words or "bearded" in words:
        traits.add("long-beard" if "long" in words[max(0, _index(words, "beard") - 3) :] else "beard")
    if {"moustache", "mustache", "whiskered"} & set(words):
        traits.add("moustache")
    if {"spotted", "spots", "dotted", "speckled"} & set(words) and kind.plan != "person":
        traits.add("spots")
    if {"striped", "stripes", "stripy", "tabby"} & set(words) and kind.plan != "person":
        traits.add("stripes")
    if {"freckles", "freckled"} & set(words):
        traits.add("freckles")
    if "wings" in words or "winged" in words:
        traits.add("wings")
    return traits


def _index(words: list[str], word: str) -> int:
    return words.index(word) if word in words else 0


def _hair(words: list[str], kind: Kind, traits: set[str], rng: random.Random, sex: str) -> tuple[RGB, str]:
    colour, style = rng.choice(HAIRS), ""
    styles = [e for e in kind.extras if e.removesuffix("-hair") in _HAIR_STYLES]
    style = styles[0].removesuffix("-hair") if styles else "short"
    if style == "short" and kind.name in ("boy", "man") and rng.random() < 0.3:
        style = "curly"
    if style == "braids" and rng.random() < 0.5:
        style = rng.choice(["bob", "ponytail", "curly"])
    if sex == "female" and style in ("short", "bald"):
        style = rng.choice(["long", "bob", "ponytail", "bun"])
    elif sex == "male" and style in ("long", "bob", "bun", "braids", "ponytail"):
        style = "short"
    if "old" in traits or "white-hair" in traits:
        colour = (226, 226, 228)
    for named in traits & {"black-hair", "orange-hair"}:
        colour = find_colour(named) or colour
    for i, word in enumerate(words):
        if word in (
            "hair",
            "haired",
            "curls",
            "braids",
            "plaits",
            "pigtails",
            "ponytail",
            "beard",
        ) or word.endswith("-haired"):
            near = words[max(0, i - 4) : i + 1]
            tones = colours_at([w.removesuffix("-haired") for w in near])
            colour = tones[-1][1] if tones else colour
    for word in words:
        plain = word.removesuffix("-haired")
        if plain in _HAIR_STYLES and (plain not in ("long", "short") or _about_hair(words, word)):
            style = {"braid": "braids", "pigtails": "braids", "plaits": "braids"}.get(plain, plain)
        elif word in ("curls", "bald-headed"):
            style = "curly" if word == "curls" else "bald"
    return colour, style


def _about_hair(words: list[str], word: str) -> bool:
    i = words.index(word)
    return word.endswith("-haired") or bool({"hair", "haired", "curls"} & set(words[i : i + 4]))


_EYES: tuple[RGB, ...] = ((52, 40, 40), (52, 40, 40), (64, 44, 36), (44, 62, 84), (48, 74, 58))


def _eye(words: list[str], rng: random.Random) -> RGB:
    chosen = rng.choice(_EYES)
    for i, word in enumerate(words):
        if word in ("eyes", "eyed") or word.endswith("-eyed"):
            tones = colours_at([w.removesuffix("-eyed") for w in words[max(0, i - 3) : i + 1]])
            if tones:
                return darker(tones[-1][1], 0.72)
    return chosen

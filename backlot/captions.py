"""Captions: one plain English sentence for a drawn shot, in the words that the planner uses.

It says only what is drawn: who, in which colours and clothes, what they do and feel, where, when and how it
is framed. Knows the screenplay alone.

    python -c "from backlot.captions import a; print(a('owl'))"
"""

from __future__ import annotations

from prompts.screenplay import Character, Performer
from prompts.wording import ANGLES, SIZES, style_words
from shots.backends import Panel

DEEDS: dict[str, str] = {
    "walk": "walks",
    "run": "runs",
    "jump": "jumps",
    "sit": "sits",
    "sleep": "sleeps",
    "wave": "waves",
    "point": "points",
    "eat": "eats",
    "carry": "carries something",
    "nod": "nods",
    "cry": "cries",
    "laugh": "laughs",
    "cower": "trembles",
    "rage": "rages",
    "swim": "swims",
    "fly": "flies",
    "climb": "climbs",
    "read": "reads",
    "work": "works",
    "think": "thinks",
    "look": "looks around",
    "dance": "dances",
    "kneel": "kneels",
    "talk": "speaks",
    "stand": "stands",
}
"""Every action that is captioned, as a screenplay's `doing` says it."""
_AT = {
    "sky": "in the sky",
    "space": "in space",
    "underwater": "under water",
    "sea": "at sea",
    **{name: f"on the {name}" for name in ("mountain", "farm", "road", "beach", "city street")},
    **{name: f"at the {name}" for name in ("lake", "river", "castle", "market", "harbour", "camp")},
}
_TIMES = {
    "dawn": "at dawn",
    "morning": "in the morning",
    "day": "by day",
    "afternoon": "in the afternoon",
    "sunset": "at sunset",
    "evening": "in the evening",
    "night": "at night",
}
_WEATHERS = {
    "cloudy": "under clouds",
    "rain": "in the rain",
    "snow": "in the snow",
    "fog": "in the fog",
    "storm": "in a storm",
}


def caption_shot(panel: Panel) -> str:
    """The sentence: 'Close-up of a blue fox in a green scarf who waves, looking happy, in the forest ...'."""
    camera = panel.shot.camera
    size = SIZES[(camera.size if camera else None) or "full"]
    angle = ANGLES.get((camera.angle if camera else None) or "", "")
    people = [_person(p, panel.cast[p.character]) for p in panel.shot.who or []]
    things = [a(_thing_words(panel, name)) for name in panel.shot.props or []]
    subject = " and ".join(people) or "an empty place"
    if things:
        subject = subject.rstrip(",") + f", with {' and '.join(things)}"
    place = (panel.place.name if panel.place else None) or "somewhere"
    parts = [
        f"{size[0].upper()}{size[1:]} of {subject}",
        _AT.get(place, f"in the {place}"),
        _TIMES.get(panel.scene.time_of_day or "", ""),
        _WEATHERS.get(panel.scene.weather or "", ""),
        angle,
        style_words(panel.style),
    ]
    return ", ".join(part.rstrip(",") for part in parts if part) + "."


def _person(performer: Performer, character: Character) -> str:
    colours, _, clothes = (character.look or "").partition(", ")
    feeling = performer.emotion if performer.emotion not in (None, "neutral") else ""
    words = colours or character.kind or performer.character
    worn = " and ".join(a(garment) for garment in clothes.split(", ") if garment)
    doing = f" who {performer.doing}" if performer.doing else ""
    looking = f", looking {feeling}," if feeling else ""
    return f"{a(words)}{' in ' + worn if worn else ''}{doing}{looking}"


def _thing_words(panel: Panel, name: str) -> str:
    thing = panel.props[name]
    return thing.look or thing.name or name


def a(words: str) -> str:
    """The words with their article; things that are many have none."""
    last = words.split()[-1]
    if last in ("shoes", "glasses", "stairs") or last.endswith("bread"):
        return words
    vowel = words[0] in "aeiou" and not words.startswith("uni")
    return f"{'an' if vowel else 'a'} {words}"
